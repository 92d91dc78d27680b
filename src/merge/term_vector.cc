// SPDX-License-Identifier: Apache-2.0
#include "merge/term_vector.h"

#include <algorithm>
#include <cmath>

namespace casus {
namespace {

constexpr double kBackground = 500;  // documents that the press at large counts for beside those that came

}  // namespace

double dot(const TermVector& a, const TermVector& b) {
  double sum = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].term == b[j].term) sum += static_cast<double>(a[i++].weight) * static_cast<double>(b[j++].weight);
    else if (a[i].term < b[j].term) ++i;
    else ++j;
  }
  return sum;
}

void add_scaled(TermVector& a, const TermVector& b, float factor) {
  TermVector sum;
  sum.reserve(a.size() + b.size());
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    bool takes_a = i < a.size() && (j == b.size() || a[i].term <= b[j].term), takes_b = j < b.size() && (i == a.size() || b[j].term <= a[i].term);
    WeightedTerm next{takes_a ? a[i].term : b[j].term, (takes_a ? a[i].weight : 0) + (takes_b ? factor * b[j].weight : 0)};
    if (std::abs(next.weight) > 1e-6f) sum.push_back(next);
    i += takes_a, j += takes_b;
  }
  a = std::move(sum);
}

void TermCounts::add(const StoryFeatures& features) {
  ++documents_;
  for (const StoryTerm& term : features.terms) ++documents_with_[term.term];
}

void TermCounts::remove(const StoryFeatures& features) {
  --documents_;
  for (const StoryTerm& term : features.terms) {
    auto found = documents_with_.find(term.term);
    if (--found->second == 0) documents_with_.erase(found);
  }
}

TermVector TermCounts::weigh(const StoryFeatures& features) const {
  TermVector vector;
  double squares = 0;
  for (const StoryTerm& term : features.terms) {
    auto found = documents_with_.find(term.term);
    double with = kBackground * std::exp(-term.rarity / 8.0) + (found == documents_with_.end() ? 0 : found->second);
    double weight = (1 + std::log(std::max<double>(term.count, 1))) * std::log((kBackground + static_cast<double>(documents_)) / with);
    if (weight <= 0) continue;
    vector.push_back({term.term, static_cast<float>(weight)});
    squares += weight * weight;
  }
  for (WeightedTerm& term : vector) term.weight /= static_cast<float>(std::sqrt(squares));
  return vector;
}

}  // namespace casus
