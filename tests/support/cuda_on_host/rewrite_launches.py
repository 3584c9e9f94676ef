#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a .cu file as C++: kernel<<<grid, block, shared, stream>>>(args) becomes a call of launch (host_gpu.h).

usage: rewrite_launches.py FROM.cu TO.cpp
"""
import re
import sys
from pathlib import Path

PAIRS = {"(": ")", "<": ">"}


def end_of(text, start):
    """The place behind the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] == text[start]:
            depth += 1
        elif text[at] == PAIRS[text[start]]:
            depth -= 1
            if depth == 0:
                return at + 1
    raise SystemExit(f"a bracket stays open: {text[start:start + 60]}")


def kernel_before(text, launch):
    """Where the kernel's name, with its template arguments, begins."""
    at = len(text[:launch].rstrip())
    if text[at - 1] == ">":
        depth = 0
        while True:
            at -= 1
            depth += {">": 1, "<": -1}.get(text[at], 0)
            if depth == 0:
                break
    name = re.search(r"[A-Za-z_]\w*$", text[:at])
    if not name:
        raise SystemExit(f"no kernel before <<<: {text[launch - 60:launch]}")
    return name.start()


def rewritten(text):
    while (launch := text.find("<<<")) >= 0:
        begin = kernel_before(text, launch)
        close = text.index(">>>", launch)
        config = text[launch + 3:close]
        paren = close + 3
        end = end_of(text, paren)
        arguments = text[paren + 1:end - 1]
        text = (f"{text[:begin]}::bplf::cuda_on_host::launch({config}, {text[begin:launch].rstrip()}, {arguments})"
                f"{text[end:]}")
    return text


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    source, target = map(Path, sys.argv[1:])
    line = f'#line 1 "{source.as_posix()}"\n'
    target.write_text(line + rewritten(source.read_text()))


if __name__ == "__main__":
    main()
