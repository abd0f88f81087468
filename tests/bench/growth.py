"""How the cost of a frame grows with what it shows: one second of motion, of any size.

    ./render.sh tests/bench/growth.py:SurfaceOfDivisions --set divisions=256
    ./render.sh tests/bench/growth.py:GridOfLines --set lines=1000 -q k

`DIVISIONS` and `LINES` are the sizes that the benchmark compares; how cost grows with the number of
pixels shows in any scene, at the qualities m, h, p and k.
"""

from __future__ import annotations

import numpy as np

from explainer import Explainer, Field, SceneParams
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.shapes import Segments
from explainer.mobjects.surface import SurfacePanel
from explainer.style import BODY, FRAME, Zone

DIVISIONS = (16, 32, 64, 128, 256)
LINES = (10, 30, 100, 300, 1000)
MATRIX = np.array([[1.5, -0.5], [0.5, 1.0]])


def hills(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the height over x and y, of their shape."""
    return np.cos(1.5 * x) * np.cos(y) * np.exp(-0.1 * (x**2 + y**2))


class SurfaceOfDivisions(Explainer):
    """A surface of so many divisions each way turns by half a radian; 1 s."""

    class Params(SceneParams):
        """How fine the surface is."""

        divisions: int = Field(32, ge=2, le=1024, description="faces along each side")

    def construct(self) -> None:
        land = Landscape(
            hills,
            *((-3, 3), (-3, 3)),
            divisions=self.params.divisions,
            theme=self.theme,
        )
        start, end = -np.pi / 3, -np.pi / 3 + 0.5
        space = SurfacePanel(
            land,
            Zone(FRAME.left, FRAME.right, BODY.bottom, BODY.top),
            azimuths=(start, end),
            floor=False,
        )

        def turn(t: float) -> None:
            space.set_view(start + t * (end - start), np.pi / 6)

        turn(0)
        self.add(space)
        self.sweep(turn, space, run_time=1, eased=False)


class GridOfLines(Explainer):
    """A grid of so many lines, half of them each way, moves under a matrix; 1 s.

    All are drawn, however many: `Grid` would thin them out where they crowd.
    """

    class Params(SceneParams):
        """How fine the grid is."""

        lines: int = Field(30, ge=2, le=10_000, description="lines of both directions together")

    def construct(self) -> None:
        view = PlaneView(FRAME, (0, 0), 1.0)
        grid = Segments(self.theme.grid, width=self.theme.strokes.hair)
        share = np.linspace(-1, 1, self.params.lines // 2 + 2)[1:-1]
        half, across = FRAME.height / 2, FRAME.width / 2
        ones = np.ones_like(share)
        upright = [[across * share, -half * ones], [across * share, half * ones]]
        level = [[-across * ones, half * share], [across * ones, half * share]]
        segments = np.concatenate([np.moveaxis(upright, 2, 0), np.moveaxis(level, 2, 0)])

        def move(t: float) -> None:
            matrix = (1 - t) * np.eye(2) + t * MATRIX
            grid.set_segments(view.to_frame(segments @ matrix.T)[..., :2])

        move(0)
        self.add(grid)
        self.sweep(move, grid, run_time=1)
