// SPDX-License-Identifier: Apache-2.0
#include "read/page_fields.h"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "base/utf8.h"
#include "read/page_author.h"
#include "read/page_date.h"
#include "read/page_publisher.h"

namespace casus {
namespace {

constexpr size_t kMostHeadings = 500;

std::string host_of(std::string_view url) {
  size_t start = url.find("://");
  if (start == std::string_view::npos) return "";
  std::string_view host = url.substr(start + 3);
  host = host.substr(0, host.find_first_of("/:?#"));
  if (host.starts_with("www.")) host.remove_prefix(4);
  return to_lower(host);
}

class Chooser {
 public:
  Chooser(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, std::string_view url)
      : page_(page), evidence_(evidence), tables_(tables), url_(url) {}

  PageFields run() {
    choose_url();
    choose_language();
    publisher_ = choose_publisher(evidence_, host_);
    fields_.publisher = publisher_.name;
    choose_title();
    ChosenDate date = choose_date(page_, evidence_, tables_, {fields_.title, address(), month_first_});
    fields_.published = std::move(date.published);
    fields_.published_from = std::move(date.source);
    fields_.author = choose_author(page_, evidence_, tables_, publisher_);
    return std::move(fields_);
  }

 private:
  void choose_url() {
    fields_.url = url_;
    for (const Evidence* piece : ranked(evidence_, PageField::Url)) {
      if (!piece->value.starts_with("http")) continue;
      // The front page is no address of an article, unless that is what was asked for.
      size_t path = piece->value.find('/', piece->value.find("://") + 3);
      if (path == std::string::npos || path + 1 >= piece->value.size()) continue;
      fields_.url = piece->value;
      break;
    }
    host_ = host_of(fields_.url.empty() ? std::string_view(url_) : std::string_view(fields_.url));
  }

  void choose_language() {
    for (const Evidence* piece : ranked(evidence_, PageField::Language)) {
      std::string value = to_lower(piece->value.substr(0, 5));
      std::replace(value.begin(), value.end(), '_', '-');
      if (value.size() < 2 || !std::isalpha(static_cast<unsigned char>(value[0])) || !std::isalpha(static_cast<unsigned char>(value[1]))) continue;
      if (value.size() > 2 && value[2] != '-') continue;
      fields_.language = value.size() == 5 ? value.substr(0, 3) + static_cast<char>(std::toupper(value[3])) + static_cast<char>(std::toupper(value[4])) : value.substr(0, 2);
      break;
    }
    // American and unspecified English write 4/28/2021.
    month_first_ = fields_.language == "en-US" || (fields_.language == "en" && !host_.ends_with(".uk") && !host_.ends_with(".au") && !host_.ends_with(".in"));
  }

  // "Headline | Section - Site" without the parts that name the site.
  std::string without_site(std::string title) const {
    for (bool changed = true; changed;) {
      changed = false;
      PartMark first = first_part_mark(title), last = last_part_mark(title);
      if (last.at != std::string::npos && last.at > 0 && publisher_.is_named_in(std::string_view(title).substr(last.at + last.size))) {
        title.resize(last.at);
        changed = true;
      } else if (first.at != std::string::npos && first.at > 0 && publisher_.is_named_in(std::string_view(title).substr(0, first.at))) {
        title.erase(0, first.at + first.size);
        changed = true;
      }
    }
    return title;
  }

  void choose_title() {
    std::string whole, social, linked;
    std::vector<std::pair<std::string, int>> headings;  // with their levels
    for (const Evidence& piece : evidence_) {
      if (piece.field != PageField::Title) continue;
      if (piece.source == "title" && whole.empty()) whole = piece.value;
      else if (piece.source == "h1" && headings.size() < kMostHeadings) headings.emplace_back(piece.value, 1);
      else if (piece.source == "h2" && headings.size() < kMostHeadings) headings.emplace_back(piece.value, 2);
      else if (piece.source == "json-ld headline" && piece.weight > 60 && linked.empty()) linked = piece.value;
    }
    for (const Evidence* piece : ranked(evidence_, PageField::Title)) {
      if (piece->source.starts_with("meta ") && social.empty()) social = piece->value;
    }
    social = without_site(social);
    const std::string bare_title = without_site(whole), title_key = key_of(bare_title);
    std::string whole_key = key_of(whole), social_key = key_of(social), linked_key = key_of(linked);
    // The heading that the page's other titles repeat; one that its address repeats too beats those that do not (names of sites and sections),
    // one of the first level those of the second, a long one short ones.
    const std::string address_slug = slug();
    std::string best;
    std::tuple<bool, bool, size_t> best_rank{};
    for (const auto& [heading, level] : headings) {
      std::string key = key_of(heading);
      if (key.size() < 4 || publisher_.is(heading)) continue;
      bool repeated = whole_key.find(key) != std::string::npos || social_key.find(key) != std::string::npos || (!linked_key.empty() && key == linked_key) ||
                      (social_key.size() > 10 && key.find(social_key) != std::string::npos);
      // A word of the title that heads a part of the page ("News").
      bool is_mere_word = key.size() * 4 < title_key.size() && !whole_key.starts_with(key) && !social_key.starts_with(key);
      if (!repeated || is_mere_word) continue;
      // A heading that says more than the page's own title has a kicker or a date in it.
      bool is_longer = social_key.size() > 10 && key.size() > social_key.size() && key.find(social_key) != std::string::npos;
      std::tuple rank{is_in(address_slug, heading), level == 1, key.size()};
      if (rank <= best_rank) continue;
      best_rank = rank;
      best = is_longer ? social : heading;
    }
    if (best.empty()) best = social;
    if (best.empty()) best = linked;
    auto is_first_level = [](const auto& heading) { return heading.second == 1; };
    auto first = std::find_if(headings.begin(), headings.end(), is_first_level);
    bool is_only_one = std::count_if(headings.begin(), headings.end(), is_first_level) == 1;
    if (best.empty() && is_only_one && !publisher_.is(first->first)) best = first->first;
    if (best.empty()) best = bare_title;
    if (best.empty() && first != headings.end()) best = first->first;
    fields_.title = best;
  }

  // Letters and digits of the longest part of the address ("/kultur/30-11-buch-der-woche").
  std::string slug() const {
    std::string_view path = address(), longest;
    if (size_t host = path.rfind("://"); host != std::string_view::npos) path.remove_prefix(host + 3);
    for (size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
      std::string_view part = path.substr(at + 1, path.find('/', at + 1) - at - 1);
      if (part.size() > longest.size()) longest = part;
    }
    return key_of(longest);
  }

  // Whether most of the heading's words are in the slug.
  static bool is_in(const std::string& slug, std::string_view heading) {
    std::string word;
    size_t words = 0, found = 0;
    for (char c : fold_name(heading) + " ") {
      auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x80 || std::isalnum(byte)) {
        word += c;
        continue;
      }
      if (word.size() > 1) {
        ++words;
        found += slug.find(word) != std::string::npos;
      }
      word.clear();
    }
    return found * 5 > words * 3;
  }

  // Where the page was fetched, or where it says it is.
  std::string_view address() const { return url_.empty() ? std::string_view(fields_.url) : url_; }

  const Page& page_;
  const std::vector<Evidence>& evidence_;
  const ReadingTables& tables_;
  std::string_view url_;
  std::string host_;
  Publisher publisher_;
  bool month_first_ = false;
  PageFields fields_;
};

}  // namespace

PageFields choose_fields(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, std::string_view url) {
  return Chooser(page, evidence, tables, url).run();
}

}  // namespace casus
