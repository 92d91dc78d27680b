#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks data/frames, data/classes, data/ontology and the coding cases under tests/cases/code.

  tools/check_frames.py [--root FOLDER]

Prints one line per fault (file:line: what is wrong; what to do) and leaves with status 1 if there is any.
"""
import argparse
import collections
import pathlib
import re
import sys

FRAME_COLUMNS = "trigger category condition type mode cameo actors recipients flags".split()
CASE_COLUMNS = "text type cameo actors recipients status".split()
CATEGORIES = {"verb", "noun", "adjective"}
FLAGS = {"reciprocal", "absorbs", "accuses", "causes"}
STATUSES = {"reported", "claimed", "planned", "possible", "denied"}
EFFECTS = {"perform", "end", "plan", "undergo"}
FILLERS = {"actor", "person", "place", "armed", "any", "none"}
PREPOSITIONS = set(
    "about above across after against ahead along alongside amid among around as at before behind below between beyond by "
    "concerning despite down during for from in inside into near of off on onto out outside over past regarding since "
    "through to toward towards under until up upon via with within without".split())
SLOTS = {"subject", "object", "indirect", "complement", "possessor", "compound", "modifier", "modal"} | PREPOSITIONS
SECTORS = set("GOV MIL COP JUD LEG PTY SPY PRM REB UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED OPP PRE REF REL SOC".split())


class Checker:
    def __init__(self, root):
        self.root = root
        self.faults = []
        self.types, self.modes, self.codes, self.classes = set(), set(), {}, collections.defaultdict(set)
        self.used = set()

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
        for where, row in self.rows(folder / "types.tsv", "type mode meaning score default_cameo needs_recipient".split()):
            self.types.add(row["type"])
            if row["mode"]:
                self.modes.add((row["type"], row["mode"]))
            score = float(row["score"])
            if not -10 <= score <= 10:
                self.fault(where, f"score {score}", "give a number from -10 to 10")
        for where, row in self.rows(folder / "cameo.tsv", "cameo name type mode contexts quad".split()):
            if row["cameo"] in self.codes:
                self.fault(where, f"second row for {row['cameo']}", "keep one")
            self.codes[row["cameo"]] = row
            if row["type"] not in self.types or (row["mode"] and (row["type"], row["mode"]) not in self.modes):
                self.fault(where, f"no such type and mode: {row['type']} {row['mode']}", "see types.tsv")
        for where, row in self.rows(folder / "embedded.tsv", "cameo agree request reject threaten end".split()):
            for column, cell in row.items():
                if cell and cell.split(":")[0] not in self.codes:
                    self.fault(where, f"{column} {cell} is no CAMEO code", "see cameo.tsv")

    def read_classes(self):
        for path in sorted((self.root / "data/classes").glob("*.tsv")):
            for where, row in self.rows(path, ["class", "words"]):
                words = row["words"].split("|")
                for word in words:
                    if word != word.strip() or not word:
                        self.fault(where, f"empty word in {row['class']}", "remove the bar or the blanks")
                    if word in self.classes[row["class"]]:
                        self.fault(where, f"{word} stands twice in @{row['class']}", "remove one")
                    self.classes[row["class"]].add(word)

    def check_slot(self, where, slot):
        parts = slot.split(".")
        if len(parts) > 3 or any(part not in SLOTS for part in parts):
            self.fault(where, f"unknown slot {slot}", "use subject, object, indirect, complement, possessor, compound or a preposition")

    def check_condition(self, where, condition):
        for term in condition.split():
            slot, colon, filler = term.partition(":")
            if not colon:
                self.fault(where, f"condition {term}", "write slot:filler")
                continue
            self.check_slot(where, slot)
            filler = filler.removeprefix("!")
            for word in filler.split("|"):
                if word.startswith("@"):
                    self.used.add(word[1:])
                    if word[1:] not in self.classes:
                        self.fault(where, f"unknown class {word}", "define it in data/classes")
                elif not word or (word != word.lower()):
                    self.fault(where, f"filler {word or '(empty)'}", "write a lower-case lemma, @class or " + ", ".join(sorted(FILLERS)))

    def check_code(self, where, row):
        code, type_, mode = row["cameo"], row["type"], row["mode"]
        if code not in self.codes:
            self.fault(where, f"no CAMEO code {code or '(empty)'}", "see data/ontology/cameo.tsv")
            return
        target = self.codes[code]
        root = code[:2]
        if target["type"] != type_ and not (root == "08" and type_ in {"CONCEDE", "RETREAT"}):
            self.fault(where, f"{code} belongs to {target['type']}, not {type_}", "change the code or the type")
        elif target["type"] == type_ and target["mode"] and mode != target["mode"] and type_ in {"REQUEST", "REJECT", "CONSULT"}:
            self.fault(where, f"{code} has mode {target['mode']}, not {mode or '(none)'}", "change the code or the mode")

    def check_frames(self):
        seen = {}
        counts = collections.Counter()
        for path in sorted((self.root / "data/frames").glob("*.tsv")):
            if path.name == "light_verbs.tsv":
                self.check_light_verbs(path)
                continue
            for where, row in self.rows(path, FRAME_COLUMNS):
                counts[path.stem] += 1
                for word in row["trigger"].split("|"):
                    if not word or word != word.lower() or word != word.strip():
                        self.fault(where, f"trigger {word or '(empty)'}", "write lemmas in lower case")
                    key = (word, row["category"], " ".join(sorted(row["condition"].split())))
                    if key in seen:
                        self.fault(where, f"{word} ({row['category']}) with this condition stands also at {seen[key]}", "keep one")
                    seen[key] = where
                if row["category"] not in CATEGORIES:
                    self.fault(where, f"category {row['category']}", "write verb, noun or adjective")
                self.check_condition(where, row["condition"])
                for flag in row["flags"].split():
                    if flag not in FLAGS:
                        self.fault(where, f"flag {flag}", "use " + ", ".join(sorted(FLAGS)))
                if row["type"] == "NONE":
                    if any(row[column] for column in ("mode", "cameo", "actors", "recipients")):
                        self.fault(where, "NONE with mode, code or roles", "write - there")
                    continue
                if row["type"] not in self.types:
                    self.fault(where, f"unknown type {row['type']}", "use one of PLOVER's 16 or NONE")
                    continue
                if row["mode"] and (row["type"], row["mode"]) not in self.modes:
                    self.fault(where, f"{row['type']} has no mode {row['mode']}", "see data/ontology/types.tsv")
                self.check_code(where, row)
                for role in ("actors", "recipients"):
                    for slot in re.split(r"[|+]", row[role]) if row[role] else []:
                        self.check_slot(where, slot)
                if "reciprocal" in row["flags"] and row["recipients"]:
                    self.fault(where, "reciprocal with recipients", "make all parties actors")
        return counts

    def check_light_verbs(self, path):
        seen = set()
        for where, row in self.rows(path, ["verb", "effect", "source"]):
            if row["effect"] not in EFFECTS:
                self.fault(where, f"effect {row['effect']}", "use " + ", ".join(sorted(EFFECTS)))
            if row["verb"] in seen:
                self.fault(where, f"second row for {row['verb']}", "keep one")
            seen.add(row["verb"])

    def check_cases(self):
        count = 0
        texts = {}
        for path in sorted((self.root / "tests/cases/code").glob("*.tsv")):
            for where, row in self.rows(path, CASE_COLUMNS, ("published", "counts")):
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
                self.check_code(where, dict(row, mode=self.codes.get(row["cameo"], {}).get("mode", "")))
                if row["status"] not in STATUSES:
                    self.fault(where, f"status {row['status']}", "use " + ", ".join(sorted(STATUSES)))
                for role in ("actors", "recipients"):
                    for party in row[role].split("|") if row[role] else []:
                        if not re.fullmatch(r"[A-Z]{3}(:[A-Z]{3})?|:[A-Z]{3}", party):
                            self.fault(where, f"{role} {party}", "write COUNTRY:SECTOR")
                        elif ":" in party and party.split(":")[1] not in SECTORS:
                            self.fault(where, f"sector of {party}", "use " + " ".join(sorted(SECTORS)))
        return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    checker = Checker(parser.parse_args().root)
    checker.read_ontology()
    checker.read_classes()
    counts = checker.check_frames()
    cases = checker.check_cases()
    for fault in checker.faults:
        print(fault)
    print(f"{sum(counts.values())} frames ({', '.join(f'{name} {n}' for name, n in sorted(counts.items()))}), "
          f"{len(checker.classes)} classes, {cases} cases, {len(checker.faults)} faults", file=sys.stderr)
    return 1 if checker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
