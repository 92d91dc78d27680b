// SPDX-License-Identifier: Apache-2.0
// casus code: documents in, coded documents out. casus parse: the linguistic layer alone.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "casus/casus.h"
#include "commands.h"
#include "parse/parse_json.h"
#include "parse/pipeline.h"
#include "read/reader.h"
#include "store/analysis_json.h"

namespace casus {
namespace {

// Bytes of text that are analysed together; short documents are faster in company.
constexpr size_t kBatchBytes = 64u << 10;

struct InputOptions {
  std::vector<std::string> paths;
  ReadOptions read;
};

void add_input_options(CLI::App& command, InputOptions& input) {
  command.add_option("path", input.paths, "Files, folders, or - for standard input")->required();
  command.add_option("--published", input.read.published, "Date of publication (YYYY-MM-DD) of documents that bring none");
  command.add_option("--publisher", input.read.publisher, "Publisher of documents that name none");
}

// Reads everything in batches and hands them on; refusals go to standard error.
template <typename OnBatch>
int for_each_batch(const InputOptions& input, OnBatch&& on_batch) {
  if (!input.read.published.empty() && !parse_iso_date(input.read.published)) {
    std::cerr << fmt::format("casus: --published \"{}\" is no date; write YYYY-MM-DD\n", input.read.published);
    return kWrongCall;
  }
  Reader reader(input.paths, input.read);
  std::vector<Document> batch;
  size_t bytes = 0;
  int status = kDone;
  while (auto next = reader.next()) {
    if (!*next) {
      std::cerr << "casus: " << next->error().to_string() << "\n";
      status = kSomeRefused;
      continue;
    }
    Document document = std::move(**next);
    for (const std::string& warning : document.warnings) std::cerr << fmt::format("casus: {}: {}\n", document.id, warning);
    bytes += document.text.size();
    batch.push_back(std::move(document));
    if (bytes >= kBatchBytes) {
      on_batch(std::move(batch));
      batch.clear();
      bytes = 0;
    }
  }
  if (!batch.empty()) on_batch(std::move(batch));
  std::cout.flush();
  return status;
}

int fail(const Error& error) {
  std::cerr << "casus: " << error.to_string() << "\n";
  return kWrongCall;
}

int run_code(const InputOptions& input) {
  auto options = default_options();
  if (!options) return fail(options.error());
  auto engine = Engine::open(*options);
  if (!engine) return fail(engine.error());
  auto workspace = (*engine)->make_workspace();
  return for_each_batch(input, [&](std::vector<Document> batch) {
    for (const Analysis& text : (*engine)->run(std::move(batch), *workspace)) std::cout << to_json_line(text) << '\n';
  });
}

int run_parse(const InputOptions& input) {
  auto options = default_options();
  if (!options) return fail(options.error());
  auto pipeline = Pipeline::open(options->model);
  if (!pipeline) return fail(pipeline.error());
  auto workspace = (*pipeline)->make_workspace();
  return for_each_batch(input, [&](std::vector<Document> batch) {
    std::vector<std::string_view> texts;
    for (const Document& document : batch) texts.push_back(document.text);
    std::vector<Parse> parses = (*pipeline)->parse_batch(texts, *workspace);
    for (size_t i = 0; i < batch.size(); ++i) std::cout << parse_to_json(batch[i].id, batch[i].text, parses[i]) << '\n';
  });
}

}  // namespace

void add_code_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("code", "Documents in, coded documents out as JSON Lines");
  command->footer("Example: casus code --published 2021-04-30 articles/ > coded.jsonl");
  auto input = std::make_shared<InputOptions>();
  add_input_options(*command, *input);
  command->callback([input, &exit_status] { exit_status = run_code(*input); });
}

void add_parse_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("parse", "Tokens, trees and named entities in the shape of spaCy's Doc.to_json()");
  command->footer("Example: casus parse article.txt > parsed.jsonl");
  auto input = std::make_shared<InputOptions>();
  add_input_options(*command, *input);
  command->callback([input, &exit_status] { exit_status = run_parse(*input); });
}

}  // namespace casus
