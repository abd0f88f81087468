"""Charts: values lie where the numbers on the axes say, and marks give back what they draw."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.shapes import Dot
from explainer.style import DARK, Zone

ZONE = Zone(0, 4, -2, 2)
ends = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


def chart(x: Axis, y: Axis, caption: str = "") -> Chart:
    return Chart(ZONE, DARK, x, y, caption)


@given(ends, ends, st.booleans())
def test_values_come_back_from_the_frame(first: float, second: float, log: bool) -> None:
    low, high = sorted((first, second))
    axis = Axis(abs(low) + 1e-3, abs(low) + 1 + high - low, log=True) if log else Axis(low, high)
    shares = np.linspace(0, 1, 7)
    assert axis.low < axis.high
    assert axis.share(axis.value(shares)) == pytest.approx(shares, abs=1e-6)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (Axis(-1, 3, "$h$"), Axis(5, 5, "$f$")),
        (Axis(0, 360, ticks={0.0: "0 degree", 360.0: "360 degree"}), Axis(-2, 2)),
        (Axis(1, 40, "step", [1, 40], centred=True), Axis(1e-9, 1, log=True)),
        (Axis(0, 0), Axis(1e7, 1e7 + 1e-2)),
    ],
)
def test_numbers_stand_at_their_values_apart_and_in_the_zone(x: Axis, y: Axis) -> None:
    made = chart(x, y, "caption")
    zone = made.zone
    assert made.at(x.low, y.low) == pytest.approx((zone.left, zone.bottom))
    assert made.at(x.high, y.high) == pytest.approx((zone.right, zone.top))
    assert made.values(made.at(x.high, y.low)) == pytest.approx((x.high, y.low))
    shown = {w.markup: w for w in made.numbers if w.baseline[1] > zone.bottom - 0.2}
    for value, text in y.numbers().items():
        assert shown[f"${text}$"].baseline[1] == pytest.approx(made.at(x.low, value)[1] - 0.08)
    below = sorted(
        (words for words in made.numbers if words.baseline[1] < zone.bottom - 0.2),
        key=lambda words: float(words.baseline[0]),
    )
    assert all(a.baseline[0] + a.advance < b.baseline[0] for a, b in pairwise(below))
    assert all(w.baseline[0] + w.advance <= ZONE.right + 0.3 for w in made.numbers)


def test_a_number_line_has_all_its_numbers_or_every_second_but_no_holes() -> None:
    made = chart(Axis(0, 1000, ticks=range(0, 1001, 50)), Axis(0, 1))
    below = [w for w in made.numbers if w.baseline[1] < made.zone.bottom - 0.2]
    values = [float(words.markup.strip("$")) for words in below]
    assert len({b - a for a, b in pairwise(values)}) == 1


@pytest.mark.parametrize("log", [False, True])
def test_a_line_is_drawn_as_far_as_it_has_come(log: bool) -> None:
    x, y = np.arange(5.0), 10.0 ** -np.arange(5.0)
    made = chart(Axis(0, 4), Axis(1e-4, 1, log=log))
    line, dot = made.line(x, y, "path"), Dot(DARK.ink, 0.1)
    assert len(line.data()) == len(line.upto(-1).data()) == 0
    assert line.upto().data() == pytest.approx(np.column_stack([x, y]), abs=1e-12)
    half = line.upto(1.5).data()
    assert half[:2] == pytest.approx(np.column_stack([x, y])[:2])
    assert half[-1] == pytest.approx([1.5, math.sqrt(1e-3) if log else 0.055])
    assert line.end(dot).get_center()[:2] == pytest.approx(line.drawn[-1])


def test_what_is_below_a_logarithmic_axis_is_drawn_at_its_start() -> None:
    made = chart(Axis(0, 1), Axis(1e-6, 1, log=True))
    assert made.at(0, 0)[1] == made.at(0, 1e-9)[1] == pytest.approx(made.zone.bottom)


@pytest.mark.parametrize(
    ("axis", "note"),
    [
        (Axis(1.7e9, 1.7e9 + 1e5), "times 10^(5) thin +1.7 times 10^(9)"),
        (Axis(0, 4e7), "times 10^(7)"),
        (Axis(0, 1), ""),
        (Axis(1e5, 1e9, log=True), ""),
        (Axis(2e6, 8e6, log=True), "times 10^(6)"),
    ],
)
def test_a_factor_or_an_offset_is_stated_once_at_the_end_of_an_axis(axis: Axis, note: str) -> None:
    assert axis.note == note and len(set(axis.numbers().values())) > 1
    for made in (chart(axis, Axis(0, 1)), chart(Axis(0, 1), axis)):
        shown = [words.markup for words in made.numbers]
        assert sum(f"${note}$" in markup for markup in shown) == bool(note)
    upright = Chart(ZONE, DARK, Axis(0, 1), replace(axis, name="height"))
    assert upright.numbers[-1].markup == f"height ${note}$" if note else "height"


scales = st.floats(-9, 12).map(lambda power: 10.0**power)


@settings(max_examples=60, deadline=None)
@given(scales, scales | st.just(0.0), st.sampled_from([-1.0, 1.0]), st.booleans())
def test_an_axis_of_any_scale_and_offset_tells_its_numbers_apart(
    span: float, offset: float, sign: float, upright: bool
) -> None:
    assume(span > 1e-9 * offset)
    axis = Axis(sign * offset, sign * offset + span)
    texts = list(axis.numbers().values())
    assert len(set(texts)) == len(texts) >= 2
    made = chart(Axis(0, 1), axis) if upright else chart(axis, Axis(0, 1))
    shown = [words.markup for words in made.numbers]
    assert sum(f"${text}$" in shown for text in texts) >= 2
    assert any(axis.note in markup for markup in shown)
    if not upright:
        below = [words for words in made.numbers if words.baseline[1] < made.zone.bottom - 0.2]
        assert min(words.baseline[1] for words in below) > ZONE.bottom - 0.1
