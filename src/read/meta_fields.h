// SPDX-License-Identifier: Apache-2.0
// Names of meta elements and microdata that tell something of an article: data/reading/meta_fields.tsv.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "casus/result.h"

namespace casus {

enum class PageField { Title, Author, Publisher, Published, Language, Url };
const char* name_of(PageField field);

struct MetaField {
  PageField field;
  std::string name;
  int weight = 0;
  bool microdata = false;  // counts as itemprop on any element
};

class MetaFields {
 public:
  static Result<MetaFields> load(const std::filesystem::path& data_folder);
  const MetaField* find(std::string_view lower_case_name) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, MetaField, Hash, std::equal_to<>> fields_;
};

}  // namespace casus
