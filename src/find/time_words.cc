// SPDX-License-Identifier: Apache-2.0
#include "find/time_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Atoms inside one phrase may not stand on both sides of a blank line.
bool follows(const std::vector<TimeAtom>& atoms, size_t at) { return at < atoms.size() && !atoms[at].after_break; }

std::string half_of(long whole) { return fmt::format("{}.5", whole); }

// "12-25" -> "XXXX-12-25"; "easter-2" -> "XXXX-easter-2"; "nth 05 1 -1" -> "XXXX-nth:05:1:-1"; a full date stays.
std::string holiday_value(std::string day) {
  if (day.size() == 10 && all_digits(std::string_view(day).substr(0, 4))) return day;
  std::replace(day.begin(), day.end(), ' ', ':');
  return "XXXX-" + day;
}

std::optional<std::string> clock_value(const std::string& text) {
  int parts[3] = {-1, -1, -1};
  const char* at = text.data();
  const char* end = at + text.size();
  int count = 0;
  while (at < end && count < 3) {
    auto [next, error] = std::from_chars(at, end, parts[count]);
    if (error != std::errc{} || next - at > 2) return std::nullopt;
    ++count;
    at = next;
    if (at == end) break;
    if (*at != ':') return std::nullopt;
    ++at;
  }
  bool minutes_padded = text.size() >= 3 && text[text.size() - 3] == ':';
  if (at != end || count < 2 || !minutes_padded || parts[0] > 24 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return count == 2 ? fmt::format("{:02}:{:02}", parts[0], parts[1])
                    : fmt::format("{:02}:{:02}:{:02}", parts[0], parts[1], parts[2]);
}

// Three numbers parted by slashes, or by full stops in one token: the order is day, month, year unless that cannot be.
std::optional<std::string> numeric_date(int first, int second, int year) {
  if (year < 100) year += year < 50 ? 2000 : 1900;
  if (year < 1000 || year > 2100) return std::nullopt;
  int day = first, month = second;
  if (month > 12) std::swap(day, month);
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::optional<TimeReading> read_numeric_date(const std::vector<TimeAtom>& atoms, size_t at) {
  if (at + 4 < atoms.size() && atoms[at].number >= 0 && atoms[at + 1].text == "/" && atoms[at + 2].number >= 0 &&
      atoms[at + 3].text == "/" && atoms[at + 4].number >= 0 && atoms[at + 4].glued && atoms[at + 1].glued) {
    auto date = numeric_date(atoms[at].number, atoms[at + 2].number, atoms[at + 4].number);
    if (date) return TimeReading{at + 5, *date};
  }
  std::vector<std::string> parts = split_cell(atoms[at].text, '.');
  if (parts.size() == 3 && all_digits(parts[0]) && all_digits(parts[1]) && all_digits(parts[2]) &&
      parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2) {
    auto date = numeric_date(std::stoi(parts[0]), std::stoi(parts[1]), std::stoi(parts[2]));
    if (date) return TimeReading{at + 1, *date};
  }
  return std::nullopt;
}

constexpr const char* kShapes[] = {"day",     "day2",   "dayth",     "year4",         "int",         "int3",
                                   "two",     "number", "ordinal",   "clock",         "hour",        "decade4",
                                   "decade2", "round",  "slashdate", "quarter_digit", "decade_word", "year2"};

}  // namespace

Result<TimeWords> TimeWords::load(const std::filesystem::path& data_folder) {
  TimeWords words;
  for (const char* shape : kShapes) words.classes_[shape] = true;
  TRY(words.add_words(data_folder));
  TRY(words.add_numbers(data_folder));
  TRY(words.add_holidays(data_folder));
  return words;
}

Status TimeWords::add_words(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "times/words.tsv", {"class", "words", "value", "spelling"}));
  for (const TableRow& row : table.rows) {
    const std::string& spelling = row.cells[3];
    if (spelling != "any" && spelling != "capital" && spelling != "abbreviation") {
      return Error{ErrorCode::Invalid, "spelling must be any, capital or abbreviation, not " + spelling, row.where};
    }
    for (const std::string& phrase : split_cell(row.cells[1])) {
      add_entry(row.cells[0], phrase, row.cells[2],
                spelling == "any"       ? Spelling::Any
                : spelling == "capital" ? Spelling::Capital
                                        : Spelling::Abbreviation);
    }
  }
  return ok();
}

Status TimeWords::add_numbers(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "times/numbers.tsv", {"word", "kind", "value"}));
  for (const TableRow& row : table.rows) {
    if (!all_digits(row.cells[2]) || row.cells[2].size() > 12) {
      return Error{ErrorCode::Invalid, "the value must be a whole number, not " + row.cells[2], row.where};
    }
    numbers_[row.cells[0]] = {row.cells[1], std::stol(row.cells[2])};
  }
  return ok();
}

Status TimeWords::add_holidays(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_table(data_folder, "times/holidays.tsv", {"words", "day", "source"}));
  for (const TableRow& row : table.rows) {
    for (const std::string& phrase : split_cell(row.cells[0])) {
      add_entry("holiday", phrase, holiday_value(row.cells[1]), Spelling::Capital);
    }
  }
  return ok();
}

void TimeWords::add_entry(std::string class_name, std::string_view phrase, std::string value, Spelling spelling) {
  Entry entry{std::move(class_name), split_cell(phrase, ' '), std::move(value), spelling};
  if (entry.words.empty()) return;
  classes_[entry.class_name] = false;
  std::string first = entry.words.front();
  entries_[first].push_back(std::move(entry));
}

void TimeWords::look_up(const TimeAtom& atom) const {
  if (atom.looked_up) return;
  atom.looked_up = true;
  bool digit = !atom.text.empty() && atom.text.front() >= '0' && atom.text.front() <= '9';
  atom.numeric = digit || numbers_.contains(atom.text);
  auto found = entries_.find(atom.text);
  if (found != entries_.end()) atom.entries = &found->second;
}

void TimeWords::read(const std::string& name, bool is_shape, const std::vector<TimeAtom>& atoms, size_t at,
                     std::vector<TimeReading>& out) const {
  const TimeAtom& atom = atoms[at];
  look_up(atom);
  if (is_shape) {
    if (!atom.numeric && !atom.entries) return;
    if (auto reading = read_shape(name, atoms, at)) out.push_back(std::move(*reading));
    return;
  }
  if (!atom.entries) return;
  for (const Entry& entry : *static_cast<const std::vector<Entry>*>(atom.entries)) {
    if (entry.class_name != name) continue;
    if (auto reading = read_entry(entry, atoms, at)) out.push_back(std::move(*reading));
  }
}

bool TimeWords::is_shape(const std::string& name) const {
  auto known = classes_.find(name);
  return known != classes_.end() && known->second;
}

bool TimeWords::can_begin(const TimeAtom& atom) const {
  look_up(atom);
  return atom.numeric || atom.entries;
}

std::optional<TimeReading> TimeWords::read_entry(const Entry& entry, const std::vector<TimeAtom>& atoms,
                                                 size_t at) const {
  size_t end = at + entry.words.size();
  if (end > atoms.size()) return std::nullopt;
  for (size_t i = 0; i < entry.words.size(); ++i) {
    if (atoms[at + i].text != entry.words[i] || (i > 0 && atoms[at + i].after_break)) return std::nullopt;
  }
  if (entry.spelling != Spelling::Any && !atoms[at].capital && atoms[at].number < 0) return std::nullopt;
  // The full stop of "Tues. 30 June" belongs to the abbreviation only where the sentence goes on.
  if (entry.spelling == Spelling::Abbreviation && end + 1 < atoms.size() && atoms[end].text == "." &&
      atoms[end].glued && !atoms[end + 1].after_break && (atoms[end + 1].number >= 0 || !atoms[end + 1].capital)) {
    ++end;
  }
  return TimeReading{end, entry.value};
}

const TimeWords::NumberWord* TimeWords::number_word(const std::vector<TimeAtom>& atoms, size_t at) const {
  if (at >= atoms.size()) return nullptr;
  auto found = numbers_.find(atoms[at].text);
  return found == numbers_.end() ? nullptr : &found->second;
}

std::optional<TimeReading> TimeWords::read_cardinal_words(const std::vector<TimeAtom>& atoms, size_t at) const {
  long total = 0, current = 0;
  size_t end = at;
  for (size_t i = at; i < atoms.size() && i < at + 12; ++i) {
    bool joins = end > at && (atoms[i].text == "-" || (atoms[i].text == "and" && current >= 100));
    if (joins && follows(atoms, i + 1)) {
      const NumberWord* next = number_word(atoms, i + 1);
      if (next == nullptr || next->kind != "cardinal" || current % 10 != 0) break;
      continue;
    }
    const NumberWord* word = number_word(atoms, i);
    bool fits = word != nullptr && (i == at || follows(atoms, i)) &&
                (word->kind == "scale" || (word->kind == "cardinal" &&
                                           (end == at || (current % 10 == 0 && word->value < 10) || current >= 100)));
    if (!fits) break;
    if (word->kind == "cardinal") {
      current += word->value;
    } else if (word->value >= 1000) {
      total += (current == 0 ? 1 : current) * word->value;
      current = 0;
    } else {
      current = (current == 0 ? 1 : current) * word->value;
    }
    end = i + 1;
  }
  if (end == at) return std::nullopt;
  return TimeReading{end, std::to_string(total + current)};
}

std::optional<TimeReading> TimeWords::read_number(const std::vector<TimeAtom>& atoms, size_t at) const {
  TimeReading reading;
  std::string digits = atoms[at].text;
  std::erase(digits, ',');
  if (all_digits(digits) && digits.size() < 10) {
    reading = {at + 1, digits};
    bool fraction =
        at + 3 < atoms.size() && atoms[at + 1].number > 0 && atoms[at + 2].text == "/" && atoms[at + 3].number == 2;
    if (fraction && atoms[at + 1].number == 1) reading = {at + 4, half_of(std::stol(digits))};
  } else if (digits.find('.') != std::string::npos && all_digits(digits.substr(0, digits.find('.'))) &&
             all_digits(digits.substr(digits.find('.') + 1)) && digits.size() < 10) {
    return TimeReading{at + 1, digits};
  } else if (auto words = read_cardinal_words(atoms, at)) {
    reading = *words;
  } else {
    return std::nullopt;
  }
  size_t end = reading.end;
  if (end + 1 < atoms.size() && atoms[end].text == "and" && reading.value.find('.') == std::string::npos) {
    size_t half = atoms[end + 1].text == "a" ? end + 2 : end + 1;
    if (half < atoms.size() && atoms[half].text == "half")
      return TimeReading{half + 1, half_of(std::stol(reading.value))};
  }
  return reading;
}

std::optional<TimeReading> TimeWords::read_ordinal(const std::vector<TimeAtom>& atoms, size_t at) const {
  const std::string& text = atoms[at].text;
  if (text.size() > 2 && text.size() < 7 && all_digits(std::string_view(text).substr(0, text.size() - 2))) {
    std::string_view ending = std::string_view(text).substr(text.size() - 2);
    if (ending == "st" || ending == "nd" || ending == "rd" || ending == "th")
      return TimeReading{at + 1, text.substr(0, text.size() - 2)};
    return std::nullopt;
  }
  const NumberWord* word = number_word(atoms, at);
  if (word == nullptr) return std::nullopt;
  if (word->kind == "ordinal") return TimeReading{at + 1, std::to_string(word->value)};
  size_t next = at + 1 < atoms.size() && atoms[at + 1].text == "-" ? at + 2 : at + 1;
  const NumberWord* last = number_word(atoms, next);
  bool tens = word->kind == "cardinal" && word->value >= 20 && word->value % 10 == 0;
  if (!tens || last == nullptr || last->kind != "ordinal" || last->value > 9) return std::nullopt;
  return TimeReading{next + 1, std::to_string(word->value + last->value)};
}

std::optional<TimeReading> TimeWords::read_shape(const std::string& name, const std::vector<TimeAtom>& atoms,
                                                 size_t at) const {
  const TimeAtom& atom = atoms[at];
  const std::string& text = atom.text;
  const size_t size = text.size();
  auto one = [&](std::string value) { return TimeReading{at + 1, std::move(value)}; };
  if (name == "number") return read_number(atoms, at);
  if (name == "ordinal") return read_ordinal(atoms, at);
  if (name == "slashdate") return read_numeric_date(atoms, at);
  if (name == "clock") {
    if (size < 4 || text.find(':') == std::string::npos) return std::nullopt;
    auto clock = clock_value(text);
    return clock ? std::optional(one(*clock)) : std::nullopt;
  }
  if (name == "dayth") {
    auto ordinal = read_ordinal(atoms, at);
    if (!ordinal || ordinal->value.size() > 2 || std::stoi(ordinal->value) < 1 || std::stoi(ordinal->value) > 31)
      return std::nullopt;
    return TimeReading{ordinal->end, fmt::format("{:0>2}", ordinal->value)};
  }
  if (name == "decade_word") {
    const NumberWord* word = number_word(atoms, at);
    return word != nullptr && word->kind == "decade" ? std::optional(one(std::to_string(word->value))) : std::nullopt;
  }
  if (name == "year2") {
    const NumberWord* word = number_word(atoms, at);
    bool century = word != nullptr && word->kind == "cardinal" && word->value >= 15 && word->value <= 20;
    return century ? std::optional(one(std::to_string(word->value))) : std::nullopt;
  }
  if ((name == "decade4" && size == 5) || (name == "decade2" && size == 3)) {
    bool fits = text.back() == 's' && text[size - 2] == '0' && all_digits(std::string_view(text).substr(0, size - 1));
    return fits ? std::optional(one(text.substr(0, size - 2))) : std::nullopt;
  }
  if (atom.number < 0) return std::nullopt;
  const int number = atom.number;
  bool fits = (name == "day" && size <= 2 && number >= 1 && number <= 31) ||
              (name == "day2" && size == 2 && number >= 1 && number <= 31) ||
              (name == "year4" && size == 4 && number >= 1000 && number <= 2100) ||
              (name == "int" && size <= 4 && number > 0) || (name == "int3" && size == 3 && number >= 100) ||
              (name == "two" && size == 2) || (name == "hour" && size <= 2 && number <= 24) ||
              (name == "round" && size == 4 && number >= 1000 && number <= 2100 && number % 10 == 0) ||
              (name == "quarter_digit" && size == 1 && number >= 1 && number <= 4);
  if (!fits) return std::nullopt;
  if (name == "day" || name == "hour") return one(fmt::format("{:02}", number));
  if (name == "round") return one(text.substr(0, 3));
  return one(text);
}

}  // namespace casus
