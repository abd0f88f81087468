"""What is written on a chart of beliefs: names beside the lines, areas, the ends of an interval."""

from __future__ import annotations

import numpy as np

from explainer.mobjects.distribution_mark import DistributionMark, Heights
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room, evenly
from explainer.numbers import APPROXIMATELY, equals, percentage, shortest, to_typst
from explainer.scenes.probability.posterior_update.drawing.chart import PLOT, TRIANGLE, BeliefChart
from explainer.scenes.probability.posterior_update.text import beta
from explainer.style import Zone

PLACES = (0.8, 0.2)
"""Where the likelihood is read."""

INSIDE = Zone(PLOT.left + 0.1, PLOT.right - 0.03, PLOT.bottom + 0.1, PLOT.top + 0.1)


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

    def one_toss(self) -> None:
        """Place what is named in the beats of the first toss, so that no name moves in between."""
        self.placed.clear()
        chart, story = self.chart, self.story
        after = graph(chart.curve.show(story.updated))
        prior, product, line = map(graph, (chart.ghost, chart.pressed, chart.line))
        tops = np.minimum(story.prior.density(story.probes), chart.top)
        stems = chart.at(story.probes[:, None], np.stack([0 * tops, tops], axis=1))
        self.room = self._room(prior, product, after, line, *stems)
        if story.first:
            self._name("product", "product", "ink", product, prior, after)
        dividing = self._room(prior, product, after).block(*self.get())
        self._area("prior area", chart.ghost, self._room(prior))
        self._area("product area", chart.pressed, dividing)
        left = now = dividing.boxes[-1][0]
        if story.first:
            dividing.block_lines(below(product))
            self._area("posterior area", chart.curve, dividing, chart.pressed)
            now = dividing.boxes[-1][0]
        self.way = left - now
        for t in np.linspace(0, 1, 6):
            dividing.block_box(now + t * self.way, dividing.boxes[-1][1])
        multiplying = self._room(prior, product, line, *stems)
        spots = chart.share.at(PLACES, story.likelihood(np.array(PLACES)))
        for spot in spots:
            multiplying.block_box(spot, np.full(2, 0.2))
        self.room = dividing.copy().block_lines(line, *stems, below(prior))
        self.room.block(*self.get("prior area"))
        self._name("prior", "prior", "prior", prior, after)
        self.room = multiplying.block(*self.get("prior", "product"))
        self._name("likelihood", "likelihood", "likelihood", line, prior)
        for place, spot in zip(PLACES, spots, strict=True):
            value = f"${shortest(float(story.likelihood(place)))}$"
            self._name(f"at {place}", value, "likelihood", spot[None])
        posterior, others = "posterior", [prior, product]
        if not story.first:
            self._name("product", "prior $times 1$", "ink", prior)
            posterior, others = "posterior $=$ prior", []
        self.room = dividing.block(*self.get("prior", "product")).block_lines(below(after))
        self._name("posterior", posterior, "posterior", after, *others)

    def _area(
        self, entry: str, curve: DistributionMark, room: Room, lower: Heights | None = None
    ) -> None:
        """Write an area near the middle of it, or of what lies above a lower curve."""
        value = self.story.first_evidence if curve is self.chart.pressed else 1.0
        number = LiveNumber(value, self.chart.theme, size="label", anchor="left")
        name = Name(number.set_text(area(value)), self.chart.theme, "ink")
        x, y = curve.graph.T
        mass = np.cumsum(np.gradient(x) * (y - PLOT.bottom))
        feet = PLOT.bottom + (lower.height_at(x) if lower else 0 * x)
        for reach in (0.1, 0.3):  # further from the middle only where that leads inside
            trial, core = room.copy(), np.abs(mass / mass[-1] - 0.5) < reach
            core[np.searchsorted(mass, mass[-1] / 2)] = True
            found = name.settle(trial, np.column_stack([x, (feet + y) / 2])[core])
            if found and inside(name, trial, curve):
                break
        room.boxes = trial.boxes
        if found:
            self.placed[entry] = name

    def grow(self, t: float) -> None:
        """Raise the prior, and with it its area."""
        self.chart.curve.show(self.story.prior, scale=t)
        for name in self.get("prior area"):
            name.words.set_text(area(t, t == 1))

    def divide(self, r: float) -> None:
        """Divide the product by its area to the power r, which becomes that of the posterior."""
        scale = self.story.first_evidence ** (1 - r)
        self.chart.curve.show(self.story.updated, scale=scale)
        self.chart.paint("ink", "posterior", r)
        for name in self.get("posterior area"):
            name.words.set_text(area(scale, r in (0, 1)))
            name.carry((1 - r) * self.way)
            name.leader.set_stroke(opacity=r)

    def many_tosses(self) -> None:
        """Place what is named when all tosses have fallen: beliefs, and counts of tosses."""
        chart, counts = self.chart, self.chart.earlier
        prior, live, *trail = map(graph, (chart.ghost, chart.curve, *chart.trail))
        self.placed.clear()
        self.room = self._room(prior, live)
        self._beliefs(prior, live, *trail)
        for at, (count, line) in enumerate(zip(counts[:3], trail, strict=False)):
            others = [prior, live, *trail[:at], *trail[at + 1 :]]
            markup = f"after ${count}$" if at else "after $1$ toss"
            self._name(f"after {count}", markup, "posterior", line, *others)

    def answer(self) -> None:
        """Mark mean, interval and true bias in the window as it is, and place all names."""
        chart, story = self.chart, self.story
        chart.balance.set_corners(chart.at(story.posterior.mean, 0) + TRIANGLE)
        curves = chart.ghost, chart.curve, *([chart.second] if story.rival else [])
        prior, live, *second = map(graph, curves)
        self.placed.clear()
        self.room = room = self._room(prior, live, *second)
        if story.bias is not None:
            room.block(*chart.mark_truth(story.bias))
            if chart.inside(story.bias):
                at = np.array([[float(chart.across(story.bias)), PLOT.top - 0.2]])
                self._name("truth", "true bias", "truth", at)
        ends = chart.across(story.interval)
        tops = PLOT.bottom + chart.curve.height_at(ends)
        for x, y in zip(ends, tops, strict=True):
            room.block_lines(np.array([[x, PLOT.bottom], [x, y]]))
        level, inner = Name(percentage(story.level), chart.theme, "ink"), room.copy()
        middle = float(chart.across(story.posterior.mean))
        height = max(0.35 * float(chart.curve.height_at(middle)), 0.3)
        found = level.settle(inner, np.array([[middle, PLOT.bottom + height]]))
        if (
            found
            and inside(level, inner, chart.curve)
            and ends[0] < inner.boxes[-1][0][0] < ends[1]
        ):
            self.placed["level"] = level
        room.block_lines(below(live))
        pairs = zip(("low", "high"), story.interval, ends, tops, strict=True)
        low, high = (self._end(*each) for each in pairs)
        chart.band.between(*story.interval, tops=(low, high))
        self._beliefs(prior, live, *second)
        for line in second:
            markup = f"from {beta(story.rival or story.prior)}"
            self._name("second_prior", markup, "second_prior", line, prior, live)

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

    def _room(self, *lines: np.ndarray) -> Room:
        return Room(INSIDE).block_lines(*lines).block(*self.chart.poles)

    def _name(
        self, entry: str, markup: str, role: str, own: np.ndarray, *others: np.ndarray
    ) -> None:
        """Write a name beside the upper part of its own line, in the room that is left."""
        name = Name(markup, self.chart.theme, role)
        tall = own[:, 1] >= PLOT.bottom + 0.25 * (own[:, 1].max() - PLOT.bottom)
        if name.settle(self.room, own[tall], np.concatenate(others) if others else None):
            self.placed[entry] = name
            if len(name.leader.points):
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


def graph(curve: Heights) -> np.ndarray:
    """Return the drawn points of a curve, (n, 2), without those cut off at the top."""
    seen = curve.graph[curve.graph[:, 1] < PLOT.top - 1e-6]
    return evenly(seen if len(seen) > 1 else curve.graph)


def below(line: np.ndarray) -> np.ndarray:
    """Return a zigzag that fills the area between a curve and the axis, as an obstacle."""
    x = np.arange(float(line[:, 0].min()), float(line[:, 0].max()), 0.12)
    heights = np.column_stack([np.full(len(x), PLOT.bottom), np.interp(x, *line.T)]).ravel()
    return np.stack([np.repeat(x, 2), heights], axis=1)
