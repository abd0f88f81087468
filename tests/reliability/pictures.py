"""Picture files of all formats, modes and shapes, damaged ones, and what only looks like one."""

from __future__ import annotations

import io
import struct
import zlib
from random import Random

from PIL import Image
from reliability.request import Special
from reliability.tables import damaged

FORMATS = {
    "png": ("L", "RGB", "RGBA", "P", "LA", "1", "I;16"),
    "jpg": ("L", "RGB", "CMYK"),
    "gif": ("L", "P", "RGB"),
    "bmp": ("L", "RGB", "1"),
    "tiff": ("L", "RGB", "RGBA", "F", "I;16", "CMYK"),
    "webp": ("RGB", "RGBA"),
    "ppm": ("L", "RGB"),
}
OTHERS: tuple[bytes, ...] = (
    b"",
    b"\0" * 50,
    b"GIF89a",
    b"%PDF-1.4\n%%EOF",
    b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%touch canary) (w) file\n",
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><svg>&b;</svg>',
    b"P3\n4 4\n255\n" + b"1 2 3 " * 16,
    b"P3\n99999999 99999999\n255\n1",
    b"P6\n100 100\n65535\n12",
    b"P1 3 3 1 0 1",
)


def picture(random: Random) -> tuple[str, bytes | Special]:
    """Return a file's suffix and its contents."""
    chosen = random.random()
    if chosen < 0.04:
        return "png", random.choice(list(Special))
    if chosen < 0.12:
        return random.choice(("png", "eps", "svg", "ppm", "txt")), random.choice(OTHERS)
    if chosen < 0.17:
        return "png", claiming(random)
    suffix = random.choice(list(FORMATS))
    content = drawn(random, suffix)
    return suffix, damaged(random, content) if random.random() < 0.35 else content


def drawn(random: Random, suffix: str) -> bytes:
    """Return a whole picture, mostly a small one."""
    mode = random.choice(FORMATS[suffix])
    sides = (1, 2, 3, 16, 40, 40, 100, 300)
    size = (random.choice(sides), random.choice(sides))
    if random.random() < 0.5:
        image = Image.new("L", size, random.randrange(256))
    else:
        image = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    buffer = io.BytesIO()
    converted = (
        image.convert("F").convert("I").convert("I;16") if mode == "I;16" else image.convert(mode)
    )
    options = {"save_all": True, "append_images": [converted] * 2} if random.random() < 0.05 else {}
    name = {"jpg": "jpeg"}.get(suffix, suffix)
    converted.save(buffer, name, **(options if suffix in ("gif", "png", "webp", "tiff") else {}))
    return buffer.getvalue()


def claiming(random: Random) -> bytes:
    """Return a PNG whose header claims a size that its few bytes do not have."""
    side = random.choice((0, 1, 5000, 20_000, 2**31 - 1))
    other = random.choice((1, side, 100))
    header = struct.pack(
        ">IIBBBBB", side, other, random.choice((1, 8, 16)), random.choice((0, 2, 3, 6)), 0, 0, 0
    )
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 500)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
