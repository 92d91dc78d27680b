// SPDX-License-Identifier: Apache-2.0
#include "code/answers.h"

#include <algorithm>

namespace casus {
namespace {

class AnswerFinder {
 public:
  AnswerFinder(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder, std::vector<Attribution>& attributions)
      : text_(text), parse_(text.parse), lexicon_(lexicon), finder_(finder), attributions_(attributions) {}

  void run() {
    for (uint32_t verb = 0; verb < parse_.tokens.size(); ++verb) {
      const CueEntry* entry = parse_.tokens[verb].dep == "relcl" ? denial(verb) : nullptr;
      const uint32_t first = entry ? first_of_answer(verb) : kNoToken;
      if (first != kNoToken) answer(verb, first, *entry);
    }
  }

 private:
  const CueEntry* denial(uint32_t verb) const {
    const auto* entries = lexicon_.cues(WordClass::Verb, parse_.tokens[verb].lemma);
    if (!entries) return nullptr;
    auto found = std::find_if(entries->begin(), entries->end(), [](const CueEntry& entry) { return entry.kind == "deny" && entry.words.size() == 1; });
    return found == entries->end() ? nullptr : &*found;
  }

  bool is_comma(uint32_t token) const { return text_.document.slice(parse_.tokens[token].span) == ","; }

  // Where "which", or "a charge that", begins behind a comma.
  uint32_t first_of_answer(uint32_t verb) const {
    const uint32_t noun = parse_.tokens[verb].head;
    uint32_t first = lexicon_.in_list("answered", parse_.tokens[noun].lemma) ? parse_.tokens[noun].left_edge : kNoToken;
    for (uint32_t child : parse_.children(verb)) {
      const bool opens = first == kNoToken && parse_.tokens[child].dep == "dobj" && parse_.tokens[child].lemma == "which";
      if (opens) first = child;
    }
    return first != kNoToken && first > 0 && is_comma(first - 1) ? first : kNoToken;
  }

  void answer(uint32_t verb, uint32_t first, const CueEntry& entry) {
    // The last thing told before, which may hold wishes and plans ("accused of ordering the raid").
    static constexpr std::string_view kTelling[] = {"say", "accuse", "believe", "predict"};
    Attribution* said = nullptr;
    for (Attribution& other : attributions_) {
      if (other.cue == kNoToken || other.content_first == kNoToken || other.cue >= first || other.content_first >= first || parse_.tokens[other.cue].sentence != parse_.tokens[verb].sentence) continue;
      if (std::find(std::begin(kTelling), std::end(kTelling), other.entry->kind) == std::end(kTelling)) continue;
      if (!said || other.cue > said->cue) said = &other;
    }
    if (!said || first < 2 || first - 2 < said->content_first) return;
    Attribution denial = *said;
    denial.entry = &entry;
    denial.cue = denial.cue_first = denial.cue_last = verb;
    denial.holder = finder_.holder_of_verb(verb);
    denial.content_last = std::min(said->content_last, first - 2);
    // "The general was accused of murder": he denies the murder, not that he was accused.
    if (said->content_first <= said->cue && said->cue < denial.content_last) denial.content_first = said->cue_last + 1;
    end_before(first);
    std::erase_if(attributions_, [&](const Attribution& other) { return other.cue == verb; });
    attributions_.push_back(denial);
  }

  // What was said, and what it holds in turn, ends where the answer begins.
  void end_before(uint32_t first) {
    for (Attribution& other : attributions_) {
      const bool runs_on = other.content_first != kNoToken && other.content_first < first && other.content_last >= first && parse_.tokens[other.content_first].sentence == parse_.tokens[first].sentence;
      if (runs_on && other.content_first <= first - 2) other.content_last = first - 2;
    }
  }

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
  const AttributionFinder& finder_;
  std::vector<Attribution>& attributions_;
};

}  // namespace

void add_answers(const Analysis& text, const StanceLexicon& lexicon, const AttributionFinder& finder, std::vector<Attribution>& attributions) {
  AnswerFinder(text, lexicon, finder, attributions).run();
}

}  // namespace casus
