// SPDX-License-Identifier: Apache-2.0
// libFuzzer target of one reader, chosen when it is built: -DREADER=page, feed, warc, packed, json, plain, source; fuzz/CMakeLists.txt builds all.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "read/feed.h"
#include "read/inflate.h"
#include "read/sources.h"
#include "read/warc.h"

namespace casus {
namespace {

const ReadOptions& options() {
  static const ReadOptions made = [] {
    auto tables = ReadingTables::load("data");
    if (!tables) {
      std::fprintf(stderr, "fuzz: %s; run it in the checkout that it was built from\n", tables.error().to_string().c_str());
      std::abort();
    }
    ReadOptions fresh;
    fresh.tables = std::make_shared<const ReadingTables>(std::move(*tables));
    fresh.max_document_bytes = 1u << 20;
    return fresh;
  }();
  return made;
}

[[maybe_unused]] void page(std::string_view bytes) { (void)read_page_document(bytes, "x", {}, options()); }
[[maybe_unused]] void feed(std::string_view bytes) { (void)read_feed_documents(bytes, "x", {}, options()); }
[[maybe_unused]] void packed(std::string_view bytes) { (void)inflate(bytes, 1u << 20); }
[[maybe_unused]] void json(std::string_view bytes) { (void)read_json_document(bytes, options()); }
[[maybe_unused]] void plain(std::string_view bytes) { (void)read_plain_document(bytes, "x", options()); }
[[maybe_unused]] void source(std::string_view bytes) { (void)read_source(std::string(bytes), "x", "", options()); }
[[maybe_unused]] void warc(std::string_view bytes) {
  for (size_t at = 0; auto next = next_warc_page(bytes, at, 1u << 20);) (void)next;
}

}  // namespace
}  // namespace casus

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  casus::READER({reinterpret_cast<const char*>(data), size});
  return 0;
}
