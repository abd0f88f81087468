"""Charts whose window moves: numbers stand at their values, are true, and rest in full."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from explainer.mobjects.chart import Axis
from explainer.mobjects.live_chart import LiveAxis, LiveChart, resting, ticks
from explainer.style import DARK, SAFE, Zone

PLOT = Zone(-5.0, 2.0, -2.0, 2.3)
WINDOWS = [
    (0, 1, 3),
    (0.62, 0.78, 33),
    (-4e5, 1e6, 0.02),
    (999_999.99, 1e6, 5),
    (-0.7, 8, 1),
    (1.7e9, 1.7e9 + 1e5, 4e-9),
    (-3e-9, 8e-9, 7e11),
    (-1.1e-7, 4.5e-7, 2e7),  # of steps of which the finer ones are written shorter
]


def chart(low: float, high: float, top: float, whole: bool = False) -> LiveChart:
    return LiveChart(PLOT, DARK, Axis(low, high, "$x$", whole=whole), Axis(0, top, "density"))


def test_axes_map_back_and_forth() -> None:
    made = chart(0.2, 0.7, 12.0)
    points = np.array([[0.2, 0.0], [0.7, 12.0], [0.43, 5.5]])
    there = made.at(*points.T)
    assert made.values(there) == pytest.approx(points)
    assert there[0] == pytest.approx([PLOT.left, PLOT.bottom])
    assert there[1] == pytest.approx([PLOT.right, PLOT.top])


@pytest.mark.parametrize("window", WINDOWS)
def test_numbers_stand_at_their_values_apart_and_in_full(
    window: tuple[float, float, float],
) -> None:
    made = chart(0, 1, 1).look(*window)
    for axis in (made.x, made.y):
        shown = axis.data()
        assert len(set(shown.values())) == len(shown) > 0
        opacities = {n.shape.get_fill_opacity() for n in axis.numbers if len(n.shape.points)}
        assert opacities == {1.0}
        for value, text in shown.items():
            said = axis.written.value(text)
            assert said == pytest.approx(value, abs=1e-3 * (axis.high - axis.low))
        assert axis.note.text == axis.written.note
    seen = [number for number in made.x.numbers if len(number.shape.points)]
    for number in seen:
        middle = float(number.baseline[0]) + number.advance / 2
        assert middle == pytest.approx(float(made.across(number.value)))
        assert SAFE.left < number.baseline[0] and number.baseline[0] + number.advance < SAFE.right
    assert all(a.baseline[0] + a.advance + 0.1 < b.baseline[0] for a, b in pairwise(seen))


@pytest.mark.parametrize("high", [0.4, 3.0, 17.0, 2000.0])
def test_only_whole_numbers_stand_where_values_are_whole(high: float) -> None:
    shown = chart(-0.7, high, 1.0, whole=True).x.data()
    assert shown and all(value == round(value) for value in shown)
    outcomes = LiveAxis(Axis(0, high, "outcomes", whole=True), PLOT, DARK, "left").data()
    assert all(value == round(value) for value in outcomes)


@pytest.mark.parametrize("top", [3e-8, 0.004, 0.8, 7.0, 900.0, 4.2e6])
def test_numbers_of_heights_are_short_and_true(top: float) -> None:
    axis = LiveAxis(Axis(0, top, "density"), PLOT, DARK, "left")
    for value, text in axis.data().items():
        assert len(text) <= 5
        assert axis.written.value(text) == pytest.approx(value, rel=1e-3, abs=1e-12)


def test_an_axis_at_the_right_ends_with_its_last_number() -> None:
    first = chart(0, 1, 3)
    share = LiveChart(PLOT, DARK, first.x, Axis(0, 1.25, ticks=(0, 0.5, 1)), "right", "likelihood")
    assert share.y.data() == {0: "0", 0.5: "0.5", 1: "1"}
    assert share.y.edge.points[-1, 1] == pytest.approx(share.at(0, 1)[1])
    first.look(0.5, 1)
    assert share.at(0.5, 0)[0] == pytest.approx(PLOT.left)
    assert not len(LiveAxis(Axis(0, 1, ticks=()), PLOT, DARK, "left").edge.points)


def test_a_zoom_goes_by_the_same_factor_and_rests_at_both_ends() -> None:
    made, start, end = chart(0, 1, 1), (0.0, 1.0, 1.0), (0.25, 0.26, 100.0)
    widths = []
    for t in np.linspace(0, 1, 5):
        low, high, top = made.zoom(start, end, t).window
        widths.append(high - low)
        assert top == pytest.approx(100**t)
    assert np.array(widths[1:]) / widths[:-1] == pytest.approx(0.01**0.25)
    assert made.window == pytest.approx(end)
    assert resting(0) == resting(1) == 1 and resting(0.5) == 0
    back = made.way_to(start)
    assert back is not None and back(1).window == pytest.approx(start)
    assert made.way_to((1e-9, 1.0, 1.0)) is None
    made.look(1e6, 1e6 + 1e-5, 1.0)
    assert made.way_to((1e6, 1e6 + 2e-5, 1.0)) is None


@pytest.mark.parametrize("high", [1.0, 0.3, 0.01, 7.0, 1500.0])
def test_ticks_are_round_and_apart(high: float) -> None:
    full = [tick.value for tick in ticks(0, high, 7.0, 0.7) if tick.opacity == 1]
    assert len(full) >= 2
    assert np.diff(full).min() / high * 7.0 >= 0.7 * 0.8 - 1e-9


def test_ticks_change_little_when_the_window_does() -> None:
    def opacities(high: float) -> dict[float, float]:
        return {round(t.value, 9): t.opacity for t in ticks(0, high, 4.4, 0.7)}

    tops = np.geomspace(1, 100, 3000)
    for before, after in pairwise(tops):
        old, new = opacities(before), opacities(after)
        inner = [value for value in {*old, *new} if value < 0.99 * before]
        assert max(abs(old.get(v, 0) - new.get(v, 0)) for v in inner) < 0.1


def test_at_rest_no_number_is_half_faded() -> None:
    for high in np.geomspace(1, 100, 300):
        assert {tick.opacity for tick in ticks(0, high, 4.4, 0.7, 1.0)} == {1.0}
