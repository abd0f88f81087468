"""One vector three times, side by side: as an arrow, as a list of numbers, as a data point."""

from __future__ import annotations

import numpy as np
from manim.constants import DOWN
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.plane_marks import ORIGIN, Mark
from explainer.mobjects.shapes import Curve, VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import figures_needed
from explainer.scenes.linear_algebra.vectors.drawing.plane import NamedArrow, Stage, VectorPlane
from explainer.scenes.linear_algebra.vectors.text import FACES, FEATURES, U, alike
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
        left, right, bottom, top = zone.left, zone.right, zone.bottom, zone.top
        self.plane, self.arrow, self.zone, theme = plane, arrow, zone, plane.theme
        plane.view.zone = zone
        plane.room = Rectangle(left + 0.5, right - 0.75, bottom + 0.5, top - 0.6)
        plane.look(plane.fit(vector))
        self.title = Words(title, theme, size="body").place((zone.centre[0], top + 0.2), "centre")
        corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
        self.edge = Curve(theme.faint, width=theme.strokes.thin).set_corners(np.array(corners))
        super().__init__(plane.base, self.edge, self.title)

    def settle(self, *marks: Mark, text: list[Words] | None = None) -> None:
        """Give the label and the numbers the places in which they keep clear of everything."""
        plane = self.plane
        plane.plan(plane.framing, self.arrow, *marks, text=text or [])
        plane.go(1.0)

    def below(self, *rows: VMobject) -> list[VMobject]:
        """Put rows below it, and return them."""
        for item in rows:
            item.scale(min(1.0, self.zone.width / item.width))
        VGroup(*rows).arrange(DOWN, buff=0.24).next_to(self.edge, DOWN, buff=0.32)
        return [*rows]


class Scatter(VGroup):
    """A data point among others, its features read off on named axes.

    Args:
        pane: where it lies.
        vector: (2,), the data point.
    """

    def __init__(self, pane: Pane, vector: np.ndarray) -> None:
        plane, self.vector = pane.plane, vector
        self.cloud = plane.dots("muted", 0.05).set_z_index(2)
        self.guides = plane.segments("axis", dash=0.07).set_z_index(3)
        self.point = plane.dots("vector", 0.12, rim=True).set_z_index(6).to(vector)
        self.guides.solid = True
        self.feet = np.diag(vector)
        self.names = _axis_names(plane, vector)
        self.examples = np.zeros((0, 2))
        self.spread(1.0)
        pane.settle(self.cloud, self.guides, self.point, text=self.names)
        numbers = [n.shape for n in plane.numbers.numbers if n.shape.get_fill_opacity() > 0]
        self.examples = _examples(pane, vector, [*self.names, *numbers])
        super().__init__(self.cloud, self.guides, self.point, *self.names)

    def spread(self, t: float) -> None:
        """Let the other points come out of the one, and the guides run to the axes."""
        ends = self.vector + min(2 * t, 1.0) * (self.feet - self.vector)
        self.guides.to(np.stack([np.broadcast_to(self.vector, (2, 2)), ends], axis=1))
        self.cloud.to(self.vector + t * (self.examples - self.vector))


class ThreeFaces:
    """The three panes, and what happens in them.

    Args:
        stage: the plane of the first one, and the vector.
    """

    def __init__(self, stage: Stage) -> None:
        theme, vector = stage.theme, stage.story.u
        planes = [stage, *(VectorPlane(theme, zone) for zone in PANES[1:])]
        list_arrow = planes[1].place("vector", "bold(u)", vector)
        point_arrow = planes[2].place("vector", "bold(u)", ORIGIN, vector)
        arrows = (stage.u, list_arrow, point_arrow)
        self.panes = [
            Pane(plane, zone, title, vector, arrow)
            for plane, zone, title, arrow in zip(planes, PANES, FACES, arrows, strict=True)
        ]
        self.vector, first = vector, self.panes[0]
        self.before = np.array([PANES[0].left - PANES[1].left, 0.0]) / stage.view.units
        self.walk = planes[1].walk(1).set_z_index(4).to(np.eye(2), vector)
        first.settle()
        self.panes[1].settle(self.walk)
        self.scatter = Scatter(self.panes[2], vector)
        decimals = figures_needed(vector)
        self.entries = LiveMatrix(vector[:, None], theme, decimals=decimals, size=0.5)
        for line, role in zip(self.entries.entries, ROLES, strict=True):
            line[0].set_ink(theme.colour(role))
        self.list_ = row(Formula(f"{U} {alike(vector)}", theme, size=0.5), self.entries)
        edges = [part for pane in self.panes for part in (pane.edge, pane.title)]
        others = [part for pane in self.panes[1:] for part in (pane.plane.base, pane.arrow)]
        # All but the first plane and its arrow.
        self.rest = [self.walk, self.list_, *edges, *others, *self.scatter.submobjects]

    def count(self, t: float) -> None:
        """Walk along the axes, and count in the list."""
        reached = self.walk.to(np.eye(2), self.vector, t).data()
        self.entries.set_values(reached[:, None], animating=t < 1)

    def carry(self, t: float) -> None:
        """Bring the third arrow over from the pane to the left."""
        self.panes[2].arrow.to(self.vector, (1 - t) * self.before)

    def shrink(self, t: float) -> None:
        """Draw the third arrow into its tip."""
        self.panes[2].arrow.come(t, self.vector, ORIGIN)


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


def _examples(pane: Pane, vector: np.ndarray, texts: list[VMobject]) -> np.ndarray:
    """Return an even scatter about the middle between origin and point, (n, 2)."""
    view, zone = pane.plane.view, pane.zone
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
