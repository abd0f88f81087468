"""The augmented matrix, the operation in hand, and the lines that it moves."""

from __future__ import annotations

import math

import numpy as np

from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.mobjects.veil import Veil
from explainer.numbers import figures_needed, format_number, relation
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.linear_system import markup
from explainer.scenes.linear_algebra.linear_system.drawing.pictures import RowPicture
from explainer.scenes.linear_algebra.linear_system.drawing.strips import OVER, running
from explainer.scenes.linear_algebra.linear_system.story import Step
from explainer.style import Theme

ENTRY, OPERATION = 0.82, 0.62
"""The em of the augmented matrix and of the operation above it, in scene units."""


class Elimination(VGroup):
    """The augmented matrix, the operation in hand, and the lines that it moves.

    Attributes:
        order: which equation stands in each row of the matrix.
        matrix: (2, 3), a line of numbers for each equation.
        table: the matrix, with a bar before the right sides.
        exact: whether none of its numbers is rounded while it rests.
        before: the matrix as it was given, faint above it.
        arrow: what leads from there to the end.
        note: whether its numbers are rounded.
        veil: between all this and the picture.
    """

    def __init__(self, rows: RowPicture, theme: Theme) -> None:
        where = rows.places
        self.rows, self.theme, self.order, system = rows, theme, (0, 1), rows.system
        steps = [*system.elimination, *system.back_substitution]
        rests = np.ravel([system.augmented, *(step.after for step in steps)])
        seen = [*rests, *np.ravel([step.at(t) for step in steps for t in (0.25, 0.5, 0.75)])]
        decimals = max(places(system.augmented.flat, typed=True), figures_needed(seen))
        factors = [step.factor for step in steps if step.kind == "subtract"]
        texts = (format_number(value, decimals) for value in (*rests, *factors))
        self.exact = relation(*texts) == "="
        colours = np.repeat(markup.ROW_ROLES, 3).tolist()
        matrix = self.matrix = running(system.augmented, theme, decimals, seen, colours, ENTRY)
        cell = matrix.entries[0][1]
        low, high = matrix.get_bottom()[1] + 0.1, matrix.get_top()[1] - 0.1
        x = cell.baseline[0] + cell.advance + (matrix.slack[1] + 0.4) * ENTRY * where.scale
        bar = Segments(theme.muted, width=theme.strokes.thin)
        self.table = VGroup(matrix, bar.set_segments(np.array([[(x, low), (x, high)]])))
        stack(self.table, zone=where.table)
        self.table.shift(((where.table.width - self.table.width) / 2, 0, 0)).set_z_index(OVER)
        self.before = self.table.copy()
        self.before.scale(min(1.0, max(0.85, theme.layout.smallest_text / cell.em)))
        self.before.move_to(where.before).set_z_index(OVER)
        self.before.set_brightness(0.87)
        self.arrow = Formula(where.leads_to, theme, size=0.8 * where.scale).set_z_index(OVER)
        self.arrow.move_to(where.arrow)
        if where.leads_to == "arrow.r":
            for each in (self.before, self.arrow):
                each.set_y(self.table.get_y())
        self.lines = [VGroup(*line) for line in matrix.entries]
        self.homes = [line.get_center() for line in self.lines]
        self.pitch = float(matrix.entries[0][0].baseline[1] - matrix.entries[1][0].baseline[1])
        note = "" if self.exact else "The numbers are rounded."
        self.note = Words(note, theme, size="small", colour="muted").set_z_index(OVER)
        under = float(self.table.get_bottom()[1]) - 0.6 * where.scale
        self.note.place((where.table.centre[0], under), "centre")
        self.veil = Veil(where.veil, theme, theme.layout.aside_edge, soft=1.0, opacity=0.985)
        self.veil.set_z_index(OVER - 1)
        super().__init__(rows, self.table)

    def begin(self, step: Step) -> VGroup:
        """Take an operation in hand, and return how it is written above the matrix."""
        self.step, parts = step, markup.operation(step, self.order)
        where, em = self.rows.places, OPERATION * self.theme.layout.type_scale
        size, panel = abs(step.factor), Panel(self.theme, formula=em)
        self.factor = panel.number(size, decimals=max(2, figures_needed([size])))
        self.factor.set_value(size, animating=True)
        written, *after = (Formula(part, self.theme, size=em) for part in parts)
        whole = row(written, *((self.factor, *after) if after else ()))
        stack(whole, zone=where.table, top=where.table.top + 0.85 * where.scale)
        whole.shift(((where.table.width - whole.width) / 2, 0, 0)).set_z_index(OVER)
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
        if t == 1:
            self.rows.settle()
