"""The base of scenes in space: beats before Manim's turning camera."""

from __future__ import annotations

from typing import Any

from manim.animation.animation import Animation
from manim.mobject.mobject import Mobject
from manim.scene.three_d_scene import ThreeDScene

from explainer.engine.renderer import ClipRenderer
from explainer.scene import Explainer


class Explainer3D(Explainer, ThreeDScene):
    """A scene made of beats, in space.

    It has all that Manim's ``ThreeDScene`` has (``set_camera_orientation``, ``move_camera``,
    ``begin_ambient_camera_rotation``, ...). Headings keep their place while the camera moves.
    """

    def camera_parts(self) -> list[Mobject]:
        """Return what moves the whole picture when it moves: the trackers, and the light."""
        camera: Any = self.camera
        return [*camera.get_value_trackers(), camera._frame_center, camera.light_source]

    def layers(self) -> list[Mobject]:
        """Return all mobjects as the camera draws them: first what has depth, then what is flat."""
        return sorted(super().layers(), key=lambda mobject: not _has_depth(mobject))

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """Return what must be drawn anew each frame: all, where something with depth moves.

        Manim draws what moves over what does not, even where that is nearer.
        """
        moving = super().get_moving_mobjects(*animations)
        if not isinstance(self.renderer, ClipRenderer):
            return moving
        return self.layers() if moving and _has_depth(moving[0]) else moving


def _has_depth(mobject: Mobject) -> bool:
    return bool(getattr(mobject, "shade_in_3d", False))
