// SPDX-License-Identifier: Apache-2.0
// The packed gazetteer: regions and cities of the world by name, mapped from build/knowledge/gazetteer.bin.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/mapped_file.h"
#include "casus/result.h"

namespace casus {

// Names are compared by this key: folded, words parted by one blank, without full stops and apostrophes ("St. Mary's" and
// "Saint Marys" both are "st marys"; "Winston-Salem" is "winston salem").
std::string place_key(std::string_view name);

// Immutable once open; shared by all threads.
class Gazetteer {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;
  enum Level : uint8_t { Admin1 = 1, Admin2 = 2, City = 3 };

  // As in the file; packed by train/make_gazetteer.py.
  struct Record {
    uint32_t geonameid;
    float latitude, longitude;  // NaN if unknown
    uint32_t population;        // of a region: the sum of its cities
    uint32_t name;
    uint32_t admin1, admin2;    // records of the regions it lies in, or kNone
    char country[2];            // ISO 3166-1 alpha-2
    Level level;
    char padding;
  };

  // One place of that name; places whose main name it is come first, each part by falling population.
  class Posting {
   public:
    uint32_t record() const { return value_ & 0x7FFFFFFF; }
    bool is_alternate_name() const { return value_ >> 31; }

   private:
    uint32_t value_;
  };

  // The file must be whole and of this version.
  static Result<Gazetteer> open(const std::filesystem::path& path);
  // `key`: of place_key(); empty if no place has that name.
  std::span<const Posting> find(std::string_view key) const;
  const Record& record(uint32_t index) const { return records_[index]; }
  std::string_view name(const Record& record) const { return strings_ + record.name; }

 private:
  struct Key {
    uint32_t string, first_posting;
  };
  MappedFile file_;
  std::span<const Record> records_;
  const Key* keys_ = nullptr;        // one more than there are names, for the end of the last
  std::span<const uint32_t> slots_;  // open addressing; number of a key from 1, 0 is free
  const Posting* postings_ = nullptr;
  const char* strings_ = nullptr;
};

}  // namespace casus
