"""Eigenvectors: the directions that a matrix keeps, how to find them, and where powers lead."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import Annotated

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.geometry.plane import Framing
from explainer.mobjects.text import Words
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenPlane
from explainer.scenes.linear_algebra.eigenvectors.drawing.powers import EigenPowers
from explainer.scenes.linear_algebra.eigenvectors.drawing.recap import EigenRecap
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import formula_rows, matrix_row
from explainer.scenes.linear_algebra.eigenvectors.drawing.slider import EigenSlider
from explainer.scenes.linear_algebra.eigenvectors.drawing.step import EigenStep
from explainer.scenes.linear_algebra.eigenvectors.drawing.sweep import DirectionSweep
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory


class Eigenvectors(Explainer):
    """Find the directions that a matrix keeps, and see what its powers make of every other one."""

    class Params(SceneParams):
        """The matrix, a vector to start from, and how often the matrix is applied."""

        matrix: Matrix2 = Field(((1.5, 1), (0.5, 1)), description="the 2x2 matrix, row by row")
        start: Vector2 = Field((-0.5, 2), description="the vector that the powers are applied to")
        steps: Annotated[int, Field(ge=2, le=24)] = Field(
            6, description="how many times the matrix is applied"
        )

    presets = {
        "symmetric": Params(matrix=((2, 1), (1, 2)), start=(2, -1), steps=5),
        "spiral": Params(matrix=((0.8, -0.5), (0.5, 0.8)), start=(2, 1), steps=14),
        "defective": Params(matrix=((1, 1), (0, 1)), start=(0, 1), steps=8),
        "singular": Params(matrix=((0.8, 0.4), (0.4, 0.2)), start=(0.5, 2), steps=3),
        "markov": Params(matrix=((0.9, 0.5), (0.1, 0.5)), start=(0, 1), steps=6),
        "fibonacci": Params(matrix=((1, 1), (1, 0)), start=(1, 0), steps=8),
    }

    def construct(self) -> None:
        given = self.params
        self.story = EigenStory.compute(given.matrix, given.start, given.steps)
        self.plane = EigenPlane(self.story.lines, self.theme)
        self.sweep_round()
        self.shift_the_diagonal()
        if self.story.kind != "scalar" and self.story.start.any():
            self.take_a_step_apart()
        self.raise_to_powers()
        self.recap()

    # -- shared by the beats -------------------------------------------------------------------

    def go_to(self, framing: Framing, out: Iterable[Mobject]) -> None:
        """Clear the plane and the side of what is done with, then look where it goes on."""
        plane = self.plane
        self.change_panel([], [*out, *plane.untag(*plane.tags)])
        plane.drawn = np.zeros((0, 2, 2))
        if not plane.looks(framing):
            zoom = partial(plane.zoom, plane.framing, framing)
            self.sweep(zoom, *plane.changing, run_time=0.8)

    def eigenvalue_label(self, index: int, away: np.ndarray) -> Words:
        """Label an eigenline with its eigenvalue, far from these points, (n, 2)."""
        name = text.eigenvalue_name(self.story, index)
        return self.plane.name_line(index, name, away, EIGEN_ROLES[index])

    def eigenvalue_labels(self, away: np.ndarray) -> list[Words]:
        return [self.eigenvalue_label(index, away) for index in range(len(self.plane.lines))]

    # -- the beats -----------------------------------------------------------------------------

    def sweep_round(self) -> None:
        story, plane, theme = self.story, self.plane, self.theme
        sweep = DirectionSweep(plane, story, theme)

        def swing(start: float, stop: float) -> None:
            seconds = max(1.2, 9 * (stop - start) / (2 * math.pi))
            self.sweep(partial(sweep.swing, start, stop), *sweep.moving, run_time=seconds)

        with self.beat("sweep", text.sweep(story)):
            plane.set_framing(sweep.framing)
            v = plane.tag("vector", "bold(v)", story.start, colour="vector")
            sweep.act(0)
            self.add(*plane.lines)
            self.fade(into=[plane, sweep.circle, sweep.vector, v])
            self.change_panel([matrix_row(story.matrix, theme)])
            self.add(sweep.turn)
            self.fade(into=[sweep.image], run_time=theme.durations.quick)
            self.sweep(sweep.act, *sweep.arrows)
            av = plane.tag("image", text.image_name(story), story.start, colour="image")
            at = story.sweep_start
            sweep.show(at)
            self.add(sweep.trace, sweep.line, sweep.later)
            self.panel += [sweep.angle, sweep.length, sweep.axes]
            self.fade(into=[av, sweep.angle, sweep.length, sweep.axes, sweep.dot])
            for stop, index in story.sweep_stops:
                swing(at, at := stop)
                sweep.light(index, 0)
                self.fade(into=[sweep.marks[index], sweep.zeros[index]], run_time=0.4)
                quick = theme.durations.quick
                self.sweep(partial(sweep.light, index), *plane.lines, run_time=quick)
                self.fade(into=[self.eigenvalue_label(index, sweep.obstacles)], run_time=quick)
            swing(at, story.sweep_start + 2 * math.pi)
            self.done = sweep.parts

    def shift_the_diagonal(self) -> None:
        story, theme = self.story, self.theme
        slider, slow = EigenSlider(self.plane, story, theme), theme.durations.slow
        with self.beat("slider", text.slider(story)):
            self.go_to(slider.framing, self.done)
            slider.show(slider.value, slider.seen)
            moved = [slider.grid, slider.area, slider.heart, *slider.arrows]
            self.change_panel(slider.side, into=[*moved, *slider.name_vectors()])
            self.add(slider.curve)
            self.fade(into=[slider.stem, slider.dot], run_time=theme.durations.quick)
            low, high = story.slider_range
            if slider.value > low:
                self.sweep(slider.leg(low), *slider.moving)
            for value, index in story.slider_stops:
                self.sweep(slider.leg(value), *slider.moving, run_time=slow)
                crushed = slider.name_crushed(index)
                self.fade(into=[slider.roots[index], *slider.names[index], *crushed])
                self.fade(crushed, run_time=theme.durations.quick)
            for value in (high, story.slider_end):
                self.sweep(slider.leg(value), *slider.moving, run_time=slow)
            crushed = slider.name_crushed(0)
            self.fade(into=[slider.roots[0], *slider.names[0], *crushed])
            self.done = [*crushed, *slider.parts]

    def take_a_step_apart(self) -> None:
        story, plane, theme = self.story, self.plane, self.theme
        step, words = EigenStep(plane, story, theme), text.step(story)
        with self.beat("step", words):
            self.go_to(step.start, self.done)
            rows = [matrix_row(story.matrix, theme), *formula_rows(words.lines, theme, 0.7)]
            v = plane.tag("vector", "bold(v)", story.start, colour="vector")
            step.show(1)
            labels = self.eigenvalue_labels(step.obstacles)
            step.show(0)
            names = step.name_components(0, text.component_names(story, after=False))
            self.change_panel(
                [*rows, *step.rows], into=[step.before, step.vector, v, *labels], later=rows[1:]
            )
            self.fade(into=[*step.components, step.sides, *names, rows[1]])
            gone = plane.untag("component 0", "component 1")
            self.add(step.orbit)
            self.fade(gone, [*rows[2:], step.image], run_time=theme.durations.quick)
            self.sweep(step.show, *step.moving, run_time=1.5 * theme.durations.slow)
            av = plane.tag("image", "A bold(v)", story.matrix @ story.start, colour="image")
            names = step.name_components(1, text.component_names(story, after=True))
            step.show(1)
            self.fade(into=[av, *names])
            self.done = step.submobjects

    def raise_to_powers(self) -> None:
        story, plane, theme = self.story, self.plane, self.theme
        words = text.powers(story)
        powers = EigenPowers(plane, story, words, theme)
        with self.beat("powers", words):
            self.go_to(powers.framing, self.done)
            v = plane.tag("vector", "bold(v)", story.drawn[0], colour="vector")
            labels = self.eigenvalue_labels(powers.obstacles)
            powers.show(0)
            self.change_panel(powers.side, into=[powers.vector, v, *labels])
            an = plane.tag("image", "A^n bold(v)", story.drawn[0], colour="image")
            powers.show(0)
            self.add(powers.trail)
            self.fade(into=[*powers.parts, an], run_time=theme.durations.quick)
            seconds = min(max(0.9 * story.steps, 4.0), 11.0)
            self.sweep(powers.walk, *powers.moving, run_time=seconds, eased=False)
            self.done = powers.parts

    def recap(self) -> None:
        story, theme, words = self.story, self.theme, text.recap(self.story)
        last = EigenRecap(self.plane, story, theme)
        with self.beat("recap", words):
            self.go_to(last.start, self.done)
            last.show(0)
            rows = [matrix_row(story.matrix, theme), *formula_rows(words.lines, theme, 1.0)]
            self.change_panel(rows, into=last.submobjects, later=rows[1:])
            self.sweep(last.show, *last.moving, run_time=2 * theme.durations.slow)
            self.fade(into=[*self.eigenvalue_labels(last.obstacles), *rows[1:]])
