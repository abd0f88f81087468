"""The numbers of axes, ours and Manim's, and whether some are missing between others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from manim.mobject.graphing.number_line import NumberLine

from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame, SeenText
from explainer.numbers import shortest

IN_PLACE = 0.35
"""So near to its place, in scene units, something else stands instead of a number."""


def axis_numbers(scene: Any) -> list[Mapping[Any, float]]:
    """Return the numbers of each axis, seen or not, with the values at which they stand."""
    found: list[Mapping[Any, float]] = []
    for member in scene.get_mobject_family_members():
        numbered = getattr(member, "axis_numbers", None)
        if callable(numbered):
            found += numbered()
        elif isinstance(member, NumberLine) and hasattr(member, "numbers"):
            found.append({number: float(number.number) for number in member.numbers})
    return found


def parts_of_axes(scene: Any) -> set[int]:
    """Return the identities of all that belongs to an axis, its numbers and names among it."""
    return {
        id(part)
        for member in scene.get_mobject_family_members()
        if callable(getattr(member, "axis_numbers", None)) or isinstance(member, NumberLine)
        for part in member.get_family()
    }


def holes(frame: Frame) -> list[Fault]:
    """Return a fault for each axis whose numbers stand at equal steps, but some are missing.

    A missing 0 is none: there, axes cross. Nor is one in whose place another text stands.
    """
    found = []
    seen = {id(each.text): each for each in frame.texts}
    for numbers in axis_numbers(frame.scene):
        shown = {value: seen[id(number)] for number, value in numbers.items() if id(number) in seen}
        missing = [
            value
            for value, place in _missing(shown)
            if value and not any(_is_at(place, other) for other in frame.texts)
        ]
        if missing:
            lost = ", ".join(map(shortest, missing))
            given = ", ".join(shortest(value) for value in sorted(shown))
            words = f"the numbers {given} of an axis have a hole: {lost}"
            boxes = np.array([each.box for each in shown.values()])
            place = zone(boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0))
            found.append(Fault("hole", words, place, tuple(each.text for each in shown.values())))
    return found


def _missing(shown: Mapping[float, SeenText]) -> list[tuple[float, np.ndarray]]:
    """Return the values that are missing between others, each with its place, (2,)."""
    values = np.array(sorted(value for value in shown if math.isfinite(value)))
    if len(values) < 3:
        return []
    places = np.array([shown[value].box.mean(axis=0) for value in values])
    logarithmic = values[0] > 0 and _unlike(np.log(values), places) < _unlike(values, places)
    marks = np.log(values) if logarithmic else values
    found = []
    for index, count in enumerate(_gaps(marks)):
        for share in np.arange(1, count) / count:
            mark = marks[index] + (marks[index + 1] - marks[index]) * share
            place = places[index] + (places[index + 1] - places[index]) * share
            found.append((math.exp(mark) if logarithmic else float(mark), place))
    return found


def _unlike(marks: np.ndarray, places: np.ndarray) -> float:
    """Return how far from evenly (n,) values lie along an axis, given their places, (n, 2)."""
    ways = np.linalg.norm(places - places[0], axis=1)
    return float(np.abs((marks - marks[0]) / np.ptp(marks) - ways / ways[-1]).max())


def _gaps(marks: np.ndarray) -> list[int]:
    """Return how many steps lie between neighbours, nothing where the steps are not equal ones.

    The shortest gap is a step where at least half of all are as short.
    """
    gaps = np.diff(marks)
    steps = gaps / gaps.min()
    counts = np.rint(steps)
    equal = np.abs(steps - counts).max() < 0.01
    return counts.astype(int).tolist() if equal and (counts == 1).mean() >= 0.5 else []


def _is_at(place: np.ndarray, other: SeenText) -> bool:
    low, high = other.box
    return bool((place > low - IN_PLACE).all() and (place < high + IN_PLACE).all())
