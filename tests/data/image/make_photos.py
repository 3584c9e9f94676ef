# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the photos and resampled pictures of the image tests (pip install pillow numpy tifffile).
import struct
import zlib
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

here = Path(__file__).parent
y, x = np.mgrid[0:24, 0:32]
# Four plain quarters (red, green / blue, grey 60), so that a decoder's rounding does not matter.
quarters = np.zeros((24, 32, 3), np.uint8)
quarters[:12, :16] = 200, 0, 0
quarters[:12, 16:] = 0, 200, 0
quarters[12:, :16] = 0, 0, 200
quarters[12:, 16:] = 60, 60, 60
rgb = Image.fromarray(quarters)
rgb.save(here / "rgb.jpg", quality=95, subsampling=0)
rgb.save(here / "progressive.jpg", quality=95, subsampling=0, progressive=True)
rgb.save(here / "rgb.png")
rgb.save(here / "rgb.webp", lossless=True)
rgb.save(here / "rgb.tif")
rgb.save(here / "rgb.bmp")
rgb.save(here / "rgb.ppm")
rgb.convert("CMYK").save(here / "cmyk.jpg", quality=95)
rgb.quantize(4).save(here / "palette.png")

# Each turned so that its EXIF tag turns it back to rgb.
back = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
for orientation, transpose in back.items():
    exif = Image.Exif()
    exif[0x112] = orientation
    rgb.transpose(transpose).save(here / f"exif{orientation}.jpg", quality=95, subsampling=0, exif=exif)
    rgb.transpose(transpose).save(here / f"turned{orientation}.tif", tiffinfo={274: orientation}, compression="tiff_lzw")

grey = ((x * 7 + y * 3) % 256).astype(np.uint8)
Image.fromarray(grey).save(here / "grey.png")
Image.fromarray(np.full((24, 32), 90, np.uint8)).save(here / "grey.jpg", quality=95)
Image.fromarray((x * 2000 + y * 17).astype(np.uint16)).save(here / "grey16.png")

# 16-bit TIFF: as it is, turned, and with 0 for white; and grey on a scale of its own.
deep = (x * 2000 + y * 17).astype(np.uint16)
for name, values, kind, tag in [
    ("grey16.tif", deep, "minisblack", 1),
    ("grey16_turned6.tif", np.rot90(deep), "minisblack", 6),
    ("white_is_zero16.tif", 65535 - deep, "miniswhite", 1),
]:
    tifffile.imwrite(here / name, values, photometric=kind, extratags=[(274, 3, 1, tag, True)], metadata=None)
(here / "to100.pgm").write_bytes(b"P5\n32 24\n100\n" + (x * 100 // 31).astype(np.uint8).tobytes())
(here / "to1000.pgm").write_bytes(b"P5\n32 24\n1000\n" + (x * 1000 // 31).astype(">u2").tobytes())

# Animations whose first frame is the quarters.
upside_down = rgb.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
rgb.save(here / "moving.webp", save_all=True, append_images=[upside_down], duration=100, lossless=True)
rgb.save(here / "moving.gif", save_all=True, append_images=[upside_down], duration=100)
rgb.quantize(4).save(here / "interlaced.gif", interlace=1)

rgba = np.dstack([quarters, np.where(x < 16, 255, 51).astype(np.uint8)])
Image.fromarray(rgba).save(here / "alpha.png")
Image.fromarray(rgba).save(here / "alpha.tif", compression="tiff_lzw")
Image.fromarray(np.dstack([grey, np.where(x < 16, 255, 0).astype(np.uint8)]), "LA").save(here / "grey_alpha.png")
Image.fromarray(np.full((1, 1, 3), 77, np.uint8)).save(here / "one.png")

# Resampling: a wavy picture at five sizes by Pillow's own kernels.
wave = (127.5 + 80 * np.sin(x / 2.5 + y / 7) + 40 * np.cos(y / 3 - x / 11)).clip(0, 255).astype(np.uint8)
wave = Image.fromarray(wave)
wave.save(here / "wave.png")
for name, kernel in [
    ("triangle", Image.Resampling.BILINEAR),
    ("bicubic", Image.Resampling.BICUBIC),
    ("lanczos3", Image.Resampling.LANCZOS),
]:
    for width, height in [(11, 8), (32, 5), (70, 51), (1, 1)]:
        wave.resize((width, height), kernel).save(here / f"wave_{name}_{width}x{height}.png")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# 16 bits per channel, which Pillow does not write: every pixel (0x1280, 0x80ff, 0xfffe).
rows = (b"\0" + b"\x12\x80\x80\xff\xff\xfe" * 4) * 3
(here / "rgb16.png").write_bytes(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 3, 16, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows))
    + chunk(b"IEND", b"")
)


# The width twice: a reader that takes the last one would see a small picture, libtiff decodes the first.
tags = [(256, 60000), (256, 8), (257, 60000), (258, 8), (259, 1), (262, 1), (273, 8), (278, 60000), (279, 64)]
directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
(here / "two_widths.tif").write_bytes(b"II*\0" + struct.pack("<I", 8 + 64) + bytes(64) + directory + bytes(4))
