// SPDX-License-Identifier: Apache-2.0
#include "read/page_publisher.h"

#include <algorithm>
#include <cctype>

#include "base/utf8.h"
#include "read/lines.h"

namespace casus {
namespace {

constexpr size_t kMostWords = 5, kMostNames = 20, kShortestKey = 3;

// "news.quay.co.uk" -> "newsquayco": what the host has of a name.
std::string label_of(std::string_view host) { return key_of(host.substr(0, host.rfind('.'))); }

// Short keys ("AP" at apnews.com) only where the host begins with them.
bool is_in(const std::string& label, const std::string& key) {
  return !key.empty() && (label.starts_with(key) || (key.size() >= kShortestKey && label.find(key) != std::string::npos));
}

// Whether a name and a host are of one outlet: one holds the other, or a long word ("Sputnik International" at sputniknews.com), or the host
// begins with the name's initials ("The New York Times" at nytimes.com).
bool is_of_host(std::string_view name, const std::string& label) {
  std::string key = key_of(name);
  if (is_in(label, key) || (label.size() >= 4 && key.find(label) != std::string::npos)) return true;
  if (label.empty()) return false;
  std::string initials;
  for (std::string_view word : split_words(name)) {
    std::string folded = key_of(word);
    if (folded.size() >= 6 && label.find(folded) != std::string::npos) return true;
    if (!folded.empty() && folded != "the") initials += folded[0];
  }
  return initials.size() >= 3 && label.starts_with(initials);
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    size_t end = std::string_view::npos, length = 0;
    for (std::string_view mark : kPartMarks) {
      size_t at = text.find(mark);
      if (at < end) { end = at; length = mark.size(); }
    }
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + length);
  }
}

std::string without_www(std::string_view name) { return std::string(name.starts_with("www.") ? name.substr(4) : name); }

// The name in what a page gives for one: of "The Quay | News from the harbour" what is before the mark, or the part that the host knows. Empty for
// addresses, accounts, and abbreviations of a country or a section.
std::string clean_name(std::string_view value, const std::string& label) {
  if (value.starts_with("http") || value.starts_with('@')) return "";
  if (is_in(label, key_of(value))) return without_www(value);
  std::vector<std::string> parts = parts_of(value);
  auto known = std::find_if(parts.begin(), parts.end(), [&](const std::string& part) { return key_of(part).size() >= kShortestKey && is_of_host(part, label); });
  std::string name = without_www(known == parts.end() ? parts.front() : *known);
  std::string key = key_of(name);
  return key.size() < kShortestKey && !is_in(label, key) ? "" : name;
}

// "quay" at quay.com: the host's own word, which nobody prints so.
bool is_host_word(const std::string& name, const std::string& label) {
  return name == label && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c); });
}

bool has_foreign_digit(std::string_view text, const std::string& label) {
  return std::any_of(text.begin(), text.end(), [&](char c) { return std::isdigit(static_cast<unsigned char>(c)) && label.find(c) == std::string::npos; });
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
    if (!is_sentence && is_of_host(*part, label)) return without_www(*part);
  }
  return "";
}

}  // namespace

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
  const std::string label = label_of(host);
  for (const Evidence* piece : ranked(evidence, PageField::Publisher)) {
    if (publisher.name.empty()) publisher.name = clean_name(piece->value, label);
    publisher.keys.push_back(key_of(piece->value));
    if (publisher.keys.size() == kMostNames) break;  // each is compared with every part of titles and bylines
  }
  if (is_host_word(publisher.name, label)) publisher.name.clear();
  if (host.empty()) return publisher;
  if (publisher.name.empty()) publisher.name = name_in_title(evidence, label);
  if (publisher.name.empty()) publisher.name = host;
  publisher.keys.push_back(key_of(publisher.name));
  publisher.keys.push_back(key_of(host));
  publisher.keys.push_back(key_of(host.substr(0, host.rfind('.'))));
  return publisher;
}

}  // namespace casus
