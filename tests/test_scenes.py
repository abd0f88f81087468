"""Every scene, with some extremes: it plays, keeps its length, and can be read.

Every preset, the other themes of extremes, and what is dear to try, with ``--full``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from layout import faults
from matrix import FLAGSHIPS, all_parameters

from explainer.engine.session import Beat, Quality, at_beat_ends, beat_stills, frames, measure
from explainer.publish.captions import beat_captions
from explainer.publish.record import BeatRecord
from explainer.style import THEMES

SMALL = Quality(854, 480, 15)
TINY = Quality(160, 90, 15)

CASES = all_parameters()
DEFAULTS = [case for case in CASES if case.id.endswith("-default")]


@pytest.mark.parametrize(
    ("cls", "params", "theme"),
    [
        pytest.param(
            *case.values,
            theme,
            id=f"{case.id}-{theme}",
            marks=case.marks if theme == "dark" or case in DEFAULTS else [pytest.mark.full],
        )
        for case in CASES
        for theme in THEMES
    ],
)
def test_it_plays_and_every_beat_can_be_read(cls: Any, params: Any, theme: str) -> None:
    beats: list[Beat] = []

    def look(scene: Any, beat: Beat) -> list[str]:
        beats.append(beat)
        return [f"{beat.name}: {fault}" for fault in faults(scene)]

    found = at_beat_ends(lambda: cls(params, theme), SMALL, look)
    assert not any(found), "\n".join(fault for faulty in found for fault in faulty)
    assert 20 < beats[-1].end < 150
    for beat in beats:  # TooFast otherwise
        assert beat_captions(BeatRecord(**asdict(beat)))


@pytest.mark.parametrize(
    ("cls", "params"),
    [
        pytest.param(*case.values, id=case.id, marks=[] if case in DEFAULTS else [pytest.mark.full])
        for case in CASES
    ],
)
def test_it_is_as_long_at_any_frame_rate(cls: Any, params: Any) -> None:
    timelines = [
        measure(lambda: cls(params, "dark"), Quality(64, 36, fps), every_frame=fps < 30)
        for fps in (15, 60)
    ]
    assert timelines[0].beats == timelines[1].beats
    assert timelines[0].duration == pytest.approx(timelines[1].duration, abs=1e-9)
    assert 4 * timelines[0].frames == timelines[1].frames


@pytest.mark.parametrize(
    ("cls", "params"),
    [
        pytest.param(
            *case.values,
            id=case.id,
            marks=[] if case.id.removesuffix("-default") in FLAGSHIPS else [pytest.mark.full],
        )
        for case in DEFAULTS
    ],
)
def test_the_film_ends_each_beat_on_its_still(cls: Any, params: Any) -> None:
    """What is drawn frame by frame, over what stood still, is what is drawn at once."""
    film = frames(lambda: cls(params, "dark"), TINY)
    for beat, frame in beat_stills(lambda: cls(params, "dark"), TINY):
        last = film[round(beat.end * TINY.fps) - 1]
        assert np.array_equal(last, frame[..., :3]), beat.name

    class Redrawn(cls):  # type: ignore[misc]
        def get_moving_mobjects(self, *animations: Any) -> list[Any]:
            return self.get_mobject_family_members()

    redrawn = frames(lambda: Redrawn(params, "dark"), TINY)
    differ = [
        n for n, pair in enumerate(zip(film, redrawn, strict=True)) if (pair[0] != pair[1]).any()
    ]
    assert not differ
