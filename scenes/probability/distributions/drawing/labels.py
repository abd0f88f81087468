"""Formulas beside the curves, and what curves are called."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.maths.distributions import Distribution
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, TypesetMobject, Words
from explainer.style import Theme

FORMULA, BELOW = 0.64, 0.5
"""The type sizes of formulas, and of the parameters below them."""
LONGEST = 7.0
"""How wide a formula may be."""


def block(formulas: Iterable[str], parameters: Iterable[str], role: str, theme: Theme) -> VGroup:
    """Return lines of a formula with its parameters below, not placed yet.

    Args:
        formulas: Typst mathematics.
        parameters: Typst prose.
        role: of the formula's colour.
        theme: for colours.
    """
    # Above the pile, where there is no room beside it, they leave it as much as they can.
    grown = theme.layout.type_scale if theme.layout.is_wide else 1.12
    lines: list[TypesetMobject] = [
        Formula(line, theme, size=grown * FORMULA, colour=role).fit_width(grown * LONGEST)
        for line in formulas
    ]
    lines += [Words(line, theme, size=grown * BELOW, colour="second_slider") for line in parameters]
    top = 0.0
    for line in lines:
        line.with_halo(theme).shift((0, top - line.get_top()[1], 0))
        top = line.get_bottom()[1] - 0.2 * grown
    return VGroup(*lines)


def above(mark: DistributionMark, markup: str, spots: np.ndarray, block: VMobject) -> Words:
    """Return what a curve is called, above its peak.

    Args:
        mark: the curve.
        markup: the name, Typst markup.
        spots: (runs, 2) where dots lie, on which the name must not lie.
        block: the formula, on which it must not lie either.
    """
    x, y = mark.graph[np.argmax(mark.graph[:, 1])]
    theme = mark.chart.theme
    words = Words(markup, theme, size="label", colour="density").with_halo(theme)
    highest = spots[np.abs(spots[:, 0] - x) < 0.6, 1].max(initial=y)
    words.place((x, max(y, highest) + 0.22), "centre")
    over = words.get_top()[1] + 0.1 - block.get_bottom()[1]
    across = words.get_right()[0] + 0.25 - block.get_left()[0]
    return words.shift((-across, 0, 0)) if over > 0 and across > 0 else words


def named(
    mark: DistributionMark, markup: str, beside: Distribution, block: VMobject
) -> Words | None:
    """Return what a curve is called, near its peak; None where bars leave no room.

    Args:
        mark: the curve, or bars.
        markup: the name, Typst markup.
        beside: what else stands on the chart, on which the name of bars must not lie.
        block: the formula, on which it must not lie either.
    """
    theme, zone = mark.chart.theme, mark.chart.zone
    words = Words(markup, theme, size="label", colour="muted").with_halo(theme)
    if not mark.distribution.discrete:
        tops = np.flatnonzero(mark.graph[:, 1] > mark.graph[:, 1].max() - 1e-6)
        x, y = mark.graph[tops[-1]]
        if tops[0] == 0 and x - words.advance > zone.left - 0.1:
            return words.place((x - 0.15, y - 0.5), "right")
        aside = 0.6 if theme.layout.is_wide else 0.45
        return words.place((x + aside, min(y - 0.15, zone.top - 0.42)))
    corners = mark.data()[:, 1]
    high = np.flatnonzero(corners[:, 1] > 0.7 * corners[:, 1].max())
    x, y = mark.chart.at(*corners[high[0]])
    if x - words.advance > zone.left:
        return words.place((x - 0.15, y - 0.3), "right")
    lefts = np.arange(x, block.get_left()[0] - words.advance - 0.2, 0.1)
    at = mark.chart.values(np.stack([lefts, lefts], axis=1))[:, 0]
    wide = float(np.ptp(mark.chart.values(np.array([[0, 0], [words.advance, 0]]))[:, 0]))
    bars = mark.distribution.nodes(*mark.chart.window[:2])
    ordinates = [
        mark.chart.at(bars, each.density(bars))[:, 1] for each in (beside, mark.distribution)
    ]
    tops = np.max(ordinates, axis=0)
    for left, value in zip(lefts, at, strict=True):
        met = (bars > value - 0.6) & (bars < value + wide + 0.6)
        if tops[met].max(initial=zone.bottom) < y - 0.6:
            return words.place((left, y - 0.4))
    return None
