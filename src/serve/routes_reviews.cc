// SPDX-License-Identifier: Apache-2.0
// What reviewers say of coded events. Their word is kept beside the machine's row, which stays as it is.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "ask/queries.h"
#include "ask/review_rows.h"
#include "serve/problem.h"
#include "serve/review_check.h"
#include "serve/review_export.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

using nlohmann::json;

constexpr const char* kVerdicts[] = {"right", "corrected", "wrong"};

// Rows as data/openapi.json has them. A review fits while its event, or another at the same words, is there.
std::string reviews_select(const std::string& condition) {
  return fmt::format(R"(SELECT r.review, r.event_id AS event, r.reviewer, strftime(r.reviewed, '%Y-%m-%dT%H:%M:%SZ') AS reviewed, {} AS verdict, r.correction::JSON AS correction, r.note,
  (EXISTS (SELECT 1 FROM events e WHERE e.id = r.event_id)
   OR EXISTS (SELECT 1 FROM events e JOIN documents d USING (document) WHERE d.key = r.document_key AND e.start = r.start AND e."end" = r."end")) AS fits,
  r.review IN (SELECT review FROM ({})) AS stands, r.document_key, r.start, r."end", r.type, r.words
FROM reviews r WHERE {} ORDER BY r.review)", verdict_word("r.verdict"), standing_reviews("true"), condition);
}

// The verdict that counts of each reviewer on each event, by event and reviewer.
Result<std::map<std::string, std::map<std::string, std::string>>> verdicts_of(const Store& store, const std::vector<std::string>& reviewers) {
  std::string names;
  for (const std::string& name : reviewers) names += (names.empty() ? "" : ",") + quote_sql(name);
  TRY_ASSIGN(auto rows, text_rows(store, fmt::format("SELECT event_id, reviewer, verdict FROM ({})", standing_reviews(fmt::format("reviewer IN ({})", names)))));
  std::map<std::string, std::map<std::string, std::string>> verdicts;
  for (const auto& cells : rows) verdicts[*cells[0]][*cells[1]] = *cells[2];
  return verdicts;
}

// The last review of each event that counts and still fits, with the event and its sentence.
Result<std::vector<Reviewed>> reviewed_events(const Store& store) {
  std::string last = fmt::format("SELECT max(review) FROM ({}) GROUP BY event_id", standing_reviews("true"));
  TRY_ASSIGN(std::vector<std::string> reviews, json_rows(store, reviews_select(fmt::format("r.review IN ({})", last))));
  TRY_ASSIGN(std::vector<std::string> events, json_rows(store, events_where("e.id IN (SELECT event_id FROM reviews)", RowShape::Nested)));
  TRY_ASSIGN(auto sentences, text_rows(store, R"(SELECT e.id, substring(d.text, s.start + 1, s."end" - s.start) FROM events e JOIN documents d USING (document)
    JOIN sentences s ON s.document = e.document AND s.sentence = e.sentence WHERE e.id IN (SELECT event_id FROM reviews))"));
  std::map<std::string, Reviewed> found;
  for (const std::string& row : events) {
    json event = json::parse(row);
    std::string id = event["id"];
    found[id].event = std::move(event);
  }
  for (const auto& cells : sentences) if (found.contains(*cells[0])) found[*cells[0]].sentence = cells[1].value_or("");
  std::vector<Reviewed> list;
  for (const std::string& row : reviews) {
    json review = json::parse(row);
    auto event = found.find(review["event"].get<std::string>());
    if (event == found.end()) continue;
    event->second.review = std::move(review);
    list.push_back(event->second);
  }
  return list;
}

// The event that is reviewed, as the store has it.
Result<json> event_row(const Store& store, const std::string& id) {
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(store, events_where("e.id = " + quote_sql(id), RowShape::Nested)));
  if (rows.empty()) return Error{ErrorCode::NotFound, "There is no such event; GET /api/v1/events lists them", ""};
  return json::parse(rows.back());  // of the same id in two versions of a document the later one
}

// Whether there is a word of this reviewer on the event that could be taken back.
Result<bool> has_word(const Store& store, const EventReview& review) {
  TRY_ASSIGN(auto rows, text_rows(store, standing_reviews(fmt::format("event_id = {} AND reviewer = {}", quote_sql(review.event), quote_sql(review.reviewer)))));
  return !rows.empty();
}

}  // namespace

Result<Reply> get_event_reviews(Call& call) {
  const std::string& id = call.parameters.text("id");
  TRY_ASSIGN(auto known, text_rows(*call.store, fmt::format("SELECT 1 FROM events WHERE id = {0} UNION SELECT 1 FROM reviews WHERE event_id = {0}", quote_sql(id))));
  if (known.empty()) return problem(404, "There is no such event.", "GET /api/v1/events lists them.");
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, reviews_select("r.event_id = " + quote_sql(id))));
  return page_reply(rows, std::nullopt);
}

Result<Reply> post_event_review(Call& call) {
  Service& service = call.service;
  json given = json::parse(call.request.body, nullptr, false);
  if (std::string fault = fault_of_review(given); !fault.empty()) return problem(400, fault, "Send {\"verdict\": ..., \"reviewer\": ..., \"correction\": {...}, \"note\": ...} as /openapi.json has it.");
  EventReview review;
  review.event = call.parameters.text("id");
  review.verdict = given["verdict"];
  review.reviewer = call.request.who.name.empty() ? given.value("reviewer", "") : call.request.who.name;
  if (review.reviewer.empty()) return problem(400, "Nobody is named as reviewer.", "Send \"reviewer\": a name.");
  TRY_ASSIGN(json event, event_row(*call.store, review.event));
  if (given.contains("correction")) {
    TRY_ASSIGN(json correction, settled_correction(given["correction"], event, *service.glossary, *service.engine));
    review.correction = correction.dump();
  }
  if (review.verdict == "withdrawn") {
    TRY_ASSIGN(bool is_there, has_word(*call.store, review));
    if (!is_there) return problem(400, fmt::format("{} has no review of this event that could be withdrawn.", review.reviewer), "Review it first.");
  }
  review.note = given.value("note", "");
  EventIndex& index = service.index;
  std::function<Result<int64_t>(Store&)> add = [review, &index](Store& store) -> Result<int64_t> {
    TRY_ASSIGN(int64_t made, store.add_review(review));
    TRY(index.note_reviews(store));
    return made;
  };
  TRY_ASSIGN(int64_t number, service.write<int64_t>(add));
  call.store->end_reading();  // its moment was before the review
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, reviews_select(fmt::format("r.review = {}", number))));
  Reply reply = json_reply(rows.at(0));
  reply.status = 201;
  return reply;
}

Result<Reply> get_reviews(Call& call) {
  const Parameters& parameters = call.parameters;
  std::string condition = "true";
  if (parameters.has("reviewer")) condition += " AND r.reviewer = " + quote_sql(parameters.text("reviewer"));
  if (parameters.has("document")) condition += " AND r.document_key = " + quote_sql(parameters.text("document"));
  if (parameters.has("verdict")) condition += fmt::format(" AND {} = {}", verdict_word("r.verdict"), quote_sql(parameters.text("verdict")));
  std::string select = reviews_select(condition);
  for (const char* name : {"fits", "stands"}) {
    if (parameters.has(name)) select = fmt::format("SELECT * FROM ({}) WHERE {} = {} ORDER BY review", select, name, parameters.text(name));
  }
  if (!is_json(call)) return download(call, select, "reviews");
  TRY_ASSIGN(std::vector<std::string> rows, json_rows(*call.store, select));
  TRY_ASSIGN(Slice slice, slice_of(parameters, rows.size(), false));
  std::vector<std::string> items(rows.begin() + static_cast<int64_t>(slice.begin), rows.begin() + static_cast<int64_t>(slice.end));
  return page_reply(items, slice.next, fmt::format("\"total\":{}", rows.size()));
}

Result<Reply> get_review_export(Call& call) {
  bool is_cases = call.parameters.text("as") == "cases";
  TRY_ASSIGN(std::vector<Reviewed> list, reviewed_events(*call.store));
  Reply reply;
  reply.type = is_cases ? "text/tab-separated-values; charset=utf-8" : "application/x-ndjson";
  reply.body = is_cases ? as_cases(list, *call.service.glossary) : as_evaluation(list, *call.service.glossary);
  name_download(reply, is_cases ? "reviewed_cases" : "reviewed_documents", is_cases ? ".tsv" : ".jsonl");
  return reply;
}

Result<Reply> get_review_agreement(Call& call) {
  const std::string &a = call.parameters.text("a"), &b = call.parameters.text("b");
  TRY_ASSIGN(auto verdicts, verdicts_of(*call.store, {a, b}));
  std::map<std::pair<std::string, std::string>, int64_t> table;
  std::map<std::string, double> of_a, of_b;
  int64_t both = 0, same = 0;
  for (auto& [event, by] : verdicts) {
    if (!by.contains(a) || !by.contains(b)) continue;
    ++both;
    same += by[a] == by[b];
    ++table[{by[a], by[b]}];
    of_a[by[a]] += 1;
    of_b[by[b]] += 1;
  }
  auto all = static_cast<double>(both);
  double expected = 0;  // agreement by chance, of reviewers with these shares of verdicts
  for (const char* verdict : kVerdicts) if (both > 0) expected += of_a[verdict] / all * (of_b[verdict] / all);
  json answer = {{"a", a}, {"b", b}, {"both", both}, {"same", same}, {"share", nullptr}, {"kappa", nullptr}, {"table", json::array()}};
  if (both > 0) answer["share"] = static_cast<double>(same) / all;
  if (both > 0 && expected < 1) answer["kappa"] = (static_cast<double>(same) / all - expected) / (1 - expected);
  for (const auto& [pair, events] : table) answer["table"].push_back({{"a", pair.first}, {"b", pair.second}, {"events", events}});
  return json_reply(answer.dump());
}

}  // namespace casus::serve
