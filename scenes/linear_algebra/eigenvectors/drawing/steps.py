"""What a matrix makes of a vector: one step taken apart, powers, and of the whole plane."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import BeatText
from explainer.geometry.easing import ease
from explainer.maths.linear_algebra import is_similarity
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.dots import Dots
from explainer.mobjects.panel import Item, Named
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, places
from explainer.scenes.linear_algebra.eigenvectors.drawing.directions import (
    chart_below,
    side,
)
from explainer.scenes.linear_algebra.eigenvectors.story import CIRCLE, EigenStory
from explainer.scenes.linear_algebra.eigenvectors.text import (
    given_matrix,
    length_text,
    power_chart_name,
)


class EigenStep(VGroup):
    """The start vector and its components, and what becomes of them in one step.

    Two real eigenvalues: each component is multiplied by its own. One eigenline: the vector is
    multiplied, then pushed along the line. A complex pair: the tip runs round an ellipse.

    Attributes:
        rows: for the panel: matrix, formulas, and the factors, which run.
    """

    def __init__(self, plane: Plane, story: EigenStory, text: BeatText) -> None:
        self.plane, self.story = plane, story
        before, after = self._points(0.0), self._points(1.0)
        both = np.concatenate([before, after])
        self.start, self.stop = plane.views(before, both, units=1.8)
        dash = 0.0 if story.kind == "complex" else 0.1
        self.before, self.sides = plane.segments("faint", dash=dash), plane.segments(dash=dash)
        self.orbit = plane.curve("eigen", "regular")
        self.components = [plane.arrow(role) for role in EIGEN_ROLES]
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        self.vector.to(story.start)
        panel = side(plane.theme)
        if story.kind == "complex":
            mean = "" if is_similarity(story.matrix) else "mean "
            names = [f"{mean}rotation", f"{mean}scaling"]
            self.numbers = [panel.number(decimals=1, suffix="°"), panel.number()]
        else:
            names = [
                f'$part("{role}", c_{mark} bold(x)_{mark})$ times'
                for mark, role in enumerate(EIGEN_ROLES, 1)
            ][self._own]
            if story.kind == "defective":
                names = ['$part("vector", bold(v))$ times']
            decimals = places(story.eigenvalues)
            self.numbers = [panel.number(decimals=decimals) for _ in names]
        named = [Named(*pair, "ink") for pair in zip(names, self.numbers, strict=True)]
        self.rows = panel.rows(given_matrix(story), *text.lines, *named)
        super().__init__(plane, *self.numbers)

    @property
    def _own(self) -> slice:
        """The eigenvectors that the start vector has something of."""
        own = self.story.own_line
        return slice(None) if own is None else slice(own, own + 1)

    def _grown(self, t: float) -> np.ndarray:
        """Return by what each component is multiplied after a share of the step."""
        share = min(2 * t, 1.0) if self.story.kind == "defective" else t
        return np.asarray(1 + (self.story.eigenvalues - 1) * share)

    def _parts(self, t: float) -> np.ndarray:
        """Return two vectors that add up to where the tip is after a share of the step, (2, 2)."""
        story, grown = self.story, self._grown(t)
        if story.kind == "diagonalizable":
            return np.asarray(story.components * grown[:, None])
        if story.kind == "defective":
            push = max(2 * t - 1, 0.0) * story.nilpotent_part
            return np.array([grown[0] * story.start, push])
        return np.array([story.spiral(t), np.zeros(2)])

    def _points(self, t: float) -> np.ndarray:
        """Return the start, the tip, and all else that is to be seen, (n, 2)."""
        parts = self._parts(t)
        rest = self._ring(t, 60) if self.story.kind == "complex" else parts
        return np.vstack([self.story.start, parts.sum(axis=0), rest])

    def _ring(self, t: float, count: int) -> np.ndarray:
        """Return points of the ellipse on which the tip lies after a share of the step, (n, 2)."""
        power = np.linspace(0, 2 * np.pi / self.story.angle, count)
        return np.asarray(self.story.spiral(power, grown=False) * self.story.modulus**t)

    def show(self, t: float) -> Self:
        """Show the step after a share of it."""
        story, final = self.story, t in (0, 1)
        points = np.concatenate([self._points(0.0), self._points(t)])
        self.plane.zoom(self.start, self.stop, t, points)
        parts = self._parts(t)
        tip = parts.sum(axis=0)
        self.image.to(tip)
        if story.kind == "diagonalizable":
            for arrow, part in zip(self.components, parts, strict=True):
                arrow.to(part if part.any() or story.own_line is None else None)
            self.sides.to([(part, tip) for part in parts])
            self.before.to([(part, story.start) for part in story.components])
        elif story.kind == "defective":
            grown, push = parts
            self.components[0].to(push if push.any() else None, grown)
            self.sides.to([(0 * grown, grown)])
        else:
            for lines, share in ((self.before, 0.0), (self.sides, t)):
                ring = self._ring(share, 122)
                lines.to(np.stack([ring[:-1], ring[1:]], axis=1)[::2])
            self.orbit.to(story.spiral(np.linspace(0, t, 40)))
        turned = [math.degrees(t * story.angle), story.modulus**t]
        values = turned if story.kind == "complex" else self._grown(t)[self._own]
        for number, value in zip(self.numbers, values, strict=True):
            number.set_value(value, animating=not final)
        self.plane.settle(final=final)
        return self

    def name_components(self, t: float, names: list[str]) -> list[PlaneLabel]:
        """Name the components where they are, at the start or at the end, but none that is zero."""
        return [
            self.plane.label(name, part, role)
            for name, part, role in zip(names, self._parts(t), EIGEN_ROLES, strict=False)
            if part.any()
        ]


class EigenPowers(VGroup):
    """``A^n v`` step by step, the ways before it, and a chart of its direction.

    Attributes:
        rows: for the panel.
        axes: of the chart, if any power has a direction.
        on_chart: what is drawn on it.
    """

    def __init__(self, plane: Plane, story: EigenStory, text: BeatText) -> None:
        self.plane, self.story, theme = plane, story, plane.theme
        self.turns = story.outcome == "turns"
        points = [story.drawn]
        if self.turns:
            fine = np.linspace(0, story.steps, 12 * story.steps)
            points.append(story.spiral(fine, grown=story.scale == "true"))
        self.framing = plane.fit(np.concatenate(points), 2.0)
        self.rays, self.trail = plane.segments("muted"), plane.curve("image")
        self.dots = plane.dots("image", 0.06)
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        for level, mark in enumerate((self.rays, self.trail, self.dots)):
            mark.set_z_index(4 + 0.1 * level)
        self.vector.to(story.drawn[0])
        panel = side(theme, -0.3)
        self.count, self.length = panel.number(decimals=0), panel.number()
        self.angle = panel.number(decimals=0 if self.turns else 2, suffix="°")
        items: list[Item] = [Named("$n$", self.count, "ink")]
        items.append(Named('$norm(part("image", A^n bold(v)))$', self.length, "ink"))
        self.axes: list[VMobject] = []
        self.on_chart: list[VMobject] = []
        if np.isfinite(story.angles[0]):
            items.append(Named("turned" if self.turns else "angle", self.angle, "ink"))
            self._make_chart()
        self.rows = panel.rows(*items, *text.lines, text.note)
        super().__init__(plane, *self.rows, *self.on_chart)

    def _make_chart(self) -> None:
        story, theme = self.story, self.plane.theme
        found = story.angles[np.isfinite(story.angles)]
        low, high = float(found.min()), float(found.max())
        ticks: list[float] | int = 4
        if self.turns:
            ends = (min(low, 0.0) * 1.08, max(high, 0.0) * 1.08)
        elif low == high == 0:
            ends, ticks = (-90.0, 90.0), [-90.0, 0.0, 90.0]
        else:
            most = next(s for s in (1, 2, 5, 10, 20, 45, 90) if s >= min(max(-low, high), 90))
            ends = (-float(most) if low < 0 else 0.0, float(most) if high > 0 or low >= 0 else 0.0)
            ticks = sorted({*ends, 0.0})
        every = math.ceil(story.steps / 8)
        steps = Axis(0.0, float(story.steps), ticks=range(0, story.steps + 1, every))
        angles = Axis(*ends, ticks=ticks, unit="degree")
        self.chart = Chart(chart_below(-0.5), theme, steps, angles, power_chart_name(story))
        self.axes = [self.chart.rule(0.0, role="axis", width="thin"), self.chart]
        self.graph = Segments(theme.image, width=theme.strokes.thin)
        self.spots = Dots(theme.image, 0.065)
        self.dot = Dot(theme.ink, 0.09, rim=theme.background)
        self.on_chart = [self.graph, self.spots, self.dot]

    def show(self, step: float) -> Self:
        """Show how far the vector has come after a broken number of steps."""
        story, whole = self.story, math.floor(step + 1e-9)
        final, share = abs(step - whole) < 1e-9, step - whole
        self.image.to(story.drawn[whole] if final else story.drawn_at(step))
        past = story.drawn[: whole + 1]
        self.rays.to([(0 * point, point) for point in past[1:]])
        self.dots.to(past)
        if self.turns:
            way = story.spiral(np.linspace(0, step, max(2, int(16 * step))), story.scale == "true")
            self.trail.to(way)
        self.plane.settle(final=final, numbers=float(story.scale == "true"))
        self.count.set_value(whole)
        size, after = story.lengths[whole], story.lengths[min(whole + 1, story.steps)]
        if not final:  # evenly in the logarithm where there is one
            even = size > 0 and after > 0
            size = size ** (1 - share) * after**share if even else size + share * (after - size)
        self.length.set_text(length_text(float(size), animating=not final), float(size))
        if self.on_chart:
            self._draw_chart(step, whole, final)
        return self

    def walk(self, t: float) -> Self:
        """Show a share of all the steps, with a short rest after each."""
        done = t * self.story.steps
        whole = min(math.floor(done), self.story.steps - 1)
        return self.show(whole + ease((done - whole) / 0.75))

    def _draw_chart(self, step: float, whole: int, final: bool) -> None:
        angles = self.story.angles
        here = angles[whole] if final else np.interp(step, np.arange(len(angles)), angles)
        self.angle.set_value(float(here), animating=not final)
        last = min(whole, int(np.isfinite(angles).sum()) - 1)
        spots = self.chart.at(np.arange(last + 1.0), angles[: last + 1])
        self.spots.set_dots(spots)
        if not math.isnan(here):
            spots = np.vstack([spots, self.chart.at(step, float(here))])
        pairs = np.stack([spots[:-1], spots[1:]], axis=1)
        # A line that has gone past a right angle comes back from the other side.
        jumps = np.abs(np.diff(np.append(angles[: last + 1], here)[: len(spots)])) > 90
        self.graph.set_segments(pairs if self.turns else pairs[~jumps])
        self.dot.set_centre(spots[-1])


class EigenRecap(VGroup):
    """A grid, the unit circle and the eigenvectors on their way under the matrix.

    Two eigenvectors make a grid of their own, which is only stretched. With one of them the lines
    along it stay what they are; with none the grid is the usual one.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story, self.basis = plane, story, np.eye(2)
        self.start, self.stop = plane.views(CIRCLE, CIRCLE @ story.matrix.T, units=1.5)
        if story.kind == "diagonalizable":
            self.basis = story.eigenvectors.T
        elif story.kind == "defective":
            x, y = story.eigenvectors[0]
            self.basis = np.array([[x, -y], [y, x]])
        self.grid = plane.moved_grid(40)
        self.before, self.after = plane.curve("vector"), plane.curve("image", "regular")
        self.before.to(CIRCLE)
        self.arrows = [plane.arrow(role) for role, _ in zip(EIGEN_ROLES, story.lines, strict=False)]
        self.turns = [plane.turn("eigen") for _ in range(6) if story.kind == "complex"]
        plane.dots("image").to(np.zeros(2)).set_z_index(4.5)
        super().__init__(plane)

    def show(self, t: float) -> Self:
        """Show the plane a share of the way to where the matrix sends it."""
        matrix = (1 - t) * np.eye(2) + t * self.story.matrix
        image = CIRCLE @ matrix.T
        self.plane.zoom(self.start, self.stop, t, image)
        self.grid.to(matrix @ self.basis)
        self.after.to(image)
        for arrow, direction in zip(self.arrows, self.story.lines, strict=True):
            arrow.to(matrix @ direction)
        for turn, unit in zip(self.turns, CIRCLE[:: 96 // 6], strict=False):
            turn.to(unit, matrix @ unit, radius=0.62)
        self.plane.settle(final=t in (0, 1), numbers=1.0)
        return self
