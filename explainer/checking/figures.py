"""How many numbers stand on the screen besides those of axes."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from manim.mobject.matrix import Matrix
from manim.mobject.table import Table
from manim.mobject.text.code_mobject import Code
from manim.mobject.text.numbers import DecimalNumber

from explainer.checking.axes import parts_of_axes
from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame
from explainer.checking.texts import said_by
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber

MOST = 7
"""Numbers besides those of axes that may be on the screen at once."""

_RULE = re.compile(r'#(?:set|show)\b[^;\n]*[;\n]|#[a-z]+\([^()$"]*\)|"[^"]*",')
"""Of markup: what is not seen, such as the names of parts."""
_LIST = re.compile(r"(?<![a-z])(?:mat|vec)\(|[(\[](?=[^()\[\]a-z]*\d[^()\[\]a-z]*,)")
"""Where a matrix, a vector, a point or an interval begins."""
_INDEX = re.compile(r"(?:times 10\^|[_^])(?:\((?:[^()]|\([^()]*\))*\)|-?[\w.]+)")
"""Below or above the line."""
_NUMBER = re.compile(r"(?<![\w.])\d[\d.]*(?: \d{3})*(?![\w(])")
_SIGN = re.compile(r"(?:=|≈|approx) *[-−]?$")


def too_many(frame: Frame) -> list[Fault]:
    """Return a fault where more numbers are on the screen than can be taken in.

    Numbers of axes and of the heading do not count. The entries of a matrix, of a vector and of a
    table count as one; so do those of a point or an interval. A digit that belongs to a formula,
    such as the 2 of 2x, does not count.
    """
    members = frame.scene.get_mobject_family_members()
    whole = {
        id(part): id(member)
        for member in members
        if isinstance(member, LiveMatrix | Matrix | Table | Code)
        for part in member.get_family()
    }
    beside = parts_of_axes(frame.scene)
    counted: dict[int, int] = {}
    boxes = []
    for each in frame.texts:
        text = each.text
        if id(text) in beside or each.box[:, 1].mean() > frame.layout.heading.bottom:
            continue
        if count := numbers_in(text):
            boxes.append(each.box)
            key = whole.get(id(text), id(text))
            counted[key] = 1 if id(text) in whole else count
    total = sum(counted.values())
    if total <= MOST:
        return []
    corners = np.array(boxes)
    words = f"{total} numbers are on the screen besides those of axes, more than {MOST}"
    return [Fault("figures", words, zone(corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)))]


def numbers_in(text: Any) -> int:
    """Return how many numbers a text shows."""
    if isinstance(text, DecimalNumber):
        return 1
    said = said_by(text) or ""
    if isinstance(text, LiveNumber):
        return int(any(character.isdigit() for character in said))
    said, count = _without_lists(_RULE.sub(" ", said).replace(" thin ", " "))
    said = _INDEX.sub("", said).strip("$ ")
    for number in _NUMBER.finditer(said):
        stated = _SIGN.search(said[: number.start()])
        if len(number[0]) > 1 or stated or number[0] == said:
            count += 1
    return count


def _without_lists(said: str) -> tuple[str, int]:
    """Return markup without its matrices, vectors and points, and how many had numbers."""
    count = 0
    while found := _LIST.search(said):
        depth, end = 1, found.end()
        while end < len(said) and depth:
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(said[end], 0)
            end += 1
        count += any(character.isdigit() for character in said[found.end() : end])
        said = f"{said[: found.start()]} {said[end:]}"
    return said, count
