// SPDX-License-Identifier: Apache-2.0
// Reads documents as JSON Lines ("id", "text", "published") and writes the time expressions found, one document a line,
// in the shape that scorers of TIMEX3 take. Parses are those of the language model, or of CASUS_TEST_PARSES.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "find/times.h"
#include "link/times.h"
#include "support/test_parser.h"

namespace {

using nlohmann::json;

const char* name_of(casus::TimexType type) {
  switch (type) {
    case casus::TimexType::Date:
      return "DATE";
    case casus::TimexType::Time:
      return "TIME";
    case casus::TimexType::Duration:
      return "DURATION";
    case casus::TimexType::Set:
      return "SET";
  }
  return "";
}

json day(const std::optional<casus::Date>& date) { return date ? json(casus::to_iso(*date)) : json(nullptr); }

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: timex_tool DATA_FOLDER < documents.jsonl\n";
    return 2;
  }
  auto grammar = casus::TimeGrammar::load(argv[1]);
  if (!grammar) {
    std::cerr << grammar.error().to_string() << "\n";
    return 2;
  }
  casus::TestParser parser;
  for (std::string line; std::getline(std::cin, line);) {
    json input = json::parse(line);
    casus::Document document;
    document.id = input.value("id", "");
    document.text = input.value("text", "");
    std::optional<casus::Parse> parse = parser.parse(document.text);
    if (!parse) {
      std::cerr << document.id << ": no parse; " << parser.problem() << "\n";
      return 1;
    }
    document.published =
        input.contains("published") && input["published"].is_string() ? input["published"].get<std::string>() : "";
    casus::CodePointIndex index(document.text);
    json out{{"id", document.id}, {"timexes", json::array()}};
    const auto mentions = casus::find_times(document, *parse, *grammar);
    const auto expressions = casus::link_times(document, *parse, mentions);
    for (size_t i = 0; i < expressions.size(); ++i) {
      const casus::TimeExpression& time = expressions[i];
      out["timexes"].push_back({{"start", index.to_code_points(time.span.start)},
                                {"end", index.to_code_points(time.span.end)},
                                {"type", name_of(time.type)},
                                {"value", time.value.empty() ? json(nullptr) : json(time.value)},
                                {"from", day(time.covers.first)},
                                {"to", day(time.covers.last)},
                                {"why", time.why},
                                {"unanchored", mentions[i].value}});
    }
    std::cout << out.dump() << "\n";
  }
  return 0;
}
