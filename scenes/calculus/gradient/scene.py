"""The gradient: slope against direction is a cosine, and the gradient points to its top."""

from __future__ import annotations

import math
from typing import Any

from pydantic import model_validator

from explainer.mobjects.text import Words
from explainer.params import Field, Rectangle, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.calculus.common import Ground
from explainer.scenes.calculus.gradient import alt_text as pictures
from explainer.scenes.calculus.gradient import text as words
from explainer.scenes.calculus.gradient.drawing.figures import READING
from explainer.scenes.calculus.gradient.drawing.map_marks import MapMarks
from explainer.scenes.calculus.gradient.drawing.view import (
    BESIDE_MAP,
    MIDDLE,
    UNDER_MAP,
    DirectionalView,
)
from explainer.scenes.calculus.gradient.story import DirectionalStory

TURN = 2 * math.pi


class Gradient(Explainer):
    """Turn a direction on a surface, see its slope draw a cosine, and find the gradient on top."""

    class Params(SceneParams):
        """The surface and the point."""

        surface: Ground = Field(
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
            DirectionalStory.tell(self.surface, self.domain, self.point)
            return self

    presets = {
        "bowl": Params(surface="bowl", point=(1.2, 0.8)),
        "saddle": Params(surface="saddle", point=(-0.9, -0.8)),
        "himmelblau": Params(surface="himmelblau", point=(1.0, -3.0)),
        "critical_point": Params(surface="saddle", point=(0.0, 0.0)),
        "plane": Params(surface="x - y/2", point=(0.0, 0.0)),
    }

    def construct(self) -> None:
        self.story = DirectionalStory.tell(**dict(self.params))
        self.view = DirectionalView(self.story, self.theme)
        self.slow = self.theme.durations.slow
        self.choose_a_direction()
        self.turn_once_round()
        self.find_the_steepest()
        self.follow_the_contour()
        self.spread_the_field()
        self.sum_up()

    def turn(self, marks: MapMarks, start: float, end: float) -> None:
        """Turn the direction from one angle to another, radians."""
        view = self.view
        self.sweep(
            lambda t: view.aim(marks, start + t * (end - start)),
            *view.moving(marks),
            run_time=self.slow * (0.5 + 0.5 * abs(end - start) / math.pi),
        )

    def notes(self, told: list[words.Note], top: float) -> list[Words]:
        """Return sentences below the large map, the first on a baseline."""
        rows = [self.words(note.markup, size=0.32, colour=note.colour) for note in told]
        for index, line in enumerate(rows):
            line.fit_width(5.7).place((MIDDLE, top - 0.42 * index), "centre")
        return rows

    def choose_a_direction(self) -> None:
        view, marks = self.view, self.view.large
        alt = pictures.direction_picture(self.story)
        with self.beat("direction", *words.direction_words(self.story), alt):
            self.fade(into=[view.space, *marks.ground])
            self.add(view.space_numbers)
            touched = (view.space, view.space_numbers)
            self.sweep(lambda t: view.rise(view.facing, t), *touched, run_time=1.25 * self.slow)
            self.fade(into=[marks.dot, marks.dial])
            self.sweep(view.show_point, view.space, run_time=self.theme.durations.quick)
            view.aim(marks, 0.0, 0.01)
            self.add(marks.direction)
            self.sweep(lambda t: view.aim(marks, 0.0, max(t, 0.01)), *view.moving(marks))
            self.change_panel(view.figures[0].rows)
            self.turn(marks, 0.0, math.pi / 2)

    def turn_once_round(self) -> None:
        view, chart, marks = self.view, self.view.chart, self.view.small
        alt = pictures.cosine_picture(self.story)
        with self.beat("cosine", *words.cosine_words(self.story), alt):
            self.change_panel([], view.large.pointing)
            view.aim(marks, math.pi / 2)
            self.change_panel(view.figures[1].rows, into=[*marks.pointing, chart.plot])
            self.turn(marks, math.pi / 2, 0.0)
            chart.trace(0.0)
            self.fade(into=chart.moving, run_time=self.theme.durations.quick)
            self.add(chart.curve)

            def show(t: float) -> None:
                view.aim(marks, TURN * t)
                chart.trace(TURN * t)

            self.sweep(show, *view.moving(marks), chart.curve, run_time=2.5 * self.slow)

    def find_the_steepest(self) -> None:
        view, story, marks = self.view, self.story, self.view.small
        alt = pictures.steepest_picture(story)
        with self.beat("steepest", *words.steepest_words(story), alt):
            below = float(self.panel[-1].get_bottom()[1]) - 0.3
            rows = view.figures[1].gradient(BESIDE_MAP, below, 2)
            self.panel += rows
            best = story.best
            self.turn(marks, TURN, best)
            if story.level:
                self.fade(into=rows)
                return
            view.climb(marks, 0.0)
            self.add(marks.gradient)
            self.sweep(lambda t: view.climb(marks, t), view.space, marks.gradient)
            self.fade(into=[marks.gradient_name, *rows])
            worst = best + math.pi if best < math.pi else best - math.pi
            self.turn(marks, best, worst)
            self.fade(into=view.chart.marked)
            self.turn(marks, worst, best)

    def follow_the_contour(self) -> None:
        view, story, marks = self.view, self.story, self.view.large
        alt = pictures.contour_picture(story)
        with self.beat("contour", *words.contour_words(story), alt):
            self.change_panel([], [*view.small.pointing, *view.small.climbing, *view.chart.parts])
            view.aim(marks, story.best)
            arrow = [] if story.level else [marks.gradient]
            self.change_panel(view.figures[0].rows, into=[*marks.pointing, *arrow])
            back = story.best > 1.5 * math.pi
            across = story.best + math.pi / 2 * (-1 if back else 1)
            self.turn(marks, story.best, across)
            self.fade(into=[marks.contour, *([] if story.level else marks.crossed)])
            self.sweep(view.light, view.space)

            def leave(t: float) -> None:
                view.aim(marks, across, 1 - t) if t < 1 else view.clear()

            self.sweep(leave, *view.moving(marks))
            line = self.formula(words.contour_reading(story), size=READING)
            line.place((MIDDLE, UNDER_MAP), "centre")
            told = words.contour_notes(view.stretched)
            self.change_panel(
                [line, *self.notes(told, UNDER_MAP - 0.42)], [marks.direction, marks.dial]
            )
            if len(story.walk):
                view.walk(0.0)
                self.add(*view.ghosts)
                touched = [view.space, marks.dot, marks.gradient, marks.corners, *view.ghosts]
                self.sweep(view.walk, *touched, run_time=2.5 * self.slow)

    def spread_the_field(self) -> None:
        view, story, marks = self.view, self.story, self.view.large
        alt = pictures.field_picture(story)
        with self.beat("field", *words.field_words(story), alt):
            notes = self.notes(words.field_notes(story, view.stretched), UNDER_MAP + 0.13)
            self.sweep(view.dim, view.space, run_time=self.theme.durations.quick)
            gone = [marks.contour, marks.corners, marks.gradient, marks.dot, *view.ghosts]
            self.change_panel(notes, gone)
            self.add(view.field)
            self.sweep(view.spread, view.space, view.field, run_time=1.5 * self.slow)
            self.fade(into=[view.rings])

    def sum_up(self) -> None:
        view, story, marks = self.view, self.story, self.view.small
        alt = pictures.recap_picture(story)
        with self.beat("recap", *words.recap_words(story), alt):
            self.sweep(lambda t: view.spread(1.0, 1 - t), view.space, view.field)
            self.change_panel([], [*view.large.ground, view.field, view.rings])
            view.return_to(story.best, 0.0)
            into = [*marks.ground, marks.contour, marks.dot, marks.direction, *view.chart.parts]
            into += [] if story.level else [*marks.climbing, *marks.crossed]
            rows = view.figures[1].gradient(BESIDE_MAP, BESIDE_MAP.top)
            self.change_panel(rows, into=into)
            touched = [*view.moving(marks), marks.gradient]
            self.sweep(lambda t: view.return_to(story.best, t), *touched, run_time=self.slow)
