"""What stands beside and below the map: lines of text, and figures that run."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import INFINITY, distinct, figures_needed, format_number, significant
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import SMALLEST_TEXT, Theme, Zone

PANEL = Zone(3.55, 6.4, -1.9, 2.6)
STRIP = Zone(-0.95, 6.4, -3.2, -2.15)
LOSS = Zone(3.6, 6.4, -1.9, 1.1)

READING = 0.37
"""Type size of the figures in the panel, in scene units."""

NOTE = 0.3
"""Type size of prose below figures."""


def panel(
    lines: Iterable[Line],
    theme: Theme,
    above: Iterable[VMobject] = (),
    below: Iterable[VMobject] = (),
) -> list[VMobject]:
    """Return the rows of the panel: figures in one size, then prose.

    Args:
        lines: what is set.
        theme: for colours.
        above: rows of figures before those of the lines.
        below: rows of figures after them.
    """
    lines = list(lines)
    rows: list[VMobject] = [*above]
    rows += [
        Formula(line.markup, theme, size=READING, colour=line.colour)
        for line in lines
        if not line.prose
    ]
    rows += below
    top, size = 2.45, READING
    if rows:
        scale = min(1.0, PANEL.width / max(each.width for each in rows))
        scale = max(scale, SMALLEST_TEXT / READING)
        stack(*(each.scale(scale) for each in rows), zone=PANEL, top=top, gap=0.3)
        top, size = float(rows[-1].get_bottom()[1]) - 0.4, NOTE
    prose = [
        Words(line.markup, theme, width=PANEL.width, size=size, colour=line.colour)
        for line in lines
        if line.prose
    ]
    stack(*prose, zone=PANEL, top=top, gap=0.35)
    return [*rows, *prose]


def rule(markup: str, theme: Theme) -> Words:
    """Return a line under the map."""
    line = Words(markup, theme, size="formula").fit_width(STRIP.width)
    return line.place((STRIP.left, STRIP.bottom + 0.35))


def ending(markup: str, theme: Theme) -> Words:
    """Return a sentence under the map."""
    sentence = Words(markup, theme, width=STRIP.width, size=0.34)
    return sentence.place((STRIP.left, STRIP.top - 0.25))


class RunningPoint:
    """The point to which the first step leads, as numbers that run.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.start, self.change = np.array(story.start), story.descent.steps_taken[0]
        ends = np.array([self.start, self.start + self.change])
        decimals = max(2, figures_needed(ends.ravel(), limit=5))
        self.numbers = []
        for both in ends.T:
            longest = max(both, key=lambda value: len(format_number(value, decimals)))
            self.numbers.append(
                LiveNumber(longest, theme, size=READING, colour="step", decimals=decimals)
            )
        first, comma, last = (
            Formula(mark, theme, size=READING, colour="step")
            for mark in ("bold(x)_1 = (", ",", ")")
        )
        self.row = row(first, self.numbers[0], comma, self.numbers[1], last, gap=0.04)
        for number, value in zip(self.numbers, self.start, strict=True):
            number.set_value(float(value))

    def show(self, t: float) -> None:
        """Show the point at a share of the step."""
        for number, value in zip(self.numbers, self.start + t * self.change, strict=True):
            number.set_value(float(value), animating=t < 1)


class RunningCurvatures:
    """Both curvatures, and the limit that the larger sets to the rate, which run along a path.

    Args:
        story: the numbers.
        lines: of the beat; the limit is the one with the colour of a warning.
        theme: for colours.

    Attributes:
        rows: of the whole panel.
    """

    def __init__(self, story: DescentStory, lines: tuple[Line, ...], theme: Theme) -> None:
        curvatures = story.descent.curvatures[story.sharpest]
        limits = [line for line in lines if line.colour == "warning"]
        self.factor = float(story.limit or 0.0) * float(curvatures[1]) if limits else 0.0
        self.rate = story.rate
        names = [("lambda_min", "curvature"), ("lambda_max", "curvature")]
        names += [(line.markup.rpartition("=")[0], line.colour) for line in limits]
        self.numbers = [
            LiveNumber(0, theme, size=READING, colour=colour, anchor="left") for _, colour in names
        ]
        rows = [
            row(Formula(f"{name} =", theme, size=READING, colour=colour), number)
            for (name, colour), number in zip(names, self.numbers, strict=True)
        ]
        self.show(curvatures)
        others = [line for line in lines if line not in limits]
        self.rows = panel(others, theme, above=rows[1::-1], below=rows[2:])

    def show(self, curvatures: np.ndarray) -> None:
        """Show curvatures (2,), ascending, and the limit that the larger one sets."""
        for number, value in zip(self.numbers, curvatures, strict=False):
            number.set_text(significant(float(value)), float(value))
        if self.factor:
            limit = self.limit(curvatures)
            text = INFINITY if math.isinf(limit) else distinct(self.rate, limit)[1]
            self.numbers[2].set_text(text, limit)

    def limit(self, curvatures: np.ndarray) -> float:
        """Return the limit that the larger curvature sets, infinite where it is not upwards."""
        return self.factor / float(curvatures[1]) if curvatures[1] > 0 else math.inf


class RunningHeight:
    """The step that a walk has come to, and its height there.

    Args:
        values: (n + 1,) heights, the start first.
        theme: for colours.
    """

    def __init__(self, values: np.ndarray, theme: Theme) -> None:
        self.values = values
        self.step = LiveNumber(0, theme, decimals=0, size=READING, anchor="left")
        self.height = LiveNumber(values[0], theme, size=READING, anchor="left", decimals=3)
        self.rows = [
            row(Words("step", theme, size=READING), self.step),
            row(Formula("f =", theme, size=READING), self.height),
        ]
        stack(*self.rows, zone=PANEL, top=2.45)

    def show(self, steps: float) -> None:
        """Show the last whole step."""
        whole = int(steps + 1e-9)
        self.step.set_value(whole)
        value = float(self.values[whole])
        self.height.set_text(significant(value, 4), value)
