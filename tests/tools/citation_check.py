#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that no file cites a document, a section of one, or a source that is not in the repository.

A citation is the name of a Markdown document (core/flow/README.md, README.md#tests), a link in one, or a path that
begins with one of our folders and ends like a source; in documents also any such path in backticks, * allowed. A
document is looked for from the root and beside the citing file; its sections go by their titles as GitHub makes anchors.

usage: citation_check.py SOURCE_ROOT      exit 0 when all are there, 1 with one line for each when not
"""
import re
import sys
from pathlib import Path

ROOMS = ("app", "core", "ui", "tests", "packaging", "models", "resources", ".ci", ".github")
SUFFIXES = {".h", ".cpp", ".cu", ".cuh", ".inl", ".py", ".md", ".txt", ".cmake", ".sh", ".yml", ""}
# Documents that the program writes or reads beside the user's files, and the made-up trees of our own tests.
WRITTEN = {"report.md", "card.md", "table3.md"}
SKIPPED = {"include_check_test.py", "citation_check_test.py", "mirror_check_test.py"}

DOCUMENT = re.compile(r"(?<![\w/.*{-])((?:[\w.+-]+/)*[\w+-]+\.md)\b(?:#([\w-]+))?")
SOURCE = re.compile(r"(?<![\w/.}-])((?:app|core|ui|tests|packaging)/[\w/.+-]+\.(?:h|cpp|cu|inl|py|sh|txt|cmake))\b")
QUOTED = re.compile(r"`((?:app|core|ui|tests|packaging|models|resources)/[\w/.+*-]*)`")
LINK = re.compile(r"\]\(([^)#:\s]*)(?:#([\w-]+))?\)")


def files(root):
    top = [p for p in root.iterdir() if p.is_file() and p.suffix in SUFFIXES and p.name != "LICENSE"]
    inside = [p for room in ROOMS for p in (root / room).rglob("*") if p.is_file() and p.suffix in SUFFIXES]
    return sorted(p for p in top + inside if p.name not in SKIPPED and "__pycache__" not in p.parts)


def anchors(document):
    """The anchors of a document's headings, without the code inside it."""
    text = re.sub(r"^```.*?^```", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


class CitationCheck:
    def __init__(self, root):
        self.root, self.problems, self.citations, self.known = root, [], 0, {}

    def check_document(self, path, line, name, anchor):
        self.citations += 1
        found = next((p for p in (self.root / name, path.parent / name) if p.is_file()), None)
        if found is None:
            if name.split("/")[-1] not in WRITTEN:
                self.report(path, line, f"there is no document {name}")
        elif anchor and anchor not in self.known.setdefault(found, anchors(found)):
            self.report(path, line, f"{name} has no section #{anchor}")

    def check_path(self, path, line, name):
        self.citations += 1
        if not any(self.root.glob(name.rstrip("/"))):
            self.report(path, line, f"there is no {name}")

    def check_line(self, path, line, text):
        for name, anchor in DOCUMENT.findall(text):
            self.check_document(path, line, name, anchor)
        if not text.lstrip().startswith("#include"):
            for name in SOURCE.findall(text):
                self.check_path(path, line, name)
        if path.suffix == ".md":
            for name in QUOTED.findall(text):
                self.check_path(path, line, name)
            for name, anchor in LINK.findall(text):
                self.check_link(path, line, name, anchor)

    def check_link(self, path, line, name, anchor):
        target = path.parent / name if name else path
        self.citations += 1
        if not target.exists():
            self.report(path, line, f"there is no {name}")
        elif anchor and anchor not in anchors(target):
            self.report(path, line, f"{name or path.name} has no section #{anchor}")

    def report(self, path, line, what):
        self.problems.append(f"{path.relative_to(self.root)}:{line}: {what}")


def check_tree(root):
    """(problems, number of citations) of the tree."""
    check = CitationCheck(root)
    for path in files(root):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # data of a test
        for line, content in enumerate(text.splitlines(), 1):
            check.check_line(path, line, content)
    return list(dict.fromkeys(check.problems)), check.citations


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    problems, citations = check_tree(Path(sys.argv[1]).resolve())
    print("\n".join(problems))
    print(f"{citations} citations, {len(problems)} of what is not there")
    return 1 if problems or not citations else 0


if __name__ == "__main__":
    sys.exit(main())
