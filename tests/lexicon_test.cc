// SPDX-License-Identifier: Apache-2.0
// The tables of data/ are right, and each way in which a table can be wrong is named with file, line and remedy.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/names.h"
#include "base/table.h"
#include "casus/casus.h"
#include "casus/lexicon.h"
#include "code/frames.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

class Lexicon : public testing::Test {
 protected:
  void SetUp() override {
    options_ = default_options();
    ASSERT_TRUE(options_) << options_.error().to_string();
    folder_ = fs::temp_directory_path() / fmt::format("casus-lexicon-{}-{}", getpid(), testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::copy(options_->data, folder_, fs::copy_options::recursive);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Appends a line to a table of the copy; the number of that line.
  size_t append(const std::string& file, const std::string& line) {
    std::ifstream in(folder_ / file, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!text.ends_with('\n')) text += '\n';
    text += line + '\n';
    std::ofstream(folder_ / file, std::ios::binary) << text;
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  std::vector<Fault> check() const { return check_tables(folder_, options_->knowledge); }

  Result<EngineOptions> options_ = Error{};
  fs::path folder_;
};

struct Broken {
  std::string file, line, what, remedy;
};

TEST_F(Lexicon, OurTablesHaveNoFaults) {
  for (const Fault& fault : check()) ADD_FAILURE() << fault.to_string();
}

TEST_F(Lexicon, NamesEveryWrongLine) {
  const std::vector<Broken> lines = {
      {"frames/aid.tsv", "zork\tverb\t-\tAID", "4 cells instead of 9 (trigger, category", "separate by one tab"},
      {"frames/aid.tsv", "zork\tverb\t-\tHELP\t-\t070\tsubject\tobject\t-", "unknown type \"HELP\"", "use one of ACCUSE, AGREE, AID"},
      {"frames/aid.tsv", "zork|zink\tadverb\t-\tAID\t-\t070\tsubject\tobject\t-", "unknown category \"adverb\"", "adjective, noun, verb"},
      {"frames/aid.tsv", "zonk\tverb\t-\tASSAULT\ttickle\t190\tsubject\tobject\t-", "ASSAULT has no mode \"tickle\"", "ontology/types.tsv"},
      {"frames/aid.tsv", "zoink\tverb\t-\tAID\t-\t0799\tsubject\tobject\t-", "there is no CAMEO code \"0799\"", "ontology/cameo.tsv"},
      {"frames/aid.tsv", "zoik\tverb\t-\tAID\t-\t190\tsubject\tobject\t-", "190 belongs to ASSAULT, not AID", "change the code or the type"},
      {"frames/aid.tsv", "zork\tverb\twhither:any\tAID\t-\t070\tsubject\tobject\t-", "unknown slot \"whither\"", "use subject, object"},
      {"frames/aid.tsv", "zork\tverb\tobject:aid\tAID\t-\t070\tsubject\tsubject.nowhere\t-", "unknown slot \"subject.nowhere\"", "use subject, object"},
      {"frames/aid.tsv", "zork\tverb\tobject:@zunks\tAID\t-\t070\tsubject\tto\t-", "unknown class @zunks", "define it in classes/"},
      {"frames/aid.tsv", "zork\tverb\tobject\tAID\t-\t070\tsubject\tto\t-", "condition \"object\"", "write slot:filler"},
      {"frames/aid.tsv", "zork\tverb\tobject:\tAID\t-\t070\tsubject\tto\t-", "condition \"object:\" has no filler", "write a lemma"},
      {"frames/aid.tsv", "zork\tverb\tto:Aid\tAID\t-\t070\tsubject\tto\t-", "filler \"Aid\" has capitals", "lower case"},
      {"frames/aid.tsv", "Zorg\tverb\t-\tAID\t-\t070\tsubject\tobject\t-", "trigger \"Zorg\" has capitals", "lower case"},
      {"frames/aid.tsv", "zorf\tverb\t-\tAID\t-\t070\tsubject\tobject\tslowly", "unknown flag \"slowly\"", "absorbs, accuses, causes, reciprocal"},
      {"frames/aid.tsv", "zorl\tverb\t-\tAID\t-\t070\tsubject\tobject\treciprocal", "reciprocal with recipients", "make all parties actors"},
      {"frames/aid.tsv", "zorm\tverb\t-\tNONE\t-\t070\t-\t-\t-", "NONE with mode, code or roles", "write - there"},
      {"frames/aid.tsv", "zorf\tverb\t-\tAID\t-\t070\tsubject\tto\t-", "zorf (verb) with this condition stands also at frames/aid.tsv:", "keep one"},
      {"frames/aid.tsv", "zorn\tverb\t\tAID\t-\t070\tsubject\tto\t-", "nothing in condition", "write - for an empty cell"},
      {"frames/aid.tsv", "zorp \tverb\t-\tAID\t-\t070\tsubject\tto\t-", "blanks at the beginning or end in trigger", "remove them"},
      {"frames/aid.tsv", "zorq||zorr\tverb\t-\tAID\t-\t070\tsubject\tto\t-", "an empty alternative in trigger", "remove the extra |"},
      {"frames/aid.tsv", "zor\xFF\tverb\t-\tAID\t-\t070\tsubject\tto\t-", "is not UTF-8", "save the file in UTF-8"},
      {"frames/light_verbs.tsv", "zork\tdance\tunverified", "unknown effect \"dance\"", "end, perform, plan, undergo"},
      {"classes/threat.tsv", "zorks\tzork|zork", "\"zork\" stands twice in @zorks", "remove one"},
      {"ontology/types.tsv", "ZORK\t-\tzorks\televen\t-\tno", "score \"eleven\"", "give a number from -10 to 10"},
      {"ontology/cameo.tsv", "2199\tzork\tZINK\t-\t-\t4", "unknown type \"ZINK\"", "use one of"},
      {"ontology/cameo.tsv", "2198\tzork\tASSAULT\t-\tzorking\t4", "unknown context \"zorking\"", "use one of asylum"},
      {"ontology/embedded.tsv", "2199\t9999\t-\t-\t-\t-", "there is no CAMEO code \"9999\"", "ontology/cameo.tsv"},
      {"ontology/by_actor.tsv", "190\tXXX\t180", "unknown sector \"XXX\"", "use AGR"},
      {"actors/groups.tsv", "zork\tZork\twizard\tUSA\tGOV\t-\t-\t-\tunverified", "unknown kind \"wizard\"", "use one of armed_group"},
      {"actors/groups.tsv", "zork2\tZork Two\tparty\tXYZ\tPTY\t-\t-\t-\tunverified", "unknown country \"XYZ\"", "ISO 3166"},
      {"actors/groups.tsv", "zork3\tZork Three\tparty\t-\tPTY\t-\t-\t-\tunverified", "has no country", "ISO 3166"},
      {"actors/groups.tsv", "zork4\tZork Four\tparty\tUSA\tXXX\t-\t-\t-\tunverified", "unknown sector \"XXX\"", "use AGR"},
      {"actors/groups.tsv", "zork5\tZork Five\tparty\tUSA\tPTY|PTY\t-\t-\t-\tunverified", "sector PTY stands twice", "remove one"},
      {"actors/groups.tsv", "zork6\tZork Six\tparty\tUSA\tPTY\t2001-02-30\t-\t-\tunverified", "from \"2001-02-30\" is no date", "write it as 2003-02-28"},
      {"actors/groups.tsv", "zork7\tZork Seven\tparty\tUSA\tPTY\t2002-01-01\t2001-01-01\t-\tunverified", "from 2002-01-01 is after to 2001-01-01", "correct one"},
      {"actors/groups.tsv", "zork8\tZork Eight|Zörk eight\tparty\tUSA\tPTY\t-\t-\t-\tunverified", "are the same but for case or accents", "keep one"},
      {"actors/groups.tsv", "zork8\tZork Nine\tparty\tUSA\tPTY\t-\t-\t-\tunverified", "id zork8 has other names at actors/groups.tsv:", "another id"},
      {"actors/groups.tsv", "-\tZork Ten\tparty\tUSA\tPTY\t-\t-\t-\tunverified", "has no id or no name", "give an id"},
      {"actors/groups.tsv", "zork11\tZork Eleven\tparty\tUSA\tPTY\t-\t-\t-\t-", "has no source", "unverified"},
      {"actors/groups.tsv", "zork12\tZork Seven\tparty\tUSA\tPTY\t-\t2003-01-01\t-\tunverified", "\"zork seven\" names zork7 at the same time", "part them by dates"},
      {"agents/agents.tsv", "Zork\tGOV\tperson\t-\tunverified", "\"Zork\" has capitals", "lower case"},
      {"agents/agents.tsv", "government\tGOV\tinstitution\t-\tunverified", "\"government\" stands also at agents/agents.tsv:", "keep one"},
      {"agents/agents.tsv", "zork\tGOV\tthing\t-\tunverified", "unknown kind \"thing\"", "group, institution, person"},
      {"agents/modifiers.tsv", "zorkish\tGOV\tstrong\tunverified", "unknown effect \"strong\"", "add, former, replace"},
      {"agents/heads.tsv", "zork\tlimb\t-\tunverified", "unknown kind \"limb\"", "bearer, body"},
      {"agents/heads.tsv", "zork\treference\tZZ\tunverified", "unknown country \"ZZ\"", "ISO 3166"},
      {"places/disputed.tsv", "Zorkistan\t-\t-\tZZZ\t-\tunverified", "unknown country \"ZZZ\"", "ISO 3166"},
      {"times/holidays.tsv", "zork day\tsome day\t-", "\"some day\" is no day of a holiday", "easter+N"},
      {"times/holidays.tsv", "zork eve\t02-31\t-", "\"02-31\" is no day of a holiday", "MM-DD"},
      {"times/numbers.tsv", "zork\tcardinal\tmany", "value \"many\"", "give a whole number"},
      {"times/words.tsv", "month\tzork\t13\tloud", "unknown spelling \"loud\"", "abbreviation, any, capital"},
      {"times/patterns.tsv", "zork\tDAY\t<month>\t{month}\t-", "the type must be DATE", ""},
      {"cues/verbs.tsv", "zork\tclause\tmurmur\tcertain\tpositive\tclaimed\tsame", "\"murmur\" is no kind of cue", "say, accuse, deny"},
      {"cues/nouns.tsv", "zork\tclause\tsay\tsure\tpositive\tclaimed\tsame", "\"sure\" is no value of column certainty", "certain, probable"},
      {"cues/lists.tsv", "zorks\tzork", "unknown list \"zorks\"", "use one of ahead"},
      {"factuality/verbs.tsv", "zork\tclause\tperhaps\tno", "\"perhaps\" is no value of column affirmed", "yes, likely, maybe"},
      {"factuality/priors.tsv", "modal\tzork\tcertain\tup", "\"up\" is no value of column polarity", "positive, negative"},
      {"contexts/cues.tsv", "zorking\tzork\tunverified", "unknown context \"zorking\"", "use one of asylum"},
      {"counts/deeds.tsv", "zork\tverb\tobject\tzorked\tunverified", "unknown kind", "killed, wounded"},
      {"confidence.tsv", "zork\thigh", "\"high\" is no number", "-0.42"},
      {"places/event_words.tsv", "zork\tzork", "unknown kind \"zork\"", "use one of"},
      {"places/words.tsv", "zork\tzork", "unknown kind \"zork\"", "use one of civic"},
      {"places/features.tsv", "Zork Sea\t-\t-\tZZZ\t1\t1\tregion\t0\tunverified", "unknown country \"ZZZ\"", "ISO 3166"},
      {"reading/layout_words.tsv", "zork\tzork", "kind \"zork\" is unknown", "use institution"},
      {"places/words.tsv", "zork", "1 cells instead of 2", "separate by one tab"},
  };
  std::vector<size_t> numbers;
  for (const Broken& broken : lines) numbers.push_back(append(broken.file, broken.line));
  std::vector<Fault> faults = check();
  for (size_t i = 0; i < lines.size(); ++i) {
    bool found = std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
      return fault.file == lines[i].file && fault.line == numbers[i] && fault.what.find(lines[i].what) != std::string::npos &&
             fault.remedy.find(lines[i].remedy) != std::string::npos;
    });
    EXPECT_TRUE(found) << lines[i].file << ":" << numbers[i] << " " << lines[i].what;
  }
  // And no other line is blamed.
  for (const Fault& fault : faults) {
    bool ours = false;
    for (size_t i = 0; i < lines.size(); ++i) ours = ours || (fault.file == lines[i].file && fault.line == numbers[i]);
    EXPECT_TRUE(ours) << fault.to_string();
  }
}

TEST_F(Lexicon, ChecksTimePatternsAgainstTheirWords) {
  size_t field = append("times/patterns.tsv", "zork\tDATE\tzork\t{year}\t-");
  size_t name = append("times/patterns.tsv", "zork\tDATE\t<zorkday>\t{zorkday}\t-");
  std::vector<Fault> faults = check();
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].line, field);
  EXPECT_NE(faults[0].what.find("the value uses {year}"), std::string::npos);
  EXPECT_EQ(faults[1].line, name);
  EXPECT_NE(faults[1].what.find("<zorkday> is neither a class"), std::string::npos);
}

TEST_F(Lexicon, NamesWrongHeadersAndMissingTables) {
  std::ofstream(folder_ / "frames" / "zork.tsv") << "trigger\tkind\n";
  std::ofstream(folder_ / "classes" / "empty.tsv") << "# nothing\n";
  fs::remove(folder_ / "agents" / "modifiers.tsv");
  std::string told;
  for (const Fault& fault : check()) told += fault.to_string() + '\n';
  EXPECT_NE(told.find("frames/zork.tsv:1: the header has the columns trigger kind; write, separated by tabs, trigger category"), std::string::npos) << told;
  EXPECT_NE(told.find("classes/empty.tsv: has no header line"), std::string::npos) << told;
  EXPECT_NE(told.find("agents/modifiers.tsv: cannot be opened"), std::string::npos) << told;
}

TEST_F(Lexicon, CountsRowsTermsAndWhatIsUnverified) {
  auto count_of = [&](const std::string& table, const std::string& group) {
    auto counts = count_tables(folder_);
    EXPECT_TRUE(counts);
    for (const TableCount& count : *counts) {
      if (count.table == table && count.group == group) return count;
    }
    return TableCount{};
  };
  TableCount before = count_of("actors/groups.tsv", ""), parties = count_of("actors", "kind party"), aid = count_of("frames", "type AID");
  append("actors/groups.tsv", "zork\tZork|Zork Party|ZP\tparty\tUSA\tPTY\t-\t-\t-\tunverified");
  append("actors/groups.tsv", "zink\tZink\tparty\tUSA\tPTY\t-\t-\t-\tits statutes");
  append("frames/aid.tsv", "zork|zink\tverb\t-\tAID\t-\t070\tsubject\tobject\t-");
  TableCount after = count_of("actors/groups.tsv", "");
  EXPECT_EQ(after.rows, before.rows + 2);
  EXPECT_EQ(after.terms, before.terms + 4);
  EXPECT_EQ(after.unverified.value(), before.unverified.value() + 1);
  EXPECT_EQ(count_of("actors", "kind party").rows, parties.rows + 2);
  EXPECT_EQ(count_of("frames", "type AID").terms, aid.terms + 2);
  EXPECT_FALSE(count_of("frames", "type AID").unverified.has_value());
}

// A user's folder beside the copy of ours, and an engine that uses it.
class UserTables : public Lexicon {
 protected:
  void write(const std::string& file, const std::string& text) {
    fs::create_directories((folder_ / "user" / file).parent_path());
    std::ofstream(folder_ / "user" / file) << text;
  }
  fs::path user() const { return folder_ / "user"; }

  // "TYPE cameo ACTORS>RECIPIENTS" of every event.
  std::vector<std::string> code(const EngineOptions& options, const std::string& text, const std::string& published = "2019-06-12") {
    auto engine = Engine::open(options);
    EXPECT_TRUE(engine) << engine.error().to_string();
    if (!engine) return {};
    Document document;
    document.text = text;
    document.published = published;
    document.sections = {{{0, static_cast<uint32_t>(text.size())}, SectionKind::Body}};
    auto workspace = (*engine)->make_workspace();
    std::vector<std::string> events;
    std::vector<Analysis> analyses = (*engine)->run({document}, *workspace);
    for (const Event& event : analyses[0].coding.events) {
      events.push_back(fmt::format("{} {} {}>{}", event.type, event.cameo, codes_of(event.actors), codes_of(event.recipients)));
    }
    return events;
  }
};

constexpr const char* kFrames = "trigger\tcategory\tcondition\ttype\tmode\tcameo\tactors\trecipients\tflags\n";
constexpr const char* kActors = "id\tnames\tkind\tcountry\tsectors\tfrom\tto\trole\tsource\n";

TEST_F(UserTables, WinOverOurs) {
  const std::string text = "France bombed Chad.";
  EngineOptions options = *options_;
  ASSERT_EQ(code(options, text), std::vector<std::string>{"ASSAULT 195 FRA>TCD"});
  write("frames/mine.tsv", std::string(kFrames) + "bomb\tverb\t-\tAID\t-\t070\tsubject\tobject\t-\n");
  write("actors/mine.tsv", std::string(kActors) + "my_france\tFrance\torganisation\tNGO\tBUS\t-\t-\t-\tme\n");
  EXPECT_TRUE(check_user_tables(user(), options_->data, options_->knowledge).empty());
  options.tables = {user()};
  EXPECT_EQ(code(options, text), std::vector<std::string>{"AID 070 NGO:BUS>TCD"});
  // Other tables make another run: nothing coded with ours counts as done.
  EXPECT_NE(describe_run(options)->signature(), describe_run(*options_)->signature());
}

TEST_F(UserTables, WinOverWhatWordNetAdds) {
  const std::string text = "Chad vituperated France.";
  auto lexicon = FrameLexicon::load(options_->data, {}, options_->knowledge);
  ASSERT_TRUE(lexicon) << lexicon.error().to_string();
  const std::vector<Frame>* added = lexicon->frames_of(lexicon->word_id("vituperate"));
  ASSERT_NE(added, nullptr);
  EXPECT_TRUE(added->front().rule().starts_with("wordnet: vituperate < frames/accuse.tsv:")) << added->front().rule();
  EngineOptions options = *options_;
  ASSERT_EQ(code(options, text), std::vector<std::string>{"ACCUSE 111 TCD>FRA"});
  write("frames/mine.tsv", std::string(kFrames) + "vituperate\tverb\t-\tAID\t-\t070\tsubject\tobject\t-\n");
  options.tables = {user()};
  EXPECT_EQ(code(options, text), std::vector<std::string>{"AID 070 TCD>FRA"});
}

TEST_F(Lexicon, WordNetAddsFrames) {
  auto alone = FrameLexicon::load(options_->data), widened = FrameLexicon::load(options_->data, {}, options_->knowledge);
  ASSERT_TRUE(alone && widened);
  EXPECT_GT(widened->size(), alone->size() + 20);
  auto added = read_table(options_->knowledge, "frames_wordnet.tsv", {"trigger", "category", "like", "meaning"});
  ASSERT_TRUE(added) << added.error().to_string();
  for (const TableRow& row : added->rows) {
    std::string head = row.cells[1] == "noun" ? row.cells[0].substr(row.cells[0].find_last_of(" -") + 1) : row.cells[0].substr(0, row.cells[0].find(' '));
    const std::vector<Frame>* frames = widened->frames_of(widened->word_id(head));
    ASSERT_NE(frames, nullptr) << row.where;
    EXPECT_TRUE(std::any_of(frames->begin(), frames->end(), [&](const Frame& frame) { return frame.widened == row.cells[0]; })) << row.where;
  }
}

TEST_F(UserTables, TheirFaultsAreNamed) {
  write("frames/mine.tsv", std::string(kFrames) + "bomb\tverb\tobject:@zunks\tHELP\t-\t070\tsubject\tobject\t-\n");
  write("agent/agents.tsv", "phrase\n");
  std::string told;
  for (const Fault& fault : check_user_tables(user(), options_->data, options_->knowledge)) told += fault.to_string() + '\n';
  EXPECT_NE(told.find("frames/mine.tsv:2: unknown class @zunks"), std::string::npos) << told;
  EXPECT_NE(told.find("frames/mine.tsv:2: unknown type \"HELP\""), std::string::npos) << told;
  EXPECT_NE(told.find("agent/agents.tsv: is no table that a user's folder may have"), std::string::npos) << told;
}

// Dictionaries of our own in the format of TABARI and PETRARCH.
class UserDictionaries : public UserTables {
 protected:
  EngineOptions with_dictionaries() {
    write("a.txt", "KENYA [KEN]\n+KENYAN\nUGANDA_ [UGA] ; a comment\nGRAND_UNION [GRU]\n"
                   "AMINA_OTIENO\n\t[KENGOV <20150101]\n\t[KENOPP 20150101-20200101]\n\t[KENELI >20200101]\n");
    write("g.txt", "!HEAD! = CHIEF, CHIEFS\nSOLDIER [~MIL] # a comment\nAID_GROUP [NGO~]\n!HEAD!_OF_STAFF [~GOV]\n");
    write("v.txt", "&FOOD\n+GRAIN\n+SACK_OF_RICE\n\n--- GIVE [070] ---\nGIVE {GIVES GAVE GIVEN GIVING}\n- * &FOOD [073]\n- REFUSED_TO * [120]\n\n"
                   "--- MEET [040:041] ---\nMEET {MET MEETS}\n\n--- CRITICIZE [111] ---\nCRITICIZE\n- * OFF_ [195]\n\n--- TELL [---] ---\nTELL {TOLD}\n- + WAS * BY $ [999]\n\n"
                   "--- SHUT [---] ---\nSHUT\n- * BORDER [139]\n- * {ODD} [1]\n\n--- SEAL [160] ---\n+SEAL_OFF {+SEALED_OFF}\n");
    write("d.txt", "FOOTBALL\n+WORLD_CUP\n");
    EngineOptions options = *options_;
    options.dictionaries = {{user() / "a.txt"}, {user() / "g.txt"}, {user() / "v.txt"}, {user() / "d.txt"}};
    return options;
  }
};

TEST_F(UserDictionaries, CodeAsTheirAuthorsMeant) {
  EngineOptions options = with_dictionaries();
  using Events = std::vector<std::string>;
  EXPECT_EQ(code(options, "Kenya gave money to Uganda."), Events{"AID 070 KEN>UGA"});
  EXPECT_EQ(code(options, "Kenyan soldiers gave sacks of fuel and grain to Uganda."), Events{"AID 073 KEN:MIL>UGA"});
  EXPECT_EQ(code(options, "Kenya refused to give money to Uganda."), Events{"REJECT 120 KEN>UGA"});
  EXPECT_EQ(code(options, "Two aid groups in Kenya criticized Uganda."), Events{"ACCUSE 111 NGO:KEN>UGA"});
  EXPECT_EQ(code(options, "Kenya was criticized by Uganda."), Events{"ACCUSE 111 UGA>KEN"});
  EXPECT_EQ(code(options, "Kenya was told by Uganda."), Events{" 999 UGA>KEN"});
  EXPECT_EQ(code(options, "Kenya and the Grand Union gave money to Uganda."), Events{"AID 070 KEN|GRU>UGA"});
  EXPECT_EQ(code(options, "The Kenyan chief of staff met Uganda."), (Events{"CONSULT 040 KEN:GOV>UGA", "CONSULT 041 UGA>KEN:GOV"}));
  EXPECT_EQ(code(options, "Kenya shut its offices in Uganda."), Events{});
  EXPECT_EQ(code(options, "Kenya shut the border with Uganda."), Events{"THREATEN 139 KEN>UGA"});
  EXPECT_EQ(code(options, "Kenya sealed off the roads into Uganda.").size(), 1u);
}

TEST_F(UserDictionaries, DatesAndDiscardsDecide) {
  EngineOptions options = with_dictionaries();
  const std::string text = "Amina Otieno criticized Uganda.";
  EXPECT_EQ(code(options, text, "2014-12-31"), std::vector<std::string>{"ACCUSE 111 KEN:GOV>UGA"});
  EXPECT_EQ(code(options, text, "2015-01-01"), std::vector<std::string>{"ACCUSE 111 KEN:OPP>UGA"});
  EXPECT_EQ(code(options, text, "2021-03-01"), std::vector<std::string>{"ACCUSE 111 KEN:ELI>UGA"});
  EXPECT_EQ(code(options, "Kenya criticized Uganda after a football match. Uganda criticized Kenya.").size(), 1u);
  EXPECT_EQ(code(options, "Kenya criticized Uganda. Uganda will host the World Cup.").size(), 0u);
}

TEST_F(UserDictionaries, WhatCannotBeReadIsNamed) {
  auto refused = check_dictionaries(with_dictionaries().dictionaries);
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->size(), 1u);
  EXPECT_NE(refused->front().to_string().find("v.txt:24: the pattern \"* {ODD}\" cannot be read"), std::string::npos) << refused->front().to_string();
  EXPECT_FALSE(check_dictionaries({{user() / "none.txt"}, {}, {}, {}}));
}

TEST_F(UserDictionaries, BecomeTablesOfOurs) {
  EngineOptions options = with_dictionaries();
  auto report = import_dictionaries(options.dictionaries, options_->data, options_->knowledge, folder_ / "imported");
  ASSERT_TRUE(report) << report.error().to_string();
  for (const Fault& fault : check_user_tables(folder_ / "imported", options_->data, options_->knowledge)) ADD_FAILURE() << fault.to_string();
  EXPECT_EQ(report->actors, 5u);  // Kenya, Uganda, three offices
  std::string left_out;
  for (const Error& error : report->left_out) left_out += error.to_string() + '\n';
  EXPECT_NE(left_out.find("GRU of GRU is no country code"), std::string::npos) << left_out;
  EXPECT_NE(left_out.find("asks for words before the verb"), std::string::npos) << left_out;
  EngineOptions ours = *options_;
  ours.tables = {folder_ / "imported"};
  EXPECT_EQ(code(ours, "Kenya gave grain to Uganda."), std::vector<std::string>{"AID 073 KEN>UGA"});
  EXPECT_EQ(code(ours, "Amina Otieno criticized Uganda.", "2016-01-01"), std::vector<std::string>{"ACCUSE 111 KEN:OPP>UGA"});
}

TEST_F(UserTables, ADiffShowsWhatATableChangeDoes) {
  auto run = [&](const EngineOptions& options) {
    auto engine = Engine::open(options);
    EXPECT_TRUE(engine);
    Document document;
    document.text = "France bombed Chad. Kenya praised Uganda.";
    document.sections = {{{0, static_cast<uint32_t>(document.text.size())}, SectionKind::Body}};
    auto workspace = (*engine)->make_workspace();
    return std::move((*engine)->run({document}, *workspace)[0]);
  };
  write("frames/mine.tsv", std::string(kFrames) + "bomb\tverb\t-\tAID\t-\t070\tsubject\tobject\t-\npraise\tverb\tsubject:actor object:actor\tNONE\t-\t-\t-\t-\t-\n");
  EngineOptions changed = *options_;
  changed.tables = {user()};
  Analysis before = run(*options_), after = run(changed);
  EXPECT_TRUE(compare_events(before, before).empty());
  std::vector<EventChange> changes = compare_events(before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].kind, EventChange::Kind::Altered);
  EXPECT_EQ(changes[0].fields.front(), "type");
  EXPECT_EQ(changes[1].kind, EventChange::Kind::Removed);
  EXPECT_EQ(compare_events(after, before)[1].kind, EventChange::Kind::Added);
}

}  // namespace
}  // namespace casus
