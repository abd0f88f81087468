"""Shapes of frames, and where in each of them what stands: its heading, picture and formulas.

A frame of any shape is 14.22 scene units wide, so what has room across has it in all; a taller
one gives pictures more height, and larger type, since it is shown on something narrower. Where it
is as tall as wide or taller, formulas stand below the picture instead of beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Zone:
    """A rectangle of the frame, in scene units (a frame is 14.22 wide, and 8 high at 16:9)."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float, float]:
        """Its middle, in space."""
        return ((self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0)

    def within(self, left: float, right: float, bottom: float, top: float) -> Zone:
        """Return what lies so far inside each side."""
        ends = self.left + left, self.right - right, self.bottom + bottom, self.top - top
        return Zone(*(round(end, 9) for end in ends))


@dataclass(frozen=True)
class Layout:
    """The zones of a frame.

    Attributes:
        aspect: width to height, as people say it.
        frame: all of it; a picture that bleeds off on all sides has it as its zone.
        safe: what text must not leave: a margin of 5 % of the frame on each side.
        heading: the line at the top that names what the beat shows; in narrow frames a few lines.
        heading_veil: what lies between the heading and a picture that goes on below it.
        body: everything else; the bottom tenth of the frame stays free for captions.
        panel: formulas and live numbers beside the picture, or below it.
        picture: a picture that bleeds off the frame at the left and at the bottom, beside the
            panel; above it, off the left and the right.
        aside: one formula and two or three numbers over a part of such a picture that has the
            whole frame.
        open: the part of that picture which neither they nor the heading cover.
        aside_veil: what lies between them and the picture.
        aside_edge: the side of that veil at which it fades.
        type_scale: by how much all type is larger than in a 16:9 frame.
        smallest_text: the smallest type size that can be read, in scene units.
    """

    aspect: str
    frame: Zone
    safe: Zone
    heading: Zone
    heading_veil: Zone
    body: Zone
    panel: Zone
    picture: Zone
    aside: Zone
    open: Zone
    aside_veil: Zone
    aside_edge: Literal["left", "top"]
    type_scale: float
    smallest_text: float

    @property
    def is_wide(self) -> bool:
        """Whether formulas stand beside the picture, and not below it."""
        return self.aside_edge == "left"

    def height(self, y: float) -> float:
        """Return what is as high here as ``y`` in a 16:9 frame: the same share of the same zone."""
        if self.aspect == WIDE.aspect:
            return y
        known, here = ([*self._heights(each)] for each in (WIDE, self))
        above = next((k for k in range(1, len(known) - 1) if y <= known[k]), len(known) - 1)
        share = (y - known[above - 1]) / (known[above] - known[above - 1])
        return here[above - 1] + share * (here[above] - here[above - 1])

    def fit(self, zone: Zone) -> Zone:
        """Return the zone that is here what a zone is in a 16:9 frame: as wide, and higher."""
        return Zone(zone.left, zone.right, self.height(zone.bottom), self.height(zone.top))

    @staticmethod
    def _heights(layout: Layout) -> tuple[float, ...]:
        """Return the heights at which the zones of a layout end, upwards."""
        frame, safe, body = layout.frame, layout.safe, layout.body
        ends = (frame.bottom, safe.bottom, body.bottom, body.top, layout.heading.bottom)
        return (*ends, safe.top, frame.top)


WIDTH = 128 / 9
"""Of every frame, in scene units: Manim's own."""

SMALLEST = 8 / 36
"""The smallest type size that can be read from the back of a lecture hall, in a 16:9 frame."""


def _beside(aspect: str, height: float, heading: float, gap: float, scale: float) -> Layout:
    """Return the layout of a frame in which formulas stand beside the picture.

    Args:
        aspect: its name.
        height: of the frame.
        heading: the lower end of the heading.
        gap: between the heading and the body.
        scale: of all type.
    """
    frame, safe = _frame(height)
    body = Zone(safe.left, safe.right, 0.8 * frame.bottom, heading - gap)
    return Layout(
        aspect,
        frame,
        safe,
        heading=Zone(safe.left, safe.right, heading, safe.top),
        heading_veil=Zone(frame.left, frame.right, heading - 0.45, frame.top),
        body=body,
        panel=Zone(2.75, safe.right, body.bottom, body.top),
        picture=Zone(frame.left, 2.35, frame.bottom, body.top),
        aside=Zone(3.75, safe.right, body.bottom, body.top),
        open=Zone(safe.left, 2.7, body.bottom, heading - 0.45),
        aside_veil=Zone(2.7, frame.right, frame.bottom, frame.top),
        aside_edge="left",
        type_scale=scale,
        smallest_text=scale * SMALLEST,
    )


def _below(aspect: str, height: float, heading: float, top: float, scale: float) -> Layout:
    """Return the layout of a frame in which formulas stand below the picture.

    Args:
        aspect: its name.
        height: of the frame.
        heading: the lower end of the heading.
        top: of the formulas.
        scale: of all type.
    """
    frame, safe = _frame(height)
    body = Zone(safe.left, safe.right, 0.8 * frame.bottom, heading - 0.3)
    below = Zone(safe.left, safe.right, body.bottom, top)
    return Layout(
        aspect,
        frame,
        safe,
        heading=Zone(safe.left, safe.right, heading, safe.top),
        heading_veil=Zone(frame.left, frame.right, heading - 0.7, frame.top),
        body=body,
        panel=below,
        picture=Zone(frame.left, frame.right, top + 0.4, body.top),
        aside=below,
        open=Zone(safe.left, safe.right, top + 0.6, heading - 0.7),
        aside_veil=Zone(frame.left, frame.right, frame.bottom, top + 0.7),
        aside_edge="top",
        type_scale=scale,
        smallest_text=scale * SMALLEST,
    )


def _frame(height: float) -> tuple[Zone, Zone]:
    """Return the whole of a frame, and the part of it that is safe."""
    right, top = WIDTH / 2, height / 2
    return Zone(-right, right, -top, top), Zone(-0.9 * right, 0.9 * right, -0.9 * top, 0.9 * top)


WIDE = _beside("16:9", 8.0, heading=2.95, gap=0.2, scale=1.0)
STANDARD = _beside("4:3", WIDTH * 3 / 4, heading=4.05, gap=0.2, scale=1.1)
SQUARE = _below("1:1", WIDTH, heading=4.75, top=-1.75, scale=1.35)
UPRIGHT = _below("9:16", WIDTH * 16 / 9, heading=8.8, top=-4.3, scale=1.35)

LAYOUTS: dict[str, Layout] = {each.aspect: each for each in (WIDE, STANDARD, SQUARE, UPRIGHT)}
"""By the shape of the frame."""


def layout_of(width: float, height: float) -> Layout:
    """Return the layout of a picture that is so wide and high, in whatever unit."""
    ratio = height / width
    return min(LAYOUTS.values(), key=lambda each: abs(each.frame.height / WIDTH - ratio))
