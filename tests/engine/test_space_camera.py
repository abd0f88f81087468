"""Our camera in space draws Manim's own objects to the very pixels that Manim's draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import tempconfig
from manim.camera.three_d_camera import ThreeDCamera
from manim.constants import DEGREES, OUT, RIGHT
from manim.mobject.geometry.arc import Circle, Dot
from manim.mobject.geometry.line import Arrow, DashedLine, Line
from manim.mobject.geometry.polygram import Polygon, Square
from manim.mobject.graphing.coordinate_systems import ThreeDAxes
from manim.mobject.graphing.functions import ParametricFunction
from manim.mobject.mobject import Group, Mobject
from manim.mobject.text.text_mobject import Text
from manim.mobject.three_d.polyhedra import Icosahedron
from manim.mobject.three_d.three_dimensions import (
    Arrow3D,
    Cone,
    Cube,
    Cylinder,
    Dot3D,
    Line3D,
    Prism,
    Sphere,
    Surface,
    ThreeDVMobject,
    Torus,
)
from manim.mobject.types.image_mobject import ImageMobject
from manim.mobject.types.point_cloud_mobject import PointCloudDot
from manim.mobject.types.vectorized_mobject import DashedVMobject, VGroup, VMobject
from manim.utils.space_ops import get_unit_normal

from explainer.engine.faces import Faces
from explainer.engine.space_camera import SpaceCamera
from explainer.engine.stacks import View, light
from explainer.mobjects.text import Formula, Words
from explainer.style import theme

DARK = theme("dark")
BLUE, RED, GREEN = "#3366FF", "#FF4422", "#22CC66"

VIEWS: dict[str, dict[str, float]] = {
    "from above": {},
    "from the side": {"phi": 75, "theta": -50},
    "rolled": {"phi": 40, "theta": 130, "gamma": 25, "zoom": 1.4},
    "near": {"phi": 65, "theta": 20, "focal_distance": 6, "zoom": 0.8},
    "inside": {"phi": 80, "theta": -10, "focal_distance": 1.5},
    "from below": {"phi": 120, "theta": -100},
}


def wave(u: float, v: float) -> np.ndarray:
    return np.array([u, v, np.sin(u) * np.cos(v)])


def surface(**options: Any) -> Surface:
    return Surface(wave, u_range=(-3, 3), v_range=(-3, 3), resolution=(9, 7), **options)


def coloured_by_height() -> Group:
    axes = ThreeDAxes(x_length=6, y_length=6, z_length=4)
    sheet = Surface(lambda u, v: axes.c2p(u, v, np.sin(u + v)), (-3, 3), (-3, 3), 8)
    return Group(
        axes, sheet.set_fill_by_value(axes=axes, colorscale=[(RED, -1), (GREEN, 0), (BLUE, 1)])
    )


def folded() -> VGroup:
    """Quads whose edges are parallel or vanish, where Manim looks for another normal."""
    corners = [
        [[0, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0]],
        [[0, 0, 0], [0, 0, 0], [1, 1, 0], [0, 1, 0]],
        [[0, 0, 0], [0, 0, 1], [0, 0, 2], [0, 0, 1]],
        [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]],
        [[0, 0, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]],
    ]
    return VGroup(
        *(
            ThreeDVMobject(fill_color=RED, fill_opacity=1, stroke_color=BLUE)
            .set_points_as_corners([*quad, quad[0]])
            .shift([k - 2, 0, 0])
            for k, quad in enumerate(corners)
        )
    )


def in_pieces() -> VGroup:
    """Equally many points, in one piece, in two, open and closed."""
    square = Square(fill_opacity=0.6, color=RED).points
    other = square.copy()
    other[8:] += [0.0, 0.0, 1.5]
    opened = square.copy()
    opened[-1] += [0.3, 0.2, 0.1]
    return VGroup(
        *(
            ThreeDVMobject(fill_color=GREEN, fill_opacity=0.5, stroke_color=BLUE)
            .set_points(points)
            .shift([0, 0, k])
            for k, points in enumerate([square, other, opened, square + 0.5])
        )
    )


def not_finite() -> VGroup:
    cube = Cube(fill_opacity=1)
    cube[2].points[3, 1] = np.nan
    return cube


def unlike(**attributes: Any) -> Callable[[], Mobject]:
    """A cube one of whose sides has something that only Manim's own drawing heeds."""

    def build() -> Mobject:
        cube = Cube(fill_opacity=0.8, stroke_width=3, stroke_color=RED)
        for name, value in attributes.items():
            setattr(cube[1], name, value)
        return cube

    return build


def grouped() -> VGroup:
    left = Cube(1, fill_opacity=1, fill_color=RED).set_shade_in_3d(True, z_index_as_group=True)
    right = Cube(1, fill_opacity=1, fill_color=BLUE).shift([0.7, 0.4, 0.3])
    return VGroup(left, right.set_shade_in_3d(True, z_index_as_group=True), Cube(0.8))


def layered() -> VGroup:
    return VGroup(
        surface().set_z_index(3),
        Cube(1.5, fill_color=RED, fill_opacity=1).set_z_index(1),
        Circle(2, fill_opacity=0.7, color=GREEN).set_z_index(2),
        Square(3, fill_opacity=0.7, color=BLUE).set_z_index(-1),
    )


def many_gradients() -> Mobject:
    sheet = surface(checkerboard_colors=False)
    for k, face in enumerate(sheet):
        face.set_fill([RED, GREEN, BLUE][: 1 + k % 3], opacity=0.3 + 0.01 * k)
        face.set_stroke([RED, BLUE][: 1 + k % 2], width=k % 4, opacity=(k % 3) / 2)
    return sheet


OBJECTS: dict[str, Callable[[], Mobject]] = {
    "surface": surface,
    "surface without strokes": lambda: surface(stroke_width=0),
    "surface, one colour": lambda: surface(checkerboard_colors=False, fill_color=RED),
    "surface, see-through": lambda: surface(fill_opacity=0.4),
    "surface, colours across": lambda: surface().set_color_by_gradient(RED, BLUE),
    "surface, colours by height": coloured_by_height,
    "surface, many gradients": many_gradients,
    "surface, jagged": lambda: surface(should_make_jagged=True),
    "surface, not shaded": lambda: surface().set_shade_in_3d(False),
    "sphere": lambda: Sphere(radius=2, resolution=(8, 10)),
    "cube": lambda: Cube(2, fill_opacity=0.7),
    "cube with sheen": lambda: Cube(2, fill_opacity=1).set_sheen(0.5, np.array([1.0, 1.0, 0.0])),
    "prism": lambda: Prism([1, 2, 3]).rotate(0.4, axis=np.array([1.0, 1.0, 0.0])),
    "cone": lambda: Cone(1.2, 2, show_base=True, resolution=8),
    "cylinder": lambda: Cylinder(1, 2.5, resolution=(4, 12)),
    "torus": lambda: Torus(2, 0.7, resolution=(9, 7)),
    "icosahedron": lambda: Icosahedron(edge_length=1.5),
    "arrow": lambda: Arrow3D([-1, -1, 0], [2, 1, 2], resolution=6),
    "line": lambda: Line3D([-2, 0, -1], [2, 1, 1], resolution=6),
    "dot": lambda: Dot3D([1, 1, 1], radius=0.4, resolution=(6, 6)),
    "axes": lambda: ThreeDAxes(x_length=6, y_length=6, z_length=4),
    "axes moved": lambda: ThreeDAxes().scale(0.5).shift([1, 0, 1]),
    "axes and surface": lambda: Group(ThreeDAxes(), surface()),
    "curve": lambda: ParametricFunction(
        lambda t: np.array([2 * np.cos(t), 2 * np.sin(t), t / 3]), t_range=(-6, 6), color=GREEN
    ),
    "curve with depth": lambda: ParametricFunction(
        lambda t: np.array([2 * np.cos(t), 2 * np.sin(t), t / 3]), t_range=(-6, 6)
    ).set_shade_in_3d(True),
    "dashes": lambda: DashedLine([-3, 0, 1], [3, 1, -1]).set_shade_in_3d(True),
    "dashed circle": lambda: DashedVMobject(Circle(2), num_dashes=17),
    "flat things": lambda: VGroup(Square(3), Circle(fill_opacity=0.5), Arrow([0, 0, 0], [2, 1, 0])),
    "flat gradients": lambda: VGroup(
        *(Square(k).set_fill([RED, BLUE], 0.3).set_stroke([GREEN, BLUE], 6) for k in (1, 2, 3, 4))
    ),
    "lines": lambda: VGroup(*(Line([0, 0, 0], [k, 2, k], color=RED) for k in range(-3, 4))),
    "text": lambda: Text("Text in space").rotate(70 * DEGREES, axis=RIGHT),
    "words": lambda: Words("Words in _space_", DARK).with_halo(DARK),
    "background strokes": lambda: Cube(fill_opacity=1).set_background_stroke(color=RED, width=15),
    "image": lambda: ImageMobject(
        np.linspace(0, 255, 40 * 30 * 3).reshape(30, 40, 3).astype(np.uint8)
    ).scale(3),
    "points": lambda: Group(PointCloudDot(radius=1, density=20), Cube()),
    "z-index": layered,
    "one depth for a group": grouped,
    "folded": folded,
    "in pieces": in_pieces,
    "with parts of their own": lambda: VGroup(
        *(Cube(1).shift([k, 0, 0])[0].add(Dot([k, 1, 1])) for k in range(4))
    ),
    "not finite": not_finite,
    "own tolerance": unlike(tolerance_for_point_equality=0.5),
    "own background stroke": unlike(background_stroke_width=12),
    "own centre": unlike(get_center=lambda: np.array([0.0, 0.0, 9.0])),
    "own gradient": unlike(get_gradient_start_and_end_points=lambda: (-2 * OUT, 2 * RIGHT)),
    "own colours": unlike(get_fill_rgbas=lambda: np.array([[1.0, 0.5, 0.0, 1.0]])),
    "none": VMobject,
}


def both(**options: Any) -> list[ThreeDCamera]:
    with tempconfig({"pixel_width": 320, "pixel_height": 180}):
        return [SpaceCamera(**options), ThreeDCamera(**options)]


def turn(camera: ThreeDCamera, **view: float) -> None:
    camera.set_phi(view.get("phi", 0) * DEGREES)
    camera.set_theta(view.get("theta", -90) * DEGREES)
    camera.set_gamma(view.get("gamma", 0) * DEGREES)
    camera.set_zoom(view.get("zoom", 1))
    camera.set_focal_distance(view.get("focal_distance", 20))


def same(cameras: list[ThreeDCamera], *mobjects: Mobject) -> np.ndarray:
    """Check that both cameras draw the same, and return it."""
    for camera in cameras:
        camera.reset()
        with np.errstate(all="ignore"):
            camera.capture_mobjects(list(mobjects))
    ours, theirs = (camera.pixel_array for camera in cameras)
    assert np.array_equal(ours, theirs), f"{int((ours != theirs).any(axis=2).sum())} pixels differ"
    return np.array(ours)


DEAR = ("arrow", "icosahedron")
"""Manim takes seconds for them; their faces and lines are those of the other solids."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.full] * (name in DEAR)) for name in OBJECTS]
)
def test_the_pixels_are_manims(name: str) -> None:
    cameras, mobject = both(), OBJECTS[name]()
    pictures = []
    for view in VIEWS.values():
        for camera in cameras:
            turn(camera, **view)
        pictures.append(same(cameras, mobject))
    if name not in ("none", "not finite"):
        assert all((picture != pictures[0][0, 0]).any() for picture in pictures[:2])


@pytest.mark.parametrize(
    "options",
    [
        {"background_opacity": 0.0},
        {"exponential_projection": True},
        {"should_apply_shading": False},
        {"use_z_index": False},
        {"light_source_start_point": np.array([3.0, 2.0, -4.0])},
        {"frame_center": np.array([1.0, -0.5, 0.5])},
        {"cairo_line_width_multiple": 0.03},
    ],
    ids=lambda options: next(iter(options)),
)
@pytest.mark.parametrize(
    "name", ["surface, many gradients", "z-index", "axes", "in pieces", "flat things"]
)
def test_they_are_with_every_option_of_the_camera(name: str, options: dict[str, Any]) -> None:
    cameras, mobject = both(**options), OBJECTS[name]()
    for view in ("from the side", "near", "inside"):
        for camera in cameras:
            turn(camera, **VIEWS[view])
        same(cameras, mobject)


def test_they_are_from_every_side() -> None:
    cameras = both()
    mobjects = [surface(), Sphere(resolution=(6, 6)).shift(OUT), Torus(resolution=5)]
    for step in range(20):
        for camera in cameras:
            turn(camera, phi=9.4 * step, theta=-90 + 33.3 * step, gamma=5.1 * step)
        same(cameras, *mobjects)


@pytest.mark.parametrize(
    "kind", ["in the frame", "facing the camera", "facing, from a still point"]
)
@pytest.mark.parametrize(
    "label",
    [
        lambda: Text("Label").shift([1, 1, 0]),
        lambda: Words("Label $x^2$", DARK).with_halo(DARK),
        lambda: Formula("integral x dif x", DARK),
        lambda: Cube(1, fill_opacity=0.5),
        lambda: Square().set_fill([RED, BLUE], 1),
    ],
    ids=["text", "words", "formula", "cube", "gradient"],
)
def test_what_does_not_turn_is_drawn_as_manim_draws_it(
    kind: str, label: Callable[[], Mobject]
) -> None:
    cameras, fixed = both(), label()
    for camera in cameras:
        if kind == "in the frame":
            camera.add_fixed_in_frame_mobjects(fixed)
        else:
            still = kind.endswith("point")
            camera.add_fixed_orientation_mobjects(fixed, use_static_center_func=still)
    pictures = []
    for step in range(3):
        for camera in cameras:
            turn(camera, phi=60, theta=50 * step)
        pictures.append(same(cameras, surface(), fixed))
        fixed.shift([0.2, 0, 0.3])
    for camera in cameras:
        camera.remove_fixed_in_frame_mobjects(fixed)
        camera.remove_fixed_orientation_mobjects(fixed)
    pictures.append(same(cameras, surface(), fixed))
    assert (pictures[2] != pictures[3]).any()


def test_every_change_between_frames_is_seen() -> None:
    cameras = both()
    for camera in cameras:
        turn(camera, phi=60, theta=-40)
    sheet, cube = surface(), Cube(1.5, fill_opacity=0.8)

    def light_moves() -> None:
        for camera in cameras:
            camera.light_source.move_to([5, 5, 1])

    def middle_moves() -> None:
        for camera in cameras:
            camera._frame_center.move_to([0.5, 0.2, 0.1])

    spare = Square(2, color=RED, fill_opacity=1)
    changes: list[Callable[[], Any]] = [
        lambda: sheet.shift(0.3 * OUT),
        lambda: sheet[5].points.__imul__(1.2),
        lambda: sheet[7].set_fill(RED, opacity=0.5),
        lambda: sheet[8].set_stroke(GREEN, width=9),
        lambda: sheet[9].set_shade_in_3d(False),
        lambda: sheet.remove(*sheet[10:20]),
        lambda: cube.add(spare),
        lambda: cube.remove(cube[0]),
        lambda: cube[0].set_points(Circle().points),
        lambda: cube[1].set_shade_in_3d(False),
        lambda: cube.set_opacity(0),
        light_moves,
        middle_moves,
    ]
    last = same(cameras, sheet, cube)
    for change in changes:
        change()
        picture = same(cameras, sheet, cube)
        assert (picture != last).any()
        last = picture


def test_a_face_added_without_the_whole_is_drawn_alone() -> None:
    cameras = both()
    mobjects = list(surface())[:20]
    for camera in cameras:
        turn(camera, phi=50)
        camera.reset()
        camera.capture_mobjects(mobjects, include_submobjects=False)
    assert np.array_equal(cameras[0].pixel_array, cameras[1].pixel_array)


def test_faces_go_through_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[VMobject] = []
    monkeypatch.setattr(
        SpaceCamera, "display_vectorized", lambda self, mobject, context: alone.append(mobject)
    )
    camera = both()[0]
    turn(camera, **VIEWS["from the side"])
    camera.capture_mobjects([surface(), ThreeDAxes(), Sphere(resolution=6), Cube()])
    assert len(alone) <= 6  # two or three odd ones of the axes
    assert camera._faces._rows == {}, "what was found for a frame outlives it"
    assert isinstance(camera._faces, Faces)


def test_stacks_are_exact_to_the_last_bit() -> None:
    random = np.random.default_rng(5)
    manim = ThreeDCamera()
    for count in (4, 8, 12, 16, 32, 100):
        points = random.normal(size=(50, count, 3)) * 3
        turn(manim, phi=random.uniform(0, 180), theta=random.uniform(-180, 180), zoom=1.3)
        manim.reset_rotation_matrix()
        view = View(manim.frame_center, manim.get_rotation_matrix(), 20.0, 1.3, False)
        source = manim.light_source.points[0]
        grey = np.full((1, 4), 0.5)
        projected, depths, lights = view.project(points), view.depths(points), light(points, source)
        for row in range(len(points)):
            face = ThreeDVMobject().set_points(points[row])
            assert np.array_equal(projected[row], manim.project_points(points[row]))
            depth = np.dot(face.get_z_index_reference_point(), view.rotation.T)[2]
            assert depths[row] == depth
            shades = manim.modified_rgbas(face, grey)
            assert np.array_equal(0.5 + lights[row], shades[:, 0])


def test_a_normal_of_parallel_edges_is_manims() -> None:
    edges = np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0], [1, 0, 0], [0, 0, 0]])
    face = ThreeDVMobject().set_points_as_corners(edges)
    source = np.array([-7.0, -9, 10])
    normal = get_unit_normal(face.points[3] - face.points[0], face.points[12] - face.points[0])
    towards = source / np.linalg.norm(source)
    cosine = float(np.dot(normal, towards))
    expected = 0.5 * cosine**3 * (0.5 if cosine < 0 else 1)
    assert light(face.points[None], source)[0, 0] == expected


def test_polygons_of_one_count_share_a_pass_whatever_they_show() -> None:
    cameras = both()
    for camera in cameras:
        turn(camera, phi=55, theta=-30)
    shapes = [
        Polygon([0, 0, k], [1, 0, 0], [1, 1, k], [0, 1, 0], color=RED, fill_opacity=k / 5)
        for k in range(6)
    ]
    shapes[1].set_shade_in_3d(True)
    shapes[2].set_stroke(width=0)
    shapes[3].set_stroke(opacity=0)
    shapes[4].stroke_width = -1
    shapes[5].set_shade_in_3d(True).set_fill([RED, BLUE, GREEN])
    same(cameras, *shapes)
