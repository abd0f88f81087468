"""What is written at the crowd, at the areas, and at the bars that further results leave."""

from __future__ import annotations

from fractions import Fraction
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import GIVEN, PERCENT, decimals_needed, format_number, grouped
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing import (
    BAR,
    FIELD,
    FIGURES,
    MARKS,
    SQUARE,
    STEPS,
    parts_of,
)
from explainer.scenes.probability.bayes_rule.story import BayesStory
from explainer.style import BODY, Theme, Zone

KEY, HEAD, FOOT = 2.42, SQUARE.top + 0.16, BODY.bottom + 0.02
"""Baselines of what is written above the crowd, above the square, and below the bar."""


class Key(VGroup):
    """What the colours of the crowd mean, and how many there are of each."""

    def __init__(self, story: BayesStory, theme: Theme, tested: bool = True) -> None:
        super().__init__()
        x, self.numbers, tall = FIELD.left + 0.25, list[LiveNumber](), 0.46
        outline, mark_size, up = MARKS[story.topic]
        for role, size, name in text.groups(story, tested):
            figure, mark = Dots(theme.colour(role), tall), Dots(theme.background, tall * mark_size)
            figure.outline, mark.outline = FIGURES[story.topic], outline
            self.add(figure.set_dots(np.array([x, KEY + 0.12])))
            self.add(*[mark.set_dots(np.array([x, KEY + 0.12 + tall * up]))] * tested)
            number = LiveNumber(0, theme, size="label", colour=role).set_text(grouped(size))
            number.place((x + 0.4 + number.advance, KEY), "right")
            words = Words(name, theme, size="label", colour=role)
            self.numbers.append(number)
            self.add(number, words.place((x + 0.52 + number.advance, KEY)))
            x += 1.3 + number.advance + words.advance

    def count(self, group: int, number: int) -> Self:
        """Show how many of a group have been counted."""
        self.numbers[group].set_text(grouped(number))
        return self

    def result(self, theme: Theme, line: str) -> Words:
        """Return what the counts come to, at the end of their line."""
        room = BODY.right - float(self.get_right()[0]) - 0.5
        result = Words(line, theme, size="formula").fit_width(room)
        return result.place((BODY.right, KEY), "right")


class AreaLabels(VGroup):
    """Shares of the area of one and of what is left, which follow where they are split."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        super().__init__()
        self.story, self.theme, self.ill = story, theme, text.WORDINGS[story.topic].ill
        word, self.names, self.heights = text.WORDINGS[story.topic], VGroup(), VGroup()
        sides = ((word.ill, story.prior, "prior"), (word.healthy, 1 - story.prior, "tails"))
        for at, (kind, share, role) in enumerate(sides):
            if share:
                tested, end, x = ("prior", SQUARE.left, -0.12)
                if at:
                    tested, end, x = ("likelihood", SQUARE.right, 0.12)
                name = Words(f"${text.tex(share, GIVEN)}$ {kind}", theme, size="label", colour=role)
                self.names.add(name.place((end, HEAD), "right" if at else "left"))
                likelihood = story.likelihoods()[at]
                y = SQUARE.bottom + max(float(likelihood) * SQUARE.height - 0.27, 0.32)
                shown = ((f"${text.tex(likelihood, GIVEN)}$", "label"), (word.positive, "small"))
                for line, (markup, size) in enumerate(shown):
                    words = Words(markup, theme, size=size, colour=tested).fit_width(0.9)
                    self.heights.add(
                        words.place((end + x, y - 0.34 * line), "left" if at else "right")
                    )
        left = Words(word.positive, theme, size="small", colour="muted").fit_width(0.9)
        self.left = left.place((BAR.left - 0.12, BAR.centre[1] - 0.08), "right")
        self.prior, self.posterior = self._number(True), self._number(False)
        self.traces: list[LiveNumber] = []
        self.card = self._card(theme)

    def _card(self, theme: Theme) -> VGroup:
        """Return Bayes' rule on a card, whose terms come from their areas."""
        (line,) = text.areas(self.story).lines
        colours = {"above": "prior", "left": "prior", "right": "likelihood"}
        self.rule = Formula(line.markup, theme, colours=colours).fit_width(0.8 * SQUARE.width)
        across, up = self.rule.width / 2 + 0.3, self.rule.height / 2 + 0.2
        x, y = SQUARE.right - across - 0.25, SQUARE.top - up - 0.25
        self.rule.shift((x, y, 0) - self.rule.get_center())
        ground = Curve(theme.background, width=0, fill=1)
        ground.set_box(Zone(x - across, x + across, y - up, y + up))
        self.terms = {}
        areas = parts_of(SQUARE, self.story.prior, self.story.likelihoods())
        for number, name in enumerate(("above", "right", "left")):
            if f'part("{name}"' in line.markup:
                part = self.rule.part(name)
                start = np.array(areas[number % 2].centre)
                start[0] = max(start[0], SQUARE.left + 0.2 + part.width / 2)
                for shape in part:
                    self.terms[shape] = shape.points, start - part.get_center()
        return VGroup(ground, self.rule)

    def assemble(self, t: float) -> Self:
        """Let the terms of Bayes' rule come from the areas that they are."""
        for shape in self.card.family_members_with_points():
            if shape in self.terms:
                points, way = self.terms[shape]
                shape.points = points + (1 - ease(1.2 * t)) * way
            if shape is not self.rule.reference:
                shape.set_fill(opacity=float(ease(12 * t)))
        return self

    def show(self, prior: Fraction, running: bool = False) -> Self:
        """Write both shares where the areas are split, as they are read or while they move."""
        posterior = self.story.with_prior(prior).posterior()
        told = [(self.prior, prior, text.per_cent(prior, GIVEN))]
        if posterior is not None:
            told.append((self.posterior, posterior, text.per_cent(posterior)))
        for number, share, written in told:
            runs = format_number(100 * float(share), number.decimals, animating=True) + PERCENT
            self._stand(number, f"{runs if running else written} {self.ill}", float(share))
        for index, trace in enumerate(self.traces):
            first, live = index % 2, (self.prior, self.posterior)[index % 2]
            others = [live, *self.traces[first:index:2]]
            room = min(
                abs(trace.get_x() - each.get_x()) - (trace.advance + each.advance) / 2
                for each in others
            )
            trace.set_opacity(float(ease(8 * room)) if running else float(room > 0.06))
        return self

    def _stand(self, number: LiveNumber, shown: str, share: float) -> None:
        x, room = SQUARE.left + share * SQUARE.width, number.set_text(shown).advance / 2
        x = min(max(x, SQUARE.left + room), SQUARE.right - room)
        number.stand(np.array([x, number.baseline[1], 0]), shown, share)

    def leave(self, first: Fraction, last: Fraction) -> list[LiveNumber]:
        """Return both shares at the first of two priors, to stay there while these run."""
        kept, at = [], (self.story.with_prior(prior).posterior() for prior in (first, last))
        for number, shares in ((self.prior, (first, last)), (self.posterior, tuple(at))):
            values = [100 * float(share) for share in shares if share is not None]
            number.decimals = decimals_needed(values, 1)
            copy = self._number(number is self.prior, "label").set_opacity(0)
            shown = number.text.removesuffix(f" {self.ill}")
            self._stand(copy, shown, float(shares[0] or 0))
            kept.append(copy)
        self.traces += kept
        return kept

    def _number(self, prior: bool, size: str = "formula") -> LiveNumber:
        role, up = ("prior", HEAD) if prior else ("posterior", FOOT)
        number = LiveNumber(0, self.theme, colour=role, size=size, anchor="centre")
        return number.set_text("").place((0, up), "centre")


def step_labels(story: BayesStory, theme: Theme) -> list[VGroup]:
    """Return what each of the bars is, with its share, and what has led there to it."""
    times, end, ill = text.times(story), 0.0, text.WORDINGS[story.topic].ill
    rows = list[VGroup]()
    for number, zone in enumerate(STEPS):
        x, y, share = BODY.left, zone.centre[1], story.posterior(number)
        name = Words(text.step(story, number), theme, size="small", colour="muted")
        row = VGroup(name.place((x, y + 0.18)))
        if share is not None:
            role, shown = "posterior" if number else "prior", text.tex(share, GIVEN * (not number))
            words = Words(f"${shown}$ {ill}", theme, size="formula", colour=role)
            row.add(words.fit_width(2.6).place((x, y - 0.4)))
            start, end = end, zone.left + float(share) * zone.width
        if number and share is not None:
            tag, x = Words(times, theme, size="label", colour=role), max(start, end) + 0.3
            if x + tag.advance > BODY.right:
                x = max(min(start, end) - 0.3 - tag.advance, zone.left + 0.1)
            row.add(tag.place((x, zone.top + 0.1)))
        rows.append(row)
    return rows
