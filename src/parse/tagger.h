// SPDX-License-Identifier: Apache-2.0
// The part-of-speech tagger: one dense layer over the token vectors.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "casus/result.h"
#include "parse/kernels.h"
#include "parse/model_file.h"
#include "parse/network.h"

namespace casus {

class Tagger {
 public:
  // `settings` is the text of tagger/cfg, a JSON object with the list "labels". Errors: Corrupt, Unsupported.
  static Result<Tagger> load(const ModelFile& model, const std::string& settings, size_t width);

  const std::vector<std::string>& labels() const { return labels_; }
  // Sets tag of `labels`; `scores` is scratch memory.
  void tag(const float* vectors, FloatBuffer& scores, std::span<TokenLabels> labels) const;

 private:
  DenseLayer layer_;
  FloatBuffer mask_;
  std::vector<std::string> labels_;
};

}  // namespace casus
