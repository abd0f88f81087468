"""Formulas typed by people: read by a whitelist of syntax, never run as code, and set as Typst.

Constants are checked while the formula is put together, so that no text of the allowed length can
make the computer algebra work on a number with thousands of digits.
"""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import sympy

from explainer.maths.formula_typst import to_typst as to_typst

LONGEST = 200
"""Characters that a formula may have."""
_DEEPEST = 40
_LARGEST_POWER = 12
_LARGEST_NUMBER = 1e12

_CONSTANTS = {"pi": sympy.pi, "e": sympy.E}
_NUMERIC: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_FORBIDDEN = (sympy.I, sympy.zoo, sympy.nan, sympy.oo, -sympy.oo)


class FormulaError(ValueError):
    """A formula cannot be read; the message is one line with the culprit and the remedy."""


def parse_formula(text: str, variables: Sequence[str] = ("x", "y")) -> sympy.Expr:
    """Read a formula such as ``x**2 + 3*y**2 + sin(3*x)`` as a real expression.

    Allowed: numbers, the variables, ``pi`` and ``e``, ``+ - * / ** ^``, parentheses, and sin cos
    tan sinh cosh tanh exp log (natural) sqrt abs. Nothing is ever evaluated as code.

    Raises:
        FormulaError: for anything else, and for texts, numbers and powers that are too large.
    """
    if len(text) > LONGEST:
        raise FormulaError(f"the formula has {len(text)} characters; at most {LONGEST} are allowed")
    code = text.strip().replace("^", "**")
    if not code:
        raise FormulaError("the formula is empty; write one such as x**2 + 3*y**2")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the compiler's advice on code is no use here
            tree = ast.parse(code, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        near = code[max((getattr(error, "offset", None) or 1) - 1, 0) :][:12]
        where = f" near {near!r}" if 0 < len(near) < len(code) else ""
        raise FormulaError(
            f"{_quoted(code)} is no formula{where}; write products as 2*x and powers as x**2"
        ) from None
    if "#" in code:
        raise FormulaError("'#' is not allowed in a formula; leave the comment out")
    return _Reader(code, variables).read(tree.body, 0)[0]


class _Reader:
    """Turns syntax trees into pairs: the expression, and its value if it is a constant."""

    def __init__(self, code: str, variables: Sequence[str]) -> None:
        self.code = code
        self.symbols = {name: sympy.Symbol(name, real=True) for name in variables}
        self.allowed = f"{', '.join([*variables, *_CONSTANTS])} and {' '.join(_NUMERIC)}"

    def read(self, node: ast.AST, depth: int) -> tuple[sympy.Expr, float | None]:
        if depth > _DEEPEST:
            raise FormulaError(f"the formula is nested deeper than {_DEEPEST} levels; simplify it")
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self.number(number)
            case ast.Name(id=name):
                return self.name(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                inner, value = self.read(operand, depth + 1)
                if isinstance(sign, ast.UAdd):
                    return inner, value
                return -inner, None if value is None else -value
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                if isinstance(op, ast.Pow):
                    return self.power(node, self.read(left, depth + 1), right, depth)
                # A long sum leans to the left in the tree without being deeply nested.
                pair = self.read(left, depth), self.read(right, depth + 1)
                return self.combine(node, _OPERATORS[type(op)], _OPERATORS[type(op)], *pair)
            case ast.Call(func=ast.Name(id=name)) if name in _NUMERIC:
                return self.call(node, name, depth)
        raise FormulaError(
            f"{self.source(node)} is not allowed in a formula; use numbers, {self.allowed}, "
            "and + - * / **"
        )

    def number(self, value: float) -> tuple[sympy.Expr, float]:
        if not abs(value) <= _LARGEST_NUMBER:
            raise FormulaError(f"a number is larger than {_LARGEST_NUMBER:g}; use a smaller one")
        if value == int(value):
            return sympy.Integer(int(value)), float(value)
        return sympy.Float(value), float(value)

    def name(self, name: str) -> tuple[sympy.Expr, float | None]:
        if name in self.symbols:
            return self.symbols[name], None
        if name in _CONSTANTS:
            return _CONSTANTS[name], float(_CONSTANTS[name])
        raise FormulaError(f"{_quoted(name)} is not a name in a formula; use {self.allowed}")

    def call(self, node: ast.Call, name: str, depth: int) -> tuple[sympy.Expr, float | None]:
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            raise FormulaError(f"{self.source(node)}: {name} takes one argument, as in {name}(x)")
        argument = self.read(node.args[0], depth + 1)
        apply = _absolute if name == "abs" else getattr(sympy, name)
        return self.combine(node, apply, _NUMERIC[name], argument)

    def power(
        self, node: ast.BinOp, base: tuple[sympy.Expr, float | None], right: ast.expr, depth: int
    ) -> tuple[sympy.Expr, float | None]:
        if any(isinstance(part, ast.Pow) for part in ast.walk(right)):
            raise FormulaError(f"{self.source(node)} is a power of a power; write one exponent")
        exponent = self.read(right, depth + 1)
        if exponent[1] is not None and abs(exponent[1]) > _LARGEST_POWER:
            raise FormulaError(
                f"{self.source(node)}: exponents go from -{_LARGEST_POWER} to {_LARGEST_POWER}"
            )
        return self.combine(node, operator.pow, operator.pow, base, exponent)

    def combine(
        self,
        node: ast.AST,
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

    def check_size(self, node: ast.AST, value: Any) -> None:
        if isinstance(value, complex) or not abs(value) <= _LARGEST_NUMBER:
            raise FormulaError(
                f"{self.source(node)} is not a real number up to {_LARGEST_NUMBER:g}; "
                "use smaller numbers"
            )

    def source(self, node: ast.AST) -> str:
        """Return the part of the text that a node was read from."""
        return _quoted(ast.get_source_segment(self.code, node) or self.code)


def _absolute(argument: sympy.Expr) -> sympy.Expr:
    """Return abs; where the sign of the argument is unclear sympy would bring in complex parts."""
    return sympy.Abs(argument, evaluate=bool(argument.is_extended_real))


def _quoted(text: str) -> str:
    short = text if len(text) <= 40 else text[:37] + "..."
    return repr(short)
