"""Parameters' values: those that a JSON Schema allows, and the many that nothing allows."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

HUGE = 1e6


def number(random: Random, low: float = -HUGE, high: float = HUGE) -> float:
    """Return a number within bounds: mostly such as people write, now and then an extreme."""
    spread = (
        lambda: random.randint(-10, 10),
        lambda: round(random.uniform(-5, 5), random.randint(1, 3)),
        lambda: random.gauss(0, 3),
        lambda: random.choice((-1, 1)) * 10 ** random.uniform(-12, 6),
        lambda: random.choice((0, 1, -1, 0.5, -0.0, 1e-300, low, high, math.nextafter(high, 0))),
    )
    value = random.choices(spread, (5, 5, 3, 2, 1))[0]()
    if low <= value <= high:
        return value
    if random.random() < 0.3:
        return random.choice((low, high))
    places = random.randint(0, 4)
    return min(max(round(random.uniform(max(low, -50), min(high, low + 100)), places), low), high)


def whole_number(random: Random, low: int, high: int) -> int:
    """Return a whole number within bounds, rather a small one."""
    if random.random() < 0.15:
        return random.choice((low, low + 1, high - 1, high))
    return min(high, low + int(random.expovariate(1) * max(1, min(high - low, 20) / 3)))


def matrix(random: Random) -> list[list[float]]:
    """Return a 2x2 matrix of a kind that may be hard."""
    a, b, c, d = (number(random) for _ in range(4))
    small = random.choice((0, 10 ** random.uniform(-16, -3)))
    scale = 10 ** random.uniform(-9, 5)
    turn = random.uniform(0, 2 * math.pi)
    kinds: tuple[Callable[[], list[list[float]]], ...] = (
        lambda: [[a, b], [c, d]],
        lambda: [[random.randint(-4, 4) for _ in range(2)] for _ in range(2)],
        lambda: [[a, b], [b, d]],
        lambda: [[a, b], [2 * a, 2 * b + small]],
        lambda: [[a, 1], [small, a]],
        lambda: [[small, scale], [0, 0]],
        lambda: [[scale * a, scale * b], [scale * c, scale * d]],
        lambda: [[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]],
        lambda: [[round(math.cos(turn), 3), round(-math.sin(turn), 3)],
                 [round(math.sin(turn), 3), round(math.cos(turn), 3)]],
        lambda: [[a, small], [-small, a * (1 + small)]],
        lambda: [[0, b], [0, 0]],
    )  # fmt: skip
    rows = random.choices(kinds, (3, 4, 2, 3, 3, 2, 2, 1, 1, 2, 1))[0]()
    return [[min(max(entry, -HUGE), HUGE) for entry in row] for row in rows]


def allowed(random: Random, schema: Mapping[str, Any]) -> Any:
    """Return a value that a JSON Schema allows."""
    if "anyOf" in schema:
        return allowed(random, random.choice(schema["anyOf"]))
    if "enum" in schema:
        return random.choice(schema["enum"])
    kind = schema.get("type")
    low, high = schema.get("minimum"), schema.get("maximum")
    if kind == "integer":
        return whole_number(random, low or 0, high if high is not None else 10**6)
    if kind == "number":
        least = schema.get("exclusiveMinimum", low if low is not None else -HUGE)
        most = schema.get("exclusiveMaximum", high if high is not None else HUGE)
        return number(random, least, most)
    if kind == "array" and "prefixItems" in schema:
        entries = [allowed(random, entry) for entry in schema["prefixItems"]]
        numbers = all(isinstance(entry, int | float) for entry in entries)
        return sorted(entries) if numbers and random.random() < 0.4 else entries
    if kind == "array":
        count = random.randint(schema.get("minItems", 0), schema.get("maxItems", 4))
        entries = [allowed(random, schema["items"]) for _ in range(count)]
        if random.random() < 0.7:
            entries = sorted(set(entries), key=entries.index if count < 3 else None)
        return entries
    if kind == "boolean":
        return random.random() < 0.5
    if kind == "null":
        return None
    return text(random)


def toml(value: Any) -> str:
    """Return a value as TOML, or as the bare word that ``--set`` takes."""
    if value is None:
        return "none"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(entry) for entry in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def as_people_write(random: Random, written: str) -> str:
    """Return a value in TOML as somebody may type it who does not know TOML."""
    habits: tuple[Callable[[str], str], ...] = (
        lambda s: s,
        lambda s: s.replace(" ", ""),
        lambda s: s.replace("0.", "."),
        lambda s: s.replace(".0", "."),
        lambda s: s.replace("-", "\N{MINUS SIGN}"),
        lambda s: s.replace("0.5", "1/2").replace("0.3", "1/3"),
        lambda s: s.replace("[", "(").replace("]", ")"),
        lambda s: s.strip("[]"),
        lambda s: s.replace(",", ";"),
        lambda s: f" {s} ",
        lambda s: s.replace("[", "[ ").replace("]", ",]"),
        lambda s: f"+{s}",
        lambda s: f"np.array({s})",
    )
    return random.choices(habits, (30, *[2] * (len(habits) - 1)))[0](written)


TEXTS: tuple[str, ...] = (
    "",
    " ",
    "none",
    "nan",
    "-inf",
    "true",
    "\x1b[31mred\x1b[0m",
    "a\nb",
    "tab\there",
    "\x07\x00\x7f",
    "\u202egnirts",
    "\u200b",
    "\N{PILE OF POO}" * 30,
    "日本語の列",
    "العربية",
    "e\u0301\u0302\u0303" * 20,
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;&#x41;",
    "= Big title",
    "- a\n- b",
    '#read("/etc/passwd")',
    "#panic()",
    "$x$ _a_ *b* `c` @ref <label>",
    "#import \"@preview/cetz:0.3.0\"",
    "$(touch canary)",
    "`touch canary`",
    "; touch canary #",
    "| touch canary",
    "__import__('os').system('touch canary')",
    "().__class__.__base__.__subclasses__()",
    "lambda: open('canary', 'w')",
    "[open('canary', 'w') for _ in range(1)]",
    "(x := open('canary', 'w'))",
    "{open('canary', 'w')}",
    "%s%n%x",
    "{0.__class__}",
    "\\u0000\\x00",
    "../../etc/passwd",
    "/etc/passwd",
    "/dev/zero",
    "/dev/stdin",
    "/dev/tty",
    "/proc/self/mem",
    "~nosuchuser/x.png",
    "~/x.csv",
    "https://127.0.0.1:1/x.csv",
    "file:///etc/passwd",
    "data:text/csv,1",
    "C:\\data\\x.csv",
    "x" * 255,
    "x" * 5000,
    "/".join(["d"] * 400),
    "'", '"', '"""', "\\", "#", "=", "[", "]", "[[", "{", ",", ".", "-", "--", "%",
)  # fmt: skip


def text(random: Random) -> str:
    """Return a text that tries something."""
    if random.random() < 0.15:
        return "".join(chr(random.choice((random.randrange(32, 127), random.randrange(0x3000))))
                       for _ in range(random.randint(1, 60)))  # fmt: skip
    return random.choice(TEXTS)


def forbidden(random: Random) -> str:
    """Return what nobody could take for a value, as it stands after ``NAME=``."""
    depth, digits = random.choice((5, 330, 3000)), random.choice((25, 400, 5000))
    kinds: tuple[Callable[[], str], ...] = (
        lambda: text(random),
        lambda: random.choice(("nan", "inf", "-inf", "+nan", "1e999", "-1e400", "1e-400")),
        lambda: random.choice(("-", "")) + "9" * digits,
        lambda: "0x" + "f" * digits,
        lambda: "1." + "0" * digits + "1",
        lambda: "[" * depth + "]" * depth,
        lambda: "[" * depth,
        lambda: "{a = " * min(depth, 400) + "1" + "}" * min(depth, 400),
        lambda: toml([number(random) for _ in range(random.choice((0, 1, 3, 5, 400)))]),
        lambda: toml([[number(random)] * random.randint(0, 4) for _ in range(3)]),
        lambda: "[[1, nan], [inf, 2]]",
        lambda: '[["1", "2"], [true, false]]',
        lambda: "[1, [2]]",
        lambda: random.choice(("true", "1979-05-27", "07:32:00", "{}", "{ a = 1 }", "[{}]")),
        lambda: "1\nother = 2",
        lambda: '"' + text(random),
        lambda: '"""' + text(random) + '"""',
        lambda: "'" + text(random) + "'",
        lambda: random.choice(("1_000", "1__0", "0b101", "0o17", "1e3", "1E+3", "١٢", "½", "1,5")),
    )
    return random.choice(kinds)()
