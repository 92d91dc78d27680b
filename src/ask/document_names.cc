// SPDX-License-Identifier: Apache-2.0
#include "ask/document_names.h"

#include <fmt/format.h>

namespace casus {
namespace {

constexpr int kLongest = 90;  // characters: a line of a list

}  // namespace

std::string document_name() {
  // Of texts without sentences, in languages that nobody reads here, the beginning.
  std::string words = fmt::format(R"(trim(regexp_replace(substring(d.text, coalesce(f.start, 0) + 1, least(coalesce(f."end" - f.start, {0}), {0})), '\s+', ' ', 'g')))", 2 * kLongest);
  return fmt::format(R"(coalesce(d.title, nullif(CASE WHEN length({0}) <= {1} THEN {0} ELSE coalesce(nullif(regexp_extract({0}, '^(.{{1,{1}}})\s', 1), ''), left({0}, {1})) || ' …' END, ''), d.id))", words, kLongest);
}

std::string first_sentences(const std::string& documents) {
  // Where all have titles the inner SELECT is empty, and sentences are not read.
  return fmt::format(R"(LEFT JOIN (SELECT s.document, s.start, s."end" FROM sentences s WHERE s.sentence = 0 AND s.document IN
  (SELECT t.document FROM documents t WHERE t.title IS NULL AND t.document IN ({}))) f ON f.document = d.document)", documents);
}

std::string document_head() {
  return fmt::format("{{'id': d.id, 'key': d.key, 'title': d.title, 'name': {}, 'publisher': d.publisher, 'url': d.url, 'published': d.published}}", document_name());
}

}  // namespace casus
