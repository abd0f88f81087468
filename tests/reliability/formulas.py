"""Formulas in x and y: such as people type, and such that a reader may choke on."""

from __future__ import annotations

from random import Random

FUNCTIONS = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "sqrt", "abs")
KNOWN = ("bowl", "narrow_valley", "saddle", "rosenbrock", "himmelblau", "beale", "ripples")
PEOPLES: tuple[str, ...] = (
    "x**2 + y**2",
    "x^2 + y^2",
    "x*y",
    "(1 - x)^2 + 100*(y - x^2)^2",
    "sin(x)*cos(y)",
    "exp(-(x**2 + y**2))",
    "e^(-(x^2+y^2))",
    "x**4 - 2*x**2 + y**2",
    "log(x) + y**2",
    "sqrt(x**2 + y**2)",
    "abs(x) + abs(y)",
    "x/y",
    "1/(x**2 + y**2)",
    "20 + x**2 + y**2 - 10*(cos(2*pi*x) + cos(2*pi*y))",
    "0.26*(x**2 + y**2) - 0.48*x*y",
    "5",
    "x/x",
    "abs(pi)",
    "0*x",
    "z = x^2 + y^2",
    "f(x,y) = x + y",
    "2x + 3y",
    "x(x-1)",
    "|x|",
    "sin x + cos y",
    "x²+y²",
    "ln(x)",
    "np.sin(x)",
    "math.exp(x)",
    "x**y",
    "x**0.5",
    "x**-1",
    "x**1000",
    "2**2**2**2",
    "9**9**9",
    "1e300*x*1e300",
    "1e-300*x",
    "max(x, y)",
    "x if x > 0 else y",
    "x; y",
    "x, y",
    "(x",
    "x)",
    "x +",
    "floor(x)",
    "gamma(x)",
    "factorial(x)",
    "x % y",
    "x // y",
    "x @ y",
    "~x",
    "x and y",
    "x == y",
    "x.real",
    "x[0]",
    "'x'",
    "1j*x",
    "True",
    "pi",
    "e",
    "inf",
    "nan",
    "tan(x*y*" * 20 + "1" + ")" * 20,
    "(" * 90 + "x" + ")" * 90,
    "-" * 150 + "x",
    "sin(" * 40 + "x" + ")" * 40,
    "+".join(["x"] * 100),
    "*".join(["(x+y)"] * 33),
    "/".join(["x"] * 100),
    "log(log(log(x)))",
    "1/(x - x)",
    "sqrt(-1 - x**2)",
    "log(-1)",
    "tan(1/x)",
    "sin(1000*x)",
    "exp(exp(exp(x)))",
    "abs(abs(x) - abs(y))",
)  # fmt: skip


def formula(random: Random) -> str:
    """Return a formula: one of people's, one of a grammar, or either with slips of the finger."""
    chosen = random.random()
    if chosen < 0.2:
        return random.choice(KNOWN)
    text = random.choice(PEOPLES) if chosen < 0.5 else grown(random, random.randint(1, 4))
    return slipped(random, text) if random.random() < 0.25 else text


def grown(random: Random, depth: int) -> str:
    """Return a formula of the grammar that is allowed."""
    if depth == 0:
        constant = random.choice(
            (f"{random.randint(0, 9)}", f"{random.uniform(0, 3):.2f}", "pi", "e", "0.001", "1e5")
        )
        return random.choice(("x", "y", "x", "y", constant))
    left = grown(random, depth - 1)
    shape = random.random()
    if shape < 0.55:
        right = grown(random, random.randrange(depth))
        return f"{left} {random.choice('++--**/')} {right}"
    if shape < 0.75:
        return f"({left}){random.choice(('**', '^'))}{random.choice((2, 2, 2, 3, 4, 0.5, -1, 12))}"
    if shape < 0.95:
        return f"{random.choice(FUNCTIONS)}({left})"
    return f"-({left})"


def slipped(random: Random, text: str) -> str:
    """Return a text with one to three slips of the finger."""
    for _ in range(random.randint(1, 3)):
        at = random.randint(0, len(text))
        slip = random.choice(
            (
                "",
                "",
                "(",
                ")",
                "*",
                "**",
                "^",
                " ",
                ",",
                ".",
                "x",
                "y",
                "2",
                "e",
                "=",
                "'",
                "π",
                "·",
            )
        )
        text = text[:at] + slip + text[at + (random.random() < 0.6) :]
    return text
