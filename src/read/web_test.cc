// SPDX-License-Identifier: Apache-2.0
// Pages, feeds, archives, character sets and dates, each on small sources of our own.
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "base/table.h"
#include "base/utf8.h"
#include "read/charset.h"
#include "read/feed.h"
#include "read/inflate.h"
#include "read/instant.h"
#include "read/json_ld.h"
#include "read/options_for_test.h"
#include "read/sources.h"
#include "read/warc.h"
#include "read/written_date.h"
#include "read/xml_tree.h"

namespace casus {
namespace {

const char* const kPage = R"(<!DOCTYPE html><html lang="en-GB"><head><title>Ferry strike ends | The Quay</title>
<meta property="og:site_name" content="The Quay"><link rel="canonical" href="https://quay.example/2019/ferry">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry strike ends","datePublished":"2019-05-06T07:08:09+02:00",
"author":[{"name":"Ada Moss"},{"name":"Ivo Marsh"}],}</script></head><body>
<nav><a href="/">Home</a> <a href="/news">News from the harbour and the town, every day</a></nav>
<div class="article-body"><h1>Ferry strike ends</h1>
<p>The crews of the island ferries went back to work on Monday, after eleven days, two votes and one very long night.</p>
<div class="social-share">Share this with all your friends, and with theirs, if you please, today.</div>
<p>Both sides said that they had won. The harbour master, who has seen four such strikes, said that he would wait and see.</p>
<blockquote><p>We are tired, but we are not sorry, and we would do the same again tomorrow if they asked for it.</p></blockquote>
<table><tr><td>Adults</td><td>4.20</td></tr><tr><td>Children</td><td>2.10</td></tr></table>
<p>Read more: <a href="/x">The strike in pictures</a></p></div>
<div class="comments"><p>First! I have been waiting for this ferry since last Tuesday, and my cat is hungry by now.</p></div>
<footer><p>Copyright by the Quay, all rights reserved, and no gull was harmed in the making of it.</p></footer></body></html>)";

TEST(Web, PageGivesItsArticle) {
  auto document = read_page_document(kPage, "page", {}, read_options());
  ASSERT_TRUE(document) << document.error().to_string();
  EXPECT_EQ(document->title, "Ferry strike ends");
  EXPECT_EQ(document->author, "Ada Moss; Ivo Marsh");
  EXPECT_EQ(document->publisher, "The Quay");
  EXPECT_EQ(document->published, "2019-05-06T07:08:09+02:00");
  EXPECT_EQ(document->url, "https://quay.example/2019/ferry");
  EXPECT_EQ(document->language, "en-GB");
  EXPECT_TRUE(document->text.starts_with("The crews of the island ferries")) << document->text;
  EXPECT_NE(document->text.find("\n\nAdults 4.20\n\nChildren 2.10"), std::string::npos) << document->text;
  for (const char* other : {"Share this", "First!", "gull", "Home", "pictures"}) EXPECT_EQ(document->text.find(other), std::string::npos) << other;
  EXPECT_EQ(std::count_if(document->sections.begin(), document->sections.end(), [](const Section& section) { return section.kind == SectionKind::Quotation; }), 1);
  EXPECT_FALSE(document->key.empty());
}

TEST(Web, HostilePagesAreBounded) {
  ReadOptions options = read_options();
  std::string deep, wide = "<p ", many;
  for (int i = 0; i < 15'000; ++i) deep += "<div>";
  for (int i = 0; i < 100'000; ++i) wide += "a" + std::to_string(i) + "=1 ";
  for (int i = 0; i < 30'000; ++i) many += "<b>";
  EXPECT_TRUE(read_page_document(deep + "word", "deep", {}, options));
  EXPECT_TRUE(read_page_document(wide + ">word</p>", "wide", {}, options));
  auto refused = read_page_document(many, "many", {}, options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Limit);
  EXPECT_FALSE(read_page_document("  \n ", "empty", {}, options));
  // A script of another namespace may have no text at all.
  EXPECT_TRUE(read_page_document("<p>word</p><math><script><m>", "no script", {}, options));
}

TEST(Web, BrokenJsonLdIsMended) {
  auto found = read_json_ld("//<![CDATA[\n{\"@graph\":[{\"@type\":\"BlogPosting\",\"headline\":\"Bread &amp; salt\n again\",\"author\":\"P. Duarte\",},]}\n//]]>");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rank, 3);
  EXPECT_EQ(found[0].headline, "Bread & salt again");
  ASSERT_EQ(found[0].authors.size(), 1u);
  EXPECT_EQ(found[0].authors[0], "P. Duarte");
  EXPECT_TRUE(read_json_ld("{nothing").empty());
}

TEST(Web, WrittenDates) {
  auto months = MonthNames::load("data");
  ASSERT_TRUE(months) << months.error().to_string();
  auto cases = read_table("tests/cases/read", "written_dates.tsv", {"order", "text", "expected"});
  ASSERT_TRUE(cases) << cases.error().to_string();
  ASSERT_GT(cases->rows.size(), 20u);
  for (const TableRow& row : cases->rows) {
    auto date = find_written_date(row.cells[1], *months, row.cells[0] == "month");
    EXPECT_EQ(date ? to_iso(date->day) : "", row.cells[2]) << row.where << ": " << row.cells[1];
  }
  EXPECT_EQ(date_in_address("https://quay.example/2019/05/06/ferry"), parse_iso_date("2019-05-06"));
  EXPECT_EQ(date_in_address("https://quay.example/story-20190506.html"), parse_iso_date("2019-05-06"));
  EXPECT_FALSE(date_in_address("https://quay.example/12345678/2019"));
}

TEST(Web, TheAddressTellsTheLocalDay) {
  auto published = [](const char* instant, const char* url) {
    SourceHints hints;
    hints.url = url;
    std::string page = std::string("<html><meta property='article:published_time' content='") + instant + "'><p>The crews of the ferries went back to work.</p></html>";
    return read_page_document(page, "page", hints, read_options())->published;
  };
  EXPECT_EQ(published("2019-05-07T02:18:11Z", "https://quay.example/2019/05/06/ferry"), "2019-05-06");
  EXPECT_EQ(published("2019-05-05T23:11:59+00:00", "https://quay.example/2019/05/06/ferry"), "2019-05-06");
  EXPECT_EQ(published("2019-05-07T22:18:11Z", "https://quay.example/2019/05/06/ferry"), "2019-05-07T22:18:11Z");
  EXPECT_EQ(published("2019-05-07T02:18:11+02:00", "https://quay.example/2019/05/06/ferry"), "2019-05-07T02:18:11+02:00");
  EXPECT_EQ(published("2019-05-09T02:18:11Z", "https://quay.example/2019/05/06/ferry"), "2019-05-09T02:18:11Z");
}

TEST(Web, ALabelSaysWhichDateIsThatOfPublication) {
  auto published = [](const std::string& body) { return read_page_document("<html lang=de><h1>Fähren</h1>" + body + "</html>", "page", {}, read_options())->published; };
  EXPECT_EQ(published("<p>Stand: 5.6.2019</p><p>Die Fähren fahren wieder.</p><p>Erschienen am: 06.05.2019</p>"), "2019-05-06");
  EXPECT_EQ(published("<p>Die Fähren fahren wieder.</p><script>showDate(\"2019/05/06 01:43:09\")</script>"), "2019-05-06");
}

TEST(Web, InstantsOfFeeds) {
  auto months = MonthNames::load("data");
  ASSERT_TRUE(months);
  EXPECT_EQ(read_instant("Mon, 06 May 2019 07:08:09 +0200", *months), "2019-05-06T05:08:09Z");
  EXPECT_EQ(read_instant("Mon, 06 May 19 07:08 EST", *months), "2019-05-06T12:08:00Z");
  EXPECT_EQ(read_instant("2019-05-06T23:30:00.5-01:30", *months), "2019-05-07T01:00:00Z");
  EXPECT_EQ(read_instant("2019-05", *months), "2019-05-01T00:00:00Z");
  EXPECT_FALSE(read_instant("soon", *months));
  EXPECT_FALSE(read_instant("", *months));
}

TEST(Web, FeedGivesADocumentForEachEntry) {
  const char* feed = R"(<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY bomb "no">]><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Quay &nbsp;wire</title><link>https://quay.example/</link><item><title>Gulls &amp; ferries</title><guid>g1</guid>
<link>https://quay.example/g?a=1&b=2</link><dc:creator>Ada Moss</dc:creator><pubDate>Mon, 06 May 2019 07:08:09 GMT</pubDate>
<description>&lt;p&gt;The gulls came back.&lt;/p&gt;&lt;p&gt;So did the ferries.&lt;/p&gt;</description></item>
<item><title>No end tag<description>&bomb; &euro;5</description></channel></rss>)";
  auto documents = read_feed_documents(feed, "wire", {}, read_options());
  ASSERT_TRUE(documents) << documents.error().to_string();
  ASSERT_EQ(documents->size(), 2u);
  const Document& first = documents->front();
  EXPECT_EQ(first.id, "g1");
  EXPECT_EQ(first.title, "Gulls & ferries");
  EXPECT_EQ(first.author, "Ada Moss");
  EXPECT_EQ(first.publisher, "Quay wire");
  EXPECT_EQ(first.url, "https://quay.example/g?a=1&b=2");
  EXPECT_EQ(first.published, "2019-05-06T07:08:09Z");
  EXPECT_EQ(first.text, "The gulls came back.\n\nSo did the ferries.");
  EXPECT_FALSE(read_feed("<html><body>no feed</body></html>", {}));
}

TEST(Web, AddressesAreResolved) {
  EXPECT_EQ(resolve_address("http://a.example/b/c?d", "e.html"), "http://a.example/b/e.html");
  EXPECT_EQ(resolve_address("http://a.example/b/c", "/e"), "http://a.example/e");
  EXPECT_EQ(resolve_address("http://a.example/b/c/d", "../e"), "http://a.example/b/e");
  EXPECT_EQ(resolve_address("http://a.example", "//f.example/g"), "http://f.example/g");
  EXPECT_EQ(resolve_address("http://a.example/b", "mailto:x@y.example"), "mailto:x@y.example");
  EXPECT_EQ(resolve_address("", "e"), "e");
}

TEST(Web, XmlIsLinearAndShallow) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  XmlTree tree = read_xml(deep + "x");
  EXPECT_LE(tree.nodes.size(), 300u);
  EXPECT_EQ(resolve_references("&#146;&#x41;&eacute;&nothing;&amp &"), "’Aé&nothing;&amp &");
}

TEST(Web, CharacterSets) {
  EXPECT_EQ(decode("caf\xE9 na\xEFve", "iso-8859-1", false).text, "café naïve");
  EXPECT_EQ(decode("<meta charset=\"windows-1251\">\xCC\xE8\xF0", "", false).text, "<meta charset=\"windows-1251\">Мир");
  EXPECT_EQ(decode("<?xml version='1.0' encoding='koi8-r'?><a>\xED\xC9\xD2</a>", "", true).encoding, "koi8-r");
  EXPECT_EQ(decode(std::string_view("\xFF\xFEh\0i\0", 6), "", false).text, "hi");
  EXPECT_EQ(decode("<meta charset=\"utf-8\">schön", "", false).encoding, "utf-8");
  // A declaration that the bytes contradict.
  DecodedText wrong = decode("<meta charset=\"utf-8\">Gr\xFC\xDF" "e aus M\xFCnchen, sch\xF6ne Gr\xFC\xDF" "e", "", false);
  EXPECT_NE(wrong.text.find("Grüße"), std::string::npos) << wrong.text;
  EXPECT_FALSE(find_invalid_utf8(repair_utf8("a\xFF\xFE\x80 b\xC3")));
}

std::string gzip(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Web, PackedSources) {
  EXPECT_EQ(*inflate(gzip("one ") + gzip("two"), 100), "one two");
  EXPECT_EQ(inflate(gzip(std::string(5000, 'x')), 1000).error().code, ErrorCode::Limit);
  EXPECT_EQ(inflate(gzip("one").substr(0, 15), 100).error().code, ErrorCode::Corrupt);
  std::string packed(ZSTD_compressBound(5000), '\0'), text(5000, 'y');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  EXPECT_EQ(*inflate(packed, 10'000), text);
  EXPECT_EQ(inflate(packed, 1000).error().code, ErrorCode::Limit);
  EXPECT_EQ(inflate(packed.substr(0, packed.size() - 3), 10'000).error().code, ErrorCode::Corrupt);
}

TEST(Web, WarcGivesItsPages) {
  auto record = [](const std::string& type, const std::string& block) {
    return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: <https://quay.example/2019/ferry>\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
  };
  std::string http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + std::string(kPage);
  std::string picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxyz";
  std::string warc = record("warcinfo", "software: none") + record("response", picture) + record("response", http) + "WARC/1.0\r\nContent-Length: 99999\r\n\r\nshort";
  auto all = read_source(warc, "crawl.warc", ".warc", read_options());
  ASSERT_EQ(all.size(), 2u);
  ASSERT_TRUE(all[0]) << all[0].error().to_string();
  EXPECT_EQ(all[0]->id, "https://quay.example/2019/ferry");
  EXPECT_EQ(all[0]->title, "Ferry strike ends");
  ASSERT_FALSE(all[1]);
  EXPECT_EQ(all[1].error().code, ErrorCode::Corrupt);
}

TEST(Web, SourcesAreToldByTheirBytes) {
  ReadOptions options = read_options();
  EXPECT_EQ(read_source(gzip(kPage), "page.html.gz", ".html", options).front()->title, "Ferry strike ends");
  EXPECT_EQ(read_source(kPage, "page", "", options).front()->title, "Ferry strike ends");
  EXPECT_EQ(read_source("Just a line of text that says nothing much.", "note.txt", ".txt", options).front()->id, "note.txt");
  EXPECT_EQ(read_source("\x89PNG....", "picture.png", ".png", options).front().error().code, ErrorCode::Unsupported);
  auto line = read_json_document(R"({"id": "j1", "url": "https://quay.example/j", "html": "<html><title>Tide tables</title><p>High water came at noon, and nobody was there to see it but the gulls.</p></html>"})", options);
  ASSERT_TRUE(line) << line.error().to_string();
  EXPECT_EQ(line->id, "j1");
  EXPECT_EQ(line->title, "Tide tables");
}

}  // namespace
}  // namespace casus
