// SPDX-License-Identifier: Apache-2.0
// casus status: how surely the words that the caller points at happened, from the author's view.
#include <memory>

#include "base/names.h"
#include "base/utf8.h"
#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "store/json_writer.h"

namespace casus {
namespace {

std::string to_status_line(const Analysis& text) {
  CodePointIndex index(text.document.text);
  JsonWriter json;
  json.open_object();
  json.key("id");
  json.string(text.document.id);
  json.key("events");
  json.open_list();
  for (size_t i = 0; i < text.document.asked.size(); ++i) {
    json.open_object();
    json.key("start");
    json.integer(index.to_code_points(text.document.asked[i].start));
    json.key("end");
    json.integer(index.to_code_points(text.document.asked[i].end));
    json.key("certainty");
    json.string(name_of(text.coding.asked[i].certainty));
    json.key("polarity");
    json.string(name_of(text.coding.asked[i].polarity));
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return std::move(json).take();
}

int run_status(InputOptions& input) {
  if (!prepare_input(input)) return kWrongCall;
  auto options = default_options();
  if (!options) return fail(options.error());
  auto engine = Engine::open(*options);
  if (!engine) return fail(engine.error());
  return print_lines(input, 0, [&]() -> LineWorker {
    return [&, workspace = std::shared_ptr<Engine::Workspace>((*engine)->make_workspace())](std::vector<Document> documents) {
      std::string lines;
      for (const Analysis& text : (*engine)->run(std::move(documents), *workspace)) lines += to_status_line(text) + '\n';
      return lines;
    };
  });
}

}  // namespace

void add_status_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("status", "How surely given events happened: certainty and polarity from the author's view");
  command->footer("Example: echo '{\"id\":\"a\",\"text\":\"They may strike.\",\"events\":[{\"start\":9,\"end\":15}]}' | casus status -");
  auto input = std::make_shared<InputOptions>();
  add_input_options(*command, *input);
  command->callback([input, &exit_status] { exit_status = run_status(*input); });
}

}  // namespace casus
