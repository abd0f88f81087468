"""Partial derivatives: two cuts through a surface, a slope in each, and the gradient of both."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import model_validator

from explainer.mobjects.panel import Panel
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.partial_derivatives import text
from explainer.scenes.calculus.partial_derivatives.drawing import BELOW, PartialsView
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory


class PartialDerivatives(Explainer):
    """Cut a surface along x and along y, and read its gradient from the slopes of both curves."""

    class Params(SceneParams):
        """The surface and the point."""

        surface: SurfaceExpression = Field(
            "2 - x**2/2 + x*y/2 + sin(y)", description="the surface: a name or a formula"
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; the surface's own if none"
        )
        point: Vector2 | None = Field(
            (1.0, -1.0), description="where the two cuts meet; the surface's own start if none"
        )

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            PartialsStory.compute(self.surface, self.domain, self.point)
            return self

    presets = {
        "bowl": Params(surface="bowl", point=(1.0, -0.5)),
        "saddle": Params(surface="saddle", point=(0.8, -1.0)),
        "ripples": Params(surface="ripples", point=(0.6, -1.2)),
        "critical_point": Params(surface="saddle", point=(0.0, 0.0)),
        "one_way": Params(surface="sin(x) + y**2/4", point=(0.5, 0.0)),
    }

    def construct(self) -> None:
        self.story = PartialsStory.compute(**dict(self.params))
        self.view = PartialsView(self.story, self.theme)
        self.side = Panel(self.theme, BELOW, apart=(0.1, 0.2), formula=0.48, prose=0.3)
        self.show_the_surface()
        self.cut_along(0)
        self.cut_along(1)
        self.put_together()
        self.lay_the_plane()
        self.sum_up()

    def show_the_surface(self) -> None:
        view, slow = self.view, self.theme.durations.slow
        words = text.surface(self.story)
        with self.beat("surface", words):
            self.fade(into=[view.space, view.map])
            self.add(view.numbers)
            rise = partial(view.rise, view.turns[0])
            self.sweep(rise, *view, run_time=1.5 * slow)
            self.fade(into=[view.dashes, view.dot, view.point_name])
            self.sweep(partial(view.stand, self.story.point))
            self.show_panel(*words.lines)

    def cut_along(self, axis: int) -> None:
        view, chart, slow = self.view, self.view.charts[axis], self.theme.durations.slow
        words = text.cut(self.story, axis)
        with self.beat(f"cut_{text.AXES[axis]}", words):
            if axis == 0:
                self.change_panel([], [view.map, view.dashes, view.dot, view.point_name])
            else:
                self.change_panel([], [view.charts[0]])
                self.leave(0, 1)
            self.sweep(partial(view.cut, axis), run_time=slow)
            view.fly(axis, 0.0)
            self.fade(into=[chart.chart, chart.curve])
            self.sweep(partial(view.fly, axis), chart.curve, run_time=0.75 * slow)
            view.near(axis, 0.0)
            self.add(chart.line, chart.chase)
            self.change_panel([chart.changes], into=[chart.dot])
            moved = (*view, chart.line, chart.chase, chart.changes)
            self.sweep(partial(view.near, axis), *moved, run_time=1.5 * slow)
            self.remove(chart.chase)
            self.change_panel([self.side.instead(chart.changes, words.lines[0])])

    def leave(self, axis: int, towards: int) -> None:
        """Take a plane out of the surface, and go round to another side of it."""
        view = self.view

        def show(t: float) -> None:
            view.leave(axis, t).turn(view.turns[axis], view.turns[towards], t)

        self.sweep(show, *view, run_time=self.theme.durations.slow)

    def put_together(self) -> None:
        view, story = self.view, self.story
        words = text.gradient(story)
        with self.beat("gradient", words):
            self.change_panel([], [view.charts[1]])
            self.leave(1, 2)
            self.fade(into=[view.map, view.dot])
            self.show_panel(*words.lines)
            if story.level:
                return
            view.add_up(0.0)
            self.add(*view.slopes, view.gradient)
            slow = self.theme.durations.slow
            self.sweep(view.add_up, run_time=2 * slow, eased=False)
            self.fade(into=view.arrow_names)

    def lay_the_plane(self) -> None:
        view, story = self.view, self.story
        words = text.tangent_plane(story)
        with self.beat("tangent_plane", words):
            self.show_panel(*words.lines)

            def grow(t: float) -> None:
                view.space.tangent(story.point, story.gradient, size=0.01 + 0.55 * t)

            self.sweep(grow, *view, run_time=self.theme.durations.slow)

    def sum_up(self) -> None:
        view, story = self.view, self.story
        with self.beat("recap", text.recap(story)):
            arrows = [] if story.level else [*view.slopes, view.gradient]
            self.change_panel([], [view.map, view.dot, *view.arrow_names, *arrows])
            self.fade(into=view.small)
            self.change_panel([row for chart in view.small for row in chart.readings()])
            self.sweep(view.stand_both, run_time=self.theme.durations.slow)
