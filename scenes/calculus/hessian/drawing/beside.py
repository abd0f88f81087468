"""What stands beside a second-order model: formulas, and bars and numbers that run."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.mobjects.chart import Axis, Scales
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import decimals_for, equals, format_number, magnitude
from explainer.scenes.calculus.hessian.drawing.places import Places
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.text import PLANE, QUADRATIC, SECOND, SYMBOLS, entries
from explainer.style import Theme, Zone

CROSSED = "contour lines are everywhere on a surface; a halo keeps the text clear of them"
"""Why text may lie on lines."""

ROLES = ("curvature", "direction", "curvature_second")
"""Of the bars, from left to right: the direction is between the extremes."""

MIDDLES = (0.17, 0.5, 0.83)
"""Where the middles of the bars are, in shares of their zone."""


class Column:
    """The formulas beside the first model.

    Attributes:
        plane: the height of the tangent plane, two lines.
        added: what the model adds to it, and the matrix of the second derivatives.
    """

    def __init__(self, model: QuadraticModel, theme: Theme) -> None:
        places = Places(theme.layout)

        def line(markup: str, role: str, place: int) -> Formula:
            words = Formula(markup, theme, size=0.56 * places.scale, colour=role)
            words.place(places.lines[place]).fit_width(places.width)
            return allow(words.with_halo(theme, 8.0).set_z_index(8), "crossed", CROSSED)

        self.plane = [line(part, "tangent", place) for place, part in enumerate(PLANE)]
        rows = (QUADRATIC, "model", 2), (SYMBOLS, "ink", 3), (entries(model), "ink", 4)
        self.added = [line(*row) for row in rows]


class CurvatureBars(Scales):
    """Bars of curvatures on one scale, with their numbers above: up is positive, down negative.

    Args:
        models: all that are ever shown.
        theme: for colours.

    Attributes:
        axis: the line of no curvature.
        parts: by role, the bar, its name and its number.
        bars, numbers: by role.
        ghosts: outlines of what curvatures were before.
    """

    def __init__(self, models: list[QuadraticModel], theme: Theme) -> None:
        found = [0.0, *(value for model in models for value in model.curvatures)]
        low, high = min(found), max(found)
        if low == high:
            low, high = -1.0, 1.0
        places = Places(theme.layout)
        self.zone, self.half = places.bars, places.half
        self.x, self.y = Axis(0.0, 1.0), Axis(low, high)
        left, right = self.at([0.0, 1.0], 0.0)
        axis = Segments(theme.ink, width=theme.strokes.regular).set_segments(
            np.array([[left, right]])
        )
        zero = Words("$0$", theme, size=theme.sizes.label).with_halo(theme, 8.0)
        allow(zero.place((right[0] + 0.12, right[1] - 0.1)), "crossed", CROSSED)
        self.axis = VGroup(axis, zero)
        self.parts: dict[str, VGroup] = {}
        self.bars: dict[str, Curve] = {}
        self.numbers: dict[str, LiveNumber] = {}
        decimals = decimals_for([model.curvatures for model in models])
        markups = {"direction": SECOND, "curvature": "$lambda_1$", "curvature_second": "$lambda_2$"}
        written = [equals(magnitude(value)) for value in found]
        written += ["≈ " + format_number(value, decimals, animating=True) for value in found]
        em = 0.58 * places.scale

        def live(role: str) -> LiveNumber:
            look: dict[str, Any] = {"colour": role, "anchor": "left", "equated": True}
            return LiveNumber(0, theme, size=em, decimals=decimals, **look).with_halo(theme, 8.0)

        def word(role: str, size: float) -> Words:
            return Words(markups[role], theme, size=size, colour=role).with_halo(theme, 8.0)

        number = live("direction").set_text(max(written, key=len))
        widest = word("direction", em).advance + 0.25 * em + number.advance
        em *= min(1.0, places.width / widest)
        for role, (left, y) in zip(markups, places.rows, strict=True):
            name = word(role, em).place((left, y))
            under = word(role, 0.42 * places.scale)
            middle = float(self.at(MIDDLES[ROLES.index(role)], low)[0])
            under.place((middle, places.under), "centre")
            self.bars[role] = Curve(theme.colour(role), width=0, fill=1.0)
            self.numbers[role] = live(role).place((left + name.advance + 0.25 * em, y))
            self.parts[role] = VGroup(self.bars[role], name, under, self.numbers[role])
            allow(self.parts[role], "crossed", CROSSED)
        self.ghosts = VGroup(
            *(Curve(theme.colour(role), width=theme.strokes.regular) for role in ROLES[::2])
        )
        super().__init__(self.axis, self.ghosts, *self.parts.values())
        self.set_z_index(8)

    @property
    def of_the_axes(self) -> list[VGroup]:
        """The bars, names and numbers of the eigenvalues."""
        return [self.parts[role] for role in ROLES[::2]]

    @property
    def moving(self) -> list[VMobject]:
        """What changes as curvatures do."""
        return [*self.bars.values(), *self.numbers.values()]

    def set_bar(self, role: str, value: float, *, rests: bool = True) -> Self:
        """Show a value as a bar and as a number."""
        self._draw(self.bars[role], role, value)
        self.numbers[role].set_value(value, animating=True)
        if rests:
            self.numbers[role].set_text(equals(magnitude(value)), value)
        return self

    def show(self, model: QuadraticModel, *, rests: bool = True) -> Self:
        """Show the curvatures of a model."""
        for role, value in zip(ROLES[::2], model.curvatures, strict=True):
            self.set_bar(role, value, rests=rests)
        return self

    def keep(self, model: QuadraticModel) -> Self:
        """Draw the outlines of the curvatures of a model, to stay where they were."""
        for curve, role, value in zip(self.ghosts, ROLES[::2], model.curvatures, strict=True):
            self._draw(curve, role, value)
        return self

    def _draw(self, curve: Curve, role: str, value: float) -> None:
        x, y = self.at(MIDDLES[ROLES.index(role)], value)[:2]
        base, half = self.at(0.0, 0.0)[1], self.half
        # A curvature too small to be seen is a thin line still; none is no line.
        if value and abs(y - base) < 0.02:
            y = base + np.copysign(0.02, value)
        curve.set_box(Zone(x - half, x + half, base, y))
