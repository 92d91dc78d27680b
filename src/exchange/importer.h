// SPDX-License-Identifier: Apache-2.0
// Other people's event data into a store: GDELT, ICEWS, ACLED, POLECAT, Phoenix, and plain tables.
#pragma once

#include <functional>
#include <istream>
#include <string>

#include "casus/store.h"
#include "exchange/codes.h"
#include "exchange/columns.h"

namespace casus {

struct ImportSummary {
  int64_t rows = 0, refused = 0;
  ImportCounts events, mentions;
  int64_t parties = 0, unmapped_parties = 0, unmapped_codes = 0;  // kept as they came
};

struct ImportSource {
  const FormatFacts* format = nullptr;
  std::string name;         // of the file, for messages
  bool is_weis = false;     // of a plain table: its codes are WEIS, not CAMEO
};

// Where the rows of a file go, one by one. An Error of the first two ends the reading.
struct ImportSinks {
  std::function<Status(ImportedEvent)> event;
  std::function<Status(ImportedMention)> mention;
  std::function<void(const Error&)> refused;
};

// A row that cannot be read goes to `refused` with file, line and remedy; the rest goes on.
Status read_rows(std::istream& stream, const ImportSource& source, const ExchangeCodes& codes, const ImportSinks& sinks, ImportSummary& summary);

// The same into a store, a transaction for many rows. A row that cannot be read goes to `on_refused` with file, line and remedy; the rest goes in. The store's run has begun.
Status import_rows(std::istream& stream, const ImportSource& source, const ExchangeCodes& codes, Store& store,
                   const std::function<void(const Error&)>& on_refused, ImportSummary& summary);

// One row to an event; an Error says what is wrong with it.
Status read_imported_row(const NamedRow& row, const ImportSource& source, const ExchangeCodes& codes, ImportedEvent& event);
Status read_imported_mention(const NamedRow& row, ImportedMention& mention);

}  // namespace casus
