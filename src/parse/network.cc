// SPDX-License-Identifier: Apache-2.0
#include "parse/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "parse/dependency_parser.h"
#include "parse/entity_recognizer.h"
#include "parse/model_file.h"
#include "parse/tagger.h"
#include "parse/tok2vec.h"

namespace casus {

struct Network::Parts {
  Tok2Vec tok2vec;
  Tagger tagger;
  DependencyParser parser;
  Tok2Vec entity_tok2vec;
  EntityRecognizer recognizer;
};

struct Network::Workspace::Scratch {
  Tok2Vec::Workspace tok2vec;
  DependencyParser::Workspace parser;
  Tok2Vec::Workspace entity_tok2vec;
  EntityRecognizer::Workspace recognizer;
  FloatBuffer tag_scores;
};

namespace {

// Documents are taken together up to about this many tokens: so much that the kernels work at full speed, and so
// little that the vectors stay in the second-level cache.
constexpr size_t kGroupTokens = 1024;

const std::vector<std::string> kTok2VecLeaves = {"extract_features", "list2ragged", "ragged2list", "ints-getitem",
                                                 "hashembed",        "maxout",      "layernorm",   "dropout",
                                                 "expand_window",    "list2array",  "ragged2array", "concatenate"};

// The value of `key` in a section of spaCy's config.cfg, whose values are JSON.
nlohmann::json config_value(std::string_view config, std::string_view section, std::string_view key) {
  const std::string header = fmt::format("\n[{}]\n", section), name = fmt::format("\n{} =", key);
  const size_t start = config.find(header);
  if (start == std::string_view::npos) return nullptr;
  const std::string_view body = config.substr(start + 1, config.find("\n[", start + 1) - start);
  const size_t found = body.find(name);
  if (found == std::string_view::npos) return nullptr;
  const size_t value = found + name.size();
  return nlohmann::json::parse(body.substr(value, body.find('\n', value) - value), nullptr, false);
}

// The components that matter must be there, and in the order in which they see one another's results.
Status check_pipeline(const std::string& config) {
  const nlohmann::json pipeline = config_value("\n" + config, "nlp", "pipeline");
  if (!pipeline.is_array()) return Error{ErrorCode::Corrupt, "no list [nlp] pipeline", "config.cfg"};
  auto position = pipeline.begin();
  for (const char* component : {"tok2vec", "tagger", "parser", "ner"}) {
    const auto found = std::find(position, pipeline.end(), component);
    if (found == pipeline.end()) {
      return Error{ErrorCode::Unsupported,
                   fmt::format("the pipeline {} has no \"{}\" in the order tok2vec, tagger, parser, ner; use a CNN "
                               "pipeline such as en_core_web_sm",
                               pipeline.dump(), component),
                   "config.cfg"};
    }
    position = found;
  }
  return ok();
}

// Greedy search without token merging is what the state machines do.
Status check_settings(const Network::FileReader& files, const std::string& file) {
  TRY_ASSIGN(const std::string text, files(file));
  const auto settings = nlohmann::json::parse(text, nullptr, false);
  if (!settings.is_object()) return Error{ErrorCode::Corrupt, "not a JSON object; fetch the model package again", file};
  if (settings.value("beam_width", nlohmann::json(1)) != 1 || settings.value("learn_tokens", nlohmann::json(false)) != false) {
    return Error{ErrorCode::Unsupported, "only beam_width 1 and learn_tokens false are supported", file};
  }
  return ok();
}

Result<ModelFile> read_model(const Network::FileReader& files, const std::string& file,
                             std::vector<std::string> leaves, bool with_tok2vec) {
  TRY_ASSIGN(const std::string bytes, files(file));
  TRY_ASSIGN(ModelFile model, ModelFile::read(bytes, file));
  if (with_tok2vec) leaves.insert(leaves.end(), kTok2VecLeaves.begin(), kTok2VecLeaves.end());
  TRY(model.check_leaves(leaves));
  return model;
}

Result<std::vector<Move>> load_moves(const Network::FileReader& files, const std::string& file) {
  TRY_ASSIGN(const std::string bytes, files(file));
  return read_moves(bytes, file);
}

}  // namespace

Result<std::unique_ptr<Network>> Network::load(const FileReader& files) {
  TRY_ASSIGN(const std::string config, files("config.cfg"));
  TRY(check_pipeline(config));
  TRY(check_settings(files, "parser/cfg"));
  TRY(check_settings(files, "ner/cfg"));
  const std::vector<std::string> scorer_leaves = {"parser_model", "precomputable_affine", "linear"};
  std::vector<std::string> listener_leaves = scorer_leaves;
  listener_leaves.insert(listener_leaves.end(), {"tok2vec-listener", "list2array"});

  auto parts = std::make_unique<Parts>();
  TRY_ASSIGN(const ModelFile tok2vec, read_model(files, "tok2vec/model", {}, true));
  TRY_ASSIGN(parts->tok2vec, Tok2Vec::load(tok2vec));
  const size_t width = parts->tok2vec.width();

  TRY_ASSIGN(const std::string tagger_settings, files("tagger/cfg"));
  TRY_ASSIGN(const ModelFile tagger, read_model(files, "tagger/model", {"tok2vec-listener", "softmax"}, false));
  TRY_ASSIGN(parts->tagger, Tagger::load(tagger, tagger_settings, width));

  TRY_ASSIGN(const ModelFile parser, read_model(files, "parser/model", listener_leaves, false));
  TRY_ASSIGN(const std::vector<Move> parser_moves, load_moves(files, "parser/moves"));
  TRY_ASSIGN(parts->parser, DependencyParser::load(parser, parser_moves, width));

  TRY_ASSIGN(const ModelFile ner, read_model(files, "ner/model", scorer_leaves, true));
  TRY_ASSIGN(parts->entity_tok2vec, Tok2Vec::load(ner));
  TRY_ASSIGN(const std::vector<Move> entity_moves, load_moves(files, "ner/moves"));
  TRY_ASSIGN(parts->recognizer, EntityRecognizer::load(ner, entity_moves, parts->entity_tok2vec.width()));
  return std::unique_ptr<Network>(new Network(std::move(parts)));
}

Network::Network(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Network::~Network() = default;
Network::Workspace::Workspace(std::unique_ptr<Scratch> scratch) : scratch_(std::move(scratch)) {}
Network::Workspace::~Workspace() = default;

std::unique_ptr<Network::Workspace> Network::make_workspace() const {
  auto scratch = std::unique_ptr<Workspace::Scratch>(
      new Workspace::Scratch{parts_->tok2vec.make_workspace(), parts_->parser.make_workspace(),
                             parts_->entity_tok2vec.make_workspace(), parts_->recognizer.make_workspace(), {}});
  return std::unique_ptr<Workspace>(new Workspace(std::move(scratch)));
}

void Network::annotate(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace,
                       std::vector<std::vector<TokenLabels>>& labels) const {
  Workspace::Scratch& scratch = *workspace.scratch_;
  labels.resize(documents.size());
  for (size_t first = 0, last = 0; first < documents.size(); first = last) {
    for (size_t tokens = 0; last < documents.size() && (last == first || tokens < kGroupTokens); ++last) {
      tokens += documents[last].size();
    }
    const auto group = documents.subspan(first, last - first);
    parts_->tok2vec.run(group, scratch.tok2vec);
    parts_->entity_tok2vec.run(group, scratch.entity_tok2vec);
    for (size_t i = 0; i < group.size(); ++i) {
      std::vector<TokenLabels>& result = labels[first + i];
      result.assign(group[i].size(), TokenLabels{});
      if (group[i].empty()) continue;
      const float* vectors =
          scratch.tok2vec.vectors() + scratch.tok2vec.first_row(i) * parts_->tok2vec.width();
      parts_->tagger.tag(vectors, scratch.tag_scores, result);
      parts_->parser.parse(group[i], vectors, scratch.parser, result);
      vectors = scratch.entity_tok2vec.vectors() + scratch.entity_tok2vec.first_row(i) * parts_->entity_tok2vec.width();
      parts_->recognizer.recognize(group[i], vectors, scratch.recognizer, result);
    }
  }
}

const std::vector<std::string>& Network::tags() const { return parts_->tagger.labels(); }
const std::vector<std::string>& Network::deps() const { return parts_->parser.labels(); }
const std::vector<std::string>& Network::entity_types() const { return parts_->recognizer.types(); }

}  // namespace casus
