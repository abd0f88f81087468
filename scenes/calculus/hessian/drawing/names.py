"""The names of points, axes and shapes on a surface with second-order models, and their places."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.mobjects.text import Formula, Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.scenes.calculus.hessian.drawing.charts import AXES
from explainer.scenes.calculus.hessian.drawing.model_panel import ModelPanel
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
        self, story: HessianStory, space: ModelPanel, numbers: TickNumbers, theme: Theme
    ) -> None:
        self.story, self.space = story, space

        def name(markup: str, colour: str = "ink") -> Formula:
            return Formula(markup, theme, size="label", colour=colour).with_halo(theme)

        self.axes = [name(f"lambda_{i + 1}", role) for i, role in enumerate(AXES)]
        self.points = [name("bold(a)"), name("bold(b)")]
        self.shapes = [
            Words(f"$bold({name})$: {model.kind}", theme, size="label").with_halo(theme)
            for name, model in (("a", story.first), ("b", story.last))
        ]
        spots = self._ends()
        # A shape is named above its point; below it where that of a point farther up is near.
        near = bool((np.abs(spots[0] - spots[1]) < [2.4, 0.8, 1.0]).all())
        self._under = [near and bool(spot[1] == spots[:, 1].min()) for spot in spots]
        self._sides = (0, 0)
        self.follow(story.first)
        self._put_points()
        self._sides = self._clear_sides(numbers)
        self._put_points()

    @property
    def boxes(self) -> list[Rectangle]:
        """Boxes about the places where the names of axes are at rest."""
        found = []
        for model in (self.story.first, self.story.last):
            extents = self._extents(model)
            for index in () if model.round else (0, 1):
                x, y, _ = self._beyond(index, model, self._sides[index], extents)
                found.append(Rectangle(x - 0.22, x + 0.22, y - 0.22, y + 0.22))
        return found

    def follow(self, model: QuadraticModel) -> Self:
        """Put the names of shapes and axes where these are seen now."""
        for name, spot, under in zip(self.shapes, self._ends(), self._under, strict=True):
            name.place((spot[0], spot[1] + (-0.5 if under else 0.3)), "centre")
        return self.follow_axes(model)

    def follow_axes(self, model: QuadraticModel) -> Self:
        """Put the names of the axes at their ends."""
        extents = self._extents(model)
        for index, name in enumerate(self.axes):
            name.move_to(self._beyond(index, model, self._sides[index], extents))
        return self

    def _ends(self) -> np.ndarray:
        """Return where both points are in the frame, (2, 3)."""
        points = np.array([self.story.first.point, self.story.last.point])
        return self.space.point_to_frame(*points.T)

    def _extents(self, model: QuadraticModel) -> np.ndarray:
        return self.story.extents(model, model.angle + QUARTERS)

    def _beyond(
        self, index: int, model: QuadraticModel, side: int, extents: np.ndarray
    ) -> np.ndarray:
        """Return the place of a name beyond one end of an axis, (3,) in the frame."""
        quarter = index + 2 * side
        step = extents[quarter] * unit(model.angle + QUARTERS[quarter])
        x, y, z = model.points([np.zeros(2), step]).T
        middle, tip = self.space.point_to_frame(x, y, z)
        way = tip - middle
        return np.asarray(tip + 0.3 * way / max(float(np.linalg.norm(way)), 1e-9))

    def _put_points(self) -> None:
        """Put the names of the points beside them, off the way and the names of the axes."""
        ends, spots = (self.story.first, self.story.last), self._ends()[:, :2]
        way = spots[1] - spots[0]
        way = way / max(float(np.linalg.norm(way)), 1e-9)
        around = unit(np.arange(8) * math.pi / 4 - 0.7)
        for name, spot, end, ahead in zip(self.points, spots, ends, (way, -way), strict=True):
            extents = self._extents(end)
            tips = [self._beyond(i, end, self._sides[i], extents)[:2] for i in (0, 1)]
            places = spot + 0.36 * around
            clear = np.linalg.norm(places[:, None] - np.array(tips), axis=2).min(axis=1)
            best = places[int(np.argmax(np.minimum(clear, 0.7) - 0.3 * (around @ ahead > 0.6)))]
            name.move_to(np.append(best, 0.0))

    def _clear_sides(self, numbers: TickNumbers) -> tuple[int, int]:
        """Return at which ends (0 or 1) of the axes their names are clear of other text."""
        boxes = np.array(numbers.boxes).reshape(-1, 4)
        centres = np.stack([boxes[:, :2].mean(axis=1), boxes[:, 2:].mean(axis=1)], axis=1)
        names = [name.get_center()[:2] for name in self.points]
        found, away = [], []
        for share in np.linspace(0, 1, 9):
            # The name of the second point comes at the end only.
            taken = np.concatenate([centres, names if share == 1 else names[:1]])
            model = self.story.path.at(share)
            extents = self._extents(model)
            found.append([[self._beyond(i, model, s, extents)[:2] for s in (0, 1)] for i in (0, 1)])
            gaps = np.array(found[-1])[..., None, :] - taken
            # What is passed on the way matters less than what is beside a name at rest.
            weight = 1.0 if share in (0, 1) else 2.0
            away.append(weight * np.linalg.norm(gaps, axis=-1).min(axis=-1))
        spots, least_away = np.array(found), np.min(away, axis=0)

        def room(sides: tuple[int, int]) -> float:
            one, other = (spots[:, index, side] for index, side in enumerate(sides))
            apart = float(np.linalg.norm(one - other, axis=-1).min())
            least = min(0.9, apart, *(float(least_away[i, side]) for i, side in enumerate(sides)))
            return least + 0.01 * float(one[0, 1] + other[0, 1])

        return max(((a, b) for a in (0, 1) for b in (0, 1)), key=room)
