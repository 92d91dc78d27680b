// SPDX-License-Identifier: Apache-2.0
// Plain values as bytes and back, for models kept in a store. The machines that Casus runs on all have the same order of bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace casus {

class ByteWriter {
 public:
  template <typename Value>
  void put(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <typename Value>
  void put(const std::vector<Value>& values) {
    static_assert(std::is_trivially_copyable_v<Value>);
    put(static_cast<uint64_t>(values.size()));
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
  }
  void put(const std::string& text) {
    put(static_cast<uint64_t>(text.size()));
    bytes_ += text;
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// After the end, or a length that cannot be, values are zero and `is_good` is false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}
  template <typename Value>
  void get(Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    value = Value{};
    if (take(sizeof value)) std::memcpy(&value, bytes_.data() + at_ - sizeof value, sizeof value);
  }
  template <typename Value>
  void get(std::vector<Value>& values) {
    uint64_t count = length(sizeof(Value));
    values.assign(count, Value{});
    if (count > 0 && take(count * sizeof(Value))) std::memcpy(values.data(), bytes_.data() + at_ - count * sizeof(Value), count * sizeof(Value));
  }
  void get(std::string& text) {
    uint64_t count = length(1);
    if (take(count)) text.assign(bytes_.substr(at_ - count, count));
  }
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return at_ == bytes_.size(); }

 private:
  uint64_t length(size_t size) {
    uint64_t count = 0;
    get(count);
    if (count <= (bytes_.size() - at_) / size) return count;
    is_good_ = false;
    return 0;
  }
  bool take(size_t size) {
    if (size > bytes_.size() - at_) is_good_ = false;
    if (is_good_) at_ += size;
    return is_good_;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  bool is_good_ = true;
};

}  // namespace casus
