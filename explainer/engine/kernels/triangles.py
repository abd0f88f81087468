"""Solid triangles, with the contour lines that cross them."""

from __future__ import annotations

import numpy as np
from numba import njit

from explainer.engine.kernels.samples import Numbers, clip, offset, pack


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
        first = int(np.ceil(clip(4.0 * y0 - 0.5, 0.0, 1e9)))
        last = int(np.ceil(clip(4.0 * (y0 + y2) - 0.5, 0.0, float(rows)))) - 1
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
            shift = offset(row)
            left = x0 + (y - y0) * slope_long
            right = x0 + (y - y0) * slope_upper if y < yj else xj + (y - yj) * slope_lower
            y -= y0
            if left > right:
                left, right = right, left
            start = int(np.ceil(clip(left - shift, 0.0, 1e9)))
            stop = int(np.ceil(clip(right - shift, 0.0, float(columns))))
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
                        pixels[row, column] = pack(red + n * drx, green + n * dgx, blue + n * dbx)
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
                    part = clip((half_width - off) * 1.5 + 0.5, 0.0, 1.0)
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
                pixels[row, column] = pack(
                    (red + n * drx) * rest + ink[0] * share,
                    (green + n * dgx) * rest + ink[1] * share,
                    (blue + n * dbx) * rest + ink[2] * share,
                )
