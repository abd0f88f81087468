"""A picture that is cut off inside the frame is found; a border, and the frame's edge, are none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from manim import (
    DOWN,
    RIGHT,
    UP,
    Axes,
    BarChart,
    Dot,
    Line,
    MathTypst,
    NumberPlane,
    Rectangle,
    Square,
    VGroup,
)
from planted import Draw, kinds

from explainer.engine.session import Quality
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Segments
from explainer.style import BODY, FRAME, Zone

HALF = Zone(FRAME.left, 1.5, FRAME.bottom, FRAME.top)
QUALITIES = [Quality(854, 480, 15), Quality(1920, 1080, 15)]


def grid(left: float, right: float, *, fading: bool = False) -> VGroup:
    """Return level lines from one abscissa to another."""
    lines = VGroup(*(Line((left, y, 0), (right, y, 0)) for y in np.arange(-3.5, 3, 0.5)))
    if fading:
        steps = np.linspace(left, right, 60)
        pieces = zip(steps[:-1], steps[1:], np.linspace(1, 0, 59), strict=True)
        lines = VGroup(
            *(
                Line((a, y, 0), (b, y, 0), stroke_opacity=opacity)
                for a, b, opacity in pieces
                for y in np.arange(-3.5, 3, 0.5)
            )
        )
    return lines


def slanted(scene: Any) -> None:
    """Draw a grid that a matrix has turned, to the edge of a zone."""
    ys = np.arange(-6, 6, 0.6)
    lines = np.array([[[-7.2, y], [2.0, y + 4]] for y in ys])
    scene.add(Segments(scene.theme.grid, width=2).set_segments(lines))


def levels(scene: Any) -> Any:
    theme = replace(scene.theme, ghost="#808080")
    return LiveChart(Zone(-5, 4, -2.5, 2.5), theme, Axis(0, 6), Axis(0, 6)).y


def two_charts(scene: Any) -> None:
    for bottom, top in ((-3, -0.3), (0, 2.7)):
        chart = Chart(Zone(-6, 0, bottom, top), scene.theme, Axis(0, 4), Axis(0, 4))
        lines = [chart.line([0, 4], [n, n + 0.3], "posterior").upto() for n in range(4)]
        scene.add(chart, *lines)


CUT: dict[str, tuple[Draw, str]] = {
    "at the right": (lambda s: s.add(grid(-7.2, 2)), "right"),
    "at the left": (lambda s: s.add(grid(-2, 7.2)), "left"),
    "at the bottom": (lambda s: s.add(grid(-2, 7.2).rotate(np.pi / 2).move_to(UP)), "bottom"),
    "a slanted grid": (slanted, "right"),
    "our plane": (lambda s: s.add(Plane(replace(s.theme, ghost="#808080"), HALF)), "right"),
    "Manim's plane": (
        lambda s: s.add(NumberPlane([-8, 2], [-5, 5]).move_to((2, 0, 0), aligned_edge=RIGHT)),
        "right",
    ),
}

WHOLE: dict[str, Draw] = {
    "our plane over all": lambda s: s.add(Plane(s.theme, FRAME)),
    "Manim's plane over all": lambda s: s.add(NumberPlane()),
    "a border": lambda s: s.add(grid(-7.2, 2), Line(4 * DOWN, 4 * UP).shift(2 * RIGHT)),
    "fading out": lambda s: s.add(grid(-7.2, 2, fading=True)),
    "a framed grid": lambda s: s.add(grid(-2, 2), Rectangle(height=7, width=4)),
    "a chart": lambda s: s.add(Chart(BODY, s.theme, Axis(0, 8, ticks=8), Axis(0, 8, ticks=8))),
    "lines of two charts": lambda s: two_charts(s),
    "levels of an axis alone": lambda s: s.add(levels(s)),
    "lines on axes": lambda s: s.add(
        Axes([0, 4], [-3, 3]).move_to((-3, 0, 0)).set_z_index(1), grid(-6, -0.5)
    ),
    "axes with ticks": lambda s: s.add(Axes()),
    "bars": lambda s: s.add(
        BarChart(
            [3, 1, 2, 3, 2, 1, 3],
            x_axis_config={"label_constructor": MathTypst},
            y_axis_config={"label_constructor": MathTypst},
        )
    ),
    "dots in rows": lambda s: s.add(
        VGroup(*(Dot((x, y, 0)) for x in range(-3, 3) for y in np.arange(-3, 3, 0.5)))
    ),
    "squares in rows": lambda s: s.add(
        VGroup(*(Square(0.4, fill_opacity=1) for _ in range(80))).arrange_in_grid(8, 10, 0.2)
    ),
    "an area": lambda s: s.add(Square(4, fill_opacity=1, stroke_width=0)),
    "lines of all lengths": lambda s: s.add(
        VGroup(*(Line((-3, y, 0), (y * y / 3, y, 0)) for y in np.arange(-3, 3, 0.3))),
        Line((-3, -3.2, 0), (-3, 3, 0)),
    ),
}


@pytest.mark.parametrize("quality", QUALITIES, ids=["480p", "1080p"])
@pytest.mark.parametrize(("draw", "side"), CUT.values(), ids=CUT)
def test_a_picture_that_is_cut_off_is_found(draw: Draw, side: str, quality: Quality) -> None:
    found = kinds(draw, "cut", quality=quality)
    assert [words for words in found if f"lines end at the {side} of a picture" in words]


@pytest.mark.parametrize("quality", QUALITIES, ids=["480p", "1080p"])
@pytest.mark.parametrize("draw", WHOLE.values(), ids=WHOLE)
def test_one_that_ends_as_it_should_is_not(draw: Draw, quality: Quality) -> None:
    assert kinds(draw, "cut", quality=quality) == []
