"""Our mobjects do what Manim's do, bit for bit, in less time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, UR, VMobject
from manim import VGroup as ManimVGroup

from explainer.mobjects.shapes import Curve, Shape, VGroup
from explainer.style import Zone

STYLE = {"fill_color": "#123456", "fill_opacity": 0.4, "stroke_width": 2}


def tree(shape: Any, group: Any) -> Any:
    """Return a group of groups; one part stands in two of them, and one has no points."""
    random = np.random.default_rng(3)
    parts = [shape(**STYLE) for _ in range(5)]
    for part, curves in zip(parts, (1, 3, 0, 2, 5), strict=True):
        part.points = random.normal(size=(4 * curves, 3))
    inner = group(*parts[:2])
    inner.points = random.normal(size=(4, 3))
    return group(inner, group(parts[0], *parts[2:]), [parts[4]])


@pytest.fixture
def pair() -> tuple[Any, Any]:
    return tree(Shape, VGroup), tree(VMobject, ManimVGroup)


def attributes(mobject: Any) -> dict[str, Any]:
    own = {**vars(mobject)}
    own["submobjects"] = len(own["submobjects"])
    return {name: np.asarray(value).tolist() for name, value in own.items() if name != "name"}


def numbered(mobject: Any) -> list[float]:
    """Return the members of a family as the numbers of their points' first values."""
    return [float(m.points[0, 0]) if len(m.points) else 0 for m in mobject.get_family()]


def test_they_have_all_that_manims_have(pair: tuple[Any, Any]) -> None:
    ours, manims = pair
    for mine, other in zip(ours.get_family(), manims.get_family(), strict=True):
        assert attributes(mine) == attributes(other)
    assert isinstance(ours, ManimVGroup)
    assert ours.submobjects[0].submobjects is not VGroup().submobjects


def test_a_family_has_everybody_once(pair: tuple[Any, Any]) -> None:
    ours, manims = pair
    assert numbered(ours) == numbered(manims)
    assert len(ours.family_members_with_points()) == len(manims.family_members_with_points())


@pytest.mark.parametrize("direction", [ORIGIN, UP, DOWN, LEFT, RIGHT, UR, 2 * UR, [0, 0, -1]])
def test_they_are_as_large(pair: tuple[Any, Any], direction: Any) -> None:
    ours, manims = pair
    assert np.array_equal(
        ours.get_points_defining_boundary(), manims.get_points_defining_boundary()
    )
    assert np.array_equal(ours.get_critical_point(direction), manims.get_critical_point(direction))
    assert (ours.width, ours.height) == (manims.width, manims.height)
    assert np.array_equal(VGroup().get_critical_point(direction), np.zeros(3))


def test_they_move_as_far(pair: tuple[Any, Any]) -> None:
    before = pair[0].submobjects[0].points
    for each in pair:
        each.shift((0.1, 0.7, 0)).shift(UP, 0.3 * RIGHT).scale(1.7, about_point=ORIGIN)
    for mine, other in zip(pair[0].get_family(), pair[1].get_family(), strict=True):
        assert np.array_equal(mine.points, other.points)
    assert np.array_equal(before, tree(Shape, VGroup).submobjects[0].points)


@pytest.mark.parametrize(
    ("method", "options"),
    [
        ("set_fill", {"color": "#FF8000"}),
        ("set_fill", {"opacity": 0.3}),
        ("set_fill", {"color": "red", "opacity": 1}),
        ("set_fill", {"color": ["#FF0000", "#00FF00"]}),
        ("set_stroke", {"color": "#0000FF80", "width": 3, "opacity": np.float64(0.2)}),
        ("set_background_stroke", {"color": "#FFFFFF", "width": 5, "opacity": 1}),
        ("set_color", {"color": "#ABCDEF"}),
        ("set_opacity", {"opacity": 0.5}),
        ("set_sheen", {"factor": 0.4, "direction": UR}),
    ],
    ids=str,
)
def test_they_take_a_colour_the_same_way(
    pair: tuple[Any, Any], method: str, options: dict[str, Any]
) -> None:
    for each in pair:
        getattr(each, method)(**options)
        each.set_fill("#00FF00", 0.25)
    for mine, other in zip(pair[0].get_family(), pair[1].get_family(), strict=True):
        assert attributes(mine) == attributes(other)


def test_no_colour_is_shared(pair: tuple[Any, Any]) -> None:
    first, second = Shape(**STYLE), Shape(**STYLE)
    first.set_fill("#FFFFFF", 1).set_stroke("#FFFFFF", 1, 0.5)
    assert attributes(second) == attributes(VMobject(**STYLE))


def test_the_edge_of_a_zone_goes_round_it() -> None:
    edge = Curve("#FFFFFF").set_box(Zone(1, 4, -2, 3))
    assert edge.get_start_anchors()[:, :2].tolist() == [[1, -2], [4, -2], [4, 3], [1, 3]]
    assert edge.get_end()[:2].tolist() == [1, -2]
