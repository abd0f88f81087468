"""The map of families: which becomes which, and by what way.

After Leemis and McQueston, "Univariate distribution relationships", The American Statistician 62
(2008), of which it shows the part that ten families need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainer.scenes.probability.distributions.families import FAMILIES, heights, law

TYPICAL: dict[str, dict[str, float]] = {
    "bernoulli": {"success": 0.6},
    "binomial": {"trials": 9, "success": 0.6},
    "geometric": {"success": 0.35},
    "negative_binomial": {"successes": 3, "success": 0.4},
    "poisson": {"rate": 3.5},
    "exponential": {"rate": 1.0},
    "gamma": {"events": 3, "rate": 1.0},
    "uniform": {"lower": 0.0, "upper": 1.0},
    "beta": {"from_left": 2, "from_right": 4},
    "normal": {"centre": 0.0, "spread": 1.0},
}
"""Settings at which the shape of each family is told at a glance."""


@dataclass(frozen=True)
class Way:
    """An arrow from one family to another.

    Attributes:
        source: where it starts.
        target: where it ends.
        label: how one becomes the other, Typst prose; lines of their own where it is a pair.
        limit: whether it holds only in a limit.
    """

    source: str
    target: str
    label: tuple[str, ...]
    limit: bool = False


WAYS: tuple[Way, ...] = (
    Way("bernoulli", "binomial", ("sum of $n$",)),
    Way("geometric", "negative_binomial", ("sum of $r$",)),
    Way("exponential", "gamma", ("sum of $k$",)),
    Way("bernoulli", "geometric", ("repeat until 1",)),
    Way("geometric", "exponential", ("finer steps",), limit=True),
    Way("negative_binomial", "gamma", ("finer steps",), limit=True),
    Way("binomial", "poisson", ("$n -> infinity$", "$n p = λ$"), limit=True),
    Way("binomial", "normal", ("$n -> infinity$",), limit=True),
    Way("poisson", "normal", ("$λ -> infinity$",), limit=True),
    Way("poisson", "gamma", ("wait for the", "$k$-th arrival")),
    Way("gamma", "normal", ("$k -> infinity$",), limit=True),
    Way("gamma", "beta", ("a share", "of two")),
    Way("uniform", "beta", ("ranked",)),
    Way("uniform", "normal", ("add many",), limit=True),
    Way("beta", "normal", ("$α, β -> infinity$",), limit=True),
)


def silhouette(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the shape of a family as a filled outline in the unit square, (m,) x and (m,) y."""
    setting = TYPICAL[name]
    member = law(name, setting)
    if FAMILIES[name].discrete:
        x = np.arange(0.0, float(member.quantile(0.985)) + 1)
        masses = heights(name, setting, x)
        kept = masses > 0
        x, masses = x[kept], masses[kept]
        left, right = x[0] - 1, x[-1] + 1
        nodes = np.ravel(np.column_stack([x - 0.4, x - 0.4, x + 0.4, x + 0.4]))
        tops = np.ravel(np.column_stack([0 * x, masses, masses, 0 * x]))
    else:
        low, high = member.quantile([0.001, 0.985 if name != "normal" else 0.999]).tolist()
        if name in ("uniform", "beta"):
            low, high = 0.0, 1.0
        low = 0.0 if name in ("exponential", "gamma") else low
        inner = np.linspace(low, high, 60)
        margin = 0.12 * (high - low)
        left, right = low - margin, high + margin
        nodes = np.concatenate([[low], inner, [high]])
        tops = np.concatenate([[0.0], member.density(inner), [0.0]])
    return (nodes - left) / (right - left), tops / tops.max()
