// SPDX-License-Identifier: Apache-2.0
#include "serve/problem.h"

#include "store/json_writer.h"

namespace casus::serve {
namespace {

const char* title_of(int status) {
  switch (status) {
    case 400: return "The request is wrong";
    case 401: return "Who are you?";
    case 403: return "Not allowed";
    case 404: return "Not there";
    case 405: return "Not with this method";
    case 406: return "No such format here";
    case 413: return "Too large";
    case 415: return "Not in this form";
    case 421: return "Not for this server";
    case 429: return "Too many requests";
    case 431: return "Headers too large";
    case 501: return "Not here";
    case 503: return "Busy";
    default: return "Our fault";
  }
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::NotFound: return 404;
    case ErrorCode::Invalid: return 400;
    case ErrorCode::Limit: return 413;
    case ErrorCode::Busy: return 503;
    case ErrorCode::Unsupported: return 501;
    default: return 500;
  }
}

}  // namespace

Reply problem(int status, std::string detail, std::string remedy) {
  JsonWriter json;
  json.open_object();
  json.key("type");
  json.string("about:blank");
  json.key("title");
  json.string(title_of(status));
  json.key("status");
  json.integer(status);
  json.key("detail");
  json.string(detail);
  json.key("remedy");
  json.string_or_null(remedy);
  json.close_object();
  Reply reply;
  reply.status = status;
  reply.type = "application/problem+json";
  reply.body = std::move(json).take();
  if (status == 503 || status == 429) reply.headers.emplace_back("Retry-After", "1");
  if (status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

Reply problem(const Error& error) {
  // The message says what and, behind the last semicolon, what to do.
  std::string detail = error.to_string(), remedy;
  size_t border = error.message.rfind("; ");
  if (border != std::string::npos) {
    remedy = error.message.substr(border + 2);
    detail = Error{error.code, error.message.substr(0, border), error.where}.to_string();
  }
  return problem(status_of(error.code), detail, remedy);
}

}  // namespace casus::serve
