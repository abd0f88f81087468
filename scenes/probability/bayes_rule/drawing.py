"""A crowd of dots, the same crowd as areas, odds that are multiplied, and the base rate swept."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.dots import Dots
from explainer.mobjects.placing import Name, Room, evenly
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Anchor, Words
from explainer.numbers import GIVEN, computed, to_typst
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.story import BayesStory, Odds
from explainer.style import BODY, Theme, Zone

HERO = Zone(BODY.left, 2.35, BODY.bottom, 2.6)
"""Where the picture is, beside the panel."""

WHOLE = Zone(HERO.left + 1.15, HERO.right - 1.15, HERO.bottom, HERO.top - 0.55)
"""The area of one, with room for what is written around it."""

ILL, HEALTHY = 0.44, 0.3
"""Radii of dots, as shares of the distance between them."""

GROUPS = {
    "tails": (False, False),
    "prior": (True, False),
    "likelihood": (False, True),
    "posterior": (True, True),
}
"""The colour of each group by role: whether it has the condition, and the answer yes."""

STEPS = 3
"""How many equal answers in a row are followed."""


class Crowd(VGroup):
    """A dot for each of the population: larger with the condition, ringed with the answer yes."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        self.story, size = story, story.population
        ill, found, alarms = story.counts
        order = np.arange(size)
        self.ill = order < ill
        self.yes = (order < found) | ((order >= ill) & (order < ill + alarms))
        # What is rare is seen among the smallest dots, whose neighbours it may cover.
        self.least = 0.075 if (self.ill | self.yes).sum() < size / 20 else 0.0
        cells, self.pitch = cells_of(size, HERO)
        self.scattered = cells[np.random.default_rng(0).permutation(size)]
        # Columns from the left, first of those with the condition; the lowest of each say yes.
        cells, self.sorted_pitch = cells_of(size, WHOLE)
        cells[:, 1] = 2 * WHOLE.centre[1] - cells[:, 1]
        halves = cells[:ill], cells[ill:]
        self.sorted = np.concatenate([half[np.lexsort(half.T)] for half in halves])
        self.left, self.left_pitch = self.scattered.copy(), self.pitch
        if self.yes.any():
            self.left[self.yes], self.left_pitch = cells_of(found + alarms, HERO)
        self.dots = {role: Dots(theme.colour(role), 0) for role in GROUPS}
        self.rings = Dots(theme.ink, 0).set_fill(opacity=0)
        self.rings.set_stroke(theme.ink, width=theme.strokes.thin, opacity=1)
        self.scan = Segments(theme.ink, width=theme.strokes.bold)
        super().__init__(*self.dots.values(), self.rings, self.scan)
        self.test(0)

    def test(self, t: float) -> int:
        """Let the test pass from left to right; return how many have said yes so far."""
        x = HERO.left + (HERO.width + 0.02) * t
        tested = self.yes & (self.scattered[:, 0] < x)
        self._draw(self.scattered, self.pitch, tested)
        line = [[x, HERO.bottom], [x, HERO.top]]
        self.scan.set_segments(np.array([line] if 0 < t < 1 else []).reshape(-1, 2, 2))
        return int(tested.sum())

    def rule_out(self, t: float) -> Self:
        """Fade those with a no, then let those who are left fill the picture."""
        fade, gather = min(2 * t, 1.0), ease(max(2 * t - 1, 0.0))
        spots = self.scattered + gather * (self.left - self.scattered)
        least = 0.0 if self.yes.any() else 0.25
        pitch = self.pitch + gather * (self.left_pitch - self.pitch)
        return self._draw(spots, pitch, self.yes, 1 - fade * (1 - least))

    def sort(self, t: float) -> Self:
        """Bring everyone back, in the order of the areas that they become."""
        spots = self.left + t * (self.sorted - self.left)
        spots[~self.yes] = self.sorted[~self.yes]
        pitch = self.left_pitch + t * (self.sorted_pitch - self.left_pitch)
        return self._draw(spots, pitch, self.yes, t, self.sorted_pitch)

    def _draw(
        self, spots: np.ndarray, pitch: float, yes: np.ndarray, no: float = 1.0, behind: float = 0.0
    ) -> Self:
        ring, behind = max(ILL * pitch, self.least), behind or pitch
        self.dots["tails"].radius = HEALTHY * behind
        self.dots["prior"].radius = max(ILL * behind, self.least)
        self.dots["likelihood"].radius = ring * HEALTHY / ILL
        self.dots["posterior"].radius = self.rings.radius = ring
        for role, (ill, said) in GROUPS.items():
            self.dots[role].set_dots(spots[(self.ill == ill) & (yes == said)])
        self.rings.set_dots(spots[yes])
        self.dots["tails"].set_fill(opacity=0.6 * no)
        self.dots["prior"].set_fill(opacity=no)
        return self


def cells_of(count: int, zone: Zone, most: float = 1.3) -> tuple[np.ndarray, float]:
    """Return (count, 2) places in columns that fill a zone from the left, and their distance."""
    rows = np.arange(1, count + 1)
    columns = -(-count // rows)
    apart = np.minimum(np.minimum(zone.width / columns, zone.height / rows), most)
    # A ragged last column is worth it only where the dots are much larger for it.
    best = np.argmax(np.where(rows * columns == count, apart, 0.9 * apart))
    pitch, down, wide = float(apart[best]), int(rows[best]), int(columns[best])
    at = np.arange(count)
    across = (at // down - (wide - 1) / 2) * pitch + zone.centre[0]
    up = ((down - 1) / 2 - at % down) * pitch + zone.centre[1]
    return np.column_stack([across, up]), pitch


class Areas(VGroup):
    """The population as an area of one: the prior splits its width, the test its height."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        self.story, zone = story, WHOLE
        self.parts = {
            role: Curve(theme.background, width=0, fill=1, fill_colour=theme.colour(role))
            for role in GROUPS
        }
        border = Curve(theme.axis, width=theme.strokes.thin)
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        border.set_corners(np.array([self.at(*corner) for corner in corners]))
        word, prior = text.WORDINGS[story.topic], story.prior
        self.names, self.heights, middles = VGroup(), VGroup(), []
        sides: tuple[Anchor, Anchor] = ("right", "left")
        kinds = ((word.ill, prior, "prior"), (word.healthy, 1 - prior, "tails"))
        ends = ((zone.left - 0.15, "posterior"), (zone.right + 0.15, "likelihood"))
        for at, ((kind, share, role), (x, tested)) in enumerate(zip(kinds, ends, strict=True)):
            if share:
                middles.append(self.at(float(at * prior + share / 2), 0)[0])
                name = f"{kind} ${text.tex(share, GIVEN)}$"
                self.names.add(Words(name, theme, size="label", colour=role))
                likelihood = story.likelihoods()[at]
                shown = text.tex(likelihood, GIVEN)
                height = Words(f"${shown}$", theme, size="label", colour=tested)
                y = max(self.at(0, float(likelihood))[1] - 0.27, zone.bottom)
                self.heights.add(height.fit_width(1.0).place((x, y), sides[at]))
        room = [name.advance + 0.3 for name in self.names]
        for at, (name, middle) in enumerate(zip(self.names, middles, strict=True)):
            low = zone.left + sum(room[:at]) + name.advance / 2
            high = zone.right - sum(room[at + 1 :]) - name.advance / 2
            name.place((min(max(middle, low), high), zone.top + 0.16), "centre")
        super().__init__(*self.parts.values(), border)
        self.answer(0)

    def at(self, across: float, up: float) -> np.ndarray:
        """Return where shares of width and height are in the frame, (2,)."""
        return np.array([WHOLE.left + across * WHOLE.width, WHOLE.bottom + up * WHOLE.height])

    def answer(self, t: float) -> Self:
        """Let the areas with a yes grow from below, and all the rest fade."""
        prior = float(self.story.prior)
        detected, alarmed = (t * float(share) for share in self.story.likelihoods())
        for role, (ill, said) in GROUPS.items():
            (left, right), top = ((0.0, prior), detected) if ill else ((prior, 1.0), alarmed)
            low, high = (0.0, top) if said else (top, 1.0)
            corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
            there = corners if right > left and high > low else []
            self.parts[role].set_corners(np.array([self.at(*corner) for corner in there]))
        self.parts["prior"].set_fill(opacity=1 - 0.65 * t)
        self.parts["tails"].set_fill(opacity=0.45 - 0.3 * t)
        return self


class OddsChart(VGroup):
    """Odds on a logarithmic scale: each further answer yes is a step of the same size."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        odds = [story.odds(results) for results in range(STEPS + 1)]
        after = [value for value in odds if value is not None]
        # The other answer has an arrow of its own where it leads elsewhere.
        other = story.odds(1, yes=False)
        others = [] if other is None or other == odds[1] else [other]
        self.chart = self._chart(story, theme, [float(value or 0) for value in [*after, *others]])
        yes = [(odd, self._spot(results, odd)) for results, odd in enumerate(after)]
        no = [(odd, self._spot(1, odd)) for odd in others]
        self.spots = start, *rest = [spot for _, spot in yes]
        self.arrows = [Arrow(theme.posterior, width=0.07) for _ in rest]
        self.dots = [_dot(theme.prior, start), *(_dot(theme.posterior, spot) for spot in rest)]
        self.turn = VGroup(*(_dot(theme.tails, spot) for _, spot in no))
        room = Room(self.chart.zone).block(*self.dots, *self.turn)
        self.turn.add(*(Arrow(theme.tails, width=0.05).set_ends(start, spot) for _, spot in no))
        room.block_lines(np.array(self.spots), *(np.array([start, spot]) for _, spot in no))
        self.start = _names(room, theme, (text.probability(after[0]), "prior", start))
        wanted = [(text.probability(odd), "posterior", spot) for odd, spot in yes[1:]]
        name = text.WORDINGS[story.topic].no
        wanted += [(f"{name}: {text.probability(odd)}", "tails", spot) for odd, spot in no]
        times = f"$times {to_typst(computed(float(story.ratio() or 0)))}$"
        wanted += [(times, "posterior", (start + spot) / 2) for spot in rest[:1]]
        self.names = _names(room, theme, *wanted)
        super().__init__(*self.arrows, *self.dots)
        self.step(0)

    def _chart(self, story: BayesStory, theme: Theme, values: list[float]) -> Chart:
        finite = [value for value in [1.0, *values] if 0 < value < math.inf]
        low = min(math.floor(math.log10(min(finite))), -1)
        high = max(math.ceil(math.log10(max(finite))), 1)
        every = math.ceil((high - low) / 7)
        powers = range(every * math.ceil(low / every), high + 1, every)
        ticks = {10.0**power: _odds_tick(power) for power in powers}
        # Beyond the last power lie the odds that no scale of factors has.
        self.ends = 10.0 ** (low - 0.6 * every), 10.0 ** (high + 0.6 * every)
        if 0 in values:
            ticks[self.ends[0]] = "0"
        if math.inf in values:
            ticks[self.ends[1]] = "infinity"
        word = text.WORDINGS[story.topic]
        results = {0.0: '"before"', 1.0: '"after one result"', 2.0: '"two"', 3.0: '"three"'}
        across = Axis(-0.45, STEPS + 0.45, ticks=results)
        low_end, high_end = 10.0 ** (low - 0.9 * every), 10.0 ** (high + 0.9 * every)
        up = Axis(low_end, high_end, f"odds, {word.ill} : {word.healthy}", ticks, log=True)
        return Chart(HERO, theme, across, up)

    def _spot(self, results: int, value: Odds) -> np.ndarray:
        return self.chart.at(results, min(max(float(value or 0), self.ends[0]), self.ends[1]))

    def step(self, t: float) -> Self:
        """Take one step after the other, for t from 0 to 1."""
        for number, arrow in enumerate(self.arrows):
            share = ease(len(self.arrows) * t - number)
            first, last = self.spots[number : number + 2]
            tip = first + share * (last - first)
            for moving in (arrow.set_ends(first, tip), self.dots[number + 1].set_centre(tip)):
                moving.set_fill(opacity=float(share > 0))
        return self


class BaseRateChart(VGroup):
    """The probability after each result against the prior, both from 0 to 1."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        word = text.WORDINGS[story.topic]
        ticks = {value / 100: f"{value} thin percent" for value in range(0, 101, 20)}
        up = Axis(0, 1, f"probability of being {word.ill}, after the result", ticks)
        self.chart = chart = Chart(HERO, theme, Axis(0, 1, "prior", {**ticks, 1: ""}), up)
        # Closer together where a curve may bend within a hundredth of the axis.
        half = np.concatenate([[0.0], np.geomspace(1e-7, 0.5, 400)])
        priors = np.concatenate([half, 1 - half[-2::-1]])
        self.same = chart.line([0, 1], [0, 1], "prior").upto()
        self.lines = {}
        for yes, role in ((False, "tails"), (True, "posterior")):
            values = story.posteriors(priors, yes)
            there = np.isfinite(values)
            if there.any():
                width = "bold" if yes else "regular"
                self.lines[yes] = chart.line(priors[there], values[there], role, width)
        self.dot = Dot(theme.posterior, 0.13)
        self.marks, read = VGroup(), []
        room = Room(chart.zone).block_lines(self.same.path, *(c.path for c in self.lines.values()))
        for rate in text.rates(story):
            after = story.with_prior(rate).posterior()
            if after is not None:
                ends = chart.at([float(rate)] * 2, [float(rate), float(after)])
                rise = Segments(theme.posterior, width=theme.strokes.thin)
                self.marks.add(rise.set_dashes(*ends), _dot(theme.prior, ends[0], 0.08))
                self.marks.add(_dot(theme.posterior, ends[1]))
                room.block_lines(ends).block_box(ends[1], np.full(2, 0.24))
                read.append((f"${to_typst(text.posterior_at(rate, after))}$", "posterior", ends[1]))
        if story.kind in ("proof", "exclusion"):  # they are all alike
            read.clear()
        for yes, line in self.lines.items():
            name, role = (word.yes, "posterior") if yes else (word.no, "tails")
            read.append((f"after {name}", role, evenly(line.path)))
        self.names = _names(room, theme, *read, ("before", "prior", evenly(self.same.path)))
        super().__init__(*self.lines.values(), *([self.dot] if self.drawn else []))
        self.sweep(0)

    @property
    def drawn(self) -> bool:
        """Whether there is a curve of what follows from a yes."""
        return True in self.lines

    def sweep(self, prior: float) -> float:
        """Draw the curves up to a prior; return the posterior at their end in per cent."""
        for curve in self.lines.values():
            curve.upto(max(prior, 1e-6))
        if not self.drawn:
            return 0.0
        self.lines[True].end(self.dot)
        return 100 * float(self.lines[True].data()[-1, 1])


def _dot(colour: str, spot: np.ndarray, radius: float = 0.12) -> Dot:
    return Dot(colour, radius).set_centre(spot)


def _names(room: Room, theme: Theme, *wanted: tuple[str, str, np.ndarray]) -> VGroup:
    """Return names in their places, those for which there is room: markup, role, and targets."""
    made = [(Name(markup, theme, role), targets) for markup, role, targets in wanted]
    return VGroup(*(name for name, spots in made if name.settle(room, np.atleast_2d(spots))))


def _odds_tick(power: int) -> str:
    size = f"10^({abs(power)})" if abs(power) > 3 else str(10 ** abs(power))
    return f"{size} : 1" if power > 0 else f"1 : {size}"
