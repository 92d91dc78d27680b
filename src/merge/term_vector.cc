// SPDX-License-Identifier: Apache-2.0
#include "merge/term_vector.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace casus {
namespace {

// These few numbers were chosen on the development half of ECB+ (docs/evaluation.md).
constexpr double kBackground = 3000;  // documents that texts at large count for beside those that came
constexpr double kLead = 1.6;         // headline and first sentence
constexpr std::array<double, 5> kShare = {0.4, 1, 1, 0.2, 0.35};  // of the squared length, by TermKind,
constexpr double kUsualSquares = 120;  // where a kind has many times these squared weights: two numbers of a short text do not carry it

bool is_before(const WeightedTerm& a, const WeightedTerm& b) { return a.term < b.term; }

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

void add(TermVector& a, const TermVector& b) {
  TermVector sum;
  sum.reserve(a.size() + b.size());
  for (size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (j == b.size() || (i < a.size() && a[i].term < b[j].term)) sum.push_back(a[i++]);
    else if (i == a.size() || b[j].term < a[i].term) sum.push_back(b[j++]);
    else sum.push_back({a[i].term, a[i++].weight + b[j++].weight});
  }
  sum.shrink_to_fit();
  a = std::move(sum);
}

void subtract(TermVector& a, const TermVector& b) {
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].term == b[j].term) a[i++].weight -= b[j++].weight;
    else if (a[i].term < b[j].term) ++i;
    else ++j;
  }
  std::erase_if(a, [](const WeightedTerm& term) { return term.weight < 1e-5f; });
}

TermVector heaviest(const TermVector& vector, size_t most) {
  TermVector terms = vector;
  if (terms.size() > most) {
    std::nth_element(terms.begin(), terms.begin() + static_cast<ptrdiff_t>(most), terms.end(),
                     [](const WeightedTerm& a, const WeightedTerm& b) { return a.weight != b.weight ? a.weight > b.weight : a.term < b.term; });
    terms.resize(most);
  }
  return terms;
}

void keep_heaviest(TermVector& vector, size_t most) {
  if (vector.size() <= most) return;
  vector = heaviest(vector, most);
  std::sort(vector.begin(), vector.end(), is_before);
}

void keep_most_telling(std::vector<StoryTerm>& terms) {
  if (terms.size() <= kMostTerms) return;
  TermVector kept = TermCounts().weigh(terms);
  keep_heaviest(kept, kMostTerms);
  std::erase_if(terms, [&](const StoryTerm& term) { return !std::binary_search(kept.begin(), kept.end(), WeightedTerm{term.term, 0}, is_before); });
}

void TermCounts::add(const StoryFeatures& features) {
  ++documents_;
  for (const StoryTerm& term : features.terms) ++documents_with_[term.term];
}

void TermCounts::remove(const TermVector& terms) {
  --documents_;
  for (const WeightedTerm& term : terms) {
    auto found = documents_with_.find(term.term);
    if (--found->second == 0) documents_with_.erase(found);
  }
}

TermVector TermCounts::weigh(const std::vector<StoryTerm>& terms) const {
  TermVector vector;
  std::array<double, kShare.size()> squares = {};
  for (const StoryTerm& term : terms) {
    auto found = documents_with_.find(term.term);
    double with = kBackground * std::exp(-term.rarity / 8.0) + (found == documents_with_.end() ? 1 : found->second);
    double weight = std::sqrt(term.count) * std::log((kBackground + static_cast<double>(documents_)) / with) * (term.first < 2 ? kLead : 1);
    weight = std::max(weight, 1e-3);  // a word that all have is kept, so that its documents can be counted down
    vector.push_back({term.term, static_cast<float>(weight)});
    squares[static_cast<size_t>(term.kind)] += weight * weight;
  }
  double whole = 0;
  for (size_t kind = 0; kind < kShare.size(); ++kind) whole += kShare[kind] * squares[kind] / (squares[kind] + kUsualSquares);
  for (size_t i = 0; i < vector.size(); ++i) {
    auto kind = static_cast<size_t>(terms[i].kind);
    vector[i].weight *= static_cast<float>(std::sqrt(kShare[kind] / ((squares[kind] + kUsualSquares) * whole)));
  }
  return vector;
}

}  // namespace casus
