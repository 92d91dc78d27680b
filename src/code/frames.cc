// SPDX-License-Identifier: Apache-2.0
#include "code/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/table.h"

namespace casus {
namespace {

constexpr int kWord = 10, kKind = 9, kOpen = 7, kNegated = 5, kPrefix = 20;

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
                                                                 {"done", Filler::Done},   {"any", Filler::Any},     {"none", Filler::None},
                                                                 {"several", Filler::Several}};
  if (auto kind = kKinds.find(filler); kind != kKinds.end()) {
    condition.filler = kind->second;
  } else if (filler == "armed" || filler.front() == '&') {
    condition.filler = Filler::Party;
    condition.words = {filler.substr(filler.front() == '&' ? 1 : 0)};
  } else {
    condition.filler = Filler::Word;
    condition.words = split_cell(filler);
  }
  return condition;
}

// The parser cuts words at hyphens: "sit-in" is two words to it, "test-fire" a verb with a word before it.
void cut_hyphens(std::vector<std::string>& words, Frame& frame) {
  frame.prefix.clear();
  if (frame.category == FrameCategory::Noun) {
    std::vector<std::string> cut;
    for (const std::string& word : words) {
      for (std::string& part : split_cell(word, '-')) cut.push_back(std::move(part));
    }
    words = std::move(cut);
  } else if (size_t hyphen = words.front().rfind('-'); frame.category == FrameCategory::Verb && hyphen != std::string::npos) {
    frame.prefix = words.front().substr(0, hyphen);
    words.front().erase(0, hyphen + 1);
  }
}

Result<FrameCategory> read_category(const std::string& cell, const std::string& where) {
  if (cell == "verb") return FrameCategory::Verb;
  if (cell == "noun") return FrameCategory::Noun;
  if (cell == "adjective") return FrameCategory::Adjective;
  return Error{ErrorCode::Invalid, fmt::format("category \"{}\" must be verb, noun or adjective", cell), where};
}

Status set_trigger(const std::string& trigger, const std::string& where, Frame& frame) {
  std::vector<std::string> words = split_cell(trigger, ' ');
  if (words.empty()) return Error{ErrorCode::Invalid, "has no trigger", where};
  cut_hyphens(words, frame);
  // A noun's head stands last, a verb's first.
  if (frame.category == FrameCategory::Noun) std::rotate(words.begin(), words.end() - 1, words.end());
  frame.trigger = words.front();
  frame.other_words.assign(words.begin() + 1, words.end());
  return ok();
}

std::vector<SlotGroup> read_slots(const std::string& cell) {
  std::vector<SlotGroup> slots;
  for (const std::string& alternative : split_cell(cell)) slots.push_back(split_cell(alternative, '+'));
  return slots;
}

}  // namespace

int Frame::specificity() const {
  using Filler = FrameCondition::Filler;
  // A prefix makes another verb of it, whatever its arguments.
  int sum = 10 * static_cast<int>(other_words.size()) + (prefix.empty() ? 0 : kPrefix);
  for (const FrameCondition& condition : conditions) {
    bool open = condition.filler == Filler::Any || condition.filler == Filler::None;
    if (condition.filler == Filler::Done) continue;
    sum += condition.negated ? kNegated : condition.filler == Filler::Word ? kWord : open ? kOpen : kKind;
  }
  return sum;
}

Status FrameLexicon::load_light_verbs(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table light, read_table(data_folder, "frames/light_verbs.tsv", {"verb", "effect", "source"}));
  for (const TableRow& row : light.rows) {
    static const std::unordered_map<std::string, LightEffect> kEffects = {
        {"perform", LightEffect::Perform}, {"end", LightEffect::End}, {"plan", LightEffect::Plan}, {"undergo", LightEffect::Undergo}};
    auto effect = kEffects.find(row.cells[1]);
    if (effect == kEffects.end()) return Error{ErrorCode::Invalid, "effect must be perform, end, plan or undergo", row.where};
    for (const std::string& verb : split_cell(row.cells[0])) light_verbs_.emplace(verb, effect->second);
  }
  return ok();
}

Status FrameLexicon::load_frames(const std::filesystem::path& data_folder, bool is_user) {
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
      frame.where = is_user ? (data_folder / row.where).string() : row.where;
      TRY_ASSIGN(frame.category, read_category(row.cells[1], row.where));
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
        TRY(set_trigger(trigger, row.where, frame));
        add_frame(frame);
      }
    }
  }
  sort_frames();
  return ok();
}

void FrameLexicon::add_frame(Frame frame) {
  WordId word = add_word(frame.trigger);
  if (frames_.size() <= word) frames_.resize(word + 1);
  frames_[word].push_back(std::move(frame));
  ++size_;
}

void FrameLexicon::sort_frames() {
  for (std::vector<Frame>& frames : frames_) {
    std::stable_sort(frames.begin(), frames.end(), [](const Frame& a, const Frame& b) { return a.specificity() > b.specificity(); });
  }
}

std::vector<Frame> FrameLexicon::frames_like(const Frame& wanted) const {
  std::vector<Frame> found;
  const std::vector<Frame>* frames = frames_of(word_id(wanted.trigger));
  if (!frames) return found;
  std::copy_if(frames->begin(), frames->end(), std::back_inserter(found), [&](const Frame& frame) {
    return frame.category == wanted.category && frame.other_words == wanted.other_words && frame.prefix == wanted.prefix;
  });
  return found;
}

Status FrameLexicon::load_wordnet(const std::filesystem::path& knowledge_folder) {
  auto table = read_table(knowledge_folder, "frames_wordnet.tsv", {"trigger", "category", "like", "meaning"});
  if (!table) return Error{table.error().code, table.error().message + "; script/setup makes it", table.error().where};
  std::vector<Frame> added;
  for (const TableRow& row : table->rows) {
    Frame fresh, other;
    TRY_ASSIGN(fresh.category, read_category(row.cells[1], row.where));
    other.category = fresh.category;
    TRY(set_trigger(row.cells[0], row.where, fresh));
    TRY(set_trigger(row.cells[2], row.where, other));
    if (!frames_like(fresh).empty()) continue;  // ours and the user's win
    for (Frame& frame : frames_like(other)) {
      TRY(set_trigger(row.cells[0], row.where, frame));
      frame.widened = row.cells[0];
      added.push_back(std::move(frame));
    }
  }
  for (Frame& frame : added) add_frame(std::move(frame));
  sort_frames();
  return ok();
}

Status FrameLexicon::load_classes(const std::filesystem::path& data_folder) {
  TRY_ASSIGN(Table table, read_tables(data_folder, "classes", {"class", "words"}));
  for (const TableRow& row : table.rows) {
    for (std::string& word : split_cell(row.cells[1])) classes_[row.cells[0]].insert(std::move(word));
  }
  return ok();
}

WordId FrameLexicon::add_word(std::string_view word) {
  auto found = words_.find(word);
  if (found == words_.end()) found = words_.emplace(std::string(word), static_cast<WordId>(words_.size() + 1)).first;
  return found->second;
}

Status FrameLexicon::resolve_words(Frame& frame) {
  for (const std::string& word : frame.other_words) frame.other_ids.push_back(add_word(word));
  if (!frame.prefix.empty()) frame.prefix_id = add_word(frame.prefix);
  for (FrameCondition& condition : frame.conditions) {
    if (condition.filler == FrameCondition::Filler::Party) {
      condition.kind = party_kinds_.find(condition.words.front());
      if (condition.kind) continue;
      return Error{ErrorCode::Invalid, fmt::format("&{} is in no row of ontology/party_kinds.tsv; add it or correct the name", condition.words.front()), frame.where};
    }
    auto add = [&](const std::string& word) {
      if (word.find_first_of(" -") != std::string::npos) condition.has_phrases = true;
      if (word.find(' ') == std::string::npos) condition.ids.push_back(add_word(word));
    };
    for (const std::string& word : condition.words) {
      if (!word.starts_with('@')) {
        add(word);
        continue;
      }
      auto members = classes_.find(std::string_view(word).substr(1));
      if (members == classes_.end()) {
        return Error{ErrorCode::Invalid, fmt::format("class {} is in no table of data/classes; add it or correct the name", word), frame.where};
      }
      for (const std::string& member : members->second) add(member);
    }
    std::sort(condition.ids.begin(), condition.ids.end());
  }
  return ok();
}

Result<FrameLexicon> FrameLexicon::load(const std::filesystem::path& data_folder, const std::vector<std::filesystem::path>& user_folders,
                                        const std::filesystem::path& knowledge_folder) {
  namespace fs = std::filesystem;
  FrameLexicon lexicon;
  TRY_ASSIGN(lexicon.ontology_, Ontology::load(data_folder));
  TRY_ASSIGN(lexicon.party_kinds_, PartyKinds::load(data_folder));
  // Among equals the frame that stands first wins: the last folder of the user is read first.
  for (auto folder = user_folders.rbegin(); folder != user_folders.rend(); ++folder) {
    if (fs::exists(*folder / "frames" / "light_verbs.tsv")) TRY(lexicon.load_light_verbs(*folder));
    if (fs::exists(*folder / "frames")) TRY(lexicon.load_frames(*folder, true));
    if (fs::exists(*folder / "classes")) TRY(lexicon.load_classes(*folder));
  }
  TRY(lexicon.load_light_verbs(data_folder));
  TRY(lexicon.load_frames(data_folder, false));
  if (!knowledge_folder.empty()) TRY(lexicon.load_wordnet(knowledge_folder));
  TRY(lexicon.load_classes(data_folder));
  for (std::vector<Frame>& frames : lexicon.frames_) {
    for (Frame& frame : frames) TRY(lexicon.resolve_words(frame));
  }
  return lexicon;
}

const std::vector<Frame>* FrameLexicon::frames_of(WordId lemma) const {
  return lemma == 0 || lemma >= frames_.size() || frames_[lemma].empty() ? nullptr : &frames_[lemma];
}

WordId FrameLexicon::word_id(std::string_view lower_word) const {
  auto found = words_.find(lower_word);
  return found == words_.end() ? 0 : found->second;
}

bool FrameLexicon::in_class(std::string_view name, std::string_view word) const {
  auto found = classes_.find(name);
  return found != classes_.end() && found->second.contains(word);
}

bool FrameLexicon::has_phrase(const FrameCondition& condition, std::string_view phrase) const {
  return std::any_of(condition.words.begin(), condition.words.end(), [&](const std::string& item) {
    return item.front() == '@' ? in_class(std::string_view(item).substr(1), phrase) : item == phrase;
  });
}

const LightEffect* FrameLexicon::light_verb(std::string_view lemma) const {
  auto found = light_verbs_.find(lemma);
  return found == light_verbs_.end() ? nullptr : &found->second;
}

}  // namespace casus
