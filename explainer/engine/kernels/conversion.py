"""RGB pixels into the luma and chroma that H.264 keeps: BT.709, limited range, 4:2:0.

Y' = 0.2126 R' + 0.7152 G' + 0.0722 B', C_B = (B' - Y') / 1.8556, C_R = (R' - Y') / 1.5748,
scaled to 16..235 and 16..240 (Recommendation ITU-R BT.709-6, items 3.2 to 3.5). A chroma sample is
the mean of four pixels.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_SHIFT = np.int32(15)
_LUMA = np.array([0.2126, 0.7152, 0.0722]) * 219 / 255
_BLUE = (np.array([0.0, 0.0, 1.0]) - [0.2126, 0.7152, 0.0722]) / 1.8556 * 224 / 255
_RED = (np.array([1.0, 0.0, 0.0]) - [0.2126, 0.7152, 0.0722]) / 1.5748 * 224 / 255


def _whole(weights: np.ndarray, total: float) -> np.ndarray:
    """Return weights as whole numbers whose sum is exact: grey must have no colour."""
    scaled = np.rint(weights * (1 << _SHIFT)).astype(np.int32)
    scaled[1] += round(total * (1 << _SHIFT)) - scaled.sum()
    return scaled


_Y = _whole(_LUMA, 219 / 255)
_U = _whole(_BLUE, 0.0)
_V = _whole(_RED, 0.0)
_YR, _YG, _YB = (np.int32(w) for w in _Y)
_UR, _UG, _UB = (np.int32(w) for w in _U)
_VR, _VG, _VB = (np.int32(w) for w in _V)
_Y0 = np.int32((16 << _SHIFT) + (1 << (_SHIFT - 1)))
_C0 = np.int32((128 << (_SHIFT + 2)) + (1 << (_SHIFT + 1)))
_RB, _G = np.uint32(0xFF00FF), np.uint32(0xFF00)


@njit(cache=True, nogil=True, error_model="numpy")
def convert(frame, before, luma, blue, red, everything):  # type: ignore[no-untyped-def]
    """Convert those pairs of rows that differ from the frame before; return how many.

    Args:
        frame: (height, width) uint32, red in the lowest byte, both sides even; alpha is not looked
            at.
        before: of the same shape, what was converted last.
        luma: (height, width or more) uint8, changed in place.
        blue: (height / 2, width / 2 or more) uint8, likewise, and so is ``red``.
        red: see ``blue``.
        everything: convert every row, whatever was before.
    """
    height, width = frame.shape
    converted = 0
    for pair in range(height // 2):
        upper, lower = frame[2 * pair], frame[2 * pair + 1]
        if not everything:
            old_upper, old_lower = before[2 * pair], before[2 * pair + 1]
            differs = np.uint32(0)
            for x in range(width):
                differs |= (upper[x] ^ old_upper[x]) | (lower[x] ^ old_lower[x])
            if differs == 0:
                continue
        converted += 1
        for row in (2 * pair, 2 * pair + 1):
            for x in range(width):
                word = np.int32(frame[row, x])
                luma[row, x] = (
                    _YR * (word & 255)
                    + _YG * ((word >> 8) & 255)
                    + _YB * ((word >> 16) & 255)
                    + _Y0
                ) >> _SHIFT
        for x in range(width // 2):
            # Two bytes are added up at once: red and blue lie sixteen bits apart.
            a, b, c, d = upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]
            both = (a & _RB) + (b & _RB) + (c & _RB) + (d & _RB)
            r, v = np.int32(both & np.uint32(0xFFFF)), np.int32(both >> np.uint32(16))
            g = np.int32(((a & _G) + (b & _G) + (c & _G) + (d & _G)) >> np.uint32(8))
            blue[pair, x] = (_UR * r + _UG * g + _UB * v + _C0) >> (_SHIFT + 2)
            red[pair, x] = (_VR * r + _VG * g + _VB * v + _C0) >> (_SHIFT + 2)
    return converted
