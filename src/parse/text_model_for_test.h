// SPDX-License-Identifier: Apache-2.0
// For tests: the parts of the language model that need no networks.
#pragma once

#include "parse/lemmatizer.h"
#include "parse/model_folder.h"
#include "parse/parity_for_test.h"
#include "parse/tokenizer.h"
#include "parse/vocabulary.h"

namespace casus {

struct TextModel {
  Tokenizer tokenizer;
  Vocabulary vocabulary;
  Lemmatizer lemmatizer;
};

inline TextModel load_text_model() {
  const auto folder = ModelFolder::open(model_for_test());
  const auto read = [&](const std::string& file) { return folder.value().read(file).value(); };
  return {Tokenizer::load(read("tokenizer")).value(), Vocabulary::load(read("vocab/lookups.bin")).value(),
          Lemmatizer::load(read("lemmatizer/lookups/lookups.bin")).value()};
}

inline const TextModel& text_model() {
  static const TextModel kModel = load_text_model();
  return kModel;
}

}  // namespace casus
