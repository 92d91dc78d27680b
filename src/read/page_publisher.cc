// SPDX-License-Identifier: Apache-2.0
#include "read/page_publisher.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/utf8.h"
#include "read/lines.h"

namespace casus {
namespace {

constexpr std::array<std::string_view, 10> kPartMarks = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / "};
constexpr size_t kMostWords = 5, kMostNames = 20, kShortestKey = 3;

// "news.quay.co.uk" -> "quay": the part of the host that somebody chose for a name.
std::string label_of(std::string_view host) {
  auto last = [&] { return host.substr(host.rfind('.') == std::string_view::npos ? 0 : host.rfind('.') + 1); };
  auto drop = [&] { host = host.substr(0, host.size() - std::min(host.size(), last().size() + 1)); };
  size_t country = last().size();
  drop();
  for (std::string_view kind : {"co", "com", "org", "net", "ac", "gov", "gob", "gv", "edu"}) {
    if (country == 2 && last() == kind && last().size() < host.size()) { drop(); break; }
  }
  return key_of(last());
}

// Short keys ("AP" at apnews.com) only where the host begins with them.
bool host_has(const std::string& label, const std::string& key) {
  return !key.empty() && (label.starts_with(key) || (key.size() >= kShortestKey && label.find(key) != std::string::npos));
}

// "The New York Times" at nytimes.com, "Frankfurter Allgemeine Zeitung" at faz.net: the host is made of initials, but for the last word perhaps.
bool has_initials(std::string_view name, const std::string& label) {
  std::string initials, with_last;
  for (std::string_view word : split_words(name)) {
    std::string folded = key_of(word);
    if (folded.empty() || folded == "the") continue;
    with_last = initials + folded;
    initials += folded[0];
  }
  return initials.size() >= kShortestKey && (label == initials || label == with_last);
}

// Whether a name that the page gives for its site and the host are of one outlet: one holds the other, or a long word ("Sputnik International"
// at sputniknews.com).
bool is_of_host(std::string_view name, const std::string& label) {
  if (label.empty()) return false;
  std::string key = key_of(name);
  if (host_has(label, key) || (label.size() >= 4 && key.find(label) != std::string::npos) || has_initials(name, label)) return true;
  std::vector<std::string_view> words = split_words(name);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    std::string folded = key_of(word);
    return folded.size() >= 6 && label.find(folded) != std::string::npos;
  });
}

// The same of a part of a title, which might as well be a section ("News" at quaynews.com) or a headline: it has to cover the host.
bool covers_host(std::string_view part, const std::string& label) {
  if (label.empty()) return false;
  std::string key = key_of(part);
  bool holds = label.size() >= 4 && key.find(label) != std::string::npos;
  return key == label || holds || (label.find(key) != std::string::npos && key.size() * 3 >= label.size() * 2) || has_initials(part, label);
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    PartMark mark = first_part_mark(text);
    parts.emplace_back(text.substr(0, mark.at));
    if (mark.at == std::string_view::npos) return parts;
    text.remove_prefix(mark.at + mark.size);
  }
}

std::string without_www(std::string_view name) { return std::string(name.starts_with("www.") ? name.substr(4) : name); }

// The name in what a page gives for one: of "The Quay | News from the harbour" what is before the mark, or the part that the host knows. Empty for
// addresses, accounts, and abbreviations of a country or a section.
std::string clean_name(std::string_view value, const std::string& label, const std::string& whole_host) {
  if (value.starts_with("http") || value.starts_with('@')) return "";
  if (host_has(label, key_of(value))) return without_www(value);
  std::vector<std::string> parts = parts_of(value);
  auto known = std::find_if(parts.begin(), parts.end(), [&](const std::string& part) {
    std::string key = key_of(part);
    return key.size() >= kShortestKey && (is_of_host(part, label) || whole_host.find(key) != std::string::npos);
  });
  std::string name = without_www(known == parts.end() ? parts.front() : *known);
  std::string key = key_of(name);
  return key.size() < kShortestKey && !host_has(label, key) ? "" : name;
}

// "quay" at quay.com: the host's own word, seldom the way the name is printed.
bool is_host_word(const std::string& name, const std::string& label) {
  return name == label && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c); });
}

bool has_foreign_digit(std::string_view text, const std::string& label) {
  return std::any_of(text.begin(), text.end(), [&](char c) { return is_digit(c) && label.find(c) == std::string::npos; });
}

// Whether a heading or another title of the page is just that: then it is the headline.
bool is_headline(std::string_view part, const std::vector<Evidence>& evidence) {
  std::string key = key_of(part);
  return std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& piece) { return piece.field == PageField::Title && piece.source != "title" && key_of(piece.value) == key; });
}

// "Ferry strike ends - The Quay", "The Quay: Ferry strike ends": the last or the first part, if the host bears it out.
std::string name_in_title(const std::vector<Evidence>& evidence, const std::string& label) {
  auto title = std::find_if(evidence.begin(), evidence.end(), [](const Evidence& piece) { return piece.field == PageField::Title && piece.source == "title"; });
  if (title == evidence.end()) return "";
  std::vector<std::string> parts = parts_of(title->value);
  if (size_t colon = parts.front().find(": "); colon != std::string::npos && key_of(parts.front().substr(0, colon)) == label) return parts.front().substr(0, colon);
  if (parts.size() < 2) return "";
  for (const std::string* part : {&parts.back(), &parts.front()}) {
    bool is_sentence = count_words(*part) > kMostWords || part->find_first_of(",!?:") != std::string::npos || has_foreign_digit(*part, label);
    if (!is_sentence && covers_host(*part, label) && !is_headline(*part, evidence)) return without_www(*part);
  }
  return "";
}

}  // namespace

PartMark first_part_mark(std::string_view title) {
  PartMark first;
  for (std::string_view mark : kPartMarks) {
    if (size_t at = title.find(mark); at < first.at) first = {at, mark.size()};
  }
  return first;
}

PartMark last_part_mark(std::string_view title) {
  PartMark last;
  for (std::string_view mark : kPartMarks) {
    size_t at = title.rfind(mark);
    if (at != std::string_view::npos && (last.at == std::string_view::npos || at > last.at)) last = {at, mark.size()};
  }
  return last;
}

bool Publisher::is(std::string_view text) const { return std::find(keys.begin(), keys.end(), key_of(text)) != keys.end(); }

bool Publisher::is_named_in(std::string_view part) const {
  std::string key = key_of(part);
  if (key.size() < 2) return true;
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& site) {
    return !site.empty() && (key == site || (site.size() >= 4 && key.size() >= 4 && (key.find(site) != std::string::npos || site.find(key) != std::string::npos)));
  });
}

Publisher choose_publisher(const std::vector<Evidence>& evidence, std::string_view host) {
  Publisher publisher;
  const std::string label = label_of(host), whole_host = key_of(host);
  bool has_host_word = false;
  for (const Evidence* piece : ranked(evidence, PageField::Publisher)) {
    std::string name = clean_name(piece->value, label, whole_host);
    // Behind the host's own word only another form of it is its name.
    if (is_host_word(name, label)) has_host_word = true;
    else if (publisher.name.empty() && (!has_host_word || is_of_host(name, label))) publisher.name = name;
    publisher.keys.push_back(key_of(piece->value));
    if (publisher.keys.size() == kMostNames) break;  // each is compared with every part of titles and bylines
  }
  if (publisher.name.empty() && !host.empty()) publisher.name = name_in_title(evidence, label);
  if (publisher.name.empty()) publisher.name = host;
  if (!publisher.name.empty()) publisher.keys.push_back(key_of(publisher.name));
  if (host.empty()) return publisher;
  publisher.keys.push_back(key_of(host));
  publisher.keys.push_back(key_of(host.substr(0, host.rfind('.'))));
  return publisher;
}

}  // namespace casus
