// SPDX-License-Identifier: Apache-2.0
#include "inputs.h"

#include <fmt/format.h>

#include <iostream>

#include "casus/casus.h"
#include "casus/time.h"
#include "commands.h"

namespace casus {

void add_input_options(CLI::App& command, InputOptions& input) {
  command.add_option("path", input.paths, "Files, folders, or - for standard input")->required();
  command.add_option("--published", input.read.published, "Date of publication (YYYY-MM-DD) of documents that bring none");
  command.add_option("--publisher", input.read.publisher, "Publisher of documents that name none");
}

bool prepare_input(InputOptions& input) {
  if (!input.read.published.empty() && !parse_iso_date(input.read.published)) {
    std::cerr << fmt::format("casus: --published \"{}\" is no date; write YYYY-MM-DD\n", input.read.published);
    return false;
  }
  auto options = default_options();
  if (!options) return fail(options.error()), false;
  auto tables = ReadingTables::load(options->data);
  if (!tables) return fail(tables.error()), false;
  input.read.tables = std::make_shared<const ReadingTables>(std::move(*tables));
  return true;
}

bool report(const Batch& batch) {
  report(batch.refused);
  for (const Document& document : batch.documents) {
    for (const std::string& warning : document.warnings) std::cerr << fmt::format("casus: {}: {}\n", document.id, warning);
  }
  return !batch.refused.empty();
}

void report(const std::vector<Error>& refused) {
  for (const Error& error : refused) std::cerr << "casus: " << error.to_string() << "\n";
}

int fail(const Error& error) {
  std::cerr << "casus: " << error.to_string() << "\n";
  return kWrongCall;
}

}  // namespace casus
