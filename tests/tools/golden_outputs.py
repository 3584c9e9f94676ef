#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what the command line writes and prints for a fixed list of commands, and compares with an earlier record.

A change that only moves code must leave every record as it was. Pictures are recorded as pixels and recipe apart, so
that another packing of the same pixels is no difference; times, rates and paths are left out.

usage: golden_outputs.py record  BPLF SHARED OUT.json       runs every command with BPLF (the built program)
       golden_outputs.py compare BEFORE.json AFTER.json     exit 1 with the differences
"""
import hashlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

PHOTO = "{shared}/data/photos/astronaut.png"
FACES = "folder:{shared}/data/fer2013/sample_folders/train"
COMMANDS = {
    "sample": "sample emotion-32 --label all --count 2 --seed 1 --threads 2 --out sheet.png --json",
    "sample-folder": "sample emotion-32 --label happy=0.6,surprise=0.4 --count 3 --seed 7 --threads 1 --out faces --latents codes.safetensors --json",
    "encode": "encode emotion-32 {photo} --detector haar --threads 2 --out code.safetensors --json",
    "decode": "decode emotion-32 code.safetensors --label happy --threads 2 --out decoded.png --json",
    "relabel": "relabel emotion-32 {photo} --detector haar --to all --threads 2 --out strip.png --json",
    "morph": "morph emotion-32 --key seed:3;label=happy --key seed:9;label=sad --frames 5 --threads 2 --out film --json",
    "build": "dataset build emotionset --source {faces} --face-crop haar --size 32 --threads 2 --out set --json",
    "info": "dataset info set --json",
    "eval": "eval emotion-32 --data set --split train --limit 32 --threads 2 --json",
    "train": "train --config {config} --data set --out run --steps 50 --threads 2 --set batch_size=16 --set precision=float32 --set validate_every=50 --json",
}
UNSTEADY = re.compile(r"second|per_second|rate|milliseconds|path|file$|^data$|checkpoint|memory|source$|build", re.I)


def chunks(png):
    at = 8
    while at + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += 12 + length


def picture(path):
    """SHA-256 of the filtered-back pixel rows of an 8-bit PNG, and its texts."""
    parts = list(chunks(path.read_bytes()))
    header = next(data for kind, data in parts if kind == b"IHDR")
    width, height, _, colour = struct.unpack(">IIBB", header[:10])
    step = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    raw = zlib.decompress(b"".join(data for kind, data in parts if kind == b"IDAT"))
    rows, last = [], bytearray(width * step)
    for y in range(height):
        row = bytearray(raw[y * (width * step + 1) + 1 : (y + 1) * (width * step + 1)])
        unfilter(raw[y * (width * step + 1)], row, last, step)
        rows.append(bytes(row))
        last = row
    texts = [data.split(b"\0", 1) for kind, data in parts if kind in (b"tEXt", b"iTXt")]
    return {"size": [width, height, step], "pixels": hashlib.sha256(b"".join(rows)).hexdigest(),
            "texts": {key.decode(): value.lstrip(b"\0").decode(errors="replace") for key, value in texts}}


def unfilter(kind, row, above, step):
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        up, corner = above[i], above[i - step] if i >= step else 0
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        elif kind == 4:
            guess = min((left, up, corner), key=lambda v, p=left + up - corner: abs(p - v))
        else:
            guess = 0
        row[i] = (row[i] + guess) & 255


def steady(value):
    if isinstance(value, dict):
        return {k: steady(v) for k, v in value.items() if not UNSTEADY.search(k)}
    return [steady(v) for v in value] if isinstance(value, list) else value


def contents(path):
    if path.suffix == ".png":
        return picture(path)
    data = path.read_bytes()
    if path.suffix == ".safetensors":
        length = struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8 : 8 + length])
        header.pop("__metadata__", None)
        return {"tensors": {k: [v["dtype"], v["shape"]] for k, v in sorted(header.items())},
                "data": hashlib.sha256(data[8 + length :]).hexdigest()}
    return {"sha256": hashlib.sha256(data).hexdigest()}


def record(program, shared, out):
    source = Path(__file__).resolve().parents[2]
    words = {"shared": shared, "photo": PHOTO.format(shared=shared), "faces": FACES.format(shared=shared),
             "config": source / "models/configs/emotion-32.json"}
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, command in COMMANDS.items():
            before = set(Path(folder).rglob("*"))
            run = subprocess.run([program, *(word.format(**words) for word in command.split())], cwd=folder,
                                 capture_output=True, text=True, check=False)
            files = [p for p in sorted(set(Path(folder).rglob("*")) - before)
                     if p.suffix in (".png", ".safetensors", ".csv") and not p.name.startswith(("metrics", "scalars"))]
            results[name] = {"rc": run.returncode, "json": steady(json.loads(run.stdout)) if run.stdout.strip() else None,
                             "files": {str(p.relative_to(folder)): contents(p) for p in files}}
            if run.returncode:
                results[name]["error"] = run.stderr.strip().splitlines()[-1:]
            print(name, run.returncode, len(files), file=sys.stderr)
    Path(out).write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def differences(before, after, place=""):
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(set(before) | set(after)):
            yield from differences(before.get(key), after.get(key), f"{place}/{key}")
    elif before != after:
        yield f"{place}: {json.dumps(before)[:200]} -> {json.dumps(after)[:200]}"


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "record":
        record(str(Path(sys.argv[2]).resolve()), str(Path(sys.argv[3]).resolve()), sys.argv[4])
        return 0
    if len(sys.argv) == 4 and sys.argv[1] == "compare":
        found = list(differences(*(json.loads(Path(p).read_text()) for p in sys.argv[2:])))
        print("\n".join(found) or "no difference")
        return 1 if found else 0
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(main())
