"""The map of a surface: the same landscape from above, with the contour lines at the same levels.

The colours are painted by the camera like any picture of space; the lines, the border, the ticks
and the path are Manim's own objects, so that they can be animated and labelled as usual.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.mobject import Group
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.contours import clipped_line, contour_lines, nice_ticks
from explainer.geometry.mesh import Mesh, flat_field
from explainer.geometry.orbit import OrbitView
from explainer.geometry.space import Array, SpacePicture, blend, rgb
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.space_panel import SpacePanel, Tick

_ARC = 0.5522847498
"""How far the handles of a quarter circle are from its ends, in radii."""


def set_lines(shape: VMobject, lines: list[Array]) -> VMobject:
    """Give a shape straight lines through points (n, 3) each, parted by rows of NaN, in one go."""
    starts, ends = [], []
    for line in lines:
        known = np.atleast_1d(np.isfinite(line).all(axis=1))
        both = known[:-1] & known[1:]
        starts.append(line[:-1][both])
        ends.append(line[1:][both])
    a = np.concatenate(starts) if starts else np.empty((0, 3))
    b = np.concatenate(ends) if ends else np.empty((0, 3))
    points = np.empty((4 * len(a), 3))
    points[0::4], points[3::4] = a, b
    points[1::4], points[2::4] = a + (b - a) / 3, b - (b - a) / 3
    shape.points = points
    return shape


def set_dots(shape: VMobject, centres: Array, radius: float) -> VMobject:
    """Give a shape circles about centres (n, 3), in one go."""
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    arc = np.array([[1.0, 0, 0], [1.0, _ARC, 0], [_ARC, 1.0, 0], [0, 1.0, 0]])
    circle = np.concatenate([arc @ np.linalg.matrix_power(turn, k).T for k in range(4)])
    shape.points = (centres[:, None, :] + radius * circle[None]).reshape(-1, 3)
    return shape


class FieldImage(SpacePanel):
    """The colours of a landscape seen straight from above, filling its rectangle."""

    def __init__(
        self, landscape: Landscape, width: float, height: float, centre: ArrayLike, muted: float
    ) -> None:
        super().__init__(width, height, centre)
        self.landscape, self.muted = landscape, muted
        self.aspect = width / height
        xs, ys, _ = landscape.grid
        across = np.linspace(-self.aspect, self.aspect, len(xs))
        up = np.linspace(-1.0, 1.0, len(ys))
        flat = flat_field(across, up)
        heights = landscape.heights.reshape(-1)
        self._mesh = Mesh(
            flat.vertices,
            flat.triangles,
            landscape.tints(heights, muted),
            flat.normals,
            np.zeros(len(heights)),
            np.empty(0),
            shading=0.0,
        )

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint."""
        low, high = self.corner_points
        return SpacePicture(
            items=(self._mesh,),
            view=OrbitView(-np.pi / 2, np.pi / 2, perspective=0.0),
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=(self.landscape.key, self.muted, self.aspect, self.points.tobytes(), self.opacity),
        )


class ContourMap(Group):
    """A landscape from above. The parts: `image`, `lines` (one each level), `border`, `route`.

    By default x and y keep one scale, so that the gradient is seen at a right angle to the contour
    lines; the map is then as large as fits into `width` x `height`.
    """

    def __init__(
        self,
        landscape: Landscape,
        width: float = 5.0,
        height: float = 5.0,
        centre: ArrayLike = (0.0, 0.0, 0.0),
        *,
        keep_aspect: bool = True,
        muted: float = 0.45,
        line_width: float = 1.6,
        path_width: float = 4.0,
    ) -> None:
        wide = landscape.x_range[1] - landscape.x_range[0]
        tall = landscape.y_range[1] - landscape.y_range[0]
        if keep_aspect:
            scale = min(width / wide, height / tall)
            width, height = wide * scale, tall * scale
        self.landscape = landscape
        self.image = FieldImage(landscape, width, height, centre, muted)
        colours = landscape.colours
        xs, ys, values = landscape.grid
        self.lines = VGroup()
        dark = sum(rgb(colours.background)) < 1.5
        self._line_opacity = 0.9 if dark else 0.45
        for level in landscape.contours:
            lines = [self.points_to_frame(line) for line in contour_lines(xs, ys, values, level)]
            line = set_lines(VMobject(), lines)
            tint = landscape.tints(landscape.box.rise(level))
            ink = blend(tint, (1.0, 1.0, 1.0), 0.25) if dark else rgb(colours.contour)
            line.set_fill(opacity=0).set_stroke(
                _hex(ink), width=line_width, opacity=self._line_opacity
            )
            self.lines.add(line)
        low, high = self.image.corner_points
        frame = np.array([low, [high[0], low[1], 0], high, [low[0], high[1], 0], low], dtype=float)
        self.border = set_lines(VMobject(), [frame, *self._tick_marks()])
        self.border.set_stroke(colours.frame, width=1.75, opacity=0.9).set_fill(opacity=0)
        self.route = (
            VMobject(joint_type=LineJointType.ROUND)
            .set_fill(opacity=0)
            .set_stroke(colours.path, width=path_width)
        )
        self.route.set_stroke(colours.halo, width=path_width + 3, opacity=0.6, background=True)
        self.dots = VMobject().set_fill(colours.path, opacity=1).set_stroke(width=0)
        self.dots.set_stroke(colours.halo, width=1.0, opacity=0.8, background=True)
        self.dot_radius = 0.011 * path_width
        super().__init__(self.image, self.lines, self.border, self.route, self.dots)

    # ------------------------------------------------------------------------------ verbs

    def set_path(self, points: ArrayLike, *, dots: bool = True) -> Self:
        """Draw a path through points (n, 2), cut at the border, with a dot at each if wanted."""
        land = self.landscape
        path = np.asarray(points, dtype=float).reshape(-1, 2)
        line = clipped_line(path, land.x_range, land.y_range)
        set_lines(self.route, [self.points_to_frame(line)])
        inside = path[[self.shows(x, y) for x, y in path]] if len(path) else path
        set_dots(self.dots, self.points_to_frame(inside if dots else path[:0]), self.dot_radius)
        return self

    def set_opacity(self, opacity: float) -> Self:
        """Make every part see-through in proportion to what it was made with."""
        self.image.set_opacity(opacity)
        for line in self.lines:
            line.set_stroke(opacity=self._line_opacity * opacity)
        self.border.set_stroke(opacity=0.9 * opacity)
        self.route.set_stroke(opacity=opacity).set_stroke(opacity=0.6 * opacity, background=True)
        self.dots.set_fill(opacity=opacity).set_stroke(opacity=0.8 * opacity, background=True)
        return self

    # -------------------------------------------------------------------------- measures

    @property
    def scales(self) -> tuple[float, float]:
        """How many units of the frame one unit of x and of y takes."""
        land = self.landscape
        low, high = self.image.corner_points
        return (
            float(high[0] - low[0]) / (land.x_range[1] - land.x_range[0]),
            float(high[1] - low[1]) / (land.y_range[1] - land.y_range[0]),
        )

    def points_to_frame(self, points: ArrayLike) -> Array:
        """Return where points (n, 2) are in the frame (n, 3)."""
        points = np.asarray(points, dtype=float).reshape(-1, 2)
        land, (low, _), (sx, sy) = self.landscape, self.image.corner_points, self.scales
        out = np.full((len(points), 3), low[2])
        out[:, 0] = low[0] + (points[:, 0] - land.x_range[0]) * sx
        out[:, 1] = low[1] + (points[:, 1] - land.y_range[0]) * sy
        return out

    def point(self, x: float, y: float) -> Array:
        """Return where (x, y) is in the frame."""
        return self.points_to_frame([[x, y]])[0]

    def shows(self, x: float, y: float) -> bool:
        """Return whether (x, y) is on the map."""
        (x0, x1), (y0, y1) = self.landscape.x_range, self.landscape.y_range
        return bool(x0 <= x <= x1 and y0 <= y <= y1)

    def tick_values(self, axis: str, count: int = 4) -> Array:
        """Return the round values that have ticks on the axis "x" or "y"."""
        low, high = self.landscape.x_range if axis == "x" else self.landscape.y_range
        return nice_ticks(low, high, count)

    def tick_positions(self, count: int = 4) -> list[Tick]:
        """Return where the numbers of the axes belong: below the map and to its left."""
        (x0, _), (y0, _) = self.landscape.x_range, self.landscape.y_range
        down, left = np.array([0.0, -1.0, 0.0]), np.array([-1.0, 0.0, 0.0])
        below = [
            Tick("x", float(x), self.point(x, y0), down, 1.0) for x in self.tick_values("x", count)
        ]
        beside = [
            Tick("y", float(y), self.point(x0, y), left, 1.0) for y in self.tick_values("y", count)
        ]
        return below + beside

    def _tick_marks(self, length: float = 0.08) -> list[Array]:
        return [
            np.array([tick.position, tick.position + length * tick.outwards])
            for tick in self.tick_positions()
        ]


def _hex(colour: Any) -> str:
    red, green, blue = np.rint(255 * np.asarray(colour, dtype=float)).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"
