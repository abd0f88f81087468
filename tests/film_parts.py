"""Whether parts of a film that are drawn alone are what the whole film shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.engine.segments import Segment
from explainer.engine.session import Quality, prepare, settings
from explainer.engine.sinks import FOREVER, FrameKeeper


class PartKeeper(FrameKeeper):
    """Wants the frames of one segment only."""

    def __init__(self, segment: Segment) -> None:
        super().__init__()
        self.segment = segment

    def wants(self, frame: int) -> tuple[bool, int]:
        if frame < self.segment.start:
            return False, self.segment.start
        return (True, self.segment.stop) if frame < self.segment.stop else (False, FOREVER)


def compare_parts(build: Any, whole: list[np.ndarray], quality: Quality) -> None:
    """Assert that three parts, drawn each by itself, are those of the whole film."""
    random = np.random.default_rng(7)
    for start in sorted(random.integers(0, len(whole) - 20, 3)):
        keeper = PartKeeper(Segment(int(start), int(start) + 20))
        with settings(quality):
            prepare(build, keeper).render()
        assert np.array_equal(keeper.kept, whole[start : start + 20]), start
