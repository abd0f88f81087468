"""What stands beside a second-order model: slice, gaps, matrix, second derivatives all round."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.hessian_story import READINGS, HessianStory
from explainer.maths.hessian_words import SIGNS, plain
from explainer.maths.numerals import format_number
from explainer.maths.second_order import ModelKind, QuadraticModel
from explainer.mobjects.arrows import Curve, Segments
from explainer.mobjects.density_marks import Dot
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.plot import Plot
from explainer.mobjects.text import Formula, Words, row
from explainer.style import Theme, Zone

COLUMN = Zone(2.15, 6.4, -3.1, 2.5)
"""Where everything beside the picture lies."""

SLICE = Zone(2.15, 6.4, -1.2, 0.95)
TABLE = Zone(2.15, 6.4, -3.1, -1.3)
ROUND = Zone(2.15, 6.15, -3.0, 0.35)
FADE = 0.025
"""The share of a way in which the name of a shape gives way to the next."""


class SliceChart(VGroup):
    """Surface, tangent plane and model along one line, and the gap at a distance.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story = story
        model, angle = story.first, story.probe
        back, ahead = story.spokes(model, [angle + math.pi, angle])
        self.x = np.linspace(-back, ahead, 97)
        self.heights = story.slice(self.x) - model.value
        low, high = float(self.heights.min()), float(self.heights.max())
        pad = 0.04 * (high - low)
        self.plot = Plot(
            SLICE,
            (-float(back), float(ahead)),
            (low - pad, high + pad),
            theme,
            "h",
            "f - f(bold(a))",
        )
        roles = ("ink", "tangent", "model")
        self.curves = [Curve(theme.colour(role), width=theme.strokes.regular) for role in roles]
        self.gap = Segments(theme.warning, width=theme.strokes.bold)
        self.dot = Dot(theme.ball, 0.07, rim=theme.contour)
        self.dot.set_centre(self.plot.to_frame([0.0], [0.0])[0])
        self.curves[0].set_corners(self._points(self.heights[0]))
        self.curves[1].set_corners(self._points(self.heights[1]))
        super().__init__(self.plot, *self.curves, self.gap, self.dot)

    @property
    def moving(self) -> list[VMobject]:
        """What the verbs change."""
        return [self.curves[2], self.gap]

    def bend(self, t: float) -> Self:
        """Bend the straight line a share of the way to the parabola."""
        _, line, parabola = self.heights
        self.curves[2].set_corners(self._points(line + t * (parabola - line)))
        self.curves[2].set_stroke(opacity=min(1.0, 4 * t))
        return self

    def set_gap(self, distance: float, *, bent: bool) -> Self:
        """Draw the gap at a distance."""
        ground, plane, curved = self.story.slice([distance])[:, 0] - self.story.first.value
        ends = self.plot.to_frame([distance] * 2, [ground, curved if bent else plane])
        self.gap.set_segments(ends[None])
        return self

    def _points(self, heights: np.ndarray) -> np.ndarray:
        return self.plot.to_frame(self.x, heights)


class GapTable(VGroup):
    """Gaps of plane and model at distances, each twice the one before; numbers run in place.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        zone, size = TABLE, 0.31
        self.places = (zone.left + 0.75, zone.left + 2.55, zone.right - 0.02)
        heads = (("at $h$", "muted"), ("gap of plane", "tangent"), ("of model", "model"))
        self.heads = [
            Words(markup, theme, size=0.28, colour=role).place((place, zone.top - 0.25), "right")
            for (markup, role), place in zip(heads, self.places, strict=True)
        ]
        columns = (story.distances, *story.gaps)
        roles = ("ink", "tangent", "model")
        self.decimals = [_decimals(column) for column in columns]
        self.numbers = [
            [
                LiveNumber(0, theme, size=size, colour=role).place(
                    (place, zone.top - 0.72 - 0.42 * line), "right"
                )
                for role, place in zip(roles, self.places, strict=True)
            ]
            for line in range(READINGS)
        ]
        for line in self.numbers:
            for number in line:
                number.set_strength(0.0)
        super().__init__(*self.heads, *(n for line in self.numbers for n in line))
        self.heads[2].set_strength(0.0)

    def walk(self, t: float, column: int) -> float:
        """Go out past all distances, filling a column on the way.

        Args:
            t: the share of the walk.
            column: 1 for the plane, 2 for the model.

        Returns:
            the distance that has been reached.
        """
        stops = np.append(0.0, self.story.distances)
        # A rest at each distance, long enough to read it.
        moments = np.array([0.0, 0.2, 0.34, 0.52, 0.66, 0.9, 1.0])
        at = float(np.interp(t, moments, np.repeat(stops, 2)[1:]))
        line = min(int(np.searchsorted(moments[2::2], t)), READINGS - 1)
        if column == 2:
            self.heads[2].set_strength(min(1.0, 10 * t))
        for index in range(line + 1):
            done = index < line or at == stops[index + 1]
            distance = stops[index + 1] if done else at
            gap = self._gap(index, column) if done else self._passing(at, column)
            shown = (distance, gap)
            # The distances are there already when the second column is filled.
            changes = list(zip((0, column), shown, strict=True))[column - 1 :]
            for place, value in changes:
                number = self.numbers[index][place]
                text = (
                    plain(value)
                    if done
                    else format_number(value, self.decimals[place], passing=True)
                )
                number.set_text(text, value)
                number.set_strength(min(1.0, 20 * (t - moments[2 * index])))
        return at

    def _gap(self, line: int, column: int) -> float:
        return float(self.story.gaps[column - 1, line])

    def _passing(self, distance: float, column: int) -> float:
        heights = self.story.slice([distance])[:, 0]
        return float(abs(heights[0] - heights[column]))


class DirectionChart(VGroup):
    """The second derivative along a direction against its angle, over half a turn.

    Args:
        model: whose.
        theme: for colours.
    """

    def __init__(self, model: QuadraticModel, theme: Theme) -> None:
        self.model = model
        self.angles = np.linspace(0, math.pi, 181)
        self.values = model.along(self.angles)
        low, high = min(float(self.values.min()), 0.0), max(float(self.values.max()), 0.0)
        pad = 0.06 * (high - low)
        marks = {math.radians(d): f"{d} degree" for d in (0, 45, 90, 135, 180)}
        self.plot = Plot(
            ROUND,
            (0.0, math.pi),
            (low - pad, high + pad),
            theme,
            x_marks=marks,
        )
        label = Formula("bold(v)^top H bold(v) =", theme, size=0.42, colour="direction")
        label.place((ROUND.left, ROUND.top + 0.2))
        self.decimals = _decimals(np.abs(self.values))
        self.number = LiveNumber(0, theme, size=0.42, colour="direction", anchor="left")
        self.number.place((ROUND.left + label.advance + 0.15, ROUND.top + 0.2))
        self.curve = Curve(theme.direction, width=theme.strokes.regular)
        self.dot = Dot(theme.direction, 0.085, rim=theme.contour)
        roles = ("curvature", "curvature_second")
        self.spots = [(model.angle + index * math.pi / 2) % math.pi for index in range(2)]
        self.extremes = [Dot(theme.colour(role), 0.1, rim=theme.contour) for role in roles]
        self.stems = [Segments(theme.colour(role), width=theme.strokes.thin) for role in roles]
        self.names = [
            Formula(f"lambda_{i + 1}", theme, size=0.36, colour=role).with_halo(theme)
            for i, role in enumerate(roles)
        ]
        zone = self.plot.zone
        for spot, dot, stem, name in zip(
            self.spots, self.extremes, self.stems, self.names, strict=True
        ):
            place = self.plot.to_frame([spot], model.along([spot]))[0]
            dot.set_centre(place)
            stem.set_dashes((place[0], zone.bottom), place, 0.1)
            inwards = 0.34 if place[0] < (zone.left + zone.right) / 2 else -0.34
            up = -0.28 if place[1] > (zone.bottom + zone.top) / 2 else 0.28
            name.move_to((place[0] + inwards, place[1] + up, 0))
        marks_drawn = [] if model.round else [*self.stems, *self.extremes, *self.names]
        super().__init__(label, self.number, self.plot, self.curve, *marks_drawn, self.dot)
        self.turn(0.0)

    @property
    def moving(self) -> list[VMobject]:
        """What ``turn`` changes."""
        marks = (*self.stems, *self.extremes, *self.names)
        return [self.curve, self.dot, self.number, *marks]

    def turn(self, angle: float) -> Self:
        """Draw the curve up to an angle from 0 to half a turn, and mark the extremes it passed."""
        done = np.append(self.angles[self.angles < angle], angle)
        points = self.plot.to_frame(done, self.model.along(done))
        self.curve.set_corners(points)
        self.dot.set_centre(points[-1])
        value = float(self.model.along(angle))
        self.number.set_text(format_number(value, self.decimals, passing=True), value)
        for index in range(2):
            strength = self.passed(index, angle)
            self.extremes[index].set_fill(opacity=strength).set_stroke(opacity=strength)
            self.stems[index].set_stroke(opacity=strength)
            self.names[index].set_strength(strength)
        return self

    def passed(self, index: int, angle: float) -> float:
        """Return how clearly an extreme shows when the direction has turned to an angle."""
        return float(np.clip((angle - self.spots[index]) / 0.12 + 0.5, 0, 1))


class HessianRow(VGroup):
    """The matrix with its name, its entries in the colours of what they are.

    Args:
        story: for the room that numbers need.
        theme: for colours.
        size: the em in scene units.
    """

    def __init__(self, story: HessianStory, theme: Theme, size: float = 0.42) -> None:
        values = [story.path.at(t).hessian for t in np.linspace(0, 1, 41)]
        self.decimals = _decimals(np.abs(values))
        texts = [format_number(v, self.decimals, passing=True) for v in np.ravel(values)]
        self.matrix = LiveMatrix(
            story.first.hessian,
            theme,
            decimals=self.decimals,
            widest=max(texts, key=len),
            size=size,
        )
        (a, b), (c, d) = self.matrix.entries
        for entry, role in ((a, "partial_x"), (b, "section"), (c, "section"), (d, "partial_y")):
            entry.set_ink(theme.colour(role))
        self.name = Formula("H =", theme, size=size)
        super().__init__(*row(self.name, self.matrix))

    def set_values(self, hessian: np.ndarray, *, passing: bool = False) -> Self:
        """Show a matrix."""
        self.matrix.set_values(hessian, passing=passing)
        return self


class Curvatures(VGroup):
    """Both curvatures, and the determinant if wanted, as numbers that run.

    Args:
        story: the numbers.
        theme: for colours.
        places: of the left ends of the baselines: two, or three with the determinant.
    """

    def __init__(
        self, story: HessianStory, theme: Theme, *places: tuple[float, float], size: float = 0.4
    ) -> None:
        models = [story.path.at(t) for t in np.linspace(0, 1, 41)]
        sizes = [
            *([max(abs(c) for c in model.curvatures) for model in models] for _ in range(2)),
            [abs(model.determinant) for model in models],
        ]
        self.decimals = [_decimals(np.array(part)) for part in sizes]
        texts = [plain(c) for model in (models[0], models[-1]) for c in model.curvatures]
        longest = max(LiveNumber(0, theme, size=size).set_text(text).advance for text in texts)
        size *= min(1.0, (COLUMN.width / 2 - 2.1 * size) / longest)
        self.numbers: list[LiveNumber] = []
        parts: list[VMobject] = []
        looks = (("lambda_1", "curvature"), ("lambda_2", "curvature_second"), ("det H", "ink"))
        for (name, role), spot in zip(looks, places, strict=False):
            label = Formula(f"{name} =", theme, size=size, colour=role).place(spot)
            number = LiveNumber(0, theme, size=size, colour=role, anchor="left")
            number.place((spot[0] + label.advance + 0.12, spot[1]))
            self.numbers.append(number)
            parts += [label, number]
        super().__init__(*parts)
        self.set_values(story.first)

    def set_values(self, model: QuadraticModel, *, passing: bool = False) -> Self:
        """Show the curvatures of a model."""
        values = (*model.curvatures, model.determinant)
        for number, value, decimals in zip(self.numbers, values, self.decimals, strict=False):
            text = format_number(value, decimals, passing=True) if passing else plain(value)
            number.set_text(text, value)
        return self


class ShapeName(VGroup):
    """The name of the model's shape, which gives way to the next as a curvature passes zero.

    Args:
        story: the numbers.
        theme: for colours.
        place: of the left end of the baseline.
    """

    def __init__(self, story: HessianStory, theme: Theme, place: tuple[float, float]) -> None:
        path = story.path
        bounds = [0.0, *path.crossings, 1.0]
        self.spans = list(zip(path.kinds, bounds[:-1], bounds[1:], strict=True))
        if story.first.kind != path.kinds[0]:
            kind, _, high = self.spans[0]
            self.spans[:1] = [(story.first.kind, 0.0, FADE), (kind, FADE, high)]
        if story.last.kind != path.kinds[-1]:
            kind, low, _ = self.spans[-1]
            self.spans[-1:] = [(kind, low, 1 - FADE), (story.last.kind, 1 - FADE, 1.0)]
        self.names: dict[ModelKind, Words] = {
            kind: Words(f"*{kind}*", theme, size=0.6).place(place)
            for kind in SIGNS
            if any(kind == span[0] for span in self.spans)
        }
        super().__init__(*self.names.values())
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Show the shape at a share of the way."""
        strengths = dict.fromkeys(self.names, 0.0)
        for index, (kind, low, high) in enumerate(self.spans):
            if not low <= t <= high:
                continue
            soft = max(min(FADE, (high - low) / 2), 1e-9)
            before = 1.0 if index == 0 else (t - low) / soft
            after = 1.0 if index == len(self.spans) - 1 else (high - t) / soft
            strengths[kind] = max(strengths[kind], min(1.0, before, after))
        for kind, name in self.names.items():
            name.set_strength(float(np.clip(strengths[kind], 0, 1)))
        return self


def _decimals(values: np.ndarray) -> int:
    """Return the decimals with which the largest of some sizes has three figures."""
    largest = float(np.max(values, initial=0.0))
    return int(np.clip(2 - math.floor(math.log10(largest)), 0, 5)) if largest > 0 else 2
