"""What lies between a picture and the text on it: background that fades into the picture."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import Any, Literal

import numpy as np
from manim.constants import DL, DOWN, LEFT, RIGHT, UP, UR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.easing import ease
from explainer.mobjects.shapes import Curve, VGroup
from explainer.style import Theme, Zone

STOPS = 32
"""Of the gradient: between two of them it is even."""

STEP = 1 / 15
"""Scene units that are whole pixels in all usual sizes, from 480 lines to 2160."""

TOWARDS = {"left": LEFT, "bottom": DOWN, "top": UP, "right": RIGHT}


class _Fading(Curve):
    """A closed line through (n, 2) corners, filled with the background.

    Args:
        corners: (n, 2).
        theme: whose background it has.
        covers: how much it hides, (m,), evenly apart, along a direction, ``towards``.
    """

    def __init__(
        self, corners: np.ndarray, theme: Theme, covers: np.ndarray, towards: np.ndarray
    ) -> None:
        # One shape with a gradient: as bands of even opacity it took a third of a film's time.
        super().__init__(theme.background, width=0, fill=1)
        self.set_corners(np.concatenate([corners, corners[:1]]))
        self.sheen_direction = towards
        rgb = np.asarray(self.get_fill_rgbas())[0, :3]
        self.fill_rgbas: np.ndarray = np.column_stack([np.tile(rgb, (len(covers), 1)), covers])
        self._direction: tuple[bytes, Any] = (b"", None)

    def get_gradient_start_and_end_points(self) -> Any:
        """Return where the gradient begins and ends, found once a place; see ``VMobject``."""
        place = self.points.tobytes()
        if self._direction[0] != place:
            self._direction = place, super().get_gradient_start_and_end_points()
        return self._direction[1]


class Veil(_Fading):
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
        length = zone.width if edge == "left" else zone.height
        covers = opacity * ease(np.linspace(length, 0, STOPS) / soft)
        super().__init__(_corners(zone), theme, covers, TOWARDS[edge])


class Backdrop(VGroup):
    """A zone covered with the background, softly on all sides, for what stands on it.

    Args:
        zone: what it covers; it fades beyond it.
        theme: whose background it has.
        soft: how far it reaches beyond the zone, in scene units.
        opacity: how much it hides.
    """

    def __init__(
        self, zone: Zone, theme: Theme, *, soft: float = 0.4, opacity: float = 0.92
    ) -> None:
        # On whole pixels no seam is seen where its parts meet.
        signs = np.array([-1, 1, -1, 1])
        ends = STEP * signs * np.ceil(np.array(astuple(zone)) * signs / STEP - 1e-9)
        inner = _corners(Zone(*ends.tolist()))
        outer = _corners(Zone(*(ends + signs * STEP * math.ceil(soft / STEP)).tolist()))
        middle = Curve(theme.background, width=0, fill=opacity)
        covers = opacity * ease(np.linspace(1, 0, STOPS))
        sides = [
            _Fading(np.array([inner[i], inner[i - 3], outer[i - 3], outer[i]]), theme, covers, way)
            for i, way in enumerate(TOWARDS[side] for side in ("bottom", "right", "top", "left"))
        ]
        super().__init__(middle.set_corners(np.concatenate([inner, inner[:1]])), *sides)


def behind(rows: list[VMobject], theme: Theme) -> Backdrop:
    """Return what no line of a picture runs through into rows that stand on it."""
    corners = np.array([(row.get_corner(DL), row.get_corner(UR)) for row in rows])
    (left, bottom, _), (right, top, _) = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
    return Backdrop(Zone(left, right, bottom, top), theme)


def _corners(zone: Zone) -> np.ndarray:
    """Return the corners of a zone, (4, 2), anticlockwise from the lower left."""
    left, right, low, high = astuple(zone)
    return np.array([(left, low), (right, low), (right, high), (left, high)])
