"""A surface in space inside a rectangle of the frame, with a path, a ball and a tangent plane.

The panel is one mobject. It says what is to be seen (`picture`), and the camera paints it; labels
beside it are ordinary mobjects at `point_to_frame`. All verbs change the panel and return it.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import nice_ticks
from explainer.geometry.orbit import OrbitView, fit_view
from explainer.geometry.space import Array, SpacePicture
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.space_panel import SpacePanel, Tick
from explainer.mobjects.surface_items import Item, surface_items


class SurfacePanel(SpacePanel):
    """A landscape seen by a camera that can turn about it."""

    blended = (
        "opacity",
        "azimuth",
        "elevation",
        "reveal",
        "surface_opacity",
        "tangent_opacity",
        "contour_level",
        "contour_opacity",
        "ball_opacity",
        "path_opacity",
        "arrow_opacity",
        "ball_at",
        "tangent_at",
    )

    def __init__(
        self,
        landscape: Landscape,
        width: float = 6.0,
        height: float = 5.2,
        centre: ArrayLike = (0.0, 0.0, 0.0),
        *,
        azimuth: float = -np.pi / 3,
        elevation: float = 0.6,
        perspective: float = 0.13,
        azimuths: tuple[float, float] | None = None,
        floor: bool = True,
        frame: bool = True,
        line_width: float = 1.6,
        path_width: float = 5.0,
    ) -> None:
        super().__init__(width, height, centre)
        self.landscape = landscape
        self.perspective = perspective
        self.azimuths = azimuths
        self.azimuth, self.elevation = float(azimuth), float(elevation)
        self.floor, self.frame = floor, frame
        self.line_width, self.path_width = line_width, path_width
        self.aspect = width / height
        self.reveal = 1.0
        self.surface_opacity = 1.0
        self.path = np.empty((0, 2))
        self.path_dots = True
        self.path_opacity = 1.0
        self.ball_at: Array | None = None
        self.ball_radius = 0.05
        self.ball_opacity = 1.0
        self.tangent_at: Array | None = None
        self.tangent_size = 0.42
        self.tangent_opacity = 1.0
        self.contour_level: float | None = None
        self.contour_opacity = 1.0
        self.step_arrow: Array | None = None
        self.gradient_arrow: Array | None = None
        self.arrow_opacity = 1.0
        self._fitted: tuple[float, OrbitView] | None = None
        self._shown: SpacePicture | None = None
        self.kept: dict[str, tuple[Hashable, tuple[Item, ...]]] = {}

    # ------------------------------------------------------------------------------ verbs

    def set_view(self, azimuth: float | None = None, elevation: float | None = None) -> Self:
        """Turn the camera; angles in radians."""
        if azimuth is not None:
            self.azimuth = float(azimuth)
        if elevation is not None:
            self.elevation = float(elevation)
        return self

    def set_reveal(self, fraction: float) -> Self:
        """Let the surface rise from the flat map (0) to its full height (1)."""
        self.reveal = float(np.clip(fraction, 0, 1))
        return self

    def set_surface_opacity(self, opacity: float) -> Self:
        """Make the surface itself see-through, but not what lies on it."""
        self.surface_opacity = float(opacity)
        return self

    def set_path(self, points: ArrayLike, *, dots: bool = True, opacity: float = 1.0) -> Self:
        """Draw a path through points (n, 2) on the surface, with a dot at each if wanted."""
        self.path = np.array(points, dtype=float).reshape(-1, 2)
        self.path_dots, self.path_opacity = dots, float(opacity)
        return self

    def set_ball(
        self, xy: ArrayLike | None, *, radius: float | None = None, opacity: float | None = None
    ) -> Self:
        """Put the ball on the surface above (x, y), or take it away."""
        self.ball_at = None if xy is None else np.array(xy, dtype=float).reshape(2)
        self.ball_radius = self.ball_radius if radius is None else float(radius)
        self.ball_opacity = self.ball_opacity if opacity is None else float(opacity)
        return self

    def show_tangent(
        self,
        xy: ArrayLike,
        gradient: ArrayLike | None = None,
        size: float = 0.42,
        opacity: float = 1.0,
    ) -> Self:
        """Lay a square of the tangent plane at (x, y), `size` from its middle to its edge.

        The size is in units of the box, whose longer side is 2. Without a gradient the landscape's
        own is taken.
        """
        xy = np.asarray(xy, dtype=float).reshape(2)
        if gradient is None:
            gradient = self.landscape.gradients(xy[0], xy[1])
        self.tangent_at = np.concatenate([xy, np.asarray(gradient, dtype=float).reshape(2)])
        self.tangent_size = float(size)
        return self.set_tangent(opacity=opacity)

    def set_tangent(
        self,
        xy: ArrayLike | None = None,
        gradient: ArrayLike | None = None,
        *,
        size: float | None = None,
        opacity: float | None = None,
    ) -> Self:
        """Move, resize or fade the tangent plane."""
        if xy is not None:
            self.show_tangent(xy, gradient, self.tangent_size, self.tangent_opacity)
        self.tangent_size = self.tangent_size if size is None else float(size)
        self.tangent_opacity = self.tangent_opacity if opacity is None else float(opacity)
        return self

    def set_contour(self, level: float | None = None, *, opacity: float = 1.0) -> Self:
        """Bring out the line at a level (the last one when None), as strong as ``opacity``."""
        self.contour_level = self.contour_level if level is None else float(level)
        self.contour_opacity = float(opacity)
        return self

    def hide_tangent(self) -> Self:
        """Take the tangent plane away."""
        self.tangent_at = None
        return self

    def set_step_arrow(self, start: ArrayLike | None, end: ArrayLike | None = None) -> Self:
        """Draw an arrow over the surface from (x, y) to (x, y), or take it away."""
        self.step_arrow = None if start is None or end is None else np.array([start, end], float)
        return self

    def set_gradient_arrow(
        self, xy: ArrayLike | None, direction: ArrayLike | None = None, length: float = 0.4
    ) -> Self:
        """Draw an arrow in the tangent plane at (x, y) that from above points along `direction`."""
        if xy is None or direction is None:
            self.gradient_arrow = None
        else:
            parts = [np.asarray(xy, float), np.asarray(direction, float), np.array([length, 0.0])]
            self.gradient_arrow = np.array(parts)
        return self

    # -------------------------------------------------------------------------- measures

    @property
    def view(self) -> OrbitView:
        """The camera. Its zoom is the same all through a turn."""
        if self._fitted is None or self._fitted[0] != self.elevation:
            fitted = fit_view(
                self.landscape.box.corners,
                self.aspect,
                azimuth=self.azimuth,
                elevation=self.elevation,
                perspective=self.perspective,
                azimuths=self.azimuths,
                margin=0.06,
            )
            self._fitted = (self.elevation, fitted)
        return self._fitted[1].turned(self.azimuth)

    def point_to_frame(
        self, x: ArrayLike, y: ArrayLike, z: ArrayLike | None = None, *, above: float = 0.0
    ) -> Array:
        """Return where (x, y, z) is in the frame; without z, where the surface is over (x, y).

        `above` lifts the point by units of the box. Arrays give arrays (..., 3).
        """
        height = self.landscape.values(x, y) if z is None else np.asarray(z, dtype=float)
        points = self.landscape.box.to_box(x, y, height)
        points[..., 2] = points[..., 2] * self.reveal + above
        return self._to_frame(points)

    def _to_frame(self, box_points: Array) -> Array:
        seen = self.view.project(box_points)
        low, high = self.corner_points
        out = np.zeros_like(seen)
        unit = (high[1] - low[1]) / 2
        out[..., :2] = (low + high)[:2] / 2 + seen[..., :2] * unit
        return out

    def edge_weights(self) -> dict[tuple[str, float], float]:
        """Return how much each edge of the floor faces the viewer, 0 to 1."""
        towards = {"x": np.sin(self.azimuth), "y": np.cos(self.azimuth)}
        return {
            (axis, side): float(np.clip((side * lean - 0.08) / 0.2, 0, 1))
            for axis, lean in towards.items()
            for side in (-1.0, 1.0)
        }

    def upright(self) -> tuple[Array, float]:
        """Return the corner of the floor that stands furthest left, and how clearly it does."""
        corners = self.landscape.box.corners
        floor = corners[corners[:, 2] == 0.0]
        left = self.view.project(floor)[:, 0]
        order = np.argsort(left)
        clear = (left[order[1]] - left[order[0]]) / max(self.view.zoom, 1e-9)
        return floor[order[0]], float(np.clip((clear - 0.05) / 0.2, 0, 1))

    def tick_values(self, axis: str, count: int = 4) -> Array:
        """Return the round values that have ticks on the axis "x", "y" or "z"."""
        box = self.landscape.box
        low, high = {"x": box.x_range, "y": box.y_range, "z": box.z_range}[axis]
        if axis == "z" and box.scale == "log":
            soft = box.softness if box.softness is not None else 1e-3 * (high - low)
            powers = np.arange(np.floor(np.log10(soft)), np.floor(np.log10(high - low)) + 1)
            decades = 10.0**powers
            return decades[(decades > low) & (decades <= high) & (decades >= low + soft)]
        return nice_ticks(low, high, count)

    def tick_positions(self, count: int = 4) -> list[Tick]:
        """Return where the numbers of the axes belong, on the edges that face the viewer."""
        box = self.landscape.box
        hx, hy = box.half_sides
        middle = self._to_frame(np.zeros((1, 3)))[0]
        ticks: list[Tick] = []
        for (axis, side), weight in self.edge_weights().items():
            if weight <= 0:
                continue
            values = self.tick_values(axis, count)
            along = box.flat(values, values)[0 if axis == "x" else 1]
            across = np.full(len(values), side)
            x, y = (along, across * hy) if axis == "x" else (across * hx, along)
            places = self._to_frame(np.stack([x, y, np.zeros(len(values))], axis=-1))
            edge = self._to_frame(
                np.array([[0.0, side * hy, 0.0] if axis == "x" else [side * hx, 0.0, 0.0]])
            )[0]
            outwards = (edge - middle) / max(np.linalg.norm(edge - middle), 1e-9)
            ticks += [
                Tick(axis, float(v), p, outwards, weight)
                for v, p in zip(values, places, strict=True)
            ]
        corner, clear = self.upright()
        values = self.tick_values("z", count)
        rise = box.rise(values) * self.reveal
        places = self._to_frame(corner + np.stack([0 * rise, 0 * rise, rise], axis=-1))
        ticks += [
            Tick("z", float(v), p, np.array([-1.0, 0.0, 0.0]), clear * self.reveal)
            for v, p in zip(values, places, strict=True)
        ]
        return ticks

    # --------------------------------------------------------------------------- picture

    @property
    def key(self) -> Hashable:
        """What the picture depends on."""

        def bits(part: Array | None) -> bytes | None:
            return None if part is None else part.tobytes()

        return (
            self.landscape.key,
            self.azimuth,
            self.elevation,
            self.perspective,
            self.azimuths,
            self.aspect,
            self.points.tobytes(),
            self.opacity,
            self.floor,
            self.frame,
            self.line_width,
            self.reveal,
            self.surface_opacity,
            (bits(self.path), self.path_dots, self.path_opacity, self.path_width),
            (bits(self.ball_at), self.ball_radius, self.ball_opacity),
            (bits(self.tangent_at), self.tangent_size, self.tangent_opacity),
            (self.contour_level, self.contour_opacity),
            (bits(self.step_arrow), bits(self.gradient_arrow), self.arrow_opacity),
        )

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint; the same object as long as nothing changes."""
        key = self.key
        if self._shown is not None and self._shown.key == key:
            return self._shown
        low, high = self.corner_points
        self._shown = SpacePicture(
            items=surface_items(self),
            view=self.view,
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=key,
        )
        return self._shown
