// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 over TCP on one thread that never waits for a client: slow ones hold a socket and a buffer, no thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "casus/result.h"
#include "serve/message.h"

namespace casus::serve {

struct HttpLimits {
  size_t connections = 4096;
  size_t streams = 256;
  size_t header_bytes = 16 << 10;
  unsigned header_seconds = 30;   // from one request to the end of the head of the next
  unsigned body_seconds = 60;
  unsigned write_seconds = 30;    // without taking a byte
  unsigned stop_seconds = 20;     // for requests that are under way when the server is to stop
};

// What the server asks about requests. `admit` runs on the network's thread and must be quick; `handle` answers once, from any thread
// as long as the server is there, and may keep what it answers with as long as it likes.
struct HttpHandler {
  // After the head: how long a body is read, or the answer that refuses it.
  std::function<std::optional<Reply>(Request&, uint64_t& body_limit)> admit;
  std::function<void(Request, Respond)> handle;
};

class HttpServer {
 public:
  // Listens; port 0 takes a free one.
  static Result<std::unique_ptr<HttpServer>> listen(const std::string& address, uint16_t port, HttpHandler handler, const HttpLimits& limits);
  ~HttpServer();

  uint16_t port() const;
  // Serves until SIGINT or SIGTERM; then requests under way are answered, streams are closed, and it returns.
  void run();
  // From any thread: a message to all streams.
  void publish(std::string message);
  size_t streams() const;

  struct State;

 private:
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace casus::serve
