// SPDX-License-Identifier: Apache-2.0
// data/openapi.json as the server uses it: which routes there are, who may call them, and which parameters are right. What is described is
// what is checked, so that the two cannot part.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "casus/result.h"
#include "serve/message.h"

namespace casus::serve {

struct ParameterRule {
  std::string name;
  bool is_in_path = false, is_required = false, is_list = false;
  std::string type;  // string, integer, number, boolean
  bool is_day = false;
  std::vector<std::string> words;  // allowed values; empty: all
  std::string pattern;
  std::shared_ptr<const std::regex> expression;  // of the pattern
  size_t shortest = 0, longest = 2000, most = 1;
  std::optional<double> least, greatest;
  std::string missing;  // the value where none is given
};

struct Operation {
  std::string name;  // "GET /events/{id}", below /api/v1
  std::string method;
  std::vector<std::string> path;  // segments; "{id}" takes any
  Role role = Role::None;
  std::vector<ParameterRule> parameters;
  std::vector<std::string> takes;  // media types of the body; empty: none
  std::vector<std::string> gives;  // media types of the answer
};

// Values that passed the rules.
class Parameters {
 public:
  // The (first) value; the default, or empty, if there is none.
  const std::string& text(std::string_view name) const;
  const std::vector<std::string>& list(std::string_view name) const;
  bool has(std::string_view name) const { return !list(name).empty(); }
  int64_t integer(std::string_view name) const;
  double number(std::string_view name) const;
  bool is_true(std::string_view name) const { return text(name) == "true"; }
  // `otherwise` where it was not given.
  bool is_true(std::string_view name, bool otherwise) const { return has(name) ? is_true(name) : otherwise; }

 private:
  friend class ApiDescription;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

class ApiDescription {
 public:
  static Result<ApiDescription> load(const std::filesystem::path& file);

  const std::vector<Operation>& operations() const { return operations_; }
  // The operation of a path; where there is one only with other methods, `allowed` names them ("GET, POST").
  const Operation* find(const std::string& method, const std::vector<std::string>& path, std::string& allowed) const;
  // Values of path and query, or what is wrong with them.
  static Result<Parameters> check(const Operation& operation, const Request& request);
  const std::string& text() const { return text_; }

 private:
  std::vector<Operation> operations_;
  std::string text_;
};

}  // namespace casus::serve
