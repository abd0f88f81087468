"""The gradient: slope against direction is a cosine, and the gradient points to its top."""

from __future__ import annotations

import math
from typing import Any

from pydantic import model_validator

from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.gradient import text
from explainer.scenes.calculus.gradient.drawing.figures import (
    BESIDE_MAP,
    UNDER_MAP,
    beside_map,
    under_map,
)
from explainer.scenes.calculus.gradient.drawing.map_marks import MapMarks
from explainer.scenes.calculus.gradient.drawing.view import DirectionalView
from explainer.scenes.calculus.gradient.story import DirectionalStory

TURN = 2 * math.pi


class Gradient(Explainer):
    """Turn a direction on a surface, see its slope draw a cosine, and find the gradient on top."""

    class Params(SceneParams):
        """The surface and the point."""

        surface: SurfaceExpression = Field(
            "3*x*exp(-x**2/2 - y**2/2)", description="the surface: a name or a formula"
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; the surface's own if none"
        )
        point: Vector2 | None = Field(
            (0.5, -0.7), description="where the direction turns; the surface's own start if none"
        )

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            DirectionalStory.compute(self.surface, self.domain, self.point)
            return self

    presets = {
        "bowl": Params(surface="bowl", point=(1.2, 0.8)),
        "saddle": Params(surface="saddle", point=(-0.9, -0.8)),
        "himmelblau": Params(surface="himmelblau", point=(1.0, -3.0)),
        "critical_point": Params(surface="saddle", point=(0.0, 0.0)),
        "plane": Params(surface="x - y/2", point=(0.0, 0.0)),
    }

    def construct(self) -> None:
        self.story = DirectionalStory.compute(**dict(self.params))
        self.view = DirectionalView(self.story, self.theme)
        self.slow = self.theme.durations.slow
        self.choose_a_direction()
        self.turn_once_round()
        self.find_the_steepest()
        self.follow_the_contour()
        self.spread_the_field()
        self.sum_up()

    def turn(self, marks: MapMarks, start: float, end: float) -> None:
        """Turn the direction from one angle to another, radians."""
        view = self.view
        self.sweep(
            lambda t: view.aim(marks, start + t * (end - start)),
            *view.moving(marks),
            run_time=self.slow * (0.5 + 0.5 * abs(end - start) / math.pi),
        )

    def choose_a_direction(self) -> None:
        view, marks = self.view, self.view.large
        with self.beat("direction", text.direction(self.story)):
            self.fade(into=[view.space, *marks.mapped])
            self.add(view.space_numbers)
            touched = (view.space, view.space_numbers)
            self.sweep(lambda t: view.rise(view.facing, t), *touched, run_time=1.25 * self.slow)
            self.fade(into=[marks.dot, marks.dial])
            self.sweep(view.show_point, view.space, run_time=self.theme.durations.quick)
            view.aim(marks, 0.0, 0.01)
            self.add(marks.direction)
            self.sweep(lambda t: view.aim(marks, 0.0, max(t, 0.01)), *view.moving(marks))
            self.change_panel(view.figures[marks].rows)
            self.turn(marks, 0.0, math.pi / 2)

    def turn_once_round(self) -> None:
        view, chart, marks = self.view, self.view.chart, self.view.small
        with self.beat("cosine", text.cosine(self.story)):
            self.change_panel([], view.large.pointing)
            view.aim(marks, math.pi / 2)
            self.change_panel(view.figures[marks].rows, into=[*marks.pointing, chart.chart])
            self.turn(marks, math.pi / 2, 0.0)
            chart.trace(0.0)
            self.fade(into=chart.moving, run_time=self.theme.durations.quick)
            self.add(chart.curve)

            def show(t: float) -> None:
                view.aim(marks, TURN * t)
                chart.trace(TURN * t)

            self.sweep(show, *view.moving(marks), chart.curve, run_time=2.5 * self.slow)

    def find_the_steepest(self) -> None:
        view, story, marks = self.view, self.story, self.view.small
        words, best = text.steepest(story), story.best
        with self.beat("steepest", words):
            below = float(self.panel[-1].get_bottom()[1]) - 0.3
            rows = beside_map(words.lines, self.theme, below)
            self.panel += rows
            self.turn(marks, TURN, best)
            if story.level:
                self.fade(into=rows)
                return
            view.climb(marks, 0.0)
            self.add(marks.gradient)
            self.sweep(lambda t: view.climb(marks, t), view.space, marks.gradient)
            self.fade(into=[marks.gradient_name, *rows])
            worst = best + math.pi if best < math.pi else best - math.pi
            self.turn(marks, best, worst)
            self.fade(into=view.chart.marked)
            self.turn(marks, worst, best)

    def follow_the_contour(self) -> None:
        view, story, marks = self.view, self.story, self.view.large
        words = text.contour(story, view.stretched)
        with self.beat("contour", words):
            self.change_panel([], [*view.small.pointing, *view.small.climbing, *view.chart.parts])
            view.aim(marks, story.best)
            arrow = [] if story.level else [marks.gradient]
            self.change_panel(view.figures[marks].rows, into=[*marks.pointing, *arrow])
            back = story.best > 1.5 * math.pi
            across = story.best + math.pi / 2 * (-1 if back else 1)
            self.turn(marks, story.best, across)
            self.fade(into=[marks.contour, *([] if story.level else marks.crossed)])
            self.sweep(view.light, view.space)

            def leave(t: float) -> None:
                view.aim(marks, across, 1 - t) if t < 1 else view.clear()

            self.sweep(leave, *view.moving(marks))
            rows = under_map(words.lines, self.theme, UNDER_MAP)
            self.change_panel(rows, [marks.direction, marks.dial])
            if len(story.walk):
                view.walk(0.0)
                self.add(*view.ghosts)
                touched = [view.space, marks.dot, marks.gradient, marks.corners, *view.ghosts]
                self.sweep(view.walk, *touched, run_time=2.5 * self.slow)

    def spread_the_field(self) -> None:
        view, marks = self.view, self.view.large
        words = text.field(self.story, view.stretched)
        with self.beat("field", words):
            self.sweep(view.dim, view.space, run_time=self.theme.durations.quick)
            gone = [marks.contour, marks.corners, marks.gradient, marks.dot, *view.ghosts]
            self.change_panel(under_map(words.lines, self.theme, UNDER_MAP + 0.13), gone)
            self.add(view.field)
            self.sweep(view.spread, view.space, view.field, run_time=1.5 * self.slow)
            self.fade(into=[view.rings])

    def sum_up(self) -> None:
        view, story, marks = self.view, self.story, self.view.small
        words = text.recap(story)
        with self.beat("recap", words):
            self.sweep(lambda t: view.spread(1.0, 1 - t), view.space, view.field)
            self.change_panel([], [*view.large.mapped, view.field, view.rings])
            view.bring_back(0.0)
            into = [*marks.mapped, marks.contour, marks.dot, marks.direction, *view.chart.parts]
            into += [] if story.level else [*marks.climbing, *marks.crossed]
            self.change_panel(beside_map(words.lines, self.theme, BESIDE_MAP.top), into=into)
            touched = [*view.moving(marks), marks.gradient]
            self.sweep(view.bring_back, *touched, run_time=self.slow)
