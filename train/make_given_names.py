#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/given_names.tsv: given names in Latin script with the gender of those who bear them.

  make_given_names.py FAKER.whl build/knowledge/given_names.tsv

The package lists given names of men and of women for some sixty languages and countries. A name that both bear counts for the
gender that has it in KEEP times as many lists, else for none. data/agents/genders.tsv adds what the package lacks and wins over it.
"""
import collections
import importlib
import pkgutil
import sys
import unicodedata

KEEP = 5


def fold(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name).lower() if not unicodedata.combining(c))


def latin_names(provider, gender):
    for attribute in (f"first_names_{gender}", f"first_romanized_names_{gender}"):
        for name in getattr(provider, attribute, ()):
            folded = fold(name)
            if folded.isascii() and folded.isalpha() and len(folded) > 1:
                yield folded


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    wheel, target = sys.argv[1:]
    sys.path.insert(0, wheel)
    people = importlib.import_module("faker.providers.person")
    lists = collections.defaultdict(collections.Counter)
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for gender in ("female", "male"):
            for name in set(latin_names(provider, gender)):
                lists[name][gender] += 1
    dropped = 0
    with open(target, "w", encoding="utf-8") as out:
        out.write("name\tgender\n")
        for name in sorted(lists):
            gender, count = lists[name].most_common(1)[0]
            if count >= KEEP * (sum(lists[name].values()) - count):
                out.write(f"{name}\t{gender}\n")
            else:
                dropped += 1
    print(f"make_given_names: {len(lists) - dropped} names, {dropped} of both genders left out", file=sys.stderr)


main()
