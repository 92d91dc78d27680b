// SPDX-License-Identifier: Apache-2.0
// Writes JSON text field by field, in the order of the calls. The caller closes what it opens.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace casus {

class JsonWriter {
 public:
  void open_object() { separate(); out_ += '{'; first_ = true; }
  void close_object() { out_ += '}'; first_ = false; }
  void open_list() { separate(); out_ += '['; first_ = true; }
  void close_list() { out_ += ']'; first_ = false; }

  // `name` needs no escaping.
  void key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    first_ = true;
  }

  void null() { separate(); out_ += "null"; }
  void boolean(bool value) { separate(); out_ += value ? "true" : "false"; }
  void integer(int64_t value) { separate(); fmt::format_to(std::back_inserter(out_), "{}", value); }
  // The shortest text that reads back as the same number; null where JSON has none (infinite, not a number).
  void number(double value) {
    if (!std::isfinite(value)) return null();
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value == 0 ? 0.0 : value);
  }
  void number(std::optional<double> value) { value ? number(*value) : null(); }
  // Requires valid UTF-8.
  void string(std::string_view text);
  void string_or_null(std::string_view text) { text.empty() ? null() : string(text); }
  // Text that is JSON already.
  void raw(std::string_view json) { separate(); out_ += json; }

  template <typename Strings>
  void strings(const Strings& values) {
    open_list();
    for (const auto& value : values) string(value);
    close_list();
  }

  std::string take() && { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace casus
