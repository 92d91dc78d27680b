// SPDX-License-Identifier: Apache-2.0
#include "parse/lemmatizer.h"

#include <algorithm>

#include "parse/characters.h"
#include "parse/string_id.h"

namespace casus {
namespace {

constexpr const char* kFile = "lemmatizer/lookups/lookups.bin";
// The tables are found by the ids of these names, in small letters in spaCy.
constexpr std::pair<const char*, const char*> kTables[] = {
    {"ADJ", "adj"}, {"ADV", "adv"}, {"NOUN", "noun"}, {"VERB", "verb"}, {"PUNCT", "punct"}};

bool has_feature(std::string_view morph, std::string_view feature) {
  for (size_t at = morph.find(feature); at != std::string_view::npos; at = morph.find(feature, at + 1)) {
    const size_t end = at + feature.size();
    const bool ends = end == morph.size() || morph[end] == '|' || feature.ends_with('=');
    if ((at == 0 || morph[at - 1] == '|') && ends) return true;
  }
  return false;
}

// Whether the tag says that the word is in its base form already.
bool is_base_form(std::string_view pos, std::string_view morph) {
  return (pos == "NOUN" && has_feature(morph, "Number=Sing")) || has_feature(morph, "VerbForm=Inf") ||
         has_feature(morph, "VerbForm=None") || has_feature(morph, "Degree=Pos") ||
         (pos == "VERB" && has_feature(morph, "VerbForm=Fin") && has_feature(morph, "Tense=Pres") &&
          !has_feature(morph, "Number="));
}

const PackedValue* find_table(const PackedValue& root, const char* name, const char* pos) {
  const PackedValue* tables = member(root, name);
  return tables == nullptr ? nullptr : member(*tables, string_id(pos));
}

}  // namespace

Result<Lemmatizer> Lemmatizer::load(std::string bytes) {
  Lemmatizer lemmatizer(std::make_unique<std::string>(std::move(bytes)));
  TRY_ASSIGN(const msgpack::object_handle handle, unpack(*lemmatizer.bytes_, kFile));
  for (const auto& [pos, name] : kTables) {
    const PackedValue* rules = find_table(handle.get(), "lemma_rules", name);
    const PackedValue* exceptions = find_table(handle.get(), "lemma_exc", name);
    const PackedValue* words = find_table(handle.get(), "lemma_index", name);
    if (rules == nullptr && exceptions == nullptr && words == nullptr) continue;
    Table& table = lemmatizer.tables_[pos];
    for (const PackedValue& rule : rules == nullptr ? std::span<const PackedValue>() : items_of(*rules)) {
      const auto sides = items_of(rule);
      if (sides.size() != 2) return Error{ErrorCode::Corrupt, "a rule is damaged; install the model again", kFile};
      table.rules.push_back({text_of(sides[0]), text_of(sides[1])});
    }
    if (exceptions != nullptr) {
      table.exceptions.reserve(entries_of(*exceptions).size());
      for (const auto& [form, lemmas] : entries_of(*exceptions)) {
        for (const PackedValue& lemma : items_of(lemmas)) table.exceptions[text_of(form)].push_back(text_of(lemma));
      }
    }
    if (words != nullptr) {
      table.words.reserve(items_of(*words).size());
      for (const PackedValue& word : items_of(*words)) table.words.insert(text_of(word));
    }
  }
  if (lemmatizer.tables_.empty()) return Error{ErrorCode::Corrupt, "has no tables; install the model again", kFile};
  return lemmatizer;
}

std::string Lemmatizer::lemmatize(std::string_view text, std::string_view lower, std::string_view pos,
                                  std::string_view morph) const {
  if (pos.empty() || pos == "SPACE" || pos == "EOL" || is_base_form(pos, morph)) return std::string(lower);
  const auto table = tables_.find(pos);
  if (table == tables_.end()) return std::string(pos == "PROPN" ? text : lower);
  return apply(table->second, text, lower);
}

// Words of the dictionary go before others, and what came last before what came first.
std::string Lemmatizer::apply(const Table& table, std::string_view text, std::string_view lower) {
  std::vector<std::string> forms;
  std::string unknown;
  for (const auto& [suffix, replacement] : table.rules) {
    if (!lower.ends_with(suffix)) continue;
    std::string form(lower.substr(0, lower.size() - suffix.size()));
    form += replacement;
    if (form.empty()) continue;
    if (table.words.contains(form)) {
      forms.insert(forms.begin(), std::move(form));
    } else if (!is_all_letters(form)) {
      forms.push_back(std::move(form));
    } else if (unknown.empty()) {
      unknown = std::move(form);
    }
  }
  const auto exception = table.exceptions.find(lower);
  if (exception != table.exceptions.end()) {
    for (const std::string_view form : exception->second) {
      if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.emplace(forms.begin(), form);
    }
  }
  if (!forms.empty()) return forms.front();
  return unknown.empty() ? std::string(text) : unknown;
}

}  // namespace casus
