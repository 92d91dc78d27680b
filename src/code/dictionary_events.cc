// SPDX-License-Identifier: Apache-2.0
#include "code/dictionary_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "code/dictionary_names.h"

namespace casus {
namespace {

// Words between commas that are left out of a sentence, PETRARCH's defaults: inside it, and at its end.
constexpr size_t kLeastWords = 2, kMostWords = 8;

// Where a pattern found its parts; indices into the phrases, or -1.
struct Parts {
  int32_t source = -1, target = -1;
};

class SentenceCoder {
 public:
  SentenceCoder(const Analysis& text, const Sentence& sentence, const std::vector<std::string>& tokens, const Dictionaries& dictionaries,
                const Ontology& ontology, std::optional<Date> day)
      : text_(text), sentence_(sentence), tokens_(tokens), dictionaries_(dictionaries), ontology_(ontology),
        phrases_(find_coded_phrases(text, sentence, tokens, dictionaries, day)), phrase_of_(sentence.end_token - sentence.first_token, -1) {
    for (size_t p = 0; p < phrases_.size(); ++p) {
      for (uint32_t i = phrases_[p].first; i < phrases_[p].end && i < sentence.end_token; ++i) phrase_of_[i - sentence.first_token] = static_cast<int32_t>(p);
    }
    leave_out_asides();
  }

  std::vector<Event> run() {
    std::vector<Event> events;
    uint32_t done = sentence_.first_token;
    for (uint32_t i = sentence_.first_token; i < sentence_.end_token; ++i) {
      if (i < done || !is_active(i)) continue;
      const VerbForm* form = verb_at(i);
      if (form && code(i, *form, events)) done = phrase_end_of(i);
    }
    return events;
  }

 private:
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  int32_t phrase_at(uint32_t i) const { return phrase_of_[i - sentence_.first_token]; }
  bool is_active(uint32_t i) const { return !left_out_[i - sentence_.first_token]; }

  // "Osgiliath, the state's fiercest foe, could ...": what stands between two commas, or behind the last, if it is short.
  void leave_out_asides() {
    left_out_.assign(phrase_of_.size(), false);
    uint32_t open = sentence_.end_token;  // the comma before
    size_t words = 0;
    for (uint32_t i = sentence_.first_token; i < sentence_.end_token; ++i) {
      bool is_end = i + 1 == sentence_.end_token;
      bool is_border = (tokens_[i] == "," && phrase_at(i) < 0) || is_end;
      if (!is_border) {
        words += token(i).pos != "PUNCT" && !tokens_[i].empty();
        continue;
      }
      if (is_end && token(i).pos != "PUNCT") ++words;
      if (open < sentence_.end_token && words >= kLeastWords && words <= kMostWords) {
        for (uint32_t j = open; j <= i; ++j) left_out_[j - sentence_.first_token] = true;
      }
      open = i;  // the closing comma may open the next aside
      words = 0;
    }
  }

  const VerbForm* verb_at(uint32_t i) const {
    auto found = dictionaries_.verbs.find(tokens_[i]);
    if (found == dictionaries_.verbs.end()) return nullptr;
    bool is_verb = token(i).tag.starts_with("VB") || token(i).dep == "ROOT";
    for (const VerbForm& form : found->second) {
      bool several = !form.before.empty() || !form.after.empty();
      if (!is_verb && !several) continue;
      if (!form.after.empty() && !match_words(tokens_, form.after, i + 1, sentence_.end_token)) continue;
      uint32_t start = i - std::min<uint32_t>(i - sentence_.first_token, static_cast<uint32_t>(form.before.size()));
      if (!form.before.empty() && match_words(tokens_, form.before, start, i) != i) continue;
      return &form;
    }
    return nullptr;
  }

  // End of the verb phrase: all that hangs on the verb behind it, without what is coordinated with it.
  uint32_t phrase_end_of(uint32_t verb) const {
    uint32_t top = verb;
    for (std::string_view dep = token(top).dep; dep == "aux" || dep == "auxpass"; dep = token(top).dep) top = token(top).head;
    // What the parser hangs on the verb above, a phrase structure has inside this one: "is about to restore ties after ...".
    uint32_t outer = top;
    while (token(outer).head < outer && (token(outer).dep == "xcomp" || token(outer).dep == "pcomp" || token(outer).dep == "acomp" || token(outer).dep == "prep")) {
      outer = token(outer).head;
    }
    uint32_t end = std::min(token(outer).right_edge + 1, sentence_.end_token);
    for (uint32_t level : {top, outer}) {
      end = std::min(end, coordinated_border(level, verb));
    }
    return std::max(end, verb + 1);
  }

  // Where the next verb that is coordinated with this one begins.
  uint32_t coordinated_border(uint32_t top, uint32_t verb) const {
    uint32_t end = sentence_.end_token;
    for (uint32_t child : text_.parse.children(top)) {
      if (token(child).dep != "conj" || child <= verb) continue;
      if (!token(child).tag.starts_with("VB")) continue;
      uint32_t border = token(child).left_edge;
      for (uint32_t other : text_.parse.children(top)) {
        if (token(other).dep == "cc" && other > verb && other < child) border = std::min(border, other);
      }
      end = std::min(end, border);
    }
    return end;
  }

  // Positions that a pattern may look at, from the verb outwards.
  std::vector<uint32_t> words_before(uint32_t verb) const {
    std::vector<uint32_t> words;
    // A clause that the verb takes and that comes first is over: "..., an official said".
    uint32_t border = sentence_.first_token;
    for (uint32_t child : text_.parse.children(verb)) {
      if (child < verb && (token(child).dep == "ccomp" || token(child).dep == "advcl" || token(child).dep == "parataxis")) border = std::max(border, token(child).right_edge + 1);
    }
    for (uint32_t i = verb; i-- > border;) {
      if (!is_active(i) || tokens_[i].empty()) continue;
      if (tokens_[i] == "," && phrase_at(i) < 0) break;
      words.push_back(i);
    }
    return words;
  }
  std::vector<uint32_t> words_behind(uint32_t verb, size_t particles) const {
    std::vector<uint32_t> words;
    for (uint32_t i = verb + 1 + static_cast<uint32_t>(particles); i < phrase_end_of(verb); ++i) {
      if (is_active(i) && !tokens_[i].empty()) words.push_back(i);
    }
    return words;
  }

  // Words of a synset entry at position `at` of the list; how many positions they take, or 0.
  size_t synset_at(const std::string& name, const std::vector<uint32_t>& words, size_t at, bool is_before) const {
    auto found = dictionaries_.synsets.find(name);
    if (found == dictionaries_.synsets.end()) return 0;
    size_t best = 0;
    for (const std::vector<std::string>& entry : found->second) {
      if (at + entry.size() > words.size() || entry.size() <= best) continue;
      bool fits = true;
      for (size_t i = 0; i < entry.size() && fits; ++i) fits = tokens_[words[at + i]] == entry[is_before ? entry.size() - 1 - i : i];
      if (fits) best = entry.size();
    }
    return best;
  }

  // Position behind the phrase that lies at `at`.
  size_t behind_phrase(const std::vector<uint32_t>& words, size_t at) const {
    int32_t phrase = phrase_at(words[at]);
    while (at < words.size() && phrase_at(words[at]) == phrase) ++at;
    return at;
  }

  // How many positions from `at` the element takes if it fits there, or 0. A phrase is entered at its edge.
  size_t fits(const PatternElement& element, const std::vector<uint32_t>& words, size_t at, bool is_before, Parts& parts) const {
    using Kind = PatternElement::Kind;
    if (element.kind == Kind::Word) return tokens_[words[at]] == element.word ? 1 : 0;
    if (element.kind == Kind::Synset) return synset_at(element.word, words, at, is_before);
    int32_t phrase = phrase_at(words[at]);
    if (phrase < 0) return 0;
    size_t length = behind_phrase(words, at) - at;
    if (element.kind == Kind::Skip) return length;
    if (!phrases_[phrase].is_coded()) return 0;
    if (element.kind == Kind::Compound && !phrases_[phrase].is_compound) return 0;
    if (element.kind == Kind::Source || (element.kind == Kind::Compound && is_before)) parts.source = phrase;
    else parts.target = phrase;
    return length;
  }

  bool match_side(const std::vector<PatternElement>& elements, const std::vector<uint32_t>& words, bool is_before, Parts& parts, size_t element = 0, size_t at = 0) const {
    if (element == elements.size()) return true;
    const PatternElement& wanted = elements[element];
    for (; at < words.size(); ++at) {
      Parts tried = parts;
      if (size_t length = fits(wanted, words, at, is_before, tried); length > 0 && match_side(elements, words, is_before, tried, element + 1, at + length)) {
        parts = tried;
        return true;
      }
      if (wanted.is_adjacent) return false;
    }
    return false;
  }

  // The first phrase of the sentence that has a code; `words` run away from the verb.
  int32_t source_in(const std::vector<uint32_t>& words) const {
    for (auto at = words.rbegin(); at != words.rend(); ++at) {
      int32_t phrase = phrase_at(*at);
      if (phrase >= 0 && phrases_[phrase].is_coded()) return phrase;
    }
    return -1;
  }

  // The nearest phrase with a code that is not the source's; compounds may share codes with it.
  int32_t target_in(const std::vector<uint32_t>& words, int32_t source) const {
    for (uint32_t word : words) {
      int32_t phrase = phrase_at(word);
      if (phrase < 0 || !phrases_[phrase].is_coded()) continue;
      bool compounds = source >= 0 && (phrases_[phrase].is_compound || phrases_[source].is_compound);
      if (source < 0 || compounds || phrases_[phrase].codes != phrases_[source].codes) return phrase;
    }
    return -1;
  }

  // Of "was opposed by Osgiliath" the phrase behind "by", or -1.
  int32_t agent_of_passive(uint32_t verb, const std::vector<uint32_t>& behind) const {
    if (token(verb).tag != "VBN" && token(verb).tag != "VBD") return -1;
    bool passive = false;
    for (uint32_t child : text_.parse.children(verb)) passive = passive || token(child).dep == "auxpass" || token(child).dep == "nsubjpass";
    for (uint32_t i = verb; !passive && i-- > sentence_.first_token && verb - i <= 3;) passive = token(i).lemma == "be";
    if (!passive) return -1;
    for (size_t i = 0; i < behind.size(); ++i) {
      if (tokens_[behind[i]] != "by") continue;
      for (size_t j = i + 1; j < behind.size(); ++j) {
        int32_t phrase = phrase_at(behind[j]);
        if (phrase >= 0) return phrases_[phrase].is_coded() ? phrase : -1;
      }
    }
    return -1;
  }

  // Whether the verb gave an event.
  bool code(uint32_t verb, const VerbForm& form, std::vector<Event>& events) const {
    const VerbBlock& block = dictionaries_.blocks[form.block];
    std::vector<uint32_t> before = words_before(verb), behind = words_behind(verb, form.after.size());
    Parts parts;
    const VerbPattern* pattern = nullptr;
    for (const VerbPattern& candidate : block.patterns) {
      Parts tried;
      if (!match_side(candidate.before, before, true, tried) || !match_side(candidate.after, behind, false, tried)) continue;
      pattern = &candidate;
      parts = tried;
      break;
    }
    const DictionaryCode& chosen = pattern ? pattern->code : form.own ? *form.own : block.code;
    if (chosen.is_null()) return false;
    if (parts.source < 0 && parts.target < 0) {
      if (int32_t agent = agent_of_passive(verb, behind); agent >= 0) {
        parts.source = agent;
        parts.target = source_in(before);
      }
    }
    if (parts.source < 0) parts.source = source_in(before);
    if (parts.target < 0) parts.target = target_in(behind, parts.source);
    if (parts.target < 0) parts.target = target_in(before, parts.source);
    if (parts.source < 0 || parts.target < 0) return false;
    std::string where = pattern ? pattern->where : form.where;
    std::string what = pattern ? pattern->text : form.lemma;
    size_t count = events.size();
    add_event(verb, parts.source, parts.target, chosen.code, where, what, events);
    if (!chosen.reverse.empty()) add_event(verb, parts.target, parts.source, chosen.reverse, where, what, events);
    return events.size() > count;
  }

  // "ARNGOVPRS" as a country and sectors of three letters each; "---GOV" has no country.
  static Actor actor_of(const std::string& code, std::string name) {
    Actor actor{std::move(name), "", code.substr(0, 3), {}};
    if (actor.country == "---") actor.country.clear();
    for (size_t at = 3; at < code.size(); at += 3) actor.sectors.push_back(code.substr(at, 3));
    return actor;
  }

  std::vector<ActorRef> refs_of(int32_t phrase) const {
    const CodedPhrase& coded = phrases_[phrase];
    Span span{token(coded.first).span.start, token(coded.end - 1).span.end};
    std::vector<ActorRef> refs;
    for (const std::string& code : coded.codes) refs.push_back({span, -1, actor_of(code, std::string(text_.document.slice(span)))});
    return refs;
  }

  void add_event(uint32_t verb, int32_t source, int32_t target, const std::string& code, const std::string& where, const std::string& what,
                 std::vector<Event>& events) const {
    Event event;
    event.trigger = verb;
    event.sentence = token(verb).sentence;
    event.rule = where + " " + what;
    event.cameo = code;
    event.actors = refs_of(source);
    event.recipients = refs_of(target);
    if (event.actors.size() == 1 && event.recipients.size() == 1 && phrases_[source].codes == phrases_[target].codes) return;
    if (auto coded = ontology_.coded(code)) {
      event.type = coded->type;
      event.mode = coded->mode;
      event.intensity = ontology_.type_entry(event.type, event.mode).score;
      event.quad = Ontology::quad_of(code);
      event.contexts = ontology_.contexts_of(code);
    }
    uint32_t first = std::min({verb, phrases_[source].first, phrases_[target].first});
    uint32_t last = std::max({verb, phrases_[source].end - 1, phrases_[target].end - 1});
    event.span = {token(first).span.start, token(last).span.end};
    event.id = content_id({text_.document.key, fmt::format("{}-{}-{}-{}", token(verb).span.start, code, source, target)});
    event.why.push_back(fmt::format("{} \"{}\" fired at \"{}\"", where, what, text_.document.slice(token(verb).span)));
    for (int32_t phrase : {source, target}) event.why.insert(event.why.end(), phrases_[phrase].why.begin(), phrases_[phrase].why.end());
    events.push_back(std::move(event));
  }

  const Analysis& text_;
  const Sentence& sentence_;
  const std::vector<std::string>& tokens_;
  const Dictionaries& dictionaries_;
  const Ontology& ontology_;
  std::vector<CodedPhrase> phrases_;
  std::vector<int32_t> phrase_of_;  // per token of the sentence
  std::vector<bool> left_out_;
};

}  // namespace

std::vector<Event> find_dictionary_events(const Analysis& text, const Dictionaries& dictionaries, const Ontology& ontology) {
  std::vector<Event> events;
  std::vector<std::string> tokens = dictionary_tokens(text);
  std::optional<Date> day = parse_iso_date(text.document.published);
  for (const Sentence& sentence : text.parse.sentences) {
    std::vector<Event> found = SentenceCoder(text, sentence, tokens, dictionaries, ontology, day).run();
    std::move(found.begin(), found.end(), std::back_inserter(events));
  }
  return events;
}

void apply_discards(const Analysis& text, const Dictionaries& dictionaries, std::vector<Event>& events) {
  if (dictionaries.discards.empty() || events.empty()) return;
  std::vector<std::string> tokens = dictionary_tokens(text);
  std::vector<bool> discarded(text.parse.sentences.size(), false);
  for (const Discard& discard : dictionaries.discards) {
    for (uint32_t i = 0; i < tokens.size(); ++i) {
      uint32_t sentence = text.parse.tokens[i].sentence;
      if (tokens[i] != discard.words.front() || !match_words(tokens, discard.words, i, text.parse.sentences[sentence].end_token)) continue;
      discarded[sentence] = true;
      if (discard.is_whole_story) {
        events.clear();
        return;
      }
    }
  }
  std::erase_if(events, [&](const Event& event) { return discarded[event.sentence]; });
}

}  // namespace casus
