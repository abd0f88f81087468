"""What is written at the crowd, at the areas, and at the bars that further results leave."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Self

import numpy as np

from explainer.beat_text import BeatText
from explainer.geometry.easing import ease
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import APPROXIMATELY, BOUNDS, GIVEN, computed, grouped, to_typst
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing import crowd
from explainer.scenes.probability.bayes_rule.drawing.areas import THIN, Places, parts_of
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory
from explainer.style import BODY, Theme, Zone


def formula(words: BeatText, theme: Theme) -> VGroup:
    """Return the formula of a beat below its picture; nothing where it has none."""
    rules = (Formula(line.markup, theme, colours={"joint": "prior"}) for line in words.lines)
    middle = (0, Places(theme.layout).rule, 0)
    return VGroup(*(rule.fit_width(BODY.width) for rule in rules)).move_to(middle)


def bracket(theme: Theme, role: str, *corners: tuple[float, float]) -> Curve:
    """Return a bracket through its corners."""
    return Curve(theme.colour(role), width=theme.strokes.regular).set_corners(np.array(corners))


class Key(VGroup):
    """What the colours of the crowd mean, and how many there are of each; apart, the prior."""

    def __init__(self, people: crowd.Crowd, theme: Theme, tested: bool) -> None:
        super().__init__()
        story, x, tall = people.story, BODY.left + 0.18, 0.44
        key = people.places.key
        outline, mark_size, up = crowd.MARKS[story.topic]
        self.numbers, self.signs, self.result = list[LiveNumber](), list[str](), VGroup()
        for at, (role, size, expected, name) in enumerate(text.groups(story, tested)):
            spot, figure = np.array([x, key + 0.12]), Dots(theme.colour(role), tall)
            mark = Dots(theme.background, tall * mark_size)
            mark.outline = outline
            if at == 2:
                mark, up = crowd.ring(story, theme, tall), 0.0
            figure.outline = (people.rest if role == "tails" else people.found).outline
            figure.set_fill(opacity=crowd.REST if role == "tails" else 1)
            self.add(figure.set_dots(spot))
            if tested:
                self.add(mark.set_dots(spot + np.array([0, tall * up]), mark.radius))
            self.signs.append(f"{APPROXIMATELY} " * (size != expected))
            number = LiveNumber(0, theme, size="label", colour=role)
            number.set_text(self.signs[-1] + grouped(size)).place((x + 0.38, key))
            words = Words(name, theme, colour=role).place((x + 0.5 + number.advance, key))
            self.numbers.append(number)
            self.add(number, words)
            x += 1.2 + number.advance + words.advance
        self.scale(min(1.0, BODY.width / (x - 0.7 - BODY.left)), about_point=[BODY.left, key, 0])
        for line in () if tested else text.population(story).lines:
            words = Words(line.markup, theme, size="formula").fit_width(BODY.right - x)
            self.result.add(words.place((BODY.right, key), "right"))

    def count(self, show: Callable[[float], tuple[int, ...]], t: float) -> Self:
        """Show how many of each group a motion has counted by then."""
        for number, sign, many in zip(self.numbers, self.signs, show(t), strict=False):
            number.set_text(sign + grouped(many))
        return self


def counts(people: crowd.Crowd, theme: Theme) -> VGroup:
    """Return how many are left, of both kinds and in all, each at the places that they take."""
    story, ill, found = people.story, people.ill, VGroup()
    word, (_, *sizes), (_, *expected) = text.WORDINGS[story.topic], story.counts, story.expected
    roles, names = ("prior", "likelihood", "muted"), (word.ill, word.healthy, word.positive)
    grown = 0.4 * theme.layout.type_scale
    sizes, expected = [*sizes, sum(sizes)], [*expected, sum(expected, Fraction(0))]
    kinds = zip(roles, names, (ill, ~ill, ill | True), sizes, expected, strict=True)
    for role, name, kind, size, exact in kinds:
        spots = people.block[people.yes & kind]
        if len(spots):
            reach = 0.55 * people.block_tall
            (left, low), (right, high) = spots.min(axis=0) - reach, spots.max(axis=0) + reach
            y, up, base = (
                (low, -0.16, -0.14 - grown) if role == "muted" else (high, 0.16, 0.16 + 0.3 * grown)
            )
            sign = APPROXIMATELY * (size != exact)
            words = Words(f"${sign} {to_typst(grouped(size))}$ {name}", theme, colour=role)
            room = words.advance / 2
            middle = min(max((left + right) / 2, BODY.left + room), BODY.right - room)
            low, high = y + up / 2, y + up
            found.add(bracket(theme, role, (left, low), (left, high), (right, high), (right, low)))
            found.add(words.place((middle, y + base), "centre"))
    return found


def thin_part(story: BayesStory, theme: Theme, zone: Zone, results: int) -> VGroup:
    """Return how small a part of an area is that is too thin to be seen, with a line to it."""
    share, word, y = story.posterior(results), text.WORDINGS[story.topic], zone.centre[1]
    thin = min(share, 1 - share) if share is not None else Fraction(0)
    if not 0 < thin < THIN:
        return VGroup()
    ill, of = thin == share, 1 / thin
    many = to_typst(grouped(round(of)) if of < 10**7 else computed(float(of)))
    # What is bright behind it takes letters as dark as the background.
    bright = results == RESULTS or story.likelihoods()[ill] > 0.6
    colour = theme.background if bright else theme.ink
    shown = f"${APPROXIMATELY * (of.denominator > 1)} 1$ of ${many}$ "
    words = Words(shown + (word.ill if ill else word.healthy), theme, colour=colour)
    x, way = (zone.left, 0.5) if ill else (zone.right, -0.5)
    line = Segments(colour).set_segments(np.array([[[x, y], [x + way, y]]]))
    return VGroup(line, words.place((x + 1.2 * way, y - 0.13), "left" if ill else "right"))


class AreaLabels(VGroup):
    """Shares of the area of one and of what is left, at the parts that they measure."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        super().__init__()
        self.theme, word = theme, text.WORDINGS[story.topic]
        places = self.places = Places(theme.layout)
        square, bar = places.square, places.bar
        self.names, self.heights, self.shares = VGroup(), VGroup(), VGroup()
        parts, posterior = parts_of(square, story.prior, story.likelihoods()), story.posterior()
        kinds = ((word.ill, "prior", "prior"), (word.healthy, "tails", "likelihood"))
        for at, (kind, role, tested) in enumerate(kinds):
            share, likelihood = (story.prior, 1 - story.prior)[at], story.likelihoods()[at]
            x, out = ((square.left, -0.1), (square.right, 0.1))[at]
            if share:
                name = Words(f"${text.tex(share, GIVEN)}$ {kind}", theme, colour=role)
                self.names.add(name.place((x, square.top + 0.14), "right" if at else "left"))
                near, far, low, top = x + out, x + 2 * out, square.bottom, parts[at].top
                if likelihood:
                    corners = [(near, low), (far, low), (far, top), (near, top)]
                    corners = corners if top - low > 0.1 else corners[:2]
                    self.heights.add(bracket(theme, tested, *corners))
                y, shown = max((low + top) / 2, low + 0.36), text.tex(likelihood, GIVEN)
                self._beside(self.heights, at, y, shown, word.positive, tested)
            if posterior is not None:
                left, role = ((posterior, "posterior"), (1 - posterior, "likelihood"))[at]
                self._beside(self.shares, at, bar.centre[1] - 0.06, text.tex(left), kind, role)
        words = Words(
            f"all that is {word.positive}, at full width",
            theme,
            size=0.34 * theme.layout.type_scale,
        )
        first, last = sorted((float(story.prior), float(posterior or 0)))
        y, x, at_left = (square.bottom + bar.top) / 2 - 0.11, square.right - 0.3, first > 1 - last
        if words.advance < max(first, 1 - last) * square.width - 0.4:
            self.shares.add(words.place((-x if at_left else x, y), "left" if at_left else "right"))
        self.notes = thin_part(story, theme, square, 0)
        self.rule = formula(text.areas(story), theme)
        self.terms = {
            shape: (shape.points, np.array(parts[at].centre) - shape.get_center())
            for rule in self.rule
            for at, name in enumerate(("prior", "likelihood"))
            if f'part("{name}"' in rule.markup
            for shape in rule.part(name)
        }

    def _beside(self, group: VGroup, at: int, y: float, share: str, name: str, role: str) -> None:
        """Write a share and of what it is, in two lines beside the square, about a height."""
        square = self.places.square
        x, room = square.right + 0.3 if at else square.left - 0.3, BODY.right - square.right - 0.3
        grown, shown = self.theme.layout.type_scale, (f"${share}$", name)
        lines = [Words(line, self.theme, size=0.44 * grown, colour=role) for line in shown]
        em = min(line.fit_width(room).em for line in lines)
        for line, up in zip(lines, (0.07, 0.07 - 0.44 * grown), strict=True):
            line.scale(em / line.em).place((x, y + up), "left" if at else "right")
        group.add(*lines)

    def assemble(self, t: float) -> Self:
        """Let the terms of Bayes' rule come from the areas that they are."""
        for part in self.rule:
            part.set_opacity(float(ease(6 * t)))
        for shape, (points, way) in self.terms.items():
            shape.points = points + (1 - ease(1.2 * t)) * way
        return self


def step_labels(story: BayesStory, theme: Theme) -> list[VGroup]:
    """Return what each of the bars is, with its share and its odds, and what has led there."""
    word, steps = text.WORDINGS[story.topic], Places(theme.layout).steps
    right, grown = steps[0].right + 0.25, theme.layout.type_scale
    over, under = 0.16, 0.06 - 0.44 * grown  # of two lines at the height of a bar
    rows = [VGroup(thin_part(story, theme, zone, number)) for number, zone in enumerate(steps)]
    odds = [Formula(markup, theme) for markup in text.odds(story)]
    size = min(each.fit_width(BODY.right - right).em for each in odds)
    times = f"arrow.b thin times {to_typst(text.factor(story))}"
    for number, (zone, row) in enumerate(zip(steps, rows, strict=True)):
        y, share = zone.centre[1], story.posterior(number)
        name = f"after {number} {word.result.split()[0]}{'s' * (number > 1)}"
        name = Words(name if number else f"before the {word.test}", theme, colour="muted")
        row.add(name.fit_width(2.75).place((BODY.left, y + over)))
        if share is None:
            continue
        role, shown = "posterior" if number else "prior", text.tex(share, 0 if number else GIVEN)
        kind = "" if shown[0] in BOUNDS else word.ill
        words = Words(f"${shown}$ {kind}", theme, size="formula", colour=role)
        row.add(words.fit_width(2.75).place((BODY.left, y + under)))
        row.add(odds[number].scale(size / odds[number].em).place((right, y + under)))
        if not number:
            row.add(Words("odds", theme, colour="muted").place((right, y + over)))
        elif 0 < share < 1:
            step = Formula(times, theme, size="label", colour="posterior").fit_width(2.0)
            row.add(step.place((right, y + over)))
    return rows
