// SPDX-License-Identifier: Apache-2.0
// XML as feeds really write it: a lenient reader in linear time. It knows no document types, so that no entity of theirs can
// expand or reach for a file; what is malformed is read as far as sense goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace casus {

struct XmlAttribute {
  std::string name;   // lower case, with prefix
  std::string value;  // references resolved
};

// An element, or a text where `name` is empty. Nodes stand in document order; a subtree is the range [index, end).
struct XmlNode {
  uint32_t parent = 0, end = 0;
  uint32_t first_attribute = 0, attribute_count = 0;
  std::string prefix, name;  // lower case
  std::string raw_name;      // as written, with prefix
  std::string space;         // the namespace's address, empty if none is declared
  std::string text;          // of a text, references resolved
};

struct XmlLimits {
  size_t max_nodes = 300'000;
  size_t max_attributes = 64;  // of one element; further ones are left out
  size_t max_depth = 200;      // deeper elements are left out
};

struct XmlTree {
  std::vector<XmlNode> nodes;  // the first is a root that stands for the document
  std::vector<XmlAttribute> attributes;

  const std::string* attribute(uint32_t node, std::string_view name) const;
};

// Requires valid UTF-8.
XmlTree read_xml(std::string_view text, const XmlLimits& limits = {});

// References to characters resolved: numbers, XML's and HTML's names; unknown names stay as they are.
std::string resolve_references(std::string_view text);

}  // namespace casus
