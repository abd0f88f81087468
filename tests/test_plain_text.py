"""Headings as plain text."""

from __future__ import annotations

import pytest

from explainer.plain_text import plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The same steps lead to $A bold(v)$", "The same steps lead to A v"),
        ("$det A approx -8.9 times 10^(7)$: turned", "det A ≈ −8.9 × 10^(7): turned"),
        ("from $hat(dotless.i)$ to $hat(dotless.j)$", "from i-hat to j-hat"),
        ('$part("vector", bold(v)) = 2$', "v = 2"),
        ('a #part("prior")[prior] of 90 %', "a prior of 90 %"),
        ("Beta$(2, 3.5)$: $θ$", "Beta(2, 3.5): θ"),
        ('$f(x) = "loss" (x)$', "f(x) = loss (x)"),
        ("$frac(2, lambda)$ \\$5", "2 / λ $5"),
    ],
)
def test_it_says_what_is_drawn(markup: str, text: str) -> None:
    assert plain_text(markup) == text
