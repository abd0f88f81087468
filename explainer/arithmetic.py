"""Numbers as people write them: ``1/3``, ``sqrt(2)/2``, ``cos(pi/6)``, ``.5``, ``−1``."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from explainer.notation import Binary, Call, Minus, Name, Node, Number, parse
from explainer.tokens import NotationError

LONGEST = 1000
"""Characters; a fraction that equals a double exactly may have several hundred."""
_MOST_BITS = 8192
"""Of an exact number: what is larger goes on as a double."""

EXAMPLES = "1/3, sqrt(2)/2 or cos(pi/6)"

_CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "sqrt": math.sqrt,
    "abs": abs,
}
_PERIODIC = ("sin", "cos", "tan")


class NumberError(ValueError):
    """A text that is no number; the message says why, without the text.

    Attributes:
        telling: whether the reason helps, because the text was meant as a number.
    """

    def __init__(self, message: str, telling: bool = True) -> None:
        super().__init__(message)
        self.telling = telling


def read_number(text: str) -> int | float:
    """Return the number that a text stands for; whole where it is exactly whole.

    Sums, products, fractions and powers of numbers, pi and e, and the usual functions, as
    ``explainer.notation`` reads them. Fractions and decimals are exact until the end.

    Raises:
        NumberError: when it is no finite real number.
    """
    if len(text) > LONGEST:
        raise NumberError(f"it has {len(text)} characters; at most {LONGEST} are read as a number")
    try:
        value = _value(parse(text, _CONSTANTS, FUNCTIONS))
        found = float(value)
    except NotationError as error:
        raise NumberError(str(error), error.kind in ("ambiguous", "call", "deep")) from None
    except OverflowError:
        raise NumberError("it is too large") from None
    except (ArithmeticError, ValueError):
        raise NumberError("it has no real value") from None
    if not math.isfinite(found):
        raise NumberError("it is too large")
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else found


def read_whole(text: str) -> int | None:
    """Return the whole number that a text stands for, None where it is another or none."""
    try:
        value = read_number(text)
    except NumberError:
        return None
    return int(value) if value == int(value) else None


def _value(node: Node) -> Fraction | float:
    match node:
        case Number(value=value):
            return value
        case Name(name=name):
            return _CONSTANTS[name]
        case Minus(operand=operand):
            return -_value(operand)
        case Call(name=name, argument=argument):
            return _applied(name, _value(argument))
        case Binary(operator="^", left=left, right=right):
            return _power(_value(left), _value(right))
        case Binary(operator=sign, left=left, right=right):
            return _combined(sign, _value(left), _value(right))
    raise AssertionError(node)


def _combined(sign: str, left: Fraction | float, right: Fraction | float) -> Fraction | float:
    if sign == "+":
        return _bounded(left + right)
    if sign == "-":
        return _bounded(left - right)
    return _bounded(left * right if sign == "*" else left / right)


def _power(base: Fraction | float, exponent: Fraction | float) -> Fraction | float:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        whole = exponent.numerator
        if exponent.denominator == 1 and abs(whole) * _bits(base) <= _MOST_BITS:
            return Fraction(base**whole)
    return math.pow(base, exponent)


def _applied(name: str, argument: Fraction | float) -> Fraction | float:
    if name == "abs":
        return -argument if argument < 0 else argument
    value = FUNCTIONS[name](float(argument))
    if name in _PERIODIC and argument:
        # math.pi is not pi: the sine of it would be 1e-16, and a quarter turn none.
        if abs(value) > 1e15:
            raise ArithmeticError
        whole = round(2 * value)
        if abs(2 * value - whole) < 1e-14 and abs(float(argument)) > 0.1:
            return Fraction(whole, 2)
    return value


def _bounded(value: Fraction | float) -> Fraction | float:
    return float(value) if isinstance(value, Fraction) and _bits(value) > _MOST_BITS else value


def _bits(value: Fraction | float) -> int:
    if isinstance(value, float):
        return 0
    return max(value.numerator.bit_length(), value.denominator.bit_length())
