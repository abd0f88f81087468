"""The names of points, axes and shapes on a surface with second-order models, and their places."""

from __future__ import annotations

import math
from itertools import product
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.scenes.calculus.hessian.drawing.charts import AXES
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.style import Theme

QUARTERS = np.arange(4) * math.pi / 2
"""Turns from the first axis to each end of both."""


class Names:
    """The names, placed where the surface is seen now.

    Args:
        story: the numbers.
        space: the surface, raised.
        numbers: those of its axes, which names keep clear of.
        theme: for colours.
    """

    def __init__(
        self, story: HessianStory, space: SurfacePanel, numbers: TickNumbers, theme: Theme
    ) -> None:
        self.story, self.space = story, space

        def name(markup: str, role: str = "ink") -> Words:
            made = Words(markup, theme, size="label", colour=role).with_halo(theme)
            return made.set_z_index(9)

        self.axes = [name(f"$lambda_{i + 1}$", role) for i, role in enumerate(AXES)]
        self.points = [name("$bold(a)$"), name("$bold(b)$")]
        self.shapes = [
            name(f"$bold({point})$: {model.kind}")
            for point, model in zip("ab", (story.first, story.last), strict=True)
        ]
        spots = self._points()
        # A shape is named above its point; below it where that of a point farther up is near.
        near = bool((np.abs(spots[0] - spots[1]) < [2.4, 0.8, 1.0]).all())
        self._under = [near and bool(spot[1] == spots[:, 1].min()) for spot in spots]
        self._sides = (0, 0)
        self._put_points()
        self._sides = self._clear_sides(numbers)
        self._put_points()
        self.follow(story.first)

    @property
    def boxes(self) -> list[Rectangle]:
        """Boxes about the places where the names of axes are at rest."""
        models = [model for model in (self.story.first, self.story.last) if not model.round]
        spots = [spot for model in models for spot in self._at_sides(model)]
        return [Rectangle(x - 0.22, x + 0.22, y - 0.22, y + 0.22) for x, y in spots]

    def follow(self, model: QuadraticModel) -> Self:
        """Put the names of shapes and axes where these are seen now."""
        for name, spot, under in zip(self.shapes, self._points(), self._under, strict=True):
            name.place((spot[0], spot[1] + (-0.5 if under else 0.3)), "centre")
        for name, spot in zip(self.axes, self._at_sides(model), strict=True):
            name.move_to(np.append(spot, 0.0))
        return self

    def _points(self) -> np.ndarray:
        """Return where both points are in the frame, (2, 3)."""
        points = np.array([self.story.first.point, self.story.last.point])
        return self.space.point_to_frame(*points.T)

    def _beyond(self, model: QuadraticModel) -> np.ndarray:
        """Return places in the frame (2, 2, 2): for each axis beyond both its ends."""
        turns = model.angle + QUARTERS
        steps = self.story.extents(model, turns)[:, None] * unit(turns)
        seen = self.space.point_to_frame(*model.points(np.vstack([np.zeros(2), steps])).T)[:, :2]
        ways = seen[1:] - seen[0]
        ways = ways / np.maximum(np.linalg.norm(ways, axis=1), 1e-9)[:, None]
        return (seen[1:] + 0.3 * ways).reshape(2, 2, 2).swapaxes(0, 1)

    def _at_sides(self, model: QuadraticModel) -> np.ndarray:
        """Return the places (2, 2) of the names of both axes."""
        return self._beyond(model)[[0, 1], self._sides]

    def _put_points(self) -> None:
        """Put the names of the points beside them, off the way and the names of the axes."""
        spots = self._points()[:, :2]
        way = spots[1] - spots[0]
        way = way / max(float(np.linalg.norm(way)), 1e-9)
        around = unit(np.arange(8) * math.pi / 4 - 0.7)
        models = (self.story.first, self.story.last)
        ends = zip(self.points, spots, models, (way, -way), strict=True)
        for name, spot, model, ahead in ends:
            places = spot + 0.36 * around
            clear = np.linalg.norm(places[:, None] - self._at_sides(model), axis=2).min(axis=1)
            best = np.argmax(np.minimum(clear, 0.7) - 0.3 * (around @ ahead > 0.6))
            name.move_to(np.append(places[int(best)], 0.0))

    def _clear_sides(self, numbers: TickNumbers) -> tuple[int, int]:
        """Return at which ends (0 or 1) of the axes their names are clear of other text."""
        centres = [[(b.left + b.right) / 2, (b.bottom + b.top) / 2] for b in numbers.boxes]
        names = [name.get_center()[:2] for name in self.points]
        found, away = [], []
        for share in np.linspace(0, 1, 9):
            # The name of the second point comes at the end only.
            taken = np.array([*centres, *(names if share == 1 else names[:1])])
            found.append(self._beyond(self.story.path.at(share)))
            gaps = np.linalg.norm(found[-1][:, :, None] - taken, axis=-1).min(axis=-1)
            # What is passed on the way matters less than what is beside a name at rest.
            away.append(gaps * (1.0 if share in (0, 1) else 2.0))
        spots, least_away = np.array(found), np.min(away, axis=0)

        def room(sides: tuple[int, int]) -> float:
            one, other = spots[:, 0, sides[0]], spots[:, 1, sides[1]]
            apart = float(np.linalg.norm(one - other, axis=-1).min())
            least = min(0.9, apart, *(float(least_away[i, side]) for i, side in enumerate(sides)))
            return least + 0.01 * float(one[0, 1] + other[0, 1])

        return max(product((0, 1), (0, 1)), key=room)
