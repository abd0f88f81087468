"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Literal, TypeAlias

from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.veil import behind
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing.carrying import CarriedPoints
from explainer.scenes.linear_algebra.linear_transformation.drawing.fan import Fan
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

Part: TypeAlias = Mark | PlaneLabel

LARGER = 1.2, 1.5
"""How much larger than usual formulas are, and where they have more room."""

ABOVE_ALL = 1000
"""The z-index of headings, and of formulas beside them."""

SQUARE = 0.65
"""How bright the unit square is beside what becomes of it."""

OVER = 8.5
"""The z-index of what lies behind formulas: above the picture."""


class LinearTransformation(Explainer):
    """Watch a matrix move the whole plane, and read it from where the basis vectors land."""

    class Params(SceneParams):
        """The matrix, a vector, and what is shown of them."""

        matrix: Matrix2 = Field(
            ((2.5, 1), (0.5, 2)),
            description="the 2x2 matrix, row by row; its columns are where i-hat and j-hat land",
        )
        vector: Vector2 = Field((2, -1), description="a vector to follow")
        path: Literal["straight", "polar"] = Field(
            "straight",
            description="how the plane moves: each point in a straight line, or turning on the way",
        )
        facts: tuple[Literal["vector", "area", "eigen"], ...] = Field(
            ("vector", "area", "eigen"), description="which facts to show before the inverse"
        )

    presets = {
        "shear": Params(matrix=((1, 1), (0, 1)), vector=(1, 2)),
        "rotation": Params(matrix=((0, -1), (1, 0)), vector=(2, 1), path="polar"),
        "reflection": Params(matrix=((0, 1), (1, 0)), vector=(2, 0.5)),
        "projection": Params(matrix=((0.8, 0.4), (0.4, 0.2)), vector=(1, 2)),
        "scaling": Params(matrix=((1.5, 0), (0, 1.5)), vector=(1, -1)),
        "symmetric": Params(matrix=((1.5, 1), (1, 1.5)), vector=(1, -0.5)),
        "defective": Params(matrix=((1.5, 1), (0, 1.5)), vector=(-1, 1)),
    }

    bleeds = True

    def construct(self) -> None:
        given = self.params
        self.story = TransformationStory(given.matrix, given.vector, given.path)
        self.view = TransformedPlane(self.story, self.theme)
        self.plane = self.view.plane
        self.show_grid()
        self.move_the_plane()
        if "vector" in given.facts:
            self.follow_the_vector()
        if "area" in given.facts:
            self.measure_the_area()
        if "eigen" in given.facts:
            self.find_the_eigenvectors()
        self.run_the_inverse()

    # -- shared by the beats -------------------------------------------------------------------

    def aside(self, *items: Item, wide: bool = False, top: float | None = None) -> None:
        """Let rows take the place of those beside the picture while the next thing moves.

        Args:
            items: the rows.
            wide: whether they may be wider and larger than usual.
            top: where they begin, in scene units, unless at the top of their zone.
        """
        places, formula = self.view.places, self.theme.sizes.formula
        zone = places.wide if wide else places.beside
        zone = replace(zone, top=zone.top if top is None else top)
        rows = Panel(self.theme, zone, formula=LARGER[wide] * formula).rows(*items)
        self.change_panel([behind(rows, self.theme).set_z_index(OVER), *rows], carry=True)
        for row in rows:
            row.set_z_index(ABOVE_ALL)

    def stage(
        self, bright: Iterable[Part], dim: Iterable[Part] = (), faint: Iterable[Part] = ()
    ) -> list[Mark]:
        """Let these marks and names be in the picture, and no others, from the next motion on.

        Returns:
            The marks that go; they are on the plane, to move with it, until they are dropped.
        """
        plane, emphasis, wanted = self.plane, self.theme.emphasis, [*bright, *dim, *faint]
        plane.drop(*(name for name in plane.names if name not in wanted))
        going = [m for m in plane.marks if m not in wanted and m is not self.view.grid]
        glows = [m.glow for m in wanted if isinstance(m, Mark) and m.glow is not None]
        gone = [m for m in self.mobjects if isinstance(m, PlaneLabel) and m not in wanted]
        parts = [part for mark in going for part in mark.parts]
        new = [part for part in wanted if not self.shown(part)]
        self.view.put(*wanted)
        levels = (bright, emphasis.hero), (dim, emphasis.rest), (faint, emphasis.scaffold)
        marks = ((part, level) for each, level in levels for part in each if isinstance(part, Mark))
        for part, level in marks:
            if part in new:
                part.set_brightness(level)
            else:
                self.carry(to={level: [part]})
        self.carry([*gone, *parts, *plane.drop(*glows)], new)
        return going

    def spoken(self, sentence: str, more: int = 0) -> float:
        """Return the seconds of a motion that lasts, with so many plays after it, as a sentence.

        A long one may go on being read while the picture rests.
        """
        durations = self.theme.durations
        slow, less = durations.slow, more * durations.normal
        return self.reading(sentence, slow, 1.2 * slow, less=less)

    def look(self, focus: int) -> None:
        """Go to the view of the basis (0) or of the vector (1) where one view does not do."""
        if way := self.view.look(focus):
            seen = self.view.seen(self.plane.names)
            self.carry(out=self.plane.drop(*(n for n in self.plane.names if n not in seen)))
            self.sweep(way)

    # -- the beats -----------------------------------------------------------------------------

    def show_grid(self) -> None:
        view, words, slow = self.view, text.grid(self.story), self.theme.durations.slow
        first, second = words.sentences
        view.focus_at_once(0)
        if not view.zooms:
            self.plane.look(view.near).settle()
        self.add(self.plane.base, view.grid)
        self.add(*view.put(*view.before[:2], view.area, view.walk, *view.carried))
        with self.beat("grid", words):
            self.carry(dim=[view.walk, view.arrow])
            with self.say(first):
                self.sweep(view.grow, run_time=slow)
                self.fade(into=view.put(*view.names_before[:2]))
            self.look(1)
            view.walk_to_vector(0.0)
            for mark in (view.walk, view.arrow):
                mark.set_brightness(1.0)
            self.add(*view.put(*view.before[:3], view.before[4]))
            self.aside(*words.lines, wide=view.countable and not view.zooms)
            self.carry(out=self.plane.drop(view.area))  # it has no part in this
            with self.say(second):
                self.sweep(view.walk_to_vector, run_time=slow)
                self.conclude()
                out = self.plane.drop(*(view.names_before[axis] for axis in view.doubled))
                self.fade(out, view.put(*view.names_before[2:], *view.steps_before))

    def move_the_plane(self) -> None:
        view, words = self.view, text.columns(self.story, zooms=self.view.zooms)
        first, second = words.sentences
        with self.beat("columns", words):
            self.aside(*words.lines)
            here: list[Part] = [view.area, view.walk, *view.carried]
            with self.say(first):
                self.look(0)
                land = partial(view.land, self.plane.framing)
                land(0.0)
                here += view.landings
                here += view.seen(view.names_before)
                self.plane.drop(*self.stage(here, view.before[:4]))
                self.sweep(land, run_time=self.theme.durations.slow)
            self.ask(text.PREDICT)
            self.add(*view.put(*view.traces))
            hidden = [name for name in view.names_before if name not in view.names_last]
            self.carry(out=self.plane.drop(*hidden))
            if self.story.rank < 2:  # the steps would lie on each other
                self.carry(out=self.plane.drop(view.walk))
            with self.say(second):
                self.sweep(view.show, run_time=1.6 * self.theme.durations.slow)
                self.conclude()
                way = view.show_way()
                out = self.plane.drop(*view.landings, *(view.traces[2:] if way else []))
                self.carry(dim=[view.walk] if self.shown(view.walk) else [])
                self.fade(out, view.put(*view.seen(view.names_after), *way))

    def follow_the_vector(self) -> None:
        view, words = self.view, text.vector(self.story)
        first, second = words.sentences
        flat = self.story.rank < 2
        with self.beat("vector", words):
            self.aside(*words.lines)
            with self.say(first):
                self.look(1)
                view.retrace(0.0)
                last = [name for name in view.names_before[2:] if name in view.names_last]
                names = view.seen([view.names_after[2], *last])
                dim = [view.before[4], view.before[2], *([] if flat else [view.walk])]
                bright = [view.arrow, view.retraced, *names]
                self.plane.drop(*self.stage(bright, dim, [] if flat else [view.area]))
                self.sweep(view.retrace, run_time=self.theme.durations.slow)
                self.fade(into=view.put(*view.steps_after, *([view.ties] if flat else [])))
            self.conclude()
            with self.say(second):
                self.fade(into=[self.plane.glow(view.arrow)])

    def measure_the_area(self) -> None:
        view, words = self.view, text.area(self.story, zooms=self.view.zooms)
        first, second = words.sentences
        areas = view.areas
        with self.beat("area", words):
            self.aside(*words.lines)
            with self.say(first):
                self.look(0)
                flat, square = self.story.rank < 2, view.before[3]
                names = [] if flat else view.names_after[:2]
                arrows = view.i_hat, view.j_hat, *view.before[:2]
                areas.settle(arrows, names)
                areas.carry_square(0.0)
                bright = [view.i_hat, view.j_hat, *areas.marks, *names]
                dim = [view.area, *([] if areas.aside.any() else [square, *view.before[:2]])]
                self.plane.drop(*self.stage(bright, dim))
                self.carry(to={SQUARE: [square]} if square in dim else {})
                self.add(*areas.numbers)
                seconds = self.spoken(first)
                self.sweep(areas.carry_square, *areas.numbers, areas, run_time=seconds)
                areas.carry_cells(0.0)
                before = [self.plane.ghost(areas.cells, 0.5)] if flat else []
                self.fade(into=view.put(areas.cells, *before))
            with self.say(second):
                self.sweep(areas.carry_cells, run_time=self.spoken(second, 1))
                self.conclude()
                self.fade(into=[*areas.conclude(), self.plane.glow(areas.image)])

    def find_the_eigenvectors(self) -> None:
        view, words, slow = self.view, text.eigen(self.story), self.theme.durations.slow
        first, second, third = words.sentences
        start = self.plane.framing
        fan = self.fan = Fan(self.plane, self.story, start.units)
        with self.beat("eigen", words):
            self.aside(*words.lines, top=fan.free_top(self.view.places.beside))
            # Where every line is lit, the squares of the grid are still seen between them.
            scalar = self.story.eigen.kind == "scalar" and self.shown(view.areas.cells)
            going = self.stage([view.areas.cells] if scalar else [])
            self.carry(out=view.areas.written)
            self.add(*view.put(*fan.marks))
            with self.say(first):
                self.sweep(partial(fan.begin, start, view.grid), run_time=slow)
                self.plane.drop(*going)
            with self.say(second):
                self.sweep(fan.carry, run_time=1.1 * slow)
            fan.light(0.0)
            self.add(*view.put(*fan.lines), *(self.plane.glow(line) for line in fan.lines))
            with self.say(third):
                self.sweep(fan.light, run_time=slow)
                self.conclude()
                self.fade(into=fan.name_lines())

    def run_the_inverse(self) -> None:
        view, words = self.view, text.inverse(self.story, zooms=self.view.zooms)
        has_one = self.story.rank == 2
        with self.beat("inverse", words):
            self.aside(*words.lines, wide=has_one and view.is_left_of(view.places.wide))
            view.focus = 1
            points = view.carried_points()
            (self._go_back if has_one else self._lose)(points, *words.sentences)

    def _go_back(self, points: CarriedPoints, first: str, second: str) -> None:
        view, seconds = self.view, 1.5 * self.theme.durations.slow
        with self.say(first):
            names = view.seen([view.names_after[2], view.names_before[2]])
            self.come_back([view.arrow, *points.marks, *names], [view.before[2]])
        self.add(*view.put(view.after[2], *view.after[5:], view.traces[2]))
        with self.say(second):
            self.sweep(partial(view.run_back, points=points), run_time=seconds)
            self.conclude()
            way = view.show_way()
            if view.zooms:  # out of sight, it would still take its room
                self.plane.drop(view.names_after[2])
            into = view.put(*way, points.point())
            self.fade(self.plane.drop(view.traces[2]), [self.plane.glow(view.arrow), *into])

    def _lose(self, points: CarriedPoints, first: str, second: str) -> None:
        view, slow = self.view, self.theme.durations.slow
        with self.say(first):
            self.come_back(points.marks)
            self.sweep(partial(points.go, slice(1)), run_time=slow)
        with self.say(second):
            self.sweep(partial(points.go, slice(1, None)), run_time=1.5 * slow)
            self.conclude()
            glows = [self.plane.glow(dots, 0.7) for dots in points.dots]
            self.fade(into=[*view.put(points.point()), *glows])

    def come_back(self, parts: list[Part], dim: Iterable[Part] = ()) -> None:
        """Go back to the view of the moved plane, and bring back what was there."""
        view, seconds = self.view, 1.6 * self.theme.durations.normal
        going = self.stage(parts, dim)
        self.carry(out=view.areas.written, light=[view.grid])
        self.sweep(partial(view.come_back, self.plane.framing), run_time=seconds)
        self.plane.drop(*going)
