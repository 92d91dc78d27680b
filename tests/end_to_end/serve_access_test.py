# SPDX-License-Identifier: Apache-2.0
"""casus serve: who may do what, starting and stopping."""
import json
import signal
import threading
import time

from served import Served
from server import Server
from support import EndToEnd, make_documents


class Roles(Served):
    TOKENS = {"read": "r" * 20, "review": "v" * 20, "write": "w" * 20}
    options = ("--tokens", "tokens.txt", "--rate", "40")

    @classmethod
    def prepare(cls, folder):
        (folder / "tokens.txt").write_text("# who may do what\n" + "".join(f"{role} {role}er {token}\n" for role, token in cls.TOKENS.items()), encoding="utf-8")
        (folder / "tokens.txt").chmod(0o600)

    def bearer(self, role):
        return {"Authorization": "Bearer " + self.TOKENS[role]}

    def test_each_role_may_what_it_may(self):
        self.assertEqual((self.fetch("/info")["role"], self.fetch("/info")["login"]), ("none", True))
        self.refused(self.server.get("/events"), 401)
        self.refused(self.server.get("/events", {"Authorization": "Bearer " + "x" * 20}), 401)
        events = self.server.get("/events", self.bearer("read"), limit=1).json["items"]
        review = {"verdict": "right", "reviewer": "somebody else"}
        attempts = [("review", f"/events/{events[0]['id']}/reviews", review, 201), ("write", "/documents", {"text": "Norway accused Chile."}, 200), ("read", "/code", {"text": "x"}, 200)]
        roles = list(self.TOKENS)
        for needed, path, body, status in attempts:
            for role in roles:
                answer = self.server.post(path, body, self.bearer(role))
                self.assertEqual(answer.status, status if roles.index(role) >= roles.index(needed) else 403, (role, path, answer.body[:200]))
                if path.endswith("reviews") and answer.status == 201:
                    self.assertEqual(answer.json["reviewer"], role + "er", "the token's name counts")

    def test_login_by_cookie(self):
        self.refused(self.server.post("/login", {"token": "wrong"}), 401)
        answer = self.server.post("/login", {"token": self.TOKENS["review"]})
        self.assertEqual(answer.json, {"role": "review", "name": "reviewer"})
        cookie = answer.headers["set-cookie"]
        self.assertRegex(cookie, r"HttpOnly; SameSite=Strict")
        session = {"Cookie": "other=1; " + cookie.split(";")[0]}
        self.assertEqual(self.server.get("/info", session).json["role"], "review")
        self.assertEqual(self.server.get("/events", session).status, 200)
        self.assertEqual(self.server.post("/logout", "", session).status, 204)
        self.refused(self.server.get("/events", session), 401)

    def test_the_hasty_wait(self):
        connection = self.server.connect()
        for _ in range(900):
            connection.request("GET", "/api/v1/health")
            response = connection.getresponse()
            response.read()
            if response.status == 429:
                self.assertTrue(response.getheader("retry-after"))
                time.sleep(1)  # others of this class ask too
                return
        self.fail("nobody was asked to wait")


class Starting(EndToEnd):
    def test_refusals(self):
        self.code_into_store(make_documents(1))
        tokens = self.folder / "tokens.txt"
        tokens.write_text("read ann " + "a" * 20 + "\n", encoding="utf-8")
        tokens.chmod(0o644)
        for options, words in [(["--host", "0.0.0.0"], "--tokens"), (["--tokens", "none.txt"], "no such file"), (["--tokens", "tokens.txt"], "chmod"), (["--pages", self.folder], "index.html"),
                               (["--host", "nowhere"], "no address")]:
            _, errors = self.casus("serve", "--store", self.store, "--port", "0", *options, status=2)
            self.assertIn(words, errors)
        tokens.chmod(0o600)
        for line in ["read ann short\n", "king ann " + "a" * 20 + "\n", "\n"]:
            tokens.write_text(line, encoding="utf-8")
            self.casus("serve", "--store", self.store, "--port", "0", "--tokens", "tokens.txt", status=2)

    def test_other_programs_send_their_documents(self):
        documents = make_documents(3)
        self.code_into_store(documents[:1])
        server = Server(self.store, folder=self.folder)
        self.addCleanup(server.end)
        page = self.folder / "page.html"
        page.write_text("<html><head><title>T</title></head><body><article><h1>A headline</h1><p>Norway imposed sanctions on Iran on 3 May 2021, and Chile protested.</p></article></body></html>", encoding="utf-8")
        _, errors = self.code_into_store(documents)
        self.assertIn("sent to http://127.0.0.1", errors)
        self.assertIn("2 documents added", errors)
        self.assertIn("1 there already", errors)
        sent = self.lines("code", "page.html", "--store", self.store)
        alone = self.lines("code", "page.html")
        self.assertEqual(sent, alone, "a page is read here and coded there, to the same layers")
        self.assertEqual(server.get("/info").json["documents"], 4)
        (self.folder / "inbox").mkdir()
        (self.folder / "inbox" / "a.txt").write_text("Kenya accused Chile of an attack.", encoding="utf-8")
        self.casus("watch", "inbox", "--store", self.store, "--once", "--quiet")
        self.assertEqual(server.get("/info").json["documents"], 5)
        self.assertEqual(server.stop()[0], 0)
        self.assertFalse((self.folder / "news.duckdb.server").exists())

    def test_stops_cleanly_and_serves_pages(self):
        pages = self.folder / "pages"
        (pages / "assets").mkdir(parents=True)
        (pages / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
        (pages / "assets" / "app-1a2b.js").write_text("1", encoding="utf-8")
        (pages / "outside").symlink_to("/etc")
        (pages / "passwd").symlink_to("/etc/passwd")
        server = Server(self.store, "--pages", pages, folder=self.folder)
        self.addCleanup(server.end)
        for path, kind in [("/", "text/html"), ("/index.html", "text/html"), ("/assets/app-1a2b.js", "text/javascript")]:
            answer = server.ask("GET", path)
            self.assertEqual((answer.status, answer.headers["content-type"].split(";")[0]), (200, kind))
        self.assertIn("immutable", answer.headers["cache-control"])
        self.assertEqual(server.ask("GET", "/reader/abc", headers={"Accept": "text/html"}).status, 200, "addresses of views")
        for path in ("/outside/passwd", "/passwd", "/assets/", "/nothing.js"):
            self.assertEqual(server.ask("GET", path).status, 404, path)
        idle = server.connect()
        idle.request("GET", "/api/v1/health")
        idle.getresponse().read()
        stream = server.connect()
        stream.request("GET", "/api/v1/stream")
        response = stream.getresponse()
        answers = []
        ingest = threading.Thread(target=lambda: answers.append(server.post("/documents", "".join(json.dumps(d) + "\n" for d in make_documents(60)).encode(), {"Content-Type": "application/x-ndjson"})))
        ingest.start()
        while server.get("/info").json["documents"] == 0:
            time.sleep(0.01)
        status, said = server.stop(signal.SIGINT)
        ingest.join()
        self.assertEqual(status, 0, said)
        self.assertEqual((answers[0].status, answers[0].json["added"]), (200, 60), "a request under way is answered")
        response.read()
        self.assertFalse((self.folder / "news.duckdb.lock").exists())
        self.assertEqual(self.counts()["documents"], 60)
        self.assertEqual(self.sql("SELECT count(*) AS n FROM runs WHERE finished IS NULL"), [{"n": 0}])
