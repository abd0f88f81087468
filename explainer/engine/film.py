"""A scene into a film: drawn in segments by several workers, each segment once, then joined."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from explainer.engine.claims import Claims
from explainer.engine.joining import BrokenSegment, join
from explainer.engine.memory import played_and_gone, return_large_arrays
from explainer.engine.segments import Segment, cut, within
from explainer.engine.session import Build, Quality, RenderError, Timeline, prepare, settings
from explainer.engine.store import SegmentStore
from explainer.engine.writer import ENCODER_OPTIONS, SegmentWriter
from explainer.scratch import temporary_folder

TRIES = 3
"""How often what is missing is drawn before giving up: somebody may empty the store meanwhile."""
REFRESH = 0.2
"""Seconds between two looks at what the others have drawn."""
WATCHING = 0.5
"""Seconds between two looks of a worker for its parent."""

OnFrame = Callable[[int], None]


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
) -> None:
    """Render the scene, or one beat of it, into an H.264 file at ``target``.

    The bytes are the same for any number of jobs, and whether segments were drawn now or before.

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

    Raises:
        OSError: when a file cannot be written.
        UnknownBeat: when there is no such beat.
        RenderError: when segments keep disappearing.
    """
    start, stop = timeline.span(beat, quality.fps)
    marks = [round(t * quality.fps) for each in timeline.beats for t in (each.start, each.end)]
    segments = within(cut(timeline.frames, marks, quality.fps), start, stop)
    with _kept(store, key) as (store, key):
        key = _full_key(key, quality)
        for each in segments if fresh else ():
            store.forget(key, each)
        missing = [each for each in segments if not store.has(key, each)]
        for _ in range(TRIES):
            done = sum(each.frames for each in segments) - sum(each.frames for each in missing)
            if missing:
                with _storing(store), store.run() as run:
                    work = Work(build, quality, tuple(missing), store, key, run)
                    _draw_all(work, jobs, executor, _shifted(on_frame, done))
            try:
                join(segments, [store.file(key, each) for each in segments], target, quality.fps)
            except BrokenSegment as error:
                store.forget(key, error.segment)
            except FileNotFoundError:
                if not target.parent.is_dir():
                    raise
            else:
                if on_frame is not None:
                    on_frame(stop - start)
                store.prune()
                return
            missing = [each for each in segments if not store.has(key, each)]
    raise RenderError("segments disappear from the store while they are being joined")


@played_and_gone
def draw(work: Work, on_frame: OnFrame | None = None) -> int:
    """Draw those segments of a film that nobody else has claimed; return how many frames.

    Raises:
        Stopped: when the run has been stopped.
        OSError: when a segment cannot be written.
    """
    return_large_arrays()
    claims = Claims(work.run)

    def tell(frames: int) -> None:
        claims.report(frames)
        if on_frame is not None:
            on_frame(frames + claims.drawn_by_others())

    size = (work.quality.width, work.quality.height)
    writer = SegmentWriter(
        work.segments,
        claims.take,
        lambda segment, draft: work.store.keep(work.key, segment, draft),
        work.run,
        size,
        work.quality.fps,
        tell,
    )
    with settings(work.quality):
        try:
            prepare(work.build, writer).render()
        finally:
            writer.close()
    return writer.frames


# -- workers --------------------------------------------------------------------------------------


def _draw_all(work: Work, jobs: int, executor: Executor | None, on_frame: OnFrame | None) -> None:
    """Draw all segments, here and by up to ``jobs - 1`` others."""
    others = min(jobs, len(work.segments)) - 1
    if others < 1 or not _can_be_sent(work.build):
        draw(work, on_frame)
        return
    with _workers(others) if executor is None else contextlib.nullcontext(executor) as pool:
        futures = [pool.submit(draw, work) for _ in range(others)]
        try:
            draw(work, on_frame)
            _await(futures, Claims(work.run), on_frame)
        except BaseException:
            Claims(work.run).stop()
            raise
    # What failed elsewhere is tried again here, where an error says in which line it was raised.
    missing = tuple(each for each in work.segments if not work.store.has(work.key, each))
    if missing:
        with work.store.run() as run:
            again = Work(work.build, work.quality, missing, work.store, work.key, run)
            draw(again, None)


def _await(futures: Sequence[Future[int]], claims: Claims, on_frame: OnFrame | None) -> None:
    """Wait for the other workers, whose failures are found by what they did not draw."""
    while wait(futures, timeout=REFRESH).not_done:
        if on_frame is not None:
            on_frame(claims.drawn_by_others())


@contextmanager
def _workers(count: int) -> Iterator[Executor]:
    """Give processes on this machine; they end with this one, however it ends."""
    # A copy of this process has everything loaded already. It is safe only while there is one
    # thread, and not on macOS, whose own libraries do not survive it.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    pool = ProcessPoolExecutor(count, context, initializer=_begin_worker, initargs=(os.getpid(),))
    try:
        yield pool
    finally:
        with contextlib.suppress(BrokenProcessPool):
            pool.shutdown(cancel_futures=True)


def _begin_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, which stops the run, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCHING)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _can_be_sent(build: Build) -> bool:
    try:
        pickle.dumps(build)
    except Exception:  # whatever a class of the user's own raises
        return False
    return True


# -- the store ------------------------------------------------------------------------------------


@contextmanager
def _kept(store: SegmentStore | None, key: str | None) -> Iterator[tuple[SegmentStore, str]]:
    """Give the store and the key, or a store that goes at the end."""
    if store is not None and key is not None:
        yield store, key
        return
    with temporary_folder() as folder:
        yield SegmentStore(folder), "film"


def _full_key(key: str, quality: Quality) -> str:
    """Return the key together with what the engine itself puts into a segment."""
    settings_used = (key, quality, sorted(ENCODER_OPTIONS.items()))
    return hashlib.sha256(repr(settings_used).encode()).hexdigest()[:40]


@contextmanager
def _storing(store: SegmentStore) -> Iterator[None]:
    """Name the store when it is full, for that is not where the clip goes."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise RenderError(
            f"no space left for segments in {store.folder}; free some, or run ./render.sh clean"
        ) from error


def _shifted(on_frame: OnFrame | None, done: int) -> OnFrame | None:
    if on_frame is None:
        return None
    tell: Any = on_frame
    return lambda frames: tell(done + frames)
