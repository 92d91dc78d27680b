// SPDX-License-Identifier: Apache-2.0
#include "find/time_grammar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/table_check.h"
#include "find/time_conditions.h"

namespace casus {
namespace {

std::optional<TimexType> type_of(const std::string& name) {
  if (name == "DATE") return TimexType::Date;
  if (name == "TIME") return TimexType::Time;
  if (name == "DURATION") return TimexType::Duration;
  if (name == "SET") return TimexType::Set;
  return std::nullopt;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// Names of the {fields} of a value: "{monthday@year4<4}" uses monthday and year4.
std::vector<std::string> fields_of(const std::string& value) {
  std::vector<std::string> names;
  for (size_t open = value.find('{'); open != std::string::npos; open = value.find('{', open + 1)) {
    std::string field = value.substr(open + 1, value.find('}', open) - open - 1);
    size_t at = field.find('@');
    names.push_back(field.substr(0, std::min(at, field.find_first_of("+-:<"))));
    if (at != std::string::npos) names.push_back(field.substr(at + 1, field.find_first_of("+-:<", at) - at - 1));
  }
  return names;
}

}  // namespace

Result<TimeGrammar> TimeGrammar::load(const std::filesystem::path& data_folder) {
  TimeGrammar grammar;
  TRY_ASSIGN(grammar.words_, TimeWords::load(data_folder));
  TRY(grammar.add_patterns(data_folder));
  TRY_ASSIGN(grammar.lists_, TimeLists::load(data_folder));
  grammar.index();
  return grammar;
}

Status TimeGrammar::add_patterns(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table,
             read_table(data_folder, "times/patterns.tsv", {"name", "type", "pattern", "value", "condition"}));
  for (const TableRow& row : table.rows) {
    TRY_ASSIGN(Rule rule, read_rule(row.cells, row.where));
    by_name_[rule.name].push_back(rules_.size());
    rules_.push_back(std::move(rule));
  }
  for (size_t i = 0; i < rules_.size(); ++i) TRY(check(rules_[i], table.rows[i].where));
  return ok();
}

void TimeGrammar::check_patterns(TableChecker& checker) {
  TimeGrammar grammar;
  auto words = TimeWords::load(checker.data());
  if (words) grammar.words_ = std::move(*words);
  std::vector<TableRow> rows = checker.rows("times/patterns.tsv", {"name", "type", "pattern", "value", "condition"}, false);
  for (const TableRow& row : rows) grammar.by_name_[row.cells[0]];
  for (const TableRow& row : rows) {
    auto rule = grammar.read_rule(row.cells, row.where);
    Status status = !rule ? rule.error() : words ? grammar.check(*rule, row.where) : ok();
    if (!status) checker.loader_error(status.error());
  }
}

Result<TimeGrammar::Rule> TimeGrammar::read_rule(const std::vector<std::string>& cells,
                                                 const std::string& where) const {
  Rule rule{cells[0], type_of(cells[1]), {}, {}, cells[4]};
  if (!rule.type && !cells[1].empty()) {
    return Error{ErrorCode::Invalid, "the type must be DATE, TIME, DURATION, SET or -, not " + cells[1], where};
  }
  std::unordered_map<std::string, int> uses;
  size_t extents = 0;
  for (std::string item : split_cell(cells[2], ' ')) {
    Element element;
    if (item == "[" || item == "]") {
      element.kind = item == "[" ? Element::Kind::Open : Element::Kind::Close;
      extents += item == "[";
    } else {
      if (item.front() == '~') {
        element.glued = true;
        item.erase(0, 1);
      }
      if (item.size() > 1 && item.back() == '?') {
        element.optional = true;
        item.pop_back();
      }
      if (item.size() > 2 && item.front() == '<' && item.back() == '>') {
        element.kind = Element::Kind::Capture;
        element.symbol = item.substr(1, item.size() - 2);
        int use = ++uses[element.symbol];
        element.capture = use == 1 ? element.symbol : fmt::format("{}{}", element.symbol, use);
      } else {
        element.words = split_cell(item);
      }
    }
    rule.elements.push_back(std::move(element));
  }
  for (std::string& value : split_cell(cells[3], ';')) rule.values.push_back(trimmed(std::move(value)));
  if (rule.values.empty()) rule.values.emplace_back();
  if (rule.values.size() != std::max<size_t>(1, extents)) {
    return Error{ErrorCode::Invalid, "needs one value for each [ ] of the pattern, separated by ;", where};
  }
  return rule;
}

Status TimeGrammar::check(const Rule& rule, const std::string& where) const {
  for (const Element& element : rule.elements) {
    if (element.kind == Element::Kind::Capture && !words_.has_class(element.symbol) &&
        !by_name_.contains(element.symbol)) {
      return Error{ErrorCode::Invalid,
                   "<" + element.symbol + "> is neither a class of words.tsv nor the name of a rule", where};
    }
  }
  for (const std::string& value : rule.values) {
    for (const std::string& field : fields_of(value)) {
      bool found = field == "XX" || std::any_of(rule.elements.begin(), rule.elements.end(),
                                                [&](const Element& element) { return element.capture == field; });
      if (!found)
        return Error{ErrorCode::Invalid, "the value uses {" + field + "}, which the pattern does not read", where};
    }
  }
  if (!rule.condition.empty() && !is_time_condition(rule.condition)) {
    return Error{ErrorCode::Invalid, "there is no condition named " + rule.condition, where};
  }
  return ok();
}

void TimeGrammar::index() {
  std::unordered_map<std::string, size_t> symbols;
  for (Rule& rule : rules_) {
    for (Element& element : rule.elements) {
      if (element.kind != Element::Kind::Capture) continue;
      element.is_class = words_.has_class(element.symbol);
      element.is_shape = words_.is_shape(element.symbol);
      element.symbol_id = symbols.try_emplace(element.symbol, symbols.size()).first->second;
      auto named = by_name_.find(element.symbol);
      if (named == by_name_.end()) continue;
      for (size_t i : named->second) {
        if (rules_[i].type) continue;
        element.named.push_back(i);
        std::vector<std::string> seen;
        collect_first_words(rules_[i], element.first_words, seen);
      }
    }
  }
  for (size_t i = 0; i < rules_.size(); ++i) {
    std::vector<std::string> seen;
    if (rules_[i].type) add_first(i, rules_[i], seen);
  }
}

void TimeGrammar::collect_first_words(const Rule& at, std::vector<std::string>& words, std::vector<std::string>& seen) const {
  for (const Element& element : at.elements) {
    if (element.kind == Element::Kind::Words) {
      words.insert(words.end(), element.words.begin(), element.words.end());
    } else if (element.kind == Element::Kind::Capture && std::find(seen.begin(), seen.end(), element.symbol) == seen.end()) {
      seen.push_back(element.symbol);
      if (auto named = by_name_.find(element.symbol); named != by_name_.end()) {
        for (size_t inner : named->second) collect_first_words(rules_[inner], words, seen);
      }
    }
    bool passes = element.optional || element.kind == Element::Kind::Open || element.kind == Element::Kind::Close;
    if (!passes) return;
  }
}

void TimeGrammar::add_first(size_t rule, const Rule& at, std::vector<std::string>& seen) {
  auto add = [rule](std::vector<size_t>& list) {
    if (list.empty() || list.back() != rule) list.push_back(rule);
  };
  for (const Element& element : at.elements) {
    if (element.kind == Element::Kind::Words) {
      for (const std::string& word : element.words) add(by_first_word_[word]);
    } else if (element.kind == Element::Kind::Capture &&
               std::find(seen.begin(), seen.end(), element.symbol) == seen.end()) {
      seen.push_back(element.symbol);
      if (words_.has_class(element.symbol)) {
        auto found = std::find_if(by_first_symbol_.begin(), by_first_symbol_.end(),
                                  [&](const FirstSymbol& entry) { return entry.symbol == element.symbol; });
        if (found == by_first_symbol_.end()) found = by_first_symbol_.insert(found, {element.symbol, words_.is_shape(element.symbol), {}});
        add(found->rules);
      }
      if (auto named = by_name_.find(element.symbol); named != by_name_.end()) {
        for (size_t inner : named->second) add_first(rule, rules_[inner], seen);
      }
    }
    bool passes = element.optional || element.kind == Element::Kind::Open || element.kind == Element::Kind::Close;
    if (!passes) return;
  }
}

const std::vector<TimeReading>& TimeGrammar::read(const Element& element, const std::vector<TimeAtom>& atoms, size_t at,
                                                  Memo& memo) const {
  for (const Memo::Entry& entry : memo.entries) {
    if (entry.at == at && entry.symbol == element.symbol_id) return entry.readings;
  }
  std::vector<TimeReading> readings;
  if (element.is_class && words_.can_begin(atoms[at])) words_.read(element.symbol, element.is_shape, atoms, at, readings);
  for (size_t i : element.named) {
    const Rule& rule = rules_[i];
    State state{&memo, {}, {}};
    match(rule, 0, atoms, at, state, [&](size_t end) {
      readings.push_back({end, fill_time_value(rule.values.front(), state.captures)});
    });
  }
  return memo.entries.emplace_back(Memo::Entry{element.symbol_id, at, std::move(readings)}).readings;
}

template <typename Accept>
void TimeGrammar::match(const Rule& rule, size_t element, const std::vector<TimeAtom>& atoms, size_t at, State& state,
                        const Accept& accept) const {
  if (element == rule.elements.size()) {
    accept(at);
    return;
  }
  const Element& now = rule.elements[element];
  if (now.kind == Element::Kind::Open) {
    state.extents.emplace_back(at, at);
    match(rule, element + 1, atoms, at, state, accept);
    state.extents.pop_back();
    return;
  }
  if (now.kind == Element::Kind::Close) {
    size_t open = state.extents.size();
    state.extents[open - 1].second = at;
    match(rule, element + 1, atoms, at, state, accept);
    return;
  }
  bool reachable = at < atoms.size() && (element == 0 || !atoms[at].after_break) && (!now.glued || atoms[at].glued);
  if (reachable && now.kind == Element::Kind::Words) {
    if (std::find(now.words.begin(), now.words.end(), atoms[at].text) != now.words.end()) {
      match(rule, element + 1, atoms, at + 1, state, accept);
    }
  } else if (reachable && (words_.can_begin(atoms[at]) ||
                           std::find(now.first_words.begin(), now.first_words.end(), atoms[at].text) != now.first_words.end())) {
    for (const TimeReading& reading : read(now, atoms, at, *state.memo)) {
      state.captures.emplace_back(&now.capture, reading.value);
      match(rule, element + 1, atoms, reading.end, state, accept);
      state.captures.pop_back();
    }
  }
  if (now.optional) match(rule, element + 1, atoms, at, state, accept);
}

std::vector<TimeMatch> TimeGrammar::matches_at(const std::vector<TimeAtom>& atoms, size_t at) const {
  std::vector<size_t> candidates;
  if (auto found = by_first_word_.find(atoms[at].text); found != by_first_word_.end()) candidates = found->second;
  if (words_.can_begin(atoms[at])) {
    std::vector<TimeReading> readings;
    for (const auto& [symbol, is_shape, rules] : by_first_symbol_) {
      readings.clear();
      words_.read(symbol, is_shape, atoms, at, readings);
      if (!readings.empty()) candidates.insert(candidates.end(), rules.begin(), rules.end());
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<TimeMatch> found;
  Memo memo;
  for (size_t i : candidates) {
    const Rule& rule = rules_[i];
    State state{&memo, {}, {}};
    match(rule, 0, atoms, at, state, [&](size_t end) {
      TimeMatch hit{at, end, *rule.type, rule.condition, {}};
      for (size_t k = 0; k < rule.values.size(); ++k) {
        auto [first, last] = state.extents.empty() ? std::pair(at, end) : state.extents[k];
        hit.extents.push_back({first, last, fill_time_value(rule.values[k], state.captures)});
      }
      found.push_back(std::move(hit));
    });
  }
  std::stable_sort(found.begin(), found.end(), [](const TimeMatch& a, const TimeMatch& b) { return a.end > b.end; });
  return found;
}

}  // namespace casus
