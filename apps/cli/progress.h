// SPDX-License-Identifier: Apache-2.0
// What a long run has done so far, on a terminal twice a second.
#pragma once

#include <unistd.h>

#include <chrono>
#include <iostream>

namespace casus {

class Progress {
 public:
  Progress() : is_shown_(isatty(STDERR_FILENO) != 0) {}
  // `describe(seconds since the start)` gives the line; it is called only when one is due.
  template <typename Describe>
  void show(Describe describe) {
    if (!is_shown_) return;
    auto now = Clock::now();
    if (now - shown_ < std::chrono::milliseconds(500)) return;
    shown_ = now;
    std::cerr << "\r\x1b[K" << describe(std::chrono::duration<double>(now - started_).count()) << std::flush;
    is_dirty_ = true;
  }
  void clear() {
    if (is_dirty_) std::cerr << "\r\x1b[K" << std::flush;
    is_dirty_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool is_shown_, is_dirty_ = false;
  Clock::time_point started_ = Clock::now(), shown_ = started_;
};

}  // namespace casus
