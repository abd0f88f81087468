"""What stands beside a second-order model: its matrix, its curvatures, the name of its shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import decimals_for, format_number, magnitude
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.style import Theme, Zone

COLUMN = Zone(2.15, 6.4, -3.1, 2.5)
"""Where everything beside the picture lies."""

SYMBOLS = (
    'H = mat(delim: "[", part("partial_x", f_(x x)), part("section", f_(x y)); '
    'part("section", f_(x y)), part("partial_y", f_(y y)))'
)
"""The matrix of the second derivatives."""

SHAPE = (-6.35, 2.2)
"""Where the name of the shape stands: beside the upper left of the picture's box."""

FADE = 0.025
"""The share of a way in which the name of a shape gives way to the next."""


def rows(
    items: Iterable[Item],
    theme: Theme,
    top: float = COLUMN.top,
    gap: float = 0.14,
    size: float = 0.37,
) -> list[VMobject]:
    """Return rows of the column, from a height downwards."""
    zone = replace(COLUMN, top=top)
    return Panel(theme, zone, apart=(gap, gap), formula=size, prose=size).rows(*items)


class HessianRow(VGroup):
    """The matrix with its name, its entries in the colours of what they are."""

    def __init__(self, story: HessianStory, theme: Theme, middle: float = 0.0) -> None:
        values = [story.path.at(t).hessian for t in np.linspace(0, 1, 41)]
        decimals = decimals_for(np.abs(values))
        texts = [format_number(v, decimals, animating=True) for v in np.ravel(values)]
        self.matrix = LiveMatrix(
            story.first.hessian, theme, decimals=decimals, widest=max(texts, key=len), size=0.42
        )
        (a, b), (c, d) = self.matrix.entries
        for entry, role in ((a, "partial_x"), (b, "section"), (c, "section"), (d, "partial_y")):
            entry.set_ink(theme.colour(role))
        super().__init__(*row(Formula("H =", theme, size=0.42), self.matrix))
        stack(self, zone=COLUMN)
        self.set_y(middle)


class Curvatures(VGroup):
    """Both curvatures, and the determinant if wanted, as numbers that run.

    Args:
        story: the numbers.
        theme: for colours.
        determinant: whether it is shown too.
    """

    def __init__(self, story: HessianStory, theme: Theme, *, determinant: bool = False) -> None:
        left, right = COLUMN.left, COLUMN.left + 2.2
        places = [(left, -0.85), (right, -0.85), *([(left, -2.9)] if determinant else [])]
        models = [story.path.at(t) for t in np.linspace(0, 1, 41)]
        sizes = [
            *([max(abs(c) for c in model.curvatures) for model in models] for _ in range(2)),
            [abs(model.determinant) for model in models],
        ]
        self.decimals = [decimals_for(np.array(part)) for part in sizes]
        texts = [magnitude(c) for model in (models[0], models[-1]) for c in model.curvatures]
        longest = max(LiveNumber(0, theme, size=0.4).set_text(text).advance for text in texts)
        size = 0.4 * min(1.0, (COLUMN.width / 2 - 2.1 * 0.4) / longest)
        self.numbers: list[LiveNumber] = []
        parts: list[VMobject] = []
        looks = (("lambda_1", "curvature"), ("lambda_2", "curvature_second"), ("det H", "ink"))
        for (name, role), spot in zip(looks, places, strict=False):
            label = Formula(f"{name} =", theme, size=size, colour=role)
            number = LiveNumber(0, theme, size=size, colour=role, anchor="left")
            self.numbers.append(number)
            parts += row(label, number, gap=0.12, start=spot)
        super().__init__(*parts)
        self.set_values(story.first)

    def set_values(self, model: QuadraticModel, *, animating: bool = False) -> Self:
        """Show the curvatures of a model."""
        values = (*model.curvatures, model.determinant)
        for number, value, decimals in zip(self.numbers, values, self.decimals, strict=False):
            text = format_number(value, decimals, animating=True) if animating else magnitude(value)
            number.set_text(text, value)
        return self


class ShapeName(VGroup):
    """The name of the model's shape, which gives way to the next as a curvature passes zero."""

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        path = story.path
        bounds = [0.0, *path.crossings, 1.0]
        self.spans = list(zip(path.kinds, bounds[:-1], bounds[1:], strict=True))
        if story.first.kind != path.kinds[0]:
            kind, _, high = self.spans[0]
            self.spans[:1] = [(story.first.kind, 0.0, FADE), (kind, FADE, high)]
        if story.last.kind != path.kinds[-1]:
            kind, low, _ = self.spans[-1]
            self.spans[-1:] = [(kind, low, 1 - FADE), (story.last.kind, 1 - FADE, 1.0)]
        self.names = {
            kind: Words(f"*{kind}*", theme, size=0.6).place(SHAPE) for kind, _, _ in self.spans
        }
        super().__init__(*self.names.values())
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Show the shape at a share of the way."""
        opacities = dict.fromkeys(self.names, 0.0)
        for index, (kind, low, high) in enumerate(self.spans):
            if not low <= t <= high:
                continue
            soft = max(min(FADE, (high - low) / 2), 1e-9)
            before = 1.0 if index == 0 else (t - low) / soft
            after = 1.0 if index == len(self.spans) - 1 else (high - t) / soft
            opacities[kind] = max(opacities[kind], min(1.0, before, after))
        for kind, name in self.names.items():
            name.set_opacity(float(np.clip(opacities[kind], 0, 1)))
        return self
