// SPDX-License-Identifier: Apache-2.0
#include "serve/api_description.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "casus/time.h"

namespace casus::serve {
namespace {

using nlohmann::json;

const std::string kNone;
const std::vector<std::string> kNoList;

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// What a reference points to, within the file.
const json& resolve(const json& file, const json& node) {
  auto reference = node.find("$ref");
  return reference == node.end() ? node : file.at(json::json_pointer(reference->get<std::string>().substr(1)));
}

void read_schema(const json& file, const json& given, ParameterRule& rule) {
  const json& schema = resolve(file, given);
  rule.type = schema.value("type", "string");
  if (rule.type == "array") {
    rule.is_list = true;
    rule.most = schema.value("maxItems", size_t{50});
    return read_schema(file, schema.at("items"), rule);
  }
  for (const json& word : schema.value("enum", json::array())) rule.words.push_back(text_of(word));
  rule.pattern = schema.value("pattern", "");
  if (!rule.pattern.empty()) rule.expression = std::make_shared<const std::regex>(rule.pattern, std::regex::ECMAScript | std::regex::optimize);
  rule.is_day = schema.value("format", "") == "date";
  rule.shortest = schema.value("minLength", size_t{0});
  rule.longest = schema.value("maxLength", size_t{2000});
  if (schema.contains("minimum")) rule.least = schema["minimum"].get<double>();
  if (schema.contains("maximum")) rule.greatest = schema["maximum"].get<double>();
  if (schema.contains("default")) rule.missing = text_of(schema["default"]);
}

ParameterRule read_parameter(const json& file, const json& given) {
  const json& parameter = resolve(file, given);
  ParameterRule rule;
  rule.name = parameter.at("name").get<std::string>();
  rule.is_in_path = parameter.at("in") == "path";
  rule.is_required = parameter.value("required", false);
  read_schema(file, parameter.at("schema"), rule);
  return rule;
}

Role role_of(const std::string& name) { return name == "read" ? Role::Read : name == "review" ? Role::Review : name == "write" ? Role::Write : Role::None; }

Operation read_operation(const json& file, std::string method, const std::string& path, const json& node) {
  Operation operation;
  for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  operation.method = method;
  operation.name = method + " " + path.substr(std::string("/api/v1").size());
  std::istringstream segments(path.substr(1));
  for (std::string segment; std::getline(segments, segment, '/');) operation.path.push_back(segment);
  operation.role = role_of(node.value("x-role", "write"));
  for (const json& parameter : node.value("parameters", json::array())) operation.parameters.push_back(read_parameter(file, parameter));
  if (node.contains("requestBody")) for (const auto& [type, schema] : node["requestBody"]["content"].items()) operation.takes.push_back(type);
  for (const auto& [status, response] : node.at("responses").items()) {
    if (status[0] != '2' || !response.contains("content")) continue;
    for (const auto& [type, schema] : response["content"].items()) operation.gives.push_back(type);
  }
  return operation;
}

size_t code_points(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// The value of the whole text; nothing if it is none or cannot be held.
std::optional<double> number_in(const std::string& text, bool is_whole) {
  double number = 0;
  int64_t whole = 0;
  const char* end = text.data() + text.size();
  auto result = is_whole ? std::from_chars(text.data(), end, whole) : std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end || !std::isfinite(number)) return std::nullopt;
  return is_whole ? static_cast<double>(whole) : number;
}

// What is wrong with a value; empty: nothing.
std::string fault_of(const ParameterRule& rule, const std::string& value) {
  size_t length = code_points(value);
  if (length < rule.shortest || length > rule.longest) return fmt::format("must have {} to {} characters", rule.shortest, rule.longest);
  if (!rule.words.empty() && std::find(rule.words.begin(), rule.words.end(), value) == rule.words.end()) return fmt::format("is none of {}", fmt::join(rule.words, " "));
  if (!rule.words.empty()) return "";
  if (rule.type == "boolean" && value != "true" && value != "false") return "is neither true nor false";
  if (rule.type == "integer" || rule.type == "number") {
    bool is_whole = rule.type == "integer";
    auto number = number_in(value, is_whole);
    if (!number) return is_whole ? "is no whole number" : "is no number";
    if ((rule.least && *number < *rule.least) || (rule.greatest && *number > *rule.greatest)) {
      return fmt::format("must lie between {} and {}", rule.least.value_or(-INFINITY), rule.greatest.value_or(INFINITY));
    }
  }
  if (rule.is_day && (value.size() != 10 || !parse_iso_date(value))) return "is no day; write YYYY-MM-DD";
  if (rule.expression && !std::regex_search(value, *rule.expression)) return fmt::format("is not of the form {}", rule.pattern);
  return "";
}

}  // namespace

const std::vector<std::string>& Parameters::list(std::string_view name) const {
  auto found = values_.find(name);
  return found == values_.end() ? kNoList : found->second;
}

const std::string& Parameters::text(std::string_view name) const {
  const auto& values = list(name);
  if (!values.empty()) return values.front();
  const auto& missing = list("default " + std::string(name));
  return missing.empty() ? kNone : missing.front();
}

int64_t Parameters::integer(std::string_view name) const {
  const std::string& value = text(name);
  int64_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

double Parameters::number(std::string_view name) const {
  const std::string& value = text(name);
  double number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

Result<ApiDescription> ApiDescription::load(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return Error{ErrorCode::NotFound, "the description of the interface cannot be read; run script/setup", file.string()};
  ApiDescription api;
  api.text_ = text.str();
  json description = json::parse(api.text_, nullptr, false);
  if (description.is_discarded()) return Error{ErrorCode::Corrupt, "is no JSON; take the file as it came", file.string()};
  for (const auto& [path, methods] : description["paths"].items()) {
    for (const auto& [method, node] : methods.items()) api.operations_.push_back(read_operation(description, method, path, node));
  }
  return api;
}

const Operation* ApiDescription::find(const std::string& method, const std::vector<std::string>& path, std::string& allowed) const {
  // A path without a variable wins over one with: reviews/export is no review's name.
  const Operation* found = nullptr;
  for (const Operation& operation : operations_) {
    if (operation.path.size() != path.size()) continue;
    bool is_exact = true, fits = true;
    for (size_t i = 0; i < path.size() && fits; ++i) {
      bool is_variable = operation.path[i][0] == '{';
      fits = is_variable ? !path[i].empty() : operation.path[i] == path[i];
      is_exact = is_exact && !is_variable;
    }
    if (!fits) continue;
    if (operation.method == method) {
      if (!found || is_exact) found = &operation;
    } else {
      allowed += (allowed.empty() ? "" : ", ") + operation.method;
    }
  }
  return found;
}

Result<Parameters> ApiDescription::check(const Operation& operation, const Request& request) {
  Parameters parameters;
  for (size_t i = 0; i < operation.path.size(); ++i) {
    const std::string& segment = operation.path[i];
    if (segment[0] == '{') parameters.values_[segment.substr(1, segment.size() - 2)] = {request.path[i]};
  }
  for (const auto& [name, value] : request.query) {
    auto is_it = [&, &wanted = name](const ParameterRule& rule) { return !rule.is_in_path && rule.name == wanted; };
    if (std::none_of(operation.parameters.begin(), operation.parameters.end(), is_it)) {
      std::string known;
      for (const ParameterRule& rule : operation.parameters) if (!rule.is_in_path) known += " " + rule.name;
      return Error{ErrorCode::Invalid, fmt::format("There is no parameter \"{}\" here; {}", name, known.empty() ? "leave it out" : "known are:" + known), ""};
    }
    parameters.values_[name].push_back(value);
  }
  for (const ParameterRule& rule : operation.parameters) {
    auto& values = parameters.values_[rule.name];
    if (values.empty() && rule.is_required) return Error{ErrorCode::Invalid, fmt::format("The parameter \"{}\" is missing; give it", rule.name), ""};
    size_t most = rule.is_list ? rule.most : 1;
    if (values.size() > most) return Error{ErrorCode::Invalid, fmt::format("\"{}\" is given {} times; {} at most", rule.name, values.size(), most), ""};
    for (const std::string& value : values) {
      std::string fault = fault_of(rule, value);
      if (!fault.empty()) return Error{ErrorCode::Invalid, fmt::format("{} \"{}\" {}; /openapi.json says what is taken", rule.name, value, fault), ""};
    }
    if (!rule.missing.empty()) parameters.values_["default " + rule.name] = {rule.missing};
  }
  return parameters;
}

}  // namespace casus::serve
