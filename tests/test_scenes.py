"""Every scene, with every preset and some extremes: it plays, keeps its length, and can be read.

Presets, and the other themes of extremes, with ``--full``.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from layout import faults

from explainer import catalogue
from explainer.engine.session import Beat, Quality, at_beat_ends, beat_stills, frames, measure
from explainer.publish.captions import beat_captions
from explainer.publish.record import BeatRecord
from explainer.style import THEMES

SMALL = Quality(854, 480, 15)
TINY = Quality(160, 90, 15)

EXTREMES = Path(__file__).parent / "extremes"
"""A file for each scene, with sets of parameters that strain its layout."""


def extremes(name: str) -> list[dict[str, Any]]:
    """Return the sets of parameters of a scene's file."""
    return tomllib.loads((EXTREMES / f"{name}.toml").read_text(encoding="utf-8"))["extreme"]


def cases() -> list[Any]:
    found = []
    for entry in catalogue.entries():
        scene = catalogue.load(entry.name)
        sets = {"default": scene.params(), **scene.presets}
        for number, values in enumerate(extremes(entry.name)):
            sets[f"extreme{number}"] = scene.params.model_validate(values)
        found += [
            pytest.param(
                scene.cls,
                params,
                id=f"{entry.name}-{name}",
                marks=[pytest.mark.full] if name in scene.presets else [],
            )
            for name, params in sets.items()
        ]
    return found


CASES = cases()


@pytest.mark.parametrize(("cls", "params"), CASES)
def test_it_plays_to_the_end_and_is_as_long_at_any_frame_rate(cls: Any, params: Any) -> None:
    timelines = [
        measure(lambda: cls(params, "dark"), Quality(64, 36, fps), every_frame=fps < 30)
        for fps in (15, 60)
    ]
    assert timelines[0].beats == timelines[1].beats
    assert timelines[0].duration == pytest.approx(timelines[1].duration, abs=1e-9)
    assert 4 * timelines[0].frames == timelines[1].frames
    assert 20 < timelines[0].duration < 150
    for beat in timelines[0].beats:  # TooFast otherwise
        assert beat_captions(BeatRecord(**asdict(beat)))


@pytest.mark.parametrize(
    ("cls", "params", "theme"),
    [
        pytest.param(
            *case.values,
            theme,
            id=f"{case.id}-{theme}",
            marks=case.marks if theme == "dark" or "default" in case.id else [pytest.mark.full],
        )
        for case in CASES
        for theme in THEMES
    ],
)
def test_the_text_of_every_beat_can_be_read(cls: Any, params: Any, theme: str) -> None:
    def look(scene: Any, beat: Beat) -> list[str]:
        return [f"{beat.name}: {fault}" for fault in faults(scene)]

    found = [*chain.from_iterable(at_beat_ends(lambda: cls(params, theme), SMALL, look))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("cls", "params"), [case for case in CASES if "default" in case.id])
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
