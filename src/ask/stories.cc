// SPDX-License-Identifier: Apache-2.0
#include "ask/stories.h"

#include <fmt/format.h>

namespace casus {

std::string stories_select(RowShape shape, size_t limit) {
  const char* documents = R"(, list({'id': d.id, 'key': d.key, 'publisher': d.publisher, 'published': d.published, 'title': d.title,
    'copy_of': CASE WHEN s.copy_group = d.document THEN NULL ELSE (SELECT o.id FROM documents o WHERE o.document = s.copy_group) END} ORDER BY d.published_on, d.document) AS documents_of)";
  return fmt::format(R"(WITH told AS (SELECT s.story, count(DISTINCT r.event_cluster) AS events FROM document_stories s JOIN event_reports r ON r.document = s.document GROUP BY s.story),
stories AS (SELECT s.story, count(*) AS documents, count(DISTINCT s.copy_group) AS texts, count(DISTINCT d.publisher) AS publishers,
    min(d.published_on) AS first, max(d.published_on) AS last, arg_min(coalesce(d.title, left(d.text, 80)), d.document) AS title{}
  FROM document_stories s JOIN documents d ON d.document = s.document WHERE d.latest GROUP BY s.story)
SELECT stories.story, documents, texts, publishers, first, last, coalesce(told.events, 0) AS events, title{}
FROM stories LEFT JOIN told ON told.story = stories.story ORDER BY last DESC NULLS LAST, documents DESC, stories.story{})",
                     shape == RowShape::Nested ? documents : "", shape == RowShape::Nested ? ", documents_of" : "", limit ? fmt::format(" LIMIT {}", limit) : "");
}

}  // namespace casus
