// SPDX-License-Identifier: Apache-2.0
// casus parse: the linguistic layer alone, in the shape of spaCy's Doc.to_json().
#include "parse/pipeline.h"

#include <memory>

#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "parse/parse_json.h"

namespace casus {
namespace {

struct ParseOptions {
  InputOptions input;
  size_t threads = 0;
};

int run_parse(ParseOptions& parse) {
  if (!prepare_input(parse.input)) return kWrongCall;
  auto options = default_options();
  if (!options) return fail(options.error());
  auto pipeline = Pipeline::open(options->model);
  if (!pipeline) return fail(pipeline.error());
  return print_lines(parse.input, parse.threads, [&]() -> LineWorker {
    return [&, workspace = std::shared_ptr<Pipeline::Workspace>((*pipeline)->make_workspace())](const std::vector<Document>& documents) {
      std::vector<std::string_view> texts;
      for (const Document& document : documents) texts.push_back(document.text);
      std::vector<Parse> parses = (*pipeline)->parse_batch(texts, *workspace);
      std::string lines;
      for (size_t i = 0; i < texts.size(); ++i) lines += parse_to_json(documents[i].id, documents[i].text, parses[i]) + '\n';
      return lines;
    };
  });
}

}  // namespace

void add_parse_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("parse", "Tokens, trees and named entities in the shape of spaCy's Doc.to_json()");
  command->footer("Example: casus parse article.txt > parsed.jsonl");
  auto options = std::make_shared<ParseOptions>();
  add_input_options(*command, options->input);
  add_threads_option(*command, options->threads);
  command->callback([options, &exit_status] { exit_status = run_parse(*options); });
}

}  // namespace casus
