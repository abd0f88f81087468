"""A surface on which a direction turns, and its map: gradient, contour and field."""

from __future__ import annotations

import math
from typing import Any, Self

import numpy as np

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.geometry.plane import room_ahead
from explainer.geometry.space import rgb
from explainer.mobjects.contour_map import CrossedAxes, covering
from explainer.mobjects.landscape import Landscape, best_azimuth, landscape_of
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Arrow, Curve, VGroup, disc
from explainer.mobjects.surface import strokes
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.scenes.calculus.gradient.drawing.field import Flow, GradientField
from explainer.scenes.calculus.gradient.drawing.places import Places
from explainer.scenes.calculus.gradient.story import SPOKES, TURN, DirectionalStory
from explainer.style import Theme, Zone

BESIDE, WANTED, AROUND = math.radians(36.0), math.radians(-62.0), math.radians(16.0)
"""Elevation and azimuth of the eye, and how far it goes round at the beginning."""

FLATTEST, TALLEST, GAP = 0.5, 1.1, 0.22
"""A surface is drawn to scale unless that makes it flatter or taller than this, in units of the
box; how far it lies above the floor."""

REACH, RISE = 0.46, 0.46
"""Radius of the circle of directions, and how far above it the tangent plane is at most, in units
of the box."""

STEEP, SHORT, LONGEST = 0.8, 0.3, 2.1
"""Length of the gradient's arrow on the floor, in units of the box, the least share of it that is
left where it would leave the floor, and its length on the map, in scene units."""

EDGE = 0.45
"""How far beyond where names stand a mark on the map may lie, in scene units."""

BOLD, THIN = 9.0, 3.0
"""Widths of what a sentence speaks of, and of the rest, in pixels of a frame 1080 pixels high."""

PASSING = (
    *("plane", "cut", "tangent", "line", "direction", "level", "rim", "spokes", "rise", "run"),
    *("part x", "part y", "gradient", "stalk", "foot", "point"),
)
"""Marks on the surface that go when it lies down."""

CROSSED = "contour lines are everywhere on a map; a halo keeps the text clear of them"
"""Why text may lie on lines."""


class GradientView(SurfaceView):
    """All that is drawn of slopes in all directions; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours and the layout.
        places: where all stands.

    Attributes:
        axis_names: of x, y and the height.
        axes: those of the map.
        rose: a circle whose chords from the point are the slopes, and its mirror image.
        ghosts: gradients left behind on the contour.
        veil: between the map and what stands below it in narrow frames.
        field, flow, rings: what is to be seen all over the map.
    """

    type_sizes = ("small", "small")

    def __init__(self, story: DirectionalStory, theme: Theme, places: Places) -> None:
        self.story, self.places = story, places
        size = theme.sizes.label
        self.axis_names = [
            Words(f"${each}$", theme, size=size, colour="muted").with_halo(theme) for each in "xyf"
        ]
        ground = story.surface
        tall = 2 * story.span / float(np.ptp(ground.domain, axis=1).max())
        height = GAP + float(np.clip(tall, FLATTEST, TALLEST))
        spacing = ground.height
        land = landscape_of(ground, theme, height=height, gap=GAP, levels=14, spacing=spacing)
        near = np.concatenate(
            [story.along(angle, np.linspace(0, 1, 13)) for angle in np.linspace(0, np.pi, 5)[:4]]
        )
        near = near[(np.abs(near - story.point) < 0.2 * np.ptp(ground.domain, axis=1)).all(axis=1)]
        self.facing = best_azimuth(land, np.vstack([near, story.point]), BESIDE, WANTED)
        azimuths, keep = (self.facing - AROUND, self.facing), not ground.stretched
        options: dict[str, Any] = {"keep_aspect": keep, "named": False, "ticks": 0}
        zones = (places.surface, self._map_zone(land, keep))
        super().__init__(land, zones, azimuths, BESIDE, **options)
        aside = max(0.0, float(self.note.get_right()[0]) - places.names.right)
        self.note.with_halo(theme).shift((-aside, 0.0, 0.0))
        self.reach = self._reach()
        self.space.set_z_index(-2)
        self.axes = CrossedAxes(self.map, places.seen).set_z_index(-0.5)
        allow(self.axes, "crossed", CROSSED)
        halo = theme.background
        self.gradient = Arrow(theme.gradient, width=0.11, tip=0.36, halo=halo)
        self.gradient_name = Name("$nabla f$", theme, "gradient")
        allow(self.gradient_name, "crossed", CROSSED)
        self.ghosts = [Arrow(theme.gradient, width=0.07, tip=0.24, halo=halo) for _ in story.stops]
        self.rose = Curve(theme.direction, width=theme.strokes.regular)
        self.rose.set_stroke(halo, width=7, opacity=0.6, background=True)
        self.field = GradientField(self.map, story, theme)
        self.flow = Flow(self.map, story, theme)
        self.rings = VGroup()
        for rest in story.rests:
            ring = Curve(theme.ink, width=theme.strokes.bold)
            ring.points = disc(self.map.at(rest.point), 0.2, 0.2)
            self.rings.add(ring.set_background_stroke(color=halo, width=8, opacity=0.8))
        self.lay("line", self.rose, self.field, self.flow)
        self.lay("corner", self.rings, *self.ghosts).lay("arrow", self.gradient)
        self.veil = Veil(theme.layout.aside_veil, theme, theme.layout.aside_edge, opacity=1.0)
        self.veil.set_z_index(7)
        self._place_on_map()
        self.face(0.0)

    def _map_zone(self, land: Landscape, keep: bool) -> Zone:
        """Return where the map lies: it covers its zone, or all of it is seen if it must be."""
        story, zone, seen = self.story, self.places.map, self.places.seen
        ranges = np.array([land.x_range, land.y_range])
        marks = np.array([*(rest.point for rest in story.rests), story.point, *story.walk])
        middle = (marks.min(axis=0) + marks.max(axis=0)) / 2
        place = np.array([(seen.left + seen.right) / 2, (seen.bottom + seen.top) / 2])
        found = covering(land, zone, middle, place, keep_aspect=keep)
        spots = (marks - ranges[:, 0]) / np.ptp(ranges, axis=1) * [found.width, found.height]
        spots += [found.left, found.bottom]
        low, high = np.array([[seen.left, seen.bottom], [seen.right, seen.top]])
        if ((spots > low - EDGE) & (spots < high + EDGE)).all():
            return found
        return Zone(zone.left + 0.5, zone.right, seen.bottom, seen.top)

    def _reach(self) -> float:
        """Return the radius of the circle of directions, in x and y."""
        land, story = self.landscape, self.story
        scales = 2 * np.array(land.box.half_sides) / np.ptp(story.surface.domain, axis=1)
        steep = story.norm * float(land.box.steepness(story.height))
        return min(REACH / float(scales.max()), RISE / steep if steep else math.inf)

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye there; see ``SurfaceView``."""
        super().look(elevation, reveal, azimuth, final=final)
        self.name_axes(*self.axis_names)
        layout = self.theme.layout
        for name in self.axis_names:
            if float(name.get_top()[1]) > layout.heading.bottom - 0.2:
                name.set_opacity(0.0)
            name.shift((max(0.0, layout.safe.left - float(name.get_left()[0])), 0.0, 0.0))
        return self

    def face(self, turned: float) -> Self:
        """Look from where the point is seen best, turned from there by so many radians."""
        return self.look(BESIDE, 1.0, self.facing + turned, final=turned == 0)

    def tip(self, t: float) -> Self:
        """Tip the surface up until it is its map."""
        seen = max(0.0, 1 - 4 * t)
        self.lie_down(self.facing, t).name_axes(*self.axis_names, opacity=seen)
        self.space.fade_marks(seen, *PASSING)
        if t == 1:
            self.space.drop(*PASSING)
        return self

    # -- one direction -------------------------------------------------------------------------

    def cut_open(self, t: float) -> None:
        """Go round the surface to where the point is seen best, as a plane cuts it."""
        self.face(-AROUND * (1 - t))
        self.stand(self.story.point)
        self._cut(0.0, float(ease(2 * t - 0.6)))

    def _cut(self, angle: float, opacity: float = 1.0) -> None:
        story, space = self.story, self.space
        space.plane("plane", story.along(angle, [0.0, 1.0]), "section", opacity)
        cut = story.along(angle, np.linspace(0, 1, 141))
        space.line("cut", cut, "section", width=BOLD, opacity=opacity)

    def draw_tangent(self, t: float) -> None:
        """Grow the tangent of the cut from the point."""
        self.aim(0.0, 0.0, grown=max(t, 0.02))

    def aim(self, angle: float, traced: float, *, grown: float = 1.0, cut: bool = True) -> None:
        """Turn the direction to an angle; its tip has drawn a circle up to another, radians."""
        story, space, reach = self.story, self.space, self.reach
        if cut:
            self._cut(angle)
        here = np.array([*story.point, story.height])
        tip, opposite = story.lifted([angle, angle + np.pi], grown * reach)
        ends = np.array([opposite, tip])
        space.line("line", ends, "direction", width=5.0, hidden=0.6)
        space.arrows("direction", here[None], tip[None], "direction", width=BOLD, hidden=0.7)
        foot = np.array([*tip[:2], story.height])
        space.line("run", np.array([here, foot]), "ink", width=THIN, hidden=0.5)
        space.line("rise", np.array([foot, tip]), "direction", width=BOLD, hidden=0.7)
        level = story.lifted(np.linspace(0, TURN, 73), reach)
        level[:, 2] = story.height
        space.line("level", level, "ink", width=THIN, hidden=0.4, opacity=0.7 * grown)
        rim = story.lifted(np.linspace(0, traced, 2 + int(24 * traced)), reach)
        space.line("rim", rim, "direction", width=BOLD, hidden=0.7)
        ends = story.lifted(SPOKES[traced + 1e-9 >= SPOKES] if traced else SPOKES[:0], reach)
        feet = ends * [1, 1, 0] + [0, 0, story.height]
        space.line("spokes", strokes(feet, ends), "direction", width=THIN, hidden=0.5, opacity=0.8)
        self.stand(story.point)

    def lay_plane(self, t: float) -> None:
        """Lay the tangent plane, in which all tangents lie, and let the cut go."""
        self.space.fade_marks(1 - t, "plane", "cut")
        if t == 1:
            self.space.drop("plane", "cut")
        rim = self.story.lifted(np.linspace(0, TURN, 73), self.reach)
        middle = np.array([*self.story.point, self.story.height])
        rings = middle + np.linspace(0, 1, 7)[:, None, None] * (rim - middle)
        spots, slopes = rings[..., :2], np.broadcast_to(self.story.gradient, rings[..., :2].shape)
        colour = rgb(self.theme.tangent)
        self.space.sheet("tangent", spots, rings[..., 2], slopes, colour, opacity=max(t, 0.01))

    # -- the gradient --------------------------------------------------------------------------

    def grow_gradient(self, t: float) -> None:
        """Grow the slope along x, that along y from its tip, and their sum, on the floor."""
        story, space = self.story, self.space
        self.space.fade_marks(1 - min(1.0, 3 * t), "plane", "cut")
        if story.level:
            self.ring([story.point], "gradient", min(1.0, 2 * t), lit=True)
            return
        start, corner, tip = self._on_the_floor()
        shares = [float(ease(3 * t - place)) for place in range(3)]
        ways = [(start, corner), (corner, tip)]
        for (name, role), (begin, end), share in zip(
            (("part x", "partial_x"), ("part y", "partial_y")), ways, shares[:2], strict=True
        ):
            if share > 0.02:
                line = np.array([begin, begin + share * (end - begin)])
                space.line(name, line, role, width=BOLD, hidden=0.7)
        if shares[2] > 0.02:
            end = start + shares[2] * (tip - start)
            look = {"width": 13.0, "hidden": 0.8, "head": 0.18}
            space.arrows("gradient", start[None], end[None], "gradient", **look)

    def names_on_the_floor(self) -> list[Name]:
        """Return the names of the gradient and of its parts, beside them on the floor."""
        if self.story.level:
            return []
        start, corner, tip = self._on_the_floor()
        ways = [(start, corner, "f_x", "partial_x"), (corner, tip, "f_y", "partial_y")]
        ways.append((start, tip, "nabla f", "gradient"))
        seen = [self._seen(np.linspace(a, b, 17)) for a, b, *_ in ways]
        room = self.room_beside(self.places.names).block(*self.axis_names).block_lines(*seen)
        names = [Name(f"${markup}$", self.theme, role) for *_, markup, role in ways]
        return [
            allow(name, "crossed", CROSSED)
            for name, line in zip(names, seen, strict=True)
            if name.settle(room, line[5:])
        ]

    def _seen(self, points: np.ndarray) -> np.ndarray:
        return np.asarray(self.space.point_to_frame(*points.T)[:, :2])

    def _on_the_floor(self) -> np.ndarray:
        """Return where the gradient's arrow starts, turns from x to y, and ends, (3, 3)."""
        box, story = self.landscape.box, self.story
        scales = 2 * np.array(box.half_sides) / np.ptp(story.surface.domain, axis=1)
        whole = story.gradient * STEEP / float(np.linalg.norm(story.gradient * scales))
        room = room_ahead(np.array(story.point), whole, *np.transpose(story.surface.domain))
        whole = whole * float(np.clip(room, SHORT, 1.0))
        ways = np.array([[0.0, 0.0, 0.0], [whole[0], 0.0, 0.0], [*whole, 0.0]])
        return np.array([*story.point, float(box.unrise(0.0))]) + ways

    # -- on the map ----------------------------------------------------------------------------

    def _place_on_map(self) -> None:
        """Put the point, and the gradient with its name, on the map."""
        story = self.story
        self.dot.set_centre(self.map.at(story.point))
        ends = self.map.at(story.walk)[:, :2] if len(story.walk) else np.zeros((1, 2))
        wide = float(np.ptp(ends, axis=0).min())
        # Arrows that would meet beyond the middle of a small closed line are shorter.
        self.stride = min(0.5, 0.36 * wide / LONGEST) if story.closed else 0.5
        if story.level:
            return
        self.gradient.set_ends(*self.arrow(story.point, story.gradient, self._longest()))
        room = self.room()
        seen, zone = self.places.seen, room.zone
        room.zone = Zone(
            max(zone.left, seen.left),
            min(zone.right, seen.right),
            max(zone.bottom, seen.bottom),
            min(zone.top, seen.top),
        )
        self.name_arrow(self.gradient_name, self.gradient, room)

    def _longest(self) -> float:
        """Return how long the gradient is on the map, clear of the heading, in scene units."""
        here, way = self.map.at(self.story.point), self.map.way(self.story.gradient)
        seen = self.places.seen
        rooms = [
            ((high if step > 0 else low) - start) / step
            for start, step, low, high in zip(
                here[:2], way[:2], (seen.left, seen.bottom), (seen.right, seen.top), strict=True
            )
            if abs(step) > 1e-9
        ]
        return float(np.clip(min(rooms), 0.8, LONGEST))

    def show_gradient(self, t: float) -> None:
        """Grow the gradient on the map."""
        here = self.map.at(self.story.point)
        end = self.arrow(self.story.point, self.story.gradient, self._longest())[1]
        self.gradient.set_ends(here, here + max(t, 0.02) * (end - here))

    def cross_the_contour(self, t: float) -> None:
        """Draw the rose of slopes about the point, and light up the contour that it touches."""
        story = self.story
        if story.flat:
            return
        self.light(story.height, "section", float(ease(2 * t - 1)) if not story.level else t)
        self.space.drop("contour")
        if story.level:
            return
        if t > 0.75:
            self.cross(np.array([story.point]), story.gradient[None], 0.3)
        if self.map.keeps_aspect:
            # Of each direction the chord from the point is as long as the slope is large.
            turns = story.best + np.linspace(0.0, TURN * min(1.0, 1.6 * t), 97)
            chords = self._longest() * np.cos(turns - story.best)[:, None]
            rose = self.map.at(story.point)[:2] + np.abs(chords) * np.stack(
                [np.cos(turns), np.sin(turns)], axis=-1
            )
            self.rose.set_corners(rose)

    def walk(self, t: float) -> None:
        """Take the gradient along the contour, and leave it behind at each stop."""
        story = self.story
        here, longest = story.at(t), self._longest()
        slope = story.surface.gradient(*here)
        grown = self.stride + (1 - self.stride) * max(1 - 12 * t, 0.0)
        self.gradient.set_ends(*self.arrow(here, slope, longest * grown))
        self.dot.set_centre(self.map.at(here))
        fade = max(0.0, 1 - 8 * t)
        self.rose.set_stroke(opacity=fade).set_stroke(opacity=0.6 * fade, background=True)
        stops = np.array([story.at(share) for share in story.stops]).reshape(-1, 2)
        slopes, passed = story.surface.gradient(*stops.T), story.stops <= t + 1e-9
        for ghost, place, steep, seen in zip(self.ghosts, stops, slopes, passed, strict=True):
            ghost.set_ends(*self.arrow(place, steep, longest * self.stride))
            ghost.set_fill(opacity=float(seen)).set_background_stroke(opacity=float(seen))
        stops, slopes = stops[passed], slopes[passed]
        self.cross(np.vstack([stops, here]), np.vstack([slopes, slope]))

    @property
    def map_parts(self) -> list[Any]:
        """What of the map does not move."""
        return [self.map.image, self.map.lines, self.map.border]
