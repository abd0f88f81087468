"""Which camera films a scene."""

from __future__ import annotations

from collections.abc import Mapping

from manim.camera.camera import Camera
from manim.scene.moving_camera_scene import MovingCameraScene
from manim.scene.scene import Scene
from manim.scene.three_d_scene import ThreeDScene
from manim.scene.zoomed_scene import ZoomedScene

from explainer.engine.camera import ClipCamera, MagnifyingCamera, MovingClipCamera
from explainer.engine.space_camera import SpaceCamera

FAST: Mapping[type[Scene], type[Camera]] = {
    ThreeDScene: SpaceCamera,
    MovingCameraScene: MovingClipCamera,
}
"""Cameras by the kind of scene that needs them."""


def camera_for(
    scene: type[Scene],
    cameras: Mapping[type[Scene], type[Camera]] = FAST,
    flat: type[Camera] = ClipCamera,
) -> type[Camera]:
    """Return the camera that does for a scene what Manim's own would: ``flat`` for most."""
    if issubclass(scene, ZoomedScene):
        return MagnifyingCamera
    return next((camera for kind, camera in cameras.items() if issubclass(scene, kind)), flat)
