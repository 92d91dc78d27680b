// SPDX-License-Identifier: Apache-2.0
#include "link/speakers.h"

#include <algorithm>

namespace casus {
namespace {

// How far from a quotation, in tokens, the verb stands that says who speaks it.
constexpr uint32_t kReachOfVerb = 16;

}  // namespace

Speakers::Speakers(const Analysis& text, const ActorTables& tables)
    : text_(text), tables_(tables), quotation_of_(text.parse.tokens.size(), -1), speaker_of_(text.mentions.quotations.size(), -1) {
  const auto& tokens = text.parse.tokens;
  uint32_t previous_end = 0;
  for (size_t q = 0, i = 0; q < speaker_of_.size(); ++q) {
    Span span = text.mentions.quotations[q].span;
    while (i < tokens.size() && tokens[i].span.end <= span.start) ++i;
    uint32_t first = static_cast<uint32_t>(i);
    while (i < tokens.size() && tokens[i].span.start < span.end) quotation_of_[i++] = static_cast<int32_t>(q);
    uint32_t end = static_cast<uint32_t>(i);
    if (first == end) continue;
    speaker_of_[q] = find_speaker(q, first, end);
    // A speaker goes on in the same paragraph, and in the next one if the marks were not closed.
    if (speaker_of_[q] < 0 && q > 0 && previous_end > 0) {
      std::string_view behind = std::string_view(text.document.text).substr(text.mentions.quotations[q - 1].span.end);
      if (same_paragraph(previous_end - 1, first) || behind.starts_with("\n\n")) speaker_of_[q] = speaker_of_[q - 1];
    }
    previous_end = end;
  }
}

bool Speakers::same_paragraph(uint32_t a, uint32_t b) const {
  Span between{text_.parse.tokens[a].span.end, text_.parse.tokens[b].span.start};
  return between.start >= between.end || text_.document.slice(between).find("\n\n") == std::string_view::npos;
}

int32_t Speakers::subject_of_speech(uint32_t verb) const {
  const auto& tokens = text_.parse.tokens;
  if (tokens[verb].pos != "VERB" || quotation_of_[verb] >= 0 || !tables_.is_speech_verb(tokens[verb].lemma)) return -1;
  for (uint32_t child : text_.parse.children(verb)) {
    if (tokens[child].dep == "nsubj" && quotation_of_[child] < 0 && text_.links.mention_of[child] >= 0) return text_.links.mention_of[child];
  }
  return -1;
}

// "WALLACE: ...", "Rahimi: ..." at the start of a line.
int32_t Speakers::label_before(uint32_t token) const {
  const auto& tokens = text_.parse.tokens;
  for (uint32_t i = token; i-- > 0 && token - i <= 3;) {
    if (text_.document.slice(tokens[i].span) != ":" || i == 0) continue;
    return text_.links.mention_of[i - 1];
  }
  return -1;
}

int32_t Speakers::find_speaker(size_t quotation, uint32_t first, uint32_t end) const {
  const auto& tokens = text_.parse.tokens;
  // Behind it: "...", said the minister. A full stop inside the marks closes what is said of it.
  std::string_view last = text_.document.slice(tokens[end - 1].span);
  const bool closed = last == "." || last == "...";
  for (uint32_t i = end; i < tokens.size() && i < end + kReachOfVerb && same_paragraph(end - 1, i); ++i) {
    if (quotation_of_[i] >= 0 && quotation_of_[i] != static_cast<int32_t>(quotation)) break;
    if (tokens[i].sentence != tokens[end - 1].sentence && (closed || tokens[i].sentence > tokens[end - 1].sentence + 1)) break;
    if (int32_t subject = subject_of_speech(i); subject >= 0) return subject;
  }
  // Before it, in its sentence or before a colon.
  const bool colon = first >= 2 && (text_.document.slice(tokens[first - 1].span) == ":" || text_.document.slice(tokens[first - 2].span) == ":");
  for (uint32_t i = first; i-- > 0 && first - i < kReachOfVerb && same_paragraph(i, first);) {
    if (tokens[i].sentence != tokens[first].sentence && !colon) break;
    if (int32_t subject = subject_of_speech(i); subject >= 0) return subject;
  }
  return label_before(first);
}

}  // namespace casus
