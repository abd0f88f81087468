"""A surface and its map side by side, with one walk on both."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.contours import contour_lines
from explainer.geometry.plane import nice_step
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.landscape import Landscape, SurfaceColours
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.text import Formula, Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.mobjects.viewpoint import best_azimuth
from explainer.scenes.calculus.gradient_descent.drawing.height_bar import HeightBar
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import Theme, Zone

SPACE = Zone(-6.75, -1.3, -3.1, 2.75)
MAP = Zone(-0.85, 3.15, -1.55, 2.55)
BAR = Zone(-0.85, 3.15, -2.75, -2.5)
"""Where surface, map and the scale of their colours lie; numbers are around them."""

ABOVE = math.radians(89.0)
NORTH_UP = math.radians(-90.0)
BESIDE = math.radians(38.0)
"""Elevation and azimuth of the eye where the surface looks as its map, and elevation beside it."""

WANTED = math.radians(-72.0)
TURN = math.radians(24.0)
"""From where the surface is seen unless that hides the walk, and how far the eye goes round."""

SHORTEST_STEP = 0.3
"""A first step that would be shorter than this on the map, in scene units, is drawn magnified."""

LONGEST_ARROW = 1.0
"""Of the gradient on the map, in scene units; only its direction is to scale."""


class DescentView:
    """All that is drawn of a descent on its surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        self.landscape = Landscape(
            story.surface.value,
            *story.surface.domain,
            gradient=story.surface.gradient,
            scale="log" if story.height == "log" else "linear",
            height=1.25,
            colours=SurfaceColours.of(theme),
        )
        self.facing = best_azimuth(self.landscape, story.points, BESIDE, WANTED)
        first = self.facing - TURN
        self.space = SurfacePanel(
            self.landscape,
            SPACE.width,
            SPACE.height,
            SPACE.centre,
            azimuths=(min(first, NORTH_UP), max(self.facing, NORTH_UP)),
        )
        self.map = ContourMap(
            self.landscape, MAP.width, MAP.height, MAP.centre, keep_aspect=not story.stretched
        )
        self.space_numbers, self.map_numbers = TickNumbers(theme), TickNumbers(theme)
        self.map_numbers.set_ticks(self.map.tick_positions(4))
        corner = self.map.image.corner_points
        x_name, y_name = (Words(f"${n}$", theme, size=0.32, colour="muted") for n in "xy")
        self.names = VGroup(
            x_name.place((corner[1][0] + 0.1, corner[0][1] - 0.05)),
            y_name.place((corner[0][0], corner[1][1] + 0.1)),
        )
        self.ball = Dot(theme.ball, 0.1, rim=theme.contour)
        self.contour = VMobject(stroke_width=theme.strokes.bold, fill_opacity=0)
        self.contour.set_stroke(theme.tangent)
        self.contour.set_stroke(theme.background, width=8, opacity=0.7, background=True)
        self.gradient = Arrow(theme.gradient, width=0.07, tip=0.26, halo=theme.background)
        self.right_angle = Segments(theme.ink, width=theme.strokes.regular)
        self.right_angle.set_background_stroke(color=theme.background, width=7, opacity=0.7)
        self.step = Arrow(theme.step, width=0.07, tip=0.24, halo=theme.background)
        self.gradient_name = self._name("nabla f", "gradient")
        self.magnified = self._magnified()
        name = f"{self.magnified} times Delta bold(x)" if self.magnified > 1 else "bold(x)_1"
        self.step_name = self._name(name, "step")
        self.start_name = self._name("bold(x)_0", "ink")
        self.axes = VGroup(
            *(Arrow(theme.curvature, width=0.05, tip=0.17, halo=theme.background) for _ in range(4))
        )
        self.axis_names = VGroup()
        self.walking = [self.space, self.map.route, self.map.dots, self.ball]
        self.bar = HeightBar(self.landscape, BAR, theme)
        self.minima = VGroup(*(self._minimum(np.array(p.point)) for p in story.minima))
        if story.minima:
            self.minima.add(self._lowest(np.array(story.lowest.point)))
        self._stack()
        self.look(ABOVE, 0.0, NORTH_UP, final=True)

    def _stack(self) -> None:
        # What stands still lies lowest, for only what lies above a moving thing is drawn anew.
        still = (self.map.image, self.map.lines, self.map.border, self.map_numbers, self.names)
        for level, mobject in enumerate(still):
            mobject.set_z_index(-1 + 0.1 * level)
        layers: list[tuple[Mobject, ...]] = [
            (self.space,),
            (self.space_numbers, self.map.route, self.map.dots),
            (self.contour, self.minima),
            (self.right_angle, self.axes),
            (self.gradient, self.step),
            (self.ball,),
            (self.gradient_name, self.step_name, self.start_name, self.axis_names),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool) -> None:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions(4) if tick.opacity > 0.02]
        self.space_numbers.set_ticks(ticks, avoid=self.map_numbers.boxes, final=final)

    def rise(self, t: float) -> None:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        azimuth = NORTH_UP + t * (self.facing - TURN - NORTH_UP)
        self.look(ABOVE + t * (BESIDE - ABOVE), t, azimuth, final=t in (0, 1))

    def scan(self, t: float) -> None:
        """Go round to where the walk is seen best, while a contour of a rising height lights up."""
        box = self.landscape.box
        opacity = min(1.0, 6 * t, 6 * (1 - t))
        self.light(float(box.unrise(box.gap + t * (box.height - box.gap))), opacity)
        self.look(BESIDE, 1.0, self.facing + (t - 1) * TURN, final=t in (0, 1))

    def light(self, level: float, opacity: float) -> None:
        """Bring out the line at a level, on the surface and on the map."""
        lines = contour_lines(*self.landscape.grid, level)
        set_lines(self.contour, [self.map.points_to_frame(line) for line in lines])
        self.contour.set_stroke(opacity=opacity)
        self.contour.set_stroke(opacity=0.7 * opacity, background=True)
        self.space.set_contour(level, opacity=opacity)

    # -- the start -----------------------------------------------------------------------------

    def touch(self) -> Self:
        """Put ball, contour, gradient and right angle at the start."""
        story = self.story
        here = self.map.point(*story.start)
        self.ball.set_centre(here[:2])
        self.space.set_ball(story.start, opacity=0.0)
        self.light(float(story.values[0]), 1.0)
        self.space.set_contour(opacity=0.0)
        if story.level:
            up, right = np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])
            self._settle(self.start_name, [(here, way) for way in (up, -up, right)], [])
            return self
        unit = self._on_map(story.gradient)
        across, side = _across(unit), 0.2
        inside = self._clipped(here, here + LONGEST_ARROW * unit) - here
        share = max(float(np.linalg.norm(inside)) / LONGEST_ARROW, 0.35)
        self.gradient.set_ends(here, here + LONGEST_ARROW * share * unit)
        corner = [here + side * across, here + side * (across + unit), here + side * unit]
        corners = np.array(corner)[:, :2]
        if not story.stretched:
            self.right_angle.set_segments(np.stack([corners[:-1], corners[1:]], axis=1))
        self._settle(self.start_name, [(here, way) for way in (-unit, across, -across)], [])
        beside = here + max(0.8 * float(np.linalg.norm(self.gradient.end - here)), 0.4) * unit
        spots = [(beside, -across), (beside, across), (here + 0.6 * unit, unit)]
        self._settle(self.gradient_name, spots, [self.start_name])
        return self

    def point_uphill(self, t: float) -> None:
        """Grow the gradient on the surface."""
        self.space.set_gradient_arrow(self.story.start, self.story.gradient, 0.45 * t + 0.01)

    def take_step(self, t: float) -> None:
        """Grow the first step, on the map and on the surface."""
        start = np.array(self.story.start)
        change = self.magnified * self.story.descent.steps_taken[0]
        here, there = self.map.point(*start), self.map.point(*(start + t * change))
        there = self._clipped(here, there)
        self.step.set_ends(here, there)
        if t > 0.02:
            self.space.set_step_arrow(start, start + t * change)
        if t == 1:
            unit = _unit(there - here)
            across = _across(unit)
            spots = [(there, side) for side in (unit, across, -across, -unit)]
            self._settle(self.step_name, spots, [self.gradient_name] * (not self.story.level))

    def _magnified(self) -> int:
        """Return how many times longer than it is the first step must be drawn to be seen."""
        steps = self.story.descent.steps_taken
        size = float(np.linalg.norm(steps[0] * self.map.scales)) if len(steps) else 0.0
        if size == 0 or size >= SHORTEST_STEP:
            return 1
        return round(nice_step(SHORTEST_STEP / size)) if size > 1e-6 else 1

    # -- the walk ------------------------------------------------------------------------------

    def walk(self, steps: float) -> None:
        """Draw the path up to so many steps, broken ones too, with the ball at its end."""
        points = self.story.points
        whole = math.floor(min(max(steps, 0.0), len(points) - 1))
        after = min(whole + 1, len(points) - 1)
        here = points[whole] + (steps - whole) * (points[after] - points[whole])
        path = np.concatenate([points[: whole + 1], here[None]])
        dots = len(points) <= 120
        self.space.set_path(path, dots=dots)
        self.map.set_path(path, dots=dots)
        shown = self.map.shows(*here)
        self.space.set_ball(here if shown else None)
        self.ball.set_centre(self.map.point(*here)[:2])
        self.ball.set_fill(opacity=float(shown)).set_stroke(opacity=float(shown))

    def at_step(self, t: float) -> float:
        """Return how many steps have been taken at a share of the walk: ever quicker where many."""
        count = len(self.story.points) - 1
        if count <= 24:
            return count * t
        first = 0.3 / self.seconds
        return float(count * t ** (math.log(count) / -math.log(first)))

    @property
    def seconds(self) -> float:
        """How long the walk takes to watch."""
        return min(max(0.4 * (len(self.story.points) - 1), 2.4), 10.0)

    # -- curvature -----------------------------------------------------------------------------

    def show_curvature(self) -> None:
        """Draw the axes of curvature where the path is sharpest, with their names."""
        if self.story.flat:
            return
        ends = self._cross(self.story.points[self.story.sharpest])
        for mark, (centre, *tips) in zip(("min", "max"), ends, strict=True):
            tips.sort(key=lambda point: -float(np.linalg.norm(point - centre)))
            ways = [_unit(tip - centre) for tip in tips]
            turned = [_across(way) for way in ways]
            spots = [*zip(tips, ways, strict=True), *zip(tips, turned, strict=True)]
            name = self._name(f"lambda_{mark}", "curvature")
            self._settle(name, spots, list(self.axis_names))
            self.axis_names.add(name)

    def follow_curvature(self, t: float) -> np.ndarray:
        """Take the axes of curvature down the path and back to its sharpest point.

        Returns:
            (2,) the curvatures there, ascending.
        """
        story = self.story
        points, last = story.points, len(story.points) - 1 - story.leaves
        down, back = min(t / 0.65, 1.0), max((t - 0.65) / 0.35, 0.0)
        at = down * last + back * (story.sharpest - last)
        here = np.array([np.interp(at, np.arange(len(points)), part) for part in points.T])
        self._cross(here)
        return np.linalg.eigvalsh(np.nan_to_num(story.surface.hessian(*here)))

    def _cross(self, here: np.ndarray) -> list[list[np.ndarray]]:
        """Put the axes of curvature at a point: short where it bends most.

        Returns:
            for each axis, the flatter first, its centre and its two ends in the frame.
        """
        values, vectors = np.linalg.eigh(np.nan_to_num(self.story.surface.hessian(*here)))
        centre = self.map.point(*here)
        sizes = 1 / np.sqrt(np.maximum(np.abs(values), 1e-12))
        sizes = np.clip(1.1 * sizes / max(float(sizes.max()), 1e-12), 0.28, 1.1)
        found = []
        for index, (size, direction) in enumerate(zip(sizes, vectors.T, strict=True)):
            way = size * self._on_map(direction)
            tips = [self._clipped(centre, centre + sign * way) for sign in (1.0, -1.0)]
            for arrow, tip in zip(self.axes[2 * index : 2 * index + 2], tips, strict=True):
                arrow.set_ends(centre, tip)
            found.append([centre, *tips])
        return found

    # -- helpers -------------------------------------------------------------------------------

    def _on_map(self, direction: np.ndarray) -> np.ndarray:
        """Return a direction in x and y as a unit vector of the frame, (3,)."""
        way = np.append(np.asarray(direction) * np.array(self.map.scales), 0.0)
        return way / max(float(np.linalg.norm(way)), 1e-300)

    def _clipped(self, here: np.ndarray, there: np.ndarray) -> np.ndarray:
        """Return where the way from a point on the map to another meets the map's border."""
        low, high = self.map.image.corner_points
        way = there - here
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(way > 0, (high - here) / way, (low - here) / way)
        reach = min([1.0, *(float(s) for s in shares[:2] if np.isfinite(s) and s >= 0)])
        return here + reach * way

    def _name(self, markup: str, colour: str) -> Formula:
        return Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)

    def _settle(
        self, name: Formula, spots: list[tuple[np.ndarray, np.ndarray]], others: list[VMobject]
    ) -> None:
        """Put a name beyond the first point, along its way, at which it meets no other.

        Args:
            name: kept over the map.
            spots: pairs of a point and a unit vector, the best first.
            others: what must not be met, besides the numbers of the map.
        """
        low, high = self.map.image.corner_points
        half = np.array([name.width / 2 + 0.06, name.height / 2 + 0.06, 0.0])
        numbers = [n for n in self.map_numbers.numbers if n.shape.get_fill_opacity() > 0]
        boxes = [(m.get_center(), np.array([m.width, m.height]) / 2) for m in [*others, *numbers]]
        places = [np.clip(p + 0.38 * way, low + half, high - half) for p, way in spots]
        free = (
            place
            for place in places
            if all((np.abs(place - centre)[:2] > half[:2] + size).any() for centre, size in boxes)
        )
        name.move_to(next(free, places[0]))

    def _lowest(self, point: np.ndarray) -> Words:
        """Return a name for the lowest minimum, on the side that is farther from the map's edge."""
        word = "lowest" if len(self.story.minima) > len(self.story.equals) else "minimum"
        name = Words(word, self.theme, size=0.32, colour="minimum").with_halo(self.theme)
        low, high = self.map.image.corner_points
        centre = self.map.point(*point)
        side = 1.0 if centre[0] < (low[0] + high[0]) / 2 else -1.0
        name.place((centre[0] + 0.24 * side, centre[1] - 0.32), "left" if side > 0 else "right")
        return name

    def _minimum(self, point: np.ndarray) -> VGroup:
        """Return a cross in a ring, so that a minimum is known without its colour."""
        centre = self.map.point(*point)
        arm = 0.09
        ring = Curve(self.theme.minimum, width=self.theme.strokes.regular)
        turn = np.linspace(0, 2 * np.pi, 25)
        ring.set_smooth(centre[:2] + 0.15 * np.column_stack([np.cos(turn), np.sin(turn)]))
        cross = Segments(self.theme.minimum, width=self.theme.strokes.regular)
        ends = np.array([[[-arm, 0], [arm, 0]], [[0, -arm], [0, arm]]])
        cross.set_segments(centre[:2] + ends)
        for part in (ring, cross):
            part.set_background_stroke(color=self.theme.background, width=6, opacity=0.8)
        return VGroup(ring, cross)


def _unit(way: np.ndarray) -> np.ndarray:
    return way / max(float(np.linalg.norm(way)), 1e-9)


def _across(way: np.ndarray) -> np.ndarray:
    return np.array([-way[1], way[0], 0.0])
