"""A surface and its map with one walk on both; the scales and charts that stand beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.geometry.contours import nice_ticks
from explainer.geometry.plane import nice_step
from explainer.maths.surfaces import Point
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.panel import Item, Named, Panel
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, disc
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.numbers import (
    INFINITY,
    equals,
    figures_needed,
    format_number,
    magnitude,
    significant,
    to_typst,
)
from explainer.scenes.calculus.common import point as written
from explainer.scenes.calculus.gradient_descent.descent import stability_limit
from explainer.scenes.calculus.gradient_descent.story import DescentStory, rate_and_limit
from explainer.style import Theme, Zone

SPACE = Zone(-6.75, -1.3, -3.1, 2.75)
MAP = Zone(-0.85, 3.15, -1.55, 2.55)
BAR = Zone(-0.85, 3.15, -2.75, -2.5)
PANEL, TALL = Zone(3.55, 6.4, -1.6, 2.7), Zone(3.55, 6.4, -3.1, 2.7)
LOSS = Zone(3.55, 6.4, -1.9, 2.45)
STRIP = Zone(-0.95, 6.4, -3.2, -2.25)
"""Where surface, map and the scale of their colours lie, what stands beside the map (and
how far down where nothing is below), and what is below."""

BESIDE, WANTED, TURN = math.radians(38.0), math.radians(-72.0), math.radians(24.0)
"""Elevation and azimuth from where the surface is seen unless that hides the walk, and how far the
eye goes round."""

SHORTEST_STEP = 0.3
"""A first step that would be shorter than this on the map, in scene units, is drawn magnified."""

LONGEST_ARROW = 1.0
"""Of the gradient on the map, in scene units; only its direction is to scale."""

MOST_DOTS = 120
"""Points of a walk that have a dot each; more would be a band."""

LOG_FROM = 30.0
"""Positive heights that fall to a share of this get a logarithmic axis."""

DEEPEST = 1e-12
"""Heights below this share of the highest are drawn at it: they are rounding noise."""

STRIPES = 96
"""Of the bar of heights, each in one colour."""

READING = 0.37
"""Type size beside and below the map, in scene units."""


def panel(theme: Theme, zone: Zone = PANEL) -> Panel:
    """Return what lays rows out beside the map, or in another zone."""
    return Panel(theme, zone, apart=(0.12, 0.35), formula=READING, prose=READING)


class DescentView(SurfaceView):
    """All that is drawn of a descent on its surface and on its map; the verbs set it."""

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.story = story
        land = landscape_of(story.surface, theme, scale=story.height, height=1.25)
        self.facing = best_azimuth(land, story.points, BESIDE, WANTED)
        azimuths = (self.facing - TURN, self.facing)
        keep = not story.surface.stretched
        super().__init__(land, (SPACE, MAP), azimuths, BESIDE, keep_aspect=keep)
        halo = theme.background
        self.step = Arrow(theme.step, width=0.07, tip=0.24, halo=halo)
        self.axes = VGroup(
            *(Arrow(theme.curvature, width=0.05, tip=0.17, halo=halo) for _ in range(4))
        )
        self.minima = VGroup(*(self._minimum(place.point) for place in story.marked))
        self.lay("line", self.minima).lay("corner", *self.axes).lay("arrow", self.step)
        self.magnified = self._magnified()
        name = f"{self.magnified} times Delta bold(x)" if self.magnified > 1 else "bold(x)_1"
        self.start_name = Name("$bold(x)_0$", theme, "ink")
        self.gradient_name = Name("$nabla f$", theme, "gradient")
        self.step_name = Name(f"${name}$", theme, "step")
        self.axis_names = VGroup()
        self.names = self.room()
        self.ruler: RateRuler | None = None

    def _minimum(self, point: Point) -> VGroup:
        """Return a cross in a ring, so that a minimum is known without its colour."""
        theme, centre = self.theme, self.map.at(point)[:2]
        ring = Curve(theme.minimum, width=theme.strokes.regular)
        ring.points = disc(centre, 0.15, 0.15)
        cross = Segments(theme.minimum, width=theme.strokes.regular)
        arms = 0.09 * np.array([[[-1, 0], [1, 0]], [[0, -1], [0, 1]]])
        both = VGroup(ring, cross.set_segments(centre + arms))
        return both.set_background_stroke(color=theme.background, width=6, opacity=0.8)

    def scan(self, t: float) -> None:
        """Go round to where the walk is seen best, while a contour of a rising height lights up."""
        box = self.landscape.box
        level = float(box.unrise(box.gap + t * (box.height - box.gap)))
        self.light(level, "tangent", min(1.0, 6 * t, 6 * (1 - t)))
        self.turn(self.facing - TURN, self.facing, t)

    # -- the start and the first step ----------------------------------------------------------

    def touch(self) -> Self:
        """Put ball, contour, gradient and right angle at the start, and name them."""
        story = self.story
        self.put_ball(story.start, 0.0).light(float(story.values[0]), "tangent")
        self.space.drop("contour")
        if not story.level:
            self.gradient.set_ends(*self.arrow(story.start, story.gradient, LONGEST_ARROW))
            self.cross(np.array([story.start]), story.gradient[None])
            self.names = self.room()
            self.name_arrow(self.gradient_name, self.gradient, self.names)
        here = self.map.at(story.start)[None, :2]
        self.start_name.settle(self.names.copy().block(self.dot), here)
        return self

    def lay_tangent(self, t: float) -> None:
        """Bring the tangent plane at the start."""
        self.space.tangent(self.story.start, self.story.gradient, opacity=t)

    def point_uphill(self, t: float) -> None:
        """Grow the gradient, on the map and on the floor."""
        self.climb(self.story.start, self.story.gradient, 0.45 * t + 0.01, LONGEST_ARROW)

    def first_point(self, rows: Panel) -> Named:
        """Return a row of the point to which the first step leads, whose numbers run with it."""
        story = self.story
        ends = np.array([story.start, story.start + story.descent.steps_taken[0]])
        self.decimals = max(2, figures_needed(ends.ravel(), limit=5))
        longest = max((self._coordinates(end, 0.0) for end in ends), key=len)
        self.point = rows.number(colour="step", equated=True, text=longest)
        self.add(self.point)
        return Named("$bold(x)_1$", self.point, "step")

    def _coordinates(self, point: np.ndarray, t: float) -> str:
        if not 0 < t < 1:
            return equals(written(point))
        run = partial(format_number, decimals=self.decimals, animating=True)
        return equals(written(point, run))

    def take_step(self, t: float) -> None:
        """Grow the first step, on the map and on the surface, from where the tangent plane goes."""
        start, change = np.array(self.story.start), self.story.descent.steps_taken[0]
        end = start + t * self.magnified * change
        here = self.map.at(start)
        way = self.map.at(end) - here
        self.step.set_ends(here, here + min(1.0, self.map.room(here, way)) * way)
        self.point.set_text(self._coordinates(start + t * change, t))
        self.space.fade_marks(1 - t, "tangent", "contour")
        if t > 0.02:
            self.space.step(start, end)
        if t == 1:
            self.space.drop("tangent", "contour")
            self.name_arrow(self.step_name, self.step, self.names)

    def _magnified(self) -> int:
        """Return how many times longer than it is the first step must be drawn to be seen."""
        steps = self.story.descent.steps_taken
        size = float(np.linalg.norm(steps[0] * self.map.scales)) if len(steps) else 0.0
        return round(nice_step(SHORTEST_STEP / size)) if 1e-6 < size < SHORTEST_STEP else 1

    # -- the walk ------------------------------------------------------------------------------

    def put_away(self, t: float) -> None:
        """Take the start out of the surface."""
        self.space.fade_marks(1 - t, "gradient", "stalk", "foot", "step", "tangent")

    def show_heights(self) -> LossCurve:
        """Return the chart that follows the walk."""
        self.loss = LossCurve(self.story.values, LOSS, self.theme)
        self.add(self.loss)
        return self.loss

    def descend(self, t: float) -> None:
        """Walk to a share of the way, on surface, map and chart."""
        steps = self.at_step(t)
        self.walk(steps)
        self.loss.set_progress(steps)

    def walk(self, steps: float) -> None:
        """Draw the path up to so many steps, broken ones too, with the ball at its end."""
        points = self.story.points
        here = self._after(steps)
        path = np.concatenate([points[: math.floor(max(steps, 0.0)) + 1], here[None]])
        self.walk_along(path, dots=len(points) <= MOST_DOTS).put_ball(here)
        shown = float(self.map.shows(*here))
        self.dot.set_fill(opacity=shown).set_stroke(opacity=shown)

    def _after(self, steps: float) -> np.ndarray:
        """Return the point (2,) of the path after so many steps, broken ones too."""
        points = self.story.points
        return np.array([np.interp(steps, np.arange(len(points)), part) for part in points.T])

    def at_step(self, t: float) -> float:
        """Return how many steps have been taken at a share of the walk: ever quicker where many."""
        count = len(self.story.points) - 1
        if count <= 24:
            return count * t
        first = 0.3 / self.seconds
        return float(count * t ** (math.log(count) / -math.log(first)))

    @property
    def seconds(self) -> float:
        """How long the walk takes to watch."""
        return min(max(0.4 * (len(self.story.points) - 1), 2.4), 10.0)

    # -- curvature -----------------------------------------------------------------------------

    def judge(self, lines: Iterable[Line], rows: Panel) -> list[Item]:
        """Return both curvatures before the lines on the rate; they run, and so does the limit."""
        story, places = self.story, ("curvature", "curvature", "warning")
        self.numbers_of_rate = [rows.number(colour=colour, equated=True) for colour in places]
        high, low, limit = self.numbers_of_rate
        items: list[Item] = [
            Named("$lambda_max$", high, "curvature"),
            Named("$lambda_min$", low, "curvature"),
        ]
        items += [Named(line.name, limit, line.colour) if line.runs else line for line in lines]
        self.add(*self.numbers_of_rate)
        if story.bound:
            self.ruler = RateRuler(story.rate, story.bound, STRIP, self.theme)
            self.add(self.ruler)
        self._read(story.descent.curvatures[story.sharpest])
        return items

    def _read(self, curvatures: np.ndarray) -> None:
        """Show curvatures (2,), ascending, and the limit that the larger one sets."""
        story, (low, high) = self.story, map(float, curvatures)
        for number, value in zip(self.numbers_of_rate, (high, low), strict=False):
            number.set_text(equals(significant(value)), value)
        if self.ruler is not None:
            limit = stability_limit(story.descent, high) or math.inf
            text = INFINITY if math.isinf(limit) else rate_and_limit(story.rate, limit)[1]
            self.numbers_of_rate[2].set_text(equals(text), limit)
            self.ruler.set_here(limit)

    def show_curvature(self) -> None:
        """Draw the axes of curvature where the path is sharpest, with their names."""
        if self.story.flat:
            return
        arms = self._cross(self.story.points[self.story.sharpest])
        room = self.room().block_lines(*arms.reshape(-1, 2, 2))
        for name, arm in zip(("min", "max"), arms, strict=True):
            self.axis_names.add(Name(f"$lambda_{name}$", self.theme, "curvature"))
            self.axis_names[-1].settle(room, arm[:, 1])

    def follow_curvature(self, t: float) -> None:
        """Take the axes of curvature down the path and back to its sharpest point."""
        story = self.story
        last = len(story.points) - 1 - story.leaves
        down, back = min(t / 0.65, 1.0), max((t - 0.65) / 0.35, 0.0)
        here = self._after(down * last + back * (story.sharpest - last))
        self._cross(here)
        self._read(np.linalg.eigvalsh(np.nan_to_num(story.surface.hessian(*here))))

    def _cross(self, here: np.ndarray) -> np.ndarray:
        """Put the axes of curvature at a point: short where it bends most.

        Returns:
            (2, 2, 2, 2) for each axis, the flatter first, both arms with their two ends.
        """
        values, vectors = np.linalg.eigh(np.nan_to_num(self.story.surface.hessian(*here)))
        centre = self.map.at(here)
        sizes = 1 / np.sqrt(np.maximum(np.abs(values), 1e-12))
        sizes = np.clip(1.1 * sizes / max(float(sizes.max()), 1e-12), 0.28, 1.1)
        arms = sizes[:, None] * [self.map.way(vector) for vector in vectors.T]
        for arrow, way in zip(self.axes, np.stack([arms, -arms], 1).reshape(4, 3), strict=True):
            arrow.set_ends(centre, centre + min(1.0, self.map.room(centre, way)) * way)
        return np.array([[a.start, a.end] for a in self.axes]).reshape(2, 2, 2, 3)[..., :2]

    # -- the outcome ---------------------------------------------------------------------------

    def name_the_lowest(self) -> Self:
        """Name the lowest minimum, clear of the path."""
        story = self.story
        if story.minima:
            word = "minimum" if len(story.minima) == len(story.equals) else "lowest found"
            lowest = Name(word, self.theme, "minimum")
            room = self.room().block(*self.minima)
            lowest.settle(room, self.map.at(story.lowest.point)[None, :2])
            self.minima.add(lowest)
        return self


class LossCurve(VGroup):
    """Heights against steps, as much as has been walked, below the last step and its height.

    Args:
        values: (n + 1,) heights, the start first.
        zone: for both.
    """

    def __init__(self, values: np.ndarray, zone: Zone, theme: Theme) -> None:
        self.values = heights = np.asarray(values, dtype=float)
        steps, low, high = len(heights) - 1, float(heights.min()), float(heights.max())
        self.log = low >= 0 and high > 0 and high > LOG_FROM * max(low, DEEPEST * high)
        name = "$f$, log scale" if self.log else "$f$"
        if self.log and low < DEEPEST * high:
            low = DEEPEST * high
            name += f", from $10^({round(math.log10(low))})$"
        if not self.log and high - low < 0.02 * max(abs(low), abs(high)):
            # Numbers that differ in their last figures only cannot be told apart on an axis.
            heights, low, high, name = heights - low, 0.0, high - low, "$f - f_min$"
        rows = panel(theme, zone)
        self.step, self.level = rows.number(decimals=0), rows.number(equated=True)
        running = rows.rows(Named("step", self.step, "ink"), Named("$f$", self.level, "ink"))
        across = Axis(0.0, float(steps), "step", sorted({0.0, float(steps)}), centred=True)
        below = Zone(zone.left + 0.05, zone.right, zone.bottom, zone.top - 1.35)
        self.chart = Chart(below, theme, across, Axis(low, high, log=self.log), name)
        self.curve = self.chart.line(np.arange(steps + 1.0), heights, "path")
        self.dot = Dot(theme.ball, 0.075, rim=theme.contour)
        super().__init__(self.chart, self.curve, self.dot, *running)
        self.set_progress(0.0)

    def set_progress(self, steps: float) -> Self:
        """Draw the curve up to so many steps, which may be broken; say the last whole one."""
        self.curve.upto(max(steps, 0.0)).end(self.dot)
        whole = int(steps + 1e-9)
        value = float(self.values[whole])
        self.step.set_value(whole)
        self.level.set_text(equals(significant(value, 4)), value)
        return self


class HeightBar(VGroup):
    """A bar of colours from the lowest height to the highest, with numbers below it.

    Args:
        space: whose colours and heights.
        zone: where the bar lies; the numbers are below it and its name to the right.
    """

    def __init__(self, space: SurfacePanel, zone: Zone) -> None:
        land = space.landscape
        box, theme = land.box, land.theme
        edges = np.linspace(zone.left, zone.right, STRIPES + 1)
        colours = np.rint(255 * land.tints(np.linspace(land.gap, land.height, STRIPES)))
        stripes = []
        for left, right, rgb in zip(edges[:-1], edges[1:], colours.astype(int), strict=True):
            stripe = Curve("#" + "".join(f"{part:02X}" for part in rgb), width=0, fill=1)
            # A little wider than its share, so that no background shows between two.
            end = min(right + 0.01, zone.right)
            stripes.append(stripe.set_box(Zone(left, end, zone.bottom, zone.top)))
        low, high = box.z_range
        # Numbers that differ in their last figures only are written as what they are above.
        base = low if high - low < 0.02 * max(abs(low), abs(high)) else 0.0
        values, log = space.tick_values("z"), box.scale == "log"
        if log:
            values = np.append(low, values)
        elif base:
            values = low + nice_ticks(0.0, high - low, 4)
        shares = (box.rise(values) - land.gap) / (land.height - land.gap)
        markups: list[str] = [to_typst(significant(float(value - base), 6)) for value in values]
        if log:  # the lowest point of a grid is near the lowest height, but not that height
            markups[0] = "f_min"
        scale = _scale(zone.left + shares * zone.width, markups, zone.bottom, theme)
        markup = "height $f - f_min$" if base else "height $f$"
        name = Words(markup, theme, size=0.3, colour="muted")
        super().__init__(*stripes, *scale, name.place((zone.right + 0.2, zone.bottom + 0.04)))


class RateRuler(VGroup):
    """An axis of rates: settling below the limit, hatched above it, an arrow at the rate.

    Args:
        rate: positive.
        limit: positive and finite.
        zone: where the axis lies, with its names.
    """

    def __init__(self, rate: float, limit: float, zone: Zone, theme: Theme) -> None:
        self.zone, (low, high) = zone, sorted((rate, limit))
        apart = not 1 / 12 < rate / limit < 6
        low, high = (low / 4, high * 4) if apart else (0.0, 1.35 * high)
        self.span = Axis(low, high, ticks=5, log=apart)
        y, band, colour = zone.bottom + 0.42, 0.2, theme.warning
        start, bound, end = (self.x(value) for value in (self.span.low, limit, self.span.high))
        safe = Curve(theme.minimum, width=0, fill=0.45).set_box(Zone(start, bound, y, y + band))
        unsafe = Curve(colour, width=0, fill=0.22).set_box(Zone(bound, end, y, y + band))
        feet = np.arange(bound, end - band, 0.16)[:, None] * [1, 0] + [0, y]
        hatching = Segments(colour, width=theme.strokes.thin)
        hatching.set_segments(np.stack([feet, feet + band], axis=1))
        edge = Segments(colour, width=theme.strokes.bold)
        edge.set_segments(np.array([[[bound, y - 0.1], [bound, y + band + 0.1]]]))
        axis = Segments(theme.axis, width=theme.strokes.thin)
        axis.set_segments(np.array([[[start, y], [end, y]]]))
        rates = list(self.span.numbers())
        markups = [to_typst(magnitude(value) if value > 0 else "0") for value in rates]
        scale = _scale([self.x(value) for value in rates], markups, y, theme)
        at = self.x(rate)
        self.pointer = Arrow(theme.step, width=0.06, tip=0.18)
        self.pointer.set_ends((at, y + band + 0.36), (at, y + band + 0.02))
        texts = [to_typst(text) for text in rate_and_limit(rate, limit)]
        own = Words(f"rate ${texts[0]}$", theme, size=0.32, colour="step")
        other = Words(f"limit ${texts[1]}$", theme, size=0.32, colour="warning")
        left, right = (own, other) if at < bound else (other, own)
        above, (first, last) = y + band + 0.42, sorted((at, bound))
        left.place((max(first - 0.06, zone.left + left.advance), above), "right")
        right.place((min(last + 0.06, zone.right - right.advance), above))
        self.middle = y + band / 2
        self.here = Dot(theme.curvature, 0.5 * band, rim=theme.background)
        super().__init__(
            safe, unsafe, hatching, axis, edge, self.pointer, own, other, *scale, self.here
        )
        self.set_here(limit)

    def set_here(self, limit: float) -> Self:
        """Put the dot at the limit of one place; it goes out where that is beyond the axis."""
        at = self.x(min(max(limit, self.span.low), self.span.high))
        self.here.set_centre(np.array([at, self.middle]))
        seen = min(max(1 - 10 * (limit / self.span.high - 1), 0.0), 1.0)
        self.here.set_fill(opacity=seen).set_stroke(opacity=seen)
        return self

    def x(self, rate: float) -> float:
        """Return where a rate lies on the axis, in scene units."""
        return self.zone.left + 0.1 + float(self.span.share(rate)) * (self.zone.width - 0.3)


def _scale(places: Iterable[float], markups: Iterable[str], y: float, theme: Theme) -> VGroup:
    """Return ticks and numbers below a height; numbers that would meet the last are left out."""
    ticks = Segments(theme.axis, width=theme.strokes.thin)
    marks, numbers, taken = [], [], -math.inf
    for x, markup in zip(places, markups, strict=True):
        number = Words(f"${markup}$", theme, size=0.26, colour="muted")
        if x - number.advance / 2 > taken + 0.12:
            taken = x + number.advance / 2
            numbers.append(number.place((x, y - 0.34), "centre"))
            marks.append([[x, y], [x, y - 0.08]])
    return VGroup(ticks.set_segments(np.array(marks).reshape(-1, 2, 2)), *numbers)
