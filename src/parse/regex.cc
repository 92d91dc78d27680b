// SPDX-License-Identifier: Apache-2.0
#include "parse/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <cctype>
#include <utility>

namespace casus {
namespace {

constexpr size_t kFirstStack = 32 * 1024, kLargestStack = 8 * 1024 * 1024;  // bytes
// Nested quantifiers can take exponential time on texts made for it. PCRE2's own default is 10 million.
constexpr uint32_t kMatchLimit = 1'000'000;

// The white space of Python, which is not quite that of PCRE2.
constexpr std::string_view kSpaces =
    R"(\x{9}-\x{d}\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000})";

// Copies a pattern and rewrites on the way what Python and PCRE2 write or understand in different ways.
class Rewriter {
 public:
  Rewriter(std::string_view pattern, const std::string& name) : pattern_(pattern), name_(name) {}

  Result<std::string> rewrite() {
    if (pattern_.starts_with("(?u)")) at_ = 4;
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_++];
      if (c == '\\') {
        TRY(rewrite_escape());
      } else if (in_class_) {
        if (c == '[') rewritten_ += '\\';  // to PCRE2, "[:" may begin a named class
        if (c == ']') in_class_ = false;
        rewritten_ += c;
      } else {
        rewritten_ += c;
        if (c == '[') begin_class();
      }
    }
    return std::move(rewritten_);
  }

 private:
  Error unsupported(std::string_view what) const {
    return {ErrorCode::Unsupported, fmt::format("the pattern has {}, which is not supported", what), name_};
  }

  // A ']' directly behind "[" or "[^" is a member of the class.
  void begin_class() {
    in_class_ = true;
    if (pattern_.substr(at_).starts_with('^')) rewritten_ += pattern_[at_++];
    if (pattern_.substr(at_).starts_with(']')) {
      rewritten_ += "\\]";
      ++at_;
    }
  }

  Status rewrite_escape() {
    if (at_ == pattern_.size()) return unsupported("a backslash at its end");
    const char kind = pattern_[at_++];
    if (kind == 'u' || kind == 'U') return rewrite_code_point(kind == 'u' ? 4 : 8);
    if (kind == 's') {
      rewritten_ += in_class_ ? std::string(kSpaces) : fmt::format("[{}]", kSpaces);
    } else if (kind == 'S' && !in_class_) {
      rewritten_ += fmt::format("[^{}]", kSpaces);
    } else if (std::isalpha(static_cast<unsigned char>(kind)) && std::string_view("dDwWbBntrf").find(kind) == std::string_view::npos) {
      return unsupported(fmt::format("the escape \\{}", kind));
    } else {
      rewritten_ += '\\';
      rewritten_ += kind;
    }
    return ok();
  }

  Status rewrite_code_point(size_t digits) {
    if (at_ + digits > pattern_.size()) return unsupported("an unfinished escape of a code point");
    rewritten_ += fmt::format("\\x{{{}}}", pattern_.substr(at_, digits));
    at_ += digits;
    return ok();
  }

  std::string_view pattern_;
  const std::string& name_;
  std::string rewritten_;
  size_t at_ = 0;
  bool in_class_ = false;
};

}  // namespace

struct RegexScratch::Memory {
  pcre2_match_data* match = pcre2_match_data_create(1, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_jit_stack* stack = pcre2_jit_stack_create(kFirstStack, kLargestStack, nullptr);

  Memory() {
    pcre2_set_match_limit(context, kMatchLimit);
    pcre2_jit_stack_assign(context, nullptr, stack);
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() {
    pcre2_match_data_free(match);
    pcre2_match_context_free(context);
    pcre2_jit_stack_free(stack);
  }
};

RegexScratch::RegexScratch() : memory_(std::make_unique<Memory>()) {}
RegexScratch::~RegexScratch() = default;
RegexScratch::RegexScratch(RegexScratch&&) noexcept = default;
RegexScratch& RegexScratch::operator=(RegexScratch&&) noexcept = default;

struct Regex::Code {
  pcre2_code* code = nullptr;

  explicit Code(pcre2_code* compiled) : code(compiled) {}
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
  ~Code() { pcre2_code_free(code); }
};

Regex::Regex(std::unique_ptr<Code> code) : code_(std::move(code)) {}
Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

Result<Regex> Regex::compile(std::string_view python_pattern, const std::string& name) {
  TRY_ASSIGN(const std::string pattern, Rewriter(python_pattern, name).rewrite());
  int error = 0;
  PCRE2_SIZE where = 0;
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  auto code = std::make_unique<Code>(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                                   PCRE2_UTF | PCRE2_UCP, &error, &where, context));
  pcre2_compile_context_free(context);
  if (code->code == nullptr) {
    PCRE2_UCHAR message[256] = {};
    pcre2_get_error_message(error, message, sizeof message);
    return Error{ErrorCode::Unsupported,
                 fmt::format("the pattern cannot be compiled: {}, near \"{}\"", reinterpret_cast<const char*>(message),
                             pattern.substr(where > 20 ? where - 20 : 0, 40)),
                 name};
  }
  // Where the processor has no support, matching is slower but the same.
  pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);
  return Regex(std::move(code));
}

std::optional<Regex::Match> Regex::find(std::string_view text, RegexScratch& scratch, size_t from) const {
  const auto& memory = *scratch.memory_;
  const auto search = [&](uint32_t options) {
    return pcre2_match(code_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                       PCRE2_NO_UTF_CHECK | options, memory.match, memory.context);
  };
  int found = search(0);
  if (found == PCRE2_ERROR_JIT_STACKLIMIT) found = search(PCRE2_NO_JIT);
  if (found < 0) return std::nullopt;
  const PCRE2_SIZE* borders = pcre2_get_ovector_pointer(memory.match);
  return Match{borders[0], borders[1]};
}

}  // namespace casus
