"""Two vectors on one plane: the arrows of each step of their story, and where each step is seen."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from explainer.geometry.plane import Framing
from explainer.mobjects.plane import BESIDE_PANEL
from explainer.mobjects.plane_marks import SHORT, Grid
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.vectors.drawing.marks import (
    AngleMark,
    AxisSteps,
    Projection,
)
from explainer.scenes.linear_algebra.vectors.drawing.plane import (
    BEYOND,
    PlacedArrow,
    VectorPlane,
)
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import term, terms
from explainer.style import PICTURE, Theme

Show = Callable[[float], object]


class VectorStage:
    """Makes what is drawn of two vectors, and says where it lies at each time.

    The ``to_...`` methods set everything as it will rest in a step and return the view's way there.

    Args:
        theme: for colours.
        story: what is shown.
        plane: where it is shown.
        u: the arrow of u, on that plane.

    Attributes:
        projected: the projection, or nothing where there is none.
        marked: the angle's mark, or nothing where there is no angle.
        turned: the arrow that turns: v, or u where v has no length.
    """

    def __init__(
        self, theme: Theme, story: VectorStory, plane: VectorPlane, u: PlacedArrow
    ) -> None:
        self.theme, self.story, self.plane, self.u = theme, story, plane, u
        view = plane.view
        first, second = story.scalars
        self.v = plane.place("second_vector", "bold(v)")
        self.u_copy = plane.place("vector", layer=3.5, width=0.042, tip=0.2)
        self.v_copy = plane.place("second_vector", layer=3.5, width=0.042, tip=0.2)
        self.total = plane.place("combination", "bold(u) + bold(v)", layer=4.2)
        # Under the thinner u, so that all of them are seen on one line; the shorter on top.
        layers = (3.2, 3.1) if abs(first) < abs(second) else (3.1, 3.2)
        self.multiples = [
            plane.place("combination", term(s, "bold(u)"), layer=layer, width=0.14, tip=0.36)
            for s, layer in zip(story.scalars, layers, strict=True)
        ]
        self.first = plane.place("vector", term(first, "bold(u)"), layer=3.9)
        self.second = plane.place("second_vector", term(second, "bold(v)"), layer=3.9)
        self.combined = plane.place("combination", terms(story), layer=4.2)
        if story.rank < 2:
            self._set_aside()
        for sum_ in (self.total, self.combined):
            sum_.slot = sum_.last_slot = BEYOND
        self.turned = self.u if story.relation == "zero_v" else self.v
        roles = "vector", "second_vector"
        self.steps = AxisSteps(view, theme, roles, [story.u, story.v]).set_z_index(3)
        self.line = plane.line("muted", story.directions[0], "thin").set_z_index(1)
        self.reach = VGroup()
        angles = np.linspace(0, 2 * np.pi, 97)
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        radius = story.lengths[1] or story.lengths[0]
        self.circle = plane.curve("faint").to(radius * ring).set_z_index(1)
        self.angle = AngleMark(view, theme, math.atan2(*story.directions[0][::-1]))
        self.marked = [] if story.angle is None else [self.angle]
        self.projected = [Projection(view, theme, story.u, story.side)] if story.lengths[0] else []
        for projection in self.projected:
            projection.set_vector(story.v)
        plane.add(self.steps, self.angle, *self.projected)
        self.framings = self._framings()

    # -- where things are ------------------------------------------------------------------------

    @property
    def projecting(self) -> list[Show]:
        """The stages of the projection, each a function of t; none where there is none."""
        if not self.projected:
            return []
        set_stages = self.projected[0].set_stages
        return [
            lambda t: set_stages(t, 0, 0),
            lambda t: set_stages(1, t, 0),
            lambda t: set_stages(1, 1, t),
        ]

    def too_short(self, step: str, *names: str) -> list[str]:
        """Return which of u and v are drawn as dots in a step though they have a length."""
        lengths = dict(zip(("u", "v"), self.story.lengths, strict=True))
        units = self.framings[step].units
        return [name for name in names if 0 < lengths[name] * units < SHORT]

    # -- the steps ---------------------------------------------------------------------------------

    def to_sum(self) -> Show:
        """Make room for the sum, on the large plane."""
        self.grow_v(1.0)
        for show in (self.slide_v, self.slide_u, self.grow_total, self.step_across, self.step_up):
            show(1.0)
        shown = [self.u, self.v, self.u_copy, self.v_copy, self.total]
        return self.plane.towards(self.framings["add"], shown, PICTURE, [self.steps])

    def grow_v(self, t: float) -> None:
        self.v.to(t * self.story.v)

    def slide_v(self, t: float) -> None:
        """Move a copy of v to the tip of u."""
        self.v_copy.to(self.story.v, t * self.story.u)

    def slide_u(self, t: float) -> None:
        """Move a copy of u to the tip of v."""
        self.u_copy.to(self.story.u, t * self.story.v)

    def grow_total(self, t: float) -> None:
        self.total.to(t * self.story.total)

    def step_across(self, t: float) -> None:
        """Lay the first entries tip to tail along their axis."""
        self.steps.to(0, t)

    def step_up(self, t: float) -> None:
        """Lay the second entries tip to tail along their axis."""
        self.steps.to(1, t)

    def to_multiples(self) -> Show:
        """Make room for the multiples of u."""
        for index in (0, 1):
            self.stretch(index, 1.0)
        return self.plane.towards(self.framings["scale"], [self.u, *self.multiples])

    def stretch(self, index: int, t: float) -> float:
        """Scale u from 1 to the first scalar, or from there to the second; return the factor."""
        start, stop = (1.0, *self.story.scalars)[index : index + 2]
        factor = start + t * (stop - start)
        self.multiples[index].to(factor * self.story.u)
        return factor

    def to_combination(self) -> Show:
        """Make room for the combination, and for what can be reached."""
        for show in (self.grow_v, self.stretch_first, self.slide_second, self.grow_combined):
            show(1.0)
        shown = [self.u, self.v, self.first, self.second, self.combined]
        show_view = self.plane.towards(self.framings["combine"], shown)
        self._spread(self.framings["combine"].units)
        return show_view

    def stretch_first(self, t: float) -> None:
        factor = 1 + t * (self.story.scalars[0] - 1)
        self.first.to(factor * self.story.u)

    def stretch_second(self, t: float) -> None:
        factor = 1 + t * (self.story.scalars[1] - 1)
        self.second.to(factor * self.story.v)

    def slide_second(self, t: float) -> None:
        """Move the scaled v to the tip of the scaled u."""
        self.second.to(self.story.steps[1], t * self.story.steps[0])

    def grow_combined(self, t: float) -> None:
        self.combined.to(t * self.story.combination)

    def to_projection(self) -> Show:
        """Make room for the projection and its area."""
        return self._to_product("project", (1, 1, 1))

    def open_angle(self, t: float) -> None:
        """Draw the arc from u to v."""
        degrees = self.story.side * (self.story.angle or 0.0)
        self.angle.set_degrees(t * degrees, final=t == 1)

    def to_turn(self) -> Show:
        """Make room for a full turn, the turning arrow's label beyond its tip."""
        self.turned.pinned = BEYOND
        return self._to_product("turn", (1, 1, 1))

    def turn_to(self, degrees: float) -> None:
        """Turn v to so many degrees from u, with its projection and area."""
        story = self.story
        # At rest it is v itself, to the last digit.
        final = degrees == (story.angle or 0.0)
        still = story.v if story.lengths[1] else story.u
        vector = still if final else story.turned(degrees)
        self.turned.to(vector)
        for projection in self.projected if self.turned is self.v else ():
            projection.set_vector(vector, final=final)
        self.angle.set_degrees(story.side * degrees, final=final)

    def to_recap(self) -> Show:
        """Make room for the sum once more, beside the projection."""
        self.turned.pinned = None
        # The sum lies between the two vectors, where the degrees would be.
        self.angle.numbered = False
        for show in (self.slide_v, self.slide_u, self.grow_total):
            show(1.0)
        before = [np.array(projection.stages) for projection in self.projected]
        move = self._to_product("add", (1, 0, 0), self.u_copy, self.v_copy, self.total)

        def show_all(t: float) -> None:
            move(t)
            for projection, stages in zip(self.projected, before, strict=True):
                projection.set_stages(*((1 - t) * stages + t * np.array([1, 0, 0])).tolist())

        show_all(0.0)
        return show_all

    def _to_product(self, name: str, stages: tuple[int, int, int], *others: PlacedArrow) -> Show:
        story = self.story
        self.angle.square = story.relation == "right" and name != "turn"
        self.angle.set_degrees(story.side * (story.angle or 0.0))
        for projection in self.projected:
            projection.set_stages(*stages)
        return self.plane.towards(
            self.framings[name],
            [self.u, self.v, *others],
            PICTURE,
            self.projected,
            [*(each.value for each in self.projected), *(mark.number for mark in self.marked)],
        )

    def _set_aside(self) -> None:
        """Draw what lies on one line in lanes beside each other."""
        story = self.story
        ahead = story.directions[0 if story.lengths[0] else 1]
        arrows = [
            (self.u_copy, story.u, 0.2),
            (self.v_copy, story.v, 0.2),
            (self.total, story.total, -0.2),
            (self.second, story.steps[1], 0.2),
            (self.combined, story.combination, -0.2),
        ]
        for arrow, vector, lane in arrows:
            arrow.aside = lane if float(vector @ ahead) >= 0 else -lane

    # -- the view ----------------------------------------------------------------------------------

    def _spread(self, units: float) -> None:
        """Make the grid of whole steps of u and v, or the line that they reach."""
        story, theme, plane = self.story, self.theme, self.plane
        basis = np.column_stack([story.u, story.v])
        if story.rank == 1:
            along = story.directions[0 if story.lengths[0] else 1]
            self.reach.add(plane.line("grid", along, "bold"))
        elif story.rank and abs(np.linalg.det(basis)) / max(story.lengths) * units > 0.15:
            grid = Grid(plane.view, theme.grid, theme.grid, width=theme.strokes.thin)
            plane.add(grid.to(basis))
            self.reach.add(grid)
        self.reach.set_z_index(0.5)

    def _framings(self) -> dict[str, Framing]:
        """Return how each step is seen: all in one view unless one of them would be small in it."""
        spots, self.plane.room = self.story.spots(), BESIDE_PANEL
        turn = self.plane.fit(spots.pop("turn"))
        return dict(zip(spots, self.plane.views(*spots.values(), least=0.62), strict=True)) | {
            "turn": turn
        }
