"""Films measured play by play, on small frames as they are drawn, before they are encoded.

So nothing is taken for a change that an encoder has made. A change is visible where three pixels
differ by more than 24 levels from the frame before, or four from that of four frames before. It is
a motion where more than fades are played and the frames of the play do not lie on a line between
its first and its last, as those of every cross-fade do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from manim import DL, UR
from manim.mobject.text.numbers import DecimalNumber
from scipy import ndimage

from explainer.checking.texts import texts_of
from explainer.engine.session import Beat, Build, Quality, Sentence, Timeline
from explainer.engine.watching import Play, watch
from explainer.mobjects.live_numbers import LiveNumber
from explainer.motion.film import APART, BeatMotion, FilmMotion, Pop, SentenceMotion
from explainer.motion.pixels import (
    VISIBLE,
    cut,
    differs,
    distance,
    grown,
    heading_rows,
    moved,
    off_line,
    stretches,
    zone,
)
from explainer.style import Zone
from explainer.zones import WIDE, WIDTH, Layout

SMALL = Quality(426, 240, 15)
"""What films are measured at; the numbers of pixels below are of this size."""
FADED = 0.15
"""The share of its difference from the background below which a pixel is lost."""
LEAVING = 2.0
"""Seconds of a beat in which what leaves is lost to the change of beat."""
POPS = 120
"""Pixels that change together, in one frame, where little changes before and after."""
CALM = 3
"""How many times as much they differ in that frame as before and after."""
DIGITS = 3.5
"""Pixels that a running number changes at most, in squares of its height."""


def _texts(scene: Any) -> list[Text]:
    """Return the texts in the picture, as they lie in a frame whose camera stands still."""
    return [
        Text(
            (*text.get_corner(DL)[:2], *text.get_corner(UR)[:2]),
            isinstance(text, LiveNumber | DecimalNumber),
        )
        for text in texts_of(scene)
    ]


def measured(build: Build, layout: Layout = WIDE) -> FilmMotion:
    """Draw a film, small, and return how it moves.

    Args:
        build: returns a fresh scene.
        layout: of its frames.
    """
    meter = MotionMeter()
    quality = SMALL
    if layout.aspect != WIDE.aspect:  # as wide, or the numbers of pixels would not hold
        up = layout.frame.height
        quality = replace(SMALL, height=2 * round(SMALL.width * up / WIDTH / 2), frame_height=up)
    return meter.motion(watch(build, quality, meter.take, _texts, LEAVING))


class Text(NamedTuple):
    """A text of the picture.

    Attributes:
        box: left, bottom, right, top in scene units.
        runs: whether it is a number that can run.
    """

    box: tuple[float, float, float, float]
    runs: bool


@dataclass
class MotionMeter:
    """Takes the plays of a film, in their order, and says how it moves.

    Attributes:
        changes: for each frame whether anything has changed visibly.
        body: the same for what lies below the heading.
        moves: for each frame whether anything below the heading moves.
        onsets: the frames with which motions begin.
        kept: for each beat the share of the last one's picture that is kept.
        pops: those found so far.
    """

    changes: list[bool] = field(default_factory=list)
    body: list[bool] = field(default_factory=list)
    moves: list[bool] = field(default_factory=list)
    onsets: list[int] = field(default_factory=list)
    kept: dict[int, float] = field(default_factory=dict)
    pops: list[Pop] = field(default_factory=list)
    _recent: deque[np.ndarray] = field(default_factory=lambda: deque(maxlen=5))
    _steps: deque[np.ndarray] = field(default_factory=lambda: deque(maxlen=4))
    _texts: deque[list[Text]] = field(default_factory=lambda: deque(maxlen=4))
    _beat: int = 0
    _old: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
    _gone: np.ndarray | None = None

    def take(self, play: Play) -> None:
        """Measure the frames of a play."""
        frames = [np.ascontiguousarray(np.moveaxis(frame, -1, 0)) for frame, _ in play.shown]
        below = heading_rows(frames[0].shape[1:])
        ground = np.moveaxis(play.ground, -1, 0)
        self._lose(frames[0], ground)
        if play.beat != self._beat and self._recent:
            self._turn(ground, play.beat, below)
        if play.gone is not None:
            self._gone = differs(np.moveaxis(play.gone, -1, 0), ground)
        self._texts.extend(play.noted)
        onset = None if play.fades else off_line([frame[:, below:] for frame in frames])
        if onset is not None:
            self.onsets.append(play.start + max(onset - 1, 0))
        for number, (frame, (_, repeat)) in enumerate(zip(frames, play.shown, strict=True)):
            for _ in range(repeat):
                self._frame(frame, below)
                self.moves.append(onset is not None and number >= onset and self.body[-1])

    def motion(self, timeline: Timeline) -> FilmMotion:
        """Return how the film moves of which all plays have been taken."""
        fps = SMALL.fps
        still = stretches(not changed for changed in self.changes[1:])
        length, start = max(((stop - first, first) for first, stop in still), default=(0, 0))
        last = len(timeline.beats) - 1
        return FilmMotion(
            timeline.duration,
            sum(stop - first for first, stop in still) / fps,
            (length / fps, (start + 1) / fps),
            tuple(self._beat_motion(beat, n, n == last) for n, beat in enumerate(timeline.beats)),
            tuple(self.pops),
        )

    # -- frames --------------------------------------------------------------------------------

    def _frame(self, frame: np.ndarray, below: int) -> None:
        recent = self._recent
        if recent and frame is recent[-1] and all(each is frame for each in recent):
            step = np.zeros(frame.shape[1:], np.uint8)
            slow = step
        else:
            step = distance(frame, recent[-1]) if recent else np.zeros(frame.shape[1:], np.uint8)
            slow = distance(frame, recent[1]) if len(recent) == 5 else step
        recent.append(frame)
        self._steps.append(step)
        seen, slowly = step > VISIBLE, slow > VISIBLE
        self.changes.append(bool(seen.sum() >= 3 or slowly.sum() >= 4))
        self.body.append(bool(seen[below:].sum() >= 3 or slowly[below:].sum() >= 4))
        if len(self._steps) == 4:
            self._look_for_pops()

    def _look_for_pops(self) -> None:
        """Look whether anything popped with the third last frame."""
        before, step, after, later = self._steps
        large = step > 2 * VISIBLE
        if large.sum() < POPS:
            return
        little = np.minimum(step // CALM, VISIBLE)
        large &= (before <= little) & ~moved(self._recent[-4], self._recent[-3])
        self._add_pops(large & (after <= little), before, after)
        flashes = large & (after > 2 * VISIBLE)  # what is there for one frame, or is not
        if flashes.sum() >= POPS:
            flashes &= distance(self._recent[-4], self._recent[-2]) <= little
            self._add_pops(flashes, before, later)

    def _add_pops(self, where: np.ndarray, before: np.ndarray, after: np.ndarray) -> None:
        """Add the places where pixels change together and little around them does so later.

        What moves fast changes some pixels just once too, but then others beside them.
        """
        busy = grown((before > VISIBLE) | (after > VISIBLE))
        where = where & ~busy
        if where.sum() < POPS:
            return
        places, _ = ndimage.label(ndimage.binary_dilation(where, iterations=3))
        for number, box in enumerate(ndimage.find_objects(places), 1):
            pixels = int((where[box] & (places[box] == number)).sum())
            place = zone(box, where.shape)
            if pixels >= POPS and not self._is_number(place, pixels):
                self.pops.append(Pop((len(self.changes) - 3) / SMALL.fps, pixels, place))

    def _is_number(self, place: Zone, pixels: int) -> bool:
        """Return whether it is a running number, which steps, that lies in a place.

        On its way it may have more digits than at either end, and shift the words beside it.
        """
        x, y, _ = place.centre
        numbers = (each.box for texts in self._texts for each in texts if each.runs)
        for left, bottom, right, top in numbers:
            room = top - bottom
            if pixels > DIGITS * (room * SMALL.width / WIDTH) ** 2:
                continue
            across = left - 4 * room <= x <= right + 4 * room
            if across and bottom - room <= y <= top + room and place.height < 2 * room + 0.2:
                return True
        return False

    # -- changes of beat -----------------------------------------------------------------------

    def _turn(self, ground: np.ndarray, beat: int, below: int) -> None:
        """Keep what of the picture is lit at the end of a beat: all but the text."""
        self._beat = beat
        last = self._recent[-1]
        lit = differs(last, ground)
        lit[:below] = False
        for text in self._texts[-1] if self._texts else ():
            lit[cut(text.box, lit.shape)] = False
        self._old = (last, lit, np.zeros_like(lit)) if lit.sum() >= POPS else None
        if self._old is not None:
            self.kept[beat] = 1.0

    def _lose(self, now: np.ndarray, ground: np.ndarray) -> None:
        """Count what has left with the play before and is no longer lit where it was."""
        gone, self._gone = self._gone, None
        if gone is None or self._old is None:
            return
        last, lit, lost = self._old
        was = last.astype(np.float32) - ground
        remains = ((now.astype(np.float32) - ground) * was).sum(axis=0)
        lost |= gone & lit & (remains < FADED * (was**2).sum(axis=0))
        self.kept[self._beat] = 1 - float(lost.sum() / lit.sum())

    # -- beats ---------------------------------------------------------------------------------

    def _beat_motion(self, beat: Beat, number: int, is_last: bool) -> BeatMotion:
        fps = SMALL.fps
        start, stop = round(beat.start * fps), round(beat.end * fps)
        if is_last:
            stop = len(self.changes)
        asked = np.zeros(stop - start, bool)
        for each in beat.sentences:
            if each.asks:
                asked[max(round(each.start * fps) - start, 0) : round(each.end * fps) - start] = (
                    True
                )
        moves = np.flatnonzero(self.moves[start:stop])
        first = float(moves[0] - asked[: moves[0]].sum()) / fps if len(moves) else None
        quiet = ~np.array(self.changes[start:stop], bool) & ~asked
        onsets = [onset for onset in self.onsets if start <= onset < stop]
        return BeatMotion(
            beat.name,
            beat.start,
            first,
            self.kept.get(number),
            max((last - begin for begin, last in stretches(quiet)), default=0) / fps,
            tuple(self._sentence_motion(each) for each in beat.sentences),
            _stray(onsets, beat.sentences) if beat.sentences else (),
        )

    def _sentence_motion(self, sentence: Sentence) -> SentenceMotion:
        comes = [first for first, _ in stretches(self.body)]
        lag, shows = _lag(sentence, self.onsets, self.moves), "motion"
        if lag is None:
            lag, shows = _lag(sentence, comes, self.body), "fade"
        if lag is None:
            shows = "nothing"
        return SentenceMotion(sentence.text, sentence.start, sentence.asks, shows, lag)


def _lag(sentence: Sentence, onsets: Sequence[int], runs: Sequence[bool]) -> float | None:
    """Return how many seconds after a sentence what belongs to it begins.

    Args:
        sentence: with its times.
        onsets: the frames with which something begins.
        runs: for each frame whether it goes on.

    Returns:
        0 where it goes on without beginning anew; None where there is nothing within the sentence.
    """
    start, stop = round(sentence.start * SMALL.fps), round(sentence.end * SMALL.fps)
    early = round(APART * SMALL.fps)
    own = [onset for onset in onsets if start - early <= onset < stop]
    nearest = min(own, key=lambda onset: abs(onset - start), default=None)
    goes_on = any(runs[start : start + 3]) and any(runs[start + early : start + early + 3])
    if goes_on and (nearest is None or nearest - start > early):
        return 0.0
    return None if nearest is None else (nearest - start) / SMALL.fps


def _stray(onsets: Iterable[int], sentences: Sequence[Sentence]) -> tuple[float, ...]:
    """Return the times of those onsets that are in no sentence."""
    times = [onset / SMALL.fps for onset in onsets]
    slack = APART + 1e-6
    return tuple(
        time
        for time in times
        if not any(each.start - slack <= time <= each.end + slack for each in sentences)
    )
