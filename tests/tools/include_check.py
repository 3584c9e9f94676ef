#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the layers are kept: app -> ui -> core, and inside core the order of core/README.md.

usage: include_check.py SOURCE_ROOT      exit 0 when every #include is allowed, 1 when one is not
"""
import re
import sys
from pathlib import Path

SUFFIXES = {".h", ".cpp", ".cu", ".cuh"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
QT = re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*|qt\w*\.h)$")
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
OPENCV = re.compile(r"^opencv2?/")
OURS = re.compile(r"^(core|ui|app|tests)/")
# Headers that read all of a library: each unit takes twice as long to compile as with the one header it needs.
HEAVY = {"torch/torch.h": "name the header: torch/types.h (tensors), torch/nn/module.h, torch/optim.h, …",
         "torch/extension.h": "name the header"}

# What ui may see of core: the façade, the builders of data sets and stimulus sets and plain value types, if no header behind them brings a library.
UI_SEES = re.compile(r"^core/(base/.*|engine/.*|image/.*|inspect/.*|project/.*|publish/.*|sample/(cells|label_mix|latent|look|morph_timing|request)\w*\.h"
                     r"|face/(face|align|frame|paste)\.h|io/(curves|tfevents|film_writer)\.h|plot/(curve_\w+|smoothing)\.h"
                     r"|collect/(builder|overrides|reasons|review|source|source_kind|source_options)\.h"
                     r"|stimuli/(build_set|judge|plan|plan_edit|preview)\.h)$")

# ui from the bottom to the top; screens.cpp and .h, the table, stand between the screens and the shell.
UI_ORDER = ("kit", "bridge", "viewport", "screens", "screens table", "history", "shell")


def core_order(root):
    """Folders of core, lowest first, from the first column of the table in core/README.md."""
    rows = re.findall(r"^\|\s*`(\w+)`\s*\|", (root / "core/README.md").read_text(), re.MULTILINE)
    if len(rows) < 2 or len(set(rows)) != len(rows):
        raise SystemExit("core/README.md: no table of folders, or a folder twice")
    return rows


def includes(path):
    """(is quoted, name, line number) of each include of a file."""
    text = path.read_text(errors="replace")
    return [(m[1] == '"', m[2], text.count("\n", 0, m.start(2)) + 1) for m in INCLUDE.finditer(text)]


def ui_room(parts):
    """The room of ui that a path, split at its slashes, lies in."""
    return parts[1] if len(parts) > 2 else f"{parts[1].split('.')[0]} table"


class Checker:
    def __init__(self, root):
        self.root = root
        self.order = core_order(root)
        self.behind = {}
        self.problems = []

    def what_is_behind(self, header):
        """Library kinds ("LibTorch", "OpenCV") that including one of our headers brings along."""
        if header not in self.behind:
            self.behind[header] = set()  # ends circles
            path = self.root / header
            for _, name, _ in includes(path) if path.is_file() else []:
                self.behind[header] |= {kind for kind, rule in (("LibTorch", TORCH), ("OpenCV", OPENCV))
                                        if rule.match(name)}
                if OURS.match(name):
                    self.behind[header] |= self.what_is_behind(name)
        return self.behind[header]

    def forbidden_in_core(self, folder, name):
        if QT.match(name):
            return "core is free of Qt"
        if re.match(r"(ui|app|tests)/", name):
            return "core may include only core"
        if not name.startswith("core/"):
            return None
        other = name.split("/")[1]
        if other not in self.order:
            return f"core/README.md does not list {other}"
        if self.order.index(other) > self.order.index(folder):
            return f"{folder} stands below {other} in core/README.md"
        return None

    def forbidden_in_ui(self, room, name):
        if TORCH.match(name) or OPENCV.match(name):
            return "ui is free of LibTorch and OpenCV"
        if re.match(r"(app|tests)/", name):
            return "ui may include only ui and core"
        if name.startswith("core/") and not UI_SEES.match(name):
            return "ui sees only core/base, core/engine, the data-set builder and plain value types"
        if name.startswith("ui/"):
            other = ui_room(name.split("/"))
            if other not in UI_ORDER:
                return f"ui has no room {other}"
            if UI_ORDER.index(other) > UI_ORDER.index(room):
                return f"{room} stands below {other} in ui"
        if OURS.match(name) and self.what_is_behind(name):
            return "this header brings " + " and ".join(sorted(self.what_is_behind(name))) + " into ui"
        return None

    def check(self, path):
        place = path.relative_to(self.root)
        layer, folder = place.parts[0], place.parts[1]
        if layer == "core" and folder not in self.order:
            self.problems.append(f"{place}: core/README.md does not list {folder}")
            return
        if layer == "ui" and ui_room(place.parts) not in UI_ORDER:
            self.problems.append(f"{place}: ui has no room {ui_room(place.parts)}")
            return
        for quoted, name, line in includes(path):
            reason = None
            if quoted and OURS.match(name) and not (self.root / name).is_file():
                reason = "there is no such file"
            elif name in HEAVY:
                reason = HEAVY[name]
            elif layer == "core":
                reason = self.forbidden_in_core(folder, name)
            elif layer == "ui":
                reason = self.forbidden_in_ui(ui_room(place.parts), name)
            if reason:
                self.problems.append(f"{place}:{line}: includes {name}: {reason}")


def check_tree(root):
    checker = Checker(root)
    count = 0
    for layer in ("core", "ui", "app", "tests"):
        for path in sorted((root / layer).rglob("*")):
            if path.suffix in SUFFIXES:
                checker.check(path)
                count += 1
    return checker.problems, count


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    problems, count = check_tree(Path(sys.argv[1]).resolve())
    print("\n".join(problems))
    print(f"{count} files, {len(problems)} forbidden includes")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
