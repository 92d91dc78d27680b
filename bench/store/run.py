#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The store under load: questions on millions of events, ingest of a million coded documents, kills.

    bench/store/run.py [questions] [ingest] [kills] [--events 10000000] [--documents 1000000] [--kills 30] [--store FILE] [--folder DIR] [--json FILE]

`questions` fills a store with generated events (events.sql) and asks what docs/schema.md asks, as SQL and as commands: seconds from the program's start to
its last line, the median of three, and those of processor time, which two threads share. `ingest` streams coded documents made of examples/ (synthetic_news.py) through
`casus import --from casus`: microseconds per document in each tenth, by the clock and of processor time, the memory, and whether `casus store check` finds all well. `kills` ends ingests by
kill -9 at random moments and looks for what is lost or doubled; half of them of `casus code`, whose printed lines are acknowledged, half of imports."""
import argparse
import json
import os
import pathlib
import random
import re
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, ROOT  # noqa: E402
import synthetic_news  # noqa: E402

WORKER = CASUS.parent / "casus_store_worker"
HERE = pathlib.Path(__file__).resolve().parent


def output_of(*command):
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"bench/store: {' '.join(map(str, command))[:200]}: {done.stderr.decode()[-500:]}")
    return done.stdout.decode("utf-8")


def documented_questions():
    """Name and command of each question of docs/schema.md, first as SQL, then as a command."""
    page = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
    part = page[page.index("## Questions"):]
    part = part[:part.index("\n## ", 3)]
    found = []
    for block in re.findall(r"```sql\n(.*?)```", part, re.S):
        for statement in block.strip().split("\n\n"):
            name, *select = statement.splitlines()
            found.append((name.lstrip("- "), ["events", "--sql", "\n".join(select)]))
    for block in re.findall(r"```sh\n(.*?)```", part, re.S):
        for line in block.strip().splitlines():
            words = shlex.split(line, comments=True)
            found.append((line, [word for word in words[1:] if word not in ("--store", "news.duckdb")]))
    return found


def child_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def generated_store(store, events):
    start = time.monotonic()
    sql = (HERE / "events.sql").read_text(encoding="utf-8").replace(":events", str(events))
    subprocess.run([str(WORKER), str(store)], input=sql.encode(), check=True)
    print(f"\n{events:,} generated events, {store.stat().st_size / 1e9:.2f} GB, made in {time.monotonic() - start:.0f} s")


def questions(store, events, repeat=3):
    if not store.exists():
        generated_store(store, events)
    print("\n seconds  processor   lines  question")
    event = json.loads(output_of(CASUS, "events", "--store", store, "--sql", "SELECT id FROM events LIMIT 1"))["id"]
    figures = {}
    for name, command in documented_questions():
        command = [word.replace("EVENT", event) if word == "EVENT" else word.replace("'EVENT'", f"'{event}'") for word in command]
        times, used = [], child_seconds()
        for _ in range(repeat):
            start = time.monotonic()
            lines = output_of(CASUS, command[0], "--store", store, "--format", "jsonl", *command[1:]).count("\n")
            times.append(time.monotonic() - start)
        figures[name] = {"seconds": statistics.median(times), "processor_seconds": (child_seconds() - used) / repeat}
        print(f"{figures[name]['seconds']:8.2f} {figures[name]['processor_seconds']:10.2f} {lines:7}  {name}", flush=True)
    return figures


def example_texts():
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "examples").rglob("*.txt"))]


def check(store):
    done = subprocess.run([str(CASUS), "store", "check", str(store)], capture_output=True, check=False)
    return "all is well" if done.returncode == 0 else done.stderr.decode()


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ingest(folder, total):
    pool = synthetic_news.coded_sentences(CASUS, folder, example_texts())
    store, part, blocks = folder / "ingest.duckdb", folder / "block.jsonl", 10
    process = subprocess.Popen([str(CASUS), "import", "--store", str(store), "--from", "casus", "-"], stdin=subprocess.PIPE)
    print(f"\n{total:,} coded documents of {len(pool)} sentences, microseconds per document for each tenth, by the clock and of processor time:", flush=True)
    each, processor = [], []
    for block in range(blocks):
        first, end = total * block // blocks, total * (block + 1) // blocks
        with part.open("w", encoding="utf-8") as file:
            file.writelines(synthetic_news.documents(pool, first, end, total))
        start, used = time.monotonic(), processor_seconds(process)
        with part.open("rb") as file:
            shutil.copyfileobj(file, process.stdin, 1 << 20)
        each.append((time.monotonic() - start) / (end - first) * 1e6)
        processor.append((processor_seconds(process) - used) / (end - first) * 1e6)
        print(f"  {each[-1]:.0f} ({processor[-1]:.0f})", end="", flush=True)
    process.stdin.close()
    if process.wait() != 0:
        sys.exit("bench/store: the import failed")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    well = check(store)
    stored = json.loads(output_of(CASUS, "events", "--store", store, "--sql", "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM events) AS events, "
                                  "(SELECT count(*) FROM event_clusters) AS clusters, (SELECT count(DISTINCT story) FROM document_stories) AS stories"))
    print(f"\nlast against second tenth: {each[-1] / each[1]:.2f}, of processor time {processor[-1] / processor[1]:.2f}   peak memory {memory:.0f} MB   file {store.stat().st_size / 1e9:.2f} GB   {stored}   check: {well}")
    store.unlink()
    part.unlink()
    return {"microseconds_per_document": each, "processor_microseconds": processor, "ratio": each[-1] / each[1], "peak_megabytes": memory, **stored}


def keys(store):
    found = output_of(CASUS, "events", "--store", store, "--format", "csv", "--sql", "SELECT key FROM documents").splitlines()[1:]
    return set(found), len(found) - len(set(found))


def kill_ingests(folder, kills, name, command, quiet):
    """Kills `command`, which writes the store `name`, at random moments; gives how many were still running, and what went wrong."""
    store, acknowledged, seen = folder / f"{name}.duckdb", set(), set()
    start = time.monotonic()
    undisturbed = subprocess.run([str(part) for part in command(quiet)], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if undisturbed.returncode != 0:
        sys.exit(f"bench/store: {name}: {undisturbed.stderr.decode()[-500:]}")
    duration, chance, every = time.monotonic() - start, random.Random(), keys(quiet)[0]
    running, faults = 0, []
    for _ in range(kills):
        if seen == every:
            store.unlink()
            acknowledged, seen = set(), set()
        out = folder / "out.jsonl"
        with out.open("wb") as file:
            process = subprocess.Popen([str(part) for part in command(store)], stdout=file, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, duration * (1 - len(seen) / len(every))))
            running += process.poll() is None
            process.kill()
            process.wait()
        acknowledged |= {json.loads(line)["key"] for line in out.read_text(encoding="utf-8").split("\n")[:-1]}
        if not store.exists():
            continue
        found, doubled = keys(store)
        if doubled or not acknowledged <= found or not seen <= found:
            faults.append(f"{doubled} doubled, {len((acknowledged | seen) - found)} lost")
        seen = found
    subprocess.run([str(part) for part in command(store)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if keys(store) != keys(quiet):
        faults.append("not the documents of an undisturbed run")
    if check(store) != "all is well":
        faults.append(check(store))
    store.unlink()
    quiet.unlink()
    return running, faults


def kills(folder, count):
    pool = synthetic_news.coded_sentences(CASUS, folder, example_texts())
    coded, plain = folder / "kills.jsonl", folder / "plain.jsonl"
    with coded.open("w", encoding="utf-8") as file:
        file.writelines(synthetic_news.documents(pool, 0, 5000, 5000))
    with plain.open("w", encoding="utf-8") as file:
        for line in synthetic_news.documents(pool, 0, 400, 5000):
            document = json.loads(line)
            file.write(json.dumps({name: document[name] for name in ("id", "title", "publisher", "published", "text")}) + "\n")
    results = {}
    for name, number, command in [("import", count // 2, lambda store: [CASUS, "import", "--store", store, "--from", "casus", coded]),
                                  ("code", count - count // 2, lambda store: [CASUS, "code", plain, "--store", store])]:
        running, faults = kill_ingests(folder, number, name, command, folder / "quiet.duckdb")
        print(f"casus {name}: {number} kills, {running} of them while it ran: {'; '.join(faults) or 'nothing lost, nothing doubled'}")
        results[name] = {"kills": number, "running": running, "faults": faults}
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help="questions, ingest, kills; all if none is given")
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--store", metavar="FILE", help="the store of generated events: used if it is there, else made and kept")
    parser.add_argument("--folder", help="where the stores are made; needs some 20 GB for the full sizes")
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    asks = not options.parts or "questions" in options.parts
    if not CASUS.exists() or (asks and not WORKER.exists()):
        sys.exit("bench/store: build the programs first: script/setup, cmake --build --preset release --target casus_store_worker")
    figures = {}
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="casus-store-") as folder:
        folder = pathlib.Path(folder)
        for part, run in [("questions", lambda: questions(pathlib.Path(options.store or folder / "events.duckdb"), options.events)), ("ingest", lambda: ingest(folder, options.documents)),
                          ("kills", lambda: kills(folder, options.kills))]:
            if not options.parts or part in options.parts:
                figures[part] = run()
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


main()
