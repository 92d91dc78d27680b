// SPDX-License-Identifier: Apache-2.0
// What a source says itself, as one JSON line: for `casus read --raw`.
#pragma once

#include <string>
#include <vector>

#include "read/feed.h"
#include "read/page_evidence.h"
#include "read/page_fields.h"

namespace casus {

// {id, result: {encoding, version, feed, entries}} in feedparser's names.
std::string raw_feed_json(const std::string& id, const Feed& feed);

// {id, result: {encoding, evidence: {field: [{value, source, weight}]}, published_from}}, the most believed first.
std::string raw_page_json(const std::string& id, const std::string& encoding, const std::vector<Evidence>& evidence, const PageFields& fields);

}  // namespace casus
