#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pages on a store with a million invented events, in Chromium: the first view, then brushes of the time line and filters, from the hand's
last movement to the last answer drawn; then every view at two widths, which must keep to the rules of the browser tests.
bench/web/run.py [--events N] [--rounds N] [--store FILE] [--no-views]"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASUS = os.environ.get("CASUS", str(ROOT / "build/release/bin/casus"))
# The bounds that the workspace promises, in milliseconds.
BOUNDS = {"first view": 2000, "brush": 300, "filter": 300}


def make_store(folder, events):
    store = folder / "big.duckdb"
    with open(folder / "events.tab", "w") as table:
        subprocess.run([sys.executable, ROOT / "bench/serve/make_events.py", str(events)], stdout=table, check=True)
    subprocess.run([CASUS, "import", "--store", store, "--from", "icews", folder / "events.tab"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (folder / "events.tab").unlink()
    return store


def serve(store):
    server = subprocess.Popen([CASUS, "serve", "--store", store, "--port", "0", "--pages", ROOT / "build/pages"], stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        found = re.search(r"http://\S+/", line)
        if found:
            return server, found.group(0)
    sys.exit("bench web: casus serve ended before it named its address")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--no-views", action="store_true", help="measure only")
    parser.add_argument("--store", type=pathlib.Path, help="a store that is there already")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="casus-bench-web-") as folder:
        store = arguments.store or make_store(pathlib.Path(folder), arguments.events)
        server, address = serve(store)
        try:
            measured = subprocess.run(["node", ROOT / "bench/web/measure.mjs", address, str(arguments.rounds)], check=True, stdout=subprocess.PIPE, text=True)
            report(json.loads(measured.stdout))
            views = 0 if arguments.no_views else subprocess.run(["node", ROOT / "bench/web/views.mjs", address], check=False).returncode
        finally:
            server.terminate()
            server.wait()
    sys.exit(views)


def report(figures):
    print(f"{figures['events']:,} events; milliseconds in Chromium {figures['browser']}, {os.cpu_count()} cores for server and browser\n")
    print(f"{'':<12}{'median':>8}{'p95':>8}{'worst':>8}{'bound':>8}   times")
    for name, times in figures["times"].items():
        times.sort()
        at = lambda share: times[min(int(share * len(times)), len(times) - 1)]  # noqa: E731
        print(f"{name:<12}{at(0.5):>8.0f}{at(0.95):>8.0f}{times[-1]:>8.0f}{BOUNDS[name]:>8}   {len(times)}", flush=True)


main()
