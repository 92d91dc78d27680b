// SPDX-License-Identifier: Apache-2.0
#include "store/story_labels.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/base64.h"
#include "store/independent_sources.h"
#include "store/sql_text.h"

namespace casus {
namespace {

// A few kilobytes each: the index stays below about half a gigabyte, and holds a month of thousands of documents a day.
constexpr size_t kMostDocuments = 100'000;
constexpr StoryOptions kOptions{.most_documents = kMostDocuments};

std::vector<int64_t> numbers_of(std::string_view list) {  // "[1, 2]"
  std::vector<int64_t> numbers;
  for (size_t at = list.find_first_of("0123456789"); at != std::string_view::npos; at = list.find_first_of("0123456789", at)) {
    size_t end = std::min(list.find_first_not_of("0123456789", at), list.size());
    numbers.push_back(to_number(std::string(list.substr(at, end - at))));
    at = end;
  }
  return numbers;
}

// A report of an event, for the counts of its cluster.
struct Report {
  int64_t event = 0;
  std::string status;
  bool asserted = false;
  ReportSource source;
  std::optional<Date> published;
};

int64_t sources_with(const std::vector<Report>& reports, std::string_view status) {
  std::vector<ReportSource> sources;
  for (const Report& report : reports) {
    if (status.empty() || report.status == status) sources.push_back(report.source);
  }
  return count_independent(sources);
}

// Requires reports, one or more, in the order of their publication.
void append_cluster(Appender& clusters, int64_t cluster, const std::vector<Report>& reports) {
  auto stands_for_it = std::find_if(reports.begin(), reports.end(), [](const Report& report) { return report.asserted; });
  if (stands_for_it == reports.end()) stands_for_it = reports.begin();
  std::optional<Date> first, last;
  for (const Report& report : reports) {
    if (!report.published) continue;
    first = first ? std::min(*first, *report.published) : *report.published;
    last = last ? std::max(*last, *report.published) : *report.published;
  }
  clusters.row(cluster, stands_for_it->event, static_cast<int64_t>(reports.size()), sources_with(reports, ""), sources_with(reports, "reported"),
               sources_with(reports, "claimed"), sources_with(reports, "denied"), first, last);
}

}  // namespace

Result<StoryLabels> StoryLabels::open(const Database& database) {
  StoryLabels labels(database);
  TRY_ASSIGN(StoreCell story, database.value("SELECT max(story) FROM document_stories"));
  TRY_ASSIGN(StoreCell cluster, database.value("SELECT max(event_cluster) FROM event_reports"));
  labels.index_ = std::make_unique<StoryIndex>(kOptions, StoryNumbers{to_number(story), to_number(cluster)});
  return labels;
}

Status StoryLabels::remove(const std::vector<int64_t>& documents) {
  TRY(touch_clusters_of(documents));
  for (int64_t document : documents) index_->remove(document);
  return ok();
}

Status StoryLabels::add(std::span<const LabelledDocument> documents, const std::vector<int64_t>& outdated) {
  TRY(restore_around(documents));
  std::vector<StoryAssignment> labels;
  std::map<int64_t, size_t> place;  // of the documents of this call in `labels`
  std::map<int64_t, StoryAssignment> revised;
  for (const LabelledDocument& one : documents) {
    StoryOutcome outcome = index_->add(one.document, *one.features);
    place[one.document] = labels.size();
    labels.push_back(std::move(outcome.added));
    for (StoryAssignment& other : outcome.revised) {
      auto here = place.find(other.document);
      (here != place.end() ? labels[here->second] : revised[other.document]) = std::move(other);
    }
  }
  TRY(write(documents, labels));
  std::vector<StoryAssignment> others;
  for (auto& [document, assignment] : revised) others.push_back(std::move(assignment));
  TRY(revise(others));
  TRY(touch_clusters_of(outdated));
  return count_touched();
}

// Documents that those to come may meet, if an earlier run wrote them.
Status StoryLabels::restore_around(std::span<const LabelledDocument> documents) {
  std::optional<Date> first, last;
  bool meets_all = false;
  for (const LabelledDocument& one : documents) {
    const std::optional<Date>& day = one.features->day;
    meets_all |= !day;
    if (day) first = first ? std::min(*first, *day) : *day;
    if (day) last = last ? std::max(*last, *day) : *day;
  }
  if (documents.empty() || (restored_ && !restored_->first)) return ok();
  if (meets_all) {
    restored_ = TimeSpan{};
    return restore("true");
  }
  TimeSpan wanted{*first - std::chrono::days(kOptions.window_days), *last + std::chrono::days(kOptions.window_days)};
  if (!restored_) {
    restored_ = wanted;
    return restore(fmt::format("(f.day IS NULL OR f.day BETWEEN DATE '{}' AND DATE '{}')", to_iso(*wanted.first), to_iso(*wanted.last)));
  }
  if (*wanted.first < *restored_->first) {
    TRY(restore(fmt::format("f.day >= DATE '{}' AND f.day < DATE '{}'", to_iso(*wanted.first), to_iso(*restored_->first))));
    restored_->first = wanted.first;
  }
  if (*wanted.last > *restored_->last) {
    TRY(restore(fmt::format("f.day > DATE '{}' AND f.day <= DATE '{}'", to_iso(*restored_->last), to_iso(*wanted.last))));
    restored_->last = wanted.last;
  }
  return ok();
}

Status StoryLabels::restore(const std::string& condition) {
  TRY_ASSIGN(StoreCell is_there, database_->value(fmt::format("SELECT 1 FROM story_features f WHERE {} LIMIT 1", condition)));
  if (!is_there) return ok();  // the usual case where days come in their order
  std::optional<Error> fault;
  TRY(database_->select(fmt::format(R"(WITH chosen AS MATERIALIZED (SELECT f.document, f.features FROM story_features f WHERE {} ORDER BY f.document DESC LIMIT {})
SELECT c.document, to_base64(c.features), s.copy_group, s.story, (SELECT list(r.event_cluster ORDER BY r.event) FROM event_reports r WHERE r.document = c.document)
FROM chosen c JOIN document_stories s ON s.document = c.document ORDER BY c.document)", condition, kMostDocuments),
                        {nullptr, [&](std::span<const StoreCell> cells) {
                           int64_t document = to_number(cells[0]);
                           if (index_->contains(document)) return true;
                           auto features = unpack_features(from_base64(*cells[1]));
                           if (!features) {
                             fault = features.error();
                             return false;
                           }
                           index_->restore(document, *features, {document, to_number(cells[2]), to_number(cells[3]), numbers_of(cells[4].value_or(""))});
                           return true;
                         }}));
  if (fault) return *fault;
  return ok();
}

void StoryLabels::append(const StoryAssignment& labels, int64_t first_event, Appender& stories, Appender& reports) {
  stories.row(labels.document, labels.copy_group, labels.story);
  for (int64_t cluster : labels.events) {
    reports.row(labels.document, first_event++, cluster);
    touched_.insert(cluster);
  }
}

Status StoryLabels::write(std::span<const LabelledDocument> documents, std::span<const StoryAssignment> labels) {
  Appender features(*database_, "story_features"), stories(*database_, "document_stories"), reports(*database_, "event_reports");
  for (size_t i = 0; i < documents.size(); ++i) {
    const LabelledDocument& one = documents[i];
    features.row(one.document, one.features->day, Bytes{pack(*one.features)});
    append(labels[i], one.first_event, stories, reports);
  }
  TRY(features.finish());
  TRY(stories.finish());
  return reports.finish();
}

// Earlier documents that changed story or clusters.
Status StoryLabels::revise(const std::vector<StoryAssignment>& revised) {
  if (revised.empty()) return ok();
  std::vector<int64_t> documents;
  for (const StoryAssignment& one : revised) documents.push_back(one.document);
  TRY(touch_clusters_of(documents));
  std::unordered_map<int64_t, int64_t> first_events;
  TRY(database_->select(fmt::format("SELECT document, min(event) FROM event_reports WHERE document IN ({}) GROUP BY document", fmt::join(documents, ",")),
                        {nullptr, [&](std::span<const StoreCell> cells) {
                           first_events[to_number(cells[0])] = to_number(cells[1]);
                           return true;
                         }}));
  for (const char* table : {"document_stories", "event_reports"}) TRY(database_->run(fmt::format("DELETE FROM {} WHERE document IN ({})", table, fmt::join(documents, ","))));
  Appender stories(*database_, "document_stories"), reports(*database_, "event_reports");
  for (const StoryAssignment& one : revised) append(one, first_events[one.document], stories, reports);
  TRY(stories.finish());
  return reports.finish();
}

Status StoryLabels::touch_clusters_of(const std::vector<int64_t>& documents) {
  if (documents.empty()) return ok();
  return database_->select(fmt::format("SELECT DISTINCT event_cluster FROM event_reports WHERE document IN ({})", fmt::join(documents, ",")),
                           {nullptr, [&](std::span<const StoreCell> cells) {
                              touched_.insert(to_number(cells[0]));
                              return true;
                            }});
}

// Counts anew what the reports of these clusters, of latest versions, add up to.
Status StoryLabels::count_touched() {
  changed_.clear();
  if (touched_.empty()) return ok();
  std::string chosen = fmt::format("(SELECT unnest([{}]::BIGINT[]))", fmt::join(touched_, ","));
  TRY(database_->run(fmt::format("DELETE FROM event_clusters WHERE event_cluster IN {}", chosen)));
  std::map<int64_t, std::vector<Report>> reports;
  // Each table is cut down to these reports before they are joined, by a list, whose size the planner takes for small: else it joins whole tables.
  TRY(database_->select(fmt::format(R"(WITH told AS MATERIALIZED (SELECT document, event, event_cluster FROM event_reports WHERE event_cluster IN {}),
documents_told AS MATERIALIZED (SELECT unnest(list(DISTINCT document)) AS document FROM told)
SELECT t.event_cluster, t.event, e.status, e.asserted, s.copy_group, d.publisher, d.published_on, t.document FROM told t
JOIN (SELECT event, status, asserted FROM events WHERE event IN (SELECT unnest(list(event)) FROM told)) e ON e.event = t.event
JOIN (SELECT document, {} AS publisher, published_on FROM documents WHERE latest AND document IN (SELECT document FROM documents_told)) d ON d.document = t.document
JOIN (SELECT document, copy_group FROM document_stories WHERE document IN (SELECT document FROM documents_told)) s ON s.document = t.document
ORDER BY d.published_on NULLS LAST, t.event)", chosen, kPublisherColumn),
                        {nullptr, [&](std::span<const StoreCell> cells) {
                           reports[to_number(cells[0])].push_back({to_number(cells[1]), *cells[2], *cells[3] == "true", {to_number(cells[4]), cells[5].value_or("")},
                                                                   parse_iso_date(cells[6].value_or(""))});
                           changed_.insert(to_number(cells[7]));
                           return true;
                         }}));
  Appender clusters(*database_, "event_clusters");
  for (const auto& [cluster, reported] : reports) append_cluster(clusters, cluster, reported);
  touched_.clear();
  return clusters.finish();
}

}  // namespace casus
