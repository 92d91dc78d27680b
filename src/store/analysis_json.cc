// SPDX-License-Identifier: Apache-2.0
#include "store/analysis_json.h"

#include <cmath>

#include "base/names.h"
#include "base/utf8.h"
#include "store/json_writer.h"

namespace casus {
namespace {

// Calibration is not finer than this, and short numbers keep the lines readable.
double to_four_places(double value) { return std::round(value * 1e4) / 1e4; }

class AnalysisWriter {
 public:
  explicit AnalysisWriter(const Analysis& analysis) : analysis_(analysis), index_(analysis.document.text) {}

  std::string write() && {
    const Document& document = analysis_.document;
    json_.open_object();
    write_head(document);
    list("sections", document.sections, [&](const Section& section) { write_section(section); });
    list("sentences", analysis_.parse.sentences, [&](const Sentence& sentence) { write_span(sentence.span); });
    list("dates", analysis_.links.times, [&](const TimeExpression& time) { write_time(time); });
    list("places", analysis_.links.places, [&](const PlaceMention& place) { write_place_mention(place); });
    list("events", analysis_.coding.events, [&](const Event& event) { write_event(event); });
    list("claims", analysis_.coding.claims, [&](const Claim& claim) { write_claim(claim); });
    json_.close_object();
    return std::move(json_).take();
  }

 private:
  void write_head(const Document& document) {
    text("id", document.id);
    text("key", document.key);
    text("title", document.title);
    text("publisher", document.publisher);
    text("author", document.author);
    text("url", document.url);
    text("published", document.published);
    text("language", document.language);
    json_.key("translated");
    json_.boolean(document.translated);
    json_.key("text");
    json_.string(document.text);
  }

  // A list of objects, each written by `write` between its braces.
  template <typename Items, typename Write>
  void list(std::string_view name, const Items& items, Write write) {
    json_.key(name);
    json_.open_list();
    for (const auto& item : items) {
      json_.open_object();
      write(item);
      json_.close_object();
    }
    json_.close_list();
  }

  void text(std::string_view name, std::string_view value) {
    json_.key(name);
    json_.string_or_null(value);
  }
  void integer(std::string_view name, int64_t value) {
    json_.key(name);
    json_.integer(value);
  }
  void null(std::string_view name) {
    json_.key(name);
    json_.null();
  }

  void write_span(Span span) {
    integer("start", index_.to_code_points(span.start));
    integer("end", index_.to_code_points(span.end));
  }

  // Where a mention stands; all null for what has no words of its own.
  void write_mention(Span span) {
    if (span.empty()) {
      for (std::string_view name : {"start", "end", "text"}) null(name);
      return;
    }
    write_span(span);
    text("text", analysis_.document.slice(span));
  }

  void write_day(std::string_view name, const std::optional<Date>& day) {
    json_.key(name);
    day ? json_.string(to_iso(*day)) : json_.null();
  }

  void write_section(const Section& section) {
    write_span(section.span);
    text("kind", name_of(section.kind));
  }

  void write_time(const TimeExpression& time) {
    write_span(time.span);
    text("type", name_of(time.type));
    text("value", time.value);
    write_day("from", time.covers.first);
    write_day("to", time.covers.last);
  }

  void write_place(const Place& place) {
    text("name", place.name);
    json_.key("geonameid");
    place.geonameid ? json_.integer(place.geonameid) : json_.null();
    text("country", place.country);
    text("admin1", place.admin1);
    json_.key("latitude");
    json_.number(place.latitude);
    json_.key("longitude");
    json_.number(place.longitude);
  }

  void write_place_mention(const PlaceMention& mention) {
    write_span(mention.span);
    write_place(mention.place.value_or(Place{}));
  }

  void write_actor(const Actor& actor) {
    text("name", actor.name);
    text("id", actor.id);
    text("country", actor.country);
    json_.key("sectors");
    json_.strings(actor.sectors);
  }

  void write_actor_ref(const ActorRef& ref) {
    write_mention(ref.span);
    write_actor(ref.actor);
  }

  void write_event(const Event& event) {
    text("id", event.id);
    text("type", event.type);
    text("mode", event.mode);
    json_.key("contexts");
    json_.strings(event.contexts);
    text("cameo", event.cameo);
    integer("quad", event.quad);
    json_.key("intensity");
    json_.number(event.intensity);
    list("actors", event.actors, [&](const ActorRef& ref) { write_actor_ref(ref); });
    list("recipients", event.recipients, [&](const ActorRef& ref) { write_actor_ref(ref); });
    write_event_date(event.date);
    write_event_place(event.place);
    text("status", name_of(event.status));
    json_.key("claims");
    json_.strings(event.claims);
    write_span(event.span);
    integer("sentence", event.sentence);
    text("rule", event.rule);
    list("counts", event.counts, [&](const Count& count) { write_count(count); });
    json_.key("confidence");
    json_.number(to_four_places(event.confidence));
  }

  void write_event_date(const EventDate& date) {
    json_.key("date");
    json_.open_object();
    write_day("from", date.span.first);
    write_day("to", date.span.last);
    text("basis", name_of(date.basis));
    json_.close_object();
  }

  void write_event_place(const std::optional<EventPlace>& place) {
    if (!place) return null("place");
    json_.key("place");
    json_.open_object();
    write_place(place->place);
    text("grain", name_of(place->place.grain));
    text("basis", place->basis);
    json_.close_object();
  }

  void write_count(const Count& count) {
    text("kind", name_of(count.kind));
    integer("min", count.min);
    integer("max", count.max);
    write_span(count.span);
  }

  void write_claim(const Claim& claim) {
    text("id", claim.id);
    json_.key("holder");
    json_.open_object();
    write_mention(claim.holder.span.value_or(Span{}));
    write_actor(claim.holder.actor);
    text("kind", name_of(claim.holder.kind));
    json_.close_object();
    write_cue(claim.cue);
    json_.key("content");
    json_.open_object();
    write_span(claim.content);
    json_.close_object();
    text("certainty", name_of(claim.certainty));
    text("polarity", name_of(claim.polarity));
    json_.key("events");
    json_.strings(claim.events);
  }

  void write_cue(const std::optional<Cue>& cue) {
    if (!cue) return null("cue");
    json_.key("cue");
    json_.open_object();
    write_mention(cue->span);
    text("kind", cue->kind);
    json_.close_object();
  }

  const Analysis& analysis_;
  CodePointIndex index_;
  JsonWriter json_;
};

}  // namespace

std::string to_json_line(const Analysis& analysis) { return AnalysisWriter(analysis).write(); }

}  // namespace casus
