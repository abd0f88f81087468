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
from explainer.scenes.linear_algebra.eigenvectors import alt_text as pictures
from explainer.scenes.linear_algebra.eigenvectors import power_text as power_words
from explainer.scenes.linear_algebra.eigenvectors import text as words
from explainer.scenes.linear_algebra.eigenvectors.drawing.knob import EigenKnob
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenGround
from explainer.scenes.linear_algebra.eigenvectors.drawing.powers import EigenPowers
from explainer.scenes.linear_algebra.eigenvectors.drawing.recap import EigenRecap
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import formula_rows, matrix_row
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
        self.story = EigenStory.tell(given.matrix, given.start, given.steps)
        self.ground = EigenGround(self.story.lines, self.theme)
        self.sweep_round()
        self.turn_the_knob()
        if self.story.kind != "every_line" and self.story.start.any():
            self.take_a_step_apart()
        self.raise_to_powers()
        self.recap()

    # -- shared by the beats -------------------------------------------------------------------

    def go_to(self, framing: Framing, out: Iterable[Mobject]) -> None:
        """Clear the plane and the side of what is done with, then look where it goes on."""
        ground = self.ground
        self.change_panel([], [*out, *ground.untag(*ground.tags)])
        ground.drawn = np.zeros((0, 2, 2))
        if not ground.looks(framing):
            zoom = partial(ground.zoom, ground.framing, framing)
            self.sweep(zoom, *ground.changing, run_time=0.8)

    def factor_label(self, index: int, away: np.ndarray) -> Words:
        """Label an eigenline with its eigenvalue, far from these points, (n, 2)."""
        name, role = words.factor_name(self.story, index), words.EIGEN_ROLES[index]
        return self.ground.name_line(index, name, away, role)

    def factor_labels(self, away: np.ndarray) -> list[Words]:
        return [self.factor_label(index, away) for index in range(len(self.ground.lines))]

    # -- the beats -----------------------------------------------------------------------------

    def sweep_round(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        sweep = self.swept = DirectionSweep(ground, story, theme)
        alt = pictures.sweep_picture(story)
        with self.beat("sweep", *words.sweep_words(story), alt):
            ground.set_framing(sweep.framing)
            v = ground.tag("vector", "bold(v)", story.start, colour="vector")
            sweep.act(0)
            self.add(*ground.lines)
            self.fade(into=[ground, sweep.circle, sweep.vector, v])
            self.change_panel([matrix_row(story.matrix, theme)])
            self.add(sweep.turn)
            self.fade(into=[sweep.image], run_time=theme.durations.quick)
            self.sweep(sweep.act, *sweep.arrows)
            av = ground.tag("image", words.image_name(story), story.start, colour="image")
            at = story.sweep_start
            sweep.show(at)
            self.add(sweep.trace, sweep.line, sweep.later)
            self.panel += [sweep.angle, sweep.length, sweep.axes]
            self.fade(into=[av, sweep.angle, sweep.length, sweep.axes, sweep.dot])
            for stop, index in story.sweep_stops:
                self.swing(at, at := stop)
                sweep.light(index, 0)
                self.fade(into=[sweep.marks[index], sweep.zeros[index]], run_time=0.4)
                quick = theme.durations.quick
                self.sweep(partial(sweep.light, index), *ground.lines, run_time=quick)
                label = self.factor_label(index, sweep.obstacles)
                self.fade(into=[label], run_time=theme.durations.quick)
            self.swing(at, story.sweep_start + 2 * math.pi)

    def swing(self, start: float, stop: float) -> None:
        """Carry the unit vector round from one angle to another, in radians."""
        seconds = max(1.2, 9 * (stop - start) / (2 * math.pi))
        self.sweep(partial(self.swept.swing, start, stop), *self.swept.moving, run_time=seconds)

    def turn_the_knob(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        knob, slow = EigenKnob(ground, story, theme), theme.durations.slow
        with self.beat("knob", *words.knob_words(story), pictures.knob_picture(story)):
            self.go_to(knob.framing, self.swept.parts)
            knob.show(knob.value, knob.seen)
            moved = [knob.grid, knob.area, knob.heart, *knob.arrows]
            self.change_panel(knob.side, into=[*moved, *knob.name_vectors()])
            self.add(knob.curve)
            self.fade(into=[knob.stem, knob.dot], run_time=theme.durations.quick)
            low, high = story.knob_range
            if knob.value > low:
                self.sweep(knob.leg(low), *knob.moving)
            for value, index in story.knob_stops:
                self.sweep(knob.leg(value), *knob.moving, run_time=slow)
                crushed = knob.name_crushed(index)
                self.fade(into=[knob.roots[index], *knob.names[index], *crushed])
                self.fade(crushed, run_time=theme.durations.quick)
            for value in (high, story.knob_rest):
                self.sweep(knob.leg(value), *knob.moving, run_time=slow)
            crushed = knob.name_crushed(0)
            self.fade(into=[knob.roots[0], *knob.names[0], *crushed])
            self.done = [*crushed, *knob.parts]

    def take_a_step_apart(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        step = EigenStep(ground, story, theme)
        with self.beat("step", *words.split_words(story), pictures.split_picture(story)):
            self.go_to(step.framing, self.done)
            lines = formula_rows(words.split_lines(story), theme, 0.7)
            rows = [matrix_row(story.matrix, theme), *lines]
            v = ground.tag("vector", "bold(v)", story.start, colour="vector")
            step.show(1)
            labels = self.factor_labels(step.obstacles)
            step.show(0)
            names = step.name_pieces(0, words.piece_names(story, after=False))
            self.change_panel(
                [*rows, *step.rows], into=[step.before, step.vector, v, *labels], later=rows[1:]
            )
            self.fade(into=[*step.pieces, step.sides, *names, rows[1]])
            gone = ground.untag("piece 0", "piece 1")
            self.add(step.orbit)
            self.fade(gone, [*rows[2:], step.image], run_time=theme.durations.quick)
            self.sweep(step.show, *step.moving, run_time=1.5 * theme.durations.slow)
            av = ground.tag("image", "A bold(v)", story.matrix @ story.start, colour="image")
            names = step.name_pieces(1, words.piece_names(story, after=True))
            step.show(1)
            self.fade(into=[av, *names])
            self.done = [*step.submobjects]

    def raise_to_powers(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        powers = EigenPowers(ground, story, theme)
        with self.beat("powers", *power_words.powers_words(story), pictures.powers_picture(story)):
            self.go_to(powers.framing, self.done)
            v = ground.tag("vector", "bold(v)", story.start_drawn, colour="vector")
            labels = self.factor_labels(powers.obstacles)
            powers.show(0)
            self.change_panel(powers.side, into=[powers.vector, v, *labels])
            an = ground.tag("image", "A^n bold(v)", story.start_drawn, colour="image")
            powers.show(0)
            self.add(powers.trail)
            self.fade(into=[*powers.parts, an], run_time=theme.durations.quick)
            seconds = min(max(0.9 * story.steps, 4.0), 11.0)
            self.sweep(powers.walk, *powers.moving, run_time=seconds, eased=False)
            self.done = powers.parts

    def recap(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        last = EigenRecap(ground, story, theme)
        with self.beat("recap", *words.recap_words(story), pictures.recap_picture(story)):
            self.go_to(last.start, self.done)
            last.show(0)
            lines = words.recap_lines(story, power_words.long_run(story))
            rows = [matrix_row(story.matrix, theme), *formula_rows(lines, theme, 1.0)]
            self.change_panel(rows, into=last.submobjects, later=rows[1:])
            self.sweep(last.show, *last.moving, run_time=2 * theme.durations.slow)
            self.fade(into=[*self.factor_labels(last.obstacles), *rows[1:]])
