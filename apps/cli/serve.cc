// SPDX-License-Identifier: Apache-2.0
// casus serve: a store over HTTP, with its pages.
#include "serve/service.h"

#include <arpa/inet.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "commands.h"
#include "inputs.h"
#include "interrupt.h"
#include "remote_store.h"

namespace casus {
namespace {

struct ServeOptions {
  serve::ServiceOptions service;
  serve::HttpLimits limits;
  std::string host = "127.0.0.1", tokens, pages;
  uint16_t port = 8040;
};

bool is_address(const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), bytes) == 1 || inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool is_loopback(const std::string& host) { return host == "::1" || host == "localhost" || host.starts_with("127."); }

// The pages of this installation, if they were built.
std::filesystem::path installed_pages(const EngineOptions& engine) {
  std::filesystem::path home = engine.data.parent_path();
  for (const char* folder : {"build/pages", "web/dist", "pages"}) {
    std::error_code ignored;
    if (std::filesystem::exists(home / folder / "index.html", ignored)) return home / folder;
  }
  return {};
}

Status prepare(ServeOptions& options, EngineOptions& engine) {
  if (options.host == "localhost") options.host = "127.0.0.1";
  if (!options.tokens.empty()) { TRY_ASSIGN(options.service.access.tokens, serve::read_tokens(options.tokens)); }
  if (!is_address(options.host)) return Error{ErrorCode::Invalid, "is no address; give one in numbers, such as 127.0.0.1 or ::1", "--host " + options.host};
  if (!is_loopback(options.host) && options.service.access.tokens.empty()) {
    return Error{ErrorCode::Invalid, "is reached by others, who could read and write without a token; give --tokens FILE, or leave --host out", "--host " + options.host};
  }
  TRY_ASSIGN(engine, default_options());
  options.service.pages = options.pages.empty() ? installed_pages(engine) : std::filesystem::path(options.pages);
  return ok();
}

// Tells programs on this machine where the store's server is, as long as it lives.
class AddressFile {
 public:
  AddressFile(const std::filesystem::path& store, const std::string& address) : path_(server_address_file(store)) { std::ofstream(path_) << address << "\n"; }
  ~AddressFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

 private:
  std::filesystem::path path_;
};

int run_serve(ServeOptions& options) {
  EngineOptions engine;
  Status prepared = prepare(options, engine);
  if (!prepared) return fail(prepared.error());
  hold_interrupts();  // until the server itself listens for them
  auto service = serve::Service::open(options.service, engine);
  if (!service) return fail(service.error());
  auto server = serve::HttpServer::listen(options.host, options.port, (*service)->handler(), options.limits);
  if (!server) return fail(server.error());
  (*service)->set_server(server->get());
  std::string host = options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
  std::cerr << fmt::format("casus: {} is open at http://{}:{}/ {}\n", options.service.store.string(), host, (*server)->port(),
                           options.service.pages.empty() ? "(the interface alone: the pages were not built)" : "(Ctrl-C ends it)");
  bool is_everywhere = options.host == "0.0.0.0" || options.host == "::";
  AddressFile address(options.service.store, fmt::format("http://{}:{}", is_everywhere ? "127.0.0.1" : host, (*server)->port()));
  deliver_interrupts();
  if (!is_interrupted()) (*server)->run();
  std::cerr << "casus: stopping; what was accepted is stored\n";
  Status finished = (*service)->finish();
  (*service)->set_server(nullptr);
  return finished ? kDone : fail(finished.error());
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_status) {
  CLI::App* command = app.add_subcommand("serve", "A store over HTTP: pages for a browser, and an interface for programs (docs/serve.md)");
  command->footer("Examples: casus serve --store news.duckdb                # then open http://127.0.0.1:8040/\n"
                  "          casus serve --store news.duckdb --host 0.0.0.0 --tokens tokens.txt --name casus.example.org");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--store", options->service.store, "Database file; made if there is none. Nobody else can open it meanwhile")->required();
  command->add_option("--port", options->port, "Port; 0 takes a free one")->capture_default_str();
  command->add_option("--host", options->host, "Address to listen on, in numbers; beyond loopback only with --tokens")->capture_default_str();
  command->add_option("--tokens", options->tokens, "File with a line \"role name token\" for each user; role is read, review or write. Readable by its owner alone");
  command->add_option("--name", options->service.access.host_names, "A name by which this server is called, beside localhost and addresses in numbers; may be given again");
  command->add_option("--pages", options->pages, "Folder of built pages in place of those that came with the program");
  command->add_option("--rate", options->service.access.requests_per_second, "Requests a second that one client may send, ten seconds' worth at once; 0: any number")->check(CLI::NonNegativeNumber)->capture_default_str();
  command->add_option("--query-seconds", options->service.query_seconds, "After so long a question to the store is ended")->check(CLI::Range(1, 3600))->capture_default_str();
  command->add_option("--connections", options->limits.connections, "Clients at a time")->check(CLI::Range(1, 1000000))->capture_default_str();
  add_threads_option(*command, options->service.threads);
  command->callback([options, &exit_status] { exit_status = run_serve(*options); });
}

}  // namespace casus
