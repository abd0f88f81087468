"""Shaded balls and see-through sheets."""

from __future__ import annotations

import numpy as np
from numba import njit

from explainer.engine.kernels.samples import Numbers, clip, offset, over


@njit(cache=True, nogil=True, error_model="numpy")
def draw_ball(
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
    rows, columns = 4 * depth.shape[0], depth.shape[1]
    reach = radius + 0.6
    wide = max(reach, shade[1]) if shade[0] > 0.0 else reach
    first = int(np.ceil(clip(4.0 * (place[1] - wide - radius) - 0.5, 0.0, 1e9)))
    last = int(np.floor(clip(4.0 * (place[1] + wide + radius) - 0.5, -1.0, rows - 1.0)))
    for row in range(first, last + 1):
        y = (row + 0.5) * 0.25
        shift, line, sample = offset(row), row >> 2, row & 3
        start = int(np.ceil(clip(place[0] - wide - radius - shift, 0.0, 1e9)))
        stop = int(np.floor(clip(place[0] + wide + radius - shift, -1.0, columns - 1.0))) + 1
        for column in range(start, stop):
            x = column + shift
            here = depth[line, column, sample]
            if shade[0] > 0.0 and here < 1e29:
                k = 1.0 - here * lens[3]
                vx = (x - lens[0]) * lens[2] / k - contact[0]
                vy = (lens[1] - y) * lens[2] / k - contact[1]
                vz = -here / k - contact[2]
                far = (vx * vx + vy * vy + vz * vz) / (spread * spread)
                if far < 1.0:
                    dark = (1.0 - far) * (1.0 - far) * shade[0] * opacity
                    pixels[line, column, sample] = over(
                        pixels[line, column, sample], 0.0, 0.0, 0.0, dark
                    )
            nx, ny = (x - place[0]) / radius, (place[1] - y) / radius
            square = nx * nx + ny * ny
            edge = clip((1.0 - np.sqrt(square)) * radius * 1.5 + 0.5, 0.0, 1.0)
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
            pixels[line, column, sample] = over(
                pixels[line, column, sample],
                min(colour[0] * tone + glow, 255.0),
                min(colour[1] * tone + glow, 255.0),
                min(colour[2] * tone + glow, 255.0),
                alpha,
            )
            if visible and alpha > 0.5:
                depth[line, column, sample] = z


@njit(cache=True, nogil=True, error_model="numpy")
def draw_sheet(
    matrix: Numbers,
    plane: Numbers,
    corners: Numbers,
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
    """Draw a see-through rectangle. `matrix` leads from (x px, y px, 1) to its own (a, b, 1).

    `corners` are where its corners are (4, 2), in pixels, each beside the next.
    """
    rows, columns = 4 * depth.shape[0], depth.shape[1]
    box = (
        corners[:, 0].min(),
        corners[:, 1].min(),
        corners[:, 0].max(),
        corners[:, 1].max(),
    )
    soft = 0.012
    half = 0.5 * cells
    first = int(np.ceil(clip(4.0 * (box[1] - 1.0) - 0.5, 0.0, 1e9)))
    last = int(np.floor(clip(4.0 * (box[3] + 1.0) - 0.5, -1.0, rows - 1.0)))
    for row in range(first, last + 1):
        y = (row + 0.5) * 0.25
        shift, line, sample = offset(row), row >> 2, row & 3
        start = int(np.ceil(clip(box[0] - 1.0 - shift, 0.0, 1e9)))
        stop = int(np.floor(clip(box[2] + 1.0 - shift, -1.0, columns - 1.0))) + 1
        # Where the row crosses the edges, and a little more than the width of a soft edge about.
        low, high = 1e9, -1e9
        for corner in range(4):
            xa, ya = corners[corner, 0], corners[corner, 1]
            xb, yb = corners[(corner + 1) & 3, 0], corners[(corner + 1) & 3, 1]
            if min(ya, yb) - 1.0 <= y <= max(ya, yb) + 1.0:
                slope = (xb - xa) / (yb - ya) if abs(yb - ya) > 1e-9 else 1e9
                for end in (-1.0, 1.0):
                    at = clip(xa + (y + end - ya) * slope, min(xa, xb), max(xa, xb))
                    low, high = min(low, at), max(high, at)
        start = max(start, int(low - 2.0))
        stop = min(stop, int(high + 3.0))
        for column in range(start, stop):
            x = column + shift
            q = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
            if q <= 1e-9:
                continue
            near = 1.0 / q
            a = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) * near
            b = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) * near
            # How much a and b change in a pixel, and so how many pixels away the edges are.
            gx, gy = matrix[0, 0] - a * matrix[2, 0], matrix[0, 1] - a * matrix[2, 1]
            per_a = q / np.sqrt(gx * gx + gy * gy)
            gx, gy = matrix[1, 0] - b * matrix[2, 0], matrix[1, 1] - b * matrix[2, 1]
            per_b = q / np.sqrt(gx * gx + gy * gy)
            inside = min((1.0 - abs(a)) * per_a, (1.0 - abs(b)) * per_b)
            if inside <= -0.34:
                continue
            cover = clip(inside * 1.5 + 0.5, 0.0, 1.0)
            alpha = opacity
            if cells > 1:
                ta, tb = (a + 1.0) * half, (b + 1.0) * half
                off = min(
                    abs(ta - np.floor(ta + 0.5)) * per_a, abs(tb - np.floor(tb + 0.5)) * per_b
                )
                alpha += (edge_opacity - opacity) * 0.35 * clip(1.1 - off / half, 0.0, 1.0)
            edge = clip((edge_width - inside) * 1.5 + 0.5, 0.0, 1.0)
            alpha += (edge_opacity - alpha) * edge
            z = plane[0] * x + plane[1] * y + plane[2]
            seen = clip(0.5 + (depth[line, column, sample] - z) / soft, 0.0, 1.0)
            alpha *= cover * (hidden + (1.0 - hidden) * seen)
            pixels[line, column, sample] = over(
                pixels[line, column, sample],
                colour[0] + (edge_colour[0] - colour[0]) * edge,
                colour[1] + (edge_colour[1] - colour[1]) * edge,
                colour[2] + (edge_colour[2] - colour[2]) * edge,
                alpha,
            )
