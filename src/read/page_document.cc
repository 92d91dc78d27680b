// SPDX-License-Identifier: Apache-2.0
// Pages, feeds and PDF files to Documents.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/process.h"
#include "read/article_text.h"
#include "read/charset.h"
#include "read/feed.h"
#include "read/json_ld.h"
#include "read/language.h"
#include "read/page.h"
#include "read/page_blocks.h"
#include "read/page_evidence.h"
#include "read/page_fields.h"
#include "read/sources.h"

namespace casus {
namespace {

// The language of the text where it can be told; the page's own word keeps its region ("en-GB").
std::string language_of(std::string_view text, const std::string& declared) {
  std::string found = identify_language(text);
  if (found.empty() || declared.substr(0, 2) == found.substr(0, 2)) return declared.empty() ? found : declared;
  return found;
}

// All the text of a piece of HTML, paragraph by paragraph.
std::string plain_text_of(const std::string& html) {
  auto page = Page::parse(html);
  if (!page) return "";
  PageBlocks blocks = cut_into_blocks(*page);
  std::string text;
  for (const Block& block : blocks.blocks) {
    if (!text.empty()) text += "\n\n";
    text += blocks.slice(block);
  }
  return text;
}

std::string plain_line_of(const FeedText& text) {
  std::string line = plain_text_of(text.value);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return plain_value(line);
}

Document entry_document(const Feed& feed, const FeedFields& entry, const std::string& id, size_t number, const ReadOptions& options) {
  Document document;
  document.id = !entry.id.empty() ? entry.id : !entry.link.empty() ? entry.link : id + "#" + std::to_string(number);
  document.title = plain_line_of(entry.title);
  document.publisher = plain_line_of(feed.feed.title);
  document.url = entry.link;
  for (const FeedPerson& person : entry.authors.empty() ? feed.feed.authors : entry.authors) {
    const std::string& name = person.name.empty() ? person.email : person.name;
    if (!name.empty()) document.author += (document.author.empty() ? "" : "; ") + name;
  }
  document.published = !entry.published_parsed.empty() ? entry.published_parsed : entry.updated_parsed;
  const FeedText* longest = &entry.summary;
  for (const FeedText& content : entry.content) {
    if (content.value.size() > longest->value.size()) longest = &content;
  }
  document.text = plain_text_of(longest->value);
  document.sections.push_back({{0, static_cast<uint32_t>(document.text.size())}, SectionKind::Body});
  document.language = language_of(document.text, longest->language.empty() ? feed.feed.language : longest->language);
  finish_document(document, options);
  return document;
}

}  // namespace

Result<Document> read_page_document(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options) {
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return Error{ErrorCode::Invalid, "is empty", ""};
  DecodedText decoded = decode(bytes, hints.known_charset(), false);
  TRY_ASSIGN(Page page, Page::parse(decoded.text));
  std::vector<Evidence> evidence = collect_evidence(page, *options.tables, hints.url);
  PageFields fields = choose_fields(page, evidence, *options.tables, hints.url);
  if (options.on_page) options.on_page(id, decoded.encoding, evidence, fields);
  Document document;
  document.id = id;
  document.title = std::move(fields.title);
  document.author = std::move(fields.author);
  document.publisher = std::move(fields.publisher);
  document.published = std::move(fields.published);
  document.url = std::move(fields.url);
  ArticleText article = find_article_text(page, *options.tables, document.title);
  document.text = std::move(article.text);
  for (const ArticlePart& part : article.parts) document.sections.push_back({part.span, part.kind});
  if (document.sections.empty()) document.sections.push_back({{0, 0}, SectionKind::Body});
  document.language = language_of(document.text, fields.language);
  finish_document(document, options);
  return document;
}

Result<std::vector<Document>> read_feed_documents(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options) {
  SourceHints with_months = hints;
  with_months.months = &options.tables->months;
  TRY_ASSIGN(Feed feed, read_feed(bytes, with_months));
  if (options.on_feed) options.on_feed(id, feed);
  std::vector<Document> documents;
  for (size_t i = 0; i < feed.entries.size(); ++i) documents.push_back(entry_document(feed, feed.entries[i], id, i + 1, options));
  return documents;
}

Result<Document> read_pdf_document(std::string_view bytes, const std::string& id, const ReadOptions& options) {
  // A file of its own, so that also a PDF from an archive can be read; removed at once.
  std::string path = "/tmp/casus-XXXXXX";
  int file = mkstemp(path.data());
  if (file < 0) return Error{ErrorCode::Io, "no temporary file could be made", ""};
  bool written = ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  ::close(file);
  ProcessLimits limits;
  limits.output_bytes = options.max_document_bytes;
  auto text = run_process({"pdftotext", "-enc", "UTF-8", "-nopgbrk", "-q", path, "-"}, limits);
  ::unlink(path.c_str());
  if (!written) return Error{ErrorCode::Io, "no temporary file could be written", ""};
  if (!text) return text.error();
  if (text->find_first_not_of(" \t\r\n\f") == std::string::npos) return Error{ErrorCode::Invalid, "is a PDF without text (pictures of pages?); recognise its letters first", ""};
  Document document;
  document.id = id;
  document.text = repair_utf8(*text);
  document.language = identify_language(document.text);
  finish_document(document, options);
  return document;
}

}  // namespace casus
