# SPDX-License-Identifier: Apache-2.0
"""A server for tests: started on a free port of loopback, asked over plain sockets, stopped."""
import http.client
import json
import os
import re
import signal
import subprocess
import urllib.parse

from support import CASUS, ROOT, WIDENED


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    def __init__(self, store, *options, folder=None):
        self.process = subprocess.Popen([CASUS, "serve", "--store", str(store), "--port", "0", *map(str, options)], stderr=subprocess.PIPE, cwd=folder, text=True)
        line = self.process.stderr.readline()
        found = re.search(r"http://[^/]*:(\d+)/", line)
        if not found:
            raise AssertionError("the server did not start: " + line + self.process.stderr.read())
        self.port = int(found[1])

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60 * WIDENED)

    def ask(self, method, path, body=None, headers=None, **parameters):
        """One request; parameters become the query, lists repeat their name. A dict as body is sent as JSON."""
        headers = dict(headers or {})
        query = urllib.parse.urlencode([(name.rstrip("_"), item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])])
        if isinstance(body, dict):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        connection = self.connect()
        try:
            connection.request(method, path + ("?" + query if query else ""), body=body, headers=headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, headers=None, **parameters):
        return self.ask("GET", "/api/v1" + path, headers=headers, **parameters)

    def post(self, path, body, headers=None, **parameters):
        return self.ask("POST", "/api/v1" + path, body, headers, **parameters)

    def stop(self, kind=signal.SIGTERM):
        """Ends it as a user would; its exit status and what it said last."""
        if self.process.poll() is None:
            self.process.send_signal(kind)
        try:
            _, said = self.process.communicate(timeout=60 * WIDENED)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode, said

    def end(self):
        """Whatever state it is in."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def description():
    return json.loads((ROOT / "data/openapi.json").read_text(encoding="utf-8"))


def memory_of(pid):
    """Resident bytes of a process."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
