"""The angle of a direction and the slope along it, as running numbers."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, row, stack
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.scenes.calculus.gradient.text import SLOPE, steepest_readings
from explainer.style import Theme, Zone

READING = 0.42
"""Type size of the running numbers, in scene units."""


class DirectionFigures:
    """Two rows, `angle` and `slope`, each with a number that runs.

    Args:
        story: for how many digits there are.
        theme: for colours.
        size: type size, in scene units.
    """

    def __init__(self, story: DirectionalStory, theme: Theme, size: float = READING) -> None:
        self.story, self.theme = story, theme
        digits = 2 if story.level else int(np.clip(2 - math.floor(math.log10(story.norm)), 0, 6))
        self.numbers = [
            LiveNumber(
                value,
                theme,
                decimals=d,
                size=READING,
                colour="direction",
                anchor="left",
                suffix=end,
            )
            for value, d, end in ((0.0, 0, "°"), (-story.norm, digits, ""))
        ]
        names = (
            Formula("theta =", theme, size=READING),
            Formula(f"{SLOPE} =", theme, size=READING),
        )
        self.rows: list[Mobject] = [
            row(name, number) for name, number in zip(names, self.numbers, strict=True)
        ]

    def below(self, middle: float, baseline: float) -> Self:
        """Stand on one line, about a middle."""
        for line, x in zip(self.rows, (middle - 2.1, middle + 0.1), strict=True):
            line.shift((x - float(line.get_left()[0]), baseline, 0))
        return self

    def beside(self, zone: Zone) -> Self:
        """Stand below each other in a zone."""
        stack(*self.rows, zone=zone, gap=0.3)
        return self

    def read(self, angle: float, slope: float) -> Self:
        """Show an angle, radians from 0 to 2 pi, and the slope along it."""
        degrees = math.degrees(angle)
        self.numbers[0].set_value(degrees if degrees < 359.5 else 360.0, passing=True)
        self.numbers[1].set_value(slope, passing=True)
        return self

    def gradient(self, zone: Zone, top: float, count: int = 3) -> list[Mobject]:
        """Return rows, at most so many, that say the gradient, its length and its angle."""
        rows = [
            Formula(line.markup, self.theme, size=0.38, colour=line.colour)
            for line in steepest_readings(self.story)[:count]
        ]
        stack(*rows, zone=zone, top=top, gap=0.24)
        return [*rows]
