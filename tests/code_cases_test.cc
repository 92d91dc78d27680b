// SPDX-License-Identifier: Apache-2.0
// Runs the sentences of tests/cases/code through the whole engine and holds the share that passes against a floor per file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "base/names.h"
#include "base/table.h"
#include "casus/casus.h"

namespace casus {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCases = "tests/cases/code";
constexpr const char* kFloors = "code_floors.tsv";  // in tests/cases
// The day of writing of sentences that bring none in a column `published`.
constexpr const char* kPublished = "2019-06-12";
// In this file every case must pass.
constexpr const char* kMust = "must";

struct Case {
  std::string where, text, published, publisher, type, cameo, actors, recipients, status, counts, events;
};

std::vector<std::string> header_of(const fs::path& file) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.front() != '#') return split_cell(line, '\t');
  }
  return {};
}

// Columns of CASE_COLUMNS in tools/check_cases.py, and optionally `published` (a day, or "unknown"), `publisher`, `counts` ("killed 3-9|wounded 2-2") and `events`, how many the text has in all.
std::vector<Case> read_cases(const std::string& file) {
  std::vector<std::string> columns = header_of(fs::path(kCases) / file);
  auto table = read_table(kCases, file, columns);
  if (!table) {
    ADD_FAILURE() << table.error().to_string();
    return {};
  }
  std::vector<Case> cases;
  for (const TableRow& row : table->rows) {
    auto cell = [&](const char* column) {
      auto at = std::find(columns.begin(), columns.end(), column);
      return at == columns.end() ? std::string() : row.cells[at - columns.begin()];
    };
    cases.push_back({row.where, cell("text"), cell("published"), cell("publisher"), cell("type"), cell("cameo"), cell("actors"), cell("recipients"), cell("status"), cell("counts"), cell("events")});
    if (cases.back().text.empty() || cases.back().type.empty()) ADD_FAILURE() << row.where << ": a case needs text and type";
  }
  return cases;
}

std::string show(const std::vector<ActorRef>& refs) {
  std::string codes = codes_of(refs);
  return codes.empty() ? "-" : codes;
}

// "GRC:GOV" asks for the country and, among the sectors, this one; "GRC" leaves the sector open, ":GOV" the country; ":" is a party without a code.
bool is_party(const std::string& expected, const Actor& actor) {
  if (expected == ":") return !actor.coded();
  size_t colon = expected.find(':');
  if (colon != 0 && expected.substr(0, colon) != actor.country) return false;
  return colon == std::string::npos || std::find(actor.sectors.begin(), actor.sectors.end(), expected.substr(colon + 1)) != actor.sectors.end();
}

// The same parties in any order, none missing, none more.
bool same_parties(const std::string& cell, const std::vector<ActorRef>& refs) {
  std::vector<std::string> expected = split_cell(cell);
  if (expected.size() != refs.size()) return false;
  std::vector<bool> used(refs.size(), false);
  // The longest first, so that "GRC" does not take what "GRC:MIL" needs.
  std::stable_sort(expected.begin(), expected.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return std::all_of(expected.begin(), expected.end(), [&](const std::string& party) {
    for (size_t i = 0; i < refs.size(); ++i) {
      if (used[i] || !is_party(party, refs[i].actor)) continue;
      used[i] = true;
      return true;
    }
    return false;
  });
}

std::string show(const std::vector<Count>& counts) {
  static constexpr const char* kKinds[] = {"killed", "wounded", "arrested", "abducted", "displaced", "participants"};
  std::string shown;
  for (const Count& count : counts) shown += fmt::format("{}{} {}-{}", shown.empty() ? "" : "|", kKinds[static_cast<int>(count.kind)], count.min, count.max);
  return shown;
}

std::string missing_in(const Case& expected, const Event& event) {
  if (event.type != expected.type) return "type";
  if (!expected.cameo.empty() && event.cameo != expected.cameo) return "code";
  if (!same_parties(expected.actors, event.actors)) return "actors";
  if (!same_parties(expected.recipients, event.recipients)) return "recipients";
  if (!expected.counts.empty() && show(event.counts) != expected.counts) return "counts";
  if (!expected.status.empty() && name_of(event.status) != expected.status) return "status";
  return "";
}

// Empty if the case passes, else what is wrong. Of several events of the right type the one that comes nearest counts.
std::string fault_of(const Case& expected, const Analysis& text) {
  static const std::vector<std::string> kNearness = {"type", "code", "actors", "recipients", "counts", "status", ""};
  if (expected.type == "NONE") return text.coding.events.empty() ? "" : "event";
  if (!expected.events.empty() && std::to_string(text.coding.events.size()) != expected.events) return "event";
  std::string best = "type";
  for (const Event& event : text.coding.events) {
    std::string missing = missing_in(expected, event);
    if (std::find(kNearness.begin(), kNearness.end(), missing) > std::find(kNearness.begin(), kNearness.end(), best)) best = missing;
  }
  return best;
}

void print_fault(const Case& expected, const Analysis& text, const std::string& fault) {
  std::cout << fmt::format("  {} {:10} {}\n      expected {} {} {} > {}\n", expected.where, fault, expected.text, expected.type, expected.cameo,
                           expected.actors.empty() ? "-" : expected.actors, expected.recipients.empty() ? "-" : expected.recipients);
  for (const Event& event : text.coding.events) {
    std::cout << fmt::format("      coded    {} {} {} > {} {} {} ({})\n", event.type, event.cameo, show(event.actors), show(event.recipients),
                             name_of(event.status), show(event.counts), event.rule);
  }
}

std::map<std::string, double> read_floors() {
  std::map<std::string, double> floors;
  auto table = read_table("tests/cases", kFloors, {"file", "floor"});
  if (!table) {
    ADD_FAILURE() << table.error().to_string();
    return floors;
  }
  for (const TableRow& row : table->rows) floors[row.cells[0]] = std::strtod(row.cells[1].c_str(), nullptr);
  return floors;
}

// CASUS_CASES=agreements shows only that file's failures.
bool is_shown(const std::string& name) {
  const char* only = std::getenv("CASUS_CASES");
  return !only || name == only;
}

TEST(CodeCases, HoldTheirFloors) {
  setenv("CASUS_HOME", ".", 0);
  auto options = default_options();
  ASSERT_TRUE(options.has_value()) << options.error().to_string();
  auto engine = Engine::open(*options);
  ASSERT_TRUE(engine.has_value()) << engine.error().to_string();
  auto workspace = (*engine)->make_workspace();
  std::map<std::string, double> floors = read_floors();
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    if (entry.path().extension() == ".tsv") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  ASSERT_FALSE(names.empty()) << "no cases under " << kCases;
  std::string summary = fmt::format("{:24} {:>5} {:>5} {:>6} {:>6}   failures by kind\n", "file", "cases", "pass", "share", "floor");
  for (const std::string& name : names) {
    std::vector<Case> cases = read_cases(name + ".tsv");
    std::vector<Document> documents;
    for (const Case& item : cases) {
      Document document;
      document.id = document.key = item.where;
      document.text = item.text;
      document.publisher = item.publisher;
      document.published = item.published.empty() ? kPublished : item.published == "unknown" ? "" : item.published;
      document.sections = {{{0, static_cast<uint32_t>(document.text.size())}, SectionKind::Body}};
      documents.push_back(std::move(document));
    }
    std::vector<Analysis> texts = (*engine)->run(std::move(documents), *workspace);
    std::map<std::string, int> faults;
    for (size_t i = 0; i < cases.size(); ++i) {
      std::string fault = fault_of(cases[i], texts[i]);
      if (!fault.empty() && is_shown(name)) print_fault(cases[i], texts[i], fault);
      ++faults[fault];
    }
    double share = cases.empty() ? 1.0 : static_cast<double>(faults[""]) / static_cast<double>(cases.size());
    double floor = name == kMust ? 1.0 : floors.contains(name) ? floors[name] : 0.0;
    std::string kinds;
    for (const auto& [fault, count] : faults) {
      if (!fault.empty()) kinds += fmt::format(" {} {}", count, fault);
    }
    // Floors are written with two digits, rounded down.
    double reached = std::floor(share * 100 + 1e-6) / 100;
    summary += fmt::format("{:24} {:5} {:5} {:6.2f} {:6.2f}  {}{}\n", name, cases.size(), faults[""], reached, floor, kinds,
                           reached > floor + 1e-9 ? "  (raise the floor)" : "");
    EXPECT_GE(reached + 1e-9, floor) << name << ".tsv fell below its floor in tests/cases/" << kFloors << "; repair what broke its cases";
    floors.erase(name);
  }
  for (const auto& [name, floor] : floors) ADD_FAILURE() << "tests/cases/" << kFloors << " names " << name << ", which has no file; remove the row";
  std::cout << summary;
}

}  // namespace
}  // namespace casus
