// SPDX-License-Identifier: Apache-2.0
// One client: requests one after the other, or a stream that stays. All of it runs on the network's thread.
#pragma once

#include <utility>  // Boost 1.74 does without where it must not

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "serve/http_server.h"

namespace casus::serve {

class Connection;

// What connections share.
struct Connections {
  HttpHandler handler;
  HttpLimits limits;
  std::unordered_set<Connection*> open;
  size_t streams = 0;
  bool is_stopping = false;
  std::function<void()> on_closed;

  // Those that are open, each held: what is done to one may end others.
  std::vector<std::shared_ptr<Connection>> all() const;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, Connections& shared);
  ~Connection();

  void read_head();
  // Refuses whatever is asked: too many are here already.
  void refuse_busy();
  // Ends it if it waits for a request or is a stream; a request under way is answered first.
  void stop();
  void send_to_stream(const std::shared_ptr<const std::string>& message);
  void close();
  // The server goes: whoever works on an answer gives it for nobody.
  void abandon() { unanswered_.reset(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Response = boost::beast::http::response<boost::beast::http::buffer_body>;

  void on_head(boost::beast::error_code error);
  void read_body();
  void handle();
  void watch_client();
  void answer(Reply reply);
  void start_writing();
  void write_more();
  bool load_chunk();
  void on_written();
  void drain();
  void start_stream();
  void write_stream();
  void wait_on_stream();

  boost::beast::tcp_stream stream_;
  boost::asio::steady_timer heartbeat_;
  Connections& shared_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Request request_;
  Reply reply_;
  std::optional<Response> response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::buffer_body>> serializer_;
  boost::beast::file_posix file_;
  std::string chunk_;
  uint64_t left_in_file_ = 0;
  std::deque<std::shared_ptr<const std::string>> messages_;
  std::shared_ptr<Patience> patience_;  // of the request that is being answered
  // Itself until it is answered. Other threads, which let go of an answer when they like, know it but weakly: it ends on the network's thread alone.
  std::shared_ptr<Connection> unanswered_;
  bool is_watched_ = false;
  bool is_answering_ = false, is_stream_ = false, is_writing_ = false, keeps_alive_ = true, is_head_ = false;
};

}  // namespace casus::serve
