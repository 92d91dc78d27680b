// SPDX-License-Identifier: Apache-2.0
// The article's own text in a page: what the publisher wrote there, without what stands around it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casus/document.h"
#include "read/page.h"
#include "read/reading_tables.h"

namespace casus {

struct ArticlePart {
  Span span;  // in ArticleText::text
  SectionKind kind = SectionKind::Body;
};

struct ArticleText {
  std::string text;                // paragraphs with a blank line between
  std::vector<ArticlePart> parts;  // the paragraphs: Body, Quotation or Title (a heading between them)
  uint32_t container = 0;          // the element that holds them
};

// `title` is the headline as known so far; its repetition at the head of the text is left out.
ArticleText find_article_text(const Page& page, const ReadingTables& tables, std::string_view title);

}  // namespace casus
