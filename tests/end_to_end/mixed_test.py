# SPDX-License-Identifier: Apache-2.0
"""One folder with every format and with more than fifty kinds of broken file: the right rows, the right refusals, in bounded time and memory."""
import gzip
import json
import os
import struct
import subprocess
import time
import unittest
import zlib

from support import CASUS, WIDENED, EndToEnd

ENGLISH = ("{a} imposed sanctions on {b} on 3 May 2021, the foreign ministry said. The government of {a} will close the border on Friday. "
           "Officials in the capital said that the talks had failed after two long nights.")
GERMAN = ("Die Regierung in Berlin hat am Montag neue Sanktionen gegen den Nachbarstaat beschlossen, wie ein Sprecher mitteilte. "
          "Die Gespräche waren nach zwei langen Nächten ohne Ergebnis abgebrochen worden, und niemand wollte sagen, wie es weitergeht.")
RUSSIAN = ("Правительство объявило в понедельник о новых санкциях против соседней страны. Переговоры закончились без результата, "
           "и представитель министерства отказался отвечать на вопросы журналистов.")
JAPANESE = "政府は月曜日、隣国に対する新たな制裁を発表した。二日間にわたる協議は成果なく終わり、外務省の報道官は記者団の質問に答えなかった。" * 2
CHINESE = "政府星期一宣布对邻国实施新的制裁。为期两天的会谈没有取得任何成果，外交部发言人拒绝回答记者的提问。" * 2
COUNTRIES = iter(["Norway Iran", "Kenya Ethiopia", "Chile Peru", "Japan Russia", "Turkey Syria", "Spain Cuba", "India Nepal", "Egypt Sudan", "Ghana Togo",
                  "Poland Belarus", "Canada China", "Mexico Haiti", "Italy Libya", "France Mali", "Greece Albania", "Oman Yemen", "Jordan Iraq", "Brazil Bolivia",
                  "Latvia Estonia", "Angola Namibia", "Uganda Rwanda", "Kuwait Qatar", "Finland Sweden", "Austria Hungary", "Thailand Laos", "Niger Chad"])


def story():
    a, b = next(COUNTRIES).split()
    return ENGLISH.format(a=a, b=b)


def page(text, head="", title="Sanctions announced"):
    paragraphs = "".join(f"<p>{sentence.strip()}.</p>" for sentence in text.split(".") if sentence.strip())
    return f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def rss(*texts, head='<?xml version="1.0"?>', body=""):
    items = "".join(f"<item><guid>item-{abs(hash(text))}</guid><title>Report</title><description>{text}</description></item>" for text in texts)
    return f'{head}<rss version="2.0"><channel><title>Quay wire</title>{body}{items}</channel></rss>'


def atom(*texts):
    entries = "".join(f"<entry><id>urn:{i}</id><title>Report</title><updated>2021-05-03T07:08:09Z</updated><content>{text}</content></entry>" for i, text in enumerate(texts))
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>{entries}</feed>'


def pdf(text):
    """A PDF of one page, one line of text for each sentence; none without text."""
    lines = " ".join(f"({line.strip()}.) Tj T*" for line in text.split(".") if line.strip())
    content = f"BT /F1 12 Tf 14 TL 40 740 Td {lines} ET".encode("ascii")
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


def zstd(data, repeat=0):
    """A zstd frame of stored blocks; with `repeat`, of that many blocks of 128 KB of one byte."""
    frame = b"\x28\xb5\x2f\xfd" + bytes([0x00, 0x58])  # a window of 2 MB, size unknown
    if repeat:
        blocks = [(1, data[:1], 128 << 10)] * repeat
    else:
        blocks = [(0, data[i:i + (128 << 10)], len(data[i:i + (128 << 10)])) for i in range(0, max(len(data), 1), 128 << 10)]
    for number, (kind, body, size) in enumerate(blocks):
        frame += struct.pack("<I", (size << 3) | (kind << 1) | (number == len(blocks) - 1))[:3] + body
    return frame


def warc_record(kind, block, url="http://quay.example/1", length=None):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:{url}>\r\n"
    if length != "":
        head += f"Content-Length: {len(block) if length is None else length}\r\n"
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body, content_type="text/html; charset=utf-8", more=""):
    return f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{more}\r\n".encode() + body


def line(**fields):
    return json.dumps(fields).encode() + b"\n"


def good_files():
    """Name to bytes, and how many documents it holds."""
    warc = (warc_record("warcinfo", b"software: none") + warc_record("response", http(page(story()).encode()), "http://quay.example/a") +
            warc_record("response", http(b"\x89PNG", "image/png"), "http://quay.example/p.png") +
            warc_record("response", http(gzip.compress(page(story()).encode()), more="Content-Encoding: gzip\r\n"), "http://quay.example/b") +
            warc_record("response", http(rss(story()).encode(), "application/rss+xml"), "http://quay.example/c"))
    accents = story().replace("capital", "cit\u00e9")
    return {
        "plain.txt": (story().encode(), 1), "notes.md": (("# Sanctions\n\n" + story()).encode(), 1), "noextension": (story().encode(), 1),
        "bom.txt": (b"\xef\xbb\xbf" + story().encode(), 1), "utf16.txt": (("\ufeff" + story()).encode("utf-16-le"), 1),
        "lines.jsonl": (line(id="l1", text=story(), title="One") + b"\n" + line(id="l2", html=page(story())), 2),
        "lines.jsonl.gz": (gzip.compress(line(text=story()) * 1), 1), "page.html": (page(story()).encode(), 1), "page.html.gz": (gzip.compress(page(story()).encode()), 1),
        "feed.rss": (rss(story(), story()).encode(), 2), "feed.atom": (atom(story(), story()).encode(), 2), "feed.rss.gz": (gzip.compress(rss(story()).encode()), 1),
        "text.txt.zst": (zstd(story().encode()), 1), "report.pdf": (pdf(story()), 1), "crawl.warc": (warc, 3), "latin1.html": (page(accents, '<meta charset="iso-8859-1">').encode("latin-1"), 1),
    }


def foreign_files():
    """In languages that no pipeline serves: name to bytes and the language."""
    return {
        "german.txt": (GERMAN.encode(), "de"), "russian.html": (page(RUSSIAN, '<meta charset="windows-1251">').encode("windows-1251"), "ru"),
        "koi.rss": (rss(RUSSIAN, head='<?xml version="1.0" encoding="koi8-r"?>').encode("koi8-r"), "ru"),
        "japanese.html": (page(JAPANESE, '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">').encode("shift_jis"), "ja"),
        "chinese.html": (page(CHINESE, '<meta charset="gb2312">').encode("gb18030"), "zh"),
    }


def broken_files():
    """Name to bytes, and the words that the refusals of it hold, one each; no words: it is read as far as it goes, or passed over."""
    packed = gzip.compress(story_for_broken)
    wrong_sum = bytearray(packed)
    wrong_sum[-6] ^= 0xFF
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{"&" + a + ";" * 1}{("&" + a + ";") * 9}">' for a, b in zip("abcdefgh", "bcdefghi")) + "]>"
    return {
        "empty.txt": (b"", ["empty"]), "blank.txt": (b" \n\t\r\n", ["empty"]), "latin.txt": (b"Erdo\xf0an met Putin", ["UTF-8"]), "binary.txt": (b"text\0text", ["binary"]),
        "cut.txt": ("Zürich".encode()[:2], ["UTF-8"]), "surrogate.txt": (b"Iran \xed\xa0\x80 Iraq", ["UTF-8"]), "program": (b"\x7fELF\0\1\2", ["binary"]),
        "overlong.txt": (b"Iran \xc0\xaf Iraq", ["UTF-8"]),
        "picture.png": (b"\x89PNG\r\n", ["kind"]), "sheet.xlsx": (b"PK\3\4....", ["kind"]), "letter.doc": (b"\xd0\xcf\x11\xe0", ["kind"]), "film.mp4": (b"\0\0\0\x18ftyp", ["kind"]),
        "huge.txt": (b"x" * (17 << 20), ["more than"]), "brokenjson.jsonl": (b'{"text": "Iran', ["JSON"]), "list.jsonl": (b"[1]\n", ["JSON"]),
        "number.jsonl": (b"7\n", ["JSON"]), "string.jsonl": (b'"text"\n', ["JSON"]), "notext.jsonl": (b'{"id": "x"}\n', ['"text"']), "null.jsonl": (b'{"text": null}\n', ['"text"']),
        "textnumber.jsonl": (b'{"text": 5}\n', ['"text"']), "title.jsonl": (b'{"text": "Iran met Iraq.", "title": {}}\n', ["title"]), "utf8.jsonl": (b'{"text": "Erdo\xf0an"}\n', ["UTF-8"]),
        "halfpair.jsonl": (b'{"text": "\\ud800"}\n', ["JSON"]), "deep.jsonl": (b'{"text": "x", "a": ' + b"[" * 5000 + b"]" * 5000 + b"}\n", ["JSON"]),
        "two.jsonl": (b'{"text": "a"}{"text": "b"}\n', ["JSON"]), "long.jsonl": (b'{"text": "' + b"x" * (17 << 20) + b'"}\n', ["longer than"]),
        "emptypage.jsonl": (b'{"html": ""}\n', ["empty"]), "spans.jsonl": (b'{"text": "Iran", "events": [{"start": 3, "end": 99}]}\n', ["events"]),
        "several.jsonl": (b'{\n{"text": 1}\n[]\n', ["JSON", '"text"', "JSON"]), "emptypage.html": (b"", ["empty"]), "open.html": (b"<b>" * 30000, ["without closing"]),
        "nofeed.xml": (b"<a><b>c</b></a>", ["feed"]), "empty.rss": (b"", ["feed"]), "page.rss": (b"<html><body>no feed</body></html>", ["feed"]),
        "cut.pdf": (pdf(ENGLISH)[:60], ["pdftotext"]), "fake.pdf": (b"%PDF-1.7\nthis is none", ["pdftotext"]), "picture.pdf": (pdf(""), ["without text"]), "empty.pdf": (b"", ["kind"]),
        "cut.txt.gz": (packed[:-20], ["gzip"]), "sum.txt.gz": (bytes(wrong_sum), ["gzip"]), "bomb.txt.gz": (gzip.compress(b"a" * (64 << 20)), ["unpacks"]),
        "twice.txt.gz": (gzip.compress(packed), ["binary"]), "empty.txt.gz": (gzip.compress(b""), ["empty"]), "cut.jsonl.gz": (packed[:20], ["gzip"]),
        "cut.txt.zst": (zstd(story_for_broken)[:-9], ["zstd"]), "wrong.txt.zst": (b"\x28\xb5\x2f\xfd\x00\x58\x07\0\0", ["zstd"]), "bomb.txt.zst": (zstd(b"a", 2000), ["unpacks"]),
        "window.txt.zst": (b"\x28\xb5\x2f\xfd\x00\xf8\x01\0\0", ["zstd"]),
        "long.warc": (warc_record("response", http(b"x"), length=99999), ["WARC"]), "nolength.warc": (warc_record("response", http(b"x"), length=""), ["WARC"]),
        "letters.warc": (warc_record("response", http(b"x"), length="many"), ["WARC"]), "packed.warc": (warc_record("response", http(packed[:30])), ["gzip"]),
        "void.warc": (warc_record("response", http(b"")), ["empty"]), "garbage.warc": (b"no archive", ["kind"]),
        "cut.rss": (rss(story_for_broken.decode())[:-30].encode(), []), "bomb.rss": (rss("&i; &i;", head='<?xml version="1.0"?>' + bomb).encode(), []),
        "outside.rss": (rss("&x;", head='<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>').encode(), []),
        "deep.rss": (rss(body="<a>" * 200_000).encode(), []), "attributes.rss": (rss("x", body="<a " + " ".join(f'a{i}="1"' for i in range(100_000)) + "/>").encode(), []),
        "deep.html": (b"<html>" + b"<div>" * 15_000 + b"deep", []), "attributes.html": (b"<html><p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">wide</p>", []),
        "bold.html": (b"<html><p>" + b"".join(b"<b id=%d>" % i for i in range(5000)) + b"<p>x" * 5000, ["makes more than"]), "breaks.html": (b"<html>" + b"word<br>" * 50_000, []),
        "unclosed.html": (b"<html><!-- " + b"<p>" * 100_000, []), "script.html": (b"<html><script>" + b"<p>'\"" * 100_000, []),
        "oneline.html": (b"<html><p>" + b"word " * 100_000 + b"</p>", []), "oneword.txt": (b"x" * 1_000_000, []), "brackets.txt": (b"(" * 100_000, []),
        "lying.html": (page("Grüße aus München").replace("<head>", '<head><meta charset="utf-8">').encode("latin-1"), []),
        "nocharset.html": (page("Iran met Iraq", '<meta charset="klingon">').encode(), []), "wide.html": (page("Iran met Iraq", '<meta charset="utf-16">').encode(), []),
        "jsonld.html": (page("Iran met Iraq", '<script type="application/ld+json">' + "[" * 50_000 + "</script>").encode(), []),
        "tail.txt.gz": (packed + b"garbage", []), "name.txt.gz": (b"Iran attacked Iraq on Monday.", []), "nul.html": (b"<html><p>Iran\0 met \0Iraq</p>", []),
        "empty.warc": (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", []), "references.html": (b"<html><p>" + b"&#x110000;&#0;&bogus;" * 20_000, []),
        "bad\udcffname.txt": (b"Iran attacked Iraq on Monday.", []), "bad\udcffname.png": (b"\x89PNG", ["kind"]),
    }


story_for_broken = ENGLISH.format(a="Malta", b="Tunisia").encode() * 3


class Mixed(EndToEnd):
    def setUp(self):
        super().setUp()
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()

    def write(self, files):
        for name, (content, _) in files.items():
            (self.inbox / name).write_bytes(content)

    def test_the_right_rows_and_the_right_refusals(self):
        good, foreign, broken = good_files(), foreign_files(), broken_files()
        self.assertGreater(len(broken), 50)
        for files in (good, foreign, broken):
            self.write(files)
        (self.inbox / "gone.txt").symlink_to("nowhere")
        (self.inbox / "loop").symlink_to(self.inbox)
        os.mkfifo(self.inbox / "pipe.txt")
        started = time.monotonic()
        _, errors = self.casus("code", self.inbox, "--store", self.store, "--quiet", status=1)
        self.assertLess(time.monotonic() - started, 120, "seconds")
        self.check_rows(good, foreign)
        self.check_refusals(broken, errors)
        self.casus("store", "check", self.store)
        _, errors = self.casus("code", self.inbox, "--store", self.store, "--quiet", status=1)
        self.assertIn("casus: 0 documents added", errors)

    def check_rows(self, good, foreign):
        rows = self.sql("SELECT d.id, d.coded, d.language, d.text, (SELECT count(*) FROM events e WHERE e.document = d.document) AS events, "
                        "(SELECT count(*) FROM sentences s WHERE s.document = d.document) AS sentences FROM documents d")
        coded = [row for row in rows if "imposed sanctions" in row["text"] and "Malta" not in row["text"]]
        self.assertEqual(len(coded), sum(count for _, count in good.values()))
        for row in coded:
            self.assertTrue(row["coded"], row["id"])
            self.assertGreater(row["events"], 0, row["id"])
        self.assertEqual(len({row["text"] for row in coded}), len(coded), "each is another text")
        by_name = {row["id"]: row for row in rows}
        self.assertIn("cité", by_name["latin1.html"]["text"])
        for name, (_, language) in foreign.items():
            row = by_name.get(name) or next(row for row in rows if row["language"] == language and row["id"].startswith("item-"))
            self.assertEqual((row["language"][:2], row["coded"], row["events"], row["sentences"]), (language, False, 0, 0), name)
        for row in rows:
            self.assertNotIn("root:", row["text"], "nothing outside is read")
        self.assertEqual(by_name["lying.html"]["text"].find("\ufffd"), -1)

    def check_refusals(self, broken, errors):
        rejects = {}
        for row in self.sql("SELECT source, reason FROM rejects"):
            rejects.setdefault(row["source"].rpartition("inbox/")[2].partition(".jsonl:")[0], []).append(row["reason"])
        for name, (_, words) in broken.items():
            shown = name.replace("\udcff", "\ufffd")
            found = rejects.pop(shown.removesuffix(".jsonl") if name.endswith(".jsonl") and name != "cut.jsonl.gz" else shown, [])
            self.assertEqual(len(found), len(words), f"{name}: {found}")
            for word, reason in zip(words, found):
                self.assertIn(word, reason, name)
            if words:
                self.assertIn(shown, errors)
        self.assertEqual(rejects, {}, "nothing else is refused")

    def test_hostile_files_cost_bounded_time_and_memory(self):
        for name, (content, _) in broken_files().items():
            path = self.inbox / name
            path.write_bytes(content)
            reader = subprocess.Popen([CASUS, "read", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(reader.pid, 0)
            reader.returncode = os.waitstatus_to_exitcode(status)
            self.assertIn(reader.returncode, (0, 1), name)
            self.assertLess(usage.ru_utime + usage.ru_stime, 5 * WIDENED, f"{name}: seconds")
            self.assertLess(usage.ru_maxrss, 400 * 1024 * WIDENED, f"{name}: kilobytes")
            path.unlink()

    def test_patterns_of_names(self):
        for name in ["a1.txt", "a2.txt", "b1.txt", "a3.md"]:
            (self.inbox / name).write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        self.assertEqual([row["id"] for row in self.lines("read", "inbox/a*.txt")], ["a1.txt", "a2.txt"])
        self.assertEqual([row["id"] for row in self.lines("read", "inbox/[ab]1.*", "inbox/a3.m?")], ["a1.txt", "b1.txt", "a3.md"])
        (self.inbox / "c[1].txt").write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        self.assertEqual([row["id"] for row in self.lines("read", "inbox/c[1].txt")], ["c[1].txt"], "a file of that very name comes first")
        self.assertIn("no file that fits", self.casus("read", "inbox/z*", status=1)[1])

    def test_a_pdf_gives_its_text(self):
        (self.inbox / "report.pdf").write_bytes(pdf(ENGLISH.format(a="Norway", b="Iran")))
        (self.inbox / "packed.pdf.gz").write_bytes(gzip.compress(pdf(ENGLISH.format(a="Kenya", b="Iran"))))
        packed, plain = self.lines("read", self.inbox)
        self.assertEqual((packed["id"], plain["id"], plain["language"]), ("packed.pdf.gz", "report.pdf", "en"))
        self.assertIn("Norway imposed sanctions on Iran on 3 May 2021", plain["text"])
        self.assertIn("Kenya imposed", packed["text"])

    def test_a_pdf_that_is_too_much_is_stopped(self):
        """A stand-in for pdftotext that floods, one that dies, and none at all."""
        (self.inbox / "report.pdf").write_bytes(pdf(ENGLISH))
        tools = self.folder / "bin"
        tools.mkdir()
        for script, word in [("exec yes", "limit"), ("kill -11 $$", "could not read"), ("exit 3", "could not read"), (None, "script/setup")]:
            (tools / "pdftotext").unlink(missing_ok=True)
            if script:
                (tools / "pdftotext").write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
                (tools / "pdftotext").chmod(0o755)
            path = f"{tools}:/bin:/usr/bin" if script else str(tools)
            _, errors = self.casus("read", self.inbox, status=1, environment={"PATH": path})
            self.assertIn("report.pdf", errors)
            self.assertIn(word, errors)

    def test_the_language_of_a_json_line_is_kept(self):
        english = ENGLISH.format(a="Norway", b="Iran")
        (self.folder / "lines.jsonl").write_bytes(line(id="said", text=english, language="fr") + line(id="told", text=english) + line(id="region", text=english, language="en-GB"))
        out, errors = self.casus("code", "lines.jsonl")
        said, told, region = map(json.loads, out.splitlines())
        self.assertEqual((said["language"], said["events"], said["sentences"]), ("fr", [], []))
        self.assertIn("said: is in a language (fr)", errors)
        self.assertEqual((told["language"], region["language"]), ("en", "en-GB"))
        self.assertGreater(len(told["events"]), 0)
        self.assertEqual(len(region["events"]), len(told["events"]))


if __name__ == "__main__":
    unittest.main()
