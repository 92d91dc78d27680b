# SPDX-License-Identifier: Apache-2.0
"""Coded documents in any number, made of the sentences of examples/: `casus code` codes each sentence once, and a document is five of the twelve that
tell its story, with names of the story's own. Names keep their length, so that offsets hold."""
import datetime
import json
import random
import re
import subprocess

BASE_DAY = datetime.date(2021, 5, 12)
FIRST_DAY = datetime.date(2014, 1, 1)
STORY_DOCUMENTS, STORY_SENTENCES, SENTENCES = 20, 12, 5
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


def coded_sentences(casus, folder, texts):
    """Each sentence of the texts as `casus code` codes it alone."""
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text) if 40 < len(sentence) < 400]
    source = folder / "sentences.jsonl"
    source.write_text("".join(json.dumps({"id": str(i), "text": sentence, "published": str(BASE_DAY)}) + "\n" for i, sentence in enumerate(sentences)), encoding="utf-8")
    out = subprocess.run([str(casus), "code", str(source)], check=True, capture_output=True).stdout.decode("utf-8")
    return [document for document in map(json.loads, out.splitlines()) if len(document["sentences"]) == 1]


def shifted_day(day, days):
    return day and str(datetime.date.fromisoformat(day) + datetime.timedelta(days))


def shift(node, characters, days):
    """A copy whose offsets and days lie later."""
    if isinstance(node, list):
        return [shift(item, characters, days) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {}
    for name, value in node.items():
        if name in ("start", "end"):
            copy[name] = value if value is None else value + characters
        elif name in ("from", "to"):
            copy[name] = shifted_day(value, days)
        else:
            copy[name] = shift(value, characters, days)
    return copy


class Story:
    def __init__(self, number, pool):
        self.chance = random.Random(number)
        self.sentences = self.chance.sample(range(len(pool)), min(STORY_SENTENCES, len(pool)))
        self.names = {}

    def name(self, match):
        word = match.group()
        if word not in self.names:
            letters = [self.chance.choice("bdfgklmnprstvz" if i % 2 == 0 else "aeiou") for i in range(len(word))]
            self.names[word] = "".join(letters).capitalize()
        return self.names[word]


def documents(pool, first, end, total):
    """Lines of documents first to end of `total`, spread over ten years in the order of their days."""
    stories = {}
    for number in range(first, end):
        chance = random.Random(number * 7919 + 1)
        story_number = max(0, number + chance.randrange(-60, 60)) // STORY_DOCUMENTS
        story = stories.get(story_number)
        if story is None:
            if len(stories) > 50:
                stories.clear()
            story = stories[story_number] = Story(story_number, pool)
        day = FIRST_DAY + datetime.timedelta(number * 3650 // total)
        yield json.dumps(document(pool, story, number, day, chance), ensure_ascii=False) + "\n"


def document(pool, story, number, day, chance):
    text, coded = "", {"sections": [], "sentences": [], "dates": [], "places": [], "events": [], "claims": []}
    days = (day - BASE_DAY).days
    for place, index in enumerate(chance.sample(story.sentences, min(SENTENCES, len(story.sentences)))):
        sentence = pool[index]
        for layer in ("sentences", "dates", "places", "events", "claims"):
            for item in shift(sentence[layer], len(text), days):
                if layer == "events":
                    item.update(sentence=place, id=f"{number:026x}{place:02x}{item['id'][:4]}", claims=[f"{number:026x}{place:02x}{claim[:4]}" for claim in item["claims"]])
                elif layer == "claims":
                    item.update(id=f"{number:026x}{place:02x}{item['id'][:4]}", events=[f"{number:026x}{place:02x}{event[:4]}" for event in item["events"]])
                coded[layer].append(item)
        text += NAME.sub(story.name, sentence["text"]) + " "
    text += f"Report {number}."
    coded["sections"] = [{"start": 0, "end": len(text), "kind": "body"}]
    head = {"id": f"synthetic-{number}", "key": None, "title": f"Report {number}", "publisher": f"Publisher {chance.randrange(300)}", "author": None, "url": None, "published": str(day),
            "language": "en", "translated": False, "text": text}
    return {**head, **coded}
