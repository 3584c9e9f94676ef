#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""include_check.py finds each kind of breach in a small made-up tree, and nothing in a clean one."""
import tempfile
import unittest
from pathlib import Path

import include_check

README = "| folder | what |\n|---|---|\n| `base` | x |\n| `image` | x |\n| `flow` | x |\n| `engine` | x |\n"
CLEAN = {
    "core/base/error.h": "#include <string>",
    "core/image/image.h": '#include "core/base/error.h"',
    "core/flow/flow.h": '#include <torch/types.h>\n#include "core/image/image.h"',
    "core/engine/engine.h": '#include "core/image/image.h"',
    "core/engine/engine.cpp": '#include "core/flow/flow.h"',
    "ui/shell/window.h": '#include <QWidget>\n#include "core/engine/engine.h"',
    "app/studio.cpp": '#include "ui/shell/window.h"',
}


def problems_with(**extra):
    """Problems of the clean tree plus the given text appended to files ("core__base__error_h")."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        tree = dict(CLEAN, **{"core/README.md": README})
        for key, text in extra.items():
            name = "/".join(key.split("__"))
            name = name[: name.rindex("_")] + "." + name[name.rindex("_") + 1 :]
            tree[name] = tree.get(name, "") + "\n" + text + "\n"
        for name, text in tree.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return include_check.check_tree(root)[0]


class IncludeCheckTest(unittest.TestCase):
    def assert_found(self, reason, **extra):
        problems = problems_with(**extra)
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(reason, problems[0])

    def test_a_clean_tree_has_no_problem(self):
        self.assertEqual(problems_with(), [])

    def test_a_folder_may_not_include_one_below_it(self):
        self.assert_found("base stands below image", core__base__error_h='#include "core/image/image.h"')

    def test_core_may_not_include_qt_or_ui(self):
        self.assert_found("free of Qt", core__flow__flow_h="#include <QString>")
        self.assert_found("free of Qt", core__flow__flow_h="#include <QtCore/qglobal.h>")
        self.assert_found("only core", core__flow__flow_cpp='#include "ui/shell/window.h"')

    def test_ui_may_not_include_torch_or_the_inside_of_core(self):
        self.assert_found("free of LibTorch", ui__shell__window_cpp="#  include <torch/types.h>")
        self.assert_found("plain value types", ui__shell__window_cpp='#include "core/flow/flow.h"')
        self.assert_found("only ui and core", ui__shell__window_cpp='#include "app/studio.cpp"')

    def test_ui_has_an_order_of_its_own(self):
        self.assert_found("kit stands below shell", ui__kit__slider_h='#include "ui/shell/window.h"')
        self.assert_found("screens stands below screens table", ui__screens__a__a_h='#include "ui/screens.h"',
                          ui__screens_h="#include <vector>")
        self.assert_found("no room widgets", ui__widgets__slider_h="#include <QSlider>")
        self.assertEqual(problems_with(ui__screens_h='#include "ui/screens/a/a.h"', ui__screens__a__a_h="#include <QWidget>"), [])

    def test_torch_may_not_reach_ui_through_a_header(self):
        self.assert_found("brings LibTorch", core__engine__engine_h='#include "core/flow/flow.h"')

    def test_headers_of_a_whole_library_are_named_instead(self):
        self.assert_found("name the header", core__flow__flow_cpp="#include <torch/torch.h>")
        self.assert_found("name the header", tests__core__flow__flow_test_cpp="#include <torch/torch.h>")

    def test_missing_files_and_unlisted_folders_are_named(self):
        self.assert_found("no such file", app__studio_cpp='#include "ui/shell/gone.h"')
        self.assert_found("does not list misc", core__misc__x_h="#include <string>")


if __name__ == "__main__":
    unittest.main()
