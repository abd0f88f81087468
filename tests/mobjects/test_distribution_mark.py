"""Distributions on a chart: areas are to scale, marks give back what they draw."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from explainer.maths.named_distributions import distribution
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark, Heights
from explainer.mobjects.live_chart import LiveChart
from explainer.style import DARK, Zone

PLOT = Zone(-5.0, 2.0, -2.0, 2.3)

LAWS = [
    *("beta(2, 2)", "beta(1, 1)", "beta(1, 30)", "beta(60, 60)", "beta(702, 302)"),
    *("beta(1.37, 2.91)", "beta(99001, 1001)", "norm(170, 7)", "expon(scale=4)", "uniform(2, 3)"),
    *("binom(20, 0.25)", "poisson(3, loc=0.5)", "randint(1, 7)"),
]


def chart(low: float = 0.0, high: float = 1.0, top: float = 3.0) -> LiveChart:
    return LiveChart(PLOT, DARK, Axis(low, high, "$θ$"), Axis(0, top, "density"))


def beta(a: float, b: float, where: LiveChart) -> DistributionMark:
    return DistributionMark(where, "prior", distribution(f"beta({a}, {b})"), fill=0.3).show()


@pytest.mark.parametrize("text", LAWS)
def test_the_drawn_area_is_one(text: str) -> None:
    law = distribution(text)
    low, high = law.quantile([1e-4, 1 - 1e-4])
    where = chart(low - 1, high + 1, 1.2 * float(law.density(law.nodes(low, high)).max()))
    mark = DistributionMark(where, "prior", law).show()
    # Bars leave a fifth of the axis between them.
    assert mark.total() == pytest.approx(0.8 if law.discrete else 1, rel=0.01)
    assert mark.show(scale=0.25).total() == pytest.approx(0.2 if law.discrete else 0.25, rel=0.01)


def test_a_zoomed_window_keeps_the_area_of_what_is_in_it() -> None:
    low, high = stats.beta(702, 302).ppf([0.001, 0.999])
    mark = beta(702, 302, chart(0, 1, 40))
    mark.chart.look(low, high, 50)
    assert mark.total() == pytest.approx(0.998, rel=0.01)


def test_an_unbounded_density_is_cut_at_the_top_and_nowhere_else() -> None:
    curve = beta(0.5, 0.5, chart(top=5.0))
    grid = np.sin(np.linspace(0, np.pi / 2, 40001)) ** 2
    with np.errstate(divide="ignore"):
        heights = np.minimum(stats.beta(0.5, 0.5).pdf(grid), 5.0)
    assert curve.total() == pytest.approx(np.trapezoid(heights, grid), rel=0.01)
    assert curve.line.points[:, 1].max() <= PLOT.top + 1e-9


def test_the_line_does_not_run_along_the_cut() -> None:
    curve = beta(20, 20, chart(top=2.0))
    ends = curve.line.points.reshape(-1, 4, 3)[:, [0, 3]]
    flat = np.isclose(ends[:, :, 1], PLOT.top).all(axis=1)
    assert not flat.any()


def test_the_band_holds_the_level() -> None:
    low, high = stats.beta(8, 4).ppf([0.05, 0.95])
    where = chart(top=4.0)
    band = Band(beta(8, 4, where), "interval").between(low, high)
    x, y = where.values(band.area.points[::4, :2]).T
    x, y = np.append(x, x[0]), np.append(y, y[0])
    assert abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2 == pytest.approx(0.9, rel=0.01)


@pytest.mark.parametrize("text", ["norm(2, 1)", "binom(5, 0.4)"])
def test_what_lies_between_two_values_can_be_drawn_alone(text: str) -> None:
    law = distribution(text)
    mark = DistributionMark(chart(-3, 8, 1.0), "density", law)
    part = mark.show(since=1.0, upto=3.0).total()
    bars = 0.8 * float(law.density([1, 2, 3]).sum())
    assert part == pytest.approx(bars if law.discrete else 0.6827, abs=1e-3)
    assert not len(mark.show(upto=-2.9).line.points) or mark.total() < 1e-3


def test_bars_steps_and_stems_give_back_their_heights() -> None:
    where = chart(0, 4, 10.0)
    heights = np.array([1.0, 12.0, 3.0])
    bars = Heights(where, "density").bars(np.arange(3.0), np.arange(3) + 0.5, heights)
    assert bars.data()[..., 1].max(axis=1) == pytest.approx([1, 10, 3])
    steps = Heights(where, "density").steps(np.arange(4.0) - 1, heights)
    assert steps.total() == pytest.approx(10 + 3)  # the first lies outside
    stems = Heights(where, "density").stems(np.arange(1.0, 3), heights[[0, 2]])
    ends = where.values(stems.line.points.reshape(-1, 4, 3)[:, 3, :2])
    assert ends == pytest.approx(np.array([[1, 1], [2, 3]]))


def test_marks_are_drawn_again_where_their_chart_has_changed() -> None:
    where = chart(0, 4, 10.0)
    bars = Heights(where, "density").bars(np.ones(1), 2 * np.ones(1), 4 * np.ones(1))
    stems = Heights(where, "density").stems(np.ones(1), 4 * np.ones(1))
    data = bars.data()
    where.look(0, 5, 8.0).stand(-1, 1)
    assert bars.data() == pytest.approx(data)
    assert stems.line.points[-1, 1] == pytest.approx(0)
