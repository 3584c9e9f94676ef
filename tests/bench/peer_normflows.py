#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""normflows' own Glow of a configuration's size, for `bplf bench … --peer=normflows`.

Its levels, steps and width are the configuration's; its blocks are the library's: an affine coupling with a 3×3, 1×1, 3×3
net, an invertible 1×1 convolution, activation normalisation, and a Gaussian per class for what each level splits off.
"""
import importlib.metadata
import math
import warnings

import normflows as nf
import torch

from peer_kit import serve_library

warnings.filterwarnings("ignore", message="torch.lu is deprecated")  # the library's own call


class Pixels(torch.nn.Module):
    """The library expects a flow, whose forward direction draws."""

    def __init__(self, config):
        super().__init__()
        channels, height, width = config["channels"], config["height"], config["width_px"]
        levels, self.size = config["levels"], channels * height * width
        classes = max(1, len(config["labels"]))
        bases, flows, merges = [], [], []
        for level in range(levels, 0, -1):  # the coarsest first
            c = channels * 2 ** (level + 1)
            steps = [nf.flows.GlowBlock(c, config["width"], split_mode="channel", scale=True)
                     for _ in range(config["depth"])]
            flows.append(steps + [nf.flows.Squeeze()])
            kept = c if level == levels else c // 2
            if level < levels:
                merges.append(nf.flows.Merge())
            bases.append(nf.distributions.ClassCondDiagGaussian((kept, height >> level, width >> level), classes))
        self.flow = nf.MultiscaleFlow(bases, flows, merges)

    def bits(self, x, labels):
        return (-self.flow.log_prob(x, labels).mean() / self.size + math.log(128)) / math.log(2)


def draw(model, labels):
    return model.flow.sample(len(labels), labels, temperature=0.7)[0]


if __name__ == "__main__":
    serve_library("normflows " + importlib.metadata.version("normflows"), Pixels, draw,
                  lambda model, x, labels: model.bits(x, labels))
