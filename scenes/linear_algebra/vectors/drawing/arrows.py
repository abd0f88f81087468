"""Arrows given in the coordinates of a plane, with labels that stay beside them."""

from __future__ import annotations

import math
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.placing import ink_size, move_ink
from explainer.mobjects.plane import PlaneView
from explainer.mobjects.shapes import Arrow, Segments
from explainer.mobjects.text import Formula
from explainer.style import Theme

SHORT = 0.1
"""An arrow shorter than this in the frame is drawn as a dot, which can be seen."""

VAST = 60.0
"""What is longer than this in the frame is far outside the picture, and is not cut into dashes."""

APART = 0.13
"""How far a label stands from its arrow."""


class Slot(NamedTuple):
    """Where a label stands: at a share of its arrow's length, to the left (1) or right (-1) of it.

    With a ``side`` of 0 it stands beyond that share of the arrow. About an arrow without length it
    stands at ``angle``, in degrees. The least distance is ``gap``, in frame units.
    """

    share: float
    side: float
    angle: float = 50.0
    gap: float = APART


class PlacedArrow(VGroup):
    """An arrow from a tail, along a vector, with a label.

    Args:
        view: where the plane lies.
        theme: for colours.
        colour: a role of the theme.
        markup: Typst mathematics of the label; none when empty.
        width: of the shaft, in scene units.
        tip: length of the tip, in scene units.

    Attributes:
        aside: how far to the left of the vector it is drawn, in frame units: arrows on one line
            would cover each other.
        pinned: the place that the label has to take; it may choose when None.
    """

    def __init__(
        self,
        view: PlaneView,
        theme: Theme,
        colour: str,
        markup: str = "",
        *,
        width: float = 0.065,
        tip: float = 0.28,
    ) -> None:
        self.view = view
        halo = theme.background
        self.arrow = Arrow(theme.colour(colour), width=width, tip=tip, halo=halo)
        self.label: Formula | None = None
        if markup:
            self.label = Formula(markup, theme, size="label", colour=colour).with_halo(theme)
            self.label.set_z_index(8)
        self.tail, self.vector = np.zeros(2), np.zeros(2)
        self.slot = self.last_slot = SLOTS[0]
        self.blend, self.aside = 1.0, 0.0
        self.seen = self.last_seen = 1.0
        self.pinned: Slot | None = None
        super().__init__(self.arrow)

    @property
    def parts(self) -> list[VGroup | Formula]:
        """The arrow and its label, for fading."""
        return [self] if self.label is None else [self, self.label]

    @property
    def line(self) -> np.ndarray:
        """What is drawn, (2, 2), in the frame."""
        return np.array([self.arrow.start[:2], self.arrow.end[:2]])

    def set_vector(self, tail: np.ndarray, vector: np.ndarray) -> Self:
        """Start at ``tail``, (2,), and go along ``vector``, (2,)."""
        self.tail = np.asarray(tail, dtype=float)
        self.vector = np.asarray(vector, dtype=float)
        return self.draw()

    def draw(self) -> Self:
        """Draw the arrow for the view as it is."""
        start = self.view.to_frame(self.tail)
        end = self.view.to_frame(self.tail + self.vector)
        length = float(np.linalg.norm(end - start))
        if self.aside and length > 1e-9:
            across = np.array([start[1] - end[1], end[0] - start[0], 0.0]) / length
            start, end = start + self.aside * across, end + self.aside * across
        if length < SHORT:
            start = end
        self.arrow.set_ends(start, end)
        if self.label is not None:
            spot = self.spot(self.slot)
            if self.blend < 1:
                spot = (1 - self.blend) * self.spot(self.last_slot) + self.blend * spot
            move_ink(self.label, spot)
            if min(self.seen, self.last_seen) < 1:
                strength = (1 - self.blend) * self.last_seen + self.blend * self.seen
                self.label.set_strength(strength)
        return self

    def spot(self, slot: Slot) -> np.ndarray:
        """Return where the middle of the label would be, (2,), in the frame."""
        if self.label is None:
            return self.line[1]
        start, end = self.line
        along = end - start
        length = float(np.linalg.norm(along))
        size = ink_size(self.label)
        # Beside a dot there is no side: the label goes up and to the right.
        angle = math.radians(slot.angle)
        beyond = np.array([math.cos(angle), math.sin(angle)])
        spot = end + beyond * (slot.gap + 0.1 + 0.5 * float(beyond @ size))
        share = min(length / 0.3, 1.0)
        if share < 1e-3:
            return np.asarray(spot)
        unit = along / length
        out = np.array([-unit[1], unit[0]]) * slot.side if slot.side else unit
        gap = slot.gap + (0.04 if slot.side == 0 else 0.0)
        base = start + slot.share * along
        beside = base + out * (gap + 0.5 * float(np.abs(out) @ size))
        return np.asarray(share * beside + (1 - share) * spot)

    def take(self, slot: Slot, seen: float = 1.0) -> Self:
        """Make for another place of the label; ``blend`` from 0 to 1 leads there.

        Args:
            slot: where the label is to stand.
            seen: 0 where there is no room for it, and it has to go.
        """
        self.last_slot, self.slot = self.slot, slot
        self.last_seen, self.seen = self.seen, seen
        return self


BEYOND = Slot(1.0, 0.0, 0.0)
"""Beyond the tip."""

SLOTS = [
    Slot(0.5, 1.0, 50.0),
    Slot(0.5, -1.0, 130.0),
    Slot(0.62, 1.0, -50.0),
    Slot(0.62, -1.0, -130.0),
    Slot(0.38, 1.0, 90.0),
    Slot(0.38, -1.0, -90.0),
    Slot(0.75, 1.0, 180.0),
    Slot(0.75, -1.0, 20.0),
    BEYOND,
    Slot(0.92, 1.0, 160.0),
    Slot(0.92, -1.0, -20.0),
    Slot(0.25, 1.0, -160.0),
    Slot(0.25, -1.0, 70.0),
    *(Slot(0.5, side, angle, 0.5) for side, angle in ((1.0, 110.0), (-1.0, -70.0))),
    *(Slot(1.0, 0.0, angle, 0.5) for angle in (0.0, 180.0)),
    *(Slot(0.5, side, angle, 0.8) for side, angle in ((1.0, 60.0), (-1.0, -110.0))),
]
"""Where a label may stand, the best first."""


class AxisSteps(VGroup):
    """The entries of vectors laid tip to tail along each axis, a lane for each vector.

    Args:
        view: where the plane lies.
        colours: ``#RRGGBB`` for each vector.
        guide: ``#RRGGBB`` of the dashed lines that lead from the end to the axes.
        width: stroke width of those.
    """

    def __init__(self, view: PlaneView, colours: list[str], guide: str, width: float) -> None:
        self.view = view
        self.arrows = [[Arrow(c, width=0.05, tip=0.2) for c in colours] for _ in range(2)]
        self.guides = [Segments(guide, width=width) for _ in range(2)]
        self.progress = [0.0, 0.0]
        super().__init__(*self.guides, *self.arrows[0], *self.arrows[1])

    @property
    def lines(self) -> np.ndarray:
        """What is drawn of the steps, (n, 2, 2), in the frame."""
        drawn = [arrow for pair in self.arrows for arrow in pair if len(arrow.points)]
        return np.array([[arrow.start[:2], arrow.end[:2]] for arrow in drawn]).reshape(-1, 2, 2)

    def set_steps(self, vectors: list[np.ndarray], axis: int, progress: float) -> Self:
        """Draw the steps along one axis as far as a share of the way in [0, 1] has been gone."""
        self.progress[axis] = progress
        sizes = np.array([abs(float(vector[axis])) for vector in vectors])
        done, foot = progress * float(sizes.sum()), 0.0
        across = np.eye(2)[1 - axis] * (-1.0 if axis == 0 else 1.0)
        for lane, (vector, size) in enumerate(zip(vectors, sizes.tolist(), strict=True)):
            arrow = self.arrows[axis][lane]
            walked = min(max(done, 0.0), size)
            done -= size
            step = np.sign(vector[axis]) * walked
            ends = self.view.to_frame(np.outer([foot, foot + step], np.eye(2)[axis]))
            # Beside each other, since the second may lead back over the first.
            ends[:, :2] += (0.09 + 0.15 * lane) * across
            foot += step
            if np.linalg.norm(ends[1] - ends[0]) < 0.04:
                arrow.points = np.zeros((0, 3))
            else:
                arrow.set_ends(*ends)
        total = np.sum(vectors, axis=0)
        start, end = self.view.to_frame(np.array([total, total * np.eye(2)[axis]]))
        if not 0.1 < np.linalg.norm(end - start) < VAST:
            self.guides[axis].points = np.zeros((0, 3))
        else:
            self.guides[axis].set_dashes(start, start + progress * (end - start), 0.08)
        return self
