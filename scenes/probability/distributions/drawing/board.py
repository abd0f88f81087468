"""The picture of the film: rows of the stream above, the pile of what is read from them below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.dots import Dots, pile_heights
from explainer.mobjects.live_chart import LiveChart, Window, resting
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Anchor, Words
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing import labels
from explainer.scenes.probability.distributions.drawing.pile import STRIPS, Heap, Pile, heap
from explainer.scenes.probability.distributions.drawing.rows import SHOWN, Look, Rows
from explainer.scenes.probability.distributions.families import Family
from explainer.scenes.probability.distributions.stream import Stream
from explainer.style import Theme

WIDER, HIGHER = (20, 1.05), (40, 1.015)
"""How often, at most, a window is made larger until its formulas have room, and by which factor."""
TITLE = 0.05
"""How much nearer to the numbers an axis's name stands than elsewhere."""
GAP = 1.1
"""How far apart numbers stand on the axis of a time."""


class Board(VGroup):
    """The rows, the pile, and the chart on which it lies.

    Args:
        stream: the numbers.
        families: those of the film.
        theme: for colours.
    """

    def __init__(self, stream: Stream, families: list[Family], theme: Theme) -> None:
        self.stream, self.families, self.theme = stream, families, theme
        self.rows, self.pile = Rows(theme), Pile(theme, SHOWN)
        self.places, self.layout = self.rows.places, theme.layout
        self.zone = self.places.chart
        self.plumbs = Segments(theme.ink, width=theme.strokes.thin, opacity=0.45)
        limit = any(each.title == "binomial" for each in families)
        self.formulas = {
            each.title: labels.block(
                each.formula,
                text.parameters(stream, each, limit=limit),
                "limit_distribution" if each.kind == "sum" else "density",
                theme,
            )
            for each in families
        }
        self.charts: dict[str, LiveChart] = {}
        self.curves: list[DistributionMark] = []
        self.look: Look | None = None
        self.texts: list[VMobject] = [self.rows.hour]
        self.values = np.zeros(stream.runs)
        self.heap: Heap | None = None
        self.rise = 0.0  # the height that the chart comes to only as the pile has sunk; 0 for none
        dim = theme.emphasis.rest
        self.crowd = VGroup(
            Segments(theme.axis, width=theme.strokes.thin, opacity=dim),
            Dots(theme.colour("second_slider"), 0.085 * theme.layout.type_scale).set_fill(
                opacity=0.7
            ),
        )
        super().__init__(self.rows, self.pile)

    # -- what each family needs ------------------------------------------------------------------

    def chart(self, family: Family) -> LiveChart:
        """Return the chart of what is read, one for all families that read the same."""
        if family.axis not in self.charts:
            name = f"{family.axis} ({self.stream.runs} rows)"
            across = Axis(0, 1, name, whole=family.discrete)
            chart = LiveChart(self.zone, self.theme, across, Axis(0, 1, "", ticks=()))
            chart.x.title.set_fill(self.theme.colour("outcome"))
            chart.x.title.shift((0, TITLE, 0))
            window = self.window(family)
            self.charts[family.axis] = chart.look(*window, gap=self._gap(family, window))
        return self.charts[family.axis]

    def window(self, family: Family) -> Window:
        """Return what its chart shows: what is likely, as high as it is, and room for formulas."""
        stream, member = self.stream, self.stream.member(family)
        alike = [each for each in self.families if each.axis == family.axis]
        shown = alike if family.kind in ("count", "rank") else [family]
        low, high, top = 0.0, 1.0, 1.08 * self._peak(family)
        if family.kind == "sum":
            high = float(stream.member(family, stream.many).quantile(0.999))
            top = 1.05 * self._peak(family, stream.events)
            top = min(top, 3 * self._peak(family, stream.many))
        elif family.kind == "count":
            low = min(float(stream.member(each).quantile(0.0015)) for each in shown) - 0.6
            high = max(float(stream.member(each).quantile(0.9985)) for each in shown) + 0.6
            top = 1.08 * max(map(self._peak, shown))
        elif family.kind == "rank":
            low, high, top = -0.02, 1.12, 1.08 * max(map(self._peak, shown))
        else:
            high = float(member.quantile(0.995))
            if family is not alike[0]:
                top = 1.08 * self._peak(alike[0])  # bars are not cut off
                top = top if family.slots else min(1.6 * self._peak(family), top)
            if family.slots:
                low, high = 0.4, high + 0.6
        if family.kind != "sum":
            top = max(top, 1.02 * max(self._piled(each, low, high)[1].max() for each in shown))
        if family.kind in ("wait", "sum"):
            high = self._reach(family, high)
        steps, factor = WIDER if self.layout.is_wide else HIGHER
        for _ in range(steps):
            if all(self._side(each, (low, high, top)) for each in shown):
                break
            if family.kind == "rank" or not self.layout.is_wide:
                top *= factor
            else:
                high = low + factor * (high - low)
        return low, high, top

    def _reach(self, family: Family, high: float) -> float:
        """Return how far an axis goes: on to numbers just beyond it, and plumb lines clear it."""
        many = self.stream.many if family.kind == "sum" else 0
        values = self.stream.read(family, many)
        high = max(high, 1.01 * float(values[values < 1.15 * high].max(initial=0.0)))
        free = self.zone.width - self.formulas[family.title].width - 0.4
        return max(high, min(1.2 * high, float(values[:SHOWN].max()) * self.zone.width / free))

    def _piled(self, family: Family, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
        """Return numbers that runs give, and how high the pile is there in a window."""
        many = self.stream.many if family.kind == "sum" else 0
        values = self.stream.read(family, many)
        if family.discrete:
            found, counts = np.unique(values, return_counts=True)
            return found, counts / len(values)
        strip = (high - low) / STRIPS
        return values, (pile_heights(values, strip) + 1) / (len(values) * strip)

    def _side(self, family: Family, window: Window) -> Anchor | None:
        """Return at which end of a window there is room for the formula; None where at neither."""
        (low, high, top), stream = window, self.stream
        width, height = self.formulas[family.title].width, self.formulas[family.title].height
        member = stream.member(family, stream.many if family.kind == "sum" else 0)
        x = member.nodes(low, high)
        heights = self.zone.height * member.density(x) / top
        if family.kind == "rank" or (family.kind == "count" and not self.layout.is_wide):
            # beside what was before, too
            alike = [stream.member(each) for each in self.families if each.kind == family.kind]
            heights = self.zone.height * np.max([each.density(x) for each in alike], axis=0) / top
        values, piled = self._piled(family, low, high)
        x = np.append(x, values)
        heights = np.append(heights, self.zone.height * piled / top)
        reach, apart = 0.5 if member.discrete else 0.0, 0.3 if self.layout.is_wide else 0.2
        for end, far in (("right", high - x), ("left", x - low)):
            below = self.zone.width * (far - reach) / (high - low) < width + 0.45
            if heights[below].max(initial=0.0) < self.zone.height - height - apart:
                return end  # type: ignore[return-value]
            if family.kind != "rank":
                break
        return None

    def _gap(self, family: Family, window: Window) -> float:
        """Return how far apart the numbers of its axis stand; as they need it when 0."""
        one = 0.98 * self.zone.width / (window[1] - window[0])
        return 0.0 if family.discrete and one < 0.6 else one if family.discrete else GAP

    def _peak(self, family: Family, pick: int = 0) -> float:
        member = self.stream.member(family, pick)
        low, high = member.quantile([1e-4, 1 - 1e-4]).tolist()
        low = min(low, member.support[0]) if np.isfinite(member.support[0]) else low
        return float(member.density(member.nodes(low, high)).max())

    def look_at(self, family: Family, slots: int = -1, pick: int = 0) -> Look:
        """Return what is seen of the rows, on the family's chart as it is.

        Args:
            family: what is read.
            slots: into how many slots an hour is cut; as many as the family has when below 0.
            pick: which arrival is read; the family's own when 0.
        """
        stream, chart = self.stream, self.chart(family)
        count = stream.slots(family) if slots < 0 else slots
        pick = pick or (stream.events if family.kind == "sum" else stream.pick(family))
        if family.kind == "count":
            hours = stream.hour(count)[:SHOWN]
            return Look(*self.places.counted, 1.0, hours, count, 0, stream.rate)
        places = stream.seen(family)[:SHOWN]
        origin, one = chart.across([0.0, 1.0]).tolist()
        hour = (one - origin) * (count or 1)
        start = origin + 0.5 * (one - origin) * bool(count)
        ends = 1.0 if family.kind == "rank" else (self.layout.frame.right - start) / hour + 1
        return Look(start, hour, ends, places, count, pick, stream.rate)

    def heap_of(self, family: Family, values: np.ndarray) -> Heap:
        """Return how numbers pile up on the family's chart as it is."""
        self.values = values
        return heap(values, self.chart(family), family.discrete, SHOWN)

    # -- what moves --------------------------------------------------------------------------------

    def appear(self, family: Family, t: float) -> Self:
        """Let time pass in all rows; what is read from them is lit at the end."""
        look = self.look = self.look_at(family)
        visible = min(look.ends, (self.layout.frame.right - look.start) / look.hour)
        passed = min(t / 0.8, 1.0)
        if look.pick:
            plain = Look(look.start, look.hour, look.ends, look.places, look.slots, 0, look.rate)
            self.rows.between(plain, look, max(0.0, (t - 0.8) / 0.2), visible * passed + 1e-6)
        else:
            self.rows.show(look, visible * passed)
        now = float(look.x(np.array(visible * passed)))
        crowd = self.places.crowd
        places = look.x(self.stream.seen(family)[SHOWN : SHOWN + len(crowd)])
        row, number = np.nonzero(places <= now)
        self.crowd[1].set_dots(np.stack([places[row, number], crowd[row]], axis=1))
        ends = [np.stack([np.full(len(crowd), x), crowd], axis=1) for x in (look.start, now)]
        self.crowd[0].set_segments(np.stack(ends, axis=1))
        return self

    def drop(self, family: Family) -> Callable[[float], object]:
        """Return how what is read falls from the rows and piles up, to be swept."""
        chart, values = self.chart(family), self.stream.read(family)
        self.heap = self.heap_of(family, values)
        ends, radius = self.heap.on(chart)
        starts = np.stack([ends[:, 0], np.full(len(ends), self.zone.top + 0.1)], axis=1)
        starts[:SHOWN, 1] = self.places.levels
        if family.kind == "count":
            starts[:SHOWN, 0] = self.places.numbers - 0.25

        def fall(t: float) -> None:
            self.pile.fall(starts, ends, radius, t, 0.45)
            if family.kind == "count":
                self.rows.count(values[:SHOWN], t / 0.45)

        return fall

    def walk(self, family: Family, values: np.ndarray) -> Callable[[float], object]:
        """Return how the pile becomes another one, on a chart as high as that needs."""
        chart, rise = self.chart(family), self.rise
        low, high, top = window = chart.window
        gap = self._gap(family, window)
        if rise:
            chart.look(low, high, rise, gap=gap)
        new = self.heap = self.heap_of(family, values)
        starts, old_radius = self.pile.spots, self.pile.radius
        ends, radius = new.on(chart)
        if rise:
            chart.look(*window, gap=gap)
        self.rise = 0.0

        def show(t: float) -> None:
            if rise:
                chart.look(low, high, top + (rise - top) * t, 1.0, gap)
            self.pile.walk(starts, ends, (old_radius, radius), t)

        return show

    def zoom(self, family: Family) -> Callable[[float], object]:
        """Return how chart, pile and rows come to a family's window, to be swept."""
        chart, old_look, old_heap = self.chart(family), self.look, self.heap
        start, end = chart.window, self.window(family)
        assert old_look is not None and old_heap is not None
        gap = self._gap(family, end)
        if end[2] < start[2] and old_heap.places[:, 1].max() > end[2]:
            self.rise, end = end[2], (end[0], end[1], start[2])
        chart.look(*end, gap=gap)
        look = self.look_at(family)
        new_heap = self.heap_of(family, self.values)
        chart.look(*start, gap=gap)
        self.look, self.heap = look, new_heap
        moved = np.ptp([start, end], axis=0).max() > 1e-9

        def show(t: float) -> None:
            if moved:
                low, high, top = (a + (b - a) * t for a, b in zip(start, end, strict=True))
                chart.look(low, high, top, resting(t), gap)
                self.pile.put(*old_heap.towards(new_heap, t).on(chart))
            self.rows.between(old_look, look, t)

        return show

    def turn(self, new: Look) -> Callable[[float], object]:
        """Return how the rows come to another look, to be swept."""
        old, self.look = self.look, new
        assert old is not None
        return lambda t: self.rows.between(old, new, t)

    def follow(
        self,
        family: Family,
        look: Look,
        values: np.ndarray,
        *,
        mark: DistributionMark | None = None,
        new: bool = False,
    ) -> Callable[[float], object]:
        """Return how the rows come to another look and the pile to other numbers, to be swept.

        Args:
            family: what is read.
            look: what is seen of the rows in the end.
            values: what is read from the rows then.
            mark: a curve of the wait for the arrival before, which follows.
            new: whether counts are written only now.
        """
        turn, walk = self.turn(look), self.walk(family, values)

        def show(t: float) -> None:
            turn(t)
            walk(t)
            if family.kind == "count":
                self.rows.count(values[:SHOWN], t if new else 1.0)
            if mark is not None:
                mark.show(self.stream.member(family, look.pick - 1 + float(t)))

        return show

    # -- curves and formulas ---------------------------------------------------------------------

    def curve(self, family: Family, pick: int = 0, role: str = "density") -> DistributionMark:
        """Return the distribution's mark on its chart, not drawn yet."""
        member = self.stream.member(family, pick)
        width, fill = ("bold", 0.12) if member.discrete else ("heavy", 0.0)
        mark = DistributionMark(self.chart(family), role, member, width=width, fill=fill)
        return mark.show(scale=0.0) if member.discrete else mark.show(upto=-1e9)

    def draw(self, mark: DistributionMark, t: float) -> None:
        """Draw a curve up to a share t of the window, or bars that have grown so far."""
        low, high, _ = mark.chart.window
        if mark.distribution.discrete:
            mark.show(scale=t).set_opacities(min(5 * t, 1.0))
        else:
            mark.show(upto=low + (high - low) * t if t < 1 else 1e9)

    def plumb(self, t: float) -> None:
        """Let lines fall from what is read in the rows to its dots in the pile."""
        picked = self.rows.picked.points.reshape(-1, 32, 3).mean(axis=1)[:, :2]
        own, pieces = self.pile.spots[: len(picked)], []
        boxes = sorted(self.texts, key=lambda each: -each.get_top()[1])
        for (x, level), (_, low) in zip(picked, own, strict=True):
            end = level + (low - level) * t
            cuts = [level]
            for text_box in boxes:  # behind texts there is no line
                if text_box.get_left()[0] - 0.1 < x < text_box.get_right()[0] + 0.1:
                    over, under = text_box.get_top()[1] + 0.1, text_box.get_bottom()[1] - 0.1
                    cuts += [max(end, over), max(end, under)] if over < cuts[-1] else []
            cuts.append(end)
            pairs = zip(cuts[::2], cuts[1::2], strict=True)
            pieces += [[[x, high], [x, foot]] for high, foot in pairs]
        self.plumbs.set_segments(np.array(pieces).reshape(-1, 2, 2))

    def is_low(self, family: Family, pick: int) -> bool:
        """Return whether the curve of the wait for an arrival will be seen up to its peak."""
        return self._peak(family, pick) <= (self.rise or self.chart(family).top)

    def crown(self, mark: DistributionMark, markup: str) -> Words:
        """Return what a curve is called, above its peak."""
        self.texts.append(labels.above(mark, markup, self.pile.spots, self.texts[-1]))
        return self.texts[-1]  # type: ignore[return-value]

    def formula(self, family: Family) -> VMobject:
        """Return the formula beside the curve, with its parameters, in its corner."""
        end = self._side(family, self.chart(family).window) or "right"
        block = self.formulas[family.title]
        x = self.zone.right - block.width if end == "right" else self.zone.left + 0.1
        rise = self.zone.top - 0.05 - block.get_top()[1]
        for part in block:
            part.place((x, part.baseline[1] + rise))
        self.texts.append(block)
        return block
