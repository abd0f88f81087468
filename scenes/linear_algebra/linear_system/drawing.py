"""Both pictures of a linear system, what moves through them together, and the numbers beside."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import astuple
from functools import partial
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.beat_text import BeatText, Line
from explainer.geometry.plane import Framing, Rectangle, clip_lines, right_angle
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import ORIGIN
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, row, stack
from explainer.numbers import Figure, figures_needed, format_number, relation, widest
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.linear_system import story, text
from explainer.scenes.linear_algebra.linear_system.story import Step, System, line_of, row_kind
from explainer.style import BODY, FRAME, SAFE, Theme, Zone

LEFT = Zone(FRAME.left, -0.05, FRAME.bottom, 2.75)
RIGHT = Zone(0.05, FRAME.right, FRAME.bottom, 1.3)
"""Where the planes lie, which bleed off the frame."""

STRIP = Zone(0.45, SAFE.right, 1.4, 2.7)
SIDE = Zone(0.55, SAFE.right, -2.9, 2.4)
TABLE = Zone(0.55, SAFE.right, -0.6, 1.0)
"""At the right: formulas above the plane, or without a plane, and the augmented matrix."""

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
        sides = (size * way / np.hypot(*way) for way in (first, second))
        mark = right_angle(point, *sides)
        self.corner.to([mark[:2], mark[1:]])

    def put_name(
        self, markup: str, role: str, points: np.ndarray, others: np.ndarray | None = None
    ) -> list[Name]:
        """Name a point for good; see ``name_beside``."""
        found = self.name_beside(markup, role, points, others, [n.words for n in self.named])
        self.named += found
        return found


class RowPicture(HalfPlane):
    """Each equation a line, and the point x, with its two steps, that moves among them.

    Attributes:
        rows: (2, 3) augmented rows of which the lines are drawn.
        ghosts: the lines as they were given, dashed.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        super().__init__(theme, LEFT, story.row_points(system), "ink")
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
        self.axis_names = [self._name_axis(axis) for axis in (0, 1)]

    def _name_axis(self, axis: int) -> PlaneLabel:
        """Name an axis at its end, where no line is in the way."""
        edge, markup = self.view.rectangle, ("x_1", "x_2")[axis]
        end = np.diag([edge.right, edge.top])[axis]
        return self.label(markup, end, text.COLUMN_ROLES[axis])

    def clip(self, *rows: np.ndarray) -> np.ndarray:
        """Return the parts of lines that can be seen, (n, 2, 2)."""
        feet, ways = np.reshape([*map(line_of, rows)], (-1, 2, 2)).swapaxes(0, 1)
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
        row, system, ((start, end),) = self.rows[index], self.system, self.clip(self.rows[index])
        rest = line_of(row).foot if system.kind == "none" else system.solution
        drawn = start + min(t, 1.0) * (end - start)
        self.lines[index].to([(start, drawn)])
        self.dot.to(drawn + max(t - 1, 0.0) * (rest - drawn) if t < 2 else rest)

    def show_shortest(self) -> list[VMobject]:
        """Draw how far the solutions are from the origin, and a way along them; return both."""
        x, null = self.system.solution, self.system.null
        if self.system.rank == 0:
            return []
        if np.hypot(*x) * self.view.units > 0.1:
            self.distance.to([(ORIGIN, x)])
            self.mark_corner(x, -x, null)
        tips = x + story.lengths(self.system) * np.array([[0.84], [-0.84]]) * null
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
        self.line_names: list[Name] = []
        for index, role in enumerate(text.ROW_ROLES):
            others = along[1 - index] if row_kind(self.rows[1 - index]) == "line" else None
            markup = text.row_note(self.rows[index])
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
        system: what is shown.
        theme: for colours.
        row_limits: those of the row picture, if b is to go on a round trip.
    """

    def __init__(self, system: System, theme: Theme, row_limits: np.ndarray | None = None) -> None:
        super().__init__(theme, RIGHT, story.column_points(system), "target")
        self.system = system
        self.span = self.line("ink", system.span)
        self.goal = self.arrow("target").to(system.right_side)
        pairs = zip(text.COLUMN_ROLES, system.matrix.T, strict=True)
        self.columns = [self.arrow(role).to(column) for role, column in pairs]
        self.residual = self.segments("residual", "bold").set_z_index(5.5)
        if system.rank == 1:
            # On the other side of the line than b.
            (u, v), (p, q) = system.span * (1.0 if system.along >= 0 else -1.0), system.residual
            self.steps.aside = -ASIDE if u * q - v * p > 0 else ASIDE
        self.show_x(system.solution)
        self.settle()
        if system.kind == "none":  # from this walk too names keep away
            x = story.trial(system)
            corner, end = x[0] * system.matrix[:, 0], system.matrix @ x
            self.hidden.to([*self.hidden.data(), (ORIGIN, corner), (corner, end)])
        if system.kind == "one" and row_limits is not None:  # and from the trail of b
            loop = story.loop(system, row_limits, self.limits)
            trail = system.right_side + np.array([loop(t) for t in np.linspace(0, 1, 61)])
            self.hidden.to([*self.hidden.data(), *np.stack([trail[:-1], trail[1:]], axis=1)])
        names = ("$bold(a)_1$", "$bold(a)_2$", "$bold(b)$")
        tips = np.vstack([system.matrix.T, system.right_side])
        for k, role in enumerate((*text.COLUMN_ROLES, "target")):
            self.goal_name = self.put_name(names[k], role, tips[k], np.delete(tips, k, axis=0))

    def show_x(self, x: np.ndarray) -> None:
        """Walk the way that x, (2,), prescribes, and draw what is then missing to b."""
        matrix, target = self.system.matrix, self.system.right_side
        self.walk_to(matrix, x)
        self.residual.to([(matrix @ x, target)])

    def mark_right_angle(self) -> None:
        """Mark the right angle between what is missing and what can be reached."""
        system = self.system
        if system.rank == 1:
            back = system.span if system.along <= 0 else -system.span
            self.mark_corner(system.nearest, back, system.residual)


class Running(VGroup):
    """Numbers that follow from x.

    Args:
        numbers: one for each value.
        values: what they show, from x, (2,).
        most: (n, 2), each x for which room is kept; they rest on the last.
    """

    def __init__(
        self, numbers: list[LiveNumber], values: Callable[[np.ndarray], np.ndarray], most: ArrayLike
    ) -> None:
        self.numbers, self.values = numbers, values
        super().__init__(*numbers)
        seen = np.transpose([values(x) for x in np.asarray(most)])
        for number, column in zip(numbers, seen, strict=True):
            texts = [number.set_value(value, animating=True).text for value in column]
            number.set_text(max(*texts, number.set_value(column[-1]).text, key=len))

    def at(self, x: np.ndarray, animating: bool) -> None:
        """Show the values for x, (2,)."""
        for number, value in zip(self.numbers, self.values(x), strict=True):
            number.set_value(float(value), animating=animating)


class Weight(LiveNumber):
    """A weight that is added to another: its sign stands apart."""

    def set_value(self, value: float, *, animating: bool = False) -> Self:
        """Show the value, as ``LiveNumber`` does."""
        text = super().set_value(value, animating=animating).text
        sign, size = ("+", text) if text[0].isdigit() else (text[0], text[1:])
        return self.set_text(Figure.of(f"{sign} {size}", text), value)


def reading(system: System, panel: Panel, limits: np.ndarray) -> tuple[Running, list[Named]]:
    """Return a running point with what each equation's left side gives there, and their rows.

    Room is kept for all points within ``limits``, (2, 2), the lowest and the highest.
    """
    roles = (*text.COLUMN_ROLES, *text.ROW_ROLES)
    names = ("$x_1$", "$x_2$", "row 1 gives", "row 2 gives")
    decimals = places(system.solution), places(system.right_side, typed=True)
    small = Panel(panel.theme, formula=panel.prose_size)
    numbers = [
        small.number(colour=roles[k], decimals=decimals[k // 2], equated=k < 2) for k in range(4)
    ]
    corners = np.stack(np.meshgrid(*limits.T), axis=-1).reshape(-1, 2)
    named = zip(names, numbers, ("ink", "ink", *text.ROW_ROLES), strict=True)
    running = Running(numbers, system.read, [*corners, system.solution])
    return running, [Named(*each) for each in named]


def gap(system: System, theme: Theme) -> tuple[Running, list[VMobject]]:
    """Return how far ``A x`` is from b, and rows: that, and the equations the best x solves."""
    panel = Panel(theme, STRIP, formula=0.5, prose=0.5)
    length = panel.number(
        colour="residual", decimals=places([np.hypot(*system.residual)]), equated=True
    )
    rows = panel.rows(
        Named("$norm(bold(b) - A bold(x))$", length, "ink"),
        Line("A^upright(T) (bold(b) - A hat(bold(x))) = bold(0)"),
    )

    def missing(x: np.ndarray) -> np.ndarray:
        return np.array([np.hypot(*(system.right_side - system.matrix @ x))])

    return Running([length], missing, [system.solution]), rows


def combination(system: System, way: story.Path, theme: Theme) -> tuple[Running, list[VMobject]]:
    """Return ``x_1 a_1 + x_2 a_2 = sum`` in running numbers, and as a row.

    Room is kept for each x of the way, at whose end it rests.
    """
    weights = story.sampled(way)
    ends, em = system.read(weights[-1]), 0.46
    few, many = places(ends[:2]), places(ends[2:], typed=True)
    first, second = (
        kind(0, theme, decimals=few, size=em, colour=role)
        for kind, role in zip((LiveNumber, Weight), text.COLUMN_ROLES, strict=True)
    )
    columns = text.columns_of(system)
    left, right = (Formula(column, theme, size=em) for column in columns)
    total = LiveMatrix(
        ends[2:, None],
        theme,
        colours=("ink" if system.kind == "none" else "target",),
        decimals=many,
        widest=widest(weights @ system.matrix.T, many),
        size=em,
    )
    numbers = [first, second, *(line[0] for line in total.entries)]
    running = Running(numbers, system.read, weights)
    running.at(weights[-1], animating=False)
    sign = Formula(relation(*columns, *(number.text for number in numbers)), theme, size=em)
    whole = row(first, left, second, right, sign, total, gap=0.13)
    whole.scale(min(1.0, STRIP.width / whole.width)).move_to(STRIP.centre)
    return running, [whole]


def check(lines: tuple[Line, ...], theme: Theme) -> VMobject:
    """Return the answer put to the test, and the determinant, which says how many there are."""
    answer, determinant = (Formula(line.markup, theme, size=0.46) for line in lines)
    both = row(answer, determinant, gap=0.6)
    if both.width > 1.33 * STRIP.width:
        stack(answer, determinant, zone=STRIP, gap=0.12)
    both.scale(min(1.0, STRIP.width / both.width, STRIP.height / both.height))
    return both.move_to(STRIP.centre)


class SystemView(VGroup):
    """Both pictures of a system side by side, and numbers that run with x."""

    numbers: Running

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        self.rows = RowPicture(system, theme)
        self.columns = ColumnPicture(system, theme, self.rows.limits)
        super().__init__(self.rows, self.columns)

    def run(self, numbers: Running) -> None:
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
        return [columns.base, columns.goal, *columns.columns, *columns.named]

    def trace(self, index: int, start: float, t: float) -> None:
        """Go on with a line of the row picture, and read the equations where the dot is."""
        self.rows.trace(index, start + t)
        self.numbers.at(self.rows.dot.data()[0], animating=start + t < 2)

    def follow(self, way: story.Path, t: float) -> None:
        """Move x on a way, in both pictures."""
        x = way(t)
        self.rows.walk_to(np.eye(2), x)
        self.columns.show_x(x)
        self.numbers.at(x, animating=t < 1)

    def move_to_nearest(self, t: float) -> None:
        """Move b to the nearest reachable point in the row picture: the lines follow."""
        goal = self.system.right_side - t * self.system.residual if t < 1 else self.system.nearest
        self.rows.show_rows(np.column_stack([self.system.matrix, goal]))

    def go_round(self, loop: story.Path, t: float) -> None:
        """Move b on a round trip, and x after it; names follow, and both leave trails."""
        system, rows, columns = self.system, self.rows, self.columns
        moves = [loop(s) for s in np.linspace(0, t, 121)]
        goals, answers = system.right_side + moves, np.array([*map(system.solve, moves)])
        rows.show_rows(np.column_stack([system.matrix, goals[-1]]))
        rows.trail.to(answers)
        columns.trail.to(goals)
        columns.goal.to(goals[-1])
        for name in rows.point_name:
            name.carry((answers[-1] - system.solution) * rows.view.units)
        for name in columns.goal_name:
            name.carry((goals[-1] - system.right_side) * columns.view.units)
        self.follow(lambda t: answers[-1], t)


class Elimination(VGroup):
    """The augmented matrix, the operation in hand, and the lines that it moves.

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
        decimals = max(places(system.augmented.flat, typed=True), figures_needed(seen))
        factors = [step.factor for step in steps if step.kind == "subtract"]
        texts = (format_number(value, decimals) for value in (*rests, *factors))
        self.exact = relation(*texts) == "="
        matrix = self.matrix = LiveMatrix(
            system.augmented,
            theme,
            colours=tuple(np.repeat(text.ROW_ROLES, 3)),
            decimals=decimals,
            widest=widest(seen, decimals),
            size=ENTRY,
        )
        cell = matrix.entries[0][1]
        low, high = matrix.get_bottom()[1] + 0.1, matrix.get_top()[1] - 0.1
        x = cell.baseline[0] + cell.advance + 0.4 * ENTRY
        bar = Segments(theme.muted, width=theme.strokes.thin)
        self.table = VGroup(matrix, bar.set_segments(np.array([[(x, low), (x, high)]])))
        stack(self.table, zone=TABLE)
        self.lines = [VGroup(*line) for line in matrix.entries]
        self.homes = [line.get_center() for line in self.lines]
        self.pitch = float(matrix.entries[0][0].baseline[1] - matrix.entries[1][0].baseline[1])
        super().__init__(rows, self.table)

    def begin(self, step: Step) -> VGroup:
        """Take an operation in hand, and return how it is written above the matrix."""
        self.step, parts = step, text.operation(step, self.order)
        size, panel = abs(step.factor), Panel(self.theme, formula=OPERATION)
        self.factor = panel.number(size, decimals=max(2, figures_needed([size])))
        written, *after = (Formula(part, self.theme, size=OPERATION) for part in parts)
        whole = row(written, *((self.factor, *after) if after else ()))
        stack(whole, zone=TABLE, top=TABLE.top + 0.95)
        self.factor.set_value(0.0)
        if step.kind == "swap":
            self.order = self.order[1], self.order[0]
        self.submobjects[2:] = [whole]
        return whole

    def show(self, t: float) -> None:
        """Show the operation when a share t of it is done."""
        step = self.step
        if step.kind == "swap":
            # The rows pass half a column apart, where they cover least of each other.
            bow = self.matrix.width / 12 * math.sin(math.pi * t)
            for line, home, sign in zip(self.lines, self.homes, (1.0, -1.0), strict=True):
                line.move_to(home + np.array([sign * bow, -sign * t * self.pitch, 0.0]))
            return
        self.factor.set_value(t * abs(step.factor), animating=t < 1)
        self.matrix.set_values(step.at(t)[list(self.order)], animating=t < 1)
        # A multiple of an equation has the same line: only a subtraction moves it.
        if step.kind == "subtract" or t == 1:
            self.rows.show_rows(step.at(t), self.order)

    def notes(self, words: BeatText) -> list[VMobject]:
        """Return what the matrix says, below it, and whether its numbers are rounded."""
        zone = Zone(TABLE.left, TABLE.right, BODY.bottom, float(self.table.get_bottom()[1]) - 0.35)
        panel = Panel(self.theme, zone, apart=(0.12, 0.4), formula=0.46, prose=0.44)
        rounded = "" if self.exact else Line("The numbers are rounded.", "muted", prose=True)
        return panel.rows(*words.lines, words.note, rounded)
