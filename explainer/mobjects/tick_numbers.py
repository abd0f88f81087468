"""Numbers at the ticks of a surface or of a map, which follow it as it turns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.space_panel import Tick
from explainer.style import Theme, Zone
from explainer.ticks import tick_texts

MOST, DISTANCE = 24, 0.26
"""How many numbers there can be, and how far each is from its tick, in scene units."""


class TickNumbers(VGroup):
    """A pool of numbers, one for each tick that is to be numbered, and one for each axis' note."""

    def __init__(self, theme: Theme, size: str | float = "number") -> None:
        self.numbers, self.notes = (
            [
                LiveNumber(0, theme, size=size, colour="muted", anchor="centre").with_halo(theme, 4)
                for _ in range(most)
            ]
            for most in (MOST, 3)
        )
        super().__init__(*self.numbers, *self.notes)
        self._room = theme.layout.safe
        self.boxes: list[Rectangle] = []
        self._axes: list[list[LiveNumber]] = []
        self.set_ticks([])

    def set_ticks(
        self, ticks: Sequence[Tick], avoid: Sequence[Rectangle] = (), *, final: bool = True
    ) -> Self:
        """Put a number at each tick of an axis, or evenly at some, or at none.

        None meets another or leaves the safe area; those of an axis whose note has no room, which
        would say something else without it, are not seen.

        Args:
            ticks: where, and how clearly; those of an axis follow each other.
            avoid: boxes that no number may meet.
            final: none may be half faded.
        """
        taken, pool, notes = [*avoid], iter(self.numbers), iter(self.notes)
        self._axes = []
        for number in (*self.numbers, *self.notes):
            number.set_opacity(0.0)
        for _, group in groupby(ticks, key=lambda tick: tick.axis):
            found = list(zip(group, pool, strict=False))
            self._axes.append([number for _, number in found])
            written = tick_texts([tick.value for tick, _ in found])
            boxes = []
            for (tick, number), text in zip(found, written.texts, strict=True):
                boxes.append(_put(number.set_text(text, tick.value), tick.position, tick.outwards))
            chosen = evenly_free(boxes, taken, self._room)
            opacity = max((round(t.opacity) if final else t.opacity for t, _ in found), default=0.0)
            if not chosen or opacity == 0:
                continue
            kept = [*taken, *(boxes[index] for index in chosen)]
            if written.note:
                note = next(notes).set_text(written.note)
                box = _put_note(note, [tick for tick, _ in found], kept, self._room)
                if box is None:
                    continue
                note.set_opacity(opacity)
                kept.append(box)
            taken = kept
            for index in chosen:
                found[index][1].set_opacity(opacity)
        self.boxes = taken[len(avoid) :]
        return self

    def axis_numbers(self) -> list[dict[VMobject, float]]:
        """Return the numbers of each axis, seen or not, with the values at which they stand."""
        return [{number: number.value for number in axis} for axis in self._axes]


def evenly_free(boxes: Sequence[Rectangle], taken: Sequence[Rectangle], room: Zone) -> range:
    """Return the most boxes in a row, at even distances, that are free and do not meet."""
    free = [_inside(box, room) and not any(_meet(box, other) for other in taken) for box in boxes]
    runs = (
        range(first, last + 1, every)
        for every in range(1, len(boxes) + 1)
        for first in range(len(boxes))
        for last in range(len(boxes) - 1, first - 1, -every)
        if (last - first) % every == 0
    )
    fitting = (
        run
        for run in runs
        if all(free[index] for index in run)
        and not any(_meet(boxes[a], boxes[b]) for a, b in pairwise(run))
    )
    return max(fitting, key=len, default=range(0))


def _put(number: LiveNumber, tick: np.ndarray, outwards: np.ndarray) -> Rectangle:
    """Put a number beside its tick, and return its box."""
    half = number.advance / 2
    return _centre(number, tick + DISTANCE * outwards + np.array([half * outwards[0], 0.0, 0.0]))


def _centre(number: LiveNumber, spot: np.ndarray) -> Rectangle:
    """Put the middle of a number at a spot, and return its box."""
    half, up = number.advance / 2, 0.38 * number.em
    number.place(spot + np.array([0.0, -0.3 * number.em, 0.0]), "centre")
    return Rectangle(spot[0] - half, spot[0] + half, spot[1] - up, spot[1] + up)


def _put_note(
    note: LiveNumber, ticks: Sequence[Tick], taken: Sequence[Rectangle], room: Zone
) -> Rectangle | None:
    """Put a note beyond an end of its axis, or farther out, and return its box if it has room."""
    first, last = ticks[0], ticks[-1]
    along = last.position - first.position
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    for end, way in ((last, along), (first, -along)):
        for step in np.arange(0.0, 2.0, 0.1):
            for out in (0.0, 0.35):
                box = _put(note, end.position + step * way + out * end.outwards, end.outwards)
                if box.left < room.left:
                    box = _centre(
                        note,
                        np.array([room.left + note.advance / 2, (box.bottom + box.top) / 2, 0.0]),
                    )
                if _inside(box, room) and not any(_meet(box, other) for other in taken):
                    return box
    return None


def _inside(box: Rectangle, room: Zone) -> bool:
    return bool(
        box.left >= room.left
        and box.right <= room.right
        and box.bottom >= room.bottom
        and box.top <= room.top
    )


def _meet(one: Rectangle, other: Rectangle, gap: float = 0.08) -> bool:
    return (
        one.left - gap < other.right
        and other.left - gap < one.right
        and one.bottom - gap < other.top
        and other.bottom - gap < one.top
    )
