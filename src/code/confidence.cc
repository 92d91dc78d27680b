// SPDX-License-Identifier: Apache-2.0
#include "code/confidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

constexpr uint32_t kLongSentence = 35;
constexpr size_t kSpokenShare = 50;  // one word in so many is "I", "we" or "you"
constexpr uint32_t kFar = 10;

struct Party {
  bool found = false, all_named = true, coreferent = false, guessed = false, by_place = false, state = false, without_country = false, speaker = false, private_person = false;
};

// Speakers and listeners: who "I", "we" and "you" are is the hardest of all to tell.
bool is_first_or_second(const Token& token) {
  static constexpr std::string_view kWords[] = {"i", "we", "you", "my", "our", "your", "me", "us"};
  if (token.pos != "PRON") return false;
  std::string word = to_lower(token.lemma);
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

bool is_private(const Actor& actor) {
  static constexpr std::string_view kSectors[] = {"CVL", "BUS", "EDU", "MED", "JRN", "SOC", "LAB", "AGR", "CRM", "UNK"};
  return !actor.sectors.empty() && std::find(std::begin(kSectors), std::end(kSectors), actor.sectors.front()) != std::end(kSectors);
}

Party describe(const Analysis& text, const std::vector<ActorRef>& refs) {
  Party party;
  party.found = !refs.empty();
  for (const ActorRef& ref : refs) {
    party.without_country = party.without_country || ref.actor.country.empty();
    party.private_person = party.private_person || is_private(ref.actor);
    if (ref.mention < 0) {
      party.by_place = true;
      continue;
    }
    const ActorLink& link = text.links.actors[ref.mention];
    party.state = party.state || (ref.actor.sectors.empty() && !link.is_person);
    party.speaker = party.speaker || is_first_or_second(text.parse.tokens[text.mentions.actors[ref.mention].head]);
    party.all_named = party.all_named && text.mentions.actors[ref.mention].kind == MentionKind::Name;
    party.coreferent = party.coreferent || link.antecedent >= 0;
    party.guessed = party.guessed || link.country_guessed;
  }
  return party;
}

bool crosses_borders(const Event& event) {
  for (const ActorRef& actor : event.actors) {
    for (const std::vector<ActorRef>* others : {&event.recipients, &event.actors}) {
      for (const ActorRef& other : *others) {
        if (!actor.actor.country.empty() && !other.actor.country.empty() && actor.actor.country != other.actor.country) return true;
      }
    }
  }
  return false;
}

// Interviews, debates, speeches: much of what they name is not told as having happened.
bool is_spoken(const Analysis& text) {
  size_t speakers = 0;
  for (const Token& token : text.parse.tokens) speakers += is_first_or_second(token);
  return speakers * kSpokenShare > text.parse.tokens.size();
}

// A party that stands far from the word that fired: often another clause's.
bool is_far(const Analysis& text, const Event& event) {
  for (const std::vector<ActorRef>* parties : {&event.actors, &event.recipients}) {
    for (const ActorRef& party : *parties) {
      if (party.mention < 0) continue;
      uint32_t head = text.mentions.actors[party.mention].head;
      if ((head > event.trigger ? head - event.trigger : event.trigger - head) > kFar) return true;
    }
  }
  return false;
}

std::string_view type_feature(std::string_view type) {
  static constexpr std::string_view kTypes[] = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
                                                "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"};
  auto found = std::find(std::begin(kTypes), std::end(kTypes), type);
  return found == std::end(kTypes) ? std::string_view("other_type") : *found;
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
  add(actors.state, "state_acts");
  add(recipients.state, "state_receives");
  add(actors.private_person, "private_actor");
  add(recipients.private_person, "private_recipient");
  add(actors.without_country || recipients.without_country, "without_country");
  add(actors.speaker || recipients.speaker, "speaker_or_listener");
  add(crosses_borders(event), "across_borders");
  add(trigger.tag == "VB" || trigger.tag == "VBG", "not_finite");
  add(event.status == EventStatus::Claimed, "claimed");
  add(event.status == EventStatus::Planned, "planned");
  add(event.status == EventStatus::Possible, "possible");
  add(event.status == EventStatus::Denied, "denied");
  add(event.specificity < 5, "open_frame");
  add(event.specificity >= 18, "close_frame");
  add(is_spoken(text), "spoken_text");
  add(is_far(text, event), "far_party");
  add(actors.found && recipients.found, "both_sides");
  bool quoted = std::any_of(text.mentions.quotations.begin(), text.mentions.quotations.end(), [&](const auto& quotation) { return quotation.span.contains(trigger.span); });
  add(quoted, "quoted");
  features.push_back(type_feature(event.type));
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
    if (row.cells[0] == "floor") {
      model.floor_ = weight;
      continue;
    }
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

void ConfidenceModel::drop_unlikely(Coding& coding) const {
  std::vector<std::string> dropped;
  std::erase_if(coding.events, [&](const Event& event) {
    if (event.confidence >= floor_) return false;
    dropped.push_back(event.id);
    return true;
  });
  for (Claim& claim : coding.claims) {
    std::erase_if(claim.events, [&](const std::string& id) { return std::find(dropped.begin(), dropped.end(), id) != dropped.end(); });
  }
}

}  // namespace casus
