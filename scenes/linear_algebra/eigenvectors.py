"""Eigenvectors: the directions that a matrix keeps, how to find them, and what powers make of it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.geometry.plane import Framing
from explainer.maths import eigenvectors_pictures as pictures
from explainer.maths import eigenvectors_words as words
from explainer.maths.eigenvectors_story import EigenStory
from explainer.maths.numerals import figures_needed
from explainer.mobjects.direction_sweep import DirectionSweep
from explainer.mobjects.eigen_ground import SIDE, EigenGround
from explainer.mobjects.eigen_knob import EigenKnob
from explainer.mobjects.eigen_powers import EigenPowers
from explainer.mobjects.eigen_recap import EigenRecap
from explainer.mobjects.eigen_step import EigenStep
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.text import Words, row, stack
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer


class Eigenvectors(Explainer):
    """Find the directions that a matrix keeps, and see what its powers make of every other one."""

    class Params(SceneParams):
        """The matrix, a vector to start from, and how often the matrix is applied."""

        matrix: Matrix2 = Field(((1.5, 1), (0.5, 1)), description="the 2x2 matrix, row by row")
        start: Vector2 = Field((-1, 2), description="the vector that the powers are applied to")
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
        ground, start = self.ground, self.ground.framing
        names = [name for name in ground.tags]
        self.change_panel([], [*out, *ground.untag(*names)])
        ground.drawn = np.zeros((0, 2, 2))
        zoom = lambda t: ground.zoom(start, framing, t)  # noqa: E731
        self.sweep(zoom, *ground.changing, run_time=self.theme.durations.normal)

    def factor_label(self, index: int, away: np.ndarray) -> Words:
        """Label an eigenline with its eigenvalue, far from these points, (n, 2)."""
        name, role = words.factor_name(self.story, index), words.EIGEN_ROLES[index]
        return self.ground.name_line(index, name, away, role)

    def factor_labels(self, away: np.ndarray) -> list[Words]:
        return [self.factor_label(index, away) for index in range(len(self.ground.lines))]

    def set_lines(self, lines: Iterable[words.Line], top: float) -> list[Mobject]:
        """Return lines of mathematics below each other at the side."""
        rows = [
            self.words(line.markup, colour=line.colour, width=SIDE.width)
            if line.prose
            else self.formula(line.markup, size=0.46, colour=line.colour)
            for line in lines
        ]
        return [*stack(*rows, zone=SIDE, top=top)]

    def exact_matrix(self) -> Mobject:
        decimals = figures_needed(self.story.matrix.flat)
        entries = LiveMatrix(self.story.matrix, self.theme, decimals=decimals, size=0.46)
        shown = row(self.formula("A =", size=0.46), entries)
        shown.scale(min(1.0, SIDE.width / shown.width))
        return shown.shift(np.array([SIDE.left, 2.02, 0]) - shown.get_left())

    # -- the beats -----------------------------------------------------------------------------

    def sweep_round(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        sweep = self.swept = DirectionSweep(ground, story, theme)
        alt = pictures.sweep_picture(story)
        with self.beat("sweep", *words.sweep_words(story), alt):
            ground.set_framing(sweep.framing)
            sweep.act(0)
            v = ground.tag("vector", "bold(v)", sweep.vector.end[:2] * 0, colour="vector")
            sweep.act(0)
            self.add(*ground.lines)
            self.fade(into=[ground, sweep.circle, sweep.vector, v])
            self.change_panel([self.exact_matrix()])
            self.add(sweep.turn, sweep.image)
            self.sweep(sweep.act, *sweep.arrows)
            av = ground.tag("image", words.image_name(story), np.zeros(2), colour="image")
            at = story.sweep_start
            sweep.show(at)
            self.add(sweep.trace, sweep.line)
            self.panel += [sweep.angle, sweep.length, sweep.axes]
            self.fade(into=[av, sweep.angle, sweep.length, sweep.axes, sweep.dot])
            for stop, index in story.sweep_stops:
                self.swing(at, at := stop)
                sweep.light(index, 0)
                self.fade(into=[sweep.marks[index], sweep.zeros[index]], run_time=0.4)
                light = lambda t, index=index: sweep.light(index, t)  # noqa: E731
                self.sweep(light, *ground.lines, run_time=theme.durations.quick)
                label = self.factor_label(index, sweep.obstacles)
                self.fade(into=[label], run_time=theme.durations.quick)
            self.swing(at, story.sweep_start + 2 * math.pi)

    def swing(self, start: float, stop: float) -> None:
        """Carry the unit vector round from one angle to another, in radians."""
        seconds = max(1.2, 9 * (stop - start) / (2 * math.pi))

        def show(t: float) -> None:
            self.swept.show(start + (stop - start) * t if t < 1 else stop, resting=t == 1)

        self.sweep(show, *self.swept.moving, run_time=seconds)

    def turn_the_knob(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        knob, swept = EigenKnob(ground, story, theme), self.swept
        with self.beat("knob", *words.knob_words(story), pictures.knob_picture(story)):
            gone = [*swept.submobjects, *swept.marks, swept.line, swept.dot, swept.zeros]
            self.go_to(knob.framing, gone)
            knob.show(knob.value, knob.seen)
            parts = [knob.grid, knob.area, *knob.arrows]
            self.change_panel(knob.side, into=[*parts, *knob.name_vectors()])
            self.add(knob.curve)
            self.fade(into=[knob.stem, knob.dot], run_time=theme.durations.quick)
            low, high = story.knob_range
            if knob.value > low:
                self.sweep(knob.leg(low), *knob.moving)
            for value, index in story.knob_stops:
                self.sweep(knob.leg(value), *knob.moving, run_time=theme.durations.slow)
                self.fade(into=[knob.roots[index], *knob.names[index]])
            self.sweep(knob.leg(high), *knob.moving, run_time=theme.durations.slow)
            self.sweep(knob.leg(story.knob_rest), *knob.moving, run_time=theme.durations.slow)
            crushed = knob.name_crushed()
            self.fade(into=[knob.roots[0], *knob.names[0], *crushed])
            self.done = [*crushed, *knob.submobjects, knob.curve, knob.stem, knob.dot, *knob.roots, *sum(knob.names, [])]

    def take_a_step_apart(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        step = EigenStep(ground, story, theme)
        with self.beat("step", *words.split_words(story), pictures.split_picture(story)):
            self.go_to(step.framing, self.done)
            rows = [self.exact_matrix(), *self.set_lines(words.split_lines(story), 0.7)]
            v = ground.tag("vector", "bold(v)", story.start, colour="vector")
            step.show(0)
            step.show(1)
            labels = self.factor_labels(step.obstacles)
            step.show(0)
            names = step.name_pieces(0, words.piece_names(story, after=False))
            self.change_panel(
                [*rows, *step.rows], into=[step.before, step.vector, v, *labels], later=rows[1:]
            )
            self.fade(into=[*step.pieces, step.sides, *names, rows[1]])
            self.fade(ground.untag("piece 0", "piece 1"), rows[2:], run_time=theme.durations.quick)
            self.add(step.orbit, step.image)
            self.sweep(step.show, *step.moving, run_time=1.5 * theme.durations.slow)
            av = ground.tag("image", "A bold(v)", story.matrix @ story.start, colour="image")
            names = step.name_pieces(1, words.piece_names(story, after=True))
            step.show(1)
            self.fade(into=[av, *names])
            self.done = [*step.submobjects]

    def raise_to_powers(self) -> None:
        story, ground, theme = self.story, self.ground, self.theme
        powers = EigenPowers(ground, story, theme)
        with self.beat("powers", *words.powers_words(story), pictures.powers_picture(story)):
            self.go_to(powers.framing, self.done)
            v = ground.tag("vector", "bold(v)", np.zeros(2), colour="vector")
            powers.show(0)
            labels = self.factor_labels(story.drawn)
            powers.show(0)
            self.change_panel(powers.side, into=[powers.vector, v, *labels])
            an = ground.tag("image", "A^n bold(v)", np.zeros(2), colour="image")
            powers.show(0)
            drawn = [powers.rays, powers.trail, powers.dots, powers.image]
            self.fade(into=[*drawn, an, *powers.chart], run_time=theme.durations.quick)

            def walk(t: float) -> None:
                whole = min(math.floor(t * story.steps), story.steps - 1)
                share = min((t * story.steps - whole) / 0.75, 1.0)
                powers.show(whole + share * share * (3 - 2 * share))

            seconds = min(max(0.9 * story.steps, 4.0), 11.0)
            self.sweep(walk, *powers.moving, run_time=seconds, eased=False)
            self.done = [*drawn, powers.vector, *powers.chart]

    def recap(self) -> None:
        story, ground = self.story, self.ground
        last = EigenRecap(ground, story, self.theme)
        with self.beat("recap", *words.recap_words(story), pictures.recap_picture(story)):
            self.go_to(last.start, self.done)
            last.show(0)
            rows = [self.exact_matrix(), *self.set_lines(words.recap_lines(story), 1.0)]
            self.change_panel(rows, into=last.submobjects, later=rows[1:])
            self.sweep(last.show, *last.moving, run_time=2 * self.theme.durations.slow)
            self.fade(into=[*self.factor_labels(last.obstacles), *rows[1:]])
