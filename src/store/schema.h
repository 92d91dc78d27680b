// SPDX-License-Identifier: Apache-2.0
// The tables of a store (docs/schema.md draws them).
#pragma once

namespace casus {

// Raised with every change of the tables; a store says its own in casus_schema.
constexpr int kSchemaVersion = 1;

// Makes all tables and views in an empty database.
extern const char* const kSchemaSql;

// Tables with a row or more per document, all with a column `document`; not `documents` itself.
inline constexpr const char* kDocumentTables[] = {"sections",     "sentences", "dates",  "places", "mentions",     "events",
                                                  "event_actors", "counts",    "claims", "claim_events", "evidence"};

}  // namespace casus
