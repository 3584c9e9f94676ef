#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plain PyTorch twin of the emotion-* configurations, for `bplf bench … --peer`.

Written as one would write it in eager PyTorch: modules, autograd, autocast, torch.optim. Same
architecture, precision and tensor names, so it loads the same checkpoints; `bplf bench` makes sure that
both give the same bits/dim before it times anything. Answers requests as peer_kit.py reads them:
{"task": "hello" | "bits_per_dim" | "decode" | "sample" | "train", …}.
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn

from peer_kit import Training, hello, serve, timed

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from read_checkpoint import NOISE_STREAM, SPLITS, philox_uniform  # noqa: E402


def per_channel(values):
    return values.view(1, -1, 1, 1)


class ActNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))
        self.logs = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        log_det = 3 * self.logs.sum() * x.shape[2] * x.shape[3]
        return (x + per_channel(self.bias)) * per_channel(torch.exp(3 * self.logs)), log_det

    def inverse(self, z):
        log_det = -3 * self.logs.sum() * z.shape[2] * z.shape[3]
        return z * per_channel(torch.exp(-3 * self.logs)) - per_channel(self.bias), log_det


class InvertibleConv1x1(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.linalg.qr(torch.randn(channels, channels))[0].contiguous())
        self.cached_inverse = None

    def log_det(self, x):
        return torch.linalg.slogdet(self.weight.double())[1].float() * x.shape[2] * x.shape[3]

    def forward(self, x):
        with torch.autocast("cpu", enabled=False):
            return F.conv2d(x, self.weight[:, :, None, None]), self.log_det(x)

    def inverse(self, z):
        if self.cached_inverse is None:
            self.cached_inverse = torch.linalg.inv(self.weight.double()).float()[:, :, None, None]
            self.cached_log_det = self.log_det(z)
        return F.conv2d(z, self.cached_inverse), -self.cached_log_det


class CouplingNet(nn.Module):
    def __init__(self, config, in_channels, out_channels, height, width):
        super().__init__()
        hidden, labels = config["width"], len(config["labels"])
        kernels = [3, 1 if config["kernels"] == "313" else 3, 3]
        self.label_in = config["condition"] in ("input", "input+out")
        self.label_out = config["condition"] in ("out", "input+out")
        self.a_weight = nn.Parameter(torch.randn(hidden, in_channels, kernels[0], kernels[0]) * 0.05)
        self.b_weight = nn.Parameter(torch.randn(hidden, hidden, kernels[1], kernels[1]) * 0.05)
        for layer in "ab":
            self.register_parameter(layer + "_bias", nn.Parameter(torch.zeros(hidden)))
            self.register_parameter(layer + "_logs", nn.Parameter(torch.zeros(hidden)))
            if self.label_in:
                self.register_parameter(layer + "_label", nn.Parameter(torch.randn(labels, hidden) * 0.05))
        if config["position"] == "map":
            self.a_position = nn.Parameter(torch.zeros(1, hidden, height, width))
        else:
            self.a_position = None
        self.last_weight = nn.Parameter(torch.zeros(out_channels, hidden, kernels[2], kernels[2]))
        self.last_bias = nn.Parameter(torch.zeros(out_channels))
        self.last_logs = nn.Parameter(torch.zeros(out_channels))
        if self.label_out:
            self.last_label = nn.Parameter(torch.zeros(labels, out_channels))

    def hidden(self, x, h, layer, position):
        weight = getattr(self, layer + "_weight")
        y = F.conv2d(x, weight, padding=weight.shape[-1] // 2)
        y = (y + per_channel(getattr(self, layer + "_bias"))) * per_channel(
            torch.exp(3 * getattr(self, layer + "_logs")))
        if position is not None:
            y = y + position
        if self.label_in:
            y = y + (h @ getattr(self, layer + "_label"))[:, :, None, None]
        return F.relu(y)

    def forward(self, x, h):
        y = self.hidden(self.hidden(x, h, "a", self.a_position), h, "b", None)
        y = F.conv2d(y, self.last_weight, self.last_bias, padding=self.last_weight.shape[-1] // 2).float()
        y = y * per_channel(torch.exp(3 * self.last_logs))
        return y + (h @ self.last_label)[:, :, None, None] if self.label_out else y


class DynamicLinear(nn.Module):
    def __init__(self, config, channels, height, width):
        super().__init__()
        half, labels = channels // 2, len(config["labels"])
        self.first_vector = nn.Parameter(torch.zeros(1, 2 * half, 1, 1))
        self.first_label = nn.Parameter(torch.zeros(labels, 2 * half)) if config["condition"] != "none" else None
        self.net_1 = CouplingNet(config, half, 2 * half, height, width)
        for k in range(2):
            self.register_parameter(f"gain_{k}", nn.Parameter(torch.ones(half)))
            self.register_parameter(f"offset_{k}", nn.Parameter(torch.zeros(half)))

    def first(self, h):
        if self.first_label is None:
            return self.first_vector
        return self.first_vector + (h @ self.first_label)[:, :, None, None]

    def scale(self, k, raw):
        gain, offset = getattr(self, f"gain_{k}"), getattr(self, f"offset_{k}")
        return per_channel(gain) * torch.tanh(raw) + per_channel(offset)

    def forward(self, x, h):
        x1, x2 = x.chunk(2, 1)
        raw1, shift1 = self.first(h).chunk(2, 1)
        raw2, shift2 = self.net_1(x1, h).chunk(2, 1)
        s1, s2 = self.scale(0, raw1), self.scale(1, raw2)
        y = torch.cat([x1 * torch.exp(s1) + shift1, x2 * torch.exp(s2) + shift2], 1)
        return y, s1.expand_as(x1).flatten(1).sum(1) + s2.flatten(1).sum(1)

    def inverse(self, z, h):
        z1, z2 = z.chunk(2, 1)
        raw1, shift1 = self.first(h).chunk(2, 1)
        s1 = self.scale(0, raw1)
        x1 = (z1 - shift1) * torch.exp(-s1)
        raw2, shift2 = self.net_1(x1, h).chunk(2, 1)
        s2 = self.scale(1, raw2)
        x = torch.cat([x1, (z2 - shift2) * torch.exp(-s2)], 1)
        return x, -s1.expand_as(z1).flatten(1).sum(1) - s2.flatten(1).sum(1)


class SplitPrior(nn.Module):
    def __init__(self, channels, labels):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(2 * channels, channels, 3, 3))
        self.bias = nn.Parameter(torch.zeros(2 * channels))
        self.logs = nn.Parameter(torch.zeros(2 * channels))
        self.label = nn.Parameter(torch.zeros(labels, 2 * channels)) if labels else None
        self.gain = nn.Parameter(torch.ones(1))
        self.offset = nn.Parameter(torch.zeros(1))

    def forward(self, x, h):
        with torch.autocast("cpu", enabled=False):
            both = F.conv2d(x, self.weight, self.bias, padding=1) * per_channel(torch.exp(3 * self.logs))
        if self.label is not None:
            both = both + (h @ self.label)[:, :, None, None]
        mean, raw = both.chunk(2, 1)
        return mean, self.gain * torch.tanh(raw) + self.offset


class TopPrior(nn.Module):
    def __init__(self, kind, channels, height, width, labels):
        super().__init__()
        self.map = kind == "class_map"
        self.base = nn.Parameter(torch.zeros(1, 2 * channels, *((height, width) if self.map else (1, 1))))
        if kind == "learned":
            self.label = None
        else:
            self.label = nn.Parameter(torch.zeros(labels, 2 * channels * (height * width if self.map else 1)))

    def forward(self, h):
        both = self.base
        if self.label is not None:
            both = both + (h @ self.label).view(len(h), *self.base.shape[1:])
        return both.chunk(2, 1)


def log_prob(z, mean, log_sd):
    return (-0.5 * math.log(2 * math.pi) - log_sd
            - 0.5 * ((z - mean) * torch.exp(-log_sd)) ** 2).flatten(1).sum(1)


class Flow(nn.Module):
    SUPPORTED = {"parts": (2,), "dependence": ("input",), "first": ("const",), "scale": ("tanh",),
                 "shared_scale": (False,), "order": ("scale_shift",), "norm": ("actnorm",),
                 "position": ("none", "map"), "condition": ("none", "out", "input", "input+out"),
                 "conv1x1": ("plain",), "split_prior": ("learned",),
                 "top_prior": ("learned", "class", "class_map")}

    def __init__(self, config):
        super().__init__()
        for key, words in self.SUPPORTED.items():
            if config[key] not in words:
                raise ValueError(f"the peer has no {key} = {config[key]}")
        self.config = config
        channels, height, width = config["channels"], config["height"], config["width_px"]
        labels = len(config["labels"])
        for level in range(1, config["levels"] + 1):
            channels, height, width = channels * 4, height // 2, width // 2
            for step in range(1, config["depth"] + 1):
                name = f"level{level}_step{step}_"
                if config["flow_actnorm"]:
                    self.add_module(name + "actnorm", ActNorm(channels))
                self.add_module(name + "conv1x1", InvertibleConv1x1(channels))
                self.add_module(name + "dynamic_linear", DynamicLinear(config, channels, height, width))
            if level < config["levels"]:
                channels //= 2
                self.add_module(f"level{level}_prior",
                                SplitPrior(channels, labels if config["split_label"] else 0))
        self.top_prior = TopPrior(config["top_prior"], channels, height, width, labels)
        self.register_buffer("initialised", torch.zeros(1, dtype=torch.uint8))
        self.steps = [[self.step_of(level, step) for step in range(1, config["depth"] + 1)]
                      for level in range(1, config["levels"] + 1)]

    def step_of(self, level, step):
        name = f"level{level}_step{step}_"
        norm = [getattr(self, name + "actnorm")] if self.config["flow_actnorm"] else []
        return norm + [getattr(self, name + "conv1x1")], getattr(self, name + "dynamic_linear")

    def log_likelihood(self, x, h):
        total = torch.zeros(len(x))
        for level, steps in enumerate(self.steps, 1):
            x = F.pixel_unshuffle(x, 2)
            for plain, linear in steps:
                for layer in plain:
                    x, log_det = layer(x)
                    total = total + log_det
                x, log_det = linear(x, h)
                total = total + log_det
            if level == len(self.steps):
                return total + log_prob(x, *self.top_prior(h))
            x, z = x.chunk(2, 1)
            total = total + log_prob(z, *getattr(self, f"level{level}_prior")(x, h))

    def decode(self, eps, h):
        value, total = None, 0
        for level in range(len(self.steps), 0, -1):
            top = level == len(self.steps)
            mean, log_sd = self.top_prior(h) if top else getattr(self, f"level{level}_prior")(value, h)
            z = eps[level - 1] * torch.exp(log_sd) + mean
            total = total + log_prob(z, mean, log_sd)
            value = z if top else torch.cat([value, z], 1)
            for plain, linear in reversed(self.steps[level - 1]):
                value, log_det = linear.inverse(value, h)
                total = total - log_det
                for layer in reversed(plain):
                    value, log_det = layer.inverse(value)
                    total = total - log_det
            value = F.pixel_shuffle(value, 2)
        return value, total

    def bits(self, log_likelihood):
        size = self.config["channels"] * self.config["height"] * self.config["width_px"]
        return (-log_likelihood / size + math.log(2 ** (self.config["n_bits"] - 1))) / math.log(2)

    def code_shapes(self):
        shapes, c, s = [], self.config["channels"], (self.config["height"], self.config["width_px"])
        for level in range(self.config["levels"]):
            c, s = c * 4, (s[0] // 2, s[1] // 2)
            c = c // 2 if level + 1 < self.config["levels"] else c
            shapes.append((c, *s))
        return shapes


def load(path):
    with safe_open(path, framework="pt") as file:
        flow = Flow(json.loads(file.metadata()["config"]))
    flow.load_state_dict(load_file(path))
    return flow.eval()


def one_hot(flow, labels):
    return torch.eye(len(flow.config["labels"]))[torch.as_tensor(labels)]


def bits_per_dim(request):
    flow = load(request["checkpoint"])
    with safe_open(request["data"], framework="np") as file:
        classes = json.loads(file.metadata()["classes"])
        images, labels, split = (file.get_tensor(n) for n in ("images", "labels", "split"))
    rows = np.flatnonzero(split == SPLITS["train"])[: request["limit"]]
    noise = philox_uniform(0, NOISE_STREAM, rows, images[0].size).reshape(images[rows].shape)
    x = torch.from_numpy((images[rows].astype(np.float32) + noise) * np.float32(1 / 128) - np.float32(1))
    h = one_hot(flow, [flow.config["labels"].index(classes[k]) for k in labels[rows]])
    with torch.inference_mode():
        return {"bits_per_dim": flow.bits(flow.log_likelihood(x, h)).double().mean().item()}


def decode(request):
    """The likelihoods of given codes: what `bplf` must agree with before samples are timed."""
    flow, codes = load(request["checkpoint"]), load_file(request["latents"])
    eps = [codes[f"eps_{level + 1}"] for level in range(flow.config["levels"])]
    h = torch.full((len(eps[0]), len(flow.config["labels"])), 1 / len(flow.config["labels"]))
    with torch.inference_mode():
        _, log_likelihood = flow.decode(eps, h)
        return {"bits_per_dim": flow.bits(log_likelihood).tolist()}


CACHE = {}


def sample(request):
    flow = CACHE.setdefault(request["checkpoint"], load(request["checkpoint"]))
    batch, labels = request["batch"], len(flow.config["labels"])
    h = torch.full((batch, labels), 1 / labels)

    def draw():
        eps = [torch.randn(batch, *shape) * 0.7 for shape in flow.code_shapes()]
        x, log_likelihood = flow.decode(eps, h)
        flow.bits(log_likelihood).tolist()
        return ((x + 1) * 128).floor().clamp(0, 255).to(torch.uint8).numpy()

    with torch.inference_mode():
        return {"milliseconds": timed(draw, request["seconds"])}


def train(request):
    """One training step as usual: dequantise, autocast forward, backward, clip, Adam, EMA."""
    key = ("train", request["precision"])
    if key not in CACHE:
        torch.manual_seed(1)
        flow = Flow(request["config"]).train()
        CACHE[key] = (flow, Training(flow, flow.config))
    flow, training = CACHE[key]
    bits = lambda x, labels: flow.bits(flow.log_likelihood(x, one_hot(flow, labels))).mean()
    return {"milliseconds": timed(training.step(bits, request), request["seconds"])}


if __name__ == "__main__":
    serve({"hello": hello, "bits_per_dim": bits_per_dim, "decode": decode, "sample": sample, "train": train})
