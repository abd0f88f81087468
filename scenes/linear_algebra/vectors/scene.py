"""Vectors: arrows, lists and data points; how they add, scale and multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from typing import Annotated

from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import AfterValidator

from explainer.beat_text import BeatText, Line
from explainer.mobjects.panel import Panel
from explainer.params import Field, Number, SceneParams, Vector2, Wording
from explainer.scene import Explainer, Sweep
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.faces import ThreeFaces
from explainer.scenes.linear_algebra.vectors.drawing.marks import ScaleReading, TurnReading
from explainer.scenes.linear_algebra.vectors.drawing.plane import Stage
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

    def construct(self) -> None:
        self.story = VectorStory.compute(self.params.u, self.params.v, self.params.scalars)
        self.stage = Stage(self.theme, self.story)
        self.faces = ThreeFaces(self.stage)
        self.side = Panel(self.theme, formula=0.48, prose=0.36)
        self.show_three_faces()
        self.add_them()
        self.scale_one()
        self.combine_both()
        self.project()
        self.turn()
        self.recap()

    # -- shared by the beats -------------------------------------------------------------------

    def lines(self, words: BeatText, step: str, shown: str = "uv") -> list[Line]:
        """Return lines, and a note where one of the vectors shown is but a dot in that step."""
        return [*words.lines, *text.too_short(self.stage.too_short(step, shown))]

    def look(self, *along: Sweep) -> None:
        """Go where the stage has planned to."""
        durations = self.theme.durations
        seconds = durations.normal if self.stage.moves else durations.quick / 2
        self.sweep(self.stage.go, run_time=seconds, along=along)

    def bring(
        self,
        show: Callable[[float], object],
        *moved: VMobject,
        also: Iterable[VMobject] = (),
        run_time: float | None = None,
    ) -> None:
        """Play ``show`` while what it moves, or what owns it, fades in if it is not there yet."""
        show(0.0)
        sweep = Sweep(show, *moved)
        self.fade(into=[*sweep.touches, *also], along=[sweep], run_time=run_time)

    def detach(self, show: Callable[[float], object], arrow: VMobject) -> None:
        """Move a copy that lies on its original at first, so that it need not fade in."""
        show(0.0)
        self.add(arrow)
        self.bring(show, arrow)

    # -- the beats -----------------------------------------------------------------------------

    def show_three_faces(self) -> None:
        faces, u, durations = self.faces, self.story.u, self.theme.durations
        arrow, walked, point = faces.panes
        words = text.three_faces(self.story)
        with self.beat("three_faces", words):
            lines = [self.formula(line.markup, size=0.46) for line in words.lines]
            self.fade(into=arrow.submobjects, run_time=durations.quick)
            self.bring(arrow.arrow.grow)
            self.fade(into=[*arrow.below(*lines[:2]), walked], run_time=durations.quick)
            self.detach(partial(walked.arrow.come, tail=faces.before), walked.arrow)
            walked.below(faces.list_)
            self.bring(faces.count, faces.walk, faces.list_, run_time=durations.slow)
            self.fade(into=[point], run_time=durations.quick)
            self.detach(faces.carry, point.arrow)
            self.bring(partial(point.arrow.come, vector=u, tail=0 * u), also=[faces.point])
            self.bring(faces.spread, faces.guides, faces.cloud)
            self.fade(into=[*faces.names, *point.below(*lines[2:])], run_time=durations.quick)

    def add_them(self) -> None:
        stage, words = self.stage, text.add(self.story)
        with self.beat("add", words):
            self.fade_all_but(stage.base, stage.u, run_time=self.theme.durations.quick)
            arrows = [stage.u, stage.v, stage.u_copy, stage.v_copy, stage.total]
            stage.to("add", *arrows, stage.guides, *chain(*stage.steps))
            self.look()
            self.bring(stage.v.grow)
            lines = self.lines(words, "add")
            self.show_panel(*lines, later=len(lines) - 1)
            self.detach(stage.v_copy.slide, stage.v_copy)
            self.bring(stage.total.grow)
            self.detach(stage.u_copy.slide, stage.u_copy)
            for axis, steps in enumerate(stage.steps):
                seconds = self.theme.durations.normal / max(len(steps), 1)
                also = [stage.guides, self.panel[axis + 1]]
                for step in steps:
                    self.bring(step.grow, also=also, run_time=seconds)
            self.fade(into=[stage.guides, *self.panel])

    def scale_one(self) -> None:
        stage, words, scalars = self.stage, text.scale(self.story), (1.0, *self.story.scalars)
        with self.beat("scale", words):
            reading = ScaleReading(self.story, self.theme)
            lines = self.lines(words, "scale", "u")
            gone = stage.to("scale", stage.u, stage.along_u, *stage.multiples)
            self.show_panel(*reading.rows, *lines, out=gone, later=len(lines))
            self.look()
            self.fade(into=[stage.along_u], run_time=self.theme.durations.quick)
            for index, arrow in enumerate(stage.multiples):

                def show(t: float, index: int = index) -> None:
                    start, stop = scalars[index : index + 2]
                    stage.multiples[index].come(t, start * self.story.u)
                    reading.show((1 - t) * start + t * stop, animating=t < 1)

                self.bring(show, arrow, reading, also=[self.panel[2 + index]], run_time=2)
            self.fade(into=self.panel)

    def combine_both(self) -> None:
        stage, words, story = self.stage, text.combine(self.story), self.story
        first, second, reach = stage.first, stage.second, stage.reach()
        with self.beat("combine", words):
            lines = self.lines(words, "combine")
            gone = stage.to("combine", stage.u, stage.v, first, second, stage.combined, *reach)
            self.show_panel(*lines, out=gone, later=len(lines) - 1)
            self.look()
            self.bring(stage.v.grow)
            self.bring(partial(first.come, vector=story.u))
            self.bring(lambda t: second.to((1 - t) * story.v + t * story.steps[1]), second)
            self.bring(second.slide, also=self.panel[1:2])
            self.bring(stage.combined.grow, also=self.panel[2:3])
            self.fade(into=[*reach, *self.panel])

    def project(self) -> None:
        stage, words = self.stage, text.projection(self.story)
        with self.beat("projection", words):
            lines = self.lines(words, "project")
            gone = stage.product("project", 3)
            self.show_panel(*lines, out=gone, later=len(lines))
            self.look()
            for angle in stage.marked:
                self.bring(stage.open_angle, angle)
            for projection in stage.projected:
                for number, line in enumerate(self.panel[:3]):
                    self.bring(partial(projection.work, number), also=[line])
            self.fade(into=self.panel)

    def turn(self) -> None:
        stage, words = self.stage, text.sign(self.story)
        with self.beat("sign", words):
            reading = TurnReading(self.story, self.theme, *self.lines(words, "turn"))
            rest = reading.rest
            stage.turned.pinned = True
            gone = stage.product("turn", 3, stage.circle)
            self.change_panel(reading.rows, [*gone, *stage.marked])
            self.look()

            def show(degrees: float, reached: float = 360.0) -> None:
                stage.turn_to(degrees)
                reading.show(degrees, reached)

            moved = [stage.u, stage.v, *stage.projected, reading, *stage.marked]
            self.fade(into=[stage.circle])
            self.sweep(lambda t: show((1 - t) * rest, 0.0), *moved)
            self.bring(lambda t: show(0.0, 0.0), *stage.marked, reading.trace)
            self.sweep(lambda t: show(360 * t, 360 * t), *moved, run_time=8)
            self.sweep(lambda t: show((1 - t) * 360 + t * rest), *moved)
            self.panel += [reading.trace, reading.signs]
            self.fade(into=[reading.signs])

    def recap(self) -> None:
        stage, words = self.stage, text.recap(self.story)
        with self.beat("recap", words):
            lines = self.lines(words, "add")
            self.show_panel(*lines, out=[stage.circle, *stage.marked])
            stage.turned.pinned = False
            # The sum lies between the two vectors, where the degrees would be.
            stage.angle.numbered = False
            stage.product("add", 1, stage.u_copy, stage.v_copy, stage.total)
            self.look(*(Sweep(projection.withdraw) for projection in stage.projected))
            self.detach(stage.v_copy.slide, stage.v_copy)
            self.detach(stage.u_copy.slide, stage.u_copy)
            self.bring(stage.total.grow)
            self.fade(into=stage.marked)
