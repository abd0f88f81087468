"""A framed part of a plane: the unit circle and two arrows, carried by a matrix with the grid."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.plane import Grid, PlaneView
from explainer.mobjects.plane_labels import TipLabels
from explainer.mobjects.shapes import Arrow, Curve, Segments, disc
from explainer.mobjects.text import Formula, TypesetMobject
from explainer.style import Theme, Zone

MARGIN = 0.12
"""How far labels stay from the frame of a panel, in scene units."""

SPECK = 0.05
"""A circle that has shrunk to a point is drawn with this radius, in scene units."""

ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
"""The unit circle as Bezier points, (n, 2): an affine map carries them to those of the ellipse."""


def between(first: Zone, second: Zone, share: float) -> Zone:
    """Return the zone a share of the way from one to another."""
    ends = zip(
        (first.left, first.right, first.bottom, first.top),
        (second.left, second.right, second.bottom, second.top),
        strict=True,
    )
    return Zone(*(one + (other - one) * share for one, other in ends))


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
        self.arrows = [
            Arrow(theme.colour(role), halo=theme.box) for role in ("singular", "singular_second")
        ]
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
        zone, view = self.zone, self.view
        self.frame.set_corners(
            np.array(
                [
                    *((zone.left, zone.bottom), (zone.right, zone.bottom)),
                    *((zone.right, zone.top), (zone.left, zone.top)),
                    (zone.left, zone.bottom),
                ]
            )
        )
        self.grid.set_matrix(self.matrix)
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

    def show_pair(self, strength: float) -> Self:
        """Show the two vectors at an opacity."""
        for arrow in self.arrows:
            arrow.set_fill(opacity=strength).set_background_stroke(opacity=strength)
        self.corner.set_stroke(opacity=strength)
        return self

    def label(self, *markups: str, size: str = "label") -> list[TypesetMobject]:
        """Name the two vectors at their tips, or not, and return the names, to be faded in."""
        roles = ("singular", "singular_second")
        self.labels = [
            Formula(markup, self.theme, size=size, colour=role).with_halo(self.theme)
            for markup, role in zip(markups, roles, strict=False)
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
        zone = self.zone
        room = Zone(
            zone.left + MARGIN, zone.right - MARGIN, zone.bottom + MARGIN, zone.top - MARGIN
        )
        TipLabels(self.view, room).set_tips(self.labels, self.tips, np.array([-0.9, 0.9]))

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
