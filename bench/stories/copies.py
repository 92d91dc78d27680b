# SPDX-License-Identifier: Apache-2.0
"""Texts and what reprints make of them, for measuring copies: everything is our own, and made by seed.

Positive pairs: a text and the same text cut, with its paragraphs in another order, under another agency's line, with updated figures, with another
headline, copy-edited, or several of these. Negative pairs: texts of one form, one event in other words, follow-ups that repeat some background."""
import json
import pathlib
import random
import re

HERE = pathlib.Path(__file__).resolve().parent
AGENCIES = ["Cordillera News", "Northern Wire", "Harbour Press Agency", "Meridian News Service", "Baltic Report", "UPN"]
HEADLINES = ["What we know so far", "Officials weigh next steps", "A day of many questions", "Residents wait for answers", "Report: the latest", "In brief"]
EDITS = [("said", "stated"), ("percent", "per cent"), ("about", "some"), ("after", "following"), ("people", "persons"), ("began", "started"),
         ("'s", "’s"), (" - ", " — "), ("will", "is to"), ("told", "informed")]


def rows(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


SLOTS = {row[0]: row[1:] for row in rows("slots.tsv")}
FORMS = {}
for form, sentence in rows("forms.tsv"):
    FORMS.setdefault(form, []).append(sentence)
NUMBERS = {"temperature": (12, 39), "number": (20, 95), "small": (3, 29), "thousands": (2100, 48000), "age": (31, 97), "year": (1996, 2023)}


def value(slot, rng):
    name = re.sub(r"\d$", "", slot)
    if name == "decimal":
        return f"{rng.uniform(0.1, 6):.1f}"
    if name in NUMBERS:
        return str(rng.randint(*NUMBERS[name]))
    return rng.choice(SLOTS[name])


def text_of_form(form, rng):
    """A headline, then the sentences in paragraphs of two; values hold through a text."""
    known = {}

    def fill(match):
        return known.setdefault(match[1], value(match[1], rng))
    sentences = [re.sub(r"\{(\w+)\}", fill, sentence) for sentence in FORMS[form]]
    sentences = [s[0].upper() + s[1:] for s in sentences]
    head = f"{rng.choice(SLOTS['City'])} {form} report"
    return "\n\n".join([head] + [" ".join(sentences[i:i + 2]) for i in range(0, len(sentences), 2)])


REPRINTS_WITHIN = "13-one-affair.jsonl"  # its texts print one another already


def own_articles(root):
    for file in sorted((root / "examples/articles").glob("*.*")):
        if file.name == REPRINTS_WITHIN:
            continue
        if file.suffix == ".jsonl":
            for line in file.read_text(encoding="utf-8").splitlines():
                text = json.loads(line).get("text", "") if line.startswith("{") else ""
                if len(text.split()) >= 30:
                    yield text
        else:
            yield file.read_text(encoding="utf-8")


def paragraphs(text):
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return parts if len(parts) > 2 else re.split(r"(?<=[.!?]) (?=[A-Z])", text)


def cut(text, rng):
    """What fits the page: from the end, to between 40 and 80 percent, but not below 40 words."""
    parts = paragraphs(text)
    kept = max(2, round(len(parts) * rng.uniform(0.4, 0.8)))
    while kept < len(parts) and sum(len(part.split()) for part in parts[:kept]) < 40:
        kept += 1
    return "\n\n".join(parts[:kept])


def reordered(text, rng):
    parts = paragraphs(text)
    body = parts[1:]
    rng.shuffle(body)
    return "\n\n".join(parts[:1] + body)


def agency_line(text, rng):
    city, agency = rng.choice(SLOTS["City"]), rng.choice(AGENCIES)
    text = re.sub(r"^([^\n]*\n\n)?[A-Z ,]+[A-Z][^()\n]{0,30}\([^)]+\) - ", lambda m: m[1] or "", text)
    parts = paragraphs(text)
    parts[min(1, len(parts) - 1)] = f"{city.upper()} ({agency}) — " + parts[min(1, len(parts) - 1)]
    return "\n\n".join(parts + [f"(Reporting by {agency}; editing by {rng.choice(SLOTS['Given'])} {rng.choice(SLOTS['Surname'])})"])


def updated(text, rng):
    """Later figures, and a paragraph on top that says so."""
    text = re.sub(r"\b\d{1,3}\b", lambda m: str(int(m[0]) + rng.randint(1, 5)) if rng.random() < 0.7 else m[0], text)
    parts = paragraphs(text)
    return "\n\n".join(parts[:1] + [f"UPDATE: figures in this report were corrected at {rng.randint(1, 12)} o'clock."] + parts[1:])


def headline(text, rng):
    parts = paragraphs(text)
    return "\n\n".join([rng.choice(HEADLINES)] + (parts[1:] if len(parts) > 3 else parts))


def edited(text, rng):
    for old, new in EDITS:
        if rng.random() < 0.6:
            text = text.replace(old, new)
    return text


REPRINTS = [cut, reordered, agency_line, updated, headline, edited]


def follow_up(text, other, rng):
    """Another text that ends with a paragraph or two of background from this one: at most a third of its words."""
    body, background = other, paragraphs(text)
    background = background[(len(background) + 1) // 2:]  # reprints are cut from the end: what stands there is in few of them
    rng.shuffle(background)
    taken = []
    for part in background:
        if sum(len(p.split()) for p in taken + [part]) <= len(body.split()) / 2:
            taken.append(part)
    return "\n\n".join([body] + taken)


def make(root, seed):
    """Documents {id, text}, and the origin of each: documents of one origin are copies of one another."""
    rng = random.Random(seed)
    originals = list(own_articles(root)) + [text for _, text in rows("retellings.tsv")]
    originals += [text_of_form(form, rng) for form in FORMS for _ in range(20)]
    documents, origins = [], {}

    def add(text, origin):
        name = f"{len(documents):05d}"
        documents.append({"id": name, "text": text})
        origins[name] = origin
    for number, text in enumerate(originals):
        add(text, number)
        for reprint in REPRINTS:
            add(reprint(text, rng), number)
        for _ in range(3):
            first, second = sorted(rng.sample(REPRINTS, 2), key=lambda reprint: reprint is not cut)  # cut what the agency sent, then work on it
            add(second(first(text, rng), rng), number)
    for number in range(len(originals)):
        other = rng.randrange(len(originals))
        if other != number and len(paragraphs(originals[number])) > 2:
            # The follow-up is new: a text of a form that nobody has reprinted, with background from the original.
            add(follow_up(originals[number], text_of_form(rng.choice(sorted(FORMS)), rng), rng), f"follow-up {number}")
    rng.shuffle(documents)
    return documents, origins
