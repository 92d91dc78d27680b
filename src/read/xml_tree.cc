// SPDX-License-Identifier: Apache-2.0
#include "read/xml_tree.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include "base/utf8.h"
#include "read/page.h"

namespace casus {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == ':' || c == '_' || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

void append_code_point(std::string& out, uint32_t code) {
  // Numbers of the C1 controls mean characters of windows-1252.
  static constexpr std::array<uint16_t, 32> kWindows = {
      0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
      0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};
  if (code >= 0x80 && code < 0xA0) code = kWindows[code - 0x80];
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 63))};
  } else if (code < 0x10000) {
    out += {static_cast<char>(0xE0 | (code >> 12)), static_cast<char>(0x80 | ((code >> 6) & 63)), static_cast<char>(0x80 | (code & 63))};
  } else {
    out += {static_cast<char>(0xF0 | (code >> 18)), static_cast<char>(0x80 | ((code >> 12) & 63)), static_cast<char>(0x80 | ((code >> 6) & 63)),
            static_cast<char>(0x80 | (code & 63))};
  }
}

// The character of a name of HTML ("eacute"), empty if there is none: asked of the HTML parser, which has the whole list.
const std::string& named_character(std::string_view name) {
  thread_local std::unordered_map<std::string, std::string> known;
  if (known.size() > 5000) known.clear();
  auto [entry, fresh] = known.try_emplace(std::string(name));
  if (!fresh) return entry->second;
  std::string reference = "&" + entry->first + ";";
  if (auto page = Page::parse(reference)) {
    for (const PageNode& node : page->nodes()) {
      if (node.tag == LXB_TAG__TEXT && node.text != reference && node.text.find(';') == std::string_view::npos) entry->second = node.text;
    }
  }
  return entry->second;
}

class XmlReader {
 public:
  XmlReader(std::string_view text, const XmlLimits& limits) : text_(text), limits_(limits) {}

  XmlTree run() {
    tree_.nodes.emplace_back();
    open_.push_back(0);
    while (at_ < text_.size() && tree_.nodes.size() < limits_.max_nodes) {
      size_t mark = text_.find('<', at_);
      if (mark == std::string_view::npos) mark = text_.size();
      if (mark > at_) add_text(resolve_references(text_.substr(at_, mark - at_)));
      at_ = mark;
      if (at_ < text_.size()) read_markup();
    }
    auto& nodes = tree_.nodes;
    for (uint32_t i = static_cast<uint32_t>(nodes.size()); i-- > 0;) {
      nodes[i].end = std::max(nodes[i].end, i + 1);
      if (i > 0) nodes[nodes[i].parent].end = std::max(nodes[nodes[i].parent].end, nodes[i].end);
    }
    return std::move(tree_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  void skip_behind(std::string_view end) {
    size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  void add_text(std::string text) {
    if (text.empty() || skipped_ > 0) return;
    XmlNode node;
    node.parent = open_.back();
    node.text = std::move(text);
    tree_.nodes.push_back(std::move(node));
  }

  void read_markup() {
    std::string_view here = rest();
    if (here.starts_with("<!--")) {
      skip_behind("-->");
    } else if (here.starts_with("<![CDATA[")) {
      size_t start = at_ + 9, end = text_.find("]]>", start);
      add_text(std::string(text_.substr(start, end == std::string_view::npos ? end : end - start)));
      at_ = end == std::string_view::npos ? text_.size() : end + 3;
    } else if (here.starts_with("<!")) {
      skip_document_type();
    } else if (here.starts_with("<?")) {
      skip_behind("?>");
    } else if (here.starts_with("</")) {
      read_end_tag();
    } else if (here.size() > 1 && is_name(here[1]) && !std::isdigit(static_cast<unsigned char>(here[1])) && here[1] != '-') {
      read_start_tag();
    } else {
      add_text("<");
      ++at_;
    }
  }

  // <!DOCTYPE ... [ ... ]>: its declarations are not read.
  void skip_document_type() {
    int brackets = 0;
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (quote) {
        if (c == quote) quote = 0;
      } else if (brackets > 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == '[') {
        ++brackets;
      } else if (c == ']') {
        --brackets;
      } else if (c == '>' && brackets <= 0) {
        ++at_;
        return;
      }
    }
  }

  std::string_view read_name() {
    size_t start = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  void read_end_tag() {
    at_ += 2;
    std::string name = to_lower(read_name());
    size_t close = text_.find('>', at_);
    at_ = close == std::string_view::npos ? text_.size() : close + 1;
    if (skipped_ > 0) {
      --skipped_;
      return;
    }
    // The nearest open element of that name closes with all inside it; a stray end tag closes nothing.
    for (size_t i = open_.size(); i-- > 1;) {
      const XmlNode& node = tree_.nodes[open_[i]];
      if (to_lower(node.raw_name) != name) continue;
      for (size_t j = i; j < open_.size(); ++j) tree_.nodes[open_[j]].end = static_cast<uint32_t>(tree_.nodes.size());
      open_.resize(i);
      while (!spaces_.empty() && spaces_.back().depth >= i) spaces_.pop_back();
      return;
    }
  }

  void read_start_tag() {
    ++at_;
    XmlNode node;
    node.parent = open_.back();
    node.raw_name = read_name();
    std::string name = to_lower(node.raw_name);
    size_t colon = name.find(':');
    node.prefix = colon == std::string::npos ? "" : name.substr(0, colon);
    node.name = colon == std::string::npos ? name : name.substr(colon + 1);
    node.first_attribute = static_cast<uint32_t>(tree_.attributes.size());
    bool is_empty = read_attributes(node);
    if (skipped_ > 0 || open_.size() > limits_.max_depth) {
      tree_.attributes.resize(node.first_attribute);
      if (!is_empty) ++skipped_;
      return;
    }
    for (auto space = spaces_.rbegin(); space != spaces_.rend(); ++space) {
      if (space->prefix != node.prefix) continue;
      node.space = space->address;
      break;
    }
    auto index = static_cast<uint32_t>(tree_.nodes.size());
    tree_.nodes.push_back(std::move(node));
    if (is_empty) {
      while (!spaces_.empty() && spaces_.back().depth >= open_.size()) spaces_.pop_back();
    } else {
      open_.push_back(index);
    }
  }

  // True if the tag closes itself.
  bool read_attributes(XmlNode& node) {
    while (at_ < text_.size()) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ >= text_.size()) return false;
      char c = text_[at_];
      if (c == '>') { ++at_; return false; }
      if (c == '/' && at_ + 1 < text_.size() && text_[at_ + 1] == '>') { at_ += 2; return true; }
      if (c == '<') return false;
      if (!is_name(c)) { ++at_; continue; }
      std::string name = to_lower(read_name());
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      std::string value;
      if (at_ < text_.size() && text_[at_] == '=') {
        ++at_;
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        value = read_value();
      }
      if (name == "xmlns" || name.starts_with("xmlns:")) {
        if (spaces_.size() < 500) spaces_.push_back({name.size() > 6 ? name.substr(6) : "", value, open_.size()});
        continue;
      }
      if (node.attribute_count >= limits_.max_attributes) continue;
      tree_.attributes.push_back({std::move(name), std::move(value)});
      ++node.attribute_count;
    }
    return false;
  }

  std::string read_value() {
    if (at_ >= text_.size()) return "";
    char quote = text_[at_];
    if (quote == '"' || quote == '\'') {
      size_t start = ++at_, end = std::min(text_.find(quote, start), text_.size());
      at_ = std::min(end + 1, text_.size());
      return resolve_references(text_.substr(start, end - start));
    }
    size_t start = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '>') ++at_;
    return resolve_references(text_.substr(start, at_ - start));
  }

  struct Space {
    std::string prefix, address;
    size_t depth;  // open elements around the one that declares it
  };
  std::string_view text_;
  XmlLimits limits_;
  XmlTree tree_;
  std::vector<uint32_t> open_;
  std::vector<Space> spaces_;
  size_t at_ = 0, skipped_ = 0;
};

}  // namespace

const std::string* XmlTree::attribute(uint32_t node, std::string_view name) const {
  for (uint32_t i = nodes[node].first_attribute; i < nodes[node].first_attribute + nodes[node].attribute_count; ++i) {
    if (attributes[i].name == name) return &attributes[i].value;
  }
  return nullptr;
}

XmlTree read_xml(std::string_view text, const XmlLimits& limits) { return XmlReader(text, limits).run(); }

std::string resolve_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) {
      append_code_point(out, static_cast<unsigned char>(text[at + 1]));
      at += 2;
      continue;
    }
    if (byte != '&') {
      out += text[at++];
      continue;
    }
    size_t end = at + 1;
    while (end < text.size() && end - at < 34 && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '#')) ++end;
    bool closed = end < text.size() && text[end] == ';';
    std::string_view name = text.substr(at + 1, end - at - 1);
    std::string found;
    if (closed && name.size() > 1 && name[0] == '#') {
      bool hex = name[1] == 'x' || name[1] == 'X';
      std::string digits(name.substr(hex ? 2 : 1));
      char* stop = nullptr;
      unsigned long code = digits.empty() ? 0 : std::strtoul(digits.c_str(), &stop, hex ? 16 : 10);
      if (stop && *stop == 0) append_code_point(found, code > 0x10FFFF ? 0xFFFD : static_cast<uint32_t>(code));
    } else if (closed && !name.empty() && name[0] != '#') {
      if (name == "amp") found = "&";
      else if (name == "lt") found = "<";
      else if (name == "gt") found = ">";
      else if (name == "quot") found = "\"";
      else if (name == "apos") found = "'";
      else found = named_character(name);
    }
    if (found.empty()) {
      out += text[at++];
    } else {
      out += found;
      at = end + 1;
    }
  }
  return out;
}

}  // namespace casus
