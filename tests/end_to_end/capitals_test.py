# SPDX-License-Identifier: Apache-2.0
"""Texts that are all in capitals code as the same texts in ordinary case, and go out as they were given."""
import json

from support import EndToEnd

SENTENCES = [
    "Turkish jets bombed Kurdish rebels in northern Iraq on Tuesday.",
    "President Vladimir Putin met Angela Merkel in Sochi.",
    "Police arrested forty protesters in Minsk.",
    "The United States imposed sanctions on Iran.",
    "China accused Taiwan of provocation.",
    "Hamas fired rockets at Israel.",
    "France will send troops to Mali.",
    "Ethiopia and Eritrea signed a peace agreement in Jeddah.",
    "Thousands of students protested against the government in Santiago.",
    "Pakistan expelled the Indian ambassador.",
    "NATO condemned the attack on Kosovo.",
    "Japan donated food to the Philippines.",
    "North Korea threatened to attack South Korea.",
    "Gunmen kidnapped two French engineers in Niger.",
    "Britain rejected the Argentine demand.",
]
MOST = 14  # of SENTENCES


def coded(document):
    parties = lambda event, role: sorted(str(party["country"]) for party in event[role])  # noqa: E731
    return sorted((event["type"], parties(event, "actors"), parties(event, "recipients")) for event in document["events"])


class Capitals(EndToEnd):
    def code(self, texts):
        documents = "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts))
        return self.lines("code", "-", text=documents)

    def test_sentences_in_capitals_code_as_ordinary_ones(self):
        ordinary, capitals = self.code(SENTENCES), self.code([text.upper() for text in SENTENCES])
        self.assertTrue(all(document["events"] for document in ordinary))
        same = [coded(a) == coded(b) for a, b in zip(ordinary, capitals)]
        self.assertGreaterEqual(sum(same), MOST, [(coded(a), coded(b)) for a, b in zip(ordinary, capitals) if coded(a) != coded(b)])

    def test_the_text_goes_out_as_given(self):
        for text, document in zip(SENTENCES, self.code([text.upper() for text in SENTENCES])):
            self.assertEqual(document["text"], text.upper())
            for event in document["events"]:
                for party in event["actors"] + event["recipients"]:
                    if party["text"] is not None:
                        self.assertEqual(party["text"], document["text"][party["start"]:party["end"]])

    def test_a_headline_in_capitals_over_an_ordinary_text(self):
        body = "\n\nThe envoy of Kenya left Mogadishu on Monday. He gave no reason."
        ordinary, capitals = self.code([headline + body for headline in ("Somalia expels Kenyan ambassador", "SOMALIA EXPELS KENYAN AMBASSADOR")])
        self.assertIn(("SANCTION", ["SOM"], ["KEN"]), coded(ordinary))
        self.assertEqual(coded(capitals), coded(ordinary))
        self.assertTrue(capitals["text"].startswith("SOMALIA EXPELS KENYAN AMBASSADOR\n"))

    def test_statuses_are_those_of_the_ordinary_text(self):
        text = "The army may strike Kandahar on Monday. The rebels denied that they had attacked the town."
        events = [{"start": text.index(word), "end": text.index(word) + len(word)} for word in ("strike", "attacked")]
        lines = "".join(json.dumps({"id": "a", "text": written, "events": events}) + "\n" for written in (text, text.upper()))
        ordinary, capitals = self.lines("status", "-", text=lines)
        self.assertEqual([event["certainty"] for event in ordinary["events"]], ["possible", "certain"])
        self.assertEqual(capitals, ordinary)

    def test_the_parser_alone_sees_the_text_as_it_is(self):
        alone = self.lines("parse", "-", text=json.dumps({"id": "a", "text": SENTENCES[0].upper()}) + "\n")[0]
        self.assertIn("BOMBED", [token["lemma"] for token in alone["tokens"]])


if __name__ == "__main__":
    import unittest

    unittest.main()
