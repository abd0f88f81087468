"""Words, formulas and running numbers."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import typesetting
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import MINUS, decimals_needed, figures_needed, format_number, rounds
from explainer.style import PANEL, SMALLEST_TEXT, theme

DARK = theme("dark")


def ink_right(number: LiveNumber) -> float:
    return float(number.shape.points[:, 0].max())


def test_a_part_has_the_colour_of_its_role() -> None:
    formula = Formula('part("prior", p) + q', DARK)
    assert formula.part("prior")[0].get_fill_color().to_hex() == DARK.prior
    with pytest.raises(KeyError):
        formula.part("posterior")


def test_text_is_shrunk_to_fit_but_stays_readable() -> None:
    words = Words("some words that take room", DARK)
    half = words.advance / 1.5
    assert words.fit_width(half).advance == pytest.approx(half)
    assert words.fit_width(0.1).em == pytest.approx(SMALLEST_TEXT)


@pytest.mark.parametrize(("anchor", "share"), [("left", 0), ("centre", 0.5), ("right", 1)])
def test_a_number_keeps_its_anchor(anchor: str, share: float) -> None:
    number = LiveNumber(1, DARK, anchor=anchor).shift((1, 2, 0))
    fixed = number.baseline[0] + share * number.advance
    for value in (-3.5, 12345.678, 0.0):
        number.set_value(value)
        assert number.baseline[0] + share * number.advance == pytest.approx(fixed)
        assert number.baseline[1] == pytest.approx(2)


def test_digits_do_not_jitter() -> None:
    number = LiveNumber(0, DARK, anchor="left")
    advances = {round(number.set_value(value).advance, 9) for value in np.linspace(0, 9.99, 200)}
    assert len(advances) == 1


def test_a_number_that_runs_compiles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    number = LiveNumber(0, DARK)
    for value in (-1.5e7, 0.123456789, 1e-5, math.inf):
        number.set_value(value)
    for value in range(10):
        number.set_value(value)

    def refuse(*given: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr(typesetting, "compiler", refuse)
    for value in np.linspace(-500, 500, 300):
        number.set_value(float(value))


def test_an_animating_number_has_no_powers_of_ten() -> None:
    number = LiveNumber(0, DARK)
    assert number.set_value(0.001).text == "1.0×10^−3"
    assert number.set_value(0.001, animating=True).text == "0.00"


def test_a_matrix_shows_its_entries_in_place() -> None:
    matrix = LiveMatrix(np.eye(2), DARK, widest="−10.00")
    before = [ink_right(number) for line in matrix.entries for number in line]
    matrix.set_values(np.array([[2.5, -1], [0, 3]]))
    texts = [number.text for line in matrix.entries for number in line]
    assert texts == ["2.50", f"{MINUS}1.00", "0.00", "3.00"]
    after = [ink_right(number) for line in matrix.entries for number in line]
    assert after == pytest.approx(before, abs=0.05)


def test_a_row_shares_a_baseline_and_a_stack_stays_in_its_zone() -> None:
    line = row(Words("area", DARK), Formula("= 2", DARK))
    assert line[0].baseline[1] == line[1].baseline[1]
    assert line[1].baseline[0] > line[0].baseline[0] + line[0].advance
    wide = Formula(" + ".join("a" * 30), DARK)
    rows = stack(line, wide, Words("a paragraph " * 6, DARK, width=PANEL.width), zone=PANEL)
    for above, below in pairwise(rows):
        assert below.get_top()[1] < above.get_bottom()[1]
    assert all(item.width <= PANEL.width + 1e-6 for item in rows)


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e8, 1e8), st.integers(0, 4))
def test_a_number_is_written_to_its_rounding(value: float, decimals: int) -> None:
    text = format_number(value, decimals)
    read = float(text.replace(MINUS, "-").replace("×10^", "e"))
    if "×" in text:
        assert read == pytest.approx(value, rel=0.051)
    else:
        assert abs(read - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
        assert not (text.startswith(MINUS) and read == 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=4))
def test_decimals_are_as_few_as_say_the_same(hundredths: list[int]) -> None:
    values = [number / 100 for number in hundredths]
    decimals = decimals_needed(values)
    assert [round(value, decimals) for value in values] == values
    assert decimals == 0 or any(round(value, decimals - 1) != value for value in values)


def test_small_numbers_keep_two_figures() -> None:
    assert [figures_needed([value]) for value in (2.5, 0.03, 0.031, 0.0042, 0.5)] == [1, 2, 3, 4, 1]
    assert format_number(0.000042, figures_needed([0.000042])) == "4.2×10^−5"
    assert figures_needed([math.inf]) == 0


def test_what_was_rounded_is_known() -> None:
    assert rounds(1 / 3, "0.33") and not rounds(0.25, "0.25")
    assert rounds(123456.0, "1.2×10^5") and not rounds(-2.0, f"{MINUS}2")


def test_nan_is_no_number() -> None:
    with pytest.raises(ValueError, match="NaN"):
        format_number(math.nan)
