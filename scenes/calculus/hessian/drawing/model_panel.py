"""A surface in space with second-order models laid on it, and lines drawn anywhere about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.mesh import Mesh, normals_of
from explainer.geometry.orbit import Colour, Shared
from explainer.geometry.space import Array, Polyline, SpacePicture, blend, rgb
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.surface import SurfacePanel
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import AROUND

RINGS, SPOKES = 14, len(AROUND)
CELLS = 5
"""Cells of the grid on a model, from its middle to its edge."""

LIFT = 0.006
"""How far above itself a model is drawn, in units of the box, so that where it lies on the surface
it is seen."""

ABOVE = np.array([0.0, 0.0, LIFT])

Extents = Callable[[QuadraticModel, Array], Array]


@dataclass(frozen=True, eq=False)
class Patch(Shared):
    """A model as it is to be drawn.

    Attributes:
        model: the model.
        flat: the colour of the tangent plane.
        bent: the colour of the model.
        bend: how much of its bend it has: 0 is the tangent plane.
        size: how much of its extents it has grown to.
        opacity: of all of it.
    """

    model: QuadraticModel
    flat: Colour
    bent: Colour
    bend: float = 1.0
    size: float = 1.0
    opacity: float = 1.0

    @property
    def colour(self) -> Colour:
        """The colour, between that of the plane and that of the model."""
        red, green, blue = blend(self.flat, self.bent, min(1.0, 1.6 * self.bend))
        return float(red), float(green), float(blue)

    @property
    def key(self) -> tuple[Any, ...]:
        """What the drawing depends on."""
        model = self.model
        numbers = (model.point, model.value, model.gradient.tobytes(), model.hessian.tobytes())
        return (*numbers, self.flat, self.bent, self.bend, self.size, self.opacity)


class ModelPanel(SurfacePanel):
    """A landscape with models on it and lines about it; both are known by names.

    Args:
        landscape: the surface, on a linear scale.
        extents: how far a model is drawn at angles, as ``extents(model, angles)``.
        options: as for ``SurfacePanel``.
    """

    def __init__(self, landscape: Landscape, extents: Extents, *options: Any, **more: Any) -> None:
        super().__init__(landscape, *options, **more)
        self.extents = extents
        self.patches: dict[str, Patch] = {}
        self.lines: dict[str, Polyline] = {}
        self._with_models: SpacePicture | None = None
        self._drawn: dict[str, tuple[Any, list[Mesh | Polyline]]] = {}

    # ------------------------------------------------------------------------------ verbs

    def set_patch(self, name: str, patch: Patch) -> Self:
        """Draw a model, or take it away where nothing of it is to be seen."""
        self.patches = {key: value for key, value in self.patches.items() if key != name}
        if patch.opacity > 0 and patch.size > 0:
            self.patches[name] = patch
        return self

    def set_line(
        self,
        name: str,
        points: ArrayLike | None,
        colour: str = "",
        *,
        width: float = 4.0,
        opacity: float = 1.0,
        hidden: float = 0.35,
    ) -> Self:
        """Draw a line through points (n, 3) in x, y and height, or take it away.

        Args:
            name: of the line; one that is drawn under this name is replaced.
            points: a row of NaN starts a new piece.
            colour: ``#RRGGBB``.
            width: in pixels of a frame 1080 pixels high.
            opacity: of the line.
            hidden: how much of it is seen through the surface.
        """
        self.lines = {key: value for key, value in self.lines.items() if key != name}
        if points is None or opacity <= 0 or len(np.asarray(points)) < 2:
            return self
        x, y, z = np.asarray(points, dtype=float).T
        colours = self.landscape.colours
        self.lines[name] = Polyline(
            self.landscape.box.to_box(x, y, z) + ABOVE,
            rgb(colour),
            width=width,
            opacity=opacity,
            halo=rgb(colours.halo),
            hidden_opacity=hidden,
            lift=0.02,
        )
        return self

    # --------------------------------------------------------------------------- picture

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint; the same object as long as nothing changes."""
        base = super().picture()
        looks = tuple(patch.key for patch in self.patches.values())
        lines = tuple((id(line), line.opacity) for line in self.lines.values())
        key = (base.key, looks, lines)
        if self._with_models is None or self._with_models.key != key:
            for name, patch in self.patches.items():
                if name not in self._drawn or self._drawn[name][0] != patch.key:
                    self._drawn[name] = (patch.key, self._items(patch))
            more = [item for name in self.patches for item in self._drawn[name][1]]
            items = (*base.items, *more, *self.lines.values())
            self._with_models = replace(base, items=items, key=key)
        return self._with_models

    def _items(self, patch: Patch) -> list[Mesh | Polyline]:
        land, model = self.landscape, patch.model
        extents = patch.size * self.extents(model, AROUND)
        shares = np.linspace(0, 1, RINGS + 1)[1:]
        steps = (shares[:, None, None] * (extents[:, None] * unit(AROUND))).reshape(-1, 2)
        steps = np.concatenate([np.zeros((1, 2)), steps])
        vertices = self._places(patch, steps)
        heights = model.height(steps, patch.bend)
        slopes = land.box.slopes(heights, model.slopes(steps, patch.bend))
        light = sum(rgb(land.colours.background)) > 1.5
        fill = blend(patch.colour, (1.0, 1.0, 1.0), 0.6) if light else patch.colour
        mesh = Mesh(
            vertices,
            _fan(),
            np.tile(fill, (len(vertices), 1)),
            normals_of(slopes),
            heights,
            np.empty(0),
            opacity=(0.66 if light else 0.5) * patch.opacity,
            shading=0.9,
        )
        rim = np.concatenate([vertices[-SPOKES:], vertices[-SPOKES : len(vertices) - SPOKES + 1]])

        def line(points: Array, width: float, opacity: float) -> Polyline:
            # What lies under the surface is still seen as a net of lines.
            return Polyline(
                points,
                patch.colour,
                width=width,
                opacity=opacity * patch.opacity,
                hidden_opacity=0.65,
                lift=0.01,
            )

        return [mesh, line(self._grid(patch, extents), 1.6, 0.7), line(rim, 3.0, 0.95)]

    def _grid(self, patch: Patch, extents: Array) -> Array:
        """Return lines along x and along y on a model, (n, 3) in the box."""
        half_widths = np.abs(extents[:, None] * unit(AROUND)).max(axis=0)
        across = np.arange(-CELLS + 1, CELLS) / CELLS
        along = np.append(np.linspace(-1, 1, 49), np.nan)
        first = np.stack(np.broadcast_arrays(along[None, :], across[:, None]), axis=-1)
        steps = np.concatenate([first, first[..., ::-1]]).reshape(-1, 2) * half_widths
        turn = np.arctan2(steps[:, 1], steps[:, 0])
        edge = np.interp(turn, AROUND, extents, period=2 * np.pi)
        steps[~(np.linalg.norm(steps, axis=1) <= edge)] = np.nan
        return self._places(patch, steps)

    def _places(self, patch: Patch, steps: Array) -> Array:
        x, y = (np.asarray(patch.model.point) + steps).T
        heights = patch.model.height(steps, patch.bend)
        return self.landscape.box.to_box(x, y, heights) + ABOVE


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
