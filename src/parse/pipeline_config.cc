// SPDX-License-Identifier: Apache-2.0
#include "parse/pipeline_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace casus {
namespace {

constexpr const char* kFile = "config.cfg";
// The entity recogniser needs the parser's sentences only; it may stand anywhere behind it.
const std::vector<std::string> kChain = {"tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"};
constexpr const char* kEntities = "ner";
constexpr const char* kUnused = "senter";

// "section.key" -> value as it stands in the file (JSON, or a reference to another value).
using Settings = std::map<std::string, std::string>;

std::string_view trim(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r");
  return start == std::string_view::npos ? "" : text.substr(start, text.find_last_not_of(" \t\r") - start + 1);
}

Settings read_settings(std::string_view config) {
  Settings settings;
  std::string section;
  while (!config.empty()) {
    const size_t end = std::min(config.find('\n'), config.size());
    const std::string_view line = trim(config.substr(0, end));
    config.remove_prefix(std::min(end + 1, config.size()));
    const size_t equals = line.find('=');
    if (line.starts_with('[') && line.ends_with(']')) {
      section = line.substr(1, line.size() - 2);
    } else if (!line.empty() && !line.starts_with('#') && equals != std::string_view::npos) {
      settings[fmt::format("{}.{}", section, trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
    }
  }
  return settings;
}

nlohmann::json value_of(const Settings& settings, const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? nlohmann::json() : nlohmann::json::parse(found->second, nullptr, false);
}

std::vector<std::string> list_of(const Settings& settings, const std::string& key) {
  std::vector<std::string> names;
  for (const auto& name : value_of(settings, key)) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  return names;
}

Error unsupported(std::string message) { return {ErrorCode::Unsupported, std::move(message), kFile}; }

Status require(const Settings& settings, const std::string& key, const nlohmann::json& expected) {
  const nlohmann::json value = value_of(settings, key);
  if (value == expected) return ok();
  const auto found = settings.find(key);
  return unsupported(fmt::format("{} is {}; only {} is supported", key,
                                 found == settings.end() ? "missing" : found->second, expected.dump()));
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Status check_components(const Settings& settings) {
  const std::vector<std::string> disabled = list_of(settings, "nlp.disabled");
  std::vector<std::string> chain;
  bool has_entities = false;
  for (const std::string& name : list_of(settings, "nlp.pipeline")) {
    if (contains(disabled, name) || name == kUnused) continue;
    if (!contains(kChain, name) && name != kEntities) {
      return unsupported(fmt::format("the pipeline has the component \"{}\", which Casus does not run", name));
    }
    TRY(require(settings, fmt::format("components.{}.factory", name), name));
    if (name == kEntities) {
      if (!contains(chain, "parser")) return unsupported("the component \"ner\" stands before the parser");
      has_entities = true;
    } else {
      chain.push_back(name);
    }
  }
  for (const std::string& name : kChain) {
    if (!contains(chain, name)) return unsupported(fmt::format("the pipeline lacks the component \"{}\"", name));
  }
  if (!has_entities) return unsupported("the pipeline lacks the component \"ner\"");
  if (chain != kChain) {
    return unsupported(fmt::format("the components are in the order {}; only {} is supported", fmt::join(chain, ", "),
                                   fmt::join(kChain, ", ")));
  }
  return ok();
}

}  // namespace

Status check_pipeline_config(std::string_view config) {
  const Settings settings = read_settings(config);
  if (list_of(settings, "nlp.pipeline").empty()) {
    return Error{ErrorCode::Invalid, "no list nlp.pipeline: not the configuration of a spaCy v3 model", kFile};
  }
  TRY(require(settings, "nlp.lang", "en"));
  TRY(check_components(settings));
  TRY(require(settings, "components.lemmatizer.mode", "rule"));
  TRY(require(settings, "components.tok2vec.model.@architectures", "spacy.Tok2Vec.v2"));
  TRY(require(settings, "components.tok2vec.model.embed.@architectures", "spacy.MultiHashEmbed.v2"));
  TRY(require(settings, "components.tok2vec.model.embed.include_static_vectors", false));
  TRY(require(settings, "components.tok2vec.model.encode.@architectures", "spacy.MaxoutWindowEncoder.v2"));
  TRY(require(settings, "components.tagger.model.@architectures", "spacy.Tagger.v2"));
  TRY(require(settings, "components.parser.model.@architectures", "spacy.TransitionBasedParser.v2"));
  TRY(require(settings, "components.ner.model.@architectures", "spacy.TransitionBasedParser.v2"));
  return ok();
}

}  // namespace casus
