#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Other people's event data: a million rows in and out, and the files of the forecasting data there and back.

    bench/exchange/run.py [--rows 1000000]

Needs a build and the evaluation data ($CASUS_SHARED or ../shared). The million rows are made here, in the columns of GDELT 2.0."""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from evaluation import CASUS, EVAL, require  # noqa: E402

GOAL_SECONDS = 60
PARTIES = [("USA", "UNITED STATES", "USA", ""), ("RUSMIL", "RUSSIAN ARMY", "RUS", "MIL"), ("GBRGOV", "PRIME MINISTER", "GBR", "GOV"), ("COP", "POLICE", "", "COP"),
           ("IGOUNO", "UNITED NATIONS", "", "IGO"), ("", "", "", ""), ("CHN", "BEIJING", "CHN", ""), ("QXZ", "NOBODY KNOWN", "", "")]
CODES = ["010", "036", "042", "051", "112", "1712", "173", "190", "193", "020", "0251"]
FILES = [("escalation/events_icews.tsv", "cameo"), ("escalation/events_levant.tsv", "cameo"), ("escalation/events_turkey.tsv", "cameo"), ("escalation/events_gulf.tsv", "weis"),
         ("escalation/events_balkans.tsv", "weis"), ("icews14/train.tsv", "cameo"), ("icews14/valid.tsv", "cameo"), ("icews14/test.tsv", "cameo")]


def make_rows(path, count):
    chance = random.Random(3)
    place = ["4", "Moscow, Moskva, Russia", "RS", "RS48", "41962", "55.7522", "37.6156", "-2960561"]

    def party(code, name, country, role):
        return [code, name, country, "", "", "", "", role, "", ""]

    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            code, day = chance.choice(CODES), f"201502{chance.randint(10, 28)}"
            row = [str(410000000 + number), day, day[:6], day[:4], "2015.1", *party(*chance.choice(PARTIES)), *party(*chance.choice(PARTIES)), "1", code, code[:3], code[:2],
                   "1" if code < "06" else "3", "-2.0", "4", "1", "4", "-1.5", *place, *place, *place, "20150219000000", f"http://www.site{number % 97}.example/news/{number // 3}"]
            print("\t".join(row), file=out)


def casus(*arguments, out=None):
    """Seconds of the clock and what was said; the program has to succeed."""
    started = time.monotonic()
    done = subprocess.run([str(CASUS), *map(str, arguments)], stdout=out or subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench/exchange: casus {arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.monotonic() - started, done.stderr.splitlines()


def there_and_back(folder, source, name, *options):
    store, back = folder / "rows.duckdb", folder / "back"
    store.unlink(missing_ok=True)
    seconds, said = casus("import", "--store", store, "--from", name, source, *options)
    with open(back, "wb") as out:
        out_seconds, _ = casus("export", "--store", store, "--to", name, out=out)
    # A plain table's header may use other words for the same columns.
    first = 1 if name == "tsv" else 0
    is_same = back.read_bytes().split(b"\n")[first:] == source.read_bytes().split(b"\n")[first:]
    print(f"{source.name:22}{said[0].removeprefix('casus: ').split(' rows')[0]:>9}{seconds:9.1f}{out_seconds:9.1f}   {'same' if is_same else 'DIFFERENT'}   {'; '.join(line.removeprefix('casus: ') for line in said[1:])}")
    return seconds, is_same


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    require()
    print(f"{'file':22}{'rows':>9}{'in, s':>9}{'out, s':>9}   there and back")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows = folder / "gdelt.csv"
        make_rows(rows, options.rows)
        seconds, is_same = there_and_back(folder, rows, "gdelt")
        all_same = is_same
        for file, scheme in FILES:
            all_same &= there_and_back(folder, EVAL / "forecast" / file, "tsv", "--scheme", scheme)[1]
    print(f"\n{options.rows:,} rows in {seconds:.0f} s (to reach: a million in {GOAL_SECONDS}); {'all rows came back byte for byte' if all_same else 'NOT ALL ROWS CAME BACK'}")


main()
