"""The unit circle and two arrows in framed planes, which tell a 2x2 matrix's decomposition."""

from __future__ import annotations

import math
from dataclasses import astuple
from itertools import pairwise
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import corners_path
from explainer.maths.easing import ease
from explainer.maths.linear_algebra import matrix_path
from explainer.mobjects.plane_labels import set_at_tips
from explainer.mobjects.plane_marks import Grid, PlaneView
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, disc
from explainer.mobjects.text import Formula, TypesetMobject
from explainer.scenes.linear_algebra.svd.story import ThreeMoves, rotation
from explainer.style import SAFE, Theme, Zone

ROLES = ("singular", "singular_second")
"""The colours of the two vectors."""

SHARED = (0.3, 3.0)
"""Circle and ellipse share a scale while the larger singular value lies between these."""

MARGIN = 0.12
"""How far labels stay from the frame of a panel, in scene units."""

SPECK = 0.05
"""A circle that has shrunk to a point is drawn with this radius, in scene units."""

ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
"""The unit circle as Bezier points, (n, 2): an affine map carries them to those of the ellipse."""


def in_a_row(count: int, width: float, bottom: float, top: float, most: float = 2.0) -> list[Zone]:
    """Return zones of one width side by side, as far apart as fits but no more than ``most``."""
    gap = min((SAFE.width - count * width) / max(count - 1, 1), most)
    first = -(count * width + (count - 1) * gap) / 2
    starts = [first + index * (width + gap) for index in range(count)]
    return [Zone(start, start + width, bottom, top) for start in starts]


def between(first: Zone, second: Zone, share: float) -> Zone:
    """Return the zone a share of the way from one to another."""
    ends = zip(astuple(first), astuple(second), strict=True)
    return Zone(*(one + (other - one) * share for one, other in ends))


def rim(zone: Zone) -> np.ndarray:
    """Return the corners of a zone, (5, 2), the first of them again at the end."""
    left, right, low, high = astuple(zone)
    return np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])


TWO = in_a_row(2, 5.8, -1.45, 2.65)
THREE = in_a_row(3, 3.5, -0.42, 2.65)
FOUR = in_a_row(4, 2.85, -0.8, 2.05)
SMALL = in_a_row(4, 2.85, 0.1, 2.1)

NAMES = (
    ("bold(v)_1", "bold(v)_2"),
    ("bold(e)_1", "bold(e)_2"),
    ("σ_1 bold(e)_1", "σ_2 bold(e)_2"),
    ("σ_1 bold(u)_1", "σ_2 bold(u)_2"),
)
"""What the two vectors are called in the four panels of the three moves."""

START = math.radians(75)
"""How far before the singular vectors the pair of perpendicular vectors sets out."""


class PlanePanel(VGroup):
    """A plane in a frame, with the unit circle and two vectors, under a matrix.

    Args:
        zone: where the panel lies.
        units: frame units that a mathematical unit takes.
        theme: for colours.
        pair: (2, 2) the two vectors as columns, before the matrix.
    """

    def __init__(self, zone: Zone, units: float, theme: Theme, pair: np.ndarray) -> None:
        self.theme, self.pair = theme, np.asarray(pair, dtype=float)
        self.zone, self.matrix = zone, np.eye(2)
        self.view = PlaneView(zone, zone.centre[:2], units)
        self.frame = Curve(
            theme.ghost, width=theme.strokes.regular, fill=1.0, fill_colour=theme.box
        )
        self.grid = Grid(self.view, theme.grid, theme.axis, width=theme.strokes.thin)
        self.round = Curve(
            theme.ink, width=theme.strokes.regular, fill=0.14, fill_colour=theme.area
        )
        self.arrows = [Arrow(theme.colour(role), halo=theme.box) for role in ROLES]
        self.corner = Curve(theme.ink, width=theme.strokes.thin)
        self.labels: list[TypesetMobject] = []
        super().__init__(self.frame, self.grid, self.round, self.corner, *reversed(self.arrows))
        self.set_plane(np.eye(2))

    @property
    def tips(self) -> np.ndarray:
        """The tips of the two vectors as they are drawn, (2, 2), one a row."""
        tips: np.ndarray = (self.matrix @ self.pair).T
        return tips

    def set_zone(self, zone: Zone, units: float) -> Self:
        """Put the panel somewhere else, at another scale."""
        self.zone = self.view.zone = zone
        self.view.origin, self.view.units = np.array(zone.centre[:2]), units
        return self.set_plane(self.matrix)

    def set_pair(self, pair: np.ndarray) -> Self:
        """Take two other vectors, the columns of ``pair``, before the matrix."""
        self.pair = np.asarray(pair, dtype=float)
        return self.set_plane(self.matrix)

    def set_plane(self, matrix: np.ndarray) -> Self:
        """Draw the plane as ``matrix``, (2, 2), carries it."""
        self.matrix = np.asarray(matrix, dtype=float)
        view = self.view
        self.frame.set_corners(rim(self.zone))
        self.grid.to(self.matrix)
        self._thin_out()
        points = ROUND @ self.matrix.T
        if float(np.abs(points).max()) * view.units < SPECK:  # a point that can be seen
            points = ROUND * SPECK / view.units
        self.round.points = view.to_frame(points)
        origin = view.to_frame((0, 0))
        for arrow, tip in zip(self.arrows, self.tips, strict=True):
            arrow.set_ends(origin, view.to_frame(tip))
        self._square_corner()
        self._write()
        return self

    def outline(self, matrix: np.ndarray) -> Segments:
        """Return, dashed, what another matrix makes of the unit circle, seen as in this panel."""
        angles = np.linspace(0, 2 * np.pi, 97)
        ring = self.view.to_frame(np.column_stack([np.cos(angles), np.sin(angles)]) @ matrix.T)
        dashes = Segments(self.theme.vector, width=self.theme.strokes.regular)
        dashes.set_segments(np.stack([ring[:-1:2, :2], ring[1::2, :2]], axis=1))
        return dashes

    def show_pair(self, opacity: float) -> Self:
        """Show the two vectors at an opacity."""
        for arrow in self.arrows:
            arrow.set_fill(opacity=opacity).set_background_stroke(opacity=opacity)
        self.corner.set_stroke(opacity=opacity)
        return self

    def label(self, *markups: str, size: str = "label") -> list[TypesetMobject]:
        """Name the two vectors at their tips, or not, and return the names, to be faded in."""
        self.labels = [
            Formula(markup, self.theme, size=size, colour=role).with_halo(self.theme)
            for markup, role in zip(markups, ROLES, strict=False)
        ]
        for label in self.labels:
            label.set_z_index(4)
        self._write()
        return self.labels

    def moving(self) -> list[VMobject]:
        """Return everything that changes when the plane does."""
        return [self, *self.labels]

    def _thin_out(self) -> None:
        """Let the lines of the grid fade where the matrix presses them onto one another."""
        area = abs(float(np.linalg.det(self.matrix))) * self.view.units
        for axis, (fine, coarse) in enumerate(zip(self.grid.fine, self.grid.coarse, strict=True)):
            across = area / max(float(np.linalg.norm(self.matrix[:, 1 - axis])), 1e-300)
            along = float(np.linalg.norm(self.matrix[:, axis])) * self.view.units
            # The grid spaces its lines by their distance along the column.
            share = min(4 * across / max(along, 1e-300), 1.0)
            fine.set_stroke(opacity=share * fine.get_stroke_opacity())
            coarse.set_stroke(opacity=share)

    def _write(self) -> None:
        if not self.labels:
            return
        left, right, low, high = astuple(self.zone)
        room = Zone(left + MARGIN, right - MARGIN, low + MARGIN, high - MARGIN)
        sides = np.array([-0.9, 0.9])
        set_at_tips(self.view, room, self.labels, self.tips, sides)

    def _square_corner(self) -> None:
        """Mark the angle between the two vectors where it is a right one."""
        first, second = self.tips
        sizes = np.linalg.norm(first), np.linalg.norm(second)
        side = 0.22
        right = abs(first @ second) < 1e-6 * sizes[0] * sizes[1]
        if not right or min(sizes) * self.view.units < 1.6 * side:
            self.corner.points = np.zeros((0, 3))
            return
        one, other = side * first / sizes[0], side * second / sizes[1]
        corners = np.array([one, one + other, other]) + self.view.origin
        self.corner.points = corners_path(corners)


class SingularPlanes:
    """Makes the panels of the story and moves them; it keeps nothing that a time does not give.

    Args:
        moves: the matrix and its decomposition.
        theme: for colours.
    """

    def __init__(self, moves: ThreeMoves, theme: Theme) -> None:
        self.moves, self.theme = moves, theme
        self.path = matrix_path(moves.matrix, "straight")
        first = float(moves.values[0])
        self.shared = first == 0 or SHARED[0] < first < SHARED[1]
        self.panels = [self.panel(TWO[0], np.eye(2)) for _ in range(4)]
        self.image = self.panel(TWO[0], np.eye(2))
        for panel in (self.panels[0], self.image):
            panel.show_pair(0.0)
        self.parts = [self.panel(FOUR[3], moves.matrix, 1.0) for _ in range(2)]
        for level, panel in enumerate((*self.parts, *self.panels, self.image)):
            panel.set_z_index(0.1 * level)

    # -- scales --------------------------------------------------------------------------------

    def units(self, zone: Zone, matrix: np.ndarray, progress: float) -> float:
        """Return the scale at which a panel shows a matrix on the way from circle to image."""
        half = 0.76 * min(zone.width, zone.height) / 2
        first = float(self.moves.values[0])
        if self.shared:
            return half / max(1.15, first)
        start, stop = half / 1.15, half / first
        units = math.exp((1 - progress) * math.log(start) + progress * math.log(stop))
        return min(units, half / max(float(np.linalg.norm(matrix, 2)), 1e-300))

    def zoom(self) -> float:
        """Return how much larger images are drawn than the circle; 1 where they share a scale."""
        circle = self.units(TWO[0], np.eye(2), 0.0)
        return self.units(TWO[0], self.moves.matrix, 1.0) / circle

    def panel(self, zone: Zone, matrix: np.ndarray, progress: float = 0.0) -> PlanePanel:
        """Return a new panel."""
        panel = PlanePanel(zone, 1.0, self.theme, self.moves.v)
        return self.put(panel, zone, matrix, progress)

    def put(self, panel: PlanePanel, zone: Zone, matrix: np.ndarray, progress: float) -> PlanePanel:
        """Set place and plane of a panel, whose scale is ``progress`` on the way to the image's."""
        panel.matrix = matrix
        return panel.set_zone(zone, self.units(zone, matrix, progress))

    # -- one move ------------------------------------------------------------------------------

    def copy_over(self, t: float) -> None:
        """Carry the image's panel from the place of the first one to its own."""
        self.put(self.image, between(TWO[0], TWO[1], t), np.eye(2), 0.0)

    def one_move(self, t: float) -> None:
        """Apply a share of the matrix."""
        self.put(self.image, TWO[1], self.path(t), t)

    def turn_pair(self, t: float) -> None:
        """Turn the two perpendicular vectors, and their images with them."""
        for panel in (self.panels[0], self.image):
            panel.set_pair(rotation(self.pair_angle(t)))

    def pair_angle(self, t: float) -> float:
        """Return the first vector's angle, in radians."""
        return self.moves.v_angle - (1 - t) * START

    # -- three moves ---------------------------------------------------------------------------

    def to_four(self, t: float) -> None:
        """Make room for two panels between the first and the image."""
        self.put(self.panels[0], between(TWO[0], FOUR[0], t), np.eye(2), 0.0)
        self.put(self.image, between(TWO[1], FOUR[3], t), self.moves.matrix, 1.0)

    def names(self, move: int) -> list[TypesetMobject]:
        """Return the names of the two vectors after so many moves, at their tips."""
        return self.panels[move].label(*NAMES[move], size="small")

    def name_pair(self) -> list[TypesetMobject]:
        """Return the names of the singular vectors and of their images, at their tips."""
        return [*self.panels[0].label(*NAMES[0]), *self.image.label(*NAMES[3])]

    def grow(self, move: int, t: float) -> PlanePanel:
        """Let panel ``move``, 1 to 3, slide out of the one before it and make its move.

        The first half of the time is the slide.
        """
        zone, apply = between(FOUR[move - 1], FOUR[move], ease(2 * t)), ease(2 * t - 1)
        matrix = self.moves.after(move - 1 + apply)
        progress = {1: 0.0, 2: apply, 3: 1.0}[move]
        return self.put(self.panels[move], zone, matrix, progress)

    def to_three(self, t: float) -> None:
        """Move the last of four panels to the end of a row of three, and let two come out of it.

        Each of the two becomes a layer: it keeps its own axis only.
        """
        whole = self.moves.matrix
        self.put(self.panels[3], between(FOUR[3], THREE[2], t), whole, 1.0)
        for index, panel in enumerate(self.parts):
            matrix = whole + (self.moves.layer(index) - whole) * t
            self.put(panel, between(FOUR[3], THREE[index], t), matrix, 1.0)

    def unfold(self, t: float) -> None:
        """Let the four panels of the three moves come out of the first, each move in its turn."""
        for index, panel in enumerate(self.panels):
            done = min(3 * t, float(index))
            first = min(math.floor(done), 2)
            zone = between(SMALL[first], SMALL[first + 1], done - first)
            self.put(panel, zone, self.moves.after(done), min(max(done - 1, 0.0), 1.0))

    def arrows(self, zones: list[Zone]) -> VGroup:
        """Return small arrows from panel to panel."""
        found = VGroup()
        for one, other in pairwise(zones):
            arrow, y = Arrow(self.theme.muted, width=0.05, tip=0.2), one.centre[1]
            found.add(arrow.set_ends((one.right + 0.06, y), (other.left - 0.06, y)))
        return found


class RunningSum(VGroup):
    """A point of the ellipse as the sum of a point of each layer's segment, all three running.

    Args:
        planes: for the matrix and the panels' scales.
        panels: the first layer's, the second's, and the sum's.
    """

    def __init__(self, planes: SingularPlanes, panels: list[PlanePanel]) -> None:
        self.moves, self.panels = planes.moves, panels
        theme = planes.theme
        self.legs, self.copies = (
            [Arrow(theme.colour(role), halo=theme.box) for role in ROLES] for _ in range(2)
        )
        self.trace = Curve(theme.vector, width=theme.strokes.bold)
        self.dot = Dot(theme.vector, 0.1, rim=theme.box)
        super().__init__(self.trace, *self.legs, *self.copies, self.dot)
        self.set_z_index(3)
        self.set_progress(0.0)

    def set_progress(self, t: float) -> Self:
        """Run once round and an eighth further, so that both legs can be seen at the end."""
        angle = 2.25 * math.pi * t
        point = np.array([math.cos(angle), math.sin(angle)])
        parts = [self.moves.layer(k) @ self.moves.v @ point for k in range(2)]
        for leg, panel, part in zip(self.legs, self.panels, parts, strict=False):
            leg.set_ends(panel.view.to_frame((0, 0)), panel.view.to_frame(part))
        view = self.panels[2].view
        joint, end = view.to_frame(parts[0]), view.to_frame(parts[0] + parts[1])
        self.copies[0].set_ends(view.to_frame((0, 0)), joint)
        self.copies[1].set_ends(joint, end)
        self.dot.set_centre(end[:2])
        angles = np.linspace(0, min(angle, 2 * math.pi), max(2, math.ceil(30 * angle)))
        ring = self.moves.v @ np.array([np.cos(angles), np.sin(angles)])
        self.trace.set_corners(view.to_frame((self.moves.matrix @ ring).T)[:, :2])
        return self
