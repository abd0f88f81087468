"""Words, formulas and running numbers."""

from __future__ import annotations

import math
from itertools import pairwise
from unittest import mock

import numpy as np
import pytest
from manim.constants import DR, UL

from explainer import typesetting
from explainer.mobjects import text
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import EVEN
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import MINUS
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
    states = (number.set_value(value, animating=True) for value in np.linspace(0, 9.99, 200))
    assert len({round(state.advance, 9) for state in states}) == 1


def test_at_rest_a_number_is_written_as_a_person_writes_it() -> None:
    number = LiveNumber(2, DARK, suffix="%")
    assert number.text == "2%" and number.set_value(2, animating=True).text == "2.00%"
    equated = LiveNumber(1 / 3, DARK, equated=True)
    assert equated.text == "≈ 0.33" and equated.set_value(0.5).text == "= 0.5"


def test_a_number_that_runs_past_an_exact_value_does_not_flash_an_equals_sign() -> None:
    number = LiveNumber(0, DARK, equated=True)
    states = [number.set_value(value, animating=True).text for value in np.linspace(2, 3, 9)]
    assert states[4] == "≈ 2.50" and all(text.startswith("≈") for text in states)
    assert number.set_value(3).text == "= 3"


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
    assert number.set_value(0.001).text == "1×10⁻³"
    assert number.set_value(0.001, animating=True).text == "0.00"


def test_where_there_is_no_number_that_is_said() -> None:
    assert LiveNumber(math.nan, DARK, suffix="°").text == "none"


def test_a_matrix_shows_its_entries_in_place() -> None:
    matrix = LiveMatrix(np.eye(2), DARK, widest="−10.00")
    matrix.set_values(np.eye(2), animating=True)
    before = [ink_right(number) for line in matrix.entries for number in line]
    matrix.set_values(np.eye(2))
    matrix.set_values(np.array([[2.5, -1], [0, 3]]), animating=True)
    texts = [number.text for line in matrix.entries for number in line]
    assert texts == ["2.50", f"{MINUS}1.00", "0.00", "3.00"]
    after = [ink_right(number) for line in matrix.entries for number in line]
    assert after == pytest.approx(before, abs=0.05)


def test_at_rest_the_entries_of_a_matrix_are_centred_however_it_has_come_there() -> None:
    matrix = LiveMatrix(np.eye(2), DARK, widest="−10.00").scale(0.7).shift((1, 2, 0))
    first = [np.array(number.shape.points) for line in matrix.entries for number in line]
    left, right = matrix.get_left()[0], matrix.get_right()[0]
    inner = [number for line in matrix.entries for number in line]
    assert inner[0].get_left()[0] - left == pytest.approx(right - inner[1].get_right()[0], abs=0.03)
    for t in np.linspace(0, 1, 7):
        matrix.set_values((1 + t) * np.eye(2), animating=True)
    matrix.set_values(np.eye(2))
    for before, number in zip(first, inner, strict=True):
        assert np.allclose(before, number.shape.points, atol=1e-8)


def test_a_row_shares_a_baseline_and_a_stack_stays_in_its_zone() -> None:
    line = row(Words("area", DARK), Formula("= 2", DARK))
    assert line[0].baseline[1] == line[1].baseline[1]
    assert line[1].baseline[0] > line[0].baseline[0] + line[0].advance
    wide = Formula(" + ".join("a" * 30), DARK)
    rows = stack(line, wide, Words("a paragraph " * 6, DARK, width=PANEL.width), zone=PANEL)
    for above, below in pairwise(rows):
        assert below.get_top()[1] < above.get_bottom()[1]
    assert all(item.width <= PANEL.width + 1e-6 for item in rows)


def tall(markup: str, width: float) -> float:
    """Return how tall all of a paragraph is that is no letter m, in ems."""
    with mock.patch.object(text, "_paragraph", wraps=text._paragraph) as seen:
        Words(EVEN + markup, DARK, size=1.0, width=width)
    glyphs = [g.points for g in typesetting.typeset(seen.call_args.args[0]).glyphs]
    letter = np.ptp(typesetting.typeset("m").glyphs[0].points, axis=0)
    others = [g for g in glyphs if not np.allclose(np.ptp(g, axis=0), letter, atol=1e-3)]
    return float(np.ptp(np.concatenate(others)[:, 1]))


@pytest.mark.parametrize(
    "number",
    [
        "68 %",
        "−0.5 %",
        "50 000",
        "(0.5, −2)",
        "$-1.3 times 10^(5)$",
        "$x = -2$",
        "$68 percent$",
        "$f(x, y) = 2.5$",
    ],
)
def test_no_number_is_broken_at_the_end_of_a_line(number: str) -> None:
    for width in np.arange(9.0, 13.0, 0.17):
        assert tall(f"mmm mm mmm mm {number} mm mmmm mm", width) < 1.2


def test_long_mathematics_is_broken_but_not_the_numbers_in_it() -> None:
    long = "$m + m + m + m + m = m + m + m - 7.3 times 10^(5) + m + m + m$"
    for width in np.arange(8.0, 13.0, 0.31):
        words = Words(EVEN + long, DARK, size=1.0, width=width)
        assert words.width < 1.05 * width
    named = long.replace("7.3 times 10^(5)", 'part("n", 7.3 times 10^(5))')
    for width in np.arange(8.0, 13.0, 0.31):
        assert Words(EVEN + named, DARK, size=1.0, width=width).part("n").height < 1.2


def test_numbers_kept_on_a_line_stand_as_they_would_without() -> None:
    """And digits of mathematics are left alone."""
    with mock.patch.object(text, "_whole", return_value=""):
        plain = Words("a $frac(1, 2) x_1 + y$ 68 % b (0.5, 2) 3.5°", DARK, width=9.0)
    kept = Words("a $frac(1, 2) x_1 + y$ 68 % b (0.5, 2) 3.5° ", DARK, width=9.0)
    for one, other in ((plain.get_corner(way), kept.get_corner(way)) for way in (UL, DR)):
        assert np.allclose(one, other, atol=1e-3)
