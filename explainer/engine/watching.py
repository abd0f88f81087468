"""A film watched play by play: its frames, what kind of play drew them, and what has left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from manim.animation.animation import Animation, Wait
from manim.animation.fading import FadeIn, FadeOut
from manim.mobject.mobject import Mobject

from explainer.engine.fades import is_own_fade
from explainer.engine.memory import played_and_gone
from explainer.engine.renderer import has_updaters
from explainer.engine.session import Beat, Build, Quality, Timeline, prepare, settings
from explainer.engine.sinks import FOREVER, Sink


@dataclass(frozen=True)
class Play:
    """One play of a film, as it was seen.

    Attributes:
        start: the number of its first frame.
        beat: how many beats had ended before it.
        shown: its frames, (height, width, 3) uint8, each with how often it is shown in a row.
        fades: whether nothing but fades was played, or nothing at all.
        ground: what all is drawn on, (height, width, 3) uint8.
        gone: what was in the picture at the end of the last beat and has left with this play, drawn
            by itself, (height, width, 3) uint8; None where nothing has, or nobody asked.
        noted: what has been noted of the scene at its beginning and at its end.
    """

    start: int
    beat: int
    shown: list[tuple[np.ndarray, int]]
    fades: bool
    ground: np.ndarray
    gone: np.ndarray | None
    noted: list[Any]


@played_and_gone
def watch(
    build: Build,
    quality: Quality,
    take: Callable[[Play], object],
    note: Callable[[Any], Any],
    leaving: float,
) -> Timeline:
    """Draw a film, hand on each of its plays, and return its timeline.

    Args:
        build: returns a fresh scene.
        quality: a small one: all frames of a play are kept until it has been taken.
        take: is given each play that shows a frame, in their order.
        note: is given the scene at the beginning and at the end of each play.
        leaving: for so many seconds of each beat what leaves the picture is drawn by itself.
    """
    with settings(quality):
        watcher = _Watcher(take, note, round(leaving * quality.fps))
        scene = prepare(build, watcher)
        scene.on_beat_end = watcher.beat_ends
        scene.render()
        return Timeline(tuple(scene.beats), scene.clock, watcher.frames)


@dataclass
class _Old:
    """What a beat left in the picture: each mobject with all that it was a part of."""

    frame: int
    members: list[tuple[Mobject, tuple[int, ...]]] = field(default_factory=list)


class _Watcher(Sink):
    """Takes all frames, play by play."""

    draws = True

    def __init__(
        self, take: Callable[[Play], object], note: Callable[[Any], Any], leaving: int
    ) -> None:
        super().__init__()
        self.take, self.note = take, note
        self.leaving = leaving
        self.start = 0
        self.fades = True
        self.shown: list[tuple[np.ndarray, int]] = []
        self.noted: list[Any] = []
        self.old: _Old | None = None

    def wants(self, frame: int) -> tuple[bool, int]:
        """Return that all frames are."""
        return True, FOREVER

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Keep the frame until its play has ended."""
        self.frames += repeat
        self.shown.append((np.array(frame[..., :3]), repeat))

    def play_begins(self, scene: Any) -> None:
        """Note what kind of play it is."""
        self.noted = [self.note(scene)]
        self.start = self.frames
        self.fades = all(map(_only_fades, scene.animations or [])) and not (
            scene.updaters or any(map(has_updaters, scene.mobjects))
        )

    def play_ends(self, scene: Any) -> None:
        """Hand the play on."""
        gone = self._gone(scene)
        shown, self.shown = self.shown, []
        if shown:
            ground = np.array(scene.camera.background[..., :3])
            self.noted.append(self.note(scene))
            beats = len(scene.beats)
            self.take(Play(self.start, beats, shown, self.fades, ground, gone, self.noted))

    def beat_ends(self, scene: Any, beat: Beat) -> None:
        """Note what is in the picture."""
        self.old = _Old(self.frames)
        above: list[tuple[Mobject, tuple[int, ...]]] = [(top, ()) for top in scene.mobjects]
        while above:
            mobject, wholes = above.pop()
            own = (*wholes, id(mobject))
            if len(mobject.points):
                self.old.members.append((mobject, own))
            above += [(part, own) for part in mobject.submobjects]

    def _gone(self, scene: Any) -> np.ndarray | None:
        """Return what has left with this play, drawn by itself.

        A fade gives back what it took, so it looks as it did before. What is drawn anew in each
        frame, as part of a thing that stays, has not left.
        """
        old = self.old
        if old is None or self.start >= old.frame + self.leaving:
            return None
        seen = {id(member) for top in scene.mobjects for member in top.get_family()}
        stays = [(each, own) for each, own in old.members if not seen.isdisjoint(own)]
        kept = {id(each) for each, _ in stays}
        left = [each for each, _ in old.members if id(each) not in kept]
        old.members = stays
        if not left:
            return None
        camera = scene.camera
        camera.reset()
        camera.capture_mobjects(left, include_submobjects=False)
        return np.array(camera.pixel_array[..., :3])


def _only_fades(animation: Animation) -> bool:
    """Return whether an animation changes nothing but opacities."""
    nested = getattr(animation, "animations", None)
    if nested:
        return all(map(_only_fades, nested))
    if isinstance(animation, FadeIn | FadeOut):
        still = not np.any(animation.shift_vector) and animation.scale_factor == 1
        return still and animation.point_target is False
    return isinstance(animation, Wait) or is_own_fade(animation)
