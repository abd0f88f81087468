"""Whether a law can be told: worked out in time, with outcomes that floating-point numbers hold."""

from __future__ import annotations

import math

import numpy as np

from explainer.maths.law_tables import (
    FARTHEST,
    TAIL,
    TOO_CLOSE,
    UNRELIABLE,
    CostError,
    QuantileTable,
)
from explainer.maths.laws import Distribution, figure

NARROWEST = 1e-7
"""The middle 80 % of a continuous law may lie no nearer together: numbers are written that fine."""
_SHARES = np.array([0.002, 0.1, 0.25, 0.5, 0.75, 0.9, 0.998])
_ACCURACY = 1e-3
_ALL_MOMENTS = {
    *("chi", "dgamma", "dweibull", "exponpow", "exponweib", "gamma", "gennorm"),
    *("gibrat", "halfgennorm", "johnsonsu", "lognorm", "powerlognorm"),
    *("weibull_max", "weibull_min"),
}
"""Laws that have a finite variance always: where scipy says it is infinite, it has overflowed."""


def check_law(law: Distribution) -> None:
    """Make sure that a law can be told in reasonable time, and truly.

    The law's own figures decide, never the clock: how far its outcomes reach, how near they lie
    together, and whether scipy's distribution function and quantiles agree.

    Raises:
        CostError: with what follows the law's name in one line.
    """
    far, *places, end = law.quantile([TAIL, *_SHARES, 1 - TAIL]).tolist()
    found = np.array([far, *places, end])
    if np.isnan(found).any():
        raise CostError(UNRELIABLE)
    if not np.abs(found).max() <= FARTHEST:
        raise CostError(
            "has tails that reach too far to be shown: one outcome in a million is larger than "
            f"{figure(FARTHEST)} in size; choose parameters with lighter tails"
        )
    if (np.diff(found) < 0).any():
        raise CostError(UNRELIABLE)
    if not law.discrete:
        low, high = places[1], places[-2]
        if high - low < max(NARROWEST, 1e-12 * max(abs(low), abs(high))):
            raise CostError(TOO_CLOSE)
    _check_agreement(law, np.array(places))
    mean, variance = law.mean, law.variance
    if law.name in _ALL_MOMENTS and not (math.isfinite(mean) and math.isfinite(variance)):
        raise CostError(
            "has a mean square that floating-point numbers cannot work out; choose lighter tails"
        )
    if math.isfinite(mean) and not abs(mean) <= FARTHEST:
        raise CostError("has a mean too large to be shown; choose parameters with lighter tails")


def _check_agreement(law: Distribution, places: np.ndarray) -> None:
    """Refuse a law whose distribution function does not give back the quantiles' probabilities."""
    size = np.maximum(np.abs(places), 1e-300)
    before = places - 1 if law.discrete else places - 1e-9 * size
    after = places if law.discrete else places + 1e-9 * size
    below, upto = law.cumulative(before), law.cumulative(after)
    agrees = (below <= _SHARES + _ACCURACY) & (upto >= _SHARES - _ACCURACY)
    if not agrees.all():
        raise CostError(UNRELIABLE)
    if law.discrete or isinstance(law.table, QuantileTable):
        return
    ends = law.cumulative(np.linspace(places[0], places[-1], 41))
    if not (np.isfinite(ends).all() and (np.diff(ends) >= -1e-9).all()):
        raise CostError(UNRELIABLE)
