// SPDX-License-Identifier: Apache-2.0
// casus events: who did what to whom, out of a store.
#include "commands.h"
#include "question.h"

namespace casus {

void add_events_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("events", "Who did what to whom: the events of a store");
  command->footer("Examples: casus events --store news.duckdb --actor RUS --type ASSAULT --from 2021-05\n"
                  "          casus events --store news.duckdb --asserted --output events.parquet\n"
                  "          casus events --store news.duckdb --min-sources 2 --one-per event\n"
                  "          casus events --store news.duckdb --sql \"SELECT type, count(*) AS n FROM asserted_events GROUP BY type\"\n"
                  "In tables ● marks asserted events (stated as fact, or on the certain word of somebody who is no party), ○ the others.");
  auto question = std::make_shared<Question>();
  command->add_option("--actor", question->filter.actors, "Who: name, id, country or sector code, or COUNTRY:SECTOR");
  command->add_option("--reports-of", question->filter.reports_of, "Id of an event, or its first characters: all reports of the same event");
  add_question_options(*command, *question);
  command->callback([question, &exit_status] {
    const std::vector<TextColumn> layout = {{"date", 10, 0, false},   {"event", 8, 0, false},   {"who → whom", 18, 0, false}, {"place", 10, 3, false},
                                            {"status", 10, 1, false}, {"holder", 10, 4, false}, {"words", 24, 5, false},      {"id", 8, 2, false}};
    exit_status = answer(*question, events_select, layout);
  });
}

}  // namespace casus
