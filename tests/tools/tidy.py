#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for mistakes with clang-tidy, several files at a time, as .clang-tidy says.

usage: tidy.py SOURCE_ROOT BUILD_FOLDER FILE …

BUILD_FOLDER holds compile_commands.json (preset tidy: one entry for each source). Each finding is printed once, however
many files read the header it stands in. exit 0 without findings, 1 with them, 2 when clang-tidy could not run
"""
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FINDING = re.compile(r"^(?P<place>/[^:]+:\d+:\d+): (?:warning|error): (?P<what>.+) \[(?P<check>[\w.,-]+)\]$")
# What only GCC knows, and what only the compiler cache needs; GCC's omp.h lies where Clang does not look, and its
# library uses what it calls deprecated.
CLANG = ["--extra-arg=-fno-openmp", "--extra-arg=-Wno-deprecated-declarations",
         "--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-unused-command-line-argument"]


def program():
    """clang-tidy of packaging/requirements-tidy.txt, which lies beside this Python."""
    beside = Path(sys.executable).parent / "clang-tidy"
    return str(beside) if beside.exists() else "clang-tidy"


def findings(root, build, source):
    """(findings of one source as {place and check: text}, whether clang-tidy could read it)."""
    command = [program(), "-p", str(build), "--quiet", *CLANG, str(source)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root)
    found = {}
    for line in run.stdout.splitlines():
        match = FINDING.match(line)
        if match:
            place = os.path.relpath(os.path.normpath(match["place"]), root)
            if place.startswith(".."):
                continue  # in a library's header
            found[(place, match["check"])] = f"{place}: {match['what']} [{match['check']}]"
    # It exits with an error for findings too: only an exit without any is one of its own.
    return found, run.returncode == 0 or bool(found) or run.stderr.strip()[-600:]


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    root, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    known = {entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())}
    asked = sorted({str((root / name).resolve()) for name in sys.argv[3:]})
    sources = [name for name in asked if name in known]
    for name in set(asked) - set(sources):
        print(f"{os.path.relpath(name, root)}: not compiled in this configuration, left out")
    found, broken, start = {}, [], time.monotonic()
    with ThreadPoolExecutor(int(os.environ.get("TIDY_JOBS", os.cpu_count()))) as pool:
        for name, (some, read) in zip(sources, pool.map(lambda name: findings(root, build, name), sources)):
            for key, text in some.items():
                if found.setdefault(key, text) is text:
                    print(text, flush=True)
            if read is not True:
                broken.append(f"{os.path.relpath(name, root)}: clang-tidy could not read it: {read}")
    print("\n".join(broken))
    print(f"{len(sources)} files, {len(found)} findings in {time.monotonic() - start:.0f} s")
    return 2 if broken else 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
