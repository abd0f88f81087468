"""The Hessian: the second-order model of a surface at a point, and the axes of its curvature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import model_validator

from explainer.mobjects.panel import Named, Panel
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer, Sweep
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing.beside import (
    COLUMN,
    CurvatureBars,
    DirectionChart,
    ModelNumbers,
    ShapeName,
    SliceChart,
)
from explainer.scenes.calculus.hessian.drawing.view import ENTRIES, HessianView
from explainer.scenes.calculus.hessian.story import HessianStory

SQUARE = ((-1.6, 1.6), (-1.6, 1.6))


class Hessian(Explainer):
    """Watch the second derivatives curve a tangent plane into a bowl, a saddle or a ridge."""

    class Params(SceneParams):
        """The surface, and where its model is looked at."""

        surface: SurfaceExpression = Field(
            "2*x - x**3/3 + y**2/2 + x*y/2", description="the surface: a name or a formula"
        )
        point: Vector2 | None = Field(
            (-1.1, 0.6),
            description="where the model touches; on another surface, a minimum if none is given",
        )
        second_point: Vector2 | None = Field(
            (1.4, -0.7),
            description="where the point moves to; on another surface, a saddle if none is given",
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; one around both points if none"
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

    def beside(self, bottom: float = COLUMN.bottom, top: float = COLUMN.top) -> Panel:
        """Return a panel between two heights beside the picture."""
        zone = replace(COLUMN, bottom=bottom, top=top)
        return Panel(self.theme, zone, apart=(0.14, 0.36), formula=0.4, prose=0.38)

    def touch_with_a_plane(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        words = text.tangent_plane(story)
        with self.beat("tangent_plane", words):
            self.fade(into=[view.space, view.numbers], run_time=time.quick)
            self.sweep(partial(view.rise, view.facing), run_time=time.slow)
            self.side, self.chart = self.beside(bottom=1.0), SliceChart(story, self.theme)
            self.panel = [*self.side.rows(*words.lines), self.chart]
            ball = Sweep(partial(view.put_ball, story.first.point))
            self.fade(into=[view.point_names[0], *self.panel[:-1]], along=[ball])
            self.sweep(view.grow, run_time=0.75 * time.slow)
            self.fade(into=[self.chart], along=[Sweep(view.slice)])
            self.walk_out(1)

    def walk_out(self, column: int) -> None:
        """Open the gap along the slice, and fill a column of the table on the way."""
        view, chart = self.view, self.chart

        def walk(t: float) -> None:
            view.gap(chart.walk(column, t), column)

        self.sweep(walk, *view, chart, run_time=1.5 * self.theme.durations.slow, eased=False)

    def bend_the_plane(self) -> None:
        view, chart, time = self.view, self.chart, self.theme.durations
        words = text.model(self.story)
        with self.beat("model", words):
            first = self.panel[0]
            self.panel[0] = self.side.instead(first, words.lines[0])
            gone = Sweep(lambda t: view.space.fade_marks(1 - t, "gap"), *view)
            self.fade([first], along=[gone, Sweep(chart.close)], run_time=time.quick)
            self.fade(into=self.panel, run_time=time.quick)
            bend = Sweep(view.bend, run_time=time.slow)
            self.sweep(chart.bend, run_time=time.slow, along=(bend,))
            self.walk_out(2)

    def read_the_matrix(self) -> None:
        view, time = self.view, self.theme.durations
        symbols, *notes = text.matrix(self.story).lines
        with self.beat("matrix", text.matrix(self.story)):
            matrix = ModelNumbers(self.story, self.theme).matrix
            rows = self.beside().rows(symbols, matrix, *notes)
            self.change_panel(rows, later=rows[2:])
            view.space.drop("gap")
            self.sweep(lambda t: view.slice(1 - t), *view, run_time=time.quick)
            for (role, angle), note in zip(ENTRIES, rows[2:], strict=False):
                grow = Sweep(partial(view.parabola, role, angle))
                self.fade(into=[note], along=[grow])
            self.fade(into=rows, run_time=time.quick)
            self.sweep(view.twist, run_time=0.75 * time.slow)

    def turn_the_direction(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        with self.beat("directions", text.directions(story)):
            chart = DirectionChart(story.first, self.theme)
            value = Named("$bold(v)^upright(T) H bold(v)$", chart.number, "direction")
            matrix = ModelNumbers(story, self.theme).matrix
            self.change_panel([*self.beside(bottom=0.5).rows(matrix, value), chart])
            self.sweep(view.leave_entries, run_time=time.quick)

            def turn(t: float) -> None:
                chart.turn(t * math.pi)
                view.point(t * math.pi, chart.passed(t * math.pi))

            self.sweep(turn, *view, chart, chart.number, run_time=2.25 * time.slow)

    def show_the_axes(self) -> None:
        view, story, model = self.view, self.story, self.story.first
        words = text.axes(story)
        with self.beat("axes", words):
            self.bars = CurvatureBars(story.models, self.theme)
            self.shape = ShapeName(story, self.theme)
            self.side = self.beside(top=-0.5)
            numbers = ModelNumbers(story, self.theme).curvatures
            self.show_panel(*numbers, *words.lines, later=len(words.lines))
            view.show_axes(model, 0.0, rings=0.0)
            leave = Sweep(lambda t: view.space.fade_marks(1 - t, "direction"), *view)
            self.fade(into=[view.map, view.dot, *view.axis_names, self.bars], along=[leave])
            self.add(*view.marks.values())
            bars = Sweep(partial(self.bars.show, model))
            self.sweep(lambda t: view.show_axes(model, t, rings=0.0), *view, along=(bars,))
            self.sweep(lambda t: view.show_axes(model, 1.0, rings=t), *view)
            self.fade(into=[self.shape, *self.panel])

    def move_the_point(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        with self.beat("move", text.move(story)):
            numbers = ModelNumbers(story, self.theme, story.last)
            self.bars.keep(story.first)
            self.show_panel(*numbers.curvatures, numbers.matrix, numbers.determinant)
            if story.path.still:
                return

            def travel(t: float) -> None:
                model = view.travel(t)
                self.bars.show(model)
                numbers.show(model, animating=t < 1)
                self.shape.show(t)

            beside = (self.bars, numbers, self.shape)
            self.sweep(travel, *view, *beside, run_time=3 * time.slow)
            self.fade(into=[view.point_names[1]], run_time=time.quick)

    def sum_up(self) -> None:
        view, still = self.view, self.story.path.still
        words = text.recap(self.story)
        with self.beat("recap", words):
            gone = [self.shape, *view.point_names, *view.axis_names]
            self.show_panel(*words.lines, out=gone, into=view.shape_names[: 1 if still else 2])
            if not still:
                self.sweep(view.add_first)
                self.sweep(view.go_round, run_time=2 * self.theme.durations.slow)
