"""What is told of each family: its runs, how its knobs turn, and which window shows it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from explainer.scenes.probability.distributions.families import (
    FAMILIES,
    Family,
    Setting,
    heights,
    law,
    whole_setting,
)
from explainer.scenes.probability.distributions.limits import (
    LIMITS,
    PRIORITY,
    Limit,
    make_limit,
)
from explainer.scenes.probability.distributions.runs import Runs

Window = tuple[float, float, float]
"""Least and largest value on the horizontal axis, and the height of the vertical one."""

OWN = 0.65
"""How much of a window is that of the setting, the rest being one for all settings."""

TAIL = 0.002
"""What may lie beyond the window on either side."""


@dataclass(frozen=True)
class Leg:
    """One knob turning from one value to another, the others at rest."""

    knob: str
    start: float
    end: float
    rest: Mapping[str, float]

    def setting(self, t: float) -> dict[str, float]:
        """Return all knobs at a share t of the way."""
        return {**self.rest, self.knob: self.start + (self.end - self.start) * t}


@dataclass(frozen=True)
class FamilyStory:
    """A family, the values at which its knobs stop, and its runs at the first of them.

    Attributes:
        family: which.
        stops: for each of its knobs, the values that it takes in their order.
        runs: the experiment, repeated.
    """

    family: Family
    stops: Mapping[str, tuple[float, ...]]
    runs: Runs

    @classmethod
    def tell(
        cls, name: str, stops: Mapping[str, tuple[float, ...]], runs: int, seed: int
    ) -> FamilyStory:
        """Return the story of one family."""
        family = FAMILIES[name]
        own = {knob: tuple(float(value) for value in stops[knob]) for knob in family.knobs}
        return cls(family, own, Runs.draw(name, runs, seed))

    @cached_property
    def home(self) -> dict[str, float]:
        """The setting at which the experiment is run."""
        return {knob: stops[0] for knob, stops in self.stops.items()}

    @cached_property
    def legs(self) -> list[Leg]:
        """How the knobs turn: one after the other, each through its stops."""
        now, found = dict(self.home), []
        for knob, stops in self.stops.items():
            for start, end in pairwise(stops):
                if start != end:
                    found.append(Leg(knob, start, end, dict(now)))
                    now[knob] = end
        return found

    @property
    def end(self) -> dict[str, float]:
        """The setting at which the knobs rest in the end."""
        return self.legs[-1].setting(1.0) if self.legs else self.home

    @cached_property
    def corners(self) -> list[dict[str, float]]:
        """The settings at which a knob stops."""
        return [self.home, *(leg.setting(1.0) for leg in self.legs)]

    @cached_property
    def outcomes(self) -> np.ndarray:
        """What the runs give at the first setting, (runs,)."""
        return self.runs.outcomes(self.home)

    @cached_property
    def live(self) -> int:
        """The run that is shown while the knobs turn."""
        return self.runs.middling(self.home)

    # -- the pile of outcomes --------------------------------------------------------------------

    @cached_property
    def edges(self) -> np.ndarray:
        """Edges of the bins in which outcomes pile up: about each whole number, or even ones."""
        low, high = float(self.outcomes.min()), float(self.outcomes.max())
        if self.family.discrete:
            return np.arange(low - 0.5, high + 1)
        start, end, _ = self.span(self.home)
        if self.family.story == "point":
            start, end = self.home["lower"], self.home["upper"]
        return np.linspace(start, end, 21 if self.family.story == "point" else 29)

    @cached_property
    def bins(self) -> np.ndarray:
        """The bin of each run, (runs,)."""
        found = np.searchsorted(self.edges, self.outcomes, side="right") - 1
        return np.clip(found, 0, len(self.edges) - 2)

    def pile(self, count: int) -> np.ndarray:
        """Return the heights of the pile after so many runs, (bins,), as shares of all runs.

        Over a continuous axis they are shares for each unit of it, so that the whole pile has area
        one in the end.
        """
        counts = np.bincount(self.bins[:count], minlength=len(self.edges) - 1)
        width = 1.0 if self.family.discrete else self.edges[1] - self.edges[0]
        return np.asarray(counts / (len(self.outcomes) * width))

    # -- windows ---------------------------------------------------------------------------------

    def span(self, setting: Setting) -> tuple[float, float, float]:
        """Return where nearly all of a law lies, and the height of its peak."""
        whole = whole_setting(setting)
        member = law(self.family.name, whole)
        if self.family.story == "ranked":
            low, high = 0.0, 1.0
        elif self.family.story == "point":
            width = whole["upper"] - whole["lower"]
            low, high = whole["lower"] - 0.12 * width, whole["upper"] + 0.12 * width
        else:
            low, high = member.quantile([TAIL, 1 - TAIL]).tolist()
            high = high * self._reach if self.family.positive else high
            if self.family.discrete:
                low, high = -0.7, max(high, 1.0) + 0.7
            elif self.family.positive:
                low = 0.0
            else:
                middle, half = (low + high) / 2, self._reach * (high - low) / 2
                low, high = middle - half, middle + half
        return float(low), float(high), self._peak(setting, low, high)

    @cached_property
    def _reach(self) -> float:
        """By how much a window must be larger for the runs than for the law."""
        low, high = law(self.family.name, self.home).quantile([TAIL, 1 - TAIL]).tolist()
        first, last = float(self.outcomes.min()), float(self.outcomes.max())
        if self.family.positive:
            return max(1.0, last / high)
        middle, half = (low + high) / 2, (high - low) / 2
        return max(1.0, 1.02 * (last - middle) / half, 1.02 * (middle - first) / half)

    def _peak(self, setting: Setting, low: float, high: float) -> float:
        x = np.arange(0, math.ceil(high) + 1) if self.family.discrete else self._even(low, high)
        return float(np.max(heights(self.family.name, setting, x)))

    @staticmethod
    def _even(low: float, high: float) -> np.ndarray:
        return np.linspace(low, high, 201)

    @cached_property
    def _widest(self) -> Window:
        spans = np.array([self.span(corner) for corner in self.corners])
        return float(spans[:, 0].min()), float(spans[:, 1].max()), float(spans[:, 2].max())

    @cached_property
    def _lift(self) -> float:
        """How much the highest pile stands above the peak of the law."""
        return max(1.0, float(self.pile(len(self.outcomes)).max()) / self.span(self.home)[2])

    def window(self, setting: Setting) -> Window:
        """Return the window at a setting: in part its own, in part one for all settings.

        So the shape is seen to move and to grow, and is still large enough to be seen.
        """
        low, high, peak = self.span(setting)
        first, last, most = self._widest
        if self.family.positive:
            ends = low, high**OWN * max(last, high) ** (1 - OWN)
        else:
            ends = (
                OWN * low + (1 - OWN) * min(first, low),
                OWN * high + (1 - OWN) * max(last, high),
            )
        top = 1.12 * self._lift * peak**OWN * max(most, peak) ** (1 - OWN)
        return float(ends[0]), float(ends[1]), top

    def graph(
        self, setting: Setting, ends: tuple[float, float] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return where the law is drawn, (m,), and its masses or densities there.

        Args:
            setting: of the knobs.
            ends: of the horizontal axis; those of the setting's own window when None.
        """
        low, high = ends or self.window(setting)[:2]
        name = self.family.name
        if self.family.discrete:
            x = np.arange(0.0, math.floor(high) + 1)
            masses = heights(name, setting, x)
            seen = masses > 1e-6 * masses.max()
            return x[seen], masses[seen]
        member = law(name, setting)
        even = np.linspace(low, high, 121)
        close = member.quantile(np.linspace(0.001, 0.999, 60))
        edges = np.array([end + nudge for end in member.support for nudge in (-1e-9, 0, 1e-9)])
        nodes = np.unique(np.concatenate([even, close, edges[np.isfinite(edges)]]))
        nodes = nodes[(nodes >= low) & (nodes <= high)]
        return nodes, member.density(nodes)


@dataclass(frozen=True)
class DistributionsStory:
    """All that the scene tells.

    Attributes:
        families: one story a family.
        limits: how families become one another.
    """

    families: tuple[FamilyStory, ...]
    limits: tuple[Limit, ...]

    @classmethod
    def tell(
        cls,
        families: tuple[str, ...],
        limits: tuple[str, ...],
        steps: int,
        runs: int,
        seed: int,
        **stops: tuple[float, ...],
    ) -> DistributionsStory:
        """Return the story of a scene's parameters."""
        chosen = limits or fitting_limits(families)
        settings = {knob: float(values[0]) for knob, values in stops.items()}
        return cls(
            tuple(FamilyStory.tell(name, stops, runs, seed) for name in families),
            tuple(make_limit(name, settings, steps) for name in chosen),
        )

    @property
    def shown(self) -> list[str]:
        """The families that have been seen: those told of, and the ends of the limits."""
        ends = [end for limit in self.limits for end in (limit.source, limit.target_name)]
        return list(dict.fromkeys([*(story.family.name for story in self.families), *ends]))


def fitting_limits(families: tuple[str, ...]) -> tuple[str, ...]:
    """Return the limits that fit families: the best, and a second where there is time for it.

    The best has both its ends among the families, or at least the one where it starts. The second
    starts from a family that the first leaves out.
    """

    def fit(name: str) -> int:
        source, target = LIMITS[name]
        return 2 * (target in families) + 3 * (source in families)

    best = max(PRIORITY, key=fit)
    left = [name for name in PRIORITY if LIMITS[name][0] in {*families} - {*LIMITS[best]}]
    return (best, max(left, key=fit)) if left and 2 < len(families) < 5 else (best,)
