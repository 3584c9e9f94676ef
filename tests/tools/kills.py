#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kills.py BPLF [--kills 50] [--seed 1] [--only NAME]: kills long work at random moments and looks at what is left.

After each SIGKILL no file under its final name may be cut short, and a run must open. Going on must end at what an
unbroken run gives (times and speeds apart), with nothing left over beside it.
"""

import argparse
import csv
import io
import json
import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from small_jobs import Inputs, files_below, jobs, remove

GROWING = ("scalars.csv", "events.out")  # logs: what a kill cuts off is mended by going on
TIMES = ("seconds", "wall_time", "per_second", "_at", "date")


def fault_of_png(data):
    at = 8
    while at + 12 <= len(data):
        size, = struct.unpack(">I", data[at:at + 4])
        body = data[at + 4:at + 8 + size]
        if data[at + 8 + size:at + 12 + size] != struct.pack(">I", zlib.crc32(body)):
            return "a chunk is damaged"
        at += 12 + size
        if body[:4] == b"IEND":
            return None if at == len(data) else "bytes behind its end"
    return "it has no end"


def tensors(data):
    """Header without metadata, and the bytes behind it without the seconds, last in two tensors of a training's state."""
    size, = struct.unpack("<Q", data[:8])
    header, rest = json.loads(data[8:8 + size]), bytearray(data[8 + size:])
    header.pop("__metadata__", None)
    for name in {"numbers", "window"} & set(header):
        end = header[name]["data_offsets"][1]
        rest[end - 8:end] = bytes(8)
    return header, bytes(rest)


def fault_of_safetensors(data):
    header, rest = tensors(data)
    ends = [entry["data_offsets"][1] for entry in header.values()]
    return None if max(ends, default=0) == len(rest) else "its tensors do not end where it ends"


def fault_of_text(data):
    return None if data.endswith(b"\n") or not data else "its last line is cut short"


def fault_of_json(data):
    json.loads(data)


def fault_of_lines(data):
    for line in data.splitlines():
        json.loads(line)
    return fault_of_text(data)


def fault_of_gif(data):
    return None if data[:3] == b"GIF" and data[-1:] == b";" else "it has no end"


CHECKS = {".png": fault_of_png, ".safetensors": fault_of_safetensors, ".json": fault_of_json, ".jsonl": fault_of_lines,
          ".gif": fault_of_gif, ".csv": fault_of_text, ".tsv": fault_of_text, ".md": fault_of_text,
          ".txt": fault_of_text}


def half_files(output):
    """What is wrong with each file that has its final name."""
    faults = []
    for name, file in files_below(output).items():
        parts = pathlib.PurePath(name or file.name).parts
        check = CHECKS.get(file.suffix)
        if check is None or any(part.startswith(".") for part in parts) or parts[-1].startswith(GROWING):
            continue
        try:
            fault = check(file.read_bytes())
        except (ValueError, KeyError, struct.error) as problem:
            fault = str(problem)
        if fault:
            faults.append(f"{name or file.name}: {fault}")
    return faults


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if not key.endswith(TIMES)}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def content(job, name, data):
    """What must be the same in an unbroken run and a broken one."""
    if not job.timed:
        return data
    if name.endswith(".safetensors"):
        return tensors(data)
    if name.endswith("scalars.csv"):
        rows = csv.DictReader(io.StringIO(data.decode()))  # what is logged again counts
        return {(row["step"], row["tag"]): row["value"] for row in rows if not row["tag"].endswith(TIMES)}
    return without_times(json.loads(data)) if name.endswith(".json") else None


def contents(job, folder):
    """Name → content of all that lies in the folder of an output, and beside it."""
    return {name: content(job, name, file.read_bytes()) for name, file in files_below(folder).items()
            if "/events.out" not in name}


def differences(job, whole, folder):
    ours = contents(job, folder)
    names = sorted(set(whole) | set(ours))
    return [f"{name}: {'left over' if name not in whole else 'missing' if name not in ours else 'differs'}"
            for name in names if name not in whole or name not in ours or whole[name] != ours[name]]


class Trial:
    """One kind of work under kills."""

    def __init__(self, inputs, job, chance):
        self.inputs, self.job, self.chance = inputs, job, chance
        self.kills = self.ends = 0
        self.faults = []

    def start(self, words):
        return subprocess.Popen([self.inputs.program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def finish(self, words):
        """Whether the output is there now: made, or already whole when the last kill came."""
        process = self.start(words)
        said = process.communicate()[1].decode(errors="replace")
        if process.returncode == 0 or (process.returncode == 2 and "already exists" in said):
            return True
        self.faults.append(f"going on ended with {process.returncode}: {said.strip()}")
        return False

    def kill(self, words, after):
        """Exit status; -SIGKILL when it was still running then."""
        process = self.start(words)
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode

    def look(self, folder):
        self.faults += [f"after kill {self.kills}: {fault}" for fault in half_files(self.job.output(folder))]
        for words in self.job.opens(folder):
            done = subprocess.run([self.inputs.program, *words], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                self.faults.append(f"after kill {self.kills}: {' '.join(words)}: {done.stderr.strip()}")

    def run(self, wanted):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            begun = time.monotonic()
            if not self.finish(self.job.words(folder)):
                return
            self.unbroken = time.monotonic() - begun
            whole = contents(self.job, folder)
            while self.kills < wanted:
                self.chain(folder, whole, min(self.chance.randint(1, 4), wanted - self.kills))

    def chain(self, folder, whole, most):
        """One output, killed at most so often, and then gone on with to its end."""
        for left in folder.iterdir():  # also what lies beside the output
            remove(left)
        words, status = self.job.words(folder), None
        for _ in range(most):
            status = self.kill(words, self.chance.uniform(0.1, 1) * self.unbroken)
            if status != -signal.SIGKILL:
                break
            self.kills += 1
            self.look(folder)
            words = self.job.again(folder)
        if status == 0 or self.finish(words):
            self.ends += 1
            self.faults += [f"at the end {self.ends}: {fault}" for fault in differences(self.job, whole, folder)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    asked = parser.parse_args()
    bad = False
    with tempfile.TemporaryDirectory() as name:
        inputs = Inputs(os.path.abspath(asked.program), pathlib.Path(name))
        for job in jobs(inputs):
            if asked.only not in (None, job.name):
                continue
            trial = Trial(inputs, job, random.Random(f"{asked.seed} {job.name}"))
            trial.run(asked.kills)
            print(f"{job.name}: {trial.kills} kills, {trial.ends} times gone on to the end, {len(trial.faults)} faults",
                  flush=True)
            for fault in trial.faults[:20]:
                print("  " + fault, flush=True)
            bad = bad or bool(trial.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
