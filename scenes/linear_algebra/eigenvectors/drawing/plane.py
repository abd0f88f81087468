"""The plane on which eigenvectors are shown: a quiet grid, the eigenlines, and labels at tips."""

from __future__ import annotations

import math
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle, clip_lines, fit_points
from explainer.mobjects.placing import ink_size
from explainer.mobjects.plane import Grid, PlaneView
from explainer.mobjects.plane_labels import AxisNumbers, TipLabels
from explainer.mobjects.shapes import Arrow, Segments, VGroup
from explainer.mobjects.text import Formula, TypesetMobject
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors.story import cross
from explainer.style import FRAME, SAFE, Theme, Zone

FIELD = Zone(FRAME.left, 1.35, FRAME.bottom, 2.75)
"""The plane, which bleeds off the frame at the left and at the bottom."""

ROOM = Rectangle(-5.9, 0.75, -2.7, 2.1)
"""Where tips of arrows may lie."""

LABELS = Zone(SAFE.left + 0.05, FIELD.right - 0.05, -3.15, FIELD.top - 0.05)

MOST_UNITS = 1.9


class Tag(NamedTuple):
    """A label at a point of the plane, and how far it leans to the left, from -1 to 1."""

    label: TypesetMobject
    point: np.ndarray
    side: float


def fit(points: np.ndarray, most_units: float = MOST_UNITS) -> Framing:
    """Return the framing that fits points, brought nearer where all of them are small."""
    reach = float(np.abs(points).max())
    return fit_points(points, ROOM, most_units / reach if 1e-300 < reach < 1 else most_units)


def lean(first: np.ndarray, second: np.ndarray) -> float:
    """Return how the label of ``second`` leans away from ``first``, without a jump in line."""
    size = max(float(np.hypot(*first) * np.hypot(*second)), 1e-300)
    aside = float(np.clip(4 * cross(first, second) / size, -1, 1))
    return aside + 1 - abs(aside)


def ink_box(label: TypesetMobject) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of a label in the frame, and how far it reaches to each side, (2,) each."""
    size = ink_size(label)
    corner = np.min([part.points.min(axis=0) for part in label.submobjects[1:]], axis=0)
    return corner[:2] + size / 2, size / 2


class EigenPlane(VGroup):
    """Grid, numbers and eigenlines in a view; labels are put at tips and keep apart.

    Args:
        directions: (k, 2) unit eigenvectors, each with a line.
        theme: for colours.

    Attributes:
        colours: of the eigenlines, ``#RRGGBB``.
        reach: (k,) the share of each eigenline that is drawn, from the origin outwards.
        drawn: (n, 2, 2) segments in the frame that numbers keep clear of.
    """

    def __init__(self, directions: np.ndarray, theme: Theme) -> None:
        self.directions, self.theme = directions, theme
        self.view = PlaneView(FIELD, (0, 0), 1.0)
        self.grid = Grid(self.view, theme.ghost, theme.faint, width=theme.strokes.hair, finest=1e-9)
        self.numbers = AxisNumbers(self.view, theme)
        self.numbers.set_z_index(1)
        self.colours = [theme.colour(role) for role in EIGEN_ROLES[: len(directions)]]
        self.lines = [Segments(colour, width=theme.strokes.regular) for colour in self.colours]
        for line in self.lines:
            line.set_z_index(3)
        self.reach = np.zeros(len(directions))
        self.tips = TipLabels(self.view, LABELS)
        self.tags: dict[str, Tag] = {}
        self.ends: dict[int, int] = {}
        self.drawn = np.zeros((0, 2, 2))
        super().__init__(self.grid, self.numbers)
        self.set_framing(Framing(np.zeros(2), 1.0))

    @property
    def framing(self) -> Framing:
        """The view as it is."""
        return Framing(self.view.origin, self.view.units)

    def looks(self, framing: Framing) -> bool:
        """Return whether this is the view as it is."""
        same = math.isclose(framing.units, self.view.units, rel_tol=1e-9)
        return same and bool(np.allclose(framing.origin, self.view.origin, atol=1e-9))

    def set_framing(self, framing: Framing) -> Self:
        """Look at the plane in this framing."""
        return self.draw(framing).write()

    def draw(self, framing: Framing) -> Self:
        """Draw grid and eigenlines in this framing; ``write`` is to follow."""
        self.view.origin, self.view.units = framing
        self.grid.set_matrix(np.eye(2))
        return self.draw_lines()

    def zoom(self, start: Framing, stop: Framing, t: float) -> Self:
        """Look at the plane a share of the way from one framing to another."""
        return self.draw(start.towards(stop, t)).write_between(start, stop, t)

    def write_between(self, start: Framing, stop: Framing, t: float, *, final: bool = True) -> Self:
        """Put labels and numbers in their places; the numbers change halfway, unseen."""
        if start is stop:
            return self.write(final=final)
        units = (start if t < 0.5 else stop).units
        return self.write(units=units, opacity=min(abs(2 * t - 1) * 1.4, 1.0), final=final)

    def draw_pair(
        self, vector_arrow: Arrow, vector: np.ndarray, image_arrow: Arrow, image: np.ndarray
    ) -> None:
        """Draw a vector and its image, and carry their labels along."""
        to_frame = self.view.to_frame
        vector_arrow.set_ends(to_frame((0, 0)), to_frame(vector))
        image_arrow.set_ends(to_frame((0, 0)), to_frame(image))
        side = lean(vector, image)
        self.put("vector", vector, -side)
        self.put("image", image, side)
        ends = to_frame(np.array([[0, 0], vector, [0, 0], image]))[:, :2]
        self.drawn = ends.reshape(2, 2, 2)

    def draw_lines(self) -> Self:
        """Draw the eigenlines as far as they reach."""
        far = 20.0 / self.view.units
        for line, direction, reach in zip(self.lines, self.directions, self.reach, strict=True):
            ends = clip_lines(np.zeros((1, 2)), direction[None], self.view.rectangle, reach=far)
            if not len(ends) or reach <= 0:
                line.points = np.zeros((0, 3))
                continue
            start, end = self.view.to_frame(ends[0] * reach)
            line.set_dashes(start, end, dash=0.11)
        for index, end in self.ends.items():
            if f"line {index}" in self.tags:
                self.put(f"line {index}", self._near_edge(index)[end])
        return self

    def name_line(self, index: int, markup: str, away: np.ndarray, colour: str) -> Formula:
        """Label an eigenline near the edge, where it stays, and return the label.

        Args:
            index: of the eigenline.
            markup: Typst mathematics.
            away: (n, 2) points that the label keeps its distance from, as from other labels.
            colour: a role of the theme.
        """
        name = f"line {index}"
        label = self.tag(name, markup, np.zeros(2), 1.0, colour)
        self.untag(name)
        others = [ink_box(tag.label)[0] for tag in self.tags.values()]
        points = np.vstack([self.view.to_frame(np.vstack([away, [0, 0]]))[:, :2], *others])
        widest = -1.0
        for end, spot in enumerate(self._near_edge(index)):
            for side in (3.0, -3.0):
                self.tips.set_tips([label], spot[None], np.array([side]))
                centre, reach = ink_box(label)
                gaps = np.maximum(np.abs(points - centre) - reach, 0)
                gap = float(np.hypot(*gaps.T).min())
                # A hair decides nothing: the first of equals is the same on every machine.
                if gap > widest + 1e-6:
                    widest, self.ends[index] = gap, end
                    best = Tag(label, spot, side)
        self.tags[name] = best
        self.write()
        return label

    def _near_edge(self, index: int) -> np.ndarray:
        """Return points on an eigenline, short of the edge at either end and halfway, (4, 2)."""
        x, y = self.view.origin
        edges = np.array([ROOM.left - x, ROOM.right - x, ROOM.bottom - y, ROOM.top - y])
        room = Rectangle(*(edges / self.view.units))
        found = clip_lines(np.zeros((1, 2)), self.directions[index][None], room)
        ends = found[0] if len(found) else np.zeros((2, 2))
        sizes = np.maximum(np.hypot(*ends.T) * self.view.units, 1e-9)
        near = ends * np.maximum(1 - 0.5 / sizes, 0.5)[:, None]
        return np.concatenate([near, 0.55 * near])

    def tag(
        self, name: str, markup: str, point: np.ndarray, side: float = 1.0, colour: str = "ink"
    ) -> Formula:
        """Label a point, and return the label, to be faded in."""
        label = Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)
        label.set_z_index(8)
        self.tags[name] = Tag(label, np.asarray(point, dtype=float), side)
        self.write()
        return label

    def put(self, name: str, point: np.ndarray, side: float | None = None) -> None:
        """Carry a label to another point; ``write`` shows it there."""
        if name in self.tags:
            old = self.tags[name]
            self.tags[name] = Tag(old.label, point, old.side if side is None else side)

    def untag(self, *names: str) -> list[TypesetMobject]:
        """Forget labels, and return those that there were, to be faded out."""
        return [self.tags.pop(name).label for name in tuple(names) if name in self.tags]

    def write(
        self, *, units: float | None = None, opacity: float = 1.0, final: bool = True
    ) -> Self:
        """Put labels and numbers in their places, clear of each other and of ``drawn``."""
        tags = list(self.tags.values())
        labels = [tag.label for tag in tags]
        if tags:
            sides = np.array([tag.side for tag in tags])
            self.tips.set_tips(labels, np.array([tag.point for tag in tags]), sides)
        self.numbers.set_positions(labels, self.drawn, units, opacity, final)
        return self

    @property
    def moving(self) -> list[VMobject]:
        """What ``write`` changes."""
        return [self.numbers, *(tag.label for tag in self.tags.values())]

    @property
    def changing(self) -> list[VMobject]:
        """What ``zoom`` changes."""
        return [self.grid, *self.lines, *self.moving]
