"""The gradient: slope against direction is a cosine, and the gradient points to its top."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

from pydantic import model_validator

from explainer.mobjects.panel import Panel
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.gradient import text
from explainer.scenes.calculus.gradient.drawing import BESIDE_MAP, UNDER_MAP, DirectionalView
from explainer.scenes.calculus.gradient.story import DirectionalStory

TURN = 2 * math.pi


class Gradient(Explainer):
    """Turn a direction on a surface: its slope draws a cosine, with the gradient at the top."""

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
        self.side = Panel(self.theme, BESIDE_MAP, apart=(0.15, 0.3), formula=0.42, prose=0.42)
        self.under = Panel(self.theme, UNDER_MAP, apart=(0.08, 0.2), formula=0.42, prose=0.32)
        self.choose_a_direction()
        self.turn_once_round()
        self.find_the_steepest()
        self.follow_the_contour()
        self.spread_the_field()
        self.sum_up()

    def turn(self, start: float, end: float) -> None:
        """Turn the direction from one angle to another, radians."""
        view = self.view
        self.sweep(
            lambda t: view.aim(start + t * (end - start), final=t in (0, 1)),
            *view,
            run_time=self.slow * (0.5 + 0.5 * abs(end - start) / math.pi),
        )

    def choose_a_direction(self) -> None:
        view = self.view
        with self.beat("direction", text.direction(self.story)):
            self.fade(into=[view.space, view.map])
            self.add(view.numbers)
            self.sweep(partial(view.rise, view.facing), run_time=1.25 * self.slow)
            self.fade(into=[view.dot, view.dial])
            stand = partial(view.stand, self.story.point)
            self.sweep(stand, *view, run_time=self.theme.durations.quick)
            rows = view.figures(self.under)
            view.aim(0.0, 0.01)
            self.add(view.direction)
            self.sweep(lambda t: view.aim(0.0, max(t, 0.01)), *view)
            self.change_panel(rows)
            self.turn(0.0, math.pi / 2)

    def turn_once_round(self) -> None:
        view, chart = self.view, self.view.chart
        with self.beat("cosine", text.cosine(self.story)):
            self.change_panel([], view.pointing)
            rows = view.figures(self.side, *text.steepest(self.story).lines)
            view.use(view.small).aim(math.pi / 2)
            self.change_panel(rows, into=[*view.pointing, chart.chart], later=rows[2:])
            self.turn(math.pi / 2, 0.0)
            chart.trace(0.0)
            self.fade(into=[chart.moving], run_time=self.theme.durations.quick)
            self.add(chart.curve)

            def show(t: float) -> None:
                view.aim(TURN * t, final=t in (0, 1))
                chart.trace(TURN * t)

            self.sweep(show, *view, run_time=2.5 * self.slow)

    def find_the_steepest(self) -> None:
        view, story = self.view, self.story
        best = story.best
        with self.beat("steepest", text.steepest(story)):
            self.turn(TURN, best)
            if story.level:
                self.fade(into=self.panel)
                return
            view.rise_steepest(0.0)
            self.add(view.gradient)
            self.sweep(view.rise_steepest)
            self.fade(into=[view.gradient_name, *self.panel])
            worst = best + math.pi if best < math.pi else best - math.pi
            self.turn(best, worst)
            self.fade(into=[view.chart.marked])
            self.turn(worst, best)

    def follow_the_contour(self) -> None:
        view, story = self.view, self.story
        words = text.contour(story)
        with self.beat("contour", words):
            gone = [view.gradient, view.gradient_name, view.chart]
            self.change_panel([], [*view.pointing, *gone])
            rows = view.figures(self.under)
            view.use(view.large).aim(story.best)
            arrow = [] if story.level else [view.gradient]
            self.change_panel(rows, into=[*view.pointing, *arrow])
            back = story.best > 1.5 * math.pi
            across = story.best + math.pi / 2 * (-1 if back else 1)
            self.turn(story.best, across)
            self.fade(into=[view.contour, *view.crossed])
            self.sweep(view.brighten)
            self.sweep(lambda t: view.aim(across, 1 - t), *view)
            rows = self.under.rows(*words.lines)
            self.change_panel(rows, [view.direction, view.dial])
            if len(story.walk):
                view.walk(0.0)
                self.add(*view.ghosts)
                self.sweep(view.walk, run_time=2.5 * self.slow)

    def spread_the_field(self) -> None:
        view = self.view
        words = text.field(self.story)
        with self.beat("field", words):
            self.sweep(view.darken, run_time=self.theme.durations.quick)
            gone = [view.contour, view.corners, view.gradient, view.dot, *view.ghosts]
            self.change_panel(self.under.rows(*words.lines), gone)
            self.add(view.field)
            self.sweep(view.spread, run_time=1.5 * self.slow)
            self.fade(into=[view.rings])

    def sum_up(self) -> None:
        view, story = self.view, self.story
        words = text.recap(story)
        with self.beat("recap", words):
            self.sweep(lambda t: view.spread(1.0, 1 - t), *view)
            self.change_panel([], [view.map, view.field, view.rings])
            view.use(view.small).bring_back(0.0)
            into = [view.map, view.contour, view.dot, view.direction, view.chart]
            into += [] if story.level else [view.gradient, view.gradient_name, *view.crossed]
            self.change_panel(self.side.rows(*words.lines), into=into)
            self.sweep(view.bring_back, run_time=self.slow)
