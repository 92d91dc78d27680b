// SPDX-License-Identifier: Apache-2.0
#include "code/contexts.h"

#include <algorithm>
#include <array>

#include "base/table.h"

namespace casus {
namespace {

// Lower case where the word is ASCII; other words are in no table.
std::string_view lower_ascii(std::string_view word, std::array<char, 48>& buffer) {
  if (word.size() > buffer.size()) return {};
  for (size_t i = 0; i < word.size(); ++i) buffer[i] = word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] + 32) : word[i];
  return {buffer.data(), word.size()};
}

}  // namespace

Result<ContextCues> ContextCues::load(const std::filesystem::path& data_folder) {
  ContextCues cues;
  TRY_ASSIGN(Table table, read_table(data_folder, "contexts/cues.tsv", {"context", "words", "source"}));
  for (const TableRow& row : table.rows) {
    for (const std::string& phrase : split_cell(row.cells[1])) {
      std::string spaced = phrase;
      // The tokenizer parts hyphens.
      for (size_t at = 0; (at = spaced.find('-', at)) != std::string::npos; at += 3) spaced.replace(at, 1, " - ");
      std::vector<std::string> words = split_cell(spaced, ' ');
      if (words.empty()) return Error{ErrorCode::Invalid, "empty cue; remove the bar", row.where};
      Cue cue{{words.begin() + 1, words.end()}, row.cells[0]};
      cues.cues_[words.front()].push_back(std::move(cue));
    }
  }
  return cues;
}

std::vector<std::string_view> ContextCues::contexts_of(const Parse& parse, const Sentence& sentence) const {
  std::vector<std::string_view> found;
  std::array<char, 48> buffer;
  for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
    auto cues = cues_.find(lower_ascii(parse.tokens[i].lemma, buffer));
    if (cues == cues_.end()) continue;
    for (const Cue& cue : cues->second) {
      if (i + cue.rest.size() >= sentence.end_token && !cue.rest.empty()) continue;
      bool fits = true;
      for (size_t k = 0; k < cue.rest.size() && fits; ++k) fits = lower_ascii(parse.tokens[i + 1 + k].lemma, buffer) == cue.rest[k];
      if (fits && std::find(found.begin(), found.end(), cue.context) == found.end()) found.push_back(cue.context);
    }
  }
  return found;
}

void ContextCues::add_contexts(const Parse& parse, std::vector<Event>& events) const {
  uint32_t known = 0;
  bool read = false;
  std::vector<std::string_view> found;
  for (Event& event : events) {
    if (!read || event.sentence != known) found = contexts_of(parse, parse.sentences[event.sentence]);
    known = event.sentence;
    read = true;
    for (std::string_view context : found) {
      if (std::find(event.contexts.begin(), event.contexts.end(), context) == event.contexts.end()) event.contexts.emplace_back(context);
    }
  }
}

}  // namespace casus
