// SPDX-License-Identifier: Apache-2.0
#include "forecast/situations.h"

#include <algorithm>

namespace casus {
namespace {

constexpr Day kFirstSunday = 3;  // 1970-01-04

Day next_sunday(Day day) {
  Day past = ((day - kFirstSunday) % 7 + 7) % 7;
  return past == 0 ? day : day + 7 - past;
}

}  // namespace

Day first_origin(const Archive& archive, Day until) {
  if (archive.world().empty()) return until;
  Day start = archive.world().first_day();
  return next_sunday(start + std::max(kLeastPast, std::min(kYear, (until - start) / 2)));
}

PastSituation situation_at(const Past& own) {
  PastSituation present;
  present.as_of = own.as_of();
  for (size_t h = 0; h < kHorizonCount; ++h) {
    present.before[h] = static_cast<float>(previous_count(own, kHorizons[h]));
    present.threshold[h] = static_cast<float>(surge_threshold(own, kHorizons[h]));
    present.after[h] = -1;
  }
  return present;
}

Situations collect_situations(const Archive& archive, Day from, Day until, Day last) {
  Situations situations;
  situations.features.columns = feature_names().size();
  std::vector<const History*> histories;
  for (const auto& [unit, history] : archive.units()) {
    situations.units.push_back(unit);
    histories.push_back(&history);
  }
  for (Day as_of = next_sunday(from); as_of <= until; as_of += 7) {
    for (size_t i = 0; i < histories.size(); ++i) {
      Past own(*histories[i], as_of);
      if (own.conflict(as_of - kYear, as_of) < kLeastConflict) continue;
      PastSituation past = situation_at(own);
      past.unit = static_cast<uint32_t>(i);
      Past later(*histories[i], last);
      for (size_t h = 0; h < kHorizonCount; ++h) {
        Day end = as_of + 7 * kHorizons[h];
        if (end <= last) past.after[h] = static_cast<float>(later.conflict(as_of, end));
      }
      situations.past.push_back(past);
      situations.features.add_row(features_of(archive.situation(situations.units[i], as_of)));
    }
  }
  return situations;
}

}  // namespace casus
