"""A rectangle of the frame in which something in space is seen, as one mobject."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from manim.mobject.mobject import Mobject
from numpy.typing import ArrayLike

from explainer.geometry.pixels import PixelPicture
from explainer.geometry.space import Array, SpacePicture


class Tick(NamedTuple):
    """Where the number of a tick belongs: its value, a place in the frame, and the way outwards."""

    axis: str
    value: float
    position: Array
    outwards: Array
    opacity: float
    """1 in full view; falls to 0 before the edge it belongs to changes places with another."""


class SpacePanel(Mobject):
    """A rectangle of the frame in which something in space is seen."""

    blended: tuple[str, ...] = ("opacity",)
    """What an animation of the panel mixes: names of numbers, or of arrays of equal shape."""

    def __init__(self, width: float, height: float, centre: ArrayLike = (0.0, 0.0, 0.0)) -> None:
        super().__init__()
        half = np.array([width / 2, height / 2, 0.0])
        self.points = np.asarray(centre, dtype=float) + np.array([-half, half])
        self.opacity = 1.0

    @property
    def corner_points(self) -> tuple[Array, Array]:
        """The lower left and the upper right of the rectangle."""
        return self.points.min(axis=0), self.points.max(axis=0)

    def picture(self) -> SpacePicture | PixelPicture:
        """Return what the camera is to paint."""
        raise NotImplementedError

    def set_opacity(self, opacity: float) -> Self:
        """Make the whole panel see-through."""
        self.opacity = float(opacity)
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away a share of the panel's opacity, as Manim's animations ask."""
        self.opacity *= 1.0 - darkness
        return super().fade(darkness, family)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix what two panels differ in; the rest is left to whatever else moves it."""
        for name in self.blended:
            first, second = getattr(mobject1, name, None), getattr(mobject2, name, None)
            if first is None or second is None or np.array_equal(first, second):
                continue
            mixed = np.asarray(first) + (np.asarray(second) - np.asarray(first)) * alpha
            setattr(self, name, float(mixed) if mixed.ndim == 0 else mixed)
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> Self:
        """Do nothing: a panel has two points, and turns into panels only."""
        return self
