"""Vectors: arrows, lists and data points; how they add, scale and multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Annotated

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import AfterValidator

from explainer.mobjects.panel import Item
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.veil import behind
from explainer.params import Field, Number, SceneParams, Vector2, Wording
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.adding import Adding
from explainer.scenes.linear_algebra.vectors.drawing.faces import ThreeFaces
from explainer.scenes.linear_algebra.vectors.drawing.painting import Combining, Multiple
from explainer.scenes.linear_algebra.vectors.drawing.plane import OVER, Named, Stage
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

    def change(self, step: str, *keep: Mark, dim: Iterable[Mark] = ()) -> None:
        """Let marks stay or come in a step, in full brightness or dim, and all others and names go.

        They do so with the next motion, until which what goes moves with the plane.
        """
        plane, wanted = self.plane, [*keep, *dim]
        glows = [mark.glow for mark in plane.marks if mark.glow is not None and mark not in keep]
        self.carry(out=[*plane.drop(*plane.names), *plane.drop(*glows)])
        self.going = [mark for mark in plane.marks if mark not in wanted]
        self.carry(out=self.going)
        for mark in wanted:
            if not self.shown(mark):
                mark.set_brightness(self.theme.emphasis.rest if mark in dim else 1.0)
                self.carry(into=[mark])
            else:
                self.carry(dim=[mark]) if mark in dim else self.carry(light=[mark])
        plane.put(*(mark for mark in wanted if mark not in plane.marks))
        self.start, self.goal = plane.framing, self.stage.aim(step)

    def foresee(
        self, named: Callable[[], list[Named]], marks: Iterable[Mark] = ()
    ) -> list[PlaneLabel]:
        """Return names that stand clear of marks as ``named`` leaves them, with more of them."""
        plane, more = self.plane, [mark for mark in marks if mark not in self.plane.marks]
        plane.drop(*self.going)
        plane.put(*more)
        plane.look(self.goal)
        names = self.stage.name_each(named())
        plane.drop(*more, *names)
        plane.put(*self.going)
        plane.look(self.start)
        return names

    def write(self, *names: PlaneLabel) -> None:
        """Show names that stand where they have been put."""
        self.plane.add(*names)
        self.plane.settle()
        self.fade(into=names, run_time=self.theme.durations.quick)

    def move(
        self, show: Callable[[float], object], *moved: VMobject, seconds: float, eased: bool = True
    ) -> None:
        """Show what moves; the first time in a beat, the view goes where that is seen."""
        start, goal, plane = self.start, self.goal, self.plane
        still = plane.looks(goal)

        def both(t: float) -> None:
            if not still:
                plane.zoom(start, goal, min(1.4 * t, 1.0))
            show(t)
            if t in (0, 1) or not (still and self.stage.countable):
                plane.settle(final=t in (0, 1))

        self.sweep(both, plane.base, self.stage, *moved, run_time=seconds, eased=eased)
        plane.drop(*self.going)
        self.going = []

    # -- the beats -----------------------------------------------------------------------------

    def show_three_faces(self) -> None:
        stage, plane, words = self.stage, self.plane, text.three_faces(self.story)
        first, second, third = words.sentences
        faces = ThreeFaces(stage)
        plane.put(stage.u)
        self.going, self.start, self.goal = [], plane.framing, plane.framing
        *names, tip = self.foresee(faces.named, [faces.walk, faces.point])
        faces.grow(0.0)
        self.add(plane.base, stage.u, *stage.below)
        with self.beat("three_faces", words):
            with self.say(first):
                self.move(faces.grow, seconds=self.reading(first, 1.2))
            faces.count(0.0)
            self.add(*plane.put(faces.walk))
            name = self.formula(text.LIST, size="label")
            self.aside("faces", name, faces.list_, shown="u")
            with self.say(second):
                self.move(faces.count, faces, seconds=self.reading(second, 1.2, less=0.6))
                self.write(*names)
            self.add(*plane.put(faces.point, faces.cloud))
            self.features = faces.scatter(self.panel, tip)
            faces.spread(0.0)
            self.carry(into=self.features)
            with self.say(third):
                self.conclude()
                seconds = self.reading(third, 1.2, less=0.6)
                self.move(faces.spread, faces, seconds=seconds, eased=False)
                self.carry(into=[plane.glow(stage.u)])
                self.write(tip)

    def add_them(self) -> None:
        stage, plane, words = self.stage, self.plane, text.add(self.story)
        first, second, third = words.sentences
        view = Adding(stage)
        with self.beat("add", words):
            stage.v.to(0 * self.story.v)
            self.carry(out=self.features)
            self.change("add", stage.v, stage.u)
            names = self.foresee(view.named, view.marks)
            self.aside("add")
            with self.say(first):
                self.move(lambda t: stage.v.to(t * self.story.v), seconds=1.2)
                view.put_v(0.0)
                self.add(*plane.put(view.v_copy))
                self.move(view.put_v, seconds=1.0)
                self.write(*names[:2])
            view.u_copy.to(None)
            view.add(0.0)
            self.add(*plane.put(view.u_copy, view.total))
            with self.say(second):
                self.move(view.add, seconds=1.2)
                glows = [stage.u.glow] if stage.u.glow is not None else []
                self.carry(out=plane.drop(*glows), into=[plane.glow(view.total)])
                self.move(view.put_u, seconds=1.0)
                self.write(*names[2:])
            view.lay(0.0)
            self.add(*plane.put(*view.rows))
            self.aside("add", *words.lines)
            with self.say(third):
                self.conclude()
                self.move(view.lay, seconds=2.0)

    def scale_one(self) -> None:
        stage, plane, words = self.stage, self.plane, text.scale(self.story)
        first, second, third = words.sentences
        view = Multiple(stage)
        with self.beat("scale", words):
            seen = stage.seen_in("scale", stage.v)
            self.change("scale", view.arrow, stage.u, dim=seen)
            names = self.foresee(view.named, [view.paint, view.before])
            names = [name for name in names if seen or "(v)" not in name.markup]
            view.paint.to([])
            view.show(1.0)
            self.aside("scale", *words.lines[:1], shown="u")
            with self.say(first):
                self.move(partial(view.go, 0), seconds=self.reading(first, 2.4, less=0.6))
                self.write(*names[:-1])
            view.before.layer = view.arrow.layer - 0.2
            view.before.set_z_index(view.before.layer).set_brightness(0.6)
            self.add(*plane.put(view.before))
            self.aside("scale", *words.lines, shown="u")
            with self.say(second):
                self.move(partial(view.go, 1), seconds=self.reading(second, 1.6))
                self.write(*names[-1:])
            self.add(*plane.put(view.paint))
            with self.say(third):
                self.conclude()
                self.move(view.run_on, seconds=self.reading(third, 3.4))
                self.fade(into=[plane.glow(view.arrow)], run_time=0.6)

    def combine_both(self) -> None:
        stage, plane, words = self.stage, self.plane, text.combine(self.story)
        first, second, third = words.sentences
        view = Combining(stage)
        line, paint = view.paints
        with self.beat("combine", words):
            self.change("combine", *view.marks, dim=[stage.u, stage.v])
            names = self.foresee(view.named, [line])
            line.to([])
            view.build(0, 0.0)
            self.aside("combine", *words.lines, *view.rows)
            with self.say(first):
                self.move(partial(view.build, 0), view, seconds=1.6)
                self.move(partial(view.build, 1), view, seconds=1.1)
                self.move(partial(view.build, 2), view, seconds=1.1)
                self.write(*names)
            self.ask(text.REACHED)
            self.carry(out=plane.drop(*names, stage.u, stage.v))
            self.add(*plane.put(line))
            with self.say(second):
                self.move(partial(view.run_on, 0), view, seconds=self.reading(second, 2.6))
            self.add(*plane.put(paint, view.trail))
            self.carry(dim=[line])
            with self.say(third):
                seconds = 7.2 if self.story.rank == 2 else 2.0
                self.move(partial(view.run_on, 1), view, seconds=seconds, eased=False)
                self.conclude()
                if self.story.rank == 2 and not stage.below:
                    painted = replace(self.theme, background=view.painted)
                    self.panel.append(behind(self.panel, painted).set_z_index(OVER))
                    self.carry(into=self.panel[-1:])
                self.move(view.come_back, view, seconds=1.8)
                self.carry(into=[plane.glow(view.total)])
                self.write(
                    *names, *(view.name_rows() if self.story.rank == 2 and stage.countable else [])
                )

    def project(self) -> None:
        stage, plane, words = self.stage, self.plane, text.projection(self.story)
        first, second, third = words.sentences
        view = self.projection = Projection(plane.view, self.theme, self.story)
        walk = stage.walk(self.story.v)
        with self.beat("projection", words):
            self.change("project", *[view][: bool(self.story.lengths[0])], stage.u, stage.v)
            names = self.foresee(lambda: [*stage.named(at_tip=True), *view.named()], [walk])
            view.work(0)
            self.aside("project", words.lines[0])
            with self.say(first):
                self.move(partial(view.work, 0), seconds=self.reading(first, 2.4, less=0.6))
                self.write(*names[:2])
            with self.say(second):
                self.move(partial(view.work, 1), seconds=1.4)
                self.move(partial(view.work, 2), seconds=1.8)
                self.write(*names[2:])
            walk.to(np.eye(2), self.story.v, 0.0)
            self.add(*plane.put(walk))
            self.aside("project", *words.lines)
            with self.say(third):
                self.conclude()
                self.move(partial(walk.to, np.eye(2), self.story.v), seconds=1.4)
                self.move(partial(view.work, 3), seconds=1.6)

    def turn(self) -> None:
        story, stage, plane, words = self.story, self.stage, self.plane, text.sign(self.story)
        first, *sentences = words.sentences
        view = Turning(stage, self.projection)
        with self.beat("sign", words):
            projection = [self.projection][: bool(story.lengths[0])]
            self.change("turn", *projection, *view.marks, stage.u, stage.v)
            view.begin(0.0)
            self.aside("turn", *words.lines, *view.rows)
            with self.say(first):
                self.move(view.begin, view, seconds=self.reading(first, 2.4, less=0.6))
                self.fade(into=view.name_sides(self.panel), run_time=0.6)
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
            self.carry(into=[plane.glow(view.turned), *plane.put(view.arc)])
            self.write(*view.name_angle(), *view.name_stops(), *stage.name_each(stage.named()))
