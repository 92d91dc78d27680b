// SPDX-License-Identifier: Apache-2.0
// Memory for the kernels: floats on 64-byte borders.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace casus {

// Grows only, keeps its contents neither when it grows nor when it shrinks, and does not initialise.
class FloatBuffer {
 public:
  FloatBuffer() = default;
  explicit FloatBuffer(size_t size) { resize(size); }

  void resize(size_t size) {
    if (size > capacity_) {
      floats_.reset(static_cast<float*>(::operator new[](size * sizeof(float), kAlignment)));
      capacity_ = size;
    }
    size_ = size;
  }
  void fill(float value) { std::fill_n(data(), size_, value); }

  float* data() { return floats_.get(); }
  const float* data() const { return floats_.get(); }
  size_t size() const { return size_; }
  float& operator[](size_t index) { return floats_[index]; }
  float operator[](size_t index) const { return floats_[index]; }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(float* floats) const { ::operator delete[](floats, kAlignment); }
  };
  std::unique_ptr<float[], Free> floats_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace casus
