"""The matrices A, B and AB, in one place after another, and numbers that fly to and from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim.constants import DL, UR

from explainer.allowed import allow
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Arrow, Curve, VGroup, blend
from explainer.mobjects.text import Formula, row
from explainer.numbers import Figure, entries, relation
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, ROWS, written
from explainer.style import Theme, Zone, contrast_ratio
from explainer.zones import WIDE, Layout

SCHEME = WIDE.safe.within(0, 0, 0.3, 1.05)
"""Where matrices make the scheme in which rows and columns cross, a sum in its free corner."""
OVER = 11
"""The z-index of what stands over planes."""

GAP, APART = 0.38, 0.6
"""Between a matrix and its name, and between matrices, in ems."""


def below(layout: Layout) -> tuple[Zone, Zone]:
    """Return where matrices stand below two planes."""
    low, high = layout.height(-3.4), layout.height(-2.3)
    return Zone(layout.safe.left, -0.45, low, high), Zone(0.45, layout.safe.right, low, high)


class Matrix(VGroup):
    """A 2x2 matrix after its name and a sign, in type size 1.

    Args:
        name: Typst mathematics.
        texts: how its entries are written, row by row.
        values: (2, 2).
        theme: for colours.
        roles: of the colours of the columns.
        room: numbers for whose widest it has room; its own when empty.

    Attributes:
        letter, sign: the name, and the sign of equality.
        body: the matrix: its numbers, row by row, and its brackets.
    """

    def __init__(
        self,
        name: str,
        texts: Sequence[Figure],
        values: np.ndarray,
        theme: Theme,
        roles: tuple[str, str] = BASIS,
        room: Sequence[Figure] = (),
    ) -> None:
        self.letter, self.sign = (Formula(x, theme, size=1.0) for x in (name, relation(*texts)))
        widest = max(room or texts, key=len)
        zeros = np.zeros((2, 2))
        self.body = LiveMatrix(zeros, theme, colours=roles, decimals=0, widest=widest, size=1.0)
        self.numbers = [number for line in self.body.entries for number in line]
        for number, text, value in zip(self.numbers, texts, values.ravel().tolist(), strict=True):
            number.anchor = "centre"
            number.set_text(text, value)
        brackets = self.body.submobjects[len(self.numbers) :]
        for bracket in brackets:
            bracket.set_stroke(width=theme.strokes.regular)
            allow(bracket, "cut", "brackets of matrices side by side end in line")
        super().__init__(*row(self.letter, self.sign, self.body, gap=GAP))
        self.given = [self.letter, self.sign, *brackets]

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
        equal: the sign before A and B where they are beside each other.
        marks: of the scheme: bands along a row of A and a column of B, and a box where they meet.
        through: of each column, aside: that it goes from B through A to AB.
    """

    def __init__(self, story: ProductStory, theme: Theme) -> None:
        a, b = (entries(each.flat, typed=True) for each in (story.a, story.b))
        ab, _ = written(story)
        self.b = Matrix("B", b, story.b, theme, room=[*b, *ab])
        self.a = Matrix("A", a, story.a, theme, ("ink", "ink"))
        self.ab = Matrix("A B", ab, story.ab, theme, room=[*b, *ab])
        # On a light page, more would leave the numbers too little contrast.
        fill = 0.2 if contrast_ratio(theme.j_hat, theme.background) > 6 else 0.06
        self.marks = [Curve(theme.ink, width=0, fill=fill) for _ in range(2)]
        self.marks += [Curve(theme.ink, width=theme.strokes.bold)]
        self.equal = Formula("=", theme, size=1.0).set_z_index(OVER)
        super().__init__(self.b, self.a, self.ab)
        self.theme, self._layouts = theme, dict[str, list[np.ndarray]]()
        self.under = below(theme.layout)
        for lay in (self._aside, self._scheme, self._below, self._beside):
            lay()
            self._layouts[lay.__name__[1:]] = [part.points.copy() for part in self.get_family()]
        others = len(self.get_family()) - len(self.ab.get_family())
        ends = self._layouts["beside"][:others], self._layouts["below"][others:]
        self._layouts["apart"] = [*ends[0], *ends[1]]
        self.lay("aside", "aside", 1.0).set_z_index(OVER)
        self.through = [self._through(place).set_z_index(OVER) for place in (0, 1)]
        for mark in self.marks:
            mark.set_z_index(OVER - 0.5)

    def lay(self, start: str, stop: str, t: float) -> Self:
        """Stand a share of the way from one layout to another.

        The matrices stand ``aside``, below each other; in the ``scheme``; ``below`` the left of two
        planes, AB alone; ``beside`` each other below both, A and B before AB; or ``apart``,
        AB still below the left plane, and A and B where they will be beside each other.
        """
        ends = self._layouts[start], self._layouts[stop]
        for part, first, last in zip(self.get_family(), *ends, strict=True):
            part.points = last.copy() if t == 1 else (1 - t) * first + t * last
        if stop in ("scheme", "below"):  # its name passes over it, to its other side
            self.ab.letter.set_presence(abs(2 * t - 1))
        return self

    def _aside(self) -> None:
        layout, zone = self.theme.layout, self.theme.layout.aside
        if layout.is_wide:
            zone = Zone(3.35, zone.right, layout.height(-3.0), layout.height(2.4))
        tall = zone.height / 3 / max(part.height for part in self) - 0.1
        em = min(0.88 * self.theme.sizes.formula, tall, *(zone.width / part.width for part in self))
        self.scale(max(em, layout.smallest_text))
        reach = max(part.body.width for part in (self.a, self.b)) / 2
        middle = zone.right - reach if layout.is_wide else zone.centre[0]
        for place, part in enumerate((self.b, self.a, self.ab)):
            height = zone.top - (place + 0.5) * zone.height / 3
            part.shift(np.array([middle, height, 0]) - part.body.get_center())

    def _through(self, place: int) -> VGroup:
        """Return arrows along a column, from B to A and from there to AB."""
        outer, middle = self.ab.column(place)[0].shape.get_center()[0], self.a.body.get_center()[0]
        ways, arrows = [outer, 0.8 * middle + 0.2 * outer], list[Arrow]()  # through A as a whole
        for upper, lower in ((self.b, self.a), (self.a, self.ab)):
            ends = upper.body.get_bottom()[1] - 0.05, lower.body.get_top()[1] + 0.05
            arrow = Arrow(self.theme.colour(BASIS[place]), width=0.07, tip=0.22)
            arrows.append(arrow.set_ends(*zip(ways, ends, strict=True)))
            ways.reverse()
        return VGroup(*arrows)

    def _scheme(self) -> None:
        a, b, ab = self.a, self.b, self.ab
        self.scale(1 / a.letter.em)
        middle, width, height = ab.body.get_center(), ab.body.width, ab.body.height
        a.body.move_to(middle - ((a.body.width + width) / 2 + APART, 0, 0))
        b.body.move_to(np.add(middle, (0, height + APART, 0)))
        for part, way in ((a, -1.0), (b, 1.0), (ab, 1.0)):
            part.letter.next_to(part.body, np.array([way, 0, 0]), buff=0.3)
            part.sign.move_to(part.body)
        zone, most = self.theme.layout.fit(SCHEME), self.theme.layout.type_scale
        self.scale(min(most, zone.width / self.width, zone.height / self.height))
        self.move_to(zone.centre)

    def _below(self) -> None:
        self.ab.settle(self.under[0], self.theme.sizes.formula)

    def _beside(self) -> None:
        em, bodies = self.ab.letter.em, (self.a.body, self.b.body)
        for body in bodies:
            body.scale(em / self.a.letter.em)
        name, equal, last = self.ab.letter, self.equal.scale(em), (self.ab.sign, self.ab.body)
        line = row(name, equal, *bodies, *last, gap=GAP * em)
        line.scale(min(1.0, self.theme.layout.safe.width / line.width))
        line.move_to((0, self.under[0].centre[1], 0))

    def between(self, sign: str) -> Formula:
        """Return a sign, to stand between what is below two planes."""
        made = Formula(sign, self.theme, size=0.8).with_halo(self.theme)
        return made.move_to((0, self.under[0].centre[1], 0)).set_z_index(OVER)

    def swapped(self, story: ProductStory) -> Matrix:
        """Return BA, in its place below the right plane."""
        made = Matrix("B A", written(story)[1], story.ba, self.theme)
        return made.settle(self.under[1], self.ab.letter.em).set_z_index(OVER)

    # -- the scheme --------------------------------------------------------------------------------

    def sum_of(self, markup: str) -> VGroup:
        """Return mathematics for the free corner of the scheme, above A; its value is in a box."""
        em, body = self.ab.letter.em, self.b.body
        left, right = self.a.letter.get_left()[0], body.get_left()[0] - 0.5 * em
        zone = Zone(left, right, self.a.body.get_top()[1] + 0.55 * em, body.get_top()[1])
        made = Formula(markup, self.theme, size=1.0)
        made.scale(min(0.85 * em, zone.width / made.width, zone.height / made.height))
        made.move_to(zone.centre)
        low, high = (made.part("value").get_corner(corner) for corner in (DL, UR))
        pad = 0.16 * em
        box = Curve(self.theme.ink, width=self.theme.strokes.bold)
        box.set_box(Zone(low[0] - pad, high[0] + pad, low[1] - pad, high[1] + pad))
        return VGroup(made, box).set_z_index(OVER)

    def glide(self, start: tuple[int, int], stop: tuple[int, int], t: float) -> Self:
        """Mark what is a share of the way from one entry to another; the first gets its colour."""
        row, place = (first + t * (last - first) for first, last in zip(start, stop, strict=True))
        return self.cross(row, place, t if start == stop else 1.0)

    def cross(self, row: float, place: float, share: float = 1.0) -> Self:
        """Mark a row of A and a column of B, or what is between, and the entry where they cross.

        Args:
            row: of A.
            place: of the column of B.
            share: how much that has its colour and all else none, from 0 to 1.
        """
        a, b, ab, colour = self.a, self.b, self.ab, self.theme.colour
        em = ab.letter.em
        corner, opposite = (ab.numbers[k].shape.get_center() for k in (0, 3))
        x, y = ((1 - part) * corner + part * opposite for part in (place, row))
        high, wide = 0.6 * em, (ab.body.room / 2 + 0.25) * em
        left, right, low, top = x[0] - wide, x[0] + wide, y[1] - high, y[1] + high
        first, over = a.body.get_left()[0] + 0.12 * em, b.body.get_top()[1] - 0.1 * em
        across, down, box = self.marks
        across.set_box(Zone(first, right, low, top))
        down.set_box(Zone(left, right, low, over))
        box.set_box(Zone(left, right, low, top))
        across.set_fill(blend(colour(ROWS[0]), colour(ROWS[1]), row))
        down.set_fill(blend(colour(BASIS[0]), colour(BASIS[1]), place))
        for k, (r, c) in enumerate(np.ndindex(2, 2)):
            in_row, in_column = 1 - min(abs(r - row), 1.0), 1 - min(abs(c - place), 1.0)
            lights = in_row, in_column, in_row * in_column
            roles = ("ink", ROWS[r]), (BASIS[c], BASIS[c]), (BASIS[c], "ink")
            for matrix, (usual, marked), light in zip((a, b, ab), roles, lights, strict=True):
                now = blend(colour("muted"), colour(marked), light)
                matrix.numbers[k].set_ink(blend(colour(usual), now, share))
        return self


class Flight(VGroup):
    """Numbers on their way from spot to spot, and from there to the place in which they are.

    Args:
        numbers: in their place.
        em: their type size at the spots.
        *spots: (3,) their middle there.
    """

    def __init__(self, numbers: Iterable[LiveNumber], em: float, *spots: np.ndarray) -> None:
        super().__init__(*numbers)
        home = [part.points.copy() for part in self.get_family()]
        middle, share = self.get_center(), em / self.submobjects[0].em
        self._stops = [[(part - middle) * share + spot for part in home] for spot in spots]
        self._stops.append(home)

    def fly(self, t: float) -> Self:
        """Be at a spot, counted from 0, or a share of the way to the next; last comes the place."""
        leg = min(int(t), len(self._stops) - 2)
        ends = self._stops[leg : leg + 2]
        for part, start, stop in zip(self.get_family(), *ends, strict=True):
            part.points = stop.copy() if t == leg + 1 else (leg + 1 - t) * start + (t - leg) * stop
        return self
