"""Films of scenes, small ones: each is drawn once for all that must hold of it.

One scene of each part of the course; the others, and other colours, with ``--full``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from film_parts import compare_parts
from flashes import MOST, most_flashes
from matrix import FLAGSHIPS, all_scenes

from explainer import catalogue
from explainer.cli.keeping import builder
from explainer.engine.session import Quality, beat_stills, frames, measure
from explainer.style import theme

TINY = Quality(160, 90, 15)


def build(name: str, colours: str = "dark") -> Any:
    scene = catalogue.load(name)
    return builder(scene, scene.params(), theme(colours))


@pytest.fixture(scope="module", params=all_scenes())
def film(request: pytest.FixtureRequest) -> tuple[str, list[np.ndarray]]:
    """A scene's name and all its frames."""
    return request.param, frames(build(request.param), TINY)


def test_it_ends_each_beat_on_its_still(film: tuple[str, list[np.ndarray]]) -> None:
    name, shown = film
    for beat, frame in beat_stills(build(name), TINY):
        last = shown[round(beat.end * TINY.fps) - 1]
        assert np.array_equal(last, frame[..., :3]), beat.name


def test_what_is_drawn_over_what_stood_still_is_what_is_drawn_at_once(
    film: tuple[str, list[np.ndarray]],
) -> None:
    name, shown = film
    scene = catalogue.load(name)

    class Redrawn(scene.cls):  # type: ignore[misc,name-defined]
        def get_moving_mobjects(self, *animations: Any) -> list[Any]:
            return self.get_mobject_family_members()

    redrawn = frames(lambda: Redrawn(scene.params(), "dark"), TINY)
    pairs = enumerate(zip(shown, redrawn, strict=True))
    assert not [number for number, (one, other) in pairs if (one != other).any()]


def test_a_segment_drawn_alone_is_what_it_shows(film: tuple[str, list[np.ndarray]]) -> None:
    name, shown = film
    assert len(shown) == measure(build(name), TINY).frames
    compare_parts(build(name), shown, TINY)


def test_it_does_not_flash(film: tuple[str, list[np.ndarray]]) -> None:
    _, shown = film
    assert len(shown) > 20 * TINY.fps
    assert most_flashes(shown, TINY.fps) <= MOST


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.full] * (n != FLAGSHIPS[0])) for n in catalogue.files()],
)
def test_it_does_not_flash_in_the_light(name: str) -> None:
    assert most_flashes(frames(build(name, "light"), TINY), TINY.fps) <= MOST
