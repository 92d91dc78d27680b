# SPDX-License-Identifier: Apache-2.0
"""casus forecast next: ranks out of a store, sees nothing of the asked day or later, keeps its model with casus forecast train."""
import datetime
import json
import random
import unittest

from support import EndToEnd

ASKED = 50  # days after the first
STATES = ["Norway", "Chile", "Japan", "Kenya", "Iran", "Turkey", "Syria", "Ukraine"]


def day(number):
    return (datetime.date(2014, 1, 1) + datetime.timedelta(days=number)).isoformat()


def rows(seed, first, last):
    """Neighbours in the list meet often, others seldom; police arrest citizens of their own country."""
    chance = random.Random(seed)
    for number in range(first, last):
        for _ in range(8):
            a = chance.randrange(len(STATES))
            b = (a + (1 if chance.random() < 0.7 else chance.randrange(1, len(STATES)))) % len(STATES)
            yield f"{day(number)}\t{STATES[a]}\tMake a visit\t{STATES[b]}\t042\t1\t1.9"
            yield f"{day(number)}\tPolice ({STATES[a]})\tArrest\tCitizen ({STATES[a]})\t173\t4\t-5"


class NextEvents(EndToEnd):
    def make_store(self, name, later_seed, shuffled=False):
        lines = list(rows(1, 0, ASKED)) + list(rows(later_seed, ASKED, ASKED + 20))
        if shuffled:
            random.Random(5).shuffle(lines)
        table, store = self.folder / f"{name}.tsv", self.folder / f"{name}.duckdb"
        table.write_text("\n".join(["date\tsubject\trelation\tobject\tcameo\tquad\tgoldstein", *lines]) + "\n", encoding="utf-8")
        self.casus("import", "--store", store, "--from", "tsv", table)
        return store

    def ask(self, store, *ids, status=0):
        out, errors = self.casus("forecast", "next", "--store", store, "--queries", "-", text="".join(json.dumps({"id": each}) + "\n" for each in ids), status=status)
        return [json.loads(line) for line in out.splitlines()], errors

    def test_ranks_and_sees_nothing_later(self):
        store = self.make_store("one", 2)
        ids = [f"{day(ASKED)}|o|Norway|Make a visit", f"{day(ASKED)}|s|Citizen (Kenya)|Arrest", f"{day(ASKED)}|o|Nobody Known|Make a visit", f"{day(ASKED)}|o|Norway|Never seen"]
        answers, _ = self.ask(store, *ids)
        self.assertEqual([answer["id"] for answer in answers], ids)
        self.assertEqual(answers[0]["ranked"][0][0], "Chile")
        self.assertEqual(answers[1]["ranked"][0][0], "Police (Kenya)")
        for answer in answers:
            scores = [score for _, score in answer["ranked"]]
            self.assertGreater(len(scores), 3)
            self.assertEqual(scores, sorted(scores, reverse=True))
        # Another future, and rows in another order: the same answers to the last digit.
        self.assertEqual(self.ask(self.make_store("two", 3, shuffled=True), *ids)[0], answers)
        # So too with a model that is kept; one that has seen the day is not used.
        self.casus("forecast", "train", "--store", store, "--until", day(ASKED - 1))
        self.assertEqual(self.ask(store, *ids)[0], answers)
        self.casus("forecast", "train", "--store", store, "--until", day(ASKED + 5))
        self.assertEqual(self.ask(store, *ids)[0], answers)

    def test_names_what_it_cannot_read(self):
        store = self.make_store("one", 2)
        answers, errors = self.ask(store, "2014-02-20|o|Norway|Make a visit", "soon|o|Norway|Make a visit", status=1)
        self.assertEqual(len(answers), 1)
        self.assertIn("-:2:", errors)
        self.assertIn("day|side|entity|relation", errors)
        _, errors = self.ask(store, "2014-01-02|o|Norway|Make a visit", status=2)
        self.assertIn("too little history", errors)


if __name__ == "__main__":
    unittest.main()
