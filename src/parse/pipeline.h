// SPDX-License-Identifier: Apache-2.0
// The language pipeline: text to tokens, sentences, trees and named entities, exactly as the spaCy model would give them.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "casus/parse.h"
#include "casus/result.h"

namespace casus {

// Immutable once open: any number of threads may share it, each with a Workspace of its own.
class Pipeline {
 public:
  // `model` is the folder of a spaCy v3 CNN model or its wheel. Errors: those of the file system; Corrupt; Unsupported,
  // naming the component or setting, if it is a pipeline that we cannot run.
  static Result<std::unique_ptr<Pipeline>> open(const std::filesystem::path& model);
  ~Pipeline();

  // ISO 639-1. check_pipeline_config refuses all but English.
  std::string_view language() const { return "en"; }

  // Holds what was found out about words lately, and scratch memory. Bounded: does not grow with the number of texts.
  class Workspace {
   public:
    ~Workspace();

   private:
    friend class Pipeline;
    struct Parts;
    explicit Workspace(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
  };
  std::unique_ptr<Workspace> make_workspace() const;

  // `text` is valid UTF-8; offsets in the result are bytes. An empty text has no tokens. The result's labels point into
  // the pipeline.
  Parse parse(std::string_view text, Workspace& workspace) const;
  // The same for many texts, which is faster if they are short. Results do not depend on the batch.
  std::vector<Parse> parse_batch(std::span<const std::string_view> texts, Workspace& workspace) const;

 private:
  struct Model;
  explicit Pipeline(std::unique_ptr<Model> model);
  void parse_group(std::span<const std::string_view> texts, Workspace& workspace, std::span<Parse> parses) const;

  std::unique_ptr<Model> model_;
};

}  // namespace casus
