# SPDX-License-Identifier: Apache-2.0
"""A server on a store of some documents, whose answers are held to their description."""
import jsonschema

from server import Server, description
from support import EndToEnd, make_documents

API = description()
FORMULA = {"id": "=1+1", "title": "@sum", "publisher": "-2+3", "published": "2021-05-12", "text": "Soldiers of Russia shelled the port of Odessa on Monday."}
HOSTILE = {"id": "h", "title": "<script>alert(1)</script>", "publisher": "<img src=x onerror=alert(1)>", "url": "javascript:alert(1)", "published": "2021-05-13",
           "text": "Norway accused Iran of an attack. Iran denied it."}


def resolve(node):
    while "$ref" in node:
        target = API
        for part in node["$ref"][2:].split("/"):
            target = target[part]
        node = target
    return node


def validator(schema):
    return jsonschema.Draft202012Validator({**schema, "components": API["components"]})


class Served(EndToEnd):
    """A store of some documents, open in a server; one for all tests of the class."""
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.shared = cls("setUp")
        EndToEnd.setUp(cls.shared)
        cls.shared.code_into_store([*make_documents(25), FORMULA, HOSTILE])
        cls.prepare(cls.shared.folder)
        cls.server = Server(cls.shared.store, *cls.options, folder=cls.shared.folder)

    @classmethod
    def prepare(cls, folder):
        pass

    @classmethod
    def tearDownClass(cls):
        status, said = cls.server.stop()
        cls.shared.doCleanups()
        assert status == 0, said

    def setUp(self):
        pass

    def check(self, answer, method, path, status=200):
        """The answer is as the description has it: its status, its media type, its content."""
        self.assertEqual(answer.status, status, answer.body[:500])
        operation = API["paths"][path][method.lower()]
        self.assertIn(str(status), operation["responses"], path)
        described = resolve(operation["responses"][str(status)]).get("content", {})
        if not described:
            self.assertEqual(answer.body, b"")
            return None
        kind = answer.headers["content-type"].split(";")[0]
        self.assertIn(kind, described)
        if not kind.endswith("json") or kind == "application/x-ndjson":
            return answer.body
        schema = described[kind].get("schema")
        if schema:
            errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator(schema).iter_errors(answer.json)]
            self.assertEqual(errors, [], path)
        return answer.json

    def fetch(self, path, template=None, **parameters):
        return self.check(self.server.get(path, **parameters), "GET", "/api/v1" + (template or path))

    def refused(self, answer, status):
        self.assertEqual(answer.status, status, answer.body[:300])
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        validator({"$ref": "#/components/schemas/problem"}).validate(answer.json)
        return answer.json

    def pages(self, path, **parameters):
        """All items of a list, page by page."""
        items, cursor = [], None
        while True:
            page = self.fetch(path, **parameters, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                return items
