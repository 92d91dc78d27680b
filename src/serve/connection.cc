// SPDX-License-Identifier: Apache-2.0
#include "serve/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "serve/problem.h"

namespace casus::serve {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using std::chrono::seconds;

constexpr size_t kChunkBytes = 64 << 10;
// A stream that does not take its messages is closed: its client comes back and reads what it missed.
constexpr size_t kWaitingMessages = 512;
constexpr seconds kHeartbeat{15};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

}  // namespace

std::vector<std::shared_ptr<Connection>> Connections::all() const {
  std::vector<std::shared_ptr<Connection>> held;
  for (Connection* connection : open) held.push_back(connection->shared_from_this());
  return held;
}

Connection::Connection(boost::asio::ip::tcp::socket socket, Connections& shared)
    : stream_(std::move(socket)), heartbeat_(stream_.get_executor()), shared_(shared) {
  shared_.open.insert(this);
  beast::error_code ignored;
  auto end = stream_.socket().remote_endpoint(ignored);
  if (!ignored) request_.client = end.address().to_string();
  stream_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  stream_.socket().non_blocking(true, ignored);
}

Connection::~Connection() {
  if (is_stream_) --shared_.streams;
  shared_.open.erase(this);
  if (shared_.on_closed) shared_.on_closed();
}

void Connection::close() {
  beast::error_code ignored;
  heartbeat_.cancel();
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
  stream_.close();
}

void Connection::stop() {
  keeps_alive_ = false;
  if (!is_answering_ || is_stream_) close();
}

void Connection::read_head() {
  if (shared_.is_stopping) return close();
  std::string client = std::move(request_.client);
  request_ = {};
  request_.client = std::move(client);
  reply_ = {};
  parser_.emplace();
  parser_->header_limit(static_cast<uint32_t>(shared_.limits.header_bytes));
  parser_->body_limit(std::numeric_limits<uint64_t>::max());  // `admit` says how much; none at all is taken for 0 by Boost 1.74
  stream_.expires_after(seconds(shared_.limits.header_seconds));
  http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, size_t) { self->on_head(error); });
}

void Connection::on_head(beast::error_code error) {
  if (error == http::error::header_limit) {
    keeps_alive_ = false;
    return answer(problem(431, fmt::format("The head of the request has more than {} bytes.", shared_.limits.header_bytes), "Shorten the address or the headers."));
  }
  if (error == http::error::end_of_stream || error == beast::error::timeout || error == boost::asio::error::operation_aborted) return close();
  if (error && error.category() == http::make_error_code(http::error::end_of_stream).category()) {
    keeps_alive_ = false;
    return answer(problem(400, "This is no HTTP/1.1 request: " + error.message() + ".", "Send a request as RFC 9112 has it."));
  }
  if (error) return close();
  const auto& message = parser_->get();
  keeps_alive_ = message.keep_alive();
  request_.method = std::string(message.method_string());
  request_.target = std::string(message.target());
  is_head_ = request_.method == "HEAD";
  if (is_head_) request_.method = "GET";
  for (const auto& field : message) request_.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}), std::string(field.value()));
  uint64_t limit = 0;
  if (auto refused = shared_.handler.admit(request_, limit)) {
    keeps_alive_ = keeps_alive_ && parser_->is_done();  // an unread body would be taken for the next request
    return answer(std::move(*refused));
  }
  parser_->body_limit(limit);
  auto length = parser_->content_length();
  if (length && *length > limit) {
    keeps_alive_ = false;
    return answer(problem(413, fmt::format("The body has {} bytes; at most {} are taken here.", *length, limit), "Send less at a time."));
  }
  if (!parser_->is_done() && lower(request_.header("expect")) == "100-continue") {
    static const std::string kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(stream_, boost::asio::buffer(kContinue), [self = shared_from_this()](beast::error_code failed, size_t) {
      failed ? self->close() : self->read_body();
    });
    return;
  }
  read_body();
}

void Connection::read_body() {
  stream_.expires_after(seconds(shared_.limits.body_seconds));
  http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, size_t) {
    if (!error) return self->handle();
    self->keeps_alive_ = false;
    if (error == http::error::body_limit) return self->answer(problem(413, "The body is longer than what is taken here.", "Send less at a time."));
    if (error == beast::error::timeout) return self->close();
    if (error == http::error::end_of_stream || error == http::error::partial_message || error == boost::asio::error::connection_reset) return self->close();
    self->answer(problem(400, "The body cannot be read: " + error.message() + ".", "Send it whole, with its length or in chunks."));
  });
}

void Connection::handle() {
  request_.body = std::move(parser_->get().body());
  parser_.reset();
  stream_.expires_never();
  is_answering_ = true;
  patience_ = request_.patience = std::make_shared<Patience>();
  watch_client();
  unanswered_ = shared_from_this();
  auto respond = [executor = stream_.get_executor(), known = weak_from_this()](Reply reply) {
    boost::asio::post(executor, [known, reply = std::move(reply)]() mutable {
      if (auto self = known.lock(); self && self->unanswered_) self->answer(std::move(reply));
    });
  };
  shared_.handler.handle(std::move(request_), std::move(respond));
  request_.client = {};
}

// A client that closes its side while it waits has gone. More requests behind this one hide that, which costs no more than an answer for nobody.
void Connection::watch_client() {
  if (std::exchange(is_watched_, true)) return;
  stream_.socket().async_wait(boost::asio::ip::tcp::socket::wait_read, [self = shared_from_this()](beast::error_code error) {
    self->is_watched_ = false;
    if (error || !self->patience_) return;
    char byte = 0;
    self->stream_.socket().receive(boost::asio::buffer(&byte, 1), boost::asio::ip::tcp::socket::message_peek, error);
    if (error && error != boost::asio::error::would_block) self->patience_->lose();
  });
}

void Connection::answer(Reply reply) {
  is_answering_ = true;
  patience_.reset();
  auto self = std::move(unanswered_);  // to the end of this function
  if (!stream_.socket().is_open()) return;
  if (reply.is_stream && (shared_.streams >= shared_.limits.streams || shared_.is_stopping)) {
    reply = problem(503, fmt::format("There are {} streams already.", shared_.streams), "Try again later.");
  }
  reply_ = std::move(reply);
  if (shared_.is_stopping || reply_.is_stream) keeps_alive_ = false;
  response_.emplace(static_cast<http::status>(reply_.status), 11);
  for (const auto& [name, value] : reply_.headers) response_->set(name, value);
  if (!reply_.type.empty()) response_->set(http::field::content_type, reply_.type);
  response_->keep_alive(keeps_alive_);
  if (reply_.is_stream && !is_head_) return start_stream();
  left_in_file_ = 0;
  uint64_t length = reply_.body.size();
  if (reply_.file) {
    beast::error_code error;
    file_.open(reply_.file->path().c_str(), beast::file_mode::scan, error);
    if (!error) length = left_in_file_ = file_.size(error);
    if (error) return answer(problem(500, "The answer was written and cannot be read: " + error.message() + ".", "Try again."));
  }
  if (reply_.status != 304 && reply_.status != 204) response_->content_length(length);
  start_writing();
}

void Connection::start_writing() {
  auto& body = response_->body();
  body.data = reply_.file ? nullptr : reply_.body.data();
  body.size = reply_.file ? 0 : reply_.body.size();
  body.more = reply_.file && !is_head_;
  serializer_.emplace(*response_);
  if (is_head_) serializer_->split(true);
  write_more();
}

// The next piece of the file; false at its end or where it cannot be read.
bool Connection::load_chunk() {
  chunk_.resize(static_cast<size_t>(std::min<uint64_t>(kChunkBytes, left_in_file_)));
  beast::error_code error;
  size_t got = chunk_.empty() ? 0 : file_.read(chunk_.data(), chunk_.size(), error);
  if (error || got == 0) return false;
  left_in_file_ -= got;
  response_->body().data = chunk_.data();
  response_->body().size = got;
  response_->body().more = left_in_file_ > 0;
  return true;
}

void Connection::write_more() {
  stream_.expires_after(seconds(shared_.limits.write_seconds));
  http::async_write_some(stream_, *serializer_, [self = shared_from_this()](beast::error_code error, size_t) {
    bool needs_more = error == http::error::need_buffer;
    if (error && !needs_more) return self->close();
    if (self->is_head_ && self->serializer_->is_header_done()) return self->on_written();
    if (self->serializer_->is_done()) return self->on_written();
    if (needs_more && !self->load_chunk()) {
      if (self->left_in_file_ > 0 || self->response_->body().more) return self->close();
      self->response_->body().data = nullptr;
    }
    self->write_more();
  });
}

void Connection::on_written() {
  serializer_.reset();
  response_.reset();
  beast::error_code ignored;
  file_.close(ignored);
  reply_ = {};
  is_answering_ = false;
  if (!keeps_alive_) {
    stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(seconds(2));
    buffer_.clear();
    return drain();
  }
  beast::error_code gone;
  auto end = stream_.socket().remote_endpoint(gone);
  if (gone) return close();
  request_.client = end.address().to_string();
  read_head();
}

// To the client's end or the time limit: what was sent and not read would reset the connection before the answer is seen.
void Connection::drain() {
  stream_.async_read_some(buffer_.prepare(kChunkBytes), [self = shared_from_this()](beast::error_code error, size_t) { error ? self->close() : self->drain(); });
}

void Connection::start_stream() {
  ++shared_.streams;
  is_stream_ = true;
  auto head = std::make_shared<std::string>("HTTP/1.1 200 OK\r\n");
  for (const auto& field : *response_) fmt::format_to(std::back_inserter(*head), "{}: {}\r\n", std::string_view(field.name_string().data(), field.name_string().size()), std::string_view(field.value().data(), field.value().size()));
  *head += "\r\n" + reply_.body;
  messages_.push_back(std::move(head));
  write_stream();
  wait_on_stream();
}

void Connection::send_to_stream(const std::shared_ptr<const std::string>& message) {
  if (!is_stream_) return;
  if (messages_.size() >= kWaitingMessages) return close();
  messages_.push_back(message);
  if (!is_writing_) write_stream();
}

void Connection::write_stream() {
  if (messages_.empty()) return;
  is_writing_ = true;
  stream_.expires_after(seconds(shared_.limits.write_seconds));
  boost::asio::async_write(stream_, boost::asio::buffer(*messages_.front()), [self = shared_from_this()](beast::error_code error, size_t) {
    self->is_writing_ = false;
    if (error) return self->close();
    self->stream_.expires_never();
    self->messages_.pop_front();
    self->write_stream();
  });
}

// Comments keep the line open, and show when nobody is there any more.
void Connection::wait_on_stream() {
  heartbeat_.expires_after(kHeartbeat);
  heartbeat_.async_wait([self = shared_from_this()](beast::error_code error) {
    if (error || !self->stream_.socket().is_open()) return;
    static const auto kComment = std::make_shared<const std::string>(": here\n\n");
    self->send_to_stream(kComment);
    self->wait_on_stream();
  });
}

void Connection::refuse_busy() {
  keeps_alive_ = false;
  answer(problem(503, fmt::format("There are {} connections already.", shared_.open.size() - 1), "Try again later."));
}

}  // namespace casus::serve
