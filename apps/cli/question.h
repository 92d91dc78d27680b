// SPDX-License-Identifier: Apache-2.0
// What the verbs that query a store share: the file, the filters, the format, the way out.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "ask/filter.h"
#include "ask/queries.h"
#include "ask/row_output.h"
#include "casus/store.h"

namespace casus {

struct Question {
  std::string store, sql, format, output;
  EventFilter filter;
  int64_t limit = -1;  // -1: none was given
};

// All of it; the second only the store, the format and the way out.
void add_question_options(CLI::App& command, Question& question);
void add_output_options(CLI::App& command, Question& question);

// Opens the store for reading, asks and writes the answer; the exit status. `select(shape)` makes the SELECT,
// `layout` says how the columns of its table share the width; with --sql both are the user's and nothing is writable.
using MakeSelect = std::function<Result<std::string>(const EventFilter& filter, RowShape shape)>;
int answer(const Question& question, const MakeSelect& select, const std::vector<TextColumn>& layout);

// Columns of the terminal behind standard output, or what $COLUMNS says, or 120.
size_t terminal_width();

}  // namespace casus
