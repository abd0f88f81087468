"""One scene, rendered: into a clip, a still, the last frame of each beat, or only its timeline."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from manim import tempconfig
from manim.utils.exceptions import EndSceneEarlyException

from explainer.engine.writer import ClipWriter, FrameKeeper, NoWriter


@dataclass(frozen=True)
class Quality:
    """Size in pixels and frames a second."""

    width: int
    height: int
    fps: int


QUALITIES: dict[str, Quality] = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "p": Quality(2560, 1440, 60),
    "k": Quality(3840, 2160, 60),
}
"""Manim's quality letters."""


@dataclass(frozen=True)
class Beat:
    """A named step of a clip; ``start`` and ``end`` in seconds."""

    name: str
    title: str
    say: str
    start: float
    end: float


@dataclass(frozen=True)
class Timeline:
    """When everything happens in a clip; ``duration`` in seconds."""

    beats: tuple[Beat, ...]
    duration: float
    frames: int


class RenderError(Exception):
    """Rendering failed; the message is one line."""


class UnknownBeat(ValueError):
    """The scene has no beat of that name; ``known`` lists those that it has."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no beat is called {name!r}")
        self.name = name
        self.known = known


class EndOfBeat(EndSceneEarlyException):
    """Raised inside ``construct`` when the only beat that was asked for is over."""


Build = Callable[[], Any]
T = TypeVar("T")


def measure(
    build: Build, quality: Quality, *, beat: str | None = None, every_frame: bool = False
) -> Timeline:
    """Play the scene without drawing it and return its timeline.

    Args:
        build: returns a fresh scene.
        quality: only the frame rate matters.
        beat: measure only this beat.
        every_frame: go through all frames of each play, not only to its end.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    with _session(quality):
        scene = _prepare(build, NoWriter(), skip=True, beat=beat)
        scene.renderer.rehearses = every_frame
        scene.render()
        return _timeline(scene, quality, beat)


def record(
    build: Build,
    quality: Quality,
    target: Path,
    *,
    beat: str | None = None,
    on_frame: Callable[[int], None] | None = None,
) -> Timeline:
    """Render the scene, or one beat of it, into an H.264 file at ``target``.

    Args:
        build: returns a fresh scene.
        quality: size and frame rate.
        target: the file to write; what is left of it after an error is the caller's to remove.
        beat: render only this beat.
        on_frame: told the number of frames drawn so far.

    Raises:
        OSError: when the file cannot be written.
        UnknownBeat: when there is no such beat.
    """
    with _session(quality):
        writer = ClipWriter(target, (quality.width, quality.height), quality.fps, on_frame)
        try:
            scene = _prepare(build, writer, skip=False, beat=beat)
            scene.render()
            timeline = _timeline(scene, quality, beat)
        except BaseException:
            writer.abort_encode_jobs()
            raise
        writer.close()
        return timeline


def frames(build: Build, quality: Quality, *, beat: str | None = None) -> list[np.ndarray]:
    """Return every frame of the scene, or of one beat, (height, width, 3) uint8, uncompressed.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    with _session(quality):
        writer = FrameKeeper()
        scene = _prepare(build, writer, skip=False, beat=beat)
        scene.render()
        _timeline(scene, quality, beat)
        return writer.kept


def still(build: Build, quality: Quality, *, beat: str | None = None) -> np.ndarray:
    """Return the last frame of the scene, or of one beat, (height, width, 4) uint8.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    with _session(quality):
        scene = _prepare(build, NoWriter(), skip=True, beat=beat)
        scene.render()
        _timeline(scene, quality, beat)
        return _draw(scene)


def beat_stills(
    build: Build, quality: Quality, *, beat: str | None = None
) -> list[tuple[Beat, np.ndarray]]:
    """Return the last frame of each beat, (height, width, 4) uint8, with the beat.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    return at_beat_ends(build, quality, lambda scene, finished: (finished, _draw(scene)), beat=beat)


def at_beat_ends(
    build: Build, quality: Quality, look: Callable[[Any, Beat], T], *, beat: str | None = None
) -> list[T]:
    """Play the scene without drawing it, and return what ``look`` finds at the end of each beat.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    found: list[T] = []

    def keep(scene: Any, finished: Beat) -> None:
        if beat is None or finished.name == beat:
            found.append(look(scene, finished))

    with _session(quality):
        scene = _prepare(build, NoWriter(), skip=True, beat=beat)
        scene.on_beat_end = keep
        scene.render()
        _timeline(scene, quality, beat)
    return found


@contextmanager
def _session(quality: Quality) -> Iterator[None]:
    """Point Manim's global settings at this quality, and its folders away from the user's."""
    logger = logging.getLogger("manim")
    level = logger.level
    with tempfile.TemporaryDirectory(prefix="explainer-") as folder:
        settings = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.fps,
            "media_dir": folder,
            "disable_caching": True,
            "progress_bar": "none",
            "write_to_movie": True,
        }
        with tempconfig(settings):
            logger.setLevel(logging.ERROR)
            try:
                yield
            finally:
                logger.setLevel(level)


def _prepare(build: Build, writer: ClipWriter, *, skip: bool, beat: str | None) -> Any:
    scene = build()
    scene.renderer.file_writer = writer
    scene.renderer.skip_animations = scene.renderer._original_skipping_status = skip
    scene.only_beat = beat
    return scene


def _timeline(scene: Any, quality: Quality, beat: str | None) -> Timeline:
    beats: list[Beat] = scene.beats
    if beat is not None:
        chosen = [entry for entry in beats if entry.name == beat]
        if not chosen:
            raise UnknownBeat(beat, [entry.name for entry in beats])
        start = chosen[0].start
        beats = [Beat(b.name, b.title, b.say, b.start - start, b.end - start) for b in chosen]
        duration = beats[-1].end
    else:
        duration = scene.clock
    return Timeline(tuple(beats), duration, round(duration * quality.fps))


def _draw(scene: Any) -> np.ndarray:
    renderer = scene.renderer
    renderer.static_image = None
    renderer.update_frame(scene)
    return np.array(renderer.get_frame())
