"""The formulas of each method, and what stands beside the things of the picture."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.beat_text import Line
from explainer.numbers import Figure, equals, given, significant, to_typst
from explainer.scenes.calculus.common import pair, point
from explainer.scenes.calculus.gradient_descent.story import DescentStory

METHODS = {
    "gradient_descent": "gradient descent",
    "momentum": "gradient descent with momentum",
    "nesterov": "gradient descent with Nesterov's momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "newton": "Newton's method",
}

_GRADIENT = 'part("gradient", nabla f)'
_NEXT = 'part("step", bold(x)_1) = bold(x)_0'
_STEP = f'{_NEXT} - part("step", eta)'
_MOVED = f"{_NEXT} + bold(v)_1"
_VELOCITY = f'bold(v)_1 = beta bold(v)_0 - part("step", eta) {_GRADIENT}'

RULES: dict[str, tuple[str, ...]] = {
    "gradient_descent": (f"{_STEP} {_GRADIENT}(bold(x)_0)",),
    "momentum": (f"{_VELOCITY}(bold(x)_0)", _MOVED),
    "nesterov": (f"{_VELOCITY}(bold(x)_0 + beta bold(v)_0)", _MOVED),
    "rmsprop": (
        f"{_STEP} {_GRADIENT} \\/ (sqrt(bold(s)_1) + epsilon)",
        f"bold(s)_1 = (1 - rho) ({_GRADIENT})^2",
    ),
    "adam": (
        f"{_STEP} hat(bold(m))_1 \\/ (sqrt(hat(bold(s))_1) + epsilon)",
        f"hat(bold(m))_1 = {_GRADIENT}, thin hat(bold(s))_1 = ({_GRADIENT})^2",
    ),
    "newton": (f"{_STEP} H^(-1) {_GRADIENT}(bold(x)_0)",),
}
"""The first step of each method, when nothing has been accumulated yet."""

LIMITS = {
    "gradient_descent": "2 \\/ lambda_max",
    "momentum": "2 (1 + beta) \\/ lambda_max",
    "nesterov": "2 (1 + beta) \\/ ((1 + 2 beta) lambda_max)",
}
"""What ``stability_limit`` works out."""

KEEPING = ("momentum", "nesterov")
"""The methods whose steps keep part of the one before."""

HALF = "1 \\/ lambda_max"
"""The rate above which steps of gradient descent overshoot."""


def names(story: DescentStory, share: float = 1.0, magnified: int = 1) -> dict[str, Line]:
    """Return what stands beside the things of the picture, by what it names, as Typst markup.

    Args:
        story: the descent.
        share: the gradient is drawn times this.
        magnified: so many times longer than it is the first step is drawn.
    """
    step = place = ""
    start, height = to_typst(point(story.start, given)), significant(float(story.values[0]))
    scaled = "" if share == 1 else f"{to_typst(given(share))} "
    found = {
        "begin": Line(f"start ${start}$"),
        "downhill": Line("steepest way down", "step"),
        "start": Line(f"$bold(x)_0 {equals(start)}$"),
        "contour": Line(f"$f {equals(to_typst(height))}$", "tangent"),
        "gradient": Line(f"${scaled}nabla f$", "gradient"),
        "minimum": Line("minimum", "minimum"),
    }
    if story.minima:
        found["lowest"] = Line(f"minimum ${to_typst(place_of(story.lowest.point))}$", "minimum")
        if len(story.minima) > len(story.equals):
            low = equals(to_typst(significant(story.lowest.value)))
            where = to_typst(place_of(story.lowest.point))
            found["lowest"] = Line(f"lowest found: $f{where} {low}$", "minimum")
    if story.outcome.kind == "other_minimum":
        found["rest"] = Line(f"$f {equals(to_typst(significant(story.values[-1])))}$", "step")
    if len(story.descent.steps_taken):
        change = story.descent.steps_taken[0]
        drawn = f"{magnified} times " if magnified > 1 else ""
        step = f"{drawn}Delta bold(x)"
        if story.descent.optimiser in KEEPING:
            step = f"{drawn}bold(v)_1"
        elif story.descent.optimiser == "gradient_descent" and not drawn:
            step = f"-{to_typst(given(story.rate))} nabla f".replace("-1 ", "-")
        found["step"] = Line(f"${step}$", "step")
        if story.descent.optimiser in KEEPING and story.shown > 1 and not drawn:
            found["kept"] = Line("$beta bold(v)_1$", "tangent")
            found["added"] = Line("$-eta nabla f$", "gradient")
            found["next"] = Line("$bold(x)_2$", "step")
        plain = story.descent.optimiser in ("gradient_descent", *KEEPING)
        place = "" if plain else equals(pair(story.start + change))
        found["end"] = Line(f"$bold(x)_1 {place}$", "step")
    return found


def in_numbers(story: DescentStory, rate: Figure) -> Line:
    """Return the rule of the first step with its numbers, or else the rate."""
    kept = ""
    method, slopes, eta = story.descent.optimiser, to_typst(story.begin.slopes), to_typst(rate)
    if method == "gradient_descent":
        kept = to_typst(point(story.start, given))
    elif method in KEEPING:
        kept = f"{to_typst(given(story.descent.settings.momentum))} dot bold(0)"
    else:
        return Line(f"eta {equals(eta)}", "step")
    sign = "approx" if slopes.rounded or eta.rounded else "="
    whose = "bold(v)_1 " if method in KEEPING else ""
    return Line(f'{whose}{sign} {kept} - part("step", {eta}) part("gradient", {slopes})')


def place_of(values: Iterable[float]) -> Figure:
    """Return the coordinates of a point that was worked out; what is rounding noise is 0."""
    return point(values, significant)
