"""The singular value decomposition: a picture in layers, and a plane in three simple moves."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.mobjects.panel import Item, Named, Panel
from explainer.mobjects.text import Words, row
from explainer.mobjects.veil import Veil
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.pictures import LayerPictures
from explainer.scenes.linear_algebra.svd.drawing.planes import SingularPlane
from explainer.scenes.linear_algebra.svd.images import ImageName, LayerCounts, picture
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves
from explainer.style import Zone

OVER, ABOVE_ALL = 8.5, 1000
"""The z-index of what lies behind formulas, and of them."""


class Svd(Explainer):
    """See a picture as a sum of simple layers, and a matrix turn, stretch, and turn or reflect."""

    class Params(SceneParams):
        """The matrix, the picture, and the numbers of layers that are shown."""

        matrix: Matrix2 = Field(((1.5, 1), (0, 1)), description="the 2x2 matrix A")
        image: ImageName = Field(
            "lighthouse",
            description="the picture, shown in shades of grey, at most 256 pixels each way",
        )
        ranks: LayerCounts = Field(
            (1, 2, 5, 10, 20, 50),
            description="the numbers of layers to stop at; where there are fewer, all of them",
        )
        seed: int = Field(0, ge=0, le=2**31 - 1, description="the seed for the picture of noise")

    presets = {
        "shear": Params(matrix=((1, 1), (0, 1)), ranks=(1, 2, 3, 4, 6, 8)),
        "rotation": Params(matrix=((0.6, -0.8), (0.8, 0.6)), image="noise", ranks=(1, 10, 50, 150)),
        "symmetric": Params(matrix=((1.5, 1), (1, 1.5)), image="tartan", ranks=(1, 2)),
        "singular": Params(matrix=((1.6, 0.8), (0.8, 0.4)), ranks=(1, 3, 8, 16, 32, 64)),
        "reflection": Params(matrix=((0.5, 1.5), (1.5, 0)), ranks=(1, 5, 25)),
    }

    bleeds = True

    def construct(self) -> None:
        self.prepare()
        self.add_layers()
        self.multiply_column_by_row()
        self.turn_the_pair()
        self.make_three_moves()
        self.add_two_layers()
        self.drop_layers()

    def prepare(self) -> None:
        given = self.params
        self.moves = ThreeMoves.of(given.matrix)
        self.picture = Layers.of(picture(given.image, given.seed), given.ranks)
        self.pictures = LayerPictures(self.picture, self.theme)
        self.view = SingularPlane(self.moves, self.theme)
        self.plane = self.view.plane

    # -- shared by the beats -------------------------------------------------------------------

    def aside(self, *items: Item, zone: Zone | None = None) -> None:
        """Let rows take the place of those beside the picture while the next thing moves."""
        zone, formula = zone or self.view.places.beside, 1.35 * self.theme.sizes.formula
        rows = Panel(self.theme, zone, apart=(0.2, 0.7), formula=formula).rows(*items)
        for each in rows:
            each.set_z_index(ABOVE_ALL)
        self.change_panel(rows, carry=True)

    # -- the beats -----------------------------------------------------------------------------

    def add_layers(self) -> None:
        pictures, words, durations = self.pictures, text.layers(self.picture), self.theme.durations
        numbers, first, others = words.sentences
        lens = pictures.lens
        self.add(pictures.total, lens.patch, lens.frame, lens.sides, lens.mark)
        with self.beat("layers", words):
            with self.say(numbers):
                self.sweep(lens.grow, run_time=durations.slow)
                self.fade(into=[lens.numbers], run_time=durations.quick)
            with self.say(first):
                self.fade(out=[*lens.submobjects], run_time=durations.quick)
                self.sweep(partial(pictures.add_layers, 0), run_time=self.reading(first) - 0.6)
            self.ask("How many layers does it take?")
            steps = range(1, len(self.picture.stops))
            self.carry(into=[pictures.readings])
            with self.say(others):
                for step in steps:
                    if step == len(steps):
                        self.conclude()
                    if step - 1 in pictures.copies:
                        self.add(pictures.copies[step - 1])
                    seconds = max(self.reading(others) / len(steps), 0.9)
                    self.sweep(partial(pictures.add_layers, step), run_time=seconds)
                    self.carry(into=pictures.copy_label(step - 1))
                self.conclude()

    def multiply_column_by_row(self) -> None:
        pictures, words = self.pictures, text.first_layer(self.picture)
        first, second = words.sentences
        with self.beat("first_layer", words):
            with self.say(first):
                self.carry(out=[m for m in self.others(pictures.total) if isinstance(m, VMobject)])
                self.sweep(pictures.strip_down)
                self.remove(*pictures.copies.values())
                strips = pictures.column, pictures.row, *pictures.strip_names()
                self.fade(into=strips, run_time=0.6)
                why = "it is as wide as its column and their names let it be"
                self.add(allow(pictures.product, "share", why), pictures.marker)
                self.aside(*words.lines[:2], zone=pictures.beside)
                self.sweep(pictures.multiply, eased=False, run_time=self.reading(first, 4.8) - 1.8)
            self.remove(pictures.total, pictures.marker)
            with self.say(second):
                self.conclude()
                pictures.count_numbers(1.0)  # as wide as it will be
                said, size = (words.lines[2].markup, words.note), 0.36 * pictures.places.scale
                sum_, instead = (self.words(each, size=size, colour="muted") for each in said)
                counted = row(sum_, pictures.stored), instead
                self.aside(*words.lines[:2], *counted, zone=pictures.beside)
                self.add(*pictures.edges)
                self.sweep(pictures.count_numbers, run_time=self.reading(second, 2.4))

    def turn_the_pair(self) -> None:
        view, plane = self.view, self.plane
        words, pictures = text.right_angle(self.moves), self.pictures
        first, second, third = words.sentences
        edge, soft = self.theme.layout.aside_edge, 1.6 if self.theme.layout.is_wide else 0.8
        self.veil = Veil(view.places.veil, self.theme, edge, soft=soft).set_z_index(OVER)
        before, image = view.before, view.image
        with self.beat("right_angle", words):
            with self.say(first):
                marks = plane.put(before.round, image.round)
                gone = self.others(pictures.product)
                self.carry(out=[m for m in gone if isinstance(m, VMobject)])
                self.fade(out=[pictures.column, pictures.row], run_time=0.4)
                self.add(plane.base, view.grid, *marks, self.veil)
                self.note = view.scale_note()
                self.carry(into=self.note)
                pictures.product.set_z_index(OVER + 0.3)
                self.aside(words.lines[0])
                self.sweep(pictures.give_way)
                self.remove(pictures.product)
                self.sweep(view.one_move, run_time=2.0)
            self.ask("What becomes of a right angle?")
            arrows = plane.put(*before.arrows, *image.arrows)
            with plane.ahead(view.turn_pair):
                names = view.name_vectors(image, ("A bold(x)", "A bold(y)"))
                names += view.name_vectors(before, ("bold(x)", "bold(y)"), ("ink", "ink"))
            plane.settle()
            with self.say(second):
                self.carry(out=plane.drop(view.grid), to={0.5: [plane.base]})
                self.aside(words.lines[0], Named("angle", view.angle))
                self.fade(into=[*arrows, *names], run_time=0.4)
                self.sweep(view.turn_pair, run_time=self.reading(second, 2.4 * 1.5))
            with self.say(third):
                self.conclude()
                self.aside(*words.lines)
                self.carry(out=plane.drop(*names))
                ends = [f"A bold(v)_{k} = σ_{k} bold(u)_{k}" for k in (1, 2)]
                corners = plane.put(before.corner, image.corner)
                self.ends = view.name_vectors(image, ends, clear=[])
                given = [f"bold(v)_{k}" for k in (1, 2)]
                self.given = view.name_vectors(before, given, ("ink", "ink"), self.ends)
                glows = [plane.glow(arrow) for arrow in image.arrows]
                self.fade(into=[*self.ends, *self.given, *glows, *corners])

    def make_three_moves(self) -> None:
        view, plane, words = self.view, self.plane, text.three_moves(self.moves)
        moving, rest = view.moving, self.theme.emphasis.rest
        with self.beat("three_moves", words):
            moving.turn(np.eye(2), self.moves.v)
            view.move_on(0, 0.0)
            marks, image = plane.put(*moving.marks), view.image
            gone = [*plane.drop(*image.arrows, image.corner), *self.panel, *self.ends]
            self.carry(out=gone, to={rest: [image.round, view.before.round]})
            for move, sentence in enumerate(words.sentences):
                with self.say(sentence):
                    if move == 0:
                        view.put_aside(0, 1.0)
                        self.panel = view.titles(0)
                        aside = *view.stages[0].marks, *self.panel
                        for part in aside:
                            part.set_z_index(ABOVE_ALL - 1)
                        self.fade(into=[*marks, *aside], run_time=0.4)
                    if move == 1:
                        gone = plane.drop(*view.before.arrows, view.before.corner)
                        self.carry(out=[*gone, *self.given])
                    if move == 2:
                        self.conclude()
                        view.move_on(2, 0.0)
                        self.add(*plane.put(view.turned), plane.ghost(moving.round))
                    seconds = self.reading(sentence, 2.6) - 1.2
                    self.sweep(partial(view.move_on, move), run_time=seconds)
                    stage, titles = view.stages[move + 1], view.titles(move + 1)
                    view.put_aside(move + 1, 0.0)
                    for part in (*stage.marks, *titles):
                        part.set_z_index(ABOVE_ALL - 1)
                    self.add(*stage.marks)
                    ends = [f"σ_{k} bold(u)_{k}" for k in (1, 2)]
                    titles += view.name_vectors(moving, ends, clear=[]) if move == 2 else []
                    self.panel += titles
                    self.carry(into=titles)
                    self.sweep(partial(view.put_aside, move + 1))

    def add_two_layers(self) -> None:
        view, plane, words = self.view, self.plane, text.rank_one(self.moves)
        first, second = words.sentences
        with self.beat("rank_one", words):
            with self.say(first):
                gone = [mark for stage in view.stages for mark in stage.marks]
                gone += plane.clear(view.before.round, view.image.round)
                self.carry(gone, light=[view.before.round])
                self.aside(*words.lines)
                for index, segment in enumerate(view.segments):
                    self.add(*plane.put(segment))
                    self.sweep(partial(view.flatten, index), run_time=self.reading(first, 2.8) / 2)
            with self.say(second):
                marks = plane.put(view.x, *view.parts, view.sum)
                with plane.ahead(view.run):
                    names = [plane.name_tip(view.x, "bold(x)", "vector")]
                    names += [plane.name_tip(view.sum, "A bold(x)", "image")]
                self.add(*plane.put(view.trace))
                self.fade(into=[*marks, *names], run_time=0.4)
                self.conclude()
                self.sweep(view.run, eased=False, run_time=self.reading(second, 5.0) - 0.4)
                self.panel += view.name_segments()
                self.fade(into=self.panel, run_time=0.6)

    def drop_layers(self) -> None:
        view, plane, pictures = self.view, self.plane, self.pictures
        words = text.recap(self.moves, self.picture)
        first, second = words.sentences
        with self.beat("recap", words):
            self.ask()
            with self.say(first):
                gone = [view.x, *view.parts, view.sum, view.segments[1], view.before.round]
                gone = [*plane.drop(*gone, *plane.names), *self.panel, *self.note, plane.base]
                self.carry(gone, to={1.0: [view.trace, view.image.round]})
                self.add(*plane.put(view.threads))
                self.sweep(view.drop, run_time=self.reading(first, 2.4))
            with self.say(second):
                self.conclude()
                self.sweep(partial(view.step_aside, plane.framing), run_time=1.2)
                allow(
                    pictures.total, "share", "two pictures side by side, each as large as its half"
                )
                self.add(pictures.total.set_z_index(OVER + 0.2))
                self.carry(into=[*self.titles(), *view.name_kept()])
                self.sweep(pictures.come_in, run_time=self.reading(second, 4.6) - 1.2)

    def titles(self) -> list[VMobject]:
        """Return how much is kept of both matrices, and what is lost, above them."""
        layers, moves, theme = self.picture, self.moves, self.theme
        last, rank = min(layers.ranks[-1], layers.useful), int((moves.values > 0).sum())
        plane = text.kept(min(rank, 1), rank, text.lost(moves))
        other = text.kept(last, layers.useful, layers.error(last))
        found, places, wide = list[VMobject](), self.view.places, theme.layout.is_wide
        for said, (x, y) in zip((plane, other), places.heads, strict=True):
            width = min(theme.layout.safe.right - x, 6.5) if wide else theme.layout.safe.right - x
            lines = None if wide else width
            for words, size, role in zip(said, (0.46, 0.33), ("singular", "muted"), strict=True):
                em = size * places.scale
                title = Words(words, theme, size=em, colour=role, width=lines).fit_width(width)
                found.append(title.place((x, y)).set_z_index(ABOVE_ALL))
                y -= 0.6 * places.scale + max(title.height - 1.3 * em, 0.0)
        return found
