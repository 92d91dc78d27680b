// SPDX-License-Identifier: Apache-2.0
#include "link/publishers.h"

#include <algorithm>
#include <string_view>

namespace casus {
namespace {

// "Publicity Bureau, Dockers' Union": what the body at the end calls itself.
std::vector<std::string> sectors_of_body(std::string_view publisher, const ActorTables& tables) {
  static constexpr std::string_view kSpeakForThemselves[] = {"GOV", "PTY", "LAB", "LEG", "REB", "OPP", "MIL", "REL"};
  if (size_t comma = publisher.rfind(','); comma != std::string_view::npos) publisher.remove_prefix(comma + 1);
  const std::string key = name_key(publisher);
  for (std::string_view word : {std::string_view(key).substr(key.rfind(' ') + 1), std::string_view(key).substr(0, key.find(' '))}) {
    const AgentEntry* agent = tables.agent(word);
    if (agent && !agent->sectors.empty() && std::find(std::begin(kSpeakForThemselves), std::end(kSpeakForThemselves), agent->sectors.front()) != std::end(kSpeakForThemselves)) return agent->sectors;
  }
  return {};
}

}  // namespace

Actor actor_of_publisher(const std::string& publisher, const ActorTables& tables, std::optional<Date> day) {
  Actor actor;
  std::string key = name_key(publisher);
  for (size_t start = 0; start < key.size();) {
    size_t word_end = std::min(key.find(' ', start), key.size());
    size_t step = word_end;
    for (size_t end = key.size(); end != std::string::npos && end > start; end = end > word_end ? key.rfind(' ', end - 1) : std::string::npos) {
      std::string_view name = std::string_view(key).substr(start, end - start);
      if (const auto* rows = tables.named(name)) {
        std::string why;
        Actor found = ActorTables::as_of(*rows, day, why);
        if (actor.country.empty()) actor.country = found.country;
        if (actor.sectors.empty()) actor.sectors = found.sectors;
        step = end;
        break;
      }
      if (const AgentEntry* agent = tables.agent(name); agent && actor.sectors.empty()) actor.sectors = agent->sectors;
      if (end == word_end) break;
    }
    start = step + 1;
  }
  if (actor.country.empty()) actor.sectors = sectors_of_body(publisher, tables);
  actor.name = publisher;
  return actor;
}

}  // namespace casus
