"""What runs beside two vectors: a scaled list of numbers, and the dot product as v turns."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import widest
from explainer.scenes.linear_algebra.vectors.drawing.angle_curve import AngleCurve
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import U, V, law_line, shown_as
from explainer.style import PANEL, Theme, Zone


def set_lines(lines: list[Line], theme: Theme) -> list[Words]:
    """Return lines of the panel as they are drawn."""
    return [
        Words(line.markup, theme, size=0.36, colour=line.colour, width=PANEL.width)
        if line.prose
        else Formula(line.markup, theme, size=0.46, colour=line.colour)
        for line in lines
    ]


def spread(*rows: VMobject, most: float = 0.36) -> list[VMobject]:
    """Set rows below each other in the panel, closer than ``most`` where there is less room."""
    stack(*rows, zone=PANEL, top=2.3, gap=0.0)
    spare = (float(rows[-1].get_bottom()[1]) - PANEL.bottom) / max(len(rows) - 1, 1)
    stack(*rows, zone=PANEL, top=2.3, gap=min(spare, most))
    return [*rows]


class ScaleReading:
    """A factor and the list that it makes of u, both running.

    Args:
        story: whose u is scaled.
        theme: for colours and type sizes.
    """

    def __init__(self, story: VectorStory, theme: Theme) -> None:
        self.story = story
        last, (_, result) = story.scalars[1], story.scaled
        decimals = 2 if max(float(np.abs(story.scaled).max()), 1.0) < 1000 else 0
        self.factor = LiveNumber(last, theme, anchor="left", colour="combination")
        room = widest([*story.u, *np.ravel(story.scaled)], decimals)
        self.entries = LiveMatrix(result[:, None], theme, decimals=decimals, widest=room)
        texts = [(entry.value, entry.text) for line in self.entries.entries for entry in line]
        signs = shown_as((last, self.factor.text)), shown_as(*texts)
        self.rows = [
            row(Formula(f"s {signs[0]}", theme), self.factor),
            row(Formula(f"s {U} {signs[1]}", theme), self.entries),
        ]
        self.show(1.0)

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [self.factor, self.entries]

    def show(self, factor: float, *, passing: bool = False) -> Self:
        """Show u times a factor."""
        self.factor.set_value(factor, passing=passing)
        self.entries.set_values(factor * self.story.u[:, None] + 0.0, passing=passing)
        return self


class TurnReading:
    """The dot product against the angle: its law, its curve, and both numbers running.

    Args:
        story: whose v turns.
        theme: for colours and type sizes.
        note: what else there is to say, below all.
    """

    def __init__(self, story: VectorStory, theme: Theme, note: list[VMobject]) -> None:
        self.story, self.rest = story, story.angle or 0.0
        most = math.prod(story.lengths)
        zone = Zone(PANEL.left, PANEL.right, -1.45, 1.75)
        name = "angle $theta$ in degrees" if most else "turn in degrees"
        roles = ("projection", "area_negative")
        self.curve = AngleCurve(story.product_at, most, zone, theme, name, roles)
        longest = max(LiveNumber(n, theme, size=1.0).advance for n in (-most, story.product))
        size = min(0.54, (PANEL.width - 0.15) / (longest + 3.4))
        self.angle = LiveNumber(self.rest, theme, decimals=1, suffix="°", anchor="left")
        self.value = LiveNumber(story.product, theme, size=size, anchor="left")
        signs = [shown_as((n.value, n.text)) for n in (self.angle, self.value)]
        start = (PANEL.left, -2.05)
        angle = row(Formula(f"theta {signs[0]}", theme), self.angle, start=start)
        value = row(Formula(f"{U} dot {V} {signs[1]}", theme, size=size), self.value)
        value.shift((PANEL.left, -2.65, 0))
        law = Formula(law_line(story).markup, theme).fit_width(PANEL.width)
        law.place((PANEL.left, 2.12))
        self.rows: list[VMobject] = [law, self.curve, *([angle] if most else []), value]
        for words in note:
            words.shift((PANEL.left - words.get_left()[0], -2.95 - words.get_top()[1], 0))
            self.rows.append(words)

    @property
    def traced(self) -> list[VMobject]:
        """What is not there before v turns."""
        return [self.curve.trace, self.curve.signs]

    @property
    def moving(self) -> list[VGroup | VMobject]:
        """What ``show`` changes."""
        return [self.angle, self.value, *self.curve.moving]

    def show(self, degrees: float, reached: float) -> Self:
        """Show an angle and its product, on a curve that is drawn as far as ``reached``."""
        resting = degrees == self.rest
        product = self.story.product if resting else float(self.story.product_at(degrees))
        self.angle.set_value(degrees)
        self.value.set_value(product, passing=not resting)
        self.curve.set_progress(reached, degrees)
        return self
