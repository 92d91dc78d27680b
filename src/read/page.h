// SPDX-License-Identifier: Apache-2.0
// An HTML page as a flat list of nodes in document order: what all readers of pages walk over.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <lexbor/tag/const.h>  // needs <cstdint> before it

#include "casus/result.h"

namespace casus {

struct PageAttribute {
  std::string_view name, value;
};

// An element or a text (tag LXB_TAG__TEXT). Nodes stand in document order, so that a subtree is the range [index, end).
struct PageNode {
  uint32_t parent = 0;
  uint32_t end = 0;              // index behind the last descendant
  uint32_t first_attribute = 0;
  uint16_t attribute_count = 0;
  uint16_t depth = 0;
  uint32_t tag = LXB_TAG__UNDEF;
  std::string_view text;         // of a text node
};

struct PageLimits {
  size_t max_nodes = 400'000;
  size_t max_attributes = 64;    // of one element; further ones are left out
  uint16_t max_depth = 512;      // deeper elements are hung up there
};

class Page {
 public:
  // Requires valid UTF-8. Any text is some page; an Error only for one beyond the limits.
  static Result<Page> parse(std::string_view html, const PageLimits& limits = {});

  const std::vector<PageNode>& nodes() const { return nodes_; }
  // The value of an attribute, empty if it is missing.
  std::string_view attribute(uint32_t node, std::string_view name) const;
  bool has_attribute(uint32_t node, std::string_view name) const;
  // The texts of a subtree, white space collapsed; at most `limit` bytes.
  std::string text_of(uint32_t node, size_t limit = 2000) const;
  // The first element of this tag, or nodes().size().
  uint32_t find(uint32_t tag) const;

 private:
  struct Tree;
  struct TreeDeleter {
    void operator()(Tree* tree) const;
  };
  std::unique_ptr<Tree, TreeDeleter> tree_;  // owns what the views point into
  std::vector<PageNode> nodes_;
  std::vector<PageAttribute> attributes_;
};

// Appends `text` with runs of white space as one blank; no blank at the start of `out` or after white space in it.
void append_collapsed(std::string& out, std::string_view text);

}  // namespace casus
