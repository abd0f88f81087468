"""The row picture and the column picture of a linear system, each on a plane of its own."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Framing, Rectangle, right_angle
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import EMPTY, ORIGIN, Mark, PlaneArrow, PlaneSegments
from explainer.mobjects.shapes import cut
from explainer.mobjects.text import Words
from explainer.scenes.linear_algebra.linear_system import markup, story
from explainer.scenes.linear_algebra.linear_system.drawing.places import Places
from explainer.scenes.linear_algebra.linear_system.story import System, line_of, row_kind
from explainer.style import Theme, Zone

EQUATION = 0.58
"""The em of an equation beside its line."""

PIECES = np.linspace(0, 1, 9)[:, None]

SPARSE = 0.55
"""The least distance of the lines of the grid, in frame units."""

THICK, LINE = 0.085, 0.34
"""The width of an arrow, and its tip, in frame units."""


class RowLine(PlaneSegments):
    """The line on which an augmented row, (3,), holds, as far as the view goes.

    Attributes:
        share: how much of it is drawn, from its left or lower end.
    """

    solid, share = True, 1.0
    value: np.ndarray = np.zeros((0, 3))

    def whole(self) -> np.ndarray:
        """Return all of it, (1, 2, 2) in the frame; (0, 2, 2) where there is none."""
        found = [line_of(row) for row in self.value if row[:2].any()]
        feet, ways = np.reshape(found, (-1, 2, 2)).swapaxes(0, 1)
        return self.view.lines(feet, ways, np.inf)

    def outline(self) -> np.ndarray:
        """Return both its sides, in pieces so short that no number fits between their points."""
        found = [start + PIECES * (end - start) for start, end in self.whole()]
        points = np.reshape(found, (-1, len(PIECES), 2))
        across = (points[:, -1:] - points[:, :1])[..., ::-1] * (-1, 1)
        across *= self.stroke_width / 200 / np.linalg.norm(across, axis=2, keepdims=True)
        points = np.concatenate([points + across, points - across])
        return np.stack([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 2, 2)

    def _draw(self) -> None:
        start, end = self.whole().swapaxes(0, 1)
        drawn = np.stack([start, start + self.share * (end - start)], axis=1)
        self.set_segments(cut(drawn, self.dash))


class HalfPlane(Plane):
    """A plane that may be half of the frame, and x, (2,), walked on it along two columns.

    Attributes:
        dot: where what is walked ends.
        corner: the mark of a right angle.
    """

    def __init__(self, theme: Theme, zone: Zone, room: Rectangle, text: Zone) -> None:
        self.places, scale = Places(theme.layout), 1.0
        if self.places.stacked:
            scale = theme.layout.type_scale
        super().__init__(theme, zone, room, units=1.5 * scale, nearest=2.2 * scale, text=text)
        self.steps = self.walk(4, width=THICK, tip=LINE).set_z_index(6)
        self.dot, self.corner = self.dots("ink", 0.13), self.segments("ink", "regular")

    def fit(self, points: ArrayLike, units: float | None = None) -> Framing:
        """Return the framing with (n, 2) points, and the origin, in the middle of the room."""
        seen, units = np.vstack([points, ORIGIN]), super().fit(points, units).units
        middle = (self.room.low + self.room.high) / 2
        return Framing(middle - units * (seen.min(axis=0) + seen.max(axis=0)) / 2, units)

    def look(self, framing: Framing) -> Self:
        """Look at the plane in this framing, and draw all that is on it; ``settle`` follows."""
        self.grid.finest = 10.0 ** math.ceil(math.log10(SPARSE / framing.units))
        return super().look(framing)

    @property
    def _label_zone(self) -> Zone:
        return self.view.text


class RowPicture(HalfPlane):
    """Each equation a line, and the point x, with its two steps, that moves among them.

    Attributes:
        rows: (2, 3) augmented rows of which the lines are drawn.
        ghosts: the lines as they were given, dashed.
        alone, beside: the framings for all of the frame, and beside a matrix.
        halves: those for half of it, of the system and of the one that follows from it.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        places = Places(theme.layout)
        super().__init__(theme, theme.layout.frame, places.alone, places.open)
        self.system = system
        first, last = (story.row_points(each) for each in (system, system.last))
        self.alone = self.fit(first, 1.8 * places.scale)
        self.room = places.beside
        self.beside = self.fit(first)
        self.room = places.rooms[0]
        self.halves = self.views(first, last)
        self.lines = self._both(theme.strokes.heavy)
        self.ghosts = self._both(theme.strokes.regular, 0.14)
        for line, row in zip(self.ghosts, system.augmented, strict=True):
            line.to(row).set_brightness(0.6)
        self.distance = self.segments("ink", "regular", dash=0.12)
        self.look(self.alone).show_rows(system.augmented)

    def _both(self, width: float, dash: float = 0.0) -> list[RowLine]:
        # Where one lies upon the other, the first still shows on both sides of the second.
        widths = (width if dash else 1.6 * width, width)
        pairs = zip(markup.ROW_ROLES, widths, strict=True)
        return [self.hold(RowLine(self.view, self.theme, *pair, dash)) for pair in pairs]

    def renew(self) -> list[Mark]:
        """Let other lines stand where the equations were given; return those that are to go."""
        old: list[Mark] = [*self.lines, *self.ghosts]
        self.lines = self._both(self.theme.strokes.heavy)
        self.show_rows(self.system.augmented)
        return old

    def leave_ghosts(self) -> list[VMobject]:
        """Leave dashes where the lines are now, and return them."""
        for line, row in zip(self.ghosts, self.rows, strict=True):
            line.to(row)
        return self.put(*self.ghosts)

    @property
    def seen(self) -> list[int]:
        """Which of the equations have a line."""
        return [k for k, row in enumerate(self.rows) if row_kind(row) == "line"]

    def show_rows(self, rows: np.ndarray, order: tuple[int, int] = (0, 1)) -> None:
        """Draw (2, 3) augmented rows; a line fades as its coefficients vanish.

        Args:
            rows: as they stand in the matrix.
            order: which equation stands in each of its rows.
        """
        self.rows = rows[list(order)]
        first, now = (
            np.abs(each[:, :2]).max(axis=1) for each in (self.system.augmented, self.rows)
        )
        left = now / (first + (first == 0))
        for line, equation, share in zip(self.lines, self.rows, left, strict=True):
            line.to(equation)
            if self.system.rank < 2:
                line.set_presence(min(1.0, 4.0 * share))

    def trace(self, t: float) -> None:
        """Draw the lines, one after the other."""
        for place, index in enumerate(self.seen):
            self.lines[index].share = min(max(t * len(self.seen) - place, 0.0), 1.0)
            self.lines[index].draw()

    def meet(self, t: float) -> None:
        """Let a dot run along each line to where it rests: the solution, or nearest to 0."""
        system, dots = self.system, []
        for place, index in enumerate(self.seen):
            ends = (self.lines[index].whole()[0] - self.view.origin) / self.view.units
            start = ends[place]
            foot = line_of(self.rows[index]).foot
            rest = foot if system.kind == "none" else system.solution
            dots.append(start + t * (rest - start) if t < 1 else rest)
        alike = len(dots) == 2 and t == 1 and system.kind != "none"
        self.dot.to(dots[:1] if alike else np.reshape(dots, (-1, 2)))
        if system.kind == "none" and len(dots) == 2:
            self.distance.to([dots] if t == 1 else [])
        if system.kind == "one":  # down and across to the axes, where its coordinates are
            x = system.solution
            self.distance.to([(x, x - t * way) for way in np.diag(x)])

    def name_solution(self, name: str) -> PlaneLabel:
        """Name the solution, clear of the lines as they are and as elimination will turn them."""
        final = self._both(1.0) if self.system.kind == "one" else []
        for line, row in zip(final, self.system.reduced, strict=False):
            line.to(row)
        self.steps.to(np.eye(2), self.system.solution)
        made = self.label(name, self.system.solution)
        self.steps.to(np.eye(2), ORIGIN)
        self.drop(*final)
        return made

    def name_lines(self) -> list[Name]:
        """Return the equations as they are now, each beside its line, or at the right without."""
        edge = self.view.rectangle
        away = np.array([[(0.8 * edge.right, 0.0), (0.8 * edge.right, 0.6 * edge.top)]])
        along = []
        for equation in self.rows:
            line = RowLine(self.view, self.theme, "ink", 1).to(equation).whole()
            ends = (line - self.view.origin) / self.view.units
            start, end = [*ends, *away][0]
            along.append(start + np.linspace(0.06, 0.94, 80)[:, None] * (end - start))
        made: list[Name] = []
        for index in range(2):
            note, size = markup.row_note(self.rows[index]), EQUATION * self.places.scale
            words = Words(note, self.theme, size=size, colour=markup.ROW_ROLES[index])
            others = along[1 - index] if row_kind(self.rows[1 - index]) == "line" else None
            clear = [name.words for name in made]
            made += self.name_beside(words, markup.ROW_ROLES[index], along[index], others, clear)
        for name in made:
            if len(name.leader.points) and np.ptp(name.leader.points, axis=0).max() < 0.5:
                name.leader.set_segments(EMPTY)  # its colour says as much
        return made


class ColumnPicture(HalfPlane):
    """The columns as arrows, the walk along them, b, and what of the plane they reach."""

    def __init__(self, system: System, theme: Theme) -> None:
        places = Places(theme.layout)
        super().__init__(theme, places.divided(0.0)[1], places.rooms[1], places.halves[1])
        self.halves = self.views(*map(story.column_points, (system, system.last)))
        self.look(self.halves[0])
        self.goal = self._arrow("target", system.right_side)
        self.columns = [
            self._arrow(*each) for each in zip(markup.COLUMN_ROLES, system.matrix.T, strict=True)
        ]
        self.take(system)

    def _arrow(self, role: str, vector: np.ndarray) -> PlaneArrow:
        return self.arrow(role, width=THICK, tip=LINE).to(vector)

    def take(self, system: System) -> None:
        """Show this system from now on, with the line that its columns reach, and what misses."""
        self.system = system
        self.span = self.line("ink", system.span).to(0.0)
        self.residual = self.segments("residual", "heavy").set_z_index(5.5)
        if system.rank == 1:
            # On the other side of the line than b.
            (u, v), (p, q) = system.span * (1.0 if system.along >= 0 else -1.0), system.residual
            self.steps.aside = -0.13 if u * q - v * p > 0 else 0.13

    def name_arrows(self) -> list[PlaneLabel]:
        """Name the columns and b, clear of the walk as it will be; numbers give way to it too."""
        hidden, self.view.zone = self.view.zone, self.places.divided(1.0)[1]
        system, between = self.system.last, self.segments()
        reach = self.theme.layout.frame.width / self.view.units * system.span
        between.to([(system.nearest, system.right_side), (-reach, reach)])
        self.walk_to(self.system.solution)
        arrows = zip((*self.columns, self.goal), (*markup.COLUMN_ROLES, "target"), strict=True)
        names = ("bold(a)_1", "bold(a)_2", "bold(b)")
        made = [self.name_tip(arrow, names[k], role) for k, (arrow, role) in enumerate(arrows)]
        if self.system.kind == "none":
            self.walk_to(ORIGIN)
        self.drop(between)
        self.view.zone = hidden
        return made

    def walk_to(self, x: np.ndarray) -> None:
        """Walk the way that x, (2,), prescribes, and show what is then missing to b."""
        end = self.system.matrix @ x
        self.steps.to(self.system.matrix, x)
        self.dot.to(end)
        self.residual.to([(end, self.system.right_side)])

    def reach(self, t: float) -> None:
        """Draw the line that the columns reach, on from where they lie on it."""
        self.span.to(0.3 + 0.7 * t)

    def mark_right_angle(self) -> None:
        """Mark the right angle between what is missing and what can be reached."""
        system = self.system
        if system.rank == 1:
            back = system.span if system.along <= 0 else -system.span
            sides = (
                0.3 / self.view.units * way / np.hypot(*way) for way in (back, system.residual)
            )
            mark = right_angle(system.nearest, *sides)
            self.corner.to([mark[:2], mark[1:]])
