// SPDX-License-Identifier: Apache-2.0
#include "parse/tree_repair.h"

#include <algorithm>

#include "base/lines.h"

namespace casus {
namespace {

// Days that stand behind "in" and "on" without a comma; a year is told by its digits.
constexpr std::string_view kCalendar[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
                                          "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
// What a clause said that the next one answers.
constexpr std::string_view kAnswered[] = {"charge", "claim", "accusation", "allegation", "assertion"};
constexpr std::string_view kBeforeDates[] = {"in", "In", "on", "On", "since", "Since", "by", "By", "until", "Until"};

template <size_t N>
bool among(const std::string_view (&words)[N], std::string_view word) { return std::find(std::begin(words), std::end(words), word) != std::end(words); }

bool is_year(std::string_view word) { return word.size() == 4 && word >= "1700" && word < "2100" && word.find_first_not_of("0123456789") == std::string_view::npos; }

class TreeRepair {
 public:
  TreeRepair(const Document& document, Parse& parse) : document_(document), parse_(parse), every_line_(lines_are_paragraphs(document.text)) {
    for (const Section& section : document.sections) {
      if (section.kind == SectionKind::Title || section.kind == SectionKind::Byline || section.kind == SectionKind::Dateline) alone_.push_back(section.span);
    }
  }

  void run() {
    std::vector<Sentence> sentences;
    for (const Sentence& sentence : parse_.sentences) {
      uint32_t first = sentence.first_token;
      for (uint32_t i = first + 1; i < sentence.end_token; ++i) {
        if (!ends_between(i - 1, i)) continue;
        add_part(sentences, first, i);
        first = i;
      }
      add_part(sentences, first, sentence.end_token);
    }
    const bool is_cut = sentences.size() != parse_.sentences.size();
    if (is_cut) take(std::move(sentences));
    part_semicolons();
    const bool is_raised = raise_conjuncts(), is_hung = hang_answers();
    if (part_dates() || is_cut || is_raised || is_hung) parse_.index_children();
  }

 private:
  Token& token(uint32_t i) { return parse_.tokens[i]; }

  // The tokenizer makes a token of white space, which belongs to what stands before it.
  bool ends_between(uint32_t before, uint32_t behind) {
    const Span left = token(before).span, right = token(behind).span;
    const std::string_view blank = document_.slice({left.start, right.start});
    const size_t word_end = blank.find_last_not_of(" \t\r\n") + 1;
    if (std::count(blank.begin() + static_cast<std::ptrdiff_t>(word_end), blank.end(), '\n') >= (every_line_ ? 1 : 2)) return true;
    return std::any_of(alone_.begin(), alone_.end(), [&](Span section) { return left.start < section.end && section.end <= right.start && section.start <= left.start; });
  }

  void add_part(std::vector<Sentence>& sentences, uint32_t first, uint32_t end) {
    sentences.push_back({{token(first).span.start, token(end - 1).span.end}, first, end});
  }

  void take(std::vector<Sentence> sentences) {
    parse_.sentences = std::move(sentences);
    for (const Sentence& part : parse_.sentences) bridge_lost_heads(part);
    for (uint32_t s = 0; s < parse_.sentences.size(); ++s) {
      const Sentence& part = parse_.sentences[s];
      for (uint32_t i = part.first_token; i < part.end_token; ++i) token(i).sentence = s;
      give_root(part);
    }
  }

  static bool is_inside(const Sentence& part, uint32_t i) { return part.first_token <= i && i < part.end_token; }

  // "CONAKRY - Police fired", where "Police" is coordinated with the dateline: it takes the dateline's place in the tree.
  void bridge_lost_heads(const Sentence& part) {
    for (uint32_t i = part.first_token; i < part.end_token; ++i) {
      const bool is_noun = token(i).pos == "NOUN" || token(i).pos == "PROPN" || token(i).pos == "PRON";
      uint32_t lost = token(i).head;
      if (!is_noun || is_inside(part, lost)) continue;
      while (token(lost).head != lost && !is_inside(part, token(lost).head)) lost = token(lost).head;
      if (!is_inside(part, token(lost).head)) continue;
      token(i).head = token(lost).head;
      token(i).dep = token(lost).dep;
    }
  }

  // Tokens whose head is lost hang on the root: the old one, else the first verb among them, else the first.
  void give_root(const Sentence& part) {
    std::vector<uint32_t> orphans;
    for (uint32_t i = part.first_token; i < part.end_token; ++i) {
      if (token(i).head == i || !is_inside(part, token(i).head)) orphans.push_back(i);
    }
    if (orphans.size() == 1 && token(orphans.front()).head == orphans.front()) return find_edges(part);
    auto root = std::find_if(orphans.begin(), orphans.end(), [&](uint32_t i) { return token(i).head == i; });
    if (root == orphans.end()) root = std::find_if(orphans.begin(), orphans.end(), [&](uint32_t i) { return token(i).pos == "VERB" || token(i).pos == "AUX"; });
    if (root == orphans.end()) root = std::find_if(orphans.begin(), orphans.end(), [&](uint32_t i) { return token(i).pos != "PUNCT" && token(i).pos != "SPACE"; });
    if (root == orphans.end()) root = orphans.begin();
    for (uint32_t orphan : orphans) {
      token(orphan).head = *root;
      if (orphan == *root) token(orphan).dep = "ROOT";
      else if (token(orphan).dep != "punct") token(orphan).dep = "dep";
    }
    find_edges(part);
  }

  void find_edges(const Sentence& part) {
    for (uint32_t i = part.first_token; i < part.end_token; ++i) token(i).left_edge = token(i).right_edge = i;
    for (uint32_t i = part.first_token; i < part.end_token; ++i) {
      for (uint32_t at = i; token(at).head != at; at = token(at).head) {
        Token& head = token(token(at).head);
        head.left_edge = std::min(head.left_edge, i);
        head.right_edge = std::max(head.right_edge, i);
      }
    }
  }

  void part_semicolons() {
    for (uint32_t i = 0; i < parse_.tokens.size(); ++i) {
      if (token(i).dep != "punct" || document_.slice(token(i).span) != ";") continue;
      const Sentence& sentence = parse_.sentences[token(i).sentence];
      for (uint32_t clause = sentence.first_token; clause < i; ++clause) {
        if (token(clause).dep == "ccomp" && token(clause).head > i) token(clause).dep = "parataxis";
      }
    }
  }

  // "denied that a group had crossed the river and accused Colombia": without "had", the second verb goes with "denied".
  bool raise_conjuncts() {
    bool is_changed = false;
    for (uint32_t verb = 0; verb < parse_.tokens.size(); ++verb) {
      if (token(verb).dep != "conj" || token(verb).tag != "VBD") continue;
      const uint32_t first = token(verb).head, above = token(first).head;
      const bool is_said = token(first).tag == "VBN" && token(first).dep == "ccomp" && token(above).tag == "VBD" && above < first && first < verb;
      if (!is_said || !has_perfect(first) || has_child(verb, "nsubj") || has_child(verb, "nsubjpass")) continue;
      token(verb).head = above;
      for (uint32_t i = first + 1; i < verb; ++i) {
        if (token(i).head == first && (token(i).dep == "cc" || token(i).dep == "punct")) token(i).head = above;
      }
      find_edges(parse_.sentences[token(verb).sentence]);
      is_changed = true;
    }
    return is_changed;
  }

  // "Moscow accused Kyiv, a charge Ukraine denied", read as "Moscow accused Kyiv, denied a charge (Ukraine)".
  bool hang_answers() {
    bool is_changed = false;
    for (uint32_t party = 1; party + 1 < parse_.tokens.size(); ++party) {
      const uint32_t noun = token(party).head, verb = token(noun).head;
      if (token(party).dep != "appos" || token(noun).dep != "nsubj" || !(noun < party && party < verb) || token(verb).dep != "ROOT" || !among(kAnswered, token(noun).lemma)) continue;
      const Sentence& sentence = parse_.sentences[token(verb).sentence];
      uint32_t said = sentence.first_token;
      while (said < noun && !(token(said).head == verb && token(said).dep == "ccomp")) ++said;
      if (said == noun) continue;
      token(said).head = said, token(said).dep = "ROOT";
      token(noun).head = said, token(noun).dep = "appos";
      token(verb).head = noun, token(verb).dep = "relcl";
      token(party).head = verb, token(party).dep = "nsubj";
      for (uint32_t i = said; i < noun; ++i) {
        if (token(i).head == verb && token(i).dep == "punct") token(i).head = said;
      }
      find_edges(sentence);
      is_changed = true;
    }
    return is_changed;
  }

  bool has_perfect(uint32_t verb) {
    const Sentence& sentence = parse_.sentences[token(verb).sentence];
    for (uint32_t i = sentence.first_token; i < verb; ++i) {
      if (token(i).head == verb && token(i).dep == "aux" && token(i).lemma == "have") return true;
    }
    return false;
  }

  // "In April Bolivia accused Chile", "In 1907 soldiers shot": the date hangs on the noun behind it, which is the subject of the verb.
  bool part_dates() {
    bool is_changed = false;
    for (uint32_t date = 1; date + 1 < parse_.tokens.size(); ++date) {
      const uint32_t preposition = date - 1, noun = token(date).head;
      if (noun <= date || token(noun).sentence != token(date).sentence) continue;
      const std::string_view word = document_.slice(token(date).span);
      const bool modifies = token(date).dep == "compound" || token(date).dep == "nummod" || token(date).dep == "nmod";
      if (!modifies || !(among(kCalendar, word) || is_year(word))) continue;
      if (part_bare_date(date, noun)) {
        is_changed = true;
        continue;
      }
      if (!among(kBeforeDates, document_.slice(token(preposition).span)) || token(preposition).dep != "prep") continue;
      const bool is_subject = token(noun).dep.starts_with("nsubj") && !has_child(preposition, "pobj");
      if (!is_subject && !take_as_subject(preposition, noun)) continue;
      token(date).head = preposition;
      token(date).dep = "pobj";
      find_edges(parse_.sentences[token(date).sentence]);
      is_changed = true;
    }
    return is_changed;
  }

  // "Last April Bolivia accused"
  bool part_bare_date(uint32_t date, uint32_t noun) {
    const std::string_view before = document_.slice(token(date - 1).span);
    if ((before != "Last" && before != "last" && before != "Next" && before != "next") || token(date - 1).head != date || !token(noun).dep.starts_with("nsubj") || token(noun).head == noun) return false;
    token(date).head = token(noun).head;
    token(date).dep = "npadvmod";
    find_edges(parse_.sentences[token(date).sentence]);
    return true;
  }

  // What stands between a date's preposition and a finite verb without a subject.
  bool take_as_subject(uint32_t preposition, uint32_t noun) {
    const uint32_t verb = token(preposition).head;
    if (token(noun).dep != "pobj" || token(noun).head != preposition || verb <= noun || token(verb).pos != "VERB") return false;
    bool is_finite = token(verb).tag == "VBD" || token(verb).tag == "VBZ" || token(verb).tag == "VBP", is_passive = false;
    for (uint32_t i = noun + 1; i < verb; ++i) {
      if (token(i).dep == "punct" || (token(i).head != verb && token(i).head != noun)) return false;
      is_finite = is_finite || token(i).dep.starts_with("aux");
      is_passive = is_passive || token(i).dep == "auxpass";
    }
    if (!is_finite || has_child(verb, "nsubj") || has_child(verb, "nsubjpass")) return false;
    token(noun).head = verb;
    token(noun).dep = is_passive ? "nsubjpass" : "nsubj";
    return true;
  }

  // Of the tree as it is now.
  bool has_child(uint32_t head, std::string_view dep) {
    const Sentence& sentence = parse_.sentences[token(head).sentence];
    for (uint32_t i = sentence.first_token; i < sentence.end_token; ++i) {
      if (i != head && token(i).head == head && token(i).dep == dep) return true;
    }
    return false;
  }

  const Document& document_;
  Parse& parse_;
  const bool every_line_;  // a line break ends a paragraph
  std::vector<Span> alone_;  // sections that are sentences of their own
};

}  // namespace

void repair_trees(const Document& document, Parse& parse) { TreeRepair(document, parse).run(); }

}  // namespace casus
