"""The plane of two vectors: what lies on it throughout, and where each step is seen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np
from manim.constants import DL, UR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle, fit_points
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.placing import distances, evenly_each
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Walk
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import SHORT, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.veil import Backdrop
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.style import BODY, HERO, SAFE, Theme, Zone, relative_luminance

LEFT = Rectangle(-5.8, 1.8, -2.85, 1.95)
"""Where the tips of arrows may lie beside what stands at the right."""

WIDE = Rectangle(-5.8, 5.6, -2.85, 1.95)
"""Where they may lie if a corner stays free."""

BESIDE = Zone(SAFE.left, 2.3, BODY.bottom, 2.45)
ALL = Zone(SAFE.left, SAFE.right, BODY.bottom, 2.45)
"""Where names may stand in either case."""

UNITS = 2.3
"""How many frame units a step takes at most."""

COUNTABLE = 0.7, 2.4
"""Between these scales the squares of the grid can be counted; else the axes have numbers."""

ROOMS = {
    step: np.array(size)
    for step, size in {
        "faces": (3.8, 3.0),
        "add": (3.9, 3.4),
        "scale": (3.8, 2.8),
        "combine": (3.6, 2.3),
        "project": (3.9, 2.3),
        "turn": (4.9, 2.3),
    }.items()
}
COLOURED = ("combine", "turn")
"""Steps that end on a ground of colour."""

APART = 0.25
"""The room that formulas take in a corner, and how far it is kept from what is drawn thick."""

CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
"""To the right or left, up or down, the best first."""

LARGER = 1.35
"""How much larger than usual formulas are."""

TOP = 2.3
ABOVE_ALL = 1000
OVER = 8.5
"""The z-index of what stands beside the picture, and of what lies behind it."""


Named: TypeAlias = tuple[str, np.ndarray, np.ndarray, str]
"""Typst mathematics, the point that it names, the vector that it is about, and a role."""


class Sight(NamedTuple):
    """Where the plane lies in a step, and in which corner of the frame formulas stand.

    Attributes:
        framing: of the plane.
        corner: to the right (1) or left (-1), and up (1) or down (-1).
        text: where names may stand.
        free: whether nothing thick is drawn in that corner.
    """

    framing: Framing
    corner: tuple[int, int]
    text: Zone
    free: bool


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
        self.sights = {step: self._sight(step, spots) for step, spots in story.spots().items()}
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

    def _sight(self, step: str, points: np.ndarray) -> Sight:
        """Return where points, (n, 2), are seen large, with a corner free."""
        size, ways = ROOMS[step], _ways(self.story, step, points)
        left, wide = (self._framing(points, room) for room in (LEFT, WIDE))
        heights = (1, 0) if step == "faces" else (0, -1, 1)
        options = [(left, (1, up), BESIDE) for up in heights]
        if wide.units > 1.12 * left.units:
            options = [*((wide, corner, ALL) for corner in CORNERS), *options]
        for framing, corner, text in options:
            way = evenly_each(framing.origin + framing.units * ways)
            if distances(_corner(corner, size)[None], size / 2, way).min() > APART:
                return Sight(framing, corner, text, True)
        return Sight(left, (1, 0), BESIDE, False)

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
        framing, _, self.plane.view.text, _ = self.sights[step]
        return framing

    def too_short(self, step: str, names: str) -> list[str]:
        """Return which of some vectors are drawn as dots in a step though they have a length."""
        lengths = dict(zip("uv", self.story.lengths, strict=True))
        units = self.sights[step].framing.units
        return [name for name in names if 0 < lengths[name] * units < SHORT]

    def rows(self, step: str, *items: Item) -> list[VMobject]:
        """Return rows in the free corner of a step, and before them the ground that they need."""
        _, (right, up), _, free = self.sights[step]
        ends = (SAFE.right - ROOMS[step][0], SAFE.right - 0.1)
        if right < 0:
            ends = (SAFE.left, SAFE.left + ROOMS[step][0])
        zone = Zone(*ends, BODY.bottom, TOP)
        rows = Panel(self.theme, zone, formula=LARGER * self.theme.sizes.formula).rows(*items)
        low, high = _ends(rows)
        shift = np.array([0.0, 0.0, 0.0])
        shift[0] = zone.right - high[0] if right > 0 else 0.0
        shift[1] = (up - 1) / 2 * (low[1] - zone.bottom)
        for row in rows:
            row.shift(shift).set_z_index(ABOVE_ALL)
        # On colour, its edge would be seen.
        return rows if free and step in COLOURED else [self.ground(rows, self.theme), *rows]

    def ground(self, rows: list[VMobject], theme: Theme) -> Backdrop:
        """Return what no line of the picture runs through into rows, in a theme's background."""
        (left, low), (right, top) = _ends(rows)
        return Backdrop(Zone(left, right, low, top), theme).set_z_index(OVER)

    def walk(self, vector: np.ndarray) -> Walk:
        """Return a walk along the axes to a vector, which is put on the plane later."""
        most = math.ceil(max([1.0, *(step for step in np.abs(vector) if step <= 8)]))
        made = self.plane.walk(most, width=0.09, tip=0.32)
        self.plane.drop(made.to(np.eye(2), vector))
        return made

    def name_each(self, named: Iterable[Named]) -> list[PlaneLabel]:
        """Name those of some vectors that are long enough in the view."""
        return [
            self.plane.label(markup, spot, role)
            for markup, spot, vector, role in named
            if float(np.hypot(*vector)) * self.plane.view.units > 0.35
        ]

    def seen_in(self, step: str, *arrows: PlaneArrow) -> list[PlaneArrow]:
        """Return those arrows from the origin whose tips are in the picture in a step."""
        (x, y), units = self.sights[step].framing
        room = np.array([HERO.right - abs(x), HERO.top - abs(y)])
        return [a for a in arrows if (np.abs(a.data()[1:] * units) < room).all()]

    def named(self, *, at_tip: bool = False) -> list[Named]:
        """Return u and v, to be named along their shafts, or u at its tip."""
        u, v = self.story.u, self.story.v
        return [
            ("bold(u)", (1.0 if at_tip else 0.6) * u, u, "vector"),
            ("bold(v)", 0.6 * v, v, "second_vector"),
        ]


def tint(theme: Theme, opacity: float) -> float:
    """Return the opacity of a ground of colour; a lighter one on a light page, for its text."""
    return opacity * (0.6 if relative_luminance(theme.background) > 0.5 else 1.0)


def lane(story: VectorStory, vector: np.ndarray, side: int) -> float:
    """Return how far to the left of its line an arrow is drawn, where all lie on one line."""
    if story.rank == 2:
        return 0.0
    return (0.2 if vector @ story.ahead >= 0 else -0.2) * side


def _ways(story: VectorStory, step: str, points: np.ndarray) -> np.ndarray:
    """Return the ways, (n, 2, 2), between all that is seen in a step, which no text may meet."""
    ways = [*combinations([np.zeros(2), *points], 2)]
    if step in ("scale", "combine", "turn"):  # a line runs across the picture
        far = 20 * max(float(np.abs(points).max()), 1e-9) * story.ahead
        through = story.steps[1] * (step == "combine")
        ways.append((through - far, through + far))
    if step == "turn":
        across = 20 * story.radius * story.across
        ways.append((-across, across))
    return np.array(ways)


def _ends(rows: list[VMobject]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower left and the upper right corner of rows, (2,) each."""
    corners = np.array([(row.get_corner(DL)[:2], row.get_corner(UR)[:2]) for row in rows])
    return corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)


def _corner(corner: tuple[int, int], size: np.ndarray) -> np.ndarray:
    """Return the middle, (2,), of a room of a size in a corner."""
    right, up = corner
    x = SAFE.right - size[0] / 2 if right > 0 else SAFE.left + size[0] / 2
    y = (TOP + BODY.bottom) / 2 + up * (TOP - BODY.bottom - size[1]) / 2
    return np.array([x, y])
