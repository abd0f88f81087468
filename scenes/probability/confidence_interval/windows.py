"""Which stretch of the axis each picture of intervals shows."""

from __future__ import annotations

import math

import numpy as np

from explainer.scenes.probability.confidence_interval.story import IntervalStory, Pair

_BORDER = 0.06


def population_window(story: IntervalStory) -> Pair:
    """Return a window for the population: nearly all of it, or its middle where tails are heavy."""
    law = story.law
    quartiles = law.quantile([0.25, 0.5, 0.75])
    low, high = law.quantile([0.002, 0.998])
    spread = float(quartiles[2] - quartiles[0])
    if spread > 0:
        low = max(low, quartiles[1] - 6 * spread)
        high = min(high, quartiles[1] + 6 * spread)
    ends = [float(low), float(high), *_mean(story, float(low), float(high))]
    return _bordered(min(ends), max(ends))


def rows_window(story: IntervalStory) -> Pair:
    """Return a window that holds nearly all intervals, and the true mean in the middle of them."""
    centre = float(np.median(story.means)) if story.true_mean is None else story.true_mean
    reach = np.maximum(np.abs(story.lows - centre), np.abs(story.highs - centre))
    most = min(float(reach.max()), 2.5 * float(np.quantile(reach, 0.8)))
    return _bordered(centre - most, centre + most)


def sample_window(story: IntervalStory) -> Pair:
    """Return a window that holds the first sample, its interval, and what it is resampled to."""
    low, high = _middle(story.sample)
    ends = [low, high, *story.bootstrap_interval]
    return _bordered(min(ends), max(ends))


def means_window(story: IntervalStory) -> Pair:
    """Return a window for what the first sample says of the mean, and for the prior's middle."""
    ends = [*np.quantile(story.bootstrap, [0.002, 0.998])]
    if story.posterior is not None:
        ends += story.posterior.interval(max(story.level, 0.99) if story.n > 5 else story.level)
    for interval in story.intervals.values():
        ends += interval
    if story.prior is not None:
        ends += [story.prior[0] - 2 * story.prior[1], story.prior[0] + 2 * story.prior[1]]
    return _bordered(float(min(ends)), float(max(ends)))


def answer_window(story: IntervalStory) -> Pair:
    """Return a window that holds the three intervals and the true mean."""
    ends = [end for interval in story.intervals.values() for end in interval]
    if story.true_mean is not None:
        ends.append(story.true_mean)
    low, high = min(ends), max(ends)
    more = 0.15 * (high - low)
    return _bordered(low - more, high + more)


def _mean(story: IntervalStory, low: float, high: float) -> list[float]:
    """Return the true mean where the window need not grow to several times its width for it."""
    mean = story.true_mean
    if mean is None or not low - 2 * (high - low) <= mean <= high + 2 * (high - low):
        return []
    return [mean]


def _middle(values: np.ndarray) -> Pair:
    """Return the ends of values, without those that lie far out."""
    first, median, last = np.quantile(values, [0.25, 0.5, 0.75])
    reach = max(8 * (last - first), 1e-300) if last > first else math.inf
    inner = values[np.abs(values - median) <= reach]
    return float(inner.min()), float(inner.max())


def _bordered(low: float, high: float) -> Pair:
    """Return a window a little wider, and never without a width that numbers can show."""
    width = high - low
    least = 1e-6 * max(abs(low), abs(high), 1e-6)
    if width < least:
        centre, width = (low + high) / 2, max(abs(low + high) / 4, 1.0) if width == 0 else least
        low, high = centre - width / 2, centre + width / 2
    return low - _BORDER * width, high + _BORDER * width
