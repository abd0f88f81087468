"""How often a film flashes, as WCAG 2.2 counts it (success criterion 2.3.1).

A flash is a pair of opposing changes of relative luminance by 10 % of the maximum or more, where
the darker image is below 0.80; or, of a saturated red, a pair of changes by more than 0.2 in the
CIE 1976 UCS chromaticity diagram. Flashes count where those of one second take more than a quarter
of any 10 degrees of the visual field: of a rectangle of 341 x 256 pixels on a screen of 1024 x 768,
which is a third of the width and of the height.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.ndimage import uniform_filter

CHANGE, DARKER, RED_CHANGE = 0.1, 0.8, 0.2
FIELD, SHARE = 1 / 3, 0.25
MOST = 3


def linear(frame: np.ndarray) -> np.ndarray:
    """Return linear RGB in [0, 1] of an sRGB frame, (height, width, 3) uint8."""
    shown = frame[..., :3].astype(np.float32) / 255
    return np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)


class Luminance:
    """Counts, for each pixel, opposing changes of its luminance."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.low, self.high = np.full(shape, np.inf), np.full(shape, -np.inf)
        self.direction = np.zeros(shape, np.int8)

    def changes(self, rgb: np.ndarray) -> np.ndarray:
        """Return where a change against the last one is completed by the next frame."""
        now = rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        self.low, self.high = np.minimum(self.low, now), np.maximum(self.high, now)
        rises = (self.direction <= 0) & (now - self.low >= CHANGE) & (self.low < DARKER)
        falls = (self.direction >= 0) & (self.high - now >= CHANGE) & (now < DARKER) & ~rises
        for where, direction in ((rises, 1), (falls, -1)):
            self.direction[where] = direction
            self.low[where] = self.high[where] = now[where]
        return rises | falls


class Red:
    """Counts, for each pixel, changes to and from a saturated red."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.place: np.ndarray | None = None
        self.red = np.zeros(shape, bool)

    def changes(self, rgb: np.ndarray) -> np.ndarray:
        """Return where the chromaticity has changed enough since its last change."""
        total = rgb.sum(axis=-1)
        red = rgb[..., 0] >= 0.8 * np.maximum(total, 1e-3)
        x = rgb @ np.array([0.4124, 0.3576, 0.1805], np.float32)
        y = rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        z = rgb @ np.array([0.0193, 0.1192, 0.9505], np.float32)
        scale = x + 15 * y + 3 * z
        dark = scale < 1e-3  # black has the chromaticity of white
        scale = np.where(dark, 1.0, scale)
        place = np.stack(
            [np.where(dark, 0.1978, 4 * x / scale), np.where(dark, 0.4683, 9 * y / scale)], axis=-1
        )
        if self.place is None:
            self.place, self.red = place, red
        far = np.linalg.norm(place - self.place, axis=-1) > RED_CHANGE
        changed = far & (red | self.red)
        self.place = np.where(changed[..., None], place, self.place)
        self.red = np.where(changed, red, self.red)
        return changed


def most_flashes(frames: Iterable[np.ndarray], fps: int) -> int:
    """Return how many flashes there are in the worst second, of those that are large enough.

    Args:
        frames: (height, width, 3) uint8, small ones.
        fps: frames a second; what flashes faster than half of that is not seen.
    """
    recent: dict[type[Luminance] | type[Red], list[np.ndarray]] = {Luminance: [], Red: []}
    counters: dict[type[Luminance] | type[Red], Luminance | Red] = {}
    worst = 0
    for frame in frames:
        rgb = linear(frame)
        for kind, window in recent.items():
            counter = counters.setdefault(kind, kind(rgb.shape[:2]))
            window.append(counter.changes(rgb))
            del window[:-fps]
            flashes = np.sum(window, axis=0) // 2
            # Counted from what was worst up: most frames have nothing to count.
            while worst < flashes.max() and _is_large(flashes > worst):
                worst += 1
    return worst


def _is_large(where: np.ndarray) -> bool:
    """Return whether pixels take more than a quarter of any field of the size that counts."""
    size = tuple(max(1, round(side * FIELD)) for side in where.shape)
    if where.sum() <= SHARE * size[0] * size[1]:
        return False
    shares = uniform_filter(where.astype(np.float32), size, mode="constant")
    return bool(shares.max() > SHARE)
