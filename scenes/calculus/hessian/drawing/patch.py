"""A second-order model as a piece of a surface: a see-through sheet with a grid and a rim."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from explainer.geometry.mesh import Mesh, normals_of
from explainer.geometry.space import Polyline, blend, rgb
from explainer.mobjects.landscape import Landscape
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import AROUND

RINGS, SPOKES = 14, len(AROUND)
CELLS = 5
"""Cells of the grid on a model, from its middle to its edge."""

LIFT = 0.006
"""How far above itself a model is drawn, in units of the box, so that where it lies on the surface
it is seen."""


def patch(
    land: Landscape, model: QuadraticModel, extents: np.ndarray, bend: float = 1.0
) -> list[Mesh | Polyline]:
    """Return what a model is drawn with, in the box.

    Args:
        land: the surface, on a linear scale.
        model: the model.
        extents: (72,) how far it reaches at the angles ``AROUND``.
        bend: how much of its bend it has: 0 is the tangent plane.
    """
    theme = land.theme

    def places(steps: np.ndarray) -> np.ndarray:
        x, y = (np.asarray(model.point) + steps).T
        return land.box.to_box(x, y, model.height(steps, bend)) + np.array([0.0, 0.0, LIFT])

    def line(points: np.ndarray, width: float, opacity: float) -> Polyline:
        # What lies under the surface is still seen as a net of lines.
        return Polyline(points, colour, width, opacity, hidden_opacity=0.65, lift=0.01)

    red, green, blue = blend(rgb(theme.tangent), rgb(theme.model), min(1.0, 1.6 * bend))
    colour = float(red), float(green), float(blue)
    shares = np.linspace(0, 1, RINGS + 1)[1:]
    steps = (shares[:, None, None] * (extents[:, None] * unit(AROUND))).reshape(-1, 2)
    steps = np.concatenate([np.zeros((1, 2)), steps])
    vertices, heights = places(steps), model.height(steps, bend)
    light = sum(rgb(theme.background)) > 1.5
    mesh = Mesh(
        vertices,
        _fan(),
        np.tile(blend(colour, (1.0, 1.0, 1.0), 0.6 if light else 0.0), (len(vertices), 1)),
        normals_of(land.box.slopes(heights, model.slopes(steps, bend))),
        heights,
        np.empty(0),
        opacity=0.66 if light else 0.5,
        shading=0.9,
    )
    rim = np.concatenate([vertices[-SPOKES:], vertices[-SPOKES : len(vertices) - SPOKES + 1]])
    return [mesh, line(places(_grid(extents)), 1.6, 0.7), line(rim, 3.0, 0.95)]


def _grid(extents: np.ndarray) -> np.ndarray:
    """Return lines along x and along y as steps (n, 2), parted by rows of NaN."""
    half_widths = np.abs(extents[:, None] * unit(AROUND)).max(axis=0)
    across = np.arange(-CELLS + 1, CELLS) / CELLS
    along = np.append(np.linspace(-1, 1, 49), np.nan)
    first = np.stack(np.broadcast_arrays(along[None, :], across[:, None]), axis=-1)
    steps = np.concatenate([first, first[..., ::-1]]).reshape(-1, 2) * half_widths
    turn = np.arctan2(steps[:, 1], steps[:, 0])
    edge = np.interp(turn, AROUND, extents, period=2 * np.pi)
    steps[~(np.linalg.norm(steps, axis=1) <= edge)] = np.nan
    return steps


@lru_cache(maxsize=1)
def _fan() -> np.ndarray:
    """Return the triangles of rings about a middle, (n, 3)."""
    at = np.arange(SPOKES)
    after = (at + 1) % SPOKES
    middle = np.stack([0 * at, 1 + at, 1 + after], axis=1)
    inner = 1 + SPOKES * np.arange(RINGS - 1)[:, None]
    a, b = inner + at, inner + after
    c, d = a + SPOKES, b + SPOKES
    between = np.concatenate([np.stack([a, c, d], -1), np.stack([a, d, b], -1)]).reshape(-1, 3)
    return np.concatenate([middle, between]).astype(np.int32)
