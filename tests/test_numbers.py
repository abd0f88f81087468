"""How numbers are written: each rounding, in sentences, formulas and on the screen."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import numbers
from explainer.numbers import MINUS, TIMES

quick = settings(max_examples=200, deadline=None)


def read(text: str) -> float:
    return numbers.value_of(text)


@quick
@given(st.floats(-1e8, 1e8), st.integers(0, 4))
def test_a_number_is_written_to_its_rounding(value: float, decimals: int) -> None:
    text = numbers.format_number(value, decimals)
    if TIMES in text:
        assert read(text) == pytest.approx(value, rel=0.051)
    else:
        assert abs(read(text) - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
        assert not (text.startswith(MINUS) and read(text) == 0)


@pytest.mark.parametrize(
    "write", [numbers.format_number, numbers.significant, numbers.magnitude, numbers.computed]
)
def test_nan_is_no_number_and_infinity_is_one(write) -> None:
    assert write(-math.inf) == f"{MINUS}∞"
    with pytest.raises(ValueError, match="NaN"):
        write(math.nan)


@pytest.mark.parametrize(
    ("write", "value", "text"),
    [
        ("shortest", 2.5, "2.5"),
        ("shortest", 1 / 3, "0.33"),
        ("given", 0.0042, "0.0042"),
        ("given", 0.000042, "4.2×10⁻⁵"),
        ("given", 1234.567, "1234.567"),
        ("given", -6.0000001, "−6.0000001"),
        ("given", 1.00000001, "1.00000001"),
        ("given", 1 / 3, "0.33"),
        ("given", 12345678.0, "12 345 678"),
        ("given", 2.5e11, "2.5×10¹¹"),
        ("given", 999_999.9999999999, "1 000 000"),
        ("given", 0.1 + 0.2, "0.3"),
        ("computed", 0.0042123, "0.0042"),
        ("computed", 0.00000537, "5.4×10⁻⁶"),
        ("computed", 123.456, "123.5"),
        ("computed", 1234.567, "1235"),
        ("significant", 0, "0"),
        ("significant", 0.18, "0.18"),
        ("significant", 1234.567, "1235"),
        ("significant", -0.00071, "−0.0007"),
        ("significant", 12.0, "12"),
        ("magnitude", 0.0, "0"),
        ("magnitude", -0.5, "−0.5"),
        ("magnitude", 2e-9, "2×10⁻⁹"),
        ("magnitude", -2.34e-19, "−2.34×10⁻¹⁹"),
        ("magnitude", 1234567.0, "1.23×10⁶"),
        ("percent", 0, "0"),
        ("percent", 1, "100"),
        ("percent", 0.4566, "45.7"),
        ("percent", 0.0876, "8.8"),
        ("percent", 0.00917, "0.92"),
        ("percent", 1e-9, "<0.001"),
        ("percent", 0.9994, "99.9"),
        ("percent", 0.99961, "99.96"),
        ("percent", 0.99998, "99.998"),
        ("percent", 1 - 1e-9, ">99.999"),
        ("percent", 1.2, "120"),
        ("grouped", 8, "8"),
        ("grouped", 10_000, "10 000"),
    ],
)
def test_each_rounding(write: str, value: float, text: str) -> None:
    assert getattr(numbers, write)(value) == text


def test_counts_are_written_in_full() -> None:
    assert numbers.grouped(1002, 1) == "1002.0"
    assert numbers.grouped(100_002.5, 1) == "100 002.5"
    assert numbers.count(1, "outcome") == "1 outcome"
    assert numbers.count(50_000, "outcome") == "50 000 outcomes"
    assert numbers.count(2, "success", "successes") == "2 successes"


@pytest.mark.parametrize("size", [3.2e-7, 1e-4, 0.000123, 0.045, 1.0, 99.5, 12345.0])
def test_a_size_keeps_three_figures(size: float) -> None:
    assert read(numbers.magnitude(size)) == pytest.approx(size, rel=5e-3)


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (0.2, 0.18, ("0.2", "0.18")),
        (0.2, 0.2, ("0.2", "0.2")),
        (0.2, 0.2001, ("0.2", "0.2001")),
        (0.00171409, 0.0017, ("0.00171", "0.0017")),
        (1e-12, 4.62e-11, (f"1{TIMES}10⁻¹²", f"4.62{TIMES}10⁻¹¹")),
        (1e6, 12.5, (f"1{TIMES}10⁶", "12.5")),
        (3.0, 3.0001, ("3", "3.0001")),
    ],
)
def test_sizes_that_differ_are_written_apart(
    first: float, second: float, texts: tuple[str, str]
) -> None:
    assert tuple(numbers.distinct(first, second)) == texts


@quick
@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=4))
def test_decimals_are_as_few_as_say_the_same(hundredths: list[int]) -> None:
    values = [number / 100 for number in hundredths]
    decimals = numbers.decimals_needed(values)
    assert [round(value, decimals) for value in values] == values
    assert decimals == 0 or any(round(value, decimals - 1) != value for value in values)


def test_small_numbers_keep_two_figures() -> None:
    found = [numbers.figures_needed([value]) for value in (2.5, 0.03, 0.031, 0.0042, 0.5)]
    assert found == [1, 2, 3, 4, 1]
    assert numbers.figures_needed([math.inf]) == 0
    assert numbers.entries([1, 0.25]) == ["1", "0.25"]


def test_different_entries_look_different() -> None:
    assert numbers.entries([3.0, 3.0001, 1 / 3]) == ["3", "3.0001", "0.3333"]
    assert numbers.entries([1.0, 1.00000001], typed=True) == ["1", "1.00000001"]
    assert numbers.entries([1 / 3, 0.125], typed=True) == ["0.33", "0.125"]
    assert numbers.entries([0.1 + 0.2, 0.3]) == ["0.3", "0.3"]


@quick
@given(st.floats(-1e12, 1e12, allow_subnormal=False))
def test_a_given_number_is_written_in_full_or_said_to_be_rounded(value: float) -> None:
    text = numbers.given(value)
    assert text.rounded or read(text) == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_the_largest_finite_size_sets_the_decimals() -> None:
    sizes = ([123.4, 0.1], [[0.5], [0.02]], [1e-9], [0.0], [math.inf, 2.0], [math.inf])
    assert [numbers.decimals_for(each) for each in sizes] == [0, 3, 5, 2, 2, 2]


def test_what_was_rounded_is_said() -> None:
    third, half = numbers.computed(1 / 3), numbers.computed(0.5)
    assert third.rounded and not half.rounded
    assert numbers.computed(123456.0).rounded and not numbers.computed(-2.0).rounded
    assert not numbers.computed(0.1 + 0.2).rounded  # by no more than adding leaves
    assert numbers.magnitude(2 / 3 * 1e-9).rounded and not numbers.computed(1.00000001 - 1).rounded
    assert numbers.about(third) == "about 0.33" and numbers.about(half) == "0.5"
    assert numbers.about(numbers.percent(1e-9)) == "less than 0.001"
    assert numbers.equals(third) == "≈ 0.33" and numbers.equals(half) == "= 0.5"
    assert numbers.equals(numbers.percent(1e-9)) == "<0.001"
    assert numbers.relation(half, third) == "≈" and numbers.relation(half, "2") == "="
    assert numbers.to_typst(numbers.computed(-1.234567e-9)).rounded
    assert numbers.Figure.of("(0.33, 0.5)", third, half).rounded


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("−2.5", "-2.5"),
        ("50 000", "50 thin 000"),
        ("<0.001", "< 0.001"),
        ("−∞", "-infinity"),
        ("3.4×10⁻⁷", "3.4 times 10^(-7)"),
    ],
)
def test_numbers_in_formulas(text: str, markup: str) -> None:
    assert numbers.to_typst(text) == markup


def test_the_smallest_magnitudes_know_that_they_are_rounded() -> None:
    assert numbers.equals(numbers.magnitude(7.4321e-25)) == "≈ 7.43×10⁻²⁵"
    assert numbers.equals(numbers.magnitude(2e-10)) == "= 2×10⁻¹⁰"
