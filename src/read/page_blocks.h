// SPDX-License-Identifier: Apache-2.0
// A page cut into blocks: stretches of text that a browser would set as one paragraph, with what can be counted in them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/page.h"

namespace casus {

struct Block {
  uint32_t start = 0, end = 0;  // in PageBlocks::text
  uint32_t node = 0;            // the block-level element around it
  float words = 0;              // a letter of a script without blanks counts half a word
  float link_words = 0;
  uint32_t sentence_ends = 0;   // full stops, question marks and commas of any script
  bool is_heading = false, is_quoted = false, is_listed = false, is_tabled = false;
  bool is_dropped = false;

  float link_share() const { return words > 0 ? link_words / words : 0; }
  // Words that count as prose: none of a line too short, unpunctuated or made of links.
  float prose() const {
    if (is_heading || link_share() > 0.5f) return 0;
    if (words < 5 || (words < 10 && sentence_ends == 0)) return 0;
    return (words - link_words) * (sentence_ends > 0 ? 1.0f : 0.3f);
  }
};

struct PageBlocks {
  std::string text;
  std::vector<Block> blocks;
  std::vector<uint32_t> before;  // for each node, and behind the last: how many blocks stand before it

  std::string_view slice(const Block& block) const { return std::string_view(text).substr(block.start, block.end - block.start); }
};

PageBlocks cut_into_blocks(const Page& page);

bool is_block_level(uint32_t tag);
// Elements whose content is never text of the page: scripts, styles, controls, graphics.
bool is_machinery(uint32_t tag);

}  // namespace casus
