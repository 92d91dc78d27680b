// SPDX-License-Identifier: Apache-2.0
#include "link/gazetteer.h"

#include <array>
#include <cstring>

#include "base/utf8.h"

namespace casus {
namespace {

constexpr std::string_view kMagic = "CASUSGZ1";

struct Header {
  char magic[8];
  uint32_t place_count, name_count, slot_count, posting_count, string_bytes, padding;
};
static_assert(sizeof(Header) == 32 && sizeof(Gazetteer::Record) == 32 && sizeof(Gazetteer::Posting) == 4);

uint32_t fnv1a(std::string_view bytes) {
  uint32_t value = 0x811C9DC5;
  for (char c : bytes) value = (value ^ static_cast<unsigned char>(c)) * 0x01000193;
  return value;
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Words that are often abbreviated before another word.
std::string_view short_word(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kShort = {
      {{"saint", "st"}, {"sainte", "ste"}, {"fort", "ft"}, {"mount", "mt"}}};
  for (const auto& [full, abbreviation] : kShort) {
    if (word == full) return abbreviation;
  }
  return word;
}

}  // namespace

std::string place_key(std::string_view name) {
  std::string folded = fold_name(name), key, word;
  // A word is shortened only when another follows it, so it waits for its successor.
  auto flush = [&](bool is_last) {
    if (word.empty()) return;
    if (!key.empty()) key += ' ';
    key += is_last ? std::string_view(word) : short_word(word);
    word.clear();
  };
  bool in_gap = false;
  for (char c : folded) {
    if (c == '.' || c == '\'') continue;
    if (!is_word_byte(c)) {
      in_gap = true;
      continue;
    }
    if (in_gap) flush(false);
    in_gap = false;
    word += c;
  }
  flush(true);
  return key;
}

Result<Gazetteer> Gazetteer::open(const std::filesystem::path& path) {
  Gazetteer gazetteer;
  auto file = MappedFile::open(path);
  if (!file) return Error{file.error().code, file.error().message + "; run script/setup, which makes it", file.error().where};
  gazetteer.file_ = std::move(*file);
  std::string_view bytes = gazetteer.file_.bytes();
  Header header{};
  if (bytes.size() >= sizeof(header)) std::memcpy(&header, bytes.data(), sizeof(header));
  size_t needed = sizeof(header) + sizeof(Record) * size_t{header.place_count} + sizeof(Key) * (size_t{header.name_count} + 1) +
                  4 * (size_t{header.slot_count} + header.posting_count) + header.string_bytes;
  if (std::string_view(header.magic, 8) != kMagic || bytes.size() != needed || header.string_bytes == 0 || bytes.back() != '\0' ||
      header.slot_count == 0 || (header.slot_count & (header.slot_count - 1)) != 0) {
    return Error{ErrorCode::Corrupt, "is not a whole gazetteer of this version; delete it and run script/setup", path.string()};
  }
  const char* at = bytes.data() + sizeof(header);
  gazetteer.records_ = {reinterpret_cast<const Record*>(at), header.place_count};
  at += gazetteer.records_.size_bytes();
  gazetteer.keys_ = reinterpret_cast<const Key*>(at);
  at += sizeof(Key) * (size_t{header.name_count} + 1);
  gazetteer.slots_ = {reinterpret_cast<const uint32_t*>(at), header.slot_count};
  at += gazetteer.slots_.size_bytes();
  gazetteer.postings_ = reinterpret_cast<const Posting*>(at);
  gazetteer.strings_ = at + 4 * size_t{header.posting_count};
  return gazetteer;
}

std::span<const Gazetteer::Posting> Gazetteer::find(std::string_view key) const {
  size_t mask = slots_.size() - 1;
  for (size_t slot = fnv1a(key) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const Key* found = keys_ + slots_[slot] - 1;
    if (key == strings_ + found->string) return {postings_ + found->first_posting, postings_ + found[1].first_posting};
  }
  return {};
}

}  // namespace casus
