"""Charts: two scales with their axes, and marks in the units of the axes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.contours import nice_ticks
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Words
from explainer.numbers import to_typst
from explainer.style import SAFE, Theme, Zone
from explainer.ticks import tick_texts


@dataclass(frozen=True)
class Axis:
    """What an axis covers, and how it is numbered.

    Attributes:
        low: the value at its start.
        high: the value at its end; both are widened where they are the same.
        name: Typst markup at its end.
        ticks: values with a number each, with Typst mathematics for them, or about how many round
            ones there are.
        unit: set after each number, such as ``degree``, as Typst mathematics.
        log: whether equal steps are equal factors; ``low`` must be above 0 then.
        centred: whether the name stands in the middle, between numbers at both ends.
        whole: whether only whole numbers stand on it, where its window moves.
    """

    low: float
    high: float
    name: str = ""
    ticks: int | Sequence[float] | Mapping[float, str] = 4
    unit: str = ""
    log: bool = False
    centred: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        if not self.high > self.low:
            more = max(abs(self.low), 1.0) / 2
            low, high = (
                (self.low / 2, self.low * 2) if self.log else (self.low - more, self.low + more)
            )
            object.__setattr__(self, "low", low)
            object.__setattr__(self, "high", high)

    def share(self, values: ArrayLike) -> np.ndarray:
        """Return how far along the axis values lie, 0 at its start and 1 at its end."""
        ends, at = np.array([self.low, self.high]), np.asarray(values, dtype=float)
        if self.log:  # what is below the start, 0 too, is drawn there
            ends, at = np.log(ends), np.log(np.maximum(at, self.low))
        return np.asarray((at - ends[0]) / (ends[1] - ends[0]))

    def value(self, share: ArrayLike) -> np.ndarray:
        """Return the values that lie so far along the axis."""
        along = np.asarray(share, dtype=float)
        if self.log:
            return np.asarray(self.low * (self.high / self.low) ** along)
        return np.asarray(self.low + along * (self.high - self.low))

    def numbers(self) -> dict[float, str]:
        """Return the values that have a number, each with its Typst mathematics."""
        if isinstance(self.ticks, Mapping):
            return dict(self.ticks)
        if powers := self._powers:
            return {10.0**power: f"10^({power})" if power else "1" for power in powers}
        values = self._values
        texts = map(to_typst, tick_texts(values).texts)
        return {
            v: f"{t} {self.unit}" if self.unit else t for v, t in zip(values, texts, strict=True)
        }

    @property
    def note(self) -> str:
        """What its numbers are multiplied by or added to, as Typst mathematics, or nothing."""
        if self._powers or isinstance(self.ticks, Mapping):
            return ""
        return to_typst(tick_texts(self._values).note).strip()

    @property
    def _values(self) -> list[float]:
        if isinstance(self.ticks, int):
            return [10.0**power for power in self._decades] or [
                float(value) for value in nice_ticks(self.low, self.high, self.ticks)
            ]
        return [float(value) for value in self.ticks]

    @property
    def _powers(self) -> list[int]:
        """Return the powers of ten at which it has numbers, if these are written as such."""
        found = self._decades
        return [] if not found or (min(found) >= -3 and max(found) <= 3) else found

    @property
    def _decades(self) -> list[int]:
        """Return powers of ten on a logarithmic axis, if there are two."""
        if not self.log or not isinstance(self.ticks, int):
            return []
        first = math.ceil(math.log10(self.low) - 1e-9)
        last = math.floor(math.log10(self.high) + 1e-9)
        every = max(1, math.ceil((last - first) / self.ticks))
        return [*range(last, first - 1, -every)] if last > first else []


class Scale(Protocol):
    """What says how far along an axis a value lies; an axis, or one whose window moves."""

    @property
    def low(self) -> float:
        """The value at its start."""

    @property
    def high(self) -> float:
        """The value at its end."""

    def share(self, values: ArrayLike) -> np.ndarray:
        """Return how far along the axis values lie, 0 at its start and 1 at its end."""

    def value(self, share: ArrayLike) -> np.ndarray:
        """Return the values that lie so far along the axis."""


class Scales(VGroup):
    """Two scales over a zone: where values lie in the frame."""

    zone: Zone
    theme: Theme
    x: Scale
    y: Scale

    def at(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return where values x and y are in the frame, of their common shape and (2,)."""
        up = self.zone.bottom + self.y.share(y) * self.zone.height
        return np.stack(np.broadcast_arrays(self.across(x), up), -1)

    def across(self, x: ArrayLike) -> np.ndarray:
        """Return the frame abscissas of values, of their shape."""
        return np.asarray(self.zone.left + self.x.share(x) * self.zone.width)

    def values(self, points: ArrayLike) -> np.ndarray:
        """Return which values stand at places in the frame, both (..., 2)."""
        spots, zone = np.asarray(points, dtype=float), self.zone
        x = self.x.value((spots[..., 0] - zone.left) / zone.width)
        return np.stack([x, self.y.value((spots[..., 1] - zone.bottom) / zone.height)], -1)

    def inside(self, x: ArrayLike) -> np.ndarray:
        """Return which values lie in the window of the horizontal axis, of their shape."""
        values = np.asarray(x, dtype=float)
        return np.asarray((values >= self.x.low) & (values <= self.x.high))


class Chart(Scales):
    """Two axes over a zone, with a line at height 0 where that is in the window.

    Its verbs return marks, which are given to the scene, or added to a group, when they are shown.

    Args:
        zone: for the axes with their numbers and names.
        theme: for colours.
        x: the horizontal axis.
        y: the vertical axis; its name stands above it.
        caption: Typst markup above the chart, in place of the vertical axis's name.
    """

    def __init__(self, zone: Zone, theme: Theme, x: Axis, y: Axis, caption: str = "") -> None:
        self.theme, self.x, self.y = theme, x, y
        up = [(value, self._text(f"${text}$")) for value, text in y.numbers().items()]
        room = max((words.advance for _, words in up), default=0.0)
        title = f"{caption or y.name} ${y.note}$" if y.note else caption or y.name
        named = 0.5 if caption else 0.36 if title else 0.1
        foot = zone.bottom + (0.66 if x.note else 0.36)
        self.zone = Zone(zone.left + room + 0.2, zone.right, foot, zone.top - named)
        inner, self.numbers = self.zone, [words for _, words in up]
        corner = [inner.left, inner.bottom]
        segments = [[[inner.left, inner.top], corner], [corner, [inner.right, inner.bottom]]]
        for value, words in up:
            end = self.at(x.low, value)
            segments.append([list(end), [end[0] - 0.08, end[1]]])
            words.place((end[0] - 0.15, end[1] - 0.08), "right")
        name = self._text(x.name) if x.name else None
        beside = name.advance + 0.15 if name and not x.centred else -0.25
        across: dict[Words, float] = {}
        for value, text in x.numbers().items():
            end, words = self.at(value, y.low), self._text(f"${text}$")
            segments.append([list(end), [end[0], end[1] - 0.08]])
            half = words.advance / 2
            if end[0] + half <= inner.right - beside:
                middle = min(end[0], SAFE.right - half)
                across[words.place((middle, end[1] - 0.34), "centre")] = value
        kept = _apart([*across])
        self.numbers += kept
        self._numbered = ({w: across[w] for w in kept}, {words: value for value, words in up})
        if name:
            place = inner.centre[0] if x.centred else inner.right
            anchor = "centre" if x.centred else "right"
            self.numbers.append(name.place((place, inner.bottom - 0.34), anchor))  # type: ignore[arg-type]
        if x.note:
            note = self._text(f"${x.note}$")
            self.numbers.append(note.place((inner.right, inner.bottom - 0.64), "right"))
        if title:
            left = zone.left if caption else inner.left - 0.1
            above = self._text(title).fit_width(zone.right - left)
            # A caption begins above the axis's numbers, and keeps clear of the uppermost.
            self.numbers.append(above.place((left, inner.top + (0.28 if caption else 0.16))))
        self.frame = Segments(theme.axis, width=theme.strokes.thin)
        self.frame.set_segments(np.array(segments))
        self.baseline = self.rule(*([0.0] if y.low < 0 < y.high else []))
        super().__init__(self.baseline, self.frame, *self.numbers)

    def axis_numbers(self) -> Sequence[Mapping[VMobject, float]]:
        """Return the numbers of each axis with the values at which they stand."""
        return self._numbered

    def rule(self, *levels: float, role: str = "faint", width: str = "hair") -> Segments:
        """Return lines right across at these heights."""
        lines = Segments(self.theme.colour(role), width=getattr(self.theme.strokes, width))
        ends = [self.at([self.x.low, self.x.high], level) for level in levels]
        return lines.set_segments(np.array(ends).reshape(-1, 2, 2))

    def line(self, x: ArrayLike, y: ArrayLike, role: str, width: str = "regular") -> ChartLine:
        """Return the line through (n,) values, x rising."""
        return ChartLine(self, np.asarray(x, float), np.asarray(y, float), role, width)

    def _text(self, markup: str) -> Words:
        return Words(markup, self.theme, size="number", colour="muted")


class ChartLine(Curve):
    """A line on a chart, drawn as far as it has come."""

    def __init__(self, chart: Chart, x: np.ndarray, y: np.ndarray, role: str, width: str) -> None:
        super().__init__(chart.theme.colour(role), width=getattr(chart.theme.strokes, width))
        self.chart, self.path = chart, chart.at(x, y)
        self.drawn = np.zeros((0, 2))

    def data(self) -> np.ndarray:
        """Return the corners of what is drawn, as (n, 2) values; the last is where it ends."""
        return self.chart.values(self.drawn)

    def upto(self, x: float = math.inf) -> Self:
        """Draw what lies at or left of x; the whole line by default."""
        zone, path = self.chart.zone, self.path
        across = min(zone.left + float(self.chart.x.share(x)) * zone.width, float(path[-1, 0]))
        if across < path[0, 0]:
            self.drawn = np.zeros((0, 2))
        else:
            end = [across, np.interp(across, *path.T)]
            self.drawn = np.vstack([path[path[:, 0] < across], end])
        return self.set_corners(self.drawn)

    def end(self, dot: Dot) -> Dot:
        """Put a dot at the end of what is drawn; return it."""
        return dot.set_centre(self.drawn[-1])


def _apart(numbers: list[Words]) -> list[Words]:
    """Return every number, or every second, or third, so that they keep a distance."""
    for every in range(1, len(numbers)):
        kept = numbers[::every]
        if all(a.baseline[0] + a.advance + 0.1 <= b.baseline[0] for a, b in pairwise(kept)):
            return kept
    return numbers[:1]
