// SPDX-License-Identifier: Apache-2.0
#include "code/ontology.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/table.h"

namespace casus {

Status Ontology::load_embedded(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "ontology/embedded.tsv", {"cameo", "agree", "request", "reject", "threaten", "end"}));
  for (const TableRow& row : table.rows) {
    std::vector<Coded>& columns = embedded_[row.cells[0]];
    for (size_t column = 1; column < row.cells.size(); ++column) {
      // "087:ceasefire" names the mode where the code serves several.
      std::vector<std::string> parts = split_cell(row.cells[column], ':');
      Coded coded;
      if (!parts.empty()) {
        auto code = codes_.find(parts[0]);
        if (code == codes_.end()) return Error{ErrorCode::Invalid, fmt::format("{} is no CAMEO code; see ontology/cameo.tsv", parts[0]), row.where};
        coded = {code->second.type, parts.size() > 1 ? parts[1] : code->second.mode, parts[0]};
      }
      columns.push_back(std::move(coded));
    }
  }
  return ok();
}

Result<Ontology> Ontology::load(const std::filesystem::path& data_folder) {
  Ontology ontology;
  TRY_ASSIGN(Table types, read_table(data_folder, "ontology/types.tsv", {"type", "mode", "meaning", "score", "default_cameo", "needs_recipient"}));
  for (const TableRow& row : types.rows) ontology.types_[row.cells[0] + "/" + row.cells[1]] = {std::strtod(row.cells[3].c_str(), nullptr), row.cells[4]};
  TRY_ASSIGN(Table cameo, read_table(data_folder, "ontology/cameo.tsv", {"cameo", "name", "type", "mode", "contexts", "quad"}));
  for (const TableRow& row : cameo.rows) {
    CodeEntry& code = ontology.codes_[row.cells[0]];
    code.type = row.cells[2];
    code.mode = row.cells[3];
    code.contexts = split_cell(row.cells[4]);
  }
  TRY(ontology.load_embedded(data_folder));
  TRY_ASSIGN(Table by_actor, read_table(data_folder, "ontology/by_actor.tsv", {"cameo", "sectors", "becomes"}));
  for (const TableRow& row : by_actor.rows) ontology.by_actor_[row.cells[0]] = {split_cell(row.cells[1]), row.cells[2]};
  return ontology;
}

TypeEntry Ontology::type_entry(const std::string& type, const std::string& mode) const {
  auto found = types_.find(type + "/" + mode);
  if (found == types_.end()) found = types_.find(type + "/");
  return found == types_.end() ? TypeEntry{} : found->second;
}

std::optional<Coded> Ontology::coded(const std::string& cameo) const {
  auto found = codes_.find(cameo);
  return found == codes_.end() ? std::nullopt : std::optional(Coded{found->second.type, found->second.mode, cameo});
}

std::vector<std::string> Ontology::contexts_of(const std::string& cameo) const {
  auto found = codes_.find(cameo);
  return found == codes_.end() ? std::vector<std::string>{} : found->second.contexts;
}

int Ontology::quad_of(std::string_view cameo) {
  int root = cameo.size() < 2 ? 0 : (cameo[0] - '0') * 10 + (cameo[1] - '0');
  return root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

std::optional<Coded> Ontology::embedded(std::string_view cameo, Embedding embedding) const {
  for (size_t length = cameo.size(); length >= 2; --length) {
    auto found = embedded_.find(std::string(cameo.substr(0, length)));
    if (found == embedded_.end()) continue;
    const Coded& coded = found->second[static_cast<size_t>(embedding)];
    return coded.cameo.empty() ? std::nullopt : std::optional(coded);
  }
  return std::nullopt;
}

std::string Ontology::by_actor(const std::string& cameo, const Actor& actor) const {
  auto found = by_actor_.find(cameo);
  if (found == by_actor_.end()) return cameo;
  const std::vector<std::string>& sectors = found->second.sectors;
  std::string first = actor.sectors.empty() ? "-" : actor.sectors.front();
  return std::find(sectors.begin(), sectors.end(), first) == sectors.end() ? cameo : found->second.becomes;
}

}  // namespace casus
