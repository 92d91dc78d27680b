// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "casus/store.h"
#include "store/file_lock.h"
#include "store/store_file.h"

namespace casus {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
constexpr std::chrono::milliseconds kLook = 100ms, kPatience = 60s;

fs::path beside(fs::path file, const char* ending) { return file += ending; }

// The database and its log, which belong together: nobody may change them meanwhile. The log comes first into its place, so that the copy is
// never there without it.
Status copy_files(const fs::path& file, const fs::path& copy) {
  fs::path draft = beside(copy, ".part");
  std::error_code error, ignored;
  fs::remove(beside(copy, ".wal"), ignored);
  if (fs::exists(beside(file, ".wal"))) fs::copy_file(beside(file, ".wal"), beside(copy, ".wal"), fs::copy_options::overwrite_existing, error);
  if (!error) fs::copy_file(file, draft, fs::copy_options::overwrite_existing, error);
  if (!error) fs::rename(draft, copy, error);
  if (!error) return ok();
  for (const fs::path& rest : {draft, beside(copy, ".wal")}) fs::remove(rest, ignored);
  return Error{ErrorCode::Io, "cannot be copied: " + error.message(), file.string()};
}

Status move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return ok();
  if (error == std::errc::cross_device_link) {
    error.clear();
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    std::error_code ignored;
    fs::remove(from, ignored);
  }
  return error ? Status(Error{ErrorCode::Io, "cannot be written: " + error.message(), to.string()}) : ok();
}

// Puts a request and waits for the copy; false if the writer ended meanwhile.
Result<bool> request_copy(const fs::path& file) {
  fs::path wanted = beside(file, ".wanted"), copy = beside(file, ".copy"), failed = beside(file, ".failed");
  std::error_code ignored;
  for (const fs::path& old : {copy, failed}) fs::remove(old, ignored);
  int descriptor = open(wanted.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return Error{ErrorCode::Busy, fmt::format("cannot be asked for a copy: {} is there or cannot be made; if nobody else waits for one, remove it", wanted.string()), file.string()};
  }
  close(descriptor);
  for (auto waited = 0ms; waited < kPatience || fs::exists(beside(copy, ".part"), ignored); waited += kLook) {
    if (fs::exists(copy, ignored)) return true;
    if (fs::exists(failed, ignored)) {
      std::string reason;
      std::getline(std::ifstream(failed), reason);
      fs::remove(failed, ignored);
      return Error{ErrorCode::Io, reason, file.string()};
    }
    if (FileLock::take(file)) {
      fs::remove(wanted, ignored);
      return false;
    }
    std::this_thread::sleep_for(kLook);
  }
  fs::remove(wanted, ignored);
  return Error{ErrorCode::Busy, fmt::format("is held by a process that gave no copy within {} s; wait for it to end", kPatience / 1s), file.string()};
}

// A copy of the file and its log at `draft`.
Status fetch_copy(const fs::path& file, const fs::path& draft) {
  while (true) {
    auto lock = FileLock::take(file);
    if (lock) return copy_files(file, draft);
    if (lock.error().code != ErrorCode::Busy) return lock.error();
    TRY_ASSIGN(bool is_there, request_copy(file));
    if (!is_there) continue;
    fs::path log = beside(file, ".copy.wal");
    if (fs::exists(log)) TRY(move_file(log, beside(draft, ".wal")));
    return move_file(beside(file, ".copy"), draft);
  }
}

}  // namespace

Status Store::snapshot(const fs::path& file, const fs::path& copy) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Error{ErrorCode::NotFound, "there is no such store", file.string()};
  if (fs::exists(copy, ignored)) {
    if (fs::equivalent(file, copy, ignored)) return Error{ErrorCode::Invalid, "is the store itself; give the copy another name", copy.string()};
    if (auto earlier = open(copy, StoreAccess::Read); !earlier) return Error{ErrorCode::Invalid, "is there and no store that could be replaced; give another name", copy.string()};
  }
  fs::path draft = beside(copy, ".new");
  TRY(fetch_copy(file, draft));
  {
    TRY_ASSIGN(Database database, open_database(draft, StoreAccess::Write));
    TRY(schema_version(database, draft));
    TRY(database.run("CHECKPOINT"));
  }
  return move_file(draft, copy);
}

SnapshotService::SnapshotService(fs::path file, std::mutex& between_transactions)
    : file_(std::move(file)), between_transactions_(between_transactions), thread_([this] { serve(); }) {}

SnapshotService::~SnapshotService() {
  {
    std::lock_guard lock(ending_);
    ends_ = true;
  }
  end_.notify_all();
  thread_.join();
}

void SnapshotService::serve() {
  fs::path wanted = beside(file_, ".wanted");
  std::error_code ignored;
  std::unique_lock lock(ending_);
  while (!end_.wait_for(lock, kLook, [&] { return ends_; })) {
    if (!fs::exists(wanted, ignored)) continue;
    std::lock_guard quiet(between_transactions_);
    Status copied = copy_files(file_, beside(file_, ".copy"));
    if (!copied) std::ofstream(beside(file_, ".failed")) << copied.error().message << "\n";
    fs::remove(wanted, ignored);
  }
}

}  // namespace casus
