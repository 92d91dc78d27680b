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
      PlaceUse use{*places[p].place, places[p].span, head, head, head, PlaceRole::None, false};
      uint32_t phrase = climb_to_phrase(head, use.place);
      use.phrase = phrase;
      bool is_border = words_.has("border", parse_.tokens[phrase].lemma);
      if (is_border) join_border(phrase, use);
      else if (places[p].is_adjective || is_in_longer_name(places[p]) || is_seat_of_person(places[p])) continue;
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

  bool is_place(uint32_t i) const {
    return std::any_of(text_.links.places.begin(), text_.links.places.end(),
                       [&](const PlaceMention& mention) { return i >= mention.first_token && i < mention.end_token; });
  }

  // "the Simon Bolivar bridge", "Eastern District": a name before it in one phrase, which is neither a place nor a side of it.
  bool is_in_longer_name(const PlaceMention& mention) const {
    if (mention.first_token == 0) return false;
    const uint32_t before = mention.first_token - 1;
    const Token& word = token(before);
    if (word.pos != "PROPN" || word.dep != "compound" || is_place(before) || !word.space_after) return false;
    bool is_same_phrase = word.head >= mention.first_token && word.head <= mention.end_token;
    std::string lower = lower_word(text_, before);
    return is_same_phrase && !words_.has("kind_of_place", lower) && !words_.has("side", lower);
  }

  // "Senator Mitch McConnell (Ky.)": where somebody was elected.
  bool is_seat_of_person(const PlaceMention& mention) const {
    if (mention.first_token < 2 || lower_word(text_, mention.first_token - 1) != "(") return false;
    int32_t entity = parse_.entity_of[mention.first_token - 2];
    return entity >= 0 && parse_.entities[static_cast<size_t>(entity)].label == "PERSON";
  }

  // From the name to the phrase that is the place: "the town of Gori", "Kabul airport", "Syria's border", "Gori, Georgia".
  uint32_t climb_to_phrase(uint32_t at, const Place& place) const {
    for (int climbs = 0; climbs < kMaxClimbs; ++climbs) {
      uint32_t head = token(at).head;
      if (head == at) return at;
      const std::string_view dep = token(at).dep;
      bool is_place_noun = words_.has("kind_of_place", token(head).lemma) && token(head).pos != "VERB";
      bool is_modifier = dep == "compound" || dep == "nmod" || dep == "amod" || dep == "poss";
      // "the U.S. embassy", "a French base": a country before a building owns it, wherever it stands.
      bool is_owner = place.grain == PlaceGrain::Country && !words_.has("land", token(head).lemma);
      if (is_modifier && is_place_noun && !is_owner) { at = head; continue; }
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
      if (climb_to_phrase(head_of(mention), *mention.place) != border) continue;
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
      use.governor = governor_of(head);
      use.role = role_of_preposition(head, use);
    } else if ((dep == "npadvmod" || dep == "advmod") && head != phrase) {
      use.role = PlaceRole::At;
      use.governor = head;
    } else if ((dep == "compound" || dep == "nmod") && token(head).pos == "NOUN") {
      use.role = PlaceRole::Modifier;
      use.governor = head;
    }
    use.is_fronted = use.role == PlaceRole::At && token(use.governor).sentence == token(phrase).sentence && use.governor > phrase &&
                     is_verb_token(token(use.governor));
  }

  PlaceRole role_of_preposition(uint32_t preposition, const PlaceUse& use) const {
    std::string word = lower_word(text_, preposition);
    // "out of the gorge", "outside of the city"; "unlike in Cuba"
    uint32_t above = token(preposition).head;
    bool is_below = above != preposition && (token(above).dep == "prep" || token(above).pos == "ADP" || token(above).pos == "SCONJ");
    if (is_below && words_.has("elsewhere", lower_word(text_, above))) return PlaceRole::None;
    if (preposition > 0 && words_.has("elsewhere", lower_word(text_, preposition - 1))) return PlaceRole::None;
    if (word == "of" && is_below && token(above).dep == "prep") return role_of_preposition(above, use);
    if (word == "of" && token(use.governor).pos == "NOUN") return PlaceRole::Of;
    // "war on Syria": a whole country is what a deed is done to.
    if (use.place.grain == PlaceGrain::Country && words_.has("on", word)) return PlaceRole::Object;
    if (words_.has("topic", word)) return use.place.grain == PlaceGrain::Country ? PlaceRole::None : PlaceRole::About;
    if (words_.has("at", word)) return PlaceRole::At;
    if (word == "for") return words_.has("depart", token(use.governor).lemma) ? PlaceRole::Target : PlaceRole::None;
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
