"""One family on the screen: its experiment, the chart below, and the panel with its sliders."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.geometry.easing import ease
from explainer.maths.distributions import Distribution
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import BAR, DistributionMark, Heights
from explainer.mobjects.dots import Dots, pile_heights
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Words, row
from explainer.numbers import Figure, decimals_for, decimals_needed, equals, widest
from explainer.scenes.probability.distributions.families import (
    FORMULAS,
    MOMENTS,
    PARAMETERS,
    Blend,
    Parameter,
    Setting,
    in_colours,
)
from explainer.scenes.probability.distributions.story import FamilyStory, Run
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 0.6)
"""Where the distribution stands."""
STAGE = Zone(-5.35, 1.45, 1.1, 2.3)
"""Where the experiment is seen, above it."""
CAPTION = STAGE.top + 0.16
"""The baseline of what is written above the experiment."""
SIDE = Zone(2.15, SAFE.right, -2.9, 2.5)
"""The panel beside a chart."""

SLOTS = 14
"""How many of the many runs are seen on the stage."""
GHOSTS = 12
"""How many earlier paths stay visible."""
FALL = 0.1
"""The share of the time of many runs that an outcome takes to fall."""
HANDLE, REACH = 0.15, SIDE.width - 0.25
"""The radius of a slider's handle, and how wide it is: room is left for an em of its number."""


class ExperimentView(VGroup):
    """One run of an experiment, as far as it has come; its places are those of the chart below.

    Args:
        experiment: its kind.
        chart: on whose horizontal axis outcomes lie.
        zone: where the experiment is seen.
    """

    def __init__(self, experiment: str, chart: LiveChart, zone: Zone) -> None:
        self.experiment, self.chart, self.zone = experiment, chart, zone
        self.x, theme = chart.across, chart.theme
        self.upper = zone.bottom + 0.74 * zone.height
        self.lower = zone.bottom + 0.2 * zone.height
        if experiment not in ("count", "arrivals"):
            self.upper = self.lower = zone.bottom + 0.4 * zone.height
        # The ordinate from which outcomes fall.
        self.floor = zone.bottom if experiment == "pushes" else self.lower
        self.track = Segments(theme.axis, width=theme.strokes.thin)
        self.plumb = Curve(theme.muted, width=theme.strokes.thin)
        self.elapsed = Curve(theme.ink, width=theme.strokes.regular)
        self.misses = Dots(theme.background, 0)
        self.misses.set_stroke(theme.tails, width=theme.strokes.thin, opacity=1)
        self.hits = Dots(theme.second_slider if experiment != "ranked" else theme.slider, 0)
        self.chosen = Dots(theme.ink, 0)
        self.falling = Dots(theme.ink, 0.07)
        super().__init__(self.track, self.plumb, self.elapsed)
        self.add(self.misses, self.hits, self.chosen, self.falling)

    def show(self, run: Run, s: float, *, plumb: float = 0.0) -> Self:
        """Show a run at a share s of its course.

        Args:
            run: what is seen of it.
            s: from 0, before it begins, to 1, when its outcome is about to fall.
            plumb: how far a line reaches from the outcome down to the axis.
        """
        for part in (self.track, self.elapsed, self.misses, self.hits):
            part.points = np.zeros((0, 3))
        getattr(self, f"_{self.experiment}")(run, s)
        spot = np.array([float(self.x(run.outcome)), self.floor])
        self.chosen.set_dots(spot, 0.08 * ease((s - 0.85) / 0.15))
        end = self.floor + (self.chart.zone.bottom - self.floor) * plumb
        self.plumb.set_corners(np.array([spot, [spot[0], end]] if plumb > 0 else []))
        return self

    # -- one kind of experiment each ---------------------------------------------------------------

    def _count(self, run: Run, s: float) -> None:
        """Marks come one by one; then those that count are put side by side below."""
        places, hits, zone = run.places, run.hits, self.zone
        passed = min(s / 0.5, 1.0)
        if self.experiment == "arrivals":
            above, radius = zone.left + zone.width * places, self._radius()
            come = passed - places
            self._set_track(zone.left, zone.right)
            if 0 < s < 0.5:
                self.elapsed.set_corners(self._upright(zone.left + zone.width * passed, 0.24))
        else:
            pitch = min(zone.width / len(places), 0.42)
            above, radius = zone.left + pitch * (places - 0.5), min(self._radius(), 0.42 * pitch)
            come = passed - (places - 1) / len(places)
        sizes = radius * np.clip(come * 12 if len(places) < 30 else come * 40, 0, 1)
        spots = _level(above, self.upper)
        packed = _level(self.x(np.cumsum(hits)), self.lower)
        moved = spots + (packed - spots) * ease((s - 0.55) / 0.3)
        if self.experiment == "count":
            self.misses.set_dots(spots, sizes)
        self.hits.set_dots(moved[hits], sizes[hits])

    _arrivals = _count

    def _trials_until(self, run: Run, s: float) -> None:
        """Trials follow one another until there are enough successes."""
        come = s / 0.8 * len(run.places) - (run.places - 1)
        sizes = self._radius() * np.clip(come, 0, 1)
        spots = _level(self.x(run.places), self.upper)
        self.misses.set_dots(spots, sizes)
        self.hits.set_dots(spots[run.hits], sizes[run.hits])

    def _time_until(self, run: Run, s: float) -> None:
        """Time passes until the arrival that counts."""
        start, end = self.x([0.0, run.outcome]).tolist()
        now = start + (end - start) * min(s / 0.8, 1.0)
        self._set_track(start, self.zone.right, walls=1)
        self.elapsed.set_corners(_level(np.array([start, now] if now > start else []), self.upper))
        spots = _level(self.x(run.places), self.upper)
        sizes = 0.13 * np.clip((now - spots[:, 0]) / 0.15 + (s >= 0.8), 0, 1)
        self.hits.set_dots(spots, sizes)

    def _point(self, run: Run, s: float) -> None:
        """A dot runs to and fro between two walls, and stops at a random moment."""
        left, right, end = self.x(run.places).tolist()
        way = (2 * (right - left) + end - left) * min(s / 0.8, 1.0)
        lap = way % (2 * (right - left)) if right > left else 0.0
        self._set_track(left, right)
        self.hits.set_dots(np.array([left + min(lap, 2 * (right - left) - lap), self.upper]), 0.14)

    def _ranked(self, run: Run, s: float) -> None:
        """Points fall anywhere; then the one with the wanted rank is picked."""
        count = len(run.places)
        self._set_track(*self.x([0.0, 1.0]).tolist())
        come = np.clip(min(s / 0.5, 1.0) * (count + 1) - np.arange(count), 0, 1)
        spots = _level(self.x(run.places), self.upper)
        spots[:, 1] += 0.45 * (1 - come) ** 2
        self.misses.set_dots(spots, 0.1 * come)
        self.hits.set_dots(spots[run.hits], 0.15 * ease((s - 0.55) / 0.25))

    def _pushes(self, run: Run, s: float) -> None:
        """A path falls, and is pushed a little to the left or to the right at each step."""
        path = self.path(run)
        along, steps = min(s / 0.85, 1.0) * (len(path) - 1), np.arange(len(path))
        tip = np.stack([np.interp(along, steps, path[:, axis]) for axis in (0, 1)])
        self.elapsed.set_corners(np.vstack([path[: math.floor(along) + 1], tip]))
        self.hits.set_dots(tip, 0.11)

    def path(self, run: Run) -> np.ndarray:
        """Return the way of a run that falls, (m, 2)."""
        y = np.linspace(self.zone.top - 0.12, self.zone.bottom, len(run.places))
        return np.stack([self.x(run.places), y], axis=1)

    def _radius(self) -> float:
        """Return the radius of marks that stand side by side, one apart on the axis."""
        return float(np.clip(0.42 * np.ptp(self.x([0.0, 1.0])), 0.015, 0.17))

    def _set_track(self, left: float, right: float, walls: int = 2) -> None:
        """Draw the line that marks lie on, with a wall at both ends or at the first."""
        ends = [self._upright(x, 0.16) for x in (left, right)[:walls]]
        self.track.set_segments(np.array([_level(np.array([left, right]), self.upper), *ends]))

    def _upright(self, x: float, half: float) -> np.ndarray:
        return np.array([[x, self.upper - half], [x, self.upper + half]])


def _level(x: np.ndarray, y: float) -> np.ndarray:
    """Return points at (m,) abscissas, all at one height, (m, 2)."""
    return np.stack([x, np.full(len(x), y)], axis=1)


class FamilyView(VGroup):
    """What is seen of a family: an experiment, the chart of its outcomes, and the panel.

    Args:
        story: the numbers.
        note: what is done in the experiment, Typst prose.
        panel: lays out what stands beside the picture.
    """

    def __init__(self, story: FamilyStory, note: str, panel: Panel) -> None:
        self.story, family, theme = story, story.family, panel.theme
        heights = Axis(0, 1, "probability" if family.discrete else "density")
        across = Axis(0, 1, family.outcome, whole=family.discrete)
        self.chart = LiveChart(CHART, theme, across, heights).look(*story.window(story.initial))
        # What the heights are called stands clear of what is above.
        name = self.chart.y.title
        name.scale(0.25 / name.em, about_point=name.baseline).place((SAFE.left, CHART.top + 0.22))
        self.stage = ExperimentView(family.experiment, self.chart, STAGE)
        self.histogram = Heights(self.chart, "sample", fill=0.5, width="")
        self.ghosts = Segments(theme.ghost, width=theme.strokes.hair)
        self.runs = VGroup(self.histogram, self.ghosts)
        width = "regular" if family.discrete else "bold"
        member = family.distribution(story.initial)
        self.graph = DistributionMark(self.chart, "density", member, fill=0.28, width=width)
        self.mean = Segments(theme.mean, width=theme.strokes.regular)
        self.deviation = Segments(theme.spread, width=theme.strokes.bold)
        self.dot = Dot(theme.mean, 0.1, rim=theme.background)
        self.marks = VGroup(self.mean, self.deviation, self.dot)
        self._mark(member)
        note_words, self.followed = (
            Words(text, theme, size="small", colour="muted").place((STAGE.left, CAPTION))
            for text in (note, "one run, as it changes with the sliders")
        )
        count = len(story.outcomes)
        self.count = LiveNumber(count, theme, decimals=0, size="small", anchor="left")
        run = Words("run", theme, size="small", colour="muted")
        counted = row(run, self.count, start=(STAGE.right - 1.0, CAPTION))
        self.counter = VGroup(note_words.fit_width(STAGE.width - 1.6), counted)
        sliders = (Slider(PARAMETERS[name], stops, theme) for name, stops in story.stops.items())
        self.sliders = VGroup(*sliders)
        self.formula, self.moments = self._make_panel(panel)
        super().__init__(self.chart, self.runs, self.stage, self.graph, self.marks)
        self.add(self.followed, self.counter, self.formula, self.sliders, self.moments)
        # Slowly at first, then quicker: run j of n lands at the time (j / n)^(1 / 2.2).
        self.landing = FALL + (1 - FALL) * (np.arange(1, count + 1) / count) ** (1 / 2.2)
        self.levels = pile_heights(story.bins, 1.0) / (count * story.bin_width)
        self.read(story.initial)
        self.first_run(0.0)

    def _make_panel(self, panel: Panel) -> tuple[VGroup, VGroup]:
        family, self.readings = self.story.family, []
        members = [family.distribution(setting) for setting in self.story.settings]
        ends = [[member.mean, member.standard_deviation] for member in members]
        names, rows = (("mean", "mean"), ("spread", "std. dev.")), []
        columns = zip(names, MOMENTS[family.name], np.transpose(ends), strict=True)
        for (role, word), markup, values in columns:
            smallest = min(abs(value) or 1.0 for value in values)
            places = min(max(decimals_for(smallest), 2), 3)
            longest = equals(Figure(widest(values, places), True))
            number = panel.number(decimals=places, colour=role, equated=True, text=longest)
            self.readings.append(number)
            name = f'#part("{role}")[{word}] $= {in_colours(markup)}$'
            rows.append(Named(name, number, "ink"))
        left = Line("P(X = x) =" if family.discrete else "p(x) =")
        right = Line(in_colours(FORMULAS[family.name]))
        shown = panel.rows(left, right, *self.sliders, *rows)
        return VGroup(*shown[:2]), VGroup(*shown[-2:])

    def read(self, setting: Setting, *, animating: bool = False) -> Self:
        """Show a setting on the sliders, and the mean and deviation that belong to it."""
        for slider, value in zip(self.sliders, setting.values(), strict=True):
            slider.set_value(value, animating=animating)
        member = self.story.family.distribution(setting)
        self.readings[0].set_value(member.mean, animating=animating)
        self.readings[1].set_value(member.standard_deviation, animating=animating)
        return self

    # -- the experiment ----------------------------------------------------------------------------

    def first_run(self, t: float) -> Self:
        """Show the first run; its outcome falls in the last part."""
        self.stage.show(self.story.run(0, self.story.initial), min(t / 0.82, 1.0))
        share = (t - 0.82) / 0.18
        return self._fall(np.array([0]), np.array([share]), 1 if share >= 1 else 0)

    def many_runs(self, t: float) -> Self:
        """Show all other runs: some on the stage, all of them falling."""
        story, count = self.story, len(self.story.outcomes)
        landed = max(1, int(np.searchsorted(self.landing, t + 1e-9, side="right")))
        slot = min(int(t * SLOTS), SLOTS - 1)
        course = min((t * SLOTS - slot) / 0.62, 1.0) if t < 1 else 1.0
        # Each is about to fall when its slot ends.
        runs = np.searchsorted(self.landing[:-1], (np.arange(SLOTS) + 0.9) / SLOTS)
        runs[-1] = story.followed
        shown = [story.run(int(run), story.initial) for run in runs[: slot + 1]]
        self.stage.show(shown[-1], course)
        if story.family.experiment == "pushes" and slot:
            paths = np.array([self.stage.path(run) for run in shown[:-1][-GHOSTS:]])
            pieces = np.stack([paths[:, :-1], paths[:, 1:]], axis=2)
            self.ghosts.set_segments(pieces.reshape(-1, 2, 2))
        window = np.arange(landed, min(landed + 140, count))
        return self._fall(window, (t - self.landing[window] + FALL) / FALL, landed)

    def _fall(self, runs: np.ndarray, share: np.ndarray, landed: int) -> Self:
        """Show outcomes that fall, each at a share of its time, on the bars of those that have."""
        story = self.story
        values = story.centres[story.bins] if story.family.discrete else story.outcomes
        spots, floor = self.chart.at(values[runs], self.levels[runs]), self.stage.floor
        spots[:, 1] = floor + (spots[:, 1] - floor) * share**2
        self.stage.falling.set_dots(spots[(share > 0) & (share < 1)])
        reach = (BAR if story.family.discrete else story.bin_width) / 2
        ends = story.centres - reach, story.centres + reach
        self.histogram.bars(*ends, story.histogram(landed))
        self.count.set_value(max(landed, 1))
        return self

    # -- the distribution --------------------------------------------------------------------------

    def settle(self, t: float) -> Self:
        """Let the graph rise from the histogram to where ever more runs would bring it."""
        story = self.story
        member = story.family.distribution(story.initial)
        x = member.nodes(*self.chart.window[:2])
        observed = story.histogram_at(x)
        heights = observed + (member.density(x) - observed) * t
        if member.discrete:
            self.graph.bars(x - BAR / 2, x + BAR / 2, heights)
        else:
            self.graph.curve(x, heights)
        self.histogram.area.set_fill(opacity=0.5 - 0.22 * t)
        self.stage.show(story.run(story.followed, story.initial), 1.0, plumb=t)
        return self

    def change(self, number: int, t: float) -> Self:
        """Show the change of that number at a share t of the way."""
        story, setting = self.story, self.story.changing(number, t)
        # The window draws the graph again: from then on that of the new setting.
        member = self.graph.distribution = story.family.member(setting)
        self.chart.look(*story.window(setting), resting(t))
        self.graph.show()
        self._mark(member)
        self.stage.show(story.run(story.followed, setting), 1.0, plumb=1.0)
        return self.read(setting, animating=t < 1)

    def _mark(self, member: Distribution | Blend) -> None:
        """Put a dot at the mean, above the chart, and a bar as far as the deviation beside it."""
        zone, mean, deviation = self.chart.zone, member.mean, member.standard_deviation
        y = zone.top + 0.26
        x, *ends = self.chart.across([mean, mean - deviation, mean + deviation]).tolist()
        left, right = np.clip(ends, zone.left, zone.right)
        caps = [[[end, y - 0.1], [end, y + 0.1]] for end in (left, right)]
        self.deviation.set_segments(np.array([[[left, y], [right, y]], *caps]))
        self.mean.set_dashes((x, zone.bottom), (x, y), 0.1)
        self.dot.set_centre(np.array([x, y]))


class Slider(VGroup):
    """A parameter on a track between the least and the largest of its stops.

    Args:
        parameter: its symbol, colour and word.
        stops: the values that it takes; one value means that it is held.
        theme: for the rest.
    """

    def __init__(self, parameter: Parameter, stops: Sequence[float], theme: Theme) -> None:
        self.span = self.low, self.high = min(stops), max(stops)
        places = 0 if parameter.whole else max(2, decimals_needed(stops, 3))
        self.value = LiveNumber(stops[0], theme, decimals=places, size=0.46, colour=parameter.role)
        self.value.place((REACH, 0.24), "right")
        held = "" if self.high > self.low else ", held"
        markup = f'${parameter.markup}$ #part("word")[{parameter.word}{held}]'
        name = Words(markup, theme, size="body", colours={"word": "muted"}).place((0, 0.26))
        name.fit_width(
            REACH - max(self.value.set_value(s, animating=True).advance for s in stops) - 0.2
        )
        self.track = Segments(theme.faint, width=theme.strokes.bold)
        self.track.set_segments(np.array([[[HANDLE, 0], [REACH - HANDLE, 0]]]))
        ends = VGroup()
        if self.high > self.low:
            least, most = (LiveNumber(s, theme, size="small", colour="muted") for s in self.span)
            ends.add(least.place((0, -0.37), "left"), most.place((REACH, -0.37), "right"))
        marks = Segments(theme.faint, width=theme.strokes.thin)
        tick = np.array([[0, -0.13], [0, 0.13]])
        marks.set_segments(np.array([self.spot(stop) + tick for stop in stops]))
        self.handle = Dot(theme.colour(parameter.role), HANDLE, rim=theme.background)
        super().__init__(name, ends, self.track, marks, self.handle, self.value)
        self.set_value(stops[0])

    def spot(self, value: float) -> np.ndarray:
        """Return where a value lies on the track, wherever that is."""
        width = self.high - self.low
        share = (value - self.low) / width if width else 0.5
        start, end = self.track.points[[0, -1], :2]
        return start + share * (end - start)

    def set_value(self, value: float, *, animating: bool = False) -> Self:
        """Slide to a value, which may run past."""
        self.handle.set_centre(self.spot(value))
        self.value.set_value(value, animating=animating)
        return self
