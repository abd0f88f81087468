"""What is written beside the map: the running angle and slope, the gradient's figures, remarks."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.style import SAFE, Theme, Zone

READING = 0.42
"""Type size of the running numbers, in scene units."""

BESIDE_MAP = Zone(4.0, SAFE.right, -0.6, 2.2)
UNDER_MAP, MIDDLE = -2.85, 3.5
"""Where figures stand: beside the small map, or on a line below the large one about a middle."""


class DirectionFigures:
    """Two rows, `angle` and `slope`, each with a number that runs.

    Args:
        story: for how many digits there are.
        theme: for colours.
        beside: whether they stand below each other beside the map, not on one line under it.
    """

    def __init__(self, story: DirectionalStory, theme: Theme, *, beside: bool) -> None:
        digits = 2 if story.level else int(np.clip(2 - math.floor(math.log10(story.norm)), 0, 6))
        self.numbers = [
            LiveNumber(
                value,
                theme,
                decimals=decimals,
                size=READING,
                colour="direction",
                anchor="left",
                suffix=suffix,
            )
            for value, decimals, suffix in ((0.0, 0, "°"), (-story.norm, digits, ""))
        ]
        self.rows: list[Mobject] = [
            row(Formula(name, theme, size=READING), number)
            for name, number in zip(("theta =", '"slope" ='), self.numbers, strict=True)
        ]
        if beside:
            stack(*self.rows, zone=BESIDE_MAP, gap=0.3)
            return
        for line, x in zip(self.rows, (MIDDLE - 2.1, MIDDLE + 0.1), strict=True):
            line.shift((x - float(line.get_left()[0]), UNDER_MAP, 0))

    def show(self, angle: float, slope: float) -> None:
        """Show an angle, radians from 0 to 2 pi, and the slope along it."""
        degrees = math.degrees(angle)
        self.numbers[0].set_value(degrees if degrees < 359.5 else 360.0, animating=True)
        self.numbers[1].set_value(slope, animating=True)


def beside_map(lines: Iterable[Line], theme: Theme, top: float) -> list[Mobject]:
    """Return figures below each other beside the small map."""
    rows = [Formula(line.markup, theme, size=0.38, colour=line.colour) for line in lines]
    stack(*rows, zone=BESIDE_MAP, top=top, gap=0.24)
    return [*rows]


def under_map(lines: Iterable[Line], theme: Theme, top: float) -> list[Mobject]:
    """Return a formula and remarks below the large map, the first on a baseline."""
    rows: list[Mobject] = []
    for index, line in enumerate(lines):
        if line.prose:
            words = Words(line.markup, theme, size=0.32, colour=line.colour).fit_width(5.7)
        else:
            words = Formula(line.markup, theme, size=READING, colour=line.colour)
        rows.append(words.place((MIDDLE, top - 0.42 * index), "centre"))
    return rows
