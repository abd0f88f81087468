"""Pictures as matrices of greys: drawn by name, or read from a file of the user's own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from annotated_types import MaxLen, MinLen
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from pydantic import AfterValidator

from explainer import names
from explainer.input_files import opened
from explainer.params import Field, Wording

ROWS, COLUMNS = 192, 256
FINE = 3
"""Points of a pixel each way, of which it is the mean: edges are smooth."""

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
"""What is read: formats whose readers start no other program."""

MOST_PIXELS = 50_000_000
"""A picture that unpacks to more is refused before it is unpacked."""
MOST_ALONG = 30_000
"""Pixels each way, for every row of a picture takes memory of its own."""

LARGEST_FILE = 250_000_000
"""Bytes: so many pixels, not compressed, and a little."""
LARGEST_PLAIN = 10_000_000
"""Bytes of a PPM whose pixels are written as text, of which a second reads 4 MB."""
_PLAIN = (b"P1", b"P2", b"P3")

LONGEST = 256
"""Pixels to which the longer side of a larger picture is reduced."""


# -- drawn by formulas ----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def lighthouse(seed: int = 0) -> np.ndarray:
    """Return a lighthouse at sunset, (192, 256) from 0 to 1: bands, stripes, a disc and slopes.

    Bands along the rows and stripes along the columns take a layer each; what is round or slanting
    takes many.
    """
    down, across = np.meshgrid(
        (np.arange(ROWS * FINE) + 0.5) / (ROWS * FINE),
        (np.arange(COLUMNS * FINE) + 0.5) / (ROWS * FINE),
        indexing="ij",
    )
    horizon = 0.64
    sun = np.hypot(across - 0.42, down - 0.47)
    picture = 0.30 + 0.42 * down / horizon + 0.30 * np.exp(-sun / 0.16)
    picture = np.where(sun < 0.115, 0.98, picture)
    for height, middle, length in ((0.2, 0.3, 0.22), (0.27, 0.86, 0.16), (0.36, 0.16, 0.14)):
        cloud = np.hypot((across - middle) / length, (down - height) / 0.018)
        picture = picture + 0.16 * np.clip(1.3 - cloud, 0, 1)
    # The sea: waves that come closer together towards the horizon, and the sun's path on them.
    depth = np.clip(down - horizon, 1e-6, None)
    waves = np.sin(2 * np.pi * 9 * np.log1p(14 * depth))
    glitter = np.exp(-(((across - 0.42) / (0.06 + 0.5 * depth)) ** 2))
    sea = 0.34 - 0.35 * depth + 0.05 * waves + glitter * (0.3 + 0.22 * waves)
    picture = np.where(down > horizon, sea, picture)
    # A boat between the waves.
    sail = (down > 0.585) & (down < 0.68) & (across > 0.62) & (across - 0.62 < 0.6 * (down - 0.585))
    hull = (down > 0.685) & (down < 0.705) & (np.abs(across - 0.64) < 0.055 - 1.2 * (down - 0.685))
    picture = np.where(sail, 0.93, np.where(hull, 0.1, picture))
    # The headland with its lighthouse and the beam.
    beam = (across < 1.05) & (np.abs(down - 0.2 - 0.09 * (1.05 - across)) < 0.11 * (1.05 - across))
    picture = np.where(beam & (down < horizon), picture + 0.14 * across / 1.05, picture)
    land = 0.765 - 0.245 * np.exp(-(((across - 1.1) / 0.24) ** 2))
    picture = np.where((down > land) & (down < 0.76), 0.09, picture)
    half = 0.034 + 0.045 * (down - 0.2)
    bands = np.where(np.floor((down - 0.235) / 0.066) % 2 == 0, 0.95, 0.2)
    tower = (np.abs(across - 1.07) < half) & (down > 0.235) & (down < 0.56)
    picture = np.where(tower, bands * (1.0 - 4 * np.clip(across - 1.07, 0, None)), picture)
    gallery = (np.abs(across - 1.07) < 0.048) & (np.abs(down - 0.235) < 0.008)
    lamp = (np.abs(across - 1.07) < 0.026) & (np.abs(down - 0.2) < 0.028)
    picture = np.where(gallery, 0.1, np.where(lamp, 1.0, picture))
    roof = (down > 0.125) & (down < 0.172) & (np.abs(across - 1.07) < 0.85 * (down - 0.125))
    fine = np.clip(np.where(roof, 0.12, picture), 0, 1)
    pixels: np.ndarray = fine.reshape(ROWS, FINE, COLUMNS, FINE).mean(axis=(1, 3))
    pixels.flags.writeable = False  # it is drawn once, and given to all who ask
    return pixels


def tartan(seed: int = 0) -> np.ndarray:
    """Return a woven cloth, (192, 256) from 0 to 1: stripes down plus stripes across, of rank 2."""
    sett = np.repeat([0.1, 0.9, 0.1, 0.45, 0.6, 0.45, 0.1, 0.9], [10, 2, 10, 14, 6, 14, 6, 2])
    down, across = np.resize(sett, ROWS), np.resize(sett, COLUMNS)
    return (down[:, None] + across[None, :]) / 2


def noise(seed: int = 0) -> np.ndarray:
    """Return greys drawn at random, (192, 256) from 0 to 1: nothing that layers could use."""
    return np.random.default_rng(seed).random((ROWS, COLUMNS))


DRAWN: dict[str, Callable[[int], np.ndarray]] = {
    "lighthouse": lighthouse,
    "tartan": tartan,
    "noise": noise,
}
"""What can be drawn, by name; each takes a seed, which only noise heeds."""


# -- read from a file -----------------------------------------------------------------------------


def picture(name: str, seed: int = 0) -> np.ndarray:
    """Return the picture of a name in ``DRAWN``, or of the file of that name, as ``read_image``.

    Raises:
        ValueError: when there is none; one line that says why.
    """
    return DRAWN[name](seed) if name in DRAWN else read_image(name)


def read_image(path: str | Path) -> np.ndarray:
    """Return a picture as greys, (m, n) from 0 (black) to 1 (white), at most ``LONGEST`` each way.

    Colours become their luma (ITU-R BT.601), what is see-through lies on white, and of several
    pictures in a file the first is taken.

    Raises:
        ValueError: when it cannot be had; one line that says why.
    """
    try:
        # Opened here, not by the library, so that whoever listens learns which file is read.
        with opened(path, LARGEST_FILE) as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            start = stream.read(2)
            if not start:
                raise ValueError("it is empty")
            if start in _PLAIN and os.fstat(stream.fileno()).st_size > LARGEST_PLAIN:
                raise ValueError(
                    f"its pixels are written as text, in more than {LARGEST_PLAIN // 1_000_000} MB"
                )
            stream.seek(0)
            with Image.open(stream, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS or max(width, height) > MOST_ALONG:
                    raise ValueError(
                        f"it has {width} x {height} pixels; at most {MOST_PIXELS // 1_000_000} "
                        f"million are allowed, and {MOST_ALONG} each way"
                    )
                return _greys(image)
    except UnidentifiedImageError as error:
        raise ValueError(f"it is not an image of a known format ({', '.join(FORMATS)})") from error
    except Image.DecompressionBombError as error:
        raise ValueError(
            f"it unpacks to more than {MOST_PIXELS // 1_000_000} million pixels"
        ) from error
    except (OSError, SyntaxError, EOFError, OverflowError, MemoryError) as error:
        raise ValueError("it cannot be read (the picture is cut short or damaged)") from error


def _greys(image: Image.Image) -> np.ndarray:
    image.draft("L", (4 * LONGEST, 4 * LONGEST))  # a JPEG unpacks to little more than is needed
    image.load()
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    # By whole numbers first, which is fast; so far that the filter below still has its say.
    factor = max(max(image.size) // (3 * LONGEST), 1)
    if image.mode.startswith(("I", "F")):  # 16 bits and more, which Pillow would cut off at 8
        deep = np.array(image, dtype=np.float32)
        np.nan_to_num(deep, copy=False, posinf=0.0, neginf=0.0)
        top = 65535.0 if image.mode.startswith("I") else float(deep.max())
        deep *= 255 / max(top, 1e-30)
        image = Image.fromarray(np.clip(deep, 0, 255, out=deep)).reduce(factor)
    elif image.mode in ("P", "PA", "LA", "La", "RGBA", "RGBa") or "transparency" in image.info:
        full = image.convert("RGBA").reduce(factor)
        image = Image.new("RGBA", full.size, "white")
        image.alpha_composite(full)
        image = image.convert("L")
    else:
        image = image.convert("L").reduce(factor)
    image.info.clear()
    image.getexif()[ExifTags.Base.Orientation] = orientation
    image = ImageOps.exif_transpose(image)
    longest = max(image.size)
    if longest > LONGEST:
        width, height = (max(1, round(side * LONGEST / longest)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return np.clip(np.asarray(image, dtype=float) / 255, 0, 1)


# -- parameters -----------------------------------------------------------------------------------

_ALLOWED = (
    f"one of {', '.join(DRAWN)} or the path of an image file "
    f"of at most {MOST_PIXELS // 1_000_000} million pixels"
)


def _known(name: str) -> str:
    if name in DRAWN:
        return name
    try:
        read_image(name)
    except ValueError as error:
        drawn = names.match(name, DRAWN)
        if drawn is not None:
            return drawn
        hint = names.nearest(name, DRAWN)
        raise ValueError(f"{error}{hint}; {_ALLOWED} is allowed") from error
    return name


ImageName = Annotated[str, AfterValidator(_known), Wording(_ALLOWED)]
"""The name of a drawn picture, or the path of an image file that can be read."""


def _rising(ranks: tuple[int, ...]) -> tuple[int, ...]:
    if any(after <= before for before, after in pairwise(ranks)):
        raise ValueError(f"{_COUNTS} is allowed")
    return ranks


_COUNTS = f"a list of 1 to 6 increasing whole numbers from 1 to {LONGEST} such as [1, 5, 20]"

LayerCounts = Annotated[
    tuple[Annotated[int, Field(ge=1, le=LONGEST)], ...],
    MinLen(1),
    MaxLen(6),
    AfterValidator(_rising),
    Wording(_COUNTS),
]
"""Numbers of layers of a picture to stop at."""
