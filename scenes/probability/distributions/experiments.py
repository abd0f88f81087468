"""The experiments that make distributions, run many times: what is seen of each, and its outcome.

A run is drawn once, as numbers between 0 and 1, and read at any setting of the parameters: as one
changes, the same run changes with it (the coupling of Thorisson, "Coupling, Stationarity, and
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

_MOST_NUMBERS = {
    **{"count": 100, "arrivals": 80, "trials_until": 20, "time_until": 20},
    **{"ranked": 40, "point": 1, "pushes": PUSHES},
}
"""How many numbers a run of each kind may need; see the bounds of the scene's parameters."""


@dataclass(frozen=True)
class Run:
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
        uniforms: (runs, m) independent numbers, uniform on (0, 1).
    """

    family: Family
    uniforms: np.ndarray = field(repr=False)

    @classmethod
    def draw(cls, name: str, count: int, seed: int) -> Runs:
        """Return runs of a family; each family of a seed has its own."""
        family = FAMILIES[name]
        generator = np.random.default_rng([seed, *name.encode()])
        size = (count, _MOST_NUMBERS[family.experiment])
        return cls(family, generator.uniform(1e-12, 1, size=size))

    def outcomes(self, setting: Setting, runs: slice = slice(None)) -> np.ndarray:
        """Return the numbers that runs give at a setting, (runs,)."""
        uniforms, values = self.uniforms[runs], whole_setting(setting)
        match self.family.experiment:
            case "count":
                trials = round(values.get("trials", 1))
                return np.sum(uniforms[:, :trials] < values["success"], axis=1).astype(float)
            case "arrivals":
                times = np.cumsum(-np.log(uniforms), axis=1) / values["rate"]
                return np.sum(times < 1, axis=1).astype(float)
            case "trials_until":
                wanted = round(values.get("successes", 1))
                return np.sum(_gaps(uniforms[:, :wanted], values["success"]), axis=1)
            case "time_until":
                wanted = max(1, round(values.get("events", 1)))
                return np.asarray(-np.log(uniforms[:, :wanted]).sum(axis=1) / values["rate"])
            case "point":
                lower, upper = values["lower"], values["upper"]
                return np.asarray(lower + (upper - lower) * uniforms[:, 0])
            case "ranked":
                ordered = np.sort(uniforms[:, : _points(values)], axis=1)
                return np.asarray(ordered[:, round(values["from_left"]) - 1])
            case _:
                steps = values["spread"] * np.sqrt(12 / PUSHES) * (uniforms - 0.5)
                return np.asarray(values["centre"] + steps.sum(axis=1))

    def run(self, index: int, setting: Setting) -> Run:
        """Return what is seen of one run at a setting."""
        uniforms, values = self.uniforms[index], whole_setting(setting)
        outcome = float(self.outcomes(setting, slice(index, index + 1))[0])
        hits, span = None, (0.0, outcome)
        match self.family.experiment:
            case "count":
                places = np.arange(1.0, round(values.get("trials", 1)) + 1)
                hits = uniforms[: len(places)] < values["success"]
            case "arrivals":
                times = np.cumsum(-np.log(uniforms)) / values["rate"]
                places, span = times[times < 1], (0.0, 1.0)
            case "trials_until":
                wanted = round(values.get("successes", 1))
                places = np.arange(1.0, outcome + 1)
                hits = np.isin(places, np.cumsum(_gaps(uniforms[:wanted], values["success"])))
            case "time_until":
                wanted = max(1, round(values.get("events", 1)))
                places = np.cumsum(-np.log(uniforms[:wanted])) / values["rate"]
            case "point":
                places, span = np.array([outcome]), (values["lower"], values["upper"])
            case "ranked":
                places, span = uniforms[: _points(values)], (0.0, 1.0)
                hits = places == outcome
            case _:
                steps = values["spread"] * np.sqrt(12 / PUSHES) * (uniforms - 0.5)
                places = values["centre"] + np.concatenate([[0.0], np.cumsum(steps)])
        hits = np.ones(len(places), bool) if hits is None else hits
        return Run(places, hits, outcome, span)

    def typical(self, setting: Setting) -> int:
        """Return the run whose outcome is nearest to the mean of all."""
        outcomes = self.outcomes(setting)
        return int(np.argmin(np.abs(outcomes - outcomes.mean())))


def _gaps(uniforms: np.ndarray, success: float) -> np.ndarray:
    """Return how many trials each success takes: geometric, by inverting the chance of so many."""
    return np.maximum(np.ceil(np.log(uniforms) / np.log1p(-success)), 1.0)


def _points(values: Setting) -> int:
    """Return how many points there are when one has these ranks."""
    return round(values["from_left"]) + round(values["from_right"]) - 1
