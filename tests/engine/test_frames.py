"""A few frames against references, before encoding and away from edges."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from reference_frames import FRAMES, draw, path
from scipy.ndimage import binary_dilation, uniform_filter

SAME = 6
"""Levels of 255 by which two versions of the drawing library may differ inside an area."""


def edges(frame: np.ndarray) -> np.ndarray:
    """Return where a frame changes from one pixel to the next, and the pixels about it."""
    across = np.abs(np.diff(frame.astype(int), axis=1, prepend=frame[:, :1])).max(axis=-1)
    down = np.abs(np.diff(frame.astype(int), axis=0, prepend=frame[:1])).max(axis=-1)
    return binary_dilation(np.maximum(across, down) > 8, iterations=2)


def differences(frame: np.ndarray, reference: np.ndarray) -> tuple[float, float]:
    """Return the share of inner pixels that differ, and the most that blurred frames do."""
    inside = ~(edges(frame) & edges(reference))
    apart = np.abs(frame.astype(int) - reference).max(axis=-1)
    blurred = [uniform_filter(each.astype(float), (9, 9, 1)) for each in (frame, reference)]
    return float((apart[inside] > SAME).mean()), float(np.abs(blurred[0] - blurred[1]).max())


@pytest.mark.parametrize("frame", FRAMES, ids="-".join)
def test_it_looks_as_it_did(frame: tuple[str, str, str, str]) -> None:
    reference = np.array(Image.open(path(*frame)).convert("RGB"))
    share, blur = differences(draw(*frame), reference)
    assert share < 0.001, f"{share:.2%} of the areas differ; see reference_frames.py"
    assert blur < 12, f"a patch differs by {blur:.0f} of 255; see reference_frames.py"


def test_the_comparison_sees_what_moved_or_changed_colour() -> None:
    reference = np.array(Image.open(path(*FRAMES[0])).convert("RGB"))
    moved = np.roll(reference, 3, axis=1)
    tinted = reference.copy()
    tinted[100:140, 300:340] //= 2
    tinted[100:140, 300:340] += 60
    for changed in (moved, tinted):
        share, blur = differences(changed, reference)
        assert share >= 0.001 or blur >= 12
    share, blur = differences(reference, reference)
    assert share == blur == 0
