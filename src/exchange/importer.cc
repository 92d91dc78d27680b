// SPDX-License-Identifier: Apache-2.0
#include "exchange/importer.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "exchange/records.h"

namespace casus {
namespace {

constexpr size_t kAtOnce = 100'000;  // rows of a transaction

// Rows wait here until there are enough for a transaction.
class Pending {
 public:
  Pending(Store& store, std::string_view format, ImportSummary& summary) : store_(store), format_(format), summary_(summary) {}

  Status add(ImportedEvent event) {
    events_.push_back(std::move(event));
    return events_.size() >= kAtOnce ? flush() : ok();
  }
  Status add(ImportedMention mention) {
    mentions_.push_back(std::move(mention));
    return mentions_.size() >= kAtOnce ? flush() : ok();
  }
  Status flush() {
    if (!events_.empty()) {
      TRY_ASSIGN(ImportCounts counts, store_.import(format_, events_));
      add_up(summary_.events, counts);
      events_.clear();
    }
    if (!mentions_.empty()) {
      TRY_ASSIGN(ImportCounts counts, store_.import_mentions(format_, mentions_));
      add_up(summary_.mentions, counts);
      mentions_.clear();
    }
    return ok();
  }

 private:
  static void add_up(ImportCounts& sum, const ImportCounts& counts) {
    sum.added += counts.added;
    sum.known += counts.known;
    sum.replaced += counts.replaced;
  }

  Store& store_;
  std::string_view format_;
  ImportSummary& summary_;
  std::vector<ImportedEvent> events_;
  std::vector<ImportedMention> mentions_;
};

// Files without a header are told by how many columns a row has.
Status name_by_count(const FormatFacts& format, size_t count, NamedRow& row) {
  switch (format.format) {
    case ExchangeFormat::Gdelt:
      if (count == 57 || count == 58) { row.name_columns(gdelt1_columns()); return ok(); }
      if (count == 61) { row.name_columns(format.columns); return ok(); }
      return Error{ErrorCode::Invalid, fmt::format("has {} columns; GDELT events have 57 or 58 (1.0) or 61 (2.0), parted by tabs", count), ""};
    case ExchangeFormat::GdeltMentions:
      if (count >= 14 && count <= 16) { row.name_columns(format.columns); return ok(); }
      return Error{ErrorCode::Invalid, fmt::format("has {} columns; GDELT mentions have 14 to 16, parted by tabs", count), ""};
    default:
      if (count == format.columns.size()) { row.name_columns(format.columns); return ok(); }
      return Error{ErrorCode::Invalid, fmt::format("has {} columns; {} has {}, parted by tabs", count, format.name, format.columns.size()), ""};
  }
}

Status check_header(const FormatFacts& format, const NamedRow& row) {
  for (std::string_view column : format.required) {
    if (!row.has(column)) return Error{ErrorCode::Invalid, fmt::format("the header has no column \"{}\"; is this a file of {}?", column, format.name), ""};
  }
  bool is_table = format.format == ExchangeFormat::Tsv;
  if (is_table && !((row.has("source") && row.has("target")) || (row.has("subject") && row.has("object")))) {
    return Error{ErrorCode::Invalid, "the header must name date, source and target (or subject and object), and code (or cameo)", ""};
  }
  if (is_table && !row.has("code") && !row.has("cameo")) return Error{ErrorCode::Invalid, "the header has no column \"code\" or \"cameo\"", ""};
  return ok();
}

void count_mapping(const ImportedEvent& event, ImportSummary& summary) {
  for (const auto* parties : {&event.actors, &event.recipients}) {
    for (const ImportedParty& party : *parties) {
      ++summary.parties;
      summary.unmapped_parties += party.id.empty() && party.country.empty() && party.sectors.empty();
    }
  }
  summary.unmapped_codes += event.type.empty();
}

char separator_of(const ImportSource& source, std::istream& stream) {
  // ACLED gives commas today and gave semicolons once.
  if (source.format->separator != ',') return source.format->separator;
  auto start = stream.tellg();
  std::string header;
  std::getline(stream, header);
  stream.clear();
  stream.seekg(start);
  return header.find(';') != std::string::npos && header.find(',') == std::string::npos ? ';' : ',';
}

}  // namespace

Status read_rows(std::istream& stream, const ImportSource& source, const ExchangeCodes& codes, const ImportSinks& sinks, ImportSummary& summary) {
  const FormatFacts& format = *source.format;
  RecordReader records(stream, separator_of(source, stream));
  NamedRow row;
  std::unordered_map<std::string, int> seen;  // rows of formats without ids of their own: the second of the same kind is another event
  bool is_first = true;
  while (records.next()) {
    auto refuse = [&](const Error& error) {
      ++summary.refused;
      sinks.refused({error.code, error.message, fmt::format("{}:{}", source.name, records.line())});
    };
    if (std::exchange(is_first, false)) {
      std::vector<std::string> header = records.cells();
      if (header[0].starts_with("\xEF\xBB\xBF")) header[0].erase(0, 3);
      bool has_header = format.has_header || header[0] == "EventID" || header[0] == "GLOBALEVENTID";
      if (format.has_header) row.name_columns(header);
      if (has_header) {
        if (Status checked = check_header(format, row); !checked) { refuse(checked.error()); return ok(); }
        continue;
      }
    }
    ++summary.rows;
    if (records.is_too_long()) { refuse({ErrorCode::Limit, fmt::format("is longer than {} bytes; is a quotation mark open?", RecordReader::kMostBytes), ""}); continue; }
    if (find_invalid_utf8(records.raw())) { refuse({ErrorCode::Invalid, "is not UTF-8; convert the file first (iconv -f latin1 -t utf-8)", ""}); continue; }
    if (!format.has_header) {
      if (Status named = name_by_count(format, records.cells().size(), row); !named) { refuse(named.error()); continue; }
    } else if (records.cells().size() > row.size()) {
      refuse({ErrorCode::Invalid, fmt::format("has {} columns, the header {}", records.cells().size(), row.size()), ""});
      continue;
    }
    row.set(&records.cells());
    if (format.format == ExchangeFormat::GdeltMentions) {
      ImportedMention mention;
      if (Status read = read_imported_mention(row, mention); !read) { refuse(read.error()); continue; }
      mention.raw = records.raw();
      TRY(sinks.mention(std::move(mention)));
      continue;
    }
    ImportedEvent event;
    event.raw = records.raw();
    event.file = source.name;
    event.line = records.line();
    if (Status read = read_imported_row(row, source, codes, event); !read) { refuse(read.error()); continue; }
    if (event.source_id.empty()) {
      int number = ++seen[content_id({event.raw})];
      bool is_table = format.format == ExchangeFormat::Tsv;
      event.source_id = content_id({is_table ? event.story : "", event.raw, std::to_string(number)});
    }
    count_mapping(event, summary);
    TRY(sinks.event(std::move(event)));
  }
  return ok();
}

Status import_rows(std::istream& stream, const ImportSource& source, const ExchangeCodes& codes, Store& store,
                   const std::function<void(const Error&)>& on_refused, ImportSummary& summary) {
  Pending pending(store, source.format->format == ExchangeFormat::GdeltMentions ? "gdelt" : source.format->name, summary);
  auto add = [&](auto row) { return pending.add(std::move(row)); };
  TRY(read_rows(stream, source, codes, {add, add, on_refused}, summary));
  return pending.flush();
}

}  // namespace casus
