"""Products of matrices: one map after the other, what that makes of columns, and in which order."""

from __future__ import annotations

from functools import partial

import numpy as np

from explainer.beat_text import Line
from explainer.geometry.plane import Framing
from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.panel import Labelled, Panel
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.matrix_product import text
from explainer.scenes.linear_algebra.matrix_product.drawing import (
    SUM,
    BothOrders,
    LiveArea,
    MovedPlane,
    Scheme,
    corners,
    running,
)
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, Way, way

IDENTITY = np.eye(2)


class MatrixProduct(Explainer):
    """Apply one matrix after another, and see that a single one, their product, does both."""

    class Params(SceneParams):
        """The two matrices."""

        a: Matrix2 = Field(((2, 1), (0.5, 1)), description="the 2x2 matrix A, which acts second")
        b: Matrix2 = Field(((1, -1), (1, 1)), description="the 2x2 matrix B, which acts first")

    presets = {
        "rotations": Params(a=((0.8, -0.6), (0.6, 0.8)), b=((0, -1), (1, 0))),
        "projections": Params(a=((1, 0), (0, 0)), b=((0.5, 0.5), (0.5, 0.5))),
        "nilpotent": Params(a=((1, -1), (1, -1)), b=((1, -1), (1, -1))),
        "inverse": Params(a=((2, 1), (1, 1)), b=((1, -1), (-1, 2))),
        "shear_then_rotation": Params(a=((0, -1), (1, 0)), b=((1, 1), (0, 1))),
        "reflections": Params(a=((1, 0), (0, -1)), b=((0, 1), (1, 0))),
    }

    def construct(self) -> None:
        story = self.story = ProductStory.compute(self.params.a, self.params.b)
        self.plane = MovedPlane(self.theme)
        self.views = self.plane.views(*map(corners, (IDENTITY, story.b, story.ab)))
        self.move_twice()
        self.move_at_once()
        self.follow_the_columns()
        self.cross_rows_and_columns()
        self.swap_the_order()
        self.multiply_the_areas()

    # -- shared by the beats -------------------------------------------------------------------

    def start_again(self, view: Framing, vectors: np.ndarray = IDENTITY) -> None:
        """Clear panel and plane, and bring back, unseen, what was there before anything moved."""
        plane = self.plane
        self.change_panel([], [*plane.moved, *plane.rings, *plane.ghosts, *plane.unname()])
        if not plane.looks(view):
            self.sweep(partial(plane.travel, plane.framing, view))
        plane.carry(IDENTITY, vectors)

    def move(self, way: Way, views: tuple[Framing, Framing], factors: str) -> None:
        """Move the plane along a way, and name the arrows for the matrices that have acted."""
        plane, durations = self.plane, self.theme.durations
        self.fade(out=plane.unname(), run_time=durations.quick)
        self.sweep(partial(plane.step, way, views), run_time=durations.slow)
        self.fade(into=plane.name_basis(factors), run_time=durations.quick)

    # -- the beats -----------------------------------------------------------------------------

    def move_twice(self) -> None:
        story, plane, views = self.story, self.plane, self.views
        with self.beat("first_then", text.first_then(story)):
            plane.look(views[0]).carry(IDENTITY).remember(IDENTITY)
            self.fade(into=[plane.base, *plane.moved, *plane.name_basis("")])
            self.show_panel(
                Labelled("first", text.matrix("B", story.b, typed=True).markup),
                Labelled("then", text.matrix("A", story.a, typed=True).markup),
                Line("bold(x) arrow.r.bar B bold(x) arrow.r.bar A (B bold(x))"),
                into=[plane.past],
                later=2,
            )
            self.move(story.first_b[0], (views[0], views[1]), "B")
            plane.remember(IDENTITY, story.b)
            self.fade(into=[self.panel[1]])
            self.move(story.first_b[1], (views[1], views[2]), "A B")
            self.fade(into=self.panel)

    def move_at_once(self) -> None:
        story, plane, views = self.story, self.plane, self.views
        with self.beat("at_once", text.at_once(story)):
            plane.remember(IDENTITY, story.b, story.ab)
            self.start_again(views[0])
            plane.mark(plane.rings, story.ab)
            live = running(story.ab, self.theme)
            self.show_panel(
                Line("(A B) bold(x) = A (B bold(x))"),
                Labelled("where the basis is now", live),
                text.matrix("A B", story.ab),
                into=[*plane.moved, *plane.rings, *plane.name_basis("")],
                later=1,
            )
            self.fade(out=plane.unname(), run_time=self.theme.durations.quick)

            def show(t: float) -> None:
                plane.step(way(story.ab), (views[0], views[2]), t)
                live.set_values(plane.square.data(), animating=t < 1)

            self.sweep(show, live, plane, run_time=2 * self.theme.durations.slow)
            self.fade(into=[*self.panel, *plane.name_basis("A B")])

    def follow_the_columns(self) -> None:
        story, plane, words = self.story, self.plane, text.columns(self.story)
        with self.beat("columns", words):
            view = plane.fit(corners(story.b, story.ab))
            self.fade(out=[plane.past], run_time=self.theme.durations.quick)
            self.start_again(view, story.b)
            plane.mark(plane.ghosts, story.b)
            names = plane.name_basis("B", plane.ghosts)
            self.show_panel(
                text.matrix("B", story.b, typed=True),
                *words.lines,
                into=[plane.lattice, *plane.ghosts, *plane.arrows, *names],
                later=2,
            )
            step = partial(plane.step, way(story.a), (view, view), vectors=story.b)
            self.sweep(step, run_time=2 * self.theme.durations.slow)
            self.fade(into=[*self.panel, *plane.name_basis("A B")])

    def cross_rows_and_columns(self) -> None:
        story, plane, scheme = self.story, self.plane, Scheme(self.story, self.theme)
        with self.beat("entries", text.cross(story)):
            self.change_panel([], out=[plane.base, *plane.moved, *plane.ghosts, *plane.unname()])
            here, side = (0, 0), Panel(self.theme, SUM, formula=0.8)
            self.fade(into=[*scheme.given, *scheme.cross(*here).bands])
            for there in ((0, 0), (0, 1), (1, 0), (1, 1)):
                self.fade(out=self.panel, run_time=self.theme.durations.quick / 2)
                if there != here:
                    self.sweep(partial(scheme.glide, here, there), *scheme.bands, run_time=0.8)
                self.panel = side.rows(*text.sum_of(story, *there))
                self.fade(into=[*self.panel, scheme.entries[there[0]][there[1]]], run_time=0.8)
                here = there
            self.scheme = scheme

    def swap_the_order(self) -> None:
        story, durations = self.story, self.theme.durations
        both, words = BothOrders(story, self.theme), text.order(story)
        with self.beat("order", words):
            self.change_panel([], out=self.scheme.parts)
            both.remember(0)
            self.fade(into=both.parts)
            self.change_panel(both.captions(words.lines))
            for leg in (0, 1):
                both.remember(leg)
                self.sweep(partial(both.step, leg), run_time=durations.slow)
            self.fade(out=both.outlines, run_time=durations.quick)
            self.fade(into=[*both.compare(), *both.name_bases()])
            self.both = both

    def multiply_the_areas(self) -> None:
        story, plane, views = self.story, self.plane, self.views
        words, durations = text.areas(story), self.theme.durations
        dets = (1.0, story.det_b, story.det)
        with self.beat("areas", words):
            self.change_panel([], out=[*self.both.parts, *self.both.names])
            self.start_again(views[0])
            plane.remember(IDENTITY)
            area = LiveArea(dets, self.theme)
            rows = self.side.rows(Labelled(words.note, area), *words.lines)
            area.run(1.0)
            self.change_panel(rows, into=[plane.base, plane.past, *plane.moved], later=rows[1:])
            for leg in (0, 1):
                plane.remember(*(IDENTITY, story.b)[: leg + 1])

                def show(t: float, leg: int = leg) -> None:
                    plane.step(story.first_b[leg], (views[leg], views[leg + 1]), t)
                    now = signed_area(plane.square.data()) if t < 1 else dets[leg + 1]
                    area.run(now, animating=0 < t < 1)

                self.sweep(show, area, plane, run_time=1.5 * durations.slow)
                self.fade(into=[rows[leg + 1]], run_time=durations.quick)
            self.fade(into=[*rows, *plane.name_basis("A B")])
