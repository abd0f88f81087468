"""The unit circle and two vectors in framed planes: one move, three moves, and two layers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import astuple
from itertools import chain, pairwise
from typing import Self, TypeVar

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.geometry.easing import ease
from explainer.geometry.plane import right_angle
from explainer.maths.linear_algebra import matrix_path, rotation
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.plane_figures import Grid
from explainer.mobjects.plane_labels import PlaneView, set_at_tips
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, disc
from explainer.mobjects.text import Formula, TypesetMobject, Words
from explainer.numbers import Figure, entries, relation, widest
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.story import ThreeMoves
from explainer.style import SAFE, SMALLEST_TEXT, Theme, Zone

T = TypeVar("T", bound=TypesetMobject)

ROLES = ("singular", "singular_second")
"""The colours of the two vectors."""

SHARED = (0.3, 3.0)
"""Circle and ellipse share a scale while the larger singular value lies between these."""

SPECK = 0.05
"""A circle that has shrunk to a point is drawn with this radius, in scene units."""

CORNER = 0.22
"""How large the mark of a right angle is, in scene units."""

DEEPEST = 0.45
"""Opacity of a tile's tint at the largest entry: the number on it stays easy to read."""

START = math.radians(75)
"""How far before the singular vectors the pair of perpendicular vectors sets out."""

ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
"""The unit circle as Bezier points, (n, 2): an affine map carries them to those of the ellipse."""

NAMES = (
    ("bold(v)_1", "bold(v)_2"),
    ("bold(e)_1", "bold(e)_2"),
    ("σ_1 bold(e)_1", "σ_2 bold(e)_2"),
    ("σ_1 bold(u)_1", "σ_2 bold(u)_2"),
)
"""What the two vectors are called in the four panels of the three moves."""


def in_a_row(count: int, width: float, bottom: float, top: float, most: float = 2.0) -> list[Zone]:
    """Return zones of one width side by side, as far apart as fits but no more than ``most``."""
    gap = min((SAFE.width - count * width) / max(count - 1, 1), most)
    starts = (np.arange(count) - (count - 1) / 2) * (width + gap) - width / 2
    return [Zone(start, start + width, bottom, top) for start in starts.tolist()]


def between(first: Zone, second: Zone, share: float) -> Zone:
    """Return the zone a share of the way from one to another."""
    one, other = np.array(astuple(first)), np.array(astuple(second))
    return Zone(*(one + (other - one) * share).tolist())


def centred(line: T, zone: Zone, y: float) -> T:
    """Put a line of text in the middle of a zone, no wider than that, and return it."""
    return line.fit_width(zone.width).place((zone.centre[0], y), "centre")


TWO = in_a_row(2, 5.8, -1.45, 2.65)
THREE = in_a_row(3, 3.5, -0.42, 2.65)
FOUR = in_a_row(4, 2.85, -0.8, 2.05)
SMALL = in_a_row(4, 2.85, 0.1, 2.1)


class CirclePanel(VGroup):
    """A plane in a frame, with the unit circle and two vectors, as a matrix carries them.

    Attributes:
        pair: (2, 2) the two vectors as columns, before the matrix.
        parts: the plane with the circle, and the vectors, which come and go on their own.
        names: of the vectors.
    """

    def __init__(self, theme: Theme, pair: np.ndarray) -> None:
        self.theme, self.pair, self.matrix = theme, pair, np.eye(2)
        self.view, strokes = PlaneView(TWO[0], (0, 0), 1.0), theme.strokes
        self.frame = Curve(theme.ghost, width=strokes.regular, fill=1.0, fill_colour=theme.box)
        self.grid = Grid(self.view, theme.grid, theme.axis, width=strokes.thin)
        self.round = Curve(theme.ink, width=strokes.regular, fill=0.14, fill_colour=theme.area)
        self.corner = Curve(theme.ink, width=strokes.thin)
        self.arrows = [Arrow(theme.colour(role), halo=theme.box) for role in ROLES]
        self.vectors = VGroup(self.corner, *reversed(self.arrows))
        self.parts = [VGroup(self.frame, self.grid, self.round), self.vectors]
        self.names = VGroup()
        super().__init__(*self.parts, self.names)

    def put(self, zone: Zone, units: float, matrix: np.ndarray) -> Self:
        """Lie in a zone, at a scale, and show the plane as ``matrix``, (2, 2), carries it."""
        view, self.matrix = self.view, matrix
        view.zone, view.origin, view.units = zone, np.array(zone.centre[:2]), units
        self.frame.set_box(zone)
        self.grid.to(matrix)
        # Its lines fade where the matrix presses them onto one another.
        sizes = np.linalg.norm(matrix, axis=0).prod()
        share = min(4 * abs(np.linalg.det(matrix)) / max(sizes, 1e-300), 1.0)
        for fine, coarse in zip(self.grid.fine, self.grid.coarse, strict=True):
            fine.set_stroke(opacity=share * fine.get_stroke_opacity())
            coarse.set_stroke(opacity=share)
        points = ROUND @ matrix.T
        if float(np.abs(points).max()) * units < SPECK:
            points = ROUND * SPECK / units
        self.round.points = view.to_frame(points)
        return self.turn(self.pair)

    def turn(self, pair: np.ndarray) -> Self:
        """Take two vectors, the columns of ``pair``, (2, 2), before the matrix."""
        self.pair, origin, tips = pair, self.view.origin, (self.matrix @ pair).T
        ways = tips * self.view.units
        for arrow, way in zip(self.arrows, ways, strict=True):
            arrow.set_ends(origin, origin + way)
        sizes = np.linalg.norm(ways, axis=1)
        right = abs(ways[0] @ ways[1]) < 1e-6 * sizes.prod() and sizes.min() >= 1.6 * CORNER
        one, other = CORNER * ways / np.maximum(sizes, 1e-300)[:, None]
        self.corner.points = np.zeros((0, 3))
        if right:
            self.corner.set_corners(right_angle(origin, one, other))
        if names := self.names.submobjects:
            room = np.array(astuple(self.view.zone)) + 0.12 * np.array([1, -1, 1, -1])
            set_at_tips(self.view, Zone(*room.tolist()), names, tips, np.array([-0.9, 0.9]))
        return self

    def label(self, *markups: str, size: str = "label") -> list[VMobject]:
        """Name the two vectors at their tips, or not; return the names, to be faded in."""
        self.names.submobjects = [
            Formula(markup, self.theme, size=size, colour=role).with_halo(self.theme)
            for markup, role in zip(markups, ROLES, strict=False)
        ]
        self.names.set_z_index(4)
        self.turn(self.pair)
        return [*self.names]


class SingularPlanes(VGroup):
    """Panels from the unit circle to its image, how they move, and what is written about them.

    Attributes:
        shared: whether circle and image are drawn at one scale.
        readings: the angle between the images of two vectors, and their lengths.
        lengths: the rows of the lengths among them.
    """

    def __init__(self, moves: ThreeMoves, theme: Theme) -> None:
        self.moves, self.theme = moves, theme
        self.path, first = matrix_path(moves.matrix, "straight"), float(moves.values[0])
        self.shared = first == 0 or SHARED[0] < first < SHARED[1]
        self.panels = [CirclePanel(theme, moves.v).set_z_index(0.1 * k) for k in range(4)]
        self.first, self.image = self.panels[0], self.panels[3]
        below, decimals = Zone(TWO[1].left, TWO[1].right, -3.2, -1.7), entry_decimals(first)
        self.panel = Panel(theme, below, apart=(0.1, 0.3), formula=0.46, prose=0.37)
        self.angle = self.panel.number(decimals=1, suffix="°")
        self.sizes = [self.panel.number(colour=role, decimals=decimals) for role in ROLES]
        named = [
            Named(f"$norm(A bold({vector})) =$", size, role)
            for vector, size, role in zip("xy", self.sizes, ROLES, strict=True)
        ]
        self.readings = self.panel.rows(Named("angle between them", self.angle), *named)
        self.lengths = self.readings[1:]
        super().__init__(*self.panels, *self.readings)
        self.put(0, TWO[0], np.eye(2), 0.0)
        self.copy_over(0)

    # -- scales --------------------------------------------------------------------------------

    def units(self, zone: Zone, matrix: np.ndarray, progress: float) -> float:
        """Return the scale at which a panel shows a matrix on the way from circle to image."""
        half = 0.76 * min(zone.width, zone.height) / 2
        first = float(self.moves.values[0])
        if self.shared:
            return half / max(1.15, first)
        units = half / 1.15 ** (1 - progress) / first**progress
        return min(units, half / max(float(np.linalg.norm(matrix, 2)), 1e-300))

    @property
    def zoom(self) -> float:
        """How much larger images are drawn than the circle; 1 where they share a scale."""
        image = self.units(TWO[0], self.moves.matrix, 1.0)
        return image / self.units(TWO[0], np.eye(2), 0.0)

    def put(self, index: int, zone: Zone, matrix: np.ndarray, progress: float) -> None:
        """Set place and plane of a panel, whose scale is ``progress`` on the way to the image's."""
        self.panels[index].put(zone, self.units(zone, matrix, progress), matrix)

    # -- one move ------------------------------------------------------------------------------

    def copy_over(self, t: float) -> None:
        """Carry the image's panel from the place of the first one to its own."""
        self.put(3, between(TWO[0], TWO[1], t), np.eye(2), 0.0)

    def one_move(self, t: float) -> None:
        """Apply a share of the matrix."""
        self.put(3, TWO[1], self.path(t), t)

    def turn_pair(self, t: float) -> None:
        """Turn the two perpendicular vectors, and their images with them."""
        moves, turned = self.moves, self.moves.v_angle - (1 - t) * START
        pair, angle = rotation(turned), moves.image_angle(turned)
        self.first.turn(pair)
        self.image.turn(pair)
        self.angle.set_value(angle, animating=t < 1)
        lengths = np.linalg.norm(moves.matrix @ pair, axis=0)
        lengths[lengths < 1e-12 * moves.values[0]] = 0.0
        for shown, length in zip(self.sizes, lengths.tolist(), strict=True):
            shown.set_value(length, animating=True)

    def found(self, lines: Iterable[Line]) -> list[VMobject]:
        """Return what the lengths have become, in their place."""
        return list(map(self.panel.instead, self.lengths, lines))

    def one_matrix(self) -> list[VMobject]:
        """Return the matrix, an arrow with its name, and a note where images have a scale."""
        zone, y = TWO[0], TWO[0].centre[1]
        below = Zone(zone.left, zone.right, -3.15 if self.shared else -2.75, -1.65)
        arrow = Arrow(self.theme.ink, width=0.07, tip=0.3)
        arrow.set_ends((zone.right + 0.12, y), (TWO[1].left - 0.12, y))
        name = Formula("A", self.theme).place((0, y + 0.3), "centre")
        found = [*self._matrices(text.factors(self.moves)[:1], [below]), arrow, name]
        if not self.shared:
            markup = f"the image is {text.drawn(self.zoom)}"
            found.append(centred(Words(markup, self.theme, size="small"), zone, -3.1))
        return found

    def rule(self) -> Words:
        """Return what the matrix does to each point, below the image."""
        markup = "every $bold(x)$ goes to $A bold(x)$"
        return centred(Words(markup, self.theme, colour="muted"), TWO[1], -2.5)

    # -- three moves ---------------------------------------------------------------------------

    def to_four(self, t: float) -> None:
        """Make room for two panels between the first and the image."""
        self.put(0, between(TWO[0], FOUR[0], t), np.eye(2), 0.0)
        self.put(3, between(TWO[1], FOUR[3], t), self.moves.matrix, 1.0)

    def outline(self) -> Segments:
        """Return the image of the circle, dashed, where its panel lies now."""
        angles = np.linspace(0, 2 * np.pi, 97)
        ring = np.column_stack([np.cos(angles), np.sin(angles)]) @ self.moves.matrix.T
        pairs = self.image.view.to_frame(np.stack([ring[:-1:2], ring[1::2]], axis=1))
        dashes = Segments(self.theme.vector, width=self.theme.strokes.regular)
        return dashes.set_segments(pairs[..., :2]).set_z_index(3)

    def grow(self, move: int, t: float) -> None:
        """Let panel ``move``, 1 to 3, slide out of the one before it and make its move.

        The first half of the time is the slide.
        """
        zone, apply = between(FOUR[move - 1], FOUR[move], ease(2 * t)), ease(2 * t - 1)
        progress = {1: 0.0, 2: apply, 3: 1.0}[move]  # the second move alone changes sizes
        self.put(move, zone, self.moves.after(move - 1 + apply), progress)

    def unfold(self, t: float) -> None:
        """Let the four panels of the three moves come out of the first, each move in its turn."""
        for index in range(4):
            done = min(3 * t, float(index))
            first = min(math.floor(done), 2)
            zone = between(SMALL[first], SMALL[first + 1], done - first)
            self.put(index, zone, self.moves.after(done), min(max(done - 1, 0.0), 1.0))

    def titles(self, zones: list[Zone]) -> list[VMobject]:
        """Return what each of the four panels shows, above it."""
        found = []
        for markup, zone in zip(text.move_titles(self.moves), zones, strict=True):
            title = Words(markup, self.theme, size="small").fit_width(zone.width + 0.25)
            found.append(title.place((zone.centre[0], zone.top + 0.2), "centre"))
        return found

    def steps(self, zones: list[Zone]) -> list[VMobject]:
        """Return small arrows from panel to panel."""
        found, y = [], zones[0].centre[1]
        for one, other in pairwise(zones):
            arrow = Arrow(self.theme.muted, width=0.05, tip=0.2)
            found.append(arrow.set_ends((one.right + 0.06, y), (other.left - 0.06, y)))
        return [*found]

    def factors(self) -> list[VMobject]:
        """Return the matrices of the one move and of the three, below the panels."""
        below = [Zone(zone.left, zone.right, -2.35, -1.05) for zone in FOUR]
        return self._matrices(text.factors(self.moves), below)

    def product(self) -> Words:
        """Return how to read the product."""
        markup = "read $A = U Σ V^upright(T)$ from right to left: $V^upright(T)$ acts first"
        if not self.shared:
            markup += f"; the last two are {text.drawn(self.zoom)}"
        return centred(Words(markup, self.theme, colour="muted"), SAFE, -2.95)

    def _matrices(self, markups: list[str], zones: list[Zone]) -> list[VMobject]:
        """Return formulas in the middle of zones, all shrunk alike until they fit.

        They stay large enough to be read, and may then reach beyond their zones, inside the frame.
        """
        found = [Formula(markup, self.theme, size="body") for markup in markups]
        scale = min(1.0, zones[0].width / max(formula.width for formula in found))
        for formula, zone in zip(found, zones, strict=True):
            formula.scale(max(scale, SMALLEST_TEXT / formula.em)).move_to(zone.centre)
            left, right = formula.get_left()[0], formula.get_right()[0]
            out = max(SAFE.left - left, 0.0) + min(SAFE.right - right, 0.0)
            formula.shift((out, 0, 0))
        return [*found]

    # -- two layers ----------------------------------------------------------------------------

    def to_three(self, t: float) -> None:
        """Move the last of four panels to the end of a row of three, and let two come out of it.

        Each of the two becomes a layer: it keeps its own axis only.
        """
        whole = self.moves.matrix
        self.put(3, between(FOUR[3], THREE[2], t), whole, 1.0)
        for index in (0, 1):
            matrix = whole + (self.moves.layer(index) - whole) * t
            self.put(index, between(FOUR[3], THREE[index], t), matrix, 1.0)


class TwoLayers(VGroup):
    """A matrix as the sum of two layers: a point of each segment, tip to tail, and all entries.

    Attributes:
        runner: the points, running, and what their sum has traced.
        tiles: the entries of the layers and of the sum.
        signs, names: between and below the panels.
    """

    def __init__(self, planes: SingularPlanes) -> None:
        self.moves, self.theme = planes.moves, planes.theme
        self.panels, theme = [planes.panels[k] for k in (0, 1, 3)], planes.theme
        self.arrows = [Arrow(theme.colour(role), halo=theme.box) for role in 2 * ROLES]
        self.trace = Curve(theme.vector, width=theme.strokes.bold)
        self.dot = Dot(theme.vector, 0.1, rim=theme.box)
        self.runner = VGroup(self.trace, *self.arrows, self.dot).set_z_index(3)
        self.layers = [self.moves.layer(0), self.moves.layer(1)]
        matrices, middles = [*self.layers, self.moves.matrix], [z.centre[0] for z in THREE]
        zones = [Zone(x - 1.4, x + 1.4, -3.1, -1.5) for x in middles]
        texts = [entries(layer.flat) for layer in self.layers]
        texts.append(entries(self.moves.matrix.flat, typed=True))
        largest, both = float(np.abs(matrices).max()), list(chain(*texts))
        room = max(widest(np.ravel(matrices), entry_decimals(largest)), *both, key=len)
        triples = zip(matrices, texts, zones, strict=True)
        self.tiles = [Tiles(*triple, theme, largest, room) for triple in triples]
        names, sizes = [*text.layer_names(self.moves), "A"], (0.34, 0.34, theme.sizes.body)
        self.names = [
            centred(Formula(name, theme, size=size, colour=role), zone, zone.bottom - 0.62)
            for name, size, role, zone in zip(names, sizes, (*ROLES, "ink"), THREE, strict=True)
        ]
        self.signs = [
            Formula(sign, theme).place(((x + other) / 2, y - 0.13), "centre")
            for y, last in ((THREE[0].centre[1], "="), (-2.3, relation(*both)))
            for sign, (x, other) in zip(("+", last), pairwise(middles), strict=True)
        ]
        super().__init__(self.runner, *self.tiles)
        self.run(0)
        self.add_up(0)

    def run(self, t: float) -> None:
        """Run once round and an eighth further, so that both legs can be seen at the end."""
        angle = 2.25 * math.pi * t
        around = self.moves.v @ [math.cos(angle), math.sin(angle)]
        first, second = (layer @ around for layer in self.layers)
        zero, views = np.zeros(2), [panel.view for panel in self.panels]
        legs = (zero, first), (zero, second), (zero, first), (first, first + second)
        for arrow, leg, place in zip(self.arrows, legs, (0, 1, 2, 2), strict=True):
            arrow.set_ends(*views[place].to_frame(np.array(leg)))
        self.dot.set_centre(self.arrows[3].end[:2])
        angles = np.linspace(0, min(angle, 2 * math.pi), max(2, math.ceil(30 * angle)))
        ring = self.moves.matrix @ self.moves.v @ np.array([np.cos(angles), np.sin(angles)])
        self.trace.set_corners(views[2].to_frame(ring.T)[:, :2])

    def add_up(self, t: float) -> None:
        """Let the tiles of the sum take in the first layer, then the second."""
        summed = min(2 * t, 1.0) * self.layers[0] + max(2 * t - 1, 0.0) * self.layers[1]
        if t < 1:
            self.tiles[2].set_values(summed)
        else:
            self.tiles[2].rest()


class Tiles(VGroup):
    """A (2, 2) matrix whose entries run in place, on tiles that are tinted by sign and size.

    Args:
        values: where they rest.
        texts: how they are written there.
        zone: where the tiles lie.
        theme: for colours.
        largest: the size of an entry whose tint is full.
        room: the longest text that is shown.
    """

    def __init__(
        self,
        values: np.ndarray,
        texts: list[Figure],
        zone: Zone,
        theme: Theme,
        largest: float,
        room: str,
    ) -> None:
        self.theme, self.largest, self.values, self.texts = theme, largest, values, texts
        decimals, width, height = entry_decimals(largest), zone.width / 2, zone.height / 2
        probe = LiveNumber(0, theme, size=1.0).set_text(room)
        em = max(min(theme.sizes.body, 0.86 * width / probe.advance), SMALLEST_TEXT)
        self.tiles, self.numbers = [], []
        for line, column in np.ndindex(2, 2):
            left, top = zone.left + column * width, zone.top - line * height
            cell = Zone(left, left + width, top - height, top)
            self.tiles.append(Curve(theme.ghost, width=theme.strokes.regular).set_box(cell))
            shown = LiveNumber(0, theme, decimals=decimals, size=em, anchor="centre")
            self.numbers.append(centred(shown, cell, cell.centre[1] - 0.33 * em))
        super().__init__(*self.tiles, *self.numbers)
        self.rest()

    def rest(self) -> None:
        """Show the entries where they rest."""
        self.set_values(self.values)
        for shown, written in zip(self.numbers, self.texts, strict=True):
            shown.set_text(written, shown.value)

    def set_values(self, values: np.ndarray) -> None:
        """Show (2, 2) other entries, which run past."""
        for tile, shown, value in zip(self.tiles, self.numbers, values.flat, strict=True):
            role = "entry_negative" if value < 0 else "entry_positive"
            share = min(abs(float(value)) / self.largest, 1.0) if self.largest else 0.0
            tile.set_fill(self.theme.colour(role), opacity=DEEPEST * share)
            shown.set_value(float(value), animating=True)


def entry_decimals(largest: float) -> int:
    """Return how many decimals entries get whose largest is of that size."""
    if largest == 0 or largest >= 1000:
        return 0
    return 1 if largest >= 100 else 2 if largest >= 0.1 else 4
