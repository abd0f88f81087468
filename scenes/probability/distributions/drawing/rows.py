"""Rows of the stream: time lines with arrivals, slots, and what is read from each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Words
from explainer.scenes.probability.distributions.drawing.places import Places
from explainer.style import Theme

SHOWN = 3
OVER = 1001
"""The layer of what stands so near to a heading that it lies over its veil."""


@dataclass(frozen=True)
class Look:
    """What is seen of the rows.

    Attributes:
        start: the abscissa of an hour's start.
        hour: how long an hour is, in scene units.
        ends: after how many hours the rows end.
        places: (rows, m) when arrivals come, in hours, sorted.
        slots: into how many slots an hour is cut; none when 0.
        pick: which arrival of each row is read, from 1; none when 0.
        rate: how many arrivals an hour has on average.
    """

    start: float
    hour: float
    ends: float
    places: np.ndarray
    slots: int
    pick: int
    rate: float

    def x(self, hours: np.ndarray) -> np.ndarray:
        """Return the abscissas of times."""
        return self.start + self.hour * hours

    @property
    def radius(self) -> float:
        """Of an arrival's dot."""
        room = min(0.36 / self.slots, 1.0) if self.slots else 0.25 / self.rate
        return float(np.clip(room * self.hour, 0.035 if self.slots else 0.06, 0.13))


class Rows(VGroup):
    """The rows that are seen.

    Args:
        theme: for colours.
    """

    def __init__(self, theme: Theme) -> None:
        self.places, self.layout = Places(theme.layout), theme.layout
        grown, at, levels = theme.layout.type_scale, self.places.numbers, self.places.levels
        self.lines = Segments(theme.axis, width=theme.strokes.regular, opacity=0.55)
        self.walls = Segments(theme.axis, width=theme.strokes.thin, opacity=0.7)
        self.bar = Segments(theme.ink, width=theme.strokes.regular)
        self.hour = Words("1 hour", theme, size="label")
        self.waits = Segments(theme.colour("outcome"), width=theme.strokes.heavy)
        self.dots = Dots(theme.colour("second_slider"), 0.1)
        self.picked = Dots(theme.colour("outcome"), 0.1)
        self.numbers = [
            LiveNumber(0, theme, decimals=0, size=0.46 * grown, anchor="centre").place(
                (at, level - 0.15 * grown), "centre"
            )
            for level in levels
        ]
        self.counted = Words("count", theme, size=0.36 * grown).set_z_index(OVER)
        self.counted.place((at, levels[0] + 0.28 * grown), "centre")
        super().__init__(self.lines, self.walls, self.bar, self.waits, self.dots, self.picked)
        self.add(self.hour)

    def show(self, look: Look, upto: float = np.inf) -> Self:
        """Show the rows as they are at a look, up to a time."""
        return self.between(look, look, 1.0, upto)

    def between(self, old: Look, new: Look, t: float, upto: float = np.inf) -> Self:
        """Show the rows on their way from one look to another."""
        start, hour, ends, radius = (
            a + (b - a) * t
            for a, b in (
                (old.start, new.start),
                (old.hour, new.hour),
                (old.ends, new.ends),
                (old.radius, new.radius),
            )
        )
        radius, levels = radius * self.layout.type_scale, self.places.levels
        last = min(start + hour * min(ends, upto), self.layout.frame.right)
        wide = max(old.places.shape[1], new.places.shape[1])
        first, second = (_padded(each.places, wide) for each in (old, new))
        sizes = np.isfinite(first) * (1 - t) + np.isfinite(second) * t
        come_from, go_to = (
            np.where(np.isfinite(a), a, np.where(np.isfinite(b), b, 0.0))
            for a, b in ((first, second), (second, first))
        )
        x = start + hour * (come_from + (go_to - come_from) * t)
        y = np.broadcast_to(levels[:, None], x.shape)
        seen = (x <= last + 1e-9) & (sizes > 0)
        self.dots.set_dots(np.stack([x[seen], y[seen]], axis=1), radius * sizes[seen])
        # A row of slots is a strip, which closes as the slots go.
        half = self.places.tick * (bool(old.slots) * (1 - t) + bool(new.slots) * t)
        flat, far = np.full(SHOWN, start), np.full(SHOWN, last)
        edges = [_across(flat, far, levels + side) for side in ((half, -half) if half else (0,))]
        self.lines.set_segments(np.concatenate(edges))
        self._draw_walls(old, new, t, start, hour, last)
        end = start + hour
        self._draw_hour(start, end, rests=t in (0, 1))
        self._draw_picks(old, new, t, start, radius, x)
        return self

    def _draw_hour(self, start: float, end: float, *, rests: bool) -> None:
        """Draw the bar that is an hour long, its name in it, or beside it where it is short."""
        seen, wide = min(end, self.layout.safe.right), self.hour.advance
        grown, scale = self.layout.type_scale, self.places.scale
        share = float(np.clip((end - start - 1.6 * grown) / 0.4, 0, 1))
        share = round(share) if rests else share
        left = (1 - share) * (end + 0.15) + share * ((start + seen - wide) / 2)
        self.hour.place((left, scale - 0.12 * grown))
        gap = np.clip([left - 0.12, left + wide + 0.12], start, end)
        bars = [[[start, scale], [gap[0], scale]], [[gap[1], scale], [end, scale]]]
        caps = [[[x, scale - 0.1], [x, scale + 0.1]] for x in (start, end)]
        self.bar.set_segments(np.array([*bars, *caps]))

    def _draw_walls(
        self, old: Look, new: Look, t: float, start: float, hour: float, last: float
    ) -> None:
        tick = self.places.tick
        pieces = [self._upright(np.array([start, start + hour]), 1.3 * tick)]
        for look, share in ((old, 1 - t), (new, t)):
            if look.slots and share > 0:
                most = int((last - start) / hour * look.slots + 1e-6)
                half = tick if old.slots and new.slots else tick * share
                x = start + hour * np.arange(most + 1) / look.slots
                if old.slots and new.slots and look is new:  # old walls stay, new ones come
                    half = tick * share
                pieces.append(self._upright(x, half))
        self.walls.set_segments(np.concatenate(pieces))

    def _draw_picks(
        self, old: Look, new: Look, t: float, start: float, radius: float, x: np.ndarray
    ) -> None:
        if not old.pick and not new.pick:
            self.waits.set_segments(np.zeros((0, 2, 2)))
            self.picked.set_dots(np.zeros((0, 2)))
            return
        at = [x[:, look.pick - 1] if look.pick else np.full(SHOWN, start) for look in (old, new)]
        # From one arrival to the next, with a rest at each.
        steps = new.pick - old.pick if old.pick and new.pick > old.pick else 1
        now = t * steps
        whole = min(int(now), steps - 1)
        share = ease(1.6 * (now - whole))
        if steps > 1:
            low, high = x[:, old.pick - 1 + whole], x[:, old.pick + whole]
        else:
            low, high = at
        spot = low + (high - low) * share
        alpha = t if not new.pick else 1.0
        if not new.pick:
            spot = at[0] + (start - at[0]) * alpha
        spot = np.minimum(spot, self.layout.frame.right)
        self.waits.set_segments(_across(np.full(SHOWN, start), spot, self.places.levels))
        size = 1.35 * radius * (1.0 if old.pick and new.pick else t if new.pick else 1 - t)
        self.picked.set_dots(np.stack([spot, self.places.levels], axis=1), np.full(SHOWN, size))

    def _upright(self, x: np.ndarray, half: float) -> np.ndarray:
        """Return upright segments at abscissas, in every row, (n, 2, 2)."""
        at, level = (each.ravel() for each in np.meshgrid(x, self.places.levels))
        low, high = np.stack([at, level - half], axis=1), np.stack([at, level + half], axis=1)
        return np.stack([low, high], axis=1)

    def count(self, counts: np.ndarray, t: float) -> Self:
        """Write the counts of the rows beside them, one after the other."""
        for row, number in enumerate(self.numbers):
            number.set_value(float(counts[row]))
            number.shape.set_fill(opacity=ease(SHOWN * 1.5 * t - row))
        self.counted.set_opacity(ease(SHOWN * 1.5 * t))
        return self


def _padded(places: np.ndarray, width: int) -> np.ndarray:
    return np.pad(places, ((0, 0), (0, width - places.shape[1])), constant_values=np.inf)


def _across(starts: np.ndarray, ends: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return level segments, (rows, 2, 2)."""
    low, high = np.stack([starts, levels], axis=1), np.stack([ends, levels], axis=1)
    return np.stack([low, high], axis=1)
