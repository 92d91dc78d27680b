// SPDX-License-Identifier: Apache-2.0
#include "ask/row_output.h"

#include <algorithm>
#include <cctype>

namespace casus {
namespace {

// Whoever reads the other end has gone: not an error of ours, but no reason to go on.
bool goes_on(const std::ostream& out) { return static_cast<bool>(out); }

Result<size_t> counted(const Status& status, const std::ostream& out, size_t rows) {
  if (!status) return status.error();
  if (!out) return Error{ErrorCode::Io, "the output cannot be written; is the disk full?", ""};
  return rows;
}

TextColumn lay_out(const StoreColumn& column, int rank, const std::vector<TextColumn>& layout) {
  auto known = std::find_if(layout.begin(), layout.end(), [&](const TextColumn& text) { return text.name == column.name; });
  TextColumn text = known == layout.end() ? TextColumn{column.name, 8, rank, false} : *known;
  text.is_number = column.is_number;
  return text;
}

}  // namespace

std::optional<RowFormat> parse_row_format(std::string_view name) {
  if (name == "jsonl") return RowFormat::JsonLines;
  if (name == "csv") return RowFormat::Csv;
  if (name == "parquet") return RowFormat::Parquet;
  if (name == "table") return RowFormat::Table;
  return std::nullopt;
}

std::string csv_cell(const StoreCell& cell, bool is_number) {
  if (!cell) return "";
  std::string text = *cell;
  bool runs = !is_number && !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  if (runs) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

Result<size_t> write_json_lines(const Store& store, const std::string& select, std::ostream& out) {
  size_t rows = 0;
  Status status = store.query_json(select, [&](std::string_view line) {
    out << line << '\n';
    ++rows;
    return goes_on(out);
  });
  return counted(status, out, rows);
}

Result<size_t> write_csv(const Store& store, const std::string& select, std::ostream& out) {
  size_t rows = 0;
  std::vector<StoreColumn> columns;
  RowSink sink;
  sink.columns = [&](const std::vector<StoreColumn>& found) {
    columns = found;
    for (size_t i = 0; i < columns.size(); ++i) out << (i ? "," : "") << csv_cell(columns[i].name, false);
    out << "\n";
  };
  sink.row = [&](std::span<const StoreCell> cells) {
    for (size_t i = 0; i < cells.size(); ++i) out << (i ? "," : "") << csv_cell(cells[i], columns[i].is_number);
    out << "\n";
    ++rows;
    return goes_on(out);
  };
  Status status = store.query(select, sink);
  return counted(status, out, rows);
}

Result<size_t> write_table(const Store& store, const std::string& select, const std::vector<TextColumn>& layout, size_t width, std::ostream& out) {
  std::vector<TextColumn> columns;
  std::vector<std::vector<std::string>> rows;
  RowSink sink;
  sink.columns = [&](const std::vector<StoreColumn>& found) {
    for (size_t i = 0; i < found.size(); ++i) columns.push_back(lay_out(found[i], static_cast<int>(i), layout));
  };
  sink.row = [&](std::span<const StoreCell> cells) {
    std::vector<std::string> row;
    for (const StoreCell& cell : cells) row.push_back(cell.value_or(""));
    rows.push_back(std::move(row));
    return true;
  };
  Status status = store.query(select, sink);
  if (status && !rows.empty()) out << text_table(columns, rows, width);
  return counted(status, out, rows.size());
}

}  // namespace casus
