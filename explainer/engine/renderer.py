"""Manim's Cairo renderer, which draws nothing for the plays that are skipped or rehearsed."""

from __future__ import annotations

from typing import Any

from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene

from explainer.engine.camera import ClipCamera
from explainer.engine.writer import ClipWriter


class ClipRenderer(CairoRenderer):
    """Plays a scene; plays that are skipped cost no pixels.

    Stock Manim rasterises twice for a skipped play. A still or a contact sheet needs the state
    after each play, and pixels for a handful of moments only.
    """

    rehearses = False
    """Go through every frame of a skipped play, without drawing it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(camera_class=ClipCamera, **kwargs)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play the animations, or go to their end at once when skipping."""
        self.skip_animations = self._original_skipping_status
        self.update_skipping_status()
        if not self.skip_animations:
            super().play(scene, *args, **kwargs)
            return
        scene.compile_animation_data(*args, **kwargs)
        self.file_writer.add_partial_movie_file(None)
        self.animations_hashes.append(None)
        self.file_writer.begin_animation(False, animation_index=self.num_plays)
        animations = scene.animations or []
        for animation in animations:
            animation._setup_scene(scene)
            animation.begin()
        if self.rehearses:
            rate = self.camera.frame_rate
            for frame in range(round(scene.duration * rate)):
                scene.update_to_time(frame / rate)
        scene.update_to_time(scene.duration)
        for animation in animations:
            animation.finish()
            animation.clean_up_from_scene(scene)
        scene.update_mobjects(0)
        self.time += scene.duration
        self.file_writer.end_animation(False)
        self.num_plays += 1

    def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
        """Draw a frame and hand it on."""
        self.update_frame(scene, moving_mobjects)
        self.add_frame(self._frame())

    def update_frame(self, scene: Scene, mobjects: Any = None, *args: Any, **kwargs: Any) -> None:
        """Draw the scene, or over what stands still just these mobjects, in the order given.

        Manim would take each with all its parts and sort them anew, which lays equals differently,
        and would draw everything twice where nothing moves.
        """
        if mobjects is None:
            super().update_frame(scene, None, *args, **kwargs)
            return
        if self.static_image is not None:
            self.camera.set_frame_to_background(self.static_image)
        else:
            self.camera.reset()
        self.camera.capture_mobjects(mobjects, include_submobjects=False)

    def _frame(self) -> Any:
        """Return the pixels for the writer: ours takes its own copy, Manim's needs one."""
        ours = isinstance(self.file_writer, ClipWriter)
        return self.camera.pixel_array if ours else self.get_frame()

    def freeze_current_frame(self, duration: float) -> None:
        """Add the current frame for ``duration`` seconds, rounded to whole frames."""
        # Manim truncates here, so that 0.6 s at 15 frames a second would lose one to 8.999...
        count = round(duration * self.camera.frame_rate)
        self.add_frame(self._frame(), num_frames=count)
