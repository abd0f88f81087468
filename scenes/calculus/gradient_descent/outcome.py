"""How a descent ended, in a word and a sentence that are true for its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from explainer.maths.surfaces import Surface, critical_points
from explainer.numbers import significant
from explainer.scenes.calculus.common import point
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


@dataclass(frozen=True)
class Outcome:
    """How a descent ended.

    Attributes:
        kind: ``converged`` rests at the lowest minimum in the domain, ``other_minimum`` at a higher
            one, ``saddle`` and ``maximum`` where the slope is zero without a minimum; ``circling``
            moves to and fro without getting lower, ``on_the_way`` still changes; ``diverged``
            climbs without end, ``left_domain`` ends outside without climbing.
        point: (x, y), the last point.
        value: the height there.
        gradient_norm: the length of the gradient there.
        steps: how many were taken.
        detail: one sentence for the screen, with figures.
    """

    kind: OutcomeKind
    point: tuple[float, float]
    value: float
    gradient_norm: float
    steps: int
    detail: str


class _Rest(NamedTuple):
    """A point at which a path may come to rest."""

    point: Array
    value: float
    kind: RestKind


def outcome(descent: Descent, surface: Surface) -> Outcome:
    """Say how a descent ended.

    "Rests" means within half a percent of the domain's diagonal of a critical point for the last
    tenth of the steps, and not on its way off. Lowest and higher minima are those that
    ``critical_points`` and a grid of the domain show.
    """
    kind, detail = _judge(descent, surface)
    x, y = (float(part) for part in descent.points[-1])
    return Outcome(
        kind=kind,
        point=(x, y),
        value=float(descent.values[-1]),
        gradient_norm=float(np.linalg.norm(descent.gradients[-1])),
        steps=len(descent.steps_taken),
        detail=detail,
    )


def _judge(descent: Descent, surface: Surface) -> tuple[OutcomeKind, str]:
    path, values, count = descent.points, descent.values, len(descent.steps_taken)
    after, at = f"After {count} step{'s' * (count != 1)} it", point(path[-1])
    if descent.diverged_at == 0:
        return "diverged", "The slope is not finite at the start, so there is no first step."
    if descent.diverged_at is not None:
        return "diverged", f"Step {descent.diverged_at} leads beyond all bounds."
    if not inside(path[-1], surface.domain):
        if values[-1] > values[0]:
            return "diverged", f"{after} is outside, at {at}, higher than it began."
        return "left_domain", f"{after} is outside the picture, at {at}."
    rests, lowest = _resting_places(descent, surface)
    near = _NEAR * float(np.linalg.norm(np.ptp(surface.domain, axis=1)))
    for rest in rests:
        if _settled(path, rest, near):
            return _at_rest(rest, path[-1], lowest, after, float(values[-1]))
    return _in_motion(descent, min(lowest, float(values.min())), near, after)


def _at_rest(
    rest: _Rest, end: Array, lowest: float, after: str, value: float
) -> tuple[OutcomeKind, str]:
    at = point(rest.point)
    away = float(np.linalg.norm(end - rest.point))
    # "Rests at" is for what rounds to the same point; otherwise the distance is told, rounded up.
    where = "at" if significant(away) == "0" or away < 5e-5 else f"within {_above(away)} of"
    if rest.kind == "saddle":
        return "saddle", f"The slope has died at a saddle, {at}: a nudge would send it on down."
    if rest.kind == "maximum":
        return "maximum", f"The slope is zero at {at}, but this is a maximum."
    if rest.kind == "level" and rest.value <= lowest:
        return "converged", f"The ground is level around {at}: there is no way down."
    if rest.value > lowest:
        return (
            "other_minimum",
            f"{after} rests {where} a minimum, {at}, height {significant(value)}; the lowest is "
            f"at height {significant(lowest)}.",
        )
    return "converged", f"{after} rests {where} the minimum {at}, height {significant(value)}."


def _above(distance: float) -> str:
    """Return a distance, rounded up to one figure."""
    digit = 10.0 ** np.floor(np.log10(distance))
    return significant(float(np.ceil(distance / digit * (1 - 1e-12)) * digit))


def _in_motion(descent: Descent, base: float, near: float, after: str) -> tuple[OutcomeKind, str]:
    """Tell circling, climbing and descending apart by the last two stretches of the path."""
    count, at = len(descent.steps_taken), point(descent.points[-1])
    slope = significant(float(np.linalg.norm(descent.gradients[-1])))
    on_the_way = f"{after} is at {at}, with a slope of {slope}."
    if count and not descent.steps_taken[-1].any():
        return "on_the_way", f"It has stopped at {at}, where the method finds no step to take."
    stretch = 2 * max(1, count // 8)  # even, so that hopping to and fro ends where it began
    if count < 2 * stretch:
        return "on_the_way", on_the_way
    excess = descent.values - base
    recent, before = excess[-stretch:].mean(), excess[-2 * stretch : -stretch].mean()
    lengths = np.linalg.norm(descent.steps_taken, axis=1)
    moved, earlier = lengths[-stretch:].sum(), lengths[-2 * stretch : -stretch].sum()
    if recent > 1.02 * before and moved > 1.01 * earlier and excess[-1] > excess[0]:
        return "diverged", f"{after} is higher than it began, and the steps grow."
    net = np.linalg.norm(descent.points[-1] - descent.points[-1 - stretch])
    share_left = (recent / before) ** (count / stretch) if before > 0 else 0.0
    if share_left > 0.9 and moved > max(2 * net, near):
        return (
            "circling",
            f"It moves to and fro around {at}, and the last {stretch} steps brought it no lower.",
        )
    return "on_the_way", on_the_way


def _settled(path: Array, rest: _Rest, near: float) -> bool:
    distances = np.linalg.norm(path - rest.point, axis=1)
    window = distances[-(1 + max(2, (len(path) - 1) // 10)) :]
    if window.max() > near:
        return False
    if rest.kind == "minimum":
        # Too high a rate drives even a start beside the minimum away from it.
        return bool(distances[-1] <= max(distances[0], 1e-9 * near))
    return bool(window[-1] <= max(1.2 * window[0], 1e-4 * near))


def _resting_places(descent: Descent, surface: Surface) -> tuple[list[_Rest], float]:
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
        _Rest(at, value, _look_around(surface, at, value, radius) if kind == "degenerate" else kind)
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
