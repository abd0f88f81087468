"""Gradient descent: downhill on a surface, step by step, and how the rate decides the walk."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.mobjects.panel import Panel
from explainer.params import Field, Positive, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression, chosen_surface
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.drawing.loss_curve import LossCurve
from explainer.scenes.calculus.gradient_descent.drawing.panel import (
    LOSS,
    NOTE,
    PANEL,
    READING,
    STRIP,
    RunningCurvatures,
    RunningHeight,
    RunningPoint,
    ending,
    rule,
)
from explainer.scenes.calculus.gradient_descent.drawing.rate_ruler import RateRuler
from explainer.scenes.calculus.gradient_descent.drawing.view import TURN, DescentView
from explainer.scenes.calculus.gradient_descent.optimisers import OptimiserName
from explainer.scenes.calculus.gradient_descent.story import DescentStory, check_start

Share = Annotated[float, Field(ge=0, lt=1)]


class GradientDescent(Explainer):
    """Watch a walk downhill on a surface and its map, and see what its learning rate decides."""

    class Params(SceneParams):
        """The surface, the start, and the method."""

        surface: SurfaceExpression = Field(
            "narrow_valley", description="what to walk on: a name or a formula"
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; the surface's own if none"
        )
        start: Vector2 | None = Field(None, description="where to begin; the surface's own if none")
        rate: Positive | None = Field(
            None, description="the learning rate; one that suits surface and optimiser if none"
        )
        steps: Annotated[int, Field(ge=1, le=2000)] | None = Field(
            None, description="how many; as many as suit the surface if none"
        )
        optimiser: OptimiserName = Field("gradient_descent", description="the method")
        momentum: Share = Field(0.9, description="of momentum and nesterov: what is kept of a step")
        beta1: Share = Field(0.9, description="of adam: what is kept of the mean gradient")
        beta2: Share = Field(0.999, description="of adam: what is kept of the mean square")
        decay: Share = Field(0.9, description="of rmsprop: what is kept of the mean square")
        epsilon: Positive = Field(1e-8, description="of rmsprop and adam: keeps the divisor from 0")
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
        self.side = Panel(self.theme, PANEL, apart=(0.12, 0.35), formula=READING, prose=NOTE)
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
            notes = Panel(self.theme, PANEL, prose=READING).rows(*words.lines)
            self.change_panel([*notes, view.bar])
            self.add(view.contour)
            self.sweep(view.scan, run_time=2 * slow)
            self.remove(view.contour)

    def touch_the_start(self) -> None:
        view, story = self.view, self.story
        words = text.gradient(story)
        with self.beat("gradient", words):
            view.touch()
            self.show_panel(*words.lines, later=len(words.lines) - 2)
            self.fade(into=[view.dot, view.start_name])
            self.sweep(partial(view.put_ball, story.start))
            view.space.tangent(story.start, story.gradient)
            self.sweep(lambda t: view.space.fade_marks(t, "tangent"), *view)
            self.add(view.contour)
            self.sweep(partial(view.light, float(story.values[0]), "tangent"))
            if not story.level:
                self.fade(into=[view.gradient, view.gradient_name, view.corners])
                self.sweep(view.point_uphill)
            self.fade(into=self.panel)

    def take_one_step(self) -> None:
        view, story = self.view, self.story
        words = text.step(story)
        with self.beat("step", words):
            gone = [view.contour, view.corners, view.start_name]
            formula = rule(words.note, self.theme)
            if not len(story.descent.steps_taken):
                self.change_panel([formula], gone)
                return
            point = RunningPoint(story, self.theme)
            rows = self.side.rows(*words.lines, point)
            self.change_panel([*rows, formula], gone, later=[point])
            view.take_step(0.0)

            def step(t: float) -> None:
                view.take_step(t)
                view.space.fade_marks(1 - t, "tangent", "contour")
                point.show(t)

            self.fade(into=[point])
            self.add(view.step)
            self.sweep(step, *view, point, run_time=self.theme.durations.slow)
            self.fade(into=[view.step_name])

    def walk_down(self) -> None:
        view, story = self.view, self.story
        with self.beat("descent", text.descent(story)):
            loss = LossCurve(story.values, LOSS, self.theme)
            running = RunningHeight(story.values, self.theme)
            gone = [view.gradient, view.gradient_name, view.step_name, view.step]

            def clear(t: float) -> None:
                view.space.fade_marks(1 - t, "gradient", "step", "tangent")

            self.sweep(clear, *view, run_time=self.theme.durations.quick)
            view.space.drop("gradient", "step", "tangent")
            self.change_panel([running, loss], gone)

            def walk(t: float) -> None:
                steps = view.at_step(t)
                view.walk(steps)
                loss.set_progress(steps)
                running.show(steps)

            self.sweep(walk, *view, loss, running, run_time=view.seconds, eased=False)

    def judge_the_rate(self) -> None:
        view, story = self.view, self.story
        words = text.rate(story)
        with self.beat("rate", words):
            running = RunningCurvatures(story, words.lines, self.side)
            rows: list[Mobject] = [*self.side.rows(*running.items)]
            ruler = None
            if story.limit is not None and np.isfinite(story.limit):
                ruler = RateRuler(story.rate, story.limit, STRIP, self.theme)
                rows.append(ruler)

            def follow(t: float) -> None:
                curvatures = view.follow_curvature(t)
                running.show(curvatures)
                if ruler:
                    ruler.set_here(running.limit(curvatures))

            view.show_curvature()
            moves = story.walks and not story.flat
            if moves:
                follow(0.0)
            self.change_panel(rows)
            if not story.flat:
                self.fade(into=[view.axes])
            if moves:
                self.sweep(follow, *view, *rows, run_time=2 * self.theme.durations.slow)
            self.fade(into=[view.axis_names])

    def say_how_it_ended(self) -> None:
        view, words = self.view, text.outcome(self.story)
        with self.beat("outcome", words):
            rows = [*self.side.rows(*words.lines), ending(words.note, self.theme)]
            self.change_panel(rows, [view.axes, view.axis_names])
            self.fade(into=[view.name_the_lowest().minima])
