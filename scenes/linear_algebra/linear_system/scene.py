"""Systems of linear equations: lines that meet, columns that add up to b, and if they do not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.placing import Name
from explainer.mobjects.plane_marks import PlaneArrow
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.linear_system import story, text
from explainer.scenes.linear_algebra.linear_system.drawing import strips
from explainer.scenes.linear_algebra.linear_system.drawing.elimination import Elimination
from explainer.scenes.linear_algebra.linear_system.drawing.view import SystemView
from explainer.scenes.linear_algebra.linear_system.story import Step, System


class LinearSystem(Explainer):
    """Solve A x = b twice: as lines that meet, and as steps along columns that add up to b."""

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
        "no_solution": Params(matrix=((1, 2), (0.5, 1)), right_side=(2, 3)),
        "infinitely_many": Params(matrix=((2, -1), (-2, 1)), right_side=(3, -3)),
    }

    bleeds = True

    def construct(self) -> None:
        self.system = System(self.params.matrix, self.params.right_side)
        self.view = SystemView(self.system, self.theme)
        self.rows, self.columns = self.view.rows, self.view.columns
        self.names: list[Name] = []
        self.strip: list[VMobject] = []
        self.traces: list[PlaneArrow] = []
        self.is_open = False
        self.show_rows()
        self.combine_columns()
        self.eliminate()
        if self.system.kind == "one":
            self.make_dependent()
        if self.system.kind == "many":
            self.walk_the_solutions()
        else:
            self.come_near()

    # -- shared by the beats -------------------------------------------------------------------

    def spoken(self, said: str) -> float:
        """Return how long a motion lasts, in seconds, that goes with a sentence."""
        slow = self.theme.durations.slow
        return self.reading(said, slow, 1.3 * slow)

    def open(self, *late: VMobject) -> None:
        """Make room for the column picture, in which there are arrows and what is given."""
        view, rows, columns = self.view, self.rows, self.columns
        self.is_open = True
        for arrow in columns.columns:
            arrow.set_brightness(1.0)
        arrows = [*columns.columns, columns.goal]
        view.late = [*arrows, *self.arrow_names, *view.captions, columns.numbers, *late]
        place = -1 if len(self.beats) > 2 else 0
        columns.look(columns.halves[place])
        show = partial(view.open, rows.framing, rows.halves[place])
        show(0.0)
        self.add(columns.base, view.divider, *view.late)
        self.carry(into=view.veils)
        seconds = 0.75 * self.theme.durations.slow
        self.sweep(show, view.divider, view, *view.late, *view.flying, run_time=seconds)
        for words in view.flying:  # where they stand now, nothing is behind them
            words.set_background_stroke(width=0)
        view.flying = []

    def change_strip(self, *parts: VMobject) -> None:
        """Let formulas below the pictures take the place of others while the next thing moves."""
        self.carry(out=self.strip, into=parts)
        self.strip = [*parts]

    def come_back(self, *strip: VMobject, late: Iterable[VMobject] = ()) -> None:
        """Show both pictures again, with what was given, and formulas below."""
        self.change_strip(*strip)
        self.view.leads = True
        if self.is_open:
            self.carry(into=late)
            return
        old = self.view.leaving = self.rows.renew()
        self.rows.put(self.rows.dot)
        work = self.work
        gone = [*self.names, work.before, work.table, work.note, *self.panel, work.veil]
        self.panel, self.names = [], []
        self.carry(out=gone, into=self.rows.lines)
        self.open(*late)
        self.remove(*self.rows.drop(*old))
        for mark in old:
            mark.set_presence(1.0)
        self.view.leaving = []

    def do(self, step: Step | None, place: int) -> None:
        """Carry a row operation out, in both pictures; without one, light the line of a row."""
        work, durations = self.work, self.theme.durations
        if step is None:
            self.fade(into=[self.rows.glow(self.rows.lines[work.order[place]])])
            return
        operation = work.begin(step)
        self.carry(out=self.panel, into=[operation])
        self.panel = [operation]
        turns = step.kind == "subtract"
        lines = [part for line in self.rows.lines for part in line.parts]
        seconds = (1.2 if turns else 0.5) * durations.slow
        self.sweep(work.show, work.table, operation, *lines, self.rows.numbers, run_time=seconds)

    # -- the beats -----------------------------------------------------------------------------

    def show_rows(self) -> None:
        rows, words = self.rows, text.rows(self.system)
        each, meet = words.sentences
        named = [rows.name_solution("bold(x)")] if self.system.kind == "one" else []
        rows.meet(1.0)
        self.names = rows.settle().name_lines()
        rows.meet(0.0)
        rows.dot.to([])
        rows.trace(0.0)
        self.add(rows.base, *rows.lines)
        with self.beat("rows", words):
            with self.say(each):
                self.sweep(rows.trace, *rows.lines, run_time=self.spoken(each))
                self.fade(into=self.names, run_time=self.theme.durations.quick)
            rows.meet(0.0)
            self.add(rows.dot, rows.distance)
            with self.say(meet):
                self.conclude()
                self.sweep(rows.meet, rows.dot, rows.distance, run_time=self.theme.durations.slow)
                glow = rows.glow(rows.dot).set_z_index(0.6)
                self.fade(into=[glow, *named], run_time=self.theme.durations.quick)

    def combine_columns(self) -> None:
        view, rows, columns, system = self.view, self.rows, self.columns, self.system
        words = text.columns(system)
        first, second, third = words.sentences
        way = story.walk(system)
        moving = [rows.steps, columns.steps]
        half = story.turn_of(system) if system.kind == "one" else 1.0
        with self.beat("columns", words):
            self.arrow_names = columns.name_arrows()
            self.strip = [name.words for name in self.names]
            leaders = [name.leader for name in self.names]
            self.remove(*self.names)
            self.add(*self.strip, *leaders)
            view.take_along(self.strip)
            if system.kind != "none":
                rows.steps.to(np.eye(2), system.solution)
            with self.say(first):
                self.carry(out=[*leaders, *([rows.distance] if system.kind == "one" else [])])
                self.open()
            self.ask()
            if system.kind == "none":
                self.strip.append(strips.unreachable(system, self.theme))
                self.carry(into=self.strip[-1:])
            else:
                numbers = view.numbers = strips.Combination(system, story.sampled(way), self.theme)
                view.follow(way, 0.0, half, 0.0)
                self.add(rows.steps, columns.steps)
                self.carry(into=[numbers], dim=[*columns.columns, *rows.lines])
                self.strip.append(numbers)
            with self.say(second):
                if system.kind == "none":
                    self.reach(second)
                else:
                    show = partial(view.follow, way, 0.0, half)
                    self.sweep(show, numbers, *moving, run_time=self.spoken(second))
            self.conclude()
            with self.say(third):
                if system.kind == "one":
                    show = partial(view.follow, way, half, 1.0)
                    self.sweep(show, numbers, *moving, eased=False, run_time=self.spoken(third))
                elif system.kind == "many":
                    self.reach(third)
                else:
                    self.fade(into=[columns.glow(columns.goal).set_z_index(0.6)])

    def reach(self, said: str) -> None:
        """Draw the line that the columns reach while a sentence is said."""
        self.add(self.columns.span)
        show = self.columns.reach
        self.sweep(show, self.columns.span, eased=False, run_time=self.spoken(said))

    def eliminate(self) -> None:
        view, rows, system, words = self.view, self.rows, self.system, text.eliminate(self.system)
        start, *said = words.sentences
        with self.beat("eliminate", words):
            work = self.work = Elimination(rows, self.theme)
            columns = self.columns
            late = [columns.steps, columns.dot, columns.span, columns.goal, columns.numbers]
            view.late = [*late, *columns.columns, *self.arrow_names, *view.captions]
            self.is_open = False
            dots = [] if system.kind == "one" else rows.drop(rows.dot, rows.distance)
            dots += columns.drop(columns.goal.glow) if columns.goal.glow is not None else []
            with self.say(start):
                self.carry(out=[*self.strip, *view.veils, rows.steps, *dots])
                beside = [work.veil, work.before, work.table, work.note]
                self.carry(into=[*beside, *rows.ghosts], light=rows.lines)
                show = partial(view.close, rows.framing)
                seconds = 0.75 * self.theme.durations.slow
                self.sweep(show, view.divider, view, *view.late, run_time=seconds)
            self.remove(*view.late, columns.base, view.divider)
            for part in view.late:
                part.set_presence(1.0)
            columns.span.to(0.0)
            self.panel = []
            steps = list(system.elimination)
            for sentence in said[: max(1, len(steps))]:
                with self.say(sentence):
                    self.do(steps.pop(0) if steps else None, 1)
            if system.rank == 2:
                self.separate(*said[-2:])
            else:
                self.conclude()

    def separate(self, first: str, last: str) -> None:
        """Go on to one unknown in each row, while two sentences are said."""
        steps = list(self.system.back_substitution)
        kinds = [step.kind for step in steps]
        with self.say(first):
            for _ in range(kinds.index("subtract") + 1 if "subtract" in kinds else 1):
                self.do(steps.pop(0) if "subtract" in kinds else None, 0)
        self.conclude()
        with self.say(last):
            for step in steps:
                self.do(step, 0)
            self.names, arrow = self.rows.name_lines(), self.work.arrow
            self.carry(out=self.panel)
            self.fade(into=[*self.names, arrow])
            self.panel = [arrow]

    def make_dependent(self) -> None:
        view, rows, columns = self.view, self.rows, self.columns
        words, other = text.dependent(self.system), self.system.dependent
        first, second, third = words.sentences
        strip = strips.Determinant(self.system, self.theme)
        with self.beat("dependent", words):
            with self.say(first):
                self.come_back(strip)
            self.ask(text.PREDICT)
            self.carry(out=rows.drop(*rows.names))
            self.carry(light=columns.columns)
            self.traces = [columns.ghost(arrow) for arrow in columns.columns]
            self.add(*self.traces, *rows.put(*rows.ghosts))
            old = columns.drop(*self.arrow_names)
            view.turn(strip, 1.0)
            self.arrow_names = columns.name_arrows()
            view.turn(strip, 0.0)
            with self.say(second):
                self.carry(out=old, into=self.arrow_names)
                show = partial(view.turn, strip)
                turning = [*rows.lines, *rows.dot.parts, *columns.columns, *self.arrow_names]
                self.sweep(show, strip, *turning, run_time=1.6 * self.theme.durations.slow)
            if other.kind == "none":
                self.remove(*rows.dot.parts)
            view.take(other)
            self.system = other
            with self.say(third):
                self.conclude()
                self.reach(third)

    def walk_the_solutions(self) -> None:
        view, rows, system = self.view, self.rows, self.system
        words, way = text.solutions(system), story.stroll(system)
        first, second = words.sentences
        with self.beat("solutions", words):
            numbers = view.numbers = strips.Combination(system, story.sampled(way), self.theme)
            view.follow(way, 0.0, 0.5, 0.0)
            moving = [rows.steps, *rows.dot.parts, self.columns.steps]
            with self.say(first):
                self.come_back(numbers, strips.solutions(system, self.theme), late=moving)
                show = partial(view.follow, way, 0.0, 0.5)
                self.sweep(show, numbers, *moving, run_time=self.spoken(first))
            self.conclude()
            with self.say(second):
                show = partial(view.follow, way, 0.5, 1.0)
                self.sweep(show, numbers, *moving, run_time=self.spoken(second))

    def come_near(self) -> None:
        view, rows, columns, system = self.view, self.rows, self.columns, self.system
        words = text.least_squares(system)
        first, second, third = words.sentences
        way = story.search(system)
        with self.beat("least_squares", words):
            numbers = view.numbers = strips.Missing(system, self.theme)
            show = partial(view.follow, way, 0.0, 0.55)
            moving = [columns.residual, columns.dot, *rows.dot.parts]
            with self.say(first):
                show(0.0)
                self.come_back(numbers, late=[*moving, columns.span])
                self.carry(out=[*rows.drop(*rows.ghosts), *columns.drop(*self.traces)])
                columns.span.to(1.0)
                self.sweep(show, numbers, *moving, eased=False, run_time=self.spoken(first))
            with self.say(second):
                show = partial(view.follow, way, 0.55, 1.0)
                self.sweep(show, numbers, *moving, eased=False, run_time=self.spoken(second))
                columns.mark_right_angle()
                name = columns.label("bold(p)", system.nearest)
                glow = columns.glow(columns.residual).set_z_index(0.6)
                self.fade(into=[columns.corner, name, glow])
            self.conclude()
            with self.say(third):
                self.add(*rows.leave_ghosts())
                self.carry(into=[strips.solutions(system, self.theme, "hat(bold(x))")])
                nearest = view.move_to_nearest
                self.sweep(nearest, *rows.lines, rows.numbers, run_time=self.spoken(third))
