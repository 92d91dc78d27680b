// SPDX-License-Identifier: Apache-2.0
#include "question.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "commands.h"
#include "inputs.h"

namespace casus {
namespace {

// Rows of a table on a screen, if nobody says how many.
constexpr size_t kScreenRows = 100;

struct Destination {
  RowFormat format = RowFormat::Table;
  bool is_terminal = false;
};

Result<Destination> choose_destination(const Question& question) {
  Destination to;
  to.is_terminal = question.output.empty() && isatty(STDOUT_FILENO) != 0;
  if (question.format.empty()) {
    std::string extension = std::filesystem::path(question.output).extension().string();
    auto by_name = parse_row_format(extension.empty() ? "" : extension.substr(1));
    to.format = by_name ? *by_name : to.is_terminal ? RowFormat::Table : RowFormat::JsonLines;
  } else {
    auto format = parse_row_format(question.format);
    if (!format) return Error{ErrorCode::Invalid, fmt::format("--format \"{}\" is none of jsonl csv parquet table", question.format), ""};
    to.format = *format;
  }
  if (to.format == RowFormat::Parquet && to.is_terminal) {
    return Error{ErrorCode::Invalid, "Parquet is no text for a terminal; say --output FILE", ""};
  }
  return to;
}

RowShape shape_of(RowFormat format) {
  return format == RowFormat::Csv ? RowShape::Flat : format == RowFormat::Table ? RowShape::Screen : RowShape::Nested;
}

// A file that is removed again: Parquet for standard output has to lie somewhere first.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "casus-XXXXXX").string();
    int descriptor = mkstemp(pattern.data());
    if (descriptor >= 0) close(descriptor);
    path_ = pattern;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Status write_parquet(Store& store, const std::string& select, const std::string& output) {
  if (!output.empty()) {
    TRY(store.lock_down(output));
    return store.write_parquet(select, output);
  }
  TemporaryFile file;
  TRY(store.lock_down(file.path()));
  TRY(store.write_parquet(select, file.path()));
  std::cout << std::ifstream(file.path(), std::ios::binary).rdbuf() << std::flush;
  return std::cout ? ok() : Status(Error{ErrorCode::Io, "standard output takes no more", ""});
}

Result<size_t> write_text(Store& store, const std::string& select, RowFormat format, const std::vector<TextColumn>& layout, std::ostream& out) {
  TRY(store.lock_down());
  switch (format) {
    case RowFormat::JsonLines: return write_json_lines(store, select, out);
    case RowFormat::Csv: return write_csv(store, select, out);
    default: return write_table(store, select, layout, terminal_width(), out);
  }
}

Status write_answer(Store& store, const Question& question, const std::string& select, const Destination& to, const std::vector<TextColumn>& layout) {
  if (to.format == RowFormat::Parquet) return write_parquet(store, select, question.output);
  std::ofstream file;
  if (!question.output.empty()) {
    file.open(question.output, std::ios::binary);
    if (!file) return Error{ErrorCode::Io, "cannot be written; check folder and permissions", question.output};
  }
  std::ostream& out = question.output.empty() ? std::cout : file;
  TRY_ASSIGN(size_t rows, write_text(store, select, to.format, layout, out));
  out.flush();
  if (!out) return Error{ErrorCode::Io, "cannot be written; is the disk full?", question.output};
  if (to.format != RowFormat::Table) return ok();
  if (rows == 0) std::cerr << "casus: nothing in the store fits\n";
  if (question.limit < 0 && question.sql.empty() && rows == kScreenRows) std::cerr << fmt::format("casus: the first {}; --limit N for more, 0 for all\n", rows);
  return ok();
}

}  // namespace

void add_question_options(CLI::App& command, Question& question) {
  EventFilter& filter = question.filter;
  command.add_option("--recipient", filter.recipients, "To whom: name, id, country or sector code, or COUNTRY:SECTOR");
  command.add_option("--country", filter.countries, "Country of an actor, a recipient or the place (RUS, UKR, ...)");
  command.add_option("--type", filter.types, "PLOVER type (ASSAULT), type:mode, or the start of a CAMEO code (19)");
  command.add_option("--status", filter.statuses, "reported, claimed, planned, possible, denied");
  command.add_option("--from", filter.from, "First day: YYYY, YYYY-MM or YYYY-MM-DD");
  command.add_option("--to", filter.to, "Last day, likewise");
  command.add_option("--min-confidence", filter.min_confidence, "Least probability that the coding is right")->check(CLI::Range(0.0, 1.0));
  command.add_option("--publisher", filter.publishers, "A word of the publisher's name");
  command.add_flag("--asserted", filter.asserted, "Only events stated as fact, or on the certain word of somebody who is no party to them");
  command.add_option("--min-sources", filter.min_sources, "Only reports of events that as many independent sources report as fact: copies of one text, and texts of one publisher, are one source")->check(CLI::PositiveNumber);
  command.add_option("--story", filter.story, "Only events of the documents that tell this story: its number, as casus stories gives it");
  command.add_option("--one-per", filter.one_per, "One row per event (however many documents tell it), per day (and type and parties: one-a-day) or per story")->check(CLI::IsMember({"event", "day", "story"}));
  command.add_flag("--all-versions", filter.all_versions, "Also from versions of a document that a later one replaced");
  command.add_option("--sql", question.sql, "One SELECT of your own instead (tables: docs/schema.md); it reaches no files and no network");
  add_output_options(command, question);
}

void add_output_options(CLI::App& command, Question& question) {
  command.add_option("--store", question.store, "Database file made by casus code --store")->required();
  command.add_option("--limit", question.limit, "Most rows; 0 for all. A table on a terminal has 100 if nothing is said")->check(CLI::NonNegativeNumber);
  command.add_option("--format", question.format, "jsonl, csv, parquet or table; a table on a terminal and jsonl elsewhere by default");
  command.add_option("--output", question.output, "File to write; its ending says the format if --format does not");
}

int answer(const Question& question, const MakeSelect& select, const std::vector<TextColumn>& layout) {
  auto to = choose_destination(question);
  if (!to) return fail(to.error());
  EventFilter filter = question.filter;
  for (auto* values : {&filter.actors, &filter.recipients, &filter.countries, &filter.types, &filter.statuses, &filter.publishers}) *values = split_commas(*values);
  filter.limit = question.limit >= 0 ? static_cast<size_t>(question.limit) : to->format == RowFormat::Table ? kScreenRows : 0;
  auto sql = question.sql.empty() ? select(filter, shape_of(to->format)) : Result<std::string>(question.sql);
  if (!sql) return fail(sql.error());
  auto store = Store::open(question.store, StoreAccess::Read);
  if (!store) return fail(store.error());
  Status status = write_answer(**store, question, *sql, *to, layout);
  return status ? kDone : fail(status.error());
}

size_t terminal_width() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  size_t width = 0;
  if (const char* columns = std::getenv("COLUMNS")) std::from_chars(columns, columns + std::strlen(columns), width);
  return width > 0 ? width : 120;
}

}  // namespace casus
