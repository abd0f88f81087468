"""Which camera films a scene."""

from __future__ import annotations

from manim.camera.camera import Camera
from manim.camera.multi_camera import MultiCamera
from manim.scene.moving_camera_scene import MovingCameraScene
from manim.scene.scene import Scene
from manim.scene.three_d_scene import ThreeDScene
from manim.scene.zoomed_scene import ZoomedScene

from explainer.engine.camera import ClipCamera, MovingClipCamera
from explainer.engine.space_camera import SpaceCamera

_CAMERAS: dict[type[Scene], type[Camera]] = {
    ThreeDScene: SpaceCamera,
    ZoomedScene: MultiCamera,  # several views in one: left to Manim
    MovingCameraScene: MovingClipCamera,
}


def camera_for(scene: type[Scene]) -> type[Camera]:
    """Return the fast camera that does for a scene what Manim's own would."""
    return next((c for kind, c in _CAMERAS.items() if issubclass(scene, kind)), ClipCamera)
