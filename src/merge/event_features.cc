// SPDX-License-Identifier: Apache-2.0
#include "merge/event_features.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"

namespace casus {
namespace {

constexpr size_t kMostWords = 24;
constexpr uint8_t kCommon = 8;  // rarity of words that one in three documents has: "say", "take"

void sort_unique(std::vector<uint32_t>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  std::erase(hashes, 0u);
}

std::vector<uint32_t> words_of(const Parse& parse, uint32_t first, uint32_t end) {
  std::vector<uint32_t> words;
  for (uint32_t i = first; i < end; ++i) words.push_back(telling_word(parse.tokens[i]));
  sort_unique(words);
  if (words.size() > kMostWords) words.resize(kMostWords);
  return words;
}

std::vector<uint32_t> parties_of(const std::vector<ActorRef>& parties) {
  std::vector<uint32_t> hashes;
  for (const ActorRef& party : parties) {
    std::string who = !party.actor.id.empty() ? party.actor.id : party.actor.country;
    if (party.actor.id.empty()) {
      for (const std::string& sector : party.actor.sectors) who += ":" + sector;
    }
    if (!who.empty()) hashes.push_back(hash32(who));
  }
  sort_unique(hashes);
  return hashes;
}

// The highest token of a stretch: the one whose head lies outside.
std::optional<uint32_t> head_of(Span span, const Parse& parse) {
  auto begin = std::partition_point(parse.tokens.begin(), parse.tokens.end(), [&](const Token& token) { return token.span.end <= span.start; });
  auto end = std::partition_point(begin, parse.tokens.end(), [&](const Token& token) { return token.span.start < span.end; });
  for (auto token = begin; token != end; ++token) {
    const Token& head = parse.tokens[token->head];
    if (&head == &*token || !span.overlaps(head.span)) return static_cast<uint32_t>(token - parse.tokens.begin());
  }
  return std::nullopt;
}

// The head of a phrase that `token` only qualifies: of "San" in "San Diego lineman Jamal Williams" the word "Williams".
uint32_t qualified_by(uint32_t token, const Parse& parse) {
  while (parse.tokens[token].dep == "compound" || parse.tokens[token].dep == "nmod") token = parse.tokens[token].head;
  return token;
}

// Two unknown people are told apart by their names alone: "Vincent Jackson", "Jamal Williams".
std::vector<uint32_t> names_of(const std::vector<ActorRef>& parties, const Parse& parse) {
  std::vector<uint32_t> hashes;
  for (const ActorRef& party : parties) {
    auto head = head_of(party.span, parse);
    if (!head) continue;
    uint32_t whole = qualified_by(*head, parse);
    bool is_in_table = !party.actor.id.empty() && whole == *head;
    if (!is_in_table && parse.tokens[whole].pos == "PROPN") hashes.push_back(telling_word(parse.tokens[whole]));
  }
  sort_unique(hashes);
  return hashes;
}

struct Names {
  std::vector<uint32_t> actors, recipients;
};

// Names right beside the word that fired, of people whom no table knows and who are no party therefore: "Jackson arrested", "she named Ruiz".
Names names_beside(uint32_t trigger, const Parse& parse) {
  Names names;
  bool is_passive = parse.tokens[trigger].tag == "VBN";
  for (uint32_t child : parse.children(trigger)) {
    const Token& token = parse.tokens[child];
    if (token.pos != "PROPN") continue;
    if (token.dep == "dobj" || token.dep == "nsubjpass" || (token.dep == "nsubj" && is_passive)) names.recipients.push_back(telling_word(token));
    else if (token.dep == "nsubj") names.actors.push_back(telling_word(token));
  }
  sort_unique(names.actors);
  sort_unique(names.recipients);
  return names;
}

uint32_t hash_or_0(std::string_view text) { return text.empty() ? 0 : hash32(text); }

// The word that fired, out of the rule that coded the event ("frames/assault.tsv:12 attack"); 0 if it names none.
uint32_t trigger_of_rule(const std::string& rule) {
  size_t space = rule.find(' ');
  if (space == std::string::npos) return 0;
  return hash32(fold_name(rule.substr(space + 1, rule.find(' ', space + 1) - space - 1)));
}

EventFeatures features_of(const Event& event, const Parse& parse, bool is_parsed) {
  EventFeatures features;
  features.type = hash_or_0(event.type);
  // What may come is not what came: "could be sentenced" reports no sentence.
  features.mode = hash_or_0(event.status == EventStatus::Possible ? event.mode + "?" : event.mode);
  features.trigger = is_parsed ? telling_word(parse.tokens[event.trigger]) : trigger_of_rule(event.rule);
  features.actors = parties_of(event.actors);
  features.recipients = parties_of(event.recipients);
  if (is_parsed) {
    Names beside = names_beside(event.trigger, parse);
    features.named_actors = event.actors.empty() ? std::move(beside.actors) : names_of(event.actors, parse);
    features.named_recipients = event.recipients.empty() ? std::move(beside.recipients) : names_of(event.recipients, parse);
  }
  if (event.date.basis != TimeBasis::Unknown) features.days = event.date.span;
  if (event.place) {
    const Place& place = event.place->place;
    features.country = hash_or_0(place.country);
    // The town of a dateline is the reporter's.
    bool is_told = event.place->basis == "clause" || event.place->basis == "sentence";
    if (is_told && place.grain == PlaceGrain::City && place.geonameid != 0) features.town = hash32(std::to_string(place.geonameid));
  }
  if (event.sentence < parse.sentences.size()) {
    const Sentence& sentence = parse.sentences[event.sentence];
    features.words = words_of(parse, sentence.first_token, sentence.end_token);
  }
  return features;
}

// Verb and noun of one deed are told alike as far as their endings show: "convict", "conviction".
uint32_t hash_of_lemma(const Token& token) {
  std::string form = fold_name(token.lemma);
  for (std::string_view ending : {"ation", "ment", "tion", "sion", "ing", "ion", "er", "or", "al", "ed", "e"}) {
    if (form.size() >= ending.size() + 4 && form.ends_with(ending)) {
      form.resize(form.size() - ending.size() + (ending == "tion" || ending == "sion" ? 1 : 0));
      break;
    }
  }
  return hash32(form);
}

// A common word is the same deed only with the same subject and object.
uint32_t trigger_of(uint32_t head, const Parse& parse, const WordCounts& words) {
  uint32_t hash = hash_of_lemma(parse.tokens[head]);
  if (words.rarity(hash) >= kCommon) return hash;
  for (uint32_t child : parse.children(head)) {
    std::string_view dep = parse.tokens[child].dep;
    if (dep == "nsubj" || dep == "nsubjpass" || dep == "dobj" || dep == "attr") hash = hash * 31 + hash_of_lemma(parse.tokens[child]);
  }
  return hash;
}

EventFeatures features_of(Span asked, const Parse& parse, const WordCounts& words) {
  EventFeatures features;
  auto head = head_of(asked, parse);
  if (!head) return features;
  features.trigger = trigger_of(*head, parse, words);
  const Sentence& sentence = parse.sentences[parse.tokens[*head].sentence];
  features.words = words_of(parse, sentence.first_token, sentence.end_token);
  return features;
}

}  // namespace

uint32_t telling_word(const Token& token) {
  bool tells = token.pos == "PROPN" || token.pos == "NOUN" || token.pos == "VERB" || token.pos == "ADJ" || token.pos == "NUM";
  if (!tells) return 0;
  std::string form = fold_name(token.lemma);
  if (token.pos == "NUM") std::erase(form, ',');
  bool has_letter = std::any_of(form.begin(), form.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80); });
  return has_letter && form.size() > 1 ? hash32(form) : 0;
}

std::vector<EventFeatures> find_event_features(const Analysis& text, const WordCounts& words) {
  std::vector<EventFeatures> features;
  if (!text.document.asked.empty()) {
    for (Span asked : text.document.asked) features.push_back(features_of(asked, text.parse, words));
    return features;
  }
  return find_event_features(text.coding.events, text.parse, true);
}

std::vector<EventFeatures> find_event_features(const std::vector<Event>& events, const Parse& parse, bool is_parsed) {
  std::vector<EventFeatures> features;
  for (const Event& event : events) features.push_back(features_of(event, parse, is_parsed));
  return features;
}

}  // namespace casus
