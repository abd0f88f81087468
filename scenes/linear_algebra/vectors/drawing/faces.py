"""One vector three times, side by side: as an arrow, as a list of numbers, as a data point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import Dot, Segments, VGroup, disc
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import figures_needed
from explainer.scenes.linear_algebra.vectors.drawing.plane import VectorPlane
from explainer.scenes.linear_algebra.vectors.text import FACES, FEATURES, U, alike
from explainer.style import SAFE, Theme, Zone

PANES = [Zone(SAFE.left + 4.4 * k, SAFE.left + 4.4 * k + 4.0, -1.3, 2.2) for k in range(3)]
"""Where the three planes lie: a title above each, and what it means below."""

EXAMPLES = 46
"""How many other data points there are."""


class Pane(VGroup):
    """A small plane with its edge and a title, and one arrow on it.

    Args:
        theme: for colours.
        zone: where it lies.
        title: Typst markup.
        vector: (2,), for which the plane has room.
    """

    def __init__(self, theme: Theme, zone: Zone, title: str, vector: np.ndarray) -> None:
        left, right, bottom, top = zone.left, zone.right, zone.bottom, zone.top
        room = Rectangle(left + 0.5, right - 0.75, bottom + 0.5, top - 0.6)
        plane = self.plane = VectorPlane(theme, zone, room)
        plane.look(plane.fit(vector)).settle()
        self.arrow = plane.place("vector", "bold(u)").to(vector)
        self.title = Words(title, theme, size="body")
        self.title.place(((left + right) / 2, top + 0.2), "centre")
        corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
        self.edge = Segments(theme.faint, width=theme.strokes.thin)
        self.edge.set_segments(np.stack([corners, np.roll(corners, -1, axis=0)], axis=1))
        super().__init__(plane.base, self.edge, self.title)

    def settle(self, *others: Mark, labels: Sequence[Words] = ()) -> None:
        """Give the labels and numbers the places in which they keep clear of everything."""
        plane = self.plane
        plane.towards(plane.framing, [self.arrow], others=others, text=labels)(1.0)


class Scatter(VGroup, Mark):
    """A data point among others, its features read off on named axes.

    Args:
        plane: where it lies.
        vector: (2,), the data point.
    """

    def __init__(self, plane: VectorPlane, vector: np.ndarray) -> None:
        theme, view, zone = plane.theme, plane.view, plane.view.zone
        self.place = view.to_frame(vector)[:2]
        x, y = view.origin
        self.feet = np.array([[self.place[0], y], [x, self.place[1]]])
        right, left = zone.right - 0.12, zone.left + 0.12
        # On the side of its axis where the point is not, if there is room.
        above = bool(vector[1] < 0) and y < zone.top - 0.7
        self.names = [
            Words(name, theme, size="small", colour=role).with_halo(theme, 6)
            for name, role in zip(FEATURES, ("i_hat", "j_hat"), strict=True)
        ]
        self.names[0].place((right, y + 0.16 if above else y - 0.34), "right")
        beside = self.names[1].advance + 0.15
        to_left = x - beside > left and (vector[0] > 0 or x + beside > right)
        spot = (x - 0.15 if to_left else x + 0.15, zone.top - 0.32)
        self.names[1].place(spot, "right" if to_left else "left")
        self.cloud = Dot(theme.muted, 0.055)
        self.spots = self._examples(plane)
        self.guides = Segments(theme.axis, width=theme.strokes.thin)
        self.point = Dot(theme.vector, 0.12, rim=theme.background)
        self.point.set_centre(self.place)
        for part, layer in ((self.cloud, 2), (self.guides, 3), (self.point, 6)):
            part.set_z_index(layer)
        for name in self.names:
            name.set_z_index(6)
        super().__init__(self.cloud, self.guides, self.point)
        self.set_progress(1.0)

    def set_progress(self, t: float) -> Self:
        """Let the other points come out of the one, and the guides run to the axes."""
        dots = [disc(self.place + t * (spot - self.place), 0.05, 0.05) for spot in self.spots]
        self.cloud.points = np.concatenate(dots)
        pieces = [np.zeros((0, 3))]
        for foot in self.feet:
            stop = self.place + min(2 * t, 1.0) * (foot - self.place)
            if np.linalg.norm(stop - self.place) > 0.1:
                pieces.append(self.guides.set_dashes(self.place, stop, 0.07).points)
        self.guides.points = np.concatenate(pieces)
        return self

    def outline(self) -> np.ndarray:
        """Return what numbers should keep clear of, (n, 2, 2), in the frame."""
        return np.array([[self.place, foot] for foot in self.feet])

    def _examples(self, plane: VectorPlane) -> np.ndarray:
        """Return an even scatter about the middle between origin and point, (n, 2)."""
        origin, zone = plane.view.origin, plane.view.zone
        numbers = [n for n in plane.numbers.numbers if n.shape.get_fill_opacity() > 0]
        count = np.arange(1, EXAMPLES + 1)
        # A sunflower, its rings drawn apart like the quantiles of a bell.
        radius = 0.62 * np.sqrt(-2 * np.log(1 - (count - 0.5) / (EXAMPLES + 1)))
        angle = count * np.pi * (3 - np.sqrt(5.0))
        spots = np.column_stack([1.25 * radius * np.cos(angle), radius * np.sin(angle)])
        way = self.place - origin
        spots = spots @ _turn(way).T + origin + 0.55 * way
        clear = np.linalg.norm(spots - self.place - [0.14, 0.16], axis=1) > 0.42
        low = np.array([zone.left, zone.bottom]) + 0.1
        high = np.array([zone.right, zone.top]) - 0.1
        clear &= ((spots > low) & (spots < high)).all(axis=1)
        for text in (*self.names, *(number.shape for number in numbers)):
            middle, size = np.asarray(text.get_center())[:2], np.array([text.width, text.height])
            clear &= (np.abs(spots - middle) > size / 2 + 0.1).any(axis=1)
        return np.asarray(spots[clear])


class ThreeFaces:
    """The three panes, and what happens in them.

    Args:
        theme: for colours.
        vector: (2,), the one vector.
    """

    def __init__(self, theme: Theme, vector: np.ndarray) -> None:
        self.vector = vector
        self.panes = [
            Pane(theme, zone, title, vector) for zone, title in zip(PANES, FACES, strict=True)
        ]
        self.shift = np.array([PANES[1].left - PANES[0].left, 0.0])
        self.walk = self.panes[1].plane.walk(1).set_z_index(4)
        self.walk.to(np.eye(2), vector)
        self.scatter = Scatter(self.panes[2].plane, vector)
        decimals = figures_needed(vector)
        self.entries = LiveMatrix(vector[:, None], theme, decimals=decimals, size=0.5)
        for line, role in zip(self.entries.entries, ("i_hat", "j_hat"), strict=True):
            line[0].set_ink(theme.colour(role))
        self.list_ = row(Formula(f"{U} {alike(vector)}", theme, size=0.5), self.entries)
        self.panes[0].settle()
        self.panes[1].settle(self.walk)
        self.shrink(1.0)
        self.panes[2].settle(self.scatter, labels=self.scatter.names)

    def below(self, index: int, *rows: VMobject) -> list[VMobject]:
        """Put rows below a pane, and return them."""
        zone = PANES[index]
        top = zone.bottom - 0.32
        for item in rows:
            if item.width > zone.width:
                item.scale(zone.width / item.width)
            across = zone.left + zone.right - item.get_left()[0] - item.get_right()[0]
            item.shift((across / 2, top - item.get_top()[1], 0))
            top = float(item.get_bottom()[1]) - 0.24
        return [*rows]

    def but_the_first_plane(self) -> list[VMobject]:
        """Return all but the first plane and its arrow, for fading out."""
        gone: list[VMobject] = [self.walk, self.list_]
        gone += [part for pane in self.panes for part in (pane.edge, pane.title)]
        gone += [part for pane in self.panes[1:] for part in (pane.plane.base, *pane.arrow.parts)]
        return [*gone, *self.scatter.submobjects, *self.scatter.names]

    def grow(self, t: float) -> None:
        """Let the first arrow grow out of the origin."""
        self.panes[0].arrow.to(t * self.vector)

    def carry(self, index: int) -> Callable[[float], None]:
        """Return how the arrow comes over from the pane to the left, as a function of t."""
        pane = self.panes[index]

        def show(t: float) -> None:
            pane.arrow.to(self.vector, (t - 1) * self.shift / pane.plane.view.units)

        return show

    def count(self, t: float) -> None:
        """Walk along the axes, and count in the list."""
        reached = self.walk.to(np.eye(2), self.vector, t).data()
        self.entries.set_values(reached[:, None], animating=t < 1)

    def shrink(self, t: float) -> None:
        """Draw the third arrow into its tip."""
        self.panes[2].arrow.to((1 - t) * self.vector, t * self.vector)


def _turn(way: np.ndarray) -> np.ndarray:
    """Return the rotation, (2, 2), of the first axis into a direction; none for no length."""
    length = float(np.hypot(*way))
    if length < 1e-9:
        return np.eye(2)
    x, y = way / length
    return np.array([[x, -y], [y, x]])
