"""The same scene through Manim's own camera, writer and encoder settings: the reference.

What Manim has no drawing for, our surfaces, is painted as ever; all else is Manim's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from manim import config
from manim.camera.camera import Camera
from manim.camera.three_d_camera import ThreeDCamera
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.moving_camera_scene import MovingCameraScene
from manim.scene.scene import Scene
from manim.scene.three_d_scene import ThreeDScene

from explainer.engine.camera import Picture, PinningCamera, paint_pictures
from explainer.engine.cameras import camera_for
from explainer.engine.memory import played_and_gone
from explainer.engine.session import Build, Quality, RenderError, settings
from explainer.engine.writer import ENCODER_OPTIONS


class StockCamera(Camera):
    """Manim's camera, which has been told how to show a mobject that has a picture."""

    def __init__(self, **kwargs: Any) -> None:
        self._painted: dict[int, Any] = {}
        super().__init__(**kwargs)

    def type_or_raise(self, mobject: Any) -> Any:
        """Return the type under which a mobject is drawn."""
        if hasattr(mobject, "picture"):
            functions: dict[Any, Callable[..., Any]] = self.display_funcs  # type: ignore[assignment]
            functions[Picture] = self.display_pictures
            return Picture
        return super().type_or_raise(mobject)

    def display_pictures(self, mobjects: list[Any], pixel_array: Any) -> None:
        """Blend pictures into the frame."""
        paint_pictures(self, mobjects, pixel_array, self._painted)


class StockSpaceCamera(StockCamera, ThreeDCamera):
    """The same in space."""


class StockMovingCamera(StockCamera, PinningCamera):
    """The same for a view that moves over the plane."""


class StockRenderer(CairoRenderer):
    """Manim's renderer, which does not lose a frame of a wait to rounding."""

    def init_scene(self, scene: Scene, *args: Any) -> None:
        """Take the camera that the scene is made for."""
        super().init_scene(scene, *args)
        cameras = {ThreeDScene: StockSpaceCamera, MovingCameraScene: StockMovingCamera}
        self.camera = camera_for(type(scene), cameras, StockCamera)()

    def freeze_current_frame(self, duration: float) -> None:
        """Add the current frame for ``duration`` seconds, rounded to whole frames."""
        count = round(duration * self.camera.frame_rate)
        self.add_frame(self.get_frame(), num_frames=count)


@played_and_gone
def record(
    build: Build,
    quality: Quality,
    target: Path,
    *,
    our_encoder: bool = False,
    on_frame: Callable[[int], None] | None = None,
) -> None:
    """Render a scene into ``target`` as Manim's own command would.

    Args:
        build: returns a fresh scene, given a renderer.
        quality: size and frame rate.
        target: the file to write.
        our_encoder: use the encoder settings of our engine.
        on_frame: told the number of frames drawn so far.

    Raises:
        RenderError: when Manim leaves no film.
        OSError: when the file cannot be written.
    """
    with settings(quality):
        if our_encoder:
            config.video_encoder_options = {**config.video_encoder_options, **ENCODER_OPTIONS}
        scene = build(renderer=StockRenderer())
        if on_frame is not None:
            _count_frames(scene.renderer, on_frame)
        scene.render()
        film = scene.renderer.file_writer.movie_file_path
        if not Path(film).is_file():
            raise RenderError("Manim left no film")
        shutil.move(film, target)


def _count_frames(renderer: CairoRenderer, on_frame: Callable[[int], None]) -> None:
    add, drawn = renderer.add_frame, 0

    def counted(frame: Any, num_frames: int = 1) -> None:
        nonlocal drawn
        add(frame, num_frames)
        drawn += num_frames
        on_frame(drawn)

    renderer.add_frame = counted  # type: ignore[method-assign]
