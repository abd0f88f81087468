"""How something sets out and arrives."""

from __future__ import annotations

from typing import overload

import numpy as np


@overload
def ease(share: float) -> float: ...
@overload
def ease(share: np.ndarray) -> np.ndarray: ...
def ease(share: float | np.ndarray) -> float | np.ndarray:
    """Return how far something has come after a share of its time, from rest to rest.

    Both run from 0 to 1, beyond which it stays; the speed at both ends is zero (smoothstep).
    """
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3 - 2 * share)
