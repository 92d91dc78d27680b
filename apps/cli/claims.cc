// SPDX-License-Identifier: Apache-2.0
// casus claims: who says so, out of a store.
#include "commands.h"
#include "question.h"

namespace casus {

void add_claims_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("claims", "Who says so, and how surely: the claims of a store");
  command->footer("Examples: casus claims --store news.duckdb --about 3f2a91c0\n"
                  "          casus claims --store news.duckdb --actor RUS:MIL --type ASSAULT --format csv\n"
                  "          casus claims --store news.duckdb --denials                     # who denies what\n"
                  "          casus claims --store news.duckdb --later-reported              # first claimed, and later reported as fact by others");
  auto of_claims = std::make_shared<ClaimFilter>();
  auto question = std::make_shared<Question>();
  command->add_option("--about", question->filter.id, "Id of an event, or its first characters");
  command->add_option("--actor", question->filter.actors, "Holder of the claim: name, id, country or sector code, or COUNTRY:SECTOR");
  command->add_option("--cue", of_claims->cues, "Kind of cue: say accuse deny doubt believe predict intend demand ask promise threaten judge");
  command->add_option("--polarity", of_claims->polarities, "What the holder says of it: positive, negative (denied, doubted) or unknown");
  command->add_flag("--denials", of_claims->denials, "Only what denies or doubts, and what says no of an event: not every sentence with a not in it");
  command->add_flag("--later-reported", of_claims->later_reported, "Only claims that came first and that another publisher later reports as fact");
  add_question_options(*command, *question);
  command->callback([question, of_claims, &exit_status] {
    for (auto* values : {&of_claims->cues, &of_claims->polarities}) *values = split_commas(*values);
    const std::vector<TextColumn> layout = {{"published", 10, 4, false}, {"holder", 12, 0, false},  {"cue", 7, 3, false},  {"certainty", 9, 2, false},
                                            {"events", 10, 1, false},    {"content", 24, 0, false}, {"event", 8, 2, false},
                                            {"later_reports", 22, 0, false}};
    exit_status = answer(*question, [of_claims](const EventFilter& filter, RowShape shape) { return claims_select(filter, shape, *of_claims); }, layout);
  });
}

}  // namespace casus
