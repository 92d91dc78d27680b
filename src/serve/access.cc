// SPDX-License-Identifier: Apache-2.0
#include "serve/access.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "serve/problem.h"

namespace casus::serve {
namespace {

constexpr std::chrono::hours kSessionLength{12};
constexpr size_t kSessions = 10000, kBuckets = 50000;
constexpr size_t kShortestToken = 16;
constexpr double kBurst = 10;  // seconds of the rate

// The same time for every wrong token of a length.
bool are_equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

std::string random_name() {
  unsigned char bytes[24];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return "";
  std::string name;
  for (unsigned char byte : bytes) name += fmt::format("{:02x}", byte);
  return name;
}

// "name:port" and "[::1]:port" without the port.
std::string host_of(std::string_view value) {
  size_t colon = value.starts_with('[') ? value.find(':', value.find(']')) : value.rfind(':');
  std::string host(value.substr(0, colon));
  for (char& c : host) if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return host;
}

// An address in numbers is no name that somebody could point elsewhere.
bool is_in_numbers(const std::string& host) { return host.starts_with('[') || (!host.empty() && host.find_first_not_of("0123456789.") == std::string::npos); }

std::string cookie_of(const Request& request) {
  std::string_view cookies = request.header("cookie");
  for (size_t at = 0; at < cookies.size();) {
    size_t end = std::min(cookies.find(';', at), cookies.size());
    std::string_view cookie = cookies.substr(at, end - at);
    while (cookie.starts_with(' ')) cookie.remove_prefix(1);
    if (cookie.starts_with("casus_session=")) return std::string(cookie.substr(14));
    at = end + 1;
  }
  return "";
}

}  // namespace

const char* name_of(Role role) {
  switch (role) {
    case Role::Read: return "read";
    case Role::Review: return "review";
    case Role::Write: return "write";
    default: return "none";
  }
}

Result<std::vector<AccessToken>> read_tokens(const std::filesystem::path& file) {
  struct stat status;
  if (stat(file.c_str(), &status) != 0) return Error{ErrorCode::NotFound, "there is no such file of tokens; write lines of role, name and token into it", file.string()};
  if (status.st_mode & (S_IRWXG | S_IRWXO)) return Error{ErrorCode::Invalid, "others may read the tokens; say chmod 600", file.string()};
  std::ifstream stream(file);
  std::vector<AccessToken> tokens;
  std::string line;
  for (size_t number = 1; std::getline(stream, line); ++number) {
    std::istringstream words(line);
    std::string role, name, secret, more;
    words >> role >> name >> secret >> more;
    if (role.empty() || role[0] == '#') continue;
    std::string where = fmt::format("{}:{}", file.string(), number);
    AccessToken token{{role == "read" ? Role::Read : role == "review" ? Role::Review : role == "write" ? Role::Write : Role::None, name}, secret};
    if (token.who.role == Role::None || secret.empty() || !more.empty()) return Error{ErrorCode::Invalid, "is no token; write a role (read, review, write), a name and a token", where};
    if (secret.size() < kShortestToken) return Error{ErrorCode::Invalid, fmt::format("the token is too short; take {} characters at least", kShortestToken), where};
    tokens.push_back(std::move(token));
  }
  if (tokens.empty()) return Error{ErrorCode::Invalid, "holds no token; write lines of role, name and token", file.string()};
  return tokens;
}

std::optional<Reply> Access::refuse_foreign(const Request& request) const {
  std::string_view host_header = request.header("host");
  std::string host = host_of(host_header);
  bool is_ours = host == "localhost" || is_in_numbers(host) || std::find(options_.host_names.begin(), options_.host_names.end(), host) != options_.host_names.end();
  if (!is_ours) return problem(421, fmt::format("This server is not called \"{}\".", host), "Call it by its address in numbers or localhost, or start it with --name.");
  std::string_view origin = request.header("origin");
  if (origin.empty()) return std::nullopt;
  if (origin == "http://" + std::string(host_header) || origin == "https://" + std::string(host_header)) return std::nullopt;
  return problem(403, "The request comes from a page of another site.", "Ask from a page of this server, or from a program.");
}

std::optional<Reply> Access::refuse_hasty(const Request& request) {
  if (options_.requests_per_second <= 0) return std::nullopt;
  std::lock_guard lock(mutex_);
  auto now = Clock::now();
  if (buckets_.size() > kBuckets) buckets_.clear();
  auto [it, is_new] = buckets_.try_emplace(request.client);
  Bucket& bucket = it->second;
  double most = options_.requests_per_second * kBurst;
  double seconds = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.left = is_new ? most : std::min(most, bucket.left + seconds * options_.requests_per_second);
  bucket.filled = now;
  if (bucket.left < 1) return problem(429, fmt::format("More than {} requests a second.", options_.requests_per_second), "Ask more slowly, or for more at a time.");
  bucket.left -= 1;
  return std::nullopt;
}

const AccessToken* Access::find(std::string_view secret) const {
  const AccessToken* found = nullptr;
  for (const AccessToken& token : options_.tokens) if (are_equal(token.secret, secret)) found = &token;
  return found;
}

Result<Identity> Access::identify(const Request& request) {
  if (!uses_tokens()) return Identity{Role::Write, ""};
  std::string_view authorization = request.header("authorization");
  if (!authorization.empty()) {
    const AccessToken* token = authorization.starts_with("Bearer ") ? find(authorization.substr(7)) : nullptr;
    if (!token) return Error{ErrorCode::Invalid, "This token is none of ours; ask who runs the server for one", ""};
    return token->who;
  }
  std::string cookie = cookie_of(request);
  std::lock_guard lock(mutex_);
  auto session = sessions_.find(cookie);
  if (session == sessions_.end() || session->second.ends < Clock::now()) return Identity{};
  return session->second.who;
}

std::optional<std::pair<Identity, std::string>> Access::log_in(const std::string& secret) {
  const AccessToken* token = find(secret);
  std::string name = random_name();
  if (!token || name.empty()) return std::nullopt;
  std::lock_guard lock(mutex_);
  auto now = Clock::now();
  if (sessions_.size() >= kSessions) std::erase_if(sessions_, [&](const auto& session) { return session.second.ends < now; });
  if (sessions_.size() >= kSessions) sessions_.clear();
  sessions_[name] = {token->who, now + kSessionLength};
  return std::pair(token->who, name);
}

void Access::log_out(const Request& request) {
  std::lock_guard lock(mutex_);
  sessions_.erase(cookie_of(request));
}

}  // namespace casus::serve
