"""Our camera draws Manim's own objects to the very pixels that Manim's camera draws."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

import numpy as np
import pytest
from manim import tempconfig
from manim.animation.updaters.mobject_update_utils import always_redraw
from manim.camera.camera import Camera
from manim.camera.moving_camera import MovingCamera
from manim.constants import CapStyleType, LineJointType
from manim.mobject.geometry.arc import Annulus, Arc, Circle, CurvedArrow, Dot
from manim.mobject.geometry.boolean_ops import Difference
from manim.mobject.geometry.line import Arrow, DashedLine, Line
from manim.mobject.geometry.polygram import Polygon, Square, Star
from manim.mobject.graphing.functions import ParametricFunction
from manim.mobject.graphing.number_line import NumberLine
from manim.mobject.mobject import Group, Mobject
from manim.mobject.svg.brace import Brace
from manim.mobject.svg.svg_mobject import SVGMobject
from manim.mobject.text.text_mobject import MarkupText, Text
from manim.mobject.text.typst_mobject import MathTypst, Typst
from manim.mobject.types.image_mobject import ImageMobject
from manim.mobject.types.point_cloud_mobject import PointCloudDot
from manim.mobject.types.vectorized_mobject import DashedVMobject, VGroup, VMobject

from explainer.engine.camera import ClipCamera, MovingClipCamera
from explainer.engine.paths import Paths
from explainer.mobjects.text import Formula, Words
from explainer.style import theme

DARK = theme("dark")
BLUE, RED, GREEN = "#3366FF", "#FF4422", "#22CC66"


def open_and_closed() -> VMobject:
    shape = VMobject(stroke_color=BLUE, fill_color=GREEN, fill_opacity=0.4)
    shape.set_points_as_corners([[-2, -1, 0], [0, 1, 0], [2, -1, 0], [-2, -1, 0]])
    other = VMobject().set_points_as_corners([[-1, 2, 0], [1, 2.5, 0], [2, 1.5, 0]])
    return shape.append_points(other.points)


def broken() -> VMobject:
    shape = Square()
    shape.points[3, 0] = np.nan
    return shape


def unfinished() -> VMobject:
    shape = Square(fill_opacity=1)
    shape.points = shape.points[:-2]
    return shape


def image() -> ImageMobject:
    ramp = np.linspace(0, 255, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint8)
    return ImageMobject(ramp).scale(2)


def open_and_closed_widely() -> VMobject:
    shape = open_and_closed()
    shape.tolerance_for_point_equality = 5.0
    return shape


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60">
<rect x="5" y="5" width="60" height="40" fill="#3366ff" fill-opacity="0.5" stroke="#fff"/>
<path d="M 50 10 a 20 20 0 1 0 30 30 L 90 5 z M 60 20 l 10 0 l 0 10 z" fill="#f42"/>
<ellipse cx="30" cy="30" rx="25" ry="10" fill="none" stroke="#2c6" stroke-width="3"/></svg>"""


def svg() -> SVGMobject:
    with tempfile.NamedTemporaryFile("w", suffix=".svg") as file:
        file.write(DRAWING)
        file.flush()
        return SVGMobject(file.name, use_svg_cache=False)


OBJECTS: dict[str, Callable[[], Mobject]] = {
    "circle": lambda: Circle(color=RED, fill_opacity=0.5),
    "gradients": lambda: Square(2).set_fill([RED, BLUE], 0.8).set_stroke([GREEN, BLUE], 12),
    "sheen": lambda: Circle(fill_opacity=1).set_sheen(0.6, np.array([1.0, 1.0, 0.0])),
    "dashes": lambda: DashedLine([-4, 1, 0], [4, -1, 0], color=GREEN),
    "dashed circle": lambda: DashedVMobject(Circle(2), num_dashes=23),
    "star": lambda: Star(7, fill_opacity=1, color=BLUE, stroke_width=0),
    "ring": lambda: Annulus(0.5, 1.5, color=RED),
    "arrow": lambda: Arrow([-2, -2, 0], [2, 1, 0]),
    "curved arrow": lambda: CurvedArrow(np.array([-2.0, 0, 0]), np.array([2.0, 1, 0])),
    "background stroke": lambda: Circle().set_background_stroke(color=RED, width=20, opacity=0.5),
    "no fill": lambda: Square(3),
    "nothing to see": lambda: Square(fill_opacity=0, stroke_opacity=0),
    "no width": lambda: Square(fill_opacity=0, stroke_width=0),
    "empty": lambda: VMobject(),
    "open and closed": open_and_closed,
    "not finite": broken,
    "unfinished curve": unfinished,
    "z-index": lambda: VGroup(
        Square(3, color=RED, fill_opacity=1).set_z_index(2),
        Circle(2, color=BLUE, fill_opacity=1).set_z_index(1),
        Dot().set_z_index(3),
    ),
    "off the frame": lambda: Circle(9, color=GREEN, fill_opacity=0.3).shift([4, 3, 0]),
    "joints": lambda: VGroup(
        *(
            Polygon([-2, 0, 0], [0, 1, 0], [2, 0, 0], joint_type=joint, stroke_width=30)
            for joint in LineJointType
        )
    ),
    "caps": lambda: VGroup(
        *(
            Line([-1, y, 0], [1, y, 0], stroke_width=30).set_cap_style(cap)
            for y, cap in enumerate(CapStyleType)
        )
    ),
    "function": lambda: ParametricFunction(
        lambda t: np.array([t, np.sin(5 * t), 0]), t_range=(-4, 4), color=GREEN
    ),
    "number line": lambda: NumberLine((-3, 3), include_tip=True),
    "words": lambda: Words("Words, *bold* and _slanted_", DARK).with_halo(DARK),
    "formula": lambda: Formula("integral_0^1 frac(x^2, sqrt(pi)) dif x", DARK),
    "image": image,
    "image, see-through and turned": lambda: image().set_opacity(0.4).rotate(0.5),
    "image under a shape": lambda: Group(image(), Circle(color=RED, fill_opacity=0.5)),
    "points": lambda: PointCloudDot(radius=1, density=20, color=GREEN),
    "text": lambda: Text("Manim's text", weight="BOLD", t2c={"text": RED}),
    "text with a gradient": lambda: Text("Gradient", gradient=(RED, BLUE), stroke_width=2),
    "markup": lambda: MarkupText(f'<u>under</u> <i>lined</i> <span fgcolor="{RED}">red</span>'),
    "typst": lambda: Typst("Prose with *weight*"),
    "typst mathematics": lambda: MathTypst("sum_(k=0)^n binom(n, k) = 2^n").set_color(GREEN),
    "svg": svg,
    "brace": lambda: VGroup(Square(2), Brace(Square(2), np.array([1.0, 0, 0]), color=GREEN)),
    "difference": lambda: Difference(Square(2), Circle(0.8), color=RED, fill_opacity=0.5),
    "three colours across a stroke": lambda: (
        Line([-3, -1, 0], [3, 1, 0]).set_stroke(width=25).set_color([RED, GREEN, BLUE])
    ),
    "sheen on a stroke": lambda: (
        Circle(2).set_stroke(BLUE, 20).set_sheen(-0.7, np.array([1.0, 0.0, 0.0]))
    ),
    "always redrawn": lambda: always_redraw(lambda: Arc(angle=2, color=RED)).update(0.1),
    "half transparent, overlapping": lambda: VGroup(
        *(Circle(1, color=RED).set_opacity(0.3).shift([0.4 * k, 0, 0]) for k in range(5))
    ),
    "own tolerance": open_and_closed_widely,
    "many": lambda: VGroup(*(Arc(0.1 * k, angle=1 + k, color=BLUE) for k in range(1, 40))),
}


def drawn(camera_class: type[Camera], mobject: Mobject, **options: object) -> np.ndarray:
    with tempconfig({"pixel_width": 426, "pixel_height": 240}):
        camera = camera_class(**options)
        camera.reset()
        camera.capture_mobjects([mobject])
        return np.array(camera.pixel_array)


@pytest.mark.parametrize("name", OBJECTS)
def test_the_pixels_are_manims(name: str) -> None:
    ours, theirs = drawn(ClipCamera, OBJECTS[name]()), drawn(Camera, OBJECTS[name]())
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("name", ["circle", "gradients", "words", "text", "image", "svg"])
def test_they_are_on_a_transparent_background_too(name: str) -> None:
    options = {"background_opacity": 0.0}
    ours = drawn(ClipCamera, OBJECTS[name](), **options)
    assert np.array_equal(ours, drawn(Camera, OBJECTS[name](), **options))
    assert ours[..., 3].min() == 0 < ours[..., 3].max()


@pytest.mark.parametrize("opacity", [0.0, 0.5])
@pytest.mark.parametrize("name", ["circle", "gradients", "words"])
def test_a_coloured_ground_tints_nothing_that_is_drawn_over_it(name: str, opacity: float) -> None:
    """The one difference: Manim leaves its colour unmultiplied, as Cairo does not take it."""
    options = {"background_opacity": opacity, "background_color": "#3366CC"}
    ours, theirs = (
        drawn(ClipCamera, OBJECTS[name](), **options),
        drawn(Camera, OBJECTS[name](), **options),
    )
    assert np.array_equal(ours[..., 3], theirs[..., 3])
    assert (ours[..., :3].max(axis=-1) <= ours[..., 3].astype(int) + 1).all()
    solid = ours[..., 3] == 255
    assert (np.abs(ours[solid].astype(int) - theirs[solid]) <= 1).all()
    # Elsewhere the ground's own colour, as far as it was not multiplied, is all that differs.
    excess = theirs[..., :3].astype(int) - ours[..., :3]
    most = np.array([0xCC, 0x66, 0x33]) * (1 - opacity) + 2
    assert (np.abs(excess) <= most.max()).all()


@pytest.mark.parametrize("name", ["gradients", "words", "text with a gradient", "image", "dashes"])
def test_they_are_before_a_view_that_moves_and_zooms(name: str) -> None:
    with tempconfig({"pixel_width": 426, "pixel_height": 240}):
        cameras, mobject = [MovingClipCamera(), MovingCamera()], OBJECTS[name]()
        for zoom, shift in ((1.0, 0.0), (0.5, 0.7), (2.3, -1.0)):
            for camera in cameras:
                camera.frame.scale(zoom).shift([shift, shift / 2, 0])
                camera.reset()
                camera.capture_mobjects([mobject])
            assert np.array_equal(cameras[0].pixel_array, cameras[1].pixel_array)
            assert (cameras[0].pixel_array != cameras[0].pixel_array[0, 0]).any()


def test_a_path_that_changes_in_place_is_drawn_anew() -> None:
    with tempconfig({"pixel_width": 426, "pixel_height": 240}):
        cameras = [ClipCamera(), Camera()]
        square = Square(fill_opacity=1)
        for _ in range(3):
            for camera in cameras:
                camera.reset()
                camera.capture_mobjects([square])
            assert np.array_equal(cameras[0].pixel_array, cameras[1].pixel_array)
            square.points *= 1.3
            square.points[0, 0] += 0.2


def test_paths_reach_cairo_in_one_piece_here() -> None:
    assert Paths()._append is not None
