// SPDX-License-Identifier: Apache-2.0
#include "serve/route_support.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "ask/filter.h"
#include "ask/row_output.h"
#include "ask/series.h"
#include "casus/time.h"

namespace casus::serve {
namespace {

Result<int32_t> day_number(const Result<std::string>& day) {
  if (!day) return day.error();
  auto date = parse_iso_date(*day);
  if (!date) return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no date; write YYYY, YYYY-MM or YYYY-MM-DD", *day), ""};
  return static_cast<int32_t>(date->time_since_epoch().count());
}

Result<Box> read_box(const std::string& text) {
  double numbers[4] = {};
  const char* at = text.data();
  for (double& number : numbers) {
    auto result = std::from_chars(at, text.data() + text.size(), number);
    at = result.ptr + 1;
  }
  Box box{numbers[0], numbers[1], numbers[2], numbers[3]};
  if (std::abs(box.west) > 360 || std::abs(box.east) > 360 || box.south < -90 || box.north > 90 || box.south > box.north) {
    return Error{ErrorCode::Invalid, fmt::format("bbox \"{}\" is no box; write west,south,east,north in degrees", text), ""};
  }
  return box;
}

// What the filter of the store's rows and that of the index have in common.
template <typename Filter>
void take_lists(const Parameters& parameters, Filter& filter) {
  filter.actors = parameters.list("actor");
  filter.recipients = parameters.list("recipient");
  filter.countries = parameters.list("country");
  filter.types = parameters.list("type");
  filter.statuses = parameters.list("status");
  filter.publishers = parameters.list("publisher");
  filter.parties = parameters.list("party");
  filter.places = parameters.list("place");
  for (const std::string& quad : parameters.list("quad")) filter.quads.push_back(quad[0] - '0');
}

}  // namespace

EventFilter event_filter_of(const Parameters& parameters) {
  EventFilter filter;
  take_lists(parameters, filter);
  filter.from = parameters.text("from");
  filter.to = parameters.text("to");
  return filter;
}

Result<FilterValues> filter_of(const Parameters& parameters, bool asserted_unless_told) {
  FilterValues values;
  take_lists(parameters, values);
  values.together = parameters.list("together");
  values.unit = parameters.text("unit");
  if (!values.unit.empty()) TRY(check_unit(values.unit));
  values.one_per_event = parameters.text("one_per") == "event";
  if (parameters.has("from")) { TRY_ASSIGN(values.from, day_number(first_day(parameters.text("from")))); }
  if (parameters.has("to")) { TRY_ASSIGN(values.to, day_number(last_day(parameters.text("to")))); }
  values.min_confidence = parameters.number("min_confidence");
  values.asserted = parameters.is_true("asserted", asserted_unless_told && values.statuses.empty());
  values.document = parameters.text("document");
  values.story = parameters.text("story");
  if (parameters.has("reviewed")) values.reviewed = parameters.is_true("reviewed");
  if (parameters.has("min_sources")) values.min_sources = parameters.integer("min_sources");
  if (parameters.has("bbox")) {
    TRY_ASSIGN(Box box, read_box(parameters.text("bbox")));
    values.box = box;
  }
  EventFilter named;  // for the names of types, which are checked there
  named.types = values.types;
  TRY(::casus::condition_of(named));
  return values;
}

Result<FilterValues> filter_of(Call& call, bool asserted_unless_told) {
  TRY_ASSIGN(FilterValues values, filter_of(call.parameters, asserted_unless_told));
  if (call.parameters.has("q")) { TRY_ASSIGN(values.only, call.service.words.find(*call.store, call.parameters.text("q"), call.service.index.generation)); }
  return values;
}

void write_text(JsonWriter& json, const char* name, const std::string& value) {
  json.key(name);
  json.string_or_null(value);
}
void write_count(JsonWriter& json, const char* name, size_t value) {
  json.key(name);
  json.integer(static_cast<int64_t>(value));
}

Reply json_reply(std::string body) {
  Reply reply;
  reply.type = "application/json";
  reply.body = std::move(body);
  return reply;
}

Reply page_reply(const std::vector<std::string>& items, const std::optional<std::string>& next, const std::string& more) {
  std::string body = "{\"items\":[";
  for (size_t i = 0; i < items.size(); ++i) {
    if (i) body += ',';
    body += items[i];
  }
  body += "],\"next\":" + (next ? "\"" + *next + "\"" : "null");
  if (!more.empty()) body += "," + more;
  return json_reply(body + "}");
}

Result<EventName> event_named(const Call& call) {
  TRY_ASSIGN(std::vector<EventName> found, find_events_by_id(*call.store, call.parameters.text("id"), 2));
  if (found.empty()) return Error{ErrorCode::NotFound, "There is no such event; GET /api/v1/events lists them", ""};
  return found.back();
}

Result<std::vector<std::string>> json_rows(const Store& store, const std::string& select) {
  std::vector<std::string> rows;
  TRY(store.query_own_json(select, [&](std::string_view line) {
    rows.emplace_back(line);
    return true;
  }));
  return rows;
}

Result<std::vector<std::vector<StoreCell>>> text_rows(const Store& store, const std::string& select) {
  std::vector<std::vector<StoreCell>> rows;
  TRY(store.query_own(select, {nullptr, [&](std::span<const StoreCell> cells) {
                     rows.emplace_back(cells.begin(), cells.end());
                     return true;
                   }}));
  return rows;
}

bool is_json(const Call& call) { return call.type == "application/json"; }

void name_download(Reply& reply, const std::string& name, const std::string& extension) {
  reply.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}{}\"", name, extension));
}

Error unwritten_answer() { return {ErrorCode::Io, "The answer cannot be written; is the disk of temporary files full?", ""}; }

Result<Reply> download(Call& call, const std::string& select, const std::string& name) {
  bool is_csv = call.type == "text/csv";
  Reply reply;
  reply.file = call.service.temporary_file(is_csv ? ".csv" : ".parquet");
  reply.type = is_csv ? "text/csv; charset=utf-8" : call.type;
  if (is_csv) {
    std::ofstream out(reply.file->path(), std::ios::binary);
    TRY_ASSIGN([[maybe_unused]] size_t rows, write_csv(*call.store, select, out));
    if (!out.flush()) return unwritten_answer();
  } else {
    TRY(call.store->write_parquet(select, reply.file->path()));
  }
  name_download(reply, name, is_csv ? ".csv" : ".parquet");
  return reply;
}

Reply csv_reply(const std::vector<std::string>& columns, const std::vector<bool>& is_number, const std::vector<std::vector<StoreCell>>& rows, const std::string& name) {
  Reply reply;
  reply.type = "text/csv; charset=utf-8";
  for (size_t i = 0; i < columns.size(); ++i) reply.body += (i ? "," : "") + csv_cell(columns[i], false);
  reply.body += "\n";
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) reply.body += (i ? "," : "") + csv_cell(row[i], is_number[i]);
    reply.body += "\n";
  }
  name_download(reply, name, ".csv");
  return reply;
}

std::string iso_day(int32_t day) { return to_iso(Date(std::chrono::days(day))); }

StoreCell day_cell(int32_t day) {
  if (day == kNoDay || day == std::numeric_limits<int32_t>::min()) return std::nullopt;
  return iso_day(day);
}

void write_day(JsonWriter& json, const char* name, int32_t day) {
  json.key(name);
  auto cell = day_cell(day);
  cell ? json.string(*cell) : json.null();
}

double to_two_places(double value) { return std::round(value * 100) / 100; }
double mean_of(const Sums& sums) { return to_two_places(sums.intensity / static_cast<double>(sums.events)); }

void write_sums(JsonWriter& json, const Sums& sums, bool with_mean) {
  json.key("events");
  json.integer(static_cast<int64_t>(sums.events));
  for (size_t quad = 1; quad < sums.quads.size(); ++quad) {
    json.key("quad" + std::to_string(quad));
    json.integer(static_cast<int64_t>(sums.quads[quad]));
  }
  json.key("intensity");
  json.number(to_two_places(sums.intensity));
  if (!with_mean) return;
  json.key("mean_intensity");
  sums.events ? json.number(mean_of(sums)) : json.null();
}

Result<std::vector<int64_t>> cursor_numbers(const Parameters& parameters, size_t parts) {
  const std::string& text = parameters.text("cursor");
  std::vector<int64_t> numbers;
  if (text.empty()) return numbers;
  const char *at = text.data(), *end = text.data() + text.size();
  while (at < end) {
    int64_t number = 0;
    auto result = std::from_chars(at, end, number);
    if (result.ec != std::errc() || (result.ptr != end && *result.ptr != '_')) break;
    numbers.push_back(number);
    at = result.ptr + 1;
  }
  if (numbers.size() != parts || at != end + 1) return Error{ErrorCode::Invalid, fmt::format("The cursor \"{}\" is none of ours; give what an answer named in next", text), ""};
  return numbers;
}

Result<Slice> slice_of(const Parameters& parameters, size_t count, bool is_download) {
  Slice slice;
  TRY_ASSIGN(std::vector<int64_t> cursor, cursor_numbers(parameters, 1));
  if (!cursor.empty()) slice.begin = std::min(count, static_cast<size_t>(std::max<int64_t>(0, cursor[0])));
  size_t limit = is_download && !parameters.has("limit") ? count : static_cast<size_t>(parameters.integer("limit"));
  slice.end = std::min(count, slice.begin + limit);
  if (slice.end < count) slice.next = std::to_string(slice.end);
  return slice;
}

}  // namespace casus::serve
