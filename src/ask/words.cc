// SPDX-License-Identifier: Apache-2.0
#include "ask/words.h"

#include <fmt/format.h>

#include <cctype>
#include <sstream>

#include "casus/store.h"

namespace casus {

std::string literal_pattern(const std::string& words) {
  std::string pattern;
  for (char c : words) {
    if (static_cast<unsigned char>(c) < 0x80 && !std::isalnum(static_cast<unsigned char>(c)) && c != ' ') pattern += '\\';
    pattern += c;
  }
  return pattern;
}

std::string has_beginnings(const std::string& column, const std::string& words) {
  std::string condition;
  std::istringstream parts(words);
  for (std::string word; parts >> word;) {
    condition += (condition.empty() ? "" : " AND ") + fmt::format("regexp_matches({}, {})", column, quote_sql("(?i)(^|[^\\pL\\pN])" + literal_pattern(word)));
  }
  return condition.empty() ? "false" : "(" + condition + ")";
}

}  // namespace casus
