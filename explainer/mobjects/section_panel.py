"""A surface in space that can be cut open, with lines, dots and planes set about it by name."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.mesh import Mesh, arrow, height_field
from explainer.geometry.space import Array, Polyline, Sheet, SpacePicture, blend, rgb
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.surface_items import Item, surface_mesh

LIFT = 0.02
"""How far behind a surface a mark still counts as lying on it, in units of the box."""


class SectionPanel(SurfacePanel):
    """A landscape with marks on and about it, each known by a name, at its full height.

    Points are in x, y and height. What is set under a name replaces what had it before; without an
    opacity it is taken away.
    """

    def __init__(self, *options: Any, **more: Any) -> None:
        super().__init__(*options, **more)
        self.marks: dict[str, tuple[int, Hashable, Item]] = {}
        self.opened: tuple[int, float, float] | None = None
        self._half: tuple[Hashable, Mesh | None] | None = None
        self._marked: SpacePicture | None = None

    # ------------------------------------------------------------------------------ verbs

    def open_at(self, axis: int, at: float, side: float) -> Self:
        """Keep only the part of the surface on one side of a plane.

        Args:
            axis: 0 cuts at a value of x, 1 at a value of y.
            at: that value.
            side: 1 keeps what is above it, -1 what is below.
        """
        self.opened = (axis, float(at), float(side))
        return self

    def close(self) -> Self:
        """Make the surface whole again."""
        self.opened = None
        return self

    def set_line(
        self,
        name: str,
        points: ArrayLike,
        colour: str,
        *,
        width: float = 5.0,
        opacity: float = 1.0,
        hidden: float = 0.3,
        layer: int = 0,
    ) -> Self:
        """Draw a line through points (n, 3); ``hidden`` of it is seen through the surface.

        Of two lines in one place the one of the higher layer is on top.
        """
        places = self._places(points)
        if len(places) < 2:
            return self.drop(name)
        line = Polyline(
            places,
            rgb(colour),
            width,
            opacity,
            halo=rgb(self.landscape.colours.halo),
            hidden_opacity=hidden,
            lift=LIFT,
        )
        return self._set(name, line, places, (colour, width, opacity, hidden), layer)

    def set_curve(
        self,
        name: str,
        points: ArrayLike,
        colour: str,
        *,
        width: float = 5.0,
        opacity: float = 1.0,
        hidden: float = 0.3,
        layer: int = 0,
    ) -> Self:
        """Draw a line over the surface above points (n, 2)."""
        flat = np.asarray(points, dtype=float).reshape(-1, 2)
        heights = self.landscape.values(flat[:, 0], flat[:, 1])
        line = np.column_stack([flat, heights])
        return self.set_line(
            name, line, colour, width=width, opacity=opacity, hidden=hidden, layer=layer
        )

    def set_dot(
        self,
        name: str,
        point: ArrayLike,
        colour: str,
        *,
        width: float = 19.0,
        opacity: float = 1.0,
        hidden: float = 0.4,
    ) -> Self:
        """Draw a dot at (x, y, height), or on the surface above (x, y)."""
        given = np.asarray(point, dtype=float)
        twice = np.stack([given, given])
        draw = self.set_line if len(given) == 3 else self.set_curve
        return draw(name, twice, colour, width=width, opacity=opacity, hidden=hidden, layer=2)

    def set_arrows(
        self,
        name: str,
        starts: ArrayLike,
        ends: ArrayLike,
        colour: str,
        *,
        width: float = 6.0,
        opacity: float = 1.0,
        hidden: float = 0.35,
        head: float = 0.15,
    ) -> Self:
        """Draw straight arrows from points (n, 3) to points (n, 3), as one."""
        first, last = self._places(starts), self._places(ends)
        gap, none = np.full((1, 3), np.nan), np.zeros(1)
        places: list[Array] = []
        widths: list[Array] = []
        for pair in zip(first, last, strict=True):
            outline, wide = arrow(np.array(pair), head=head)
            if len(outline) > 1:
                places += [outline, gap]
                widths += [wide, none]
        if not places:
            return self.drop(name)
        points = np.concatenate(places)
        line = Polyline(
            points,
            rgb(colour),
            width,
            opacity,
            widths=np.concatenate(widths),
            halo=rgb(self.landscape.colours.halo),
            hidden_opacity=hidden,
            lift=0.03,
        )
        return self._set(name, line, points, (colour, width, opacity, hidden, head), 1)

    def set_plane(
        self,
        name: str,
        ends: ArrayLike,
        colour: str,
        *,
        opacity: float = 1.0,
        above: float = 0.12,
    ) -> Self:
        """Stand a see-through plane on the line between two points (2, 2) of x and y."""
        box = self.landscape.box
        flat = np.asarray(ends, dtype=float)
        first, last = (np.array(box.flat(x, y)) for x, y in flat)
        half = (box.height + above) / 2
        middle, way = (first + last) / 2, (last - first) / 2
        tint = _plain(blend(rgb(colour), rgb(self.landscape.colours.background), 0.25))
        sheet = Sheet(
            (float(middle[0]), float(middle[1]), half),
            (float(way[0]), float(way[1]), 0.0),
            (0.0, 0.0, half),
            tint,
            rgb(colour),
            opacity=0.3 * opacity,
            edge_opacity=0.9 * opacity,
            cells=1,
        )
        return self._set(name, sheet, flat, (colour, opacity, above))

    def set_wall(self, name: str, ends: ArrayLike, colour: str, *, opacity: float = 1.0) -> Self:
        """Fill what is below the surface over the line between two points (2, 2), as if solid."""
        land = self.landscape
        first, last = np.asarray(ends, dtype=float)
        flat = np.linspace(first, last, 161)
        top = land.box.to_box(flat[:, 0], flat[:, 1], land.values(flat[:, 0], flat[:, 1]))
        foot = top * [1.0, 1.0, 0.0]
        at = np.arange(len(flat) - 1)
        row = len(flat)
        faces = [
            np.stack([at, at + 1, at + 1 + row], -1),
            np.stack([at, at + 1 + row, at + row], -1),
        ]
        ground = rgb(land.colours.background)
        tints = [np.tile(blend(rgb(colour), ground, part), (row, 1)) for part in (0.82, 0.5)]
        along = top[-1, :2] - top[0, :2]
        size = max(float(np.linalg.norm(along)), 1e-12)
        normal = np.array([-along[1] / size, along[0] / size, 0.0])
        mesh = Mesh(
            np.concatenate([foot, top]),
            np.concatenate(faces).astype(np.int32),
            np.concatenate(tints),
            np.tile(normal, (2 * row, 1)),
            np.zeros(2 * row),
            np.empty(0),
            opacity=opacity,
            shading=0.0,
        )
        return self._set(name, mesh, flat, (colour, opacity))

    def drop(self, *names: str) -> Self:
        """Take marks away."""
        for name in names:
            self.marks.pop(name, None)
        return self

    # --------------------------------------------------------------------------- picture

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint; the same object as long as nothing changes."""
        base = super().picture()
        # By layer and name, so that how they have come to be there makes no difference.
        marks = sorted(self.marks.items(), key=lambda mark: (mark[1][0], mark[0]))
        key = (base.key, self.opened, tuple((name, look) for name, (_, look, _) in marks))
        if self._marked is None or self._marked.key != key:
            items: list[Item] = list(base.items)
            if self.opened is not None:
                half = self._kept_half()
                items[0:1] = [half] if half is not None else []
            items += [item for _, (_, _, item) in marks]
            self._marked = replace(base, items=tuple(items), key=key)
        return self._marked

    def _kept_half(self) -> Mesh | None:
        key = (self.landscape.key, self.opened, self.surface_opacity, self.line_width)
        if self._half is None or self._half[0] != key:
            self._half = (key, self._part())
        return self._half[1]

    def _part(self) -> Mesh | None:
        """Return the part of the surface that is kept; None where that is nothing."""
        assert self.opened is not None
        land = self.landscape
        axis, at, side = self.opened
        lines = list(land.grid[:2])
        kept = lines[axis][side * (lines[axis] - at) > 1e-9 * np.ptp(lines[axis])]
        if not len(kept):
            return None
        lines[axis] = np.concatenate([[at], kept] if side > 0 else [kept, [at]])
        xs, ys = lines
        values = land.values(xs[None, :], ys[:, None])
        slopes = land.box.slopes(values, land.gradients(xs[None, :], ys[:, None]))
        shape = height_field(*land.box.flat(xs, ys), land.box.rise(values), slopes)
        return surface_mesh(self, shape)

    def _places(self, points: ArrayLike) -> Array:
        x, y, z = np.asarray(points, dtype=float).reshape(-1, 3).T
        return self.landscape.box.to_box(x, y, z)

    def _set(self, name: str, item: Item, points: Array, look: Hashable, layer: int = 0) -> Self:
        if item.opacity <= 0:
            return self.drop(name)
        self.marks[name] = (layer, (points.tobytes(), look), item)
        return self


def _plain(colour: ArrayLike) -> tuple[float, float, float]:
    red, green, blue = np.asarray(colour, dtype=float)
    return float(red), float(green), float(blue)
