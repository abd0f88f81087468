"""Mathematics as people type it, read into a tree; nothing of it is ever run as code.

Besides Python's notation it takes what has one meaning only: ``2x``, ``x(x - 1)``, ``x^2``, ``x²``,
``|x|``, ``√2``, ``π``, ``sin^2(x)``, typographic signs, capitals. What can be read in two ways,
such as ``1/2x``, is refused with both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from explainer.tokens import SUPERSCRIPTS, NotationError, Token, tokens

DEEPEST = 40
"""Levels of brackets, signs and powers within each other."""


@dataclass(frozen=True)
class Node:
    """A part of the text, from ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True)
class Number(Node):
    """A number; exact, unless its exponent is beyond all sense."""

    value: Fraction | float


@dataclass(frozen=True)
class Name(Node):
    """A variable or a constant."""

    name: str


@dataclass(frozen=True)
class Minus(Node):
    """The negative of its operand."""

    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """One of ``+ - * / ^``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    """A function of one argument."""

    name: str
    argument: Node


def parse(
    text: str, names: Iterable[str], functions: Iterable[str], *, braces: bool = False
) -> Node:
    """Read an expression.

    Args:
        text: at most some hundred characters; the caller bounds it.
        names: of variables and constants.
        functions: each of one argument; ``abs`` and ``sqrt`` are needed for their signs.
        braces: whether ``{}`` are brackets too.

    Raises:
        NotationError: when it cannot be read.
    """
    return _Parser(text, names, functions, braces).whole()


class _Parser:
    def __init__(
        self, text: str, names: Iterable[str], functions: Iterable[str], braces: bool
    ) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.names = {name.casefold(): name for name in names}
        if "pi" in self.names:
            self.names["π"] = "pi"
        self.functions = {name.casefold(): name for name in functions}
        self.closing = {"(": ")", "|": "|", **({"{": "}"} if braces else {})}
        self.open: list[str] = []
        self.depth = 0

    # -- the text --------------------------------------------------------------------------------

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def is_next(self, *signs: str) -> bool:
        return self.next.kind == "sign" and self.next.text in signs

    def source(self, node: Node) -> str:
        return self.text[node.start : node.end]

    def unreadable(self) -> NotationError:
        near = self.text[self.next.start :]
        where = f" near {near[:12]!r}" if near.strip() else " because it ends too early"
        return NotationError("syntax", near, f"it cannot be read{where}")

    def two_ways(self, start: int, end: int, one: str, other: str) -> NotationError:
        culprit = self.text[start:end]
        return NotationError(
            "ambiguous",
            culprit,
            f"{culprit!r} can be read in two ways; write {one} or {other}",
        )

    # -- the grammar -----------------------------------------------------------------------------

    def whole(self) -> Node:
        found = self.sum()
        if self.next.kind != "end":
            raise self.unreadable()
        return found

    def within(self, read: Callable[[], Node]) -> Node:
        """Read one level deeper."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotationError("deep", self.text, f"it is nested deeper than {DEEPEST} levels")
        found = read()
        self.depth -= 1
        return found

    def sum(self) -> Node:
        found = self.product()
        while self.is_next("+", "-"):
            sign = self.take().text
            right = self.product()
            found = Binary(found.start, right.end, sign, found, right)
        return found

    def product(self) -> Node:
        found = last = self.signed()
        divided: Node | None = None
        while True:
            if self.is_next("*", "/"):
                sign = self.take().text
                divided = found if sign == "/" else None
                last = self.signed()
            elif self.begins_a_value():
                sign, factor = "*", last
                last = self.power()
                self.check_product(factor, last, divided)
            else:
                return found
            found = Binary(found.start, last.end, sign, found, last)

    def begins_a_value(self) -> bool:
        """Whether a factor follows without a sign between."""
        if self.next.kind == "sign":
            bar = self.next.text == "|" and self.open[-1:] == ["|"]
            return self.next.text in (*self.closing, "√") and not bar
        if self.next.kind == "number":
            raise NotationError(
                "syntax",
                self.next.text,
                f"an operator is missing before {self.text[self.next.start : self.next.end]!r}",
            )
        return self.next.kind == "name"

    def check_product(self, factor: Node, right: Node, divided: Node | None) -> None:
        """Refuse a product without a sign where it is unclear what it multiplies."""
        named = self.source(right)
        if divided is not None:
            above, below = self.source(divided), self.source(factor)
            raise self.two_ways(
                divided.start, right.end, f"{above}/({below}*{named})", f"({above}/{below})*{named}"
            )
        while isinstance(factor, Minus):
            factor = factor.operand
        touching = factor.end == right.start
        if isinstance(factor, Binary) and factor.operator == "^" and touching:
            base, exponent = self.source(factor.left), self.source(factor.right)
            if self.text[factor.end - 1] not in ")}" and self.tokens_power(factor):
                raise self.two_ways(
                    factor.start,
                    right.end,
                    f"{base}^{exponent}*{named}",
                    f"{base}^({exponent}*{named})",
                )
        if isinstance(factor, Name) and factor.name == "e" and self.text[right.start] in "({":
            raise self.two_ways(factor.start, right.end, f"e*{named}", f"e^{named}")

    def tokens_power(self, factor: Binary) -> bool:
        """Whether an exponent stands on the line, after ``^``, and not above it."""
        return self.text[factor.right.start] not in SUPERSCRIPTS

    def signed(self) -> Node:
        if self.is_next("-", "+"):
            sign = self.take()
            inner = self.within(self.signed)
            return Minus(sign.start, inner.end, inner) if sign.text == "-" else inner
        return self.power()

    def power(self) -> Node:
        base = self.value()
        exponent = self.exponent()
        if exponent is None:
            return base
        found = Binary(base.start, exponent.end, "^", base, exponent)
        further = self.exponent()
        if further is not None:
            a, b, c = (self.source(part) for part in (base, exponent, further))
            raise NotationError(
                "ambiguous",
                self.text[base.start : further.end],
                f"{self.text[base.start : further.end]!r} is a power of a power; "
                f"write ({a}^{b})^{c} or {a}^({b}^{c})",
            )
        return found

    def exponent(self) -> Node | None:
        """Read ``^`` and what follows it, or a superscript; None where there is neither."""
        if self.next.kind == "power":
            token = self.take()
            digits = "".join(SUPERSCRIPTS[digit] for digit in token.text)
            return Number(token.start, token.end, Fraction(int(digits)))
        if not self.is_next("^"):
            return None
        self.take()
        return self.within(self.signed_value)

    def signed_value(self) -> Node:
        if self.is_next("-", "+"):
            sign = self.take()
            inner = self.within(self.signed_value)
            return Minus(sign.start, inner.end, inner) if sign.text == "-" else inner
        return self.value()

    def value(self) -> Node:
        token = self.next
        if token.kind == "number":
            self.take()
            return Number(token.start, token.end, _value(token.text))
        if token.kind == "name":
            return self.named()
        if self.is_next("√"):
            self.take()
            inner = self.within(self.value)
            return Call(token.start, inner.end, "sqrt", inner)
        if self.is_next(*self.closing):
            inner, end = self.bracketed()
            if token.text == "|":
                return Call(token.start, end, "abs", inner)
            return _moved(inner, token.start, end)
        raise self.unreadable()

    def bracketed(self) -> tuple[Node, int]:
        """Read a pair of brackets or bars; return what is within, and where they end."""
        opening = self.take().text
        self.open.append(opening)
        inner = self.within(self.sum)
        if not self.is_next(self.closing[opening]):
            if self.is_next(","):
                raise NotationError("syntax", ",", "a comma is not allowed there")
            raise self.unreadable()
        self.open.pop()
        return inner, self.take().end

    def named(self) -> Node:
        token = self.take()
        name = token.text.casefold()
        if name in self.functions:
            return self.call(token, self.functions[name])
        if name in self.names:
            return Name(token.start, token.end, self.names[name])
        if apart := self.taken_apart(name):
            raise NotationError("joined", token.text, f"write {apart}")
        if self.is_next("(") and self.next.start == token.end:
            raise NotationError("function", token.text, f"{token.text!r} is not a known function")
        raise NotationError("name", token.text, f"{token.text!r} is not a known name")

    def call(self, token: Token, name: str) -> Node:
        exponent = self.exponent()  # as in sin^2(x)
        if not self.is_next("(", "|", *self.closing):
            argument = self.text[self.next.start :].split(" ")[0][:12] or "x"
            argument = argument if argument.isalnum() else "x"
            raise NotationError(
                "call", token.text, f"{name} needs brackets: write {name}({argument})"
            )
        bar = self.is_next("|")
        start = self.next.start
        inner, end = self.bracketed_argument(name)
        if bar:
            inner = Call(start, end, "abs", inner)
        found = Call(token.start, end, name, inner)
        if exponent is None:
            return found
        if not (isinstance(exponent, Number) and exponent.value > 0):
            culprit, written = self.text[token.start : end], self.text[start:end]
            raise NotationError(
                "ambiguous",
                culprit,
                f"{culprit!r} can be read in two ways; "
                f"for the power write ({name}{written})^{self.source(exponent)}",
            )
        return Binary(token.start, end, "^", found, exponent)

    def bracketed_argument(self, name: str) -> tuple[Node, int]:
        try:
            return self.bracketed()
        except NotationError as error:
            if error.culprit == "," and error.kind == "syntax":
                raise NotationError(
                    "call", name, f"{name} takes one argument, as in {name}(x)"
                ) from None
            raise

    def taken_apart(self, name: str) -> str:
        """Return how to write a name that is several without a sign between, such as ``xy``."""
        known = sorted([*self.names, *self.functions], key=len, reverse=True)
        parts = re.findall("|".join(map(re.escape, known)), name)
        if "".join(parts) != name or len(parts) < 2:
            return ""
        written = parts[0]
        for before, part in pairwise(parts):
            written += f"({part})" if before in self.functions else f"*{part}"
        return f"{written}(...)" if parts[-1] in self.functions else written


def _value(text: str) -> Fraction | float:
    if text[:2].lower() in ("0x", "0o", "0b"):
        return Fraction(int(text, 0))
    if not text[0].isascii():
        return Fraction(unicodedata.numeric(text)).limit_denominator(100)
    exponent = re.search(r"[eE]([+-]?\d+)$", text.replace("_", ""))
    if exponent and len(exponent[1].lstrip("+-0")) > 3:
        return float(text)  # zero or infinite, and no integer of a billion digits
    return Fraction(text)


def _moved(node: Node, start: int, end: int) -> Node:
    """Return a node with its brackets."""
    return type(node)(**{**vars(node), "start": start, "end": end})
