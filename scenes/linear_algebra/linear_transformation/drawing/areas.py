"""Areas written in the unit square and in what a matrix makes of it."""

from __future__ import annotations

import numpy as np

from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import distances, evenly_each, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import Mark
from explainer.numbers import computed
from explainer.style import Theme

CLEAR, AMPLE = 0.09, 0.3
"""How far a number is kept from every line, and what is as good as farther, in frame units."""

SHARES = np.linspace(0.1, 0.9, 17)
PLACES = np.array([(across, up) for across in SHARES for up in SHARES])
"""Where in the unit square a number may stand, and go with it."""


class AreaNumber(LiveNumber):
    """The area of a parallelogram, written in it if there is room.

    Attributes:
        spot: where in the unit square it stands, (2,); None where there is no room.
    """

    def __init__(self, plane: Plane, theme: Theme) -> None:
        super().__init__(0.0, theme, colour="ink", anchor="centre", size="formula")
        self.plane, self.spot = plane, np.full(2, 0.5)
        self.is_shown = True
        self.with_halo(theme).set_z_index(8)

    def show(self, matrix: np.ndarray, *, animating: bool, share: float = 1.0) -> None:
        """Write the area of the image of the unit square, at a share of its brightness."""
        view, value = self.plane.view, signed_area(matrix)
        text = f"{value:.2f}" if animating else computed(value)
        middle = view.to_frame(matrix @ self.spot)
        self.stand(middle - np.array([0, 0.33 * self.em, 0]), text, value)
        longest = max(float(np.hypot(*way)) for way in matrix.T)
        width = abs(value) / max(longest, 1e-300) * view.units
        seen = min(max((width - 0.3) / 0.3, 0.0), 1.0) if self.is_shown else 0.0
        self.set_brightness(share * seen)

    def settle(self, matrix: np.ndarray, marks: list[Mark], boxes: np.ndarray) -> np.ndarray:
        """Choose where it stands in the end, and return its box with those of others, (n, 2, 2).

        Args:
            matrix: carries the unit square to where it is to be written.
            marks: it must not meet the edges of these.
            boxes: middles and sizes of what else it must not meet, (n, 2, 2).
        """
        self.show(matrix, animating=False)
        size = ink_box(self)[1]
        points = evenly_each(np.concatenate([mark.edges() for mark in marks]))
        places = self.plane.view.flat(PLACES @ matrix.T)
        clear = distances(places, size / 2, points).min(axis=1, initial=AMPLE)
        for other, room in boxes:
            apart = np.abs(places - other) - (size + room) / 2
            clear = np.minimum(clear, apart.max(axis=1))
        zone = self.plane.view.text
        walls = np.array([[zone.left, zone.bottom], [zone.right, zone.top]])
        inside = np.minimum(places - walls[0], walls[1] - places) - size / 2
        clear = np.minimum(clear, inside.min(axis=1))
        best = int(np.argmax(np.round(clear - 0.2 * np.abs(PLACES - 0.5).max(axis=1), 6)))
        self.is_shown = bool(clear[best] > CLEAR)
        self.spot = PLACES[best]
        if not self.is_shown:
            return boxes
        return np.concatenate([boxes, [[places[best], size]]])
