"""A film in pieces: where it is cut, so that several can draw it and none of it is drawn twice.

Where the cuts are follows from the film alone, never from who draws it, so that the joined file is
the same for any number of workers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

PIECES = 16
"""About as many as a film has at least, so that workers end at about the same time."""
SHORTEST, LONGEST = 1.0, 4.0
"""Seconds of a segment, about: each begins with a whole picture, which takes room in the file."""


@dataclass(frozen=True, order=True)
class Segment:
    """The frames from ``start`` up to, not including, ``stop``."""

    start: int
    stop: int

    @property
    def frames(self) -> int:
        """Return how many frames it has."""
        return self.stop - self.start


def cut(frames: int, marks: Iterable[int], fps: int) -> tuple[Segment, ...]:
    """Return the segments of a film, in order, without gaps.

    Args:
        frames: how many the film has.
        marks: frames at which a segment must begin: those where a beat starts or ends.
        fps: frames a second.
    """
    wanted = min(max(frames / PIECES, SHORTEST * fps), LONGEST * fps)
    edges = sorted({0, frames, *(mark for mark in marks if 0 < mark < frames)})
    segments: list[Segment] = []
    for start, stop in pairwise(edges):
        pieces = max(1, round((stop - start) / wanted))
        inner = [start + (stop - start) * piece // pieces for piece in range(pieces + 1)]
        segments += [Segment(*pair) for pair in pairwise(inner)]
    return tuple(segments)


def within(segments: Sequence[Segment], start: int, stop: int) -> tuple[Segment, ...]:
    """Return the segments of the frames from ``start`` up to ``stop``, which begin and end some."""
    return tuple(segment for segment in segments if start <= segment.start < stop)


def first_after(segments: Sequence[Segment], frame: int) -> int:
    """Return the index of the first segment, of several in order, that ends after ``frame``."""
    return bisect_right([segment.stop for segment in segments], frame)
