"""How everything looks: each colour, type size, stroke width, duration and zone, named by its role.

Scenes and mobjects ask for roles (``theme.posterior``), never for a hexadecimal colour, so that a
symbol and the thing that it names share one colour in every clip. The palettes start from Okabe and
Ito's colour-blind-safe set (https://jfly.uni-koeln.de/color/), lightened on dark backgrounds and
darkened on light ones until text reaches a contrast of 4.5:1 and lines 3:1.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, fields, replace
from typing import Self

from explainer.names import match
from explainer.zones import LAYOUTS, WIDE, Layout
from explainer.zones import Zone as Zone

FRAME, SAFE, BODY = WIDE.frame, WIDE.safe, WIDE.body
HEADING, HEADING_VEIL, PANEL, PICTURE = WIDE.heading, WIDE.heading_veil, WIDE.panel, WIDE.picture
HERO, ASIDE, ASIDE_VEIL = WIDE.frame, WIDE.aside, WIDE.aside_veil
SMALLEST_TEXT = WIDE.smallest_text
"""The zones of a 16:9 frame. All frames have its sides; how high they are says a theme's layout."""


@dataclass(frozen=True)
class Sizes:
    """Type sizes: the em in scene units."""

    heading: float = 0.5
    formula: float = 0.54
    body: float = 0.4
    label: float = 0.4
    small: float = 0.3
    number: float = 0.26
    """Of the numbers of axes."""
    note: float = 0.28
    """Of what is said of a picture's scales."""

    def scaled(self, factor: float) -> Self:
        """Return the same, all larger by a factor."""
        return type(self)(*(factor * size for size in astuple(self)))


@dataclass(frozen=True)
class Strokes:
    """Stroke widths in Manim's unit, a hundredth of a scene unit."""

    hair: float = 1.0
    thin: float = 1.75
    regular: float = 3.0
    bold: float = 4.5
    heavy: float = 6.0


@dataclass(frozen=True)
class Emphasis:
    """At which share of its own opacity a thing is drawn, by its part in the frame."""

    hero: float = 1.0
    rest: float = 0.35
    """What the sentence does not speak of."""
    ghost: float = 0.35
    """How something was before it moved."""
    scaffold: float = 0.2
    """Grids and axes."""


@dataclass(frozen=True)
class Durations:
    """Seconds. All are multiples of 1/15 s, so that a clip is as long at any frame rate."""

    quick: float = 0.6
    normal: float = 1.2
    slow: float = 2.4
    swap: float = 1.0
    """In which one text takes the place of another."""
    think: float = 2.0
    """The least time that a question has before its answer begins."""
    hold: float = 0.8
    reading_speed: float = 15.0
    """Characters of narration that a viewer reads in a second."""


# Eleven anchors of matplotlib's viridis (CC0, van der Walt and Smith), perceptually even.
_VIRIDIS = (
    "#440154",
    "#482475",
    "#414487",
    "#355F8D",
    "#2A788E",
    "#21918C",
    "#22A884",
    "#44BF70",
    "#7AD151",
    "#BDDF26",
    "#FDE725",
)


@dataclass(frozen=True)
class Theme:
    """Every visual choice by role; see the module for where the colours come from.

    A theme gives its page and its hues; a role has the hue that stands beside it, or one of its
    own, as ``#RRGGBB``. Roles get their colours when the theme is made: one made from another by
    ``replace`` keeps those of its roles.
    """

    name: str

    # the page
    background: str
    ink: str
    muted: str
    faint: str
    box: str
    grid: str
    ghost: str
    axis: str

    # the hues
    green: str
    orange: str
    yellow: str
    blue: str
    sky: str
    pink: str
    red: str
    amber: str

    # what has a colour of its own
    area_negative: str
    path: str
    surface_halo: str
    ball: str = "#FFFFFF"
    contour: str = "#10131A"
    surface_colours: tuple[str, ...] = _VIRIDIS

    # linear algebra
    i_hat: str = "green"
    j_hat: str = "orange"
    vector: str = "yellow"
    image: str = "orange"
    area: str = "blue"
    eigen: str = "pink"
    eigen_second: str = "sky"
    second_vector: str = "blue"
    combination: str = "pink"
    projection: str = "green"
    first_row: str = "blue"
    second_row: str = "pink"
    target: str = "yellow"
    residual: str = "red"
    singular: str = "pink"
    singular_second: str = "green"
    entry_positive: str = "amber"
    entry_negative: str = "blue"

    # calculus
    gradient: str = "orange"
    tangent: str = "blue"
    step: str = "yellow"
    minimum: str = "green"
    curvature: str = "pink"
    curvature_second: str = "sky"
    warning: str = "red"
    partial_x: str = "green"
    partial_y: str = "pink"
    section: str = "blue"
    direction: str = "yellow"
    model: str = "amber"

    # probability
    prior: str = "blue"
    likelihood: str = "amber"
    posterior: str = "green"
    second_prior: str = "pink"
    interval: str = "green"
    truth: str = "ink"
    heads: str = "amber"
    tails: str = "muted"
    outcome: str = "yellow"
    sample: str = "blue"
    density: str = "blue"
    cumulative: str = "green"
    mean: str = "amber"
    spread: str = "pink"
    bootstrap: str = "amber"
    missed: str = "red"
    slider: str = "yellow"
    second_slider: str = "green"
    limit_distribution: str = "pink"

    sizes: Sizes = field(default_factory=Sizes)
    strokes: Strokes = field(default_factory=Strokes)
    emphasis: Emphasis = field(default_factory=Emphasis)
    durations: Durations = field(default_factory=Durations)
    layout: Layout = WIDE

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str) and each.name != "name" and not value.startswith("#"):
                object.__setattr__(self, each.name, getattr(self, value))

    def within(self, layout: Layout) -> Theme:
        """Return the same for a frame of another shape, with type of the size that it takes."""
        factor = layout.type_scale / self.layout.type_scale
        return replace(self, layout=layout, sizes=self.sizes.scaled(factor))

    def colour(self, role: str) -> str:
        """Return the colour of a role.

        Raises:
            KeyError: when the theme has no colour of that name.
        """
        value = getattr(self, role, None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise KeyError(role)
        return value


DARK = Theme(
    name="dark",
    background="#0F1218",
    ink="#F2F2EE",
    muted="#A9B0BC",
    faint="#5B6472",
    box="#171C25",
    grid="#3E6C8F",
    ghost="#3C434F",
    axis="#8A94A3",
    green="#3FD9A8",
    orange="#FF8A4C",
    yellow="#F5E663",
    blue="#6CC1F2",
    sky="#8FC7FF",
    pink="#F08FC8",
    red="#FF6B6B",
    amber="#F2B233",
    area_negative="#E79AC8",
    path="#FFFFFF",
    surface_halo="#0B0D12",
)

LIGHT = Theme(
    name="light",
    background="#FCFBF7",
    ink="#1B1E24",
    muted="#565D68",
    faint="#8B919B",
    box="#F1EFE8",
    grid="#7FA9C6",
    ghost="#CDD2D8",
    axis="#6A727E",
    green="#00795A",
    orange="#BD4A00",
    yellow="#594700",
    blue="#0067A6",
    sky="#0067A6",
    pink="#A02C74",
    red="#C22F2F",
    amber="#8F5F00",
    area_negative="#A02C74",
    path="#16181D",
    surface_halo="#FFFFFF",
)

CONTRAST = Theme(
    name="contrast",
    background="#000000",
    ink="#FFFFFF",
    muted="#D6DAE0",
    faint="#8F98A5",
    box="#0B0D11",
    grid="#4F8FC0",
    ghost="#5A626E",
    axis="#C3C9D2",
    green="#4DF5BE",
    orange="#FFA066",
    yellow="#FFF27A",
    blue="#8AD4FF",
    sky="#A6D4FF",
    pink="#FFA8DB",
    red="#FF8F8F",
    amber="#FFC247",
    area_negative="#FFB3DD",
    path="#FFFFFF",
    surface_halo="#0B0D12",
    sizes=Sizes(heading=0.52, formula=0.56, body=0.42, label=0.42, small=0.33),
    strokes=Strokes(hair=1.5, thin=2.5, regular=4.0, bold=6.0, heavy=8.0),
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST)}


def theme(name: str, aspect: str = WIDE.aspect) -> Theme:
    """Return the theme of that name, in any capitals, for a frame of that shape.

    Raises:
        KeyError: when there is none; ``THEMES`` has the names, ``LAYOUTS`` those of shapes.
    """
    return THEMES[match(name, THEMES) or name].within(LAYOUTS[aspect])


def on_background(theme: Theme, colour: str) -> Theme:
    """Return a theme whose background is ``#RRGGBB``, and whose ink can be read on it.

    Args:
        theme: taken where its ink reaches a contrast of 4.5; the light or the dark one otherwise.
        colour: of the background.
    """
    known = max((DARK, LIGHT), key=lambda each: contrast_ratio(each.ink, colour))
    known = known.within(theme.layout)
    base = theme if contrast_ratio(theme.ink, colour) >= 4.5 else known
    return replace(base, background=colour)


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` in [0, 1] (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_ratio(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition)."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)
