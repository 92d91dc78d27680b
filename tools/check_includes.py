#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the arrows between the folders of src/ (docs/architecture.md): which folder may include which.

  tools/check_includes.py [--root FOLDER]

Prints one line per forbidden include (file:line: what; what to do) and leaves with status 1 if there is any.
"""
import argparse
import pathlib
import re
import sys

STAGES = ["read", "parse", "find", "link", "code", "question", "merge"]
MAY_INCLUDE = {"base": {"base"}, "store": {"base", "store"}, "ask": {"base", "store", "ask"}, "exchange": {"base", "store", "exchange"},
               "forecast": {"base", "store", "forecast"}, "serve": {"base", "store", "ask", "read", "serve"}}
MAY_INCLUDE |= {stage: {"base", stage} for stage in STAGES}
INCLUDE = re.compile(r'^\s*#include "([^"]+)"')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[1])
    root = parser.parse_args().root
    files = sorted(path for path in (root / "src").rglob("*") if path.suffix in {".h", ".cc"})
    if not files:
        sys.exit(f"check_includes: no sources under {root / 'src'}; give the checkout with --root")
    faults = 0
    for path in files:
        folder = path.relative_to(root / "src").parts[0]
        if folder not in MAY_INCLUDE:
            continue  # the pipeline itself (src/*.cc) joins all stages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match or match.group(1).startswith("casus/"):
                continue
            target = match.group(1).split("/")[0] if "/" in match.group(1) else folder
            if target in MAY_INCLUDE and target not in MAY_INCLUDE[folder]:
                faults += 1
                print(f"{path.relative_to(root)}:{number}: {folder}/ includes {match.group(1)}; move what both need to "
                      "src/base or to a type in include/casus")
    sys.exit(1 if faults else 0)


main()
