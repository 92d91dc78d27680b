#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the coding cases under tests/cases/code (the tables under data/ are checked by `casus lexicon check`).

  tools/check_cases.py [--root FOLDER]

Prints one line per fault (file:line: what is wrong; what to do) and leaves with status 1 if there is any.
"""
import argparse
import pathlib
import re
import sys

CASE_COLUMNS = "text type cameo actors recipients status".split()
STATUSES = {"reported", "claimed", "planned", "possible", "denied"}
SECTORS = set("GOV MIL COP JUD LEG PTY SPY PRM REB UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED OPP PRE REF REL SOC".split())


class Checker:
    def __init__(self, root):
        self.root = root
        self.faults = []
        self.types, self.codes = set(), {}

    def fault(self, where, what, remedy):
        self.faults.append(f"{where}: {what}; {remedy}")

    def rows(self, path, columns, optional=()):
        """Yields (where, {column: cell}) of a table; an empty cell is ''. Optional columns may follow the others, in their order."""
        header = None
        name = path.relative_to(self.root)
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            where = f"{name}:{number}"
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if header is None:
                header = cells
                columns = columns + [column for column in optional if column in cells]
                if cells != columns:
                    self.fault(where, f"header is {' '.join(cells)}", f"write the columns {' '.join(columns)}")
                    return
                continue
            if len(cells) != len(columns):
                self.fault(where, f"{len(cells)} cells instead of {len(columns)}", "separate by one tab, write - for an empty cell")
                continue
            if any(cell != cell.strip() or cell == "" for cell in cells):
                self.fault(where, "empty cell or blanks around a cell", "write - for an empty cell and remove the blanks")
            yield where, {column: "" if cell == "-" else cell for column, cell in zip(columns, cells)}

    def read_ontology(self):
        folder = self.root / "data/ontology"
        self.types = {row["type"] for _, row in self.rows(folder / "types.tsv", "type mode meaning score default_cameo needs_recipient".split())}
        self.codes = {row["cameo"]: row["type"] for _, row in self.rows(folder / "cameo.tsv", "cameo name type mode contexts quad".split())}

    def check_code(self, where, code, type_):
        if code not in self.codes:
            self.fault(where, f"no CAMEO code {code or '(empty)'}", "see data/ontology/cameo.tsv")
        elif self.codes[code] != type_ and not (code[:2] == "08" and type_ in {"CONCEDE", "RETREAT"}):
            self.fault(where, f"{code} belongs to {self.codes[code]}, not {type_}", "change the code or the type")

    def check_cases(self):
        count = 0
        texts = {}
        for path in sorted((self.root / "tests/cases/code").glob("*.tsv")):
            for where, row in self.rows(path, CASE_COLUMNS, ("published", "publisher", "counts", "events")):
                count += 1
                key = (row["text"], row["type"], row["actors"], row["recipients"], row["cameo"])
                if key in texts:
                    self.fault(where, f"the same case stands at {texts[key]}", "keep one")
                texts[key] = where
                if row["type"] == "NONE":
                    if any(row[column] for column in ("cameo", "actors", "recipients", "status")):
                        self.fault(where, "NONE with code, roles or status", "write - there")
                    continue
                if row["type"] not in self.types:
                    self.fault(where, f"unknown type {row['type']}", "use one of PLOVER's 16 or NONE")
                    continue
                self.check_code(where, row["cameo"], row["type"])
                if row["status"] not in STATUSES:
                    self.fault(where, f"status {row['status']}", "use " + ", ".join(sorted(STATUSES)))
                for role in ("actors", "recipients"):
                    for party in row[role].split("|") if row[role] else []:
                        if not re.fullmatch(r"[A-Z]{3}(:[A-Z]{3})?|:([A-Z]{3})?", party):
                            self.fault(where, f"{role} {party}", "write COUNTRY:SECTOR, or : for a party without a code")
                        elif ":" in party and party != ":" and party.split(":")[1] not in SECTORS:
                            self.fault(where, f"sector of {party}", "use " + " ".join(sorted(SECTORS)))
        return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    checker = Checker(parser.parse_args().root)
    checker.read_ontology()
    cases = checker.check_cases()
    for fault in checker.faults:
        print(fault)
    print(f"{cases} cases, {len(checker.faults)} faults", file=sys.stderr)
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
