// SPDX-License-Identifier: Apache-2.0
// Codes the documents of a file and prints, one line each: id, events with place in the text (bytes), type, actors, recipients and the properties that confidence weighs.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "casus/casus.h"
#include "code/confidence.h"

namespace {

nlohmann::json parties(const std::vector<casus::ActorRef>& refs) {
  nlohmann::json list = nlohmann::json::array();
  for (const casus::ActorRef& ref : refs) list.push_back(ref.actor.country + ":" + (ref.actor.sectors.empty() ? "" : ref.actor.sectors.front()));
  return list;
}

}  // namespace

int main(int count, char** arguments) {
  auto options = casus::default_options();
  if (count != 2 || !options) {
    std::cerr << "usage: confidence_tool FILE (with CASUS_HOME set to the checkout)\n";
    return 2;
  }
  options->keep_unlikely = true;
  auto engine = casus::Engine::open(*options);
  if (!engine) {
    std::cerr << engine.error().to_string() << "\n";
    return 2;
  }
  auto workspace = (*engine)->make_workspace();
  std::ifstream input(arguments[1]);
  std::vector<casus::Document> documents;
  for (std::string line; std::getline(input, line);) {
    auto json = nlohmann::json::parse(line);
    casus::Document document;
    document.id = document.key = json.at("id");
    document.text = json.at("text");
    document.published = json.value("published", "");
    document.sections = {{{0, static_cast<uint32_t>(document.text.size())}, casus::SectionKind::Body}};
    documents.push_back(std::move(document));
  }
  for (const casus::Analysis& text : (*engine)->run(std::move(documents), *workspace)) {
    nlohmann::json events = nlohmann::json::array();
    for (const casus::Event& event : text.coding.events) {
      nlohmann::json features = nlohmann::json::array();
      for (std::string_view feature : casus::confidence_features(text, event)) features.push_back(feature);
      events.push_back({{"trigger", text.parse.tokens[event.trigger].span.start}, {"start", event.span.start}, {"end", event.span.end}, {"type", event.type}, {"actors", parties(event.actors)}, {"recipients", parties(event.recipients)}, {"features", features},
                        {"confidence", event.confidence}});
    }
    std::cout << nlohmann::json{{"id", text.document.id}, {"events", events}}.dump() << "\n";
  }
  return 0;
}
