"""The panel beside a picture: rows of names, numbers and sentences, as large as there is room for.

A scene says what stands there, in reading order, and keeps hold of what runs::

    count = panel.number(decimals=0)
    rows = panel.rows(*text.lines, Named("samples", count), Labelled("mean", mean), text.note)
    self.change_panel(rows)
    count.set_value(20)
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from manim.constants import UL
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, TypesetMobject, Words, row
from explainer.shown_text import shown
from explainer.style import Theme, Zone
from explainer.typesetting import escape, typeset

EVEN = "#set text(top-edge: 0.75em, bottom-edge: -0.2em);#set par(leading: 0.3em)\n"
"""Lines of a paragraph are evenly apart, whatever stands in them."""

STEPS = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6)
"""By how much the type of a panel shrinks, one after the other, until all its rows have room."""

TOGETHER = 0.7
"""A row that is too wide shrinks with one that is wider, but to this share of its own at most."""

NEARLY = 0.95
"""A row that would have room at this share of its size shrinks by itself."""


class Named(NamedTuple):
    """A value beside its name, on one line.

    Attributes:
        name: Typst markup.
        value: a mobject, or Typst mathematics.
        colour: the role of the name, and of the value where it is given as markup.
    """

    name: str
    value: VMobject | str
    colour: str = "muted"


class Labelled(NamedTuple):
    """A value under its label.

    Attributes:
        label: Typst markup.
        value: a mobject, or Typst mathematics.
        colour: the role of the label.
    """

    label: str
    value: VMobject | str
    colour: str = "muted"


Item: TypeAlias = VMobject | Line | Named | Labelled | str
"""A row: a mobject, a line of a beat's text, a value with its name, or a sentence (Typst prose)."""


class Panel:
    """Makes rows and spreads them over a zone.

    Args:
        theme: for colours and type sizes.
        zone: what the rows fill, from its top, and no wider; most of the layout's panel when None.
        apart: the least and the greatest distance between rows, in scene units.
        formula: type size of mathematics and running numbers, a name among the theme's or an em.
        prose: of sentences.
    """

    def __init__(
        self,
        theme: Theme,
        zone: Zone | None = None,
        *,
        apart: tuple[float, float] = (0.2, 0.45),
        formula: str | float = "formula",
        prose: str | float = "body",
    ) -> None:
        panel = theme.layout.panel
        beside = Zone(panel.left, panel.right, panel.bottom + 0.45, panel.top - 0.4)
        self.theme, self.zone, self.apart = theme, zone or beside, apart
        sizes = (getattr(theme.sizes, s) if isinstance(s, str) else s for s in (formula, prose))
        self.formula_size, self.prose_size = sizes

    def number(
        self,
        value: float = 0.0,
        *,
        colour: str = "ink",
        decimals: int = 2,
        suffix: str = "",
        signed: bool = False,
        equated: bool = False,
        text: str = "",
    ) -> LiveNumber:
        """Return a number that runs, flush left.

        Args:
            value: the first.
            colour: its role.
            decimals: as for ``LiveNumber``.
            suffix: set after the number.
            signed: as for ``LiveNumber``.
            equated: as for ``LiveNumber``.
            text: the longest that it will show, set while the panel is laid out.
        """
        number = LiveNumber(
            value,
            self.theme,
            size=self.formula_size,
            colour=colour,
            decimals=decimals,
            suffix=suffix,
            signed=signed,
            equated=equated,
            anchor="left",
        )
        return number.set_text(text) if text else number

    def rows(self, *items: Item) -> list[VMobject]:
        """Return the rows of the panel in their places, spread over its zone.

        Where they have no room, all type becomes smaller by one factor, mobjects too, down to the
        smallest that can be read from the back of a lecture hall; rows that are too wide become
        smaller by one more.
        """
        said = [item for item in items if item != ""]  # a beat may have no note
        done = [1.0] * len(said)
        for step in STEPS:
            for item, size in zip(said, done, strict=True):
                for given in _given(item):  # which is scaled in place
                    given.scale(step / size)
            rows = [self._row(item, step) for item in said]
            done = [step * share for share in self._fit(rows)]
            least, most = self.apart
            spare = self.zone.height - sum(each.height for each in rows)
            gap = spare / max(len(rows) - 1, 1)
            if gap >= least * step:
                break
        self._place(rows, self.zone.top, min(max(gap, 0.1), most))
        if not self.theme.layout.is_wide and rows:  # in the middle below the picture
            ends = [(float(each.get_left()[0]), float(each.get_right()[0])) for each in rows]
            middle = (min(left for left, _ in ends) + max(right for _, right in ends)) / 2
            for each in rows:
                each.shift((self.zone.centre[0] - middle, 0, 0))
        return rows

    def instead(self, of: VMobject, item: Item) -> VMobject:
        """Return a row that takes the place of another."""
        made = self._row(item, 1.0)
        self._fit([made])
        self._place([made], float(of.get_top()[1]))
        return made

    def _fit(self, rows: list[VMobject]) -> list[float]:
        """Shrink what is wider than the zone, sentences each, all else by one factor.

        Of a value under its label the value shrinks; no text becomes too small to read.

        Returns:
            The factor of each row.
        """
        room = self.zone.width
        parts = [each.value if isinstance(each, _Labelling) else each for each in rows]
        shares = [min(room / max(part.width, room), 1.0) for part in parts]
        alone = [
            share > NEARLY or (isinstance(part, Words) and not isinstance(part, Formula))
            for share, part in zip(shares, parts, strict=True)
        ]
        least = min((each for each, own in zip(shares, alone, strict=True) if not own), default=1.0)
        for i, part in enumerate(parts):
            if shares[i] < 1:
                ems = [each.em for each in part.get_family() if isinstance(each, TypesetMobject)]
                readable = min(self.theme.layout.smallest_text / min(ems), 1.0) if ems else 0.0
                shared = shares[i] if alone[i] else max(least, TOGETHER * shares[i])
                shares[i] = max(shared, readable)
                part.scale(shares[i], about_point=part.get_corner(UL))
        return shares

    def _place(self, rows: list[VMobject], top: float, gap: float = 0.0) -> None:
        for each in rows:
            each.shift((self.zone.left - each.get_left()[0], top - each.get_top()[1], 0))
            top = float(each.get_bottom()[1]) - gap

    def _row(self, item: Item, step: float) -> VMobject:
        theme, least = self.theme, self.theme.layout.smallest_text
        em, body = max(self.formula_size * step, least), max(self.prose_size * step, least)
        if isinstance(item, VMobject):
            return item
        if isinstance(item, str):
            item = Line(item, prose=True)
        if isinstance(item, Line):
            made: TypesetMobject
            if item.runs:
                made = LiveNumber(0.0, theme, size=em, colour=item.colour, anchor="left")
                made.set_text(item.markup)
            elif item.prose:
                made = self._paragraph(item.markup, body, item.colour)
            else:
                made = Formula(item.markup, theme, size=em, colour=item.colour)
            if not item.label and not item.name:
                return made
            item = Named(item.name, made) if item.name else Labelled(item.label, made)
        value = item.value
        if isinstance(item, Named):
            name = Words(item.name, theme, size=body, colour=item.colour)
            if isinstance(value, str):
                value = Formula(value, theme, size=em, colour=_own(item.colour))
            close = isinstance(value, LiveNumber) and value.equated
            return row(name, value, gap=0.1 if close else 0.22)
        label = Words(item.label, theme, size=max(0.8 * body, least), colour=item.colour)
        label.fit_width(self.zone.width)
        label.shift((-label.get_left()[0], -label.get_bottom()[1], 0))
        if isinstance(value, str):
            value = Formula(value, theme, size=em)
        value.shift((-value.get_left()[0], -0.14 - value.get_top()[1], 0))
        return _Labelling(label, value)

    def _paragraph(self, markup: str, size: float, colour: str) -> Words:
        words = Words(EVEN + markup, self.theme, size=size, colour=colour, width=self.zone.width)
        # Its block ends below its last line, where the next row would keep clear of nothing.
        bottom = min(part.get_bottom()[1] for part in words.submobjects[1:])
        words.reference.points[:, 1] = bottom
        return words

    def shown(self, text: str, lines: float = 1.8) -> str:
        """Return plain text as markup of at most so many lines, its long words breaking."""
        em, width = self.prose_size, self.zone.width
        short, most = text, len(text)
        while most > 1 and (wide := typeset(escape(short)).width * em) > lines * width:
            most = min(most - 1, int(most * lines * width / wide) + 1)
            short = shown(text, most)
        widths = {word: typeset(escape(word)).width * em for word in short.split()}
        words = [word if widths[word] <= width else "\u200b".join(word) for word in short.split()]
        return escape(" ".join(words))


class _Labelling(VGroup):
    """A label and the value under it."""

    @property
    def value(self) -> VMobject:
        return self.submobjects[1]


def _given(item: Item) -> list[VMobject]:
    """Return the mobject that an item brings along."""
    value = item.value if isinstance(item, Named | Labelled) else item
    return [value] if isinstance(value, VMobject) else []


def _own(colour: str) -> str:
    """Return the role of a value whose name has that role."""
    return "ink" if colour == "muted" else colour
