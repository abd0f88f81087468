"""Which window of theta, and which height, a chart of beliefs shows while the story goes on."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.mobjects.live_chart import Window
from explainer.scenes.probability.posterior_update.inference import (
    Shape,
    beta_density,
    beta_nodes,
    mean,
    standard_deviation,
)
from explainer.scenes.probability.posterior_update.story import Story

SHARP = 0.3
"""Beliefs that take a smaller share of the axis from 0 to 1 than this are looked at closely."""

NEEDLE = 1e4
"""A posterior with a + b above this is a needle on an axis from 0 to 1."""


def ceiling(shape: Shape) -> float:
    """Return how high a chart must reach for a Beta density, poles cut off."""
    middle = mean(*shape)
    low, high = min(0.012, middle / 8), 1 - min(0.012, (1 - middle) / 8)
    nodes = np.clip(beta_nodes(*shape), low, high)
    return 1.24 * float(np.max(beta_density(nodes, *shape)))


def closeup(shapes: Iterable[Shape], reach: float = 5.5) -> tuple[float, float]:
    """Return a window that all these densities fit into: so many deviations about each mean."""
    ends = [
        (mean(*s) - reach * standard_deviation(*s), mean(*s) + reach * standard_deviation(*s))
        for s in shapes
    ]
    low = max(0.0, min(first for first, _ in ends))
    high = min(1.0, max(second for _, second in ends))
    return (low, high) if high - low < SHARP else (0.0, 1.0)


def first_window(story: Story) -> Window:
    """Return the whole axis, high enough for prior and posterior of one toss."""
    return 0.0, 1.0, max(map(ceiling, (story.prior, story.updated)))


def product_window(story: Story) -> Window:
    """Return the window in which a product can be told from a sharp prior."""
    low, high = closeup([story.prior, story.updated])
    if high - low == 1:
        return first_window(story)
    inner = np.linspace(low, high, 400)[8:-8]
    heights = [beta_density(inner, *shape) for shape in (story.prior, story.updated)]
    return low, high, 1.24 * float(np.max(heights))


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
    top = max(map(ceiling, shapes))
    low, high = closeup(shapes)
    if story.bias is not None and high - low < 1:
        pad = 0.12 * (high - low)
        with_bias = max(min(low, story.bias - pad), 0.0), min(max(high, story.bias + pad), 1.0)
        if with_bias[1] - with_bias[0] < 4 * (high - low):
            low, high = with_bias
        low, high = (low, high) if high - low < 2 * SHARP else (0.0, 1.0)
    return low, high, top
