// SPDX-License-Identifier: Apache-2.0
// Fitting on the events of an archive, without a store.
#pragma once

#include <functional>
#include <string_view>

#include "casus/forecast.h"
#include "forecast/keeping.h"

namespace casus {

// On all windows that end on or before `until`; later events of the archive are not looked at.
Result<KeptModel> fit_model(const Archive& archive, Day until, const std::function<void(std::string_view)>& on_step, TrainingSummary& summary);

}  // namespace casus
