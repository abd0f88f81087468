"""What stands beside and below the map: lines of text, and figures that run."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Item, Named, Panel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import INFINITY, distinct, figures_needed, format_number, significant
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import Theme, Zone

PANEL = Zone(3.55, 6.4, -1.7, 2.6)
STRIP = Zone(-0.95, 6.4, -3.2, -2.15)
RUNNING, LOSS = Zone(3.55, 6.4, 1.2, 2.45), Zone(3.6, 6.4, -1.9, 1.1)
"""Where rows stand beside the map, and what is below it; and numbers that run over a chart."""

READING, NOTE = 0.37, 0.3
"""Type sizes of figures and of prose in the panel, in scene units."""


def rule(markup: str, theme: Theme) -> Words:
    """Return a line under the map."""
    line = Words(markup, theme, size="formula").fit_width(STRIP.width)
    return line.place((STRIP.left, STRIP.bottom + 0.35))


def ending(markup: str, theme: Theme) -> Words:
    """Return a sentence under the map."""
    sentence = Words(markup, theme, width=STRIP.width, size=0.34)
    return sentence.place((STRIP.left, STRIP.top - 0.25))


class RunningPoint(VGroup):
    """The point to which the first step leads, as numbers that run.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.start, self.change = np.array(story.start), story.descent.steps_taken[0]
        ends = np.array([self.start, self.start + self.change])
        decimals = max(2, figures_needed(ends.ravel(), limit=5))
        longest = [
            max(both, key=lambda value: len(format_number(value, decimals))) for both in ends.T
        ]
        self.numbers = [
            LiveNumber(value, theme, size=READING, colour="step", decimals=decimals)
            for value in longest
        ]
        first, comma, last = (
            Formula(sign, theme, size=READING, colour="step")
            for sign in ("bold(x)_1 = (", ",", ")")
        )
        both = (first, self.numbers[0], comma, self.numbers[1], last)
        super().__init__(*row(*both, gap=0.04))
        self.show(0.0)

    def show(self, t: float) -> None:
        """Show the point at a share of the step."""
        for number, value in zip(self.numbers, self.start + t * self.change, strict=True):
            number.set_value(float(value), animating=0 < t < 1)


class RunningCurvatures(VGroup):
    """Both curvatures, and the limit that the larger sets to the rate, which run along a path.

    Args:
        story: the numbers.
        lines: of the beat; the limit is the one with the colour of a warning.
        panel: makes the numbers.

    Attributes:
        items: of the whole panel.
    """

    def __init__(self, story: DescentStory, lines: tuple[Line, ...], panel: Panel) -> None:
        curvatures = story.descent.curvatures[story.sharpest]
        limits = [line for line in lines if line.colour == "warning"]
        self.factor = float(story.limit or 0.0) * float(curvatures[1]) if limits else 0.0
        self.rate = story.rate
        names = [("lambda_min", "curvature"), ("lambda_max", "curvature")]
        names += [(line.markup.rpartition("=")[0], line.colour) for line in limits]
        super().__init__(*(panel.number(colour=colour) for _, colour in names))
        self.show(curvatures)
        low, high, *limit = (
            row(Formula(f"{name} =", panel.theme, size=READING, colour=colour), number)
            for (name, colour), number in zip(names, self, strict=True)
        )
        formulas = [line for line in lines if line not in limits and not line.prose]
        prose = [line for line in lines if line.prose]
        self.items: list[Item] = [high, low, *formulas, *limit, *prose]

    def show(self, curvatures: np.ndarray) -> None:
        """Show curvatures (2,), ascending, and the limit that the larger one sets."""
        for number, value in zip(self, curvatures, strict=False):
            number.set_text(significant(float(value)), float(value))
        if self.factor:
            limit = self.limit(curvatures)
            text = INFINITY if math.isinf(limit) else distinct(self.rate, limit)[1]
            self[2].set_text(text, limit)

    def limit(self, curvatures: np.ndarray) -> float:
        """Return the limit that the larger curvature sets, infinite where it is not upwards."""
        return self.factor / float(curvatures[1]) if curvatures[1] > 0 else math.inf


class RunningHeight(VGroup):
    """The step that a walk has come to, and its height there.

    Args:
        values: (n + 1,) heights, the start first.
        theme: for colours.
    """

    def __init__(self, values: np.ndarray, theme: Theme) -> None:
        self.values = values
        panel = Panel(theme, RUNNING, formula=READING, prose=READING)
        self.step, self.level = panel.number(decimals=0), panel.number()
        self.show(0)
        names = (Named("step", self.step, "ink"), Named("$f =$", self.level, "ink"))
        super().__init__(*panel.rows(*names))

    def show(self, steps: float) -> None:
        """Show the last whole step."""
        whole = int(steps + 1e-9)
        self.step.set_value(whole)
        value = float(self.values[whole])
        self.level.set_text(significant(value, 4), value)
