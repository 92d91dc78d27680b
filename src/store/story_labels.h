// SPDX-License-Identifier: Apache-2.0
// Which documents of a store print one text, which tell one story, which reports are of one event: kept with the rows, document by document.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "casus/story.h"
#include "store/database.h"

namespace casus {

// A document whose rows were just written, with its events numbered from `first_event`.
struct LabelledDocument {
  int64_t document = 0, first_event = 0;
  const StoryFeatures* features = nullptr;
};

// Works within the open transaction of the connection; after a rollback it is of no use any more.
class StoryLabels {
 public:
  static Result<StoryLabels> open(const Database& database);

  // Before the rows of these documents are removed.
  Status remove(const std::vector<int64_t>& documents);
  // Labels documents in their order. `outdated`: documents that a later version has just replaced, which count no more.
  Status add(std::span<const LabelledDocument> documents, const std::vector<int64_t>& outdated);
  // Numbers of the documents with events of which the last `add` changed labels or counts, their own or others'.
  std::vector<int64_t> changed() const { return {changed_.begin(), changed_.end()}; }

 private:
  explicit StoryLabels(const Database& database) : database_(&database) {}
  Status restore_around(std::span<const LabelledDocument> documents);
  Status restore(const std::string& condition);
  // The labels of one document as rows; its clusters are counted anew.
  void append(const StoryAssignment& labels, int64_t first_event, Appender& stories, Appender& reports);
  Status write(std::span<const LabelledDocument> documents, std::span<const StoryAssignment> labels);
  Status revise(const std::vector<StoryAssignment>& revised);
  Status touch_clusters_of(const std::vector<int64_t>& documents);
  Status count_touched();

  const Database* database_;
  std::unique_ptr<StoryIndex> index_;
  std::optional<TimeSpan> restored_;  // days whose documents are in the index; both ends absent: all
  std::set<int64_t> touched_;         // clusters whose reports changed
  std::set<int64_t> changed_;
};

}  // namespace casus
