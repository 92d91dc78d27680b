// SPDX-License-Identifier: Apache-2.0
#include "read/raw_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace casus {
namespace {

using Json = nlohmann::ordered_json;

// Leaves empty fields out, as feedparser does.
void put(Json& object, const char* name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

void put_text(Json& object, const std::string& name, const FeedText& text) {
  if (!text.is_set) return;
  object[name] = text.value;
  Json detail = {{"value", text.value}};
  put(detail, "type", text.type);
  put(detail, "language", text.language);
  put(detail, "base", text.base);
  object[name + "_detail"] = std::move(detail);
}

Json links_json(const std::vector<FeedLink>& links) {
  Json all = Json::array();
  for (const FeedLink& link : links) {
    Json one = {{"href", link.href}};
    put(one, "rel", link.rel);
    put(one, "type", link.type);
    put(one, "title", link.title);
    put(one, "hreflang", link.hreflang);
    put(one, "length", link.length);
    all.push_back(std::move(one));
  }
  return all;
}

Json person_json(const FeedPerson& person) {
  Json one = Json::object();
  put(one, "name", person.name);
  put(one, "email", person.email);
  put(one, "href", person.href);
  return one;
}

Json fields_json(const FeedFields& fields) {
  Json object = Json::object();
  put_text(object, "title", fields.title);
  put_text(object, "subtitle", fields.subtitle);
  put_text(object, "summary", fields.summary);
  for (const FeedText& content : fields.content) {
    Json one = {{"value", content.value}};
    put(one, "type", content.type);
    put(one, "language", content.language);
    put(one, "base", content.base);
    object["content"].push_back(std::move(one));
  }
  put(object, "id", fields.id);
  put(object, "link", fields.link);
  put(object, "comments", fields.comments);
  put(object, "language", fields.language);
  put(object, "rights", fields.rights);
  put(object, "generator", fields.generator);
  put(object, "publisher", fields.publisher);
  put(object, "published", fields.published);
  put(object, "published_parsed", fields.published_parsed);
  put(object, "updated", fields.updated);
  put(object, "updated_parsed", fields.updated_parsed);
  if (!fields.links.empty()) object["links"] = links_json(fields.links);
  if (!fields.enclosures.empty()) object["enclosures"] = links_json(fields.enclosures);
  if (!fields.authors.empty()) {
    const FeedPerson& first = fields.authors.front();
    object["author"] = first.email.empty() ? first.name : first.name.empty() ? first.email : first.name + " (" + first.email + ")";
    object["author_detail"] = person_json(first);
    for (const FeedPerson& person : fields.authors) object["authors"].push_back(person_json(person));
  }
  for (const FeedPerson& person : fields.contributors) object["contributors"].push_back(person_json(person));
  for (const std::string& tag : fields.tags) object["tags"].push_back({{"term", tag}});
  return object;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string raw_feed_json(const std::string& id, const Feed& feed) {
  Json entries = Json::array();
  for (const FeedFields& entry : feed.entries) entries.push_back(fields_json(entry));
  return dump({{"id", id}, {"result", {{"encoding", feed.encoding}, {"version", feed.version}, {"feed", fields_json(feed.feed)}, {"entries", std::move(entries)}}}});
}

std::string raw_page_json(const std::string& id, const std::string& encoding, const std::vector<Evidence>& evidence, const PageFields& fields) {
  std::vector<const Evidence*> ranked;
  for (const Evidence& piece : evidence) ranked.push_back(&piece);
  std::stable_sort(ranked.begin(), ranked.end(), [](const Evidence* a, const Evidence* b) { return a->weight > b->weight; });
  Json by_field = Json::object();
  for (const Evidence* piece : ranked) by_field[name_of(piece->field)].push_back({{"value", piece->value}, {"source", piece->source}, {"weight", piece->weight}});
  Json published_from = fields.published_from.empty() ? Json() : Json(fields.published_from);
  return dump({{"id", id}, {"result", {{"encoding", encoding}, {"evidence", std::move(by_field)}, {"published_from", std::move(published_from)}}}});
}

}  // namespace casus
