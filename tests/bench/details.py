#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""details.py DATASET DRAWN SMALL: are drawn colour faces nearer to photographs than small ones enlarged?

DATASET is the dataset.safetensors that the levels were trained on (its validation and test images are the photographs),
DRAWN a folder of faces at its size, SMALL one of the same codes drawn smaller, enlarged here by bicubic interpolation.
Of the luminance: rms of the two finest Haar bands (validation images; the upper quarter and a sixteenth at each side left
out), and the Frechet distance and KID in dlib's face descriptor. Needs numpy, pillow, setuptools < 81, dlib-bin and
face-recognition-models from PyPI.
"""

import json
import pathlib
import struct
import sys

import dlib
import face_recognition_models
import numpy as np
from PIL import Image

WEIGHTS = np.array([0.299, 0.587, 0.114])  # Rec. 601


def luminance(pixels):
    return pixels.astype(float) @ WEIGHTS if pixels.ndim == 3 else pixels.astype(float)


def photographs(path):
    """Luminances of the validation and of the test images."""
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))

        def tensor(name):
            begin, end = header[name]["data_offsets"]
            file.seek(8 + size + begin)
            return np.frombuffer(file.read(end - begin), np.uint8).reshape(header[name]["shape"])

        split, images = tensor("split"), tensor("images")
    return [[luminance(image.transpose(1, 2, 0)) for image in images[split == part]] for part in (1, 2)]


def faces(folder, side):
    """Luminances of a folder's pictures, enlarged to the side where they are smaller."""
    pictures = [Image.open(file) for file in sorted(pathlib.Path(folder).glob("*.png"))]
    return [luminance(np.asarray(p if p.width == side else p.resize((side, side), Image.BICUBIC))) for p in pictures]


def bands(y):
    """rms of the three Haar details of a halving, and of the next."""
    side = len(y)
    y, found = y[side // 4:, side // 16:side - side // 16], []
    for _ in range(2):
        a, b, c, d = y[0::2, 0::2], y[0::2, 1::2], y[1::2, 0::2], y[1::2, 1::2]
        details = np.stack([(a - b + c - d) / 2, (a + b - c - d) / 2, (a - b - c + d) / 2])
        found.append(np.sqrt((details**2).mean()))
        y = (a + b + c + d) / 4
    return found


def descriptors(images):
    net = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def of(y):  # the crops are aligned alike, so the whole is the chip
        chip = Image.fromarray(np.clip(y, 0, 255).astype(np.uint8)).resize((150, 150), Image.BICUBIC)
        return np.array(net.compute_face_descriptor(np.asarray(chip.convert("RGB"))))

    return np.array([of(image) for image in images])


def frechet(a, b):
    ca, cb = np.cov(a.T), np.cov(b.T)
    values, vectors = np.linalg.eigh(ca)
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    between = np.sqrt(np.clip(np.linalg.eigvalsh(root @ cb @ root), 0, None)).sum()
    return ((a.mean(0) - b.mean(0))**2).sum() + np.trace(ca) + np.trace(cb) - 2 * between


def kid(a, b):
    def kernel(x, y):
        return (x @ y.T / x.shape[1] + 1)**3

    def apart(x):
        k = kernel(x, x)
        return (k.sum() - np.trace(k)) / len(x) / (len(x) - 1)

    return apart(a) + apart(b) - 2 * kernel(a, b).mean()


def main():
    validation, test = photographs(sys.argv[1])
    side = len(validation[0])
    real = descriptors(validation + test)
    half = len(real) // 2
    print(f"{len(real)} photographs: bands {np.mean([bands(y) for y in validation], 0).round(2)}, "
          f"halves {frechet(real[:half], real[half:]):.4f}, KID x 1000 {1000 * kid(real[:half], real[half:]):.3f}")
    for name, folder in (("drawn", sys.argv[2]), ("enlarged", sys.argv[3])):
        images = faces(folder, side)
        found = descriptors(images)
        print(f"{len(images)} {name}: bands {np.mean([bands(y) for y in images], 0).round(2)}, "
              f"Frechet {frechet(found, real):.4f}, KID x 1000 {1000 * kid(found, real):.3f}")


if __name__ == "__main__":
    main()
