// SPDX-License-Identifier: Apache-2.0
// Tokens to vectors: hash embeddings of their features, mixed, then convolutions over windows of three tokens
// (spaCy's MultiHashEmbed and MaxoutWindowEncoder).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "casus/result.h"
#include "parse/float_buffer.h"
#include "parse/kernels.h"
#include "parse/lexeme_cache.h"
#include "parse/model_file.h"
#include "parse/network.h"

namespace casus {

// Row numbers of a feature value in an embedding table of `rows` rows (thinc's HashEmbed).
std::array<uint32_t, 4> embedding_rows(uint64_t value, uint64_t seed, uint32_t rows);

class Tok2Vec {
 public:
  // Scratch memory, and the words met so far.
  class Workspace {
   public:
    // After run(): the vector of a token lies at vectors() + row * width(), documents one after the other with a few
    // meaningless rows around each.
    const float* vectors() const { return current_.data() + width_; }
    size_t rows() const { return tokens_.size(); }
    size_t first_row(size_t document) const { return first_rows_[document]; }

   private:
    friend class Tok2Vec;
    Workspace(size_t entry_size, size_t width);

    size_t width_;
    LexemeCache cache_;
    std::vector<const TokenFeatures*> tokens_;  // by row; null for padding
    std::vector<size_t> first_rows_;
    std::vector<const float*> entries_;
    std::vector<float*> new_entries_;
    FloatBuffer padding_entry_, new_vectors_, new_products_;
    FloatBuffer current_, next_;  // one row of zeros, the rows, one row of zeros
  };

  // Errors: Unsupported, if the layers of `model` are not those of a MultiHashEmbed with a MaxoutWindowEncoder.
  static Result<Tok2Vec> load(const ModelFile& model);

  size_t width() const { return width_; }
  Workspace make_workspace() const;
  void run(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace) const;

 private:
  static constexpr size_t kWindow = 3;  // tokens that a convolution sees
  enum class Column { Norm, Prefix, Suffix, Shape, SpaceAfter, IsSpace };
  // The rows of an embedding table, each already multiplied with the mixing layer: [row][piece][width].
  struct Embedding {
    Column column = Column::Norm;
    uint64_t seed = 0;
    uint32_t rows = 0;
    FloatBuffer products;
  };
  struct Convolution {
    DenseLayer layer;
    LayerNorm norm;
  };

  static Result<std::vector<Column>> read_columns(const ModelFile& model);
  Status load_embeddings(const ModelFile& model, const ModelNode& mixer);
  Status load_convolutions(const ModelFile& model);
  size_t product_size() const { return pieces_ * width_; }
  static uint64_t value(const TokenFeatures& token, Column column);
  LexemeKey key(const TokenFeatures& token) const;
  void lay_out(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace) const;
  void embed(const LexemeKey& key, float* vector) const;
  void look_up(size_t first, size_t last, Workspace& workspace) const;
  void first_convolution(Workspace& workspace) const;

  size_t width_ = 0;
  size_t pieces_ = 0;
  size_t padding_ = 0;  // rows of zeros around a document
  std::vector<Embedding> embeddings_;
  FloatBuffer mixer_bias_;
  LayerNorm mixer_norm_;
  // The first convolution, by position in the window: vector to three products.
  DenseLayer first_products_;
  FloatBuffer first_bias_;
  LayerNorm first_norm_;
  std::vector<Convolution> convolutions_;  // the others
};

}  // namespace casus
