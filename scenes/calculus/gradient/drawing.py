"""A surface, its map, and a direction that turns on both; the gradient, the contour, the field."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import arrow_outline, corners_path
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, Shape, VGroup, disc
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Formula, row
from explainer.numbers import equals, magnitude
from explainer.scenes.calculus.gradient.story import ACROSS, DirectionalStory
from explainer.style import SAFE, Theme, Zone

SPACE = Zone(-6.3, 0.2, -3.1, 2.75)
MAP = Zone(1.35, 5.65, -2.05, 2.3)
SMALL_MAP = Zone(0.65, 3.6, -0.55, 2.45)
CHART = Zone(0.45, 6.15, -3.2, -1.05)
"""Where surface, map and chart lie: the map by itself, and above the chart."""

BESIDE_MAP = Zone(4.0, SAFE.right, -0.6, 2.3)
UNDER_MAP = Zone(0.7, SAFE.right, -3.42, -2.5)
"""Where figures stand: beside the small map, or below the large one."""

BESIDE, WANTED = math.radians(38.0), math.radians(-58.0)

REACH, TIP = 0.75, 0.5
"""Of the tangent of a cut on each side of the point, and of the direction's arrow, in the box."""

LONGER, STEEP = 1.5, 0.66
"""Length of the gradient's arrow, in lengths of the direction's, and on the floor in the box."""

TURN = 2 * np.pi


class SlopeChart(VGroup):
    """Slope against direction, from 0 to 360 degrees; its curve is drawn as the direction turns.

    Attributes:
        chart: its axes.
        curve: as far as the direction has turned.
        moving: the dot, and the stem below it.
        marked: the marks of the best and the worst direction, and of those across.
    """

    def __init__(self, story: DirectionalStory, theme: Theme) -> None:
        self.story = story
        top = 1.0 if story.level else 1.22 * story.norm
        marks = {float(a): f"{a} degree" for a in (0, 90, 180, 270, 360)}
        up = Axis(-top, top, '$"slope"$', 3)
        self.chart = Chart(CHART, theme, Axis(0.0, 360.0, ticks=marks), up)
        angles = np.linspace(0.0, TURN, 241)
        self.curve = self.chart.line(np.degrees(angles), story.slope(angles), "section", "bold")
        self.stem = Segments(theme.direction, width=theme.strokes.regular)
        self.dot = Dot(theme.direction, 0.1, rim=theme.background)
        self.moving = VGroup(self.stem, self.dot)
        self.marked = VGroup()
        if not story.level:
            self._mark(theme)
        for level, mark in enumerate((self.curve, self.stem, *self.marked, self.dot)):
            mark.set_z_index(2 + 0.1 * level)
        super().__init__(
            self.chart, self.curve, self.moving, *([] if story.level else [self.marked])
        )

    def trace(self, angle: float) -> None:
        """Draw the curve from 0 up to an angle, radians."""
        self.curve.upto(float(np.degrees(angle)))

    def aim(self, angle: float) -> None:
        """Put the dot, and the stem below it, at an angle from 0 to 2 pi."""
        top, foot = self._at(angle), self.chart.at(np.degrees(angle), 0.0)
        self.dot.set_centre(top)
        self.stem.set_segments(np.array([[foot, top]]))

    def _at(self, angles: ArrayLike) -> np.ndarray:
        return self.chart.at(np.degrees(angles), self.story.slope(angles))

    def _mark(self, theme: Theme) -> None:
        best, zone = self.story.best, self.chart.zone
        turns = (best + np.pi * np.array([0.0, 1.0, 0.5, 1.5])) % TURN
        looks = [(theme.gradient, 0.1)] * 2 + [(theme.ink, 0.075)] * 2
        for (colour, radius), place in zip(looks, self._at(turns), strict=True):
            self.marked.add(Dot(colour, radius, rim=theme.background).set_centre(place))
        room = Room(Zone(zone.left + 0.1, zone.right, zone.bottom, zone.top + 0.1), 0.06)
        room.block_lines(self._at(np.linspace(0, TURN, 121)))
        room.block_lines(self.chart.at([0.0, 360.0], [0.0, 0.0]))
        ends = self._at(turns[:2])
        levels = [np.array([[zone.left, y], [zone.right, y]]) for y in ends[:, 1]]
        room.block_lines(*levels)
        for name, end, level in zip(("along $nabla f$", "opposite"), ends, levels, strict=True):
            guide = Segments(theme.gradient, width=theme.strokes.thin)
            self.marked.add_to_back(guide.set_dashes(level[0], level[1], 0.1))
            words = Name(name, theme, "gradient")
            words.words.scale(0.8)
            if words.settle(room, end[None]):
                self.marked.add(words)


class GradientField(Shape):
    """Arrows all over a map, one shape: the gradient at each point of a grid.

    Attributes:
        shares: how long each is (n,), in shares of the longest.
    """

    def __init__(self, contour_map: ContourMap, story: DirectionalStory, theme: Theme) -> None:
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.set_background_stroke(color=theme.background, width=3, opacity=0.9)
        points, gradients = story.field
        low, high = contour_map.corners
        longest = 0.98 * float((high - low)[:2].min()) / ACROSS
        self.middles = contour_map.at(points)[:, :2]
        ways = gradients * contour_map.scales
        sizes = np.linalg.norm(ways, axis=1)
        steep, power = max(float(sizes.max(initial=0.0)), 1e-300), story.power
        shares = (sizes / steep) ** power * (1.0 if power else 0.7)
        self.shares = np.where(sizes > 1e-9 * steep, shares, 0.0)
        self.ways = (longest * self.shares / np.maximum(sizes, 1e-300))[:, None] * ways
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Draw the arrows at a share of their length, each about its middle."""
        outlines = [np.zeros((0, 3))]
        for middle, way in zip(self.middles, t * self.ways, strict=True):
            if np.linalg.norm(way) > 0.04:
                corners = arrow_outline(middle - way / 2, middle + way / 2, 0.035, 0.13)
                outlines.append(corners_path(corners))
        self.points = np.concatenate(outlines)
        return self


class DirectionalView(SurfaceView):
    """All that is drawn of slopes in all directions; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DirectionalStory, theme: Theme) -> None:
        self.story, ground = story, story.surface
        near = np.concatenate(
            [story.along(angle, np.linspace(0, 1, 13)) for angle in np.linspace(0, np.pi, 5)[:4]]
        )
        near = near[(np.abs(near - story.point) < 0.2 * np.ptp(ground.domain, axis=1)).all(axis=1)]
        land = landscape_of(ground, theme, height=1.2, levels=16, spacing=ground.height)
        self.facing = best_azimuth(land, np.vstack([near, story.point]), BESIDE, WANTED)
        keep = not ground.stretched
        super().__init__(land, (SPACE, MAP), [self.facing], BESIDE, keep_aspect=keep)
        self.large, self.small = self.map, ContourMap(land, SMALL_MAP, keep_aspect=keep)
        self.dial = Curve(theme.ink, width=theme.strokes.thin).set_stroke(opacity=0.6)
        self.direction = Arrow(theme.direction, width=0.06, tip=0.22, halo=theme.background)
        self.gradient_name = Name("$nabla f$", theme, "gradient")
        self.ghosts = [
            Arrow(theme.gradient, width=0.06, tip=0.22, halo=theme.background) for _ in story.stops
        ]
        self.field = GradientField(self.map, story, theme)
        self.rings = VGroup()
        for rest in story.rests:
            ring = Curve(theme.ink, width=theme.strokes.regular)
            ring.points = disc(self.map.at(rest.point), 0.14, 0.14)
            self.rings.add(ring.set_background_stroke(color=theme.background, width=6, opacity=0.8))
        self.lay("line", self.dial, self.field).lay(
            "corner", self.corners, self.rings, *self.ghosts
        )
        self.lay("arrow", self.direction)
        self.chart = SlopeChart(story, theme)
        self.add(self.chart.curve, self.chart.moving)
        # Arrows that would meet beyond the middle of a small closed line are shorter.
        ends = self.map.at(story.walk)[:, :2] if len(story.walk) else np.zeros((1, 2))
        self.use(self.large)
        full = LONGER * self.radius
        wide = float(np.ptp(ends, axis=0).min())
        self.stride = min(0.65, 0.36 * wide / full) if story.closed else 0.65

    def use(self, contour_map: ContourMap) -> Self:
        """Put all marks on one of both maps."""
        self.map, story = contour_map, self.story
        here, (low, high) = contour_map.at(story.point), contour_map.corners
        # A dial about a point at the border hardly leaves the map.
        room = float(np.minimum(high - here, here - low)[:2].min())
        self.radius = float(np.clip(room + 0.25, 0.4, 0.62 if self.map is self.small else 0.85))
        self.dot.set_centre(here)
        self.dial.points = disc(here, self.radius, self.radius)
        self.light(story.height, "section").space.drop("contour")
        if not story.level:
            self.gradient.set_ends(*self.arrow(story.point, story.gradient, LONGER * self.radius))
            self.cross(np.array([story.point]), story.gradient[None])
            self.name_arrow(self.gradient_name, self.gradient, self.room())
        return self

    def figures(self, panel: Panel, *lines: Item) -> list[Mobject]:
        """Return rows for the angle and the slope, which run from now on, and further lines."""
        story, norm = self.story, self.story.norm
        digits = int(np.clip(2 - math.floor(math.log10(norm)), 0, 6)) if norm else 2
        self.angle, self.slope = (
            panel.number(value, colour="direction", decimals=decimals, suffix=unit, equated=True)
            for value, decimals, unit in ((0.0, 0, "°"), (-norm, digits, ""))
        )
        rests = story.slope(story.best + np.pi * np.arange(2)), story.gradient
        figures = [equals(magnitude(float(slope))) for slope in np.concatenate(rests)]
        self.slope.set_text(max(*figures, self.slope.text, key=len))
        self.add(self.angle, self.slope)
        running = [
            row(Formula(name, self.theme, size=panel.formula_size), number)
            for name, number in (("theta", self.angle), ('"slope"', self.slope))
        ]
        return [*panel.rows(*running, *lines)]

    @property
    def pointing(self) -> list[Mobject]:
        """The map, the dot on it, and the direction on its dial."""
        return [self.map, self.dot, self.dial, self.direction]

    @property
    def crossed(self) -> list[Mobject]:
        """The mark of a right angle, where there is one."""
        return [] if self.story.level else [self.corners]

    # -- the direction -------------------------------------------------------------------------

    def aim(
        self, angle: float, opacity: float = 1.0, point: float = 1.0, *, final: bool = True
    ) -> None:
        """Turn the direction on map, surface and chart, and say its angle and slope.

        Args:
            angle: radians, from 0 to 2 pi.
            opacity: of plane and lines; arrows grow with it.
            point: the opacity of the point on the surface.
            final: the direction is at rest.
        """
        story, space = self.story, self.space
        start, unit = self.map.at(story.point), np.array([math.cos(angle), math.sin(angle)])
        self.direction.set_ends(start, start + opacity * self.radius * self.map.way(unit))
        slope, degrees = float(story.slope(angle)), math.degrees(angle)
        running = not final or abs(degrees - round(degrees)) > 1e-9
        self.angle.set_value(degrees if degrees < 359.5 else 360.0, animating=running)
        self.slope.set_value(slope, animating=True)
        if final:
            self.slope.set_text(equals(magnitude(slope)), slope)
        self.chart.aim(angle)
        space.plane("plane", story.along(angle, [0.0, 1.0]), "section", opacity)
        space.line("cut", story.along(angle, np.linspace(0, 1, 141)), "section", opacity=opacity)
        here = np.array([*story.point, story.height])
        _, (step,) = self._tangents(here[None, :2], np.append(unit, slope)[None], np.ones(1))
        step = step - here
        ends = np.array([here - REACH * step, here + REACH * step])
        space.line("tangent", ends, "direction", width=3.5, opacity=opacity, hidden=0.5)
        tip, seen = here + max(TIP * opacity, 0.01) * step, min(1.0, 8 * opacity)
        space.arrows("direction", here[None], tip[None], "direction", opacity=seen, hidden=0.6)
        self.stand(story.point, point)

    def _tangents(
        self, places: np.ndarray, ways: np.ndarray, lengths: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends (n, 3) of arrows along ways (n, 3), of lengths (n,) in the box."""
        box = self.landscape.box
        starts = np.column_stack([places, self.landscape.values(*places.T)])
        steps = ways * float(np.ptp(self.story.surface.domain, axis=1).min()) * 1e-3
        drawn = np.linalg.norm(box.to_box(*(starts + steps).T) - box.to_box(*starts.T), axis=1)
        return starts, starts + (lengths / np.maximum(drawn, 1e-300))[:, None] * steps

    # -- the gradient --------------------------------------------------------------------------

    def rise_steepest(self, t: float) -> None:
        """Grow the gradient's arrow at the point."""
        if not self.story.level:
            length = LONGER * self.radius * max(t, 0.01)
            self.climb(self.story.point, self.story.gradient, STEEP * t + 0.01, length)

    def walk(self, t: float) -> None:
        """Take the gradient along the contour, and leave it behind at each stop."""
        story = self.story
        here = story.at(t)
        slope = story.surface.gradient(*here)
        grown = self.stride + (1 - self.stride) * max(1 - 12 * t, 0.0)
        self.climb(here, slope, STEEP * grown, LONGER * self.radius * grown)
        self.dot.set_centre(self.map.at(here))
        stops = np.array([story.at(share) for share in story.stops]).reshape(-1, 2)
        slopes, passed = story.surface.gradient(*stops.T), story.stops <= t + 1e-9
        for ghost, place, steep, seen in zip(self.ghosts, stops, slopes, passed, strict=True):
            ghost.set_ends(*self.arrow(place, steep, LONGER * self.radius * self.stride))
            ghost.set_fill(opacity=float(seen)).set_background_stroke(opacity=float(seen))
        stops, slopes = stops[passed], slopes[passed]
        self.cross(np.vstack([stops, here]), np.vstack([slopes, slope]))
        self.space.dot("point", here, "ball", hidden=0.6)
        lengths = np.full(len(stops), STEEP * self.stride)
        self.space.climb(stops, slopes, lengths, "climbers", width=5.0, head=0.12)

    def darken(self, t: float) -> None:
        """Take the contour and what is on it out of the surface."""
        self.space.fade_marks(1 - t, "contour", "gradient", "climbers", "stalk", "foot", "point")

    def bring_back(self, t: float) -> None:
        """Bring back the point, the gradient with the direction along it, and the contour."""
        self.aim(self.story.best, max(t, 0.01), t)
        self.rise_steepest(1.0)
        self.brighten(t)
        self.space.fade_marks(t, "gradient")

    def brighten(self, t: float) -> None:
        """Bring out the contour through the point on the surface."""
        self.space.contour(self.story.height, opacity=t)

    # -- everywhere ----------------------------------------------------------------------------

    def spread(self, t: float, opacity: float = 1.0) -> None:
        """Grow the field, on the map and on the surface, there with an opacity."""
        self.field.grow(t)
        places, slopes = self.story.field
        lengths = 0.26 * t * self.field.shares
        seen = lengths > 0.012
        look = {"width": 2.6, "opacity": opacity, "head": 0.08}
        self.space.climb(places[seen], slopes[seen], lengths[seen], "field", **look)
        for index, rest in enumerate(self.story.rests):
            least = min(t, opacity)
            self.space.dot(f"rest{index}", rest.point, "ink", width=12, opacity=least)
