// SPDX-License-Identifier: Apache-2.0
// Who may do what: tokens with roles, sessions of browsers, names of this server, and how often one may ask.
#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "casus/result.h"
#include "serve/message.h"

namespace casus::serve {

struct AccessToken {
  Identity who;
  std::string secret;
};

// Lines "role name token"; # begins a comment. The file must be readable by its owner alone.
Result<std::vector<AccessToken>> read_tokens(const std::filesystem::path& file);

struct AccessOptions {
  std::vector<AccessToken> tokens;            // none: everybody may write, which is for loopback only
  std::vector<std::string> host_names;  // by which the server is called, beside localhost and addresses in numbers
  double requests_per_second = 500;     // of one client, ten times that in a burst; 0: no limit
};

class Access {
 public:
  explicit Access(AccessOptions options) : options_(std::move(options)) {}

  bool uses_tokens() const { return !options_.tokens.empty(); }
  // A page of another site that a browser was led to believe to be this one, or that posts here, is refused.
  std::optional<Reply> refuse_foreign(const Request& request) const;
  std::optional<Reply> refuse_hasty(const Request& request);
  // By Authorization or cookie; an Error if a token is given that is none.
  Result<Identity> identify(const Request& request);
  // The name of a new session of whoever has this token.
  std::optional<std::pair<Identity, std::string>> log_in(const std::string& token);
  void log_out(const Request& request);

 private:
  using Clock = std::chrono::steady_clock;
  struct Session {
    Identity who;
    Clock::time_point ends;
  };
  struct Bucket {
    double left = 0;
    Clock::time_point filled;
  };
  const AccessToken* find(std::string_view secret) const;

  AccessOptions options_;
  std::mutex mutex_;
  std::unordered_map<std::string, Session> sessions_;
  std::unordered_map<std::string, Bucket> buckets_;
};

const char* name_of(Role role);

}  // namespace casus::serve
