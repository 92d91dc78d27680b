// SPDX-License-Identifier: Apache-2.0
#include "read/page_date.h"

#include <algorithm>

#include "base/utf8.h"
#include "read/page.h"
#include "read/written_date.h"

namespace casus {
namespace {

// Texts behind the headline in which a date is looked for, and those that are near it.
constexpr size_t kTextsSearched = 1500, kTextsNear = 40;
// By how much a date of a later change weighs less than one of publication from the same source.
constexpr int kChangeCosts = 14;

// "Erschienen am: 1.11.2023": the text before the date says what it is.
bool ends_with_any(std::string_view before, const std::vector<std::string>& leads) {
  std::string lower = to_lower(before);
  while (!lower.empty() && lower.back() == ' ') lower.pop_back();
  return std::any_of(leads.begin(), leads.end(), [&](const std::string& lead) { return lower.ends_with(lead); });
}

class DateChooser {
 public:
  DateChooser(const Page& page, const ReadingTables& tables, const DatedPage& about) : page_(page), nodes_(page.nodes()), tables_(tables), about_(about) {}

  ChosenDate run(const std::vector<Evidence>& evidence) const {
    std::vector<Evidence> text_evidence = written_near_headline();
    std::vector<const Evidence*> all = ranked(evidence, PageField::Published);
    for (const Evidence& piece : text_evidence) all.push_back(&piece);
    std::stable_sort(all.begin(), all.end(), [](const Evidence* a, const Evidence* b) { return a->weight > b->weight; });
    ChosenDate chosen;
    const Evidence* changed = nullptr;  // the best that tells of a change only
    for (const Evidence* piece : all) {
      if (changed && piece->weight < changed->weight - kChangeCosts) break;
      bool is_change = false;
      std::string published = date_of(*piece, is_change);
      if (published.empty() || (is_change && changed)) continue;
      chosen = {std::move(published), piece->source};
      if (!is_change) break;
      changed = piece;
    }
    take_day_of_address(chosen.published);
    return chosen;
  }

 private:
  std::optional<WrittenDate> find_date(std::string_view text, size_t from = 0) const { return find_written_date(text, tables_.months, about_.month_first, from); }

  // The date that the evidence gives, of several the first that is no later change ("Updated 4 May | Published 2 May"); empty if there is none.
  std::string date_of(const Evidence& piece, bool& is_change) const {
    is_change = false;
    if (piece.source == "address") {
      auto day = date_in_address(piece.value);
      return day ? to_iso(*day) : "";
    }
    auto first = find_date(piece.value), date = first;
    while (date && ends_with_any(std::string_view(piece.value).substr(0, date->start), tables_.change_lead)) date = find_date(piece.value, date->end);
    is_change = first && !date;
    if (is_change) date = first;
    if (!date) return "";
    return date->instant.empty() ? to_iso(date->day) : date->instant;
  }

  // An instant in UTC does not tell the day it was where the publisher is; an address with the day before or behind does.
  void take_day_of_address(std::string& published) const {
    if (published.size() < 14 || !(published.ends_with("Z") || published.ends_with("+00:00"))) return;
    auto day = parse_iso_date(published), local = date_in_address(about_.url);
    if (!day || !local) return;
    bool is_morning = published.substr(11, 2) < "12";
    if (*local == *day - std::chrono::days(1) ? is_morning : *local == *day + std::chrono::days(1) && !is_morning) published = to_iso(*local);
  }

  // Dates in short lines behind and before the headline, then anywhere.
  std::vector<Evidence> written_near_headline() const {
    std::vector<Evidence> found;
    uint32_t headline = find_headline();
    add_behind(headline, found);
    add_above(headline, found);
    add_labelled(found);
    return found;
  }

  // The heading that repeats the title; 0 if there is none.
  uint32_t find_headline() const {
    std::string title_key = key_of(about_.title);
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].tag != LXB_TAG_H1 && nodes_[i].tag != LXB_TAG_H2) continue;
      if (title_key.empty() ? nodes_[i].tag == LXB_TAG_H1 : key_of(page_.text_of(i, 400)).find(title_key) != std::string::npos) return i;
    }
    return 0;
  }

  static Evidence piece_of(std::string_view text, const WrittenDate& date, const char* source, int weight) {
    return {PageField::Published, std::string(text.substr(date.start, date.end - date.start)), source, weight};
  }

  // The first date behind the headline; one of a change only if no other follows near it.
  void add_behind(uint32_t headline, std::vector<Evidence>& found) const {
    bool has_change = false;
    size_t texts = 0;
    for (uint32_t i = headline; i < nodes_.size() && texts < kTextsSearched; ++i) {
      const PageNode& node = nodes_[i];
      if (node.tag == LXB_TAG_SCRIPT || node.tag == LXB_TAG_STYLE) { i = node.end - 1; continue; }
      if (node.tag != LXB_TAG__TEXT || node.text.size() < 6) continue;
      ++texts;
      auto date = find_date(node.text.substr(0, 300));
      if (!date) continue;
      bool is_near = headline > 0 && texts < kTextsNear;
      if (ends_with_any(node.text.substr(0, date->start), tables_.change_lead)) {
        if (!has_change) found.push_back(piece_of(node.text, *date, "text", is_near ? 46 : 15));
        has_change = true;
        continue;
      }
      // With much around it a date is one that is told of.
      bool is_alone = node.text.size() - (date->end - date->start) < 36;
      int weight = is_near ? (node.text.size() >= 100 ? 28 : is_alone ? 50 : 44) : (node.text.size() < 60 ? 20 : 10);
      found.push_back(piece_of(node.text, *date, "text", weight));
      return;
    }
  }

  void add_above(uint32_t headline, std::vector<Evidence>& found) const {
    size_t texts = 0;
    for (uint32_t i = headline; i-- > 1 && texts < 25;) {
      const PageNode& node = nodes_[i];
      if (node.tag != LXB_TAG__TEXT || node.text.size() < 6 || nodes_[node.parent].tag == LXB_TAG_SCRIPT || nodes_[node.parent].tag == LXB_TAG_STYLE) continue;
      ++texts;
      auto date = node.text.size() > 100 ? std::nullopt : find_date(node.text);
      if (!date) continue;
      found.push_back(piece_of(node.text, *date, "text above", texts < 12 ? 48 : 24));
      return;
    }
  }

  void add_labelled(std::vector<Evidence>& found) const {
    for (const PageNode& node : nodes_) {
      if (node.tag != LXB_TAG__TEXT || node.text.size() < 12 || node.text.size() > 200) continue;
      auto date = find_date(node.text);
      if (!date || !ends_with_any(node.text.substr(0, date->start), tables_.date_lead)) continue;
      found.push_back(piece_of(node.text, *date, "text labelled", 59));
      return;
    }
  }

  const Page& page_;
  const std::vector<PageNode>& nodes_;
  const ReadingTables& tables_;
  const DatedPage& about_;
};

}  // namespace

ChosenDate choose_date(const Page& page, const std::vector<Evidence>& evidence, const ReadingTables& tables, const DatedPage& about) {
  return DateChooser(page, tables, about).run(evidence);
}

}  // namespace casus
