// SPDX-License-Identifier: Apache-2.0
// Questions in words ("Will Russia intensify the conflict for Central Asia?") as something that forecasts can answer, or the reason why not (docs/forecast.md).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "casus/analysis.h"
#include "casus/result.h"

namespace casus {

// A state or a named organisation. Event data know it by its code, or by its name.
struct QuestionParty {
  std::string name;  // "Russia", "Hamas"
  std::string code;  // ISO 3166-1 alpha-3 or PLOVER's; empty for those that are of no country
  bool is_state = false;
};

// One side: a party, or several that count as one (the states of a region, allies).
struct QuestionSide {
  std::string name;  // "Central Asia"
  std::vector<QuestionParty> parties;
};

// Two sides (against each other), one side twice (inside it), or one (everything that it has a part in).
struct QuestionUnit {
  enum class Kind { Between, Inside, Involving } kind = Kind::Between;
  QuestionSide first, second;  // the second of Between only
};

enum class QuestionChange { Rise, Surge, Fall };

// Why a question is not answered as it stands; the names of the codes are stable (fault_name).
enum class QuestionFault {
  None,
  NotQuestion,   // says nothing with a question mark
  Several,       // more than one question
  Open,          // who, when, how many
  Opinion,       // should
  NotFuture,     // what is or was
  NotServed,     // of something else than material conflict
  Conditional,
  Negated,
  Number,        // whether a figure is reached
  NoActor,
  UnknownActor,  // a name that is in no table
  NoChange,      // no deed at all
  Change,        // begin, end, go on: no rise or fall
  Horizon,       // too near, too far, or two
  PastHorizon    // over before the as-of day
};

std::string_view fault_name(QuestionFault fault);
std::string_view change_name(QuestionChange change);

// How one part of a question was read.
struct QuestionPart {
  std::string part;   // actors, region, place, change, horizon, as_of, note
  std::string words;
};

struct AskedQuestion {
  std::string text;
  Date as_of;
  QuestionFault fault = QuestionFault::None;
  std::string why;      // one sentence, if there is a fault
  std::string instead;  // a question that could be answered; may be empty
  std::vector<QuestionUnit> units;  // what was found, also where there is a fault; several if more than two stand against one another
  QuestionChange change = QuestionChange::Rise;
  int weeks = 4;        // 1, 2, 4 or 12
  std::vector<QuestionPart> reading;  // for people, part by part; empty if there is a fault
  bool is_read() const { return fault == QuestionFault::None; }
};

// "RUS|KAZ+KGZ", "SDN|SDN", "IRN": states by code, others by name.
std::string unit_text(const QuestionUnit& unit);

// The document to be analysed for a question: published on the as-of day; a headline's capitals are left to Engine, which recases them.
Document question_document(std::string_view question, Date as_of);

// Immutable once loaded; any number of threads may share it.
class QuestionReader {
 public:
  // Reads data/questions, data/places/regions.tsv and the names of countries.
  static Result<QuestionReader> load(const std::filesystem::path& data, const std::filesystem::path& knowledge);
  QuestionReader(QuestionReader&&) noexcept;
  ~QuestionReader();
  // `analysis` is Engine's of question_document(question, as_of).
  AskedQuestion read(const Analysis& analysis, std::string_view question, Date as_of) const;

 private:
  struct Tables;
  explicit QuestionReader(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

}  // namespace casus
