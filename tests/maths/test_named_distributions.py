"""Distributions by name: scipy's answers, true moments, one line where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats
from scipy.stats._distr_params import distcont, distdiscrete

from explainer.maths.distributions import Empirical
from explainer.maths.named_distributions import (
    ALIASES,
    DistributionError,
    distribution,
    known_names,
)

SLOW = {"studentized_range"}
FAMILIES = {name: args for name, args in [*distcont, *distdiscrete] if isinstance(name, str)}


@pytest.mark.parametrize(
    ("text", "frozen"),
    [
        ("norm", stats.norm()),
        ("normal(170, 7)", stats.norm(170, 7)),
        ("gamma(a=2, scale=1.5)", stats.gamma(2, scale=1.5)),
        ("gamma(2, scale=3/2)", stats.gamma(2, scale=1.5)),
        ("binom(n=10, p=1/6)", stats.binom(10, 1 / 6)),
        ("Poisson(mu = 4)", stats.poisson(4)),
        ("exponential(scale=2)", stats.expon(scale=2)),
        ("t(df=3, loc=-1)", stats.t(3, loc=-1)),
        ("randint(1, 7)", stats.randint(1, 7)),
        ("norm(−1, sqrt(2))", stats.norm(-1, 2**0.5)),
        ("norm(cos(pi/6), 2pi)", stats.norm(math.cos(math.pi / 6), 2 * math.pi)),
        ("Student-t(3)", stats.t(3)),
        ("negative binomial(3, 1/2)", stats.nbinom(3, 0.5)),
        ("chi squared(DF=3)", stats.chi2(3)),
        ("stats.norm(0, 1)", stats.norm()),
    ],
)
def test_it_is_what_scipy_would_make(text: str, frozen: stats.rv_continuous) -> None:
    found = distribution(text)
    x = frozen.ppf([0.02, 0.3, 0.5, 0.81, 0.999])
    assert np.array_equal(found.quantile([0.02, 0.3, 0.5, 0.81, 0.999]), x)
    assert np.allclose(found.cumulative(x), frozen.cdf(x))
    expected = frozen.pmf(x) if found.discrete else frozen.pdf(x)
    assert np.allclose(found.density(x), expected)
    assert found.mean == pytest.approx(frozen.mean())
    assert found.variance == pytest.approx(frozen.var())
    assert distribution(found.text).text == found.text


@pytest.mark.parametrize("name", sorted(set(known_names()) & set(FAMILIES) - SLOW))
def test_every_law_of_scipy_can_be_named(name: str) -> None:
    names = [each.strip() for each in (getattr(stats, name).shapes or "").split(",") if each]
    listed = ", ".join(f"{key}={value!r}" for key, value in zip(names, FAMILIES[name], strict=True))
    found = distribution(f"{name}({listed})")
    drawn = found.sample(50, np.random.default_rng(1))
    low, high = found.support
    assert drawn.shape == (50,) and np.isfinite(drawn).all()
    assert (drawn >= low - 1e-9).all() and (drawn <= high + 1e-9).all()
    assert found.standard_deviation >= 0 or math.isnan(found.mean)


@pytest.mark.parametrize("text", ["ksone(5)", "kstwo(10)", "gausshyper(2, 3, 1, 0.5)"])
def test_draws_by_table_follow_the_law(text: str) -> None:
    found = distribution(text)
    drawn = found.sample(400, np.random.default_rng(3))
    assert stats.kstest(drawn, found.cumulative).pvalue > 0.01


@pytest.mark.parametrize("text", ["poisson(3, loc=0.5)", "binom(5, 0.4, -1.25)", "randint(1, 7)"])
def test_draws_of_a_shifted_distribution_are_among_its_values(text: str) -> None:
    found = distribution(text)
    drawn = found.sample(400, np.random.default_rng(3))
    assert (found.density(drawn) > 0).all()
    assert drawn.mean() == pytest.approx(found.mean, abs=4 * found.standard_deviation / 20)


@pytest.mark.parametrize(
    ("text", "mean", "variance"),
    [
        ("cauchy", math.nan, math.nan),
        ("t(1)", math.nan, math.nan),
        ("t(2)", 0, math.inf),
        ("levy", math.inf, math.inf),
        ("alpha(3.57)", math.inf, math.inf),  # whose tail is heavy only far out
        ("levy_l", -math.inf, math.inf),
        ("pareto(0.8)", math.inf, math.inf),
        ("pareto(1.5)", 3, math.inf),
    ],
)
def test_what_does_not_exist_is_not_given(text: str, mean: float, variance: float) -> None:
    found = distribution(text)
    assert found.mean == pytest.approx(mean, nan_ok=True)
    assert found.variance == pytest.approx(variance, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nrom", "no distribution is called nrom (did you mean norm?)"),
        ("binomal(5, 0.5)", "no distribution is called binomal (did you mean binomial?)"),
        ("gamma", "gamma needs a: gamma(a=2), for example"),
        ("beta(a=2)", "beta needs b: beta(a=2, b=2), for example"),
        ("binom", "binom needs n and p: binom(n=2, p=0.5), for example"),
        ("gamma(a=-1)", "gamma is not defined for a=-1"),
        ("norm(scale=0)", "norm is not defined for scale=0"),
        ("binom(n=2.5, p=0.5)", "binom is not defined for n=2.5, p=0.5"),
        ("binom(n=3, p=1.5)", "binom is not defined for n=3, p=1.5"),
        ("norm(mu=2)", "norm has no parameter mu; it takes loc, scale; write loc for mu"),
        ("poisson(m=2)", "poisson has no parameter m; it takes mu, loc"),
        ("norm(1, 2, 3)", "norm takes at most 2 parameters: loc, scale"),
        ("norm(1, loc=2)", "norm: loc is given twice"),
        ("norm(x)", "x is not a number"),
        ("norm(1/0)", "1/0 is not a number: it has no real value"),
        ("norm(1e7)", "1e7 is too large; parameters go up to 1e6 in size"),
        ("norm(9**9**9)", "9**9**9 is not a number: '9**9**9' is a power of a power"),
        ("norm(2**1e9)", "2**1e9 is not a number: it is too large"),
        ("norm(1/2pi)", "1/2pi is not a number: '1/2pi' can be read in two ways"),
        ("beta(2;3)", "2;3 is not a number"),
        (
            "norm(",
            "a bracket is not closed; a name with its parameters is expected, such as gamma(",
        ),
        ("", "a name with its parameters is expected, such as gamma(a=2, scale=1.5)"),
        ("norm(**x)", "**x is not a number"),
        ("norm(loc=1, 2)", "2 must come before what is given by name"),
        ("norm(1))", "a name with its parameters is expected"),
        (
            "exponential(lambda=2)",
            "exponential has no parameter lambda; it takes loc, scale; scale",
        ),
        ("expon(λ=2)", "expon has no parameter λ; it takes loc, scale; scale = 1/λ"),
        ("gamma(2, rate=3)", "gamma has no parameter rate; it takes a, loc, scale; scale = 1/rate"),
        ("poisson(lambda=3)", "poisson has no parameter lambda; it takes mu, loc; write mu for"),
        ("lambda", "no distribution is called lambda"),
        ("__import__('os')", "no distribution is called __import__"),
    ],
)
def test_what_cannot_be_had_is_refused_in_a_line(text: str, words: str) -> None:
    with pytest.raises(DistributionError) as caught:
        distribution(text)
    assert str(caught.value).startswith(words) and "\n" not in str(caught.value)


def test_common_names_are_scipys_laws() -> None:
    assert set(ALIASES.values()) <= set(known_names())
    assert not set(ALIASES) & set(known_names())


def test_values_make_a_law() -> None:
    values = np.random.default_rng(0).integers(0, 5, 40) / 2
    law = Empirical.of(values, "a column")
    kinds, counts = np.unique(values, return_counts=True)
    assert np.allclose(law.density(kinds), counts / 40) and law.density(0.3) == 0
    assert np.allclose(law.cumulative(kinds), np.cumsum(counts) / 40)
    assert law.cumulative(law.quantile(0.5)) >= 0.5
    assert law.mean == pytest.approx(values.mean())
    assert law.variance == pytest.approx(np.mean((values - values.mean()) ** 2))
    assert set(law.sample(30, np.random.default_rng(2))) <= set(kinds)


@pytest.mark.parametrize(
    ("text", "window", "modes"),
    [
        ("gamma(8, scale=1/6)", (0, 4), [7 / 6]),
        ("beta(2, 5)", (0, 1), [1 / 5]),
        ("norm(3, 2)", (-2, 9), [3]),
        ("expon", (0, 5), [0]),
        ("beta(0.5, 0.5)", (0, 1), [0, 1]),
        ("poisson(6)", (0, 20), [5, 6]),
        ("poisson(6.5)", (0, 20), [6]),
        ("binom(9, 0.3)", (0, 9), [2, 3]),
        ("randint(1, 4)", (0, 5), [1, 2, 3]),
    ],
)
def test_modes_are_known(text: str, window: tuple[float, float], modes: list[float]) -> None:
    assert distribution(text).modes(*window) == pytest.approx(modes, abs=1e-6)
