#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bits per dimension of a checkpoint on a data-set file, without a line of the product.

An independent reader, written from models/README.md with numpy, torch and safetensors alone, to check
`bplf eval` against. Prints one JSON object: read_checkpoint.py model.safetensors dataset.safetensors --split validation [--limit N] [--draws N]"""
import argparse
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
SPLITS = {"train": 0, "validation": 1, "test": 2}
NOISE_STREAM = 0x65760000


def philox_uniform(seed, stream, rows, count):
    """[rows, count] in [0, 1): Philox 4x32-10, key = seed, counter = (block, 0, stream, row)."""
    mask, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    shape = len(rows), len(blocks)
    c0 = np.broadcast_to(blocks, shape)
    c1 = np.zeros(shape, np.uint64)
    c2 = np.full(shape, stream, np.uint64)
    c3 = np.broadcast_to(np.asarray(rows, np.uint64)[:, None], shape)
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * c0, np.uint64(0xCD9E8D57) * c2
        c0, c1, c2, c3 = ((p1 >> shift) ^ c1 ^ np.uint64(k0), p1 & mask,
                          (p0 >> shift) ^ c3 ^ np.uint64(k1), p0 & mask)
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    words = np.stack([c0, c1, c2, c3], -1).reshape(len(rows), -1)[:, :count]
    return ((words >> np.uint64(8)).astype(np.float32)) * np.float32(2.0 ** -24)


class Flow:
    """ln p(x | h) of a checkpoint. `t` maps tensor names to tensors, `c` is the config."""

    def __init__(self, path, dtype=torch.float32):
        with safe_open(path, framework="pt") as file:
            self.metadata = file.metadata()
            self.t = {k: file.get_tensor(k).to(dtype) for k in file.keys()}
        assert self.metadata["format"] == "bplf.flow.v1"
        self.c = json.loads(self.metadata["config"])

    def edge(self, weight, x):
        """Response to Glow's indicator channel: 1 on the padding ring, 0 inside."""
        ring = weight.shape[-1] // 2
        plane = torch.ones(1, 1, x.shape[2] + 2 * ring, x.shape[3] + 2 * ring, dtype=x.dtype)
        plane[:, :, ring:-ring, ring:-ring] = 0
        return F.conv2d(plane, weight)

    def convolve(self, weight, x):
        y = F.conv2d(x, weight[:, : x.shape[1]], padding=weight.shape[-1] // 2)
        return y + self.edge(weight[:, x.shape[1]:], x) if weight.shape[1] > x.shape[1] else y

    def hidden(self, p, x, h):
        y = self.convolve(self.t[p + "_weight"], x) + self.t[p + "_bias"].view(1, -1, 1, 1)
        if self.t.get(p + "_logs") is not None:
            y = y * torch.exp(3 * self.t[p + "_logs"]).view(1, -1, 1, 1)
        if self.t.get(p + "_position") is not None:
            y = y + self.t[p + "_position"]
        if self.t.get(p + "_label_gain") is not None:
            y = y * (1 + h @ self.t[p + "_label_gain"])[:, :, None, None]
        if self.t.get(p + "_label") is not None:
            y = y + (h @ self.t[p + "_label"])[:, :, None, None]
        return F.relu(y)

    def net(self, p, x, h):
        y = self.hidden(p + ".b", self.hidden(p + ".a", x, h), h)
        y = self.convolve(self.t[p + ".last_weight"], y) + self.t[p + ".last_bias"].view(1, -1, 1, 1)
        y = y * torch.exp(3 * self.t[p + ".last_logs"]).view(1, -1, 1, 1)
        label = self.t.get(p + ".last_label")
        return y if label is None else y + (h @ label)[:, :, None, None]

    def log_scale(self, p, k, raw):
        scale = self.c["scale"]
        if scale == "tanh":
            a, b = (self.t[f"{p}.{n}_{k}"].view(1, -1, 1, 1) for n in ("gain", "offset"))
            return a * torch.tanh(raw) + b
        if scale == "sigmoid2":
            return F.logsigmoid(raw + 2)
        return raw.clamp(-self.c["clamp"], self.c["clamp"]) if scale == "clamp" else torch.zeros_like(raw)

    def dynamic_linear(self, p, x, h):
        """K parts, each scaled and shifted by what the part before it (or nothing, for the first) says."""
        later = [self.t[f"{p}.net_{k}.last_bias"].numel() // 2 for k in range(1, self.c["parts"])]
        parts, results, log_det = x.split([x.shape[1] - sum(later), *later], 1), [], 0
        for k, part in enumerate(parts):
            if k == 0 and self.c["first"] == "identity":
                results.append(part)
                continue
            if k == 0 and self.c["first"] == "const":
                params = self.t[p + ".first_vector"]
                if self.t.get(p + ".first_label") is not None:
                    params = params + (h @ self.t[p + ".first_label"])[:, :, None, None]
            elif k == 0:
                params = self.net(p + ".first_net", self.t[p + ".first_map"].expand(len(x), -1, -1, -1), h)
            else:
                before = parts[k - 1] if self.c["dependence"] == "input" else results[k - 1]
                params = self.net(f"{p}.net_{k}", before, h)
            raw, shift = params.chunk(2, 1)
            log_s = self.log_scale(p, k, raw)
            scale_first = self.c["order"] == "scale_shift"
            results.append(part * log_s.exp() + shift if scale_first else (part + shift) * log_s.exp())
            log_det = log_det + log_s.expand_as(part).double().flatten(1).sum(1)
        return torch.cat(results, 1), log_det

    def conv1x1(self, p, x):
        if self.c["conv1x1"] == "plu":
            n = x.shape[1]
            lower = self.t[p + ".lower"].tril(-1) + torch.eye(n, dtype=x.dtype)
            diagonal = torch.diag(self.t[p + ".sign"] * self.t[p + ".log_diagonal"].exp())
            w = self.t[p + ".permutation"] @ lower @ (self.t[p + ".upper"].triu(1) + diagonal)
        else:
            w = self.t[p + ".weight"]
        places = x.shape[2] * x.shape[3]
        return F.conv2d(x, w[:, :, None, None]), torch.linalg.slogdet(w.double())[1] * places

    def log_prob(self, z, mean, log_sd):
        mean, log_sd, z = mean.double(), log_sd.double(), z.double()
        terms = -0.5 * math.log(2 * math.pi) - log_sd - 0.5 * ((z - mean) * torch.exp(-log_sd)) ** 2
        return terms.expand_as(z).flatten(1).sum(1)

    def split_prior(self, p, x, h):
        if self.c["split_prior"] == "std":
            return torch.zeros_like(x), torch.zeros_like(x)
        both = F.conv2d(x, self.t[p + ".weight"], self.t[p + ".bias"], padding=1)
        both = both * torch.exp(3 * self.t[p + ".logs"]).view(1, -1, 1, 1)
        if self.t.get(p + ".label") is not None:
            both = both + (h @ self.t[p + ".label"])[:, :, None, None]
        mean, raw = both.chunk(2, 1)
        return mean, self.t[p + ".gain"] * torch.tanh(raw) + self.t[p + ".offset"]

    def top_prior(self, z, h):
        if self.c["top_prior"] == "std":
            return torch.zeros_like(z), torch.zeros_like(z)
        both = self.t["top_prior.base"]
        if self.t.get("top_prior.label") is not None:
            shift = h @ self.t["top_prior.label"]
            both = both + shift.view(len(z), *(both.shape[1:] if both.shape[-1] > 1 else (-1, 1, 1)))
        return both.chunk(2, 1)

    def log_likelihood(self, x, h):
        total = torch.zeros(len(x), dtype=torch.float64)
        if self.c.get("label_light"):
            middle, logs = self.t["light.middle"], h @ self.t["light.logs"]
            x = (x - middle - (h @ self.t["light.offset"])[:, None, None, None]) / logs.exp()[:, None, None, None] + middle
            total = total - logs.double() * x[0].numel()
        for level in range(1, self.c["levels"] + 1):
            x = F.pixel_unshuffle(x, 2)
            for step in range(1, self.c["depth"] + 1):
                p = f"level{level}_step{step}_"
                if self.c["flow_actnorm"]:
                    logs = 3 * self.t[p + "actnorm.logs"]
                    x = (x + self.t[p + "actnorm.bias"].view(1, -1, 1, 1)) * logs.exp().view(1, -1, 1, 1)
                    total = total + logs.double().sum() * x.shape[2] * x.shape[3]
                x, log_det = self.conv1x1(p + "conv1x1", x)
                x, log_det2 = self.dynamic_linear(p + "dynamic_linear", x, h)
                total = total + log_det + log_det2
            if level == self.c["levels"]:
                return total + self.log_prob(x, *self.top_prior(x, h))
            x, z = x.chunk(2, 1)
            total = total + self.log_prob(z, *self.split_prior(f"level{level}_prior", x, h))

    def bits_per_dim(self, pixels, noise, h):
        """pixels [N, C, H, W] uint8, noise in [0, 1): density on the [-1, 1) scale to bits (eq 4-1)."""
        bins, q = 2 ** self.c["n_bits"], (pixels >> (8 - self.c["n_bits"])).astype(np.float32)
        x = torch.from_numpy((q + noise) * np.float32(2 / bins) - np.float32(1))
        ll = self.log_likelihood(x.to(next(iter(self.t.values())).dtype), h)
        return (-ll / x[0].numel() + math.log(bins / 2)) / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint")
    parser.add_argument("dataset")
    parser.add_argument("--split", choices=SPLITS, default="validation")
    for name, default in (("--limit", 0), ("--draws", 1), ("--seed", 0)):
        parser.add_argument(name, type=int, default=default)
    args = parser.parse_args()
    data = pathlib.Path(args.dataset)
    with safe_open(data / "dataset.safetensors" if data.is_dir() else data, framework="np") as file:
        classes = json.loads(file.metadata()["classes"])
        images, labels, split = (file.get_tensor(n) for n in ("images", "labels", "split"))
    rows = np.flatnonzero(split == SPLITS[args.split])[: args.limit or None]
    flow, values = Flow(args.checkpoint), []
    known = flow.c["labels"]
    with torch.no_grad():
        for part in np.array_split(rows, max(1, len(rows) // 128)):
            pixels = images[part]
            h = torch.eye(len(known))[[known.index(classes[k]) for k in labels[part]]] if known else None
            draws = [philox_uniform(args.seed, NOISE_STREAM + d, part, pixels[0].size).reshape(pixels.shape)
                     for d in range(args.draws)]
            values.append(sum(flow.bits_per_dim(pixels, noise, h) for noise in draws) / args.draws)
    bits = torch.cat(values)
    print(json.dumps({"bits_per_dim": bits.mean().item(), "count": len(bits),
                      "standard_error": (bits.std() / len(bits) ** 0.5).item()}))


if __name__ == "__main__":
    main()
