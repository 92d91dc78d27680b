# SPDX-License-Identifier: Apache-2.0
"""What the measurements that run on the evaluation data share: where things are, and running a program."""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
CASUS = ROOT / "build/release/bin/casus"
EVAL = pathlib.Path(os.environ.get("CASUS_SHARED", ROOT.parent / "shared")) / "eval"


def require():
    """Ends with a clear line where the program or the data are missing."""
    if not CASUS.exists():
        sys.exit("bench: build the program first: script/setup")
    if not EVAL.exists():
        sys.exit(f"bench: the evaluation data are not at {EVAL}; set CASUS_SHARED to the folder that holds eval/")


def run(command, **options):
    """The standard output of a program that has to succeed."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **options).stdout


def answers(task, verb, folder, gold=None):
    """The scorer's JSON for one task of the converter; `folder` is for temporary files."""
    gold = gold or EVAL / task / "dev.jsonl"
    source, output = folder / f"{task}.in.jsonl", folder / f"{task}.out.jsonl"
    source.write_text(run([sys.executable, EVAL / "casus_to.py", "input", task, gold]), encoding="utf-8")
    output.write_text(run([sys.executable, EVAL / "casus_to.py", "output", task], input=run([CASUS, verb, source])), encoding="utf-8")
    scorer = next((EVAL / task).glob("score_*.py"))
    return json.loads(run([sys.executable, scorer, gold, output, "--json"]))


def articles_table(folder, *options):
    """The table of the articles' scorer; `folder` is for temporary files."""
    gold, scorer = EVAL / "articles/dev.jsonl", EVAL / "articles/score_articles.py"
    source, output = folder / "articles.in.jsonl", folder / "articles.out.jsonl"
    source.write_text(run([sys.executable, scorer, "--make-input", gold]), encoding="utf-8")
    output.write_text(run([CASUS, "code", source]), encoding="utf-8")
    return run([sys.executable, scorer, gold, output, *options])
