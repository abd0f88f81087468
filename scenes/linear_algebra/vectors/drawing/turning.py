"""The turn of one vector about the origin, and what it makes of the dot product."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import equals, given, widest
from explainer.scenes.linear_algebra.common import number, places
from explainer.scenes.linear_algebra.vectors.drawing.plane import LARGER, Stage, tint
from explainer.scenes.linear_algebra.vectors.drawing.projection import Projection
from explainer.scenes.linear_algebra.vectors.text import U, V

SIGN_ROLES = ("projection", "area_negative")
"""The colours of a positive dot product and of a negative one."""


class Turning(VGroup):
    """v, or u where v has no length, on its way round; angle and dot product run beside it.

    Where both have a length, a line at a right angle to u cuts the plane in two: on the side of u
    dot products with u are positive, on the other one negative.

    Attributes:
        degrees: how far from u what turns is, beyond 360 after a whole turn.
        marks: what is drawn besides; ``arc``: of the angle, while it rests.
    """

    def __init__(self, stage: Stage, projection: Projection) -> None:
        plane, story, theme = stage.plane, stage.story, stage.theme
        self.stage, self.story, self.projection = stage, story, projection
        is_v = story.relation != "zero_v"
        self.turned, self.home = (stage.v, story.v) if is_v else (stage.u, story.u)
        self.degrees = story.angle or 0.0
        x, y = story.directions[0]
        self.across = np.array([-y, x])
        angles = np.linspace(0, 2 * np.pi, 97)
        circle = plane.curve("ink", "regular").set_z_index(1)
        circle.to(story.radius * np.column_stack([np.cos(angles), np.sin(angles)]))
        self.halves = [
            plane.hold(Parallelogram(plane.view, theme, role)).set_z_index(0.3)
            for role in SIGN_ROLES
        ]
        for half in self.halves:
            half.fill = tint(theme, 0.17)
            half.set_stroke(width=0, family=False)
        self.line = plane.line("ink", self.across, "regular").set_z_index(1)
        self.arc = plane.turn()
        radius = 0.85 / stage.views["turn"].units
        self.arc.to(story.u, story.v, radius=min(radius, 0.6 * min(story.lengths)))
        plane.drop(circle, self.line, self.arc, *self.halves)
        em, most = LARGER * theme.sizes.formula, math.prod(story.lengths)
        decimals = places([story.product], 1, typed=True)
        self.numbers = [
            LiveNumber(0, theme, decimals=1, size=em, suffix="°", anchor="left", equated=True),
            LiveNumber(0, theme, decimals=decimals, size=em, anchor="left", equated=True),
        ]
        self.numbers[1].set_text(f"≈ {widest([-most, story.product], decimals)}")
        named = zip(("theta", f"{U} dot {V}"), self.numbers, strict=True)
        self.rows: list[VMobject] = [
            row(Formula(name, theme, size=em), running) for name, running in named if most
        ]
        self.marks: list[Mark] = [circle, *([*self.halves, self.line] if most else [])]
        super().__init__(*self.numbers)
        self.turn_to(self.degrees)

    def begin(self, t: float) -> None:
        """Let the area go back into the projection, and the sides of the line spread."""
        self.stage.plane.settle(numbers=1 - t)  # names will stand there
        reach = 20.0 / self.stage.plane.view.units
        if self.story.lengths[0]:
            self.projection.withdraw(t)
        for half, sign in zip(self.halves, (reach, -reach), strict=True):
            sides = sign * np.column_stack([t * self.story.directions[0], 2 * self.across])
            half.to(sides, -sign * self.across)
        self.line.to(t)

    def leg(self, stop: float) -> partial[None]:
        """Return the way from where it is to so many degrees from u."""
        start, self.degrees = self.degrees, stop
        return partial(self._go, start, stop)

    def _go(self, start: float, stop: float, t: float) -> None:
        self.turn_to(stop if t == 1 else (1 - t) * start + t * stop)

    def turn_to(self, degrees: float) -> None:
        """Turn to so many degrees from u, with the projection and the numbers."""
        story, turn, start = self.story, degrees % 360, self.story.angle or 0.0
        rests = math.isclose(turn, start, abs_tol=1e-9)
        turn = start if rests else turn
        vector = self.home if rests else story.turned(turn)
        self.turned.to(vector)
        if story.lengths[0] and self.turned is self.stage.v:
            self.projection.to(vector)
        product = story.product if rests else float(story.product_at(turn))
        final = rests or turn % 90 == 0
        self.numbers[0].set_value(min(turn, 360 - turn), animating=not final)
        self.numbers[1].set_value(product, animating=not final)
        if rests:  # however small it is
            self.numbers[1].set_text(equals(given(product)), product)
        colours = self.stage.theme.ink, *map(self.stage.theme.colour, SIGN_ROLES)
        self.numbers[1].set_ink(colours[round(float(np.sign(product)))])

    def name_angle(self) -> list[PlaneLabel]:
        """Name the angle beside its arc, where there is one."""
        if not self.arc.sweep or min(self.story.lengths) * self.stage.plane.view.units < 0.8:
            return []
        middle = self.arc.start + self.arc.sweep / 2
        way = np.array([math.cos(middle), math.sin(middle)])
        return [self.stage.plane.label("theta", self.arc.radius * way, lean=0.0)]

    def name_stops(self) -> list[PlaneLabel]:
        """Write the dot product at the ghosts, where it is zero and where least."""
        story, plane = self.story, self.stage.plane
        names = []
        for turn, role in zip((90, 180, 270), ("ink", SIGN_ROLES[1], "ink"), strict=True):
            figure = number(float(story.product_at(turn)))
            if len(self.marks) > 1 and turn != story.angle and story.radius * plane.view.units > 1:
                words = equals(figure) if figure.rounded else figure
                names.append(plane.label(words, story.turned(turn), role))
        return names

    def name_sides(self, beside: Iterable[VMobject]) -> list[VMobject]:
        """Name both sides of the line, where there is room."""
        along, far = self.story.directions[0], 1.3 * self.story.radius
        names: list[VMobject] = []
        for sign, relation, role in zip((1, -1), "><", SIGN_ROLES, strict=True):
            shares = -0.5, 0.5, -0.2, 0.2
            spots = [far * (sign * along + share * self.across) for share in shares]
            words = f"${U} dot {V} {relation} 0$"
            clear = [*beside, *names]
            names += self.stage.plane.name_beside(words, role, spots, clear=clear)
        return names if len(self.marks) > 1 else []
