// SPDX-License-Identifier: Apache-2.0
// Resolves all mentions of a document in reading order, so that later ones can lean on earlier ones.
#include "link/actors.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "link/phrase_reader.h"

namespace casus {
namespace {

// How far back, in sentences, a pronoun looks for its antecedent.
constexpr uint32_t kPronounReach = 2;

std::optional<Date> reference_day(const Analysis& text) {
  if (auto day = parse_iso_date(text.document.published)) return day;
  for (const TimeExpression& time : text.links.times) {
    if (time.covers.first && time.basis == TimeBasis::Explicit) return time.covers.first;
  }
  return std::nullopt;
}

class ActorLinker {
 public:
  ActorLinker(const Analysis& text, const ActorTables& tables) : text_(text), reader_(text, tables, reference_day(text)) {}

  std::vector<ActorLink> run() {
    const auto& mentions = text_.mentions.actors;
    links_.reserve(mentions.size());
    for (uint32_t m = 0; m < mentions.size(); ++m) {
      links_.push_back(reader_.read(mentions[m].head));
      if (mentions[m].kind == MentionKind::Pronoun) resolve_pronoun(m);
      else resolve_repetition(m);
      if (links_[m].actor.coded()) remember(m);
    }
    complete_countries();
    resolve_sides();
    return std::move(links_);
  }

 private:
  const Token& head(uint32_t m) const { return text_.parse.tokens[text_.mentions.actors[m].head]; }
  std::string surname(uint32_t m) const { return fold_name(text_.document.slice(head(m).span)); }

  void take(uint32_t m, uint32_t antecedent, const char* reason) {
    const ActorLink& from = links_[antecedent];
    links_[m].actor = from.actor;
    links_[m].members = from.members;
    links_[m].is_person = from.is_person;
    links_[m].antecedent = static_cast<int32_t>(antecedent);
    links_[m].why.push_back(fmt::format("{}: \"{}\"", reason, text_.document.slice(text_.mentions.actors[antecedent].span)));
  }

  void remember(uint32_t m) {
    if (links_[m].is_person) {
      by_surname_[surname(m)] = m;
      // The name that stands in apposition to a title: "the minister, Bakhodir Kurbanov".
      for (uint32_t child : text_.parse.children(text_.mentions.actors[m].head)) {
        const Token& token = text_.parse.tokens[child];
        if (token.dep == "appos" && token.pos == "PROPN") by_surname_[fold_name(text_.document.slice(token.span))] = m;
      }
    }
    if (!links_[m].actor.country.empty() && !links_[m].actor.sectors.empty()) by_role_[std::string(head(m).lemma)] = m;
  }

  // A surname or a definite role ("the minister") that was introduced before.
  void resolve_repetition(uint32_t m) {
    const Token& token = head(m);
    ActorLink& link = links_[m];
    if (!link.actor.coded() && token.pos == "PROPN") {
      auto found = by_surname_.find(surname(m));
      if (found != by_surname_.end()) take(m, found->second, "same name as");
    } else if (link.actor.coded() && link.actor.country.empty() && token.pos == "NOUN") {
      auto found = by_role_.find(std::string(token.lemma));
      if (found != by_role_.end() && links_[found->second].actor.sectors == link.actor.sectors) take(m, found->second, "same role as");
    }
  }

  void resolve_pronoun(uint32_t m) {
    const Token& token = head(m);
    std::string word = to_lower(text_.document.slice(token.span));
    bool person = word == "he" || word == "she" || word == "him" || word == "her" || word == "his" || word == "himself" || word == "herself";
    bool plural = word == "they" || word == "them" || word == "their" || word == "themselves";
    bool thing = word == "it" || word == "its" || word == "itself";
    if (!person && !plural && !thing) return;
    for (uint32_t back = 0; back <= kPronounReach; ++back) {
      if (token.sentence < back) return;
      if (auto antecedent = candidate(m, token.sentence - back, person, plural)) return take(m, *antecedent, "pronoun for");
    }
  }

  // The best antecedent in one sentence: subjects first, then the nearest.
  std::optional<uint32_t> candidate(uint32_t m, uint32_t sentence, bool person, bool plural) const {
    std::optional<uint32_t> best;
    int best_score = 0;
    for (uint32_t c = 0; c < m; ++c) {
      const Token& token = head(c);
      const ActorLink& link = links_[c];
      if (token.sentence != sentence || !link.actor.coded() || token.dep == "amod" || token.dep == "compound") continue;
      if (person ? !link.is_person || link.is_plural : plural ? link.is_person && !link.is_plural : link.is_person || link.is_plural) continue;
      int score = token.dep == "nsubj" || token.dep == "nsubjpass" ? 4 : token.dep == "poss" ? 1 : 2;
      if (score >= best_score) { best = c; best_score = score; }
    }
    return best;
  }

  // Nominal actors without a country take the one that the document is about, where there is one.
  void complete_countries() {
    std::map<std::string, int> counts;
    for (uint32_t m = 0; m < links_.size(); ++m) {
      const std::string& country = links_[m].actor.country;
      if (country.size() == 3 && country != "UNO" && country != "EUR" && country != "IGO" && country != "NGO" && country != "IMG") ++counts[country];
    }
    for (const PlaceMention& place : text_.links.places) {
      if (place.place && !place.place->country.empty() && !place.is_adjective) ++counts[place.place->country];
    }
    for (uint32_t m = 0; m < links_.size(); ++m) {
      ActorLink& link = links_[m];
      if (!link.actor.country.empty() || link.actor.sectors.empty() || link.antecedent >= 0) continue;
      if (auto country = sentence_place(head(m).sentence)) {
        link.actor.country = *country;
        link.why.push_back("country of the sentence's place");
      } else if (auto focus = std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
                 focus != counts.end()) {
        link.actor.country = focus->first;
        link.why.push_back("country that the text is about");
      }
    }
  }

  std::optional<std::string> sentence_place(uint32_t sentence) const {
    std::optional<std::string> country;
    for (const PlaceMention& place : text_.links.places) {
      if (!place.place || place.is_adjective || place.place->country.empty()) continue;
      if (text_.parse.tokens[place.first_token].sentence != sentence) continue;
      if (country && *country != place.place->country) return std::nullopt;
      country = place.place->country;
    }
    return country;
  }

  // "both sides", "the two countries": the last two actors of different countries before them.
  void resolve_sides() {
    for (uint32_t m = 0; m < links_.size(); ++m) {
      static constexpr std::string_view kSides[] = {"side", "country", "neighbour", "neighbor", "nation", "state", "party", "government", "leader", "minister", "president"};
      const Token& token = head(m);
      if (token.tag != "NNS" || std::find(std::begin(kSides), std::end(kSides), token.lemma) == std::end(kSides)) continue;
      bool pair = false;
      for (uint32_t child : text_.parse.children(text_.mentions.actors[m].head)) {
        const Token& word = text_.parse.tokens[child];
        pair = pair || word.lemma == "both" || word.lemma == "two";
      }
      if (!pair || !reader_.country_of(text_.mentions.actors[m].head, links_[m].why).empty()) continue;
      std::vector<Actor> members;
      for (uint32_t c = m; c-- > 0 && members.size() < 2;) {
        const Actor& actor = links_[c].actor;
        if (actor.country.empty() || !links_[c].members.empty()) continue;
        if (members.empty() || members.front().country != actor.country) members.insert(members.begin(), {actor.country, actor.country, actor.country, links_[m].actor.sectors});
      }
      if (members.size() == 2) {
        links_[m].members = members;
        links_[m].why.push_back("the two sides named before: " + members[0].country + ", " + members[1].country);
      }
    }
  }

  const Analysis& text_;
  PhraseReader reader_;
  std::vector<ActorLink> links_;
  std::map<std::string, uint32_t> by_surname_, by_role_;
};

}  // namespace

std::vector<ActorLink> link_actors(const Analysis& text, const ActorTables& tables) { return ActorLinker(text, tables).run(); }

std::vector<int32_t> index_mentions(const Analysis& text) {
  std::vector<int32_t> mention_of(text.parse.tokens.size(), -1);
  for (size_t m = 0; m < text.mentions.actors.size(); ++m) mention_of[text.mentions.actors[m].head] = static_cast<int32_t>(m);
  return mention_of;
}

}  // namespace casus
