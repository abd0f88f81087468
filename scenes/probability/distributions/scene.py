"""Families of distributions: one stream of arrivals, read in different ways, and what piles up."""

from __future__ import annotations

from functools import partial
from typing import Self

from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.mobjects.distribution_mark import DistributionMark
from explainer.params import Field, SceneParams, to_toml
from explainer.scene import Explainer
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing import labels
from explainer.scenes.probability.distributions.drawing.board import Board
from explainer.scenes.probability.distributions.families import FAMILIES, Family, FamilyName
from explainer.scenes.probability.distributions.stream import Stream

FINER = (2, 4, 8)
"""How many times as many slots an hour gets, one after the other."""

GHOST = 0.45
"""How bright the curve is that was seen before."""


class Distributions(Explainer):
    """Read one stream of arrivals in different ways: each has a distribution of its own."""

    class Params(SceneParams):
        """Which families, and the stream that they are read from."""

        families: tuple[FamilyName, ...] = Field(
            ("binomial", "poisson", "exponential", "gamma", "normal"),
            min_length=1,
            max_length=5,
            description="the families, 1 to 5 of them, in the order in which they are shown",
        )
        rate: float = Field(3, ge=0.5, le=12, description="lambda, arrivals in an hour on average")
        trials: int = Field(12, ge=1, le=60, description="n, into how many slots an hour is cut")
        events: int = Field(3, ge=2, le=12, description="which arrival is waited for: r, or k")
        points: int = Field(
            5, ge=2, le=20, description="n of the beta: how many arrivals the hour is known to have"
        )
        runs: int = Field(300, ge=50, le=1000, description="how many hours there are")
        seed: int = Field(171, ge=0, le=1_000_000, description="the seed of the random numbers")

        @model_validator(mode="after")
        def _they_fit(self) -> Self:
            if len(set(self.families)) < len(self.families):
                raise ValueError(
                    f"families: given {to_toml(self.families)}; a list that names each once is "
                    "allowed"
                )
            slots = any(FAMILIES[name].slots for name in self.families)
            if slots and self.rate > 0.95 * self.trials:
                raise ValueError(
                    f"rate: given {self.rate:g}; at most 0.95 times the number of trials, "
                    f"{self.trials}, is allowed"
                )
            if "beta" in self.families and self.events > self.points:
                raise ValueError(
                    f"events: given {self.events}; at most the number of points, {self.points}, "
                    "is allowed"
                )
            return self

    presets = {
        "trials": Params(families=("binomial", "geometric", "negative_binomial")),
        "waits": Params(families=("geometric", "exponential", "gamma"), events=4),
        "arrivals": Params(families=("poisson", "exponential", "gamma"), rate=6),
        "sums": Params(families=("exponential", "normal"), events=2, rate=2),
        "ranks": Params(families=("uniform", "beta"), events=2),
        "limits": Params(families=("binomial", "poisson"), trials=6),
    }

    bleeds = True

    def construct(self) -> None:
        values = dict(self.params)
        families = [FAMILIES[name] for name in values.pop("families")]
        self.stream = Stream(**values)
        self.board = Board(self.stream, families, self.theme)
        self.beside: list[Mobject] = []
        self.curve: DistributionMark | None = None
        self.ghosts: list[Mobject] = []
        self.named = ""
        before: Family | None = None
        for name, family in zip(self.params.families, families, strict=True):
            words = text.family(self.stream, family, before)
            first, second, third = words.sentences
            with self.beat(name, words):
                self.turn_to(family, before, first)
                if family.kind == "sum":
                    self.add_gaps(family, second)
                else:
                    self.pile_up(family, before, second)
                self.draw_the_curve(family, third)
            before = family

    def spoken(self, said: str) -> float:
        """Return how long a motion lasts, in seconds, that goes with a sentence."""
        return self.reading(said, 2.4, 6.0)

    def leave(self, family: Family, *, stays: bool) -> None:
        """Let what was said of the family before go, and its curve become a ghost."""
        out = [*self.beside, *self.ghosts, self.board.plumbs]
        self.beside, self.ghosts = [], []
        if self.curve is not None and stays:
            named = {"gamma": "$k = 1$", "negative binomial": "$r = 1$", "Poisson": "binomial"}
            self.ghosts = [self.curve]
            self.named = named.get(family.title, "")
            self.carry(to={GHOST: self.ghosts})
        elif self.curve is not None:
            out.append(self.curve)
        self.curve, self.board.texts = None, [self.board.rows.hour]
        self.carry(out=[each for each in out if self.shown(each)])

    def turn_to(self, family: Family, before: Family | None, said: str) -> None:
        """Show what is read from the rows, while the first sentence is said."""
        board, rows, chart = self.board, self.board.rows, self.board.chart(family)
        seconds = self.spoken(said)
        with self.say(said):
            if before is None:
                board.appear(family, 0.0)
                self.add(board.crowd, rows)
                show = partial(board.appear, family)
                touched = *rows.get_family(), *board.crowd
                self.sweep(show, *touched, run_time=seconds, eased=False)
                return
            same = chart is board.chart(before)
            self.leave(family, stays=same)
            numbers = [] if family.kind == "count" else [*rows.numbers, rows.counted]
            self.carry(out=[each for each in numbers if self.shown(each)])
            if family.kind == before.kind == "count":
                self.refine(family, seconds)
                return
            if same:
                zoom = board.zoom(family)
                touched = chart, board.pile, *rows.get_family(), *self.ghosts
                self.sweep(zoom, *touched, run_time=seconds)
                return
            old = board.chart(before)
            self.carry(out=[old.x], into=[chart.x], dim=[board.pile])
            self.sweep(board.turn(board.look_at(family)), *rows.get_family(), run_time=seconds)

    def refine(self, family: Family, seconds: float) -> None:
        """Cut the hours into ever more slots; the pile follows."""
        board, stream = self.board, self.stream
        for factor in FINER:
            slots = factor * stream.trials
            counts = stream.counts(slots).astype(float)
            show = board.follow(family, board.look_at(family, slots), counts)
            touched = *board.rows.get_family(), *board.pile, *board.rows.numbers
            self.sweep(show, *touched, run_time=seconds / len(FINER))

    def pile_up(self, family: Family, before: Family | None, said: str) -> None:
        """Let what is read from the rows pile up, while the second sentence is said."""
        board, rows = self.board, self.board.rows
        seconds = self.spoken(said)
        if before is not None and before.kind == "count" and family.kind == "wait":
            self.ask(text.PREDICT)
        with self.say(said):
            if before is None:
                show = board.drop(family)
                show(0.0)
                self.carry(out=[board.crowd], into=[board.chart(family).x])
                self.add(
                    board.pile, *([*rows.numbers, rows.counted] if family.kind == "count" else [])
                )
                seconds = max(seconds, 5.0)
                self.sweep(
                    show, *board.pile, *rows.numbers, rows.counted, run_time=seconds, eased=False
                )
                return
            values = self.stream.read(family)
            go = board.follow(family, board.look_at(family), values, new=before.kind != "count")
            self.carry(light=[board.pile])
            if family.kind == "count":
                self.add(*rows.numbers, rows.counted)
            touched = *board.pile, *rows.get_family(), *rows.numbers, rows.counted, *self.ghosts
            self.sweep(go, *touched, run_time=seconds, eased=False)

    def add_gaps(self, family: Family, said: str) -> None:
        """Wait for ever later arrivals: rows, pile and curve go on together."""
        board, stream = self.board, self.stream
        mark = self.curve = board.curve(family, stream.events)
        for old in self.ghosts:  # the curve at which the walk begins
            self.remove(old)
        self.ghosts = []
        self.add(mark)
        with self.say(said):
            for pick in stream.walk:
                if pick in stream.stops and board.is_low(family, pick):
                    ghost = board.curve(family, pick, "density").show(upto=1e9)
                    ghost.set_brightness(GHOST)
                    kind = "gamma, " if not self.ghosts and len(stream.stops) > 2 else ""
                    named = labels.named(
                        ghost, f"{kind}$k = {pick}$", stream.member(family, pick), board.texts[-1]
                    )
                    self.ghosts += [ghost, *([named] if named else [])]
                    self.carry(into=self.ghosts[-1:])
                    self.add(ghost)
                seconds = 1.2 if board.rise else 0.4
                look, values = board.look_at(family, pick=pick + 1), stream.read(family, pick + 1)
                show = board.follow(family, look, values, mark=mark)
                touched = *board.rows.get_family(), *board.pile, *mark
                self.sweep(show, *touched, run_time=seconds)

    def draw_the_curve(self, family: Family, said: str) -> None:
        """Draw the distribution over the pile, while the third sentence is said."""
        board, stream = self.board, self.stream
        role = "limit_distribution" if family.kind == "sum" else "density"
        walked, self.curve = self.curve, board.curve(family, role=role)
        mark = self.curve
        self.beside = [board.formula(family)]
        if walked is not None:
            self.ghosts.append(board.crown(walked, f"$k = {stream.many}$"))
            self.carry(into=self.ghosts[-1:])
        if self.named and isinstance(self.ghosts[0], DistributionMark):
            words = labels.named(self.ghosts[0], self.named, stream.member(family), self.beside[0])
            if words is not None:
                self.ghosts.append(words)
                board.texts.append(words)
                self.carry(into=[words])
        self.named = ""
        board.plumb(0.0)
        self.add(mark, board.plumbs)

        def show(t: float) -> None:
            board.draw(mark, t)
            board.plumb(t)

        with self.say(said):
            self.conclude()
            self.carry(into=self.beside)
            self.sweep(show, *mark, board.plumbs, run_time=self.spoken(said))
