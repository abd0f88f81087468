"""Pictures as matrices of greys: drawn by name, or read from a file of the user's own."""

from __future__ import annotations

import warnings
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from annotated_types import MaxLen, MinLen
from PIL import Image, ImageOps, UnidentifiedImageError
from pydantic import AfterValidator

from explainer import names
from explainer.maths.drawn_images import DRAWN
from explainer.messages import web_address
from explainer.params import Field, Wording

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
"""What is read: formats whose readers start no other program."""

MOST_PIXELS = 50_000_000
"""A picture that unpacks to more is refused before it is unpacked."""

LONGEST = 256
"""Pixels to which the longer side of a larger picture is reduced."""


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
    if not str(path).strip():
        raise ValueError("no file is named")
    try:
        try:
            file = Path(path).expanduser()
        except RuntimeError as error:
            raise ValueError("there is no such user's folder") from error
        if file.is_dir():
            raise ValueError("that is a folder; an image file is expected")
        if file.exists() and not file.is_file():
            raise ValueError("that is no plain file")
        # Opened here, not by the library, so that whoever listens learns which file is read.
        with open(file, "rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if not stream.read(1):
                raise ValueError("the file is empty")
            stream.seek(0)
            with Image.open(stream, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise ValueError(
                        f"it has {width} x {height} pixels; at most "
                        f"{MOST_PIXELS // 1_000_000} million are allowed"
                    )
                return _greys(image)
    except FileNotFoundError as error:
        raise ValueError("there is no such file") from error
    except UnidentifiedImageError as error:
        raise ValueError(f"that is no image of a known kind ({', '.join(FORMATS)})") from error
    except Image.DecompressionBombError as error:
        raise ValueError(
            f"it unpacks to more than {MOST_PIXELS // 1_000_000} million pixels"
        ) from error
    except OSError as error:
        reason = (error.strerror or "the picture is cut short or damaged").lower()
        raise ValueError(f"it cannot be read ({reason})") from error
    except (SyntaxError, EOFError, OverflowError, MemoryError) as error:
        raise ValueError("it cannot be read (the picture is cut short or damaged)") from error


def _greys(image: Image.Image) -> np.ndarray:
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):  # 16 bits and more, which Pillow would cut off at 8
        deep = np.nan_to_num(np.asarray(image, dtype=float), posinf=0.0, neginf=0.0)
        top = 65535.0 if image.mode.startswith("I") else float(deep.max())
        levels = np.clip(deep / max(top, 1e-300), 0, 1)
        image = Image.fromarray((255 * levels).astype(np.float32), mode="F")
    else:
        if image.mode in ("P", "PA", "LA", "La", "RGBA", "RGBa") or "transparency" in image.info:
            full = image.convert("RGBA")
            image = Image.new("RGBA", full.size, "white")
            image.alpha_composite(full)
        image = image.convert("L")
    longest = max(image.size)
    if longest > LONGEST:
        width, height = (max(1, round(side * LONGEST / longest)) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return np.clip(np.asarray(image, dtype=float) / 255, 0, 1)


_ALLOWED = (
    f"one of {', '.join(DRAWN)} or the path of an image file "
    f"of at most {MOST_PIXELS // 1_000_000} million pixels"
)


def _known(name: str) -> str:
    if name in DRAWN:
        return name
    try:
        if remedy := web_address(name):
            raise ValueError(remedy)
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


_COUNTS = f"a list of 1 to 6 rising whole numbers from 1 to {LONGEST} such as [1, 5, 20]"

LayerCounts = Annotated[
    tuple[Annotated[int, Field(ge=1, le=LONGEST)], ...],
    MinLen(1),
    MaxLen(6),
    AfterValidator(_rising),
    Wording(_COUNTS),
]
"""Numbers of layers of a picture to stop at."""
