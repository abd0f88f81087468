"""Parameters that cost too much or reach too far: a true story in time, or a refusal in a line."""

from __future__ import annotations

import functools
import inspect
import math
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats._distr_params import distcont, distdiscrete

from explainer.maths.formula import FormulaError
from explainer.maths.linear_algebra import eigen_structure
from explainer.maths.named_distributions import DistributionError, distribution
from explainer.maths.surfaces import surface
from explainer.scenes.calculus.gradient import text as directional_words
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.scenes.calculus.gradient_descent import text as descent_words
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.scenes.calculus.hessian import text as hessian_text
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.partial_derivatives import text as partials_text
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory
from explainer.scenes.linear_algebra.eigenvectors import formulas as eigenvectors_formulas
from explainer.scenes.linear_algebra.eigenvectors import text as eigenvectors_text
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.scenes.linear_algebra.linear_system import text as linear_system_text
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.scenes.linear_algebra.linear_transformation import text as transformation_text
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.svd import text as svd_text
from explainer.scenes.linear_algebra.svd.story import ThreeMoves
from explainer.scenes.linear_algebra.vectors import text as vectors_text
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.probability.confidence_interval import text as interval_text
from explainer.scenes.probability.confidence_interval.drawing.windows import stage, view
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.scenes.probability.random_variable import text as random_variable_text
from explainer.scenes.probability.random_variable.story import Story

SECONDS = 10.0
"""Of processor time: what a story may take; most take a few hundredths."""

EXAMPLES = [
    (name, [each.strip() for each in (getattr(stats, name).shapes or "").split(",") if each], args)
    for name, args in [*distcont, *distdiscrete]
    if isinstance(name, str) and name != "poisson_binom"
]
LAWS = [
    f"{name}({', '.join(f'{key}={value!r}' for key, value in zip(keys, args, strict=True))})"
    for name, keys, args in EXAMPLES
]
TOLD = """
bernoulli(0); bernoulli(1); binom(0, 0.5); binom(10, 1); binom(1000000, 0.5); geom(1); geom(1e-6)
hypergeom(20, 7, 12); hypergeom(1, 1, 1); hypergeom(10, 0, 5); hypergeom(1000000, 500000, 500000)
poisson(0); poisson(1e-9); poisson(3.5, loc=0.1); randint(3, 4); randint(-1000000, 1000000)
nbinom(1000000, 1e-6); betabinom(10, 1e-6, 1e-6); nhypergeom(1000000, 500000, 500); zipf(2)
zipfian(1, 1000000); nchypergeom_fisher(1000000, 500000, 500000, 2); skellam(1000000, 1000000)
norm(1e6, 1e-6); norm(0, 1e6); lognorm(5); pareto(0.5); cauchy; erlang(0.04); erlang(2.5)
norminvgauss(1e6, 1); levy_stable(1.5, 0); levy_stable(1, 0.5); levy_stable(0.5, 1)
kappa4(-0.1, 0.1); studentized_range(2, 2); ksone(1000); kstwo(100000); vonmises(4)
rdist(1e-3); beta(0.01, 0.01)
""".replace("\n", ";")
REFUSED = """
ksone(1e6); zipf(1.0001); zipf(1.1); betanbinom(1000, 0.01, 1); yulesimon(0.01); logser(0.999999)
nchypergeom_wallenius(1000000, 500000, 500000, 2); t(0.005); lognorm(200); f(0.01, 0.01)
betaprime(0.262, 0.0001); mielke(100, 1); pareto(0.01); norm(0, 1e-300); uniform(1e6, 1e-12)
gamma(1e-6); lognorm(25); studentized_range(1e6, 10); irwinhall(100000); invgamma(0.001)
gausshyper(13.7637716041307, 3.118963664868143, 100, 5.1811649903971615)
gausshyper(14, 3, 10000, 5)
""".replace("\n", ";")


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def strings(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, list | tuple):
        for part in found:
            yield from strings(part)


def told(modules: Iterable[ModuleType], **given: Any) -> list[str]:
    """Return all that the public functions say which ask for nothing but what is given."""
    texts: list[str] = []
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            needed = list(inspect.signature(function).parameters.values())
            asked = [p.name for p in needed if p.default is p.empty]
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and asked and set(asked) <= set(given):
                texts += strings(function(**{key: given[key] for key in asked}))
    assert texts
    for text in texts:
        assert not re.search(r"\b(inf|nan)\b|∞", text), text
    return texts


@pytest.fixture(autouse=True)
def nothing_for_the_terminal(
    capfd: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> Iterator[None]:
    started = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    assert capfd.readouterr().err == ""
    if not getattr(request.function, "is_hypothesis_test", False):  # of many examples
        assert time.process_time() - started < SECONDS


def random_variable(text: str, size: int = 60, seed: int = 4) -> Story:
    story = Story.compute(text, "", "", size, seed)
    told([random_variable_text], story=story)
    figures = [story.top, story.final_top, story.median, *story.bins.window, *story.quartiles]
    assert np.isfinite(figures).all() and np.isfinite(story.values).all()
    assert (story.probabilities >= 0).all() and story.probabilities.sum() < 1 + 1e-6
    assert (story.drawn.density(story.drawn.nodes(*story.bins.window)) >= 0).all()
    return story


def confidence_interval(text: str, seed: int = 16) -> IntervalStory:
    story = IntervalStory(distribution(text), 5, 0.9, 20, seed)
    told([interval_text], story=story)
    window = stage(story)
    for picture in ("interval", "rows", "sample", "means"):
        low, high = window = view(story, window, picture)
        assert math.isfinite(low) and low < high < math.inf
    return story


# -- distributions --------------------------------------------------------------------------------


def tried(texts: list[str]) -> list[Any]:
    """Return cases: every second with every change, the rest with ``--full``."""
    return [
        pytest.param(text, marks=[pytest.mark.full] * (number % 2))
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("text", [*tried(LAWS), *listed(TOLD)])
def test_every_law_has_its_story_in_both_scenes(text: str) -> None:
    random_variable(text)
    confidence_interval(text)


@pytest.mark.parametrize("text", listed(REFUSED))
def test_what_cannot_be_told_is_refused_in_a_line(text: str) -> None:
    with pytest.raises(DistributionError) as caught:
        distribution(text)
    words = str(caught.value)
    assert len(words) < 250 and "\n" not in words
    assert "allowed" in words or "choose" in words


@pytest.mark.parametrize(
    "text", tried([t for t in LAWS if not t.startswith(("levy_stable", "vonmises"))])
)
def test_distribution_function_and_quantiles_are_scipys(text: str) -> None:
    law = distribution(text)
    if law.name == "studentized_range":  # slow: a few values will do
        x = np.array([1.0, 2.0, 4.0])
    else:
        x = law.quantile([0.01, 0.2, 0.5, 0.8, 0.99])
    assert law.cumulative(x) == pytest.approx(law.frozen.cdf(np.round(x, 12)), abs=2e-4)
    if law.discrete:
        expected = law.frozen.pmf(x)
        assert law.cumulative(x + 0.5) == pytest.approx(law.cumulative(x))
    else:
        expected = law.frozen.pdf(x)
    assert law.density(x) == pytest.approx(expected, rel=2e-2, abs=1e-12)


@pytest.mark.parametrize("text", tried(LAWS))
def test_moments_and_draws_of_a_law_are_its_own(text: str) -> None:
    law = distribution(text)
    drawn = law.sample(4000, np.random.default_rng(3))
    if law.discrete:
        shares = (drawn[:, None] <= law.quantile([0.2, 0.5, 0.8])).mean(axis=0)
        exact = law.cumulative(law.quantile([0.2, 0.5, 0.8]))
        assert shares == pytest.approx(exact, abs=0.035)
    else:
        assert stats.kstest(drawn, law.cumulative).pvalue > 1e-3
    if math.isfinite(law.variance):
        assert abs(drawn.mean() - law.mean) < 6 * law.standard_deviation / math.sqrt(4000)


@pytest.mark.parametrize(
    ("text", "mean", "variance"),
    [
        ("hypergeom(M=20, n=7, N=12)", 4.2, 12 * 7 / 20 * 13 / 20 * 8 / 19),
        ("ksone(20)", stats.ksone(20).mean(), stats.ksone(20).var()),
        ("recipinvgauss(0.5)", 3.0, 4.0),
        (
            "studentized_range(2, 3)",
            math.sqrt(4 / math.pi) * math.sqrt(6 / math.pi),
            6 - 24 / math.pi**2,
        ),
        ("studentized_range(2, 2)", 2.0, math.inf),
        ("vonmises(0)" if stats.vonmises._argcheck(0) else "vonmises(1e-9)", 0.0, math.pi**2 / 3),
        ("levy_stable(0.5, 1)", math.inf, math.inf),
        ("levy_stable(0.5, 0)", math.nan, math.nan),
        ("levy_stable(1.5, 0)", 0.0, math.inf),
        ("nchypergeom_fisher(140, 80, 60, 1)", 60 * 80 / 140, None),
        ("zipfian(1, 3)", 3 / (1 + 1 / 2 + 1 / 3), None),
        ("betaprime(2, 0.5)", math.inf, math.inf),
    ],
)
def test_moments_are_known(text: str, mean: float, variance: float | None) -> None:
    law = distribution(text)
    assert law.mean == pytest.approx(mean, rel=2e-4, abs=1e-6, nan_ok=True)
    if variance is not None:
        assert law.variance == pytest.approx(variance, rel=5e-4, nan_ok=True)


def test_a_seed_far_out_meets_no_overflow() -> None:
    for text in ("betaprime(0.262, 0.2)", "pareto(0.11)", "t(0.11)"):
        random_variable(text, 500, 2**32 - 1)
        confidence_interval(text, 2**32 - 1)


@pytest.mark.parametrize("prior", [(0, 1e-9), (1e6, 1e-9), (-1e6, 1e-300), (0, 1e-300), (1e6, 1e6)])
@pytest.mark.parametrize("n", [2, 50])
def test_a_prior_that_is_sure_of_itself_wins(prior: tuple[float, float], n: int) -> None:
    story = IntervalStory(distribution("norm(170, 7)"), n, 0.95, 20, 16, prior)
    told([interval_text], story=story)
    low, high = story.intervals["credible"]
    assert low <= high
    if prior[1] < 1:
        assert (low, high) == pytest.approx((prior[0], prior[0]), abs=1e-8)


def test_a_division_in_scipys_own_check_is_no_crash() -> None:
    with pytest.raises(DistributionError, match="kstwo is not defined for n=0"):
        distribution("kstwo(0)")


@settings(max_examples=60 if settings().derandomize else 600)
@given(st.sampled_from(EXAMPLES), st.data())
def test_any_parameters_lead_to_a_story_or_a_refusal(example: Any, data: st.DataObject) -> None:
    name, keys, args = example
    sizes = st.sampled_from([0.0, 1e-6, 1e-3, 0.1, 0.5, 1.0, 2.0, 7.0, 100.0, 1e4, 1e6, -1.0])
    listed = {
        key: data.draw(st.one_of(st.just(float(value)), sizes))
        for key, value in zip(keys, args, strict=True)
    }
    text = f"{name}({', '.join(f'{key}={value!r}' for key, value in listed.items())})"
    started = time.process_time()
    try:
        distribution(text)
    except DistributionError as error:
        assert len(str(error)) < 400
    else:
        random_variable(text, 30)
        confidence_interval(text)
    assert time.process_time() - started < SECONDS, text


# -- surfaces -------------------------------------------------------------------------------------

NESTED = ["exp(-" * 20 + "x*y" + ")" * 20, "*".join(f"sin({k}*x*y)" for k in range(1, 12))]
SURFACES = [
    *("5", "x/x", "abs(pi)", "0*x", "x", "3*x-2*y+1", "x+abs(x)", "(x+abs(x))**3", "x*y"),
    *("1e-9*x", "1e12", "x**12*y**12", "tan(x*y)", "1/x", "log(x-10)", "sqrt(x**2+y**2)"),
    *("abs(x)", "sin(20*x)*sin(20*y)", "cos(30*x)", "exp(exp(x))", "tanh(1000*x)", "x**y"),
    *NESTED,
]


def partial_derivatives(formula: str) -> None:
    story = PartialsStory.compute(formula, None, None)
    for axis in (0, 1):
        told([partials_text], story=story, axis=axis)


def gradient(formula: str) -> None:
    story = DirectionalStory.compute(formula, None, None)
    told([directional_words], story=story)


def hessian(formula: str) -> None:
    story = HessianStory.compute(formula, None, None, None)
    told([hessian_text], story=story)


def gradient_descent(formula: str) -> None:
    story = DescentStory.compute(formula, None, None, None, None, "gradient_descent", None)
    told([descent_words], story=story)


@pytest.mark.parametrize(
    ("scene", "formula"),
    [
        pytest.param(
            scene,
            formula,
            # Formulas that take a second are much the same to all four.
            marks=[pytest.mark.full] * (formula in NESTED and scene is not hessian),
        )
        for scene in (partial_derivatives, gradient, hessian, gradient_descent)
        for formula in SURFACES
    ],
)
def test_every_surface_has_its_story_or_is_refused(scene: Any, formula: str) -> None:
    try:
        scene(formula)
    except ValueError as error:
        assert re.match(r"(surface|domain|point|start|second_point): ", str(error)), error


@pytest.mark.parametrize("nested", ["tan(x*y*" * 20 + "1" + ")" * 20, "sin(" * 38 + "x" + ")" * 38])
def test_a_formula_whose_derivatives_explode_is_refused(nested: str) -> None:
    with pytest.raises(FormulaError, match="operations, and 15 000 are allowed"):
        surface(nested)


def test_a_way_on_which_the_curvature_changes_too_often_is_refused() -> None:
    with pytest.raises(ValueError, match="second_point: on the way there the curvature"):
        hessian("sin(1000*x)")


# -- matrices -------------------------------------------------------------------------------------

ENTRIES = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 2.0]),
    st.builds(lambda sign, power: sign * 10.0**power, st.sampled_from([-1, 1]), st.floats(-13, 6)),
)
PAIRS = st.tuples(ENTRIES, ENTRIES)


def eigenvectors(matrix: Any, start: Any) -> None:
    story, text = EigenStory.compute(matrix, start, 6), eigenvectors_text
    every: list[Callable[[EigenStory], Any]] = [text.sweep, text.collapse, text.powers]
    if story.kind != "scalar" and story.start.any():
        names = eigenvectors_formulas.component_names
        every += [text.step, *(functools.partial(names, after=after) for after in (False, True))]
    for function in every:
        for said in strings(function(story)):
            assert not re.search(r"\b(inf|nan)\b|∞", said), said
    assert np.isfinite(story.powers).all() and np.isfinite(story.drawn).all()


def linear_system(matrix: Any, right_side: Any) -> None:
    system, text = System(matrix, right_side), linear_system_text
    beats = [text.rows, text.columns, text.eliminate]
    beats += {"one": [text.dependent], "many": [text.solutions]}.get(
        system.kind, [text.least_squares]
    )
    for said in (beat(system) for beat in beats):
        assert all(strings([said.heading, said.narration, said.alt_text]))
        assert all(line.markup for line in said.lines)


@settings(max_examples=150, deadline=None)
@given(st.tuples(PAIRS, PAIRS), PAIRS)
def test_every_matrix_has_its_story_in_five_scenes(matrix: Any, vector: Any) -> None:
    eigenvectors(matrix, vector)
    linear_system(matrix, vector)
    told([transformation_text], story=TransformationStory(matrix, vector, "straight"))
    told([svd_text], moves=ThreeMoves.of(matrix))
    rows = [tuple(x if abs(x) >= 1e-4 else 0.0 for x in row) for row in matrix]
    told([vectors_text], story=VectorStory.compute(*rows, (1.5, -0.5)))


@pytest.mark.parametrize("small", [1e-13, 1e-9, 1e-5, 1.0])
@pytest.mark.parametrize("large", [1e-13, 1e-9, 1.0, 1e4, 1e6])
def test_nearly_defective_matrices_keep_their_eigenvectors(small: float, large: float) -> None:
    for matrix in (
        [[small, large], [0, 0]],
        [[0, large], [0, small]],
        [[1, large], [0, 1 + small]],
    ):
        found, given_ = eigen_structure(matrix), np.array(matrix, dtype=float)
        size = np.abs(given_).max()
        for value, way in zip(found.eigenvalues, found.eigenvectors, strict=False):
            assert np.hypot(*way) == pytest.approx(1)
            assert np.abs(given_ @ way - value * way).max() <= 1e-12 * size
        eigenvectors(matrix, (-0.5, 2.0))
