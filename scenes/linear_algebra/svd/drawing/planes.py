"""The unit circle, its image and two vectors in one plane: a turn, three moves, two layers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, nice_step, right_angle
from explainer.maths.linear_algebra import matrix_path, rotation
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import (
    EMPTY,
    ORIGIN,
    ArrayMark,
    Mark,
    PlaneArrow,
    PlaneCurve,
    PlaneSegments,
    PlaneTurn,
)
from explainer.mobjects.shapes import Curve, VGroup, disc
from explainer.mobjects.text import Formula, Words
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.places import Places
from explainer.scenes.linear_algebra.svd.story import ThreeMoves
from explainer.style import Theme, Zone

ROLES = ("singular", "singular_second")
"""The colours of the two vectors."""

SHARED = (0.3, 3.0)
"""Circle and ellipse share a scale while the larger singular value lies between these."""

FILL = 0.22
"""The opacity of circle and ellipse."""

CORNER = 0.36
"""How large the mark of a right angle is, in scene units."""

SPECK = 0.05
"""A circle that has shrunk to a point is drawn with this radius, in scene units."""

START = math.radians(75)
"""How far before the singular vectors the pair of perpendicular vectors sets out."""
REST = 0.9
"""How far, in radians, x rests from the first of them."""

ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
"""The unit circle as Bezier points, (n, 2): an affine map carries them to those of the ellipse."""

RING = np.array([rotation(angle)[:, 0] for angle in np.linspace(0, 2 * np.pi, 65)[1:]])
"""Points of it, (64, 2)."""

FACTORS = ("A = U Σ V^upright(T)", "V^upright(T)", "Σ", "U")


class Round(Curve, ArrayMark):
    """The unit circle as a matrix, (2, 2), carries it."""

    layer, value = 3.0, np.eye(2)

    def __init__(self, view: PlaneView, colour: str, width: float, fill: float, area: str) -> None:
        super().__init__(colour, width=width, fill=fill, fill_colour=area)
        self.view = view

    def outline(self) -> np.ndarray:
        """Return short lines along it, (64, 2, 2): the ends of its curves are too far apart."""
        ring = self.view.flat(RING @ self.value.T)
        return np.stack([ring, np.roll(ring, 1, axis=0)], axis=1)

    def _draw(self) -> None:
        points = ROUND @ self.value.T
        if float(np.abs(points).max()) * self.view.units < SPECK:
            points = ROUND * SPECK / self.view.units
        self.points = self.view.to_frame(points)


class Stage:
    """The circle with two vectors at some stage of the map, in a view of its own or a plane's.

    Args:
        plane: on which it lies.
        view: the plane's own when None.
        width: of the arrows, in scene units.
        ink: the role of the colour of all; each vector has its own when empty.
    """

    def __init__(
        self, plane: Plane, view: PlaneView | None = None, width: float = 0.11, ink: str = ""
    ) -> None:
        theme, self.view = plane.theme, view or plane.view
        self.pair, fill = np.eye(2), 0.0 if ink else FILL
        line = theme.strokes.bold if ink else theme.strokes.heavy
        self.round = Round(self.view, theme.colour(ink or "ink"), line, fill, theme.area)
        self.arrows = [
            PlaneArrow(self.view, theme, ink or role, width, 3.6 * width) for role in ROLES
        ]
        self.corner = PlaneSegments(self.view, theme, ink or "ink", "regular")
        self.side = (2.0 if ink else 1.0) * CORNER

    @property
    def marks(self) -> list[Mark]:
        """All that it consists of, to be put on a plane or into a picture."""
        return [self.round, self.corner, *self.arrows]

    def to(self, matrix: np.ndarray) -> None:
        """Show circle and vectors as ``matrix``, (2, 2), carries them."""
        self.round.to(matrix)
        self.turn(matrix, self.pair)

    def turn(self, matrix: np.ndarray, pair: np.ndarray) -> None:
        """Show two other vectors, the columns of ``pair``, carried by a matrix, (2, 2) both."""
        self.pair = pair
        for arrow, tip in zip(self.arrows, (matrix @ pair).T, strict=True):
            arrow.to(tip)
        ways = (matrix @ pair).T
        sizes = np.linalg.norm(ways, axis=1)
        side = min(self.side / self.view.units, 0.3 * float(sizes.max()))
        is_right = abs(ways[0] @ ways[1]) < 1e-6 * sizes.prod() and sizes.min() >= 1.4 * side
        corners = right_angle(ORIGIN, *(side * ways / np.maximum(sizes, 1e-300)[:, None]))
        self.corner.to(np.stack([corners[:-1], corners[1:]], axis=1) if is_right else EMPTY)


class SingularPlane(VGroup):
    """A plane with the unit circle and what a matrix makes of it, and what moves there.

    Attributes:
        zoom: how much larger images are drawn than the circle; 1 where they share a scale.
        drawn: the moves as they are drawn.
        before, image, moving: the circle as it was, its image, and the circle on its way.
        angle: between the images of two vectors, a number that runs.
        turned: by how much the last of three moves turns.
        stages: the circle at first and after each of three moves, in their places aside.
        segments: what each layer makes of the circle.
        x, parts, sum: a vector, its image under each layer tip to tail, and under their sum.
        rest, trace: how far from v1 x rests, in radians, and where the sum has been.
        threads: from the image to what the first layer alone makes of the circle.
    """

    def __init__(self, moves: ThreeMoves, theme: Theme) -> None:
        self.moves, self.theme, first = moves, theme, float(moves.values[0])
        self.shared = first == 0 or SHARED[0] < first < SHARED[1]
        self.zoom = 1.0 if self.shared else 1 / nice_step(first / 1.9)
        self.drawn = moves.scaled(self.zoom)
        self.path = matrix_path(self.drawn.matrix, "straight")
        frame, places = theme.layout.frame, Places(theme.layout)
        self.places, note = places, 0.0 if self.shared else 0.6 * places.scale
        words = replace(places.words, bottom=places.words.bottom + note)
        room, self.half = (
            each._replace(bottom=each.bottom + note) for each in (places.room, places.half)
        )
        units = 2.0 if theme.layout.is_wide else 3.0
        plane = self.plane = Plane(theme, frame, room, units=units, text=words)
        plane.grid.finest = 1.0
        plane.settle(numbers=0.0)
        plane.base.remove(plane.numbers)
        ways = [self.drawn.after(time) for time in np.linspace(0, 3, 31)]
        self.reach = np.linalg.norm([np.eye(2), *ways], axis=2).max(axis=0)
        plane.look(plane.fit(np.array([self.reach, -self.reach])))
        self.grid = plane.moved_grid(20).set_brightness(0.5)
        self.before = Stage(plane, width=0.08, ink="muted")
        self.image, self.moving = Stage(plane), Stage(plane)
        self.turned = PlaneTurn(plane.view, theme, "ink")
        slots = [PlaneView(frame, (0, 0), 1.0) for _ in FACTORS]
        self.stages = [Stage(plane, slot, width=0.09) for slot in slots]
        self.segments = [
            Round(plane.view, theme.colour(role), 1.4 * theme.strokes.heavy, 0.0, theme.area)
            for role in ROLES
        ]
        self.x = PlaneArrow(plane.view, theme, "vector", 0.11, 0.4)
        self.parts = [PlaneArrow(plane.view, theme, role, 0.13, 0.44) for role in ROLES]
        self.sum = PlaneArrow(plane.view, theme, "image", 0.11, 0.4)
        self.trace = PlaneCurve(plane.view, theme, "image", "heavy")
        self.threads = PlaneSegments(plane.view, theme, ROLES[1], "thin")
        self.rest = min((REST, -REST), key=self._in_line)
        self.angle = LiveNumber(0.0, theme, decimals=0, suffix="°", anchor="left")
        every = [self.before, self.image, self.moving, *self.stages]
        marks = [self.turned, *self.segments, *self.parts, self.x, self.sum, self.trace]
        marks += [self.threads, *(mark for stage in every for mark in stage.marks)]
        for mark in marks:
            mark.set_z_index(mark.layer)
        super().__init__(plane, self.angle, *marks)

    def _in_line(self, rest: float) -> float:
        """Return how nearly x, resting there, and its image are in line, from -1 to 1."""
        x = self.moves.v @ rotation(rest)[:, 0]
        image = self.drawn.matrix @ x
        return round(float(x @ image) / max(float(np.linalg.norm(image)), 1e-300), 9)

    def scale_note(self) -> list[Words]:
        """Return that the image has a scale of its own, where it has."""
        words = Words(f"the image is {text.drawn(self.zoom)}", self.theme, size="small")
        words.with_halo(self.theme).set_z_index(8)
        zone = self.places.words
        return [] if self.shared else [words.place((zone.left, zone.bottom + 0.15))]

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
        self.angle.set_value(angle, animating=t < 1)
        self.plane.settle(final=t in (0, 1))

    def name_vectors(
        self,
        stage: Stage,
        markups: Sequence[str],
        roles: Sequence[str] = ROLES,
        clear: Sequence[VMobject] | None = None,
    ) -> list[Name | PlaneLabel]:
        """Name the vectors of a stage that are long enough to be seen.

        Names stand at the tips, and go with them; or beside a vector that rests, clear of others.
        """
        found: list[Name | PlaneLabel] = []
        for arrow, markup, role in zip(stage.arrows, markups, roles, strict=True):
            if arrow.length * self.plane.view.units < 0.3:
                continue
            if clear is None:
                found.append(self.plane.name_tip(arrow, markup, role))
            else:
                along, others = np.linspace(0.6, 1, 5)[:, None] * arrow.value[1], [*clear, *found]
                found += self.plane.name_beside(f"${markup}$", role, along, clear=others)
        return found

    # -- three moves -----------------------------------------------------------------------------

    def slot(self, move: int) -> Zone:
        """Return where the picture after so many moves stands: beside its title, or over it."""
        zone = self.places.slots[move]
        if self.theme.layout.is_wide:
            return zone.within(1.55 * self.places.scale, 0.05, 0.1, 0.1)
        return zone.within(0.15, 0.15, max(zone.height - 2.0, 2.0), 0.06)

    def move_on(self, move: int, t: float) -> None:
        """Let the circle make a share of a move, 0 to 2."""
        self.moving.to(self.drawn.after(move + t))
        if move == 2 and self.drawn.values[0]:
            ends = np.array([1.0, 0.0]), self.moving.arrows[0].value[1]
            self.turned.to(*ends, radius=0.72 * float(self.drawn.values[0]))

    def put_aside(self, move: int, t: float) -> None:
        """Let a copy of what so many moves have made go to its place aside."""
        stage, zone = self.stages[move], self.slot(move)
        units = float(np.min(np.array([zone.width, zone.height]) / (2 * self.reach)))
        start, stop = self.plane.framing, Framing(np.array(zone.centre[:2]), units)
        stage.view.origin, stage.view.units = start.towards(stop, t)
        stage.pair = self.moves.v
        stage.round.set_fill(opacity=FILL * min(2 * t, 1.0))  # not twice where it sets out
        stage.to(self.drawn.after(move))

    def titles(self, move: int) -> list[VMobject]:
        """Return the letter of a move, and what it does, at its picture; all letters first."""
        zone, theme, scale = self.slot(move), self.theme, self.places.scale
        x, y, width = self.places.slots[move].left + 0.4 * scale, zone.centre[1], 2.3 * scale
        if not theme.layout.is_wide:
            x, y, width = zone.centre[0], zone.bottom - 0.9, zone.width
        em = (0.65 if move else 0.45) * scale
        title = f"{move}: {text.move_titles(self.moves)[move - 1]}" if move else "start"
        says = Words(title, theme, size=0.34 * scale, width=width, align="centre")
        if theme.layout.is_wide and says.height > 0.6 * scale:  # of two lines
            y += (0.3 if move == 2 else 0.1) * scale
        letter = Formula(FACTORS[move], theme, size=em).place((x, y), "centre")
        return [letter, says.move_to((x, y - 0.22 * scale - says.height / 2, 0))]

    # -- two layers ------------------------------------------------------------------------------

    def name_segments(self) -> list[Name]:
        """Name the segments to which the layers send the circle, near their ends."""
        found: list[Name] = []
        for k, role in enumerate(ROLES):
            if self.drawn.values[k] * self.plane.view.units > 0.3:
                ends = np.outer((-1.0, -0.9, 0.9), self.drawn.values[k] * self.drawn.u[:, k])
                found += self.plane.name_beside(f"layer {k + 1}", role, ends, clear=found)
        return found

    def flatten(self, index: int, t: float) -> None:
        """Press the circle onto the segment to which a layer sends it."""
        self.segments[index].to((1 - t) * np.eye(2) + t * self.drawn.layer(index))

    def run(self, t: float) -> None:
        """Let x run once round and some way further; at the end both parts can be seen."""
        angle = self.rest + 2 * math.pi * (t - 1)
        around = self.moves.v @ rotation(angle)[:, 0]
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
        angles = np.arange(16) * np.pi / 8 + np.pi / 16
        around = self.moves.v @ np.array([np.cos(angles), np.sin(angles)])
        first, second = (drawn.layer(k) @ around for k in (0, 1))
        self.threads.to(np.stack([(first + second).T, (first + share * second).T], axis=1))

    def name_kept(self) -> list[Name]:
        """Name what is kept and what is lost, in the plane's left half."""
        plane, values = self.plane, self.drawn.values
        plane.view.text = replace(self.places.near, bottom=self.half.bottom)
        ends = np.outer((0.9, 1.0), values[0] * self.drawn.u[:, 0])
        spots = self.threads.value[8:12, 0]  # on the other side
        kept = plane.name_beside("$σ_1$ kept", ROLES[0], ends)
        lost = plane.name_beside("$σ_2$ lost", ROLES[1], spots, clear=kept)
        return [*(kept if values[0] else []), *(lost if values[1] > 0.2 else [])]

    def step_aside(self, start: Framing, t: float) -> None:
        """Go to the left, to make room for the photograph."""
        reach = np.linalg.norm([np.eye(2), self.drawn.matrix], axis=2).max(axis=0)
        room = self.half
        units = min(float(np.min((room.high - room.low) / (2 * reach))), start.units)
        self.plane.travel(start, Framing((room.low + room.high) / 2, units), t)
