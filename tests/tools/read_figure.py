#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a figure as another program would, with Python's own XML parser and zlib, and prints what it found as JSON.

SVG: size and how many paths have which stroke. PDF: page size, the text by its fonts' ToUnicode maps, the document's
dates. Anything malformed ends in an exception.
"""
import json
import re
import sys
import xml.etree.ElementTree as xml
import zlib


def property_of(element, name):
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    return element.get(name, style.get(name, "")).strip()


def color_of(text):
    """rgb(26.6%, 40%, 60%) as #446699."""
    shares = [float(share) for share in re.findall(r"([\d.]+)%", text)]
    return "#" + "".join(f"{round(share * 2.55):02x}" for share in shares) if shares else text


def read_svg(data):
    root = xml.fromstring(data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg", root.tag
    strokes, fills, numbers = {}, {}, []
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        numbers += [float(word) for word in path.get("d", "").split() if word not in "MLCZ"]
        stroke, fill = property_of(path, "stroke"), property_of(path, "fill")
        if stroke and stroke != "none":
            key = color_of(stroke) + "@" + str(float(property_of(path, "stroke-opacity") or 1))
            strokes[key] = strokes.get(key, 0) + 1
        if fill and fill != "none":
            fills[color_of(fill)] = fills.get(color_of(fill), 0) + 1
    assert all(abs(number) < 1e6 for number in numbers)
    glyphs = sum(1 for _ in root.iter("{http://www.w3.org/2000/svg}use"))
    return {"width": float(root.get("width").removesuffix("px")), "height": float(root.get("height").removesuffix("px")),
            "strokes": strokes, "fills": fills, "glyphs": glyphs}


def pdf_objects(data):
    """Number -> bytes, each found through the cross-reference table."""
    start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data).group(1))
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(data, start)
    objects = {}
    for number in range(1, int(head.group(1))):
        line = data[head.end() + 20 * number:][:20]
        if line[17:18] != b"n":
            continue
        at = int(line[:10])
        assert data[at:].startswith(b"%d 0 obj" % number), number
        objects[number] = data[at:data.index(b"endobj", at)]
    return objects


def stream_of(data):
    return zlib.decompress(data.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def character_map(objects, font):
    """Code width in bytes, and code -> text."""
    cmap = stream_of(objects[int(re.search(rb"/ToUnicode (\d+) 0 R", font).group(1))])
    width = len(re.search(rb"begincodespacerange\s*<([0-9a-f]+)>", cmap).group(1)) // 2
    listed = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S))
    pairs = re.findall(rb"<([0-9a-f]+)> <([0-9a-f]+)>", listed)
    return width, {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def string_bytes(token):
    if token.startswith(b"<"):
        return bytes.fromhex(token[1:-1].decode())
    plain = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m.group(1), 8)]), token[1:-1])
    return re.sub(rb"\\(.)", rb"\1", plain)


def read_pdf(data):
    assert data.startswith(b"%PDF-1.4"), data[:8]
    objects = pdf_objects(data)
    page = next(o for o in objects.values() if b"/Type /Page " in o)
    content = stream_of(objects[int(re.search(rb"/Contents (\d+) 0 R", page).group(1))])
    resources = objects[int(re.search(rb"/Resources (\d+) 0 R", page).group(1))]
    maps = {name: character_map(objects, objects[int(number)])
            for name, number in re.findall(rb"/(f-\d+-\d+) (\d+) 0 R", resources)}
    texts = []
    for block in re.findall(rb"\bBT\n(.*?)\nET\b", content, re.S):
        words, font = [], None
        for token in re.findall(rb"/f-\d+-\d+|\((?:\\.|[^\\)])*\)|<[0-9a-f]*>", block):
            if token.startswith(b"/"):
                font = maps[token[1:]]
                continue
            codes, (width, letters) = string_bytes(token), font
            words += [letters[int.from_bytes(codes[i:i + width], "big")] for i in range(0, len(codes), width)]
        texts.append("".join(words))
    box = [float(word) for word in re.search(rb"/MediaBox \[([^\]]*)\]", page).group(1).split()]
    dates = re.findall(rb"/\w*Date\b", data)
    return {"width": box[2], "height": box[3], "texts": texts, "dates": len(dates)}


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    print(json.dumps(read_pdf(data) if data.startswith(b"%PDF") else read_svg(data), ensure_ascii=False))


if __name__ == "__main__":
    main()
