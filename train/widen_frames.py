#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes build/knowledge/frames_wordnet.tsv: triggers that WordNet adds to those of data/frames.

  widen_frames.py WORDNET.tgz data build/knowledge/frames_wordnet.tsv

A row (`trigger category like meaning`) gives a verb or noun the frames of another, `like`. It is made only where one meaning is sure:
the new trigger has one sense in WordNet, and in it stand triggers of ours, its witnesses, which all are of one type and mean that. Two
witnesses have that sense as their most frequent, or one has no other; their frames ask for kinds of arguments at most, not for words. One whose frame
has conditions vouches only for words whose kin have one sense, too: "legalise" does not for "legitimise", for much is legitimate.
A word that stands inside one of our triggers was left out there on purpose. A new verb says, takes, moves, makes or does something to others:
what is felt, thought or comes about is no deed. A new noun is an act, an event or something said, and is derived from a verb or ends in a trigger
of ours of the same type.
"""
import collections
import os
import pathlib
import re
import sys

import wordnet

CATEGORIES = {"verb": "v", "noun": "n"}
PARTICLES = set("up down off out away back over in on through apart aside forth ahead around".split())
# What is said is none of the deeds of hands, and the other way round.
DEEDS = set("AID COERCE ASSAULT MOBILIZE RETREAT".split())
WORDS = set("ACCUSE AGREE CONSULT REJECT REQUEST SUPPORT THREATEN".split())
NEVER = {"communication": DEEDS, "contact": WORDS, "motion": WORDS, "creation": WORDS}
KINDS = re.compile(r"[a-z.]+:!?(actor|person|place|armed|several|any|none|done|&[a-z_]+)$")


class Triggers:
    """What our frames say of each trigger."""

    def __init__(self, folder):
        self.types = collections.defaultdict(set)  # (part, trigger) -> types, NONE left out
        self.alone = set()  # those that are an event by themselves
        self.of_kinds = set()  # those with an event that no word of its arguments decides
        self.inside = set()  # words of triggers of several words
        self.all = set()
        for path in sorted((folder / "frames").glob("*.tsv")):
            if path.name != "light_verbs.tsv":
                self.read(path)

    def read(self, path):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        header = lines[0].split("\t")
        for line in lines[1:]:
            row = dict(zip(header, line.split("\t")))
            for trigger in row["trigger"].split("|"):
                self.add(CATEGORIES.get(row["category"]), trigger, row)

    def add(self, part, trigger, row):
        words = re.split("[ -]", trigger)
        if len(words) > 1:
            self.inside.update(words)
        self.all.add((part, trigger))
        if part is None or row["type"] == "NONE":
            return
        self.types[(part, trigger)].add(row["type"])
        terms = [] if row["condition"] == "-" else row["condition"].split(" ")
        if not terms:
            self.alone.add((part, trigger))
        if all(KINDS.match(term) for term in terms):
            self.of_kinds.add((part, trigger))


class Widener:
    def __init__(self, path, triggers):
        self.triggers = triggers
        self.synsets = wordnet.read_synsets(path)
        self.senses = collections.defaultdict(dict)  # (part, lemma) -> times tagged, by synset
        for part, lemma, offset, count in wordnet.read_senses(path):
            self.senses[(part, lemma)][offset] = count

    def witnesses(self, part, offset, synset):
        """Triggers of ours that have this sense: the one that is sure first; none if the sense or the type is not sure."""
        ours = [lemma for lemma in synset.lemmas if (part, lemma) in self.triggers.types]
        types = set().union(*(self.triggers.types[(part, lemma)] for lemma in ours)) if ours else set()
        if len(types) != 1:
            return []
        able = [lemma for lemma in ours if (part, lemma) in self.triggers.of_kinds]
        single = [lemma for lemma in able if len(self.senses[(part, lemma)]) == 1]
        main = [lemma for lemma in able if self.senses[(part, lemma)][offset] == max(self.senses[(part, lemma)].values())]
        if len({spelling(lemma) for lemma in main}) > 1:
            return sorted(main, key=lambda lemma: lemma not in single)
        return single

    def fits(self, part, lemma, synset):
        """Whether a lemma of a sense that has witnesses may be a trigger."""
        if lemma != lemma.lower() or not lemma.replace(" ", "").replace("-", "").isascii() or len(self.senses[(part, lemma)]) != 1:
            return False
        if (part, lemma) in self.triggers.all or lemma in self.triggers.inside:
            return False
        if not synset.field or self.type_of(synset) & NEVER.get(synset.field, set()):
            return False
        # A "fallback" may be all that "fall back" may be.
        if any(len(self.senses.get(("v", f"{lemma.removesuffix(end)} {end}"), ())) > 1 for end in PARTICLES if lemma.endswith(end)):
            return False
        words = lemma.split(" ")
        if part == "v":
            return "-" not in lemma and (len(words) == 1 or (len(words) == 2 and words[1] in PARTICLES))
        ends_in_trigger = any(lemma.endswith(other) and self.triggers.types[("n", other)] == self.type_of(synset)
                              for other in re.split("[ -]", lemma)[-1:] if ("n", other) in self.triggers.types)
        return ends_in_trigger if len(words) > 1 else lemma in synset.has_verb or ends_in_trigger

    def has_narrow_kin(self, lemma):
        """Whether no word of the same stem has a second sense."""
        stem = re.sub("(at)?i[sz](e|ation)$", "", lemma)
        return all(len(offsets) == 1 for (_, word), offsets in self.senses.items() if word.startswith(stem))

    def type_of(self, synset):
        return set().union(*(self.triggers.types[(synset.part, lemma)] for lemma in synset.lemmas if (synset.part, lemma) in self.triggers.types))

    def rows(self):
        names = {part: category for category, part in CATEGORIES.items()}
        for (part, offset), synset in self.synsets.items():
            if part not in names:
                continue
            witnesses = self.witnesses(part, offset, synset)
            for lemma in synset.lemmas if witnesses else []:
                is_alone = len(set(map(spelling, witnesses))) > 1 or (part, witnesses[0]) in self.triggers.alone
                if self.fits(part, lemma, synset) and (is_alone or self.has_narrow_kin(lemma)):
                    yield lemma, names[part], witnesses[0], synset.gloss.split(";")[0]


def spelling(lemma):
    """The same for "realise" and "realize", "favour" and "favor"."""
    return lemma.replace("ise", "ize").replace("isa", "iza").replace("our", "or").replace("-", " ").replace("ll", "l")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    wordnet_path, data, target = sys.argv[1:]
    rows = sorted(set(Widener(wordnet_path, Triggers(pathlib.Path(data))).rows()))
    with open(target + ".new", "w", encoding="utf-8") as out:
        out.write("trigger\tcategory\tlike\tmeaning\n")
        for row in rows:
            out.write("\t".join(row) + "\n")
    os.replace(target + ".new", target)
    print(f"widen_frames: {len(rows)} triggers of WordNet", file=sys.stderr)


main()
