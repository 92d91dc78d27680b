// SPDX-License-Identifier: Apache-2.0
#include "read/page_blocks.h"

#include "base/utf8.h"

namespace casus {
namespace {

bool is_wide(char32_t c) { return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x0E00 && c <= 0x0EFF); }

struct Counts {
  float words = 0;
  uint32_t sentence_ends = 0;
};

Counts count(std::string_view text) {
  Counts counts;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      ++at;
      bool blank = byte == ' ' || byte == '\n';
      if (!blank && !inside) counts.words += 1;
      inside = !blank;
      if (byte == '.' || byte == ',' || byte == '?' || byte == '!' || byte == ';') counts.sentence_ends += 1;
      continue;
    }
    char32_t c = next_code_point(text, at);
    if (is_wide(c)) {
      counts.words += 0.5f;
      inside = false;
      if (c == 0x3002 || c == 0x3001 || c == 0xFF0C || c == 0xFF01 || c == 0xFF1F) counts.sentence_ends += 1;
    } else {
      if (!inside) counts.words += 1;
      inside = true;
      if (c == 0x2026 || c == 0x060C || c == 0x061F || c == 0x0964 || c == 0x06D4 || c == 0x3002) counts.sentence_ends += 1;
    }
  }
  return counts;
}

// Walks the nodes once and cuts at the borders of block-level elements and at double line breaks.
class Cutter {
 public:
  explicit Cutter(const Page& page) : page_(page) {}

  PageBlocks run() {
    const auto& nodes = page_.nodes();
    out_.before.resize(nodes.size() + 1);
    for (uint32_t i = 0; i < nodes.size();) {
      close_until(i);
      const PageNode& node = nodes[i];
      if (is_machinery(node.tag)) {
        for (uint32_t j = i; j < node.end; ++j) out_.before[j] = static_cast<uint32_t>(out_.blocks.size());
        i = node.end;
        continue;
      }
      if (is_border(i)) flush();
      else if (is_cell(node.tag)) append_blank();
      out_.before[i] = static_cast<uint32_t>(out_.blocks.size());
      enter(i);
      ++i;
    }
    close_until(static_cast<uint32_t>(nodes.size()));
    flush();
    out_.before[nodes.size()] = static_cast<uint32_t>(out_.blocks.size());
    return std::move(out_);
  }

 private:
  void enter(uint32_t i) {
    const PageNode& node = page_.nodes()[i];
    if (node.tag == LXB_TAG__TEXT) {
      size_t size = out_.text.size();
      append(node.text);
      if (links_ > 0) link_ranges_.push_back({size, out_.text.size()});
    } else if (node.tag == LXB_TAG_BR) {
      while (out_.text.size() > block_start_ && out_.text.back() == ' ') out_.text.pop_back();
      if (out_.text.size() > block_start_ && out_.text.back() == '\n') flush();
      else if (out_.text.size() > block_start_) out_.text.push_back('\n');
    } else if (node.end > i + 1) {
      open_.push_back(i);
      note(node.tag, 1);
    }
  }

  void close_until(uint32_t i) {
    while (!open_.empty() && page_.nodes()[open_.back()].end <= i) {
      uint32_t tag = page_.nodes()[open_.back()].tag;
      if (is_border(open_.back())) flush();
      else if (is_cell(tag)) append_blank();
      note(tag, -1);
      open_.pop_back();
    }
  }

  void note(uint32_t tag, int by) {
    if (tag == LXB_TAG_A) links_ += by;
    else if (tag >= LXB_TAG_H1 && tag <= LXB_TAG_H6) headings_ += by;
    else if (tag == LXB_TAG_BLOCKQUOTE) quotes_ += by;
    else if (tag == LXB_TAG_LI) lists_ += by;
    else if (tag == LXB_TAG_TABLE) tables_ += by;
  }

  void append(std::string_view words) {
    // A block starts without white space, also where the text before it ended in a letter.
    if (out_.text.size() == block_start_) {
      size_t first = words.find_first_not_of(" \t\r\n\f");
      if (first == std::string_view::npos) return;
      words.remove_prefix(first);
      std::string fresh;
      append_collapsed(fresh, words);
      out_.text += fresh;
      return;
    }
    append_collapsed(out_.text, words);
  }

  void flush() {
    std::string& text = out_.text;
    while (text.size() > block_start_ && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
    if (text.size() > block_start_) {
      Block block;
      block.start = static_cast<uint32_t>(block_start_);
      block.end = static_cast<uint32_t>(text.size());
      block.node = nearest_block();
      Counts counts = count(std::string_view(text).substr(block_start_));
      block.words = counts.words;
      block.sentence_ends = counts.sentence_ends;
      for (auto [from, to] : link_ranges_) {
        to = std::min(to, text.size());
        if (from < to) block.link_words += count(std::string_view(text).substr(from, to - from)).words;
      }
      block.link_words = std::min(block.link_words, block.words);
      block.is_heading = headings_ > 0;
      block.is_quoted = quotes_ > 0;
      block.is_listed = lists_ > 0;
      block.is_tabled = tables_ > 0;
      out_.blocks.push_back(block);
    }
    block_start_ = text.size();
    link_ranges_.clear();
  }

  static bool is_cell(uint32_t tag) { return tag == LXB_TAG_TD || tag == LXB_TAG_TH; }
  // Cells of words are set in a row with their neighbours; those that hold blocks were used for the layout.
  bool is_border(uint32_t i) const {
    const PageNode& node = page_.nodes()[i];
    if (!is_cell(node.tag)) return is_block_level(node.tag);
    for (uint32_t j = i + 1; j < node.end && j < i + 200; ++j) {
      if (is_block_level(page_.nodes()[j].tag)) return true;
    }
    return node.end > i + 200;
  }
  void append_blank() {
    if (out_.text.size() > block_start_) append_collapsed(out_.text, " ");
  }

  uint32_t nearest_block() const {
    for (size_t i = open_.size(); i-- > 0;) {
      if (is_block_level(page_.nodes()[open_[i]].tag)) return open_[i];
    }
    return 0;
  }

  const Page& page_;
  PageBlocks out_;
  std::vector<uint32_t> open_;
  size_t block_start_ = 0;
  std::vector<std::pair<size_t, size_t>> link_ranges_;
  int links_ = 0, headings_ = 0, quotes_ = 0, lists_ = 0, tables_ = 0;
};

}  // namespace

PageBlocks cut_into_blocks(const Page& page) { return Cutter(page).run(); }

bool is_block_level(uint32_t tag) {
  switch (tag) {
    case LXB_TAG_HTML: case LXB_TAG_BODY: case LXB_TAG_DIV: case LXB_TAG_P: case LXB_TAG_ARTICLE: case LXB_TAG_SECTION: case LXB_TAG_MAIN:
    case LXB_TAG_HEADER: case LXB_TAG_FOOTER: case LXB_TAG_NAV: case LXB_TAG_ASIDE: case LXB_TAG_UL: case LXB_TAG_OL: case LXB_TAG_LI:
    case LXB_TAG_DL: case LXB_TAG_DT: case LXB_TAG_DD: case LXB_TAG_TABLE: case LXB_TAG_TBODY: case LXB_TAG_THEAD: case LXB_TAG_TFOOT:
    case LXB_TAG_TR: case LXB_TAG_TD: case LXB_TAG_TH: case LXB_TAG_CAPTION: case LXB_TAG_H1: case LXB_TAG_H2: case LXB_TAG_H3:
    case LXB_TAG_H4: case LXB_TAG_H5: case LXB_TAG_H6: case LXB_TAG_BLOCKQUOTE: case LXB_TAG_PRE: case LXB_TAG_FORM: case LXB_TAG_FIELDSET:
    case LXB_TAG_FIGURE: case LXB_TAG_FIGCAPTION: case LXB_TAG_ADDRESS: case LXB_TAG_CENTER: case LXB_TAG_DETAILS: case LXB_TAG_SUMMARY:
    case LXB_TAG_HR: case LXB_TAG_HGROUP: case LXB_TAG_MENU: case LXB_TAG_DIALOG: case LXB_TAG_HEAD: case LXB_TAG_TITLE:
      return true;
    default:
      return false;
  }
}

bool is_machinery(uint32_t tag) {
  switch (tag) {
    case LXB_TAG_SCRIPT: case LXB_TAG_STYLE: case LXB_TAG_NOSCRIPT: case LXB_TAG_TEMPLATE: case LXB_TAG_SVG: case LXB_TAG_IFRAME:
    case LXB_TAG_OBJECT: case LXB_TAG_EMBED: case LXB_TAG_CANVAS: case LXB_TAG_AUDIO: case LXB_TAG_VIDEO: case LXB_TAG_MAP:
    case LXB_TAG_BUTTON: case LXB_TAG_SELECT: case LXB_TAG_TEXTAREA: case LXB_TAG_INPUT: case LXB_TAG_OPTION: case LXB_TAG_DATALIST:
    case LXB_TAG_HEAD: case LXB_TAG_TITLE: case LXB_TAG_LABEL: case LXB_TAG_DIALOG: case LXB_TAG_NOFRAMES:
      return true;
    default:
      return false;
  }
}

}  // namespace casus
