// SPDX-License-Identifier: Apache-2.0
// A store that a running server owns: documents are sent to that server, which codes and stores them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "casus/document.h"
#include "casus/store.h"

namespace casus {

// What came of documents that were sent.
struct RemoteAnswer {
  AddCounts counts;
  size_t skipped = 0;
  std::vector<std::string> coded;  // as JSON, in their order, if they were wanted
};

// Where a server says its address: beside the store, for whoever may read the store.
std::filesystem::path server_address_file(const std::filesystem::path& store);

class RemoteStore {
 public:
  // The server that has the store open; nothing if there is none that answers.
  static std::optional<RemoteStore> find(const std::filesystem::path& store);
  const std::string& address() const { return address_; }
  // A token in the environment's CASUS_TOKEN is sent along.
  Result<RemoteAnswer> send(const std::vector<Document>& documents, bool again, bool wants_coded) const;

 private:
  explicit RemoteStore(std::string address) : address_(std::move(address)) {}
  std::string address_;
};

}  // namespace casus
