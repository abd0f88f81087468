"""What is written on a chart of beliefs: names beside the lines, areas, the ends of an interval."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.constants import DL, UR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.distribution_mark import DistributionMark, Heights
from explainer.mobjects.placing import Name, Room, evenly, ink_size, move_ink
from explainer.numbers import format_number, percent, to_typst
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.marks import PLOT
from explainer.scenes.probability.posterior_update.inference import Beta, beta_density
from explainer.scenes.probability.posterior_update.text import beta
from explainer.style import Theme, Zone

PLACES = (0.8, 0.2)
"""Where the likelihood is read."""

INSIDE = Zone(PLOT.left + 0.1, PLOT.right - 0.1, PLOT.bottom + 0.1, PLOT.top + 0.1)


class BeliefNames:
    """Places names by the window and the curves as they are; each stage is placed as one.

    Args:
        chart: what is named.
        theme: for colours.
    """

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme
        self._placed: dict[str, Name] = {}

    def get(self, *entries: str) -> list[VMobject]:
        """Return those of these names that have found a place; all of them where none is given."""
        wanted = entries or tuple(self._placed)
        return [self._placed[entry] for entry in wanted if entry in self._placed]

    def one_toss(self) -> None:
        """Place what is named in the beats of the first toss, so that no name moves in between."""
        self._placed.clear()
        chart, story = self.chart, self.story
        ends = np.array(chart.window[:2])
        line = evenly(chart.share.at(ends, [chart.likelihood(theta) for theta in ends]))
        after = DistributionMark(chart, "posterior", Beta(*story.updated)).show()
        chart.pressed.show(Beta(*story.updated), scale=story.first_evidence)
        prior, product, posterior = (graph(c) for c in (chart.ghost, chart.pressed, after))
        tops = np.minimum(beta_density(chart.probes, *story.prior), chart.top)
        stems = chart.at(chart.probes[:, None], np.stack([0 * tops, tops], axis=1))

        dividing = self._room(prior, product, posterior)
        self._areas(dividing, after)
        multiplying = self._room(prior, product, line, *stems)
        everywhere = dividing.copy().block_lines(line, *stems)
        spots = chart.share.at(PLACES, [chart.likelihood(x) for x in PLACES])
        for spot in spots:
            multiplying.block_box(spot, np.full(2, 0.2))
        if story.first:
            rest = np.concatenate([prior, posterior])
            self._name(everywhere, "product", "product", "ink", product, rest)
        outside = everywhere.copy().block_lines(below(prior))
        outside.block_box(chart.area.centre, chart.area.size)
        if "product" in self._placed:
            outside.block(self._placed["product"])
        self._name(outside, "prior", "prior", "prior", prior, posterior)
        for name in self.get():
            multiplying.block(name)
            dividing.block(name)
        self._name(multiplying, "likelihood", "likelihood", "likelihood", line, prior)
        for place, spot in zip(PLACES, spots, strict=True):
            value = f"${chart.likelihood(place):.1f}$"
            self._name(multiplying, f"at {place}", value, "likelihood", spot[None])
        if story.first:
            others = np.concatenate([prior, product])
            dividing.block_lines(below(posterior))
            self._name(dividing, "posterior", "posterior", "posterior", posterior, others)
        else:
            self._name(multiplying, "product", "prior $times 1$", "ink", prior)
            dividing.block_lines(below(posterior)).block(*self.get("product"))
            self._name(dividing, "posterior", "posterior $=$ prior", "posterior", posterior)

    def _areas(self, room: Room, after: Heights) -> None:
        """Place the areas of prior, product and posterior; one label moves on."""
        chart = self.chart
        for label in (chart.area, chart.area_left):
            label.fit(self.story.first_evidence)
        chart.area.set_spot(chart.area.spot(chart.ghost, room))
        left = chart.area_left.spot(chart.pressed, room)
        chart.area_left.set_spot(left)
        room.block_box(left[0], chart.area_left.size)
        now = chart.area.spot(after, room, chart.pressed) if self.story.first else left
        for t in np.linspace(0, 1, 6):
            room.block_box(left[0] + t * (now[0] - left[0]), chart.area.size)
        chart.spots = [left, now]

    def many_tosses(self) -> None:
        """Place what is named when all tosses have fallen: beliefs, and counts of tosses."""
        self._placed.clear()
        chart = self.chart
        trail = [graph(curve) for curve in chart.trail]
        curves = [graph(chart.ghost), graph(chart.curve)]
        room = self._room(*curves)
        self._beliefs(room, curves, trail)
        if trail:
            counts = [str(count) for count in chart.earlier[:3]]
            more = ["..."] if len(trail) > 3 else []
            markup = f"after ${', '.join([*counts, *more])}$"
            others = [*curves, *(_corners(name) for name in self.get())]
            middle = trail[len(trail) // 2]
            self._name(room, "earlier", markup, "posterior", middle, np.concatenate(others))

    def answer(self) -> list[VMobject]:
        """Place what is named in the end; return the numbers at both ends of the interval."""
        self._placed.clear()
        chart, story = self.chart, self.story
        curves = [graph(chart.ghost), graph(chart.curve)]
        if story.rival:
            curves.append(graph(chart.second))
        room = self._room(*curves)
        if story.bias is not None:
            x = float(chart.across(story.bias))
            bias = evenly(np.array([[x, PLOT.bottom], [x, PLOT.top]]))
            if PLOT.left <= x <= PLOT.right:
                room.block_lines(bias)
                self._name(room, "truth", "true bias", "truth", bias[bias[:, 1] > 0.5])
            else:
                room.block(chart.truth)
        labels = self._ends(room)
        self._level(room)
        self._beliefs(room, curves)
        if story.rival:
            others = np.concatenate(curves[:2])
            markup = f"from {beta(story.rival)}"
            self._name(room, "second_prior", markup, "second_prior", curves[2], others)
        return labels

    def _level(self, room: Room) -> None:
        """Write the interval's probability into its area, where there is room for it."""
        chart, story = self.chart, self.story
        name = Name(f"{percent(story.level)} %", self.theme, "ink", halo=4.0)
        *ends, middle = chart.across([*story.interval, story.predictive]).tolist()
        height = float(chart.curve.height_at(middle))
        reach = ink_size(name.words) / 2
        target = np.array([[middle, PLOT.bottom + max(0.35 * height, 0.3)]])
        found = room.spot(2 * reach, target)
        if found is None:
            return
        centre = found[0]
        span = np.array([centre[0] - reach[0], centre[0] + reach[0]])
        low = float(np.min(chart.curve.height_at(span)))
        within = ends[0] + 0.1 < span[0] and span[1] < ends[1] - 0.1
        if within and centre[1] + reach[1] + 0.1 < PLOT.bottom + low:
            move_ink(name.words, centre)
            room.block_box(centre, 2 * reach)
            self._placed["level"] = name

    def _ends(self, room: Room) -> list[VMobject]:
        """Return the numbers at the interval's ends, each beside the line that marks its end."""
        chart, labels, tops = self.chart, [], []
        for end, outward in zip(self.story.interval, (-1, 1), strict=True):
            name = Name(
                f"${to_typst(format_number(end, self.story.places))}$", self.theme, "interval"
            )
            x = float(chart.across(end))
            foot = PLOT.bottom + float(chart.curve.height_at(x))
            size = ink_size(name.words)
            spot = self._beside(room, x, size, outward)
            if spot is not None:
                move_ink(name.words, spot)
                room.block_box(spot, size)
                labels.append(name)
                foot = max(foot, float(spot[1]) + size[1] / 2)
            room.block_lines(np.array([[x, PLOT.bottom], [x, foot]]))
            tops.append(foot)
        chart.band.between(*self.story.interval, tops=(tops[0], tops[1]))
        return labels

    def _beside(self, room: Room, x: float, size: np.ndarray, outward: int) -> np.ndarray | None:
        """Return the lowest free place above the curve beside a vertical line, or None."""
        reach = size[0] / 2 + 0.12
        for rules in (room, room.copy(lines=False)):
            found: list[tuple[float, np.ndarray]] = []
            for side in (outward, -outward):
                left = x + side * reach - size[0] / 2
                if not PLOT.left + 0.05 < left < PLOT.right - size[0] + 0.3:
                    continue
                span = np.linspace(x, x + 2 * side * reach, 12)
                start = PLOT.bottom + float(np.max(self.chart.curve.height_at(span))) + 0.25
                for y in np.arange(start, PLOT.top + 0.1, 0.08):
                    centre = np.array([x + side * reach, y])
                    if rules.free(centre, size):
                        found.append((y + (0.6 if side != outward else 0.0), centre))
                        break
            if found:
                return min(found, key=lambda place: place[0])[1]
        return None

    def _beliefs(
        self, room: Room, curves: list[np.ndarray], trail: Iterable[np.ndarray] = ()
    ) -> None:
        ghost, live = curves[:2]
        room.block_lines(below(live))
        others = np.concatenate([*curves[2:], *trail, live])
        markup = "posterior" if self.story.count else "posterior $=$ prior"
        self._name(
            room, "posterior", markup, "posterior", live, np.concatenate([ghost, *curves[2:]])
        )
        if self.story.count:
            self._name(room, "prior", "prior", "prior", ghost, others)

    def _name(
        self,
        room: Room,
        entry: str,
        markup: str,
        role: str,
        own: np.ndarray,
        others: np.ndarray | None = None,
    ) -> None:
        name = Name(markup, self.theme, role)
        self._placed.pop(entry, None)
        low = PLOT.bottom + 0.25 * (float(np.max(own[:, 1])) - PLOT.bottom)
        if name.settle(room, own[own[:, 1] >= low], others):
            self._placed[entry] = name

    def _room(self, *lines: np.ndarray) -> Room:
        room = Room(INSIDE).block_lines(*lines)
        return room.block(*(label for mark in self.chart.poles.submobjects for label in mark))


def graph(curve: Heights) -> np.ndarray:
    """Return the drawn points of a curve, (n, 2), without those cut off at the top."""
    seen = curve.graph[curve.graph[:, 1] < PLOT.top - 1e-6]
    return evenly(seen if len(seen) > 1 else curve.graph)


def _corners(mobject: VMobject) -> np.ndarray:
    low, high = mobject.get_corner(DL), mobject.get_corner(UR)
    return np.array([[x, y] for x in (low[0], high[0]) for y in (low[1], high[1])])


def below(line: np.ndarray) -> np.ndarray:
    """Return a zigzag that fills the area between a curve and the axis, as an obstacle."""
    x = np.arange(float(line[:, 0].min()), float(line[:, 0].max()), 0.12)
    top = np.interp(x, line[:, 0], line[:, 1])
    heights = np.column_stack([np.full(len(x), PLOT.bottom), top]).ravel()
    return np.stack([np.repeat(x, 2), heights], axis=1)
