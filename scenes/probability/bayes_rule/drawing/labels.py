"""What is written at the crowd, at the areas, and at the bars that further results leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import GIVEN, grouped, to_typst
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing.areas import BAR, SQUARE, STEPS, parts_of
from explainer.scenes.probability.bayes_rule.drawing.crowd import FIELD, FIGURES, MARKS, REST
from explainer.scenes.probability.bayes_rule.story import BayesStory
from explainer.style import BODY, Theme

KEY, HEAD, FOOT = 2.36, SQUARE.top + 0.18, BODY.bottom + 0.02
"""Baselines of what is written above the crowd, above the square, and below the bar."""


class Key(VGroup):
    """What the colours of the crowd mean, and how many there are of each; apart, the result."""

    def __init__(self, story: BayesStory, theme: Theme, beat: str) -> None:
        super().__init__()
        x, self.numbers, tall = FIELD.left + 0.18, list[LiveNumber](), 0.46
        outline, mark_size, up = MARKS[story.topic]
        for role, size, name in text.groups(story, beat):
            figure, mark = Dots(theme.colour(role), tall), Dots(theme.background, tall * mark_size)
            figure.outline, mark.outline = FIGURES[story.topic], outline
            figure.set_fill(opacity=REST if role == "tails" else 1)
            self.add(figure.set_dots(np.array([x, KEY + 0.12])))
            if beat != "population":
                self.add(mark.set_dots(np.array([x, KEY + 0.12 + tall * up])))
            number = LiveNumber(0, theme, size="label", colour=role).set_text(grouped(size))
            number.place((x + 0.35 + number.advance, KEY), "right")
            words = Words(name, theme, size="label", colour=role)
            self.numbers.append(number)
            self.add(number, words.place((x + 0.47 + number.advance, KEY)))
            x += 1.2 + number.advance + words.advance
        self.result = VGroup()
        for line in getattr(text, beat)(story).lines:
            words = Words(line.markup, theme, size="formula").fit_width(BODY.right - x)
            self.result.add(words.place((BODY.right, KEY), "right"))

    def count(self, group: int, number: int) -> Self:
        """Show how many of a group have been counted."""
        self.numbers[group].set_text(grouped(number))
        return self


class AreaLabels(VGroup):
    """Shares of the area of one and of what is left, which follow where they are split."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        super().__init__()
        self.story, self.theme, word = story, theme, text.WORDINGS[story.topic]
        self.names, self.heights = VGroup(), VGroup()
        self.parts = parts_of(SQUARE, story.prior, story.likelihoods())
        self.products = dict[int, Words]()
        sides = ((word.ill, "prior", "prior"), (word.healthy, "tails", "likelihood"))
        for at, (kind, role, tested) in enumerate(sides):
            share, likelihood = (story.prior, 1 - story.prior)[at], story.likelihoods()[at]
            if not share:
                continue
            end, x = (SQUARE.right, 0.12) if at else (SQUARE.left, -0.12)
            name = Words(f"${text.tex(share, GIVEN)}$ {kind}", theme, size="label", colour=role)
            self.names.add(name.place((end, HEAD), "right" if at else "left"))
            y = SQUARE.bottom + max(float(likelihood) * SQUARE.height - 0.28, 0.42)
            for line, markup in enumerate((f"${text.tex(likelihood, GIVEN)}$", word.positive)):
                words = Words(markup, theme, size="label", colour=tested).fit_width(1.12)
                words.place((end + x, y - 0.4 * line), "left" if at else "right")
                self.heights.add(words)
            self.products[at] = self._product(at, text.product(share, likelihood), tested)
        self.left = VGroup()
        for left, up in (("all:", HEAD), (f"{word.positive}:", FOOT)):
            words = Words(left, theme, size="label", colour="muted").fit_width(1.12)
            self.left.add(words.place((SQUARE.left - 0.12, up), "right"))
        self.posterior, posterior = VGroup(), story.posterior()
        if posterior is not None:
            shown = f"${text.tex(posterior)}$ {word.ill}"
            words = Words(shown, theme, size="formula", colour="posterior")
            x, room = BAR.left + float(posterior) * BAR.width, words.advance / 2
            x = min(max(x, BAR.left + room), BAR.right - room)
            self.posterior.add(words.place((x, FOOT), "centre"))
        self.rule = self._rule()

    def _product(self, at: int, shown: str, role: str) -> Words:
        """Return the area of a part with a yes, written within it or else beside it."""
        zone, words = self.parts[at], Words(f"${shown}$", self.theme, size="label", colour=role)
        (x, y, _), room = zone.centre, words.advance / 2 + 0.1
        if zone.height > 0.34 and zone.width > 2 * room:
            words.set_fill(self.theme.background)
        elif zone.height < 0.34:
            y = zone.top + 0.24
            words.with_halo(self.theme, 4)
        else:
            x = zone.left - room if at else zone.right + room
            y = max(y, self.parts[1 - at].top + 0.24)
            words.with_halo(self.theme, 4)
        x = min(max(x, SQUARE.left + room), SQUARE.right - room)
        return words.place((x, y - 0.14), "centre")

    def _rule(self) -> VGroup:
        """Return Bayes' rule where there is most room, whose terms come from their areas."""
        (line,) = text.areas(self.story).lines
        colours = {"above": "prior", "left": "prior", "right": "likelihood"}
        rule = Formula(line.markup, self.theme, colours=colours).with_halo(self.theme, 4)
        above = replace(SQUARE, bottom=max(part.top for part in self.parts[:2]))
        free = (*self.parts[2:], above)
        zone = max(free, key=lambda part: min(part.width / 7, part.height / 1.4))
        zone = SQUARE if zone.width < 4 or zone.height < 1.4 else zone
        rule.fit_width(zone.width - 0.5)
        x, y = zone.centre[0], zone.top - 0.25 - rule.height / 2
        rule.shift((x, y, 0) - rule.get_center())
        self.terms = {
            shape: (shape.points, self.products[at].get_center() - rule.part(name).get_center())
            for at, name in ((0, "above"), (0, "left"), (1, "right"))
            if at in self.products and f'part("{name}"' in line.markup
            for shape in rule.part(name)
        }
        return VGroup(rule)

    def assemble(self, t: float) -> Self:
        """Let the terms of Bayes' rule come from the areas that they are."""
        for part in self.rule:
            part.set_opacity(float(ease(6 * t)))
        for shape, (points, way) in self.terms.items():
            shape.points = points + (1 - ease(1.2 * t)) * way
        return self


def step_labels(story: BayesStory, theme: Theme) -> list[VGroup]:
    """Return what each of the bars is, with its share and its odds, and what has led there."""
    word, rows, right = text.WORDINGS[story.topic], list[VGroup](), STEPS[0].right + 0.25
    for number, zone in enumerate(STEPS):
        y, share, row = zone.centre[1], story.posterior(number), VGroup()
        name = Words(text.step(story, number), theme, size="label", colour="muted")
        rows.append(row.add(name.fit_width(2.8).place((BODY.left, y + 0.16))))
        if share is None:
            continue
        role, shown = "posterior" if number else "prior", text.tex(share, 0 if number else GIVEN)
        words = Words(f"${shown}$ {word.ill}", theme, size="formula", colour=role)
        row.add(words.fit_width(2.8).place((BODY.left, y - 0.42)))
        if not number:
            row.add(Words("odds", theme, size="label", colour="muted").place((right, y + 0.16)))
        odds = Formula(text.odds(story, number), theme).fit_width(BODY.right - right)
        row.add(odds.place((right, y - 0.42 + 0.24 * bool(number))))
        if number and 0 < share < 1:
            times = f"arrow.b thin times {to_typst(text.factor(story))}"
            times = Formula(times, theme, size="label", colour="posterior").fit_width(1.5)
            row.add(times.place((right, zone.top + 0.08)))
    return rows
