"""Eigenvectors: the directions that a matrix keeps, how to find them, and where powers lead."""

from __future__ import annotations

import math
from functools import partial
from typing import Annotated

from explainer.geometry.plane import Framing
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.drawing.directions import (
    FIELD,
    ROOM,
    DirectionSweep,
    EigenSlider,
    side,
)
from explainer.scenes.linear_algebra.eigenvectors.drawing.steps import (
    EigenPowers,
    EigenRecap,
    EigenStep,
)
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory


class Eigenvectors(Explainer):
    """Find the vectors that a matrix only scales, and see where its powers lead the others."""

    class Params(SceneParams):
        """The matrix, a vector to start from, and how often the matrix is applied."""

        matrix: Matrix2 = Field(((1.5, 1), (0.5, 1)), description="the 2x2 matrix, row by row")
        start: Vector2 = Field((-0.5, 2), description="the vector that the powers are applied to")
        steps: Annotated[int, Field(ge=2, le=24)] = Field(
            6, description="how many times the matrix is applied"
        )

    presets = {
        "symmetric": Params(matrix=((1.5, 1), (1, 1.5)), start=(2, -1), steps=5),
        "spiral": Params(matrix=((0.8, -0.5), (0.5, 0.8)), start=(2, 1), steps=14),
        "defective": Params(matrix=((1, 1), (0, 1)), start=(0, 1), steps=8),
        "singular": Params(matrix=((0.8, 0.4), (0.4, 0.2)), start=(0.5, 2), steps=3),
        "markov": Params(matrix=((0.9, 0.5), (0.1, 0.5)), start=(0, 1), steps=6),
        "fibonacci": Params(matrix=((1, 1), (1, 0)), start=(1, 0), steps=8),
    }

    def construct(self) -> None:
        given = self.params
        self.story = EigenStory.compute(given.matrix, given.start, given.steps)
        self.plane = Plane(self.theme, FIELD, ROOM, units=1.9)
        self.sweep_round()
        self.shift_the_diagonal()
        if self.story.kind != "scalar" and self.story.start.any():
            self.take_a_step_apart()
        self.raise_to_powers()
        self.recap()

    # -- shared by the beats -------------------------------------------------------------------

    def go_to(self, framing: Framing) -> None:
        """Clear plane and side of all but the eigenlines, then look where it goes on."""
        plane = self.plane
        self.fade_all_but(plane.base, *self.lines, run_time=self.theme.durations.quick)
        if not plane.looks(framing):
            self.sweep(partial(plane.travel, plane.framing, framing), run_time=0.8)

    def eigenvalue_labels(self) -> list[PlaneLabel]:
        """Label each eigenline with its eigenvalue, and return the labels, to be faded in."""
        return [
            self.plane.name_line(line, text.eigenvalue_name(self.story, index), role)
            for index, (line, role) in enumerate(zip(self.lines, EIGEN_ROLES, strict=False))
        ]

    # -- the beats -----------------------------------------------------------------------------

    def sweep_round(self) -> None:
        story, plane, quick = self.story, self.plane, self.theme.durations.quick
        sweep = DirectionSweep(plane, story)
        self.lines = sweep.lines

        def swing(start: float, stop: float) -> None:
            seconds = max(1.2, 9 * (stop - start) / (2 * math.pi))
            self.sweep(partial(sweep.swing, start, stop), run_time=seconds)

        with self.beat("sweep", text.sweep(story)):
            plane.look(sweep.framing)
            sweep.show(story.sweep_start + 2 * math.pi)  # clear of what will be drawn
            v = plane.name_tip(sweep.vector, "bold(v)", "vector")
            sweep.act(0)
            self.add(*sweep.lines)
            self.fade(into=[plane.base, sweep.circle, sweep.vector, v])
            self.fade(into=sweep.rows[:1])
            self.add(sweep.turn)
            self.fade(into=[sweep.image], run_time=quick)
            self.sweep(sweep.act)
            at = story.sweep_start
            sweep.show(at + 2 * math.pi)
            av = plane.name_tip(sweep.image, text.image_name(story), "image")
            sweep.show(at)
            self.add(sweep.trace, sweep.line, *sweep.later)
            self.fade(into=[av, *sweep.rows, sweep.axes, sweep.dot])
            for stop, index in story.sweep_stops:
                swing(at, stop)
                at = stop
                sweep.light(index, 0)
                self.fade(into=[sweep.marks[index], sweep.zeros[index]], run_time=0.4)
                self.sweep(partial(sweep.light, index), run_time=quick)
                name, role = text.eigenvalue_name(story, index), EIGEN_ROLES[index]
                label = plane.name_line(sweep.lines[index], name, role, away=sweep.ellipse)
                self.fade(into=[label], run_time=quick)
            swing(at, story.sweep_start + 2 * math.pi)

    def shift_the_diagonal(self) -> None:
        story, plane, durations = self.story, self.plane, self.theme.durations
        plane.clear(*self.lines)
        slider = EigenSlider(plane, story)
        with self.beat("slider", text.slider(story)):
            self.go_to(slider.framing)
            slider.show(slider.value, slider.seen)
            slider.name_vectors()
            self.fade(into=[*slider.rows, slider.axes, *plane.submobjects])
            self.add(slider.curve)
            self.fade(into=[slider.stem, slider.dot], run_time=durations.quick)
            low, high = story.slider_range
            if slider.value > low:
                self.sweep(slider.leg(low))
            for value, index in story.slider_stops:
                self.sweep(slider.leg(value), run_time=durations.slow)
                crushed = slider.name_crushed(index)
                self.fade(into=[slider.roots[index], *slider.names[index], *crushed])
                self.fade(crushed, run_time=durations.quick)
            for value in (high, story.slider_end):
                self.sweep(slider.leg(value), run_time=durations.slow)
            self.fade(into=[slider.roots[0], *slider.names[0], *slider.name_crushed(0)])

    def take_a_step_apart(self) -> None:
        story, plane, durations = self.story, self.plane, self.theme.durations
        plane.clear(*self.lines)
        words = text.step(story)
        step = EigenStep(plane, story, words)
        with self.beat("step", words):
            self.go_to(step.start)
            step.show(1)
            v = plane.name_tip(step.vector, "bold(v)", "vector")
            labels = self.eigenvalue_labels()
            step.show(0)
            names = step.name_components(0, text.component_names(story, after=False))
            matrix, first, *others = step.rows
            running = others[len(words.lines) - 1 :]
            self.fade(into=[matrix, *running, step.before, step.vector, v, *labels])
            self.fade(into=[*step.components, step.sides, *names, first])
            gone = plane.drop(*names)
            self.add(step.orbit)
            self.fade(gone, [*others, step.image], run_time=durations.quick)
            self.sweep(step.show, run_time=1.5 * durations.slow)
            av = plane.name_tip(step.image, "A bold(v)", "image")
            names = step.name_components(1, text.component_names(story, after=True))
            self.fade(into=[av, *names])

    def raise_to_powers(self) -> None:
        story, plane = self.story, self.plane
        plane.clear(*self.lines)
        words = text.powers(story)
        powers = EigenPowers(plane, story, words)
        with self.beat("powers", words):
            self.go_to(powers.framing)
            powers.show(story.steps)
            v = plane.name_tip(powers.vector, "bold(v)", "vector")
            an = plane.name_tip(powers.image, text.power_name(story), "image")
            labels = self.eigenvalue_labels()
            powers.show(0)
            self.fade(into=[*powers.rows, *powers.axes, powers.vector, v, *labels])
            self.add(powers.rays, powers.trail)
            marks = [*plane.marks, *powers.on_chart, an]
            self.fade(into=marks, run_time=self.theme.durations.quick)
            seconds = min(max(0.9 * story.steps, 4.0), 11.0)
            self.sweep(powers.walk, run_time=seconds, eased=False)

    def recap(self) -> None:
        story, plane, words = self.story, self.plane, text.recap(self.story)
        plane.clear(*self.lines)
        last = EigenRecap(plane, story)
        with self.beat("recap", words):
            self.go_to(last.start)
            last.show(0)
            matrix, *rows = side(self.theme).rows(text.given_matrix(story), *words.lines)
            self.fade(into=[matrix, *plane.marks])
            self.add(*last.turns)
            self.sweep(last.show, run_time=2 * self.theme.durations.slow)
            names = [
                plane.name_tip(arrow, text.moved_name(story, index), EIGEN_ROLES[index])
                for index, arrow in enumerate(last.arrows)
            ]
            self.fade(into=[*names, *rows])
