"""Vectors: arrows, lists and data points; how they add, scale and multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Annotated

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import AfterValidator

from explainer.mobjects.panel import Item
from explainer.mobjects.plane_marks import Mark
from explainer.params import Field, Number, SceneParams, Vector2, Wording
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.faces import ThreeFaces
from explainer.scenes.linear_algebra.vectors.drawing.painting import Combining, Multiple
from explainer.scenes.linear_algebra.vectors.drawing.plane import Stage, lane
from explainer.scenes.linear_algebra.vectors.drawing.projection import Projection
from explainer.scenes.linear_algebra.vectors.drawing.turning import Turning
from explainer.scenes.linear_algebra.vectors.story import VectorStory, sizeable

Sizeable = Annotated[
    Vector2,
    AfterValidator(sizeable),
    Wording("a pair of numbers, each 0 or from 1e-4 to 1e6 in size, such as [1, 2]"),
]
Scalar = Annotated[Number, Field(ge=-100, le=100)]


class Vectors(Explainer):
    """See a vector as an arrow, a list and a data point; add, scale and take dot products."""

    class Params(SceneParams):
        """Two vectors and two scalars."""

        u: Sizeable = Field((3, 1), description="the first vector")
        v: Sizeable = Field((1, 2), description="the second vector")
        scalars: Annotated[
            tuple[Scalar, Scalar],
            Wording("a pair of numbers from -100 to 100 such as [1.5, -1]"),
        ] = Field(
            (1.5, -1), description="the scalars a and b: a u and b u are shown, then a u + b v"
        )

    presets = {
        "obtuse": Params(u=(2, 1), v=(-2, 2), scalars=(-0.5, 0.5)),
        "perpendicular": Params(u=(2, 1), v=(-1, 2), scalars=(0.5, 1.5)),
        "opposite": Params(u=(2, 1), v=(-3, -1.5), scalars=(2, 1)),
        "parallel": Params(u=(3, 1.5), v=(1, 0.5), scalars=(-0.5, 2)),
        "long_and_short": Params(u=(0.6, 0.3), v=(3, 4), scalars=(4, 0.5)),
        "zero": Params(u=(0, 0), v=(2, 1), scalars=(2, -1)),
    }

    bleeds = True

    def construct(self) -> None:
        self.story = VectorStory.compute(self.params.u, self.params.v, self.params.scalars)
        self.stage = Stage(self.theme, self.story)
        self.plane = self.stage.plane
        self.show_three_faces()
        self.add_them()
        self.scale_one()
        self.combine_both()
        self.project()
        self.turn()

    # -- shared by the beats -------------------------------------------------------------------

    def aside(self, step: str, *items: Item, shown: str = "uv") -> None:
        """Let rows take the place of those beside the picture while the next thing moves."""
        notes = text.too_short(self.stage.too_short(step, shown))
        rows = self.stage.rows(step, *items, *notes) if items or notes else []
        self.change_panel(rows, carry=True)

    def change(
        self,
        step: str,
        come: Iterable[Mark] = (),
        keep: Iterable[Mark] = (),
        dim: Iterable[Mark] = (),
    ) -> None:
        """Let these marks be in the picture, and no others nor any names, from the next motion on.

        What goes moves with the plane until the next motion, ``arrive``, is over.

        Args:
            step: the view in which they will be seen.
            come: what comes, as bright as it is.
            keep: what stays, or comes, in full brightness.
            dim: what stays, or comes, as what is not spoken of.
        """
        plane, come, keep, dim = self.plane, [*come], [*keep], [*dim]
        wanted = [*come, *keep, *dim]
        glows = [mark.glow for mark in plane.marks if mark.glow is not None and mark not in keep]
        self.carry(out=[*plane.drop(*plane.names), *plane.drop(*glows)])
        self.going = [mark for mark in plane.marks if mark not in wanted]
        self.carry(out=self.going)
        for mark in wanted:
            if not self.shown(mark):
                mark.set_brightness(self.theme.emphasis.rest if mark in dim else 1.0)
                self.carry(into=[mark])
            elif mark not in come:
                self.carry(dim=[mark]) if mark in dim else self.carry(light=[mark])
        plane.put(*(mark for mark in wanted if mark not in plane.marks))
        self.start, self.goal = plane.framing, self.stage.aim(step)

    def arrive(self, show: Callable[[float], object], *moved: VMobject, seconds: float) -> None:
        """Show what moves first, while the view goes where the beat is seen."""
        start, goal, plane = self.start, self.goal, self.plane
        still = plane.looks(goal)

        def both(t: float) -> None:
            if not still:
                plane.zoom(start, goal, min(1.4 * t, 1.0))
            show(t)
            plane.settle(final=t in (0, 1))

        self.sweep(both, plane.base, self.stage, *moved, run_time=seconds)
        plane.drop(*self.going)

    def move(
        self, show: Callable[[float], object], *moved: VMobject, seconds: float, eased: bool = True
    ) -> None:
        """Show what moves on the plane."""

        def both(t: float) -> None:
            show(t)
            self.plane.settle(final=t in (0, 1))

        self.sweep(both, self.plane.base, self.stage, *moved, run_time=seconds, eased=eased)

    def reading(self, sentence: str, least: float = 1.2, less: float = 0.0) -> float:
        """Return the seconds in which a sentence is read, but for some, and at least these."""
        return max(len(sentence) / self.theme.durations.reading_speed - less, least)

    # -- the beats -----------------------------------------------------------------------------

    def show_three_faces(self) -> None:
        stage, plane, words = self.stage, self.plane, text.three_faces(self.story)
        first, second, third = words.sentences
        faces = ThreeFaces(stage)
        plane.put(stage.u)
        faces.grow(0.0)
        self.add(plane.base, stage.u, plane.glow(stage.u))
        with self.beat("three_faces", words):
            with self.say(first):
                self.move(faces.grow, seconds=self.reading(first))
            self.add(*plane.put(faces.walk))
            faces.count(0.0)
            self.aside("faces", self.words(text.LIST, size="label"), faces.list_, shown="u")
            with self.say(second):
                self.move(faces.count, faces, seconds=self.reading(second, less=0.8))
                self.fade(into=[*faces.name_steps(), *faces.name_arrow(0)], run_time=0.8)
            self.add(*plane.put(faces.point, faces.cloud))
            faces.scatter(*self.panel)
            faces.spread(0.0)
            self.carry(into=faces.names)
            with self.say(third):
                self.conclude()
                seconds = self.reading(third, less=0.8)
                self.move(faces.spread, faces, seconds=seconds, eased=False)
                self.fade(into=faces.name_arrow(1), run_time=0.8)
        self.features = faces.names

    def add_them(self) -> None:
        stage, plane, story, words = self.stage, self.plane, self.story, text.add(self.story)
        first, second, third = words.sentences
        u, v = stage.u, stage.v
        v_copy, u_copy = stage.arrow("second_vector", thin=True), stage.arrow("vector", thin=True)
        total = plane.arrow("combination", width=0.16, tip=0.5, layer=5.4)
        for arrow, vector, side in ((v_copy, story.v, 1), (u_copy, story.u, 1)):
            arrow.aside = lane(story, vector, side)
        total.aside = lane(story, story.total, -1)
        rows = stage.entries_along_axes()
        with self.beat("add", words):
            self.carry(out=self.features)
            v.to(0 * story.v)
            plane.drop(v_copy, u_copy, total, *rows)
            self.change("add", [v], [u])
            self.aside("add")
            with self.say(first):
                self.arrive(lambda t: v.to(t * story.v), seconds=1.2)
                self.add(*plane.put(v_copy))
                self.move(lambda t: v_copy.to(story.v, t * story.u), seconds=1.0)
                self.fade(into=stage.name_vectors(), run_time=0.6)
            self.add(*plane.put(u_copy, total))
            with self.say(second):
                u_copy.to(None)
                self.move(lambda t: total.to(t * story.total), seconds=1.2)
                self.carry(out=plane.drop(u.glow), into=[plane.glow(total)])
                self.move(lambda t: u_copy.to(story.u, t * story.v), seconds=1.0)
                if stage.is_seen(story.total):
                    name = f"{text.U} + {text.V}"
                    self.fade(into=[plane.name_tip(total, name, "combination")], run_time=0.6)
            self.add(*plane.put(*rows))
            self.aside("add", *words.lines)
            with self.say(third):
                self.conclude()
                self.move(partial(stage.lay_entries, rows), seconds=2.0)

    def scale_one(self) -> None:
        stage, plane, words = self.stage, self.plane, text.scale(self.story)
        first, second, third = words.sentences
        multiple = Multiple(stage)
        numbers = multiple.reading
        with self.beat("scale", words):
            multiple.show(1.0, final=True)
            self.change("scale", [multiple.arrow], [stage.u], [stage.v])
            self.aside("scale", *numbers.rows, shown="u")
            with self.say(first):
                self.arrive(partial(multiple.go, 0), numbers, seconds=self.reading(first, 2.4))
                self.fade(into=multiple.name(0), run_time=0.6)
            self.add(plane.ghost(multiple.arrow, 0.6))
            with self.say(second):
                self.move(partial(multiple.go, 1), numbers, seconds=self.reading(second, 1.6))
                self.fade(into=multiple.name(1), run_time=0.6)
            self.add(*plane.put(multiple.paint))
            with self.say(third):
                self.conclude()
                self.move(multiple.run_on, numbers, seconds=self.reading(third, 3.6))
                self.fade(into=[plane.glow(multiple.arrow)], run_time=0.6)

    def combine_both(self) -> None:
        stage, plane, story, words = self.stage, self.plane, self.story, text.combine(self.story)
        first, second, third = words.sentences
        view = Combining(stage)
        with self.beat("combine", words):
            view.build(0, 0.0)
            self.change("combine", view.marks, dim=[stage.u, stage.v])
            self.aside("combine", *words.lines, *(view.rows(self.theme) if view.writes else []))
            with self.say(first):
                self.arrive(partial(view.build, 0), seconds=1.8)
                self.move(partial(view.build, 1), seconds=1.2)
                self.move(partial(view.build, 2), seconds=1.2)
                self.fade(into=stage.name_terms(), run_time=0.6)
            self.ask(text.REACHED)
            self.carry(out=plane.drop(*plane.names, stage.u, stage.v))
            self.add(*plane.put(view.line))
            with self.say(second):
                self.move(partial(view.run_on, 0), view, seconds=self.reading(second, 3.2))
            self.add(*plane.put(view.brush, view.way))
            self.carry(dim=[view.line])
            with self.say(third):
                seconds = 6.8 if story.rank == 2 else 2.0
                self.move(partial(view.run_on, 1), view, seconds=seconds, eased=False)
                self.conclude()
                self.move(view.come_back, view, seconds=1.2)
                into = [*stage.name_terms(), plane.glow(view.total)]
                self.fade(into=into, run_time=0.6)

    def project(self) -> None:
        stage, plane, story, words = self.stage, self.plane, self.story, text.projection(self.story)
        first, second, third = words.sentences
        view = self.projection = Projection(plane.view, self.theme, story)
        walk = plane.walk(max(1, stage.steps_of(story.v)), width=0.075, tip=0.28)
        walk.to(0 * np.eye(2), story.v, 0.0)
        plane.drop(walk)
        with self.beat("projection", words):
            view.work(0)
            self.change("project", [view] if story.lengths[0] else [], [stage.u, stage.v])
            self.aside("project", words.lines[0])
            with self.say(first):
                self.arrive(partial(view.work, 0), seconds=self.reading(first, 2.4, less=0.6))
                view.work(3)
                names = stage.name_vectors()
                view.work(1)
                self.fade(into=names, run_time=0.6)
            with self.say(second):
                self.move(partial(view.work, 1), seconds=1.4)
                self.move(partial(view.work, 2), seconds=1.8)
                self.fade(into=stage.name_sides_of(view), run_time=0.6)
            self.add(*plane.put(walk))
            self.aside("project", *words.lines)
            with self.say(third):
                self.conclude()
                self.move(partial(walk.to, np.eye(2), story.v), seconds=1.6)
                self.move(partial(view.work, 3), seconds=1.8)

    def turn(self) -> None:
        story, words = self.story, text.sign(self.story)
        first, *sentences = words.sentences
        stage, plane = self.stage, self.plane
        view = Turning(stage, self.projection)
        with self.beat("sign", words):
            view.begin(0.0)
            marks: list[Mark] = [self.projection] if story.lengths[0] else []
            self.change("turn", [*marks, *view.marks], [stage.u, stage.v])
            self.aside("turn", *words.lines, *view.rows)
            with self.say(first):
                self.arrive(view.begin, view, seconds=self.reading(first, 2.4, less=0.8))
                self.fade(into=view.name_sides(self.panel), run_time=0.6)
            self.ask(text.WHAT_SIGN if story.relation == "right" else text.WHEN_ZERO)
            legs = story.turns() if story.angle is not None else [[*chain(*story.turns())]]
            for sentence, leg in zip(sentences, legs, strict=True):
                with self.say(sentence):
                    if sentence == sentences[-1]:
                        self.conclude()
                    for stop in leg:
                        seconds = 0.5 + 1.1 * (stop - view.degrees) / 90
                        self.move(view.leg(stop), view, seconds=seconds)
                        if stop % 360 in (90, 180, 270):
                            self.add(plane.ghost(view.turned, 0.5))
            self.fade(into=[plane.glow(view.turned), *stage.name_vectors()], run_time=0.6)
