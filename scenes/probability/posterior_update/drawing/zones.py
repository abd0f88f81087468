"""Where in the frame the picture of a belief lies."""

from __future__ import annotations

from dataclasses import replace

from explainer.scenes.probability.posterior_update.story import BELOW_STRIP
from explainer.style import Zone

PLOT = Zone(-5.5, 6.1, -2.3, 2.42)
"""The chart where it has all the room; its numbers and names are around it."""

BELOW = replace(PLOT, top=PLOT.bottom + BELOW_STRIP * PLOT.height)
"""The chart below the strip."""

STRIP = replace(PLOT, bottom=BELOW.top + 0.58)
"""Where the likelihood is drawn."""
