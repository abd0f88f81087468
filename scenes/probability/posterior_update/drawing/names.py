"""What is written on a chart of beliefs: names, factors, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.text import Formula, TypesetMobject, Words, row
from explainer.numbers import APPROXIMATELY, PERCENT, equals, percentage, shortest, to_typst
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.labels import (
    Labels,
    below,
    graph,
    span,
    upper,
)
from explainer.scenes.probability.posterior_update.drawing.zones import BELOW, PLOT, STRIP

PLACES = np.array([0.2, 0.8])
"""Where the likelihood is read."""


class BeliefNames:
    """Places labels by the window and the curves as they are; each stage is placed as one.

    Args:
        chart: what is named.
    """

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, self.story, self.theme = chart, chart.story, chart.theme
        self.labels = Labels(chart)

    def get(self, *beginnings: str) -> list[Name]:
        """Return the labels whose names begin so; all of them where no beginning is given."""
        return self.labels.get(*beginnings)

    def one_toss(self, coins: list[np.ndarray]) -> None:
        """Place what is named in the beats of the first toss, so that no label moves in between.

        Args:
            coins: that lie in the strip, each (x, y, radius).
        """
        chart, labels, step = self.chart, self.labels, self.story.first
        labels.placed.clear()
        after = graph(chart.curve.show(step.posterior))
        chart.curve.show(step.prior)
        prior, product = map(graph, (chart.ghost, chart.pressed))
        heights = [step.heights(self.story.probes, *powers) for powers in ((0,), (1,), (1, 1))]
        stems, rises = (chart.stems.lines(*pair) for pair in (heights[:2], heights[1:]))
        whole = labels.room(BELOW, prior, product, after)
        for entry, words in (("density", text.prior), ("bayes", text.evidence)):
            for line in words(self.story).lines:
                self._corner(entry, line.markup, whole.copy(), np.vstack([prior, after]))
        whole.block(*self.get("bayes"))
        if step.side:
            self._quotient(whole.copy().block_lines(*rises), rises)
            self._factors(labels.room(BELOW, prior, product).block_lines(*stems), stems)
        seen = self.get("by", "factor")
        room = whole.copy().block_lines(*stems, *rises).block(*seen)
        markup = "prior $times$ likelihood" if step.side else "prior $times 1$"
        self._sized("product", markup, "ink", step.evidence, room, product, prior, after)
        self._inside("area of prior", chart.ghost)
        room = whole.copy().block_lines(*stems, below(prior)).block(*seen)
        room.block(*self.get("density", "product", "area"))
        labels.name("prior", "prior", "prior", room, prior, after)
        room = whole.copy().block_lines(below(after), *rises)
        room.block(*self.get("prior", "by", "product", "area of product"))
        if step.side:
            self._sized("posterior", "posterior", "posterior", 1.0, room, after, prior, product)
        else:
            labels.name("posterior", "posterior $=$ prior", "posterior", room, after)
        self._in_the_strip(coins)

    def _corner(self, entry: str, markup: str, room: Room, curves: np.ndarray) -> None:
        """Write a formula near an upper corner of the chart, above the curves, if there is room."""
        zone = room.zone = replace(room.zone, left=room.zone.left + 0.3)
        right = self.story.first.posterior.mean < 0.5
        corner = np.array([[zone.right - 0.3 if right else zone.left + 0.3, zone.top - 0.1]])
        for size in ("formula", "label"):
            formula = Formula(markup, self.theme, size=size)
            self.labels.put(entry, formula, "ink", room.copy(), corner, leads=False)
            if entry not in self.labels.placed:
                continue
            (low, bottom), (high, top) = span([formula])
            over = curves[(curves[:, 0] > low) & (curves[:, 0] < high), 1]
            if np.max(over, initial=zone.bottom) < (bottom + top) / 2:
                return
            self.labels.placed.pop(entry, None)

    def _quotient(self, room: Room, rises: np.ndarray) -> None:
        """Write beside an arrow, a long one if it can be, what the product is divided by."""
        markup = f"div {to_typst(shortest(self.story.first.evidence, 3))}"
        lengths = np.linalg.norm(rises[:, 1] - rises[:, 0], axis=1)
        for index in np.argsort(-lengths, kind="stable"):
            formula = Formula(markup, self.theme, size="label")
            if self.labels.beside("by", formula, "ink", room.copy(), rises[index]):
                return

    def _factors(self, room: Room, stems: np.ndarray) -> None:
        """Write beside each probe what its height is multiplied by."""
        room.block_lines(*self.chart.stems.links_to(stems))
        for _, end in stems:  # the tip of an arrow
            room.block_box(end + np.array([0, 0.15]), np.array([0.26, 0.3]))
        values = self.story.first.likelihood(self.story.probes)
        for index, (value, stem) in enumerate(zip(values, stems, strict=True)):
            markup = f"times {to_typst(shortest(float(value), 4))}"
            formula = Formula(markup, self.theme, size="label", colour="likelihood")
            self.labels.beside(f"factor {index}", formula, "likelihood", room, stem)

    def _area(self, entry: str, role: str, value: float, size: str) -> dict[str, TypesetMobject]:
        number = LiveNumber(value, self.theme, size=size, colour=role, anchor="left")
        word = Words("area", self.theme, size=size, colour=role)
        return {f"area of {entry} is": word, f"area of {entry}": number.set_text(area(value))}

    def _sized(
        self,
        entry: str,
        markup: str,
        role: str,
        value: float,
        room: Room,
        own: np.ndarray,
        *others: np.ndarray,
    ) -> None:
        """Write a name beside its own line, and the area below: on one line where there is room."""
        name = Words(markup, self.theme, size="label", colour=role)
        size = self._area(entry, role, value, "label")
        if self.labels.together({entry: name, **size}, room, upper(own), *others):
            return
        self.labels.name(entry, markup, role, room, own, *others)
        for named in self.get(entry):
            (low, bottom), (high, _) = span([named.words])
            foot = np.linspace([low, bottom - 0.1], [high, bottom - 0.1], 9)
            self.labels.together(size, room, foot)

    def _inside(self, entry: str, curve: DistributionMark) -> None:
        """Write the area below a curve in its middle, or near it where that is too narrow."""
        pieces = self._area(entry.removeprefix("area of "), "ink", 1.0, "formula")
        row(*pieces.values(), gap=0.16)
        half = np.ptp(span(pieces.values()), axis=0) / 2
        across = float(self.chart.across(curve.distribution.mean))  # type: ignore[attr-defined]
        up = 0.42 * float(curve.height_at(across))
        middle = np.array([across, PLOT.bottom + up])
        over = curve.height_at(np.linspace(across - half[0], across + half[0], 9))
        if over.min() - half[1] > up + 0.1 and up > half[1] + 0.1:
            self.labels.stand(pieces, middle)
        else:
            self.labels.together(pieces, self.labels.room(BELOW, graph(curve)), middle[None])

    def _in_the_strip(self, coins: list[np.ndarray]) -> None:
        """Place the formula of the likelihood, two of its values, and those at the probes."""
        chart, labels, step = self.chart, self.labels, self.story.first
        line, probes = chart.strip.line.graph, self.story.probes
        least, most = sorted(map(shortest, map(float, step.likelihood(PLACES))), key=float)
        bars = chart.strip.bar_lines(step, probes)
        room = labels.strip_room(coins, line, *bars)
        for index, (value, bar) in enumerate(zip(step.likelihood(probes), bars, strict=True)):
            shown = f"${to_typst(shortest(float(value), 4))}$"
            labels.put(f"bar {index}", shown, "likelihood", room, bar[1:])
        places = PLACES[chart.inside(PLACES)]
        bars = chart.strip.bar_lines(step, places)
        room = labels.strip_room(coins, line, *bars)
        for value, bar in zip(map(float, step.likelihood(places)), bars, strict=True):
            large = step.side and value > 0.5
            shown = f"${most} = 4 times {least}$" if large else f"${shortest(value)}$"
            labels.put(f"at {value}", shown, "likelihood", room, bar[1:])
        room.block(*self.get("bar")).block_lines(*chart.strip.bar_lines(step, probes))
        (formula,) = text.likelihood(self.story).lines
        beside = coins[0][:2] if coins else np.array(STRIP.centre[:2])
        self._likelihood(formula.markup, room, beside[None])

    def _likelihood(self, markup: str, room: Room, targets: np.ndarray) -> None:
        words = Formula(markup, self.theme, size="label")
        self.labels.put("likelihood", words, "likelihood", room, targets, leads=False)

    def fill(self, entry: str, t: float) -> None:
        """Fill the area below the live curve from the left, and write how much it is."""
        filled = self.chart.fill(t)
        if f"area of {entry}" in self.labels.placed:
            self.number(entry).set_text(area(filled, t == 1))

    def number(self, entry: str) -> LiveNumber:
        """Return the number that says how large an area is."""
        number = self.labels.placed[f"area of {entry}"].words
        assert isinstance(number, LiveNumber)
        return number

    def divide(self, r: float) -> None:
        """Divide the product by its area to the power r, which becomes that of the posterior."""
        step, probes = self.story.first, self.story.probes
        self.chart.divide(step, r)
        self.chart.rises.show(step.heights(probes, 1), step.heights(probes, 1, r))
        if "area of posterior" in self.labels.placed:
            self.number("posterior").set_text(area(self.chart.amount, r in (0, 1)))

    def two_tosses(self, coins: list[np.ndarray]) -> None:
        """Place what is named when the second toss has been taken in.

        Args:
            coins: where they lie in the strip, each (x, y, radius).
        """
        chart, labels, step = self.chart, self.labels, self.story.step(1)
        labels.placed.clear()
        live, before = graph(chart.curve.show(step.posterior)), graph(chart.before)
        chart.curve.show(step.prior)
        places = chart.steps.places
        arrows = chart.steps.lines(step.heights(places), step.heights(places, 1, 1))
        seen = labels.room(BELOW, before, live).block_lines(*arrows, *chart.steps.links_to(arrows))
        room = seen.copy().block_lines(below(live))
        for role, belief, own, other in (
            ("posterior", step.posterior, live, before),
            ("prior", step.prior, before, live),
        ):
            trial = room.copy()
            if not labels.name(role, f"{role}: {text.beta(belief)}", role, trial, own, other):
                labels.name(role, role, role, trial := room.copy(), own, other)
            room = trial
        seen.block(*self.get())
        quotient = to_typst(shortest(step.evidence, 3))
        for index, (value, arrow) in enumerate(zip(step.likelihood(places), arrows, strict=True)):
            markup = (
                f'part("likelihood", times {to_typst(shortest(float(value), 4))}) div {quotient}'
            )
            formula = Formula(markup, self.theme, size="label")
            labels.beside(f"step {index}", formula, "ink", seen, arrow)
        strip, (formula_line,) = chart.strip, text.again(self.story).lines
        lines = strip.old.graph, strip.trace(step, 1.0).line.graph
        room = labels.strip_room(coins, *lines, *strip.bar_lines(step, places))
        # Two lines that cross leave the middle free.
        crossing = np.array([[PLOT.centre[0], STRIP.top - 0.2]])
        same = self.story.first.side == step.side
        self._likelihood(formula_line.markup, room, coins[1][None, :2] if same else crossing)

    def all_tosses(self, beside: Iterable[VMobject]) -> None:
        """Place what is named when all tosses have fallen: the first and the last belief."""
        prior, live, *trail = map(graph, (self.chart.ghost, self.chart.curve, *self.chart.fan))
        self.labels.placed.clear()
        self._beliefs(self.labels.room(PLOT, prior, live).block(*beside), prior, live, *trail)

    def answer(self, beside: Iterable[VMobject]) -> None:
        """Mark interval and true bias in the window as it is, and place all labels."""
        chart, labels, story = self.chart, self.labels, self.story
        labels.placed.clear()
        curves = chart.ghost, chart.curve, *([chart.second] if story.rival else [])
        prior, live, *second = map(graph, curves)
        room = labels.room(PLOT, prior, live, *second).block(*beside)
        if story.bias is not None:
            room.block(*chart.mark_truth(story.bias))
            if chart.inside(story.bias):
                up = np.arange(PLOT.bottom + 0.4, PLOT.top - 0.1, 0.1)[::-1]
                at = np.column_stack([np.full(len(up), float(chart.across(story.bias))), up])
                labels.put("truth", "true bias", "truth", room, at)
        ends = chart.across(story.interval)
        tops = PLOT.bottom + chart.curve.height_at(ends)
        for x, y in zip(ends, tops, strict=True):
            room.block_lines(np.array([[x, PLOT.bottom], [x, y]]))
        self._in_the_band(room.copy(), ends)
        room.block_lines(below(live)).block(*self.get("mean", "level"))
        pairs = zip(("low", "high"), story.interval, ends, tops, strict=True)
        lower, upper_end = (self._end(room, *each) for each in pairs)
        self.tops = lower, upper_end
        self._beliefs(room, prior, live, *second)
        for line in second:
            markup = f"from {text.beta(story.rival or story.prior)}"
            labels.name("second_prior", markup, "second_prior", room, line, prior, live)

    def _in_the_band(self, room: Room, ends: np.ndarray) -> None:
        """Write mean and probability where the interval is, if it is wide enough."""
        placed, level = self.labels.placed, percentage(self.story.level)
        middle = float(self.chart.across(self.story.posterior.mean))
        height = float(self.chart.curve.height_at(middle))
        number = LiveNumber(0, self.theme, size="heading", anchor="right").set_text(level)
        for entry, words, up in (
            ("mean", Words("mean", self.theme, size="label"), 0.12),
            ("level", number, max(0.45 * height, 0.3)),
        ):
            at = np.array([[middle, PLOT.bottom + up]])
            self.labels.put(entry, words, "ink", room, at, leads=False)
            x, y = span([words]).mean(axis=0)
            over = PLOT.bottom + self.chart.curve.height_at(x)
            near = abs(x - middle) < 0.4 if entry == "mean" else ends[0] < x < ends[1] and y < over
            if not near:
                placed.pop(entry, None)

    def spread(self, t: float) -> None:
        """Let the interval grow from the posterior's median, and write its probability."""
        story, posterior = self.story, self.story.posterior
        sides = [posterior.below(end) for end in story.interval]
        low, high = story.interval if t == 1 else posterior.around(sides[0], sides[1], t)
        self.chart.band.between(low, high, tops=self.tops if t == 1 else None)
        for label in self.get("level"):
            running = f"{APPROXIMATELY} {100 * t * story.level:.0f}{PERCENT}"
            label.words.set_text(percentage(story.level) if t == 1 else running)

    def _beliefs(
        self, room: Room, prior: np.ndarray, live: np.ndarray, *others: np.ndarray
    ) -> None:
        room.block_lines(below(live))
        name = "posterior" if self.story.count else "posterior $=$ prior"
        self.labels.name("posterior", name, "posterior", room, live, prior, *others)
        if self.story.count:
            self.labels.name("prior", "prior", "prior", room, prior, live, *others)

    def _end(self, room: Room, entry: str, value: float, x: float, top: float) -> float:
        """Name an end of the interval beside its line, which leads there; return the line's top."""
        markup = f"${to_typst(shortest(value, self.story.places))}$"
        name = Name(markup, self.theme, "interval")
        for y in np.arange(top, PLOT.top, 0.2):
            trial = room.copy().block_lines(np.array([[x, PLOT.bottom], [x, y]]))
            if name.settle(trial, np.array([[x, y]])) and not len(name.leader.points):
                room.points, room.boxes = trial.points, trial.boxes
                self.labels.placed[entry] = name
                return float(y)
        return top


def area(value: float, rest: bool = True) -> str:
    """Return how large an area is, as written beside it; it may not be at rest."""
    return equals(shortest(value, 3)) if rest else f"{APPROXIMATELY} {value:.2f}"
