// SPDX-License-Identifier: Apache-2.0
// Documents: lists, and one with all its layers.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "ask/document_names.h"
#include "ask/filter.h"
#include "ask/queries.h"
#include "ask/words.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

constexpr const char* kDocumentRow = R"(SELECT d.id, d.key, d.version, d.title, {} AS name, d.publisher, d.author, d.url, d.published, d.language, d.translated, d.coded,
  (SELECT count(*) FROM events e WHERE e.document = d.document) AS events, (SELECT count(*) FROM claims c WHERE c.document = d.document) AS claims,
  length(d.text) AS characters
FROM documents d {} WHERE {} ORDER BY d.published_on DESC NULLS LAST, d.document DESC)";

std::string document_rows(const std::string& condition) { return fmt::format(kDocumentRow, document_name(), first_sentences("SELECT d.document FROM documents d WHERE " + condition), condition); }

// Every field of the contract but events and claims.
constexpr const char* kWholeDocument = R"(SELECT d.id, d.key, d.title, d.publisher, d.author, d.url, d.published, d.language, d.translated, d.text,
  coalesce((SELECT list({{'start': start, 'end': "end", 'kind': kind}} ORDER BY section) FROM sections WHERE document = {0}), []) AS sections,
  coalesce((SELECT list({{'start': start, 'end': "end"}} ORDER BY sentence) FROM sentences WHERE document = {0}), []) AS sentences,
  coalesce((SELECT list({{'start': start, 'end': "end", 'type': type, 'value': value, 'from': "from", 'to': "to"}} ORDER BY rowid) FROM dates WHERE document = {0}), []) AS dates,
  coalesce((SELECT list({{'start': start, 'end': "end", 'name': name, 'geonameid': geonameid, 'country': country, 'admin1': admin1, 'latitude': latitude, 'longitude': longitude}} ORDER BY rowid)
    FROM places WHERE document = {0}), []) AS places
FROM documents d WHERE d.document = {0})";

// Documents that have an event which passes.
Result<std::string> has_event(const EventFilter& filter) {
  TRY_ASSIGN(std::string condition, ::casus::condition_of(filter));
  if (condition == "d.latest") return std::string("true");
  return fmt::format("d.document IN (SELECT e.document FROM events e JOIN documents d USING (document) WHERE {})", condition);
}

// Conditions of the list, its cursor apart. Days are those of publication.
Result<std::string> condition_of(const Parameters& parameters) {
  EventFilter filter = event_filter_of(parameters), printed;
  filter.min_confidence = parameters.number("min_confidence");
  filter.story = parameters.text("story");
  printed.publishers = std::exchange(filter.publishers, {});
  filter.from.clear();
  filter.to.clear();
  TRY_ASSIGN(std::string condition, ::casus::condition_of(printed));
  TRY_ASSIGN(std::string told, has_event(filter));
  condition += " AND " + told;
  if (parameters.has("from")) {
    TRY_ASSIGN(std::string day, first_day(parameters.text("from")));
    condition += fmt::format(" AND d.published_on >= DATE '{}'", day);
  }
  if (parameters.has("to")) {
    TRY_ASSIGN(std::string day, last_day(parameters.text("to")));
    condition += fmt::format(" AND d.published_on <= DATE '{}'", day);
  }
  if (parameters.has("q")) condition += fmt::format(" AND ({} OR {})", has_beginnings("coalesce(d.title, '')", parameters.text("q")), has_beginnings("d.text", parameters.text("q")));
  return condition;
}

// Orders rows that begin {"id":"..." as the ids stand in `order`.
void put_in_order(std::vector<std::string>& rows, const std::vector<std::vector<StoreCell>>& order) {
  constexpr size_t kIdStart = 7, kIdLength = 32;
  std::unordered_map<std::string, size_t> places;
  for (const auto& cells : order) places.emplace(*cells[0], places.size());
  std::stable_sort(rows.begin(), rows.end(), [&](const std::string& a, const std::string& b) { return places[a.substr(kIdStart, kIdLength)] < places[b.substr(kIdStart, kIdLength)]; });
}

std::string joined(const std::vector<std::string>& rows) {
  std::string list = "[";
  for (const std::string& row : rows) list += (list.size() > 1 ? "," : "") + row;
  return list + "]";
}

}  // namespace

Result<Reply> get_documents(Call& call) {
  const Parameters& parameters = call.parameters;
  TRY_ASSIGN(std::string condition, condition_of(parameters));
  TRY_ASSIGN(std::vector<int64_t> cursor, cursor_numbers(parameters, 2));
  std::string behind;
  if (!cursor.empty()) {
    // 0 stands for documents without a date, which come last.
    behind = cursor[0] == 0 ? fmt::format(" AND d.published_on IS NULL AND d.document < {}", cursor[1])
                               : fmt::format(" AND (d.published_on IS NULL OR (d.published_on - DATE '0001-01-01') < {0} OR ((d.published_on - DATE '0001-01-01') = {0} AND d.document < {1}))",
                                             cursor[0], cursor[1]);
  }
  std::string select = document_rows(condition + behind);
  if (!is_json(call)) return download(call, parameters.has("limit") ? fmt::format("{} LIMIT {}", select, parameters.text("limit")) : select, "documents");
  size_t limit = static_cast<size_t>(parameters.integer("limit"));
  TRY_ASSIGN(auto found, text_rows(*call.store, fmt::format("SELECT d.document, coalesce(d.published_on - DATE '0001-01-01', 0) FROM documents d WHERE {} "
                                                            "ORDER BY d.published_on DESC NULLS LAST, d.document DESC LIMIT {}", condition + behind, limit + 1)));
  TRY_ASSIGN(auto counted, text_rows(*call.store, fmt::format("SELECT count(*) FROM documents d WHERE {}", condition)));
  std::optional<std::string> next;
  if (found.size() > limit) {
    found.resize(limit);
    next = *found.back()[1] + "_" + *found.back()[0];
  }
  std::string numbers = "NULL";
  for (const auto& cells : found) numbers += "," + *cells[0];
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, document_rows(fmt::format("d.document IN ({})", numbers))));
  return page_reply(rows, next, "\"total\":" + counted[0][0].value_or("0"));
}

Result<Reply> get_document(Call& call) {
  TRY_ASSIGN(auto found, text_rows(*call.store, fmt::format("SELECT document FROM documents WHERE key = {}", quote_sql(call.parameters.text("key")))));
  if (found.empty()) return Error{ErrorCode::NotFound, "There is no document with this key; GET /api/v1/documents lists them", ""};
  std::string number = *found[0][0];
  TRY_ASSIGN(std::vector<std::string> head, json_rows(*call.store, fmt::format(kWholeDocument, number)));
  TRY_ASSIGN(std::vector<std::string> events, json_rows(*call.store, fmt::format("SELECT * EXCLUDE (asserted, told, words, document, story, verdicts) FROM ({})", events_where("d.document = " + number, RowShape::Nested))));
  TRY_ASSIGN(auto event_order, text_rows(*call.store, fmt::format("SELECT id FROM events WHERE document = {} ORDER BY event", number)));
  put_in_order(events, event_order);
  EventFilter filter;
  filter.document = call.parameters.text("key");
  filter.all_versions = true;
  TRY_ASSIGN(std::string select, claims_select(filter, RowShape::Nested));
  TRY_ASSIGN(std::vector<std::string> claims, json_rows(*call.store, fmt::format("SELECT * EXCLUDE (words, document) FROM ({})", select)));
  TRY_ASSIGN(auto claim_order, text_rows(*call.store, fmt::format("SELECT id FROM claims WHERE document = {} ORDER BY claim", number)));
  put_in_order(claims, claim_order);
  std::string body = head[0].substr(0, head[0].size() - 1);
  return json_reply(body + ",\"events\":" + joined(events) + ",\"claims\":" + joined(claims) + "}");
}

}  // namespace casus::serve
