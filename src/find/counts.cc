// SPDX-License-Identifier: Apache-2.0
#include "find/counts.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"

namespace casus {
namespace {

using Bound = CountTables::Bound;
using Deed = CountTables::Deed;
using Role = CountTables::Role;

struct Amount {
  int64_t min = 0, max = 0;
  uint32_t first = 0, last = 0;  // tokens, inclusive
};

class CountFinder {
 public:
  CountFinder(const Document& document, const Parse& parse, const CountTables& tables) : document_(document), parse_(parse), tables_(tables) {}

  std::vector<Count> run() {
    for (uint32_t i = 0; i < parse_.tokens.size(); ++i) {
      const Token& token = parse_.tokens[i];
      char category = token.pos == "VERB" || token.pos == "AUX" ? 'v' : token.pos == "NOUN" ? 'n' : token.pos == "ADJ" ? 'a' : ' ';
      if (category == ' ') continue;
      const std::vector<Deed>* deeds = tables_.deeds(token.lemma);
      if (!deeds && token.lemma != document_.slice(token.span)) deeds = tables_.deeds(document_.slice(token.span));
      if (!deeds) continue;
      for (const Deed& deed : *deeds) {
        if (deed.category == category && has_particle(i, deed)) add(i, deed);
      }
    }
    std::sort(counts_.begin(), counts_.end(), [](const Count& a, const Count& b) { return a.span.start < b.span.start; });
    return std::move(counts_);
  }

 private:
  const Token& token(uint32_t i) const { return parse_.tokens[i]; }
  std::string lower(uint32_t i) const { return to_lower(document_.slice(token(i).span)); }

  bool has_particle(uint32_t i, const Deed& deed) const {
    if (deed.particle.empty()) return true;
    if (deed.category == 'n') return i > 0 && token(i - 1).lemma == deed.particle;
    std::string_view first = std::string_view(deed.particle).substr(0, deed.particle.find(' '));
    for (uint32_t k = i + 1; k < std::min<size_t>(i + 4, parse_.tokens.size()); ++k) {
      if (token(k).lemma == first) return true;
    }
    return false;
  }

  std::vector<uint32_t> children_with(uint32_t i, std::string_view dep) const {
    std::vector<uint32_t> found;
    for (uint32_t child : parse_.children(i)) {
      if (token(child).dep == dep) found.push_back(child);
    }
    return found;
  }

  // Whom a verb befell: object, subject of the passive, the noun before a participle ("ten people killed in the blast").
  std::vector<uint32_t> objects_of(uint32_t verb) const {
    std::vector<uint32_t> found = children_with(verb, "nsubjpass");
    if (found.empty()) found = children_with(verb, "dobj");
    if (!found.empty()) return found;
    if (token(verb).tag == "VBN") {
      found = children_with(verb, "nsubj");
      if (found.empty() && token(verb).dep == "acl") found = {token(verb).head};
      if (!found.empty()) return found;
    }
    for (uint32_t other : children_with(verb, "conj")) {
      if (token(other).pos == "VERB" && other <= verb + 2) found = children_with(other, "dobj");
    }
    // "were killed or wounded"
    if (found.empty() && token(verb).dep == "conj" && token(verb).head + 2 == verb) found = objects_of(token(verb).head);
    return found;
  }

  std::vector<uint32_t> counted(uint32_t i, const Deed& deed) const {
    std::vector<uint32_t> found;
    if (deed.role == Role::Object) return objects_of(i);
    if (deed.role == Role::Subject) {
      found = children_with(i, "nsubj");
      if (found.empty() && (token(i).dep == "relcl" || token(i).dep == "acl")) found = {token(i).head};
      for (uint32_t& item : found) {
        if ((token(item).tag == "WP" || token(item).tag == "WDT") && token(i).dep == "relcl") item = token(i).head;
      }
      return found;
    }
    if (deed.role == Role::Of || deed.role == Role::Toll) {
      std::vector<uint32_t> prepositions = children_with(i, "prep");
      // "the toll rose to 42", "put the toll at 42"
      if (deed.role == Role::Toll) {
        for (uint32_t other : children_with(token(i).head, "prep")) prepositions.push_back(other);
      }
      for (uint32_t preposition : prepositions) {
        std::string_view lemma = token(preposition).lemma;
        if (lemma != "of" && lemma != "by" && (deed.role != Role::Toll || (lemma != "to" && lemma != "at"))) continue;
        for (uint32_t object : children_with(preposition, "pobj")) found.push_back(object);
      }
      if (found.empty() && token(i).tag == "NNS") found = {i};
      return found;
    }
    // "ten dead", "left ten people dead", "ten people were dead"
    found = {i};
    if (deed.category == 'a') {
      for (uint32_t subject : children_with(i, "nsubj")) found.push_back(subject);
      uint32_t head = token(i).head;
      if (head != i && token(i).dep == "amod") found.push_back(head);
      if (head != i && (token(i).dep == "oprd" || token(i).dep == "acomp" || token(i).dep == "ccomp")) {
        for (uint32_t object : children_with(head, "dobj")) found.push_back(object);
        for (uint32_t subject : children_with(head, token(i).dep == "acomp" ? "nsubj" : "nsubjpass")) found.push_back(subject);
      }
    }
    return found;
  }

  // A figure in digits or words that begins at `i`; `i` moves behind it.
  std::optional<int64_t> read_number(uint32_t& i, uint32_t end) const {
    int64_t total = 0, part = 0;
    double digits = -1;
    uint32_t at = i;
    bool any = false;
    for (; at < end; ++at) {
      std::string word = lower(at);
      if (any && (word == "-" || word == "and") && at + 1 < end && word_number(at + 1) && part >= (word == "-" ? 20 : 100) && digits < 0) continue;
      if (!word.empty() && word[0] >= '0' && word[0] <= '9') {
        if (any) break;
        std::erase(word, ',');
        char* rest = nullptr;
        digits = std::strtod(word.c_str(), &rest);
        if (*rest != '\0') return std::nullopt;
        part = static_cast<int64_t>(std::llround(digits));
        any = true;
        continue;
      }
      const CountTables::Number* number = tables_.number(word);
      if (!number || (number->is_scale && !any)) break;
      if (!number->is_scale) {
        if (digits >= 0) break;
        part += number->value;
      } else {
        double base = digits >= 0 ? digits : static_cast<double>(part);
        part = static_cast<int64_t>(std::llround(base * static_cast<double>(number->value)));
        digits = -1;
        if (number->value >= 1000) { total += part; part = 0; }
      }
      any = true;
    }
    if (!any) return std::nullopt;
    i = at;
    return total + part;
  }

  bool word_number(uint32_t i) const {
    const CountTables::Number* number = tables_.number(lower(i));
    return number && !number->is_scale;
  }

  // The word of bound that ends right before `i` ("at least", "between").
  const CountTables::Quantity* bound_before(uint32_t& i) const {
    std::string words;
    const CountTables::Quantity* best = nullptr;
    uint32_t start = i;
    for (uint32_t k = i; k-- > 0 && i - k <= 3 && token(k).sentence == token(i).sentence;) {
      words = words.empty() ? lower(k) : lower(k) + " " + words;
      const CountTables::Quantity* found = tables_.quantity(words);
      if (found && found->bound != Bound::Vague) { best = found; start = k; }
    }
    i = start;
    return best;
  }

  std::optional<Amount> figure(uint32_t first, uint32_t head) const {
    for (uint32_t i = first; i <= head; ++i) {
      uint32_t behind = i;
      auto value = read_number(behind, head + 1);
      if (!value) continue;
      // "a 24-year-old man"
      if (behind + 1 <= head && token(behind).lemma == "-" && !word_number(behind + 1) && lower(behind + 1)[0] > '9') { i = behind + 3; continue; }
      if (*value <= 0) return std::nullopt;
      uint32_t start = i;
      const CountTables::Quantity* bound = bound_before(start);
      Amount amount{*value, *value, start, std::max(head, behind - 1)};
      if (behind < head && (lower(behind) == "to" || lower(behind) == "-" || lower(behind) == "–" || lower(behind) == "or" ||
                            (bound && bound->bound == Bound::Between && lower(behind) == "and"))) {
        uint32_t second = behind + 1;
        if (auto most = read_number(second, head + 1); most && *most > amount.min) amount.max = *most;
      }
      if (bound && bound->bound == Bound::Over) amount.min = amount.max = *value + 1;
      if (bound && bound->bound == Bound::Upper) amount.min = std::min<int64_t>(1, *value);
      return amount;
    }
    return std::nullopt;
  }

  // "dozens", "hundreds of", "tens of thousands of", "several", "a dozen": the longest words from a token on.
  std::optional<Amount> vague(uint32_t first, uint32_t head) const {
    for (uint32_t i = first; i <= head; ++i) {
      std::string words;
      std::optional<Amount> best;
      for (uint32_t k = i; k < std::min<size_t>(i + 3, parse_.tokens.size()); ++k) {
        words += (words.empty() ? "" : " ") + lower(k);
        const CountTables::Quantity* found = tables_.quantity(words);
        if (found && found->bound == Bound::Vague) best = Amount{found->min, found->max, i, std::max(head, k)};
      }
      if (best) return best;
    }
    return std::nullopt;
  }

  std::optional<Amount> amount_of(uint32_t head) const {
    uint32_t first = token(head).left_edge;
    if (first > head || head - first > 12) first = head;
    if (auto amount = figure(first, head)) return amount;
    if (auto amount = vague(first, head)) return amount;
    for (uint32_t child : parse_.children(head)) {
      bool one = token(child).dep == "det" && (token(child).lemma == "a" || token(child).lemma == "an" || token(child).lemma == "another");
      if (one && token(head).tag == "NN") return Amount{1, 1, child, head};
    }
    return std::nullopt;
  }

  void add(uint32_t i, const Deed& deed) {
    std::optional<Amount> sum;
    for (uint32_t head : counted(i, deed)) {
      std::vector<uint32_t> heads = {head};
      for (size_t k = 0; k < heads.size() && heads.size() < 6; ++k) {
        for (uint32_t other : children_with(heads[k], "conj")) {
          if (token(other).pos != "VERB" && token(other).pos != "ADJ") heads.push_back(other);
        }
      }
      for (uint32_t item : heads) {
        auto amount = amount_of(item);
        if (!amount || (deed.role == Role::Of && item == i && amount->min == 1)) continue;
        if (!sum) {
          sum = amount;
        } else if (amount->first > sum->last) {
          sum->min += amount->min;
          sum->max += amount->max;
          sum->last = std::max(sum->last, amount->last);
        }
      }
      if (sum && deed.role == Role::Self) break;
    }
    if (!sum || (deed.kind == CountKind::Participants && sum->max < 2)) return;
    Span span{token(sum->first).span.start, token(sum->last).span.end};
    bool known = std::any_of(counts_.begin(), counts_.end(), [&](const Count& other) { return other.kind == deed.kind && other.span.overlaps(span); });
    if (!known) counts_.push_back({deed.kind, sum->min, sum->max, span});
  }

  const Document& document_;
  const Parse& parse_;
  const CountTables& tables_;
  std::vector<Count> counts_;
};

}  // namespace

std::vector<Count> find_counts(const Document& document, const Parse& parse, const CountTables& tables) { return CountFinder(document, parse, tables).run(); }

}  // namespace casus
