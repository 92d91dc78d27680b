// SPDX-License-Identifier: Apache-2.0
#include "read/written_date.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/table.h"
#include "base/utf8.h"

namespace casus {
namespace {

// Years that pages of the web can have been published in.
constexpr int kFirstYear = 1990, kLastYear = 2100;

std::optional<Date> make_date(int year, int month, int day) {
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                   std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional<Date>(Date{date}) : std::nullopt;
}

int full_year(int year, size_t digits) { return digits == 2 ? (year < 70 ? 2000 + year : 1900 + year) : year; }

struct Piece {
  size_t start = 0, end = 0;
  int number = -1;  // of up to 8 digits; a word otherwise
  size_t digits() const { return end - start; }
};

// Numbers and words from `from` on, at most `limit` of them.
class Pieces {
 public:
  Pieces(std::string_view text, size_t from) : text_(text), at_(from) {}
  bool next(Piece& piece) {
    while (at_ < text_.size() && !is_digit(text_[at_]) && !is_letter()) ++at_;
    if (at_ >= text_.size()) return false;
    piece = {at_, at_, -1};
    if (is_digit(text_[at_])) {
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      piece.end = at_;
      if (piece.digits() <= 8) std::from_chars(text_.data() + piece.start, text_.data() + piece.end, piece.number);
      else piece.number = -2;
    } else {
      while (at_ < text_.size() && is_letter()) ++at_;
      piece.end = at_;
    }
    return true;
  }

 private:
  // No-break and thin spaces, dashes and quotation marks of Unicode are none.
  bool is_letter() const {
    auto c = static_cast<unsigned char>(text_[at_]);
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    auto byte = [&](size_t i) { return i < text_.size() ? static_cast<unsigned char>(text_[i]) : 0; };
    if ((c == 0xC2 && byte(at_ + 1) == 0xA0) || (c == 0xA0 && at_ > 0 && byte(at_ - 1) == 0xC2)) return false;
    if (c == 0xE2 && byte(at_ + 1) == 0x80) return false;
    return !((c == 0x80 && at_ > 0 && byte(at_ - 1) == 0xE2) || (at_ > 1 && byte(at_ - 1) == 0x80 && byte(at_ - 2) == 0xE2));
  }
  std::string_view text_;
  size_t at_;
};

class DateFinder {
 public:
  DateFinder(std::string_view text, const MonthNames& months, bool month_first) : text_(text), months_(months), month_first_(month_first) {}

  std::optional<WrittenDate> run(size_t from) {
    Pieces pieces(text_, from);
    Piece piece;
    // A window of the last pieces: a date is complete when its last part has been read.
    while (pieces.next(piece)) {
      window_.push_back(piece);
      if (window_.size() > 6) window_.erase(window_.begin());
      if (piece.number < 0 && !months_of_interest(piece)) continue;
      if (auto found = try_all()) {
        add_instant(*found);
        return found;
      }
    }
    return std::nullopt;
  }

 private:
  std::string_view word(const Piece& piece) const { return text_.substr(piece.start, piece.end - piece.start); }
  std::string_view between(const Piece& a, const Piece& b) const { return text_.substr(a.end, b.start - a.end); }
  bool months_of_interest(const Piece& piece) const { return piece.number == -1 && word(piece) == "日"; }
  int month(const Piece& piece) const { return piece.number == -1 && piece.digits() < 40 ? months_.find(to_lower(word(piece))) : 0; }
  bool is_linked(const Piece& a, const Piece& b, size_t longest = 3) const { return b.start - a.end <= longest; }
  bool is_small_word(const Piece& piece) const {
    static constexpr std::string_view kSmall[] = {"de", "of", "del", "st", "nd", "rd", "th", "er", "den", "º"};
    for (std::string_view small : kSmall) {
      if (word(piece) == small) return true;
    }
    return false;
  }

  std::optional<WrittenDate> result(std::optional<Date> day, const Piece& first, const Piece& last) const {
    if (!day) return std::nullopt;
    return WrittenDate{*day, first.start, last.end, ""};
  }

  std::optional<WrittenDate> try_all() {
    // Parts without "of", "de", "th" between them.
    std::vector<const Piece*> parts;
    for (const Piece& piece : window_) {
      if (piece.number == -1 && is_small_word(piece)) continue;
      parts.push_back(&piece);
    }
    size_t count = parts.size();
    if (count >= 1 && parts[count - 1]->digits() == 8 && parts[count - 1]->number > 0) {
      const Piece& one = *parts[count - 1];
      if (auto found = result(make_date(one.number / 10000, one.number / 100 % 100, one.number % 100), one, one)) return found;
    }
    if (count < 3) return std::nullopt;
    const Piece &a = *parts[count - 3], &b = *parts[count - 2], &c = *parts[count - 1];
    if (!is_linked(a, b, 8) || !is_linked(b, c, 8)) return std::nullopt;
    if (auto found = try_numbers(a, b, c)) return found;
    // "24 نيسان / أبريل 2020": the month by both of its names.
    if (int twice = month(a); twice > 0 && twice == month(b) && count >= 4 && is_linked(*parts[count - 4], a)) {
      if (auto found = try_words(*parts[count - 4], b, c)) return found;
    }
    return try_words(a, b, c);
  }

  // "4. 2. 2022": blanks behind the dots, also those that do not break.
  static std::string_view without_blanks(std::string_view between) {
    if (!between.starts_with('.')) return between;
    for (std::string_view blank : {" ", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF"}) {
      if (between.substr(1) == blank) return between.substr(0, 1);
    }
    return between;
  }

  std::optional<WrittenDate> try_numbers(const Piece& a, const Piece& b, const Piece& c) const {
    if (a.number < 0 || b.number < 0 || c.number < 0) return try_asian();
    std::string_view first = without_blanks(between(a, b)), second = without_blanks(between(b, c));
    bool same = first == second || (first == ". " && second == ".") || (first == "." && second == ". ");
    if (!same || first.size() > 2 || (first[0] != '-' && first[0] != '/' && first[0] != '.')) return std::nullopt;
    if (a.digits() == 4) return c.digits() <= 2 ? result(make_date(a.number, b.number, c.number), a, c) : std::nullopt;
    if (a.digits() > 2 || b.digits() > 2 || (c.digits() != 4 && c.digits() != 2)) return std::nullopt;
    if (c.digits() == 2 && c.end < text_.size() && (text_[c.end] == ':' || text_[c.end] == '.') && c.end + 1 < text_.size() && is_digit(text_[c.end + 1])) return std::nullopt;
    int year = full_year(c.number, c.digits());
    int day = a.number, month = b.number;
    if (month > 12 || (month_first_ && first == "/" && day <= 12)) std::swap(day, month);
    return result(make_date(year, month, day), a, c);
  }

  // 2020年8月18日: the window ends in 日.
  std::optional<WrittenDate> try_asian() const {
    if (window_.size() < 6) return std::nullopt;
    const Piece* piece = &window_[window_.size() - 6];
    if (piece[0].digits() != 4 || piece[0].number < 0 || word(piece[1]) != "年" || word(piece[3]) != "月" || word(piece[5]) != "日") return std::nullopt;
    return result(make_date(piece[0].number, piece[2].number, piece[4].number), piece[0], piece[5]);
  }

  std::optional<WrittenDate> try_words(const Piece& a, const Piece& b, const Piece& c) const {
    auto is_day = [](const Piece& piece) { return piece.number >= 1 && piece.number <= 31 && piece.digits() <= 2; };
    auto is_year = [](const Piece& piece) { return piece.number >= kFirstYear && piece.number <= kLastYear && piece.digits() == 4; };
    if (is_year(c)) {
      if (is_day(a)) {
        if (int found = month(b)) return result(make_date(c.number, found, a.number), a, c);
      }
      if (is_day(b)) {
        if (int found = month(a)) return result(make_date(c.number, found, b.number), a, c);
      }
    } else if (is_year(a) && is_day(c)) {
      if (int found = month(b)) return result(make_date(a.number, found, c.number), a, c);
    } else if (is_day(a) && c.number >= 0 && c.digits() == 2 && between(a, b).size() <= 2 && between(b, c).find_first_of("'-/ ") != std::string_view::npos) {
      // "28-Apr-21"
      bool time_follows = c.end < text_.size() && text_[c.end] == ':';
      if (int found = month(b); found && !time_follows && between(a, b) == "-") return result(make_date(full_year(c.number, 2), found, a.number), a, c);
    }
    return std::nullopt;
  }

  // "T09:00:00+02:00" behind an ISO date.
  void add_instant(WrittenDate& date) const {
    std::string_view rest = text_.substr(date.end);
    if (date.end - date.start != 10 || text_[date.start + 4] != '-' || rest.size() < 6 || (rest[0] != 'T' && rest[0] != ' ')) return;
    auto two = [&](size_t at) { return at + 1 < rest.size() && is_digit(rest[at]) && is_digit(rest[at + 1]); };
    if (!two(1) || rest[3] != ':' || !two(4)) return;
    std::string time(rest.substr(1, 5));
    size_t at = 6;
    if (at < rest.size() && rest[at] == ':' && two(at + 1)) {
      time += rest.substr(at, 3);
      at += 3;
    } else {
      time += ":00";
    }
    if (at < rest.size() && rest[at] == '.') {
      ++at;
      while (at < rest.size() && is_digit(rest[at])) ++at;
    }
    while (at < rest.size() && rest[at] == ' ') ++at;
    std::string zone;
    if (at < rest.size() && (rest[at] == 'Z' || rest[at] == 'z')) zone = "Z";
    else if (at < rest.size() && (rest[at] == '+' || rest[at] == '-') && two(at + 1)) {
      size_t minutes = at + 3 + (at + 3 < rest.size() && rest[at + 3] == ':');
      zone = std::string(rest.substr(at, 3)) + ":" + (two(minutes) ? std::string(rest.substr(minutes, 2)) : "00");
    }
    if (!zone.empty()) date.instant = to_iso(date.day) + "T" + time + zone;
  }

  std::string_view text_;
  const MonthNames& months_;
  bool month_first_;
  std::vector<Piece> window_;
};

}  // namespace

Result<MonthNames> MonthNames::load(const std::filesystem::path& data_folder) {
  MonthNames names;
  TRY_ASSIGN(Table table, read_table(data_folder, "reading/months.tsv", {"month", "words"}));
  for (const TableRow& row : table.rows) {
    int number = std::atoi(row.cells[0].c_str());
    if (number < 1 || number > 12) return Error{ErrorCode::Invalid, fmt::format("month \"{}\" must be 1 to 12", row.cells[0]), row.where};
    for (std::string& word : split_cell(row.cells[1])) names.months_.emplace(std::move(word), number);
  }
  return names;
}

int MonthNames::find(std::string_view lower_case) const {
  auto found = months_.find(lower_case);
  return found == months_.end() ? 0 : found->second;
}

std::optional<WrittenDate> find_written_date(std::string_view text, const MonthNames& months, bool month_first, size_t from) {
  return DateFinder(text, months, month_first).run(from);
}

std::optional<Date> date_in_address(std::string_view url) {
  size_t path = url.find("://");
  path = path == std::string_view::npos ? 0 : std::min(url.find('/', path + 3), url.size());
  for (size_t at = path; at + 8 <= url.size(); ++at) {
    if (!is_digit(url[at]) || (at > 0 && is_digit(url[at - 1]))) continue;
    size_t end = at;
    while (end < url.size() && is_digit(url[end])) ++end;
    int year = 0, month = 0, day = 0;
    if (end - at == 8) {
      std::from_chars(url.data() + at, url.data() + at + 4, year);
      std::from_chars(url.data() + at + 4, url.data() + at + 6, month);
      std::from_chars(url.data() + at + 6, url.data() + at + 8, day);
      if (year >= 1995) {
        if (auto found = make_date(year, month, day)) return found;
      }
    } else if (end - at == 4 && end < url.size() && (url[end] == '/' || url[end] == '-' || url[end] == '_')) {
      auto [month_end, error] = std::from_chars(url.data() + end + 1, url.data() + url.size(), month);
      if (error != std::errc{} || month_end >= url.data() + url.size() || *month_end != url[end]) continue;
      std::from_chars(url.data() + at, url.data() + end, year);
      auto [day_end, day_error] = std::from_chars(month_end + 1, url.data() + url.size(), day);
      if (day_error != std::errc{} || day_end - month_end > 3 || year < 1995) continue;
      if (auto found = make_date(year, month, day)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace casus
