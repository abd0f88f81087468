"""Flashes are counted as they are seen; ``test_scene_films`` looks for them in scenes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from flashes import MOST, most_flashes

FPS = 15
SIZE = (90, 160)
Colour = tuple[int, int, int]


def film(shade: Callable[[float], Colour], share: float = 1.0, seconds: float = 2) -> list:
    """Return frames whose left part, a share of the width, has the colour of each moment."""
    made = []
    for number in range(round(seconds * FPS)):
        frame = np.full((*SIZE, 3), 40, np.uint8)
        frame[:, : round(share * SIZE[1])] = shade(number / FPS)
        made.append(frame)
    return made


def blinking(rate: float, dark: Colour, bright: Colour) -> Callable[[float], Colour]:
    return lambda t: bright if (t * rate) % 1 < 0.5 else dark


@pytest.mark.parametrize(("rate", "expected"), [(1, 1), (2, 2), (3, 3), (5, 5), (7, 7)])
def test_flashes_are_counted(rate: float, expected: int) -> None:
    found = most_flashes(film(blinking(rate, (20, 20, 20), (230, 230, 230))), FPS)
    assert abs(found - expected) <= (rate > 3)
    assert (found > MOST) == (rate > 3)


def test_what_flashes_softly_is_counted_too() -> None:
    grey = lambda t: (round(128 + 100 * np.sin(2 * np.pi * 5 * t)),) * 3  # noqa: E731
    assert most_flashes(film(grey), FPS) > MOST


@pytest.mark.parametrize(
    ("dark", "bright"),
    [((40, 40, 40), (80, 80, 80)), ((232, 232, 232), (255, 255, 255))],
    ids=["little", "bright"],
)
def test_small_changes_and_bright_pictures_are_no_flashes(dark: Colour, bright: Colour) -> None:
    assert most_flashes(film(blinking(5, dark, bright)), FPS) == 0


def test_only_large_areas_count() -> None:
    blink = blinking(5, (20, 20, 20), (230, 230, 230))
    assert most_flashes(film(blink, share=0.05), FPS) == 0
    assert most_flashes(film(blink, share=0.12), FPS) > MOST


def test_a_saturated_red_counts_whatever_its_luminance() -> None:
    assert most_flashes(film(blinking(5, (40, 40, 40), (120, 0, 0))), FPS) > MOST
    assert most_flashes(film(blinking(5, (40, 40, 40), (60, 50, 40))), FPS) == 0


def test_a_fade_is_no_flash() -> None:
    assert most_flashes(film(lambda t: (round(255 * min(t / 2, 1)),) * 3), FPS) == 0
