// SPDX-License-Identifier: Apache-2.0
#include "read/page_author.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "read/json_ld.h"
#include "read/lines.h"
#include "read/page.h"

namespace casus {
namespace {

constexpr int kLowestWeight = 45, kPublisherWeight = 80;
constexpr size_t kMostWords = 8, kMostWordsOfList = 24, kWordsOfOutlet = 5, kMostBylines = 200;
constexpr size_t kTextsOfByline = 30, kLongestByline = 70, kLongestLine = 120;

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, "; ")); }

// "ADA MOSS" -> "Ada Moss", to see whether it could be a person.
bool could_be_person(std::string_view name) {
  if (!is_shouted(name)) return looks_like_person(name);
  std::string capitalised;
  for (std::string_view word : split_words(name)) {
    capitalised += capitalised.empty() ? "" : " ";
    size_t first = 1;
    while (first < word.size() && (static_cast<unsigned char>(word[first]) & 0xC0) == 0x80) ++first;
    capitalised += word.substr(0, first);
    capitalised += to_lower(word.substr(first));
  }
  return looks_like_person(capitalised);
}

bool has_lower_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)); });
}

void add(const std::string& name, std::vector<std::string>& names) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

// The text from the first of some words to the last, both of them within it.
std::string_view between(std::string_view first, std::string_view last) { return {first.data(), static_cast<size_t>(last.data() + last.size() - first.data())}; }

class Byline {
 public:
  Byline(const ReadingTables& tables, const Publisher& publisher) : tables_(tables), publisher_(publisher) {}

  // "By Ada Moss and Ben Hale, Harbour News | Updated 4 May" -> "Ada Moss", "Ben Hale".
  std::vector<std::string> names_in(std::string_view value) const {
    std::vector<std::string> names;
    for (const std::string& part : parts_of(clean(std::string(value)))) {
      std::vector<std::string> several = persons_of(part);
      if (several.empty()) several.push_back(without_outlet(part));
      for (const std::string& name : several) if (count_words(name) <= kMostWords) add(name, names);
    }
    return names;
  }

  bool is_lead(std::string_view line) const {
    std::string lower = to_lower(line.substr(0, 40));
    return std::find(tables_.author_lead.begin(), tables_.author_lead.end(), lower) != tables_.author_lead.end();
  }

  // "and" between names, with a comma before it too.
  bool is_conjunction(std::string_view line) const {
    if (line.starts_with(", ")) line.remove_prefix(2);
    return std::find(tables_.author_joint.begin(), tables_.author_joint.end(), line) != tables_.author_joint.end();
  }

  // Whether what stands behind a name is an outlet, an agency, a post or a degree.
  bool is_role(std::string_view part) const {
    if (publisher_.is(part) || is_degree(part) || has_role_word(part) || part.starts_with("for ") || part.starts_with("For ") || part.starts_with("Special to ")) return true;
    // "Harbour News Business", but not "Dawn Smith" of Dawn.
    std::vector<std::string_view> words = split_words(part);
    for (size_t i = 0; i < std::min(words.size(), kWordsOfOutlet); ++i) {
      std::string_view beginning = between(part, words[i]);
      bool is_plain_word = i == 0 && words.size() > 1 && has_lower_case(beginning);
      if (!is_plain_word && is_outlet(beginning)) return true;
    }
    return false;
  }

 private:
  // Without what stands before and behind the names; empty if nobody is left.
  std::string clean(std::string value) const {
    if (value.starts_with("http") || value.starts_with("/") || value.starts_with("www.")) return "";
    remove_lead(value);
    size_t end = value.find_first_of("|\n(0123456789@");
    for (std::string_view mark : {" | ", "•", "·", " – ", " — ", " - "}) end = std::min(end, value.find(mark));
    bool is_dated = end < value.size() && is_digit(value[end]);
    if (end != std::string::npos) value.resize(end);
    trim_end(value);
    cut_at(tables_.author_stop, value);
    if (is_dated) cut_at(tables_.author_days, value);
    std::string lower = to_lower(value);
    bool is_account = lower.ends_with("admin") && lower.find(' ') == std::string::npos;
    return value.size() < 2 || is_account || tables_.author_nobody.contains(lower) ? "" : value;
  }

  void remove_lead(std::string& value) const {
    std::string lower = to_lower(value);
    for (const std::string& lead : tables_.author_lead) {
      if (lower.size() <= lead.size() || !lower.starts_with(lead) || (lower[lead.size()] != ' ' && lower[lead.size()] != ':')) continue;
      value.erase(0, value.find_first_not_of(" :", lead.size()));
      lower = to_lower(value);
      break;
    }
    // "Posted on September 21, 2020 by Ada Moss"
    for (std::string_view lead : {" by ", " von ", " par ", " por "}) {
      size_t at = lower.find(lead);
      if (at == std::string::npos || lower.size() != value.size() || value.substr(0, at).find_first_of("0123456789:") == std::string::npos) continue;
      value.erase(0, at + lead.size());
      lower = to_lower(value);
    }
  }

  // The full stop of an initial stays.
  static void trim_end(std::string& value) {
    auto is_initial = [&] { return value.back() == '.' && value.size() > 1 && std::isupper(static_cast<unsigned char>(value[value.size() - 2])); };
    while (!value.empty() && std::string_view(" ,;:.-/").find(value.back()) != std::string_view::npos && !is_initial()) value.pop_back();
  }

  static void cut_at(const std::vector<std::string>& words, std::string& value) {
    std::string lower = to_lower(value);
    if (lower.size() != value.size()) return;
    for (const std::string& word : words) {
      size_t at = lower.find(" " + word);
      auto goes_on = [&] { size_t end = at + word.size() + 1; return end < lower.size() && lower[end] != ' ' && lower[end] != ','; };
      while (at != std::string::npos && goes_on()) at = lower.find(" " + word, at + 1);
      if (at == std::string::npos) continue;
      value.resize(at);
      lower.resize(at);
    }
    trim_end(value);
  }

  // What commas divide, without roles, unless nothing else is there; what is no name of its own stays with what it follows ("Moss, Ada").
  std::vector<std::string> parts_of(std::string value) const {
    for (const std::string& joint : tables_.author_joint) {
      const std::string behind_comma = ", " + joint + " ";
      for (size_t at = value.find(behind_comma); at != std::string::npos; at = value.find(behind_comma, at + 2)) value.replace(at, behind_comma.size(), ", ");
    }
    std::vector<std::string> parts;
    for (size_t at = 0; at < value.size();) {
      size_t end = std::min(value.find(", ", at), value.size());
      std::string part = value.substr(at, end - at);
      trim_end(part);
      at = end + 2;
      bool is_reversed = parts.size() == 1 && at >= value.size() && count_words(parts[0]) == 1 && !is_role(parts[0]);
      bool are_several = !persons_of(part).empty();
      if (!parts.empty() && !is_reversed && !are_several && is_role(part)) continue;
      if (parts.empty() || (!is_reversed && (are_several || could_be_person(part)))) parts.push_back(std::move(part));
      else parts.back() += ", " + part;
    }
    if (parts.size() > 1 && has_role_word(parts.front())) parts.erase(parts.begin());
    return parts;
  }

  // "M.D.", "MS"
  bool is_degree(std::string_view part) const {
    std::string dotless(part);
    std::erase(dotless, '.');
    std::vector<std::string_view> words = split_words(dotless);
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](std::string_view word) { return tables_.degrees.contains(to_lower(word)); });
  }

  bool has_role_word(std::string_view part) const {
    std::vector<std::string_view> words = split_words(part);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return tables_.role_words.contains(to_lower(word)); });
  }

  // Short names of agencies are given names too, in small letters ("Efe Yilmaz").
  bool is_outlet(std::string_view name) const {
    return publisher_.is(name) || (tables_.agencies.contains(to_lower(name)) && (name.size() > 4 || !has_lower_case(name)));
  }

  // "Ada Moss and Ben Hale"; empty where not all are persons.
  std::vector<std::string> persons_of(const std::string& part) const {
    if (count_words(part) > kMostWordsOfList) return {};
    std::vector<std::string> persons;
    std::string_view rest = part;
    while (!rest.empty()) {
      size_t end = rest.size(), length = 0;
      for (const std::string& joint : tables_.author_joint) {
        if (size_t at = rest.find(" " + joint + " "); at < end) { end = at; length = joint.size() + 2; }
      }
      persons.push_back(without_outlet(std::string(rest.substr(0, end))));
      if (!could_be_person(persons.back()) || has_role_word(persons.back())) return {};
      rest.remove_prefix(end + length);
    }
    return persons.size() > 1 ? persons : std::vector<std::string>();
  }

  // "Ada Moss for The Quay" without the outlet or agency; what leaves no full name then stays whole ("Quay Staff Reporters", "Ada B. Quay").
  std::string without_outlet(const std::string& name) const {
    std::vector<std::string_view> words = split_words(name);
    for (size_t last = words.size() > kWordsOfOutlet + 2 ? words.size() - kWordsOfOutlet : 2; last < words.size(); ++last) {
      if (!is_outlet(between(words[last], words.back()))) continue;
      std::string person = name.substr(0, static_cast<size_t>(words[last].data() - name.data()));
      trim_end(person);
      for (std::string_view preposition : {" for", " by", " from", " of", " von", " bei", " für", " Von"}) if (person.ends_with(preposition)) person.resize(person.size() - preposition.size());
      std::vector<std::string_view> of_person = split_words(person);
      bool is_full = std::count_if(of_person.begin(), of_person.end(), [](std::string_view word) { return word.size() > 1; }) > 1;
      return is_full && could_be_person(person) && !has_role_word(person) ? person : name;
    }
    return name;
  }

  const ReadingTables& tables_;
  const Publisher& publisher_;
};

struct NamedAuthors {
  std::string persons, publisher;  // the first of each; either may be empty
};

NamedAuthors find_named(const std::vector<Evidence>& evidence, const Byline& byline, const Publisher& publisher) {
  NamedAuthors found;
  size_t looked_at = 0;
  for (const Evidence* piece : ranked(evidence, PageField::Author)) {
    if (piece->weight < kLowestWeight || ++looked_at > kMostBylines) break;
    std::vector<std::string> names;
    for (size_t at = 0; at <= piece->value.size();) {
      size_t end = std::min(piece->value.find("; ", at), piece->value.size());
      for (const std::string& name : byline.names_in(std::string_view(piece->value).substr(at, end - at))) add(name, names);
      at = end + 2;
    }
    std::string author = joined(names);
    if (author.empty()) continue;
    if (!publisher.is(author)) {
      found.persons = author;
      break;
    }
    if (found.publisher.empty() && piece->weight >= kPublisherWeight) found.publisher = author;
  }
  return found;
}

struct Line {
  std::string text;
  bool is_link = false;
};

// The first texts behind the headline.
std::vector<Line> lines_behind_headline(const Page& page, const Byline& byline) {
  const auto& nodes = page.nodes();
  uint32_t start = page.find(LXB_TAG_H1);
  std::vector<Line> lines;
  size_t texts = 0;
  for (uint32_t i = start < nodes.size() ? start : 0; i < nodes.size() && texts < kTextsOfByline; ++i) {
    if (nodes[i].tag == LXB_TAG_SCRIPT || nodes[i].tag == LXB_TAG_STYLE) { i = nodes[i].end - 1; continue; }
    if (nodes[i].tag != LXB_TAG__TEXT) continue;
    texts += nodes[i].text.size() >= 4;
    Line line{plain_value(page.text_of(i, kLongestLine)), nodes[nodes[i].parent].tag == LXB_TAG_A};
    if (line.text.size() >= 2 || line.text == "," || byline.is_conjunction(line.text)) lines.push_back(std::move(line));
  }
  return lines;
}

// Persons of a short line; none if anything else is in it.
std::vector<std::string> persons_in(std::string_view line, const Byline& byline) {
  if (line.size() > kLongestByline) return {};
  std::vector<std::string> names = byline.names_in(line);
  if (!std::all_of(names.begin(), names.end(), looks_like_person)) names.clear();
  return names;
}

// Of a line that begins with "By", "Von", "Par", or is nothing else and a name follows; and of those that a conjunction joins to it, or a comma
// where all are links.
std::string byline_in_text(const Page& page, const Byline& byline) {
  std::vector<Line> lines = lines_behind_headline(page, byline);
  for (size_t i = 0; i < lines.size(); ++i) {
    bool is_byline = i > 0 && byline.is_lead(lines[i - 1].text);
    for (std::string_view lead : {"By ", "by ", "Von ", "von ", "Par ", "Por ", "BY "}) is_byline |= lines[i].text.starts_with(lead);
    if (!is_byline) continue;
    std::vector<std::string> names = persons_in(lines[i].text, byline);
    if (names.empty()) continue;
    for (; i + 2 < lines.size(); i += 2) {
      bool are_joined = byline.is_conjunction(lines[i + 1].text) || (lines[i + 1].text == "," && lines[i].is_link && lines[i + 2].is_link);
      std::vector<std::string> more = are_joined && !byline.is_role(lines[i + 2].text) ? persons_in(lines[i + 2].text, byline) : std::vector<std::string>();
      if (more.empty()) break;
      for (const std::string& name : more) add(name, names);
    }
    return joined(names);
  }
  return "";
}

}  // namespace

std::string choose_author(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, const Publisher& publisher) {
  Byline byline(tables, publisher);
  NamedAuthors named = find_named(evidence, byline, publisher);
  if (!named.persons.empty()) return named.persons;
  std::string author = byline_in_text(page, byline);
  return author.empty() ? named.publisher : author;
}

}  // namespace casus
