// SPDX-License-Identifier: Apache-2.0
// Events, who says so, and why they were coded.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "ask/explain.h"
#include "ask/queries.h"
#include "ask/reports.h"
#include "ask/table_lines.h"
#include "base/utf8.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"
#include "store/independent_sources.h"

namespace casus::serve {
namespace {

using nlohmann::json;

// A download of chosen events names each in its query.
constexpr size_t kMostNamed = 200000;
constexpr size_t kIdStart = 7, kIdLength = 32;  // a row begins {"id":"

struct Chosen {
  std::vector<int64_t> events;
  std::vector<std::string> ids;  // of the same
  std::vector<int64_t> uncounted;  // of the same, what is claimed and not asserted
  std::optional<std::string> next;
  size_t total = 0;
  bool is_everything = false;
};

bool is_unfiltered(const Parameters& parameters) {
  for (const char* name : {"actor", "recipient", "party", "country", "type", "quad", "status", "publisher", "from", "to", "min_confidence", "asserted", "story", "min_sources", "reviewed", "document", "bbox", "place", "q", "together", "unit", "one_per", "limit", "cursor"}) {
    if (parameters.has(name)) return false;
  }
  return true;
}

Result<Chosen> choose(Call& call) {
  Chosen chosen;
  TRY_ASSIGN(FilterValues values, filter_of(call, false));
  TRY_ASSIGN(std::vector<int64_t> cursor, cursor_numbers(call.parameters, 2));
  std::optional<PagePosition> after;
  if (!cursor.empty()) after = PagePosition{static_cast<int32_t>(std::clamp<int64_t>(cursor[0], std::numeric_limits<int32_t>::min(), kNoDay)), cursor[1]};
  bool is_download = !is_json(call) && !call.parameters.has("limit");
  chosen.is_everything = is_download && is_unfiltered(call.parameters);
  if (chosen.is_everything) return chosen;
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  size_t limit = is_download ? kMostNamed : static_cast<size_t>(call.parameters.integer("limit"));
  PageOfRows page = page_of_rows(index, values, call.parameters.text("order") == "-date", after, limit);
  if (is_download && page.has_more) return Error{ErrorCode::Limit, fmt::format("These are {} events; a download of some is of {} at most; take a shorter time, or all without a filter", page.total, kMostNamed), ""};
  for (uint32_t row : page.rows) {
    chosen.events.push_back(index.rows[row].event);
    if (is_download) continue;
    chosen.ids.push_back(index.text_of_id(row));
    if (index.rows[row].status == static_cast<uint8_t>(EventStatus::Claimed) && !index.rows[row].asserted) chosen.uncounted.push_back(index.rows[row].event);
  }
  if (page.has_more) {
    const IndexRow& last = index.rows[page.rows.back()];
    chosen.next = fmt::format("{}_{}", last.first_day, last.event);
  }
  chosen.total = page.total;
  return chosen;
}

std::string select_of(const Chosen& chosen, RowShape shape) { return chosen.is_everything ? events_where("d.latest", shape) : events_numbered(chosen.events, shape); }

// Adds to rows of events why those that are claimed do not count.
Status say_why_uncounted(const Store& store, const std::vector<int64_t>& events, std::vector<std::string>& rows) {
  if (events.empty()) return ok();
  TRY_ASSIGN(auto found, text_rows(store, uncounted_select(events)));
  std::unordered_map<std::string, std::string> reasons;
  for (const auto& cells : found) reasons[cells[0].value_or("")] = cells[1].value_or("[]");
  for (std::string& row : rows) {
    auto reason = reasons.find(row.substr(kIdStart, kIdLength));
    if (reason != reasons.end()) row = fmt::format("{},\"uncounted\":{}}}", std::string_view(row).substr(0, row.size() - 1), reason->second);
  }
  return ok();
}

// Rows as JSON in the order of their numbers in `chosen`.
Result<std::vector<std::string>> rows_in_order(const Store& store, const Chosen& chosen) {
  if (chosen.events.empty()) return std::vector<std::string>();
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(store, select_of(chosen, RowShape::Nested)));
  std::unordered_map<std::string, size_t> place_of_id;
  for (size_t i = 0; i < chosen.ids.size(); ++i) place_of_id[chosen.ids[i]] = i;
  auto place = [&](const std::string& row) { return place_of_id[row.substr(kIdStart, kIdLength)]; };
  std::stable_sort(rows.begin(), rows.end(), [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
  return rows;
}

// Each event as a feature at its place; those without coordinates have no geometry.
Result<Reply> geojson(Call& call, const Chosen& chosen) {
  Reply reply;
  reply.type = call.type;
  reply.file = call.service.temporary_file(".geojson");
  std::ofstream out(reply.file->path(), std::ios::binary);
  out << R"({"type":"FeatureCollection","features":[)";
  bool is_first = true;
  TRY(call.store->query_own_json(select_of(chosen, RowShape::Nested), [&](std::string_view line) {
    json event = json::parse(line, nullptr, false);
    const json& place = event["place"];
    std::string geometry = "null";
    if (place.is_object() && place["longitude"].is_number()) geometry = fmt::format(R"({{"type":"Point","coordinates":[{},{}]}})", place["longitude"].dump(), place["latitude"].dump());
    out << (std::exchange(is_first, false) ? "" : ",\n") << R"({"type":"Feature","geometry":)" << geometry << ",\"properties\":" << line << "}";
    return static_cast<bool>(out);
  }));
  out << "]}\n";
  if (!out.flush()) return unwritten_answer();
  name_download(reply, "events", ".geojson");
  return reply;
}

Result<std::string> event_row(Call& call, const EventName& name) {
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, events_numbered({name.event}, RowShape::Nested)));
  if (rows.empty()) return Error{ErrorCode::NotFound, "There is no such event any more; GET /api/v1/events lists them", ""};
  TRY(say_why_uncounted(*call.store, {name.event}, rows));
  return std::move(rows[0]);
}

// In all reports of the event; one of a version that was replaced has its own alone.
Result<std::vector<std::string>> claims_about(Call& call, const std::string& id) {
  EventFilter filter;
  filter.reports_of = id;
  TRY_ASSIGN(std::string select, claims_select(filter, RowShape::Nested));
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, select));
  if (!rows.empty()) return rows;
  EventFilter own;
  own.id = id;
  own.all_versions = true;
  TRY_ASSIGN(select, claims_select(own, RowShape::Nested));
  return json_rows(*call.store, select);
}

const char* subject_of(const std::string& line) {
  if (line.starts_with("actor \"")) return "actor";
  for (const char* word : {"date", "place", "status", "confidence"}) if (line.starts_with(std::string(word) + ":") || line.starts_with(std::string(word) + " ")) return word;
  if (line.starts_with("frame ") || line.find(".tsv:") < line.find(" lost")) return "frame";
  return "event";
}

json entries_of(const std::string& text, const std::vector<std::filesystem::path>& folders) {
  json entries = json::array();
  for (const TableLine& found : table_lines_named_in(text, folders)) {
    json columns = json::object();
    for (const auto& [name, cell] : found.columns) columns[name] = cell;
    entries.push_back({{"file", found.file}, {"line", found.line}, {"text", found.text.empty() ? json() : json(found.text)}, {"columns", columns}});
  }
  return entries;
}

json step_of(const std::string& line, const std::vector<std::filesystem::path>& folders) {
  json step = {{"about", subject_of(line)}, {"mention", nullptr}, {"line", line}, {"entries", entries_of(line, folders)}};
  size_t end = line.find("\": ");
  if (step["about"] == "actor" && end != std::string::npos) {
    step["mention"] = line.substr(7, end - 7);
    step["line"] = line.substr(end + 3);
  }
  return step;
}

json tree_of(const Analysis& analysis, const Sentence& sentence) {
  CodePointIndex index(analysis.document.text);
  json tokens = json::array();
  const auto& all = analysis.parse.tokens;
  for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
    const Token& token = all[i];
    tokens.push_back({{"start", index.to_code_points(token.span.start)}, {"end", index.to_code_points(token.span.end)}, {"text", analysis.document.slice(token.span)}, {"lemma", token.lemma},
                      {"tag", token.tag}, {"dependency", token.dep}, {"head", token.head - sentence.first_token}});
  }
  return tokens;
}

}  // namespace

Result<Reply> get_events(Call& call) {
  TRY_ASSIGN(Chosen chosen, choose(call));
  if (call.type == "application/geo+json") return geojson(call, chosen);
  if (!is_json(call)) return download(call, select_of(chosen, call.type == "text/csv" ? RowShape::Flat : RowShape::Nested), "events");
  TRY_ASSIGN(std::vector<std::string> rows, rows_in_order(*call.store, chosen));
  TRY(say_why_uncounted(*call.store, chosen.uncounted, rows));
  return page_reply(rows, chosen.next, fmt::format("\"total\":{}", chosen.total));
}

Result<Reply> get_event(Call& call) {
  TRY_ASSIGN(EventName name, event_named(call));
  TRY_ASSIGN(std::string row, event_row(call, name));
  return json_reply(std::move(row));
}

Result<Reply> get_event_claims(Call& call) {
  TRY_ASSIGN(EventName name, event_named(call));
  TRY_ASSIGN(std::vector<std::string> rows, claims_about(call, name.id));
  return page_reply(rows, std::nullopt);
}

Result<Reply> get_event_reports(Call& call) {
  TRY_ASSIGN(EventName name, event_named(call));
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, reports_select(name.event)));
  std::vector<ReportSource> sources;
  std::vector<json> reports;
  for (const std::string& row : rows) {
    json report = json::parse(row);
    sources.push_back({report["copy_group"].get<int64_t>(), report["source"].is_string() ? report["source"].get<std::string>() : ""});
    for (const char* inner : {"copy_group", "source"}) report.erase(inner);
    reports.push_back(std::move(report));
  }
  std::vector<bool> independent = first_of_sources(sources);
  for (size_t i = 0; i < rows.size(); ++i) {
    reports[i]["independent"] = bool(independent[i]);
    rows[i] = reports[i].dump();
  }
  return page_reply(rows, std::nullopt);
}

Result<Reply> get_explanation(Call& call) {
  Service& service = call.service;
  TRY_ASSIGN(EventName name, event_named(call));
  TRY_ASSIGN(StoredReasons stored, stored_reasons(*call.store, name));
  TRY_ASSIGN(Document document, load_document(*call.store, name.document));
  std::vector<Document> documents;
  documents.push_back(std::move(document));
  std::vector<Analysis> analysed = service.engine->run(std::move(documents), *call.workspace);
  const Analysis& analysis = analysed[0];
  ExplainSources sources{{service.engine_options.data, service.engine_options.knowledge}, service.run.signature()};
  std::string text = explain_event(stored, analysis, sources);

  json event = json::parse(stored.event);
  CodePointIndex index(analysis.document.text);
  json tree = json::array(), sentence = {{"start", event["start"]}, {"end", event["end"]}, {"text", event["words"].is_string() ? event["words"] : json("")}};
  size_t number = event["sentence"].get<size_t>();
  if (number < analysis.parse.sentences.size()) {
    const Sentence& found = analysis.parse.sentences[number];
    sentence = {{"start", index.to_code_points(found.span.start)}, {"end", index.to_code_points(found.span.end)}, {"text", analysis.document.slice(found.span)}};
    tree = tree_of(analysis, found);
  }
  json steps = json::array(), said = json::array();
  for (const std::string& line : stored.evidence) steps.push_back(step_of(line, sources.table_folders));
  for (const std::string& claim : stored.claims) said.push_back(json::parse(claim));
  std::string rule = event["rule"].is_string() ? event["rule"].get<std::string>() : "";
  json answer = {{"event", std::move(event)}, {"text", text}, {"sentence", sentence}, {"tree", tree}, {"steps", steps},
                 {"rule", {{"name", rule.empty() ? json() : json(rule)}, {"entries", entries_of(rule, sources.table_folders)}}},
                 {"same_engine", stored.signature == sources.signature}, {"claims", said}};
  return json_reply(answer.dump(-1, ' ', false, json::error_handler_t::replace));
}

Result<Reply> get_claims(Call& call) {
  const Parameters& parameters = call.parameters;
  EventFilter filter = event_filter_of(parameters);
  filter.id = parameters.text("about");
  filter.actors = parameters.list("holder");
  filter.min_confidence = parameters.number("min_confidence");
  filter.document = parameters.text("document");
  filter.story = parameters.text("story");
  if (parameters.has("min_sources")) filter.min_sources = static_cast<int>(parameters.integer("min_sources"));
  ClaimFilter of_claims{parameters.list("cue"), parameters.list("polarity"), parameters.is_true("later_reported"), parameters.text("q"), std::exchange(filter.parties, {}), parameters.list("actor"), parameters.is_true("denials")};
  bool is_download = !is_json(call);
  TRY_ASSIGN(std::vector<int64_t> cursor, cursor_numbers(parameters, 1));
  size_t offset = !cursor.empty() ? static_cast<size_t>(std::clamp<int64_t>(cursor[0], 0, 1'000'000'000)) : 0;
  size_t limit = is_download && !parameters.has("limit") ? 0 : static_cast<size_t>(parameters.integer("limit"));
  if (limit) filter.limit = offset + limit + 1;
  TRY_ASSIGN(std::string select, claims_select(filter, call.type == "text/csv" ? RowShape::Flat : RowShape::Nested, of_claims));
  if (is_download) return download(call, limit ? fmt::format("SELECT * FROM ({}) LIMIT {} OFFSET {}", select, limit, offset) : select, "claims");
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, fmt::format("SELECT * FROM ({}) OFFSET {}", select, offset)));
  std::optional<std::string> next;
  if (rows.size() > limit) {
    rows.resize(limit);
    next = std::to_string(offset + limit);
  }
  return page_reply(rows, next);
}

}  // namespace casus::serve
