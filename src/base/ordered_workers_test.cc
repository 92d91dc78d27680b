// SPDX-License-Identifier: Apache-2.0
#include "base/ordered_workers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>

namespace casus {
namespace {

TEST(OrderedWorkers, KeepsTheOrderWhoeverIsFaster) {
  for (size_t threads : {1u, 2u, 7u}) {
    int next = 0;
    std::vector<int> seen;
    process_in_order<int, int>(
        threads, [&]() -> std::optional<int> { return next < 500 ? std::optional(next++) : std::nullopt; },
        [] {
          return [random = std::mt19937(7)](int i) mutable {
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 200));
            return i * 2;
          };
        },
        [&](std::vector<int> results) {
          seen.insert(seen.end(), results.begin(), results.end());
          return true;
        });
    ASSERT_EQ(seen.size(), 500u) << threads;
    for (int i = 0; i < 500; ++i) ASSERT_EQ(seen[static_cast<size_t>(i)], 2 * i) << threads;
  }
}

TEST(OrderedWorkers, NoInputNoResult) {
  process_in_order<int, int>(
      2, []() -> std::optional<int> { return std::nullopt; }, [] { return [](int i) { return i; }; },
      [](std::vector<int>) {
        ADD_FAILURE() << "there is nothing to consume";
        return true;
      });
}

// A slow consumer holds the producer back: memory does not grow with the stream.
TEST(OrderedWorkers, FewItemsAreOnTheWay) {
  constexpr int kThreads = 2;
  std::atomic<int> produced = 0, consumed = 0;
  int most = 0;
  process_in_order<int, int>(
      kThreads,
      [&]() -> std::optional<int> {
        most = std::max(most, produced - consumed);
        return produced < 60 ? std::optional(produced++) : std::nullopt;
      },
      [] { return [](int i) { return i; }; },
      [&](std::vector<int> results) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        consumed += static_cast<int>(results.size());
        return true;
      });
  EXPECT_EQ(consumed, 60);
  EXPECT_LE(most, 2 * 3 * kThreads + 1);
}

TEST(OrderedWorkers, AConsumerThatHasEnoughEndsAll) {
  std::atomic<int> produced = 0;
  int batches = 0;
  process_in_order<int, int>(
      3, [&]() -> std::optional<int> { return produced < 1000000 ? std::optional(produced++) : std::nullopt; },
      [] { return [](int i) { return i; }; }, [&](std::vector<int>) { return ++batches < 3; });
  EXPECT_EQ(batches, 3);
  EXPECT_LT(produced, 1000);
}

}  // namespace
}  // namespace casus
