// SPDX-License-Identifier: Apache-2.0
#include "link/table_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/codes.h"
#include "base/utf8.h"
#include "casus/time.h"
#include "link/actor_tables.h"

namespace casus {
namespace {

const std::set<std::string> kActorKinds = {"person", "organisation", "party", "armed_group", "ethnic_group", "religious_group", "government_seat", "media", "company"};
const std::set<std::string> kAgentKinds = {"person", "group", "institution"};
const std::set<std::string> kEffects = {"add", "replace", "former"};
const std::set<std::string> kPlaceWordKinds = {"civic", "exonym", "gone_to", "kind", "locative", "never", "not_place", "region", "stop", "street", "title"};
const std::set<std::string> kHeadKinds = {"quantity", "bearer", "body", "counterpart", "side", "reference", "mover", "national", "anywhere", "sent"};

class ActorChecker {
 public:
  explicit ActorChecker(TableChecker& tables) : tables_(tables) {}

  void run() {
    check_actors();
    check_agents();
    check_modifiers();
    check_heads();
    check_genders();
    check_places();
  }

  void run_user() {
    if (tables_.has("actors")) check_actors();
    if (tables_.has("agents/agents.tsv")) check_agents();
    if (tables_.has("agents/modifiers.tsv")) check_modifiers();
    if (tables_.has("agents/heads.tsv")) check_heads();
  }

 private:
  // One office of an actor under one of its names.
  struct Use {
    std::string id, where;
    Date first, last;
  };

  void check_actors() {
    for (const std::string& file : tables_.files_of("actors")) {
      for (const TableRow& row : tables_.rows(file, {"id", "names", "kind", "country", "sectors", "from", "to", "role", "source"})) check_actor(row);
    }
    check_shared_names();
  }

  Date day(const TableRow& row, const char* column, const std::string& cell, Date otherwise) {
    if (cell.empty()) return otherwise;
    auto read = cell.size() == 10 ? parse_iso_date(cell) : std::nullopt;
    if (!read) tables_.fault(row.where, fmt::format("{} \"{}\" is no date", column, cell), "write it as 2003-02-28");
    return read.value_or(otherwise);
  }

  void check_actor(const TableRow& row) {
    const auto& cells = row.cells;
    if (cells[0].empty() || cells[1].empty()) {
      tables_.fault(row.where, "has no id or no name", "give an id and at least one name");
      return;
    }
    tables_.check_one_of(row, "kind", cells[2], kActorKinds);
    // A people or a faith may live in many countries: the words around it tell which.
    tables_.check_country(row, cells[3], cells[2] == "ethnic_group" || cells[2] == "religious_group");
    tables_.check_sectors(row, cells[4]);
    if (cells[8].empty()) tables_.fault(row.where, "has no source", "name it, or write unverified if the row was written from memory");
    Date first = day(row, "from", cells[5], Date::min()), last = day(row, "to", cells[6], Date::max());
    if (first > last) tables_.fault(row.where, fmt::format("from {} is after to {}", cells[5], cells[6]), "correct one of them");
    auto [known, is_new] = names_of_id_.emplace(cells[0], std::pair(cells[1], row.where));
    if (!is_new && known->second.first != cells[1]) {
      tables_.fault(row.where, fmt::format("id {} has other names at {}", cells[0], known->second.second), "write the same names in the same order, or another id");
    }
    std::map<std::string, std::string> own;
    for (const std::string& name : split_cell(cells[1])) {
      std::string key = fold_name(name);
      auto [same, is_own] = own.emplace(key, name);
      if (is_own) uses_[key].push_back({cells[0], row.where, first, last});
      else tables_.fault(row.where, fmt::format("names \"{}\" and \"{}\" are the same but for case or accents", same->second, name), "keep one");
    }
  }

  void check_shared_names() {
    for (const auto& [name, uses] : uses_) {
      std::set<std::pair<std::string, std::string>> told;
      for (size_t i = 0; i < uses.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          const Use &a = uses[j], &b = uses[i];
          // The day of a handover belongs to both.
          if (a.id == b.id || b.first >= a.last || a.first >= b.last || !told.insert(std::minmax(a.id, b.id)).second) continue;
          tables_.warn(b.where, fmt::format("\"{}\" names {} at the same time ({})", name, a.id, a.where), "remove the name from one of them, or part them by dates");
        }
      }
    }
  }

  void check_phrases(const TableRow& row, std::map<std::string, std::string>& seen) {
    if (row.cells[0].empty()) tables_.fault(row.where, "has no phrase", "write lemmas in lower case");
    for (const std::string& phrase : split_cell(row.cells[0])) {
      if (to_lower(phrase) != phrase) tables_.fault(row.where, fmt::format("\"{}\" has capitals", phrase), "write lemmas in lower case");
      tables_.check_unique(row, name_key(phrase), fmt::format("\"{}\"", phrase), seen);
    }
  }

  void check_agents() {
    std::map<std::string, std::string> agents;
    for (const TableRow& row : tables_.rows("agents/agents.tsv", {"phrase", "sectors", "kind", "country", "source"})) {
      check_phrases(row, agents);
      tables_.check_sectors(row, row.cells[1]);
      tables_.check_one_of(row, "kind", row.cells[2], kAgentKinds);
      tables_.check_country(row, row.cells[3], true);
    }
  }

  void check_modifiers() {
    std::map<std::string, std::string> modifiers;
    for (const TableRow& row : tables_.rows("agents/modifiers.tsv", {"word", "sectors", "effect", "source"})) {
      check_phrases(row, modifiers);
      tables_.check_sectors(row, row.cells[1]);
      tables_.check_one_of(row, "effect", row.cells[2], kEffects);
    }
  }

  void check_heads() {
    std::map<std::string, std::string> heads;
    for (const TableRow& row : tables_.rows("agents/heads.tsv", {"word", "kind", "refers_to", "source"})) {
      tables_.check_one_of(row, "kind", row.cells[1], kHeadKinds);
      for (const std::string& word : split_cell(row.cells[0])) {
        tables_.check_unique(row, word + "\t" + row.cells[1], fmt::format("\"{}\" as {}", word, row.cells[1]), heads);
      }
      for (const std::string& code : split_cell(row.cells[2])) {
        if (code != "NAME" && !plover_sectors().contains(code)) tables_.check_country(row, code, false);
      }
    }
  }

  void check_genders() {
    std::map<std::string, std::string> words;
    for (const TableRow& row : tables_.rows("agents/genders.tsv", {"words", "kind", "gender", "source"})) {
      tables_.check_one_of(row, "kind", row.cells[1], {"title", "noun", "name"});
      tables_.check_one_of(row, "gender", row.cells[2], {"female", "male"});
      for (const std::string& word : split_cell(row.cells[0])) {
        if (to_lower(word) != word) tables_.fault(row.where, fmt::format("\"{}\" has capitals", word), "write it in lower case");
        tables_.check_unique(row, word + "\t" + row.cells[1], fmt::format("\"{}\" as {}", word, row.cells[1]), words);
      }
    }
  }

  void check_places() {
    std::map<std::string, std::string> countries, disputed;
    for (const TableRow& row : tables_.rows("places/countries.tsv", {"iso3", "names", "adjectives", "capitals", "source"})) {
      if (row.cells[0].size() != 3) tables_.fault(row.where, fmt::format("\"{}\" is no country code", row.cells[0]), "write the ISO 3166 alpha-3 code");
      tables_.check_unique(row, row.cells[0], row.cells[0], countries);
    }
    for (const TableRow& row : tables_.rows("places/disputed.tsv", {"name", "names", "adjectives", "country", "geonameid", "source"})) {
      tables_.check_country(row, row.cells[3], false);
      tables_.check_unique(row, fold_name(row.cells[0]), row.cells[0], disputed);
    }
    for (const TableRow& row : tables_.rows("places/features.tsv", {"name", "names", "adjectives", "country", "latitude", "longitude", "grain", "geonameid", "source"})) {
      for (const std::string& country : split_cell(row.cells[3])) tables_.check_country(row, country, false);
      if (row.cells[8].empty()) tables_.fault(row.where, "has no source", "name it, or write unverified");
    }
    for (const TableRow& row : tables_.rows("places/words.tsv", {"kind", "words"}, false)) tables_.check_one_of(row, "kind", row.cells[0], kPlaceWordKinds);
  }

  TableChecker& tables_;
  std::map<std::string, std::pair<std::string, std::string>> names_of_id_;
  std::map<std::string, std::vector<Use>> uses_;
};

}  // namespace

void check_actor_tables(TableChecker& checker) { ActorChecker(checker).run(); }
void check_user_actors(TableChecker& user) { ActorChecker(user).run_user(); }

}  // namespace casus
