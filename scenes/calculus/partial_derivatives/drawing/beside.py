"""What is written beside the surface: slopes that run, formulas, and names in the picture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Panel
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import decimals_for, equals, format_number, given, magnitude
from explainer.scenes.calculus.common import pair
from explainer.scenes.calculus.partial_derivatives.drawing.view import AROUND, PartialsView
from explainer.scenes.calculus.partial_derivatives.text import AXES, ROLES

CROSSED = "contour lines are everywhere on a surface; a halo keeps the text clear of them"
"""Why text may lie on lines."""


class Beside:
    """The rows beside, or below, a surface.

    Args:
        view: the surface.

    Attributes:
        quotients: the slope of the line through two points, which runs, for each axis.
        slopes: both partial derivatives, which run as the point moves.
        turning: the slope of the plane in a direction that turns.
    """

    def __init__(self, view: PartialsView) -> None:
        self.view, theme = view, view.theme
        places, scale = view.places, theme.layout.type_scale
        self.apart = (0.2 * scale, 0.5 * scale)
        self.upper = Panel(theme, places.slopes, apart=self.apart)
        self.lower = Panel(theme, places.block, apart=self.apart)
        story = view.story
        tried = [s.secant(s.step * share) for s in story.sections for share in (1.0, 0.6, 0.3, 0.0)]
        way = [story.on_the_way(share).gradient for share in (0.0, 0.5, 1.0)]
        self.decimals = max(2, decimals_for([*tried, *np.ravel(way)], figures=2))
        values = [*tried, *(float(value) for value in np.ravel(way)), -story.size]
        texts = (format_number(value, self.decimals, animating=True) for value in values)
        self.longest = "≈ " + max(texts, key=len)
        self.quotients = [
            self._running(f"Delta f \\/ Delta {along}", role)
            for along, role in zip(AXES, ROLES, strict=True)
        ]
        self.slopes = [
            self._running(f"f_{along}", role) for along, role in zip(AXES, ROLES, strict=True)
        ]
        for made in (self.quotients, self.slopes):
            self.upper.rows(*made)
        self.turning = self._running('"slope"', "direction")
        self.show_slopes(story.gradient, final=True)

    def _running(self, name: str, role: str) -> VGroup:
        theme = self.view.theme
        number = LiveNumber(
            0, theme, decimals=self.decimals, colour=role, anchor="left", equated=True
        )
        number.set_text(self.longest)  # which must have room
        return self._clear(row(Formula(name, theme, colour=role), number, gap=0.12))

    def _clear(self, words: VMobject) -> VGroup:
        """Give text a halo, and its place above the picture."""
        for part in words.get_family():
            if hasattr(part, "with_halo"):
                part.with_halo(self.view.theme, 8.0)
        words.set_z_index(8)
        return allow(words, "crossed", CROSSED)  # type: ignore[return-value]

    def lines(self, lines: Iterable[Line | VMobject]) -> list[VMobject]:
        """Return formulas below the slopes."""
        return [self._clear(made) for made in self.lower.rows(*lines)]

    def show_quotient(self, axis: int, value: float) -> None:
        """Let the slope of the line through both points run."""
        self.quotients[axis].submobjects[1].set_value(value, animating=True)

    def show_slopes(self, gradient: np.ndarray, *, final: bool) -> None:
        """Show both slopes, as numbers at rest or running."""
        for each, value in zip(self.slopes, gradient, strict=True):
            number = each.submobjects[1]
            number.set_value(float(value), animating=True)
            if final:
                number.set_text(equals(magnitude(float(value))), float(value))

    def show_turning(self, angle: float, *, final: bool) -> None:
        """Show the slope of the plane in a direction."""
        slope, number = self.view.story.slope_along(angle), self.turning.submobjects[1]
        number.set_value(slope, animating=True)
        if final:
            number.set_text(equals(magnitude(slope)), slope)

    # -- names in the picture ------------------------------------------------------------------

    def _name(self, markup: str, role: str, places: np.ndarray, *lines: np.ndarray) -> list[Name]:
        """Return a name beside points (n, 3), clear of lines (n, 3)."""
        view = self.view
        space = view.places.space
        zone = space.within(0.5, 0.2, 0.5, 0.9)
        room = view.room_beside(zone).block(*view.axis_names)
        room.block_lines(*(view.seen(line) for line in lines))
        here = view.seen(np.append(view.story.point, view.story.height)[None])[0]
        room.block_box(here + np.array([0.0, 0.1]), np.array([0.5, 0.5]))
        name = Name(markup, view.theme, role, 8.0)
        allow(name, "crossed", CROSSED)
        return [name] if name.settle(room, view.seen(places)) else []

    def of_the_point(self) -> list[Name]:
        """Return the name of the point: where it is."""
        story = self.view.story
        here = np.append(story.point, story.height)[None]
        curves = [
            np.column_stack([line, self.view.landscape.values(*line.T)])
            for line in (story.way(angle) for angle in (0, np.pi / 2, np.pi, -np.pi / 2))
        ]
        return self._name(f"${pair(story.point, given)}$", "ink", here, *curves)

    def of_the_plane(self) -> list[Name]:
        """Return the name of the tangent plane."""
        touch = self.view.story.touch(self.view.story.gradient)
        steps = touch.rim(AROUND)
        rim = np.column_stack([touch.point + steps, touch.height + steps @ touch.gradient])
        inner = [rim[0] + share * (rim - rim[0]) for share in (0.25, 0.5, 0.75)]
        return self._name("tangent plane", "tangent", rim, rim, *inner)

    def of_the_arrows(self) -> list[list[Name]]:
        """Return the names of the steps along x and y, and of the gradient, each in a list."""
        view, slopes = self.view, self.view.story.gradient
        corner = view.foot(np.array([slopes[0], 0.0]))
        start, tip = view.foot(np.zeros(2)), view.foot(slopes)
        ends = [(start, corner), (corner, tip), (start, tip)]
        along = [np.linspace(*each, 9) for each in ends]
        zone = view.places.space.within(0.5, 0.2, 0.3, 0.3)
        room = view.room_beside(zone).block(*view.axis_names)
        room.block_lines(*(view.seen(each) for each in along))
        found: list[list[Name]] = []
        marks = zip(("$f_x$", "$f_y$", "$nabla f$"), (*ROLES, "gradient"), along, strict=True)
        for place, (mark, role, line) in enumerate(marks):
            name = Name(mark, view.theme, role, 8.0)
            allow(name, "crossed", CROSSED)
            # Where one slope is zero, the other's arrow is the gradient.
            wanted = place == 2 or slopes.all()
            stands = wanted and name.settle(room, view.seen(line[2:7]))
            found.append([name] if stands else [])
        return found
