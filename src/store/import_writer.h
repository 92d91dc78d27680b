// SPDX-License-Identifier: Apache-2.0
// Appenders for the tables that imported events fill; part of the transaction that is open on the connection.
#pragma once

#include <chrono>

#include "store/database.h"
#include "store/imports.h"

namespace casus {

class ImportWriter {
 public:
  explicit ImportWriter(const Database& database);
  void write_document(const ImportedEvent& event, std::string_view format, std::string_view key, int64_t document, int64_t run);
  void write_coding(int64_t run, int64_t document, int64_t events, std::chrono::sys_time<std::chrono::microseconds> now);
  void write_event(const ImportedEvent& event, std::string_view format, int64_t document, int64_t number);
  void write_mention(const ImportedMention& mention, std::string_view format);
  Status finish();

 private:
  Appender documents_, codings_, events_, event_actors_, counts_, imports_, mentions_;
};

}  // namespace casus
