// SPDX-License-Identifier: Apache-2.0
#include "link/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>

#include "base/utf8.h"
#include "link/time_anchor.h"
#include "link/time_terms.h"

namespace casus {
namespace {

using std::chrono::days;

// A text tells of another time if it names this many years away from its own date, and that many times more than close
// ones.
constexpr int kFarYears = 4;
constexpr int kFarToNear = 8;
// A year this far from those told around it is a glance aside.
constexpr int kGlanceYears = 10;
// How far into the text a date line may stand, in bytes, and how long its line may be.
constexpr uint32_t kDatelineWithin = 700;
constexpr size_t kDatelineLength = 70;

class Linker {
 public:
  Linker(const Document& document, const Parse& parse, const std::vector<TimeMention>& mentions)
      : document_(document), parse_(parse), mentions_(mentions) {
    for (const TimeMention& mention : mentions) terms_.emplace_back(mention.value);
  }

  std::vector<TimeExpression> link() {
    find_written_date();
    anchors_.narrative = tells_of_another_time();
    seed_context();
    for (size_t i = 0; i < mentions_.size(); ++i) link_one(i);
    for (size_t i = 0; i < mentions_.size(); ++i) {
      if (terms_[i].date == "near") link_time_of_day(i);
    }
    return std::move(expressions_);
  }

 private:
  uint32_t sentence_of(size_t mention) const { return parse_.tokens[mentions_[mention].first_token].sentence; }
  std::string lower_token(uint32_t token) const {
    return token < parse_.tokens.size() ? to_lower(document_.slice(parse_.tokens[token].span)) : std::string();
  }

  bool in_dateline(Span span) const {
    for (const Section& section : document_.sections) {
      if (section.kind == SectionKind::Dateline && section.span.contains(span)) return true;
    }
    if (span.start > kDatelineWithin) return false;
    size_t start = document_.text.rfind('\n', span.start), end = document_.text.find('\n', span.end);
    start = start == std::string::npos ? 0 : start + 1;
    end = std::min(end, document_.text.size());
    std::string_view line = std::string_view(document_.text).substr(start, end - start);
    return line.size() <= kDatelineLength && line.find(". ") == std::string_view::npos &&
           line.find_first_of("-–") == std::string_view::npos;
  }

  void find_written_date() {
    anchors_.written = parse_iso_date(document_.published);
    if (anchors_.written) {
      anchors_.written_from = "the date of publication " + to_iso(*anchors_.written);
      return;
    }
    for (size_t i = 0; i < mentions_.size(); ++i) {
      auto stretch = stretch_of(terms_[i].date);
      if (!stretch || stretch->grain != Grain::Day || !in_dateline(mentions_[i].span)) continue;
      anchors_.written = stretch->first;
      anchors_.written_from = "the date line's " + to_iso(stretch->first);
      return;
    }
  }

  bool tells_of_another_time() const {
    if (!anchors_.written) return true;
    int far = 0, near = 0;
    for (size_t i = 0; i < mentions_.size(); ++i) {
      const TimeTerms& terms = terms_[i];
      if (terms.date.starts_with("weekday") || terms.date.starts_with("shift:D") || terms.date.starts_with("shift:W") ||
          terms.date.starts_with("last:weekday"))
        ++near;
      auto stretch = stretch_of(terms.date);
      if (!stretch || stretch->grain > Grain::Year) continue;
      if (std::abs(year_of(stretch->first) - year_of(*anchors_.written)) > 1) ++far;
      if (stretch->grain == Grain::Day && std::abs((stretch->first - *anchors_.written).count()) < 60) ++near;
    }
    return far >= kFarYears && far > kFarToNear * near;
  }

  // Before any date is told, the first one that has a year stands in.
  void seed_context() {
    if (!anchors_.narrative) return;
    for (const TimeTerms& terms : terms_) {
      auto stretch = stretch_of(terms.date);
      if (!stretch || stretch->grain > Grain::Year) continue;
      anchors_.told = stretch_at(Grain::Year, stretch->first);
      return;
    }
  }

  void link_one(size_t i) {
    const TimeMention& mention = mentions_[i];
    const TimeTerms& terms = terms_[i];
    if (i == 0 || sentence_of(i) != sentence_of(i - 1)) anchors_.sentence_year.reset();
    if (i > 0 && new_paragraph(i)) anchors_.told_here = false;
    TimeExpression out{
        mention.span, mention.first_token, mention.end_token, mention.type, {}, {}, TimeBasis::Unknown, {}};
    if (terms.date == "near") {
      near_context_.resize(mentions_.size());
      if (anchors_.narrative || anchors_.told_here) near_context_[i] = anchors_.told_day;
    } else if (terms.date == "overnight") {
      set_overnight(out);
    } else {
      Anchored anchored = anchor_date(terms, anchors_);
      if (anchored.covers.first && !terms.part.empty()) narrow(anchored, terms.part);
      out.value = anchored.stretch || mention.type != TimexType::Set
                      ? anchored.value + (anchored.value.empty() ? "" : terms.clock)
                      : anchored.value;
      out.covers = anchored.covers;
      out.basis = anchored.basis;
      out.why = std::move(anchored.why);
      if (anchored.stretch && moves_narrative(i)) remember(*anchored.stretch);
      if (mention.type == TimexType::Duration) remember_counted_from(i);
    }
    expressions_.push_back(std::move(out));
  }

  // In a narrative neither the writer's own day, nor a coming year, nor one glance at another age is where the story
  // stands.
  bool moves_narrative(size_t i) const {
    const TimeTerms& terms = terms_[i];
    if (terms.aside) return false;
    if (is_long_since(i)) return false;
    bool year_only = terms.date.size() == 4 && stretch_of(terms.date).has_value();
    if (year_only && ends_range(i)) return false;
    if (!anchors_.narrative) return true;
    if (!year_only) return !terms.date.starts_with("shift:D");
    if (terms.direction == Direction::Future) return false;
    return !is_glance(i, std::atoi(terms.date.c_str()));
  }

  // "The truce has held since May 1994", in a text on 2020.
  bool is_long_since(size_t i) const {
    const uint32_t first = mentions_[i].first_token;
    auto stretch = stretch_of(terms_[i].date);
    if (first == 0 || lower_token(first - 1) != "since" || !stretch || !anchors_.told) return false;
    return std::abs(year_of(stretch->first) - year_of(anchors_.told->first)) > kGlanceYears;
  }

  // The second year of "2021-2025".
  bool ends_range(size_t i) const {
    if (i == 0 || terms_[i - 1].date.size() != 4) return false;
    std::string_view between = document_.slice({mentions_[i - 1].span.end, mentions_[i].span.start});
    return between.size() <= 5 && between.find_first_of(",.;()") == std::string_view::npos &&
           between.find("and") == std::string_view::npos;
  }

  // True if the years told before and after it are close to each other and far from this one.
  bool is_glance(size_t i, int year) const {
    if (!anchors_.told) return false;
    int before = year_of(anchors_.told->first);
    for (size_t k = i + 1; k < mentions_.size(); ++k) {
      auto next = stretch_of(terms_[k].date);
      if (!next || next->grain > Grain::Year || terms_[k].aside) continue;
      int after = year_of(next->first);
      return std::abs(after - before) <= kGlanceYears && std::abs(year - before) > kGlanceYears &&
             std::abs(year - after) > kGlanceYears;
    }
    return false;
  }

  bool new_paragraph(size_t i) const {
    std::string_view between = document_.slice({mentions_[i - 1].span.end, mentions_[i].span.start});
    return between.find("\n\n") != std::string_view::npos;
  }

  void remember(const Stretch& stretch) {
    if (stretch.grain > Grain::Year) return;
    anchors_.told = stretch;
    anchors_.told_here = true;
    if (stretch.grain == Grain::Day) anchors_.told_day = stretch;
    anchors_.sentence_year = year_of(stretch.first);
  }

  // "on Tuesday, a day after police arrested him": what follows happened on Monday, and "the same evening" is Monday's.
  void remember_counted_from(size_t i) {
    const TimeMention& mention = mentions_[i];
    std::string next = lower_token(mention.end_token);
    std::string_view value = terms_[i].date;
    bool whole_days = value.size() >= 3 && value.size() <= 5 && (value.back() == 'D' || value.back() == 'W') &&
                      value[1] != 'T' && value[1] != 'X';
    if ((next != "after" && next != "before") || !whole_days || i == 0 || sentence_of(i) != sentence_of(i - 1) ||
        !anchors_.told_day)
      return;
    int count = std::atoi(std::string(value.substr(1)).c_str()) * (value.back() == 'W' ? 7 : 1);
    Date day = anchors_.told_day->first + days(next == "after" ? -count : count);
    anchors_.told_day = anchors_.told = stretch_at(Grain::Day, day);
    anchors_.told_here = true;
  }

  void set_overnight(TimeExpression& out) {
    auto day = anchors_.deictic();
    out.why = "no date to count from";
    if (!day) return;
    out.value = to_iso(*day) + "TNI";
    out.covers = {*day - days(1), *day};
    out.basis = TimeBasis::Relative;
    out.why = "the night before " + (anchors_.written ? anchors_.written_from : to_iso(*day));
  }

  // A time of day belongs to the day named in its sentence, else to the last day told, else to the day of writing.
  void link_time_of_day(size_t i) {
    TimeExpression& out = expressions_[i];
    std::optional<Stretch> day;
    std::string from = "a day of the same sentence";
    for (size_t k = 0; k < mentions_.size(); ++k) {
      if (k == i || sentence_of(k) != sentence_of(i) || terms_[k].date == "near" || terms_[k].aside) continue;
      auto stretch = stretch_of(expressions_[k].value);
      if (stretch && stretch->grain == Grain::Day && (!day || k < i + 2)) day = stretch;
      if (k > i && day) break;
    }
    if (!day) {
      day = near_context_[i];
      from = "the last day told";
    }
    if (!day && anchors_.written && !anchors_.narrative) {
      day = stretch_at(Grain::Day, *anchors_.written);
      from = anchors_.written_from;
    }
    out.value = (day ? day->value : "XXXX-XX-XX") + terms_[i].clock;
    out.why = day ? "time of day on " + from : "no day to put it on";
    if (!day) return;
    out.covers = {day->first, day->last};
    out.basis = TimeBasis::Context;
  }

  // "early", "the end of" and the like; "before" and "after" the day of writing ("earlier this month").
  void narrow(Anchored& anchored, std::string_view part) const {
    if (!anchored.stretch) return;
    anchored.covers = part_of_stretch(*anchored.stretch, part);
    Date &first = *anchored.covers.first, &last = *anchored.covers.last;
    if (part == "before" && anchors_.written) last = std::clamp(*anchors_.written, first, last);
    if (part == "after" && anchors_.written) first = std::clamp(*anchors_.written, first, last);
  }

  const Document& document_;
  const Parse& parse_;
  const std::vector<TimeMention>& mentions_;
  std::deque<TimeTerms> terms_;
  TimeAnchors anchors_;
  std::vector<std::optional<Stretch>> near_context_;
  std::vector<TimeExpression> expressions_;
};

}  // namespace

std::vector<TimeExpression> link_times(const Document& document, const Parse& parse,
                                       const std::vector<TimeMention>& mentions) {
  return Linker(document, parse, mentions).link();
}

}  // namespace casus
