// SPDX-License-Identifier: Apache-2.0
#include "code/dictionary_names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

struct Agent {
  std::string code;
  bool is_prefix = false;
};

// One noun phrase before coordination and of-phrases are looked at.
struct Phrase {
  uint32_t first = 0, end = 0;
  std::vector<std::string> codes;  // of its actor; several for "ELR/GAL" and for "Eriadori and Calenardhon leaders"
  std::vector<Agent> agents;
  std::vector<std::string> why;
};

// Puts an agent's code to an actor's, unless the actor has it already.
void apply(std::string& code, const Agent& agent) {
  for (size_t at = 0; at + 3 <= code.size(); at += 3) {
    if (code.compare(at, agent.code.size(), agent.code) == 0) return;
  }
  code = agent.is_prefix ? agent.code + code : code + agent.code;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) { return std::find(list.begin(), list.end(), word) != list.end(); }

class PhraseFinder {
 public:
  PhraseFinder(const Analysis& text, const Sentence& sentence, const std::vector<std::string>& tokens, const Dictionaries& dictionaries, std::optional<Date> day)
      : text_(text), sentence_(sentence), tokens_(tokens), dictionaries_(dictionaries), day_(day) {}

  std::vector<CodedPhrase> run() {
    find_phrases();
    for (Phrase& phrase : phrases_) look_up(phrase);
    std::vector<CodedPhrase> coded;
    for (size_t i = 0; i < phrases_.size();) {
      size_t end = i + 1;
      while (end < phrases_.size() && is_coordinated(i, end)) ++end;
      coded.push_back(join(i, end));
      i = std::max(end, taken_up_to_);
    }
    return coded;
  }

 private:
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }

  // Base noun phrases by the tree, and names of the dictionary that lie in none.
  void find_phrases() {
    std::vector<uint32_t> name_end(tokens_.size(), 0);
    for (uint32_t i = sentence_.first_token; i < sentence_.end_token; ++i) {
      if (const DictionaryActor* actor = actor_at(i)) name_end[i] = match_words(tokens_, actor->words, i, sentence_.end_token);
    }
    for (uint32_t i = sentence_.first_token; i < sentence_.end_token;) {
      uint32_t end = phrase_end(i, name_end);
      if (end > i) {
        phrases_.push_back({i, end, {}, {}, {}});
        i = end;
      } else {
        ++i;
      }
    }
  }

  bool is_nominal(uint32_t i) const { return is_one_of(token(i).pos, {"NOUN", "PROPN", "NUM", "PRON"}) && !is_one_of(tokens_[i], {"who", "which", "that", "there"}); }

  // The end of the phrase that starts at this token: modifiers, nouns and names in a row; the token itself if none starts here.
  uint32_t phrase_end(uint32_t first, const std::vector<uint32_t>& name_end) const {
    uint32_t last_noun = first;  // end of the last noun or name so far
    for (uint32_t i = first; i < sentence_.end_token;) {
      if (name_end[i] > i) {
        i = last_noun = name_end[i];
        continue;
      }
      const Token& word = token(i);
      bool possessive = word.tag == "POS";
      bool inside = tokens_[i].empty() && last_noun > first;
      bool modifier = is_one_of(word.pos, {"DET", "ADJ"}) || word.tag == "PRP$" || possessive ||
                      (word.pos == "VERB" && is_one_of(word.dep, {"amod", "compound"})) || (word.pos == "ADV" && word.dep == "advmod" && i + 1 < sentence_.end_token && token(word.head).dep == "amod");
      bool new_phrase = last_noun > first && (word.pos == "DET" || word.tag == "PRP$" || (word.pos == "PRON" && word.tag != "PRP$"));
      if (new_phrase) break;
      if (is_nominal(i)) {
        last_noun = ++i;
      } else if (modifier || inside) {
        // A coordinated attribute does not end the phrase: "Ithilen's awful and evil minister".
        ++i;
        if (i + 1 < sentence_.end_token && is_one_of(token(i).pos, {"CCONJ"}) && word.pos == "ADJ" && token(i + 1).pos == "ADJ") ++i;
      } else {
        break;
      }
      if (last_noun == i && token(i - 1).dep == "npadvmod") break;
    }
    return last_noun;
  }

  const DictionaryActor* actor_at(uint32_t i) const {
    auto found = dictionaries_.actors.find(tokens_[i]);
    if (found == dictionaries_.actors.end()) return nullptr;
    for (const DictionaryActor& actor : found->second) {
      if (match_words(tokens_, actor.words, i, sentence_.end_token)) return &actor;
    }
    return nullptr;
  }

  void look_up(Phrase& phrase) const {
    for (uint32_t i = phrase.first; i < phrase.end && phrase.codes.empty(); ++i) {
      const DictionaryActor* actor = actor_at(i);
      if (!actor) continue;
      std::string code = actor->code_on(day_);
      if (code == "---") continue;
      phrase.codes = split_cell(code, '/');
      phrase.why.push_back(fmt::format("{} is {} in {}", actor->name, code, actor->where));
    }
    if (dictionaries_.actors.empty()) take_links(phrase);
    for (uint32_t i = phrase.first; i < phrase.end; ++i) {
      auto found = dictionaries_.agents.find(tokens_[i]);
      if (found == dictionaries_.agents.end()) continue;
      for (const DictionaryAgent& agent : found->second) {
        uint32_t end = match_words(tokens_, agent.words, i, sentence_.end_token);
        if (!end) continue;
        phrase.agents.push_back({agent.code, agent.is_prefix});
        phrase.why.push_back(fmt::format("{} is {} in {}", fmt::join(agent.words, " "), agent.code, agent.where));
        // "Ministry of Silly Walks" reaches over the phrase.
        phrase.end = std::max(phrase.end, end);
        break;
      }
    }
  }

  // Without a dictionary of actors, our own tables say who it is.
  void take_links(Phrase& phrase) const {
    for (uint32_t i = phrase.end; i-- > phrase.first && phrase.codes.empty();) {
      int32_t mention = text_.links.mention_of[i];
      if (mention < 0) continue;
      const ActorLink& link = text_.links.actors[mention];
      std::vector<Actor> actors = link.members.empty() ? std::vector<Actor>{link.actor} : link.members;
      for (const Actor& actor : actors) {
        if (actor.coded()) phrase.codes.push_back(fmt::format("{}{}", actor.country.empty() ? "---" : actor.country, fmt::join(actor.sectors, "")));
      }
      phrase.why.insert(phrase.why.end(), link.why.begin(), link.why.end());
    }
  }

  // Only commas, a conjunction and adverbs of it stand between two phrases of the group that began at `group`.
  bool is_coordinated(size_t group, size_t next) const {
    uint32_t from = phrases_[next - 1].end, to = phrases_[next].first;
    bool conjunction = false, comma = false;
    for (uint32_t i = from; i < to; ++i) {
      if (is_one_of(tokens_[i], {"and", "or", "nor"})) conjunction = true;
      else if (tokens_[i] == ",") comma = true;
      else return false;
    }
    if (conjunction) return !is_clause_border(from, to);
    // A comma alone joins if a conjunction comes later in the same list.
    return comma && list_goes_on(next) && group < next;
  }

  bool is_clause_border(uint32_t from, uint32_t to) const {
    // "..., and Arnor said": the second phrase is the subject of a clause of its own.
    for (uint32_t i = to; i < sentence_.end_token && i < to + 12; ++i) {
      if (token(i).dep != "nsubj" || i >= sentence_.end_token) continue;
      return token(token(i).head).dep == "conj" && token(i).left_edge <= to && token(token(i).head).head < from && tokens_[from] != "";
    }
    return false;
  }

  bool list_goes_on(size_t at) const {
    for (size_t i = at; i + 1 < phrases_.size(); ++i) {
      bool conjunction = false;
      for (uint32_t t = phrases_[i].end; t < phrases_[i + 1].first; ++t) {
        if (is_one_of(tokens_[t], {"and", "or", "nor"})) conjunction = true;
        else if (tokens_[t] != ",") return false;
      }
      if (conjunction) return true;
    }
    return false;
  }

  // The phrases behind a preposition that directly follows: "soldiers from Gondor". `end` of them, or `at` if there are none.
  size_t owners_end(size_t at) const {
    if (at >= phrases_.size() || at == 0) return at;
    uint32_t from = phrases_[at - 1].end;
    bool preposition = phrases_[at].first == from + 1 && is_one_of(tokens_[from], {"of", "in", "from", "at", "for", "within"});
    if (!preposition) return at;
    size_t end = at + 1;
    while (end < phrases_.size() && is_coordinated(at, end)) ++end;
    return end;
  }

  CodedPhrase join(size_t begin, size_t end) {
    taken_up_to_ = end;
    CodedPhrase coded;
    coded.first = phrases_[begin].first;
    coded.end = phrases_[end - 1].end;
    // What the last member belongs to speaks for all of them that name no actor.
    std::vector<std::string> owners;
    bool lacks_actor = std::any_of(phrases_.begin() + begin, phrases_.begin() + end, [](const Phrase& phrase) { return phrase.codes.empty() && !phrase.agents.empty(); });
    bool coordinated_owner = end - begin > 1 && phrases_[end - 1].codes.empty();
    if (size_t owners_to = owners_end(end); owners_to > end && (lacks_actor || coordinated_owner)) {
      CodedPhrase owner = join(end, owners_to);
      if (owner.is_coded()) {
        owners = owner.codes;
        coded.end = owner.end;
        coded.why = owner.why;
      } else {
        taken_up_to_ = end;
      }
    }
    for (size_t i = begin; i < end; ++i) add_member(coded, i, begin, owners);
    coded.is_compound = coded.codes.size() > 1;
    return coded;
  }

  void add_member(CodedPhrase& coded, size_t at, size_t begin, const std::vector<std::string>& owners) const {
    const Phrase& phrase = phrases_[at];
    std::vector<std::string> codes = phrase.codes;
    if (codes.empty() && !owners.empty()) codes = owners;
    // "Danish media and government": the actor of the member before, unless an article begins a new one.
    if (codes.empty() && !phrase.agents.empty() && at > begin && token(phrase.first).pos != "DET") codes = phrases_[at - 1].codes;
    if (codes.empty() && !phrase.agents.empty()) codes = {"---"};
    for (std::string& code : codes) {
      for (const Agent& agent : phrase.agents) apply(code, agent);
      if (std::find(coded.codes.begin(), coded.codes.end(), code) == coded.codes.end()) coded.codes.push_back(code);
    }
    coded.why.insert(coded.why.end(), phrase.why.begin(), phrase.why.end());
  }

  const Analysis& text_;
  const Sentence& sentence_;
  const std::vector<std::string>& tokens_;
  const Dictionaries& dictionaries_;
  std::optional<Date> day_;
  std::vector<Phrase> phrases_;
  size_t taken_up_to_ = 0;
};

}  // namespace

std::vector<std::string> dictionary_tokens(const Analysis& text) {
  std::vector<std::string> tokens;
  tokens.reserve(text.parse.tokens.size());
  for (const Token& token : text.parse.tokens) {
    std::string word = to_lower(text.document.slice(token.span));
    tokens.push_back(word == "-" ? std::string() : word == "n’t" ? std::string("n't") : std::move(word));
  }
  return tokens;
}

uint32_t match_words(const std::vector<std::string>& tokens, const std::vector<std::string>& words, uint32_t at, uint32_t end) {
  for (const std::string& word : words) {
    while (at < end && tokens[at].empty()) ++at;
    if (at >= end) return 0;
    if (tokens[at] == word) {
      ++at;
      continue;
    }
    // A token that the tokenizer did not part at its hyphen or underscore cannot begin a match of parted words.
    return 0;
  }
  return at;
}

std::vector<CodedPhrase> find_coded_phrases(const Analysis& text, const Sentence& sentence, const std::vector<std::string>& tokens,
                                            const Dictionaries& dictionaries, std::optional<Date> day) {
  return PhraseFinder(text, sentence, tokens, dictionaries, day).run();
}

}  // namespace casus
