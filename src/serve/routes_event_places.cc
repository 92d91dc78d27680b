// SPDX-License-Identifier: Apache-2.0
// Places of events by their names.
#include <algorithm>

#include "base/utf8.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {
namespace {

// A word of the name begins so; whole names before others.
bool begins_a_word(const std::string& name, const std::string& words) {
  for (size_t at = name.find(words); at != std::string::npos; at = name.find(words, at + 1)) {
    if (at == 0 || name[at - 1] == ' ' || name[at - 1] == '-' || name[at - 1] == '\'') return true;
  }
  return false;
}

}  // namespace

Result<Reply> get_event_places(Call& call) {
  const Parameters& parameters = call.parameters;
  FilterValues values;
  values.places = parameters.list("place");
  values.one_per_event = true;
  std::string words = to_lower(parameters.text("q"));
  const EventIndex& index = call.service.index;
  std::shared_lock lock(index.mutex);
  RowFilter filter(index, values);
  std::vector<size_t> events(index.places.size());
  for (uint32_t row : index.order) if (filter.passes(index.rows[row])) ++events[index.rows[row].place];
  std::vector<uint32_t> found;
  for (uint32_t i = 1; i < index.places.size(); ++i) {
    if (events[i] > 0 && !index.places[i].name.empty() && (words.empty() || begins_a_word(to_lower(index.places[i].name), words))) found.push_back(i);
  }
  auto is_whole = [&](uint32_t place) { return to_lower(index.places[place].name) == words; };
  std::stable_sort(found.begin(), found.end(), [&](uint32_t a, uint32_t b) { return std::pair(is_whole(a), events[a]) > std::pair(is_whole(b), events[b]); });
  TRY_ASSIGN(Slice slice, slice_of(parameters, found.size(), false));
  std::vector<std::string> items;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    const IndexedPlace& place = index.places[found[i]];
    JsonWriter json;
    json.open_object();
    json.key("place");
    json.string(term_of(place));
    write_text(json, "name", place.name);
    write_text(json, "country", place.country);
    json.key("latitude");
    json.number(place.latitude);
    json.key("longitude");
    json.number(place.longitude);
    write_count(json, "events", events[found[i]]);
    json.close_object();
    items.push_back(std::move(json).take());
  }
  return page_reply(items, slice.next, "\"total\":" + std::to_string(found.size()));
}

}  // namespace casus::serve
