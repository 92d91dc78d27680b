// SPDX-License-Identifier: Apache-2.0
#include "serve/service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/random.h>

#include <algorithm>
#include <charconv>
#include <iostream>

#include "serve/delivery.h"
#include "serve/problem.h"

namespace casus::serve {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostWaiting = 4096, kMostTexts = 256, kMostWrites = 64;
constexpr size_t kCacheBytes = 64 << 20, kCachedBytes = 2 << 20;
constexpr size_t kAskers = 4;

int64_t now_milliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Result<fs::path> make_scratch() {
  std::string pattern = (fs::temp_directory_path() / "casus-serve-XXXXXX").string();
  if (!mkdtemp(pattern.data())) return Error{ErrorCode::Io, "no temporary folder can be made; set TMPDIR to one that can be written", pattern};
  return fs::path(pattern);
}

const char* type_of_format(const std::string& format) {
  if (format == "csv") return "text/csv";
  if (format == "parquet") return "application/vnd.apache.parquet";
  if (format == "geojson") return "application/geo+json";
  return "application/json";
}

}  // namespace

Result<std::unique_ptr<Service>> Service::open(const ServiceOptions& options, const EngineOptions& engine_options) {
  std::unique_ptr<Service> service(new Service(options));
  service->engine_options = engine_options;
  TRY_ASSIGN(service->api, ApiDescription::load(engine_options.data / "openapi.json"));
  for (const Route& route : routes()) service->routes_[route.name] = &route;
  TRY_ASSIGN(service->pages_, Pages::load(options.pages));
  service->pages_.add("/openapi.json", "application/json", service->api.text());
  TRY_ASSIGN(service->run, describe_run(engine_options));
  TRY(service->open_store());
  TRY_ASSIGN(service->engine, Engine::open(engine_options));
  TRY_ASSIGN(QuestionReader questions, QuestionReader::load(engine_options.data, engine_options.knowledge));
  service->questions = std::make_unique<QuestionReader>(std::move(questions));
  TRY_ASSIGN(Glossary glossary, Glossary::load(engine_options.data, engine_options.knowledge));
  service->glossary = std::make_unique<Glossary>(std::move(glossary));
  TRY_ASSIGN(ReadingTables tables, ReadingTables::load(engine_options.data));
  service->read_options.tables = std::make_shared<const ReadingTables>(std::move(tables));
  TRY(service->start_threads());
  return service;
}

Status Service::open_store() {
  uint64_t random = 0;
  if (getrandom(&random, sizeof random, 0) != sizeof random) random = static_cast<uint64_t>(now_milliseconds());
  boot_ = fmt::format("{:x}", random);
  TRY_ASSIGN(store_, Store::open(options_.store, StoreAccess::Write));
  TRY_ASSIGN(scratch, make_scratch());
  TRY(store_->lock_down(scratch));
  TRY_ASSIGN(known_, store_->keys_of(run.signature()));
  TRY(index.load(*store_));
  store_->begin_run(run);
  return ok();
}

Status Service::start_threads() {
  size_t coders = options_.threads ? options_.threads : std::max(1u, std::thread::hardware_concurrency());
  std::vector<Worker> askers(kAskers), coding(coders), writer(1);
  for (Worker& worker : askers) {
    TRY_ASSIGN(worker.store, store_->reader());
  }
  for (Worker& worker : coding) {
    TRY_ASSIGN(worker.store, store_->reader());
    worker.workspace = engine->make_workspace();
  }
  ask_ = std::make_unique<WorkQueue<Worker>>(std::move(askers), kMostWaiting);
  code_ = std::make_unique<WorkQueue<Worker>>(std::move(coding), kMostTexts);
  write_ = std::make_unique<WorkQueue<Worker>>(std::move(writer), kMostWrites);
  watchman_ = std::thread([this] { watch(); });
  return ok();
}

// Ends queries that take too long.
void Service::watch() {
  while (!is_done_) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    int64_t now = now_milliseconds();
    for (auto* queue : {ask_.get(), code_.get()}) {
      for (Worker& worker : queue->tools()) {
        int64_t deadline = *worker.deadline;
        if (deadline != 0 && deadline < now) worker.store->interrupt();
      }
    }
  }
}

Status Service::finish() {
  if (ask_) ask_->finish();
  if (code_) code_->finish();
  if (write_) write_->finish();
  is_done_ = true;
  if (watchman_.joinable()) watchman_.join();
  Status status = store_ ? store_->end_run() : ok();
  ask_.reset();
  code_.reset();
  write_.reset();
  store_.reset();
  std::error_code ignored;
  if (!scratch.empty()) fs::remove_all(scratch, ignored);
  return status;
}

Service::~Service() { (void)finish(); }

std::string Service::generation() const {
  return fmt::format("{}-{}", boot_, index.generation.load());
}

std::shared_ptr<const TemporaryFile> Service::temporary_file(const char* extension) {
  return std::make_shared<const TemporaryFile>((scratch / fmt::format("{}{}", ++files_, extension)).string());
}

const Route* Service::route_of(const Operation& operation) const {
  auto found = routes_.find(operation.name);
  return found == routes_.end() ? nullptr : found->second;
}

HttpHandler Service::handler() {
  return {[this](Request& request, uint64_t& body_limit) { return admit(request, body_limit); },
          [this](Request request, Respond respond) { handle(std::move(request), std::move(respond)); }};
}

namespace {

bool is_of_interface(const Request& request) { return request.path.size() >= 1 && request.path[0] == "api"; }

std::optional<Reply> refuse_role(const Operation& operation, const Identity& who, bool uses_tokens) {
  if (operation.role == Role::None || who.role >= operation.role) return std::nullopt;
  if (who.role == Role::None && uses_tokens) return problem(401, "This needs a token.", "Send Authorization: Bearer TOKEN, or log in.");
  return problem(403, fmt::format("Your token is for role {}; this needs {}.", name_of(who.role), name_of(operation.role)), "Ask who runs the server for another token.");
}

Reply answer_for_nobody() { return problem(503, "The client closed its side while it waited.", "Keep it open until the answer is there."); }

// A body of another type than those that are taken.
std::optional<Reply> refuse_type(const Operation& operation, const Request& request) {
  if (operation.takes.empty()) return std::nullopt;
  std::string_view type = request.header("content-type");
  std::string name(type.substr(0, type.find(';')));
  while (name.ends_with(' ')) name.pop_back();
  for (const std::string& taken : operation.takes) if (name == taken) return std::nullopt;
  return problem(415, fmt::format("The body is \"{}\".", name), fmt::format("Send {} and say so in Content-Type.", fmt::join(operation.takes, " or ")));
}

}  // namespace

std::optional<Reply> Service::admit(Request& request, uint64_t& body_limit) {
  auto refuse = [](Reply reply) {
    add_safety(reply);
    return std::optional<Reply>(std::move(reply));
  };
  ++requests;
  if (!parse_target(request)) return refuse(problem(400, "The address is not readable.", "Escape it as RFC 3986 has it, in UTF-8."));
  if (auto foreign = access.refuse_foreign(request)) return refuse(std::move(*foreign));
  if (auto hasty = access.refuse_hasty(request)) return refuse(std::move(*hasty));
  body_limit = 64 << 10;
  if (!is_of_interface(request)) {
    if (request.method == "GET") return std::nullopt;
    Reply reply = problem(405, "Pages are only read.", "Use GET.");
    reply.headers.emplace_back("Allow", "GET, HEAD");
    return refuse(std::move(reply));
  }
  std::string allowed;
  const Operation* operation = api.find(request.method, request.path, allowed);
  if (!operation && allowed.empty()) return refuse(problem(404, "There is no such route.", "/openapi.json lists them."));
  if (!operation) {
    Reply reply = problem(405, fmt::format("{} is not for this route.", request.method), "Use " + allowed + ".");
    reply.headers.emplace_back("Allow", allowed);
    return refuse(std::move(reply));
  }
  auto who = access.identify(request);
  if (!who) return refuse(problem(401, who.error().message, ""));
  request.who = *who;
  if (auto refused = refuse_role(*operation, request.who, access.uses_tokens())) return refuse(std::move(*refused));
  if (auto refused = refuse_type(*operation, request)) return refuse(std::move(*refused));
  if (const Route* route = route_of(*operation)) body_limit = std::max(body_limit, route->body_limit);
  return std::nullopt;
}

void Service::handle(Request request, Respond respond) {
  if (!is_of_interface(request)) return respond(answer_page(request));
  std::string allowed;
  const Operation* operation = api.find(request.method, request.path, allowed);
  const Route* route = route_of(*operation);
  auto give = [respond](Reply reply) {
    add_safety(reply);
    respond(std::move(reply));
  };
  if (!route) {
    auto parameters = ApiDescription::check(*operation, request);
    return give(parameters ? problem(501, "This route is described but not built yet.", "Use the command line meanwhile.") : problem(parameters.error()));
  }
  if (route->lane == Lane::Network) {
    static Worker nothing;
    return give(answer_or_fault(request, *operation, *route, nothing));
  }
  auto& queue = route->lane == Lane::Code ? code_ : ask_;
  if (route->lane != Lane::Ask || operation->role > Role::Read) request.patience.reset();  // what is to be coded or stored is, whoever waits
  auto shared = std::make_shared<Request>(std::move(request));
  bool is_taken = queue->submit([this, shared, operation, route, give](Worker& worker) {
    bool is_in_vain = shared->patience && shared->patience->is_lost();
    give(is_in_vain ? answer_for_nobody() : answer_or_fault(*shared, *operation, *route, worker));
  });
  if (!is_taken) give(problem(503, "Too many requests wait already.", "Try again in a moment."));
}

Reply Service::answer_page(const Request& request) const {
  auto page = pages_.answer(request);
  Reply reply = page ? std::move(*page) : problem(404, pages_.has_index() ? "There is no such page." : "The pages were not built; the interface is under /api/v1/.", "/openapi.json describes the interface.");
  add_safety(reply);
  return reply;
}

Reply Service::answer_or_fault(const Request& request, const Operation& operation, const Route& route, Worker& worker) {
  try {
    return answer(request, operation, route, worker);
  } catch (const std::exception& fault) {
    if (request.patience) request.patience->end();
    if (worker.store) {
      *worker.deadline = 0;
      worker.store->end_reading();
    }
    std::cerr << fmt::format("casus: {} {} failed by a fault of this program: {}\n", request.method, request.target, fault.what());
    return problem(500, "A fault of this program.", "Please report the request and what the server printed.");
  }
}

Reply Service::answer(const Request& request, const Operation& operation, const Route& route, Worker& worker) {
  auto parameters = ApiDescription::check(operation, request);
  if (!parameters) return problem(parameters.error());
  const std::string& format = parameters->text("format");
  std::string type = parameters->has("format") ? type_of_format(format) : choose_type(request.header("accept"), operation.gives);
  // "json" comes first where nothing is said.
  bool is_indifferent = request.header("accept").empty() || request.header("accept") == "*/*";
  if (!parameters->has("format") && is_indifferent && std::count(operation.gives.begin(), operation.gives.end(), "application/json")) type = "application/json";
  if (type.empty() && !operation.gives.empty()) {
    return problem(406, fmt::format("This route gives {}.", fmt::join(operation.gives, ", ")), "Ask for one of them in Accept, or with ?format=.");
  }
  Call call{*this, request, std::move(*parameters), std::move(type), worker.store.get(), worker.workspace.get()};
  // Answers that depend on who asks are not kept.
  bool is_kept = request.method == "GET" && route.lane != Lane::Network && operation.role != Role::None;
  return run_route(request, call, route, worker, is_kept);
}

Reply Service::run_route(const Request& request, Call& call, const Route& route, Worker& worker, bool is_tagged) {
  std::string tag;
  if (is_tagged) {
    std::string now = generation();
    tag = tag_of({now, request.target, call.type});
    if (has_tag(request, tag)) {
      Reply unchanged;
      unchanged.status = 304;
      unchanged.headers.emplace_back("ETag", tag);
      return unchanged;
    }
    std::lock_guard lock(cache_mutex_);
    auto found = cache_.find(tag);
    if (found != cache_.end()) {
      Reply reply = *found->second;
      pack(request, reply);
      return reply;
    }
  }
  Patience* patience = worker.store ? request.patience.get() : nullptr;
  if (worker.store) {
    *worker.deadline = now_milliseconds() + options_.query_seconds * 1000;
    (void)worker.store->begin_reading();
  }
  if (patience) patience->begin([&worker] { worker.store->interrupt(); });
  auto given = route.answer(call);
  if (patience) patience->end();
  if (worker.store) {
    *worker.deadline = 0;
    worker.store->end_reading();
  }
  if (!given) {
    if (patience && patience->is_lost()) return answer_for_nobody();
    if (given.error().message.find("INTERRUPT") != std::string::npos) return problem(503, fmt::format("It took more than {} seconds.", options_.query_seconds), "Ask for less: a shorter time, fewer columns, a limit.");
    return problem(given.error());
  }
  Reply reply = std::move(*given);
  if (is_tagged && reply.status == 200 && !reply.is_stream) {
    reply.headers.emplace_back("ETag", tag);
    if (!reply.file && reply.body.size() < kCachedBytes) {
      std::lock_guard lock(cache_mutex_);
      if (cache_bytes_ + reply.body.size() > kCacheBytes || cache_generation_ != index.generation) {
        cache_.clear();
        cache_bytes_ = 0;
        cache_generation_ = index.generation;
      }
      if (cache_.emplace(tag, std::make_shared<const Reply>(reply)).second) cache_bytes_ += reply.body.size();
    }
  }
  pack(request, reply);
  return reply;
}

}  // namespace casus::serve
