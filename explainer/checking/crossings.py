"""Whether the letters of a text are crossed by a line, or by the edge of what is filled.

Found in the pixels of what is drawn besides letters, so that it does not matter what drew them: the
brightness changes within a letter's box. What is evenly filled or shaded does not cross a letter.
"""

from __future__ import annotations

import numpy as np
from manim.utils.color import ManimColor

from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame, SeenText, cut
from explainer.checking.pixels import brightness
from explainer.checking.texts import letters
from explainer.style import DARK, Theme, contrast_ratio

CLEARER = 1.1
"""By how much clearer than the scaffold a line is that may not lie behind letters."""
LINE = 3.0
"""The least contrast of a line that counts: fainter ones may end at a halo in every theme."""
HUE = 12
"""Of 255, by which a grey line differs from the hue of axes at most."""
APART = 2
"""Between pixels so far apart the contrast is taken: an edge is blurred over one of them."""
LEAST = 12
"""Pairs of pixels on an edge from which on a letter is crossed, not only touched."""


def crossed(frame: Frame) -> list[Fault]:
    """Return a fault for each text that lies on a line or on an edge.

    Behind letters the faintest lines of the theme may run, and behind a halo those of a grid and
    grey ones like the axes may end, but nothing that is clearer: a label there seems to name it. An
    opaque rectangle of the text's own keeps everything away.
    """
    theme = getattr(frame.scene, "theme", DARK)
    ghost, grid = (
        np.log(CLEARER * contrast_ratio(line, theme.background))
        for line in (theme.ghost, theme.grid)
    )
    ways = {False: (frame.brightness, ghost)}
    if any(map(_has_halo, frame.texts)):
        ways[True] = _without_axes(frame, theme), max(grid, np.log(CLEARER * LINE))
    found = []
    for each in frame.texts:
        bright, least = ways[_has_halo(each)]
        if _edges(bright, each, least) >= LEAST:
            words = f"{each.name} lies on a line or an edge"
            found.append(Fault("crossed", words, zone(*each.box), (each.text,)))
    return found


def _has_halo(each: SeenText) -> bool:
    return any(letter.get_stroke_width(background=True) for letter in letters(each.text))


def _without_axes(frame: Frame, theme: Theme) -> np.ndarray:
    """Return the brightness without lines of the colour of axes, or fainter ones of its hue."""
    ground, axis = frame.background, ManimColor(theme.axis).to_rgb() * 255
    way = (axis - ground).astype(np.float32)
    offset = frame.behind - ground.astype(np.float32)
    share = offset @ (way / (way @ way))
    beside = np.abs(offset - share[..., None] * way).max(axis=2)
    pixels = frame.behind.copy()
    pixels[(beside < HUE) & (share > 0) & (share < CLEARER)] = ground
    return brightness(pixels)


def _edges(bright: np.ndarray, each: SeenText, least: float) -> int:
    """Return how many pairs of pixels in the boxes of letters differ by more than ``least``."""
    count = 0
    for box in each.boxes:
        levels = cut(bright, box, inner=True)
        across = np.abs(levels[:, APART:] - levels[:, :-APART])
        up = np.abs(levels[APART:] - levels[:-APART])
        count += int((across > least).sum() + (up > least).sum())
    return count
