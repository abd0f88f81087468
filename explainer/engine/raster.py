"""Paint a picture of space: triangles, lines, balls and see-through sheets into an array of pixels.

Each pixel is sampled four times, at the corners of a turned square, so that edges near the
horizontal and the vertical get five shades rather than three. Samples are kept as rows of a buffer
with four times the picture's height: the rows 4 y to 4 y + 3 are the samples of the pixel row y.
Every sample knows its depth, so that whatever lies in front hides what lies behind, sample by
sample, from any side.

The result is *premultiplied* RGBA: a pixel half covered with white is (128, 128, 128, 128). To put
it into a frame: frame = pixel + frame * (1 - alpha).

The compiled functions release the interpreter's lock and keep no state, so that several threads may
paint at once; each thread has its own buffers.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.engine.kernels.samples import average, lay
from explainer.engine.kernels.segments import draw_segments
from explainer.engine.kernels.solids import draw_ball, draw_sheet
from explainer.engine.kernels.triangles import draw_triangles
from explainer.geometry.mesh import Mesh
from explainer.geometry.orbit import OrbitView
from explainer.geometry.space import Array, Ball, Colour, Polyline, Sheet, SpacePicture

Pixels = NDArray[np.uint8]

LIGHT = np.array([-0.50, 0.62, 0.60]) / np.linalg.norm([-0.50, 0.62, 0.60])
"""Where the light is, in the view's right, up and towards: above the viewer's left shoulder."""

_HALFWAY = np.add(LIGHT, (0.0, 0.0, 1.0))
_HALFWAY /= np.linalg.norm(_HALFWAY)
_FAR = np.float32(1e30)

# -------------------------------------------------------------------------------------- buffers


class _Ground:
    """The meshes of the last picture, painted: they need not be again while only lines move.

    What is asked for once is not kept, for a turning surface never comes back.
    """

    def __init__(self) -> None:
        self.meshes: tuple[Mesh, ...] = ()
        self.setting: tuple[Any, ...] = ()
        self.kept: tuple[NDArray[Any], NDArray[Any]] | None = None

    def repeats(self, meshes: tuple[Mesh, ...], setting: tuple[Any, ...]) -> bool:
        """Note what is asked for, and return whether it is what was asked for before."""
        same = setting == self.setting and len(meshes) == len(self.meshes)
        same = same and all(a is b for a, b in zip(meshes, self.meshes, strict=True))
        if not same:
            self.meshes, self.setting, self.kept = meshes, setting, None
        return same


class _Buffers(threading.local):
    """Arrays that a thread uses again for its next picture, and that grow to the largest one."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}
        self.ground = _Ground()

    def take(self, name: str, size: tuple[int, int], kind: type[np.generic]) -> NDArray[Any]:
        """Return an array of that size; zeros when new, else as its last user left it."""
        count = size[0] * size[1]
        if name not in self.arrays or len(self.arrays[name]) < count:
            self.arrays[name] = np.zeros(count, kind)
        return self.arrays[name][:count].reshape(size)


_buffers = _Buffers()


# ---------------------------------------------------------------------------------------- paint


class _Canvas:
    """The samples of one picture, and how the panel's coordinates become pixels."""

    def __init__(
        self, view: OrbitView, size: tuple[int, int], centre: tuple[float, float], unit: float
    ) -> None:
        self.view, self.centre, self.unit = view, centre, unit
        self.size = (4 * size[1], size[0])
        self.depth = _buffers.take("depth", self.size, np.float32)
        self.samples = _buffers.take("samples", self.size, np.uint32)

    def place(self, points: Array) -> Array:
        """Return where points of the box are: x px, y px, depth."""
        seen = self.view.project(points)
        seen[:, 0] = self.centre[0] + self.unit * seen[:, 0]
        seen[:, 1] = self.centre[1] - self.unit * seen[:, 1]
        return seen

    def ground(self, meshes: Sequence[Mesh], background: Colour | None, line_scale: float) -> None:
        """Paint the background, then solid meshes, then see-through ones."""
        self.depth.fill(_FAR)
        if background is None:
            self.samples.fill(0)
        else:
            red, green, blue = (round(255 * part) for part in background)
            self.samples.fill(0xFF000000 | blue << 16 | green << 8 | red)
        for mesh in sorted(meshes, key=lambda mesh: mesh.opacity < 1):
            self.mesh(mesh, line_scale)

    def mesh(self, mesh: Mesh, line_scale: float) -> None:
        opaque = mesh.opacity >= 1.0
        depth, samples = self.depth, self.samples
        if not opaque:
            depth = _buffers.take("layer depth", self.size, np.float32)
            samples = _buffers.take("layer", self.size, np.uint32)
            depth[...] = self.depth
            samples.fill(0)
        half = max(0.5 * mesh.line_width * line_scale, 0.35)
        faint = min(0.5 * mesh.line_width * line_scale / half, 1.0)
        draw_triangles(
            self.place(mesh.vertices),
            lit_colours(mesh, self.view),
            np.ascontiguousarray(mesh.heights, np.float64),
            mesh.triangles,
            np.ascontiguousarray(mesh.levels, np.float64),
            _bytes(mesh.line_colour),
            half,
            mesh.line_opacity * faint,
            depth,
            samples,
        )
        if not opaque:
            lay(samples, depth, mesh.opacity, self.depth, self.samples)

    def polyline(self, line: Polyline, line_scale: float) -> None:
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
        cover = _buffers.take("cover", self.size, np.float32)
        touched = _buffers.take("touched", self.size, np.int32).reshape(-1)
        coats: list[tuple[Colour, float, float]] = [(line.colour, 0.0, line.opacity)]
        if line.halo is not None and line.halo_width > 0:
            coats.insert(0, (line.halo, line.halo_width, line.opacity * line.halo_opacity))
        for colour, extra, opacity in coats:
            width = 0.5 * line.width * factor * line_scale + extra * line_scale
            drawn = np.maximum(width, np.where(factor > 0, 0.35, 0.0))
            faint = min(1.0, 0.5 * line.width * line_scale / 0.35)
            segments[:, 3], segments[:, 7] = drawn[:-1][pair], drawn[1:][pair]
            draw_segments(
                segments, _bytes(colour), opacity * faint, line.hidden_opacity, self.depth,
                self.samples, cover, touched,
            )  # fmt: skip

    def ball(self, ball: Ball, line_scale: float) -> None:
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
        draw_ball(
            place, radius, ball.radius * k * k, _bytes(ball.colour), ball.opacity,
            ball.hidden_opacity, (np.asarray(contact) - view.target) @ view.matrix.T, spread,
            np.array(shade), np.array(lens), LIGHT, _HALFWAY, self.depth, self.samples,
        )  # fmt: skip

    def sheet(self, sheet: Sheet, line_scale: float) -> None:
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
        corners = forth @ np.array([[1, 1, -1, -1], [1, -1, 1, -1], [1, 1, 1, 1]])
        if (corners[2] <= 1e-6).any() or abs(np.linalg.det(forth)) < 1e-6 * scale:
            return
        back = np.linalg.inv(forth)
        flat = corners[:2] / corners[2]
        box = np.array([flat[0].min(), flat[1].min(), flat[0].max(), flat[1].max()])
        draw_sheet(
            back, -sides[2] @ back, np.clip(box, -1e8, 1e8), _bytes(sheet.colour),
            _bytes(sheet.edge_colour or sheet.colour), sheet.opacity,
            sheet.hidden_opacity, sheet.edge_width * line_scale, max(sheet.edge_opacity,
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


def paint(
    items: Sequence[Mesh | Polyline | Ball | Sheet],
    view: OrbitView,
    width_px: int,
    height_px: int,
    background: Colour | None = None,
    *,
    line_scale: float = 1.0,
    centre_px: tuple[float, float] | None = None,
    unit_px: float | None = None,
) -> Pixels:
    """Return the picture of `items` seen through `view`: premultiplied RGBA (height, width, 4).

    Without a background, what nothing covers is transparent. `line_scale` multiplies the widths of
    lines: the frame's height in pixels over 1080. The panel's middle is at `centre_px` and one unit
    of the panel, half its height, is `unit_px` long; by default the panel fills the picture.

    Solid meshes are painted first, then see-through ones, then lines, balls, sheets, and the lines
    that lie on sheets, each in the order given. Meshes and balls hide what lies behind them; of
    several lines on one place the last is on top.
    """
    if width_px < 1 or height_px < 1:
        return np.zeros((max(height_px, 0), max(width_px, 0), 4), np.uint8)
    middle = centre_px if centre_px is not None else (width_px / 2, height_px / 2)
    unit = unit_px if unit_px is not None else height_px / 2
    canvas = _Canvas(view, (width_px, height_px), middle, unit)
    meshes = tuple(item for item in items if isinstance(item, Mesh) and item.opacity > 0)
    setting = (view, width_px, height_px, background, line_scale, middle, unit)
    ground = _buffers.ground
    repeats = ground.repeats(meshes, setting)
    if repeats and ground.kept is not None:
        np.copyto(canvas.depth, ground.kept[0])
        np.copyto(canvas.samples, ground.kept[1])
    else:
        canvas.ground(meshes, background, line_scale)
        if repeats:
            ground.kept = (canvas.depth.copy(), canvas.samples.copy())
    for item in items:
        if isinstance(item, Polyline) and not item.on_sheet:
            canvas.polyline(item, line_scale)
    for item in items:
        if isinstance(item, Ball):
            canvas.ball(item, line_scale)
    for item in items:
        if isinstance(item, Sheet) and max(item.opacity, item.edge_opacity) > 0:
            canvas.sheet(item, line_scale)
    for item in items:
        if isinstance(item, Polyline) and item.on_sheet:
            canvas.polyline(item, line_scale)
    out = np.empty((height_px, width_px), np.uint32)
    average(canvas.samples, out)
    return out.view(np.uint8).reshape(height_px, width_px, 4)


def paint_picture(
    picture: SpacePicture,
    frame_size: tuple[float, float],
    frame_px: tuple[int, int],
    frame_centre: tuple[float, float] = (0.0, 0.0),
) -> tuple[Pixels, int, int] | None:
    """Return a picture's pixels in a frame, and the frame's column and row of their upper left.

    `frame_size` is the frame's width and height in its units, `frame_px` the same in pixels. The
    pixels may reach over the frame's edge. Nothing is returned for a picture that does not show.
    """
    density = frame_px[1] / frame_size[1]
    middle = (
        (picture.centre[0] - frame_centre[0] + frame_size[0] / 2) * density,
        (frame_centre[1] - picture.centre[1] + frame_size[1] / 2) * density,
    )
    half = (picture.width * density / 2, picture.height * density / 2)
    left, top = int(np.floor(middle[0] - half[0])), int(np.floor(middle[1] - half[1]))
    width = int(np.ceil(middle[0] + half[0])) - left
    height = int(np.ceil(middle[1] + half[1])) - top
    outside = left >= frame_px[0] or top >= frame_px[1] or left + width <= 0 or top + height <= 0
    if outside or picture.opacity <= 0 or width < 1 or height < 1:
        return None
    pixels = paint(
        picture.items,
        picture.view,
        width,
        height,
        line_scale=frame_px[1] / 1080.0,
        centre_px=(middle[0] - left, middle[1] - top),
        unit_px=half[1],
    )
    if picture.opacity < 1:
        pixels = (pixels * np.float32(picture.opacity) + np.float32(0.5)).astype(np.uint8)
    return pixels, left, top
