"""One family on the screen: its experiment, the chart below, and the panel with its knobs."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.axes import ChartAxes
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words
from explainer.scenes.probability.distributions.drawing.graph import (
    BAR,
    Bars,
    CountAxes,
    LawGraph,
    MeanAndSpread,
    places_for,
    rounded,
    step_heights,
)
from explainer.scenes.probability.distributions.drawing.knobs import Knob
from explainer.scenes.probability.distributions.drawing.runs import GHOSTS, Falling, RunStage
from explainer.scenes.probability.distributions.families import (
    KNOBS,
    Setting,
    law,
    moments,
    whole_setting,
)
from explainer.scenes.probability.distributions.story import FamilyStory, Window
from explainer.scenes.probability.distributions.text import experiment_note
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 0.6)
"""Where the law stands."""
STAGE = Zone(-5.35, 1.45, 1.1, 2.3)
"""Where the experiment is seen, above it."""
SIDE = Zone(2.15, SAFE.right, -3.0, 2.6)
"""Formula, knobs, mean and spread."""

SLOTS = 14
"""How many of the many runs are seen on the stage."""
FALL = 0.1
"""The share of the time of many runs that an outcome takes to fall."""


class FamilyView:
    """Makes what is seen of a family, and moves it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: FamilyStory, theme: Theme) -> None:
        self.story, self.theme, family = story, theme, story.family
        name = "probability" if family.discrete else "density"
        self.axes: ChartAxes = (CountAxes if family.discrete else ChartAxes)(
            CHART, theme, family.outcome, name
        )
        self.axes.set_window(*story.window(story.home))
        self._stretch = {corner: self._stretched(corner) for corner in range(len(story.corners))}
        self.axes.set_window(*self.window(story.home, self._stretch[0]))
        name_beside(self.axes)
        self.stage = RunStage(family.story, self.axes, STAGE, theme)
        self.pile = Bars(self.axes, theme.sample, theme, fill=0.5, outlined=False)
        self.falling = Falling(theme.ink, theme)
        self.graph = LawGraph(self.axes, family.discrete, theme.density, theme)
        self.marks = MeanAndSpread(self.axes, theme)
        note = Words(experiment_note(story), theme, size="small", colour="muted")
        self.note = note.fit_width(STAGE.width - 1.6).place((STAGE.left, STAGE.top + 0.16))
        self.followed = Words(
            "one run, and how it changes with the knobs", theme, size="small", colour="muted"
        ).place((STAGE.left, STAGE.top + 0.16))
        self.count = LiveNumber(1, theme, decimals=0, size="small", colour="ink", suffix="")
        self.count.place((STAGE.right, STAGE.top + 0.16), "right")
        self.count_name = Words("run", theme, size="small", colour="muted")
        self._place_count(len(story.outcomes))
        self._make_panel()
        count = len(story.outcomes)
        # Slowly at first, then quicker: run j of n lands at the time (j / n)^(1 / 2.2).
        self.landing = FALL + (1 - FALL) * (np.arange(1, count + 1) / count) ** (1 / 2.2)
        self._levels = self._pile_levels()
        self.first_run(0.0)

    # -- the window --------------------------------------------------------------------------------

    def window(self, setting: Setting, stretch: np.ndarray) -> Window:
        """Return the window for a setting, stretched in width and in height."""
        low, high, top = self.story.window(setting)
        about = self._about(low, high)
        low, high = (about + float(stretch[0]) * (end - about) for end in (low, high))
        return low, high, top * float(stretch[1])

    def _about(self, low: float, high: float) -> float:
        """Return the place from where the horizontal axis may be stretched."""
        return low if self.story.family.positive else (low + high) / 2

    def _stretched(self, corner: int) -> np.ndarray:
        """Return by how much the window must grow, (2,), for the knobs to rest at a corner."""
        low, high, top = self.story.window(self.story.corners[corner])
        first, last, most = rounded(self.axes, low, high, top, about=self._about(low, high))
        return np.array([(last - first) / (high - low), most / top])

    # -- the panel ---------------------------------------------------------------------------------

    def _make_panel(self) -> None:
        theme, family, story = self.theme, self.story.family, self.story
        left, right = f"{family.left_side} =", family.marked(family.formula)
        size = 0.46
        whole = Formula(f"{left} {right}", theme, size=size)
        top = SIDE.top - 0.4
        if whole.advance <= SIDE.width:
            self.formula = VGroup(whole.place((SIDE.left, top - 0.55)))
        else:
            first = Formula(left, theme, size=size).place((SIDE.left, top))
            second = Formula(right, theme, size=size).fit_width(SIDE.width)
            self.formula = VGroup(first, second.place((SIDE.left, top - 0.9)))
        self.knobs: dict[str, Knob] = {}
        y = 0.5
        for name, stops in story.stops.items():
            knob = KNOBS[name]
            zone = Zone(SIDE.left, SIDE.right, y - 1.0, y)
            self.knobs[name] = Knob(
                *(knob.symbol, knob.word, stops, knob.role, knob.whole, zone, theme)
            )
            y -= 1.05
        ends = [moments(family.name, corner) for corner in story.corners]
        self.readings: list[LiveNumber] = []
        rows: list[VMobject] = []
        for index, (word, role, markup) in enumerate(
            (("mean", "mean", family.mean), ("std. dev.", "spread", family.deviation))
        ):
            base = -2.08 - 0.7 * index
            title = Words(word, theme, size=0.36, colour=role).place((SIDE.left, base))
            places = places_for(min(abs(end[index]) or 1.0 for end in ends))
            places = min(max(places, 2), 3)
            number = LiveNumber(0, theme, decimals=places, size=0.42, colour=role)
            number.place((SIDE.right, base), "right")
            rows += [title, number]
            self.readings.append(number)
            markup = family.marked(markup)
            start = SIDE.left + 1.3
            formula = Formula(f"= {markup} =", theme, size=0.36)
            longest = max(number.set_value(end[index]).advance for end in ends)
            room = SIDE.right - longest - 0.12 - start
            if formula.advance > room:
                formula.fit_width(room)
            rows.append(formula.place((SIDE.right - longest - 0.12, base), "right"))
        self.moments = VGroup(*rows)
        self.read(story.home)

    def read(self, setting: dict[str, float]) -> Self:
        """Show a setting on the knobs, and the mean and spread that belong to it."""
        for name, knob in self.knobs.items():
            knob.set_value(setting[name])
        member = law(self.story.family.name, whole_setting(setting))
        for number, value in zip(
            self.readings, (member.mean, member.standard_deviation), strict=True
        ):
            number.set_value(value, passing=True)
        return self

    # -- the experiment ----------------------------------------------------------------------------

    def first_run(self, t: float) -> Self:
        """Show the first run; its outcome falls in the last part."""
        runs, home = self.story.runs, self.story.home
        course = min(t / 0.82, 1.0)
        self.stage.show(runs.picture(0, home), course)
        share = (t - 0.82) / 0.18
        self._fall(np.array([0]), np.array([share]))
        self._stand(1 if share >= 1 else 0)
        return self

    def many_runs(self, t: float) -> Self:
        """Show all other runs: some on the stage, all of them falling."""
        story, count = self.story, len(self.story.outcomes)
        landed = max(1, int(np.searchsorted(self.landing, t + 1e-9, side="right")))
        slot = min(int(t * SLOTS), SLOTS - 1)
        shown = self._shown(slot)
        course = min((t * SLOTS - slot) / 0.62, 1.0) if t < 1 else 1.0
        self.stage.show(story.runs.picture(shown, story.home), course)
        if story.family.story == "pushes":
            earlier = [self._shown(each) for each in range(max(slot - GHOSTS, 0), slot)]
            self.stage.show_ghosts([story.runs.picture(each, story.home) for each in earlier])
        window = np.arange(landed, min(landed + 140, count))
        self._fall(window, (t - self.landing[window] + FALL) / FALL)
        self._stand(landed)
        return self

    def _shown(self, slot: int) -> int:
        """Return which run is on the stage in a slot of time: one that is about to fall."""
        if slot == SLOTS - 1:
            return self.story.live
        at = (slot + 0.9) / SLOTS
        return min(int(np.searchsorted(self.landing, at)), len(self.landing) - 1)

    def _fall(self, runs: np.ndarray, share: np.ndarray) -> None:
        x = self.stage.x(self._centres()[self.story.bins[runs]])
        if not self.story.family.discrete:
            x = self.stage.x(self.story.outcomes[runs])
        heights_in_units = np.stack([0 * x, self._levels[runs]], axis=1)
        ends = self.axes.to_frame(heights_in_units)[:, 1]
        self.falling.set_falling(x, self.stage.floor, ends, share)

    def _stand(self, count: int) -> None:
        pile = self.story.pile(count)
        width = BAR if self.story.family.discrete else float(np.diff(self.story.edges[:2])[0])
        self.pile.set_bars(self._centres(), pile, width)
        self.count.set_value(max(count, 1))

    def _centres(self) -> np.ndarray:
        return (self.story.edges[:-1] + self.story.edges[1:]) / 2

    def _pile_levels(self) -> np.ndarray:
        """Return the height on which each run lands, (runs,)."""
        bins = self.story.bins
        order = np.argsort(bins, kind="stable")
        first = np.searchsorted(bins[order], bins[order], side="left")
        levels = np.empty(len(bins))
        levels[order] = np.arange(len(bins)) - first
        width = 1.0 if self.story.family.discrete else float(np.diff(self.story.edges[:2])[0])
        return np.asarray(levels / (len(bins) * width))

    def _place_count(self, most: int) -> None:
        self.count.set_value(most)
        x = float(self.count.baseline[0]) - 0.14
        self.count_name.place((x, STAGE.top + 0.16), "right")
        self.count.set_value(1)

    # -- the law -----------------------------------------------------------------------------------

    def leave(self, t: float) -> Self:
        """Let the pile go, which belongs to the first setting, and the paths of earlier runs."""
        self.pile.set_fill(opacity=0.28 * (1 - t))
        self.stage.ghosts.set_stroke(opacity=1 - t)
        return self

    def settle(self, t: float) -> Self:
        """Let the law rise from the tops of the pile to where ever more runs would bring them."""
        story = self.story
        x, exact = story.graph(story.home, (self.axes.low, self.axes.high))
        piled = step_heights(x, story.edges, story.pile(len(story.outcomes)))
        self.graph.set_heights(x, piled + (exact - piled) * t)
        self.pile.set_fill(opacity=0.5 - 0.22 * t)
        self.stage.show(story.runs.picture(story.live, story.home), 1.0, plumb=t)
        return self

    def show_moments(self) -> Self:
        """Put the marks of mean and spread where they belong in the first setting."""
        self.marks.set_moments(*moments(self.story.family.name, self.story.home))
        return self

    def turn(self, number: int, t: float) -> Self:
        """Turn a knob along the leg of that number; all else follows."""
        story, leg = self.story, self.story.legs[number]
        setting = leg.setting(t)
        ends = self._stretch[number], self._stretch[number + 1]
        window = self.window(setting, ends[0] + (ends[1] - ends[0]) * t)
        if not np.allclose(window, (self.axes.low, self.axes.high, self.axes.top), rtol=1e-9):
            self.axes.set_window(*window)
        self.graph.set_heights(*story.graph(setting, (self.axes.low, self.axes.high)))
        self.marks.set_moments(*moments(story.family.name, setting))
        self.stage.show(story.runs.picture(story.live, setting), 1.0, plumb=1.0)
        self.read(setting)
        return self

    def turning(self, number: int) -> list[VMobject]:
        """Return what ``turn`` changes."""
        return [
            *(*self.axes.moving, self.stage, self.graph, self.marks),
            *(self.knobs[self.story.legs[number].knob], *self.readings),
        ]

    def everything(self) -> list[VMobject]:
        """Return all that can be seen of the family."""
        return [
            *(self.axes, self.stage, self.pile, self.falling, self.graph, self.marks),
            *(self.note, self.followed, self.count, self.count_name, self.formula, self.moments),
            *self.knobs.values(),
        ]


def name_beside(axes: ChartAxes) -> None:
    """Put the name of the vertical axis at its left, so that it is clear of what is above."""
    name = axes.y_name
    name.scale(0.25 / name.em, about_point=name.baseline)
    name.place((SAFE.left, axes.zone.top + 0.22))
