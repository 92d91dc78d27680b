// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>

#include "serve/connection.h"

namespace casus::serve {

namespace asio = boost::asio;
using asio::ip::tcp;

struct HttpServer::State {
  Connections connections;  // before the context, whose last handlers hold some of them
  asio::io_context context{1};
  tcp::acceptor acceptor{context};
  asio::signal_set signals{context, SIGINT, SIGTERM};
  asio::steady_timer pause{context}, last_call{context};
  std::atomic<size_t> streams{0};

  ~State();
  void accept();
  void stop();
  void end_if_idle() {
    streams = connections.streams;
    if (connections.is_stopping && connections.open.empty()) context.stop();
  }
};

namespace {

// As many sockets as the system lets us have: the soft limit is often too low for many readers.
void raise_file_limit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

HttpServer::State::~State() {
  connections.on_closed = nullptr;
  for (const auto& connection : connections.all()) connection->abandon();
}

void HttpServer::State::accept() {
  acceptor.async_accept([this](boost::system::error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (error) {
      // No descriptors left, most likely: they come back when others go.
      pause.expires_after(std::chrono::milliseconds(100));
      pause.async_wait([this](boost::system::error_code) { accept(); });
      return;
    }
    bool is_full = connections.open.size() >= connections.limits.connections;
    auto connection = std::make_shared<Connection>(std::move(socket), connections);
    is_full ? connection->refuse_busy() : connection->read_head();
    accept();
  });
}

void HttpServer::State::stop() {
  boost::system::error_code ignored;
  connections.is_stopping = true;
  acceptor.close(ignored);
  for (const auto& connection : connections.all()) connection->stop();
  last_call.expires_after(std::chrono::seconds(connections.limits.stop_seconds));
  last_call.async_wait([this](boost::system::error_code) { context.stop(); });
  end_if_idle();
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& address, uint16_t port, HttpHandler handler, const HttpLimits& limits) {
  raise_file_limit();
  auto state = std::make_unique<State>();
  state->connections.handler = std::move(handler);
  state->connections.limits = limits;
  state->connections.on_closed = [state = state.get()] { state->end_if_idle(); };
  boost::system::error_code error;
  auto where = asio::ip::make_address(address, error);
  if (error) return Error{ErrorCode::Invalid, "is no address of this machine; give one in numbers, such as 127.0.0.1 or ::1", address};
  tcp::endpoint endpoint(where, port);
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return Error{ErrorCode::Io, fmt::format("cannot be listened on: {}; choose another with --port", error.message()), fmt::format("{}:{}", address, port)};
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

uint16_t HttpServer::port() const { return state_->acceptor.local_endpoint().port(); }
size_t HttpServer::streams() const { return state_->streams; }

void HttpServer::run() {
  state_->signals.async_wait([this](boost::system::error_code error, int) {
    if (!error) state_->stop();
  });
  state_->accept();
  state_->context.run();
}

void HttpServer::publish(std::string message) {
  auto shared = std::make_shared<const std::string>(std::move(message));
  asio::post(state_->context, [state = state_.get(), shared] {
    for (const auto& connection : state->connections.all()) connection->send_to_stream(shared);
    state->streams = state->connections.streams;
  });
}

}  // namespace casus::serve
