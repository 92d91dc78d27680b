// SPDX-License-Identifier: Apache-2.0
// Learning to rank: each question's answers against a sample of the other candidates, by the softmax of their scores.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <thread>

#include "forecast/next_model.h"

namespace casus {
namespace {

constexpr size_t kFewest = 500;        // questions with an answer among their candidates
constexpr size_t kBatch = 32;          // questions a step
constexpr size_t kLanes = 2;            // threads; the sums are the same on any machine
constexpr size_t kScalingSample = 2000;
constexpr float kRate = 0.002F, kLastRate = 0.0001F;
constexpr float kLeastSlope = 1e-5F;
constexpr uint64_t kSeed = 20140101;

struct TrainingQuestion {
  NextQuestion question;
  std::vector<uint32_t> answers;
};

// Both open places of every fact on or before `until`, the latest last; answers of the same question of a day together.
std::vector<TrainingQuestion> questions_of(const FactTable& table, int32_t until, size_t most) {
  auto facts = table.before(until + 1);
  std::vector<TrainingQuestion> questions;
  while (!facts.empty() && questions.size() < most) {
    int32_t day = facts.back().day;
    std::map<std::tuple<AskedSide, uint32_t, uint32_t>, std::vector<uint32_t>> of_day;
    for (const Fact& fact : table.on(day)) {
      of_day[{AskedSide::Object, fact.subject, fact.relation}].push_back(fact.object);
      of_day[{AskedSide::Subject, fact.object, fact.relation}].push_back(fact.subject);
    }
    for (auto& [key, answers] : of_day) questions.push_back({{day, std::get<0>(key), std::get<1>(key), std::get<2>(key)}, std::move(answers)});
    facts = table.before(day);
  }
  std::reverse(questions.begin(), questions.end());
  return questions;
}

// One lane's share of the work: reads candidates, draws rivals, adds up the gradient.
class Learner {
 public:
  Learner(const FactTable& table, const NextModel& model, size_t rivals) : candidates_(table), model_(model), rivals_(rivals), gradient_(RankingNetwork::kWeights, 0.0F) {}

  // The features of answers among the candidates, and after them of rivals, as they are; the number of answers.
  size_t sample(const TrainingQuestion& question, uint64_t seed, std::vector<float>& rows) {
    candidates_.read(question.question);
    auto came = [&](uint32_t entity) { return std::find(question.answers.begin(), question.answers.end(), entity) != question.answers.end(); };
    chosen_ = candidates_.candidates();
    auto answers = static_cast<size_t>(std::stable_partition(chosen_.begin(), chosen_.end(), came) - chosen_.begin());
    rows.clear();
    if (answers == 0) return 0;
    std::mt19937_64 chance(seed);
    size_t end = std::min(chosen_.size(), answers + rivals_);
    for (size_t index = answers; index < end; ++index) std::swap(chosen_[index], chosen_[index + chance() % (chosen_.size() - index)]);
    rows.resize(end * kNextFeatures);
    for (size_t index = 0; index < end; ++index) candidates_.features(chosen_[index], std::span(rows).subspan(index * kNextFeatures, kNextFeatures));
    return answers;
  }

  void learn(const TrainingQuestion& question, uint64_t seed) {
    size_t answers = sample(question, seed, rows_);
    size_t count = rows_.size() / kNextFeatures;
    scores_.resize(count);
    activations_.resize(count);
    for (size_t index = 0; index < count; ++index) {
      model_.standardise(std::span(rows_).subspan(index * kNextFeatures, kNextFeatures));
      scores_[index] = model_.network.score(row(index), activations_[index]) + model_.affinity.score(question.question, candidates_, chosen_[index]);
    }
    slopes(answers);
    for (size_t index = 0; index < count; ++index) {
      if (std::abs(scores_[index]) < kLeastSlope) continue;
      model_.network.backward(row(index), activations_[index], scores_[index], gradient_);
      model_.affinity.backward(question.question, candidates_, chosen_[index], scores_[index], affinity_slopes_);
    }
  }

  void forget() {
    std::fill(gradient_.begin(), gradient_.end(), 0.0F);
    affinity_slopes_.clear();
  }
  std::span<const float> gradient() const { return gradient_; }
  std::span<const RelationAffinity::Slope> affinity_slopes() const { return affinity_slopes_; }

 private:
  std::span<const float, kNextFeatures> row(size_t index) const { return std::span<const float, kNextFeatures>(rows_.data() + index * kNextFeatures, kNextFeatures); }

  // Turns scores into the derivatives of the loss: each answer against all rivals, other answers left out.
  void slopes(size_t answers) {
    if (scores_.empty()) return;
    float highest = *std::max_element(scores_.begin(), scores_.end()), rivals = 0;
    for (size_t index = 0; index < scores_.size(); ++index) {
      scores_[index] = std::exp(scores_[index] - highest);
      if (index >= answers) rivals += scores_[index];
    }
    float weight = 0;
    for (size_t index = 0; index < answers; ++index) {
      float sum = rivals + scores_[index] + 1e-30F;
      weight += 1 / sum;
      scores_[index] = scores_[index] / sum - 1;
    }
    for (size_t index = answers; index < scores_.size(); ++index) scores_[index] *= weight;
  }

  NextCandidates candidates_;
  const NextModel& model_;
  size_t rivals_;
  std::vector<float> rows_, scores_, gradient_;
  std::vector<uint32_t> chosen_;
  std::vector<RankingNetwork::Activations> activations_;
  std::vector<RelationAffinity::Slope> affinity_slopes_;
};

void fit_scaling(NextModel& model, Learner& learner, const std::vector<TrainingQuestion>& questions) {
  std::array<double, kNextFeatures> sum{}, squares{};
  double count = 0;
  std::vector<float> rows;
  size_t stride = std::max<size_t>(1, questions.size() / kScalingSample);
  for (size_t index = 0; index < questions.size(); index += stride) {
    learner.sample(questions[index], kSeed + index, rows);
    for (size_t at = 0; at < rows.size(); ++at) {
      sum[at % kNextFeatures] += rows[at];
      squares[at % kNextFeatures] += static_cast<double>(rows[at]) * rows[at];
    }
    count += static_cast<double>(rows.size() / kNextFeatures);
  }
  for (size_t index = 0; index < kNextFeatures; ++index) {
    double mean = sum[index] / std::max(1.0, count), variance = squares[index] / std::max(1.0, count) - mean * mean;
    model.mean[index] = static_cast<float>(mean);
    model.scale[index] = static_cast<float>(1 / std::sqrt(std::max(1e-4, variance)));
  }
}

using Lanes = std::array<std::unique_ptr<Learner>, kLanes>;

// The lanes learn from a batch side by side.
void learn(Lanes& lanes, std::span<const TrainingQuestion* const> batch, uint64_t seed) {
  auto work = [&](size_t lane) {
    lanes[lane]->forget();
    for (size_t index = lane; index < batch.size(); index += kLanes) lanes[lane]->learn(*batch[index], seed + index);
  };
  std::vector<std::jthread> threads;
  for (size_t lane = 1; lane < kLanes; ++lane) threads.emplace_back(work, lane);
  work(0);
}

// Steps against what the lanes found, added in their order.
void step(NextModel& model, AdamOptimizer& optimizer, const Lanes& lanes, size_t batch, float rate) {
  std::vector<float> gradient(RankingNetwork::kWeights, 0.0F);
  for (const auto& lane : lanes) {
    for (size_t weight = 0; weight < gradient.size(); ++weight) gradient[weight] += lane->gradient()[weight] / static_cast<float>(batch);
    model.affinity.step(lane->affinity_slopes());
  }
  optimizer.step(model.network.weights(), gradient, rate);
}

}  // namespace

Result<NextModel> train_next(const FactTable& table, int32_t until, const NextTraining& training) {
  std::vector<TrainingQuestion> questions = questions_of(table, until, training.questions);
  if (questions.size() < kFewest) {
    return Error{ErrorCode::Invalid, fmt::format("too little history to learn what comes next: {} questions of {}", questions.size(), kFewest), ""};
  }
  NextModel model;
  model.until = until;
  model.network.initialise(kSeed);
  model.affinity = RelationAffinity(table.relations().size());
  Lanes lanes;
  for (auto& lane : lanes) lane = std::make_unique<Learner>(table, model, training.rivals);
  fit_scaling(model, *lanes[0], questions);

  std::vector<const TrainingQuestion*> order;
  for (const TrainingQuestion& question : questions) order.push_back(&question);
  std::mt19937_64 chance(kSeed);
  AdamOptimizer optimizer(RankingNetwork::kWeights);
  float steps = static_cast<float>(training.epochs) * static_cast<float>(order.size() / kBatch + 1), done = 0;
  for (size_t epoch = 0; epoch < training.epochs; ++epoch) {
    for (size_t index = order.size(); index > 1; --index) std::swap(order[index - 1], order[chance() % index]);
    for (size_t begin = 0; begin < order.size(); begin += kBatch) {
      auto batch = std::span<const TrainingQuestion* const>(order).subspan(begin, std::min(kBatch, order.size() - begin));
      learn(lanes, batch, kSeed + (epoch << 32) + begin);
      step(model, optimizer, lanes, batch.size(), kRate + (kLastRate - kRate) * done++ / steps);
    }
  }
  model.affinity.end_training();
  return model;
}

}  // namespace casus
