"""A map of families of distributions: boxes with their shapes, and arrows that name the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.shapes import Arrow, Curve
from explainer.mobjects.text import Words
from explainer.scenes.probability.distributions.families import FAMILIES
from explainer.scenes.probability.distributions.map_layout import WAYS, Way, silhouette
from explainer.style import Theme, Zone

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

_ROUTES: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {
    # start, end, and where each line of the label has its middle
    ("bernoulli", "binomial"): ((-4.15, 1.95), (-2.85, 1.95), (-3.53, 2.1)),
    ("geometric", "negative_binomial"): ((-4.15, -0.2), (-2.85, -0.2), (-3.53, -0.05)),
    ("exponential", "gamma"): ((-4.15, -2.4), (-2.85, -2.4), (-3.53, -2.25)),
    ("bernoulli", "geometric"): ((-5.25, 1.3), (-5.25, 0.45), (-4.3, 0.8)),
    ("geometric", "exponential"): ((-5.25, -0.85), (-5.25, -1.75), (-4.5, -1.4)),
    ("negative_binomial", "gamma"): ((-1.75, -0.85), (-1.75, -1.75), (-2.5, -1.4)),
    ("binomial", "poisson"): ((-0.65, 1.95), (0.75, 1.95), (0.02, 2.1), (0.02, 1.6)),
    ("binomial", "normal"): ((-0.65, 1.5), (3.5, 0.45), (2.0, 0.4)),
    ("poisson", "normal"): ((2.95, 1.7), (3.95, 1.1), (4.05, 1.55)),
    ("poisson", "gamma"): ((1.25, 1.3), (-0.85, -1.75), (1.2, -0.1), (1.2, -0.45)),
    ("gamma", "normal"): ((-0.65, -2.05), (3.5, -0.1), (2.4, -1.25)),
    ("gamma", "beta"): ((-0.65, -2.4), (0.75, -2.4), (0.02, -2.25), (0.02, -2.7)),
    ("uniform", "beta"): ((4.0, -2.4), (2.95, -2.4), (3.47, -2.25)),
    ("uniform", "normal"): ((5.05, -1.75), (5.0, -0.6), (5.78, -1.25)),
    ("beta", "normal"): ((2.75, -1.75), (4.0, -0.6), (4.2, -1.4)),
}


class FamilyMap:
    """Makes the map, and lets it grow.

    Args:
        lit: the families that were told of.
        told: the limits that were told of, as pairs of source and target.
        theme: for colours.
    """

    def __init__(self, lit: Iterable[str], told: Iterable[tuple[str, str]], theme: Theme) -> None:
        self.theme, self.lit, self.told = theme, set(lit), set(told)
        self.boxes = {name: FamilyBox(name, name in self.lit, theme) for name in BOXES}
        self.arrows: dict[Way, Arrow] = {}
        self.labels: dict[Way, VGroup] = {}
        for way in WAYS:
            colour = self._colour(way)
            bright = self.is_lit(way)
            self.arrows[way] = Arrow(theme.colour(colour), width=0.05 if bright else 0.03, tip=0.22)
            middles = _ROUTES[way.source, way.target][2:]
            ink = "muted" if not bright else "ink" if colour == "axis" else colour
            lines = [
                Words(line, theme, size=0.3, colour=ink).place(spot, "centre").with_halo(theme, 6)
                for line, spot in zip(way.label, middles, strict=True)
            ]
            self.labels[way] = VGroup(*lines)

    def is_lit(self, way: Way) -> bool:
        """Return whether both ends of a way were told of."""
        return {way.source, way.target} <= self.lit

    def _colour(self, way: Way) -> str:
        if (way.source, way.target) in self.told:
            return "limit_law"
        return "ink" if self.is_lit(way) else "axis"

    def boxes_of(self, lit: bool) -> list[VMobject]:
        """Return the boxes that are lit, or those that are not."""
        return [box for name, box in self.boxes.items() if (name in self.lit) == lit]

    def arrows_of(self, lit: bool) -> list[VMobject]:
        """Return the arrows between lit boxes, or the others."""
        return [arrow for way, arrow in self.arrows.items() if self.is_lit(way) == lit]

    def labels_of(self, lit: bool) -> list[VMobject]:
        """Return the labels of these arrows."""
        return [label for way, label in self.labels.items() if self.is_lit(way) == lit]

    def grow(self, lit: bool, t: float) -> Self:
        """Draw the arrows between lit boxes, or the others, up to a share t of their length."""
        ways = [way for way in WAYS if self.is_lit(way) == lit]
        for number, way in enumerate(ways):
            start, end = (np.array(p) for p in _ROUTES[way.source, way.target][:2])
            share = min(max(t * (1 + 0.25 * (len(ways) - 1)) - 0.25 * number, 0.0), 1.0)
            if share < 0.02:
                self.arrows[way].points = np.zeros((0, 3))
            else:
                self.arrows[way].set_ends(start, start + share * (end - start))
        return self

    def rise(self, t: float) -> Self:
        """Let the shapes of the lit boxes rise to a share t of their height."""
        for name, box in self.boxes.items():
            if name in self.lit:
                box.rise(t)
        return self


class FamilyBox(VGroup):
    """A box with the name of a family and the shape of its law."""

    def __init__(self, name: str, lit: bool, theme: Theme) -> None:
        zone = self.zone = BOXES[name]
        corners = [
            (zone.left, zone.bottom),
            (zone.right, zone.bottom),
            (zone.right, zone.top),
            (zone.left, zone.top),
            (zone.left, zone.bottom),
        ]
        frame = VMobject(
            fill_color=theme.box,
            fill_opacity=1,
            stroke_color=theme.ink if lit else theme.faint,
            stroke_width=theme.strokes.regular if lit else theme.strokes.thin,
        )
        frame.points = corners_path(np.array(corners))
        title = Words(FAMILIES[name].title, theme, size=0.32, colour="ink" if lit else "muted")
        title.fit_width(zone.width - 0.16)
        title.place(((zone.left + zone.right) / 2, zone.top - 0.36), "centre")
        colour = theme.density if lit else theme.muted
        self.shape = Curve(colour, width=theme.strokes.thin, fill=0.4 if lit else 0.2)
        self.unit = np.stack(silhouette(name), axis=1)
        super().__init__(frame, self.shape, title)
        self.rise(1.0)

    def rise(self, t: float) -> Self:
        """Draw the shape at a share t of its height."""
        zone = self.zone
        high = (zone.height - 0.62) * t
        x = zone.left + 0.12 + (zone.width - 0.24) * self.unit[:, 0]
        self.shape.set_corners(np.stack([x, zone.bottom + 0.1 + high * self.unit[:, 1]], axis=1))
        return self
