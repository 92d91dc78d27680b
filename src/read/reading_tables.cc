// SPDX-License-Identifier: Apache-2.0
#include "read/reading_tables.h"

#include <fmt/format.h>

#include "base/table.h"

namespace casus {
namespace {

Result<LayoutWords> load_layout_words(const std::filesystem::path& data_folder) {
  LayoutWords words;
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/layout_words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    std::vector<std::string> items = split_cell(row.cells[1]);
    const std::string& kind = row.cells[0];
    if (kind == "institution") words.institution.insert(items.begin(), items.end());
    else if (kind == "closing") words.closing.insert(items.begin(), items.end());
    else if (kind == "issue") words.issue.insert(items.begin(), items.end());
    else if (kind == "press") words.press = items;
    else if (kind == "reporter") words.reporter = items;
    else if (kind == "translated") words.translated = items;
    else return Error{ErrorCode::Invalid, fmt::format("kind \"{}\" is unknown; use institution, press, closing, reporter, translated or issue", kind), row.where};
  }
  return words;
}

Status load_author_words(const std::filesystem::path& data_folder, ReadingTables& tables) {
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/author_words.tsv", {"kind", "words"}));
  for (const TableRow& row : table.rows) {
    std::vector<std::string> items = split_cell(row.cells[1]);
    if (row.cells[0] == "lead") tables.author_lead = items;
    else if (row.cells[0] == "stop") tables.author_stop = items;
    else if (row.cells[0] == "joint") tables.author_joint = items;
    else if (row.cells[0] == "nobody") tables.author_nobody.insert(items.begin(), items.end());
    else if (row.cells[0] == "role") tables.role_words.insert(items.begin(), items.end());
    else if (row.cells[0] == "day") tables.author_days = items;
    else if (row.cells[0] == "degree") tables.degrees.insert(items.begin(), items.end());
    else if (row.cells[0] == "agency") tables.agencies.insert(items.begin(), items.end());
    else if (row.cells[0] == "published") tables.date_lead = items;
    else if (row.cells[0] == "updated") tables.change_lead = items;
    else return Error{ErrorCode::Invalid, fmt::format("kind \"{}\" is unknown; use lead, stop, joint, nobody, day, role, degree, agency, published or updated", row.cells[0]), row.where};
  }
  return ok();
}

}  // namespace

Result<ReadingTables> ReadingTables::load(const std::filesystem::path& data_folder) {
  ReadingTables tables;
  TRY_ASSIGN(tables.layout, load_layout_words(data_folder));
  TRY_ASSIGN(tables.classes, ClassCues::load(data_folder, "reading/class_cues.tsv"));
  TRY_ASSIGN(tables.field_classes, ClassCues::load(data_folder, "reading/field_classes.tsv"));
  TRY_ASSIGN(tables.meta, MetaFields::load(data_folder));
  TRY_ASSIGN(tables.months, MonthNames::load(data_folder));
  TRY(load_author_words(data_folder, tables));
  TRY_ASSIGN(Table noise, read_table(data_folder, "reading/noise_lines.tsv", {"place", "words"}));
  for (const TableRow& row : noise.rows) {
    std::vector<std::string> items = split_cell(row.cells[1]);
    if (row.cells[0] == "whole") tables.noise_whole.insert(items.begin(), items.end());
    else if (row.cells[0] == "start") tables.noise_start.insert(tables.noise_start.end(), items.begin(), items.end());
    else if (row.cells[0] == "end") tables.noise_end.insert(items.begin(), items.end());
    else if (row.cells[0] == "tail") tables.noise_tail.insert(tables.noise_tail.end(), items.begin(), items.end());
    else return Error{ErrorCode::Invalid, fmt::format("place \"{}\" is unknown; use whole, start, end or tail", row.cells[0]), row.where};
  }
  return tables;
}

}  // namespace casus
