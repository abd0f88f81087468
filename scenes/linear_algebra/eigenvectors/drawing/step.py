"""One step of a matrix taken apart: pieces along eigenlines, a push along one, or a turn."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.shapes import Arrow, Curve, Segments, VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenPlane, fit, lean
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme


class EigenStep(VGroup):
    """The start vector and its components, and what becomes of them in one step.

    Two real eigenvalues: each component is multiplied by its own. One eigenline: the vector is
    multiplied, then pushed along the line. A complex pair: the tip runs round an ellipse.

    Args:
        plane: the plane it lies in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, plane: EigenPlane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story = plane, story
        before, after = self._points(0.0), self._points(1.0)
        self.start, self.stop = fit(before, 1.8), fit(np.concatenate([before, after]), 1.8)
        # One framing serves both ends unless the first would be too small in it to be seen.
        if self.start.units < 4 * self.stop.units:
            self.start = self.stop
        self.vector = Arrow(theme.vector, halo=theme.background)
        self.image = Arrow(theme.image, halo=theme.background)
        self.components = [Arrow(theme.colour(role), halo=theme.background) for role in EIGEN_ROLES]
        self.sides = Segments(theme.muted, width=theme.strokes.thin)
        self.before = Segments(theme.faint, width=theme.strokes.thin)
        self.orbit = Curve(theme.eigen, width=theme.strokes.regular)
        for mobject in (self.sides, self.before, self.orbit):
            mobject.set_z_index(4)
        for mobject in (*self.components, self.vector):
            mobject.set_z_index(5)
        short = float(np.hypot(*after[1])) < float(np.hypot(*story.start))
        self.image.set_z_index(6 if short else 4.5)
        self.rows = self._make_rows(theme)
        arrows = (*self.components, self.vector, self.image)
        super().__init__(self.sides, self.before, self.orbit, *arrows)

    def _make_rows(self, theme: Theme) -> list[LiveRow]:
        top, below = -0.95, -0.95 - 0.6
        if self.story.kind == "complex":
            turn = LiveRow("turn", theme, top, decimals=1, suffix="°")
            return [turn, LiveRow("stretch", theme, below)]
        if self.story.kind == "defective":
            return [LiveRow('$part("vector", bold(v))$ times', theme, top)]
        names = [
            f'$part("{role}", c_{mark} bold(x)_{mark})$ times'
            for mark, role in enumerate(EIGEN_ROLES, 1)
        ]
        if self.story.own_line is not None:
            names = [names[self.story.own_line]]
        return [LiveRow(name, theme, y) for name, y in zip(names, (top, below), strict=False)]

    def _read(self, t: float) -> None:
        story = self.story
        if story.kind == "complex":
            values = [np.degrees(t * story.angle), story.modulus**t]
        elif story.kind == "defective":
            values = [1 + (story.eigenvalues[0] - 1) * min(2 * t, 1.0)]
        else:
            values = [*(1 + (story.eigenvalues - 1) * t)]
            if story.own_line is not None:
                values = [values[story.own_line]]
        for line, value in zip(self.rows, values, strict=True):
            line.set_value(float(value), animating=t not in (0, 1))

    def _parts(self, t: float) -> np.ndarray:
        """Return two vectors that add up to where the tip is after a share of the step, (2, 2)."""
        story = self.story
        if story.kind == "diagonalizable":
            return np.asarray(story.components * (1 + (story.eigenvalues - 1) * t)[:, None])
        if story.kind == "defective":
            first, second = min(2 * t, 1.0), max(2 * t - 1, 0.0)
            grown = 1 + (float(story.eigenvalues[0]) - 1) * first
            return np.array([grown * story.start, second * story.nilpotent_part])
        return np.array([story.spiral(t), np.zeros(2)])

    def _points(self, t: float) -> np.ndarray:
        """Return the start, the tip, and all else that is to be seen, (n, 2)."""
        story, parts = self.story, self._parts(t)
        ends = [story.start, parts.sum(axis=0)]
        if story.kind == "complex":
            return np.vstack([*ends, self._ring(t, 60)])
        return np.vstack([*ends, parts])

    def _ring(self, t: float, count: int) -> np.ndarray:
        """Return points of the ellipse on which the tip lies after a share of the step, (n, 2)."""
        story = self.story
        power = np.linspace(0, 2 * np.pi / story.angle, count)
        return np.asarray(story.spiral(power, grown=False) * story.modulus**t)

    def show(self, t: float) -> Self:
        """Show the step after a share of it."""
        story, plane = self.story, self.plane
        if self.start is not self.stop:
            points = np.concatenate([self._points(0.0), self._points(t)])
            plane.draw(fit(points, self.start.towards(self.stop, t).units))
        parts = self._parts(t)
        tip = parts.sum(axis=0)
        plane.draw_pair(self.vector, story.start, self.image, tip)
        self._draw(parts, tip, t)
        self._read(t)
        plane.write_between(self.start, self.stop, t, final=t in (0, 1))
        return self

    def _draw(self, parts: np.ndarray, tip: np.ndarray, t: float) -> None:
        to_frame, story = self.plane.view.to_frame, self.story
        origin = to_frame((0, 0))
        if story.kind == "diagonalizable":
            for arrow, part in zip(self.components, parts, strict=True):
                arrow.set_ends(origin, to_frame(part))
                arrow.set_fill(opacity=float(part.any() or story.own_line is None))
            for lines, ends, corner in (
                (self.sides, parts, tip),
                (self.before, story.components, story.start),
            ):
                sides = np.stack([ends, [corner] * 2], axis=1)
                lines.set_segments(_dashes(to_frame(sides)[..., :2]))
        elif story.kind == "defective":
            grown, push = parts
            self.components[0].set_ends(to_frame(grown), to_frame(tip))
            self.components[0].set_fill(opacity=float(push.any()))
            self.components[1].points = np.zeros((0, 3))
            self.sides.set_segments(_dashes(to_frame(np.array([[np.zeros(2), grown]]))[..., :2]))
        else:
            for arrow in self.components:
                arrow.points = np.zeros((0, 3))
            for lines, share in ((self.before, 0.0), (self.sides, t)):
                ring = to_frame(self._ring(share, 122))[:, :2]
                lines.set_segments(np.stack([ring[:-1], ring[1:]], axis=1)[::2])
            self.orbit.set_corners(to_frame(story.spiral(np.linspace(0, t, 40)))[:, :2])

    def name_components(self, t: float, names: list[str]) -> list[VMobject]:
        """Name the components where they are, at the start or at the end, but none that is zero."""
        plane, parts = self.plane, self._parts(t)
        return [
            plane.tag(f"component {index}", name, part, lean(parts[1 - index], part), role)
            for index, (name, part, role) in enumerate(zip(names, parts, EIGEN_ROLES, strict=False))
            if part.any()
        ]

    @property
    def obstacles(self) -> np.ndarray:
        """Points that labels keep clear of in the end, (n, 2)."""
        share = np.linspace(0.4, 1, 4)[:, None, None]
        ends = np.vstack([self._points(0.0)[:2], self._points(1.0)[:2], self._parts(1.0)])
        return (share * ends).reshape(-1, 2)

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        plane = self.plane.moving if self.start is self.stop else self.plane.changing
        arrows = (*self.components, self.vector, self.image)
        return [self.sides, self.before, self.orbit, *arrows, *plane, *self.rows]


def _dashes(lines: np.ndarray, dash: float = 0.1) -> np.ndarray:
    """Return (n, 2, 2) lines in dashes."""
    pieces = []
    for start, end in lines:
        count = max(1, round(float(np.linalg.norm(end - start)) / (2 * dash)))
        share = np.stack([np.arange(count), np.arange(count) + 0.5], 1) / count
        pieces.append(start + share[:, :, None] * (end - start))
    return np.concatenate(pieces)
