"""Both pictures of a linear system, what moves through them together, and the numbers beside."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple
from functools import cached_property, partial
from itertools import pairwise

import numpy as np
from manim.constants import RIGHT as RIGHTWARDS
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.geometry.plane import Framing, Rectangle, clip_lines
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.placing import Name, Room, ink_size
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import ORIGIN, PlaneLabel
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, row, stack
from explainer.numbers import (
    MINUS,
    decimals_needed,
    figures_needed,
    format_number,
    relation,
    rounds,
    widest,
)
from explainer.scenes.linear_algebra.linear_system import paths, text
from explainer.scenes.linear_algebra.linear_system.story import Step, System, line_of
from explainer.style import BODY, FRAME, SAFE, Theme, Zone

LEFT = Zone(FRAME.left, -0.05, FRAME.bottom, 2.75)
"""The left half, which bleeds off the frame at the left and at the bottom."""

RIGHT = Zone(0.05, FRAME.right, FRAME.bottom, 1.3)
"""The right half, below a strip for a formula."""

STRIP = Zone(0.45, SAFE.right, 1.4, 2.7)
"""The strip above the right half."""

SIDE = Zone(0.55, SAFE.right, -2.9, 2.4)
"""The right half, where formulas stand in it and no picture."""

TABLE = Zone(0.55, SAFE.right, -0.6, 1.0)
"""Where the augmented matrix stands, in the middle of the right half."""

MARGINS = np.array([1.0, -0.8, 1.15, -0.65])
"""From the edges of a plane, left, right, bottom and top, to the points that it is fitted to.

The outer 5 % of the frame, and its bottom tenth, are among that.
"""

ASIDE = 0.12
"""How far beside its line a walk is drawn that would lie upon itself, in frame units."""

ENTRY, OPERATION = 0.78, 0.6
"""The em of the augmented matrix and of the operation above it, in scene units."""


class HalfPlane(Plane):
    """Half of the frame: a plane that fits given points, and a walk on it with a dot at its end.

    Args:
        theme: for colours.
        zone: the part of the frame.
        points: (n, 2), which are to be seen, with the origin.
        trail: the role of what shows the way that something has come.

    Attributes:
        limits: the lowest and the highest point that what moves may reach, (2, 2).
        hidden: segments which are not seen; names keep clear of them as of all other marks.
        corner: the mark of a right angle.
        named: all names that stay.
    """

    def __init__(self, theme: Theme, zone: Zone, points: np.ndarray, trail: str) -> None:
        inner, outer = (Rectangle(*(astuple(zone) + share * MARGINS)) for share in (1.0, 0.72))
        super().__init__(theme, zone, inner, units=1.2, nearest=2.0)
        units, seen = self.fit(points).units, np.vstack([points, ORIGIN])
        middle = np.reshape(inner, (2, 2)).mean(axis=1)
        self.look(Framing(middle - units * (seen.min(axis=0) + seen.max(axis=0)) / 2, units))
        self.limits = (np.reshape(outer, (2, 2)).T - self.view.origin) / units
        axes = clip_lines(np.zeros((2, 2)), np.eye(2), self.view.rectangle)
        self.hidden = self.segments().to(axes)
        self.steps, self.dot = self.walk().set_z_index(6), self.dots("ink", 0.1, rim=True)
        self.trail, self.corner = self.curve(trail, "regular"), self.segments("ink")
        self.named: list[Name] = []

    def walk_to(self, basis: np.ndarray, x: np.ndarray) -> None:
        """Walk x, (2,), along the columns of ``basis``; the dot is where that leads."""
        self.steps.to(basis, x)
        self.dot.to(basis @ x)

    def mark_corner(self, point: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
        """Mark the right angle at a point, (2,), between two directions, (2,)."""
        size = 0.22 / self.view.units
        one, two = (point + size * way / np.hypot(*way) for way in (first, second))
        self.corner.to([(one, one + two - point), (one + two - point, two)])

    def put_name(
        self, markup: str, role: str, points: np.ndarray, others: np.ndarray | None = None
    ) -> list[Name]:
        """Name a point for good; see ``name_beside``."""
        found = self.name_beside(markup, role, points, others, [n.words for n in self.named])
        self.named += found
        return found


class RowPicture(HalfPlane):
    """Each equation a line, and the point x, with its two steps, that moves among them.

    Args:
        system: whose rows are drawn.
        theme: for colours.

    Attributes:
        rows: (2, 3) augmented rows of which the lines are drawn.
        ghosts: the lines as they were given, dashed.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        super().__init__(theme, LEFT, paths.row_points(system), "ink")
        self.system = system
        pairs = zip(text.ROW_ROLES, ("heavy", "regular"), strict=True)
        self.lines = [self.segments(*pair) for pair in pairs]
        # Where one lies upon the other, the first still shows on both sides of the second.
        self.lines[0].set_stroke(width=1.2 * theme.strokes.heavy)
        self.ghosts = [
            self.segments(role, dash=0.1).to(self.clip(row))
            for role, row in zip(text.ROW_ROLES, system.augmented, strict=True)
        ]
        self.distance = self.segments("ink", "regular", dash=0.1)
        self.way = self.arrow("ink")
        self.show_rows(system.augmented)
        self.walk_to(np.eye(2), system.solution)
        self.settle()
        self.line_names: list[Name] = []
        self.point_name: list[Name] = []
        self.axis_names = [self._name_axis(axis) for axis in (0, 1)]

    def _name_axis(self, axis: int) -> PlaneLabel:
        """Name an axis at its end, on the side where no line is in the way."""
        edge, markup = self.view.rectangle, ("x_1", "x_2")[axis]
        end, side = np.diag([edge.right, edge.top])[axis], (1.0, -1.0)[axis]
        label = self.label(markup, end, text.COLUMN_ROLES[axis], side)
        room = Room(self.view.zone).block_lines(*(s for line in self.lines for s in line.outline()))
        if not room.free(label.get_center()[:2], ink_size(label)):
            label.to(end, -side)
            self.settle()
        return label

    def clip(self, *rows: np.ndarray) -> np.ndarray:
        """Return the parts of lines that can be seen, (n, 2, 2)."""
        found = [line for line in map(line_of, rows) if line]
        feet, ways = np.reshape(found, (-1, 2, 2)).swapaxes(0, 1)
        return clip_lines(feet, ways, self.view.rectangle)

    @property
    def seen(self) -> list[int]:
        """Which of the equations have a line."""
        return [index for index, line in enumerate(self.lines) if len(line.points)]

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
            line.to(self.clip(equation))
            if self.system.rank < 2:
                line.set_stroke(opacity=min(1.0, 4.0 * share))

    def turn_back(self, start: np.ndarray, t: float) -> None:
        """Turn the lines of (2, 3) rows into the given ones, about the point they share."""
        rows = start, self.system.augmented
        first, last = (each / np.hypot(*each[:, :2].T)[:, None] for each in rows)
        # A line is the same after half a turn: it never needs more than a quarter.
        sign = np.where((first * last)[:, :2].sum(axis=1) < 0, -1.0, 1.0)
        self.show_rows((1 - t) * first + t * sign[:, None] * last if t < 1 else rows[1])

    def trace(self, index: int, t: float) -> None:
        """Draw a line up to the dot, which leads it; from t = 1 to 2 the dot goes where it rests.

        That is the solution, or where the line is nearest to the origin if there is none.
        """
        line, (start, end) = line_of(self.rows[index]), self.clip(self.rows[index])[0]
        rest = line.foot if line and self.system.kind == "none" else self.system.solution
        drawn = start + min(t, 1.0) * (end - start)
        self.lines[index].to([(start, drawn)])
        self.dot.to(drawn + max(t - 1, 0.0) * (rest - drawn) if t < 2 else rest)

    def show_shortest(self) -> list[VMobject]:
        """Draw the distance of the solutions from the origin, and a way along them, with its name.

        Returns:
            All of it, to be faded in.
        """
        x, null = self.system.solution, self.system.null
        if null is None:
            return []
        if np.hypot(*x) * self.view.units > 0.1:
            self.distance.to([(ORIGIN, x)])
            self.mark_corner(x, -x, null)
        tips = x + paths.stroll_reach(self.system) * np.array([[0.7], [-0.7]]) * null
        inside = ((tips >= self.limits[0]) & (tips <= self.limits[1])).all(axis=1)
        tip = tips[int(np.argmax(inside))]
        self.way.to(tip - x, x)
        return [self.distance, self.corner, self.way, *self.put_name("$t bold(n)$", "ink", tip)]

    def name_solution(self, markup: str) -> list[Name]:
        """Name the solution, clear of the lines as they were, are and will be."""
        final = self.segments().to(self.clip(*self.system.reduced))
        self.point_name = self.put_name(markup, "ink", self.system.solution)
        self.drop(final)
        for name in self.point_name:  # no equation is to be read on from it
            ends = np.array([name.words.get_left(), name.words.get_right()])[:, :2]
            wider = ends + np.array([(-0.35, 0), (0.35, 0)])
            self.hidden.to([*self.hidden.data(), (wider - self.view.origin) / self.view.units])
        return self.point_name

    def name_lines(self) -> list[Name]:
        """Return the equations as they are now, each beside its line, or at the right without."""
        low, high = self.limits
        edge = np.array([[(high[0], low[1]), high]])
        along = []
        for equation in self.rows:
            start, end = [*self.clip(equation), *edge][0]
            along.append(start + np.linspace(0, 1, 80)[:, None] * (end - start))
        self.line_names = []
        for index, role in enumerate(text.ROW_ROLES):
            others = along[1 - index] if line_of(self.rows[1 - index]) else None
            given = bool((self.rows[index] == self.system.augmented[index]).all())
            markup = text.row_note(self.rows[index], given)
            clear = [name.words for name in (*self.named, *self.line_names)]
            name = partial(self.name_beside, markup, role, along[index], others, clear)
            found = name()
            if not found or len(found[0].leader.points):  # rather across dashes than far away
                self.drop(*self.ghosts)
                found = name()
                self.put(*self.ghosts)
            self.line_names += found
        return self.line_names


class ColumnPicture(HalfPlane):
    """The columns as arrows, the walk along them, b, and what of the plane they reach.

    Args:
        system: whose columns are drawn.
        theme: for colours.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        super().__init__(theme, RIGHT, paths.column_points(system), "target")
        self.system = system
        self.span = self.line("ink", ORIGIN if system.span is None else system.span)
        self.goal = self.arrow("target").to(system.right_side)
        self.columns = [self.arrow(role) for role in text.COLUMN_ROLES]
        for arrow, column in zip(self.columns, system.matrix.T, strict=True):
            arrow.to(column)
        self.residual = self.segments("residual", "bold").set_z_index(5.5)
        if system.span is not None:
            # On the other side of the line than b.
            (u, v), (p, q) = system.span * (1.0 if system.along >= 0 else -1.0), system.residual
            self.steps.aside = -ASIDE if u * q - v * p > 0 else ASIDE
        self.show_x(system.solution)
        self.settle()

    def show_x(self, x: np.ndarray) -> None:
        """Walk the way that x, (2,), prescribes, and draw what is then missing to b."""
        matrix, target = self.system.matrix, self.system.right_side
        self.walk_to(matrix, x)
        self.residual.to([(matrix @ x, target)])

    def set_goal(self, target: np.ndarray) -> None:
        """Draw b, (2,)."""
        self.goal.to(target)
        for name in self.tip_names[2:]:
            name.carry((target - self.system.right_side) * self.view.units)

    def mark_right_angle(self) -> None:
        """Mark the right angle between what is missing and what can be reached."""
        system = self.system
        if system.span is not None:
            back = system.span if system.along <= 0 else -system.span
            self.mark_corner(system.nearest, back, system.residual)

    @cached_property
    def tip_names(self) -> list[Name]:
        """The names of the columns and of b, clear of the walks that come."""
        system = self.system
        ends = [system.solution, paths.trial(system)][: 2 if system.kind == "none" else 1]
        tips = np.vstack([system.matrix.T, system.right_side])
        walks = [np.array([0 * x, x[0] * tips[0], system.matrix @ x]) for x in ends]
        walks.append(np.array([system.nearest, system.right_side]))
        hidden = [pair for walk in walks for pair in pairwise(walk)]
        self.hidden.to([*self.hidden.data(), *hidden])
        markups = ("$bold(a)_1$", "$bold(a)_2$", "$bold(b)$")
        named = zip(markups, (*text.COLUMN_ROLES, "target"), range(3), strict=True)
        return [
            name
            for markup, role, index in named
            for name in self.put_name(markup, role, tips[index], np.delete(tips, index, axis=0))
        ]


class Running(VGroup):
    """Numbers that follow from x.

    Args:
        numbers: one for each value.
        values: what they show, from x, (2,).
    """

    def __init__(
        self, numbers: list[LiveNumber], values: Callable[[np.ndarray], np.ndarray]
    ) -> None:
        self.numbers, self.values = numbers, values
        super().__init__(*numbers)

    def at(self, x: np.ndarray, animating: bool) -> None:
        """Show the values for x, (2,)."""
        for number, value in zip(self.numbers, self.values(x), strict=True):
            number.set_value(float(value), animating=animating)


def reading(system: System, panel: Panel, limits: np.ndarray) -> tuple[Running, list[Named]]:
    """Return a running point with what each equation's left side gives there, and their rows.

    Args:
        system: whose equations are read.
        panel: in which the rows will stand.
        limits: (2, 2), the lowest and the highest point, for which room is kept.
    """

    def values(x: np.ndarray) -> np.ndarray:
        return np.concatenate([x, system.matrix @ x])

    points = [*np.stack(np.meshgrid(*limits.T), axis=-1).reshape(-1, 2), system.solution]
    most = np.transpose([values(point) for point in points])
    numbers, rows = [], []
    for k, name in enumerate(("$x_1 =$", "$x_2 =$", "row 1 gives", "row 2 gives")):
        decimals = max(2, figures_needed((system.solution, system.right_side)[k // 2]))
        role, room = (*text.COLUMN_ROLES, *text.ROW_ROLES)[k], widest(most[k], decimals)
        number = LiveNumber(0, panel.theme, size=panel.prose_size, colour=role, anchor="left")
        number.decimals = decimals
        numbers.append(number.set_text(room))
        rows.append(Named(name, numbers[-1], role if k > 1 else "ink"))
    return Running(numbers, values), rows


def gap(system: System, theme: Theme) -> tuple[Running, list[VMobject]]:
    """Return how far ``A x`` is from b, and rows: that, and the equations the best x solves."""

    def values(x: np.ndarray) -> np.ndarray:
        return np.hypot(*(system.right_side - system.matrix @ x))[None]

    panel = Panel(theme, STRIP, formula=0.5, prose=0.5)
    decimals = max(2, figures_needed([np.hypot(*system.residual)]))
    length = panel.number(colour="residual", decimals=decimals)
    rows = panel.rows(
        Named("$|bold(b) - A bold(x)| =$", length, "ink"),
        Line("A^T (bold(b) - A hat(bold(x))) = bold(0)"),
    )
    return Running([length], values), rows


class Combination(VGroup):
    """``x_1 a_1 + x_2 a_2 = sum`` in running numbers, the weights in the colours of the columns.

    Args:
        system: whose columns are combined.
        weights: (n, 2) all that will be shown, for which room is kept; it rests on the last.
        theme: for colours.
    """

    def __init__(self, system: System, weights: np.ndarray, theme: Theme) -> None:
        self.system, em = system, 0.46
        sums = weights @ system.matrix.T
        decimals = [max(2, figures_needed(values[-1])) for values in (weights, sums)]
        self.decimals = decimals[0]
        given = decimals_needed(system.matrix.flat, text.GIVEN)
        columns = [
            LiveMatrix(values[:, None], theme, colours=(role,), decimals=given, size=em)
            for values, role in zip(system.matrix.T, text.COLUMN_ROLES, strict=True)
        ]
        self.weights = [LiveNumber(0, theme, size=em, colour=role) for role in text.COLUMN_ROLES]
        for number, values in zip(self.weights, weights.T, strict=True):
            runs = [self._weight(number, value, animating=True) for value in values]
            number.set_text(max(*runs, self._weight(number, values[-1]), key=len))
        self.sum = LiveMatrix(
            sums[-1][:, None],
            theme,
            colours=("ink" if system.kind == "none" else "target",),
            decimals=decimals[1],
            widest=widest(sums, decimals[1]),
            size=em,
        )
        ends = [*weights[-1], *sums[-1]]
        texts = map(format_number, ends, np.repeat(decimals, 2))
        sign = Formula(relation(ends, texts), theme, size=em)
        parts = [self.weights[0], columns[0], self.weights[1], columns[1], sign, self.sum]
        super().__init__(*row(*parts, gap=0.13))
        self.scale(min(1.0, STRIP.width / self.width)).move_to(STRIP.centre)

    def at(self, x: np.ndarray, animating: bool) -> None:
        """Show the weights x, (2,), and what they add up to."""
        for number, value in zip(self.weights, x, strict=True):
            number.set_text(self._weight(number, value, animating), value)
        self.sum.set_values((self.system.matrix @ x)[:, None], animating=animating)

    def _weight(self, number: LiveNumber, value: float, animating: bool = False) -> str:
        if number is self.weights[0]:
            return format_number(value, self.decimals, animating=animating)
        text = format_number(abs(value), self.decimals, animating=animating)
        below = value < 0 and any(digit in text for digit in "123456789")
        return f"{MINUS if below else '+'} {text}"


def check(lines: tuple[Line, ...], theme: Theme) -> VMobject:
    """Return the answer put to the test, and the determinant, which says how many there are."""
    answer, determinant = (Formula(line.markup, theme, size=0.46) for line in lines)
    both = row(answer, determinant, gap=0.6)
    if both.width > 1.33 * STRIP.width:
        stack(answer, determinant, zone=STRIP, gap=0.12)
    return both.scale(min(1.0, STRIP.width / both.width, STRIP.height / both.height)).move_to(
        STRIP.centre
    )


class SystemView(VGroup):
    """Both pictures of a system side by side, and numbers that run with x.

    Args:
        system: what is shown.
        theme: for colours.

    Attributes:
        numbers: what follows from x.
    """

    numbers: Running | Combination

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        self.rows, self.columns = RowPicture(system, theme), ColumnPicture(system, theme)
        super().__init__(self.rows, self.columns)

    def run(self, numbers: Running | Combination) -> None:
        """Let these numbers follow from x."""
        self.numbers = numbers
        self.submobjects[2:] = [numbers]

    @property
    def moving(self) -> list[VMobject]:
        """What follows x in both pictures."""
        return [self.rows.steps, self.rows.dot, self.columns.steps, self.columns.dot]

    @property
    def beside(self) -> list[VMobject]:
        """What stands in the column picture before anything moves."""
        columns = self.columns
        return [columns.base, columns.goal, *columns.columns, *columns.tip_names]

    def trace(self, index: int, start: float, t: float) -> None:
        """Go on with a line of the row picture, and read the equations where the dot is."""
        self.rows.trace(index, start + t)
        self.numbers.at(self.rows.dot.data()[0], animating=start + t < 2)

    def follow(self, way: paths.Path, t: float) -> None:
        """Move x on a way, in both pictures."""
        self.rows.walk_to(np.eye(2), way(t))
        self.columns.show_x(way(t))
        self.numbers.at(way(t), animating=t < 1)

    def move_to_nearest(self, t: float) -> None:
        """Move b to the nearest reachable point in the row picture: the lines follow."""
        goal = self.system.right_side - t * self.system.residual if t < 1 else self.system.nearest
        self.rows.show_rows(np.column_stack([self.system.matrix, goal]))

    def go_round(self, loop: paths.Path, t: float) -> None:
        """Move b on a round trip, and x after it; names follow, and both leave trails."""
        system, rows, columns = self.system, self.rows, self.columns
        moved = np.array([loop(s) for s in np.linspace(0, t, 121)])
        answers = np.linalg.solve(system.matrix, (system.right_side + moved).T).T
        goal, x = system.right_side + moved[-1], answers[-1]
        if t in (0, 1):
            goal, x = system.right_side, system.solution
        rows.show_rows(np.column_stack([system.matrix, goal]))
        rows.trail.to(answers)
        columns.trail.to(system.right_side + moved)
        columns.set_goal(goal)
        for name in rows.point_name:
            name.carry((x - system.solution) * rows.view.units)
        self.follow(lambda t: x, t)


class Elimination(VGroup):
    """The augmented matrix, the operation in hand, and the lines that it moves.

    Args:
        rows: the lines.
        theme: for colours.

    Attributes:
        order: which equation stands in each row of the matrix.
        matrix: (2, 3), a line of numbers for each equation.
        table: the matrix, with a bar before the right sides.
        exact: whether none of its numbers is rounded while it rests.
    """

    def __init__(self, rows: RowPicture, theme: Theme) -> None:
        self.rows, self.theme, self.order, system = rows, theme, (0, 1), rows.system
        steps = [*system.elimination, *system.back_substitution]
        rests = np.ravel([system.augmented, *(step.after for step in steps)])
        seen = [*rests, *np.ravel([step.at(t) for step in steps for t in (0.25, 0.5, 0.75)])]
        given = decimals_needed(system.augmented.flat, text.GIVEN)
        decimals = max(given, figures_needed(seen))
        self.exact = not any(rounds(value, format_number(value, decimals)) for value in rests)
        matrix = self.matrix = LiveMatrix(
            system.augmented,
            theme,
            colours=tuple(np.repeat(text.ROW_ROLES, 3)),
            decimals=decimals,
            widest=widest(seen, decimals),
            size=ENTRY,
        )
        left = max(float(line[1].baseline[0] + line[1].advance) for line in matrix.entries)
        low, high = matrix.get_bottom()[1] + 0.1, matrix.get_top()[1] - 0.1
        bar = Segments(theme.muted, width=theme.strokes.thin)
        bar.set_segments(np.array([[(left + 0.4 * ENTRY, low), (left + 0.4 * ENTRY, high)]]))
        self.table = VGroup(matrix, bar)
        stack(self.table, zone=TABLE)
        self.homes = np.array(
            [
                [cell.baseline + cell.advance * RIGHTWARDS for cell in line]
                for line in matrix.entries
            ]
        )
        super().__init__(rows, self.table)

    def begin(self, step: Step) -> VGroup:
        """Take an operation in hand, and return how it is written above the matrix."""
        self.step = step
        before, after = text.operation(step, self.order)
        parts: list[VMobject] = [Formula(before, self.theme, size=OPERATION)]
        if step.kind == "swap":
            self.order = self.order[1], self.order[0]
        if step.kind == "subtract":
            factor = abs(step.factor)
            decimals = max(2, figures_needed([factor]))
            self.factor = LiveNumber(
                factor, self.theme, decimals=decimals, size=OPERATION, anchor="left"
            )
            parts += [self.factor, Formula(after, self.theme, size=OPERATION)]
        written = row(*parts, start=(TABLE.left, TABLE.top + 0.55))
        share = min(1.0, TABLE.width / written.width)
        written.scale(share, about_point=np.array([TABLE.left, TABLE.top + 0.55, 0.0]))
        if step.kind == "subtract":
            self.factor.set_value(0.0)
        self.submobjects[2:] = [written]
        return written

    def show(self, t: float) -> None:
        """Show the operation when a share t of it is done."""
        step = self.step
        if step.kind == "swap":
            self._swap(t)
            return
        if step.kind == "subtract":
            self.factor.set_value(t * abs(step.factor), animating=t < 1)
        self.matrix.set_values(step.at(t)[list(self.order)], animating=t < 1)
        # A multiple of an equation has the same line: only a subtraction moves it.
        if step.kind == "subtract" or t == 1:
            self.rows.show_rows(step.at(t), self.order)

    def _swap(self, t: float) -> None:
        """Let the rows change places, each on its own side, a share t of the way."""
        (upper, lower), pitch = self.homes[:, 0, 1], self.homes[0, 1, 0] - self.homes[0, 0, 0]
        # They pass half a column apart, where they cover least of each other.
        way = np.array([0.25 * pitch * math.sin(math.pi * t), t * (lower - upper), 0.0])
        for line, homes, sign in zip(self.matrix.entries, self.homes, (1.0, -1.0), strict=True):
            for number, home in zip(line, homes, strict=True):
                number.place(home + sign * way, "right")

    def notes(self, markup: str) -> list[VMobject]:
        """Return what the matrix says, below it, and whether its numbers are rounded."""
        low = float(self.table.get_bottom()[1]) - 0.5
        panel = Panel(self.theme, Zone(TABLE.left, TABLE.right, BODY.bottom, low), prose=0.48)
        rounded = "" if self.exact else Line("numbers rounded", "muted", prose=True)
        return panel.rows(markup, rounded)
