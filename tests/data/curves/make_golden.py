#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes golden.csv: a curve with a hole and what it looks like smoothed, by the textbook formula.

    s_t = sum_{i<=t, finite} w^(n_t - n_i) (1 - w) x_i / (1 - w^(n_t))

with n counting the finite values so far. Plain loops, no shortcut shared with the product.
"""
import math
import pathlib

WEIGHT = 0.85


def value(i: int) -> float:
    return float("nan") if i == 7 else 4.0 + 3.0 * math.exp(-i / 9.0) + 0.25 * math.sin(1.7 * i)


def smoothed(values: list[float]) -> list[float]:
    result = []
    for t in range(len(values)):
        past = [v for v in values[: t + 1] if math.isfinite(v)]
        n = len(past)
        total = sum(WEIGHT ** (n - 1 - k) * (1 - WEIGHT) * v for k, v in enumerate(past))
        result.append(total / (1 - WEIGHT**n) if math.isfinite(values[t]) else float("nan"))
    return result


def main() -> None:
    values = [value(i) for i in range(40)]
    rows = zip(range(0, 400, 10), values, smoothed(values))
    lines = ["step,value,smoothed"] + [f"{s},{v!r},{m!r}" for s, v, m in rows]
    pathlib.Path(__file__).with_name("golden.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
