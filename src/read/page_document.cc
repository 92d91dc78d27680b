// SPDX-License-Identifier: Apache-2.0
#include "read/page_document.h"

#include "read/article_text.h"
#include "read/charset.h"
#include "read/page.h"

namespace casus {

Result<Document> read_page_document(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options) {
  DecodedText decoded = decode(bytes, hints.charset, false);
  TRY_ASSIGN(Page page, Page::parse(decoded.text));
  Document document;
  document.id = id;
  ArticleText article = find_article_text(page, *options.tables, document.title);
  document.text = std::move(article.text);
  for (const ArticlePart& part : article.parts) document.sections.push_back({part.span, part.kind});
  return document;
}

}  // namespace casus
