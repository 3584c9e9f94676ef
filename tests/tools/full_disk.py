#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""full_disk.py BPLF [--only NAME]: every command that writes, onto disks that are full at different moments or may only
be read. Needs root: it mounts small file systems where nobody else sees them.

Wanted: one message, exit code 4, no file cut short under its final name, nothing left over; and once there is room, the
command that goes on succeeds.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from kills import half_files
from small_jobs import CONFIG, LABELS, ON_CPU, SIDE, SMALL_BATCHES, Inputs, Job, files_below, jobs, with_force

SIZES = (8, 24, 64, 160, 400)  # kB
SKIPPED = 77


def short_jobs(inputs):
    """The commands that write at once."""
    first, second = sorted((inputs.pictures / "train" / "happy").glob("*.png"))[:2]
    model, log = inputs.folder / "run" / "last", inputs.folder / "run"

    def job(name, words, output):
        return Job(name, words, output, with_force)

    drawn = ["sample", "emotion-32", "--count", "16", "--pixels", "256", *ON_CPU]
    film = ["morph", "emotion-32", "--key", "seed:1", "--key", "seed:2", "--frames", "60", "--scale", "8", *ON_CPU]
    faces = ["emotion-32", "--pixels", "256", *ON_CPU]
    return [
        job("sheet", drawn, "sheet.png"),
        job("mp4", film, "film.mp4"),
        job("encode", ["encode", "emotion-32", inputs.photo, "--detector", "none", *ON_CPU], "codes.safetensors"),
        job("decode", ["decode", faces[0], inputs.codes, "--label", "all", *faces[1:]], "decoded.png"),
        job("relabel", ["relabel", faces[0], inputs.photo, "--to", "all", "--detector", "none", *faces[1:]], "changed"),
        job("average", ["average", faces[0], inputs.codes, inputs.codes, *faces[1:]], "average.png"),
        job("continuum", ["continuum", "emotion-32", "--from", "seed:1", "--to", "seed:2;label=happy", "--step", "2", *faces[1:]],
            "steps"),
        job("match", ["match", first, second], "matched"),
        job("mask", ["mask", first, second, "--shape", "ellipse", "--axes", "10,12"], "masked"),
        job("convert", ["model", "convert", model], "copy.safetensors"),
        job("assemble", ["model", "assemble", "--base", model, "--level", inputs.folder / "level"], "pyramid.safetensors"),
        job("import", ["dataset", "import", "--source", f"folder:{inputs.pictures}"], "imported"),
        job("share", ["dataset", "share", inputs.folder / "built"], "list.jsonl"),
        job("curves-svg", ["curves", log], "curves.svg"),
        job("curves-csv", ["curves", log], "curves.csv"),
    ]


def train_level(inputs):
    """A level of 2 * SIDE pixels above the model in run."""
    level = {"level": "detail", "channels": 1, "height": 2 * SIDE, "width_px": 2 * SIDE, "levels": 0, "width": 8, "depth": 2,
             "features": 4}
    config = {"channels": 1, "height": 2 * SIDE, "width_px": 2 * SIDE, "levels": 1, "labels": list(LABELS),
              "pyramid": [CONFIG, level]}
    (inputs.folder / "pyramid.json").write_text(json.dumps(config))
    inputs.run(["dataset", "import", "--source", f"folder:{inputs.pictures}", "--size", 2 * SIDE, "--out",
                inputs.folder / "large"])
    inputs.run(["train", "--config", inputs.folder / "pyramid.json", "--level", 2 * SIDE, "--data", inputs.folder / "large",
                "--out", inputs.folder / "level", "--steps", "4", *SMALL_BATCHES, *ON_CPU])


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


class Disk:
    """A file system of `size` kB with room for little, taken away at the end."""

    def __init__(self, folder, size):
        self.folder = folder
        mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder)
        (folder / "mine").write_text("mine\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", self.folder], check=True)

    def remount(self, options):
        mount("-o", f"remount,{options}", self.folder)

    def left_over(self):
        """Names of files begun; a stimulus set's ".partial" folder is what the same command goes on from."""
        return [name for name in files_below(self.folder) if re.search(r"\.part(?!ial)", name)]


def run(inputs, words):
    return subprocess.run([inputs.program, *words], capture_output=True, text=True, errors="replace", check=False)


def faults_of(job, disk, done):
    """What is wrong with how a command ended on a disk that did not take all."""
    faults = []
    messages = re.findall(r"^bplf [^\n]*: ", done.stderr, re.MULTILINE)
    if done.returncode != 4 or len(messages) != 1:
        faults.append(f"ended with {done.returncode} and {len(messages)} messages: {done.stderr.strip()}")
    faults += half_files(job.output(disk.folder))
    faults += [f"{name} is left over" for name in disk.left_over()]
    if (disk.folder / "mine").read_text() != "mine\n":
        faults.append("another file was changed")
    return faults


def on_a_full_disk(inputs, job, folder, size):
    """None where everything found room."""
    with Disk(folder, size) as disk:
        done = run(inputs, job.words(folder))
        if done.returncode == 0:
            return None
        faults = faults_of(job, disk, done)
        disk.remount("size=64m")
        again = run(inputs, job.again(folder))
        if again.returncode != 0:
            faults.append(f"with room, going on ended with {again.returncode}: {again.stderr.strip()}")
        return [f"{size} kB: {fault}" for fault in faults + half_files(job.output(folder))]


def on_a_read_only_disk(inputs, job, folder):
    with Disk(folder, 1024) as disk:
        disk.remount("ro")
        return [f"read-only: {fault}" for fault in faults_of(job, disk, run(inputs, job.words(folder)))]


def check(inputs, job, folder):
    faults, full = on_a_read_only_disk(inputs, job, folder), 0
    for size in SIZES:
        found = on_a_full_disk(inputs, job, folder, size)
        full += found is not None
        faults += found or []
    print(f"{job.name}: full {full} times of {len(SIZES)}, {len(faults)} faults", flush=True)
    for fault in faults:
        print("  " + fault, flush=True)
    return bool(faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--only")
    asked = parser.parse_args()
    if os.geteuid() != 0:
        print("only root can mount small file systems: skipped")
        return SKIPPED
    if "BPLF_OWN_MOUNTS" not in os.environ:
        os.execvpe("unshare", ["unshare", "-m", sys.executable, *sys.argv], {**os.environ, "BPLF_OWN_MOUNTS": "1"})
    with tempfile.TemporaryDirectory() as name:
        inputs = Inputs(os.path.abspath(asked.program), pathlib.Path(name))
        inputs.run(["dataset", "build", "--source", f"folder:{inputs.pictures}", "--size", "16", "--face-crop", "none",
                    "--out", inputs.folder / "built"])
        train_level(inputs)
        folder = pathlib.Path(name) / "disk"
        folder.mkdir()
        wanted = [job for job in short_jobs(inputs) + jobs(inputs) if asked.only in (None, job.name)]
        return 1 if sum([check(inputs, job, folder) for job in wanted]) else 0


if __name__ == "__main__":
    sys.exit(main())
