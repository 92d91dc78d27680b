// SPDX-License-Identifier: Apache-2.0
// Stage 1: bytes to Documents. Files, folders and standard input; every format that sources.h reads, and JSON Lines.
#pragma once

#include <deque>
#include <fstream>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/result.h"
#include "read/reading_tables.h"

namespace casus {

struct Evidence;
struct Feed;
struct PageFields;

struct ReadOptions {
  std::shared_ptr<const ReadingTables> tables;  // required: what data/reading/ knows
  std::string published;                        // for documents that bring no date; ISO 8601
  std::string publisher;                        // for documents that bring none
  size_t max_document_bytes = 16u << 20;        // a longer file or line is refused
  // Called with what a source says itself, before any choice; for `casus read --raw`.
  std::function<void(const std::string& id, const Feed&)> on_feed;
  std::function<void(const std::string& id, const std::string& encoding, const std::vector<Evidence>&, const PageFields&)> on_page;
};

// Pulls documents one at a time, so that memory does not grow with the stream.
class Reader {
 public:
  // "-" is standard input; a folder is read whole, in name order; what is no file but holds * ? or [ is a pattern of names.
  Reader(std::vector<std::string> paths, ReadOptions options);

  // The next document, or the Error of one that is refused (named by file and line; the rest goes on); nothing at the end.
  std::optional<Result<Document>> next();

  // More to read, behind what waits: a file under an id of its own, and documents that were read elsewhere.
  void add_file(std::string path, std::string id);
  void add(std::vector<Result<Document>> documents);

 private:
  struct File {
    std::string path, id;
  };
  std::optional<Result<Document>> pull();
  std::optional<Result<Document>> open_next_file();
  std::optional<Result<Document>> next_line();
  void start_lines(const std::string& name);
  void list_folder(const std::string& folder);
  void list_pattern(const std::string& pattern);

  ReadOptions options_;
  std::deque<std::string> paths_;
  std::deque<File> files_;
  std::deque<Error> refused_;
  std::deque<Result<Document>> ready_;  // of a source with several documents
  std::unique_ptr<std::istream> stream_;
  std::istream* lines_ = nullptr;  // the JSON Lines stream that is being read, or null
  std::string lines_name_;
  size_t line_number_ = 0;
  int64_t line_start_ = 0;  // byte where the next line begins
};

// The document of one JSON line (fields of contract "Input"); its text is kept exactly as given.
Result<Document> read_json_document(std::string_view line, const ReadOptions& options);

// The document of a whole plain-text or Markdown file; a byte order mark is dropped.
Result<Document> read_plain_document(std::string_view bytes, std::string id, const ReadOptions& options);

}  // namespace casus
