"""Distributions of scipy.stats as people write them, with shapes of all sizes."""

from __future__ import annotations

import warnings
from functools import cache
from random import Random
from typing import Any

import numpy as np
from reliability.formulas import slipped
from scipy import stats

from explainer.maths.named_distributions import ALIASES, known_names

EXAMPLES: tuple[str, ...] = (
    "norm", "normal(170, 7)", "gamma(a=2, scale=1.5)", "binom(10, 1/6)", "binom(n=10.0, p=.5)",
    "hypergeom(20, 7, 12)", "hypergeom(M=20, n=7, N=12)", "randint(1, 7)", "randint(1, 2)",
    "bernoulli(0)", "bernoulli(1)", "binom(5, 0)", "poisson(0)", "poisson(1e6)", "cauchy", "levy",
    "pareto(0.5)", "t(0.005)", "lognorm(200)", "f(0.01, 0.01)", "betaprime(0.262, 0.0001)",
    "mielke(100, 1)", "erlang(0.04)", "zipf(1.0001)", "zipfian(1, 1000000)", "ksone(1e6)",
    "studentized_range(2, 2)", "betanbinom(1000, 1e-2, 1)", "nhypergeom(1000000, 500000, 500)",
    "nchypergeom_wallenius(1000000, 500000, 500000, 2)", "norminvgauss(1e6, 1)", "dice", "uniform",
    "exponential(lambda=2)", "N(0, 1)", "norm(0, -1)", "norm(0, 0)", "norm(mean=0, sd=1)",
    "stats.norm(0, 1)", "norm(0, 1).rvs(5)", "norm(*[0, 1])", "norm(**{})", "gamma()", "gamma",
    "gamma(2, 3, 4, 5)", "norm(loc=1, loc=2)", "norm(1e7)", "norm(nan)", "norm(x)", "coin",
    "levy_stable(1.8, 0)", "binom(1000000, 0.5)", "nbinom(1, 1e-6)", "skewnorm(1e6)", "heavy_tail",
)  # fmt: skip


def law(random: Random) -> str:
    """Return a distribution with its parameters."""
    chosen = random.random()
    if chosen < 0.15:
        text = random.choice(EXAMPLES)
    else:
        text = _with_shapes(random, random.choice(_names()))
    return slipped(random, text) if random.random() < 0.1 else text


@cache
def _names() -> list[str]:
    usual = ["norm", "gamma", "expon", "binom", "poisson", "beta", "t", "uniform", "lognorm"]
    return [*known_names(), *usual * 4, *ALIASES]


def _with_shapes(random: Random, name: str) -> str:
    family: Any = getattr(stats, ALIASES.get(name, name))
    shapes = [each.strip() for each in (family.shapes or "").split(",") if each.strip()]
    discrete = isinstance(family, stats.rv_discrete)
    values: list[float] = []
    for _ in range(12):  # mostly until it is defined for them
        values = [_shape(random, discrete) for _ in shapes]
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if not shapes or np.all(family._argcheck(*map(np.asarray, values))):
                break
    given = list(zip(shapes, values, strict=True))
    if random.random() < 0.25:
        given.append(("loc", random.choice((0, 5, -3.5, 1e5, -1e6))))
        if not discrete:
            given.append(("scale", random.choice((1, 2.5, 1e-5, 1e5))))
    named = random.random() < 0.5
    parts = (f"{key}={value:g}" if named else f"{value:g}" for key, value in given)
    return f"{name}({', '.join(parts)})"


def _shape(random: Random, discrete: bool) -> float:
    if discrete:
        return random.choice(
            (random.randint(0, 12), random.randint(0, 12), random.randint(0, 3000),
             round(random.random(), 2), round(random.random(), 2), 10 ** random.uniform(-3, 3))
        )  # fmt: skip
    return random.choice(
        (random.randint(1, 9), round(random.uniform(0, 5), 2), round(random.random(), 3),
         10 ** random.uniform(-4, 4), random.uniform(-2, 2))
    )  # fmt: skip
