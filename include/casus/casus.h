// SPDX-License-Identifier: Apache-2.0
// The engine: opens the language model and the knowledge, and turns documents into analyses.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "casus/lexicon.h"
#include "casus/place.h"
#include "casus/result.h"
#include "casus/store.h"

namespace casus {

const char* version();

struct EngineOptions {
  std::filesystem::path model;      // folder or wheel of a spaCy v3 pipeline
  std::filesystem::path data;       // the tables under data/
  std::filesystem::path knowledge;  // what script/setup made of packages: countries, gazetteer
  std::vector<std::filesystem::path> gazetteers;  // of the user: GeoNames dumps or CSV
  std::vector<std::filesystem::path> tables = {};  // folders of a user's tables; each wins over those before it and over ours
  DictionaryFiles dictionaries = {};               // with verbs, they code the events in place of our frames
  bool keep_unlikely = false;                      // also events below the floor of data/confidence.tsv, which are left out otherwise
  bool codes_events = true;                        // without, analyses end with their links, and what only events need is not loaded
};

// The folders of this installation, found from where the program lies; CASUS_HOME overrides.
Result<EngineOptions> default_options();

// What decides the rows of a document: the engine's version and the content of its model and tables.
Result<RunDescription> describe_run(const EngineOptions& options);

// Immutable once open: any number of threads may share it, each with a Workspace of its own.
class Engine {
 public:
  static Result<std::unique_ptr<Engine>> open(const EngineOptions& options);
  ~Engine();

  // Scratch memory of one thread; bounded.
  class Workspace;
  struct WorkspaceDeleter {
    void operator()(Workspace* workspace) const;
  };
  using WorkspacePtr = std::unique_ptr<Workspace, WorkspaceDeleter>;
  WorkspacePtr make_workspace() const;

  // Places of this name, whatever its case and accents, for people who choose one: our own tables' and countries first, then those whose main name it is, by
  // falling population.
  std::vector<Place> places_named(const std::string& name) const;

  // All layers of each document, in their order; results do not depend on the batch.
  std::vector<Analysis> run(std::vector<Document> documents, Workspace& workspace) const;

 private:
  struct Knowledge;
  explicit Engine(std::unique_ptr<Knowledge> knowledge);
  std::unique_ptr<Knowledge> knowledge_;
};

}  // namespace casus
