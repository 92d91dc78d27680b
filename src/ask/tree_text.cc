// SPDX-License-Identifier: Apache-2.0
#include "ask/tree_text.h"

#include <vector>

namespace casus {
namespace {

bool is_space(std::string_view word) { return word.find_first_not_of(" \t\r\n") == std::string_view::npos; }

class TreeWriter {
 public:
  TreeWriter(const Document& document, const Parse& parse, const std::function<std::string(uint32_t)>& note)
      : document_(document), parse_(parse), note_(note) {}

  void write(uint32_t token, const std::string& branch, const std::string& indent) {
    const Token& t = parse_.tokens[token];
    std::string word(document_.slice(t.span));
    text_ += branch + word + "  " + std::string(t.tag) + " " + std::string(t.dep);
    std::string note = note_(token);
    if (!note.empty()) text_ += "  ◀ " + note;
    text_ += '\n';
    std::vector<uint32_t> children;
    for (uint32_t child : parse_.children(token)) {
      if (child != token && !is_space(document_.slice(parse_.tokens[child].span))) children.push_back(child);
    }
    for (size_t i = 0; i < children.size(); ++i) {
      bool last = i + 1 == children.size();
      write(children[i], indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "));
    }
  }
  std::string take() && { return std::move(text_); }

 private:
  const Document& document_;
  const Parse& parse_;
  const std::function<std::string(uint32_t)>& note_;
  std::string text_;
};

}  // namespace

std::string tree_text(const Document& document, const Parse& parse, uint32_t sentence, const std::function<std::string(uint32_t)>& note) {
  TreeWriter writer(document, parse, note);
  const Sentence& range = parse.sentences[sentence];
  for (uint32_t i = range.first_token; i < range.end_token; ++i) {
    if (parse.tokens[i].head == i && !is_space(document.slice(parse.tokens[i].span))) writer.write(i, "", "");
  }
  return std::move(writer).take();
}

}  // namespace casus
