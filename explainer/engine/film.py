"""A scene into a film: drawn in segments by several workers, each segment once, then joined."""

from __future__ import annotations

import contextlib
import hashlib
import pickle
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.engine.checking import BrokenFilm, BrokenSegment, MissingSegment, check_segment
from explainer.engine.claims import Claims
from explainer.engine.joining import join
from explainer.engine.memory import played_and_gone, return_large_arrays
from explainer.engine.segments import Segment, cut, within
from explainer.engine.session import Build, Quality, RenderError, Timeline, prepare, settings
from explainer.engine.shelves import FULL, Shelves
from explainer.engine.store import SegmentStore, StoreError
from explainer.engine.workers import processes, tasks
from explainer.engine.writer import ENCODER_OPTIONS, SegmentWriter

TRIES = 3
"""How often what is missing is drawn before giving up: somebody may empty the store meanwhile."""
REFRESH = 0.2
"""Seconds between two looks at what the others have drawn."""

OnFrame = Callable[[int], None]
Warn = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """What a worker is sent: it can be pickled when ``build`` can."""

    build: Build
    quality: Quality
    segments: tuple[Segment, ...]
    store: SegmentStore
    key: str
    run: Path


def record(
    build: Build,
    quality: Quality,
    target: Path,
    timeline: Timeline,
    *,
    beat: str | None = None,
    key: str | None = None,
    store: SegmentStore | None = None,
    jobs: int = 1,
    fresh: bool = False,
    executor: Executor | None = None,
    on_frame: OnFrame | None = None,
    warn: Warn | None = None,
) -> None:
    """Render the scene, or one beat of it, into an H.264 file at ``target``.

    The bytes are the same for any number of jobs, and whether segments were drawn now or before.
    A store that cannot be used, or whose files have suffered, costs time and nothing else.

    Args:
        build: returns a fresh scene; workers other than this process need one that can be pickled.
        quality: size and frame rate.
        target: the file to write; what is left of it after an error is the caller's to remove.
        timeline: the whole scene's, as ``measure`` returns it.
        beat: render only this beat.
        key: names all that decides how the frames look; None when that is not known, and then
            nothing is kept for a later run.
        store: where segments are kept.
        jobs: how many draw at once, this process among them.
        fresh: draw all segments, even those that the store has.
        executor: runs the other jobs; processes on this machine when None.
        on_frame: told the number of frames that are done, those of the store included.
        warn: told, in one line, what makes this run slower, or the next one begin anew.

    Raises:
        OSError: when a file cannot be written.
        UnknownBeat: when there is no such beat.
        RenderError: when there is no room for segments, when they keep disappearing, or when what
            was drawn or written cannot be read again.
    """
    start, stop = timeline.span(beat, quality.fps)
    marks = [round(t * quality.fps) for each in timeline.beats for t in each.stops]
    segments = within(cut(timeline.frames, marks, quality.fps), start, stop)
    with Shelves(store if key else None, _full_key(key or "film", quality), warn) as shelves:
        if fresh:
            shelves.forget(segments)
        tries = 0
        while True:
            missing = tuple(each for each in segments if not shelves.has(each))
            done = sum(each.frames for each in segments) - sum(each.frames for each in missing)
            try:
                if missing:
                    tell = _shifted(on_frame, done)
                    _draw_all(build, quality, missing, shelves, jobs, executor, tell, warn)
                join(segments, shelves.read, target, quality)
                break
            except StoreError as error:
                shelves.do_without(error)
            except BrokenSegment as error:
                tries += 1
                if tries == TRIES:
                    raise RenderError(str(error)) from error
                shelves.forget([error.segment])
                if tries == TRIES - 1 and isinstance(error, MissingSegment):
                    shelves.trust_no_longer(str(error))
            except BrokenFilm as error:
                raise RenderError(f"the film {error}") from error
        if on_frame is not None:
            on_frame(stop - start)


@played_and_gone
def draw(work: Work, on_frame: OnFrame | None = None) -> int:
    """Draw those segments of a film that nobody else has claimed; return how many frames.

    Raises:
        Stopped: when the run has been stopped.
        StoreError: when a segment cannot be kept.
        BrokenSegment: when one cannot be decoded.
    """
    return_large_arrays()
    claims, quality, used = Claims(work.run), work.quality, work.store.used

    def take(segment: Segment) -> bool:
        with used():
            return claims.take(segment)

    def tell(frames: int) -> None:
        with used():
            claims.report(frames)
            others = 0 if on_frame is None else claims.drawn_by_others()
        if on_frame is not None:
            on_frame(frames + others)

    def keep(segment: Segment, content: bytes) -> None:
        check_segment(segment, content, quality)
        work.store.keep(work.key, segment, content, work.run)

    size = (quality.width, quality.height)
    writer = SegmentWriter(work.segments, take, keep, size, quality.fps, tell)
    try:
        with ExitStack() as stack:
            stack.callback(writer.close)
            with used():
                stack.enter_context(settings(quality, work.run))
            prepare(work.build, writer).render()
    except OSError as error:
        if error.errno not in FULL:
            raise
        with used():  # Manim's own files are in the run's folder too
            raise
    return writer.frames


# -- workers --------------------------------------------------------------------------------------


def _draw_all(
    build: Build,
    quality: Quality,
    missing: tuple[Segment, ...],
    shelves: Shelves,
    jobs: int,
    executor: Executor | None,
    on_frame: OnFrame | None,
    warn: Warn | None,
) -> None:
    """Draw segments, here and by up to ``jobs - 1`` others."""
    store = shelves.place
    with ExitStack() as stack:
        with store.used():
            run = stack.enter_context(store.run())
        work = Work(build, quality, missing, store, shelves.key, run)
        others = min(jobs, len(missing)) - 1
        if others < 1 or not _can_be_sent(build):
            draw(work, on_frame)
            return
        finished = stack.enter_context(
            processes(others, draw, work, warn)
            if executor is None
            else tasks(executor, others, draw, work)
        )
        claims = Claims(run)
        try:
            draw(work, on_frame)
            while not finished(REFRESH):
                with store.used():
                    done = claims.drawn_by_others()
                if on_frame is not None:
                    on_frame(done)
        except BaseException:
            with contextlib.suppress(OSError):
                claims.stop()
            raise
    # What failed elsewhere is tried again here, where an error says in which line it was raised.
    left = tuple(each for each in missing if not store.has(shelves.key, each))
    if left:
        _draw_all(build, quality, left, shelves, 1, None, None, warn)


def _can_be_sent(build: Build) -> bool:
    try:
        pickle.dumps(build)
    except Exception:  # whatever a class of the user's own raises
        return False
    return True


def _full_key(key: str, quality: Quality) -> str:
    """Return the key together with what the engine itself puts into a segment."""
    settings_used = (key, quality, sorted(ENCODER_OPTIONS.items()))
    return hashlib.sha256(repr(settings_used).encode()).hexdigest()[:40]


def _shifted(on_frame: OnFrame | None, done: int) -> OnFrame | None:
    if on_frame is None:
        return None
    tell: Any = on_frame
    return lambda frames: tell(done + frames)
