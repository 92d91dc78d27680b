// SPDX-License-Identifier: Apache-2.0
// Who says, thinks, wants or asks what, inside one sentence: cue words with their holders and contents.
#pragma once

#include <cstdint>
#include <vector>

#include "casus/analysis.h"
#include "code/factuality.h"
#include "code/paragraphs.h"
#include "code/stance_lexicon.h"

namespace casus {

// Tokens are inclusive on both ends; kNoToken where there is none.
struct Attribution {
  const CueEntry* entry = nullptr;
  uint32_t cue = kNoToken, cue_first = kNoToken, cue_last = kNoToken;
  uint32_t holder = kNoToken;        // head of the noun phrase; none: unnamed
  uint32_t content_first = kNoToken, content_last = kNoToken;
  uint32_t content_head = kNoToken;  // head of the clause or phrase
  bool clausal = false;              // the content is a clause or a quotation, not a phrase
  bool impersonal = false;           // "it is clear that": nobody in the sentence vouches
};

class AttributionFinder {
 public:
  AttributionFinder(const Analysis& text, const StanceLexicon& lexicon, const FactualityReader& reader)
      : text_(text), parse_(text.parse), lexicon_(lexicon), reader_(reader), paragraph_of_(number_paragraphs(text)) {}

  // In the order of their cues.
  std::vector<Attribution> run() const;
  // Head of the phrase that is the subject of a verb, also of a participle, an infinitive or a coordinated verb; for a passive its agent.
  uint32_t holder_of_verb(uint32_t verb, int depth = 0) const;
  // A cue verb for direct speech at this token, with its holder; entry is null if it is none.
  Attribution speech_cue(uint32_t verb) const;
  bool is_passive(uint32_t verb) const;
  // A colon behind a speaker's name, as a cue of saying without a holder yet.
  Attribution label_cue(uint32_t colon) const;

 private:
  struct Part {
    uint32_t head, first, last;
    bool clausal;
  };
  void add_verb(uint32_t verb, std::vector<Attribution>& found) const;
  void add_noun(uint32_t noun, std::vector<Attribution>& found) const;
  void add_adjective(uint32_t adjective, std::vector<Attribution>& found) const;
  void add_source(uint32_t preposition, std::vector<Attribution>& found) const;
  void add_phrase(uint32_t token, std::vector<Attribution>& found) const;
  bool collect(const CueEntry& entry, uint32_t head, Attribution& into) const;
  void collect_behind_agent(const CueEntry& entry, uint32_t verb, Attribution& into) const;
  void collect_quoted_name(uint32_t verb, Attribution& into) const;
  bool collect_parenthetical(const CueEntry& entry, uint32_t verb, Attribution& into) const;
  bool takes(const CueEntry& entry, uint32_t head, uint32_t child, Part& part) const;
  bool words_stand_by(const CueEntry& entry, uint32_t head, Attribution& into) const;
  void cover(Attribution& into, const Part& part) const;
  void set_cue(Attribution& into, uint32_t verb) const;
  bool is_attribution(const Attribution& attribution) const;
  uint32_t verb_above(uint32_t token) const;
  uint32_t subject_of(uint32_t verb) const;
  uint32_t noun_before(uint32_t verb) const;
  uint32_t holder_above(uint32_t verb, int depth) const;
  bool is_quoted(uint32_t token) const;
  bool collect_rest(const CueEntry& entry, uint32_t verb, Attribution& into) const;
  uint32_t head_between(uint32_t first, uint32_t last) const;
  bool collect_behind_that(const CueEntry& entry, uint32_t verb, Attribution& into) const;
  uint32_t holder_of_noun(uint32_t noun) const;
  bool is_body(uint32_t token) const;
  uint32_t child_with(uint32_t head, std::string_view dep) const;

  const Analysis& text_;
  const Parse& parse_;
  const StanceLexicon& lexicon_;
  const FactualityReader& reader_;
  std::vector<uint32_t> paragraph_of_;
};

}  // namespace casus
