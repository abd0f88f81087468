"""The experiments that make distributions, run many times: what is seen of each, and its outcome.

A run is drawn once, as numbers between 0 and 1, and read at any setting of the knobs: as a knob
turns, the same run changes with it (the coupling of Thorisson, "Coupling, Stationarity, and
Regeneration", 2000), and no new chance comes in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from explainer.scenes.probability.distributions.families import (
    FAMILIES,
    Family,
    Setting,
    whole_setting,
)

PUSHES = 16
"""How many small pushes are added."""

_ROOM = {"count": 100, "arrivals": 80, "trials_until": 20, "time_until": 20, "ranked": 40}
"""How many numbers a run of each kind may need; see the bounds of the scene's parameters."""


@dataclass(frozen=True)
class Picture:
    """One run at one setting.

    Attributes:
        places: (m,) where the marks of the run lie, in the order in which they come.
        hits: (m,) whether each is a success, an arrival, or the one that counts.
        outcome: the number that the run gives.
        span: what the marks lie on: from, to.
    """

    places: np.ndarray
    hits: np.ndarray
    outcome: float
    span: tuple[float, float]


@dataclass(frozen=True)
class Runs:
    """Independent runs of the experiment of a family.

    Attributes:
        family: whose.
        chances: (runs, m) independent numbers, uniform on (0, 1).
    """

    family: Family
    chances: np.ndarray = field(repr=False)

    @classmethod
    def draw(cls, name: str, count: int, seed: int) -> Runs:
        """Return runs of a family; each family of a seed has its own."""
        family = FAMILIES[name]
        generator = np.random.default_rng([seed, *name.encode()])
        room = _ROOM.get(family.story, PUSHES if family.story == "pushes" else 1)
        return cls(family, generator.uniform(1e-12, 1, size=(count, room)))

    def outcomes(self, setting: Setting, runs: slice = slice(None)) -> np.ndarray:
        """Return the numbers that runs give at a setting, (runs,)."""
        chances, values = self.chances[runs], whole_setting(setting)
        match self.family.story:
            case "count":
                trials = round(values.get("trials", 1))
                return np.sum(chances[:, :trials] < values["success"], axis=1).astype(float)
            case "arrivals":
                times = np.cumsum(-np.log(chances), axis=1) / values["rate"]
                return np.sum(times < 1, axis=1).astype(float)
            case "trials_until":
                wanted = round(values.get("successes", 1))
                return np.sum(_gaps(chances[:, :wanted], values["success"]), axis=1)
            case "time_until":
                wanted = max(1, round(values.get("events", 1)))
                return np.asarray(-np.log(chances[:, :wanted]).sum(axis=1) / values["rate"])
            case "point":
                lower, upper = values["lower"], values["upper"]
                return np.asarray(lower + (upper - lower) * chances[:, 0])
            case "ranked":
                rank, points = _ranks(values)
                return np.asarray(np.sort(chances[:, :points], axis=1)[:, rank - 1])
            case _:
                steps = values["spread"] * np.sqrt(12 / PUSHES) * (chances - 0.5)
                return np.asarray(values["centre"] + steps.sum(axis=1))

    def picture(self, index: int, setting: Setting) -> Picture:
        """Return what is seen of one run at a setting."""
        chances, values = self.chances[index], whole_setting(setting)
        outcome = float(self.outcomes(setting, slice(index, index + 1))[0])
        match self.family.story:
            case "count":
                trials = round(values.get("trials", 1))
                hits = chances[:trials] < values["success"]
                return Picture(np.arange(1.0, trials + 1), hits, outcome, (0, trials))
            case "arrivals":
                times = np.cumsum(-np.log(chances)) / values["rate"]
                times = times[times < 1]
                return Picture(times, np.ones(len(times), bool), outcome, (0, 1))
            case "trials_until":
                wanted = round(values.get("successes", 1))
                tried = np.arange(1.0, outcome + 1)
                ends = np.cumsum(_gaps(chances[:wanted], values["success"]))
                return Picture(tried, np.isin(tried, ends), outcome, (0, outcome))
            case "time_until":
                wanted = max(1, round(values.get("events", 1)))
                times = np.cumsum(-np.log(chances[:wanted])) / values["rate"]
                return Picture(times, np.ones(len(times), bool), outcome, (0, outcome))
            case "point":
                span = values["lower"], values["upper"]
                return Picture(np.array([outcome]), np.ones(1, bool), outcome, span)
            case "ranked":
                rank, points = _ranks(values)
                ranked = np.zeros(points, bool)
                ranked[np.argsort(chances[:points])[rank - 1]] = True
                return Picture(chances[:points], ranked, outcome, (0, 1))
            case _:
                steps = values["spread"] * np.sqrt(12 / PUSHES) * (chances - 0.5)
                path = values["centre"] + np.concatenate([[0.0], np.cumsum(steps)])
                return Picture(path, np.zeros(len(path), bool), outcome, (0, 0))

    def middling(self, setting: Setting) -> int:
        """Return the run whose outcome is nearest to the mean of all: one that is typical."""
        outcomes = self.outcomes(setting)
        return int(np.argmin(np.abs(outcomes - outcomes.mean())))


def _gaps(chances: np.ndarray, success: float) -> np.ndarray:
    """Return how many trials each success takes: geometric, by inverting the chance of so many."""
    return np.maximum(np.ceil(np.log(chances) / np.log1p(-success)), 1.0)


def _ranks(values: Setting) -> tuple[int, int]:
    """Return the rank that counts, and how many points there are."""
    left, right = round(values["from_left"]), round(values["from_right"])
    return left, left + right - 1
