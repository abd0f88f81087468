"""Systems of linear equations: lines that meet, columns that reach, and elimination between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import BeatText
from explainer.mobjects.panel import Panel
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.linear_system import story, text
from explainer.scenes.linear_algebra.linear_system.drawing import (
    SIDE,
    Elimination,
    Running,
    SystemView,
    check,
    combination,
    gap,
    reading,
)
from explainer.scenes.linear_algebra.linear_system.story import Step, System


class LinearSystem(Explainer):
    """Solve A x = b twice: as lines that meet, and as steps along columns that reach b."""

    class Params(SceneParams):
        """The two equations."""

        matrix: Matrix2 = Field(
            ((2, -1), (1, 1)), description="the coefficients A, one equation in each row"
        )
        right_side: Vector2 = Field((3, 3), description="b, the right-hand sides of the equations")

    presets = {
        "needs_swap": Params(matrix=((0, 2), (2, 1)), right_side=(2, 5)),
        "nearly_singular": Params(matrix=((1, 2), (1, 2.6)), right_side=(3, 3.6)),
        "orthogonal": Params(matrix=((2, -1), (1, 2)), right_side=(0, 5)),
        "no_solution": Params(matrix=((1, 2), (0.5, 1)), right_side=(1, 3)),
        "infinitely_many": Params(matrix=((2, -1), (-2, 1)), right_side=(2, -2)),
    }

    def construct(self) -> None:
        self.system = System(self.params.matrix, self.params.right_side)
        self.view = SystemView(self.system, self.theme)
        self.quick, self.slow = self.theme.durations.quick, self.theme.durations.slow
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

    # -- shared by the beats -------------------------------------------------------------------

    def follow(
        self,
        show: Callable[[float], None],
        numbers: Running,
        strip: list[VMobject],
        out: Iterable[VMobject] = (),
        also: Iterable[VMobject] = (),
        run_time: float = 3.0,
    ) -> None:
        """Show the columns and the first part of a strip in which numbers run, and let x move."""
        view, self.strip = self.view, strip
        view.run(numbers)
        show(0.0)
        self.change_panel([*view.beside, *strip], out, later=strip[1:])
        self.fade(into=[*view.moving, *also])
        self.panel += [view.columns.steps, view.columns.dot]
        self.sweep(show, run_time=run_time * self.slow)

    def do(self, steps: Iterable[Step], words: BeatText) -> None:
        """Carry row operations out, in the picture and in the matrix beside it, and conclude."""
        work = self.elimination
        for step in steps:
            operation = work.begin(step)
            self.fade(self.panel[1:], run_time=self.quick)
            self.fade(into=[operation], run_time=self.quick)
            self.panel = [work.table, operation]
            self.sweep(work.show, run_time=1.6 * self.slow if step.kind == "subtract" else None)
        notes = work.notes(words)
        self.panel += notes
        self.fade(into=[*self.view.rows.name_lines(), *notes])

    def restore(self) -> None:
        """Bring the lines back to where the equations were given."""
        rows, system = self.view.rows, self.system
        self.change_panel([], rows.line_names)
        if system.kind == "one":
            self.sweep(partial(rows.turn_back, rows.rows))
        else:
            self.remove(rows.lines[self.elimination.order[1]])
        rows.show_rows(system.augmented)
        self.fade(rows.ghosts, [rows.lines[index] for index in rows.seen], run_time=self.quick)

    # -- the beats -----------------------------------------------------------------------------

    def show_rows(self) -> None:
        view, rows, system = self.view, self.view.rows, self.system
        words = text.rows(system)
        with self.beat("rows", words):
            self.side = Panel(self.theme, SIDE, formula=0.62, prose=0.46)
            numbers, items = reading(system, self.side, rows.limits)
            view.run(numbers)
            point = rows.name_solution("$bold(x)$") if system.kind == "one" else []
            names, seen = rows.name_lines(), rows.seen
            self.fade(into=[rows.base, *rows.axis_names], run_time=self.quick)
            self.show_panel(*words.lines, *items, later=len(items))
            running = [rows.dot, *self.panel[-len(items) :]]
            for index in seen:
                view.trace(index, 0, 0.0)
                self.fade(into=running, run_time=self.quick)
                self.add(rows.lines[index], rows.dot)
                self.sweep(partial(view.trace, index, 0), run_time=self.slow)
                if index != seen[-1]:
                    self.fade(out=running, run_time=self.quick)
            self.fade(into=names)
            if seen:
                self.sweep(partial(view.trace, seen[-1], 1))
            self.fade(into=point)

    def combine_columns(self) -> None:
        view, system = self.view, self.system
        with self.beat("columns", text.columns(system)):
            way = story.approach(system)
            strip = combination(system, way, self.theme)
            self.follow(partial(view.follow, way), *strip, out=[view.rows.dot], run_time=2.0)
            if system.rank == 1:
                self.add(view.columns.span)
                self.sweep(view.columns.span.to)

    def eliminate(self) -> None:
        rows, system = self.view.rows, self.system
        words = text.eliminate(system)
        with self.beat("eliminate", words):
            self.elimination = Elimination(rows, self.theme)
            dots = [] if system.kind == "one" else [rows.dot]
            gone = [rows.steps, self.view.columns.span, *dots]
            self.change_panel([self.elimination.table], gone)
            self.fade(rows.line_names, rows.ghosts, run_time=self.quick)
            self.do(system.elimination, words)

    def substitute_back(self) -> None:
        words = text.back_substitute(self.system)
        with self.beat("back_substitute", words):
            self.fade([*self.view.rows.line_names, *self.panel[1:]], run_time=self.quick)
            self.do(self.system.back_substitution, words)

    def move_the_target(self) -> None:
        view, system = self.view, self.system
        with self.beat("every_b", text.every_b(system)):
            self.restore()
            loop = story.loop(system, view.rows.limits, view.columns.limits)
            trails = [view.rows.trail, view.columns.trail]

            def answer(t: float) -> np.ndarray:
                return system.solve(loop(t))

            strip = combination(system, answer, self.theme)
            self.follow(partial(view.go_round, loop), *strip, also=trails)

    def walk_the_solutions(self) -> None:
        view, rows, system = self.view, self.view.rows, self.system
        with self.beat("solutions", text.solutions(system)):
            way = story.stroll(system)
            strip = combination(system, way, self.theme)
            self.follow(partial(view.follow, way), *strip, out=rows.line_names)
            shortest = rows.show_shortest()
            named = rows.name_solution("$bold(x)^+$")
            self.fade(into=[*shortest, *named, *rows.name_lines()])

    def come_near(self) -> None:
        view, rows, columns, system = self.view, self.view.rows, self.view.columns, self.system
        with self.beat("least_squares", text.least_squares(system)):
            self.restore()
            show = partial(view.follow, story.search(system))
            also = [columns.span, columns.residual]
            self.follow(show, *gap(system, self.theme), also=also, run_time=2.0)
            columns.mark_right_angle()
            named = columns.put_name("$bold(p)$", "ink", system.nearest)
            self.fade(into=[columns.corner, *named, *self.strip, *rows.ghosts])
            self.sweep(view.move_to_nearest, run_time=self.slow)
            self.fade(into=[*rows.name_solution("$hat(bold(x))$"), *rows.name_lines()])

    def recap(self) -> None:
        view, rows, system = self.view, self.view.rows, self.system
        words = text.recap(system)
        with self.beat("recap", words):
            trails = [rows.trail, view.columns.trail]
            self.fade([*self.strip, *trails, *view.moving], run_time=self.quick)
            named = [name for name in rows.line_names if self.shown(name)] or rows.name_lines()
            show = partial(view.follow, story.walk(system))
            show(0.0)
            self.fade(into=[check(words.lines, self.theme), *named, *view.moving])
            self.sweep(show, run_time=self.slow)
