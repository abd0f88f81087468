"""What is written on a chart of beliefs: names beside the lines, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.distribution_mark import DistributionMark, Heights
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room, evenly, ink_box
from explainer.mobjects.text import Formula
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
        if step.side:
            self._quotient(whole.copy())
            self._factors(self._room(BELOW, prior, product), stems)
            self.room = whole.copy().block_lines(*stems, *chart.rises.ends(1.0)).block(*self.get())
            self._name("product", "prior $times$ likelihood", "ink", product, prior, after)
        self._area("prior area", chart.ghost, self._room(BELOW, prior))
        factors = [entry for entry in self.placed if entry.startswith("factor")]
        self.room = whole.copy().block_lines(*stems, below(prior))
        self.room.block(*self.get("density", "by", "product", "prior area", *factors))
        self._name("prior", "prior", "prior", prior, after)
        if not step.side:
            self._name("product", "prior $times 1$", "ink", prior)
        self.room = whole.copy().block_lines(below(after), *chart.rises.ends(1.0))
        self.room.block(*self.get("prior", "product", "by"))
        if step.side:
            self._name("posterior", "posterior", "posterior", after, prior, product)
        else:
            self._name("posterior", "posterior $=$ prior", "posterior", after)
        shapes = [prior, product, after, *chart.rises.ends(1.0)]
        if step.side:
            self._area_of("posterior", 1.0, shapes, below(after))
        self._area_of("product", step.evidence, shapes)
        self._in_the_strip(coin)

    def _in_the_strip(self, coin: tuple[float, float]) -> None:
        """Place the formula of the likelihood and two of its values."""
        chart, step = self.chart, self.story.first
        line = chart.strip.line.graph
        self.room = Room(replace(STRIP, bottom=STRIP.bottom + 0.06)).block_lines(line)
        self.room.block_box(np.array(coin), np.full(2, 0.9))
        places = PLACES[chart.inside(PLACES)]
        bars = chart.strip.at(places, np.ones(len(places)))
        for place, (x, y) in zip(places, bars, strict=True):
            self.room.block_lines(np.array([[x, STRIP.bottom], [x, y]]))
            value = f"${shortest(float(step.likelihood(place)))}$"
            self._name(f"at {place}", value, "likelihood", np.array([[x, y]]))
        (formula,) = text.likelihood(self.story).lines
        self._likelihood(formula.markup, np.array([coin]))

    def _likelihood(self, markup: str, coins: np.ndarray) -> None:
        words = Formula(markup, self.chart.theme, size="label")
        name = Name(words, self.chart.theme, "likelihood")
        self._settle("likelihood", name, coins, leads=False)

    def _factors(self, room: Room, stems: np.ndarray) -> None:
        """Write beside each probe what its height is multiplied by."""
        room.block_lines(*stems)
        for _, end in stems:
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

    def _area(self, entry: str, curve: DistributionMark, room: Room) -> None:
        """Write an area near the middle of it."""
        number = LiveNumber(1.0, self.chart.theme, size="formula", anchor="left")
        name = Name(number.set_text(area(1.0)), self.chart.theme, "ink")
        x, y = curve.graph.T
        mass = np.cumsum(np.gradient(x) * (y - PLOT.bottom))
        # Further from the middle, or nearer to others, only where that leads inside.
        for reach, margin in ((0.1, 0.22), (0.3, 0.22), (0.3, room.margin)):
            trial, core = room.copy(), np.abs(mass / mass[-1] - 0.5) < reach
            core[np.searchsorted(mass, mass[-1] / 2)] = True
            trial.margin = margin
            found = name.settle(trial, np.column_stack([x, (PLOT.bottom + y) / 2])[core])
            if found and inside(name, trial, curve):
                break
        if found:
            self.placed[entry] = name

    def _area_of(
        self, entry: str, value: float, shapes: list[np.ndarray], *more: np.ndarray
    ) -> None:
        """Write the area below a curve beside the curve's name."""
        number = LiveNumber(value, self.chart.theme, size="label", anchor="left")
        name = Name(number.set_text(area(value)), self.chart.theme, "ink")
        beside = self.get("bayes", "by", "prior", "product", "posterior", "posterior area")
        for named in self.get(entry):
            low, high = ink_box(named.words)[0] + np.outer([-0.5, 0.5], ink_box(named.words)[1])
            targets = np.array(
                [[x, y] for x in np.linspace(low[0], high[0], 9) for y in (low[1], high[1])]
            )
            if name.settle(self._room(BELOW, *shapes, *more).block(*beside), targets):
                name.leader.set_segments(np.zeros((0, 2, 2)))
                self.placed[f"{entry} area"] = name

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
        chart, step = self.chart, self.story.step(1)
        live = graph(chart.curve.show(step.posterior))
        chart.curve.show(step.prior)
        before = graph(chart.before)
        self.placed.clear()
        self.room = self._room(BELOW, before, live)
        self.room.block_lines(below(live))
        self._name("second", "posterior after $2$ tosses", "posterior", live, before)
        self._name("first", "prior: after $1$ toss", "prior", before, live)
        strip = chart.strip
        lines = (strip.old.graph, strip.trace(step, 1.0).line.graph)
        self.room = Room(replace(STRIP, bottom=STRIP.bottom + 0.06)).block_lines(*lines)
        for x, y, radius in coins:
            self.room.block_box(np.array([x, y]), np.full(2, 2 * radius + 0.1))
        (formula,) = text.again(self.story).lines
        self._likelihood(formula.markup, coins[1][None, :2])

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
        inner.block_lines(np.array([[middle, PLOT.bottom], [middle, PLOT.bottom + height]]))
        found = level.settle(inner, np.array([[middle, PLOT.bottom + max(0.35 * height, 0.3)]]))
        if (
            found
            and inside(level, inner, chart.curve)
            and ends[0] < inner.boxes[-1][0][0] < ends[1]
        ):
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
        return Name(number.set_text(percentage(self.story.level)), self.chart.theme, "ink")

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
        room.boxes = [(centre + shift, size) for centre, size in room.boxes]
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
    """Return what is written into an area, which changes where it is not at rest."""
    return f"area {equals(shortest(value, 3)) if rest else f'{APPROXIMATELY} {value:.2f}'}"


def inside(name: Name, room: Room, curve: Heights) -> bool:
    """Return whether a name that has just settled is inside a curve; then no line leads there."""
    x, y = room.boxes[-1][0]  # clear of all lines, it is where its middle is
    found = bool(y < PLOT.bottom + curve.height_at(x))
    if found:
        name.leader.set_segments(np.zeros((0, 2, 2)))
    return found


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
