"""Lines of any width, as segments that are covered together."""

from __future__ import annotations

import numpy as np
from numba import njit

from explainer.engine.kernels.samples import Numbers, clip, offset, over


@njit(cache=True, nogil=True, error_model="numpy")
def draw_segments(
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
    rows, columns = 4 * depth.shape[0], depth.shape[1]
    soft = 0.012
    marks = 0
    inverse_soft = 1.0 / soft
    for s in range(len(segments)):
        if hidden <= 0.0 and max(segments[s, 11], segments[s, 12]) <= 0.0:
            continue
        x0, y0, z0, w0 = segments[s, 0], segments[s, 1], segments[s, 2], segments[s, 3]
        x1, y1, z1, w1 = segments[s, 4], segments[s, 5], segments[s, 6], segments[s, 7]
        slope_x, slope_y, capped = segments[s, 8], segments[s, 9], segments[s, 10] > 0.5
        if not (abs(x0) < 1e7 and abs(y0) < 1e7 and abs(x1) < 1e7 and abs(y1) < 1e7):
            continue
        dx, dy = x1 - x0, y1 - y0
        length = np.sqrt(dx * dx + dy * dy)
        if length < 1e-6 and not capped:
            continue
        # Beyond a third of a pixel from its rim a line covers nothing.
        reach = max(w0, w1) + 0.334
        ux, uy = (dx / length, dy / length) if length >= 1e-6 else (1.0, 0.0)
        inverse = 1.0 / length if length >= 1e-6 else 0.0
        bend = 0.5 * (abs(slope_x) + abs(slope_y))
        first = int(np.ceil(clip(4.0 * (min(y0, y1) - reach) - 0.5, 0.0, 1e9)))
        last = int(np.floor(clip(4.0 * (max(y0, y1) + reach) - 0.5, -1.0, rows - 1.0)))
        for row in range(first, last + 1):
            y = (row + 0.5) * 0.25
            shift = offset(row)
            left, right = min(x0, x1) - reach, max(x0, x1) + reach
            if abs(uy) > 1e-3:
                middle = x0 + (y - y0) * dx / dy
                left = max(left, middle - reach / abs(uy))
                right = min(right, middle + reach / abs(uy))
            start = int(np.ceil(clip(left - shift, 0.0, 1e9)))
            stop = int(np.floor(clip(right - shift, -1.0, columns - 1.0))) + 1
            ry = y - y0
            # Unsigned, for then the compiler need not ask whether an index is negative.
            line, sample = np.uint64(row >> 2), np.uint64(row & 3)
            for column in range(np.uint64(start), np.uint64(max(start, stop))):
                if cover[line, column, sample] >= 1.0:
                    continue
                rx = column + shift - x0
                along = rx * ux + ry * uy
                across = rx * uy - ry * ux
                past = along - clip(along, 0.0, length)
                share = (along - past) * inverse
                width = w0 + (w1 - w0) * share
                if capped or past > 0.0:
                    square = across * across + past * past
                    if square >= reach * reach:
                        continue
                    amount = width - np.sqrt(square)
                else:
                    amount = min(width - abs(across), past)
                amount = clip(amount * 1.5 + 0.5, 0.0, 1.0)
                # What is hidden only covers less, and joints cover most samples several times.
                if amount <= cover[line, column, sample]:
                    continue
                sx, sy = rx - share * dx, ry - share * dy
                z = z0 + (z1 - z0) * share + sx * slope_x + sy * slope_y
                seen = clip(1.0 + (depth[line, column, sample] - z) * inverse_soft, 0.0, 1.0)
                # Where the middle of the line is hidden, its rim does not peep out beside.
                ax, ay = x0 + share * dx, y0 + share * dy
                under = int(np.floor(4.0 * ay))
                if 0 <= under < rows:
                    beside = int(np.floor(ax - offset(under) + 0.5))
                    if 0 <= beside < columns:
                        mid = z0 + (z1 - z0) * share - bend
                        seen = min(
                            seen,
                            clip(
                                1.5 + (depth[under >> 2, beside, under & 3] - mid) * inverse_soft,
                                0.0,
                                1.0,
                            ),
                        )
                seen *= segments[s, 11] + (segments[s, 12] - segments[s, 11]) * share
                amount *= hidden + (1.0 - hidden) * seen
                if amount > cover[line, column, sample]:
                    if cover[line, column, sample] == 0.0:
                        touched[marks] = 4 * (line * np.uint64(columns) + column) + sample
                        marks += 1
                    cover[line, column, sample] = amount
    covered, ground = cover.reshape(-1), pixels.reshape(-1)
    for mark in range(marks):
        at = touched[mark]
        ground[at] = over(ground[at], colour[0], colour[1], colour[2], covered[at] * opacity)
        covered[at] = 0.0
