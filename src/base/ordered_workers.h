// SPDX-License-Identifier: Apache-2.0
// Work on a stream by many threads, results in the stream's order, with a bounded number of items on the way.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace casus {

// The window between the next item to read and the next result to hand on.
template <typename Input, typename Output>
class OrderedWindow {
 public:
  explicit OrderedWindow(size_t limit) : limit_(limit) {}

  // Waits until there is room; false after stop().
  bool put(Input input) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stopped_ || next_in_ - next_out_ < limit_; });
    if (stopped_) return false;
    waiting_.emplace_back(next_in_++, std::move(input));
    work_.notify_one();
    return true;
  }
  void no_more_input() {
    std::lock_guard lock(mutex_);
    is_complete_ = true;
    work_.notify_all();
    done_.notify_all();
  }

  std::optional<std::pair<uint64_t, Input>> take() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return stopped_ || is_complete_ || !waiting_.empty(); });
    if (stopped_ || waiting_.empty()) return std::nullopt;
    auto item = std::move(waiting_.front());
    waiting_.pop_front();
    return item;
  }
  void finish(uint64_t number, Output output) {
    std::lock_guard lock(mutex_);
    finished_.emplace(number, std::move(output));
    if (number == next_out_) done_.notify_all();
  }

  // All results that are next in order, at least one; none at the end.
  std::vector<Output> next_results() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return finished_.contains(next_out_) || (is_complete_ && next_out_ == next_in_); });
    std::vector<Output> results;
    for (auto it = finished_.find(next_out_); it != finished_.end(); it = finished_.find(next_out_)) {
      results.push_back(std::move(it->second));
      finished_.erase(it);
      ++next_out_;
    }
    room_.notify_all();
    return results;
  }
  // Nobody wants more results.
  void stop() {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
    work_.notify_all();
  }

 private:
  const size_t limit_;
  std::mutex mutex_;
  std::condition_variable room_, work_, done_;
  std::deque<std::pair<uint64_t, Input>> waiting_;
  std::map<uint64_t, Output> finished_;
  uint64_t next_in_ = 0, next_out_ = 0;
  bool is_complete_ = false, stopped_ = false;
};

// `produce()` gives std::optional<Input> and runs in the calling thread; `make_worker()` is called in each of `threads`
// threads and gives a callable from Input to Output; `consume(std::vector<Output>)` gets all results that are ready, in
// the order of the input, in a thread of its own, and ends everything by returning false. Three items a thread are on the way.
template <typename Input, typename Output, typename Produce, typename MakeWorker, typename Consume>
void process_in_order(size_t threads, Produce produce, MakeWorker make_worker, Consume consume) {
  OrderedWindow<Input, Output> window(3 * threads);
  std::vector<std::thread> workers;
  for (size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      auto work = make_worker();
      while (auto item = window.take()) window.finish(item->first, work(std::move(item->second)));
    });
  }
  std::thread consumer([&] {
    while (true) {
      std::vector<Output> results = window.next_results();
      if (results.empty()) return;
      if (!consume(std::move(results))) return window.stop();
    }
  });
  while (auto input = produce()) {
    if (!window.put(std::move(*input))) break;
  }
  window.no_more_input();
  for (std::thread& worker : workers) worker.join();
  consumer.join();
}

}  // namespace casus
