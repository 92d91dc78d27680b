// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"

#include <array>

namespace casus {
namespace {

template <typename Enum, size_t n>
std::string_view pick(const std::array<std::string_view, n>& names, Enum value) {
  return names.at(static_cast<size_t>(value));
}

}  // namespace

std::string_view name_of(SectionKind kind) {
  static constexpr std::array<std::string_view, 7> kNames = {"title",     "dateline", "body",       "quotation",
                                                             "scripture", "byline",   "boilerplate"};
  return pick(kNames, kind);
}

std::string_view name_of(TimexType type) {
  static constexpr std::array<std::string_view, 4> kNames = {"DATE", "TIME", "DURATION", "SET"};
  return pick(kNames, type);
}

std::string_view name_of(TimeBasis basis) {
  static constexpr std::array<std::string_view, 5> kNames = {"explicit", "relative", "context", "published", "unknown"};
  return pick(kNames, basis);
}

std::string_view name_of(PlaceGrain grain) {
  static constexpr std::array<std::string_view, 5> kNames = {"point", "city", "admin1", "country", "region"};
  return pick(kNames, grain);
}

std::string_view name_of(EventStatus status) {
  static constexpr std::array<std::string_view, 5> kNames = {"reported", "claimed", "planned", "possible", "denied"};
  return pick(kNames, status);
}

std::string_view name_of(CountKind kind) {
  static constexpr std::array<std::string_view, 6> kNames = {"killed",   "wounded",   "arrested",
                                                             "abducted", "displaced", "participants"};
  return pick(kNames, kind);
}

std::string_view name_of(HolderKind kind) {
  static constexpr std::array<std::string_view, 3> kNames = {"actor", "unnamed", "publisher"};
  return pick(kNames, kind);
}

std::string_view name_of(Certainty certainty) {
  static constexpr std::array<std::string_view, 4> kNames = {"certain", "probable", "possible", "unknown"};
  return pick(kNames, certainty);
}

std::string_view name_of(Polarity polarity) {
  static constexpr std::array<std::string_view, 3> kNames = {"positive", "negative", "unknown"};
  return pick(kNames, polarity);
}

std::string_view name_of(MentionKind kind) {
  static constexpr std::array<std::string_view, 3> kNames = {"name", "nominal", "pronoun"};
  return pick(kNames, kind);
}

std::string codes_of(const std::vector<ActorRef>& parties) {
  std::string codes;
  for (const ActorRef& party : parties) {
    if (!codes.empty()) codes += '|';
    codes += party.actor.country;
    for (const std::string& sector : party.actor.sectors) codes += ':' + sector;
  }
  return codes;
}

}  // namespace casus
