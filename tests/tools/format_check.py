#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every C++ and CUDA source is formatted as .clang-format says.

usage: format_check.py SOURCE_ROOT CLANG_FORMAT [FILE …]      exit 0 when all are, 1 with their names when not
"""
import subprocess
import sys
from pathlib import Path

SUFFIXES = {".h", ".cpp", ".cu", ".cuh", ".inl"}
ROOMS = ("app", "core", "packaging", "tests", "ui")


def sources(root):
    return sorted(p for room in ROOMS for p in (root / room).rglob("*") if p.suffix in SUFFIXES)


def unformatted(clang_format, paths):
    """Those of the paths that clang-format would change."""
    result = subprocess.run([clang_format, "--dry-run", "-Werror", *map(str, paths)], capture_output=True, text=True)
    if result.returncode == 0:
        return []
    named = {line.split(":")[0] for line in result.stderr.splitlines() if "[-Wclang-format-violations]" in line}
    return sorted(named) or [result.stderr.strip()]


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    root = Path(sys.argv[1]).resolve()
    paths = [Path(name) for name in sys.argv[3:]] or sources(root)
    bad = unformatted(sys.argv[2], paths)
    print("\n".join(bad))
    print(f"{len(paths)} files, {len(bad)} not formatted: {sys.argv[2]} -i FILE mends one")
    return 1 if bad or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
