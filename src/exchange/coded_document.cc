// SPDX-License-Identifier: Apache-2.0
#include "exchange/coded_document.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/hash.h"
#include "base/names.h"
#include "base/utf8.h"

namespace casus {
namespace {

namespace dom = simdjson::dom;

// Reads field by field; the first that is not what the contract says is kept, and the document refused at the end.
class CodedDocumentReader {
 public:
  Result<Analysis> read(dom::object line) {
    Document& document = analysis_.document;
    for (auto [name, value] : {std::pair{"id", &document.id}, {"key", &document.key}, {"title", &document.title}, {"publisher", &document.publisher},
                               {"author", &document.author}, {"url", &document.url}, {"published", &document.published}, {"language", &document.language},
                               {"text", &document.text}}) {
      *value = text(line, name);
    }
    document.translated = boolean(line, "translated");
    CodePointIndex index(document.text);
    index_ = &index;
    read_layers(line);
    each(line, "events", [&](dom::object item) { analysis_.coding.events.push_back(event(item)); });
    each(line, "claims", [&](dom::object item) { analysis_.coding.claims.push_back(claim(item)); });
    analysis_.is_coded = !analysis_.parse.sentences.empty();
    if (!fault_.empty()) return Error{ErrorCode::Invalid, fmt::format("is no line of casus code: {}", fault_), ""};
    std::string key = content_id({document.text, document.publisher, document.published});
    if (document.key.empty()) document.key = key;
    if (document.key != key) {
      return Error{ErrorCode::Invalid, "has a key that is not that of its text, publisher and date; was the line changed? Code the document again", ""};
    }
    return std::move(analysis_);
  }

 private:
  void note(const char* name, const char* wanted) {
    if (fault_.empty()) fault_ = fmt::format("field \"{}\" must be {}", name, wanted);
  }

  bool is_there(dom::object object, const char* name) {
    dom::element element;
    return !object[name].get(element) && !element.is_null();
  }

  std::string text(dom::object object, const char* name) {
    constexpr const char* kWanted = "a string or null";
    dom::element element;
    std::string_view value;
    if (object[name].get(element) || (!element.is_null() && element.get(value))) note(name, kWanted);
    return std::string(value);
  }
  bool boolean(dom::object object, const char* name) {
    bool value = false;
    if (object[name].get(value)) note(name, "true or false");
    return value;
  }
  int64_t integer(dom::object object, const char* name) {
    int64_t value = 0;
    if (object[name].get(value)) note(name, "a whole number");
    return value;
  }
  std::optional<double> number(dom::object object, const char* name) {
    if (!is_there(object, name)) return std::nullopt;
    double value = 0;
    if (object[name].get(value)) note(name, "a number or null");
    return value;
  }
  std::optional<Date> day(dom::object object, const char* name) {
    std::string value = text(object, name);
    if (value.empty()) return std::nullopt;
    bool is_before_christ = value[0] == '-';
    auto day = parse_iso_date(is_before_christ ? "0" + value.substr(1) : value);
    if (!day) note(name, "a date, YYYY-MM-DD");
    if (!day || !is_before_christ) return day;
    std::chrono::year_month_day ymd{*day};
    return Date{std::chrono::year{-static_cast<int>(ymd.year())} / ymd.month() / ymd.day()};
  }
  std::vector<std::string> strings(dom::object object, const char* name) {
    std::vector<std::string> values;
    dom::array array;
    if (object[name].get(array)) { note(name, "a list of strings"); return values; }
    for (dom::element item : array) {
      std::string_view value;
      if (item.get(value)) note(name, "a list of strings");
      values.emplace_back(value);
    }
    return values;
  }
  template <typename Read>
  void each(dom::object object, const char* name, Read read) {
    dom::array array;
    if (object[name].get(array)) return note(name, "a list of objects");
    for (dom::element item : array) {
      dom::object value;
      if (item.get(value)) return note(name, "a list of objects");
      read(value);
    }
  }
  dom::object object(dom::object parent, const char* name) {
    dom::object value;
    if (parent[name].get(value)) note(name, "an object");
    return value;
  }

  // The value of an enum whose last is `last`, by its word in the contract.
  template <typename Enum>
  Enum word(dom::object object, const char* name, Enum last) {
    std::string value = text(object, name);
    for (int i = 0; i <= static_cast<int>(last); ++i) {
      if (name_of(static_cast<Enum>(i)) == value) return static_cast<Enum>(i);
    }
    note(name, "a word that the contract knows");
    return last;
  }

  Span span(dom::object object) {
    int64_t start = integer(object, "start"), end = integer(object, "end");
    const int64_t length = index_->to_code_points(static_cast<uint32_t>(analysis_.document.text.size()));
    if (start < 0 || start > end || end > length) {
      note("start", "at most \"end\", and both in the text");
      return {};
    }
    return {index_->to_bytes(static_cast<uint32_t>(start)), index_->to_bytes(static_cast<uint32_t>(end))};
  }
  Span words(dom::object object) { return is_there(object, "start") ? span(object) : Span{}; }

  void read_layers(dom::object line) {
    each(line, "sections", [&](dom::object item) { analysis_.document.sections.push_back({span(item), word(item, "kind", SectionKind::Boilerplate)}); });
    each(line, "sentences", [&](dom::object item) { analysis_.parse.sentences.push_back({span(item), 0, 0}); });
    each(line, "dates", [&](dom::object item) {
      TimeExpression time;
      time.span = span(item);
      time.type = word(item, "type", TimexType::Set);
      time.value = text(item, "value");
      time.covers = {day(item, "from"), day(item, "to")};
      analysis_.links.times.push_back(std::move(time));
    });
    each(line, "places", [&](dom::object item) {
      PlaceMention mention;
      mention.span = span(item);
      if (is_there(item, "name")) mention.place = place(item);
      analysis_.links.places.push_back(std::move(mention));
    });
  }

  Place place(dom::object item) {
    Place place;
    place.name = text(item, "name");
    if (is_there(item, "geonameid")) place.geonameid = integer(item, "geonameid");
    place.country = text(item, "country");
    place.admin1 = text(item, "admin1");
    place.latitude = number(item, "latitude");
    place.longitude = number(item, "longitude");
    return place;
  }

  Actor actor(dom::object item) { return {text(item, "name"), text(item, "id"), text(item, "country"), strings(item, "sectors")}; }

  Event event(dom::object item) {
    Event event;
    event.id = text(item, "id");
    event.type = text(item, "type");
    event.mode = text(item, "mode");
    event.contexts = strings(item, "contexts");
    event.cameo = text(item, "cameo");
    event.quad = static_cast<int>(integer(item, "quad"));
    event.intensity = number(item, "intensity").value_or(0);
    for (auto [name, parties] : {std::pair{"actors", &event.actors}, {"recipients", &event.recipients}}) {
      each(item, name, [&](dom::object party) { parties->push_back({words(party), -1, actor(party)}); });
    }
    dom::object date = object(item, "date");
    event.date = {{day(date, "from"), day(date, "to")}, word(date, "basis", TimeBasis::Unknown)};
    if (is_there(item, "place")) {
      dom::object where = object(item, "place");
      event.place = EventPlace{place(where), text(where, "basis")};
      event.place->place.grain = word(where, "grain", PlaceGrain::Region);
    }
    event.status = word(item, "status", EventStatus::Denied);
    event.claims = strings(item, "claims");
    event.span = span(item);
    event.sentence = static_cast<uint32_t>(integer(item, "sentence"));
    event.rule = text(item, "rule");
    each(item, "counts", [&](dom::object count) {
      event.counts.push_back({word(count, "kind", CountKind::Participants), integer(count, "min"), integer(count, "max"), span(count)});
    });
    event.confidence = number(item, "confidence").value_or(0);
    if (event.id.empty()) note("events.id", "a string");
    return event;
  }

  Claim claim(dom::object item) {
    Claim claim;
    claim.id = text(item, "id");
    dom::object holder = object(item, "holder");
    if (is_there(holder, "start")) claim.holder.span = span(holder);
    claim.holder.actor = actor(holder);
    claim.holder.kind = word(holder, "kind", HolderKind::Publisher);
    if (is_there(item, "cue")) {
      dom::object cue = object(item, "cue");
      claim.cue = Cue{words(cue), text(cue, "kind")};
    }
    claim.content = span(object(item, "content"));
    claim.certainty = word(item, "certainty", Certainty::Unknown);
    claim.polarity = word(item, "polarity", Polarity::Unknown);
    claim.events = strings(item, "events");
    if (claim.id.empty()) note("claims.id", "a string");
    return claim;
  }

  Analysis analysis_;
  const CodePointIndex* index_ = nullptr;
  std::string fault_;
};

}  // namespace

Result<Analysis> read_coded_document(std::string_view line) {
  thread_local dom::parser parser;
  if (auto at = find_invalid_utf8(line)) return Error{ErrorCode::Invalid, fmt::format("is not UTF-8 (byte {})", *at), ""};
  dom::object object;
  simdjson::padded_string padded(line);
  if (auto error = parser.parse(padded).get(object)) {
    return Error{ErrorCode::Invalid, fmt::format("is no JSON object ({}); each line must be one that casus code printed", simdjson::error_message(error)), ""};
  }
  return CodedDocumentReader().read(object);
}

}  // namespace casus
