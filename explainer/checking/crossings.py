"""Whether the letters of a text are crossed by a line, or by the edge of what is filled.

Found in the pixels of what is drawn besides letters, so that it does not matter what drew them: the
brightness changes within a letter's box. What is evenly filled or shaded does not cross a letter.
"""

from __future__ import annotations

import numpy as np

from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame, SeenText, cut
from explainer.checking.pixels import brightness
from explainer.checking.texts import letters
from explainer.style import DARK, contrast_ratio

CLEARER = 1.1
"""By how much clearer than the scaffold a line is that may not lie behind letters."""
APART = 2
"""Between pixels so far apart the contrast is taken: an edge is blurred over one of them."""
LEAST = 12
"""Pairs of pixels on an edge from which on a letter is crossed, not only touched."""


def crossed(frame: Frame) -> list[Fault]:
    """Return a fault for each text that lies on a line or on an edge.

    Behind letters the faintest lines of the theme may run, and behind a halo those of a grid may
    end, but nothing that is clearer: a label there seems to name it. An opaque rectangle of the
    text's own keeps everything away.
    """
    theme = getattr(frame.scene, "theme", DARK)
    ghost, grid = (
        np.log(CLEARER * contrast_ratio(line, theme.background))
        for line in (theme.ghost, theme.grid)
    )
    bright = brightness(frame.behind)
    found = []
    for each in frame.texts:
        haloed = any(letter.get_stroke_width(background=True) for letter in letters(each.text))
        if _edges(bright, each, grid if haloed else ghost) >= LEAST:
            words = f"{each.name} lies on a line or an edge"
            found.append(Fault("crossed", words, zone(*each.box), (each.text,)))
    return found


def _edges(bright: np.ndarray, each: SeenText, least: float) -> int:
    """Return how many pairs of pixels in the boxes of letters differ by more than ``least``."""
    count = 0
    for box in each.boxes:
        levels = cut(bright, box, inner=True)
        across = np.abs(levels[:, APART:] - levels[:, :-APART])
        up = np.abs(levels[APART:] - levels[:-APART])
        count += int((across > least).sum() + (up > least).sum())
    return count
