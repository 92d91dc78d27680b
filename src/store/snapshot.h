// SPDX-License-Identifier: Apache-2.0
// Copies of a store while a process writes it. Its file belongs to that process alone, so whoever wants a copy leaves a request beside it
// (FILE.wanted), and the writer puts one there (FILE.copy) between two of its transactions.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "casus/result.h"

namespace casus {

// Answers requests for copies of a store, in a thread of its own, from its making to its end.
class SnapshotService {
 public:
  // The owner holds `between_transactions` locked whenever the file may change.
  SnapshotService(std::filesystem::path file, std::mutex& between_transactions);
  ~SnapshotService();

 private:
  void serve();

  std::filesystem::path file_;
  std::mutex& between_transactions_;
  std::mutex ending_;
  std::condition_variable end_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace casus
