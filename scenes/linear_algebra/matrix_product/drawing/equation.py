"""The matrices A, B and AB, in one place after another, and numbers that fly to and from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim.constants import DL, UR

from explainer.geometry.plane import corners_path
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Curve, VGroup, blend
from explainer.mobjects.text import Formula, row
from explainer.numbers import Figure, entries, relation
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, ROWS, written
from explainer.style import FRAME, SAFE, SMALLEST_TEXT, Theme, Zone

ASIDE = Zone(3.35, SAFE.right, -2.9, 2.5)
"""Where the matrices stand below each other beside the plane."""
SCHEME = Zone(SAFE.left + 0.2, SAFE.right - 0.2, -1.95, 2.55)
"""Where they make the scheme in which rows and columns cross, with a sum below."""
FLOOR = Zone(FRAME.left, FRAME.right, FRAME.bottom, -1.8)
BELOW = Zone(SAFE.left, -0.45, -3.3, -2.2), Zone(0.45, SAFE.right, -3.3, -2.2)
"""Where they stand below two planes, and what is veiled for them."""
OVER = 11
"""The z-index of what stands over planes."""

GAP = 0.38
# All in ems.
BETWEEN, EDGE, LEADING, APART = 0.75, 0.4, 1.4, 0.55
"""Between columns, from a column to its bracket, from row to row, between matrices."""


class Matrix(VGroup):
    """A 2x2 matrix after its name and a sign, in type size 1; its columns are as wide as need be.

    Args:
        name: Typst mathematics.
        values: (2, 2).
        texts: how they are written, row by row.
        theme: for colours.
        roles: of the colours of the columns.
        like: another, whose columns are to be as wide.

    Attributes:
        letter, sign: the name, and the sign of equality.
        body: the matrix: its numbers, row by row, and its brackets.
    """

    def __init__(
        self,
        name: str,
        values: np.ndarray,
        texts: Sequence[Figure],
        theme: Theme,
        roles: tuple[str, str] = BASIS,
        like: Matrix | None = None,
    ) -> None:
        letter, sign = (Formula(each, theme, size=1.0) for each in (name, relation(*texts)))
        body = LiveMatrix(np.zeros((2, 2)), theme, colours=roles, decimals=0, size=1.0)
        numbers = [number for line in body.entries for number in line]
        for number, text, value in zip(numbers, texts, values.ravel().tolist(), strict=True):
            number.set_text(text, value).anchor = "centre"
        widths = np.reshape([number.advance for number in numbers], (2, 2)).max(axis=0)
        self.widths: np.ndarray = widths if like is None else np.maximum(widths, like.widths)
        first, second = self.widths
        middles = EDGE + first / 2, EDGE + first + BETWEEN + second / 2
        for k, number in enumerate(numbers):
            number.place((middles[k % 2], 0.5 * LEADING - 0.33 - LEADING * (k // 2)), "centre")
        end = 2 * EDGE + first + BETWEEN + second
        shape = np.array([(0.22, 1), (0, 1), (0, -1), (0.22, -1)]) * (1, LEADING)
        brackets = body.submobjects[len(numbers) :]
        for bracket, corners in zip(brackets, (shape, (end, 0) - shape), strict=True):
            bracket.set_stroke(width=theme.strokes.regular).points = corners_path(corners)
        super().__init__(*row(letter, sign, body, gap=GAP))
        self.letter, self.sign, self.body, self.numbers = letter, sign, body, numbers
        self.given = [letter, sign, *brackets]

    def column(self, place: int) -> list[LiveNumber]:
        """Return the entries of a column."""
        return self.numbers[place::2]

    def settle(self, zone: Zone, em: float) -> Self:
        """Stand in the middle of a zone, in a type size if there is room."""
        self.scale(1 / self.letter.em)
        row(*self.submobjects, gap=GAP)
        self.scale(min(em, zone.width / self.width, zone.height / self.height))
        return self.move_to(zone.centre)


class Equation(VGroup):
    """B, A and AB, each with its name, in a layout or on their way from one to another.

    Args:
        story: the matrices.
        theme: for colours.

    Attributes:
        a, b, ab: the matrices.
        boxes: of the scheme: along a row of A and a column of B, about these, and where they meet.
    """

    def __init__(self, story: ProductStory, theme: Theme) -> None:
        a, b = (entries(each.flat, typed=True) for each in (story.a, story.b))
        ab = Matrix("A B", story.ab, written(story)[0], theme)
        self.b = Matrix("B", story.b, b, theme, like=ab)
        self.ab = Matrix("A B", story.ab, written(story)[0], theme, like=self.b)
        self.a = Matrix("A", story.a, a, theme)
        self.boxes = [Curve(theme.box, width=0, fill=1.0) for _ in range(2)]
        self.boxes += [Curve(theme.ink, width=theme.strokes.bold) for _ in range(3)]
        super().__init__(self.b, self.a, self.ab)
        self.theme, self._layouts = theme, dict[str, list[np.ndarray]]()
        for lay in (self._aside, self._scheme, self._below, self._beside):
            lay()
            self._layouts[lay.__name__[1:]] = [part.points.copy() for part in self.get_family()]
        others = len(self.get_family()) - len(self.ab.get_family())
        ends = self._layouts["beside"][:others], self._layouts["below"][others:]
        self._layouts["apart"] = [*ends[0], *ends[1]]
        self.lay("aside", "aside", 1.0)
        self.set_z_index(OVER)
        for box in self.boxes:
            box.set_z_index(OVER - 0.5)

    def lay(self, start: str, stop: str, t: float) -> Self:
        """Stand a share of the way from one layout to another.

        The matrices stand ``aside``, below each other; in the ``scheme``; ``below`` the left of two
        planes, AB alone; ``beside`` each other below both, A and B to the left of AB; or ``apart``,
        AB still below the left plane, and A and B where they will be beside each other.
        """
        ends = self._layouts[start], self._layouts[stop]
        for part, first, last in zip(self.get_family(), *ends, strict=True):
            part.points = last.copy() if t == 1 else (1 - t) * first + t * last
        if stop in ("scheme", "below"):  # its name passes over it, to its other side
            self.ab.letter.set_presence(abs(2 * t - 1))
        return self

    def _aside(self) -> None:
        em = min(self.theme.sizes.formula, *(ASIDE.width / part.width for part in self))
        for place, part in enumerate(self):
            part.scale(max(em, SMALLEST_TEXT))
            part.move_to((0, ASIDE.top - (place + 0.5) * ASIDE.height / 3, 0))
            part.shift((ASIDE.right - part.get_right()[0], 0, 0))

    def _scheme(self) -> None:
        a, b, ab = self.a, self.b, self.ab
        self.scale(1 / a.letter.em)
        middle, width, height = ab.body.get_center(), ab.body.width, ab.body.height
        a.body.move_to(middle - ((a.body.width + width) / 2 + APART, 0, 0))
        b.body.move_to(np.add(middle, (0, height + APART, 0)))
        for part, way in ((a, -1.0), (b, -1.0), (ab, 1.0)):
            part.letter.next_to(part.body, np.array([way, 0, 0]), buff=0.3)
            part.sign.move_to(part.body)
        self.scale(min(0.95, SCHEME.width / self.width, SCHEME.height / self.height))
        self.move_to(SCHEME.centre)

    def _below(self) -> None:
        self.ab.settle(BELOW[0], self.theme.sizes.formula)

    def _beside(self) -> None:
        em, bodies = self.ab.letter.em, (self.a.body, self.b.body)
        for body in bodies:
            body.scale(em / self.a.letter.em)
        line = row(self.ab.letter, self.ab.sign, *bodies, gap=GAP * em)
        line.scale(min(1.0, BELOW[0].width / line.width)).move_to(BELOW[0].centre)
        self.ab.body.move_to(BELOW[1].centre)

    def between(self, sign: str) -> Formula:
        """Return a sign, to stand between what is below two planes."""
        made = Formula(sign, self.theme, size=0.8).with_halo(self.theme)
        return made.move_to((0, BELOW[0].centre[1], 0)).set_z_index(OVER)

    def swapped(self, story: ProductStory) -> Matrix:
        """Return BA, in its place below the right plane."""
        made = Matrix("B A", story.ba, written(story)[1], self.theme)
        return made.settle(BELOW[1], self.ab.letter.em).set_z_index(OVER)

    # -- the scheme --------------------------------------------------------------------------------

    def sum_of(self, markup: str) -> Formula:
        """Return mathematics that stands below the scheme."""
        made = Formula(markup, self.theme, size=0.7).fit_width(SAFE.width)
        return made.place((0.0, -3.05), "centre").set_z_index(OVER)

    def glide(self, row: int, place: int, t: float) -> Self:
        """Go a share of the way to the entry at a row and a place from the one before it."""
        return self.cross(row - (1 - t) * (not place), place - (1 - t) * (1 - 2 * (not place)))

    def cross(self, row: float, place: float, share: float = 1.0) -> Self:
        """Mark a row of A and a column of B, or what is between, and the entry where they cross.

        Args:
            row: of A.
            place: of the column of B.
            share: how much that has its colour and all else none, from 0 to 1.
        """
        a, b, ab = self.a, self.b, self.ab
        em = ab.letter.em
        corner, opposite = (ab.numbers[k].shape.get_center() for k in (0, 3))
        x, y = ((1 - share) * corner + share * opposite for share in (place, row))
        high, wide = 0.6 * em, (0.13 + ((1 - place) * ab.widths[0] + place * ab.widths[1]) / 2) * em
        low, top, left, right = y[1] - high, y[1] + high, x[0] - wide, x[0] + wide
        first, last = (a.body.get_corner(DL) + 0.19 * em, a.body.get_corner(UR) - 0.19 * em)
        under, over = b.body.get_bottom()[1] + 0.1 * em, b.body.get_top()[1] - 0.1 * em
        zones = (
            Zone(first[0], right, low, top),
            Zone(left, right, low, over),
            Zone(first[0], last[0], low, top),
            Zone(left, right, under, over),
            Zone(left, right, low, top),
        )
        for box, zone in zip(self.boxes, zones, strict=True):
            box.set_box(zone)
        colour = self.theme.colour
        for box, roles, t in zip(self.boxes[2:], (ROWS, BASIS), (row, place), strict=False):
            box.set_stroke(blend(colour(roles[0]), colour(roles[1]), t))
        for k, (r, c) in enumerate(np.ndindex(2, 2)):
            in_row, in_column = 1 - min(abs(r - row), 1.0), 1 - min(abs(c - place), 1.0)
            lights, marked = (in_row, in_column, in_row * in_column), (ROWS[r], BASIS[c], "ink")
            for matrix, role, light in zip((a, b, ab), marked, lights, strict=True):
                now = blend(colour("muted"), colour(role), light)
                matrix.numbers[k].set_ink(blend(colour(BASIS[c]), now, share))
        return self


class Flight(VGroup):
    """Numbers on their way between a spot and the place in which they are.

    Args:
        numbers: in their place.
        spot: (3,) their middle at the other end.
        em: their type size there.
    """

    def __init__(self, numbers: Iterable[LiveNumber], spot: np.ndarray, em: float) -> None:
        super().__init__(*numbers)
        family = self.get_family()
        middle, share = self.get_center(), em / self.submobjects[0].em
        self._home = [part.points.copy() for part in family]
        self._away = [(points - middle) * share + spot for points in self._home]

    def fly(self, t: float) -> Self:
        """Be a share of the way from the spot to the place."""
        for part, start, stop in zip(self.get_family(), self._away, self._home, strict=True):
            part.points = stop.copy() if t == 1 else (1 - t) * start + t * stop
        return self
