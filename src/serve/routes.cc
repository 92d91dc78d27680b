// SPDX-License-Identifier: Apache-2.0
#include "serve/route_list.h"

namespace casus::serve {
namespace {

constexpr uint64_t kNoBody = 0, kSmallBody = 64 << 10, kTextBody = 4 << 20, kBatchBody = 32 << 20;

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = {
      {"GET /info", Lane::Ask, kNoBody, get_info},
      {"GET /health", Lane::Network, kNoBody, get_health},
      {"GET /glossary", Lane::Network, kNoBody, get_glossary},
      {"GET /places", Lane::Ask, kNoBody, get_places},
      {"POST /login", Lane::Network, kSmallBody, post_login},
      {"POST /logout", Lane::Network, kNoBody, post_logout},
      {"GET /stream", Lane::Network, kNoBody, get_stream},
      {"GET /documents", Lane::Ask, kNoBody, get_documents},
      {"POST /documents", Lane::Code, kBatchBody, post_documents},
      {"GET /documents/{key}", Lane::Ask, kNoBody, get_document},
      {"GET /events", Lane::Ask, kNoBody, get_events},
      {"GET /events/{id}", Lane::Ask, kNoBody, get_event},
      {"GET /events/{id}/explain", Lane::Code, kNoBody, get_explanation},
      {"GET /events/{id}/claims", Lane::Ask, kNoBody, get_event_claims},
      {"GET /events/{id}/reports", Lane::Ask, kNoBody, get_event_reports},
      {"GET /events/{id}/reviews", Lane::Ask, kNoBody, get_event_reviews},
      {"POST /events/{id}/reviews", Lane::Ask, kSmallBody, post_event_review},
      {"GET /claims", Lane::Ask, kNoBody, get_claims},
      {"GET /actors", Lane::Ask, kNoBody, get_actors},
      {"GET /actors/{key}", Lane::Ask, kNoBody, get_actor},
      {"GET /dyads", Lane::Ask, kNoBody, get_dyads},
      {"GET /network", Lane::Ask, kNoBody, get_network},
      {"GET /series", Lane::Ask, kNoBody, get_series},
      {"GET /event-places", Lane::Ask, kNoBody, get_event_places},
      {"GET /map", Lane::Ask, kNoBody, get_map},
      {"GET /timeline", Lane::Ask, kNoBody, get_timeline},
      {"GET /facets", Lane::Ask, kNoBody, get_facets},
      {"GET /stories", Lane::Ask, kNoBody, get_stories},
      {"GET /stories/{key}", Lane::Ask, kNoBody, get_story},
      {"GET /forecasts", Lane::Ask, kNoBody, get_forecast},
      {"GET /questions", Lane::Code, kNoBody, get_question},
      {"POST /code", Lane::Code, kTextBody, post_code},
      {"GET /reviews", Lane::Ask, kNoBody, get_reviews},
      {"GET /reviews/export", Lane::Ask, kNoBody, get_review_export},
      {"GET /reviews/agreement", Lane::Ask, kNoBody, get_review_agreement},
      {"POST /sql", Lane::Ask, kSmallBody * 2, post_sql},
  };
  return kRoutes;
}

}  // namespace casus::serve
