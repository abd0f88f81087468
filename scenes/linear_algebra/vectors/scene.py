"""Vectors: arrows, lists and data points; how they add, scale and multiply."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import AfterValidator

from explainer.beat_text import Line
from explainer.mobjects.text import Words
from explainer.params import Field, Number, SceneParams, Vector2, Wording
from explainer.scene import Explainer, Sweep
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.faces import ThreeFaces
from explainer.scenes.linear_algebra.vectors.drawing.panel import (
    ScaleReading,
    TurnReading,
    set_lines,
    spread,
)
from explainer.scenes.linear_algebra.vectors.drawing.plane import PlacedArrow
from explainer.scenes.linear_algebra.vectors.drawing.stage import VectorStage
from explainer.scenes.linear_algebra.vectors.story import VectorStory, sizeable

Sizeable = Annotated[
    Vector2,
    AfterValidator(sizeable),
    Wording("a pair of numbers, each 0 or from 1e-4 to 1e6 in size, such as [1, 2]"),
]
Scalar = Annotated[Number, Field(ge=-100, le=100)]


class Vectors(Explainer):
    """See a vector as arrow, list and data point; add, scale, and multiply two of them."""

    class Params(SceneParams):
        """Two vectors and two scalars."""

        u: Sizeable = Field((3, 1), description="the first vector")
        v: Sizeable = Field((1, 2), description="the second vector")
        scalars: Annotated[
            tuple[Scalar, Scalar],
            Wording("a pair of numbers from -100 to 100 such as [1.5, -1]"),
        ] = Field((1.5, -1), description="a and b: a u and b u are shown, then a u + b v")

    presets = {
        "obtuse": Params(u=(2, 1), v=(-2, 2), scalars=(-0.5, 0.5)),
        "perpendicular": Params(u=(2, 1), v=(-1, 2), scalars=(0.5, 1.5)),
        "opposite": Params(u=(2, 1), v=(-3, -1.5), scalars=(2, 1)),
        "parallel": Params(u=(3, 1.5), v=(1, 0.5), scalars=(-0.5, 2)),
        "long_and_short": Params(u=(0.6, 0.3), v=(3, 4), scalars=(4, 0.5)),
        "zero": Params(u=(0, 0), v=(2, 1), scalars=(2, -1)),
    }

    def construct(self) -> None:
        self.prepare()
        self.show_three_faces()
        self.add_them()
        self.scale_one()
        self.combine_both()
        self.project()
        self.turn()
        self.recap()

    def prepare(self) -> None:
        self.story = VectorStory.compute(self.params.u, self.params.v, self.params.scalars)
        self.faces = ThreeFaces(self.theme, self.story.u)
        pane = self.faces.panes[0]
        self.stage = VectorStage(self.theme, self.story, pane.plane, pane.arrow)

    # -- shared by the beats -------------------------------------------------------------------

    def rows(self, lines: Iterable[Line], step: str, *shown: str) -> list[Words]:
        """Set lines, and a note where one of the vectors shown is but a dot in that step."""
        note = text.too_short(self.stage.too_short(step, *shown))
        return set_lines([*lines, *note], self.theme)

    def look(self, show: Callable[[float], object]) -> None:
        durations = self.theme.durations
        seconds = durations.normal if self.stage.plane.moves else durations.quick / 2
        plane = self.stage.plane
        self.sweep(show, plane.base, *plane.submobjects, run_time=seconds)

    def bring(
        self,
        show: Callable[[float], object],
        *moved: VMobject | PlacedArrow,
        also: Iterable[VMobject] = (),
        run_time: float | None = None,
    ) -> None:
        """Play ``show`` while what is not yet in the picture fades in, arrows with their labels."""
        parts = [part for m in moved for part in (m.parts if isinstance(m, PlacedArrow) else [m])]
        seconds = run_time or self.theme.durations.normal
        show(0.0)
        sweep = Sweep(show, *parts, *also, run_time=seconds)
        self.fade(into=[*parts, *also], along=[sweep], run_time=seconds)

    def detach(self, show: Callable[[float], object], arrow: PlacedArrow) -> None:
        """Move a copy that lies on its original at first, so that it need not fade in."""
        show(0.0)
        self.add(arrow)
        self.bring(show, arrow)

    # -- the beats -----------------------------------------------------------------------------

    def show_three_faces(self) -> None:
        faces, durations = self.faces, self.theme.durations
        arrow, walked, point = faces.panes
        words = text.three_faces(self.story)
        with self.beat("three_faces", words):
            lines = set_lines(words.lines, self.theme)
            self.fade(into=[arrow], run_time=durations.quick)
            self.bring(faces.grow, arrow.arrow)
            self.captions = faces.below(0, *lines[:2])
            self.fade(into=[*self.captions, walked], run_time=durations.quick)
            self.detach(faces.carry(1), walked.arrow)
            faces.below(1, faces.list_)
            self.bring(faces.count, faces.walk, faces.list_, run_time=durations.slow)
            self.fade(into=[point], run_time=durations.quick)
            self.detach(faces.carry(2), point.arrow)
            self.bring(faces.shrink, point.arrow, also=[faces.scatter.point])
            self.bring(faces.scatter.set_progress, faces.scatter.guides, faces.scatter.cloud)
            self.captions += faces.below(2, *lines[2:])
            self.fade(into=[*faces.scatter.names, *self.captions], run_time=durations.quick)

    def add_them(self) -> None:
        stage, words = self.stage, text.add(self.story)
        with self.beat("add", words):
            gone = [*self.faces.but_the_first_plane(), *self.captions]
            self.fade(out=gone, run_time=self.theme.durations.quick)
            self.look(stage.to_sum())
            rows = self.rows(words.lines, "add", "u", "v")
            self.bring(stage.grow_v, stage.v)
            self.change_panel(spread(*rows), later=rows[1:])
            self.detach(stage.slide_v, stage.v_copy)
            self.bring(stage.grow_total, stage.total)
            self.detach(stage.slide_u, stage.u_copy)
            stage.step_up(0)
            self.bring(stage.step_across, stage.steps, also=rows[1:2])
            self.bring(stage.step_up, stage.steps, also=rows[2:])

    def scale_one(self) -> None:
        stage, words = self.stage, text.scale(self.story)
        with self.beat("scale", words):
            reading = ScaleReading(self.story, self.theme)
            lines = self.rows(words.lines, "scale", "u")
            gone = [stage.steps, stage.u_copy, stage.v_copy, *stage.v.parts, *stage.total.parts]
            self.change_panel(spread(*reading.rows, *lines), gone, later=lines)
            self.look(stage.to_multiples())
            self.fade(into=[stage.line], run_time=self.theme.durations.quick)
            for index, arrow in enumerate(stage.multiples):

                def show(t: float, index: int = index) -> None:
                    reading.show(stage.stretch(index, t), animating=t < 1)

                self.bring(show, arrow, *reading.moving, also=[lines[index]], run_time=2)
            self.fade(into=lines)

    def combine_both(self) -> None:
        stage, words = self.stage, text.combine(self.story)
        with self.beat("combine", words):
            gone = [part for arrow in stage.multiples for part in arrow.parts]
            rows = self.rows(words.lines, "combine", "u", "v")
            self.change_panel(spread(*rows), [*gone, stage.line], later=rows[1:])
            self.look(stage.to_combination())
            self.bring(stage.grow_v, stage.v)
            self.bring(stage.stretch_first, stage.first)
            self.bring(stage.stretch_second, stage.second)
            self.bring(stage.slide_second, stage.second, also=rows[1:2])
            self.bring(stage.grow_combined, stage.combined, also=rows[2:3])
            self.fade(into=[stage.reach, *rows])

    def project(self) -> None:
        stage, words = self.stage, text.projection(self.story)
        with self.beat("projection", words):
            gone = [part for a in (stage.first, stage.second, stage.combined) for part in a.parts]
            rows = self.rows(words.lines, "project", "u", "v")
            self.change_panel(spread(*rows), [*gone, stage.reach], later=rows)
            self.look(stage.to_projection())
            self.bring(stage.open_angle, *stage.marked)
            for show, line in zip(stage.projecting, rows, strict=False):
                self.bring(show, *stage.projected, also=[line])
            self.fade(into=rows)

    def turn(self) -> None:
        stage, words = self.stage, text.sign(self.story)
        with self.beat("sign", words):
            notes = self.rows([], "turn", "u", "v")
            reading = TurnReading(self.story, self.theme, words.lines[0], notes)
            rest = reading.rest
            self.change_panel(reading.rows, stage.marked)
            self.look(stage.to_turn())

            def show(degrees: float, reached: float = 360.0) -> None:
                stage.turn_to(degrees)
                reading.show(degrees, reached)

            moved = [*stage.u.parts, *stage.v.parts, *stage.projected, *reading.moving]
            self.fade(into=[stage.circle])
            self.sweep(lambda t: show((1 - t) * rest, 0.0), *moved)
            self.bring(lambda t: show(0.0, 0.0), *stage.marked, reading.curve.trace)
            moved += stage.marked
            self.sweep(lambda t: show(360 * t, 360 * t), *moved, run_time=8)
            self.sweep(lambda t: show((1 - t) * 360 + t * rest), *moved)
            self.panel += reading.traced
            self.fade(into=reading.traced)

    def recap(self) -> None:
        stage, words = self.stage, text.recap(self.story)
        with self.beat("recap", words):
            rows = self.rows(words.lines, "add", "u", "v")
            self.change_panel(spread(*rows), [stage.circle, *stage.marked])
            self.look(stage.to_recap())
            self.detach(stage.slide_v, stage.v_copy)
            self.detach(stage.slide_u, stage.u_copy)
            self.bring(stage.grow_total, stage.total)
            self.fade(into=stage.marked)
