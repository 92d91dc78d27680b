// SPDX-License-Identifier: Apache-2.0
#include "code/stance_lexicon.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/table.h"
#include "base/table_check.h"

namespace casus {
namespace {

struct Named {
  std::string_view name;
  uint32_t value;
};

constexpr Named kEffects[] = {
    {"yes", uint32_t(Effect::Yes)},           {"likely", uint32_t(Effect::Likely)},       {"maybe", uint32_t(Effect::Maybe)},
    {"no", uint32_t(Effect::No)},             {"unlikely", uint32_t(Effect::Unlikely)},   {"maybe_not", uint32_t(Effect::MaybeNot)},
    {"open", uint32_t(Effect::Open)},         {"planned", uint32_t(Effect::Planned)},     {"same", uint32_t(Effect::Same)},
    {"claimed", uint32_t(Effect::Claimed)},   {"believed", uint32_t(Effect::Believed)},   {"suspected", uint32_t(Effect::Suspected)},
    {"predicted", uint32_t(Effect::Predicted)}, {"denied", uint32_t(Effect::Denied)},     {"doubted", uint32_t(Effect::Doubted)}};

constexpr Named kPlaces[] = {
    {"clause", kClause},       {"infinitive", kInfinitive}, {"gerund", kGerund},         {"object", kObject},         {"subject", kSubject},
    {"quote", kQuote},         {"predicate", kPredicate},   {"bare", kBare},             {"sentence", kSentence},     {"modal", kModal},
    {"adverb", kAdverb},       {"negator", kNegator},       {"determiner", kDeterminer}, {"opener", kOpener},         {"preposition", kPreposition},
    {"modifier", kModifier}, {"reported_modal", kReportedModal}};

constexpr Named kCertainties[] = {{"certain", uint32_t(Certainty::Certain)}, {"probable", uint32_t(Certainty::Probable)},
                                  {"possible", uint32_t(Certainty::Possible)}, {"unknown", uint32_t(Certainty::Unknown)}};
constexpr Named kPolarities[] = {{"positive", uint32_t(Polarity::Positive)}, {"negative", uint32_t(Polarity::Negative)}, {"unknown", uint32_t(Polarity::Unknown)}};

constexpr std::string_view kKinds[] = {"say", "accuse", "deny", "doubt", "believe", "predict", "intend", "demand", "ask", "promise", "threaten", "judge"};

template <size_t size>
std::optional<uint32_t> value_of(const Named (&names)[size], std::string_view name) {
  for (const Named& named : names) {
    if (named.name == name) return named.value;
  }
  return std::nullopt;
}

template <size_t size>
Result<uint32_t> read_name(const Named (&names)[size], const std::string& cell, const char* column, const std::string& where) {
  if (auto value = value_of(names, cell)) return *value;
  std::string known;
  for (const Named& named : names) known += (known.empty() ? "" : ", ") + std::string(named.name);
  return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no value of column {}; write one of {}", cell, column, known), where};
}

// What is no grammatical place is a preposition.
void read_places(Operator& entry, const std::string& cell) {
  for (std::string& item : split_cell(cell)) {
    if (auto place = value_of(kPlaces, item)) entry.places |= *place;
    else entry.prepositions.push_back(std::move(item));
  }
}

// Entries of words that are written alike, one for each alternative; `last` says that the last word is the one to look up by.
template <typename Map, typename Entry>
void add_entries(Map& map, const Entry& entry, const std::string& cell, bool last) {
  for (const std::string& alternative : split_cell(cell)) {
    Entry own = entry;
    own.words = split_cell(alternative, ' ');
    if (last) std::reverse(own.words.begin(), own.words.end());
    std::string key = own.words.front();
    auto& entries = map[key];
    // More words beat fewer; otherwise the order of the table stands.
    auto place = std::find_if(entries.begin(), entries.end(), [&](const Entry& other) { return other.words.size() < own.words.size(); });
    entries.insert(place, std::move(own));
  }
}

template <typename Map>
auto find_in(const Map& map, std::string_view key) -> const typename Map::mapped_type* {
  auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

const std::vector<std::string> kCueColumns = {"words", "content", "kind", "certainty", "polarity", "affirmed", "negated"};
const std::vector<std::string> kOperatorColumns = {"words", "place", "affirmed", "negated"};
const std::vector<std::string> kPriorColumns = {"operator", "word", "certainty", "polarity"};
constexpr const char* kCueFiles[] = {"cues/verbs.tsv", "cues/nouns.tsv", "cues/adjectives.tsv", "cues/phrases.tsv", "cues/own_voice.tsv"};
constexpr const char* kOperatorFiles[] = {"factuality/verbs.tsv", "factuality/nouns.tsv", "factuality/adjectives.tsv", "factuality/words.tsv"};
constexpr const char* kPriorFile = "factuality/priors.tsv";

Result<CueEntry> read_cue(const TableRow& row) {
  CueEntry entry;
  entry.where = row.where;
  read_places(entry, row.cells[1]);
  entry.kind = row.cells[2];
  if (std::find(std::begin(kKinds), std::end(kKinds), entry.kind) == std::end(kKinds)) {
    return Error{ErrorCode::Invalid, fmt::format("\"{}\" is no kind of cue; write one of {}", entry.kind, fmt::join(kKinds, ", ")), row.where};
  }
  TRY_ASSIGN(uint32_t certainty, read_name(kCertainties, row.cells[3], "certainty", row.where));
  TRY_ASSIGN(uint32_t polarity, read_name(kPolarities, row.cells[4], "polarity", row.where));
  TRY_ASSIGN(uint32_t affirmed, read_name(kEffects, row.cells[5], "affirmed", row.where));
  TRY_ASSIGN(uint32_t negated, read_name(kEffects, row.cells[6], "negated", row.where));
  entry.certainty = static_cast<Certainty>(certainty);
  entry.polarity = static_cast<Polarity>(polarity);
  entry.affirmed = static_cast<Effect>(affirmed);
  entry.negated = static_cast<Effect>(negated);
  return entry;
}

Result<Operator> read_operator(const TableRow& row) {
  Operator entry;
  entry.where = row.where;
  read_places(entry, row.cells[1]);
  TRY_ASSIGN(uint32_t affirmed, read_name(kEffects, row.cells[2], "affirmed", row.where));
  TRY_ASSIGN(uint32_t negated, read_name(kEffects, row.cells[3], "negated", row.where));
  entry.affirmed = static_cast<Effect>(affirmed);
  entry.negated = static_cast<Effect>(negated);
  return entry;
}

Result<Factuality> read_prior(const TableRow& row) {
  TRY_ASSIGN(uint32_t certainty, read_name(kCertainties, row.cells[2], "certainty", row.where));
  TRY_ASSIGN(uint32_t polarity, read_name(kPolarities, row.cells[3], "polarity", row.where));
  return Factuality{static_cast<Certainty>(certainty), static_cast<Polarity>(polarity)};
}

template <typename Read>
void check_rows(TableChecker& checker, const char* file, const std::vector<std::string>& columns, Read read) {
  for (const TableRow& row : checker.rows(file, columns)) {
    if (auto entry = read(row); !entry) checker.loader_error(entry.error());
  }
}

}  // namespace

bool Operator::governs(std::string_view preposition) const {
  return std::find(prepositions.begin(), prepositions.end(), preposition) != prepositions.end();
}

Status StanceLexicon::load_cues(const std::filesystem::path& data_folder, size_t table) {
  TRY_ASSIGN(Table rows, read_table(data_folder, kCueFiles[table], kCueColumns));
  for (const TableRow& row : rows.rows) {
    TRY_ASSIGN(CueEntry entry, read_cue(row));
    add_entries(cues_[table], entry, row.cells[0], false);
  }
  return ok();
}

Status StanceLexicon::load_operators(const std::filesystem::path& data_folder, size_t table) {
  TRY_ASSIGN(Table rows, read_table(data_folder, kOperatorFiles[table], kOperatorColumns));
  for (const TableRow& row : rows.rows) {
    TRY_ASSIGN(Operator entry, read_operator(row));
    add_entries(operators_[table], entry, row.cells[0], table == 3);
  }
  return ok();
}

Status StanceLexicon::load_priors(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table rows, read_table(data_folder, kPriorFile, kPriorColumns));
  for (const TableRow& row : rows.rows) {
    TRY_ASSIGN(Factuality prior, read_prior(row));
    priors_[row.cells[0]][row.cells[1]] = prior;
  }
  return ok();
}

Status StanceLexicon::load_lists(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table rows, read_table(data_folder, "cues/lists.tsv", {"list", "words"}));
  for (const TableRow& row : rows.rows) {
    for (std::string& word : split_cell(row.cells[1])) lists_[row.cells[0]][std::move(word)] = true;
  }
  return ok();
}

void StanceLexicon::check(TableChecker& checker) {
  for (const char* file : kCueFiles) check_rows(checker, file, kCueColumns, read_cue);
  for (const char* file : kOperatorFiles) check_rows(checker, file, kOperatorColumns, read_operator);
  check_rows(checker, kPriorFile, kPriorColumns, read_prior);
}

Result<StanceLexicon> StanceLexicon::load(const std::filesystem::path& data_folder) {
  StanceLexicon lexicon;
  for (size_t table = 0; table < std::size(kCueFiles); ++table) TRY(lexicon.load_cues(data_folder, table));
  for (size_t table = 0; table < std::size(kOperatorFiles); ++table) TRY(lexicon.load_operators(data_folder, table));
  TRY(lexicon.load_priors(data_folder));
  TRY(lexicon.load_lists(data_folder));
  return lexicon;
}

const std::vector<CueEntry>* StanceLexicon::cues(WordClass word_class, std::string_view lemma) const {
  return find_in(cues_[static_cast<size_t>(word_class)], lemma);
}
const std::vector<Operator>* StanceLexicon::operators(WordClass word_class, std::string_view lemma) const {
  return find_in(operators_[static_cast<size_t>(word_class)], lemma);
}
const std::vector<Operator>* StanceLexicon::words(std::string_view lemma) const { return find_in(operators_[3], lemma); }
const std::vector<CueEntry>* StanceLexicon::phrases(std::string_view lemma) const { return find_in(cues_[3], lemma); }
const std::vector<CueEntry>* StanceLexicon::own_voice(std::string_view lemma) const { return find_in(cues_[4], lemma); }

const Factuality* StanceLexicon::prior(std::string_view operator_name, std::string_view lemma) const {
  const auto* words = find_in(priors_, operator_name);
  if (!words) return nullptr;
  const Factuality* found = find_in(*words, lemma);
  return found ? found : find_in(*words, std::string_view());
}

bool StanceLexicon::in_list(std::string_view list, std::string_view lemma) const {
  const auto* words = find_in(lists_, list);
  return words && words->find(lemma) != words->end();
}

}  // namespace casus
