// SPDX-License-Identifier: Apache-2.0
#include "code/confidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/table.h"

namespace casus {
namespace {

constexpr uint32_t kLongSentence = 35;

struct Party {
  bool found = false, all_named = true, coreferent = false, guessed = false, by_place = false, without_sector = false;
};

Party describe(const Analysis& text, const std::vector<ActorRef>& refs) {
  Party party;
  party.found = !refs.empty();
  for (const ActorRef& ref : refs) {
    party.without_sector = party.without_sector || ref.actor.sectors.empty();
    if (ref.mention < 0) {
      party.by_place = true;
      continue;
    }
    const ActorLink& link = text.links.actors[ref.mention];
    party.all_named = party.all_named && text.mentions.actors[ref.mention].kind == MentionKind::Name;
    party.coreferent = party.coreferent || link.antecedent >= 0;
    party.guessed = party.guessed || link.country_guessed;
  }
  return party;
}

}  // namespace

std::vector<std::string_view> confidence_features(const Analysis& text, const Event& event) {
  std::vector<std::string_view> features = {"bias"};
  auto add = [&](bool holds, std::string_view name) {
    if (holds) features.push_back(name);
  };
  const Token& trigger = text.parse.tokens[event.trigger];
  const Sentence& sentence = text.parse.sentences[event.sentence];
  Party actors = describe(text, event.actors), recipients = describe(text, event.recipients);
  auto others = std::count_if(text.coding.events.begin(), text.coding.events.end(), [&](const Event& other) { return other.sentence == event.sentence; });
  add(trigger.pos == "NOUN" || trigger.pos == "PROPN", "noun");
  add(trigger.dep == "ROOT" || trigger.dep == "ccomp", "main_clause");
  add(trigger.dep == "relcl" || trigger.dep == "acl" || trigger.dep == "advcl", "subordinate_clause");
  add(event.cameo.size() >= 4, "close_code");
  add(event.cameo.size() == 3 && event.cameo[2] == '0', "open_code");
  add(!actors.found, "no_actor");
  add(!recipients.found && event.actors.size() < 2, "no_recipient");
  add(event.actors.size() > 1 && !recipients.found, "reciprocal");
  add(actors.found && actors.all_named, "actors_named");
  add(recipients.found && recipients.all_named, "recipients_named");
  add(actors.coreferent || recipients.coreferent, "coreference");
  add(actors.guessed || recipients.guessed, "country_guessed");
  add(recipients.by_place || actors.by_place, "place_for_party");
  add(others == 2, "two_in_sentence");
  add(others > 2, "more_in_sentence");
  add(sentence.end_token - sentence.first_token > kLongSentence, "long_sentence");
  add(event.quad == 2, "quad_2");
  add(event.quad == 3, "quad_3");
  add(event.quad == 4, "quad_4");
  return features;
}

Result<ConfidenceModel> ConfidenceModel::load(const std::filesystem::path& data_folder) {
  ConfidenceModel model;
  TRY_ASSIGN(Table table, read_table(data_folder, "confidence.tsv", {"feature", "weight"}));
  for (const TableRow& row : table.rows) {
    char* end = nullptr;
    double weight = std::strtod(row.cells[1].c_str(), &end);
    if (row.cells[1].empty() || *end != '\0') return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no number; write one such as -0.42", row.cells[1]), row.where};
    model.weights_.emplace_back(row.cells[0], weight);
  }
  return model;
}

void ConfidenceModel::judge(const Analysis& text, std::vector<Event>& events) const {
  for (Event& event : events) {
    double sum = 0;
    std::string parts;
    for (std::string_view feature : confidence_features(text, event)) {
      auto weight = std::find_if(weights_.begin(), weights_.end(), [&](const auto& item) { return item.first == feature; });
      if (weight == weights_.end()) continue;
      sum += weight->second;
      parts += fmt::format(" {} {:+.2f}", feature, weight->second);
    }
    event.confidence = 1 / (1 + std::exp(-sum));
    event.why.push_back(fmt::format("confidence {:.2f}:{}", event.confidence, parts));
  }
}

}  // namespace casus
