"""Partial derivatives: two cuts through a surface, a slope in each, and the gradient of both."""

from __future__ import annotations

from functools import partial
from typing import Any

from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.beat_text import BeatText
from explainer.mobjects.text import Words, row
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.partial_derivatives import text
from explainer.scenes.calculus.partial_derivatives.drawing import LARGE, READING, PartialsView
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory
from explainer.style import SAFE, Zone

UNDER_MAP = Zone(0.6, SAFE.right, -3.2, -2.45)
BELOW = -2.35
"""Where the baseline of what is said below a large chart lies."""


class PartialDerivatives(Explainer):
    """Cut a surface along x and along y, and read its gradient from the slopes of both curves."""

    class Params(SceneParams):
        """The surface and the point."""

        surface: SurfaceExpression = Field(
            "2 - x**2/2 + x*y/2 + sin(y)", description="what is cut: a name or a formula"
        )
        domain: Rectangle | None = Field(
            None, description="the part of the plane that is shown; the surface's own if none"
        )
        point: Vector2 | None = Field(
            (1.0, -1.0), description="where the planes meet; the surface's own start if none"
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
        self.show_the_surface()
        self.cut_along(0)
        self.cut_along(1)
        self.put_together()
        self.lay_the_plane()
        self.sum_up()

    def under_map(self, words: BeatText) -> list[Words]:
        """Return a line of mathematics under the map, and what is to be said of the map."""
        line = self.words(f"${words.lines[0].markup}$", size=0.42).fit_width(UNDER_MAP.width)
        rows = [line.place((UNDER_MAP.centre[0], -2.85), "centre")]
        if words.note:
            note = self.words(words.note, size=0.28, colour="muted")
            rows.append(note.place((UNDER_MAP.centre[0], -3.27), "centre"))
        return rows

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
            self.change_panel(self.under_map(words))

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
            changes = self.changes(axis)
            view.near(axis, 0.0)
            self.add(chart.line, chart.chase)
            self.fade(into=[chart.dot, *changes])
            moved = (*view, chart.line, chart.chase, chart.step, chart.slope)
            self.sweep(partial(view.near, axis), *moved, run_time=1.5 * slow)
            self.remove(chart.chase)
            self.panel = changes
            (line,) = words.lines
            slope = self.formula(line.markup, size=0.5, colour=line.colour).fit_width(LARGE.width)
            self.change_panel([slope.place((LARGE.centre[0], BELOW), "centre")])

    def changes(self, axis: int) -> list[Mobject]:
        """Return the two numbers that run below a chart."""
        chart, along = self.view.charts[axis], text.AXES[axis]
        step = row(self.formula(f"Delta {along} =", size=READING), chart.step)
        slope = row(self.formula(f"frac(Delta f, Delta {along}) =", size=READING), chart.slope)
        left = LARGE.left + 0.5
        step.shift((left - step.get_left()[0], BELOW, 0))
        slope.shift((left + 2.5 - slope.get_left()[0], BELOW, 0))
        return [step, slope]

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
            self.change_panel(self.under_map(words))
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
            self.change_panel(self.under_map(words))

            def grow(t: float) -> None:
                view.space.tangent(story.point, story.gradient, size=0.01 + 0.55 * t)

            self.sweep(grow, *view, run_time=self.theme.durations.slow)

    def sum_up(self) -> None:
        view, story = self.view, self.story
        with self.beat("recap", text.recap(story)):
            arrows = [] if story.level else [*view.slopes, view.gradient]
            self.change_panel([], [view.map, view.dot, *view.arrow_names, *arrows])
            self.fade(into=view.small)
            self.change_panel([chart.readings(self.theme) for chart in view.small])
            self.sweep(view.stand_both, run_time=self.theme.durations.slow)
