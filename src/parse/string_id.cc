// SPDX-License-Identifier: Apache-2.0
#include "parse/string_id.h"

#include <fmt/format.h>

#include <cstring>
#include <string>
#include <unordered_map>

namespace casus {
namespace {

// The reserved words are numbered without gaps: these lists, with the numbered names FLAG19 to FLAG63 after the first
// and DEPRECATED001 to DEPRECATED276 after the second.
constexpr const char* kFlags[] = {
    "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "IS_TITLE", "IS_UPPER", "LIKE_URL",
    "LIKE_NUM", "LIKE_EMAIL", "IS_STOP", "IS_OOV_DEPRECATED", "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT",
    "IS_RIGHT_PUNCT", "IS_CURRENCY",
};
constexpr const char* kAttributes[] = {
    "ID", "ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX", "LENGTH", "CLUSTER", "LEMMA", "POS", "TAG", "DEP",
    "ENT_IOB", "ENT_TYPE", "HEAD", "SENT_START", "SPACY", "PROB", "LANG", "ADJ", "ADP", "ADV", "AUX", "CONJ", "CCONJ",
    "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X", "EOL", "SPACE",
};
constexpr const char* kLabels[] = {
    "PERSON", "NORP", "FACILITY", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LANGUAGE", "LAW", "DATE",
    "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "acomp", "advcl", "advmod", "agent", "amod",
    "appos", "attr", "aux", "auxpass", "cc", "ccomp", "complm", "conj", "cop", "csubj", "csubjpass", "dep", "det",
    "dobj", "expl", "hmod", "hyph", "infmod", "intj", "iobj", "mark", "meta", "neg", "nmod", "nn", "npadvmod",
    "nsubj", "nsubjpass", "num", "number", "oprd", "obj", "obl", "parataxis", "partmod", "pcomp", "pobj", "poss",
    "possessive", "preconj", "prep", "prt", "punct", "quantmod", "relcl", "rcmod", "root", "xcomp", "acl",
    "ENT_KB_ID", "MORPH", "ENT_ID", "IDX", "_",
};
constexpr int kFirstNumberedFlag = 19, kLastNumberedFlag = 63, kDeprecatedCount = 276;
constexpr size_t kLongestReserved = 17;  // IS_OOV_DEPRECATED

using ReservedWords = std::unordered_map<std::string, uint64_t>;

ReservedWords number_reserved_words() {
  ReservedWords ids;
  uint64_t next = 1;
  for (const char* name : kFlags) ids[name] = next++;
  for (int i = kFirstNumberedFlag; i <= kLastNumberedFlag; ++i) ids[fmt::format("FLAG{}", i)] = next++;
  for (const char* name : kAttributes) ids[name] = next++;
  for (int i = 1; i <= kDeprecatedCount; ++i) ids[fmt::format("DEPRECATED{:03}", i)] = next++;
  for (const char* name : kLabels) ids[name] = next++;
  return ids;
}

uint64_t little_endian(const char* bytes, size_t count) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, count);  // all supported processors are little-endian
  return value;
}

// MurmurHash64A, a public-domain hash by Austin Appleby.
uint64_t murmur_hash(std::string_view bytes, uint64_t seed) {
  constexpr uint64_t kMultiplier = 0xc6a4a7935bd1e995;
  constexpr int kShift = 47;
  uint64_t hash = seed ^ (bytes.size() * kMultiplier);
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t block = little_endian(bytes.data() + at, 8) * kMultiplier;
    block ^= block >> kShift;
    hash = (hash ^ (block * kMultiplier)) * kMultiplier;
  }
  if (at < bytes.size()) hash = (hash ^ little_endian(bytes.data() + at, bytes.size() - at)) * kMultiplier;
  hash = (hash ^ (hash >> kShift)) * kMultiplier;
  return hash ^ (hash >> kShift);
}

}  // namespace

uint64_t string_id(std::string_view text) {
  static const ReservedWords kReserved = number_reserved_words();
  if (text.empty()) return 0;
  if (text.size() <= kLongestReserved) {
    auto found = kReserved.find(std::string(text));
    if (found != kReserved.end()) return found->second;
  }
  return murmur_hash(text, 1);
}

}  // namespace casus
