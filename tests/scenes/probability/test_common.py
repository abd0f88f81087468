"""Distributions as scenes on probability write them: in mathematics, with all that was given."""

from __future__ import annotations

import re

import pytest
from scipy import stats
from scipy.stats._distr_params import distcont, distdiscrete

from explainer.maths.named_distributions import distribution, known_names
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import TITLES, Notation, notation, title

SHAPES = {name: args for name, args in [*distcont, *distdiscrete] if isinstance(name, str)}
SHAPES["reciprocal"] = SHAPES["loguniform"]


def of(text: str) -> Notation:
    given = distribution(text)
    return notation(given.name, given.parameters)


def parameters(name: str) -> dict[str, float]:
    """Return parameters for which a family is defined, none of which is a default."""
    shapes = [each.strip() for each in (getattr(stats, name).shapes or "").split(",")]
    values = {key: round(value, 2) for key, value in zip(shapes, SHAPES[name], strict=False)}
    scale = {} if isinstance(getattr(stats, name), stats.rv_discrete) else {"scale": 2.5}
    return values | {"loc": 3.0} | scale


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("norm(170, 7)", "N(170, 7²)"),
        ("norm", "N(0, 1)"),
        ("norm(3.0001, 6.0000001)", "N(3.0001, 6.0000001²)"),
        ("norm(0, 1e-5)", "N(0, (1 × 10⁻⁵)²)"),
        ("norm(-1, sqrt(2))", "N(−1, 2)"),
        ("norm(scale=1/3)", "N(0, (1/3)²)"),
        ("gamma(a=2, scale=1.5)", "Gamma(2, 1.5)"),
        ("gamma(2, loc=3)", "Gamma(2, 1) shifted by 3"),
        ("binom(10, 0.3)", "Bin(10, 0.3)"),
        ("binom(n=10, p=1/6)", "Bin(10, 1/6)"),
        ("poisson(mu=6)", "Poisson(6)"),
        ("beta(2, 5)", "Beta(2, 5)"),
        ("beta(2, 5, loc=1, scale=3)", "Beta(2, 5) scaled by 3 and shifted by 1"),
        ("uniform", "U(0, 1)"),
        ("uniform(-2, 5)", "U(−2, 3)"),
        ("randint(1, 7)", "the uniform distribution on 1, 2, …, 6"),
        ("randint(0, 3)", "the uniform distribution on 0, 1, 2"),
        ("randint(0, 2)", "the uniform distribution on 0, 1"),
        ("randint(4, 5)", "the uniform distribution on 4"),
        ("expon(scale=0.5)", "Exp(λ = 2)"),
        ("expon(scale=3)", "Exp(λ = 1/3)"),
        ("expon(scale=1/pi)", "Exp(λ ≈ 3.14"),
        ("expon(loc=2)", "Exp(λ = 1) shifted by 2"),
        ("t(df=3)", "the t distribution with 3 degrees of freedom"),
        ("t(1)", "the t distribution with 1 degree of freedom"),
        ("t(3, -1, 2)", "the t distribution with 3 degrees of freedom, location −1 and scale 2"),
        ("chi2(4)", "the chi-squared distribution with 4 degrees of freedom"),
        ("f(5, 10)", "F(5, 10)"),
        ("lognorm(0.5)", "Lognormal(0, 0.5²)"),
        ("lognorm(s=0.5, scale=exp(1.2))", "Lognormal(1.2, 0.5²)"),
        ("lognorm(s=0.5, scale=20)", "Lognormal(ln 20, 0.5²)"),
        ("cauchy", "Cauchy(0, 1)"),
        ("hypergeom(M=20, n=7, N=12)", "Hypergeom(20, 7, 12)"),
        ("nbinom(3, 0.4, loc=3)", "NegBin(3, 0.4) shifted by 3"),
        ("triang(0.5, loc=1, scale=4)", "Triangular(1, 3, 5)"),
        ("truncnorm(-1, 2, loc=10, scale=3)", "N(10, 3²) truncated to [7, 16]"),
        ("burr(10.5, 4)", "the Burr type III distribution with c = 10.5 and d = 4"),
        ("skewnorm(4, scale=2)", "the skew-normal distribution with shape 4 and scale 2"),
        ("arcsine", "the arcsine distribution with location 0 and scale 1"),
    ],
)
def test_distributions_are_written_in_mathematics(text: str, written: str) -> None:
    assert of(text).plain.startswith(written)


def test_conventions_are_told_in_words() -> None:
    assert plain_text(of("gamma(a=2, scale=1.5)").meaning) == "shape 2, scale 1.5"
    assert plain_text(of("norm(170, 7)").meaning) == "mean 170, standard deviation 7"
    assert plain_text(of("expon(scale=4)").meaning) == "rate λ, mean 4"
    said = plain_text(of("hypergeom(M=20, n=7, N=12)").meaning)
    assert said == "20 with 7 successes among them, 12 drawn"
    assert plain_text(of("poisson(3, loc=2)").meaning) == "Poisson(3): mean 3"
    assert of("t(3)").meaning == ""  # it says so itself


@pytest.mark.parametrize("name", known_names())
def test_family_and_parameters_are_named_and_nothing_is_python(name: str) -> None:
    values = parameters(name)
    written = notation(name, values.items())
    symbol = written.plain.startswith(plain_text(written.markup))
    assert symbol or title(name).removeprefix("discrete ") in written.plain
    for text in (written.plain, plain_text(written.markup), plain_text(written.meaning)):
        assert not re.search(r"loc\b|scale ?=|_|[\w]=|\$|#", text)
        assert not any(f"{key} " in text for key in values if len(key) > 4 and key != "scale")
    for key, value in values.items():
        other = values | {key: value + 1}
        assert notation(name, other.items()).plain != written.plain, key


def test_titles_are_of_scipys_families() -> None:
    assert set(TITLES) <= set(known_names())
    for name in known_names():
        assert re.fullmatch(r"[^\W_]([\w -]*\w)?", title(name)) and "_" not in title(name)
