// SPDX-License-Identifier: Apache-2.0
// The fields of a feed out of its XML.
#pragma once

#include <string>
#include <string_view>

#include "read/feed.h"
#include "read/xml_tree.h"

namespace casus {

class FeedReader {
 public:
  FeedReader(const XmlTree& tree, const SourceHints& hints) : tree_(tree), hints_(hints) {}
  Feed run();

 private:
  std::string name_of(uint32_t node) const;  // "title", "dc:creator": the usual prefix of the namespace
  std::string text_in(uint32_t node) const;
  std::string base_of(uint32_t node) const;
  std::string language_of(uint32_t node) const;
  std::string markup_in(uint32_t node) const;
  FeedText read_text(uint32_t node, bool is_html_by_default) const;
  FeedPerson read_person(uint32_t node) const;
  void read_link(uint32_t node, FeedFields& fields) const;
  void read_children(uint32_t node, FeedFields& fields, bool is_feed);
  void read_field(uint32_t node, const std::string& name, FeedFields& fields, bool is_feed);
  void find_version(uint32_t root);
  void finish(FeedFields& fields) const;

  const XmlTree& tree_;
  const SourceHints& hints_;
  Feed feed_;
  bool is_atom_ = false;
};

// HTML with the addresses in its attributes resolved against `base`, empty elements written "<img />".
std::string with_resolved_addresses(std::string_view html, std::string_view base);

std::string decode_base64(std::string_view text);

}  // namespace casus
