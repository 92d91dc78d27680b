// SPDX-License-Identifier: Apache-2.0
// Coded documents as `casus code` prints them: into a store without coding again, and out of it.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

#include "casus/store.h"

namespace casus {

// One line of `casus code`. What the line does not tell (evidence, mentions, how times and places were found) stays empty. An Error names the
// field that is wrong; so does one for a line whose key is not that of its text, publisher and date; a key
// that is null is worked out.
Result<Analysis> read_coded_document(std::string_view line);

struct CodedImport {
  std::string name;    // of the file, for messages and as source of its documents
  bool again = false;  // what is there already is replaced instead of left alone
  std::function<void(Analysis&)> complete;  // adds what the line does not tell (features of stories); may be empty
};

struct CodedSummary {
  AddCounts counts;
  int64_t lines = 0, known = 0, refused = 0;
};

// All lines of a stream, a few hundred documents a transaction. A line that cannot be read goes to `on_refused` with file and line, and the rest
// goes in. `on_batch` sees the summary after each transaction; false stops there. The store's run has begun.
Status import_coded_documents(std::istream& stream, const CodedImport& what, Store& store, const std::function<void(const Error&)>& on_refused,
                              const std::function<bool()>& on_batch, CodedSummary& summary);

// The documents of a store as `casus code` printed them, in the order in which they came; not those of other people's events. `where` is a
// condition on documents d, and on events e of which one must fulfil it; empty: all. Gives their number.
Result<int64_t> export_coded_documents(const Store& store, const std::string& where, std::ostream& out);

}  // namespace casus
