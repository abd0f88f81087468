"""A surface that is cut along x and along y, the two curves in charts, and their gradient."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.landscape import Landscape, best_azimuth, landscape_of
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Panel
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Formula, row
from explainer.numbers import decimals_for, given
from explainer.scenes.calculus.common import number, pair
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Section
from explainer.scenes.calculus.partial_derivatives.text import AXES, ROLES, held, partial
from explainer.style import SAFE, Theme, Zone

SPACE = Zone(-6.3, 0.2, -3.1, 2.75)
MAP = Zone(1.35, 5.65, -2.05, 2.3)
LARGE = Zone(0.7, 6.3, -1.45, 2.62)
SMALL = (Zone(0.55, 4.25, 0.0, 2.62), Zone(0.55, 4.25, -3.2, -0.58))
"""Where surface, map and charts lie: one chart by itself, and both below each other."""

BELOW, CHANGES = Zone(LARGE.left, SAFE.right, -3.42, -2.5), -2.35
"""Where formulas stand below the map or a chart, and the baseline of numbers that run there."""

BESIDE, WANTED = math.radians(36.0), math.radians(-52.0)
FACING = math.radians(60.0)
"""How far the eye is turned towards a cut: 90 degrees would be square before it."""

REACH = 0.34
"""How far a tangent on the surface reaches from its point, as a share of the domain's side."""

WIDTH = 5.5
"""Of the edge of a cut, in pixels of a frame 1080 pixels high."""

LONGEST_ARROW, SHORTEST_ARROW, ON_FLOOR = 1.6, 0.5, 0.5
"""Of the gradient on the map, in scene units, and below the surface, in the box."""

READING = 0.42
"""Type size of the running numbers, in scene units."""


class CutChart(VGroup):
    """The curve of one cut in a chart, with a line through its point that becomes the tangent.

    Args:
        section: the curve.
        zone: for the chart.
        window: the heights at its bottom and at its top.
        theme: for colours.

    Attributes:
        chase: the second point, and the legs from the first to it.
        changes: the way to the second point and the slope towards it, which run below the chart.
    """

    def __init__(
        self, section: Section, zone: Zone, window: tuple[float, float], theme: Theme
    ) -> None:
        self.section = section
        along, role = AXES[section.axis], ROLES[section.axis]
        held = number(section.held, given)
        name = f"f(x, {held})" if section.axis == 0 else f"f({held}, y)"
        run = Axis(float(section.run[0]), float(section.run[-1]), f"${along}$")
        self.chart = Chart(zone, theme, run, Axis(*window, f"${name}$"))
        colour = theme.colour(role)
        self.curve = Curve(colour, width=theme.strokes.bold)
        self.line = Curve(theme.ink, width=theme.strokes.regular)
        self.legs = Segments(theme.muted, width=theme.strokes.thin)
        self.dot = Dot(theme.ball, 0.1, rim=theme.contour)
        self.second = Dot(colour, 0.085, rim=theme.background)
        self.dot.set_centre(self.chart.at(section.here, section.height))
        self.leg_names = [
            Formula(f"Delta {what}", theme, size=0.32, colour="muted").with_halo(theme, 5)
            for what in (along, "f")
        ]
        slopes = [section.secant(section.step * share) for share in (1.0, 0.6, 0.3, 0.0)]
        self.step, self.slope = (
            LiveNumber(
                0, theme, decimals=decimals_for(sizes), size=READING, anchor="left", equated=True
            )
            for sizes in (section.step, slopes)
        )
        self.slope.set_ink(colour)
        named = ((f"Delta {along}", self.step), (f"frac(Delta f, Delta {along})", self.slope))
        self.changes = VGroup(
            row(Formula(name, theme, size=READING), number, start=(x, CHANGES))
            for x, (name, number) in zip((LARGE.left, LARGE.left + 2.5), named, strict=True)
        )
        self.chase = VGroup(self.legs, self.second, *self.leg_names)
        for level, mark in enumerate((self.line, self.legs, self.curve, self.second, self.dot)):
            mark.set_z_index(3 + 0.1 * level)
        for name in self.leg_names:
            name.set_z_index(5)
        super().__init__(self.chart, self.curve, self.line, self.dot)

    def rest(self) -> Self:
        """Draw the whole curve and its tangent."""
        section = self.section
        self.curve.set_corners(self.chart.at(section.run, section.heights))
        return self.near(0.0, section.slope, 1.0, final=True)

    def near(self, step: float, slope: float, shown: float, *, final: bool) -> Self:
        """Draw the line through the point and one a step ahead, and the two legs between them.

        Args:
            step: the way along the curve's axis.
            slope: of the line.
            shown: how much of it is seen, 0 to 1.
            final: the step is over.
        """
        section, to_frame = self.section, self.chart.at
        self.line.set_corners(to_frame(*section.line(slope, self.chart.y.low, self.chart.y.high).T))
        self.line.set_stroke(opacity=shown)
        here = to_frame(section.here, section.height)
        corner = to_frame(section.here + step, section.height)
        there = to_frame(section.here + step, section.height + slope * step)
        faint = shown * min(1.0, max(0.0, float(np.linalg.norm(corner - here)) / 0.5 - 0.5))
        self.legs.set_segments(np.array([[here, corner], [corner, there]]))
        self.legs.set_stroke(opacity=faint)
        self.second.set_centre(there)
        second = 0.0 if final else shown
        self.second.set_fill(opacity=second).set_stroke(opacity=second)
        up, ahead = np.sign(there[1] - here[1]) or 1.0, np.sign(corner[0] - here[0]) or 1.0
        middles = (np.array([here, there]) + corner) / 2
        tall = float(np.clip(abs(there[1] - here[1]) / 0.25 - 0.5, 0, 1))
        looks = ((0.0, -0.2 * up, faint), (0.26 * ahead, 0.0, faint * tall))
        for name, (x, y), (right, above, opacity) in zip(
            self.leg_names, middles, looks, strict=True
        ):
            name.move_to((x + right, y + above, 0.0)).set_opacity(opacity)
        self.step.set_value(step, animating=True)
        self.slope.set_value(slope, animating=not final)
        return self

    def readings(self) -> list[VMobject]:
        """Return what the cut holds and the slope in it, to the right of the chart."""
        section, zone = self.section, self.chart.zone
        beside = Zone(zone.right + 0.25, SAFE.right, zone.bottom, zone.top - 0.35)
        return Panel(self.chart.theme, beside, apart=(0.3, 0.3), formula=READING).rows(
            Line(held(section), "muted"), Line(partial(section), ROLES[section.axis])
        )


class PartialsView(SurfaceView):
    """All that is drawn of two cuts through a surface; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: PartialsStory, theme: Theme) -> None:
        self.story = story
        land = landscape_of(
            story.surface, theme, height=1.2, levels=16, spacing=story.surface.height
        )
        self.turns = self._views(land)
        stretched = story.surface.stretched
        super().__init__(land, (SPACE, MAP), self.turns, BESIDE, keep_aspect=not stretched)
        self.charts = [CutChart(section, LARGE, story.window, theme) for section in story.sections]
        self.small = [
            CutChart(section, zone, story.window, theme).rest()
            for section, zone in zip(story.sections, SMALL, strict=True)
        ]
        low, _ = self.map.corners
        here = self.map.at(story.point)
        self.dot.set_centre(here)
        feet = np.array([[[low[0], here[1]], here[:2]], [[here[0], low[1]], here[:2]]])
        self.dashes = VGroup(
            *(Segments(theme.ink, width=theme.strokes.thin).set_dashes(*foot) for foot in feet)
        ).set_z_index(1)
        self.point_name = Name(f"${pair(story.point, given)}$", theme, "ink")
        self.point_name.settle(self.room().block_lines(*feet), here[None, :2])
        self._draw_the_arrows(here)

    def _views(self, land: Landscape) -> list[float]:
        """Return azimuths: two that face the cuts, and one from which the point is seen best."""
        near = []
        for section in self.story.sections:
            run = section.here + np.linspace(-0.15, 0.15, 9) * np.ptp(section.run)
            near.append(section.on_plane(np.clip(run, section.run[0], section.run[-1])))
        facing = best_azimuth(land, np.concatenate(near), BESIDE, WANTED)
        towards = np.sign([math.cos(facing), math.sin(facing)])
        self.towards = np.where(towards == 0, 1.0, towards)
        x, y = self.towards
        long, short = math.sin(FACING), math.cos(FACING)
        angles = [math.atan2(y * long, x * short), math.atan2(y * short, x * long), facing]
        return [facing + (a - facing + math.pi) % (2 * math.pi) - math.pi for a in angles]

    def _draw_the_arrows(self, here: np.ndarray) -> None:
        story, theme = self.story, self.theme
        self.slopes = [
            Arrow(theme.colour(role), width=0.07, tip=0.22, halo=theme.background) for role in ROLES
        ]
        self.lay("line", *self.slopes)
        way = self.map.way(story.gradient)
        longest = 0.92 * self.map.room(here, way) if way.any() else 0.0
        way = way * max(min(LONGEST_ARROW, longest), SHORTEST_ARROW)
        corner = here + way * [1.0, 0.0, 0.0]
        ends = ((here, corner), (corner, here + way), (here, here + way))
        self.ends = [np.array(pair)[:, :2] for pair in ends]
        room = self.room().block_lines(*self.ends)
        markups = (*(f"$f_{axis}$" for axis in AXES), "$nabla f$")
        looks = zip(markups, (*ROLES, "gradient"), self.ends, strict=True)
        self.arrow_names: list[Name] = []
        for markup, role, (start, end) in looks:
            if (start != end).any():
                self.arrow_names.append(Name(markup, theme, role))
                spots = start + np.linspace(0.3, 0.8, 9)[:, None] * (end - start)
                self.arrow_names[-1].settle(room, spots)

    # -- the point and the cuts ----------------------------------------------------------------

    def cut(self, axis: int, t: float) -> Self:
        """Slide the plane of a cut in, from the edge that is nearest to its place at t = 1."""
        section, space = self.story.sections[axis], self.space
        across = 1 - axis
        side = float(self.towards[across])
        start = self.story.surface.domain[across][1 if side > 0 else 0]
        at = start + t * (section.held - start)
        if t <= 0:
            space.close().drop("wall", "plane")
            return self
        ends, points = section.on_plane(section.run[[0, -1]]), section.flat
        ends[:, across] = points[:, across] = at
        role, opacity = ROLES[axis], min(1.0, 8 * t)
        space.open_at(across, at, -side).wall("wall", ends, role, opacity)
        space.plane("plane", ends, role, opacity)
        space.line("edge", points, role, width=WIDTH, opacity=opacity)
        return self

    def leave(self, axis: int, t: float) -> Self:
        """Slide the plane back out, the surface whole again and the curve still on it."""
        section = self.story.sections[axis]
        self.cut(axis, 1 - t)
        self.space.line(f"curve{axis}", section.flat, ROLES[axis], width=WIDTH).drop("edge")
        return self.lean(axis, section.slope)

    def lean(self, axis: int, slope: float, opacity: float = 1.0) -> Self:
        """Draw a line of a slope through the point, in the plane of a cut."""
        section, box = self.story.sections[axis], self.landscape.box
        lowest, highest = (float(box.unrise(z)) for z in (0.0, box.height + 0.1))
        ends = section.line(slope, lowest, highest)
        reach = REACH * np.ptp(section.run)
        run = np.clip(ends[:, 0], section.here - reach, section.here + reach)
        heights = section.height + slope * (run - section.here)
        line = np.column_stack([section.on_plane(run), heights])
        self.space.line(f"tangent{axis}", line, "ink", width=4.0, opacity=opacity, hidden=0.55)
        return self

    def near(self, axis: int, t: float) -> Self:
        """Bring a second point to the first: on the surface, in the chart, and in its numbers."""
        section, chart = self.story.sections[axis], self.charts[axis]
        shown, share = min(1.0, 5 * t), min(1.0, (1 - t) / 0.8)
        step = section.step * share**1.5
        slope = section.secant(step)
        chart.near(step, slope, shown, final=t >= 1)
        self.lean(axis, slope, shown)
        there = section.on_plane(np.array(section.here + step))
        self.space.dot("second", there, ROLES[axis], opacity=shown * (t < 1), hidden=0.6)
        return self

    def fly(self, axis: int, t: float) -> Self:
        """Take the curve out of the surface and lay it into its chart."""
        section, chart = self.story.sections[axis], self.charts[axis]
        flat = section.flat[::2]
        start = self.space.point_to_frame(flat[:, 0], flat[:, 1])[:, :2]
        end = chart.chart.at(section.run[::2], section.heights[::2])
        chart.curve.set_corners((1 - t) * start + t * end)
        return self

    # -- the gradient --------------------------------------------------------------------------

    def add_up(self, t: float) -> Self:
        """Grow the two slopes as arrows tip to tail, then their sum."""
        shares = [min(max(3 * t - n, 0.0), 1.0) for n in range(3)]
        arrows = (*self.slopes, self.gradient)
        for arrow, share, (start, end) in zip(arrows, shares, self.ends, strict=True):
            arrow.set_ends(start, start + share * (end - start))
            grown = float(np.linalg.norm(end - start) > 1e-9) * min(1.0, 10 * share)
            arrow.set_fill(opacity=grown).set_background_stroke(opacity=grown)
        if shares[2] > 0:
            self.space.climb(self.story.point, self.story.gradient, ON_FLOOR * shares[2] + 0.01)
        return self

    def stand_both(self, t: float) -> Self:
        """Let both planes stand in the surface, as the tangent plane and its arrow go."""
        self.space.fade_marks(1 - t, "tangent", "gradient")
        for axis, section in enumerate(self.story.sections):
            ends = section.on_plane(section.run[[0, -1]])
            self.space.plane(f"plane{axis}", ends, ROLES[axis], 0.55 * t)
        return self
