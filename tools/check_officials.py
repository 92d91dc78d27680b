#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the persons of data/actors with a list of office-holders in the format of openeventdata's CountryInfo.

    python3 tools/check_officials.py FILE [--data data] [--differences]

FILE is only read. Compared are the persons who hold a government office in our tables between the days FILE covers and whose name
FILE knows too: do they agree on the country, and do the terms overlap? For the offices that both tell apart (head of state, of
government, foreign, defence, interior and finance minister): on which share of the months that a person holds one here does he or she
hold it there, or hold some office there? FILE was made from monthly reports, so a month more or less is no difference; where a person
stayed in government it often keeps the first title. Years in which our own table knows no day (from the first of January, to the last
of December) are not compared.
"""
import argparse
import collections
import datetime
import difflib
import pathlib
import re
import sys
import unicodedata

FIRST, LAST = datetime.date(2003, 1, 1), datetime.date(2011, 2, 1)
NOT_NAMES = {"al", "el", "ul", "bin", "ibn", "ben", "de", "da", "dos", "del", "la", "van", "von", "der", "sir", "sheikh", "shaykh",
             "prince", "king", "queen", "jr", "dr", "gen", "president", "minister", "prime", "general"}
ENTRY = re.compile(r"\[(?:([A-Z~]{3})([A-Z~]*) *)?([<>]?) *(\d{8})(?: *- *(\d{8}))? *\]")
# Letters that Unicode does not take apart.
PLAIN_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"})
# What a title or role says of the office; the first that is found counts. FILE cuts no titles apart in the same way twice.
OFFICES = [(name, re.compile(pattern, re.I)) for name, pattern in [
    ("other", r"deputy|vice|assistant|delegate|parliament|senate|national bank|central bank|council of state|minister of state|of the party"),
    ("foreign", r"foreign(?! secretary)|external affairs|secretary of state$|external relations"),
    ("defence", r"defen[cs]e|armed forces"),
    ("interior", r"interior|internal affairs|home affairs|home department"),
    ("finance", r"financ|exchequer|treasury"),
    ("government", r"prime min|premier|chancellor|heads? of government"),
    ("state", r"president|king|queen|emir|amir|sultan|heads? of state|^leader$|supreme leader|military ruler|monarch|grand duke|chief of state")]]
# Codes of FILE that ISO changed.
RENAMED = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "YUG": "SRB", "SCG": "SRB", "BUR": "MMR"}


def words(name):
    """The words of a name that tell persons apart."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(PLAIN_LETTERS))
    plain = re.sub(r"[^a-z0-9 ]", "", plain.replace("-", " ").replace("_", " "))
    return tuple(word for word in plain.split() if word not in NOT_NAMES)


def office(title):
    return next((name for name, pattern in OFFICES if pattern.search(title)), "other")


def our_office(role):
    """Presidents and prime ministers "of" something lead a region, a party, a parliament."""
    kind = office(role)
    return "other" if kind in ("state", "government") and " of " in role and not role.startswith("head of") else kind


def day(digits):
    year, month, number = int(digits[:4]), max(1, int(digits[4:6])), max(1, int(digits[6:]))
    while True:  # FILE ends every month on the 31st
        try:
            return datetime.date(year, month, number)
        except ValueError:
            number -= 1


def read_file(path):
    """Yields (country, names, [(first, last, offices)]) per line of FILE."""
    country, block, title = "", "", ""
    for line in path.read_bytes().decode("utf-8", "replace").split("\n"):
        tag = re.match(r"\s*<(/?)(\w+)>(?:([A-Z]{3})</)?", line)
        if tag and tag.group(2) == "CountryCode":
            country = RENAMED.get(tag.group(3), tag.group(3))
        elif tag and tag.group(2) in ("Leaders", "Government"):
            block = "" if tag.group(1) else tag.group(2)
        elif block == "Leaders" and (tag := re.match(r"\s*<([^/>]+)>", line)):
            title = tag.group(1)
        entry = line.split("#")[0].strip()
        if not block or not entry or entry.startswith("<") or "[" not in entry:
            continue
        head = entry[:entry.index("[")].strip()
        names = re.findall(r"\{([^}]*)\}", head) or [head]
        found = ENTRY.findall(entry)
        titles = [title] if block == "Leaders" else [part.strip() for part in line.partition("#")[2].split(" & ")]
        terms = []
        for index, (_, sectors, sign, first, last) in enumerate(found):
            offices = {office(t) for t in (titles[index:index + 1] if len(titles) == len(found) else titles)}
            if sectors == "GOVMIL":
                offices.add("defence")
            if sign == "<":
                terms.append((FIRST, day(first), offices))
            elif sign == ">":
                terms.append((day(first), LAST, offices))
            elif last:
                terms.append((day(first), day(last), offices))
        terms = [term for term in terms if term[0] <= LAST and term[1] >= FIRST]
        if terms:
            yield country, [words(name) for name in names], terms


def read_ours(data):
    """id -> (names, {country: [(first, last, office)]}) of persons with a government office in the days of FILE."""
    persons = {}
    for path in sorted((data / "actors").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            cells = line.split("\t")
            if len(cells) != 9 or cells[2] != "person" or not set(cells[4].split("|")) & {"GOV", "MIL", "LEG"}:
                continue
            first = FIRST if cells[5] == "-" else datetime.date.fromisoformat(cells[5])
            last = LAST if cells[6] == "-" else datetime.date.fromisoformat(cells[6])
            names, terms, governs = persons.setdefault(cells[0], (cells[1].split("|"), collections.defaultdict(list), [False]))
            if first <= LAST and last >= FIRST:
                terms[cells[3]].append((first, last, our_office(cells[7])))
                governs[0] |= "GOV" in cells[4].split("|")
    return {key: (names, dict(terms)) for key, (names, terms, governs) in persons.items() if governs[0]}


def same_name(ours, theirs):
    """Equal, or one is the other with more words, or spelt nearly alike."""
    if len(ours) < 2 or len(theirs) < 2:
        return ours == theirs and len(ours) == 1
    if ours == theirs or (set(ours) <= set(theirs) or set(theirs) <= set(ours)):
        return True
    return len(ours) == len(theirs) and all(difflib.SequenceMatcher(None, a, b).ratio() >= 0.75 for a, b in zip(ours, theirs))


def holds(terms, kind, when):
    slack = datetime.timedelta(days=31)
    return any((kind == "any" or kind in offices) and first - slack <= when <= last + slack for first, last, offices in terms)


def show(terms):
    return ", ".join(f"{first}..{last} {kinds if isinstance(kinds, str) else '/'.join(sorted(kinds))}" for first, last, kinds in sorted(terms, key=str))


def main():
    parser = argparse.ArgumentParser(description="Compares data/actors with a list of office-holders.")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--data", default=pathlib.Path(__file__).resolve().parent.parent / "data", type=pathlib.Path)
    parser.add_argument("--differences", action="store_true", help="list every person who differs")
    arguments = parser.parse_args()
    if not arguments.file.exists():
        print(f"{arguments.file}: cannot be read; give the path of CountryInfo.txt", file=sys.stderr)
        return 1
    theirs = collections.defaultdict(list)
    elsewhere = collections.defaultdict(set)
    for country, names, terms in read_file(arguments.file):
        theirs[country].append((names, terms))
        for name in names:
            if len(name) > 1:
                elsewhere[name].add(country)
    months = [datetime.date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in range(1, 13)
              if FIRST <= datetime.date(year, month, 1) <= LAST]
    filled = {(country, kind, when) for country, entries in theirs.items() for _, terms in entries for first, last, kinds in terms
              for kind in kinds for when in months if first <= when <= last}
    ours = read_ours(arguments.data)
    known = same_country = overlap = held = agreed = somehow = 0
    differences = []
    for key, (names, by_country) in sorted(ours.items()):
        folded = {words(name) for name in names}
        for country, terms in by_country.items():
            found = [their_terms for their_names, their_terms in theirs.get(country, [])
                     if any(same_name(a, b) for a in folded for b in their_names)]
            if not found:
                others = sorted(set().union(*(elsewhere[name] for name in folded if name in elsewhere)) - set(by_country))
                if others:
                    known += 1
                    differences.append(f"{key}: {country} here, {' '.join(others)} there")
                continue
            known += 1
            same_country += 1
            their_terms = [term for each in found for term in each]
            overlap += any(a[0] <= b[1] and b[0] <= a[1] for a in terms for b in their_terms)
            if not any(a[0] <= b[1] and b[0] <= a[1] for a in terms for b in their_terms):
                differences.append(f"{key} ({country}): no overlap: {show(terms)} here; {show(their_terms)} there")
            for first, last, kind in terms:
                vague = {end.year for end, month in ((first, (1, 1)), (last, (12, 31))) if (end.month, end.day) == month}
                whens = [when for when in months if kind != "other" and first <= when <= last and (country, kind, when) in filled
                         and when.year not in vague]
                held += len(whens)
                agreed += sum(holds(their_terms, kind, when) for when in whens)
                missed = [when for when in whens if not holds(their_terms, "any", when)]
                somehow += len(whens) - len(missed)
                if missed:
                    differences.append(f"{key} ({country}): {kind} {first}..{last} here, not in {missed[0]}..{missed[-1]} there: {show(their_terms)}")
    if arguments.differences:
        print("\n".join(differences))
    if not known:
        print(f"{arguments.file}: names nobody of our tables; is it CountryInfo.txt?", file=sys.stderr)
        return 1
    print(f"{len(ours)} persons of ours hold an office between {FIRST} and {LAST}; {known} of them are known there")
    print(f"same country: {same_country}/{known} = {same_country / known:.3f}")
    print(f"terms overlap: {overlap}/{known} = {overlap / known:.3f}")
    print(f"months in one of the six offices here: the same office there {agreed}/{held} = {agreed / max(1, held):.3f}, "
          f"in office there {somehow}/{held} = {somehow / max(1, held):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
