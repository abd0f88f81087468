"""One scene, played: for its timeline, a still, the last frame of each beat, or all its frames."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from manim import config
from manim.mobject.text.numbers import string_to_mob_map
from manim.utils.exceptions import EndSceneEarlyException

from explainer.engine.memory import played_and_gone
from explainer.engine.sinks import FrameKeeper, Sink
from explainer.scratch import temporary_folder
from explainer.zones import WIDE, Layout


@dataclass(frozen=True)
class Quality:
    """Size in pixels, frames a second, and the frame's height in scene units; Manim's when None."""

    width: int
    height: int
    fps: int
    frame_height: float | None = None

    def within(self, layout: Layout) -> Quality:
        """Return the same for frames of a shape, whose shorter side has as many pixels."""
        if layout.aspect == WIDE.aspect:
            return self
        across, up = layout.frame.width, layout.frame.height
        density = min(self.width, self.height) / min(across, up)
        width, height = (2 * round(density * length / 2) for length in (across, up))
        return replace(self, width=width, height=height, frame_height=up)


QUALITIES: dict[str, Quality] = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "p": Quality(2560, 1440, 60),
    "k": Quality(3840, 2160, 60),
}
"""Manim's quality letters."""


@dataclass(frozen=True)
class Sentence:
    """What is said while something moves; ``start`` and ``end`` in seconds.

    ``asks`` tells that it is a question, after which a lecturer may want to stop.
    """

    text: str
    start: float
    end: float
    asks: bool = False

    def moved(self, seconds: float) -> Sentence:
        """Return the same so much later."""
        return replace(self, start=self.start + seconds, end=self.end + seconds)


@dataclass(frozen=True)
class Beat:
    """A named step of a clip; ``start`` and ``end`` in seconds, ``alt`` what is seen at its end.

    ``sentences`` are those of ``say`` that are bound to what moves, in order; none where the
    narration belongs to the beat as a whole.
    """

    name: str
    title: str
    say: str
    start: float
    end: float
    alt: str | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def stops(self) -> tuple[float, ...]:
        """Its start, the ends of its questions, and its end: where somebody may want to stop."""
        return (self.start, *(each.end for each in self.sentences if each.asks), self.end)

    def from_zero(self) -> Beat:
        """Return the same as if the film began with it."""
        said = tuple(sentence.moved(-self.start) for sentence in self.sentences)
        return replace(self, start=0.0, end=self.end - self.start, sentences=said)


@dataclass(frozen=True)
class Timeline:
    """When everything happens in a clip; ``duration`` in seconds."""

    beats: tuple[Beat, ...]
    duration: float
    frames: int

    def only(self, name: str, fps: int) -> Timeline:
        """Return the timeline of one beat alone, which starts at 0.

        Raises:
            UnknownBeat: when there is no such beat.
        """
        chosen = next((beat for beat in self.beats if beat.name == name), None)
        if chosen is None:
            raise UnknownBeat(name, [beat.name for beat in self.beats])
        alone = chosen.from_zero()
        return Timeline((alone,), alone.end, round(alone.end * fps))

    def span(self, beat: str | None, fps: int) -> tuple[int, int]:
        """Return the first frame of the film, or of a beat, and the one after its last.

        Raises:
            UnknownBeat: when there is no such beat.
        """
        if beat is None:
            return 0, self.frames
        start = next((each.start for each in self.beats if each.name == beat), 0.0)
        first = round(start * fps)
        return first, first + self.only(beat, fps).frames


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


Build = Callable[..., Any]
T = TypeVar("T")


@played_and_gone
def measure(build: Build, quality: Quality, *, every_frame: bool = False) -> Timeline:
    """Play the scene without drawing it and return its timeline.

    Args:
        build: returns a fresh scene.
        quality: only the frame rate matters.
        every_frame: go through all frames of each play, not only to its end.
    """
    with settings(quality):
        scene = prepare(build, Sink())
        scene.renderer.rehearses = every_frame
        scene.render()
        return Timeline(tuple(scene.beats), scene.clock, round(scene.clock * quality.fps))


@played_and_gone
def frames(build: Build, quality: Quality) -> list[np.ndarray]:
    """Return every frame of the scene, (height, width, 3) uint8, uncompressed: small ones only."""
    with settings(quality):
        keeper = FrameKeeper()
        prepare(build, keeper).render()
        return keeper.kept


@played_and_gone
def still(build: Build, quality: Quality, *, beat: str | None = None) -> np.ndarray:
    """Return the last frame of the scene, or of one beat, (height, width, 4) uint8.

    Raises:
        UnknownBeat: when there is no such beat.
    """
    with settings(quality):
        return pixels_of(_play_to(build, beat))


def beat_stills(
    build: Build, quality: Quality, *, beat: str | None = None
) -> list[tuple[Beat, np.ndarray]]:
    """Return the last frame of each beat, (height, width, 4) uint8, with the beat.

    Raises:
        UnknownBeat: when there is no such beat.
    """

    def look(scene: Any, finished: Beat) -> tuple[Beat, np.ndarray]:
        return finished, pixels_of(scene)

    return at_beat_ends(build, quality, look, beat=beat)


@played_and_gone
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

    def watched() -> Any:
        scene = build()
        scene.on_beat_end = keep
        return scene

    with settings(quality):
        _play_to(watched, beat)
    return found


@played_and_gone
def at_end(build: Build, quality: Quality, look: Callable[[Any], T]) -> T:
    """Play the scene without drawing it, and return what ``look`` finds at its end."""
    with settings(quality):
        return look(_play_to(build, None))


def frame_settings() -> dict[str, str]:
    """Return those of Manim's settings that decide how frames look, whatever their size."""
    names = ("background_color", "background_opacity", "frame_width", "frame_height")
    return {name: str(config[name]) for name in names}


@contextmanager
def settings(quality: Quality, folder: Path | None = None) -> Iterator[None]:
    """Point Manim's global settings at this quality, and its folders away from the user's.

    Args:
        quality: size and frame rate.
        folder: where Manim's folders are to be; the system's for temporary files when None.
    """
    logger = logging.getLogger("manim")
    level = logger.level
    with temporary_folder(folder) as media:
        values = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.fps,
            "media_dir": str(media),
            "disable_caching": True,
            "progress_bar": "none",
        }
        if quality.frame_height is not None:
            values["frame_height"] = quality.frame_height
        before = config.copy()
        config.update(values)
        # Manim keeps digits by what they say, and would set those of one scene as another has.
        string_to_mob_map.clear()
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(level)
            # Manim's own way back chooses the renderer anew, which changes the bases of a hundred
            # classes, and with them what Python has remembered of all classes.
            config.update({name: was for name, was in before.items() if config[name] != was})


def prepare(build: Build, sink: Sink) -> Any:
    """Return a fresh scene whose frames go into ``sink``; call it within ``settings``."""
    scene = build()
    scene.renderer.file_writer = sink
    return scene


def _play_to(build: Build, beat: str | None) -> Any:
    """Return a scene that has been played, undrawn, to its end or to that of a beat."""
    scene = prepare(build, Sink())
    scene.only_beat = beat
    scene.render()
    if beat is not None and all(each.name != beat for each in scene.beats):
        raise UnknownBeat(beat, [each.name for each in scene.beats])
    return scene


def pixels_of(scene: Any) -> np.ndarray:
    """Return what the scene shows now, (height, width, 4) uint8."""
    renderer = scene.renderer
    renderer.static_image = None
    renderer.update_frame(scene)
    return np.array(renderer.get_frame())
