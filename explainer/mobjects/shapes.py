"""Arrows and lines that are moved by setting their ends, and what all our mobjects share."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from dataclasses import astuple
from functools import lru_cache, reduce
from typing import Any, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup as ManimVGroup
from manim.mobject.types.vectorized_mobject import VMobject
from manim.utils.color import ManimColor, interpolate_color
from manim.utils.iterables import remove_list_redundancies

from explainer.geometry.plane import arrow_outline, corners_path, segments_path, smooth_path
from explainer.style import Zone

Point = np.ndarray | tuple[float, ...]

INKS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")


class Shape(VMobject):
    """A vector mobject in a style, as ``VMobject`` makes it.

    Manim works out each colour several times for every single one, and goes through all parts one
    by one for each shift, size or family: that was half of the time that a film takes which is not
    drawn. What is here comes to the same, bit for bit.

    What is seen of its inks is their own opacity, times its brightness, times what a fade has left
    of it. Each is set by itself, in any order, while the others change.

    Args:
        **style: as for ``VMobject``.

    Attributes:
        brightness: the share of its own opacity at which it is drawn; see ``Emphasis``.
        presence: how much of it a fade shows.
        ground: the colour that it is dimmed towards, ``#RRGGBB``, so that what lies under it does
            not shine through; it becomes transparent when empty.
    """

    brightness: float = 1.0
    presence: float = 1.0
    ground: str = ""
    _own_inks: dict[str, np.ndarray] | None = None
    """What it is drawn with when nothing dims it; None while nothing does."""

    def __init__(self, **style: Any) -> None:
        fixed, own = _in_style(tuple(style.items()))
        attributes = self.__dict__
        attributes.update(fixed)
        for name, value in own:
            attributes[name] = value.copy()
        attributes["name"] = type(self).__name__

    def get_family(self, recurse: bool = True) -> list[VMobject]:
        """Return this and all its parts, each once; see ``Mobject``."""
        family: list[VMobject] = [self]
        _gather(self, family)
        return family if len(set(family)) == len(family) else remove_list_redundancies(family)

    def family_members_with_points(self) -> list[VMobject]:
        """Return this and all its parts that have points; see ``Mobject``."""
        return [member for member in self.get_family() if len(member.points)]

    def shift(self, *vectors: Any) -> Self:
        """Shift by the sum of vectors; see ``Mobject``."""
        total = reduce(operator.add, vectors)
        for member in self.family_members_with_points():
            member.points = member.points + total
        return self

    def get_points_defining_boundary(self) -> np.ndarray:
        """Return where the curves of all parts begin and end, (n, 3); see ``VMobject``."""
        found = [_anchors(member.points) for member in self.family_members_with_points()]
        return np.concatenate(found) if found else np.zeros((0, 3))

    def get_critical_point(self, direction: Any) -> np.ndarray:
        """Return a corner, the middle of an edge, or the middle; see ``Mobject``."""
        points = self.get_points_defining_boundary()
        if not len(points):
            return np.zeros(3)
        low, high = points.min(axis=0), points.max(axis=0)
        towards = np.asarray(direction)
        return np.where(towards < 0, low, np.where(towards > 0, high, (low + high) / 2))

    def update_rgbas_array(self, array_name: str, color: Any = None, opacity: Any = None) -> Self:
        """Set the own colour of an ink, its opacity, or both; see ``VMobject``."""
        if self._own_inks is not None:
            own, self._own_inks = self._own_inks, None
            setattr(self, array_name, own[array_name])
            self.update_rgbas_array(array_name, color, opacity)
            own[array_name] = getattr(self, array_name)
            self._own_inks = own
            self._shade(array_name)
            return self
        rgbas = self.__dict__.get(array_name)
        if (
            rgbas is None
            or len(rgbas) != 1
            or self.sheen_factor
            or not (color is None or isinstance(color, str))
            or not (opacity is None or isinstance(opacity, float | int))
        ):
            return super().update_rgbas_array(array_name, color, opacity)
        if color is not None:
            rgbas[0, :3] = _rgb(color)
        if opacity is not None:
            rgbas[0, 3] = opacity
        return self

    def set_brightness(self, share: float) -> Self:
        """Draw it, with all its parts, at a share of its own opacity, and of what it is given."""
        return self._dim("brightness", share)

    def set_presence(self, share: float) -> Self:
        """Show so much of it, with all its parts, as a fade does."""
        return self._dim("presence", share)

    def _dim(self, name: str, share: float) -> Self:
        for member in self.get_family():
            if isinstance(member, Shape) and getattr(member, name) != share:
                setattr(member, name, share)
                member._shade(*INKS)
        return self

    def _shade(self, *names: str) -> None:
        own = self._own_inks or {name: getattr(self, name) for name in INKS}
        is_whole = self.brightness == self.presence == 1
        for name in names:
            shaded = own[name]
            if not is_whole:
                shaded = shaded.copy()
                shaded[:, 3] *= self.presence if self.ground else self.brightness * self.presence
                if self.ground:
                    ground = _rgb(self.ground)
                    shaded[:, :3] = ground + self.brightness * (shaded[:, :3] - ground)
            setattr(self, name, shaded)
        self._own_inks = None if is_whole else own


class VGroup(Shape, ManimVGroup):
    """A group, as Manim's ``VGroup`` is one.

    Args:
        *mobjects: its parts, or lists of them.
        **style: as for ``VMobject``.
    """

    def __init__(self, *mobjects: VMobject | Iterable[VMobject], **style: Any) -> None:
        super().__init__(**style)
        self.add(*mobjects)


@lru_cache(maxsize=1024)
def _in_style(
    style: tuple[tuple[str, Any], ...],
) -> tuple[dict[str, Any], list[tuple[str, np.ndarray | list[Any]]]]:
    """Return what all mobjects of a style share, and of what each has a copy of its own."""
    found = vars(VMobject(**dict(style)))
    own = [(name, value) for name, value in found.items() if isinstance(value, np.ndarray | list)]
    return found, own


@lru_cache(maxsize=1024)
def _rgb(colour: str) -> np.ndarray:
    return ManimColor(colour).to_rgba()[:3]


def _gather(mobject: VMobject, family: list[VMobject]) -> None:
    for part in mobject.submobjects:
        family.append(part)
        if part.submobjects:
            _gather(part, family)


def _anchors(points: np.ndarray) -> np.ndarray:
    return points if len(points) == 1 else points.reshape(-1, 4, 3)[:, ::3].reshape(-1, 3)


class Arrow(Shape):
    """A straight arrow, one filled shape; a dot when it has no length.

    Args:
        colour: ``#RRGGBB``.
        width: of the shaft, in scene units.
        tip: length of the tip, in scene units.
        halo: colour of a thin outline that sets it off from what it crosses; none when empty.
    """

    def __init__(
        self, colour: str, *, width: float = 0.06, tip: float = 0.27, halo: str = ""
    ) -> None:
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        if halo:
            self.set_background_stroke(color=halo, width=5, opacity=1)
            self.ground = halo
        self.shaft_width, self.tip = width, tip
        self.start, self.end = np.zeros(3), np.zeros(3)

    def set_ends(self, start: Point, end: Point) -> Self:
        """Draw the arrow from ``start`` to ``end``, frame coordinates."""
        self.start, self.end = _point(start), _point(end)
        corners = arrow_outline(self.start[:2], self.end[:2], self.shaft_width, self.tip)
        self.points = corners_path(corners)
        return self


class Segments(Shape):
    """Any number of straight lines drawn as one."""

    def __init__(self, colour: str, *, width: float = 3.0, opacity: float = 1.0) -> None:
        super().__init__(
            stroke_color=colour, stroke_width=width, stroke_opacity=opacity, fill_opacity=0
        )

    def set_segments(self, segments: np.ndarray) -> Self:
        """Draw (n, 2, 2) segments in frame coordinates; none when n is 0."""
        self.points = segments_path(segments) if len(segments) else np.zeros((0, 3))
        return self

    def set_dashes(self, start: Point, end: Point, dash: float = 0.16) -> Self:
        """Draw one dashed line."""
        return self.set_segments(cut(np.array([[_point(start)[:2], _point(end)[:2]]]), dash))


class Curve(Shape):
    """A curve, open or filled, that is moved by setting its points.

    Args:
        colour: ``#RRGGBB`` of the stroke.
        width: stroke width.
        fill: opacity of the fill.
        fill_colour: ``#RRGGBB``; as the stroke when empty.
    """

    def __init__(
        self, colour: str, *, width: float = 3.0, fill: float = 0.0, fill_colour: str = ""
    ) -> None:
        super().__init__(
            stroke_color=colour,
            stroke_width=width,
            fill_color=fill_colour or colour,
            fill_opacity=fill,
        )

    def set_corners(self, points: np.ndarray) -> Self:
        """Draw straight lines through (n, 2) points."""
        self.points = corners_path(np.asarray(points)) if len(points) > 1 else np.zeros((0, 3))
        return self

    def set_smooth(self, points: np.ndarray) -> Self:
        """Draw a smooth curve through (n, 2) points."""
        self.points = smooth_path(np.asarray(points)) if len(points) > 1 else np.zeros((0, 3))
        return self

    def set_box(self, zone: Zone) -> Self:
        """Draw the edge of a zone."""
        left, right, low, high = astuple(zone)
        corners = [(left, low), (right, low), (right, high), (left, high), (left, low)]
        return self.set_corners(np.array(corners))


class TurnArrow(Shape):
    """A curved arrow about a centre: which way something turns, and how far.

    Args:
        colour: ``#RRGGBB``.
        width: of the line, in scene units.
        tip: length of the tip, in scene units.
    """

    def __init__(self, colour: str, *, width: float = 0.05, tip: float = 0.22) -> None:
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        self.line_width, self.tip = width, tip

    def set_turn(self, centre: Point, radius: float, start: float, sweep: float) -> Self:
        """Turn from the angle ``start`` by ``sweep``, radians, anticlockwise when positive."""
        if abs(sweep) < 1e-3 or radius < 1e-3:
            self.points = np.zeros((0, 3))
            return self
        sign = 1.0 if sweep > 0 else -1.0
        tip = min(self.tip, 0.6 * abs(sweep) * radius)
        bend = sign * tip / radius
        angles = np.linspace(start, start + sweep - bend, max(6, int(abs(sweep) * 10)))
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        half = min(self.line_width / 2, tip * 0.2)
        neck = start + sweep - bend
        head = np.array(
            [
                (radius + 0.42 * tip) * np.array([np.cos(neck), np.sin(neck)]),
                radius * np.array([np.cos(start + sweep), np.sin(start + sweep)]),
                (radius - 0.42 * tip) * np.array([np.cos(neck), np.sin(neck)]),
            ]
        )
        outline = np.concatenate(
            [ring * (radius + half), head, ring[::-1] * (radius - half), ring[:1] * (radius + half)]
        )
        self.points = corners_path(_point(centre)[:2] + outline)
        return self


def _point(point: Point) -> np.ndarray:
    result = np.zeros(3)
    result[: len(point)] = point
    return result


def blend(first: str, second: str, t: float) -> str:
    """Return the colour ``#RRGGBB`` at a share t of the way from one to another."""
    ends = [ManimColor(colour) for colour in (first, second)]
    return str(interpolate_color(ends[0], ends[1], min(max(t, 0.0), 1.0)).to_hex())


def disc(centre: np.ndarray, across: float, up: float) -> np.ndarray:
    """Return an ellipse as (32, 3) Bezier points."""
    angles = np.arange(9) * np.pi / 4
    ring = np.column_stack([np.cos(angles), np.sin(angles)])
    slope = np.column_stack([-np.sin(angles), np.cos(angles)])
    reach = 4 / 3 * math.tan(math.pi / 16)
    curves = np.stack(
        [ring[:-1], ring[:-1] + reach * slope[:-1], ring[1:] - reach * slope[1:], ring[1:]], axis=1
    ).reshape(-1, 2)
    flat = np.asarray(centre)[:2] + curves * np.array([across, up])
    return np.column_stack([flat, np.zeros(len(flat))])


class Dot(Shape):
    """A round mark that is moved by setting its centre."""

    def __init__(self, colour: str, radius: float, rim: str = "") -> None:
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        if rim:
            self.set_stroke(color=rim, width=1.5, opacity=1)
        self.radius = radius
        self.set_centre(np.zeros(2))

    def set_centre(self, centre: np.ndarray) -> Self:
        """Move to ``centre``, (2,) in the frame."""
        self.points = disc(centre, self.radius, self.radius)
        return self


def cut(segments: np.ndarray, dash: float) -> np.ndarray:
    """Return (n, 2, 2) segments in dashes of a length, (m, 2, 2); as they are for none."""
    if not dash:
        return segments
    pieces = [np.zeros((0, 2, 2))]
    for start, end in segments:
        count = max(1, round(float(np.linalg.norm(end - start)) / (2 * dash)))
        share = np.stack([np.arange(count), np.arange(count) + 0.55], 1) / count
        pieces.append(start + share[:, :, None] * (end - start))
    return np.concatenate(pieces)


def dashes(line: np.ndarray, dash: float = 0.16) -> np.ndarray:
    """Return a polyline, (n, 2), cut into dashes along it, (m, 2, 2)."""
    lengths = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    if along[-1] < 1e-9:
        return np.zeros((0, 2, 2))
    count = max(2, round(along[-1] / (dash / 4)))
    places = np.linspace(0, along[-1], count + 1)
    points = np.stack([np.interp(places, along, line[:, axis]) for axis in (0, 1)], axis=1)
    pieces = np.stack([points[:-1], points[1:]], axis=1)
    return pieces[np.arange(count) % 6 < 4]
