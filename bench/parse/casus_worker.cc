// SPDX-License-Identifier: Apache-2.0
// Runs our parser for run.py: loads the model and the documents, then obeys lines on standard input.
// "run N" annotates all documents on this thread with batches of N; every answer is one line of JSON. Times are CPU
// seconds. Each run has a workspace of its own, so that no run profits from words met in the one before.
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parse/kernels.h"
#include "parse/pipeline.h"

namespace {

double thread_seconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double peak_megabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

nlohmann::json run(const casus::Pipeline& pipeline, std::span<const std::string_view> texts, size_t batch_size) {
  const double start = thread_seconds();
  auto workspace = pipeline.make_workspace();
  size_t tokens = 0;
  for (size_t first = 0; first < texts.size(); first += batch_size) {
    const auto batch = texts.subspan(first, std::min(batch_size, texts.size() - first));
    for (const casus::Parse& parse : pipeline.parse_batch(batch, *workspace)) tokens += parse.tokens.size();
  }
  return {{"seconds", thread_seconds() - start}, {"tokens", tokens}, {"peak_mb", peak_megabytes()}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: casus_worker DOCUMENTS.jsonl MODEL\n";
    return 2;
  }
  const double start = thread_seconds();
  const auto pipeline = casus::Pipeline::open(argv[2]);
  if (!pipeline) {
    std::cerr << pipeline.error().to_string() << "\n";
    return 1;
  }
  const double load = thread_seconds() - start;
  std::vector<std::string> documents;
  std::ifstream file(argv[1]);
  for (std::string line; std::getline(file, line);) documents.push_back(nlohmann::json::parse(line).at("text"));
  const std::vector<std::string_view> texts(documents.begin(), documents.end());
  std::cout << nlohmann::json{{"load_seconds", load}, {"version", casus::kernel_target()}}.dump() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const size_t batch_size = std::stoul(line.substr(line.find(' ') + 1));
    std::cout << run(**pipeline, texts, batch_size).dump() << std::endl;
  }
}
