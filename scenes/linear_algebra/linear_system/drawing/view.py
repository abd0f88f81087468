"""Both pictures of a linear system, the divider between them, and what moves through both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.scenes.linear_algebra.linear_system import story
from explainer.scenes.linear_algebra.linear_system.drawing import pictures, strips
from explainer.scenes.linear_algebra.linear_system.drawing.strips import OVER
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import Theme, Zone


class SystemView(VGroup):
    """Both pictures of a system, of which the row picture fills the frame until it is opened.

    Attributes:
        divider: between them.
        veils: between pictures and text.
        late, leaving: what comes once there is room for it, and what goes meanwhile.
        leads: whether the dot of the row picture goes where x is.
        numbers: what runs with x; nothing when None.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        self.system, self.theme = system, theme
        self.rows = pictures.RowPicture(system, theme)
        self.columns = pictures.ColumnPicture(system, theme)
        self.divider = Segments(theme.muted, width=theme.strokes.regular).set_z_index(9)
        places = self.places = self.rows.places
        self.veils = [
            Veil(places.floor, theme, "top", soft=0.5, opacity=1.0).set_z_index(OVER - 1),
            Veil(places.top, theme, "bottom", soft=0.3, opacity=1.0).set_z_index(OVER - 1),
        ]
        allow(self.veils[0], "figures", "one system, written by rows and by columns")
        self.captions = [
            self._caption(f"Row picture:{places.on}where do the lines meet?", 0),
            self._caption(f"Column picture:{places.on}what adds up to $bold(b)$?", 1),
        ]
        self.late: list[VMobject] = []
        self.leaving: list[Mark] = []
        self.leads = False
        self.numbers: strips.Combination | strips.Missing | None = None
        self.flying: list[VMobject] = []
        super().__init__(self.rows, self.columns, self.divider, *self.captions)

    def _caption(self, markup: str, index: int) -> Words:
        made, room = Words(markup, self.theme, size="label"), self.places.halves[index]
        made.fit_width(room.width - 0.2).place(self.places.captions[index])
        return made.set_z_index(OVER)

    def take_along(self, words: Sequence[VMobject]) -> None:
        """Let equations go below the left picture as it becomes narrow."""
        self.flying = [*words]
        self._parts = [part for each in words for part in each.get_family()]
        self._start = [part.points.copy() for part in self._parts]
        strips.equations(words, self.places)
        self._stop = [part.points.copy() for part in self._parts]
        self._fly(0.0)

    def _fly(self, t: float) -> None:
        for part, start, stop in zip(self._parts, self._start, self._stop, strict=True):
            part.points = (1 - t) * start + t * stop if t < 1 else stop.copy()

    def open(self, start: Framing, stop: Framing, t: float) -> None:
        """Uncover the column picture as the row picture goes to the left half of the frame."""
        self._divide(t)
        places = self.places
        before = places.open if self.flying else places.alongside
        self._go(start, stop, t, before, places.halves[0])
        if self.flying:
            self._fly(ease(t))
        for part in self.late:
            part.set_presence(ease(2 * t - 1))
        for mark in self.leaving:
            mark.set_presence(ease(1 - 2 * t))

    def close(self, start: Framing, t: float) -> None:
        """Cover the column picture; the row picture stands beside a matrix."""
        self._divide(1 - t)
        self._go(start, self.rows.beside, t, self.places.halves[0], self.places.alongside)
        for part in self.late:
            part.set_presence(ease(1 - 4.5 * t))  # before the matrix comes

    def _go(self, start: Framing, stop: Framing, t: float, before: Zone, after: Zone) -> None:
        rows = self.rows
        rows.view.text = Zone(*((1 - t) * np.array(astuple(before)) + t * np.array(astuple(after))))
        rows.travel(start, stop, t)

    def _divide(self, share: float) -> None:
        self.rows.view.zone, self.columns.view.zone = self.places.divided(share)
        if share in (0, 1):
            self.columns.look(self.columns.framing).settle()
        self.columns.grid.draw()
        places, ends = self.places, self.places.divider(share)
        if places.stacked:  # rides on the picture that rises
            top = self.columns.view.zone.top
            self.captions[1].place((places.captions[1][0], top + 0.5 * places.scale))
        self.divider.set_segments(np.array([ends] if share else []).reshape(-1, 2, 2))

    def follow(self, way: story.Path, start: float, stop: float, t: float) -> None:
        """Move x on a way from one time of it to another, in both pictures."""
        s = start + t * (stop - start)
        x = way(s if t < 1 else stop)
        self.rows.steps.to(np.eye(2), x)
        if self.leads:
            self.rows.dot.to(x)
        self.columns.walk_to(x)
        if self.numbers is not None:
            self.numbers.at(x, animating=(s < 1))

    def turn(self, strip: strips.Determinant, t: float) -> None:
        """Go a share t of the way to the system whose columns are dependent."""
        system, other = self.system, self.system.dependent
        now = system.towards(other, t)
        self.rows.show_rows(now)
        for arrow, column in zip(self.columns.columns, now.T, strict=False):
            arrow.to(column)
        self.columns.settle()
        strip.at(t)
        if t < 1:
            self.rows.dot.to(np.linalg.solve(now[:, :2], now[:, 2]))
        else:
            self.rows.dot.to(np.zeros((0, 2)) if other.kind == "none" else other.solution)

    def move_to_nearest(self, t: float) -> None:
        """Move b to the nearest reachable point in the row picture: the lines follow."""
        system = self.system
        goal = system.right_side - t * system.residual if t < 1 else system.nearest
        self.rows.show_rows(np.column_stack([system.matrix, goal]))
        if t == 1:
            self.rows.settle()

    def take(self, system: System) -> None:
        """Show this system from now on."""
        self.system = self.rows.system = system
        self.columns.take(system)
