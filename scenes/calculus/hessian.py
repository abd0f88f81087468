"""The Hessian: the second-order model of a surface at a point, and the axes of its bend."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import field_validator, model_validator

from explainer.maths import hessian_pictures as pictures
from explainer.maths import hessian_words as words
from explainer.maths.hessian_story import HessianStory
from explainer.maths.surfaces import named_surfaces, surface
from explainer.mobjects.curvature_bars import CurvatureBars
from explainer.mobjects.hessian_panels import (
    COLUMN,
    Curvatures,
    DirectionChart,
    GapTable,
    HessianRow,
    ShapeName,
    SliceChart,
)
from explainer.mobjects.hessian_view import HessianView
from explainer.mobjects.text import Words, stack
from explainer.params import Field, Interval, SceneParams, Vector2, Wording
from explainer.scene import Explainer, Sweep
from explainer.style import Zone

BARS = Zone(5.25, 6.4, 0.0, 2.55)

SHAPE = (-6.35, 2.2)
"""Where the name of the shape stands: beside the upper left of the picture's box."""

Ground = Annotated[
    str,
    Field(min_length=1, max_length=200),
    Wording(f"one of {', '.join(named_surfaces())}, or a formula in x and y,"),
]
Rectangle = Annotated[
    tuple[Interval, Interval], Wording("[[x0, x1], [y0, y1]] with rising numbers")
]


class Hessian(Explainer):
    """Watch the second derivatives bend a tangent plane into a bowl, a saddle or a ridge."""

    class Params(SceneParams):
        """The surface, and where its model is looked at."""

        surface: Ground = Field(
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

        @field_validator("surface")
        @classmethod
        def _must_be_known(cls, value: str) -> str:
            surface(value)
            return value

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            HessianStory.tell(self.surface, self.domain, self.point, self.second_point)
            return self

    presets = {
        "bowl": Params(
            surface="bowl",
            point=(0.8, -0.6),
            second_point=(0.0, 0.0),
            domain=((-1.6, 1.6), (-1.6, 1.6)),
        ),
        "saddle": Params(surface="saddle", point=(0.0, 0.0), second_point=(0.0, 1.4)),
        "ridge": Params(surface="x - y**2 + y**3/3", point=(-0.6, 0.0), second_point=(0.5, 1.5)),
        "monkey_saddle": Params(surface="x**3 - 3*x*y**2", point=(0, 0), second_point=(0.8, 0.4)),
        "himmelblau": Params(surface="himmelblau", point=(3.0, 2.0), second_point=(0.0867, 2.8843)),
        "rosenbrock": Params(surface="rosenbrock", point=(0.1, 0.7), second_point=(0.9, 0.4)),
    }

    def construct(self) -> None:
        given = self.params
        self.story = HessianStory.tell(given.surface, given.domain, given.point, given.second_point)
        self.view = HessianView(self.story, self.theme)
        self.touch_with_a_plane()
        self.bend_the_plane()
        self.read_the_matrix()
        self.turn_the_direction()
        self.show_the_axes()
        self.move_the_point()
        self.sum_up()

    def lines(
        self, lines: list[words.Line], top: float, gap: float = 0.14, size: float = 0.37
    ) -> list[Words]:
        """Return lines for the panel, from a height downwards."""
        rows = [
            self.words(line.markup, size=0.3 if line.note else size, colour=line.colour)
            for line in lines
        ]
        for line in rows:
            line.fit_width(COLUMN.width)
        stack(*rows, zone=COLUMN, top=top, gap=gap)
        return rows

    def touch_with_a_plane(self) -> None:
        view, story, time = self.view, self.story, self.theme.durations
        with self.beat("tangent_plane", *words.plane_words(story), pictures.plane_picture(story)):
            self.fade(into=[view.space, view.space_numbers, view.note], run_time=time.quick)
            self.sweep(view.rise, view.space, view.space_numbers, run_time=time.slow)
            self.chart, self.table = SliceChart(story, self.theme), GapTable(story, self.theme)
            self.chart.remove(*self.chart.moving)
            self.formulas = self.lines(words.plane_lines(story), COLUMN.top)
            ball = self.on_surface(lambda t: view.space.set_ball(story.first.point, opacity=t))
            self.change_panel([])
            self.panel = [*self.formulas, self.chart]
            self.fade(into=[view.point_names[0], *self.formulas], along=(ball,))
            self.sweep(view.grow, view.space, run_time=0.75 * time.slow)
            self.walk_out(1, self.on_surface(view.slice))

    def on_surface(self, show: Callable[[float], object]) -> Sweep:
        """Return a change of the surface's picture, to be played beside a fade."""
        return Sweep(show, self.view.space)

    def walk_out(self, column: int, *along: Sweep) -> None:
        """Open the gap along the slice, and fill a column of the table on the way."""
        view, chart, table = self.view, self.chart, self.table
        self.fade(into=[chart, table], along=along)
        self.add(chart.gap)

        def walk(t: float) -> None:
            distance = table.walk(t, column)
            view.gap(distance, bent=column == 2)
            chart.set_gap(distance, bent=column == 2)

        touched = (view.space, chart.gap, table)
        self.sweep(walk, *touched, run_time=1.5 * self.theme.durations.slow, eased=False)

    def closed(self, column: int) -> Sweep:
        """Return the fading of the gap on the surface."""
        far = float(self.story.distances[-1])
        return self.on_surface(
            lambda t: self.view.gap(far, bent=column == 2, opacity=1 - t),
        )

    def bend_the_plane(self) -> None:
        view, story, chart = self.view, self.story, self.chart
        with self.beat("model", *words.model_words(story), pictures.model_picture(story)):
            formula = self.lines(words.model_lines(story), COLUMN.top)
            quick = self.theme.durations.quick
            self.fade([self.formulas[0], chart.gap], along=(self.closed(1),), run_time=quick)
            self.fade(into=formula, run_time=quick)
            self.add(chart.curves[2])
            self.panel += [*formula, self.table, *chart.moving]

            def bend(t: float) -> None:
                view.bend(t)
                chart.bend(t)

            self.sweep(bend, view.space, chart.curves[2], run_time=self.theme.durations.slow)
            self.walk_out(2)

    def read_the_matrix(self) -> None:
        view, story, slow = self.view, self.story, self.theme.durations.slow
        with self.beat("matrix", *words.matrix_words(story), pictures.matrix_picture(story)):
            symbols = self.formula(
                'H = mat(delim: "[", part("partial_x", f_(x x)), part("section", f_(x y)); '
                'part("section", f_(x y)), part("partial_y", f_(y y)))',
                size=0.46,
            )
            matrix = HessianRow(story, self.theme)
            stack(symbols, matrix, zone=COLUMN, top=COLUMN.top, gap=0.4)
            notes = self.lines(words.matrix_lines(), float(matrix.get_bottom()[1]) - 0.5, 0.3)
            self.change_panel([symbols, matrix, *notes], later=notes)
            view.clear("gap")
            self.sweep(lambda t: view.slice(1 - t), view.space, run_time=0.6)
            view.space.set_path(np.zeros((0, 2)))
            for name, angle, note in zip(
                ("partial_x", "partial_y"), (0.0, math.pi / 2), notes, strict=False
            ):
                grow = partial(self.grow_parabola, name, angle)
                self.fade(into=[note], along=(self.on_surface(grow),))
            self.fade(into=notes[2:], run_time=self.theme.durations.quick)
            self.sweep(view.rungs, view.space, run_time=0.75 * slow)

    def grow_parabola(self, role: str, angle: float, t: float) -> None:
        self.view.parabola(role, self.story.first, angle, role, share=t)

    def turn_the_direction(self) -> None:
        view, story, model = self.view, self.story, self.story.first
        with self.beat("directions", *words.turn_words(story), pictures.turn_picture(story)):
            matrix, chart = HessianRow(story, self.theme), DirectionChart(model, self.theme)
            stack(matrix, zone=COLUMN, top=COLUMN.top)
            old = [("partial_x", 0.0), ("partial_y", math.pi / 2)]

            def leave(t: float) -> None:
                view.rungs(1.0, opacity=1 - t)
                for name, angle in old:
                    view.parabola(name, model, angle, name, opacity=1 - t)
                view.parabola("direction", model, 0.0, "direction", opacity=t)

            self.change_panel([matrix, chart])
            self.sweep(leave, view.space, run_time=self.theme.durations.quick)

            def turn(t: float) -> None:
                angle = t * math.pi
                chart.turn(angle)
                view.parabola("direction", model, angle, "direction")
                for index, role in enumerate(("curvature", "curvature_second")):
                    axis = chart.spots[index]
                    seen = 0.0 if model.round else chart.passed(index, angle)
                    view.parabola(role, model, axis, role, opacity=seen)

            touched = (view.space, *chart.moving)
            self.sweep(turn, *touched, run_time=2.25 * self.theme.durations.slow)

    def show_the_axes(self) -> None:
        view, story, model = self.view, self.story, self.story.first
        with self.beat("axes", *words.axes_words(story), pictures.axes_picture(story)):
            curves = [story.path.at(t).curvatures for t in np.linspace(0, 1, 121)]
            self.bars = CurvatureBars(
                BARS, (float(np.min(curves)), float(np.max(curves))), self.theme
            )
            view.ball.set_centre(view.map.point(*model.point)[:2])
            numbers = Curvatures(
                story, self.theme, (COLUMN.left, -0.85), (COLUMN.left + 2.2, -0.85)
            )
            self.shape = ShapeName(story, self.theme, SHAPE)
            notes = self.lines(words.level_lines(story, model), -1.3, 0.2)
            self.change_panel([numbers, *notes], later=notes)
            view.show_axes(model, 0.0, rings=0.0)
            leave = self.on_surface(
                lambda t: view.parabola("direction", model, math.pi, "direction", opacity=1 - t)
            )
            self.fade(into=[*view.on_map, *view.axis_names, self.bars], along=(leave,))
            self.add(*view.on_map[2:])

            def grow(t: float) -> None:
                view.show_axes(model, t, rings=0.0)
                first, second = model.curvatures
                self.bars.set_values((t * first, t * second))

            touched = (view.space, *view.on_map[2:], *view.axis_names, *self.bars.moving)
            self.sweep(grow, *touched)
            self.sweep(lambda t: view.show_axes(model, 1.0, rings=t), *touched)
            self.fade(into=[self.shape, *notes])

    def move_the_point(self) -> None:
        view, story, path = self.view, self.story, self.story.path
        with self.beat("move", *words.move_words(story), pictures.move_picture(story)):
            left = COLUMN.left
            numbers = Curvatures(
                story, self.theme, (left, -0.85), (left + 2.2, -0.85), (left, -2.9)
            )
            matrix = HessianRow(story, self.theme)
            matrix.scale(min(1.0, COLUMN.width / matrix.width))
            matrix.shift((left - matrix.get_left()[0], -1.7 - matrix.get_center()[1], 0))
            self.bars.set_ghosts(story.first.curvatures)
            self.change_panel([numbers, matrix])
            if path.still:
                return

            def travel(t: float) -> None:
                model = view.travel(t)
                self.bars.set_values(model.curvatures)
                numbers.set_values(model, passing=t < 1)
                matrix.set_values(model.hessian, passing=t < 1)
                self.shape.show(t)

            touched: list[Mobject] = [*view.moving, *self.bars.moving, numbers, matrix, self.shape]
            self.sweep(travel, *touched, run_time=3 * self.theme.durations.slow)
            self.fade(into=[view.point_names[1]], run_time=self.theme.durations.quick)

    def sum_up(self) -> None:
        view, story = self.view, self.story
        with self.beat("recap", *words.recap_words(story), pictures.recap_picture(story)):
            rows = self.lines(words.recap_lines(story), -0.6, 0.18, 0.35)
            gone = [self.shape, *view.point_names, *view.axis_names]
            names = view.shape_names[: 1 if story.path.still else 2]
            self.change_panel(rows, gone, names)
            if story.path.still:
                return

            def add(t: float) -> None:
                view.lay("there", story.first, opacity=0.8 * t)
                view.show_axes(story.first, t, suffix=" there", rings=t)

            self.sweep(add, view.space)
            turned = (view.space, view.space_numbers, *view.shape_names)
            self.sweep(view.turn, *turned, run_time=2 * self.theme.durations.slow)
