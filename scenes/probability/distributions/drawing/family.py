"""One family on the screen: its experiment, the chart below, and the panel with its sliders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.distribution_mark import BAR, Heights
from explainer.mobjects.dots import pile_heights
from explainer.mobjects.live_chart import resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import decimals_for, decimals_needed
from explainer.scenes.probability.distributions.drawing.charts import (
    SIDE,
    MeanAndDeviation,
    distribution_chart,
)
from explainer.scenes.probability.distributions.drawing.experiment import (
    GHOSTS,
    ExperimentView,
    Marks,
)
from explainer.scenes.probability.distributions.families import (
    PARAMETERS,
    Parameter,
    Setting,
    whole_setting,
)
from explainer.scenes.probability.distributions.story import FamilyStory
from explainer.style import Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 0.6)
"""Where the distribution stands."""
STAGE = Zone(-5.35, 1.45, 1.1, 2.3)
"""Where the experiment is seen, above it."""
CAPTION = STAGE.top + 0.16
"""The baseline of what is written above the experiment."""

SLOTS = 14
"""How many of the many runs are seen on the stage."""
FALL = 0.1
"""The share of the time of many runs that an outcome takes to fall."""
WIDTHS = {True: "regular", False: "bold"}
"""How strong the line is about bars, and of a curve."""
HANDLE = 0.15
"""The radius of a slider's handle."""


class FamilyView:
    """Makes what is seen of a family, and moves it.

    Args:
        story: the numbers.
        note: what is done in the experiment, Typst prose.
        theme: for colours.
    """

    def __init__(self, story: FamilyStory, note: str, theme: Theme) -> None:
        self.story, self.theme, family = story, theme, story.family
        self.chart = distribution_chart(CHART, theme, family.outcome, family.discrete)
        self.chart.look(*story.window(story.initial))
        self.stage = ExperimentView(family.experiment, self.chart, STAGE)
        self.histogram = Heights(self.chart, "sample", fill=0.5, width="")
        self.falling = Marks(theme.ink, theme)
        self.graph = Heights(self.chart, "density", fill=0.28, width=WIDTHS[family.discrete])
        self.marks = MeanAndDeviation(self.chart).set_moments(*family.moments(story.initial))
        self.note, self.followed = (
            Words(text, theme, size="small", colour="muted").place((STAGE.left, CAPTION))
            for text in (note, "one run, and how it changes with the sliders")
        )
        self.note.fit_width(STAGE.width - 1.6)
        count = len(story.outcomes)
        self.count = LiveNumber(count, theme, decimals=0, size="small")
        self.count.place((STAGE.right, CAPTION), "right")
        self.count_name = Words("run", theme, size="small", colour="muted")
        self.count_name.place((float(self.count.baseline[0]) - 0.14, CAPTION), "right")
        self._make_panel()
        # Slowly at first, then quicker: run j of n lands at the time (j / n)^(1 / 2.2).
        self.landing = FALL + (1 - FALL) * (np.arange(1, count + 1) / count) ** (1 / 2.2)
        self.levels = pile_heights(story.bins, 1.0) / (count * story.bin_width)
        self.first_run(0.0)

    def everything(self) -> list[VMobject]:
        """Return all that can be seen of the family."""
        return [
            *(self.chart, self.stage, self.histogram, self.falling, self.graph, self.marks),
            *(self.note, self.followed, self.count, self.count_name, self.formula, self.moments),
            *self.sliders.values(),
        ]

    # -- the panel ---------------------------------------------------------------------------------

    def _make_panel(self) -> None:
        theme, family, story = self.theme, self.story.family, self.story
        left = "P(X = x) =" if family.discrete else "f(x) ="
        right = family.marked(family.formula)
        top = SIDE.top - 0.4
        whole = Formula(f"{left} {right}", theme, size=0.46)
        if whole.advance <= SIDE.width:
            self.formula = VGroup(whole.place((SIDE.left, top - 0.55)))
        else:
            first = Formula(left, theme, size=0.46).place((SIDE.left, top))
            second = Formula(right, theme, size=0.46).fit_width(SIDE.width)
            self.formula = VGroup(first, second.place((SIDE.left, top - 0.9)))
        self.sliders = {
            name: Slider(PARAMETERS[name], stops, 0.5 - 1.05 * index, theme)
            for index, (name, stops) in enumerate(story.stops.items())
        }
        ends = [family.moments(setting) for setting in story.settings]
        self.readings: list[LiveNumber] = []
        self.moments = VGroup()
        for index, (word, role, markup) in enumerate(
            (("mean", "mean", family.mean), ("std. dev.", "spread", family.deviation))
        ):
            base = -2.08 - 0.7 * index
            title = Words(word, theme, size=0.36, colour=role).place((SIDE.left, base))
            smallest = min(abs(end[index]) or 1.0 for end in ends)
            places = min(max(decimals_for(np.array([smallest])), 2), 3)
            number = LiveNumber(0, theme, decimals=places, size=0.42, colour=role)
            number.place((SIDE.right, base), "right")
            self.readings.append(number)
            edge = SIDE.right - max(number.set_value(end[index]).advance for end in ends) - 0.12
            formula = Formula(f"= {family.marked(markup)} =", theme, size=0.36)
            formula.fit_width(edge - SIDE.left - 1.3).place((edge, base), "right")
            self.moments.add(title, number, formula)
        self.read(story.initial)

    def read(self, setting: Setting) -> Self:
        """Show a setting on the sliders, and the mean and deviation that belong to it."""
        for name, slider in self.sliders.items():
            slider.set_value(setting[name])
        member = self.story.family.distribution(whole_setting(setting))
        self.readings[0].set_value(member.mean, animating=True)
        self.readings[1].set_value(member.standard_deviation, animating=True)
        return self

    # -- the experiment ----------------------------------------------------------------------------

    def first_run(self, t: float) -> Self:
        """Show the first run; its outcome falls in the last part."""
        self.stage.show(self.story.runs.run(0, self.story.initial), min(t / 0.82, 1.0))
        share = (t - 0.82) / 0.18
        self._fall(np.array([0]), np.array([share]))
        self._stand(1 if share >= 1 else 0)
        return self

    def many_runs(self, t: float) -> Self:
        """Show all other runs: some on the stage, all of them falling."""
        story, count = self.story, len(self.story.outcomes)
        landed = max(1, int(np.searchsorted(self.landing, t + 1e-9, side="right")))
        slot = min(int(t * SLOTS), SLOTS - 1)
        course = min((t * SLOTS - slot) / 0.62, 1.0) if t < 1 else 1.0
        self.stage.show(story.runs.run(self._shown(slot), story.initial), course)
        if story.family.experiment == "pushes":
            earlier = [self._shown(each) for each in range(max(slot - GHOSTS, 0), slot)]
            self.stage.show_ghosts([story.runs.run(each, story.initial) for each in earlier])
        window = np.arange(landed, min(landed + 140, count))
        self._fall(window, (t - self.landing[window] + FALL) / FALL)
        self._stand(landed)
        return self

    def _shown(self, slot: int) -> int:
        """Return which run is on the stage in a slot of time: one that is about to fall."""
        if slot == SLOTS - 1:
            return self.story.followed
        at = (slot + 0.9) / SLOTS
        return min(int(np.searchsorted(self.landing, at)), len(self.landing) - 1)

    def _fall(self, runs: np.ndarray, share: np.ndarray) -> None:
        """Show those outcomes that have begun to fall and have not arrived."""
        story = self.story
        values = story.centres[story.bins] if story.family.discrete else story.outcomes
        spots = self.chart.at(values[runs], self.levels[runs])
        spots[:, 1] = self.stage.floor + (spots[:, 1] - self.stage.floor) * share**2
        self.falling.set_marks(spots[(share > 0) & (share < 1)], 0.07)

    def _stand(self, count: int) -> None:
        story = self.story
        reach = (BAR if story.family.discrete else story.bin_width) / 2
        ends = story.centres - reach, story.centres + reach
        self.histogram.bars(*ends, story.histogram(count))
        self.count.set_value(max(count, 1))

    # -- the distribution --------------------------------------------------------------------------

    def leave(self, t: float) -> Self:
        """Let the histogram go, which belongs to the first setting, and paths of earlier runs."""
        self.histogram.area.set_fill(opacity=0.28 * (1 - t))
        self.stage.ghosts.set_stroke(opacity=1 - t)
        return self

    def settle(self, t: float) -> Self:
        """Let the graph rise from the histogram to where ever more runs would bring it."""
        story = self.story
        x, exact = story.graph(story.initial)
        observed = story.histogram_at(x)
        self._draw(x, observed + (exact - observed) * t)
        self.histogram.area.set_fill(opacity=0.5 - 0.22 * t)
        self.stage.show(story.runs.run(story.followed, story.initial), 1.0, plumb=t)
        return self

    def change(self, number: int, t: float) -> Self:
        """Show the change of that number at a share t of the way."""
        story, setting = self.story, self.story.changes[number].setting(t)
        self.chart.look(*story.window(setting), resting(t))
        self._draw(*story.graph(setting))
        self.marks.set_moments(*story.family.moments(setting))
        self.stage.show(story.runs.run(story.followed, setting), 1.0, plumb=1.0)
        return self.read(setting)

    def _draw(self, x: np.ndarray, heights: np.ndarray) -> None:
        if self.story.family.discrete:
            self.graph.bars(x - BAR / 2, x + BAR / 2, heights)
        else:
            self.graph.curve(x, heights)

    def changing(self, number: int) -> list[VMobject]:
        """Return what ``change`` moves."""
        return [
            *(self.chart, self.stage, self.graph, self.marks),
            *(self.sliders[self.story.changes[number].parameter], *self.readings),
        ]


class Slider(VGroup):
    """A parameter on a track between the least and the largest of its stops.

    Args:
        parameter: its symbol, colour and word.
        stops: the values that it takes; one value means that it is held.
        top: where it begins in the panel.
        theme: for the rest.
    """

    def __init__(
        self, parameter: Parameter, stops: Sequence[float], top: float, theme: Theme
    ) -> None:
        self.low, self.high, self.whole = min(stops), max(stops), parameter.whole
        self.y = top - 0.62
        places = 0 if self.whole else max(2, decimals_needed(stops, 3))
        self.value = LiveNumber(stops[0], theme, decimals=places, size=0.42, colour=parameter.role)
        self.value.place((SIDE.right, top - 0.3), "right")
        held = "" if self.high > self.low else ", held"
        name = Words(
            f'$part("{parameter.role}", {parameter.symbol})$ #part("word")[{parameter.word}{held}]',
            theme,
            size=0.34,
            colours={"word": "muted"},
        ).place((SIDE.left, top - 0.28))
        name.fit_width(SIDE.width - max(self.value.set_value(s).advance for s in stops) - 0.2)
        track = Segments(theme.faint, width=theme.strokes.bold)
        ends = SIDE.left + HANDLE, SIDE.right - HANDLE
        track.set_segments(np.array([[[x, self.y] for x in ends]]))
        marks = Segments(theme.faint, width=theme.strokes.thin)
        spots = [[[x, self.y - 0.13], [x, self.y + 0.13]] for x in map(self.x, sorted(set(stops)))]
        marks.set_segments(np.array(spots))
        self.handle = Dot(theme.colour(parameter.role), HANDLE, rim=theme.background)
        super().__init__(name, track, marks, self.handle, self.value)
        self.set_value(stops[0])

    def x(self, value: float) -> float:
        """Return where a value lies on the track."""
        left, right = SIDE.left + HANDLE, SIDE.right - HANDLE
        if self.high == self.low:
            return (left + right) / 2
        return left + (value - self.low) / (self.high - self.low) * (right - left)

    def set_value(self, value: float) -> Self:
        """Slide to a value."""
        self.handle.set_centre(np.array([self.x(value), self.y]))
        self.value.set_value(np.floor(value + 0.5) if self.whole else value, animating=True)
        return self
