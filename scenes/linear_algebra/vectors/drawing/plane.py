"""The plane of two vectors: what lies on it throughout, and where each step is seen."""

from __future__ import annotations

import math
from functools import partial
from typing import NamedTuple

import numpy as np
from manim.constants import DL, UR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle, fit_points
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.placing import distances, evenly_each
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import SHORT, Mark, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.veil import Backdrop
from explainer.scenes.linear_algebra.vectors.drawing.projection import Projection
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import product_role, term, terms
from explainer.style import BODY, HERO, SAFE, Theme, Zone

LEFT = Rectangle(-5.8, 2.0, -2.85, 1.95)
"""Where the tips of arrows may lie beside what stands at the right."""

WIDE = Rectangle(-5.8, 5.6, -2.85, 1.95)
"""Where they may lie if a corner stays free."""

BESIDE = Zone(SAFE.left, 2.7, BODY.bottom, 2.45)
ALL = Zone(SAFE.left, SAFE.right, BODY.bottom, 2.45)
"""Where names may stand in either case."""

UNITS = 2.3
"""How many frame units a step takes at most."""

COUNTABLE = 0.7, 2.4
"""Between these scales the squares of the grid can be counted; else the axes have numbers."""

ROOMS = {"turn": np.array([4.9, 2.3])}
CORNER, APART = np.array([3.8, 2.4]), 0.25
"""The room that formulas take in a corner, and how far it is kept from what is drawn thick."""

CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
"""To the right or left, up or down, the best first."""

LARGER = 1.35
"""How much larger than usual formulas are."""

TOP = 2.3
ABOVE_ALL = 1000
OVER = 8.5
"""The z-index of what stands beside the picture, and of what lies behind it."""


class Sight(NamedTuple):
    """Where the plane lies in a step, and in which corner of the frame formulas stand.

    Attributes:
        framing: of the plane.
        corner: to the right (1) or left (-1), and up (1) or down (-1).
        text: where names may stand.
    """

    framing: Framing
    corner: tuple[int, int]
    text: Zone


class Stage(VGroup):
    """The plane, u and v on it, and its views.

    Args:
        theme: for colours.
        story: what is shown.

    Attributes:
        sights: where each step is seen.
        u, v: the vectors, from the origin.
        countable: whether the squares of the grid can be counted.
    """

    def __init__(self, theme: Theme, story: VectorStory) -> None:
        self.theme, self.story = theme, story
        plane = self.plane = Plane(theme, HERO, LEFT, units=UNITS)
        spots, reach = story.spots(), _reaches(story)
        self.sights = {
            step: self._sight(step, points, reach[step]) for step, points in spots.items()
        }
        scales = [sight.framing.units for sight in self.sights.values()]
        least, most = COUNTABLE
        self.countable = least < min(scales) and max(scales) < most
        if self.countable:
            plane.grid.finest = 1.0
            plane.base.remove(plane.numbers)
            plane.settle(numbers=0.0)
        self.u, self.v = self.arrow("vector"), self.arrow("second_vector")
        plane.drop(self.u, self.v)
        super().__init__(plane)
        self.look("faces")

    def arrow(self, role: str, *, thin: bool = False, layer: float = 5.0) -> PlaneArrow:
        """Put an arrow on the plane: thick, or a copy of one."""
        width, tip = (0.075, 0.3) if thin else (0.12, 0.42)
        return self.plane.arrow(role, width=width, tip=tip, layer=layer)

    def _sight(self, step: str, points: np.ndarray, ways: np.ndarray) -> Sight:
        """Return where points, (n, 2), are seen large, with ways, (n, 2, 2), beside a corner."""
        size = ROOMS.get(step, CORNER)
        left, wide = (self._framing(points, room) for room in (LEFT, WIDE))
        options = [(left, corner, BESIDE) for corner in CORNERS[:2]]
        if wide.units > 1.12 * left.units:
            options = [*((wide, corner, ALL) for corner in CORNERS), *options]
        for framing, corner, text in options:
            way = evenly_each(framing.origin + framing.units * ways)
            if distances(_corner(corner, size)[None], size / 2, way).min() > APART:
                return Sight(framing, corner, text)
        return Sight(left, CORNERS[0], BESIDE)

    def _framing(self, points: np.ndarray, room: Rectangle) -> Framing:
        """Return the framing with points and the origin large in the middle of a room."""
        reach = float(np.abs(points).max())
        most = max(UNITS, UNITS / reach) if reach > 1e-300 else UNITS
        units = fit_points(points, room, most).units
        low, high = np.minimum(points.min(axis=0), 0), np.maximum(points.max(axis=0), 0)
        return Framing((room.low + room.high - units * (low + high)) / 2, units)

    def look(self, step: str) -> None:
        """Look at a step at once."""
        self.aim(step)
        self.plane.look(self.sights[step].framing).settle()

    def aim(self, step: str) -> Framing:
        """Let names stand where a step leaves room for them; return where it is seen."""
        framing, _, self.plane.view.text = self.sights[step]
        return framing

    def too_short(self, step: str, names: str) -> list[str]:
        """Return which of some vectors are drawn as dots in a step though they have a length."""
        lengths = dict(zip("uv", self.story.lengths, strict=True))
        units = self.sights[step].framing.units
        return [name for name in names if 0 < lengths[name] * units < SHORT]

    def rows(self, step: str, *items: Item) -> list[VMobject]:
        """Return rows in the free corner of a step, and before them the ground that they need."""
        right, up = self.sights[step].corner
        wide = ROOMS.get(step, CORNER)[0]
        zone = Zone(SAFE.right - wide, SAFE.right - 0.1, BODY.bottom, TOP)
        if right < 0:
            zone = Zone(SAFE.left, SAFE.left + wide, BODY.bottom, TOP)
        rows = Panel(self.theme, zone, formula=LARGER * self.theme.sizes.formula).rows(*items)
        corners = np.array([(row.get_corner(DL)[:2], row.get_corner(UR)[:2]) for row in rows])
        low, high = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
        shift = np.array(
            [
                0.0 if right < 0 else zone.right - high[0],
                0.0 if up > 0 else BODY.bottom + 0.1 - low[1],
            ]
        )
        for row in rows:
            row.shift(np.append(shift, 0.0)).set_z_index(ABOVE_ALL)
        if step in ("combine", "turn"):  # on a ground of colour, where no line is
            return rows
        (left, bottom), (right_, top) = low + shift, high + shift
        ground = Backdrop(Zone(left, right_, bottom, top), self.theme).set_z_index(OVER)
        return [ground, *rows]

    def label(self, markup: str, point: np.ndarray, role: str) -> PlaneLabel:
        """Name a point of the plane, (2,)."""
        return self.plane.label(markup, point, role)

    def is_seen(self, vector: np.ndarray) -> bool:
        """Return whether an arrow is long enough in the view for a name of its own."""
        return float(np.hypot(*vector)) * self.plane.view.units > 0.35

    # -- names -----------------------------------------------------------------------------------

    def name_vectors(self) -> list[PlaneLabel]:
        """Name u and v along their shafts, where they are long enough."""
        named = ("bold(u)", self.story.u, "vector"), ("bold(v)", self.story.v, "second_vector")
        return [
            self.label(name, 0.6 * vector, role)
            for name, vector, role in named
            if self.is_seen(vector)
        ]

    def name_sides_of(self, area: Projection) -> list[PlaneLabel]:
        """Name the sides of the rectangle, where it has any."""
        story = self.story
        if not story.product or not self.is_seen(story.projection):
            return []
        near, far = area.sides()
        return [
            self.label('"projection"', near, product_role(story)),
            self.label("norm(bold(u))", far, "vector"),
        ]

    def name_multiple(self, index: int) -> list[PlaneLabel]:
        """Name a multiple of u by the first or the second scalar at its tip."""
        scalar, vector = self.story.scalars[index], self.story.scaled[index]
        if not self.is_seen(vector) or scalar == 1:
            return []
        return [self.plane.label(term(scalar, "bold(u)"), vector, "combination", lean=-3.0)]

    def name_terms(self) -> list[PlaneLabel]:
        """Name both terms of the combination along their shafts, and their sum at its tip."""
        story = self.story
        (a, b), (first, second) = story.scalars, story.steps
        named = (
            (term(a, "bold(u)"), 0.55 * first, first, "vector"),
            (term(b, "bold(v)"), first + 0.5 * second, second, "second_vector"),
            (terms(story), story.combination, story.combination, "combination"),
        )
        return [
            self.label(markup, spot, role)
            for markup, spot, vector, role in named
            if self.is_seen(vector)
        ]

    def steps_of(self, vector: np.ndarray) -> int:
        """Return how many steps a walk along the axes to a vector has at most."""
        return math.ceil(max([1.0, *(step for step in np.abs(vector) if step <= 8)]))

    # -- the entries of a sum ----------------------------------------------------------------------

    def entries_along_axes(self) -> list[Mark]:
        """Return arrows for the entries of u and v, end to end on each axis, and guides."""
        u, v = self.story.u, self.story.v
        made: list[Mark] = []
        for axis in (0, 1):
            for role in ("vector", "second_vector"):
                arrow = self.arrow(role, thin=True, layer=4.5)
                # Beside each other where the second leads back over the first.
                arrow.aside = 0.17 * (u[axis] * v[axis] < 0) * (role != "vector")
                made.append(arrow.to(None))
        return [*made, self.plane.segments("ink", dash=0.1)]

    def lay_entries(self, rows: list[Mark], t: float) -> None:
        """Lay the entries end to end, those of u first."""
        story, (*arrows, guides) = self.story, rows
        shares = min(2 * t, 1.0), max(2 * t - 1, 0.0)
        for index, arrow in enumerate(arrows):
            along, second = np.eye(2)[index // 2], index % 2
            entry = (story.u, story.v)[second][index // 2]
            tail = story.u[index // 2] * along * second
            seen = entry and shares[second]
            arrow.to(shares[second] * entry * along if seen else None, tail)
        feet = np.diag(story.total)
        guides.to([(foot, foot + t * (story.total - foot)) for foot in feet])


def lane(story: VectorStory, vector: np.ndarray, side: int) -> float:
    """Return how far to the left of its line an arrow is drawn, where all lie on one line."""
    if story.rank == 2:
        return 0.0
    return (0.2 if vector @ story.ahead >= 0 else -0.2) * side


def _reaches(story: VectorStory) -> dict[str, np.ndarray]:
    """Return the ways, (n, 2, 2), that are drawn thick in each step, which no text may meet."""
    u, v, total, zero = story.u, story.v, story.total, np.zeros(2)
    first, second = story.steps
    rise = abs(story.scalar_projection or 0.0) * story.across
    angles = np.linspace(0, 2 * math.pi, 49)
    ring = story.radius * np.column_stack([np.cos(angles), np.sin(angles)])
    far = 20 * max(*story.lengths, float(np.abs(story.steps).max()), 1e-9)
    line = far * np.outer((-1, 1), story.ahead)
    from_origin = partial(_pairs, zero)
    return {
        "faces": from_origin(u),
        "add": np.concatenate([from_origin(u, v, total), _pairs(total, u, v)]),
        "scale": line[None],
        "combine": np.concatenate(
            [from_origin(u, v, first), _pairs(first + second, first, zero), line[None] + second]
        ),
        "project": np.concatenate([from_origin(u, v, rise), _pairs(u + rise, u, rise)]),
        "turn": np.concatenate([line[None], np.stack([ring[:-1], ring[1:]], axis=1)]),
    }


def _pairs(start: np.ndarray, *ends: np.ndarray) -> np.ndarray:
    return np.array([(start, end) for end in ends])


def _corner(corner: tuple[int, int], size: np.ndarray) -> np.ndarray:
    """Return the middle, (2,), of a room of a size in a corner."""
    right, up = corner
    x = SAFE.right - size[0] / 2 if right > 0 else SAFE.left + size[0] / 2
    return np.array([x, TOP - size[1] / 2 if up > 0 else BODY.bottom + size[1] / 2])
