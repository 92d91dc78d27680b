// SPDX-License-Identifier: Apache-2.0
// casus forecast next: whom, or who, next.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "casus/next_events.h"
#include "casus/store.h"
#include "commands.h"
#include "inputs.h"

namespace casus {
namespace {

struct NextCommand {
  std::string store, queries;
  size_t most = 100;
};

Result<NextEventQuery> read_query(const std::string& line) {
  nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("id") || !json["id"].is_string()) {
    return Error{ErrorCode::Invalid, "is no JSON object with an id; write {\"id\": \"2014-12-01|o|China|Make a visit\"}", ""};
  }
  return parse_next_event_query(json["id"].get<std::string>());
}

Result<int> run_next(const NextCommand& command) {
  int exit_status = kDone;
  TRY_ASSIGN(std::vector<NextEventQuery> queries, read_json_lines(command.queries, read_query, exit_status));
  TRY_ASSIGN(auto store, Store::open(command.store, StoreAccess::Read));
  TRY_ASSIGN(std::vector<NextEventAnswer> answers, rank_next_events(*store, queries, command.most));
  for (const NextEventAnswer& answer : answers) {
    nlohmann::ordered_json ranked = nlohmann::ordered_json::array();
    for (const auto& [entity, score] : answer.ranked) ranked.push_back({entity, score});
    std::cout << nlohmann::ordered_json{{"id", answer.id}, {"ranked", ranked}}.dump() << '\n';
  }
  std::cout.flush();
  if (!std::cout) return Error{ErrorCode::Io, "standard output takes no more", ""};
  return exit_status;
}

}  // namespace

void add_forecast_next_command(CLI::App& forecast, int& exit_status) {
  CLI::App* command = forecast.add_subcommand("next", "What comes next: ranks who stands in the open place of a fact");
  command->footer("Example: echo '{\"id\": \"2014-12-01|o|China|Make a visit\"}' | casus forecast next --store news.duckdb --queries -\n"
                  "An id is day|side|entity|relation: side o asks (entity, relation, ?), side s asks (?, relation, entity). Names as in the store.\n"
                  "Only events dated before the day are read; the model is that of casus forecast train, or fitted on the spot.");
  auto options = std::make_shared<NextCommand>();
  command->add_option("--store", options->store, "Database file with events")->required();
  command->add_option("--queries", options->queries, "One JSON object a line with an id; - is standard input")->required();
  command->add_option("--limit", options->most, "Most entities an answer")->check(CLI::PositiveNumber);
  command->callback([options, &exit_status] {
    auto ran = run_next(*options);
    exit_status = ran ? *ran : fail(ran.error());
  });
}

}  // namespace casus
