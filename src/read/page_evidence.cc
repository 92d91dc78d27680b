// SPDX-License-Identifier: Apache-2.0
#include "read/page_evidence.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <unordered_map>

#include "base/utf8.h"
#include "read/json_ld.h"
#include "read/page.h"
#include "read/written_date.h"

namespace casus {
namespace {

constexpr size_t kLongestValue = 600, kShortestHeadline = 8;

class Collector {
 public:
  Collector(const Page& page, const ReadingTables& tables, std::string_view url) : page_(page), nodes_(page.nodes()), tables_(tables), url_(url) {}

  std::vector<Evidence> run() {
    read_cues();
    headline_ = find_headline();
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      switch (nodes_[i].tag) {
        case LXB_TAG__TEXT: continue;
        case LXB_TAG_META: read_meta(i); break;
        case LXB_TAG_SCRIPT: read_script(i); break;
        case LXB_TAG_LINK: read_link(i); break;
        case LXB_TAG_HTML: add(PageField::Language, page_.attribute(i, "lang"), "html lang", 70); break;
        case LXB_TAG_TITLE: if (!in_graphic(i)) add(PageField::Title, page_.text_of(i, kLongestValue), "title", 60); break;
        case LXB_TAG_H1: read_first_heading(i); break;
        case LXB_TAG_H2: add(PageField::Title, page_.text_of(i, kLongestValue), "h2", 30); break;
        case LXB_TAG_TIME: read_time(i); break;
        case LXB_TAG_ABBR: if (auto title = page_.attribute(i, "title"); title.size() >= 8) add(PageField::Published, title, "abbr", 70 + by_surroundings(i)); break;
        case LXB_TAG_A: read_anchor(i); break;
        default: break;
      }
      read_microdata(i);
      read_named(i);
    }
    add(PageField::Published, url_, "address", 64);
    return std::move(found_);
  }

 private:
  void add(PageField field, std::string_view value, std::string source, int weight) {
    if (value.empty() || value.size() > kLongestValue) return;
    std::string plain = plain_value(value);
    if (!plain.empty()) found_.push_back({field, std::move(plain), std::move(source), weight});
  }

  bool in_graphic(uint32_t i) const { return nodes_[nodes_[i].parent].tag == LXB_TAG_SVG; }

  void read_meta(uint32_t i) {
    std::string_view content = page_.attribute(i, "content");
    if (content.empty()) return;
    for (std::string_view name : {"property", "name", "itemprop", "http-equiv"}) {
      std::string_view value = page_.attribute(i, name);
      if (value.empty() || value.size() > 60) continue;
      if (const MetaField* field = tables_.meta.find(to_lower(value))) add(field->field, content, "meta " + field->name, field->weight);
    }
  }

  void read_script(uint32_t i) {
    std::string_view type = page_.attribute(i, "type");
    if (to_lower(type.substr(0, 40)).find("ld+json") == std::string::npos) {
      for (uint32_t j = i + 1; j < nodes_[i].end; ++j) read_program(nodes_[j].text);
      return;
    }
    std::string script;
    for (uint32_t j = i + 1; j < nodes_[i].end; ++j) script += nodes_[j].text;
    for (const LinkedArticle& article : read_json_ld(script)) {
      int minus = article.rank == 3 ? 0 : article.rank == 2 ? 8 : 30;
      add(PageField::Title, article.headline, "json-ld headline", 82 - minus);
      add(PageField::Published, article.published, "json-ld datePublished", 98 - minus);
      add(PageField::Published, article.modified, "json-ld dateModified", 36 - minus / 2);
      add(PageField::Publisher, article.publisher, "json-ld publisher", 80 - minus);
      add(PageField::Language, article.language, "json-ld inLanguage", 50);
      if (article.rank >= 2) {
        // Several authors are one piece of evidence.
        std::string authors;
        for (const std::string& author : article.authors) {
          if (!author.empty()) authors += (authors.empty() ? "" : "; ") + author;
        }
        add(PageField::Author, authors, "json-ld author", article.rank == 3 ? 90 : 70);
      }
    }
  }

  // Data that scripts carry for themselves: "publishedDate":"2016-11-04T20:37:27Z".
  void read_program(std::string_view script) {
    // "showDate("2020/04/17 ...")": a script that does nothing but write a date where it stands.
    if (script.size() < 120 && find_written_date(script, tables_.months, false)) add(PageField::Published, script, "script text", 22);
    if (script.empty()) return;  // of no memory at all memmem() may not be asked
    if (!memmem(script.data(), script.size(), "ublish", 6) && !memmem(script.data(), script.size(), "pubDate", 7)) return;
    for (std::string_view key : {"ublishedDate\"", "datePublished\"", "ublishDate\"", "publish_date\"", "pubDate\"", "published_at\"", "publishedAt\"", "date_published\"", "firstPublished\""}) {
      size_t at = script.find(key);
      if (at == std::string_view::npos) continue;
      std::string_view value = script.substr(at + key.size(), 30);
      size_t start = value.find('"');
      if (start < 6) add(PageField::Published, value.substr(start + 1), "script", 44);
      return;
    }
  }

  // A heading that leads to the front page names the site.
  void read_first_heading(uint32_t i) {
    std::string text = page_.text_of(i, kLongestValue);
    for (uint32_t j = i + 1; j < nodes_[i].end; ++j) {
      if (nodes_[j].tag != LXB_TAG_A) continue;
      std::string_view address = page_.attribute(j, "href");
      if (size_t host = address.find("://"); host != std::string_view::npos) address.remove_prefix(std::min(address.find('/', host + 3), address.size()));
      else if (address.empty()) continue;
      if (address.empty() || address == "/") return add(PageField::Publisher, text, "h1 with a link to the front page", 10);
      break;
    }
    add(PageField::Title, text, "h1", 74);
  }

  void read_link(uint32_t i) {
    std::string_view rel = page_.attribute(i, "rel");
    if (rel == "canonical") add(PageField::Url, page_.attribute(i, "href"), "link canonical", 90);
    else if (rel == "author") add(PageField::Author, page_.attribute(i, "title"), "link author", 50);
  }

  void read_time(uint32_t i) {
    std::string_view machine = page_.attribute(i, "datetime");
    std::string text = page_.text_of(i, 100);
    bool pub = page_.has_attribute(i, "pubdate") || (cue_of(i) & kDateCue) || (cue_of(nodes_[i].parent) & kDateCue);
    bool updated = page_.attribute(i, "class").find("updated") != std::string_view::npos && page_.attribute(i, "class").find("published") == std::string_view::npos;
    int weight = (updated ? 40 : pub ? 82 : 68) + by_surroundings(i);
    if (!updated && is_near_headline(i)) weight = std::max(weight, 83);  // more than any elsewhere
    add(PageField::Published, machine.size() >= 8 ? machine : std::string_view(text), "time", weight);
  }

  int by_surroundings(uint32_t i) const { return is_near_headline(i) ? 4 : is_inside_list_of_others(i) ? -44 : 0; }

  // The heading whose beginning repeats most of the page's title ("Riots spread Subscribers only"); if none does, the first of the first
  // level, though that is often the site's logo.
  uint32_t find_headline() const {
    uint32_t title = page_.find(LXB_TAG_TITLE), best = page_.find(LXB_TAG_H1);
    if (title >= nodes_.size()) return best;
    std::string whole = page_.text_of(title, kLongestValue);
    size_t longest = kShortestHeadline;
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].tag != LXB_TAG_H1 && nodes_[i].tag != LXB_TAG_H2) continue;
      std::string heading = page_.text_of(i, kLongestValue);
      size_t shared = shared_beginning(heading, whole);
      if (shared <= longest || shared * 2 < heading.size()) continue;
      longest = shared;
      best = i;
    }
    return best;
  }

  // How many bytes the text's beginning shares with what stands in the other one.
  static size_t shared_beginning(std::string_view text, std::string_view other) {
    size_t at = text.size() < kShortestHeadline ? std::string_view::npos : other.find(text.substr(0, kShortestHeadline));
    if (at == std::string_view::npos) return 0;
    other.remove_prefix(at);
    return static_cast<size_t>(std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first - text.begin());
  }

  // Shortly before or behind the headline: what stands there belongs to it, also in a list.
  bool is_near_headline(uint32_t i) const { return headline_ < nodes_.size() && i + 40 > headline_ && i < headline_ + 70; }

  // A date or a name in a teaser of another article.
  bool is_inside_list_of_others(uint32_t i) const {
    bool in_frame = false;
    for (int steps = 0; i > 0 && steps < 10; ++steps) {
      i = nodes_[i].parent;
      uint32_t tag = nodes_[i].tag;
      // That of the headline; any other one is itself a teaser.
      if (tag == LXB_TAG_ARTICLE && i <= headline_ && headline_ < nodes_[i].end) break;
      // Most of a page is no list of others, whatever its class says ("has-sidebar").
      bool is_small = (nodes_[i].end - i) * 3 < nodes_.size();
      if (tag == LXB_TAG_ASIDE || tag == LXB_TAG_NAV || (cue_of(i) & kCommentsCue)) return true;
      in_frame |= tag == LXB_TAG_FOOTER || tag == LXB_TAG_LI || (is_small && (cue_of(i) & kDropCue));
    }
    return in_frame;
  }

  uint8_t cue_of(uint32_t i) const { return cues_[i]; }

  void read_cues() {
    cues_.assign(nodes_.size(), 0);
    std::unordered_map<std::string_view, uint8_t> seen;
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].tag == LXB_TAG__TEXT || nodes_[i].tag == LXB_TAG_BODY || nodes_[i].tag == LXB_TAG_HTML) continue;
      for (std::string_view name : {"class", "id"}) {
        std::string_view value = page_.attribute(i, name);
        if (value.empty()) continue;
        auto [entry, fresh] = seen.try_emplace(value, 0);
        if (fresh) entry->second = tables_.field_classes.find(value);
        cues_[i] |= entry->second;
      }
    }
  }

  void read_anchor(uint32_t i) {
    if (page_.attribute(i, "rel").find("author") == std::string_view::npos) return;
    add(PageField::Author, page_.text_of(i, 100), "rel author", is_inside_list_of_others(i) ? 30 : 72);
  }

  void read_microdata(uint32_t i) {
    std::string_view names = page_.attribute(i, "itemprop");
    if (names.empty() || nodes_[i].tag == LXB_TAG_META) return;
    std::string name = to_lower(names.substr(0, names.find(' ')));
    if (name == "author" || name == "creator") {
      add(PageField::Author, author_in(i), "microdata author", is_inside_list_of_others(i) ? 40 : 80);
      return;
    }
    if (const MetaField* field = tables_.meta.find(name); field && field->microdata) {
      std::string_view value = page_.attribute(i, "content");
      if (value.empty()) value = page_.attribute(i, "datetime");
      int weight = field->weight - (is_inside_list_of_others(i) ? 40 : 0);
      if (!value.empty()) add(field->field, value, "microdata " + field->name, weight);
      else add(field->field, page_.text_of(i, 300), "microdata " + field->name, weight);
    }
  }

  // The itemprop "name" inside, or the text.
  std::string author_in(uint32_t i) const {
    for (uint32_t j = i + 1; j < nodes_[i].end; ++j) {
      if (nodes_[j].tag == LXB_TAG__TEXT || page_.attribute(j, "itemprop") != "name") continue;
      std::string_view content = page_.attribute(j, "content");
      return content.empty() ? page_.text_of(j, 100) : std::string(content);
    }
    std::string_view content = page_.attribute(i, "content");
    return content.empty() ? page_.text_of(i, 100) : std::string(content);
  }

  // Elements whose class says that they hold the date or the author.
  void read_named(uint32_t i) {
    if (nodes_[i].tag == LXB_TAG_TIME || nodes_[i].tag == LXB_TAG_META || nodes_[i].end > i + 40) return;
    uint8_t cue = cue_of(i);
    if (!(cue & (kDateCue | kAuthorCue))) return;
    // Far above the headline stands the day on which the page was fetched.
    int minus = is_near_headline(i) ? -2 : is_inside_list_of_others(i) ? 30 : headline_ < nodes_.size() && i < headline_ ? 12 : 0;
    std::string text = page_.text_of(i, 200);
    if (cue & kDateCue) add(PageField::Published, page_.attribute(i, "title"), "class title", 58 - minus);
    if (cue & kDateCue) add(PageField::Published, text, "class", 60 - minus);
    if ((cue & kAuthorCue) && text.size() < 120) add(PageField::Author, text, "class", 62 - minus);
  }

  const Page& page_;
  const std::vector<PageNode>& nodes_;
  const ReadingTables& tables_;
  std::string_view url_;
  std::vector<uint8_t> cues_;
  uint32_t headline_ = 0;
  std::vector<Evidence> found_;
};

}  // namespace

std::vector<Evidence> collect_evidence(const Page& page, const ReadingTables& tables, std::string_view url) { return Collector(page, tables, url).run(); }

std::vector<const Evidence*> ranked(const std::vector<Evidence>& evidence, PageField field) {
  std::vector<const Evidence*> found;
  for (const Evidence& piece : evidence) {
    if (piece.field == field) found.push_back(&piece);
  }
  std::stable_sort(found.begin(), found.end(), [](const Evidence* a, const Evidence* b) { return a->weight > b->weight; });
  return found;
}

std::string key_of(std::string_view text) {
  std::string key;
  for (char c : fold_name(text)) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte)) key.push_back(c);
  }
  return key;
}

}  // namespace casus
