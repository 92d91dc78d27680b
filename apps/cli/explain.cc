// SPDX-License-Identifier: Apache-2.0
// casus explain: why an event stands in a store.
#include "ask/explain.h"

#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"

namespace casus {
namespace {

struct ExplainOptions {
  std::string store;
  std::vector<std::string> ids;
  bool all = false;
};

// Each id must mean one event.
Result<std::vector<EventName>> chosen_events(const Store& store, const ExplainOptions& options) {
  if (options.all) return find_events_by_id(store, "", 0);
  std::vector<EventName> chosen;
  for (const std::string& id : options.ids) {
    TRY_ASSIGN(std::vector<EventName> found, find_events_by_id(store, id, 6));
    if (found.empty()) return Error{ErrorCode::NotFound, fmt::format("no event's id begins with \"{}\"; casus events lists them", id), options.store};
    if (found.size() > 1) {
      std::string ids;
      for (const EventName& event : found) ids += " " + event.id;
      return Error{ErrorCode::Invalid, fmt::format("\"{}\" begins several ids; give more of it:{}", id, ids), options.store};
    }
    chosen.push_back(found[0]);
  }
  return chosen;
}

Status explain_all(const Store& store, const std::vector<EventName>& events, const EngineOptions& engine_options) {
  TRY_ASSIGN(auto engine, Engine::open(engine_options));
  TRY_ASSIGN(RunDescription run, describe_run(engine_options));
  ExplainSources sources{{engine_options.data, engine_options.knowledge}, run.signature()};
  auto workspace = engine->make_workspace();
  std::vector<Analysis> analysed;
  int64_t document_number = -1;
  for (const EventName& event : events) {
    if (event.document != document_number) {
      TRY_ASSIGN(Document document, load_document(store, event.document));
      std::vector<Document> one;
      one.push_back(std::move(document));
      analysed = engine->run(std::move(one), *workspace);
      document_number = event.document;
    }
    TRY_ASSIGN(StoredReasons stored, stored_reasons(store, event));
    std::cout << (&event == events.data() ? "" : "\n\n") << explain_event(stored, analysed[0], sources);
  }
  std::cout.flush();
  return ok();
}

int run_explain(const ExplainOptions& options) {
  if (options.ids.empty() && !options.all) return fail({ErrorCode::Invalid, "say which event: an id, its first characters, or --all", ""});
  auto store = Store::open(options.store, StoreAccess::Read);
  if (!store) return fail(store.error());
  auto events = chosen_events(**store, options);
  if (!events) return fail(events.error());
  auto engine_options = default_options();
  if (!engine_options) return fail(engine_options.error());
  Status status = explain_all(**store, *events, *engine_options);
  return status ? kDone : fail(status.error());
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("explain", "Why an event stands in a store: sentence, tree, frame, actors, reasoning, claims");
  command->footer("Example: casus explain --store news.duckdb 3f2a91c0");
  auto options = std::make_shared<ExplainOptions>();
  command->add_option("--store", options->store, "Database file made by casus code --store")->required();
  command->add_option("event", options->ids, "Id of an event, or its first characters");
  command->add_flag("--all", options->all, "Every event of the store");
  command->callback([options, &exit_status] { exit_status = run_explain(*options); });
}

}  // namespace casus
