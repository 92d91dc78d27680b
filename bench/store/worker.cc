// SPDX-License-Identifier: Apache-2.0
// Runs the SQL of standard input on a store, which is made first: for bench/store/run.py, which fills stores with generated rows.
#include <iostream>
#include <iterator>

#include "casus/store.h"
#include "store/database.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: casus_store_worker NEW_STORE < SQL\n";
    return 2;
  }
  auto fail = [](const casus::Error& error) {
    std::cerr << "casus_store_worker: " << error.to_string() << "\n";
    return 2;
  };
  if (auto made = casus::Store::open(argv[1], casus::StoreAccess::Write); !made) return fail(made.error());
  auto database = casus::Database::open(argv[1], {{"memory_limit", "2GB"}});
  if (!database) return fail(database.error());
  std::string sql(std::istreambuf_iterator<char>(std::cin), {});
  for (const std::string& step : {sql, std::string("CHECKPOINT")}) {
    if (auto status = database->run(step); !status) return fail(status.error());
  }
}
