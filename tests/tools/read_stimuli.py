#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a set that `bplf stimuli` made, with nothing of BPLF's own: hashes, tables, balance, luminance, averages.

usage: read_stimuli.py FOLDER      prints one JSON object of what it found; exit 1 when something is not as it should be
"""
import csv
import hashlib
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np


def read_png(path):
    """Pixels of an 8-bit grey or RGB PNG as [H, W, C], and its iTXt chunks."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    at, packed, texts = 8, b"", []
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colour in (0, 2) and body[12] == 0, path
        packed += body if kind == b"IDAT" else b""
        texts += [body] if kind == b"iTXt" else []
        at += 12 + size
    channels = 1 if colour == 0 else 3
    raw = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    rows = np.zeros((height + 1, (width + 1) * channels), np.int64)  # a row of zeros above, a pixel of zeros to the left
    for y in range(height):
        kind, line = raw[y, 0], raw[y, 1:].astype(np.int64)
        above, here = rows[y], rows[y + 1]
        for x in range(line.size):
            left, up, corner = here[x], above[x + channels], above[x]
            if kind == 0:
                guess = 0
            elif kind == 1:
                guess = left
            elif kind == 2:
                guess = up
            elif kind == 3:
                guess = (left + up) // 2
            else:
                p = left + up - corner
                guess = min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))[2]
            here[x + channels] = (line[x] + guess) & 255
    return rows[1:, channels:].reshape(height, width, channels), texts


def luma(pixels):
    return pixels[..., 0].astype(float) if pixels.shape[2] == 1 else pixels @ np.array([0.299, 0.587, 0.114])


class Set:
    def __init__(self, folder):
        self.folder = folder
        self.problems = []
        self.plan = json.loads((folder / "plan.json").read_text())
        self.rows = self.table("stimuli.csv")
        self.pictures = {row["file"]: read_png(folder / row["file"])[0] for row in self.rows}

    def table(self, name, delimiter=","):
        with open(self.folder / name, newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream, delimiter=delimiter))

    def expect(self, holds, problem):
        if not holds:
            self.problems.append(problem)

    def check_hashes(self):
        listed = dict(reversed(line.split("  ", 1)) for line in (self.folder / "SHA256SUMS").read_text().splitlines())
        there = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}
        self.expect(set(listed) == there - {"SHA256SUMS"}, f"files differ from the list: {set(listed) ^ there}")
        for file, digest in listed.items():
            self.expect(hashlib.sha256((self.folder / file).read_bytes()).hexdigest() == digest, f"{file}: another hash")
        for row in self.rows:
            self.expect(listed[row["file"]] == row["sha256"], f"{row['file']}: stimuli.csv has another hash")
        return len(listed)

    def check_tables(self):
        files = [row["file"] for row in self.rows]
        self.expect(json.loads((self.folder / "images.json").read_text()) == files, "images.json lists other pictures")
        bids = self.table("stimuli.tsv", "\t")
        self.expect([row["filename"] for row in bids] == files, "stimuli.tsv lists other pictures")
        self.expect(len({row["stim_id"] for row in bids}) == len(files), "two pictures have one stim_id")
        self.expect(set(bids[0]) <= set(json.loads((self.folder / "stimuli.json").read_text())), "stimuli.json leaves a column out")
        identities = {row["identity"] for row in self.rows}
        emotions = {row["emotion"] for row in self.rows if row["level"] != "0"}
        levels = [level for level in self.plan["levels"] if level > 0]
        expected = len(identities) * (len(emotions) * len(levels) + (0 in self.plan["levels"])) * len(self.plan["orientations"])
        self.expect(len(files) == expected, f"{len(files)} pictures, not {expected}")
        return len(identities), len(emotions)

    def check_groups(self):
        count = self.plan["groups"]["count"]
        if count == 0:
            self.expect(len(self.table("conditions_group1.csv")) == len(self.rows), "conditions leave pictures out")
            return 0
        shown = {}
        for group in range(1, count + 1):
            rows = self.table(f"conditions_group{group}.csv")
            for level in map(str, self.plan["groups"]["levels"]):
                here = [row for row in rows if row["level"] == level]
                names = [row["identity"] for row in here]
                self.expect(sorted(names) == sorted({row["identity"] for row in self.rows}), f"group {group}: not each identity once")
                often = [sum(row["emotion"] == emotion for row in here) for emotion in {row["emotion"] for row in here}]
                self.expect(len(set(often)) == 1, f"group {group}: emotions {often} times")
            for row in rows:
                key = row["identity"], row["emotion"], row["level"]
                self.expect(key not in shown, f"{key} is shown to groups {shown.get(key)} and {group}")
                shown[key] = group
        return count

    def mask_of(self, row):
        name = row["identity"] + ("_mirrored" if row["orientation"] == "mirrored" else "")
        path = self.folder / "masks" / f"{name}.png"
        if not path.exists():
            return np.ones(self.pictures[row["file"]].shape[:2], bool)
        return read_png(path)[0][..., 0] == 255

    def check_luminance(self):
        target, worst = self.plan["luminance"], {"mean": 0.0, "sd": 0.0, "histogram": 0.0}
        masks, values = {}, []
        for row in self.rows:
            key = row["identity"], row["orientation"]
            if key not in masks:
                masks[key] = self.mask_of(row)
            inside = luma(self.pictures[row["file"]])[masks[key]]
            values.append(np.sort(inside))
            self.expect(abs(inside.mean() - float(row["luminance_mean"])) < 1e-4, f"{row['file']}: mean {inside.mean()}")
            self.expect(abs(inside.std() - float(row["luminance_sd"])) < 1e-4, f"{row['file']}: deviation {inside.std()}")
            self.expect(inside.size == int(row["pixels"]), f"{row['file']}: {inside.size} pixels")
            if target["match"] == "mean-sd" and "mean" in target:
                worst["mean"] = max(worst["mean"], float(abs(inside.mean() - target["mean"])))
                worst["sd"] = max(worst["sd"], float(abs(inside.std() - target["sd"])))
        if target["match"] == "histogram":
            ranks = (np.arange(512) + 0.5) / 512
            curves = np.stack([v[(ranks * v.size).astype(int)] for v in values])
            worst["histogram"] = float(np.abs(curves - curves.mean(0)).mean(1).max())
        # Half a grey level: what rounding may leave of a picture with few of them.
        self.expect(worst["mean"] < 0.5 and worst["sd"] < 0.5 and worst["histogram"] < 1, f"luminance is off by {worst}")
        return worst

    def check_background(self):
        if self.plan["mask"]["shape"] == "none":
            return
        for row in self.rows:
            corner = self.pictures[row["file"]][0, 0]
            self.expect((corner == self.plan["background"]).all(), f"{row['file']}: its corner is {corner}")

    def check_averages(self):
        highest, first = str(max(self.plan["levels"])), self.plan["orientations"][0]
        chosen = [row for row in self.rows if row["level"] in ("0", highest) and row["orientation"] == first]
        for name in {row["emotion"] for row in chosen} | {"all"}:
            stack = [self.pictures[row["file"]] for row in chosen if name in (row["emotion"], "all")]
            mean = np.floor(np.mean(stack, 0) + 0.5 + 1e-9)
            stored = read_png(self.folder / "averages" / f"{name}_pixels.png")[0]
            self.expect((mean == stored).all(), f"{name}_pixels.png is not the mean of the pictures")

    def check_ratings(self):
        if not (self.folder / "ratings.csv").exists():
            return 0
        answers = self.table("ratings.csv")
        own = hashlib.sha256((self.folder / "plan.json").read_bytes()).hexdigest()
        self.expect({answer["set"] for answer in answers} == {own}, "ratings.csv is of another set")
        for row in self.rows:
            here = [answer for answer in answers if answer["file"] == row["file"]]
            self.expect(int(row["raters"]) == len(here), f"{row['file']}: {row['raters']} raters, not {len(here)}")
            for what in ("intensity", "clarity"):
                values = [float(answer[what]) for answer in here]
                for name, least, expected in (("mean", 1, np.mean), ("sd", 2, lambda v: np.std(v, ddof=1))):
                    cell = row[f"rated_{what}_{name}"]
                    right = abs(float(cell) - expected(values)) < 1e-4 if len(values) >= least and cell else cell == ""
                    self.expect(right, f"{row['file']}: {name} of {what} is {cell}")
            shares = {key[len("rated_share_"):]: value for key, value in row.items() if key.startswith("rated_share_")}
            for emotion, share in shares.items():
                often = sum(answer["emotion"] == emotion for answer in here)
                self.expect(share == "" if not here else abs(float(share) - often / len(here)) < 1e-4,
                            f"{row['file']}: share of {emotion} is {share}")
        return len(answers)

    def check_mirrors(self):
        for row in self.rows:
            twin = next((other for other in self.rows if other["orientation"] != row["orientation"] and all(
                other[key] == row[key] for key in ("identity", "emotion", "level"))), None)
            if twin:
                difference = np.abs(self.pictures[row["file"]] - self.pictures[twin["file"]][:, ::-1]).max()
                self.expect(difference <= 1, f"{row['file']} and {twin['file']} are no mirror images")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    found = Set(Path(sys.argv[1]))
    files = found.check_hashes()
    identities, emotions = found.check_tables()
    groups = found.check_groups()
    worst = found.check_luminance()
    found.check_background()
    found.check_averages()
    found.check_mirrors()
    ratings = found.check_ratings()
    print(json.dumps({"files": files, "pictures": len(found.rows), "identities": identities, "emotions": emotions, "groups": groups, "ratings": ratings,
                      "luminance_error": worst, "problems": found.problems[:20]}))
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
