"""Ticks: at any scale and offset no two numbers of an axis are alike, and all of them are true."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.geometry.contours import nice_ticks
from explainer.ticks import tick_texts

spans = st.floats(-9, 12).map(lambda power: 10.0**power)
offsets = st.floats(-1, 1).flatmap(
    lambda sign: st.floats(-9, 12).map(lambda power: math.copysign(10.0**power, sign))
)


@given(spans, offsets | st.just(0.0), st.integers(3, 8), st.integers(5, 10))
@example(1e5, 1.7e9, 4, 7)
@example(3e7, 1.7e9, 4, 7)
@example(1e-9, 1e-9, 4, 5)
@example(1e12, -1e12, 8, 5)
def test_numbers_of_an_axis_differ_and_stand_at_their_values(
    span: float, low: float, count: int, longest: int
) -> None:
    if span < 1e-9 * abs(low):
        return  # an axis is widened first
    values = nice_ticks(low, low + span, count)
    found = tick_texts(values, longest)
    assert len(values) > 1 and len(set(found.texts)) == len(values)
    step = values[1] - values[0]
    for text, value in zip(found.texts, values, strict=True):
        assert found.value(text) == pytest.approx(value, abs=0.01 * step)
    assert found.length <= max(longest, 7)


@pytest.mark.parametrize(
    ("values", "texts", "note"),
    [
        ([0, 0.5, 1], ("0", "0.5", "1"), ""),
        ([-0.001, 0, 0.001], ("−0.001", "0", "0.001"), ""),
        ([0, 20000, 40000], ("0", "20 000", "40 000"), ""),
        ([1.68e9, 1.7e9, 1.72e9], ("1.68", "1.7", "1.72"), "×10⁹"),
        ([1.7e9, 1.7e9 + 2e4, 1.7e9 + 4e4], ("0", "2", "4"), "×10⁴ +1.7×10⁹"),
        ([-1.7e9 - 5, -1.7e9], ("−5", "0"), "−1.7×10⁹"),
        ([12345678.0, 12345679.5], ("8", "9.5"), "+12 345 670"),
        ([1 + 2e-9, 1 + 4e-9], ("2", "4"), "×10⁻⁹ +1"),
        ([3e-8, 6e-8], ("3", "6"), "×10⁻⁸"),
        ([1e-6, 1e-3, 1, 1e3], ("1×10⁻⁶", "0.001", "1", "1000"), ""),
        ([7.0], ("7",), ""),
        ([0.1, 3 * 0.1, 0.3 - 3 * 0.1], ("0.1", "0.3", "0"), ""),
        ([], (), ""),
    ],
)
def test_numbers_are_short(values: list[float], texts: tuple[str, ...], note: str) -> None:
    found = tick_texts(values)
    assert (found.texts, found.note) == (texts, note)


@given(st.lists(st.floats(-1e12, 1e12).map(lambda value: round(value, 6)), unique=True, max_size=6))
def test_any_numbers_that_differ_look_different(values: list[float]) -> None:
    largest = np.abs(values).max(initial=0.0)
    gaps = np.diff(np.sort(values))
    if len(gaps) and gaps.min() < 1e-9 * largest:
        return
    assert len(set(tick_texts(values).texts)) == len(values)
