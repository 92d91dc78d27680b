// SPDX-License-Identifier: Apache-2.0
#include "link/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "link/place_names.h"

namespace casus {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kEarthRadiusKm = 6371;
constexpr int kRounds = 3;

// Weights of what speaks for a meaning; the unit is a power of ten of inhabitants.
constexpr double kCountry = 9, kFeature = 7, kAdmin1 = 5, kAdmin2 = 3.5, kCapital = 2, kAlternateName = -1.2, kUser = 20, kNamesake = -1.5, kShortName = -5, kOthersName = -1.5;
constexpr double kNamesakeCity = 50000, kKnownAbroad = 100000;
constexpr double kHierarchy = 12, kSameCountry = 2.5, kSameAdmin1 = 3, kNear = 2.5, kNearKm = 120, kInside = 3, kFarAwayKm = 2000;

double distance_km(const PlaceEntry& a, const PlaceEntry& b) {
  double lat_a = a.latitude * kPi / 180, lat_b = b.latitude * kPi / 180;
  double half_lat = std::sin((lat_b - lat_a) / 2), half_lon = std::sin((b.longitude - a.longitude) * kPi / 360);
  double h = half_lat * half_lat + std::cos(lat_a) * std::cos(lat_b) * half_lon * half_lon;
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

// How likely a name means this place when nothing else is known.
double prior(const PlaceEntry& entry) {
  double size = std::log10(entry.population + 300);
  double score = size;
  if (entry.source == PlaceSource::User) score = kUser + size / 10;
  else if (entry.source == PlaceSource::Country) score = kCountry;
  else if (entry.source == PlaceSource::Feature) score = kFeature;
  else if (entry.level == Gazetteer::Admin1) score = kAdmin1 + size / 5;
  else if (entry.level == Gazetteer::Admin2) score = kAdmin2 + size / 5;
  if (entry.is_capital) score += kCapital;
  if (entry.is_alternate_name) score += entry.population >= 1e6 ? kAlternateName / 3 : kAlternateName;
  return score;
}

class PlaceResolver {
 public:
  PlaceResolver(const Document& document, const Parse& parse, const PlaceTables& tables, PlaceNames found)
      : document_(document), parse_(parse), tables_(tables), names_(std::move(found.names)), senses_(std::move(found.senses)),
        choice_(senses_.size()), bound_(names_.size(), -1), mentions_(senses_.size()) {
    for (size_t n = 0; n < names_.size(); ++n) mentions_[names_[n].sense].push_back(n);
  }

  std::vector<PlaceMention> resolve() {
    for (size_t s = 0; s < senses_.size(); ++s) choice_[s] = best_of(s, false);
    bind_hierarchies();
    for (int round = 0; round < kRounds; ++round) {
      for (size_t s = 0; s < senses_.size(); ++s) choice_[s] = best_of(s, true);
    }
    for (size_t s = 0; s < senses_.size(); ++s) {
      if (is_far_fetched(s)) choice_[s].reset();
    }
    std::vector<PlaceMention> places;
    for (size_t n = 0; n < names_.size(); ++n) places.push_back(mention_of(n));
    return places;
  }

 private:
  // "X, Y" and "X (Y)": X is taken to lie in Y if they have such meanings.
  void bind_hierarchies() {
    for (size_t n = 0; n + 1 < names_.size(); ++n) {
      const PlaceName& part = names_[n];
      const PlaceName& whole = names_[n + 1];
      if (whole.first_token != part.end_token + 1) continue;
      std::string_view between = document_.slice(parse_.tokens[part.end_token].span);
      if (between == "," || between == "(") bound_[n] = static_cast<int>(n + 1);
    }
  }

  // Whether a meaning of one mention is confirmed by the name behind it (or, as the larger place, by the one before it).
  bool is_confirmed(size_t n, const PlaceEntry& entry) const {
    if (bound_[n] >= 0) {
      for (const PlaceEntry& whole : senses_[names_[static_cast<size_t>(bound_[n])].sense].entries) {
        if (!whole.is_adjective && tables_.is_within(entry, whole)) return true;
      }
    }
    if (n > 0 && bound_[n - 1] == static_cast<int>(n)) {
      for (const PlaceEntry& part : senses_[names_[n - 1].sense].entries) {
        if (tables_.is_within(part, entry) && part.level != Gazetteer::Admin2) return true;
      }
    }
    return false;
  }

  bool has_country(size_t sense) const {
    const auto& entries = senses_[sense].entries;
    return std::any_of(entries.begin(), entries.end(), [](const PlaceEntry& entry) { return entry.source == PlaceSource::Country; });
  }

  // "Kharkiv" is the city rather than the region around it.
  bool has_namesake_city(size_t sense, const PlaceEntry& region) const {
    if (region.source != PlaceSource::Gazetteer || region.level != Gazetteer::Admin1) return false;
    const auto& entries = senses_[sense].entries;
    return std::any_of(entries.begin(), entries.end(), [&](const PlaceEntry& city) {
      return city.level == Gazetteer::City && city.admin1 == region.record && city.population >= kNamesakeCity && !city.is_alternate_name;
    });
  }

  // "Mexico" is not Mexico City, however near the rest of the text is.
  bool is_short_for_capital(size_t sense, const PlaceEntry& city) const {
    if (city.source != PlaceSource::Gazetteer || !city.is_alternate_name) return false;
    const auto& entries = senses_[sense].entries;
    return std::any_of(entries.begin(), entries.end(), [&](const PlaceEntry& entry) {
      return entry.source == PlaceSource::Country && !entry.is_adjective && entry.country == city.country;
    });
  }

  // A name of the place in another language or of another time, of which its own name says nothing ("Newcastle" is of Newcastle upon Tyne).
  bool is_foreign_name(size_t sense, const PlaceEntry& entry) const {
    if (entry.source != PlaceSource::Gazetteer || !entry.is_alternate_name || tables_.has_word("exonym", senses_[sense].key)) return false;
    return fmt::format(" {} ", place_key(entry.name)).find(fmt::format(" {} ", senses_[sense].key)) == std::string::npos;
  }

  // "Puno" is the town of that name rather than Pune, for which some language has that name.
  bool is_name_of_another(size_t sense, const PlaceEntry& entry) const {
    if (!entry.is_alternate_name) return false;
    const auto& entries = senses_[sense].entries;
    const bool has_namesake = std::any_of(entries.begin(), entries.end(), [&](const PlaceEntry& city) {
      return city.source == PlaceSource::Gazetteer && city.level == Gazetteer::City && !city.is_alternate_name && city.population >= kNamesakeCity && city.country != entry.country;
    });
    return has_namesake && is_foreign_name(sense, entry);
  }

  // "Boga", in a text on Congo, is not Boğaköy: another name of a small town far from all other places of the text.
  bool is_far_fetched(size_t sense) const {
    if (!choice_[sense]) return false;
    const PlaceEntry& entry = senses_[sense].entries[*choice_[sense]];
    if (!is_foreign_name(sense, entry) || entry.population >= kKnownAbroad || !entry.has_point) return false;
    if (std::any_of(mentions_[sense].begin(), mentions_[sense].end(), [&](size_t n) { return is_confirmed(n, entry); })) return false;
    bool is_elsewhere = false;
    for (size_t other = 0; other < senses_.size(); ++other) {
      if (other == sense || !choice_[other]) continue;
      const PlaceEntry& place = senses_[other].entries[*choice_[other]];
      if (!place.has_point || place.country.empty()) continue;
      if (place.country == entry.country || distance_km(place, entry) < kFarAwayKm) return false;
      is_elsewhere = true;
    }
    return is_elsewhere;
  }

  // "Kharkiv region", "the province of Idlib".
  bool is_called_region(size_t n) const {
    const PlaceName& name = names_[n];
    auto is_region_word = [&](uint32_t i) { return i < parse_.tokens.size() && tables_.has_word("region", std::string(parse_.tokens[i].lemma)); };
    bool behind_of = name.first_token > 1 && document_.slice(parse_.tokens[name.first_token - 1].span) == "of" && is_region_word(name.first_token - 2);
    return is_region_word(name.end_token) || behind_of;
  }

  // "Paris" and "Henry County" in one text: a place in a county that the text names.
  bool is_in_named_county(size_t sense, const PlaceEntry& entry) const {
    for (size_t other = 0; other < senses_.size(); ++other) {
      if (other == sense) continue;
      for (const PlaceEntry& county : senses_[other].entries) {
        if (county.level != Gazetteer::Admin2 || county.is_alternate_name || county.record == Gazetteer::kNone) continue;
        if (entry.level == Gazetteer::City ? entry.admin2 == county.record : false) return true;
      }
      if (entry.level != Gazetteer::Admin2 || entry.is_alternate_name) continue;
      for (const PlaceEntry& city : senses_[other].entries) {
        if (city.level == Gazetteer::City && city.admin2 == entry.record && entry.record != Gazetteer::kNone && !city.is_alternate_name) return true;
      }
    }
    return false;
  }

  double context(size_t sense, const PlaceEntry& entry) const {
    double weight = 0, country = 0, admin1 = 0, near = 0;
    for (size_t other = 0; other < senses_.size(); ++other) {
      if (other == sense || !choice_[other]) continue;
      const PlaceEntry& place = senses_[other].entries[*choice_[other]];
      double w = 1 + 0.5 * std::log2(static_cast<double>(mentions_[other].size()));
      if (place.country.empty()) continue;
      weight += w;
      if (place.country == entry.country) country += w;
      if (entry.admin1 != Gazetteer::kNone && place.admin1 == entry.admin1) admin1 += w;
      bool both_points = entry.has_point && place.has_point && place.grain != PlaceGrain::Country && entry.grain != PlaceGrain::Country;
      if (both_points) near = std::max(near, std::exp(-distance_km(entry, place) / kNearKm));
    }
    double inside = is_in_named_county(sense, entry) ? kInside : 0;
    if (weight == 0) return inside;
    double damped = weight + 0.5;
    return inside + kSameCountry * country / damped + kSameAdmin1 * admin1 / damped + kNear * near;
  }

  double score(size_t sense, const PlaceEntry& entry, bool with_context) const {
    double value = prior(entry) + (has_namesake_city(sense, entry) ? kNamesake : 0) + (is_short_for_capital(sense, entry) ? kShortName : 0);
    if (is_name_of_another(sense, entry)) value += kOthersName;
    size_t confirmed = 0;
    for (size_t n : mentions_[sense]) confirmed += is_confirmed(n, entry);
    // A country is not made a village by one list of names ("Russia, Ohio").
    if (confirmed && (!has_country(sense) || confirmed * 2 > mentions_[sense].size())) value += kHierarchy;
    return with_context ? value + context(sense, entry) : value;
  }

  std::optional<size_t> best_of(size_t sense, bool with_context) const {
    std::optional<size_t> best;
    double best_score = 0;
    const auto& entries = senses_[sense].entries;
    for (size_t e = 0; e < entries.size(); ++e) {
      double value = score(sense, entries[e], with_context);
      if (best && value <= best_score) continue;
      best = e;
      best_score = value;
    }
    return best;
  }

  PlaceMention mention_of(size_t n) const {
    const PlaceName& name = names_[n];
    const PlaceSense& sense = senses_[name.sense];
    PlaceMention mention{name.span, name.first_token, name.end_token, std::nullopt, false, name.evidence};
    std::optional<size_t> choice = choice_[name.sense];
    // One sense a document, unless the words right behind this mention say otherwise.
    if (choice && bound_[n] >= 0 && !is_confirmed(n, sense.entries[*choice])) {
      double best = 0;
      for (size_t e = 0; e < sense.entries.size(); ++e) {
        double value = prior(sense.entries[e]);
        if (!is_confirmed(n, sense.entries[e]) || value <= best) continue;
        best = value;
        choice = e;
      }
    }
    if (choice && is_called_region(n)) {
      for (size_t e = 0; e < sense.entries.size(); ++e) {
        const PlaceEntry& entry = sense.entries[e];
        if (entry.level == Gazetteer::Admin1 && entry.source == PlaceSource::Gazetteer && entry.record == sense.entries[*choice].admin1) choice = e;
      }
    }
    if (!choice) return mention;
    const PlaceEntry& entry = sense.entries[*choice];
    mention.place = tables_.to_place(entry);
    mention.is_adjective = entry.is_adjective;
    mention.why = fmt::format("{}; {} of {} meanings{}", name.evidence, mention.place->name, sense.entries.size(),
                              is_confirmed(n, entry) ? ", by the name beside it" : "");
    return mention;
  }

  const Document& document_;
  const Parse& parse_;
  const PlaceTables& tables_;
  std::vector<PlaceName> names_;
  std::vector<PlaceSense> senses_;
  std::vector<std::optional<size_t>> choice_;  // per sense
  std::vector<int> bound_;                     // per mention: the mention that names the larger place, or -1
  std::vector<std::vector<size_t>> mentions_;  // per sense
};

}  // namespace

std::vector<PlaceMention> link_places(const Document& document, const Parse& parse, const PlaceTables& tables) {
  return PlaceResolver(document, parse, tables, find_place_names(document, parse, tables)).resolve();
}

}  // namespace casus
