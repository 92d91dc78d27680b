// SPDX-License-Identifier: Apache-2.0
// casus watch: codes what arrives in folders and feeds, until it is stopped.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include "coding_run.h"
#include "commands.h"
#include "interrupt.h"
#include "read/fetch.h"
#include "watched_sources.h"

namespace casus {
namespace {

using namespace std::chrono_literals;

struct WatchOptions {
  InputOptions input;
  CodingOptions coding;
  double interval = 60;
  bool once = false;
};

bool check_sources(const InputOptions& input) {
  for (const std::string& path : input.paths) {
    if (is_web_address(path) || std::filesystem::is_directory(path)) continue;
    std::cerr << fmt::format("casus: {}: is neither a folder nor an address (http://...); give the folder that a file arrives in\n", path);
    return false;
  }
  return true;
}

// In short steps, because a signal may reach another thread.
void wait_until(WatchedSources::Clock::time_point due) {
  while (!is_interrupted() && WatchedSources::Clock::now() < due) {
    std::this_thread::sleep_for(std::min<WatchedSources::Clock::duration>(100ms, due - WatchedSources::Clock::now()));
  }
}

// One look at all sources that are due; what they brought is in the store before it is remembered as seen.
bool look(WatchedSources& sources, CodingRun& coding) {
  size_t before = coding.added();
  sources.begin_look();
  if (!coding.run([&](const KeepDocument& keep) { return sources.next(keep); })) return false;
  if (is_interrupted()) return true;
  auto seen = sources.take_seen();
  if (Status status = coding.store() ? coding.store()->remember(seen) : ok(); !status) {
    fail(status.error());
    return false;
  }
  if (coding.added() > before) std::cerr << fmt::format("casus: {} documents arrived\n", coding.added() - before);
  return true;
}

int run_watch(WatchOptions& options) {
  if (!check_sources(options.input) || !prepare_input(options.input)) return kWrongCall;
  auto coding = CodingRun::open(options.coding, Skip::AllThatIsThere);
  if (!coding) return fail(coding.error());
  // A server remembers no sources for us: all is read once more, and what is there already is left alone.
  auto seen = (*coding)->store() ? (*coding)->store()->watched() : Result<std::vector<WatchedSource>>(std::vector<WatchedSource>());
  if (!seen) return fail(seen.error());
  auto interval = std::chrono::milliseconds(static_cast<int64_t>(options.interval * 1000));
  WatchedSources sources(options.input, *seen, interval, options.once);
  while (look(sources, **coding) && !options.once && !is_interrupted()) wait_until(sources.next_look());
  int status = (*coding)->finish(true);
  return status == kDone && options.once && sources.unreachable() > 0 ? kSomeRefused : status;
}

}  // namespace

void add_watch_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("watch", "Codes what arrives in folders and feeds, each document once, until it is stopped");
  command->footer("Examples: casus watch inbox/ https://quay.example/news.rss --store news.duckdb\n"
                  "          casus watch inbox/ --store news.duckdb --once   (for cron: one look)");
  auto options = std::make_shared<WatchOptions>();
  add_input_options(*command, options->input);
  command->get_option("path")->description("Folders, and addresses of feeds (http:// or https://)");
  add_coding_options(*command, options->coding);
  command->add_option("--store", options->coding.store, "Database file to add to; made if there is none. It also remembers what was seen")->required();
  command->add_option("--interval", options->interval, "Seconds between two looks at a source")->check(CLI::Range(0.1, 86400.0))->capture_default_str();
  command->add_flag("--once", options->once, "One look at everything, then the end");
  command->callback([options, &exit_status] { exit_status = run_watch(*options); });
}

}  // namespace casus
