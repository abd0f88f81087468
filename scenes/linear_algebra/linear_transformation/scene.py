"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.beat_text import Line
from explainer.maths.linear_algebra import (
    eigen_structure,
    matrix_path,
    null_direction,
    rank,
    signed_area,
)
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.text import Words, row, stack
from explainer.numbers import figures_needed, shortest, widest
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, number
from explainer.scenes.linear_algebra.linear_transformation import alt_text as pictures
from explainer.scenes.linear_algebra.linear_transformation import text as words
from explainer.scenes.linear_algebra.linear_transformation.drawing.marks import (
    Fan,
    InvariantLines,
    Merging,
)
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import (
    TransformedPlane,
)
from explainer.style import PANEL

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
        self.matrix = np.array(self.params.matrix, dtype=float)
        self.vector = np.array(self.params.vector, dtype=float)
        self.eigen = eigen_structure(self.matrix)
        few = self.eigen.kind in ("two_lines", "one_line")
        self.kept = self.eigen.directions if few else np.zeros((0, 2))
        path = matrix_path(self.matrix, self.params.path)
        self.plane = TransformedPlane(path, self.vector, self.theme, self.kept)
        self.fan = Fan(self.plane, 12, turns=self.eigen.kind == "none")
        colours = [self.theme.eigen, self.theme.eigen_second]
        self.lines = InvariantLines(self.plane, self.kept, colours, self.fan.length)
        self.dots = VGroup()

    # -- shared by the beats -------------------------------------------------------------------

    def set_line(self, line: Line) -> Words:
        if line.prose:
            return self.words(line.markup, colour=line.colour, width=PANEL.width)
        return self.formula(line.markup, colour=line.colour)

    def show_panel(self, *rows: VMobject, out: Iterable = (), later: int = 0) -> None:
        """Set rows below each other in the panel; the last ``later`` of them are not shown yet."""
        stack(*rows, zone=PANEL, top=2.3)
        self.change_panel(rows, out, later=rows[len(rows) - later :])

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

    def label_factors(self, far: np.ndarray, aside: bool) -> list[Words]:
        """Label the kept lines, far out where that is asked for or the arrows are too short."""
        labels = []
        rows = zip(EIGEN_ROLES, self.eigen.factors, self.kept, far, strict=False)
        for role, factor, direction, end in rows:
            still = aside or abs(factor) * self.plane.view.units < 0.5
            tip, markup = (
                end if still else direction * self.fan.length,
                f"times {number(factor)}",
            )
            labels.append(self.plane.tag(role, markup, tip, colour=role, still=still))
        return labels

    def exact_matrix(self) -> VGroup:
        decimals = figures_needed(self.matrix.flat)
        entries = LiveMatrix(self.matrix, self.theme, colours=tuple(BASIS), decimals=decimals)
        return row(self.formula("A ="), entries)

    # -- the beats -----------------------------------------------------------------------------

    def show_grid(self) -> None:
        x, y = self.vector
        plane, theme = self.plane, self.theme
        say = (
            "Every vector is a recipe: so many steps along i-hat, then so many along j-hat. "
            f"Here {shortest(x)} of the one and {shortest(y)} of the other."
        )
        alt = pictures.grid_picture(self.vector)
        with self.beat("grid", "A vector counts steps of the basis", say, alt):
            self.fade(into=[plane], run_time=theme.durations.quick)
            self.fade(into=[plane.i_hat, plane.j_hat, *self.label_basis()])
            entries = LiveMatrix(self.vector[:, None], theme, decimals=figures_needed(self.vector))
            for line, role in zip(entries.entries, BASIS, strict=True):
                line[0].set_ink(theme.colour(role))
            name = self.formula('part("vector", bold(v)) =')
            self.show_panel(row(name, entries), self.set_line(words.recipe_lines(self.vector)))
            self.look(1.0)
            self.add(plane.walk)
            self.sweep(
                plane.walk_to_vector, plane.walk, plane.numbers, run_time=theme.durations.slow
            )
            label = plane.tag("vector", "bold(v)", self.vector, colour="vector")
            self.fade(into=[plane.arrow, label])

    def move_the_basis(self) -> None:
        plane, theme = self.plane, self.theme
        say = (
            "Write down where i-hat lands and where j-hat lands: these are the columns of A. "
            "The rest of the plane has to follow, its lines straight, parallel and evenly spaced."
        )
        alt = pictures.columns_picture(self.matrix)
        with self.beat("columns", "The columns of $A$ are where the basis lands", say, alt):
            decimals = max(2, figures_needed(self.matrix.flat))
            room = widest(self.matrix, decimals)
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
                also=lambda: running.set_values(plane.path(plane.time), passing=plane.time < 1),
            )

    def follow_the_vector(self) -> None:
        plane, theme = self.plane, self.theme
        say = (
            "The recipe has not changed. The same steps along the new i-hat and the new j-hat lead "
            "to A v, and that is all that a matrix times a vector means."
        )
        alt = pictures.vector_picture(self.matrix, self.vector)
        with self.beat("vector", "The same steps on the new grid lead to $A bold(v)$", say, alt):
            rows = map(self.set_line, words.product_lines(self.matrix, self.vector))
            plane.walk.set_walk(self.matrix, self.vector, 0)
            self.show_panel(*rows, out=[plane.landings], later=1)
            self.look(1.0)
            self.add(plane.walk)
            self.sweep(
                plane.walk_to_vector, plane.walk, plane.numbers, run_time=theme.durations.slow
            )
            label = plane.tag("vector", 'A part("vector", bold(v))', self.vector)
            self.fade(into=[plane.arrow, label, *self.panel])

    def measure_the_area(self) -> None:
        plane, theme = self.plane, self.theme
        heading, say, note = words.area_words(self.matrix)
        area = signed_area(self.matrix)
        with self.beat("area", heading, say, pictures.area_picture(self.matrix)):
            decimals = 0 if abs(area) >= 1000 else max(2, figures_needed([area], limit=5))
            running = LiveNumber(area, theme, colour="area", anchor="left", decimals=decimals)
            gone = [plane.walk, plane.arrow, plane.landings, *plane.untag("vector")]
            first = row(self.words("area now"), self.formula("="), running)
            rows = [*map(self.set_line, words.area_lines(self.matrix))]
            rows.append(self.words(note, width=PANEL.width))
            stack(first, zone=PANEL)
            running.set_value(1)
            self.show_panel(first, *rows, out=gone, later=len(rows) - 1)
            self.look(0.0)
            self.move(1, 0)
            if rank(self.matrix) == 1:
                self.dots = Merging(plane, null_direction(self.matrix))
            self.fade(into=[plane.area, plane.turn, self.dots])

            def also() -> None:
                now = signed_area(plane.path(plane.time))
                running.set_value(now, passing=plane.time < 1)
                if isinstance(self.dots, Merging):
                    self.dots.show()

            self.move(0, 1, running, self.dots, run_time=2 * theme.durations.slow, also=also)
            self.fade(into=self.panel)

    def find_the_eigenvectors(self) -> None:
        plane, theme = self.plane, self.theme
        alt = pictures.eigen_picture(self.matrix, self.eigen)
        with self.beat("eigen", *words.eigen_words(self.matrix, self.eigen), alt):
            gone = [plane.walk, plane.arrow, plane.landings, plane.area, plane.turn, self.dots]
            gone += [plane.i_hat, plane.j_hat, *plane.untag("vector", *BASIS)]
            rows = [*map(self.set_line, words.eigen_lines(self.matrix, self.eigen))]
            self.show_panel(*rows, out=gone, later=len(rows) - 1)
            self.look(0.0)
            self.move(1, 0)
            self.fan.show()
            self.lines.show()
            self.fade(into=[self.fan, self.lines.lines, self.lines.arrows])
            self.move(
                *(0, 1, self.fan, self.lines),
                run_time=2 * theme.durations.slow,
                also=lambda: (self.fan.show(), self.lines.show()),
            )
            ends = self.lines.ends(np.zeros((1, 2)))
            self.fade(into=[*self.panel, *self.label_factors(ends, aside=False)])

    def recap(self) -> None:
        plane = self.plane
        lines = words.recap_lines(self.matrix, self.vector, self.eigen)
        alt = pictures.recap_picture(self.matrix, self.vector, self.eigen)
        with self.beat("recap", *words.recap_words(self.matrix, self.eigen), alt):
            gone = [self.fan, self.lines.arrows, self.dots, plane.landings, plane.walk]
            gone += plane.untag(*EIGEN_ROLES, *BASIS, "vector")
            self.show_panel(self.exact_matrix(), *map(self.set_line, lines), out=gone)
            self.look(1.0)
            self.lines.show()
            back = [plane.area, plane.i_hat, plane.j_hat, plane.arrow, *self.label_basis()]
            back.append(plane.tag("vector", 'A part("vector", bold(v))', self.vector))
            tips = np.column_stack([self.matrix, self.matrix @ self.vector]).T
            back += self.label_factors(self.lines.ends(tips), aside=True)
            self.fade(into=[*back, self.lines.lines])
