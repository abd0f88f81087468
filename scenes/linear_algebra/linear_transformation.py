"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.linear_algebra import (
    eigen_structure,
    matrix_path,
    null_direction,
    rank,
    signed_area,
)
from explainer.maths.numerals import decimals_needed, shortest, widest
from explainer.maths.transformation_words import (
    area_words,
    column,
    eigen_words,
    number,
    recap_words,
)
from explainer.mobjects.text import Formula, LiveMatrix, LiveNumber, row, stack
from explainer.mobjects.transformation import Fan, InvariantLines, Merging, TransformedPlane
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.style import PANEL

COLUMNS = ("i_hat", "j_hat")
EIGEN = ("eigen", "eigen_second")


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
        self.image = self.matrix @ self.vector
        self.eigen = eigen_structure(self.matrix)
        path = matrix_path(self.matrix, self.params.path)
        self.plane = TransformedPlane(path, self.vector, self.theme, self.eigen.directions)
        self.panel = VGroup()
        self.fan, self.dots = VGroup(), VGroup()

    def show_panel(self, *rows: VMobject, out: Iterable = (), into: Iterable = ()) -> None:
        old, self.panel = self.panel, stack(*rows, zone=PANEL, top=2.3)
        self.fade([old, *out], [self.panel, *into])

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

    def label_basis(self) -> list[Formula]:
        return [
            self.plane.tag("i_hat", 'part("i_hat", hat(dotless.i))', np.array([1, 0])),
            self.plane.tag("j_hat", 'part("j_hat", hat(dotless.j))', np.array([0, 1])),
        ]

    def exact_matrix(self) -> VGroup:
        decimals = decimals_needed(self.matrix.flat)
        entries = LiveMatrix(self.matrix, self.theme, colours=COLUMNS, decimals=decimals)
        return row(self.formula("A ="), entries)

    def show_grid(self) -> None:
        x, y = self.vector
        plane, theme = self.plane, self.theme
        say = (
            "Every vector is a recipe: so many steps along i-hat, then so many along j-hat. "
            f"Here {shortest(x)} of the one and {shortest(y)} of the other."
        )
        with self.beat("grid", "A vector counts steps of the basis", say):
            self.fade(into=[plane], run_time=theme.durations.quick)
            self.fade(into=[plane.i_hat, plane.j_hat, *self.label_basis()])
            entries = LiveMatrix(self.vector[:, None], theme, decimals=decimals_needed(self.vector))
            for line, role in zip(entries.entries, COLUMNS, strict=True):
                line[0].set_ink(theme.colour(role))
            sign, size = ("-", -y) if y < 0 else ("+", y)
            self.show_panel(
                row(self.formula('part("vector", bold(v)) ='), entries),
                self.formula(
                    f'= part("i_hat", {number(x)} hat(dotless.i)) {sign} '
                    f'part("j_hat", {number(size)} hat(dotless.j))'
                ),
            )
            self.add(plane.walk)
            self.sweep(plane.walk_to_vector, plane.walk, run_time=theme.durations.slow)
            label = plane.tag("vector", 'part("vector", bold(v))', self.vector)
            self.fade(into=[plane.arrow, label])

    def move_the_basis(self) -> None:
        plane, theme = self.plane, self.theme
        say = (
            "Write down where i-hat lands and where j-hat lands: these are the columns of A. "
            "The rest of the plane has to follow, its lines straight, parallel and evenly spaced."
        )
        with self.beat("columns", "The columns of $A$ are where the basis lands", say):
            running = LiveMatrix(np.eye(2), theme, colours=COLUMNS, widest=widest(self.matrix))
            caption = self.words("the basis is now at", size="small", colour="muted")
            gone = [plane.walk, plane.arrow, *plane.untag("vector")]
            self.show_panel(self.exact_matrix(), caption, running, out=gone)
            self.fade(into=[plane.landings])
            self.move(
                *(0, 1, running),
                run_time=2 * theme.durations.slow,
                also=lambda: running.set_values(plane.path(plane.time)),
            )

    def follow_the_vector(self) -> None:
        x, y = self.vector
        plane, theme = self.plane, self.theme
        say = (
            "The recipe has not changed. The same steps along the new i-hat and the new j-hat lead "
            "to A v, and that is all that a matrix times a vector means."
        )
        first, second = column(self.matrix[:, 0]), column(self.matrix[:, 1])
        with self.beat("vector", "The same steps on the new grid lead to $A bold(v)$", say):
            rows = [
                self.formula(f'A part("vector", bold(v)) = part("i_hat", {number(x)} {first})'),
                self.formula(f'quad + part("j_hat", ({number(y)}) {second})'),
                self.formula(f'quad = part("vector", {column(self.image)})'),
            ]
            plane.walk_to_vector(0)
            self.show_panel(*rows[:2])
            self.add(plane.walk)
            self.sweep(plane.walk_to_vector, plane.walk, run_time=theme.durations.slow)
            label = plane.tag("vector", 'A part("vector", bold(v))', self.vector)
            stack(rows[2], zone=PANEL, top=rows[1].get_bottom()[1] - 0.28)
            self.fade(into=[plane.arrow, label, rows[2]])
            self.panel = VGroup(*rows)

    def measure_the_area(self) -> None:
        (a, b), (c, d) = self.matrix
        plane, theme = self.plane, self.theme
        heading, say, note = area_words(self.matrix)
        with self.beat("area", heading, say):
            running = LiveNumber(1, theme, colour="area", anchor="left")
            product = f"= ({number(a)}) ({number(d)}) - ({number(b)}) ({number(c)})"
            rows = [
                row(self.words("area now", size="body"), self.formula("="), running),
                self.formula("det A = a d - b c"),
                self.formula(product, size="body"),
                self.formula(f"= {number(signed_area(self.matrix))}", colour="area"),
                self.words(note, width=PANEL.width),
            ]
            self.show_panel(
                *rows, out=[plane.walk, plane.arrow, plane.landings, *plane.untag("vector")]
            )
            self.move(1, 0)
            dots = (
                Merging(plane, null_direction(self.matrix)) if rank(self.matrix) == 1 else VGroup()
            )
            self.fade(into=[plane.area, plane.turn, dots])

            def also() -> None:
                running.set_value(signed_area(plane.path(plane.time)))
                if isinstance(dots, Merging):
                    dots.show()

            self.move(0, 1, running, dots, run_time=2 * theme.durations.slow, also=also)
            self.dots = dots

    def find_the_eigenvectors(self) -> None:
        plane, theme, eigen = self.plane, self.theme, self.eigen
        heading, say = eigen_words(eigen)
        with self.beat("eigen", heading, say):
            gone = [plane.walk, plane.arrow, plane.landings, plane.area, plane.turn, self.dots]
            gone += [plane.i_hat, plane.j_hat, *plane.untag("vector", "i_hat", "j_hat")]
            self.show_panel(*self.eigen_rows(), out=gone)
            self.move(1, 0)
            self.fan = Fan(plane, 12, 0.7, turns=eigen.kind == "none")
            few = eigen.directions if eigen.kind in ("two_lines", "one_line") else np.zeros((0, 2))
            self.lines = InvariantLines(plane, few, [theme.eigen, theme.eigen_second])
            self.fade(into=[self.fan, self.lines])
            self.move(
                *(0, 1, self.fan, self.lines),
                run_time=2 * theme.durations.slow,
                also=lambda: (self.fan.show(), self.lines.show()),
            )
            labels = [
                plane.tag(role, f"times {number(factor)}", direction, colour=role)
                for role, factor, direction in zip(EIGEN, eigen.factors, few, strict=False)
            ]
            self.fade(into=labels)

    def eigen_rows(self) -> list[VMobject]:
        eigen = self.eigen
        rows: list[VMobject] = [self.formula("A bold(x) = lambda bold(x)")]
        if eigen.kind == "none":
            value = complex(eigen.eigenvalues[0])
            pair = f"lambda = {number(value.real)} plus.minus {number(abs(value.imag))} i"
            turn = f'{number(np.degrees(eigen.angle), 0)} degree thin "turn"'
            return [
                *rows,
                self.words("for no real $lambda$"),
                self.formula(pair),
                self.formula(turn, colour="eigen"),
                self.formula(f'times {number(eigen.modulus)} " stretch"', colour="eigen"),
            ]
        if eigen.kind == "every_line":
            factor = self.formula(f"lambda = {number(eigen.factors[0])}", colour="eigen")
            return [*rows, factor, self.words("for every $bold(x)$")]
        for role, factor, direction in zip(EIGEN, eigen.factors, eigen.directions, strict=False):
            mark = role.count("second") + 1
            rows.append(self.formula(f"lambda_{mark} = {number(factor)}", colour=role))
            rows.append(self.formula(f"bold(x)_{mark} = {column(direction)}", colour=role))
        return rows

    def recap(self) -> None:
        plane = self.plane
        heading, say = recap_words(self.matrix, self.eigen)
        with self.beat("recap", heading, say):
            back = [plane.area, plane.i_hat, plane.j_hat, plane.arrow, *self.label_basis()]
            back.append(plane.tag("vector", 'A part("vector", bold(v))', self.vector))
            values = ", ".join(number(factor) for factor in self.eigen.factors) or '"not real"'
            self.show_panel(
                self.exact_matrix(),
                self.formula(f"det A = {number(signed_area(self.matrix))}", colour="area"),
                self.formula(f'"rank" A = {rank(self.matrix)}'),
                self.formula(f"lambda = {values}", colour="eigen"),
                self.formula(f'A part("vector", bold(v)) = part("vector", {column(self.image)})'),
                out=[self.fan, self.dots, plane.landings, plane.walk],
                into=back,
            )
