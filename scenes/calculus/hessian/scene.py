"""The Hessian: the second-order model of a surface at a point, and the axes of its bend."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import model_validator

from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer, Sweep
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing import readings
from explainer.scenes.calculus.hessian.drawing.charts import (
    CurvatureBars,
    DirectionChart,
    GapTable,
    SliceChart,
)
from explainer.scenes.calculus.hessian.drawing.view import ENTRIES, HessianView
from explainer.scenes.calculus.hessian.story import HessianStory

SQUARE = ((-1.6, 1.6), (-1.6, 1.6))


class Hessian(Explainer):
    """Watch the second derivatives bend a tangent plane into a bowl, a saddle or a ridge."""

    class Params(SceneParams):
        """The surface, and where its model is looked at."""

        surface: SurfaceExpression = Field(
            "2*sin(x) + y**2/2 + x*y/2", description="what is modelled: a name or a formula"
        )
        point: Vector2 | None = Field(
            (-1.1, 0.6), description="where the model touches; a minimum of another surface if none"
        )
        second_point: Vector2 | None = Field(
            (1.4, -0.7), description="where the point moves to; a saddle of another surface if none"
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; one about both points if none"
        )

        @model_validator(mode="before")
        @classmethod
        def _suit_the_points(cls, data: Any) -> Any:
            """The default points belong to the default surface."""
            if isinstance(data, Mapping) and "surface" in data:
                return {"point": None, "second_point": None, **data}
            return data

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            HessianStory.compute(**dict(self))
            return self

    presets = {
        "bowl": Params(surface="bowl", point=(0.8, -0.6), second_point=(0.0, 0.0), domain=SQUARE),
        "saddle": Params(surface="saddle", point=(0.0, 0.0), second_point=(0.0, 1.4)),
        "ridge": Params(surface="x - y**2 + y**3/3", point=(-0.6, 0.0), second_point=(0.5, 1.5)),
        "monkey_saddle": Params(surface="x**3 - 3*x*y**2", point=(0, 0), second_point=(0.8, 0.4)),
        "himmelblau": Params(surface="himmelblau", point=(3.0, 2.0), second_point=(0.0867, 2.8843)),
        "rosenbrock": Params(surface="rosenbrock", point=(0.1, 0.7), second_point=(0.9, 0.4)),
    }

    def construct(self) -> None:
        self.story = HessianStory.compute(**dict(self.params))
        self.view = HessianView(self.story, self.theme)
        self.touch_with_a_plane()
        self.bend_the_plane()
        self.read_the_matrix()
        self.turn_the_direction()
        self.show_the_axes()
        self.move_the_point()
        self.sum_up()

    def touch_with_a_plane(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        words = text.tangent_plane(story)
        with self.beat("tangent_plane", words):
            self.fade(into=[view.space, view.numbers, view.note], run_time=time.quick)
            self.sweep(partial(view.rise, view.facing), run_time=time.slow)
            self.chart, self.table = SliceChart(story, self.theme), GapTable(story, self.theme)
            formulas = readings.rows(words.lines, self.theme)
            self.panel = [*formulas, self.chart, self.table]
            ball = Sweep(partial(view.put_ball, story.first.point))
            self.fade(into=[view.names.points[0], *formulas], along=[ball])
            self.sweep(view.grow, run_time=0.75 * time.slow)
            self.walk_out(1, Sweep(view.slice))

    def walk_out(self, column: int, *along: Sweep) -> None:
        """Open the gap along the slice, and fill a column of the table on the way."""
        view, chart, table = self.view, self.chart, self.table
        self.fade(into=[chart, table], along=along)

        def walk(t: float) -> None:
            distance = table.walk(t, column)
            view.gap(distance, bent=column == 2)
            chart.set_gap(distance, bent=column == 2)

        slow = self.theme.durations.slow
        touched = (*view, chart, table)
        self.sweep(walk, *touched, run_time=1.5 * slow, eased=False)

    def bend_the_plane(self) -> None:
        view, chart, time = self.view, self.chart, self.theme.durations
        words = text.model(self.story)
        with self.beat("model", words):
            formula = readings.rows(words.lines, self.theme)

            def close(t: float) -> None:
                view.space.fade_marks(1 - t, "gap")
                chart.gap.set_stroke(opacity=1 - t)

            sweep = Sweep(close, *view, chart)
            self.fade([self.panel[0]], along=[sweep], run_time=time.quick)
            self.fade(into=formula, run_time=time.quick)
            self.panel += formula
            bend = Sweep(view.bend, run_time=time.slow)
            self.sweep(chart.bend, chart, run_time=time.slow, along=(bend,))
            self.walk_out(2)

    def read_the_matrix(self) -> None:
        view, time = self.view, self.theme.durations
        words = text.matrix(self.story)
        with self.beat("matrix", words):
            symbols = self.formula(readings.SYMBOLS, size=0.46)
            matrix = readings.HessianRow(self.story, self.theme)
            rows = readings.rows((symbols, matrix, *words.lines), self.theme, gap=0.36)
            notes = rows[2:]
            self.change_panel(rows, later=notes)
            view.space.drop("gap")
            self.sweep(lambda t: view.slice(1 - t), *view, run_time=time.quick)
            for (role, angle), note in zip(ENTRIES, notes, strict=False):
                grow = Sweep(partial(view.parabola, role, angle))
                self.fade(into=[note], along=[grow])
            self.fade(into=notes[2:], run_time=time.quick)
            self.sweep(view.twist, run_time=0.75 * time.slow)

    def turn_the_direction(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        with self.beat("directions", text.directions(story)):
            matrix = readings.HessianRow(story, self.theme, 1.9)
            chart = DirectionChart(story.first, self.theme)
            self.change_panel([matrix, chart])
            self.sweep(view.leave_entries, run_time=time.quick)

            def turn(t: float) -> None:
                chart.turn(t * math.pi)
                view.point(t * math.pi, chart.passed(t * math.pi))

            self.sweep(turn, *view, chart, run_time=2.25 * time.slow)

    def show_the_axes(self) -> None:
        view, story, model = self.view, self.story, self.story.first
        words = text.axes(story)
        with self.beat("axes", words):
            self.bars = CurvatureBars(story.extent, self.theme)
            self.shape = readings.ShapeName(story, self.theme)
            numbers = readings.Curvatures(story, self.theme)
            notes = readings.rows(words.lines, self.theme, -1.3, 0.2, 0.3)
            self.change_panel([numbers, *notes], later=notes)
            view.show_axes(model, 0.0, rings=0.0)
            leave = Sweep(lambda t: view.space.fade_marks(1 - t, "direction"), *view)
            self.fade(into=[view.map, view.dot, *view.names.axes, self.bars], along=[leave])
            self.add(*view.marks.values())
            bars = Sweep(partial(self.bars.set_values, model.curvatures), self.bars)
            self.sweep(lambda t: view.show_axes(model, t, rings=0.0), *view, along=(bars,))
            self.sweep(lambda t: view.show_axes(model, 1.0, rings=t), *view)
            self.fade(into=[self.shape, *notes])

    def move_the_point(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        with self.beat("move", text.move(story)):
            numbers = readings.Curvatures(story, self.theme, determinant=True)
            matrix = readings.HessianRow(story, self.theme, -1.7)
            self.bars.set_ghosts(story.first.curvatures)
            self.change_panel([numbers, matrix])
            if story.path.still:
                return

            def travel(t: float) -> None:
                model = view.travel(t)
                self.bars.set_values(model.curvatures)
                numbers.set_values(model, animating=t < 1)
                matrix.matrix.set_values(model.hessian, animating=t < 1)
                self.shape.show(t)

            beside = (self.bars, numbers, matrix, self.shape)
            self.sweep(travel, *view, *beside, run_time=3 * time.slow)
            self.fade(into=[view.names.points[1]], run_time=time.quick)

    def sum_up(self) -> None:
        view, names, still = self.view, self.view.names, self.story.path.still
        words = text.recap(self.story)
        with self.beat("recap", words):
            gone = [self.shape, *names.points, *names.axes]
            rows = readings.rows(words.lines, self.theme, -0.55, 0.14, 0.32)
            self.change_panel(rows, gone, names.shapes[: 1 if still else 2])
            if not still:
                self.sweep(view.add_first)
                self.sweep(view.go_round, run_time=2 * self.theme.durations.slow)
