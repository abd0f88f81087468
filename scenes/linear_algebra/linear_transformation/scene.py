"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.linear_algebra import null_direction, signed_area
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Named
from explainer.mobjects.text import Words, row
from explainer.numbers import figures_needed, widest
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, number
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing.marks import (
    Fan,
    InvariantLines,
    Merging,
)
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

BASIS = {"i_hat": (1, 0), "j_hat": (0, 1)}


class LinearTransformation(Explainer):
    """Watch a matrix move the whole plane, and read it from where the basis vectors land."""

    class Params(SceneParams):
        """The matrix, a vector, and what to tell about them."""

        matrix: Matrix2 = Field(
            ((2, 1), (0.5, 1.5)),
            description="the 2x2 matrix; its columns are where i-hat and j-hat land",
        )
        vector: Vector2 = Field((2, -1), description="a vector to follow")
        path: Literal["straight", "polar"] = Field(
            "straight",
            description="how the plane gets there: each entry evenly, or a turn and a stretch",
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
        "symmetric": Params(matrix=((2, 1), (1, 2)), vector=(1, -0.5)),
        "defective": Params(matrix=((1.5, 1), (0, 1.5)), vector=(-1, 1)),
    }

    def construct(self) -> None:
        self.prepare()
        self.show_grid()
        self.move_the_basis()
        if "vector" in self.params.facts:
            self.follow_the_vector()
        if "area" in self.params.facts:
            self.measure_the_area()
        if "eigen" in self.params.facts:
            self.find_the_eigenvectors()
        self.recap()

    def prepare(self) -> None:
        given, theme = self.params, self.theme
        story = self.story = TransformationStory.compute(given.matrix, given.vector, given.path)
        self.plane = TransformedPlane(story.path, story.vector, theme, story.lines)
        self.fan = Fan(self.plane, turns=story.eigen.kind == "complex")
        self.lines = InvariantLines(self.plane, story.lines, self.fan.length)
        self.dots = VGroup()

    # -- shared by the beats -------------------------------------------------------------------

    def move(
        self,
        start: float,
        stop: float,
        *others: VMobject,
        run_time: float | None = None,
        also: Callable[[], object] = lambda: None,
    ) -> None:
        def show(t: float) -> None:
            self.plane.show(start + (stop - start) * t)
            also()

        self.sweep(show, *self.plane.moving(), *others, run_time=run_time)

    def look(self, focus: float) -> None:
        start = self.plane.focus
        if self.plane.refocuses and focus != start:
            show = lambda t: self.plane.look(start + (focus - start) * t)  # noqa: E731
            self.sweep(show, *self.plane.moving())

    def label_basis(self) -> list[Words]:
        hats = {"i_hat": "hat(dotless.i)", "j_hat": "hat(dotless.j)"}
        return [
            self.plane.tag(name, hats[name], np.array(vector), colour=name)
            for name, vector in BASIS.items()
        ]

    def label_eigenvalues(self, far: np.ndarray, aside: bool) -> list[Words]:
        """Label the eigenlines, far out where that is asked for or the arrows are too short."""
        plane, story, labels = self.plane, self.story, []
        for role, value, way, end in zip(
            EIGEN_ROLES, story.eigen.eigenvalues, story.lines, far, strict=False
        ):
            still = aside or abs(value) * plane.view.units < 0.5
            tip = end if still else way * self.fan.length
            labels.append(plane.tag(role, f"times {number(value)}", tip, colour=role, still=still))
        return labels

    def exact_matrix(self) -> VGroup:
        matrix = self.story.matrix
        decimals = figures_needed(matrix.flat)
        entries = LiveMatrix(matrix, self.theme, colours=tuple(BASIS), decimals=decimals)
        return row(self.formula("A ="), entries)

    def walk_to_vector(self, markup: str, colour: str = "ink") -> Words:
        """Walk along the basis as it now is, and return the label of where that leads."""
        plane = self.plane
        self.look(1.0)
        self.add(plane.walk)
        slow = self.theme.durations.slow
        self.sweep(plane.walk_to_vector, plane.walk, plane.numbers, run_time=slow)
        return plane.tag("vector", markup, self.story.vector, colour=colour)

    # -- the beats -----------------------------------------------------------------------------

    def show_grid(self) -> None:
        plane, theme, vector = self.plane, self.theme, self.story.vector
        words = text.grid(self.story)
        with self.beat("grid", words):
            self.fade(into=[plane], run_time=theme.durations.quick)
            self.fade(into=[plane.i_hat, plane.j_hat, *self.label_basis()])
            entries = LiveMatrix(vector[:, None], theme, decimals=figures_needed(vector))
            for line, role in zip(entries.entries, BASIS, strict=True):
                line[0].set_ink(theme.colour(role))
            name = self.formula('part("vector", bold(v)) =')
            self.show_panel(row(name, entries), *words.lines)
            self.fade(into=[plane.arrow, self.walk_to_vector("bold(v)", "vector")])

    def move_the_basis(self) -> None:
        plane, theme, matrix = self.plane, self.theme, self.story.matrix
        with self.beat("columns", text.columns(self.story)):
            decimals = max(2, figures_needed(matrix.flat))
            room = widest(matrix, decimals)
            running = LiveMatrix(
                np.eye(2), theme, colours=tuple(BASIS), decimals=decimals, widest=room
            )
            caption = self.words("the basis is now at", size="small", colour="muted")
            gone = [plane.walk, plane.arrow, *plane.untag("vector")]
            self.show_panel(self.exact_matrix(), caption, running, out=gone)
            self.look(0.0)
            self.fade(into=[plane.landings])
            self.move(
                *(0, 1, running),
                run_time=2 * theme.durations.slow,
                also=lambda: running.set_values(plane.path(plane.time), animating=plane.time < 1),
            )

    def follow_the_vector(self) -> None:
        plane, words = self.plane, text.vector(self.story)
        with self.beat("vector", words):
            plane.walk.to(self.story.matrix, self.story.vector, 0)
            self.show_panel(*words.lines, out=[plane.landings], later=1)
            label = self.walk_to_vector('A part("vector", bold(v))')
            self.fade(into=[plane.arrow, label, *self.panel])

    def measure_the_area(self) -> None:
        plane, theme, story = self.plane, self.theme, self.story
        words, area = text.area(story), story.area
        with self.beat("area", words):
            decimals = 0 if abs(area) >= 1000 else max(2, figures_needed([area], limit=5))
            running = LiveNumber(area, theme, colour="area", anchor="left", decimals=decimals)
            gone = [plane.walk, plane.arrow, plane.landings, *plane.untag("vector")]
            rows = self.side.rows(Named("area now $=$", running, "ink"), *words.lines, words.note)
            running.set_value(1)
            self.change_panel(rows, gone, later=rows[2:])
            self.look(0.0)
            self.move(1, 0)
            if story.rank == 1:
                self.dots = Merging(plane, null_direction(story.matrix))
            self.fade(into=[plane.area, plane.turn, self.dots])

            def also() -> None:
                now = signed_area(plane.path(plane.time))
                running.set_value(now, animating=plane.time < 1)
                if isinstance(self.dots, Merging):
                    self.dots.show()

            self.move(0, 1, running, self.dots, run_time=2 * theme.durations.slow, also=also)
            self.fade(into=self.panel)

    def find_the_eigenvectors(self) -> None:
        plane, fan, lines, words = self.plane, self.fan, self.lines, text.eigen(self.story)
        with self.beat("eigen", words):
            gone = [plane.walk, plane.arrow, plane.landings, plane.area, plane.turn, self.dots]
            gone += [plane.i_hat, plane.j_hat, *plane.untag("vector", *BASIS)]
            self.show_panel(*words.lines, out=gone, later=len(words.lines) - 1)
            self.look(0.0)
            self.move(1, 0)
            fan.show()
            lines.show()
            self.fade(into=[fan, lines.lines, lines.arrows])
            self.move(
                *(0, 1, fan, lines),
                run_time=2 * self.theme.durations.slow,
                also=lambda: (fan.show(), lines.show()),
            )
            ends = lines.ends(np.zeros((1, 2)))
            self.fade(into=[*self.panel, *self.label_eigenvalues(ends, aside=False)])

    def recap(self) -> None:
        plane, story, words = self.plane, self.story, text.recap(self.story)
        with self.beat("recap", words):
            gone = [self.fan, self.lines.arrows, self.dots, plane.landings, plane.walk]
            gone += plane.untag(*EIGEN_ROLES, *BASIS, "vector")
            self.show_panel(self.exact_matrix(), *words.lines, out=gone)
            self.look(1.0)
            self.lines.show()
            back = [plane.area, plane.i_hat, plane.j_hat, plane.arrow, *self.label_basis()]
            back.append(plane.tag("vector", 'A part("vector", bold(v))', story.vector))
            tips = np.column_stack([story.matrix, story.image]).T
            back += self.label_eigenvalues(self.lines.ends(tips), aside=True)
            self.fade(into=[*back, self.lines.lines])
