"""What is written at intervals: formulas, counts, and the statement that each stands for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.distributions import Distribution
from explainer.mobjects.glow import Glow
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import EVEN, Panel
from explainer.mobjects.placing import Name, Room, evenly_each
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Words, stack
from explainer.mobjects.veil import Veil
from explainer.numbers import PERCENT, equals, grouped, percentage
from explainer.scenes.probability.common import notation
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing.chart import IntervalChart, Places
from explainer.scenes.probability.confidence_interval.drawing.rows import IntervalRows
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.style import Theme, Zone


def source(story: IntervalStory, side: Panel) -> str:
    """Return what the samples come from, Typst prose."""
    if not isinstance(story.distribution, Distribution):
        return side.shown(story.distribution.text)
    return notation(story.distribution.name, story.distribution.parameters).markup


class Score(VGroup):
    """How many intervals contain the true mean, and how many miss it, while they come.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: IntervalStory, theme: Theme) -> None:
        self.story = story
        rows = [("sample", 0.8, ""), ("sample", 0.46, ""), ("sample", 0.46, "contain $μ$")]
        rows += [("missed", 0.8, ""), ("missed", 0.46, "miss it ($times$)")]
        if story.true_mean is None:
            rows = [("sample", 0.8, ""), ("sample", 0.46, "intervals")]
        super().__init__()
        places = Places(theme.layout)
        y, grown = places.strip - 0.1, places.grown
        for role, size, said in rows:
            each = (
                Words(said, theme, size=grown * size, colour=role)
                if said
                else LiveNumber(0, theme, size=min(grown * size, 0.98), colour=role, anchor="left")
            )
            y -= grown * (0.49 if size < 0.5 else 0.65 if role == "sample" else 1.05)
            self.add(each.with_halo(theme).place((places.aside, y)).set_z_index(5))

    def count(self, drawn: int, share: str = "") -> Self:
        """Count the first so many samples.

        Args:
            drawn: how many.
            share: what is written instead of how many contain the true mean.
        """
        caught = int(self.story.running_hits[drawn - 1])
        missed = percentage(1 - caught / drawn) if share else grouped(drawn - caught)
        texts = [share or grouped(caught), f"of {grouped(drawn)}", missed]
        if self.story.true_mean is None:
            texts = [grouped(drawn)]
        numbers = [each for each in self if isinstance(each, LiveNumber)]
        for number, said in zip(numbers, texts, strict=True):
            number.set_text(said)
        return self

    def go_on(self, t: float) -> Self:
        """Count on beyond the rows, to the long run, and show the share."""
        story = self.story
        drawn = story.repetitions + round((story.total - story.repetitions) * t * t)
        caught = int(story.running_hits[drawn - 1])
        share = percentage(caught / drawn) if t >= 1 else f"{100 * caught / drawn:.1f} {PERCENT}"
        return self.count(drawn, share)


class Ours(VGroup):
    """A glow about the row of the first sample, and its name."""

    def __init__(self, rows: IntervalRows, theme: Theme) -> None:
        self.rows, self.glow = rows, Glow(rows.leader, 0.5)
        self.label = (
            Words("ours", theme, size=0.54 * rows.places.grown).with_halo(theme).set_z_index(5)
        )
        self.line = Segments(theme.ink, width=theme.strokes.thin)
        super().__init__(self.glow, self.line, self.label)

    def light(self, t: float) -> Self:
        """Let it glow up."""
        self.glow.follow()
        y, lines = float(self.rows.leader.points[0, 1]), self.rows.lines
        left = float(lines[np.abs(lines[:, 0, 1] - y) < 0.3, 0, 0].min())
        left = max(left, self.rows.places.safe.left + self.label.advance + 0.2)
        self.label.place((left - 0.3, y - 0.12 * self.rows.places.grown), "right")
        ends = [[left - 0.2, y], [float(self.rows.leader.points[0, 0]), y]]
        self.line.set_segments(np.array([ends]))
        return self.set_presence(min(3 * t, 1.0))


def beside(
    lines: Iterable[Line], theme: Theme, zone: Zone, size: float = 0.8, prose: float = 0.38
) -> VGroup:
    """Return lines below each other in a zone: formulas large, words below them."""
    grown = theme.layout.type_scale
    rows = (
        Words(line.markup, theme, size=grown * prose, colour=line.colour)
        if line.prose
        else Words(f"${line.markup}$", theme, size=grown * size, colour=line.colour)
        for line in lines
    )
    return stack(*(each.with_halo(theme) for each in rows), zone=zone, gap=0.2).set_z_index(5)


def beside_dots(markup: str, role: str, ground: float, theme: Theme) -> Words:
    """Return a name right of dots that lie on a ground."""
    places = Places(theme.layout)
    words = Words(markup, theme, size=0.46 * places.grown, colour=role).with_halo(theme)
    words.fit_width(places.beside.width - 0.3).set_z_index(5)
    return words.place((places.beside.left + 0.3, ground + 0.25))


def claims(words: BeatText, theme: Theme) -> list[VGroup]:
    """Return the statement that each interval stands for, in its track."""
    found, places = [], Places(theme.layout)
    size = theme.sizes.body * min(1.0, max(1.0, 0.65 * places.stretch) / places.grown)
    for line, track in zip(words.lines, places.tracks, strict=True):
        right, top = places.safe.right, track.top + 0.52 * places.stretch
        zone = Zone(places.spoken, right, track.bottom, top)
        said = Words(EVEN + line.markup, theme, size=size, width=zone.width).with_halo(theme)
        found.append(stack(said, zone=zone).set_z_index(5))
    return found


def naming(chart: IntervalChart, words: BeatText) -> VGroup:
    """Return what the population is called, and its standard deviation."""
    theme, places = chart.theme, chart.places
    zone = Zone(places.safe.left, -2.8, 0.0, places.plot.top - 0.2)
    rows = ["population", source(chart.story, Panel(theme))]
    if not chart.story.exact:  # whose symbol has it
        rows += [f"${line.markup}$" for line in words.lines[1:]]
    said = (
        Words(each, theme, size=0.54 * places.grown).with_halo(theme).fit_width(zone.width)
        for each in rows
    )
    named = stack(*said, zone=zone, gap=0.22)
    found = room(chart).spot(np.array([named.width, named.height]), named.get_center()[None, :2])
    return named.move_to((*found[0], 0.0)) if found else named


def sample(chart: IntervalChart) -> Name:
    """Return the name of the first sample, near its dots on the axis."""
    story, spots = chart.story, chart.spots(chart.story.sample, chart.places.plot.bottom)
    name, left = Name(f"a sample of {story.n}", chart.theme, "sample"), room(chart)
    for spot in spots:
        left.block_box(spot, np.full(2, 2 * chart.dots.radius))
    inner = np.argsort(np.abs(spots[:, 0] - np.median(spots[:, 0])))[: len(spots) // 2 + 1]
    name.settle(left, spots[inner])
    return name


def veil(theme: Theme, left: float, bottom: float, top: float, reach: float) -> list[Veil]:
    """Return what lies between what is said right of an abscissa and what reaches that far."""
    if reach < left - 0.3:
        return []
    zone = Zone(left - 0.3, theme.layout.frame.right, bottom, top)
    return [Veil(zone, theme, "left", soft=0.4).set_z_index(3)]


def room(chart: IntervalChart) -> Room:
    """Return the room about the population and the line at its mean."""
    safe, plot = chart.places.safe, chart.places.plot
    found = Room(Zone(safe.left, safe.right, plot.bottom + 0.1, plot.top - 0.1))
    lines = (chart.population.line, chart.truth.line)
    ends = [line.points.reshape(-1, 4, 3)[:, ::3, :2] for line in lines]
    found.points = evenly_each(np.concatenate(ends))
    return found


def reach(chart: IntervalChart, y: float) -> VGroup:
    """Return a line as long as an arm of the interval, and how long it is."""
    story, theme, side = chart.story, chart.theme, 1 if right_of(chart.story) else -1
    grown = chart.places.grown
    start, end = chart.across([story.mean, story.mean + side * story.margins[0]])
    ends = [[[start, y], [end, y]], *([[x, y - 0.1], [x, y + 0.1]] for x in (start, end))]
    said = f"t^* s / sqrt(n) {equals(text.tex(story, float(story.margins[0])))}"
    words = Words(f"${said}$", theme, size=min(0.46 * grown, 0.55), colour="spread")
    words.with_halo(theme).place(
        (start + 0.1 * side, y - 0.55 * grown), "left" if side > 0 else "right"
    )
    line = Segments(theme.spread, width=theme.strokes.bold).set_segments(np.array(ends))
    return VGroup(line, words).set_z_index(5)


def right_of(story: IntervalStory) -> bool:
    """Return whether what is written at the sample mean stands right of it, away from the true."""
    return story.true_mean is None or story.mean >= story.true_mean


def mean(chart: IntervalChart, words: BeatText, y: float) -> Words:
    """Return the name of the sample mean, above it, on the side away from the true mean."""
    story, theme = chart.story, chart.theme
    said = Words(
        f"${words.lines[0].markup}$",
        theme,
        size=min(0.6 * chart.places.grown, 0.66),
        colour="sample",
    )
    said.with_halo(theme)
    right = right_of(story)
    x = float(chart.across(story.mean)) + (0.12 if right else -0.12)
    return said.place((x, y + 0.42), "left" if right else "right")
