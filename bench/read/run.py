#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reading beside its peers: text of articles, their fields, feeds, hostile input, and pages per CPU second.

    bench/read/run.py [--rounds 3] [--json FILE]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared), whose scorers it runs on their dev halves. The peers go
into a virtual environment under build/ the first time and run in the same run on the same sources. Speed: CPU seconds; all
have one thread. Of a peer those of its calls alone, of Casus those of the whole program (its start, reading the archive, writing JSON)."""
import argparse
import gzip
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, ROOT, require, run  # noqa: E402

VENV = ROOT / "build/bench/read"
PACKAGES = ["trafilatura==2.3.1", "newspaper4k==0.9.6", "readability-lxml==0.9", "htmldate==1.11.0", "feedparser==6.0.14"]
WORKER = pathlib.Path(__file__).with_name("peer_worker.py").resolve()
READING = EVAL / "reading"
GOALS = {"text": .972, "date": .955, "title": .80, "author": .60, "feeds": .97, "hostile": 64, "speed": 10}
SECONDS, MEGABYTES = 2, 256  # the bounds of the data's own scorer for hostile input


def install():
    python = VENV / "bin/python"
    if not (VENV / "installed").exists():
        print("Installing", *PACKAGES, file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        # The pip of Debian 12 stumbles over what newspaper4k asks of lxml.
        for packages in (["--upgrade", "pip"], PACKAGES):
            subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages], check=True)
        (VENV / "installed").touch()
    return python


def gold_lines(name):
    with open(READING / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Sources:
    """Pages of one part of the data, as a list for the peers and as an archive for Casus."""

    def __init__(self, folder, part):
        self.gold = READING / part / "dev.jsonl"
        self.records = gold_lines(f"{part}/dev.jsonl")
        self.list, self.archive = folder / f"{part}.jsonl", folder / f"{part}.warc"
        self.ids = {}
        with open(self.list, "w", encoding="utf-8") as listed, open(self.archive, "wb") as archive:
            for record in self.records:
                file = READING / part / record["html"]
                url = record["url"] or ""
                if url in self.ids or not url:
                    url += f"#{record['id']}"
                self.ids[url] = record["id"]
                print(json.dumps({"id": record["id"], "file": str(file), "url": url}), file=listed)
                archive.write(archive_record(gzip.decompress(file.read_bytes()), url))


def archive_record(body, url, headers=None):
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {"Content-Type": "text/html"}).items())
    block = f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + body
    address = f"WARC-Target-URI: {url}\r\n" if url else ""
    return f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <{url or 'urn:record'}>\r\n{address}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def run_peer(python, peer, sources, output):
    single = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    version = subprocess.run([python, WORKER, peer, sources, output], check=True, capture_output=True, text=True, env=os.environ | single).stdout.strip()
    return version.splitlines()[-1]


def run_casus(sources, output, times=1):
    """CPU seconds of reading all, the mean of several times in one run; its answers go to the file as the scorers want them."""
    raw = output.with_suffix(".raw")
    with open(raw, "wb") as out:
        reader = subprocess.Popen([CASUS, "read", *[sources.archive] * times], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(reader.pid, 0)
        reader.returncode = os.waitstatus_to_exitcode(status)
    if reader.returncode not in (0, 1):
        sys.exit(f"bench/read: casus read ended with {reader.returncode}")
    with open(raw, encoding="utf-8") as lines, open(output, "w", encoding="utf-8") as out:
        for answer in map(json.loads, lines):
            date = (answer["published"] or "")[:10] or None
            author = answer["author"].split("; ") if answer["author"] else None
            print(json.dumps({"id": sources.ids[answer["id"]], "text": answer["text"], "title": answer["title"], "author": author, "date": date}), file=out)
    return (usage.ru_utime + usage.ru_stime) / times


def cpu_seconds(output):
    with open(output, encoding="utf-8") as lines:
        return sum(json.loads(line)["cpu_s"] for line in lines)


def text_f1(sources, output):
    table = run([sys.executable, READING / "score_html.py", "--gold", sources.gold, output])
    return float(re.search(rf"^{re.escape(output.name)}\s+\d+\s+([\d.]+)", table, re.MULTILINE).group(1))


def field_figures(sources, output):
    table = run([sys.executable, READING / "score_meta.py", "--gold", sources.gold, output])
    figure = {"date": r"date .*F1 ([\d.]+)", "title": r"title .*acc ([\d.]+)", "author": r"author .*acc ([\d.]+)"}
    return {name: float(found.group(1)) if (found := re.search(pattern, table)) else None for name, pattern in figure.items()}


def feed_cases(folder):
    """Casus reads each case as a file, or as a record of an archive where the case has headers or an address."""
    cases, listed, answers = gold_lines("feeds/dev.jsonl"), folder / "feeds.jsonl", folder / "feeds.casus"
    with open(listed, "w", encoding="utf-8") as out:
        for case in cases:
            print(json.dumps({"id": case["id"], "file": str(READING / "feeds" / case["file"]), "url": case.get("url"), "headers": case.get("headers")}), file=out)
    with open(answers, "w", encoding="utf-8") as out:
        for case in cases:
            file = READING / "feeds" / case["file"]
            if case.get("headers") or case.get("url"):
                archive = folder / "case.warc"
                archive.write_bytes(archive_record(file.read_bytes(), case.get("url"), case.get("headers") or {"Content-Type": "application/xml"}))
                file = archive
            answer = subprocess.run([CASUS, "read", "--raw", file], capture_output=True, text=True).stdout
            result = json.loads(answer.splitlines()[0])["result"] if answer else None
            print(json.dumps({"id": case["id"], "result": result}), file=out)
    return listed, answers


def feeds_strict(output):
    table = run([sys.executable, READING / "score_feeds.py", "--gold", READING / "feeds/dev.jsonl", output])
    return float(re.search(r"strict \d+ = ([\d.]+)", table).group(1))


def survive(command, source, folder):
    """One hostile source: exit status, wall clock, memory and answer, as the scorer wants them."""
    out = folder / "hostile.out"
    with open(out, "wb") as stdout:
        started = time.monotonic()
        process = subprocess.Popen([*map(str, command), source], stdout=stdout, stderr=subprocess.DEVNULL)
        deadline = started + 20
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(0.005)
    process.returncode = os.waitstatus_to_exitcode(status)
    return {"exit": process.returncode if process.returncode >= 0 else 124, "wall_s": time.monotonic() - started, "peak_mb": usage.ru_maxrss / 1024}, out


def hostile_casus(folder):
    output = folder / "bad.casus"
    with open(output, "w", encoding="utf-8") as lines:
        for case in gold_lines("feeds/bad.jsonl"):
            facts, out = survive([CASUS, "read", "--raw"], READING / "feeds" / case["file"], folder)
            answer = out.read_text(encoding="utf-8", errors="replace").splitlines()
            facts |= {"result": json.loads(answer[0])["result"]} if answer else {"error": "refused"}
            if facts["exit"] == 1:
                facts["exit"] = 0  # refused, and said so
            print(json.dumps({"id": case["id"], **facts}), file=lines)
    return output


def hostile_feedparser(python, folder):
    output, listed, answer = folder / "bad.feedparser", folder / "one.jsonl", folder / "one.out"
    with open(output, "w", encoding="utf-8") as lines:
        for case in gold_lines("feeds/bad.jsonl"):
            listed.write_text(json.dumps({"id": case["id"], "file": str(READING / "feeds" / case["file"])}) + "\n", encoding="utf-8")
            answer.unlink(missing_ok=True)
            facts, _ = survive([python, WORKER, "feedparser", listed], answer, folder)
            found = answer.read_text(encoding="utf-8").splitlines() if answer.exists() else []
            facts |= {"result": json.loads(found[0]).get("result")} if found else {"error": "none"}
            print(json.dumps({"id": case["id"], **facts}, default=str), file=lines)
    return output


def survived(output):
    table = run([sys.executable, READING / "score_feeds.py", "--bad", READING / "feeds/bad.jsonl", output])
    return int(re.search(r"survived (\d+)/", table).group(1)), table


def measure_pages(python, folder, rounds, figures):
    pages = Sources(folder, "html")
    speeds = {name: [] for name in ("casus", "trafilatura", "trafilatura fast", "newspaper4k", "readability")}
    for number in range(rounds):
        for name, speed in speeds.items():
            if name == "newspaper4k" and number > 0:
                continue  # too slow to be asked more than once
            output = folder / f"html.{name.replace(' ', '-')}"
            if name == "casus":
                seconds = run_casus(pages, output, times=5)
            else:
                figures["versions"][name] = run_peer(python, name, pages.list, output)
                seconds = cpu_seconds(output)
            speed.append(len(pages.records) / seconds)
            figures["text"][name] = text_f1(pages, output)
    figures["speed"] = {name: statistics.median(values) for name, values in speeds.items()}


def measure_fields(python, folder, figures):
    pages = Sources(folder, "meta")
    for name in ("casus", "htmldate", "trafilatura fields", "readability"):
        output = folder / f"meta.{name.replace(' ', '-')}"
        if name == "casus":
            seconds = run_casus(pages, output)
            figures["speed_fields"] = len(pages.records) / seconds
        else:
            figures["versions"][name] = run_peer(python, name, pages.list, output)
        figures["fields"][name] = field_figures(pages, output)


def measure_feeds(python, folder, figures):
    listed, answers = feed_cases(folder)
    peer = folder / "feeds.feedparser"
    figures["versions"]["feedparser"] = run_peer(python, "feedparser", listed, peer)
    figures["feeds"] = {"casus": feeds_strict(answers), "feedparser": feeds_strict(peer)}
    figures["hostile"] = {"casus": survived(hostile_casus(folder))[0], "feedparser": survived(hostile_feedparser(python, folder))[0]}


def show(figures):
    text, fields, speed = figures["text"], figures["fields"], figures["speed"]

    def line(title, ours, goal, peers, form="{:.3f}"):
        shown = ", ".join(f"{name} {form.format(value)}" for name, value in peers.items() if value is not None)
        print(f"{title:46}{form.format(ours):>8}{goal:>9}   {shown}")

    print(f"{'dev halves':46}{'Casus':>8}{'to reach':>9}   peers, in this run")
    others = [name for name in text if name != "casus"]
    line("article text, F1 of four-word runs", text["casus"], GOALS["text"], {name: text[name] for name in others})
    for field, title, peer in (("date", "publication date, F1", "htmldate"), ("title", "title, exact", "readability"), ("author", "set of authors, exact", "trafilatura fields")):
        line(title, fields["casus"][field], f"{GOALS[field]:.2f}" if field != "date" else GOALS[field], {peer: fields[peer][field]})
    line("feeds, cases with every value right", figures["feeds"]["casus"], GOALS["feeds"], {"feedparser": figures["feeds"]["feedparser"]})
    line(f"hostile input: {SECONDS} s, {MEGABYTES} MB, of 64", figures["hostile"]["casus"], GOALS["hostile"], {"feedparser": figures["hostile"]["feedparser"]}, "{}")
    line("pages per CPU second, one core", speed["casus"], "", {name: speed[name] for name in others}, "{:.0f}")
    line("  times trafilatura", speed["casus"] / speed["trafilatura"], GOALS["speed"], {"trafilatura fast": speed["casus"] / speed["trafilatura fast"]}, "{:.1f}")
    print("\nversions:", ", ".join(sorted(set(figures["versions"].values()))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="repetitions of the measurement of speed, in turn")
    parser.add_argument("--json", metavar="FILE", help="write the figures there")
    options = parser.parse_args()
    require()
    python = install()
    figures = {"text": {}, "fields": {}, "versions": {}}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        measure_pages(python, folder, options.rounds, figures)
        measure_fields(python, folder, figures)
        measure_feeds(python, folder, figures)
    show(figures)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


main()
