#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""citation_check.py finds each kind of citation of what is not there, and nothing in a clean tree."""
import tempfile
import unittest
from pathlib import Path

import citation_check

CLEAN = {
    "README.md": "# Name\n## Where things are\nSee [the rooms](core/README.md#the-rooms), `core/flow` and `core/*/a.h`.\n",
    "core/README.md": "# core\n### The rooms\n```\n# no heading\n```\nUp: [there](#the-rooms).\n",
    "core/flow/a.h": '// As core/README.md#the-rooms and README.md say; writes report.md.\n#include "core/made/up.h"\n',
    "core/flow/README.md": "# f-VAE, 1x1 and Flow++\n`core/README.md`\n",
}


def problems_with(name, text):
    """Problems of the clean tree plus a line in one of its files."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in dict(CLEAN, **{name: CLEAN.get(name, "") + text + "\n"}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content)
        return citation_check.check_tree(root)[0]


class CitationCheckTest(unittest.TestCase):
    def assert_found(self, reason, name, text):
        problems = problems_with(name, text)
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(reason, problems[0])

    def test_a_clean_tree_has_no_problem(self):
        self.assertEqual(problems_with("core/flow/a.h", "// core/flow/README.md#f-vae-1x1-and-flow"), [])

    def test_a_document_that_is_not_there_is_found_in_sources_scripts_and_documents(self):
        self.assert_found("no document models.md", "core/flow/a.h", "// (models.md 3.5)")
        self.assert_found("no document design/cli.md", "packaging/run", "# as design/cli.md says")
        self.assert_found("no document gone.md", "core/README.md", "See gone.md.")

    def test_a_section_that_is_not_there_is_found(self):
        self.assert_found("no section #the-room", "core/flow/a.h", "// core/README.md#the-room")
        self.assert_found("no section #no-heading", "core/flow/a.h", "// core/README.md#no-heading")
        self.assert_found("no section #gone", "core/README.md", "[x](#gone)")

    def test_a_link_or_path_that_is_not_there_is_found(self):
        self.assert_found("no picture.png", "README.md", "![x](picture.png)")
        self.assert_found("no core/flow/b.h", "core/flow/a.h", "// see core/flow/b.h")
        self.assert_found("no core/data", "README.md", "one file in `core/data`")


if __name__ == "__main__":
    unittest.main()
