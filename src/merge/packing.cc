// SPDX-License-Identifier: Apache-2.0
// The form of features in a BLOB: a version byte, then numbers as LEB128, rising lists as differences.
#include <fmt/format.h>

#include "casus/story.h"

namespace casus {
namespace {

constexpr uint8_t kForm = 2, kFirstForm = 1;  // the first had no names of parties, places of any kind, and what was denied

class Packer {
 public:
  void byte(uint8_t value) { bytes_ += static_cast<char>(value); }
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<uint8_t>(value | 0x80));
    byte(static_cast<uint8_t>(value));
  }
  // Days before 1970 are odd, others even.
  void day(std::optional<Date> day) {
    if (!day) return number(0);
    int64_t days = day->time_since_epoch().count();
    number((days < 0 ? static_cast<uint64_t>(-days) * 2 + 1 : static_cast<uint64_t>(days) * 2) + 1);
  }
  void rising(const std::vector<uint32_t>& values) {
    number(values.size());
    uint32_t last = 0;
    for (uint32_t value : values) {
      number(value - last);
      last = value;
    }
  }
  std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what Packer wrote; after the first fault everything reads as zero.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
  bool is_sound() const { return sound_; }
  bool is_at_end() const { return at_ == bytes_.size(); }
  uint8_t byte() {
    if (at_ >= bytes_.size()) sound_ = false;
    return sound_ ? static_cast<uint8_t>(bytes_[at_++]) : 0;
  }
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      uint8_t next = byte();
      value |= static_cast<uint64_t>(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    sound_ = false;
    return 0;
  }
  // A count of items of at least a byte each, so that damaged bytes ask for no memory that is not there.
  size_t count() {
    uint64_t value = number();
    if (value > bytes_.size() - at_) sound_ = false;
    return sound_ ? static_cast<size_t>(value) : 0;
  }
  std::optional<Date> day() {
    uint64_t value = number();
    if (value == 0) return std::nullopt;
    value -= 1;
    // Years beyond 9999 are no dates of the press.
    if (value / 2 > 4'000'000) sound_ = false;
    int days = sound_ ? static_cast<int>(value / 2) : 0;
    return Date(std::chrono::days(value % 2 ? -days : days));
  }
  std::vector<uint32_t> rising() {
    std::vector<uint32_t> values(count());
    uint32_t last = 0;
    for (uint32_t& value : values) value = last += static_cast<uint32_t>(number());
    return values;
  }
  std::string text() {
    std::string value(bytes_.substr(at_, 0));
    for (size_t n = count(); n > 0; --n) value += static_cast<char>(byte());
    return value;
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  bool sound_ = true;
};

void pack_event(const EventFeatures& event, Packer& out) {
  for (uint32_t value : {event.type, event.mode, event.trigger, event.town, event.country}) out.number(value);
  for (const auto* parties : {&event.actors, &event.recipients, &event.named_actors, &event.named_recipients}) out.rising(*parties);
  out.day(event.days.first);
  out.day(event.days.last);
  out.rising(event.words);
}

EventFeatures unpack_event(Unpacker& in, uint8_t form) {
  EventFeatures event;
  for (uint32_t* value : {&event.type, &event.mode, &event.trigger, &event.town, &event.country}) *value = static_cast<uint32_t>(in.number());
  if (form == kFirstForm) event.town = 0;  // of any kind of place
  event.actors = in.rising();
  event.recipients = in.rising();
  if (form != kFirstForm) {
    event.named_actors = in.rising();
    event.named_recipients = in.rising();
  }
  event.days.first = in.day();
  event.days.last = in.day();
  event.words = in.rising();
  if (form == kFirstForm) in.byte();
  return event;
}

}  // namespace

std::string pack(const StoryFeatures& features) {
  Packer out;
  out.byte(kForm);
  out.day(features.day);
  out.number(features.agency.size());
  for (char c : features.agency) out.byte(static_cast<uint8_t>(c));
  out.number(features.terms.size());
  uint32_t last = 0;
  for (const StoryTerm& term : features.terms) {
    out.number(term.term - last);
    last = term.term;
    for (uint8_t value : {static_cast<uint8_t>(term.kind), term.count, term.rarity, term.first}) out.byte(value);
  }
  out.rising(features.shingles);
  out.rising(features.names);
  out.number(features.events.size());
  for (const EventFeatures& event : features.events) pack_event(event, out);
  return std::move(out).take();
}

Result<StoryFeatures> unpack_features(std::string_view bytes) {
  Unpacker in(bytes);
  uint8_t form = in.byte();
  if (form < kFirstForm || form > kForm) return Error{ErrorCode::Unsupported, fmt::format("features of form {}; this program knows forms up to {}: code the documents again (--again)", form, kForm), ""};
  StoryFeatures features;
  features.day = in.day();
  features.agency = in.text();
  features.terms.resize(in.count());
  uint32_t last = 0;
  for (StoryTerm& term : features.terms) {
    term.term = last += static_cast<uint32_t>(in.number());
    term.kind = static_cast<TermKind>(in.byte() % 5);
    term.count = in.byte();
    term.rarity = in.byte();
    term.first = in.byte();
  }
  features.shingles = in.rising();
  features.names = in.rising();
  for (size_t n = in.count(); n > 0 && in.is_sound(); --n) features.events.push_back(unpack_event(in, form));
  if (!in.is_sound() || !in.is_at_end()) return Error{ErrorCode::Corrupt, "features are damaged; code the document again (--again)", ""};
  return features;
}

}  // namespace casus
