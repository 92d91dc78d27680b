// SPDX-License-Identifier: Apache-2.0
// casus stories: which documents tell one story, which are copies of one text, and which reports are of one event.
#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <unordered_map>

#include "ask/stories.h"
#include "base/ordered_workers.h"
#include "base/utf8.h"
#include "casus/casus.h"
#include "commands.h"
#include "inputs.h"
#include "interrupt.h"
#include "progress.h"
#include "question.h"
#include "store/json_writer.h"

namespace casus {
namespace {

struct StoriesOptions {
  InputOptions input;
  Question question;  // of a store instead
  bool events = false;
  size_t threads = 0;
};

struct EventLine {
  uint32_t start = 0, end = 0;  // code points
  std::string type, sentence;   // of coded events
};

struct ReadDocument {
  std::string id;
  StoryFeatures features;
  std::vector<EventLine> events;  // those to print
};

struct ReadBatch {
  std::vector<ReadDocument> documents;
  std::string messages;
  size_t refused = 0;
};

ReadDocument to_read_document(const Analysis& text, bool wants_events) {
  ReadDocument document{text.document.id, text.story, {}};
  CodePointIndex index(text.document.text);
  for (Span span : text.document.asked) document.events.push_back({index.to_code_points(span.start), index.to_code_points(span.end), {}, {}});
  if (!text.document.asked.empty() || !wants_events) return document;
  for (const Event& event : text.coding.events) {
    std::string_view sentence = text.document.slice(text.parse.sentences[event.sentence].span);
    document.events.push_back({index.to_code_points(event.span.start), index.to_code_points(event.span.end), event.type, std::string(sentence)});
  }
  return document;
}

// Groups documents as they come; prints after the last, for later ones may change what earlier ones belong to.
class Grouping {
 public:
  void add(ReadDocument document) {
    auto number = static_cast<int64_t>(documents_.size());
    StoryOutcome outcome = index_.add(number, document.features);
    document.features = {};
    documents_.push_back(std::move(document));
    labels_.push_back(std::move(outcome.added));
    for (StoryAssignment& revised : outcome.revised) labels_[static_cast<size_t>(revised.document)] = std::move(revised);
  }

  size_t documents() const { return documents_.size(); }

  void print() const {
    for (size_t i = 0; i < documents_.size(); ++i) std::cout << line(documents_[i], labels_[i]) << '\n';
  }

 private:
  std::string line(const ReadDocument& document, const StoryAssignment& labels) const {
    JsonWriter json;
    json.open_object();
    json.key("id");
    json.string(document.id);
    json.key("story");
    json.string(std::to_string(labels.story));
    json.key("copy_of");
    labels.copy_group == labels.document ? json.null() : json.string(documents_[static_cast<size_t>(labels.copy_group)].id);
    if (!document.events.empty()) write_events(document, labels, json);
    json.close_object();
    return std::move(json).take();
  }

  static void write_events(const ReadDocument& document, const StoryAssignment& labels, JsonWriter& json) {
    json.key("events");
    json.open_list();
    for (size_t i = 0; i < document.events.size(); ++i) {
      const EventLine& event = document.events[i];
      json.open_object();
      json.key("start");
      json.integer(event.start);
      json.key("end");
      json.integer(event.end);
      json.key("cluster");
      json.string(std::to_string(labels.events[i]));
      if (!event.type.empty()) {
        json.key("type");
        json.string(event.type);
        json.key("sentence");
        json.string(event.sentence);
      }
      json.close_object();
    }
    json.close_list();
  }

  StoryIndex index_;
  std::vector<ReadDocument> documents_;
  std::vector<StoryAssignment> labels_;
};

std::string messages_of(const Batch& batch) {
  std::string text;
  for (const Error& error : batch.refused) text += "casus: " + error.to_string() + "\n";
  for (const Document& document : batch.documents) text += warnings_of(document);
  return text;
}

int answer_stories(StoriesOptions& options) {
  if (!options.input.paths.empty()) return fail({ErrorCode::Invalid, "either documents or --store: casus code --store groups what it adds", ""});
  const std::vector<TextColumn> layout = {{"story", 6, 0, true},   {"documents", 4, 1, true}, {"texts", 4, 4, true},   {"publishers", 4, 3, true},
                                          {"first", 10, 2, false}, {"last", 10, 2, false},    {"events", 4, 2, true}, {"title", 30, 0, false}};
  return answer(options.question, [](const EventFilter& filter, RowShape shape) -> Result<std::string> { return stories_select(shape, filter.limit); }, layout);
}

int run_stories(StoriesOptions& options) {
  if (!options.question.store.empty()) return answer_stories(options);
  if (options.input.paths.empty()) return fail({ErrorCode::Invalid, "give documents, or --store for those of a store", ""});
  if (!prepare_input(options.input)) return kWrongCall;
  auto engine_options = default_options();
  if (!engine_options) return fail(engine_options.error());
  auto engine = Engine::open(*engine_options);
  if (!engine) return fail(engine.error());
  hold_interrupts();
  BatchReader reader(options.input);
  Progress progress;
  Grouping grouping;
  size_t refused = 0;
  bool delivers = false;
  process_in_order<Batch, ReadBatch>(
      thread_count(options.threads),
      [&]() -> std::optional<Batch> {
        if (!std::exchange(delivers, true)) deliver_interrupts();
        if (is_interrupted()) return std::nullopt;
        return reader.next([](const Document&) { return true; });
      },
      [&] {
        return [&, workspace = std::shared_ptr<Engine::Workspace>((*engine)->make_workspace())](Batch batch) {
          ReadBatch read{{}, messages_of(batch), batch.refused.size()};
          for (const Analysis& text : (*engine)->run(std::move(batch.documents), *workspace)) read.documents.push_back(to_read_document(text, options.events));
          return read;
        };
      },
      [&](std::vector<ReadBatch> batches) {
        progress.clear();
        for (ReadBatch& batch : batches) {
          std::cerr << batch.messages;
          refused += batch.refused;
          for (ReadDocument& document : batch.documents) grouping.add(std::move(document));
        }
        progress.show([&](double seconds) { return fmt::format("{} documents ({:.0f} documents/s)", grouping.documents(), static_cast<double>(grouping.documents()) / seconds); });
        return true;
      });
  progress.clear();
  grouping.print();
  std::cout.flush();
  if (!std::cout) return fail({ErrorCode::Io, "standard output takes no more", ""});
  if (is_interrupted()) std::cerr << "casus: stopped; the documents that were read are grouped and printed\n";
  return refused > 0 || is_interrupted() ? kSomeRefused : kDone;
}

}  // namespace

void add_stories_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("stories", "Which documents tell one story: a line {id, story, copy_of} for each, once all are read");
  command->footer(
      "Documents are grouped in the order given, in one pass; a later one may still move an earlier one, so lines are printed at the end.\n"
      "copy_of is the first document with the same text (reprints, wire copies, updates). For documents that bring spans (\"events\": [{\"start\",\"end\"}]),\n"
      "events has the cluster of reports of one event that each belongs to.\n"
      "Examples: casus stories articles/\n          casus stories --events news.jsonl     # coded events with their clusters and sentences\n          casus stories --store news.duckdb --limit 20");
  auto options = std::make_shared<StoriesOptions>();
  add_input_options(*command, options->input);
  command->get_option("path")->required(false);
  add_output_options(*command, options->question);
  command->get_option("--store")->required(false)->description("Instead: the stories of a store, the last to go on first");
  add_threads_option(*command, options->threads);
  command->add_flag("--events", options->events, "Also the coded events: cluster, type and sentence");
  command->callback([options, &exit_status] { exit_status = run_stories(*options); });
}

}  // namespace casus
