"""What is said to be seen: it is there for every beat, and its numbers are the computed ones."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from scipy import stats

from explainer.engine.session import Quality, measure
from explainer.numbers import WRITTEN, value_of
from explainer.scenes.calculus.gradient_descent import text as descent_text
from explainer.scenes.calculus.gradient_descent.scene import GradientDescent
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.scenes.linear_algebra.linear_transformation import text as transformation_text
from explainer.scenes.linear_algebra.linear_transformation.scene import LinearTransformation
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.probability.posterior_update import text as posterior_text
from explainer.scenes.probability.posterior_update.scene import PosteriorUpdate
from explainer.scenes.probability.posterior_update.story import Story

NUMBER = re.compile(WRITTEN)
RATE = re.compile(rf"({NUMBER.pattern}): ")
PAIR = re.compile(rf"\(({NUMBER.pattern}), ({NUMBER.pattern})\)")


def pairs(text: str) -> list[tuple[float, float]]:
    return [(value_of(x), value_of(y)) for x, y in PAIR.findall(text)]


def after(text: str, words: str) -> float:
    """Return the number that follows these words."""
    found = re.search(rf"{words}(?:about )?({NUMBER.pattern})", text)
    assert found, (words, text)
    return value_of(found[1])


def near(told: Any, true: Any) -> bool:
    """Return whether what is told is what is true, rounded to no less than two figures."""
    return np.allclose(told, true, rtol=0.03, atol=0.0051)


# -- linear transformations -----------------------------------------------------------------------

MATRICES = {
    "default": LinearTransformation.Params(),
    **LinearTransformation.presets,
    "flipped": LinearTransformation.Params(matrix=((1, 2), (3, 1.37)), vector=(0, -3)),
    "spiral": LinearTransformation.Params(matrix=((1.2, -0.8), (1.1, 0.3))),
    "zero": LinearTransformation.Params(matrix=((0, 0), (0, 0)), vector=(0, 0)),
}


@pytest.mark.parametrize("name", MATRICES)
def test_what_a_matrix_does_is_told_in_its_numbers(name: str) -> None:
    matrix, vector = (np.array(MATRICES[name].__dict__[key]) for key in ("matrix", "vector"))
    story, area = TransformationStory(matrix, vector, "straight"), np.linalg.det(matrix)
    text = transformation_text
    i_hat, j_hat = pairs(text.columns(story).alt_text)
    assert near(i_hat, matrix[:, 0]) and near(j_hat, matrix[:, 1])
    assert near(pairs(text.vector(story).alt_text)[-1], matrix @ vector)
    if vector.any():
        assert near(pairs(text.grid(story).alt_text)[-1], vector)
    else:
        assert "The vector v is zero" in text.grid(story).alt_text

    square = text.area(story).alt_text
    assert near(after(square, "determinant is "), area)
    if abs(area) > 1e-9:
        assert near(pairs(square), [matrix[:, 0], matrix.sum(axis=1), matrix[:, 1]])
        assert ("turned over" in square) == (area < 0)
    else:
        assert ("single point" in square) == (not matrix.any())
        assert ("flattened onto a line" in square) == bool(matrix.any())
    end, rank = text.inverse(story), np.linalg.matrix_rank(matrix)
    assert near(pairs(end.alt_text)[:3], [*matrix.T, matrix @ vector])
    if rank == 2:
        assert near(pairs(end.alt_text)[3], vector)
    assert (f"the rank of A is {rank}" in end.narration) == (rank < 2)


@pytest.mark.parametrize("name", MATRICES)
def test_directions_are_told_as_they_are(name: str) -> None:
    matrix = np.array(MATRICES[name].matrix)
    story = TransformationStory(matrix, (1, 0), "straight")
    text = transformation_text.eigen(story).alt_text
    values = np.linalg.eigvals(matrix)
    if np.iscomplex(values).any():
        turned = abs(math.degrees(np.angle(values[0])))
        assert after(text, "a rotation by ") == pytest.approx(turned, abs=0.051)
        length = after(text, "a scaling by ") if "scaling" in text else 1.0
        assert near(length, abs(values[0]))
        assert ("anticlockwise" in text) == (matrix[1, 0] > matrix[0, 1])
        alike = np.allclose(matrix @ matrix.T, abs(values[0]) ** 2 * np.eye(2))
        assert ("on average" in text) == (not alike)
    for direction, factor in zip(
        pairs(text), re.findall(rf"factor of (?:about )?({NUMBER.pattern})", text), strict=True
    ):
        moved = matrix @ direction
        assert np.allclose(moved, value_of(factor) * np.array(direction), atol=0.03)


# -- descents -------------------------------------------------------------------------------------

DESCENTS = {
    "default": GradientDescent.Params(),
    **GradientDescent.presets,
    "level": GradientDescent.Params(surface="bowl", start=(0, 0), steps=2),
    "beyond": GradientDescent.Params(surface="rosenbrock", rate=1e6, steps=5),
    "flat": GradientDescent.Params(surface="7", steps=3),
    "rms": GradientDescent.Params(surface="bowl", optimiser="rmsprop"),
}


@pytest.mark.parametrize("name", DESCENTS)
def test_a_descent_is_told_in_its_numbers(name: str) -> None:
    story = DescentStory.compute(**dict(DESCENTS[name]))
    points, values = story.descent.points, story.descent.values
    text = descent_text.surface(story).alt_text
    if 0 < len(story.minima) <= 4:
        assert near(sorted(pairs(text)[1:]), sorted(place.point for place in story.minima))
    assert "**" not in text and " from " in text

    text = descent_text.gradient(story).alt_text
    assert near(pairs(text)[0], points[0])
    assert near(after(text, "height of "), values[0])
    if not story.level:
        assert near(pairs(text)[1], story.surface.gradient(*points[0]))
    else:
        assert "gradient there is zero" in text

    text = re.sub(r"(?<=\d)\s(?=\d{3})", "", descent_text.step(story).alt_text)
    if len(points) > 1 and (points[1] != points[0]).any():
        assert near(pairs(text), [points[1] - points[0], points[0], points[1]])
        assert near(after(text, "rate "), story.rate)
    else:
        assert "still at the start" in text

    text = descent_text.descent(story).alt_text
    assert near(pairs(text)[0], points[0])
    assert near(after(text, "height goes from "), values[0])
    assert near(after(text, "start to "), story.values[-1])
    assert ("out of the picture" in text) == story.leaves

    assert descent_text.descent(story).narration.split(". ", 1)[1] in text

    text = re.sub(r"(?<=\d)\s(?=\d{3})", "", descent_text.comparison(story).alt_text)
    rates = [each.rate for each in story.compared]
    assert near([value_of(found[1]) for found in RATE.finditer(text)], rates)
    if story.half:
        assert near(after(text, "the limits, "), story.half) and near(
            after(text, " and "), story.limit
        )


# -- beliefs --------------------------------------------------------------------------------------

BELIEFS = {
    "default": PosteriorUpdate.Params(),
    **PosteriorUpdate.presets,
    "tail": PosteriorUpdate.Params(prior=(1.37, 2.91), data="T", interval="highest_density"),
    "needle": PosteriorUpdate.Params(data=(100_000, 3), second_prior=(30, 5), true_bias=0.7),
}


@pytest.mark.parametrize("name", BELIEFS)
def test_a_belief_is_told_in_its_numbers(name: str) -> None:
    params = BELIEFS[name]
    story = Story(**dict(params))
    beats, (a, b) = posterior_text, story.posterior
    prior = beats.prior(story).alt_text
    assert near(pairs(prior)[0], params.prior)
    assert near(after(prior, "mean is "), stats.beta(*params.prior).mean())
    if "highest at" in prior:
        density = stats.beta(*params.prior)
        x = np.linspace(0.001, 0.999, 999)
        assert abs(after(prior, "highest at ") - x[density.pdf(x).argmax()]) < 0.01
    first = (params.data if isinstance(params.data, str) else "")[:1]
    likelihood = beats.likelihood(story).alt_text
    if first:
        assert ("rises" in likelihood) == (first == "H")
        kept = {"H": "small", "T": "large"}[first]
        assert f"least where theta is {kept}" in beats.product(story).alt_text
    if story.count:
        evidence = beats.evidence(story).alt_text
        assert near(after(evidence, "area of "), story.first.evidence)
        assert near(pairs(evidence)[0], story.first.posterior)
    answer = beats.answer(story).alt_text
    text = answer.replace(" ", "")  # digits in groups
    assert f"posteriorBeta({a:.10g},{b:.10g})" in text
    assert near(after(answer, "whose mean, "), a / (a + b))
    low, high = after(answer, "shaded, from "), after(answer, r"shaded, from \S+ to ")
    mass = stats.beta(a, b).cdf(high) - stats.beta(a, b).cdf(low)
    assert abs(mass - params.level) < 0.03
    assert ("second prior" in answer) == (params.second_prior is not None)
    if params.true_bias is not None:
        assert ("inside" in answer) == (low <= params.true_bias <= high)


# -- in the scenes --------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", [LinearTransformation, GradientDescent, PosteriorUpdate])
def test_every_beat_says_what_is_seen_in_words_of_its_own(cls: Any) -> None:
    beats = measure(lambda: cls(), Quality(64, 36, 15)).beats
    for beat in beats:
        assert beat.alt and 60 < len(beat.alt) < 500
        assert beat.alt.endswith(".") and "$" not in beat.alt and "  " not in beat.alt
        assert beat.alt != beat.say and not beat.alt.startswith(beat.title)
    assert len({beat.alt for beat in beats}) == len(beats) > 5
