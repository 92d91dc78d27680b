// SPDX-License-Identifier: Apache-2.0
#include "code/frame_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/codes.h"
#include "base/utf8.h"

namespace casus {
namespace {

const std::set<std::string> kCategories = {"verb", "noun", "adjective"};
const std::set<std::string> kFlags = {"reciprocal", "absorbs", "accuses", "causes"};
const std::set<std::string> kEffects = {"perform", "end", "plan", "undergo"};
// Grammatical slots and the prepositions that may stand for one (docs/formats.md).
const std::set<std::string> kSlots = {
    "subject", "object", "indirect", "complement", "possessor", "compound", "modifier", "modal", "mark",
    "about", "above", "across", "after", "against", "ahead", "along", "alongside", "amid", "among", "around", "as", "at", "before", "behind", "below",
    "between", "beyond", "by", "concerning", "despite", "down", "during", "for", "from", "in", "inside", "into", "near", "of", "off", "on", "onto",
    "out", "outside", "over", "past", "regarding", "since", "through", "to", "toward", "towards", "under", "until", "up", "upon", "via", "with",
    "within", "without"};
constexpr const char* kSeeCodes = "see ontology/cameo.tsv";
constexpr const char* kSeeTypes = "see ontology/types.tsv";

bool is_lower(const std::string& text) { return to_lower(text) == text; }

class FrameChecker {
 public:
  explicit FrameChecker(TableChecker& tables) : checker_(&tables) {}

  void run() {
    read_ontology();
    read_party_kinds();
    read_classes();
    check_frames();
    check_light_verbs();
  }

  void run_user(TableChecker& user) {
    read_ontology();
    read_party_kinds();
    read_classes();
    checker_ = &user;
    for (auto& [name, words] : classes_) words.clear();  // a word may be ours too
    if (user.has("classes")) read_classes();
    if (user.has("frames")) check_frames();
    if (user.has("frames/light_verbs.tsv")) check_light_verbs();
  }

 private:
  TableChecker& tables() { return *checker_; }

  void check_frames() {
    std::map<std::string, std::string> seen;
    for (const std::string& file : tables().files_of("frames")) {
      if (file == "frames/light_verbs.tsv") continue;
      for (const TableRow& row : tables().rows(file, {"trigger", "category", "condition", "type", "mode", "cameo", "actors", "recipients", "flags"})) {
        check_frame(row, seen);
      }
    }
  }

  struct Code {
    std::string type, mode;
  };

  void check_type(const TableRow& row, const std::string& type, const std::string& mode) {
    if (!types_.contains(type)) tables().fault(row.where, fmt::format("unknown type \"{}\"", type), "use one of " + list_of(types_));
    else if (!mode.empty() && !modes_.contains(type + "/" + mode)) tables().fault(row.where, fmt::format("{} has no mode \"{}\"", type, mode), kSeeTypes);
  }

  void check_code_exists(const TableRow& row, const std::string& code) {
    if (!codes_.contains(code)) tables().fault(row.where, fmt::format("there is no CAMEO code \"{}\"", code), kSeeCodes);
  }

  void read_ontology() {
    std::map<std::string, std::string> seen;
    for (const TableRow& row : tables().rows("ontology/types.tsv", {"type", "mode", "meaning", "score", "default_cameo", "needs_recipient"})) {
      types_.insert(row.cells[0]);
      if (!row.cells[1].empty()) modes_.insert(row.cells[0] + "/" + row.cells[1]);
      tables().check_unique(row, row.cells[0] + "/" + row.cells[1], row.cells[0] + " " + row.cells[1], seen);
      char* end = nullptr;
      double score = std::strtod(row.cells[3].c_str(), &end);
      if (row.cells[3].empty() || *end || score < -10 || score > 10) tables().fault(row.where, fmt::format("score \"{}\"", row.cells[3]), "give a number from -10 to 10");
      tables().check_one_of(row, "needs_recipient", row.cells[5], {"yes", "no"});
    }
    seen.clear();
    for (const TableRow& row : tables().rows("ontology/cameo.tsv", {"cameo", "name", "type", "mode", "contexts", "quad"})) {
      codes_[row.cells[0]] = {row.cells[2], row.cells[3]};
      tables().check_unique(row, row.cells[0], "code " + row.cells[0], seen);
      check_type(row, row.cells[2], row.cells[3]);
      tables().check_one_of(row, "quad", row.cells[5], {"1", "2", "3", "4"});
      for (const std::string& context : split_cell(row.cells[4])) tables().check_one_of(row, "context", context, plover_contexts());
    }
    for (const TableRow& row : tables().rows("ontology/embedded.tsv", {"cameo", "agree", "request", "reject", "threaten", "end"})) {
      for (const std::string& cell : row.cells) {
        if (!cell.empty()) check_code_exists(row, cell.substr(0, cell.find(':')));
      }
    }
    for (const TableRow& row : tables().rows("ontology/by_actor.tsv", {"cameo", "sectors", "becomes"})) {
      check_code_exists(row, row.cells[0]);
      check_code_exists(row, row.cells[2]);
      for (const std::string& sector : split_cell(row.cells[1])) {
        if (sector != "-") tables().check_sectors(row, sector);
      }
    }
  }

  void read_party_kinds() {
    for (const TableRow& row : tables().rows("ontology/party_kinds.tsv", {"kind", "sectors", "of", "state", "who"})) {
      kinds_.insert(row.cells[0]);
      for (const std::string& sector : split_cell(row.cells[1])) tables().check_sectors(row, sector);
      tables().check_one_of(row, "of", row.cells[2], {"first", "any"});
      tables().check_one_of(row, "state", row.cells[3], {"yes", "no"});
      tables().check_one_of(row, "who", row.cells[4], {"any", "person", "group"});
    }
    std::map<std::string, std::string> seen;
    for (const TableRow& row : tables().rows("ontology/party_rules.tsv", {"cameo", "kind"})) {
      tables().check_unique(row, row.cells[0], "code " + row.cells[0], seen);
      if (!row.cells[1].empty()) tables().check_one_of(row, "kind", row.cells[1], kinds_);
      bool begins = std::any_of(codes_.begin(), codes_.end(), [&](const auto& code) { return code.first.starts_with(row.cells[0]); });
      if (!begins) tables().fault(row.where, fmt::format("no CAMEO code begins with \"{}\"", row.cells[0]), kSeeCodes);
    }
  }

  void read_classes() {
    for (const std::string& file : tables().files_of("classes")) {
      for (const TableRow& row : tables().rows(file, {"class", "words"})) {
        std::set<std::string>& words = classes_[row.cells[0]];
        for (const std::string& word : split_cell(row.cells[1])) {
          if (!words.insert(word).second) tables().fault(row.where, fmt::format("\"{}\" stands twice in @{}", word, row.cells[0]), "remove one");
          if (!is_lower(word)) tables().fault(row.where, fmt::format("\"{}\" has capitals", word), "write lemmas in lower case");
        }
      }
    }
  }

  void check_slot(const TableRow& row, const std::string& slot) {
    std::vector<std::string> parts = split_cell(slot, '.');
    bool known = !parts.empty() && parts.size() <= 3 && std::all_of(parts.begin(), parts.end(), [](const std::string& part) { return kSlots.contains(part); });
    if (!known) tables().fault(row.where, fmt::format("unknown slot \"{}\"", slot), "use subject, object, indirect, complement, possessor, compound or a preposition");
  }

  void check_condition(const TableRow& row, const std::string& term) {
    size_t colon = term.find(':');
    if (colon == std::string::npos) {
      tables().fault(row.where, fmt::format("condition \"{}\"", term), "write slot:filler");
      return;
    }
    check_slot(row, term.substr(0, colon));
    std::string filler = term.substr(colon + 1);
    if (filler.starts_with('!')) filler.erase(0, 1);
    if (filler.empty()) tables().fault(row.where, fmt::format("condition \"{}\" has no filler", term), "write a lemma, @class, &kind of party, actor, person, place, armed, done, several, any or none");
    for (const std::string& word : split_cell(filler)) {
      if (word.starts_with('&')) {
        if (!kinds_.contains(word.substr(1))) tables().fault(row.where, fmt::format("unknown kind of party {}", word), "define it in ontology/party_kinds.tsv or correct the name");
      } else if (word.starts_with('@')) {
        if (!classes_.contains(word.substr(1))) tables().fault(row.where, fmt::format("unknown class {}", word), "define it in classes/ or correct the name");
      } else if (!is_lower(word)) {
        tables().fault(row.where, fmt::format("filler \"{}\" has capitals", word), "write lemmas in lower case");
      }
    }
  }

  void check_code(const TableRow& row, const std::string& code, const std::string& type, const std::string& mode) {
    check_code_exists(row, code);
    auto found = codes_.find(code);
    if (found == codes_.end()) return;
    const Code& target = found->second;
    bool yields = code.starts_with("08") && (type == "CONCEDE" || type == "RETREAT");
    bool has_own_modes = type == "REQUEST" || type == "REJECT" || type == "CONSULT";
    if (target.type != type && !yields) {
      tables().fault(row.where, fmt::format("{} belongs to {}, not {}", code, target.type, type), "change the code or the type");
    } else if (target.type == type && !target.mode.empty() && mode != target.mode && has_own_modes) {
      tables().fault(row.where, fmt::format("{} has mode {}, not {}", code, target.mode, mode.empty() ? "none" : mode), "change the code or the mode");
    }
  }

  void check_frame(const TableRow& row, std::map<std::string, std::string>& seen) {
    const auto& cells = row.cells;
    std::vector<std::string> terms;
    for (const std::string& term : split_cell(cells[2], ' ')) {
      if (!term.empty()) terms.push_back(term);
    }
    for (const std::string& term : terms) check_condition(row, term);
    std::sort(terms.begin(), terms.end());
    if (cells[0].empty()) tables().fault(row.where, "has no trigger", "write a lemma in lower case");
    for (const std::string& trigger : split_cell(cells[0])) {
      if (!is_lower(trigger)) tables().fault(row.where, fmt::format("trigger \"{}\" has capitals", trigger), "write lemmas in lower case");
      std::string what = fmt::format("{} ({}) with this condition", trigger, cells[1]);
      tables().check_unique(row, fmt::format("{}\t{}\t{}", trigger, cells[1], fmt::join(terms, " ")), what, seen);
    }
    tables().check_one_of(row, "category", cells[1], kCategories);
    for (const std::string& flag : split_cell(cells[8], ' ')) {
      if (!flag.empty()) tables().check_one_of(row, "flag", flag, kFlags);
    }
    if (cells[3] == "NONE") {
      if (!cells[4].empty() || !cells[5].empty() || !cells[6].empty() || !cells[7].empty()) tables().fault(row.where, "NONE with mode, code or roles", "write - there");
      return;
    }
    check_roles(row);
    check_type(row, cells[3], cells[4]);
    if (types_.contains(cells[3])) check_code(row, cells[5], cells[3], cells[4]);
  }

  void check_roles(const TableRow& row) {
    for (size_t role : {6, 7}) {
      for (const std::string& alternative : split_cell(row.cells[role])) {
        for (const std::string& slot : split_cell(alternative, '+')) check_slot(row, slot);
      }
    }
    if (row.cells[8].find("reciprocal") != std::string::npos && !row.cells[7].empty()) {
      tables().fault(row.where, "reciprocal with recipients", "make all parties actors");
    }
  }

  void check_light_verbs() {
    std::map<std::string, std::string> seen;
    for (const TableRow& row : tables().rows("frames/light_verbs.tsv", {"verb", "effect", "source"})) {
      tables().check_one_of(row, "effect", row.cells[1], kEffects);
      for (const std::string& verb : split_cell(row.cells[0])) tables().check_unique(row, verb, verb, seen);
    }
  }

  TableChecker* checker_;
  std::set<std::string> types_, modes_, kinds_;
  std::map<std::string, Code> codes_;
  std::map<std::string, std::set<std::string>> classes_;
};

}  // namespace

void check_frame_tables(TableChecker& checker) { FrameChecker(checker).run(); }
void check_user_frames(TableChecker& ours, TableChecker& user) { FrameChecker(ours).run_user(user); }

}  // namespace casus
