// SPDX-License-Identifier: Apache-2.0
// Times the taggers of times and places for run.py, on one thread: CPU seconds of the parser, of each tagger, and of the
// whole analysis that `casus code` makes of a document. Each is the median of several rounds over all documents.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "casus/casus.h"
#include "find/times.h"
#include "link/places.h"
#include "link/times.h"
#include "parse/pipeline.h"

namespace {

using casus::Document;

constexpr size_t kBatch = 32;

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Stages apart, as Engine::run() calls them.
struct Taggers {
  std::unique_ptr<casus::Pipeline> pipeline;
  casus::TimeGrammar grammar;
  casus::PlaceTables places;
};

casus::Result<Taggers> open(const casus::EngineOptions& options) {
  Taggers taggers;
  TRY_ASSIGN(taggers.pipeline, casus::Pipeline::open(options.model));
  TRY_ASSIGN(taggers.grammar, casus::TimeGrammar::load(options.data));
  TRY_ASSIGN(taggers.places, casus::PlaceTables::load(options.data, options.knowledge));
  return taggers;
}

struct Round {
  double parser = 0, times = 0, places = 0, whole = 0;
  size_t times_found = 0, places_found = 0;
};

void tag(const Taggers& taggers, const std::vector<Document>& documents, Round& round) {
  auto workspace = taggers.pipeline->make_workspace();
  std::vector<std::string_view> texts;
  for (const Document& document : documents) texts.push_back(document.text);
  double start = thread_seconds();
  const std::vector<casus::Parse> parses = taggers.pipeline->parse_batch(texts, *workspace);
  double parsed = thread_seconds();
  for (size_t i = 0; i < documents.size(); ++i) {
    const auto mentions = find_times(documents[i], parses[i], taggers.grammar);
    round.times_found += link_times(documents[i], parses[i], mentions).size();
  }
  double timed = thread_seconds();
  for (size_t i = 0; i < documents.size(); ++i) {
    round.places_found += link_places(documents[i], parses[i], taggers.places).size();
  }
  double placed = thread_seconds();
  round.parser += parsed - start;
  round.times += timed - parsed;
  round.places += placed - timed;
}

Round measure(const casus::Engine& engine, const Taggers& taggers, const std::vector<Document>& documents) {
  Round round;
  auto workspace = engine.make_workspace();
  for (size_t first = 0; first < documents.size(); first += kBatch) {
    const size_t end = std::min(documents.size(), first + kBatch);
    std::vector<Document> batch(documents.begin() + static_cast<long>(first), documents.begin() + static_cast<long>(end));
    tag(taggers, batch, round);
    const double start = thread_seconds();
    engine.run(std::move(batch), *workspace);
    round.whole += thread_seconds() - start;
  }
  return round;
}

double median(const std::vector<Round>& rounds, double Round::*part) {
  std::vector<double> seconds;
  for (const Round& round : rounds) seconds.push_back(round.*part);
  std::nth_element(seconds.begin(), seconds.begin() + static_cast<long>(seconds.size() / 2), seconds.end());
  return seconds[seconds.size() / 2];
}

std::vector<Document> read_documents(const char* path) {
  std::vector<Document> documents;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto row = nlohmann::json::parse(line);
    Document& document = documents.emplace_back();
    document.id = row.value("id", "");
    document.text = row.at("text");
    document.published = row.value("published", "");
  }
  return documents;
}

int fail(const casus::Error& error) {
  std::cerr << error.to_string() << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: casus_when_worker DOCUMENTS.jsonl ROUNDS\n";
    return 2;
  }
  const std::vector<Document> documents = read_documents(argv[1]);
  const auto options = casus::default_options();
  if (!options) return fail(options.error());
  const auto engine = casus::Engine::open(*options);
  if (!engine) return fail(engine.error());
  const auto taggers = open(*options);
  if (!taggers) return fail(taggers.error());
  measure(**engine, *taggers, documents);  // warm up
  std::vector<Round> rounds(std::max(1ul, std::stoul(argv[2])));
  for (Round& round : rounds) round = measure(**engine, *taggers, documents);
  std::cout << nlohmann::json{{"documents", documents.size()},
                              {"times_found", rounds.front().times_found},
                              {"places_found", rounds.front().places_found},
                              {"parser", median(rounds, &Round::parser)},
                              {"times", median(rounds, &Round::times)},
                              {"places", median(rounds, &Round::places)},
                              {"whole", median(rounds, &Round::whole)}}
                   .dump()
            << "\n";
}
