// SPDX-License-Identifier: Apache-2.0
#include "serve/word_search.h"

#include <fmt/format.h>

#include <algorithm>

#include "ask/filter.h"
#include "store/sql_text.h"

namespace casus::serve {
namespace {

constexpr size_t kMostAnswers = 16;

}  // namespace

Result<std::shared_ptr<const EventNumbers>> WordSearch::find(const Store& store, const std::string& words, uint64_t generation) {
  {
    std::lock_guard lock(mutex_);
    if (generation != generation_) answers_.clear();
    generation_ = generation;
    auto known = std::find_if(answers_.begin(), answers_.end(), [&](const Answer& answer) { return answer.words == words; });
    if (known != answers_.end()) return known->events;
  }
  EventFilter filter;
  filter.words = words;
  TRY_ASSIGN(std::string condition, condition_of(filter));
  auto found = std::make_shared<EventNumbers>();
  TRY(store.query_own(fmt::format("SELECT e.event FROM events e JOIN documents d USING (document) WHERE {}", condition), {nullptr, [&](std::span<const StoreCell> cells) {
                        found->insert(to_number(cells[0]));
                        return true;
                      }}));
  std::lock_guard lock(mutex_);
  if (generation == generation_) {
    answers_.push_front({words, found});
    if (answers_.size() > kMostAnswers) answers_.pop_back();
  }
  return std::shared_ptr<const EventNumbers>(found);
}

}  // namespace casus::serve
