"""Which stretch of the axis of values each picture needs, and which one it gets."""

from __future__ import annotations

import math

import numpy as np

from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.story import IntervalStory, Pair

_BORDER = 0.06
_SEEN = 0.16
"""What takes less than this share of the frame's width is looked at from nearer by."""
_PLACES = {"population": (0.02, 0.8), "rows": (0.02, 0.76), "sample": (0.03, 0.66)}
_PLACES |= {"means": (0.02, 0.65)}
"""Between which shares of the frame they lie, left of what is said of them."""
_GLYPH = 0.0134
"""The share of the frame that a digit takes at the end of an interval."""

Need = tuple[Pair, Pair]
"""A stretch of the axis, and the shares of the frame between which it is to lie."""


def stage(story: IntervalStory, grown: float = 1.0) -> Pair:
    """Return a window for the whole film, or for its beginning where what follows is too small."""
    found = [(population_window(story), _PLACES["population"])]
    for name in ("interval", "rows", "sample", "means"):
        more = [*found, *needs(story, name, grown)]
        low, high = _framed(more)
        if min(last - first for (first, last), _ in more) >= 0.6 * _SEEN * (high - low):
            found = more
    return _framed(found)


def view(story: IntervalStory, window: Pair, name: str, grown: float = 1.0) -> Pair:
    """Return a window for a picture: the one that there is, where that serves.

    Args:
        story: the numbers.
        window: that there is.
        name: of the picture.
        grown: by how much type is larger than in a wide frame.
    """
    needed, width = needs(story, name, grown), window[1] - window[0]
    for (low, high), (left, right) in needed:
        first, last = (low - window[0]) / width, (high - window[0]) / width
        if first < left - 1e-9 or last > right + 1e-9:
            return _framed(needed)
    largest = max(high - low for (low, high), _ in needed)
    return window if largest >= _SEEN * width else _framed(needed)


def needs(story: IntervalStory, name: str, grown: float = 1.0) -> list[Need]:
    """Return what a picture needs, by its name among ``_PLACES``."""
    intervals = []
    for each, pair in story.intervals.items():
        first, last = (grown * _GLYPH * len(end) for end in text.ends(story, each))
        intervals.append((_bordered(*pair, border=0.0), (0.072 + first, 0.637 - last)))
    if name == "interval":
        return intervals[:1]
    window = {"rows": rows_window, "sample": sample_window, "means": means_window}[name]
    return [(window(story), _PLACES[name]), *(intervals if name == "means" else [])]


def _framed(needed: list[Need]) -> Pair:
    """Return the narrowest window in which all that is needed lies where it is to lie."""
    width = max(
        (high - low) / (right - left)
        for (_, high), (_, right) in needed
        for (low, _), (left, _) in needed
    )
    start = min(low - left * width for (low, _), (left, _) in needed)
    return start, start + width


def population_window(story: IntervalStory) -> Pair:
    """Return a window for the population: nearly all of it, or its middle where tails are heavy."""
    low, first, middle, last, high = story.distribution.quantile([0.025, 0.25, 0.5, 0.75, 0.975])
    if last > first:
        low, high = max(low, middle - 6 * (last - first)), min(high, middle + 6 * (last - first))
    mean = story.true_mean
    # Its mean too, where the window need not grow to several times its width for it.
    if mean is not None and low - 2 * (high - low) <= mean <= high + 2 * (high - low):
        return _bordered(low, high, mean)
    return _bordered(low, high)


def rows_window(story: IntervalStory) -> Pair:
    """Return a window that holds nearly all intervals, and the true mean in the middle of them."""
    centre = float(np.median(story.means)) if story.true_mean is None else story.true_mean
    reach = np.maximum(np.abs(story.lows - centre), np.abs(story.highs - centre))
    most = min(float(reach.max()), 2.5 * float(np.quantile(reach, 0.8)))
    return _bordered(centre - most, centre + most)


def sample_window(story: IntervalStory) -> Pair:
    """Return a window that holds the first sample, its interval, and what it is resampled to."""
    first, median, last = np.quantile(story.sample, [0.25, 0.5, 0.75])
    # Without values that lie far out.
    reach = max(8 * (last - first), 1e-300) if last > first else math.inf
    inner = story.sample[np.abs(story.sample - median) <= reach]
    return _bordered(*inner)


def means_window(story: IntervalStory) -> Pair:
    """Return a window for what the first sample says of the mean, and for the prior's middle."""
    ends = [*np.quantile(story.bootstrap, [0.002, 0.998]), *np.ravel([*story.intervals.values()])]
    if story.posterior is not None:
        ends += story.posterior.interval(max(story.level, 0.99) if story.n > 5 else story.level)
    if story.prior is not None:
        ends += [story.prior[0] - 2 * story.prior[1], story.prior[0] + 2 * story.prior[1]]
    return _bordered(*ends)


def _bordered(*ends: float, border: float = _BORDER) -> Pair:
    """Return a window a little wider, and never without a width that numbers can show."""
    low, high = float(min(ends)), float(max(ends))
    width, centre = high - low, (low + high) / 2
    least = 1e-6 * max(abs(low), abs(high), 1e-6)
    if width < least:
        width = max(abs(centre) / 4, 1.0) if width == 0 else least
        low, high = centre - width / 2, centre + width / 2
    return low - border * width, high + border * width
