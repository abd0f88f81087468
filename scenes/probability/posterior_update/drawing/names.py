"""What is written on a chart of beliefs: names, factors, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.placing import Name, Room, ink_box
from explainer.mobjects.text import Formula, Words
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
from explainer.scenes.probability.posterior_update.drawing.coins import ROW
from explainer.scenes.probability.posterior_update.drawing.labels import Labels, area
from explainer.scenes.probability.posterior_update.story import Step

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
        self.corner("prior", text.density(self.story.prior), room, right=False)
        middle = self.chart.at(self.story.prior.mean, 0.0)
        middle[1] += 0.42 * float(self.chart.ghost.height_at(middle[0]))
        if (top := self.story.prior.mode) is not None and min(self.story.prior) >= 1:
            peak = self.chart.at(top, self.story.prior.density(top))
            room = self.room(line, self.below(line)).block(*beside, *self.get())
            words = self.words(f"most plausible: $θ {equals(to_typst(shortest(top, 3)))}$", "prior")
            self.near("mode", words, room, peak[None])
            height = self.story.prior.density([top])
            self.chart.compared.show(np.array([top]), height, height)
        number = self.number(area(1.0), "formula")
        self.put("area", number, "ink", self.room(line), middle[None], leads=False)

    def likelihood(self, coins: list[np.ndarray]) -> None:
        """Place what is named when the likelihood has come."""
        step, pair = self.story.first, self.story.pair
        line, moves = self._start(step), self._moves(step, pair, 0, 0)
        room = self.room(line, self.below(line), *self.chart.compared.links_to(moves))
        name = ("prior", "prior") if step.side else ("posterior $=$ prior", "posterior")
        self.put("prior", *name, room, self.upper(line))
        bars = self.chart.strip.bar_lines(step, pair)
        room = self._in_the_strip(step, coins, bars)
        values = step.likelihood(pair)
        for value, bar in zip(values, bars, strict=True):
            many = step.side and value > values.min()
            shown = f"$4 times {shortest(values.min())}$" if many else f"${shortest(value)}$"
            self.put(f"at {value}", shown, "likelihood", room, bar[1:])

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
        for index, (value, stem, bar) in enumerate(values):
            entry, factor = f"factor {index}", to_typst(shortest(float(value), 4))
            self.near(f"{entry} above", self.words(f"${factor}$", "likelihood"), strip, bar[1:])
            self.beside(entry, f"times {factor}", "likelihood", room, stem)
        name = self.words("prior $times$ likelihood")
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
        clear = room.copy().block_lines(self.below(live), self.below(prior))
        self.corner("bayes", text.bayes(step.side), clear, step.posterior.mean < 0.5)
        room.block(*self.get("bayes"))
        within = room.copy().block_lines(self.above(product))
        for tail in (f" = 𝑝({step.side})", ""):
            self.tail, number = tail, self.number(area(step.evidence) + tail)
            if self.near("area", number, within, self._inner(product)):
                break
        else:
            self.put("area", number, "ink", room, self.upper(product))
        room.block(*self.get("area"))
        markup = f"div {to_typst(shortest(step.evidence, 3))}"
        longest = np.argsort(-np.ptp(rises[:, :, 1], axis=1), kind="stable")
        any(self.beside("by", markup, "ink", room, rises[index]) for index in longest)
        room.block(*self.get("by")).block_lines(self.below(live))
        name = "posterior (area $1$)"
        self.put("posterior", name, "posterior", room, self.upper(live), prior, product)
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
            self.beside(f"step {index}", markup, "ink", room, arrow)
        room.block_lines(self.below(live), self.below(before))
        own, new = before[self._higher(before, live)], live[self._higher(live, before)]
        for name in ("prior $=$ last posterior", "last posterior"):
            if self.near("prior", self.words(name, "prior"), room, own):
                break
        else:
            self.put("prior", name, "prior", room, own, live)
        self.put("posterior", "posterior", "posterior", room, new, before)
        shorter = [] if self.theme.layout.is_wide else [""]
        for middle in (f' = p("{step.side}")', *shorter):
            words = self.words(f"area ${middle} {equals(quotient)}$")
            zone, half = room.zone, ink_box(words)[1] / 2
            x = zone.right - half[0] - 0.1 if step.prior.mean < 0.5 else zone.left + half[0] + 0.1
            if self.near("evidence", words, room, np.array([[x, zone.top - half[1] - 0.1]])):
                break
        self._in_the_strip(step, coins, self.chart.strip.bar_lines(step, places))

    def rest(self, counting: Iterable[VMobject]) -> None:
        """Place what is named when all tosses have fallen: first, last, and some between."""
        story, prior = self.story, self._start(self.story.first)
        live = self.graph(story.posterior)
        trail = [self.graph(story.belief(count)) for count in story.trail]
        room = self.room(prior, live, self.below(live), *trail).block(*counting)
        room.boxes = [(middle, size + 0.3) for middle, size in room.boxes]
        few = story.count <= ROW
        name = "posterior" if few else f"after ${to_typst(grouped(story.count))}$ tosses"
        self.put("posterior", name, "posterior", room, self.upper(live), prior)
        name = f"prior {text.beta(story.prior)}" if few else "prior"
        self.put("prior", name, "prior", room, self.upper(prior), live, *trail)
        drawn, peaks = zip(story.trail, trail, self.chart.fan, strict=True), np.zeros((0, 2))
        for count, line, mark in sorted(drawn, key=lambda each: _roundness(each[0]))[:TRAIL]:
            words = self.words(
                f"after ${to_typst(grouped(count))}$", mark.line.get_stroke_color().to_hex()
            )
            peaks = np.vstack([peaks, line[np.argmax(line[:, 1])]])
            self.put(f"trail {count}", words, "ink", room, peaks[-1:])
        self.chart.peaks.set_dots(peaks)

    def answer(self, beside: Iterable[VMobject]) -> None:
        """Mark interval and true bias in the window as it is, and place all labels."""
        chart, story, prior = self.chart, self.story, self._start(self.story.first)
        live, grown = self.graph(story.posterior), self.theme.layout.type_scale
        second = [self.graph(story.rivals(story.count))] if story.rival else []
        first = [] if self.prior_is_low else [prior]
        room = self.room(live, *second, *first).block(*beside)
        if story.bias is not None:
            room.block(*chart.mark_truth(story.bias, chart.curve, *[chart.second][: len(second)]))
            room.boxes[-1] = room.boxes[-1][0], room.boxes[-1][1] + [0.8, 0]
        ends = chart.at(story.interval, 0.0)
        for end in ends:
            top = end[1] + float(chart.curve.height_at(end[0]))
            room.block_lines(np.array([end, [end[0], top]]))
        middle = chart.at(story.posterior.mean, 0.0)
        peak = float(chart.curve.height_at(middle[0]))
        for size in (0.7, 0.54, 0.4):
            number = self.number(percentage(story.level), size * grown, "right")
            if self.near("level", number, room, middle[None] + [0, 0.5 * peak]):
                break
        values = zip(("low", "high"), text.ends(story), ends, (1, -1), strict=True)
        for entry, value, end, side in values:
            words = self.words(f"${to_typst(value)}$")
            reach = ink_box(words)[1][0] / 2 + 0.15
            side *= (
                1 if np.ptp(ends[:, 0]) > 4 * reach + WORD * grown else -1
            )  # inside if there is room
            self.put(entry, words, "ink", room, end[None] + [side * reach, 0.3])
        below, upto = map(story.posterior.below, story.interval)
        outer = room.copy().block_lines(self.above(live))
        for index, share in enumerate(() if story.rival else (below, 1 - upto)):
            foot = ends[index] + np.array([(-0.45, 0.45)[index], 0.3])
            self.near(f"tail {index}", self.words(percentage(share)), outer, foot[None])
        self.near("mean", self.words("mean"), room, middle[None] + [0, 0.3])
        low, high, _ = story.answer_window
        if high - low < 1 and not self.get("tail"):
            zoom = Words(
                f"zoom $times {shortest(1 / (high - low), 1)}$",
                self.theme,
                size="small",
                colour="muted",
            )
            zoom.place((chart.zone.right, chart.zone.bottom - chart.x.name_drop), "right")
            self.placed["tail zoom"] = Name(zoom, self.theme, "muted")
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

    def _higher(self, line: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return which points of a curve, (n,), are above another one, and not low."""
        above = line[:, 1] > np.interp(line[:, 0], *other.T) + 0.05
        return np.asarray(above & (line[:, 1] >= self.upper(line)[:, 1].min()))

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
        strip = self.chart.places.strip
        room = Room(strip).block_lines(self.chart.strip.trace(step, 1.0).line.graph, *bars)
        for x, y, radius in coins:
            room.block_box(np.array([x, y]), np.full(2, 2 * radius + 0.1))
        beside = coins[-1][:2] if coins else np.array(strip.centre[:2])
        words = Formula(text.formula(step.side), self.theme, size="label")
        self.put("likelihood", words, "likelihood", room, beside[None] + [0, 0.2], leads=False)
        return room


def _roundness(count: int) -> tuple[bool, bool, int]:
    """Return where a number of tosses comes in a list: powers of ten first."""
    return not str(count).startswith("10"), count not in (2, 5), count
