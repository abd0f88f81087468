"""Products of matrices: one map after the other, what that makes of columns, and in which order."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.mobjects.placing import Name
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.matrix_product import text
from explainer.scenes.linear_algebra.matrix_product.drawing import equation as formulas
from explainer.scenes.linear_algebra.matrix_product.drawing import planes
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, way
from explainer.style import ASIDE_VEIL, FRAME, Zone

OVER = formulas.OVER
CURTAIN = Zone(FRAME.left - 1, FRAME.right, FRAME.bottom, FRAME.top)
"""All of the frame, and the soft edge of the veil beside it."""


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
        self.plane = planes.MovedPlane(self.theme, story.first_b).frame()
        self.equation = formulas.Equation(story, self.theme)
        self.move_twice()
        self.follow_the_columns()
        self.cross_rows_and_columns()
        self.swap_the_order()
        self.move_at_once()

    # -- shared by the beats -------------------------------------------------------------------

    def reading(self, said: str) -> float:
        """Return how long a motion lasts, in seconds, that goes with a sentence."""
        durations = self.theme.durations
        return max(durations.slow, min(len(said) / durations.reading_speed, 2 * durations.slow))

    def step(self, plane: planes.MovedPlane, leg: int, names: list[PlaneLabel], said: str) -> None:
        """Let a matrix move a plane, whose arrows take names along, while a sentence is read."""
        old = [] if plane.steady else [name for name in plane.names if self.shown(name)]
        with self.say(said):
            self.carry(out=old, into=[*plane.trails, *names])
            self.sweep(partial(plane.take(names).step, leg), run_time=self.reading(said))

    def caption(self, markup: str, place: int) -> Words:
        """Return what stands above the left or the right plane."""
        made = self.words(markup, size="label").with_halo(self.theme)
        return made.place((formulas.BELOW[place].centre[0], 2.34), "centre").set_z_index(OVER)

    # -- the beats -----------------------------------------------------------------------------

    def move_twice(self) -> None:
        plane, equation, words = self.plane, self.equation, text.first_then(self.story)
        self.veil = Veil(ASIDE_VEIL, self.theme, "left", opacity=0.9).set_z_index(OVER - 1)
        self.named = names = [
            plane.name_basis(each, done) for done, each in enumerate(("", "B", "A B"))
        ]
        halfway = [plane.at(leg + 0.5)[:, 0] for leg in (0, 1)]
        self.marks: list[list[Name]] = [[], []]
        if plane.steady:
            first = plane.name_beside("$B$", "ink", halfway[0])
            self.marks = [first, plane.name_beside("$A$", "ink", halfway[1], clear=first)]
        plane.take(names[0]).step(0, 0.0)
        self.add(plane.grid, *plane.moved, *names[0], self.veil)
        with self.beat("first_then", words):
            for leg, matrix in enumerate((equation.b, equation.a)):
                self.carry(into=[*matrix, *plane.past[leg], *self.marks[leg]])
                self.step(plane, leg, names[leg + 1], words.sentences[leg])
                self.conclude()

    def follow_the_columns(self) -> None:
        plane, words = self.plane, text.columns(self.story)
        b, ab = self.equation.b, self.equation.ab
        with self.beat("columns", words):
            self.ask()
            gone = plane.drop(*(marks[0] for marks in plane.past), *self.named[0], *self.named[2])
            gone += [*self.marks[0], *self.marks[1]]
            self.carry(out=gone, dim=[plane.square, *plane.arrows, *plane.trails])
            journeys: list[planes.Journey] = []
            for place in (0, 1):
                texts = text.images(self.story, place)
                columns = b.column(place), ab.column(place)
                clear = [name for each in journeys for name in (*each.stop, *each.end)]
                journeys.append(planes.Journey(plane, place, texts, *columns, clear))
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
            self.tips = [name for each in journeys for name in each.end]
            self.add(*(matrix.body for matrix in self.equation))

    def cross_rows_and_columns(self) -> None:
        equation, words = self.equation, text.cross(self.story)
        place_them, multiply = words.sentences
        curtain = Veil(CURTAIN, self.theme, "left", opacity=0.985).set_z_index(OVER - 1)
        allow(curtain, "figures", "three matrices and the sum that makes one entry of them")
        self.curtain = allow(curtain, "share", "three matrices are the picture, all text")
        with self.beat("entries", words):
            with self.say(place_them):
                signs = [matrix.sign for matrix in equation]
                gone = [*self.plane.drop(*self.plane.names), *self.tips, self.veil, *signs]
                self.carry(out=gone, into=[self.curtain])
                self.sweep(
                    partial(equation.lay, "aside", "scheme"), run_time=self.reading(place_them)
                )
            self.sums = list[VMobject]()
            with self.say(multiply):
                for row, place in np.ndindex(2, 2):
                    show = partial(equation.glide if self.sums else equation.cross, row, place)
                    made = [equation.sum_of(text.sum_of(self.story, row, place))]
                    if (row, place) == (1, 1):
                        self.conclude()
                    self.carry(self.sums, [*made, *equation.boxes])
                    self.sweep(show, *equation.boxes, equation)
                    self.wait(self.theme.durations.quick)
                    self.sums = made

    def swap_the_order(self) -> None:
        story, equation, words = self.story, self.equation, text.order(self.story)
        swap, by_a, by_b, compare = words.sentences
        with self.beat("order", words):
            both = self.both = planes.TwoPlanes(self.plane, story.first_a)
            other = self.caption("first $A$, then $B$", 1)
            both.late += [self.caption("first $B$, then $A$", 0), other]
            floor = Veil(formulas.FLOOR, self.theme, "top").set_z_index(OVER - 1)

            def show(t: float) -> None:
                both.split(t)
                equation.lay("scheme", "below", t).cross(1, 1, 1 - t)

            show(0.0)
            self.add(both.divider, both.right.grid, both.right.lattice, *both.late)
            with self.say(swap):
                gone = [*self.sums, self.curtain, *equation.boxes]
                gone += [part for m in (equation.a, equation.b) for part in (m.letter, m.body)]
                light = [self.plane.square, *self.plane.trails]
                self.carry(gone, [equation.ab.sign, floor], light=light)
                self.sweep(show, both.divider, both, equation, run_time=self.reading(swap))
            self.ask()
            right = both.right
            for leg, said in enumerate((by_a, by_b)):
                self.carry(out=right.drop(*both.called[leg]), into=right.past[leg][1:])
                self.step(right, leg, both.called[leg + 1], said)
            self.conclude()
            ba, sign = equation.swapped(story), equation.between("=" if story.commutes else "!=")
            first, second = (
                formulas.Flight(ba.column(place), name.get_center(), name.em)
                for place, name in enumerate(both.called[2])
            )
            self.add(first, second)
            with self.say(compare):
                self.carry(into=[*ba.given, sign])
                self.sweep(lambda t: (first.fly(t), second.fly(t)), first, second, run_time=2.4)
            self.add(ba.body)
            self.answer = [*ba, sign, other]

    def move_at_once(self) -> None:
        equation, both, words = self.equation, self.both, text.at_once(self.story)
        race, compare = words.sentences
        with self.beat("at_once", words):
            gone = both.start_again(way(self.story.ab))
            self.remove(*both.moved, *both.trails)
            self.add(*gone)
            into = [*both.moved, *both.left.past[0], *both.right.past[0]]
            self.fade(out=gone, into=into, run_time=self.theme.durations.quick)
            self.add(*both.trails, *both.left.past[1], *both.late)
            with self.say(race):
                self.carry(out=self.answer, into=[self.caption("both at once: $A B$", 1)])
                self.sweep(both.race, eased=False, run_time=6.0)
            self.conclude()
            equation.lay("apart", "apart", 1.0)
            with self.say(compare):
                self.carry(into=[equation.a.body, equation.b.body, equation.between("=")])
                self.sweep(partial(equation.lay, "apart", "beside"), run_time=self.reading(compare))
