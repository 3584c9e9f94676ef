#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every source has a test beside it in the mirrored tree, and that test files are named as such.

A source core/flow/layers/squeeze.cpp is tested where a test in tests/core/flow (or tests/core/flow/layers) bears its
name (squeeze_test.cpp) or includes its header. untested.txt beside this program lists the others, one pattern and one
reason a line; a pattern that no longer excuses anything is reported as well.

usage: mirror_check.py SOURCE_ROOT      exit 0 when all are tested or excused, 1 with one line for each when not
"""
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

SOURCES = {".cpp", ".cu"}
INCLUDE = re.compile(r'^#include "((?:core|ui|app)/[^"]+)"', re.MULTILINE)
# Other files of a test folder: fixtures and what tests share.
TEST = re.compile(r"TEST(_F|_P)?\(|INSTANTIATE_TEST_SUITE_P\(|TYPED_TEST")


def tests_by_room(root):
    """{"core/flow": (stems of tests, headers that the folder's tests and fixtures include)}."""
    rooms = {}
    for path in sorted((root / "tests").rglob("*")):
        place = path.relative_to(root / "tests")
        if path.suffix in {".cpp", ".h", ".inl"} and place.parts[0] in ("core", "ui", "app"):
            stems, headers = rooms.setdefault("/".join(place.parts[:2] if place.parts[0] == "core" else place.parts[:1]),
                                              (set(), set()))
            headers |= set(INCLUDE.findall(path.read_text(errors="replace")))
            if path.stem.endswith("_test"):
                stems.add(path.stem.removesuffix("_test"))
    return rooms


def untested(root):
    """Sources without a test of their name or of their header in the mirrored room."""
    rooms = tests_by_room(root)
    missing = []
    for layer in ("core", "ui", "app"):
        for path in sorted((root / layer).rglob("*")):
            place = path.relative_to(root)
            if path.suffix not in SOURCES:
                continue
            room = "/".join(place.parts[:2]) if layer == "core" else layer
            stems, headers = rooms.get(room, (set(), set()))
            if path.stem not in stems and str(place.with_suffix(".h")) not in headers:
                missing.append(str(place))
    return missing


def excuses(file):
    """[(pattern, reason)] of untested.txt; `#` begins a comment."""
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()]
    return [tuple(line.split(None, 1)) for line in lines if line]


def badly_named(root):
    """Files with tests that do not end in _test, and files that do without a test in them."""
    problems = []
    for path in sorted((root / "tests").rglob("*.cpp")):
        has_test = bool(TEST.search(path.read_text(errors="replace")))
        if has_test != path.stem.endswith("_test"):
            problems.append(f"{path.relative_to(root)}: " + ("holds tests but is not named _test" if has_test
                                                             else "is named _test but holds none"))
    return problems


def check_tree(root, excused):
    problems, used = badly_named(root), set()
    for entry in excused:
        if len(entry) != 2:
            problems.append(f"untested.txt: {entry[0]} has no reason")
    for source in untested(root):
        found = [entry[0] for entry in excused if fnmatch(source, entry[0])]
        used.update(found)
        if not found:
            problems.append(f"{source}: no test in the mirrored folder bears its name or includes its header")
    problems += [f"untested.txt: {entry[0]} excuses nothing" for entry in excused if entry[0] not in used]
    return problems


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    root = Path(sys.argv[1]).resolve()
    problems = check_tree(root, excuses(root / "tests/tools/untested.txt"))
    print("\n".join(problems))
    print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
