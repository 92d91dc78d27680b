// SPDX-License-Identifier: Apache-2.0
#include "serve/event_filter.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>

#include "ask/filter.h"
#include "base/names.h"
#include "base/utf8.h"

namespace casus::serve {
namespace {

std::string upper(std::string text) {
  for (char& c : text) if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool is_word_at(std::string_view text, size_t at) {
  size_t next = at;
  return at < text.size() && u_isalnum(static_cast<UChar32>(next_code_point(text, next)));
}

bool is_word_before(std::string_view text, size_t at) {
  if (at == 0) return false;
  do --at; while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return is_word_at(text, at);
}

// Three capitals that are the country of some party.
bool is_country(const std::string& part, const EventIndex& index) {
  return may_be_country_code(part) && std::any_of(index.phrases.begin(), index.phrases.end(), [&](const Phrase& phrase) { return phrase.country == part; });
}

// The story's number; one that no story has if the text is none.
int64_t story_number(const std::string& text) {
  int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number > 0 ? number : -1;
}

bool is_chosen(const std::vector<bool>& chosen, size_t number) { return number < chosen.size() && chosen[number]; }

}  // namespace

bool has_words(std::string_view text, std::string_view words) {
  if (words.empty()) return false;
  for (size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    if (!is_word_before(text, at) && !is_word_at(text, at + words.size())) return true;
  }
  return false;
}

PartyTerm::PartyTerm(const std::string& term, const EventIndex& index) {
  if (term.starts_with('=')) {
    actor_ = index.actors.find(std::string_view(term).substr(1));
    return;
  }
  for (size_t at = 0; at <= term.size();) {
    size_t end = std::min(term.find(':', at), term.size());
    std::string part = term.substr(at, end - at);
    bool is_a_country = is_country(part, index);
    parts_.push_back({is_a_country ? "" : part, upper(part), is_a_country || is_party_code(part) ? "" : to_lower(part)});
    at = end + 1;
  }
}

bool PartyTerm::means(const Phrase& phrase) const {
  if (actor_) return phrase.actor == *actor_ && *actor_ != 0;
  return std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    return phrase.country == part.code || std::find(phrase.sectors.begin(), phrase.sectors.end(), part.code) != phrase.sectors.end() || (!part.id.empty() && phrase.id == part.id) ||
           has_words(phrase.folded_name, part.words) || has_words(phrase.folded_text, part.words);
  });
}

std::vector<bool> RowFilter::phrases_for(const std::vector<std::string>& terms) const {
  if (terms.empty()) return {};
  std::vector<PartyTerm> wanted;
  for (const std::string& term : terms) wanted.emplace_back(term, index_);
  std::vector<bool> chosen(index_.phrases.size() + 1);
  for (size_t i = 0; i < index_.phrases.size(); ++i) {
    chosen[i] = std::any_of(wanted.begin(), wanted.end(), [&](const PartyTerm& term) { return term.means(index_.phrases[i]); });
  }
  return chosen;
}

// "ASSAULT", "ASSAULT:artillery" or the start of a CAMEO code.
void RowFilter::choose_types(const std::vector<std::string>& terms) {
  has_types_ = !terms.empty();
  cameo_.resize(index_.cameo.size());
  constexpr uint32_t kUnknown = std::numeric_limits<uint32_t>::max();
  for (const std::string& term : terms) {
    if (!term.empty() && is_digit(term[0])) {
      for (size_t i = 1; i < index_.cameo.size(); ++i) if (index_.cameo.text(static_cast<uint32_t>(i)).starts_with(term)) cameo_[i] = true;
      continue;
    }
    size_t colon = term.find(':');
    uint32_t type = index_.types.find(upper(term.substr(0, colon)));
    if (type == 0) type = kUnknown;
    if (colon == std::string::npos) { types_.push_back(type); continue; }
    uint32_t mode = index_.modes.find(to_lower(term.substr(colon + 1)));
    modes_.emplace_back(type, mode == 0 ? kUnknown : mode);
  }
}

// In the box, and one of those that are named.
void RowFilter::choose_places() {
  if (!values_.box && values_.places.empty()) return;
  std::vector<PlaceTerm> terms;
  for (const std::string& text : values_.places) terms.push_back(read_place_term(text));
  auto means = [](const PlaceTerm& term, const IndexedPlace& place) {
    if (term.geonameid != 0) return term.geonameid == place.geonameid;
    return to_lower(place.name) == term.name && (term.country.empty() || term.country == place.country);
  };
  places_.resize(index_.places.size());
  for (size_t i = 1; i < index_.places.size(); ++i) {
    const IndexedPlace& place = index_.places[i];
    bool is_named = terms.empty() || std::any_of(terms.begin(), terms.end(), [&](const PlaceTerm& term) { return means(term, place); });
    places_[i] = is_named && (!values_.box || values_.box->holds(place.latitude, place.longitude));
  }
}

RowFilter::RowFilter(const EventIndex& index, const FilterValues& values) : index_(index), values_(values) {
  actors_ = phrases_for(values.actors);
  recipients_ = phrases_for(values.recipients);
  parties_ = phrases_for(values.parties);
  for (const std::string& term : values.together) together_.push_back(phrases_for({term}));
  if (!values.unit.empty()) unit_.emplace(index, values.unit);
  choose_types(values.types);
  if (!values.statuses.empty()) {
    statuses_ = 0;
    for (int i = 0; i <= static_cast<int>(EventStatus::Denied); ++i) {
      if (std::find(values.statuses.begin(), values.statuses.end(), name_of(static_cast<EventStatus>(i))) != values.statuses.end()) statuses_ |= static_cast<uint8_t>(1 << i);
    }
  }
  if (!values.quads.empty()) quads_ = 0;
  for (int quad : values.quads) quads_ |= static_cast<uint8_t>(1 << quad);
  if (!values.countries.empty()) countries_.resize(index.countries.size() + 1);
  for (const std::string& country : values.countries) countries_[index.countries.find(upper(country))] = true;
  if (!countries_.empty()) countries_[0] = false;
  if (!values.publishers.empty()) publishers_.resize(index.publishers.size() + 1);
  for (const std::string& term : values.publishers) {
    for (size_t i = 1; i < index.publishers.size(); ++i) {
      if (has_words(to_lower(index.publishers.text(static_cast<uint32_t>(i))), to_lower(term))) publishers_[i] = true;
    }
  }
  choose_places();
  if (!values.story.empty()) story_ = story_number(values.story);
  if (values.document.empty()) return;
  document_ = std::numeric_limits<int32_t>::max();
  for (size_t i = 0; i < index.documents.size(); ++i) if (index.documents[i].key == values.document) document_ = static_cast<int32_t>(i);
}

bool RowFilter::passes_parties(const IndexRow& row) const {
  bool actor = actors_.empty(), recipient = recipients_.empty(), party = parties_.empty(), country = countries_.empty() || is_chosen(countries_, row.place_country);
  if (actor && recipient && party && country) return true;
  for (uint32_t i = row.first_party; i < row.first_party + row.party_count; ++i) {
    IndexParty found = index_.parties[i];
    if (!actor) actor = found.is_actor && actors_[found.phrase];
    if (!recipient) recipient = !found.is_actor && recipients_[found.phrase];
    if (!party) party = parties_[found.phrase];
    if (!country) country = is_chosen(countries_, index_.phrases[found.phrase].country_number);
  }
  return actor && recipient && party && country;
}

// As many different actors as are asked for, and each of those among them.
bool RowFilter::acts_together(const IndexRow& row) const {
  std::vector<size_t> found(together_.size());
  size_t actors = 0;
  for (uint32_t i = row.first_party; i < row.first_party + row.party_count; ++i) {
    if (!index_.parties[i].is_actor) continue;
    bool is_one = false;
    for (size_t term = 0; term < together_.size(); ++term) {
      if (!together_[term][index_.parties[i].phrase]) continue;
      ++found[term];
      is_one = true;
    }
    actors += is_one;
  }
  return actors >= together_.size() && std::find(found.begin(), found.end(), 0) == found.end();
}

bool RowFilter::is_report_meant(const IndexRow& row) const {
  if (values_.asserted && !row.asserted) return false;
  if (values_.reviewed && *values_.reviewed != row.is_reviewed) return false;
  if (!(statuses_ >> row.status & 1)) return false;
  if (document_ >= 0 && row.document != document_) return false;
  if (values_.min_confidence > 0 && row.confidence < static_cast<float>(values_.min_confidence)) return false;
  if (values_.only && !values_.only->contains(row.event)) return false;
  if (story_ == 0 && publishers_.empty()) return true;
  const IndexedDocument& document = index_.documents[static_cast<size_t>(row.document)];
  return (story_ == 0 || document.story == story_) && (publishers_.empty() || publishers_[document.publisher]);
}

bool RowFilter::is_event_meant(const IndexRow& row) const {
  if (!(quads_ >> row.quad & 1) || row.reporting < values_.min_sources) return false;
  const int32_t first = row.begins(), last = row.ends();
  if (values_.from != std::numeric_limits<int32_t>::min() && (last == kNoDay || last < values_.from)) return false;
  if (values_.to != kNoDay && (first == kNoDay || first > values_.to)) return false;
  if (has_types_) {
    bool is_type = std::find(types_.begin(), types_.end(), row.type) != types_.end() || cameo_[row.cameo];
    for (const auto& [type, mode] : modes_) is_type = is_type || (row.type == type && row.mode == mode);
    if (!is_type) return false;
  }
  if (!places_.empty() && !places_[row.place]) return false;
  return passes_parties(row) && (together_.empty() || acts_together(row)) && (!unit_ || unit_->has(row));
}

}  // namespace casus::serve
