"""The Hessian explainer: its models are Taylor's, its axes are eigenvectors, its words are true."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from explainer.engine.session import Beat, Quality, at_beat_ends
from explainer.geometry.mesh import Mesh
from explainer.maths.surfaces import surface
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.numbers import equals, magnitude
from explainer.scenes.calculus.common import KINDS
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing.beside import (
    AXES,
    CurvatureBars,
    ShapeName,
    SliceChart,
)
from explainer.scenes.calculus.hessian.drawing.view import HessianView
from explainer.scenes.calculus.hessian.scene import Hessian
from explainer.scenes.calculus.hessian.second_order import (
    ModelPath,
    QuadraticModel,
    breaks,
    model_at,
    unit,
)
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.style import DARK, Zone

Params = Hessian.Params
SETS: dict[str, Any] = {
    "default": Params(),
    **Hessian.presets,
    "plane": {"surface": "x + 2*y", "point": (0, 0), "second_point": (0, 0)},
    "level plane": {"surface": "3", "point": (0, 0), "second_point": (1, 0)},
    "dome": {"surface": "-x**2 - 3*y**2 + x**3/4", "point": (0, 0), "second_point": (1, 1)},
    "tiny": {"surface": "1e-9*(x**2 + x*y**2)", "point": (0.5, 0.1), "second_point": (-1, 1)},
    "steep": {"surface": "1e9*x**4 - y", "point": (0.4, 0.1), "second_point": (-1, 1)},
    "kink beside": {"surface": "abs(x) + y**2", "point": (1, 0), "second_point": (0.5, 1)},
    "crossing axes": {"surface": "saddle", "point": (0.1, 1.9), "second_point": (0.1, 0.0)},
    "on the edge": {
        "surface": "x*y",
        "point": (1, 1),
        "second_point": (-1, 1),
        "domain": ((-1, 1), (-1, 1)),
    },
    "slender": {
        "surface": "bowl",
        "point": (1, 0),
        "second_point": (0, 0),
        "domain": ((-100, 100), (-1, 1)),
    },
    "bowl to dome": {"surface": "x**3 + y**3", "point": (1, 1), "second_point": (-1, -1)},
    "through flat": {"surface": "x**3 - 3*x*y**2", "point": (-1, -1), "second_point": (1, 1)},
    "waves": {"surface": "sin(9*x)", "point": (-2, 0), "second_point": (2, 0)},
}


class Stories(dict[str, HessianStory]):
    """The stories of the sets, each computed when it is first asked for."""

    def __missing__(self, name: str) -> HessianStory:
        p = Params(**SETS[name]) if isinstance(SETS[name], dict) else SETS[name]
        self[name] = HessianStory.compute(**dict(p))
        return self[name]


STORIES = Stories()
each_story = pytest.mark.parametrize("name", SETS)

entries = st.floats(-1e3, 1e3).map(lambda value: round(value, 4))


def model_of(a: float, b: float, c: float, reference: float | None = None) -> QuadraticModel:
    hessian = np.array([[a, b], [b, c]])
    return QuadraticModel((0.3, -0.2), 1.5, np.array([2.0, -1.0]), hessian, 1e-9, reference)


@given(a=entries, b=entries, c=entries, reference=st.none() | st.floats(-9, 9))
def test_curvatures_and_axes_are_numpys(a: float, b: float, c: float, reference: Any) -> None:
    model = model_of(a, b, c, reference)
    values, _ = np.linalg.eigh(model.hessian)
    size = 1e-9 * (1 + np.abs(model.hessian).max())
    assert np.allclose(sorted(model.curvatures), values, atol=size)
    axes = unit(model.angles)
    assert np.allclose(axes @ axes.T, np.eye(2), atol=1e-12)
    rebuilt = axes.T @ np.diag(model.curvatures) @ axes
    assert np.allclose(rebuilt, model.hessian, atol=2 * size)
    if reference is None:
        assert model.curvatures[0] >= model.curvatures[1]
    elif not model.round:
        assert abs(model.angle - reference) <= math.pi / 4 + 1e-9


@given(a=entries, b=entries, c=entries)
def test_the_second_derivative_runs_between_the_curvatures(a: float, b: float, c: float) -> None:
    model = model_of(a, b, c)
    angles = np.linspace(0, math.pi, 50)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    along = model.along(angles)
    assert np.allclose(along, [v @ model.hessian @ v for v in ways], atol=1e-9)
    slack = 1e-9 * (1 + np.abs(model.hessian).max())
    assert along.max() <= max(model.curvatures) + slack
    assert along.min() >= min(model.curvatures) - slack
    assert np.allclose(model.along(model.angles), model.curvatures, atol=slack)


@pytest.mark.parametrize(
    ("curvatures", "kind"),
    [
        ((2, 1), "bowl"),
        ((-1, -2), "dome"),
        ((1, -1), "saddle"),
        ((-1, 1), "saddle"),
        ((1, 0), "valley"),
        ((0, -1), "ridge"),
        ((0, 0), "flat"),
    ],
)
def test_signs_name_the_kind(curvatures: tuple[float, float], kind: str) -> None:
    assert model_of(curvatures[0], 0.0, curvatures[1]).kind == kind


def test_a_tiny_curvature_counts_where_it_is_more_than_noise() -> None:
    assert model_of(1000.0, 0.0, 1e-4).kind == "bowl"
    assert model_of(1000.0, 0.0, 1e-11).kind == "valley"
    assert model_of(1e-11, 0.0, -1e-11).kind == "flat"


@settings(deadline=None, max_examples=8)
@pytest.mark.parametrize("formula", [SETS["default"].surface, "himmelblau", "exp(x)*cos(2*y)"])
@given(at=st.tuples(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5)), turn=st.floats(0, 6.28))
def test_the_remainder_is_of_third_order(
    formula: str, at: tuple[float, float], turn: float
) -> None:
    hill = surface(formula)
    model = model_at(hill, at)
    way = np.array([math.cos(turn), math.sin(turn)])
    steps = np.array([[0.02], [0.01]]) * way
    gaps = np.abs(hill.value(*(np.array(at) + steps).T) - model.height(steps))
    x, y, h = sympy.symbols("x y h")
    text = sympy.sympify(hill.expression)
    line = text.subs({x: at[0] + h * way[0], y: at[1] + h * way[1]}, simultaneous=True)
    third = float(sympy.diff(line, h, 3).subs(h, 0))
    noise = 1e-12 * (1 + abs(model.value))
    assert gaps[1] == pytest.approx(abs(third) / 6 * 0.01**3, abs=400 * 0.01**4 + noise)
    if gaps[1] > 1e-3 * 0.01**2:
        assert gaps[0] / gaps[1] > 6


def test_derivatives_are_sympys() -> None:
    hill = surface(SETS["default"].surface)
    x, y = sympy.symbols("x y")
    text = sympy.sympify(hill.expression)
    for at in [(-1.1, 0.6), (0.2, 0.7)]:
        model = model_at(hill, at)
        exact = sympy.hessian(text, (x, y)).subs({x: at[0], y: at[1]})
        assert np.allclose(model.hessian, np.array(exact, dtype=float))
        slopes = [float(text.diff(v).subs({x: at[0], y: at[1]})) for v in (x, y)]
        assert np.allclose(model.gradient, slopes)
        assert np.allclose(model.slopes([0.1, 0.2]) - model.gradient, model.hessian @ [0.1, 0.2])


@given(a=entries, b=entries, c=entries)
def test_the_quadratic_part_has_equal_height_along_its_lines(a: float, b: float, c: float) -> None:
    model = model_of(a, b, c)
    angles = np.linspace(0, 2 * math.pi, 40)
    far = model.indicatrix(0.7, angles)
    known = far < 1e6  # the others hardly bend, or not at all
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    steps = far[known, None] * ways[known]
    assert np.allclose(np.abs(model.height(steps) - model.height(steps, 0.0)), 0.7, rtol=1e-6)


# -- the way ---------------------------------------------------------------------------------------


def story_scale(name: str) -> float:
    """A curvature that is usual in the picture of a story."""
    story = STORIES[name]
    return story.spread / float(story.half_widths.max()) ** 2


@each_story
def test_axes_turn_without_a_jump_and_curvatures_are_numpys_all_the_way(name: str) -> None:
    path = STORIES[name].path
    shares = np.linspace(0, 1, 241)
    models = [path.at(share) for share in shares]
    for model in models:
        values = np.linalg.eigvalsh(model.hessian)
        slack = 1e-8 * float(np.abs(values).max()) + 2 * model.noise
        assert np.allclose(sorted(model.curvatures), values, atol=slack)
    turns = np.abs(np.diff([model.angle for model in models]))
    assert turns.max() < 0.5
    steps = np.abs(np.diff([model.curvatures for model in models], axis=0))
    assert steps.max() <= 0.2 * np.ptp([m.curvatures for m in models]) + 1e-9 * story_scale(name)


@each_story
def test_crossings_are_where_the_kind_changes(name: str) -> None:
    story = STORIES[name]
    path = story.path
    ends = [0.0, *path.crossings, 1.0]
    assert len(path.kinds) == len(ends) - 1
    for share in path.crossings:
        before, after = (path.at(share + step).curvatures for step in (-2e-4, 2e-4))
        assert any(b * a < 0 for b, a in zip(before, after, strict=True))
    for kind, low, high in zip(path.kinds, ends[:-1], ends[1:], strict=True):
        for share in np.linspace(low, high, 9)[1:-1]:
            assert path.at(float(share)).kind == kind


def test_the_sign_of_the_determinant_changes_at_a_known_place() -> None:
    path = ModelPath(surface(SETS["default"].surface), (-1.1, 0.6), (1.4, -0.7))
    x = -1.1 + 2.5 * path.crossings[0]
    assert -2 * x == pytest.approx(0.25, abs=1e-8)
    assert path.kinds == ["bowl", "saddle"]


def test_axes_keep_their_names_where_curvatures_cross() -> None:
    path = STORIES["crossing axes"].path
    first, last = path.at(0.0), path.at(1.0)
    assert first.curvatures[0] > first.curvatures[1]
    assert last.curvatures[0] < last.curvatures[1]
    assert first.angle == pytest.approx(last.angle)


@pytest.mark.parametrize(
    ("formula", "ends", "broken"),
    [
        ("abs(x) + y", ((-1, 0), (1, 0)), True),
        ("x*abs(x)", ((-1, 0), (1, 0.3)), True),
        ("abs(x)**3", ((-1, 0), (1, 0)), False),
        ("sqrt(x**2 + y**2)", ((-1, -1), (1.1, 1.1)), True),
        ("1000*tanh(60*x)", ((-1, 0), (1, 0)), False),
        ("himmelblau", ((-5, -5), (5, 5)), False),
        ("sqrt(x)", ((0, 0), (1, 0)), True),
    ],
)
def test_kinks_are_found_and_steep_ground_is_none(formula: str, ends: Any, broken: bool) -> None:
    hill = surface(formula, ((0.1, 1), (0.1, 1)))
    assert (breaks(hill, *ends) is not None) == broken


# -- the story -------------------------------------------------------------------------------------


@each_story
def test_models_are_drawn_inside_the_picture(name: str) -> None:
    story = STORIES[name]
    angles = np.linspace(0, 2 * math.pi, 90)
    (x0, x1), (y0, y1) = story.surface.domain
    spread = (story.heights[1] - story.heights[0]) or 1.0
    for share in (0, 0.3, 1):
        model = story.path.at(share)
        reach = story.extents(model, angles)
        assert (reach >= 0).all()
        steps = reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        x, y = (np.array(model.point) + steps).T
        slack = 1e-9 * (x1 - x0 + y1 - y0)
        assert x.min() >= x0 - slack and x.max() <= x1 + slack
        assert y.min() >= y0 - slack and y.max() <= y1 + slack
        for bend in (0.0, 0.5, 1.0):
            heights = model.height(steps, bend)
            assert heights.min() >= story.heights[0] - 0.2 * spread
            assert heights.max() <= story.heights[1] + 0.1 * spread


@each_story
def test_gaps_are_the_distances_of_surface_plane_and_model(name: str) -> None:
    story = STORIES[name]
    model = story.first
    way = np.array([math.cos(story.slice_angle), math.sin(story.slice_angle)])
    assert np.allclose(story.distances[1:] / story.distances[:-1], 2)
    steps = story.distances[:, None] * way
    ground = story.surface.value(*(np.array(model.point) + steps).T)
    slack = 1e-12 * (1 + np.abs(ground).max())
    assert np.allclose(story.gaps[0], np.abs(ground - model.height(steps, 0.0)), atol=slack)
    assert np.allclose(story.gaps[1], np.abs(ground - model.height(steps)), atol=slack)
    assert story.distances[-1] <= story.extents(model, story.slice_angle) * (1 + 1e-9)


def test_where_there_is_no_gap_and_where_there_is_one() -> None:
    assert STORIES["plane"].flat and STORIES["plane"].exact
    assert STORIES["bowl"].exact and not STORIES["bowl"].flat
    assert not STORIES["saddle"].exact  # although it is exact along x
    assert not STORIES["monkey_saddle"].flat and STORIES["monkey_saddle"].first.kind == "flat"


@each_story
def test_the_words_agree_with_the_numbers(name: str) -> None:
    story = STORIES[name]
    model = story.first
    heading, say, *_ = text.axes(story)
    assert model.kind in heading and model.kind in say
    level = story.ends[0].level
    assert ("gradient is zero" in say) == level
    assert any(kind in say for kind in KINDS.values()) == level
    turned = text.directions(story).alt_text
    if not model.round:
        assert all(magnitude(value) in turned for value in model.curvatures)
    moved = text.move(story).narration
    if story.path.still:
        assert "nothing moves" in moved
    elif not story.path.crossings:
        assert story.path.kinds[0] in moved and "No curvature changes" in moved
    elif set(story.path.kinds) == {story.path.kinds[0]}:
        assert story.path.kinds[0] in moved and "both curvatures" in moved
        assert np.allclose(story.path.at(story.path.crossings[0]).hessian, 0, atol=1e-5)
    else:
        signs = [{"bowl": 1, "dome": 1, "saddle": -1}.get(kind, 0) for kind in story.path.kinds]
        flips = all(a * b < 0 for a, b in pairwise(signs))
        few = len(story.path.crossings) <= 3
        assert ("determinant changes sign" in moved) == (flips and few)
    lines = " ".join(line.markup for line in text.recap(story).lines)
    assert f"{model.kind} at $bold(a)$" in lines
    assert (f"{story.last.kind} at" in lines) and ("flat at" in lines) == (
        "flat" in (model.kind, story.last.kind)
    )
    seen = text.recap(story).alt_text + text.directions(story).alt_text
    assert model.kind in seen
    assert magnitude(max(model.curvatures)) in seen


def test_the_model_is_said_to_be_exact_only_where_it_is() -> None:
    for name in SETS:
        story = STORIES[name]
        heading, say, *_ = text.model(story)
        quadratic = "its own quadratic" in heading
        assert quadratic == (story.exact and story.first.kind != "flat"), name
        if "Twice as far" in say:
            for part, times in zip(story.gaps, re.findall(r"([\d.]+) times", say), strict=True):
                assert float(times) == pytest.approx(part[1] / part[0], rel=0.081)
                assert float(times) == 2 ** round(math.log2(float(times))) or "." in times


def test_the_default_slice_teaches_the_square_and_the_cube() -> None:
    story = STORIES["default"]
    assert text.along(story) == "at $45 degree$ to the $x$-axis"
    assert "is about 4 times as large, that of the model 8 times" in text.model(story).narration
    assert text.growth(3.4, 16.0).count("about") == 1 and "about 3.4 times" in text.growth(3.4, 16)


@pytest.mark.parametrize(
    ("given_set", "message"),
    [
        ({"surface": "valey"}, "no surface is called 'valey'"),
        ({"surface": "abs(x) + y**2", "point": (0, 0)}, "point: .* has no second derivatives"),
        (
            {"surface": "abs(x)", "point": (1, 0), "second_point": (-1, 0)},
            r"second_point: on the way there .* at \(0, 0\)",
        ),
        ({"point": (0, 0), "domain": ((1, 2), (1, 2))}, "point: x = 0 is outside the domain"),
        (
            {"point": (1, 1), "second_point": (9, 1), "domain": ((0, 2), (0, 2))},
            "second_point: x = 9 is outside",
        ),
        ({"surface": "log(x)", "point": (1, 0), "second_point": (1, 1)}, "domain: .* not finite"),
        ({"point": (math.nan, 0)}, "finite number"),
        ({"points": (0, 0)}, "Extra inputs"),
    ],
)
def test_what_does_not_fit_is_refused(given_set: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Params(**given_set)


def test_the_points_of_another_surface_are_its_own() -> None:
    params = Params(surface="himmelblau")
    assert params.point is None
    story = HessianStory.compute("himmelblau", None, None, None)
    assert story.ends[0].level and story.first.kind == "bowl"
    assert story.ends[1].level and story.last.kind == "saddle"


# -- the picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["default", "rosenbrock", "on the edge"])
def test_the_patch_lies_on_the_model(name: str) -> None:
    story = STORIES[name]
    view = HessianView(story, DARK)
    view.rise(view.facing, 1.0)
    for bend in (0.0, 1.0):
        view.bend(bend)
        mesh = next(i for i in view.space.picture().items if isinstance(i, Mesh) and i.opacity < 1)
        box = view.landscape.box
        x, y = box.unflat(mesh.vertices[:, 0], mesh.vertices[:, 1])
        steps = np.stack([x, y], axis=1) - story.first.point
        heights = box.rise(story.first.height(steps, bend))
        assert np.allclose(mesh.vertices[:, 2], heights, atol=0.02)
        assert len(mesh.triangles) > 500


def test_ball_and_axes_on_the_map_are_those_of_the_model() -> None:
    story = STORIES["default"]
    view = HessianView(story, DARK)
    for model, show in (
        (story.first, lambda: view.show_axes(story.first)),
        (story.path.at(0.7), lambda: view.travel(0.7)),
    ):
        show()
        assert view.dot.get_center() == pytest.approx(view.map.at(model.point), abs=1e-6)
        lines = [view.marks[role] for role in AXES]
        for line, axis in zip(lines, unit(model.angles), strict=True):
            way = (line.points[-1] - line.points[0])[:2]
            assert abs(way @ axis) == pytest.approx(np.linalg.norm(way), rel=1e-9)


def test_the_picture_changes_with_the_model_and_only_then() -> None:
    view = HessianView(STORIES["default"], DARK)
    view.rise(view.facing, 1.0)
    view.bend(0.5)
    before = view.space.picture()
    assert view.space.picture() is before
    view.bend(0.6)
    assert view.space.picture().key != before.key
    view.twist(1.0)
    with_lines = view.space.picture()
    view.space.drop("twist")
    assert with_lines.key != view.space.picture().key
    view.show_axes(view.story.first)
    assert {"rings", *AXES} <= view.space.marks.keys() and len(view.marks["rings"].points)


def test_lines_of_twist_have_the_slope_that_the_twist_gives_them() -> None:
    story = STORIES["default"]
    view = HessianView(story, DARK)
    view.rise(view.facing, 1.0)
    view.twist(1.0)
    points = view.space.marks["twist"].data().reshape(-1, 3, 3)[:, :2]
    x, y = view.landscape.box.unflat(points[..., 0], points[..., 1])
    z = view.landscape.box.unrise(points[..., 2])
    slopes = np.diff(z, axis=1)[:, 0] / np.diff(x, axis=1)[:, 0]
    change = np.polyfit(y.mean(axis=1), slopes, 1)[0]
    assert change == pytest.approx(float(story.first.hessian[0, 1]), rel=1e-6)


def test_bars_are_to_scale() -> None:
    models = [model_of(4.0, 0.0, -4.0), model_of(3.0, 0.0, -1.5), model_of(1e-8, 0.0, 0.0)]
    bars = CurvatureBars(models, DARK, Zone(0, 2, 0, 3)).show(models[1])
    up, down = (bar.height for bar in bars.bars)
    assert up == pytest.approx(2 * down)
    bars.show(replace(models[2], reference=math.pi / 2))
    assert bars.bars[0].height == 0 < bars.bars[1].height


@pytest.mark.parametrize("name", ["default", "monkey_saddle", "rosenbrock", "waves"])
def test_one_name_of_a_shape_shows_at_a_time(name: str) -> None:
    story = STORIES[name]
    shape = ShapeName(story, DARK)
    for t in np.linspace(0, 1, 301):
        shape.show(float(t))
        seen = [kind for kind, word in shape.names.items() if word[1].get_fill_opacity() > 0.01]
        assert len(seen) <= 1
        if t in (0, 1):
            assert seen == [(story.first if t == 0 else story.last).kind]


def test_the_numbers_on_the_screen_are_those_of_the_story() -> None:
    story = STORIES["default"]
    seen: dict[str, list[Any]] = {}

    def look(scene: Any, beat: Beat) -> None:
        family = scene.get_mobject_family_members()
        matrices = [found for found in family if isinstance(found, LiveMatrix)]
        charts = [found for found in family if isinstance(found, SliceChart)]
        seen[beat.name] = [
            np.array([[n.value for n in line] for line in found.entries]) for found in matrices
        ]
        seen[beat.name] += [
            [[n.value for n in column] for column in found.columns] for found in charts
        ]
        apart = {id(part) for found in (*matrices, *charts) for part in found.get_family()}
        alone = [part for row in scene.panel for part in row.get_family() if id(part) not in apart]
        seen[beat.name] += [(n.text, n.value) for n in alone if isinstance(n, LiveNumber)]

    list(at_beat_ends(lambda: Hessian(Params(), "dark"), Quality(64, 36, 15), look))
    (table,) = seen["model"]
    assert np.allclose(table, [story.distances, *story.gaps])
    assert np.allclose(seen["matrix"][0], story.first.hessian)
    assert [value for _, value in seen["axes"]] == pytest.approx(list(story.first.curvatures))
    matrix, *numbers = seen["move"]
    last = story.last
    assert [value for _, value in numbers] == pytest.approx([*last.curvatures, last.determinant])
    assert [written for written, _ in numbers] == [
        equals(magnitude(value)) for value in (*last.curvatures, last.determinant)
    ]
    assert np.allclose(matrix, last.hessian)
