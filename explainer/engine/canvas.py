"""The samples of one picture of space, and how each kind of thing is drawn into them."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.engine.kernels.samples import lay
from explainer.engine.kernels.segments import draw_segments
from explainer.engine.kernels.solids import draw_ball, draw_sheet
from explainer.engine.kernels.triangles import BLOCK, draw_triangles, find_farthest
from explainer.geometry.mesh import Mesh
from explainer.geometry.orbit import Colour, OrbitView
from explainer.geometry.space import Array, Ball, Polyline, Sheet

Item = Mesh | Polyline | Ball | Sheet

LIGHT = np.array([-0.50, 0.62, 0.60]) / np.linalg.norm([-0.50, 0.62, 0.60])
"""Where the light is, in the view's right, up and towards: above the viewer's left shoulder."""

_HALFWAY = np.add(LIGHT, (0.0, 0.0, 1.0))
_HALFWAY /= np.linalg.norm(_HALFWAY)
_FAR = np.float32(1e30)


class _Scratch(threading.local):
    """Arrays that a thread uses again for its next item, and that grow to the largest one."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

    def take(self, name: str, size: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
        """Return an array of that size; zeros when new, else as its last user left it."""
        count = math.prod(size)
        if name not in self.arrays or len(self.arrays[name]) < count:
            self.arrays[name] = np.zeros(count, kind)
        return self.arrays[name][:count].reshape(size)


_scratch = _Scratch()


class Canvas:
    """The samples of one picture, and how the panel's coordinates become pixels.

    It knows in which pixels something has been drawn since they were last said to be `clean`.

    Args:
        size: the picture's width and height in pixels.
        centre: where the middle of the panel is, in pixels from the picture's upper left.
        unit: pixels that one unit of the panel takes.
        background: what is where nothing is; transparent when None.
        line_scale: multiplies the widths of lines.
    """

    def __init__(
        self,
        size: tuple[int, int],
        centre: tuple[float, float],
        unit: float,
        background: Colour | None,
        line_scale: float,
    ) -> None:
        self.centre, self.unit, self.line_scale = centre, unit, line_scale
        self.view = OrbitView()
        self.size = (size[1], size[0], 4)
        self.depth = np.empty(self.size, np.float32)
        self.samples = np.empty(self.size, np.uint32)
        red, green, blue = (round(255 * part) for part in background or (0, 0, 0))
        self.empty = 0 if background is None else 0xFF000000 | blue << 16 | green << 8 | red
        self.touched, self.bare = self.whole, True

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """All of its pixels: the first row, the one after the last, and so for columns."""
        return 0, self.size[0], 0, self.size[1]

    def clean(self) -> None:
        """Forget what has been drawn."""
        self.touched = (self.size[0], 0, self.size[1], 0)

    def clear(self) -> None:
        """Take everything away."""
        self.depth.fill(_FAR)
        self.samples.fill(self.empty)
        self.touched, self.bare = self.whole, True

    def draw(self, item: Item) -> None:
        """Draw one thing over what is there."""
        if isinstance(item, Mesh):
            self._mesh(item)
        elif isinstance(item, Polyline):
            self._polyline(item)
        elif isinstance(item, Ball):
            self._ball(item)
        elif max(item.opacity, item.edge_opacity) > 0:
            self._sheet(item)

    def _touch(self, left: float, top: float, right: float, bottom: float) -> None:
        """Note that something is drawn in a rectangle, in pixels."""
        rows, columns = self.size[0], self.size[1]
        first, last, low, high = self.touched
        self.touched = (
            min(first, int(np.floor(np.clip(top - 1, 0, rows)))),
            max(last, int(np.ceil(np.clip(bottom + 1, 0, rows)))),
            min(low, int(np.floor(np.clip(left - 1, 0, columns)))),
            max(high, int(np.ceil(np.clip(right + 1, 0, columns)))),
        )

    def place(self, points: Array) -> Array:
        """Return where points of the box are: x px, y px, depth."""
        seen = self.view.project(points)
        seen[:, 0] = self.centre[0] + self.unit * seen[:, 0]
        seen[:, 1] = self.centre[1] - self.unit * seen[:, 1]
        return seen

    def _mesh(self, mesh: Mesh) -> None:
        opaque = mesh.opacity >= 1.0
        places = self.place(mesh.vertices)
        first, last = (0, self.size[0]) if opaque else self._rows(places)
        if first >= last:
            return
        depth, samples = self.depth[first:last], self.samples[first:last]
        if not opaque:
            # A layer of its own, no larger than it must be, to be laid over the picture.
            depth = _scratch.take("layer depth", depth.shape, np.float32)
            samples = _scratch.take("layer", depth.shape, np.uint32)
            depth[...] = self.depth[first:last]
            samples.fill(0)
            places[:, 1] -= first
        half = max(0.5 * mesh.line_width * self.line_scale, 0.35)
        faint = min(0.5 * mesh.line_width * self.line_scale / half, 1.0)
        draw_triangles(
            places,
            lit_colours(mesh, self.view),
            np.ascontiguousarray(mesh.heights, np.float64),
            mesh.triangles,
            np.ascontiguousarray(mesh.levels, np.float64),
            _bytes(mesh.line_colour),
            half,
            mesh.line_opacity * faint,
            self._farthest(depth),
            depth,
            samples,
        )
        self.bare = False
        if opaque:
            self.touched = self.whole
        else:
            self._touch(0, first, self.size[1], last)
            lay(samples, depth, mesh.opacity, self.depth[first:last], self.samples[first:last])

    def _rows(self, places: Array) -> tuple[int, int]:
        """Return the first row of pixels that vertices reach, and the one after the last."""
        if not np.isfinite(places[:, 1]).all():
            return 0, self.size[0]
        top, bottom = float(places[:, 1].min()), float(places[:, 1].max())
        first, last = np.clip([np.floor(top - 2), np.ceil(bottom + 2)], 0, self.size[0])
        return int(first), int(last)

    def _farthest(self, depth: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how far one can see in each block of pixels; nothing while nothing is drawn."""
        blocks = (-(-depth.shape[0] // BLOCK), -(-depth.shape[1] // BLOCK))
        found = _scratch.take("farthest", (0, 0) if self.bare else blocks, np.float32)
        find_farthest(depth, found)
        return found

    def _polyline(self, line: Polyline) -> None:
        if len(line.points) < 2 or line.opacity <= 0:
            return
        places = self.place(line.points)
        slopes = np.zeros((len(places), 3))
        shown = np.ones(len(places))
        if line.normals is not None:
            # Depth along the surface, as far as it makes sense where the surface is seen edge-on.
            pixel = 1.0 / (self.unit * self.view.zoom)
            slopes = self.view.plane(line.points, line.normals)
            facing = slopes[:, 2]
            slopes[:, 0] /= self.unit
            slopes[:, 1] /= -self.unit
            slopes[:, :2] = np.clip(slopes[:, :2], -6 * pixel, 6 * pixel)
            places[:, 2] -= line.lift * np.clip(facing / 0.25, -2, 1)
            slopes[facing <= 0, :2] = 0.0
            # On the very outline of the surface the line goes out softly, and from below is hidden.
            shown = np.clip((facing - 0.05) / 0.1, 0, 1)
        else:
            places[:, 2] -= line.lift
        factor = np.ones(len(places)) if line.widths is None else line.widths
        known = np.atleast_1d(np.isfinite(places).all(axis=1))
        pair = known[:-1] & known[1:]
        # A widening without length is the base of an arrow's head: it is not drawn itself.
        taper = factor[:-1] != factor[1:]
        still = (line.points[:-1] == line.points[1:]).all(axis=1)
        widening = taper & still
        pair &= ~widening
        base = np.concatenate([[False], widening[:-1]])
        segments = np.zeros((int(pair.sum()), 13))
        segments[:, 0:3], segments[:, 4:7] = places[:-1][pair], places[1:][pair]
        segments[:, 8:10] = 0.5 * (slopes[:-1, :2] + slopes[1:, :2])[pair]
        segments[:, 10] = ~base[pair]
        segments[:, 11], segments[:, 12] = shown[:-1][pair], shown[1:][pair]
        if not len(segments):
            return
        cover = _scratch.take("cover", self.size, np.float32)
        touched = _scratch.take("touched", self.size, np.int32).reshape(-1)
        coats: list[tuple[Colour, float, float]] = [(line.colour, 0.0, line.opacity)]
        if line.halo is not None and line.halo_width > 0:
            coats.insert(0, (line.halo, line.halo_width, line.opacity * line.halo_opacity))
        for colour, extra, opacity in coats:
            width = 0.5 * line.width * factor * self.line_scale + extra * self.line_scale
            drawn = np.maximum(width, np.where(factor > 0, 0.35, 0.0))
            faint = min(1.0, 0.5 * line.width * self.line_scale / 0.35)
            segments[:, 3], segments[:, 7] = drawn[:-1][pair], drawn[1:][pair]
            ends, reach = segments[:, [0, 1, 4, 5]], segments[:, [3, 7]].max()
            self._touch(
                ends[:, 0::2].min() - reach,
                ends[:, 1::2].min() - reach,
                ends[:, 0::2].max() + reach,
                ends[:, 1::2].max() + reach,
            )
            draw_segments(
                segments, _bytes(colour), opacity * faint, line.hidden_opacity, self.depth,
                self.samples, cover, touched,
            )  # fmt: skip

    def _ball(self, ball: Ball) -> None:
        view = self.view
        place = self.place(np.array([ball.centre]))[0]
        if not np.isfinite(place).all() or ball.radius <= 0 or ball.opacity <= 0:
            return
        k = 1.0 - place[2] * view.perspective
        radius = ball.radius * view.zoom * k * self.unit
        contact = ball.centre if ball.contact is None else ball.contact
        spread = 1.9 * ball.radius
        shade = (ball.shade if ball.contact is not None else 0.0, 1.9 * radius)
        lens = (
            self.centre[0] + self.unit * view.shift[0],
            self.centre[1] - self.unit * view.shift[1],
            1.0 / (self.unit * view.zoom),
            view.perspective,
        )
        reach = radius + max(radius, shade[1])
        x, y = place[0], place[1]
        self._touch(x - reach, y - reach, x + reach, y + reach)
        draw_ball(
            place, radius, ball.radius * k * k, _bytes(ball.colour), ball.opacity,
            ball.hidden_opacity, (np.asarray(contact) - view.target) @ view.matrix.T, spread,
            np.array(shade), np.array(lens), LIGHT, _HALFWAY, self.depth, self.samples,
        )  # fmt: skip

    def _sheet(self, sheet: Sheet) -> None:
        view = self.view
        rotation = view.matrix
        centre = rotation @ (np.asarray(sheet.centre) - view.target)
        sides = np.stack([rotation @ sheet.side_u, rotation @ sheet.side_v, centre], axis=1)
        weight = np.array([0.0, 0.0, 1.0]) - view.perspective * sides[2]
        middle = (
            self.centre[0] + self.unit * view.shift[0],
            self.centre[1] - self.unit * view.shift[1],
        )
        scale = self.unit * view.zoom
        forth = np.stack(
            [scale * sides[0] + middle[0] * weight, -scale * sides[1] + middle[1] * weight, weight]
        )
        corners = forth @ np.array([[1, 1, -1, -1], [1, -1, -1, 1], [1, 1, 1, 1]])
        if (corners[2] <= 1e-6).any() or abs(np.linalg.det(forth)) < 1e-6 * scale:
            return
        back = np.linalg.inv(forth)
        flat = np.clip(corners[:2] / corners[2], -1e8, 1e8).T.copy()
        self._touch(*flat.min(axis=0), *flat.max(axis=0))
        draw_sheet(
            back, -sides[2] @ back, flat, _bytes(sheet.colour),
            _bytes(sheet.edge_colour or sheet.colour), sheet.opacity,
            sheet.hidden_opacity, sheet.edge_width * self.line_scale, max(sheet.edge_opacity,
            sheet.opacity), sheet.cells, self.depth, self.samples,
        )  # fmt: skip


def _bytes(colour: Colour) -> Array:
    return np.asarray(colour, dtype=float) * 255.0


def lit_colours(mesh: Mesh, view: OrbitView) -> NDArray[np.float32]:
    """Return the mesh's colours (n, 3), 0 to 255, under a soft light over the viewer's shoulder."""
    base = mesh.colours * 255.0
    if mesh.shading <= 0:
        return np.ascontiguousarray(base, np.float32)
    rotation = view.matrix
    normals = mesh.normals @ rotation.T
    seen = (mesh.vertices - view.target) @ rotation.T
    to_eye = normals[:, 2] - view.perspective * np.sum(normals * seen, axis=1)
    side = np.where(to_eye >= 0, 1.0, -1.0)
    lit = np.clip((side * (normals @ LIGHT) + 0.35) / 1.35, 0, 1)
    shine = np.clip(side * (normals @ _HALFWAY), 0, 1) ** 28
    tone = (0.62 + 0.44 * lit) * np.where(to_eye >= 0, 1.0, 0.88)
    tone = 1.0 + (tone - 1.0) * mesh.shading
    glow = 30.0 * mesh.shading * shine
    return np.ascontiguousarray(base * tone[:, None] + glow[:, None], np.float32)
