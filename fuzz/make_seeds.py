#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sources to begin with, for each reader a folder: the files of the tests, good and broken ones, as far as they are short.

    fuzz/make_seeds.py FOLDER
"""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/end_to_end"))
from exchange_test import GOOD  # noqa: E402
from mixed_test import atom, broken_files, foreign_files, good_files, line, page, rss, story  # noqa: E402

LONGEST = 8192
READERS = {".html": "page", ".rss": "feed", ".atom": "feed", ".warc": "warc", ".gz": "packed", ".zst": "packed", ".jsonl": "json", ".txt": "plain", ".md": "plain"}
EXCHANGE = ["gdelt", "mentions", "icews", "acled", "polecat", "phoenix", "tsv"]  # the first letter of an input chooses: a, b, ...

HEAD = ('<meta property="og:title" content="Sanctions"><meta property="article:published_time" content="2021-05-03T07:08:09+02:00"><meta name="author" content="A. Quay">'
        '<link rel="canonical" href="http://quay.example/a"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Sanctions",'
        '"datePublished":"2021-05-03","author":[{"@type":"Person","name":"A. Quay"}],"publisher":{"name":"Quay wire"}}</script>')
BODY = ('<div itemscope itemtype="http://schema.org/Article"><span class="byline">By A. Quay</span><time datetime="2021-05-03">3 May 2021</time><p>One.</p><ul><li><a href="/b">More</a>'
        "</li></ul><table><tr><td>1</td></tr></table><blockquote>Two &amp; three</blockquote><footer>All rights</footer></div>")


def seeds():
    files = {name: data for name, (data, _) in [*good_files().items(), *foreign_files().items(), *broken_files().items()]}
    for name, data in files.items():
        if len(data) <= LONGEST:
            yield "source", name, data
            reader = READERS.get(pathlib.PurePath(name).suffix)
            if reader:
                yield reader, name, data
    yield "page", "fields", page(story(), HEAD).replace("</article>", BODY + "</article>").encode()
    yield "page", "namespaces", b"<p>One</p><svg><title>Two</title></svg><math><script>three<meta name=author content=four>"
    yield "feed", "media", rss(story(), body="<link>http://quay.example</link><pubDate>Mon, 03 May 2021 07:08:09 GMT</pubDate><dc:creator>A. Quay</dc:creator>").encode()
    yield "feed", "atom", atom("&lt;p&gt;One&lt;/p&gt;").encode()
    yield "json", "all", line(id="a", text=story(), title="One", published="2021-05-03", publisher="Quay", url="http://quay.example", language="en", events=[{"start": 0, "end": 4}])
    for at, name in enumerate(EXCHANGE):
        rows = GOOD.get(name, ["1\t20150219000000\t20150219000000\t1\tquay\thttp://quay.example/1\t2\t-1\t10\t20\t1\t60\t100\t-2\t\t"])
        yield "exchange", name, (chr(ord("a") + at) + "\n".join(rows)).encode()


def main():
    for reader, name, data in seeds():
        folder = pathlib.Path(sys.argv[1]) / reader
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name.encode("ascii", "replace").decode().replace("?", "_")).write_bytes(data)


if __name__ == "__main__":
    main()
