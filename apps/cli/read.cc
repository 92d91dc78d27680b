// SPDX-License-Identifier: Apache-2.0
// casus read: the reading layer alone.
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

#include "commands.h"
#include "inputs.h"
#include "read/raw_json.h"

namespace casus {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json to_json(const Document& document) {
  return {{"id", document.id},
          {"title", text_or_null(document.title)},
          {"author", text_or_null(document.author)},
          {"publisher", text_or_null(document.publisher)},
          {"url", text_or_null(document.url)},
          {"published", text_or_null(document.published)},
          {"language", text_or_null(document.language)},
          {"translated", document.translated},
          {"text", document.text}};
}

int run_read(InputOptions& input, bool raw) {
  if (!prepare_input(input)) return kWrongCall;
  if (raw) {
    input.read.on_feed = [](const std::string& id, const Feed& feed) { std::cout << raw_feed_json(id, feed) << '\n'; };
    input.read.on_page = [](const std::string& id, const std::string& encoding, const std::vector<Evidence>& evidence, const PageFields& fields) {
      std::cout << raw_page_json(id, encoding, evidence, fields) << '\n';
    };
  }
  Reader reader(input.paths, input.read);
  int status = kDone;
  while (auto next = reader.next()) {
    if (!*next) {
      report(std::vector<Error>{next->error()});
      status = kSomeRefused;
      continue;
    }
    std::cerr << warnings_of(**next);
    if (!raw) std::cout << to_json(**next).dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  std::cout.flush();
  return status;
}

}  // namespace

void add_read_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("read", "The reading layer alone: title, author, publisher, date, language and text");
  command->footer("Example: casus read pages/ news.rss report.pdf > documents.jsonl");
  struct ReadCommand {
    InputOptions input;
    bool raw = false;
  };
  auto options = std::make_shared<ReadCommand>();
  add_input_options(*command, options->input);
  command->add_flag("--raw", options->raw, "The source's own fields before any choice: of a feed, and the ranked evidence of a page");
  command->callback([options, &exit_status] { exit_status = run_read(options->input, options->raw); });
}

}  // namespace casus
