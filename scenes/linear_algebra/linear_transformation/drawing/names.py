"""Where basis, vector and steps are named, before a matrix moves them and after."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from explainer.geometry.plane import Framing
from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.placing import distances, ink_box
from explainer.mobjects.plane import ASIDE, Plane
from explainer.mobjects.plane_labels import NEXT, PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.scenes.linear_algebra.linear_transformation.drawing.many import OFF, Bracket
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.linear_transformation.text import (
    BASIS,
    I_HAT,
    J_HAT,
    V,
    step_names,
)

GLOWING = 0.08
"""How much farther from its tip the vector is named, for it may glow, in frame units."""

MOST = 8
"""More steps than these are drawn as one long arrow, and need no bracket."""

SHARES = (0.5, 0.42, 0.58, 0.7, 0.3)
"""Where along the steps their number may stand; not in the middle of two, on a line of the grid."""


class Names:
    """The names of what a matrix carries, each clear of all that it will be seen with.

    Args:
        plane: a plane without marks but its moved grid.
        story: the matrix and the vector.
        views: of the basis and of the vector, each before and after.
        near: the view while there is only the vector.
        ghosts: of what is carried, before and after.
        beside: how far a walk on a line is drawn beside it.

    Attributes:
        before, after: of basis vectors and vector.
        last: those from before that are still clear of all afterwards; of the basis both or none.
        steps_before, steps_after: how often the walk takes each step, with brackets.
        ways: what carries the vector there, and back.
    """

    def __init__(
        self,
        plane: Plane,
        story: TransformationStory,
        views: Sequence[Sequence[Framing]],
        near: Framing,
        ghosts: tuple[Sequence[Mark], Sequence[Mark]],
        beside: float,
    ) -> None:
        self.plane, self.story, self.views = plane, story, views
        axes, ways, cells = (plane.segments().to(each) for each in self._lines())
        plane.drop(ways, cells)
        plane.look(near)
        brackets = self._brackets(0, 0.0)
        plane.put(*ghosts[0], *brackets)
        self.before = [*self._name_basis(0), self._name_vector(0)]
        plane.look(near).settle()
        lines = axes.data()
        axes.to(lines[:2])
        plane.drop(ghosts[0][3])  # not seen while there are only steps
        self.steps_before = self._name_steps(0, brackets)
        plane.drop(*self.steps_before, *brackets)
        plane.put(axes.to(lines), ghosts[0][3])
        self._see(1, 1)
        brackets = self._brackets(1, beside)
        plane.put(*ghosts[1], *brackets, ways, cells)
        self.after = [*self._name_basis(1), self._name_vector(1)]
        plane.drop(cells, *brackets)
        basis = [name for name in self.before[:2] if self.is_clear(name)]
        plane.drop(ways)
        self.last = basis * (len(basis) == 2)
        self.last += [name for name in self.before[2:] if self.is_clear(name)]
        plane.put(ways)
        self._see(1, 1)
        self.ways = self._name_way()
        plane.drop(*self.ways, ways)
        # The basis is not seen, nor its square, while there are only steps.
        unseen = [*ghosts[0][:2], ghosts[0][3], *ghosts[1][:2]]
        plane.drop(*unseen, *self.before[:2], *self.after[:2])
        self.steps_after = self._name_steps(1, brackets)
        plane.drop(axes, *ghosts[0], *ghosts[1], *self.steps_after, *plane.names)

    def is_clear(self, name: PlaneLabel) -> bool:
        """Return whether a name lies clear of all marks; it leaves the plane if not."""
        middle, size = ink_box(name)
        ways = distances(middle[None], size / 2, self.plane.drawn_points())
        is_clear = ways.min(initial=1.0) > 0.025
        if not is_clear:
            self.plane.drop(name)
        return bool(is_clear)

    def _name_basis(self, time: int) -> list[PlaneLabel]:
        self._see(time, 0)
        matrix, prefix = self.story.path(time), "A " if time else ""
        # Outside of the square, where there is room.
        leans = (-2.0, 2.0) if signed_area(matrix) > 0 else (None, None)
        each = zip((I_HAT, J_HAT), matrix.T, BASIS, leans, strict=True)
        return [
            self.plane.label(prefix + hat, tip, role, lean=lean) for hat, tip, role, lean in each
        ]

    def _name_vector(self, time: int) -> PlaneLabel:
        self._see(time, 1)
        tip = self.story.path(time) @ self.story.vector
        name = self.plane.label(f"A {V}" if time else V, tip)
        return name.to(tip, name.side, name.gap + GLOWING)

    def _name_way(self) -> list[PlaneLabel]:
        """Name the way of the vector there, and back, on its outer side."""
        path, vector = self.story.path, self.story.vector
        middle, way = path(0.5) @ vector, (path(0.6) - path(0.4)) @ vector
        across = np.array([-way[1], way[0]])
        lean = _lean(middle, across if across @ middle > 0 else -across)
        names = []
        for text in ("A", "A^(-1)"):
            names.append(self.plane.label(text, middle, lean=lean))
            self.plane.drop(names[-1])
        return names

    def _lines(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what no name lies on, (n, 2, 2) each.

        These are the axes before and after, the ways between, and the squares that are carried.
        """
        matrix = self.story.matrix
        reach = 20 / min(view.units for pair in self.views for view in pair)
        ends = reach * np.concatenate([np.eye(2), matrix.T])
        carried = np.column_stack([np.eye(2), self.story.vector])
        ways = np.array([(self.story.path(float(t)) @ carried).T for t in np.linspace(0, 1, 25)])
        levels = np.repeat(np.arange(-1.0, 3.0)[:, None], 2, axis=1)
        upright = np.stack([levels, np.broadcast_to([-1.0, 2.0], levels.shape)], axis=2)
        cells = np.concatenate([upright, upright[:, :, ::-1]]) @ matrix.T
        steps = np.concatenate([*np.stack([ways[:-1], ways[1:]], axis=2)])
        return np.stack([-ends, ends], axis=1), steps, cells

    def _see(self, time: int, focus: int) -> None:
        self.plane.look(self.views[focus][time]).settle()

    def _name_beside(self, text: str, role: str, spot: np.ndarray, way: np.ndarray) -> PlaneLabel:
        """Name a spot of the frame, (2,), in the direction of a unit vector, (2,), from it."""
        plane, name = self.plane, PlaneLabel(text, self.plane.theme, role)
        size = ink_box(name)[1]
        centre = spot + way * (NEXT + 0.5 * np.abs(way) @ size) - plane.view.origin
        far = max(float(np.hypot(*centre)), 1e-9)
        # A label stands beyond its point, seen from the origin.
        reach = NEXT + 0.5 * np.abs(centre / far) @ size
        plane.add(name.to((1 - reach / far) * centre / plane.view.units))
        plane.settle()
        return name

    def _brackets(self, time: int, beside: float) -> list[Bracket]:
        """Return a bracket beside the steps, so far beside their lines, along each basis vector."""
        story, plane = self.story, self.plane
        ways = (story.path(time) * story.vector).T
        turn = ways[0, 0] * ways[1, 1] - ways[0, 1] * ways[1, 0]
        # Where they turn, what they go around lies to that side.
        side = np.sign(beside) if beside else np.copysign(1.0, -turn)
        found = []
        for axis, start in enumerate((0 * ways[0], ways[0])):
            bracket = plane.hold(Bracket(plane.view, plane.theme, BASIS[axis], "regular"))
            bracket.many = bool(1 < abs(story.vector[axis]) <= MOST)
            if ways[axis].any():
                off = OFF if bracket.many else 0.04
                bracket.beside(start, ways[axis], side * (abs(beside) + off))
            found.append(bracket)
        plane.drop(*found)
        return found

    def _name_steps(self, time: int, brackets: list[Bracket]) -> list[PlaneLabel | Bracket]:
        """Write how often each step is taken at the middle of all, and return what is clear."""
        plane, texts = self.plane, step_names(self.story, moved=time == 1)
        found: list[PlaneLabel | Bracket] = []
        for bracket, text, role in zip(brackets, texts, BASIS, strict=True):
            bracket.draw()
            if not len(bracket.data()) or bracket.length < 0.6:
                continue
            shown = [bracket] if bracket.many else []
            plane.put(*shown)
            shares = SHARES[1:] if bracket.many else SHARES
            for inward, share in product((False, True), shares):
                name = self._name_beside(text, role, *bracket.place(share, inward=inward))
                if self.is_clear(name):
                    found += [name, *shown]
                    break
        plane.drop(*found)
        plane.add(*(part for part in found if isinstance(part, PlaneLabel)))
        return found


def _lean(point: np.ndarray, way: np.ndarray) -> float:
    """Return how a label at a point, (2,), leans that stands from it along a way, (2,)."""
    outward = float(point @ way)
    across = float(point[0] * way[1] - point[1] * way[0])
    return across / (1.1 * outward) if outward > abs(across) / ASIDE else np.copysign(ASIDE, across)
