"""Too many numbers are found; those of axes do not count, and the entries of a matrix as one."""

from __future__ import annotations

from typing import Any

import pytest
from manim import DOWN, RIGHT, Axes, DecimalNumber, IntegerTable, MathTypst, Text, VGroup
from planted import Draw, kinds, seen

from explainer.checking.figures import MOST, numbers_in
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.plane import Plane
from explainer.style import DARK, THEMES


def column(*texts: Any) -> VGroup:
    return VGroup(*texts).arrange(DOWN)


def live(scene: Any, count: int) -> VGroup:
    return column(*(LiveNumber(1.5 + value, scene.theme, size="small") for value in range(count)))


MANY: dict[str, Draw] = {
    "ours that run": lambda s: s.add(live(s, 8)),
    "ours, in formulas": lambda s: s.add(
        column(*(s.formula(f"a = {n}.5 + {n}1", size="small") for n in range(1, 5)))
    ),
    "ours, in words": lambda s: s.add(s.words("from 10 to 11, 12, 13, 14, 15, 16 or 17")),
    "Manim's": lambda s: s.add(
        column(*(DecimalNumber(n, mob_class=MathTypst).scale(0.7) for n in range(8)))
    ),
    "Manim's, in text": lambda s: s.add(Text("10, 11, 12, 13, 14, 15, 16, 17").scale(0.6)),
    "both": lambda s: s.add(live(s, 5), Text("10 and 20 and 30").shift(3 * RIGHT)),
}

FEW: dict[str, Draw] = {
    "as many as may be": lambda s: s.add(live(s, MOST)),
    "our matrix": lambda s: s.add(LiveMatrix([[1, 2, 3], [4, 5, 6], [7, 8, 9]], s.theme)),
    "our matrix in a formula": lambda s: s.add(s.formula("mat(1, 2, 3; 4, 5, 6; 7, 8, 9)")),
    "Manim's table": lambda s: s.add(
        IntegerTable(
            [[1, 2, 3], [4, 5, 6], [7, 8, 9]],
            element_to_mobject=lambda entry: MathTypst(str(entry)),
        ).scale(0.5)
    ),
    "numbers of our plane": lambda s: s.add(Plane(s.theme)),
    "numbers of Manim's axes": lambda s: s.add(
        Axes(axis_config={"include_numbers": True, "label_constructor": MathTypst})
    ),
}


@pytest.mark.parametrize("draw", MANY.values(), ids=MANY)
def test_too_many_are_found(draw: Draw) -> None:
    (words,) = kinds(draw, "figures")
    assert words == "8 numbers are on the screen besides those of axes, more than 7"


@pytest.mark.parametrize("draw", FEW.values(), ids=FEW)
def test_few_are_not(draw: Draw) -> None:
    assert kinds(draw, "figures") == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_heading_does_not_count_however_low_its_letters_reach(theme: str) -> None:
    def draw(scene: Any) -> None:
        scene.add(live(scene, MOST))
        scene.show_heading("From $10$ to $11$: may they change? (jpgqy)")

    assert kinds(draw, "figures", theme=theme) == []


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ("$2 x_1 - x_2 = 3$", 1),
        ("$f = frac(x y, 2) - x^2 / 2$", 0),
        ('$part("vector", 1.5 display(vec(delim: "[", 3, 1)))$', 2),
        ('$display(mat(delim: "[", part("i_hat", 2.5), 1; 0.5, 2))$', 1),
        ("$x_n ≈ (-0.0007, thin 0.0001)$", 1),
        ("$[167.04, 175.98]$", 1),
        ("$f ≈ 3.4 times 10^(-7)$", 1),
        ("$49 thin 152$ of $12 thin percent$", 2),
        ("#set par(leading: 0.3em)\nno number", 0),
        ("$p^12 + q_(10)$", 0),
        ("$7$", 1),
    ],
)
def test_what_is_a_number(markup: str, count: int) -> None:
    assert seen(lambda s: None, look=lambda s: numbers_in(s.words(markup))) == count
    assert numbers_in(LiveNumber(1234.5, DARK)) == 1
