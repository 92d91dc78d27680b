// SPDX-License-Identifier: Apache-2.0
#include "read/layout.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/utf8.h"
#include "read/lines.h"

namespace casus {
namespace {

// Longest headline and sign-off in words; longer lines are prose. A head has at most so many paragraphs.
constexpr size_t kHeadlineWords = 25;
constexpr size_t kSignOffWords = 14;
constexpr size_t kHeadParagraphs = 8;

// A text part with one role: a line of the head or the foot, a whole paragraph between them.
struct Unit {
  Span span;
  size_t paragraph = 0;
  SectionKind kind = SectionKind::Body;
};

// "[An-Nahl: 45-46]", "(John 3:16)": words and numbers of chapter and verse in brackets at the end.
bool ends_with_reference(std::string_view text) {
  while (!text.empty() && std::string_view(" .*_\"'").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  if (text.ends_with("”")) text.remove_suffix(3);
  if (text.empty() || (text.back() != ')' && text.back() != ']')) return false;
  size_t open = text.find_last_of("([");
  if (open == std::string_view::npos) return false;
  std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  size_t numbers = inside.find_last_not_of("0123456789:.,- ");
  if (numbers == std::string_view::npos || numbers + 2 >= inside.size() || inside.size() > 50) return false;
  std::string_view verse = inside.substr(numbers + 1);
  return std::isupper(static_cast<unsigned char>(inside.front())) && verse.find_first_of(":.") != std::string_view::npos &&
         std::isdigit(static_cast<unsigned char>(verse.back()));
}

// A paragraph in another script inside a Latin text, or a quotation with chapter and verse at the end.
bool is_scripture(std::string_view paragraph) {
  if (foreign_letter_share(paragraph) > 0.6) return true;
  bool quoted = paragraph.find('"') < 6 || paragraph.find("“") < 8 || paragraph.find("﴿") < 6;
  return quoted && ends_with_reference(paragraph);
}

// Verse: several short lines that mostly do not end as sentences do; two are enough within quotation marks.
bool is_verse(std::string_view text, const Paragraph& paragraph) {
  std::string_view whole = text.substr(paragraph.span.start, paragraph.span.length());
  bool quoted = whole.find('"') < 3 || whole.find("“") < 3;
  if (paragraph.lines.size() < (quoted ? 2u : 3u)) return false;
  size_t open_ends = 0;
  for (Span line : paragraph.lines) {
    std::string_view words = text.substr(line.start, line.length());
    if (words.starts_with("- ") || words.starts_with("* ") || words.starts_with("• ") || count_words(words) > 10) return false;
    open_ends += !ends_sentence(words);
  }
  return open_ends * 2 >= paragraph.lines.size();
}

class Layout {
 public:
  Layout(Document& document, const LayoutWords& words)
      : document_(document), text_(document.text), words_(words), paragraphs_(split_paragraphs(text_)) {}

  void run() {
    make_units();
    mark_plain_signs();
    mark_title();
    mark_sign_off();
    read_masthead();
    mark_literature();
    write_sections();
  }

  // The paragraphs of a page with the kinds that its markup gave them: no head and no foot to look for.
  void run_page(const std::vector<Section>& parts) {
    for (size_t i = 0; i < paragraphs_.size(); ++i) {
      units_.push_back({paragraphs_[i].span, i, parts.size() == paragraphs_.size() ? parts[i].kind : SectionKind::Body});
    }
    first_foot_ = units_.size();
    mark_plain_signs();
    mark_literature();
    write_sections();
  }

 private:
  std::string_view raw(const Unit& unit) const { return document_.slice(unit.span); }
  std::string_view clean(const Unit& unit) const { return document_.slice(without_marks(text_, unit.span)); }

  bool begins_with_any(std::string_view line, const std::vector<std::string>& words) const {
    std::string lower = to_lower(line.substr(0, 60));
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return lower.starts_with(word) && (lower.size() == word.size() || !std::isalnum(static_cast<unsigned char>(lower[word.size()])));
    });
  }
  bool says_translated(std::string_view line) const { return count_words(line) <= kSignOffWords && begins_with_any(line, words_.translated); }
  bool is_closing(std::string_view line) const { return line.size() < 30 && words_.closing.contains(to_lower(line)); }
  bool is_byline(std::string_view line) const {
    std::string lower = to_lower(line.substr(0, 40));
    if (line.size() > 120 || ends_sentence(line)) return false;
    return std::any_of(words_.reporter.begin(), words_.reporter.end(), [&](const std::string& word) {
      return lower.starts_with(word + " ") && line.size() > word.size() + 1 && !std::islower(static_cast<unsigned char>(line[word.size() + 1])) &&
             count_words(line) <= count_words(word) + 12;
    });
  }
  bool names_institution(std::string_view line) const {
    std::string lower = to_lower(line);
    for (size_t at = 0; at < lower.size();) {
      size_t end = std::min(lower.find_first_of(" ,.-()/", at), lower.size());
      if (words_.institution.contains(lower.substr(at, end - at))) return true;
      at = end + 1;
    }
    return false;
  }
  // "STATEMENT No. 41", "BULLETIN 7/2021", "Chronology 2018, No. 17: 23-29 April".
  bool is_issue_line(std::string_view line) const {
    std::string lower = to_lower(line);
    for (size_t at = 0; at < lower.size();) {
      size_t end = std::min(lower.find(' ', at), lower.size());
      if (words_.issue.contains(lower.substr(at, end - at)) && end + 1 < lower.size() && std::isdigit(static_cast<unsigned char>(lower[end + 1]))) return true;
      at = end + 1;
    }
    return false;
  }

  // A line that can stand in a head: no sentence of prose, no beginning of the report.
  bool fits_head(std::string_view line) const {
    if (says_translated(line) || is_byline(line) || dated_line(line) || masthead_length(line)) return true;
    bool numbered = !line.empty() && std::isdigit(static_cast<unsigned char>(line.front())) && line.find(". ") < 4;
    bool statement = ends_sentence(line) && !line.ends_with('?') && !line.ends_with('!');
    return count_words(line) <= kHeadlineWords && dateline_length(line) == 0 && !statement && !numbered && !line.ends_with(':') && !line.ends_with(',');
  }
  bool fits_head(const Paragraph& paragraph) const {
    if (is_verse(text_, paragraph) && document_.slice(paragraph.span).find_first_of("\"") < 3) return false;
    return std::all_of(paragraph.lines.begin(), paragraph.lines.end(), [&](Span line) { return fits_head(document_.slice(without_marks(text_, line))); });
  }
  bool fits_foot(const Paragraph& paragraph) const {
    if (paragraph.lines.size() > 4 || is_scripture(document_.slice(paragraph.span)) || heading_level(document_.slice(paragraph.span))) return false;
    return std::all_of(paragraph.lines.begin(), paragraph.lines.end(), [&](Span span) {
      std::string_view line = document_.slice(without_marks(text_, span));
      return is_closing(line) || is_byline(line) || (count_words(line) <= kSignOffWords && !ends_sentence(line) && !line.ends_with(':')) ||
             says_translated(line);
    });
  }

  void make_units() {
    size_t head = 0, foot = paragraphs_.size();
    while (head < paragraphs_.size() && head < kHeadParagraphs && fits_head(paragraphs_[head])) ++head;
    if (head == paragraphs_.size()) head = std::min<size_t>(head, 1);  // nothing but fragments: only the first may be a headline
    while (foot > head + 1 && fits_foot(paragraphs_[foot - 1])) --foot;
    for (size_t i = 0; i < paragraphs_.size(); ++i) {
      if (i == head) first_body_ = units_.size();
      if (i == foot) first_foot_ = units_.size();
      if (i < head || i >= foot) {
        for (Span line : paragraphs_[i].lines) units_.push_back({line, i});
      } else {
        units_.push_back({paragraphs_[i].span, i});
      }
    }
    if (head == paragraphs_.size()) first_body_ = units_.size();
    if (foot == paragraphs_.size()) first_foot_ = units_.size();
  }

  void set_author(std::string_view line) {
    for (const std::string& word : words_.reporter) {
      if (!to_lower(line.substr(0, 40)).starts_with(word + " ")) continue;
      line.remove_prefix(word.size() + 1);
      break;
    }
    if (document_.author.empty()) document_.author = line.substr(0, line.find(';'));
  }

  // What a line says of itself wherever it stands: translated, by whom, which day, the end.
  void mark_plain_signs() {
    for (size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].kind != SectionKind::Body) continue;
      std::string_view line = clean(units_[i]);
      bool at_border = i < first_body_ || i >= first_foot_;
      if (says_translated(line)) {
        document_.translated = true;
        units_[i].kind = SectionKind::Boilerplate;
      } else if (is_byline(line)) {
        units_[i].kind = SectionKind::Byline;
        set_author(line);
      } else if (auto day = dated_line(line)) {
        units_[i].kind = SectionKind::Dateline;
        if (document_.published.empty()) document_.published = to_iso(*day);
      } else if (at_border && (is_closing(line) || is_closing(raw(units_[i])) || (line.starts_with('[') && line.ends_with(']')))) {
        units_[i].kind = SectionKind::Boilerplate;
      }
    }
  }

  // How much a line of the head looks like the headline.
  int headline_score(size_t i) const {
    const Unit& unit = units_[i];
    std::string_view line = clean(unit);
    if (unit.kind != SectionKind::Body || line.empty()) return -100;
    if (!document_.title.empty() && line == document_.title) return 100;
    if (int level = heading_level(raw(unit))) return 50 - level;
    bool alone = paragraphs_[unit.paragraph].lines.size() == 1;
    bool letterhead = !alone && i == 0 && (is_shouted(line) || names_institution(line));
    return (alone ? 3 : 0) + (count_words(line) >= 4 ? 2 : 0) - (is_issue_line(line) ? 4 : 0) - (letterhead ? 4 : 0) - (masthead_length(line) ? 6 : 0) -
           (count_words(line) < 3 ? 1 : 0);
  }

  void mark_title() {
    size_t best = units_.size();
    int best_score = -3;
    for (size_t i = 0; i < first_body_; ++i) {
      if (int score = headline_score(i); score > best_score) { best = i; best_score = score; }
    }
    for (size_t i = 0; i < first_body_; ++i) {
      if (i == best) units_[i].kind = SectionKind::Title;
      // Around the headline stand kickers, numbers of issues, letterheads.
      else if (units_[i].kind == SectionKind::Body && (i < best || heading_level(raw(units_[i])) == 0)) units_[i].kind = SectionKind::Boilerplate;
    }
    title_ = best;
    for (size_t i = 0; i < first_body_ && document_.published.empty(); ++i) {
      if (auto date = trailing_date(clean(units_[i]))) document_.published = to_iso(date->day);
    }
    if (best < units_.size() && document_.title.empty()) document_.title = clean(units_[best]);
  }

  // The last short lines name the author and who publishes the text.
  void mark_sign_off() {
    std::vector<std::string_view> lines;
    for (size_t i = first_foot_; i < units_.size(); ++i) {
      if (units_[i].kind != SectionKind::Body) continue;
      units_[i].kind = SectionKind::Byline;
      lines.push_back(clean(units_[i]));
    }
    if (lines.size() > 1 && looks_like_person(lines.front()) && !names_institution(lines.front())) {
      set_author(lines.front());
      lines.erase(lines.begin());
    } else if (lines.size() == 1 && looks_like_person(lines.front()) && !names_institution(lines.front())) {
      set_author(lines.front());
      return;
    }
    if (!document_.publisher.empty()) return;
    for (std::string_view line : lines) {
      if (!document_.publisher.empty()) document_.publisher += std::islower(static_cast<unsigned char>(line.front())) ? " " : ", ";
      document_.publisher += line;
    }
  }

  // Without a sign-off, a masthead, a letterhead or the agency in the dateline names the publisher.
  void read_masthead() {
    if (!document_.publisher.empty()) return;
    for (size_t i = 0; i < first_body_ && document_.publisher.empty(); ++i) {
      bool letterhead = i == title_ && i == 0 && paragraphs_[units_[i].paragraph].lines.size() > 1;
      if (units_[i].kind != SectionKind::Boilerplate && !letterhead) continue;
      std::string_view line = clean(units_[i]);
      if (size_t length = masthead_length(line)) document_.publisher = line.substr(0, length);
      else if (names_institution(line) && !begins_with_any(line, words_.press) && !is_issue_line(line) && !is_closing(line) && !line.starts_with('[')) document_.publisher = line;
    }
    if (!document_.publisher.empty() || first_body_ >= units_.size()) return;
    std::string_view first = raw(units_[first_body_]);
    std::string_view dateline = first.substr(0, dateline_length(first));
    size_t open = dateline.rfind('('), close = dateline.rfind(')');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close) document_.publisher = dateline.substr(open + 1, close - open - 1);
  }

  void mark_literature() {
    for (size_t i = first_body_; i < units_.size(); ++i) {
      Unit& unit = units_[i];
      if (unit.kind != SectionKind::Body) continue;
      if (is_scripture(raw(unit)) || is_verse(text_, paragraphs_[unit.paragraph])) unit.kind = SectionKind::Scripture;
      else if (raw(unit).starts_with("> ")) unit.kind = SectionKind::Quotation;
      else if (heading_level(raw(unit)) > 0) unit.kind = SectionKind::Title;
    }
  }

  void write_sections() {
    for (const Unit& unit : units_) {
      Span span = unit.span;
      if (unit.kind == SectionKind::Body) {
        if (size_t length = dateline_length(raw(unit))) {
          auto end = span.start + static_cast<uint32_t>(length);
          document_.sections.push_back({{span.start, end}, SectionKind::Dateline});
          span.start = end;
        }
      }
      bool continues = !document_.sections.empty() && document_.sections.back().kind == unit.kind && unit.kind == SectionKind::Byline;
      if (continues) document_.sections.back().span.end = span.end;
      else if (!span.empty()) document_.sections.push_back({span, unit.kind});
    }
  }

  Document& document_;
  std::string_view text_;
  const LayoutWords& words_;
  std::vector<Paragraph> paragraphs_;
  std::vector<Unit> units_;
  size_t first_body_ = 0, first_foot_ = 0;  // units before are the head, units from there on the foot
  size_t title_ = 0;
};

}  // namespace

void read_layout(Document& document, const LayoutWords& words) {
  document.sections.clear();
  Layout(document, words).run();
}

void read_page_layout(Document& document, const LayoutWords& words) {
  std::vector<Section> parts = std::move(document.sections);
  document.sections.clear();
  Layout(document, words).run_page(parts);
}

}  // namespace casus
