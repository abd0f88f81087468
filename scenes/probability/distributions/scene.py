"""Families of distributions: the experiment behind each, its parameters, and its limits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Self

from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import model_validator

from explainer.mobjects.panel import Panel
from explainer.params import Field, SceneParams, to_toml
from explainer.scene import Explainer, fade_in
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing.family import SIDE, FamilyView
from explainer.scenes.probability.distributions.drawing.limits import FamilyMap, LimitView
from explainer.scenes.probability.distributions.families import FamilyName, Limit, LimitName
from explainer.scenes.probability.distributions.story import DistributionsStory, FamilyStory

FEW = Field(min_length=1, max_length=4)
Trials = Annotated[tuple[Annotated[int, Field(ge=1, le=100)], ...], FEW]
Chances = Annotated[tuple[Annotated[float, Field(ge=0.05, le=0.95)], ...], FEW]
Counts = Annotated[tuple[Annotated[int, Field(ge=1, le=20)], ...], FEW]
Sizes = Annotated[tuple[Annotated[float, Field(ge=0.1, le=20)], ...], FEW]
Places = Annotated[tuple[Annotated[float, Field(ge=-10, le=10)], ...], FEW]

ONE_RUN, MANY_RUNS, CHANGE = 2.0, 2.8, 1.4
"""Seconds for the first run, for all others, and for a parameter from one stop to the next."""

NARROWEST = 0.2
"""The least distance between the ends of a uniform distribution."""


class Distributions(Explainer):
    """See where distributions come from: trials, waits and sums, their parameters and limits."""

    class Params(SceneParams):
        """Which families, where their parameters stop, and which limits.

        The experiment is run at the first value of each parameter.
        """

        families: tuple[FamilyName, ...] = Field(
            ("binomial", "poisson", "exponential", "gamma"),
            min_length=1,
            max_length=5,
            description="the families, 1 to 5 of them, in the order in which they are shown",
        )
        limits: tuple[LimitName, ...] = Field(
            (), max_length=3, description="the limits to show; those that fit best when empty"
        )
        trials: Trials = Field((10, 30), description="values of n in turn: number of trials")
        success: Chances = Field(
            (0.5, 0.8, 0.2), description="values of p in turn: success probability"
        )
        successes: Counts = Field((3, 6), description="values of r in turn: successes to wait for")
        rate: Sizes = Field(
            (3, 6, 1.5), description="values of lambda in turn: arrivals per unit of time"
        )
        events: Counts = Field((3, 8), description="values of k in turn: arrivals to wait for")
        lower: Places = Field((0, 1), description="values of a in turn: lower end of the interval")
        upper: Places = Field((4, 6), description="values of b in turn: upper end of the interval")
        from_left: Counts = Field(
            (2, 6), description="values of alpha in turn: rank of the point from the left"
        )
        from_right: Counts = Field(
            (4, 2), description="values of beta in turn: rank of the point from the right"
        )
        centre: Places = Field((0, 2), description="values of mu in turn: where the pushes start")
        spread: Sizes = Field(
            (1, 2, 0.5), description="values of sigma in turn: how strong the pushes are"
        )
        steps: int = Field(200, ge=30, le=1000, description="how far a limit goes")
        runs: int = Field(300, ge=50, le=2000, description="how often each experiment is run")
        seed: int = Field(0, ge=0, le=1_000_000, description="the seed of the random numbers")

        @model_validator(mode="after")
        def _they_fit(self) -> Self:
            for name, names in (("families", self.families), ("limits", self.limits)):
                if len(set(names)) < len(names):
                    raise ValueError(
                        f"{name}: given {to_toml(names)}; a list that names each once is allowed"
                    )
            if max(self.lower) + NARROWEST > min(self.upper):
                raise ValueError(
                    f"upper: given {to_toml(self.upper)}; numbers that are all at least "
                    f"{NARROWEST:g} above those of lower, {to_toml(self.lower)}, are allowed"
                )
            if len(self.families) + max(1, len(self.limits)) > 6:
                raise ValueError(
                    f"limits: given {to_toml(self.limits)}; at most 6 families and limits together "
                    "are allowed"
                )
            return self

    presets = {
        "trials": Params(
            families=("bernoulli", "binomial", "geometric", "negative_binomial"),
            limits=("binomial_to_normal",),
        ),
        "waits": Params(
            families=("geometric", "exponential", "gamma"), limits=("geometric_to_exponential",)
        ),
        "arrivals": Params(
            families=("poisson", "gamma"), limits=("poisson_to_normal",), rate=(2, 6)
        ),
        "sums": Params(families=("uniform", "normal"), limits=("uniform_to_normal",)),
        "ranks": Params(families=("beta",), limits=("beta_to_normal",)),
        "limits": Params(
            families=("binomial",), limits=("binomial_to_poisson", "binomial_to_normal")
        ),
    }

    def construct(self) -> None:
        self.story = DistributionsStory.compute(**dict(self.params))
        self.side = Panel(self.theme, SIDE)
        self.seen: list[Mobject] = []
        for family in self.story.families:
            self.show_family(family)
        for limit in self.story.limits:
            self.show_limit(limit)
        self.show_the_map()

    def clear_for(self, view: VMobject, *first: Mobject) -> None:
        """Fade out what is seen, then fade in the first of what is to come."""
        old, self.seen = self.seen, [*view]
        self.fade(old, run_time=self.theme.durations.quick)
        self.fade(into=first, run_time=self.theme.durations.quick)

    def show_family(self, story: FamilyStory) -> None:
        words, quick = text.family(story), self.theme.durations.quick
        view = FamilyView(story, words.note, self.side)
        with self.beat(story.family.name, words):
            moving = view.runs, view.stage, view.counter  # above all that stands
            self.clear_for(view, view.chart, view.sliders, *moving)
            self.sweep(view.first_run, *moving, run_time=ONE_RUN, eased=False)
            self.sweep(view.many_runs, *moving, run_time=MANY_RUNS, eased=False)
            view.settle(0.0)
            self.fade(into=[view.graph, view.formula], run_time=quick)
            self.sweep(view.settle)
            self.fade(into=[view.moments, view.marks], run_time=quick)
            if len(story.settings) > 1:
                self.fade([view.runs, view.counter], run_time=quick)
            for number in range(len(story.settings) - 1):
                come = () if number else (fade_in(view.followed),)
                self.sweep(partial(view.change, number), run_time=CHANGE, along=come)

    def show_limit(self, limit: Limit) -> None:
        words = text.limit(limit)
        panel = Panel(self.theme, replace(SIDE, bottom=0.3), formula=0.46, prose=0.36)
        view = LimitView(limit, words.lines, panel)
        with self.beat(limit.name, words):
            self.clear_for(view, view.chart, view.graph, view.excess, view.names, view.steps)
            self.fade(into=[view.wanted, view.measure, view.decay])
            seconds = 2.2 * self.theme.durations.slow
            self.sweep(view.show, run_time=seconds, eased=False)

    def show_the_map(self) -> None:
        shown, quick = set(self.story.shown), self.theme.durations.quick
        limits = [limit.ends for limit in self.story.limits]
        parts = [FamilyMap(shown, limits, lit, self.theme) for lit in (True, False)]
        with self.beat("map", text.family_map(self.story)):
            self.clear_for(parts[0].rise(0.0), parts[0].boxes)
            self.sweep(parts[0].rise)
            for part in parts:
                self.fade(into=[part.boxes], run_time=quick)
                self.add(part.arrows)
                self.sweep(part.grow, run_time=3 * quick)
                self.fade(into=[part.labels], run_time=quick)
