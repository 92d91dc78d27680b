# SPDX-License-Identifier: Apache-2.0
"""casus stories: copies, stories, reports of one event."""
import unittest

from support import EndToEnd, write_lines

FERRY = ("The ferry Santa Brigida ran aground off Puerto Lindo shortly after midnight with 214 people on board. Fishermen brought all of them ashore before "
         "the hull broke, and nobody was hurt. The coast guard says the pilot had lost his radar an hour earlier and steered by the lights of the town.")
AGAIN = ("Passengers of the ferry Santa Brigida spent the night in a school at Puerto Lindo after the pilot ran it aground on a reef. All 214 people on board "
         "are accounted for, the coast guard says. The ferry had no working radar.")
STRIKE = ("Workers walked off the building site of the Kestel bridge on Tuesday over three months of unpaid wages. About 600 men blocked the access road "
          "with gravel until the governor arrived. He promised that the ministry would pay by the end of the week.")


class Stories(EndToEnd):
    def stories(self, documents, *options, **more):
        write_lines(self.folder / "documents.jsonl", documents)
        return {line["id"]: line for line in self.lines("stories", "documents.jsonl", *options, **more)}

    def test_copies_and_retellings(self):
        found = self.stories([{"id": "a", "text": FERRY}, {"id": "b", "text": STRIKE}, {"id": "c", "text": "LIMA (Northern Wire) - " + FERRY},
                              {"id": "d", "text": AGAIN}])
        self.assertEqual(list(found), ["a", "b", "c", "d"])
        self.assertEqual((found["a"]["copy_of"], found["c"]["copy_of"], found["d"]["copy_of"]), (None, "a", None))
        self.assertEqual(len({found[i]["story"] for i in "acd"}), 1)
        self.assertNotEqual(found["a"]["story"], found["b"]["story"])

    def test_given_spans_and_coded_events(self):
        def spans(text, *words):
            return [{"start": text.index(word), "end": text.index(word) + len(word)} for word in words]
        found = self.stories([{"id": "a", "text": FERRY, "events": spans(FERRY, "ran", "hurt")}, {"id": "b", "text": AGAIN, "events": spans(AGAIN, "ran")}])
        ran, hurt = (event["cluster"] for event in found["a"]["events"])
        self.assertNotEqual(ran, hurt)
        self.assertEqual(found["b"]["events"], [{**spans(AGAIN, "ran")[0], "cluster": ran}])
        texts = ["Police in Lima arrested 12 protesters on Monday.", "On Monday, police arrested twelve protesters in Lima, the capital."]
        coded = self.stories([{"id": str(i), "text": text, "published": "2024-03-05"} for i, text in enumerate(texts)], "--events")
        clusters = [[event["cluster"] for event in coded[i]["events"] if event["type"] == "COERCE"] for i in "01"]
        self.assertEqual(len(clusters[0]), 1)
        self.assertEqual(clusters[0], clusters[1])
        self.assertEqual(coded["0"]["events"][0]["sentence"], texts[0])

    def test_bad_input_is_named_and_the_rest_goes_on(self):
        (self.folder / "documents.jsonl").write_text('{"id": "a", "text": "Rebels attacked a port."}\n{"id": \n', encoding="utf-8")
        out, errors = self.casus("stories", "documents.jsonl", status=1)
        self.assertEqual(out, '{"id":"a","story":"1","copy_of":null}\n')
        self.assertIn("documents.jsonl:2", errors)


if __name__ == "__main__":
    unittest.main()
