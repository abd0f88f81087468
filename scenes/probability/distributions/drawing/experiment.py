"""An experiment seen from the side, above the chart on which its outcomes fall."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.maths.easing import ease
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Segments, VGroup, disc
from explainer.scenes.probability.distributions.experiments import Run
from explainer.scenes.probability.distributions.families import Experiment
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


class ExperimentView(VGroup):
    """One run of an experiment, as far as it has come; its places are those of the chart below.

    Args:
        experiment: its kind.
        chart: on whose horizontal axis outcomes lie.
        zone: where the experiment is seen.
    """

    def __init__(self, experiment: Experiment, chart: LiveChart, zone: Zone) -> None:
        self.experiment, self.chart, self.zone = experiment, chart, zone
        self.x, theme = chart.across, chart.theme
        self.upper = zone.bottom + 0.74 * zone.height
        self.lower = zone.bottom + 0.2 * zone.height
        if experiment not in ("count", "arrivals"):
            self.upper = self.lower = zone.bottom + 0.4 * zone.height
        self.ghosts = Segments(theme.ghost, width=theme.strokes.hair)
        self.track = Segments(theme.axis, width=theme.strokes.thin)
        self.elapsed = Segments(theme.ink, width=theme.strokes.regular)
        self.misses = Marks(theme.tails, theme, hollow=True)
        self.hits = Marks(theme.second_slider if experiment != "ranked" else theme.slider, theme)
        self.chosen = Marks(theme.ink, theme)
        self.plumb = Segments(theme.muted, width=theme.strokes.thin)
        super().__init__(
            self.ghosts, self.track, self.plumb, self.elapsed, self.misses, self.hits, self.chosen
        )

    @property
    def floor(self) -> float:
        """The ordinate from which outcomes fall."""
        return self.zone.bottom if self.experiment == "pushes" else self.lower

    def show(self, run: Run, s: float, *, plumb: float = 0.0) -> Self:
        """Show a run at a share s of its course.

        Args:
            run: what is seen of it.
            s: from 0, before it begins, to 1, when its outcome is about to fall.
            plumb: how far a line reaches from the outcome down to the axis.
        """
        for part in (self.track, self.elapsed, self.misses, self.hits):
            part.points = np.zeros((0, 3))
        match self.experiment:
            case "count" | "arrivals":
                self._count(run, s)
            case "trials_until":
                self._trials(run, s)
            case "time_until":
                self._wait(run, s)
            case "point":
                self._stop(run, s)
            case "ranked":
                self._rank(run, s)
            case _:
                self._push(run, s)
        spot = np.array([float(self.x(run.outcome)), self.floor])
        self.chosen.set_marks(spot[None], 0.08 * ease(_passed(s, 0.85, 1.0)))
        end = self.floor + (self.chart.zone.bottom - self.floor) * plumb
        line = np.array([[spot, [spot[0], end]]])
        self.plumb.set_segments(line if plumb > 0 else line[:0])
        return self

    def show_ghosts(self, runs: list[Run]) -> Self:
        """Show the paths of earlier runs."""
        pieces = [_pieces(self._path(run)) for run in runs]
        self.ghosts.set_segments(np.concatenate(pieces) if pieces else np.zeros((0, 2, 2)))
        return self

    # -- one kind of experiment each ---------------------------------------------------------------

    def _count(self, run: Run, s: float) -> None:
        """Marks come one by one; then those that count are put side by side below."""
        places, hits, zone = run.places, run.hits, self.zone
        if self.experiment == "arrivals":
            above = zone.left + zone.width * places
            come = _passed(s, 0.0, 0.5) - places
            radius = self._radius(1.0)
            self._set_track(zone.left, zone.right)
            if 0 < s < 0.5:
                cursor = zone.left + zone.width * s / 0.5
                self.elapsed.set_segments(_upright(cursor, self.upper, 0.24))
        else:
            pitch = min(zone.width / len(places), 0.42)
            above = zone.left + pitch * (places - 0.5)
            come = _passed(s, 0.0, 0.5) - (places - 1) / max(len(places), 1)
            radius = min(self._radius(1.0), 0.42 * pitch)
        sizes = radius * np.clip(come * 12 if len(places) < 30 else come * 40, 0, 1)
        spots = _level(above, self.upper)
        packed = _level(self.x(np.cumsum(hits)), self.lower)
        moved = spots + (packed - spots) * ease(_passed(s, 0.55, 0.85))
        self.misses.set_marks(spots, sizes if self.experiment == "count" else 0.0)
        self.hits.set_marks(moved[hits], sizes[hits])

    def _trials(self, run: Run, s: float) -> None:
        """Trials follow one another until there are enough successes."""
        come = _passed(s, 0.0, 0.8) * len(run.places) - (run.places - 1)
        sizes = self._radius(1.0) * np.clip(come, 0, 1)
        spots = _level(self.x(run.places), self.upper)
        self.misses.set_marks(spots, sizes)
        self.hits.set_marks(spots[run.hits], sizes[run.hits])

    def _wait(self, run: Run, s: float) -> None:
        """Time passes until the arrival that counts."""
        start, end = self.x(run.span).tolist()
        now = start + (end - start) * _passed(s, 0.0, 0.8)
        self._set_track(start, self.zone.right, walls=(start,))
        line = np.array([[[start, self.upper], [now, self.upper]]])
        self.elapsed.set_segments(line if now > start else line[:0])
        spots = _level(self.x(run.places), self.upper)
        sizes = 0.13 * np.clip((now - spots[:, 0]) / 0.15 + (s >= 0.8), 0, 1)
        self.hits.set_marks(spots, sizes)

    def _stop(self, run: Run, s: float) -> None:
        """A dot runs to and fro between two walls, and stops at a random moment."""
        left, right = self.x(run.span).tolist()
        way = (2 * (right - left) + float(self.x(run.outcome)) - left) * _passed(s, 0.0, 0.8)
        lap = way % (2 * (right - left)) if right > left else 0.0
        at = left + min(lap, 2 * (right - left) - lap)
        self._set_track(left, right)
        self.hits.set_marks(np.array([[at, self.upper]]), 0.14)

    def _rank(self, run: Run, s: float) -> None:
        """Points fall anywhere; then the one with the wanted rank is picked."""
        count = len(run.places)
        self._set_track(*self.x(run.span).tolist())
        come = np.clip(_passed(s, 0.0, 0.5) * (count + 1) - np.arange(count), 0, 1)
        spots = _level(self.x(run.places), self.upper)
        spots[:, 1] += 0.45 * (1 - come) ** 2
        self.misses.set_marks(spots, 0.1 * come)
        self.hits.set_marks(spots[run.hits], 0.15 * ease(_passed(s, 0.55, 0.8)))

    def _push(self, run: Run, s: float) -> None:
        """A path falls, and is pushed a little to the left or to the right at each step."""
        path = self._path(run)
        along = _passed(s, 0.0, 0.85) * (len(path) - 1)
        whole = math.floor(along)
        tip = path[whole] + (along - whole) * (path[min(whole + 1, len(path) - 1)] - path[whole])
        self.elapsed.set_segments(_pieces(np.concatenate([path[: whole + 1], tip[None]])))
        self.hits.set_marks(tip[None], 0.11)

    def _path(self, run: Run) -> np.ndarray:
        y = np.linspace(self.zone.top - 0.12, self.zone.bottom, len(run.places))
        return np.stack([self.x(run.places), y], axis=1)

    def _radius(self, pitch: float) -> float:
        """Return the radius of marks that stand side by side, a pitch of the axis apart."""
        return float(np.clip(0.42 * (self.x(pitch) - self.x(0.0)), 0.015, 0.17))

    def _set_track(self, left: float, right: float, walls: tuple[float, ...] | None = None) -> None:
        """Draw the line that marks lie on, with walls at both ends unless given."""
        upright = [_upright(x, self.upper, 0.16)[0] for x in walls or (left, right)]
        self.track.set_segments(np.array([[[left, self.upper], [right, self.upper]], *upright]))


def _level(x: np.ndarray, y: float) -> np.ndarray:
    """Return points at (m,) abscissas, all at one height, (m, 2)."""
    return np.stack([x, np.full(len(x), y)], axis=1)


def _pieces(path: np.ndarray) -> np.ndarray:
    return np.stack([path[:-1], path[1:]], axis=1)


def _upright(x: float, y: float, half: float) -> np.ndarray:
    return np.array([[[x, y - half], [x, y + half]]])


def _passed(s: float, start: float, end: float) -> float:
    """Return how much of the stretch from start to end has passed, from 0 to 1."""
    return min(max((s - start) / (end - start), 0.0), 1.0)
