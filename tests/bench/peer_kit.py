# SPDX-License-Identifier: GPL-3.0-or-later
"""What the peers of `bplf bench --peer` share: requests, timing, and a training step as one writes it in eager PyTorch.

A peer reads one JSON request a line from stdin and answers with one JSON line.
"""
import json
import resource
import sys
import time

import torch


def timed(work, seconds):
    """Milliseconds of each call, for about so many seconds, the first call left out."""
    work()
    times, start = [], time.perf_counter()
    while time.perf_counter() - start < seconds or not times:
        begin = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begin))
    return times


class Training:
    """A model with Adam and an average of its weights."""

    def __init__(self, model, config):
        self.model, self.config = model, config
        self.optimiser = torch.optim.Adam(model.parameters(), lr=1e-4)
        self.average = [p.detach().clone() for p in model.parameters()]

    def step(self, loss_of, request):
        """A call makes one step on a fixed batch: dequantise, autocast forward, backward, clip, Adam, EMA."""
        c, batch = self.config, request["batch"]
        pixels = torch.randint(0, 256, (batch, c["channels"], c["height"], c["width_px"]), dtype=torch.uint8)
        labels = torch.randint(0, max(1, len(c["labels"])), (batch,))
        bfloat16 = request["precision"] == "bfloat16"

        def work():
            x = (pixels.float() + torch.rand(pixels.shape)) / 128 - 1
            self.optimiser.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
                loss = loss_of(x, labels)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 50)
            self.optimiser.step()
            with torch.no_grad():
                for mean, value in zip(self.average, self.model.parameters()):
                    mean.lerp_(value, 0.001)
            return loss.item()

        return work


def as_pixels(x):
    return ((x + 1) * 128).floor().clamp(0, 255).to(torch.uint8).numpy()


def hello(request):
    if request["threads"] > 0:
        torch.set_num_threads(request["threads"])
    return {"name": "PyTorch twin", "torch": torch.__version__, "threads": torch.get_num_threads()}


def serve(tasks):
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = tasks[request["task"]](request)
        except Exception as problem:  # noqa: BLE001: the caller prints it
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        answer["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps(answer), flush=True)


def serve_library(name, build, draw, bits_of):
    """A library's own Glow of a configuration's size: build(config) → module, draw(model, labels) → images in [-1, 1),
    bits_of(model, x, labels) → mean bits/dim. Its weights are not ours, so there is nothing to compare but time."""
    models = {}

    def model_of(config):
        key = json.dumps(config, sort_keys=True)
        if key not in models:
            torch.manual_seed(1)
            models[key] = build(config)
            x = torch.rand(8, config["channels"], config["height"], config["width_px"]) * 2 - 1
            with torch.no_grad():  # what initialises itself by its first batch
                bits_of(models[key], x, torch.zeros(8, dtype=torch.long))
        return models[key]

    def parameters(model):
        return sum(p.numel() for p in model.parameters())

    def sample(request):
        config, model = request["config"], model_of(request["config"]).eval()

        def work():
            labels = torch.randint(0, max(1, len(config["labels"])), (request["batch"],))
            return as_pixels(draw(model, labels))

        with torch.inference_mode():
            return {"parameters": parameters(model), "milliseconds": timed(work, request["seconds"])}

    def train(request):
        model = model_of(request["config"]).train()
        work = Training(model, request["config"]).step(lambda x, labels: bits_of(model, x, labels), request)
        return {"parameters": parameters(model), "milliseconds": timed(work, request["seconds"])}

    serve({"hello": lambda request: {**hello(request), "name": name}, "sample": sample, "train": train})
