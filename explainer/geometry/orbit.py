"""The camera that turns about a box in space, and the view that fits a panel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Point = tuple[float, float, float]


Colour = tuple[float, float, float]


@dataclass(frozen=True)
class OrbitView:
    """A camera that turns about the box, looking at `target`.

    Azimuth and elevation are in radians. At azimuth -pi/2 the eye is on the side of negative y, so
    that x runs to the right and y away from the viewer. `perspective` is one over the distance of
    the eye from the target: 0 is a parallel projection. `zoom` is how much of the panel's half
    height one unit of the box takes at the target, where `shift` puts the target's image.
    """

    azimuth: float = -np.pi / 3
    elevation: float = 0.6
    perspective: float = 0.13
    target: Point = (0.0, 0.0, 0.0)
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def matrix(self) -> Array:
        """The rotation: its rows are the panel's right, the panel's up, and towards the eye."""
        ca, sa = np.cos(self.azimuth), np.sin(self.azimuth)
        ce, se = np.cos(self.elevation), np.sin(self.elevation)
        return np.array([[-sa, ca, 0.0], [-se * ca, -se * sa, ce], [ce * ca, ce * sa, se]])

    def turned(self, azimuth: float | None = None, elevation: float | None = None) -> OrbitView:
        """Return the same camera from another side."""
        return replace(
            self,
            azimuth=self.azimuth if azimuth is None else float(azimuth),
            elevation=self.elevation if elevation is None else float(elevation),
        )

    def project(self, points: ArrayLike) -> Array:
        """Return the panel coordinates and the depth (n, 3) of points (n, 3) of the box.

        The depth is 0 at the target and grows away from the eye, near the target by one a unit. It
        is bent just so that straight things in space are straight in (x, y, depth) as well.
        """
        with np.errstate(all="ignore"):  # points that are not finite stay so
            seen = (np.asarray(points, dtype=float) - self.target) @ self.matrix.T
            nearness = 1.0 - self.perspective * seen[..., 2]
            k = np.where(nearness > 1e-6, 1.0 / nearness, np.nan)
            out = np.empty_like(seen)
            out[..., 0] = self.zoom * seen[..., 0] * k + self.shift[0]
            out[..., 1] = self.zoom * seen[..., 1] * k + self.shift[1]
            out[..., 2] = -seen[..., 2] * k
        return out

    def plane(self, points: ArrayLike, normals: ArrayLike) -> Array:
        """Return the planes through `points` with those `normals`, as the panel sees them (n, 3).

        The columns are the slopes d depth / dx and d depth / dy on the panel, and the facing: the
        cosine of the angle between the normal and the direction to the eye, below 0 for planes
        seen from behind.
        """
        with np.errstate(all="ignore"):
            rotation = self.matrix
            seen = (np.asarray(points, dtype=float) - self.target) @ rotation.T
            normal = np.asarray(normals, dtype=float) @ rotation.T
            to_eye = normal[..., 2] - self.perspective * np.sum(normal * seen, axis=-1)
            safe = np.where(np.abs(to_eye) < 1e-9, 1e-9, to_eye)
            length = np.linalg.norm(normal, axis=-1)
            away = np.sqrt(
                (self.perspective * seen[..., 0]) ** 2
                + (self.perspective * seen[..., 1]) ** 2
                + (1 - self.perspective * seen[..., 2]) ** 2
            )
            return np.stack(
                [
                    normal[..., 0] / (self.zoom * safe),
                    normal[..., 1] / (self.zoom * safe),
                    to_eye / np.maximum(length * away, 1e-12),
                ],
                axis=-1,
            )


def box_corners(half_x: float, half_y: float, height: float) -> Array:
    """Return the eight corners (8, 3) of the box."""
    return np.array(
        [(x, y, z) for x in (-half_x, half_x) for y in (-half_y, half_y) for z in (0.0, height)]
    )


def fit_view(
    corners: ArrayLike,
    aspect: float,
    *,
    azimuth: float = -np.pi / 3,
    elevation: float = 0.6,
    azimuths: tuple[float, float] | None = None,
    margin: float = 0.04,
) -> OrbitView:
    """Return the view whose zoom is as large as the panel allows, all through a turn.

    `aspect` is the panel's width over its height. The corners stay `margin` (in half heights of the
    panel) away from its edges at every azimuth of `azimuths`, by default of the full turn; the zoom
    does not change with the azimuth, so that a turning box does not breathe.
    """
    low, high = azimuths if azimuths is not None else (-np.pi, np.pi)
    angles = np.append(np.linspace(low, high, 73), azimuth)
    points = np.asarray(corners, dtype=float)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    target = (float(middle[0]), float(middle[1]), float(middle[2]))
    view = OrbitView(azimuth, elevation, target=target)

    def extents(view: OrbitView) -> tuple[float, float, float]:
        seen = np.concatenate([view.turned(float(angle)).project(points) for angle in angles])
        return float(np.abs(seen[:, 0]).max()), float(seen[:, 1].min()), float(seen[:, 1].max())

    side, bottom, top = extents(view)
    zoom = min((aspect - margin) / max(side, 1e-9), 2 * (1 - margin) / max(top - bottom, 1e-9))
    shift = -(top + bottom) / 2 * zoom
    return replace(view, zoom=zoom, shift=(0.0, shift))


class Shared:
    """Something that never changes, so that a copy of its owner may share it."""

    def __copy__(self) -> Shared:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Shared:
        return self
