"""The singular value decomposition: turn, stretch, turn or reflect, and a picture in layers."""

from __future__ import annotations

from functools import partial

from explainer.mobjects.panel import Panel
from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer, fade_in
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.pictures import LayerPictures
from explainer.scenes.linear_algebra.svd.drawing.planes import (
    FOUR,
    NAMES,
    SMALL,
    SingularPlanes,
    TwoLayers,
)
from explainer.scenes.linear_algebra.svd.images import ImageName, LayerCounts, picture
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves


class Svd(Explainer):
    """See a matrix turn, stretch, and turn or reflect, and a picture as a sum of simple layers."""

    class Params(SceneParams):
        """The matrix, the picture, and the numbers of layers that are shown."""

        matrix: Matrix2 = Field(((1, 0), (1, 1.5)), description="the 2x2 matrix A")
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

    def construct(self) -> None:
        self.prepare()
        self.show_the_circle()
        self.turn_the_pair()
        self.make_three_moves()
        self.add_two_layers()
        self.take_a_picture()
        self.add_its_layers()
        self.recap()

    def prepare(self) -> None:
        given = self.params
        self.moves = ThreeMoves.of(given.matrix)
        self.picture = Layers.of(picture(given.image, given.seed), given.ranks)
        self.planes = SingularPlanes(self.moves, self.theme)

    def show_the_circle(self) -> None:
        planes = self.planes
        with self.beat("circle", text.circle(self.moves)):
            self.fade(into=planes.first.parts[:1])
            self.add(planes.image.parts[0])
            self.sweep(planes.copy_over)
            self.rule = planes.rule()
            self.fade(into=[*planes.one_matrix(), self.rule])
            self.sweep(planes.one_move, run_time=self.theme.durations.slow)

    def turn_the_pair(self) -> None:
        planes, durations = self.planes, self.theme.durations
        words = text.right_angle(self.moves)
        with self.beat("right_angle", words):
            planes.turn_pair(0)
            names = planes.first.label("bold(x)", "bold(y)")
            names += planes.image.label("A bold(x)", "A bold(y)")
            self.fade(out=[self.rule], run_time=durations.quick)
            self.fade(into=[planes.first.vectors, planes.image.vectors], run_time=durations.quick)
            self.fade(into=[*names, *planes.readings])
            self.sweep(planes.turn_pair, run_time=1.5 * durations.slow)
            found = planes.found(words.lines)
            self.fade(out=[*names, *planes.lengths], run_time=durations.quick)
            labels = [*planes.first.label(*NAMES[0]), *planes.image.label(*NAMES[3])]
            self.fade(into=[*labels, *found])

    def make_three_moves(self) -> None:
        planes, durations = self.planes, self.theme.durations
        with self.beat("three_moves", text.three_moves(self.moves)):
            self.fade_all_but(planes.first, planes.image, run_time=durations.quick)
            self.sweep(planes.to_four)
            titles, factors, steps = planes.titles(FOUR), planes.factors(), planes.steps(FOUR)
            old = [*planes.first.names, *planes.image.names, *planes.image.parts]
            self.fade(out=old, into=[planes.outline(), titles[0], factors[0]])
            for move in (1, 2, 3):
                planes.grow(move, 0)
                self.add(*planes.panels[move].parts)
                names = planes.panels[move - 1].label(*NAMES[move - 1], size="small")
                along = tuple(map(fade_in, (titles[move], factors[move], steps[move - 1], *names)))
                grow = partial(planes.grow, move)
                self.sweep(grow, run_time=durations.slow, eased=False, along=along)
            self.fade(into=[*planes.image.label(*NAMES[3], size="small"), planes.product()])

    def add_two_layers(self) -> None:
        planes, durations = self.planes, self.theme.durations
        with self.beat("rank_one", text.rank_one(self.moves)):
            self.fade_all_but(*planes.image.parts, run_time=durations.quick)
            for panel in planes.panels:
                panel.label()
            planes.to_three(0)
            self.add(*planes.panels[0].parts, *planes.panels[1].parts)
            self.sweep(planes.to_three, run_time=durations.slow)
            sums = TwoLayers(planes)
            self.fade(into=[*sums.signs, *sums.names, *sums.tiles[:2]])
            vectors = [panel.vectors for panel in sums.panels]
            self.fade(out=vectors, run_time=durations.quick)
            self.fade(into=[sums.runner], run_time=durations.quick)
            self.sweep(sums.run, run_time=2 * durations.slow, eased=False)
            self.fade(into=[sums.tiles[2]])
            self.sweep(sums.add_up, run_time=durations.slow)

    def take_a_picture(self) -> None:
        words = text.first_layer(self.picture)
        pictures = self.pictures = LayerPictures(self.picture, self.theme)
        with self.beat("first_layer", words):
            self.fade_all_but()
            self.fade(into=[pictures.original])
            self.sweep(pictures.put_aside)
            rows = Panel(self.theme, prose=0.35).rows(*words.lines)
            markup = text.picture_name(self.picture, pictures.stretched)
            self.caption = pictures.caption(markup, "left")
            pictures.multiply(0)
            made = [pictures.column, pictures.row, pictures.product]
            self.fade(into=[self.caption, *rows, *made])
            self.add(pictures.marker)
            run_time = 1.5 * self.theme.durations.slow
            self.sweep(pictures.multiply, run_time=run_time, eased=False)
            self.fade([pictures.marker], [pictures.caption(words.note, "product")])

    def add_its_layers(self) -> None:
        pictures, words = self.pictures, text.layers(self.picture)
        with self.beat("layers", words):
            self.fade_all_but(self.caption, pictures.original, pictures.product)
            self.sweep(pictures.shrink)
            added = pictures.caption("just added, on its own scale", "lower")
            name = pictures.caption(words.note, "large")
            self.fade(into=[pictures.total, pictures.readings, added, name])
            for step in range(len(self.picture.ranks)):
                self.sweep(partial(pictures.add_layers, step))
                self.wait(self.theme.durations.quick)

    def recap(self) -> None:
        planes, pictures = self.planes, self.pictures
        with self.beat("recap", text.recap(self.moves, self.picture)):
            self.fade_all_but(pictures.total)
            self.remove(pictures.total)
            self.add(*pictures.thumbnails)
            self.sweep(pictures.deal, run_time=2.0)
            planes.unfold(0)
            panels = [part for panel in planes.panels for part in panel.parts]
            self.fade(into=[*panels, *pictures.labels()])
            self.sweep(planes.unfold, run_time=2 * self.theme.durations.slow)
            self.fade(into=[*planes.titles(SMALL), *planes.steps(SMALL)])
