// SPDX-License-Identifier: Apache-2.0
// How every fallible step of Casus says what went wrong.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace casus {

enum class ErrorCode { NotFound, Corrupt, Invalid, Unsupported, Io, Limit, Busy };

// One sentence for the user: what, where (file and line in `where`, may be empty) and the remedy.
struct Error {
  ErrorCode code = ErrorCode::Invalid;
  std::string message;
  std::string where;

  std::string to_string() const { return where.empty() ? message : where + ": " + message; }
};

// A value or an Error; the member names are those of C++23's std::expected, so that it can be swapped in later.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  // Requires has_value().
  T& value() & { assert(has_value()); return std::get<0>(state_); }
  const T& value() const& { assert(has_value()); return std::get<0>(state_); }
  T&& value() && { assert(has_value()); return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  // Requires !has_value().
  const Error& error() const { assert(!has_value()); return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Nothing {};
// The outcome of a step that yields nothing but success.
using Status = Result<Nothing>;
inline Status ok() { return Nothing{}; }

}  // namespace casus

#define CASUS_JOIN_(a, b) a##b
#define CASUS_JOIN(a, b) CASUS_JOIN_(a, b)
// Returns the error of `expression` from the enclosing function, or goes on.
#define TRY(expression)                                    \
  do {                                                     \
    auto try_status = (expression);                        \
    if (!try_status) return try_status.error();            \
  } while (false)
// The same, and on success assigns (or declares) `target` from the value.
#define TRY_ASSIGN(target, expression) TRY_ASSIGN_(CASUS_JOIN(try_result_, __LINE__), target, expression)
#define TRY_ASSIGN_(result, target, expression)            \
  auto result = (expression);                              \
  if (!result) return result.error();                      \
  target = std::move(result).value()
