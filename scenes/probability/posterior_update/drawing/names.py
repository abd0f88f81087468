"""What is written on a chart of beliefs: names beside the lines, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.distribution_mark import DistributionMark, Heights
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import NEAR, Name, Room, distances, evenly, ink_box
from explainer.mobjects.text import Formula, TypesetMobject, Words, row
from explainer.numbers import APPROXIMATELY, PERCENT, equals, percentage, shortest, to_typst
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.chart import (
    BELOW,
    PLOT,
    STRIP,
    BeliefChart,
)
from explainer.style import Zone

PLACES = np.array([0.2, 0.8])
"""Where the likelihood is read."""

SHORT = 0.4
"""A line that leads from a name is left out below this length."""


class BeliefNames:
    """Places names by the window and the curves as they are; each stage is placed as one.

    Args:
        chart: what is named.
    """

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, self.story = chart, chart.story
        self.placed: dict[str, Name] = {}

    def get(self, *entries: str) -> list[Name]:
        """Return those of these names that have found a place; all of them where none is given."""
        return [self.placed[entry] for entry in entries or self.placed if entry in self.placed]

    def one_toss(self, coin: tuple[float, float]) -> None:
        """Place what is named in the beats of the first toss, so that no name moves in between.

        Args:
            coin: where it lies in the strip.
        """
        self.placed.clear()
        chart, story = self.chart, self.story
        step = story.first
        after = graph(chart.curve.show(step.posterior))
        chart.curve.show(step.prior)
        prior, product = map(graph, (chart.ghost, chart.pressed))
        self.ones = np.ones(len(story.probes))
        stems = chart.drops(self.ones)
        whole = self._room(BELOW, prior, product, after)
        right = step.posterior.mean < 0.5
        formulas = {"density": text.prior(story), "bayes": text.evidence(story)}
        for entry, line in ((key, line) for key, words in formulas.items() for line in words.lines):
            self._corner(entry, line.markup, right, whole.copy(), np.vstack([prior, after]))
        whole.block(*self.get("bayes"))
        rises = chart.rises.ends(1.0)
        if step.side:
            self._quotient(whole.copy())
            self._factors(self._room(BELOW, prior, product), stems)
        seen = self.get("by", *self._all("factor"))
        room = whole.copy().block_lines(*stems, *rises).block(*seen)
        markup = "prior $times$ likelihood" if step.side else "prior $times 1$"
        self._sized("product", markup, "ink", step.evidence, room, product, prior, after)
        self._inside_of("prior area", chart.ghost)
        self.room = whole.copy().block_lines(*stems, below(prior)).block(*seen)
        self.room.block(*self.get("density", "prior area", *self._all("product")))
        self._name("prior", "prior", "prior", prior, after)
        room = whole.copy().block_lines(below(after), *rises)
        room.block(*self.get("prior", "by", *self._all("product")))
        if step.side:
            self._sized("posterior", "posterior", "posterior", 1.0, room, after, prior, product)
        else:
            self.room = room
            self._name("posterior", "posterior $=$ prior", "posterior", after)
        self._in_the_strip(coin)

    def _in_the_strip(self, coin: tuple[float, float]) -> None:
        """Place the formula of the likelihood and two of its values."""
        chart, step = self.chart, self.story.first
        line = chart.strip.line.graph
        self.room = Room(replace(STRIP, bottom=STRIP.bottom + 0.06)).block_lines(line)
        self.room.block_box(np.array(coin), np.full(2, 0.9))
        places = PLACES[chart.inside(PLACES)]
        bars = chart.strip.at(step, places, np.ones(len(places)))
        least, most = (f"{shortest(float(step.likelihood(place)))}" for place in self._by_size)
        for place, (x, y) in zip(places, bars, strict=True):
            self.room.block_lines(np.array([[x, STRIP.bottom], [x, y]]))
            large = step.side and place == self._by_size[1]
            value = f"${most} = 4 times {least}$" if large else f"${least}$"
            self._name(f"at {place}", value, "likelihood", np.array([[x, y]]))
        room = self.room
        for index, value in enumerate(self.story.probes):
            self.room = Room(room.zone).block_lines(line).block(*self.get("likelihood"))
            share = np.ones(1)
            (x, y), *_ = chart.strip.at(step, np.array([value]), share)
            self.room.block_lines(np.array([[x, STRIP.bottom], [x, y]]))
            self.room.block_box(np.array(coin), np.full(2, 0.9))
            self.room.block(*self._all_names("bar"))
            shown = f"${to_typst(shortest(float(step.likelihood(value)), 4))}$"
            self._name(f"bar {index}", shown, "likelihood", np.array([[x, y]]))
        self.room = room.block(*self._all_names("bar"))
        (formula,) = text.likelihood(self.story).lines
        self._likelihood(formula.markup, np.array([coin]))

    @property
    def _by_size(self) -> np.ndarray:
        """The two places at which the likelihood is read, the smaller one first."""
        return PLACES[::-1] if self.story.first.side == "T" else PLACES

    def _all_names(self, beginning: str) -> list[Name]:
        return [name for entry, name in self.placed.items() if entry.startswith(beginning)]

    def _likelihood(self, markup: str, coins: np.ndarray) -> None:
        words = Formula(markup, self.chart.theme, size="label")
        name = Name(words, self.chart.theme, "likelihood")
        self._settle("likelihood", name, coins, leads=False)

    def _factors(self, room: Room, stems: np.ndarray) -> None:
        """Write beside each probe what its height is multiplied by."""
        room.block_lines(*stems)
        for start, end in stems:
            room.block_lines(np.array([start, [start[0], STRIP.bottom]]))
            room.block_box(end + np.array([0, 0.15]), np.array([0.26, 0.3]))
        self.room = room
        values = self.story.first.likelihood(self.story.probes)
        for index, (value, stem) in enumerate(zip(values, stems, strict=True)):
            markup = f"$times {to_typst(shortest(float(value), 4))}$"
            name = Name(markup, self.chart.theme, "likelihood")
            self._settle(f"factor {index}", name, stem.mean(axis=0)[None])

    def _quotient(self, room: Room) -> None:
        """Write beside an arrow to the posterior what the product is divided by."""
        rises = self.chart.rises.ends(1.0)
        room.block_lines(*rises)
        markup = f"div {to_typst(shortest(self.story.first.evidence, 3))}"
        lengths = np.linalg.norm(rises[:, 1] - rises[:, 0], axis=1)
        for index in np.argsort(-lengths, kind="stable"):
            name = Name(Formula(markup, self.chart.theme, size="label"), self.chart.theme, "ink")
            if name.settle(room.copy(), rises[index].mean(axis=0)[None]):
                self.placed["by"] = name
                if not len(name.leader.points):  # it stands right beside the arrow
                    return

    def _corner(self, entry: str, markup: str, right: bool, room: Room, curves: np.ndarray) -> None:
        """Write a formula near an upper corner of the chart, above the curves, if there is room."""
        zone = room.zone = replace(room.zone, left=room.zone.left + 0.3)
        corner = np.array([[zone.right - 0.3 if right else zone.left + 0.3, zone.top - 0.1]])
        for size in ("formula", "label"):
            name = Name(Formula(markup, self.chart.theme, size=size), self.chart.theme, "ink")
            if not name.settle(room.copy(), corner):
                continue
            low, high = name.words.get_left()[0], name.words.get_right()[0]
            over = curves[(curves[:, 0] > low) & (curves[:, 0] < high), 1]
            if np.max(over, initial=zone.bottom) < name.words.get_center()[1]:
                name.leader.set_segments(np.zeros((0, 2, 2)))
                self.placed[entry] = name
                return

    def _all(self, beginning: str) -> list[str]:
        return [entry for entry in self.placed if entry.startswith(beginning)]

    def _area(self, entry: str, role: str, value: float, size: str) -> dict[str, TypesetMobject]:
        theme = self.chart.theme
        number = LiveNumber(value, theme, size=size, colour=role, anchor="left")
        word = Words("area", theme, size=size, colour=role)
        return {f"{entry} is": word, entry: number.set_text(area(value))}

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
        """Write a name beside the upper part of its own line, and the area below on one line.

        Where there is no room for both, the name stands alone.
        """
        name = Words(markup, self.chart.theme, size="label", colour=role)
        pieces = {entry: name, **self._area(f"{entry} area", role, value, "label")}
        tall = own[own[:, 1] >= PLOT.bottom + 0.25 * (own[:, 1].max() - PLOT.bottom)]
        if not self._together(pieces, room, tall, np.concatenate(others)):
            self.room = room
            self._name(entry, markup, role, own, *others)
            for named in self.get(entry):  # and the area apart, below or above it
                low, high = span([named.words])
                edges = np.linspace(low[0], high[0], 9)
                below_it = np.stack([edges, np.full(9, low[1] - 0.1)], axis=1)
                self._together(self._area(f"{entry} area", role, value, "label"), room, below_it)

    def _together(
        self,
        pieces: dict[str, TypesetMobject],
        room: Room,
        targets: np.ndarray,
        others: np.ndarray | None = None,
    ) -> bool:
        """Write texts on one line near some targets, if there is room; return whether there is."""
        texts = list(pieces.values())
        row(*texts, gap=0.12)
        for name in texts[:-2]:
            name.shift((-0.2, 0, 0))
        low, high = span(texts)
        found = room.spot(high - low, targets, others)
        if found:
            self._stand(pieces, found[0] - (low + high) / 2)
            room.block_box(found[0], high - low)
        return bool(found)

    def _stand(self, pieces: dict[str, TypesetMobject], shift: np.ndarray) -> None:
        for key, piece in pieces.items():
            self.placed[key] = Name(piece.shift(np.append(shift, 0.0)), self.chart.theme, "ink", 4)

    def _inside_of(self, entry: str, curve: DistributionMark) -> None:
        """Write the area below a curve in its middle, or near it where that is too narrow."""
        pieces = self._area(entry, "ink", 1.0, "formula")
        row(*pieces.values(), gap=0.16)
        low, high = span(pieces.values())
        across = float(self.chart.across(curve.distribution.mean))  # type: ignore[attr-defined]
        up = 0.42 * float(curve.height_at(across))
        half = (high - low) / 2
        sides = curve.height_at(np.linspace(across - half[0], across + half[0], 9) + 0.0)
        if sides.min() > up + half[1] + 0.1 and up > half[1] + 0.1:
            self._stand(pieces, np.array([across, PLOT.bottom + up]) - (low + high) / 2)
        else:
            at = np.array([[across, PLOT.bottom + up]])
            self._together(pieces, self._room(BELOW, graph(curve)), at)

    def fill(self, entry: str, t: float) -> None:
        """Fill the area below the live curve from the left, and write how much it is."""
        filled = self.chart.fill(t)
        for name in self.get(entry):
            name.words.set_text(area(filled, t == 1))

    def divide(self, r: float) -> None:
        """Divide the product by its area to the power r, which becomes that of the posterior."""
        step = self.story.first
        self.chart.divide(step, r)
        self.chart.rises.show(r)
        for name in self.get("posterior area"):
            name.words.set_text(area(self.chart.amount, r in (0, 1)))

    def two_tosses(self, coins: list[np.ndarray]) -> None:
        """Place what is named when the second toss has been taken in.

        Args:
            coins: where they lie in the strip, each (x, y, radius).
        """
        chart, story, step = self.chart, self.story, self.story.step(1)
        live = graph(chart.curve.show(step.posterior))
        chart.curve.show(step.prior)
        before = graph(chart.before)
        self.placed.clear()
        ends = chart.steps.ends(step.posterior, 1.0)
        links = [np.array([[x, y], [x, STRIP.bottom]]) for (x, y), _ in ends]
        self.room = self._room(BELOW, before, live).block_lines(below(live), *ends, *links)
        for entry, role, belief, own, other in (
            ("second", "posterior", step.posterior, live, before),
            ("first", "prior", step.prior, before, live),
        ):
            room = self.room
            for markup in (
                f"{role}: {text.beta(belief)}",
                role,
            ):  # the shorter one where it must be
                self.room = room.copy()
                self._name(entry, markup, role, own, other)
                if self.get(entry):
                    middle, size = self.room.boxes[-1]
                    if distances(middle[None], size / 2, own).min() < NEAR:
                        break
        self.room = self._room(BELOW, before, live).block_lines(*ends, *links).block(*self.get())
        quotient = to_typst(shortest(step.evidence, 3))
        for index, (place, end) in enumerate(zip(chart.steps.places, ends, strict=True)):
            factor = to_typst(shortest(float(step.likelihood(place)), 4))
            markup = f'part("likelihood", times {factor}) div {quotient}'
            name = Name(Formula(markup, chart.theme, size="label"), chart.theme, "ink", 4)
            self._settle(f"step {index}", name, end.mean(axis=0)[None])
        strip = chart.strip
        lines = (strip.old.graph, strip.trace(step, 1.0).line.graph)
        self.room = Room(replace(STRIP, bottom=STRIP.bottom + 0.06)).block_lines(*lines)
        for x, y, radius in coins:
            self.room.block_box(np.array([x, y]), np.full(2, 2 * radius + 0.1))
        places = chart.steps.places
        for x, y in strip.at(step, places, np.ones(len(places))):
            self.room.block_lines(np.array([[x, STRIP.bottom], [x, y]]))
        (formula,) = text.again(self.story).lines
        # Two lines that cross leave the middle free.
        crossing = np.array([[PLOT.centre[0], STRIP.top - 0.2]])
        same = story.step(0).side == step.side
        self._likelihood(formula.markup, coins[1][None, :2] if same else crossing)

    def all_tosses(self, beside: Iterable[VMobject]) -> None:
        """Place what is named when all tosses have fallen: the first and the last belief."""
        chart = self.chart
        prior, live, *trail = map(graph, (chart.ghost, chart.curve, *chart.fan))
        self.placed.clear()
        self.room = self._room(PLOT, prior, live).block(*beside)
        self._beliefs(prior, live, *trail)

    def answer(self, beside: Iterable[VMobject]) -> None:
        """Mark interval and true bias in the window as it is, and place all names."""
        chart, story = self.chart, self.story
        curves = chart.ghost, chart.curve, *([chart.second] if story.rival else [])
        prior, live, *second = map(graph, curves)
        self.placed.clear()
        self.room = room = self._room(PLOT, prior, live, *second).block(*beside)
        if story.bias is not None:
            room.block(*chart.mark_truth(story.bias))
            if chart.inside(story.bias):
                up = np.arange(PLOT.bottom + 0.4, PLOT.top - 0.1, 0.1)[::-1]
                at = np.column_stack([np.full(len(up), float(chart.across(story.bias))), up])
                self._name("truth", "true bias", "truth", at)
        ends = chart.across(story.interval)
        tops = PLOT.bottom + chart.curve.height_at(ends)
        for x, y in zip(ends, tops, strict=True):
            room.block_lines(np.array([[x, PLOT.bottom], [x, y]]))
        level, inner = self._level(), room.copy()
        middle = float(chart.across(story.posterior.mean))
        height = float(chart.curve.height_at(middle))
        mean = Name(Words("mean", chart.theme, size="label"), chart.theme, "ink", 4)
        foot = np.array([[middle, PLOT.bottom + 0.12]])
        if mean.settle(inner, foot) and not len(mean.leader.points):
            self.placed["mean"] = mean
        found = level.settle(inner, np.array([[middle, PLOT.bottom + max(0.45 * height, 0.3)]]))
        x, y = inner.boxes[-1][0]
        if found and ends[0] < x < ends[1] and y < PLOT.bottom + chart.curve.height_at(x):
            level.leader.set_segments(np.zeros((0, 2, 2)))
            self.placed["level"] = level
        room.block_lines(below(live))
        pairs = zip(("low", "high"), story.interval, ends, tops, strict=True)
        lower, upper = (self._end(*each) for each in pairs)
        self.tops = lower, upper
        self._beliefs(prior, live, *second)
        for line in second:
            markup = f"from {text.beta(story.rival or story.prior)}"
            self._name("second_prior", markup, "second_prior", line, prior, live)

    def _level(self) -> Name:
        number = LiveNumber(0, self.chart.theme, size="heading", anchor="right")
        return Name(number.set_text(percentage(self.story.level)), self.chart.theme, "ink", 4)

    def spread(self, t: float) -> None:
        """Let the interval grow from the posterior's median, and write its probability."""
        story, posterior = self.story, self.story.posterior
        sides = [posterior.below(end) for end in story.interval]
        low, high = story.interval if t == 1 else posterior.around(sides[0], sides[1], t)
        self.chart.band.between(low, high, tops=self.tops if t == 1 else None)
        for name in self.get("level"):
            share = t * story.level
            running = f"{APPROXIMATELY} {100 * share:.0f}{PERCENT}"
            name.words.set_text(percentage(story.level) if t == 1 else running)

    def _beliefs(self, prior: np.ndarray, live: np.ndarray, *others: np.ndarray) -> None:
        self.room.block_lines(below(live))
        name = "posterior" if self.story.count else "posterior $=$ prior"
        self._name("posterior", name, "posterior", live, prior, *others)
        if self.story.count:
            self._name("prior", "prior", "prior", prior, live, *others)

    def _end(self, entry: str, value: float, x: float, top: float) -> float:
        """Name an end of the interval beside its line, which leads there; return the line's top."""
        markup = f"${to_typst(shortest(value, self.story.places))}$"
        name = Name(markup, self.chart.theme, "interval")
        for y in np.arange(top, PLOT.top, 0.2):
            room = self.room.copy().block_lines(np.array([[x, PLOT.bottom], [x, y]]))
            if name.settle(room, np.array([[x, y]])) and not len(name.leader.points):
                self.room, self.placed[entry] = room, name
                return float(y)
        return top

    def _room(self, zone: Zone, *lines: np.ndarray) -> Room:
        inner = Zone(zone.left + 0.1, zone.right - 0.03, zone.bottom + 0.1, zone.top + 0.05)
        room = Room(inner).block(*self.chart.poles)
        # The marks of poles are at the top of the chart, which may yet come to be another.
        shift = np.array([0.0, zone.top - self.chart.zone.top])
        inward = np.array([0.35, 0.0])
        room.boxes = [
            (centre + shift - np.sign(centre[0]) * inward, size + 2 * inward)
            for centre, size in room.boxes
        ]
        return room.block_lines(*lines)

    def _name(
        self, entry: str, markup: str, role: str, own: np.ndarray, *others: np.ndarray
    ) -> None:
        """Write a name beside the upper part of its own line, in the room that is left."""
        name = Name(markup, self.chart.theme, role)
        tall = own[:, 1] >= PLOT.bottom + 0.25 * (own[:, 1].max() - PLOT.bottom)
        self._settle(entry, name, own[tall], np.concatenate(others) if others else None)

    def _settle(
        self,
        entry: str,
        name: Name,
        targets: np.ndarray,
        others: np.ndarray | None = None,
        leads: bool = True,
    ) -> None:
        if name.settle(self.room, targets, others):
            self.placed[entry] = name
            lead = name.leader.points[::3, :2]
            short = np.linalg.norm(np.ptp(lead, axis=0)) < SHORT if len(lead) else True
            if not leads or short or crosses(lead, self.room.boxes[:-1]):
                name.leader.set_segments(np.zeros((0, 2, 2)))
            elif len(name.leader.points):
                self.room.block_lines(name.leader.points[::3, :2])


def area(value: float, rest: bool = True) -> str:
    """Return how large an area is, as written beside it; it may not be at rest."""
    return equals(shortest(value, 3)) if rest else f"{APPROXIMATELY} {value:.2f}"


def span(texts: Iterable[TypesetMobject]) -> np.ndarray:
    """Return the lower left and upper right of the letters of some texts, (2, 2)."""
    boxes = np.array([ink_box(each) for each in texts])
    low, high = boxes[:, 0] - boxes[:, 1] / 2, boxes[:, 0] + boxes[:, 1] / 2
    return np.array([low.min(axis=0), high.max(axis=0)])


def crosses(line: np.ndarray, boxes: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Return whether a line, (n, 2), runs through one of some boxes."""
    points = evenly(line)
    return any((np.abs(points - middle) < size / 2).all(axis=1).any() for middle, size in boxes)


def graph(curve: Heights) -> np.ndarray:
    """Return the drawn points of a curve, (n, 2), without those cut off at the top."""
    top = curve.chart.zone.top
    seen = curve.graph[curve.graph[:, 1] < top - 1e-6]
    return evenly(seen if len(seen) > 1 else curve.graph)


def below(line: np.ndarray) -> np.ndarray:
    """Return a zigzag that fills the area between a curve and the axis, as an obstacle."""
    x = np.arange(float(line[:, 0].min()), float(line[:, 0].max()), 0.12)
    heights = np.column_stack([np.full(len(x), PLOT.bottom), np.interp(x, *line.T)]).ravel()
    return np.stack([np.repeat(x, 2), heights], axis=1)
