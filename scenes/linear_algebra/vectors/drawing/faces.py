"""One vector as an arrow, as a list of numbers, and as a data point, all on one plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.easing import ease
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.placing import Name
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import given, relation
from explainer.scenes.linear_algebra.common import entry, places
from explainer.scenes.linear_algebra.vectors.drawing.plane import Named, Stage
from explainer.scenes.linear_algebra.vectors.text import AXES, FACES, FEATURES, U


class ThreeFaces(VGroup):
    """The arrow, its steps along the axes beside a list that counts them, and data points."""

    def __init__(self, stage: Stage) -> None:
        theme, plane, vector = stage.theme, stage.plane, stage.story.u
        self.stage, self.vector, self.plane = stage, vector, plane
        self.walk = stage.walk(vector)
        self.cloud = plane.dots("muted", 0.075)
        self.point = plane.dots("vector", 0.14, rim=True)
        self.cloud.set_z_index(2)
        em = 1.6 * theme.sizes.formula
        digits = places(vector, 0, typed=True)
        self.entries = LiveMatrix(vector[:, None], theme, colours=AXES, decimals=digits, size=em)
        sign = relation(*(line[0].text for line in self.entries.entries))
        self.list_ = row(Formula(f"{U} {sign}", theme, size=em), self.entries, gap=0.3)
        self.examples = np.zeros((0, 2))
        plane.drop(self.cloud, self.point)
        super().__init__(self.entries, plane)

    def grow(self, t: float) -> None:
        """Let the arrow grow along the first axis, and turn into its direction."""
        x, y = self.vector
        angle = math.atan2(y, x)
        # It lies on the axis in the first picture already.
        size = 0.45 + 0.55 * ease(2.2 * t)
        turned = angle * (ease((t - 0.4) / 0.6) - 1)
        cosine, sine = math.cos(turned), math.sin(turned)
        self.stage.u.to(size * np.array([cosine * x - sine * y, sine * x + cosine * y]))
        if t == 1:
            self.stage.u.to(self.vector)

    def count(self, t: float) -> None:
        """Walk along the axes, and count in the list."""
        reached = self.walk.to(np.eye(2), self.vector, t).data()
        self.entries.set_values(reached[:, None], animating=t < 1)

    def spread(self, t: float) -> None:
        """Let the other data points come out of the tip, one after the other."""
        count = len(self.examples)
        late = np.arange(count) / max(count, 1) * 0.5
        shares = ease((t - late) / 0.5)[:, None]
        self.cloud.to(self.vector + shares * (self.examples - self.vector))
        self.point.to(self.vector)
        self.point.radius = 0.14 * min(3 * t, 1.0)
        self.point.draw()

    def named(self) -> list[Named]:
        """Show the arrow and its steps whole, and return what to name: the steps, and the arrow."""
        vector, (x, y) = self.vector, (v if len(given(v)) < 8 else 0.0 for v in self.vector)
        self.stage.u.to(vector)
        self.count(1.0)
        self.point.to(vector)
        along, tip = (f'"{face}"' for face in FACES)
        return [
            (entry(x), vector * [0.5, 0], np.array([x, 0]), AXES[0]),
            (entry(y), vector * [1, 0.5], np.array([y, 0]), AXES[1]),
            (along, 0.55 * vector, vector, "vector"),
            (tip, vector, np.array([1e9, 0]), "vector"),
        ]

    def scatter(self, beside: Sequence[VMobject], tip: PlaneLabel) -> list[Name]:
        """Choose where data points lie, clear of all this, and return the names of the axes."""
        (x, y), units = self.stage.views["faces"]
        words, more = self.plane.view.text, self.stage.theme.layout.type_scale
        right = [[(words.right - more - x) / units, -0.5 * more / units]]
        up = [[more / units, (words.top - 0.35 * more - y) / units]]
        names: list[Name] = []
        for name, role, spots in zip(FEATURES, AXES, (right, up), strict=True):
            names += self.plane.name_beside(name, role, spots, clear=[*beside, tip, *names])
        numbers = [
            each.shape for each in self.plane.numbers.numbers if each.shape.get_fill_opacity()
        ]
        self.examples = self._examples([*beside, tip, *names, *self.plane.names, *numbers])
        return names

    def _examples(self, texts: list[VMobject]) -> np.ndarray:
        """Return an even scatter about the middle of the arrow, (n, 2)."""
        origin, units = self.stage.views["faces"]
        most = 70
        count = np.arange(1, most + 1)
        # A sunflower, its rings drawn apart like the quantiles of a bell.
        radius = 1.35 * np.sqrt(-2 * np.log(1 - (count - 0.5) / (most + 1)))
        angle = count * np.pi * (3 - np.sqrt(5.0))
        spots = np.column_stack([1.9 * radius * np.cos(angle), radius * np.sin(angle)])
        place, length = origin + units * self.vector, float(np.hypot(*self.vector))
        x, y = self.vector / length if length else (1.0, 0.0)
        spots = spots @ np.array([[x, y], [-y, x]]) + origin + 0.5 * (place - origin)
        clear = np.linalg.norm(spots - place, axis=1) > 0.5
        for start, end in ((origin, place), (origin, origin + units * self.vector * [1, 0])):
            way = np.linspace(start, end, 60)
            clear &= np.linalg.norm(spots[:, None] - way, axis=2).min(axis=1) > 0.3
        left, right, low, high = astuple(self.stage.places.all_words.within(0.1, 0.1, 0.1, 0.25))
        clear &= ((spots > (left, low)) & (spots < (right, high))).all(axis=1)
        for text in texts:
            middle, size = text.get_center()[:2], np.array([text.width, text.height])
            clear &= (np.abs(spots - middle) > size / 2 + 0.25).any(axis=1)
        found = (spots[clear] - origin) / units
        return np.asarray(found[np.argsort(np.hypot(*(found - self.vector).T))])
