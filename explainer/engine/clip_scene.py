"""A scene whose plays last whole ticks, and of which only what changes is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from manim.animation.animation import Animation, Wait
from manim.mobject.mobject import Mobject
from manim.scene.scene import Scene

from explainer.engine.cameras import camera_for
from explainer.engine.renderer import TICK, ClipRenderer, depends_on_each_frame, has_updaters
from explainer.engine.sweeps import can_pass, changed_by


class ClipScene(Scene):
    """Manim's scene, on the clock and with the camera of clips.

    Attributes:
        clock: seconds that have been played.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("renderer", ClipRenderer(camera_class=camera_for(type(self))))
        kwargs.setdefault("random_seed", 0)
        super().__init__(**kwargs)
        self.clock = 0.0
        self._ticks = 0

    def play(self, *animations: Any, run_time: float, **kwargs: Any) -> None:
        """Play animations for a whole number of ticks, near ``run_time`` seconds."""
        ticks = max(1, round(run_time / TICK))
        kwargs["run_time"] = ticks * TICK
        before = self.renderer.time
        if not self._pass_over(animations, kwargs):
            super().play(*animations, **kwargs)
        if self.stop_condition is not None:
            ticks = round((self.renderer.time - before) / TICK)
        self._ticks += ticks
        self.clock = self._ticks * TICK

    def _pass_over(self, animations: tuple[Any, ...], options: dict[str, Any]) -> bool:
        """Set the end of a play of which nothing is drawn, if that will do; return whether it did.

        Manim would go through all that is in the picture several times for it.
        """
        renderer, seconds = self.renderer, options["run_time"]
        if (
            len(options) > 1
            or not isinstance(renderer, ClipRenderer)
            or not all(can_pass(animation) for animation in animations)
            or not renderer.passes_over(seconds)
            or self.updaters
            or any(map(has_updaters, self.mobjects))
        ):
            return False
        self.stop_condition = None
        self.moving_mobjects = list[Mobject]()
        self.static_mobjects = list[Mobject]()
        for animation in animations:
            if not isinstance(animation, Wait):
                animation.run_time = seconds
                animation.pass_over(self)
        renderer.pass_over(seconds)
        return True

    def wait(
        self,
        duration: float = 1.0,
        stop_condition: Callable[[], bool] | None = None,
        frozen_frame: bool | None = None,
    ) -> None:
        """Hold the picture for at least ``duration`` seconds, a whole number of ticks.

        What moves by itself, as a turning camera does, goes on moving.

        Args:
            duration: seconds.
            stop_condition: ends the wait sooner, with the first tick at whose start it is true.
            frozen_frame: whether nothing moves; found out when None.
        """
        ticks = max(1, math.ceil(duration / TICK - 1e-6))
        held = Wait(ticks * TICK, stop_condition=stop_condition, frozen_frame=frozen_frame)
        self.play(held, run_time=ticks * TICK)

    def get_time_progression(self, run_time: float, *args: Any, **kwargs: Any) -> Any:
        """Return the moments of a play; their number is exact, whatever the rounding of floats.

        Of a play that Manim passes over, for it has its film, the last is left, and all where its
        end depends on each frame: what comes after begins as it would have.
        """
        progression = super().get_time_progression(run_time, *args, **kwargs)
        rate = self.camera.frame_rate
        moments = np.arange(round(run_time * rate)) / rate
        passes = self.renderer.skip_animations and not depends_on_each_frame(self)
        progression.iterable = moments[-1:] if passes else moments
        return progression

    def camera_parts(self) -> list[Mobject]:
        """Return what moves the whole picture when it moves."""
        return getattr(self.camera, "get_mobjects_indicating_movement", list)()

    def layers(self) -> list[Mobject]:
        """Return all mobjects and their parts, the lowest first."""
        return self.get_mobject_family_members()

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Return what must be drawn anew each frame: all from the lowest moving thing upwards."""
        if not isinstance(self.renderer, ClipRenderer):
            return super().get_moving_mobjects(*animations)  # type: ignore[no-any-return]
        layers = self.layers()
        changed = [m for animation in animations for m in changed_by(animation)]
        changed += [mobject for mobject in layers if mobject.updaters]
        touched = {member for mobject in changed for member in mobject.get_family()}
        if not touched.isdisjoint(self.camera_parts()):
            return layers
        moves = (i for i, mobject in enumerate(layers) if mobject in touched)
        return layers[next(moves, len(layers)) :]

    def get_moving_and_static_mobjects(
        self, animations: Iterable[Animation]
    ) -> tuple[list[Mobject], list[Mobject]]:
        """Return what is drawn in each frame and what is drawn once, each in its own order.

        Manim would take the parts of groups along, and with them some that lie below what stands.
        """
        if not isinstance(self.renderer, ClipRenderer):
            return super().get_moving_and_static_mobjects(animations)  # type: ignore[no-any-return]
        moving = self.get_moving_mobjects(*animations)
        layers = self.layers()
        return moving, layers[: len(layers) - len(moving)]
