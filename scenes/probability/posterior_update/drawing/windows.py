"""Which window of theta, and which height, a chart of beliefs shows while the story goes on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.mobjects.axes import Y_GAP, settled, x_gap
from explainer.scenes.probability.posterior_update.drawing.marks import PLOT
from explainer.scenes.probability.posterior_update.inference import (
    Shape,
    beta_density,
    beta_nodes,
    mean,
    standard_deviation,
)
from explainer.scenes.probability.posterior_update.story import Story

Window = tuple[float, float, float]
"""Low and high end of theta, and the density at the top."""

SHARP = 0.3
"""Beliefs that take a smaller share of the axis from 0 to 1 than this are looked at closely."""

NEEDLE = 1e4
"""A posterior with a + b above this is a needle on an axis from 0 to 1."""


def ceiling(shape: Shape) -> float:
    """Return how high a chart must reach for a Beta density, poles cut off."""
    middle = mean(*shape)
    low, high = min(0.012, middle / 8), 1 - min(0.012, (1 - middle) / 8)
    nodes = np.clip(beta_nodes(*shape), low, high)
    return 1.16 * float(np.max(beta_density(nodes, *shape)))


def final_top(top: float) -> float:
    """Return the least height from ``top`` upwards at which no number is half faded."""
    while not settled(0, top, PLOT.height, Y_GAP):
        top *= 1.01
    return top


def final_window(low: float, high: float) -> tuple[float, float]:
    """Return the least window around another at which no number is half faded."""
    for _ in range(200):
        if settled(low, high, PLOT.width, x_gap(low, high, PLOT.width)):
            break
        margin = 0.005 * (high - low)
        low, high = max(0.0, low - margin), min(1.0, high + margin)
    return low, high


def closeup(shapes: Iterable[Shape], reach: float = 5.5) -> tuple[float, float]:
    """Return a window that all these densities fit into: so many deviations about each mean."""
    ends = [
        (mean(*s) - reach * standard_deviation(*s), mean(*s) + reach * standard_deviation(*s))
        for s in shapes
    ]
    low = max(0.0, min(first for first, _ in ends))
    high = min(1.0, max(second for _, second in ends))
    return final_window(low, high) if high - low < SHARP else (0.0, 1.0)


def first_window(story: Story) -> Window:
    """Return the whole axis, high enough for prior and posterior of one toss."""
    return 0.0, 1.0, final_top(max(map(ceiling, (story.prior, story.updated))))


def product_window(story: Story) -> Window:
    """Return the window in which a product can be told from a sharp prior."""
    low, high = closeup([story.prior, story.updated])
    if high - low == 1:
        return first_window(story)
    inner = np.linspace(low, high, 400)[8:-8]
    heights = [beta_density(inner, *shape) for shape in (story.prior, story.updated)]
    return low, high, final_top(1.16 * float(np.max(heights)))


def run_window(story: Story) -> tuple[float, float]:
    """Return the window that holds belief from the first toss to the last."""
    if story.count <= 1:
        return product_window(story)[:2]
    steps = np.unique(np.geomspace(1, story.count, 40).astype(int))
    heads = np.cumsum(story.tosses)
    shapes = [story.after(float(heads[n - 1]), float(n - heads[n - 1])) for n in steps]
    return closeup([story.prior, *shapes])


def needle_window(story: Story, window: Window) -> Window:
    """Return the window after the run: a close-up where the posterior is a needle."""
    if sum(story.posterior) > NEEDLE:
        return *closeup([story.posterior]), window[2]
    return window


def answer_window(story: Story) -> Window:
    """Return the window in which interval, second belief and true bias can be told apart."""
    shapes = [story.posterior, *([story.rival_posterior] if story.rival_posterior else [])]
    top = final_top(max(map(ceiling, shapes)))
    low, high = closeup(shapes)
    if story.bias is not None and high - low < 1:
        pad = 0.12 * (high - low)
        with_bias = max(min(low, story.bias - pad), 0.0), min(max(high, story.bias + pad), 1.0)
        if with_bias[1] - with_bias[0] < 4 * (high - low):
            low, high = with_bias
        low, high = final_window(low, high) if high - low < 2 * SHARP else (0.0, 1.0)
    return low, high, top
