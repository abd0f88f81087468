"""Formulas typed by people: read by a whitelist of syntax, never run as code, and set as Typst.

Constants are checked while the formula is put together, so that no text of the allowed length can
make the computer algebra work on a number with thousands of digits.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import sympy

from explainer.arithmetic import FUNCTIONS
from explainer.messages import Refusal, shorten
from explainer.notation import (
    DEEPEST,
    Binary,
    Call,
    Minus,
    Name,
    Node,
    Number,
    parse,
)
from explainer.tokens import Kind, NotationError

LONGEST = 200
"""Characters that a formula may have."""
_LARGEST_POWER = 12
_LARGEST_NUMBER = 1e12

_CONSTANTS = {"pi": sympy.pi, "e": sympy.E}
_FUNCTIONS = ["sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt", "abs"]
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}
_FORBIDDEN = (sympy.I, sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)


_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_NAMES = {"Abs": "abs", "log": "ln"}


class FormulaError(Refusal):
    """A formula cannot be read; the message is one line with the culprit and the remedy.

    Attributes:
        kind: what is wrong, as ``explainer.tokens`` tells it; None where it is the numbers.
    """

    def __init__(self, message: str, kind: Kind | None = None) -> None:
        super().__init__(message)
        self.kind = kind


def parse_formula(text: str, variables: Sequence[str] = ("x", "y")) -> sympy.Expr:
    """Read a formula such as ``x**2 + 3*y**2 + sin(3*x)`` as a real expression.

    Allowed: numbers, the variables, ``pi`` and ``e``, ``+ - * / ** ^``, parentheses, bars, and sin
    cos tan sinh cosh tanh exp log ln (both natural) sqrt abs, as ``explainer.notation`` reads them.
    A name before an equals sign, ``z =`` or ``f(x, y) =``, is passed over. Nothing is ever
    evaluated as code.

    Raises:
        FormulaError: for anything else, and for texts, numbers and powers that are too large.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"the formula has {len(text)} characters; at most {LONGEST} are allowed")
    code = _height(text, variables)
    if not code:
        raise FormulaError("the formula is empty; write one such as x**2 + 3*y**2")
    allowed = f"{', '.join([*variables, *_CONSTANTS])} and {' '.join(_FUNCTIONS)}"
    try:
        tree = parse(code, [*variables, *_CONSTANTS], _FUNCTIONS, braces=True)
    except NotationError as error:
        raise FormulaError(_said(error, code, allowed), error.kind) from None
    return _Reader(code, variables).read(tree)[0]


def _height(text: str, variables: Sequence[str]) -> str:
    """Return the formula without the name of the height before it."""
    named, equals, rest = text.partition("=")
    if not equals:
        return text.strip()
    head = re.fullmatch(r"\s*([^\W\d]\w*)\s*(?:\(([\w\s,]*)\))?\s*", named)
    arguments = [word.strip() for word in (head[2] or "").split(",")] if head and head[2] else []
    if head is None or "=" in rest or {head[1], head[1].lower()} & set(variables):
        raise FormulaError(
            f"{_quoted(text.strip())} is an equation; write the height alone, such as x**2 + 3*y**2"
        )
    if set(arguments) - set(variables):
        raise FormulaError(f"{_quoted(named.strip())}: the variables are {', '.join(variables)}")
    return rest.strip()


def _said(error: NotationError, code: str, allowed: str) -> str:
    """Return what is wrong with a formula, and the remedy."""
    culprit = _quoted(error.culprit)
    match error.kind:
        case "character" if error.culprit == "#":
            return "'#' is not allowed in a formula; leave the comment out"
        case "character":
            return f"{culprit} is not allowed in a formula; use {allowed}, and + - * / **"
        case "name":
            return f"{culprit} is not a name in a formula; use {allowed}"
        case "joined":
            return f"{culprit} is not a name in a formula; {error}"
        case "function":
            return f"{culprit} is not allowed in a formula; use numbers, {allowed}"
        case "deep":
            return f"the formula is nested deeper than {DEEPEST} levels; simplify it"
        case "call":
            return f"{_quoted(code)}: {error}"
        case "ambiguous":
            return str(error)
    return f"{_quoted(code)} is not a formula: {error}; write products as 2*x and powers as x**2"


class _Reader:
    """Turns syntax trees into pairs: the expression, and its value if it is a constant."""

    def __init__(self, code: str, variables: Sequence[str]) -> None:
        self.code = code
        self.symbols = {name: sympy.Symbol(name, real=True) for name in variables}

    def read(self, node: Node) -> tuple[sympy.Expr, float | None]:
        match node:
            case Number(value=value):
                return self.number(value)
            case Name(name=name):
                return self.name(name)
            case Minus(operand=operand):
                inner, known = self.read(operand)
                return -inner, None if known is None else -known
            case Call(name=name, argument=argument):
                function = _absolute if name == "abs" else getattr(sympy, name)
                return self.combine(node, function, FUNCTIONS[name], self.read(argument))
            case Binary(operator="^", left=left, right=right):
                return self.power(node, self.read(left), self.read(right))
            case Binary(operator=sign, left=left, right=right):
                apply = _OPERATORS[sign]
                return self.combine(node, apply, apply, self.read(left), self.read(right))
        raise AssertionError(node)

    def number(self, value: Fraction | float) -> tuple[sympy.Expr, float]:
        if not value <= _LARGEST_NUMBER:
            raise FormulaError(f"a number is larger than {_LARGEST_NUMBER:g}; use a smaller one")
        if value == int(value):
            return sympy.Integer(int(value)), float(value)
        return sympy.Float(float(value)), float(value)

    def name(self, name: str) -> tuple[sympy.Expr, float | None]:
        if name in self.symbols:
            return self.symbols[name], None
        return _CONSTANTS[name], float(_CONSTANTS[name])

    def power(
        self,
        node: Node,
        base: tuple[sympy.Expr, float | None],
        exponent: tuple[sympy.Expr, float | None],
    ) -> tuple[sympy.Expr, float | None]:
        if exponent[1] is not None and abs(exponent[1]) > _LARGEST_POWER:
            raise FormulaError(
                f"{self.source(node)}: exponents go from -{_LARGEST_POWER} to {_LARGEST_POWER}"
            )
        if base[1] is not None and base[1] <= 0 and exponent[1] is None:
            raise FormulaError(
                f"{self.source(node)} has no slope; the base of a variable power is above 0"
            )
        return self.combine(node, operator.pow, operator.pow, base, exponent)

    def combine(
        self,
        node: Node,
        symbolic: Callable[..., Any],
        numeric: Callable[..., Any],
        *parts: tuple[sympy.Expr, float | None],
    ) -> tuple[sympy.Expr, float | None]:
        """Apply an operation, to constants as floats first, and refuse what became too large."""
        known = [value for _, value in parts if value is not None]
        value: float | None = None
        no_value = FormulaError(f"{self.source(node)} has no finite real value; change it")
        if len(known) == len(parts):
            try:
                value = numeric(*known)
            except (ArithmeticError, ValueError):
                raise no_value from None
            self.check_size(node, value)
        result = symbolic(*(expression for expression, _ in parts))
        if result.has(*_FORBIDDEN):
            raise no_value
        for constant in result.atoms(sympy.Number):
            self.check_size(node, constant.p if constant.is_Rational else float(constant))
            self.check_size(node, constant.q if constant.is_Rational else 1)
        for term in result.atoms(sympy.Pow):
            if term.exp.is_Number and abs(term.exp) > _LARGEST_POWER:
                raise FormulaError(
                    f"{self.source(node)} comes to the power {term.exp}; "
                    f"at most {_LARGEST_POWER} is allowed"
                )
        if value is None and not result.free_symbols:
            value = float(result)  # the variables have cancelled, as in x - x + 1
        return result, value

    def check_size(self, node: Node, value: Any) -> None:
        if isinstance(value, complex) or not abs(value) <= _LARGEST_NUMBER:
            raise FormulaError(
                f"{self.source(node)} is not a real number up to {_LARGEST_NUMBER:g}; "
                "use smaller numbers"
            )

    def source(self, node: Node) -> str:
        """Return the part of the text that a node was read from."""
        return _quoted(self.code[node.start : node.end])


def _absolute(argument: sympy.Expr) -> sympy.Expr:
    """Return abs; where the sign of the argument is unclear sympy would bring in complex parts."""
    return sympy.Abs(argument, evaluate=bool(argument.is_extended_real))


def _quoted(text: str) -> str:
    return f"'{shorten(text, 40)}'"


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
