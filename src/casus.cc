// SPDX-License-Identifier: Apache-2.0
// The pipeline on one page: each stage reads the earlier layers and returns its own.
#include "casus/casus.h"

#include <cstdlib>
#include <future>

#include "code/claims.h"
#include "code/confidence.h"
#include "code/contexts.h"
#include "code/dictionary_events.h"
#include "code/event_counts.h"
#include "code/event_date.h"
#include "code/event_place.h"
#include "code/events.h"
#include "code/stance_lexicon.h"
#include "code/status.h"
#include "find/counts.h"
#include "find/noun_phrases.h"
#include "find/times.h"
#include "link/actors.h"
#include "link/offices.h"
#include "link/places.h"
#include "link/times.h"
#include "merge/features.h"
#include "parse/pipeline.h"
#include "parse/tree_repair.h"
#include "read/recasing.h"
#include "table_folders.h"

namespace casus {

struct Engine::Knowledge {
  std::unique_ptr<Pipeline> pipeline;
  CaseTables cases;
  TimeGrammar times;
  ActorTables actors;
  PlaceTables places;
  CountTables counts;
  PlaceWords place_words;
  FrameLexicon frames;
  Dictionaries dictionaries;
  ContextCues contexts;
  StanceLexicon stance;
  ConfidenceModel confidence;
  WordCounts word_counts;
  bool keep_unlikely = false;
  bool codes_events = true;

  Status load_for_coding(const EngineOptions& options);
  void find_and_link(Analysis& text) const;
  void code(Analysis& text) const;
};

class Engine::Workspace {
 public:
  std::unique_ptr<Pipeline::Workspace> parsing;
};

void Engine::WorkspaceDeleter::operator()(Workspace* workspace) const { delete workspace; }
Engine::Engine(std::unique_ptr<Knowledge> knowledge) : knowledge_(std::move(knowledge)) {}
Engine::~Engine() = default;

Result<EngineOptions> default_options() {
  namespace fs = std::filesystem;
  const char* home_variable = std::getenv("CASUS_HOME");
  std::error_code error;
  fs::path home = home_variable ? fs::path(home_variable) : fs::read_symlink("/proc/self/exe", error).parent_path();
  while (!fs::exists(home / "data" / "frames") && home.has_relative_path()) home = home.parent_path();
  if (!fs::exists(home / "data" / "frames")) {
    return Error{ErrorCode::NotFound, "the folder data/ of Casus was not found above the program; set CASUS_HOME to the folder that holds it", ""};
  }
  EngineOptions options{{}, home / "data", home / "build" / "knowledge", {}};
  for (const auto& entry : fs::directory_iterator(home / "build" / "third_party" / "model", error)) options.model = entry.path();
  if (options.model.empty()) return Error{ErrorCode::NotFound, "the language model is missing; run script/setup", (home / "build/third_party/model").string()};
  return options;
}

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options) {
  auto knowledge = std::make_unique<Knowledge>();
  std::vector<Error> refused;  // check_dictionaries names it
  TRY_ASSIGN(knowledge->dictionaries, Dictionaries::load(options.dictionaries, refused));
  TableFolders tables(options.tables);
  if (options.dictionaries.verbs.empty()) TRY(tables.add_dictionaries(options));
  // The large ones side by side; whichever fails is named in the order below.
  auto actors = std::async(std::launch::async, [&] { return ActorTables::load(options.data, options.knowledge, tables.folders()); });
  auto frames = std::async(std::launch::async, [&]() -> Result<FrameLexicon> {
    if (!options.codes_events) return FrameLexicon();
    return FrameLexicon::load(options.data, tables.folders(), options.knowledge);
  });
  auto cases = std::async(std::launch::async, [&] { return CaseTables::load(options.data, options.knowledge, tables.folders()); });
  TRY_ASSIGN(knowledge->pipeline, Pipeline::open(options.model));
  TRY_ASSIGN(knowledge->times, TimeGrammar::load(options.data));
  TRY_ASSIGN(knowledge->places, PlaceTables::load(options.data, options.knowledge, options.gazetteers));
  TRY_ASSIGN(knowledge->counts, CountTables::load(options.data));
  knowledge->keep_unlikely = options.keep_unlikely;
  knowledge->codes_events = options.codes_events;
  if (options.codes_events) TRY(knowledge->load_for_coding(options));
  TRY_ASSIGN(knowledge->actors, actors.get());
  TRY_ASSIGN(knowledge->frames, frames.get());
  TRY_ASSIGN(knowledge->cases, cases.get());
  return std::unique_ptr<Engine>(new Engine(std::move(knowledge)));
}

Status Engine::Knowledge::load_for_coding(const EngineOptions& options) {
  TRY_ASSIGN(contexts, ContextCues::load(options.data));
  TRY_ASSIGN(place_words, PlaceWords::load(options.data));
  TRY_ASSIGN(confidence, ConfidenceModel::load(options.data));
  TRY_ASSIGN(stance, StanceLexicon::load(options.data));
  TRY_ASSIGN(word_counts, WordCounts::load(options.knowledge));
  return ok();
}

std::vector<Place> Engine::places_named(const std::string& name) const { return knowledge_->places.named(name); }

Engine::WorkspacePtr Engine::make_workspace() const {
  return WorkspacePtr(new Workspace{knowledge_->pipeline->make_workspace()});
}

namespace {

bool is_served(const Document& document, std::string_view language) {
  return document.language.empty() || document.language.substr(0, document.language.find_first_of("-_")) == language;
}

}  // namespace

void Engine::Knowledge::find_and_link(Analysis& text) const {
  repair_trees(text.document, text.parse);
  text.mentions.actors = find_noun_phrases(text.parse);
  text.mentions.quotations = find_quotations(text.document);
  text.mentions.times = find_times(text.document, text.parse, times);
  text.mentions.counts = find_counts(text.document, text.parse, counts);
  text.links.times = link_times(text.document, text.parse, text.mentions.times);
  text.links.places = link_places(text.document, text.parse, places);
  text.links.mention_of = index_mentions(text);
  text.links.actors = link_actors(text, actors);
}

void Engine::Knowledge::code(Analysis& text) const {
  text.coding.events = dictionaries.verbs.empty() ? find_events(text, frames) : find_dictionary_events(text, dictionaries, frames.ontology());
  apply_discards(text, dictionaries, text.coding.events);
  attach_counts(text, text.coding.events);
  contexts.add_contexts(text.parse, text.coding.events);
  text.coding.claims = find_claims(text, stance);
  drop_exhorted(stance, text);
  set_statuses(text, stance, text.coding.events);
  settle_references(text);
  text.coding.asked = judge_asked(text, stance);
  confidence.judge(text, text.coding.events);
  if (!keep_unlikely && dictionaries.verbs.empty()) confidence.drop_unlikely(text.coding);
  const EventDates dates(text);
  const EventPlaces places(text, place_words);
  for (Event& event : text.coding.events) {
    std::string why;
    event.date = dates.of(event.trigger, why);
    event.why.push_back("date: " + why);
    set_offices(text.document, actors, event);
    set_civilians(text, event);
    event.place = places.of(event, why);
    event.why.push_back("place: " + why);
  }
  text.story = find_story_features(text, word_counts);
}

std::vector<Analysis> Engine::run(std::vector<Document> documents, Workspace& workspace) const {
  std::vector<std::string_view> texts;
  std::string_view language = knowledge_->pipeline->language();
  // All stages see a text in capitals recased; it goes out as it was given.
  std::vector<std::optional<std::string>> given(documents.size());
  for (size_t i = 0; i < documents.size(); ++i) {
    Document& document = documents[i];
    if (!is_served(document, language)) continue;
    given[i] = recase(document.text, knowledge_->cases);
    if (given[i]) document.text.swap(*given[i]);
  }
  for (const Document& document : documents) texts.push_back(is_served(document, language) ? std::string_view(document.text) : std::string_view());
  std::vector<Parse> parses = knowledge_->pipeline->parse_batch(texts, *workspace.parsing);
  std::vector<Analysis> analyses(documents.size());
  for (size_t i = 0; i < documents.size(); ++i) {
    Analysis& text = analyses[i];
    text.document = std::move(documents[i]);
    text.parse = std::move(parses[i]);
    text.is_coded = is_served(text.document, language);
    if (!text.is_coded) {
      text.document.warnings.push_back("is in a language (" + text.document.language + ") for which no pipeline is loaded; it is kept, but not coded");
      text.coding.asked.assign(text.document.asked.size(), {Certainty::Unknown, Polarity::Unknown});
      if (knowledge_->codes_events) text.story = find_story_features(text, knowledge_->word_counts);
      continue;
    }
    knowledge_->find_and_link(text);
    if (knowledge_->codes_events) knowledge_->code(text);
    if (given[i]) text.document.text = std::move(*given[i]);
  }
  return analyses;
}

}  // namespace casus
