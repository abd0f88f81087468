"""The plane of two vectors: what lies on it throughout, and where each step is seen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from manim.constants import DOWN, DR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle, centred
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Walk
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import SHORT, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import row
from explainer.mobjects.veil import Veil, behind
from explainer.scenes.linear_algebra.vectors.drawing.places import WIDTHS, Places
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.style import Theme, Zone, relative_luminance

GOES_ON = "add", "project"
"""Steps of which each row of formulas goes on where the last one ended."""

LARGER = 1.35
"""How much larger than usual formulas are."""

ABOVE_ALL = 1000
OVER = 8.5
"""The z-index of what stands beside the picture, and of what lies behind it."""


Named: TypeAlias = tuple[str, np.ndarray, np.ndarray, str]
"""Typst mathematics, the point that it names, the vector that it is about, and a role."""


class Stage(VGroup):
    """The plane, u and v on it, and its views.

    Attributes:
        views: where the plane lies in each step.
        countable: whether the squares of the grid can be counted.
        below: what lies between the picture and formulas, where they stand below it.
    """

    def __init__(self, theme: Theme, story: VectorStory) -> None:
        self.theme, self.story = theme, story
        layout, spots, here = theme.layout, story.spots(), Places(theme.layout)
        self.places, (least, most) = here, here.countable
        plane = self.plane = Plane(theme, layout.frame, here.beside, units=here.units)
        self.views = {step: self._framing(points, here.beside) for step, points in spots.items()}
        for step, room in (("project", here.narrow), ("turn", here.around)):
            self.views[step] = self._framing(spots[step], room)
        scales = [framing.units for framing in self.views.values()]
        self.countable = least < min(scales) and max(scales) < most
        if self.countable:
            self.views["scale"] = self._framing(spots["scale"], here.wide)
            plane.grid.finest = 1.0
            plane.base.remove(plane.numbers)
            plane.settle(numbers=0.0)
        self.u, self.v = self.arrow("vector"), self.arrow("second_vector")
        plane.drop(self.u, self.v)
        super().__init__(plane)
        plane.look(self.aim("faces")).settle()
        veil = Veil(here.veil, theme, "top", opacity=1.0).set_z_index(OVER)
        self.below = [veil] if not layout.is_wide else []

    def arrow(self, role: str, *, thin: bool = False, layer: float = 5.0) -> PlaneArrow:
        """Put an arrow on the plane: thick, or a copy of one."""
        width, tip = (0.075, 0.3) if thin else (0.12, 0.42)
        return self.plane.arrow(role, width=width, tip=tip, layer=layer)

    def _framing(self, points: np.ndarray, room: Rectangle) -> Framing:
        """Return the framing with points and the origin large in the middle of a room."""
        reach = float(np.abs(points).max())
        most = self.places.units * (max(1.0, 1.0 / reach) if reach > 1e-300 else 1.0)
        return centred(points, room, most)

    def aim(self, step: str) -> Framing:
        """Let names stand where a step leaves room for them; return where it is seen."""
        here, is_all = self.places, self.countable and step in ("faces", "scale")
        self.plane.view.text = here.all_words if is_all else here.words
        return self.views[step]

    def too_short(self, step: str, names: str) -> list[str]:
        """Return which of some vectors are drawn as dots in a step though they have a length."""
        lengths = dict(zip("uv", self.story.lengths, strict=True))
        units = self.views[step].units
        return [name for name in names if 0 < lengths[name] * units < SHORT]

    def rows(self, step: str, *items: Item) -> list[VMobject]:
        """Return rows at the right of a step, and before them the ground that they need.

        Where a line crosses the picture, they stand below it, or above one that falls.
        """
        zone = self.places.rows(step)
        em = (1.05 if step == "scale" else LARGER) * self.theme.sizes.formula
        rows = Panel(self.theme, zone, formula=em).rows(*items)
        for each in rows:
            each.set_z_index(ABOVE_ALL)
        if self.below:
            return _in_lines(rows, self.places.below, 0.3 if step in GOES_ON else 1.5)
        right, low = VGroup(*rows).get_corner(DR)[:2]
        x, y = self.story.ahead.tolist()
        falls = x * y < 0
        share = 0.5
        if step in WIDTHS:  # of two lines the flatter one counts
            share = float(falls == (step == "turn" and abs(y) > abs(x)))
        elif step == "faces":
            share = float(y < 0)
        shift = zone.right - right, share * (zone.bottom - low), 0.0
        for each in rows:
            each.shift(shift)
        # On colour, its edge would be seen.
        return (
            rows
            if self.countable and step in ("combine", "turn")
            else [behind(rows, self.theme).set_z_index(OVER), *rows]
        )

    def walk(self, vector: np.ndarray) -> Walk:
        """Return a walk along the axes to a vector, which is put on the plane later."""
        most = math.ceil(max([1.0, *(step for step in np.abs(vector) if step <= 8)]))
        made = self.plane.walk(most, width=0.09, tip=0.32)
        self.plane.drop(made.to(np.eye(2), vector))
        return made

    def name_each(self, named: Iterable[Named]) -> list[PlaneLabel]:
        """Name those of some vectors that are long enough in the view."""
        return [
            self.plane.label(markup, spot, role)
            for markup, spot, vector, role in named
            if float(np.hypot(*vector)) * self.plane.view.units > 0.35
        ]

    def seen_in(self, step: str, *arrows: PlaneArrow) -> list[PlaneArrow]:
        """Return those arrows from the origin whose tips are in the picture in a step."""
        (x, y), units = self.views[step]
        frame = self.theme.layout.frame
        room = np.array([frame.right - abs(x), frame.top - abs(y)])
        return [a for a in arrows if (np.abs(a.data()[1:] * units) < room).all()]

    def named(self, *, at_tip: bool = False) -> list[Named]:
        """Return u and v, to be named along their shafts, or u at its tip."""
        u, v = self.story.u, self.story.v
        return [
            ("bold(u)", (1.0 if at_tip else 0.6) * u, u, "vector"),
            ("bold(v)", 0.6 * v, v, "second_vector"),
        ]


def tint(theme: Theme, opacity: float) -> float:
    """Return the opacity of a ground of colour; a lighter one on a light page, for its text."""
    return opacity * (0.5 if relative_luminance(theme.background) > 0.5 else 1.0)


def lane(story: VectorStory, vector: np.ndarray, side: int) -> float:
    """Return how far to the left of its line an arrow is drawn, where all lie on one line."""
    if story.rank == 2:
        return 0.0
    return (0.2 if vector @ story.ahead >= 0 else -0.2) * side


def _in_lines(rows: list[VMobject], zone: Zone, gap: float) -> list[VMobject]:
    """Set rows side by side as far as a zone is wide, in the middle of it; return them."""
    lines: list[list[VMobject]] = []
    for each in rows:
        used = sum(item.width + gap for item in lines[-1]) if lines else zone.width
        lines = (
            [*lines, [each]]
            if used + each.width > zone.width
            else [*lines[:-1], [*lines[-1], each]]
        )
    made = VGroup(*(row(*line, gap=gap) for line in lines)).arrange(DOWN, buff=0.4)
    made.scale(min(1.0, zone.height / max(made.height, 1e-9))).move_to(zone.centre)
    return rows
