#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Glow of a configuration's size made of FrEIA's blocks, for `bplf bench … --peer=freia`.

Levels, steps, width and the nets' kernels are the configuration's; the blocks are the library's: activation normalisation, a
fixed random 1×1 convolution (it has no learned one), an affine coupling of one half that takes the label as its condition,
squeezing and splitting by its graph.
"""
import importlib.metadata
import math

import FrEIA.framework as Ff
import FrEIA.modules as Fm
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from peer_kit import serve_library


def net_of(config):
    kernels = [3, 1 if config["kernels"] == "313" else 3, 3]

    def build(inputs, outputs):
        last = nn.Conv2d(config["width"], outputs, kernels[2], padding=kernels[2] // 2)
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        return nn.Sequential(nn.Conv2d(inputs, config["width"], kernels[0], padding=kernels[0] // 2), nn.ReLU(),
                             nn.Conv2d(config["width"], config["width"], kernels[1], padding=kernels[1] // 2),
                             nn.ReLU(), last)

    return build


class Glow(nn.Module):
    def __init__(self, config):
        super().__init__()
        channels, height, width = config["channels"], config["height"], config["width_px"]
        self.classes = len(config["labels"])
        nodes = [Ff.InputNode(channels, height, width, name="pixels")]
        conditions, codes, self.code_sizes = [], [], []
        for level in range(1, config["levels"] + 1):
            channels, height, width = 4 * channels, height // 2, width // 2
            label = [Ff.ConditionNode(self.classes, height, width, name=f"label {level}")] if self.classes else []
            conditions += label
            nodes.append(Ff.Node(nodes[-1], Fm.IRevNetDownsampling, {}, name=f"squeeze {level}"))
            for step in range(config["depth"]):
                name = f"{level}.{step}"
                matrix = torch.from_numpy(np.linalg.qr(np.random.default_rng(step).normal(size=(channels, channels)))[0])
                nodes.append(Ff.Node(nodes[-1], Fm.ActNorm, {}, name="norm " + name))
                nodes.append(Ff.Node(nodes[-1], Fm.Fixed1x1Conv, {"M": matrix.float()}, name="mix " + name))
                nodes.append(Ff.Node(nodes[-1], Fm.AffineCouplingOneSided, {"subnet_constructor": net_of(config)},
                                     conditions=label or None, name="coupling " + name))
            if level < config["levels"]:
                split = Ff.Node(nodes[-1], Fm.Split, {"section_sizes": [channels // 2, channels // 2], "dim": 0},
                                name=f"split {level}")
                nodes.append(split)
                codes.append(Ff.OutputNode(split.out1, name=f"code {level}"))
                channels //= 2
                nodes.append(Ff.Node(split.out0, Fm.Reshape, {"output_dims": (channels, height, width)},
                                     name=f"rest {level}"))
            self.code_sizes.append((channels, height, width))
        codes.append(Ff.OutputNode(nodes[-1], name="top"))
        self.flow = Ff.GraphINN(nodes + conditions + codes, verbose=False)
        self.config = config

    def conditions(self, labels):
        if not self.classes:
            return None
        h = F.one_hot(labels, self.classes).float()[:, :, None, None]
        return [h.expand(-1, -1, self.config["height"] >> level, self.config["width_px"] >> level)
                for level in range(1, self.config["levels"] + 1)]

    def bits(self, x, labels):
        codes, log_det = self.flow(x, c=self.conditions(labels))
        size = x[0].numel()
        log_p = log_det - sum(0.5 * (z ** 2).flatten(1).sum(1) for z in codes) - 0.5 * size * math.log(2 * math.pi)
        return (-log_p.mean() / size + math.log(128)) / math.log(2)


def draw(model, labels):
    codes = [0.7 * torch.randn(len(labels), *size) for size in model.code_sizes]
    return model.flow(codes, c=model.conditions(labels), rev=True)[0]


if __name__ == "__main__":
    serve_library("FrEIA " + importlib.metadata.version("FrEIA"), Glow, draw,
                  lambda model, x, labels: model.bits(x, labels))
