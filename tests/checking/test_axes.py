"""Numbers that are missing between others of an axis are found, on axes of ours and of Manim's."""

from __future__ import annotations

from typing import Any

import pytest
from manim import DOWN, UP, Axes, MathTypst, NumberLine, Text
from planted import Draw, kinds

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.plane import Plane
from explainer.style import PICTURE, Zone

MIDDLE = Zone(-4, 4, -2, 2)


MINUS = "\N{MINUS SIGN}"


def number_line(*hidden: int, **given: Any) -> Any:
    line = NumberLine([0, 5, 1], include_numbers=True, label_constructor=MathTypst, **given)
    line.numbers.set_opacity(1)
    for index in hidden:
        line.numbers[index].set_opacity(0)
    return line


def chart(scene: Any, ticks: Any, log: bool = False) -> Any:
    return Chart(MIDDLE, scene.theme, Axis(1, 2000 if log else 6, ticks=ticks, log=log), Axis(0, 4))


def live(scene: Any, *hidden: int) -> None:
    shown = LiveChart(MIDDLE, scene.theme, Axis(0, 6), Axis(0, 4))
    for number in shown.x.numbers:
        if number.value in hidden:
            number.set_opacity(0)
    scene.add(shown)


def plane(scene: Any, *hidden: int) -> None:
    shown = Plane(scene.theme, PICTURE)
    for number, value in shown.numbers.axis_numbers()[0].items():
        if value in hidden:
            number.set_opacity(0)
    scene.add(shown)


def axes(*hidden: int) -> Any:
    config = {"include_numbers": True, "label_constructor": MathTypst}
    found = Axes([-4, 4], [-2, 2], axis_config=config)
    for number in found.x_axis.numbers:
        if number.number in hidden:
            number.set_opacity(0)
    return found


HOLES: dict[str, tuple[Draw, str]] = {
    "a number line": (lambda s: s.add(number_line(3)), "0, 1, 2, 4, 5 of an axis have a hole: 3"),
    "one turned": (lambda s: s.add(number_line(3, rotation=0.5)), "hole: 3"),
    "two holes": (lambda s: s.add(number_line(2, 3)), "0, 1, 4, 5 of an axis have a hole: 2, 3"),
    "one of two axes": (lambda s: s.add(axes(2)), "1, 3 of an axis have a hole: 2"),
    "a chart": (lambda s: s.add(chart(s, (1, 2, 4))), "1, 2, 4 of an axis have a hole: 3"),
    "a logarithmic one": (lambda s: s.add(chart(s, (1, 10, 1000), log=True)), "hole: 100"),
    "a chart that moves": (lambda s: live(s, 2), "hole: 2"),
    "a plane": (lambda s: plane(s, -3), f"hole: {MINUS}3"),
}

WHOLE: dict[str, Draw] = {
    "a number line": lambda s: s.add(number_line()),
    "fewer at the end": lambda s: s.add(number_line(0, 5)),
    "every second": lambda s: s.add(number_line(1, 3, 5)),
    "a name in its place": lambda s: s.add(
        line := number_line(3), Text("n").scale(0.5).move_to(line.numbers[3])
    ),
    "axes without their 0": lambda s: s.add(axes()),
    "a chart": lambda s: s.add(chart(s, 4)),
    "values that stand for something": lambda s: s.add(chart(s, (1, 2, 3.3, 5))),
    "a logarithmic one": lambda s: s.add(chart(s, (1, 10, 100, 1000), log=True)),
    "a chart that moves": lambda s: live(s),
    "a plane": lambda s: plane(s),
    "numbers that are no axis": lambda s: s.add(
        Text("1"), Text("2").shift(UP), Text("4").shift(DOWN)
    ),
}


@pytest.mark.parametrize(("draw", "said"), HOLES.values(), ids=HOLES)
def test_a_missing_number_is_found(draw: Draw, said: str) -> None:
    (words,) = kinds(draw, "hole")
    assert words.startswith("the numbers ") and words.endswith(said)


@pytest.mark.parametrize("draw", WHOLE.values(), ids=WHOLE)
def test_nothing_is_found_where_none_is_missing(draw: Draw) -> None:
    assert kinds(draw, "hole") == []
