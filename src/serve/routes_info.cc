// SPDX-License-Identifier: Apache-2.0
// What the server is, who one is here, and the stream of news.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/codes.h"
#include "serve/problem.h"
#include "serve/route_list.h"
#include "serve/route_support.h"

namespace casus::serve {

Result<Reply> get_health(Call& call) {
  const Service& service = call.service;
  double uptime = std::chrono::duration<double>(std::chrono::steady_clock::now() - service.started).count();
  return json_reply(fmt::format(R"({{"status":"ok","uptime":{:.3f},"requests":{},"waiting":{},"streams":{}}})", uptime, service.requests.load(), service.waiting(), service.streams()));
}

Result<Reply> get_info(Call& call) {
  Service& service = call.service;
  TRY_ASSIGN(auto counted, text_rows(*call.store, "SELECT (SELECT count(*) FROM documents WHERE latest), (SELECT count(*) FROM claims), (SELECT max(version) FROM casus_schema), EXISTS (SELECT 1 FROM document_stories)"));
  JsonWriter json;
  json.open_object();
  json.key("name");
  json.string("Casus");
  json.key("version");
  json.string(version());
  for (auto [name, column] : {std::pair("documents", 0), {"claims", 1}, {"schema", 2}}) {
    json.key(name);
    json.raw(counted[0][static_cast<size_t>(column)].value_or("0"));
  }
  {
    std::shared_lock lock(service.index.mutex);
    size_t events = 0, asserted = 0;
    int32_t first = kNoDay, last = kNoDay;
    for (uint32_t number : service.index.order) {
      const IndexRow& row = service.index.rows[number];
      ++events;
      asserted += row.asserted;
      if (row.first_day == kNoDay) continue;
      if (first == kNoDay) first = row.first_day;
      last = row.first_day;
    }
    json.key("events");
    json.integer(static_cast<int64_t>(events));
    json.key("asserted");
    json.integer(static_cast<int64_t>(asserted));
    write_day(json, "from", first);
    write_day(json, "to", last);
  }
  json.key("types");
  json.strings(kEventTypes);
  json.key("generation");
  json.string(service.generation());
  json.key("role");
  json.string(name_of(call.request.who.role));
  json.key("name_of_user");
  json.string_or_null(call.request.who.name);
  json.key("login");
  json.boolean(service.access.uses_tokens());
  json.key("stories");
  json.raw(counted[0][3].value_or("false"));
  json.key("forecasts");
  json.boolean(true);
  json.close_object();
  return json_reply(std::move(json).take());
}

Result<Reply> post_login(Call& call) {
  if (!call.service.access.uses_tokens()) return problem(404, "There are no tokens here: everybody on this machine may write.", "Go on without one.");
  auto body = nlohmann::json::parse(call.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("token") || !body["token"].is_string()) return problem(400, "The body is no {\"token\": \"...\"}.", "Send the token as JSON.");
  auto session = call.service.access.log_in(body["token"].get<std::string>());
  if (!session) return problem(401, "This token is none of ours.", "Ask who runs the server for one.");
  JsonWriter json;
  json.open_object();
  json.key("role");
  json.string(name_of(session->first.role));
  json.key("name");
  json.string(session->first.name);
  json.close_object();
  Reply reply = json_reply(std::move(json).take());
  reply.headers.emplace_back("Set-Cookie", "casus_session=" + session->second + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
  return reply;
}

Result<Reply> post_logout(Call& call) {
  call.service.access.log_out(call.request);
  Reply reply;
  reply.status = 204;
  reply.headers.emplace_back("Set-Cookie", "casus_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
  return reply;
}

Result<Reply> get_stream(Call& call) {
  Reply reply;
  reply.is_stream = true;
  reply.type = "text/event-stream";
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.body = fmt::format("retry: 3000\nevent: hello\ndata: {{\"generation\":\"{}\"}}\n\n", call.service.generation());
  return reply;
}

}  // namespace casus::serve
