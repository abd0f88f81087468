"""The clips of `idiomatic.py` made with our layer: same content, same length to the frame.

    ./render.sh tests/bench/ours.py:GridUnderMatrix

No beats are played: a beat lasts as long as its words take to read, and the others have no words.
"""

from __future__ import annotations

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer import Explainer, Theme
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_figures import Grid
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.shapes import Arrow
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.text import Formula, Words, row
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.style import FRAME, HEADING, Zone


def heading(markup: str, theme: Theme) -> Words:
    """Return a title where the headings of beats stand."""
    title = Words(markup, theme, size="heading").place((HEADING.left, HEADING.bottom + 0.12))
    return title.with_halo(theme)


class GridUnderMatrix(Explainer):
    """A matrix moves the plane and the two basis arrows; 9 s."""

    matrix = np.array([[1.5, -0.5], [0.5, 1.0]])

    def construct(self) -> None:
        theme = self.theme
        view = PlaneView(FRAME, (0, 0), 1.0)
        still = Grid(view, theme.ghost, theme.faint, width=theme.strokes.hair)
        grid = Grid(view, theme.grid, theme.axis, width=theme.strokes.thin)
        i_hat = Arrow(theme.i_hat, halo=theme.background)
        j_hat = Arrow(theme.j_hat, halo=theme.background)
        title = heading("A matrix moves the whole plane", theme)

        def reach(columns: np.ndarray) -> None:
            for arrow, column in zip((i_hat, j_hat), columns, strict=True):
                arrow.set_ends((0, 0), view.to_frame(column))

        def move(t: float) -> None:
            matrix = (1 - t) * np.eye(2) + t * self.matrix
            grid.to(matrix)
            reach(matrix.T)

        self.fade(into=[still, grid, title], run_time=1)
        self.add(i_hat, j_hat)
        self.sweep(lambda t: reach(t * np.eye(2)), i_hat, j_hat, run_time=1)
        self.wait()
        self.sweep(move, grid, i_hat, j_hat, run_time=4)
        self.wait(2)


class TurningSurface(Explainer):
    """A ball runs over a surface while the camera turns about it; 4 s."""

    divisions = 128

    def height(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.cos(1.5 * x) * np.cos(y) * np.exp(-0.1 * (x**2 + y**2))

    def route(self, t: float) -> tuple[float, float]:
        return 1.6 * np.cos(2 * np.pi * t), 1.2 * np.sin(2 * np.pi * t)

    def construct(self) -> None:
        land = Landscape(
            self.height,
            *((-3, 3), (-3, 3)),
            height=0.8,
            gap=0.0,
            divisions=self.divisions,
            theme=self.theme,
        )
        start, end = -np.pi / 3, -np.pi / 3 + 0.2 * 4
        # As large in the frame as the other one, so that both have as many pixels to draw.
        zone = Zone(FRAME.left, FRAME.right, FRAME.bottom - 0.15, FRAME.top - 0.15)
        space = SurfacePanel(land, zone, azimuths=(start, end), floor=False)

        def turn(t: float) -> None:
            space.set_view(start + t * (end - start), np.pi / 6)
            space.ball(self.route(t), radius=0.04)

        turn(0)
        self.add(heading("A ball on a surface", self.theme), space)
        self.sweep(turn, space, run_time=4, eased=False)


class MovingPosterior(Explainer):
    """Belief about a coin moves as the tosses come in; 7.6 s."""

    prior = (2, 2)
    data = (12, 4)

    def construct(self) -> None:
        theme = self.theme
        zone, heads = Zone(-5.0, 5.0, -2.6, 2.0), Axis(0, 1, "chance of heads")
        axes = LiveChart(zone, theme, heads, Axis(0, 5, "density"))
        curve = DistributionMark(axes, "posterior", Beta(*self.prior), fill=0.4)
        title = heading("Belief about a coin", theme)
        options = {"decimals": 1, "size": "label"}
        a, b = (LiveNumber(10, theme, **options) for _ in range(2))
        middle = LiveNumber(0, theme, decimals=3, size="label")
        marks = ('"Beta"(', ",", ') quad "mean"')
        opening, comma, closing = (Formula(mark, theme, size="label") for mark in marks)
        label = row(opening, a, comma, b, closing, middle, gap=0.08, start=(-4.6, 1.4))

        def show(t: float) -> None:
            shape = tuple(self.prior[side] + t * self.data[side] for side in (0, 1))
            curve.show(Beta(*shape))
            for number, value in zip((a, b, middle), (*shape, Beta(*shape).mean), strict=True):
                number.set_value(value, animating=t < 1)

        show(0)
        self.fade(into=[title, axes], run_time=0.6)
        self.fade(into=[curve, label], run_time=1)
        self.sweep(show, curve, VGroup(a, b, middle), run_time=5)
        self.wait()
