"""Set text and mathematics as Manim objects, and arrange them."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Literal, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.shapes import Shape, VGroup
from explainer.style import Theme, Zone
from explainer.typesetting import Glyph, Typeset, typeset
from explainer.zones import WIDE

CAP_HEIGHT = 0.69
"""Height of a capital letter, in ems."""

Anchor = Literal["left", "centre", "right"]

_NUMBER = r"[−-]?\\d[\\d.]*(?:[ \u{2009}]\\d{3})*"
_TOGETHER = rf"\\({_NUMBER}(?:, {_NUMBER})+\\)|{_NUMBER}\\s[%°]|\\d+(?:[ \u{{2009}}]\\d{{3}})+"
"""Of plain text, as Typst writes it: a point, a number with its per cent, and one in groups.

Without a blank between, nothing breaks; and digits of mathematics must not be found.
"""

_POWER = re.compile(r"(-?[\d.]+ times 10\^\([^)]*\))")
"""Of mathematics: a number with a power of ten."""


def _whole(most: float) -> str:
    """Return the rules that keep numbers, and mathematics up to so many ems, on one line."""
    return (
        f'#show regex("{_TOGETHER}"): box\n'
        "#show math.equation.where(block: false): it => context "
        f"if measure(it).width < {most:.3f}em.to-absolute() {{ box(it) }} else {{ it }}\n"
    )


class TypesetMobject(Shape):
    """Outlines on a baseline; the base of all that is written on the screen.

    An invisible child keeps the baseline's left end and right end, so that position, type size and
    width are known after any shift or scaling.
    """

    def __init__(self, width: float, em: float, smallest: float = WIDE.smallest_text) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        self.reference = Shape(stroke_width=0, fill_opacity=0)
        self.reference.points = np.array(
            [[0, 0, 0], [em, 0, 0], [width, 0, 0], [width, 0, 0]], dtype=float
        )
        self.add(self.reference)
        self.halo: tuple[str, float] | None = None
        self.smallest = smallest

    @property
    def baseline(self) -> np.ndarray:
        """The left end of the baseline, (3,)."""
        return np.array(self.reference.points[0])

    @property
    def em(self) -> float:
        """The type size in scene units."""
        return _apart(self.reference.points[1], self.reference.points[0])

    @property
    def advance(self) -> float:
        """The width that the text takes on its line, in scene units."""
        return _apart(self.reference.points[3], self.reference.points[0])

    def place(self, point: np.ndarray | tuple[float, ...], anchor: Anchor = "left") -> Self:
        """Put the left end, the centre or the right end of the baseline at ``point``."""
        return self.shift(self._way_to(point, anchor))

    def _way_to(self, point: np.ndarray | tuple[float, ...], anchor: Anchor) -> np.ndarray:
        target = np.zeros(3)
        target[: len(point)] = point
        part = {"left": 0.0, "centre": 0.5, "right": 1.0}[anchor]
        return target - (self.baseline + part * self.advance * np.array([1.0, 0, 0]))

    def fit_width(self, width: float) -> Self:
        """Shrink to ``width`` scene units where wider, but not below the smallest readable size."""
        if self.advance > width:
            factor = max(width / self.advance, min(1.0, self.smallest / self.em))
            self.scale(factor, about_point=self.baseline)
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Set the opacity of the text and of its halo."""
        for child in self.family_members_with_points():
            if child is not self.reference:
                child.set_fill(opacity=opacity)
                if self.halo:
                    child.set_background_stroke(opacity=opacity)
        return self

    def with_halo(self, theme: Theme, width: float = 8.0) -> Self:
        """Outline the text with the background, for labels on a busy picture."""
        self.halo = (theme.background, width)
        for child in self.family_members_with_points():
            if child is not self.reference:
                child.set_background_stroke(color=theme.background, width=width, opacity=1)
        return self


class Words(TypesetMobject):
    """Text from Typst markup.

    Args:
        markup: Typst markup; ``part("name", ...)`` names a piece, whose colour is the theme's role
            of that name unless ``colours`` says otherwise.
        theme: where sizes and colours come from.
        size: a name among the theme's type sizes, or an em in scene units.
        colour: a role of the theme or a colour, for what has no colour of its own.
        colours: colours of parts by name.
        width: the measure in scene units at which lines break; one line when None.
        align: how the lines of a paragraph are set.

    Raises:
        TypesettingError: when the markup does not compile.
    """

    def __init__(
        self,
        markup: str,
        theme: Theme,
        *,
        size: str | float = "body",
        colour: str = "ink",
        colours: dict[str, str] | None = None,
        width: float | None = None,
        align: Anchor = "left",
    ) -> None:
        em = getattr(theme.sizes, size) if isinstance(size, str) else size
        if width is not None:
            where = "center" if align == "centre" else align
            rules = f"{_whole(0.6 * width / em)}#set align({where})\n"
            kept = _POWER.sub(r'class("normal", \1)', markup)
            block = f"#block(width: {width / em:.4f}em)[{rules}{kept}]"
            outlines = _paragraph(block)
        else:
            outlines = typeset(markup)
        super().__init__(outlines.width * em, em, theme.layout.smallest_text)
        self.markup = markup
        self._parts: dict[str, list[VMobject]] = {}
        runs: dict[tuple[str, int], list[Glyph]] = {}
        run = 0
        previous = None
        for glyph in outlines.glyphs:
            if glyph.part != previous:
                run, previous = run + 1, glyph.part
            runs.setdefault((glyph.part, run), []).append(glyph)
        for (part, _), glyphs in runs.items():
            shape = Shape(
                fill_color=ink(theme, (colours or {}).get(part, part or colour), colour),
                fill_opacity=1,
                stroke_width=0,
            )
            shape.points = solid(glyphs) * em
            self._parts.setdefault(part, []).append(shape)
            self.add(shape)
        shapes = [shape for pieces in self._parts.values() for shape in pieces]
        if width is not None and shapes:
            # A block begins below the line it is named on: bring its first line to the baseline.
            top = max(float(shape.points[:, 1].max()) for shape in shapes)
            for shape in shapes:
                shape.points[:, 1] += CAP_HEIGHT * em - top

    def part(self, name: str) -> VGroup:
        """Return the pieces named with ``part("name", ...)``.

        Raises:
            KeyError: when the markup names no such part.
        """
        return VGroup(*self._parts[name])


class Formula(Words):
    """Mathematics on one line, from Typst math markup without the dollar signs."""

    def __init__(
        self,
        markup: str,
        theme: Theme,
        *,
        size: str | float = "formula",
        colour: str = "ink",
        colours: dict[str, str] | None = None,
    ) -> None:
        super().__init__(
            f"${markup}$".replace("\n", " "), theme, size=size, colour=colour, colours=colours
        )


def _apart(first: np.ndarray, second: np.ndarray) -> float:
    way = first - second
    return math.sqrt(way.dot(way))


def row(*items: VMobject, gap: float = 0.15, start: tuple[float, float] = (0.0, 0.0)) -> VGroup:
    """Set things side by side on one baseline, from ``start``; matrices are centred on the axis."""
    x, y = start
    em = next((item.em for item in items if isinstance(item, TypesetMobject)), 0.4)
    for item in items:
        if isinstance(item, TypesetMobject):
            item.place((x, y), "left")
            x += item.advance + gap
        else:
            item.move_to((0, y + 0.25 * em, 0)).shift((x - item.get_left()[0], 0, 0))
            x = float(item.get_right()[0]) + gap
    return VGroup(*items)


@lru_cache(maxsize=512)
def _paragraph(block: str) -> Typeset:
    return typeset(block)


def ink(theme: Theme, role: str, fallback: str) -> str:
    """Return a role's colour, or a colour as it is; the fallback's where there is no such role.

    Raises:
        KeyError: when there is no role of the fallback's name either.
    """
    if role.startswith("#"):
        return role
    try:
        return theme.colour(role)
    except KeyError:
        if role == fallback:
            raise
        return ink(theme, fallback, fallback)


def solid(glyphs: list[Glyph]) -> np.ndarray:
    """Return glyphs as one (4n, 3) array of filled cubic curves; rules become thin rectangles."""
    pieces = [
        glyph.points if not glyph.stroke_width else _rectangle(glyph.points, glyph.stroke_width)
        for glyph in glyphs
    ]
    flat = np.concatenate(pieces) if pieces else np.zeros((0, 2))
    return np.column_stack([flat, np.zeros(len(flat))])


def _rectangle(points: np.ndarray, width: float) -> np.ndarray:
    start, end = points[0], points[-1]
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    across = np.array([-along[1], along[0]]) * width / 2
    corners = [start + across, end + across, end - across, start - across, start + across]
    return corners_path(np.array(corners))[:, :2]


def stack(*rows: VMobject, zone: Zone, top: float | None = None, gap: float = 0.28) -> VGroup:
    """Set rows below each other, flush left in a zone, each shrunk where it is too wide.

    Args:
        rows: any mobjects, in reading order.
        zone: the rows' width is at most the zone's.
        top: where the first row begins; the zone's top when None.
        gap: between rows, in scene units.
    """
    y = zone.top if top is None else top
    for item in rows:
        if item.width > zone.width:
            item.scale(zone.width / item.width)
        item.shift((zone.left - item.get_left()[0], y - item.get_top()[1], 0))
        y = float(item.get_bottom()[1]) - gap
    return VGroup(*rows)
