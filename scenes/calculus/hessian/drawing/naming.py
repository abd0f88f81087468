"""Where the names of planes, models and shapes stand on the surface, clear of each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Self

import numpy as np

from explainer.allowed import allow
from explainer.beat_text import Line
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import Words
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing.beside import CROSSED
from explainer.scenes.calculus.hessian.drawing.view import AXES, ENTRIES, HessianView
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import AROUND
from explainer.style import Zone

BALL = np.array([0.5, 0.5])
RAISED = np.array([0.0, 0.1])
"""The room of the ball, and how far its middle is above the point, in scene units."""

TALL, WIDE = 0.55, 0.32
"""The length of the longest bar of a label, and the width of each, in scene units."""


class Naming:
    """Puts names beside the things of a view, as it is seen from where it faces."""

    def __init__(self, view: HessianView) -> None:
        self.view, self.lines, self.room = view, text.names(view.story), view.room()

    def _clear(self, *lines: np.ndarray, balls: Sequence[float] = (0.0,)) -> None:
        """Keep names clear of lines (n, 3), and of the ball at shares of the way."""
        seen = [self.view.seen(line[np.isfinite(line).all(axis=1)]) for line in lines]
        self.room = self.view.room().block_lines(*seen)
        for share in balls:
            self.room.block_box(self.view.spot(share) + RAISED, BALL)

    def _put(self, line: Line, points: np.ndarray, *others: np.ndarray) -> list[Name]:
        """Return a name beside points (n, 3), where it has room, and far from those of others."""
        away = self.view.seen(np.concatenate(others)) if others else None
        name = Name(line.markup, self.view.theme, line.colour, 8.0)
        allow(name, "crossed", CROSSED)
        return [name] if name.settle(self.room, self.view.seen(points), away) else []

    def _rim(self, model: QuadraticModel, size: float = 1.0) -> np.ndarray:
        return self.view.rim(model, size * self.view.story.extents(model, AROUND))

    def of_the_plane(self) -> list[Name]:
        """Return the names of the plane, of the gap and of the point."""
        view, story = self.view, self.view.story
        rim = view.rim(view.bent((0, 0, 0)), story.extents(story.first, AROUND))
        ground = np.column_stack([rim[:, :2], view.landscape.values(*rim[:, :2].T)])
        self._clear(rim, ground)
        found = self._put(self.lines["plane"], rim)
        if not story.flat:
            found += self._put(self.lines["gap"], (rim + ground) / 2)
        a, tip = view.step
        self.room.block_lines(view.seen(np.linspace(a, tip, 9)))
        found += self._put(self.lines["step"], np.linspace(a, tip, 9)[4:7])
        return found + self._put(self.lines["a"], a[None])

    def of_the_model(self) -> list[list[Name]]:
        """Return the names of the second derivatives along x, along y and mixed, each in a list."""
        first = self.view.story.first
        ends = [self.view.parabola(first, angle)[[0, -2]] for _, angle in ENTRIES]
        ends.append(self.view.twist(first, 1.0))
        self.view.space.drop("twist")
        return self._beside([*(role for role, _ in ENTRIES), "mixed"], ends)

    def of_the_axes(self, angle: float) -> list[Name]:
        """Return the names of the parabolas along the eigenvectors, and of that at an angle."""
        first = self.view.story.first
        ways = [*zip(AXES, first.angles, strict=True), ("direction", angle)]
        ends = [self.view.parabola(first, turn)[[0, -2]] for _, turn in ways]
        return [name for found in self._beside([r for r, _ in ways], ends) for name in found]

    def _beside(self, roles: Sequence[str], places: Sequence[np.ndarray]) -> list[list[Name]]:
        """Return the names of lines on the first model, beside places (n, 3) of each."""
        first = self.view.story.first
        self._clear(self._rim(first), self.view.rim(self.view.bent((0, 0, 0)), self.view.reach))
        self.room.margin = 0.2
        return [self._put(self.lines[r], ends) for r, ends in zip(roles, places, strict=True)]

    def of_the_way(self) -> list[list[Name]]:
        """Return the names of the shapes that come up on the way, each in a list of its own."""
        view, path, shares = self.view, self.view.story.path, text.shapes(self.view.story)
        way = path.points(np.linspace(0, 1, 33))
        rims = [self._rim(path.at(s), view.apart if s < 1 else 1.0) for s in shares]
        on_it = np.column_stack([way, view.landscape.values(*way.T)])
        self._clear(on_it, *rims, balls=(1.0,))
        zeros = [
            self._put(text.zero_name(path.at(share)), path.at(share).points(np.zeros((1, 2))))
            for share in text.stops(view.story)
        ]
        found = []
        for place, share in enumerate(shares):
            others = [rim for rim in rims if rim is not rims[place]]
            name = self._put(text.shape_name(view.story, share), rims[place], *others)
            found.append(name + (zeros[place] if place < len(zeros) else []))
        return found


class ShapeLabels(VGroup):
    """Names of the shapes on the way, the signs of their eigenvalues, and lines to the shapes."""

    def __init__(self, view: HessianView) -> None:
        self.view, story, theme = view, view.story, view.theme
        zones, scale = view.places.labels(len(text.shapes(story))), theme.layout.type_scale
        aside = -0.15 if theme.layout.is_wide else 1.78 * view.places.scale
        starts = [np.array([zone.left + aside, zone.top]) for zone in zones]

        def reach(order: Sequence[float]) -> float:
            ways = [view.spot(share) - start for share, start in zip(order, starts, strict=True)]
            return float(np.linalg.norm(ways, axis=1).sum())

        # The shortest lines do not cross.
        self.shares = min(permutations(text.shapes(story)), key=reach)
        largest = max(float(np.abs(story.path.at(s).curvatures).max()) for s in self.shares) or 1.0
        parts: list[VGroup] = []
        self.bars: list[tuple[Curve, np.ndarray, float]] = []
        self.starts = starts
        for zone, share in zip(zones, self.shares, strict=True):
            y, right, model = zone.bottom, zone.right, story.path.at(share)
            lines = text.shape_lines(story, share)
            words = [
                Words(line.markup, theme, size=scale * size, colour=line.colour)
                .place((zone.left, y + scale * up))
                .fit_width(zone.width - (0.3 if up < -0.8 else 1.15 * scale))
                for line, size, up in zip(
                    lines, (0.56, 0.5, 0.42), (0.25, -0.27, -0.84), strict=False
                )
            ]
            y += 0.2 * scale
            base = Segments(theme.ink, width=theme.strokes.thin)
            base.set_segments(np.array([[[right - scale, y], [right, y]]]))
            bars = [Curve(theme.colour(role), width=0, fill=1.0) for role in AXES]
            heights = [scale * TALL * value / largest for value in model.curvatures]
            feet = [np.array([right - scale * x, y]) for x in (0.74, 0.26)]
            self.bars += list(zip(bars, feet, heights, strict=True))
            parts.append(VGroup(*words, *bars, base))
        self.leaders = Segments(theme.ink, width=theme.strokes.regular)
        super().__init__(self.leaders, *parts)
        self.set_z_index(9)
        self._lead()
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Grow the bars, one shape's after the other's."""
        for place, (bar, (x, y), height) in enumerate(self.bars):
            share = float(np.clip(t * len(self.shares) - place // 2, 0.0, 1.0))
            low, high = sorted((y, y + share * height))
            half = self.view.theme.layout.type_scale * WIDE / 2
            bar.set_box(Zone(x - half, x + half, low, high))
        return self

    def _lead(self) -> None:
        """Draw the lines from the labels to what they name."""
        ends = []
        for start, share in zip(self.starts, self.shares, strict=True):
            model = self.view.story.path.at(share)
            reach = self.view.apart * self.view.story.extents(model, AROUND)
            rim = self.view.seen(self.view.rim(model, reach))
            ends.append([start, rim[int(np.linalg.norm(rim - start, axis=1).argmin())]])
        self.leaders.set_segments(np.array(ends))
