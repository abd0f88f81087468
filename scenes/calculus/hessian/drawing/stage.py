"""A surface with second-order models laid on it, and the lines that show how they bend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.geometry.space import rgb
from explainer.mobjects.landscape import Landscape, SurfaceColours
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.mobjects.viewpoint import best_azimuth
from explainer.numbers import significant
from explainer.scenes.calculus.hessian.drawing.model_panel import ModelPanel, Patch
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.hessian.text import picture_note
from explainer.style import Theme, Zone

SPACE = Zone(-6.65, 2.25, -3.35, 2.95)
"""Where the surface lies; numbers are around it."""

NOTE = ((-6.35, -3.12), (1.8, -3.12))
"""Where what must be said of the picture begins, or ends where the picture is in the way."""

AXES = ("curvature", "curvature_second")
ENTRIES = (("partial_x", 0.0), ("partial_y", math.pi / 2))
"""Roles of the eigenvectors, and of x and y with their angles."""

ABOVE, BESIDE = math.radians(89.0), math.radians(34.0)
NORTH_UP, WANTED = math.radians(-90.0), math.radians(-66.0)
TURN = math.radians(16.0)
"""Elevations and azimuths of the eye, and how far it goes round."""


class ModelStage:
    """The surface in space; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        ground = story.surface
        self.landscape = Landscape(
            ground.value,
            *ground.domain,
            gradient=ground.gradient,
            ceiling=story.heights[1] if story.cut else None,
            height=1.0,
            gap=0.14,
            colours=SurfaceColours.of(theme),
        )
        self.facing = best_azimuth(self.landscape, self._worth_seeing(), BESIDE, WANTED)
        self.space = ModelPanel(
            self.landscape,
            story.spokes,
            SPACE.width,
            SPACE.height,
            SPACE.centre,
            azimuths=(min(self.facing - TURN, NORTH_UP), max(self.facing + TURN, NORTH_UP)),
        )
        self.space_numbers = TickNumbers(theme)
        self.note = Words(picture_note(story), theme, size=0.28, colour="muted")
        self.taken: list[Rectangle] = []
        self.rise(1.0)
        self._put_note()

    def _worth_seeing(self) -> np.ndarray:
        """Return points (n, 2) about both ends of the way."""
        story = self.story
        turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ways = 0.6 * np.stack([np.cos(turn), np.sin(turn)], axis=1) * story.semi
        ends = [np.array(story.first.point), np.array(story.last.point)]
        return np.concatenate([*(end + ways for end in ends), np.array(ends)])

    def _put_note(self) -> None:
        """Put what must be said of the picture where the edges of its box leave room."""
        start, end = NOTE
        floor = self._floor()
        corner = floor[np.argmin(floor[:, 1])]
        if corner[0] < (start[0] + end[0]) / 2:
            self.note.place(end, "right")
        else:
            self.note.place(start)

    def _floor(self) -> np.ndarray:
        """Return where the corners of the floor are in the frame, (4, 3)."""
        (x0, x1), (y0, y1) = self.story.surface.domain
        low = float(self.landscape.box.unrise(0.0))
        return self.space.point_to_frame([x0, x1, x1, x0], [y0, y0, y1, y1], low)

    # -- the eye -------------------------------------------------------------------------------

    def look(
        self, elevation: float, reveal: float, azimuth: float, *, resting: bool = True
    ) -> Self:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions(4) if tick.opacity > 0.02]
        heights = [significant(tick.value, 6) for tick in ticks if tick.axis == "z"]
        if len(set(heights)) < len(heights):
            # Heights that differ in their last figures only cannot be told apart on the axis.
            ticks = [tick for tick in ticks if tick.axis != "z"]
        low, high = self.note.get_corner([-1, -1, 0]), self.note.get_corner([1, 1, 0])
        note = Rectangle(low[0], high[0], low[1], high[1])
        avoid = [note, *self.taken] if self.note.markup else self.taken
        self.space_numbers.set_ticks(ticks, avoid=avoid, resting=resting)
        return self

    def rise(self, t: float) -> Self:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        azimuth = NORTH_UP + t * (self.facing - NORTH_UP)
        return self.look(ABOVE + t * (BESIDE - ABOVE), t, azimuth, resting=t in (0, 1))

    # -- the model -----------------------------------------------------------------------------

    def lay(self, name: str, model: QuadraticModel, **looks: float) -> Self:
        """Lay a model on the surface, in the looks of a ``Patch``."""
        flat, bent = rgb(self.theme.tangent), rgb(self.theme.model)
        self.space.set_patch(name, Patch(model, flat, bent, **looks))
        return self

    def show_ball(self, t: float) -> Self:
        """Bring the ball at the first point."""
        self.space.set_ball(self.story.first.point, opacity=t)
        return self

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        return self.lay("here", self.story.first, bend=0.0, size=t)

    def bend(self, t: float) -> Self:
        """Bend the tangent plane until it is the model."""
        return self.lay("here", self.story.first, bend=t)

    def slice(self, opacity: float) -> Self:
        """Draw the slice along the probe on the surface."""
        model, angle = self.story.first, self.story.probe
        back, ahead = self.story.spokes(model, [angle + math.pi, angle])
        reach = np.linspace(-back, ahead, 97)
        points = np.asarray(model.point) + reach[:, None] * direction(angle)
        self.space.set_path(points, dots=False, opacity=opacity)
        return self

    def gap(self, distance: float, *, bent: bool, opacity: float = 1.0) -> Self:
        """Draw the gap between the surface and its model, or its plane, along the probe."""
        model, angle = self.story.first, self.story.probe
        x, y = np.asarray(model.point) + distance * direction(angle)
        ground, plane, curved = self.story.slice([distance])[:, 0]
        ends = [[x, y, ground], [x, y, curved if bent else plane]]
        self.space.set_line("gap", ends, self.theme.warning, width=6.0, opacity=opacity, hidden=0.8)
        return self

    def close_gap(self, t: float) -> Self:
        """Let go the gap to the tangent plane at the last distance."""
        return self.gap(float(self.story.distances[-1]), bent=False, opacity=1 - t)

    def parabola(
        self,
        name: str,
        model: QuadraticModel,
        angle: float,
        role: str,
        *,
        share: float = 1.0,
        opacity: float = 1.0,
        width: float = 6.0,
    ) -> Self:
        """Draw the model's parabola along a direction, grown to a share of its length."""
        back, ahead = self.story.spokes(model, [angle + math.pi, angle])
        steps = np.linspace(-share * back, share * ahead, 65)[:, None] * direction(angle)
        points = self.on_model(model, steps)
        colour = self.theme.colour(role)
        self.space.set_line(name, points, colour, width=width, opacity=opacity)
        return self

    def rungs(self, t: float, opacity: float = 1.0) -> Self:
        """Grow short lines along x, tangent to the model, on its parabola along y, in turn."""
        model = self.story.first
        below, above = self.story.spokes(model, [-math.pi / 2, math.pi / 2])
        half = 0.3 * self.story.semi[0]
        pieces = []
        for index, y in enumerate(np.linspace(-0.85 * below, 0.85 * above, 9)):
            grown = half * float(np.clip(9 * t - index, 0, 1))
            if not grown:
                break
            foot = self.on_model(model, np.array([[0.0, y]]))[0]
            slope = float(model.slopes([0.0, y])[0])
            way = grown * np.array([1.0, 0.0, slope])
            pieces += [foot - way, foot + way, np.full(3, np.nan)]
        points = np.array(pieces) if pieces else None
        self.space.set_line("rungs", points, self.theme.section, width=5.0, opacity=opacity)
        return self

    def along_axis(self, role: str, angle: float, t: float, opacity: float = 1.0) -> Self:
        """Grow the parabola along x or y, or let it go; the line has the name of its role."""
        return self.parabola(role, self.story.first, angle, role, share=t, opacity=opacity)

    def leave_entries(self, t: float) -> Self:
        """Let go what showed the entries of the matrix, and bring a direction along x."""
        self.rungs(1.0, opacity=1 - t).along_axis("direction", 0.0, 1.0, t)
        for role, angle in ENTRIES:
            self.along_axis(role, angle, 1.0, 1 - t)
        return self

    def leave_direction(self, t: float) -> Self:
        """Let go the direction that has made half a turn."""
        return self.along_axis("direction", math.pi, 1.0, 1 - t)

    def point(self, angle: float, passed: Sequence[float]) -> Self:
        """Turn the direction to an angle; the axes show as clearly as they have been passed."""
        model = self.story.first
        self.along_axis("direction", angle, 1.0)
        for index, (role, strength) in enumerate(zip(AXES, passed, strict=True)):
            self.along_axis(role, model.angle + index * math.pi / 2, 1.0, strength)
        return self

    def clear(self, *names: str) -> Self:
        """Take lines away."""
        for name in names:
            self.space.set_line(name, None)
        return self

    def on_model(self, model: QuadraticModel, steps: np.ndarray) -> np.ndarray:
        """Return points (n, 3) on the model at steps (n, 2) from its point."""
        return np.column_stack([np.asarray(model.point) + steps, model.height(steps)])


def direction(angle: float) -> np.ndarray:
    """Return the unit vector (2,) at an angle."""
    return np.array([math.cos(angle), math.sin(angle)])
