// SPDX-License-Identifier: Apache-2.0
// A bounded number of threads and of jobs that wait for them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace casus::serve {

// `Tools` is what each thread has of its own: a connection, scratch memory.
template <typename Tools>
class WorkQueue {
 public:
  using Job = std::function<void(Tools&)>;

  WorkQueue(std::vector<Tools> tools, size_t most_waiting) : most_waiting_(most_waiting), tools_(std::move(tools)) {
    for (Tools& own : tools_) threads_.emplace_back([this, &own] { work(own); });
  }
  ~WorkQueue() { finish(); }
  WorkQueue(const WorkQueue&) = delete;

  // False if too many wait already, or none are taken any more.
  bool submit(Job job) {
    std::lock_guard lock(mutex_);
    if (is_closed_ || jobs_.size() >= most_waiting_) return false;
    jobs_.push_back(std::move(job));
    wake_.notify_one();
    return true;
  }
  // Does what waits and takes no more.
  void finish() {
    {
      std::lock_guard lock(mutex_);
      is_closed_ = true;
      wake_.notify_all();
    }
    for (std::thread& thread : threads_) if (thread.joinable()) thread.join();
  }
  size_t waiting() const {
    std::lock_guard lock(mutex_);
    return jobs_.size();
  }
  std::vector<Tools>& tools() { return tools_; }

 private:
  void work(Tools& own) {
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job(own);
    }
  }

  const size_t most_waiting_;
  std::vector<Tools> tools_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  std::vector<std::thread> threads_;
  bool is_closed_ = false;
};

}  // namespace casus::serve
