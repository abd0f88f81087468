"""Scenes without our layer, played by Manim's own renderer: their length and their frames."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from typing import Any

import numpy as np
from manim import tempconfig

OnFrame = Callable[[int, np.ndarray], object]


def count_frames(scene: type[Any], fps: int) -> int:
    """Return how many frames a scene has, without going through them.

    Args:
        scene: the class.
        fps: frames a second.
    """
    return _play(scene, (64, 36), fps, draws=lambda index: False, take=None, moves=False)


def some_frames(scene: type[Any], size: tuple[int, int], fps: int, step: int, take: OnFrame) -> int:
    """Draw each ``step``-th frame of a scene, and return how many frames it has.

    Args:
        scene: the class.
        size: width and height in pixels.
        fps: frames a second.
        step: 1 for all frames.
        take: told the frame's place in the film, and its (height, width, 4) uint8 pixels, which are
            its own only until it returns.
    """
    return _play(scene, size, fps, lambda index: index % step == 0, take, moves=True)


def _play(
    scene: type[Any],
    size: tuple[int, int],
    fps: int,
    draws: Callable[[int], bool],
    take: OnFrame | None,
    *,
    moves: bool,
) -> int:
    logger = logging.getLogger("manim")
    level = logger.level
    with tempfile.TemporaryDirectory(prefix="explainer-") as folder:
        settings = {
            "pixel_width": size[0],
            "pixel_height": size[1],
            "frame_rate": fps,
            "media_dir": folder,
            "disable_caching": True,
            "dry_run": True,
            "progress_bar": "none",
        }
        with tempconfig(settings):
            logger.setLevel(logging.ERROR)
            try:
                played = scene()
                reel = _Reel(played, draws, take)
                if not moves:
                    # Each play still ends where it should, so that the next begins there.
                    played.update_to_time = lambda t: None
                played.render()
                return reel.frames
            finally:
                logger.setLevel(level)


class _Reel:
    """Stands between a scene's renderer and its file: counts frames, and draws those wanted."""

    def __init__(self, scene: Any, draws: Callable[[int], bool], take: OnFrame | None) -> None:
        self.frames, self.draws, self.take = 0, draws, take
        renderer = scene.renderer
        if take is None:
            renderer.update_frame = lambda *given, **named: None
        renderer.render = self._render
        renderer.add_frame = self._add
        self.renderer = renderer

    def _render(self, scene: Any, time: float, moving: Any = None) -> None:
        if self.draws(self.frames):
            self.renderer.update_frame(scene, moving)
        self._add(self.renderer.camera.pixel_array)

    def _add(self, frame: np.ndarray, num_frames: int = 1) -> None:
        for index in range(self.frames, self.frames + num_frames):
            if self.take is not None and self.draws(index):
                self.take(index, frame)
        self.frames += num_frames
