// SPDX-License-Identifier: Apache-2.0
#include "find/time_direction.h"

#include <string>

namespace casus {
namespace {

// What stands before a verb: its auxiliaries and the "to" of an infinitive.
struct VerbGroup {
  bool modal_future = false;  // will, shall, may, could ...
  bool have = false, be_present = false, be_past = false, to = false, do_past = false;
};

VerbGroup group_of(const Parse& parse, uint32_t verb) {
  VerbGroup group;
  for (uint32_t child : parse.children(verb)) {
    const Token& token = parse.tokens[child];
    if (token.dep != "aux" && token.dep != "auxpass") continue;
    if (token.tag == "MD") group.modal_future = true;
    if (token.tag == "TO") group.to = true;
    if (token.lemma == "have") group.have = true;
    if (token.lemma == "be") (token.tag == "VBD" ? group.be_past : group.be_present) = true;
    if (token.lemma == "do" && token.tag == "VBD") group.do_past = true;
  }
  return group;
}

// "postpone", or with its particle "put off".
bool is_scheduling(const Parse& parse, uint32_t verb, const TimeLists& lists) {
  if (lists.has("scheduling", parse.tokens[verb].lemma)) return true;
  for (uint32_t child : parse.children(verb)) {
    if (parse.tokens[child].dep != "prt") continue;
    std::string phrase(parse.tokens[verb].lemma);
    phrase += ' ';
    phrase += parse.tokens[child].lemma;
    if (lists.has("scheduling", phrase)) return true;
  }
  return false;
}

bool is_verb(const Token& token) { return token.pos == "VERB" || token.pos == "AUX" || token.tag.starts_with("VB"); }

// The nearest verb above the expression, or the number of tokens if there is none.
uint32_t governing_verb(const Parse& parse, uint32_t first, uint32_t end) {
  const auto none = static_cast<uint32_t>(parse.tokens.size());
  uint32_t at = first;
  for (size_t steps = 0; steps < parse.tokens.size(); ++steps) {
    bool outside = at < first || at >= end;
    if (outside && is_verb(parse.tokens[at]) && parse.tokens[at].dep != "aux" && parse.tokens[at].dep != "auxpass")
      return at;
    if (parse.tokens[at].head == at) return none;
    at = parse.tokens[at].head;
  }
  return none;
}

TimeDirection direction_of_verb(const Parse& parse, uint32_t verb, const TimeLists& lists, int depth) {
  const Token& token = parse.tokens[verb];
  const VerbGroup group = group_of(parse, verb);
  const bool has_parent = token.head != verb && depth > 0;
  auto of_parent = [&] { return direction_of_verb(parse, token.head, lists, depth - 1); };
  if (group.modal_future) return group.have ? TimeDirection::Past : TimeDirection::Future;
  if (group.to) {
    const Token& parent = parse.tokens[token.head];
    if (token.head == verb || group.have) return group.have ? TimeDirection::Past : TimeDirection::Future;
    if (lists.has("implicative", parent.lemma) && has_parent) return of_parent();
    return TimeDirection::Future;
  }
  if (token.tag == "VBD" || group.have || group.be_past || group.do_past) {
    return is_scheduling(parse, verb, lists) && (group.be_past || group.have) ? TimeDirection::Future
                                                                              : TimeDirection::Past;
  }
  if (group.be_present && (token.tag == "VBG" || is_scheduling(parse, verb, lists))) return TimeDirection::Future;
  if (group.be_present) return TimeDirection::Past;
  if (token.tag == "VBZ" || token.tag == "VBP") {
    return lists.has("speech", token.lemma) ? TimeDirection::Past : TimeDirection::Present;
  }
  bool depends = token.dep == "conj" || token.dep == "xcomp" || token.dep == "advcl" || token.dep == "pcomp" ||
                 token.dep == "acl" || token.dep == "ccomp" || token.dep == "prep" || token.dep == "amod";
  if (token.tag == "VBN" && token.dep != "conj") {
    return is_scheduling(parse, verb, lists) ? TimeDirection::Future : TimeDirection::Past;
  }
  if (depends && has_parent && is_verb(parse.tokens[token.head])) return of_parent();
  return token.tag == "VB" ? TimeDirection::Future : TimeDirection::Unknown;
}

}  // namespace

TimeDirection time_direction(const Parse& parse, uint32_t first, uint32_t end, const TimeLists& lists) {
  if (parse.tokens.empty() || first >= end) return TimeDirection::Unknown;
  uint32_t verb = governing_verb(parse, first, end);
  if (verb == parse.tokens.size()) return TimeDirection::Unknown;
  // A predicate adjective speaks for its verb: "is due on Friday".
  for (uint32_t child : parse.children(verb)) {
    const Token& token = parse.tokens[child];
    if (token.dep == "acomp" && lists.has("scheduling", token.lemma)) return TimeDirection::Future;
  }
  return direction_of_verb(parse, verb, lists, 8);
}

}  // namespace casus
