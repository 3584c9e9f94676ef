#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports files over our size budget (headers 150 lines, sources 300). Never fails: it informs.

usage: size_report.py SOURCE_ROOT
"""
import statistics
import sys
from pathlib import Path

BUDGETS = {".h": 150, ".cuh": 150, ".cpp": 300, ".cu": 300, ".py": 200}


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    root = Path(sys.argv[1]).resolve()
    lines = {}
    for part in ("core", "ui", "app", "tests"):
        for path in sorted((root / part).rglob("*")):
            if path.suffix in BUDGETS:
                lines[path.relative_to(root)] = len(path.read_text(errors="replace").splitlines())
    for suffix, budget in BUDGETS.items():
        sizes = [count for path, count in lines.items() if path.suffix == suffix]
        if sizes:
            print(f"{suffix:5} {len(sizes):4} files, median {statistics.median(sizes):.0f}, "
                  f"largest {max(sizes)}, budget {budget}")
    for path, count in lines.items():
        if count > BUDGETS[path.suffix]:
            print(f"over budget: {path}: {count} lines")


if __name__ == "__main__":
    main()
