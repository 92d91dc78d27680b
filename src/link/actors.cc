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
// How often a text must name a country before persons without a word on them count as its people.
constexpr int kFocus = 3;

std::optional<Date> reference_day(const Analysis& text) {
  if (auto day = parse_iso_date(text.document.published)) return day;
  for (const TimeExpression& time : text.links.times) {
    if (time.covers.first && time.basis == TimeBasis::Explicit) return time.covers.first;
  }
  return std::nullopt;
}

bool is_state(const std::string& country) {
  return country.size() == 3 && country != "UNO" && country != "EUR" && country != "IGO" && country != "NGO" && country != "IMG" && country != "MNC";
}

enum class PronounKind { None, Person, Group, Thing, Speaker };

PronounKind pronoun_kind(std::string_view lower) {
  static const std::map<std::string, PronounKind, std::less<>> kPronouns = {
      {"he", PronounKind::Person}, {"she", PronounKind::Person}, {"him", PronounKind::Person}, {"her", PronounKind::Person}, {"his", PronounKind::Person},
      {"himself", PronounKind::Person}, {"herself", PronounKind::Person}, {"they", PronounKind::Group}, {"them", PronounKind::Group},
      {"their", PronounKind::Group}, {"themselves", PronounKind::Group}, {"it", PronounKind::Thing}, {"its", PronounKind::Thing},
      {"itself", PronounKind::Thing}, {"we", PronounKind::Speaker}, {"us", PronounKind::Speaker}, {"our", PronounKind::Speaker},
      {"ours", PronounKind::Speaker}, {"i", PronounKind::Speaker}, {"me", PronounKind::Speaker}, {"my", PronounKind::Speaker}};
  auto found = kPronouns.find(lower);
  return found == kPronouns.end() ? PronounKind::None : found->second;
}

class ActorLinker {
 public:
  ActorLinker(const Analysis& text, const ActorTables& tables)
      : text_(text), reader_(text, tables, reference_day(text)), publisher_(actor_of_publisher(text.document, tables, reference_day(text))) {}

  std::vector<ActorLink> run() {
    const auto& mentions = text_.mentions.actors;
    links_.reserve(mentions.size());
    for (uint32_t m = 0; m < mentions.size(); ++m) {
      links_.push_back(reader_.read(mentions[m].head));
      if (mentions[m].kind == MentionKind::Pronoun) {
        resolve_pronoun(m);
      } else {
        resolve_possessor(m);
        resolve_repetition(m);
        resolve_reference(m);
        resolve_sides(m);
      }
      if (links_[m].actor.coded()) remember(m);
    }
    complete_countries();
    return std::move(links_);
  }

 private:
  const Token& head(uint32_t m) const { return text_.parse.tokens[text_.mentions.actors[m].head]; }
  const Token& token(uint32_t i) const { return text_.parse.tokens[i]; }
  std::span<const uint32_t> children(uint32_t m) const { return text_.parse.children(text_.mentions.actors[m].head); }
  const HeadEntry* entry(uint32_t m) const { return reader_.head_entry(text_.mentions.actors[m].head); }
  std::string surname(uint32_t m) const { return fold_name(text_.document.slice(head(m).span)); }
  bool is(uint32_t m, HeadKind kind) const { return entry(m) && entry(m)->is(kind); }

  void take(uint32_t m, uint32_t antecedent, const char* reason) {
    const ActorLink& from = links_[antecedent];
    links_[m].actor = from.actor;
    links_[m].members = from.members;
    links_[m].is_person = from.is_person;
    links_[m].antecedent = static_cast<int32_t>(antecedent);
    links_[m].why.push_back(fmt::format("{}: \"{}\"", reason, text_.document.slice(text_.mentions.actors[antecedent].span)));
  }

  void remember(uint32_t m) {
    const ActorLink& link = links_[m];
    uint32_t at = text_.mentions.actors[m].head;
    if (link.is_person) {
      if (token(at).pos == "PROPN") by_surname_[surname(m)] = m;
      // The name that stands in apposition to a title: "the minister, Bakhodir Kurbanov".
      for (uint32_t child : children(m)) {
        if (token(child).dep == "appos" && token(child).pos == "PROPN") by_surname_[fold_name(text_.document.slice(token(child).span))] = m;
      }
    }
    if (link.actor.country.empty() || link.actor.sectors.empty()) return;
    by_role_[std::string(token(at).lemma)] = m;
    if (!link.is_person) return;
    if (int32_t title = reader_.title_of(at); title >= 0) by_role_[to_lower(token(static_cast<uint32_t>(title)).lemma)] = m;
    for (uint32_t child : children(m)) {
      if (token(child).dep == "appos" && token(child).pos == "NOUN") by_role_[std::string(token(child).lemma)] = m;
    }
  }

  // "its army", "his Chinese counterpart": the country, or the role, of whom the pronoun stands for.
  void resolve_possessor(uint32_t m) {
    ActorLink& link = links_[m];
    const Token& word = head(m);
    int32_t owner = -1;
    for (uint32_t child : children(m)) {
      if (token(child).dep == "poss" && text_.links.mention_of[child] >= 0 && child < text_.mentions.actors[m].head) owner = text_.links.mention_of[child];
    }
    if (is(m, HeadKind::Counterpart)) {
      // Of the pronoun's party, or of the clause's subject.
      if (owner < 0 || !links_[owner].actor.coded()) owner = clause_subject(m);
      if (owner < 0) return;
      if (link.actor.country.empty()) link.actor.country = first_country(m);
      if (link.actor.country == links_[owner].actor.country && link.members.empty()) link.actor.country.clear();
      link.actor.sectors = links_[owner].actor.sectors;
      std::erase(link.actor.sectors, "ELI");
      for (Actor& member : link.members) member.sectors = link.actor.sectors;
      link.why.push_back("same role as the other party");
      return;
    }
    if (owner < 0 || static_cast<uint32_t>(owner) >= m || word.pos == "PROPN") return;
    const ActorLink& from = links_[owner];
    bool pronoun = text_.mentions.actors[owner].kind == MentionKind::Pronoun;
    if (!pronoun || !link.actor.coded() || !link.actor.country.empty() || from.actor.country.empty()) return;
    link.actor.country = from.actor.country;
    link.why.push_back(fmt::format("country of \"{}\"", text_.document.slice(text_.mentions.actors[owner].span)));
  }

  std::string first_country(uint32_t m) {
    auto countries = reader_.countries_of(text_.mentions.actors[m].head, links_[m].why);
    return countries.empty() ? "" : countries.front();
  }

  int32_t clause_subject(uint32_t m) const {
    for (uint32_t at = text_.mentions.actors[m].head, steps = 0; steps < 8 && token(at).head != at; ++steps) {
      at = token(at).head;
      for (uint32_t child : text_.parse.children(at)) {
        if ((token(child).dep != "nsubj" && token(child).dep != "nsubjpass") || text_.links.mention_of[child] < 0) continue;
        int32_t subject = text_.links.mention_of[child];
        if (static_cast<uint32_t>(subject) < m && links_[subject].actor.coded()) return subject;
      }
    }
    return -1;
  }

  bool is_definite(uint32_t m) const {
    for (uint32_t child : children(m)) {
      if (token(child).dep == "det" && (token(child).lemma == "the" || token(child).lemma == "that" || token(child).lemma == "this" || token(child).lemma == "these")) return true;
    }
    return false;
  }

  // A surname or a definite role ("the minister") that was introduced before.
  void resolve_repetition(uint32_t m) {
    const Token& word = head(m);
    ActorLink& link = links_[m];
    if (word.pos == "PROPN" && (!link.actor.coded() || (link.is_person && link.actor.country.empty()))) {
      auto found = by_surname_.find(surname(m));
      if (found != by_surname_.end()) return take(m, found->second, "same name as");
    }
    if (link.actor.coded() && link.actor.country.empty() && (word.pos == "NOUN" || is_definite(m))) {
      auto found = by_role_.find(to_lower(word.lemma));
      if (found == by_role_.end()) return;
      const ActorLink& from = links_[found->second];
      // "the minister" is the person of that title; a plural or bare noun shares no more than its country.
      if (is_definite(m) && !link.is_plural && (link.is_person == from.is_person)) take(m, found->second, "same role as");
      else if (link.actor.sectors == from.actor.sectors && !link.is_person) link.actor.country = from.actor.country;
    }
  }

  // "the bloc", "the group", "the North": a named actor of that kind before it.
  void resolve_reference(uint32_t m) {
    ActorLink& link = links_[m];
    if (!link.actor.country.empty() || !is_definite(m) || link.is_plural) return;
    std::string word = to_lower(head(m).lemma);
    bool side_of_world = word == "north" || word == "south" || word == "east" || word == "west";
    if (!side_of_world && !is(m, HeadKind::Reference)) return;
    for (uint32_t child : children(m)) {
      if (!side_of_world && (token(child).dep == "amod" || token(child).dep == "compound" || token(child).dep == "poss")) return;
    }
    for (uint32_t c = m; c-- > 0;) {
      const Actor& actor = links_[c].actor;
      if (!actor.coded() || links_[c].antecedent >= 0 || text_.mentions.actors[c].kind != MentionKind::Name) continue;
      bool fits = false;
      if (side_of_world) {
        fits = to_lower(actor.name).starts_with(word + " ") && is_state(actor.country);
      } else if (!links_[c].is_person && !actor.id.empty() && actor.id != actor.country) {
        for (const std::string& kind : entry(m)->refers_to) {
          fits = fits || actor.country == kind || (!actor.sectors.empty() && actor.sectors.front() == kind);
        }
      }
      if (fits) return take(m, c, "refers to");
    }
  }

  void resolve_pronoun(uint32_t m) {
    PronounKind kind = pronoun_kind(to_lower(text_.document.slice(head(m).span)));
    if (kind == PronounKind::None) return;
    if (kind == PronounKind::Speaker) return resolve_speaker(m);
    for (uint32_t back = 0; back <= kPronounReach && back <= head(m).sentence; ++back) {
      if (auto antecedent = candidate(m, head(m).sentence - back, kind)) {
        take(m, *antecedent, "pronoun for");
        if (kind == PronounKind::Group) join_coordinated(m, *antecedent);
        return;
      }
    }
  }

  // "Moon and Kim met. They signed": the pronoun stands for all that are coordinated.
  void join_coordinated(uint32_t m, uint32_t antecedent) {
    if (!links_[m].members.empty()) return;
    std::vector<Actor> members = {links_[antecedent].actor};
    for (uint32_t i = text_.mentions.actors[antecedent].head, more = 1; more;) {
      more = 0;
      for (uint32_t child : text_.parse.children(i)) {
        int32_t mention = text_.links.mention_of[child];
        if (token(child).dep != "conj" || mention < 0 || static_cast<uint32_t>(mention) >= m || !links_[mention].actor.coded()) continue;
        members.push_back(links_[mention].actor);
        i = child;
        more = 1;
      }
    }
    if (members.size() > 1) links_[m].members = std::move(members);
  }

  bool has_conjunct(uint32_t m) const {
    return std::any_of(children(m).begin(), children(m).end(), [&](uint32_t child) { return token(child).dep == "conj"; });
  }

  // The best antecedent in one sentence: subjects first, then the nearest.
  std::optional<uint32_t> candidate(uint32_t m, uint32_t sentence, PronounKind kind) const {
    std::optional<uint32_t> best;
    int best_score = 0;
    const Token& pronoun = head(m);
    for (uint32_t c = m; c-- > 0;) {
      const Token& word = head(c);
      if (word.sentence < sentence) break;
      const ActorLink& link = links_[c];
      if (word.sentence != sentence || !link.actor.coded() || word.dep == "amod" || word.dep == "compound" || word.dep == "nmod" || word.pos == "ADJ") continue;
      bool plural = link.is_plural || !link.members.empty() || has_conjunct(c);
      if (kind == PronounKind::Person && (!link.is_person || plural)) continue;
      if (kind == PronounKind::Group && link.is_person && !plural) continue;
      if (kind == PronounKind::Thing && (link.is_person || plural)) continue;
      // Subject and object of one verb are not the same.
      if (word.head == pronoun.head && pronoun.dep != "poss") continue;
      bool subject = word.dep == "nsubj" || word.dep == "nsubjpass";
      int score = subject ? 4 : word.dep == "poss" ? 1 : 2;
      if (kind == PronounKind::Group && plural) score += 2;
      if (subject && token(word.head).dep == "ROOT") ++score;
      if (score > best_score) { best = c; best_score = score; }
    }
    return best;
  }

  // "we", "our": whoever speaks, in a quotation, else the publisher.
  void resolve_speaker(uint32_t m) {
    Span at = head(m).span;
    for (const Quotation& quotation : text_.mentions.quotations) {
      if (!quotation.span.contains(at)) continue;
      if (auto speaker = speaker_of(quotation, m)) take(m, *speaker, "speaker of the quotation");
      return;
    }
    if (!publisher_.coded()) return;
    links_[m].actor = publisher_;
    links_[m].why.push_back(fmt::format("the publisher, {}", text_.document.publisher));
  }

  std::optional<uint32_t> speaker_of(const Quotation& quotation, uint32_t m) const {
    std::optional<uint32_t> best;
    for (uint32_t c = m; c-- > 0;) {
      const Token& word = head(c);
      if (head(m).sentence - word.sentence > kPronounReach) break;
      if (word.dep != "nsubj" || quotation.span.contains(word.span) || !links_[c].actor.coded() || text_.mentions.actors[c].kind == MentionKind::Pronoun) continue;
      if (!best || links_[c].is_person) best = c;
      if (links_[c].is_person) break;
    }
    return best;
  }

  static Actor actor_of_publisher(const Document& document, const ActorTables& tables, std::optional<Date> day) {
    Actor actor;
    std::string key = name_key(document.publisher);
    for (size_t start = 0; start < key.size();) {
      size_t word_end = std::min(key.find(' ', start), key.size());
      size_t step = word_end;
      for (size_t end = key.size(); end != std::string::npos && end > start; end = end > word_end ? key.rfind(' ', end - 1) : std::string::npos) {
        std::string_view name = std::string_view(key).substr(start, end - start);
        if (const auto* rows = tables.named(name)) {
          std::string why;
          Actor found = ActorTables::as_of(*rows, day, why);
          if (actor.country.empty()) actor.country = found.country;
          if (actor.sectors.empty()) actor.sectors = found.sectors;
          step = end;
          break;
        }
        if (const AgentEntry* agent = tables.agent(name); agent && actor.sectors.empty()) actor.sectors = agent->sectors;
        if (end == word_end) break;
      }
      start = step + 1;
    }
    if (actor.country.empty()) actor.sectors.clear();
    if (actor.coded()) actor.name = document.publisher;
    return actor;
  }

  // Nominal actors without a country take the one of the sentence's place, or the one that the document is about.
  void complete_countries() {
    std::map<std::string, int> counts;
    for (uint32_t m = 0; m < links_.size(); ++m) {
      const std::string& country = links_[m].actor.country;
      if (is_state(country)) ++counts[country];
    }
    for (const PlaceMention& place : text_.links.places) {
      if (place.place && !place.place->country.empty() && !place.is_adjective) ++counts[place.place->country];
    }
    if (is_state(publisher_.country)) ++counts[publisher_.country];
    auto focus = std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
    for (uint32_t m = 0; m < links_.size(); ++m) {
      ActorLink& link = links_[m];
      // A person of whom nothing is known is taken for one of the country that the text is about.
      bool unknown = link.is_person && !link.is_plural && link.actor.sectors.empty() && text_.mentions.actors[m].kind == MentionKind::Name && head(m).pos == "PROPN";
      if (link.members.empty()) place_ethnic_group(m);
      if (!link.actor.country.empty() || !link.members.empty()) continue;
      if (unknown && focus != counts.end() && focus->second > kFocus) {
        link.actor.country = focus->first;
        link.country_guessed = true;
        link.why.push_back("unknown person; country that the text is about");
      }
      if (link.actor.sectors.empty() || !link.actor.country.empty()) continue;
      link.country_guessed = true;
      if (link.antecedent >= 0) {
        link.actor.country = links_[link.antecedent].actor.country;
      } else if (std::string beside = coordinated_country(m); !beside.empty()) {
        link.actor.country = beside;
        link.why.push_back("country of the party it is coordinated with");
      } else if (auto country = sentence_place(head(m).sentence)) {
        link.actor.country = *country;
        link.why.push_back("country of the sentence's place");
      } else if (std::string other = clause_country(m); !other.empty()) {
        link.actor.country = other;
        link.why.push_back("country of the clause's other party");
      } else if (focus != counts.end()) {
        link.actor.country = focus->first;
        link.why.push_back("country that the text is about");
      }
    }
  }

  // "Ethnic Albanians marched in Skopje": the people live where they are told of.
  void place_ethnic_group(uint32_t m) {
    ActorLink& link = links_[m];
    const Mention& mention = text_.mentions.actors[m];
    bool ethnic = false;
    for (uint32_t i = mention.first_token; i <= mention.head; ++i) ethnic = ethnic || to_lower(token(i).lemma) == "ethnic";
    if (!ethnic || link.country_guessed || link.is_person) return;
    auto country = sentence_place(head(m).sentence);
    if (!country || *country == link.actor.country) return;
    link.actor.country = *country;
    if (link.actor.sectors.empty()) link.actor.sectors = {"CVL"};
    link.why.push_back("an ethnic group of the country that the sentence is about");
  }

  // "the French speaker and a group of deputies": officials named together are mostly of one country.
  std::string coordinated_country(uint32_t m) const {
    const auto& sectors = links_[m].actor.sectors;
    static constexpr std::string_view kOfState[] = {"GOV", "LEG", "MIL", "COP", "JUD", "PTY", "BUS"};
    if (sectors.empty() || std::find(std::begin(kOfState), std::end(kOfState), sectors.front()) == std::end(kOfState)) return "";
    uint32_t at = text_.mentions.actors[m].head;
    if (token(at).dep != "conj") return "";
    int32_t other = text_.links.mention_of[token(at).head];
    return other >= 0 && is_state(links_[other].actor.country) && !links_[other].country_guessed && links_[other].is_person ? links_[other].actor.country : "";
  }

  // "North Korea trained hackers", "protesters were beaten by Kenyan police": of the clause's subject or agent.
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
        if (mention >= 0 && static_cast<uint32_t>(mention) != m && is_state(links_[mention].actor.country)) return links_[mention].actor.country;
      }
    }
    return "";
  }

  std::optional<std::string> sentence_place(uint32_t sentence) const {
    std::optional<std::string> country;
    for (const PlaceMention& place : text_.links.places) {
      if (!place.place || place.is_adjective || place.place->country.empty()) continue;
      if (token(place.first_token).sentence != sentence) continue;
      if (country && *country != place.place->country) return std::nullopt;
      country = place.place->country;
    }
    return country;
  }

  // "both sides", "the two countries": the last two actors of different countries before them.
  void resolve_sides(uint32_t m) {
    if (head(m).tag != "NNS" || !is(m, HeadKind::Side)) return;
    bool pair = false;
    for (uint32_t child : children(m)) {
      const Token& word = token(child);
      pair = pair || word.lemma == "both" || word.lemma == "two";
      if (word.dep == "poss" || (word.dep == "prep" && word.lemma == "of")) return;
    }
    if (!pair || !links_[m].actor.country.empty() || links_[m].members.size() > 1) return;
    std::vector<Actor> members;
    for (uint32_t c = m; c-- > 0 && members.size() < 2;) {
      const ActorLink& other = links_[c];
      if (other.members.size() == 2 && members.empty()) { members = other.members; break; }
      const Actor& actor = other.actor;
      if (actor.country.empty() || !other.members.empty() || actor.country == "NGO") continue;
      if (members.empty() || members.front().country != actor.country) {
        Actor member = actor;
        if (is_state(actor.country)) member = {actor.country, actor.country, actor.country, links_[m].actor.sectors};
        members.insert(members.begin(), std::move(member));
      }
    }
    if (members.size() < 2) return;
    links_[m].members = members;
    links_[m].why.push_back("the two sides named before: " + members[0].country + ", " + members[1].country);
  }

  const Analysis& text_;
  PhraseReader reader_;
  Actor publisher_;
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
