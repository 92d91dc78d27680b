// SPDX-License-Identifier: Apache-2.0
// The bytes of one source, in whatever format, to its documents.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casus/document.h"
#include "casus/result.h"
#include "read/reader.h"
#include "read/source_hints.h"

namespace casus {

// Packed or not: a WARC, a feed, a page, a PDF, plain text. `id` names the source, `extension` (".html") decides where the
// bytes alone do not. Each element is a document or the Error of one.
std::vector<Result<Document>> read_source(std::string bytes, const std::string& id, std::string extension, const ReadOptions& options,
                                          const SourceHints& hints = {});

Result<Document> read_page_document(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options);

// One document for each entry.
Result<std::vector<Document>> read_feed_documents(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options);

// By the program pdftotext, run apart under limits.
Result<Document> read_pdf_document(std::string_view bytes, const std::string& id, const ReadOptions& options);

// Publisher and date from the options, the layout, the key. Sections that are there already are those of a page.
void finish_document(Document& document, const ReadOptions& options);

}  // namespace casus
