// SPDX-License-Identifier: Apache-2.0
// Stories: documents that tell of the same, and how many of them are independent of each other.
#include <fmt/format.h>

#include "ask/filter.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

// Members as data/openapi.json has them. Copies of one text, and texts of one publisher, are one source.
constexpr const char* kStories = R"(WITH told AS (
  SELECT s.story, s.copy_group, d.document, d.title, d.publisher, d.published_on,
    first_value(coalesce(d.publisher, 'copies of ' || s.copy_group)) OVER (PARTITION BY s.copy_group ORDER BY d.published_on NULLS LAST, d.document) AS source
  FROM document_stories s JOIN documents d USING (document) WHERE d.latest AND {}),
happened AS (SELECT t.story, count(e.event) AS events, list_sort(list(DISTINCT e.type) FILTER (e.type IS NOT NULL)) AS types,
    list_sort(list(DISTINCT e.place_country) FILTER (e.place_country IS NOT NULL)) AS countries FROM told t JOIN events e USING (document) GROUP BY t.story)
SELECT t.story::VARCHAR AS id, arg_min(t.title, t.document) AS title, coalesce(any_value(h.events), 0) AS events, count(*) AS documents,
  count(DISTINCT t.source) AS sources, coalesce(list_sort(list(DISTINCT t.publisher) FILTER (t.publisher IS NOT NULL)), []) AS publishers,
  min(t.published_on) AS "from", max(t.published_on) AS "to", coalesce(any_value(h.types), []) AS types, coalesce(any_value(h.countries), []) AS countries,
  arg_min(d.key, (coalesce(t.published_on, DATE '9999-12-31'), t.document)) AS first_report
FROM told t JOIN documents d USING (document) LEFT JOIN happened h USING (story) GROUP BY t.story HAVING {} ORDER BY sources DESC, documents DESC, t.story)";

constexpr const char* kReports = R"(SELECT {{'id': d.id, 'key': d.key, 'title': d.title, 'publisher': d.publisher, 'url': d.url, 'published': d.published}} AS document,
  (row_number() OVER (PARTITION BY s.copy_group ORDER BY d.published_on NULLS LAST, d.document) = 1
   AND row_number() OVER (PARTITION BY coalesce(d.publisher, d.key) ORDER BY d.published_on NULLS LAST, d.document) = 1) AS independent,
  coalesce((SELECT list(e.id ORDER BY e.event) FROM events e WHERE e.document = d.document), []) AS events
FROM document_stories s JOIN documents d USING (document) WHERE d.latest AND s.story = {} ORDER BY d.published_on NULLS LAST, d.document)";

// Nothing, or why there are none.
Result<std::optional<Reply>> refuse_without_stories(Call& call) {
  TRY_ASSIGN(auto rows, text_rows(*call.store, "SELECT 1 FROM document_stories LIMIT 1"));
  if (!rows.empty()) return std::optional<Reply>();
  return std::optional(problem(501, "No stories were made in this store.", "Code the documents with a Casus that makes them."));
}

// Stories some of whose events pass the filters.
Result<std::string> stories_with_events(const Parameters& parameters) {
  TRY_ASSIGN(std::string condition, condition_of(event_filter_of(parameters)));
  if (condition == "d.latest") return std::string("true");
  return fmt::format("s.story IN (SELECT story FROM document_stories WHERE document IN (SELECT e.document FROM events e JOIN documents d USING (document) WHERE {}))", condition);
}

}  // namespace

Result<Reply> get_stories(Call& call) {
  TRY_ASSIGN(auto refused, refuse_without_stories(call));
  if (refused) return std::move(*refused);
  TRY_ASSIGN(std::string chosen, stories_with_events(call.parameters));
  std::string least = call.parameters.has("min_sources") ? "sources >= " + call.parameters.text("min_sources") : "true";
  std::string select = fmt::format(kStories, chosen, least);
  if (!is_json(call)) return download(call, fmt::format("SELECT * REPLACE (array_to_string(publishers, '; ') AS publishers, array_to_string(types, '; ') AS types, array_to_string(countries, '; ') AS countries) FROM ({})", select), "stories");
  TRY_ASSIGN(auto counted, text_rows(*call.store, fmt::format("SELECT count(*) FROM ({})", select)));
  size_t total = std::stoul(counted[0][0].value_or("0"));
  TRY_ASSIGN(Slice slice, slice_of(call.parameters, total, false));
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, fmt::format("SELECT * FROM ({}) LIMIT {} OFFSET {}", select, slice.end - slice.begin, slice.begin)));
  return page_reply(rows, slice.next, fmt::format("\"total\":{}", total));
}

Result<Reply> get_story(Call& call) {
  TRY_ASSIGN(auto refused, refuse_without_stories(call));
  if (refused) return std::move(*refused);
  const std::string& key = call.parameters.text("key");
  bool is_number = key.size() < 19 && key.find_first_not_of("0123456789") == std::string::npos;
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, fmt::format(kStories, is_number ? "s.story = " + key : "false", "true")));
  if (rows.empty()) return problem(404, "There is no such story.", "GET /api/v1/stories lists them.");
  TRY_ASSIGN(std::vector<std::string> reports, json_rows(*call.store, fmt::format(kReports, key)));
  std::string body = rows[0].substr(0, rows[0].size() - 1) + ",\"reports\":[";
  for (size_t i = 0; i < reports.size(); ++i) body += (i ? "," : "") + reports[i];
  return json_reply(body + "]}");
}

}  // namespace casus::serve
