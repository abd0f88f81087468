"""Products of matrices: one map after the other, what that makes of columns, and in which order."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.matrix_product import text
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import (
    BELOW,
    OVER,
    Equation,
    Flight,
)
from explainer.scenes.linear_algebra.matrix_product.drawing.planes import (
    Journey,
    MovedPlane,
    TwoPlanes,
    corners,
)
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, way
from explainer.style import ASIDE_VEIL, FRAME, HERO, Zone

FLOOR = Zone(FRAME.left, FRAME.right, FRAME.bottom, -1.6)
"""Below two planes, where their matrices stand."""


class MatrixProduct(Explainer):
    """Apply one matrix after another, and see that a single one, their product, does both."""

    class Params(SceneParams):
        """The two matrices."""

        a: Matrix2 = Field(((2, 1), (-0.5, 1)), description="the 2x2 matrix A, which acts second")
        b: Matrix2 = Field(((1, -1), (1, 1)), description="the 2x2 matrix B, which acts first")

    presets = {
        "rotations": Params(a=((0.8, -0.6), (0.6, 0.8)), b=((0, -1), (1, 0))),
        "projections": Params(a=((1, 0), (0, 0)), b=((0.5, 0.5), (0.5, 0.5))),
        "nilpotent": Params(a=((1, -1), (1, -1)), b=((1, -1), (1, -1))),
        "inverse": Params(a=((2, 1), (1, 1)), b=((1, -1), (-1, 2))),
        "shear_then_rotation": Params(a=((0, -1), (1, 0)), b=((1, 1), (0, 1))),
        "reflections": Params(a=((1, 0), (0, -1)), b=((0, 1), (1, 0))),
    }

    bleeds = True

    def construct(self) -> None:
        story = self.story = ProductStory.compute(self.params.a, self.params.b)
        self.plane = MovedPlane(self.theme, story.first_b).frame()
        self.equation = Equation(story, self.theme)
        self.move_twice()
        self.follow_the_columns()
        self.cross_rows_and_columns()
        self.swap_the_order()
        self.move_at_once()

    # -- shared by the beats -------------------------------------------------------------------

    def move(self, plane: MovedPlane, leg: int, factors: str, said: str) -> None:
        """Let a matrix move a plane, whose arrows change their names, while a sentence is read."""
        names = plane.name_basis(factors, leg + 1.0)
        with self.say(said):
            self.carry(into=[*plane.trails, *names])
            self.sweep(partial(plane.step, leg), run_time=self.reading(said))

    def reading(self, said: str) -> float:
        """Return how long a motion lasts, in seconds, that goes with a sentence."""
        durations = self.theme.durations
        return max(durations.slow, min(len(said) / durations.reading_speed, 2 * durations.slow))

    def caption(self, markup: str, place: int) -> Words:
        """Return what stands above the left or the right plane."""
        made = self.words(markup, size="label").with_halo(self.theme)
        return made.place((BELOW[place].centre[0], 2.3), "centre").set_z_index(OVER)

    # -- the beats -----------------------------------------------------------------------------

    def move_twice(self) -> None:
        plane, words = self.plane, text.first_then(self.story)
        self.veil = Veil(ASIDE_VEIL, self.theme, "left", opacity=0.9).set_z_index(OVER - 1)
        self.add(plane.grid, *plane.moved, *plane.name_basis("", 0.0), self.veil)
        plane.step(0, 0.0)
        with self.beat("first_then", words):
            for leg, matrix, factors in ((0, self.equation.b, "B"), (1, self.equation.a, "A B")):
                left = plane.remember()
                self.carry(
                    plane.drop(*plane.past[-1].parts[1:]), [*matrix.given, *matrix.numbers, *left]
                )
                self.move(plane, leg, factors, words.sentences[leg])
                self.conclude()

    def follow_the_columns(self) -> None:
        plane, words = self.plane, text.columns(self.story)
        b, ab = self.equation.b, self.equation.ab
        with self.beat("columns", words):
            self.ask()
            gone = [*plane.drop(*plane.past[:4]), *plane.unname()]
            self.carry(out=gone, dim=[plane.square, *plane.arrows])
            journeys: list[Journey] = []
            for place in (0, 1):
                texts = text.images(self.story, place)
                columns = b.column(place), ab.column(place)
                clear = [name for each in journeys for name in (*each.stop, *each.end)]
                journeys.append(Journey(plane, place, texts, *columns, clear))
            for journey in journeys:  # names keep clear of what can be seen
                self.add(*journey.go(0.0, 0.0, 0.0))
            first, second = journeys
            parts = (first, 0, 1), (first, 1, 2), (first, 2, 3), (second, 0, 3)
            for said, (journey, start, stop) in zip(words.sentences, parts, strict=True):
                if stop == 3:
                    self.carry(into=ab.given)
                if journey is second:
                    self.conclude()
                with self.say(said):
                    show = partial(journey.go, start, stop)
                    self.sweep(show, eased=False, run_time=self.reading(said))
            self.remove(*(part for journey in journeys for part in journey.arrived()))
            self.tips = [name for each in journeys for name in (*each.stop, *each.end)]

    def cross_rows_and_columns(self) -> None:
        equation, words = self.equation, text.cross(self.story)
        place_them, multiply = words.sentences
        self.curtain = Veil(HERO, self.theme, "left").set_z_index(OVER - 1)
        with self.beat("entries", words):
            with self.say(place_them):
                signs = [matrix.sign for matrix in equation]
                gone = [*self.plane.forget(), *self.tips, self.veil, *signs]
                self.carry(out=gone, into=[self.curtain])
                self.sweep(
                    partial(equation.lay, "aside", "scheme"), run_time=self.reading(place_them)
                )
            self.sums = list[VMobject]()
            with self.say(multiply):
                for row, place in np.ndindex(2, 2):
                    old, self.sums = self.sums, equation.sums(*text.sum_of(self.story, row, place))
                    show = partial(equation.cross, row, place)
                    if old:
                        show = partial(equation.glide, row, place)
                    else:
                        self.carry(into=equation.bands)
                    if (row, place) == (1, 1):
                        self.conclude()
                    self.carry(out=old, into=self.sums)
                    self.sweep(show)
                    self.wait(self.theme.durations.quick)

    def swap_the_order(self) -> None:
        story, equation, words = self.story, self.equation, text.order(self.story)
        groups = corners(np.eye(2)), corners(story.b, story.a), corners(story.ab, story.ba)
        swap, by_a, by_b, compare = words.sentences
        with self.beat("order", words):
            both = self.both = TwoPlanes(self.plane, story.first_a, *groups)
            other = self.caption("first $A$, then $B$", 1)
            both.late += [self.caption("first $B$, then $A$", 0), other]
            floor = Veil(FLOOR, self.theme, "top").set_z_index(OVER - 1)

            def show(t: float) -> None:
                both.split(t)
                equation.lay("scheme", "below", t).cross(1, 1, 1 - t)

            show(0.0)
            self.add(both.divider, both.right.grid, both.right.lattice, *both.late)
            with self.say(swap):
                gone = [*self.sums, self.curtain, *equation.bands]
                gone += [part for m in (equation.a, equation.b) for part in (m.letter, *m.body)]
                into = [equation.ab.sign, floor]
                self.carry(out=gone, into=into, light=[self.plane.square])
                self.sweep(show, both.divider, both, equation, run_time=self.reading(swap))
            self.ask()
            for leg, factors, said in ((0, "A", by_a), (1, "B A", by_b)):
                self.carry(out=both.right.unname())
                self.move(both.right, leg, factors, said)
            self.conclude()
            ba, sign = equation.swapped(story), equation.between("=" if story.commutes else "!=")
            tips = [(name.get_center(), name.em) for name in both.right.names]
            first, second = (Flight(ba.column(place), *tip) for place, tip in enumerate(tips))
            self.add(first, second)

            def fly(t: float) -> None:
                first.fly(t)
                second.fly(t)

            with self.say(compare):
                self.carry(into=[*ba.given, sign])
                self.sweep(fly, first, second, run_time=self.theme.durations.slow)
            self.answer = [*ba.given, *ba.numbers, sign, other]

    def move_at_once(self) -> None:
        equation, both, words = self.equation, self.both, text.at_once(self.story)
        race, compare = words.sentences
        with self.beat("at_once", words):
            gone = both.start_again(way(self.story.ab))
            self.remove(*both.moved, *both.trails)
            self.add(*gone)
            self.fade(out=gone, into=both.moved, run_time=self.theme.durations.quick)
            self.add(*both.trails, *both.halfway, *both.late)
            with self.say(race):
                self.carry(out=self.answer, into=[self.caption("both at once: $A B$", 1)])
                self.sweep(both.race, eased=False, run_time=6.0)
            self.conclude()
            equation.lay("apart", "apart", 1.0)
            with self.say(compare):
                into = [*equation.a.body, *equation.b.body, equation.between("=")]
                self.carry(out=[equation.ab.letter, equation.ab.sign], into=into)
                self.sweep(partial(equation.lay, "apart", "beside"), run_time=self.reading(compare))
