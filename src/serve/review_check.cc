// SPDX-License-Identifier: Apache-2.0
#include "serve/review_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/names.h"
#include "casus/time.h"
#include "serve/review_export.h"

namespace casus::serve {
namespace {

using nlohmann::json;

constexpr size_t kMostCharacters = 2000;

bool is_text(const json& value, size_t most) { return value.is_string() && value.get_ref<const std::string&>().size() <= most; }
bool is_texts(const json& value) {
  return value.is_array() && value.size() <= 50 && std::all_of(value.begin(), value.end(), [](const json& item) { return is_text(item, 100); });
}
bool is_one_of(const json& value, std::initializer_list<const char*> words) {
  return value.is_string() && std::any_of(words.begin(), words.end(), [&](const char* word) { return value == word; });
}
bool is_day(const json& value) { return is_text(value, 10) && value.get_ref<const std::string&>().size() == 10 && parse_iso_date(value.get_ref<const std::string&>()); }

std::string fault_of_correction(const json& correction) {
  if (!correction.is_object() || correction.empty()) return "The correction says nothing.";
  for (const auto& [name, value] : correction.items()) {
    bool holds = false;
    if (name == "type" || name == "country") holds = is_text(value, 100) || (name == "country" && value.is_null());
    else if (name == "status") holds = is_one_of(value, {"reported", "claimed", "planned", "possible", "denied"});
    else if (name == "actors" || name == "recipients") holds = is_texts(value);
    else if (name == "mode" || name == "place") holds = value.is_null() || is_text(value, 500);
    else if (name == "geonameid") holds = value.is_null() || value.is_number_unsigned();
    else if (name == "from" || name == "to") holds = value.is_null() || is_day(value);
    else return fmt::format("There is no field \"{}\" in a correction.", name);
    if (!holds) return fmt::format("The correction's \"{}\" is not what the description says.", name);
  }
  return "";
}

std::string text_in(const json& object, const char* name) { return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : ""; }

Status check_kind(const json& correction, const json& event, const Glossary& glossary) {
  std::string type = correction.contains("type") ? text_in(correction, "type") : text_in(event, "type"), mode = text_in(correction, "mode");
  if (correction.contains("type") && !glossary.scale_of(type, "")) return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no type; GET /api/v1/glossary lists them", type), ""};
  if (!mode.empty() && !glossary.scale_of(type, mode)) {
    std::string modes = glossary.modes_of(type);
    return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no mode of {}; {}", mode, type, modes.empty() ? "it has none" : "its modes are " + modes), ""};
  }
  return ok();
}

// Imported events have codes of their own, which may stay.
bool has_side(const json& event, const json& side) {
  auto is_it = [&](const json& party) { return json(side_codes(party)) == side; };
  return std::any_of(event["actors"].begin(), event["actors"].end(), is_it) || std::any_of(event["recipients"].begin(), event["recipients"].end(), is_it);
}

Status check_sides(const json& correction, const json& event, const Glossary& glossary) {
  for (const char* role : {"actors", "recipients"}) {
    if (!correction.contains(role)) continue;
    for (const json& side : correction[role]) {
      if (glossary.is_side(side.get_ref<const std::string&>()) || has_side(event, side)) continue;
      return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no code of a side; write a country's code, sectors, or both, such as PER, MIL or PER:MIL, and ? for somebody unknown", side.get<std::string>()), ""};
    }
  }
  return ok();
}

Status check_days(const json& correction, const json& event) {
  auto day = [&](const char* name) { return correction.contains(name) ? text_in(correction, name) : text_in(event["date"], name); };
  std::string from = day("from"), to = day("to");
  if (from.empty() || to.empty() || from <= to) return ok();
  return Error{ErrorCode::Invalid, fmt::format("The first day, {}, is after the last, {}; correct both", from, to), ""};
}

Status take_place(json& correction, const Engine& engine) {
  if (!correction.contains("geonameid") || correction["geonameid"].is_null()) return ok();
  std::string name = text_in(correction, "place");
  std::vector<Place> found = engine.places_named(name);
  auto place = std::find_if(found.begin(), found.end(), [&](const Place& one) { return one.geonameid == correction["geonameid"].get<int64_t>(); });
  if (place == found.end()) return Error{ErrorCode::Invalid, fmt::format("The gazetteer has no place \"{}\" of that number; GET /api/v1/places lists those of a name", name), ""};
  auto text = [](std::string_view value) { return value.empty() ? json() : json(value); };
  auto degrees = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
  correction["place"] = place->name;
  correction["country"] = text(place->country);
  correction["admin1"] = text(place->admin1);
  correction["latitude"] = degrees(place->latitude);
  correction["longitude"] = degrees(place->longitude);
  correction["grain"] = name_of(place->grain);
  return ok();
}

}  // namespace

std::string fault_of_review(const json& given) {
  if (!given.is_object() || !given.contains("verdict") || !is_one_of(given["verdict"], {"right", "corrected", "wrong", "withdrawn"})) {
    return "The verdict is none of right, corrected, wrong, withdrawn.";
  }
  for (const auto& [name, value] : given.items()) {
    if (name == "correction") { if (std::string fault = fault_of_correction(value); !fault.empty()) return fault; }
    else if (name == "reviewer") { if (!is_text(value, 400) || value.get<std::string>().find_first_not_of(" \t\r\n") == std::string::npos) return "The reviewer's name is empty or too long."; }
    else if (name == "note") { if (!is_text(value, 4 * kMostCharacters)) return "The note is no text of at most 2000 characters."; }
    else if (name != "verdict") return fmt::format("There is no field \"{}\" here.", name);
  }
  if ((given["verdict"] == "corrected") != given.contains("correction")) return "A correction goes with the verdict \"corrected\", and only with it.";
  return "";
}

Result<json> settled_correction(json correction, const json& event, const Glossary& glossary, const Engine& engine) {
  TRY(check_kind(correction, event, glossary));
  TRY(check_sides(correction, event, glossary));
  TRY(check_days(correction, event));
  TRY(take_place(correction, engine));
  std::string country = text_in(correction, "country");
  if (!country.empty() && !glossary.is_country(country)) return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no country's code; GET /api/v1/glossary lists them", country), ""};
  return correction;
}

}  // namespace casus::serve
