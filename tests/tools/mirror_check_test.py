#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""mirror_check.py finds sources without a test and misnamed tests in a small made-up tree, and nothing in a clean one."""
import tempfile
import unittest
from pathlib import Path

import mirror_check

CLEAN = {
    "core/flow/layers/squeeze.cpp": "",
    "core/flow/config.cpp": "",
    "core/flow/registry.cpp": "",
    "tests/core/flow/layers_test.cpp": '#include "core/flow/layers/squeeze.h"\nTEST(A, B) {}',
    "tests/core/flow/config_test.cpp": "TEST_F(A, B) {}",
    "tests/core/flow/cases.cpp": '#include "core/flow/registry.h"\nvoid helper() {}',
    "ui/kit/slider.cpp": "",
    "tests/ui/kit/slider_test.cpp": "TEST(A, B) {}",
}


def problems_with(excused=(), **extra):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in dict(CLEAN, **extra).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return mirror_check.check_tree(root, list(excused))


class MirrorCheckTest(unittest.TestCase):
    def test_a_clean_tree_has_no_problem(self):
        self.assertEqual(problems_with(), [])

    def test_a_source_without_a_test_is_named(self):
        self.assertIn("core/flow/new.cpp", problems_with(**{"core/flow/new.cpp": ""})[0])

    def test_a_test_of_another_room_does_not_count(self):
        extra = {"core/eval/psnr.cpp": "", "tests/core/flow/other_test.cpp": '#include "core/eval/psnr.h"\nTEST(A, B) {}'}
        self.assertIn("core/eval/psnr.cpp", problems_with(**extra)[0])

    def test_an_excuse_needs_a_reason_and_something_to_excuse(self):
        extra = {"core/flow/new.cpp": ""}
        self.assertEqual(problems_with([("core/flow/n*.cpp", "why")], **extra), [])
        self.assertIn("has no reason", problems_with([("core/flow/n*.cpp",)], **extra)[0])
        self.assertIn("excuses nothing", problems_with([("core/flow/old.cpp", "why")])[0])

    def test_names_say_what_holds_tests(self):
        self.assertIn("holds none", problems_with(**{"tests/core/flow/x_test.cpp": "int x;"})[0])
        self.assertIn("not named", problems_with(**{"tests/core/flow/x.cpp": "TEST(A, B) {}"})[0])


if __name__ == "__main__":
    unittest.main()
