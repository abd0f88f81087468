"""Scenes in space: a turning camera, headings that stay, and the same frames as Manim's camera."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim.animation.animation import Animation
from manim.animation.creation import Create
from manim.animation.rotation import Rotate
from manim.animation.updaters.mobject_update_utils import always_redraw
from manim.camera.three_d_camera import ThreeDCamera
from manim.constants import DEGREES, LEFT, OUT, RIGHT
from manim.mobject.geometry.arc import Dot
from manim.mobject.geometry.line import Line
from manim.mobject.geometry.polygram import Square
from manim.mobject.graphing.coordinate_systems import ThreeDAxes
from manim.mobject.mobject import Mobject
from manim.mobject.three_d.three_dimensions import Cube, Dot3D, Line3D, Surface
from manim.mobject.types.vectorized_mobject import VGroup
from manim.scene.moving_camera_scene import MovingCameraScene
from manim.scene.scene import Scene
from manim.scene.three_d_scene import ThreeDScene
from manim.scene.zoomed_scene import ZoomedScene

from explainer import Explainer, Explainer3D, Field, SceneParams
from explainer.engine.camera import (
    ClipCamera,
    MagnifyingCamera,
    MovingClipCamera,
    PinningCamera,
)
from explainer.engine.cameras import camera_for
from explainer.engine.renderer import ClipRenderer
from explainer.engine.session import (
    Quality,
    at_beat_ends,
    beat_stills,
    frames,
    prepare,
    settings,
    still,
)
from explainer.engine.sinks import FrameKeeper
from explainer.engine.space_camera import SpaceCamera
from explainer.engine.stock import StockRenderer
from explainer.style import theme

TINY = Quality(192, 108, 15)


def sheet(height: float = 1.0) -> Surface:
    return Surface(
        lambda u, v: np.array([u, v, height * np.sin(u) * np.cos(v)]), (-2, 2), (-2, 2), 6
    )


class Turning(Explainer3D):
    """Watch a camera go around a sheet."""

    class Params(SceneParams):
        height: float = Field(1.0, gt=0, le=3, description="of the waves")

    def construct(self) -> None:
        self.set_camera_orientation(phi=65 * DEGREES, theta=-60 * DEGREES)
        self.axes, self.sheet = ThreeDAxes(), sheet(self.params.height)
        self.dot = Dot3D([0, 0, 1.5], color="#FF4422", resolution=(4, 4))
        self.place = Line([0, 0, 0], [0, 0, 1.5])
        note = self.words("A note")
        note.place((3.0, -3.0))
        self.pin(note)
        with self.beat("sheet", "A sheet", "Here."):
            self.fade(into=[self.axes, self.sheet, note], run_time=0.3)
        with self.beat("turn", "It turns", "So."):
            self.begin_ambient_camera_rotation(rate=1.0)
            self.play(Create(self.dot), run_time=0.4)
            self.wait(0.3)
            self.stop_ambient_camera_rotation()
        with self.beat("move", "It moves", "So."):
            line = always_redraw(lambda: Line([0, 0, 0], self.dot.get_center()))
            self.add(line)
            self.play(self.dot.animate.shift([1, -1, 0.5]), run_time=0.3)
            self.move_camera(phi=40 * DEGREES, zoom=1.2, frame_center=[0.5, 0, 0], run_time=0.4)
            self.fade(out=[note], run_time=0.2)


def filmed(scene: type[Explainer], camera: type | None = None, **options: Any) -> list[np.ndarray]:
    def build() -> Explainer:
        renderer = {"renderer": ClipRenderer(camera_class=camera)} if camera else {}
        return scene(**renderer, **options)

    return frames(build, TINY)


def equal(ours: list[np.ndarray], theirs: list[np.ndarray]) -> bool:
    assert len(ours) == len(theirs) > 5
    return all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_every_frame_of_a_film_is_that_of_manims_camera() -> None:
    ours = filmed(Turning)
    assert equal(ours, filmed(Turning, ThreeDCamera))
    distinct = {frame.tobytes() for frame in ours}
    assert len(distinct) > 25


def test_what_is_kept_from_frame_to_frame_changes_no_pixel() -> None:
    class Redrawn(Turning):
        """All is drawn anew."""

        def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
            return self.layers()

    assert equal(filmed(Turning), filmed(Redrawn))


class ManimsKeeper(FrameKeeper):
    """Keeps the frames of Manim's own renderer, which asks more of a writer."""

    def add_partial_movie_file(self, name: str | None) -> None:
        pass

    def begin_animation(self, allow_write: bool, animation_index: int) -> None:
        pass

    def end_animation(self, allow_write: bool) -> None:
        pass


def in_space(self: Any) -> None:
    """A scene as a user of Manim writes it."""
    self.camera.background_color = "#102030"
    self.set_camera_orientation(phi=65 * DEGREES, theta=-60 * DEGREES)
    self.add(ThreeDAxes(), sheet())
    label = Square().shift([4, 2, 0])
    self.add_fixed_in_frame_mobjects(label)
    self.begin_ambient_camera_rotation(rate=1.0)
    self.wait(0.4)
    self.play(Rotate(label), run_time=0.4)
    self.stop_ambient_camera_rotation()
    self.move_camera(phi=40 * DEGREES, zoom=1.2, run_time=0.4)
    self.wait(0.2)


def test_a_scene_of_manims_own_kind_has_the_same_frames_here() -> None:
    films = []
    for base in (ThreeDScene, Explainer3D):
        with settings(TINY):
            scene = type("InSpace", (base,), {"construct": in_space})()
            scene.renderer.file_writer = ManimsKeeper()
            scene.render()
            films.append((scene.camera, scene.renderer.file_writer.kept))
    assert [type(camera) for camera, _ in films] == [ThreeDCamera, SpaceCamera]
    assert equal(films[0][1], films[1][1])


def test_manims_own_renderer_films_it_with_manims_camera() -> None:
    class Plain(Explainer3D):
        """A turning camera, and nothing that moves by itself."""

        def construct(self) -> None:
            self.set_camera_orientation(phi=1.0)
            self.add(ThreeDAxes(), sheet())
            with self.beat("turn", "Turned", "Turned."):
                self.move_camera(theta=0.5, run_time=0.4)

    with settings(TINY):
        keeper = ManimsKeeper()
        scene = prepare(lambda: Plain(renderer=StockRenderer()), keeper)
        scene.render()
    assert isinstance(scene.camera, ThreeDCamera) and not isinstance(scene.camera, SpaceCamera)
    assert equal(filmed(Plain), keeper.kept)


def test_it_is_filmed_by_the_fast_camera_and_takes_parameters() -> None:
    scene = Turning(params=Turning.Params(height=2))
    assert isinstance(scene.camera, SpaceCamera)
    assert scene.params.height == 2


def test_headings_and_pinned_things_stay_where_they_are() -> None:
    turned = {beat.name: picture for beat, picture in beat_stills(Turning, TINY)}

    class Still(Turning):
        """The same without the camera's motion."""

        def begin_ambient_camera_rotation(self, *args: Any, **kwargs: Any) -> None:
            pass

        def move_camera(self, *args: Any, **kwargs: Any) -> None:
            pass

    stood = {beat.name: picture for beat, picture in beat_stills(Still, TINY)}
    top = slice(0, 14)  # the heading's zone
    assert (turned["move"] != stood["move"]).any()
    assert np.array_equal(turned["move"][top, :40], stood["move"][top, :40])
    assert (turned["move"][top, :40] != turned["move"][0, 0]).any()


def test_a_heading_can_be_read_whatever_passes_behind_it() -> None:
    class Behind(Explainer3D):
        """A sheet of light behind the heading."""

        def construct(self) -> None:
            self.add(Square(30, fill_opacity=1, color="#888888", stroke_width=0).set_z_index(5))
            with self.beat("behind", "Behind", "Behind."):
                pass

    corner = still(Behind, Quality(854, 480, 15))[20:70, 40:240, :3]
    assert corner.min() < 60 < 200 < corner.max()  # the halo, the letters


def test_a_pinned_thing_is_not_shown_until_it_is_added() -> None:
    scene = Turning()
    square = Square()
    scene.pin(square)
    assert square in scene.camera.fixed_in_frame_mobjects
    assert not scene.shown(square)


def test_waiting_goes_on_where_something_moves_by_itself() -> None:
    class Waiting(Explainer3D):
        """Wait."""

        def construct(self) -> None:
            self.add(Cube())
            with self.beat("still", "Still", "A."):
                pass
            self.begin_ambient_camera_rotation(rate=2)
            with self.beat("turning", "Turning", "B."):
                self.wait(0.5)

    shown = [frame.tobytes() for frame in filmed(Waiting)]
    assert len(set(shown[-10:])) == 10
    assert len(set(shown[:15])) < 12


def drawn_anew(scene: Explainer, *animations: Animation) -> list[Mobject]:
    moving, still_ones = scene.get_moving_and_static_mobjects(animations)
    assert {id(m) for m in [*moving, *still_ones]} == {
        id(m) for m in scene.get_mobject_family_members()
    }
    return moving


def test_only_what_has_to_be_is_drawn_anew() -> None:
    scene = Explainer3D()
    cube, dot, square = Cube(), Dot3D(resolution=(2, 2)).shift(RIGHT), Square()
    scene.add(cube, square, dot)
    flat = drawn_anew(scene, Rotate(square))
    assert square in flat and cube[0] not in flat and dot[0] not in flat
    assert {id(m) for m in drawn_anew(scene, Rotate(dot))} >= {id(cube[0]), id(square)}
    whole = len(scene.get_mobject_family_members())
    for part in (scene.camera.theta_tracker, scene.camera._frame_center, scene.camera.light_source):
        scene.add(part)
        assert len(drawn_anew(scene, Rotate(part))) == whole + 1
        scene.remove(part)
    group = VGroup(Square(), Dot()).add_updater(lambda mobject, dt: mobject.shift(dt * OUT))
    scene.add(group)
    assert set(group) <= set(drawn_anew(scene))


def test_a_group_whose_updater_moves_things_with_depth_has_all_drawn_anew() -> None:
    scene = Explainer3D()
    cube = Cube()
    scene.add(cube, VGroup(sheet()).add_updater(lambda group, dt: group.rotate(dt)))
    assert cube[0] in drawn_anew(scene)


def test_parts_that_come_during_a_play_are_drawn() -> None:
    class Growing(Explainer):
        """Dots come one by one."""

        def construct(self) -> None:
            dots = VGroup(Dot([-3, 0, 0]))
            self.add(dots, Square().shift([4, 0, 0]))
            with self.beat("dots", "Dots", "Dots."):
                self.sweep(lambda t: dots.add(Dot([6 * t - 3, 0, 0], radius=0.3)), dots)

    shown = filmed(Growing)
    bright = [int((frame[50:58, :130] > 128).sum()) for frame in shown]
    assert bright[-1] > bright[9] > bright[2]
    assert len(set(bright)) > 8, "they come all at once"


def test_a_still_shows_what_the_film_ends_on() -> None:
    class Moving(Explainer3D):
        """Move once."""

        def construct(self) -> None:
            self.add(ThreeDAxes(), Cube())
            with self.beat("move", "Moved", "Moved."):
                self.move_camera(phi=1.0, run_time=0.4)
                self.begin_ambient_camera_rotation(rate=1.5)
                self.wait(0.4)

    assert np.array_equal(filmed(Moving)[-1], still(Moving, TINY)[..., :3])
    phi = at_beat_ends(Moving, TINY, lambda scene, beat: scene.camera.get_phi())
    assert phi == [1.0]


class Zoom(Explainer, MovingCameraScene):
    """Zoom in on a dot."""

    def construct(self) -> None:
        dot = Dot([2, 1, 0])
        self.add(Square(3, fill_opacity=0.5), dot)
        with self.beat("zoom", "Zoom", "Zoom."):
            self.play(self.camera.frame.animate.scale(0.4).move_to(dot), run_time=0.5)


def test_a_view_that_moves_over_the_plane_is_manims() -> None:
    ours = filmed(Zoom)
    assert equal(ours, filmed(Zoom, PinningCamera))
    assert (ours[0] != ours[-1]).any()


class Travelling(Explainer, MovingCameraScene):
    """See a heading stay, wherever the view goes."""

    goes = True

    def construct(self) -> None:
        self.add(Dot([2, 0, 0]))
        with self.beat("away", "A heading that stays $x^2$", "It stays."):
            if self.goes:
                self.play(self.camera.frame.animate.scale(0.2).move_to([2, -0.2, 0]), run_time=0.4)
        with self.beat("far", "Another", "It stays too."):
            if self.goes:
                self.play(self.camera.frame.animate.scale(9).move_to([-5, 2, 0]), run_time=0.4)


def test_a_heading_keeps_its_place_and_size_before_a_view_that_moves() -> None:
    class Staying(Travelling):
        goes = False

    top = TINY.height // 6
    moving, resting = beat_stills(Travelling, TINY), beat_stills(Staying, TINY)
    for (_, here), (_, there) in zip(moving, resting, strict=True):
        assert there[:top].std() > 5
        assert np.abs(here[:top].astype(int) - there[:top]).max() <= 2
        assert (here[top:] != there[top:]).any()


class Magnified(Explainer, ZoomedScene):
    """Look through a magnifier, at the plane and nothing else."""

    def construct(self) -> None:
        self.add(Dot())
        with self.beat("look", "A heading", "Look."):
            self.activate_zooming(animate=False)
            frame = self.zoomed_camera.frame
            self.play(
                frame.animate.move_to(self.narration.lasting[-1]).shift(LEFT * 0.1), run_time=0.4
            )


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_magnifier_has_the_ground_of_the_theme_and_shows_no_heading(name: str) -> None:
    picture = still(lambda: Magnified(theme=name), TINY)
    unit = TINY.height / 8
    right = TINY.width - round(0.8 * unit)
    inside = picture[round(0.8 * unit) : round(3 * unit), right - round(2.2 * unit) : right, :3]
    ground = [int(theme(name).background[at : at + 2], 16) for at in (1, 3, 5)]
    assert (inside == ground).all()
    assert (picture[..., :3] != ground).any()


class Hidden(Explainer3D):
    """The remedies of the README for what Manim draws in front of all: a line, and flat things."""

    beside: tuple[str, ...] = ()

    def construct(self) -> None:
        self.set_camera_orientation(phi=70 * DEGREES, theta=-90 * DEGREES)
        red = {"color": "#ff0000", "fill_opacity": 1}
        shown: dict[str, Any] = {
            "cube": lambda: Cube(2, fill_opacity=1, fill_color="#0000ff"),
            "behind": lambda: Square(0.5, **red).rotate(1.57, RIGHT).shift([0, 3, 0]),
            "before": lambda: Square(0.5, **red).rotate(1.57, RIGHT).shift([0, -3, 0]),
            "line": lambda: Line3D([0, 0, -3], [0, 0, 3], color="#ff0000", resolution=(24, 8)),
        }
        for name in self.beside:
            self.add(shown[name]().set_shade_in_3d(True))


def test_flat_things_and_lines_can_be_given_depth() -> None:
    def red(*names: str) -> int:
        scene = type("Seen", (Hidden,), {"beside": names, "__module__": __name__})
        picture = still(scene, TINY).astype(int)
        return int((picture[..., 0] > picture[..., 2] + 60).sum())

    assert red("cube", "behind") == 0 < red("behind")
    assert red("cube", "before") == red("before") > 0
    assert 0 < red("cube", "line") < 0.8 * red("line")


def test_each_kind_of_scene_has_its_camera() -> None:
    class Special(ThreeDScene):
        pass

    kinds = {
        Scene: ClipCamera,
        Explainer: ClipCamera,
        Explainer3D: SpaceCamera,
        Special: SpaceCamera,
        MovingCameraScene: MovingClipCamera,
        ZoomedScene: MagnifyingCamera,
    }
    assert {scene: camera_for(scene) for scene in kinds} == kinds
