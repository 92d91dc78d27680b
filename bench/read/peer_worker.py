# SPDX-License-Identifier: Apache-2.0
"""Runs one peer over the sources that a file lists, in a Python that has its packages: peer_worker.py PEER SOURCES OUTPUT

SOURCES: lines of JSON with id, file, url and perhaps headers. OUTPUT: lines with id, what the peer answered, and cpu_s, the
CPU seconds of the peer's own call. What a peer raises counts as no answer. Its standard output, one line: name and version."""
import gzip
import importlib.metadata
import json
import logging
import pathlib
import sys
import time


def trafilatura_text(page, url, **options):
    import trafilatura
    return {"text": trafilatura.extract(page, url=url, include_comments=False, **options)}


def trafilatura_fast(page, url):
    return trafilatura_text(page, url, fast=True)


def trafilatura_fields(page, url):
    import trafilatura
    found = trafilatura.extract_metadata(page, default_url=url)
    return {"date": found.date, "title": found.title, "author": found.author} if found else {}


def newspaper_text(page, url):
    from newspaper import Article
    article = Article(url)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    return {"text": article.text}


def readability_text(page, url):
    from lxml import html
    from readability import Document
    document = Document(page.decode("utf-8", "replace"), url=url)
    tree = html.fromstring(document.summary())
    for element in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "td"):
        element.tail = "\n" + (element.tail or "")
    return {"text": tree.text_content(), "title": document.short_title()}


def htmldate_date(page, url):
    from htmldate import find_date
    return {"date": find_date(page, url=url, original_date=True)}


def feedparser_fields(feed, url, headers=None):
    import feedparser
    headers = {name.lower(): value for name, value in (headers or {}).items()}
    if url:
        headers.setdefault("content-location", url)
    found = feedparser.parse(feed, response_headers=headers)
    plain = json.loads(json.dumps({key: found.get(key) for key in ("encoding", "version", "feed", "entries")}, default=instant))
    return {"result": plain}


def instant(value):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", value) if isinstance(value, time.struct_time) else str(value)


def with_instants(result):
    """feedparser's *_parsed are tuples in JSON."""
    if isinstance(result, dict):
        return {key: time.strftime("%Y-%m-%dT%H:%M:%SZ", tuple(value)) if key.endswith("_parsed") and isinstance(value, list) and len(value) == 9 else with_instants(value)
                for key, value in result.items()}
    return [with_instants(item) for item in result] if isinstance(result, list) else result


PEERS = {"trafilatura": (trafilatura_text, "trafilatura"), "trafilatura fast": (trafilatura_fast, "trafilatura"), "trafilatura fields": (trafilatura_fields, "trafilatura"),
         "newspaper4k": (newspaper_text, "newspaper4k"), "readability": (readability_text, "readability-lxml"), "htmldate": (htmldate_date, "htmldate"),
         "feedparser": (feedparser_fields, "feedparser")}


def main():
    peer, sources, output = sys.argv[1:]
    call, package = PEERS[peer]
    logging.disable(logging.CRITICAL)
    with open(sources, encoding="utf-8") as lines, open(output, "w", encoding="utf-8") as out:
        for source in map(json.loads, lines):
            content = pathlib.Path(source["file"]).read_bytes()
            if source["file"].endswith(".gz"):
                content = gzip.decompress(content)
            more = {"headers": source["headers"]} if source.get("headers") else {}
            started, answer = time.process_time(), {}
            try:
                answer = call(content, source.get("url") or "", **more)
            except Exception as error:  # a peer may raise anything; that is its answer
                answer = {"error": f"{type(error).__name__}: {error}"[:200]}
            answer["cpu_s"] = time.process_time() - started
            print(json.dumps({"id": source["id"], **with_instants(answer)}, default=str), file=out)
    print(package, importlib.metadata.version(package))


main()
