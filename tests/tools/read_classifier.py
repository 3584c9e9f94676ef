#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accuracy of an emotion classifier on a data-set file, without a line of the product.

An independent reader, written from models/README.md with numpy, torch and safetensors alone, to check
`bplf eval --samples` against. Prints one JSON object: read_classifier.py model.safetensors dataset.safetensors --split validation"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open

SPLITS = {"train": 0, "validation": 1, "test": 2}


def open_file(path):
    path = pathlib.Path(path)
    return safe_open(path / "dataset.safetensors" if path.is_dir() else path, "pt")


def features(weights, pixels):
    """The mean over the last stage, [N, 4 width]."""
    def layer(x, name):
        x = F.conv2d(x, weights[name + ".weight"], padding=1)
        norm = name + "_norm"
        return F.batch_norm(x, weights[norm + ".running_mean"], weights[norm + ".running_var"],
                            weights[norm + ".weight"], weights[norm + ".bias"], eps=1e-5)

    x = pixels.float() / 127.5 - 1
    for stage in range(1, 5):
        if stage > 1:
            x = F.max_pool2d(x, 2)
        x = F.relu(layer(x, f"stage{stage}_first"))
        x = F.relu(layer(x, f"stage{stage}_second") + x)
    return x.mean((2, 3))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--split", default="validation", choices=SPLITS)
    options = parser.parse_args()
    with open_file(options.model) as file:
        metadata = file.metadata()
        weights = {name: file.get_tensor(name).float() for name in file.keys()}
    if metadata["format"] != "bplf.classifier.v1":
        raise SystemExit(f"{options.model}: not a classifier")
    names = json.loads(metadata["config"])["labels"]
    with open_file(options.data) as file:
        rows = np.flatnonzero(file.get_tensor("split").numpy() == SPLITS[options.split])
        images = file.get_tensor("images")[torch.from_numpy(rows)]
        labels = file.get_tensor("labels").numpy()[rows]
        classes = json.loads(file.metadata()["classes"])
    with torch.no_grad():
        logits = torch.cat([features(weights, part) @ weights["last.weight"].T + weights["last.bias"]
                            for part in images.split(256)])
    seen = logits.argmax(1).numpy()
    truth = np.array([names.index(classes[label]) for label in labels])
    per_label = {name: float((seen[truth == i] == i).mean()) for i, name in enumerate(names) if (truth == i).any()}
    print(json.dumps({"count": len(rows), "accuracy": float((seen == truth).mean()), "per_label": per_label}))


if __name__ == "__main__":
    main()
