// SPDX-License-Identifier: Apache-2.0
#include "link/phrase_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "link/reference_day.h"

namespace casus {

bool PhraseReader::is_modifier(std::string_view dep) { return dep == "amod" || dep == "compound" || dep == "nmod" || dep == "poss"; }

void PhraseReader::add_unique(std::vector<std::string>& items, const std::string& item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

PhraseReader::PhraseReader(const Analysis& text, const ActorTables& tables)
    : text_(text), tables_(tables), matches_(find_name_matches(text, tables)), day_(reference_day(text, matches_, tables)),
      match_of_(text.parse.tokens.size(), -1) {
  for (size_t m = 0; m < matches_.size(); ++m) {
    for (uint32_t i = matches_[m].first_token; i < matches_[m].end_token; ++i) match_of_[i] = static_cast<int32_t>(m);
  }
  lemmas_.reserve(text.parse.tokens.size());
  for (const Token& token : text.parse.tokens) lemmas_.push_back(name_key(token.lemma));
}

// "Rufus Church" is no church: the last name of a person called by two.
bool PhraseReader::is_surname(uint32_t token) const {
  const auto& parse = text_.parse;
  if (token == 0 || parse.tokens[token].pos != "PROPN" || parse.tokens[token - 1].pos != "PROPN" || parse.entity_of[token] < 0) return false;
  const Entity& entity = parse.entities[parse.entity_of[token]];
  return entity.label == "PERSON" && entity.end_token == token + 1 && entity.first_token < token && !tables_.agent(lemmas_[token - 1]);
}

PhraseReader::AgentMatch PhraseReader::agent_ending_at(uint32_t token) const {
  if (is_surname(token)) return {};
  AgentMatch best;
  const auto& tokens = text_.parse.tokens;
  std::string phrase;
  size_t longest = tables_.longest_agent(lemmas_[token]);
  size_t words = 0;
  for (uint32_t i = token; words < longest; --i) {
    const std::string& word = lemmas_[i];
    if (!word.empty()) {
      phrase = phrase.empty() ? word : word + " " + phrase;
      words += 1 + static_cast<size_t>(std::count(word.begin(), word.end(), ' '));
      if (const AgentEntry* entry = tables_.agent(phrase)) best = {entry, i, phrase};
    }
    if (i == 0 || tokens[i - 1].sentence != tokens[token].sentence) break;
  }
  if (best.entry || tokens[token].pos == "ADJ") return best;
  // Plural nouns that the parser takes for names keep their ending.
  std::string surface = name_key(text_.document.slice(tokens[token].span));
  const bool of_men = surface.ends_with("men");
  if (surface == lemmas_[token] && !surface.ends_with('s') && !of_men) return best;
  if (const AgentEntry* entry = tables_.agent(surface)) return {entry, token, surface};
  if (surface.ends_with('s') || of_men) {
    if (of_men) surface.replace(surface.size() - 2, 2, "an");
    else surface.pop_back();
    if (const AgentEntry* entry = tables_.agent(surface)) return {entry, token, surface};
  }
  return best;
}

const HeadEntry* PhraseReader::head_of_kind(uint32_t head, HeadKind kind) const {
  const HeadEntry *entry = head_entry(head), *phrase = head > 0 ? tables_.head(lemmas_[head - 1] + " " + lemmas_[head]) : nullptr;
  if (phrase && phrase->is(kind)) return phrase;
  return entry && entry->is(kind) ? entry : nullptr;
}

bool PhraseReader::may_be_of_any_country(uint32_t head) const { return head_of_kind(head, HeadKind::Anywhere) != nullptr; }

void PhraseReader::apply_modifiers(uint32_t head, uint32_t agent_start, ActorLink& link) const {
  const auto& tokens = text_.parse.tokens;
  std::vector<std::string> added;
  for (uint32_t i = tokens[head].left_edge; i < agent_start; ++i) {
    const ModifierEntry* modifier = tables_.modifier(lemmas_[i]);
    if (!modifier || modifier->sectors.empty()) continue;
    // "Security Council members": a word of the name says nothing of the members.
    if (const NameMatch* name = match_at(i); name && name->end_token > name->first_token + 1 && name->rows->front().kind != NameKind::CountryAdjective) continue;
    // A "presidential candidate" whom the tables know is not in government by that.
    if (link.is_person && match_at(head) && modifier->effect == "add" && modifier->sectors.front() == "GOV") continue;
    auto& sectors = link.actor.sectors;
    if (modifier->effect == "add") {
      added.insert(added.end(), modifier->sectors.begin(), modifier->sectors.end());
    } else {
      sectors.insert(sectors.begin(), modifier->sectors.begin(), modifier->sectors.end());
    }
    link.why.push_back(fmt::format("modifier \"{}\" ({}, {})", tokens[i].lemma, modifier->effect, modifier->where));
  }
  std::vector<std::string> unique;
  for (const std::string& sector : link.actor.sectors) add_unique(unique, sector);
  for (const std::string& sector : added) add_unique(unique, sector);
  link.actor.sectors = std::move(unique);
}

bool PhraseReader::read_name(uint32_t head, ActorLink& link) const {
  const NameMatch* match = match_at(head);
  if (!match) return false;
  // "US and British forces" is no name, though "British forces" is one.
  const Token& first = text_.parse.tokens[match->first_token];
  if (match->first_token < head && first.dep == "conj" && first.head < match->first_token && agent_ending_at(head).entry) return false;
  std::string why;
  link.actor = ActorTables::as_of(*match->rows, day_, why);
  link.is_person = match->rows->front().kind == NameKind::Person;
  link.why.push_back(std::move(why));
  apply_modifiers(head, match->first_token, link);
  place_people(head, *match, link);
  return true;
}

// "Hamas spokesman", "a member of the Syrian parliament", "the Kifaya group": the organisation named beside the head tells more than the head.
bool PhraseReader::read_owner(uint32_t head, const HeadEntry& entry, ActorLink& link) const {
  if (!entry.is(HeadKind::Bearer) && !entry.is(HeadKind::Body)) return false;
  const auto& tokens = text_.parse.tokens;
  std::vector<uint32_t> owners;
  for (uint32_t child : text_.parse.children(head)) {
    if (child < head && is_modifier(tokens[child].dep)) owners.push_back(child);
    if (child > head && tokens[child].dep == "appos" && entry.is(HeadKind::Body)) owners.push_back(child);
    if (child > head && tokens[child].dep == "prep" && (tokens[child].lemma == "of" || tokens[child].lemma == "from" || tokens[child].lemma == "for")) {
      for (uint32_t object : text_.parse.children(child)) {
        if (tokens[object].dep == "pobj") owners.push_back(object);
      }
    }
  }
  for (uint32_t owner : owners) {
    ActorLink other;
    const NameMatch* match = match_at(owner);
    bool is_body = match && (match->rows->front().kind == NameKind::Organisation || match->rows->front().kind == NameKind::Group);
    if (is_body) read_name(owner, other);
    else if (match || entry.is(HeadKind::Body) || !read_nominal(owner, other)) continue;
    if (other.actor.sectors.empty() && !is_body) continue;
    // "Renamo guerrillas" fight, whatever else Renamo is; "a Hamas spokesman" is of Hamas first.
    const std::string own = link.actor.sectors.empty() ? "" : link.actor.sectors.front();
    bool fights = (own == "REB" || own == "UAF" || own == "PRM") && !other.actor.sectors.empty() && (other.actor.sectors.front() == "PTY" || other.actor.sectors.front() == "OPP");
    auto& first = fights ? link.actor.sectors : other.actor.sectors;
    for (const std::string& sector : fights ? other.actor.sectors : link.actor.sectors) add_unique(first, sector);
    link.actor.sectors = first;
    if (!other.actor.country.empty()) link.actor.country = other.actor.country;
    if (entry.is(HeadKind::Body) && is_body) { link.actor.id = other.actor.id; link.actor.name = other.actor.name; }
    for (std::string& step : other.why) link.why.push_back("through its owner: " + std::move(step));
    return true;
  }
  return false;
}

bool PhraseReader::read_nominal(uint32_t head, ActorLink& link) const {
  AgentMatch agent = agent_ending_at(head);
  if (!agent.entry) return false;
  link.actor.name = text_.document.slice({text_.parse.tokens[agent.first_token].span.start, text_.parse.tokens[head].span.end});
  link.actor.sectors = agent.entry->sectors;
  link.actor.country = agent.entry->country;
  link.is_person = agent.entry->is_person;
  link.why.push_back(fmt::format("\"{}\" is in {}", agent.phrase, agent.entry->where));
  if (const HeadEntry* entry = head_entry(head); entry && link.actor.country.empty()) read_owner(head, *entry, link);
  if (const HeadEntry* entry = head_entry(head); entry && entry->is(HeadKind::National) && agent.first_token == head && has_national_modifier(head)) {
    link.actor.sectors = entry->refers_to;
    link.why.push_back(fmt::format("\"{}\" of a nation ({})", agent.phrase, entry->where));
  }
  apply_modifiers(head, agent.first_token, link);
  if (link.actor.country.empty()) set_countries(head, link);
  return true;
}

int32_t PhraseReader::title_of(uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  for (uint32_t i = head; i-- > tokens[head].left_edge;) {
    if (agent_ending_at(i).entry) return static_cast<int32_t>(i);
  }
  return -1;
}

// "French Foreign Minister Bernard Kouchner", "Bakhodir Kurbanov, the defence minister", "spokesman Juan Perez".
bool PhraseReader::read_title(uint32_t head, ActorLink& link) const {
  const auto& tokens = text_.parse.tokens;
  if (int32_t title = title_of(head); title >= 0) {
    uint32_t i = static_cast<uint32_t>(title);
    AgentMatch agent = agent_ending_at(i);
    link.actor.name = text_.document.slice({tokens[i + 1].span.start, tokens[head].span.end});
    link.actor.sectors = agent.entry->sectors;
    link.actor.country = agent.entry->country;
    link.is_person = true;
    link.why.push_back(fmt::format("title \"{}\" is in {}", agent.phrase, agent.entry->where));
    apply_modifiers(head, agent.first_token, link);
    if (link.actor.country.empty()) set_countries(head, link);
    if (link.actor.country.empty()) set_countries(i, link);
    // A first name would tell of whom the table knows nothing.
    if (link.actor.country.empty() && i + 1 == head) link.actor.country = tables_.country_of_surname(lemmas_[head], day_);
    link.members.clear();
    return true;
  }
  for (uint32_t child : text_.parse.children(head)) {
    if (tokens[child].dep != "appos") continue;
    ActorLink apposition;
    if (read_name(child, apposition) || read_nominal(child, apposition)) {
      std::string name(text_.document.slice(tokens[head].span));
      link = std::move(apposition);
      link.actor.name = name;
      link.is_person = true;
      link.why.push_back("by apposition");
      return true;
    }
  }
  return false;
}

// "thousands of students", "a group of lawmakers", "two of the rebels": the noun behind the words of quantity.
std::optional<uint32_t> PhraseReader::measured_by(uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  const HeadEntry* entry = head_entry(head);
  if (!(entry && entry->is(HeadKind::Quantity)) && tokens[head].pos != "NUM" && tokens[head].tag != "DT") return std::nullopt;
  for (uint32_t child : text_.parse.children(head)) {
    if (child < head || tokens[child].dep != "prep" || tokens[child].lemma != "of") continue;
    for (uint32_t object : text_.parse.children(child)) {
      if (tokens[object].dep == "pobj") return object;
    }
  }
  return std::nullopt;
}

// "Thousands march in Madrid", where the parser takes them for a number of marches.
bool PhraseReader::is_headline_crowd(uint32_t head) const {
  const Token& token = text_.parse.tokens[head];
  return token.tag == "NNS" && token.dep == "nummod" && token.head == head + 1 && text_.parse.tokens[token.head].dep == "ROOT";
}

// "a Bosnia-style war", "the Soviet-era base", "Swiss-made": no party, only what something is like.
bool PhraseReader::only_likens(uint32_t head) const {
  static constexpr std::string_view kLike[] = {"style", "era", "type", "like", "make", "build", "born", "bear", "bound", "speak", "language", "wide"};
  if (head + 2 >= lemmas_.size() || text_.document.slice(text_.parse.tokens[head + 1].span) != "-") return false;
  return std::find(std::begin(kLike), std::end(kLike), lemmas_[head + 2]) != std::end(kLike);
}

ActorLink PhraseReader::read(uint32_t head) const {
  const auto& tokens = text_.parse.tokens;
  const Token& token = tokens[head];
  ActorLink link;
  link.is_plural = token.tag == "NNS" || token.tag == "NNPS" || token.lemma == "they" || token.lemma == "we";
  if (token.pos == "PRON" && token.tag != "DT") return link;
  if (only_likens(head)) {
    link.actor.name = text_.document.slice(token.span);
    return link;
  }
  if (auto measured = measured_by(head)) {
    link = read(*measured);
    link.is_plural = true;
    if (const NameMatch* match = match_at(*measured); match && match->rows->front().kind == NameKind::CountryAdjective && link.actor.sectors.empty()) link.actor.sectors = {"CVL"};
    link.why.push_back(fmt::format("\"{}\" counts them", token.lemma));
    return link;
  }
  int32_t entity = text_.parse.entity_of[head];
  bool person = entity >= 0 && text_.parse.entities[entity].label == "PERSON";
  bool named = read_name(head, link);
  // The title that the text gives beats the table's dates: "President Yeltsin" is president.
  if (named && link.is_person && !link.actor.country.empty()) {
    bool out_of_office = link.actor.sectors.empty() || link.actor.sectors.front() == "ELI";
    bool opposed = !out_of_office && link.actor.sectors.front() == "OPP";
    int32_t title = out_of_office || opposed ? title_of(head) : -1;
    if (title >= 0) {
      AgentMatch agent = agent_ending_at(static_cast<uint32_t>(title));
      ActorLink titled;
      titled.actor.sectors = agent.entry->sectors;
      apply_modifiers(head, agent.first_token, titled);
      // A leader of the opposition may bear an old title, but only a new one puts him or her into office.
      if (opposed && (titled.actor.sectors.empty() || titled.actor.sectors.front() != "GOV")) return link;
      link.actor.sectors = titled.actor.sectors;
      link.why.push_back(fmt::format("title \"{}\" is in {}", agent.phrase, agent.entry->where));
    }
    return link;
  }
  // A namesake's row says less than the title before the name.
  if (named && !link.is_person) return link;
  // "the West Bank" is no bank.
  bool place = !named && token.pos == "PROPN" && entity >= 0 &&
               (text_.parse.entities[entity].label == "GPE" || text_.parse.entities[entity].label == "LOC" || place_at(head));
  if (place) return link;
  if (!named && !person && read_nominal(head, link)) return link;
  // "arrested 12", "hundreds of thousands marched"
  bool counted = token.pos == "NUM" || (token.tag == "NNS" && head_entry(head) && head_entry(head)->is(HeadKind::Quantity));
  if (!named && counted && (token.dep == "dobj" || token.dep == "nsubjpass" || (token.pos != "NUM" && (token.dep == "nsubj" || token.dep == "pobj" || is_headline_crowd(head))))) {
    link.actor.sectors = {"CVL"};
    link.is_plural = true;
    link.why.push_back("a number of people");
  }
  if ((named || person || token.pos == "PROPN") && read_title(head, link)) return link;
  link.is_person = person || link.is_person;
  if (!named) link.actor.name = text_.document.slice(token.span);
  return link;
}

}  // namespace casus
