// SPDX-License-Identifier: Apache-2.0
// casus code: documents in, coded documents out, and into a store.
#include <memory>

#include "coding_run.h"
#include "commands.h"
#include "inputs.h"

namespace casus {
namespace {

struct CodeOptions {
  InputOptions input;
  CodingOptions coding;
  bool again = false;
};

int run_code(CodeOptions& options) {
  if (!prepare_input(options.input)) return kWrongCall;
  auto coding = CodingRun::open(options.coding, options.again ? Skip::Nothing : Skip::WhatThisVersionCoded);
  if (!coding) return fail(coding.error());
  BatchReader reader(options.input);
  (*coding)->run([&](const KeepDocument& keep) { return reader.next(keep); });
  return (*coding)->finish();
}

}  // namespace

void add_code_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("code", "Documents in, coded documents out as JSON Lines, and into a store");
  command->footer("Examples: casus code --published 2021-04-30 articles/ > coded.jsonl\n          casus code articles/ --store news.duckdb --quiet");
  auto options = std::make_shared<CodeOptions>();
  add_input_options(*command, options->input);
  add_coding_options(*command, options->coding);
  command->add_option("--store", options->coding.store, "Database file to add to; made if there is none. What is in it already is skipped");
  command->add_flag("--again", options->again, "Code also what the store has from this very version and these tables");
  command->callback([options, &exit_status] { exit_status = run_code(*options); });
}

}  // namespace casus
