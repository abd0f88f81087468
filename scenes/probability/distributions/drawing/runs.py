"""An experiment seen from the side, above the chart on which its outcomes fall."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.axes import ChartAxes
from explainer.mobjects.shapes import Segments, disc
from explainer.scenes.probability.distributions.families import Story
from explainer.scenes.probability.distributions.runs import Picture
from explainer.style import Theme, Zone

GHOSTS = 12
"""How many earlier paths stay visible."""

_ROUND = disc(np.zeros(2), 1.0, 1.0)


class Marks(VMobject):
    """Round marks of one colour, each of its own size, drawn as one; hollow or filled."""

    def __init__(self, colour: str, theme: Theme, *, hollow: bool = False) -> None:
        super().__init__(
            fill_color=theme.background if hollow else colour,
            fill_opacity=1,
            stroke_color=colour,
            stroke_width=theme.strokes.thin if hollow else 0,
        )

    def set_marks(self, centres: np.ndarray, radii: np.ndarray | float) -> Self:
        """Draw a mark at each of (m, 2) points, with (m,) radii; those of no size are left out."""
        centres = np.asarray(centres, dtype=float).reshape(-1, 2)
        sizes = np.broadcast_to(radii, len(centres))
        centres, sizes = centres[sizes > 1e-3], sizes[sizes > 1e-3]
        spots = np.column_stack([centres, np.zeros(len(centres))])
        self.points = (spots[:, None] + sizes[:, None, None] * _ROUND).reshape(-1, 3)
        return self


class RunStage(VGroup):
    """One run of an experiment, as far as it has come; its places are those of the chart below.

    Args:
        story: the kind of experiment.
        axes: the chart on whose horizontal axis outcomes lie.
        zone: where the experiment is seen.
        theme: for colours.
    """

    def __init__(self, story: Story, axes: ChartAxes, zone: Zone, theme: Theme) -> None:
        self.story, self.axes, self.zone = story, axes, zone
        self.upper = zone.bottom + 0.74 * zone.height
        self.lower = zone.bottom + 0.2 * zone.height
        if story not in ("count", "arrivals"):
            self.upper = self.lower = zone.bottom + 0.4 * zone.height
        self.ghosts = Segments(theme.ghost, width=theme.strokes.hair)
        self.track = Segments(theme.axis, width=theme.strokes.thin)
        self.elapsed = Segments(theme.ink, width=theme.strokes.regular)
        self.misses = Marks(theme.tails, theme, hollow=True)
        self.hits = Marks(theme.second_knob if story != "ranked" else theme.knob, theme)
        self.chosen = Marks(theme.ink, theme)
        self.plumb = Segments(theme.muted, width=theme.strokes.thin)
        super().__init__(
            self.ghosts, self.track, self.plumb, self.elapsed, self.misses, self.hits, self.chosen
        )

    @property
    def floor(self) -> float:
        """The ordinate from which outcomes fall."""
        return self.zone.bottom if self.story == "pushes" else self.lower

    def x(self, values: np.ndarray | float) -> np.ndarray:
        """Return the frame abscissas of values on the chart's axis."""
        values = np.asarray(values, dtype=float)
        return np.asarray(self.axes.to_frame(np.stack([values, 0 * values], axis=-1))[..., 0])

    def show(self, picture: Picture, s: float, *, plumb: float = 0.0) -> Self:
        """Show a run at a share s of its course.

        Args:
            picture: the run.
            s: from 0, before it begins, to 1, when its outcome is about to fall.
            plumb: how far a line reaches from the outcome down to the axis.
        """
        for part in (self.track, self.elapsed, self.misses, self.hits):
            part.points = np.zeros((0, 3))
        match self.story:
            case "count" | "arrivals":
                self._count(picture, s)
            case "trials_until":
                self._trials(picture, s)
            case "time_until":
                self._wait(picture, s)
            case "point":
                self._stop(picture, s)
            case "ranked":
                self._rank(picture, s)
            case _:
                self._push(picture, s)
        spot = np.array([float(self.x(picture.outcome)), self.floor])
        self.chosen.set_marks(spot[None], 0.08 * _ease(s, 0.85, 1.0))
        end = self.floor + (self.axes.zone.bottom - self.floor) * plumb
        line = np.array([[spot, [spot[0], end]]])
        self.plumb.set_segments(line if plumb > 0 else line[:0])
        return self

    def show_ghosts(self, pictures: list[Picture]) -> Self:
        """Show the paths of earlier runs."""
        pieces = [self._pieces(self._path(picture)) for picture in pictures]
        self.ghosts.set_segments(np.concatenate(pieces) if pieces else np.zeros((0, 2, 2)))
        return self

    # -- one kind of experiment each ---------------------------------------------------------------

    def _count(self, picture: Picture, s: float) -> None:
        """Marks come one by one; then those that count are put side by side below."""
        places, hits = picture.places, picture.hits
        zone = self.zone
        if self.story == "arrivals":
            above = zone.left + zone.width * places
            come = _ease(s, 0.0, 0.5, smooth=False) - places
            radius = self._radius(1.0)
            self._between(zone.left, zone.right, self.upper)
            if 0 < s < 0.5:
                cursor = zone.left + zone.width * s / 0.5
                self.elapsed.set_segments(_upright(cursor, self.upper, 0.24))
        else:
            pitch = min(zone.width / len(places), 0.42)
            above = zone.left + pitch * (places - 0.5)
            come = _ease(s, 0.0, 0.5, smooth=False) - (places - 1) / max(len(places), 1)
            radius = min(self._radius(1.0), 0.42 * pitch)
        sizes = radius * np.clip(come * 12 if len(places) < 30 else come * 40, 0, 1)
        below = self.x(np.cumsum(hits))
        down = _ease(s, 0.55, 0.85)
        spots = np.stack([above, np.full(len(places), self.upper)], axis=1)
        packed = np.stack([below, np.full(len(places), self.lower)], axis=1)
        moved = spots + (packed - spots) * down
        self.misses.set_marks(spots, sizes if self.story == "count" else 0.0)
        self.hits.set_marks(moved[hits], sizes[hits])

    def _trials(self, picture: Picture, s: float) -> None:
        """Trials follow one another until there are enough successes."""
        places, hits = picture.places, picture.hits
        come = _ease(s, 0.0, 0.8, smooth=False) * len(places) - (places - 1)
        sizes = self._radius(1.0) * np.clip(come, 0, 1)
        spots = np.stack([self.x(places), np.full(len(places), self.upper)], axis=1)
        self.misses.set_marks(spots, sizes)
        self.hits.set_marks(spots[hits], sizes[hits])

    def _wait(self, picture: Picture, s: float) -> None:
        """Time passes until the arrival that counts."""
        start, end = (float(x) for x in self.x(np.array(picture.span)))
        now = start + (end - start) * _ease(s, 0.0, 0.8, smooth=False)
        y = self.upper
        self._between(start, self.zone.right, y, walls=(start,))
        self.elapsed.set_segments(np.array([[[start, y], [now, y]]]) if now > start else _NOTHING)
        spots = np.stack([self.x(picture.places), np.full(len(picture.places), y)], axis=1)
        sizes = 0.13 * np.clip((now - spots[:, 0]) / 0.15 + (s >= 0.8), 0, 1)
        self.hits.set_marks(spots, sizes)

    def _stop(self, picture: Picture, s: float) -> None:
        """A dot runs to and fro between two walls, and stops at a random moment."""
        left, right = (float(x) for x in self.x(np.array(picture.span)))
        stop = float(self.x(picture.outcome))
        y, way = self.upper, (2 * (right - left) + stop - left) * _ease(s, 0.0, 0.8, smooth=False)
        lap = way % (2 * (right - left)) if right > left else 0.0
        at = left + min(lap, 2 * (right - left) - lap)
        self._between(left, right, y, walls=(left, right))
        self.hits.set_marks(np.array([[at, y]]), 0.14)

    def _rank(self, picture: Picture, s: float) -> None:
        """Points fall anywhere; then the one with the wanted rank is picked."""
        count = len(picture.places)
        left, right = (float(x) for x in self.x(np.array(picture.span)))
        self._between(left, right, self.upper, walls=(left, right))
        come = np.clip(_ease(s, 0.0, 0.5, smooth=False) * (count + 1) - np.arange(count), 0, 1)
        spots = np.stack([self.x(picture.places), np.full(count, self.upper)], axis=1)
        spots[:, 1] += 0.45 * (1 - come) ** 2
        self.misses.set_marks(spots, 0.1 * come)
        picked = _ease(s, 0.55, 0.8)
        self.hits.set_marks(spots[picture.hits], 0.15 * picked)

    def _push(self, picture: Picture, s: float) -> None:
        """A path falls, and is pushed a little to the left or to the right at each step."""
        path = self._path(picture)
        along = _ease(s, 0.0, 0.85, smooth=False) * (len(path) - 1)
        whole = math.floor(along)
        tip = path[whole] + (along - whole) * (path[min(whole + 1, len(path) - 1)] - path[whole])
        self.elapsed.set_segments(self._pieces(np.concatenate([path[: whole + 1], tip[None]])))
        self.hits.set_marks(tip[None], 0.11)

    def _path(self, picture: Picture) -> np.ndarray:
        zone = self.zone
        y = np.linspace(zone.top - 0.12, zone.bottom, len(picture.places))
        return np.stack([self.x(picture.places), y], axis=1)

    @staticmethod
    def _pieces(path: np.ndarray) -> np.ndarray:
        return np.stack([path[:-1], path[1:]], axis=1)

    def _radius(self, pitch: float) -> float:
        """Return the radius of marks that stand side by side, a pitch of the axis apart."""
        return float(np.clip(0.42 * (self.x(pitch) - self.x(0.0)), 0.015, 0.17))

    def _between(
        self, left: float, right: float, y: float, walls: tuple[float, ...] | None = None
    ) -> None:
        ends = (left, right) if walls is None else walls
        upright = [_upright(x, y, 0.16)[0] for x in ends]
        self.track.set_segments(np.array([[[left, y], [right, y]], *upright]))


class Falling(Marks):
    """Outcomes on their way from an experiment to the chart."""

    def set_falling(self, x: np.ndarray, start: float, ends: np.ndarray, share: np.ndarray) -> Self:
        """Show outcomes at (m,) abscissas, each a share of its way down to (m,) ends.

        Those that have not begun, or have arrived, are not shown.
        """
        seen = (share > 0) & (share < 1)
        y = start + (ends - start) * share**2
        return self.set_marks(np.stack([x, y], axis=1)[seen], 0.07)


_NOTHING = np.zeros((0, 2, 2))


def _upright(x: float, y: float, half: float) -> np.ndarray:
    return np.array([[[x, y - half], [x, y + half]]])


def _ease(s: float, start: float, end: float, *, smooth: bool = True) -> float:
    """Return how much of the stretch from start to end has passed, from 0 to 1."""
    share = min(max((s - start) / (end - start), 0.0), 1.0)
    return share * share * (3 - 2 * share) if smooth else share
