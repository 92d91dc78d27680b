// SPDX-License-Identifier: Apache-2.0
#include "read/article_text.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.h"
#include "read/page_blocks.h"

namespace casus {
namespace {

// An element with a cue to drop it stays if it holds more than this share of the page's prose: the cue means the frame.
constexpr float kMostDropped = 0.4f;
// Comments may be longer than the article; they go if so many words of prose are left.
constexpr float kLeastLeft = 60;
// A child that holds this share of an element's prose is the better container.
constexpr float kDescent = 0.72f;

std::string plain_line(std::string_view line) {
  std::string lower = to_lower(line);
  constexpr std::string_view kMarks = " \t\n:.!-|>*[]()";
  for (bool changed = true; changed && !lower.empty();) {
    changed = kMarks.find(lower.back()) != std::string_view::npos;
    if (changed) lower.pop_back();
    for (std::string_view mark : {"–", "—", "»", "›", "▼", "▶", "→"}) {
      if (!lower.ends_with(mark)) continue;
      lower.resize(lower.size() - mark.size());
      changed = true;
    }
  }
  lower.erase(0, std::min(lower.find_first_not_of(" \t\n:.!-|>*[]()"), lower.size()));
  return lower;
}

class Finder {
 public:
  Finder(const Page& page, const ReadingTables& tables, std::string_view title)
      : page_(page), nodes_(page.nodes()), tables_(tables), title_(plain_line(title)), cut_(cut_into_blocks(page)) {}

  ArticleText run() {
    if (nodes_.empty() || cut_.blocks.empty()) return {};
    read_cues();
    sum_prose();
    drop_surroundings();
    sum_prose();
    uint32_t container = choose_container();
    ArticleText article = write(container);
    if (article.text.size() < 200) {
      // A page of few words: everything that was dropped by its name alone gets another chance.
      for (Block& block : cut_.blocks) block.is_dropped = false;
      sum_prose();
      ArticleText lenient = write(choose_container());
      if (lenient.text.size() > 2 * article.text.size()) article = std::move(lenient);
    }
    return article;
  }

 private:
  float prose(uint32_t node) const { return sums_[cut_.before[nodes_[node].end]] - sums_[cut_.before[node]]; }

  void read_cues() {
    cues_.assign(nodes_.size(), kNoCue);
    std::unordered_map<std::string_view, uint8_t> seen;
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      const PageNode& node = nodes_[i];
      if (node.tag == LXB_TAG__TEXT || node.tag == LXB_TAG_HTML || node.tag == LXB_TAG_BODY) continue;
      uint8_t cue = 0;
      for (std::string_view name : {"class", "id", "itemprop", "role", "data-component", "data-testid"}) {
        std::string_view value = page_.attribute(i, name);
        if (value.empty()) continue;
        auto [entry, fresh] = seen.try_emplace(value, 0);
        if (fresh) entry->second = tables_.classes.find(value);
        cue |= entry->second;
      }
      switch (node.tag) {
        case LXB_TAG_NAV: case LXB_TAG_ASIDE: case LXB_TAG_FOOTER: case LXB_TAG_FIGCAPTION: case LXB_TAG_MENU: case LXB_TAG_ADDRESS:
          cue |= kDropCue;
          break;
        default:
          break;
      }
      if (is_hidden(i)) cue |= kDropCue;
      cues_[i] = cue;
    }
  }

  bool is_hidden(uint32_t i) const {
    if (page_.has_attribute(i, "hidden")) return true;
    std::string_view style = page_.attribute(i, "style");
    return style.find("display:none") != std::string_view::npos || style.find("display: none") != std::string_view::npos;
  }

  // Running totals of prose over the blocks that are not dropped.
  void sum_prose() {
    sums_.assign(cut_.blocks.size() + 1, 0);
    for (size_t i = 0; i < cut_.blocks.size(); ++i) sums_[i + 1] = sums_[i] + (cut_.blocks[i].is_dropped ? 0 : cut_.blocks[i].prose());
  }

  void drop_surroundings() {
    float total = sums_.back(), left = total;
    for (uint32_t i = 0; i < nodes_.size();) {
      const PageNode& node = nodes_[i];
      uint8_t cue = cues_[i];
      bool is_comments = (cue & kCommentsCue) && left - prose(i) >= kLeastLeft;
      bool is_dropped = (cue & kAlwaysCue) || ((cue & kDropCue) && !(cue & kKeepCue) && !((cue & kBodyCue) && prose(i) > 0.2f * total) && prose(i) <= kMostDropped * total);
      if (node.tag == LXB_TAG__TEXT || !(is_comments || is_dropped)) {
        ++i;
        continue;
      }
      left -= prose(i);
      for (uint32_t b = cut_.before[i]; b < cut_.before[node.end]; ++b) cut_.blocks[b].is_dropped = true;
      i = node.end;
    }
  }

  // Elements that call themselves the article's body, outermost first, none inside another.
  std::vector<uint32_t> named_bodies() const {
    std::vector<uint32_t> bodies;
    for (uint32_t i = 0; i < nodes_.size();) {
      bool named = (cues_[i] & kBodyCue) && prose(i) > 0 && is_block_level(nodes_[i].tag);
      if (named) bodies.push_back(i);
      i = named ? nodes_[i].end : i + 1;
    }
    return bodies;
  }

  uint32_t common_ancestor(uint32_t a, uint32_t b) const {
    while (a != b) {
      if (a < b) std::swap(a, b);
      a = nodes_[a].parent;  // the later one cannot contain the earlier
    }
    return a;
  }

  uint32_t choose_container() const {
    uint32_t body = page_.find(LXB_TAG_BODY);
    if (body >= nodes_.size()) body = 0;
    std::vector<uint32_t> bodies = named_bodies();
    float all = 0;
    for (uint32_t i : bodies) all += prose(i);
    if (all >= 0.25f * prose(body) && all > 0) {
      auto best = std::max_element(bodies.begin(), bodies.end(), [&](uint32_t a, uint32_t b) { return prose(a) < prose(b); });
      if (prose(*best) >= 0.7f * all) return descend(*best, 0.9f, true);
      uint32_t common = *best;
      for (uint32_t i : bodies) {
        if (prose(i) >= 0.1f * all) common = common_ancestor(common, i);
      }
      return common;
    }
    if (uint32_t article = main_article(); article < nodes_.size() && prose(article) >= 0.25f * prose(body)) return descend(article, kDescent, false);
    return descend(body, kDescent, false);
  }

  // The <article> with the headline, or the only long one.
  uint32_t main_article() const {
    auto none = static_cast<uint32_t>(nodes_.size());
    uint32_t best = none;
    float best_prose = 0, second = 0;
    for (uint32_t i = 0; i < nodes_.size();) {
      if (nodes_[i].tag != LXB_TAG_ARTICLE) { ++i; continue; }
      if (prose(i) > best_prose) { second = best_prose; best_prose = prose(i); best = i; }
      else second = std::max(second, prose(i));
      i = nodes_[i].end;
    }
    return best_prose >= 3 * second ? best : none;
  }

  // Goes down as long as one child holds nearly all the prose; among names of bodies only to another one.
  uint32_t descend(uint32_t node, float share, bool named) const {
    for (bool moved = true; moved;) {
      moved = false;
      float here = prose(node);
      if (here <= 0) return node;
      for (uint32_t i = node + 1; i < nodes_[node].end; i = named ? i + 1 : nodes_[i].end) {
        bool fits = is_block_level(nodes_[i].tag) && nodes_[i].tag != LXB_TAG_P && (!named || (cues_[i] & kBodyCue)) && prose(i) >= share * here;
        if (!fits && !is_block_level(nodes_[i].tag) && nodes_[i].tag != LXB_TAG__TEXT && !named && prose(i) >= share * here) fits = true;
        if (!fits) continue;
        node = i;
        moved = true;
        break;
      }
    }
    return node;
  }

  bool is_noise(const Block& block) const {
    std::string_view line = cut_.slice(block);
    if (line.size() > 400) return false;
    std::string plain = plain_line(line);
    if (plain.empty()) return true;
    if (tables_.noise_whole.contains(plain)) return true;
    if (plain == title_) return true;
    if (block.words > 30) return false;
    std::string lower = to_lower(line.substr(0, 60));
    return std::any_of(tables_.noise_start.begin(), tables_.noise_start.end(), [&](const std::string& start) { return lower.starts_with(start); });
  }

  // Links and little else: lists of other articles, tags, "more" lines.
  bool is_link_block(const Block& block) const {
    if (block.link_words <= 0) return false;
    if (block.link_share() >= 0.8f) return !(block.sentence_ends > 0 && block.words > 25);
    return block.link_share() > 0.5f && block.words < 20 && block.is_listed;
  }

  // "Related stories", "About the author", "Leave a comment": cut there if the most has been told.
  void cut_at_end_line(std::vector<const Block*>& kept) const {
    float all = 0, told = 0;
    for (const Block* block : kept) all += block->words;
    for (size_t i = 0; i < kept.size(); ++i) {
      const Block& block = *kept[i];
      if (told >= 0.6f * all && block.words <= 8) {
        std::string plain = plain_line(cut_.slice(block));
        bool ends = tables_.noise_end.contains(plain);
        // Only a heading may have more words behind ("Related stories from the coast").
        for (size_t at = plain.find(' '); !ends && block.is_heading && at != std::string::npos; at = plain.find(' ', at + 1)) {
          ends = tables_.noise_end.contains(plain.substr(0, at));
        }
        if (ends) {
          kept.resize(i);
          return;
        }
      }
      told += block.words;
    }
  }

  bool is_tail(const Block& block) const {
    if (block.words > 60) return false;
    std::string lower = to_lower(cut_.slice(block));
    return std::any_of(tables_.noise_tail.begin(), tables_.noise_tail.end(), [&](const std::string& words) { return lower.find(words) != std::string::npos; });
  }

  ArticleText write(uint32_t container) const {
    ArticleText article;
    article.container = container;
    std::vector<const Block*> kept;
    std::unordered_set<std::string_view> seen;
    for (uint32_t b = cut_.before[container]; b < cut_.before[nodes_[container].end]; ++b) {
      const Block& block = cut_.blocks[b];
      if (block.is_dropped || is_link_block(block) || is_noise(block)) continue;
      if (block.words >= 25 && !seen.insert(cut_.slice(block)).second) continue;
      kept.push_back(&block);
    }
    cut_at_end_line(kept);
    for (size_t i = kept.size() > 4 ? kept.size() - 4 : kept.size(); i < kept.size();) {
      if (is_tail(*kept[i])) kept.erase(kept.begin() + static_cast<ptrdiff_t>(i));
      else ++i;
    }
    // A heading says what follows; at the end nothing does.
    while (!kept.empty() && kept.back()->is_heading) kept.pop_back();
    for (size_t i = 0; i < kept.size(); ++i) {
      const Block& block = *kept[i];
      if (!article.text.empty()) article.text += "\n\n";
      auto start = static_cast<uint32_t>(article.text.size());
      article.text += cut_.slice(block);
      SectionKind kind = block.is_heading ? SectionKind::Title : block.is_quoted ? SectionKind::Quotation : SectionKind::Body;
      article.parts.push_back({{start, static_cast<uint32_t>(article.text.size())}, kind});
    }
    return article;
  }

  const Page& page_;
  const std::vector<PageNode>& nodes_;
  const ReadingTables& tables_;
  std::string title_;
  PageBlocks cut_;
  std::vector<uint8_t> cues_;
  std::vector<float> sums_;
};

}  // namespace

ArticleText find_article_text(const Page& page, const ReadingTables& tables, std::string_view title) { return Finder(page, tables, title).run(); }

}  // namespace casus
