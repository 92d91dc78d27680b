// SPDX-License-Identifier: Apache-2.0
// casus series: counts over time, out of a store.
#include "ask/series.h"

#include "commands.h"
#include "question.h"

namespace casus {

void add_series_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("series", "Counts of events over time: between two sides, inside one, or around one");
  command->footer("Examples: casus series --store news.duckdb --unit 'RUS|UKR' --by month\n"
                  "          casus series --store news.duckdb --unit 'FRA|FRA' --by week --from 2021 --format csv\n"
                  "Counts asserted events (casus events --help) by their first day; documents: how many the store has from that period.");
  auto question = std::make_shared<Question>();
  auto request = std::make_shared<SeriesRequest>();
  request->by = "week";
  command->add_option("--unit", request->unit, "A|B two sides in either direction, A|A inside one, A everything that involves A; A as in --actor of events")->required();
  command->add_option("--by", request->by, "day, week (the default), month, quarter or year");
  command->add_option("--from", request->from, "First day: YYYY, YYYY-MM or YYYY-MM-DD");
  command->add_option("--to", request->to, "Last day, likewise");
  command->add_flag("--all-statuses", request->all_statuses, "Count also what is merely claimed, planned, possible or denied");
  command->add_option_function<std::string>("--one-per", [request](const std::string&) { request->one_per_event = true; }, "event: each event once, however many documents tell it")->check(CLI::IsMember({"event"}));
  add_output_options(*command, *question);
  command->callback([question, request, &exit_status] {
    std::vector<TextColumn> layout = {{"period", 10, 0, false}, {"events", 6, 1, true},    {"quad1", 5, 2, true},          {"quad2", 5, 2, true},
                                      {"quad3", 5, 2, true},    {"quad4", 5, 2, true},     {"intensity", 9, 3, true}, {"mean_intensity", 14, 4, true},
                                      {"documents", 9, 4, true}};
    auto select = [&](const EventFilter&, RowShape) { return series_select(*request); };
    exit_status = answer(*question, select, layout);
  });
}

}  // namespace casus
