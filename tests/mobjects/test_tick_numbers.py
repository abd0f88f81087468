"""Numbers at the ticks of surfaces and maps: all of an axis, or evenly some, and their note."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.geometry.plane import Rectangle
from explainer.mobjects.space_panel import Tick
from explainer.mobjects.tick_numbers import TickNumbers, evenly_free
from explainer.style import DARK

DOWN = np.array([0.0, -1.0, 0.0])
APART = [Rectangle(x, x + 0.4, 0, 0.2) for x in range(-3, 4)]


def axis(values: np.ndarray, across: float = 3.0) -> list[Tick]:
    places = np.linspace(-across, across, len(values))
    spots = zip(values, places, strict=True)
    return [Tick("x", v, np.array([x, 0, 0]), DOWN, 1.0) for v, x in spots]


def seen(numbers: TickNumbers) -> list[float]:
    return [n.value for n in numbers.numbers if n.shape.get_fill_opacity() == 1]


@given(st.lists(st.booleans(), min_size=7, max_size=7))
def test_no_number_in_the_middle_of_an_axis_is_left_out_by_itself(blocked: list[bool]) -> None:
    taken = [box for box, there in zip(APART, blocked, strict=True) if there]
    run = evenly_free(APART, taken, DARK.layout.safe)
    assert not any(blocked[index] for index in run)
    assert len(run) > 0 or all(blocked)
    if not any(blocked[1:-1]):
        assert len(run) == 7 - blocked[0] - blocked[-1]


def test_numbers_that_would_meet_are_every_second_or_third() -> None:
    shown = seen(TickNumbers(DARK).set_ticks(axis(np.arange(1000.0, 1012.0), 1.5)))
    assert len(shown) > 2 and len(set(np.diff(shown))) == 1


@pytest.mark.parametrize(
    ("start", "step", "note"),
    [(1.7e9, 2e4, "×10⁴ +1.7×10⁹"), (0, 3e-8, "×10⁻⁸"), (0, 0.5, "")],
)
def test_what_is_stated_at_the_end_of_an_axis_is_seen_with_its_numbers(
    start: float, step: float, note: str
) -> None:
    ticks = axis(start + step * np.arange(4))
    made = TickNumbers(DARK).set_ticks(ticks)
    assert len(seen(made)) == 4
    notes = [n.text for n in made.notes if n.shape.get_fill_opacity() == 1]
    assert notes == ([note] if note else [])
    under = [Rectangle(-9, 9, y, y + 0.05) for y in np.arange(-3, -0.42, 0.1)]
    beyond = [Rectangle(3.6, 9, -3, 3), Rectangle(-9, -3.6, -3, 3)]
    assert len(seen(made.set_ticks(ticks, under + beyond))) == (0 if note else 4)
