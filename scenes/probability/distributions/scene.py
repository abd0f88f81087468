"""Families of distributions: the experiment behind each, its parameters, and its limits."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Self

from manim.mobject.mobject import Mobject
from pydantic import ValidationInfo, field_validator, model_validator

from explainer.params import Field, SceneParams, Wording, nearest, to_toml
from explainer.scene import Explainer, fade_in, fade_out
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing.family import FamilyView
from explainer.scenes.probability.distributions.drawing.family_map import FamilyMap
from explainer.scenes.probability.distributions.drawing.limit import LimitView
from explainer.scenes.probability.distributions.families import FAMILIES, FamilyName
from explainer.scenes.probability.distributions.limits import LIMITS, Limit, LimitName
from explainer.scenes.probability.distributions.story import DistributionsStory, FamilyStory

Trials = Annotated[
    tuple[Annotated[int, Field(ge=1, le=100)], ...],
    Field(min_length=1, max_length=4),
    Wording("a list of 1 to 4 whole numbers from 1 to 100 such as [10, 30]"),
]
Chances = Annotated[
    tuple[Annotated[float, Field(ge=0.05, le=0.95)], ...],
    Field(min_length=1, max_length=4),
    Wording("a list of 1 to 4 numbers from 0.05 to 0.95 such as [0.5, 0.8]"),
]
Counts = Annotated[
    tuple[Annotated[int, Field(ge=1, le=20)], ...],
    Field(min_length=1, max_length=4),
    Wording("a list of 1 to 4 whole numbers from 1 to 20 such as [3, 8]"),
]
Sizes = Annotated[
    tuple[Annotated[float, Field(ge=0.1, le=20)], ...],
    Field(min_length=1, max_length=4),
    Wording("a list of 1 to 4 numbers from 0.1 to 20 such as [3, 8]"),
]
Places = Annotated[
    tuple[Annotated[float, Field(ge=-10, le=10)], ...],
    Field(min_length=1, max_length=4),
    Wording("a list of 1 to 4 numbers from -10 to 10 such as [0, 2]"),
]

ONE_RUN, MANY_RUNS, CHANGE = 2.0, 2.8, 1.4
"""Seconds for the first run, for all others, and for a parameter from one stop to the next."""

NARROWEST = 0.2
"""The least distance between the ends of a uniform distribution."""


class Distributions(Explainer):
    """See where distributions come from: trials, waits, sums, their parameters, their limits."""

    class Params(SceneParams):
        """Which families, where their parameters stop, and which limits.

        The experiment is run at the first value of each parameter.
        """

        families: tuple[FamilyName, ...] = Field(
            ("binomial", "poisson", "exponential", "gamma"),
            min_length=1,
            max_length=5,
            description="the families, 1 to 5 of them, in the order in which they are told",
        )
        limits: tuple[LimitName, ...] = Field(
            (), max_length=3, description="how one becomes another; what fits best when empty"
        )
        trials: Trials = Field((10, 30), description="stops of n: how many trials")
        success: Chances = Field((0.5, 0.8, 0.2), description="stops of p: chance of success")
        successes: Counts = Field((3, 6), description="stops of r: how many successes are wanted")
        rate: Sizes = Field((3, 1, 6), description="stops of lambda: arrivals in a unit of time")
        events: Counts = Field((3, 8), description="stops of k: how many arrivals are wanted")
        lower: Places = Field((0, 1), description="stops of a: lower end where it is uniform")
        upper: Places = Field((4, 6), description="stops of b: upper end where it is uniform")
        from_left: Counts = Field((2, 6), description="stops of alpha: rank of the point from left")
        from_right: Counts = Field((4, 2), description="stops of beta: its rank from the right")
        centre: Places = Field((0, 2), description="stops of mu: where the pushes start")
        spread: Sizes = Field((1, 2, 0.5), description="stops of sigma: how strong they are")
        steps: int = Field(200, ge=30, le=1000, description="how far a limit goes")
        runs: int = Field(300, ge=50, le=2000, description="how often each experiment is run")
        seed: int = Field(0, ge=0, le=1_000_000, description="of the random numbers")

        @field_validator("families", "limits", mode="before")
        @classmethod
        def _known_and_once(cls, names: Any, info: ValidationInfo) -> Any:
            known = FAMILIES if info.field_name == "families" else LIMITS
            if isinstance(names, tuple):
                for name in names:
                    if isinstance(name, str) and name not in known:
                        raise ValueError(
                            f"there is no {name}{nearest(name, known)}; a list of names among "
                            f"{', '.join(known)} is allowed"
                        )
                if len(set(map(str, names))) < len(names):
                    raise ValueError("a list that names each once is allowed")
            return names

        @model_validator(mode="after")
        def _they_fit(self) -> Self:
            if max(self.lower) + NARROWEST > min(self.upper):
                raise ValueError(
                    f"upper: given {to_toml(self.upper)}; numbers that are all at least "
                    f"{NARROWEST:g} above those of lower, {to_toml(self.lower)}, are allowed"
                )
            if len(self.families) + max(1, len(self.limits)) > 6:
                raise ValueError(
                    f"limits: given {to_toml(self.limits)}; families and limits are allowed that "
                    f"are 6 together at most"
                )
            return self

    presets = {
        "trials": Params(
            families=("bernoulli", "binomial", "geometric", "negative_binomial"),
            limits=("binomial_to_normal",),
        ),
        "waits": Params(
            families=("geometric", "exponential", "gamma"),
            limits=("geometric_to_exponential",),
        ),
        "arrivals": Params(
            families=("poisson", "gamma"), limits=("poisson_to_normal",), rate=(2, 6)
        ),
        "sums": Params(families=("uniform", "normal"), limits=("uniform_to_normal",)),
        "ranks": Params(families=("beta",), limits=("beta_to_normal",)),
        "limits": Params(
            families=("binomial",),
            limits=("binomial_to_poisson", "binomial_to_normal"),
        ),
    }

    def construct(self) -> None:
        self.story = DistributionsStory.compute(**dict(self.params))
        self.seen: list[Mobject] = []
        for family in self.story.families:
            self.show_family(family)
        for limit in self.story.limits:
            self.show_limit(limit)
        self.show_the_map()

    def clear_for(self, everything: list[Mobject], first: list[Mobject]) -> None:
        """Fade out what is seen, then fade in the first of what is to come."""
        old, self.seen = self.seen, everything
        self.fade(old, run_time=self.theme.durations.quick)
        self.fade(into=first, run_time=self.theme.durations.quick)

    def show_family(self, story: FamilyStory) -> None:
        words, quick = text.family(story), self.theme.durations.quick
        view = FamilyView(story, words.note, self.theme)
        with self.beat(story.family.name, words):
            experiment = [view.stage, view.falling, view.histogram, view.count]
            sliders, counter = view.sliders.values(), [view.note, view.count, view.count_name]
            self.clear_for(view.everything(), [view.chart, view.stage, *counter, *sliders])
            self.add(view.histogram, view.falling)
            self.sweep(view.first_run, *experiment, run_time=ONE_RUN, eased=False)
            self.sweep(view.many_runs, *experiment, run_time=MANY_RUNS, eased=False)
            view.settle(0.0)
            self.fade(into=[view.graph, view.formula], run_time=quick)
            self.sweep(view.settle, view.graph, view.histogram, view.stage)
            self.fade(into=[view.moments, view.marks], run_time=quick)
            if story.changes:
                gone = tuple(map(fade_out, counter))
                self.sweep(view.leave, view.histogram, view.stage, run_time=quick, along=gone)
            for number in range(len(story.changes)):
                change, parts = partial(view.change, number), view.changing(number)
                come = () if number else (fade_in(view.followed),)
                self.sweep(change, *parts, run_time=CHANGE, along=come)

    def show_limit(self, limit: Limit) -> None:
        words = text.limit(limit)
        view = LimitView(limit, words.lines, self.theme)
        with self.beat(limit.name, words):
            first = [view.chart, view.graph, view.excess, view.names, view.steps]
            self.clear_for([*view], first)
            self.fade(into=[view.wanted, view.measure, view.decay])
            seconds = 2.2 * self.theme.durations.slow
            self.sweep(view.show, run_time=seconds, eased=False)

    def show_the_map(self) -> None:
        quick = self.theme.durations.quick
        limits = [limit.ends for limit in self.story.limits]
        chart = FamilyMap(self.story.shown, limits, self.theme)
        with self.beat("map", text.family_map(self.story)):
            chart.rise(0.0)
            boxes = chart.boxes_of(lit=True)
            self.clear_for([], boxes)
            self.sweep(chart.rise, *boxes)
            for lit in (True, False):
                chart.grow(lit, 0.0)
                self.fade(into=[] if lit else chart.boxes_of(lit), run_time=quick)
                self.add(*chart.arrows_of(lit))
                self.sweep(partial(chart.grow, lit), *chart.arrows_of(lit), run_time=3 * quick)
                self.fade(into=chart.labels_of(lit), run_time=quick)
