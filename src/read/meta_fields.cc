// SPDX-License-Identifier: Apache-2.0
#include "read/meta_fields.h"

#include <fmt/format.h>

#include <array>

#include "base/table.h"

namespace casus {
namespace {

constexpr std::array<const char*, 6> kFieldNames = {"title", "author", "publisher", "published", "language", "url"};

}  // namespace

const char* name_of(PageField field) { return kFieldNames[static_cast<size_t>(field)]; }

Result<MetaFields> MetaFields::load(const std::filesystem::path& data_folder) {
  MetaFields fields;
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/meta_fields.tsv", {"field", "name", "weight", "microdata"}));
  for (TableRow& row : table.rows) {
    size_t field = 0;
    while (field < kFieldNames.size() && row.cells[0] != kFieldNames[field]) ++field;
    if (field == kFieldNames.size()) return Error{ErrorCode::Invalid, fmt::format("field \"{}\" is unknown; use title, author, publisher, published, language or url", row.cells[0]), row.where};
    int weight = std::atoi(row.cells[2].c_str());
    if (weight < 1 || weight > 100) return Error{ErrorCode::Invalid, "weight must be 1 to 100", row.where};
    std::string name = row.cells[1];
    if (!fields.fields_.emplace(name, MetaField{static_cast<PageField>(field), name, weight, row.cells[3] == "1"}).second) {
      return Error{ErrorCode::Invalid, fmt::format("name \"{}\" stands twice; delete one row", name), row.where};
    }
  }
  return fields;
}

const MetaField* MetaFields::find(std::string_view lower_case_name) const {
  auto found = fields_.find(lower_case_name);
  return found == fields_.end() ? nullptr : &found->second;
}

}  // namespace casus
