// SPDX-License-Identifier: Apache-2.0
#include "read/layout.h"

#include <algorithm>
#include <cctype>
#include <regex>

#include "base/utf8.h"
#include "read/lines.h"

namespace casus {
namespace {

// Longest headline and sign-off in words; longer paragraphs are prose.
constexpr size_t kHeadlineWords = 25;
constexpr size_t kSignOffWords = 14;

bool ends_sentence(std::string_view line) {
  while (!line.empty() && std::string_view("\"')*_ ]").find(line.back()) != std::string_view::npos) line.remove_suffix(1);
  if (line.ends_with("”") || line.ends_with("’")) line.remove_suffix(3);
  return !line.empty() && std::string_view(".!?…").find(line.back()) != std::string_view::npos;
}

// A quotation with its reference at the end, "[An-Nahl: 45-46]", "(John 3:16)", or a paragraph in another script inside an English text.
bool is_scripture(std::string_view paragraph) {
  static const std::regex kReference(R"([\[(](Surah |Quran |Qur'an |Sura )?[A-Za-z' -]{2,30}:? ?\d{1,3}([:.-] ?\d{1,3})*[\])][.*_ \"]*$)");
  if (foreign_letter_share(paragraph) > 0.6) return true;
  std::string_view tail = paragraph.substr(paragraph.size() > 80 ? paragraph.size() - 80 : 0);
  bool quoted = paragraph.find('"') < 6 || paragraph.find("“") < 8 || paragraph.find("﴿") < 6;
  return quoted && std::regex_search(tail.begin(), tail.end(), kReference);
}

// Verse: several short lines that mostly do not end as sentences do.
bool is_verse(std::string_view text, const Paragraph& paragraph) {
  if (paragraph.lines.size() < 3) return false;
  size_t short_lines = 0, open_ends = 0;
  for (Span line : paragraph.lines) {
    std::string_view words = text.substr(line.start, line.length());
    if (words.starts_with("- ") || words.starts_with("* ") || words.starts_with("• ")) return false;
    short_lines += count_words(words) <= 10;
    open_ends += !ends_sentence(words);
  }
  return short_lines == paragraph.lines.size() && open_ends * 2 >= paragraph.lines.size();
}

bool is_byline(std::string_view line) {
  static const std::regex kByline(R"(^(By|Reporting by|Writing by|Editing by) [A-Z].{1,80}$)");
  return !ends_sentence(line) && std::regex_match(line.begin(), line.end(), kByline);
}

class Layout {
 public:
  explicit Layout(Document& document)
      : document_(document), text_(document.text), paragraphs_(split_paragraphs(text_)), kinds_(paragraphs_.size(), SectionKind::Body) {}

  void run() {
    mark_heading();
    mark_front_matter();
    mark_sign_off();
    mark_literature();
    write_sections();
  }

 private:
  std::string_view words(size_t i) const { return document_.slice(paragraphs_[i].span); }
  std::string_view clean(size_t i) const { return document_.slice(without_marks(text_, paragraphs_[i].span)); }
  bool looks_like_headline(size_t i) const {
    std::string_view line = clean(i);
    return paragraphs_[i].lines.size() <= 2 && count_words(line) <= kHeadlineWords && dateline_length(line) == 0 &&
           (!ends_sentence(line) || line.ends_with('?') || line.ends_with('!')) && !dated_line(line) && !says_translated(line) && !is_byline(line);
  }

  // The headline: the highest Markdown heading before the prose, else the last short line of the first ones.
  void mark_heading() {
    size_t best = paragraphs_.size();
    int best_level = 7;
    size_t front = 0;
    for (; front < paragraphs_.size() && front < 6; ++front) {
      int level = heading_level(words(front));
      if (level == 0 && !looks_like_headline(front) && !dated_line(clean(front)) && !says_translated(words(front)) && !is_byline(words(front))) break;
      if (level > 0) kinds_[front] = SectionKind::Boilerplate;
      if (level > 0 && level < best_level) { best = front; best_level = level; }
    }
    if (front == paragraphs_.size()) return;  // nothing but headlines: prose in fragments
    for (size_t i = 0; best == paragraphs_.size() && i < front; ++i) {
      if (looks_like_headline(i) && (document_.title.empty() || clean(i) == document_.title || count_words(clean(i)) > 2)) best = i;
    }
    front_ = front;
    if (best == paragraphs_.size()) return;
    kinds_[best] = SectionKind::Title;
    if (document_.title.empty()) document_.title = clean(best);
    // Lines before the headline are kickers and issue numbers.
    for (size_t i = 0; i < best; ++i) kinds_[i] = SectionKind::Boilerplate;
    title_ = best;
  }

  void mark_front_matter() {
    for (size_t i = 0; i < paragraphs_.size(); ++i) {
      if (says_translated(words(i))) {
        document_.translated = true;
        kinds_[i] = SectionKind::Boilerplate;
      } else if (is_byline(clean(i))) {
        kinds_[i] = SectionKind::Byline;
        if (document_.author.empty() && clean(i).starts_with("By ")) document_.author = clean(i).substr(3);
      } else if (auto date = dated_line(clean(i))) {
        kinds_[i] = SectionKind::Dateline;
        if (document_.published.empty()) document_.published = to_iso(*date);
      }
    }
  }

  // Short last paragraphs without a full stop name who publishes the text.
  void mark_sign_off() {
    size_t first = paragraphs_.size();
    while (first > front_ + 1 && kinds_[first - 1] != SectionKind::Title) {
      std::string_view line = clean(first - 1);
      bool short_line = count_words(line) <= kSignOffWords && !ends_sentence(line);
      if (!short_line && kinds_[first - 1] == SectionKind::Body) break;
      if (kinds_[first - 1] == SectionKind::Body) kinds_[first - 1] = SectionKind::Byline;
      --first;
    }
    for (size_t i = first; i < paragraphs_.size(); ++i) {
      if (kinds_[i] != SectionKind::Byline || !document_.publisher.empty() || is_byline(clean(i)) || heading_level(words(i)) > 0) continue;
      for (Span line : paragraphs_[i].lines) {
        if (!document_.publisher.empty()) document_.publisher += ' ';
        document_.publisher += document_.slice(without_marks(text_, line));
      }
    }
  }

  void mark_literature() {
    for (size_t i = 0; i < paragraphs_.size(); ++i) {
      if (kinds_[i] != SectionKind::Body) continue;
      if (is_scripture(words(i)) || (title_ != i && is_verse(text_, paragraphs_[i]))) kinds_[i] = SectionKind::Scripture;
      else if (words(i).starts_with("> ")) kinds_[i] = SectionKind::Quotation;
      else if (heading_level(words(i)) > 0) kinds_[i] = SectionKind::Title;
    }
  }

  void write_sections() {
    for (size_t i = 0; i < paragraphs_.size(); ++i) {
      Span span = paragraphs_[i].span;
      if (kinds_[i] == SectionKind::Body) {
        if (size_t length = dateline_length(words(i))) {
          auto end = span.start + static_cast<uint32_t>(length);
          document_.sections.push_back({{span.start, end}, SectionKind::Dateline});
          span.start = end;
        }
      }
      if (!span.empty()) document_.sections.push_back({span, kinds_[i]});
    }
  }

  Document& document_;
  std::string_view text_;
  std::vector<Paragraph> paragraphs_;
  std::vector<SectionKind> kinds_;
  size_t front_ = 0;
  size_t title_ = static_cast<size_t>(-1);
};

}  // namespace

void read_layout(Document& document) {
  document.sections.clear();
  Layout(document).run();
}

}  // namespace casus
