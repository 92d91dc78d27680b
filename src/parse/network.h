// SPDX-License-Identifier: Apache-2.0
// The neural part of a spaCy v3 CNN pipeline: tok2vec, tagger, dependency parser and entity recogniser.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "casus/result.h"

namespace casus {

// What the network sees of a token: string ids (spaCy's StringStore hashes) and two flags.
struct TokenFeatures {
  uint64_t norm = 0;
  uint64_t prefix = 0;
  uint64_t suffix = 0;
  uint64_t shape = 0;
  bool space_after = false;
  bool is_space = false;
};

// What it says of it: indexes into the label lists of Network.
struct TokenLabels {
  uint16_t tag = 0;             // tags()
  uint16_t dep = 0;             // deps(), after deprojectivisation
  uint32_t head = 0;            // token of the same document; a root is its own head and its dep is "ROOT"
  bool sentence_start = false;
  int16_t entity = -1;          // entity_types(), or -1 outside any entity
  bool entity_begin = false;
};

// Immutable once loaded: any number of threads may share it, each with a Workspace of its own.
class Network {
 public:
  // Gives the contents of a file of the model folder, e.g. "tok2vec/model" or "config.cfg".
  using FileReader = std::function<Result<std::string>(const std::string& file)>;

  // Errors: those of `files`; Corrupt if a file cannot be read as what it should be; Unsupported if the pipeline is
  // sound but of another architecture, naming what differs.
  static Result<std::unique_ptr<Network>> load(const FileReader& files);
  ~Network();

  // One per thread; holds all scratch memory, so that the steady state allocates nothing per token.
  class Workspace {
   public:
    ~Workspace();

   private:
    friend class Network;
    struct Scratch;
    explicit Workspace(std::unique_ptr<Scratch> scratch);
    std::unique_ptr<Scratch> scratch_;
  };
  std::unique_ptr<Workspace> make_workspace() const;

  // Annotates whole documents (the unit of computation) together; results do not depend on how documents are batched.
  // `labels` gets one list per document, of its length.
  void annotate(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace,
                std::vector<std::vector<TokenLabels>>& labels) const;

  const std::vector<std::string>& tags() const;
  const std::vector<std::string>& deps() const;
  const std::vector<std::string>& entity_types() const;

 private:
  struct Parts;
  explicit Network(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace casus
