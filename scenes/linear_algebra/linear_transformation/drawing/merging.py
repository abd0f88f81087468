"""Rows of points that a singular matrix carries onto one point each."""

from __future__ import annotations

import numpy as np

from explainer.maths.linear_algebra import null_direction
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

DOTS = 7
"""How many there are in a row."""

APART, REACH = 1.0, 2.0
"""How far rows are apart, and how far each goes to either side, in frame units."""


class Rows(VGroup):
    """Dots in rows along the direction that a matrix loses, and copies that it carries away.

    Args:
        plane: where they are.
        story: a singular matrix.
        units: the scale of the plane.
    """

    def __init__(self, plane: Plane, story: TransformationStory, units: float) -> None:
        self.plane, self.story = plane, story
        lost = null_direction(story.matrix) if story.rank else np.array([0.0, 1.0])
        across = np.array([lost[1], -lost[0]])
        share = np.linspace(-1, 1, DOTS)[:, None] * REACH * lost
        self.places = [(k * APART * across + share) / units for k in (1, -1, 2, -2)]
        self.before = [plane.dots("muted", 0.08, hollow=True).to(each) for each in self.places]
        self.after = [plane.dots("vector", 0.1) for _ in self.places]
        self.links = [plane.segments("faint", "thin") for _ in self.places]
        super().__init__(plane)
        self.fall(slice(None), 0.0)
        plane.drop(*self.marks)

    @property
    def marks(self) -> list[Mark]:
        """The dots of all rows, and lines from where they were to where they are."""
        return [*self.links, *self.before, *self.after]

    def fall(self, which: slice, t: float) -> None:
        """Let the matrix carry copies of some rows, up to the time ``t``."""
        matrix = self.story.path(t)
        for places, dots, links in zip(
            self.places[which], self.after[which], self.links[which], strict=True
        ):
            images = places @ matrix.T
            dots.to(images)
            links.to(np.stack([places, images], axis=1))
        self.plane.settle(final=t in (0, 1))
