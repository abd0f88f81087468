"""A map of families of distributions: boxes with their shapes, and arrows that name the way.

After Leemis and McQueston, "Univariate distribution relationships", The American Statistician 62
(2008), of which it shows the part that ten families need.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.shapes import Arrow, Curve, VGroup
from explainer.mobjects.text import Words
from explainer.scenes.probability.distributions.families import FAMILIES
from explainer.style import Theme, Zone

CENTRES: dict[str, tuple[float, float]] = {
    "bernoulli": (-5.25, 1.95),
    "binomial": (-1.75, 1.95),
    "poisson": (1.85, 1.95),
    "geometric": (-5.25, -0.2),
    "negative_binomial": (-1.75, -0.2),
    "exponential": (-5.25, -2.4),
    "gamma": (-1.75, -2.4),
    "beta": (1.85, -2.4),
    "normal": (4.9, 0.0),
    "uniform": (5.1, -2.4),
}
"""Where each family has its box."""

WAYS: dict[tuple[str, str], tuple[str, float, float]] = {
    ("bernoulli", "binomial"): ("sum of $n$", 0.0, 0.15),
    ("geometric", "negative_binomial"): ("sum of $r$", 0.0, 0.15),
    ("exponential", "gamma"): ("sum of $k$", 0.0, 0.15),
    ("bernoulli", "geometric"): ("repeat until 1", 0.95, -0.08),
    ("geometric", "exponential"): ("finer steps", 0.75, -0.1),
    ("negative_binomial", "gamma"): ("finer steps", -0.75, -0.1),
    ("binomial", "poisson"): ("$n -> infinity$\n$n p = λ$", 0.0, 0.15),
    ("binomial", "normal"): ("$n -> infinity$", 0.55, -0.55),
    ("poisson", "normal"): ("$λ -> infinity$", 0.6, 0.15),
    ("poisson", "gamma"): ("wait for the\n$k$-th arrival", 1.0, 0.0),
    ("gamma", "normal"): ("$k -> infinity$", 0.97, -0.17),
    ("gamma", "beta"): ("a share\nof two", 0.0, 0.15),
    ("uniform", "beta"): ("ranked", 0.0, 0.15),
    ("uniform", "normal"): ("add many", 0.76, -0.1),
    ("beta", "normal"): ("$α, β -> infinity$", 0.83, -0.23),
}
"""The arrows between families, in the order in which they grow: how one becomes the other, lines of
Typst prose, and how far the first is to the right of the arrow's middle, and above it."""


def box_of(name: str) -> Zone:
    """Return the box of a family."""
    (x, y), (wide, high) = CENTRES[name], (2.8, 1.7) if name == "normal" else (2.2, 1.3)
    return Zone(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)


def ends_of(way: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Return where an arrow leaves one box and meets the other, both (2,)."""
    start, end = (np.array(CENTRES[name]) for name in way)
    reach = [np.array([box.width, box.height]) / 2 for box in map(box_of, way)]
    with np.errstate(divide="ignore"):
        out, into = (float(np.min(half / np.abs(end - start))) for half in reach)
    return start + out * (end - start), end + into * (start - end)


class FamilyMap(VGroup):
    """Boxes, arrows and labels of the map: of the families that were shown, or all others.

    Args:
        shown: the families that were shown.
        limits: the limits that were shown, as pairs of source and target.
        lit: whether these are meant.
        theme: for colours.
    """

    def __init__(
        self, shown: set[str], limits: list[tuple[str, str]], lit: bool, theme: Theme
    ) -> None:
        names = [name for name in CENTRES if (name in shown) == lit]
        self.boxes = VGroup(*(FamilyBox(name, lit, theme) for name in names))
        self.ways = [way for way in WAYS if shown.issuperset(way) == lit]
        self.arrows, self.labels = VGroup(), VGroup()
        for way in self.ways:
            label, right, up = WAYS[way]
            colour = "limit_distribution" if way in limits else "ink" if lit else "axis"
            self.arrows.add(Arrow(theme.colour(colour), width=0.05 if lit else 0.03, tip=0.22))
            x, y = np.mean(ends_of(way), axis=0)
            for number, line in enumerate(label.split("\n")):
                words = Words(line, theme, size=0.3, colour=colour if lit else "muted")
                words.place((x + right, y + up - 0.45 * number), "centre").with_halo(theme, 6)
                self.labels.add(words)
        super().__init__(self.boxes, self.arrows, self.labels)
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Draw the arrows one after the other, up to a share t of their length."""
        for number, (way, arrow) in enumerate(zip(self.ways, self.arrows, strict=True)):
            start, end = ends_of(way)
            share = min(max(t * (1 + 0.25 * (len(self.ways) - 1)) - 0.25 * number, 0.0), 1.0)
            if share < 0.02:
                arrow.points = np.zeros((0, 3))
            else:
                arrow.set_ends(start, start + share * (end - start))
        return self

    def rise(self, t: float) -> Self:
        """Let the shapes in the boxes rise to a share t of their height."""
        for box in self.boxes:
            box.rise(t)
        return self


class FamilyBox(VGroup):
    """A box with the name of a family and the shape of its distribution."""

    def __init__(self, name: str, lit: bool, theme: Theme) -> None:
        zone = self.zone = box_of(name)
        line, width = (theme.ink, "regular") if lit else (theme.faint, "thin")
        stroke = getattr(theme.strokes, width)
        frame = Curve(line, width=stroke, fill=1, fill_colour=theme.box)
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
        frame.set_corners([zone.left, zone.bottom] + corners * [zone.width, zone.height])
        title = Words(FAMILIES[name].title, theme, size=0.32, colour="ink" if lit else "muted")
        title.fit_width(zone.width - 0.16).place((zone.centre[0], zone.top - 0.36), "centre")
        colour = theme.density if lit else theme.muted
        self.shape = Curve(colour, width=theme.strokes.thin, fill=0.4 if lit else 0.2)
        self.unit = FAMILIES[name].silhouette()
        super().__init__(frame, self.shape, title)
        self.rise(1.0)

    def rise(self, t: float) -> Self:
        """Draw the shape at a share t of its height."""
        zone = self.zone
        size = [zone.width - 0.24, (zone.height - 0.62) * t]
        self.shape.set_corners([zone.left + 0.12, zone.bottom + 0.1] + self.unit * size)
        return self
