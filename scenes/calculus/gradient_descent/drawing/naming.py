"""Where the names of things stand on the surface and on the map, and the formulas among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from explainer.allowed import allow
from explainer.beat_text import Line
from explainer.geometry.plane import Rectangle
from explainer.mobjects.placing import Block, Name, Room
from explainer.mobjects.shapes import disc
from explainer.scenes.calculus.gradient_descent.drawing.view import (
    CROSSED,
    DescentView,
    evenly,
    holds,
)
from explainer.scenes.calculus.gradient_descent.formulas import names
from explainer.style import Zone


class Naming:
    """Puts names beside the things of a view, clear of what is drawn and of each other.

    Attributes:
        later: the names of the first step, in their places when those of its start are.
    """

    def __init__(self, view: DescentView) -> None:
        self.view, self.later = view, list[Name]()
        self.room, self.ground = view.room(), np.zeros(2)
        self.named = {
            part: allow(Name(line.markup, view.theme, line.colour), "crossed", CROSSED)
            for part, line in names(view.story, view.share, view.magnified).items()
        }

    def on_the_surface(self) -> list[Name]:
        """Return the names of ball, arrow and minimum that have room on the surface."""
        line = np.linspace(self.view.story.start, self.view.downhill(1.0), 12)
        seen = self.view.space.point_to_frame(*line.T)[:, :2]
        self.room = (
            self.view.room_beside(self.view.places.around)
            .block_lines(seen)
            .block(*self.view.axis_names)
        )
        self.room.block_box(seen[0], np.array([0.4, 0.4]))
        rings = self._ringed("lowest")
        found = [] if self.view.story.level else self._named("downhill", seen[6:])
        lit = self.view.landscape.contour(float(self.view.story.values[0]))
        self.room.block_lines(
            *(self.view.space.point_to_frame(*e.T)[:, :2] for e in lit if len(e) > 1)
        )
        for part, targets in {"begin": seen[:1], **rings}.items():
            found += self._named(part, targets)
        return found

    def _ringed(self, *parts: str) -> dict[str, np.ndarray]:
        """Return where the rings (n, 2) are seen that have these names; other names avoid them."""
        story, seen = self.view.story, dict[str, np.ndarray]()
        places = {"rest": story.outcome.rest, "lowest": story.lowest if story.minima else None}
        for part, place in places.items():
            if place and part in parts and part in self.named:
                spot = self.view.space.point_to_frame(*np.array(place.point))[:2]
                self.room.block_box(spot, np.array([1.0, 0.7]))
                seen[part] = spot + disc(np.zeros(2), 0.7, 0.5)[:, :2]
        return seen

    def _named(self, part: str, targets: np.ndarray) -> list[Name]:
        """Return a name beside targets (n, 2), where it has room."""
        name = self.named[part]
        return [name] if name.settle(self.room, targets) else []

    def on_the_map(self, later: Sequence[Line]) -> list[Name]:
        """Return the names, in their places, of what the map shows at the start.

        Names and formulas that come later have their places then, too.
        """
        story, at = self.view.story, self.view.map.at
        (left, bottom, _), (right, top, _) = self.view.map.corners
        inner = self.view.places.labels
        sides = max(left, inner.left), min(right, inner.right)
        self.room = Room(Zone(*sides, max(bottom, inner.bottom), min(top, inner.top)), 0.11)
        zone, here, line = self.room.zone, at(story.start)[:2], self.view.first_step
        self.room.block(self.view.corners, self.view.gradient).block_lines(line)
        self.room.block_box(here, np.array([0.4, 0.4])).block_box(line[-1], np.array([0.4, 0.4]))
        lit = [
            at(line)[:, :2]
            for line in self.view.landscape.contour(story.values[0])
            if len(line) > 1
        ]
        for spot in self.view.spots:
            self.room.block_box(spot, np.array([0.5, 0.5]))
        uphill = np.linspace(self.view.gradient.start, self.view.gradient.end, 9)[4:, :2]
        found = [] if story.level else self._put("gradient", uphill)
        if "kept" in self.named:
            self.view.add_the_next(1.0)
            self.room.block_lines(*(np.array([a.start, a.end])[:, :2] for a in self.view.next))
        self._keep_a_place(self.formula(later), here)
        self.room.block(*self.view.axes.numbers, *self.view.axes.names)
        self.room.block_lines(*(np.array([here, spot]) for spot in self.view.spots[:1]))
        self.later = []
        if len(line) > 1:
            self.later += self._put("step", line[4:9])
            self.later += self._put("end", line[-1:]) if holds(zone, line[-1]) else []
            if "kept" in self.named:
                for part, arrow in zip(("kept", "added"), self.view.next, strict=True):
                    middle = np.linspace(arrow.start, arrow.end, 9)[3:6, :2]
                    self.later += self._put(part, middle)
                self.later += self._put("next", self.view.next[1].end[None, :2])
        self.room.block_lines(*lit, *self.view.axes.lines)
        found += self._put("start", here[None])
        found += self._put("contour", np.concatenate(lit)) if lit else []
        return found + (self._put("minimum", self.view.spots[0][None]) if self.view.spots else [])

    def _put(self, part: str, targets: np.ndarray) -> list[Name]:
        """Return a name on the map, clear of contour lines too where there is room."""
        clear, name = self.room.copy(), self.named[part]
        clear.margin = 0.03
        for level in self.view.landscape.contours:
            clear.block_lines(
                *(self.view.map.at(e)[:, :2] for e in self.view.landscape.contour(level))
            )
        if name.settle(clear, targets) and not len(name.leader.points):
            self.room.block(name.words)
            return [name]
        return self._named(part, targets)

    def on_the_walk(self) -> list[Name]:
        """Return the name of the lowest minimum, clear of the path; none without room."""
        self.room = self.view.room_beside(self.view.places.around).block(*self.view.axis_names)
        if len(self.view.story.points) > 1:
            path = self.view.space.point_to_frame(*evenly(self.view.story.points).T)[:, :2]
            seen = path[
                np.abs(path).max(axis=1) < self.view.places.near.width
            ]  # steps may lead beyond all bounds
            if len(seen) > 1:
                self.room.block_lines(seen)
        rings = self._ringed("rest", "lowest").items()
        return [name for part, ring in rings for name in self._named(part, ring)]

    def formula(self, lines: Iterable[Line]) -> Block:
        """Return formulas in the place that is kept for them on the map."""
        layout = self.view.theme.layout
        look = {} if layout.is_wide else {"width": layout.panel.width - 0.5, "size": 0.7}
        return Block(lines, self.view.theme, **look).put(self.ground)

    def _keep_a_place(self, block: Block, here: np.ndarray) -> None:
        """Find the place of formulas: on the map, away from the start, or below the map."""
        zone, layout = self.room.zone, self.view.theme.layout
        if not layout.is_wide:
            self.ground = np.array([0.0, layout.panel.top - 0.4 - block.size[1] / 2])
            return
        side = zone.right if here[0] < 0 else zone.left
        self.ground = block.settle(self.room, np.array([[side, zone.bottom]]))
        low, high = self.ground - block.size / 2, self.ground + block.size / 2
        self.view.axes.avoid(Rectangle(low[0], high[0], low[1], high[1]))
