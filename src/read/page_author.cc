// SPDX-License-Identifier: Apache-2.0
#include "read/page_author.h"

#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "read/json_ld.h"
#include "read/lines.h"
#include "read/page.h"

namespace casus {
namespace {

constexpr int kLowestWeight = 45, kPublisherWeight = 80;
constexpr size_t kMostWords = 8, kMostBylines = 200, kTextsOfByline = 30, kLongestByline = 70;

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : "; ") + name;
  return list;
}

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

class Byline {
 public:
  Byline(const ReadingTables& tables, const Publisher& publisher) : tables_(tables), publisher_(publisher) {}

  // "By Ada Moss and Ben Hale, Harbour News | Updated 4 May" -> "Ada Moss", "Ben Hale".
  std::vector<std::string> names_in(std::string_view value) const {
    std::vector<std::string> names;
    for (const std::string& part : without_roles(clean(std::string(value)))) add_names(part, names);
    std::erase_if(names, [](const std::string& name) { return count_words(name) > kMostWords; });
    return names;
  }

  bool is_lead(std::string_view line) const {
    std::string lower = to_lower(line.substr(0, 40));
    return std::find(tables_.author_lead.begin(), tables_.author_lead.end(), lower) != tables_.author_lead.end();
  }

 private:
  // Without what stands before and behind the names; empty if nobody is left.
  std::string clean(std::string value) const {
    if (value.starts_with("http") || value.starts_with("/") || value.starts_with("www.")) return "";
    remove_lead(value);
    size_t end = value.find_first_of("|\n(0123456789@");
    for (std::string_view mark : {" | ", "•", "·", " – ", " — ", " - "}) end = std::min(end, value.find(mark));
    if (end != std::string::npos) value.resize(end);
    trim_end(value);
    cut_at_stop(value);
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
    auto is_initial = [&] { return value.back() == '.' && value.size() > 2 && std::isupper(static_cast<unsigned char>(value[value.size() - 2])); };
    while (!value.empty() && std::string_view(" ,;:.-/").find(value.back()) != std::string_view::npos && !is_initial()) value.pop_back();
  }

  void cut_at_stop(std::string& value) const {
    std::string lower = to_lower(value);
    if (lower.size() != value.size()) return;
    for (const std::string& stop : tables_.author_stop) {
      size_t at = lower.find(" " + stop);
      while (at != std::string::npos && at + stop.size() + 1 < lower.size() && lower[at + stop.size() + 1] != ' ' && lower[at + stop.size() + 1] != ',') at = lower.find(" " + stop, at + 1);
      if (at == std::string::npos) continue;
      value.resize(at);
      lower.resize(at);
    }
    trim_end(value);
  }

  // What commas divide, without outlets, agencies, posts and degrees; what is no name of its own ("Moss, Ada") stays with what it follows.
  std::vector<std::string> without_roles(std::string_view value) const {
    std::vector<std::string> parts;
    for (size_t at = 0; at < value.size();) {
      size_t end = std::min(value.find(", ", at), value.size());
      std::string part(value.substr(at, end - at));
      at = end + 2;
      if (!parts.empty() && is_role(part)) continue;
      if (parts.empty() || could_be_person(part) || !two_persons(part).empty()) parts.push_back(std::move(part));
      else parts.back() += ", " + part;
    }
    return parts;
  }

  bool is_role(std::string_view part) const {
    if (publisher_.is_named_in(part)) return true;
    // "Harbour News Business"
    for (std::string_view word : split_words(part)) {
      std::string_view beginning(part.data(), static_cast<size_t>(word.data() + word.size() - part.data()));
      if (publisher_.is(beginning) || tables_.author_agency.contains(to_lower(beginning))) return true;
    }
    return has_role(part);
  }

  bool has_role(std::string_view part) const {
    std::vector<std::string_view> words = split_words(part);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return tables_.author_role.contains(to_lower(word)); });
  }

  // "Ada Moss and Ben Hale"; empty where these are not two.
  std::vector<std::string> two_persons(const std::string& part) const {
    for (std::string_view joint : {" and ", " und ", " & ", " et ", " y "}) {
      size_t at = part.find(joint);
      if (at == std::string::npos) continue;
      std::string first = without_outlet(part.substr(0, at)), second = without_outlet(part.substr(at + joint.size()));
      if (could_be_person(first) && could_be_person(second)) return {first, second};
    }
    return {};
  }

  void add_names(const std::string& part, std::vector<std::string>& names) const {
    std::vector<std::string> two = two_persons(part);
    if (two.empty()) return add(without_outlet(part), names);
    for (const std::string& name : two) add(name, names);
  }

  static void add(const std::string& name, std::vector<std::string>& names) {
    bool is_known = std::any_of(names.begin(), names.end(), [&](const std::string& known) { return known.find(name) != std::string::npos; });
    if (!name.empty() && !is_known) names.push_back(name);
  }

  // "Ada Moss for The Quay" without the outlet or agency; what is no person then stays whole ("Quay Staff Reporters").
  std::string without_outlet(const std::string& name) const {
    std::vector<std::string_view> words = split_words(name);
    for (size_t last = 2; last < words.size(); ++last) {
      auto at = static_cast<size_t>(words[last].data() - name.data());
      std::string_view outlet = std::string_view(name).substr(at);
      if (!publisher_.is(outlet) && !tables_.author_agency.contains(to_lower(outlet))) continue;
      std::string person = name.substr(0, at);
      trim_end(person);
      for (std::string_view preposition : {" for", " by", " from", " of", " von", " bei", " für", " Von"}) if (person.ends_with(preposition)) person.resize(person.size() - preposition.size());
      return could_be_person(person) && !has_role(person) ? person : name;
    }
    return name;
  }

  const ReadingTables& tables_;
  const Publisher& publisher_;
};

std::string choose_named(const std::vector<Evidence>& evidence, const Byline& byline, const Publisher& publisher, bool publisher_counts) {
  size_t looked_at = 0;
  for (const Evidence* piece : ranked(evidence, PageField::Author)) {
    if (piece->weight < kLowestWeight || ++looked_at > kMostBylines) break;
    std::vector<std::string> names;
    for (size_t at = 0; at <= piece->value.size();) {
      size_t end = std::min(piece->value.find("; ", at), piece->value.size());
      for (std::string& name : byline.names_in(std::string_view(piece->value).substr(at, end - at))) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
      }
      at = end + 2;
    }
    std::string author = joined(names);
    if (author.empty() || (publisher.is(author) && (!publisher_counts || piece->weight < kPublisherWeight))) continue;
    return author;
  }
  return "";
}

bool is_joint(std::string_view line) { return line == "," || line == "&" || line == "and" || line == "und" || line == "et" || line == "y"; }

// The first texts behind the headline.
std::vector<std::string> lines_behind_headline(const Page& page) {
  const auto& nodes = page.nodes();
  uint32_t start = page.find(LXB_TAG_H1);
  std::vector<std::string> lines;
  size_t texts = 0;
  for (uint32_t i = start < nodes.size() ? start : 0; i < nodes.size() && texts < kTextsOfByline; ++i) {
    if (nodes[i].tag == LXB_TAG_SCRIPT || nodes[i].tag == LXB_TAG_STYLE) { i = nodes[i].end - 1; continue; }
    if (nodes[i].tag != LXB_TAG__TEXT) continue;
    texts += nodes[i].text.size() >= 4;
    std::string line = plain_value(nodes[i].text.substr(0, 120));
    if (line.size() >= 2 || is_joint(line)) lines.push_back(std::move(line));
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

// Of a line that begins with "By", "Von", "Par", or is nothing else and a name follows; and of those that commas or conjunctions join to it.
std::string byline_in_text(const Page& page, const Byline& byline) {
  std::vector<std::string> lines = lines_behind_headline(page);
  for (size_t i = 0; i < lines.size(); ++i) {
    bool is_byline = i > 0 && byline.is_lead(lines[i - 1]);
    for (std::string_view lead : {"By ", "by ", "Von ", "von ", "Par ", "Por ", "BY "}) is_byline |= lines[i].starts_with(lead);
    if (!is_byline) continue;
    std::vector<std::string> names = persons_in(lines[i], byline);
    if (names.empty()) continue;
    for (; i + 2 < lines.size() && is_joint(lines[i + 1]); i += 2) {
      std::vector<std::string> more = persons_in(lines[i + 2], byline);
      if (more.empty()) break;
      names.insert(names.end(), more.begin(), more.end());
    }
    return joined(names);
  }
  return "";
}

}  // namespace

std::string choose_author(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, const Publisher& publisher) {
  Byline byline(tables, publisher);
  std::string author = choose_named(evidence, byline, publisher, false);
  if (author.empty()) author = byline_in_text(page, byline);
  return author.empty() ? choose_named(evidence, byline, publisher, true) : author;
}

}  // namespace casus
