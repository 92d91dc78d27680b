// SPDX-License-Identifier: Apache-2.0
#include "parse/vocabulary.h"

#include "parse/characters.h"
#include "parse/message_pack.h"
#include "parse/string_id.h"

namespace casus {
namespace {

constexpr const char* kFile = "vocab/lookups.bin";

// The norms of marks and currencies that stand in spaCy's code (lang/norm_exceptions.py of v3) rather than in the model.
const std::unordered_map<std::string_view, std::string_view>& norms_of_marks() {
  static const std::unordered_map<std::string_view, std::string_view> kNorms = {
      {"'s", "'s"}, {"'S", "'s"}, {"’s", "'s"}, {"’S", "'s"},
      {"’", "'"}, {"‘", "'"}, {"´", "'"}, {"`", "'"},
      {"”", "\""}, {"“", "\""}, {"''", "\""}, {"``", "\""}, {"´´", "\""}, {"„", "\""}, {"»", "\""}, {"«", "\""},
      {"‘‘", "\""}, {"’’", "\""},
      {"？", "?"}, {"！", "!"}, {"，", ","}, {"；", ";"}, {"：", ":"}, {"。", "."}, {"।", "."}, {"…", "..."},
      {"—", "-"}, {"–", "-"}, {"--", "-"}, {"---", "-"}, {"——", "-"},
      {"€", "$"}, {"£", "$"}, {"¥", "$"}, {"฿", "$"}, {"US$", "$"}, {"C$", "$"}, {"A$", "$"}, {"₺", "$"}, {"₹", "$"},
      {"৳", "$"}, {"₩", "$"}, {"Mex$", "$"}, {"₣", "$"}, {"E£", "$"},
  };
  return kNorms;
}

}  // namespace

Result<Vocabulary> Vocabulary::load(std::string bytes) {
  Vocabulary vocabulary(std::make_unique<std::string>(std::move(bytes)));
  TRY_ASSIGN(const msgpack::object_handle handle, unpack(*vocabulary.bytes_, kFile));
  const PackedValue* norms = member(handle.get(), "lexeme_norm");
  if (norms == nullptr) return Error{ErrorCode::Corrupt, "has no table lexeme_norm; install the model again", kFile};
  for (const auto& [key, value] : entries_of(*norms)) {
    if (key.type != msgpack::type::POSITIVE_INTEGER || !is_text(value)) {
      return Error{ErrorCode::Corrupt, "the table lexeme_norm is damaged; install the model again", kFile};
    }
    vocabulary.norms_.emplace(key.via.u64, text_of(value));
  }
  return vocabulary;
}

std::string_view Vocabulary::norm(std::string_view text, std::string_view lower) const {
  const auto found = norms_.find(string_id(text));
  if (found != norms_.end() && !found->second.empty()) return found->second;
  const auto mark = norms_of_marks().find(text);
  return mark == norms_of_marks().end() ? lower : mark->second;
}

TokenFeatures Vocabulary::features(std::string_view text, std::string_view lower, std::string_view given_norm) const {
  TokenFeatures features;
  features.norm = string_id(given_norm.empty() ? norm(text, lower) : given_norm);
  features.prefix = string_id(first_character(text));
  features.suffix = string_id(last_three_characters(text));
  features.shape = string_id(word_shape(text));
  features.is_space = is_all_space(text);
  return features;
}

}  // namespace casus
