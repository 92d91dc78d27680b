// SPDX-License-Identifier: Apache-2.0
// What comes next: whom an actor will do something to, or who will do it, ranked from the events of a store (docs/forecast.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "casus/result.h"
#include "casus/time.h"

namespace casus {

class Store;

// (entity, relation, ?) or, if the subject is asked for, (?, relation, entity), on a day. Names as the store has them: an entity is an actor's name (its words where a
// table of events brought it), a relation what a table of events calls it, else the CAMEO code, else the type.
struct NextEventQuery {
  std::string id;  // given back
  Date day;        // only events dated before it are read
  bool asks_subject = false;
  std::string entity, relation;
};

struct NextEventAnswer {
  std::string id;
  std::vector<std::pair<std::string, float>> ranked;  // best first; scores compare within one answer only
};

// "2014-12-01|o|China|Make a visit": day, asked side (o: the object, s: the subject), entity, relation; nothing after the last bar but the relation.
Result<NextEventQuery> parse_next_event_query(std::string_view id);

struct NextEventTraining {
  std::string model;  // its version: a hash of what it learned
  int64_t facts = 0, entities = 0, relations = 0;
};

// Fits the model on events dated on or before `until` and keeps it in the store, which must be open for writing.
Result<NextEventTraining> train_next_events(Store& store, Date until);

// Answers in the order of the queries, each with `most` entities at most. The model is the latest of the store's that saw nothing dated on or after the earliest
// query's day; where the store has none, one is fitted on everything before that day and not kept.
Result<std::vector<NextEventAnswer>> rank_next_events(const Store& store, std::span<const NextEventQuery> queries, size_t most = 100);

}  // namespace casus
