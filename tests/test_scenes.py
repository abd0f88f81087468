"""Every scene, with some extremes: it plays, keeps its length, and can be read.

Every preset, the other themes of extremes, and what is dear to try, with ``--full``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from matrix import FLAGSHIPS, all_parameters
from standard import below_the_standard

from explainer.engine.session import Beat, Quality, at_beat_ends, measure
from explainer.publish.captions import beat_captions
from explainer.publish.record import BeatRecord
from explainer.style import THEMES

SMALL = Quality(854, 480, 15)

CASES = all_parameters()
DEFAULTS = [case for case in CASES if case.id.endswith("-default")]
STAND_FOR_ALL = [f"{name}-default" for name in FLAGSHIPS]


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
    name = cls.__module__.split(".")[3]

    def look(scene: Any, beat: Beat) -> list[str]:
        beats.append(beat)
        return [f"{beat.name}: {fault}" for fault in below_the_standard(name, scene)]

    found = at_beat_ends(lambda: cls(params, theme), SMALL, look)
    assert not any(found), "\n".join(fault for faulty in found for fault in faulty)
    assert 20 < beats[-1].end < 150
    for beat in beats:  # TooFast otherwise
        assert beat_captions(BeatRecord(**asdict(beat)))


@pytest.mark.parametrize(
    ("cls", "params", "every_frame"),
    [
        pytest.param(*case.values, every_frame, id=f"{case.id}-{how}", marks=marks)
        for case in CASES
        for every_frame, how, marks in (
            (False, "passed over", [] if case in DEFAULTS else [pytest.mark.full]),
            (True, "each frame", [] if case.id in STAND_FOR_ALL else [pytest.mark.full]),
        )
    ],
)
def test_it_is_as_long_at_any_frame_rate(cls: Any, params: Any, every_frame: bool) -> None:
    timelines = [
        measure(lambda: cls(params, "dark"), Quality(64, 36, fps), every_frame=every_frame)
        for fps, every_frame in ((15, every_frame), (60, False))
    ]
    assert timelines[0].beats == timelines[1].beats
    assert timelines[0].duration == pytest.approx(timelines[1].duration, abs=1e-9)
    assert 4 * timelines[0].frames == timelines[1].frames
