"""A map of families of distributions: boxes with their shapes, and arrows that name the way.

After Leemis and McQueston, "Univariate distribution relationships", The American Statistician 62
(2008), of which it shows the part that ten families need.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.shapes import Arrow, Curve, VGroup
from explainer.mobjects.text import Words
from explainer.scenes.probability.distributions.families import FAMILIES
from explainer.style import Theme, Zone


class Way(NamedTuple):
    """An arrow of the map.

    Attributes:
        start: in the frame.
        end: in the frame.
        label: how one family becomes the other: lines of Typst prose, and the middle of each.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    label: dict[str, tuple[float, float]]


_WIDE, _HIGH = 2.2, 1.3
_COLUMNS = (-5.25, -1.75, 1.85)
_ROWS = (1.95, -0.2, -2.4)

BOXES: dict[str, Zone] = {
    name: Zone(x - w / 2, x + w / 2, y - h / 2, y + h / 2)
    for name, (x, y, w, h) in {
        "bernoulli": (_COLUMNS[0], _ROWS[0], _WIDE, _HIGH),
        "geometric": (_COLUMNS[0], _ROWS[1], _WIDE, _HIGH),
        "exponential": (_COLUMNS[0], _ROWS[2], _WIDE, _HIGH),
        "binomial": (_COLUMNS[1], _ROWS[0], _WIDE, _HIGH),
        "negative_binomial": (_COLUMNS[1], _ROWS[1], _WIDE, _HIGH),
        "gamma": (_COLUMNS[1], _ROWS[2], _WIDE, _HIGH),
        "poisson": (_COLUMNS[2], _ROWS[0], _WIDE, _HIGH),
        "beta": (_COLUMNS[2], _ROWS[2], _WIDE, _HIGH),
        "normal": (4.9, 0.25, 2.8, 1.7),
        "uniform": (5.1, _ROWS[2], _WIDE, _HIGH),
    }.items()
}
"""Where each family has its box."""

WAYS: dict[tuple[str, str], Way] = {
    ("bernoulli", "binomial"): Way((-4.15, 1.95), (-2.85, 1.95), {"sum of $n$": (-3.53, 2.1)}),
    ("geometric", "negative_binomial"): Way(
        (-4.15, -0.2), (-2.85, -0.2), {"sum of $r$": (-3.53, -0.05)}
    ),
    ("exponential", "gamma"): Way((-4.15, -2.4), (-2.85, -2.4), {"sum of $k$": (-3.53, -2.25)}),
    ("bernoulli", "geometric"): Way((-5.25, 1.3), (-5.25, 0.45), {"repeat until 1": (-4.3, 0.8)}),
    ("geometric", "exponential"): Way(
        (-5.25, -0.85), (-5.25, -1.75), {"finer steps": (-4.5, -1.4)}
    ),
    ("negative_binomial", "gamma"): Way(
        (-1.75, -0.85), (-1.75, -1.75), {"finer steps": (-2.5, -1.4)}
    ),
    ("binomial", "poisson"): Way(
        (-0.65, 1.95), (0.75, 1.95), {"$n -> infinity$": (0.02, 2.1), "$n p = λ$": (0.02, 1.6)}
    ),
    ("binomial", "normal"): Way((-0.65, 1.5), (3.5, 0.45), {"$n -> infinity$": (2.0, 0.4)}),
    ("poisson", "normal"): Way((2.95, 1.7), (3.95, 1.1), {"$λ -> infinity$": (4.05, 1.55)}),
    ("poisson", "gamma"): Way(
        (1.25, 1.3), (-0.85, -1.75), {"wait for the": (1.2, -0.1), "$k$-th arrival": (1.2, -0.45)}
    ),
    ("gamma", "normal"): Way((-0.65, -2.05), (3.5, -0.1), {"$k -> infinity$": (2.4, -1.25)}),
    ("gamma", "beta"): Way(
        (-0.65, -2.4), (0.75, -2.4), {"a share": (0.02, -2.25), "of two": (0.02, -2.7)}
    ),
    ("uniform", "beta"): Way((4.0, -2.4), (2.95, -2.4), {"ranked": (3.47, -2.25)}),
    ("uniform", "normal"): Way((5.05, -1.75), (5.0, -0.6), {"add many": (5.78, -1.25)}),
    ("beta", "normal"): Way((2.75, -1.75), (4.0, -0.6), {"$α, β -> infinity$": (4.2, -1.4)}),
}
"""The arrows, each between two families; the order is that in which they grow."""


class FamilyMap:
    """Makes the map, and lets it grow.

    Args:
        lit: the families that were shown.
        limits: the limits that were shown, as pairs of source and target.
        theme: for colours.
    """

    def __init__(self, lit: Iterable[str], limits: Iterable[tuple[str, str]], theme: Theme) -> None:
        self.lit, limits = set(lit), set(limits)
        self.boxes = {name: FamilyBox(name, name in self.lit, theme) for name in BOXES}
        self.arrows: dict[tuple[str, str], Arrow] = {}
        self.labels: dict[tuple[str, str], VGroup] = {}
        for ends, way in WAYS.items():
            lit_up = self.is_lit(ends)
            colour = "limit_distribution" if ends in limits else "ink" if lit_up else "axis"
            self.arrows[ends] = Arrow(
                theme.colour(colour), width=0.05 if lit_up else 0.03, tip=0.22
            )
            ink = colour if lit_up else "muted"
            self.labels[ends] = VGroup(
                Words(line, theme, size=0.3, colour=ink).place(middle, "centre").with_halo(theme, 6)
                for line, middle in way.label.items()
            )

    def is_lit(self, ends: tuple[str, str]) -> bool:
        """Return whether both ends of a way were shown."""
        return self.lit.issuperset(ends)

    def boxes_of(self, lit: bool) -> list[VMobject]:
        """Return the boxes that are lit, or those that are not."""
        return [box for name, box in self.boxes.items() if (name in self.lit) == lit]

    def arrows_of(self, lit: bool) -> list[VMobject]:
        """Return the arrows between lit boxes, or the others."""
        return [arrow for ends, arrow in self.arrows.items() if self.is_lit(ends) == lit]

    def labels_of(self, lit: bool) -> list[VMobject]:
        """Return the labels of these arrows."""
        return [label for ends, label in self.labels.items() if self.is_lit(ends) == lit]

    def grow(self, lit: bool, t: float) -> Self:
        """Draw the arrows between lit boxes, or the others, up to a share t of their length."""
        chosen = [ends for ends in WAYS if self.is_lit(ends) == lit]
        for number, ends in enumerate(chosen):
            start, end = (np.array(point) for point in WAYS[ends][:2])
            share = min(max(t * (1 + 0.25 * (len(chosen) - 1)) - 0.25 * number, 0.0), 1.0)
            if share < 0.02:
                self.arrows[ends].points = np.zeros((0, 3))
            else:
                self.arrows[ends].set_ends(start, start + share * (end - start))
        return self

    def rise(self, t: float) -> Self:
        """Let the shapes of the lit boxes rise to a share t of their height."""
        for name in self.lit:
            self.boxes[name].rise(t)
        return self


class FamilyBox(VGroup):
    """A box with the name of a family and the shape of its distribution."""

    def __init__(self, name: str, lit: bool, theme: Theme) -> None:
        zone = self.zone = BOXES[name]
        frame = VMobject(
            fill_color=theme.box,
            fill_opacity=1,
            stroke_color=theme.ink if lit else theme.faint,
            stroke_width=theme.strokes.regular if lit else theme.strokes.thin,
        )
        x, y = (zone.left, zone.right), (zone.bottom, zone.top)
        corners = [(x[i], y[j]) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        frame.points = corners_path(np.array(corners))
        title = Words(FAMILIES[name].title, theme, size=0.32, colour="ink" if lit else "muted")
        title.fit_width(zone.width - 0.16)
        title.place(((zone.left + zone.right) / 2, zone.top - 0.36), "centre")
        colour = theme.density if lit else theme.muted
        self.shape = Curve(colour, width=theme.strokes.thin, fill=0.4 if lit else 0.2)
        self.unit = np.stack(FAMILIES[name].silhouette(), axis=1)
        super().__init__(frame, self.shape, title)
        self.rise(1.0)

    def rise(self, t: float) -> Self:
        """Draw the shape at a share t of its height."""
        zone = self.zone
        high = (zone.height - 0.62) * t
        x = zone.left + 0.12 + (zone.width - 0.24) * self.unit[:, 0]
        self.shape.set_corners(np.stack([x, zone.bottom + 0.1 + high * self.unit[:, 1]], axis=1))
        return self
