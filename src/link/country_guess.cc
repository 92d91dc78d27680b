// SPDX-License-Identifier: Apache-2.0
#include "link/country_guess.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/utf8.h"

namespace casus {
namespace {

// How often a text must name a country before persons without a word on them count as its people.
constexpr int kFocus = 3;
// How far it must lead the next.
constexpr double kLead = 1.5;
// How far for people who may come from anywhere.
constexpr double kAlone = 4;
// What dateline and publisher weigh beside one mention.
constexpr int kOfOrigin = 3;

class CountryGuesser {
 public:
  CountryGuesser(const Analysis& text, const PhraseReader& reader, const Actor& publisher, std::vector<ActorLink>& links)
      : text_(text), reader_(reader), links_(links) { find_focus(publisher); }

  void run() {
    for (uint32_t m = 0; m < links_.size(); ++m) {
      if (links_[m].antecedent < 0) guess(m);
    }
    for (uint32_t m = 0; m < links_.size(); ++m) {
      ActorLink& link = links_[m];
      if (link.antecedent < 0 || !link.actor.country.empty() || !link.members.empty()) continue;
      link.actor.country = links_[link.antecedent].actor.country;
      link.country_guessed = links_[link.antecedent].country_guessed;
    }
  }

 private:
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  const Token& head(uint32_t m) const { return token(text_.mentions.actors[m].head); }

  // Agencies and broadcasters report from anywhere.
  static bool is_medium(const ActorLink& link) { return !link.is_person && !link.actor.id.empty() && !link.actor.sectors.empty() && link.actor.sectors.front() == "JRN"; }

  void find_focus(const Actor& publisher) {
    std::map<std::string, int> counts;
    for (const ActorLink& link : links_) {
      if (is_state(link.actor.country) && !is_medium(link)) ++counts[link.actor.country];
    }
    for (const PlaceMention& place : text_.links.places) {
      if (place.place && !place.place->country.empty() && !place.is_adjective) counts[place.place->country] += in_dateline(place.span) ? kOfOrigin : 1;
    }
    if (is_state(publisher.country)) counts[publisher.country] += kOfOrigin;
    int second = 0;
    for (const auto& [country, count] : counts) {
      if (count > focus_count_) second = focus_count_, focus_ = country, focus_count_ = count;
      else second = std::max(second, count);
    }
    dominates_ = focus_count_ >= kLead * second;
    is_alone_ = focus_count_ >= kAlone * second;
  }

  bool in_dateline(Span span) const {
    return std::any_of(text_.document.sections.begin(), text_.document.sections.end(),
                       [&](const Section& section) { return section.kind == SectionKind::Dateline && section.span.contains(span); });
  }

  void give(uint32_t m, const std::string& country, const char* why) {
    links_[m].actor.country = country;
    links_[m].country_guessed = true;
    links_[m].why.push_back(why);
  }

  void guess(uint32_t m) {
    ActorLink& link = links_[m];
    // Who publishes is not of the country that it writes about.
    if (!link.actor.name.empty() && link.actor.name == text_.document.publisher) return;
    if (link.members.empty()) place_ethnic_group(m);
    if (!link.actor.country.empty() || !link.members.empty()) return;
    if (const HeadEntry* sent = reader_.head_of_kind(text_.mentions.actors[m].head, HeadKind::Sent)) return give_sender(m, *sent);
    // A person of whom nothing is known is taken for one of the country that the text is about.
    bool unknown = link.is_person && !link.is_plural && link.actor.sectors.empty() && text_.mentions.actors[m].kind == MentionKind::Name && head(m).pos == "PROPN";
    if (unknown && dominates_ && focus_count_ > kFocus) return give(m, focus_, "unknown person; country that the text is about");
    if (link.actor.sectors.empty()) return;
    if (std::string beside = coordinated_country(m); !beside.empty()) return give(m, beside, "country of the party it is coordinated with");
    if (auto country = sentence_place(head(m).sentence, true, is_government(m)); country && is_told_of(*country)) return give(m, *country, "country of the sentence's place");
    if (std::string other = clause_country(m); !other.empty()) return give(m, other, "country of the clause's other party");
    // Armed groups from anywhere are not of the country that they are talked of in.
    static const std::set<std::string_view> kArmed = {"REB", "UAF"};
    if (kArmed.contains(link.actor.sectors.front()) && reader_.may_be_of_any_country(text_.mentions.actors[m].head)) return;
    if (is_alone_ || (dominates_ && !reader_.may_be_of_any_country(text_.mentions.actors[m].head))) give(m, focus_, "country that the text is about");
  }

  // "Peacekeepers", in a text on missions of the United Nations.
  void give_sender(uint32_t m, const HeadEntry& sent) {
    std::string best;
    int64_t most = 0;
    for (const std::string& code : sent.refers_to) {
      int64_t named = std::count_if(links_.begin(), links_.end(), [&](const ActorLink& link) { return link.actor.country == code && !link.country_guessed; });
      if (named > most) best = code, most = named;
    }
    if (most > 0) give(m, best, "organisation that sends them, named in the text");
  }

  // "Ethnic Albanians marched in Skopje": the people live where they are told of.
  void place_ethnic_group(uint32_t m) {
    ActorLink& link = links_[m];
    const Mention& mention = text_.mentions.actors[m];
    bool ethnic = false;
    for (uint32_t i = mention.first_token; i <= mention.head; ++i) ethnic = ethnic || to_lower(token(i).lemma) == "ethnic";
    if (!ethnic || link.country_guessed || link.is_person) return;
    auto country = sentence_place(head(m).sentence, false);
    if (!country || *country == link.actor.country) return;
    link.actor.country = *country;
    if (link.actor.sectors.empty()) link.actor.sectors = {"CVL"};
    link.why.push_back("an ethnic group of the country that the sentence is about");
  }

  // "the French speaker and a group of deputies": officials named together are mostly of one country.
  std::string coordinated_country(uint32_t m) const {
    static const std::set<std::string_view> kOfState = {"GOV", "LEG", "MIL", "COP", "JUD", "PTY", "BUS"};
    const auto& sectors = links_[m].actor.sectors;
    if (sectors.empty() || !kOfState.contains(sectors.front()) || head(m).dep != "conj") return "";
    int32_t other = text_.links.mention_of[head(m).head];
    return other >= 0 && is_state(links_[other].actor.country) && !links_[other].country_guessed && links_[other].is_person ? links_[other].actor.country : "";
  }

  // Organs of a state and the people, opposition and rebels whom they face; a state and its subjects.
  static bool face_each_other(const Actor& actor, const Actor& other) {
    static const std::set<std::string_view> kOrgans = {"COP", "MIL", "JUD", "LEG", "GOV", "SPY", "PRM"};
    static const std::set<std::string_view> kFaced = {"CVL", "OPP", "REB", "LAB", "EDU", "JRN", "REL", "REF", "AGR", "CRM", "SOC", "MED", "PTY", "ELI", "BUS", "UAF", "PRE"};
    static const std::set<std::string_view> kSubjects = {"CVL", "OPP", "REB", "LAB", "REF", "AGR", "CRM", "REL"};
    auto in = [](const std::set<std::string_view>& set, const Actor& who) { return !who.sectors.empty() && set.contains(who.sectors.front()); };
    if (other.sectors.empty()) return in(kSubjects, actor);
    return (in(kOrgans, actor) && in(kFaced, other)) || (in(kFaced, actor) && in(kOrgans, other));
  }

  static bool are_officials(const Actor& actor, const Actor& other) {
    return !actor.sectors.empty() && !other.sectors.empty() && actor.sectors.front() == "GOV" && other.sectors.front() == "GOV";
  }

  // "protesters were beaten by Kenyan police": of the clause's subject or agent.
  std::string clause_country(uint32_t m) const {
    for (uint32_t at = text_.mentions.actors[m].head, steps = 0; steps < 6 && token(at).head != at; ++steps) {
      at = token(at).head;
      if (token(at).pos != "VERB" && token(at).pos != "AUX") continue;
      for (uint32_t child : text_.parse.children(at)) {
        uint32_t party = child;
        if (token(child).dep == "agent") {
          for (uint32_t object : text_.parse.children(child)) party = object;
        } else if (!token(child).dep.starts_with("nsubj")) {
          continue;
        }
        int32_t mention = text_.links.mention_of[party];
        if (mention < 0 || static_cast<uint32_t>(mention) == m || !is_state(links_[mention].actor.country) || is_medium(links_[mention])) continue;
        const bool officials = text_.mentions.actors[m].kind == MentionKind::Nominal && head(m).pos == "NOUN" && are_officials(links_[m].actor, links_[mention].actor);
        if (officials || face_each_other(links_[m].actor, links_[mention].actor)) return links_[mention].actor.country;
      }
    }
    return "";
  }

  // "in Chad", "near the Syrian border"; not "outrage over North Korea", "talks with Chad".
  bool is_where(const PlaceMention& place) const {
    static const std::set<std::string_view> kWhere = {"in", "at", "near", "around", "outside", "inside", "across", "throughout", "off", "along", "within"};
    for (uint32_t at = place.end_token - 1, steps = 0; steps < 4 && token(at).head != at; ++steps) {
      if (token(at).dep == "pobj") return kWhere.contains(token(token(at).head).lemma);
      at = token(at).head;
    }
    return false;
  }

  // Beside a country that the whole text is about, a place of another that the text never names is mostly one misread.
  bool is_told_of(const std::string& country) const {
    if (!is_alone_ || country == focus_) return true;
    return std::any_of(links_.begin(), links_.end(), [&](const ActorLink& link) { return link.actor.id == country; });
  }

  // "In Darfur, China supports the government": that of where it is, not of who does something there.
  bool is_government(uint32_t m) const {
    static const std::set<std::string_view> kHeads = {"government", "regime", "authority"};
    return kHeads.contains(head(m).lemma) && head(m).dep == "dobj";
  }

  // `where`: only a place that the sentence says it happened in; `alone`: whatever other countries it names.
  std::optional<std::string> sentence_place(uint32_t sentence, bool where, bool alone = false) const {
    std::optional<std::string> country, in;
    for (const PlaceMention& place : text_.links.places) {
      if (!place.place || place.is_adjective || place.place->country.empty()) continue;
      if (token(place.first_token).sentence != sentence) continue;
      if (where && is_where(place)) in = place.place->country;
      if (where && alone && !is_where(place)) continue;
      if (country && *country != place.place->country) return std::nullopt;
      country = place.place->country;
    }
    return where ? in : country;
  }

  const Analysis& text_;
  const PhraseReader& reader_;
  std::vector<ActorLink>& links_;
  std::string focus_;
  int focus_count_ = 0;
  bool dominates_ = false, is_alone_ = false;
};

}  // namespace

bool is_state(const std::string& country) {
  return country.size() == 3 && country != "UNO" && country != "EUR" && country != "IGO" && country != "NGO" && country != "IMG" && country != "MNC";
}

void guess_countries(const Analysis& text, const PhraseReader& reader, const Actor& publisher, std::vector<ActorLink>& links) {
  CountryGuesser(text, reader, publisher, links).run();
}

}  // namespace casus
