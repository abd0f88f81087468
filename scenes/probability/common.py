"""What scenes on probability share: populations, and how distributions are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from explainer.maths.data_column import read_column
from explainer.maths.distributions import AnyDistribution, Empirical
from explainer.maths.named_distributions import distribution
from explainer.messages import shorten
from explainer.numbers import MINUS, Figure, equals, given, grouped, to_typst
from explainer.plain_text import plain_text
from explainer.shown_text import shown


def population(
    text: str, data: str = "", column: str = ""
) -> tuple[AnyDistribution, np.ndarray | None]:
    """Return a distribution and, of a column of data, its values in the file's order.

    Args:
        text: a distribution with its parameters, as ``distribution`` reads it.
        data: a CSV file that stands in for it; none when empty.
        column: the file's column, by name or number.

    Raises:
        DistributionError: when there is no such distribution.
        DataError: when there is no such column of numbers.
    """
    if not data:
        return distribution(text), None
    found = read_column(data, column)
    return Empirical.of(found.values, found.name, found.missing), found.values


def missing_words(given: AnyDistribution) -> str:
    """Return how many values of a file are missing, in a clause; nothing where none is."""
    missing = given.missing if isinstance(given, Empirical) else 0
    if not missing:
        return ""
    total = grouped(len(given.values) + missing)  # type: ignore[union-attr]
    return f"{grouped(missing)} of {total} values {'is' if missing == 1 else 'are'} missing"


def check_population(name: str, text: str, data: str, column: str) -> None:
    """Refuse what is no population.

    Args:
        name: of the parameter that holds ``text``.
        text: as for ``population``.
        data: as for ``population``.
        column: as for ``population``.

    Raises:
        ValueError: in one line that names the parameter, what was given, and what is wrong.
    """
    if column and not data:
        raise ValueError(f"column: given {shown(column)}; data must name its file")
    try:
        population(text, data, column)
    except ValueError as error:
        given = f"data: given {shown(data, 80)}" if data else f"{name}: given {shorten(text)}"
        raise ValueError(f"{given}; {error}") from None


# -- distributions as they are written -------------------------------------------------------------

TITLES: dict[str, str] = {
    "norm": "normal",
    "betabinom": "beta-binomial",
    "betanbinom": "beta-negative-binomial",
    "betaprime": "beta prime",
    "binom": "binomial",
    "burr": "Burr type III",
    "burr12": "Burr type XII",
    "chi2": "chi-squared",
    "crystalball": "crystal ball",
    "dgamma": "double gamma",
    "dlaplace": "discrete Laplace",
    "dpareto_lognorm": "double Pareto log-normal",
    "dweibull": "double Weibull",
    "expon": "exponential",
    "exponnorm": "exponentially modified normal",
    "exponpow": "exponential power",
    "exponweib": "exponentiated Weibull",
    "fatiguelife": "Birnbaum-Saunders",
    "fisk": "log-logistic",
    "foldcauchy": "folded Cauchy",
    "foldnorm": "folded normal",
    "gausshyper": "Gauss hypergeometric",
    "genexpon": "generalised exponential",
    "genextreme": "generalised extreme value",
    "gengamma": "generalised gamma",
    "genhalflogistic": "generalised half-logistic",
    "genhyperbolic": "generalised hyperbolic",
    "geninvgauss": "generalised inverse Gaussian",
    "genlogistic": "generalised logistic",
    "gennorm": "generalised normal",
    "genpareto": "generalised Pareto",
    "geom": "geometric",
    "gumbel_l": "left-skewed Gumbel",
    "gumbel_r": "Gumbel",
    "halfcauchy": "half-Cauchy",
    "halfgennorm": "generalised half-normal",
    "halflogistic": "half-logistic",
    "halfnorm": "half-normal",
    "hypergeom": "hypergeometric",
    "hypsecant": "hyperbolic secant",
    "invgamma": "inverse gamma",
    "invgauss": "inverse Gaussian",
    "invweibull": "inverse Weibull",
    "irwinhall": "Irwin-Hall",
    "jf_skew_t": "Jones-Faddy skew $t$",
    "johnsonsb": "Johnson SB",
    "johnsonsu": "Johnson SU",
    "kappa3": "three-parameter kappa",
    "kappa4": "four-parameter kappa",
    "ksone": "one-sided Kolmogorov-Smirnov",
    "kstwo": "two-sided Kolmogorov-Smirnov",
    "kstwobign": "Kolmogorov",
    "laplace_asymmetric": "asymmetric Laplace",
    "levy": "Lévy",
    "levy_l": "left-skewed Lévy",
    "levy_stable": "stable",
    "loggamma": "log-gamma",
    "loglaplace": "log-Laplace",
    "lognorm": "log-normal",
    "logser": "logarithmic",
    "loguniform": "log-uniform",
    "mielke": "Mielke beta-kappa",
    "nbinom": "negative binomial",
    "ncf": "noncentral $F$",
    "nchypergeom_fisher": "Fisher noncentral hypergeometric",
    "nchypergeom_wallenius": "Wallenius noncentral hypergeometric",
    "nct": "noncentral $t$",
    "ncx2": "noncentral chi-squared",
    "nhypergeom": "negative hypergeometric",
    "norminvgauss": "normal-inverse Gaussian",
    "pearson3": "Pearson type III",
    "powerlaw": "power-function",
    "powerlognorm": "power log-normal",
    "powernorm": "power normal",
    "randint": "discrete uniform",
    "rdist": "symmetric beta",
    "recipinvgauss": "reciprocal inverse Gaussian",
    "reciprocal": "log-uniform",
    "rel_breitwigner": "relativistic Breit-Wigner",
    "semicircular": "semicircle",
    "skewcauchy": "skewed Cauchy",
    "skewnorm": "skew-normal",
    "studentized_range": "studentised range",
    "t": "$t$",
    "trapezoid": "trapezoidal",
    "triang": "triangular",
    "truncexpon": "truncated exponential",
    "truncnorm": "truncated normal",
    "truncpareto": "truncated Pareto",
    "truncweibull_min": "truncated Weibull",
    "tukeylambda": "Tukey lambda",
    "vonmises": "von Mises",
    "vonmises_line": "von Mises",
    "weibull_max": "reversed Weibull",
    "weibull_min": "Weibull",
    "wrapcauchy": "wrapped Cauchy",
    "yulesimon": "Yule-Simon",
    **{
        name: name.capitalize()
        for name in (
            *("bernoulli", "boltzmann", "bradford", "cauchy", "erlang", "f", "gibrat", "gompertz"),
            *("landau", "laplace", "lomax", "maxwell", "moyal", "nakagami", "pareto", "planck"),
            *("poisson", "rayleigh", "rice", "skellam", "wald", "zipf", "zipfian"),
        )
    },
}
"""What to call a distribution in a sentence, where scipy's name would not do."""

_SYMBOLS: dict[str, tuple[str, str]] = {
    "norm": ("N({loc}, {scale:square})", "mean ${loc}$, standard deviation ${scale}$"),
    "gamma": ('"Gamma"({a}, {scale})', "shape ${a}$, scale ${scale}$"),
    "erlang": ('"Erlang"({a}, {scale})', "shape ${a}$, scale ${scale}$"),
    "expon": ('"Exp"(λ {rate:=})', "rate $λ$, mean ${scale}$"),
    "beta": ('"Beta"({a}, {b})', "shapes ${a}$ and ${b}$"),
    "uniform": ('"U"({loc}, {end})', "between ${loc}$ and ${end}$"),
    "cauchy": ('"Cauchy"({loc}, {scale})', "location ${loc}$, scale ${scale}$"),
    "laplace": ('"Laplace"({loc}, {scale})', "location ${loc}$, scale ${scale}$"),
    "logistic": ('"Logistic"({loc}, {scale})', "location ${loc}$, scale ${scale}$"),
    "gumbel_r": ('"Gumbel"({loc}, {scale})', "location ${loc}$, scale ${scale}$"),
    "lognorm": (
        '"Lognormal"({scale:log}, {s:square})',
        "$ln X$ has mean ${scale:log}$, standard deviation ${s}$",
    ),
    "weibull_min": ('"Weibull"({c}, {scale})', "shape ${c}$, scale ${scale}$"),
    "pareto": ('"Pareto"({b}, {scale})', "shape ${b}$, scale ${scale}$"),
    "invgamma": ('"InvGamma"({a}, {scale})', "shape ${a}$, scale ${scale}$"),
    "rayleigh": ('"Rayleigh"({scale})', "scale ${scale}$"),
    "f": ("F({dfn}, {dfd})", "${dfn}$ and ${dfd}$ degrees of freedom"),
    "triang": ('"Triangular"({loc}, {peak}, {end})', "from ${loc}$ to ${end}$, mode ${peak}$"),
    "bernoulli": ('"Bernoulli"({p})', "success probability ${p}$"),
    "binom": ('"Bin"({n}, {p})', "number of trials ${n}$, success probability ${p}$"),
    "geom": ('"Geom"({p})', "trials up to the first success, each with probability ${p}$"),
    "nbinom": ('"NegBin"({n}, {p})', "failures before success number ${n}$"),
    "hypergeom": (
        '"Hypergeom"({M}, {n}, {N})',
        "${M}$ with ${n}$ successes among them, ${N}$ drawn",
    ),
    "zipf": ('"Zipf"({a})', "exponent ${a}$"),
    "poisson": ('"Poisson"({mu})', "mean ${mu}$"),
    "skellam": (
        '"Skellam"({mu1}, {mu2})',
        "difference of Poisson counts, means ${mu1}$ and ${mu2}$",
    ),
    "betabinom": ('"BetaBin"({n}, {a}, {b})', "number of trials ${n}$, shapes ${a}$ and ${b}$"),
}
"""Families with a symbol: Typst mathematics, and in Typst prose what its parameters are."""

_SHIFTS, _SCALES = ("{loc", "{end"), ("{scale", "{rate", "{end")
"""What stands in a symbol that tells of a shift, and of a scale."""

_WORDS = {
    "df": "${}$ degrees of freedom",
    "dfn": "${}$ numerator degrees of freedom",
    "dfd": "${}$ denominator degrees of freedom",
    "nc": "noncentrality ${}$",
    "skew": "skewness ${}$",
    "odds": "odds ${}$",
    "loc": "location ${}$",
    "scale": "scale ${}$",
}
"""Parameters that have no letter, Typst prose."""

_LETTERS = {
    **{"alpha": "α", "beta": "β", "chi": "χ", "kappa": "κ", "lam": "λ", "lambda_": "λ"},
    **{"mu": "μ", "nu": "ν", "rho": "ρ"},
}
"""Letters of parameters that scipy spells out."""


class Parameter(float):
    """A parameter, which formats itself as Typst mathematics.

    The format may be ``=``, for a sign of equality before it, ``square`` or ``log``.
    """

    @property
    def text(self) -> Figure:
        """As plain text: in full, or as a fraction where that says more than decimals."""
        text = given(self)
        if text.rounded:
            near = Fraction(self).limit_denominator(1000)
            if abs(near - Fraction(self)) <= 1e-12 * abs(self):
                return Figure(str(near).replace("-", MINUS))
        return text

    def __format__(self, spec: str) -> str:
        text = self.text
        markup = Figure.of(to_typst(text).replace("/", "\\/"), text)
        operand = markup if text.replace(".", "").isdigit() else f"({markup})"
        match spec:
            case "=":
                return equals(markup)
            case "square":
                square = Parameter(self * self)
                short = self == 1 or (text.rounded and not square.text.rounded)
                return f"{square}" if short else f"{operand}^2"
            case "log":
                log = Parameter(math.log(self))
                return f"ln {operand}" if log.text.rounded else f"{log}"
        return str(markup)


class Notation(NamedTuple):
    """How a distribution is written, Typst prose.

    Attributes:
        markup: in mathematics, or in words where there is no symbol.
        meaning: what the parameters behind a symbol are; empty without one.
        sentence: as a sentence has it, with an article before words.
    """

    markup: str
    meaning: str
    sentence: str

    @property
    def plain(self) -> str:
        """As a sentence has it, in plain text."""
        return plain_text(self.sentence)


def title(name: str) -> str:
    """Return what to call a family in a sentence, such as ``normal``, given scipy's name."""
    return plain_text(TITLES.get(name, name))


def notation(name: str, parameters: Iterable[tuple[str, float]]) -> Notation:
    """Return how a distribution is written.

    Args:
        name: scipy's name.
        parameters: by scipy's names; ``loc`` and ``scale`` may be left out.
    """
    shapes = {key: Parameter(value) for key, value in parameters}
    loc, scale = (shapes.pop(key, Parameter(n)) for key, n in (("loc", 0), ("scale", 1)))
    if name == "truncnorm":
        low, high = (Parameter(loc + scale * shapes[end]) for end in "ab")
        markup = f"{notation('norm', [('loc', loc), ('scale', scale)]).markup} truncated to "
        markup += f"#box($[{low}, {high}]$)"
        return Notation(markup, "", markup)
    if name == "randint":
        values = f"on ${_values(loc + shapes['low'], loc + shapes['high'] - 1)}$"
        return Notation(f"uniform {values}", "", f"the uniform distribution {values}")
    if name in _SYMBOLS:
        symbol, meaning = _SYMBOLS[name]
        known: dict[str, object] = {**shapes, "loc": loc, "scale": scale}
        known["rate"], known["end"] = Parameter(1 / scale), Parameter(loc + scale)
        if name == "triang":
            known["peak"] = Parameter(loc + shapes["c"] * scale)
        markup = f"#box(${symbol.format(**known)}$)"
        changes = []
        if scale != 1 and not any(key in symbol for key in _SCALES):
            changes.append(f"scaled by ${scale}$")
        if loc != 0 and not any(key in symbol for key in _SHIFTS):
            changes.append(f"shifted by ${loc}$")
        meaning = meaning.format(**known)
        if changes:
            markup, meaning = f"{markup} {' and '.join(changes)}", f"{markup}: {meaning}"
        return Notation(markup, meaning, markup)
    listed = [_described(key, value, len(shapes) == 1) for key, value in shapes.items()]
    if loc != 0 or not shapes:
        listed.append(_WORDS["loc"].format(loc))
    if scale != 1 or not shapes:
        listed.append(_WORDS["scale"].format(scale))
    *first, last = listed
    described = f"with {', '.join(first)}{' and ' if first else ''}{last}"
    family = TITLES.get(name, name)
    return Notation(f"{family} {described}", "", f"the {family} distribution {described}")


def _values(low: float, high: float) -> str:
    """Return the values from ``low`` to ``high``, one apart, Typst mathematics."""
    steps: list[float] = [0, 1, round(high - low)] if high > low else [0]
    listed = [f"{Parameter(low + step)}" for step in dict.fromkeys(steps)]
    return ", ".join([*listed[:-1], "dots", listed[-1]] if high > low + 2 else listed)


def _described(key: str, value: Parameter, alone: bool) -> str:
    """Return a parameter with its name, Typst prose.

    Args:
        key: scipy's name of it.
        value: of the parameter.
        alone: whether its family has no other.
    """
    if key in _WORDS:
        described = _WORDS[key].format(value)
        return described.replace("degrees", "degree") if value == 1 else described
    if alone and key in "abcdsK":
        return f"shape ${value}$"
    return f"#box(${_LETTERS.get(key, key)} {value:=}$)"
