// SPDX-License-Identifier: Apache-2.0
// What routes have in common: filters from parameters, pages, downloads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ask/explain.h"
#include "ask/filter.h"
#include "serve/event_filter.h"
#include "serve/service.h"
#include "serve/views.h"
#include "store/json_writer.h"

namespace casus::serve {

// The filters that have the names of the command line, for SELECTs; other parameters are left to the caller.
EventFilter event_filter_of(const Parameters& parameters);
// `asserted_unless_told`: counts and views show asserted events if nothing is said.
Result<FilterValues> filter_of(const Parameters& parameters, bool asserted_unless_told);
// The same of routes whose `q` are words of an event's clause. Before the index is locked: it asks the store.
Result<FilterValues> filter_of(Call& call, bool asserted_unless_told);

Reply json_reply(std::string body);
// A list of JSON objects as {"items": [...], "next": ...} and more members, which are JSON with their names.
Reply page_reply(const std::vector<std::string>& items, const std::optional<std::string>& next, const std::string& more = "");

// The event whose id stands in the address; of the same id in two versions of a document the later one.
Result<EventName> event_named(const Call& call);

// Rows of a SELECT, each as JSON.
Result<std::vector<std::string>> json_rows(const Store& store, const std::string& select);
// Text cells of a SELECT's rows.
Result<std::vector<std::vector<StoreCell>>> text_rows(const Store& store, const std::string& select);

// All rows of a SELECT as CSV or Parquet, by the call's media type; `name` is that of the file a browser saves.
Result<Reply> download(Call& call, const std::string& select, const std::string& name);
// A file of temporary ones that cannot be filled.
Error unwritten_answer();
// CSV of rows in memory; `is_number` by column.
Reply csv_reply(const std::vector<std::string>& columns, const std::vector<bool>& is_number, const std::vector<std::vector<StoreCell>>& rows, const std::string& name);
bool is_json(const Call& call);
void name_download(Reply& reply, const std::string& name, const std::string& extension);

// A member of an object; an empty text is null.
void write_text(JsonWriter& json, const char* name, const std::string& value);
void write_count(JsonWriter& json, const char* name, size_t value);

// A day of the index as ISO date; null or nothing for none.
std::string iso_day(int32_t day);
void write_day(JsonWriter& json, const char* name, int32_t day);
StoreCell day_cell(int32_t day);

// events, quad1 to quad4, intensity, mean_intensity: the members of what is summed.
void write_sums(JsonWriter& json, const Sums& sums, bool with_mean = true);
double mean_of(const Sums& sums);
double to_two_places(double value);

// The `parts` numbers joined by "_" that the parameter `cursor` is; none if there is no cursor.
Result<std::vector<int64_t>> cursor_numbers(const Parameters& parameters, size_t parts);

// Rows [from the cursor, limit) of `count`, and the cursor behind them.
struct Slice {
  size_t begin = 0, end = 0;
  std::optional<std::string> next;
};
Result<Slice> slice_of(const Parameters& parameters, size_t count, bool is_download);

}  // namespace casus::serve
