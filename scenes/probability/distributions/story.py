"""All numbers of the film: each family's runs, how its parameters change, and its windows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from explainer.scenes.probability.distributions.experiments import Runs
from explainer.scenes.probability.distributions.families import (
    FAMILIES,
    Family,
    Setting,
    whole_setting,
)
from explainer.scenes.probability.distributions.limits import LIMITS, Limit

Window = tuple[float, float, float]
"""Least and largest value on the horizontal axis, and the height of the vertical one."""

OWN = 0.65
"""How much of a window is that of the setting, the rest being one for all settings."""

TAIL = 0.002
"""What may lie beyond the window on either side."""


@dataclass(frozen=True)
class Change:
    """One parameter on its way from one value to another, the others held."""

    parameter: str
    start: float
    end: float
    held: Setting

    def setting(self, t: float) -> dict[str, float]:
        """Return all parameters at a share t of the way."""
        return {**self.held, self.parameter: self.start + (self.end - self.start) * t}


@dataclass(frozen=True)
class FamilyStory:
    """A family, the values at which its parameters stop, and its runs at the first of them.

    Attributes:
        family: which.
        stops: for each of its parameters, the values that it takes in their order.
        runs: the experiment, repeated.
    """

    family: Family
    stops: Mapping[str, tuple[float, ...]]
    runs: Runs

    @classmethod
    def compute(
        cls, name: str, stops: Mapping[str, tuple[float, ...]], runs: int, seed: int
    ) -> FamilyStory:
        """Return the story of one family; ``stops`` may hold other parameters too."""
        family = FAMILIES[name]
        own = {each: tuple(float(value) for value in stops[each]) for each in family.parameters}
        return cls(family, own, Runs.draw(name, runs, seed))

    @cached_property
    def initial(self) -> dict[str, float]:
        """The setting at which the experiment is run."""
        return {name: stops[0] for name, stops in self.stops.items()}

    @cached_property
    def changes(self) -> list[Change]:
        """How the parameters change: one after the other, each through its stops."""
        now, found = dict(self.initial), []
        for name, stops in self.stops.items():
            for start, end in pairwise(stops):
                if start != end:
                    found.append(Change(name, start, end, dict(now)))
                    now[name] = end
        return found

    @cached_property
    def settings(self) -> list[dict[str, float]]:
        """The settings at which a parameter stops, the first and the last included."""
        return [self.initial, *(change.setting(1.0) for change in self.changes)]

    @property
    def final(self) -> dict[str, float]:
        """The setting at which the parameters rest in the end."""
        return self.settings[-1]

    @cached_property
    def outcomes(self) -> np.ndarray:
        """What the runs give at the first setting, (runs,)."""
        return self.runs.outcomes(self.initial)

    @cached_property
    def followed(self) -> int:
        """The run that is shown while the parameters change."""
        return self.runs.typical(self.initial)

    # -- the histogram of outcomes ---------------------------------------------------------------

    @cached_property
    def edges(self) -> np.ndarray:
        """Edges of the bins: about each whole number, or even ones."""
        if self.family.discrete:
            return np.arange(float(self.outcomes.min()) - 0.5, float(self.outcomes.max()) + 1)
        if self.family.experiment == "point":
            return np.linspace(self.initial["lower"], self.initial["upper"], 21)
        return np.linspace(*self.span(self.initial)[:2], 29)

    @cached_property
    def bin_width(self) -> float:
        return 1.0 if self.family.discrete else float(self.edges[1] - self.edges[0])

    @cached_property
    def centres(self) -> np.ndarray:
        """The middle of each bin, (bins,)."""
        return np.asarray((self.edges[:-1] + self.edges[1:]) / 2)

    @cached_property
    def bins(self) -> np.ndarray:
        """The bin of each run, (runs,)."""
        found = np.searchsorted(self.edges, self.outcomes, side="right") - 1
        return np.clip(found, 0, len(self.edges) - 2)

    def histogram(self, count: int) -> np.ndarray:
        """Return the heights of the bins after so many runs, (bins,), as shares of all runs.

        Over a continuous axis they are shares for each unit of it, so that the whole histogram has
        area one in the end.
        """
        counts = np.bincount(self.bins[:count], minlength=len(self.edges) - 1)
        return np.asarray(counts / (len(self.outcomes) * self.bin_width))

    def histogram_at(self, x: np.ndarray) -> np.ndarray:
        """Return the height of the histogram of all runs at places x, zero outside its edges."""
        heights = self.histogram(len(self.outcomes))
        at = np.searchsorted(self.edges, x, side="right") - 1
        inside = (at >= 0) & (at < len(heights))
        return np.where(inside, heights[np.clip(at, 0, len(heights) - 1)], 0.0)

    # -- windows ---------------------------------------------------------------------------------

    def span(self, setting: Setting) -> Window:
        """Return where nearly all of a distribution lies, and the height of its peak."""
        family, whole = self.family, whole_setting(setting)
        if family.experiment == "ranked":
            low, high = 0.0, 1.0
        elif family.experiment == "point":
            width = whole["upper"] - whole["lower"]
            low, high = whole["lower"] - 0.12 * width, whole["upper"] + 0.12 * width
        else:
            low, high = family.distribution(whole).quantile([TAIL, 1 - TAIL]).tolist()
            high = high * self._reach if family.positive else high
            if family.discrete:
                low, high = -0.7, max(high, 1.0) + 0.7
            elif family.positive:
                low = 0.0
            else:
                middle, half = (low + high) / 2, self._reach * (high - low) / 2
                low, high = middle - half, middle + half
        x = np.arange(0, math.ceil(high) + 1) if family.discrete else np.linspace(low, high, 201)
        return float(low), float(high), float(np.max(family.heights(setting, x)))

    @cached_property
    def _reach(self) -> float:
        """By how much a window must be larger for the runs than for the distribution."""
        member = self.family.distribution(self.initial)
        low, high = member.quantile([TAIL, 1 - TAIL]).tolist()
        first, last = float(self.outcomes.min()), float(self.outcomes.max())
        if self.family.positive:
            return max(1.0, last / high)
        middle, half = (low + high) / 2, (high - low) / 2
        return max(1.0, 1.02 * (last - middle) / half, 1.02 * (middle - first) / half)

    @cached_property
    def _widest(self) -> Window:
        lows, highs, peaks = zip(*map(self.span, self.settings), strict=True)
        return min(lows), max(highs), max(peaks)

    @cached_property
    def _lift(self) -> float:
        """How much the highest bin stands above the peak of the distribution."""
        highest = float(self.histogram(len(self.outcomes)).max())
        return max(1.0, highest / self.span(self.initial)[2])

    def window(self, setting: Setting) -> Window:
        """Return the window at a setting: in part its own, in part one for all settings.

        So the shape is seen to move and to grow, and is still large enough to be seen.
        """
        low, high, peak = self.span(setting)
        first, last, most = self._widest
        top = 1.12 * self._lift * peak**OWN * max(most, peak) ** (1 - OWN)
        if self.family.positive:
            return low, high**OWN * max(last, high) ** (1 - OWN), top
        start = OWN * low + (1 - OWN) * min(first, low)
        return start, OWN * high + (1 - OWN) * max(last, high), top

    def graph(self, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
        """Return where a distribution is drawn, (m,), and its masses or densities there."""
        low, high, _ = self.window(setting)
        if not self.family.discrete:
            member = self.family.distribution(setting)
            nodes = member.nodes(low, high)
            return nodes, member.density(nodes)
        x = np.arange(0.0, math.floor(high) + 1)
        masses = self.family.heights(setting, x)
        seen = masses > 1e-6 * masses.max()
        return x[seen], masses[seen]


@dataclass(frozen=True)
class DistributionsStory:
    """The numbers of the film.

    Attributes:
        families: one story a family.
        limits: how families become one another.
    """

    families: tuple[FamilyStory, ...]
    limits: tuple[Limit, ...]

    @classmethod
    def compute(
        cls,
        families: tuple[str, ...],
        limits: tuple[str, ...],
        steps: int,
        runs: int,
        seed: int,
        **stops: tuple[float, ...],
    ) -> DistributionsStory:
        """Return the story of a scene's parameters."""
        initial = {name: float(values[0]) for name, values in stops.items()}
        return cls(
            tuple(FamilyStory.compute(name, stops, runs, seed) for name in families),
            tuple(
                Limit.compute(name, initial, steps) for name in limits or fitting_limits(families)
            ),
        )

    @property
    def shown(self) -> list[str]:
        ends = [end for limit in self.limits for end in limit.ends]
        return list(dict.fromkeys([*(story.family.name for story in self.families), *ends]))


def fitting_limits(families: tuple[str, ...]) -> tuple[str, ...]:
    """Return the limits that fit families: the best, and a second where there is time for it.

    The best has both its ends among the families, or at least the one where it starts. The second
    starts from a family that the first leaves out.
    """

    def fit(name: str) -> int:
        source, target = LIMITS[name]
        return 2 * (target in families) + 3 * (source in families)

    best = max(LIMITS, key=fit)
    left = [name for name in LIMITS if LIMITS[name][0] in {*families} - {*LIMITS[best]}]
    return (best, max(left, key=fit)) if left and 2 < len(families) < 5 else (best,)
