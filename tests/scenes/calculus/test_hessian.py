"""The Hessian explainer: its models are Taylor's, its axes are eigenvectors, its words are true."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations
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
from explainer.mobjects.live_numbers import LiveNumber
from explainer.numbers import equals, magnitude
from explainer.scenes.calculus.common import KINDS
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing.beside import CurvatureBars
from explainer.scenes.calculus.hessian.drawing.naming import ShapeLabels
from explainer.scenes.calculus.hessian.drawing.view import AXES, HessianView
from explainer.scenes.calculus.hessian.scene import Hessian
from explainer.scenes.calculus.hessian.second_order import (
    ModelPath,
    QuadraticModel,
    breaks,
    model_at,
    unit,
)
from explainer.scenes.calculus.hessian.story import AROUND, HessianStory
from explainer.style import DARK

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
    for at in [(-1.2, 0.6), (0.2, 0.7)]:
        model = model_at(hill, at)
        exact = sympy.hessian(text, (x, y)).subs({x: at[0], y: at[1]})
        assert np.allclose(model.hessian, np.array(exact, dtype=float))
        slopes = [float(text.diff(v).subs({x: at[0], y: at[1]})) for v in (x, y)]
        assert np.allclose(model.gradient, slopes)
        assert np.allclose(model.slopes([0.1, 0.2]) - model.gradient, model.hessian @ [0.1, 0.2])


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
    path = ModelPath(surface(SETS["default"].surface), (-1.2, 0.6), (0.6, -1.2))
    for share in path.crossings:
        x, y = path.points(share)
        assert -x * y == pytest.approx(0.09, abs=1e-8)  # H = [x, 0.3; 0.3, -y]
    assert path.kinds == ["dome", "saddle", "bowl"]


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
            heights = replace(model, hessian=bend * model.hessian).height(steps)
            assert heights.min() >= story.heights[0] - 0.2 * spread
            assert heights.max() <= story.heights[1] + 0.1 * spread


def test_where_there_is_no_gap_and_where_there_is_one() -> None:
    assert STORIES["plane"].flat and STORIES["plane"].exact
    assert STORIES["bowl"].exact and not STORIES["bowl"].flat
    assert not STORIES["saddle"].exact  # although it is exact along x
    assert not STORIES["monkey_saddle"].flat and STORIES["monkey_saddle"].first.kind == "flat"


@each_story
def test_the_words_agree_with_the_numbers(name: str) -> None:
    story = STORIES[name]
    first, path = story.first, story.path
    bent = text.model(story)
    assert bent.heading.startswith("This surface is its own") == (
        story.exact and first.kind != "flat"
    )
    for value, axis in zip(np.diag(first.hessian), "xy", strict=True):
        way = "up" if value > 0 else "down"
        assert (f"curves the plane {way} along {axis}" in bent.narration) == (value != 0)
        assert magnitude(value) in bent.alt_text
    assert ("mixed one is zero" in bent.narration) == (first.hessian[0, 1] == 0)
    turned = text.directions(story)
    assert first.kind in turned.alt_text
    assert all(magnitude(value) in turned.alt_text for value in first.curvatures)
    moved = text.move(story)
    if path.still:
        assert "keeps its shape" in moved.narration
    elif not path.crossings:
        assert path.kinds[0] in moved.narration and "No curvature changes" in moved.narration
    elif text.stops(story):
        assert len(moved.sentences) == len(path.crossings) + 1
        if len(set(path.kinds)) > 1:
            assert all(kind in moved.heading for kind in path.kinds)
    else:
        assert f"{len(path.crossings)} times" in moved.narration
    for share in text.shapes(story):
        kind = path.at(share).kind
        assert kind in text.recap(story).alt_text
        assert text.shape_lines(story, share)[0].markup == f"*{kind}*"


@each_story
def test_the_signs_beside_a_shape_are_those_of_its_curvatures(name: str) -> None:
    story = STORIES[name]
    for share in text.shapes(story):
        model = story.path.at(share)
        said = text.signs(model)
        for number, value in enumerate(model.curvatures, 1):
            alike = re.search(r"lambda_1(,| =) lambda_2 (.) 0|lambda_1 = lambda_2 = 0", said)
            sign = (alike[2] or "=") if alike else ""
            if not alike:
                left, before, _, after, _ = said.split()
                turned = {"<": ">", ">": "<", "=": "="}
                sign = before if left == f"lambda_{number}" else turned[after]
            assert {">": value > 0, "<": value < 0, "=": value == 0}[sign], said


def test_where_one_curvature_is_zero_all_along_the_other_alone_passes_through_it() -> None:
    moved = text.move(STORIES["ridge"])
    assert moved.heading == "From ridge to valley: a curvature passes through zero"
    assert "its one curvature is zero" in moved.narration


@each_story
def test_what_the_signs_tell_of_a_level_point_is_what_it_is(name: str) -> None:
    story = STORIES[name]
    for end, model, share in zip(story.ends, (story.first, story.last), (0.0, 1.0), strict=True):
        told = text.CRITICAL.get(model.kind, "undecided")
        if share in text.shapes(story):
            assert text.shape_lines(story, share)[2].markup.endswith(told)
        if end.critical:
            assert told.split()[0] in {**KINDS, "degenerate": "undecided"}[end.critical.kind]


def test_the_matrix_beside_the_model_is_its_hessian() -> None:
    said = text.entries(STORIES["default"].first)
    numbers = [
        float(each.replace("\N{MINUS SIGN}", "-"))
        for each in re.findall(r"[-\N{MINUS SIGN}]?[\d.]+", said)
    ]
    assert np.allclose(np.reshape(numbers, (2, 2)), STORIES["default"].first.hessian)
    assert said.startswith("=")


def test_the_curvature_that_is_said_to_be_zero_is() -> None:
    path = STORIES["default"].path
    for share, name in zip(path.crossings, ("lambda_1", "lambda_2"), strict=True):
        assert text.zero_name(path.at(share)).markup == f"${name} = 0$"
        assert path.at(share).curvatures[int(name[-1]) - 1] == pytest.approx(0, abs=1e-9)


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


def sheet(view: HessianView) -> Mesh:
    """Return the only see-through mesh of a picture."""
    return next(i for i in view.space.picture().items if isinstance(i, Mesh) and i.opacity < 1)


@pytest.mark.parametrize("name", ["default", "rosenbrock", "on the edge"])
def test_the_sheet_lies_on_the_model(name: str) -> None:
    story = STORIES[name]
    view = HessianView(story, DARK)
    none, whole = np.zeros(3), np.ones(3)
    for bend in (0.0, 1.0):
        view.bend(none, whole, bend)
        mesh, box = sheet(view), view.landscape.box
        x, y = box.unflat(mesh.vertices[:, 0], mesh.vertices[:, 1])
        steps = np.stack([x, y], axis=1) - story.first.point
        model = replace(story.first, hessian=bend * story.first.hessian)
        assert np.allclose(mesh.vertices[:, 2], box.rise(model.height(steps)), atol=0.02)
        assert len(mesh.triangles) > 500


def test_each_second_derivative_bends_the_plane_by_itself() -> None:
    view = HessianView(STORIES["default"], DARK)
    (a, b), (_, c) = view.story.first.hessian
    assert np.allclose(view.bent((1, 0, 0)).hessian, [[a, 0], [0, 0]])
    assert np.allclose(view.bent((1, 1, 0)).hessian, [[a, 0], [0, c]])
    assert np.allclose(view.bent((0, 0, 1)).hessian, [[0, b], [b, 0]])


def test_gaps_reach_from_the_model_to_the_surface() -> None:
    story = STORIES["default"]
    view = HessianView(story, DARK)
    for share in (0.5, 1.0):
        view.open_gap(share)
        points = view.space.marks["gap"].data()
        lines = points[: 3 * 24].reshape(-1, 3, 3)[:, :2]
        box = view.landscape.box
        x, y = box.unflat(lines[..., 0], lines[..., 1])
        steps = np.stack([x[:, 0], y[:, 0]], axis=-1) - story.first.point
        assert np.allclose(np.linalg.norm(steps, axis=1), share * view.reach[::3])
        plane = story.first.value + steps @ story.first.gradient
        ground = story.surface.value(x[:, 0], y[:, 0])
        assert np.allclose(box.unrise(lines[..., 2]).T, [plane, ground], atol=0.03)


def test_ball_and_axes_are_those_of_the_model() -> None:
    story = STORIES["default"]
    view = HessianView(story, DARK)
    for share in (0.0, 0.7, 1.0):
        model = view.travel(share)
        assert np.allclose(model.hessian, story.path.at(share).hessian)
        for role, axis in zip(AXES, unit(model.angles), strict=True):
            points = view.space.marks[role].data()
            ends = np.stack(view.landscape.box.unflat(*points[[0, -2], :2].T), axis=1)
            way = ends[1] - ends[0]
            assert abs(way @ axis) == pytest.approx(np.linalg.norm(way), rel=1e-9)


def test_the_picture_changes_with_the_model_and_only_then() -> None:
    view = HessianView(STORIES["default"], DARK)
    view.bend(np.zeros(3), np.ones(3), 0.5)
    before = view.space.picture()
    assert view.space.picture() is before
    view.bend(np.zeros(3), np.ones(3), 0.6)
    assert view.space.picture().key != before.key


def test_lines_of_twist_have_the_slope_that_the_twist_gives_them() -> None:
    story = STORIES["default"]
    view = HessianView(story, DARK)
    view.twist(story.first, 1.0)
    points = view.space.marks["twist"].data().reshape(-1, 3, 3)[:, :2]
    x, y = view.landscape.box.unflat(points[..., 0], points[..., 1])
    z = view.landscape.box.unrise(points[..., 2])
    slopes = np.diff(z, axis=1)[:, 0] / np.diff(x, axis=1)[:, 0]
    change = np.polyfit(y.mean(axis=1), slopes, 1)[0]
    assert change == pytest.approx(float(story.first.hessian[0, 1]), rel=1e-6)


def test_bars_are_to_scale() -> None:
    models = [model_of(4.0, 0.0, -4.0), model_of(3.0, 0.0, -1.5), model_of(1e-8, 0.0, 0.0)]
    bars = CurvatureBars(models, DARK).show(models[1])
    up, down = (bars.bars[role].height for role in AXES)
    assert up == pytest.approx(2 * down)
    bars.show(replace(models[2], reference=math.pi / 2))
    assert bars.bars[AXES[0]].height == 0 < bars.bars[AXES[1]].height


@pytest.mark.parametrize("name", ["default", "ridge", "monkey_saddle", "bowl to dome"])
def test_lines_lead_from_labels_to_their_shapes_and_do_not_cross(name: str) -> None:
    view = HessianView(STORIES[name], DARK)
    labels = ShapeLabels(view)
    starts, ends = labels.leaders.points.reshape(-1, 4, 3)[:, [0, 3], :2].transpose(1, 0, 2)
    for share, end in zip(labels.shares, ends, strict=True):
        model = view.story.path.at(share)
        rim = view.rim(model, view.apart * view.story.extents(model, np.array(AROUND)))
        assert np.linalg.norm(view.seen(rim) - end, axis=1).min() < 1e-6
    for one, other in combinations(zip(starts, ends, strict=True), 2):
        assert not (parted(*one, *other) and parted(*other, *one))


def parted(start: Any, end: Any, first: Any, last: Any) -> bool:
    """Return whether the line through two points goes between two others."""
    sides = [np.linalg.det([end - start, each - start]) for each in (first, last)]
    return bool(sides[0] * sides[1] < 0)


SAID = ["default", *Hessian.presets, "plane", "bowl to dome", "through flat", "waves"]


@pytest.mark.parametrize("name", SAID)
def test_every_sentence_is_said_while_something_moves(name: str) -> None:
    p = Params(**SETS[name]) if isinstance(SETS[name], dict) else SETS[name]
    words = [
        getattr(text, beat)(STORIES[name]).sentences
        for beat in ("tangent_plane", "model", "directions", "move", "recap")
    ]
    beats: list[Beat] = []
    play = Quality(64, 36, 15)
    list(at_beat_ends(lambda: Hessian(p, "dark"), play, lambda _, beat: beats.append(beat)))
    for beat, sentences in zip(beats, words, strict=True):
        assert [each.text for each in beat.sentences if not each.asks] == list(sentences)
        assert all(each.start < each.end for each in beat.sentences)


def test_the_numbers_on_the_screen_are_those_of_the_story() -> None:
    story = STORIES["default"]
    seen: dict[str, list[Any]] = {}

    def look(scene: Any, beat: Beat) -> None:
        family = scene.get_mobject_family_members()
        ticks = {id(each) for each in scene.view.numbers.get_family()}
        live = [each for each in family if isinstance(each, LiveNumber) and id(each) not in ticks]
        seen[beat.name] = [(each.text, each.value) for each in live]
        names = [each.words.markup for each in scene._named if hasattr(each, "words")]
        seen[f"{beat.name} names"] = names

    list(at_beat_ends(lambda: Hessian(Params(), "dark"), Quality(64, 36, 15), look))
    assert seen["model names"] == ["$f_(x x) = -1.2$", "$f_(y y) = -0.6$", "twist $f_(x y) = 0.3$"]
    first, last = story.first, story.last
    turned = first.angles[1] + math.radians(40)
    assert [value for _, value in seen["directions"]] == pytest.approx(
        [float(first.along(turned)), *first.curvatures]
    )
    assert [value for _, value in seen["move"]] == pytest.approx(list(last.curvatures))
    assert [written for written, _ in seen["move"]] == [
        equals(magnitude(value)) for value in last.curvatures
    ]
