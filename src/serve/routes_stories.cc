// SPDX-License-Identifier: Apache-2.0
// Stories: documents that tell of the same, and how many of them are independent of each other.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>

#include "ask/document_names.h"
#include "ask/filter.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"
#include "store/independent_sources.h"
#include "store/sql_text.h"

namespace casus::serve {
namespace {

// A story as it is listed: how many tell it, and how many of them by themselves.
struct ToldStory {
  int64_t story = 0;
  size_t documents = 0, sources = 0;
};

constexpr const char* kReportSources = R"(SELECT s.story, s.copy_group, {} FROM document_stories s JOIN documents d USING (document)
WHERE d.latest AND {} ORDER BY s.story, d.published_on NULLS LAST, d.document)";

// Members as data/openapi.json has them, of the stories that two lists name with their sources.
constexpr const char* kStories = R"(WITH chosen AS (SELECT unnest([{}]::BIGINT[]) AS story, unnest([{}]::BIGINT[]) AS sources),
told AS (SELECT s.story, d.document, d.key, d.title, {} AS name, d.publisher, d.published_on
  FROM document_stories s JOIN documents d USING (document) {} WHERE d.latest AND s.story IN (SELECT story FROM chosen)),
happened AS (SELECT t.story, count(e.event) AS events, list_sort(list(DISTINCT e.type) FILTER (e.type IS NOT NULL)) AS types,
    list_sort(list(DISTINCT e.place_country) FILTER (e.place_country IS NOT NULL)) AS countries FROM told t JOIN events e USING (document) GROUP BY t.story)
SELECT t.story::VARCHAR AS id, arg_min(t.title, t.document) AS title, arg_min(t.name, t.document) AS name, coalesce(any_value(h.events), 0) AS events, count(*) AS documents,
  any_value(c.sources) AS sources, coalesce(list_sort(list(DISTINCT t.publisher) FILTER (t.publisher IS NOT NULL)), []) AS publishers,
  min(t.published_on) AS "from", max(t.published_on) AS "to", coalesce(any_value(h.types), []) AS types, coalesce(any_value(h.countries), []) AS countries,
  arg_min(t.key, (coalesce(t.published_on, DATE '9999-12-31'), t.document)) AS first_report
FROM told t JOIN chosen c USING (story) LEFT JOIN happened h USING (story) GROUP BY t.story ORDER BY sources DESC, documents DESC, t.story)";

constexpr const char* kReports = R"(SELECT {} AS document,
  coalesce((SELECT list(e.id ORDER BY e.event) FROM events e WHERE e.document = d.document), []) AS events
FROM document_stories s JOIN documents d USING (document) {} WHERE d.latest AND s.story = {} ORDER BY d.published_on NULLS LAST, d.document)";

// Nothing, or why there are none.
Result<std::optional<Reply>> refuse_without_stories(Call& call) {
  TRY_ASSIGN(auto rows, text_rows(*call.store, "SELECT 1 FROM document_stories LIMIT 1"));
  if (!rows.empty()) return std::optional<Reply>();
  return std::optional(problem(501, "No stories were made in this store.", "Code the documents with a Casus that makes them."));
}

// Stories some of whose events pass the filters.
Result<std::string> stories_with_events(const Parameters& parameters) {
  EventFilter filter = event_filter_of(parameters);
  filter.words = parameters.text("q");
  filter.min_confidence = parameters.number("min_confidence");
  TRY_ASSIGN(std::string condition, condition_of(filter));
  if (condition == "d.latest") return std::string("true");
  return fmt::format("s.story IN (SELECT story FROM document_stories WHERE document IN (SELECT e.document FROM events e JOIN documents d USING (document) WHERE {}))", condition);
}

// The reports of each story, earliest first.
Status for_each_story(const Store& store, const std::string& condition, const std::function<void(int64_t, std::span<const ReportSource>)>& see) {
  std::vector<ReportSource> reports;
  int64_t story = 0;
  TRY(store.query(fmt::format(kReportSources, kPublisherColumn, condition), {nullptr, [&](std::span<const StoreCell> cells) {
                    int64_t next = to_number(cells[0]);
                    if (next != story && !reports.empty()) see(story, std::exchange(reports, {}));
                    story = next;
                    reports.push_back({to_number(cells[1]), cells[2].value_or("")});
                    return true;
                  }}));
  if (!reports.empty()) see(story, reports);
  return ok();
}

// Those with most sources first.
Result<std::vector<ToldStory>> told_stories(const Store& store, const std::string& condition, size_t min_sources) {
  std::vector<ToldStory> stories;
  TRY(for_each_story(store, condition, [&](int64_t story, std::span<const ReportSource> reports) {
    auto sources = static_cast<size_t>(count_independent(reports));
    if (sources >= min_sources) stories.push_back({story, reports.size(), sources});
  }));
  std::sort(stories.begin(), stories.end(), [](const ToldStory& a, const ToldStory& b) { return std::tuple(b.sources, b.documents, a.story) < std::tuple(a.sources, a.documents, b.story); });
  return stories;
}

std::string stories_select(std::span<const ToldStory> stories) {
  std::vector<int64_t> numbers;
  std::vector<size_t> sources;
  for (const ToldStory& one : stories) {
    numbers.push_back(one.story);
    sources.push_back(one.sources);
  }
  return fmt::format(kStories, fmt::join(numbers, ","), fmt::join(sources, ","), document_name(),
                     first_sentences("SELECT document FROM document_stories WHERE story IN (SELECT story FROM chosen)"));
}

}  // namespace

Result<Reply> get_stories(Call& call) {
  TRY_ASSIGN(auto refused, refuse_without_stories(call));
  if (refused) return std::move(*refused);
  TRY_ASSIGN(std::string chosen, stories_with_events(call.parameters));
  size_t least = call.parameters.has("min_sources") ? static_cast<size_t>(call.parameters.integer("min_sources")) : 0;
  TRY_ASSIGN(std::vector<ToldStory> stories, told_stories(*call.store, chosen, least));
  if (!is_json(call)) {
    return download(call, fmt::format("SELECT * REPLACE (array_to_string(publishers, '; ') AS publishers, array_to_string(types, '; ') AS types, array_to_string(countries, '; ') AS countries) FROM ({})",
                                      stories_select(stories)), "stories");
  }
  TRY_ASSIGN(Slice slice, slice_of(call.parameters, stories.size(), false));
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, stories_select(std::span(stories).subspan(slice.begin, slice.end - slice.begin))));
  return page_reply(rows, slice.next, fmt::format("\"total\":{}", stories.size()));
}

Result<Reply> get_story(Call& call) {
  TRY_ASSIGN(auto refused, refuse_without_stories(call));
  if (refused) return std::move(*refused);
  const std::string& key = call.parameters.text("key");
  bool is_number = key.size() < 19 && key.find_first_not_of("0123456789") == std::string::npos;
  std::string condition = is_number ? "s.story = " + key : "false";
  std::vector<bool> independent;
  TRY(for_each_story(*call.store, condition, [&](int64_t, std::span<const ReportSource> reports) { independent = first_of_sources(reports); }));
  if (independent.empty()) return problem(404, "There is no such story.", "GET /api/v1/stories lists them.");
  ToldStory story{to_number(key), independent.size(), static_cast<size_t>(std::count(independent.begin(), independent.end(), true))};
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, stories_select(std::span(&story, 1))));
  TRY_ASSIGN(std::vector<std::string> reports, json_rows(*call.store, fmt::format(kReports, document_head(), first_sentences("SELECT document FROM document_stories WHERE story = " + key), key)));
  std::string body = rows[0].substr(0, rows[0].size() - 1) + ",\"reports\":[";
  for (size_t i = 0; i < reports.size(); ++i) body += fmt::format("{}{},\"independent\":{}}}", i ? "," : "", std::string_view(reports[i]).substr(0, reports[i].size() - 1), bool(independent[i]));
  return json_reply(body + "]}");
}

}  // namespace casus::serve
