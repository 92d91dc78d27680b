// SPDX-License-Identifier: Apache-2.0
#include "code/slots.h"

#include <algorithm>

namespace casus {
namespace {

// "According to the ministry", "due to the war", "prior to talks": no party to the deed stands behind these.
constexpr std::string_view kNoParty[] = {"accord", "according", "due", "owe", "owing", "prior", "thank", "thanks", "contrary", "compare", "compared", "subject", "relative"};

}  // namespace

bool Slots::is_verb(uint32_t token) const {
  const Token& word = text_.parse.tokens[token];
  if (word.pos == "VERB" || word.pos == "AUX") return true;
  bool clause = (word.dep == "ROOT" || word.dep == "ccomp") && (word.pos == "NOUN" || word.pos == "PROPN");
  return clause && (has_child(token, {"nsubj", "dobj", "nsubjpass"}) || is_headline_verb(token));
}

bool Slots::has_child(uint32_t token, std::initializer_list<std::string_view> deps) const {
  for (uint32_t child : text_.parse.children(token)) {
    if (std::find(deps.begin(), deps.end(), text_.parse.tokens[child].dep) != deps.end()) return true;
  }
  return false;
}

bool Slots::is_actor(uint32_t token) const {
  int32_t mention = text_.links.mention_of[token];
  return mention >= 0 && (text_.links.actors[mention].actor.coded() || !text_.links.actors[mention].members.empty());
}

std::vector<uint32_t> Slots::children_with(uint32_t token, std::initializer_list<std::string_view> deps) const {
  Tokens found;
  for (uint32_t child : text_.parse.children(token)) {
    if (std::find(deps.begin(), deps.end(), text_.parse.tokens[child].dep) != deps.end()) found.push_back(child);
  }
  return found;
}

bool Slots::is_passive(uint32_t verb) const {
  const Token& token = text_.parse.tokens[verb];
  if (has_child(verb, {"auxpass", "nsubjpass", "agent"})) return true;
  // "the man shot and killed by police": what the parser takes for a past tense is a participle as the second one.
  if (token.tag == "VBD" && token.dep == "acl" && !has_child(verb, {"aux", "dobj", "nsubj"})) {
    for (uint32_t other : children_with(verb, {"conj"})) {
      if (text_.parse.tokens[other].tag == "VBN" && has_child(other, {"agent"})) return true;
    }
  }
  if (token.tag != "VBN") return false;
  if (token.dep == "acl") return !is_only_verb(verb);
  // "Arrested by soldiers, they spent the night in a cell."
  if (token.dep == "advcl" && !has_child(verb, {"aux", "nsubj"})) return true;
  // A coordinated participle shares the auxiliary of the first one.
  if (token.dep == "conj" && children_with(verb, {"aux", "nsubj"}).empty() && is_verb(token.head)) return is_passive(token.head);
  return false;
}

bool Slots::has_finite_verb(uint32_t sentence) const {
  const Sentence& bounds = text_.parse.sentences[sentence];
  for (uint32_t i = bounds.first_token; i < bounds.end_token; ++i) {
    std::string_view tag = text_.parse.tokens[i].tag;
    if (tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD") return true;
  }
  return false;
}

// "Doctors from two groups donated and delivered goods", read as a noun with participles: the past tense of a sentence that has no other.
bool Slots::is_only_verb(uint32_t participle) const {
  const Token& token = text_.parse.tokens[participle];
  if (text_.parse.tokens[token.head].dep != "ROOT" || has_finite_verb(token.sentence)) return false;
  if (has_child(participle, {"dobj"})) return true;
  Tokens others = children_with(participle, {"conj"});
  return std::any_of(others.begin(), others.end(), [&](uint32_t other) { return has_child(other, {"dobj"}); });
}

// "Thousands march in Madrid", "Teachers strike": a plural before what could be a verb, in a headline without another verb.
bool Slots::is_headline_verb(uint32_t token) const {
  const Token& word = text_.parse.tokens[token];
  if (word.tag != "NN" || word.dep != "ROOT" || token == 0 || has_child(token, {"det", "poss", "amod"})) return false;
  const Token& before = text_.parse.tokens[token - 1];
  if (before.head != token || (before.tag != "NNS" && before.tag != "NNPS") || has_finite_verb(word.sentence)) return false;
  const std::vector<Frame>* frames = lexicon_.frames_of(lexicon_.word_id(word.lemma));
  return frames && std::any_of(frames->begin(), frames->end(), [](const Frame& frame) { return frame.category == FrameCategory::Verb; });
}

// "set a journalist free", "let inspectors into the depot": whom the deed is done to stands in a clause without a verb.
std::vector<uint32_t> Slots::small_clause(uint32_t verb) const {
  for (uint32_t clause : children_with(verb, {"ccomp"})) {
    const Token& token = text_.parse.tokens[clause];
    if (clause < verb || is_verb(clause)) continue;
    if (token.pos == "ADJ") return children_with(clause, {"nsubj"});
    if (token.pos == "NOUN" || token.pos == "PROPN") return {clause};
  }
  return {};
}

// "offered North Macedonia fifty fire engines", where the parser hangs the country on the thing.
std::vector<uint32_t> Slots::hidden_recipient(uint32_t verb) const {
  Tokens objects = children_with(verb, {"dobj"});
  if (objects.size() == 2 && gives(verb)) return {objects.front()};
  if (objects.size() != 1 || !gives(verb)) return {};
  const auto& tokens = text_.parse.tokens;
  for (uint32_t i = tokens[objects.front()].left_edge; i < objects.front(); ++i) {
    bool second_word = i == verb + 2 && tokens[i - 1].tag == "NNP" && tokens[i - 1].head == i;
    if (i != verb + 1 && !second_word) continue;
    bool last_word = i + 1 >= tokens.size() || tokens[i + 1].tag != "NNP";
    if (tokens[i].pos == "PROPN" && last_word && tokens[i].head != i && is_actor(i) && is_country_name(i)) return {i};
  }
  return {};
}

bool Slots::gives(uint32_t verb) const { return lexicon_.in_class("give_verb", text_.parse.tokens[verb].lemma); }

// A country by its name, not by its adjective.
bool Slots::is_country_name(uint32_t token) const {
  return std::any_of(text_.links.places.begin(), text_.links.places.end(), [&](const PlaceMention& place) {
    return place.first_token <= token && token < place.end_token && !place.is_adjective && place.place;
  });
}

std::vector<uint32_t> Slots::object(uint32_t verb) const {
  const Token& token = text_.parse.tokens[verb];
  if (is_finite_modifier(verb)) return {token.head};
  if (is_passive(verb)) return surface_subject(verb, 0);
  Tokens objects = children_with(verb, {"dobj"});
  for (uint32_t& object : objects) object = antecedent(object);
  // "forgave Mozambique a third of its debt": the first is whom it is given to.
  if (objects.size() == 2 && gives(verb)) objects.erase(objects.begin());
  if (objects.empty()) objects = small_clause(verb);
  if (objects.empty() && token.dep == "relcl" && !children_with(verb, {"nsubj"}).empty()) {
    uint32_t own_subject = children_with(verb, {"nsubj"}).front();
    std::string_view tag = text_.parse.tokens[own_subject].tag;
    if (tag != "WP" && tag != "WDT") return {token.head};
  }
  // "arrested and beat protesters": the object hangs on the last of coordinated verbs.
  if (objects.empty()) {
    for (uint32_t other : children_with(verb, {"conj"})) {
      bool near = other == verb + 2 || (other == verb + 3 && text_.parse.tokens[verb + 2].pos == "ADV");
      if (is_verb(other) && children_with(other, {"nsubj", "nsubjpass"}).empty() && near) return children_with(other, {"dobj"});
    }
  }
  return objects;
}

std::vector<uint32_t> Slots::prepositional(uint32_t token, std::string_view preposition) const {
  Tokens found;
  for (uint32_t child : text_.parse.children(token)) {
    const Token& word = text_.parse.tokens[child];
    if (word.dep != "prep" && word.dep != "agent" && word.dep != "dative" && word.dep != "mark") continue;
    if (word.lemma != preposition) {
      if (std::find(std::begin(kNoParty), std::end(kNoParty), word.lemma) != std::end(kNoParty)) continue;
      // "out of", "away from": the last preposition counts.
      append(found, prepositional(child, preposition));
      continue;
    }
    append(found, children_with(child, {"pobj", "pcomp"}));
    // "described the raid as shameful"
    if (word.lemma == "as") append(found, children_with(child, {"amod", "acomp"}));
  }
  for (uint32_t& item : found) item = antecedent(item);
  return found;
}

// "held talks in Geneva with Iran", "withdrawal of its troops from Mali": the phrase hangs on the object of another preposition.
std::vector<uint32_t> Slots::deeper_prepositional(uint32_t token, std::string_view preposition) const {
  Tokens found;
  if (preposition == "of" || preposition == "in" || preposition == "for" || preposition == "as") return found;
  for (uint32_t child : children_with(token, {"prep"})) {
    for (uint32_t object : children_with(child, {"pobj"})) append(found, prepositional(object, preposition));
  }
  return found;
}

// "called on Bahrain to free", "pleaded with the council to lift": what is asked hangs on the verb like a purpose.
std::vector<uint32_t> Slots::asked_for(uint32_t verb) const {
  Tokens found;
  if (!lexicon_.in_class("asks_with_preposition", text_.parse.tokens[verb].lemma)) return found;
  for (uint32_t clause : children_with(verb, {"advcl"})) {
    if (clause > verb && text_.parse.tokens[clause].tag == "VB") found.push_back(clause);
  }
  for (uint32_t asked : children_with(verb, {"prep"})) {
    for (uint32_t party : children_with(asked, {"pobj"})) {
      for (uint32_t clause : children_with(party, {"acl", "relcl"})) {
        if (text_.parse.tokens[clause].tag == "VB") found.push_back(clause);
      }
    }
  }
  return found;
}

// What introduces a clause: "that", "whether", "to", a question word; or the question mark behind it.
std::vector<uint32_t> Slots::marks(uint32_t verb) const {
  Tokens found = children_with(verb, {"mark"});
  const Token& token = text_.parse.tokens[verb];
  for (uint32_t i = token.left_edge; i < verb; ++i) {
    const Token& word = text_.parse.tokens[i];
    if (word.tag.starts_with("W") || (word.tag == "TO" && word.head == verb)) found.push_back(i);
  }
  for (uint32_t i = token.right_edge; i <= token.right_edge + 1 && i < text_.parse.tokens.size(); ++i) {
    if (text_.parse.tokens[i].lemma == "?") found.push_back(i);
  }
  return found;
}

std::vector<uint32_t> Slots::verb_slot(uint32_t verb, std::string_view slot) const {
  if (slot == "subject") return subject(verb);
  if (slot == "object") return object(verb);
  if (slot == "complement") {
    Tokens found = children_with(verb, {"ccomp", "xcomp"});
    return found.empty() ? asked_for(verb) : found;
  }
  if (slot == "modal") {
    auto words = children_with(verb, {"aux"});
    // "would have attacked" threatens and promises nothing.
    bool perfect = std::any_of(words.begin(), words.end(), [&](uint32_t word) { return text_.parse.tokens[word].lemma == "have"; });
    if (perfect) std::erase_if(words, [&](uint32_t word) { return text_.parse.tokens[word].lemma == "would"; });
    return words;
  }
  if (slot == "mark") return marks(verb);
  if (slot == "indirect") {
    Tokens found;
    for (uint32_t child : children_with(verb, {"dative"})) {
      Tokens inner = children_with(child, {"pobj"});
      append(found, inner.empty() ? Tokens{child} : inner);
    }
    return found.empty() ? hidden_recipient(verb) : found;
  }
  if (slot == "possessor" || slot == "compound") return {};
  Tokens found = prepositional(verb, slot);
  if (found.empty()) {
    for (uint32_t particle : children_with(verb, {"prt", "advmod"})) append(found, prepositional(particle, slot));
  }
  if (found.empty()) {
    for (uint32_t item : object(verb)) {
      if (item > verb || is_passive(verb)) append(found, prepositional(item, slot));
    }
  }
  return found.empty() ? deeper_prepositional(verb, slot) : found;
}

int32_t Slots::light_verb_of(uint32_t noun) const {
  const auto& tokens = text_.parse.tokens;
  uint32_t at = noun;
  while (tokens[at].dep == "conj" && tokens[at].head != at && !is_verb(tokens[at].head)) at = tokens[at].head;
  const Token& token = tokens[at];
  uint32_t verb = token.head;
  if (token.dep == "pobj" && tokens[verb].dep == "prep") verb = tokens[verb].head;
  else if (token.dep != "dobj" && token.dep != "nsubjpass") return -1;
  if (verb == at || !is_verb(verb)) return -1;
  std::string lemma(tokens[verb].lemma);
  for (uint32_t child : text_.parse.children(verb)) {
    if (tokens[child].dep == "prt") lemma += " " + std::string(tokens[child].lemma);
  }
  std::string with_preposition = lemma;
  if (token.dep == "pobj") with_preposition += " " + std::string(tokens[token.head].lemma);
  if (token.dep == "pobj") return lexicon_.light_verb(with_preposition) ? static_cast<int32_t>(verb) : -1;
  return lexicon_.light_verb(lemma) ? static_cast<int32_t>(verb) : -1;
}

// "an accusation that Kyiv rejected": a relative clause, in which the noun itself is missing, says nothing of what the accusation is.
bool Slots::lacks_the_noun(uint32_t clause) const {
  if (text_.parse.tokens[clause].dep != "relcl") return false;
  auto children = text_.parse.children(clause);
  return std::any_of(children.begin(), children.end(), [&](uint32_t child) {
    const Token& word = text_.parse.tokens[child];
    return (word.dep == "dobj" || word.dep == "nsubj" || word.dep == "nsubjpass") && (word.lemma == "that" || word.lemma == "which" || word.lemma == "who");
  });
}

std::vector<uint32_t> Slots::noun_slot(uint32_t noun, std::string_view slot) const {
  if (slot == "possessor") return children_with(noun, {"poss"});
  if (slot == "compound") {
    Tokens found = children_with(noun, {"compound", "amod", "nmod"});
    // "US drone strike": the name may hang on another modifier.
    Tokens deeper;
    for (uint32_t child : found) append(deeper, children_with(child, {"compound", "amod", "nmod"}));
    append(found, deeper);
    return found;
  }
  if (slot == "complement") {
    Tokens clauses = children_with(noun, {"acl", "relcl", "ccomp", "xcomp", "advcl"});
    std::erase_if(clauses, [&](uint32_t clause) { return lacks_the_noun(clause); });
    return clauses;
  }
  int32_t light = light_verb_of(noun);
  if (slot == "subject") {
    // "was the guest of the government"
    const Token& token = text_.parse.tokens[noun];
    if (light < 0 && token.dep == "attr" && is_verb(token.head)) return surface_subject(token.head, 0);
    if (light < 0) return {};
    const LightEffect* effect = lexicon_.light_verb(text_.parse.tokens[light].lemma);
    if (effect && *effect == LightEffect::Undergo) return {};
    return subject(static_cast<uint32_t>(light));
  }
  Tokens found = prepositional(noun, slot);
  if (found.empty() && light >= 0) found = prepositional(static_cast<uint32_t>(light), slot);
  // "gave India a promise"
  if (found.empty() && light >= 0 && slot == "to") found = children_with(static_cast<uint32_t>(light), {"dative"});
  // "Condemnation came from the union", "Talks took place between": at the verb that says no more than that it happened.
  const Token& word = text_.parse.tokens[noun];
  if (found.empty() && ((slot != "in" && slot != "at") || text_.parse.tokens[word.head].lemma == "arrive") && word.dep == "nsubj" && is_verb(word.head) && lexicon_.in_class("happen", text_.parse.tokens[word.head].lemma)) found = prepositional(word.head, slot);
  if (found.empty()) found = deeper_prepositional(noun, slot);
  if (found.empty() && light >= 0) found = deeper_prepositional(static_cast<uint32_t>(light), slot);
  if (found.empty() && slot == "object" && light >= 0) return subject(static_cast<uint32_t>(light));
  return found;
}

std::vector<uint32_t> Slots::step(uint32_t token, std::string_view slot) const {
  const Token& word = text_.parse.tokens[token];
  if (word.pos == "ADJ" && slot == "subject") {
    if (word.dep == "acomp" && is_verb(word.head)) return surface_subject(word.head, 0);
    return children_with(token, {"nsubj"});
  }
  return is_verb(token) ? verb_slot(token, slot) : noun_slot(token, slot);
}

std::vector<uint32_t> Slots::fill(uint32_t trigger, std::string_view slot) const {
  Tokens at = {trigger};
  bool in_complement = false;
  while (!slot.empty() && !at.empty()) {
    size_t dot = slot.find('.');
    std::string_view name = slot.substr(0, dot);
    Tokens next;
    for (uint32_t token : at) append(next, in_complement && name == "subject" ? complement_subject(token) : step(token, name));
    in_complement = name == "complement";
    at = std::move(next);
    slot = dot == std::string_view::npos ? std::string_view{} : slot.substr(dot + 1);
  }
  return at;
}

const std::vector<uint32_t>& Slots::fill_cached(uint32_t trigger, std::string_view slot) const {
  if (trigger != cached_trigger_) {
    cache_.clear();
    cached_trigger_ = trigger;
  }
  for (const auto& [name, tokens] : cache_) {
    if (name == slot) return tokens;
  }
  return cache_.emplace_back(slot, fill(trigger, slot)).second;
}

std::vector<uint32_t> Slots::with_conjuncts(uint32_t head) const {
  Tokens all = {head};
  for (size_t i = 0; i < all.size() && all.size() < 16; ++i) {
    for (uint32_t child : children_with(all[i], {"conj"})) {
      if (!is_verb(child)) all.push_back(child);
    }
    // "the government and SPLM/A", where the parser hangs the first on the second.
    for (uint32_t child : children_with(all[i], {"nmod"})) {
      if (text_.parse.tokens[child].pos == "NOUN" && has_child(child, {"cc"})) all.push_back(child);
    }
  }
  return all;
}

}  // namespace casus
