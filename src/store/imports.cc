// SPDX-License-Identifier: Apache-2.0
#include "store/imports.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "store/import_writer.h"

namespace casus {

std::string imported_event_id(std::string_view format, std::string_view source_id) { return content_id({"import", format, source_id}); }

ImportWriter::ImportWriter(const Database& database)
    : documents_(database, "documents"), codings_(database, "codings"), events_(database, "events"), event_actors_(database, "event_actors"),
      counts_(database, "counts"), imports_(database, "imports"), mentions_(database, "imported_mentions") {}

Status ImportWriter::finish() {
  for (Appender* table : {&documents_, &codings_, &events_, &event_actors_, &counts_, &imports_, &mentions_}) TRY(table->finish());
  return ok();
}

void ImportWriter::write_document(const ImportedEvent& event, std::string_view format, std::string_view key, int64_t document, int64_t run) {
  std::string id = std::string(format) + ":" + event.story;
  documents_.row(document, key, VerbatimText{id}, int64_t{1}, true, run, std::nullopt, event.publisher, std::nullopt, event.url, event.published,
                 parse_iso_date(event.published), event.language, false, false, event.file, event.line, std::nullopt, std::nullopt, std::nullopt, VerbatimText{event.text});
}

void ImportWriter::write_coding(int64_t run, int64_t document, int64_t events, std::chrono::sys_time<std::chrono::microseconds> now) {
  codings_.row(run, document, now, events, int64_t{0});
}

void ImportWriter::write_event(const ImportedEvent& event, std::string_view format, int64_t document, int64_t number) {
  bool has_place = !event.place_name.empty() || event.latitude || !event.place_country.empty();
  std::string rule = "import " + std::string(format);
  int64_t end = CodePointIndex(event.text).to_code_points(static_cast<uint32_t>(event.text.size()));
  events_.row(document, number, imported_event_id(format, event.source_id), event.type, event.mode, event.contexts, event.cameo, event.quad, event.intensity,
              event.first, event.last, std::string_view(event.first ? "explicit" : "unknown"), event.place_name, event.geonameid, event.place_country,
              event.place_admin1, event.latitude, event.longitude, event.place_grain, std::string_view(has_place ? "imported" : ""),
              std::string_view("reported"), int64_t{0}, end, int64_t{0}, rule, std::nullopt, true);
  for (auto [parties, role] : {std::pair{&event.actors, "actor"}, {&event.recipients, "recipient"}}) {
    int64_t position = 0;
    for (const ImportedParty& party : *parties) {
      event_actors_.row(document, number, std::string_view(role), position++, std::nullopt, std::nullopt, std::nullopt, party.text, party.name, party.id, party.country,
                        party.sectors);
    }
  }
  if (event.killed) counts_.row(document, number, std::string_view("killed"), event.killed, event.killed, int64_t{0}, end);
  imports_.row(document, number, format, VerbatimText{event.source_id}, event.file, event.line, VerbatimText{event.raw});
}

void ImportWriter::write_mention(const ImportedMention& mention, std::string_view format) {
  mentions_.row(format, imported_event_id(format, mention.event_id), content_id({format, mention.raw}), mention.url, mention.publisher, mention.seen, mention.sentence, mention.confidence, VerbatimText{mention.raw});
}

}  // namespace casus
