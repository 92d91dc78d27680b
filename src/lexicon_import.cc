// SPDX-License-Identifier: Apache-2.0
// Dictionaries of TABARI and PETRARCH as tables of ours, as far as our tables can say the same.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "base/codes.h"
#include "base/table.h"
#include "casus/lexicon.h"
#include "code/dictionaries.h"
#include "code/ontology.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kActorHeader = "id\tnames\tkind\tcountry\tsectors\tfrom\tto\trole\tsource";
constexpr const char* kAgentHeader = "phrase\tsectors\tkind\tcountry\tsource";
constexpr const char* kFrameHeader = "trigger\tcategory\tcondition\ttype\tmode\tcameo\tactors\trecipients\tflags";
// Where the other party of a verb stands, in the order in which it is looked for.
constexpr const char* kRecipientSlots = "object|with|to|against|on|at|in|from|for|over";
const std::set<std::string> kPrepositions = {"about", "against", "at", "between", "by", "down", "for", "from", "in", "into", "of", "off", "on", "out", "over", "to", "up", "upon", "with"};

std::string cell(const std::string& text) { return text.empty() ? "-" : text; }
std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

class Importer {
 public:
  Importer(const Dictionaries& dictionaries, const Ontology& ontology, std::set<std::string> countries)
      : dictionaries_(dictionaries), ontology_(ontology), countries_(std::move(countries)) {}

  Result<ImportReport> write(const fs::path& folder) {
    add_actors();
    add_agents();
    add_frames();
    TRY(write_table(folder / "actors" / "imported.tsv", kActorHeader, actors_));
    TRY(write_table(folder / "agents" / "agents.tsv", kAgentHeader, agents_));
    TRY(write_table(folder / "frames" / "imported.tsv", kFrameHeader, frames_));
    TRY(write_table(folder / "classes" / "imported.tsv", "class\twords", classes_));
    report_.actors = actors_.size();
    report_.agents = agents_.size();
    report_.frames = frames_.size();
    report_.classes = classes_.size();
    return std::move(report_);
  }

 private:
  void leave_out(const std::string& where, std::string reason) { report_.left_out.push_back({ErrorCode::Unsupported, std::move(reason), where}); }

  static Status write_table(const fs::path& file, const char* header, const std::vector<std::string>& rows) {
    if (rows.empty()) return ok();
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::binary);
    out << "# Imported by casus lexicon import.\n" << header << '\n';
    for (const std::string& row : rows) out << row << '\n';
    out.close();
    return out ? ok() : Status(Error{ErrorCode::Io, "cannot be written; check folder and permissions", file.string()});
  }

  // "ARNGOV" as country and sectors; nothing if a part is no code of ours.
  struct Parties {
    std::string country, sectors;
  };
  std::optional<Parties> parties_of(const std::string& code, bool has_country, const std::string& where, const std::string& name) {
    Parties parties;
    size_t at = 0;
    if (has_country) {
      parties.country = code.substr(0, 3);
      if (!countries_.contains(parties.country) && !plover_country_codes().contains(parties.country)) {
        leave_out(where, fmt::format("\"{}\": {} of {} is no country code of PLOVER; give an ISO 3166 alpha-3 code", name, parties.country, code));
        return std::nullopt;
      }
      at = 3;
    }
    for (; at < code.size(); at += 3) {
      std::string sector = code.substr(at, 3);
      if (!plover_sectors().contains(sector)) {
        leave_out(where, fmt::format("\"{}\": {} of {} is no sector of PLOVER; use one of {}", name, sector, code, fmt::join(plover_sectors(), " ")));
        return std::nullopt;
      }
      // Ours name the most specific first, dictionaries last.
      parties.sectors = sector + (parties.sectors.empty() ? "" : "|" + parties.sectors);
    }
    return parties;
  }

  void add_actors() {
    // Entries by their first name and the codes they share; aliases join it.
    std::map<std::string, std::vector<const DictionaryActor*>> entries;
    for (const auto& [word, actors] : dictionaries_.actors) {
      for (const DictionaryActor& actor : actors) entries[actor.name].push_back(&actor);
    }
    for (auto& [name, actors] : entries) {
      std::stable_sort(actors.begin(), actors.end(), [](const DictionaryActor* a, const DictionaryActor* b) { return !a->is_alias && b->is_alias; });
      std::vector<std::string> names;
      for (const DictionaryActor* actor : actors) {
        std::string capitals;  // names must be written with capitals to be found
        for (const std::string& word : actor->words) {
          capitals += capitals.empty() ? "" : " ";
          capitals += static_cast<char>(word.front() >= 'a' && word.front() <= 'z' ? word.front() - 32 : word.front());
          capitals += word.substr(1);
        }
        if (std::find(names.begin(), names.end(), capitals) == names.end()) names.push_back(capitals);
      }
      std::string id = fmt::format("user_{}", fmt::join(actors.front()->words, "_"));
      std::vector<DatedCode> codes = actors.front()->codes;
      std::stable_sort(codes.begin(), codes.end(), [](const DatedCode& a, const DatedCode& b) { return a.is_dated && !b.is_dated; });
      bool is_person = codes.size() > 1 && actors.front()->words.size() > 1;
      for (const DatedCode& dated : codes) {
        const std::string& where = actors.front()->where;
        if (dated.code == "---" || dated.code == "###" || dated.code == "+++") {
          leave_out(where, fmt::format("\"{}\": {} says that it is no actor; leave the name out of the table", name, dated.code));
          continue;
        }
        if (dated.code.find('/') != std::string::npos) {
          leave_out(where, fmt::format("\"{}\": {} stands for several actors; name them in the text", name, dated.code));
          continue;
        }
        auto parties = parties_of(dated.code, true, where, name);
        if (!parties) continue;
        actors_.push_back(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t-\t{}", id, fmt::join(names, "|"), is_person ? "person" : "organisation", parties->country, cell(parties->sectors),
                                      dated.valid.first ? to_iso(*dated.valid.first) : "-", dated.valid.last ? to_iso(*dated.valid.last) : "-", where));
      }
    }
  }

  void add_agents() {
    std::set<std::string> seen;
    for (const auto& [word, agents] : dictionaries_.agents) {
      for (const DictionaryAgent& agent : agents) {
        std::string phrase = joined(agent.words);
        // Ours are lemmas: the plural finds itself.
        if (agent.is_plural || !seen.insert(phrase).second) continue;
        auto parties = parties_of(agent.code, countries_.contains(agent.code.substr(0, 3)) || plover_country_codes().contains(agent.code.substr(0, 3)), agent.where, phrase);
        if (parties) agents_.push_back(fmt::format("{}\t{}\tgroup\t{}\t{}", phrase, cell(parties->sectors), cell(parties->country), agent.where));
      }
    }
  }

  void add_frames() {
    for (const auto& [word, forms] : dictionaries_.verbs) {
      for (const VerbForm& form : forms) {
        if (!form.is_lemma) continue;
        if (!form.before.empty()) {
          leave_out(form.where, fmt::format("verb \"{}\": words before a verb cannot be its trigger; write them as a condition", form.lemma));
          continue;
        }
        std::vector<std::string> trigger = {word};
        trigger.insert(trigger.end(), form.after.begin(), form.after.end());
        const VerbBlock& block = dictionaries_.blocks[form.block];
        for (const VerbPattern& pattern : block.patterns) add_pattern(trigger, pattern);
        add_frame(trigger, "-", form.own ? *form.own : block.code, form.where, fmt::format("verb \"{}\"", form.lemma));
      }
    }
    for (const auto& [name, phrase] : phrases_) classes_.push_back(name + "\t" + phrase);
    for (const std::string& name : used_synsets_) {
      std::set<std::string> words;
      for (const std::vector<std::string>& entry : dictionaries_.synsets.at(name)) words.insert(joined(entry));
      if (!words.empty()) classes_.push_back(fmt::format("user_{}\t{}", name, fmt::join(words, "|")));
    }
  }

  // A pattern with nothing before the verb: particles go to the trigger, words to the object or to their preposition.
  void add_pattern(std::vector<std::string> trigger, const VerbPattern& pattern) {
    using Kind = PatternElement::Kind;
    std::string name = fmt::format("pattern \"{}\" of {}", pattern.text, joined(trigger));
    if (!pattern.before.empty()) {
      leave_out(pattern.where, name + ": asks for words before the verb; write a frame for the verb that they belong to");
      return;
    }
    std::vector<std::string> words;
    std::string slot = "object", condition;
    for (const PatternElement& element : pattern.after) {
      bool usable = element.kind == Kind::Word || (element.kind == Kind::Synset && dictionaries_.synsets.contains(element.word));
      bool is_last = &element == &pattern.after.back();
      if (element.kind == Kind::Word && kPrepositions.contains(element.word) && words.empty()) {
        if (element.is_adjacent && slot == "object") trigger.push_back(element.word);
        else slot = element.word;
        if (is_last && slot != "object") condition = slot + ":any";
        continue;
      }
      if (!usable || slot == "-" || (element.kind == Kind::Synset && !words.empty())) {
        leave_out(pattern.where, name + ": places actors or skips phrases in a way that slots do not tell; write the frame by hand");
        return;
      }
      words.push_back(element.kind == Kind::Synset ? "@user_" + element.word : element.word);
    }
    if (words.size() == 1) {
      condition = slot + ":" + words[0];
      if (words[0].front() == '@') used_synsets_.insert(words[0].substr(6));
    } else if (words.size() > 1) {
      if (words.front().front() == '@') {
        leave_out(pattern.where, name + ": a synset with words behind it; put whole phrases into a class");
        return;
      }
      // Blanks part conditions: a phrase has to be a class.
      std::string phrase = fmt::format("user_{}", fmt::join(words, "_"));
      condition = slot + ":@" + phrase;
      phrases_[phrase] = joined(words);
    }
    add_frame(trigger, condition.empty() ? "-" : condition, pattern.code, pattern.where, name);
  }

  void add_frame(const std::vector<std::string>& trigger, const std::string& condition, const DictionaryCode& code, const std::string& where, const std::string& name) {
    if (!seen_frames_.insert(joined(trigger) + "\t" + condition).second) {
      leave_out(where, name + ": a frame with the same trigger and condition was written already; keep one");
      return;
    }
    if (code.is_null()) {
      frames_.push_back(fmt::format("{}\tverb\t{}\tNONE\t-\t-\t-\t-\t-", joined(trigger), condition));
      return;
    }
    auto coded = ontology_.coded(code.code);
    if (!coded) {
      leave_out(where, fmt::format("{}: {} is no CAMEO code of ours; see ontology/cameo.tsv", name, code.code));
      return;
    }
    bool mutual = code.reverse == code.code;
    if (!code.reverse.empty() && !mutual) leave_out(where, fmt::format("{}: the answer {} of the recipient; code it in a frame of its own", name, code.reverse));
    frames_.push_back(fmt::format("{}\tverb\t{}\t{}\t{}\t{}\t{}\t{}\t{}", joined(trigger), condition, coded->type, cell(coded->mode), code.code,
                                  mutual ? std::string("subject+with") : std::string("subject"), mutual ? "-" : kRecipientSlots, mutual ? "reciprocal" : "-"));
  }

  const Dictionaries& dictionaries_;
  const Ontology& ontology_;
  std::set<std::string> countries_, seen_frames_, used_synsets_;
  std::map<std::string, std::string> phrases_;  // classes of one phrase each
  std::vector<std::string> actors_, agents_, frames_, classes_;
  ImportReport report_;
};

}  // namespace

Result<std::vector<Error>> check_dictionaries(const DictionaryFiles& files) {
  std::vector<Error> refused;
  TRY_ASSIGN(Dictionaries dictionaries, Dictionaries::load(files, refused));
  return refused;
}

Result<ImportReport> import_dictionaries(const DictionaryFiles& files, const fs::path& data, const fs::path& knowledge, const fs::path& folder) {
  std::vector<Error> refused;
  TRY_ASSIGN(Dictionaries dictionaries, Dictionaries::load(files, refused));
  TRY_ASSIGN(Ontology ontology, Ontology::load(data));
  TRY_ASSIGN(Table countries, read_table(knowledge, "countries.tsv", {"iso3", "iso2", "name", "names", "adjectives", "capitals", "latitude", "longitude", "geonameid"}));
  std::set<std::string> codes;
  for (const TableRow& row : countries.rows) codes.insert(row.cells[0]);
  Importer importer(dictionaries, ontology, std::move(codes));
  TRY_ASSIGN(ImportReport report, importer.write(folder));
  report.left_out.insert(report.left_out.begin(), refused.begin(), refused.end());
  return report;
}

}  // namespace casus
