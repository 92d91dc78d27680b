// SPDX-License-Identifier: Apache-2.0
// An analysis as rows of the store's tables.
#pragma once

#include <chrono>
#include <cstdint>

#include "casus/analysis.h"
#include "store/database.h"

namespace casus {

// Numbers that a document's rows are joined by.
struct RowNumbers {
  int64_t document = 0;
  int64_t first_event = 0, first_claim = 0;  // its events and claims count up from here
  int64_t run = 0;
  int64_t version = 1;
  bool latest = true;
};

// Appenders for all tables of documents; part of the transaction that is open on the connection.
class RowWriter {
 public:
  explicit RowWriter(const Database& database);
  void write(const Analysis& analysis, const RowNumbers& numbers, std::chrono::sys_time<std::chrono::microseconds> now);
  Status finish();

 private:
  Appender codings_, documents_, sections_, sentences_, dates_, places_, mentions_, events_, event_actors_, counts_, claims_, claim_events_, evidence_;
  friend class DocumentRows;
};

}  // namespace casus
