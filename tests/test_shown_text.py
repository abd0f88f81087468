"""Text from outside becomes one short line, whatever it holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.shown_text import LONGEST, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("height", "height"),
        ("  the\r\n size\t", "the size"),
        ("\x1b[31mred\x07", "[31mred"),
        ("a\u202eb\u2066c\ufeff\x00", "abc"),
        ("a\u2028b", "a b"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "می‌خواهم"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("身" * 20, "身" * 20),
        ("身" * 21, "身" * 19 + "…"),
        (100_000 * "x", "x" * 39 + "…"),
        (100_000 * " " + "x", "…"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(st.text(max_size=300))
def test_it_is_one_short_line_that_says_no_more_than_the_text(text: str) -> None:
    line = shown(text)
    assert len(line) <= LONGEST and shown(line) == line == line.strip()
    assert not [letter for letter in line if unicodedata.category(letter) in ("Cc", "Zl", "Zp")]
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert set(line) <= set(text) | {" ", "…"}
