// SPDX-License-Identifier: Apache-2.0
#include "read/json_ld.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "read/page.h"
#include "read/xml_tree.h"

namespace casus {
namespace {

namespace dom = simdjson::dom;

constexpr int kMaxDepth = 16;
constexpr size_t kMaxBytes = 2u << 20, kLongestText = 2000;

// Scripts often hold raw line ends inside strings, comments around the whole and a semicolon at the end.
std::string mended(std::string_view script) {
  for (std::string_view wrap : {"<!--", "//<![CDATA[", "<![CDATA["}) {
    size_t at = script.find(wrap);
    if (at != std::string_view::npos && at < 20) script.remove_prefix(at + wrap.size());
  }
  for (std::string_view wrap : {"-->", "]]>"}) {
    size_t at = script.rfind(wrap);
    if (at != std::string_view::npos && at + 20 > script.size()) script = script.substr(0, at);
  }
  size_t first = script.find_first_of("{["), last = script.find_last_of("}]");
  if (first == std::string_view::npos || last == std::string_view::npos || last < first) return "";
  std::string out(script.substr(first, last - first + 1));
  bool inside = false;
  for (size_t i = 0; i < out.size(); ++i) {
    if (out[i] == '\\') { ++i; continue; }
    if (out[i] == '"') inside = !inside;
    else if (inside && static_cast<unsigned char>(out[i]) < 0x20) out[i] = ' ';
  }
  // A comma before a closing bracket.
  for (size_t at = out.find(','); at != std::string::npos; at = out.find(',', at + 1)) {
    size_t next = out.find_first_not_of(" \t\r\n", at + 1);
    if (next != std::string::npos && (out[next] == '}' || out[next] == ']')) out[at] = ' ';
  }
  return out;
}

// Longer texts are no headline, name or date.
std::string plain_text(std::string_view text) { return text.size() > kLongestText ? std::string() : plain_value(text); }

std::string string_of(dom::element element) {
  std::string_view text;
  if (!element.get(text)) return plain_text(text);
  dom::object object;
  if (!element.get(object)) {
    for (const char* key : {"@value", "name", "@id"}) {
      if (!object[key].get(text)) return plain_text(text);
    }
  }
  dom::array array;
  if (!element.get(array)) {
    for (dom::element item : array) {
      if (!item.get(text)) return plain_text(text);
      if (!item.get(object) && !object["name"].get(text)) return plain_text(text);
      break;
    }
  }
  return "";
}

// Names of the script's objects by their "@id", for authors and publishers that are only referred to.
using NamedObjects = std::unordered_map<std::string, std::string>;

void add_names(dom::element element, const NamedObjects& named, std::vector<std::string>& names) {
  std::string_view text;
  dom::object object;
  dom::array array;
  if (!element.get(text)) {
    names.push_back(plain_text(text));
  } else if (!element.get(object)) {
    dom::element name;
    if (!object["name"].get(name)) {
      add_names(name, named, names);
    } else if (!object["@id"].get(text)) {
      if (auto found = named.find(std::string(text)); found != named.end()) names.push_back(found->second);
    }
  } else if (!element.get(array)) {
    for (dom::element item : array) {
      if (names.size() < 20 && !item.is_array()) add_names(item, named, names);
    }
  }
}

int rank_of_type(std::string_view type) {
  static constexpr std::array<std::string_view, 12> kArticles = {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "Report", "OpinionNewsArticle", "AnalysisNewsArticle", "TechArticle", "ScholarlyArticle", "LiveBlogPosting", "BackgroundNewsArticle", "Recipe"};
  static constexpr std::array<std::string_view, 7> kPages = {"WebPage", "ItemPage", "CreativeWork", "QAPage", "FAQPage", "Review", "DiscussionForumPosting"};
  if (auto slash = type.rfind('/'); slash != std::string_view::npos) type.remove_prefix(slash + 1);
  if (std::find(kArticles.begin(), kArticles.end(), type) != kArticles.end()) return 3;
  return std::find(kPages.begin(), kPages.end(), type) != kPages.end() ? 2 : 1;
}

int rank_of(dom::object object) {
  dom::element type;
  if (object["@type"].get(type)) return 1;
  std::string_view name;
  if (!type.get(name)) return rank_of_type(name);
  int rank = 1;
  dom::array array;
  if (!type.get(array)) {
    for (dom::element item : array) {
      if (!item.get(name)) rank = std::max(rank, rank_of_type(name));
    }
  }
  return rank;
}

void collect_named(dom::element element, int depth, NamedObjects& named) {
  if (depth > kMaxDepth || named.size() > 500) return;
  dom::array array;
  if (!element.get(array)) {
    for (dom::element item : array) collect_named(item, depth + 1, named);
    return;
  }
  dom::object object;
  if (element.get(object)) return;
  std::string_view id, name;
  if (!object["@id"].get(id) && !object["name"].get(name)) named.emplace(id, plain_text(name));
  for (auto field : object) {
    if (field.value.is_object() || field.value.is_array()) collect_named(field.value, depth + 1, named);
  }
}

void visit(dom::element element, const NamedObjects& named, int depth, std::vector<LinkedArticle>& found) {
  if (depth > kMaxDepth || found.size() > 200) return;
  dom::array array;
  if (!element.get(array)) {
    for (dom::element item : array) visit(item, named, depth + 1, found);
    return;
  }
  dom::object object;
  if (element.get(object)) return;
  LinkedArticle article;
  article.rank = rank_of(object);
  dom::element value;
  if (!object["headline"].get(value)) article.headline = string_of(value);
  if (article.headline.empty() && article.rank == 3 && !object["name"].get(value)) article.headline = string_of(value);
  if (!object["datePublished"].get(value)) article.published = string_of(value);
  if (article.published.empty() && article.rank >= 2 && !object["dateCreated"].get(value)) article.published = string_of(value);
  if (!object["dateModified"].get(value)) article.modified = string_of(value);
  if (!object["publisher"].get(value)) article.publisher = string_of(value);
  if (!object["inLanguage"].get(value)) article.language = string_of(value);
  if (!object["url"].get(value)) article.url = string_of(value);
  if (!object["author"].get(value)) add_names(value, named, article.authors);
  if (article.authors.empty() && article.rank == 3 && !object["creator"].get(value)) add_names(value, named, article.authors);
  if (!article.headline.empty() || !article.published.empty() || !article.modified.empty() || !article.authors.empty() || !article.publisher.empty()) found.push_back(std::move(article));
  for (auto field : object) {
    // Other works that the article mentions say nothing about it.
    if (field.key == "author" || field.key == "publisher" || field.key == "comment" || field.key == "review" || field.key == "itemReviewed" || field.key == "isBasedOn" || field.key == "citation") continue;
    if (field.value.is_object() || field.value.is_array()) visit(field.value, named, depth + 1, found);
  }
}

// The string that stands as the value of the first such key at or behind `from`; empty if there is none.
std::string_view value_behind(std::string_view json, std::string_view quoted_key, size_t from = 0) {
  size_t at = json.find(quoted_key, from);
  if (at == std::string_view::npos) return "";
  size_t start = json.find_first_not_of(" \t\r\n:", at + quoted_key.size());
  if (start == std::string_view::npos || json[start] != '"') return "";
  size_t end = json.find_first_of("\"\\", start + 1);
  return end == std::string_view::npos || json[end] != '"' ? std::string_view() : json.substr(start + 1, end - start - 1);
}

// What a script that is no JSON says by its keys: a bracket too many hides nothing.
std::vector<LinkedArticle> read_torn(std::string_view json) {
  LinkedArticle article;
  for (size_t at = json.find("\"@type\""); at != std::string_view::npos; at = json.find("\"@type\"", at + 1)) {
    article.rank = std::max(article.rank, rank_of_type(value_behind(json, "\"@type\"", at)));
  }
  if (article.rank < 3) return {};
  article.headline = plain_text(value_behind(json, "\"headline\""));
  article.published = plain_text(value_behind(json, "\"datePublished\""));
  article.modified = plain_text(value_behind(json, "\"dateModified\""));
  return {article};
}

}  // namespace

std::vector<LinkedArticle> read_json_ld(std::string_view script) {
  std::vector<LinkedArticle> found;
  if (script.size() > kMaxBytes) return found;
  std::string json = mended(script);
  if (json.empty()) return found;
  dom::parser parser;
  dom::element root;
  if (parser.parse(simdjson::padded_string(json)).get(root)) return read_torn(json);
  NamedObjects named;
  collect_named(root, 0, named);
  visit(root, named, 0, found);
  return found;
}

std::string plain_value(std::string_view value) {
  std::string collapsed;
  append_collapsed(collapsed, resolve_references(value));
  while (!collapsed.empty() && collapsed.back() == ' ') collapsed.pop_back();
  return collapsed;
}

}  // namespace casus
