// SPDX-License-Identifier: Apache-2.0
// Folders and feeds that are looked at again and again: what arrived there since the last look.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "casus/store.h"
#include "inputs.h"

namespace casus {

class WatchedSources {
 public:
  using Clock = std::chrono::steady_clock;
  // `seen`: what the store remembers. `interval`: between two looks.
  WatchedSources(const InputOptions& input, const std::vector<WatchedSource>& seen, std::chrono::milliseconds interval, bool is_once);

  // A look begins: from here on `next` gives what arrived until nothing is left.
  void begin_look();
  std::optional<Batch> next(const std::function<bool(const Document&)>& keep);
  // What the store may remember once all that `next` gave is stored; empties the list.
  std::vector<WatchedSource> take_seen();

  Clock::time_point next_look() const;
  size_t unreachable() const { return unreachable_; }  // feeds that could not be fetched at their last look
  bool has_sources() const { return !folders_.empty() || !feeds_.empty(); }

 private:
  struct Feed {
    WatchedSource state;
    Clock::time_point due = {};
    int failures = 0;
    bool is_gone = false;
  };
  void look_at_folder(const std::string& folder);
  void look_at_feed(Feed& feed);
  void postpone(Feed& feed, const Error& error);

  InputOptions input_;
  BatchReader reader_;
  std::chrono::milliseconds interval_;
  bool is_once_;
  std::vector<std::string> folders_;
  std::vector<Feed> feeds_;
  std::deque<Feed*> due_;
  Clock::time_point folders_due_ = {};
  std::map<std::string, std::pair<int64_t, int64_t>> files_;  // path to size and time of change
  std::vector<WatchedSource> fresh_;
  std::vector<Error> refused_;
  size_t unreachable_ = 0;
};

}  // namespace casus
