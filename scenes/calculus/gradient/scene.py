"""The gradient: slope against direction is a cosine, and the gradient points to its top."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.text import Formula, row
from explainer.numbers import equals, magnitude
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.gradient import text
from explainer.scenes.calculus.gradient.drawing.places import Places
from explainer.scenes.calculus.gradient.drawing.slope_chart import SlopeChart
from explainer.scenes.calculus.gradient.drawing.view import GradientView
from explainer.scenes.calculus.gradient.story import TURN, DirectionalStory

MAP_COMES = 0.75
"""At which share of its time, eased, the map comes in the place of the surface that lies down."""

SHAPED = "x and y have one scale where they can: a surface is as large as its shape allows"
"""Why a surface may take less than half of the frame."""


WIDEST = 1.3
"""Functions that are wider than so many times their place are not written beside the picture."""


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

    bleeds = True

    def construct(self) -> None:
        self.story = DirectionalStory.compute(**dict(self.params))
        places = Places.of(self.theme.layout)
        self.view = GradientView(self.story, self.theme, places)
        self.chart = SlopeChart(self.story, self.theme, places.chart)
        if self.params != type(self.params)() or self.theme.layout.aspect != "16:9":
            allow(self, "share", SHAPED)
        self.side = Panel(self.theme, places.rows, apart=(0.15, 0.4))
        written = text.function(self.story)
        size = self.side.formula_size
        wide = Formula(written.markup, self.theme, size=size).width > WIDEST * places.rows.width
        self.function = [] if wide else [written]
        self.choose_a_direction()
        self.turn_once_round()
        self.find_the_steepest()
        self.follow_the_contour()
        self.spread_the_field()

    def figures(self) -> list[Mobject]:
        """Return rows for the angle and the slope, which run from now on."""
        story, norm, panel = self.story, self.story.norm, self.side
        digits = int(np.clip(2 - math.floor(math.log10(norm)), 0, 6)) if norm else 2
        self.angle, self.slope = (
            panel.number(value, colour="direction", decimals=decimals, suffix=unit, equated=True)
            for value, decimals, unit in ((0.0, 0, "°"), (-norm, digits, ""))
        )
        met = [story.slope(turn) for turn in (story.best, story.best + math.pi, 0.0)]
        written = [equals(magnitude(float(slope))) for slope in met]
        self.slope.set_text(max(*written, self.slope.text, key=len))
        running = [
            row(Formula(name, self.theme, size=panel.formula_size), number)
            for name, number in (("theta", self.angle), ('"slope"', self.slope))
        ]
        return self.rows(*self.function, *running)

    def rows(self, *items: Item) -> list[Mobject]:
        """Return rows of formulas, above the veil."""
        return [each.set_z_index(8) for each in self.side.rows(*items)]

    def aim(self, angle: float, traced: float, *, rests: bool = True, cut: bool = True) -> None:
        """Turn the direction on the surface and on the chart, and say its angle and slope."""
        self.view.aim(angle, traced, cut=cut)
        self.chart.aim(angle, traced)
        slope, degrees = float(self.story.slope(angle)), math.degrees(angle)
        running = not rests or abs(degrees - round(degrees)) > 1e-9
        self.angle.set_value(degrees if degrees < 359.5 else 360.0, animating=running)
        self.slope.set_value(slope, animating=True)
        if rests:
            self.slope.set_text(equals(magnitude(slope)), slope)

    def turn(self, start: float, end: float, traced: float | None = None) -> None:
        """Turn the direction from one angle to another, drawing the circle unless it is there."""

        def show(t: float) -> None:
            angle = start + t * (end - start)
            cut = traced is None
            self.aim(angle, traced or angle, rests=t in (0, 1), cut=cut)

        seconds = 1.2 + 1.5 * abs(end - start) / (math.pi / 2)
        touched = [self.view.space, self.chart.curve, self.chart.spokes, self.chart.moving]
        self.sweep(show, *touched, self.angle, self.slope, run_time=min(seconds, 4.0))

    def choose_a_direction(self) -> None:
        view, words = self.view, text.direction(self.story, written=bool(self.function))
        plane, slope = words.sentences
        with self.beat("direction", words):
            view.face(-1.0)
            view.cut_open(0.0)
            self.add(view.space, view.numbers, *view.axis_names)
            with self.say(plane):
                self.sweep(view.cut_open, *view, *view.axis_names, run_time=4.0)
            rows = self.figures()
            self.aim(0.0, 0.0)
            view.draw_tangent(0.02)
            with self.say(slope):
                self.conclude()
                self.change_panel(rows, carry=True)
                self.sweep(view.draw_tangent, view.space, run_time=3.6, eased=False)

    def turn_once_round(self) -> None:
        view, chart, story = self.view, self.chart, self.story
        words = text.cosine(story)
        stops = [0.0, *(angle for angle, _ in story.events)]
        stops += [TURN] if story.level else []
        *met, plane = words.sentences
        with self.beat("cosine", words):
            self.ask()
            self.carry(into=[chart.chart, chart.moving])
            self.add(chart.spokes, chart.curve)
            for sentence, (start, end) in zip(met, pairwise(stops), strict=True):
                with self.say(sentence):
                    self.turn(start, end)
            with self.say(plane):
                self.conclude()
                if stops[-1] < TURN:
                    self.turn(stops[-1], TURN)
                self.sweep(view.lay_plane, view.space, run_time=1.6)

    def find_the_steepest(self) -> None:
        view, story, words = self.view, self.story, text.steepest(self.story)
        vector, *longest = words.sentences
        with self.beat("steepest", words):
            with self.say(vector):
                rows = self.rows(*words.lines)
                self.change_panel(rows, carry=True)
                self.name(*view.names_on_the_floor())
                self.sweep(view.grow_gradient, view.space, run_time=3.6, eased=False)
            for sentence in longest:
                with self.say(sentence):
                    self.conclude()
                    if not story.level:
                        back = story.best > math.pi
                        self.turn(TURN if back else 0.0, story.best, TURN)
                        self.carry(into=[self.chart.top])
                        self.wait(self.theme.durations.swap)
                    else:
                        self.turn(0.0, TURN, TURN)

    def tip(self, seconds: float) -> None:
        """Let the surface become its map."""
        view, parts = self.view, self.view.map_parts
        for start, end in pairwise((0.0, MAP_COMES, 1.0)):
            with_map = end == 1.0  # which costs as much to draw as the surface
            if with_map:
                self.add(*parts)
            show = partial(self._tip, start, end)
            touched = (view.space, view.numbers, *view.axis_names, *(parts if with_map else ()))
            self.sweep(show, *touched, run_time=abs(end - start) * seconds, eased=False)
        self.remove(view.space, view.numbers, *view.axis_names)

    def _tip(self, start: float, end: float, t: float) -> None:
        self.view.tip(float(ease(start + t * (end - start))))

    def follow_the_contour(self) -> None:
        view, story, words = self.view, self.story, text.contour(self.story)
        above, across, *along = words.sentences
        with self.beat("contour", words):
            with self.say(above):
                self.change_panel(self.rows(*words.lines), self.unname(), carry=True)
                if not self.theme.layout.is_wide:
                    self.carry(into=[view.veil])
                self.tip(2.6)
                into: list[Mobject] = [view.dot, view.axes]
                if not story.level:
                    view.show_gradient(0.0)
                    self.add(view.gradient)
                    into.append(view.gradient_name)
                self.carry(into=into)
                self.sweep(view.show_gradient if not story.level else abs, run_time=1.0)
            with self.say(across):
                self.conclude()
                self.add(view.contour, view.rose, view.corners)
                self.carry(into=[self.chart.across], out=[self.chart.moving])
                self.sweep(view.cross_the_contour, run_time=4.0)
            for sentence in along:
                with self.say(sentence):
                    self.carry(out=[view.gradient_name])
                    view.walk(0.0)
                    self.add(*view.ghosts)
                    self.sweep(view.walk, run_time=5.0)

    def spread_the_field(self) -> None:
        view, words = self.view, text.field(self.story)
        first, *more = words.sentences
        chart = self.chart
        with self.beat("field", words):
            with self.say(first):
                gone = [view.corners, view.gradient, view.dot, *view.ghosts, view.rose]
                gone += [view.gradient_name, view.contour]
                gone += [chart.chart, chart.curve, chart.spokes, chart.moving]
                gone += [chart.across, chart.top]
                self.change_panel(self.rows(*words.lines), gone, carry=True)
                self.add(view.field)
                self.sweep(view.field.grow, view.field, run_time=3.0, eased=False)
            for place, sentence in enumerate(more):
                with self.say(sentence):
                    if place == len(more) - 1:
                        self.conclude()
                    if place == 0:
                        self.add(view.flow)
                    else:
                        self.carry(into=[view.rings])
                    half = partial(self._flow, place / len(more), (place + 1) / len(more))
                    reading = len(sentence) / self.theme.durations.reading_speed
                    self.sweep(half, view.flow, run_time=max(4.0, reading - 0.4), eased=False)

    def _flow(self, start: float, end: float, t: float) -> None:
        self.view.flow.go(start + t * (end - start))
