"""What a matrix makes of a vector: one step on a grid along the eigenvectors, and powers."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing, Rectangle, fit_points
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import ORIGIN, Mark
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors import formulas
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Zone

WIDE, CORNER = Zone(-5.9, 5.4, -2.8, 1.7), (1.6, -0.2)
"""Where the tips of powers may lie if nothing is to the right and below of a corner."""

CELL = (0.6, 4.0)
"""How wide the meshes of the eigenvectors' grid may be, in frame units."""


class EigenStep(VGroup):
    """The start vector and its components, and what becomes of them and of a grid in one step.

    Two real eigenvalues: each component is multiplied by its own. One eigenline: the vector is
    multiplied and pushed along the line. A complex pair: the tip runs round an ellipse.
    """

    def __init__(self, plane: Plane, story: EigenStory, framing: Framing) -> None:
        self.plane, self.story, self.framing = plane, story, framing
        self.grid = plane.moved_grid(40)
        self.basis = self._basis()
        self.ring = plane.segments("eigen", "regular", dash=0.14)
        self.sides, self.turn = plane.segments("ink", dash=0.1), plane.turn()
        self.components = [plane.arrow(role, width=0.08, tip=0.32) for role in EIGEN_ROLES]
        self.vector = plane.arrow("vector", width=0.1, tip=0.38)
        # Under the vector, from which it sets out.
        self.image = plane.arrow("image", width=0.1, tip=0.38, layer=4.95).to(None)
        self.marks: list[Mark] = [
            self.grid,
            self.ring,
            self.turn,
            self.sides,
            *self.components,
            self.vector,
        ]
        super().__init__(plane)

    def _basis(self) -> np.ndarray:
        """Return the meshes of the grid in columns: the components themselves where they can be."""
        story = self.story
        if story.kind == "complex":
            return np.eye(2)
        if story.kind == "defective":
            x, y = story.directions[0]
            return np.array([[x, -y], [y, x]])
        columns = []
        for part, unit in zip(story.components, story.directions, strict=True):
            long = float(np.hypot(*part)) * self.framing.units
            columns.append(part if CELL[0] < long < CELL[1] else unit)
        return np.array(columns).T

    def split(self, t: float) -> Self:
        """Let the vector grow, then its components out of it."""
        story = self.story
        share = max(2 * t - 1, 0.0)
        self.vector.to(min(2 * t, 1.0) * story.start)
        self.grid.to(self.basis)
        if story.kind == "complex":
            ring = step_ring(story, 0.0, 122)
            self.ring.to(np.stack([ring[:-1], ring[1:]], axis=1)[: round(121 * t)])
        elif story.kind == "diagonalizable":
            parts = story.components
            for arrow, part in zip(self.components, parts, strict=True):
                arrow.to(share * part if part.any() else None)
            if story.own_line is None:
                self.sides.to([(part, part + share * (story.start - part)) for part in parts])
        self.plane.settle(final=t in (0, 1))
        return self

    def make_ghosts(self) -> list[Mark]:
        """Leave the components, the ring and the sides behind as they are, and return them."""
        marks = [self.ring, self.sides, *self.components]
        return [self.plane.ghost(mark) for mark in marks if len(mark.points)]

    def show(self, t: float) -> Self:
        """Show the step after a share of it."""
        story, parts = self.story, self.story.step_parts(t)
        tip = parts.sum(axis=0)
        self.grid.to(story.step_path(t) @ self.basis)
        self.image.to(tip)
        if story.kind == "diagonalizable":
            for arrow, part in zip(self.components, parts, strict=True):
                arrow.to(part if part.any() or story.own_line is None else None)
            if story.own_line is None:
                self.sides.to([(part, tip) for part in parts])
        elif story.kind == "defective":
            grown, push = parts
            self.components[0].to(push if push.any() else None, grown)
            self.sides.to([(0 * grown, grown)])
        else:
            self.turn.to(story.start, tip, radius=0.5 * float(np.hypot(*story.start)))
            ring = step_ring(story, t, 122)
            self.ring.to(np.stack([ring[:-1], ring[1:]], axis=1))
        self.plane.settle(final=t in (0, 1))
        return self

    def name_components(self, t: float) -> list[PlaneLabel]:
        """Name what can be seen, at the start, where it stays, or at the end."""
        plane, story = self.plane, self.story
        parts = story.step_parts(t)[: 0 if story.own_line is not None else 2]
        names = formulas.component_names(story, after=t > 0)
        given = [*zip(parts, names, EIGEN_ROLES, strict=False)]
        given += [] if t else [(story.start, "bold(v)", "vector")]
        return [
            plane.label(name, part, role)
            for part, name, role in given
            if float(np.hypot(*part)) * plane.view.units > 0.25
        ]


class EigenPowers(VGroup):
    """``A^n v`` step by step; all that have been stay, with their components along the lines.

    Attributes:
        wide: whether they fill the frame, but for its lower right corner.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story = plane, story
        self.turns = story.outcome == "turns"
        points = [story.drawn]
        if self.turns:
            fine = np.linspace(0, story.steps, 12 * story.steps)
            points.append(story.spiral(fine, grown=story.scale == "true"))
        every = np.concatenate(points)
        self.framing, self.wide = plane.fit(every, 2.0 * plane.theme.layout.type_scale), False
        layout = plane.theme.layout
        wide = fit_points(every, Rectangle(*astuple(layout.fit(WIDE))), 2.0)
        seen = wide.origin + wide.units * np.vstack([every, ORIGIN])
        free = not ((seen[:, 0] > CORNER[0]) & (seen[:, 1] < layout.height(CORNER[1]))).any()
        if free and layout.is_wide and plane.numbers not in plane.base.submobjects:
            self.framing, self.wide = wide, True
        self.trail = plane.curve("image")
        self.rays = plane.segments("image", "regular").set_brightness(plane.theme.emphasis.rest)
        self.rests = plane.segments(EIGEN_ROLES[1], "bold")
        self.feet, self.dots = plane.dots(EIGEN_ROLES[0], 0.09), plane.dots("image", 0.08)
        self.image = plane.arrow("image", width=0.065, tip=0.34, layer=4.95)
        for level, mark in enumerate((self.rays, self.trail, self.rests, self.feet, self.dots)):
            mark.set_z_index(4 + 0.1 * level)
        self.feet.set_z_index(5.2)
        super().__init__(plane)

    @property
    def splits(self) -> bool:
        """Whether the components are drawn: there are two, on one scale with the vector."""
        story = self.story
        two = story.kind == "diagonalizable" and story.own_line is None
        return two and bool(story.start.any()) and story.scale != "even"

    def show(self, step: float) -> Self:
        """Show how far the vector has come after a broken number of steps."""
        story, whole = self.story, math.floor(step + 1e-9)
        final = abs(step - whole) < 1e-9
        here = story.drawn[whole] if final else story.drawn_at(step)
        self.image.to(here)
        past = story.drawn[: whole + 1]
        self.rays.to([(0 * point, point) for point in past])
        self.dots.to(past[1:-1] if final else past[1:])
        if self.splits:
            divisor = story.radius if story.scale == "divided" else 1.0
            powers = (story.eigenvalues[0] / divisor) ** np.arange(whole + 1.0)
            feet = powers[:, None] * story.components[0]
            if not final:
                after = feet[-1] * story.eigenvalues[0] / divisor
                feet = np.vstack([feet, feet[-1] + (step - whole) * (after - feet[-1])])
                past = np.vstack([past, here])
            self.feet.to(feet)
            self.rests.to(np.stack([feet, past], axis=1))
        if self.turns:
            way = story.spiral(np.linspace(0, step, max(2, int(16 * step))), story.scale == "true")
            self.trail.to(way)
        self.plane.settle(final=final)
        return self

    def walk(self, start: float, stop: float, t: float) -> Self:
        """Show a share of the steps between two shares of all, with a short rest after each."""
        done = (start + (stop - start) * t) * self.story.steps
        whole = min(math.floor(done + 1e-9), self.story.steps - 1)
        return self.show(whole + ease(min((done - whole) / 0.75, 1.0)))

    def name_powers(self) -> list[PlaneLabel]:
        """Name the last power at its tip, and those before it that have room of their own."""
        plane, story = self.plane, self.story
        names = [plane.name_tip(self.image, formulas.power_name(story, story.steps), "image")]
        if not story.lengths[-1] or story.scale != "true":
            return names
        if self.splits:
            first, second = formulas.component_names(story)
            foot = story.components[0]
            if np.hypot(*story.components.T).min() * plane.view.units > 0.8:
                middle = (foot + story.start) / 2
                names.append(plane.label(second, middle, EIGEN_ROLES[1]))
                names.append(plane.label(first, foot, EIGEN_ROLES[0]))
        spots = plane.view.flat(story.drawn)
        taken = [spots[0], spots[-1]]
        for power in range(1, min(story.steps, 5)):
            apart = min(float(np.hypot(*(spots[power] - other))) for other in taken)
            if self.wide and spots[power][0] > 1.2 and spots[power][1] < 0.4:
                continue  # there stands the formula
            if apart > 1.0 and np.hypot(*(spots[power] - plane.view.origin)) > 0.8:
                taken.append(spots[power])
                markup = formulas.power_name(story, power)
                names.append(plane.label(markup, story.drawn[power], "image"))
        return names


def step_ring(story: EigenStory, t: float, count: int) -> np.ndarray:
    """Return points of the ellipse of a complex pair after a share of the step, (n, 2)."""
    power = np.linspace(0, 2 * math.pi / story.angle, count)
    return np.asarray(story.spiral(power, grown=False) * story.modulus**t)


def step_points(story: EigenStory, t: float) -> np.ndarray:
    """Return the start, the tip, and all else to be seen after a share of the step, (n, 2)."""
    parts = story.step_parts(t)
    rest = step_ring(story, t, 60) if story.kind == "complex" else parts
    return np.vstack([story.start, parts.sum(axis=0), rest])
