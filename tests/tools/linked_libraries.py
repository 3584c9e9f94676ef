#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what programs load: no Qt 5 beside Qt 6, no OpenCV window module, no LibTorch where
nothing is computed, nothing missing.

usage: linked_libraries.py PROGRAM…
"""
import pathlib
import re
import subprocess
import sys

FORBIDDEN = {r"libQt5\w*": "Qt 5 beside Qt 6 crashes", r"libopencv_highgui\S*": "drags Qt 5 in",
             r"libtorch_cuda\S*": "only the CUDA module may load it"}
WITHOUT_TORCH = {"bplf", "libbplf_reading.so"}


def problems_of(program):
    loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    problems = [f"{line.strip()}" for line in loaded.splitlines() if "not found" in line]
    for pattern, reason in FORBIDDEN.items():
        problems += [f"loads {name}: {reason}" for name in set(re.findall(pattern, loaded))]
    if pathlib.Path(program).name in WITHOUT_TORCH and "libtorch" in loaded:
        problems.append("loads LibTorch: it must answer at once")
    return [f"{program}: {problem}" for problem in problems]


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    problems = [problem for program in sys.argv[1:] for problem in problems_of(program)]
    print("\n".join(problems) or f"{len(sys.argv) - 1} programs load only what they should")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
