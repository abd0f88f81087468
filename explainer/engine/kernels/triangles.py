"""Solid triangles, with the contour lines that cross them.

On a fine grid a triangle is a few pixels large, and taking it up costs more than its samples. So
two neighbours that lie in one plane, as far as anybody could see, are drawn as one quadrangle.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from explainer.engine.kernels.samples import Numbers, clip, offset, pack

BLOCK = 8
"""Pixels of a side of the blocks in which it is known how far one can see."""
SAME_COLOUR = 0.75
"""How far, of 255, a corner's colour may be from the plane of the others."""
SAME_PLACE = 0.05
"""How far, in pixels, a corner may move a contour line."""
SAME_DEPTH = 2e-4
"""How far, in units of the box, a corner's depth may be from the plane of the others."""


@njit(inline="always")
def _gradient(
    values: Numbers,
    channel: int,
    i: int,
    j: int,
    k: int,
    ax: float,
    bx: float,
    ay: float,
    by: float,
) -> tuple[float, float]:
    """Return how a value at three corners changes with x and with y."""
    d1 = values[j, channel] - values[i, channel]
    d2 = values[k, channel] - values[i, channel]
    return d1 * ax + d2 * bx, d1 * ay + d2 * by


@njit(inline="always")
def _turn(places: Numbers, i: int, j: int, k: int) -> float:
    """Return twice the area of a triangle, negative where its corners go the other way round."""
    return (places[j, 0] - places[i, 0]) * (places[k, 1] - places[i, 1]) - (
        places[k, 0] - places[i, 0]
    ) * (places[j, 1] - places[i, 1])


@njit(inline="always")
def _fits(value: float, origin: float, x: float, y: float, dx: float, dy: float) -> float:
    """Return how far a value is from a plane."""
    return abs(value - (origin + x * dx + y * dy))


@njit(cache=True, nogil=True, error_model="numpy")
def find_farthest(depth: Numbers, farthest: Numbers) -> None:
    """Find the largest depth in each block of pixels, (rows of blocks, blocks)."""
    across = np.empty(4 * depth.shape[1], np.float32)
    for down in range(farthest.shape[0]):
        across[:] = 0.0
        across -= np.float32(1e30)
        for row in range(BLOCK * down, min(BLOCK * (down + 1), depth.shape[0])):
            line = depth[row].reshape(-1)
            for column in range(len(across)):
                across[column] = max(across[column], line[column])
        for block in range(farthest.shape[1]):
            farthest[down, block] = across[4 * BLOCK * block : 4 * BLOCK * (block + 1)].max()


@njit
def _is_hidden(places: Numbers, corners: Numbers, farthest: Numbers) -> bool:
    """Return whether all of a face lies behind what can be seen where it is."""
    left = top = nearest = 1e30
    right = bottom = -1e30
    for corner in corners:
        left, right = min(left, places[corner, 0]), max(right, places[corner, 0])
        top, bottom = min(top, places[corner, 1]), max(bottom, places[corner, 1])
        nearest = min(nearest, places[corner, 2])
    rows, columns = farthest.shape
    low, high = int(clip(left / BLOCK, 0.0, columns)), int(clip(right / BLOCK, -1.0, columns - 1.0))
    first, last = int(clip(top / BLOCK, 0.0, rows)), int(clip(bottom / BLOCK, -1.0, rows - 1.0))
    for row in range(first, last + 1):
        for column in range(low, high + 1):
            # The planes of quadrangles may be a little nearer than their corners.
            if nearest - SAME_DEPTH < farthest[row, column]:
                return False
    return True


@njit(inline="always")
def _join(red: float, green: float, blue: float, more: float) -> np.int64:
    """Return three colours in one number, 12 bits after the point each: it can be added to.

    What is taken from a lower colour is borrowed from the next, and given back when it returns.
    """
    return (
        (np.int64(np.rint((red + more) * 4096.0)) << np.int64(42))
        + (np.int64(np.rint((green + more) * 4096.0)) << np.int64(21))
        + np.int64(np.rint((blue + more) * 4096.0))
    )


@njit(inline="always")
def _split(colour: np.int64) -> np.uint32:
    """Return the opaque colour that has been joined."""
    return np.uint32(
        ((colour >> np.int64(54)) & np.int64(255))
        | ((colour >> np.int64(25)) & np.int64(0xFF00))
        | ((colour << np.int64(4)) & np.int64(0xFF0000))
        | np.int64(0xFF000000)
    )


@njit(inline="always")
def _mild(colours: Numbers, corner: int) -> bool:
    """Return whether a corner's colours are far enough from the least and the largest."""
    red, green, blue = colours[corner, 0], colours[corner, 1], colours[corner, 2]
    return min(red, green, blue) > 1.0 and max(red, green, blue) < 254.0


@njit(cache=True, nogil=True, error_model="numpy")
def draw_triangles(
    places: Numbers,
    colours: Numbers,
    heights: Numbers,
    triangles: Numbers,
    levels: Numbers,
    ink: Numbers,
    half_width: float,
    ink_opacity: float,
    farthest: Numbers,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Draw triangles (n, 3 vertices) at places (x px, y px, depth), nearest first by depth.

    Colours (0 to 255) and heights run evenly over each triangle; where a height passes a level, a
    line of that ink is drawn, `half_width` pixels to either side on the screen. What lies behind
    `farthest`, which ``find_farthest`` finds, is passed over; it may have no blocks.
    """
    rows, columns = 4 * depth.shape[0], depth.shape[1]
    count, total = len(levels), len(triangles)
    corners = np.zeros(4, np.int64)
    upper, lower, way = np.zeros(2, np.int64), np.zeros(2, np.int64), (1, -1)
    edge_x, edge_y, slope = np.zeros(2), np.zeros(2), np.zeros(2)
    t = 0
    while t < total:
        i, j, k = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        corners[0], corners[1], corners[2] = i, j, k
        size = 3
        t += 1
        area = _turn(places, i, j, k)
        if not abs(area) > 1e-9:
            continue
        inverse = 1.0 / area
        x0, y0, z0 = places[i, 0], places[i, 1], places[i, 2]
        ax, bx = (places[k, 1] - y0) * inverse, (y0 - places[j, 1]) * inverse
        ay, by = (x0 - places[k, 0]) * inverse, (places[j, 0] - x0) * inverse
        dzx, dzy = _gradient(places, 2, i, j, k, ax, bx, ay, by)
        drx, dry = _gradient(colours, 0, i, j, k, ax, bx, ay, by)
        dgx, dgy = _gradient(colours, 1, i, j, k, ax, bx, ay, by)
        dbx, dby = _gradient(colours, 2, i, j, k, ax, bx, ay, by)
        d1, d2 = heights[j] - heights[i], heights[k] - heights[i]
        dhx, dhy = d1 * ax + d2 * bx, d1 * ay + d2 * by
        steep = np.sqrt(dhx * dhx + dhy * dhy)
        base, tip = min(heights[i], heights[j], heights[k]), max(heights[i], heights[j], heights[k])

        red0, green0, blue0 = colours[i, 0], colours[i, 1], colours[i, 2]
        height0 = heights[i]
        step = _join(drx, dgx, dbx, 0.0)
        mild = _mild(colours, i) and _mild(colours, j) and _mild(colours, k)

        # The next triangle may complete this one: (a b c, a c d) or (a b d, b c d).
        if t < total:
            p, q, r = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            fourth = -1
            if p == i and q == k:
                fourth = r
                corners[3] = r
            elif p == j and r == k:
                fourth = q
                corners[2], corners[3] = q, k
            if fourth >= 0:
                x, y = places[fourth, 0] - x0, places[fourth, 1] - y0
                convex = True
                for at in range(4):
                    turn = _turn(places, corners[at], corners[(at + 1) & 3], corners[(at + 2) & 3])
                    convex = convex and turn * area > 0.0
                if (
                    convex
                    and _fits(places[fourth, 2], z0, x, y, dzx, dzy) < SAME_DEPTH
                    and _fits(colours[fourth, 0], colours[i, 0], x, y, drx, dry) < SAME_COLOUR
                    and _fits(colours[fourth, 1], colours[i, 1], x, y, dgx, dgy) < SAME_COLOUR
                    and _fits(colours[fourth, 2], colours[i, 2], x, y, dbx, dby) < SAME_COLOUR
                    and (
                        count == 0
                        or _fits(heights[fourth], heights[i], x, y, dhx, dhy) <= SAME_PLACE * steep
                    )
                ):
                    size = 4
                    base, tip = min(base, heights[fourth]), max(tip, heights[fourth])
                    mild = mild and _mild(colours, fourth)
                    t += 1
                else:
                    corners[1], corners[2] = j, k

        if farthest.size and _is_hidden(places, corners[:size], farthest):
            continue

        # The levels whose line may touch it.
        low, high = 0, 0
        reach = (half_width + 0.5) * steep
        per_height = 1.0 / steep
        if count > 0:
            low = np.searchsorted(levels, base - reach)
            high = low
            while high < count and levels[high] <= tip + reach:
                high += 1

        # Down from the highest corner, along the edges on both sides. Each edge is followed from
        # its upper end, in the same words for both its neighbours, so that no cracks are left.
        top, bottom = 0, 0
        for at in range(1, size):
            if places[corners[at], 1] < places[corners[top], 1]:
                top = at
            if places[corners[at], 1] > places[corners[bottom], 1]:
                bottom = at
        first = int(np.ceil(clip(4.0 * places[corners[top], 1] - 0.5, 0.0, 1e9)))
        end = int(np.ceil(clip(4.0 * places[corners[bottom], 1] - 0.5, 0.0, float(rows))))
        for side in range(2):
            upper[side] = lower[side] = top
            edge_y[side] = -1e30
        row = first
        while row < end:
            y = (row + 0.5) * 0.25
            for side in range(2):
                while y >= edge_y[side] and lower[side] != bottom:
                    upper[side] = lower[side]
                    lower[side] = (lower[side] + way[side] + size) % size
                    a, b = corners[upper[side]], corners[lower[side]]
                    edge_x[side], edge_y[side] = places[a, 0], places[b, 1]
                    slope[side] = (places[b, 0] - places[a, 0]) / (places[b, 1] - places[a, 1])
            until = int(np.ceil(4.0 * min(edge_y[0], edge_y[1]) - 0.5))
            until = min(max(until, row + 1), end)
            xa, ya, sa = edge_x[0], places[corners[upper[0]], 1], slope[0]
            xb, yb, sb = edge_x[1], places[corners[upper[1]], 1], slope[1]
            for at_row in range(np.uint64(row), np.uint64(until)):
                y = (at_row + 0.5) * 0.25
                line, sample = at_row >> np.uint64(2), at_row & np.uint64(3)
                left, right = xa + (y - ya) * sa, xb + (y - yb) * sb
                if left > right:
                    left, right = right, left
                shift = offset(at_row)
                # Unsigned, for then the compiler need not ask whether an index is negative.
                start = np.uint64(np.ceil(max(left - shift, 0.0)))
                stop = np.uint64(np.ceil(clip(right - shift, 0.0, float(columns))))
                if stop <= start:
                    continue
                x = start + shift - x0
                y -= y0
                z = z0 + x * dzx + y * dzy
                red = red0 + x * drx + y * dry
                green = green0 + x * dgx + y * dgy
                blue = blue0 + x * dbx + y * dby
                plain = high == low
                height = past = 0.0
                if not plain:
                    height = height0 + x * dhx + y * dhy
                    past = height + (stop - start - 1) * dhx
                    plain = (
                        min(height, past) - reach > levels[high - 1]
                        or max(height, past) + reach < levels[low]
                    )
                if mild and plain:
                    colour = _join(red, green, blue, 0.5)
                    for column in range(start, stop):
                        here = np.float32(z)
                        if here < depth[line, column, sample]:
                            depth[line, column, sample] = here
                            pixels[line, column, sample] = _split(colour)
                        z += dzx
                        colour += step
                    continue
                for column in range(start, stop):
                    n = float(column - start)
                    here = np.float32(z + n * dzx)
                    if here >= depth[line, column, sample]:
                        continue
                    cover = 0.0
                    for index in range(low, high):
                        off = abs(height + n * dhx - levels[index]) * per_height
                        part = clip((half_width - off) * 1.5 + 0.5, 0.0, 1.0)
                        if part > cover:
                            # Lines that crowd on a slope seen edge-on grow faint, not black.
                            apart = 1e30
                            if index > 0:
                                apart = levels[index] - levels[index - 1]
                            if index + 1 < count:
                                apart = min(apart, levels[index + 1] - levels[index])
                            cover = part * min(1.0, apart * per_height / (7.0 * half_width))
                    share = cover * ink_opacity
                    rest = 1.0 - share
                    depth[line, column, sample] = here
                    pixels[line, column, sample] = pack(
                        (red + n * drx) * rest + ink[0] * share,
                        (green + n * dgx) * rest + ink[1] * share,
                        (blue + n * dbx) * rest + ink[2] * share,
                    )
            row = until
