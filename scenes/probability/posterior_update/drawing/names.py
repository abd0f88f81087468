"""What is written on a chart of beliefs: names, factors, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.placing import Room, ink_box
from explainer.mobjects.text import Formula
from explainer.numbers import (
    APPROXIMATELY,
    PERCENT,
    equals,
    grouped,
    percentage,
    shortest,
    to_typst,
)
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.labels import Labels, area
from explainer.scenes.probability.posterior_update.drawing.probes import PLOT, STRIP
from explainer.scenes.probability.posterior_update.story import PLACES, Step

TRAIL = 2
"""How many earlier posteriors have a name at most."""

WORD = 0.9
"""How wide a word is that stands between the ends of an interval."""


class BeliefNames(Labels):
    """Places the labels of each beat, by the window and the curves as they are.

    Coins are those that lie in the strip, as ``FirstCoins.at`` has them.
    """

    def prior(self, beside: Iterable[VMobject]) -> None:
        """Place the prior's formula, and its area."""
        line = self._start(self.story.first)
        room = self.room(line, self.below(line)).block(*beside)
        self.corner("prior", text.density_line(self.story.prior), room, right=False)
        middle = self.chart.at(self.story.prior.mean, 0.0)
        middle[1] += 0.42 * float(self.chart.ghost.height_at(middle[0]))
        number = self.number(area(1.0), "formula")
        self.put("area", number, "ink", self.room(line), middle[None], leads=False)

    def likelihood(self, coins: list[np.ndarray]) -> None:
        """Place what is named when the likelihood has come."""
        step = self.story.first
        line, links = self._start(step), self._moves(step, PLACES, 0, 0)
        links = self.chart.compared.links_to(links)
        room = self.room(line, self.below(line), *links)
        self.put("prior", "prior", "prior", room, self.upper(line))
        bars = self.chart.strip.bar_lines(step, PLACES)
        room = self._in_the_strip(step, coins, bars)
        for value, bar in zip(map(float, step.likelihood(PLACES)), bars, strict=True):
            self.put(f"at {value}", f"${shortest(value)}$", "likelihood", room, bar[1:])
        if step.side:
            ends = [STRIP.left + PLACES * STRIP.width, np.full(2, STRIP.bottom + 0.17)]
            foot, tip = np.transpose(ends)[:: 1 if step.side == "H" else -1]
            way = 0.12 * np.sign(tip - foot)
            self.chart.strip.ratio.set_ends(foot + way, tip - way)
            room.block_lines(np.array([foot, tip]))
            self.put("at", "$times 4$", "likelihood", room, foot[None] + 0.65 * (tip - foot))

    def product(self, coins: list[np.ndarray]) -> None:
        """Place what is named when prior and likelihood have been multiplied."""
        step, probes = self.story.first, self.story.probes
        prior, product = self._start(step), self.graph(step.posterior, step.evidence)
        stems, bars = self._moves(step, probes, 0, 1), self.chart.strip.bar_lines(step, probes)
        room = self.room(prior, product, *stems, *self.chart.falls.links_to(stems))
        for point in stems.reshape(-1, 2):
            room.block_box(point, np.full(2, 0.3))
        strip = self._in_the_strip(step, coins, bars)
        values = zip(step.likelihood(probes), stems, bars, strict=True)
        for index, (value, stem, bar) in enumerate(values if step.side else ()):
            entry, factor = f"factor {index}", to_typst(shortest(float(value), 4))
            if not self.beside(entry, f"times {factor}", "likelihood", room, stem):
                self.put(entry, f"${factor}$", "likelihood", strip, bar[1:])
        name = self.words("prior $times$ likelihood" if step.side else "prior $times 1$")
        inside = room.copy().block_lines(self.above(product))
        if not self.near("product", name, inside, self.upper(product)):
            self.put("product", name, "ink", room, self.upper(product), prior, leads=False)
        room.block(*self.get("product")).block_lines(self.below(prior))
        self.put("prior", "prior", "prior", room, self.upper(prior), product)

    def evidence(self, coins: Iterable[VMobject]) -> None:
        """Place what is named when the product has been divided by its area."""
        step, probes = self.story.first, self.story.probes
        prior, live = self._start(step), self.graph(step.posterior)
        product = self.graph(step.posterior, step.evidence)
        rises = self._moves(step, probes, 1, 1, 1)
        room = self.room(prior, product, live, *rises).block(*coins)
        for line in text.evidence(self.story).lines:
            clear = room.copy().block_lines(self.below(live), self.below(prior))
            self.corner("bayes", line.markup, clear, step.posterior.mean < 0.5)
        room.block(*self.get("bayes"))
        within = room.copy().block_lines(self.above(product))
        for tail in (f" = 𝑝({step.side})" if step.side else "", ""):
            self.tail, number = tail, self.number(area(step.evidence) + tail)
            if self.near("area", number, within, self._inner(product)):
                break
        else:
            self.put("area", number, "ink", room, self.upper(product))
        room.block(*self.get("area"))
        if step.side:
            markup = f"div {to_typst(shortest(step.evidence, 3))}"
            longest = np.argsort(-np.ptp(rises[:, :, 1], axis=1), kind="stable")
            any(self.beside("by", markup, "ink", room, rises[index]) for index in longest)
        room.block(*self.get("by")).block_lines(self.below(live))
        name = "posterior (area $1$)" if step.side else "posterior $=$ prior"
        self.put("posterior", name, "posterior", room, self.upper(live), prior, product)
        if step.side:
            room.block_lines(self.below(prior))
            self.put("prior", "prior", "prior", room, self.upper(prior), live)

    def again(self, coins: list[np.ndarray]) -> None:
        """Place what is named when the second toss has been taken in."""
        step, places = self.story.step(1), self.story.felt
        before, live = self._start(step), self.graph(step.posterior)
        arrows = self._moves(step, places, 0, 1, 1)
        room = self.room(before, live, *arrows, *self.chart.steps.links_to(arrows))
        quotient = to_typst(shortest(step.evidence, 3))
        for index, (value, arrow) in enumerate(zip(step.likelihood(places), arrows, strict=True)):
            factor = to_typst(shortest(float(value), 4))
            markup = f'part("likelihood", times {factor}) div {quotient}'
            if not self.beside(f"step {index}", markup, "ink", room, arrow):
                words = Formula(markup, self.theme, size="label")
                self.put(f"step {index}", words, "ink", room, arrow, leads=False)
        room.block_lines(self.below(live), self.below(before))
        name = '#part("prior")[prior] $=$ #part("posterior")[last posterior]'
        self.put("prior", name, "prior", room, self.upper(before), live, leads=False)
        self.put("posterior", "posterior", "posterior", room, self.upper(live), before, leads=False)
        self._in_the_strip(step, coins, self.chart.strip.bar_lines(step, places))

    def rest(self, counting: Iterable[VMobject]) -> None:
        """Place what is named when all tosses have fallen: first, last, and some between."""
        story, prior = self.story, self._start(self.story.first)
        live, trail = (
            self.graph(story.posterior),
            [self.graph(story.belief(n)) for n in story.trail],
        )
        room = self.room(prior, live, self.below(live), *trail).block(*counting)
        room.boxes = [(middle, size + 0.3) for middle, size in room.boxes]
        self.put("posterior", "posterior", "posterior", room, self.upper(live), prior, *trail)
        name = f"prior {text.beta(story.prior)}"
        self.put("prior", name, "prior", room, self.upper(prior), live, *trail)
        drawn = zip(story.trail, trail, self.chart.fan, strict=True)
        for count, line, mark in sorted(drawn, key=lambda each: _roundness(each[0])):
            tosses = f"${to_typst(grouped(count))}$ toss{'' if count == 1 else 'es'}"
            words = self.words(tosses, mark.line.get_stroke_color().to_hex())
            if len(self.get("trail")) < TRAIL:
                high = line[:, 1] > PLOT.bottom + 0.5 * np.ptp(line[:, 1])
                self.near(f"trail {count}", words, room, line[high])

    def answer(self, beside: Iterable[VMobject]) -> None:
        """Mark interval and true bias in the window as it is, and place all labels."""
        chart, story, prior = self.chart, self.story, self._start(self.story.first)
        live = self.graph(story.posterior)
        second = [self.graph(story.rivals(story.count))] if story.rival else []
        first = [] if self.prior_is_low else [prior]
        room = self.room(live, *second, *first).block(*beside)
        if story.bias is not None:
            room.block(*chart.mark_truth(story.bias, chart.curve, *[chart.second][: len(second)]))
        ends = chart.at(story.interval, 0.0)
        for end in ends:
            top = end[1] + float(chart.curve.height_at(end[0]))
            room.block_lines(np.array([end, [end[0], top]]))
        middle = chart.at(story.posterior.mean, 0.0)
        peak = float(chart.curve.height_at(middle[0]))
        for size in (0.7, 0.54, 0.4):
            number = self.number(percentage(story.level), size, "right")
            if self.near("level", number, room, middle[None] + [0, 0.5 * peak]):
                break
        values = zip(("low", "high"), text.ends(story), ends, (1, -1), strict=True)
        for entry, value, end, side in values:
            words = self.words(f"${to_typst(value)}$")
            reach = ink_box(words)[1][0] / 2 + 0.15
            side *= 1 if np.ptp(ends[:, 0]) > 4 * reach + WORD else -1  # inside if there is room
            self.put(entry, words, "ink", room, end[None] + [side * reach, 0.3])
        self.near("mean", self.words("mean"), room, middle[None] + [0, 0.25])
        room.block_lines(self.below(live))
        for line in second:
            name = f"from prior {text.beta(story.rival or story.prior)}"
            self.put("second_prior", name, "second_prior", room, self.upper(line), live, prior)
        name = "posterior" if story.count else "posterior $=$ prior"
        self.put("posterior", name, "posterior", room, self.upper(live), *second, *first)
        for line in first if story.count else []:
            self.put("prior", "prior", "prior", room, self.upper(line), live, *second)

    @property
    def prior_is_low(self) -> bool:
        """Whether the prior all but lies on the axis in the window of the answer."""
        low, high, top = self.story.answer_window
        highest = np.max(self.story.prior.density(np.linspace(low, high, 50)[1:-1]))
        return bool(self.story.count and high - low < 1 and highest < 0.1 * top)

    def fill(self, t: float) -> None:
        """Fill the area below the live curve from the left, and write how much it is."""
        filled = self.chart.fill(t)
        for label in self.get("area"):
            label.words.set_text(area(filled, t == 1) + (self.tail if t == 1 else ""))

    def spread(self, t: float) -> None:
        """Let the interval grow from the posterior's median, and write its probability."""
        story = self.story
        self.chart.band.between(*story.posterior.around(story.interval, t))
        for label in self.get("level"):
            running = f"{APPROXIMATELY} {100 * t * story.level:.0f}{PERCENT}"
            label.words.set_text(percentage(story.level) if t == 1 else running)

    def _start(self, step: Step) -> np.ndarray:
        """Forget all labels; return the curve of the belief before a step."""
        self.placed, self.tail = {}, ""
        return self.graph(step.prior)

    def _inner(self, line: np.ndarray) -> np.ndarray:
        """Return points half-way up to the higher part of a curve, (n, 2)."""
        x, y = self.upper(line).T
        return np.column_stack([x, (y + self.chart.zone.bottom) / 2])

    def _moves(
        self, step: Step, places: np.ndarray, power: float, after: float, divided: float = 0
    ) -> np.ndarray:
        """Return lines between heights before and after a step was taken so far, (n, 2, 2)."""
        heights = step.heights(places, power), step.heights(places, after, divided)
        return self.chart.falls.lines(places, *heights)

    def _in_the_strip(self, step: Step, coins: list[np.ndarray], bars: np.ndarray) -> Room:
        """Place the formula of the likelihood beside its coins; return the room that is left."""
        room = self.strip_room(coins, self.chart.strip.trace(step, 1.0).line.graph, *bars)
        beside = coins[-1][:2] if coins else np.array(STRIP.centre[:2])
        words = Formula(text.formula(step.side), self.theme, size="label")
        self.put("likelihood", words, "likelihood", room, beside[None], leads=False)
        return room


def _roundness(count: int) -> tuple[bool, bool, int]:
    """Return where a number of tosses comes in a list: powers of ten first, one last."""
    return not str(count).startswith("10"), count == 1, count
