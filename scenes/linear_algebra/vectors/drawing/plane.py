"""Two vectors on one plane: arrows with their labels beside them, and where each step is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple
from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Framing
from explainer.mobjects.placing import distances, evenly_each, ink_box, move_ink
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Grid
from explainer.mobjects.plane_marks import ORIGIN, SHORT, Mark, PlaneArrow, PlaneLine
from explainer.mobjects.text import Formula
from explainer.scenes.linear_algebra.vectors.drawing.marks import AngleMark, Projection
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import term, terms
from explainer.style import PICTURE, Theme, Zone

ZOOMS = 0.03
"""Logarithms of scales that differ by less are one scale."""


PLACES = np.array(
    [
        (0.5, 1, 0.13, 50),
        (0.5, -1, 0.13, 130),
        (0.62, 1, 0.13, -50),
        (0.62, -1, 0.13, -130),
        (0.38, 1, 0.13, 90),
        (0.38, -1, 0.13, -90),
        (0.75, 1, 0.13, 180),
        (0.75, -1, 0.13, 20),
        (1.0, 0, 0.13, 0),
        (0.92, 1, 0.13, 160),
        (0.92, -1, 0.13, -20),
        (0.25, 1, 0.13, -160),
        (0.25, -1, 0.13, 70),
        (0.5, 1, 0.5, 110),
        (0.5, -1, 0.5, -70),
        (1.0, 0, 0.5, 0),
        (1.0, 0, 0.5, 180),
        (0.5, 1, 0.8, 60),
        (0.5, -1, 0.8, -110),
    ]
)
"""Where the label of an arrow may stand, (n, 4), the best first.

How far along the arrow; to its left (1), to its right (-1) or beyond it (0); how far away from it
at least, in frame units; and in which direction from an arrow without length, in degrees.
"""

SHARES, SIDES, GAPS, _ANGLES = PLACES.T
AROUND = np.column_stack([np.cos(np.radians(_ANGLES)), np.sin(np.radians(_ANGLES))])

BEYOND = int(np.argmin(np.abs(SIDES)))
"""The best of the places beyond the tip."""


class NamedArrow(PlaneArrow):
    """An arrow with a place of its own, and a label beside it that glides to where there is room.

    Args:
        plane: on which it will lie.
        role: of its colour.
        markup: Typst mathematics of the label; none when empty.
        vector: with which it rests, (2,).
        tail: where it starts then, (2,).
        layer: its z-index.
        width: of the shaft, in frame units.
        tip: its length.

    Attributes:
        slot: which of ``PLACES`` the label is in; ``blend`` from 0 to 1 leads there from
            ``last_slot``.
        seen: 0 where there is no room for the label.
        pinned: whether the label has to stand beyond the tip.
    """

    def __init__(
        self,
        plane: Plane,
        role: str,
        markup: str,
        vector: ArrayLike,
        tail: ArrayLike = ORIGIN,
        *,
        layer: float = 4,
        width: float = 0.06,
        tip: float = 0.27,
    ) -> None:
        theme = plane.theme
        super().__init__(plane.view, theme, role, width, tip)
        self.home = np.array([vector, tail], dtype=float)
        self.slot = self.last_slot = 0
        self.blend = self.seen = self.last_seen = 1.0
        self.pinned = False
        self.set_z_index(layer)
        self.words = [Formula(markup, theme, size="label", colour=role)] if markup else []
        for label in self.words:
            self.size = ink_box(label.with_halo(theme).set_z_index(8))[1]
        self.add(*self.words)

    def come(
        self, t: float, vector: ArrayLike | None = None, tail: ArrayLike | None = None
    ) -> None:
        """Go a share of the way from a vector and a tail, its own where None, to where it rests."""
        given = zip((vector, tail), self.home, strict=True)
        start = np.array([own if other is None else other for other, own in given])
        self.to(*((1 - t) * start + t * self.home))

    def grow(self, t: float) -> None:
        """Grow out of the tail."""
        self.come(t, ORIGIN)

    def slide(self, t: float) -> None:
        """Come from the origin to where it rests."""
        self.come(t, tail=ORIGIN)

    def spots(self) -> np.ndarray:
        """Return where the middle of the label is in each place that it may have, (n, 2)."""
        start, end = self.start[:2], self.end[:2]
        about = end + AROUND * (GAPS + 0.1 + 0.5 * (AROUND @ self.size))[:, None]
        length = float(np.hypot(*(end - start)))
        share = min(length / 0.3, 1.0)
        if share < 1e-3:  # beside a dot there is no side
            return np.asarray(about)
        unit, beyond = (end - start) / length, SIDES == 0
        out = np.where(beyond[:, None], unit, SIDES[:, None] * [-unit[1], unit[0]])
        reach = GAPS + 0.04 * beyond + 0.5 * (np.abs(out) @ self.size)
        beside = start + np.outer(SHARES, end - start) + out * reach[:, None]
        return np.asarray(share * beside + (1 - share) * about)

    def _draw(self) -> None:
        super()._draw()
        for label in self.words if len(self.value) else ():
            spots, t = self.spots(), self.blend
            move_ink(label, (1 - t) * spots[self.last_slot] + t * spots[self.slot])
            if min(self.seen, self.last_seen) < 1:
                label.set_opacity((1 - t) * self.last_seen + t * self.seen)


class VectorPlane(Plane):
    """A plane whose arrows have their labels beside them, and whose zone may change.

    Attributes:
        moves: whether the way that has been planned leads anywhere.
    """

    def __init__(self, theme: Theme, zone: Zone) -> None:
        super().__init__(theme, zone, nearest=3.4, axis="axis")

    @property
    def arrows(self) -> list[NamedArrow]:
        """The arrows that are on it."""
        return [mark for mark in self.marks if isinstance(mark, NamedArrow)]

    def plan(
        self, framing: Framing, zone: Zone, *marks: Mark, text: Sequence[VMobject] = ()
    ) -> list[VMobject]:
        """Find the way, for ``go``, to another framing, and return what leaves the plane.

        Labels and numbers choose where they will keep clear of all marks, as those will rest.

        Args:
            framing: where the plane is to lie.
            zone: the part of the frame that it is to fill.
            marks: all that is to be on it, arrows wherever they are, others as they will rest.
            text: further text to keep clear of.
        """
        before, old_zone, opacities = self.framing, self.view.zone, self.numbers.opacities
        gone = self.clear(*marks)
        self.add(*marks)
        self.view.zone = zone
        self.moves = zone != old_zone or not self.looks(framing)
        for arrow in self.arrows:
            arrow.to(*arrow.home)
        self.look(framing)
        lines = np.concatenate([mark.outline() for mark in self.marks if mark.solid])
        self._choose(lines, text)
        for arrow in self.arrows:
            arrow.blend = 1.0
            arrow.draw()
        labels = [label for arrow in self.arrows for label in arrow.words]
        self.numbers.set_positions([*labels, *text], lines)
        zones = np.array([astuple(old_zone), astuple(zone)])
        self.way = (before, framing), zones, (opacities, self.numbers.opacities)
        self.go(0.0)
        return gone

    def go(self, t: float) -> None:
        """Show a moment of the way that has been planned, t from 0 to 1."""
        (start, stop), zones, opacities = self.way
        for arrow in self.arrows:
            arrow.blend = t
            if not self.moves:
                arrow.draw()
        if self.moves:
            self.view.zone = Zone(*((1 - t) * zones[0] + t * zones[1]).tolist())
            self.look(start.towards(stop, t))
        seen = (1 - t) * opacities[0] + t * opacities[1]
        if abs(math.log(stop.units / start.units)) > ZOOMS:  # the numbers change halfway, unseen
            seen = opacities[int(t >= 0.5)] * max(1 - 2.5 * min(t, 1 - t), 0.0)
        self.numbers.write((start if t < 0.5 else stop).units).set_opacities(seen)

    def _choose(self, lines: np.ndarray, text: Sequence[VMobject]) -> None:
        """Choose for each label the place beside its arrow that is clearest of everything."""
        points = evenly_each(lines)
        boxes = [(other.get_center()[:2], np.array([other.width, other.height])) for other in text]
        left, right, bottom, top = astuple(self._label_zone)
        for arrow in sorted(self.arrows, key=lambda arrow: not arrow.pinned):
            if not arrow.words:
                continue
            spots, half = arrow.spots(), arrow.size / 2
            clear = np.minimum(distances(spots, half, points).min(axis=1), 0.2)
            for other, box in boxes:
                apart = (np.abs(spots - other) - half - box / 2).max(axis=1)
                clear = np.minimum(clear, np.where(apart > 0.04, apart, 10 * (apart - 0.04)))
            inside = np.minimum(spots - half - [left, bottom], [right, top] - spots - half)
            clear += 10 * np.minimum(inside.min(axis=1), 0.0)
            # A label far from its arrow is better only than one that meets something.
            rank = clear - 0.008 * np.arange(len(PLACES)) - 0.3 * GAPS
            # A label that stands well stays where it is.
            rank[arrow.slot] += 0.08
            best = BEYOND if arrow.pinned else int(np.argmax(rank))
            arrow.last_slot, arrow.slot = arrow.slot, best
            arrow.last_seen, arrow.seen = arrow.seen, float(arrow.pinned or clear[best] >= 0)
            if arrow.seen:
                boxes.append((spots[best], arrow.size))


class Stage(VectorPlane):
    """The plane of two vectors, and all that is drawn on it, step by step.

    Args:
        theme: for colours.
        story: what is shown.

    Attributes:
        steps: the entries of u and v laid tip to tail along each axis, a lane for each vector.
        guides: from their ends to the sum.
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
        place, thin = partial(NamedArrow, self), {"layer": 3.5, "width": 0.042, "tip": 0.2}
        self.u = place("vector", "bold(u)", story.u)
        self.v = place("second_vector", "bold(v)", story.v)
        self.u_copy = place("vector", "", story.u, story.v, **thin)
        self.v_copy = place("second_vector", "", story.v, story.u, **thin)
        self.total = place("combination", "bold(u) + bold(v)", story.total, layer=4.2)
        # Under the thinner u, so that all of them are seen on one line; the shorter on top.
        layers = (3.2, 3.1) if abs(a) < abs(b) else (3.1, 3.2)
        self.multiples = [
            place("combination", term(s, "bold(u)"), end, layer=layer, width=0.14, tip=0.36)
            for s, end, layer in zip(story.scalars, story.scaled, layers, strict=True)
        ]
        self.first = place("vector", term(a, "bold(u)"), first, layer=3.9)
        self.second = place("second_vector", term(b, "bold(v)"), second, first, layer=3.9)
        self.combined = place("combination", terms(story), story.combination, layer=4.2)
        for sum_ in (self.total, self.combined):
            sum_.slot = BEYOND
        if story.rank < 2:  # what lies on one line is drawn in lanes beside each other
            for arrow in (self.u_copy, self.v_copy, self.total, self.second, self.combined):
                lane = -0.2 if arrow in (self.total, self.combined) else 0.2
                arrow.aside = lane if arrow.home[0] @ story.ahead >= 0 else -lane
        self.steps: tuple[list[NamedArrow], list[NamedArrow]] = ([], [])
        for axis, along in enumerate(np.eye(2)):
            u, v = story.u[axis], story.v[axis]
            lanes = (("vector", 0.0, u), ("second_vector", u, v))
            for lane, (role, foot, entry) in enumerate(lanes):
                if not entry:
                    continue
                ends = entry * along, foot * along
                step = place(role, "", *ends, layer=3, width=0.05, tip=0.2)
                # Beside each other, since the second may lead back over the first.
                step.aside = -np.sign(entry) * (0.09 + 0.15 * lane)
                self.steps[axis].append(step)
        feet = np.diag(story.total)
        self.guides = self.segments(dash=0.08).to([(story.total, foot) for foot in feet])
        self.guides.set_z_index(3)
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
        return self.plan(self.framings[step], PICTURE, *marks, text=text)

    def too_short(self, step: str, names: str) -> list[str]:
        """Return which of some vectors are drawn as dots in a step though they have a length."""
        lengths = dict(zip("uv", self.story.lengths, strict=True))
        return [name for name in names if 0 < lengths[name] * self.framings[step].units < SHORT]

    def reach(self) -> list[Mark]:
        """Return the grid of whole steps of u and v, or the line that they reach, or nothing."""
        story, theme, units = self.story, self.theme, self.framings["combine"].units
        basis = np.column_stack([story.u, story.v])
        if story.rank == 1:
            line = PlaneLine(self.view, theme, "grid", story.ahead, "bold")
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
