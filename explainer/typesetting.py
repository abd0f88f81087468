"""Typst markup in, glyph outlines out: the one way in which text and mathematics are set.

The Typst compiler and its fonts come with its wheel, so nothing here needs LaTeX or a system font;
letters that these fonts lack are set with the system's, see ``fonts``.
One compiler serves the whole process (half a millisecond a text), and every text is compiled once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

import numpy as np
import typst

from explainer.fonts import compiler, lacking
from explainer.messages import Refusal

TEXT_FONT = "Libertinus Serif"
MATH_FONT = "New Computer Modern Math"
EM = 10.0
"""The type size, in points, at which everything is compiled; outlines are given in ems."""


_OURS = ("Libertinus Serif", "New Computer Modern", "New Computer Modern Math", "DejaVu Sans Mono")
"""In the order in which Typst asks them for a letter that the chosen font lacks."""


def _names(first: str) -> str:
    return str((first, *_OURS)).replace("'", '"')


_PREAMBLE = f"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: "{TEXT_FONT}", size: {EM}pt, top-edge: "bounds", bottom-edge: "bounds")
#set par(leading: 0.5em)
#show math.equation: set text(font: "{MATH_FONT}")
#show math.equation.where(block: true): set align(left)
#set math.mat(gap: 0.6em)
"""
_BORROWING = f"""
#set text(font: {_names(TEXT_FONT)})
#show math.equation: set text(font: {_names(MATH_FONT)})
"""
# A mark at the baseline of the first line: where it lands is the origin of the outlines.
_ORIGIN_FILL = "#fe0001"
_ORIGIN = (
    "#box(width: 0pt, height: 0pt, "
    f'place(bottom, rect(width: 1pt, height: 1pt, stroke: none, fill: rgb("{_ORIGIN_FILL}"))))'
)

_PART = re.compile(r'part\("([A-Za-z_][A-Za-z0-9_]*)"')
_COMMAND = re.compile(r"([MmLlHhVvCcQqZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"


class TypesettingError(Refusal):
    """The markup is not valid Typst."""


@dataclass(frozen=True)
class Glyph:
    """One filled or stroked outline.

    Attributes:
        points: (4n, 2) cubic Bezier curves as anchor, handle, handle, anchor; in ems, y upwards,
            the origin at the left end of the first baseline.
        part: the name given with ``part("name", ...)``, or an empty string.
        stroke_width: in ems, for rules such as fraction bars; 0 for filled outlines.
    """

    points: np.ndarray
    part: str
    stroke_width: float = 0.0


@dataclass(frozen=True)
class Typeset:
    """The outlines of one text, and its advance width in ems."""

    glyphs: tuple[Glyph, ...]
    width: float


_borrowed: dict[str, str] = {}
"""A digest of the outlines of each text that has letters which our fonts lack."""


def borrowed() -> dict[str, str]:
    """Return what the system's fonts have made of the texts set so far that need them.

    Frames with such a text may be shown again only while it looks the same.
    """
    return dict(_borrowed)


@lru_cache(maxsize=4096)
def typeset(source: str) -> Typeset:
    """Compile Typst markup, once per text.

    ``part("name", body)`` inside a formula (``#part("name")[body]`` in prose) names a piece without
    a change of the layout, so that it can be coloured and moved by itself.

    Args:
        source: Typst markup; mathematics goes between dollar signs.

    Raises:
        TypesettingError: when the markup does not compile.
    """
    names = list(dict.fromkeys(_PART.findall(source)))
    fills = {name: f"#0000{index + 1:02x}" for index, name in enumerate(names)}
    table = ", ".join(f'"{name}": rgb("{fill}")' for name, fill in fills.items()) or ":"
    helper = f"#let part(name, body) = text(fill: ({table}).at(name), body)\n"
    borrows = bool(lacking(source))
    document = _PREAMBLE + _BORROWING * borrows + helper + _ORIGIN + source
    try:
        output = compiler("all" if borrows else "ours").compile(
            input=document.encode(), format="svg"
        )
    except typst.TypstError as error:
        raise TypesettingError(f"{error} in the markup {source!r}{_remedy(source)}") from None
    pages = output if isinstance(output, list) else [output]
    if len(pages) != 1 or pages[0] is None:
        raise TypesettingError(f"the markup {source!r} makes {len(pages)} pages, not one")
    if borrows:
        _borrowed[source] = hashlib.sha256(pages[0]).hexdigest()
    return _read_svg(pages[0], {fill: name for name, fill in fills.items()})


def _remedy(source: str) -> str:
    """Return how signs are written that begin mathematics or a command, where there are any."""
    signs = [f"\\{sign}" for sign in "$#@" if sign in re.sub(r"\\.", "", source)]
    return f"; the sign itself is written {' or '.join(signs)}" if signs else ""


def escape(text: str) -> str:
    """Return plain text as Typst markup that shows it letter by letter."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _read_svg(svg: bytes, parts: dict[str, str]) -> Typeset:
    root = ElementTree.fromstring(svg)
    outlines = {
        symbol.get("id"): _read_path(path.get("d", ""))
        for symbol in root.iter(f"{_SVG}symbol")
        for path in symbol.iter(f"{_SVG}path")
    }
    found: list[tuple[np.ndarray, str, float]] = []
    _walk(root, np.eye(3), outlines, found)
    scale = np.array([1.0, -1.0]) / EM
    origin = next(
        (
            np.array([points[:, 0].min(), points[:, 1].max()])
            for points, fill, _ in found
            if fill == _ORIGIN_FILL
        ),
        np.zeros(2),
    )
    glyphs = tuple(
        Glyph((points - origin) * scale, parts.get(fill, ""), stroke / EM)
        for points, fill, stroke in found
        if fill != _ORIGIN_FILL and len(points)
    )
    width = float((root.get("viewBox") or "0 0 0 0").split()[2])
    return Typeset(glyphs, width / EM)


def _walk(
    element: ElementTree.Element,
    matrix: np.ndarray,
    outlines: dict[str | None, np.ndarray],
    found: list[tuple[np.ndarray, str, float]],
) -> None:
    for child in element:
        if child.tag in (f"{_SVG}defs", f"{_SVG}symbol"):
            continue
        local = matrix @ _transform(child.get("transform"))
        if child.tag == f"{_SVG}use":
            reference = (child.get(_HREF) or child.get("href") or "#")[1:]
            outline = outlines.get(reference)
            if outline is not None and len(outline):
                shift = np.array([float(child.get("x", 0)), float(child.get("y", 0))])
                found.append((_apply(local, outline + shift), (child.get("fill") or "").lower(), 0))
        elif child.tag == f"{_SVG}path":
            outline = _read_path(child.get("d", ""))
            fill = (child.get("fill") or "none").lower()
            if fill != "none":
                found.append((_apply(local, outline), fill, 0))
            else:
                stroke = (child.get("stroke") or "").lower()
                width = float(child.get("stroke-width", 0.5))
                found.append((_apply(local, outline), stroke, width))
        else:
            _walk(child, local, outlines, found)


def _transform(text: str | None) -> np.ndarray:
    matrix = np.eye(3)
    for name, arguments in re.findall(r"(\w+)\(([^)]*)\)", text or ""):
        values = [float(value) for value in re.split(r"[ ,]+", arguments.strip())]
        step = np.eye(3)
        if name == "matrix":
            step[:2] = np.array(values).reshape(3, 2).T
        elif name == "translate":
            step[:2, 2] = [values[0], values[1] if len(values) > 1 else 0.0]
        elif name == "scale":
            step[0, 0], step[1, 1] = values[0], values[-1]
        matrix = matrix @ step
    return matrix


def _apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    return points @ matrix[:2, :2].T + matrix[:2, 2]


def _read_path(text: str) -> np.ndarray:
    """Return an SVG path as (4n, 2) cubic curves; lines and quadratics are raised to cubics."""
    curves: list[tuple[complex, complex, complex, complex]] = []
    tokens = _COMMAND.findall(text)
    at = 0
    pen = start = 0j
    command = ""

    def number() -> float:
        nonlocal at
        at += 1
        return float(tokens[at - 1][1])

    def point(relative: bool) -> complex:
        x, y = number(), number()
        return complex(x, y) + (pen if relative else 0)

    def line_to(end: complex) -> None:
        if end != pen:
            curves.append((pen, pen + (end - pen) / 3, pen + (end - pen) * 2 / 3, end))

    while at < len(tokens):
        if tokens[at][0]:
            command = tokens[at][0]
            at += 1
        relative = command.islower()
        kind = command.upper()
        if kind == "Z":
            line_to(start)
            pen = start
        elif kind == "M":
            pen = start = point(relative)
            command = "l" if relative else "L"
        elif kind in "LHV":
            if kind == "L":
                end = point(relative)
            elif kind == "H":
                x = number() + (pen.real if relative else 0)
                end = complex(x, pen.imag)
            else:
                y = number() + (pen.imag if relative else 0)
                end = complex(pen.real, y)
            line_to(end)
            pen = end
        elif kind == "C":
            first, second, end = point(relative), point(relative), point(relative)
            curves.append((pen, first, second, end))
            pen = end
        else:
            control, end = point(relative), point(relative)
            curves.append((pen, pen + (control - pen) * 2 / 3, end + (control - end) * 2 / 3, end))
            pen = end
    flat = np.array(curves, dtype=complex).reshape(-1)
    return np.stack([flat.real, flat.imag], axis=1)
