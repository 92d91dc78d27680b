// SPDX-License-Identifier: Apache-2.0
#include "code/word_check.h"

#include "base/codes.h"
#include "code/stance_lexicon.h"

namespace casus {
namespace {

// The lists and kinds that the code asks for by name.
const std::set<std::string> kLists = {"ahead", "answered", "conditional_openers", "connectives", "counting", "definite", "documents", "exhorting", "flat_modals", "light_verbs", "never_nouns", "partisan", "plans", "question_words", "showing", "speaker_pronouns", "speaking_labels", "supposing", "unnamed", "value", "voiceless"};
const std::set<std::string> kPlaceKinds = {"aside", "at", "border", "depart", "elsewhere", "kind_of_place", "land", "many", "occasion", "on", "remote", "side", "source", "target", "there", "topic", "visit", "wide"};

void check_contexts(TableChecker& checker) {
  for (const TableRow& row : checker.rows("contexts/cues.tsv", {"context", "words", "source"})) {
    checker.check_one_of(row, "context", row.cells[0], plover_contexts());
  }
}

void check_named_lists(TableChecker& checker, const char* file, const char* column, const std::set<std::string>& known) {
  for (const TableRow& row : checker.rows(file, {column, "words"}, false)) {
    checker.check_one_of(row, column, row.cells[0], known);
    if (row.cells[1].empty()) checker.fault(row.where, "has no words", "give at least one");
  }
}

}  // namespace

void check_word_tables(TableChecker& checker) {
  StanceLexicon::check(checker);
  check_contexts(checker);
  check_named_lists(checker, "cues/lists.tsv", "list", kLists);
  check_named_lists(checker, "places/event_words.tsv", "kind", kPlaceKinds);
}

}  // namespace casus
