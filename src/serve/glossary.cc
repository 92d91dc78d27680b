// SPDX-License-Identifier: Apache-2.0
#include "serve/glossary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/codes.h"
#include "base/table.h"

namespace casus::serve {
namespace {

using nlohmann::ordered_json;

double number_of(const std::string& cell) {
  double number = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return number;
}

ordered_json text_or_null(const std::string& text) { return text.empty() ? ordered_json() : ordered_json(text); }

}  // namespace

Result<Glossary> Glossary::load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder) {
  Glossary glossary;
  ordered_json answer = {{"types", ordered_json::array()}, {"cameo", ordered_json::array()}, {"countries", ordered_json::array()}, {"terms", ordered_json::array()}};
  std::map<std::string, int> quads;
  TRY_ASSIGN(Table cameo, read_table(data_folder, "ontology/cameo.tsv", {"cameo", "name", "type", "mode", "contexts", "quad"}));
  for (const TableRow& row : cameo.rows) {
    quads[row.cells[0]] = static_cast<int>(number_of(row.cells[5]));
    answer["cameo"].push_back({{"code", row.cells[0]}, {"meaning", row.cells[1]}, {"type", row.cells[2]}, {"mode", text_or_null(row.cells[3])}, {"quad", quads[row.cells[0]]}});
  }
  TRY_ASSIGN(Table types, read_table(data_folder, "ontology/types.tsv", {"type", "mode", "meaning", "score", "default_cameo", "needs_recipient"}));
  for (const TableRow& row : types.rows) {
    KindScale scale{number_of(row.cells[3]), quads[row.cells[4]]};
    glossary.types_[row.cells[0]][row.cells[1]] = scale;
    if (row.cells[1].empty()) {
      answer["types"].push_back({{"code", row.cells[0]}, {"meaning", row.cells[2]}, {"intensity", scale.intensity}, {"quad", scale.quad}, {"modes", ordered_json::array()}});
    } else {
      answer["types"].back()["modes"].push_back({{"code", row.cells[1]}, {"meaning", row.cells[2]}, {"intensity", scale.intensity}});
    }
  }
  TRY_ASSIGN(Table countries, read_table(knowledge_folder, "countries.tsv", {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  for (const TableRow& row : countries.rows) {
    bool is_new = glossary.countries_.insert(row.cells[0]).second;  // outlying parts come behind the country whose code they have
    if (is_new) answer["countries"].push_back({{"code", row.cells[0]}, {"name", row.cells[2]}});
  }
  for (const std::string& code : plover_country_codes()) glossary.countries_.insert(code);
  TRY_ASSIGN(Table terms, read_table(data_folder, "glossary.tsv", {"group", "code", "name", "meaning"}));
  for (const TableRow& row : terms.rows) {
    answer["terms"].push_back({{"group", row.cells[0]}, {"code", row.cells[1]}, {"name", row.cells[2]}, {"meaning", text_or_null(row.cells[3])}});
  }
  glossary.text_ = answer.dump();
  return glossary;
}

std::optional<KindScale> Glossary::scale_of(const std::string& type, const std::string& mode) const {
  auto found = types_.find(type);
  if (found == types_.end()) return std::nullopt;
  auto scale = found->second.find(mode);
  return scale == found->second.end() ? std::nullopt : std::optional(scale->second);
}

std::string Glossary::modes_of(const std::string& type) const {
  std::vector<std::string> modes;
  auto found = types_.find(type);
  if (found != types_.end()) for (const auto& [mode, scale] : found->second) if (!mode.empty()) modes.push_back(mode);
  return fmt::format("{}", fmt::join(modes, ", "));
}

bool Glossary::is_side(std::string_view text) const {
  if (text == "?") return true;
  bool is_first = true;
  for (size_t at = 0; at <= text.size(); is_first = false) {
    size_t end = std::min(text.find(':', at), text.size());
    std::string part(text.substr(at, end - at));
    if (!plover_sectors().contains(part) && !(is_first && countries_.contains(part))) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace casus::serve
