// SPDX-License-Identifier: Apache-2.0
#include "parse/chunk_splitter.h"

#include <fmt/format.h>

#include <algorithm>

namespace casus {
namespace {

constexpr const char* kFile = "tokenizer";
constexpr uint64_t kOrth = 65, kNorm = 67;                    // spaCy's numbers of the attributes in a rule
constexpr size_t kLongestSuffix = 64, kLongestUrl = 4096;     // bytes

Error corrupt(std::string message) {
  return {ErrorCode::Corrupt, message + "; install the model again", kFile};
}

Result<Regex> read_pattern(const PackedValue& root, const char* key) {
  const PackedValue* pattern = member(root, key);
  if (pattern == nullptr || !is_text(*pattern)) {
    return Error{ErrorCode::Unsupported, fmt::format("the tokenizer has no pattern {}", key), kFile};
  }
  return Regex::compile(text_of(*pattern), fmt::format("{}:{}", kFile, key));
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

Result<ChunkSplitter> ChunkSplitter::load(std::string bytes) {
  // The rules point into the bytes, so these must have their final place first.
  auto kept = std::make_unique<std::string>(std::move(bytes));
  TRY_ASSIGN(const msgpack::object_handle handle, unpack(*kept, kFile));
  const PackedValue& root = handle.get();
  const PackedValue* token_match = member(root, "token_match");
  if (token_match != nullptr && !token_match->is_nil()) {
    return Error{ErrorCode::Unsupported, "the tokenizer has a token_match, which is not supported", kFile};
  }
  TRY_ASSIGN(Regex prefix, read_pattern(root, "prefix_search"));
  TRY_ASSIGN(Regex suffix, read_pattern(root, "suffix_search"));
  TRY_ASSIGN(Regex infix, read_pattern(root, "infix_finditer"));
  TRY_ASSIGN(Regex url, read_pattern(root, "url_match"));
  ChunkSplitter splitter(std::move(kept), {std::move(prefix), std::move(suffix), std::move(infix), std::move(url)});
  const PackedValue* exceptions = member(root, "exceptions");
  if (exceptions == nullptr) return corrupt("the tokenizer has no exceptions");
  TRY(splitter.read_rules(*exceptions));
  return splitter;
}

Status ChunkSplitter::read_rules(const PackedValue& exceptions) {
  for (const auto& [key, value] : entries_of(exceptions)) {
    const std::string_view text = text_of(key);
    std::vector<Piece> pieces;
    std::string joined;
    for (const PackedValue& item : items_of(value)) {
      const PackedValue* orth = member(item, kOrth);
      const PackedValue* norm = member(item, kNorm);
      if (orth == nullptr) return corrupt(fmt::format("the rule for \"{}\" has a piece without text", text));
      pieces.push_back({text_of(*orth), norm == nullptr ? std::string_view() : text_of(*norm)});
      joined += pieces.back().text;
    }
    if (text.empty() || joined != text) return corrupt(fmt::format("the rule for \"{}\" changes the text", text));
    rules_.emplace(text, std::move(pieces));
    longest_rule_ = std::max(longest_rule_, text.size());
  }
  return ok();
}

const std::vector<Piece>* ChunkSplitter::find_rule(std::string_view text) const {
  if (text.size() > longest_rule_) return nullptr;
  const auto found = rules_.find(text);
  return found == rules_.end() ? nullptr : &found->second;
}

size_t ChunkSplitter::prefix_length(std::string_view text, RegexScratch& scratch) const {
  const auto match = patterns_.prefix.find(text, scratch);
  return match ? match->end - match->start : 0;
}

// All suffixes end where the text ends, so that only its last bytes need be searched.
size_t ChunkSplitter::suffix_length(std::string_view text, RegexScratch& scratch) const {
  size_t from = text.size() - std::min(text.size(), kLongestSuffix);
  while (from > 0 && is_continuation(text[from])) --from;
  from = std::min(from, text.find_last_not_of('.') + 1);
  const auto match = patterns_.suffix.find(text, scratch, from);
  return match ? match->end - match->start : 0;
}

void ChunkSplitter::split(std::string_view chunk, RegexScratch& scratch, std::vector<Piece>& pieces,
                          bool use_rules) const {
  pieces.clear();
  const auto rule = [&](std::string_view text) { return use_rules ? find_rule(text) : nullptr; };
  std::vector<std::string_view> suffixes;
  std::string_view rest = chunk;
  size_t last_size = 0;
  const auto take_prefix = [&](size_t size) {
    pieces.push_back({rest.substr(0, size), {}});
    rest.remove_prefix(size);
  };
  const auto take_suffix = [&](size_t size) {
    suffixes.push_back(rest.substr(rest.size() - size));
    rest.remove_suffix(size);
  };
  // From both ends inwards, until a rule fits or nothing more comes off.
  while (!rest.empty() && rest.size() != last_size && rule(rest) == nullptr) {
    last_size = rest.size();
    const size_t prefix = prefix_length(rest, scratch);
    if (prefix > 0 && rule(rest.substr(prefix)) != nullptr) {
      take_prefix(prefix);
      break;
    }
    const size_t suffix = suffix_length(rest.substr(prefix), scratch);
    // A rule that begins with what would else be a prefix keeps it.
    const bool rule_before_suffix = suffix > 0 && rule(rest.substr(0, rest.size() - suffix)) != nullptr;
    if (prefix > 0 && !rule_before_suffix) take_prefix(prefix);
    if (suffix > 0) take_suffix(suffix);
    if (rule_before_suffix) break;
  }
  if (const auto* found = rule(rest)) {
    pieces.insert(pieces.end(), found->begin(), found->end());
  } else if (!rest.empty()) {
    split_middle(rest, scratch, pieces);
  }
  for (auto suffix = suffixes.rbegin(); suffix != suffixes.rend(); ++suffix) pieces.push_back({*suffix, {}});
}

void ChunkSplitter::split_middle(std::string_view text, RegexScratch& scratch, std::vector<Piece>& pieces) const {
  if (text.size() <= kLongestUrl && patterns_.url.find(text, scratch)) {
    pieces.push_back({text, {}});
    return;
  }
  size_t start = 0;
  for (size_t from = 0; from < text.size();) {
    const auto infix = patterns_.infix.find(text, scratch, from);
    if (!infix || infix->end == infix->start) break;
    from = infix->end;
    if (infix->start == 0) continue;  // stays with what follows
    if (infix->start > start) pieces.push_back({text.substr(start, infix->start - start), {}});
    pieces.push_back({text.substr(infix->start, infix->end - infix->start), {}});
    start = infix->end;
  }
  if (start < text.size()) pieces.push_back({text.substr(start), {}});
}

std::vector<std::string_view> ChunkSplitter::splittable_rules(RegexScratch& scratch) const {
  std::vector<std::string_view> texts;
  for (const auto& [text, pieces] : rules_) {
    if (text.find(' ') != std::string_view::npos || patterns_.prefix.find(text, scratch) ||
        patterns_.suffix.find(text, scratch) || patterns_.infix.find(text, scratch)) {
      texts.push_back(text);
    }
  }
  return texts;
}

}  // namespace casus
