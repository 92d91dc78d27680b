// SPDX-License-Identifier: Apache-2.0
// Events of a store in the formats of others.
#pragma once

#include <ostream>
#include <string>

#include "casus/store.h"
#include "exchange/codes.h"
#include "exchange/columns.h"

namespace casus {

struct ExportSummary {
  int64_t events = 0, rows = 0;
  int64_t left_out = 0;  // events that the format cannot hold: without a date, a code, or two sides where it needs both
};

// `where` is a condition on events e and documents d; empty: all. An event that came in this very format goes out as it came; others
// become a row for each pair of parties.
Result<ExportSummary> export_events(const Store& store, const FormatFacts& format, const std::string& where, const ExchangeCodes& codes, std::ostream& out);

}  // namespace casus
