// SPDX-License-Identifier: Apache-2.0
// Parses for the tables under tests/cases: of our own parser, or read from a file of parses.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "casus/parse.h"

namespace casus {

class TestParser {
 public:
  // With the environment variable CASUS_TEST_PARSES: the parses of that file (spaCy's Doc.to_json(), one a line, found
  // by their text). Without: the language model under build/third_party/model.
  TestParser();
  ~TestParser();
  // Why there is no parser; empty if there is one.
  const std::string& problem() const { return problem_; }
  // Nothing if the file has no such text.
  std::optional<Parse> parse(std::string_view text);

 private:
  struct Source;
  std::unique_ptr<Source> source_;
  std::string problem_;
};

}  // namespace casus
