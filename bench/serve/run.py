#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The server under load, on a store of generated events.

    bench/serve/run.py [--events 1000000] [--readers 1000] [--requests 20] [--schemathesis 20] [--store FILE] [--json FILE]

Makes the store (bench/serve/make_events.py, casus import --from icews) unless --store gives one. Then, each with the answers' errors counted:
  views         p50 and p99 of the routes behind the pages, one client, every question asked afresh (no two addresses alike)
  readers       that many clients at once, each asking in turn, while documents are sent in batches; p50, p99, the server's memory before and after
  steady        rounds of the same number of such questions with nothing taken in: the server's memory after each, which must not go on growing
  slow          clients that send a head byte by byte, never read an answer, or send half a body, while one measures /health
  oversized     bodies, heads and batches over the limits: the statuses that come back
  schemathesis  the description against the server, that many examples a route (PyPI schemathesis, in a virtual environment under build/)"""
import argparse
import asyncio
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/end_to_end"))
from evaluation import CASUS, ROOT  # noqa: E402
from server import Server, memory_of  # noqa: E402
from support import make_documents  # noqa: E402

SCHEMATHESIS = "schemathesis==4.32.5"


def make_store(folder, events):
    table, store = folder / "events.tab", folder / "big.duckdb"
    with open(table, "wb") as out:
        subprocess.run([sys.executable, str(pathlib.Path(__file__).parent / "make_events.py"), str(events)], stdout=out, check=True)
    subprocess.run([CASUS, "import", "--store", store, "--from", "icews", table], check=True)
    table.unlink()
    return store


def percentiles(seconds):
    ordered = sorted(seconds)
    return statistics.median(ordered) * 1e3, ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1e3


def filters(chance):
    """A choice of filters that is hardly ever made twice."""
    first = 2015 + chance.randrange(9)
    chosen = {"from": f"{first}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}", "to": f"{first + 1}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"}
    for name, values in [("actor", ["RUS", "MIL", "police", "IRN"]), ("country", ["UKR", "KEN", "COL"]), ("type", ["ASSAULT", "CONSULT", "14"]), ("publisher", ["Courier", "Fjord"])]:
        if chance.random() < 0.3:
            chosen[name] = chance.choice(values)
    return chosen


VIEWS = {
    "first map": ("/map", lambda chance: {"zoom": 2, "min_confidence": f"{chance.random() * 1e-9:.18f}"}),
    "map, filtered": ("/map", lambda chance: {"zoom": chance.randint(2, 8), **filters(chance)}),
    "timeline, filtered": ("/timeline", filters),
    "facets, filtered": ("/facets", filters),
    "events, filtered": ("/events", lambda chance: {"limit": 50, "order": "-date", **filters(chance)}),
    "dyads, filtered": ("/dyads", lambda chance: {"limit": 20, **filters(chance)}),
    "network, filtered": ("/network", filters),
    "series of a dyad": ("/series", lambda chance: {"unit": chance.choice(["RUS|UKR", "NOR|IRN", "IND|PAK"]), "by": "month", "from": f"{2015 + chance.randrange(5)}-{chance.randint(1, 12):02d}"}),
}


def measure_views(server, rounds):
    print(f"views, one client ({rounds} questions each)")
    print(f"  {'view':24} {'p50 ms':>8} {'p99 ms':>8} {'errors':>7}")
    figures = {}
    for name, (path, make) in VIEWS.items():
        chance, seconds, errors = random.Random(name), [], 0
        for _ in range(rounds):
            start = time.perf_counter()
            answer = server.get(path, **{key + "_": value for key, value in make(chance).items()})
            seconds.append(time.perf_counter() - start)
            errors += answer.status != 200
        figures[name] = (*percentiles(seconds), errors)
        print(f"  {name:24} {figures[name][0]:8.1f} {figures[name][1]:8.1f} {errors:7}")
    return figures


async def one_answer(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return status


async def read_on(port, number, requests, start, seconds, statuses):
    chance = random.Random(number)
    await start.wait()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(requests):
            path, make = chance.choice([("/map", filters), ("/timeline", filters), ("/events", lambda c: {"limit": 20, **filters(c)}), ("/info", lambda c: {}), ("/documents", lambda c: {"limit": 10})])
            target = f"/api/v1{path}?{urllib.parse.urlencode(make(chance))}"
            before = time.perf_counter()
            writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            status = await one_answer(reader)
            seconds.append(time.perf_counter() - before)
            statuses[status] = statuses.get(status, 0) + 1
        writer.close()
    except (OSError, asyncio.IncompleteReadError) as error:
        statuses[type(error).__name__] = statuses.get(type(error).__name__, 0) + 1


async def send_documents(port, stop, counts):
    seed = 1000
    while not stop.is_set():
        body = "".join(json.dumps(document) + "\n" for document in make_documents(16, seed=seed)).encode()
        seed += 1
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        writer.write(f"POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        status = await one_answer(reader)
        counts[status] = counts.get(status, 0) + 1
        writer.close()


async def readers_during_ingest(port, readers, requests):
    start, stop, seconds, statuses, ingested = asyncio.Event(), asyncio.Event(), [], {}, {}
    tasks = [asyncio.create_task(read_on(port, number, requests, start, seconds, statuses)) for number in range(readers)]
    ingest = asyncio.create_task(send_documents(port, stop, ingested))
    begin = time.perf_counter()
    start.set()
    await asyncio.gather(*tasks)
    took = time.perf_counter() - begin
    stop.set()
    await ingest
    return seconds, statuses, ingested, took


def measure_readers(server, readers, requests):
    before = memory_of(server.process.pid)
    seconds, statuses, ingested, took = asyncio.run(readers_during_ingest(server.port, readers, requests))
    after = memory_of(server.process.pid)
    p50, p99 = percentiles(seconds)
    print(f"readers during an ingest: {readers} at once, {requests} questions each, {took:.1f} s, {len(seconds) / took:.0f} answers/s")
    print(f"  p50 {p50:.0f} ms, p99 {p99:.0f} ms; statuses {statuses}; batches of 16 documents {ingested}; memory {before >> 20} MB before, {after >> 20} MB after")
    return {"p50": p50, "p99": p99, "statuses": {str(key): value for key, value in statuses.items()}, "memory_before": before, "memory_after": after}


def measure_steady(server, rounds=8, questions=400):
    """Megabytes after each round; the first ones fill caches."""
    chance, memory, errors = random.Random("steady"), [], 0
    for _ in range(rounds):
        for _ in range(questions):
            path, make = chance.choice(list(VIEWS.values()))
            errors += server.get(path, **{key + "_": value for key, value in make(chance).items()}).status != 200
        memory.append(memory_of(server.process.pid) >> 20)
    print(f"steady: MB after each of {rounds} rounds of {questions} questions: {', '.join(map(str, memory))}; {errors} errors")
    return {"memory": memory, "errors": errors}


async def hold_slow_clients(port, count):
    heads = [b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"POST /api/v1/code HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"te",
             b"GET /api/v1/events?limit=1000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5]
    held = []
    for number in range(count):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(heads[number % 3])
        held.append(writer)
    seconds = []
    for _ in range(50):
        before = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        await one_answer(reader)
        writer.close()
        seconds.append(time.perf_counter() - before)
    for writer in held:
        writer.close()
    return seconds


def measure_slow(server, count):
    p50, p99 = percentiles(asyncio.run(hold_slow_clients(server.port, count)))
    print(f"slow clients: {count} held; /health beside them p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    return {"p50": p50, "p99": p99}


def measure_oversized(server):
    kind = {"Content-Type": "application/json"}
    found = {"text of 8 MB": server.post("/code", b'{"text": "' + b"a " * (4 << 20) + b'"}', kind).status,
             "head of 60 KB": server.get("/info", {"X-Long": "a" * 60000}).status,
             "address of 12 KB": server.get("/events", actor="a" * 12000).status,
             "brackets": server.post("/code", b"[" * 1000000, kind).status}
    print("oversized: " + ", ".join(f"{name} {status}" for name, status in found.items()))
    return found


def run_schemathesis(server, examples):
    folder = ROOT / "build/schemathesis"
    program = folder / "bin/schemathesis"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin/pip"), "install", "-q", SCHEMATHESIS], check=True)
    done = subprocess.run([str(program), "--config-file", str(pathlib.Path(__file__).with_name("schemathesis.toml")), "run", str(ROOT / "data/openapi.json"), "--url", f"http://127.0.0.1:{server.port}", "--max-examples", str(examples), "--phases", "examples,coverage,fuzzing",
                           "--exclude-path-regex", "/stream$", "--generation-deterministic", "--no-color"], cwd=folder, capture_output=True, text=True, check=False)
    print(done.stdout[-4000:])
    return done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1000000)
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--schemathesis", type=int, default=20)
    parser.add_argument("--store", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casus-bench-") as name:
        folder = pathlib.Path(name)
        store = arguments.store or make_store(folder, arguments.events)
        start = time.perf_counter()
        server = Server(store, "--rate", 0, folder=folder)
        print(f"open after {time.perf_counter() - start:.1f} s, {memory_of(server.process.pid) >> 20} MB")
        try:
            figures = {"views": measure_views(server, arguments.rounds), "steady": measure_steady(server), "readers": measure_readers(server, arguments.readers, arguments.requests), "slow": measure_slow(server, 300),
                       "oversized": measure_oversized(server)}
            faults = run_schemathesis(server, arguments.schemathesis) if arguments.schemathesis else 0
        finally:
            status, said = server.stop()
        print(f"ended with {status}; {said.strip().splitlines()[-1] if said.strip() else ''}")
        if arguments.json:
            arguments.json.write_text(json.dumps(figures), encoding="utf-8")
    sys.exit(faults)


main()
