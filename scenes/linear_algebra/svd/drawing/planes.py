"""The unit circle, its image and two vectors in one plane: a turn, three moves, two layers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle, nice_step, right_angle
from explainer.maths.linear_algebra import matrix_path, rotation
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import (
    ArrayMark,
    Mark,
    PlaneArrow,
    PlaneCurve,
    PlaneSegments,
    PlaneTurn,
)
from explainer.mobjects.shapes import Curve, Segments, VGroup, disc
from explainer.mobjects.text import Formula, Words
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.story import ThreeMoves
from explainer.style import HERO, SAFE, Theme, Zone

ROLES = ("singular", "singular_second")
"""The colours of the two vectors."""

SHARED = (0.3, 3.0)
"""Circle and ellipse share a scale while the larger singular value lies between these."""

ROOM = Rectangle(-6.3, 1.3, -3.25, 2.15)
"""Where circle and ellipse may lie: below the heading, and left of what stands aside."""
LEFT = Rectangle(-6.5, -0.1, -3.2, 1.35)
"""Where they lie while the photograph stands beside them."""
WORDS = Zone(SAFE.left, 2.2, -3.3, 2.45)
"""Where names may stand."""

BESIDE = Zone(2.75, SAFE.right, -3.2, 2.35)
"""Where formulas and the three moves stand."""

FILL = 0.22
"""The opacity of circle and ellipse."""

CORNER = 0.3
"""How large the mark of a right angle is, in scene units."""

SPECK = 0.05
"""A circle that has shrunk to a point is drawn with this radius, in scene units."""

START = math.radians(75)
"""How far before the singular vectors the pair of perpendicular vectors sets out."""
REST = 0.9
"""How far, in radians, x rests from the first of them."""

ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
"""The unit circle as Bezier points, (n, 2): an affine map carries them to those of the ellipse."""

FACTORS = ("V^upright(T)", "Σ", "U")


class Round(Curve, ArrayMark):
    """The unit circle as a matrix, (2, 2), carries it."""

    layer, value = 3.0, np.eye(2)

    def __init__(self, view: PlaneView, colour: str, width: float, fill: float, area: str) -> None:
        super().__init__(colour, width=width, fill=fill, fill_colour=area)
        self.view = view

    def _draw(self) -> None:
        points = ROUND @ self.value.T
        if float(np.abs(points).max()) * self.view.units < SPECK:
            points = ROUND * SPECK / self.view.units
        self.points = self.view.to_frame(points)


class RightAngle(Segments, ArrayMark):
    """The mark of the right angle between two vectors, the columns of (2, 2), where it is one."""

    layer, value = 4.0, np.zeros((2, 2))

    def __init__(self, view: PlaneView, theme: Theme) -> None:
        super().__init__(theme.ink, width=theme.strokes.regular)
        self.view = view

    def _draw(self) -> None:
        ways = self.value.T * self.view.units
        sizes = np.linalg.norm(ways, axis=1)
        side = min(CORNER, 0.3 * float(sizes.max(initial=0.0)))
        self.points = np.zeros((0, 3))
        if abs(ways[0] @ ways[1]) < 1e-6 * sizes.prod() and sizes.min() >= 1.4 * side > 0.02:
            corners = right_angle(self.view.origin, *(side * ways / sizes[:, None]))
            self.set_segments(np.stack([corners[:-1], corners[1:]], axis=1))


class Stage:
    """The circle with two vectors at some stage of the map, in a view of its own or a plane's.

    Args:
        plane: on which it lies.
        view: the plane's own when None.
        width: of the arrows, in scene units.
        ink: the role of the colour of all; each vector has its own when empty.

    Attributes:
        round, arrows, corner: what it consists of.
    """

    def __init__(
        self, plane: Plane, view: PlaneView | None = None, width: float = 0.11, ink: str = ""
    ) -> None:
        theme, self.view = plane.theme, view or plane.view
        strokes, self.pair, self.inked = theme.strokes, np.eye(2), bool(ink)
        line = strokes.bold if ink else strokes.heavy
        fill = 0.0 if ink else FILL
        self.round = Round(self.view, theme.colour(ink or "ink"), line, fill, theme.area)
        self.arrows = [
            PlaneArrow(self.view, theme, ink or role, width, 3.6 * width) for role in ROLES
        ]
        self.corner = RightAngle(self.view, theme)

    @property
    def marks(self) -> list[Mark]:
        """All that it consists of, to be put on a plane or into a picture."""
        return [self.round, *([] if self.inked else [self.corner]), *self.arrows]

    def to(self, matrix: np.ndarray) -> None:
        """Show circle and vectors as ``matrix``, (2, 2), carries them."""
        self.round.to(matrix)
        self.turn(matrix, self.pair)

    def turn(self, matrix: np.ndarray, pair: np.ndarray) -> None:
        """Show two other vectors, the columns of ``pair``, carried by a matrix, (2, 2) both."""
        self.pair = pair
        for arrow, tip in zip(self.arrows, (matrix @ pair).T, strict=True):
            arrow.to(tip)
        self.corner.to(matrix @ pair)


class SingularPlane(VGroup):
    """A plane with the unit circle and what a matrix makes of it, and what moves there.

    Attributes:
        drawn: the moves as they are drawn: on another scale where the image is too large or small.
        before, image, moving: the circle as it was, its image, and the circle on its way.
        angle: between the images of two vectors, a number that runs.
        turned: by how much the last of three moves turns.
        stages: copies of what each of three moves has made, in their places aside.
        segments: what each layer makes of the circle.
        x, parts, sum: a vector, its image under each layer tip to tail, and under their sum.
        rest: how far from the first singular vector x rests, in radians.
        trace: where the sum has been.
        threads: from the image to what the first layer alone makes of the circle.
    """

    def __init__(self, moves: ThreeMoves, theme: Theme) -> None:
        self.moves, self.theme, first = moves, theme, float(moves.values[0])
        self.shared = first == 0 or SHARED[0] < first < SHARED[1]
        self.drawn = moves if self.shared else moves.scaled(1 / nice_step(first / 1.9))
        self.path = matrix_path(self.drawn.matrix, "straight")
        low = 0.0 if self.shared else 0.6  # for the note
        room, words = ROOM._replace(bottom=ROOM.bottom + low), replace(WORDS, bottom=-3.3 + low)
        plane = self.plane = Plane(theme, HERO, room, units=2.0, text=words)
        plane.grid.finest = 1.0
        plane.settle(numbers=0.0)
        plane.base.remove(plane.numbers)
        ways = [self.drawn.after(time) for time in np.linspace(0, 3, 31)]
        self.reach = np.linalg.norm([np.eye(2), *ways], axis=2).max(axis=0)
        plane.look(plane.fit(np.array([self.reach, -self.reach])))
        self.grid = plane.moved_grid(20)
        self.grid.set_brightness(0.5)
        self.before = Stage(plane, width=0.08, ink="muted")
        self.image, self.moving = Stage(plane), Stage(plane)
        self.before.to(np.eye(2))
        self.turned = PlaneTurn(plane.view, theme, "ink")
        slots = [PlaneView(HERO, (0, 0), 1.0) for _ in FACTORS]
        self.stages = [Stage(plane, slot, width=0.09) for slot in slots]
        self.segments = [
            Round(plane.view, theme.colour(role), 1.4 * theme.strokes.heavy, 0.0, theme.area)
            for role in ROLES
        ]
        self.x = PlaneArrow(plane.view, theme, "vector", 0.11, 0.4)
        self.parts = [PlaneArrow(plane.view, theme, role, 0.13, 0.44) for role in ROLES]
        self.sum = PlaneArrow(plane.view, theme, "image", 0.11, 0.4)
        self.trace = PlaneCurve(plane.view, theme, "image", "heavy")
        self.threads = PlaneSegments(plane.view, theme, ROLES[1], "regular")
        self.rest = min((REST, -REST), key=self._in_line)
        self.angle = LiveNumber(0.0, theme, decimals=0, suffix="°", anchor="left")
        super().__init__(plane, self.angle)
        for stage in self.stages:
            self.add(*stage.marks)

    def _in_line(self, rest: float) -> float:
        """Return how nearly x, resting there, and its image are in line, from -1 to 1."""
        x = self.moves.v @ [math.cos(rest), math.sin(rest)]
        image = self.drawn.matrix @ x
        return round(float(x @ image) / max(float(np.linalg.norm(image)), 1e-300), 9)

    def hold(self, *marks: Mark) -> list[Mark]:
        """Put marks on the plane, and return them, to be shown."""
        for mark in marks:
            self.plane.hold(mark)
        return [*marks]

    @property
    def zoom(self) -> float:
        """How much larger images are drawn than the circle; 1 where they share a scale."""
        return 1.0 if self.shared else float(self.drawn.values[0] / self.moves.values[0])

    def scale_note(self) -> list[Words]:
        """Return that the image has a scale of its own, where it has."""
        words = Words(f"the image is {text.drawn(self.zoom)}", self.theme, size="small")
        words.with_halo(self.theme).set_z_index(8)
        return [] if self.shared else [words.place((SAFE.left, -3.15))]

    # -- one move --------------------------------------------------------------------------------

    def one_move(self, t: float) -> None:
        """Apply a share of the matrix to the plane and to the circle."""
        self.grid.to(self.path(t))
        self.image.round.to(self.path(t))

    def turn_pair(self, t: float) -> None:
        """Turn the two perpendicular vectors, and their images with them."""
        turned = self.moves.v_angle - (1 - t) * START
        pair, angle = rotation(turned), self.moves.image_angle(turned)
        self.before.turn(np.eye(2), pair)
        self.image.turn(self.drawn.matrix, pair)
        if math.isnan(angle):
            self.angle.set_text("none")
        else:
            self.angle.set_value(angle, animating=t < 1)
        self.plane.settle(final=t in (0, 1))

    def name_tips(
        self, stage: Stage, markups: Sequence[str], roles: Sequence[str] = ROLES
    ) -> list[PlaneLabel]:
        """Name the two vectors of a stage that are long enough to be seen; names go with them."""
        return [
            self.plane.name_tip(arrow, markup, role)
            for arrow, markup, role in zip(stage.arrows, markups, roles, strict=True)
            if arrow.length * self.plane.view.units > 0.3
        ]

    def name_beside(
        self,
        stage: Stage,
        markups: Sequence[str],
        roles: Sequence[str] = ROLES,
        clear: Sequence[VMobject] = (),
    ) -> list[Name]:
        """Name the vectors of a stage that rests beside their outer halves, clear of others."""
        found: list[Name] = []
        for arrow, markup, role in zip(stage.arrows, markups, roles, strict=True):
            if arrow.length * self.plane.view.units > 0.3:
                along = np.linspace(0.6, 1.0, 5)[:, None] * arrow.value[1]
                found += self.plane.name_beside(f"${markup}$", role, along, clear=[*clear, *found])
        return found

    # -- three moves -----------------------------------------------------------------------------

    def slot(self, move: int) -> Zone:
        """Return where the picture of a move stands, 0 to 2."""
        height = BESIDE.height / 3
        top = BESIDE.top - move * height
        return Zone(BESIDE.left + 1.35, BESIDE.right, top - height + 0.06, top - 0.06)

    def move_on(self, move: int, t: float) -> None:
        """Let the circle make a share of a move, 0 to 2."""
        self.moving.to(self.drawn.after(move + t))
        if move == 2 and self.drawn.values[0]:
            ends = np.array([1.0, 0.0]), self.moving.arrows[0].value[1]
            self.turned.to(*ends, radius=0.72 * float(self.drawn.values[0]))

    def put_aside(self, move: int, t: float) -> None:
        """Let a copy of what a move has made go to its place aside."""
        stage, zone = self.stages[move], self.slot(move)
        units = float(np.min(np.array([zone.width, zone.height]) / (2 * self.reach)))
        start, stop = self.plane.framing, Framing(np.array(zone.centre[:2]), units)
        stage.view.origin, stage.view.units = start.towards(stop, t)
        stage.pair = self.moves.v
        stage.round.set_fill(opacity=FILL * min(2 * t, 1.0))  # not twice where it sets out
        stage.to(self.drawn.after(move + 1))

    def titles(self, move: int) -> list[VMobject]:
        """Return the letter of a move, and what it does, beside its picture."""
        zone, theme = self.slot(move), self.theme
        x, y = BESIDE.left + 0.6, zone.centre[1]
        letter = Formula(FACTORS[move], theme, size=0.8).place((x, y), "centre")
        says = Words(text.move_titles(self.moves)[move], theme, size="label")
        return [letter, says.fit_width(1.5).place((x, y - 0.5), "centre")]

    # -- two layers ------------------------------------------------------------------------------

    def name_segments(self) -> list[PlaneLabel]:
        """Name the segments to which the layers send the circle, near an end of each."""
        ends = zip((1, 2), self.drawn.values, self.drawn.u.T, ROLES, strict=True)
        return [
            self.plane.label(f'"layer" {k}', -value * way, role)
            for k, value, way, role in ends
            if value * self.plane.view.units > 0.3
        ]

    def flatten(self, index: int, t: float) -> None:
        """Press the circle onto the segment to which a layer sends it."""
        layer = self.drawn.layer(index)
        self.segments[index].to((1 - t) * np.eye(2) + t * layer)

    def run(self, t: float) -> None:
        """Let x run once round and some way further; at the end both parts can be seen."""
        angle = self.rest + 2 * math.pi * (t - 1)
        around = self.moves.v @ [math.cos(angle), math.sin(angle)]
        self.x.to(around)
        first, second = (self.drawn.layer(k) @ around for k in (0, 1))
        self.parts[0].to(first)
        self.parts[1].to(second if self.drawn.values[1] else None, first)
        self.sum.to(first + second)
        steps = np.linspace(self.rest - 2 * math.pi, angle, max(2, math.ceil(120 * t)))
        ring = self.drawn.matrix @ self.moves.v @ np.array([np.cos(steps), np.sin(steps)])
        self.trace.to(ring.T)
        self.plane.settle(final=t in (0, 1))

    def drop(self, t: float) -> None:
        """Take a share of the second layer away: the ellipse becomes its long axis."""
        drawn, share = self.drawn, 1 - t
        self.image.round.to(drawn.layer(0) + share * drawn.layer(1))
        angles = np.arange(32) * np.pi / 16 + np.pi / 32
        around = self.moves.v @ np.array([np.cos(angles), np.sin(angles)])
        first, second = (drawn.layer(k) @ around for k in (0, 1))
        self.threads.to(np.stack([(first + second).T, (first + share * second).T], axis=1))

    def step_aside(self, start: Framing, t: float) -> None:
        """Go to the left, to make room for the photograph."""
        room = LEFT
        middle = (room.low + room.high) / 2
        reach = np.linalg.norm([np.eye(2), self.drawn.matrix], axis=2).max(axis=0)
        units = float(np.min((room.high - room.low) / (2 * reach)))
        self.plane.travel(start, Framing(middle, min(units, start.units)), t)
