"""The Hessian: the second-order model of a surface at a point, and the axes of its curvature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import SurfaceExpression
from explainer.scenes.calculus.hessian import text
from explainer.scenes.calculus.hessian.drawing.beside import Column, CurvatureBars
from explainer.scenes.calculus.hessian.drawing.naming import Naming, ShapeLabels
from explainer.scenes.calculus.hessian.drawing.view import TURN, HessianView
from explainer.scenes.calculus.hessian.story import HessianStory

SHAPED = "x and y have one scale where they can: a surface is as large as its shape allows"
"""Why a surface may take less than half of the frame."""

SQUARE = ((-1.6, 1.6), (-1.6, 1.6))


class Hessian(Explainer):
    """Watch the second derivatives curve a tangent plane into a bowl, a saddle or a ridge."""

    class Params(SceneParams):
        """The surface, and where its model is looked at."""

        surface: SurfaceExpression = Field(
            "x**3/6 - y**3/6 + 3*x*y/10 - x/2 + 2*y/3",
            description="the surface: a name or a formula",
        )
        point: Vector2 | None = Field(
            (-1.2, 0.6),
            description="where the model touches; on another surface, a minimum if none is given",
        )
        second_point: Vector2 | None = Field(
            (0.6, -1.2),
            description="where the point moves to; on another surface, a saddle if none is given",
        )
        domain: Rectangle | None = Field(
            ((-2.1, 1.5), (-2.0, 1.6)),
            description="the part of the plane that is shown; on another surface, one around both "
            "points if none",
        )

        @model_validator(mode="before")
        @classmethod
        def _suit_the_points(cls, data: Any) -> Any:
            """The default points and domain belong to the default surface."""
            if isinstance(data, Mapping) and "surface" in data:
                return {"point": None, "second_point": None, "domain": None, **data}
            return data

        @model_validator(mode="after")
        def _must_fit(self) -> Any:
            HessianStory.compute(**dict(self))
            return self

    presets = {
        "bowl": Params(surface="bowl", point=(0.8, -0.6), second_point=(0.0, 0.0), domain=SQUARE),
        "saddle": Params(surface="saddle", point=(0.0, 0.0), second_point=(0.0, 1.4)),
        "ridge": Params(surface="x - y**2 + y**3/3", point=(-0.6, 0.0), second_point=(0.5, 1.5)),
        "monkey_saddle": Params(surface="x**3 - 3*x*y**2", point=(0, 0), second_point=(0.8, 0.4)),
        "himmelblau": Params(surface="himmelblau", point=(3.0, 2.0), second_point=(0.0867, 2.8843)),
        "rosenbrock": Params(surface="rosenbrock", point=(0.1, 0.7), second_point=(0.9, 0.4)),
    }

    bleeds = True

    def construct(self) -> None:
        self.story = HessianStory.compute(**dict(self.params))
        self.view = HessianView(self.story, self.theme)
        self.naming = Naming(self.view)
        if self.params.surface != type(self.params)().surface or self.theme.layout.aspect != "16:9":
            allow(self, "share", SHAPED)
        self.touch_with_a_plane()
        self.bend_the_plane()
        self.turn_the_direction()
        self.move_the_point()
        self.compare_the_shapes()

    def touch_with_a_plane(self) -> None:
        view, words = self.view, text.tangent_plane(self.story)
        touches, gap = words.sentences
        with self.beat("tangent_plane", words):
            view.face(-TURN)
            view.grow(0.15)
            self.add(view.space, view.numbers, *view.axis_names)

            def show(t: float) -> None:
                view.approach(t, -TURN * (1 - t)).grow(0.15 + 0.85 * t)

            with self.say(touches):
                self.sweep(show, *view, *view.axis_names, run_time=2.4)
            self.column = Column(self.story.first, self.theme)
            with self.say(gap):
                self.name(*self.naming.of_the_plane())
                self.change_panel(self.column.plane, carry=True)
                self.conclude()
                self.sweep(view.open_gap, view.space, run_time=3.0, eased=False)

    def bend_the_plane(self) -> None:
        view, words = self.view, text.model(self.story)
        names: list[list[Mobject]] = []
        stages = np.tril(np.ones((4, 3)), -1)
        with self.beat("model", words):
            for sentence, (start, end) in zip(words.sentences, pairwise(stages), strict=True):
                with self.say(sentence):
                    if not start.any():
                        self.carry(self.unname(), self.column.added)
                        self.panel += self.column.added
                        names = self.naming.of_the_model()
                    if end.all():
                        self.conclude()
                    self.name(*names.pop(0))
                    self.sweep(partial(view.bend, start, end), view.space, run_time=2.2)

    def turn_the_direction(self) -> None:
        view, first, words = self.view, self.story.first, text.directions(self.story)
        second, extremes = words.sentences
        self.bars = bars = CurvatureBars(self.story.models, self.theme)
        spots = first.angles
        begin, end = spots[0] - math.radians(50), spots[1] + math.radians(40)
        with self.beat("directions", words):
            self.ask()

            def turn(start: float, end: float, t: float) -> None:
                angle = start + t * (end - start)
                passed = [0.0 if first.round else float(angle >= s - 1e-9) for s in spots]
                view.point(begin, angle, passed)
                bars.set_bar("direction", float(first.along(angle)), rests=t == 1)

            turn(begin, begin, 1.0)
            view.leave_entries(0.0)
            with self.say(second):
                self.change_panel([bars.axis, bars.parts["direction"]], self.unname(), carry=True)
                self.sweep(view.leave_entries, view.space, run_time=0.8)
                self.sweep(partial(turn, begin, spots[0]), view.space, *bars.moving, run_time=1.8)
            bars.show(first)
            names = [] if first.round else self.naming.of_the_axes(end)
            with self.say(extremes):
                if not first.round:
                    self.panel.append(bars.parts["curvature"])
                    self.name(*names[:1])
                    self.carry(into=[bars.parts["curvature"]])
                self.sweep(
                    partial(turn, spots[0], spots[1]), view.space, *bars.moving, run_time=3.2
                )
                if not first.round:
                    self.panel.append(bars.parts["curvature_second"])
                    self.name(*names[1:2])
                    self.carry(into=[bars.parts["curvature_second"]])
                self.conclude()
                self.name(*names[2:])
                self.sweep(partial(turn, spots[1], end), view.space, *bars.moving, run_time=2.4)

    def move_the_point(self) -> None:
        view, story, bars = self.view, self.story, self.bars
        words, marks = text.move(story), [0.0, *text.stops(story), 1.0]
        with self.beat("move", words):
            self.ask()
            bars.keep(story.first)
            self.panel = [bars.axis, bars.ghosts, *bars.of_the_axes]
            self.carry([*self.unname(), bars.parts["direction"]], self.panel)
            if story.path.still:
                with self.say(words.sentences[0]):
                    self.sweep(lambda t: view.approach(1 - t), *view, *view.axis_names, run_time=3)
                return
            view.approach(0.0)
            names = self.naming.of_the_way()
            view.approach(1.0)

            def travel(start: float, end: float, t: float) -> None:
                share = start + t * (end - start)
                if start == 0:
                    view.approach(1 - float(ease(1.8 * t)))
                bars.show(view.travel(share), rests=t == 1)

            for sentence, (start, end) in zip(words.sentences, pairwise(marks), strict=True):
                with self.say(sentence):
                    if end == 1:
                        self.conclude()
                    touched = [view.space, *bars.moving]
                    if start == 0:
                        touched += [*view, *view.axis_names]
                    else:
                        self.name(*names.pop(0))
                    self.sweep(partial(travel, start, end), *touched, run_time=3.0)
                    if end < 1:
                        self.sweep(partial(view.light_straight, end), view.space, run_time=0.8)
            self.name(*(name for found in names for name in found))

    def compare_the_shapes(self) -> None:
        view, words = self.view, text.recap(self.story)
        axes, signs = words.sentences
        shares = text.shapes(self.story)
        labels = ShapeLabels(view)
        with self.beat("recap", words):

            def show(t: float) -> None:
                view.shrink(float(ease(3 * t)))
                for place, share in enumerate(shares[:-1]):
                    view.compare(share, float(ease(t * len(shares) - place - 0.6)))

            with self.say(axes):
                self.change_panel([], self.unname(), carry=True)
                self.name(labels)
                self.sweep(show, view.space, run_time=3.4, eased=False)
            with self.say(signs):
                self.conclude()
                bars = [bar for bar, *_ in labels.bars]
                self.sweep(labels.grow, *bars, run_time=4.4, eased=False)
