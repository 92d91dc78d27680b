// SPDX-License-Identifier: Apache-2.0
// What answers each route of data/openapi.json; the table is in routes.cc.
#pragma once

#include "serve/service.h"

namespace casus::serve {

Result<Reply> get_health(Call& call);
Result<Reply> get_info(Call& call);
Result<Reply> get_glossary(Call& call);
Result<Reply> get_places(Call& call);
Result<Reply> post_login(Call& call);
Result<Reply> post_logout(Call& call);
Result<Reply> get_stream(Call& call);

Result<Reply> get_documents(Call& call);
Result<Reply> get_document(Call& call);
Result<Reply> post_documents(Call& call);
Result<Reply> post_code(Call& call);
Result<Reply> post_sql(Call& call);

Result<Reply> get_events(Call& call);
Result<Reply> get_event(Call& call);
Result<Reply> get_event_claims(Call& call);
Result<Reply> get_event_reports(Call& call);
Result<Reply> get_explanation(Call& call);
Result<Reply> get_claims(Call& call);

Result<Reply> get_actors(Call& call);
Result<Reply> get_actor(Call& call);
Result<Reply> get_dyads(Call& call);
Result<Reply> get_network(Call& call);

Result<Reply> get_event_places(Call& call);
Result<Reply> get_map(Call& call);
Result<Reply> get_timeline(Call& call);
Result<Reply> get_facets(Call& call);
Result<Reply> get_series(Call& call);

Result<Reply> get_forecast(Call& call);
Result<Reply> get_question(Call& call);

Result<Reply> get_stories(Call& call);
Result<Reply> get_story(Call& call);

Result<Reply> get_event_reviews(Call& call);
Result<Reply> post_event_review(Call& call);
Result<Reply> get_reviews(Call& call);
Result<Reply> get_review_export(Call& call);
Result<Reply> get_review_agreement(Call& call);

}  // namespace casus::serve
