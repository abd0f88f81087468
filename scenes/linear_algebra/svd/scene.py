"""The singular value decomposition: a turn, a stretch and a turn, and a picture in layers."""

from __future__ import annotations

from functools import partial

from explainer.params import Field, Matrix2, SceneParams
from explainer.scene import Explainer, fade_in
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.layer_readings import LayerReadings
from explainer.scenes.linear_algebra.svd.drawing.layers import LayerStage
from explainer.scenes.linear_algebra.svd.drawing.planes import (
    FOUR,
    SMALL,
    RunningSum,
    SingularPlanes,
)
from explainer.scenes.linear_algebra.svd.drawing.readings import SvdReadings
from explainer.scenes.linear_algebra.svd.images import ImageName, LayerCounts, picture
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves


class Svd(Explainer):
    """See any matrix as a turn, a stretch and a turn, and a picture as a sum of simple layers."""

    class Params(SceneParams):
        """The matrix, the picture, and after how many layers to look at it."""

        matrix: Matrix2 = Field(((1, 0), (1, 1.5)), description="the 2x2 matrix A")
        image: ImageName = Field(
            "lighthouse", description="the picture, in greys, its longer side at most 256 pixels"
        )
        ranks: LayerCounts = Field(
            (1, 2, 5, 10, 20, 50),
            description="after how many layers to stop and look; all of them where there are fewer",
        )
        seed: int = Field(0, ge=0, le=2**31 - 1, description="of the picture called noise")

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
        self.stage = LayerStage(self.picture, self.theme)
        self.read = SvdReadings(self.planes, self.theme)
        self.count = LayerReadings(self.stage, self.theme)

    # -- the matrix ----------------------------------------------------------------------------

    def show_the_circle(self) -> None:
        planes, theme = self.planes, self.theme
        first, image = planes.panels[0], planes.image
        with self.beat("circle", text.circle(self.moves)):
            self.fade(into=[first])
            self.add(image)
            self.sweep(planes.copy_over, image)
            self.rows = [self.read.one_move(), self.read.arrow(), self.read.rule()]
            self.fade(into=self.rows)
            self.sweep(planes.one_move, image, run_time=theme.durations.slow)

    def turn_the_pair(self) -> None:
        planes, read = self.planes, self.read
        first, image = planes.panels[0], planes.image
        with self.beat("right_angle", text.right_angle(self.moves)):
            numbers = read.pair()
            planes.turn_pair(0)
            names = [*first.label("bold(x)", "bold(y)"), *image.label("A bold(x)", "A bold(y)")]
            self.fade(out=self.rows[-1:], run_time=self.theme.durations.quick)
            appear = lambda t: (first.show_pair(t), image.show_pair(t))  # noqa: E731
            self.sweep(appear, first, image, run_time=self.theme.durations.quick)
            self.fade(into=[*names, numbers])
            moving = [*first.moving(), *image.moving(), numbers]

            def turn(t: float) -> None:
                planes.turn_pair(t)
                read.show_pair(t)

            self.sweep(turn, *moving, run_time=1.5 * self.theme.durations.slow)
            self.fade(out=names, run_time=self.theme.durations.quick)
            self.fade(into=planes.name_pair())
            self.rows.append(numbers)

    def make_three_moves(self) -> None:
        planes, read, theme = self.planes, self.read, self.theme
        first, image = planes.panels[0], planes.image
        with self.beat("three_moves", text.three_moves(self.moves)):
            self.fade(out=self.rows, run_time=theme.durations.quick)
            self.sweep(planes.to_four, *first.moving(), *image.moving())
            outline = image.outline(self.moves.matrix).set_z_index(3)
            titles, factors, arrows = read.titles(FOUR), read.factors(), planes.arrows(FOUR)
            old = [image, *image.labels, *first.labels]
            self.fade(out=old, into=[outline, titles[0], factors[0]])
            for move in (1, 2, 3):
                panel = planes.grow(move, 0)
                self.add(panel)
                new = titles[move], factors[move], arrows[move - 1], *planes.names(move - 1)
                self.sweep(
                    partial(planes.grow, move),
                    panel,
                    run_time=theme.durations.slow,
                    eased=False,
                    along=tuple(fade_in(mobject) for mobject in new),
                )
            self.rows = [outline, *titles, *factors, *arrows, read.product()]
            self.fade(into=[*planes.names(3), self.rows[-1]])

    def add_two_layers(self) -> None:
        planes, read, theme = self.planes, self.read, self.theme
        with self.beat("rank_one", text.rank_one(self.moves)):
            total = planes.panels[3]
            gone = [part for panel in planes.panels[:3] for part in panel.moving()]
            self.fade(out=[*self.rows, *gone, *total.labels], run_time=theme.durations.quick)
            total.label()
            panels = [*planes.parts, total]
            self.add(*panels)
            self.sweep(planes.to_three, *panels, run_time=theme.durations.slow)
            signs, names, tiles = read.signs(), read.layer_names(), read.tiles()
            runner = RunningSum(planes, panels)
            self.fade(into=[signs, *names, *tiles[:2]])
            hide = lambda t: [panel.show_pair(1 - t) for panel in panels]  # noqa: E731
            self.sweep(hide, *panels, run_time=theme.durations.quick)
            self.fade(into=[runner], run_time=theme.durations.quick)
            self.sweep(runner.set_progress, runner, run_time=2 * theme.durations.slow, eased=False)
            read.show_sum(tiles[2], 0)
            self.fade(into=[tiles[2]])
            add_up = partial(read.show_sum, tiles[2])
            self.sweep(add_up, tiles[2], run_time=theme.durations.slow)
            self.rows = [signs, *names, *tiles, runner, *panels]

    # -- the picture ---------------------------------------------------------------------------

    def take_a_picture(self) -> None:
        stage, words = self.stage, text.first_layer(self.picture)
        with self.beat("first_layer", words):
            self.fade(out=self.rows)
            self.fade(into=[stage.original])
            self.sweep(stage.put_aside, stage.original)
            self.rows = [self.count.first_layer(words.lines), stage.column, stage.row]
            self.caption = stage.caption(self.count.picture_name(), "left")
            stage.multiply(0)
            self.fade(into=[self.caption, *self.rows, stage.product])
            self.add(stage.marker)
            run_time = 1.5 * self.theme.durations.slow
            self.sweep(stage.multiply, stage.product, stage.marker, run_time=run_time, eased=False)
            name = stage.caption(text.PRODUCT, "product")
            self.rows.append(name)
            self.fade(out=[stage.marker], into=[name])

    def add_its_layers(self) -> None:
        stage, count = self.stage, self.count
        with self.beat("layers", text.layers(self.picture)):
            self.fade(out=self.rows)
            self.sweep(stage.shrink, stage.product)
            numbers = count.sum_readings()
            names = [stage.caption(text.ADDED, "lower"), stage.caption(count.sum_name(), "large")]
            self.fade(into=[stage.total, numbers, *names])
            for index in range(len(self.picture.ranks)):
                self.sweep(partial(count.add_layers, index), stage.total, stage.product, numbers)
                self.wait(self.theme.durations.quick)
            self.rows = [numbers, *names, self.caption, stage.original, stage.product]

    def recap(self) -> None:
        planes, stage, count = self.planes, self.stage, self.count
        with self.beat("recap", text.recap(self.moves, self.picture)):
            thumbnails, zones, labels = count.thumbnails()
            self.fade(out=self.rows)
            self.remove(stage.total)
            self.add(*thumbnails)
            self.sweep(partial(stage.deal, thumbnails, zones), *thumbnails, run_time=2.0)
            planes.unfold(0)
            for panel in planes.panels:
                panel.label()
                panel.show_pair(1.0)
            self.fade(into=[*planes.panels, labels, count.divider()])
            self.sweep(planes.unfold, *planes.panels, run_time=2 * self.theme.durations.slow)
            self.fade(into=[*self.read.titles(SMALL), planes.arrows(SMALL)])
