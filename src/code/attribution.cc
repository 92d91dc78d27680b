// SPDX-License-Identifier: Apache-2.0
#include "code/attribution.h"

#include <algorithm>

#include "base/utf8.h"

namespace casus {
namespace {

// A clause put in between ("the talks, he said, had failed") is short.
constexpr uint32_t kLongestParenthesis = 16;
constexpr uint32_t kFewestTokens = 3;  // of what is said, where the tree does not show it

}  // namespace

bool AttributionFinder::words_stand_by(const CueEntry& entry, uint32_t head, Attribution& into) const {
  for (size_t i = 1; i < entry.words.size(); ++i) {
    uint32_t found = kNoToken;
    for (uint32_t child : parse_.children(head)) {
      if (child > head && parse_.tokens[child].lemma == entry.words[i]) { found = child; break; }
    }
    if (found == kNoToken && head + i < parse_.tokens.size() && parse_.tokens[head + i].lemma == entry.words[i]) found = static_cast<uint32_t>(head + i);
    if (found == kNoToken) return false;
    if (found == into.cue_last + 1) into.cue_last = found;
  }
  return true;
}

void AttributionFinder::set_cue(Attribution& into, uint32_t verb) const {
  into.cue = into.cue_first = into.cue_last = verb;
  // Auxiliaries and negation directly before the verb belong to the cue.
  while (into.cue_first > 0) {
    const Token& before = parse_.tokens[into.cue_first - 1];
    if (before.head != verb || (before.dep != "aux" && before.dep != "auxpass" && before.dep != "neg")) break;
    --into.cue_first;
  }
}

void AttributionFinder::cover(Attribution& into, const Part& part) const {
  if (into.content_first == kNoToken) {
    into.content_first = part.first;
    into.content_last = part.last;
    into.content_head = part.head;
    into.clausal = part.clausal;
    return;
  }
  into.content_first = std::min(into.content_first, part.first);
  into.content_last = std::max(into.content_last, part.last);
  if (part.clausal && !into.clausal) {
    into.content_head = part.head;
    into.clausal = true;
  }
}

// What a dependent of the cue adds to the content, if the entry governs its place.
bool AttributionFinder::takes(const CueEntry& entry, uint32_t head, uint32_t child, Part& part) const {
  const Token& token = parse_.tokens[child];
  const std::string_view dep = token.dep;
  part = {child, token.left_edge, token.right_edge, false};
  if (dep == "relcl" && is_noun(parse_.tokens[head]) && reader_.is_content_clause(child)) {
    part.clausal = true;
    return entry.governs(kClause);
  }
  // "The dam will hold," he said: trees may hang the verb of saying under what is said.
  if (dep == "ccomp" && child > head && token.left_edge > 0 && parse_.tokens[token.left_edge - 1].pos == "PUNCT" && reader_.opener_of(child) == kNoToken &&
      speech_cue(child).entry && child_with(child, "ccomp") == kNoToken && child_with(child, "dobj") == kNoToken) {
    return false;
  }
  if (dep == "ccomp" || dep == "xcomp" || (dep == "acl" && is_noun(parse_.tokens[head])) || (dep == "advcl" && parse_.tokens[head].pos == "ADJ") ||
      (dep == "relcl" && is_noun(parse_.tokens[head]) && reader_.clause_place(child) == kInfinitive)) {
    if (!is_verb(token)) {
      part.clausal = dep == "ccomp" && entry.governs(kClause | kQuote);
      return dep == "ccomp" ? entry.governs(kClause | kQuote | kPredicate) : entry.governs(kPredicate | kInfinitive);
    }
    uint32_t place = reader_.clause_place(child);
    if (dep == "acl" && place != kInfinitive && reader_.opener_of(child) == kNoToken) return false;  // "the report published"
    part.clausal = true;
    // "saw the guards leave": a deed seen, no thought.
    if (dep == "ccomp" && entry.kind == "believe" && (place == kBare || place == kGerund)) return false;
    if (entry.governs(place)) return true;
    if (place == kBare) return entry.governs(kInfinitive | kClause);
    if (dep == "ccomp") return entry.governs(kClause | kQuote);
    // "are said to hold the mine"
    if (place == kInfinitive && entry.governs(kClause) && is_passive(head)) return true;
    return place == kInfinitive && entry.governs(kPredicate);
  }
  // "denounced the decree as unjust": an adjective behind "as" hangs on the verb like a clause.
  if (dep == "advcl" && token.pos == "ADJ" && child > head && parse_.tokens[token.left_edge].lemma == "as") return entry.governs("as");
  if (dep == "dobj") return entry.governs(kObject);
  if (dep == "oprd" || dep == "attr") return entry.governs(kPredicate);
  if (dep == "prep" && child > head) {
    if (entry.governs(token.lemma)) {
      uint32_t clause = child_with(child, "pcomp");
      part.clausal = clause != kNoToken && is_verb(parse_.tokens[clause]);
      uint32_t noun = child_with(child, "pobj");
      part.head = clause != kNoToken ? clause : noun != kNoToken ? noun : child;
      if (entry.places == 0 || (entry.places & (kObject | kPredicate)) == 0) part.first = std::min(child + 1, part.last);
      return true;
    }
    if (entry.words.size() > 1 && entry.words.back() == token.lemma && entry.governs(kObject)) {
      uint32_t noun = child_with(child, "pobj");
      uint32_t clause = child_with(child, "pcomp");
      part.head = noun != kNoToken ? noun : clause != kNoToken ? clause : child;
      part.first = std::min(child + 1, part.last);
      return part.head != child;
    }
  }
  return false;
}

bool AttributionFinder::is_quoted(uint32_t token) const {
  const auto& quotations = text_.mentions.quotations;
  return std::any_of(quotations.begin(), quotations.end(), [&](const Quotation& quotation) { return quotation.span.contains(parse_.tokens[token].span); });
}

bool AttributionFinder::collect(const CueEntry& entry, uint32_t head, Attribution& into) const {
  bool infinitive = false, predicate = false, that_follows = false;
  for (uint32_t child : parse_.children(head)) {
    if (child > head && parse_.tokens[child].dep == "ccomp") that_follows = that_follows || (reader_.opener_of(child) != kNoToken && parse_.tokens[reader_.opener_of(child)].lemma == "that");
  }
  // "The deal was that he agreed to leave": a verb with a complement of its own leaves the clause before it alone, unless that is quoted.
  const bool complete = std::any_of(parse_.children(head).begin(), parse_.children(head).end(), [&](uint32_t child) {
    const std::string_view dep = parse_.tokens[child].dep;
    return child > head && (dep == "xcomp" || dep == "ccomp") && is_verb(parse_.tokens[child]);
  });
  for (uint32_t child : parse_.children(head)) {
    Part part;
    if (child < head && complete && !is_quoted(child)) continue;
    if (paragraph_of_[child] != paragraph_of_[head] || !takes(entry, head, child, part)) continue;
    while (part.first < child && paragraph_of_[part.first] != paragraph_of_[child]) ++part.first;
    // What comes before the verb is direct speech or parted by a comma: only for words of saying.
    if (child < head && (!entry.governs(kQuote) || that_follows)) continue;
    // The subject's own clause ("who said ...") is no content.
    if (part.first <= head && part.last >= head && part.head > head) part.first = head + 1;
    infinitive = infinitive || (part.clausal && reader_.clause_place(part.head) == kInfinitive);
    predicate = predicate || parse_.tokens[child].dep == "oprd" || parse_.tokens[child].dep == "xcomp" || (parse_.tokens[child].dep == "prep" && entry.governs(kPredicate));
    cover(into, part);
  }
  if (into.content_first == kNoToken && entry.governs(kPredicate)) collect_quoted_name(head, into);
  if (into.content_first == kNoToken && !(is_passive(head) && entry.governs(kObject) && child_with(head, "agent") != kNoToken)) return false;
  if (is_passive(head)) collect_behind_agent(entry, head, into);
  // "urged Iran to withdraw", "called the vote a farce", "was accused of": the person or thing spoken of belongs to it.
  for (uint32_t child : parse_.children(head)) {
    const Token& token = parse_.tokens[child];
    const bool relative = !infinitive && child < head && (token.tag == "WP" || token.tag == "WDT");  // "what he called a crime"
    bool object = (token.dep == "dobj" || token.dep == "dative") && (infinitive || predicate) && !relative;
    bool subject = token.dep == "nsubjpass" && (infinitive || predicate || entry.governs(kObject) || !into.clausal);
    if (token.dep == "dobj" && predicate && !entry.governs(kPredicate) && !infinitive) object = false;
    if (object || subject) cover(into, {child, token.left_edge, token.right_edge, false});
  }
  return into.content_first != kNoToken;
}

// "called the vote \"quite unfair\"", "called him an 'old fox'": trees take thing and name for one phrase, the marks show the name.
void AttributionFinder::collect_quoted_name(uint32_t verb, Attribution& into) const {
  const uint32_t object = child_with(verb, "dobj");
  if (object == kNoToken || is_passive(verb)) return;
  const uint32_t first = parse_.tokens[object].left_edge, last = parse_.tokens[verb].right_edge;
  for (const Quotation& quotation : text_.mentions.quotations) {
    if (quotation.span.start < parse_.tokens[first].span.start || quotation.span.start > parse_.tokens[last].span.end) continue;
    uint32_t end = last;
    while (end > object && parse_.tokens[end].span.start >= quotation.span.end) --end;
    if (end > first) cover(into, {object, first, end, false});
    return;
  }
}

// "The talks, he said, had failed": the clause around the cue is its content.
bool AttributionFinder::collect_parenthetical(const CueEntry& entry, uint32_t verb, Attribution& into) const {
  const Token& token = parse_.tokens[verb];
  if (!entry.governs(kQuote) || token.head == verb) return false;
  if (token.dep != "parataxis" && token.dep != "ccomp" && token.dep != "dep" && token.dep != "advcl" && token.dep != "conj") return false;
  const bool by_agent = is_passive(verb) && child_with(verb, "agent") != kNoToken;  // "as reported by the radio"
  if ((child_with(verb, "nsubj") == kNoToken && !by_agent) || token.right_edge - token.left_edge > kLongestParenthesis) return false;
  // Only where a comma, dash or quotation mark parts it, and nothing opens or joins it.
  if (reader_.is_conditional(verb)) return false;
  if (reader_.opener_of(verb) != kNoToken && parse_.tokens[reader_.opener_of(verb)].lemma != "as") return false;
  auto parted = [&](uint32_t at) { return at < parse_.tokens.size() && parse_.tokens[at].pos == "PUNCT"; };
  bool left = token.left_edge == parse_.sentences[token.sentence].first_token || parted(token.left_edge) || (token.left_edge > 0 && parted(token.left_edge - 1)), right = parted(token.right_edge) || parted(token.right_edge + 1);
  if (!left || !right) return false;
  if (token.dep == "conj" || token.dep == "ccomp") {
    if (child_with(token.head, "cc") != kNoToken && token.dep == "conj") return false;
    if (token.dep == "ccomp" && (token.left_edge < token.head ? false : true) && child_with(token.head, "nsubj") == kNoToken) return false;
  }
  const Token& head = parse_.tokens[token.head];
  uint32_t first = head.left_edge, last = head.right_edge;
  if (token.left_edge <= first) first = token.right_edge + 1;
  if (token.right_edge >= last) last = token.left_edge - 1;
  if (first > last || last == kNoToken) return false;
  cover(into, {token.head, first, last, true});
  return true;
}

// "Those with a good job, he said.", "The union says the movement that ... appeals to many": where trees take apart what is said, it is the
// rest of the sentence on the one side of subject and verb.
bool AttributionFinder::collect_rest(const CueEntry& entry, uint32_t verb, Attribution& into) const {
  const Token& token = parse_.tokens[verb];
  const uint32_t subject = child_with(verb, "nsubj");
  if (entry.kind != "say" || !entry.governs(kQuote) || entry.governs(kObject) || subject == kNoToken || is_passive(verb)) return false;
  const Sentence& sentence = parse_.sentences[token.sentence];
  auto is_mark = [&](uint32_t i) { return parse_.tokens[i].pos == "PUNCT" || parse_.tokens[i].pos == "SPACE"; };
  uint32_t last = sentence.end_token - 1;
  while (last > verb && is_mark(last)) --last;
  if (last == verb && subject < verb) {
    const uint32_t first = parse_.tokens[subject].left_edge;
    if (first < sentence.first_token + kFewestTokens || !is_mark(first - 1)) return false;
    uint32_t start = sentence.first_token;
    while (start < first && (is_mark(start) || paragraph_of_[start] != paragraph_of_[verb])) ++start;
    if (start + kFewestTokens > first) return false;
    cover(into, {start, start, first - 2, true});
    into.content_head = head_between(start, first - 2);
    return true;
  }
  uint32_t end = token.right_edge;
  for (uint32_t child : parse_.children(verb)) {
    if (child > verb && parse_.tokens[child].dep == "conj") end = std::min(end, parse_.tokens[child].left_edge - 1);
  }
  while (end > verb && (is_mark(end) || parse_.tokens[end].dep == "cc")) --end;
  if (end <= verb + kFewestTokens || child_with(verb, "dobj") == kNoToken || parse_.tokens[child_with(verb, "dobj")].left_edge != verb + 1) return false;
  for (uint32_t i = verb + 1; i <= end; ++i) {
    const Token& part = parse_.tokens[i];
    if (part.dep == "relcl" || (part.tag != "VBZ" && part.tag != "VBP" && part.tag != "VBD" && part.tag != "MD")) continue;
    if (parse_.tokens[part.head].dep == "relcl" && part.dep.starts_with("aux")) continue;
    cover(into, {head_between(verb + 1, end), verb + 1, end, true});
    return true;
  }
  return false;
}

uint32_t AttributionFinder::head_between(uint32_t first, uint32_t last) const {
  for (uint32_t i = first; i <= last; ++i) {
    const Token& token = parse_.tokens[i];
    if (is_verb(token) && (token.head < first || token.head > last || token.head == i)) return i;
  }
  for (uint32_t i = first; i <= last; ++i) {
    if (is_verb(parse_.tokens[i]) && parse_.tokens[i].dep != "aux") return i;
  }
  return first;
}

// "The mayor noted that the bridge ... had fallen": where trees take the clause apart, the word itself still opens it.
bool AttributionFinder::collect_behind_that(const CueEntry& entry, uint32_t verb, Attribution& into) const {
  const uint32_t that = verb + 1, end = parse_.sentences[parse_.tokens[verb].sentence].end_token;
  if (!entry.governs(kClause) || that + 2 >= end || parse_.tokens[that].lemma != "that" || parse_.tokens[that].tag != "IN") return false;
  uint32_t last = std::max(parse_.tokens[verb].right_edge, that + 2);
  while (last > that + 1 && (parse_.tokens[last].pos == "PUNCT" || parse_.tokens[last].pos == "SPACE")) --last;
  for (uint32_t i = that + 1; i <= last; ++i) {
    if (!is_verb(parse_.tokens[i]) || !reader_.has_subject(i)) continue;
    cover(into, {i, that, last, true});
    return true;
  }
  for (uint32_t i = that + 1; i <= last; ++i) {
    const Token& token = parse_.tokens[i];
    if (token.tag != "VBD" && token.tag != "VBZ" && token.tag != "VBP") continue;
    cover(into, {i, that, last, true});
    return true;
  }
  return false;
}

// "was accused by the union of taking bribes": trees give the deed to the accuser.
void AttributionFinder::collect_behind_agent(const CueEntry& entry, uint32_t verb, Attribution& into) const {
  const uint32_t by = child_with(verb, "agent"), agent = by == kNoToken ? kNoToken : child_with(by, "pobj");
  if (agent == kNoToken) return;
  for (uint32_t child : parse_.children(agent)) {
    const Token& token = parse_.tokens[child];
    if (token.dep != "prep" || child < agent || !entry.governs(token.lemma) || child_with(child, "pcomp") == kNoToken) continue;
    cover(into, {child_with(child, "pcomp"), child, token.right_edge, true});
  }
}

// Deeds and turns of speech that only look like attributions.
bool AttributionFinder::is_attribution(const Attribution& attribution) const {
  const Token& token = parse_.tokens[attribution.cue];
  const std::string& kind = attribution.entry->kind;
  const bool speaks = kind == "say" || kind == "accuse" || kind == "deny" || kind == "ask";
  if (attribution.holder == kNoToken) {
    bool participle = token.tag == "VBN";
    // "was called the Long Mile", "planned for May": nobody is meant.
    if (participle && !is_passive(attribution.cue)) return kind == "accuse";
    // "is seen as a threat": somebody's view
    const bool is_view = participle && kind == "judge" && parse_.tokens[parse_.tokens[attribution.content_head].head].lemma == "as";
    if (participle && !attribution.clausal && kind != "accuse" && kind != "ask" && !is_view) return false;
    if (participle && (kind == "demand" || kind == "intend" || kind == "promise" || (kind == "judge" && !is_view))) return false;
    if (!participle && !attribution.clausal) return false;
    // "Know that we are with you", "Tell me why": asked of the reader.
    if (token.tag == "VB" && (token.dep == "ROOT" || token.dep == "conj") && reader_.clause_place(attribution.cue) != kInfinitive) return false;
  } else if (parse_.tokens[attribution.holder].lemma == "you" && kind != "believe") {
    return false;
  } else if (is_noun(parse_.tokens[attribution.holder]) && lexicon_.in_list("voiceless", to_lower(parse_.tokens[attribution.holder].lemma))) {
    return false;  // "the raid showed that", "a problem that demands a response": nobody's word
  } else if (parse_.tokens[attribution.holder].tag == "DT" && !speaks) {
    return false;  // "this demands a response"
  } else if (parse_.tokens[attribution.holder].lemma == "it" && is_verb(token) && reader_.clause_place(attribution.cue) == kInfinitive) {
    return false;  // "it is more accurate to say that": the document speaks
  }
  // "do what their masters tell them to do"
  if (attribution.content_first < attribution.cue && attribution.cue <= attribution.content_last && parse_.tokens[attribution.content_first].lemma == "what") return false;
  // "The poll showed him with a lead": what a document shows is its word, what a person shows is not.
  if (!attribution.clausal && lexicon_.in_list("showing", token.lemma)) {
    if (attribution.holder == kNoToken || !lexicon_.in_list("documents", parse_.tokens[attribution.holder].lemma)) return false;
  }
  // "asked me", "finally reported it": a bare pronoun says nothing of the content.
  if (!attribution.clausal && attribution.content_first == attribution.content_last && parse_.tokens[attribution.content_head].pos == "PRON" && speaks) return false;
  // "to see them fall", "to support it": not yet said or thought.
  if (is_verb(token) && reader_.clause_place(attribution.cue) == kInfinitive) {
    if (!attribution.clausal || !(speaks || kind == "believe")) return false;
    // "to determine whether it holds": not yet known.
    uint32_t opener = reader_.opener_of(attribution.content_head);
    if (kind == "say" && opener != kNoToken && (parse_.tokens[opener].lemma == "whether" || parse_.tokens[opener].lemma == "if")) return false;
  }
  return true;
}

void AttributionFinder::add_verb(uint32_t verb, std::vector<Attribution>& found) const {
  const auto* entries = lexicon_.cues(WordClass::Verb, parse_.tokens[verb].lemma);
  if (!entries) return;
  const Token& token = parse_.tokens[verb];
  if (token.dep == "aux" || token.dep == "amod" || token.dep == "compound" || token.dep == "auxpass") return;
  Attribution best;
  for (const CueEntry& entry : *entries) {
    Attribution own;
    set_cue(own, verb);
    own.entry = &entry;
    if (!words_stand_by(entry, verb, own) || !collect(entry, verb, own)) continue;
    auto length = [](const Attribution& attribution) { return attribution.content_last - attribution.content_first; };
    if (!best.entry || (own.clausal && !best.clausal) || (own.clausal == best.clausal && length(own) > length(best))) best = own;
    if (best.clausal) break;
  }
  if (!best.entry || !best.clausal) {
    for (const CueEntry& entry : *entries) {
      Attribution own;
      set_cue(own, verb);
      own.entry = &entry;
      if (entry.words.size() == 1 && collect_behind_that(entry, verb, own)) { best = own; break; }
    }
  }
  if (!best.entry) {
    for (const CueEntry& entry : *entries) {
      Attribution own;
      set_cue(own, verb);
      own.entry = &entry;
      if (words_stand_by(entry, verb, own) && (collect_parenthetical(entry, verb, own) || collect_rest(entry, verb, own))) { best = own; break; }
    }
  }
  if (!best.entry) return;
  if (!best.clausal && lexicon_.in_list("showing", token.lemma)) {
    // "shows him with a lead over his rival": all that the verb governs is shown.
    while (best.content_last < token.right_edge && parse_.tokens[best.content_last + 1].pos != "PUNCT") ++best.content_last;
  }
  best.holder = holder_of_verb(verb);
  if (best.holder != kNoToken && parse_.tokens[best.holder].lemma == "it" && is_passive(verb)) best.holder = kNoToken;
  if (is_attribution(best)) found.push_back(best);
}

std::vector<Attribution> AttributionFinder::run() const {
  std::vector<Attribution> found;
  for (uint32_t i = 0; i < parse_.tokens.size(); ++i) {
    const Token& token = parse_.tokens[i];
    size_t before = found.size();
    if (token.lemma == "accord" || token.pos == "ADV") add_phrase(i, found);
    if (found.size() == before && is_verb(token)) {
      if (token.tag == "VBN") add_adjective(i, found);
      if (found.size() == before) add_verb(i, found);
    } else if (token.pos == "NOUN") {
      add_noun(i, found);
    } else if (token.pos == "ADJ") {
      add_adjective(i, found);
    } else if (token.pos == "ADP") {
      add_source(i, found);
    }
  }
  return found;
}

}  // namespace casus
