"""Many pictures in one process: nothing of a scene is left when it has been played."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim.mobject.geometry.arc import Circle

from explainer.engine import film, stock, transparent
from explainer.engine.session import Quality, RenderError, beat_stills, frames, measure, still
from explainer.mobjects.text import Words
from explainer.scene import Explainer

TINY = Quality(64, 36, 15)
FIRST, MORE = 3, 8
"""Pictures until all caches are filled, and pictures after that."""


class Ballast:
    """Large, and referred to by what refers to itself."""


class Tangled(Explainer):
    """Refer to itself in all ways in which scenes of users do."""

    def construct(self) -> None:
        self.ballast = Ballast()
        self.large = np.zeros(1_000_000)
        circle = Circle(1)
        circle.scene = self  # type: ignore[attr-defined]
        circle.add_updater(lambda mobject: self.ballast and None)

        def again(depth: int) -> int:
            return again(depth - 1) if depth else id(self)

        words = Words("Here", self.theme)
        with self.beat("first", "First", "One."):
            self.add(circle, words)
            self.remove(words)
            again(2)
        with self.beat("last", "Last", "Two."):
            self.wait(0.1)


class Broken(Tangled):
    """Fail at the end."""

    def construct(self) -> None:
        super().construct()
        raise RenderError("no")


def make_film(build: Any, quality: Quality, target: Path) -> None:
    film.record(build, quality, target / "a.mp4", measure(build, quality))


def make_stock(build: Any, quality: Quality, target: Path) -> None:
    stock.record(build, quality, target / "b.mp4")


def make_transparent(build: Any, quality: Quality, target: Path) -> None:
    films = {"editor": target / "c.mov"}
    transparent.record_transparent(build, quality, films, measure(build, quality))  # type: ignore[arg-type]


WAYS: list[Callable[[Any, Quality, Path], object]] = [
    lambda build, quality, target: still(build, quality),
    lambda build, quality, target: beat_stills(build, quality),
    lambda build, quality, target: measure(build, quality),
    lambda build, quality, target: frames(build, quality),
    make_film,
    make_stock,
    make_transparent,
]


@pytest.fixture
def unaided() -> Iterator[None]:
    """Python does not look for what is left by itself."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def left() -> int:
    return sum(isinstance(each, (Tangled, Ballast)) for each in gc.get_objects())


@pytest.mark.usefixtures("unaided")
@pytest.mark.parametrize(
    "way", WAYS, ids=["still", "sheet", "measure", "frames", "film", "stock", "alpha"]
)
def test_nothing_of_a_scene_is_left(way: Callable[..., object], tmp_path: Path) -> None:
    way(Tangled, TINY, tmp_path)
    assert left() == 0


@pytest.mark.usefixtures("unaided")
def test_nothing_is_left_of_one_that_failed() -> None:
    for _ in range(MORE):
        with pytest.raises(RenderError):
            still(Broken, TINY)
    assert left() <= 2 * 2  # the last error may still be told of


@pytest.mark.usefixtures("unaided")
def test_a_process_holds_no_more_after_many_pictures() -> None:
    held = []
    for _ in range(FIRST + MORE):
        beat_stills(Tangled, TINY)
        held.append(len(gc.get_objects()))
    assert max(held[FIRST:]) - held[FIRST] <= 20 * MORE, held


@pytest.mark.usefixtures("unaided")
def test_what_was_there_before_is_left_alone() -> None:
    assert gc.get_freeze_count() == 0
    still(Tangled, TINY)
    assert gc.get_freeze_count() == 0
    gc.freeze()
    still(Tangled, TINY)
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
