#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the actor and agent tables under data/ (formats: docs/formats.md).

    python3 tools/check_tables.py [--data data] [--quiet]

Every message names file, line and remedy. Errors give exit status 1, warnings do not.
"""
import argparse
import datetime
import json
import pathlib
import sys
import unicodedata

# Debian package iso-codes: the country codes. The others are PLOVER's own.
COUNTRIES = pathlib.Path("/usr/share/iso-codes/json/iso_3166-1.json")
PLOVER_COUNTRIES = {"UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "KOS"}
SECTORS = set("GOV MIL COP JUD LEG PTY SPY PRM REB UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED OPP PRE REF REL SOC"
              .split())
KINDS = {"person", "organisation", "party", "armed_group", "ethnic_group", "religious_group", "government_seat",
         "media", "company"}
AGENT_KINDS = {"person", "group", "institution"}
EFFECTS = {"add", "replace", "former"}
ACTOR_COLUMNS = "id names kind country sectors from to role source".split()
AGENT_COLUMNS = "phrase sectors kind country source".split()
MODIFIER_COLUMNS = "word sectors effect source".split()
# Letters that Unicode does not take apart.
PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe",
                               "þ": "th", "’": "'", "ʻ": "'", "ə": "a"})


def fold(name):
    """Names are compared without case and diacritics."""
    parts = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(PLAIN_LETTERS)


class Checker:
    def __init__(self, data, countries):
        self.data, self.countries = data, countries
        self.messages = []
        self.errors = 0
        self.rows = 0
        self.names_of_id = {}   # id -> (names, where)
        self.rows_of_alias = {}  # folded alias -> [(id, first, last, where)]

    def error(self, where, text):
        self.errors += 1
        self.messages.append(f"{where}: error: {text}")

    def warn(self, where, text):
        self.messages.append(f"{where}: warning: {text}")

    def read(self, path, columns):
        """Yields (where, cells by column) of the rows that have the right number of cells."""
        header_seen = False
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            where = f"{path.relative_to(self.data)}:{number}"
            if not line or line.startswith("#"):
                continue
            cells = line.split("\t")
            if not header_seen:
                header_seen = True
                if cells != columns:
                    self.error(where, f"the header must be the tab-separated columns {', '.join(columns)}")
                    return
                continue
            if len(cells) != len(columns):
                self.error(where, f"has {len(cells)} cells where {len(columns)} are needed ({', '.join(columns)}); "
                                  "separate by single tabs, write - for an empty cell")
                continue
            self.rows += 1
            for column, cell in zip(columns, cells):
                if not cell:
                    self.error(where, f"{column} is blank; write - for an empty cell")
                elif cell != cell.strip() or any(item != item.strip() for item in cell.split("|")):
                    self.error(where, f"blanks at the end or beginning of {column} \"{cell}\"; remove them")
                elif "  " in cell:
                    self.error(where, f"two blanks in a row in {column} \"{cell}\"; keep one")
                if cell != "-" and "" in cell.split("|"):
                    self.error(where, f"an empty alternative in {column} \"{cell}\"; remove the extra |")
            yield where, dict(zip(columns, ("" if cell == "-" else cell for cell in cells)))
        if not header_seen:
            self.error(f"{path.relative_to(self.data)}:1", f"no header; the columns are {', '.join(columns)}")

    def check_sectors(self, where, cell):
        sectors = cell.split("|") if cell else []
        for sector in sectors:
            if sector not in SECTORS:
                self.error(where, f"unknown sector \"{sector}\"; one of {' '.join(sorted(SECTORS))}")
        if len(set(sectors)) != len(sectors):
            self.error(where, f"a sector stands twice in \"{cell}\"; remove one")

    def check_country(self, where, country, may_be_empty):
        if not country and not may_be_empty:
            self.error(where, "has no country; give an ISO 3166 alpha-3 code or one of "
                              + " ".join(sorted(PLOVER_COUNTRIES)))
        elif country and country not in self.countries:
            self.error(where, f"unknown country \"{country}\"; give an ISO 3166 alpha-3 code or one of "
                              + " ".join(sorted(PLOVER_COUNTRIES)))

    def check_one_of(self, where, column, value, allowed):
        if value not in allowed:
            self.error(where, f"unknown {column} \"{value}\"; one of {' '.join(sorted(allowed))}")

    def date(self, where, column, cell, default):
        if not cell:
            return default
        try:
            if len(cell) != len("2000-01-01"):
                raise ValueError
            return datetime.date.fromisoformat(cell)
        except ValueError:
            self.error(where, f"{column} \"{cell}\" is no date; write it as 2003-02-28")
            return default

    def check_actors(self, path):
        for where, row in self.read(path, ACTOR_COLUMNS):
            if not row["id"] or not row["names"]:
                self.error(where, "needs an id and at least one name")
                continue
            self.check_one_of(where, "kind", row["kind"], KINDS)
            # A people or a faith may live in many countries: the words around it tell which.
            self.check_country(where, row["country"], row["kind"] in ("ethnic_group", "religious_group"))
            self.check_sectors(where, row["sectors"])
            if not row["source"]:
                self.error(where, "has no source; write unverified if it was written from memory")
            first = self.date(where, "from", row["from"], datetime.date.min)
            last = self.date(where, "to", row["to"], datetime.date.max)
            if first > last:
                self.error(where, f"from {row['from']} is after to {row['to']}; correct one of them")
            known = self.names_of_id.setdefault(row["id"], (row["names"], where))
            if known[0] != row["names"]:
                self.error(where, f"id \"{row['id']}\" has other names in {known[1]}; use the same names or another id")
            folded = [fold(name) for name in row["names"].split("|")]
            if len(set(folded)) != len(folded):
                self.warn(where, "two of its names are the same but for case or accents; keep the first")
            for alias in dict.fromkeys(folded):
                self.rows_of_alias.setdefault(alias, []).append((row["id"], first, last, where))

    def check_shared_aliases(self):
        for alias, rows in self.rows_of_alias.items():
            told = set()
            for index, (id_, first, last, where) in enumerate(rows):
                for other, other_first, other_last, other_where in rows[:index]:
                    pair = tuple(sorted((id_, other)))
                    # The day of a handover belongs to both.
                    if id_ != other and first < other_last and other_first < last and pair not in told:
                        told.add(pair)
                        self.warn(where, f"\"{alias}\" also names {other} ({other_where}) at the same time; "
                                         "remove it from one of them or separate them by dates")

    def check_agents(self, path):
        seen = {}
        for where, row in self.read(path, AGENT_COLUMNS):
            self.check_one_of(where, "kind", row["kind"], AGENT_KINDS)
            self.check_country(where, row["country"], may_be_empty=True)
            self.check_sectors(where, row["sectors"])
            self.check_phrase(where, row["phrase"], seen)

    def check_modifiers(self, path):
        seen = {}
        for where, row in self.read(path, MODIFIER_COLUMNS):
            self.check_one_of(where, "effect", row["effect"], EFFECTS)
            self.check_sectors(where, row["sectors"])
            self.check_phrase(where, row["word"], seen)

    def check_phrase(self, where, phrase, seen):
        if not phrase or phrase != phrase.lower():
            self.error(where, f"\"{phrase}\" must be lemmas in lower case")
        if phrase in seen:
            self.error(where, f"\"{phrase}\" stands already in {seen[phrase]}; remove one")
        seen[phrase] = where


def main():
    parser = argparse.ArgumentParser(description="Checks data/actors and data/agents.")
    parser.add_argument("--data", default=pathlib.Path(__file__).resolve().parent.parent / "data", type=pathlib.Path)
    parser.add_argument("--quiet", action="store_true", help="errors only")
    arguments = parser.parse_args()
    if not COUNTRIES.exists():
        print(f"{COUNTRIES}: cannot be read; install the Debian package iso-codes", file=sys.stderr)
        return 1
    codes = {entry["alpha_3"] for entry in json.loads(COUNTRIES.read_text(encoding="utf-8"))["3166-1"]}
    checker = Checker(arguments.data, codes | PLOVER_COUNTRIES)
    actor_files = sorted((arguments.data / "actors").glob("*.tsv"))
    if not actor_files:
        checker.error(str(arguments.data / "actors"), "holds no tables; is --data the data folder?")
    for path in actor_files:
        checker.check_actors(path)
    checker.check_shared_aliases()
    for name, check in (("agents", checker.check_agents), ("modifiers", checker.check_modifiers)):
        path = arguments.data / "agents" / f"{name}.tsv"
        if path.exists():
            check(path)
        else:
            checker.error(f"agents/{name}.tsv", "is missing; is --data the data folder?")
    for message in checker.messages:
        if not arguments.quiet or ": error: " in message:
            print(message)
    warnings = len(checker.messages) - checker.errors
    print(f"{checker.rows} rows, {checker.errors} errors, {warnings} warnings")
    return 1 if checker.errors else 0


if __name__ == "__main__":
    sys.exit(main())
