// SPDX-License-Identifier: Apache-2.0
// From the events of a store to ranked answers, with the model that is kept in it.
#include "casus/next_events.h"

#include <algorithm>
#include <thread>

#include "base/hash.h"
#include "casus/casus.h"
#include "casus/store.h"
#include "forecast/next_loading.h"
#include "forecast/history.h"
#include "forecast/next_model.h"
#include "store/learned_rows.h"

namespace casus {
namespace {

constexpr const char* kModelKind = "next";

Result<NextModel> find_or_fit(const Store& store, const FactTable& table, Date first_day) {
  Date until = first_day - std::chrono::days(1);
  TRY_ASSIGN(auto kept, find_model(store, kModelKind, until));
  return kept ? NextModel::from_bytes(kept->content, table) : train_next(table, day_number(until));
}

// Answers every `lanes`-th query from `lane` on.
void answer(const FactTable& table, const NextModel& model, std::span<const NextEventQuery> queries, std::span<const NextQuestion> questions, size_t most, size_t lane, size_t lanes,
            std::vector<NextEventAnswer>& answers) {
  NextCandidates candidates(table);
  for (size_t index = lane; index < queries.size(); index += lanes) {
    answers[index].id = queries[index].id;
    for (auto [entity, score] : rank_next(model, questions[index], candidates, most)) answers[index].ranked.emplace_back(table.entities()[entity].name, score);
  }
}

}  // namespace

Result<NextEventTraining> train_next_events(Store& store, Date until) {
  TRY_ASSIGN(FactTable table, load_facts(store, until + std::chrono::days(1)));
  table.index();
  TRY_ASSIGN(NextModel model, train_next(table, day_number(until)));
  std::string content = model.to_bytes(table);
  NextEventTraining training{content_id({kModelKind, to_iso(until), content}).substr(0, 12), static_cast<int64_t>(table.before(INT32_MAX).size()),
                             static_cast<int64_t>(table.entities().size()), static_cast<int64_t>(table.relations().size())};
  TRY(keep_model(store, {kModelKind, training.model, until, version(), std::move(content)}));
  return training;
}

Result<std::vector<NextEventAnswer>> rank_next_events(const Store& store, std::span<const NextEventQuery> queries, size_t most) {
  std::vector<NextEventAnswer> answers(queries.size());
  if (queries.empty()) return answers;
  auto by_day = [](const NextEventQuery& a, const NextEventQuery& b) { return a.day < b.day; };
  auto [first, last] = std::minmax_element(queries.begin(), queries.end(), by_day);
  TRY_ASSIGN(FactTable table, load_facts(store, last->day));
  // Names that no event has are ranked by what is left: the relation, or the entity alone.
  for (const NextEventQuery& query : queries) {
    table.add_entity(query.entity);
    table.add_relation(query.relation);
  }
  table.index();
  std::vector<NextQuestion> questions;
  for (const NextEventQuery& query : queries) {
    AskedSide side = query.asks_subject ? AskedSide::Subject : AskedSide::Object;
    questions.push_back({day_number(query.day), side, table.find_entity(query.entity), table.find_relation(query.relation)});
  }
  TRY_ASSIGN(NextModel model, find_or_fit(store, table, first->day));
  size_t lanes = std::max<size_t>(1, std::min<size_t>(std::thread::hardware_concurrency(), queries.size() / 64));
  std::vector<std::jthread> threads;
  for (size_t lane = 1; lane < lanes; ++lane) threads.emplace_back([&, lane] { answer(table, model, queries, questions, most, lane, lanes, answers); });
  answer(table, model, queries, questions, most, 0, lanes, answers);
  threads.clear();
  return answers;
}

}  // namespace casus
