// SPDX-License-Identifier: Apache-2.0
#include "store/rows.h"

#include <unordered_map>

#include "base/names.h"
#include "base/utf8.h"

namespace casus {

RowWriter::RowWriter(const Database& database)
    : codings_(database, "codings"), documents_(database, "documents"), sections_(database, "sections"), sentences_(database, "sentences"),
      dates_(database, "dates"), places_(database, "places"), mentions_(database, "mentions"), events_(database, "events"),
      event_actors_(database, "event_actors"), counts_(database, "counts"), claims_(database, "claims"),
      claim_events_(database, "claim_events"), evidence_(database, "evidence") {}

Status RowWriter::finish() {
  for (Appender* table : {&codings_, &documents_, &sections_, &sentences_, &dates_, &places_, &mentions_, &events_, &event_actors_, &counts_,
                          &claims_, &claim_events_, &evidence_}) {
    TRY(table->finish());
  }
  return ok();
}

// The rows of one document; offsets become code points here.
class DocumentRows {
 public:
  DocumentRows(RowWriter& to, const Analysis& analysis, const RowNumbers& numbers)
      : to_(to), analysis_(analysis), numbers_(numbers), index_(analysis.document.text) {
    for (size_t i = 0; i < analysis.coding.events.size(); ++i) {
      event_numbers_[analysis.coding.events[i].id] = numbers.first_event + static_cast<int64_t>(i);
    }
  }

  void write(std::chrono::sys_time<std::chrono::microseconds> now) {
    const Coding& coding = analysis_.coding;
    to_.codings_.row(numbers_.run, numbers_.document, now, size(coding.events), size(coding.claims));
    write_document();
    write_layers();
    for (size_t i = 0; i < coding.events.size(); ++i) write_event(coding.events[i], numbers_.first_event + static_cast<int64_t>(i));
    for (size_t i = 0; i < coding.claims.size(); ++i) write_claim(coding.claims[i], numbers_.first_claim + static_cast<int64_t>(i));
  }

 private:
  template <typename Items>
  static int64_t size(const Items& items) { return static_cast<int64_t>(items.size()); }
  int64_t start(Span span) const { return index_.to_code_points(span.start); }
  int64_t end(Span span) const { return index_.to_code_points(span.end); }
  // Nothing for what has no words of its own.
  std::optional<int64_t> start_of_words(Span span) const { return span.empty() ? std::nullopt : std::optional(start(span)); }
  std::optional<int64_t> end_of_words(Span span) const { return span.empty() ? std::nullopt : std::optional(end(span)); }
  std::string_view words(Span span) const { return analysis_.document.slice(span); }

  void write_document() {
    const Document& d = analysis_.document;
    const DocumentSource& source = d.source;
    bool is_known = !source.name.empty();
    to_.documents_.row(numbers_.document, d.key, VerbatimText{d.id}, numbers_.version, numbers_.latest, numbers_.run, d.title, d.publisher, d.author, d.url,
                       d.published, parse_iso_date(d.published), d.language, d.translated, analysis_.is_coded, source.name,
                       source.line ? std::optional(source.line) : std::nullopt, is_known ? std::optional(source.start) : std::nullopt,
                       is_known ? std::optional(source.end) : std::nullopt, source.hash, VerbatimText{d.text});
  }

  void write_layers() {
    int64_t document = numbers_.document, number = 0;
    for (const Section& section : analysis_.document.sections) {
      to_.sections_.row(document, number++, start(section.span), end(section.span), name_of(section.kind));
    }
    number = 0;
    for (const Sentence& sentence : analysis_.parse.sentences) to_.sentences_.row(document, number++, start(sentence.span), end(sentence.span));
    for (const TimeExpression& time : analysis_.links.times) {
      to_.dates_.row(document, start(time.span), end(time.span), name_of(time.type), time.value, time.covers.first, time.covers.last,
                     name_of(time.basis), time.why);
    }
    for (const PlaceMention& mention : analysis_.links.places) {
      Place place = mention.place.value_or(Place{});
      to_.places_.row(document, start(mention.span), end(mention.span), place.name, geonameid(place), place.country, place.admin1, place.latitude,
                      place.longitude, mention.is_adjective, mention.why);
    }
    for (size_t i = 0; i < analysis_.mentions.actors.size() && i < analysis_.links.actors.size(); ++i) write_mention(i);
  }

  static std::optional<int64_t> geonameid(const Place& place) {
    return place.geonameid ? std::optional(place.geonameid) : std::nullopt;
  }

  // Phrases that stand for nobody known are left out.
  void write_mention(size_t i) {
    const Mention& mention = analysis_.mentions.actors[i];
    const ActorLink& link = analysis_.links.actors[i];
    if (!link.actor.coded() && link.actor.id.empty()) return;
    auto antecedent = link.antecedent < 0 ? std::nullopt : std::optional<int64_t>(link.antecedent);
    to_.mentions_.row(numbers_.document, static_cast<int64_t>(i), start(mention.span), end(mention.span), name_of(mention.kind), link.actor.name,
                      link.actor.id, link.actor.country, link.actor.sectors, antecedent, link.why);
  }

  void write_event(const Event& event, int64_t number) {
    std::optional<Place> place;
    if (event.place) place = event.place->place;
    const Place& p = place ? *place : Place{};
    to_.events_.row(numbers_.document, number, event.id, event.type, event.mode, event.contexts, event.cameo, event.quad, event.intensity,
                    event.date.span.first, event.date.span.last, name_of(event.date.basis), p.name, geonameid(p), p.country, p.admin1, p.latitude,
                    p.longitude, place ? name_of(p.grain) : std::string_view(), place ? std::string_view(event.place->basis) : std::string_view(),
                    name_of(event.status), start(event.span), end(event.span), event.sentence, event.rule, event.confidence,
                    numbers_.latest && event.status == EventStatus::Reported);
    write_actors(event.actors, "actor", number);
    write_actors(event.recipients, "recipient", number);
    for (const Count& count : event.counts) {
      to_.counts_.row(numbers_.document, number, name_of(count.kind), count.min, count.max, start(count.span), end(count.span));
    }
    write_evidence(event, number);
  }

  void write_actors(const std::vector<ActorRef>& actors, std::string_view role, int64_t event) {
    int64_t position = 0;
    for (const ActorRef& ref : actors) {
      auto mention = ref.mention < 0 ? std::nullopt : std::optional<int64_t>(ref.mention);
      to_.event_actors_.row(numbers_.document, event, role, position++, mention, start_of_words(ref.span), end_of_words(ref.span), words(ref.span),
                            ref.actor.name, ref.actor.id, ref.actor.country, ref.actor.sectors);
    }
  }

  void write_evidence(const Event& event, int64_t number) {
    int64_t step = 0;
    for (const std::string& line : event.why) to_.evidence_.row(numbers_.document, number, std::nullopt, step++, line);
    for (const auto* actors : {&event.actors, &event.recipients}) {
      for (const ActorRef& ref : *actors) {
        if (ref.mention < 0 || static_cast<size_t>(ref.mention) >= analysis_.links.actors.size()) continue;
        for (const std::string& line : analysis_.links.actors[static_cast<size_t>(ref.mention)].why) {
          to_.evidence_.row(numbers_.document, number, std::nullopt, step++, "actor \"" + std::string(words(ref.span)) + "\": " + line);
        }
      }
    }
  }

  void write_claim(const Claim& claim, int64_t number) {
    Span holder = claim.holder.span.value_or(Span{});
    Cue cue = claim.cue.value_or(Cue{});
    const Actor& actor = claim.holder.actor;
    to_.claims_.row(numbers_.document, number, claim.id, start_of_words(holder), end_of_words(holder), words(holder), actor.name, actor.id,
                    actor.country, actor.sectors, name_of(claim.holder.kind), start_of_words(cue.span), end_of_words(cue.span), words(cue.span),
                    cue.kind, start(claim.content), end(claim.content), name_of(claim.certainty), name_of(claim.polarity));
    for (const std::string& id : claim.events) {
      auto event = event_numbers_.find(id);
      if (event != event_numbers_.end()) to_.claim_events_.row(numbers_.document, number, event->second);
    }
  }

  RowWriter& to_;
  const Analysis& analysis_;
  const RowNumbers& numbers_;
  CodePointIndex index_;
  std::unordered_map<std::string_view, int64_t> event_numbers_;
};

void RowWriter::write(const Analysis& analysis, const RowNumbers& numbers, std::chrono::sys_time<std::chrono::microseconds> now) {
  DocumentRows(*this, analysis, numbers).write(now);
}

}  // namespace casus
