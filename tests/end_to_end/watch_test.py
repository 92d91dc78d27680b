# SPDX-License-Identifier: Apache-2.0
"""casus watch: folders and feeds on loopback, each document once, whatever kills it."""
import http.server
import os
import random
import signal
import subprocess
import threading
import time
import unittest
from xml.sax.saxutils import escape

from support import CASUS, EndToEnd, make_documents

DAYS = "SELECT id, count(*) AS n FROM documents GROUP BY id ORDER BY id"


def feed_of(entries):
    items = "".join(f"<item><guid>{entry['id']}</guid><title>{entry['title']}</title><pubDate>Mon, 03 May 2021 07:08:09 GMT</pubDate>"
                    f"<description>{escape('<p>' + entry['text'] + '</p>')}</description></item>" for entry in entries)
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Quay wire</title>{items}</channel></rss>'.encode()


class FeedServer:
    """A feed on loopback that can grow, break and vanish, and remembers how it was asked."""

    def __init__(self, test):
        self.entries, self.status, self.asked, self.unchanged = [], 200, 0, 0
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/news.rss"
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server.server_close)
        test.addCleanup(self.server.shutdown)

    def answer(self, request):
        with self.lock:
            body, status = feed_of(self.entries), self.status
            self.asked += 1
        tag = f'"{len(self.entries)}"'
        if status == 200 and request.path == "/moved":
            request.send_response(301)
            request.send_header("Location", "/news.rss")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        if status == 200 and request.headers.get("If-None-Match") == tag:
            self.unchanged += 1
            request.send_response(304)
            request.end_headers()
            return
        request.send_response(status)
        request.send_header("Content-Type", "application/rss+xml")
        request.send_header("ETag", tag)
        request.send_header("Last-Modified", "Mon, 03 May 2021 07:08:09 GMT")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


class WatchTest(EndToEnd):
    def setUp(self):
        super().setUp()
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()

    def put(self, document, folder=None):
        """As a careful writer does: under another name first."""
        path = (folder or self.inbox) / (document["id"] + ".txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("." + path.name)
        draft.write_text(document["title"] + "\n\n" + document["text"] + "\n", encoding="utf-8")
        os.replace(draft, path)

    def start(self, *sources):
        watcher = subprocess.Popen([CASUS, "watch", *map(str, sources), "--store", str(self.store), "--quiet", "--interval", "0.2"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder)
        self.addCleanup(watcher.stderr.close)
        self.addCleanup(watcher.wait)
        self.addCleanup(watcher.kill)
        return watcher

    def stop(self, watcher):
        watcher.send_signal(signal.SIGINT)
        _, errors = watcher.communicate(timeout=60)
        return watcher.returncode, errors.decode()

    def once(self, *sources, status=0):
        return self.casus("watch", *sources, "--store", self.store, "--quiet", "--once", status=status)[1]

    def stored(self):
        return {row["id"]: row["n"] for row in self.sql(DAYS)}


class Watch(WatchTest):
    def test_a_folder_is_looked_at_once(self):
        documents = make_documents(5)
        for document in documents[:3]:
            self.put(document)
        self.put(documents[3], self.inbox / "deep/er")
        self.assertIn("4 documents added", self.once(self.inbox))
        self.assertEqual(self.stored(), {"doc-0.txt": 1, "doc-1.txt": 1, "doc-2.txt": 1, "deep/er/doc-3.txt": 1})
        self.assertIn("0 documents added", self.once(self.inbox))
        self.put(documents[4])
        self.assertIn("1 documents added", self.once(self.inbox))

    def test_what_is_refused_is_refused_once(self):
        self.put(make_documents(1)[0])
        (self.inbox / "picture.png").write_bytes(b"\x89PNG\r\n")
        self.assertIn("picture.png", self.once(self.inbox, status=1))
        self.assertNotIn("picture.png", self.once(self.inbox))
        self.assertEqual(len(self.sql("SELECT * FROM rejects")), 1)
        (self.inbox / "picture.png").write_bytes(b"\x89PNG\r\n...")
        self.assertIn("picture.png", self.once(self.inbox, status=1))

    def test_a_changed_file_is_a_new_version(self):
        first, second = make_documents(2)
        self.put(first)
        self.once(self.inbox)
        self.put({**second, "id": first["id"]})
        self.once(self.inbox)
        self.assertEqual(self.sql("SELECT version, latest FROM documents ORDER BY version"), [{"version": 1, "latest": False}, {"version": 2, "latest": True}])

    def test_files_that_come_while_it_runs(self):
        watcher = self.start(self.inbox)
        for document in make_documents(6):
            self.put(document)
            time.sleep(0.3)
        time.sleep(4)
        status, errors = self.stop(watcher)
        self.assertEqual(status, 0, errors)
        self.assertEqual(self.stored(), {f"doc-{i}.txt": 1 for i in range(6)})

    def test_a_feed_is_asked_only_for_what_is_new(self):
        server = FeedServer(self)
        server.entries = make_documents(3)
        self.assertIn("3 documents added", self.once(server.address))
        self.assertIn("0 documents added", self.once(server.address))
        self.assertEqual((server.asked, server.unchanged), (2, 1), "the second time the server says: not modified")
        server.entries = make_documents(5)
        errors = self.once(server.address)
        self.assertIn("2 documents added", errors)
        self.assertIn("3 there already", errors)
        self.assertEqual(self.stored(), {f"doc-{i}": 1 for i in range(5)})
        row, = self.sql("SELECT DISTINCT publisher, published FROM documents")
        self.assertEqual(row, {"publisher": "Quay wire", "published": "2021-05-03T07:08:09Z"})

    def test_redirections_and_errors_of_servers(self):
        server = FeedServer(self)
        server.entries = make_documents(2)
        self.assertIn("2 documents added", self.once(server.address.replace("news.rss", "moved")))
        for status, word in [(404, "404"), (410, "gone for good"), (503, "503")]:
            server.status = status
            errors = self.once(server.address, self.inbox, status=1)
            self.assertIn(word, errors)
            self.assertIn(server.address, errors)
        self.assertIn("cannot be fetched", self.once("http://127.0.0.1:1/x", status=1))
        server.status = 200
        self.once(server.address)
        self.assertEqual(self.stored(), {"doc-0": 1, "doc-1": 1})

    def test_wrong_calls(self):
        self.casus("watch", self.inbox, status=2)
        self.casus("watch", "nowhere", "--store", self.store, status=2)
        self.casus("watch", "file:///etc", "--store", self.store, status=2)
        self.casus("watch", self.inbox, "--store", self.store, "--interval", 0, status=2)
        self.assertFalse(self.store.exists())

    def test_a_watcher_with_jsonl_on_its_standard_output(self):
        self.put(make_documents(1)[0])
        line, = self.lines("watch", self.inbox, "--store", self.store, "--once")
        self.assertEqual(line["id"], "doc-0.txt")


class Kills(WatchTest):
    KILLS = 8

    def test_killed_and_started_again_each_document_is_there_once(self):
        server = FeedServer(self)
        documents = make_documents(60, sentences=20)
        chance = random.Random(os.getpid())
        given, interrupted = 0, 0
        for _ in range(self.KILLS):
            watcher = self.start(self.inbox, server.address)
            for _ in range(5):
                self.put(documents[given])
                with server.lock:
                    server.entries = server.entries + [documents[given + 40 if given < 20 else given % 20 + 40]]
                given = min(given + 1, 39)
                time.sleep(chance.uniform(0.1, 0.6))
            interrupted += watcher.poll() is None
            watcher.kill()
            watcher.wait()
            if self.store.exists():
                self.assertEqual([row for row in self.sql("SELECT key, count(*) AS n FROM documents GROUP BY key") if row["n"] > 1], [])
        self.assertEqual(interrupted, self.KILLS, "no watcher may end by itself")
        self.once(self.inbox, server.address)
        expected = {path.name: 1 for path in self.inbox.glob("*.txt")} | {entry["id"]: 1 for entry in server.entries}
        self.assertGreater(len(expected), 50)
        self.assertEqual(self.stored(), expected)
        self.casus("store", "check", self.store)
        self.assertIn("0 documents added", self.once(self.inbox, server.address))


if __name__ == "__main__":
    unittest.main()
