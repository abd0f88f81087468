"""Charts of densities: areas are to scale, axes map both ways, tosses keep their timetable."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from explainer.mobjects.axes import ChartAxes, settled, ticks
from explainer.mobjects.density import Band
from explainer.scenes.probability.posterior_update.drawing.coins import CoinStrip
from explainer.scenes.probability.posterior_update.drawing.marks import BetaCurve
from explainer.scenes.probability.posterior_update.inference import beta_nodes
from explainer.scenes.probability.posterior_update.story import LONGEST, Timetable
from explainer.style import DARK, Zone

PLOT = Zone(-5.0, 2.0, -2.0, 2.3)

SHAPES = [(2, 2), (1, 1), (1, 30), (3, 2), (60, 60), (702, 302), (1.37, 2.91), (99001, 1001)]


def chart(low: float = 0.0, high: float = 1.0, top: float = 3.0) -> ChartAxes:
    axes = ChartAxes(PLOT, DARK, "$θ$", "density")
    return axes.set_window(low, high, top)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_drawn_area_is_one(shape: tuple[float, float]) -> None:
    nodes = beta_nodes(*shape)
    axes = chart(top=1.2 * float(np.max(stats.beta(*shape).pdf(nodes))))
    curve = BetaCurve(axes, DARK.prior, DARK, fill=0.3).set_beta(*shape)
    assert curve.area() == pytest.approx(1, rel=0.01)


@pytest.mark.parametrize("scale", [0.0, 0.25, 0.5])
def test_the_drawn_area_follows_the_scale(scale: float) -> None:
    curve = BetaCurve(chart(), DARK.prior, DARK, fill=0.3).set_beta(3, 2, scale=scale)
    assert curve.area() == pytest.approx(scale, abs=0.005)


def test_a_zoomed_window_keeps_the_area_of_what_is_in_it() -> None:
    belief = stats.beta(702, 302)
    low, high = belief.ppf([0.001, 0.999])
    curve = BetaCurve(chart(low, high, 40), DARK.prior, DARK, fill=0.3).set_beta(702, 302)
    assert curve.area() == pytest.approx(0.998, rel=0.01)


def test_an_unbounded_density_is_cut_at_the_top_and_nowhere_else() -> None:
    top = 5.0
    curve = BetaCurve(chart(top=top), DARK.prior, DARK, fill=0.3).set_beta(0.5, 0.5)
    grid = np.sin(np.linspace(0, np.pi / 2, 40001)) ** 2
    with np.errstate(divide="ignore"):
        heights = np.minimum(stats.beta(0.5, 0.5).pdf(grid), top)
    assert curve.area() == pytest.approx(np.trapezoid(heights, grid), rel=0.01)
    assert curve.line.points[:, 1].max() <= PLOT.top + 1e-9


def test_the_line_does_not_run_along_the_cut() -> None:
    curve = BetaCurve(chart(top=2.0), DARK.prior, DARK).set_beta(20, 20)
    ends = curve.line.points.reshape(-1, 4, 3)[:, [0, 3]]
    flat = np.isclose(ends[:, :, 1], PLOT.top).all(axis=1)
    assert not flat.any()


def test_the_band_holds_the_level() -> None:
    low, high = stats.beta(8, 4).ppf([0.05, 0.95])
    axes = chart(top=4.0)
    curve = BetaCurve(axes, DARK.posterior, DARK, fill=0.3).set_beta(8, 4)
    band = Band(curve, DARK.interval, DARK).set_interval(low, high)
    x, y = axes.to_values(band.area.points[::4, :2]).T
    x, y = np.append(x, x[0]), np.append(y, y[0])
    assert abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2 == pytest.approx(0.9, rel=0.01)


def test_axes_map_back_and_forth() -> None:
    axes = chart(0.2, 0.7, 12.0)
    points = np.array([[0.2, 0.0], [0.7, 12.0], [0.43, 5.5]])
    there = axes.to_frame(points)
    assert np.allclose(axes.to_values(there), points)
    assert np.allclose(there[0], [PLOT.left, PLOT.bottom])
    assert np.allclose(there[1], [PLOT.right, PLOT.top])


def test_numbers_on_the_axes_stand_at_their_values() -> None:
    axes = chart(0.62, 0.78, 33.0)
    for number in axes.x_numbers.numbers:
        if len(number.shape.points):
            middle = number.baseline[0] + number.advance / 2
            assert axes.to_frame(np.array([number.value, 0.0]))[0] == pytest.approx(middle)
            assert float(number.text) == pytest.approx(number.value)


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


def test_settled_means_that_nothing_is_half_faded() -> None:
    assert settled(0, 1, 7.45, 0.7) == all(t.opacity == 1 for t in ticks(0, 1, 7.45, 0.7))


@pytest.mark.parametrize("count", [0, 1, 2, 8, 80, 1000, 100_000])
def test_the_timetable_rises_to_the_last_toss_in_bounded_time(count: int) -> None:
    rng = np.random.default_rng(count)
    table = Timetable(rng.random(count) < 0.7)
    fallen = np.array([table.fallen(t) for t in np.linspace(0, 1, 500)])
    assert fallen[0] == min(1, count)
    assert fallen[-1] == count
    assert (np.diff(fallen) >= 0).all()
    assert 0 <= table.duration <= LONGEST
    heads, tails = table.counts(float(count))
    assert (heads, heads + tails) == (table.heads.sum(), count)
    for each in fallen:
        heads, tails = table.whole_counts(float(each))
        assert heads == table.heads[: heads + tails].sum()


def test_tosses_come_quicker_and_quicker() -> None:
    table = Timetable(np.ones(1000, dtype=bool))
    fallen = np.array([table.fallen(t) for t in np.linspace(0, 0.6, 7)])
    assert (np.diff(fallen, n=2) > 0).all()


def test_the_strip_shows_the_latest_tosses_in_their_order() -> None:
    heads = np.array([character == "H" for character in "HTHHTHHHTT"])
    strip = CoinStrip(Timetable(heads), DARK, Zone(0, 3.65, 0, 0.6), 0.3).set_fallen(10)
    shown = [coin for coin in strip.coins if coin.disc.get_fill_opacity() > 0.5]
    shown.sort(key=lambda coin: coin.disc.get_center()[0])
    assert [coin.heads for coin in shown] == list(heads[-len(shown) :])
    assert len(shown) == strip.room
