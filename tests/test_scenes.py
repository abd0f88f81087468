"""Every scene with each set of its parameters: it plays, keeps its length, and can be read.

The layout of presets, the other themes of all but the default, and what is dear to try, with
``--full``.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from all_text import watch
from matrix import FLAGSHIPS, parameter_set, set_names
from text_rules import text_faults

from explainer import catalogue
from explainer.engine.session import Beat, Quality, measure
from explainer.layout import faults
from explainer.publish.captions import beat_captions
from explainer.publish.record import BeatRecord
from explainer.style import THEMES

SMALL = Quality(854, 480, 15)
SMOOTH = Quality(64, 36, 60)

CASES = [(name, case) for name in catalogue.files() for case in set_names(name)]


@pytest.mark.parametrize(
    ("name", "case", "theme"),
    [
        pytest.param(
            name,
            case,
            theme,
            id=f"{name}-{case}-{theme}",
            marks=[] if theme == "dark" or case == "default" else [pytest.mark.full],
        )
        for name, case in CASES
        for theme in THEMES
    ],
)
def test_it_plays_and_every_beat_can_be_read(
    name: str, case: str, theme: str, request: pytest.FixtureRequest
) -> None:
    """One pass shows the layout, the words and how long it takes."""
    scene, params = catalogue.load(name), parameter_set(name, case)
    full = request.config.getoption("--full")
    looks = full or case not in scene.presets
    found: list[str] = []
    played: list[Any] = []

    def build() -> Any:
        played.append(scene.cls(params, theme))
        return played[-1]

    def look(shown: Any, beat: Beat) -> None:
        if looks:
            found.extend(f"{beat.name}: {fault}" for fault in faults(shown))

    film = watch(build, SMALL, look)
    found += text_faults(film)
    found += film.unbound
    assert not found, "\n".join(found)
    beats = tuple(screen.beat for screen in film.screens)
    assert 20 < beats[-1].end < 110
    if case == "default":
        assert any(sentence.asks for beat in beats for sentence in beat.sentences)
    for beat in beats:  # TooFast otherwise
        assert beat_captions(BeatRecord(**asdict(beat)))
    if theme == "dark" and (full or case == "default"):
        smooth = measure(lambda: scene.cls(params, theme), SMOOTH)
        assert smooth.beats == beats
        assert smooth.duration == pytest.approx(played[0].clock, abs=1e-9)
        assert smooth.frames == 4 * round(played[0].clock * SMALL.fps)


@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(
            name,
            case,
            id=f"{name}-{case}",
            marks=[] if name in FLAGSHIPS and case == "default" else [pytest.mark.full],
        )
        for name, case in CASES
    ],
)
def test_it_is_as_long_where_each_frame_is_played(name: str, case: str) -> None:
    scene, params = catalogue.load(name), parameter_set(name, case)
    each = measure(lambda: scene.cls(params, "dark"), Quality(64, 36, 15), every_frame=True)
    over = measure(lambda: scene.cls(params, "dark"), SMOOTH)
    assert each.beats == over.beats
    assert each.duration == pytest.approx(over.duration, abs=1e-9)
    assert 4 * each.frames == over.frames
