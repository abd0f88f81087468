"""A picture that takes too little of the frame is found; what is large, and text alone, is not."""

from __future__ import annotations

import pytest
from manim import LEFT, RIGHT, Axes, Circle, Dot, NumberPlane, Square, Text
from planted import Draw, kinds

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.plane import Plane
from explainer.style import PANEL, Zone

SMALL: dict[str, tuple[Draw, float]] = {
    "a dot": (lambda s: s.add(Dot(color="#808080")), 0.2),
    "a square": (lambda s: s.add(Square(4, color="#808080", fill_opacity=1)), 14.1),
    "two pictures": (lambda s: s.add(Circle(1).shift(3 * LEFT), Circle(1).shift(3 * RIGHT)), 7.0),
    "a small chart": (lambda s: s.add(Chart(PANEL, s.theme, Axis(0, 4), Axis(0, 4))), 22),
    "a plane in a corner": (lambda s: s.add(Plane(s.theme, Zone(-7, 0, -4, 1))), 30.8),
}

LARGE: dict[str, Draw] = {
    "only text": lambda s: s.add(Text("the word is the picture")),
    "a plane": lambda s: s.add(Plane(s.theme)),
    "Manim's plane": lambda s: s.add(NumberPlane()),
    "a chart": lambda s: s.add(Chart(Zone(-6, 4, -3, 2.7), s.theme, Axis(0, 4), Axis(0, 4))),
    "axes": lambda s: s.add(Axes()),
    "an area": lambda s: s.add(Square(7.5, fill_opacity=0.2)),
}


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize(("draw", "percent"), SMALL.values(), ids=SMALL)
def test_a_small_picture_is_found(draw: Draw, percent: float, theme: str) -> None:
    (words,) = kinds(draw, "share", theme=theme)
    said = float(words.removeprefix("the picture takes ").split("%")[0])
    assert said == pytest.approx(percent, abs=2 + 0.1 * percent)
    assert words.endswith("% of the frame, less than 45%")


@pytest.mark.parametrize("draw", LARGE.values(), ids=LARGE)
def test_a_large_one_is_not(draw: Draw) -> None:
    assert kinds(draw, "share") == []
