// SPDX-License-Identifier: Apache-2.0
#include "serve/review_export.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace casus::serve {
namespace {

using nlohmann::json;

// The party that a reviewer named by codes: the machine's own where it has these codes, else one without words in the text.
json party_of(const std::string& side, const json& event, const Glossary& glossary) {
  for (const char* role : {"actors", "recipients"}) {
    for (const json& known : event[role]) if (side_codes(known) == side) return known;
  }
  json party = {{"start", nullptr}, {"end", nullptr}, {"text", nullptr}, {"name", nullptr}, {"id", nullptr}, {"country", nullptr}, {"sectors", json::array()}};
  if (!glossary.is_side(side)) party["name"] = side;  // reviews of earlier versions took words
  if (side == "?" || !glossary.is_side(side)) return party;
  for (size_t at = 0; at <= side.size();) {
    size_t end = std::min(side.find(':', at), side.size());
    std::string code = side.substr(at, end - at);
    if (at == 0 && glossary.is_country(code)) party["country"] = code;
    else party["sectors"].push_back(code);
    at = end + 1;
  }
  return party;
}

void correct_place(json& event, const json& correction) {
  if (!correction.contains("place") && !correction.contains("country")) return;
  auto kept = [&](const char* given, const char* own) { return correction.contains(given) ? correction[given] : event["place"].is_object() ? event["place"][own] : json(); };
  json place = {{"name", kept("place", "name")}, {"country", kept("country", "country")}, {"basis", nullptr}};
  for (const char* name : {"geonameid", "admin1", "latitude", "longitude", "grain"}) place[name] = correction.value(name, json());
  bool is_nowhere = place["name"].is_null() && (correction.contains("place") || place["country"].is_null());
  event["place"] = is_nowhere ? json() : place;
}

void correct_kind(json& event, const json& correction, const Glossary& glossary) {
  if (!correction.contains("type") && !correction.contains("mode")) return;
  if (correction.contains("type")) event["mode"] = nullptr;
  for (const char* name : {"type", "mode"}) if (correction.contains(name)) event[name] = correction[name];
  event["cameo"] = nullptr;
  if (!event["type"].is_string()) return;
  auto scale = glossary.scale_of(event["type"], event["mode"].is_string() ? event["mode"].get<std::string>() : "");
  event["quad"] = scale ? json(scale->quad) : json();
  event["intensity"] = scale ? json(scale->intensity) : json();
}

json as_reviewed(const Reviewed& item, const Glossary& glossary) {
  return item.review["verdict"] == "corrected" ? corrected_event(item.event, item.review["correction"], glossary) : item.event;
}

std::string cell(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text.empty() ? "-" : text;
}

std::string text_or_dash(const json& value) { return value.is_string() ? value.get<std::string>() : "-"; }

std::string sides_cell(const json& event, const char* role) {
  std::vector<std::string> sides;
  for (const json& party : event[role]) {
    std::string codes = side_codes(party);
    sides.push_back(codes == "?" && party["name"].is_string() && party["text"].is_null() ? cell(party["name"]) : codes);
  }
  return sides.empty() ? "-" : fmt::format("{}", fmt::join(sides, "|"));
}

}  // namespace

std::string side_codes(const json& party) {
  std::vector<std::string> codes;
  if (party["country"].is_string()) codes.push_back(party["country"]);
  for (const json& sector : party["sectors"]) codes.push_back(sector);
  return codes.empty() ? "?" : fmt::format("{}", fmt::join(codes, ":"));
}

json corrected_event(json event, const json& correction, const Glossary& glossary) {
  const json machine = event;
  correct_kind(event, correction, glossary);
  correct_place(event, correction);
  for (const char* day : {"from", "to"}) {
    if (!correction.contains(day)) continue;
    event["date"][day] = correction[day];
    event["date"]["basis"] = nullptr;
  }
  for (const char* role : {"actors", "recipients"}) {
    if (!correction.contains(role)) continue;
    event[role] = json::array();
    for (const json& side : correction[role]) event[role].push_back(party_of(side, machine, glossary));
  }
  if (correction.contains("status")) {
    event["status"] = correction["status"];
    event["asserted"] = nullptr;
  }
  return event;
}

std::string as_cases(const std::vector<Reviewed>& list, const Glossary& glossary) {
  std::string text = "text\ttype\tcameo\tactors\trecipients\tstatus\n";
  std::set<std::string> telling, empty;
  for (const Reviewed& item : list) {
    if (item.review["verdict"] == "wrong") continue;
    telling.insert(item.sentence);
    json event = as_reviewed(item, glossary);
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", cell(item.sentence), text_or_dash(event["type"]), text_or_dash(event["cameo"]), sides_cell(event, "actors"), sides_cell(event, "recipients"),
                        text_or_dash(event["status"]));
  }
  for (const Reviewed& item : list) {
    if (item.review["verdict"] == "wrong" && !telling.contains(item.sentence) && empty.insert(item.sentence).second) text += cell(item.sentence) + "\t-\t-\t-\t-\t-\n";
  }
  return text;
}

std::string as_evaluation(const std::vector<Reviewed>& list, const Glossary& glossary) {
  std::map<std::string, json> documents;
  for (const Reviewed& item : list) {
    json& document = documents[item.event["document"]["key"]];
    if (document.is_null()) document = {{"document", item.event["document"]}, {"events", json::array()}, {"wrong", json::array()}};
    json event = as_reviewed(item, glossary);
    event.erase("document");
    event.erase("verdicts");
    event["verdict"] = item.review["verdict"];
    event["reviewer"] = item.review["reviewer"];
    document[item.review["verdict"] == "wrong" ? "wrong" : "events"].push_back(std::move(event));
  }
  std::string text;
  for (const auto& [key, document] : documents) text += document.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  return text;
}

}  // namespace casus::serve
