"""The singular value decomposition: a picture in layers, and a plane in three simple moves."""

from __future__ import annotations

from functools import partial

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.panel import Item, Named, Panel
from explainer.mobjects.text import Formula, Words
from explainer.mobjects.veil import Backdrop, Veil
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.pictures import LayerPictures
from explainer.scenes.linear_algebra.svd.drawing.planes import BESIDE, SingularPlane
from explainer.scenes.linear_algebra.svd.images import ImageName, LayerCounts, picture
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves
from explainer.style import FRAME, SAFE, Zone

VEIL = Zone(1.2, FRAME.right, FRAME.bottom, FRAME.top)
OVER, ABOVE_ALL = 8.5, 1000
"""The z-index of what lies behind formulas, and of them."""

INKS = ("ink", "ink")
GIVEN = ("bold(v)_1", "bold(v)_2")
IMAGES = ("σ_1 bold(u)_1", "σ_2 bold(u)_2")
"""The colours of vectors before the map, their names, and those of their images."""


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

    def aside(self, *items: Item, top: float = BESIDE.top) -> None:
        """Let rows take the place of those beside the picture while the next thing moves."""
        zone = Zone(BESIDE.left, BESIDE.right, BESIDE.bottom, top)
        formula = 1.35 * self.theme.sizes.formula
        rows = Panel(self.theme, zone, apart=(0.2, 0.7), formula=formula).rows(*items)
        for row in rows:
            row.set_z_index(ABOVE_ALL)
        self.change_panel(rows, carry=True)

    def reading(self, sentence: str, least: float = 0.0) -> float:
        """Return the seconds in which a sentence is read, but at least these."""
        return max(len(sentence) / self.theme.durations.reading_speed, least)

    # -- the beats -----------------------------------------------------------------------------

    def add_layers(self) -> None:
        pictures, words, durations = self.pictures, text.layers(self.picture), self.theme.durations
        numbers, first, others = words.sentences
        lens = pictures.lens
        self.add(pictures.total)
        with self.beat("layers", words):
            self.add(lens.patch, lens.frame, lens.sides, lens.mark)
            with self.say(numbers):
                self.sweep(lens.grow, run_time=durations.slow)
                self.fade(into=[lens.numbers], run_time=durations.quick)
            with self.say(first):
                self.fade(out=[*lens.submobjects], run_time=durations.quick)
                self.sweep(partial(pictures.add_layers, 0), run_time=self.reading(first) - 0.6)
                pictures.readings.show(self.picture.stops[0])
            self.ask("How many layers does it take?")
            steps = range(1, len(self.picture.stops))
            labels = pictures.copy_labels()
            self.carry(into=[pictures.readings])
            with self.say(others):
                for step in steps:
                    if step == len(steps):
                        self.conclude()
                    copies = pictures.copies[step - 1 : step]
                    self.add(*copies)
                    seconds = max(self.reading(others) / len(steps), 0.9)
                    self.sweep(partial(pictures.add_layers, step), run_time=seconds)
                    self.carry(into=labels[step - 1 : step])
                self.conclude()

    def multiply_column_by_row(self) -> None:
        pictures, words = self.pictures, text.first_layer(self.picture)
        first, second = words.sentences
        with self.beat("first_layer", words):
            copies = [copy for copy in pictures.copies if self.shown(copy)]
            strips = [pictures.column, pictures.row]
            with self.say(first):
                self.carry(out=[m for m in self.others(pictures.total) if isinstance(m, VMobject)])
                self.sweep(pictures.strip_down)
                self.remove(*copies)
                self.fade(into=[*strips, *pictures.strip_names()], run_time=0.6)
                self.add(pictures.product, pictures.marker)
                self.aside(*words.lines, top=1.2)
                seconds = self.reading(first, 4.8) - 1.8
                self.sweep(pictures.multiply, eased=False, run_time=seconds)
            self.remove(pictures.total, pictures.marker)
            with self.say(second):
                self.conclude()
                m, n = self.picture.pixels.shape
                count = Named(f"${m} + {n} + 1 =$", pictures.stored)
                pictures.count_numbers(1.0)  # as wide as it will be
                self.aside(*words.lines, count, words.note, top=1.2)
                pictures.count_numbers(0.0)
                self.add(*pictures.edges)
                self.sweep(pictures.count_numbers, run_time=self.reading(second, 2.4))

    def turn_the_pair(self) -> None:
        view, plane = self.view, self.plane
        words, pictures = text.right_angle(self.moves), self.pictures
        first, second, third = words.sentences
        self.veil = Veil(VEIL, self.theme, "left", soft=1.6).set_z_index(OVER)
        before, image = view.before, view.image
        with self.beat("right_angle", words):
            with self.say(first):
                view.one_move(0.0)
                marks = view.hold(before.round, image.round)
                gone = self.others(pictures.product)
                self.carry(out=[m for m in gone if isinstance(m, VMobject)])
                self.fade(out=[pictures.column, pictures.row], run_time=0.4)
                self.add(plane.base, view.grid, *marks, self.veil)
                self.carry(into=view.scale_note())
                pictures.product.set_z_index(OVER + 0.3)
                self.aside(words.lines[0])
                self.sweep(pictures.give_way)
                self.remove(pictures.product)
                self.sweep(view.one_move, run_time=2.0)
            self.ask("What becomes of a right angle?")
            view.turn_pair(0.0)
            arrows = view.hold(*before.arrows, *image.arrows, image.corner)
            with plane.ahead(view.turn_pair):
                names = view.name_tips(image, ("A bold(x)", "A bold(y)"))
                names += view.name_tips(before, ("bold(x)", "bold(y)"), INKS)
            plane.settle()
            with self.say(second):
                self.carry(out=plane.drop(view.grid))
                self.aside(words.lines[0], Named("angle", view.angle))
                self.fade(into=[*arrows, *names], run_time=0.4)
                self.sweep(view.turn_pair, run_time=self.reading(second, 2.4 * 1.5))
            with self.say(third):
                self.conclude()
                self.aside(*words.lines)
                self.carry(out=plane.drop(*names))
                ends = [f"A bold(v)_{k} = σ_{k} bold(u)_{k}" for k in (1, 2)]
                self.ends = view.name_beside(image, ends)
                self.given = view.name_beside(before, GIVEN, INKS, self.ends)
                glows = [plane.glow(arrow) for arrow in image.arrows]
                self.fade(into=[*self.ends, *self.given, *glows])

    def make_three_moves(self) -> None:
        view, plane, words = self.view, self.plane, text.three_moves(self.moves)
        moving, rest = view.moving, self.theme.emphasis.rest
        with self.beat("three_moves", words):
            moving.turn(view.drawn.after(0), self.moves.v)
            moving.to(view.drawn.after(0))
            marks = view.hold(*moving.marks)
            image = view.image
            gone = [*image.arrows, image.corner]
            self.panel += self.ends
            self.carry(out=[*plane.drop(*gone), *self.panel], to={rest: [image.round]})
            self.panel = []
            for move, sentence in enumerate(words.sentences):
                with self.say(sentence):
                    if move == 0:
                        self.fade(into=marks, run_time=0.4)
                    if move == 1:
                        self.carry(out=[*plane.drop(*view.before.arrows), *self.given])
                        self.given = []
                    if move == 2:
                        self.conclude()
                        view.move_on(2, 0.0)
                        self.add(*view.hold(view.turned), plane.ghost(moving.round))
                    seconds = self.reading(sentence, 2.6) - 1.2
                    self.sweep(partial(view.move_on, move), run_time=seconds)
                    stage, titles = view.stages[move], view.titles(move)
                    view.put_aside(move, 0.0)
                    for part in (*stage.marks, *titles):
                        part.set_z_index(ABOVE_ALL - 1)
                    self.add(*stage.marks)
                    self.panel += titles
                    named = view.name_beside(moving, IMAGES, clear=self.given) if move == 2 else []
                    self.panel += named
                    self.carry(into=[*titles, *named])
                    self.sweep(partial(view.put_aside, move))

    def add_two_layers(self) -> None:
        view, plane, words = self.view, self.plane, text.rank_one(self.moves)
        first, second = words.sentences
        with self.beat("rank_one", words):
            stages = [mark for stage in view.stages for mark in stage.marks]
            for index in (0, 1):
                view.flatten(index, 0.0)
            with self.say(first):
                keep = view.before.round, view.image.round, *view.segments
                gone = plane.clear(*keep)
                self.carry(out=[*gone, *stages])
                self.aside(*words.lines)
                seconds = self.reading(first, 2.8) / 2
                for index, segment in enumerate(view.segments):
                    self.add(*view.hold(segment))
                    self.sweep(partial(view.flatten, index), run_time=seconds)
            with self.say(second):
                view.run(0.0)
                marks = view.hold(view.x, *view.parts, view.sum)
                with plane.ahead(view.run):
                    names = [plane.name_tip(view.x, "bold(x)", "vector")]
                    names += [plane.name_tip(view.sum, "A bold(x)", "image")]
                self.add(*view.hold(view.trace))
                self.fade(into=[*marks, *names], run_time=0.4)
                self.conclude()
                self.sweep(view.run, eased=False, run_time=self.reading(second, 5.0) - 0.4)
                self.fade(into=view.name_segments(), run_time=0.6)

    def drop_layers(self) -> None:
        view, plane, pictures = self.view, self.plane, self.pictures
        words = text.recap(self.moves, self.picture)
        first, second = words.sentences
        with self.beat("recap", words):
            self.ask()
            with self.say(first):
                ghost, hero = self.theme.emphasis.ghost, self.theme.emphasis.hero
                gone = plane.drop(view.x, *view.parts, view.sum, view.segments[1], *plane.names)
                self.carry(out=gone, to={ghost: [view.trace], hero: [view.image.round]})
                view.drop(0.0)
                self.add(*view.hold(view.threads))
                self.sweep(view.drop, run_time=self.reading(first, 2.4))
            with self.say(second):
                self.conclude()
                self.carry(out=self.panel)
                self.panel = []
                start = plane.framing
                self.sweep(partial(view.step_aside, start), run_time=1.2)
                pictures.come_in(0.0)
                self.add(pictures.total.set_z_index(OVER + 0.2))
                self.carry(into=self.titles())
                self.sweep(pictures.come_in, run_time=self.reading(second, 4.6) - 1.2)

    def titles(self) -> list[VMobject]:
        """Return what is kept of both matrices, and what is lost, above them."""
        layers, found, zone = self.picture, [], self.pictures.zones["half"]
        last, rank = min(layers.ranks[-1], layers.useful), int((self.moves.values > 0).sum())
        every = (
            ("$A$", text.kept(min(rank, 1), rank, text.lost(self.moves)), SAFE.left),
            (
                "the picture",
                text.kept(last, layers.useful, layers.error(last)),
                max(zone.left, 0.75),
            ),
        )
        for name, (count, error), x in every:
            lines = (f"{name}: {count}", "singular", 2.3), (error, "residual", 1.75)
            for markup, colour, y in lines:
                words = Words(markup, self.theme, size=0.46, colour=colour)
                found.append(words.place((x, y)))
        norms = Formula(text.NORMS, self.theme, size="small", colour="residual")
        found.append(norms.place((SAFE.left + 2.7, 1.75)))
        for words in found:
            words.set_z_index(ABOVE_ALL)
        ground = Backdrop(Zone(SAFE.left, 0.0, 1.7, 2.6), self.theme, soft=0.3)
        return [ground.set_z_index(OVER), *found]
