"""Numbers at the ticks of a surface or of a map, which follow it as it turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.space_panel import Tick
from explainer.numbers import significant
from explainer.style import SAFE, Theme

MOST, DISTANCE = 24, 0.26
"""How many numbers there can be, and how far each is from its tick, in scene units."""


class TickNumbers(VGroup):
    """A pool of numbers, one for each tick that is to be numbered."""

    def __init__(self, theme: Theme) -> None:
        self.numbers = [
            LiveNumber(0, theme, size=0.26, colour="muted", anchor="centre").with_halo(theme, 4)
            for _ in range(MOST)
        ]
        super().__init__(*self.numbers)
        self.boxes: list[Rectangle] = []
        self.set_ticks([])

    def set_ticks(
        self, ticks: Sequence[Tick], avoid: Sequence[Rectangle] = (), *, final: bool = True
    ) -> Self:
        """Put a number at each tick, except where it would meet another or leave the safe area.

        Args:
            ticks: where, and how clearly.
            avoid: boxes that no number may meet.
            final: none may be half faded.
        """
        taken = [*avoid]
        for number in self.numbers[len(ticks) :]:
            number.set_opacity(0.0)
        for number, tick in zip(self.numbers, ticks, strict=False):
            number.set_text(significant(tick.value, 6), tick.value)
            middle = tick.position + DISTANCE * tick.outwards
            half = number.advance / 2
            spot = middle + np.array([half * tick.outwards[0], 0.0, 0.0])
            number.place(spot + np.array([0.0, -0.08, 0.0]), "centre")
            box = Rectangle(spot[0] - half, spot[0] + half, spot[1] - 0.1, spot[1] + 0.1)
            free = _inside(box) and not any(_meet(box, other) for other in taken)
            seen = (round(tick.opacity) if final else tick.opacity) * free
            if seen > 0:
                taken.append(box)
            number.set_opacity(seen)
        self.boxes = taken[len(avoid) :]
        return self


def _inside(box: Rectangle) -> bool:
    return bool(
        box.left >= SAFE.left
        and box.right <= SAFE.right
        and box.bottom >= SAFE.bottom
        and box.top <= SAFE.top
    )


def _meet(one: Rectangle, other: Rectangle, gap: float = 0.08) -> bool:
    return (
        one.left - gap < other.right
        and other.left - gap < one.right
        and one.bottom - gap < other.top
        and other.bottom - gap < one.top
    )
