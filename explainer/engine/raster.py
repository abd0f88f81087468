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

import sys
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from explainer.geometry.mesh import Mesh
from explainer.geometry.space import Array, Ball, Colour, OrbitView, Polyline, Sheet, SpacePicture

Pixels = NDArray[np.uint8]
Numbers = NDArray[Any]

LIGHT = np.array([-0.50, 0.62, 0.60]) / np.linalg.norm([-0.50, 0.62, 0.60])
"""Where the light is, in the view's right, up and towards: above the viewer's left shoulder."""

_HALFWAY = np.add(LIGHT, (0.0, 0.0, 1.0))
_HALFWAY /= np.linalg.norm(_HALFWAY)
_FAR = np.float32(1e30)

# --------------------------------------------------------------------------- compiled functions
#
# A sample is a row `r` and a column `x`; it lies at ((x + _offset(r)), (r + 1/2) / 4) pixels.
# Colours are packed as 0xAABBGGRR, which little-endian machines store as R, G, B, A.

assert sys.byteorder == "little", "colours are packed for little-endian machines"


@njit(inline="always")
def _offset(row: int) -> float:
    step = row & 3
    if step == 0:
        return 0.375
    if step == 1:
        return 0.875
    if step == 2:
        return 0.125
    return 0.625


@njit(inline="always")
def _clip(value: float, low: float, high: float) -> float:
    return low if value < low else (high if value > high else value)


@njit(inline="always")
def _pack(red: float, green: float, blue: float) -> np.uint32:
    return np.uint32(
        np.uint32(_clip(red, 0.0, 255.0) + 0.5)
        | (np.uint32(_clip(green, 0.0, 255.0) + 0.5) << np.uint32(8))
        | (np.uint32(_clip(blue, 0.0, 255.0) + 0.5) << np.uint32(16))
        | np.uint32(0xFF000000)
    )


@njit(inline="always")
def _over(under: np.uint32, red: float, green: float, blue: float, alpha: float) -> np.uint32:
    """Return a straight colour laid with `alpha` over a premultiplied sample."""
    rest = 1.0 - alpha
    r = (under & np.uint32(255)) * rest + red * alpha
    g = ((under >> np.uint32(8)) & np.uint32(255)) * rest + green * alpha
    b = ((under >> np.uint32(16)) & np.uint32(255)) * rest + blue * alpha
    a = ((under >> np.uint32(24)) & np.uint32(255)) * rest + 255.0 * alpha
    return np.uint32(
        np.uint32(r + 0.5)
        | (np.uint32(g + 0.5) << np.uint32(8))
        | (np.uint32(b + 0.5) << np.uint32(16))
        | (np.uint32(a + 0.5) << np.uint32(24))
    )


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_triangles(
    places: Numbers,
    colours: Numbers,
    heights: Numbers,
    triangles: Numbers,
    levels: Numbers,
    ink: Numbers,
    half_width: float,
    ink_opacity: float,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Draw triangles (n, 3 vertices) at places (x px, y px, depth), nearest first by depth.

    Colours (0 to 255) and heights run evenly over each triangle; where a height passes a level, a
    line of that ink is drawn, `half_width` pixels to either side on the screen.
    """
    rows, columns = depth.shape
    count = len(levels)
    for t in range(len(triangles)):
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        # Sort by y, so that neighbours compute their common edge alike and leave no cracks.
        if places[j, 1] < places[i, 1]:
            i, j = j, i
        if places[k, 1] < places[i, 1]:
            i, k = k, i
        if places[k, 1] < places[j, 1]:
            j, k = k, j
        x0, y0 = places[i, 0], places[i, 1]
        x1, y1 = places[j, 0] - x0, places[j, 1] - y0
        x2, y2 = places[k, 0] - x0, places[k, 1] - y0
        area = x1 * y2 - x2 * y1
        if not abs(area) > 1e-9:
            continue
        first = int(np.ceil(_clip(4.0 * y0 - 0.5, 0.0, 1e9)))
        last = int(np.ceil(_clip(4.0 * (y0 + y2) - 0.5, 0.0, float(rows)))) - 1
        if last < first:
            continue
        inverse = 1.0 / area
        ax, bx = y2 * inverse, -y1 * inverse
        ay, by = -x2 * inverse, x1 * inverse
        d1, d2 = places[j, 2] - places[i, 2], places[k, 2] - places[i, 2]
        dzx, dzy = d1 * ax + d2 * bx, d1 * ay + d2 * by
        d1, d2 = colours[j, 0] - colours[i, 0], colours[k, 0] - colours[i, 0]
        drx, dry = d1 * ax + d2 * bx, d1 * ay + d2 * by
        d1, d2 = colours[j, 1] - colours[i, 1], colours[k, 1] - colours[i, 1]
        dgx, dgy = d1 * ax + d2 * bx, d1 * ay + d2 * by
        d1, d2 = colours[j, 2] - colours[i, 2], colours[k, 2] - colours[i, 2]
        dbx, dby = d1 * ax + d2 * bx, d1 * ay + d2 * by
        # The levels whose line may touch this triangle.
        low, high = 0, 0
        dhx = dhy = steep = 0.0
        if count > 0:
            h0, h1, h2 = heights[i], heights[j], heights[k]
            dhx, dhy = (h1 - h0) * ax + (h2 - h0) * bx, (h1 - h0) * ay + (h2 - h0) * by
            steep = np.sqrt(dhx * dhx + dhy * dhy)
            reach = (half_width + 0.5) * steep
            low = np.searchsorted(levels, min(h0, h1, h2) - reach)
            high = low
            top = max(h0, h1, h2) + reach
            while high < count and levels[high] <= top:
                high += 1
        # Each edge is followed from its upper end, in the same words for both its triangles.
        xj, yj, xk, yk = places[j, 0], places[j, 1], places[k, 0], places[k, 1]
        slope_long = (xk - x0) / (yk - y0)
        slope_upper = (xj - x0) / (yj - y0)
        slope_lower = (xk - xj) / (yk - yj)
        for row in range(first, last + 1):
            y = (row + 0.5) * 0.25
            shift = _offset(row)
            left = x0 + (y - y0) * slope_long
            right = x0 + (y - y0) * slope_upper if y < yj else xj + (y - yj) * slope_lower
            y -= y0
            if left > right:
                left, right = right, left
            start = int(np.ceil(_clip(left - shift, 0.0, 1e9)))
            stop = int(np.ceil(_clip(right - shift, 0.0, float(columns))))
            if stop <= start:
                continue
            x = start + shift - x0
            z = places[i, 2] + x * dzx + y * dzy
            red = colours[i, 0] + x * drx + y * dry
            green = colours[i, 1] + x * dgx + y * dgy
            blue = colours[i, 2] + x * dbx + y * dby
            if high == low:
                for column in range(start, stop):
                    n = column - start
                    here = np.float32(z + n * dzx)
                    if here < depth[row, column]:
                        depth[row, column] = here
                        pixels[row, column] = _pack(red + n * drx, green + n * dgx, blue + n * dbx)
                continue
            height = heights[i] + x * dhx + y * dhy
            for column in range(start, stop):
                n = column - start
                here = np.float32(z + n * dzx)
                if here >= depth[row, column]:
                    continue
                cover = 0.0
                for index in range(low, high):
                    off = abs(height + n * dhx - levels[index]) / steep
                    part = _clip((half_width - off) * 1.5 + 0.5, 0.0, 1.0)
                    if part > cover:
                        # Lines that crowd on a slope seen edge-on grow faint, not black.
                        apart = 1e30
                        if index > 0:
                            apart = levels[index] - levels[index - 1]
                        if index + 1 < count:
                            apart = min(apart, levels[index + 1] - levels[index])
                        cover = part * min(1.0, apart / steep / (7.0 * half_width))
                share = cover * ink_opacity
                rest = 1.0 - share
                depth[row, column] = here
                pixels[row, column] = _pack(
                    (red + n * drx) * rest + ink[0] * share,
                    (green + n * dgx) * rest + ink[1] * share,
                    (blue + n * dbx) * rest + ink[2] * share,
                )


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_segments(
    segments: Numbers,
    colour: Numbers,
    opacity: float,
    hidden: float,
    depth: Numbers,
    pixels: Numbers,
    cover: Numbers,
    touched: Numbers,
) -> None:
    """Draw segments that together are one line, so that their joints do not count twice.

    The columns of `segments`: x, y, depth and half width at both ends, the slopes of depth across
    the line in x and in y, 1 for a round beginning or 0 for a straight one (ends are round), and
    at both ends how much the line may show at all.
    """
    rows, columns = depth.shape
    soft = 0.012
    marks = 0
    for s in range(len(segments)):
        x0, y0, z0, w0 = segments[s, 0], segments[s, 1], segments[s, 2], segments[s, 3]
        x1, y1, z1, w1 = segments[s, 4], segments[s, 5], segments[s, 6], segments[s, 7]
        slope_x, slope_y, capped = segments[s, 8], segments[s, 9], segments[s, 10] > 0.5
        if not (abs(x0) < 1e7 and abs(y0) < 1e7 and abs(x1) < 1e7 and abs(y1) < 1e7):
            continue
        dx, dy = x1 - x0, y1 - y0
        length = np.sqrt(dx * dx + dy * dy)
        if length < 1e-6 and not capped:
            continue
        reach = max(w0, w1) + 0.6
        ux, uy = (dx / length, dy / length) if length >= 1e-6 else (1.0, 0.0)
        first = int(np.ceil(_clip(4.0 * (min(y0, y1) - reach) - 0.5, 0.0, 1e9)))
        last = int(np.floor(_clip(4.0 * (max(y0, y1) + reach) - 0.5, -1.0, rows - 1.0)))
        for row in range(first, last + 1):
            y = (row + 0.5) * 0.25
            shift = _offset(row)
            left, right = min(x0, x1) - reach, max(x0, x1) + reach
            if abs(uy) > 1e-3:
                middle = x0 + (y - y0) * dx / dy
                left = max(left, middle - reach / abs(uy))
                right = min(right, middle + reach / abs(uy))
            start = int(np.ceil(_clip(left - shift, 0.0, 1e9)))
            stop = int(np.floor(_clip(right - shift, -1.0, columns - 1.0))) + 1
            for column in range(start, stop):
                rx, ry = column + shift - x0, y - y0
                along = rx * ux + ry * uy
                across = rx * uy - ry * ux
                share = _clip(along / length, 0.0, 1.0) if length >= 1e-6 else 0.0
                width = w0 + (w1 - w0) * share
                past = along - _clip(along, 0.0, length)
                if capped or past > 0.0:
                    amount = width - np.sqrt(across * across + past * past)
                else:
                    amount = min(width - abs(across), past)
                amount = _clip(amount * 1.5 + 0.5, 0.0, 1.0)
                if amount <= 0.0:
                    continue
                sx, sy = rx - share * dx, ry - share * dy
                z = z0 + (z1 - z0) * share + sx * slope_x + sy * slope_y
                seen = _clip(1.0 + (depth[row, column] - z) / soft, 0.0, 1.0)
                # Where the middle of the line is hidden, its rim does not peep out beside.
                ax, ay = x0 + share * dx, y0 + share * dy
                under = int(np.floor(4.0 * ay))
                if 0 <= under < rows:
                    beside = int(np.floor(ax - _offset(under) + 0.5))
                    if 0 <= beside < columns:
                        mid = z0 + (z1 - z0) * share - 0.5 * (abs(slope_x) + abs(slope_y))
                        seen = min(seen, _clip(1.5 + (depth[under, beside] - mid) / soft, 0.0, 1.0))
                seen *= segments[s, 11] + (segments[s, 12] - segments[s, 11]) * share
                amount *= hidden + (1.0 - hidden) * seen
                if amount > cover[row, column]:
                    if cover[row, column] == 0.0:
                        touched[marks] = row * columns + column
                        marks += 1
                    cover[row, column] = amount
    for mark in range(marks):
        row, column = touched[mark] // columns, touched[mark] % columns
        amount = cover[row, column]
        cover[row, column] = 0.0
        pixels[row, column] = _over(
            pixels[row, column], colour[0], colour[1], colour[2], amount * opacity
        )


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_ball(
    place: Numbers,
    radius: float,
    bulge: float,
    colour: Numbers,
    opacity: float,
    hidden: float,
    contact: Numbers,
    spread: float,
    shade: Numbers,
    lens: Numbers,
    light: Numbers,
    halfway: Numbers,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Draw a shaded ball, after a soft shade of size `spread` about the point `contact`.

    `place` is the ball's centre (x px, y px, depth), `bulge` how much nearer its nearest point is.
    `lens` leads from pixels back to space: (centre x, centre y, units a pixel, perspective).
    """
    rows, columns = depth.shape
    reach = radius + 0.6
    wide = max(reach, shade[1]) if shade[0] > 0.0 else reach
    first = int(np.ceil(_clip(4.0 * (place[1] - wide - radius) - 0.5, 0.0, 1e9)))
    last = int(np.floor(_clip(4.0 * (place[1] + wide + radius) - 0.5, -1.0, rows - 1.0)))
    for row in range(first, last + 1):
        y = (row + 0.5) * 0.25
        shift = _offset(row)
        start = int(np.ceil(_clip(place[0] - wide - radius - shift, 0.0, 1e9)))
        stop = int(np.floor(_clip(place[0] + wide + radius - shift, -1.0, columns - 1.0))) + 1
        for column in range(start, stop):
            x = column + shift
            here = depth[row, column]
            if shade[0] > 0.0 and here < 1e29:
                k = 1.0 - here * lens[3]
                vx = (x - lens[0]) * lens[2] / k - contact[0]
                vy = (lens[1] - y) * lens[2] / k - contact[1]
                vz = -here / k - contact[2]
                far = (vx * vx + vy * vy + vz * vz) / (spread * spread)
                if far < 1.0:
                    dark = (1.0 - far) * (1.0 - far) * shade[0] * opacity
                    pixels[row, column] = _over(pixels[row, column], 0.0, 0.0, 0.0, dark)
            nx, ny = (x - place[0]) / radius, (place[1] - y) / radius
            square = nx * nx + ny * ny
            edge = _clip((1.0 - np.sqrt(square)) * radius * 1.5 + 0.5, 0.0, 1.0)
            if edge <= 0.0:
                continue
            nz = np.sqrt(max(1.0 - square, 0.0))
            z = place[2] - nz * bulge
            visible = z < here
            alpha = edge * opacity * (1.0 if visible else hidden)
            if alpha <= 0.0:
                continue
            lit = max(nx * light[0] + ny * light[1] + nz * light[2], -0.25)
            shine = max(nx * halfway[0] + ny * halfway[1] + nz * halfway[2], 0.0) ** 40
            tone = 0.52 + 0.50 * (lit + 0.25) / 1.25
            glow = 70.0 * shine
            pixels[row, column] = _over(
                pixels[row, column],
                min(colour[0] * tone + glow, 255.0),
                min(colour[1] * tone + glow, 255.0),
                min(colour[2] * tone + glow, 255.0),
                alpha,
            )
            if visible and alpha > 0.5:
                depth[row, column] = z


@njit(cache=True, nogil=True, error_model="numpy")
def _draw_sheet(
    matrix: Numbers,
    plane: Numbers,
    box: Numbers,
    colour: Numbers,
    edge_colour: Numbers,
    opacity: float,
    hidden: float,
    edge_width: float,
    edge_opacity: float,
    cells: int,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Draw a see-through rectangle. `matrix` leads from (x px, y px, 1) to its own (a, b, 1)."""
    rows, columns = depth.shape
    soft = 0.012
    first = int(np.ceil(_clip(4.0 * (box[1] - 1.0) - 0.5, 0.0, 1e9)))
    last = int(np.floor(_clip(4.0 * (box[3] + 1.0) - 0.5, -1.0, rows - 1.0)))
    for row in range(first, last + 1):
        y = (row + 0.5) * 0.25
        shift = _offset(row)
        start = int(np.ceil(_clip(box[0] - 1.0 - shift, 0.0, 1e9)))
        stop = int(np.floor(_clip(box[2] + 1.0 - shift, -1.0, columns - 1.0))) + 1
        for column in range(start, stop):
            x = column + shift
            q = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
            if q <= 1e-9:
                continue
            a = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / q
            b = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / q
            ga = np.hypot(matrix[0, 0] - a * matrix[2, 0], matrix[0, 1] - a * matrix[2, 1]) / q
            gb = np.hypot(matrix[1, 0] - b * matrix[2, 0], matrix[1, 1] - b * matrix[2, 1]) / q
            inside = min((1.0 - abs(a)) / ga, (1.0 - abs(b)) / gb)
            if inside <= -0.34:
                continue
            cover = _clip(inside * 1.5 + 0.5, 0.0, 1.0)
            alpha = opacity
            if cells > 1:
                ta, tb = (a + 1.0) * 0.5 * cells, (b + 1.0) * 0.5 * cells
                off = min(
                    abs(ta - np.round(ta)) / (ga * 0.5 * cells),
                    abs(tb - np.round(tb)) / (gb * 0.5 * cells),
                )
                alpha += (edge_opacity - opacity) * 0.35 * _clip(1.1 - off, 0.0, 1.0)
            edge = _clip((edge_width - inside) * 1.5 + 0.5, 0.0, 1.0)
            alpha += (edge_opacity - alpha) * edge
            z = plane[0] * x + plane[1] * y + plane[2]
            seen = _clip(0.5 + (depth[row, column] - z) / soft, 0.0, 1.0)
            alpha *= cover * (hidden + (1.0 - hidden) * seen)
            pixels[row, column] = _over(
                pixels[row, column],
                colour[0] + (edge_colour[0] - colour[0]) * edge,
                colour[1] + (edge_colour[1] - colour[1]) * edge,
                colour[2] + (edge_colour[2] - colour[2]) * edge,
                alpha,
            )


@njit(cache=True, nogil=True, error_model="numpy")
def _lay(
    layer: Numbers,
    layer_depth: Numbers,
    opacity: float,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Lay the samples of a see-through mesh, drawn by itself, over the picture."""
    for row in range(depth.shape[0]):
        for column in range(depth.shape[1]):
            colour = layer[row, column]
            if colour != 0:
                pixels[row, column] = _over(
                    pixels[row, column],
                    float(colour & np.uint32(255)),
                    float((colour >> np.uint32(8)) & np.uint32(255)),
                    float((colour >> np.uint32(16)) & np.uint32(255)),
                    opacity,
                )
                depth[row, column] = layer_depth[row, column]


@njit(cache=True, nogil=True)
def _average(
    samples: Numbers,
    out: Numbers,
) -> None:
    """Average the four samples of each pixel, two channels at a time."""
    mask = np.uint32(0x00FF00FF)
    two, eight, half = np.uint32(2), np.uint32(8), np.uint32(0x00020002)
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            a, b = samples[4 * y, x], samples[4 * y + 1, x]
            c, d = samples[4 * y + 2, x], samples[4 * y + 3, x]
            even = (a & mask) + (b & mask) + (c & mask) + (d & mask) + half
            odd = ((a >> eight) & mask) + ((b >> eight) & mask)
            odd += ((c >> eight) & mask) + ((d >> eight) & mask) + half
            out[y, x] = ((even >> two) & mask) | (((odd >> two) & mask) << eight)


# -------------------------------------------------------------------------------------- buffers


class _Buffers(threading.local):
    """Arrays that a thread uses again for its next picture, and that grow to the largest one."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

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
        self.depth.fill(_FAR)

    def place(self, points: Array) -> Array:
        """Return where points of the box are: x px, y px, depth."""
        seen = self.view.project(points)
        seen[:, 0] = self.centre[0] + self.unit * seen[:, 0]
        seen[:, 1] = self.centre[1] - self.unit * seen[:, 1]
        return seen

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
        _draw_triangles(
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
            _lay(samples, depth, mesh.opacity, self.depth, self.samples)

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
            _draw_segments(
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
        _draw_ball(
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
        _draw_sheet(
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
    if background is None:
        canvas.samples.fill(0)
    else:
        red, green, blue = (round(255 * part) for part in background)
        canvas.samples.fill(0xFF000000 | blue << 16 | green << 8 | red)
    for item in items:
        if isinstance(item, Mesh) and item.opacity >= 1:
            canvas.mesh(item, line_scale)
    for item in items:
        if isinstance(item, Mesh) and 0 < item.opacity < 1:
            canvas.mesh(item, line_scale)
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
    _average(canvas.samples, out)
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
