// SPDX-License-Identifier: Apache-2.0
// The places of the world that bear a name, for people who choose one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "casus/casus.h"
#include "casus/place.h"

namespace casus {

// Immutable once open; any number of threads may share it.
class PlaceFinder {
 public:
  // Reads the tables of places that an engine with these options reads.
  static Result<PlaceFinder> open(const EngineOptions& options);
  PlaceFinder(PlaceFinder&&) noexcept;
  ~PlaceFinder();

  // Places of this name, whatever its case and accents: our own tables' and countries first, then those whose main name it is, by falling population.
  std::vector<Place> named(const std::string& name) const;

 private:
  struct Tables;
  explicit PlaceFinder(std::unique_ptr<const Tables> tables);
  std::unique_ptr<const Tables> tables_;
};

}  // namespace casus
