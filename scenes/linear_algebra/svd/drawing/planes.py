"""Planes in a row that tell the singular value decomposition of a 2x2 matrix."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.maths.linear_algebra import matrix_path
from explainer.mobjects.shapes import Arrow, Curve, Dot
from explainer.mobjects.text import TypesetMobject
from explainer.scenes.linear_algebra.svd.drawing.plane_panel import PlanePanel, between
from explainer.scenes.linear_algebra.svd.story import ThreeMoves, rotation
from explainer.scenes.linear_algebra.svd.text import SHARED
from explainer.style import SAFE, Theme, Zone


def in_a_row(count: int, width: float, bottom: float, top: float, most: float = 2.0) -> list[Zone]:
    """Return zones of one width side by side, as far apart as fits but no more than ``most``."""
    gap = min((SAFE.width - count * width) / max(count - 1, 1), most)
    first = -(count * width + (count - 1) * gap) / 2
    starts = [first + index * (width + gap) for index in range(count)]
    return [Zone(start, start + width, bottom, top) for start in starts]


TWO = in_a_row(2, 5.8, -1.45, 2.65)
THREE = in_a_row(3, 3.5, -0.42, 2.65)
FOUR = in_a_row(4, 2.85, -0.8, 2.05)
SMALL = in_a_row(4, 2.85, 0.1, 2.1)

NAMES = (
    ("bold(v)_1", "bold(v)_2"),
    ("bold(e)_1", "bold(e)_2"),
    ("σ_1 bold(e)_1", "σ_2 bold(e)_2"),
    ("σ_1 bold(u)_1", "σ_2 bold(u)_2"),
)
"""What the two vectors are called in the four panels of the three moves."""

START = math.radians(75)
"""How far before the singular vectors the pair of perpendicular vectors sets out."""


class SingularPlanes:
    """Makes the panels of the story and moves them; it keeps nothing that a time does not give.

    Args:
        moves: the matrix and its decomposition.
        theme: for colours.
    """

    def __init__(self, moves: ThreeMoves, theme: Theme) -> None:
        self.moves, self.theme = moves, theme
        self.path = matrix_path(moves.matrix, "straight")
        first = float(moves.values[0])
        self.shared = first == 0 or SHARED[0] < first < SHARED[1]
        self.panels = [self.panel(TWO[0], np.eye(2)) for _ in range(4)]
        self.image = self.panel(TWO[0], np.eye(2))
        for panel in (self.panels[0], self.image):
            panel.show_pair(0.0)
        self.parts = [self.panel(FOUR[3], moves.matrix, 1.0) for _ in range(2)]
        for level, panel in enumerate((*self.parts, *self.panels, self.image)):
            panel.set_z_index(0.1 * level)

    # -- scales --------------------------------------------------------------------------------

    def units(self, zone: Zone, matrix: np.ndarray, progress: float) -> float:
        """Return the scale at which a panel shows a matrix on the way from circle to image."""
        half = 0.76 * min(zone.width, zone.height) / 2
        first = float(self.moves.values[0])
        if self.shared:
            return half / max(1.15, first)
        start, stop = half / 1.15, half / first
        units = math.exp((1 - progress) * math.log(start) + progress * math.log(stop))
        return min(units, half / max(float(np.linalg.norm(matrix, 2)), 1e-300))

    def zoom(self) -> float:
        """Return how much larger images are drawn than the circle; 1 where they share a scale."""
        circle = self.units(TWO[0], np.eye(2), 0.0)
        return self.units(TWO[0], self.moves.matrix, 1.0) / circle

    def panel(self, zone: Zone, matrix: np.ndarray, progress: float = 0.0) -> PlanePanel:
        """Return a new panel."""
        panel = PlanePanel(zone, 1.0, self.theme, self.moves.v)
        return self.put(panel, zone, matrix, progress)

    def put(self, panel: PlanePanel, zone: Zone, matrix: np.ndarray, progress: float) -> PlanePanel:
        """Set place and plane of a panel, whose scale is ``progress`` on the way to the image's."""
        panel.matrix = matrix
        return panel.set_zone(zone, self.units(zone, matrix, progress))

    # -- one move ------------------------------------------------------------------------------

    def copy_over(self, t: float) -> Self:
        """Carry the image's panel from the place of the first one to its own."""
        self.put(self.image, between(TWO[0], TWO[1], t), np.eye(2), 0.0)
        return self

    def one_move(self, t: float) -> Self:
        """Apply a share of the matrix."""
        self.put(self.image, TWO[1], self.path(t), t)
        return self

    def turn_pair(self, t: float) -> Self:
        """Turn the two perpendicular vectors, and their images with them."""
        for panel in (self.panels[0], self.image):
            panel.set_pair(rotation(self.pair_angle(t)))
        return self

    def pair_angle(self, t: float) -> float:
        """Return the first vector's angle, in radians."""
        return self.moves.v_angle - (1 - t) * START

    # -- three moves ---------------------------------------------------------------------------

    def to_four(self, t: float) -> Self:
        """Make room for two panels between the first and the image."""
        self.put(self.panels[0], between(TWO[0], FOUR[0], t), np.eye(2), 0.0)
        self.put(self.image, between(TWO[1], FOUR[3], t), self.moves.matrix, 1.0)
        return self

    def names(self, move: int) -> list[TypesetMobject]:
        """Return the names of the two vectors after so many moves, at their tips."""
        return self.panels[move].label(*NAMES[move], size="small")

    def name_pair(self) -> list[TypesetMobject]:
        """Return the names of the singular vectors and of their images, at their tips."""
        return [*self.panels[0].label(*NAMES[0]), *self.image.label(*NAMES[3])]

    def grow(self, move: int, t: float) -> PlanePanel:
        """Let panel ``move``, 1 to 3, slide out of the one before it and make its move.

        The first half of the time is the slide.
        """
        slide, apply = min(2 * t, 1.0), max(2 * t - 1, 0.0)
        ease = slide * slide * (3 - 2 * slide), apply * apply * (3 - 2 * apply)
        zone = between(FOUR[move - 1], FOUR[move], ease[0])
        matrix = self.moves.after(move - 1 + ease[1])
        progress = {1: 0.0, 2: ease[1], 3: 1.0}[move]
        return self.put(self.panels[move], zone, matrix, progress)

    def to_three(self, t: float) -> Self:
        """Move the last of four panels to the end of a row of three, and let two come out of it.

        Each of the two becomes a layer: it keeps its own axis only.
        """
        whole = self.moves.matrix
        self.put(self.panels[3], between(FOUR[3], THREE[2], t), whole, 1.0)
        for index, panel in enumerate(self.parts):
            matrix = whole + (self.moves.layer(index) - whole) * t
            self.put(panel, between(FOUR[3], THREE[index], t), matrix, 1.0)
        return self

    def unfold(self, t: float) -> Self:
        """Let the four panels of the three moves come out of the first, each move in its turn."""
        for index, panel in enumerate(self.panels):
            done = min(3 * t, float(index))
            first = min(math.floor(done), 2)
            zone = between(SMALL[first], SMALL[first + 1], done - first)
            self.put(panel, zone, self.moves.after(done), min(max(done - 1, 0.0), 1.0))
        return self

    def arrows(self, zones: list[Zone]) -> VGroup:
        """Return small arrows from panel to panel."""
        found = VGroup()
        for one, other in pairwise(zones):
            y = one.centre[1]
            found.add(
                Arrow(self.theme.muted, width=0.05, tip=0.2).set_ends(
                    (one.right + 0.06, y), (other.left - 0.06, y)
                )
            )
        return found


class RunningSum(VGroup):
    """A point of the ellipse as the sum of a point of each layer's segment, all three running.

    Args:
        planes: for the matrix and the panels' scales.
        panels: the first layer's, the second's, and the sum's.
    """

    def __init__(self, planes: SingularPlanes, panels: list[PlanePanel]) -> None:
        self.moves, self.panels = planes.moves, panels
        theme = planes.theme
        colours = (theme.singular, theme.singular_second)
        self.legs = [Arrow(colour, halo=theme.box) for colour in colours]
        self.copies = [Arrow(colour, halo=theme.box) for colour in colours]
        self.trace = Curve(theme.vector, width=theme.strokes.bold)
        self.dot = Dot(theme.vector, 0.1, rim=theme.box)
        super().__init__(self.trace, *self.legs, *self.copies, self.dot)
        self.set_z_index(3)
        self.set_progress(0.0)

    def set_progress(self, t: float) -> Self:
        """Run once round and an eighth further, so that both legs can be seen at the end."""
        angle = 2.25 * math.pi * t
        parts = [
            self.moves.layer(k) @ self.moves.v @ np.array([math.cos(angle), math.sin(angle)])
            for k in range(2)
        ]
        for leg, panel, part in zip(self.legs, self.panels, parts, strict=False):
            leg.set_ends(panel.view.to_frame((0, 0)), panel.view.to_frame(part))
        view = self.panels[2].view
        joint, end = view.to_frame(parts[0]), view.to_frame(parts[0] + parts[1])
        self.copies[0].set_ends(view.to_frame((0, 0)), joint)
        self.copies[1].set_ends(joint, end)
        self.dot.set_centre(end[:2])
        angles = np.linspace(0, min(angle, 2 * math.pi), max(2, math.ceil(30 * angle)))
        ring = self.moves.v @ np.array([np.cos(angles), np.sin(angles)])
        self.trace.set_corners(view.to_frame((self.moves.matrix @ ring).T)[:, :2])
        return self
