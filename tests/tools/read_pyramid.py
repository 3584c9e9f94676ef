#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bits per dimension of a pyramid's checkpoint, or of one level, on a data-set file, without a line of the product.

An independent reader, written from models/README.md with numpy, torch and safetensors alone, to check `bplf eval` and the
training of levels against. Prints one JSON object:
read_pyramid.py model.safetensors dataset.safetensors --split validation [--limit N]"""
import argparse
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from read_checkpoint import NOISE_STREAM, SPLITS, Flow, philox_uniform
from safetensors import safe_open


def yuv(x):
    red, green, blue = x.split(1, 1)
    y = 0.299 * red + 0.587 * green + 0.114 * blue
    return torch.cat([y, blue - y, red - y], 1)


def haar(x):
    a, b, c, d = x[:, :, ::2, ::2], x[:, :, ::2, 1::2], x[:, :, 1::2, ::2], x[:, :, 1::2, 1::2]
    return (a + b + c + d) / 4, torch.cat([a - b + c - d, a + b - c - d, a - b - c + d], 1) / 2


class Level(Flow):
    """ln p(modelled | given); `t` are the tensors below the level's "flow."."""

    def __init__(self, tensors, config):
        self.t, self.c = tensors, config

    def features(self, p, x):
        layer = 1
        while f"{p}.layer{layer}_weight" in self.t:
            x = F.conv2d(x if layer == 1 else F.relu(x), self.t[f"{p}.layer{layer}_weight"],
                         self.t[f"{p}.layer{layer}_bias"], padding=1)
            layer += 1
        return x

    def step(self, p, x, context, first):
        logs = 3 * self.t[p + "actnorm.logs"]
        x = (x + self.t[p + "actnorm.bias"].view(1, -1, 1, 1)) * logs.exp().view(1, -1, 1, 1)
        total = logs.double().sum() * x.shape[2] * x.shape[3]
        w = self.t[p + "conv1x1.weight"]
        x = F.conv2d(x, w[:, :, None, None])
        total = total + torch.linalg.slogdet(w.double())[1] * x.shape[2] * x.shape[3]
        a, b = x[:, :first], x[:, first:]
        p += "dynamic_linear."
        bound, out = self.c["log_scale_bound"] / self.c["depth"], []
        for part, net, seen in ((a, "first_net", context), (b, "net_1", torch.cat([a, context], 1))):
            raw, shift = self.net(p + net, seen, None).chunk(2, 1)
            log_s = bound * torch.tanh(raw)
            out.append(part * log_s.exp() + shift)
            total = total + log_s.double().flatten(1).sum(1)
        return torch.cat(out, 1), total

    def prior(self, p, seen):
        mean, raw = self.net(p, seen, None).chunk(2, 1)
        return mean, self.c["log_deviation_bound"] * torch.tanh(raw)

    def conditional(self, x, given):
        total = torch.zeros(len(x), dtype=torch.float64)
        features, beside, scales = given, given, max(self.c["levels"], 1)
        for scale in range(1, scales + 1):
            if self.c["levels"] > 0:
                x, features, beside = F.pixel_unshuffle(x, 2), F.pixel_unshuffle(features, 2), F.avg_pool2d(beside, 2)
            features = self.features(f"scale{scale}_features", features)
            context = torch.cat([features, beside], 1)
            for step in range(self.c["depth"]):
                first = x.shape[1] // 2 + (1 if x.shape[1] % 2 and step % 2 else 0)
                x, log_det = self.step(f"scale{scale}_step{step + 1}_", x, context, first)
                total = total + log_det
            name = f"scale{scale}_prior"
            if scale == scales:
                return total + self.log_prob(x, *self.prior(name, context))
            x, z = x.chunk(2, 1)
            total = total + self.log_prob(z, *self.prior(name, torch.cat([x, context], 1)))

    def take_off(self, planes):
        """ln p of what the level adds, the constant of its transform, and what lies below."""
        if self.c["level"] == "chroma":
            return self.conditional(planes[:, 1:], planes[:, :1]), 0.0, planes[:, :1]
        mean, details = haar(planes)
        return self.conditional(details, mean), -math.log(2) * mean[0].numel(), mean


def below(tensors, prefix):
    return {name[len(prefix):]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


class Pyramid:
    def __init__(self, path, dtype=torch.float64):
        with safe_open(path, framework="pt") as file:
            self.metadata = file.metadata()
            self.t = {k: file.get_tensor(k).to(dtype) for k in file.keys()}
        self.c, self.dtype = json.loads(self.metadata["config"]), dtype
        self.alone = self.metadata["format"] == "bplf.level.v1"
        if self.alone:
            self.levels = [Level(below(self.t, "flow."), self.c)]
            return
        base, *levels = self.c["pyramid"]
        self.levels = [Level(below(self.t, f"level{i}.flow."), c) for i, c in enumerate(levels, 1)]
        self.base = Flow.__new__(Flow)
        self.base.t, self.base.c = below(self.t, "base."), base

    def bits_per_dim(self, pixels, noise, h):
        """Of all dimensions, with the transforms' constants; of a level alone: of those it models, without them."""
        bins = 2 ** self.c["n_bits"]
        x = torch.from_numpy((pixels + noise) * np.float32(2 / bins) - np.float32(1)).to(self.dtype)
        colour = x.shape[1] == 3
        planes = yuv(x) if colour else x
        if self.alone:
            while planes.shape[2] > self.c["height"]:
                planes = F.avg_pool2d(planes, 2)
            total, _, rest = self.levels[0].take_off(planes)
            dimensions = planes[0].numel() - rest[0].numel()
        else:
            total = math.log(0.587) * x[0, 0].numel() if colour else 0.0
            for level in reversed(self.levels):
                part, constant, planes = level.take_off(planes)
                total = total + part + constant
            total, dimensions = total + self.base.log_likelihood(planes, h.to(self.dtype)), x[0].numel()
        return (-total / dimensions + math.log(bins / 2)) / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint")
    parser.add_argument("dataset")
    parser.add_argument("--split", choices=SPLITS, default="validation")
    parser.add_argument("--limit", type=int, default=0)
    args = parser.parse_args()
    data = pathlib.Path(args.dataset)
    with safe_open(data / "dataset.safetensors" if data.is_dir() else data, framework="np") as file:
        classes = json.loads(file.metadata()["classes"])
        images, labels, split = (file.get_tensor(n) for n in ("images", "labels", "split"))
    rows = np.flatnonzero(split == SPLITS[args.split])[: args.limit or None]
    model, values = Pyramid(args.checkpoint), []
    known = model.c["labels"]
    with torch.no_grad():
        for part in np.array_split(rows, max(1, len(rows) // 16)):
            pixels = images[part]
            h = torch.eye(len(known))[[known.index(classes[k]) for k in labels[part]]] if known else None
            noise = philox_uniform(0, NOISE_STREAM, part, pixels[0].size).reshape(pixels.shape)
            values.append(model.bits_per_dim(pixels, noise, h))
    bits = torch.cat(values)
    print(json.dumps({"bits_per_dim": bits.mean().item(), "count": len(bits)}))


if __name__ == "__main__":
    main()
