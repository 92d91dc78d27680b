// SPDX-License-Identifier: Apache-2.0
// Lines and paragraphs of a text, and what one line looks like.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "casus/document.h"
#include "casus/time.h"

namespace casus {

// A run of lines without a blank one between; spans exclude surrounding white space.
struct Paragraph {
  Span span;
  std::vector<Span> lines;
};

std::vector<Paragraph> split_paragraphs(std::string_view text);

// Number of leading '#' of a Markdown heading, 0 if it is none.
int heading_level(std::string_view line);

// The line without Markdown marks around it (#, *, _, >, trailing spaces); the span shrinks accordingly.
Span without_marks(std::string_view text, Span line);

size_t count_words(std::string_view text);
// Between blanks, commas and full stops; they point into the text.
std::vector<std::string_view> split_words(std::string_view text);

// Share of letters that belong to another script than Latin, 0 to 1.
double foreign_letter_share(std::string_view text);

// A full date at the end of a line ("Chiang Mai, 8 March 2021", "Brief 31, 2021-03-08 14:30") and what stands before it.
struct TrailingDate {
  Date day;
  std::string_view before;
};
std::optional<TrailingDate> trailing_date(std::string_view line);

// The day of a line that is a date and nothing else but places, weekdays and the like before it.
std::optional<Date> dated_line(std::string_view line);

// Bytes before a day without year at the end of a masthead ("THE COURIER - Friday, October 6"), dash excluded; 0 if it is none.
size_t masthead_length(std::string_view line);

// Length of a dateline at the start of a paragraph, dash included ("TBILISI, Aug 12 (Agency) - "), or 0.
size_t dateline_length(std::string_view paragraph);

bool is_shouted(std::string_view line);      // all its letters are capitals, three at least
bool ends_sentence(std::string_view line);   // with . ! ? or an ellipsis, closing quotes and marks aside
bool looks_like_person(std::string_view line);  // two to five capitalised words or initials and nothing else

}  // namespace casus
