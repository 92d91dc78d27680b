// SPDX-License-Identifier: Apache-2.0
#include "code/dictionaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/utf8.h"

namespace casus {
namespace {

struct Line {
  std::string text, where;
  bool is_indented = false;
};

std::string trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// Lines without comments ("#", "<!-- -->", for actors also ";"); blank ones stay, they end a synset.
Result<std::vector<Line>> read_lines(const std::filesystem::path& file, std::string_view comment_marks) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Error{ErrorCode::NotFound, "cannot be opened; correct the path", file.string()};
  std::vector<Line> lines;
  std::string text;
  bool in_comment = false;
  for (size_t number = 1; std::getline(stream, text); ++number) {
    bool starts = text.starts_with("<!");
    bool ends = text.find("-->") != std::string::npos;
    if (starts || in_comment) {
      in_comment = !ends;
      continue;
    }
    // Inside brackets the mark is a code: [###].
    for (size_t at = 0, depth = 0; at < text.size(); ++at) {
      if (text[at] == '[') ++depth;
      if (text[at] == ']' && depth > 0) --depth;
      if (depth > 0 || comment_marks.find(text[at]) == std::string_view::npos) continue;
      text.erase(at);
    }
    if (find_invalid_utf8(text)) {
      for (char& c : text) c = static_cast<unsigned char>(c) < 0x80 ? c : ' ';
    }
    lines.push_back({trimmed(text), fmt::format("{}:{}", file.string(), number), !text.empty() && (text.front() == ' ' || text.front() == '\t')});
  }
  return lines;
}

// The text between the first `open` and the next `close`, or nothing.
std::optional<std::string> between(const std::string& text, char open, char close, size_t from = 0) {
  size_t start = text.find(open, from);
  if (start == std::string::npos) return std::nullopt;
  size_t end = text.find(close, start);
  if (end == std::string::npos) return std::nullopt;
  return trimmed(std::string_view(text).substr(start + 1, end - start - 1));
}

DictionaryCode read_code(const std::string& cell) {
  size_t colon = cell.find(':');
  auto clean = [](std::string code) {
    code = trimmed(code);
    if (!code.empty() && code.back() == '?') code.pop_back();
    return code;
  };
  return {clean(cell.substr(0, colon)), colon == std::string::npos ? std::string() : clean(cell.substr(colon + 1))};
}

// YYMMDD or YYYYMMDD.
std::optional<Date> read_day(std::string digits) {
  if (digits.size() == 6) digits = (digits < "300000" ? "20" : "19") + digits;
  if (digits.size() != 8) return std::nullopt;
  return parse_iso_date(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2));
}

// "HOB <950601", "HOBGOV 19950601 - 19990815", "HOBREB > 990816", "RNG".
std::optional<DatedCode> read_dated_code(const std::string& cell) {
  DatedCode dated;
  size_t code_end = cell.find_first_of(" \t<>");
  dated.code = cell.substr(0, code_end);
  std::string rest = code_end == std::string::npos ? "" : cell.substr(code_end);
  std::erase_if(rest, [](char c) { return c == ' ' || c == '\t'; });
  if (rest.empty()) return dated;
  dated.is_dated = true;
  bool open_start = rest.front() == '<', open_end = rest.front() == '>';
  std::vector<std::string> numbers(1);
  for (char c : rest) {
    if (c >= '0' && c <= '9') numbers.back() += c;
    else if (c == '-') numbers.emplace_back();
    else if (c != '<' && c != '>') return std::nullopt;
  }
  auto first = read_day(numbers.front()), last = read_day(numbers.back());
  if (!first || !last || numbers.size() > 2) return std::nullopt;
  if (!open_start) dated.valid.first = open_end ? *first + std::chrono::days(1) : *first;
  if (!open_end) dated.valid.last = open_start ? *last - std::chrono::days(1) : *last;
  return dated;
}

std::string plural(const std::string& noun) {
  if (noun.empty()) return noun;
  char last = noun.back();
  if (last == 'y' && noun.size() > 1 && std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos) return noun.substr(0, noun.size() - 1) + "ies";
  bool hisses = last == 's' || last == 'x' || noun.ends_with("ch") || noun.ends_with("sh");
  return noun + (hisses ? "es" : "s");
}

// The regular forms of a verb whose entry lists none.
std::vector<std::string> regular_forms(const std::string& verb) {
  std::string stem = verb.substr(0, verb.size() - 1);
  if (verb.ends_with('e')) return {verb + "s", verb + "d", stem + "ing"};
  bool consonant_y = verb.ends_with('y') && verb.size() > 1 && std::string_view("aeiou").find(verb[verb.size() - 2]) == std::string_view::npos;
  if (consonant_y) return {stem + "ies", stem + "ied", verb + "ing"};
  return {plural(verb), verb + "ed", verb + "ing"};
}

std::vector<std::string> with_last(std::vector<std::string> words, const std::string& last) {
  words.back() = last;
  return words;
}

template <typename Entry>
void longest_first(std::map<std::string, std::vector<Entry>>& entries) {
  for (auto& [word, list] : entries) {
    std::stable_sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) { return a.words.size() > b.words.size(); });
  }
}

// One side of a pattern, in text order; `toward_verb` turns it round.
std::vector<PatternElement> read_side(std::string_view side, bool is_before) {
  using Kind = PatternElement::Kind;
  std::vector<PatternElement> elements;
  std::vector<bool> closed_behind;  // an underscore stands behind the element
  bool closed = false;              // an underscore stands before the next one
  bool first_closed = false;
  for (size_t at = 0; at < side.size();) {
    if (side[at] == ' ' || side[at] == '_') {
      if (side[at] == '_') closed = true;
      ++at;
      continue;
    }
    size_t end = side.find_first_of(" _", at);
    std::string item(side.substr(at, end == std::string_view::npos ? end : end - at));
    at = end == std::string_view::npos ? side.size() : end;
    PatternElement element;
    element.kind = item == "$" ? Kind::Source : item == "+" ? Kind::Target : item == "^" ? Kind::Skip : item == "%" ? Kind::Compound
                   : item.front() == '&' ? Kind::Synset : Kind::Word;
    element.word = to_lower(element.kind == Kind::Synset ? std::string_view(item).substr(1) : item);
    if (element.kind == Kind::Word && element.word.size() > 1 && element.word.back() == '-') element.word.pop_back();
    if (elements.empty()) first_closed = closed;
    else closed_behind.push_back(closed);
    closed = false;
    elements.push_back(std::move(element));
  }
  if (elements.empty()) return elements;
  closed_behind.push_back(closed);
  if (is_before) {
    for (size_t i = 0; i < elements.size(); ++i) elements[i].is_adjacent = closed_behind[i];
    std::reverse(elements.begin(), elements.end());
  } else {
    for (size_t i = 0; i < elements.size(); ++i) elements[i].is_adjacent = i == 0 ? first_closed : closed_behind[i - 1];
  }
  return elements;
}

}  // namespace

std::vector<std::string> dictionary_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (char c : to_lower(text) + " ") {
    if (c != ' ' && c != '_' && c != '-' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

std::string DictionaryActor::code_on(std::optional<Date> day) const {
  std::string code = "---";
  for (const DatedCode& dated : codes) {
    if (!dated.is_dated) code = dated.code;
  }
  for (const DatedCode& dated : codes) {
    if (!dated.is_dated || !day) continue;
    if ((!dated.valid.first || *dated.valid.first <= *day) && (!dated.valid.last || *day <= *dated.valid.last)) return dated.code;
  }
  return code;
}

Status Dictionaries::load_actors(const std::filesystem::path& file, std::vector<Error>& refused) {
  TRY_ASSIGN(std::vector<Line> lines, read_lines(file, "#;"));
  struct Entry {
    std::vector<std::pair<std::string, std::string>> names;  // with where
    std::vector<DatedCode> codes;
  } entry;
  auto finish = [&] {
    for (const auto& [name, where] : entry.names) {
      DictionaryActor actor{dictionary_words(name), entry.names.front().first, entry.codes, name != entry.names.front().first, where};
      if (!actor.words.empty() && !actor.codes.empty()) actors[actor.words.front()].push_back(std::move(actor));
      else refused.push_back({ErrorCode::Invalid, fmt::format("actor \"{}\" has no code; write it behind the name as [CODE]", name), where});
    }
    entry = {};
  };
  for (const Line& line : lines) {
    if (line.text.empty()) continue;
    size_t bracket = line.text.find('[');
    std::string name = trimmed(std::string_view(line.text).substr(0, bracket));
    if (name.starts_with('+')) name.erase(0, 1);
    else if (!name.empty()) finish();
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!trimmed(name).empty()) entry.names.emplace_back(trimmed(name), line.where);
    for (; bracket != std::string::npos; bracket = line.text.find('[', bracket + 1)) {
      auto cell = between(line.text, '[', ']', bracket);
      auto code = cell ? read_dated_code(*cell) : std::nullopt;
      if (code) entry.codes.push_back(std::move(*code));
      else refused.push_back({ErrorCode::Invalid, "the code cannot be read; write [CODE], [CODE <YYMMDD], [CODE >YYMMDD] or [CODE YYMMDD-YYMMDD]", line.where});
    }
  }
  finish();
  longest_first(actors);
  return ok();
}

Status Dictionaries::load_agents(const std::filesystem::path& file, std::vector<Error>& refused) {
  TRY_ASSIGN(std::vector<Line> lines, read_lines(file, "#"));
  std::map<std::string, std::vector<std::string>> sets;  // !PERSON! = MAN, MEN
  for (const Line& line : lines) {
    if (line.text.empty()) continue;
    if (size_t equals = line.text.find('='); line.text.front() == '!' && equals != std::string::npos) {
      std::vector<std::string>& members = sets[trimmed(std::string_view(line.text).substr(0, equals))];
      std::string member;
      for (char c : line.text.substr(equals + 1) + ",") {
        if (c != ',') member += c;
        else members.push_back(trimmed(std::exchange(member, {})));
      }
      continue;
    }
    auto code = between(line.text, '[', ']');
    size_t tilde = code ? code->find('~') : std::string::npos;
    std::vector<std::string> names = {trimmed(std::string_view(line.text).substr(0, line.text.find_first_of("[{")))};
    if (!code || tilde == std::string::npos || names.front().empty()) {
      refused.push_back({ErrorCode::Invalid, "no agent can be read here; write NAME {PLURALS} [~CODE] or [CODE~]", line.where});
      continue;
    }
    auto plurals = between(line.text, '{', '}');
    for (const auto& [marker, members] : sets) {
      size_t at = names.front().find(marker);
      if (at == std::string::npos) continue;
      std::string pattern = names.front();
      names.clear();
      for (const std::string& member : members) names.push_back(std::string(pattern).replace(at, marker.size(), member));
      plurals = "";  // the set has them
      break;
    }
    DictionaryAgent agent{{}, trimmed(tilde == 0 ? code->substr(1) : code->substr(0, tilde)), false, tilde != 0, line.where};
    std::erase(agent.code, '~');
    auto add = [&](std::vector<std::string> words) {
      if (words.empty()) return;
      agent.words = std::move(words);
      agents[agent.words.front()].push_back(agent);
    };
    for (const std::string& name : names) add(dictionary_words(name));
    agent.is_plural = true;
    if (plurals) {
      std::string one;
      for (char c : *plurals + " ") {
        if (c != ' ' && c != ',') one += c;
        else add(dictionary_words(std::exchange(one, {})));
      }
    } else {
      std::vector<std::string> words = dictionary_words(names.front());
      if (!words.empty()) add(with_last(words, plural(words.back())));
    }
  }
  longest_first(agents);
  return ok();
}

// "BREAK", "+CORDON_OFF", "WIRE_+TAP", "LASH OUT": the word with the plus, or the first, carries the verb.
void Dictionaries::add_verb(const std::string& written, const std::string& lemma, const std::optional<DictionaryCode>& own, const std::string& where) {
  VerbForm form{{}, {}, blocks.size() - 1, own, to_lower(lemma), where, written == lemma};
  size_t plus = written.find('+');
  std::vector<std::string> before = dictionary_words(written.substr(0, plus == std::string::npos ? 0 : plus));
  std::vector<std::string> words = dictionary_words(written.substr(plus == std::string::npos ? 0 : plus + 1));
  if (words.empty()) return;
  form.before = before;
  form.after.assign(words.begin() + 1, words.end());
  std::vector<VerbForm>& forms = verbs[words.front()];
  // A later entry of the same words replaces the earlier one.
  std::erase_if(forms, [&](const VerbForm& other) { return other.before == form.before && other.after == form.after; });
  forms.push_back(std::move(form));
}

Status Dictionaries::load_verbs(const std::filesystem::path& file, std::vector<Error>& refused) {
  TRY_ASSIGN(std::vector<Line> lines, read_lines(file, "#"));
  std::string synset;
  for (const Line& line : lines) {
    const std::string& text = line.text;
    if (text.empty()) {
      synset.clear();
    } else if (text.front() == '&') {
      synset = to_lower(std::string_view(text).substr(1, text.find_first_of(" \t") - 1));
      synsets[synset];
    } else if (text.starts_with("---")) {
      synset.clear();
      blocks.push_back({read_code(between(text, '[', ']').value_or("")), {}, line.where});
    } else if (text.front() == '+' && !synset.empty()) {
      std::vector<std::string> words = dictionary_words(std::string_view(text).substr(1));
      if (words.empty()) continue;
      synsets[synset].push_back(words);
      if (text.back() != '_') synsets[synset].push_back(with_last(words, plural(words.back())));
    } else if (blocks.empty()) {
      refused.push_back({ErrorCode::Invalid, "stands before the first verb; begin one with --- NAME [CODE] ---", line.where});
    } else if (text.starts_with("- ") || text.starts_with("-\t") || text.starts_with("-*")) {
      std::string pattern = trimmed(std::string_view(text).substr(1, text.find('[') - 1));
      size_t star = pattern.find('*');
      auto code = between(text, '[', ']');
      if (!code || star == std::string::npos || pattern.find_first_of("(){}") != std::string::npos) {
        refused.push_back({ErrorCode::Unsupported, fmt::format("the pattern \"{}\" cannot be read; write words, $ + ^ % and &SYNSETS around one *, and [CODE]", pattern), line.where});
        continue;
      }
      blocks.back().patterns.push_back({read_side(std::string_view(pattern).substr(0, star), true), read_side(std::string_view(pattern).substr(star + 1), false),
                                        read_code(*code), line.where, pattern});
    } else {
      auto code = between(text, '[', ']');
      std::optional<DictionaryCode> own = code ? std::optional(read_code(*code)) : std::nullopt;
      std::string verb = trimmed(std::string_view(text).substr(0, text.find_first_of("[{")));
      add_verb(verb, verb, own, line.where);
      auto listed = between(text, '{', '}');
      std::vector<std::string> forms;
      if (listed) {
        std::string one;
        for (char c : *listed + " ") {
          if (c != ' ') one += c;
          else if (!one.empty()) forms.push_back(std::exchange(one, {}));
        }
      } else {
        // Of several words the one with the plus is bent; without one the first.
        size_t start = verb.find('+') == std::string::npos ? 0 : verb.find('+') + 1;
        size_t end = std::min(verb.find_first_of("_ ", start), verb.size());
        std::string bent = to_lower(std::string_view(verb).substr(start, end - start));
        if (bent.empty()) continue;
        for (const std::string& form : regular_forms(bent)) forms.push_back(verb.substr(0, start) + form + verb.substr(end));
      }
      for (const std::string& form : forms) add_verb(form, verb, own, line.where);
    }
  }
  for (auto& [word, forms] : verbs) {
    std::stable_sort(forms.begin(), forms.end(), [](const VerbForm& a, const VerbForm& b) { return a.before.size() + a.after.size() > b.before.size() + b.after.size(); });
  }
  return ok();
}

Status Dictionaries::load_discards(const std::filesystem::path& file) {
  TRY_ASSIGN(std::vector<Line> lines, read_lines(file, "#;"));
  for (const Line& line : lines) {
    bool whole = line.text.starts_with('+');
    std::vector<std::string> words = dictionary_words(std::string_view(line.text).substr(whole));
    if (!words.empty()) discards.push_back({std::move(words), whole});
  }
  return ok();
}

Result<Dictionaries> Dictionaries::load(const DictionaryFiles& files, std::vector<Error>& refused) {
  Dictionaries all;
  for (const auto& file : files.actors) TRY(all.load_actors(file, refused));
  for (const auto& file : files.agents) TRY(all.load_agents(file, refused));
  for (const auto& file : files.verbs) TRY(all.load_verbs(file, refused));
  for (const auto& file : files.discards) TRY(all.load_discards(file));
  return all;
}

}  // namespace casus
