"""Runs of one stream of arrivals, read by every family: hours in rows, with slots or without.

An hour's number of arrivals and their places are drawn apart, so that the same chance is read at
any width of the slots (a coupling: Thorisson, "Coupling, Stationarity, and Regeneration", 2000).
"""

from __future__ import annotations

import math
from functools import cache, cached_property

import numpy as np
from scipy import stats

from explainer.maths.distributions import Distribution
from explainer.maths.named_distributions import distribution
from explainer.scenes.probability.distributions.families import FAMILIES, Family

MANY = 16
"""For so many arrivals, at least, somebody waits until the sum of gaps is nearly normal."""


class Stream:
    """Hours of arrivals, in rows that begin at an hour's start, and what is read from them.

    Args:
        rate: how many arrivals an hour has on average.
        trials: into how many slots an hour is cut.
        events: which arrival is waited for.
        points: how many arrivals an hour has where their number is given.
        runs: how many rows there are.
        seed: of the random numbers.
    """

    def __init__(
        self, rate: float, trials: int, events: int, points: int, runs: int, seed: int
    ) -> None:
        self.rate, self.trials, self.events, self.points = rate, trials, events, points
        self.many = max(MANY, 4 * events)
        generator = np.random.default_rng(seed)
        self.chances = generator.uniform(1e-9, 1 - 1e-9, runs)
        most = max(int(stats.poisson.ppf(1 - 1e-9, rate)), points) + 1
        self.places, self.others = generator.uniform(size=(2, runs, most))
        self.gaps = generator.uniform(1e-12, 1, size=(runs, 6 * self.many))
        self.hour = cache(self._hour)
        self.arrivals = cache(self._arrivals)

    @property
    def runs(self) -> int:
        """How many rows there are."""
        return len(self.chances)

    @property
    def success(self) -> float:
        """The probability of an arrival in a slot."""
        return self.rate / self.trials

    def counts(self, slots: int = 0) -> np.ndarray:
        """Return how many arrivals the first hours have, (runs,) whole numbers.

        Args:
            slots: into how many slots an hour is cut, each with the same expectation; none when 0.
        """
        law = stats.binom(slots, self.rate / slots) if slots else stats.poisson(self.rate)
        return np.asarray(law.ppf(self.chances), dtype=int)

    def _hour(self, slots: int) -> np.ndarray:
        """Return when arrivals come in the first hours, (runs, m) sorted; infinity after the last.

        Where there are slots that is the middle of one: each set of so many is as likely.
        """
        counts, found = self.counts(slots), self.places.copy()
        width = max(found.shape[1], int(counts.max(initial=0)))
        found = np.pad(found, ((0, 0), (0, width - found.shape[1])), constant_values=np.inf)
        if slots:
            free = np.ones((self.runs, slots), dtype=bool)
            rows = np.arange(self.runs)
            for j in range(min(self.places.shape[1], slots)):
                wish = np.minimum((slots * self.places[:, j]).astype(int), slots - 1)
                rank = (self.others[:, j] * free.sum(axis=1)).astype(int)
                other = np.argmax(np.cumsum(free, axis=1) > rank[:, None], axis=1)
                slot = np.where(free[rows, wish], wish, other)
                free[rows, slot] = False
                found[:, j] = (slot + 0.5) / slots
        found[np.arange(width) >= counts[:, None]] = np.inf
        return np.sort(found, axis=1)

    def _arrivals(self, slots: int) -> np.ndarray:
        """Return when arrivals come from the hours' starts on, (runs, m) hours, sorted."""
        first = self.hour(slots)
        if slots:
            steps = np.ceil(np.log(self.gaps) / math.log1p(-self.rate / slots))
            later = 1 + (np.cumsum(np.maximum(steps, 1), axis=1) - 0.5) / slots
        else:
            later = 1 - np.cumsum(np.log(self.gaps), axis=1) / self.rate
        both = np.sort(np.concatenate([first, later], axis=1), axis=1)
        return both[:, : 6 * self.many]

    def seen(self, family: Family) -> np.ndarray:
        """Return when the arrivals come that a family's rows show, (runs, m) hours."""
        if family.kind == "rank":
            number = 1 if family is FAMILIES["uniform"] else self.points
            return np.sort(self.places[:, :number], axis=1)
        return (self.hour if family.kind == "count" else self.arrivals)(self.slots(family))

    def slots(self, family: Family) -> int:
        """Return into how many slots an hour is cut; 0 for none."""
        return self.trials if family.slots else 0

    def pick(self, family: Family) -> int:
        """Return which arrival of a row is read, from 1; 0 where all are counted."""
        if family.kind == "count":
            return 0
        return 1 if family.title in ("geometric", "exponential", "uniform") else self.events

    def read(self, family: Family, pick: int = 0) -> np.ndarray:
        """Return the number that each row gives, (runs,).

        Args:
            family: what is read.
            pick: which arrival; the family's own when 0.
        """
        slots = self.slots(family)
        if family.kind == "count":
            return self.counts(slots).astype(float)
        times = self.seen(family)[:, (pick or self.pick(family)) - 1]
        return np.rint(times * slots + 0.5) if slots else times

    def member(self, family: Family, pick: float = 0) -> Distribution:
        """Return the distribution of what is read; for ``pick``, that of the wait for another."""
        if pick:
            return distribution(f"gamma({pick!r}, scale=1/{float(self.rate)!r})")
        return distribution(
            family.call.format(
                rate=repr(float(self.rate)),
                trials=self.trials,
                success=repr(float(self.success)),
                events=self.events,
                points=self.points,
                mean=repr(self.many / self.rate),
                deviation=repr(math.sqrt(self.many) / self.rate),
            )
        )

    @cached_property
    def walk(self) -> range:
        """For which arrivals somebody waits, one after the other, before the last one."""
        return range(self.events, self.many)

    @cached_property
    def stops(self) -> list[int]:
        """At which of these the distribution stays to be seen."""
        found = [self.events]
        while 1.7 * found[-1] < 0.6 * self.many:
            found.append(round(1.7 * found[-1]))
        return found
