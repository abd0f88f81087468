"""Partial derivatives: two cuts through a surface, a slope in each, and the plane of both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.partial_derivatives import text
from explainer.scenes.calculus.partial_derivatives.drawing.beside import Beside
from explainer.scenes.calculus.partial_derivatives.drawing.view import PartialsView
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory

SHAPED = "x and y have one scale where they can: a surface is as large as its shape allows"
"""Why a surface may take less than half of the frame."""

SQUARE = ((-2.0, 2.0), (-2.0, 2.0))


class PartialDerivatives(Explainer):
    """Cut a surface along x and along y, and tilt its tangent plane by the two slopes."""

    class Params(SceneParams):
        """The surface and the point."""

        surface: SurfaceExpression = Field(
            "2 - x**2/4 + x*y/5 - y**2/10", description="the surface: a name or a formula"
        )
        domain: Rectangle | None = Field(
            SQUARE,
            description="the part of the plane that is shown; on another surface, its own if none",
        )
        point: Vector2 | None = Field(
            (1.0, -1.0), description="where the two cuts meet; the surface's own start if none"
        )

        @model_validator(mode="before")
        @classmethod
        def _suit_the_surface(cls, data: Any) -> Any:
            """The default domain belongs to the default surface."""
            return (
                {"domain": None, **data}
                if isinstance(data, Mapping) and "surface" in data
                else data
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

    bleeds = True

    def construct(self) -> None:
        self.story = PartialsStory.compute(**dict(self.params))
        self.view = PartialsView(self.story, self.theme)
        self.beside = Beside(self.view)
        usual = self.params.surface == type(self.params)().surface
        if not (usual and self.theme.layout.is_wide):
            allow(self, "share", SHAPED)
        self.leave_the_point()
        self.cut_along_x()
        self.cut_along_y()
        self.tilt_the_plane()
        self.add_up_the_slopes()
        self.move_the_point()

    @property
    def touched(self) -> list[Mobject]:
        """What changes as the eye goes round."""
        return [*self.view, *self.view.axis_names]

    def leave_the_point(self) -> None:
        view, words = self.view, text.surface(self.story)
        height, direction, two = words.sentences
        with self.beat("surface", words):
            view.stand_up(0.0)
            self.add(view.space, view.numbers, *view.axis_names)
            with self.say(height):
                self.sweep(view.stand_up, *self.touched, run_time=3.0)
            view.spread(0.0)
            with self.say(direction):
                self.sweep(view.spread, view.space, run_time=2.4)
            self.name(*self.beside.of_the_point())
            with self.say(two):
                self.conclude()
                self.sweep(lambda t: view.spread(1.0, 1 - t), view.space, run_time=1.6)
            view.space.drop("ways")

    def cut_along_x(self) -> None:
        view, words = self.view, text.cut(self.story, 0)
        plane, line, *tangent = words.sentences
        with self.beat("cut_x", words):
            self.ask()

            def slide(t: float) -> None:
                view.cut(0, t).go_round(view.facing[2], view.facing[0], t)
                view.space.fade_marks(1 - t, "curve0", "curve1")

            with self.say(plane):
                self.carry(self.unname())
                self.sweep(slide, *self.touched, run_time=2.8)
                view.space.drop("curve0", "curve1")
            self.run_the_quotient(0, line, tangent)

    def run_the_quotient(self, axis: int, line: str, tangent: list[str]) -> None:
        """Take the second point out, with its line, and back; the slope runs beside."""
        view, beside, section = self.view, self.beside, self.story.sections[axis]
        quotient = beside.quotients[axis]

        def appear(t: float) -> None:
            view.appear(axis, t)
            beside.show_quotient(axis, section.secant(t * section.step))

        def approach(t: float) -> None:
            view.approach(axis, t)
            beside.show_quotient(axis, section.secant((1 - t) * section.step))

        appear(0.0)
        moving = [view.space, quotient]
        if line:
            with self.say(line):
                self.panel.append(quotient)
                self.carry(into=[quotient])
                self.sweep(appear, *moving, run_time=2.4, eased=False)
        closer, *rest = tangent
        with self.say(closer):
            if not line:
                self.panel.append(quotient)
                self.carry(into=[quotient])
                self.sweep(appear, *moving, run_time=1.2)
            self.sweep(approach, *moving, run_time=3.2 if line else 2.0)
            if not rest:
                self.rest_the_slope(axis)
        for last in rest:
            with self.say(last):
                self.rest_the_slope(axis)

    def rest_the_slope(self, axis: int) -> None:
        """Let the derivative take the place of the slope that ran, as its tangent swells."""
        quotient, slope = self.beside.quotients[axis], self.beside.slopes[axis]
        self.panel = [*(row for row in self.panel if row is not quotient), slope]
        self.carry([quotient], [slope])
        self.conclude()
        pulse = partial(self.view.pulse, axis)
        self.sweep(pulse, self.view.space, run_time=1.8, eased=False)

    def cut_along_y(self) -> None:
        view, words = self.view, text.cut(self.story, 1)
        go, *tangent = words.sentences
        with self.beat("cut_y", words):

            def turn(t: float) -> None:
                if t < 0.5:
                    view.leave(0, 2 * t)
                else:
                    view.space.close().drop("wall", "plane", "edge", "ghosts0")
                    view.line("curve0", self.story.sections[0].flat, text.ROLES[0], width=9.0)
                    view.cut(1, 2 * t - 1)
                view.go_round(view.facing[0], view.facing[1], t)

            with self.say(go):
                self.sweep(turn, *self.touched, run_time=3.2)
            self.run_the_quotient(1, "", tangent)

    def tilt_the_plane(self) -> None:
        view, story, words = self.view, self.story, text.tangent_plane(self.story)
        begin, *tilts, last = words.sentences
        level = np.zeros(2)
        steps = [level, story.gradient * [1.0, 0.0], story.gradient]
        rows = self.beside.lines(words.lines)
        with self.beat("tangent_plane", words):
            self.ask()

            def open_up(t: float) -> None:
                view.leave(1, t).go_round(view.facing[1], view.facing[2], t)
                view.lay_plane(story.touch(level), size=float(np.clip(2 * t - 1, 0, 1)))

            with self.say(begin):
                self.panel.append(rows[0])
                self.carry(into=rows[:1])
                self.sweep(open_up, *self.touched, run_time=3.0)
            for axis, sentence in enumerate(tilts):

                def tilt(t: float, axis: int = axis) -> None:
                    view.tilt(steps[axis], steps[axis + 1], t).pulse(axis, t)

                with self.say(sentence):
                    self.panel.append(rows[1 + axis])
                    self.carry(into=[rows[1 + axis]])
                    stays = not story.gradient[axis]
                    self.sweep(tilt, view.space, run_time=1.8 if stays else 2.6, eased=not stays)
            with self.say(last):
                self.conclude()
                self.name(*self.beside.of_the_plane())

                def swell(t: float) -> None:
                    view.pulse(0, t).pulse(1, t)

                self.sweep(swell, view.space, run_time=1.6)

    def add_up_the_slopes(self) -> None:
        view, story, words = self.view, self.story, text.gradient(self.story)
        vector, *every, uphill = words.sentences
        gone = [row for row in self.panel if row not in self.beside.slopes]
        turning, *scale = self.beside.lines([self.beside.turning, *words.lines])
        with self.beat("gradient", words):
            with self.say(vector):
                self.panel = [*self.beside.slopes, *scale]
                self.carry([*gone, *self.unname()], scale)
                if story.level:
                    self.sweep(lambda t: view.plumb(story.point, t), view.space, run_time=1.6)
                else:
                    for place, names in enumerate(self.beside.of_the_arrows()):
                        self.name(*names)
                        show = partial(self.add_up, place)
                        self.sweep(show, view.space, run_time=1.4, eased=False)
            end = math.atan2(story.gradient[1], story.gradient[0])
            # Level, steepest down, level again, and then steepest up.
            start, level = end - 1.5 * math.pi, end - 0.5 * math.pi

            def turn(start: float, end: float, final: bool, t: float) -> None:
                angle = start + t * (end - start)
                view.point_along(angle)
                self.beside.show_turning(angle, final=final and t == 1)

            turn(start, level, False, 0.0)
            self.panel.append(turning)
            moving = [view.space, turning]
            for sentence in every:
                with self.say(sentence):
                    self.carry(into=[turning])
                    self.sweep(partial(turn, start, level, False), *moving, run_time=3.4)
            with self.say(uphill):
                if not every:
                    self.carry(into=[turning])
                self.conclude()
                self.sweep(partial(turn, level, end, True), *moving, run_time=2.4)

    def add_up(self, place: int, t: float) -> None:
        """Grow the step along x (0), that along y (1), or their sum (2)."""
        self.view.add_up((place + t) / 3)

    def move_the_point(self) -> None:
        view, words = self.view, text.recap(self.story)
        every, *moved = words.sentences
        with self.beat("recap", words):

            def go(start: float, end: float, t: float) -> None:
                touch = view.travel(start + t * (end - start))
                self.beside.show_slopes(touch.gradient, final=end == 1 and t == 1)

            gone = [row for row in self.panel if row not in self.beside.slopes]
            self.panel = list(self.beside.slopes)
            for sentence, (start, end) in zip(
                (every, *moved), ((0.0, 0.5), (0.5, 1.0)), strict=False
            ):
                with self.say(sentence):
                    self.carry([*gone, *self.unname()])
                    gone = []
                    moving = [*self.touched, *self.beside.slopes]
                    self.sweep(partial(go, start, end), *moving, run_time=3.6, eased=False)
