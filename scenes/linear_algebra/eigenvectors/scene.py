"""Eigenvectors: the directions that a matrix keeps, how to find them, and where powers lead."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Annotated, TypeAlias

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.eigenvectors import formulas, text
from explainer.scenes.linear_algebra.eigenvectors.drawing.collapse import Collapse
from explainer.scenes.linear_algebra.eigenvectors.drawing.directions import (
    DirectionSweep,
    panel_beside,
    room,
    views_of,
)
from explainer.scenes.linear_algebra.eigenvectors.drawing.steps import EigenPowers, EigenStep
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory

Show: TypeAlias = Callable[[float], object]

ABOVE_ALL = 1000
"""The z-index of headings, and of what stands beside the picture."""

OVER = 7.5
"""The z-index of the veil over the right of the picture: above its marks, below its names."""


class Eigenvectors(Explainer):
    """Find the vectors that a matrix only scales, and see where its powers lead the others."""

    class Params(SceneParams):
        """The matrix, a vector to start from, and how often the matrix is applied."""

        matrix: Matrix2 = Field(((1.5, 1), (0.5, 1)), description="the 2x2 matrix, row by row")
        start: Vector2 = Field((-0.5, 2), description="the vector that the powers are applied to")
        steps: Annotated[int, Field(ge=2, le=24)] = Field(
            3, description="how many times the matrix is applied"
        )

    presets = {
        "symmetric": Params(matrix=((1.5, 1), (1, 1.5)), start=(2, -1), steps=3),
        "spiral": Params(matrix=((0.8, -0.5), (0.5, 0.8)), start=(2, 1), steps=14),
        "defective": Params(matrix=((1, 1), (0, 1)), start=(0, 1), steps=8),
        "singular": Params(matrix=((0.8, 0.4), (0.4, 0.2)), start=(0.5, 2), steps=3),
        "markov": Params(matrix=((0.9, 0.5), (0.1, 0.5)), start=(0, 1), steps=6),
        "fibonacci": Params(matrix=((1, 1), (1, 0)), start=(1, 0), steps=5),
    }

    bleeds = True

    def construct(self) -> None:
        given = self.params
        self.story = EigenStory.compute(given.matrix, given.start, given.steps)
        layout = self.theme.layout
        units, words = 1.9 * layout.type_scale, layout.open
        self.plane = Plane(self.theme, layout.frame, room(layout), units=units, text=words)
        self.plane.grid.finest = 1.0
        self.views = views_of(self.plane, self.story)
        self.splits = self.story.kind != "scalar" and bool(self.story.start.any())
        self.sweep_round()
        self.collapse()
        if self.splits:
            self.take_a_step()
        self.raise_to_powers()

    # -- shared by the beats -------------------------------------------------------------------

    def aside(self, rows: Iterable[VMobject]) -> None:
        """Let rows take the place of what stands beside the picture while the next thing moves."""
        rows = [row.set_z_index(ABOVE_ALL) for row in rows]
        self.change_panel(rows, carry=True)

    def stage(
        self, come: Iterable[Mark], keep: Iterable[Mark] = (), lines: float = 1.0
    ) -> list[Mark]:
        """Let these marks be in the picture, and the lines, but nothing else, from now on.

        Args:
            come: what comes.
            keep: what stays.
            lines: how bright the lines of eigenvectors are, with their glow.

        Returns:
            The marks that go; they move with the plane until they are dropped.
        """
        come, stay = [*come], [*keep, *self.lines]
        self.carry(out=self.plane.drop(*self.plane.names))
        going = [m for m in self.plane.marks if m not in stay and m not in come]
        self.carry(
            out=[part for mark in going for part in mark.parts],
            into=come,
            to={lines: [part for line in self.lines for part in line.parts]},
        )
        return going

    def arrive(
        self, view: VGroup, show: Show, framing: Framing, going: list[Mark], seconds: float
    ) -> None:
        """Look where it goes on while the first thing is shown there."""
        start, plane = self.plane.framing, self.plane

        def both(t: float) -> None:
            if not plane.looks(framing):
                plane.zoom(start, framing, t)
            show(t)

        self.sweep(both, plane.base, view, run_time=seconds)
        plane.drop(*going)

    # -- the beats -----------------------------------------------------------------------------

    def sweep_round(self) -> None:
        story, plane, slow = self.story, self.plane, self.theme.durations.slow
        words = text.sweep(story)
        self.side = panel_beside(plane, story, self.views[0])
        sweep = DirectionSweep(plane, story)
        self.lines = sweep.lines
        plane.look(self.views[0])
        first = story.sweep_start
        last = first + 2 * math.pi
        sweep.show(first + math.pi if story.lines.size else first)  # clear of what comes
        plane.name_tip(sweep.vector, "bold(v)", "vector")
        plane.name_tip(sweep.image, formulas.image_name(story), "image")
        sweep.show(first)
        layout = self.theme.layout
        if layout.is_wide:
            self.veil = Veil(replace(layout.aside_veil, left=1.9), self.theme, "left", soft=2.0)
        else:  # the lines go on behind the formulas
            self.veil = Veil(layout.aside_veil, self.theme, "top", soft=1.0, opacity=0.96)
        self.veil.set_z_index(OVER)
        self.add(plane.base, self.veil, *plane.marks, *plane.names)
        self.aside(self.side.rows(*words.lines[:2]))
        stops: list[tuple[float, int | None]] = [*story.sweep_stops]
        stops += [(first + (2 - len(stops)) * math.pi, None)] if len(stops) < 2 else []
        stops = stops if len(stops) == 2 else [(first + math.pi, None), (last, None)]
        with self.beat("sweep", words):
            at = first
            for sentence, (stop, index) in zip(words.sentences, stops, strict=False):
                with self.say(sentence):
                    seconds = max(1.6, 7 * (stop - at) / (2 * math.pi))
                    self.sweep(partial(sweep.swing, at, stop), run_time=seconds)
                    at = stop
                    if index is not None:
                        self.add(plane.glow(self.lines[index]))
                        self.sweep(partial(sweep.light, index), run_time=0.8)
            with self.say(words.sentences[2]):
                if at < last:
                    rest = partial(sweep.swing, at, last)
                    self.aside(self.side.rows(*words.lines))
                    self.sweep(rest, run_time=max(slow, 5 * (last - at) / (2 * math.pi)))
                self.conclude()
                done = [sweep.vector, sweep.image, sweep.turn] if self.lines else []
                out = plane.drop(*done, *([sweep.strokes] if story.tangled else []))
                names = sweep.name_lines() if self.lines else []
                self.carry(out=out, into=names or [plane.glow(sweep.image)])
                self.sweep(sweep.step_back, run_time=self.theme.durations.normal)

    def collapse(self) -> None:
        story, plane, slow = self.story, self.plane, self.theme.durations.slow
        words = text.collapse(story)
        first, second, third = words.sentences
        view = Collapse(plane, story, self.views[1])
        with self.beat("collapse", words):
            stops: list[tuple[float, int | None]] = [*story.slider_stops]
            if len(stops) < 2:
                stops = [(story.slider_range[1], None), (story.slider_end, 0)]
            followed = [index for _, index in stops if index is not None and view.arrows]
            pairs = [[view.starts[index], view.arrows[index]] for index in followed]
            view.open(0.0)
            come = [view.area, view.stages, view.turned, *(pairs[0] if pairs else [])]
            going = self.stage(come, lines=self.theme.emphasis.rest)
            for part in view.beside:
                part.set_z_index(ABOVE_ALL)
            self.change_panel(view.beside, carry=True)
            with self.say(first):
                self.arrive(view, view.open, view.framing, going, self.reading(first) - 1.2)
            crushed: list[VMobject] = []
            for sentence, (value, index) in zip((second, third), stops, strict=True):
                with self.say(sentence):
                    if len(pairs) > 1 and index == followed[1]:
                        gone = plane.drop(*pairs[0])
                        self.carry([*gone, *crushed], plane.put(*pairs[1]))
                    seconds = self.reading(sentence, 1.5 * slow) - 1.2
                    self.sweep(view.leg(value), run_time=max(seconds, slow))
                    if index is None:
                        continue
                    into = [view.roots[index], *view.names[index]]
                    for part in into:
                        part.set_z_index(ABOVE_ALL)
                    if index == stops[-1][1]:
                        self.conclude()
                        into += [plane.glow(view.area), *view.name_squares()]
                    crushed = [*view.name_crushed(index)]
                    self.panel += [view.roots[index], *view.names[index], *crushed]
                    self.fade(into=[*into, *crushed])

    def take_a_step(self) -> None:
        story, plane, slow = self.story, self.plane, self.theme.durations.slow
        words = text.step(story)
        first, second, third = words.sentences
        view = EigenStep(plane, story, self.views[2])
        self.side = panel_beside(plane, story, view.framing)
        with self.beat("step", words):
            view.split(0.0)
            going = self.stage(view.marks)
            self.aside(self.side.rows(*words.lines[:1]))
            with self.say(first):
                self.arrive(view, view.split, view.framing, going, slow)
                names = view.name_components(0.0)
                self.fade(into=names, run_time=self.theme.durations.quick)
            self.ask("Where does $A$ take $bold(v)$?")
            self.add(*view.make_ghosts(), plane.put(view.image)[0])
            view.show(0.0)
            near = [
                name
                for name, end in zip(names[:-1], story.step_parts(1.0), strict=False)
                if float(np.hypot(*(end - name.point))) * plane.view.units < 1.0
            ]
            self.carry(out=plane.drop(*near))
            self.aside(self.side.rows(*words.lines))
            with self.say(second):
                self.sweep(view.show, run_time=self.reading(second, slow))
            with self.say(third):
                self.conclude()
                av = plane.name_tip(view.image, "A bold(v)", "image")
                self.fade(into=[plane.glow(view.image), av, *view.name_components(1.0)])
        self.vector = view.vector

    def raise_to_powers(self) -> None:
        story, plane = self.story, self.plane
        words = text.powers(story)
        view = EigenPowers(plane, story)
        with self.beat("powers", words):
            view.show(0)
            come: list[Mark] = [view.rays, view.trail, view.rests, view.feet, view.dots, view.image]
            if not self.splits:
                self.vector = plane.arrow("vector", width=0.1, tip=0.38).to(story.drawn[0])
                come.append(self.vector)
            going = self.stage(come, keep=[self.vector])
            self.side = panel_beside(plane, story, view.framing, below=view.wide)
            if view.wide and self.theme.layout.is_wide:
                self.carry(out=[self.veil])
                plane.view.text = replace(plane.view.text, right=self.theme.layout.safe.right)
            self.aside(self.side.rows(*words.lines))
            if not self.splits:
                self.ask()
            count = len(words.sentences)
            for index, sentence in enumerate(words.sentences):
                with self.say(sentence):
                    if index == 0:
                        self.vector.to(story.drawn[0])
                        self.arrive(view, lambda t: plane.settle(), view.framing, going, 0.8)
                    if index == count - 1:
                        self.conclude()
                    share = index / count, (index + 1) / count
                    seconds = self.reading(sentence, min(0.9 * story.steps, 9.0) / count)
                    walk = partial(view.walk, *share)
                    self.sweep(walk, run_time=seconds, eased=False)
                    if index == count - 1:
                        v = plane.name_tip(self.vector, "bold(v)", "vector")
                        self.fade(into=[plane.glow(view.image), v, *view.name_powers()])
