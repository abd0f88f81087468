"""Gradient descent: downhill on a surface, step by step, and how the rate decides the walk."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.veil import Veil
from explainer.numbers import equals, significant
from explainer.params import Field, Positive, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression, chosen_surface
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OptimiserName
from explainer.scenes.calculus.gradient_descent.drawing.naming import Naming
from explainer.scenes.calculus.gradient_descent.drawing.rates import WALK, RateScale, Runs
from explainer.scenes.calculus.gradient_descent.drawing.view import DescentView
from explainer.scenes.calculus.gradient_descent.story import DescentStory, check_start

MAP_COMES = 2 / 3
"""At which share of its time, eased, the map comes in the place of the surface that lies down."""

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
        "ripples": Params(surface="ripples", domain=((-1.3, 3.9), (-1.2, 2.4)), start=(2.6, 1.4)),
        "newton": Params(surface="himmelblau", optimiser="newton", start=(3.5, 3.5), steps=8),
        "formula": Params(surface="x**2 + 3*y**2 + sin(3*x)", rate=0.1),
    }

    bleeds = True

    def construct(self) -> None:
        self.story = DescentStory.compute(**dict(self.params))
        self.view = DescentView(self.story, self.theme)
        self.naming = Naming(self.view)
        if not self.view.wide:
            allow(
                self, "share", "x and y have one scale: a surface is as large as its shape allows"
            )
        layout = self.theme.layout
        self.veil = Veil(layout.aside_veil, self.theme, layout.aside_edge, opacity=1.0).set_z_index(
            7
        )
        self.below = [] if layout.is_wide else [self.veil]
        self.ghosts: list[VGroup] = []
        self.show_the_surface()
        self.look_from_above()
        self.take_one_step()
        self.walk_down()
        if self.story.half and self.story.quadratic and self.story.compared:
            self.change_the_rate()
        if self.story.compared:
            self.compare_rates()

    def show_the_surface(self) -> None:
        view, slow = self.view, self.theme.durations.slow
        words = text.surface(self.story)
        surface, start = words.sentences
        with self.beat("surface", words):
            self.add(view.space, view.numbers, *view.axis_names)
            view.turn_towards(0.0, 0.0, 0.0)
            with self.say(surface):
                self.sweep(partial(view.turn_towards, 0.0, 0.5), run_time=1.1 * slow)
            with self.say(start):
                self.sweep(view.drop_ball, run_time=1.4)
                self.conclude()
                self.name(*self.naming.on_the_surface())
                self.sweep(view.point_downhill, run_time=1.6)

    def look_from_above(self) -> None:
        view, words = self.view, text.gradient(self.story)
        above, uphill = words.sentences
        with self.beat("gradient", words):
            self.carry(self.unname(), self.below)
            with self.say(above):
                self.tip(True, 2.6)
            self.add(view.contour, view.gradient, view.corners)
            view.point_uphill(1.0)
            names = self.naming.on_the_map(text.step(self.story).lines)
            formula = self.naming.formula(words.lines)
            with self.say(uphill):
                self.conclude()
                self.name(*names)
                self.change_panel([formula], into=[view.axes, view.minima], carry=True)
                self.sweep(view.point_uphill, run_time=1.5 * self.theme.durations.slow)

    def tip(self, up: bool, seconds: float) -> None:
        """Let the surface become its map, or the map its surface."""
        view, parts = self.view, self.map_parts
        self.add(view.space, view.map.route, view.map.dots, view.dot)
        moments = (0.0, MAP_COMES, 1.0) if up else (1.0, MAP_COMES, 0.0)
        for start, end in pairwise(moments):
            with_map = max(start, end) == 1.0  # which costs as much to draw as the surface
            (self.add if with_map else self.remove)(*parts)
            show = partial(self._tip, start, end)
            touched = (view.space, view, *(parts if with_map else ()))
            self.sweep(show, *touched, run_time=abs(end - start) * seconds, eased=False)

    def _tip(self, start: float, end: float, t: float) -> None:
        self.view.tip(float(ease(start + t * (end - start))))

    @property
    def map_parts(self) -> list[Mobject]:
        """What of the map does not move."""
        return [self.view.map.image, self.view.map.lines, self.view.map.border]

    def take_one_step(self) -> None:
        view, story, words = self.view, self.story, text.step(self.story)
        with self.beat("step", words):
            moves = len(story.descent.steps_taken) and story.descent.steps_taken[0].any()
            first, *second = words.sentences
            gone = [each for each in self._named if each is self.naming.named["contour"]]
            gone += [view.corners]
            formula = self.naming.formula(words.lines)
            self.change_panel([formula], gone, carry=True)
            with self.say(first):
                if moves:
                    view.take_step(0.0)
                    self.add(view.step)
                    self.sweep(view.take_step, run_time=1.5 * self.theme.durations.slow)
                else:
                    self.wait(self.theme.durations.normal)
            for sentence in second:
                with self.say(sentence):
                    self.conclude()
                    if moves:
                        self.add(view.left)
                        self.name(*self.naming.later)
                        self.sweep(view.roll, run_time=1.0)
                        if "kept" in self.naming.named:
                            self.add(view.next)
                            self.sweep(view.add_the_next, view.next, run_time=3.0)

    def walk_down(self) -> None:
        view, story, words = self.view, self.story, text.descent(self.story)
        again, end = words.sentences
        with self.beat("descent", words):
            self.ask()
            gone = [view.next, view.gradient, view.contour, view.corners, view.step, view.left]
            gone += [view.minima, view.axes, *self.below, *self.unname()]
            corner = Panel(self.theme, view.places.numbers, prose="formula")
            self.step_number = corner.number(decimals=0)
            heights = [equals(significant(float(value))) for value in story.values]
            self.value = corner.number(equated=True, text=max(heights, key=len))
            rows = corner.rows(
                Named("step", self.step_number, "ink"), Named("$f$", self.value, "ink")
            )
            self.count(view.taken_steps)
            self.change_panel(rows, gone, carry=True)
            early = min(3, len(story.points) - 1)
            with self.say(again):
                self.tip(False, 2.0)
                self.walk(float(view.times[min(1, early)]), float(view.times[early]))
            with self.say(end):
                self.conclude()
                self.walk(float(view.times[early]), float(view.times[-1]))
                if story.minima:
                    self.name(*self.naming.on_the_walk())
                    self.sweep(view.light_the_lowest, view.space, run_time=1.0)

    def walk(self, first: float, last: float) -> None:
        """Walk from one moment to another, with the number of the step and the height."""
        if last <= first:
            return

        def show(t: float) -> None:
            self.view.walk_between(first, last, t)
            self.count(self.view.taken_steps)

        self.sweep(
            show, self.view.space, self.step_number, self.value, run_time=last - first, eased=False
        )

    def count(self, steps: float) -> None:
        whole = int(steps + 1e-9)
        value = float(self.story.values[whole])
        self.step_number.set_value(whole)
        self.value.set_text(equals(significant(value)), value)

    def change_the_rate(self) -> None:
        view, story, words = self.view, self.story, text.rate(self.story)
        small, zigzag, diverging = words.sentences
        half, limit = story.half or 0.0, story.limit or 0.0
        low, middle, high = (each.rate for each in story.compared)
        scale = RateScale(story, self.theme, moving=True)
        with self.beat("rate", words):
            self.ask()
            with self.say(small):
                self.tip_to_the_whole_map([self.veil, scale.set_z_index(8)])
                self.carry(into=[view.minima, view.axes[0]])
                self.slide(scale, story.rate, low, 2.0)
            self.leave(view.ghost(), scale.mark(low, high))
            with self.say(zigzag):
                self.slide(scale, low, half, 1.6)
                self.slide(scale, half, middle, 2.0)
            self.leave(view.ghost(), scale.mark(middle, high))
            with self.say(diverging):
                self.slide(scale, middle, limit, 1.4)
                self.conclude()
                self.slide(scale, limit, high, 2.0)

    def tip_to_the_whole_map(self, panel: list[Mobject]) -> None:
        """Let the surface become a map of all of it."""
        self.view.take_map(self.view.places.whole)
        self.change_panel(panel, self.unname(), carry=True)
        self.tip(True, 1.6)
        self.remove(self.view.space)

    def leave(self, ghost: VGroup, mark: VGroup) -> None:
        """Leave a walk and the mark of its rate behind, dimmed when the next has come."""
        self.ghosts.append(ghost)
        self.panel.append(mark.set_z_index(9))
        self.add(ghost.set_z_index(1.5), mark)

    def slide(self, scale: RateScale, start: float, end: float, seconds: float) -> None:
        """Move the rate, and the whole path with it."""
        view, story = self.view, self.story

        def show(t: float) -> None:
            rate = start + t * (end - start)
            scale.set_rate(rate, animating=0 < t < 1)
            view.follow(story.drawn_at(rate), scale.colour(rate))

        touched = view.map.route, view.map.dots, view.dot, scale.knob, scale.number
        self.sweep(show, *touched, run_time=seconds)

    def compare_rates(self) -> None:
        words, runs = text.comparison(self.story), Runs(self.story, self.theme)
        with self.beat("comparison", words):
            for run, mark, sentence in zip(runs.runs, runs.marks, words.sentences, strict=True):
                with self.say(sentence):
                    if run is runs.runs[0]:
                        self.part(runs)
                    self.carry(into=[run.title])
                    self.add(run.map.route, run.map.dots, run.dot)
                    if run is runs.runs[-1]:
                        self.conclude()
                    self.sweep(run.light_up, run.map.image, run_time=0.4)
                    reading = len(sentence) / self.theme.durations.reading_speed
                    self.sweep(run.walk, run_time=max(WALK, reading - 1.5))
                self.carry(into=[run.verdict, mark])
            self.wait(self.theme.durations.swap)

    def part(self, runs: Runs) -> None:
        """Let the map part into three."""
        view = self.view
        if not self.shown(view.map.image):
            self.tip_to_the_whole_map([])
        low, high = (view.map.at(corner) for corner in np.transpose(runs.window))
        back = [part for run in runs.runs for part in run.background]
        view.map.border.set_z_index(0)
        gone = [*self.map_parts, view.map.route, view.map.dots, view.dot, view.minima, *view.axes]
        self.remove(view.space)
        self.add(*back)
        self.change_panel([runs.scale_of_rates], [*gone, *self.ghosts], carry=True)
        self.sweep(partial(runs.part, low, high), *back, run_time=1.4)
