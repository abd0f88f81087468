"""A soft glow about the one thing in a frame that counts."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.constants import CapStyleType, LineJointType
from manim.mobject.types.vectorized_mobject import VMobject
from manim.utils.color import ManimColor

from explainer.mobjects.shapes import Shape, VGroup

COATS = ((0.62, 0.03), (0.5, 0.035), (0.39, 0.045), (0.29, 0.055), (0.2, 0.07), (0.12, 0.1))
"""How far each coat reaches across, in scene units, and its opacity: fewer show as stripes."""


class Glow(VGroup):
    """Wide, faint strokes under a shape, in its colour; they go where it goes by ``follow``.

    A mark of a plane takes its glow along; see ``Plane.glow``.

    Args:
        shape: what glows, with all its parts.
        reach: how far, as a share of the usual.
    """

    def __init__(self, shape: VMobject, reach: float = 1.0) -> None:
        self.shape, self.reach = shape, reach
        self._rgb = np.zeros(0)
        coats = [
            Shape(fill_opacity=0, stroke_opacity=opacity, joint_type=LineJointType.ROUND)
            for _, opacity in COATS
        ]
        for coat in coats:
            coat.cap_style = CapStyleType.ROUND
        super().__init__(*coats)
        self.follow()

    def follow(self, points: np.ndarray | None = None) -> Self:
        """Go where the shape is, in the colour that it has.

        Args:
            points: (4n, 3) of the curves that glow; those of the shape when None.
        """
        shapes = [part for part in self.shape.get_family() if len(part.points)]
        if shapes:
            lead = shapes[0]
            width = float(lead.stroke_width)
            rgb = (lead.stroke_rgbas if width else lead.fill_rgbas)[0, :3]
            if not np.array_equal(rgb, self._rgb):
                self._rgb = rgb.copy()
                self.set_stroke(ManimColor(rgb).to_hex())
            for coat, (reach, _) in zip(self.submobjects, COATS, strict=True):
                coat.stroke_width = width + 100 * self.reach * reach
        if points is None:
            points = np.concatenate([np.zeros((0, 3)), *(part.points for part in shapes)])
        for coat in self.submobjects:
            coat.points = points
        return self
