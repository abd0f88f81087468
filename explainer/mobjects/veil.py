"""What lies between a picture and the text on it: background that fades towards one edge."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from manim.constants import DOWN, LEFT, UP

from explainer.geometry.easing import ease
from explainer.mobjects.shapes import Curve
from explainer.style import Theme, Zone

STOPS = 32
"""Of the gradient: between two of them it is even."""

TOWARDS = {"left": LEFT, "bottom": DOWN, "top": UP}


class Veil(Curve):
    """A zone covered with the background, softly towards one of its edges.

    Args:
        zone: what it covers.
        theme: whose background it has.
        edge: the side towards which it fades.
        soft: how wide the soft edge is, in scene units.
        opacity: how much it hides.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        edge: Literal["left", "bottom", "top"],
        *,
        soft: float = 0.7,
        opacity: float = 0.9,
    ) -> None:
        # One shape with a gradient: as bands of even opacity it took a third of a film's time.
        super().__init__(theme.background, width=0, fill=1)
        self.set_box(zone)
        self.sheen_direction = TOWARDS[edge]
        length = zone.width if edge == "left" else zone.height
        depth = np.linspace(length, 0, STOPS)
        covers = opacity * ease(depth / soft)
        rgb = np.asarray(self.get_fill_rgbas())[0, :3]
        self.fill_rgbas: np.ndarray = np.column_stack([np.tile(rgb, (STOPS, 1)), covers])
        self._direction: tuple[bytes, Any] = (b"", None)

    def get_gradient_start_and_end_points(self) -> Any:
        """Return where the gradient begins and ends, found once a place; see ``VMobject``."""
        place = self.points.tobytes()
        if self._direction[0] != place:
            self._direction = place, super().get_gradient_start_and_end_points()
        return self._direction[1]
