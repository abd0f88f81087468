"""Curvatures in figures, and the limit that they set to the rate, which run along a path."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, row
from explainer.numbers import INFINITY, significant, told_apart
from explainer.scenes.calculus.gradient_descent import text as words
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import Theme


class CurvatureReadings:
    """Makes the rows, and keeps hold of the numbers that run.

    Args:
        story: the numbers.
        theme: for colours.
        size: the em in scene units.

    Attributes:
        first: the rows of both curvatures.
        last: the row of the limit, or nothing where curvature sets none.
        between: the lines of figures that stand between them and do not run.
    """

    def __init__(self, story: DescentStory, theme: Theme, size: float) -> None:
        low, high = story.axes(story.sharpest)[0]
        bounded = story.limit is not None and math.isfinite(story.limit)
        self.factor = float(story.limit or 0.0) * float(high) if bounded else 0.0
        self.rate = story.rate
        self.between = words.rate_readings(story)
        names = [("lambda_min", "curvature"), ("lambda_max", "curvature")]
        if bounded:
            name, _, _ = self.between.pop().markup.rpartition("=")
            names.append((name, "warning"))
        self.numbers: list[LiveNumber] = []
        rows: list[VGroup] = []
        for name, colour in names:
            number = LiveNumber(0, theme, size=size, colour=colour, anchor="left")
            self.numbers.append(number)
            rows.append(row(Formula(f"{name} =", theme, size=size, colour=colour), number))
        self.read(np.array([low, high]))
        self.first, self.last = rows[1::-1], rows[2:]

    def read(self, curvatures: np.ndarray) -> Self:
        """Show curvatures (2,), ascending, and the limit that the larger one sets."""
        for number, value in zip(self.numbers, curvatures, strict=False):
            number.set_text(significant(float(value)), float(value))
        if self.factor:
            limit = self.limit(curvatures)
            text = INFINITY if math.isinf(limit) else told_apart(self.rate, limit)[1]
            self.numbers[2].set_text(text, limit)
        return self

    def limit(self, curvatures: np.ndarray) -> float:
        """Return the limit that the larger curvature sets, infinite where it is not upwards."""
        return self.factor / float(curvatures[1]) if curvatures[1] > 0 else math.inf
