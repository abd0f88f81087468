"""Two vectors on one plane: arrows with their labels beside them, and where each step is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Framing
from explainer.mobjects.placing import distances, evenly, ink_size, move_ink
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import ORIGIN, SHORT, Grid, Mark, PlaneArrow, PlaneLine
from explainer.mobjects.plane_marks import PlaneView as View
from explainer.mobjects.text import Formula
from explainer.scenes.linear_algebra.vectors.drawing.marks import AngleMark, AxisSteps, Projection
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import term, terms
from explainer.style import PICTURE, Theme, Zone

ZOOMS = 0.03
"""Logarithms of scales that differ by less are one scale."""

APART = 0.13
"""How far a label stands from its arrow, in frame units, at least."""

SHARE, SIDE, ANGLE, FARTHER = range(4)
SLOTS = np.array(
    [
        (0.5, 1, 50, 0),
        (0.5, -1, 130, 0),
        (0.62, 1, -50, 0),
        (0.62, -1, -130, 0),
        (0.38, 1, 90, 0),
        (0.38, -1, -90, 0),
        (0.75, 1, 180, 0),
        (0.75, -1, 20, 0),
        (1.0, 0, 0, 0),
        (0.92, 1, 160, 0),
        (0.92, -1, -20, 0),
        (0.25, 1, -160, 0),
        (0.25, -1, 70, 0),
        (0.5, 1, 110, 0.37),
        (0.5, -1, -70, 0.37),
        (1.0, 0, 0, 0.37),
        (1.0, 0, 180, 0.37),
        (0.5, 1, 60, 0.67),
        (0.5, -1, -110, 0.67),
    ]
)
"""Where a label may stand, the best first: at a share of its arrow's length, to the left (1) or
right (-1) of it, or beyond it (0); about an arrow without length at an angle, in degrees; and how
much farther away than need be."""

BEYOND = 8
"""The slot beyond the tip."""


class NamedArrow(PlaneArrow):
    """An arrow with a place of its own, and a label beside it that glides to where there is room.

    Args:
        view, theme, role, width, tip: as for ``PlaneArrow``.
        markup: Typst mathematics of the label; none when empty.
        home: the vector and the tail with which it rests, (2,) each.

    Attributes:
        slot: which of ``SLOTS`` the label has.
        pinned: whether the label has to stand beyond the tip.
        blend: how far it has come there from the one before.
    """

    def __init__(
        self,
        view: View,
        theme: Theme,
        role: str,
        markup: str,
        home: tuple[np.ndarray, np.ndarray],
        *,
        width: float = 0.06,
        tip: float = 0.27,
    ) -> None:
        super().__init__(view, theme, role, width, tip)
        self.home, self.pinned = home, False
        self.slot = self.last_slot = 0
        self.blend = self.seen = self.last_seen = 1.0
        self.words = [Formula(markup, theme, size="label", colour=role)] if markup else []
        for label in self.words:
            self.size = ink_size(label.with_halo(theme))
        self.add(*self.words)

    def come(
        self, t: float, vector: ArrayLike | None = None, tail: ArrayLike | None = None
    ) -> None:
        """Go a share of the way from a vector and a tail, its own where None, to where it rests."""
        ends = [
            own if start is None else (1 - t) * np.asarray(start) + t * own
            for start, own in zip((vector, tail), self.home, strict=True)
        ]
        self.to(*ends)

    def grow(self, t: float) -> None:
        """Grow out of the tail."""
        self.come(t, ORIGIN)

    def slide(self, t: float) -> None:
        """Come from the origin to where it rests."""
        self.come(t, tail=ORIGIN)

    def spots(self) -> np.ndarray:
        """Return where the middle of the label is in each of its slots, (n, 2), in the frame."""
        start, end = self.start[:2], self.end[:2]
        along, length = end - start, float(np.hypot(*(end - start)))
        gaps, angles = APART + SLOTS[:, FARTHER], np.radians(SLOTS[:, ANGLE])
        # Beside a dot there is no side: the label stands about it.
        out = np.column_stack([np.cos(angles), np.sin(angles)])
        about = end + out * (gaps + 0.1 + 0.5 * (out @ self.size))[:, None]
        share = min(length / 0.3, 1.0)
        if share < 1e-3:
            return np.asarray(about)
        unit, side = along / length, SLOTS[:, SIDE, None]
        out = np.where(side == 0, unit, side * [-unit[1], unit[0]])
        gaps = gaps + 0.04 * (SLOTS[:, SIDE] == 0) + 0.5 * (np.abs(out) @ self.size)
        beside = start + SLOTS[:, SHARE, None] * along + out * gaps[:, None]
        return np.asarray(share * beside + (1 - share) * about)

    def take(self, slot: int, seen: bool) -> np.ndarray:
        """Make for a slot, or for where there is no room, unseen; return the label's middle there.

        ``blend`` from 0 to 1 leads there.
        """
        self.last_slot, self.slot = self.slot, slot
        self.last_seen, self.seen = self.seen, float(seen)
        return np.asarray(self.spots()[slot])

    def _draw(self) -> None:
        super()._draw()
        for label in self.words if self.vector is not None else ():
            spots, t = self.spots(), self.blend
            move_ink(label, (1 - t) * spots[self.last_slot] + t * spots[self.slot])
            if min(self.seen, self.last_seen) < 1:
                label.set_opacity((1 - t) * self.last_seen + t * self.seen)


class VectorPlane(Plane):
    """A plane whose arrows have their labels beside them, and whose zone may change.

    Args:
        theme: for colours.
        zone: the part of the frame that the plane fills.

    Attributes:
        moves: whether the way that has been planned leads anywhere.
    """

    def __init__(self, theme: Theme, zone: Zone) -> None:
        super().__init__(theme, zone, nearest=3.4, axis="axis")

    def place(
        self,
        role: str,
        markup: str,
        vector: ArrayLike,
        tail: ArrayLike = ORIGIN,
        *,
        layer: float = 4,
        **shape: float,
    ) -> NamedArrow:
        """Return an arrow that is to rest here; ``shape`` as for ``NamedArrow``."""
        home = np.asarray(vector, dtype=float), np.asarray(tail, dtype=float)
        made = NamedArrow(self.view, self.theme, role, markup, home, **shape).set_z_index(layer)
        for label in made.words:
            label.set_z_index(8)
        return made

    @property
    def arrows(self) -> list[NamedArrow]:
        """The arrows that are on it."""
        return [mark for mark in self.marks if isinstance(mark, NamedArrow)]

    def plan(
        self,
        framing: Framing,
        *marks: Mark,
        zone: Zone | None = None,
        text: Sequence[VMobject] = (),
    ) -> list[VMobject]:
        """Find the way, for ``go``, to another framing, and return what leaves the plane.

        Labels and numbers choose where they will keep clear of all marks, as those will rest.

        Args:
            framing: where the plane is to lie.
            marks: all that is to be on it, arrows wherever they are, others as they will rest.
            zone: the part of the frame that it is to fill; the same when None.
            text: further text to keep clear of.
        """
        before, zones = self.framing, (self.view.zone, zone or self.view.zone)
        opacities, gone = self.numbers.opacities, self.clear(*marks)
        self.add(*marks)
        self.view.zone = zones[1]
        self.moves = zones[0] != zones[1] or not self.looks(framing)
        for arrow in self.arrows:
            arrow.come(1.0)
        self.look(framing)
        lines = np.concatenate([mark.outline() for mark in self.marks if mark.solid])
        self._choose(lines, text)
        for arrow in self.arrows:
            arrow.blend = 1.0
            arrow.draw()
        labels = [label for arrow in self.arrows for label in arrow.words]
        self.numbers.set_positions([*labels, *text], lines)
        self.way = (before, framing), zones, (opacities, self.numbers.opacities)
        self.go(0.0)
        return gone

    def go(self, t: float) -> None:
        """Show a moment of the way that has been planned, t from 0 to 1."""
        (start, stop), zones, opacities = self.way
        for arrow in self.arrows:
            arrow.blend = t
        first, last = (np.array(astuple(zone)) for zone in zones)
        self.view.zone = Zone(*((1 - t) * first + t * last).tolist())
        self.look(start.towards(stop, t))
        seen = (1 - t) * opacities[0] + t * opacities[1]
        if abs(math.log(stop.units / start.units)) > ZOOMS:  # the numbers change halfway, unseen
            seen = opacities[int(t >= 0.5)] * max(1 - 2.5 * min(t, 1 - t), 0.0)
        self.numbers.write((start if t < 0.5 else stop).units).set_opacities(seen)

    def _choose(self, lines: np.ndarray, text: Sequence[VMobject]) -> None:
        """Choose for each label the place beside its arrow that is clearest of everything."""
        points = np.concatenate([evenly(segment) for segment in lines])
        boxes = [(other.get_center()[:2], np.array([other.width, other.height])) for other in text]
        for arrow in sorted(self.arrows, key=lambda arrow: not arrow.pinned):
            if not arrow.words:
                continue
            clear = self._clear(arrow.spots(), arrow.size, points, boxes)
            # A label far from its arrow is better only than one that meets something.
            rank = clear - 0.008 * np.arange(len(SLOTS)) - 0.3 * SLOTS[:, FARTHER]
            # A label that stands well stays where it is.
            rank[arrow.slot] += 0.08
            best = BEYOND if arrow.pinned else int(np.argmax(rank))
            middle = arrow.take(best, seen=arrow.pinned or clear[best] >= 0)
            if arrow.seen:
                boxes.append((middle, arrow.size))

    def _clear(
        self,
        spots: np.ndarray,
        size: np.ndarray,
        points: np.ndarray,
        boxes: list[tuple[np.ndarray, np.ndarray]],
    ) -> np.ndarray:
        """Return how clear of all a label is at (n, 2) spots, (n,); negative where it is not."""
        clear = np.minimum(distances(spots, size / 2, points).min(axis=1), 0.2)
        for other, box in boxes:
            apart = (np.abs(spots - other) - (size + box) / 2).max(axis=1)
            clear = np.minimum(clear, np.where(apart > 0.04, apart, 10 * (apart - 0.04)))
        left, right, bottom, top = astuple(self._label_zone)
        inside = np.minimum(spots - size / 2 - [left, bottom], [right, top] - spots - size / 2)
        return np.asarray(clear + 10 * np.minimum(inside.min(axis=1), 0.0))


class Stage(VectorPlane):
    """The plane of two vectors, and all that is drawn on it, step by step.

    Args:
        theme: for colours.
        story: what is shown.

    Attributes:
        projected: the projection, or nothing where there is none.
        marked: the angle's mark, or nothing where there is no angle.
        turned: the arrow that turns: v, or u where v has no length.
    """

    def __init__(self, theme: Theme, story: VectorStory) -> None:
        super().__init__(theme, PICTURE)
        self.story = story
        spots = story.spots()
        turn = self.fit(spots.pop("turn"))
        views = self.views(*spots.values(), least=0.62)
        self.framings = {"turn": turn, **dict(zip(spots, views, strict=True))}
        (a, b), (first, second) = story.scalars, story.steps
        thin = {"layer": 3.5, "width": 0.042, "tip": 0.2}
        self.u = self.place("vector", "bold(u)", story.u)
        self.v = self.place("second_vector", "bold(v)", story.v)
        self.u_copy = self.place("vector", "", story.u, story.v, **thin)
        self.v_copy = self.place("second_vector", "", story.v, story.u, **thin)
        self.total = self.place("combination", "bold(u) + bold(v)", story.total, layer=4.2)
        # Under the thinner u, so that all of them are seen on one line; the shorter on top.
        layers = (3.2, 3.1) if abs(a) < abs(b) else (3.1, 3.2)
        self.multiples = [
            self.place("combination", term(s, "bold(u)"), end, layer=layer, width=0.14, tip=0.36)
            for s, end, layer in zip(story.scalars, story.scaled, layers, strict=True)
        ]
        self.first = self.place("vector", term(a, "bold(u)"), first, layer=3.9)
        self.second = self.place("second_vector", term(b, "bold(v)"), second, first, layer=3.9)
        self.combined = self.place("combination", terms(story), story.combination, layer=4.2)
        for sum_ in (self.total, self.combined):
            sum_.slot = BEYOND
        if story.rank < 2:  # what lies on one line is drawn in lanes beside each other
            for arrow in (self.u_copy, self.v_copy, self.total, self.second, self.combined):
                lane = -0.2 if arrow in (self.total, self.combined) else 0.2
                arrow.aside = lane if arrow.home[0] @ story.ahead >= 0 else -lane
        self.steps = AxisSteps(self.view, theme, np.array([story.u, story.v]))
        self.along_u = self.line("muted", story.directions[0], "thin").set_z_index(1)
        angles = np.linspace(0, 2 * np.pi, 97)
        ring = story.radius * np.column_stack([np.cos(angles), np.sin(angles)])
        self.circle = self.curve("faint").to(ring).set_z_index(1)
        self.turned = self.u if story.relation == "zero_v" else self.v
        self.angle = AngleMark(self.view, theme, math.atan2(*story.directions[0][::-1]))
        self.marked = [] if story.angle is None else [self.angle]
        self.projected = [Projection(self.view, theme, story)] if story.lengths[0] else []

    def to(self, step: str, *marks: Mark) -> list[VMobject]:
        """Plan the way to a step, with these marks on the plane; see ``plan``."""
        text = [mark.number for mark in marks if isinstance(mark, Projection | AngleMark)]
        return self.plan(self.framings[step], *marks, zone=PICTURE, text=text)

    def too_short(self, step: str, *names: str) -> list[str]:
        """Return which of u and v are drawn as dots in a step though they have a length."""
        lengths = dict(zip(("u", "v"), self.story.lengths, strict=True))
        units = self.framings[step].units
        return [name for name in names if 0 < lengths[name] * units < SHORT]

    def reach(self) -> list[Mark]:
        """Return the grid of whole steps of u and v, or the line that they reach, or nothing."""
        story, theme, units = self.story, self.theme, self.framings["combine"].units
        basis = np.column_stack([story.u, story.v])
        if story.rank == 1:
            line = PlaneLine(self.view, theme, "grid", story.ahead, theme.strokes.bold)
            return [line.set_z_index(0.5)]
        if not story.rank or abs(np.linalg.det(basis)) / max(story.lengths) * units <= 0.15:
            return []
        grid = Grid(self.view, theme.grid, theme.grid, width=theme.strokes.thin)
        return [grid.to(basis).set_z_index(0.5)]

    def product(self, step: str, stages: int, *others: Mark) -> list[VMobject]:
        """Plan the way to u and v with their angle, and so many stages of the projection."""
        story = self.story
        self.angle.square = story.relation == "right" and step != "turn"
        self.open_angle(1.0)
        for projection in self.projected:
            projection.work(stages)
        return self.to(step, self.u, self.v, *self.projected, *self.marked, *others)

    def open_angle(self, t: float) -> None:
        """Draw the arc from u to v."""
        self.angle.to(t * self.story.side * (self.story.angle or 0.0), final=t == 1)

    def turn_to(self, degrees: float) -> None:
        """Turn v to so many degrees from u, with its projection and area."""
        # At rest it is v itself, to the last digit.
        final = degrees == (self.story.angle or 0.0)
        vector = self.turned.home[0] if final else self.story.turned(degrees)
        self.turned.to(vector)
        for projection in self.projected if self.turned is self.v else ():
            projection.to(vector, final=final)
        self.angle.to(self.story.side * degrees, final=final)
