// SPDX-License-Identifier: Apache-2.0
// casus parse: the linguistic layer alone, in the shape of spaCy's Doc.to_json().
#include "parse/pipeline.h"

#include <iostream>
#include <memory>

#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "parse/parse_json.h"

namespace casus {
namespace {

int run_parse(InputOptions& input) {
  if (!prepare_input(input)) return kWrongCall;
  auto options = default_options();
  if (!options) return fail(options.error());
  auto pipeline = Pipeline::open(options->model);
  if (!pipeline) return fail(pipeline.error());
  auto workspace = (*pipeline)->make_workspace();
  return for_each_batch(input, [&](const std::vector<Document>& documents) {
    std::vector<std::string_view> texts;
    for (const Document& document : documents) texts.push_back(document.text);
    std::vector<Parse> parses = (*pipeline)->parse_batch(texts, *workspace);
    for (size_t i = 0; i < texts.size(); ++i) std::cout << parse_to_json(documents[i].id, documents[i].text, parses[i]) << '\n';
  });
}

}  // namespace

void add_parse_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("parse", "Tokens, trees and named entities in the shape of spaCy's Doc.to_json()");
  command->footer("Example: casus parse article.txt > parsed.jsonl");
  auto input = std::make_shared<InputOptions>();
  add_input_options(*command, *input);
  command->callback([input, &exit_status] { exit_status = run_parse(*input); });
}

}  // namespace casus
