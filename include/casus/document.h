// SPDX-License-Identifier: Apache-2.0
// A document as read: one text, its parts, and what is known about where it came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace casus {

// Half-open range of byte offsets into Document::text, always on code point borders.
struct Span {
  uint32_t start = 0, end = 0;
  bool operator==(const Span&) const = default;
  bool empty() const { return start == end; }
  uint32_t length() const { return end - start; }
  bool contains(Span other) const { return start <= other.start && other.end <= end; }
  bool overlaps(Span other) const { return start < other.end && other.start < end; }
};

enum class SectionKind { Title, Dateline, Body, Quotation, Scripture, Byline, Boilerplate };

// A stretch of the text with one role. Sections are sorted by start and do not overlap, except that a
// Quotation may lie inside a Body section.
struct Section {
  Span span;
  SectionKind kind = SectionKind::Body;
};

// The bytes that a document was read from.
struct DocumentSource {
  std::string name;            // path as given, address, or "standard input"; empty if it was made in memory
  int64_t line = 0;            // from 1, where each line is a document; else 0
  int64_t start = 0, end = 0;  // bytes of the source, unpacked where its lines are
  std::string hash;            // of these bytes (content_id)
};

// Strings that are unknown are empty; they become null in JSON.
struct Document {
  std::string id;         // a name given by the source; not the identity
  std::string key;        // identity: hash of text, publisher and date of publication (32 hex digits)
  std::string title;
  std::string publisher;
  std::string author;     // several are joined by "; "
  std::string url;
  std::string published;  // ISO 8601 date or instant; never guessed from today
  std::string language;   // BCP 47
  bool translated = false;
  std::string text;       // UTF-8; every offset points into it
  std::vector<Section> sections;
  std::vector<Span> asked;  // words that the caller asks about (field "events" of the input), for `casus status`
  DocumentSource source;
  std::vector<std::string> warnings;  // what was wrong with the input but no reason to refuse it

  std::string_view slice(Span span) const { return std::string_view(text).substr(span.start, span.end - span.start); }
};

}  // namespace casus
