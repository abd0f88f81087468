"""Typst outlines: where they lie, what their parts are, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.typesetting import TypesettingError, escape, typeset


def extent(source: str) -> tuple[np.ndarray, np.ndarray]:
    points = np.concatenate([glyph.points for glyph in typeset(source).glyphs])
    return points.min(axis=0), points.max(axis=0)


def test_the_baseline_is_the_origin() -> None:
    low, high = extent("H")
    assert low[1] == pytest.approx(0, abs=0.01)
    assert 0.6 < high[1] < 0.75
    assert extent("p")[0][1] < -0.15


@pytest.mark.parametrize("formula", ["$x$", "$frac(1, 2)$", "$integral_0^1 p(θ) dif θ$"])
def test_formulas_share_a_baseline_with_words(formula: str) -> None:
    alone = extent("x")[0][1]
    beside = typeset(f"x {formula}").glyphs[0].points[:, 1].min()
    assert beside == pytest.approx(alone, abs=1e-3)


def test_parts_are_named_and_do_not_move_anything() -> None:
    plain = typeset("$a + b = c$")
    named = typeset('$part("left", a + b) = c$')
    assert {glyph.part for glyph in named.glyphs} == {"left", ""}
    assert sum(glyph.part == "left" for glyph in named.glyphs) == 3
    for one, other in zip(plain.glyphs, named.glyphs, strict=True):
        assert one.points == pytest.approx(other.points, abs=1e-3)


def test_rules_are_strokes_with_a_width() -> None:
    widths = [glyph.stroke_width for glyph in typeset("$frac(1, 2)$").glyphs]
    assert sum(width > 0 for width in widths) == 1


def test_width_grows_with_the_text() -> None:
    assert typeset("aa").width == pytest.approx(2 * typeset("a").width, rel=0.01)


@pytest.mark.parametrize("source", ["$frac(1$", "#nonsense", '$part("x" a)$'])
def test_what_is_not_typst_is_refused(source: str) -> None:
    with pytest.raises(TypesettingError) as caught:
        typeset(source)
    assert repr(source) in str(caught.value)


def test_more_than_a_page_is_refused() -> None:
    with pytest.raises(TypesettingError, match="2 pages"):
        typeset("a #pagebreak() b")


LETTERS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(LETTERS.map(str.strip).filter(bool))
@example("= a")
@example("- a")
@example("+ a")
@example("1. a")
@example("/ a: b")
@example("// a")
@example("a /* b")
@example("--- ... -? ~ 'a' \"b\"")
@example("#read(x) $y$ *b* _u_ `c` <d> @e [f] \\ https://g.h/i")
def test_escaped_text_is_shown_letter_by_letter(text: str) -> None:
    literal = text.replace("\\", "\\\\").replace('"', '\\"')
    expected, found = typeset(f'#"{literal}"'), typeset(escape(text))
    assert found.width == pytest.approx(expected.width)
    assert len(found.glyphs) == len(expected.glyphs)
    for one, other in zip(found.glyphs, expected.glyphs, strict=True):
        assert np.allclose(one.points, other.points)
