"""Systems of linear equations: lines that meet, columns that reach, and elimination between."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.linear_system import paths, text
from explainer.scenes.linear_algebra.linear_system.drawing.elimination import Elimination
from explainer.scenes.linear_algebra.linear_system.drawing.panel import (
    Check,
    Reading,
    set_equations,
)
from explainer.scenes.linear_algebra.linear_system.drawing.view import SystemView
from explainer.scenes.linear_algebra.linear_system.story import Step, System


class LinearSystem(Explainer):
    """Solve A x = b twice: as lines that meet, and as steps along columns that reach b."""

    class Params(SceneParams):
        """The two equations."""

        matrix: Matrix2 = Field(
            ((2, -1), (1, 1)), description="the coefficients A, an equation in each row"
        )
        right_side: Vector2 = Field((3, 3), description="the right sides b of the two equations")

    presets = {
        "needs_swap": Params(matrix=((0, 2), (2, 1)), right_side=(2, 5)),
        "nearly_singular": Params(matrix=((1, 2), (1, 2.6)), right_side=(3, 3.6)),
        "orthogonal": Params(matrix=((2, -1), (1, 2)), right_side=(0, 5)),
        "no_solution": Params(matrix=((1, 2), (0.5, 1)), right_side=(1, 3)),
        "infinitely_many": Params(matrix=((2, -1), (-2, 1)), right_side=(2, -2)),
    }

    def construct(self) -> None:
        self.prepare()
        self.show_rows()
        self.combine_columns()
        self.eliminate()
        if self.system.kind == "one":
            self.substitute_back()
            self.move_the_target()
        elif self.system.kind == "many":
            self.walk_the_solutions()
        else:
            self.come_near()
        self.recap()

    def prepare(self) -> None:
        self.system = System.of(self.params.matrix, self.params.right_side)
        self.view = SystemView(self.system, self.theme)
        self.quick, self.slow = self.theme.durations.quick, self.theme.durations.slow

    def open_columns(self, strip: VMobject, out: Iterable[VMobject] = ()) -> None:
        beside = self.view.beside(strip)
        self.change_panel(beside, out, later=beside[-2:])

    def do(self, *steps: Step) -> None:
        """Carry row operations out, in the picture and in the matrix beside it."""
        work = self.elimination
        for step in steps:
            operation = work.begin(step)
            self.fade(self.panel[1:], run_time=self.quick)
            self.fade(into=[operation], run_time=self.quick)
            self.panel = [work.table, operation]
            pace = 1.6 * self.slow if step.kind == "subtract" else None
            self.sweep(work.show, *work.touched, run_time=pace)

    def conclude(self, note: str) -> None:
        """Name the lines as they have come to lie, and say what the matrix says."""
        notes = self.elimination.notes(note)
        self.panel += notes
        self.fade(into=[*self.view.rows.name_lines(), *notes])

    def restore(self) -> None:
        """Bring the lines back to where the equations were given."""
        rows, system = self.view.rows, self.system
        self.change_panel([], rows.line_names)
        if system.kind == "one":
            start = rows.rows
            self.sweep(lambda t: rows.turn_back(start, t), *rows.lines)
        else:
            self.remove(rows.lines[self.elimination.order[1]])
        rows.show_rows(system.augmented)
        self.fade(rows.ghosts, [rows.lines[index] for index in rows.seen], run_time=self.quick)

    def show_rows(self) -> None:
        rows, system = self.view.rows, self.system
        words = text.rows(system)
        with self.beat("rows", words):
            reading = Reading(system, self.theme, rows.plane.limits)
            equations = set_equations(words.lines, reading, self.theme)
            point = rows.name_point("$bold(x)$") if system.kind == "one" else []
            names, seen = rows.name_lines(), rows.seen
            self.fade(into=[rows.plane], run_time=self.quick)
            self.change_panel([*equations, reading], later=[reading])
            for index in seen:
                reading.at(rows.draw(index, 0.0))
                self.fade(into=[rows.dot, reading], run_time=self.quick)
                self.add(rows.lines[index])
                show = lambda t, index=index: reading.at(rows.draw(index, t))  # noqa: E731
                self.sweep(show, rows.lines[index], rows.dot, reading, run_time=self.slow)
                if index != seen[-1]:
                    self.fade(out=[rows.dot, reading], run_time=self.quick)
            self.fade(into=names)
            if seen:
                travel = lambda t: reading.at(rows.come_to_rest(seen[-1], t), t < 1)  # noqa: E731
                self.sweep(travel, rows.dot, reading)
            self.fade(into=point)

    def combine_columns(self) -> None:
        view, system = self.view, self.system
        with self.beat("columns", text.columns(system)):
            strip, show = view.follow(paths.approach(system))
            self.open_columns(strip, [view.rows.dot])
            show(0.0)
            self.fade(into=[view.rows.dot, view.columns.dot], run_time=self.quick)
            self.add(*view.moving)
            self.sweep(show, *view.moving, strip, run_time=2 * self.slow)
            if system.span is not None:
                self.add(view.columns.span)
                self.sweep(view.columns.show_span, view.columns.span)

    def eliminate(self) -> None:
        rows, system = self.view.rows, self.system
        words = text.eliminate(system)
        with self.beat("eliminate", words):
            self.elimination = Elimination(rows, self.theme)
            meeting = [] if system.kind == "one" else [rows.dot]
            gone = [rows.walk, self.view.columns.span, *meeting]
            self.change_panel([self.elimination.table], gone)
            self.fade(rows.line_names, rows.ghosts, run_time=self.quick)
            self.do(*system.elimination)
            self.conclude(words.note)

    def substitute_back(self) -> None:
        system = self.system
        words = text.back_substitute(system)
        with self.beat("back_substitute", words):
            self.fade([*self.view.rows.line_names, *self.panel[1:]], run_time=self.quick)
            self.do(*system.back_substitution)
            self.conclude(words.note)

    def move_the_target(self) -> None:
        view, system = self.view, self.system
        with self.beat("every_b", text.every_b(system)):
            self.restore()
            strip, show = view.round_trip()
            self.open_columns(strip)
            view.show_x(system.solution)
            self.fade(into=view.moving)
            self.add(view.rows.trail, view.columns.trail)
            self.sweep(show, *view.moving, *view.carried, strip, run_time=3 * self.slow)

    def walk_the_solutions(self) -> None:
        view, rows, system = self.view, self.view.rows, self.system
        with self.beat("solutions", text.solutions(system)):
            strip, show = view.follow(paths.stroll(system))
            self.open_columns(strip, rows.line_names)
            show(0.0)
            self.fade(into=view.moving)
            self.sweep(show, *view.moving, strip, run_time=3 * self.slow)
            rows.show_shortest()
            named = [*rows.name_point("$bold(x)^+$"), *rows.show_way()]
            self.fade(into=[rows.distance, rows.mark, rows.way, *named, *rows.name_lines()])

    def come_near(self) -> None:
        view, rows, columns, system = self.view, self.view.rows, self.view.columns, self.system
        with self.beat("least_squares", text.least_squares(system)):
            self.restore()
            columns.show_span()
            strip, show = view.search()
            self.open_columns(strip.running)
            show(0.0)
            self.fade(into=[*view.moving, columns.span, columns.residual])
            touched = [*view.moving, columns.residual, strip.running]
            self.sweep(show, *touched, run_time=2 * self.slow)
            columns.show_right_angle()
            named = columns.name("$bold(p)$", "ink", system.nearest)
            self.panel.append(strip.normal_equations)
            self.fade(into=[columns.mark, *named, strip.normal_equations, *rows.ghosts])
            self.sweep(view.shift, *rows.lines, run_time=self.slow)
            self.fade(into=[*rows.name_point("$hat(bold(x))$"), *rows.name_lines()])

    def recap(self) -> None:
        view, rows, system = self.view, self.view.rows, self.system
        words = text.recap(system)
        with self.beat("recap", words):
            trails = [rows.trail, view.columns.trail]
            self.fade([*view.strips, *trails, *view.moving], run_time=self.quick)
            named = [name for name in rows.line_names if self.shown(name)] or rows.name_lines()
            view.show_x(np.zeros(2))
            check, walk = Check(words.lines, self.theme), paths.walk(system)
            self.fade(into=[check, *named, rows.dot, view.columns.dot])
            self.add(*view.moving)
            self.sweep(lambda t: view.show_x(walk(t)), *view.moving, run_time=self.slow)
