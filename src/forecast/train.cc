// SPDX-License-Identifier: Apache-2.0
// From a store to the models kept in it.
#include <algorithm>
#include <set>

#include "base/hash.h"
#include "casus/casus.h"
#include "casus/forecast.h"
#include "casus/store.h"
#include "forecast/keeping.h"
#include "forecast/training.h"
#include "store/counted_rows.h"
#include "store/learned_rows.h"

namespace casus {

Result<KeptModel> fit_model(const Archive& archive, Day until, const std::function<void(std::string_view)>& on_step, TrainingSummary& summary) {
  // After the last event nothing is known; that is not peace.
  if (!archive.world().empty()) until = std::min(until, archive.world().last_day());
  Situations situations = collect_situations(archive, first_origin(archive, until), until, until);
  KeptModel model;
  TRY_ASSIGN(model.ensemble, fit_ensemble(situations, until, {}, on_step));
  model.examples = choose_examples(situations, model.ensemble.scaling);
  std::set<uint32_t> units;
  for (const PastSituation& past : situations.past) units.insert(past.unit);
  summary.first_origin = date_of(situations.past.front().as_of);
  summary.last_origin = date_of(situations.past.back().as_of);
  summary.units = static_cast<int64_t>(units.size());
  summary.situations = static_cast<int64_t>(situations.past.size());
  return model;
}

Result<TrainingSummary> train_forecasts(Store& store, Date until, const std::function<void(std::string_view)>& on_step) {
  if (on_step) on_step("events");
  TRY_ASSIGN(Archive archive, load_archive(store, day_number(until)));
  TrainingSummary summary;
  TRY_ASSIGN(KeptModel model, fit_model(archive, day_number(until), on_step, summary));
  std::string content = pack(model);
  summary.model = content_id({kModelKind, to_iso(until), content}).substr(0, 12);
  TRY(keep_model(store, {kModelKind, summary.model, until, version(), std::move(content)}));
  TRY(count_events(store, kUnitSql));
  return summary;
}

}  // namespace casus
