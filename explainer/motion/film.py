"""How a film moves: when motion begins, what stands still or is lost, what pops."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.messages import shorten
from explainer.style import Zone

APART = 0.5
"""Seconds between the beginnings of a sentence and of its motion."""
SOON = 1.0
"""Seconds from a heading to the first motion."""
FROZEN = 3.0
"""Seconds for which the last beat may stand still."""


@dataclass(frozen=True)
class SentenceMotion:
    """How a sentence and the picture go together.

    Attributes:
        text: the sentence.
        start: in seconds of the film.
        asks: whether it is a question, at which the picture may hold.
        shows: "motion" where one begins or goes on in it, "fade" where something only comes or
            goes, else "nothing".
        lag: seconds from its start to the beginning of what it shows; None for nothing.
    """

    text: str
    start: float
    asks: bool
    shows: str
    lag: float | None

    @property
    def is_off(self) -> bool:
        """Whether what it speaks of does not move when it is said."""
        if self.asks:
            return False
        return self.lag is None or abs(self.lag) > APART + 1e-6


@dataclass(frozen=True)
class BeatMotion:
    """How a beat moves.

    Attributes:
        name: of the beat.
        start: in seconds of the film.
        first: seconds from its start to its first motion, without those of questions; None where
            nothing moves.
        kept: the share of the last beat's lit picture, without its text, that has not left within
            the first two seconds; None where there was no picture.
        still: for how many seconds it stands still at most, where it asks nothing.
        sentences: those that are bound to their motion.
        stray: when motions begin that are in no sentence, in seconds of the film; empty where no
            sentences are bound.
    """

    name: str
    start: float
    first: float | None
    kept: float | None
    still: float
    sentences: tuple[SentenceMotion, ...]
    stray: tuple[float, ...]

    @property
    def is_late(self) -> bool:
        """Whether nothing moves soon after its heading."""
        return self.first is None or self.first >= SOON - 1e-6


@dataclass(frozen=True)
class Pop:
    """Something that comes, goes or changes from one frame to the next.

    Attributes:
        time: in seconds of the film.
        pixels: how many change.
        box: where, in scene units of a frame whose camera stands still.
    """

    time: float
    pixels: int
    box: Zone


@dataclass(frozen=True)
class FilmMotion:
    """How a film moves.

    Attributes:
        duration: in seconds.
        still: seconds in which nothing changes.
        longest: the longest of them in a row, and when they begin.
        beats: in order.
        pops: in order.
    """

    duration: float
    still: float
    longest: tuple[float, float]
    beats: tuple[BeatMotion, ...]
    pops: tuple[Pop, ...]

    @property
    def emptied(self) -> tuple[BeatMotion, ...]:
        """The beats whose beginning loses more than half of the lit picture."""
        return tuple(beat for beat in self.beats if beat.kept is not None and beat.kept < 0.5)

    @property
    def off(self) -> tuple[SentenceMotion, ...]:
        """The sentences that are off their motion."""
        return tuple(each for beat in self.beats for each in beat.sentences if each.is_off)


@dataclass(frozen=True)
class MotionFault:
    """Something that is wrong with how a film moves.

    Attributes:
        kind: "pop", "late", "off" or "frozen".
        beat: in which it is seen; "end" in a film without beats.
        time: when, in seconds of the film.
        words: what is wrong, in plain words, with the time.
    """

    kind: str
    beat: str
    time: float
    words: str

    def __str__(self) -> str:
        return self.words


def faults(film: FilmMotion) -> list[MotionFault]:
    """Return what is wrong with how a film moves, in the order of the film."""
    found = []
    for beat in film.beats:
        if beat.is_late and (beat.sentences or beat.first is not None):
            words = (
                f"nothing moves in the beat that begins at {beat.start:.1f} s"
                if beat.first is None
                else f"the first motion begins {beat.first:.1f} s after the heading, at "
                f"{beat.start + beat.first:.1f} s"
            )
            found.append(MotionFault("late", beat.name, beat.start, words))
        found += [_off(beat, each) for each in beat.sentences if each.is_off]
        for time in beat.stray:
            words = f"the motion that begins at {time:.1f} s has no sentence"
            found.append(MotionFault("off", beat.name, time, words))
    for pop in film.pops:
        box = pop.box
        words = (
            f"something pops at {pop.time:.2f} s, from ({box.left:.1f}, {box.bottom:.1f}) to "
            f"({box.right:.1f}, {box.top:.1f}): it changes within one frame"
        )
        found.append(MotionFault("pop", _beat_at(film, pop.time), pop.time, words))
    if film.beats and film.beats[-1].still > FROZEN + 1e-6:
        last = film.beats[-1]
        words = f"the last beat stands still for {last.still:.1f} s"
        found.append(MotionFault("frozen", last.name, film.duration, words))
    return sorted(found, key=lambda fault: fault.time)


def _off(beat: BeatMotion, sentence: SentenceMotion) -> MotionFault:
    """Return in words how a sentence is off its motion."""
    lag = sentence.lag
    if lag is None:
        how = "nothing moves"
    else:
        what = "its motion begins" if sentence.shows == "motion" else "what it shows comes"
        how = f"{what} {abs(lag):.1f} s {'later' if lag > 0 else 'sooner'}"
    said = shorten(sentence.text, 60)
    words = f"sentence '{said}' at {sentence.start:.1f} s is off its motion: {how}"
    return MotionFault("off", beat.name, sentence.start, words)


def _beat_at(film: FilmMotion, time: float) -> str:
    """Return the name of the beat at a time."""
    begun = [beat.name for beat in film.beats if beat.start <= time + 1e-6]
    return begun[-1] if begun else "end"
