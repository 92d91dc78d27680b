// SPDX-License-Identifier: Apache-2.0
#include "merge/copies.h"

#include <algorithm>

#include "merge/shingles.h"

namespace casus {
namespace {

constexpr size_t kMostPostings = 160;   // of one shingle; the latest stay: what more texts share is a formula
constexpr size_t kMostCandidates = 32;
constexpr double kShared = 0.58;          // of the shorter text
constexpr double kDiffering = 0.34;       // texts of one form differ in most of their names

}  // namespace

double shared_wording(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  if (a.empty() || b.empty()) return 0;
  // Above the last hash of a full list nothing is known of that text.
  uint32_t limit = UINT32_MAX;
  for (const auto* list : {&a, &b}) {
    if (list->size() == kMostShingles) limit = std::min(limit, list->back());
  }
  size_t of_a = 0, of_b = 0, shared = 0;
  for (size_t i = 0, j = 0; (i < a.size() && a[i] <= limit) || (j < b.size() && b[j] <= limit);) {
    bool in_a = i < a.size() && (j == b.size() || a[i] <= b[j]), in_b = j < b.size() && (i == a.size() || b[j] <= a[i]);
    shared += in_a && in_b;
    of_a += in_a, i += in_a;
    of_b += in_b, j += in_b;
  }
  size_t fewer = std::min(of_a, of_b);
  return fewer == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(fewer);
}

double differing_names(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  size_t alike = 0, common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    uint32_t around_a = a[i] & ~kNameBits, around_b = b[j] & ~kNameBits;
    if (around_a < around_b) {
      ++i;
    } else if (around_b < around_a) {
      ++j;
    } else {
      ++common;
      alike += a[i++] == b[j++];
    }
  }
  return common == 0 ? 0 : 1 - static_cast<double>(alike) / static_cast<double>(common);
}

double shared_by_copies(const StoryFeatures& a, const StoryFeatures& b) {
  double shared = shared_wording(a.shingles, b.shingles);
  return shared >= kShared && differing_names(a.names, b.names) <= kDiffering ? shared : 0;
}

void CopyIndex::add(uint32_t slot, const StoryFeatures& features) {
  for (size_t i = 0; i < std::min(kKeys, features.shingles.size()); ++i) postings_.add(features.shingles[i], slot);
}

std::vector<uint32_t> CopyIndex::candidates(const StoryFeatures& features) const {
  std::vector<uint32_t> found;  // a slot as often as it shares a key
  for (size_t i = 0; i < std::min(kKeys, features.shingles.size()); ++i) {
    postings_.visit(features.shingles[i], kMostPostings, [&](uint32_t slot) { found.push_back(slot); });
  }
  std::sort(found.begin(), found.end());
  std::vector<std::pair<ptrdiff_t, uint32_t>> ranked;
  for (auto first = found.begin(); first != found.end();) {
    auto end = std::find_if(first, found.end(), [&](uint32_t slot) { return slot != *first; });
    ranked.emplace_back(first - end, *first);
    first = end;
  }
  size_t most = std::min(ranked.size(), kMostCandidates);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(most), ranked.end());
  std::vector<uint32_t> slots;
  for (size_t i = 0; i < most; ++i) slots.push_back(ranked[i].second);
  return slots;
}

}  // namespace casus
