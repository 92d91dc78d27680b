// SPDX-License-Identifier: Apache-2.0
// Analyses built by hand, for tests of tables and questions that need no engine.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/hash.h"
#include "casus/analysis.h"

namespace casus {

// A folder that is gone when the test is over.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "casus-store-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline Actor test_actor(const std::string& name, const std::string& country, std::vector<std::string> sectors = {}) {
  return {name, "", country, std::move(sectors)};
}

// One sentence; the span of an actor or an event is where its words stand in the text.
class TestAnalysis {
 public:
  TestAnalysis(const std::string& id, const std::string& text, const std::string& publisher = "The Courier") {
    Document& d = analysis_.document;
    d.id = id;
    d.text = text;
    d.publisher = publisher;
    d.published = "2021-05-12";
    d.key = content_id({text, publisher, d.published});
    d.sections = {{all(), SectionKind::Body}};
    analysis_.parse.sentences = {{all(), 0, 0}};
  }

  Event& event(const std::string& words, const std::string& type, EventStatus status, std::vector<Actor> actors, std::vector<Actor> recipients = {}) {
    Event event;
    event.type = type;
    event.cameo = "190";
    event.quad = 4;
    event.intensity = -9;
    event.status = status;
    event.span = find(words);
    event.id = content_id({analysis_.document.key, words, type});
    event.rule = "frames/test.tsv:1 test";
    event.date = {{parse_iso_date("2021-05-11"), parse_iso_date("2021-05-11")}, TimeBasis::Relative};
    for (Actor& actor : actors) event.actors.push_back({{}, -1, std::move(actor)});
    for (Actor& actor : recipients) event.recipients.push_back({{}, -1, std::move(actor)});
    event.why = {"frame fired"};
    analysis_.coding.events.push_back(std::move(event));
    return analysis_.coding.events.back();
  }

  // A claim about the last event.
  Claim& claim(HolderKind kind, const Actor& holder, Certainty certainty = Certainty::Certain, Polarity polarity = Polarity::Positive) {
    Event& event = analysis_.coding.events.back();
    Claim claim;
    claim.id = content_id({event.id, holder.name, std::to_string(analysis_.coding.claims.size())});
    claim.holder = {std::nullopt, holder, kind};
    claim.content = event.span;
    claim.certainty = certainty;
    claim.polarity = polarity;
    claim.events = {event.id};
    event.claims.push_back(claim.id);
    analysis_.coding.claims.push_back(std::move(claim));
    return analysis_.coding.claims.back();
  }

  Analysis take() && { return std::move(analysis_); }

 private:
  Span all() const { return {0, static_cast<uint32_t>(analysis_.document.text.size())}; }
  Span find(const std::string& words) const {
    size_t at = analysis_.document.text.find(words);
    assert(at != std::string::npos);
    return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + words.size())};
  }
  Analysis analysis_;
};

// One attack that `publisher` tells in a text of its own (`text`: its number), with the features by which reports of it are joined.
inline Analysis test_report(const std::string& id, const std::string& publisher, EventStatus status, uint32_t text, std::vector<Actor> actors = {test_actor("Iran", "IRN")},
                            std::vector<Actor> recipients = {}) {
  TestAnalysis made(id, "Iran attacked Iraq. " + id, publisher);
  made.event("attacked", "ASSAULT", status, std::move(actors), std::move(recipients));
  Analysis analysis = std::move(made).take();
  analysis.story.day = parse_iso_date("2021-05-12");
  for (uint32_t i = 1; i <= 40; ++i) {
    analysis.story.shingles.push_back(1000 * text + i);
    analysis.story.terms.push_back({i, TermKind::Name, 2, 50, 0});
  }
  EventFeatures attack;
  attack.type = 1;
  attack.trigger = 2;
  attack.actors = {3};
  attack.words = {7, 8, 9};
  analysis.story.events = {attack};
  return analysis;
}

inline std::vector<Analysis> list_of(Analysis analysis) {
  std::vector<Analysis> list;
  list.push_back(std::move(analysis));
  return list;
}

}  // namespace casus
