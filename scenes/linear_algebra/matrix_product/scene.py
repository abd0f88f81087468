"""Products of matrices: one map after the other, what that makes of columns, and in which order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Curve
from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.matrix_product import text
from explainer.scenes.linear_algebra.matrix_product.drawing import equation as formulas
from explainer.scenes.linear_algebra.matrix_product.drawing import planes
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory

OVER = formulas.OVER


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

    def spoken(self, said: str) -> float:
        """Return how long a motion lasts, in seconds, that goes with a sentence."""
        slow = self.theme.durations.slow
        return self.reading(said, slow, 1.5 * slow)

    def step(self, plane: planes.MovedPlane, leg: int, said: str) -> None:
        """Let a matrix move a plane, whose arrows take names along, while a sentence is read."""
        names = plane.called[leg + 1]
        old = [arrow.label for arrow in plane.arrows if arrow.label not in (None, *plane.names)]
        old += [] if plane.steady else [name for name in plane.names if self.shown(name)]
        with self.say(said):
            left = [*plane.trails, *plane.ghosts(leg), *plane.letters[leg]]
            self.carry(out=old, into=[*left, *names])
            self.sweep(partial(plane.take(names).step, leg), run_time=self.spoken(said))

    def caption(self, markup: str, place: int) -> Words:
        """Return what stands above the left or the right plane."""
        made = self.words(markup, size="label").with_halo(self.theme)
        return made.place(
            (self.equation.under[place].left + 0.1, self.theme.layout.height(2.35))
        ).set_z_index(OVER)

    # -- the beats -----------------------------------------------------------------------------

    def move_twice(self) -> None:
        plane, equation, words = self.plane, self.equation, text.first_then(self.story)
        layout = self.theme.layout
        self.veil = Veil(layout.aside_veil, self.theme, layout.aside_edge, opacity=0.9).set_z_index(
            OVER - 1
        )
        plane.name_all("B", "A").take(plane.called[0]).step(0, 0.0)
        self.add(plane.grid, *plane.moved, *plane.called[0], self.veil)
        with self.beat("first_then", words):
            for leg, matrix in enumerate((equation.b, equation.a)):
                self.carry(into=matrix)
                self.step(plane, leg, words.sentences[leg])
                self.conclude()

    def follow_the_columns(self) -> None:
        plane, equation, words = self.plane, self.equation, text.columns(self.story)
        with self.beat("columns", words):
            self.ask()
            squares = [ghost for ghosts in plane.past for ghost in ghosts[:2]]
            gone = plane.drop(*squares, *plane.called[0], *plane.called[2])
            gone += plane.letters[0] + plane.letters[1]
            self.carry(gone, dim=[plane.grid, *plane.moved, *plane.trails])
            self.images = list[Name]()
            journeys: list[planes.Journey] = []
            for place in (0, 1):
                image = text.image(self.story, place)
                journeys.append(planes.Journey(plane, equation, place, image, self.images))
            for journey in journeys:  # names keep clear of what can be seen
                self.add(*journey.go(0.0, 0.0, 0.0))
            first, second = journeys
            parts = (first, 0, 1), (first, 1, 2), (first, 2, 3), (second, 0, 3)
            for said, (journey, start, stop) in zip(words.sentences, parts, strict=True):
                if stop == 3:
                    self.carry(into=equation.ab.given)
                if journey is second:
                    self.conclude()
                with self.say(said):
                    show = partial(journey.go, start, stop)
                    self.sweep(show, eased=False, run_time=self.spoken(said))
            self.remove(*(part for journey in journeys for part in journey.arrived()))
            self.add(*(matrix.body for matrix in equation))

    def cross_rows_and_columns(self) -> None:
        story, equation, words = self.story, self.equation, text.cross(self.story)
        place_them, multiply = words.sentences
        curtain = (
            Curve(self.theme.background, fill=1)
            .set_box(self.theme.layout.frame)
            .set_z_index(OVER - 1)
        )
        allow(curtain, "figures", "three matrices and the sum that makes one entry of them")
        self.curtain = allow(curtain, "share", "three matrices are the picture, all text")
        with self.beat("entries", words):
            with self.say(place_them):
                gone = [*self.plane.drop(*self.plane.names), *self.images, self.veil]
                gone += [*equation.through, *(matrix.sign for matrix in equation)]
                self.carry(out=gone, into=[self.curtain])
                show = partial(equation.lay, "aside", "scheme")
                self.sweep(show, run_time=self.spoken(place_them))
            self.sums = list[VMobject]()
            rows, places = ((1 - last, last) for last in story.telling)
            entries = [(row, place) for row in rows for place in places]
            with self.say(multiply):
                for before, entry in zip([entries[0], *entries], entries, strict=False):
                    made = [equation.sum_of(text.sum_of(story, *entry))]
                    if entry == story.telling:
                        self.conclude()
                    self.carry(self.sums, [*made, *equation.marks])
                    show = partial(equation.glide, before, entry)
                    self.sweep(show, *equation.marks, equation)
                    self.wait(self.theme.durations.quick)
                    self.sums = made

    def swap_the_order(self) -> None:
        story, equation, words = self.story, self.equation, text.order(self.story)
        swap, by_a, by_b, compare = words.sentences
        with self.beat("order", words):
            ghosts = [ghost for marks in self.plane.past for ghost in marks[2:]]
            both = self.both = planes.TwoPlanes(self.plane, story)
            right, self.other = both.right, self.caption("first $A$, then $B$", 1)
            both.late += [self.caption("first $B$, then $A$", 0), self.other]
            layout = self.theme.layout
            floor = replace(layout.frame, top=layout.height(-1.8))
            ceiling = replace(layout.frame, bottom=layout.height(1.9))
            veils = [
                Veil(floor, self.theme, "top").set_z_index(6),
                Veil(ceiling, self.theme, "bottom", soft=0.45).set_z_index(6),
            ]

            def show(t: float) -> None:
                both.split(t)
                equation.lay("scheme", "below", t).cross(*story.telling, 1 - t)

            show(0.0)
            self.add(both.divider, right.grid, right.lattice, *both.late)
            with self.say(swap):
                gone = [*self.sums, self.curtain, *equation.marks]
                gone += [part for m in (equation.a, equation.b) for part in (m.letter, m.body)]
                gone += ghosts if not self.plane.steady else []
                light = [self.plane.square, *self.plane.trails]
                self.carry(gone, [equation.ab.sign, *veils], light=light)
                self.sweep(show, both.divider, both, equation, run_time=self.spoken(swap))
            self.ask()
            for leg, said in enumerate((by_a, by_b)):
                self.step(right, leg, said)
            self.conclude()
            ba, sign = (
                equation.swapped(story),
                equation.between("=" if story.commutes else "eq.not"),
            )
            flights = [
                formulas.Flight(ba.column(place), name.em, name.get_center())
                for place, name in enumerate(right.called[2])
            ]
            self.add(*flights)
            with self.say(compare):
                landed = [*both.goal, *both.named] if story.commutes else []
                self.carry(landed, [*ba.given, sign])
                self.sweep(lambda t: [each.fly(t) for each in flights], *flights, run_time=2.4)
            self.add(ba.body)
            self.answer = [*ba, sign, self.other]

    def move_at_once(self) -> None:
        equation, both, words = self.equation, self.both, text.at_once(self.story)
        at_once, compare = words.sentences
        with self.beat("at_once", words):
            right, once = both.right, both.once
            gone = [*right.clear(*both.goal), right.grid, *both.named, *self.answer]
            gone += right.letters[0] + right.letters[1]
            caption = self.caption("both at once: $A B$", 1)
            self.carry(gone, [once.grid, *once.moved, caption])
            if self.story.pair == "inverse":  # nothing moves at the right: show what it stands for
                with self.say(at_once):
                    self.carry(into=once.called[1])
                    self.sweep(both.again, eased=False, run_time=self.spoken(at_once))
            else:
                self.step(once, 0, at_once)
            self.conclude()
            equation.lay("apart", "apart", 1.0)
            with self.say(compare):
                self.carry(both.goal, [equation.a.body, equation.b.body, equation.equal])
                self.sweep(partial(equation.lay, "apart", "beside"), run_time=self.spoken(compare))
