// SPDX-License-Identifier: Apache-2.0
// Events that other people coded, as rows of the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/time.h"

namespace casus {

// A party as its source calls it, and who it is for us; what could not be mapped is empty.
struct ImportedParty {
  std::string text;  // name or code as it came
  std::string name, id, country;
  std::vector<std::string> sectors;
};

struct ImportedEvent {
  std::string source_id;  // the source's own id, or a hash of the row where it has none or one for several events
  std::string file;
  int64_t line = 0;
  std::string raw;        // the row as it came

  // The report: events of one story share a document.
  std::string story, publisher, url, published, language, text;

  std::string type, mode, cameo;  // type and mode: PLOVER's, empty where the code has none; cameo: as it came
  std::vector<std::string> contexts;
  int quad = 0;                   // 0: unknown
  double intensity = 0;
  std::optional<Date> first, last;
  std::string place_name, place_country, place_admin1, place_grain;
  std::optional<double> latitude, longitude;
  std::optional<int64_t> geonameid;
  std::vector<ImportedParty> actors, recipients;
  std::optional<int64_t> killed;
};

// A further report of an event that was imported, or will be (GDELT's mentions).
struct ImportedMention {
  std::string event_id;  // the source's own id of the event
  std::string url, publisher, seen, raw;
  int64_t sentence = 0;
  std::optional<double> confidence;  // 0 to 1
};

struct ImportCounts {
  int64_t added = 0, known = 0, replaced = 0;  // known: there already, as it came; replaced: known by its id, with another row
};

// The same event of the same source has the same id in every store; no two formats share one.
std::string imported_event_id(std::string_view format, std::string_view source_id);

}  // namespace casus
