// SPDX-License-Identifier: Apache-2.0
#include "find/time_atoms.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace casus {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

// Length of the separator at `at`, 0 if there is none: hyphens, dashes and slashes.
size_t separator_length(std::string_view text, size_t at) {
  if (text[at] == '-' || text[at] == '/') return 1;
  for (std::string_view dash : {"‐", "‑", "‒", "–", "—", "−"}) {
    if (text.substr(at, dash.size()) == dash) return dash.size();
  }
  return 0;
}

// "20th" and "1990s" stay whole; "5pm" and "240BC" are cut.
bool is_number_ending(std::string_view letters) {
  return letters == "st" || letters == "nd" || letters == "rd" || letters == "th" || letters == "s";
}

size_t letters_end(std::string_view text, size_t at) {
  while (at < text.size() && (is_letter(text[at]) || text[at] == '.') && separator_length(text, at) == 0) ++at;
  return at;
}

// End of the piece of `text` that starts at `start`.
size_t piece_end(std::string_view text, size_t start) {
  if (size_t length = separator_length(text, start)) return start + length;
  size_t at = start + 1;
  for (; at < text.size(); ++at) {
    if (separator_length(text, at) > 0) return at;
    bool to_letter = is_digit(text[at - 1]) && is_letter(text[at]);
    bool to_digit = is_letter(text[at - 1]) && is_digit(text[at]);
    if (to_digit) return at;
    if (to_letter) {
      size_t end = letters_end(text, at);
      if (!is_number_ending(to_lower(text.substr(at, end - at)))) return at;
    }
  }
  return at;
}

std::string plain(std::string_view text) {
  std::string lower = fold_name(text);
  bool has_digit = std::any_of(lower.begin(), lower.end(), is_digit);
  if (!has_digit && lower.size() > 1) std::erase(lower, '.');
  return lower;
}

int number_of(std::string_view text) {
  int value = -1;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && is_digit(text.front()) ? value : -1;
}

bool starts_with_capital(std::string_view text) { return to_lower(text.substr(0, 1)) != text.substr(0, 1); }

// True if a blank line lies between the two offsets.
bool has_blank_line(std::string_view between) { return std::count(between.begin(), between.end(), '\n') > 1; }

}  // namespace

std::vector<TimeAtom> time_atoms(const Document& document, const Parse& parse) {
  std::vector<TimeAtom> atoms;
  atoms.reserve(parse.tokens.size());
  uint32_t before = 0;
  for (uint32_t i = 0; i < parse.tokens.size(); ++i) {
    Span span = parse.tokens[i].span;
    std::string_view text = document.slice(span);
    if (text.find_first_not_of(" \t\r\n\v\f\xC2\xA0") == std::string_view::npos) continue;
    for (size_t at = 0; at < text.size();) {
      size_t end = piece_end(text, at);
      TimeAtom atom;
      std::string_view piece = text.substr(at, end - at);
      atom.text = plain(piece);
      atom.span = {span.start + static_cast<uint32_t>(at), span.start + static_cast<uint32_t>(end)};
      atom.token = i;
      atom.capital = starts_with_capital(piece);
      atom.glued = !atoms.empty() && atom.span.start == before;
      atom.after_break = has_blank_line(document.slice({before, atom.span.start}));
      atom.number = number_of(atom.text.empty() ? std::string_view("x") : std::string_view(atom.text));
      before = atom.span.end;
      atoms.push_back(std::move(atom));
      at = end;
    }
  }
  return atoms;
}

}  // namespace casus
