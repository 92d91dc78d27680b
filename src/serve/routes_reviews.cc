// SPDX-License-Identifier: Apache-2.0
// What reviewers say of coded events. Their word is kept beside the machine's row, which stays as it is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "ask/queries.h"
#include "base/codes.h"
#include "base/utf8.h"
#include "casus/time.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

using nlohmann::json;

constexpr size_t kMostCharacters = 2000;
constexpr const char* kVerdicts[] = {"accept", "correct", "reject"};

// Rows as data/openapi.json has them. A review fits while its event, or another at the same words, is there.
std::string reviews_select(const std::string& condition) {
  return fmt::format(R"(SELECT r.review, r.event_id AS event, r.reviewer, strftime(r.reviewed, '%Y-%m-%dT%H:%M:%SZ') AS reviewed, r.verdict, r.correction::JSON AS correction, r.note,
  (EXISTS (SELECT 1 FROM events e WHERE e.id = r.event_id)
   OR EXISTS (SELECT 1 FROM events e JOIN documents d USING (document) WHERE d.key = r.document_key AND e.start = r.start AND e."end" = r."end")) AS fits,
  r.document_key, r.start, r."end", r.type, r.words
FROM reviews r WHERE {} ORDER BY r.review)", condition);
}

bool is_text(const json& value, size_t most) { return value.is_string() && value.get_ref<const std::string&>().size() <= most; }
bool is_texts(const json& value) {
  return value.is_array() && value.size() <= 50 && std::all_of(value.begin(), value.end(), [](const json& item) { return is_text(item, 500); });
}
template <typename Words = std::initializer_list<const char*>>
bool is_one_of(const json& value, const Words& words) {
  return value.is_string() && std::any_of(words.begin(), words.end(), [&](const char* word) { return value == word; });
}

// What is wrong with a correction; empty: nothing.
std::string fault_of(const json& correction) {
  if (!correction.is_object()) return "The correction is no object.";
  for (const auto& [name, value] : correction.items()) {
    bool holds = false;
    if (name == "type") holds = is_one_of(value, kEventTypes);
    else if (name == "status") holds = is_one_of(value, {"reported", "claimed", "planned", "possible", "denied"});
    else if (name == "actors" || name == "recipients") holds = is_texts(value);
    else if (name == "mode" || name == "place") holds = value.is_null() || is_text(value, 500);
    else if (name == "country") holds = value.is_null() || (is_text(value, 3) && value.get<std::string>().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos && value.get<std::string>().size() == 3);
    else if (name == "from" || name == "to") holds = value.is_null() || (is_text(value, 10) && value.get<std::string>().size() == 10 && parse_iso_date(value.get<std::string>()));
    else return fmt::format("There is no field \"{}\" in a correction.", name);
    if (!holds) return fmt::format("The correction's \"{}\" is not what the description says.", name);
  }
  return "";
}

std::string fault_of_review(const json& given) {
  if (!given.is_object() || !given.contains("verdict") || !is_one_of(given["verdict"], {"accept", "correct", "reject"})) return "The verdict is none of accept, correct, reject.";
  for (const auto& [name, value] : given.items()) {
    if (name == "correction") { if (std::string fault = fault_of(value); !fault.empty()) return fault; }
    else if (name == "reviewer") { if (!is_text(value, 400) || value.get<std::string>().find_first_not_of(" \t\r\n") == std::string::npos) return "The reviewer's name is empty or too long."; }
    else if (name == "note") { if (!is_text(value, 4 * kMostCharacters)) return "The note is no text of at most 2000 characters."; }
    else if (name != "verdict") return fmt::format("There is no field \"{}\" here.", name);
  }
  if ((given["verdict"] == "correct") != given.contains("correction")) return "A correction goes with the verdict \"correct\", and only with it.";
  return "";
}

// The last verdict of each reviewer on each event, by event and reviewer.
Result<std::map<std::string, std::map<std::string, std::string>>> verdicts_of(const Store& store, const std::vector<std::string>& reviewers) {
  std::string names;
  for (const std::string& name : reviewers) names += (names.empty() ? "" : ",") + quote_sql(name);
  TRY_ASSIGN(auto rows, text_rows(store, fmt::format("SELECT event_id, reviewer, arg_max(verdict, review) FROM reviews WHERE reviewer IN ({}) GROUP BY ALL", names)));
  std::map<std::string, std::map<std::string, std::string>> verdicts;
  for (const auto& cells : rows) verdicts[*cells[0]][*cells[1]] = *cells[2];
  return verdicts;
}

// "Chile" and "CHL:GOV" as the cases write them: codes where the text is in codes, else as it was given.
std::string party_codes(const json& event, const char* role) {
  std::vector<std::string> parties;
  for (const json& party : event[role]) {
    std::vector<std::string> codes;
    if (party["country"].is_string()) codes.push_back(party["country"]);
    for (const json& sector : party["sectors"]) codes.push_back(sector);
    parties.push_back(codes.empty() ? "?" : fmt::format("{}", fmt::join(codes, ":")));
  }
  return parties.empty() ? "-" : fmt::format("{}", fmt::join(parties, "|"));
}

std::string cell(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text.empty() ? "-" : text;
}

// The event as the last reviewer left it.
json corrected(json event, const json& correction) {
  for (const auto& [name, value] : correction.items()) {
    if (name == "from" || name == "to") event["date"][name] = value;
    else if (name == "place" || name == "country") {
      if (!event["place"].is_object()) event["place"] = json::object();
      event["place"][name == "place" ? "name" : "country"] = value;
    } else if (name == "actors" || name == "recipients") {
      json parties = json::array();
      for (const json& text : value) parties.push_back({{"start", nullptr}, {"end", nullptr}, {"text", nullptr}, {"name", text}, {"id", nullptr}, {"country", nullptr}, {"sectors", json::array()}});
      event[name] = parties;
    } else {
      event[name] = value;
    }
  }
  return event;
}

struct Reviewed {
  json event, review;
  std::string sentence;
};

// The last review of each event that still fits, with the event and its sentence.
Result<std::vector<Reviewed>> reviewed_events(const Store& store) {
  TRY_ASSIGN(std::vector<std::string> reviews, json_rows(store, reviews_select("r.review IN (SELECT max(review) FROM reviews GROUP BY event_id)")));
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

// Rows for tests/cases/code: a rejected event is a sentence that codes none. Parties that a reviewer named in words have to be put into codes by hand.
std::string as_cases(const std::vector<Reviewed>& list) {
  std::string text = "text\ttype\tcameo\tactors\trecipients\tstatus\n";
  for (const Reviewed& item : list) {
    if (item.review["verdict"] == "reject") {
      text += cell(item.sentence) + "\t-\t-\t-\t-\t-\n";
      continue;
    }
    json event = item.review["verdict"] == "correct" ? corrected(item.event, item.review["correction"]) : item.event;
    auto parties = [&](const char* role) {
      const json& correction = item.review["correction"];
      if (!correction.is_object() || !correction.contains(role)) return party_codes(event, role);
      return correction[role].empty() ? std::string("-") : cell(fmt::format("{}", fmt::join(correction[role].get<std::vector<std::string>>(), "|")));
    };
    bool has_new_type = item.review["correction"].is_object() && item.review["correction"].contains("type");
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", cell(item.sentence), event["type"].is_string() ? event["type"].get<std::string>() : "-",
                        has_new_type || !event["cameo"].is_string() ? "-" : event["cameo"].get<std::string>(), parties("actors"), parties("recipients"), event["status"].get<std::string>());
  }
  return text;
}

// One document a line, with its events as reviewed.
std::string as_evaluation(const std::vector<Reviewed>& list) {
  std::map<std::string, json> documents;
  for (const Reviewed& item : list) {
    json& document = documents[item.event["document"]["key"]];
    if (document.is_null()) document = {{"document", item.event["document"]}, {"events", json::array()}, {"rejected", json::array()}};
    json event = item.review["verdict"] == "correct" ? corrected(item.event, item.review["correction"]) : item.event;
    event.erase("document");
    event["verdict"] = item.review["verdict"];
    event["reviewer"] = item.review["reviewer"];
    document[item.review["verdict"] == "reject" ? "rejected" : "events"].push_back(std::move(event));
  }
  std::string text;
  for (const auto& [key, document] : documents) text += document.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  return text;
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
  json given = json::parse(call.request.body, nullptr, false);
  if (std::string fault = fault_of_review(given); !fault.empty()) return problem(400, fault, "Send {\"verdict\": ..., \"reviewer\": ..., \"correction\": {...}, \"note\": ...} as /openapi.json has it.");
  EventReview review;
  review.event = call.parameters.text("id");
  review.verdict = given["verdict"];
  review.reviewer = call.request.who.name.empty() ? given.value("reviewer", "") : call.request.who.name;
  if (review.reviewer.empty()) return problem(400, "Nobody is named as reviewer.", "Send \"reviewer\": a name.");
  if (given.contains("correction")) review.correction = given["correction"].dump();
  review.note = given.value("note", "");
  EventIndex& index = call.service.index;
  std::function<Result<int64_t>(Store&)> add = [review, &index](Store& store) {
    auto made = store.add_review(review);
    ++index.generation;
    return made;
  };
  TRY_ASSIGN(int64_t number, call.service.write<int64_t>(add));
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
  if (parameters.has("verdict")) condition += " AND r.verdict = " + quote_sql(parameters.text("verdict"));
  std::string select = reviews_select(condition);
  if (parameters.has("fits")) select = fmt::format("SELECT * FROM ({}) WHERE fits = {} ORDER BY review", select, parameters.text("fits"));
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
  reply.body = is_cases ? as_cases(list) : as_evaluation(list);
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
