"""All numbers of the film: each family's runs, how its parameters change, and its windows.

A run is drawn once, as numbers between 0 and 1, and read at any setting of the parameters: as one
changes, the same run changes with it (the coupling of Thorisson, "Coupling, Stationarity, and
Regeneration", 2000), and no new chance comes in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.scenes.probability.distributions.families import (
    EXPERIMENTS,
    FAMILIES,
    LIMITS,
    Family,
    Limit,
    Setting,
)

PUSHES = EXPERIMENTS["pushes"]
"""How many small pushes are added."""

Names = tuple[str, ...]
Stops = tuple[float, ...]
Window = tuple[float, float, float]
"""Least and largest value on the horizontal axis, and the height of the vertical one."""

OWN = 0.65
"""How much of a window is that of the setting, the rest being one for all settings."""

TAIL = 0.002
"""What may lie beyond the window on either side."""


@dataclass(frozen=True)
class Run:
    """One run at one setting.

    Attributes:
        places: (m,) where the marks of the run lie, in the order in which they come.
        hits: (m,) whether each is a success, an arrival, or the one that counts.
        outcome: the number that the run gives.
    """

    places: np.ndarray
    hits: np.ndarray
    outcome: float


@dataclass(frozen=True)
class FamilyStory:
    """A family, the values at which its parameters stop, and runs of its experiment.

    Attributes:
        family: which.
        stops: for each of its parameters, the values that it takes in their order.
        uniforms: (runs, m) independent numbers, uniform on (0, 1).
    """

    family: Family
    stops: Mapping[str, Stops]
    uniforms: np.ndarray

    @classmethod
    def compute(cls, name: str, stops: Mapping[str, Stops], runs: int, seed: int) -> FamilyStory:
        """Return the story of one family; ``stops`` may hold other parameters too."""
        family = FAMILIES[name]
        own = {each: tuple(float(value) for value in stops[each]) for each in family.parameters}
        generator = np.random.default_rng([seed, *name.encode()])
        size = (runs, EXPERIMENTS[family.experiment])
        return cls(family, own, generator.uniform(1e-12, 1, size=size))

    @cached_property
    def initial(self) -> dict[str, float]:
        """The setting at which the experiment is run."""
        return {name: stops[0] for name, stops in self.stops.items()}

    @cached_property
    def settings(self) -> list[dict[str, float]]:
        """The settings at which they stop: one parameter after the other goes through its stops."""
        found = [self.initial]
        for name, stops in self.stops.items():
            for stop in stops:
                if stop != found[-1][name]:
                    found.append({**found[-1], name: stop})
        return found

    def changing(self, number: int, t: float) -> dict[str, float]:
        """Return the setting at a share t of the way from one stop to the next."""
        start, end = self.settings[number : number + 2]
        return {name: start[name] + (end[name] - start[name]) * t for name in start}

    # -- the runs --------------------------------------------------------------------------------

    def _told(self, setting: Setting, runs: slice) -> np.ndarray:
        """Return what the numbers of runs stand for: which trials succeed, or places; (runs, m)."""
        uniforms = self.uniforms[runs]
        number = next((setting[n] for n in ("trials", "successes", "events") if n in setting), 1)
        first = uniforms[:, : round(number)]
        match self.family.experiment:
            case "count":
                return first < setting["success"]
            case "arrivals":
                return np.cumsum(-np.log(uniforms), axis=1) / setting["rate"]
            case "trials_until":  # geometric, by inverting the chance of so many
                gaps = np.ceil(np.log(first) / np.log1p(-setting["success"]))
                return np.cumsum(np.maximum(gaps, 1.0), axis=1)
            case "time_until":
                return np.cumsum(-np.log(first), axis=1) / setting["rate"]
            case "point":
                return setting["lower"] + (setting["upper"] - setting["lower"]) * uniforms
            case "ranked":
                return uniforms[:, : round(setting["from_left"] + setting["from_right"]) - 1]
        steps = setting["spread"] * np.sqrt(12 / PUSHES) * (uniforms - 0.5)
        return setting["centre"] + np.cumsum(steps, axis=1)

    def outcomes_at(self, setting: Setting, runs: slice = slice(None)) -> np.ndarray:
        """Return the numbers that runs give at a setting, (runs,)."""
        told = self._told(setting, runs)
        match self.family.experiment:
            case "count":
                return told.sum(axis=1).astype(float)
            case "arrivals":
                return np.sum(told < 1, axis=1).astype(float)
            case "ranked":
                return np.sort(told, axis=1)[:, round(setting["from_left"]) - 1]
        return told[:, -1]

    def run(self, index: int, setting: Setting) -> Run:
        """Return what is seen of one run at a setting."""
        runs = slice(index, index + 1)
        outcome = float(self.outcomes_at(setting, runs)[0])
        places = self._told(setting, runs)[0]
        hits = np.ones(len(places), bool)
        match self.family.experiment:
            case "count":
                places, hits = np.arange(1.0, len(places) + 1), places
            case "arrivals":
                places, hits = places[places < 1], hits[places < 1]
            case "trials_until":
                successes, places = places, np.arange(1.0, outcome + 1)
                hits = np.isin(places, successes)
            case "point":
                places = np.array([setting["lower"], setting["upper"], outcome])
            case "ranked":
                hits = places == outcome
            case "pushes":
                places = np.insert(places, 0, setting["centre"])
        return Run(places, hits, outcome)

    @cached_property
    def outcomes(self) -> np.ndarray:
        """What the runs give at the first setting, (runs,)."""
        return self.outcomes_at(self.initial)

    @cached_property
    def followed(self) -> int:
        """The run that is shown while the parameters change: a usual one, not at the mean."""
        usual = self.outcomes.mean() + 0.7 * self.outcomes.std()
        return int(np.argmin(np.abs(self.outcomes - usual)))

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
        return float(self.edges[1] - self.edges[0])

    @cached_property
    def centres(self) -> np.ndarray:
        """The middle of each bin, (bins,)."""
        return self.edges[:-1] + self.bin_width / 2

    @cached_property
    def bins(self) -> np.ndarray:
        """The bin of each run, (runs,)."""
        return np.searchsorted(self.edges[1:-1], self.outcomes, side="right")

    def histogram(self, count: int) -> np.ndarray:
        """Return the heights of the bins after so many runs, (bins,), as shares of all runs.

        Over a continuous axis they are shares for each unit of it, so that the whole histogram has
        area one in the end.
        """
        counts = np.bincount(self.bins[:count], minlength=len(self.edges) - 1)
        return np.asarray(counts / (len(self.outcomes) * self.bin_width))

    def histogram_at(self, x: np.ndarray) -> np.ndarray:
        """Return the height of the histogram of all runs at places x, zero outside its edges."""
        heights = np.pad(self.histogram(len(self.outcomes)), 1)
        return heights[np.searchsorted(self.edges, x, side="right")]

    # -- windows ---------------------------------------------------------------------------------

    def span(self, setting: Setting) -> Window:
        """Return where nearly all of a distribution lies, and the height of its peak."""
        family, (middle, half) = self.family, self._middle(setting)
        low, high = middle - self._reach * half, middle + self._reach * half
        if family.positive:
            low, high = (-0.7, max(high, 1.0) + 0.7) if family.discrete else (0.0, high)
        x = np.arange(0, math.ceil(high) + 1) if family.discrete else np.linspace(low, high, 201)
        return low, high, float(np.max(family.member(setting).density(x)))

    def _middle(self, setting: Setting) -> tuple[float, float]:
        """Return what an axis has in its middle, or where it begins, and how far it goes."""
        tail = 0.0 if self.family.experiment in ("point", "ranked") else TAIL
        low, high = self.family.distribution(setting).quantile([tail, 1 - tail]).tolist()
        middle = 0.0 if self.family.positive else (low + high) / 2
        return middle, high - middle

    @cached_property
    def _reach(self) -> float:
        """By how much a window must be larger for the runs than for the distribution."""
        fixed = {"point": 1.24, "ranked": 1.0}
        if self.family.experiment in fixed:
            return fixed[self.family.experiment]
        middle, half = self._middle(self.initial)
        return max(1.0, 1.02 * float(np.abs(self.outcomes - middle).max()) / half)

    @cached_property
    def _most(self) -> tuple[Window, float]:
        """The widest window of all settings, and how far the runs rise above their distribution."""
        lows, highs, peaks = zip(*map(self.span, self.settings), strict=True)
        highest = float(self.histogram(len(self.outcomes)).max())
        return (min(lows), max(highs), max(peaks)), max(1.0, highest / peaks[0])

    def window(self, setting: Setting) -> Window:
        """Return the window at a setting: in part its own, in part one for all settings.

        So the shape is seen to move and to grow, and is still large enough to be seen.
        """
        low, high, peak = self.span(setting)
        (first, last, most), lift = self._most
        top = 1.12 * lift * peak**OWN * max(most, peak) ** (1 - OWN)
        start = OWN * low + (1 - OWN) * min(first, low)
        end = OWN * high + (1 - OWN) * max(last, high)
        if self.family.positive:
            end = high**OWN * max(last, high) ** (1 - OWN)
        return start, end, top


@dataclass(frozen=True)
class DistributionsStory:
    """The numbers of the film: those of each family, and how families become one another."""

    families: tuple[FamilyStory, ...]
    limits: tuple[Limit, ...]

    @classmethod
    def compute(
        cls, families: Names, limits: Names, steps: int, runs: int, seed: int, **stops: Stops
    ) -> DistributionsStory:
        """Return the story of a scene's parameters."""
        initial = {name: float(values[0]) for name, values in stops.items()}
        return cls(
            tuple(FamilyStory.compute(name, stops, runs, seed) for name in families),
            tuple(Limit(name, initial, steps) for name in limits or fitting_limits(families)),
        )

    @property
    def shown(self) -> list[str]:
        ends = [end for limit in self.limits for end in limit.ends]
        return list(dict.fromkeys([*(story.family.name for story in self.families), *ends]))


def fitting_limits(families: Names) -> Names:
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
