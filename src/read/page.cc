// SPDX-License-Identifier: Apache-2.0
#include "read/page.h"

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace casus {
namespace {

std::string_view view(const lxb_char_t* data, size_t length) { return {reinterpret_cast<const char*>(data), data ? length : 0}; }

// Elements that are open at once: the parser looks through them at every tag, so bottomless nesting takes quadratic time.
constexpr size_t kMaxNesting = 20'000;
// Of one page. Formatting that is never closed is opened again in each paragraph, so that a page can have far more of them than tags.
constexpr size_t kMaxElements = 800'000;
// Of one tag; the parser compares each attribute with all others of its tag.
constexpr size_t kMaxParsedAttributes = 256;

// A parser that stops at these limits; used again and again by its thread.
class PageParser {
 public:
  PageParser() : parser_(lxb_html_parser_create()) {
    if (lxb_html_parser_init(parser_) != LXB_STATUS_OK) return;
    lxb_html_tokenizer_t* tokenizer = lxb_html_parser_tokenizer(parser_);
    tokenizer->opt |= LXB_HTML_TOKENIZER_OPT_ATTR_KEEP_DUPLICATE;  // the tree drops them
    build_tree_ = tokenizer->callback_token_done;
    tree_ = tokenizer->callback_token_ctx;
    lxb_html_tokenizer_callback_token_done_set(tokenizer, take_token, this);
  }
  ~PageParser() { lxb_html_parser_destroy(parser_); }
  PageParser(const PageParser&) = delete;
  PageParser& operator=(const PageParser&) = delete;

  Result<lxb_html_document_t*> parse(std::string_view html) {
    elements_ = deepest_ = 0;
    lxb_html_document_t* document = build_tree_ ? lxb_html_parse(parser_, reinterpret_cast<const lxb_char_t*>(html.data()), html.size()) : nullptr;
    if (document) return document;
    if (deepest_ > kMaxNesting) return Error{ErrorCode::Limit, fmt::format("opens more than {} elements without closing them; it is hardly an article", kMaxNesting), ""};
    if (elements_ > kMaxElements) return Error{ErrorCode::Limit, fmt::format("makes more than {} elements; split it", kMaxElements), ""};
    return Error{ErrorCode::Limit, "is an HTML page that needs more memory than there is", ""};
  }

 private:
  static lxb_html_token_t* take_token(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token, void* self) {
    lxb_html_token_attr_t* attribute = token->attr_first;
    for (size_t count = 1; attribute && count < kMaxParsedAttributes; ++count) attribute = attribute->next;
    if (attribute && attribute->next) {
      attribute->next = nullptr;
      token->attr_last = attribute;
    }
    auto* parser = static_cast<PageParser*>(self);
    const lexbor_array_t* open = parser->parser_->tree->open_elements;
    size_t before = open->length;
    token = parser->build_tree_(tokenizer, token, parser->tree_);
    if (open->length > before) parser->elements_ += open->length - before;
    parser->deepest_ = std::max(parser->deepest_, open->length);
    if (token && (parser->deepest_ > kMaxNesting || parser->elements_ > kMaxElements)) {
      tokenizer->status = LXB_STATUS_ERROR_OVERFLOW;
      return nullptr;
    }
    return token;
  }

  lxb_html_parser_t* parser_;
  lxb_html_tokenizer_token_f build_tree_ = nullptr;
  void* tree_ = nullptr;
  size_t elements_ = 0, deepest_ = 0;
};

}  // namespace

struct Page::Tree {
  lxb_html_document_t* document = nullptr;
  ~Tree() { lxb_html_document_destroy(document); }
};

void Page::TreeDeleter::operator()(Tree* tree) const { delete tree; }

Result<Page> Page::parse(std::string_view html, const PageLimits& limits) {
  Page page;
  page.tree_.reset(new Tree);
  thread_local PageParser parser;
  TRY_ASSIGN(page.tree_->document, parser.parse(html));
  lxb_html_document_t* document = page.tree_->document;
  const lxb_dom_node_t* root = lxb_dom_interface_node(document);
  std::vector<uint32_t> open;  // indices of the ancestors
  for (const lxb_dom_node_t* node = root->first_child; node;) {
    bool is_element = node->type == LXB_DOM_NODE_TYPE_ELEMENT;
    if (is_element || node->type == LXB_DOM_NODE_TYPE_TEXT) {
      if (page.nodes_.size() >= limits.max_nodes) break;
      PageNode entry;
      entry.parent = open.empty() ? 0 : open[std::min<size_t>(open.size(), limits.max_depth) - 1];
      entry.depth = static_cast<uint16_t>(std::min<size_t>(open.size(), limits.max_depth));
      entry.tag = static_cast<uint32_t>(node->local_name);
      if (is_element) {
        entry.first_attribute = static_cast<uint32_t>(page.attributes_.size());
        for (auto* attribute = lxb_dom_interface_element(const_cast<lxb_dom_node_t*>(node))->first_attr;
             attribute && entry.attribute_count < limits.max_attributes; attribute = attribute->next) {
          size_t length = 0;
          const lxb_char_t* name = lxb_dom_attr_local_name(attribute, &length);
          std::string_view value = attribute->value ? view(attribute->value->data, attribute->value->length) : std::string_view();
          page.attributes_.push_back({view(name, length), value});
          ++entry.attribute_count;
        }
      } else {
        entry.tag = LXB_TAG__TEXT;
        const lexbor_str_t& data = lxb_dom_interface_character_data(const_cast<lxb_dom_node_t*>(node))->data;
        entry.text = view(data.data, data.length);
      }
      page.nodes_.push_back(entry);
    }
    if (is_element && node->first_child) {
      open.push_back(static_cast<uint32_t>(page.nodes_.size() - 1));
      node = node->first_child;
      continue;
    }
    while (node && !node->next) {
      node = node->parent;
      if (node == root) node = nullptr;
      if (node && !open.empty()) open.pop_back();
    }
    if (node) node = node->next;
  }
  // Parents stand before their children, so one pass from behind closes all ranges.
  for (uint32_t i = static_cast<uint32_t>(page.nodes_.size()); i-- > 0;) {
    PageNode& entry = page.nodes_[i];
    entry.end = std::max(entry.end, i + 1);
    if (i > 0) page.nodes_[entry.parent].end = std::max(page.nodes_[entry.parent].end, entry.end);
  }
  return page;
}

std::string_view Page::attribute(uint32_t node, std::string_view name) const {
  const PageNode& entry = nodes_[node];
  for (uint32_t i = entry.first_attribute; i < entry.first_attribute + entry.attribute_count; ++i) {
    if (attributes_[i].name == name) return attributes_[i].value;
  }
  return {};
}

bool Page::has_attribute(uint32_t node, std::string_view name) const {
  const PageNode& entry = nodes_[node];
  for (uint32_t i = entry.first_attribute; i < entry.first_attribute + entry.attribute_count; ++i) {
    if (attributes_[i].name == name) return true;
  }
  return false;
}

std::string Page::text_of(uint32_t node, size_t limit) const {
  std::string text;
  for (uint32_t i = node; i < nodes_[node].end && text.size() < limit;) {
    uint32_t tag = nodes_[i].tag;
    if (tag == LXB_TAG_SCRIPT || tag == LXB_TAG_STYLE || tag == LXB_TAG_SVG) { i = nodes_[i].end; continue; }
    if (tag == LXB_TAG__TEXT) append_collapsed(text, nodes_[i].text);
    else if (tag == LXB_TAG_BR || tag == LXB_TAG_DIV || tag == LXB_TAG_P || tag == LXB_TAG_LI) append_collapsed(text, " ");
    ++i;
  }
  while (!text.empty() && text.back() == ' ') text.pop_back();
  if (text.size() > limit) {
    text.resize(limit);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.pop_back();
  }
  return text;
}

uint32_t Page::find(uint32_t tag) const {
  auto found = std::find_if(nodes_.begin(), nodes_.end(), [&](const PageNode& node) { return node.tag == tag; });
  return static_cast<uint32_t>(found - nodes_.begin());
}

void append_collapsed(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (c == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0') {  // no-break space
      blank = true;
      ++i;
    }
    if (!blank) out.push_back(c);
    else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out.push_back(' ');
  }
}

}  // namespace casus
