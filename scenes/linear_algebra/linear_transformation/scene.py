"""Linear transformations: a matrix moves the plane, and its columns say how."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Literal, TypeAlias

from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams, Vector2
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing.fan import Fan
from explainer.scenes.linear_algebra.linear_transformation.drawing.merging import Rows
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import ASIDE, ASIDE_VEIL, Zone

Part: TypeAlias = Mark | PlaneLabel

BESIDE = Zone(3.4, ASIDE.right, ASIDE.bottom, 2.3)
BESIDE_VEIL = Zone(1.9, ASIDE_VEIL.right, ASIDE_VEIL.bottom, ASIDE_VEIL.top)
"""Where formulas stand, a little wider than usual: a matrix with two decimals has room there."""

ABOVE_ALL = 1000
"""The z-index of headings, and of formulas beside them."""

OVER = 7.5
"""The z-index of the veil over the right of the picture: above its marks, below its names."""


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
        self.side = Panel(self.theme, BESIDE)
        self.show_grid()
        self.move_the_plane()
        if "vector" in self.params.facts:
            self.follow_the_vector()
        if "area" in self.params.facts:
            self.measure_the_area()
        if "eigen" in self.params.facts:
            self.find_the_eigenvectors()
        if self.story.rank == 2:
            self.run_the_inverse()
        else:
            self.lose_points()

    # -- shared by the beats -------------------------------------------------------------------

    def aside(self, *items: Item) -> None:
        """Let rows take the place of those beside the picture while the next thing moves."""
        self.show_panel(*items, carry=True)
        for row in self.panel:
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
        gone = [part for part in self.mobjects if isinstance(part, PlaneLabel)]
        gone = [name for name in gone if name not in wanted]
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

    def reading(self, sentence: str, more: int = 0) -> float:
        """Return the seconds of a motion that lasts, with so many plays after it, as a sentence."""
        durations = self.theme.durations
        seconds = len(sentence) / durations.reading_speed - more * durations.normal
        return max(durations.slow, seconds)

    def look(self, focus: int) -> None:
        """Go to the view of the basis (0) or of the vector (1) where one view does not do."""
        if way := self.view.look(focus):
            hidden = [name for name in self.plane.names if name not in self.view.names_in_view]
            self.carry(out=self.plane.drop(*hidden))
            self.sweep(way)

    # -- the beats -----------------------------------------------------------------------------

    def show_grid(self) -> None:
        view, words, slow = self.view, text.grid(self.story), self.theme.durations.slow
        first, second = words.sentences
        veil = Veil(BESIDE_VEIL, self.theme, "left", soft=2.0).set_z_index(OVER)
        view.focus_at_once(0)
        if not view.zooms:
            self.plane.look(view.near).settle()
        self.add(self.plane.base, view.grid, veil)
        self.add(*view.put(*view.before[:2], view.before[3], view.area, view.walk, *view.carried))
        with self.beat("grid", words):
            self.carry(dim=[view.walk, view.arrow])
            with self.say(first):
                self.sweep(view.grow, run_time=slow)
                self.fade(into=view.put(*view.names_before[:2]))
            self.look(1)
            view.walk_to_vector(0.0)
            for mark in (view.walk, view.arrow):
                mark.set_brightness(1.0)
            self.add(*view.put(*view.before))
            self.aside(*words.lines)
            with self.say(second):
                self.sweep(view.walk_to_vector, run_time=slow)
                self.conclude()
                self.fade(into=view.put(*view.names_before[2:], *view.steps_before))

    def move_the_plane(self) -> None:
        view, words = self.view, text.columns(self.story)
        first, second = words.sentences
        with self.beat("columns", words):
            self.aside(*words.lines)
            here = [view.area, view.walk, *view.carried]
            with self.say(first):
                self.look(0)
                land = partial(view.land, self.plane.framing)
                land(0.0)
                here += view.landings
                self.plane.drop(*self.stage([*here, *view.names(moved=False)], view.before))
                self.sweep(land, run_time=self.reading(first))
            self.ask(text.PREDICT)
            self.add(*view.put(*view.traces))
            self.carry(out=self.plane.drop(*view.names_before[:2]))
            with self.say(second):
                self.sweep(view.show, run_time=self.reading(second, 1))
                self.conclude()
                way = view.show_way()
                out = self.plane.drop(*view.landings, *(view.traces[2:] if way else []))
                self.fade(out, view.put(*view.names(moved=True), *way))

    def follow_the_vector(self) -> None:
        view, words = self.view, text.vector(self.story)
        first, second = words.sentences
        with self.beat("vector", words):
            with self.say(first):
                self.look(1)
                view.retrace(0.0)
                names = [*view.names(moved=True), *view.names_before[2:]]
                dim = [view.area, view.i_hat, view.j_hat, view.walk, *view.before[2::2]]
                faint = [*view.before[:2], view.before[3]]
                self.plane.drop(*self.stage([view.arrow, view.retraced, *names], dim, faint))
                self.sweep(view.retrace, run_time=self.theme.durations.slow)
                self.fade(into=view.put(*view.steps_after))
            self.aside(*words.lines)
            self.conclude()
            with self.say(second):
                self.fade(into=[self.plane.glow(view.arrow)])

    def measure_the_area(self) -> None:
        view, words = self.view, text.area(self.story)
        first, second = words.sentences
        with self.beat("area", words):
            self.aside(*words.lines)
            with self.say(first):
                self.look(0)
                view.write_areas()
                view.carry_square(0.0)
                square = view.before[3]
                names = view.names_after[:2]
                bright = [view.i_hat, view.j_hat, square, view.moved_square, view.turn, *names]
                bright += [view.unit] if view.aside.any() else []
                self.plane.drop(*self.stage(bright, [view.area, *view.before[:2]]))
                self.add(*view.areas)
                seconds = self.reading(first)
                self.sweep(view.carry_square, *view.areas, view, run_time=seconds)
            view.carry_cells(0.0)
            self.carry(into=view.put(*view.cells))
            with self.say(second):
                self.sweep(view.carry_cells, run_time=self.reading(second, 1))
                self.conclude()
                self.fade(into=[self.plane.glow(view.moved_square)])

    def find_the_eigenvectors(self) -> None:
        view, words, slow = self.view, text.eigen(self.story), self.theme.durations.slow
        first, second, third = words.sentences
        start = self.plane.framing
        fan = self.fan = Fan(self.plane, self.story, start.units)
        with self.beat("eigen", words):
            self.aside(*words.lines)
            going = self.stage([])
            self.carry(out=view.areas)
            self.add(*view.put(*fan.marks))
            with self.say(first):
                self.sweep(partial(fan.begin, start, view.grid), run_time=slow)
                self.plane.drop(*going)
            with self.say(second):
                self.sweep(fan.carry, run_time=2 * slow)
            fan.light(0.0)
            self.add(*view.put(*fan.lines), *(self.plane.glow(line) for line in fan.lines))
            with self.say(third):
                self.sweep(fan.light, run_time=slow)
                self.conclude()
                self.fade(into=fan.name_lines())

    def run_the_inverse(self) -> None:
        view, words = self.view, text.inverse(self.story)
        first, second = words.sentences
        with self.beat("inverse", words):
            self.aside(*words.lines)
            view.focus = 1
            marks = [view.area, view.walk, *view.carried]
            with self.say(first):
                names = [*view.names(moved=True), *view.names_before[2:]]
                self.come_back([*marks, *names])
            self.add(*view.put(*view.after, *view.traces))
            with self.say(second):
                self.sweep(view.run_back, run_time=self.reading(second, 1))
                self.conclude()
                way = view.show_way()
                out = self.plane.drop(*view.names_after[:2], *(view.traces[2:] if way else []))
                back = [name for name in view.names_back if name in view.names_in_view]
                into = view.put(*way, *back)
                self.fade(out, [self.plane.glow(view.arrow), *into])

    def lose_points(self) -> None:
        view, words = self.view, text.inverse(self.story)
        first, second = words.sentences
        with self.beat("inverse", words):
            self.aside(*words.lines)
            view.focus = 1
            rows = Rows(self.plane, self.story, view.views[1][1].units)
            with self.say(first):
                self.come_back([])
                self.add(*view.put(*rows.marks))
                self.sweep(partial(rows.fall, slice(1)), run_time=self.theme.durations.slow)
            with self.say(second):
                self.sweep(partial(rows.fall, slice(1, None)), run_time=self.reading(second, 1))
                self.conclude()
                self.fade(into=[self.plane.glow(dots, 0.7) for dots in rows.after])

    def come_back(self, parts: list[Part]) -> None:
        """Go back to the view of the moved plane, and bring back what was there."""
        view, slow = self.view, self.theme.durations.slow
        going = self.stage(parts, view.before if parts else [])
        self.carry(out=view.areas, light=[view.grid])
        self.sweep(partial(view.come_back, self.plane.framing), run_time=slow)
        self.plane.drop(*going)
