"""Gradient descent: downhill on a surface, step by step, and how the rate decides the walk."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Annotated, Any, Literal

from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.shapes import VGroup
from explainer.numbers import equals, significant
from explainer.params import Field, Positive, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression, chosen_surface
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OptimiserName
from explainer.scenes.calculus.gradient_descent.drawing import ASIDE, DescentView
from explainer.scenes.calculus.gradient_descent.rates import RateSlider, Runs
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
        "ripples": Params(surface="ripples"),
        "newton": Params(surface="himmelblau", optimiser="newton", start=(3.5, 3.5), steps=8),
        "formula": Params(surface="x**2 + 3*y**2 + sin(3*x)", rate=0.1),
    }

    bleeds = True

    def construct(self) -> None:
        self.story = DescentStory.compute(**dict(self.params))
        self.view = DescentView(self.story, self.theme)
        self.side = Panel(self.theme, ASIDE)
        self.ghosts: list[VGroup] = []
        if not self.view.wide:
            allow(self, "share", "x and y have one scale: it is as large as a domain of its shape")
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
                self.sweep(partial(view.turn_towards, 0.0, 0.5), run_time=1.6 * slow)
            with self.say(start):
                self.sweep(view.drop_ball, run_time=1.8)
                self.conclude()
                self.carry(into=view.name_downhill())
                self.sweep(view.point_downhill, run_time=2.0)

    def look_from_above(self) -> None:
        view, story = self.view, self.story
        words = text.gradient(story)
        above, uphill = words.sentences
        with self.beat("gradient", words):
            self.carry(out=[view.downhill_name])
            with self.say(above):
                self.tip(True, 3.6)
            self.add(view.contour, view.gradient, view.corners)
            view.point_uphill(1.0)
            view.name_the_start()
            named = [view.start_name, *self.map_parts[3:], view.minima]
            named += [] if story.level else [view.gradient_name]
            with self.say(uphill):
                self.conclude()
                self.change_panel(self.side.rows(*words.lines), into=named, carry=True)
                self.sweep(view.point_uphill, run_time=1.5 * self.theme.durations.slow)

    def tip(self, up: bool, seconds: float) -> None:
        """Let the surface become its map, or the map its surface."""
        view, parts = self.view, self.map_parts[:3]
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

    def take_one_step(self) -> None:
        view, story, words = self.view, self.story, text.step(self.story)
        with self.beat("step", words):
            self.change_panel(self.side.rows(*words.lines), carry=True)
            moves = len(story.descent.steps_taken) and story.descent.steps_taken[0].any()
            first, *second = words.sentences
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
                        self.carry(into=view.name_the_step())
                        self.sweep(view.roll, run_time=self.theme.durations.slow)

    def walk_down(self) -> None:
        view, story, words = self.view, self.story, text.descent(self.story)
        again, end = words.sentences
        with self.beat("descent", words):
            self.ask()
            gone = [view.gradient, view.gradient_name, view.contour, view.corners]
            gone += [view.step, view.step_name, view.start_name, view.end_name, view.left]
            gone += [view.minima, *self.map_parts[3:]]
            corner = Panel(self.theme, view.come_nearer(), prose="formula")
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
                self.tip(False, 2.4)
                self.walk(float(view.times[min(1, early)]), float(view.times[early]))
            with self.say(end):
                self.conclude()
                self.walk(float(view.times[early]), float(view.times[-1]))
                if story.marked:
                    self.carry(into=view.name_the_lowest())
                    self.sweep(view.ring_the_lowest, run_time=1.0)

    @property
    def map_parts(self) -> list[Mobject]:
        """What of the map does not move."""
        seen = self.view.map
        return [seen.image, seen.lines, seen.border, seen.numbers, seen.names]

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
        slider = RateSlider(story, self.theme)
        with self.beat("rate", words):
            self.ask()
            with self.say(small):
                self.change_panel([slider], [view.lowest_name], carry=True)
                self.tip(True, 2.0)
                self.remove(view.space)
                self.carry(into=[view.minima, *self.map_parts[3:]])
                self.slide(slider, story.rate, low, 2.4)
            self.leave(view.ghost(), slider.mark(low, high))
            with self.say(zigzag):
                self.slide(slider, low, half, 2.0)
                self.slide(slider, half, middle, 2.4)
            self.leave(view.ghost(), slider.mark(middle, high))
            with self.say(diverging):
                self.slide(slider, middle, limit, 1.8)
                self.conclude()
                self.slide(slider, limit, high, 2.4)

    def leave(self, ghost: VGroup, mark: VGroup) -> None:
        """Leave a walk and the mark of its rate behind, dimmed when the next has come."""
        self.ghosts.append(ghost)
        self.panel.append(mark)
        self.add(ghost.set_z_index(1.5), mark)

    def slide(self, slider: RateSlider, start: float, end: float, seconds: float) -> None:
        """Move the rate, and the whole path with it."""
        view, story = self.view, self.story

        def show(t: float) -> None:
            rate = start + t * (end - start)
            slider.set_rate(rate, animating=0 < t < 1)
            view.follow(story.drawn_at(rate), slider.colour(rate))

        self.sweep(show, slider, view.map.route, view.map.dots, view.dot, run_time=seconds)

    def compare_rates(self) -> None:
        view, words = self.view, text.comparison(self.story)
        runs = Runs(self.story, view.landscape, self.theme)
        with self.beat("comparison", words):
            for run, sentence in zip(runs.runs, words.sentences, strict=True):
                with self.say(sentence):
                    if run is runs.runs[0]:
                        self.part(runs)
                    self.carry(into=[run.title])
                    self.add(run.map.route, run.map.dots, run.dot)
                    if run is runs.runs[-1]:
                        self.conclude()
                        self.carry(into=[*runs.bounds])
                    self.sweep(run.light_up, run.map.image, *run.trail, run_time=0.6)
                    self.sweep(run.walk, run_time=float(run.times[-1]))
                self.carry(into=[run.verdict])
            self.wait(self.theme.durations.swap)

    def part(self, runs: Runs) -> None:
        """Let the map part into three, each with the walk that has been seen of it."""
        view = self.view
        if not self.shown(view.map.image):
            self.change_panel([], [view.lowest_name], carry=True)
            self.tip(True, 2.0)
        low, high = view.map.corners
        known = [run for run in runs.runs if self.ghosts or run.story is self.story]
        view.map.border.set_z_index(0)
        back = [part for run in runs.runs for part in run.background]
        back += [part for run in known for part in run.trail]
        self.remove(*self.map_parts[:2], view.space, view.map.route, view.map.dots, *self.ghosts)
        self.add(*back)
        self.change_panel([], [view.dot, view.minima, *self.map_parts[2:]], carry=True)
        self.sweep(partial(runs.part, low, high), *back, run_time=1.8)
