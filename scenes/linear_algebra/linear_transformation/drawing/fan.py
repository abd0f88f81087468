"""Vectors of all directions before a matrix moves them and after: which stay on their line."""

from __future__ import annotations

import math

import numpy as np

from explainer.geometry.plane import Framing, fit_points
from explainer.maths.linear_algebra import is_similarity, rotation
from explainer.mobjects.glow import Glow
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Grid
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import VGroup
from explainer.numbers import magnitude, relation, to_typst
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, results
from explainer.scenes.linear_algebra.linear_transformation.drawing.many import PlaneArrows
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import Zone

DIRECTIONS, TURNED = 12, 5
"""How many vectors there are; fewer where all turn, for then they go among each other."""

NEAR, BETWEEN = np.radians(24), np.radians(26)
"""How far vectors and images are from lines of eigenvectors, where they can, and from each other.

A vector nearer to such a line would be taken for one of its own.
"""

NEARER = 1.3
"""How much larger the picture is than that of the moved plane."""

LOWER = 1.2
"""How much lower than usual a formula may begin to be below a line of eigenvectors."""

GLOW = 0.55
"""How far it is kept from such a line, in frame units."""


class Fan(VGroup):
    """Vectors about the origin and their images, on a plane; the view comes nearer.

    Args:
        units: the scale of the plane as the matrix has moved it.

    Attributes:
        framing: the view from near.
        length: of all vectors before.
        starts, images: the vectors before and after, each as one shape.
        trails: the ways of their tips.
        lines: of eigenvectors.
        units, scaled: one vector on each line, before and after; of a matrix that turns all, one
            to follow.
    """

    def __init__(self, plane: Plane, story: TransformationStory, units: float) -> None:
        self.plane, self.story = plane, story
        matrix, lines, around = story.matrix, story.lines, TURNED if story.turns else DIRECTIONS
        self.ways = _beside(lines, matrix) if len(lines) else _around(around)
        both = np.concatenate([self.ways, lines, self.ways @ matrix.T, lines @ matrix.T])
        near = fit_points(np.concatenate([both, -both]), plane.room, 2.4)
        self.framing = Framing(near.origin, NEARER * units)
        self.length = near.units / self.framing.units
        scalar = story.eigen.kind == "scalar"
        drawn = self.ways[: len(self.ways) // 2] if scalar else lines
        roles = [EIGEN_ROLES[0 if scalar else k] for k in range(len(drawn))]
        view, theme = plane.view, plane.theme
        role = "eigen" if scalar or story.turns else "ink"
        self.starts = plane.hold(PlaneArrows(view, theme, "muted", 0.03, 0.16))
        self.images = plane.hold(PlaneArrows(view, theme, role, 0.045, 0.22))
        self.trails = plane.segments(role, "thin", dash=0.1)
        # All images of a singular matrix lie on one line: there, a dot says where each ends.
        self.ends = plane.dots(role, 0.07)
        self.lines = [plane.line(*pair, width="bold") for pair in zip(roles, drawn, strict=True)]
        chosen = roles[: len(lines)] or ["eigen"] * story.turns
        self.scaled = [plane.arrow(role, width=0.13, tip=0.42, layer=5.1) for role in chosen]
        self.units = [plane.arrow("ink", width=0.05, tip=0.22, layer=5.2) for _ in chosen]
        self.turn = plane.turn("eigen")
        for mark in (*self.scaled, *self.units):
            mark.solid = False
        super().__init__(plane)
        self.glows: list[Glow] = []
        self.grow(0.0)
        plane.drop(*self.marks, *self.units, *self.lines)

    def free_top(self, zone: Zone) -> float:
        """Return how high a formula may begin in a zone, below lines that would run into it."""
        x, y = self.framing.origin
        ends, lines = np.array([zone.left, zone.right]) - x, self.story.lines
        tops = [float((b / a * ends).min()) + y - GLOW for a, b in lines if abs(a) > 1e-9]
        return min([zone.top, *(top for top in tops if top > zone.top - LOWER)])

    @property
    def followed(self) -> np.ndarray:
        """The directions, (n, 2), of those that have colours of their own."""
        return self.ways[:1] if self.story.turns else self.story.lines

    @property
    def marks(self) -> list[Mark]:
        """All but the lines of eigenvectors."""
        many = [self.trails, self.starts, self.images, self.ends]
        same = np.isclose(self.story.eigen.eigenvalues, 1)
        # Those that are just where their images are would lie under these.
        units = [unit for unit, hidden in zip(self.units, same, strict=False) if not hidden]
        return [*many, self.turn, *self.scaled, *units]

    def _show(self, scale: float, t: float) -> None:
        """Show all vectors at a share of their length, carried up to the time ``t``."""
        ways, length = self.ways, scale * self.length
        paths = length * self.story.ways(ways, 0, t)
        from_origin = np.stack([0 * paths, paths], axis=2)
        self.starts.to(from_origin[:, 0])
        self.trails.to(np.stack([paths[:, :-1], paths[:, 1:]], axis=2).reshape(-1, 2, 2))
        flat = self.story.rank < 2
        self.images.to(from_origin[: 0 if flat and t == 1 else len(ways), -1])
        self.ends.to(paths[: len(ways) if flat else 0, -1])
        matrix = self.story.path(t)
        for unit, image, way in zip(self.units, self.scaled, self.followed, strict=True):
            unit.to(length * way)
            image.to(length * matrix @ way)

    def grow(self, t: float) -> None:
        """Let the vectors grow from the origin."""
        self._show(t, 0.0)

    def begin(self, start: Framing, grid: Grid, t: float) -> None:
        """Come nearer, let the grid step back, and let the vectors grow."""
        grid.set_brightness(1 - t * (1 - self.plane.theme.emphasis.rest))
        self.plane.zoom(start, self.framing, t)
        self.grow(t)
        self.plane.settle(final=t in (0, 1))

    def carry(self, t: float) -> None:
        """Let copies of the vectors be carried by the matrix, up to the time ``t``."""
        self._show(1.0, t)
        self.plane.settle(final=t in (0, 1))

    def light(self, t: float) -> None:
        """Let the lines of eigenvectors grow, and all else step back."""
        for line in self.lines:
            line.to(t)
        if self.story.turns:
            first, image = self.ways[0], self.story.matrix @ self.ways[0]
            turn = math.sqrt(t) * self._angle(first, image)
            self.turn.to(first, rotation(turn) @ first, radius=0.5 * self.length)
        if self.story.eigen.kind == "scalar":
            return
        for mark, level in (
            (self.images, 0.5),
            (self.ends, 0.55),
            (self.trails, 0.55),
            (self.starts, 0.4 if self.story.rank == 2 and not self.story.turns else 0.6),
        ):
            mark.set_brightness(1 - t * (1 - level))

    @staticmethod
    def _angle(first: np.ndarray, second: np.ndarray) -> float:
        """Return the angle from one vector, (2,), to another, in radians."""
        return math.atan2(first[0] * second[1] - first[1] * second[0], float(first @ second))

    def name_lines(self) -> list[PlaneLabel]:
        """Name eigenvectors and their images, or one vector that is turned, and its image."""
        plane, story = self.plane, self.story
        if story.turns:
            return self._name_turn()
        names, values = [], story.eigen.eigenvalues
        factors = results(values)
        for k, (unit, image) in enumerate(zip(self.units, self.scaled, strict=True)):
            x = f"bold(x)_{k + 1}" if len(self.lines) > 1 else "bold(x)"
            written, role = f"{to_typst(factors[k])} thin {x}", EIGEN_ROLES[k]
            long = self.length * plane.view.units
            seen = abs(values[k]) * long > 0.4
            if seen and abs(values[k] - 1) * long > 0.5 and long > 0.4:
                names.append(plane.name_tip(image, written, role))
                names.append(plane.name_tip(unit, x, lean=3.0))
            else:  # where the image is at the origin, it is named at the tip of the vector
                written = f"A {x} {relation(factors[k])} {written}"
                names.append(plane.name_tip(image if seen else unit, written, role))
        return names

    def _name_turn(self) -> list[PlaneLabel]:
        plane = self.plane
        names = [plane.name_tip(self.units[0], "bold(x)")]
        names.append(plane.name_tip(self.scaled[0], "A bold(x)", "eigen"))
        if is_similarity(self.story.matrix):  # every vector turns by the same angle
            half = rotation(self.turn.data() / 2) @ self.ways[0]
            angle = magnitude(math.degrees(abs(self.turn.data())))
            written = f"{to_typst(angle)} degree"
            names.append(plane.label(written, 0.5 * self.length * half, "eigen", lean=0.0))
        return names


def _around(count: int) -> np.ndarray:
    """Return so many directions all around, (n, 2)."""
    angles = np.arange(count) * 2 * np.pi / count
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _beside(lines: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return directions, (n, 2), off lines of eigenvectors, (k, 2), as their images are if it can.

    With each there is the opposite one.
    """
    half = _around(72)[:36]
    images = half @ matrix.T
    images = images / np.maximum(np.hypot(*images.T), 1e-12)[:, None]

    def off(ways: np.ndarray) -> np.ndarray:
        return np.abs(ways @ np.array([[0.0, -1], [1, 0]]) @ lines.T).min(axis=1)

    for least in (np.sin(NEAR), -1.0):
        free = np.minimum(off(half) - np.sin(NEAR), off(images) - least) > 0
        chosen: list[int] = []
        for index in np.flatnonzero(free).tolist():
            if all(np.abs(half[index] @ half[k]) < np.cos(BETWEEN) for k in chosen):
                chosen.append(index)
        if len(chosen) > 2:
            break
    return np.concatenate([half[chosen], -half[chosen]])
