// SPDX-License-Identifier: Apache-2.0
#include "find/noun_phrases.h"

#include <algorithm>
#include <cctype>

#include "base/lines.h"

namespace casus {
namespace {

// Longest "of ..." tail that still belongs to a phrase's name, in tokens.
constexpr uint32_t kLongestTail = 8;

bool heads_phrase(const Parse& parse, uint32_t i) {
  const Token& token = parse.tokens[i];
  if (token.pos == "NOUN" || token.pos == "PROPN" || token.pos == "PRON") return true;
  // "Two of the soldiers", "three were killed".
  if (token.pos == "NUM") return token.dep.starts_with("nsubj") || token.dep == "dobj" || token.dep == "conj" || token.dep == "pobj";
  if (token.tag == "DT") return token.dep.starts_with("nsubj") || token.dep == "dobj";
  if (token.pos == "ADJ") return parse.entity_of[i] >= 0 || token.dep == "nsubj" || token.dep == "nsubjpass" || token.dep == "dobj" || token.dep == "pobj";
  return false;
}

// Left border: modifiers of the noun itself, without clauses and without what stands before a comma.
uint32_t first_of(const Parse& parse, uint32_t head) {
  uint32_t first = head;
  auto children = parse.children(head);
  for (auto it = children.rbegin(); it != children.rend(); ++it) {
    const Token& child = parse.tokens[*it];
    if (*it > head) continue;
    static constexpr std::string_view kModifiers[] = {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod"};
    if (std::find(std::begin(kModifiers), std::end(kModifiers), child.dep) == std::end(kModifiers)) break;
    first = std::min(first, child.left_edge);
  }
  return first;
}

// Right border: an "of" phrase without clauses ("the general staff of the army").
uint32_t end_of(const Parse& parse, uint32_t head) {
  uint32_t end = head + 1;
  for (uint32_t child : parse.children(head)) {
    const Token& token = parse.tokens[child];
    if (child < head || token.dep != "prep" || token.lemma != "of" || child != end) continue;
    if (token.right_edge - child > kLongestTail) break;
    end = token.right_edge + 1;
  }
  return end;
}

// Bytes of the double quotation mark here: straight, curly, or two apostrophes of a typewriter; 0 if there is none.
uint32_t width_of_mark(std::string_view rest) {
  if (rest.starts_with('"')) return 1;
  if (rest.starts_with("''") || rest.starts_with("``")) return 2;
  return rest.starts_with("“") || rest.starts_with("”") ? 3 : 0;
}

// What stands outside of the words that a mark encloses.
bool is_gap(char letter) { return std::isspace(static_cast<unsigned char>(letter)) != 0 || std::string_view(",.;:!?()[]").find(letter) != std::string_view::npos; }

// Where a quotation opened by ‘ ends: at a ’ that is no apostrophe inside a word, in the same paragraph; 0 if nowhere.
uint32_t end_of_single_quotation(std::string_view text, uint32_t open) {
  for (size_t at = text.find("’", open); at != std::string_view::npos; at = text.find("’", at + 1)) {
    if (text.substr(open, at - open).find("\n\n") != std::string_view::npos) return 0;
    const char next = at + 3 < text.size() ? text[at + 3] : ' ';
    if (!std::isalnum(static_cast<unsigned char>(next))) return static_cast<uint32_t>(at);
  }
  return 0;
}

}  // namespace

std::vector<Mention> find_noun_phrases(const Parse& parse) {
  std::vector<Mention> mentions;
  for (uint32_t i = 0; i < parse.tokens.size(); ++i) {
    if (!heads_phrase(parse, i)) continue;
    const Token& token = parse.tokens[i];
    Mention mention;
    mention.head = i;
    mention.first_token = first_of(parse, i);
    mention.end_token = end_of(parse, i);
    mention.span = {parse.tokens[mention.first_token].span.start, parse.tokens[mention.end_token - 1].span.end};
    mention.kind = token.pos == "PRON" ? MentionKind::Pronoun
                   : token.tag == "NNP" || token.tag == "NNPS" || parse.entity_of[i] >= 0 ? MentionKind::Name
                                                                                         : MentionKind::Nominal;
    mentions.push_back(mention);
  }
  return mentions;
}

std::vector<Quotation> find_quotations(const Document& document) {
  std::vector<Quotation> quotations;
  std::string_view text = document.text;
  const bool every_line = lines_are_paragraphs(text);
  uint32_t open = 0;
  bool inside = false;
  auto close = [&](uint32_t at) {
    if (inside && at > open) quotations.push_back({{open, at}});
    inside = false;
  };
  for (uint32_t at = 0; at < text.size();) {
    std::string_view rest = text.substr(at);
    if (rest.starts_with("\n\n") || (every_line && rest.front() == '\n')) close(at);
    if (!inside && rest.starts_with("‘")) {
      if (uint32_t end = end_of_single_quotation(text, at + 3)) {
        quotations.push_back({{at + 3, end}});
        at = end + 3;
        continue;
      }
    }
    const uint32_t width = width_of_mark(rest);
    if (width == 0) {
      ++at;
      continue;
    }
    const bool left = rest.starts_with("“"), right = rest.starts_with("”");
    const char before = at > 0 ? text[at - 1] : ' ', after = at + width < text.size() ? text[at + width] : ' ';
    const bool opens = left || (!right && is_gap(before) && !is_gap(after)), closes = right || (!left && !is_gap(before) && is_gap(after));
    if (inside && !(opens && !closes)) {
      close(at);
    } else if (opens || !closes) {
      open = at + width;  // a mark before it that was never closed opened nothing
      inside = true;
    }
    at += width;
  }
  close(static_cast<uint32_t>(text.size()));
  return quotations;
}

}  // namespace casus
