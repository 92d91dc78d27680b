// SPDX-License-Identifier: Apache-2.0
#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace casus {
namespace {

[[noreturn]] void become(char* const* arguments, int output, const ProcessLimits& limits) {
  // At the first limit SIGXCPU tells what happened, at the second SIGKILL ends who does not listen.
  rlimit time{limits.seconds, limits.seconds + 1}, memory{limits.memory_bytes, limits.memory_bytes};
  setrlimit(RLIMIT_CPU, &time);
  setrlimit(RLIMIT_AS, &memory);
  int null = open("/dev/null", O_RDWR);
  dup2(null, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);
  execvp(arguments[0], arguments);
  _exit(127);
}

// Reads until the end, a limit or a deadline; false if a limit was met.
bool read_all(int input, std::string& out, const ProcessLimits& limits) {
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(3 * limits.seconds);
  std::array<char, 1 << 16> buffer;
  while (true) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd ready{input, POLLIN, 0};
    if (left <= 0 || poll(&ready, 1, static_cast<int>(left)) <= 0) return false;
    ssize_t count = ::read(input, buffer.data(), buffer.size());
    if (count <= 0) return true;
    out.append(buffer.data(), static_cast<size_t>(count));
    if (out.size() > limits.output_bytes) return false;
  }
}

}  // namespace

Result<std::string> run_process(const std::vector<std::string>& arguments, const ProcessLimits& limits) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  std::array<int, 2> pipe_ends;
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return Error{ErrorCode::Io, "no pipe could be made", ""};
  pid_t child = fork();
  if (child == 0) become(pointers.data(), pipe_ends[1], limits);
  ::close(pipe_ends[1]);
  std::string out;
  bool complete = child > 0 && read_all(pipe_ends[0], out, limits);
  ::close(pipe_ends[0]);
  if (child < 0) return Error{ErrorCode::Io, "no process could be started", ""};
  if (!complete) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  if (!complete || (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))) {
    return Error{ErrorCode::Limit, fmt::format("{} went beyond its limit of {} seconds or {} bytes", arguments[0], limits.seconds, limits.output_bytes), ""};
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) return Error{ErrorCode::NotFound, fmt::format("the program {} is not installed; run script/setup", arguments[0]), ""};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return Error{ErrorCode::Corrupt, fmt::format("{} could not read it", arguments[0]), ""};
  return out;
}

}  // namespace casus
