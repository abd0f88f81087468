"""Every scene, with every preset and some extremes: it plays, keeps its length, and can be read."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
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

EXTREMES: dict[str, list[dict[str, Any]]] = {
    "linear_transformation": [
        {"matrix": ((120, -35), (40, 88)), "vector": (3, -2)},
        {"matrix": ((0.01, 0.003), (-0.002, 0.02)), "vector": (3, -2)},
        {"matrix": ((0, 0), (0, 0)), "vector": (0, 0)},
        {"matrix": ((1.2, -0.8), (1.1, 0.3)), "vector": (50, -20), "path": "polar"},
        {"matrix": ((-1234.56, 8765.43), (9876.54, 2345.67)), "vector": (-123.45, 678.9)},
        {"facts": ()},
    ],
    "gradient_descent": [
        {"surface": "x**2 + 3*y**2 + sin(3*x)", "rate": 0.4},
        {"surface": "bowl", "start": (0, 0), "steps": 1},
        {"surface": "x", "steps": 500, "rate": 1},
        {"surface": "bowl", "rate": 1.2, "steps": 300},
        {
            "surface": "1000000*(x**2 + y**2) + 12345678",
            "domain": ((-0.001, 0.001), (-0.001, 0.001)),
        },
        {"surface": "7", "steps": 3},
        {"surface": "rosenbrock", "optimiser": "nesterov", "domain": ((-2, 2), (-1, 3))},
        {"surface": "bowl", "domain": ((-100, 100), (-1, 1)), "optimiser": "rmsprop"},
        {"surface": "log(x) - y", "domain": ((0.1, 4), (-1, 1)), "start": (3.9, 0.9)},
    ],
    "posterior_update": [
        {"prior": (0.1, 0.1)},
        {"prior": (1000, 1000), "data": "H"},
        {"prior": (0.1, 1000)},
        {"data": (100_000, 3)},
        {"data": "T", "level": 0.999, "interval": "highest_density"},
        {"data": (520, 280), "second_prior": (1000, 2), "true_bias": 0.01},
        {"data": "HTHHTTTHTHHHTHTHHTTTHTHHHTHTHHTTTHTHHHTHTHHTTTHTHHHTHTHHTT"},
    ],
}


def cases() -> list[Any]:
    found = []
    for entry in catalogue.entries():
        scene = catalogue.load(entry.name)
        sets = {"default": scene.params(), **scene.presets}
        for number, values in enumerate(EXTREMES.get(entry.name, [])):
            sets[f"extreme{number}"] = scene.params.model_validate(values)
        found += [
            pytest.param(scene.cls, params, id=f"{entry.name}-{name}")
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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("cls", "params"), CASES)
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
