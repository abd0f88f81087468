"""The contact sheet: the last frame of each beat in a grid, with its name and its words.

Typst lays it out, with fonts of its own wheel, so that it looks the same on every machine.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.fonts import lacking
from explainer.scratch import temporary_folder
from explainer.style import Theme, Zone
from explainer.zones import layout_of

WIDTH = 2400
"""Pixels."""
_MARGIN = 60
_GAP = 42
_FONT = "Libertinus Serif"


@dataclass(frozen=True)
class Cell:
    """One picture of the sheet: pixels (height, width, 3 or 4) uint8, and the beat's words."""

    pixels: Any
    name: str
    say: str


def columns(count: int) -> int:
    """Return how many pictures stand side by side."""
    return min(max(count, 1), 2 if count <= 4 else 3)


def contact_sheet(
    cells: Sequence[Cell], theme: Theme, *, heading: str = "", details: str = "", words: bool = True
) -> bytes:
    """Return the sheet as a PNG.

    Args:
        cells: the pictures, in order.
        theme: whose colours the sheet takes.
        heading: the title; left out without words.
        details: a quiet line below the title, such as the parameters.
        words: whether names and narration stand below the pictures.
    """
    import typst

    side = columns(len(cells))
    width = (WIDTH - 2 * _MARGIN - (side - 1) * _GAP) // side
    with temporary_folder() as folder:
        pictures = []
        for number, cell in enumerate(cells, start=1):
            _shrink(cell.pixels, width, folder / f"{number}.png")
            pictures.append(f"/{number}.png")
        source = _source(cells, pictures, theme, side, width, heading, details, words)
        file = folder / "sheet.typ"
        file.write_text(source, encoding="utf-8")
        # a point is a pixel
        page = typst.compile(
            str(file),
            root=str(folder),
            format="png",
            ppi=72,
            ignore_system_fonts=not lacking(source),
        )
    assert isinstance(page, bytes)
    return page


def marked(pixels: Any, places: Sequence[tuple[int, Zone]], theme: Theme) -> Any:
    """Return a picture in which places are framed in the warning colour and numbered.

    Args:
        pixels: (height, width, 3 or 4) uint8 of a whole frame; they are not changed.
        places: number and place, in scene units; what lies outside the frame is marked at its edge.
        theme: whose colours are taken.

    Returns:
        (height, width, 3) uint8.
    """
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(pixels).convert("RGB")
    draw = ImageDraw.Draw(picture)
    wide, high = picture.size
    frame = layout_of(wide, high).frame
    density, line = wide / frame.width, max(2, high // 240)
    font = ImageFont.load_default(size=max(10, high // 28))
    for number, zone in places:
        left, right = ((x - frame.left) * density for x in (zone.left, zone.right))
        top, bottom = ((frame.top - y) * density for y in (zone.top, zone.bottom))
        # Clear of what it frames, and at least so large that it is seen where little is left of it.
        left, top = (
            min(max(start - 3 * line, 0), end - 8 * line)
            for start, end in ((left, wide), (top, high))
        )
        right, bottom = (
            max(min(end + 3 * line, most - 1), start + 7 * line)
            for start, end, most in ((left, right, wide), (top, bottom, high))
        )
        draw.rectangle((left, top, right, bottom), outline=theme.warning, width=line)
        box = draw.textbbox((0, 0), str(number), font=font)
        room = box[2] + 4 * line, box[3] + 2 * line
        # Above the frame where there is room, or it would hide what it is about.
        x = min(left, wide - room[0])
        y = top - room[1] if top >= room[1] else min(bottom, high - room[1])
        draw.rectangle((x, y, x + room[0], y + room[1]), fill=theme.warning)
        draw.text((x + 2 * line, y + line), str(number), font=font, fill=theme.background)
    return np.asarray(picture)


def _shrink(pixels: Any, width: int, target: Path) -> None:
    from PIL import Image

    picture = Image.fromarray(pixels).convert("RGB")
    height = round(width * picture.height / picture.width)
    if picture.width > width:
        reducing = max(1, math.floor(picture.width / width / 2))
        picture = picture.resize(
            (width, height), Image.Resampling.LANCZOS, reducing_gap=reducing + 1
        )
    picture.save(target, format="PNG", compress_level=1)


def _source(
    cells: Sequence[Cell],
    pictures: Sequence[str],
    theme: Theme,
    side: int,
    width: int,
    heading: str,
    details: str,
    words: bool,
) -> str:
    size = 25 if side == 3 else 32
    blocks = []
    for number, (cell, picture) in enumerate(zip(cells, pictures, strict=True), start=1):
        frame = f'framed("{picture}")'
        if not words:
            blocks.append(frame)
            continue
        blocks.append(f"stack(spacing: 20pt, {frame}, caption({number}, {_text(cell)}))")
    top = f"#heading-lines({_string(heading)}, {_string(details)})" if words and heading else ""
    return f"""
#set page(
  width: {WIDTH}pt, height: auto, margin: {_MARGIN}pt, fill: rgb("{theme.background}"),
)
#set text(font: "{_FONT}", size: {size}pt, fill: rgb("{theme.ink}"), lang: "en")
#set par(leading: 0.55em)
#let framed(path) = box(
  stroke: 2pt + rgb("{theme.faint}"), radius: 6pt, clip: true, image(path, width: {width}pt),
)
#let caption(number, name, say) = block(width: {width}pt, {{
  text(fill: rgb("{theme.muted}"), str(number))
  h(0.6em)
  text(size: 1.1em, weight: "bold", name)
  v(12pt, weak: true)
  text(say)
}})
#let heading-lines(title, details) = block(below: {_GAP}pt, {{
  text(size: 42pt, weight: "bold", title)
  if details != "" {{
    v(18pt, weak: true)
    text(fill: rgb("{theme.muted}"), details)
  }}
}})
{top}
#grid(columns: {side}, column-gutter: {_GAP}pt, row-gutter: {_GAP}pt, {", ".join(blocks)})
"""


def _text(cell: Cell) -> str:
    return f"{_string(cell.name)}, {_string(cell.say)}"


def _string(text: str) -> str:
    """Return a Typst string literal: what is in it is text, never markup."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return json.dumps(plain, ensure_ascii=False)
