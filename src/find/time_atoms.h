// SPDX-License-Identifier: Apache-2.0
// The units that time patterns are matched on: tokens, cut further at hyphens, slashes and between digits and letters,
// so that "mid-March", "1991-92" and "5pm" read the same however they were tokenised.
#pragma once

#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/parse.h"

namespace casus {

struct TimeAtom {
  std::string text;  // lower case, curly quotes and dashes made plain, full stops inside words dropped
  Span span;
  uint32_t token = 0;
  bool capital = false;      // starts with a capital letter
  bool glued = false;        // nothing stands between it and the atom before
  bool after_break = false;  // a blank line stands before it
  int number = -1;           // value if it consists of digits only and fits
  // Looked up once by TimeWords: the class entries that begin with it, and whether a number can.
  mutable const void* entries = nullptr;
  mutable bool looked_up = false, numeric = false;
};

std::vector<TimeAtom> time_atoms(const Document& document, const Parse& parse);

}  // namespace casus
