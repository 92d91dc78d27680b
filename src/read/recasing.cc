// SPDX-License-Identifier: Apache-2.0
#include "read/recasing.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kLineWords = 3;         // least of two letters or more in a line in capitals
constexpr size_t kSentenceWords = 4;     // the same of a sentence in an ordinary line
constexpr size_t kLongestName = 7;       // words
constexpr size_t kShortWord = 4;         // letters: an unknown word up to there is taken for an acronym
constexpr size_t kFullLine = 50;         // bytes: a longer line without an end of sentence goes on in the next
constexpr int kOftenSaid = 5;            // times in WordNet's corpora: no surname behind a given name

bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }

std::string ascii_upper(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return is_ascii_lower(c) ? static_cast<char>(c - 32) : c; });
  return word;
}

// Nine tenths of the letters of a line must be capitals, of a sentence in an ordinary line all: "NEW LONDON, Conn." is a dateline.
bool is_in_capitals(std::string_view text, bool is_line) {
  size_t upper = 0, lower = 0, words = 0, run = 0;
  for (size_t at = 0; at < text.size();) {
    bool is_upper = false, is_letter = true;
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      is_upper = is_ascii_upper(text[at]);
      is_letter = is_upper || is_ascii_lower(text[at]);
      ++at;
    } else {
      auto c = static_cast<UChar32>(next_code_point(text, at));
      is_upper = u_isupper(c);
      is_letter = is_upper || u_islower(c);
    }
    upper += is_upper;
    lower += is_letter && !is_upper;
    run = is_letter ? run + 1 : 0;
    words += run == 2;
  }
  return is_line ? words >= kLineWords && upper >= 9 * lower : words >= kSentenceWords && lower == 0;
}

// Behind each end of a sentence, as far as points and capitals tell.
size_t end_of_sentence(std::string_view line, size_t at) {
  for (; at < line.size(); ++at) {
    if (line[at] != '.' && line[at] != '!' && line[at] != '?') continue;
    size_t behind = at + 1;
    while (behind < line.size() && std::strchr(".!?\"')", line[behind])) ++behind;
    bool is_initial = line[at] == '.' && at >= 1 && (at < 2 || line[at - 2] == ' ' || line[at - 2] == '.') && is_ascii_upper(line[at - 1]);
    if (!is_initial && behind < line.size() && line[behind] == ' ') return behind;
  }
  return line.size();
}

// Lines and sentences in capitals, in text order.
std::vector<Span> stretches_in_capitals(std::string_view text) {
  std::vector<Span> stretches;
  for (size_t start = 0; start < text.size();) {
    size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line = text.substr(start, end - start);
    if (is_in_capitals(line, true)) {
      stretches.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
    } else {
      for (size_t at = 0; at < line.size();) {
        size_t stop = end_of_sentence(line, at);
        if (stop - at < line.size() && is_in_capitals(line.substr(at, stop - at), false)) {
          stretches.push_back({static_cast<uint32_t>(start + at), static_cast<uint32_t>(start + stop)});
        }
        at = stop;
      }
    }
    start = end + 1;
  }
  return stretches;
}

// How a word comes to be written.
enum class Writing { AsIs, Lower, Capital, Name };

struct Decision {
  Writing writing = Writing::AsIs;
  std::string form = {};  // of a name
  bool is_person = false;
  bool is_start = false;  // of a sentence: its first letter stays a capital
  bool is_name() const { return writing == Writing::Capital || writing == Writing::Name; }
};

class Recaser {
 public:
  Recaser(std::string_view text, const CaseTables& tables) : text_(text), tables_(tables), recased_(text) {}

  std::string run(const std::vector<Span>& stretches) {
    learn_from_ordinary_text(stretches);
    Span before;
    for (Span stretch : stretches) {
      words_ = case_words(text_, stretch.start, stretch.end);
      decide_all();
      capitalize_starts(stretch, before);
      for (size_t i = 0; i < words_.size(); ++i) write(words_[i].span, decisions_[i]);
      before = stretch;
    }
    return std::move(recased_);
  }

 private:
  // What the rest of the document says of a word: how often it has it in lower case and with a capital inside a sentence.
  struct Seen {
    int lower = 0, name = 0;
    std::string form;
  };

  std::string_view text_of(Span span) const { return text_.substr(span.start, span.length()); }

  // The first word of a sentence says nothing about its case.
  void learn_from_ordinary_text(const std::vector<Span>& stretches) {
    uint32_t start = 0;
    auto learn = [&](uint32_t end) {
      uint32_t last = start;
      for (const CaseWord& word : case_words(text_, start, end)) {
        std::string_view gap = text_.substr(last, word.span.start - last);
        bool starts = last == start || gap.find_first_of(".!?:\n\"") != gap.npos || gap.find("“") != gap.npos;
        last = word.span.end;
        if (starts) continue;
        std::string_view form = text_of(word.span);
        Seen& seen = seen_[word.key];
        if (form == to_lower(form)) {
          ++seen.lower;
        } else {
          ++seen.name;
          seen.form = form;
        }
      }
    };
    for (Span stretch : stretches) {
      learn(stretch.start);
      start = stretch.end;
    }
    learn(static_cast<uint32_t>(text_.size()));
  }

  const std::string& key(size_t i) const { return words_[i].key; }
  bool is(CaseKind kind, size_t i) const { return i < words_.size() && tables_.is(kind, key(i)); }
  bool is_number(size_t i) const { return i < words_.size() && !key(i).empty() && is_digit(key(i).front()); }
  // Nothing but a blank, a hyphen, an apostrophe or a point stands between two words of one name.
  bool joins_next(size_t i) const {
    if (i + 1 >= words_.size()) return false;
    std::string_view gap = text_.substr(words_[i].span.end, words_[i + 1].span.start - words_[i].span.end);
    return gap.size() <= 2 && gap.find_first_not_of(" -.'&") == gap.npos;
  }

  void decide_all() {
    decisions_.assign(words_.size(), {});
    for (size_t i = 0; i < words_.size();) {
      size_t taken = take_longer_name(i);
      if (taken == 0) {
        decisions_[i] = decide(i);
        taken = 1;
      }
      for (size_t k = i; k < i + taken; ++k) {
        if (decisions_[k].is_person) persons_[key(k)] = decisions_[k];
      }
      i += taken;
    }
    // "President Clinton", but "the president".
    for (size_t i = 0; i + 1 < words_.size(); ++i) {
      if (is(CaseKind::Title, i) && joins_next(i) && decisions_[i + 1].is_person) decisions_[i].writing = Writing::Capital;
    }
  }

  // A name of two words or more: the number of its words, or 0.
  size_t take_longer_name(size_t i) {
    size_t most = 1;
    while (most < kLongestName && joins_next(i + most - 1)) ++most;
    for (size_t count = most; count >= 2; --count) {
      std::string name = key(i);
      for (size_t k = 1; k < count; ++k) name += " " + key(i + k);
      std::string form;
      if (const CasedName* own = tables_.name(name)) form = own->form;
      else form = tables_.word(name).name;
      if (form.empty()) continue;
      std::vector<CaseWord> parts = case_words(form, 0, static_cast<uint32_t>(form.size()));
      if (parts.size() != count) continue;
      bool is_person = tables_.is_surname(key(i + count - 1));
      for (size_t k = 0; k < count; ++k) {
        decisions_[i + k] = {Writing::Name, form.substr(parts[k].span.start, parts[k].span.length()), is_person};
      }
      return count;
    }
    return 0;
  }

  // Lemmas that the word may be a form of, the word itself first.
  static std::vector<std::string> lemmas(const std::string& word) {
    static constexpr struct { const char *end, *instead; } kEndings[] = {
        {"s", ""}, {"es", ""}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ied", "y"}, {"ing", ""}, {"ing", "e"}, {"er", ""}, {"er", "e"}, {"est", ""}, {"est", "e"},
        {"ier", "y"}, {"iest", "y"}, {"men", "man"}, {"ally", "al"}, {"ly", ""}, {"ised", "ize"}, {"ising", "ize"}, {"isation", "ization"}, {"our", "or"}};
    std::vector<std::string> found = {word};
    for (const auto& ending : kEndings) {
      if (!word.ends_with(ending.end) || word.size() < std::strlen(ending.end) + 2) continue;
      std::string base = word.substr(0, word.size() - std::strlen(ending.end));
      found.push_back(base + ending.instead);
      bool is_doubled = base.size() > 3 && base[base.size() - 1] == base[base.size() - 2] && *ending.instead == 0;
      if (is_doubled) found.push_back(base.substr(0, base.size() - 1));
    }
    return found;
  }

  // How often it is a word in lower case, forms of the lemma included; nothing if it is none.
  std::optional<int> lower_count(const std::string& word) const {
    std::optional<int> count;
    for (const std::string& lemma : lemmas(word)) {
      std::optional<int> lower = tables_.word(lemma).lower;
      // Classes of words hold names, too, all in lower case.
      if (tables_.is_own_word(lemma) && !tables_.name(lemma) && tables_.word(lemma).name.empty()) lower = std::max(lower.value_or(0), 1);
      if (lower) count = std::max(count.value_or(0), *lower);
    }
    return count;
  }

  Decision decide(size_t i) const {
    std::vector<bool> upper = letters(text_of(words_[i].span));
    if (std::find(upper.begin(), upper.end(), false) != upper.end()) return {};  // "McCain" among capitals
    if (std::optional<Decision> fixed = decide_by_kind(i)) return *fixed;
    const CasedName* own = tables_.name(key(i));
    // The Central African Republic is CAR, but seldom among capitals.
    bool is_short = own && letters(own->form).size() <= kShortWord && own->form == ascii_upper(own->form);
    if (own && own->is_country && !(is_short && lower_count(key(i)))) return {Writing::Name, own->form, false};
    if (std::optional<Decision> person = decide_by_company(i)) return *person;
    if (auto seen = seen_.find(key(i)); seen != seen_.end()) {
      if (seen->second.name == 0) return {Writing::Lower};
      if (seen->second.lower == 0) return {Writing::Name, seen->second.form, tables_.person_word(key(i)) != nullptr};
    }
    if (auto person = persons_.find(key(i)); person != persons_.end()) return person->second;
    std::optional<int> lower = lower_count(key(i));
    if (own) return lower && *lower > 0 ? Decision{Writing::Lower} : Decision{Writing::Name, own->form, tables_.is_surname(key(i))};
    return decide_by_vocabulary(i, lower);
  }

  // Words whose kind or form decides, whatever stands around them.
  std::optional<Decision> decide_by_kind(size_t i) const {
    const std::string& word = key(i);
    const Decision lower{Writing::Lower}, capital{Writing::Capital}, as_is;
    if (std::any_of(word.begin(), word.end(), is_digit)) return is_digit(word.front()) && !is_digit(word.back()) && word.size() > 2 ? lower : as_is;
    if (word == "i") return as_is;
    if (word == "us") return i > 0 && is(CaseKind::UsBefore, i - 1) && text_of(words_[i].span) == "US" ? lower : as_is;
    if (word == "who" && i > 0 && key(i - 1) == "the") return as_is;
    if (text_of(words_[i].span).find('.') != std::string_view::npos) return word == "am" || word == "pm" ? lower : as_is;
    if (word.ends_with("n't") || is_behind_apostrophe(i)) return lower;
    if (is_in_brackets(i)) return as_is;
    if (word.size() == 1 && (word != "a" || (words_[i].span.start > 0 && text_[words_[i].span.start - 1] == '/'))) return as_is;
    if (is(CaseKind::Month, i) || is(CaseKind::Weekday, i) || is(CaseKind::ShortTitle, i)) return capital;
    if (is(CaseKind::MonthOrWord, i) && is_month(i)) return capital;
    if (is(CaseKind::Function, i) || is(CaseKind::Irregular, i)) return lower;
    if (is(CaseKind::Acronym, i)) return as_is;
    if (word.ends_with('s') && tables_.is(CaseKind::Acronym, word.substr(0, word.size() - 1))) {
      return Decision{Writing::Name, ascii_upper(word.substr(0, word.size() - 1)) + "s"};
    }
    if (is(CaseKind::Particle, i)) {
      bool inside = i > 0 && decisions_[i - 1].is_name();
      bool is_hyphened = joins_next(i) && text_[words_[i].span.end] == '-';
      return inside || is_hyphened ? lower : capital;
    }
    return std::nullopt;
  }

  // "(NUT)" is short for the name before it.
  bool is_in_brackets(size_t i) const {
    Span span = words_[i].span;
    return span.start > 0 && text_[span.start - 1] == '(' && span.end < text_.size() && text_[span.end] == ')' && span.length() <= 5 && span.length() > 1;
  }

  bool is_month(size_t i) const { return is_number(i + 1) || (i > 0 && (is_number(i - 1) || is(CaseKind::MonthBefore, i - 1))); }

  // The s of "Russia's".
  bool is_behind_apostrophe(size_t i) const {
    uint32_t start = words_[i].span.start;
    return i > 0 && words_[i - 1].span.end < start && start - words_[i - 1].span.end <= 3 && text_[words_[i - 1].span.end] != ' ' &&
           fold_name(text_.substr(words_[i - 1].span.end, start - words_[i - 1].span.end)) == "'";
  }

  // Names of persons by the words beside them: behind a title or a given name.
  std::optional<Decision> decide_by_company(size_t i) const {
    const std::string* own = tables_.person_word(key(i));
    const Decision person = own ? Decision{Writing::Name, *own, true} : Decision{Writing::Capital, {}, true};
    WordCase word = tables_.word(key(i));
    bool is_joined = i > 0 && joins_next(i - 1) && !is(CaseKind::Title, i) && !is(CaseKind::Role, i);
    bool is_titled = is_joined && (is(CaseKind::Title, i - 1) || is(CaseKind::Role, i - 1) || is(CaseKind::ShortTitle, i - 1));
    if (is_titled && (tables_.is_surname(key(i)) || word.is_given_name || is(CaseKind::ShortTitle, i - 1))) return person;
    bool is_behind_given_name = is_joined && decisions_[i - 1].is_person && tables_.word(key(i - 1)).is_given_name;
    std::optional<int> lower = lower_count(key(i));
    if (is_behind_given_name && (tables_.is_surname(key(i)) || !lower || (word.lower && *lower < kOftenSaid))) return person;
    // "Mark Esper", but "mark Easter": a given name that is a word, too.
    bool is_known_next = joins_next(i) && text_[words_[i].span.end] == ' ' && !lower_count(key(i + 1)) && !tables_.is(CaseKind::Function, key(i + 1));
    if (word.is_given_name && lower && is_known_next && (tables_.person_word(key(i + 1)) || tables_.word(key(i + 1)).name.empty())) {
      if (!tables_.name(key(i + 1)) || tables_.is_surname(key(i + 1))) return person;
    }
    return std::nullopt;
  }

  Decision decide_by_vocabulary(size_t i, std::optional<int> lower) const {
    WordCase word = tables_.word(key(i));
    const std::string* person = tables_.person_word(key(i));
    bool is_rare_word = lower && *lower == 0 && !word.name.empty();  // a charlotte is a pudding
    if (lower && !is_rare_word && word.named <= *lower) return {Writing::Lower};
    if (!word.name.empty() && word.name.find(' ') == std::string_view::npos) return {Writing::Name, std::string(word.name), word.is_given_name};
    if (person) return {Writing::Name, *person, true};
    if (word.is_given_name) return {Writing::Capital, {}, true};
    // "Serbs", "NGOs": the plural of a name.
    if (key(i).size() > 3 && key(i).ends_with('s')) {
      std::string one = key(i).substr(0, key(i).size() - 1);
      std::string form = tables_.name(one) ? tables_.name(one)->form : std::string(tables_.word(one).name);
      if (!form.empty() && form.find_first_of(" .") == std::string::npos) return {Writing::Name, form + "s", false};
    }
    if (key(i).size() > kShortWord && key(i).starts_with("mc")) return {Writing::Name, "Mc" + ascii_upper(key(i).substr(2, 1)) + key(i).substr(3), true};
    return is_acronym(key(i)) ? Decision{} : Decision{Writing::Capital};
  }

  static bool is_acronym(const std::string& word) { return word.size() <= kShortWord || word.find_first_of("aeiouy") == std::string::npos; }

  // The first word of a sentence; a line that only goes on with the sentence of the line before it begins none.
  void capitalize_starts(Span stretch, Span before) {
    bool goes_on = stretch.start > 0 && before.end + 1 == stretch.start && before.length() > kFullLine && before.end > 0 &&
                   !std::strchr(".!?:;\"-", text_[before.end - 1]);
    bool starts = !goes_on;
    uint32_t last = stretch.start;
    for (size_t i = 0; i < words_.size(); ++i) {
      std::string_view gap = text_.substr(last, words_[i].span.start - last);
      size_t end = gap.find_first_of(".!?");
      bool is_title_point = i > 0 && is(CaseKind::ShortTitle, i - 1);
      if (end != gap.npos && end + 1 < gap.size() && !is_title_point) starts = true;
      decisions_[i].is_start = starts;
      starts = false;
      last = words_[i].span.end;
    }
  }

  // Changes the case of letters whose other case has as many bytes.
  void write(Span span, const Decision& decision) {
    if (decision.writing == Writing::AsIs) return;
    std::vector<bool> upper = letters(decision.form);
    bool fits = decision.writing == Writing::Name && upper.size() == letters(text_of(span)).size();
    bool all_upper = !upper.empty() && std::find(upper.begin(), upper.end(), false) == upper.end();
    size_t letter = 0;
    for (size_t at = span.start; at < span.end;) {
      size_t start = at;
      auto c = static_cast<UChar32>(next_code_point(text_, at));
      if (!u_isalpha(c)) continue;
      bool stays = letter == 0 && decision.is_start;
      if (decision.writing != Writing::Lower) stays |= fits ? upper[letter] : letter == 0 || all_upper;
      ++letter;
      UChar32 other = u_tolower(c);
      if (stays || static_cast<size_t>(U8_LENGTH(other)) != at - start) continue;
      int32_t offset = 0;
      uint8_t bytes[4];
      U8_APPEND_UNSAFE(bytes, offset, other);
      std::memcpy(recased_.data() + start, bytes, static_cast<size_t>(offset));
    }
  }

  // Per letter whether it is a capital.
  static std::vector<bool> letters(std::string_view form) {
    std::vector<bool> upper;
    for (size_t at = 0; at < form.size();) {
      auto c = static_cast<UChar32>(next_code_point(form, at));
      if (u_isalpha(c)) upper.push_back(u_isupper(c));
    }
    return upper;
  }

  std::string_view text_;
  const CaseTables& tables_;
  std::string recased_;
  std::vector<CaseWord> words_;
  std::vector<Decision> decisions_;
  std::unordered_map<std::string, Seen> seen_;
  std::unordered_map<std::string, Decision> persons_;  // met so far
};

}  // namespace

std::optional<std::string> recase(std::string_view text, const CaseTables& tables) {
  std::vector<Span> stretches = stretches_in_capitals(text);
  if (stretches.empty()) return std::nullopt;
  return Recaser(text, tables).run(stretches);
}

}  // namespace casus
