// SPDX-License-Identifier: Apache-2.0
#include "parse/tok2vec.h"

#include <algorithm>
#include <bit>

namespace casus {
namespace {

constexpr size_t kRowsPerFeature = 4;
constexpr size_t kCacheWords = 4096;  // per generation; 2 x 16 MB for vectors of 96, and the news vocabulary of a day
constexpr size_t kChunk = 512;        // rows between two reservations in the cache
static_assert(kChunk + 2 <= kCacheWords);

// Finaliser of MurmurHash3's 64-bit variant.
uint64_t finalize(uint64_t hash) {
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
  return hash ^ (hash >> 33);
}

}  // namespace

// MurmurHash3 x64 128 over the eight bytes of the value, cut into four 32-bit words.
std::array<uint32_t, kRowsPerFeature> embedding_rows(uint64_t value, uint64_t seed, uint32_t rows) {
  constexpr uint64_t kLength = sizeof value;
  uint64_t low = std::rotl(value * 0x87c37b91114253d5, 31) * 0x4cf5ad432745937f ^ seed ^ kLength;
  uint64_t high = seed ^ kLength;
  low += high;
  high += low;
  low = finalize(low);
  high = finalize(high);
  low += high;
  high += low;
  return {static_cast<uint32_t>(low) % rows, static_cast<uint32_t>(low >> 32) % rows,
          static_cast<uint32_t>(high) % rows, static_cast<uint32_t>(high >> 32) % rows};
}

Tok2Vec::Workspace::Workspace(size_t entry_size, size_t width)
    : width_(width), cache_(entry_size, kCacheWords), padding_entry_(entry_size) {
  padding_entry_.fill(0);
}

Tok2Vec::Workspace Tok2Vec::make_workspace() const { return {width_ + kWindow * product_size(), width_}; }

uint64_t Tok2Vec::value(const TokenFeatures& token, Column column) {
  switch (column) {
    case Column::Norm: return token.norm;
    case Column::Prefix: return token.prefix;
    case Column::Suffix: return token.suffix;
    case Column::Shape: return token.shape;
    case Column::SpaceAfter: return token.space_after;
    case Column::IsSpace: return token.is_space;
  }
  return 0;
}

LexemeKey Tok2Vec::key(const TokenFeatures& token) const {
  LexemeKey key{};
  for (size_t i = 0; i < embeddings_.size(); ++i) key[i] = value(token, embeddings_[i].column);
  return key;
}

// Between two documents one stretch of padding is enough: it is as wide as the encoder sees.
void Tok2Vec::lay_out(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace) const {
  auto& tokens = workspace.tokens_;
  tokens.assign(padding_, nullptr);
  workspace.first_rows_.clear();
  for (const auto document : documents) {
    workspace.first_rows_.push_back(tokens.size());
    for (const TokenFeatures& token : document) tokens.push_back(&token);
    tokens.insert(tokens.end(), padding_, nullptr);
  }
  const size_t rows = tokens.size();
  for (FloatBuffer* buffer : {&workspace.current_, &workspace.next_}) {
    buffer->resize((rows + 2) * width_);
    std::fill_n(buffer->data(), width_, 0.0f);
    std::fill_n(buffer->data() + (rows + 1) * width_, width_, 0.0f);
  }
}

void Tok2Vec::embed(const LexemeKey& key, float* vector) const {
  std::array<const float*, kRowsPerFeature * std::tuple_size_v<LexemeKey> + 1> terms;
  size_t count = 0;
  for (size_t i = 0; i < embeddings_.size(); ++i) {
    const Embedding& embedding = embeddings_[i];
    for (const uint32_t row : embedding_rows(key[i], embedding.seed, embedding.rows)) {
      terms[count++] = embedding.products.data() + row * product_size();
    }
  }
  terms[count++] = mixer_bias_.data();
  sum_maxout({terms.data(), count}, width_, pieces_, &mixer_norm_, nullptr, vector);
}

// Sets entries_ for the rows [first, last), computing those of new words together.
void Tok2Vec::look_up(size_t first, size_t last, Workspace& workspace) const {
  workspace.cache_.reserve(last - first);
  workspace.entries_.clear();
  workspace.new_entries_.clear();
  workspace.new_vectors_.resize((last - first) * width_);
  for (size_t row = first; row < last; ++row) {
    const TokenFeatures* token = workspace.tokens_[row];
    if (token == nullptr) {
      workspace.entries_.push_back(workspace.padding_entry_.data());
      continue;
    }
    const LexemeKey lexeme = key(*token);
    const auto [entry, is_new] = workspace.cache_.find_or_add(lexeme);
    workspace.entries_.push_back(entry);
    if (!is_new) continue;
    embed(lexeme, workspace.new_vectors_.data() + workspace.new_entries_.size() * width_);
    workspace.new_entries_.push_back(entry);
  }
  const size_t added = workspace.new_entries_.size(), products = kWindow * product_size();
  workspace.new_products_.resize(added * products);
  apply_linear(first_products_, {workspace.new_vectors_.data(), width_, added},
               {workspace.new_products_.data(), products});
  for (size_t i = 0; i < added; ++i) {
    std::copy_n(workspace.new_vectors_.data() + i * width_, width_, workspace.new_entries_[i]);
    std::copy_n(workspace.new_products_.data() + i * products, products, workspace.new_entries_[i] + width_);
  }
}

void Tok2Vec::first_convolution(Workspace& workspace) const {
  const size_t rows = workspace.rows();
  const float* padding = workspace.padding_entry_.data();
  float* output = workspace.current_.data() + width_;
  for (size_t first = 0; first < rows; first += kChunk) {
    const size_t last = std::min(first + kChunk, rows);
    const size_t from = first == 0 ? 0 : first - 1;
    look_up(from, std::min(last + 1, rows), workspace);
    const auto entry = [&](size_t row) { return row < rows ? workspace.entries_[row - from] : padding; };
    for (size_t row = first; row < last; ++row) {
      const float* before = row == 0 ? padding : entry(row - 1);
      const float* here = entry(row);
      const float* const terms[] = {before + width_, here + width_ + product_size(),
                                    entry(row + 1) + width_ + 2 * product_size(), first_bias_.data()};
      sum_maxout(terms, width_, pieces_, &first_norm_, here, output + row * width_);
    }
  }
}

void Tok2Vec::run(std::span<const std::span<const TokenFeatures>> documents, Workspace& workspace) const {
  lay_out(documents, workspace);
  first_convolution(workspace);
  for (const Convolution& convolution : convolutions_) {
    const float* input = workspace.current_.data();
    apply_maxout_norm(convolution.layer, convolution.norm, {input, width_, workspace.rows()}, input + width_,
                      workspace.next_.data() + width_);
    std::swap(workspace.current_, workspace.next_);
  }
}

}  // namespace casus
