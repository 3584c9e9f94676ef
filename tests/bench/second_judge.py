#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""second_judge.py FER2013 FOLDER …: how often a second classifier recognises drawn faces that the first one chose.

FER2013 is the folder of IDX files; each FOLDER holds faces of `bplf sample --size 32 --grey --out FOLDER`. The judge has nothing
of models/emotion-classifier but the labels: no network, but histograms of oriented gradients under a Gaussian kernel, fitted by
least squares to the training split's whole pictures at 32 pixels, rare labels weighted up, asked about each face and its mirror
image; width and ridge were chosen on 1,000 pictures of that split, and nothing that it is asked about chose anything. Printed: its accuracy on the validation split; of each folder how often it sees the label in each
file's name, and how unlike the faces of a label are: sqrt(2 (1 - r)), r the correlation of the pixels, on average over their
pairs. The same numbers every time. Needs numpy, torch and pillow.
"""

import gzip
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

LABELS = ["anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
CELL, TURNS, CENTRES, RIDGE = 4, 12, 4000, 1e-4


def idx(path):
    data = gzip.open(path).read()
    sides = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(sides)).reshape(sides)


def split(folder, name):
    images = torch.from_numpy(idx(f"{folder}/{name}-images-idx3-ubyte.gz").copy())[:, None].float()
    images = F.interpolate(images, (32, 32), mode="bilinear", antialias=True)
    return images, torch.from_numpy(idx(f"{folder}/{name}-labels-idx1-ubyte.gz").astype(np.int64))


def oriented_gradients(images):
    """Histograms of the gradients' directions in overlapping cells, those of four neighbours normalised together."""
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    dx, dy = padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2], padded[:, :, 2:, 1:-1] - padded[:, :, :-2, 1:-1]
    strength, turn = torch.hypot(dx, dy), torch.atan2(dy, dx) / (2 * np.pi) * TURNS
    low = turn.floor()
    share, low = turn - low, low.long() % TURNS
    planes = torch.zeros(len(images), TURNS, 32, 32)
    planes.scatter_add_(1, low, strength * (1 - share))
    planes.scatter_add_(1, (low + 1) % TURNS, strength * share)
    cells = F.avg_pool2d(planes, 2 * CELL, CELL)
    blocks = torch.cat([cells[:, :, y:y + cells.shape[2] - 1, x:x + cells.shape[3] - 1] for y in (0, 1) for x in (0, 1)], 1)
    return F.normalize(blocks, dim=1, eps=1e-3).clamp(max=0.25).flatten(1)


def features(images):
    return torch.cat([oriented_gradients(part) for part in images.split(2048)])


class Judge:
    def __init__(self, images, labels):
        random = torch.Generator().manual_seed(20261127)
        x = features(images)
        self.centres = x[torch.randperm(len(x), generator=random)[:CENTRES]]
        self.gamma = 1 / torch.cdist(self.centres[:500], self.centres[:500]).square().median()
        weight = (1 / torch.bincount(labels).double()).sqrt()[labels]
        weight /= weight.mean()
        target = F.one_hot(labels, len(LABELS)).double() - 1 / len(LABELS)
        gram = RIDGE * len(x) * self.kernel(self.centres) + 1e-6 * torch.eye(CENTRES).double()
        right = torch.zeros(CENTRES, len(LABELS)).double()
        for part, share, wanted in zip(x.split(2048), weight.split(2048), target.split(2048)):
            k = self.kernel(part)
            gram += k.T @ (k * share[:, None])
            right += k.T @ (wanted * share[:, None])
        self.weights = torch.linalg.solve(gram, right)

    def kernel(self, x):
        return (-self.gamma * torch.cdist(x, self.centres).square()).exp().double()

    def sees(self, images):
        both = sum(torch.cat([self.kernel(part) @ self.weights for part in features(some).split(2048)])
                   for some in (images, images.flip(3)))
        return both.argmax(1)


def shares(right, asked):
    return f"{100 * right.float().mean():.1f} % (" + ", ".join(
        f"{LABELS[k]} {100 * right[asked == k].float().mean():.0f}" for k in asked.unique()) + ")"


def main(fer2013, folders):
    torch.set_num_threads(1)
    judge = Judge(*split(fer2013, "train"))
    images, labels = split(fer2013, "validation")
    print(f"validation: right on {shares(judge.sees(images) == labels, labels)} of {len(labels)}", flush=True)
    for folder in folders:
        files = sorted(pathlib.Path(folder).glob("*.png"))
        faces = torch.stack([torch.from_numpy(np.array(Image.open(f).convert("L")))[None].float() for f in files])
        asked = torch.tensor([LABELS.index(f.name.split("-")[0]) for f in files])
        spread = []
        for label in asked.unique():
            r = torch.from_numpy(np.corrcoef(faces[asked == label].flatten(1).numpy()))
            spread.append((2 * (1 - r[torch.triu_indices(len(r), len(r), 1).unbind()])).sqrt().mean().item())
        print(f"{folder}: {len(files)} faces, recognised {shares(judge.sees(faces) == asked, asked)}, unlike each other "
              f"{np.mean(spread):.3f}", flush=True)


main(sys.argv[1], sys.argv[2:])
