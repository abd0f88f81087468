"""How a descent on a surface ends: where it rests, or how it moves on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from explainer.maths.critical_points import (
    CriticalPoint,
    PointKind,
    as_low,
    critical_points,
    kind_by_heights,
    minima,
    newton,
)
from explainer.maths.surfaces import Surface
from explainer.scenes.calculus.gradient_descent.descent import OVERFLOW, Descent, descend, inside

Array = np.ndarray
RestKind = Literal["converged", "other_minimum", "level", "saddle", "maximum"]
MotionKind = Literal["on_the_way", "passing", "hopping", "circling", "diverged", "left_domain"]
OutcomeKind = Literal[RestKind, MotionKind, "stopped", "undefined", "beyond"]

_NEAR = 0.005
"""A path within this share of the domain's diagonal of a point rests there for the eye."""

LONGER, _LONGEST_CYCLE = 1000, 12
"""A path is followed for so many more steps to see whether it ends in a cycle of so many points."""


class Rest(NamedTuple):
    """A point at which a path may come to rest, (2,), and its height."""

    point: Array
    value: float
    kind: PointKind


class Outcome(NamedTuple):
    """How a descent ended.

    Attributes:
        kind: ``converged`` rests at a minimum than which no lower one was found in the domain,
            ``other_minimum`` at a higher one; ``level``, ``saddle`` and ``maximum`` where the slope
            is zero without an isolated minimum; ``stopped`` where the method finds no step;
            ``on_the_way`` still gets lower; ``passing`` is at a critical point and soon away from
            it again; ``hopping`` visits the same points for ever; ``circling`` moves without
            getting lower; ``diverged`` goes to and fro in ever longer steps; ``left_domain`` ends
            outside; ``undefined`` was led to where the surface or its slopes are not defined,
            ``beyond`` to what no floating-point number can hold.
        rest: where it rests or passes, or about which critical point it goes to and fro.
        cycle: the points (p, 2) that it visits for ever where it hops, else none.
    """

    kind: OutcomeKind
    rest: Rest | None = None
    cycle: Array = np.empty((0, 2))


def found_minima(descent: Descent, surface: Surface) -> tuple[CriticalPoint, ...]:
    """Return the minima found in the domain, the lowest first; the path's own low points count."""
    within = np.flatnonzero(inside(descent.points, surface.domain))
    if not len(within):
        return minima(surface)
    lowest = within[np.argmin(descent.values[within])]
    return minima(surface, *descent.points[[within[-1], lowest]])


def outcome(
    descent: Descent, surface: Surface, places: Sequence[CriticalPoint] | None = None
) -> Outcome:
    """Say how a descent ended.

    "Rests" means within half a percent of the domain's diagonal of a critical point for the last
    tenth of the steps, and not on its way off.

    Args:
        descent: on the surface.
        surface: whose minima are looked for unless they are given.
        places: the minima in its domain, the lowest first.
    """
    path = descent.points
    places = found_minima(descent, surface) if places is None else places
    level_point = partial(_level_point, descent, surface, places)
    size = float(np.linalg.norm(np.ptp(surface.domain, axis=1)))
    near = _NEAR * size
    if descent.lost is not None:
        if _overflows(descent, surface):
            return Outcome("beyond")
        at = level_point(descent.lost, 1e-9 * size)
        return Outcome("undefined", at if at and at.kind == "minimum" else None)
    later, trend, centre = None, 0, None
    if _turns_back(descent, 1e-9 * size):
        later = _continued(descent, surface)
        cycle = _cycle(later, 1e-6 * size)
        swing = cycle if len(cycle) else path[-2:]
        width = float(np.linalg.norm(np.ptp(swing, axis=0)))
        centre = level_point(swing.mean(axis=0), 0.25 * width)
        if len(cycle):
            return Outcome("hopping", centre, cycle)
        trend = _trend(descent, later)
        if trend > 0:
            return Outcome("diverged", centre)
    if not inside(path[-1], surface.domain):
        return Outcome("left_domain")
    rest = level_point(path[-1], near)
    if rest and _settled(path, rest, near):
        # What these methods have accumulated may drive them off again.
        if descent.optimiser in ("momentum", "nesterov", "rmsprop", "adam"):
            later = later or _continued(descent, surface)
            if np.linalg.norm(later.points[len(path) :] - rest.point, axis=1).max() > near:
                return Outcome("passing", rest)
        if rest.kind != "minimum":
            return Outcome(rest.kind, rest)
        lowest = not places or as_low(rest.value, places[0].value, surface)
        return Outcome("converged" if lowest else "other_minimum", rest)
    if trend < 0:
        return Outcome("on_the_way", centre)
    base = min([place.value for place in places[:1]] + [float(descent.values.min())])
    return Outcome(_in_motion(descent, base, near))


def last_stretch(descent: Descent) -> int:
    """Return how many steps at its end tell whether a descent still gets lower.

    The number is even, so that hopping to and fro ends where it began.
    """
    return 2 * max(1, len(descent.steps_taken) // 8)


def _overflows(descent: Descent, surface: Surface) -> bool:
    """Return whether the last step led to something too large rather than to something undefined.

    Where the surface ceases to be finite on the way, its heights before that tell.
    """
    lost = descent.lost
    assert lost is not None
    with np.errstate(all="ignore"):
        parts = (lost, surface.value(*lost), surface.gradient(*lost), surface.hessian(*lost))
        sizes = np.abs(np.concatenate([np.ravel(part) for part in parts]))
        if not np.isfinite(sizes[:2]).all() or (np.isfinite(sizes) & (sizes >= OVERFLOW)).any():
            return True
        way = np.geomspace(1e-100, 1, 5000)[:, None] * (lost - descent.points[-1])
        heights = np.abs(surface.value(*(descent.points[-1] + way).T))
        return bool((np.isfinite(heights) & (heights > OVERFLOW**0.9)).any())


def _turns_back(descent: Descent, least: float) -> bool:
    """Return whether the last step goes against the one before, and both can be told from none."""
    if len(descent.steps_taken) < 2:
        return False
    before, last = descent.steps_taken[-2:]
    return bool(before @ last < 0 and min(np.linalg.norm(before), np.linalg.norm(last)) > least)


def _continued(descent: Descent, surface: Surface) -> Descent:
    """Return the same descent with many more steps."""
    again = partial(descend, surface, descent.points[0], optimiser=descent.optimiser)
    rate, steps = descent.learning_rate, len(descent.steps_taken) + LONGER
    return again(learning_rate=rate, steps=steps, **asdict(descent.settings))


def _cycle(later: Descent, least: float) -> Array:
    """Return the points that a path comes to visit for ever, (p, 2), if it does and they differ."""
    for period in range(2, _LONGEST_CYCLE + 1) if later.lost is None else ():
        cycle, before = later.points[-period:], later.points[-2 * period : -period]
        width = float(np.linalg.norm(np.ptp(cycle, axis=0)))
        if least < width and np.abs(cycle - before).max() <= 1e-9 * width:
            return np.where(np.abs(cycle) <= 1e-9 * width, 0.0, cycle)
    return np.empty((0, 2))


def _trend(descent: Descent, later: Descent) -> int:
    """Return 1 where a path that goes to and fro does so in ever longer steps, -1 where in shorter.

    It is 0 where they change, but not by a steady factor.
    """
    lengths = np.linalg.norm(later.steps_taken[len(descent.steps_taken) - 1 :], axis=1)
    if not lengths.all():
        return -1
    first, middle, last = np.log(lengths[[0, len(lengths) // 2, -1]])
    changes = np.diff(lengths[len(lengths) // 2 :])
    # Steps that grow to those of a cycle do so ever more slowly; chaotic ones do not always grow.
    if (changes > 0).all() and (len(lengths) < 3 or last - middle >= 0.9 * (middle - first) > 1e-7):
        return 1
    return -1 if middle - first < -1e-7 and last < middle else 0


def _in_motion(descent: Descent, base: float, near: float) -> OutcomeKind:
    """Tell circling and descending apart by the last two stretches of the path."""
    count, stretch = len(descent.steps_taken), last_stretch(descent)
    if not descent.steps_taken[-1:].any():
        return "stopped"
    if count < 2 * stretch:
        return "on_the_way"
    excess = descent.values - base
    recent, before = excess[-stretch:].mean(), excess[-2 * stretch : -stretch].mean()
    moved = np.linalg.norm(descent.steps_taken[-stretch:], axis=1).sum()
    net = np.linalg.norm(descent.points[-1] - descent.points[-1 - stretch])
    share_left = (recent / before) ** (count / stretch) if before > 0 else 0.0
    return "circling" if share_left > 0.9 and moved > max(2 * net, near) else "on_the_way"


def _settled(path: Array, rest: Rest, near: float) -> bool:
    distances = np.linalg.norm(path - rest.point, axis=1)
    window = distances[-(1 + max(2, (len(path) - 1) // 10)) :]
    if window.max() > near:
        return False
    if rest.kind == "minimum":
        # Too high a rate drives even a start beside the minimum away from it.
        return bool(distances[-1] <= max(distances[0], 1e-9 * near))
    return bool(window[-1] <= max(1.2 * window[0], 1e-4 * near))


def _level_point(
    descent: Descent, surface: Surface, places: Iterable[CriticalPoint], centre: Array, reach: float
) -> Rest | None:
    """Return the nearest point within a reach where a path may rest, or None."""
    found = [(np.array(p.point), p.kind) for p in (*places, *critical_points(surface))]
    if np.isfinite(surface.gradient(*centre)).all():
        # On a line of level points one is near; at a kink, slopes count as 0.
        tried = [*newton(surface, centre[None], 0.01 * np.ptp(surface.domain, axis=1)), centre]
        none = 1e-9 * np.linalg.norm(descent.gradients, axis=1).max()
        level = [point for point in tried if np.linalg.norm(surface.gradient(*point)) <= none]
        found += [(point, "degenerate") for point in level]
    near = [each for each in found if np.linalg.norm(each[0] - centre) <= reach]
    if not near:
        return None
    # A path ends beside the point where it rests: the one that is known by its curvatures.
    point, kind = min(
        near, key=lambda each: (each[1] == "degenerate", np.linalg.norm(each[0] - centre))
    )
    by_heights = kind_by_heights(surface, point) if kind == "degenerate" else kind
    return Rest(point, float(surface.value(*point)), by_heights)
