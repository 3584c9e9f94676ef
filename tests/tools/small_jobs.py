# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of bplf that write, at their smallest sizes, with inputs drawn here: for kills.py and full_disk.py."""

import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import zlib

SIDE = 16
LABELS = ("happy", "sad")


def png(side, value):
    """A grey PNG of side × side pixels; value(x, y) gives each."""
    rows = b"".join(b"\0" + bytes(value(x, y) & 255 for x in range(side)) for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def draw_pictures(folder, each=24, side=SIDE):
    """Noisy ramps, up for one label and down for the other; no two alike."""
    for split in ("train", "validation"):
        for label in LABELS:
            place = folder / split / label
            place.mkdir(parents=True)
            for i in range(each):
                noise = random.Random(f"{split}{label}{i}")
                sign = 8 if label == "happy" else -8
                (place / f"{i}.png").write_bytes(
                    png(side, lambda x, y: 120 + sign * (y - side // 2) + noise.randrange(60)))


def write_idx(folder, split, count, side=48):
    """Drawn faces' stand-ins in the form of FER2013's IDX files, seven labels."""
    noise = random.Random(split)
    labels = bytes(i % 7 for i in range(count))
    pixels = bytearray()
    for label in labels:
        for y in range(side):
            pixels += bytes((x if label % 2 else y) * 160 // side + 6 * label + noise.randrange(32) for x in range(side))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{split}-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 0x803, count, side, side) + pixels)
    (folder / f"{split}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, count) + labels)


CONFIG = {"system": "bplf", "channels": 1, "height": SIDE, "width_px": SIDE, "labels": list(LABELS), "levels": 2,
          "depth": 2, "width": 8, "condition": "input+out", "flow_actnorm": True, "top_prior": "class"}
PLAN = {"schema": "bplf.stimuli.v1", "identities": [{"seeds": [1, 6]}], "expressions": "all", "levels": [50, 100],
        "size": 64, "groups": 2, "judge": "", "mask": {"shape": "oval", "edge": 2}}
SMALL_BATCHES = ["--set", "batch_size=8"]
ON_CPU = ["--threads", "1", "--device", "cpu"]


class Inputs:
    """What the commands read, made once in `folder`."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.pictures, self.data, self.config = folder / "pictures", folder / "data", folder / "tiny.json"
        self.root, self.plan, self.codes = folder / "root", folder / "plan.json", folder / "codes.safetensors"
        self.photo = folder / "photo.png"
        draw_pictures(self.pictures)
        self.photo.write_bytes(png(64, lambda x, y: (3 * x + 5 * y + x * y % 37) % 256))
        self.config.write_text(json.dumps(CONFIG))
        self.plan.write_text(json.dumps(PLAN))
        write_idx(self.root / "fer2013", "train", 40)
        write_idx(self.root / "fer2013", "validation", 16)
        self.run(["dataset", "import", "--source", f"folder:{self.pictures}", "--out", self.data])
        self.run(["encode", "emotion-32", self.photo, "--detector", "none", "--out", self.codes] + ON_CPU)
        self.run(["train", "--config", self.config, "--data", self.data, "--out", folder / "run", "--steps", "4",
                  *SMALL_BATCHES] + ON_CPU)

    def run(self, words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, words))} ended with {done.returncode}: {done.stderr}")
        return done


class Job:
    """A command that writes `output` into a folder. `again` gives the words that go on after a kill, `opens` those that
    open what is there; a `timed` one writes times too, which differ from run to run."""

    def __init__(self, name, words, output, again=None, opens=None, timed=False):
        self.name, self.words_, self.output_ = name, words, output
        self.again_, self.opens_, self.timed = again, opens, timed

    def output(self, folder):
        return folder / self.output_

    def words(self, folder):
        return [str(word) for word in self.words_] + ["--out", str(self.output(folder))]

    def again(self, folder):
        return self.again_(self, folder) if self.again_ else self.words(folder)

    def opens(self, folder):
        return self.opens_(self.output(folder)) if self.opens_ else []


def with_force(job, folder):
    return job.words(folder) + ["--force"]


def going_on_with_training(job, folder):
    """--resume once there is a checkpoint; a run that has none is begun anew."""
    run = job.output(folder)
    if (run / "last").exists():
        return [str(job.words_[0]), "--out", str(run), "--resume", *ON_CPU]
    remove(run)
    return job.words(folder)


def last_model(run):
    return [["model", "info", str(run / "last")]] if (run / "last").exists() else []


def last_judge(run):
    return [["curves", str(run)]] if (run / "last").exists() else []


def jobs(inputs):
    """The kinds of long work."""
    training = ["train", "--config", inputs.config, "--data", inputs.data, "--steps", "120", *SMALL_BATCHES,
                "--set", "validate_every=7", "--set", "log_every=3", "--set", "sample_every=11",
                "--set", "checkpoint_every=5", *ON_CPU]
    judging = ["train-classifier", "--data", inputs.data, "--steps", "60", "--batch", "8", "--width", "8", *ON_CPU]
    building = ["dataset", "build", "emotionset", "--source", f"folder:{inputs.pictures}", "--size", "16",
                "--face-crop", "none", "--keep-blank", "--keep-near-duplicates", "--threads", "1"]
    study = ["reproduce", "table3", "--datasets", "faces", "--budget", "64images", "--data-root", inputs.root, *ON_CPU]
    film = ["morph", "emotion-32", "--key", "seed:1", "--key", "seed:2;label=happy", "--frames", "120", *ON_CPU]
    return [
        Job("train", training, "run", going_on_with_training, last_model, True),
        Job("train-classifier", judging, "judge", going_on_with_training, last_judge, True),
        Job("build", building, "set"),
        Job("reproduce", study, "study", timed=True),
        Job("sample", ["sample", "emotion-32", "--label", "all", "--count", "24", "--pixels", "128", *ON_CPU], "faces",
            with_force),
        Job("film", [*film, "--scale", "8"], "film.gif", with_force),
        Job("frames", [*film, "--scale", "4"], "frames", with_force),
        Job("stimuli", ["stimuli", inputs.plan, *ON_CPU], "stimuli"),
    ]


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def files_below(path):
    """Relative name → file of everything below a folder, links not followed; of a file itself, under ''."""
    if path.is_file():
        return {"": path}
    found = {}
    for folder, _, names in os.walk(path):
        for name in names:
            file = pathlib.Path(folder) / name
            if not file.is_symlink():
                found[str(file.relative_to(path))] = file
    return found
