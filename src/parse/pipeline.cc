// SPDX-License-Identifier: Apache-2.0
#include "parse/pipeline.h"

#include <utility>

#include "parse/analyzer.h"
#include "parse/lexicon.h"
#include "parse/model_folder.h"
#include "parse/network.h"
#include "parse/parse_builder.h"
#include "parse/pipeline_config.h"
#include "parse/tokenizer.h"
#include "parse/vocabulary.h"

namespace casus {
namespace {

// Texts are worked on together up to about this size: enough for the network, and bounded memory.
constexpr size_t kGroupBytes = 32 * 1024;

// Joins the model's path to the place that an error names.
Error in_model(Error error, const std::filesystem::path& model) {
  if (error.where.find(model.string()) != 0) {
    error.where = error.where.empty() ? model.string() : model.string() + ":" + error.where;
  }
  return error;
}

}  // namespace

struct Pipeline::Model {
  Tokenizer tokenizer;
  Vocabulary vocabulary;
  std::unique_ptr<Network> network;
  Analyzer analyzer;

  static Result<std::unique_ptr<Model>> load(const ModelFolder& folder) {
    TRY_ASSIGN(const std::string config, folder.read("config.cfg"));
    TRY(check_pipeline_config(config));
    TRY_ASSIGN(std::string tokenizer_bytes, folder.read("tokenizer"));
    TRY_ASSIGN(Tokenizer tokenizer, Tokenizer::load(std::move(tokenizer_bytes)));
    TRY_ASSIGN(std::string norm_bytes, folder.read("vocab/lookups.bin"));
    TRY_ASSIGN(Vocabulary vocabulary, Vocabulary::load(std::move(norm_bytes)));
    TRY_ASSIGN(auto network, Network::load([&](const std::string& file) { return folder.read(file); }));
    TRY_ASSIGN(const std::string rule_bytes, folder.read("attribute_ruler/patterns"));
    TRY_ASSIGN(AttributeRuler ruler, AttributeRuler::load(rule_bytes, network->tags(), network->deps()));
    TRY_ASSIGN(std::string lemma_bytes, folder.read("lemmatizer/lookups/lookups.bin"));
    TRY_ASSIGN(Lemmatizer lemmatizer, Lemmatizer::load(std::move(lemma_bytes)));
    Analyzer analyzer(std::move(ruler), std::move(lemmatizer), network->tags(), network->deps());
    return std::make_unique<Model>(
        Model{std::move(tokenizer), std::move(vocabulary), std::move(network), std::move(analyzer)});
  }
};

struct Pipeline::Workspace::Parts {
  explicit Parts(const Model& model)
      : lexicon(model.tokenizer, model.vocabulary), network(model.network->make_workspace()) {}

  Lexicon lexicon;
  std::unique_ptr<Network::Workspace> network;
  // Per text of a group.
  std::vector<std::vector<TextToken>> tokens;
  std::vector<std::vector<TokenFeatures>> features;
  std::vector<std::span<const TokenFeatures>> documents;
  std::vector<std::vector<TokenLabels>> labels;
};

Pipeline::Workspace::Workspace(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Pipeline::Workspace::~Workspace() = default;
Pipeline::Pipeline(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Pipeline::~Pipeline() = default;

Result<std::unique_ptr<Pipeline>> Pipeline::open(const std::filesystem::path& model) {
  TRY_ASSIGN(const ModelFolder folder, ModelFolder::open(model));
  auto loaded = Model::load(folder);
  if (!loaded) return in_model(loaded.error(), model);
  return std::unique_ptr<Pipeline>(new Pipeline(std::move(loaded).value()));
}

std::unique_ptr<Pipeline::Workspace> Pipeline::make_workspace() const {
  return std::unique_ptr<Workspace>(new Workspace(std::make_unique<Workspace::Parts>(*model_)));
}

Parse Pipeline::parse(std::string_view text, Workspace& workspace) const {
  Parse parse;
  parse_group({&text, 1}, workspace, {&parse, 1});
  return parse;
}

std::vector<Parse> Pipeline::parse_batch(std::span<const std::string_view> texts, Workspace& workspace) const {
  std::vector<Parse> parses(texts.size());
  for (size_t first = 0; first < texts.size();) {
    size_t end = first, bytes = 0;
    while (end < texts.size() && bytes < kGroupBytes) bytes += texts[end++].size();
    parse_group(texts.subspan(first, end - first), workspace, std::span(parses).subspan(first, end - first));
    first = end;
  }
  return parses;
}

void Pipeline::parse_group(std::span<const std::string_view> texts, Workspace& workspace,
                           std::span<Parse> parses) const {
  auto& parts = *workspace.parts_;
  parts.lexicon.forget_if_large();
  if (parts.tokens.size() < texts.size()) {
    parts.tokens.resize(texts.size());
    parts.features.resize(texts.size());
  }
  parts.documents.clear();
  for (size_t i = 0; i < texts.size(); ++i) {
    model_->tokenizer.tokenize(texts[i], parts.lexicon, parts.tokens[i]);
    parts.features[i].clear();
    for (const TextToken& token : parts.tokens[i]) {
      parts.features[i].push_back(token.lexeme->features);
      parts.features[i].back().space_after = token.space_after;
    }
    parts.documents.push_back(parts.features[i]);
  }
  model_->network->annotate(parts.documents, *parts.network, parts.labels);
  for (size_t i = 0; i < texts.size(); ++i) {
    build_structure(parts.tokens[i], parts.labels[i], model_->network->entity_types(), parses[i]);
    model_->analyzer.analyze(parts.tokens[i], parts.labels[i], parts.lexicon, parses[i]);
    parses[i].index_children();
  }
}

}  // namespace casus
