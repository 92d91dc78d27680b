// SPDX-License-Identifier: Apache-2.0
#include "read/sources.h"

#include <algorithm>

#include "base/utf8.h"
#include "read/feed.h"
#include "read/inflate.h"
#include "read/warc.h"

namespace casus {
namespace {

bool is_one_of(std::string_view extension, std::initializer_list<std::string_view> list) { return std::find(list.begin(), list.end(), extension) != list.end(); }

bool looks_like_page(std::string_view bytes) {
  std::string head = to_lower(bytes.substr(0, 1024));
  return head.find("<!doctype html") != std::string::npos || head.find("<html") != std::string::npos;
}

void append(std::vector<Result<Document>>& all, Result<std::vector<Document>> some) {
  if (!some) {
    all.push_back(some.error());
    return;
  }
  for (Document& document : *some) all.push_back(std::move(document));
}

void read_web_bytes(std::string_view bytes, const std::string& id, const SourceHints& hints, const ReadOptions& options, std::vector<Result<Document>>& all) {
  if (looks_like_feed(bytes)) append(all, read_feed_documents(bytes, id, hints, options));
  else all.push_back(read_page_document(bytes, id, hints, options));
}

std::vector<Result<Document>> read_warc(std::string_view bytes, const ReadOptions& options) {
  std::vector<Result<Document>> all;
  size_t at = 0;
  while (auto page = next_warc_page(bytes, at, options.max_document_bytes)) {
    if (!*page) {
      all.push_back(page->error());
      continue;
    }
    size_t before = all.size();
    const std::string& id = (*page)->hints.url.empty() ? (*page)->id : (*page)->hints.url;
    read_web_bytes((*page)->body, id, (*page)->hints, options, all);
    for (size_t i = before; i < all.size(); ++i) {
      if (!all[i]) all[i] = Error{all[i].error().code, all[i].error().message + " (" + id + ")", ""};
    }
  }
  return all;
}

}  // namespace

std::vector<Result<Document>> read_source(std::string bytes, const std::string& id, std::string extension, const ReadOptions& options,
                                          const SourceHints& hints) {
  std::vector<Result<Document>> all;
  if (is_compressed(bytes)) {
    // An archive of many pages may unpack to more than one document.
    bool is_archive = id.find(".warc") != std::string::npos;
    auto unpacked = inflate(bytes, options.max_document_bytes * (is_archive ? 32 : 1));
    if (!unpacked) {
      all.push_back(unpacked.error());
      return all;
    }
    bytes = std::move(*unpacked);
  }
  if (looks_like_warc(bytes)) return read_warc(bytes, options);
  bool names_text = is_one_of(extension, {"", ".txt", ".text", ".md", ".markdown"});
  if (bytes.starts_with("%PDF-")) {
    all.push_back(read_pdf_document(bytes, id, options));
  } else if (is_one_of(extension, {".rss", ".atom", ".rdf", ".cdf", ".xml"}) || (!names_text && looks_like_feed(bytes)) || (extension.empty() && looks_like_feed(bytes))) {
    append(all, read_feed_documents(bytes, id, hints, options));
  } else if (is_one_of(extension, {".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"}) || (extension.empty() && looks_like_page(bytes))) {
    all.push_back(read_page_document(bytes, id, hints, options));
  } else if (names_text) {
    all.push_back(read_plain_document(bytes, id, options));
  } else {
    all.push_back(Error{ErrorCode::Unsupported, "is of a kind that cannot be read; give text, Markdown, JSON Lines, HTML, RSS or Atom, PDF or WARC", ""});
  }
  return all;
}

}  // namespace casus
