// SPDX-License-Identifier: Apache-2.0
// Joins what is read of a question: its form, the change, the parties, the horizon.
#include <algorithm>

#include "base/utf8.h"
#include "casus/question.h"
#include "question/horizon.h"
#include "question/parties.h"
#include "question/question_tables.h"
#include "question/question_text.h"
#include "question/wording.h"

namespace casus {
namespace {

// Share of the words of four letters or more, the first aside, with a capital, from which on a question is a headline.
constexpr double kHeadlineShare = 0.8;
constexpr int kLeastHeadlineWords = 3;

std::string one_line(std::string_view text) {
  std::string line;
  for (char c : text) {
    bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!is_blank) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_headline(std::string_view line) {
  int words = 0, capitals = 0;
  bool is_first = true;
  for (size_t start = 0; start < line.size();) {
    size_t end = std::min(line.find(' ', start), line.size());
    std::string_view word = line.substr(start, end - start);
    if (!is_first && word.size() >= 4) {
      ++words;
      capitals += is_upper(word[0]) && is_lower(word[1]);
    }
    is_first = false;
    start = end + 1;
  }
  return words >= kLeastHeadlineWords && capitals >= kHeadlineShare * words;
}

std::string words_of(const Analysis& analysis, const std::optional<PhraseList::Match>& match) {
  if (!match) return "";
  const auto& tokens = analysis.parse.tokens;
  return to_lower(analysis.document.slice({tokens[match->first].span.start, tokens[match->end - 1].span.end}));
}

std::optional<QuestionChange> change_of(const AskedChange& asked) {
  if (!asked.change) return std::nullopt;
  switch (asked.direction) {
    case ChangeDirection::Rise:
      return QuestionChange::Rise;
    case ChangeDirection::Surge:
      return QuestionChange::Surge;
    case ChangeDirection::Fall:
      return QuestionChange::Fall;
    default:
      return std::nullopt;
  }
}

// A verb that no table has: some deed, though not one that is forecast.
bool names_a_deed(const Analysis& analysis, const Wording& wording) {
  const auto& tokens = analysis.parse.tokens;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (!wording.is_known[i] && tokens[i].tag.starts_with("VB")) return true;
  }
  return false;
}

void refuse(AskedQuestion& question, QuestionFault fault, std::string words = "") {
  if (question.fault != QuestionFault::None) return;
  question.fault = fault;
  question.why = fault_text(fault, words);
}

}  // namespace

struct QuestionReader::Tables : QuestionTables {};

QuestionReader::QuestionReader(std::unique_ptr<Tables> tables) : tables_(std::move(tables)) {}
QuestionReader::QuestionReader(QuestionReader&&) noexcept = default;
QuestionReader::~QuestionReader() = default;

Result<QuestionReader> QuestionReader::load(const std::filesystem::path& data, const std::filesystem::path& knowledge) {
  TRY_ASSIGN(QuestionTables tables, QuestionTables::load(data, knowledge));
  return QuestionReader(std::make_unique<Tables>(Tables{std::move(tables)}));
}

Document question_document(std::string_view question, Date as_of) {
  Document document;
  document.published = to_iso(as_of);
  document.language = "en";
  document.text = one_line(question);
  if (is_headline(document.text)) {
    for (char& c : document.text) c = is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  } else if (document.text.starts_with("Will ")) {
    document.text[0] = 'w';  // else a name to the recognizer ("Will Egypt")
  }
  return document;
}

AskedQuestion QuestionReader::read(const Analysis& analysis, std::string_view text, Date as_of) const {
  const QuestionTables& tables = *tables_;
  AskedQuestion question;
  question.text = one_line(text);
  question.as_of = as_of;
  Wording wording(analysis, tables);
  refuse(question, fault_of_form(wording, tables, question.text));
  if (question.fault == QuestionFault::Several) return question;
  if (question.fault == QuestionFault::NotQuestion) {  // "Peru, Bolivia" may mean one
    question.units = find_parties(analysis, wording, tables, nullptr).units;
    question.instead = question_instead(question);
    return question;
  }

  AskedChange asked = find_change(wording, tables);
  const KindRow* kind = asked.kind ? &tables.kinds[asked.kind->row] : nullptr;
  AskedParties parties = find_parties(analysis, wording, tables, kind);
  AskedHorizon horizon = find_horizon(analysis, wording, tables, as_of);
  std::optional<QuestionChange> change = change_of(asked);
  bool speaks_of_conflict = asked.change && tables.changes[asked.change->row].speaks_of_conflict;
  question.units = std::move(parties.units);
  question.weeks = horizon.fault == QuestionFault::PastHorizon ? 4 : horizon.weeks;
  question.change = change.value_or(QuestionChange::Rise);

  if (asked.has_two || parties.asks_which) refuse(question, QuestionFault::Several);
  if (kind && !kind->is_conflict()) refuse(question, QuestionFault::NotServed, kind->kind);
  refuse(question, fault_of_limits(wording, analysis, tables));
  // "Will Russia intensify its reforms?"
  if (change && !kind && !parties.things.empty()) refuse(question, QuestionFault::NotServed, "\"" + parties.things.front() + "\"");
  if (!change && (asked.change || kind || names_a_deed(analysis, wording))) refuse(question, QuestionFault::Change, words_of(analysis, asked.change));
  if (!change || (!kind && !speaks_of_conflict)) refuse(question, QuestionFault::NoChange);
  if (!parties.unknown.empty()) refuse(question, QuestionFault::UnknownActor, parties.unknown.front());
  if (question.units.empty()) refuse(question, QuestionFault::NoActor);
  if (horizon.fault != QuestionFault::None && question.is_read()) {
    question.fault = horizon.fault;
    question.why = horizon.why;
  }
  if (!question.is_read()) {
    if (question.fault != QuestionFault::Several && question.fault != QuestionFault::UnknownActor) question.instead = question_instead(question);
    return question;
  }
  bool is_short_surge = question.change == QuestionChange::Surge && question.weeks < 4;
  if (is_short_surge) question.change = QuestionChange::Rise;  // a surge is forecast over 4 and 12 weeks only
  question.reading = reading_of(question, words_of(analysis, asked.change), words_of(analysis, asked.kind), horizon, parties);
  if (is_short_surge) question.reading.push_back({"note", "a surge is forecast over 4 and 12 weeks only; over fewer weeks, a rise"});
  return question;
}

}  // namespace casus
