#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/word_counts.tsv: how often words stand in ordinary texts, for telling which words of a story tell something.

  make_word_counts.py WORDNET.tgz build/knowledge/word_counts.tsv

A row for each single word that WordNet's sense-tagged corpora have: `word` (the dictionary's form in lower case, no diacritics), `count` (over all its
senses). The last row, `*`, is their sum.
"""
import collections
import os
import sys
import unicodedata

import wordnet


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    counts = collections.Counter()
    for _, lemma, _, count in wordnet.read_senses(sys.argv[1]):
        if " " not in lemma:
            counts["".join(c for c in unicodedata.normalize("NFKD", lemma.lower()) if not unicodedata.combining(c))] += count
    rows = sorted((word, count) for word, count in counts.items() if count and word != "*")
    target = sys.argv[2] + ".new"
    with open(target, "w", encoding="utf-8") as file:
        file.write("word\tcount\n")
        for word, count in rows:
            file.write(f"{word}\t{count}\n")
        file.write(f"*\t{sum(count for _, count in rows)}\n")
    os.replace(target, sys.argv[2])


main()
