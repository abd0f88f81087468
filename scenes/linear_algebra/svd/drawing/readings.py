"""What is written about the planes of a decomposition: matrices, numbers, and tiles of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Arrow, Curve, VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import figures_needed, format_number, to_typst
from explainer.scenes.linear_algebra.common import equals, number
from explainer.scenes.linear_algebra.svd.drawing.planes import (
    FOUR,
    ROLES,
    THREE,
    TWO,
    SingularPlanes,
)
from explainer.scenes.linear_algebra.svd.story import rotation
from explainer.scenes.linear_algebra.svd.text import move_titles
from explainer.style import SAFE, SMALLEST_TEXT, Theme, Zone

DEEPEST = 0.45
"""Opacity of the tint at the largest entry: the number on it stays easy to read."""


class NumberTiles(VGroup):
    """A matrix whose entries run in place, on tiles that are tinted by sign and size.

    Args:
        values: (rows, columns).
        zone: what the tiles fill.
        theme: for colours.
        matrices: with which, itself among them, it shares type size, decimals and tints.
    """

    def __init__(
        self, values: np.ndarray, zone: Zone, theme: Theme, matrices: list[np.ndarray]
    ) -> None:
        self.theme = theme
        self.largest = float(np.abs(matrices).max())
        decimals = entry_decimals(self.largest)
        entries = (format_number(float(value), decimals) for value in np.ravel(matrices))
        rows, columns = values.shape
        width, height = zone.width / columns, zone.height / rows
        probe = LiveNumber(0, theme, decimals=decimals, size=1.0)
        probe.set_text(max(entries, key=len))
        em = max(min(theme.sizes.body, 0.86 * width / probe.advance), SMALLEST_TEXT)
        square = np.array([(0, 0), (1, 0), (1, -1), (0, -1), (0, 0)])
        self.tiles: list[Curve] = []
        self.numbers: list[LiveNumber] = []
        for line, column in np.ndindex(rows, columns):
            left, top = zone.left + column * width, zone.top - line * height
            tile = Curve(theme.ghost, width=theme.strokes.regular, fill=0.0)
            self.tiles.append(tile.set_corners(square * [width, height] + [left, top]))
            shown = LiveNumber(0, theme, decimals=decimals, size=em, anchor="centre")
            shown.place((left + width / 2, top - height / 2 - 0.33 * em), "centre")
            self.numbers.append(shown)
        super().__init__(*self.tiles, *self.numbers)
        self.set_values(values)

    def set_values(self, values: np.ndarray, *, animating: bool = False) -> Self:
        """Show (rows, columns) other entries, which may be animating."""
        for tile, shown, value in zip(self.tiles, self.numbers, values.flat, strict=True):
            role = "entry_negative" if value < 0 else "entry_positive"
            share = min(abs(float(value)) / self.largest, 1.0) if self.largest else 0.0
            tile.set_fill(self.theme.colour(role), opacity=DEEPEST * share)
            shown.set_value(float(value), animating=animating)
        return self


def entry_decimals(largest: float) -> int:
    """Return how many decimals entries get whose largest is of that size."""
    if largest == 0 or largest >= 1000:
        return 0
    return 1 if largest >= 100 else 2 if largest >= 0.1 else 4


class SvdReadings:
    """Makes formulas, matrices and running numbers, each in its place.

    Args:
        planes: what the matrix does.
        theme: for colours and type sizes.
    """

    def __init__(self, planes: SingularPlanes, theme: Theme) -> None:
        self.planes, self.moves, self.theme = planes, planes.moves, theme

    def named_matrix(self, name: str, values: np.ndarray, zone: Zone, exact: bool) -> VGroup:
        """Return ``name = [...]`` centred in a zone, as large as fits."""
        most = float(np.abs(values).max())
        decimals = figures_needed(values.flat) if exact else min(entry_decimals(most), 2)
        matrix = LiveMatrix(values, self.theme, decimals=decimals, size="body")
        group = row(Formula(f"{name} =", self.theme, size="body"), matrix)
        return group.move_to(zone.centre)

    # -- two panels ------------------------------------------------------------------------------

    def one_move(self) -> VGroup:
        """Return the matrix, and a note on the scale where the panels do not share one."""
        zone = Zone(TWO[0].left, TWO[0].right, -3.15, -1.65)
        matrix = self.named_matrix("A", self.moves.matrix, zone, exact=True)
        group = VGroup(_shrunk([matrix], zone.width)[0])
        if not self.planes.shared:
            note = Words(f"the image is {self.scale()}", self.theme, size="small")
            group.add(note.place((zone.centre[0], -3.1), "centre"))
            matrix.shift((0, 0.2, 0))
        return group

    def scale(self) -> str:
        """Return by how much images are drawn smaller or larger than the circle, Typst markup."""
        zoom = self.planes.zoom()
        size, what = (zoom, "larger") if zoom > 1 else (1 / zoom, "smaller")
        text = to_typst(format_number(float(f"{size:.2g}"), 0 if size >= 10 else 1))
        return f"drawn ${text}$ times {what}"

    def arrow(self) -> VGroup:
        """Return the arrow from the circle to its image, with the matrix's name."""
        y = TWO[0].centre[1]
        arrow = Arrow(self.theme.ink, width=0.07, tip=0.3)
        arrow.set_ends((TWO[0].right + 0.12, y), (TWO[1].left - 0.12, y))
        return VGroup(arrow, Formula("A", self.theme).place((0, y + 0.3), "centre"))

    def rule(self) -> Words:
        """Return what the matrix does to each point, below the image."""
        line = Words("every $bold(x)$ goes to $A bold(x)$", self.theme, colour="muted")
        return line.place((TWO[1].centre[0], -2.5), "centre")

    def pair(self) -> VGroup:
        """Return the angle between the two images and their lengths, which run."""
        theme, zone = self.theme, TWO[1]
        name = Words("angle between them", theme, colour="muted")
        name.place((zone.left, -2.05))
        self.angle = LiveNumber(0, theme, decimals=1, suffix="°")
        self.angle.place((zone.right, -2.05), "right")
        self.lengths = []
        group = VGroup(name, self.angle)
        decimals = entry_decimals(float(self.moves.values[0]))
        for role, vector, share in zip(ROLES, "xy", (0, 0.52), strict=True):
            left = zone.left + share * zone.width
            label = Formula(f"abs(A bold({vector})) =", theme, size="body", colour=role)
            label.place((left, -2.8))
            length = LiveNumber(
                0, theme, decimals=decimals, size="body", colour=role, anchor="left"
            )
            length.place((left + label.advance + 0.15, -2.8), "left")
            self.lengths.append(length)
            group.add(label, length)
        self.show_pair(0.0)
        return group

    def show_pair(self, t: float) -> None:
        """Show the numbers for the two vectors at the time ``t`` of their turn."""
        angle = self.planes.pair_angle(t)
        between = self.moves.image_angle(angle)
        if between is None:
            self.angle.set_text("none")
        else:
            self.angle.set_text(f"{between:.1f}°", between)
        images = (self.moves.matrix @ rotation(angle)).T
        for shown, image in zip(self.lengths, images, strict=True):
            length = float(np.linalg.norm(image))
            if length < 1e-12 * float(self.moves.values[0]):
                length = 0.0
            shown.set_value(length, animating=t < 1)

    # -- four panels -----------------------------------------------------------------------------

    def titles(self, zones: list[Zone]) -> list[Words]:
        """Return what each of the four panels shows, above it."""
        found = []
        for markup, zone in zip(move_titles(self.moves), zones, strict=True):
            title = Words(markup, self.theme, size="small").fit_width(zone.width + 0.25)
            found.append(title.place((zone.centre[0], zone.top + 0.2), "centre"))
        return found

    def factors(self) -> list[VGroup]:
        """Return the matrices of the three moves and of the one, below the panels."""
        moves = self.moves
        named = (
            ("A", moves.matrix, True),
            ("V^T", moves.v.T, False),
            ("Σ", np.diag(moves.values), False),
            ("U", moves.u, False),
        )
        found = [
            self.named_matrix(name, values, Zone(z.left, z.right, -2.35, -1.05), exact)
            for (name, values, exact), z in zip(named, FOUR, strict=True)
        ]
        return _shrunk(found, FOUR[0].width)

    def product(self) -> Words:
        """Return how to read the product."""
        markup = "read $A = U Σ V^T$ from right to left: $V^T$ acts first"
        if not self.planes.shared:
            markup += f"; the last two are {self.scale()}"
        line = Words(markup, self.theme, colour="muted").fit_width(SAFE.width)
        return line.place((0, -2.95), "centre")

    # -- three panels ----------------------------------------------------------------------------

    def signs(self) -> VGroup:
        """Return the plus and the equals sign between the panels and between the tiles."""
        same = equals(*self.moves.layer(0).flat, *self.moves.layer(1).flat)
        found = VGroup()
        for y, markups in ((THREE[0].centre[1], ("+", "=")), (-2.3, ("+", same))):
            for markup, (one, other) in zip(markups, pairwise(THREE), strict=True):
                sign = Formula(markup, self.theme)
                found.add(sign.place(((one.right + other.left) / 2, y - 0.13), "centre"))
        return found

    def layer_names(self) -> list[Formula]:
        """Return each layer as a column times a row, in numbers, and the sum's name."""
        found = []
        for index, (role, zone) in enumerate(zip(ROLES, THREE, strict=False)):
            value, u, v = self.moves.values[index], self.moves.u[:, index], self.moves.v[:, index]
            column, line = ";".join(_short(u)), ",".join(_short(v))
            markup = (
                f"{number(value)} "
                f'display(mat(delim: "[", row-gap: #0.15em, {column})) '
                f'thin display(mat(delim: "[", {line}))'
            )
            name = Formula(markup, self.theme, size=0.34, colour=role).fit_width(zone.width)
            found.append(name.place((zone.centre[0], zone.bottom - 0.62), "centre"))
        last = Formula("A", self.theme, size="body")
        return [*found, last.place((THREE[2].centre[0], THREE[2].bottom - 0.62), "centre")]

    def tiles(self) -> list[NumberTiles]:
        """Return the layers and their sum as matrices of tiles."""
        matrices = [self.moves.layer(0), self.moves.layer(1), self.moves.matrix]
        zones = [Zone(zone.centre[0] - 1.4, zone.centre[0] + 1.4, -3.1, -1.5) for zone in THREE]
        return [
            NumberTiles(values, zone, self.theme, matrices)
            for values, zone in zip(matrices, zones, strict=True)
        ]

    def show_sum(self, tiles: NumberTiles, t: float) -> None:
        """Let the tiles of the sum take in the first layer, then the second."""
        first, second = min(2 * t, 1.0), max(2 * t - 1, 0.0)
        summed = first * self.moves.layer(0) + second * self.moves.layer(1)
        tiles.set_values(self.moves.matrix if t >= 1 else summed, animating=t < 1)


def _shrunk(groups: list[VGroup], width: float) -> list[VGroup]:
    """Shrink groups, all by the same factor, until the widest is no wider than that."""
    scale = min(1.0, width / max(group.width for group in groups))
    for group in groups:
        group.scale(scale, about_point=group.get_center())
    return groups


def _short(values: np.ndarray) -> list[str]:
    """Return entries of a unit vector with two decimals, as Typst mathematics."""
    return [to_typst(format_number(float(value), 2, animating=True)) for value in values]
