// SPDX-License-Identifier: Apache-2.0
// Resolves all mentions of a document in reading order, so that later ones can lean on earlier ones.
#include "link/actors.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/utf8.h"
#include "link/country_guess.h"
#include "link/persons.h"
#include "link/phrase_reader.h"
#include "link/pronouns.h"
#include "link/publishers.h"
#include "link/reference_day.h"
#include "link/short_names.h"
#include "link/speakers.h"

namespace casus {
namespace {

class ActorLinker {
 public:
  ActorLinker(const Analysis& text, const ActorTables& tables)
      : text_(text), reader_(text, tables), persons_(text, tables, reader_), short_names_(text, reader_), speakers_(text, tables), pronouns_(text, speakers_, links_),
        publisher_(actor_of_publisher(text.document.publisher, tables, reader_.day())) {}

  std::vector<ActorLink> run() {
    const auto& mentions = text_.mentions.actors;
    links_.reserve(mentions.size());
    for (uint32_t m = 0; m < mentions.size(); ++m) {
      links_.push_back(reader_.read(mentions[m].head));
      if (!links_[m].actor.coded() && persons_.is_person(mentions[m].head)) links_[m].is_person = true;
      links_[m].gender = mentions[m].kind == MentionKind::Pronoun ? gender_of_pronoun(m) : persons_.gender_of(mentions[m].head);
    }
    for (uint32_t m = 0; m < mentions.size(); ++m) resolve_bare_name(m);
    // What stands in quotation marks is read when it is known who speaks.
    for (bool quoted : {false, true}) {
      for (uint32_t m = 0; m < mentions.size(); ++m) {
        if ((speakers_.quotation_of(mentions[m].head) >= 0) == quoted) resolve(m);
      }
    }
    for (uint32_t m = 0; m < mentions.size(); ++m) resolve_owners_behind(m);
    guess_countries(text_, reader_, publisher_, links_);
    return std::move(links_);
  }

 private:
  void resolve(uint32_t m) {
    if (text_.mentions.actors[m].kind == MentionKind::Pronoun) {
      resolve_pronoun(m);
    } else {
      resolve_possessor(m);
      resolve_repetition(m);
      resolve_reference(m);
      resolve_sides(m);
    }
    if (links_[m].actor.coded()) remember(m);
  }

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
    if (links_[m].gender == Gender::Unknown) links_[m].gender = from.gender;
    links_[m].antecedent = static_cast<int32_t>(antecedent);
    links_[m].why.push_back(fmt::format("{}: \"{}\"", reason, text_.document.slice(text_.mentions.actors[antecedent].span)));
  }

  Gender gender_of_pronoun(uint32_t m) const {
    std::string word = to_lower(text_.document.slice(head(m).span));
    if (word == "he" || word == "him" || word == "his" || word == "himself") return Gender::Male;
    return word == "she" || word == "her" || word == "hers" || word == "herself" ? Gender::Female : Gender::Unknown;
  }

  // "Clinton", where the text names Hillary Clinton, Bill Clinton or both.
  void resolve_bare_name(uint32_t m) {
    if (auto whole = short_names_.whole_name(text_.mentions.actors[m].head); whole && text_.links.mention_of[*whole] >= 0) {
      const ActorLink& organisation = links_[text_.links.mention_of[*whole]];
      if (organisation.actor.coded() && !organisation.is_person) return take(m, static_cast<uint32_t>(text_.links.mention_of[*whole]), "short for");
    }
    auto whole = persons_.bearer(text_.mentions.actors[m].head);
    if (!whole || text_.links.mention_of[*whole] < 0) return;
    const Actor& bearer = links_[text_.links.mention_of[*whole]].actor;
    const Actor& own = links_[m].actor;
    if (own.coded() && !own.country.empty() && !own.sectors.empty() && own.id == bearer.id) return;
    take(m, static_cast<uint32_t>(text_.links.mention_of[*whole]), "bears the name of");
  }

  void remember(uint32_t m) {
    const ActorLink& link = links_[m];
    uint32_t at = text_.mentions.actors[m].head;
    if (link.is_person) {
      if (token(at).pos == "PROPN") by_surname_[surname(m)].push_back(m);
      // The name that stands in apposition to a title: "the minister, Bakhodir Kurbanov".
      for (uint32_t child : children(m)) {
        if (token(child).dep == "appos" && token(child).pos == "PROPN") by_surname_[fold_name(text_.document.slice(token(child).span))].push_back(m);
      }
    }
    // "the president" is not the former one.
    if (link.actor.country.empty() || link.actor.sectors.empty() || link.actor.sectors.front() == "ELI") return;
    by_role_[std::string(token(at).lemma)].push_back(m);
    if (!link.is_person) return;
    if (int32_t title = reader_.title_of(at); title >= 0) by_role_[to_lower(token(static_cast<uint32_t>(title)).lemma)].push_back(m);
    for (uint32_t child : children(m)) {
      if (token(child).dep == "appos" && token(child).pos == "NOUN") by_role_[std::string(token(child).lemma)].push_back(m);
    }
  }

  // "its army", "his Chinese counterpart": the country, or the role, of whom the pronoun stands for.
  void resolve_possessor(uint32_t m) {
    ActorLink& link = links_[m];
    const Token& word = head(m);
    int32_t owner = -1;
    // "two of our soldiers"
    const uint32_t owned = reader_.measured_by(text_.mentions.actors[m].head).value_or(text_.mentions.actors[m].head);
    for (uint32_t child : text_.parse.children(owned)) {
      if (token(child).dep == "poss" && text_.links.mention_of[child] >= 0 && child < owned) owner = text_.links.mention_of[child];
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
    if (owner < 0 || word.pos == "PROPN") return;
    bool pronoun = text_.mentions.actors[owner].kind == MentionKind::Pronoun;
    if (pronoun && !links_[owner].actor.coded()) resolve_pronoun(static_cast<uint32_t>(owner));
    const ActorLink& from = links_[owner];
    if (pronoun && link.actor.coded() && link.actor.country.empty() && link.is_plural && from.members.size() > 1) return take_countries(m, static_cast<uint32_t>(owner));
    if (!pronoun || !link.actor.coded() || !link.actor.country.empty() || from.actor.country.empty()) return;
    link.actor.country = from.actor.country;
    link.why.push_back(fmt::format("country of \"{}\"", text_.document.slice(text_.mentions.actors[owner].span)));
  }

  // "their foreign ministers", of two governments: one for each.
  void take_countries(uint32_t m, uint32_t of) {
    ActorLink& link = links_[m];
    std::vector<Actor> members;
    for (const Actor& other : links_[of].members) {
      Actor member = link.actor;
      member.country = other.country;
      const bool known = std::any_of(members.begin(), members.end(), [&](const Actor& one) { return one.country == member.country; });
      if (!member.country.empty() && !known) members.push_back(std::move(member));
    }
    if (members.size() < 2) return;
    link.actor.country = members.front().country;
    link.members = std::move(members);
    link.why.push_back(fmt::format("one for each of \"{}\"", text_.document.slice(text_.mentions.actors[of].span)));
  }

  // "the energy ministers of the two countries", where it is known by now which these are.
  void resolve_owners_behind(uint32_t m) {
    const ActorLink& link = links_[m];
    if (!link.is_plural || !link.actor.coded() || !link.actor.country.empty() || !link.members.empty()) return;
    for (uint32_t preposition : children(m)) {
      if (token(preposition).dep != "prep" || token(preposition).lemma != "of") continue;
      for (uint32_t object : text_.parse.children(preposition)) {
        const int32_t owner = text_.links.mention_of[object];
        if (token(object).dep == "pobj" && owner >= 0 && links_[owner].members.size() > 1) return take_countries(m, static_cast<uint32_t>(owner));
      }
    }
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

  using Introduced = std::map<std::string, std::vector<uint32_t>>;

  static std::optional<uint32_t> last_before(const Introduced& introduced, const std::string& word, uint32_t m) {
    auto found = introduced.find(word);
    std::optional<uint32_t> last;
    if (found == introduced.end()) return last;
    for (uint32_t mention : found->second) {
      if (mention < m && (!last || mention > *last)) last = mention;
    }
    return last;
  }

  // A surname or a definite role ("the minister") that was introduced before.
  void resolve_repetition(uint32_t m) {
    const Token& word = head(m);
    ActorLink& link = links_[m];
    if (word.pos == "PROPN" && (!link.actor.coded() || (link.is_person && link.actor.country.empty()))) {
      if (auto found = last_before(by_surname_, surname(m), m)) return take(m, *found, "same name as");
    }
    if (link.actor.coded() && link.actor.country.empty() && (word.pos == "NOUN" || is_definite(m))) {
      auto found = last_before(by_role_, to_lower(word.lemma), m);
      if (!found) return;
      const ActorLink& from = links_[*found];
      // "the minister" is the person of that title; a plural or bare noun shares no more than its country.
      if (is_definite(m) && !link.is_plural && (link.is_person == from.is_person)) take(m, *found, "same role as");
      else if (link.actor.sectors == from.actor.sectors && !link.is_person) link.actor.country = from.actor.country;
      else if (is_definite(m) && link.is_plural) share_country_of_several(m);
    }
  }

  // "the ministers", "the sailors": the last several of the kind before them.
  void share_country_of_several(uint32_t m) {
    const auto found = by_role_.find(to_lower(head(m).lemma));
    if (found == by_role_.end()) return;
    std::optional<uint32_t> last;
    for (uint32_t mention : found->second) {
      const ActorLink& other = links_[mention];
      if (mention < m && (other.is_plural || !other.members.empty()) && other.actor.sectors == links_[m].actor.sectors && (!last || mention > *last)) last = mention;
    }
    if (!last) return;
    links_[m].actor.country = links_[*last].actor.country;
    links_[m].members = links_[*last].members;
    links_[m].why.push_back(fmt::format("of the same as \"{}\"", text_.document.slice(text_.mentions.actors[*last].span)));
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
    auto antecedent = pronouns_.antecedent(m, kind);
    if (!antecedent) return;
    take(m, *antecedent, "pronoun for");
    if (kind == PronounKind::Group) join_coordinated(m, *antecedent);
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

  // "we", "our": whoever speaks, in a quotation, else the publisher.
  void resolve_speaker(uint32_t m) {
    int32_t quotation = speakers_.quotation_of(text_.mentions.actors[m].head);
    if (quotation >= 0) {
      int32_t speaker = speakers_.speaker_of(quotation);
      if (speaker >= 0) take(m, static_cast<uint32_t>(speaker), "speaker of the quotation");
      return;
    }
    if (text_.document.publisher.empty()) return;
    links_[m].actor = publisher_;
    links_[m].why.push_back(fmt::format("the publisher, {}", text_.document.publisher));
  }

  // "Paraguay urged both sides": whoever does something to them is neither. Its country, or "".
  std::string outside_of_object(uint32_t m) const {
    const Token& word = head(m);
    if (word.dep != "dobj" && word.dep != "pobj") return {};
    uint32_t verb = word.head;
    if (word.dep == "pobj") verb = token(verb).head;
    for (uint32_t child : text_.parse.children(verb)) {
      const int32_t mention = text_.links.mention_of[child];
      if (token(child).dep == "nsubj" && mention >= 0 && static_cast<uint32_t>(mention) < m) return links_[mention].actor.country;
    }
    return {};
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
    const std::string outside = outside_of_object(m);
    std::vector<Actor> members;
    for (uint32_t c = m; c-- > 0 && members.size() < 2;) {
      const ActorLink& other = links_[c];
      if (!outside.empty() && other.actor.country == outside) continue;
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
  Persons persons_;
  ShortNames short_names_;
  Speakers speakers_;
  Pronouns pronouns_;
  Actor publisher_;
  std::vector<ActorLink> links_;
  Introduced by_surname_, by_role_;
};

}  // namespace

std::vector<ActorLink> link_actors(const Analysis& text, const ActorTables& tables) { return ActorLinker(text, tables).run(); }

std::vector<int32_t> index_mentions(const Analysis& text) {
  std::vector<int32_t> mention_of(text.parse.tokens.size(), -1);
  for (size_t m = 0; m < text.mentions.actors.size(); ++m) mention_of[text.mentions.actors[m].head] = static_cast<int32_t>(m);
  return mention_of;
}

}  // namespace casus
