"""What must be drawn again to judge a film: its frames uncompressed, and the floor of its cost."""

from __future__ import annotations

import importlib.util
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from likeness import Likeness
from plain_manim import some_frames

from explainer import catalogue
from explainer.cli.keeping import builder
from explainer.engine.film import record
from explainer.engine.session import QUALITIES, measure, prepare, settings
from explainer.engine.sinks import FOREVER, Sink
from explainer.engine.writer import SegmentWriter
from explainer.style import theme

STEP = 60
"""Every so many frames one is compared."""


class _Sampler(Sink):
    """Wants each ``step``-th frame, and compares it with a film."""

    draws = True

    def __init__(self, likeness: Likeness, step: int) -> None:
        super().__init__()
        self.likeness, self.step, self.next = likeness, step, 0

    def wants(self, frame: int) -> tuple[bool, int]:
        self.next = frame
        return (True, frame + 1) if frame % self.step == 0 else (False, self._after(frame))

    def _after(self, frame: int) -> int:
        return min(FOREVER, frame - frame % self.step + self.step)

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        self.likeness.take(self.next, frame)


def likeness_of(source: str, film: Path) -> float:
    """Return the mean structural similarity of a film at 1080p60 to its uncompressed frames.

    Args:
        source: a scene of ours as the command line takes it, or ``idiomatic.py:CLASS``.
        film: rendered from it.
    """
    quality = QUALITIES["h"]
    with Likeness(film) as likeness:
        if "idiomatic.py" in source:
            path, _, name = source.rpartition(":")
            scene = getattr(_module(Path(path)), name)
            size = (quality.width, quality.height)
            some_frames(scene, size, quality.fps, STEP, likeness.take)
        else:
            with settings(quality):
                prepare(_build(source), _Sampler(likeness, STEP)).render()
    return likeness.mean


def encoding_seconds(source: str) -> tuple[float, float]:
    """Return the length of a clip at 1080p60 and the processor seconds that its encoding takes.

    The clip is rendered by one job; its encoder has a thread of its own, whose time is taken.
    """
    spent: list[float] = []
    encode = SegmentWriter._encode

    def timed(self: Any) -> None:
        start = time.thread_time()
        encode(self)
        spent.append(time.thread_time() - start)

    SegmentWriter._encode = timed  # type: ignore[method-assign]
    try:
        build, quality = _build(source), QUALITIES["h"]
        timeline = measure(build, quality)
        with tempfile.TemporaryDirectory(prefix="explainer-bench-") as folder:
            record(build, quality, Path(folder, "film.mp4"), timeline)
    finally:
        SegmentWriter._encode = encode  # type: ignore[method-assign]
    return timeline.duration, sum(spent)


def _build(source: str) -> Any:
    scene = catalogue.load(source)
    return builder(scene, scene.params(), theme("dark"))


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
