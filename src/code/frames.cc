// SPDX-License-Identifier: Apache-2.0
#include "code/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/table.h"

namespace casus {
namespace {

Result<FrameCondition> read_condition(const std::string& term, const std::string& where) {
  size_t colon = term.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == term.size()) {
    return Error{ErrorCode::Invalid, fmt::format("condition \"{}\" must be slot:filler", term), where};
  }
  FrameCondition condition;
  condition.slot = term.substr(0, colon);
  std::string filler = term.substr(colon + 1);
  if (filler.front() == '!') {
    condition.negated = true;
    filler.erase(0, 1);
  }
  using Filler = FrameCondition::Filler;
  static const std::unordered_map<std::string, Filler> kKinds = {{"actor", Filler::Actor}, {"person", Filler::Person}, {"place", Filler::Place},
                                                                 {"armed", Filler::Armed}, {"any", Filler::Any},       {"none", Filler::None}};
  if (auto kind = kKinds.find(filler); kind != kKinds.end()) {
    condition.filler = kind->second;
  } else {
    condition.filler = Filler::Word;
    condition.words = split_cell(filler);
  }
  return condition;
}

std::vector<SlotGroup> read_slots(const std::string& cell) {
  std::vector<SlotGroup> slots;
  for (const std::string& alternative : split_cell(cell)) slots.push_back(split_cell(alternative, '+'));
  return slots;
}

}  // namespace

Status FrameLexicon::load_frames(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table light, read_table(data_folder, "frames/light_verbs.tsv", {"verb", "effect", "source"}));
  for (const TableRow& row : light.rows) {
    static const std::unordered_map<std::string, LightEffect> kEffects = {
        {"perform", LightEffect::Perform}, {"end", LightEffect::End}, {"plan", LightEffect::Plan}, {"undergo", LightEffect::Undergo}};
    auto effect = kEffects.find(row.cells[1]);
    if (effect == kEffects.end()) return Error{ErrorCode::Invalid, "effect must be perform, end, plan or undergo", row.where};
    for (const std::string& verb : split_cell(row.cells[0])) light_verbs_[verb] = effect->second;
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder / "frames")) {
    std::string name = entry.path().filename().string();
    if (entry.path().extension() == ".tsv" && name != "light_verbs.tsv") files.push_back("frames/" + name);
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    TRY_ASSIGN(Table table, read_table(data_folder, file, {"trigger", "category", "condition", "type", "mode", "cameo", "actors", "recipients", "flags"}));
    for (const TableRow& row : table.rows) {
      Frame frame;
      frame.where = row.where;
      if (row.cells[1] == "verb") frame.category = FrameCategory::Verb;
      else if (row.cells[1] == "noun") frame.category = FrameCategory::Noun;
      else if (row.cells[1] == "adjective") frame.category = FrameCategory::Adjective;
      else return Error{ErrorCode::Invalid, fmt::format("category \"{}\" must be verb, noun or adjective", row.cells[1]), row.where};
      for (const std::string& term : split_cell(row.cells[2], ' ')) {
        if (term.empty()) continue;
        TRY_ASSIGN(FrameCondition condition, read_condition(term, row.where));
        frame.conditions.push_back(std::move(condition));
      }
      frame.type = row.cells[3];
      frame.mode = row.cells[4];
      frame.cameo = row.cells[5];
      frame.actors = read_slots(row.cells[6]);
      frame.recipients = read_slots(row.cells[7]);
      for (const std::string& flag : split_cell(row.cells[8], ' ')) {
        if (flag == "reciprocal") frame.reciprocal = true;
        else if (flag == "absorbs") frame.absorbs = true;
        else if (flag == "accuses") frame.accuses = true;
        else if (flag == "causes") frame.causes = true;
        else return Error{ErrorCode::Invalid, fmt::format("flag \"{}\" must be reciprocal, absorbs, accuses or causes", flag), row.where};
      }
      for (const std::string& trigger : split_cell(row.cells[0])) {
        std::vector<std::string> words = split_cell(trigger, ' ');
        if (words.empty()) return Error{ErrorCode::Invalid, "has no trigger", row.where};
        // A noun's head stands last, a verb's first.
        if (frame.category == FrameCategory::Noun) std::rotate(words.begin(), words.end() - 1, words.end());
        frame.trigger = words.front();
        frame.other_words.assign(words.begin() + 1, words.end());
        frames_[frame.trigger].push_back(frame);
        ++size_;
      }
    }
  }
  for (auto& [lemma, frames] : frames_) {
    std::stable_sort(frames.begin(), frames.end(), [](const Frame& a, const Frame& b) { return a.specificity() > b.specificity(); });
  }
  return ok();
}

Status FrameLexicon::load_classes(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_tables(data_folder, "classes", {"class", "words"}));
  for (const TableRow& row : table.rows) {
    for (std::string& word : split_cell(row.cells[1])) classes_[row.cells[0]].insert(std::move(word));
  }
  for (const auto& [lemma, frames] : frames_) {
    for (const Frame& frame : frames) {
      for (const FrameCondition& condition : frame.conditions) {
        for (const std::string& word : condition.words) {
          if (word.starts_with('@') && !classes_.contains(word.substr(1))) {
            return Error{ErrorCode::Invalid, fmt::format("class {} is in no table of data/classes; add it or correct the name", word), frame.where};
          }
        }
      }
    }
  }
  return ok();
}

Status FrameLexicon::load_ontology(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table types, read_table(data_folder, "ontology/types.tsv", {"type", "mode", "meaning", "score", "default_cameo", "needs_recipient"}));
  for (const TableRow& row : types.rows) types_[row.cells[0] + "/" + row.cells[1]] = {std::strtod(row.cells[3].c_str(), nullptr), row.cells[4]};
  TRY_ASSIGN(Table cameo, read_table(data_folder, "ontology/cameo.tsv", {"cameo", "name", "type", "mode", "contexts", "quad"}));
  for (const TableRow& row : cameo.rows) {
    auto& contexts = contexts_[row.cells[0]];
    std::string cell = row.cells[4];
    std::replace(cell.begin(), cell.end(), ',', '|');
    for (std::string& context : split_cell(cell)) {
      context.erase(0, context.find_first_not_of(' '));
      contexts.push_back(std::move(context));
    }
  }
  return ok();
}

Result<FrameLexicon> FrameLexicon::load(const std::filesystem::path& data_folder) {
  FrameLexicon lexicon;
  TRY(lexicon.load_frames(data_folder));
  TRY(lexicon.load_classes(data_folder));
  TRY(lexicon.load_ontology(data_folder));
  return lexicon;
}

const std::vector<Frame>* FrameLexicon::frames_of(const std::string& lemma) const {
  auto found = frames_.find(lemma);
  return found == frames_.end() ? nullptr : &found->second;
}

bool FrameLexicon::in_class(const std::string& name, const std::string& word) const {
  auto found = classes_.find(name);
  return found != classes_.end() && found->second.contains(word);
}

const LightEffect* FrameLexicon::light_verb(const std::string& lemma) const {
  auto found = light_verbs_.find(lemma);
  return found == light_verbs_.end() ? nullptr : &found->second;
}

TypeEntry FrameLexicon::type_entry(const std::string& type, const std::string& mode) const {
  auto found = types_.find(type + "/" + mode);
  if (found == types_.end()) found = types_.find(type + "/");
  return found == types_.end() ? TypeEntry{} : found->second;
}

std::vector<std::string> FrameLexicon::contexts_of(const std::string& cameo) const {
  auto found = contexts_.find(cameo);
  return found == contexts_.end() ? std::vector<std::string>{} : found->second;
}

int FrameLexicon::quad_of(const std::string& cameo) const {
  int root = cameo.size() < 2 ? 0 : std::atoi(cameo.substr(0, 2).c_str());
  return root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

}  // namespace casus
