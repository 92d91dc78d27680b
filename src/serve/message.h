// SPDX-License-Identifier: Apache-2.0
// A request and its answer, without the network.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace casus::serve {

// What somebody may do; each may what those before it may.
enum class Role { None, Read, Review, Write };

struct Identity {
  Role role = Role::None;
  std::string name;  // of the token; empty where no tokens are used
};

// Whether the client still waits for its answer. Whoever works on that says how to be stopped.
class Patience {
 public:
  // From any thread: nobody waits any more.
  void lose();
  bool is_lost() const;
  // `stop` is called if it is lost before `end`.
  void begin(std::function<void()> stop);
  void end();

 private:
  mutable std::mutex mutex_;
  bool is_lost_ = false;
  std::function<void()> stop_;
};

struct Request {
  std::string method;
  std::string target;                                       // path and query as they came
  std::vector<std::string> path;                            // segments, decoded
  std::vector<std::pair<std::string, std::string>> query;   // decoded, in their order
  std::vector<std::pair<std::string, std::string>> headers; // names in lower case
  std::string body;
  std::string client;                                       // address of the other end
  Identity who;
  std::shared_ptr<Patience> patience;

  // The first header of that name (in lower case); empty if there is none.
  std::string_view header(std::string_view name) const;
};

// A file that is gone when the last answer that sends it is gone.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Reply {
  int status = 200;
  std::string type;  // media type; empty: no body
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const TemporaryFile> file;  // sent in place of `body`
  bool is_stream = false;                     // `body` first, then what is published, until one side closes
};

using Respond = std::function<void(Reply)>;

// Splits a target into path and query and decodes both; false if its escapes are broken or give bytes that are not UTF-8.
bool parse_target(Request& request);

}  // namespace casus::serve
