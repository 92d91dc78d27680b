// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <gtest/gtest.h>

#include <boost/asio.hpp>
#include <chrono>
#include <csignal>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace casus::serve {
namespace {

using boost::asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{20};

Reply well() {
  Reply reply;
  reply.type = "text/plain";
  reply.body = "well";
  return reply;
}

// A server on a thread of its own. It answers every request itself but the first, whose answer is the test's.
class Serving {
 public:
  explicit Serving(const HttpLimits& limits) {
    HttpHandler handler{[](Request&, uint64_t&) { return std::nullopt; }, [this](Request, Respond respond) {
                          if (is_first_) first_.set_value(std::move(respond));
                          else respond(well());
                          is_first_ = false;
                        }};
    auto server = HttpServer::listen("127.0.0.1", 0, std::move(handler), limits);
    if (!server) throw std::runtime_error(server.error().message);
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Serving() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    std::raise(SIGTERM);
    thread_.join();
  }
  void destroy() { server_.reset(); }
  uint16_t port() const { return server_->port(); }
  Respond answer_of_first() {
    std::future<Respond> first = first_.get_future();
    if (first.wait_for(kPatience) != std::future_status::ready) throw std::runtime_error("no request has come");
    return first.get();
  }

 private:
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
  std::promise<Respond> first_;
  bool is_first_ = true;
};

class Client {
 public:
  explicit Client(uint16_t port) : stream_("127.0.0.1", std::to_string(port)) {
    stream_.expires_after(kPatience);
    stream_ << "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" << std::flush;
  }

  // 0 if no answer comes.
  int status() {
    std::string version;
    int status = 0;
    stream_ >> version >> status;
    return status;
  }

 private:
  tcp::iostream stream_;
};

// A server is stopped, and waits for nobody, while a request is under way; it goes after `meanwhile` had its way with the answer. The client gets none.
template <typename Meanwhile>
void expect_end_beside_answer(Meanwhile meanwhile) {
  HttpLimits limits;
  limits.stop_seconds = 0;
  Serving serving(limits);
  Client client(serving.port());
  Respond held = serving.answer_of_first();
  serving.stop();
  meanwhile(held);
  serving.destroy();
  auto before = steady_clock::now();
  EXPECT_EQ(client.status(), 0);
  EXPECT_LT(steady_clock::now() - before, kPatience) << "the connection is still open";
}

TEST(HttpServer, ConnectionEndsWithItsClientWhoeverStillHoldsItsAnswer) {
  HttpLimits limits;
  limits.connections = 1;
  Serving serving(limits);
  Respond held;
  {
    Client first(serving.port());
    held = serving.answer_of_first();
    held(well());
    EXPECT_EQ(first.status(), 200);
  }
  int status = 503;
  for (auto end = steady_clock::now() + kPatience; status == 503 && steady_clock::now() < end; std::this_thread::sleep_for(milliseconds(30))) status = Client(serving.port()).status();
  EXPECT_EQ(status, 200) << "the connection of a client that has gone is still counted";
}

TEST(HttpServer, EndsBesideAnAnswerThatComesTooLate) {
  expect_end_beside_answer([](Respond& held) {
    held(well());
    held = nullptr;
  });
}

TEST(HttpServer, EndsBesideAnAnswerThatNeverComes) {
  expect_end_beside_answer([](Respond&) {});
}

// A stream and a client that says nothing.
TEST(HttpServer, EndsBesideClientsThatStay) {
  Serving serving({});
  tcp::iostream silent("127.0.0.1", std::to_string(serving.port()));
  Client reader(serving.port());
  Respond respond = serving.answer_of_first();
  Reply stream = well();
  stream.is_stream = true;
  respond(std::move(stream));
  EXPECT_EQ(reader.status(), 200);
  serving.stop();
  serving.destroy();
}

}  // namespace
}  // namespace casus::serve
