"""How a descent ended: where it rests, or what it does instead."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from explainer.maths.surfaces import Surface, critical_points
from explainer.scenes.calculus.gradient_descent.optimisers import Descent, inside

Array = np.ndarray
OutcomeKind = Literal[
    "converged",
    "on_the_way",
    "circling",
    "other_minimum",
    "saddle",
    "diverged",
    "left_domain",
    "maximum",
]

RestKind = Literal["minimum", "level", "saddle", "maximum"]

_NEAR = 0.005
"""A path within this share of the domain's diagonal of a point rests there for the eye."""


class Rest(NamedTuple):
    """A point at which a path may come to rest, (2,), and its height."""

    point: Array
    value: float
    kind: RestKind


class Outcome(NamedTuple):
    """How a descent ended.

    Attributes:
        kind: ``converged`` rests at the lowest minimum in the domain, ``other_minimum`` at a higher
            one, ``saddle`` and ``maximum`` where the slope is zero without a minimum; ``circling``
            moves to and fro without getting lower, ``on_the_way`` still changes; ``diverged``
            climbs without end, ``left_domain`` ends outside without climbing.
        rest: where it rests; None where it does not.
        lowest: the height of the lowest minimum; infinite where there is none.
    """

    kind: OutcomeKind
    rest: Rest | None = None
    lowest: float = np.inf


def outcome(descent: Descent, surface: Surface) -> Outcome:
    """Say how a descent ended.

    "Rests" means within half a percent of the domain's diagonal of a critical point for the last
    tenth of the steps, and not on its way off. Lowest and higher minima are those that
    ``critical_points`` and a grid of the domain show.
    """
    path, values = descent.points, descent.values
    if descent.diverged_at is not None:
        return Outcome("diverged")
    if not inside(path[-1], surface.domain):
        return Outcome("diverged" if values[-1] > values[0] else "left_domain")
    rests, lowest = _resting_places(descent, surface)
    near = _NEAR * float(np.linalg.norm(np.ptp(surface.domain, axis=1)))
    for rest in rests:
        if _settled(path, rest, near):
            if rest.kind == "saddle" or rest.kind == "maximum":
                return Outcome(rest.kind, rest, lowest)
            return Outcome("converged" if rest.value <= lowest else "other_minimum", rest, lowest)
    return Outcome(_in_motion(descent, min(lowest, float(values.min())), near))


def last_stretch(descent: Descent) -> int:
    """Return how many steps at its end tell whether a descent still gets lower.

    The number is even, so that hopping to and fro ends where it began.
    """
    return 2 * max(1, len(descent.steps_taken) // 8)


def _in_motion(descent: Descent, base: float, near: float) -> OutcomeKind:
    """Tell circling, climbing and descending apart by the last two stretches of the path."""
    count, stretch = len(descent.steps_taken), last_stretch(descent)
    if count < 2 * stretch or not descent.steps_taken[-1].any():
        return "on_the_way"
    excess = descent.values - base
    recent, before = excess[-stretch:].mean(), excess[-2 * stretch : -stretch].mean()
    lengths = np.linalg.norm(descent.steps_taken, axis=1)
    moved, earlier = lengths[-stretch:].sum(), lengths[-2 * stretch : -stretch].sum()
    if recent > 1.02 * before and moved > 1.01 * earlier and excess[-1] > excess[0]:
        return "diverged"
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


def _resting_places(descent: Descent, surface: Surface) -> tuple[list[Rest], float]:
    """Return where a path may rest, the nearest to its end first, and how low the minima go.

    Heights within rounding of the lowest are set to it, so that equals compare as equal.
    """
    found = [(np.array(p.point), p.value, p.kind) for p in critical_points(surface)]
    x, y = np.meshgrid(*(np.linspace(low, high, 101) for low, high in surface.domain))
    heights = surface.value(x, y)
    heights = np.where(np.isfinite(heights), heights, np.inf)
    end = descent.points[-1]
    if not descent.gradients[-1].any():  # also at a kink, where Newton's method finds nothing
        found.append((end, float(descent.values[-1]), "degenerate"))
    radius = 1e-3 * float(np.hypot(*np.ptp(surface.domain, axis=1)))
    rests = [
        Rest(at, value, _look_around(surface, at, value, radius) if kind == "degenerate" else kind)
        for at, value, kind in found
    ]
    minima = [rest.value for rest in rests if rest.kind in ("minimum", "level")]
    row, column = np.unravel_index(int(heights.argmin()), heights.shape)
    if 0 < row < 100 and 0 < column < 100:
        minima.append(float(heights[row, column]))
    lowest = min(minima, default=np.inf)
    usual = heights[np.isfinite(heights)]
    slack = 1e-6 * float(np.median(usual) - usual.min()) if len(usual) else 0.0
    rests = [
        rest._replace(value=lowest) if rest.value <= lowest + slack else rest for rest in rests
    ]
    return sorted(rests, key=lambda rest: float(np.linalg.norm(rest.point - end))), lowest


def _look_around(surface: Surface, here: Array, value: float, radius: float) -> RestKind:
    """Return what a level point without definite curvatures is, from the heights around it."""
    turn = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    ring = surface.value(here[0] + radius * np.cos(turn), here[1] + radius * np.sin(turn)) - value
    noise = 1e-14 * (1 + abs(value))
    if (ring >= -noise).all():
        return "level" if (ring <= noise).all() else "minimum"
    return "maximum" if (ring <= noise).all() else "saddle"
