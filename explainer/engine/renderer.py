"""Manim's Cairo renderer, which draws of a film just the frames that somebody wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from manim.animation.movement import PhaseFlow
from manim.animation.updaters.update import UpdateFromAlphaFunc, UpdateFromFunc
from manim.camera.camera import Camera
from manim.mobject.mobject import Mobject
from manim.renderer import cairo_renderer
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene import Scene
from manim.utils.exceptions import EndSceneEarlyException

from explainer.engine.camera import ClipCamera
from explainer.engine.play_keys import key_of_play
from explainer.engine.sinks import FOREVER, Sink

TICK = 1 / 15
"""Every play lasts a whole number of these seconds: a clip is as long at 15, 30 and 60 fps."""


class ClipRenderer(CairoRenderer):
    """Plays a scene; frames that its sink does not want cost no pixels.

    Stock Manim rasterises twice for a skipped play. A still, a contact sheet or a segment needs the
    state that the plays before it leave, and pixels for its own moments only. Under Manim's own
    command, whose file writer is no sink of ours, it plays as Manim does.
    """

    rehearses = False
    """Go through every frame, also of plays whose end does not depend on it."""

    def __init__(self, camera_class: type[Camera] = ClipCamera, **kwargs: Any) -> None:
        super().__init__(camera_class=camera_class, **kwargs)
        self.frame = 0
        self._answer, self._until = False, 0

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        """Play the animations, drawing the frames that are wanted.

        What is not drawn is passed over at once where the end of the play does not depend on it.
        """
        if not isinstance(self.file_writer, Sink):
            with _our_keys():
                super().play(scene, *args, **kwargs)
            return
        scene.compile_animation_data(*args, **kwargs)
        self.animations_hashes.append(None)
        if self.file_writer.draws:
            scene.begin_animations()
        else:
            for animation in scene.animations or []:
                animation._setup_scene(scene)
                animation.begin()
        self.file_writer.play_begins(scene)
        start, frozen = self.frame, scene.is_current_animation_frozen_frame()
        ends = scene.stop_condition
        walks = self.rehearses or ends is not None or depends_on_each_frame(scene)
        has_ground = False
        rate = self.camera.frame_rate
        frames = round(scene.duration * rate)
        for first, last, drawn in self._turns(frames) if ends is None else self._until_true(scene):
            if drawn and not has_ground:
                self.save_static_frame_data(scene, scene.static_mobjects)
                has_ground = True
            if frozen:
                if drawn:
                    self.update_frame(scene, scene.moving_mobjects)
                    self.file_writer.write_frame(self._frame(), last - first)
                continue
            # The last frame is gone to in any case: ends that depend on one another must be near.
            for frame in range(first if drawn or walks else last - 1, last):
                scene.update_to_time((frame - start) / rate)
                if drawn:
                    self.update_frame(scene, scene.moving_mobjects)
                    self.file_writer.write_frame(self._frame())
        if not frozen:
            for animation in scene.animations or []:
                animation.finish()
                animation.clean_up_from_scene(scene)
            scene.update_mobjects(0)
        self.file_writer.play_ends(scene)
        self.static_image = None
        self.time += scene.duration if ends is None else (self.frame - start) / rate
        self.num_plays += 1

    def passes_over(self, seconds: float) -> bool:
        """Return whether nobody wants a frame of the next seconds, and the end of them will do.

        Raises:
            EndSceneEarlyException: when nobody wants any frame from here to the end of the film.
        """
        if not isinstance(self.file_writer, Sink) or self.rehearses:
            return False
        self._ask()
        frames = round(seconds * self.camera.frame_rate)
        return not self._answer and self.frame + frames <= self._until

    def pass_over(self, seconds: float) -> None:
        """Go on to the end of a play of which nothing is drawn, whose end the scene has set."""
        self.frame += round(seconds * self.camera.frame_rate)
        self.animations_hashes.append(None)
        self.static_image = None
        self.time += seconds
        self.num_plays += 1

    def _ask(self) -> None:
        if self.frame >= self._until:
            self._answer, self._until = self.file_writer.wants(self.frame)
            if self.file_writer.draws and (self._answer, self._until) == (False, FOREVER):
                raise EndSceneEarlyException

    def _until_true(self, scene: Scene) -> Iterator[tuple[int, int, bool]]:
        """Give the stretches of a wait that a condition ends, as ``_turns`` does.

        It is asked at the first frame of each tick, so that a film is as long at any frame rate.
        """
        start, rate = self.frame, self.camera.frame_rate
        for tick in range(1, round(scene.duration / TICK) + 1):
            yield from self._turns(1)
            done = scene.stop_condition is None or scene.stop_condition()
            yield from self._turns(start + round(tick * TICK * rate) - self.frame)
            if done:
                return

    def _turns(self, frames: int) -> Iterator[tuple[int, int, bool]]:
        """Give the stretches of the next ``frames`` frames: first, past the last, whether drawn.

        Raises:
            EndSceneEarlyException: when nobody wants any frame from here to the end of the film.
        """
        stop = self.frame + frames
        while self.frame < stop:
            self._ask()
            first, self.frame = self.frame, min(stop, self._until)
            yield first, self.frame, self._answer

    def render(self, scene: Scene, time: float, moving_mobjects: Any = None) -> None:
        """Draw a frame and hand it on, unless the play is passed over."""
        if not self.skip_animations:
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
        ground = self.camera.background if self.static_image is None else self.static_image
        drawn = _with_new_parts(mobjects, [*scene.moving_mobjects, *scene.static_mobjects])
        # Manim's cameras paint over the last path for what has no points.
        drawn = [mobject for mobject in drawn if len(mobject.points)]
        if isinstance(self.camera, ClipCamera):
            self.camera.capture_over(ground, drawn)
        else:
            self.camera.set_frame_to_background(ground)
            self.camera.capture_mobjects(drawn, include_submobjects=False)

    def _frame(self) -> Any:
        """Return the pixels for the writer: ours takes its own copy, Manim's needs one."""
        ours = isinstance(self.file_writer, Sink)
        return self.camera.pixel_array if ours else self.get_frame()

    def freeze_current_frame(self, duration: float) -> None:
        """Add the current frame for ``duration`` seconds, rounded to whole frames."""
        # Manim truncates here, so that 0.6 s at 15 frames a second would lose one to 8.999...
        count = round(duration * self.camera.frame_rate)
        self.add_frame(self._frame(), num_frames=count)


@contextmanager
def _our_keys() -> Iterator[None]:
    """Have Manim's renderer name the films of plays as ``key_of_play`` does."""
    before = cairo_renderer.get_hash_from_play_call
    cairo_renderer.get_hash_from_play_call = key_of_play
    try:
        yield
    finally:
        cairo_renderer.get_hash_from_play_call = before


def depends_on_each_frame(scene: Any) -> bool:
    """Return whether the state after a play depends on the frames within it.

    An animation is a function of time, unless it calls a function that may add to what is there;
    so may updaters, which see the time since the last frame.
    """
    return (
        bool(scene.updaters)
        or any(_accumulates(animation) for animation in scene.animations or [])
        or any(map(has_updaters, scene.mobjects))
    )


def has_updaters(mobject: Mobject) -> bool:
    """Return whether a mobject or any of its parts moves by itself."""
    if mobject.updaters:
        return True
    for part in mobject.submobjects:  # most are leaves, for which a call would cost the most
        if part.updaters or (part.submobjects and has_updaters(part)):
            return True
    return False


def _accumulates(animation: Any) -> bool:
    if isinstance(animation, PhaseFlow):
        return True
    if isinstance(animation, UpdateFromFunc) and not isinstance(animation, UpdateFromAlphaFunc):
        return True
    return any(_accumulates(part) for part in getattr(animation, "animations", ()))


def _with_new_parts(mobjects: list[Mobject], old: list[Mobject]) -> list[Mobject]:
    """Return the mobjects and the parts that they have been given since the play began.

    Args:
        mobjects: what is to be drawn.
        old: all that there was when the play began.
    """
    known = {id(mobject) for mobject in [*mobjects, *old]}
    if all(id(part) in known for mobject in mobjects for part in mobject.submobjects):
        return mobjects
    found = []
    for mobject in mobjects:
        found.append(mobject)
        for part in mobject.get_family():
            if id(part) not in known:
                known.add(id(part))
                found.append(part)
    return sorted(found, key=lambda mobject: mobject.z_index)
