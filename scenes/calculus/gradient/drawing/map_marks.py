"""What is marked on a map of a surface at a point: a direction, the gradient, and the contour."""

from __future__ import annotations

import numpy as np
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.contours import contour_lines
from explainer.geometry.plane import arrow_outline, corners_path
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.style import Theme, Zone

LONGER = 1.5
"""Length of the gradient's arrow, in lengths of the direction's."""

CORNER, SHORTEST = 0.17, 0.34
"""Side of the mark of a right angle, and length of an arrow without room, in scene units."""


class MapMarks:
    """A map, and marks on it that are moved by setting where they are.

    Args:
        contour_map: the map.
        numbers: of its axes.
        names: of its axes.
        point: (x, y) of the dot.
        radius: of the dial about the dot, in scene units, where there is room for it.
        square: whether x and y have one scale, so that right angles are seen as such.
        theme: for colours.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        numbers: TickNumbers,
        names: Mobject,
        point: tuple[float, float],
        radius: float,
        square: bool,
        theme: Theme,
    ) -> None:
        self.map, self.numbers, self.names = contour_map, numbers, names
        self.point, self.square, self.theme = point, square, theme
        self.here = contour_map.point(*point)
        # A dial about a point at the border hardly leaves the map.
        low, high = contour_map.image.corner_points
        room = float(np.minimum(high - self.here, self.here - low)[:2].min())
        self.radius = float(np.clip(room + 0.25, 0.4, radius))
        self.dot = Dot(theme.ball, 0.09, rim=theme.contour)
        self.dot.set_centre(self.here[:2])
        turn = np.linspace(0, 2 * np.pi, 41)
        self.dial = Curve(theme.ink, width=theme.strokes.thin)
        self.dial.set_smooth(self.here[:2] + radius * np.column_stack([np.cos(turn), np.sin(turn)]))
        self.dial.set_stroke(opacity=0.6)
        self.direction = Arrow(theme.direction, width=0.06, tip=0.22, halo=theme.background)
        self.gradient = Arrow(theme.gradient, width=0.07, tip=0.26, halo=theme.background)
        self.contour = VMobject(fill_opacity=0)
        self.contour.set_stroke(theme.section, width=theme.strokes.bold)
        self.contour.set_stroke(theme.background, width=8, opacity=0.7, background=True)
        self.corners = Segments(theme.ink, width=theme.strokes.regular)
        self.corners.set_background_stroke(color=theme.background, width=6, opacity=0.7)
        self.gradient_name = Name("$nabla f$", theme, "gradient")
        layers = (self.dial, self.contour, self.corners, self.gradient, self.direction, self.dot)
        for level, mobject in enumerate(layers):
            mobject.set_z_index(2 + 0.5 * level)
        for level, mobject in enumerate(
            (contour_map.image, contour_map.lines, contour_map.border, numbers)
        ):
            mobject.set_z_index(-1 + 0.1 * level)
        names.set_z_index(-0.5)

    @property
    def mapped(self) -> list[Mobject]:
        """The map with its numbers and names."""
        return [self.map, self.numbers, self.names]

    @property
    def pointing(self) -> list[Mobject]:
        """The map, the dot on it, and the direction on its dial."""
        return [*self.mapped, self.dot, self.dial, self.direction]

    @property
    def climbing(self) -> list[Mobject]:
        """The gradient's arrow and its name."""
        return [self.gradient, self.gradient_name]

    @property
    def crossed(self) -> list[Mobject]:
        """The mark of a right angle, where it can be seen as such."""
        return [self.corners] if self.square else []

    def way(self, direction: np.ndarray) -> np.ndarray:
        """Return a direction in x and y as a unit vector (2,) of the frame; zero for none."""
        way = np.asarray(direction, dtype=float) * np.array(self.map.scales)
        size = float(np.linalg.norm(way))
        return way / size if size > 0 else way

    def aim(self, angle: float, reach: float = 1.0) -> None:
        """Point the direction's arrow along an angle, radians."""
        way = self.way(np.array([np.cos(angle), np.sin(angle)]))
        self.direction.set_ends(self.here[:2], self.here[:2] + reach * self.radius * way)

    def climb(self, at: np.ndarray, gradient: np.ndarray, reach: float = 1.0) -> None:
        """Draw the gradient's direction at a point (x, y), ``reach`` of its full length."""
        start = self.map.point(*at)[:2]
        self.gradient.set_ends(start, start + self.kept(at, gradient, reach))

    def kept(self, at: np.ndarray, gradient: np.ndarray, reach: float) -> np.ndarray:
        """Return an arrow (2,) of the frame that hardly leaves the map, at a point (x, y) of it."""
        start = self.map.point(*at)[:2]
        way = LONGER * reach * self.radius * self.way(gradient)
        size = float(np.linalg.norm(way))
        low, high = (corner[:2] for corner in self.map.image.corner_points)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(way > 0, (high - start) / way, (low - start) / way)
        room = float(np.min(shares[np.abs(way) > 0], initial=1.0))
        least = min(SHORTEST / max(size, 1e-9), 1.0)
        return np.asarray(way * max(min(room, 1.0), least))

    def cross(self, places: np.ndarray, gradients: np.ndarray) -> None:
        """Mark right angles between gradients (n, 2) and the contours at points (n, 2)."""
        lines = []
        if self.square:
            for place, gradient in zip(places, gradients, strict=True):
                here, way = self.map.point(*place)[:2], CORNER * self.way(gradient)
                across = np.array([-way[1], way[0]])
                corner = here + way + across
                lines += [[here + across, corner], [corner, here + way]]
        self.corners.set_segments(np.array(lines).reshape(-1, 2, 2))

    def light(self, level: float) -> None:
        """Bring out the contour at a level."""
        lines = contour_lines(*self.map.landscape.grid, level)
        set_lines(self.contour, [self.map.points_to_frame(line) for line in lines])

    def name_the_gradient(self, angle: float) -> None:
        """Put the gradient's name beside its arrow at the dot, clear of the arrow at an angle."""
        low, high = self.map.image.corner_points
        room = Room(Zone(low[0] + 0.05, high[0] - 0.05, low[1] + 0.05, high[1] - 0.05))
        other = self.way(np.array([np.cos(angle), np.sin(angle)])) * self.radius
        start, end = self.here[:2], self.gradient.end[:2]
        room.block_lines(np.array([start, end]), np.array([start, start + other]))
        room.block(self.dot, self.corners)
        middle = start + np.linspace(0.5, 1.0, 9)[:, None] * (end - start)
        self.gradient_name.settle(room, middle)


class GradientField(VMobject):
    """Arrows all over a map, one shape.

    Args:
        contour_map: the map.
        points: (n, 2) in x and y.
        gradients: (n, 2) there.
        longest: of an arrow, in scene units.
        power: of the slope, that the lengths grow with; 0 gives all one length.
        theme: for colours.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        points: np.ndarray,
        gradients: np.ndarray,
        longest: float,
        power: float,
        theme: Theme,
    ) -> None:
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.set_background_stroke(color=theme.background, width=3, opacity=0.9)
        self.starts = contour_map.points_to_frame(points)[:, :2]
        ways = gradients * np.array(contour_map.scales)
        sizes = np.linalg.norm(ways, axis=1)
        steep = float(sizes.max(initial=0.0))
        self.shares = np.zeros(len(points))
        if steep > 0:
            seen = sizes > 1e-9 * steep
            self.shares[seen] = (sizes[seen] / steep) ** power * (1.0 if power else 0.7)
        units = ways / np.maximum(sizes, 1e-300)[:, None]
        self.ways = longest * self.shares[:, None] * units
        self.grow(0.0)

    def grow(self, t: float) -> None:
        """Draw the arrows at a share of their length, each about its middle."""
        outlines = []
        for start, way in zip(self.starts, t * self.ways, strict=True):
            if np.linalg.norm(way) > 0.04:
                corners, _ = arrow_outline(start - way / 2, start + way / 2, 0.035, 0.13)
                outlines.append(corners_path(corners))
        self.points = np.concatenate(outlines) if outlines else np.zeros((0, 3))


def rings(contour_map: ContourMap, points: list[tuple[float, float]], theme: Theme) -> VGroup:
    """Return a ring about each of some points of a map."""
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = 0.14 * np.column_stack([np.cos(turn), np.sin(turn)])
    found = VGroup()
    for x, y in points:
        curve = Curve(theme.ink, width=theme.strokes.regular)
        curve.set_smooth(contour_map.point(x, y)[:2] + ring)
        curve.set_background_stroke(color=theme.background, width=6, opacity=0.8)
        found.add(curve)
    return found
