"""A label on a line that it does not name is found, whatever drew the line, and only that."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Arrow,
    Axes,
    Circle,
    Line,
    MathTypst,
    NumberPlane,
    Square,
    Text,
    Triangle,
)
from planted import Draw, kinds

from explainer.engine.session import Quality
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Segments
from explainer.style import BODY, PICTURE, THEMES

QUALITIES = [Quality(854, 480, 15), Quality(1920, 1080, 15)]


def line(scene: Any, role: str = "posterior") -> Any:
    colour = scene.theme.colour(role)
    return Segments(colour, width=scene.theme.strokes.regular).set_segments(
        np.array([[[-3.0, -1.0], [3.0, 1.0]]])
    )


def label(scene: Any) -> Any:
    return scene.words("the label").place((0, -0.1), "centre")


def curve_and_label(scene: Any, at: float) -> None:
    chart = Chart(BODY, scene.theme, Axis(0, 4, "x"), Axis(0, 16, "y"))
    curve = chart.line([0, 1, 2, 3, 4], [0, 1, 4, 9, 16], "posterior").upto()
    scene.add(chart, curve, scene.words("a curve").place(chart.at(2.5, at), "centre"))


def arrow_and_label(scene: Any) -> None:
    plane = Plane(scene.theme, PICTURE)
    arrow = plane.arrow("vector").to((2, 1))
    scene.add(plane, *plane.put(arrow), scene.words("v").move_to(plane.view.to_frame((1.6, 0.8))))


CROSSED: dict[str, Draw] = {
    "ours, by a line": lambda s: s.add(line(s), label(s)),
    "ours, a line over it": lambda s: s.add(label(s), line(s)),
    "ours, by a line under its halo": lambda s: s.add(line(s), label(s).with_halo(s.theme)),
    "ours, by an axis without a halo": lambda s: s.add(line(s, "axis"), label(s)),
    "ours, by a curve of a chart": lambda s: curve_and_label(s, 6),
    "ours, by an arrow": lambda s: arrow_and_label(s),
    "Manim's, by a line": lambda s: s.add(Line(3 * LEFT + DOWN, 3 * RIGHT + UP), Text("label")),
    "Manim's, by an arrow": lambda s: s.add(Arrow(3 * LEFT, 3 * RIGHT), MathTypst("x + y")),
    "Manim's, by a circle": lambda s: s.add(Circle(1), Text("one").shift(RIGHT)),
    "Manim's, by a plane": lambda s: s.add(NumberPlane(y_range=[-2, 2]), Text("across the lines")),
    "Manim's, by the edge of an area": lambda s: s.add(
        Square(2, fill_opacity=1, stroke_width=0, color="#205080").shift(LEFT), Text("half on")
    ),
    "Manim's, by a corner": lambda s: s.add(
        Triangle(fill_opacity=1, stroke_width=0).scale(0.7), Text("a corner").shift(0.3 * UP)
    ),
}

CLEAR: dict[str, Draw] = {
    "ours, beside a line": lambda s: s.add(line(s), label(s).shift(UP)),
    "ours, on the grid of a plane": lambda s: s.add(
        Plane(s.theme, PICTURE), label(s).shift(2 * LEFT + 0.4 * UP)
    ),
    "ours, in a halo on the grid": lambda s: s.add(line(s, "grid"), label(s).with_halo(s.theme)),
    "ours, in a halo on an axis": lambda s: s.add(line(s, "axis"), label(s).with_halo(s.theme)),
    "ours, in an area": lambda s: s.add(Square(6, fill_opacity=0.3, color="#6CC1F2"), label(s)),
    "ours, beside a curve of a chart": lambda s: curve_and_label(s, 13),
    "ours, a formula with lines of its own": lambda s: s.add(s.formula("sqrt(x / y) + frac(1, 2)")),
    "Manim's, beside a line": lambda s: s.add(Line(3 * LEFT, 3 * RIGHT), Text("label").shift(UP)),
    "Manim's, a formula": lambda s: s.add(MathTypst("sqrt(x / y) + frac(1, 2)")),
    "Manim's, in an area": lambda s: s.add(Square(4, fill_opacity=1), Text("in it", color="#000")),
    "Manim's, in its own rectangle": lambda s: s.add(
        NumberPlane(y_range=[-2, 2]), Text("label").add_background_rectangle(opacity=1)
    ),
    "Manim's, numbers of axes": lambda s: s.add(
        Axes(axis_config={"include_numbers": True, "label_constructor": MathTypst}).scale(0.8)
    ),
}


@pytest.mark.parametrize("quality", QUALITIES, ids=["480p", "1080p"])
@pytest.mark.parametrize("draw", CROSSED.values(), ids=CROSSED)
def test_a_text_on_a_line_is_found(draw: Draw, quality: Quality) -> None:
    (words,) = kinds(draw, "crossed", quality=quality)
    assert words.endswith("' lies on a line or an edge")


@pytest.mark.parametrize("quality", QUALITIES, ids=["480p", "1080p"])
@pytest.mark.parametrize("draw", CLEAR.values(), ids=CLEAR)
def test_nothing_is_found_where_none_is_crossed(draw: Draw, quality: Quality) -> None:
    assert kinds(draw, "crossed", quality=quality) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [name for name in CLEAR if name.startswith("ours")])
def test_nor_in_another_theme(name: str, theme: str) -> None:
    assert kinds(CLEAR[name], "crossed", theme=theme) == []
