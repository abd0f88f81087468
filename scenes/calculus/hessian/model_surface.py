"""The ground under a second-order model: which points, and which part of a surface is shown."""

from __future__ import annotations

import numpy as np

from explainer.maths.surfaces import (
    Domain,
    Point,
    Surface,
    check_domain,
    critical_points,
    named_surfaces,
)
from explainer.scenes.calculus.hessian.second_order import breaks

Array = np.ndarray

MOST_LOOKED_AT = 12
"""Critical points that are tried for smoothness, each by halving some hundred times."""


def chosen_points(
    ground: Surface, point: Point | None, second: Point | None
) -> tuple[Point, Point]:
    """Return where to begin and to end: from a minimum to a saddle, where there are both."""
    if point is not None and second is not None:
        return point, second
    found = critical_points(ground)
    lows = [np.array(place.point) for place in found if place.kind == "minimum"]
    passes = [np.array(place.point) for place in found if place.kind == "saddle"]
    (x0, x1), (y0, y1) = ground.domain
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    if point is None:
        first_pass = _first_smooth(ground, passes)
        target = np.array(second or first_pass or middle)
        point = _nearest(ground, lows, target) or ground.start
    if second is None:
        here = np.array(point)
        apart = 1e-6 * float(np.hypot(x1 - x0, y1 - y0))
        apart_from_here = [
            [place for place in places if np.linalg.norm(place - here) > apart]
            for places in (passes, lows)
        ]
        halfway = (
            (here + middle) / 2
            if (middle != here).any()
            else np.array([(here[0] + x1) / 2, (here[1] + y1) / 2])
        )
        if _first_smooth(ground, passes):
            apart_from_here.pop()  # where there is a saddle, a second minimum will not do
        found_second = (_nearest(ground, places, here) for places in apart_from_here)
        second = next(filter(None, found_second), None)
        second = second or (float(halfway[0]), float(halfway[1]))
    return point, second


def _nearest(ground: Surface, places: list[Array], target: Array) -> Point | None:
    """Return the smooth place that is nearest to a target, None where there is none."""
    return _first_smooth(
        ground, sorted(places, key=lambda place: float(np.linalg.norm(place - target)))
    )


def _first_smooth(ground: Surface, places: list[Array]) -> Point | None:
    """Return the first of some places that is smooth; of hundreds, only the first are looked at."""
    for x, y in places[:MOST_LOOKED_AT]:
        if _smooth(ground, (float(x), float(y))):
            return float(x), float(y)
    return None


def _smooth(ground: Surface, place: Point) -> bool:
    """Return whether slope and bend are finite and do not jump at a point."""
    sides = np.array([high - low for low, high in ground.domain])
    return not any(
        breaks(ground, place - size, place + size, 2)
        for size in 1e-4 * sides * np.array([[1, 0], [0, 1], [1, 1], [1, -1]])
    )


def window(ground: Surface, first: Point, last: Point) -> Domain:
    """Return a square about both points; the surface's own domain where that is hardly larger."""
    middle = (np.array(first) + np.array(last)) / 2
    apart = float(np.abs(np.subtract(first, last)).max())
    sides = np.array([high - low for low, high in ground.domain])
    half = max(1.1 * apart, 0.3 * float(sides.min()))
    low, high = np.transpose(ground.domain)
    inside = all(((low <= place) & (place <= high)).all() for place in (first, last))
    if inside and half >= 0.36 * sides.min():
        return ground.domain
    if inside:
        middle = np.clip(middle, low + half, high - half)
    return tuple((float(at - half), float(at + half)) for at in middle)  # type: ignore[return-value]


def check_points(ground: Surface, first: Point, last: Point) -> None:
    """Make sure that a surface is shown at both points, and has second derivatives there.

    Raises:
        ValueError: naming the parameter that does not fit.
    """
    for name, place in (("point", first), ("second_point", last)):
        for axis, value, (low, high) in zip("xy", place, ground.domain, strict=True):
            if not low <= value <= high:
                raise ValueError(
                    f"{name}: {axis} = {value:g} is outside the domain, from {low:g} to {high:g}"
                )
    if ground not in named_surfaces().values():
        try:
            check_domain(ground)
        except ValueError as error:
            raise ValueError(f"domain: {error}") from None
    for name, place in (("point", first), ("second_point", last)):
        if not _smooth(ground, place):
            x, y = place
            raise ValueError(
                f"{name}: {ground.name} has no second derivatives at ({x:g}, {y:g}); "
                "choose a point off its kinks"
            )
    if broken := breaks(ground, first, last):
        raise ValueError(
            f"second_point: on the way there {ground.name} has no second derivatives at "
            f"({broken[0]:.3g}, {broken[1]:.3g}); choose one that is reached without a kink"
        )


def heights_shown(ground: Surface, first: Point, last: Point) -> tuple[tuple[float, float], bool]:
    """Return the lowest and the highest height to be shown, and whether more is above.

    The highest is where the ground about the points takes up a good part of the picture.
    """
    (x0, x1), (y0, y1) = ground.domain
    x, y = np.meshgrid(np.linspace(x0, x1, 129), np.linspace(y0, y1, 129))
    values = ground.value(x, y)
    low, high = float(values.min()), float(values.max())
    shares = np.linspace(0, 1, 9)[:, None]
    near = np.full(x.shape, False)
    for px, py in np.array(first) + shares * np.subtract(last, first):
        near |= np.hypot((x - px) / (x1 - x0), (y - py) / (y1 - y0)) < 0.25
    local = float(values[near].max())
    if high - low > 2.6 * (local - low) > 0:
        return (low, low + 1.6 * (local - low)), True
    return (low, high), False
