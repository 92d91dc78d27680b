#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cores, start-up, and memory over many documents, of the program as people call it.

    bench/scale/run.py [--documents 100000] [--repeat 3] [--json FILE]

First the parity documents (with examples/ where the evaluation data are absent) through `casus parse` and `casus code`
on one thread and on all cores: tokens per second of wall time, start-up included, the median of the repetitions taken
in turn. Then the time from starting the program to its first line of output for one short document. Last, documents
made from the sentences of examples/ in random order (seeded), streamed in, with the program's memory after each tenth."""
import argparse
import gzip
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, ROOT  # noqa: E402

SHORT = json.dumps({"id": "short", "text": "Police arrested 12 protesters in Lima on Monday."}) + "\n"


def example_texts():
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "examples").rglob("*.txt"))]


def measured_texts():
    parity = EVAL / "parity/dev.jsonl.gz"
    if parity.exists():
        with gzip.open(parity, "rt", encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in file] * 5, "the parity documents, five times"
    return example_texts() * 50, "examples/, fifty times"


def count_tokens(parsed):
    with open(parsed, encoding="utf-8") as file:
        return sum(len(json.loads(line)["tokens"]) for line in file)


def seconds(command, output):
    start = time.monotonic()
    with open(output, "wb") as file:
        subprocess.run([str(part) for part in command], check=True, stdout=file)
    return time.monotonic() - start


def over_cores(folder, repeat):
    texts, source = measured_texts()
    documents, output = folder / "documents.jsonl", folder / "output.jsonl"
    documents.write_text("".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)), encoding="utf-8")
    counts = sorted({1, os.cpu_count()})
    commands = {(verb, threads): [CASUS, verb, "--threads", threads, documents] for threads in counts for verb in ("parse", "code")}
    seconds([CASUS, "parse", documents], output)  # warm up
    tokens = count_tokens(output)
    times = {key: [] for key in commands}
    for _ in range(repeat):
        for key, command in commands.items():
            times[key].append(seconds(command, output))
    speed = {key: tokens / statistics.median(values) for key, values in times.items()}
    print(f"{tokens:,} tokens ({source}), tokens per second of wall time, start-up included\n")
    print(f"{'':14}" + "".join(f"{threads:>4} thread{'s' if threads > 1 else ' '}" for threads in counts) + f"{'ratio':>8}")
    for verb in ("parse", "code"):
        print(f"casus {verb:8}" + "".join(f"{speed[verb, threads]:12,.0f}" for threads in counts) + f"{speed[verb, counts[-1]] / speed[verb, 1]:8.2f}")
    print(f"code / parse  " + "".join(f"{speed['code', threads] / speed['parse', threads]:12.2f}" for threads in counts))
    return {f"{verb} {threads}": value for (verb, threads), value in speed.items()}


def start_up(repeat):
    times = {}
    for verb in ("parse", "code"):
        runs = []
        for _ in range(max(5, repeat)):
            start = time.monotonic()
            subprocess.run([str(CASUS), verb, "-"], input=SHORT, text=True, check=True, capture_output=True)
            runs.append(time.monotonic() - start)
        times[verb] = statistics.median(runs)
    print("\nfrom start to end for one short document: " + ", ".join(f"casus {verb} {value:.2f} s" for verb, value in times.items()))
    return times


def resident_megabytes(process):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) / 1024


def memory(command, count):
    """The program's resident memory after each tenth of the documents was written to it, and the seconds."""
    sentences = [sentence for text in example_texts() for sentence in re.split(r"(?<=[.!?])\s+", text) if len(sentence) > 20]
    chance = random.Random(1)
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, text=True, encoding="utf-8")
    start, samples = time.monotonic(), []
    for number in range(1, count + 1):
        text = " ".join(chance.choice(sentences) for _ in range(6))
        process.stdin.write(json.dumps({"id": f"document {number}", "text": text, "published": f"20{chance.randrange(10, 24)}-05-17"}) + "\n")
        if number % max(1, count // 10) == 0:
            process.stdin.flush()
            samples.append(resident_megabytes(process))
            print(f"\r{command[1]}: {number:,} documents", end="", file=sys.stderr)
    process.stdin.close()
    if process.wait() != 0:
        sys.exit(f"bench/scale: {' '.join(map(str, command))} ended with {process.returncode}")
    print(file=sys.stderr)
    return samples, time.monotonic() - start


def memory_table(folder, count):
    commands = {"parse": [CASUS, "parse", "-"], "code": [CASUS, "code", "-"],
                "code --store": [CASUS, "code", "-", "--quiet", "--store", folder / "scale.duckdb"]}
    print(f"\nresident memory in MB after each tenth of {count:,} documents")
    results = {}
    for name, command in commands.items():
        samples, elapsed = memory(command, count)
        results[name] = samples
        print(f"{name:14}" + "".join(f"{sample:6.0f}" for sample in samples) + f"   {elapsed:.0f} s")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    if not CASUS.exists():
        sys.exit("bench/scale: build the program first: script/setup")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        results = {"tokens_per_second": over_cores(folder, options.repeat), "start_up": start_up(options.repeat),
                   "resident_megabytes": memory_table(folder, options.documents)}
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=2) + "\n")


main()
