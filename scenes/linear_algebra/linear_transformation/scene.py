"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from functools import partial
from typing import Literal

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Named
from explainer.numbers import computed, equals, figures_needed, widest
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory


class LinearTransformation(Explainer):
    """Watch a matrix move the whole plane, and read it from where the basis vectors land."""

    class Params(SceneParams):
        """The matrix, a vector, and what is shown of them."""

        matrix: Matrix2 = Field(
            ((2.5, 1), (0.5, 2)),
            description="the 2x2 matrix, row by row; its columns are where i-hat and j-hat land",
        )
        vector: Vector2 = Field((2, -1), description="a vector to follow")
        path: Literal["straight", "polar"] = Field(
            "straight",
            description="how the plane moves: each point in a straight line, or turning on the way",
        )
        facts: tuple[Literal["vector", "area", "eigen"], ...] = Field(
            ("vector", "area", "eigen"), description="which facts to show before the recap"
        )

    presets = {
        "shear": Params(matrix=((1, 1), (0, 1)), vector=(1, 2)),
        "rotation": Params(matrix=((0, -1), (1, 0)), vector=(2, 1), path="polar"),
        "reflection": Params(matrix=((0, 1), (1, 0)), vector=(2, 0.5)),
        "projection": Params(matrix=((0.8, 0.4), (0.4, 0.2)), vector=(1, 2)),
        "scaling": Params(matrix=((1.5, 0), (0, 1.5)), vector=(1, -1)),
        "symmetric": Params(matrix=((1.5, 1), (1, 1.5)), vector=(1, -0.5)),
        "defective": Params(matrix=((1.5, 1), (0, 1.5)), vector=(-1, 1)),
    }

    def construct(self) -> None:
        given = self.params
        self.story = TransformationStory(given.matrix, given.vector, given.path)
        self.view = TransformedPlane(self.story, self.theme)
        self.plane = self.view.plane
        self.show_grid()
        self.move_the_basis()
        if "vector" in self.params.facts:
            self.follow_the_vector()
        if "area" in self.params.facts:
            self.measure_the_area()
        if "eigen" in self.params.facts:
            self.find_the_eigenvectors()
        self.recap()

    # -- shared by the beats -------------------------------------------------------------------

    def look(self, focus: float) -> None:
        if way := self.view.look(focus):
            self.sweep(way)

    def walk_to_vector(self, markup: str, colour: str = "ink") -> list[VMobject]:
        """Walk along the basis as it now is, and return the arrow that leads there, with a name."""
        view, plane = self.view, self.plane
        view.walk.to(np.eye(2), np.zeros(2), 0)
        self.add(*plane.put(view.walk))
        self.look(1.0)
        self.sweep(view.walk_to_vector, run_time=self.theme.durations.slow)
        plane.put(view.arrow)
        plane.name_tip(view.arrow, markup, colour)
        return view.arrow.parts

    # -- the beats -----------------------------------------------------------------------------

    def show_grid(self) -> None:
        view, plane, words = self.view, self.plane, text.grid(self.story)
        with self.beat("grid", words):
            self.fade(into=[plane.base, view.grid], run_time=self.theme.durations.quick)
            basis = plane.put(view.i_hat, view.j_hat)
            names = view.name_basis(moved=False)
            self.fade(into=[*basis, *names])
            self.show_panel(*words.lines)
            self.fade(into=self.walk_to_vector("bold(v)", "vector"))

    def move_the_basis(self) -> None:
        view, plane, theme, matrix = self.view, self.plane, self.theme, self.story.matrix
        words = text.columns(self.story)
        with self.beat("columns", words):
            decimals = places(matrix.flat, typed=True)
            room = widest(matrix, decimals)
            now = LiveMatrix(np.eye(2), theme, colours=text.BASIS, decimals=decimals, widest=room)
            caption = self.words("the basis vectors are now at", size="small", colour="muted")
            gone = plane.drop(view.walk, view.arrow) + view.forget_basis()
            self.show_panel(*words.lines, caption, now, out=gone)
            self.look(0.0)
            self.fade(into=plane.put(*view.landings))
            with plane.ahead(view.show):
                names = view.name_basis(moved=True)
            self.add(*names)
            view.run(now, lambda matrix, moving: now.set_values(matrix, animating=moving))
            self.sweep(partial(view.move, 0, 1), run_time=2 * theme.durations.slow)
            view.rest()

    def follow_the_vector(self) -> None:
        words = text.vector(self.story)
        with self.beat("vector", words):
            self.show_panel(*words.lines, out=self.plane.drop(*self.view.landings), later=1)
            self.fade(into=[*self.walk_to_vector('A part("vector", bold(v))'), *self.panel])

    def measure_the_area(self) -> None:
        view, plane, theme, story = self.view, self.plane, self.theme, self.story
        words, area = text.area(story), story.area
        with self.beat("area", words):
            decimals = 0 if abs(area) >= 1000 else max(2, figures_needed([area], limit=5))
            running = LiveNumber(
                area, theme, colour="area", anchor="left", decimals=decimals, equated=True
            )
            gone = plane.drop(view.walk, view.arrow, *view.landings) + view.forget_basis()
            rows = self.side.rows(
                Named("signed area now", running, "ink"), *words.lines, words.note
            )
            running.set_value(1)
            self.change_panel(rows, gone, later=rows[2:])
            self.look(0.0)
            self.sweep(partial(view.move, 1, 0))
            merging = view.merge() if story.rank == 1 else []
            self.fade(into=[*plane.put(view.area, view.turn), *merging])
            with plane.ahead(view.show):
                names = view.name_basis(moved=True)
            self.add(*names)

            def write(matrix: np.ndarray, moving: bool) -> None:
                value = signed_area(matrix)
                if moving:
                    running.set_value(value, animating=True)
                else:
                    running.set_text(equals(computed(value)), value)

            view.run(running, write)
            self.sweep(partial(view.move, 0, 1), run_time=2 * theme.durations.slow)
            view.rest()
            self.fade(into=self.panel)

    def find_the_eigenvectors(self) -> None:
        view, plane, words = self.view, self.plane, text.eigen(self.story)
        with self.beat("eigen", words):
            gone = plane.clear(view.grid)
            self.show_panel(*words.lines, out=gone, later=len(words.lines) - 1)
            self.look(0.0)
            self.sweep(partial(view.move, 1, 0))
            self.fade(into=plane.put(*view.lines, *view.fan_marks))
            self.add(*view.turned)
            self.sweep(partial(view.move, 0, 1), run_time=2 * self.theme.durations.slow)
            self.fade(into=[*self.panel, *view.name_eigenvalues(aside=False)])

    def recap(self) -> None:
        view, plane, words = self.view, self.plane, text.recap(self.story)
        with self.beat("recap", words):
            gone = plane.clear(view.grid, *view.lines)
            self.show_panel(*words.lines, out=gone)
            self.look(1.0)
            plane.put(*(line for line in view.lines if line not in plane.marks))
            back = plane.put(view.area, view.i_hat, view.j_hat, view.arrow)
            back += view.name_basis(moved=True)
            back.append(plane.name_tip(view.arrow, 'A part("vector", bold(v))'))
            self.fade(into=[*back, *view.lines, *view.name_eigenvalues(aside=True)])
