// SPDX-License-Identifier: Apache-2.0
// Which events have words in their clause. The views of a page ask the same one after the other, so the last answers are kept.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "casus/store.h"

namespace casus::serve {

using EventNumbers = std::unordered_set<int64_t>;

class WordSearch {
 public:
  // `generation` is that of the index: answers of another one are forgotten.
  Result<std::shared_ptr<const EventNumbers>> find(const Store& store, const std::string& words, uint64_t generation);

 private:
  struct Answer {
    std::string words;
    std::shared_ptr<const EventNumbers> events;
  };
  std::mutex mutex_;
  uint64_t generation_ = 0;
  std::deque<Answer> answers_;  // the last first
};

}  // namespace casus::serve
