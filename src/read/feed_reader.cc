// SPDX-License-Identifier: Apache-2.0
#include "read/feed_reader.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "read/charset.h"
#include "read/instant.h"

namespace casus {
namespace {

std::string trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// Namespaces of modules, by a part of their address, and the prefix by which we know them; "" is the feed's own.
std::string usual_prefix(const XmlNode& node) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 16> kSpaces = {{
      {"purl.org/dc/elements", "dc"}, {"purl.org/dc/terms", "dcterms"}, {"purl.org/rss/1.0/modules/content", "content"}, {"w3.org/1999/xhtml", "xhtml"},
      {"w3.org/1999/02/22-rdf-syntax", "rdf"}, {"purl.org/rss/1.0/modules", "module"}, {"purl.org/rss", ""}, {"my.netscape.com/rdf", ""},
      {"channel.netscape.com/rdf", ""}, {"backend.userland.com", ""}, {"blogs.law.harvard.edu", ""}, {"w3.org/2005/atom", ""}, {"purl.org/atom", ""},
      {"webns.net", "admin"}, {"search.yahoo.com", "media"}, {"itunes.com", "itunes"}}};
  std::string space = to_lower(node.space);
  for (auto [part, prefix] : kSpaces) {
    if (!space.empty() && space.find(part) != std::string::npos) return prefix;
  }
  return node.prefix;
}

bool is_html_type(std::string_view type) { return type == "html" || type == "xhtml" || type == "text/html" || type == "application/xhtml+xml"; }

bool looks_like_markup(std::string_view text) {
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 1 < text.size() && (std::isalpha(static_cast<unsigned char>(text[at + 1])) || text[at + 1] == '/') && text.find('>', at) != std::string_view::npos) return true;
  }
  return false;
}

// "me@example.com (Example editor)", "Example editor <me@example.com>".
FeedPerson split_person(std::string_view text) {
  FeedPerson person;
  person.name = trimmed(text);
  size_t at = text.find('@');
  if (at == std::string_view::npos) return person;
  size_t start = text.find_last_of(" <(\t", at), end = std::min(text.find_first_of(" >)\t", at), text.size());
  start = start == std::string_view::npos ? 0 : start + 1;
  person.email = text.substr(start, end - start);
  std::string rest = std::string(text.substr(0, start)) + std::string(text.substr(end));
  rest.erase(std::remove_if(rest.begin(), rest.end(), [](char c) { return c == '(' || c == ')' || c == '<' || c == '>'; }), rest.end());
  person.name = trimmed(rest);
  return person;
}

void escape_into(std::string& out, std::string_view text, bool is_attribute) {
  for (char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"' && is_attribute) out += "&quot;";
    else out += c;
  }
}

}  // namespace

std::string FeedReader::name_of(uint32_t node) const {
  const XmlNode& entry = tree_.nodes[node];
  std::string prefix = usual_prefix(entry);
  return prefix.empty() || prefix == "atom" ? entry.name : prefix + ":" + entry.name;
}

std::string FeedReader::text_in(uint32_t node) const {
  std::string text;
  for (uint32_t i = node; i < tree_.nodes[node].end; ++i) text += tree_.nodes[i].text;
  return trimmed(text);
}

std::string FeedReader::base_of(uint32_t node) const {
  std::vector<std::string_view> bases;
  for (uint32_t i = node; i > 0; i = tree_.nodes[i].parent) {
    if (const std::string* base = tree_.attribute(i, "xml:base")) bases.push_back(*base);
  }
  std::string base = hints_.content_location.empty() ? hints_.url : resolve_address(hints_.url, hints_.content_location);
  for (size_t i = bases.size(); i-- > 0;) base = resolve_address(base, bases[i]);
  return base;
}

std::string FeedReader::language_of(uint32_t node) const {
  for (uint32_t i = node; i > 0; i = tree_.nodes[i].parent) {
    const std::string* language = tree_.attribute(i, "xml:lang");
    if (!language && i != node && tree_.nodes[i].parent == 0) language = tree_.attribute(i, "lang");
    if (language) return *language;
  }
  return feed_.feed.language.empty() ? hints_.content_language : feed_.feed.language;
}

// The elements inside as markup again.
std::string FeedReader::markup_in(uint32_t node) const {
  std::string out;
  std::vector<uint32_t> open;
  for (uint32_t i = node + 1; i < tree_.nodes[node].end; ++i) {
    while (!open.empty() && tree_.nodes[open.back()].end <= i) {
      out += "</" + tree_.nodes[open.back()].name + ">";
      open.pop_back();
    }
    const XmlNode& entry = tree_.nodes[i];
    if (entry.name.empty()) {
      escape_into(out, entry.text, false);
      continue;
    }
    out += "<" + entry.name;
    for (uint32_t a = entry.first_attribute; a < entry.first_attribute + entry.attribute_count; ++a) {
      out += " " + tree_.attributes[a].name + "=\"";
      escape_into(out, tree_.attributes[a].value, true);
      out += '"';
    }
    if (entry.end == i + 1 && (entry.name == "br" || entry.name == "img" || entry.name == "hr")) {
      out += " />";
    } else {
      out += ">";
      open.push_back(i);
    }
  }
  while (!open.empty()) {
    out += "</" + tree_.nodes[open.back()].name + ">";
    open.pop_back();
  }
  return trimmed(out);
}

FeedText FeedReader::read_text(uint32_t node, bool is_html_by_default) const {
  FeedText text;
  text.is_set = true;
  text.base = base_of(node);
  text.language = language_of(node);
  const std::string* type = tree_.attribute(node, "type");
  const std::string* mode = tree_.attribute(node, "mode");
  text.type = type ? to_lower(*type) : "";
  const XmlNode& entry = tree_.nodes[node];
  bool has_elements = std::any_of(tree_.nodes.begin() + node + 1, tree_.nodes.begin() + entry.end, [](const XmlNode& inner) { return !inner.name.empty(); });
  bool is_binary = !text.type.empty() && text.type.find('/') != std::string::npos && !text.type.starts_with("text/") && !text.type.ends_with("xml");
  if ((mode && *mode == "base64") || (is_atom_ && is_binary)) {
    text.value = repair_utf8(decode_base64(text_in(node)));
  } else if (has_elements) {
    text.value = markup_in(node);
  } else {
    text.value = text_in(node);
    // Atom without a type is plain text; RSS never says which it is.
    if (text.type == "text" || text.type == "text/plain") return text;
  }
  bool is_html = is_html_type(text.type) || has_elements || (is_html_by_default && looks_like_markup(text.value)) || (mode && *mode == "base64");
  if (is_html) {
    text.value = with_resolved_addresses(text.value, text.base);
    if (text.type.empty()) text.type = "text/html";
  }
  return text;
}

FeedPerson FeedReader::read_person(uint32_t node) const {
  FeedPerson person;
  bool has_parts = false;
  for (uint32_t i = node + 1; i < tree_.nodes[node].end; i = tree_.nodes[i].end) {
    const std::string& name = tree_.nodes[i].name;
    has_parts |= !name.empty();
    if (name == "name") person.name = text_in(i);
    else if (name == "email") person.email = text_in(i);
    else if (name == "uri" || name == "url" || name == "homepage") person.href = resolve_address(base_of(i), text_in(i));
  }
  return has_parts ? person : split_person(text_in(node));
}

void FeedReader::read_link(uint32_t node, FeedFields& fields) const {
  FeedLink link;
  auto value = [&](const char* name) {
    const std::string* found = tree_.attribute(node, name);
    return found ? *found : std::string();
  };
  link.href = value("href");
  if (link.href.empty()) link.href = text_in(node);
  if (link.href.empty()) return;
  link.href = resolve_address(base_of(node), link.href);
  link.rel = value("rel");
  if (link.rel.empty()) link.rel = "alternate";
  link.type = value("type");
  if (link.type.empty() && link.rel == "alternate") link.type = "text/html";
  link.title = value("title");
  link.hreflang = value("hreflang");
  link.length = value("length");
  if (link.rel == "alternate" && (fields.link.empty() || link.type == "text/html" || link.type == "application/xhtml+xml")) {
    if (fields.link.empty()) fields.link = link.href;
  }
  if (link.rel == "enclosure") fields.enclosures.push_back(link);
  fields.links.push_back(std::move(link));
}

void FeedReader::read_field(uint32_t node, const std::string& name, FeedFields& fields, bool is_feed) {
  auto set_once = [](std::string& field, std::string value) {
    if (field.empty()) field = std::move(value);
  };
  if (name == "title" || name == "dc:title") {
    if (!fields.title.is_set || name == "title") fields.title = read_text(node, true);
  } else if (is_feed && (name == "subtitle" || name == "tagline" || name == "description" || name == "dc:description")) {
    fields.subtitle = read_text(node, true);
  } else if (name == "description" || name == "dc:description" || name == "abstract") {
    fields.summary = read_text(node, true);
  } else if (name == "summary") {
    // Beside a description, a summary is more text.
    if (fields.summary.is_set) fields.content.push_back(read_text(node, true));
    else fields.summary = read_text(node, !is_atom_);
  } else if (name == "content" || name == "content:encoded" || name == "xhtml:body" || name == "body" || name == "xhtml:div" || name == "fullitem") {
    fields.content.push_back(read_text(node, true));
  } else if (name == "link") {
    read_link(node, fields);
  } else if (name == "id") {
    fields.id = resolve_address(base_of(node), text_in(node));
  } else if (name == "guid") {
    fields.id = text_in(node);
    const std::string* permanent = tree_.attribute(node, "ispermalink");
    if ((!permanent || *permanent == "true") && fields.link.empty() && fields.id.starts_with("http")) fields.link = fields.id;
  } else if (name == "comments") {
    fields.comments = resolve_address(base_of(node), text_in(node));
  } else if (name == "enclosure") {
    const std::string* url = tree_.attribute(node, "url");
    const std::string* type = tree_.attribute(node, "type");
    const std::string* length = tree_.attribute(node, "length");
    if (url) {
      FeedLink link{resolve_address(base_of(node), *url), "enclosure", type ? *type : "", "", "", length ? *length : ""};
      fields.enclosures.push_back(link);
      fields.links.push_back(std::move(link));
    }
  } else if (name == "author" || name == "dc:creator" || name == "managingeditor" || name == "dc:author" || name == "itunes:author") {
    FeedPerson person = read_person(node);
    if (name != "itunes:author" || fields.authors.empty()) fields.authors.push_back(std::move(person));
  } else if (name == "contributor" || name == "dc:contributor") {
    fields.contributors.push_back(read_person(node));
  } else if (name == "dc:publisher" || name == "webmaster") {
    set_once(fields.publisher, text_in(node));
  } else if (name == "category" || name == "dc:subject" || name == "keywords") {
    const std::string* term = tree_.attribute(node, "term");
    std::string value = term ? *term : text_in(node);
    if (!value.empty()) fields.tags.push_back(std::move(value));
  } else if (name == "language" || name == "dc:language") {
    fields.language = text_in(node);
  } else if (name == "pubdate" || name == "published" || name == "issued" || name == "dcterms:issued") {
    fields.published = text_in(node);
  } else if (name == "updated" || name == "modified" || name == "lastbuilddate" || name == "dc:date" || name == "dcterms:modified" || name == "lastmod") {
    fields.updated = text_in(node);
  } else if (name == "rights" || name == "copyright" || name == "dc:rights") {
    fields.rights = text_in(node);
  } else if (name == "generator") {
    fields.generator = text_in(node);
  }
}

void FeedReader::read_children(uint32_t node, FeedFields& fields, bool is_feed) {
  // CDF keeps some fields in attributes.
  if (const std::string* modified = tree_.attribute(node, "lastmod")) fields.updated = *modified;
  if (const std::string* href = tree_.attribute(node, "href"); href && fields.link.empty()) {
    fields.link = resolve_address(base_of(node), *href);
    fields.links.push_back({fields.link, "alternate", "text/html", "", "", ""});
  }
  for (uint32_t i = node + 1; i < tree_.nodes[node].end; i = tree_.nodes[i].end) {
    if (tree_.nodes[i].name.empty()) continue;
    std::string name = name_of(i);
    if (name == "item" || name == "entry") {
      FeedFields entry;
      read_children(i, entry, false);
      if (const std::string* about = tree_.attribute(i, "rdf:about"); about && entry.id.empty()) entry.id = *about;
      finish(entry);
      feed_.entries.push_back(std::move(entry));
    } else if (name == "items" && is_feed) {
      continue;
    } else if (name != "image" && name != "textinput" && name != "source" && name != "cloud" && name != "channel") {
      read_field(i, name, fields, is_feed);
    }
  }
}

void FeedReader::finish(FeedFields& fields) const {
  static const MonthNames kNoMonths;
  const MonthNames& months = hints_.months ? *hints_.months : kNoMonths;
  if (auto instant = read_instant(fields.published, months)) fields.published_parsed = *instant;
  if (auto instant = read_instant(fields.updated, months)) fields.updated_parsed = *instant;
}

void FeedReader::find_version(uint32_t root) {
  const XmlNode& node = tree_.nodes[root];
  const std::string* version = tree_.attribute(root, "version");
  std::string number = version ? *version : "";
  if (node.name == "rss") {
    if (number.starts_with("2")) number = "2.0";
    number.erase(std::remove(number.begin(), number.end(), '.'), number.end());
    feed_.version = number == "091" && node.space.find("netscape") != std::string::npos ? "rss091n" : number == "091" ? "rss091u" : number.empty() ? "rss" : "rss" + number;
  } else if (node.name == "rdf") {
    feed_.version = "rss10";
    for (uint32_t i = root; i < node.end && i < root + 50; ++i) {
      if (tree_.nodes[i].space.find("my.netscape.com/rdf/simple/0.9") != std::string::npos) feed_.version = "rss090";
    }
  } else if (node.name == "feed") {
    is_atom_ = true;
    if (node.space.find("2005/Atom") != std::string::npos) feed_.version = "atom10";
    else if (number == "0.3" || number == "0.2" || number == "0.1") feed_.version = "atom0" + number.substr(2);
    else feed_.version = node.space.find("purl.org/atom") != std::string::npos ? "atom03" : "atom";
  } else if (node.name == "channel") {
    feed_.version = "cdf";
  }
}

Feed FeedReader::run() {
  uint32_t root = 1;
  static constexpr std::array<std::string_view, 4> kRoots = {"rss", "rdf", "feed", "channel"};
  while (root < tree_.nodes.size() && std::find(kRoots.begin(), kRoots.end(), tree_.nodes[root].name) == kRoots.end()) ++root;
  if (root >= tree_.nodes.size()) return std::move(feed_);
  find_version(root);
  feed_.feed.language = hints_.content_language;
  if (const std::string* language = tree_.attribute(root, "xml:lang")) feed_.feed.language = *language;
  std::string top = tree_.nodes[root].name;
  if (top == "rss" || top == "rdf") {
    for (uint32_t i = root + 1; i < tree_.nodes[root].end; i = tree_.nodes[i].end) {
      if (tree_.nodes[i].name == "channel") read_children(i, feed_.feed, true);
    }
    // RSS 1.0 has its items beside the channel.
    FeedFields others;
    read_children(root, others, false);
  } else {
    read_children(root, feed_.feed, true);
  }
  finish(feed_.feed);
  return std::move(feed_);
}

std::string with_resolved_addresses(std::string_view html, std::string_view base) {
  static constexpr std::array<std::string_view, 10> kAddresses = {"href", "src", "action", "cite", "longdesc", "usemap", "background", "codebase", "data", "poster"};
  std::string out;
  for (size_t at = 0; at < html.size();) {
    if (html[at] != '<' || at + 1 >= html.size() || !std::isalpha(static_cast<unsigned char>(html[at + 1]))) {
      out += html[at++];
      continue;
    }
    // One tag: copy it, and resolve the values of the attributes that hold addresses.
    size_t name_end = at + 1;
    while (name_end < html.size() && (std::isalnum(static_cast<unsigned char>(html[name_end])) || html[name_end] == ':' || html[name_end] == '-')) ++name_end;
    out += html.substr(at, name_end - at);
    at = name_end;
    while (at < html.size() && html[at] != '>') {
      if (!std::isalpha(static_cast<unsigned char>(html[at]))) {
        out += html[at++];
        continue;
      }
      size_t key_end = at;
      while (key_end < html.size() && (std::isalnum(static_cast<unsigned char>(html[key_end])) || html[key_end] == '-' || html[key_end] == ':')) ++key_end;
      std::string key = to_lower(html.substr(at, key_end - at));
      out += html.substr(at, key_end - at);
      at = key_end;
      if (at + 1 >= html.size() || html[at] != '=' || (html[at + 1] != '"' && html[at + 1] != '\'')) continue;
      size_t value_end = html.find(html[at + 1], at + 2);
      if (value_end == std::string_view::npos) continue;
      std::string_view value = html.substr(at + 2, value_end - at - 2);
      bool is_address = std::find(kAddresses.begin(), kAddresses.end(), key) != kAddresses.end();
      out += html.substr(at, 2);
      out += is_address ? resolve_address(base, value) : std::string(value);
      out += html[value_end];
      at = value_end + 1;
    }
  }
  return out;
}

std::string decode_base64(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    int value = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
    if (value < 0) continue;
    bits = bits << 6 | static_cast<uint32_t>(value);
    if (++count == 4) {
      out += {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8), static_cast<char>(bits)};
      bits = 0;
      count = 0;
    }
  }
  if (count == 3) out += {static_cast<char>(bits >> 10), static_cast<char>(bits >> 2)};
  if (count == 2) out += static_cast<char>(bits >> 4);
  return out;
}

}  // namespace casus
