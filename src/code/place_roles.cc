// SPDX-License-Identifier: Apache-2.0
#include "code/place_roles.h"

#include <algorithm>

#include "code/clause_time.h"

namespace casus {
namespace {

constexpr int kMaxClimbs = 8;

class RoleReader {
 public:
  RoleReader(const Analysis& text, const PlaceWords& words) : text_(text), parse_(text.parse), words_(words) {}

  std::vector<PlaceUse> read() {
    const auto& places = text_.links.places;
    for (size_t p = 0; p < places.size(); ++p) {
      if (!places[p].place) continue;
      uint32_t head = head_of(places[p]);
      PlaceUse use{*places[p].place, places[p].span, head, head, PlaceRole::None, false};
      uint32_t phrase = climb_to_phrase(head);
      bool is_border = words_.has("border", parse_.tokens[phrase].lemma);
      if (is_border) join_border(phrase, use);
      else if (places[p].is_adjective) continue;
      read_role(phrase, use);
      uses_.push_back(std::move(use));
    }
    return std::move(uses_);
  }

 private:
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }

  uint32_t head_of(const PlaceMention& mention) const {
    for (uint32_t i = mention.first_token; i < mention.end_token; ++i) {
      uint32_t head = token(i).head;
      if (head < mention.first_token || head >= mention.end_token || head == i) return i;
    }
    return mention.first_token;
  }

  // From the name to the phrase that is the place: "the town of Gori", "Kabul airport", "Syria's border", "Gori, Georgia".
  uint32_t climb_to_phrase(uint32_t at) const {
    for (int climbs = 0; climbs < kMaxClimbs; ++climbs) {
      uint32_t head = token(at).head;
      if (head == at) return at;
      const std::string_view dep = token(at).dep;
      bool is_place_noun = words_.has("kind_of_place", token(head).lemma) && token(head).pos != "VERB";
      bool is_modifier = dep == "compound" || dep == "nmod" || dep == "amod" || dep == "poss";
      if (is_modifier && is_place_noun) { at = head; continue; }
      if ((dep == "appos" || dep == "conj") && (token(head).pos == "PROPN" || is_place_noun)) { at = head; continue; }
      // "the border between X and Y", "the north of our town", "the border with X"
      std::string preposition = lower_word(text_, head);
      bool is_of = dep == "pobj" && (preposition == "of" || preposition == "between" || preposition == "with");
      uint32_t above = token(head).head;
      if (is_of && above != head && words_.has("kind_of_place", token(above).lemma) && token(above).pos != "VERB" &&
          (preposition == "of" || words_.has("border", token(above).lemma))) {
        at = above;
        continue;
      }
      return at;
    }
    return at;
  }

  // All countries named in the phrase of a border share it.
  void join_border(uint32_t border, PlaceUse& use) const {
    std::vector<std::string> countries;
    Span span = token(border).span;
    for (const PlaceMention& mention : text_.links.places) {
      if (!mention.place || mention.first_token < token(border).left_edge || mention.end_token > token(border).right_edge + 1) continue;
      if (climb_to_phrase(head_of(mention)) != border) continue;
      span = {std::min(span.start, mention.span.start), std::max(span.end, mention.span.end)};
      if (!mention.place->country.empty() && std::find(countries.begin(), countries.end(), mention.place->country) == countries.end())
        countries.push_back(mention.place->country);
    }
    if (countries.empty()) return;
    use.place.name = text_.document.slice(span);
    use.place.geonameid = 0;
    use.place.admin1.clear();
    use.place.grain = PlaceGrain::Region;
    use.place.country = countries.size() == 1 ? countries.front() : std::string();
    use.place.countries = std::move(countries);
    use.span = span;
  }

  void read_role(uint32_t phrase, PlaceUse& use) const {
    // "in Gori and Poti": the second has the role of the first.
    while (token(phrase).dep == "conj" && token(phrase).head != phrase) phrase = token(phrase).head;
    uint32_t head = token(phrase).head;
    const std::string_view dep = token(phrase).dep;
    if (dep == "dobj" || dep == "nsubjpass") {
      use.role = PlaceRole::Object;
      use.governor = head;
    } else if (dep == "pobj") {
      use.role = role_of_preposition(head);
      use.governor = governor_of(head);
    } else if ((dep == "npadvmod" || dep == "advmod") && head != phrase) {
      use.role = PlaceRole::At;
      use.governor = head;
    }
    use.is_fronted = use.role == PlaceRole::At && token(use.governor).sentence == token(phrase).sentence && use.governor > phrase &&
                     is_verb_token(token(use.governor));
  }

  PlaceRole role_of_preposition(uint32_t preposition) const {
    std::string word = lower_word(text_, preposition);
    // "out of the gorge", "outside of the city"
    uint32_t above = token(preposition).head;
    if (word == "of" && above != preposition && token(above).dep == "prep") return role_of_preposition(above);
    if (words_.has("at", word)) return PlaceRole::At;
    if (words_.has("target", word)) return PlaceRole::Target;
    if (words_.has("source", word)) return PlaceRole::Source;
    return PlaceRole::None;
  }

  uint32_t governor_of(uint32_t preposition) const {
    uint32_t at = preposition;
    for (int climbs = 0; climbs < kMaxClimbs && token(at).head != at && (token(at).pos == "ADP" || token(at).pos == "SCONJ" || token(at).dep == "advmod"); ++climbs)
      at = token(at).head;
    return at;
  }

  const Analysis& text_;
  const Parse& parse_;
  const PlaceWords& words_;
  std::vector<PlaceUse> uses_;
};

}  // namespace

std::vector<PlaceUse> place_uses(const Analysis& text, const PlaceWords& words) { return RoleReader(text, words).read(); }

}  // namespace casus
