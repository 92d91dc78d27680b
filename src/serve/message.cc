// SPDX-License-Identifier: Apache-2.0
#include "serve/message.h"

#include <charconv>
#include <filesystem>

#include "base/utf8.h"

namespace casus::serve {
namespace {

// False if an escape is broken or the text that comes out is no UTF-8 or holds a zero byte.
bool decode(std::string_view escaped, bool plus_is_blank, std::string& text) {
  text.clear();
  for (size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] == '+' && plus_is_blank) { text += ' '; continue; }
    if (escaped[i] != '%') { text += escaped[i]; continue; }
    unsigned value = 0;
    if (i + 2 >= escaped.size()) return false;
    auto [end, error] = std::from_chars(escaped.data() + i + 1, escaped.data() + i + 3, value, 16);
    if (error != std::errc() || end != escaped.data() + i + 3) return false;
    text += static_cast<char>(value);
    i += 2;
  }
  return text.find('\0') == std::string::npos && !find_invalid_utf8(text);
}

}  // namespace

void Patience::lose() {
  std::lock_guard lock(mutex_);
  is_lost_ = true;
  if (stop_) stop_();
}

bool Patience::is_lost() const {
  std::lock_guard lock(mutex_);
  return is_lost_;
}

void Patience::begin(std::function<void()> stop) {
  std::lock_guard lock(mutex_);
  stop_ = std::move(stop);
}

void Patience::end() {
  std::lock_guard lock(mutex_);
  stop_ = nullptr;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) if (key == name) return value;
  return {};
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

bool parse_target(Request& request) {
  std::string_view target = request.target;
  size_t mark = target.find('?');
  std::string_view path = target.substr(0, mark);
  if (path.empty() || path[0] != '/') return false;
  for (size_t at = 1; at <= path.size();) {
    size_t end = std::min(path.find('/', at), path.size());
    std::string segment;
    if (!decode(path.substr(at, end - at), false, segment)) return false;
    request.path.push_back(std::move(segment));
    at = end + 1;
  }
  if (mark == std::string_view::npos) return true;
  std::string_view query = target.substr(mark + 1);
  for (size_t at = 0; at < query.size();) {
    size_t end = std::min(query.find('&', at), query.size());
    std::string_view pair = query.substr(at, end - at);
    at = end + 1;
    if (pair.empty()) continue;
    size_t equals = std::min(pair.find('='), pair.size());
    std::string name, value;
    if (!decode(pair.substr(0, equals), true, name)) return false;
    if (equals < pair.size() && !decode(pair.substr(equals + 1), true, value)) return false;
    request.query.emplace_back(std::move(name), std::move(value));
  }
  return true;
}

}  // namespace casus::serve
