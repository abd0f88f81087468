"""The turn of one vector about the origin, and what it makes of the dot product."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import right_angle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import move_ink
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import Mark, PlaneLine
from explainer.mobjects.shapes import Curve, VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import widest
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.vectors.drawing.plane import LARGER, Stage
from explainer.scenes.linear_algebra.vectors.drawing.projection import Projection
from explainer.scenes.linear_algebra.vectors.text import U, V
from explainer.style import Theme

SIGN_ROLES = ("projection", "area_negative")
"""The colours of a positive dot product and of a negative one."""

RADIUS = 0.85
"""Of an angle's arc, in frame units."""


class AngleMark(VGroup, Mark):
    """An arc from one direction to another, or a square at a right angle, and its name.

    Args:
        view: where the plane lies.
        theme: for colours.
        start: the direction, in radians, at which the arc begins.
    """

    layer = 3.5

    def __init__(self, view: PlaneView, theme: Theme, start: float) -> None:
        self.view, self.start, self.degrees = view, start, 0.0
        self.arc = Curve(theme.ink, width=theme.strokes.bold)
        self.symbol = Formula("theta", theme, size="formula").with_halo(theme)
        super().__init__(self.arc, self.symbol)

    def data(self) -> float:
        """Return the angle, in degrees, anticlockwise when positive."""
        return self.degrees

    def to(self, degrees: float) -> Self:
        """Draw it, anticlockwise when positive."""
        self.degrees = degrees
        return self.draw()

    def _draw(self) -> None:
        origin, sweep = self.view.origin, math.radians(self.degrees)
        angles = self.start + np.linspace(0, sweep, max(8, int(abs(self.degrees) / 4)))
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        if abs(self.degrees) == 90:
            self.arc.set_corners(right_angle(origin, 0.45 * ring[0], 0.45 * ring[-1]))
        else:
            self.arc.set_smooth(origin + RADIUS * ring)
        middle = self.start + sweep / 2
        way = np.array([math.cos(middle), math.sin(middle)])
        # In a narrow wedge it goes so far out that it does not lie on the arrows.
        wedge = max(math.sin(min(abs(sweep) / 2, math.pi / 2)), 1e-3)
        distance = max(RADIUS + 0.32, 0.38 / wedge)
        move_ink(self.symbol, origin + min(distance, 2.0) * way)
        # Half a turn round, it changes to the other side, unseen.
        share = min(max((180 - abs(self.degrees)) / 20, 0.0), 1.0)
        self.arc.set_stroke(opacity=share)
        self.symbol.set_opacity(share * min(max(8 - 4 * distance, 0.0), 1.0))


class Sides(VGroup, Mark):
    """Where v has a positive dot product with u, and where a negative one, and the line between.

    Args:
        view: where the plane lies.
        theme: for colours.
        along: the direction of u, (2,).
    """

    layer = 0.3

    def __init__(self, view: PlaneView, theme: Theme, along: np.ndarray) -> None:
        self.view, self.along, self.across = view, along, np.array([-along[1], along[0]])
        self.halves = [Parallelogram(view, theme, role) for role in SIGN_ROLES]
        self.line = PlaneLine(view, theme, "ink", self.across, "regular")
        super().__init__(*self.halves, self.line)
        self.share = 1.0

    def data(self) -> np.ndarray:
        """Return the direction at a right angle to u, (2,)."""
        return self.across

    def outline(self) -> np.ndarray:
        """Return the line between, (1, 2, 2): names may lie on either side of it."""
        return self.line.outline()

    def open(self, t: float) -> None:
        """Let both sides spread from the line."""
        self.share = t
        self.draw()

    def _draw(self) -> None:
        reach = 20.0 / self.view.units
        for half, sign in zip(self.halves, (1, -1), strict=True):
            half.fill = 0.16
            way = sign * self.share * reach * self.along
            sides = np.column_stack([way, 2 * sign * reach * self.across])
            half.to(sides, -sign * reach * self.across)
            half.set_stroke(width=0, family=False)
        self.line.to(self.share)


class Turning(VGroup):
    """v, or u where v has no length, on its way round; angle and dot product run beside it.

    Args:
        stage: with u and v.
        projection: which goes along.

    Attributes:
        turned: the arrow that turns.
        degrees: how far from u it is, beyond 360 after a whole turn.
        marks: what is drawn besides; ``rows``: of the panel.
    """

    def __init__(self, stage: Stage, projection: Projection) -> None:
        plane, story, theme = stage.plane, stage.story, stage.theme
        self.stage, self.story, self.projection = stage, story, projection
        self.turned = stage.u if story.relation == "zero_v" else stage.v
        self.home = story.u if self.turned is stage.u else story.v
        self.degrees = story.angle or 0.0
        self.circle = plane.curve("muted", "regular").set_z_index(1)
        angles = np.linspace(0, 2 * np.pi, 97)
        self.circle.to(story.radius * np.column_stack([np.cos(angles), np.sin(angles)]))
        start = math.atan2(*story.directions[0][::-1])
        self.angle = plane.hold(AngleMark(plane.view, theme, start))
        self.sides = plane.hold(Sides(plane.view, theme, story.directions[0]))
        self.marks: list[Mark] = [self.circle]
        plane.drop(self.circle, self.angle, self.sides)
        em = LARGER * theme.sizes.formula
        product = story.product
        decimals = places([product], 1, typed=True)
        self.numbers = [
            LiveNumber(0, theme, decimals=1, size=em, suffix="°", anchor="left", equated=True),
            LiveNumber(0, theme, decimals=decimals, size=em, anchor="left", equated=True),
        ]
        most = math.prod(story.lengths)
        self.numbers[1].set_text(f"≈ {widest([-most, product], decimals)}")
        self.rows: list[VMobject] = []
        if most:
            self.marks += [self.sides, self.angle]
            names = "theta", f"{U} dot {V}"
            self.rows = [
                row(Formula(name, theme, size=em), number)
                for name, number in zip(names, self.numbers, strict=True)
            ]
        super().__init__(*self.numbers)
        self.turn_to(self.degrees)

    def begin(self, t: float) -> None:
        """Let the area go back into the projection, and the sides of the line spread."""
        if self.story.lengths[0]:
            self.projection.withdraw(t)
        self.sides.open(t)

    def leg(self, stop: float) -> partial[None]:
        """Return the way from where it is to so many degrees from u."""
        start, self.degrees = self.degrees, stop
        return partial(self._go, start, stop)

    def _go(self, start: float, stop: float, t: float) -> None:
        self.turn_to(stop if t == 1 else (1 - t) * start + t * stop)

    def turn_to(self, degrees: float) -> None:
        """Turn to so many degrees from u, with projection, angle and numbers."""
        story, turn = self.story, degrees % 360
        rests = turn == (story.angle or 0.0)
        vector = self.home if rests else story.turned(turn)
        self.turned.to(vector)
        if story.lengths[0] and self.turned is self.stage.v:
            self.projection.to(vector)
        self.angle.to(story.side * (turn if turn <= 180 else turn - 360))
        product = story.product if rests else float(story.product_at(turn))
        final = rests or turn % 90 == 0
        self.numbers[0].set_value(min(turn, 360 - turn), animating=not final)
        self.numbers[1].set_value(product, animating=not final)
        theme, sign = self.stage.theme, round(math.copysign(1, product)) if product else 0
        colours = theme.ink, *(theme.colour(role) for role in SIGN_ROLES)
        self.numbers[1].set_ink(colours[sign])

    def name_sides(self, beside: Iterable[VMobject]) -> list[VMobject]:
        """Name both sides of the line, and the line, where there is room."""
        story, plane = self.story, self.stage.plane
        if self.sides not in self.marks:
            return []
        x, y = story.directions[0]
        across, names = np.array([-y, x]), []
        far = 1.25 * story.radius
        places_ = [(1, x, y), (-1, x, y)]
        product = f"{U} dot {V}"
        for (sign, *along), relation, role in zip(places_, "><", SIGN_ROLES, strict=True):
            spots = [
                sign * far * np.array(along) + s * far * across for s in (-0.6, 0.6, -0.3, 0.3)
            ]
            names += plane.name_beside(
                f"${product} {relation} 0$", role, spots, clear=[*beside, *names]
            )
        spots = [s * far * across for s in (1, -1, 0.9, -0.9)]
        names += plane.name_beside(f"${product} = 0$", "ink", spots, clear=[*beside, *names])
        return names
