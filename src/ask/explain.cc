// SPDX-License-Identifier: Apache-2.0
#include "ask/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/queries.h"
#include "ask/table_lines.h"
#include "ask/tree_text.h"
#include "base/names.h"
#include "base/utf8.h"

namespace casus {
namespace {

using nlohmann::json;

Result<std::vector<std::string>> lines_of(const Store& store, const std::string& select) {
  std::vector<std::string> lines;
  TRY(store.query_own_json(select, [&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  }));
  return lines;
}

Result<std::vector<json>> rows_of(const Store& store, const std::string& select) {
  TRY_ASSIGN(std::vector<std::string> lines, lines_of(store, select));
  std::vector<json> rows;
  for (const std::string& line : lines) rows.push_back(json::parse(line, nullptr, false));
  return rows;
}

std::string text_of(const json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

uint32_t number(const json& value) { return value.is_number_integer() ? value.get<uint32_t>() : 0; }

class Explanation {
 public:
  Explanation(const json& event, const std::vector<json>& claims, const std::vector<std::string>& evidence, const Analysis& analysis,
              const ExplainSources& sources)
      : event_(event), claims_(claims), evidence_(evidence), analysis_(analysis), index_(analysis.document.text), sources_(sources) {}

  std::string write(bool same_engine) && {
    write_head();
    write_sentence();
    write_tree();
    write_frame(same_engine);
    write_parties("actors", "Actors");
    write_parties("recipients", "Recipients");
    write_reasoning();
    write_claims();
    return std::move(text_);
  }

 private:
  template <typename... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    text_ += fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  static std::string party(const json& actor) {
    std::string name = text_of(actor["name"].is_null() ? actor["text"] : actor["name"]);
    std::string codes = text_of(actor["country"]);
    for (const json& sector : actor["sectors"]) codes += (codes.empty() ? "" : ":") + text_of(sector);
    return codes.empty() ? name : fmt::format("{} [{}]", name, codes);
  }

  std::string parties(const char* role) const {
    std::string all;
    for (const json& actor : event_[role]) all += (all.empty() ? "" : ", ") + party(actor);
    return all;
  }

  void write_head() {
    const json &date = event_["date"], &place = event_["place"], &document = event_["document"];
    std::string whom = parties("recipients");
    line("{} {}  {}{}", text_of(event_["type"]), text_of(event_["mode"]), parties("actors").empty() ? "?" : parties("actors"), whom.empty() ? "" : " → " + whom);
    std::string from = text_of(date["from"]), to = text_of(date["to"]);
    line("  id {}", text_of(event_["id"]));
    line("  CAMEO {}, intensity {}, {}{}, confidence {}", text_of(event_["cameo"]), text_of(event_["intensity"]), text_of(event_["status"]),
         event_["asserted"] == true ? " (asserted)" : "", text_of(event_["confidence"]));
    line("  when: {}  ({})", from.empty() && to.empty() ? "unknown" : from == to ? from : from + " to " + to, text_of(date["basis"]));
    if (!place.is_null()) line("  where: {} {}  ({}, {})", text_of(place["name"]), text_of(place["country"]), text_of(place["grain"]), text_of(place["basis"]));
    for (const json& count : event_["counts"]) line("  {}: {} to {}", text_of(count["kind"]), text_of(count["min"]), text_of(count["max"]));
    line("  in: {}{}{}", text_of(document["id"]), document["publisher"].is_null() ? "" : ", " + text_of(document["publisher"]),
         document["published"].is_null() ? "" : ", " + text_of(document["published"]));
  }

  Span bytes(const json& span) const { return {index_.to_bytes(number(span["start"])), index_.to_bytes(number(span["end"]))}; }

  const Sentence* sentence() const {
    uint32_t i = number(event_["sentence"]);
    return i < analysis_.parse.sentences.size() ? &analysis_.parse.sentences[i] : nullptr;
  }

  // The sentence on one line, the event's clause between marks.
  void write_sentence() {
    Span clause = bytes(event_);
    Span whole = sentence() ? sentence()->span : clause;
    whole = {std::min(whole.start, clause.start), std::max(whole.end, clause.end)};
    auto slice = [&](uint32_t start, uint32_t end) { return std::string(analysis_.document.slice({start, end})); };
    std::string marked = slice(whole.start, clause.start) + "⟦" + slice(clause.start, clause.end) + "⟧" + slice(clause.end, whole.end);
    std::replace(marked.begin(), marked.end(), '\n', ' ');
    line("\nSentence (the clause between ⟦ ⟧)\n  {}", marked);
  }

  std::string note_of(uint32_t token, const Event* fresh) const {
    if (fresh && fresh->trigger == token) return "fired";
    Span span = analysis_.parse.tokens[token].span;
    for (const char* role : {"actors", "recipients"}) {
      for (const json& actor : event_[role]) {
        if (actor["start"].is_null() || !bytes(actor).contains(span)) continue;
        uint32_t head = analysis_.parse.tokens[token].head;
        if (head == token || !bytes(actor).contains(analysis_.parse.tokens[head].span)) return role == std::string_view("actors") ? "actor" : "recipient";
      }
    }
    return "";
  }

  void write_tree() {
    if (!sentence()) return;
    const Event* fresh = nullptr;
    for (const Event& event : analysis_.coding.events) if (event.id == text_of(event_["id"])) fresh = &event;
    std::string tree = tree_text(analysis_.document, analysis_.parse, number(event_["sentence"]), [&](uint32_t token) { return note_of(token, fresh); });
    line("\nTree (word, tag, relation to the word above)");
    add_indented(tree);
  }

  void add_indented(const std::string& lines) {
    for (size_t at = 0; at < lines.size();) {
      size_t end = lines.find('\n', at);
      text_ += "  " + lines.substr(at, end - at) + "\n";
      at = end + 1;
    }
  }

  void write_rows_named_in(const std::string& text, const char* indent, const char* separator = "; ") {
    for (const TableLine& entry : table_lines_named_in(text, sources_.table_folders)) {
      if (entry.columns.empty()) continue;
      std::vector<std::string> pairs = {fmt::format("{}:{}", entry.file, entry.line)};
      for (const auto& [column, cell] : entry.columns) pairs.push_back(column + ": " + cell);
      line("{}{}", indent, fmt::join(pairs, separator));
    }
  }

  void write_frame(bool same_engine) {
    line("\nFrame {}", text_of(event_["rule"]));
    write_rows_named_in(text_of(event_["rule"]), "  ", "\n    ");
    if (!same_engine) line("  (coded with other tables or another version than the present ones: the row may have moved since)");
  }

  static bool is_about_actor(const std::string& step) { return step.starts_with("actor \""); }

  void write_parties(const char* role, const char* title) {
    if (event_[role].empty()) return;
    line("\n{}", title);
    for (const json& actor : event_[role]) {
      line("  {}{}", party(actor), actor["text"].is_null() ? "  (not in words of its own)" : fmt::format("  \"{}\"", text_of(actor["text"])));
      std::string mine = "actor \"" + text_of(actor["text"]) + "\": ";
      for (const std::string& step : evidence_) {
        if (!step.starts_with(mine)) continue;
        line("    {}", step.substr(mine.size()));
        write_rows_named_in(step, "      ");
      }
    }
  }

  void write_reasoning() {
    line("\nReasoning");
    for (const std::string& step : evidence_) {
      if (!is_about_actor(step)) line("  {}", step);
    }
  }

  void write_claims() {
    if (claims_.empty()) return;
    line("\nClaims about it");
    for (const json& claim : claims_) {
      const json& holder = claim["holder"];
      line("  {} ({}), {}, {}{}", holder["kind"] == "publisher" ? "the publisher" : party(holder), text_of(holder["kind"]), text_of(claim["certainty"]),
           text_of(claim["polarity"]), claim["cue"].is_null() ? "" : fmt::format(", \"{}\" ({})", text_of(claim["cue"]["text"]), text_of(claim["cue"]["kind"])));
      std::string words = text_of(claim["words"]);
      std::replace(words.begin(), words.end(), '\n', ' ');
      line("    {}", words);
    }
  }

  const json& event_;
  const std::vector<json>& claims_;
  const std::vector<std::string>& evidence_;
  const Analysis& analysis_;
  CodePointIndex index_;
  const ExplainSources& sources_;
  std::string text_;
};

SectionKind section_kind(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(SectionKind::Boilerplate); ++i) {
    if (name_of(static_cast<SectionKind>(i)) == name) return static_cast<SectionKind>(i);
  }
  return SectionKind::Body;
}

}  // namespace

Result<std::vector<EventName>> find_events_by_id(const Store& store, const std::string& start, size_t limit) {
  std::string select = fmt::format("SELECT id, event, document FROM events WHERE starts_with(id, {}) ORDER BY document, start, event", quote_sql(start));
  if (limit) select += fmt::format(" LIMIT {}", limit);
  TRY_ASSIGN(std::vector<json> rows, rows_of(store, select));
  std::vector<EventName> names;
  for (const json& row : rows) names.push_back({text_of(row["id"]), row["event"].get<int64_t>(), row["document"].get<int64_t>()});
  return names;
}

Result<Document> load_document(const Store& store, int64_t number_in_store) {
  TRY_ASSIGN(std::vector<json> rows, rows_of(store, fmt::format("SELECT * FROM documents WHERE document = {}", number_in_store)));
  TRY_ASSIGN(std::vector<json> sections, rows_of(store, fmt::format("SELECT * FROM sections WHERE document = {} ORDER BY section", number_in_store)));
  if (rows.empty()) return Error{ErrorCode::NotFound, fmt::format("document {} is not in the store", number_in_store), ""};
  const json& row = rows[0];
  Document document;
  document.id = text_of(row["id"]);
  document.key = text_of(row["key"]);
  document.title = text_of(row["title"]);
  document.publisher = text_of(row["publisher"]);
  document.author = text_of(row["author"]);
  document.url = text_of(row["url"]);
  document.published = text_of(row["published"]);
  document.language = text_of(row["language"]);
  document.translated = row["translated"] == true;
  document.text = text_of(row["text"]);
  CodePointIndex index(document.text);
  for (const json& section : sections) {
    document.sections.push_back({{index.to_bytes(number(section["start"])), index.to_bytes(number(section["end"]))}, section_kind(text_of(section["kind"]))});
  }
  return document;
}

Result<StoredReasons> stored_reasons(const Store& store, const EventName& name) {
  EventFilter of_event;
  of_event.id = name.id;
  of_event.all_versions = true;
  TRY_ASSIGN(std::string claims, claims_select(of_event, RowShape::Nested));
  StoredReasons stored;
  TRY_ASSIGN(std::vector<std::string> events, lines_of(store, events_numbered({name.event}, RowShape::Nested)));
  if (events.empty()) return Error{ErrorCode::NotFound, "is no event of this store", name.id};
  stored.event = std::move(events[0]);
  TRY_ASSIGN(stored.claims, lines_of(store, claims));
  TRY(store.query(fmt::format("SELECT line FROM evidence WHERE event = {} ORDER BY step", name.event), {nullptr, [&](std::span<const StoreCell> cells) {
                    stored.evidence.push_back(*cells[0]);
                    return true;
                  }}));
  TRY(store.query(fmt::format("SELECT signature FROM documents JOIN runs USING (run) WHERE document = {}", name.document), {nullptr, [&](std::span<const StoreCell> cells) {
                    stored.signature = cells[0].value_or("");
                    return true;
                  }}));
  return stored;
}

std::string explain_event(const StoredReasons& stored, const Analysis& analysis, const ExplainSources& sources) {
  json event = json::parse(stored.event, nullptr, false);
  std::vector<json> claims;
  for (const std::string& claim : stored.claims) claims.push_back(json::parse(claim, nullptr, false));
  return Explanation(event, claims, stored.evidence, analysis, sources).write(stored.signature == sources.signature);
}

}  // namespace casus
