"""Expressions as Typst mathematics, in the order in which people write them."""

from __future__ import annotations

from typing import Any

import sympy

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_NAMES = {"Abs": "abs", "log": "ln"}


def to_typst(expression: sympy.Expr) -> str:
    """Return the expression as Typst math markup without dollar signs: ``x^2 + 3 y^2 + sin(3 x)``.

    The natural logarithm is written ``ln``. Names of several letters are set upright as words.
    """
    return _write(expression)[0]


def _write(expression: Any) -> tuple[str, int]:
    """Return the markup and how tightly it holds together, from a sum to an atom."""
    if expression.is_Add:
        return _sum(expression), _SUM
    if expression.could_extract_minus_sign() and (expression.is_Mul or expression.is_Number):
        return f"-{_factor(-expression)}", _SUM
    if expression.is_Mul or (expression.is_Rational and not expression.is_Integer):
        return _product(expression)
    if expression.is_Pow or isinstance(expression, sympy.exp):
        return _power(expression)
    if expression.is_Number:
        return _number(expression), _ATOM
    if expression.is_Symbol:
        return (expression.name if len(expression.name) == 1 else f'"{expression.name}"'), _ATOM
    if expression.is_Function:
        name = expression.func.__name__
        arguments = ", ".join(to_typst(argument) for argument in expression.args)
        return f"{_NAMES.get(name, name)}({arguments})", _ATOM
    return {sympy.E: "e", sympy.pi: "pi"}[expression], _ATOM


def _number(value: Any) -> str:
    text = f"{float(value):.10g}" if value.is_Float else str(value)
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa} dot 10^({int(exponent)})" if exponent else text


def _sum(expression: Any) -> str:
    terms = list(expression.as_ordered_terms())
    leads = [index for index, term in enumerate(terms) if not term.could_extract_minus_sign()]
    if leads:
        terms.insert(0, terms.pop(leads[0]))  # y - x^2 rather than -x^2 + y
    text = to_typst(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        text += f" - {_factor(-term)}" if negative else f" + {to_typst(term)}"
    return text


def _factor(expression: Any) -> str:
    """Return the markup with parentheses if it is a sum or begins with a minus."""
    text, strength = _write(expression)
    return f"({text})" if strength == _SUM else text


def _product(expression: Any) -> tuple[str, int]:
    above, below = sympy.fraction(expression)
    if below != 1:
        return f"frac({to_typst(above)}, {to_typst(below)})", _PRODUCT
    factors = [_factor(part) for part in expression.as_ordered_factors()]
    text = factors[0]
    for factor in factors[1:]:
        text += f" dot {factor}" if factor[0].isdigit() else f" {factor}"
    return text, _PRODUCT


def _power(expression: Any) -> tuple[str, int]:
    base, exponent = expression.as_base_exp()
    if exponent.could_extract_minus_sign() and base != sympy.E:
        return f"frac(1, {to_typst(base**-exponent)})", _PRODUCT
    if exponent == sympy.Rational(1, 2):
        return f"sqrt({to_typst(base)})", _ATOM
    raised = _exponent(exponent)
    named = base.is_Function and not isinstance(base, sympy.exp | sympy.Abs)
    if named and exponent.is_Integer:
        name, argument = to_typst(base).split("(", 1)
        return f"{name}^{raised} ({argument}", _POWER
    text, strength = _write(base)
    return f"{text if strength == _ATOM else f'({text})'}^{raised}", _POWER


def _exponent(exponent: Any) -> str:
    """Return what follows the ``^``; Typst drops the parentheses around it."""
    if exponent.is_Rational and not exponent.is_Integer:
        return f"({exponent.p} slash {exponent.q})"
    text = to_typst(exponent)
    return text if len(text) == 1 or text.isdigit() else f"({text})"
