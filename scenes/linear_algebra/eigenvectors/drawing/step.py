"""One step of a matrix taken apart: pieces along eigenlines, a push along one, or a turn."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import Framing
from explainer.mobjects.shapes import Arrow, Curve, Segments
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenGround, fit, lean
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme

ROLES = ("eigen", "eigen_second")


class EigenStep(VGroup):
    """The start vector and its pieces, and what becomes of them in one step.

    Two real eigenvalues: each piece is multiplied by its own. One eigenline: the vector is
    multiplied, then pushed along the line. A complex pair: the tip runs round an ellipse.

    Args:
        ground: the plane it lies in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, ground: EigenGround, story: EigenStory, theme: Theme) -> None:
        self.ground, self.story, self.theme = ground, story, theme
        before, after = self._points(0.0), self._points(1.0)
        self.start, self.stop = fit(before, 1.8), fit(np.concatenate([before, after]), 1.8)
        # One picture serves both ends unless the first would be too small in it to be seen.
        if self.start.units < 4 * self.stop.units:
            self.start = self.stop
        self.vector = Arrow(theme.vector, halo=theme.background)
        self.image = Arrow(theme.image, halo=theme.background)
        colours = (theme.eigen, theme.eigen_second)
        self.pieces = [Arrow(colour, halo=theme.background) for colour in colours]
        self.sides = Segments(theme.muted, width=theme.strokes.thin)
        self.before = Segments(theme.faint, width=theme.strokes.thin)
        self.orbit = Curve(theme.eigen, width=theme.strokes.regular)
        for mobject in (self.sides, self.before, self.orbit):
            mobject.set_z_index(4)
        for mobject in (*self.pieces, self.vector):
            mobject.set_z_index(5)
        short = float(np.hypot(*after[1])) < float(np.hypot(*story.start))
        self.image.set_z_index(6 if short else 4.5)
        self.rows = self._make_rows()
        super().__init__(self.sides, self.before, self.orbit, *self.pieces, self.vector, self.image)

    def _make_rows(self) -> list[LiveRow]:
        story, theme, top = self.story, self.theme, -0.95
        if story.kind == "none":
            return [
                LiveRow("turn", theme, top, decimals=1, suffix="°"),
                LiveRow("stretch", theme, top - 0.6),
            ]
        if story.kind == "one_line":
            name = '$part("vector", bold(v))$ times'
            return [LiveRow(name, theme, top)]
        self.shown = [0, 1] if story.own_line is None else [story.own_line]
        names = ['part("eigen", c_1 bold(x)_1)', 'part("eigen_second", c_2 bold(x)_2)']
        return [
            LiveRow(f"${names[index]}$ times", theme, top - 0.6 * place)
            for place, index in enumerate(self.shown)
        ]

    def _read(self, t: float) -> None:
        story = self.story
        if story.kind == "none":
            values = [np.degrees(t * story.angle), story.modulus**t]
        elif story.kind == "one_line":
            values = [1 + (float(story.factors[0]) - 1) * min(2 * t, 1.0)]
        else:
            values = [1 + (float(story.factors[index]) - 1) * t for index in self.shown]
        for line, value in zip(self.rows, values, strict=True):
            line.set_value(float(value), passing=t not in (0, 1))

    @property
    def framing(self) -> Framing:
        """The view before the step."""
        return self.start

    def _parts(self, t: float) -> np.ndarray:
        """Return two vectors that add up to where the tip is after a share of the step, (2, 2)."""
        story = self.story
        if story.kind == "two_lines":
            return np.asarray(story.pieces * (1 + (story.factors - 1) * t)[:, None])
        if story.kind == "one_line":
            first, second = min(2 * t, 1.0), max(2 * t - 1, 0.0)
            grown = 1 + (float(story.factors[0]) - 1) * first
            return np.array([grown * story.start, second * story.slide])
        return np.array([story.spiral(t), np.zeros(2)])

    def _points(self, t: float) -> np.ndarray:
        parts = self._parts(t)
        points = [story_start := self.story.start, parts.sum(axis=0)]
        if self.story.kind == "none":
            ring = np.linspace(0, 2 * np.pi / self.story.angle, 60)
            orbit = self.story.spiral(ring, grown=False) * self.story.modulus**t
            return np.vstack([*points, orbit])
        return np.vstack([*points, parts, story_start])

    def show(self, t: float) -> Self:
        """Show the step after a share of it."""
        story, ground = self.story, self.ground
        if self.start is not self.stop:
            between = self.start.towards(self.stop, t)
            points = np.concatenate([self._points(0.0), self._points(t)])
            view = fit(points, between.units)
            ground.view.origin, ground.view.units = view
            ground.grid.set_matrix(np.eye(2))
            ground.draw_lines()
        to_frame = ground.view.to_frame
        origin = to_frame((0, 0))
        parts = self._parts(t)
        tip = parts.sum(axis=0)
        self.vector.set_ends(origin, to_frame(story.start))
        self.image.set_ends(origin, to_frame(tip))
        self._draw(parts, tip, t)
        side = lean(story.start, tip)
        ground.put("vector", story.start, -side)
        ground.put("image", tip, side)
        ends = to_frame(np.array([[0, 0], story.start, [0, 0], tip]))[:, :2]
        ground.drawn = ends.reshape(2, 2, 2)
        self._read(t)
        units = (self.start if t < 0.5 else self.stop).units
        zooms = self.start is not self.stop
        ground.write(
            units=units if zooms else None,
            strength=min(abs(2 * t - 1) * 1.4, 1.0) if zooms else 1.0,
            resting=t in (0, 1),
        )
        return self

    def _draw(self, parts: np.ndarray, tip: np.ndarray, t: float) -> None:
        to_frame, story = self.ground.view.to_frame, self.story
        origin = to_frame((0, 0))
        first, second = parts
        if story.kind == "two_lines":
            for arrow, part in zip(self.pieces, parts, strict=True):
                arrow.set_ends(origin, to_frame(part))
                arrow.set_fill(opacity=float(part.any() or story.own_line is None))
            sides = np.array([[first, tip], [second, tip]])
            self.sides.set_segments(_dashes(to_frame(sides)[..., :2]))
            self.before.set_segments(
                _dashes(to_frame(np.stack([story.pieces, [story.start] * 2], axis=1))[..., :2])
            )
        elif story.kind == "one_line":
            self.pieces[0].set_ends(to_frame(first), to_frame(tip))
            self.pieces[0].set_fill(opacity=float(second.any()))
            self.pieces[1].points = np.zeros((0, 3))
            grown = np.array([[np.zeros(2), first]])
            self.sides.set_segments(_dashes(to_frame(grown)[..., :2]))
        else:
            for arrow in self.pieces:
                arrow.points = np.zeros((0, 3))
            power = np.linspace(0, 2 * np.pi / story.angle, 122)
            ring = to_frame(story.spiral(power, grown=False))[:, :2]
            self.before.set_segments(np.stack([ring[:-1], ring[1:]], axis=1)[::2])
            grown = to_frame(story.spiral(power, grown=False) * story.modulus**t)[:, :2]
            self.sides.set_segments(np.stack([grown[:-1], grown[1:]], axis=1)[::2])
            way = story.spiral(np.linspace(0, t, 40))
            self.orbit.set_corners(to_frame(way)[:, :2])

    def name_pieces(self, t: float, names: list[str]) -> list[VMobject]:
        """Name the pieces where they are, at the start or at the end, but none that is zero."""
        ground, parts = self.ground, self._parts(t)
        return [
            ground.tag(f"piece {index}", name, part, lean(parts[1 - index], part), role)
            for index, (name, part, role) in enumerate(zip(names, parts, ROLES, strict=False))
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
        zooms = self.start is not self.stop
        plane = self.ground.changing if zooms else self.ground.moving
        arrows = (*self.pieces, self.vector, self.image)
        return [self.sides, self.before, self.orbit, *arrows, *plane, *self.rows]


def _dashes(lines: np.ndarray, dash: float = 0.1) -> np.ndarray:
    """Return (n, 2, 2) lines in dashes."""
    pieces = []
    for start, end in lines:
        count = max(1, round(float(np.linalg.norm(end - start)) / (2 * dash)))
        share = np.stack([np.arange(count), np.arange(count) + 0.5], 1) / count
        pieces.append(start + share[:, :, None] * (end - start))
    return np.concatenate(pieces) if pieces else np.zeros((0, 2, 2))
