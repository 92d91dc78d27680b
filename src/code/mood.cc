// SPDX-License-Identifier: Apache-2.0
#include "code/mood.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr int kReach = 3;  // how far a deed stands below the word that makes it a wish

class MoodReader {
 public:
  MoodReader(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots) : text_(text), tokens_(text.parse.tokens), lexicon_(lexicon), slots_(slots) {}

  std::string_view read(uint32_t trigger, std::string_view type) const {
    uint32_t verb = verb_of(trigger);
    if (!slots_.is_verb(verb)) return {};
    if (is_order(verb)) return "an order";
    if (is_wished(verb)) return "a wish";
    // Whether force was used is worth asking, and the question is an event that is possible.
    bool force = type == "ASSAULT" || type == "COERCE" || type == "MOBILIZE" || type == "PROTEST";
    if (!force && is_asked(verb)) return "a plain question";
    if (is_end_in_view(verb)) return "an end in view";
    if (has_general_subject(verb)) return "a general statement";
    if (has_class_subject(verb, "no_doer")) return "the subject does no deed";
    return {};
  }

 private:
  bool is(uint32_t token, std::string_view name) const { return lexicon_.in_class(name, to_lower(tokens_[token].lemma)); }

  // Of a deed told by a noun, the verb that carries it.
  uint32_t verb_of(uint32_t trigger) const {
    if (slots_.is_verb(trigger)) return trigger;
    if (int32_t light = slots_.light_verb_of(trigger); light >= 0) return static_cast<uint32_t>(light);
    return tokens_[trigger].dep == "dobj" ? tokens_[trigger].head : trigger;
  }

  bool stands_alone(const Token& token) const { return token.dep == "ROOT" || token.dep == "ccomp" || token.dep == "parataxis"; }

  // "Don't shoot him": a bare form with nothing before it that could be its subject.
  bool is_order(uint32_t verb, int depth = 0) const {
    const Token& token = tokens_[verb];
    if (token.tag != "VB" && token.tag != "VBP") return false;
    for (uint32_t child : text_.parse.children(verb)) {
      const Token& before = tokens_[child];
      if (before.dep.starts_with("nsubj") || before.dep == "auxpass" || before.dep == "expl" || before.dep == "mark") return false;
      if (before.dep == "aux" && before.lemma != "do") return false;
      if (child < verb && (before.pos == "NOUN" || before.pos == "PROPN" || before.pos == "PRON" || before.pos == "NUM")) return false;
    }
    if (token.dep == "conj" && slots_.is_verb(token.head) && depth < kReach) return is_order(token.head, depth + 1);
    bool opens = verb == text_.parse.sentences[token.sentence].first_token;
    return stands_alone(token) && (token.tag == "VB" || opens);
  }

  // "hopes that they will withdraw", "let us support", "persuade them to leave": wished for, not done.
  bool is_wished(uint32_t verb) const {
    for (int steps = 0; steps < kReach && (tokens_[verb].dep == "ccomp" || tokens_[verb].dep == "xcomp"); ++steps) {
      uint32_t governor = tokens_[verb].head;
      if (governor == verb || !slots_.is_verb(governor)) return false;
      if (is(governor, "persuade_verb")) return true;
      if (tokens_[verb].dep == "xcomp") return false;
      if (is(governor, "wish_verb")) return true;
      if (tokens_[governor].lemma == "let" && is_order(governor)) return true;
      verb = governor;
    }
    return false;
  }

  // "Did you shoot him?": what is asked whether. "Why did they attack?" takes the attack for granted.
  bool is_asked(uint32_t verb) const {
    if (!stands_alone(tokens_[verb])) return false;
    const Sentence& sentence = text_.parse.sentences[tokens_[verb].sentence];
    bool question = false;
    for (uint32_t i = verb; i < sentence.end_token && !question; ++i) question = tokens_[i].lemma == "?";
    if (!question) return false;
    uint32_t auxiliary = verb, subject = verb;
    for (uint32_t child : text_.parse.children(verb)) {
      if (tokens_[child].tag.starts_with("W") && child < verb) return false;
      if ((tokens_[child].dep == "aux" || tokens_[child].dep == "auxpass") && auxiliary == verb) auxiliary = child;
      if (tokens_[child].dep.starts_with("nsubj")) subject = child;
    }
    if (auxiliary >= verb || subject >= verb || auxiliary > subject) return false;
    return std::none_of(tokens_.begin() + tokens_[verb].left_edge, tokens_.begin() + auxiliary, [](const Token& token) { return token.tag.starts_with("W"); });
  }

  // "a plan to ban", "a tour to talk with": what something is for.
  bool is_end_in_view(uint32_t verb) const {
    const Token& token = tokens_[verb];
    if (token.tag != "VB" || (token.dep != "acl" && token.dep != "advcl")) return false;
    // "Philippine president to visit Indonesia", read as a noun with a clause
    if (token.dep == "acl" && text_.links.mention_of[token.head] >= 0 && text_.links.actors[text_.links.mention_of[token.head]].actor.coded()) return false;
    if (tokens_[token.head].lemma == "be") return false;  // "were Peru to expel the envoy"
    bool infinitive = false;
    for (uint32_t child : text_.parse.children(verb)) {
      if (tokens_[child].dep.starts_with("nsubj")) return false;
      infinitive = infinitive || tokens_[child].tag == "TO";
    }
    return infinitive;
  }

  // "you get arrested if", "one might expect": whoever it may be, at any time.
  bool has_general_subject(uint32_t verb) const {
    const Token& token = tokens_[verb];
    bool past = token.tag == "VBD";
    for (uint32_t child : text_.parse.children(verb)) past = past || (tokens_[child].dep.starts_with("aux") && (tokens_[child].tag == "VBD" || tokens_[child].tag == "VBZ"));
    return !past && has_class_subject(verb, "general_subject");
  }

  bool has_class_subject(uint32_t verb, std::string_view name) const {
    const auto subjects = slots_.fill(verb, "subject");
    return std::any_of(subjects.begin(), subjects.end(), [&](uint32_t subject) {
      return is(subject, name) && !(tokens_[subject].pos == "NUM" && tokens_[subject].left_edge != tokens_[subject].right_edge && name == "general_subject");
    });
  }

  const Analysis& text_;
  const std::vector<Token>& tokens_;
  const FrameLexicon& lexicon_;
  const Slots& slots_;
};

}  // namespace

std::string_view why_untold(const Analysis& text, const FrameLexicon& lexicon, const Slots& slots, uint32_t trigger, std::string_view type) {
  return MoodReader(text, lexicon, slots).read(trigger, type);
}

}  // namespace casus
