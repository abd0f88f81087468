"""Gradient descent: downhill on a surface, step by step, and how the rate decides the walk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import numpy as np
from manim.animation.fading import FadeIn
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Words, row, stack
from explainer.numbers import figures_needed, format_number, significant
from explainer.params import Field, Positive, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import Ground, Note, Reading, chosen_surface
from explainer.scenes.calculus.gradient_descent import alt_text as pictures
from explainer.scenes.calculus.gradient_descent import text as words
from explainer.scenes.calculus.gradient_descent.drawing.loss_curve import LossCurve
from explainer.scenes.calculus.gradient_descent.drawing.rate_ruler import RateRuler
from explainer.scenes.calculus.gradient_descent.drawing.readings import CurvatureReadings
from explainer.scenes.calculus.gradient_descent.drawing.view import DescentView
from explainer.scenes.calculus.gradient_descent.optimisers import (
    OptimiserName,
    OptimiserSettings,
)
from explainer.scenes.calculus.gradient_descent.story import DescentStory, check_start
from explainer.style import SMALLEST_TEXT, Zone

PANEL = Zone(3.55, 6.4, -1.9, 2.6)
STRIP = Zone(-0.95, 6.4, -3.2, -2.15)
LOSS = Zone(3.6, 6.4, -1.9, 1.1)

READING = 0.37
"""Type size of the figures in the panel, in scene units."""

Share = Annotated[float, Field(ge=0, lt=1)]


class GradientDescent(Explainer):
    """Watch a walk downhill on a surface and its map, and see what its learning rate decides."""

    class Params(SceneParams):
        """The ground, the start, and the method."""

        surface: Ground = Field("narrow_valley", description="what to walk on: a name or a formula")
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
            ground = chosen_surface(self.surface, self.domain)
            check_start(ground, self.start or ground.start)
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
        given = dict(self.params)
        settings = {name: given.pop(name) for name in OptimiserSettings.__dataclass_fields__}
        self.story = DescentStory.tell(
            given.pop("surface"), settings=OptimiserSettings(**settings), **given
        )
        self.view = DescentView(self.story, self.theme)
        self.show_the_surface()
        self.touch_the_start()
        self.take_one_step()
        self.walk_down()
        self.judge_the_rate()
        self.say_how_it_ended()

    def readings(
        self, lines: list[Reading], *more: Mobject, first: Iterable[Mobject] = ()
    ) -> list[Mobject]:
        """Return lines of figures between rows to come first and rows to follow, in one size."""
        rows = [self.formula(line.markup, size=READING, colour=line.colour) for line in lines]
        rows = [*first, *rows, *more]
        scale = min(1.0, PANEL.width / max(line.width for line in rows))
        scale = max(scale, SMALLEST_TEXT / READING)
        stack(*(line.scale(scale) for line in rows), zone=PANEL, top=2.45, gap=0.3)
        return rows

    def notes(
        self, notes: list[Note], below: Mobject | None = None, size: float = READING
    ) -> list[Words]:
        """Return sentences for the panel, from its top or below what is there."""
        rows = [self.words(n.markup, width=PANEL.width, size=size, colour=n.colour) for n in notes]
        top = float(below.get_bottom()[1]) - 0.4 if below else 2.45
        stack(*rows, zone=PANEL, top=top, gap=0.35)
        return rows

    def strip(self, markup: str) -> Words:
        """Return a line of mathematics under the map."""
        line = self.words(f"${markup}$", size="formula")
        line.fit_width(STRIP.width)
        return line.place((STRIP.left, STRIP.bottom + 0.35))

    def show_the_surface(self) -> None:
        view, slow = self.view, self.theme.durations.slow
        alt = pictures.surface_picture(self.story)
        with self.beat("surface", *words.surface_words(self.story), alt):
            self.fade(into=[view.space, view.map, view.map_numbers, view.names])
            notes = self.notes(words.surface_notes(self.story))
            self.add(view.space_numbers)
            touched = (view.space, view.space_numbers)
            self.sweep(view.rise, *touched, run_time=1.5 * slow)
            self.change_panel([*notes, view.bar])
            self.add(view.contour)
            self.sweep(view.scan, *touched, view.contour, run_time=2 * slow)
            self.remove(view.contour)

    def touch_the_start(self) -> None:
        view, story = self.view, self.story
        alt = pictures.gradient_picture(story)
        with self.beat("gradient", *words.gradient_words(story), alt):
            view.touch()
            rows = self.readings(words.gradient_readings(story))
            rows += self.notes(words.scale_notes(story, view.stretched), rows[-1], 0.3)
            self.change_panel(rows, later=rows[2:])
            x, y = story.start
            self.fade(into=[view.ball, view.start_name])
            self.sweep(lambda t: view.space.set_ball((x, y), opacity=t), view.space)
            view.space.show_tangent((x, y), story.gradient, opacity=0.0)
            self.sweep(lambda t: view.space.set_tangent(opacity=t), view.space)
            self.sweep(
                lambda t: view.space.set_contour(opacity=t),
                view.space,
                along=(FadeIn(view.contour),),
            )
            if not story.level:
                self.fade(into=[view.gradient, view.gradient_name, view.right_angle])
                self.sweep(self.point_uphill, view.space)
            self.fade(into=self.panel)

    def point_uphill(self, t: float) -> None:
        self.view.space.set_gradient_arrow(self.story.start, self.story.gradient, 0.45 * t + 0.01)

    def take_one_step(self) -> None:
        view, story = self.view, self.story
        alt = pictures.step_picture(story)
        with self.beat("step", *words.step_words(story), alt):
            gone = [view.contour, view.right_angle, view.start_name]
            rule = self.strip(words.RULES[story.descent.optimiser])
            if not len(story.descent.steps_taken):
                self.change_panel([rule], gone)
                return
            numbers, running = self.next_point()
            *rows, running = self.readings(words.step_readings(story), running)
            self.change_panel([*rows, rule, running], gone, later=[running])
            view.take_step(0.0)
            start, change = np.array(story.start), story.descent.steps_taken[0]

            def step(t: float) -> None:
                view.take_step(t)
                view.space.set_tangent(opacity=1 - t).set_contour(opacity=1 - t)
                for number, value in zip(numbers, start + t * change, strict=True):
                    number.set_value(float(value), passing=t < 1)

            self.fade(into=[running])
            self.add(view.step)
            self.sweep(step, view.step, view.space, *numbers, run_time=self.theme.durations.slow)
            self.fade(into=[view.step_name])

    def next_point(self) -> tuple[list[LiveNumber], Mobject]:
        """Return two running numbers, and the row in which they stand."""
        start, change = np.array(self.story.start), self.story.descent.steps_taken[0]
        decimals = max(2, figures_needed([*start, *(start + change)], limit=5))
        numbers = []
        for before, after in zip(start, start + change, strict=True):
            longest = max(before, after, key=lambda value: len(format_number(value, decimals)))
            number = LiveNumber(longest, self.theme, size=READING, colour="step", decimals=decimals)
            numbers.append(number)
        marks = ("bold(x)_1 = (", ",", ")")
        first, comma, last = (self.formula(mark, size=READING, colour="step") for mark in marks)
        line = row(first, numbers[0], comma, numbers[1], last, gap=0.04)
        for number, value in zip(numbers, start, strict=True):
            number.set_value(float(value))
        return numbers, line

    def walk_down(self) -> None:
        view, story = self.view, self.story
        alt = pictures.descent_picture(story)
        with self.beat("descent", *words.descent_words(story), alt):
            loss = LossCurve(story.values, LOSS, self.theme)
            step = LiveNumber(0, self.theme, decimals=0, size=READING, anchor="left")
            height = LiveNumber(
                story.values[0], self.theme, size=READING, anchor="left", decimals=3
            )
            rows = [
                row(self.words("step", size=READING), step),
                row(self.formula("f =", size=READING), height),
            ]
            stack(*rows, zone=PANEL, top=2.45)
            gone = [view.gradient, view.gradient_name, view.step_name]

            def clear(t: float) -> None:
                view.space.arrow_opacity = 1 - t

            self.sweep(clear, view.space, run_time=self.theme.durations.quick)
            view.space.set_gradient_arrow(None).set_step_arrow(None).hide_tangent()
            self.change_panel([*rows, loss], [*gone, view.step])

            def walk(t: float) -> None:
                steps = view.at_step(t)
                view.walk(steps)
                loss.set_progress(steps)
                step.set_value(int(steps + 1e-9))
                value = float(story.values[int(steps + 1e-9)])
                height.set_text(significant(value, 4), value)

            moved = [*view.moving(), loss, step, height]
            self.sweep(walk, *moved, run_time=view.seconds, eased=False)

    def judge_the_rate(self) -> None:
        view, story = self.view, self.story
        alt = pictures.rate_picture(story)
        with self.beat("rate", *words.rate_words(story), alt):
            figures = CurvatureReadings(story, self.theme, READING)
            rows = self.readings(figures.between, *figures.last, first=figures.first)
            rows += self.notes([] if story.flat else [words.curvature_note()], rows[-1], 0.3)
            ruler = None
            if story.limit is not None and np.isfinite(story.limit):
                ruler = RateRuler(story.rate, story.limit, STRIP, self.theme)
                rows.append(ruler)

            def bend(t: float) -> None:
                curvatures = view.bend_along(t)
                figures.read(curvatures)
                if ruler:
                    ruler.set_here(figures.limit(curvatures))

            view.bend()
            moves = story.walks and not story.flat
            if moves:
                bend(0.0)
            self.change_panel(rows)
            if not story.flat:
                self.fade(into=[view.axes])
            if moves:
                touched = [view.axes, *figures.numbers, *([ruler] if ruler else [])]
                self.sweep(bend, *touched, run_time=2 * self.theme.durations.slow)
            self.fade(into=[view.axis_names])

    def say_how_it_ended(self) -> None:
        view = self.view
        alt = pictures.outcome_picture(self.story)
        with self.beat("outcome", *words.outcome_words(self.story), alt):
            markup = words.set_numbers(self.story.outcome.detail)
            detail = self.words(markup, width=STRIP.width, size=0.34)
            detail.place((STRIP.left, STRIP.top - 0.25))
            gone = [view.axes, view.axis_names]
            self.change_panel([*self.readings(words.outcome_readings(self.story)), detail], gone)
            self.fade(into=[view.minima])
