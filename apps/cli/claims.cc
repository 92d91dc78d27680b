// SPDX-License-Identifier: Apache-2.0
// casus claims: who says so, out of a store.
#include "commands.h"
#include "question.h"

namespace casus {

void add_claims_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("claims", "Who says so, and how surely: the claims of a store");
  command->footer("Examples: casus claims --store news.duckdb --about 3f2a91c0\n"
                  "          casus claims --store news.duckdb --actor RUS:MIL --type ASSAULT --format csv");
  auto question = std::make_shared<Question>();
  command->add_option("--about", question->filter.id, "Id of an event, or its first characters");
  command->add_option("--actor", question->filter.actors, "Holder of the claim: name, id, country or sector code, or COUNTRY:SECTOR");
  add_question_options(*command, *question);
  command->callback([question, &exit_status] {
    const std::vector<TextColumn> layout = {{"published", 10, 4, false}, {"holder", 12, 0, false},  {"cue", 7, 3, false},  {"certainty", 9, 2, false},
                                            {"events", 10, 1, false},    {"content", 24, 0, false}, {"event", 8, 2, false}};
    exit_status = answer(*question, claims_select, layout);
  });
}

}  // namespace casus
