"""Headings and formulas as plain text, which says what is drawn."""

from __future__ import annotations

import re

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explainer.maths.formula import FormulaError, parse_formula, to_typst
from explainer.plain_text import plain_text

X, Y = sympy.symbols("x y", real=True)
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ˣʸᵉ", "0123456789-+xye", strict=True))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The same steps lead to $A bold(v)$", "The same steps lead to A v"),
        ("$det A approx -8.9 times 10^(-7)$: turned", "det A ≈ −8.9 × 10⁻⁷: turned"),
        ("from $hat(dotless.i)$ to $hat(dotless.j)$", "from i-hat to j-hat"),
        ('$part("vector", bold(v)) = 2$', "v = 2"),
        ('a #part("prior")[prior] of 90 %, *and* no more', "a prior of 90\u202f%, and no more"),
        ("at $45 degree$ to the $x$-axis", "at 45° to the x-axis"),
        ("Beta$(2, 3.5)$: $θ$", "Beta(2, 3.5): θ"),
        ('$f(x) = "loss" (x)$', "f(x) = loss (x)"),
        ("$frac(2, lambda)$ \\$5, it's", "2 / λ $5, it's"),
        ("$det(A - lambda I) = 0$", "det(A − λ I) = 0"),
        ("$y + sin(3 x)$", "y + sin(3 x)"),
        ("$frac(x + 1, 2 y) dot frac(1, x) z$", "(x + 1) / (2 y) · (1 / x) z"),
        ("$frac(1, x (y - 1)) + frac(1, f(x))$", "1 / (x (y − 1)) + 1 / f(x)"),
        ("$frac(2, sin^2 (x))$", "2 / sin² (x)"),
        ("$A = U Sigma V^T = sigma_1 bold(u)_1 bold(v)_1^T$", "A = U Σ Vᵀ = σ₁ u₁ v₁ᵀ"),
        ("$A^n bold(v)$ and $A^(-1)$", "Aⁿ v and A⁻¹"),
        ("$e^(-x^2) + x^(3 slash 2)$", "exp(−x²) + x to the power of (3 / 2)"),
        ("$A B != B A$, $||nabla f||$, $abs(x)$", "A B ≠ B A, ‖∇f‖, |x|"),
        ("$sum_(i=1)^n x_i$, $f_(x y)$", "∑ from i=1 to n x_i, f_xy"),
        ("$mat(1, 2; 3, 4) vec(x, y)$", "(1, 2; 3, 4) (x, y)"),
        ("$overline(x) quad hat(theta) thin binom(n, k)$", "x-bar θ-hat (n choose k)"),
        ("$cancel(x) + underline(y)$", "x + y"),
    ],
)
def test_it_says_what_is_drawn(markup: str, text: str) -> None:
    assert plain_text(markup) == text


OPERANDS = st.sampled_from(["x", "y", "x", "y", "2", "3", "0.5", "1/3", "pi", "7"])
POWERS = st.sampled_from(["2", "3", "(1/2)", "(-1)", "(3/2)", "(-2)", "x"])
NAMES = st.sampled_from(["sin", "cos", "tan", "sinh", "tanh", "exp", "ln", "sqrt", "abs"])
FORMULAS = st.recursive(
    OPERANDS,
    lambda part: st.one_of(
        st.builds("({}) {} ({})".format, part, st.sampled_from("+-*/"), part),
        st.builds("({})^{}".format, part, POWERS),
        st.builds("{}({})".format, NAMES, part),
    ),
    max_leaves=8,
)


@settings(max_examples=80)
@given(FORMULAS)
def test_what_is_said_of_a_formula_can_be_read_back(formula: str) -> None:
    try:
        expression = parse_formula(formula)
    except FormulaError:
        assume(False)
    said = plain_text(f"${to_typst(expression)}$")
    assert not re.search(r"[\^\\$_]", said)
    written = re.sub(
        f"[{''.join(RAISED)}]+",
        lambda run: f"^({re.sub('(?<=[0-9])(?=[xye])', '*', ''.join(map(RAISED.get, run[0])))})",
        said.replace(" to the power of ", "^"),
    )
    back = parse_formula(written)
    for place in ({X: 0.3, Y: 0.7}, {X: -0.6, Y: 1.1}):
        value, again = (each.subs(place).evalf() for each in (expression, back))
        assert value == again or abs(value - again) < 1e-9 * (1 + abs(value)), said
