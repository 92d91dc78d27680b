// SPDX-License-Identifier: Apache-2.0
// The persons of one text by their whole names, so that a bare surname finds the bearer that the text means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casus/analysis.h"
#include "link/actor_tables.h"
#include "link/phrase_reader.h"

namespace casus {

class Persons {
 public:
  Persons(const Analysis& text, const ActorTables& tables, const PhraseReader& reader);

  // Head token of the whole name that tells most about the bearer of the bare name at `head`; nothing if the text names none, or
  // several between whom it does not decide.
  std::optional<uint32_t> bearer(uint32_t head) const;
  // Whether `head` is that of a whole name that begins with a given name, though the recognizer takes it for no person.
  bool is_person(uint32_t head) const {
    return name_at_[head] >= 0 && names_[name_at_[head]].head == head && persons_[names_[name_at_[head]].person].gender != Gender::Unknown;
  }
  // By whole name, title or noun.
  Gender gender_of(uint32_t head) const;

 private:
  struct WholeName {
    uint32_t first_token = 0, head = 0;
    size_t person = 0;
  };
  struct Person {
    std::string key, given, surname;
    Gender gender = Gender::Unknown;
    std::vector<size_t> names;  // into names_, in text order
  };
  void add(uint32_t first, uint32_t end);
  bool is_given_name(uint32_t token) const;
  bool is_something_else(uint32_t token) const;
  std::string word(uint32_t token) const;
  Gender title_before(uint32_t token) const;
  std::optional<size_t> nearest_named(const std::vector<size_t>& bearers, uint32_t head) const;
  std::optional<size_t> main_bearer(const std::vector<size_t>& bearers) const;
  uint32_t best_told(const Person& person) const;

  const Analysis& text_;
  const ActorTables& tables_;
  const PhraseReader& reader_;
  std::vector<WholeName> names_;
  std::vector<Person> persons_;
  std::vector<int32_t> name_at_;  // per token: index into names_ of the whole name it belongs to, or -1
};

}  // namespace casus
