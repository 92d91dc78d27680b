// SPDX-License-Identifier: Apache-2.0
// What comes in: texts to code, documents to store, a SELECT.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unordered_set>

#include "ask/row_output.h"
#include "base/utf8.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"
#include "serve/wire.h"
#include "store/analysis_json.h"

namespace casus::serve {
namespace {

using nlohmann::json;

constexpr size_t kBatch = 16;  // documents that are coded at a time
constexpr size_t kMostCellBytes = 32 << 20;  // of one answer to SQL

Analysis code_one(Call& call, Document document) {
  std::vector<Document> documents;
  documents.push_back(std::move(document));
  return std::move(call.service.engine->run(std::move(documents), *call.workspace)[0]);
}

void write_counts(JsonWriter& json, const AddCounts& counts, size_t skipped) {
  for (auto [name, value] : {std::pair("added", counts.added), {"versions", counts.versions}, {"replaced", counts.replaced}, {"skipped", static_cast<int64_t>(skipped)}, {"events", counts.events},
                             {"claims", counts.claims}}) {
    json.key(name);
    json.integer(value);
  }
}

// What came of a POST of documents.
struct Ingested {
  AddCounts counts;
  size_t skipped = 0;
  std::vector<std::pair<size_t, std::string>> refused;  // line and reason
  std::vector<std::string> coded;                       // as JSON, if they are wanted
};

Status store_batch(Call& call, std::vector<Document>& batch, bool returns_documents, Ingested& done) {
  if (batch.empty()) return ok();
  std::vector<Analysis> analyses = call.service.engine->run(std::exchange(batch, {}), *call.workspace);
  if (returns_documents) for (const Analysis& analysis : analyses) done.coded.push_back(to_json_line(analysis));
  TRY_ASSIGN(Service::Ingest added, call.service.add(std::move(analyses)));
  done.counts.added += added.counts.added;
  done.counts.versions += added.counts.versions;
  done.counts.replaced += added.counts.replaced;
  done.counts.events += added.counts.events;
  done.counts.claims += added.counts.claims;
  return ok();
}

std::string text_of(const Ingested& done) {
  JsonWriter json;
  json.open_object();
  write_counts(json, done.counts, done.skipped);
  json.key("refused");
  json.open_list();
  for (const auto& [line, reason] : done.refused) {
    json.open_object();
    json.key("line");
    json.integer(static_cast<int64_t>(line));
    json.key("reason");
    json.string(reason);
    json.close_object();
  }
  json.close_list();
  json.key("documents");
  json.open_list();
  for (const std::string& line : done.coded) json.raw(line);
  json.close_list();
  json.close_object();
  return std::move(json).take();
}

}  // namespace

Result<Reply> post_code(Call& call) {
  json given = json::parse(call.request.body, nullptr, false);
  if (!given.is_object()) return problem(400, "The body is no JSON object.", "Send {\"text\": \"...\"}, with published, publisher and title if they are known.");
  constexpr std::pair<const char*, size_t> kFields[] = {{"text", 1'000'000}, {"published", 40}, {"publisher", 500}, {"title", 2000}};
  for (const auto& [name, value] : given.items()) {
    auto field = std::find_if(std::begin(kFields), std::end(kFields), [&, &wanted = name](const auto& known) { return known.first == wanted; });
    if (field == std::end(kFields)) return problem(400, fmt::format("There is no field \"{}\" here.", name), "Known are text, published, publisher and title.");
    bool is_text = value.is_string() || (value.is_null() && name != "text");
    if (!is_text) return problem(400, fmt::format("The field \"{}\" is no text.", name), "Send a string.");
    if (value.is_string() && value.get_ref<const std::string&>().size() > 4 * field->second) return problem(413, fmt::format("The field \"{}\" is too long.", name), fmt::format("Send at most {} characters.", field->second));
  }
  if (given.value("text", "").empty()) return problem(400, "There is no text.", "Send it in the field \"text\".");
  TRY_ASSIGN(Document document, read_json_document(call.request.body, call.service.read_options));
  return json_reply(to_json_line(code_one(call, std::move(document))));
}

Result<Reply> post_documents(Call& call) {
  bool is_lines = call.request.header("content-type").starts_with("application/x-ndjson");
  bool returns_documents = call.parameters.text("return") == "documents", again = call.parameters.is_true("again");
  Ingested done;
  std::vector<Document> batch;
  std::unordered_set<std::string> seen;
  std::string_view body = call.request.body;
  for (size_t at = 0, number = 1; at < body.size(); ++number) {
    size_t end = is_lines ? std::min(body.find('\n', at), body.size()) : body.size();
    std::string_view line = body.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
    auto document = read_wire_document(line, call.service.read_options);
    if (!document) {
      if (!is_lines) return problem(400, "The document " + document.error().message + ".", "Send an object with at least \"text\".");
      done.refused.emplace_back(number, document.error().message);
      continue;
    }
    if (!seen.insert(document->key).second || (!again && call.service.is_known(document->key))) { ++done.skipped; continue; }
    batch.push_back(std::move(*document));
    if (batch.size() == kBatch) TRY(store_batch(call, batch, returns_documents, done));
  }
  TRY(store_batch(call, batch, returns_documents, done));
  return json_reply(text_of(done));
}

Result<Reply> post_sql(Call& call) {
  json given = json::parse(call.request.body, nullptr, false);
  if (!given.is_object() || !given.contains("sql") || !given["sql"].is_string()) return problem(400, "The body is no {\"sql\": \"SELECT ...\"}.", "Send one SELECT as JSON.");
  for (const auto& [name, value] : given.items()) if (name != "sql" && name != "limit") return problem(400, fmt::format("There is no field \"{}\" here.", name), "Known are sql and limit.");
  const std::string& sql = given["sql"].get_ref<const std::string&>();
  json limit_given = given.value("limit", json(1000));
  if (!limit_given.is_number_integer() || limit_given.get<int64_t>() < 1 || limit_given.get<int64_t>() > 100000) return problem(400, "limit is no number from 1 to 100000.", "Leave it out for 1000.");
  if (sql.empty() || sql.size() > 65536 || find_invalid_utf8(sql)) return problem(400, "sql has no text, or more than 65536 bytes.", "Send one SELECT.");
  size_t limit = limit_given.get<size_t>(), bytes = 0;
  bool is_truncated = false;
  std::vector<StoreColumn> columns;
  std::vector<std::vector<StoreCell>> rows;
  TRY(call.store->query(sql, {[&](const std::vector<StoreColumn>& found) { columns = found; }, [&](std::span<const StoreCell> cells) {
                                if (rows.size() == limit || bytes > kMostCellBytes) { is_truncated = true; return false; }
                                rows.emplace_back(cells.begin(), cells.end());
                                for (const StoreCell& cell : cells) bytes += cell ? cell->size() : 0;
                                return true;
                              }}));
  if (call.type == "text/csv") {
    std::vector<std::string> names;
    std::vector<bool> is_number;
    for (const StoreColumn& column : columns) { names.push_back(column.name); is_number.push_back(column.is_number); }
    return csv_reply(names, is_number, rows, "rows");
  }
  json answer = {{"columns", json::array()}, {"rows", json::array()}, {"truncated", is_truncated}};
  for (const StoreColumn& column : columns) answer["columns"].push_back({{"name", column.name}, {"type", column.type}});
  for (const auto& row : rows) {
    json cells = json::array();
    for (size_t i = 0; i < row.size(); ++i) {
      json value = row[i] ? json(*row[i]) : json();
      if (row[i] && columns[i].is_number) value = json::parse(*row[i], nullptr, false);
      if (row[i] && columns[i].type == "BOOLEAN") value = *row[i] == "true";
      if (value.is_discarded()) value = *row[i];  // "inf", "nan"
      cells.push_back(std::move(value));
    }
    answer["rows"].push_back(std::move(cells));
  }
  return json_reply(answer.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace casus::serve
