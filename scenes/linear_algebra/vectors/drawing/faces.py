"""One vector three times, side by side: as an arrow, as a list of numbers, as a data point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from manim.constants import DOWN
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.plane_marks import ORIGIN, Mark
from explainer.mobjects.shapes import Curve, VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import relation
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.vectors.drawing.plane import NamedArrow, Stage, VectorPlane
from explainer.scenes.linear_algebra.vectors.text import FACES, FEATURES, U
from explainer.style import SAFE, Zone

PANES = [Zone(SAFE.left + 4.4 * k, SAFE.left + 4.4 * k + 4.0, -1.3, 2.2) for k in range(3)]
"""Where the three planes lie: a title above each, and what it means below."""

EXAMPLES = 46
"""How many other data points there are."""

ROLES = ("i_hat", "j_hat")


class Pane(VGroup):
    """A small plane with its edge and a title, and one arrow on it, which comes later.

    Args:
        plane: which takes its place here, and has room for the vector.
        zone: where it lies.
        title: Typst markup.
        vector: (2,).
        arrow: as it will rest.
    """

    def __init__(
        self, plane: VectorPlane, zone: Zone, title: str, vector: np.ndarray, arrow: NamedArrow
    ) -> None:
        left, right, bottom, top = astuple(zone)
        self.plane, self.arrow, theme = plane, arrow, plane.theme
        plane.view.zone = zone
        plane.room = Rectangle(left + 0.5, right - 0.75, bottom + 0.5, top - 0.6)
        plane.look(plane.fit(vector))
        self.title = Words(title, theme, size="body").place((zone.centre[0], top + 0.2), "centre")
        self.edge = Curve(theme.faint, width=theme.strokes.thin).set_box(zone)
        super().__init__(plane.base, self.edge, self.title)

    def settle(self, *marks: Mark, text: Sequence[Words] = ()) -> None:
        """Give the label and the numbers the places in which they keep clear of everything."""
        plane = self.plane
        plane.plan(plane.framing, plane.view.zone, self.arrow, *marks, text=text)
        plane.go(1.0)

    def below(self, *rows: VMobject) -> list[VMobject]:
        """Put rows below it, and return them."""
        for item in rows:
            item.scale(min(1.0, self.edge.width / item.width))
        VGroup(*rows).arrange(DOWN, buff=0.24).next_to(self.edge, DOWN, buff=0.32)
        return [*rows]


class ThreeFaces:
    """The three panes, and what happens in them.

    Args:
        stage: the plane of the first one, and the vector.

    Attributes:
        walk, entries: the steps along the axes in the second pane, and the list below it.
        point, cloud, guides, names: in the third the data point, others, and named axes.
    """

    def __init__(self, stage: Stage) -> None:
        theme, vector = stage.theme, stage.story.u
        planes = [stage, *(VectorPlane(theme, zone) for zone in PANES[1:])]
        listed = NamedArrow(planes[1], "vector", "bold(u)", vector)
        shrunk = NamedArrow(planes[2], "vector", "bold(u)", ORIGIN, vector)
        parts = zip(planes, PANES, FACES, (stage.u, listed, shrunk), strict=True)
        self.panes = [Pane(*part[:3], vector, part[3]) for part in parts]
        self.vector = vector
        self.before = np.array([PANES[0].left - PANES[1].left, 0.0]) / stage.view.units
        self.panes[0].settle()
        self.walk = planes[1].walk(1).set_z_index(4).to(np.eye(2), vector)
        self.panes[1].settle(self.walk)
        digits = places(vector, 0, typed=True)
        self.entries = LiveMatrix(vector[:, None], theme, colours=ROLES, decimals=digits, size=0.5)
        sign = relation(*(line[0].text for line in self.entries.entries))
        self.list_ = row(Formula(f"{U} {sign}", theme, size=0.5), self.entries)
        plane, self.names = planes[2], _axis_names(planes[2], vector)
        self.cloud = plane.dots("muted", 0.05).set_z_index(2)
        self.guides = plane.segments("axis", dash=0.07).set_z_index(3)
        self.point = plane.dots("vector", 0.12, rim=True).set_z_index(6).to(vector)
        self.guides.solid, self.examples = True, np.zeros((0, 2))
        self.spread(1.0)
        self.panes[2].settle(self.cloud, self.guides, self.point, text=self.names)
        numbers = [n.shape for n in plane.numbers.numbers if n.shape.get_fill_opacity() > 0]
        self.examples = _examples(plane, vector, [*self.names, *numbers])

    def count(self, t: float) -> None:
        """Walk along the axes, and count in the list."""
        reached = self.walk.to(np.eye(2), self.vector, t).data()
        self.entries.set_values(reached[:, None], animating=t < 1)

    def carry(self, t: float) -> None:
        """Bring the third arrow over from the pane to the left."""
        self.panes[2].arrow.to(self.vector, (1 - t) * self.before)

    def spread(self, t: float) -> None:
        """Let the other points come out of the one, and the guides run to the axes."""
        ends = self.vector + min(2 * t, 1.0) * (np.diag(self.vector) - self.vector)
        self.guides.to(np.stack([np.broadcast_to(self.vector, (2, 2)), ends], axis=1))
        self.cloud.to(self.vector + t * (self.examples - self.vector))


def _axis_names(plane: VectorPlane, vector: np.ndarray) -> list[Words]:
    """Return the names of the features, at the ends of the axes."""
    zone, (x, y) = plane.view.zone, plane.view.origin
    right, left = zone.right - 0.12, zone.left + 0.12
    names = [
        Words(name, plane.theme, size="small", colour=role).with_halo(plane.theme, 6)
        for name, role in zip(FEATURES, ROLES, strict=True)
    ]
    # On the side of its axis where the point is not, if there is room.
    above = bool(vector[1] < 0) and y < zone.top - 0.7
    names[0].place((right, y + 0.16 if above else y - 0.34), "right")
    beside = names[1].advance + 0.15
    to_left = x - beside > left and (vector[0] > 0 or x + beside > right)
    spot = (x - 0.15 if to_left else x + 0.15, zone.top - 0.32)
    names[1].place(spot, "right" if to_left else "left")
    return [name.set_z_index(6) for name in names]


def _examples(plane: VectorPlane, vector: np.ndarray, texts: list[VMobject]) -> np.ndarray:
    """Return an even scatter about the middle between origin and point, (n, 2)."""
    view, zone = plane.view, plane.view.zone
    count = np.arange(1, EXAMPLES + 1)
    # A sunflower, its rings drawn apart like the quantiles of a bell.
    radius = 0.62 * np.sqrt(-2 * np.log(1 - (count - 0.5) / (EXAMPLES + 1)))
    angle = count * np.pi * (3 - np.sqrt(5.0))
    spots = np.column_stack([1.25 * radius * np.cos(angle), radius * np.sin(angle)])
    place, length = view.to_frame(vector)[:2], float(np.hypot(*vector))
    x, y = vector / length if length else (1.0, 0.0)
    spots = spots @ np.array([[x, y], [-y, x]]) + view.origin + 0.55 * (place - view.origin)
    clear = np.linalg.norm(spots - place - [0.14, 0.16], axis=1) > 0.42
    inside = [zone.width / 2 - 0.1, zone.height / 2 - 0.1]
    clear &= (np.abs(spots - zone.centre[:2]) < inside).all(axis=1)
    for text in texts:
        middle, size = text.get_center()[:2], np.array([text.width, text.height])
        clear &= (np.abs(spots - middle) > size / 2 + 0.1).any(axis=1)
    return np.asarray((spots[clear] - view.origin) / view.units)
