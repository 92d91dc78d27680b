// SPDX-License-Identifier: Apache-2.0
// libFuzzer target of the importers: the first letter of an input, a to g, chooses the format, the rest are its rows.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "exchange/importer.h"

namespace casus {
namespace {

constexpr const char* kFormats[] = {"gdelt", "gdelt-mentions", "icews", "acled", "polecat", "phoenix", "tsv"};

const ExchangeCodes& codes() {
  static const ExchangeCodes made = [] {
    auto loaded = ExchangeCodes::load("data", "build/knowledge");
    if (!loaded) {
      std::fprintf(stderr, "fuzz: %s; run it in the checkout that it was built from\n", loaded.error().to_string().c_str());
      std::abort();
    }
    return std::move(*loaded);
  }();
  return made;
}

}  // namespace
}  // namespace casus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace casus;
  if (size == 0) return 0;
  std::istringstream rows(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  ImportSource source{find_format(kFormats[(data[0] + 7 - 'a' % 7) % 7]), "x"};
  ImportSinks sinks{[](ImportedEvent) { return ok(); }, [](ImportedMention) { return ok(); }, [](const Error&) {}};
  ImportSummary summary;
  (void)read_rows(rows, source, codes(), sinks, summary);
  return 0;
}
