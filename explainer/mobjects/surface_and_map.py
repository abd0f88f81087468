"""A surface in space and its map beside it, with their numbers, and a point marked on both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.geometry.contours import contour_levels
from explainer.maths.surfaces import Point, Surface
from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.landscape import Landscape, SurfaceColours
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.section_panel import SectionPanel
from explainer.mobjects.shapes import Dot, Segments
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.numbers import significant, to_typst
from explainer.style import Theme, Zone

ABOVE = math.radians(89.0)
NORTH_UP = math.radians(-90.0)
"""Elevation and azimuth of the eye where the surface looks as its map."""

LINES = 16
"""About how many contour lines there are."""

MOST_SLENDER = 3.0
"""Maps that would be longer than this many times their width are stretched instead."""


def landscape_of(ground: Surface, theme: Theme, divisions: int = 112) -> Landscape:
    """Return a surface on a linear scale of heights, on which slopes are to be compared.

    Where nearly all heights are near the lowest, contour lines are closer there, as on a
    logarithmic scale: they would all lie on the few slopes at the edge.
    """

    def made(levels: int | list[float]) -> Landscape:
        return Landscape(
            ground.value,
            *ground.domain,
            gradient=ground.gradient,
            height=1.2,
            divisions=divisions,
            levels=levels,
            colours=SurfaceColours.of(theme),
        )

    land = made(LINES)
    if ground.height == "linear":
        return land
    return made([float(level) for level in contour_levels(land.grid[2], LINES, "log")])


class SurfaceAndMap:
    """A surface, its map, and one point on both; the verbs set what is seen.

    Args:
        ground: the surface.
        point: on it.
        theme: for colours.
        zones: where the surface lies, and where the map, without its numbers.
        azimuths: from where the surface will be seen, radians; its size is the same from all.
        elevation: of the eye beside the surface, radians.
    """

    def __init__(
        self,
        ground: Surface,
        point: Point,
        theme: Theme,
        zones: tuple[Zone, Zone],
        azimuths: Sequence[float],
        elevation: float,
    ) -> None:
        self.ground, self.point, self.theme, self.beside = ground, point, theme, elevation
        self.landscape = landscape_of(ground, theme)
        self.height = float(ground.value(*point))
        space, chart = zones
        angles = [*azimuths, NORTH_UP]
        self.space = SectionPanel(
            self.landscape,
            space.width,
            space.height,
            space.centre,
            azimuths=(min(angles), max(angles)),
        )
        (x0, x1), (y0, y1) = ground.domain
        self.stretched = not 1 / MOST_SLENDER < (x1 - x0) / (y1 - y0) < MOST_SLENDER
        self.map = ContourMap(
            self.landscape, chart.width, chart.height, chart.centre, keep_aspect=not self.stretched
        )
        self.space_numbers, self.map_numbers = TickNumbers(theme), TickNumbers(theme)
        self.map_numbers.set_ticks(self.map.tick_positions(4))
        low, high = self.low, self.high = self.map.image.corner_points
        self.names = VGroup(
            Words("$x$", theme, size=0.32, colour="muted").place((high[0] + 0.1, low[1] - 0.05)),
            Words("$y$", theme, size=0.32, colour="muted").place((low[0], high[1] + 0.1)),
        )
        self.here = self.map.point(*point)
        self.dot = Dot(theme.ball, 0.1, rim=theme.contour)
        self.dot.set_centre(self.here[:2])
        self.dashes = Segments(theme.ink, width=theme.strokes.thin)
        across = Segments(theme.ink).set_dashes((low[0], self.here[1]), self.here).points
        up = Segments(theme.ink).set_dashes((self.here[0], low[1]), self.here).points
        self.dashes.points = np.concatenate([across, up])
        self.room = Room(Zone(low[0] + 0.05, high[0] - 0.05, low[1] + 0.05, high[1] - 0.05))
        markup = f"$({', '.join(to_typst(significant(value)) for value in point)})$"
        self.point_name = Name(markup, theme, "ink")
        lines = [[(low[0], self.here[1]), self.here[:2]], [(self.here[0], low[1]), self.here[:2]]]
        around = self.room.copy().block_lines(*map(np.array, lines)).block(self.dot)
        self.point_name.settle(around, self.here[None, :2])
        still = (self.map.image, self.map.lines, self.map.border, self.map_numbers, self.names)
        for level, mobject in enumerate(still):
            mobject.set_z_index(-1 + 0.1 * level)
        self.stack((self.space,), (self.space_numbers, self.dashes))
        self.dot.set_z_index(7)
        self.look(ABOVE, 0.0, NORTH_UP)

    @property
    def mapped(self) -> list[Mobject]:
        """The map with its numbers and names."""
        return [self.map, self.map_numbers, self.names]

    @staticmethod
    def stack(*layers: tuple[Mobject, ...], lowest: int = 0) -> None:
        """Lay mobjects above each other, the lowest layer first."""
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(lowest + level)

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions(4) if tick.opacity > 0.02]
        self.space_numbers.set_ticks(ticks, avoid=self.map_numbers.boxes, final=final)
        return self

    def rise(self, azimuth: float, t: float) -> Self:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        turned = NORTH_UP + t * (azimuth - NORTH_UP)
        return self.look(ABOVE + t * (self.beside - ABOVE), t, turned, final=t in (0, 1))

    def turn(self, start: float, end: float, t: float) -> Self:
        """Go round the surface from one azimuth to another."""
        return self.look(self.beside, 1.0, start + t * (end - start), final=t in (0, 1))

    def show_point(self, opacity: float) -> Self:
        """Mark the point on the surface, and below it on the floor."""
        path = self.theme.path
        top = np.array([*self.point, self.height])
        foot = np.array([*self.point, float(self.landscape.box.unrise(0.0))])
        dashes = np.linspace(0, 1, 15)[:, None] * (top - foot) + foot
        dashes = np.insert(dashes, np.arange(2, 15, 2), np.nan, axis=0)
        self.space.set_line("stalk", dashes, path, width=2.5, opacity=opacity, hidden=0.35)
        self.space.set_dot("foot", foot, path, width=10, opacity=opacity, hidden=0.5)
        self.space.set_dot("point", self.point, self.theme.ball, opacity=opacity, hidden=0.6)
        return self

    def on_map(self, direction: np.ndarray) -> np.ndarray:
        """Return a direction in x and y as a unit vector of the frame, (3,); zero for none."""
        way = np.append(np.asarray(direction) * np.array(self.map.scales), 0.0)
        size = float(np.linalg.norm(way))
        return way / size if size > 0 else way

    def room_ahead(self, here: np.ndarray, way: np.ndarray) -> float:
        """Return how many times a way in the frame can be gone before the map's border."""
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(way > 0, (self.high - here) / way, (self.low - here) / way)
        found = [
            float(share) for share, part in zip(shares[:2], way[:2], strict=True) if abs(part) > 0
        ]
        return max(min(found, default=0.0), 0.0)
