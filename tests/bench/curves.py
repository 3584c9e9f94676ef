#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Curves screen with 30 runs of 12 tags and a run of a million points, watched from outside.

    xvfb-run -a -s "-screen 0 1600x1000x24" tests/bench/curves.py build/release/app/bplf-studio

Needs xdotool. Prints what the UI thread computes at a stretch (its processor time between two waits, from the kernel's
clock of the thread, so that other threads and programs do not count) while the screen is entered, while the smoothing
is stepped, and when a run gets a point; and how long the last of the visible plots took to change on the display.
"""
import ctypes
import json
import math
import os
import subprocess
import sys
import tempfile
import time
import zlib

RUNS, TAGS, POINTS, LONG, STEPS = 30, 12, 1000, 1_000_000, 12
START = 8  # seconds a busy machine may need until the window is still
SMOOTHING = (400, 89)  # the smoothing's field in a window of 1366 x 768
PLOTS = [(350, 150, 480, 180), (870, 150, 470, 180), (350, 390, 480, 180), (870, 390, 470, 180)]


def row(run, step):
    return ",".join(f"{(3 + run * 0.05) * math.exp(-step / 300) + 0.15 * math.sin(step * 12.9898 + run + tag):.5f}"
                    for tag in range(TAGS))


def write_runs(folder):
    for run in range(RUNS):
        os.makedirs(f"{folder}/run-{run:02d}")
        with open(f"{folder}/run-{run:02d}/scalars.csv", "w") as log:
            log.write("step," + ",".join(f"train/tag{tag:02d}" for tag in range(TAGS)) + "\n")
            log.writelines(f"{step * 10},{row(run, step)}\n" for step in range(POINTS))
    os.makedirs(f"{folder}/long")
    with open(f"{folder}/long/scalars.csv", "w") as log:
        log.write("step,train/tag00\n")
        log.writelines(f"{step},{2 + math.sin(step * 12.9898):.4f}\n" for step in range(LONG))


class Display:
    """Reads the pixels of the plots."""

    def __init__(self):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = self.x.XGetImage.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XDefaultRootWindow.argtypes = self.x.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.x.XGetImage.argtypes = ([ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_int] * 2 + [ctypes.c_uint] * 2
                                     + [ctypes.c_ulong, ctypes.c_int])
        self.display = self.x.XOpenDisplay(None)
        self.root = self.x.XDefaultRootWindow(self.display)

    def sums(self):
        result = []
        for x, y, width, height in PLOTS:
            image = self.x.XGetImage(self.display, self.root, x, y, width, height, 0xFFFFFFFF, 2)
            data = ctypes.c_void_p.from_address(image + 16).value  # behind width, height, offset and format
            result.append(zlib.crc32(ctypes.string_at(data, width * height * 4)))
            self.x.XDestroyImage(image)
        return result


class Thread:
    """The UI thread: the first one of the process."""

    def __init__(self, pid):
        self.place = f"/proc/{pid}/task/{pid}/"

    def read(self):
        """Processor time in ms, and how often it has waited."""
        with open(self.place + "schedstat") as file:
            busy = int(file.read().split()[0]) / 1e6
        with open(self.place + "status") as file:
            waits = next(int(line.split()[1]) for line in file if line.startswith("voluntary"))
        return busy, waits


def watch(thread, display, seconds):
    """The longest stretch in ms, all of it, and when the plots changed last, in ms from now."""
    begin = time.monotonic()
    first = last = start = thread.read()
    longest, changed, seen, look_at = 0.0, 0.0, display.sums(), 0.0
    while time.monotonic() - begin < seconds:
        now = thread.read()
        if now[1] != start[1]:
            longest = max(longest, last[0] - start[0])
            start = now
        last = now
        if time.monotonic() > look_at:
            sums = display.sums()
            if sums != seen:
                changed, seen = (time.monotonic() - begin) * 1e3, sums
            look_at = time.monotonic() + 0.015
        time.sleep(0.0005)
    return longest, last[0] - first[0], changed


def report(what, values):
    longest, whole, changed = values
    print(f"{what}: longest stretch {longest:.1f} ms, together {whole:.0f} ms, last change after {changed:.0f} ms",
          flush=True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        write_runs(folder + "/runs")
        script = folder + "/script.jsonl"
        with open(script, "w") as file:
            for step in [{"mode": "curves"}, {"wait": "idle"}, {"wait": 1000 * START}, {"open": [folder + "/runs"]},
                         {"wait": 1000 * (20 + 2 * STEPS)}]:
                file.write(json.dumps(step) + "\n")
        settings = {**os.environ, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder}
        studio = subprocess.Popen([sys.argv[1], "--theme", "dark", "--size", "1366x768", "--script", script],
                                  env=settings)
        thread, display = Thread(studio.pid), Display()
        time.sleep(START)  # the window is there, and the logs are not opened yet
        report("entering", watch(thread, display, START))
        subprocess.run(["xdotool", "mousemove", *map(str, SMOOTHING), "click", "1"], check=True)
        time.sleep(1)
        steps = []
        for _ in range(STEPS):
            subprocess.Popen(["xdotool", "key", "Up"])
            steps.append(watch(thread, display, 1))
        report(f"smoothing, the worst of {STEPS} steps", [max(column) for column in zip(*steps)])
        report("smoothing, the median", [sorted(column)[STEPS // 2] for column in zip(*steps)])
        with open(folder + "/runs/run-03/scalars.csv", "a") as log:
            log.write(f"{POINTS * 10},{row(3, POINTS)}\n")
        report("one row more in a run", watch(thread, display, 2.5))
        studio.wait()


if __name__ == "__main__":
    main()
