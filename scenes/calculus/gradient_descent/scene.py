"""Gradient descent: downhill on a surface, step by step, and how the rate decides the walk."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from pydantic import model_validator

from explainer.params import Field, Positive, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression, chosen_surface
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OptimiserName
from explainer.scenes.calculus.gradient_descent.drawing import (
    BAR,
    STRIP,
    TALL,
    TURN,
    DescentView,
    HeightBar,
    panel,
)
from explainer.scenes.calculus.gradient_descent.story import DescentStory, check_start

Share = Annotated[float, Field(ge=0, lt=1)]


class GradientDescent(Explainer):
    """Watch a walk downhill on a surface and its map, and see what its learning rate decides."""

    class Params(SceneParams):
        """The surface, the start, and the method."""

        surface: SurfaceExpression = Field("narrow_valley", description="a name or a formula")
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; the surface's own if none"
        )
        start: Vector2 | None = Field(None, description="the start; the surface's own if none")
        rate: Positive | None = Field(
            None, description="the learning rate; one that suits surface and optimiser if none"
        )
        steps: Annotated[int, Field(ge=1, le=2000)] | None = Field(
            None, description="the number of steps; one that suits the surface if none"
        )
        optimiser: OptimiserName = Field("gradient_descent", description="the method")
        momentum: Share = Field(0.9, description="momentum, nesterov: the share kept of each step")
        beta1: Share = Field(0.9, description="adam: the share kept of the mean gradient")
        beta2: Share = Field(0.999, description="adam: the share kept of the mean square")
        decay: Share = Field(0.9, description="rmsprop: the share kept of the mean square")
        epsilon: Positive = Field(1e-8, description="rmsprop, adam: keeps the divisor above 0")
        height: Literal["linear", "log"] | None = Field(
            None, description="the scale of heights; the one that suits the surface if none"
        )

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            surface = chosen_surface(self.surface, self.domain)
            check_start(surface, self.start or surface.start)
            return self

    presets = {
        "too_fast": Params(rate=0.203, steps=24),
        "momentum": Params(optimiser="momentum", rate=0.05, momentum=0.8, steps=60),
        "saddle": Params(surface="saddle", start=(1.5, 0.0)),
        "rosenbrock": Params(surface="rosenbrock"),
        "himmelblau": Params(surface="himmelblau"),
        "beale": Params(surface="beale", optimiser="adam"),
        "ripples": Params(surface="ripples"),
        "newton": Params(surface="himmelblau", optimiser="newton", start=(3.5, 3.5), steps=8),
        "formula": Params(surface="x**2 + 3*y**2 + sin(3*x)", rate=0.1),
    }

    def construct(self) -> None:
        self.story = DescentStory.compute(**dict(self.params))
        self.view = DescentView(self.story, self.theme)
        self.side, self.below = panel(self.theme), panel(self.theme, STRIP)
        self.show_the_surface()
        self.touch_the_start()
        self.take_one_step()
        self.walk_down()
        self.judge_the_rate()
        self.say_how_it_ended()

    def show_the_surface(self) -> None:
        view, slow = self.view, self.theme.durations.slow
        words = text.surface(self.story)
        with self.beat("surface", words):
            self.fade(into=[view.space, view.map])
            self.add(view.numbers)
            self.sweep(partial(view.rise, view.facing - TURN), run_time=1.5 * slow)
            self.change_panel([*self.side.rows(*words.lines), HeightBar(view.space, BAR)])
            self.add(view.contour)
            self.sweep(view.scan, run_time=2 * slow)
            self.remove(view.contour)

    def touch_the_start(self) -> None:
        view, story = self.view.touch(), self.story
        words = text.gradient(story)
        with self.beat("gradient", words):
            rows = panel(self.theme, TALL).rows(*words.lines)
            self.change_panel(rows, later=rows[2:])
            self.fade(into=[view.dot, view.start_name])
            self.sweep(partial(view.put_ball, story.start))
            self.sweep(view.lay_tangent)
            self.add(view.contour)
            self.sweep(partial(view.light, float(story.values[0]), "tangent"))
            if not story.level:
                self.fade(into=[view.gradient, view.gradient_name, view.corners])
                self.sweep(view.point_uphill)
            self.fade(into=self.panel)

    def take_one_step(self) -> None:
        view, words = self.view, text.step(self.story)
        with self.beat("step", words):
            gone = [view.contour, view.corners, view.start_name]
            rule = self.below.rows(self.words(words.note, size="formula"))
            if not len(self.story.descent.steps_taken):
                self.change_panel(rule, gone)
                return
            *rows, point = self.side.rows(*words.lines, view.first_point(self.side))
            view.take_step(0.0)
            self.change_panel([*rows, point, *rule], gone, later=[point])
            self.fade(into=[point])
            self.add(view.step)
            self.sweep(view.take_step, run_time=self.theme.durations.slow)
            self.fade(into=[view.step_name])

    def walk_down(self) -> None:
        view = self.view
        with self.beat("descent", text.descent(self.story)):
            self.sweep(view.put_away, run_time=self.theme.durations.quick)
            gone = [view.gradient, view.gradient_name, view.step_name, view.step]
            self.change_panel([view.show_heights()], gone)
            self.sweep(view.descend, run_time=view.seconds, eased=False)

    def judge_the_rate(self) -> None:
        view, story = self.view, self.story
        words = text.rate(story)
        with self.beat("rate", words):
            rows = self.side.rows(*view.judge(words.lines, self.side))
            view.show_curvature()
            moves = story.walks and not story.flat
            if moves:
                view.follow_curvature(0.0)
            ruler = [] if view.ruler is None else [view.ruler]
            self.change_panel([*rows, *ruler])
            if not story.flat:
                self.fade(into=[view.axes])
            if moves:
                self.sweep(view.follow_curvature, run_time=2 * self.theme.durations.slow)
            self.fade(into=[view.axis_names])

    def say_how_it_ended(self) -> None:
        view, words = self.view, text.outcome(self.story)
        with self.beat("outcome", words):
            rows = [*self.side.rows(*words.lines), *self.below.rows(words.note)]
            self.change_panel(rows, [view.axes, view.axis_names])
            self.fade(into=[view.name_the_lowest().minima])
