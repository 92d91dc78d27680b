# SPDX-License-Identifier: Apache-2.0
"""casus code on its own: the contract, the order, bad input, wrong calls."""
import json
import resource
import subprocess
import unittest

try:
    import jsonschema
except ImportError as error:
    raise SystemExit("code_test: the Python package jsonschema is missing; script/setup installs Debian's python3-jsonschema") from error

from support import CASUS, ROOT, WIDENED, EndToEnd, make_documents, write_lines

ODD_TEXTS = ["", " ", "\n\n\n", ".", "?!", "a", "\u0000", "a\u0000b met c.", "ﷺ ﴿ ﴾", "北京市外交部发言人说。", "👩‍👩‍👧‍👦 attacked 🇫🇷.", "e\u0301" * 40,
             "\r\nPolice\r\narrested\r\n12\r\nprotesters.\r\n", "x" * 5000, "( " * 300, '"' * 301, "Iran " * 400, "#" * 50 + " heading", "- \n- \n- ",
             "\ufeffIran attacked Iraq.", "Iran\u2028attacked\u2029Iraq.", "<b>Iran</b> &amp; Iraq met.", "\t\t\tIran met Iraq.\t",
             "The army did not shell Homs on Monday, the defence ministry said.", "=1+1 attacked @you", "\U0010ffff met \ud7ff."]


def check_offsets(test, document):
    """What the schema cannot say: offsets lie in the text, mentions are their words, ids lead somewhere."""
    length = len(document["text"])

    def visit(value):
        if isinstance(value, list):
            for item in value:
                visit(item)
        elif isinstance(value, dict):
            start, end = value.get("start"), value.get("end")
            test.assertEqual(start is None, end is None)
            if start is not None:
                test.assertLessEqual(0, start)
                test.assertLessEqual(start, end)
                test.assertLessEqual(end, length)
                if value.get("text") is not None and "key" not in value:
                    test.assertEqual(document["text"][start:end], value["text"])
            for item in value.values():
                visit(item)

    visit(document)
    events = {event["id"] for event in document["events"]}
    claims = {claim["id"] for claim in document["claims"]}
    test.assertEqual(len(events), len(document["events"]), "ids of events are unique")
    test.assertEqual(len(claims), len(document["claims"]), "ids of claims are unique")
    for event in document["events"]:
        test.assertLess(event["sentence"], len(document["sentences"]))
        test.assertLessEqual(set(event["claims"]), claims)
        if event["date"]["from"] and event["date"]["to"]:
            test.assertLessEqual(event["date"]["from"], event["date"]["to"])
    for claim in document["claims"]:
        test.assertLessEqual(set(claim["events"]), events)


class Contract(EndToEnd):
    schema = json.loads((ROOT / "docs/output.schema.json").read_text(encoding="utf-8"))

    def check(self, documents):
        validator = jsonschema.Draft202012Validator(self.schema)
        for document in documents:
            for error in validator.iter_errors(document):
                self.fail(f"{document['id']}: {list(error.absolute_path)}: {error.message}")
            check_offsets(self, document)

    def test_the_examples_keep_the_contract(self):
        documents = self.lines("code", ROOT / "examples")
        self.assertGreaterEqual(len(documents), 8)
        self.assertGreater(sum(len(document["events"]) for document in documents), 20)
        self.check(documents)

    def test_odd_texts_keep_the_contract(self):
        write_lines(self.folder / "odd.jsonl", [{"id": f"odd-{i}", "text": text} for i, text in enumerate(ODD_TEXTS)])
        documents = self.lines("code", "odd.jsonl")
        self.assertEqual([document["text"] for document in documents], ODD_TEXTS, "a text is kept exactly as given")
        self.check(documents)

    def test_generated_documents_keep_the_contract(self):
        write_lines(self.folder / "documents.jsonl", make_documents(40))
        documents = self.lines("code", "documents.jsonl")
        self.check(documents)
        self.assertGreater(sum(len(document["events"]) for document in documents), 100)

    def test_the_schema_can_fail(self):
        document = self.lines("code", "-", text='{"text": "Iran attacked Iraq."}')[0]
        validator = jsonschema.Draft202012Validator(self.schema)
        for change in [{"published": "yesterday"}, {"extra": 1}, {"id": ""}, {"events": [{}]}]:
            self.assertFalse(validator.is_valid({**document, **change}), change)
        del document["claims"]
        self.assertFalse(validator.is_valid(document))

    def test_an_empty_text_is_an_empty_document(self):
        document, = self.lines("code", "-", text='{"id": "e", "text": ""}')
        self.assertEqual((document["id"], document["text"]), ("e", ""))
        for layer in ["sections", "sentences", "dates", "places", "events", "claims"]:
            self.assertEqual(document[layer], [])


class Order(EndToEnd):
    def test_threads_and_company_change_nothing(self):
        documents = make_documents(150)
        write_lines(self.folder / "all.jsonl", documents)
        alone, _ = self.casus("code", "all.jsonl", "--threads", 1)
        self.assertEqual([json.loads(line)["id"] for line in alone.split("\n") if line], [document["id"] for document in documents])
        for threads in [2, 5]:
            self.assertEqual(self.casus("code", "all.jsonl", "--threads", threads)[0], alone, f"{threads} threads")
        for document, line in list(zip(documents, alone.split("\n")))[::50]:
            single, _ = self.casus("code", "-", text=json.dumps(document) + "\n")
            self.assertEqual(single, line + "\n", "a document alone is coded as in company")

    def test_folders_are_read_whole_in_the_order_of_names(self):
        for name in ["b.txt", "a.md", "deep/c.txt"]:
            path = self.folder / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        self.assertEqual([document["id"] for document in self.lines("code", "in")], ["a.md", "b.txt", "deep/c.txt"])


class BadInput(EndToEnd):
    def refused(self, name, content, *words):
        """The file is refused by name (and line), and its neighbour is coded all the same."""
        (self.folder / name).write_bytes(content)
        (self.folder / "good.txt").write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        out, errors = self.casus("code", name, "good.txt", status=1)
        self.assertIn(name, errors)
        for word in words:
            self.assertIn(word, errors)
        documents = [json.loads(line) for line in out.split("\n") if line]
        self.assertEqual(documents[-1]["id"], "good.txt")
        return documents[:-1]

    def test_not_utf8(self):
        self.assertEqual(self.refused("latin.txt", "Erdo\u00f0an met Putin".encode("latin-1"), "UTF-8"), [])

    def test_not_utf8_in_a_line(self):
        content = b'{"text": "Iran met Iraq."}\n{"text": "Erdo\xf0an"}\n{"text": "Iran met Iraq again."}\n'
        self.assertEqual(len(self.refused("latin.jsonl", content, "latin.jsonl:2", "UTF-8")), 2)

    def test_empty_file(self):
        self.assertEqual(self.refused("empty.txt", b"", "empty"), [])

    def test_binary(self):
        self.assertEqual(self.refused("binary.txt", b"\x7fELF\x00\x01\x02", "binary"), [])
        self.assertEqual(self.refused("picture.png", b"\x89PNG\r\n"), [])

    def test_broken_json_on_line_7(self):
        good = b'{"text": "Iran met Iraq."}\n'
        self.assertEqual(len(self.refused("lines.jsonl", good * 6 + b'{"text": "Iran\n' + good * 2, "lines.jsonl:7")), 8)

    def test_lines_that_are_no_documents(self):
        content = b'[1]\n{"id": "x"}\n{"text": 5}\n"text"\n{"text": "Iran met Iraq.", "title": {}}\n\n{"text": "Iran met Iraq."}\n'
        self.assertEqual(len(self.refused("lines.jsonl", content, *[f"lines.jsonl:{line}: " for line in range(1, 6)])), 1)

    def test_unknown_date_is_a_warning(self):
        out, errors = self.casus("code", "-", text='{"id": "d", "text": "Iran met Iraq.", "published": "last week"}')
        self.assertIsNone(json.loads(out)["published"])
        self.assertIn("last week", errors)

    def test_missing_file(self):
        (self.folder / "good.txt").write_text("Iran attacked Iraq on Monday.\n", encoding="utf-8")
        out, errors = self.casus("code", "nowhere.txt", "good.txt", status=1)
        self.assertIn("nowhere.txt", errors)
        self.assertEqual(len(out.splitlines()), 1)

    def test_a_line_of_200_megabytes_is_refused_in_little_memory(self):
        path = self.folder / "long.jsonl"
        with path.open("wb") as file:
            file.write(b'{"text": "Iran met Iraq."}\n{"text": "')
            for _ in range(200):
                file.write(b"Iran met Iraq. " * 66667)
            file.write(b'"}\n{"text": "Iran met Iraq again."}\n')
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        done = subprocess.run([CASUS, "code", path], capture_output=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 2)
        self.assertIn(b"long.jsonl:2: ", done.stderr)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(most, max(before, 400 * 1024 * WIDENED), "kilobytes of memory")

    def test_a_file_of_200_megabytes_is_refused(self):
        with (self.folder / "long.txt").open("wb") as file:
            file.truncate(200 << 20)
        out, errors = self.casus("code", "long.txt", status=1)
        self.assertEqual(out, "")
        self.assertIn("long.txt", errors)


class WrongCalls(EndToEnd):
    def test_wrong_calls_end_with_2(self):
        (self.folder / "a.txt").write_text("Iran met Iraq.", encoding="utf-8")
        for call in [[], ["code"], ["nosuchverb"], ["code", "a.txt", "--nosuch"], ["code", "a.txt", "--published", "soon"], ["code", "a.txt", "--threads", "0"],
                     ["code", "a.txt", "--store", "no/such/folder/x.duckdb"], ["events"], ["events", "--store", "nowhere.duckdb"],
                     ["events", "--store", "a.txt"], ["explain", "--store", "nowhere.duckdb", "x"]]:
            out, errors = self.casus(*call, status=2)
            self.assertEqual(out, "", call)
            self.assertNotEqual(errors, "", call)

    def test_help_has_an_example(self):
        for verb in ["code", "parse", "events", "claims", "explain", "series", "store", "doctor"]:
            out, _ = self.casus(verb, "--help")
            self.assertIn("Example", out)


if __name__ == "__main__":
    unittest.main()
