// SPDX-License-Identifier: Apache-2.0
// The store, the engine and the threads behind the routes.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "casus/casus.h"
#include "casus/forecast.h"
#include "casus/question.h"
#include "casus/store.h"
#include "read/reader.h"
#include "serve/access.h"
#include "serve/api_description.h"
#include "serve/event_index.h"
#include "serve/glossary.h"
#include "serve/http_server.h"
#include "serve/pages.h"
#include "serve/word_search.h"
#include "serve/work_queue.h"

namespace casus::serve {

struct ServiceOptions {
  std::filesystem::path store, pages;
  AccessOptions access;
  size_t threads = 0;          // that code texts; all cores if 0
  unsigned query_seconds = 20; // of one request at the store
};

class Service;

// What a thread that answers has of its own.
struct Worker {
  std::unique_ptr<Store> store;        // a reading connection
  Engine::WorkspacePtr workspace;      // of threads that code
  std::unique_ptr<std::atomic<int64_t>> deadline = std::make_unique<std::atomic<int64_t>>(0);  // milliseconds of the steady clock; 0: idle
};

// One request on its way through a route.
struct Call {
  Service& service;
  const Request& request;
  Parameters parameters;
  std::string type;  // media type that is wanted
  const Store* store;            // a connection that sees one moment; none on the network's thread
  Engine::Workspace* workspace;  // of routes that code
};

// Where a route runs: on the network's thread, with those that ask the store, with those that run the engine.
enum class Lane { Network, Ask, Code };

struct Route {
  const char* name;  // of the operation: "GET /events"
  Lane lane;
  uint64_t body_limit;
  Result<Reply> (*answer)(Call&);
};
// All routes; routes.cc.
const std::vector<Route>& routes();

class Service {
 public:
  static Result<std::unique_ptr<Service>> open(const ServiceOptions& options, const EngineOptions& engine_options);
  ~Service();

  HttpHandler handler();
  // Where news are published; before the first request.
  void set_server(HttpServer* server) { server_ = server; }
  // What waits is done and stored; the run of the store ends.
  Status finish();

  // On the writer's thread, one after the other; gives what it gave, or an Error where too many wait.
  template <typename Value>
  Result<Value> write(std::function<Result<Value>(Store&)> step);

  struct Ingest {
    AddCounts counts;
    size_t skipped = 0;
  };
  // Codes and stores; what the store has from this very engine is skipped unless `again`.
  Result<Ingest> add(std::vector<Analysis> analyses);
  bool is_known(const std::string& key);

  Access access;
  ApiDescription api;
  EventIndex index;
  WordSearch words;
  std::unique_ptr<Engine> engine;
  EngineOptions engine_options;
  std::unique_ptr<QuestionReader> questions;
  std::unique_ptr<Glossary> glossary;
  ForecastModels forecast_models;
  ReadOptions read_options;
  RunDescription run;
  std::filesystem::path scratch;  // for files on their way out
  std::atomic<uint64_t> requests{0};
  const std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  size_t waiting() const { return ask_ ? ask_->waiting() + code_->waiting() : 0; }
  size_t streams() const { return server_ ? server_->streams() : 0; }
  std::string generation() const;
  // A name for a file in `scratch` that is gone with the last answer that sends it.
  std::shared_ptr<const TemporaryFile> temporary_file(const char* extension);

 private:
  explicit Service(const ServiceOptions& options) : access(options.access), options_(options) {}
  Status open_store();
  Status start_threads();
  std::optional<Reply> admit(Request& request, uint64_t& body_limit);
  void handle(Request request, Respond respond);
  Reply answer(const Request& request, const Operation& operation, const Route& route, Worker& worker);
  // The same; a fault of this program is one reader's, not all readers' end.
  Reply answer_or_fault(const Request& request, const Operation& operation, const Route& route, Worker& worker);
  Reply run_route(const Request& request, Call& call, const Route& route, Worker& worker, bool is_tagged);
  Reply answer_page(const Request& request) const;
  const Route* route_of(const Operation& operation) const;
  void watch();
  void publish(const std::vector<int64_t>& documents, const AddCounts& counts);

  ServiceOptions options_;
  std::unique_ptr<Store> store_;  // the writer's connection
  Pages pages_;
  std::unordered_map<std::string, const Route*> routes_;
  HttpServer* server_ = nullptr;
  std::string boot_;  // differs with every start
  std::mutex known_mutex_;
  std::unordered_set<std::string> known_;
  std::mutex cache_mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Reply>> cache_;
  size_t cache_bytes_ = 0;
  uint64_t cache_generation_ = 0;
  std::atomic<uint64_t> files_{0};
  std::unique_ptr<WorkQueue<Worker>> ask_, code_, write_;
  std::atomic<bool> is_done_{false};
  std::thread watchman_;
};

template <typename Value>
Result<Value> Service::write(std::function<Result<Value>(Store&)> step) {
  auto promise = std::make_shared<std::promise<Result<Value>>>();
  auto future = promise->get_future();
  if (!write_->submit([this, promise, step = std::move(step)](Worker&) { promise->set_value(step(*store_)); })) {
    return Error{ErrorCode::Busy, "Too much waits to be written already; try again later", ""};
  }
  return future.get();
}

}  // namespace casus::serve
