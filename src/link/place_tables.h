// SPDX-License-Identifier: Apache-2.0
// The place knowledge: countries with their adjectives, features and regions of our own table, abbreviations, the packed
// gazetteer, a user's own gazetteer, and the words that say what a name is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "casus/place.h"
#include "casus/result.h"
#include "link/gazetteer.h"

namespace casus {

enum class PlaceSource { Country, Feature, Gazetteer, User };

// One place that a name may mean. Views point into the tables, which outlive every document.
struct PlaceEntry {
  std::string_view name, country;           // country as in Place
  std::string_view own_admin1;              // of a user's place
  int64_t geonameid = 0;
  double latitude = 0, longitude = 0, population = 0;
  bool has_point = false, is_adjective = false, is_alternate_name = false, is_capital = false;
  PlaceGrain grain = PlaceGrain::City;
  Gazetteer::Level level = Gazetteer::City;
  PlaceSource source = PlaceSource::Gazetteer;
  uint32_t own = Gazetteer::kNone;          // in our own tables
  uint32_t record = Gazetteer::kNone;       // in the packed gazetteer
  uint32_t admin1 = Gazetteer::kNone, admin2 = Gazetteer::kNone;
};

// Immutable after loading; shared by all threads.
class PlaceTables {
 public:
  // Reads data/places of `data_folder`, countries.tsv and gazetteer.bin of `knowledge_folder`, and the user's own
  // `gazetteers` (user_gazetteer.h).
  static Result<PlaceTables> load(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder,
                                  const std::vector<std::filesystem::path>& gazetteers = {});

  // All places that the words `surface` may name, with `key` = place_key(surface). Case decides for short forms ("US").
  std::vector<PlaceEntry> find(const std::string& key, std::string_view surface) const;
  // The places that `name` may name, each once, without adjectives: our own first, then those whose main name it is, by falling population.
  std::vector<Place> named(const std::string& name) const;
  // The region whose usual short form stands only behind a place and a comma: "Ky." or "KY".
  std::vector<PlaceEntry> find_behind_comma(const std::string& key, std::string_view surface) const;
  // Only what our own tables and the user's have.
  std::vector<PlaceEntry> find_own(const std::string& key, std::string_view surface) const { return find_own(key, surface, false); }
  bool has_word(std::string_view kind, const std::string& lower_word) const;

  Place to_place(const PlaceEntry& entry) const;
  // Whether `part` lies in `whole`, as far as the gazetteer says.
  bool is_within(const PlaceEntry& part, const PlaceEntry& whole) const;
  std::string_view admin1_name(const PlaceEntry& entry) const;

 private:
  struct OwnPlace {
    std::string name, country, admin1;
    PlaceEntry entry;
    std::vector<std::string> countries;  // where there are several
  };
  struct OwnName {
    size_t place = 0;
    bool is_adjective = false, is_upper = false, is_behind_comma = false;
  };
  Status load_countries(const std::filesystem::path& data_folder, const std::filesystem::path& knowledge_folder);
  Status load_features(const std::filesystem::path& data_folder);
  Status load_disputed(const std::filesystem::path& data_folder);
  Status load_abbreviations(const std::filesystem::path& data_folder);
  Status load_words(const std::filesystem::path& data_folder);
  Status load_user(const std::filesystem::path& file);
  size_t add_place(OwnPlace place);
  void add_name(const std::string& name, OwnName meaning);
  PlaceEntry entry_of(Gazetteer::Posting posting) const;
  PlaceEntry entry_of(const OwnName& name) const;
  std::vector<PlaceEntry> find_own(const std::string& key, std::string_view surface, bool behind_comma) const;

  Gazetteer gazetteer_;
  std::vector<OwnPlace> own_;
  std::unordered_map<std::string, std::vector<OwnName>> names_;
  std::unordered_map<std::string, std::string> iso3_;                    // by alpha-2 code
  std::unordered_set<std::string> capitals_;                             // "name key|alpha-3"
  std::unordered_set<int64_t> replaced_;                                 // entries of the gazetteer that a table of ours describes better
  std::unordered_map<std::string, std::unordered_set<std::string>> words_;  // by kind
};

}  // namespace casus
